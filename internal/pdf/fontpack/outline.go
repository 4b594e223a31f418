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

// trueTypePoints turns an outline into contours of integer points, with scale new units to the font unit. A point
// on the curve half-way between two controls is left out, as TrueType implies it; half units survive that way.
func trueTypePoints(o fonts.Outline, scale float64) [][]point {
	var out [][]point
	var cur []fpoint
	flush := func() {
		if c := rounded(cur); len(c) > 1 {
			out = append(out, c)
		}
		cur = nil
	}
	var at fpoint
	for i := range o.Segments {
		seg := &o.Segments[i]
		var p [3]fpoint
		for k, q := range seg.Points() {
			p[k] = fpoint{float64(q.X) * scale, float64(q.Y) * scale, true}
		}
		switch seg.Op {
		case fonts.MoveTo:
			flush()
			at = p[0]
			cur = append(cur, at)
		case fonts.LineTo:
			at = p[0]
			cur = append(cur, at)
		case fonts.QuadTo:
			p[0].on = false
			at = p[1]
			cur = append(cur, p[0], p[1])
		case fonts.CubeTo:
			cur = appendCubic(cur, at, p[0], p[1], p[2])
			at = p[2]
		}
	}
	flush()
	return out
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

// rounded puts a contour on the grid.
func rounded(c []fpoint) []point {
	if n := len(c); n > 1 && c[n-1].on && c[n-1] == c[0] {
		c = c[:n-1] // closing is implied
	}
	out := make([]point, 0, len(c))
	for i, p := range c {
		if p.on && len(c) > 2 {
			before, after := c[(i+len(c)-1)%len(c)], c[(i+1)%len(c)]
			if !before.on && !after.on && 2*p.x == before.x+after.x && 2*p.y == before.y+after.y &&
				whole(before) && whole(after) {
				continue
			}
		}
		q := point{int32(math.Floor(p.x + 0.5)), int32(math.Floor(p.y + 0.5)), p.on}
		if n := len(out); n > 0 && out[n-1] == q {
			continue
		}
		out = append(out, q)
	}
	return out
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

// appendGlyph writes a simple glyph and answers its extent and number of points; nothing for an empty outline.
func appendGlyph(to []byte, contours [][]point) (out []byte, extent box, points int) {
	if len(contours) == 0 {
		return to, box{}, 0
	}
	extent = nothing
	for _, c := range contours {
		points += len(c)
		for _, p := range c {
			extent = extent.around(box{p.x, p.y, p.x, p.y})
		}
	}
	be := binary.BigEndian
	for _, v := range []int32{int32(len(contours)), extent.left, extent.bottom, extent.right, extent.top} {
		to = be.AppendUint16(to, uint16(v))
	}
	end := -1
	for _, c := range contours {
		end += len(c)
		to = be.AppendUint16(to, uint16(end))
	}
	to = be.AppendUint16(to, 0) // no instructions

	var xs, ys []byte
	step := func(buf []byte, d int32, short, same byte) ([]byte, byte) {
		switch {
		case d == 0:
			return buf, same
		case d > 0 && d < 256:
			return append(buf, byte(d)), short | same
		case d < 0 && d > -256:
			return append(buf, byte(-d)), short
		}
		return be.AppendUint16(buf, uint16(d)), 0
	}
	var last point
	var flags []byte
	for _, c := range contours {
		for _, p := range c {
			var f, g byte
			xs, f = step(xs, p.x-last.x, xShort, xSame)
			ys, g = step(ys, p.y-last.y, yShort, ySame)
			f |= g
			if p.on {
				f |= onCurve
			}
			flags = append(flags, f)
			last = p
		}
	}
	for i := 0; i < len(flags); {
		n := 1
		for i+n < len(flags) && flags[i+n] == flags[i] && n < 256 {
			n++
		}
		if n > 1 {
			to = append(to, flags[i]|repeat, byte(n-1))
		} else {
			to = append(to, flags[i])
		}
		i += n
	}
	to = append(append(to, xs...), ys...)
	for len(to)%alignment != 0 {
		to = append(to, 0)
	}
	return to, extent, points
}
