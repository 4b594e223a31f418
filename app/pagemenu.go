package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// menuMaker collects the items of a menu; what cannot be done now is left out of it.
type menuMaker struct {
	d     *Desk
	items []*fyne.MenuItem
}

// line draws a line, unless one stands there or nothing does.
func (m *menuMaker) line() {
	if n := len(m.items); n > 0 && !m.items[n-1].IsSeparator {
		m.items = append(m.items, fyne.NewMenuItemSeparator())
	}
}

// add adds commands of the table, those that can run.
func (m *menuMaker) add(ids ...string) {
	for _, id := range ids {
		for _, c := range m.d.frame.commands {
			if c.id != id || !c.can(m.d) {
				continue
			}
			item := fyne.NewMenuItem(c.titleNow(m.d), func() { m.d.perform(c) })
			item.Shortcut = c.shortcut()
			item.Checked = c.on != nil && c.on(m.d)
			m.items = append(m.items, item)
		}
	}
}

// do adds something that is no command, such as a choice among pages.
func (m *menuMaker) do(title words.Text, on bool, run func()) {
	item := fyne.NewMenuItem(m.d.say(title), func() {
		run()
		m.d.changed()
	})
	item.Checked = on
	m.items = append(m.items, item)
}

// sub adds a menu of its own, if there is anything in it.
func (m *menuMaker) sub(title words.Text, fill func(*menuMaker)) {
	in := &menuMaker{d: m.d}
	fill(in)
	if n := len(in.items); n > 0 && in.items[n-1].IsSeparator {
		in.items = in.items[:n-1]
	}
	if len(in.items) == 0 {
		return
	}
	item := fyne.NewMenuItem(m.d.say(title), nil)
	item.ChildMenu = fyne.NewMenu("", in.items...)
	m.items = append(m.items, item)
}

// contextMenu shows what can be done with what lies under the pointer.
func (d *Desk) contextMenu(h pageview.Hit, abs fyne.Position) {
	if d.pageNow() == nil {
		return
	}
	m := d.menuFor(h, abs)
	if at, ok := d.view.PageAt(abs); ok && writes(d) {
		m.line()
		m.do(wFlagHere, false, func() { d.askFlag(d.flagAt(h, at)) })
	}
	if n := len(m.items); n > 0 && m.items[n-1].IsSeparator {
		m.items = m.items[:n-1]
	}
	d.popUp(m.items, abs)
}

// keysBehind writes the keys of a menu's items, and of the menus in it, behind their words.
func keysBehind(items []*fyne.MenuItem) {
	widest := float32(0)
	for _, i := range items {
		widest = max(widest, menuWidth(i.Label))
	}
	for _, i := range items {
		if k, ok := i.Shortcut.(fyne.KeyboardShortcut); ok {
			showKeys(i, (&command{key: k.Key(), mod: k.Mod()}).keyText(), widest)
		}
		if i.ChildMenu != nil {
			keysBehind(i.ChildMenu.Items)
		}
	}
}

// popUp shows a menu that the keyboard can go through.
func (d *Desk) popUp(items []*fyne.MenuItem, abs fyne.Position) {
	if len(items) == 0 {
		return
	}
	keysBehind(items)
	pop := widget.NewPopUpMenu(fyne.NewMenu("", items...), d.win.Canvas())
	pop.ShowAtPosition(abs)
	d.win.Canvas().Focus(pop)
}

