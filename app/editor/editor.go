// Package editor is the story editor: one widget that shows a story as it is set in its column, with caret, selection,
// findings underlined, find and replace.
//
// Start with Editor: New makes one, Take hands it the document's story, OnCommit takes what was typed. What happens to
// the text is package galley's affair, which knows no window; the widget turns keys and the mouse into its methods,
// scrolls, and draws what is seen as one image. What is typed is handed over when typing pauses, when the keyboard
// goes elsewhere and when Flush asks; nothing is dropped if that fails, it is offered again. Keys come through a guard
// that keeps those of an input method from the text. Positions of the widget are Fyne's, those of the galley ems.
package editor

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"dayang/app/editor/galley"
	"dayang/internal/edition"
	"dayang/layout/geom"
)

// Guard tells which keys an input method has already used; see the guard of package app.
type Guard interface {
	Key(fyne.KeyName) bool // whether a typed key may act on the text
	Settled()              // a character came, or the keyboard went
}

// Env is what the widget needs of its window.
type Env struct {
	After func(time.Duration, func()) (stop func())
	Now   func() time.Time
	Mods  func() fyne.KeyModifier
	Guard Guard
	Keys  func(*fyne.KeyEvent) bool // the window's single keys: F7 and their like; true when it took one
	// Rich asks what stands on the clipboard beside the text plain, and tells done on the UI goroutine, soon; not ok
	// is nothing better than plain. nil: it is never asked.
	Rich func(plain string, done func(clip galley.Clip, ok bool))
}

// Pauses of the editor.
const (
	commitPause = 150 * time.Millisecond // as the window's fields wait
	longest     = 2 * time.Second        // typing without a pause is handed over at least so often: a crash loses no more
	blink       = 530 * time.Millisecond
	manyClicks  = 400 * time.Millisecond // between the clicks of a double click
)

// Sizes of the text on the screen.
const (
	leastEm = 14.0
	mostEm  = 19.0
)

// Editor is the widget. Its methods are for the UI goroutine.
type Editor struct {
	widget.BaseWidget
	G *galley.Galley

	// OnCommit takes the oldest steps that the document does not know, and answers how many of them it has now.
	OnCommit func([]galley.Step) int
	OnMenu   func(at fyne.Position, mark galley.Mark, on bool) // the secondary button; the caret is where it was pressed
	OnCaret  func()                                            // caret, selection or text changed
	OnFocus  func(bool)

	env     Env
	painter *galley.Painter
	colours galley.Colours
	roles   map[edition.Role]string
	raster  *canvas.Raster
	caret   *canvas.Rectangle

	look    galley.Look // as it was asked for
	top     float32     // of the galley above the view, in Fyne's units
	focused bool
	shift   bool
	stop    func() // pending commit
	since   time.Time
	blinks  func()
	clip    galley.Clip

	clicks   int
	clicked  time.Time
	clickAt  fyne.Position
	unit     galley.Unit // a drag selects by
	from, to galley.Place
	bar      bool // the scroll bar is being dragged
	pressed  bool
	telling  bool
}

// New makes an editor.
func New(env Env) *Editor {
	e := &Editor{G: galley.New(), env: env, painter: galley.NewPainter()}
	e.ExtendBaseWidget(e)
	return e
}

// SetColours sets the colours and what the gutter calls the roles.
func (e *Editor) SetColours(c galley.Colours, roles map[edition.Role]string) {
	e.colours, e.roles = c, roles
	e.repaint()
}

// SetLook sets what lines are set by. A measure that the widget cannot show at a readable size is narrowed to what it
// can; see True.
func (e *Editor) SetLook(l galley.Look) {
	if l != e.look {
		e.look = l
		e.fit()
		e.reveal()
		e.repaint()
	}
}

// Look answers what SetLook set.
func (e *Editor) Look() galley.Look { return e.look }

// True reports whether lines have the measure that was asked for.
func (e *Editor) True() bool { return e.look == e.G.Look() }

