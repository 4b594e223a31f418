package app

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ink is one line of text without padding, cut with an ellipsis where it does not fit. Lists and bars are made of it:
// a Label's padding would make their rows half as tall again.
type ink struct {
	widget.BaseWidget
	text   string
	colour fyne.ThemeColorName
	size   fyne.ThemeSizeName
	bold   bool
	align  fyne.TextAlign
	least  float32 // width asked for; 0 asks for the whole text

	drawn *canvas.Text
}

func newInk(text string, colour fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *ink {
	i := &ink{text: text, colour: colour, size: size, bold: bold}
	i.ExtendBaseWidget(i)
	return i
}

// set changes the text and its colour, if they differ.
func (i *ink) set(text string, colour fyne.ThemeColorName) {
	if i.text == text && i.colour == colour {
		return
	}
	i.text, i.colour = text, colour
	i.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (i *ink) CreateRenderer() fyne.WidgetRenderer {
	i.drawn = canvas.NewText("", color.Black)
	r := &inkRenderer{i}
	r.Refresh()
	return r
}

type inkRenderer struct{ i *ink }

func (r *inkRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.i.drawn} }
func (r *inkRenderer) Destroy()                     {}

func (r *inkRenderer) MinSize() fyne.Size {
	i := r.i
	s := fyne.MeasureText(i.text, theme.Size(i.size), fyne.TextStyle{Bold: i.bold})
	if i.least > 0 {
		s.Width = i.least
	}
	if i.text == "" {
		s.Height = fyne.MeasureText("样", theme.Size(i.size), fyne.TextStyle{Bold: i.bold}).Height
	}
	return s
}

func (r *inkRenderer) Layout(s fyne.Size) {
	t := r.i.drawn
	t.Text = cutTo(r.i.text, s.Width, t.TextSize, t.TextStyle)
	m := t.MinSize()
	t.Alignment = r.i.align
	t.Move(fyne.NewPos(0, (s.Height-m.Height)/2))
	t.Resize(fyne.NewSize(s.Width, m.Height))
}

func (r *inkRenderer) Refresh() {
	t := r.i.drawn
	t.Color, t.TextSize, t.TextStyle = theme.Color(r.i.colour), theme.Size(r.i.size), fyne.TextStyle{Bold: r.i.bold}
	r.Layout(r.i.Size())
	t.Refresh()
}

// cutTo answers s, or as much of its start as fits with an ellipsis.
func cutTo(s string, width, size float32, style fyne.TextStyle) string {
	if width <= 0 || fyne.MeasureText(s, size, style).Width <= width+.5 {
		return s
	}
	rs := []rune(s)
	lo, hi := 0, len(rs)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fyne.MeasureText(string(rs[:mid])+"…", size, style).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(rs[:lo]) + "…"
}

// tool is a button of the toolbar: an icon, with or without its word, and a tip that tells name and key.
type tool struct {
	widget.BaseWidget
	icon   fyne.Resource
	word   string
	tip    string
	run    func()
	after  func(time.Duration, func()) func()
	tips   *tips
	keys   func(*fyne.KeyEvent) bool // the window's
	lively bool                      // enabled
	on     bool                      // a switch that is on

	hovered, focused bool
	stop             func()
	ground, ring     *canvas.Rectangle
	image            *canvas.Image
	label            *ink
}

func newTool(icon fyne.Resource, word, tip string, after func(time.Duration, func()) func(), run func()) *tool {
	t := &tool{icon: icon, word: word, tip: tip, run: run, after: after, lively: true}
	t.ExtendBaseWidget(t)
	return t
}

// state changes whether the button can be pressed and whether it is shown pressed.
func (t *tool) state(lively, on bool) {
	if t.lively == lively && t.on == on {
		return
	}
	t.lively, t.on = lively, on
	t.Refresh()
}

const toolSide = 28

// CreateRenderer implements fyne.Widget.
func (t *tool) CreateRenderer() fyne.WidgetRenderer {
	t.ground = canvas.NewRectangle(color.Transparent)
	t.ground.CornerRadius = 4
	t.ring = newRing()
	t.image = canvas.NewImageFromResource(t.icon)
	t.image.FillMode = canvas.ImageFillContain
	t.label = newInk(t.word, theme.ColorNameForeground, theme.SizeNameText, false)
	r := &toolRenderer{t}
	r.Refresh()
	return r
}

type toolRenderer struct{ t *tool }

func (r *toolRenderer) Destroy() {}
func (r *toolRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.ground, r.t.image, r.t.label, r.t.ring}
}

func (r *toolRenderer) MinSize() fyne.Size {
	if r.t.word == "" {
		return fyne.NewSize(toolSide+2, toolSide)
	}
	w := float32(toolSide) + r.t.label.MinSize().Width + 6
	if r.t.icon == nil {
		w = r.t.label.MinSize().Width + 14
	}
	return fyne.NewSize(w, toolSide)
}

