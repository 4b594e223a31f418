package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tab is one name in a row of tabs. Fyne's own tabs cannot hold the keyboard; these can, and the arrow keys go along
// the row.
type tab struct {
	widget.BaseWidget
	row  *tabRow
	at   int
	word string
	sign fyne.ThemeColorName // of the dot before the word; "" is no dot

	on, hovered, focused bool
	ground, line, ring   *canvas.Rectangle
	dot                  *canvas.Circle
	label                *ink
}

// tabRow is a row of tabs, scrolled where it is wider than its place.
type tabRow struct {
	d      *Desk
	tabs   []*tab
	at     int
	chosen func(i int)
	box    *fyne.Container
	scroll *container.Scroll
	high   float32
}

// newTabRow makes a row of tabs of a height; chosen is told of what a hand chose.
func newTabRow(d *Desk, high float32, chosen func(int)) *tabRow {
	r := &tabRow{d: d, at: -1, chosen: chosen, high: high}
	r.box = container.New(tightRow{})
	r.scroll = container.NewHScroll(r.box)
	return r
}

// set shows names, a dot's colour before each ("" for none), and which one is on.
func (r *tabRow) set(names []string, signs []fyne.ThemeColorName, at int) {
	grown := len(names) != len(r.tabs)
	for len(r.tabs) < len(names) {
		t := &tab{row: r, at: len(r.tabs)}
		t.ExtendBaseWidget(t)
		r.tabs = append(r.tabs, t)
		r.box.Add(t)
	}
	if len(names) < len(r.tabs) {
		r.tabs = r.tabs[:len(names)]
		r.box.Objects = r.box.Objects[:len(names)]
	}
	wider := grown
	for i, t := range r.tabs {
		sign := fyne.ThemeColorName("")
		if signs != nil {
			sign = signs[i]
		}
		if t.word != names[i] || t.sign != sign || t.on != (i == at) {
			wider = wider || t.word != names[i] || (t.sign == "") != (sign == "")
			t.word, t.sign, t.on = names[i], sign, i == at
			t.Refresh()
		}
	}
	if wider {
		r.box.Refresh()
		r.scroll.Refresh()
	}
	if at != r.at {
		r.at = at
		r.reveal()
	}
}

// reveal scrolls to the tab that is on.
func (r *tabRow) reveal() {
	if r.at < 0 || r.at >= len(r.tabs) {
		return
	}
	t, wide := r.tabs[r.at], r.scroll.Size().Width
	from, to := t.Position().X, t.Position().X+t.Size().Width
	off := r.scroll.Offset.X
	switch {
	case wide <= 0:
		return
	case from < off:
		off = from
	case to > off+wide:
		off = to - wide
	default:
		return
	}
	r.scroll.ScrollToOffset(fyne.NewPos(off, 0))
}

// CreateRenderer implements fyne.Widget.
func (t *tab) CreateRenderer() fyne.WidgetRenderer {
	t.ground, t.line, t.ring = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), newRing()
	t.dot = canvas.NewCircle(color.Transparent)
	t.label = newInk(t.word, theme.ColorNameForeground, theme.SizeNameText, false)
	r := &tabRenderer{t}
	r.Refresh()
	return r
}

type tabRenderer struct{ t *tab }

func (r *tabRenderer) Destroy() {}
func (r *tabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.ground, r.t.line, r.t.dot, r.t.label, r.t.ring}
}

func (r *tabRenderer) MinSize() fyne.Size {
	w := fyne.MeasureText(r.t.word, theme.Size(theme.SizeNameText), fyne.TextStyle{Bold: true}).Width + 22
	if r.t.sign != "" {
		w += 11
	}
	return fyne.NewSize(w, r.t.row.high)
}

func (r *tabRenderer) Layout(s fyne.Size) {
	t := r.t
	t.ground.Resize(s)
	t.ring.Move(fyne.NewPos(2, 2))
	t.ring.Resize(s.SubtractWidthHeight(4, 4))
	t.line.Move(fyne.NewPos(6, s.Height-2))
	t.line.Resize(fyne.NewSize(max(0, s.Width-12), 2))
	x := float32(11)
	if t.sign != "" {
		t.dot.Move(fyne.NewPos(x, (s.Height-6)/2))
		t.dot.Resize(fyne.NewSquareSize(6))
		x += 11
	}
	t.label.Move(fyne.NewPos(x, 0))
	t.label.Resize(fyne.NewSize(max(0, s.Width-x-6), s.Height))
}

