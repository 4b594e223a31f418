package makeup

import (
	"slices"

	"dayang/layout/geom"
	"dayang/layout/para"
)

// This file fits headlines within a house's limits: HeadFit.

// down answers the largest size of the house that is not above s; 0 if there is none.
func (f HeadFit) down(s geom.Length) geom.Length {
	if len(f.Steps) == 0 {
		return max(0, geom.Length(s.Floor(stepPt))*stepPt)
	}
	for _, step := range f.Steps {
		if step <= s {
			return step
		}
	}
	return 0
}

// up answers the smallest size of the house that is not below s, or its largest.
func (f HeadFit) up(s geom.Length) geom.Length {
	if len(f.Steps) == 0 {
		return s
	}
	out := f.Steps[0]
	for _, step := range f.Steps {
		if step >= s {
			out = step
		}
	}
	return out
}

// closes reports whether the house lets a headline be tracked or scaled narrower.
func (f HeadFit) closes() bool { return f.TrackingMin < 0 || f.ScaleMin > 0 && f.ScaleMin < 1000 }

// closedFits reports whether p stands in r rows of room at a size when it is made as narrow as the house lets it be.
func (f HeadFit) closedFits(p *Paragraph, room, size geom.Length, r int) bool {
	return within(f.shape(p, size, f.TrackingMin, f.ScaleMin).Rows(room, r).Lines, room, r)
}

func (f HeadFit) shape(p *Paragraph, size geom.Length, tracking, scale int) *para.Prepared {
	if scale == 0 {
		scale = 1000
	}
	return p.Prepared.Reshape(size, p.Size, size.Times(int64(tracking), 1000), scale)
}

// within reports whether lines are no more than r and none is wider than room.
func within(ls []para.Line, room geom.Length, r int) bool {
	for _, ln := range ls {
		if ln.Width > room {
			return false
		}
	}
	return len(ls) <= r
}

// fitStep is by how much tracking, then scale, is changed at a time, in thousandths.
const fitStep = 10

// fill answers a headline at a size made to fill its room, or to fit the measure in r rows, within the house's limits:
// by tracking first, then by scale. wide is the scale; 0 is none.
func (f HeadFit) fill(p *Paragraph, size, room, measure geom.Length, r int) (prep *para.Prepared, wide int) {
	prep = p.Prepared.Scale(size, p.Size)
	if f.TrackingMin == 0 && f.TrackingMax == 0 && f.ScaleMin == 0 && f.ScaleMax == 0 {
		return prep, 0
	}
	ls := prep.Rows(measure, r).Lines
	if !within(ls, measure, r) {
		for t := -fitStep; t >= f.TrackingMin; t -= fitStep {
			if q := f.shape(p, size, t, 0); within(q.Rows(measure, r).Lines, measure, r) {
				return q, 0
			}
		}
		for s := 1000 - fitStep; s >= f.ScaleMin && f.ScaleMin > 0; s -= fitStep {
			if q := f.shape(p, size, f.TrackingMin, s); within(q.Rows(measure, r).Lines, measure, r) {
				return q, s
			}
		}
		return prep, 0
	}
	best, open := prep, 0
	for t := fitStep; t <= f.TrackingMax; t += fitStep {
		q := f.shape(p, size, t, 0)
		if l := q.Rows(measure, r).Lines; !sameRows(l, ls) || !within(l, room, r) {
			return best, 0
		}
		best, open = q, t
	}
	for s := 1000 + fitStep; s <= f.ScaleMax; s += fitStep {
		q := f.shape(p, size, open, s)
		if l := q.Rows(measure, r).Lines; !sameRows(l, ls) || !within(l, room, r) {
			break
		}
		best, wide = q, s
	}
	return best, wide
}

// sameRows reports whether two settings break at the same places: what fills a span must not cost it its sense.
func sameRows(a, b []para.Line) bool {
	return slices.EqualFunc(a, b, func(x, y para.Line) bool { return x.From == y.From && x.To == y.To })
}
