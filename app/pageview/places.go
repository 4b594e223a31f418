package pageview

import (
	"reflect"
	"slices"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// Marks calls do for every mark of a page, at its final place.
func Marks(p display.Page, do func(display.Mark)) { marks(p.Items, geom.Point{}, do) }

func marks(items []display.Item, shift geom.Point, do func(display.Mark)) {
	for _, it := range items {
		switch it := it.(type) {
		case display.Mark:
			if shift != (geom.Point{}) {
				it.Bounds = it.Bounds.Move(shift)
				along := shift.X
				if it.Vertical {
					along = shift.Y
				}
				edges := make([]geom.Length, len(it.Edges))
				for i, e := range it.Edges {
					edges[i] = e + along
				}
				it.Edges = edges
			}
			do(it)
		case display.Group:
			marks(it.Items, shift.Add(it.Shift), do)
		}
	}
}

// PicturesIn answers the first picture of each frame of a page, at its final place.
func PicturesIn(p display.Page) map[string]display.Picture {
	out := map[string]display.Picture{}
	frame := ""
	var walk func(items []display.Item, shift geom.Point)
	walk = func(items []display.Item, shift geom.Point) {
		for _, it := range items {
			switch it := it.(type) {
			case display.Mark:
				frame = it.Frame
			case display.Picture:
				if _, have := out[frame]; !have && frame != "" && it.ID != "" {
					it.Box = it.Box.Move(shift)
					out[frame] = it
				}
			case display.Group:
				walk(it.Items, shift.Add(it.Shift))
			}
		}
	}
	walk(p.Items, geom.Point{})
	return out
}

// TextAt answers the place in a story that a point of the page shows.
func TextAt(p display.Page, at geom.Point) (Hit, bool) {
	var best Hit
	found := false
	Marks(p, func(m display.Mark) {
		if m.Para == "" || !at.In(m.Bounds) {
			return
		}
		best = Hit{Frame: m.Frame, Story: m.Story, Para: m.Para, Offset: m.From + nearest(m, at)}
		found = true
	})
	return best, found
}

// nearest answers the boundary of the line that is nearest to a point, counted from the line's start.
func nearest(m display.Mark, at geom.Point) int {
	x := at.X
	if m.Vertical {
		x = at.Y
	}
	best, far := 0, geom.Length(-1)
	for i, e := range m.Edges {
		d := max(e-x, x-e)
		if far < 0 || d < far {
			best, far = i, d
		}
	}
	return best
}

// TextAreas answers where a stretch of a paragraph stands on the page, one rectangle a line. An empty stretch is
// shown as the caret's place. A paragraph of another story or one that is overset has none.
func TextAreas(p display.Page, story, para string, from, to int) []geom.Rect {
	const caret = geom.Pt
	var out []geom.Rect
	Marks(p, func(m display.Mark) {
		if m.Story != story || m.Para != para || to < m.From || from > m.To || len(m.Edges) == 0 {
			return
		}
		if from < to && (to == m.From || from == m.To) {
			return
		}
		a, b := m.Edges[clampIndex(from-m.From, len(m.Edges))], m.Edges[clampIndex(to-m.From, len(m.Edges))]
		if b < a {
			a, b = b, a
		}
		if b-a < caret {
			b = a + caret
		}
		r := geom.Rect{X: a, Y: m.Bounds.Y, W: b - a, H: m.Bounds.H}
		if m.Vertical {
			r = geom.Rect{X: m.Bounds.X, Y: a, W: m.Bounds.W, H: b - a}
		}
		out = append(out, r)
	})
	return out
}

func clampIndex(i, n int) int { return min(max(i, 0), n-1) }

// StoryAreas answers the lines and pictures of a story on the page.
func StoryAreas(p display.Page, story string) []geom.Rect {
	var out []geom.Rect
	Marks(p, func(m display.Mark) {
		if m.Story == story {
			out = append(out, m.Bounds)
		}
	})
	return out
}

// Changed answers the area in which two states of a page differ, and whether they are the same. Items are compared in
// order from both ends, so one edit costs one look at each item and a reflow of a story touches that story only.
func Changed(a, b display.Page) (geom.Rect, bool) {
	x, y := a.Items, b.Items
	for len(x) > 0 && len(y) > 0 && equal(x[0], y[0]) {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && equal(x[len(x)-1], y[len(y)-1]) {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x) == 0 && len(y) == 0 {
		return geom.Rect{}, true
	}
	var r geom.Rect
	for _, it := range x {
		r = r.Union(bounds(it))
	}
	for _, it := range y {
		r = r.Union(bounds(it))
	}
	return r, false
}

// equal reports whether two items draw the same. Glyph runs that share their glyphs are the same run, which a page
// that reuses what an edit did not touch is full of.
func equal(a, b display.Item) bool {
	switch x := a.(type) {
	case display.Glyphs:
		y, ok := b.(display.Glyphs)
		if !ok || x.Origin != y.Origin || x.Font != y.Font || x.Size != y.Size || x.HScale != y.HScale || x.Turn != y.Turn || x.Paint != y.Paint || len(x.Glyphs) != len(y.Glyphs) {
			return false
		}
		if len(x.Glyphs) == 0 || &x.Glyphs[0] == &y.Glyphs[0] {
			return true
		}
		for i := range x.Glyphs {
			if x.Glyphs[i].ID != y.Glyphs[i].ID || x.Glyphs[i].X != y.Glyphs[i].X || x.Glyphs[i].Y != y.Glyphs[i].Y {
				return false
			}
		}
		return true
	case display.Mark:
		// Marks draw nothing.
		y, ok := b.(display.Mark)
		return ok && x.Bounds == y.Bounds
	case display.Group:
		y, ok := b.(display.Group)
		if !ok || x.Clip != y.Clip || x.Shift != y.Shift || len(x.Items) != len(y.Items) {
			return false
		}
		for i := range x.Items {
			if !equal(x.Items[i], y.Items[i]) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a, b)
}

// bounds answers an area that surely holds all that an item draws.
func bounds(it display.Item) geom.Rect {
	switch it := it.(type) {
	case display.Glyphs:
		w := geom.Length(0)
		for _, g := range it.Glyphs {
			w = max(w, g.X, g.Y, -g.X, -g.Y)
		}
		// Two ems of air: a glyph may be wider than its advance and turned either way.
		air := 2 * it.Size
		if it.Turn == geom.Upright {
			return geom.Rect{X: it.Origin.X - it.Size, Y: it.Origin.Y - air, W: w + air + it.Size, H: air + it.Size}
		}
		return geom.Rect{X: it.Origin.X - w - air, Y: it.Origin.Y - w - air, W: 2*w + 2*air, H: 2*w + 2*air}
	case display.Rule:
		r := geom.Rect{X: min(it.From.X, it.To.X), Y: min(it.From.Y, it.To.Y), W: max(it.From.X, it.To.X) - min(it.From.X, it.To.X), H: max(it.From.Y, it.To.Y) - min(it.From.Y, it.To.Y)}
		return r.Inset(-max(it.Thickness, geom.Pt/4))
	case display.Fill:
		var r geom.Rect
		for _, a := range it.Areas {
			r = r.Union(a)
		}
		return r
	case display.Path:
		if len(it.Points) == 0 {
			return geom.Rect{}
		}
		r := geom.Rect{X: it.Points[0].X, Y: it.Points[0].Y, W: 1, H: 1}
		for _, p := range it.Points[1:] {
			r = r.Union(geom.Rect{X: p.X, Y: p.Y, W: 1, H: 1})
		}
		return r.Inset(-max(it.Thickness, geom.Pt/4))
	case display.Picture:
		return it.Box
	case display.Mark:
		return it.Bounds
	case display.Group:
		if !it.Clip.Empty() {
			return it.Clip.Move(it.Shift)
		}
		var r geom.Rect
		for _, i := range it.Items {
			r = r.Union(bounds(i))
		}
		return r.Move(it.Shift)
	}
	return geom.Rect{}
}

// only answers a page with nothing but the items of some frames, for the ghost that follows the hand. Items belong to
// the last mark before them.
func only(p display.Page, frames ...string) display.Page {
	p.Items = own(p.Items, frames)
	return p
}

func own(items []display.Item, frames []string) []display.Item {
	var out []display.Item
	mine := false
	for _, it := range items {
		switch it := it.(type) {
		case display.Mark:
			mine = slices.Contains(frames, it.Frame)
		case display.Group:
			if in := own(it.Items, frames); len(in) > 0 {
				it.Items = in
				out = append(out, it)
			} else if mine && !marked(it.Items) {
				out = append(out, it)
			}
		default:
			if mine {
				out = append(out, it)
			}
		}
	}
	return out
}

func marked(items []display.Item) bool {
	for _, it := range items {
		switch it := it.(type) {
		case display.Mark:
			return true
		case display.Group:
			if marked(it.Items) {
				return true
			}
		}
	}
	return false
}

// TextEnd answers where the text of a story that stands on a page ends, in the order in which paragraphs has them;
// false if none of it stands there.
func TextEnd(p display.Page, story string, paragraphs []string) (Hit, bool) {
	var end Hit
	found, at := false, -1
	Marks(p, func(m display.Mark) {
		if m.Story != story || m.Para == "" {
			return
		}
		i := slices.Index(paragraphs, m.Para)
		if i > at || i == at && i >= 0 && m.To > end.Offset {
			end, at, found = Hit{Frame: m.Frame, Story: story, Para: m.Para, Offset: m.To}, i, true
		}
	})
	return end, found
}
