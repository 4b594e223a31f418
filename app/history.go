package app

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/app/pageview"
	"dayang/internal/edition"
	"dayang/internal/store"
)

// historyShown is how many steps the window lists; the command line lists all.
const historyShown = 1000

// moment is one state that can be looked at: after a step, or a snapshot.
type moment struct {
	step *store.Step
	snap *store.Snapshot
}

func (m moment) at() int64 {
	if m.snap != nil {
		return m.snap.At
	}
	return m.step.At
}

// moments answers what the window lists, newest first, each snapshot above the step it followed.
func moments(steps []store.Step, snaps []store.Snapshot) []moment {
	var out []moment
	j := 0 // of snaps, newest first
	for i := range steps {
		for j < len(snaps) && snaps[j].Step >= steps[i].Seq {
			out = append(out, moment{snap: &snaps[j]})
			j++
		}
		out = append(out, moment{step: &steps[i]})
	}
	for ; j < len(snaps); j++ {
		out = append(out, moment{snap: &snaps[j]})
	}
	return out
}

// historyBox is the window of an edition's history: its steps and snapshots, and the page as it was.
type historyBox struct {
	d       *Desk
	all     []moment
	current int

	list      *rowList
	paper     *canvas.Image
	pageName  *ink
	said      *ink
	back, on  *tool
	restore   *widget.Button
	forget    *widget.Button
	box       *dialog.CustomDialog
	pictures  pageview.Renderer
	height    float32
	looked    int // rises with every look; a picture of an earlier one is dropped
	stopLook  func()
	shown     *edition.Edition // the state whose page is shown
	shownPage int
}

// showHistory opens the window of the edition's history and answers it; nil where there is nothing to show.
func (d *Desk) showHistory() *historyBox {
	if d.store == nil {
		return nil
	}
	d.flush()
	steps, err := d.store.History(historyShown)
	if err != nil {
		d.fail(err)
		return nil
	}
	snaps, err := d.store.Snapshots()
	if err != nil {
		d.fail(err)
		return nil
	}
	h := &historyBox{d: d, all: moments(steps, snaps), current: -1}
	if len(h.all) == 0 {
		d.info(wHistory, wHistoryEmpty)
		return nil
	}
	if d.deps.Renderer != nil {
		h.pictures = d.deps.Renderer(d.store)
	}
	s := d.win.Canvas().Size()
	size := fyne.NewSize(min(960, s.Width-60), min(680, s.Height-60))
	h.height = size.Height - 170
	h.list = newRowList(d, func() int { return len(h.all) }, func() fyne.CanvasObject { return newMomentRow() }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(h.all) {
			o.(*momentRow).show(d, h.all[i])
		}
	})
	h.list.move = func(by int) { h.list.Select(min(max(h.current+by, 0), len(h.all)-1)) }
	h.list.OnSelected = func(i widget.ListItemID) { h.pick(i) }
	h.paper = canvas.NewImageFromImage(nil)
	h.paper.FillMode, h.paper.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	h.paper.SetMinSize(fyne.NewSize(h.height*.72, h.height))
	h.pageName = newInk("", theme.ColorNameForeground, theme.SizeNameText, false)
	h.pageName.align = fyne.TextAlignCenter
	h.said = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	h.said.align = fyne.TextAlignCenter
	h.back = d.newTool(theme.NavigateBackIcon(), "", "", func() { h.turn(-1) })
	h.on = d.newTool(theme.NavigateNextIcon(), "", "", func() { h.turn(1) })
	paper := container.NewStack(newPaint(theme.ColorNameInputBorder), container.New(fynelayout.NewCustomPaddedLayout(1, 1, 1, 1), container.NewStack(canvas.NewRectangle(whitePaper), h.paper)))
	right := container.NewBorder(nil, container.NewVBox(container.NewBorder(nil, nil, h.back, h.on, h.pageName), h.said), nil, nil, container.NewCenter(paper))
	left := container.NewStack(newPaint(theme.ColorNameInputBackground), h.list)
	body := container.NewBorder(nil, nil, nil, container.New(fixedWidth(h.height*.72+16), right), left)
	h.box = dialog.NewCustomWithoutButtons(d.say(wHistory), body, d.win)
	h.restore = widget.NewButton(d.say(wGoBackTo), h.bring)
	h.restore.Importance = widget.HighImportance
	h.forget = widget.NewButton(d.say(wForgetSnapshot), h.drop)
	h.forget.Disable()
	if d.readOnly() {
		h.restore.Hide()
	}
	h.box.SetButtons([]fyne.CanvasObject{h.forget, widget.NewButton(d.say(wClose), func() { h.box.Hide() }), h.restore})
	d.presentWith(h.box, size, func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyUp:
			h.list.move(-1)
		case fyne.KeyDown:
			h.list.move(1)
		case fyne.KeyLeft:
			h.turn(-1)
		case fyne.KeyRight:
			h.turn(1)
		}
	})
	h.list.Select(0)
	return h
}