func (r *tabRenderer) Refresh() {
	t := r.t
	t.ground.FillColor, t.line.FillColor, t.dot.FillColor = color.Transparent, color.Transparent, color.Transparent
	if t.hovered && !t.on {
		t.ground.FillColor = theme.Color(theme.ColorNameHover)
	}
	name := colourFaint
	if t.on {
		t.line.FillColor = theme.Color(theme.ColorNamePrimary)
		name = theme.ColorNameForeground
	}
	if t.sign != "" {
		t.dot.FillColor = theme.Color(t.sign)
	}
	showRing(t.ring, t.focused)
	t.label.bold = t.on
	t.label.text, t.label.colour = t.word, name
	r.Layout(t.Size())
	t.label.Refresh()
	t.ground.Refresh()
	t.line.Refresh()
	t.dot.Refresh()
}

// newRing is the line round what holds the keyboard.
func newRing() *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius, r.StrokeWidth = 4, 1.5
	r.Hide()
	return r
}

func showRing(r *canvas.Rectangle, on bool) {
	r.StrokeColor = theme.Color(theme.ColorNamePrimary)
	if on {
		r.Show()
	} else {
		r.Hide()
	}
	r.Refresh()
}

// Tapped implements fyne.Tappable.
func (t *tab) Tapped(*fyne.PointEvent) { t.row.chosen(t.at) }

// MouseIn implements desktop.Hoverable.
func (t *tab) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (t *tab) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *tab) MouseOut() { t.hovered = false; t.Refresh() }

// FocusGained implements fyne.Focusable.
func (t *tab) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost implements fyne.Focusable.
func (t *tab) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune implements fyne.Focusable.
func (t *tab) TypedRune(rune) {}

// TypedKey implements fyne.Focusable: arrows go along the row, Space and Return choose, the rest is the window's.
func (t *tab) TypedKey(e *fyne.KeyEvent) {
	r := t.row
	step := 0
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		r.chosen(t.at)
		return
	case fyne.KeyLeft:
		step = -1
	case fyne.KeyRight:
		step = 1
	default:
		r.d.key(e)
		return
	}
	if i := t.at + step; i >= 0 && i < len(r.tabs) {
		r.chosen(i)
		if i < len(r.tabs) {
			r.d.win.Canvas().Focus(r.tabs[i])
		}
	}
}

// leaf is one panel of a dock: its name, what is shown, and how that is shown anew. A panel that is not seen is not
// refreshed; it is when it is turned to.
type leaf struct {
	id      string
	title   string
	object  fyne.CanvasObject
	refresh func()
}

// book is a dock's leaves behind a row of tabs; a single leaf has no row.
type book struct {
	d       *Desk
	row     *tabRow
	leaves  []leaf
	at      int
	stack   *fyne.Container
	content fyne.CanvasObject
	turned  func()
}

// newBook makes a dock of leaves; turned is told when a hand turned to another one.
func newBook(d *Desk, leaves []leaf, turned func()) *book {
	b := &book{d: d, leaves: leaves, turned: turned}
	b.row = newTabRow(d, 30, func(i int) {
		b.SelectIndex(i)
		if b.turned != nil {
			b.turned()
		}
	})
	b.stack = container.NewStack()
	for i, l := range leaves {
		b.stack.Add(l.object)
		if i > 0 {
			l.object.Hide()
		}
	}
	var names fyne.CanvasObject
	if len(leaves) > 1 {
		names = container.NewVBox(container.NewStack(newPaint(colourStripe), b.row.scroll))
	}
	b.content = container.NewStack(newPaint(colourPanel), container.NewBorder(names, nil, nil, nil, b.stack))
	b.show()
	return b
}

func (b *book) show() {
	names := make([]string, len(b.leaves))
	for i, l := range b.leaves {
		names[i] = l.title
		if i == b.at {
			l.object.Show()
		} else {
			l.object.Hide()
		}
	}
	b.row.set(names, nil, b.at)
}

// SelectedIndex answers which leaf is shown.
func (b *book) SelectedIndex() int { return b.at }

// SelectIndex shows a leaf.
func (b *book) SelectIndex(i int) {
	if i < 0 || i >= len(b.leaves) {
		return
	}
	was := b.at
	b.at = i
	if was != i {
		b.show()
		b.refresh()
		b.content.Refresh()
	}
}

// open shows the leaf of an id; it reports whether there is one.
func (b *book) open(id string) bool {
	for i, l := range b.leaves {
		if l.id == id {
			b.SelectIndex(i)
			return true
		}
	}
	return false
}

// now answers the id of the leaf that is shown.
func (b *book) now() string {
	if b.at < len(b.leaves) {
		return b.leaves[b.at].id
	}
	return ""
}

// refresh shows the leaf anew.
func (b *book) refresh() {
	if b.at < len(b.leaves) && b.leaves[b.at].refresh != nil {
		b.leaves[b.at].refresh()
	}
}
