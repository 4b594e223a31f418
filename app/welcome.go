package app

import (
	"image"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/assets"
)

// welcome is what stands in the middle while no edition is open: new, sample, open, import, and the recent editions
// with a picture of their first page.
type welcome struct {
	object fyne.CanvasObject
	first  *widget.Button
}

// recentShown is how many recent editions are shown with their pages.
const recentShown = 6

func (d *Desk) newWelcome() welcome {
	f := d.frame
	mark := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon()))
	mark.FillMode = canvas.ImageFillContain
	mark.SetMinSize(fyne.NewSize(56, 56))
	name := newInk(d.say(wAppName), theme.ColorNameForeground, theme.SizeNameHeadingText, true)
	tag := newInk(d.say(wTagline), colourFaint, theme.SizeNameText, false)
	var out welcome
	button := func(id string, icon fyne.Resource, high bool) fyne.CanvasObject {
		for _, c := range f.commands {
			if c.id == id && c.can(d) {
				word := strings.TrimSuffix(d.say(c.title), "…")
				b := widget.NewButtonWithIcon(word, icon, func() { d.perform(c) })
				b.Alignment = widget.ButtonAlignLeading
				if high {
					b.Importance = widget.HighImportance
					out.first = b
				}
				return b
			}
		}
		return newSpace(0)
	}
	hint := widget.NewLabel(d.say(wDropHere))
	hint.Wrapping, hint.Importance = d.wrap(), widget.LowImportance
	left := container.New(fixedWidth(230), container.NewVBox(
		button("new", theme.NewThemedResource(iconNew), true),
		button("open", theme.FolderOpenIcon(), false),
		button("import", theme.DownloadIcon(), false),
		button("sample", theme.DocumentIcon(), false),
		button("guide", theme.HelpIcon(), false),
		hint))
	head := container.NewHBox(mark, container.NewCenter(container.New(fynelayout.NewCustomPaddedVBoxLayout(2), name, tag)))
	var body fyne.CanvasObject = left
	if recent := d.recent(); len(recent) > 0 {
		grid := container.NewGridWithColumns(3)
		for _, p := range recent[:min(len(recent), recentShown)] {
			grid.Add(container.NewVBox(newRecentCard(d, p)))
		}
		body = container.NewHBox(left, newSpaceOf(24, 1), container.NewBorder(newInk(d.say(wRecent), colourFaint, theme.SizeNameText, false), nil, nil, nil, grid))
	}
	ground := canvas.NewRectangle(theme.Color(theme.ColorNameBackground))
	ground.CornerRadius = 8
	out.object = container.NewCenter(container.NewStack(ground, container.New(fynelayout.NewCustomPaddedLayout(20, 22, 28, 28),
		container.NewVBox(head, newSpace(8), body))))
	return out
}

func newSpaceOf(w, h float32) fyne.CanvasObject {
	o := newSpace(h).(*canvas.Rectangle)
	o.SetMinSize(fyne.NewSize(w, h))
	return o
}

// recentCard is a recent edition: its first page small, its name, when it was last changed, and word of one that is
// gone.
type recentCard struct {
	widget.BaseWidget
	d                *Desk
	path             string
	gone             bool
	hovered, focused bool
	ground, ring     *canvas.Rectangle
	box              *fyne.Container
}

const (
	cardWide  = 128
	thumbTall = 104
)

