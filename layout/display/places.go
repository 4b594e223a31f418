package display

import "dayang/layout/geom"

// TextAreas answers where a stretch of a paragraph stands on the page, one rectangle a line. An empty stretch is
// shown as the caret's place, a point wide. A paragraph of another story or one that is overset has none.
func TextAreas(p Page, story, para string, from, to int) []geom.Rect {
	const caret = geom.Pt
	var out []geom.Rect
	Walk(p, func(it Item, shift geom.Point) {
		m, ok := it.(Mark)
		if !ok || m.Story != story || m.Para != para || to < m.From || from > m.To || len(m.Edges) == 0 {
			return
		}
		if from < to && (to == m.From || from == m.To) {
			return
		}
		a := m.Edges[min(max(from-m.From, 0), len(m.Edges)-1)]
		b := m.Edges[min(max(to-m.From, 0), len(m.Edges)-1)]
		if b < a {
			a, b = b, a
		}
		b = max(b, a+caret)
		r := geom.Rect{X: a, Y: m.Bounds.Y, W: b - a, H: m.Bounds.H}
		if m.Vertical {
			r = geom.Rect{X: m.Bounds.X, Y: a, W: m.Bounds.W, H: b - a}
		}
		out = append(out, r.Move(shift))
	})
	return out
}
