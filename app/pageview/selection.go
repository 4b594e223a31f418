package pageview

import (
	"slices"

	"fyne.io/fyne/v2"

	"dayang/layout/geom"
)

// Placed is a frame and where it is to be.
type Placed struct {
	ID   string
	Rect geom.Rect
}

// SetSelected selects one frame without telling OnSelect; "" selects nothing.
func (v *View) SetSelected(id string) {
	if id == "" {
		v.SetSelection(nil)
		return
	}
	v.SetSelection([]string{id})
}

// SetSelection selects frames without telling OnSelect. The last one is the key frame, which the others are aligned to.
func (v *View) SetSelection(ids []string) {
	v.selected = slices.Clone(ids)
	v.leaveGroup()
	v.overlay()
}

// Selected answers the key frame's id: the one selected last, or "".
func (v *View) Selected() string {
	if n := len(v.selected); n > 0 {
		return v.selected[n-1]
	}
	return ""
}

// Selection answers the selected frames' ids in the order they were selected.
func (v *View) Selection() []string { return slices.Clone(v.selected) }

// isSelected reports whether a frame is among the selected.
func (v *View) isSelected(id string) bool { return slices.Contains(v.selected, id) }

// chosen answers the selected boxes, back to front.
func (v *View) chosen() []Box {
	var out []Box
	for _, b := range v.sheet.Boxes {
		if v.isSelected(b.ID) {
			out = append(out, b)
		}
	}
	return out
}

// loose answers the selected boxes that may be moved.
func (v *View) loose() []Box {
	return slices.DeleteFunc(v.chosen(), func(b Box) bool { return b.Locked })
}

// outer answers the rectangle around boxes.
func outer(boxes []Box) geom.Rect {
	var r geom.Rect
	for _, b := range boxes {
		r = r.Union(b.Rect)
	}
	return r
}

// grip answers what the handles stand around: the one selected frame, or all of several. A locked one has none.
func (v *View) grip() (geom.Rect, bool) {
	boxes := v.loose()
	if len(boxes) == 0 || len(boxes) != len(v.selected) || !v.aids || v.panning() || v.inPicture != "" {
		return geom.Rect{}, false
	}
	return outer(boxes), true
}

// fellows answers the ids of a frame and of those it is grouped with, the frame last. Inside its group it is alone.
func (v *View) fellows(id string) []string {
	b, ok := v.box(id)
	if !ok {
		return nil
	}
	if b.Group == "" || b.Group == v.inGroup {
		return []string{id}
	}
	var out []string
	for _, o := range v.sheet.Boxes {
		if o.Group == b.Group && o.ID != id {
			out = append(out, o.ID)
		}
	}
	return append(out, id)
}

// leaveGroup ends the work inside a group when nothing of it is selected any more.
func (v *View) leaveGroup() {
	if v.inGroup == "" {
		return
	}
	for _, b := range v.chosen() {
		if b.Group == v.inGroup {
			return
		}
	}
	v.inGroup = ""
}

// pick selects what was hit, with its group.
func (v *View) pick(h Hit) {
	v.choose(v.fellows(h.Frame), h)
}

// toggle takes what was hit, with its group, into the selection or out of it.
func (v *View) toggle(h Hit) {
	mates := v.fellows(h.Frame)
	if len(mates) == 0 {
		return
	}
	rest := slices.DeleteFunc(slices.Clone(v.selected), func(id string) bool { return slices.Contains(mates, id) })
	if v.isSelected(h.Frame) {
		v.choose(rest, Hit{Frame: last(rest)})
		return
	}
	v.choose(append(rest, mates...), h)
}

func last(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}

// choose makes a selection and tells the owner.
func (v *View) choose(ids []string, h Hit) {
	v.selected = ids
	if v.inPicture != "" && v.inPicture != last(ids) {
		v.inPicture = ""
	}
	v.leaveGroup()
	v.overlay()
	if v.OnSelect != nil {
		v.OnSelect(v.Selection(), h)
	}
}