func newRecentCard(d *Desk, path string) *recentCard {
	c := &recentCard{d: d, path: path}
	when, colour := "", colourFaint
	info, err := os.Stat(path)
	if c.gone = err != nil; c.gone {
		when, colour = d.say(wRecentGone), theme.ColorNameWarning
	} else {
		when = info.ModTime().Format("2006-01-02 15:04")
	}
	var picture fyne.CanvasObject = newPaint(theme.ColorNameInputBorder)
	if img := d.thumbnailOf(path); img != nil {
		i := canvas.NewImageFromImage(img)
		i.FillMode, i.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
		picture = i
	} else {
		sheet := canvas.NewRectangle(whitePaper)
		sheet.StrokeColor, sheet.StrokeWidth = theme.Color(theme.ColorNameInputBorder), 1
		picture = container.New(sheetLayout{}, sheet)
	}
	name := newInk(strings.TrimSuffix(filepath.Base(path), extension), theme.ColorNameForeground, theme.SizeNameText, false)
	date := newInk(when, colour, theme.SizeNameCaptionText, false)
	name.least, date.least = cardWide-12, cardWide-12
	name.align, date.align = fyne.TextAlignCenter, fyne.TextAlignCenter
	c.ground, c.ring = canvas.NewRectangle(theme.Color(theme.ColorNameBackground)), newRing()
	c.ground.CornerRadius = 6
	c.box = container.NewStack(c.ground, container.New(fynelayout.NewCustomPaddedLayout(7, 6, 6, 6), container.NewVBox(
		container.New(fixed{fyne.NewSize(cardWide-12, thumbTall), fyne.Position{}, fyne.NewSize(cardWide-12, thumbTall)}, picture), name, date)), c.ring)
	c.ExtendBaseWidget(c)
	return c
}

// sheetLayout puts a blank sheet of newspaper's proportions in the middle.
type sheetLayout struct{}

func (sheetLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(10, 10) }
func (sheetLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := s.Height * 275 / 390
	o[0].Move(fyne.NewPos((s.Width-w)/2, 0))
	o[0].Resize(fyne.NewSize(w, s.Height))
}

// CreateRenderer implements fyne.Widget.
func (c *recentCard) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }

func (c *recentCard) show() {
	name := theme.ColorNameBackground
	if c.hovered {
		name = theme.ColorNameButton
	}
	c.ground.FillColor = theme.Color(name)
	c.ground.Refresh()
	showRing(c.ring, c.focused)
}

// Tapped implements fyne.Tappable: the edition is opened; one that is gone leaves the list.
func (c *recentCard) Tapped(*fyne.PointEvent) {
	d := c.d
	if !c.gone {
		_ = d.Open(c.path) // told in the window
		return
	}
	d.forget(c.path)
	d.note(wRecentForgotten.F(filepath.Base(c.path)))
	d.frame.rewelcome()
}

// MouseIn implements desktop.Hoverable; the whole path is the tip.
func (c *recentCard) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.show()
	c.d.frame.tips.show(c.path, c)
}

// MouseMoved implements desktop.Hoverable.
func (c *recentCard) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *recentCard) MouseOut() { c.hovered = false; c.d.frame.tips.hide(); c.show() }

// FocusGained implements fyne.Focusable.
func (c *recentCard) FocusGained() { c.focused = true; c.show() }

// FocusLost implements fyne.Focusable.
func (c *recentCard) FocusLost() { c.focused = false; c.show() }

// TypedRune implements fyne.Focusable.
func (c *recentCard) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *recentCard) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	default:
		c.d.key(e)
	}
}

// rewelcome makes the welcome anew: the list of recent editions has changed.
func (f *frame) rewelcome() {
	f.welcome = f.d.newWelcome()
	if f.welcomed {
		f.centre.Objects = []fyne.CanvasObject{f.d.view, f.welcome.object}
		f.centre.Refresh()
	}
}

// keepThumbnail keeps a small picture of the edition's first page for the welcome; it is drawn on a worker.
func (d *Desk) keepThumbnail() {
	if d.deps.State == "" || d.store == nil || d.deps.Renderer == nil || len(d.composed.Pages) == 0 || d.pictured {
		return
	}
	d.pictured = true
	renderer, page, path := d.deps.Renderer(d.store), d.composed.Pages[0], d.path
	d.working.Add(1)
	go func() {
		defer d.working.Done()
		err := d.guarded("thumbnail", func() error {
			img := thumbnail(renderer, page, 2*thumbTall)
			return writePNG(d.thumbnailPath(path), img)
		})
		if err != nil {
			d.log.Warn("keep thumbnail", "path", path, "err", err)
		}
	}()
}

// thumbnailOf answers the kept picture of an edition, or nil.
func (d *Desk) thumbnailOf(path string) image.Image {
	if d.deps.State == "" {
		return nil
	}
	img, err := readPNG(d.thumbnailPath(path))
	if err != nil {
		return nil
	}
	return img
}

func (d *Desk) thumbnailPath(path string) string { return d.stateOf(path, ".png") }