// fit hands the galley the measure that there is room for.
func (e *Editor) fit() {
	l := e.look
	if w := e.Size().Width; w > 0 {
		room := max(8, int(float64(w)/leastEm-galley.GutterEm-galley.RightEm))
		l.Measure = min(l.Measure, geom.Length(room)*max(l.Em, 1))
	}
	e.G.SetLook(l)
}

// Wants answers the width at which the whole measure is read with ease.
func (e *Editor) Wants() float32 {
	return float32(galley.GutterEm+galley.RightEm+float64(e.look.Measure)/float64(max(e.look.Em, 1))) * easyEm
}

// easyEm is the size of letters that is read with ease on a screen an arm's length away.
const easyEm = 16

// Take shows a story as the document has it; nil shows nothing. follow puts the caret where it differs from what was
// shown.
func (e *Editor) Take(s *edition.Story, follow bool) {
	if e.telling {
		return // the document is just being told: it is shown when it knows all
	}
	was := e.G.Story()
	if follow {
		e.G.Follow(s)
	} else {
		e.G.Take(s)
	}
	if now := e.G.Story(); now != was {
		if was == nil || now == nil || was.ID != now.ID {
			e.top = 0
		} else if follow {
			e.reveal()
		}
		e.repaint()
	}
}

// SetMarks sets the findings to be underlined.
func (e *Editor) SetMarks(m []galley.Mark) {
	e.G.SetMarks(m)
	e.repaint()
}

// SetOrigin sets the story that revisions are shown against; nil shows none.
func (e *Editor) SetOrigin(s *edition.Story) {
	if e.G.Origin() != s {
		e.G.SetOrigin(s)
		e.repaint()
	}
}

// Repaint shows the text anew after a search, which changes neither text nor caret.
func (e *Editor) Repaint() { e.repaint() }

// Caret puts the caret into a paragraph and brings it into sight.
func (e *Editor) Caret(para string, at int) {
	if e.G.PutIn(para, at) {
		e.Moved()
	}
}

// Moved brings the caret into sight and shows the text anew; whoever changed the galley calls it.
func (e *Editor) Moved() {
	e.reveal()
	e.repaint()
	e.wink()
	e.touched()
	if e.OnCaret != nil {
		e.OnCaret()
	}
}

// Em answers the size of the text in Fyne's units: the column fills the widget's width, within what is easy to read.
func (e *Editor) Em() float32 {
	w := e.G.Width()
	if w <= 0 {
		return leastEm
	}
	return min(max(e.Size().Width/float32(w), leastEm), mostEm)
}

// left is where the galley begins: a narrow column stands in the middle of a wide dock.
func (e *Editor) left() float32 {
	return max(0, (e.Size().Width-float32(e.G.Width())*e.Em())/2)
}

// reveal scrolls to the caret.
func (e *Editor) reveal() {
	_, y := e.G.CaretAt()
	em := e.Em()
	a, z := float32(y)*em, float32(y+galley.LineHeight)*em
	if h := e.Size().Height; h > 0 {
		if a < e.top+em/2 {
			e.top = a - em/2
		} else if z > e.top+h-em/2 {
			e.top = z - h + em/2
		}
	}
	e.clamp()
}

func (e *Editor) clamp() {
	e.top = max(0, min(e.top, float32(e.G.Height())*e.Em()-e.Size().Height))
}

// repaint draws the text anew and puts the caret in its place.
func (e *Editor) repaint() {
	if e.raster == nil {
		return
	}
	e.clamp()
	e.place()
	e.raster.Refresh()
}

func (e *Editor) place() {
	x, y := e.G.CaretAt()
	em := e.Em()
	e.caret.FillColor = e.colours.Ink
	e.caret.Move(fyne.NewPos(e.left()+float32(x)*em-1, float32(y)*em-e.top+em*.14))
	e.caret.Resize(fyne.NewSize(2, em*(galley.LineHeight-.22)))
	at := e.caret.Position().Y
	if e.focused && at > -em && at < e.Size().Height {
		e.caret.Show()
	} else {
		e.caret.Hide()
	}
	e.caret.Refresh()
}