// passPause lets a hand that runs down the list pass by without a page being drawn for every line.
const passPause = 120 * time.Millisecond

// pick looks at a moment of the list.
func (h *historyBox) pick(i int) {
	if i < 0 || i >= len(h.all) {
		return
	}
	h.current = i
	m := h.all[i]
	if m.snap != nil && !h.d.readOnly() {
		h.forget.Enable()
	} else {
		h.forget.Disable()
	}
	h.restore.Disable()
	h.said.set(h.d.say(wLooking), colourFaint)
	if h.stopLook != nil {
		h.stopLook()
	}
	h.looked++
	mine := h.looked
	h.stopLook = h.d.deps.After(passPause, func() {
		if mine == h.looked {
			h.look(m, "")
		}
	})
}

// turn shows another page of the state that is shown.
func (h *historyBox) turn(by int) {
	if h.shown == nil {
		return
	}
	if i := h.shownPage + by; i >= 0 && i < len(h.shown.Pages) {
		h.looked++
		h.look(h.all[h.current], h.shown.Pages[i].ID)
	}
}

// look has the page drawn as it was, on a worker. page "" is the one on the desk, or the first.
func (h *historyBox) look(m moment, page string) {
	d, mine, was := h.d, h.looked, h.shown
	st := d.store
	if page == "" {
		was = nil
		page = d.page
	}
	high := int(h.height * d.win.Canvas().Scale())
	var ed *edition.Edition
	var at int
	var picture *image.RGBA
	d.run(wJobHistory, func(ctx context.Context, _ func(int, int)) (err error) {
		switch {
		case was != nil:
			ed = was
		case m.snap != nil:
			ed, err = st.SnapshotAt(m.snap.ID)
		default:
			ed, err = st.At(m.step.Seq)
		}
		if err != nil || ctx.Err() != nil {
			return err
		}
		for i, p := range ed.Pages {
			if p.ID == page {
				at = i
			}
		}
		if len(ed.Pages) == 0 || h.pictures == nil {
			return nil
		}
		// The setter's own caches serve: they compare nodes by address, and earlier states are read anew.
		composed, err := d.setter.composeOnce(ed, false)
		if err != nil {
			return err
		}
		for _, pg := range composed.Pages {
			if pg.ID == ed.Pages[at].ID {
				picture = thumbnail(h.pictures, pg, high)
			}
		}
		return nil
	}, func(err error) {
		if mine != h.looked || d.store != st {
			return
		}
		if err != nil {
			h.shown, h.paper.Image = nil, nil
			h.paper.Refresh()
			h.said.set(d.say(Explain(err).What), theme.ColorNameError)
			h.pageName.set("", theme.ColorNameForeground)
			return
		}
		h.show(m, ed, at, picture)
	})
}

// show puts the page of a state into the window.
func (h *historyBox) show(m moment, ed *edition.Edition, at int, picture *image.RGBA) {
	d := h.d
	h.shown, h.shownPage = ed, at
	h.paper.Image = nil
	if picture != nil {
		h.paper.Image = picture
	}
	h.paper.Refresh()
	name := d.say(wHistoryNoPage)
	if len(ed.Pages) > 0 {
		p := ed.Pages[at]
		name = d.say(wHistoryPage.F(p.Number, p.Name, at+1, len(ed.Pages)))
	}
	h.pageName.set(name, theme.ColorNameForeground)
	said := wHistoryState
	if m.snap != nil {
		said = wHistorySnap
	}
	h.said.set(d.say(said.F(len(ed.Stories), len(ed.Pictures))), colourFaint)
	h.back.state(at > 0, false)
	h.on.state(at < len(ed.Pages)-1, false)
	h.restore.Enable()
}

