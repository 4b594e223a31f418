package fonts

import (
	"math"
	"slices"
)

// Op is a step along an outline.
type Op uint8

// The steps of an outline and how many points each takes.
const (
	MoveTo Op = iota // one; begins a contour, the one before is closed
	LineTo           // one
	QuadTo           // two: control and end
	CubeTo           // three: two controls and the end
)

// Point is a place in font units, y upwards.
type Point struct{ X, Y float32 }

// Segment is one step of an outline.
type Segment struct {
	Op Op
	P  [3]Point
}

// Points answers the points that the step uses.
func (s *Segment) Points() []Point {
	switch s.Op {
	case QuadTo:
		return s.P[:2]
	case CubeTo:
		return s.P[:3]
	}
	return s.P[:1]
}

// Outline is the shape of a glyph: closed contours, filled by the non-zero rule. Its segments must not be changed.
type Outline struct{ Segments []Segment }

// Bounds answers the least box around all points, controls included; zeros for an empty outline.
func (o Outline) Bounds() (left, bottom, right, top float32) {
	if len(o.Segments) == 0 {
		return 0, 0, 0, 0
	}
	left, bottom = math.MaxFloat32, math.MaxFloat32
	right, top = -math.MaxFloat32, -math.MaxFloat32
	for i := range o.Segments {
		for _, p := range o.Segments[i].Points() {
			left, right = min(left, p.X), max(right, p.X)
			bottom, top = min(bottom, p.Y), max(top, p.Y)
		}
	}
	return left, bottom, right, top
}

// maxOutlines bounds the outlines a face keeps. Decoding one takes 6 µs, less than drawing it, so that only what is drawn
// again at once, such as headlines tile by tile, gains from being kept; 256 outlines of 楷, the richest, take 1.2 MB.
const maxOutlines = 256