func (r *toolRenderer) Layout(s fyne.Size) {
	const side = 18
	r.t.ground.Resize(s)
	r.t.ring.Move(fyne.NewPos(1, 1))
	r.t.ring.Resize(s.SubtractWidthHeight(2, 2))
	x := float32(5)
	if r.t.word == "" {
		x = (s.Width - side) / 2
	}
	r.t.image.Move(fyne.NewPos(x, (s.Height-side)/2))
	r.t.image.Resize(fyne.NewSquareSize(side))
	lx := x + side + 4
	if r.t.icon == nil {
		lx = 7
	}
	r.t.label.Move(fyne.NewPos(lx, 0))
	r.t.label.Resize(fyne.NewSize(max(0, s.Width-lx), s.Height))
}

func (r *toolRenderer) Refresh() {
	t := r.t
	switch {
	case t.on:
		t.ground.FillColor = theme.Color(theme.ColorNameSelection)
	case t.hovered && t.lively:
		t.ground.FillColor = theme.Color(theme.ColorNameHover)
	default:
		t.ground.FillColor = color.Transparent
	}
	name := theme.ColorNameForeground
	if !t.lively {
		name = theme.ColorNameDisabled
	}
	if t.icon != nil {
		t.image.Resource = theme.NewColoredResource(t.icon, name)
	}
	t.label.set(t.word, name)
	t.label.Refresh()
	t.ground.Refresh()
	t.image.Refresh()
	showRing(t.ring, t.focused)
}

// FocusGained implements fyne.Focusable; the tip comes with the keyboard too.
func (t *tool) FocusGained() {
	t.focused = true
	t.Refresh()
	if t.tip != "" {
		t.stop = t.after(tipPause, t.showTip)
	}
}

// FocusLost implements fyne.Focusable.
func (t *tool) FocusLost() {
	t.focused = false
	t.hideTip()
	t.Refresh()
}

// TypedRune implements fyne.Focusable.
func (t *tool) TypedRune(rune) {}

// TypedKey implements fyne.Focusable: Space and Return press it, the rest is the window's.
func (t *tool) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.Tapped(nil)
	default:
		if t.keys != nil {
			t.keys(e)
		}
	}
}

// Disabled implements fyne.Disableable, so that Tab passes over what cannot be pressed.
func (t *tool) Disabled() bool { return !t.lively }

// Enable implements fyne.Disableable.
func (t *tool) Enable() { t.state(true, t.on) }

// Disable implements fyne.Disableable.
func (t *tool) Disable() { t.state(false, t.on) }

// tipPause is how long the pointer rests before a tip is shown.
const tipPause = 600 * time.Millisecond

// Tapped implements fyne.Tappable.
func (t *tool) Tapped(*fyne.PointEvent) {
	t.hideTip()
	if t.lively && t.run != nil {
		t.run()
	}
}

// MouseIn implements desktop.Hoverable.
func (t *tool) MouseIn(*desktop.MouseEvent) {
	t.hovered = true
	t.Refresh()
	if t.tip != "" {
		t.stop = t.after(tipPause, t.showTip)
	}
}

// MouseMoved implements desktop.Hoverable.
func (t *tool) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *tool) MouseOut() {
	t.hovered = false
	t.hideTip()
	t.Refresh()
}

func (t *tool) showTip() {
	if (t.hovered || t.focused) && t.tips != nil {
		t.tips.show(t.tip, t)
	}
}

func (t *tool) hideTip() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if t.tips != nil {
		t.tips.hide()
	}
}

// tips is the layer above the window's content on which tips are shown. It is no pop-up: a pop-up would swallow the
// click that follows.
type tips struct {
	layer  *fyne.Container
	ground *canvas.Rectangle
	words  *ink
}

func newTips() *tips {
	t := &tips{ground: canvas.NewRectangle(color.Black), words: newInk("", theme.ColorNameForeground, theme.SizeNameCaptionText, false)}
	t.ground.CornerRadius, t.ground.StrokeWidth = 4, 1
	t.layer = container.NewWithoutLayout(t.ground, t.words)
	t.hide()
	return t
}

func (t *tips) show(text string, under fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	c := d.CanvasForObject(under)
	if c == nil {
		return
	}
	t.ground.FillColor, t.ground.StrokeColor = theme.Color(theme.ColorNameOverlayBackground), theme.Color(theme.ColorNameInputBorder)
	t.words.set(text, theme.ColorNameForeground)
	t.words.Refresh()
	size := t.words.MinSize()
	at := d.AbsolutePositionForObject(under).Subtract(d.AbsolutePositionForObject(t.layer)).AddXY(0, under.Size().Height+5)
	at.X = max(4, min(at.X, t.layer.Size().Width-size.Width-18))
	if at.Y+size.Height+10 > t.layer.Size().Height { // at the window's foot it stands above
		at.Y -= under.Size().Height + size.Height + 18
	}
	t.ground.Move(at)
	t.ground.Resize(size.AddWidthHeight(14, 8))
	t.words.Move(at.AddXY(7, 4))
	t.words.Resize(size)
	t.ground.Show()
	t.words.Show()
	t.ground.Refresh()
}

