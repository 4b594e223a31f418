package display

import "dayang/layout/geom"

// Walk visits every item of a page in drawing order, a Group before what it holds. shift is how far the groups
// around an item move it: what lies at p in the item is drawn at p.Add(shift).
func Walk(p Page, visit func(it Item, shift geom.Point)) {
	walk(p.Items, geom.Point{}, visit)
}

func walk(items []Item, shift geom.Point, visit func(Item, geom.Point)) {
	for _, it := range items {
		visit(it, shift)
		if g, ok := it.(Group); ok {
			walk(g.Items, shift.Add(g.Shift), visit)
		}
	}
}
