package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// Beside is what stands beside a cluster, under it or at its side in a vertical line.
type Beside uint8

// The marks beside characters, which may be had together.
const (
	Dot        Beside = 1 << iota // 着重号: under each Han, at the right of a vertical line
	NameLine                      // 专名号: one line under the whole name, at the left of a vertical line
	WaveLine                      // 书名号 as a wavy line, likewise
	BesideHere                    // a new name begins with this cluster: its line is parted from the one before
)

// Places of the marks beside text, in thousandths of its size from the edge of the em box. CLREQ, "Interlinear
// Marks", gives no numbers; settled by eye at 9 and 28 points, within the half em that it wants between lines.
const (
	lineOff   = 110
	waveOff   = 130
	dotOff    = 130
	dotOver   = 290 // where a line stands between the text and the dot
	dotRadius = 55
	nameGap   = 60 // taken from each end of a name's line, so that two names in a row are parted
)

// beside appends what stands beside the clusters of a line. at answers the place that is so far along the line and so
// far outside the em box: below it, or at the right of a vertical line, and with a negative distance above it or at
// the left.
func beside(out []display.Item, p *Paragraph, cs []para.Cluster, ln para.Line, size geom.Length, vertical bool, at func(along, off geom.Length) geom.Point) []display.Item {
	for i := ln.From; i < ln.To; {
		kind := p.Beside[i] & (NameLine | WaveLine)
		if kind == 0 {
			i++
			continue
		}
		j := i + 1
		for j < ln.To && p.Beside[j]&(NameLine|WaveLine) == kind && p.Beside[j]&BesideHere == 0 {
			j++
		}
		from, to := ln.Edge[i-ln.From], ln.Pen[j-1-ln.From]+min(cs[j-1].Advance, ln.Edge[j-ln.From]-ln.Pen[j-1-ln.From])
		gap := size.Times(nameGap, 1000)
		larger := largest(cs[i:j], size, vertical)
		if to-from > 3*gap {
			off, side := size.Times(lineOff, 1000), geom.Length(1)
			if kind&WaveLine != 0 {
				off = size.Times(waveOff, 1000)
			}
			off += larger
			if vertical {
				side = -1
			}
			a, b := at(from+gap, side*off), at(to-gap, side*off)
			if kind&WaveLine != 0 {
				out = append(out, wave(a, b, !vertical, p.Paint))
			} else {
				out = append(out, display.Rule{From: a, To: b, Thickness: max(Hairline, size.Times(40, 1000)), Paint: p.Paint})
			}
		}
		i = j
	}
	for _, i := range para.EmphasisDots(cs, ln.From, ln.To) {
		if p.Beside[i]&Dot == 0 {
			continue
		}
		off := size.Times(dotOff, 1000)
		if p.Beside[i]&(NameLine|WaveLine) != 0 && !vertical {
			off = size.Times(dotOver, 1000)
		}
		off += largest(cs[i:i+1], size, vertical)
		mid := ln.Pen[i-ln.From] + min(cs[i].Advance, ln.Edge[i-ln.From+1]-ln.Pen[i-ln.From])/2
		out = append(out, disc(at(mid, off), size.Times(dotRadius, 1000), p.Paint))
	}
	return out
}

// largest answers how far the em boxes of clusters reach beyond those of a size: below, or at a side of a vertical line.
func largest(cs []para.Cluster, size geom.Length, vertical bool) geom.Length {
	most := size
	for i := range cs {
		most = max(most, cs[i].Em)
	}
	if vertical {
		return (most - size) / 2
	}
	return (most - size).Times(1000-emRise, 1000)
}

// disc answers a filled circle.
func disc(c geom.Point, r geom.Length, paint display.Paint) display.Path {
	q := r.Times(552, 1000) // 1000·4/3·(√2−1): a circle of four curves
	at := func(dx, dy geom.Length) geom.Point { return geom.Point{X: c.X + dx, Y: c.Y + dy} }
	return display.Path{
		Ops: []display.Op{display.MoveTo, display.CurveTo, display.CurveTo, display.CurveTo, display.CurveTo, display.Close},
		Points: []geom.Point{at(r, 0), at(r, q), at(q, r), at(0, r), at(-q, r), at(-r, q), at(-r, 0),
			at(-r, -q), at(-q, -r), at(0, -r), at(q, -r), at(r, -q), at(r, 0)},
		Fill: &paint,
	}
}