// wink starts the caret's blinking anew: while one types it stands.
func (e *Editor) wink() {
	if e.blinks != nil {
		e.blinks()
		e.blinks = nil
	}
	if !e.focused || e.caret == nil {
		return
	}
	e.place()
	on := true
	var again func()
	again = func() {
		on = !on
		if on {
			e.place()
		} else {
			e.caret.Hide()
		}
		e.blinks = e.env.After(blink, again)
	}
	e.blinks = e.env.After(blink, again)
}

// Image draws what is seen into an image of w by h pixels.
func (e *Editor) Image(w, h int) image.Image {
	scale := 1.0
	if s := e.Size().Width; s > 0 {
		scale = float64(w) / float64(s)
	}
	return e.painter.Draw(e.G, w, h, galley.View{Em: float64(e.Em()) * scale, Left: float64(e.left()) * scale, Top: float64(e.top) * scale,
		Colour: e.colours, Roles: e.roles, Plain: !e.focused})
}

// touched has what was typed handed over soon.
func (e *Editor) touched() {
	if len(e.G.Steps()) == 0 {
		return
	}
	if e.stop != nil {
		e.stop()
		e.stop = nil
	} else {
		e.since = e.env.Now()
	}
	wait := min(commitPause, max(0, longest-e.env.Now().Sub(e.since)))
	e.stop = e.env.After(wait, func() {
		e.stop = nil
		e.Flush()
	})
}

// Pending reports whether something was typed that the document does not know.
func (e *Editor) Pending() bool { return len(e.G.Steps()) > 0 }

// Flush hands over what was typed. What is not taken stays.
func (e *Editor) Flush() {
	if e.stop != nil {
		e.stop()
		e.stop = nil
	}
	if steps := e.G.Steps(); len(steps) > 0 && e.OnCommit != nil && !e.telling {
		e.telling = true
		n := e.OnCommit(steps)
		e.telling = false
		e.G.Told(n)
	}
}

// CreateRenderer implements fyne.Widget.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	e.raster = canvas.NewRaster(e.Image)
	e.raster.ScaleMode = canvas.ImageScaleFastest
	e.caret = canvas.NewRectangle(color.Black)
	e.caret.Hide()
	return &renderer{e}
}

type renderer struct{ e *Editor }

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.e.raster, r.e.caret} }
func (r *renderer) MinSize() fyne.Size           { return fyne.NewSize(180, 120) }
func (r *renderer) Refresh()                     { r.e.repaint() }
func (r *renderer) Layout(s fyne.Size) {
	r.e.raster.Resize(s)
	r.e.fit()
	r.e.clamp()
	r.e.place()
}

// keyboard

// FocusGained implements fyne.Focusable.
func (e *Editor) FocusGained() {
	e.focused = true
	e.repaint()
	e.wink()
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost implements fyne.Focusable.
func (e *Editor) FocusLost() {
	e.focused, e.shift = false, false
	e.env.Guard.Settled()
	e.Flush()
	e.wink()
	e.repaint()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// Focused reports whether the editor has the keyboard.
func (e *Editor) Focused() bool { return e.focused }

// TypedRune implements fyne.Focusable.
func (e *Editor) TypedRune(r rune) {
	e.env.Guard.Settled()
	e.did(e.G.Insert(string(r)))
}

// did shows what a key did. The galley refuses only what is out of its text, which keys cannot ask for.
func (e *Editor) did(err error) {
	if err != nil {
		fyne.LogError("edit story", err)
	}
	e.Moved()
}

// KeyDown implements desktop.Keyable: the only way to learn of Shift with a plain key on every platform.
func (e *Editor) KeyDown(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		e.shift = true
	}
}

// KeyUp implements desktop.Keyable.
func (e *Editor) KeyUp(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		e.shift = false
	}
}