// bring makes the state that is shown the present one.
func (h *historyBox) bring() {
	d := h.d
	if h.shown == nil {
		return
	}
	m := h.all[h.current]
	what := clockText(m.at())
	if m.snap != nil {
		what = m.snap.Name
	}
	h.box.Hide()
	ed, err := d.store.Restore(h.shown, what)
	if err != nil {
		d.fail(err)
		return
	}
	d.adopt(ed)
	d.note(wRestored.F(what))
}

// drop forgets the snapshot that is chosen.
func (h *historyBox) drop() {
	d, m := h.d, h.all[h.current]
	if m.snap == nil {
		return
	}
	h.box.Hide()
	if err := d.store.RemoveSnapshot(m.snap.ID); err != nil {
		d.fail(err)
		return
	}
	d.showHistory()
}

// clockText answers a time as lists show it.
func clockText(ms int64) string { return time.UnixMilli(ms).Format("01-02 15:04:05") }

// momentRow is one step or snapshot: when, who, what, and what became of it.
type momentRow struct {
	widget.BaseWidget
	when, who, what, state *ink
	box                    *fyne.Container
}

func newMomentRow() *momentRow {
	ink := func(size fyne.ThemeSizeName) *ink { return newInk("", colourFaint, size, false) }
	r := &momentRow{when: ink(theme.SizeNameCaptionText), who: ink(theme.SizeNameCaptionText), what: ink(theme.SizeNameText), state: ink(theme.SizeNameCaptionText)}
	r.state.align = fyne.TextAlignTrailing
	r.box = container.New(columnsLayout{widths: []float32{104, 72, 0, 96}, gap: 8, height: 25}, r.when, r.who, r.what, r.state)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *momentRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (r *momentRow) show(d *Desk, m moment) {
	r.when.set(clockText(m.at()), colourFaint)
	if m.snap != nil {
		r.who.set(m.snap.Who, colourFaint)
		r.what.set(m.snap.Name, theme.ColorNamePrimary)
		r.state.set(d.say(wSnapshotMark), theme.ColorNamePrimary)
		return
	}
	s := m.step
	r.who.set(s.Who, colourFaint)
	colour, state := theme.ColorNameForeground, ""
	switch s.State {
	case store.Undone:
		colour, state = colourFaint, d.say(wStepUndone)
	case store.Dropped:
		colour, state = colourFaint, d.say(wStepDropped)
	case store.Done:
	}
	r.what.set(d.say(s.Label), colour)
	r.state.set(state, colourFaint)
}

// askSnapshot keeps the present state under a name.
func (d *Desk) askSnapshot() {
	if d.store == nil {
		return
	}
	d.flush()
	name := newField(d.deps.After, d.key)
	name.SetText(d.say(wSnapshotName.F(d.deps.Now().Format("15:04"))))
	var box *dialog.CustomDialog
	keep := func() {
		if name.Text == "" {
			return
		}
		box.Hide()
		s, err := d.store.Snapshot(name.Text)
		if err != nil {
			d.fail(err)
			return
		}
		d.note(wSnapshotKept.F(s.Name))
	}
	name.OnSubmitted = func(string) { keep() }
	ok := widget.NewButton(d.say(wSnapshotKeep), keep)
	ok.Importance = widget.HighImportance
	box = dialog.NewCustomWithoutButtons(d.say(wSnapshot), container.NewBorder(nil, nil, newNarrow(d.say(wSnapshotNamed), 60), nil, name), d.win)
	box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), func() { box.Hide() }), ok})
	d.presentWith(box, fyne.NewSize(420, 0), onReturn(keep))
	d.win.Canvas().Focus(name)
}
