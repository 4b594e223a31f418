package app

import (
	"slices"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// alignTo answers what the selection is aligned to: one block or one group to the type area, several to the key block,
// with its group.
func (d *Desk) alignTo() geom.Rect {
	p, key := d.pageNow(), d.frameNow()
	if p == nil || key == nil {
		return geom.Rect{}
	}
	var r geom.Rect
	alone := true
	for _, f := range d.framesNow() {
		if f == key || key.Group != "" && f.Group == key.Group {
			r = r.Union(f.Rect)
		} else {
			alone = false
		}
	}
	if alone {
		return p.Format.TypeArea
	}
	return r
}

// align brings the selected blocks to a common edge or middle, as one step.
func (d *Desk) align(how edit.Alignment) {
	c, err := edit.AlignFrames(d.ed, d.page, idsOf(d.framesNow()), how, d.alignTo())
	c.Label = alignNames[how]
	d.do(c, err)
}

// things counts the selected blocks, a group as one.
func (d *Desk) things() int {
	n, groups := 0, map[string]bool{}
	for _, f := range d.framesNow() {
		if f.Group == "" || !groups[f.Group] {
			n++
		}
		groups[f.Group] = true
	}
	return n
}

func (d *Desk) distribute(down bool) {
	c, err := edit.DistributeFrames(d.ed, d.page, idsOf(d.framesNow()), down, nil)
	d.do(c, err)
}

func (d *Desk) stack(how edit.Stacking) {
	c, err := edit.OrderFrames(d.ed, d.page, idsOf(d.framesNow()), how)
	d.do(c, err)
}

func (d *Desk) group() {
	ids := d.view.Selection()
	if d.do(edit.GroupFrames(d.ed, d.page, ids)) {
		d.selectFrames(ids...)
	}
}

func (d *Desk) ungroup() { d.do(edit.UngroupFrames(d.ed, d.page, idsOf(d.framesNow()))) }

// grouped reports whether a selected block is in a group.
func (d *Desk) grouped() bool {
	return slices.ContainsFunc(d.framesNow(), func(f *edition.Frame) bool { return f.Group != "" })
}

// duplicate puts copies of the selected blocks beside them.
func (d *Desk) duplicate() {
	p := d.pageNow()
	d.pasted(func() (edit.Change, error) {
		return edit.DuplicateFrames(d.ed, d.page, idsOf(d.framesNow()), geom.Point{X: p.Format.Body, Y: p.Format.Leading})
	})
}

// swapPlaces puts the two selected blocks in each other's places.
func (d *Desk) swapPlaces() {
	f := d.framesNow()
	c, err := edit.SwapFrames(d.ed, d.page, f[0].ID, d.page, f[1].ID)
	d.do(c, err)
}

// pasted does what puts new blocks on the page and selects them.
func (d *Desk) pasted(build func() (edit.Change, error)) bool {
	d.flush()
	had := map[string]bool{}
	for _, f := range d.pageNow().Frames {
		had[f.ID] = true
	}
	c, err := build()
	if !d.do(c, err) {
		return false
	}
	var ids []string
	for _, f := range d.pageNow().Frames {
		if !had[f.ID] {
			ids = append(ids, f.ID)
		}
	}
	d.selectFrames(ids...)
	return true
}

// guide takes what the hand did to a guide.
func (d *Desk) guide(was, is *pageview.Guide) {
	p := d.pageNow()
	if p == nil {
		return
	}
	at := -1
	if was != nil {
		at = slices.Index(p.Guides, edition.Guide{Vertical: was.Upright, At: was.At})
	}
	switch {
	case was == nil && is != nil:
		d.do(edit.AddGuide(d.ed, d.page, edition.Guide{Vertical: is.Upright, At: is.At}))
	case at < 0:
		d.restore()
	case is == nil:
		d.do(edit.DeleteGuide(d.ed, d.page, at))
	default:
		d.do(edit.MoveGuide(d.ed, d.page, at, is.At))
	}
}

// clearGuides takes all guides off the page.
func (d *Desk) clearGuides() {
	p := *d.pageNow()
	p.Guides = nil
	c, err := edit.SetPage(d.ed, &p)
	c.Label = wClearGuides
	d.do(c, err)
}

// alignNames is what each way to align is called.
var alignNames = map[edit.Alignment]words.Text{
	edit.AlignLeft: wAlignLeft, edit.AlignCentre: wAlignCentre, edit.AlignRight: wAlignRight,
	edit.AlignTop: wAlignTop, edit.AlignMiddle: wAlignMiddle, edit.AlignBottom: wAlignBottom,
}

// arrangeCommands bring blocks into order.
func arrangeCommands() []*command {
	some := func(d *Desk) bool { return len(d.looseNow()) > 0 }
	several := func(n int) func(*Desk) bool {
		return func(d *Desk) bool { return some(d) && d.things() >= n }
	}
	var out []*command
	for _, a := range []struct {
		id  string
		how edit.Alignment
	}{{"align-left", edit.AlignLeft}, {"align-centre", edit.AlignCentre}, {"align-right", edit.AlignRight},
		{"align-top", edit.AlignTop}, {"align-middle", edit.AlignMiddle}, {"align-bottom", edit.AlignBottom}} {
		out = append(out, &command{id: a.id, menu: &wFrame, title: alignNames[a.how], enabled: some, run: func(d *Desk) { d.align(a.how) }})
	}
	return append(out,
		&command{id: "distribute-across", menu: &wFrame, group: 1, title: wDistributeAcross, enabled: several(3), run: func(d *Desk) { d.distribute(false) }},
		&command{id: "distribute-down", menu: &wFrame, group: 1, title: wDistributeDown, enabled: several(3), run: func(d *Desk) { d.distribute(true) }},
		&command{id: "swap", menu: &wFrame, group: 1, title: wSwapPlaces, run: (*Desk).swapPlaces,
			enabled: func(d *Desk) bool { return len(d.framesNow()) == 2 && len(d.looseNow()) == 2 }},
		&command{id: "to-front", menu: &wFrame, group: 2, title: wToFront, key: fyne.KeyRightBracket, mod: ctrl | shift, enabled: some, run: func(d *Desk) { d.stack(edit.ToFront) }},
		&command{id: "forward", menu: &wFrame, group: 2, title: wForward, key: fyne.KeyRightBracket, mod: ctrl, enabled: some, run: func(d *Desk) { d.stack(edit.Forward) }},
		&command{id: "backward", menu: &wFrame, group: 2, title: wBackward, key: fyne.KeyLeftBracket, mod: ctrl, enabled: some, run: func(d *Desk) { d.stack(edit.Backward) }},
		&command{id: "to-back", menu: &wFrame, group: 2, title: wToBack, key: fyne.KeyLeftBracket, mod: ctrl | shift, enabled: some, run: func(d *Desk) { d.stack(edit.ToBack) }},
		&command{id: "group", menu: &wFrame, group: 3, title: wGroup, key: fyne.KeyG, mod: ctrl, enabled: several(2), run: (*Desk).group},
		&command{id: "ungroup", menu: &wFrame, group: 3, title: wUngroup, key: fyne.KeyG, mod: ctrl | shift, enabled: func(d *Desk) bool { return d.grouped() && writes(d) }, run: (*Desk).ungroup},
		&command{id: "duplicate", menu: &wEdit, group: 2, title: wDuplicate, key: fyne.KeyD, mod: ctrl | shift, enabled: func(d *Desk) bool { return len(d.framesNow()) > 0 && writes(d) }, run: (*Desk).duplicate},
		&command{id: "lines", menu: &wView, group: 2, title: wBodyLines, key: fyne.KeyApostrophe, mod: ctrl | shift, enabled: hasPage,
			on: func(d *Desk) bool { return d.view.LinesShown() }, run: func(d *Desk) { d.view.ShowLines(!d.view.LinesShown()) }},
		&command{id: "guides", menu: &wView, group: 2, title: wGuides, key: fyne.KeySemicolon, mod: ctrl, enabled: hasPage,
			on: func(d *Desk) bool { return d.view.GuidesShown() }, run: func(d *Desk) { d.view.ShowGuides(!d.view.GuidesShown()) }},
		&command{id: "clear-guides", menu: &wView, group: 2, title: wClearGuides, run: (*Desk).clearGuides,
			enabled: func(d *Desk) bool { p := d.pageNow(); return p != nil && len(p.Guides) > 0 && writes(d) }},
	)
}