// TypedKey implements fyne.Focusable.
func (e *Editor) TypedKey(k *fyne.KeyEvent) {
	if !e.env.Guard.Key(k.Name) {
		return
	}
	if n := k.Name; (len(n) > 1 && n[0] == 'F' && n[1] >= '1' && n[1] <= '9' || n == fyne.KeyEscape) && e.env.Keys != nil && e.env.Keys(k) {
		return
	}
	keep := e.shift || e.env.Mods()&fyne.KeyModifierShift != 0
	switch k.Name {
	case fyne.KeyLeft, fyne.KeyRight:
		e.G.Move(galley.Character, k.Name == fyne.KeyLeft, keep)
	case fyne.KeyUp:
		e.G.MoveLine(-1, keep)
	case fyne.KeyDown:
		e.G.MoveLine(1, keep)
	case fyne.KeyPageUp, fyne.KeyPageDown:
		n := max(1, int(e.Size().Height/e.Em()/galley.LineHeight)-1)
		if k.Name == fyne.KeyPageUp {
			n = -n
		}
		e.top += float32(n) * galley.LineHeight * e.Em()
		e.G.MoveLine(n, keep)
	case fyne.KeyHome, fyne.KeyEnd:
		e.G.MoveEdge(k.Name == fyne.KeyEnd, keep)
	case fyne.KeyBackspace, fyne.KeyDelete:
		e.did(e.G.Erase(galley.Character, k.Name == fyne.KeyBackspace))
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if keep {
			e.did(e.G.SoftBreak())
		} else {
			e.did(e.G.Break())
		}
		return
	case fyne.KeyEscape:
		e.G.Put(e.G.Caret(), false)
	default:
		return
	}
	e.Moved()
}

// TypedShortcut implements fyne.Shortcutable.
func (e *Editor) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		e.Copy(s.Clipboard)
	case *fyne.ShortcutCut:
		e.CutTo(s.Clipboard)
	case *fyne.ShortcutPaste:
		e.PasteFrom(s.Clipboard)
	case *fyne.ShortcutSelectAll:
		e.SelectAll()
	case *desktop.CustomShortcut:
		e.chord(s.KeyName, s.Modifier)
	}
}

// chord does what a key with Control or Alt asks for: Control goes by words, paragraphs and the whole, Alt by
// sentences.
func (e *Editor) chord(k fyne.KeyName, m fyne.KeyModifier) {
	keep := m&fyne.KeyModifierShift != 0
	unit := galley.Word
	switch m &^ fyne.KeyModifierShift {
	case fyne.KeyModifierShortcutDefault:
	case fyne.KeyModifierAlt:
		unit = galley.Sentence
	default:
		return
	}
	switch k {
	case fyne.KeyLeft, fyne.KeyRight:
		e.G.Move(unit, k == fyne.KeyLeft, keep)
	case fyne.KeyUp, fyne.KeyDown:
		e.G.Move(galley.Paragraph, k == fyne.KeyUp, keep)
	case fyne.KeyHome, fyne.KeyEnd:
		e.G.Move(galley.Whole, k == fyne.KeyHome, keep)
	case fyne.KeyBackspace, fyne.KeyDelete:
		e.did(e.G.Erase(unit, k == fyne.KeyBackspace))
		return
	default:
		return
	}
	e.Moved()
}

// SelectAll selects the whole text.
func (e *Editor) SelectAll() {
	top := e.top
	e.G.SelectAll()
	e.Moved()
	e.top = top // the eye stays where it was
	e.repaint()
}

// Copy puts what is selected on a clipboard. Fyne's clipboards hold text only, so styles are kept here beside it.
func (e *Editor) Copy(c fyne.Clipboard) {
	if e.G.Selected() {
		e.clip = e.G.Copy()
		c.SetContent(e.clip.Text)
	}
}

// CutTo puts what is selected on a clipboard and takes it out.
func (e *Editor) CutTo(c fyne.Clipboard) {
	if !e.G.Selected() {
		return
	}
	clip, err := e.G.Cut()
	e.clip = clip
	c.SetContent(clip.Text)
	e.did(err)
}

// PasteFrom puts in what a clipboard holds. Text that was copied here keeps its styles; of what another program copied
// paragraphs and bold stay, where Env.Rich finds them.
func (e *Editor) PasteFrom(c fyne.Clipboard) {
	text := c.Content()
	if text == "" {
		return
	}
	clip := galley.Clip{Text: text}
	if text == e.clip.Text {
		clip = e.clip
	} else if s := e.G.Story(); s != nil && e.env.Rich != nil {
		e.env.Rich(text, func(rich galley.Clip, ok bool) {
			if ok {
				clip = rich
			}
			if now := e.G.Story(); now != nil && now.ID == s.ID { // never into another story
				e.did(e.G.Paste(clip))
			}
		})
		return
	}
	e.did(e.G.Paste(clip))
}

