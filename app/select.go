package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// wireHand connects what the hand does to frames with the document.
func (d *Desk) wireHand(v *pageview.View) {
	v.OnMove = d.dropped
	v.MoveHint = d.moveHint
	v.OnResize = func(p []pageview.Placed) { d.setRects(wResize, p) }
	v.OnNudge = func(ids []string, by geom.Point) {
		if d.ed == nil {
			return
		}
		c, err := edit.ChangeFrames(d.ed, d.page, ids, func(f *edition.Frame) { f.Rect = f.Rect.Move(by) })
		c.Label, c.Merge = wMove, "nudge "+d.page+" "+strings.Join(ids, " ")
		d.do(c, err)
	}
	v.OnGuide = d.guide
	v.OnPicture, v.OnPictureZoom = d.panPicture, d.zoomPicture
	v.PictureHint = func() string { return d.say(wPictureHint) }
	v.OnDraw = d.drawn
	v.OnNotch = d.resizeNotch
	v.OnCorner = func() { d.Do("units") }
	v.Measure = d.measured
	v.OnCancel = func() {
		d.panned = panned{}
		d.showSheet()
		d.set()
	}
}

// framesNow answers the selected frames of the page on the view, back to front.
func (d *Desk) framesNow() []*edition.Frame {
	p := d.pageNow()
	if p == nil {
		return nil
	}
	ids := d.view.Selection()
	var out []*edition.Frame
	for _, f := range p.Frames {
		if slices.Contains(ids, f.ID) {
			out = append(out, f)
		}
	}
	return out
}

// looseNow answers the selected frames that may be changed.
func (d *Desk) looseNow() []*edition.Frame {
	if d.readOnly() {
		return nil
	}
	return slices.DeleteFunc(d.framesNow(), func(f *edition.Frame) bool { return f.Locked })
}

func idsOf(frames []*edition.Frame) []string {
	out := make([]string, len(frames))
	for i, f := range frames {
		out[i] = f.ID
	}
	return out
}

// keepSelection forgets the selected frames that the page no longer holds.
func (d *Desk) keepSelection() {
	p := d.ed.Page(d.page)
	ids := d.view.Selection()
	left := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return p == nil || p.Frame(id) == nil })
	if len(left) != len(ids) {
		d.view.SetSelection(left)
	}
	if was := d.selected; was != d.view.Selected() {
		d.selected = d.view.Selected()
		d.caret = pageview.Hit{}
	}
}

// selectFrames selects frames of the page on the view; the last is the key one.
func (d *Desk) selectFrames(ids ...string) {
	d.view.SetSelection(ids)
	d.selected = d.view.Selected()
	d.caret = pageview.Hit{}
	if f := d.frameNow(); f != nil {
		d.story = f.Story
	}
}

// rectChange answers the change that puts frames of the page where they are to be.
func (d *Desk) rectChange(placed []pageview.Placed) (edit.Change, error) {
	where := map[string]geom.Rect{}
	for _, p := range placed {
		where[p.ID] = p.Rect
	}
	return edit.SetRects(d.ed, d.page, where)
}

// setRects puts frames where they are to be, as one step.
func (d *Desk) setRects(label words.Text, placed []pageview.Placed) bool {
	if d.ed == nil {
		return false
	}
	c, err := d.rectChange(placed)
	c.Label = label
	return d.do(c, err)
}

// changeFrames changes the selected frames that are not locked, as one step.
func (d *Desk) changeFrames(label words.Text, change func(*edition.Frame)) bool {
	loose := d.looseNow()
	if len(loose) == 0 {
		return false
	}
	c, err := edit.ChangeFrames(d.ed, d.page, idsOf(loose), change)
	c.Label = label
	return d.do(c, err)
}

// deleteFrame takes the selected frames off the page; a story's text stays in the list.
func (d *Desk) deleteFrame() {
	loose := d.looseNow()
	if len(loose) == 0 {
		return
	}
	d.flush()
	d.do(edit.DeleteFrames(d.ed, d.page, idsOf(loose)))
}

// toggleLock locks the selected frames, or frees them if all are locked.
func (d *Desk) toggleLock() {
	frames := d.framesNow()
	if len(frames) == 0 {
		return
	}
	lock := slices.ContainsFunc(frames, func(f *edition.Frame) bool { return !f.Locked })
	c, err := edit.ChangeFrames(d.ed, d.page, idsOf(frames), func(f *edition.Frame) { f.Locked = lock })
	c.Label = wLock
	if !lock {
		c.Label = wUnlock
	}
	d.do(c, err)
}

// nudge moves the selection a tenth of a millimetre.
func (d *Desk) nudge(dir geom.Point) { d.view.Nudge(dir, false, true) }

// pageCommands are what can be done with frames on the page.
func pageCommands() []*command {
	some := func(d *Desk) bool { return len(d.looseNow()) > 0 }
	fine := func(id string, title words.Text, key fyne.KeyName, dir geom.Point) *command {
		return &command{id: id, menu: &wFrame, group: 5, title: title, key: key, mod: alt, enabled: some, run: func(d *Desk) { d.nudge(dir) }}
	}
	return slices.Concat(clipboardCommands(), []*command{
		{id: "select-all", menu: &wEdit, group: 2, title: wSelectFrames, key: fyne.KeyA, mod: ctrl, enabled: hasPage, run: func(d *Desk) { d.view.SelectAll() }},
		fine("nudge-left", wFineLeft, fyne.KeyLeft, geom.Point{X: -1}),
		fine("nudge-right", wFineRight, fyne.KeyRight, geom.Point{X: 1}),
		fine("nudge-up", wFineUp, fyne.KeyUp, geom.Point{Y: -1}),
		fine("nudge-down", wFineDown, fyne.KeyDown, geom.Point{Y: 1}),
	}, arrangeCommands(), positionCommands(), roomCommands(), pictureCommands(), overCommands(), insertCommands(), windowCommands())
}

// notchOf answers the corner that is cut out of a frame, on the page; an empty rectangle if none is.
func notchOf(f *edition.Frame) geom.Rect {
	n := f.Notch
	if n == nil {
		return geom.Rect{}
	}
	r := geom.Rect{X: f.Rect.X, Y: f.Rect.Y, W: n.W, H: n.H}
	if n.Corner == edition.TopRight || n.Corner == edition.BottomRight {
		r.X = f.Rect.Right() - n.W
	}
	if n.Corner == edition.BottomLeft || n.Corner == edition.BottomRight {
		r.Y = f.Rect.Bottom() - n.H
	}
	return r
}

// resizeNotch makes the corner cut out of a frame another size; done commits, else the page only shows how it would be.
func (d *Desk) resizeNotch(id string, to geom.Size, done bool) {
	if d.ed == nil {
		return
	}
	c, err := edit.ChangeFrames(d.ed, d.page, []string{id}, func(f *edition.Frame) {
		if f.Notch != nil {
			n := *f.Notch
			n.W, n.H = to.W, to.H
			f.Notch = &n
		}
	})
	c.Label = wNotch
	if !done {
		d.draftChange(c, err)
		return
	}
	d.do(c, err)
}
