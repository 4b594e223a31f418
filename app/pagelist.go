package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edition"
)

// pageState says in a few words how a page stands, with the colour that goes with it: what does not fit weighs most,
// then what is short, then an empty page.
func (d *Desk) pageState(p *edition.Page) (string, fyne.ThemeColorName) {
	stories, over, short := map[string]bool{}, 0, 0
	for _, f := range p.Frames {
		if f.Story == "" || f.Kind == edition.FurnitureFrame || stories[f.Story] {
			continue
		}
		stories[f.Story] = true
		if fit, ok := d.composed.Fits[f.Story]; ok {
			over += fit.OverRunes
			short += fit.ShortLines
		}
	}
	switch {
	case len(stories) == 0:
		return d.say(wPageEmpty), colourFaint
	case over > 0:
		return d.say(wOverRow.F(over)), theme.ColorNameError
	case short > 0:
		return d.say(wShortRow.F(short)), theme.ColorNameWarning
	}
	return d.say(wPageFits), theme.ColorNameSuccess
}

// storiesOn counts the stories that stand on a page.
func storiesOn(p *edition.Page) int {
	seen := map[string]bool{}
	for _, f := range p.Frames {
		if f.Story != "" && f.Kind != edition.FurnitureFrame {
			seen[f.Story] = true
		}
	}
	return len(seen)
}

// pageList is the left dock's list of pages: number, name, who answers for it, how many stories, how it stands.
type pageList struct {
	d       *Desk
	list    *rowList
	rows    []*edition.Page
	content fyne.CanvasObject
	quiet   bool
}

func newPageList(d *Desk) *pageList {
	l := &pageList{d: d}
	l.list = newRowList(d, func() int { return len(l.rows) }, func() fyne.CanvasObject { return newPageRow() }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.rows) {
			o.(*pageRow).show(d, l.rows[i])
		}
	})
	l.list.move = d.turn
	l.list.OnSelected = func(i widget.ListItemID) {
		if !l.quiet && i < len(l.rows) {
			d.turnTo(l.rows[i].ID)
		}
	}
	l.content = container.NewStack(l.list)
	return l
}

func (l *pageList) refresh() {
	d := l.d
	l.rows = nil
	if d.ed != nil {
		l.rows = d.ed.Pages
	}
	l.list.Refresh()
	l.quiet = true
	if i := d.pageIndex(); i >= 0 {
		l.list.Select(i)
	} else {
		l.list.UnselectAll()
	}
	l.quiet = false
}

// pageRow is one page of the list.
type pageRow struct {
	widget.BaseWidget
	head, info, state *ink
	bar               *paint
	box               *fyne.Container
}

func newPageRow() *pageRow {
	r := &pageRow{
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
func (r *pageRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (r *pageRow) show(d *Desk, p *edition.Page) {
	r.head.set(d.say(wPageOf.F(p.Number, p.Name)), theme.ColorNameForeground)
	info := []string{d.say(wStoriesN.F(storiesOn(p)))}
	if p.Editor != "" {
		info = append(info, p.Editor)
	}
	r.info.set(strings.Join(info, " · "), colourFaint)
	state, colour := d.pageState(p)
	r.state.set(state, colour)
	if colour == colourFaint {
		colour = theme.ColorNameInputBorder
	}
	if r.bar.colour != colour {
		r.bar.colour = colour
		r.bar.Refresh()
	}
	r.box.Refresh()
}
