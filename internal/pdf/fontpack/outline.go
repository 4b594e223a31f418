package fontpack

import (
	"encoding/binary"
	"math"

	"dayang/fonts"
)

// point is a TrueType point; off-curve points are controls of quadratic curves.
type point struct {
	x, y int32
	on   bool
}

// cubicTolerance is how far, in units of the new font, a quadratic may leave the cubic it replaces. Together with
// the finer grid (see cubicGrain) it is less than the rounding of the points.
const cubicTolerance = 0.5

// tracer turns outlines into TrueType contours, one glyph after another, in buffers it keeps.
type tracer struct {
	scale   float64  // new units to the font unit
	contour []fpoint // being traced
	points  []point  // of the glyph, contour after contour
	ends    []int    // where each contour ends in points
	xs, ys  []byte
	flags   []byte
}

// trace turns an outline into integer points. A point on the curve half-way between two controls is left out, as
// TrueType implies it; half units survive that way.
func (t *tracer) trace(o fonts.Outline) {
	t.contour, t.points, t.ends = t.contour[:0], t.points[:0], t.ends[:0]
	var at fpoint
	for i := range o.Segments {
		seg := &o.Segments[i]
		var p [3]fpoint
		for k, q := range seg.Points() {
			p[k] = fpoint{float64(q.X) * t.scale, float64(q.Y) * t.scale, true}
		}
		switch seg.Op {
		case fonts.MoveTo:
			t.close()
			at = p[0]
			t.contour = append(t.contour, at)
		case fonts.LineTo:
			at = p[0]
			t.contour = append(t.contour, at)
		case fonts.QuadTo:
			p[0].on = false
			at = p[1]
			t.contour = append(t.contour, p[0], p[1])
		case fonts.CubeTo:
			t.contour = appendCubic(t.contour, at, p[0], p[1], p[2])
			at = p[2]
		}
	}
	t.close()
}

type fpoint struct {
	x, y float64
	on   bool
}

// appendCubic adds a cubic as quadratics over equal steps of its parameter. One quadratic over a whole cubic is off
// by at most √3/36 of the third difference of its points, and n pieces by n³ less (the midpoint approximation of
// Sederberg, Computer Aided Geometric Design, degree reduction).
func appendCubic(to []fpoint, p0, p1, p2, p3 fpoint) []fpoint {
	dx, dy := p3.x-3*p2.x+3*p1.x-p0.x, p3.y-3*p2.y+3*p1.y-p0.y
	n := max(int(math.Ceil(math.Cbrt(math.Hypot(dx, dy)*math.Sqrt(3)/36/cubicTolerance))), 1)
	for i := range n {
		// The piece from t to u, by blossoming: its outer points and controls.
		t, u := float64(i)/float64(n), float64(i+1)/float64(n)
		blossom := func(a, b, c float64) (x, y float64) {
			w0 := (1 - a) * (1 - b) * (1 - c)
			w1 := a*(1-b)*(1-c) + (1-a)*b*(1-c) + (1-a)*(1-b)*c
			w2 := a*b*(1-c) + a*(1-b)*c + (1-a)*b*c
			w3 := a * b * c
			return w0*p0.x + w1*p1.x + w2*p2.x + w3*p3.x, w0*p0.y + w1*p1.y + w2*p2.y + w3*p3.y
		}
		ax, ay := blossom(t, t, t)
		bx, by := blossom(t, t, u)
		cx, cy := blossom(t, u, u)
		ex, ey := blossom(u, u, u)
		to = append(to, fpoint{(3*(bx+cx) - ax - ex) / 4, (3*(by+cy) - ay - ey) / 4, false}, fpoint{ex, ey, true})
	}
	return to
}