// carry shows what is being dragged beside the pointer.
func (t *tips) carry(text string, at fyne.Position) {
	t.ground.FillColor, t.ground.StrokeColor = theme.Color(theme.ColorNameOverlayBackground), theme.Color(theme.ColorNamePrimary)
	t.words.set(text, theme.ColorNameForeground)
	size := t.words.MinSize()
	size.Width = min(size.Width, 220)
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(t.layer)).AddXY(12, 10)
	t.ground.Move(at)
	t.ground.Resize(size.AddWidthHeight(14, 8))
	t.words.Move(at.AddXY(7, 4))
	t.words.Resize(size)
	t.ground.Show()
	t.words.Show()
	t.ground.Refresh()
}

func (t *tips) hide() {
	t.ground.Hide()
	t.words.Hide()
}

// columnsLayout lays objects in one row of fixed widths; a width of 0 takes what is left.
type columnsLayout struct {
	widths []float32
	gap    float32
	height float32
}

func (l columnsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, c := range l.widths {
		w += max(c, 40) + l.gap
	}
	return fyne.NewSize(w, l.height)
}

func (l columnsLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	fixed, open := l.gap*float32(len(l.widths)+1), 0
	for _, w := range l.widths {
		fixed += w
		if w == 0 {
			open++
		}
	}
	x := l.gap
	for i, w := range l.widths {
		if w == 0 {
			w = max(0, (s.Width-fixed)/float32(open))
		}
		o[i].Move(fyne.NewPos(x, 0))
		o[i].Resize(fyne.NewSize(w, s.Height))
		x += w + l.gap
	}
}

// paint is a rectangle that follows the theme.
type paint struct {
	widget.BaseWidget
	colour fyne.ThemeColorName
	rect   *canvas.Rectangle
}

func newPaint(c fyne.ThemeColorName) *paint {
	p := &paint{colour: c}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *paint) CreateRenderer() fyne.WidgetRenderer {
	p.rect = canvas.NewRectangle(theme.Color(p.colour))
	return &paintRenderer{p}
}

type paintRenderer struct{ p *paint }

func (r *paintRenderer) Destroy()                     {}
func (r *paintRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.rect} }
func (r *paintRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, 0) }
func (r *paintRenderer) Layout(s fyne.Size)           { r.p.rect.Resize(s) }
func (r *paintRenderer) Refresh() {
	r.p.rect.FillColor = theme.Color(r.p.colour)
	r.p.rect.Refresh()
}

// rowList is a List that hands the window's keys on, and moves its choice with the arrow keys.
type rowList struct {
	widget.List
	keys func(*fyne.KeyEvent) bool
	move func(by int)
}

func newRowList(d *Desk, length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject)) *rowList {
	l := &rowList{keys: d.key}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// show makes a line the chosen one, or none below 0, without OnSelected: nobody chose it.
func (l *rowList) show(i int) {
	told := l.OnSelected
	l.OnSelected = nil
	if i >= 0 {
		l.Select(i)
	} else {
		l.UnselectAll()
	}
	l.OnSelected = told
}

// inkRow is a line of a list: texts in columns.
type inkRow struct {
	widget.BaseWidget
	cells []*ink
	box   *fyne.Container
}

func newInkRow(columns columnsLayout) *inkRow {
	r := &inkRow{}
	var cells []fyne.CanvasObject
	for range columns.widths {
		c := newInk("", theme.ColorNameForeground, theme.SizeNameText, false)
		r.cells, cells = append(r.cells, c), append(cells, c)
	}
	r.box = container.New(columns, cells...)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *inkRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// TypedKey implements fyne.Focusable.
func (l *rowList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.move(-1)
	case fyne.KeyDown:
		l.move(1)
	default:
		if !l.keys(e) {
			l.List.TypedKey(e)
		}
	}
}

// toggle is a Check that hands the window's function keys on.
type toggle struct {
	widget.Check
	keys  func(*fyne.KeyEvent) bool
	enter func() // what Return does there; nil: nothing
}

func newToggle(d *Desk, text string, changed func(bool)) *toggle {
	t := &toggle{keys: d.key}
	t.Text, t.OnChanged = text, changed
	t.ExtendBaseWidget(t)
	return t
}

// TypedKey implements fyne.Focusable.
func (t *toggle) TypedKey(e *fyne.KeyEvent) {
	if (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && t.enter != nil {
		t.enter()
		return
	}
	if !isCommandKey(e.Name) && e.Name != fyne.KeyEscape || !t.keys(e) {
		t.Check.TypedKey(e)
	}
}
