package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
)

// LineKind is a kind of line (线型).
type LineKind uint8

// The kinds of lines. newspaper.md §1.5.
const (
	Thin     LineKind = iota // 正线
	Thick                    // 反线
	Double                   // 双线
	Wenwu                    // 文武线: a thick one outside, a thin one inside
	Dotted                   // 点线
	Wave                     // 波线
	Beads                    // 连珠边, and the other borders (花边): see edges.go
	Diamonds                 // 菱花边
	Meander                  // 回纹边
	Rope                     // 绳纹边
	Teeth                    // 锯齿边
	Cloud                    // 云纹边
)

// Thicknesses of lines. The least that coldset newsprint holds is a quarter point (newspaper.md §1.10).
const (
	Hairline  = geom.Pt / 4
	thinLine  = 2 * geom.Pt / 5
	thickLine = 3 * geom.Pt / 2
	lineSpace = 3 * geom.Pt / 2
	waveSize  = 3 * geom.Pt / 4
	waveStep  = 2 * geom.Pt
)

// ink answers how a colour is printed: black over what lies below, every other knocking it out.
func ink(c display.Colour) display.Paint {
	return display.Paint{Colour: c, Overprint: c.Spot == "" && c.C == 0 && c.M == 0 && c.Y == 0 && c.K == 1000}
}

// Line answers the items of a line of a kind between two points on one level; the heavier part of a 文武线 lies
// to the left of the way from a to b (above, when going right).
func Line(kind LineKind, a, b geom.Point, paint display.Paint) []display.Item {
	flat := a.Y == b.Y
	shift := func(d geom.Length) (geom.Point, geom.Point) {
		if flat {
			if b.X < a.X {
				d = -d
			}
			return geom.Point{X: a.X, Y: a.Y + d}, geom.Point{X: b.X, Y: b.Y + d}
		}
		if b.Y > a.Y {
			d = -d
		}
		return geom.Point{X: a.X + d, Y: a.Y}, geom.Point{X: b.X + d, Y: b.Y}
	}
	rule := func(d, thick geom.Length, dash ...geom.Length) display.Item {
		p, q := shift(d)
		return display.Rule{From: p, To: q, Thickness: thick, Dash: dash, Paint: paint}
	}
	switch kind {
	case Thick:
		return []display.Item{rule(0, thickLine)}
	case Double:
		return []display.Item{rule(-lineSpace/2, thinLine), rule(lineSpace/2, thinLine)}
	case Wenwu:
		return []display.Item{rule(-lineSpace/2, thickLine), rule(lineSpace, thinLine)}
	case Dotted:
		return []display.Item{rule(0, geom.Pt*3/5, geom.Pt, geom.Pt*3/2)}
	case Wave:
		return []display.Item{wave(a, b, flat, paint)}
	case Beads, Diamonds, Meander, Rope, Teeth, Cloud:
		return []display.Item{edge(kind, a, b, paint)}
	}
	return []display.Item{rule(0, thinLine)}
}

// wave draws a wavy line of whole waves.
func wave(a, b geom.Point, flat bool, paint display.Paint) display.Item {
	length := b.X - a.X
	if !flat {
		length = b.Y - a.Y
	}
	dir := geom.Length(1)
	if length < 0 {
		dir, length = -1, -length
	}
	n := max(1, length.Floor(waveStep))
	at := func(along, across geom.Length) geom.Point {
		if flat {
			return geom.Point{X: a.X + dir*along, Y: a.Y + across}
		}
		return geom.Point{X: a.X + across, Y: a.Y + dir*along}
	}
	p := display.Path{Ops: []display.Op{display.MoveTo}, Points: []geom.Point{a}, Stroke: &paint, Thickness: thinLine}
	for i := range n {
		from, to := length.Times(int64(i), int64(n)), length.Times(int64(i+1), int64(n))
		up := waveSize
		if i%2 == 1 {
			up = -waveSize
		}
		third := (to - from) / 3
		p.Ops = append(p.Ops, display.CurveTo)
		p.Points = append(p.Points, at(from+third, up), at(to-third, up), at(to, 0))
	}
	return p
}