// SelectAll selects every frame that is not locked, and tells the owner.
func (v *View) SelectAll() {
	var ids []string
	for _, b := range v.sheet.Boxes {
		if !b.Locked {
			ids = append(ids, b.ID)
		}
	}
	v.choose(ids, Hit{Frame: last(ids)})
}

// band selects what the rubber band touches, besides what was selected before it.
func (v *View) band() {
	r := v.drag.rect
	ids := slices.Clone(v.drag.before)
	for _, b := range v.sheet.Boxes {
		if b.Locked || slices.Contains(ids, b.ID) || r.Intersect(b.Rect).Empty() {
			continue
		}
		for _, mate := range v.fellows(b.ID) {
			if !slices.Contains(ids, mate) {
				ids = append(ids, mate)
			}
		}
	}
	v.selected = ids
}

// next selects the frame after the key frame, back to front, and around; a group counts as one.
func (v *View) next() {
	boxes := v.sheet.Boxes
	at := slices.IndexFunc(boxes, func(b Box) bool { return b.ID == v.Selected() })
	if at < 0 {
		return
	}
	step := 1
	if v.env.Mods()&fyne.KeyModifierShift != 0 {
		step = len(boxes) - 1
	}
	group := boxes[at].Group
	for i := 1; i <= len(boxes); i++ {
		b := boxes[(at+i*step)%len(boxes)]
		if group != "" && b.Group == group && b.Group != v.inGroup {
			continue
		}
		v.pick(Hit{Frame: b.ID})
		v.Reveal(b.Rect)
		return
	}
}

// nudgeStep is how far an arrow key moves a frame, and fineStep with Alt.
const (
	nudgeStep = geom.MM / 2
	fineStep  = geom.MM / 10
)

// Nudge moves the selection: by half a millimetre, with coarse by a cell of the grid (a column across, a line down),
// with fine by a tenth of a millimetre. Without a selection the page moves in the view.
func (v *View) Nudge(dir geom.Point, coarse, fine bool) {
	boxes := v.loose()
	if len(v.selected) == 0 {
		v.PanBy(float32(-dir.X)*40, float32(-dir.Y)*40)
		return
	}
	if len(boxes) == 0 || v.OnNudge == nil {
		return
	}
	x, y := nudgeStep, nudgeStep
	switch g := v.sheet.Grid; {
	case fine:
		x, y = fineStep, fineStep
	case coarse:
		y = max(g.Leading, nudgeStep)
		if len(g.Columns) > 1 {
			x = g.Columns[1].X - g.Columns[0].X
		}
	}
	ids := make([]string, len(boxes))
	for i, b := range boxes {
		ids[i] = b.ID
	}
	v.OnNudge(ids, geom.Point{X: dir.X * x, Y: dir.Y * y})
}

// moved answers boxes that follow the rectangle around them from one place to another.
func moved(boxes []Box, by geom.Point) []Placed {
	out := make([]Placed, len(boxes))
	for i, b := range boxes {
		out[i] = Placed{b.ID, b.Rect.Move(by)}
	}
	return out
}

// stretched answers boxes that follow the rectangle around them from one size to another. Edges that met still meet.
func stretched(boxes []Box, from, to geom.Rect) []Placed {
	x := func(l geom.Length) geom.Length { return scaled(l, from.X, from.W, to.X, to.W) }
	y := func(l geom.Length) geom.Length { return scaled(l, from.Y, from.H, to.Y, to.H) }
	out := make([]Placed, len(boxes))
	for i, b := range boxes {
		l, t := x(b.Rect.X), y(b.Rect.Y)
		out[i] = Placed{b.ID, geom.Rect{X: l, Y: t, W: x(b.Rect.Right()) - l, H: y(b.Rect.Bottom()) - t}}
	}
	return out
}

// scaled answers where a place of one stretch lies in another.
func scaled(at, from, fromLen, to, toLen geom.Length) geom.Length {
	if fromLen <= 0 || fromLen == toLen {
		return at - from + to
	}
	return to + geom.Length(float64(at-from)*float64(toLen)/float64(fromLen))
}
