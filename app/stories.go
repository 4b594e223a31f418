package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edition"
	"dayang/layout/geom"
)

// storyList is the left dock: every story of the edition, how long it is, and whether it stands on a page and fits.
type storyList struct {
	d       *Desk
	title   *ink
	list    *rowList
	empty   *widget.Label
	content fyne.CanvasObject
	rows    []*edition.Story
	quiet   bool
}

func newStoryList(d *Desk) *storyList {
	l := &storyList{d: d}
	l.title = newInk("", theme.ColorNameForeground, theme.SizeNameText, true)
	l.list = newRowList(d, func() int { return len(l.rows) }, func() fyne.CanvasObject { return newStoryRow(d) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.rows) {
			o.(*storyRow).show(d, l.rows[i])
		}
	})
	l.list.move = l.move
	l.list.OnSelected = func(i widget.ListItemID) {
		if !l.quiet && i < len(l.rows) {
			d.pickStory(l.rows[i].ID)
		}
	}
	l.empty = widget.NewLabelWithStyle(d.say(wNoStories), fyne.TextAlignCenter, fyne.TextStyle{})
	l.empty.Importance = widget.LowImportance
	head := container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(4, 4, 8, 8), l.title))
	l.content = container.NewBorder(head, nil, nil, nil, container.NewStack(l.list, container.NewCenter(l.empty)))
	return l
}

// move chooses the story some rows on.
func (l *storyList) move(by int) {
	for i, s := range l.rows {
		if s.ID == l.d.story {
			if j := i + by; j >= 0 && j < len(l.rows) {
				l.d.pickStory(l.rows[j].ID)
			}
			return
		}
	}
	if len(l.rows) > 0 {
		l.d.pickStory(l.rows[0].ID)
	}
}

func (l *storyList) refresh() {
	d := l.d
	l.rows = nil
	if d.ed != nil {
		l.rows = d.ed.Stories
	}
	title := d.say(wStories)
	if len(l.rows) > 0 {
		title += "  " + itoa(len(l.rows))
		l.empty.Hide()
	} else {
		l.empty.Show()
	}
	l.title.set(title, theme.ColorNameForeground)
	l.list.Refresh()
	l.quiet = true
	at := -1
	for i, s := range l.rows {
		if s.ID == d.story {
			at = i
		}
	}
	if at >= 0 {
		l.list.Select(at)
	} else {
		l.list.UnselectAll()
	}
	l.quiet = false
}

// storyRow is one story: its headline, and below it kind, length and state. The state is words and colour.
type storyRow struct {
	widget.BaseWidget
	head, info, state *ink
	bar               *paint
	box               *fyne.Container

	d     *Desk
	story string
	aim   geom.Rect // where a drag would put the story; empty: nowhere
}

func newStoryRow(d *Desk) *storyRow {
	r := &storyRow{d: d,
		head:  newInk("", theme.ColorNameForeground, theme.SizeNameText, false),
		info:  newInk("", colourFaint, theme.SizeNameCaptionText, false),
		state: newInk("", colourFaint, theme.SizeNameCaptionText, false),
		bar:   newPaint(theme.ColorNameSeparator),
	}
	r.state.align = fyne.TextAlignTrailing
	r.box = container.New(storyRowLayout{}, r.bar, r.head, r.info, r.state)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *storyRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

type storyRowLayout struct{}

func (storyRowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(140, 42) }
func (storyRowLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	const left, right = 12, 8
	o[0].Move(fyne.NewPos(3, 5))
	o[0].Resize(fyne.NewSize(3, s.Height-10))
	o[1].Move(fyne.NewPos(left, 3))
	o[1].Resize(fyne.NewSize(max(0, s.Width-left-right), 19))
	state := min(o[3].MinSize().Width, s.Width/2)
	o[2].Move(fyne.NewPos(left, 22))
	o[2].Resize(fyne.NewSize(max(0, s.Width-left-right-state-6), 16))
	o[3].Move(fyne.NewPos(s.Width-right-state, 22))
	o[3].Resize(fyne.NewSize(state, 16))
}

// Dragged implements fyne.Draggable: a story is dragged from the list onto the page.
func (r *storyRow) Dragged(e *fyne.DragEvent) {
	d := r.d
	if d.ed == nil || d.ed.Story(r.story) == nil {
		return
	}
	r.aim = geom.Rect{}
	if at, ok := d.view.PageAt(e.AbsolutePosition); ok {
		r.aim, _ = d.dropPlace(r.story, at)
	}
	d.view.SetDrop(r.aim)
	d.frame.tips.carry(d.title(d.ed.Story(r.story)), e.AbsolutePosition)
}

// DragEnd implements fyne.Draggable.
func (r *storyRow) DragEnd() {
	r.d.frame.tips.hide()
	r.d.view.SetDrop(geom.Rect{})
	if !r.aim.Empty() {
		r.d.dropStory(r.story, r.aim)
	}
	r.aim = geom.Rect{}
}

func (r *storyRow) show(d *Desk, s *edition.Story) {
	r.story = s.ID
	r.head.set(d.title(s), theme.ColorNameForeground)
	info := []string{d.say(kindNames[s.Kind]), d.say(wCharCount.F(count(s)))}
	if kindNames[s.Kind].ZH == "" {
		info = info[1:]
	}
	if n := len(s.Pictures); n > 0 {
		info = append(info, d.say(wPictures.F(n)))
	}
	r.info.set(strings.Join(info, " · "), colourFaint)
	state, colour := d.storyState(s.ID)
	r.state.set(state, colour)
	bar := colour
	if colour == colourFaint {
		bar = theme.ColorNameInputBorder
	}
	if r.bar.colour != bar {
		r.bar.colour = bar
		r.bar.Refresh()
	}
	r.box.Refresh()
}

// storyState says in a word or two where a story stands.
func (d *Desk) storyState(id string) (string, fyne.ThemeColorName) {
	if !d.isPlaced(id) {
		return d.say(wUnplaced), colourFaint
	}
	fit, ok := d.composed.Fits[id]
	switch {
	case ok && fit.OverRunes > 0:
		return d.say(wOverRow.F(fit.OverRunes)), theme.ColorNameError
	case ok && fit.ShortLines > 0:
		return d.say(wShortRow.F(fit.ShortLines)), theme.ColorNameWarning
	}
	return d.say(wPlaced), theme.ColorNameSuccess
}