// mouse

// near answers the ems of a position.
func (e *Editor) near(p fyne.Position) (x, y float64) {
	em := e.Em()
	return float64((p.X - e.left()) / em), float64((p.Y + e.top) / em)
}

const barReach = 14 // from the right edge: the scroll bar

// MouseDown implements desktop.Mouseable.
func (e *Editor) MouseDown(m *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil && !e.focused {
		c.Focus(e)
	}
	if e.G.Story() == nil {
		return
	}
	x, y := e.near(m.Position)
	q, up := e.G.Near(x, y)
	if m.Button == desktop.MouseButtonSecondary {
		if from, to := e.G.Selection(); !e.G.Selected() || q.Before(from) || to.Before(q) {
			e.G.PutNear(x, y, false)
			e.Moved()
		}
		if e.OnMenu != nil {
			mark, on := e.G.MarkAt(q)
			e.OnMenu(m.AbsolutePosition, mark, on)
		}
		return
	}
	if m.Button != desktop.MouseButtonPrimary {
		return
	}
	e.pressed = true
	if e.bar = m.Position.X > e.Size().Width-barReach && float32(e.G.Height())*e.Em() > e.Size().Height; e.bar {
		e.scrollTo(m.Position.Y)
		return
	}
	now := e.env.Now()
	moved := m.Position.Subtract(e.clickAt)
	if now.Sub(e.clicked) < manyClicks && moved.X*moved.X+moved.Y*moved.Y < 25 {
		e.clicks++
	} else {
		e.clicks = 1
	}
	e.clicked, e.clickAt = now, m.Position
	e.unit = [...]galley.Unit{galley.Character, galley.Word, galley.Sentence, galley.Paragraph}[min(e.clicks, 4)-1]
	switch {
	case m.Modifier&fyne.KeyModifierShift != 0 || e.shift:
		e.G.PutNear(x, y, true)
	case e.unit == galley.Character:
		e.G.PutNear(x, y, false)
	default:
		e.G.SelectAround(e.under(x, q, up), e.unit)
	}
	e.from, e.to = e.G.Selection()
	e.Moved()
}

// under answers the character that lies under a point, whose nearest place may be behind it.
func (e *Editor) under(x float64, q galley.Place, upstream bool) galley.Place {
	if cx, _ := e.G.At(q, upstream); q.At > 0 && (x < cx || upstream) {
		q.At--
	}
	return q
}

// MouseUp implements desktop.Mouseable.
func (e *Editor) MouseUp(*desktop.MouseEvent) { e.pressed = false }

// Dragged implements fyne.Draggable.
func (e *Editor) Dragged(d *fyne.DragEvent) {
	if !e.pressed {
		return
	}
	if e.bar {
		e.scrollTo(d.Position.Y)
		return
	}
	x, y := e.near(d.Position)
	if e.unit == galley.Character {
		e.G.PutNear(x, y, true)
	} else {
		q, up := e.G.Near(x, y)
		e.G.SelectAround(e.under(x, q, up), e.unit)
		a, z := e.G.Selection()
		if a.Before(e.from) {
			e.G.Select(e.to, a)
		} else {
			if z.Before(e.to) {
				z = e.to
			}
			e.G.Select(e.from, z)
		}
	}
	e.Moved()
}

// DragEnd implements fyne.Draggable.
func (e *Editor) DragEnd() { e.pressed = false }

func (e *Editor) scrollTo(y float32) {
	h := e.Size().Height
	e.top = (y / h) * (float32(e.G.Height())*e.Em() - h)
	e.repaint()
}

// Scrolled implements fyne.Scrollable.
func (e *Editor) Scrolled(s *fyne.ScrollEvent) {
	was := e.top
	e.top -= s.Scrolled.DY
	e.clamp()
	if e.top != was {
		e.repaint()
	}
}

// Cursor implements desktop.Cursorable.
func (e *Editor) Cursor() desktop.Cursor { return desktop.TextCursor }