// Outline answers the shape of a glyph; an empty one for a blank, a missing or a damaged glyph.
func (f *Face) Outline(gid uint32) Outline {
	f.mu.Lock()
	o, ok := f.outlines[gid]
	f.mu.Unlock()
	if ok {
		return o
	}
	if f.cff != nil {
		o = f.cffOutline(gid)
	} else {
		o = f.glyfOutline(gid)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.outlines[gid]; !ok {
		if len(f.oldest) >= maxOutlines {
			delete(f.outlines, f.oldest[0])
			f.oldest = append(f.oldest[:0], f.oldest[1:]...)
		}
		f.oldest = append(f.oldest, gid)
		f.outlines[gid] = o
	}
	return o
}

func (f *Face) cffOutline(gid uint32) Outline {
	font, err := f.cff()
	if err != nil || int(gid) >= f.glyphs || int(gid) >= len(font.Charstrings) {
		return Outline{}
	}
	segs, _, err := font.LoadGlyph(uint16(gid))
	if err != nil {
		return Outline{}
	}
	out := make([]Segment, len(segs))
	for i, s := range segs {
		out[i] = Segment{Op: Op(s.Op)} // the two lists of steps agree, see the test
		for j, a := range s.Args {
			out[i].P[j] = Point{a.X, a.Y}
		}
	}
	return Outline{out}
}

// Limits on composite glyphs, so that a hostile file costs no more than a real one. Real fonts nest two or three deep.
const (
	maxNesting    = 8
	maxComponents = 256
)

// contourPoint is a point of a TrueType contour.
type contourPoint struct {
	x, y float32
	on   bool // on the curve; otherwise a control
	last bool // of its contour
}

func (f *Face) glyfOutline(gid uint32) Outline {
	left := maxComponents
	// Kept at its true length: two points often make one step, and a thousand outlines are kept.
	return Outline{slices.Clone(contours(f.glyphPoints(gid, 0, &left)))}
}

// glyphData answers the bytes of a TrueType glyph, nil for a blank. OpenType specification, "loca".
func (f *Face) glyphData(gid uint32) table {
	if int(gid) >= f.glyphs {
		return nil
	}
	var from, to int
	if f.longLoca {
		from, to = f.loca.u32(4*int(gid)), f.loca.u32(4*int(gid)+4)
	} else {
		from, to = 2*f.loca.u16(2*int(gid)), 2*f.loca.u16(2*int(gid)+2)
	}
	if from >= to || to > len(f.glyf) {
		return nil
	}
	return f.glyf[from:to]
}

// glyphPoints reads a TrueType glyph's contours. OpenType specification, "glyf — Glyph Data".
func (f *Face) glyphPoints(gid uint32, depth int, left *int) []contourPoint {
	t := f.glyphData(gid)
	if len(t) < 10 {
		return nil
	}
	n := t.i16(0)
	if n < 0 {
		return f.compositePoints(t, depth, left)
	}
	at := 10 + 2*n
	count := t.u16(at-2) + 1
	if n == 0 || at+2 > len(t) {
		return nil
	}
	at += 2 + t.u16(at) // over the instructions
	if count > 8*len(t) {
		return nil // flags repeat at most 256 times a byte pair; no glyph packs points this tightly
	}
	pts := make([]contourPoint, count)
	flags := make([]byte, count)
	for i := 0; i < count; {
		if at >= len(t) {
			return nil
		}
		fl := t[at]
		at++
		repeat := 1
		if fl&8 != 0 {
			repeat += t.u8(at)
			at++
		}
		for ; repeat > 0 && i < count; repeat-- {
			flags[i] = fl
			i++
		}
	}
	const (
		xShort, yShort = 2, 4
		xSame, ySame   = 16, 32 // or, for a short one, its sign
	)
	v := 0
	for i, fl := range flags {
		switch {
		case fl&xShort != 0:
			d := t.u8(at)
			at++
			if fl&xSame == 0 {
				d = -d
			}
			v += d
		case fl&xSame == 0:
			v += t.i16(at)
			at += 2
		}
		pts[i].x, pts[i].on = float32(v), fl&1 != 0
	}
	v = 0
	for i, fl := range flags {
		switch {
		case fl&yShort != 0:
			d := t.u8(at)
			at++
			if fl&ySame == 0 {
				d = -d
			}
			v += d
		case fl&ySame == 0:
			v += t.i16(at)
			at += 2
		}
		pts[i].y = float32(v)
	}
	if at > len(t) {
		return nil
	}
	for i := range n {
		if end := t.u16(10 + 2*i); end < count {
			pts[end].last = true
		}
	}
	return pts
}

func (f *Face) compositePoints(t table, depth int, left *int) []contourPoint {
	const (
		wordArgs, argsXY          = 1, 2
		oneScale, more            = 8, 32
		twoScales, matrix         = 64, 128
		scaledOffset              = 0x800
		f2dot14           float32 = 1 << 14
	)
	var pts []contourPoint
	for at := 10; depth < maxNesting && *left > 0; {
		*left--
		flags, gid := t.u16(at), t.u16(at+2)
		at += 4
		var a, b int
		if flags&wordArgs != 0 {
			a, b = t.i16(at), t.i16(at+2)
			at += 4
		} else {
			a, b = int(int8(t.u8(at))), int(int8(t.u8(at+1)))
			at += 2
		}
		xx, xy, yx, yy := float32(1), float32(0), float32(0), float32(1)
		switch {
		case flags&oneScale != 0:
			xx = float32(t.i16(at)) / f2dot14
			yy = xx
			at += 2
		case flags&twoScales != 0:
			xx, yy = float32(t.i16(at))/f2dot14, float32(t.i16(at+2))/f2dot14
			at += 4
		case flags&matrix != 0:
			xx, xy = float32(t.i16(at))/f2dot14, float32(t.i16(at+2))/f2dot14
			yx, yy = float32(t.i16(at+4))/f2dot14, float32(t.i16(at+6))/f2dot14
			at += 8
		}
		part := f.glyphPoints(uint32(gid), depth+1, left)
		for i, p := range part {
			part[i].x, part[i].y = p.x*xx+p.y*yx, p.x*xy+p.y*yy
		}
		var dx, dy float32
		if flags&argsXY != 0 {
			dx, dy = float32(a), float32(b)
			if flags&scaledOffset != 0 {
				dx *= float32(math.Hypot(float64(xx), float64(xy)))
				dy *= float32(math.Hypot(float64(yx), float64(yy)))
			}
		} else if a, b = a&0xffff, b&0xffff; a < len(pts) && b < len(part) {
			dx, dy = pts[a].x-part[b].x, pts[a].y-part[b].y // point b of the part lies on point a of the whole
		}
		for i := range part {
			part[i].x += dx
			part[i].y += dy
		}
		pts = append(pts, part...)
		if flags&more == 0 || at >= len(t) {
			break
		}
	}
	return pts
}

// contours turns TrueType points into steps: between two controls lies an implied point on the curve, half-way.
func contours(pts []contourPoint) []Segment {
	out := make([]Segment, 0, len(pts)+8)
	for len(pts) > 0 {
		n := 1
		for n < len(pts) && !pts[n-1].last {
			n++
		}
		out = contour(out, pts[:n])
		pts = pts[n:]
	}
	return out
}

func contour(out []Segment, pts []contourPoint) []Segment {
	n := len(pts)
	if n < 2 {
		return out // an anchor, not a shape
	}
	half := func(a, b contourPoint) Point { return Point{(a.x + b.x) / 2, (a.y + b.y) / 2} }
	at := func(p contourPoint) Point { return Point{p.x, p.y} }

	var start Point
	first := 0 // the first point after start
	switch {
	case pts[0].on:
		start, first = at(pts[0]), 1
	case pts[n-1].on:
		start, n = at(pts[n-1]), n-1
	default:
		start = half(pts[n-1], pts[0])
	}
	out = append(out, Segment{Op: MoveTo, P: [3]Point{start}})
	for i := first; i < n; i++ {
		p := pts[i]
		if p.on {
			out = append(out, Segment{Op: LineTo, P: [3]Point{at(p)}})
			continue
		}
		end := start
		if i+1 < n {
			if pts[i+1].on {
				end = at(pts[i+1])
			} else {
				end = half(p, pts[i+1])
			}
		}
		out = append(out, Segment{Op: QuadTo, P: [3]Point{at(p), end}})
		if i+1 < n && pts[i+1].on {
			i++
		}
	}
	return out
}
