package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
)

// LineKind is a kind of line (线型).
type LineKind uint8

// The kinds of lines. newspaper.md §1.5.
const (
	Thin   LineKind = iota // 正线
	Thick                  // 反线
	Double                 // 双线
	Wenwu                  // 文武线: a thick one outside, a thin one inside
	Dotted                 // 点线
	Wave                   // 波线
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

// Box answers the four sides of a box, clockwise, so that the heavier part of a 文武线 lies outside. The lines
// stand wholly inside r.
func Box(kind LineKind, r geom.Rect, paint display.Paint) []display.Item {
	in := thinLine / 2
	switch kind {
	case Thick:
		in = thickLine / 2
	case Double:
		in = lineSpace/2 + thinLine/2
	case Wenwu:
		in = lineSpace/2 + thickLine/2
	case Wave:
		in = waveSize
	}
	r = r.Inset(in)
	tl, tr := r.Min(), geom.Point{X: r.Right(), Y: r.Y}
	br, bl := geom.Point{X: r.Right(), Y: r.Bottom()}, geom.Point{X: r.X, Y: r.Bottom()}
	var out []display.Item
	for _, s := range [][2]geom.Point{{tl, tr}, {tr, br}, {br, bl}, {bl, tl}} {
		out = append(out, Line(kind, s[0], s[1], paint)...)
	}
	return out
}