// menuFor answers the menu for what lies under the pointer.
func (d *Desk) menuFor(h pageview.Hit, abs fyne.Position) *menuMaker {
	m := &menuMaker{d: d}
	f := d.frameNow()
	switch {
	case h.Over:
		m.add("grow", "run-on")
		m.jumps()
		m.add("shorten")
		m.line()
		m.add("edit-text", "unplace")
		return m
	case f == nil || h.Frame == "":
		if at, ok := d.view.PageAt(abs); ok && d.app.Clipboard().Content() != "" {
			m.do(wPasteHere, false, func() { d.pasteAt(at) })
		}
		m.add("select-all")
		m.line()
		m.sub(wInsert, (*menuMaker).inserts)
		m.sub(wMaster, (*menuMaker).masters)
		m.add("makeup", "make-room", "clear-guides")
		m.line()
		m.add("fit-page", "full-size", "grid", "lines", "guides", "units")
		return m
	case len(d.framesNow()) > 1:
		m.sub(wAlign, func(m *menuMaker) {
			m.add("align-left", "align-centre", "align-right")
			m.line()
			m.add("align-top", "align-middle", "align-bottom")
			m.line()
			m.add("distribute-across", "distribute-down")
		})
		m.add("swap", "group", "ungroup")
	case f.Kind == edition.StoryFrame, f.Kind == edition.TextFrame:
		m.add("edit-text")
		if !f.Locked {
			m.sub(wHeadMode, func(m *menuMaker) { m.heads(f) })
			m.sub(wColumns, func(m *menuMaker) { m.columns(f) })
		}
		m.line()
		m.add("grow", "run-on")
		if d.composed.Fits[f.Story].OverRunes > 0 {
			m.jumps()
		}
		m.add("shorten", "picture-inside", "picture-fit")
		m.line()
		m.add("unplace")
	case f.Kind == edition.PictureFrame:
		m.add("picture-inside", "picture-larger", "picture-smaller", "picture-fit")
		m.line()
		m.add("picture-replace")
	default:
		m.add("edit-words", "picture-replace")
	}
	m.line()
	m.add("cut", "copy", "duplicate", "delete-frame")
	m.line()
	m.sub(wStacking, func(m *menuMaker) { m.add("to-front", "forward", "backward", "to-back") })
	if len(d.framesNow()) == 1 {
		m.sub(wAlign, func(m *menuMaker) {
			m.add("align-left", "align-centre", "align-right")
			m.line()
			m.add("align-top", "align-middle", "align-bottom")
		})
		m.add("ungroup")
	}
	m.add("lock", "free-master")
	return m
}

// heads chooses how the head stands to the text.
func (m *menuMaker) heads(f *edition.Frame) {
	for _, o := range headModes {
		m.do(o.text, f.Head == o.mode || f.Head == "" && o.mode == edition.HeadTop, func() {
			m.d.changeFrames(wHeadMode, func(f *edition.Frame) { f.Head = o.mode })
		})
	}
}

// columns chooses into how many columns the text is set.
func (m *menuMaker) columns(f *edition.Frame) {
	for n := range m.d.pageNow().Format.Columns + 1 {
		title := wAuto
		if n > 0 {
			title = wLineCells.F(n)
		}
		m.do(title, f.Columns == n, func() { m.d.changeFrames(wColumns, func(f *edition.Frame) { f.Columns = n }) })
	}
}

// jumps lets the story run on to another page.
func (m *menuMaker) jumps() {
	d := m.d
	m.sub(wJumpTo, func(m *menuMaker) {
		for _, p := range d.ed.Pages {
			if p.ID != d.page {
				m.do(wPageOf.F(p.Number, p.Name), false, func() { d.jump(p.ID) })
			}
		}
	})
}

// jump lets the selected story run on to another page, into the best place that is free there.
func (d *Desk) jump(page string) {
	s, p := d.storyNow(), d.ed.Page(page)
	if s == nil || p == nil {
		return
	}
	d.flush()
	r := freePlace(p, d.composed.Fits[s.ID].OverLines+4)
	if taken(p, r, "") {
		d.note(wNoRoomThere.F(p.Number))
		return
	}
	if d.do(edit.JumpStory(d.ed, s.ID, page, r)) {
		d.note(wJumped.F(p.Number))
	}
}

// taken reports whether anything but a box or a tint lies in a rectangle of a page, but for one frame.
func taken(p *edition.Page, r geom.Rect, but string) bool {
	return slices.ContainsFunc(p.Frames, func(f *edition.Frame) bool {
		return f.ID != but && f.Kind != edition.BoxFrame && slices.ContainsFunc(f.Areas(), r.Overlaps)
	})
}

// overFrame answers the frame of the selected story where text is left over, if it stands on the page on the view.
func (d *Desk) overFrame() *edition.Frame {
	p := d.pageNow()
	if p == nil || d.readOnly() || d.story == "" || d.composed.Fits[d.story].OverRunes == 0 {
		return nil
	}
	for _, f := range p.Frames {
		if f.Story == d.story && (f.Kind == edition.StoryFrame || f.Kind == edition.TextFrame) && lastOf(d.ed, f) {
			return f
		}
	}
	return nil
}