// inset answers how far inside a box's edge the middle of its line stands, so that the line lies wholly inside.
func (k LineKind) inset() geom.Length {
	switch k {
	case Thick:
		return thickLine / 2
	case Double:
		return lineSpace/2 + thinLine/2
	case Wenwu:
		return lineSpace/2 + thickLine/2
	case Wave:
		return waveSize
	case Beads, Diamonds, Meander, Rope, Teeth, Cloud:
		return edgeHigh / 2
	}
	return thinLine / 2
}

// Box answers the four sides of a box, clockwise, so that the heavier part of a 文武线 lies outside. The lines
// stand wholly inside r.
func Box(kind LineKind, r geom.Rect, paint display.Paint) []display.Item {
	return BoxShape(kind, r, nil, paint)
}

// BoxShape is Box for a shape of six corners.
func BoxShape(kind LineKind, r geom.Rect, notch *Notch, paint display.Paint) []display.Item {
	at := kind.inset()
	var strokes [][2]geom.Length // how far inside, and how thick
	switch kind {
	case Thin:
		strokes = [][2]geom.Length{{at, thinLine}}
	case Thick:
		strokes = [][2]geom.Length{{at, thickLine}}
	case Double:
		strokes = [][2]geom.Length{{at - lineSpace/2, thinLine}, {at + lineSpace/2, thinLine}}
	case Wenwu:
		strokes = [][2]geom.Length{{at - lineSpace/2, thickLine}, {at + lineSpace, thinLine}}
	case Dotted, Wave:
		corners := outline(r.Inset(at), notch)
		var out []display.Item
		for i, a := range corners {
			out = append(out, Line(kind, a, corners[(i+1)%len(corners)], paint)...)
		}
		return out
	default:
		return border(kind, outline(r.Inset(at), notch), paint)
	}
	// Each line of each side reaches as far as the outer edge of the next, so that corners close.
	var out []display.Item
	for _, s := range strokes {
		corners := outline(r.Inset(s[0]), notch)
		for i, a := range corners {
			b := corners[(i+1)%len(corners)]
			p, length := penAt(a, b)
			out = append(out, display.Rule{From: p.point(-s[1]/2, 0), To: p.point(length+s[1]/2, 0), Thickness: s[1], Paint: paint})
		}
	}
	return out
}

// outline answers the corners of a rectangle, or of one with a notch, clockwise from the top left. A rectangle that is
// inset has the notch of its own size: both of its edges move inwards as well.
func outline(r geom.Rect, n *Notch) []geom.Point {
	x, y, right, bottom := r.X, r.Y, r.Right(), r.Bottom()
	tl, tr, br, bl := geom.Point{X: x, Y: y}, geom.Point{X: right, Y: y}, geom.Point{X: right, Y: bottom}, geom.Point{X: x, Y: bottom}
	if n == nil || n.W <= 0 || n.H <= 0 || r.W <= 1 || r.H <= 1 {
		return []geom.Point{tl, tr, br, bl}
	}
	n = &Notch{n.Corner, min(n.W, r.W-1), min(n.H, r.H-1)}
	switch n.Corner {
	case geom.TopLeft:
		return []geom.Point{{X: x + n.W, Y: y}, tr, br, bl, {X: x, Y: y + n.H}, {X: x + n.W, Y: y + n.H}}
	case geom.TopRight:
		return []geom.Point{tl, {X: right - n.W, Y: y}, {X: right - n.W, Y: y + n.H}, {X: right, Y: y + n.H}, br, bl}
	case geom.BottomLeft:
		return []geom.Point{tl, tr, br, {X: x + n.W, Y: bottom}, {X: x + n.W, Y: bottom - n.H}, {X: x, Y: bottom - n.H}}
	}
	return []geom.Point{tl, tr, {X: right, Y: bottom - n.H}, {X: right - n.W, Y: bottom - n.H}, {X: right - n.W, Y: bottom}, bl}
}
