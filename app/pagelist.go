package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	thumbs  *thumbs
	found   map[string]int // findings by page
}

func newPageList(d *Desk) *pageList {
	l := &pageList{d: d}
	l.list = newRowList(d, func() int { return len(l.rows) }, func() fyne.CanvasObject { return newPageRow() }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.rows) {
			o.(*pageRow).show(d, l.thumbs, l.rows[i], l.found[l.rows[i].ID])
		}
	})
	l.thumbs = newThumbs(d, pageTall, l.list.Refresh)
	l.list.move = d.turn
	l.list.OnSelected = func(i widget.ListItemID) {
		if i < len(l.rows) {
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
		l.found = d.countFindings()
	}
	l.thumbs.want(d.composed.Pages)
	l.list.Refresh()
	l.list.show(d.pageIndex())
}

// pageTall is how high pages are shown in their list.
const pageTall = 64

// pageRow is one page of the list: small, with its number and name, what stands on it, how it fits, and how many
// findings it has.
type pageRow struct {
	widget.BaseWidget
	small             *canvas.Image
	found             *ink
	paper             *paint
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
	r.small = newThumb()
	r.found = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	r.paper = newPaint(theme.ColorNameInputBorder)
	r.box = container.New(thumbRowLayout{}, r.bar, r.paper, r.small, r.head, r.info, r.state, r.found)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *pageRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// thumbRowLayout is a coloured bar, a small picture on its ground, and four lines beside it.
type thumbRowLayout struct{}

func (thumbRowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(140, pageTall+14) }
func (thumbRowLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	const left, wide = 12, pageTall * .75
	o[0].Move(fyne.NewPos(3, 5))
	o[0].Resize(fyne.NewSize(3, s.Height-10))
	at, size := fyne.NewPos(left, 6), fyne.NewSize(wide, s.Height-12)
	img := o[2].(*canvas.Image)
	if img.Image != nil {
		b := img.Image.Bounds()
		w := min(size.Width, size.Height*float32(b.Dx())/float32(max(b.Dy(), 1)))
		h := w * float32(b.Dy()) / float32(max(b.Dx(), 1))
		at, size = at.AddXY((size.Width-w)/2, (size.Height-h)/2), fyne.NewSize(w, h)
	}
	o[1].Move(at.SubtractXY(1, 1))
	o[1].Resize(size.AddWidthHeight(2, 2))
	img.Move(at)
	img.Resize(size)
	x := float32(left + wide + 10)
	y := float32(4)
	for i, h := range []float32{19, 16, 16, 16} {
		o[3+i].Move(fyne.NewPos(x, y))
		o[3+i].Resize(fyne.NewSize(max(0, s.Width-x-8), h))
		y += h
	}
}

// countFindings counts what the list of findings has about each page. A story's count for the page it begins on: where
// each stands to the line would cost a look at every line of the edition.
func (d *Desk) countFindings() map[string]int {
	begins := map[string]string{}
	for _, p := range d.ed.Pages {
		for _, f := range p.Frames {
			if f.Story != "" && f.Link == 0 && f.Kind == edition.StoryFrame {
				begins[f.Story] = p.ID
			}
		}
	}
	n := map[string]int{}
	for _, f := range d.findings {
		page := f.Place.Page
		if page == "" {
			page = begins[f.Place.Story]
		}
		n[page]++
	}
	return n
}

func (r *pageRow) show(d *Desk, t *thumbs, p *edition.Page, found int) {
	t.set(r.small, p.ID)
	if found > 0 {
		r.found.set(d.say(wFindingsN.F(found)), theme.ColorNameWarning)
	} else {
		r.found.set("", colourFaint)
	}
	r.head.set(d.say(wPageOf.F(p.Number, p.Name)), theme.ColorNameForeground)
	info := []string{d.say(wStoriesN.F(storiesOn(p)))}
	if p.Editor != "" {
		info = append(info, p.Editor)
	}
	if s := d.flowState(p); s != "" {
		info = append(info, s)
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
