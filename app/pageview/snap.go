package pageview

import (
	"slices"

	"dayang/layout/geom"
)

// snapReach is how near, in window units, an edge must come to be caught.
const snapReach = 5

// edges answers the places that edges are caught by, sorted: the column grid, the type area, the trim, the guides, and
// the other frames' edges. Body lines are not among them: they are near everywhere, see catchY.
func (v *View) edges(but []string) (xs, ys []geom.Length) {
	g, trim := v.sheet.Grid, v.sheet.Page.Trim
	xs = append(xs, 0, trim.W, g.TypeArea.X, g.TypeArea.Right())
	ys = append(ys, 0, trim.H, g.TypeArea.Y, g.TypeArea.Bottom())
	for _, c := range g.Columns {
		xs = append(xs, c.X, c.Right())
	}
	for _, b := range v.sheet.Boxes {
		if !slices.Contains(but, b.ID) {
			xs = append(xs, b.Rect.X, b.Rect.Right())
			ys = append(ys, b.Rect.Y, b.Rect.Bottom())
			if !b.Notch.Empty() {
				xs = append(xs, b.Notch.X, b.Notch.Right())
				ys = append(ys, b.Notch.Y, b.Notch.Bottom())
			}
		}
	}
	if v.showGuides {
		for _, g := range v.sheet.Guides {
			if g.Upright {
				xs = append(xs, g.At)
			} else {
				ys = append(ys, g.At)
			}
		}
	}
	slices.Sort(xs)
	slices.Sort(ys)
	return slices.Compact(xs), slices.Compact(ys)
}

// catch answers the sorted edge nearest to a place, if one is within reach.
func catch(edges []geom.Length, at, reach geom.Length) (geom.Length, bool) {
	i, _ := slices.BinarySearch(edges, at)
	best, far := geom.Length(0), reach+1
	for _, j := range []int{i - 1, i} {
		if j < 0 || j >= len(edges) {
			continue
		}
		if d := max(edges[j]-at, at-edges[j]); d < far {
			best, far = edges[j], d
		}
	}
	return best, far <= reach
}

// catchY is catch for tops and bottoms: another frame's edge first, else the body line that is nearest, however far
// that is when lines stand close.
func (v *View) catchY(edges []geom.Length, at, reach geom.Length) (geom.Length, bool) {
	if e, ok := catch(edges, at, reach); ok {
		return e, true
	}
	g := v.sheet.Grid
	if g.Leading <= 0 || at < g.TypeArea.Y-g.Leading || at > g.TypeArea.Bottom()+g.Leading {
		return 0, false
	}
	line := g.TypeArea.Y + geom.Length((at-g.TypeArea.Y+g.Leading/2).Floor(g.Leading))*g.Leading
	if d := max(line-at, at-line); d <= max(reach, g.Leading/2) {
		return line, true
	}
	return 0, false
}

// snapMove answers a rectangle moved so that an edge of it is caught, and the edges that caught it.
func (v *View) snapMove(r geom.Rect, but []string) (out geom.Rect, gx, gy []geom.Length) {
	xs, ys := v.edges(but)
	reach := v.units(snapReach)
	out = r
	left, okL := catch(xs, r.X, reach)
	right, okR := catch(xs, r.Right(), reach)
	switch {
	case okL && (!okR || dist(left, r.X) <= dist(right, r.Right())):
		out.X, gx = left, append(gx, left)
		if okR && left+r.W == right {
			gx = append(gx, right)
		}
	case okR:
		out.X, gx = right-r.W, append(gx, right)
	}
	top, okT := v.catchY(ys, r.Y, reach)
	bottom, okB := catch(ys, r.Bottom(), reach)
	_, hard := catch(ys, r.Y, reach)
	switch {
	case okB && !hard:
		out.Y, gy = bottom-r.H, append(gy, bottom)
	case okT:
		out.Y, gy = top, append(gy, top)
	}
	return out, gx, gy
}

func dist(a, b geom.Length) geom.Length { return max(a-b, b-a) }

// snapSize answers a rectangle whose edges at the grip h are caught.
func (v *View) snapSize(r geom.Rect, h handle, but []string) (out geom.Rect, gx, gy []geom.Length) {
	xs, ys := v.edges(but)
	reach := v.units(snapReach)
	l, t, rt, b := r.X, r.Y, r.Right(), r.Bottom()
	if h.left() {
		if e, ok := catch(xs, l, reach); ok {
			l, gx = e, append(gx, e)
		}
	}
	if h.right() {
		if e, ok := catch(xs, rt, reach); ok {
			rt, gx = e, append(gx, e)
		}
	}
	if h.top() {
		if e, ok := v.catchY(ys, t, reach); ok {
			t, gy = e, append(gy, e)
		}
	}
	if h.bottom() {
		if e, ok := v.catchY(ys, b, reach); ok {
			b, gy = e, append(gy, e)
		}
	}
	return geom.Rect{X: l, Y: t, W: rt - l, H: b - t}, gx, gy
}

// catchPoint answers a point of the page moved to where a corner is caught, and what caught it.
func (v *View) catchPoint(p geom.Point) (out geom.Point, gx, gy []geom.Length) {
	xs, ys := v.edges(nil)
	reach := v.units(snapReach)
	if e, ok := catch(xs, p.X, reach); ok {
		p.X, gx = e, append(gx, e)
	}
	if e, ok := v.catchY(ys, p.Y, reach); ok {
		p.Y, gy = e, append(gy, e)
	}
	return p, gx, gy
}