// grow makes the frame where text is left over as much higher as it needs, down to what stands below it; where others
// make room they go on down.
func (d *Desk) grow() {
	f, p := d.overFrame(), d.pageNow()
	if f == nil || f.Locked {
		return
	}
	d.flush()
	format := p.Format
	cols := f.Columns
	if cols <= 0 {
		cols = max(1, (f.Rect.W + format.ColumnGap + format.ColumnWidth()/2).Floor(format.ColumnWidth()+format.ColumnGap))
	}
	lines := (d.composed.Fits[f.Story].OverLines + cols - 1) / cols
	r := f.Rect
	r.H += geom.Length(max(lines, 1)) * format.Leading
	if d.makesRoom() && f.Kind == edition.StoryFrame {
		g := *f
		g.Rect = r
		g.Rect.H = max(min(r.H, format.TypeArea.Bottom()-r.Y), f.Rect.H)
		d.giveWay(edit.Change{}, []*edition.Frame{&g})
		return
	}
	foot := max(format.TypeArea.Bottom(), f.Rect.Bottom())
	for _, o := range p.Frames {
		if o.ID != f.ID && o.Kind != edition.BoxFrame && o.Rect.Y >= f.Rect.Bottom() && o.Rect.X < r.Right() && o.Rect.Right() > r.X {
			foot = min(foot, o.Rect.Y)
		}
	}
	if r.H = min(r.H, foot-r.Y); r.H <= f.Rect.H {
		d.note(wNoRoomBelow)
		return
	}
	if d.setRects(wGrow, []pageview.Placed{{ID: f.ID, Rect: r}}) {
		d.selectFrames(f.ID)
	}
}

// runOn lets the story run on into the best place that is free on this page.
func (d *Desk) runOn() {
	f, p := d.overFrame(), d.pageNow()
	if f == nil {
		return
	}
	r := freePlace(p, d.composed.Fits[f.Story].OverLines+2)
	if taken(p, r, "") {
		d.note(wNoRoomHere)
		return
	}
	d.pasted(func() (edit.Change, error) {
		c, err := edit.AddFrame(d.ed, p.ID, &edition.Frame{Kind: edition.TextFrame, Story: f.Story, Rect: r})
		c.Label = wRunOn
		return c, err
	})
}

// shorten opens the text where what does not fit begins.
func (d *Desk) shorten() {
	s := d.storyNow()
	if s == nil {
		return
	}
	var body []string
	for _, p := range s.Paras {
		if p.Role.InBody() {
			body = append(body, p.ID)
		}
	}
	var end pageview.Hit
	for _, p := range d.composed.Pages {
		// Pages follow one another as a story's thread does; the furthest text counts.
		if h, ok := pageview.TextEnd(p, s.ID, body); ok && slices.Index(body, h.Para) >= slices.Index(body, end.Para) {
			end = h
		}
	}
	if end.Para == "" {
		d.note(wNothingStands)
		return
	}
	d.caret = end
	d.editHere()
}

// overCommands are about what does not fit.
func overCommands() []*command {
	over := func(d *Desk) bool { return d.overFrame() != nil }
	return []*command{
		{id: "grow", menu: &wLayout, group: 1, title: wGrow, enabled: func(d *Desk) bool { f := d.overFrame(); return f != nil && !f.Locked }, run: (*Desk).grow},
		{id: "run-on", menu: &wLayout, group: 1, title: wRunOn, enabled: over, run: (*Desk).runOn},
		{id: "edit-words", menu: &wEdit, group: 1, title: wEditWords, run: (*Desk).editWords, enabled: func(d *Desk) bool {
			f := d.frameNow()
			return f != nil && !f.Locked && writes(d) && f.Furniture != nil && f.Furniture.Kind != edition.Nameplate && f.Furniture.Kind != edition.Folio
		}},
		{id: "shorten", menu: &wLayout, group: 1, title: wShorten, enabled: over, run: (*Desk).shorten},
		{id: "jump", menu: &wLayout, group: 1, title: wJumpOn, enabled: func(d *Desk) bool { return over(d) && len(d.ed.Pages) > 1 }, run: func(d *Desk) {
			m := &menuMaker{d: d}
			m.jumps()
			f := d.overFrame()
			d.popUp(m.items[0].ChildMenu.Items, d.view.WindowAt(geom.Point{X: f.Rect.X, Y: f.Rect.Bottom()}))
		}},
	}
}