// close puts the contour on the grid and adds it to the glyph, if anything is left of it.
func (t *tracer) close() {
	c := t.contour
	t.contour = t.contour[:0]
	if n := len(c); n > 1 && c[n-1].on && c[n-1] == c[0] {
		c = c[:n-1] // closing is implied
	}
	start := len(t.points)
	for i, p := range c {
		if i > 0 && p.on && len(c) > 2 { // the first stays, so that contours begin where they did
			before, after := c[(i+len(c)-1)%len(c)], c[(i+1)%len(c)]
			if !before.on && !after.on && 2*p.x == before.x+after.x && 2*p.y == before.y+after.y &&
				whole(before) && whole(after) {
				continue
			}
		}
		q := point{int32(math.Floor(p.x + 0.5)), int32(math.Floor(p.y + 0.5)), p.on}
		if n := len(t.points); n > start && t.points[n-1] == q {
			continue
		}
		t.points = append(t.points, q)
	}
	if len(t.points)-start < 2 {
		t.points = t.points[:start]
		return
	}
	t.ends = append(t.ends, len(t.points))
}

func whole(p fpoint) bool { return p.x == math.Floor(p.x) && p.y == math.Floor(p.y) }

// box is the extent of a glyph's points.
type box struct{ left, bottom, right, top int32 }

func (b box) around(o box) box {
	return box{min(b.left, o.left), min(b.bottom, o.bottom), max(b.right, o.right), max(b.top, o.top)}
}

// nothing is the box that any other grows from.
var nothing = box{math.MaxInt16, math.MaxInt16, math.MinInt16, math.MinInt16}

// Flags of a point in a simple glyph. OpenType, "glyf".
const (
	onCurve   = 1 << 0
	xShort    = 1 << 1
	yShort    = 1 << 2
	repeat    = 1 << 3
	xSame     = 1 << 4 // with xShort: positive
	ySame     = 1 << 5
	alignment = 4
)

// appendGlyph writes the traced glyph as a simple glyph and answers its extent; an outline without points is nothing.
func (t *tracer) appendGlyph(to []byte) (out []byte, extent box) {
	if len(t.ends) == 0 {
		return to, box{}
	}
	extent = nothing
	for _, p := range t.points {
		extent = extent.around(box{p.x, p.y, p.x, p.y})
	}
	be := binary.BigEndian
	for _, v := range [...]int32{int32(len(t.ends)), extent.left, extent.bottom, extent.right, extent.top} {
		to = be.AppendUint16(to, uint16(v))
	}
	for _, end := range t.ends {
		to = be.AppendUint16(to, uint16(end-1))
	}
	to = be.AppendUint16(to, 0) // no instructions

	t.xs, t.ys, t.flags = t.xs[:0], t.ys[:0], t.flags[:0]
	var last point
	for _, p := range t.points {
		var f, g byte
		t.xs, f = appendStep(t.xs, p.x-last.x, xShort, xSame)
		t.ys, g = appendStep(t.ys, p.y-last.y, yShort, ySame)
		f |= g
		if p.on {
			f |= onCurve
		}
		t.flags = append(t.flags, f)
		last = p
	}
	for i := 0; i < len(t.flags); {
		n := 1
		for i+n < len(t.flags) && t.flags[i+n] == t.flags[i] && n < 256 {
			n++
		}
		if n > 1 {
			to = append(to, t.flags[i]|repeat, byte(n-1))
		} else {
			to = append(to, t.flags[i])
		}
		i += n
	}
	to = append(append(to, t.xs...), t.ys...)
	for len(to)%alignment != 0 {
		to = append(to, 0)
	}
	return to, extent
}

// appendStep writes the way to the next point along one axis and answers the flags that say how.
func appendStep(buf []byte, d int32, short, same byte) ([]byte, byte) {
	switch {
	case d == 0:
		return buf, same
	case d > 0 && d < 256:
		return append(buf, byte(d)), short | same
	case d < 0 && d > -256:
		return append(buf, byte(-d)), short
	}
	return binary.BigEndian.AppendUint16(buf, uint16(d)), 0
}
