package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edition"
	"dayang/layout/geom"
)

// storyList is the left dock's list of stories: where each stands, how long it is against its space, what is to be
// done. It can be searched, filtered and sorted; what it is dragged onto the page for does not depend on that.
type storyList struct {
	d             *Desk
	title         *ink
	search        *field
	filter, order *choice
	list          *rowList
	empty         *widget.Label
	content       fyne.CanvasObject
	rows          []*edition.Story
}

// storyView is how the list was left; it outlives the frame.
type storyView struct {
	search        string
	filter, order int
}

func newStoryList(d *Desk) *storyList {
	l := &storyList{d: d}
	l.title = newInk("", theme.ColorNameForeground, theme.SizeNameText, true)
	l.search = newField(d.deps.After, d.key)
	l.search.SetText(d.listed.search)
	l.search.SetPlaceHolder(d.say(wSearchStories))
	l.search.OnChanged = func(s string) {
		d.listed.search = s
		l.refresh()
	}
	l.search.arrows = l.move
	l.filter = newChoice(d, func(i int) {
		d.listed.filter = i
		l.refresh()
	})
	for _, f := range storyFilters {
		l.filter.Options = append(l.filter.Options, d.say(f.title))
	}
	l.filter.show(d.listed.filter)
	l.order = newChoice(d, func(i int) {
		d.listed.order = i
		l.refresh()
	})
	for _, o := range storySorts {
		l.order.Options = append(l.order.Options, d.say(o.title))
	}
	l.order.show(d.listed.order)
	l.list = newRowList(d, func() int { return len(l.rows) }, func() fyne.CanvasObject { return newStoryRow(d) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.rows) {
			o.(*storyRow).show(d, l.rows[i])
		}
	})
	l.list.move = l.move
	l.list.OnSelected = func(i widget.ListItemID) {
		if i < len(l.rows) {
			d.pickStory(l.rows[i].ID)
		}
	}
	l.empty = widget.NewLabelWithStyle("", fyne.TextAlignCenter, fyne.TextStyle{})
	l.empty.Importance, l.empty.Wrapping = widget.LowImportance, d.wrap()
	head := container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(4, 4, 8, 8), l.title))
	tools := container.New(fynelayout.NewCustomPaddedLayout(4, 4, 6, 6), newPile(l.search, newSpace(4), container.NewGridWithColumns(2, l.filter, l.order)))
	l.content = container.NewBorder(newPile(head, tools), nil, nil, nil, container.NewStack(l.list, l.empty))
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
	l.rows = d.storiesShown(d.listed.search, d.listed.filter, d.listed.order)
	title, all := d.say(wStories), 0
	if d.ed != nil {
		all = len(d.ed.Stories)
	}
	if all > 0 {
		title += "  " + itoa(all)
		out := 0
		for _, s := range d.ed.Stories {
			if !d.isPlaced(s.ID) {
				out++
			}
		}
		if len(l.rows) < all {
			title = d.say(wStories) + "  " + itoa(len(l.rows)) + " / " + itoa(all)
		}
		if out > 0 {
			title += "   " + d.say(wUnplacedN.F(out))
		}
	}
	switch {
	case len(l.rows) > 0:
		l.empty.Hide()
	case all > 0:
		l.empty.SetText(d.say(wNoneSuch))
		l.empty.Show()
	default:
		l.empty.SetText(d.say(wNoStories))
		l.empty.Show()
	}
	l.title.set(title, theme.ColorNameForeground)
	l.list.Refresh()
	l.list.show(slices.IndexFunc(l.rows, func(s *edition.Story) bool { return s.ID == d.story }))
}

// storyRow is one story: its headline, and below it kind, length and state. The state is words and colour.
type storyRow struct {
	widget.BaseWidget
	head, info, state, stage *ink
	bar                      *paint
	box                      *fyne.Container

	d     *Desk
	story string
	aim   geom.Rect // where a drag would put the story; empty: nowhere
}

func newStoryRow(d *Desk) *storyRow {
	r := &storyRow{d: d,
		head:  newInk("", theme.ColorNameForeground, theme.SizeNameText, false),
		info:  newInk("", colourFaint, theme.SizeNameCaptionText, false),
		state: newInk("", colourFaint, theme.SizeNameCaptionText, false),
		stage: newInk("", colourFaint, theme.SizeNameCaptionText, false),
		bar:   newPaint(theme.ColorNameSeparator),
	}
	r.state.align, r.stage.align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	r.box = container.New(storyRowLayout{}, r.bar, r.head, r.info, r.state, r.stage)
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
	stage := float32(0)
	if len(o) > 4 {
		if stage = o[4].MinSize().Width; stage > 0 {
			stage = min(stage, s.Width/3)
			o[4].Move(fyne.NewPos(s.Width-right-stage, 4))
			o[4].Resize(fyne.NewSize(stage, 16))
			stage += 6
		}
	}
	o[1].Move(fyne.NewPos(left, 3))
	o[1].Resize(fyne.NewSize(max(0, s.Width-left-right-stage), 19))
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
	stage, tint := "", colourFaint
	if d.stage != nil {
		stage, tint = d.stage(s.ID)
	}
	r.stage.set(stage, tint)
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

// storyState says in a few words where a story stands and how it fits there: its pages, and what is over or short in
// characters and lines. Of one that stands nowhere it says how many lines it would take.
func (d *Desk) storyState(id string) (string, fyne.ThemeColorName) {
	if !d.isPlaced(id) {
		text := d.say(wUnplaced)
		if s, p := d.ed.Story(id), d.pageNow(); s != nil && p != nil {
			text += " · " + d.say(wAboutLines.F(bodyLines(s, p.Format)))
		}
		return text, theme.ColorNamePrimary
	}
	var numbers []string
	for _, n := range d.pagesOf(id) {
		numbers = append(numbers, d.say(wPageShort.F(n)))
	}
	where := strings.Join(numbers, " ")
	fit, ok := d.composed.Fits[id]
	switch {
	case ok && fit.OverRunes > 0:
		return where + " · " + d.say(wOverBoth.F(fit.OverRunes, fit.OverLines)), theme.ColorNameError
	case ok && fit.ShortLines > 0:
		return where + " · " + d.say(wShortRow.F(fit.ShortLines)), theme.ColorNameWarning
	}
	return where + " · " + d.say(wFits), theme.ColorNameSuccess
}

// bodyLines estimates the body lines that a story takes in a column of a page.
func bodyLines(s *edition.Story, f edition.Format) int {
	perLine := max(1, int(f.ColumnWidth()/max(f.Body, 1)))
	n := 0
	for _, p := range s.Paras {
		if p.Role.InBody() {
			n += (len([]rune(p.Text))+2)/perLine + 1
		}
	}
	return n
}
