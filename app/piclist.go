package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edition"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// pictureList is the left dock's list of the edition's pictures: each small, with its name, its pixels and where it
// stands. A row is dragged onto the page as a file from the desktop is dropped there.
type pictureList struct {
	d       *Desk
	list    *rowList
	rows    []*edition.Picture
	stands  map[string][]int // pages, by picture
	thumbs  *thumbs
	empty   *widget.Label
	content fyne.CanvasObject
	at      string // the picture chosen
}

func newPictureList(d *Desk) *pictureList {
	l := &pictureList{d: d}
	l.list = newRowList(d, func() int { return len(l.rows) }, func() fyne.CanvasObject { return newPictureRow(l) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.rows) {
			o.(*pictureRow).show(l.rows[i])
		}
	})
	l.list.move = l.move
	l.list.OnSelected = func(i widget.ListItemID) {
		if i < len(l.rows) {
			l.choose(l.rows[i].ID)
		}
	}
	l.thumbs = newThumbs(d, pageTall, l.list.Refresh)
	l.empty = widget.NewLabelWithStyle(d.say(wNoPictures), fyne.TextAlignCenter, fyne.TextStyle{})
	l.empty.Importance, l.empty.Wrapping = widget.LowImportance, d.wrap()
	l.content = container.NewStack(l.list, l.empty)
	return l
}

// move chooses the picture some rows on.
func (l *pictureList) move(by int) {
	for i, p := range l.rows {
		if j := i + by; p.ID == l.at && j >= 0 && j < len(l.rows) {
			l.list.Select(j)
			return
		}
	}
	if l.at == "" && len(l.rows) > 0 {
		l.list.Select(0)
	}
}

// choose chooses a picture and shows where it stands.
func (l *pictureList) choose(id string) {
	d := l.d
	l.at = id
	for _, p := range d.ed.Pages {
		for _, f := range p.Frames {
			if shows(d.ed, f, id) {
				d.turnTo(p.ID)
				d.selectFrames(f.ID)
				d.view.Reveal(f.Rect)
				d.changed()
				return
			}
		}
	}
}

// shows reports whether a frame shows a picture, itself or in its story.
func shows(ed *edition.Edition, f *edition.Frame, picture string) bool {
	if f.Picture == picture || f.Furniture != nil && f.Furniture.Ad == picture {
		return true
	}
	if f.Kind == edition.StoryFrame && f.Link == 0 {
		if s := ed.Story(f.Story); s != nil {
			for _, u := range s.Pictures {
				if u.Picture == picture {
					return true
				}
			}
		}
	}
	return false
}

func (l *pictureList) refresh() {
	d := l.d
	l.rows, l.stands = nil, map[string][]int{}
	if d.ed != nil {
		l.rows = d.ed.Pictures
		for _, p := range d.ed.Pages {
			for _, f := range p.Frames {
				for _, pic := range l.rows {
					if shows(d.ed, f, pic.ID) {
						l.stands[pic.ID] = append(l.stands[pic.ID], p.Number)
					}
				}
			}
		}
	}
	if len(l.rows) == 0 {
		l.empty.Show()
	} else {
		l.empty.Hide()
	}
	// A picture is drawn as a page that holds nothing else.
	pages := make([]display.Page, 0, len(l.rows))
	for _, p := range l.rows {
		if p.Width <= 0 || p.Height <= 0 {
			continue
		}
		trim := geom.Size{W: 100 * geom.MM * geom.Length(p.Width) / geom.Length(p.Height), H: 100 * geom.MM}
		pages = append(pages, display.Page{ID: p.ID, Trim: trim, Items: []display.Item{
			display.Picture{Box: geom.Rect{W: trim.W, H: trim.H}, ID: p.ID, Crop: display.WholePicture}}})
	}
	l.thumbs.want(pages)
	l.list.Refresh()
	l.list.show(slices.IndexFunc(l.rows, func(p *edition.Picture) bool { return p.ID == l.at }))
}

// pictureRow is one picture of the list.
type pictureRow struct {
	widget.BaseWidget
	l                       *pictureList
	small                   *canvas.Image
	head, info, state, none *ink
	bar, paper              *paint
	box                     *fyne.Container

	picture string
	at      geom.Point // where a drag would put it
	on      bool       // the page
}

func newPictureRow(l *pictureList) *pictureRow {
	r := &pictureRow{l: l, small: newThumb(), bar: newPaint(theme.ColorNameInputBorder), paper: newPaint(theme.ColorNameInputBorder),
		head:  newInk("", theme.ColorNameForeground, theme.SizeNameText, false),
		info:  newInk("", colourFaint, theme.SizeNameCaptionText, false),
		state: newInk("", colourFaint, theme.SizeNameCaptionText, false),
		none:  newInk("", colourFaint, theme.SizeNameCaptionText, false),
	}
	r.box = container.New(thumbRowLayout{}, r.bar, r.paper, r.small, r.head, r.info, r.state, r.none)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *pictureRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (r *pictureRow) show(p *edition.Picture) {
	d := r.l.d
	r.picture = p.ID
	r.l.thumbs.set(r.small, p.ID)
	name := p.Name
	if name == "" {
		name = d.say(frameNames[edition.PictureFrame])
	}
	r.head.set(name, theme.ColorNameForeground)
	r.info.set(d.say(wPixels.F(p.Width, p.Height))+" · "+strings.ToUpper(p.Format), colourFaint)
	state, colour := d.say(wUnplaced), colourFaint
	if pages := r.l.stands[p.ID]; len(pages) > 0 {
		var said []string
		for i, n := range pages {
			if i == 0 || pages[i-1] != n {
				said = append(said, d.say(wPageShort.F(n)))
			}
		}
		state, colour = strings.Join(said, " "), theme.ColorNameSuccess
	}
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

// Dragged implements fyne.Draggable: a picture is dragged from the list onto the page.
func (r *pictureRow) Dragged(e *fyne.DragEvent) {
	d := r.l.d
	p, pic := d.pageNow(), d.ed.Picture(r.picture)
	if p == nil || pic == nil {
		return
	}
	var aim geom.Rect
	if r.at, r.on = d.view.PageAt(e.AbsolutePosition); r.on {
		aim = pictureRect(p.Format, pic, r.at)
		if f := frameUnder(p, r.at); f != nil && (f.Kind == edition.PictureFrame || f.Kind == edition.StoryFrame || isAd(f)) && (!f.Locked || isAd(f)) {
			aim = f.Rect
		}
	}
	d.view.SetDrop(aim)
	d.frame.tips.carry(r.head.text, e.AbsolutePosition)
}

// DragEnd implements fyne.Draggable.
func (r *pictureRow) DragEnd() {
	d := r.l.d
	d.frame.tips.hide()
	d.view.SetDrop(geom.Rect{})
	if r.on && d.ed != nil {
		d.flush()
		d.placePicture(d.page, r.picture, r.at)
	}
	r.on = false
}
