// Package pageview is the widget that shows one newspaper page and lets a hand move things on it.
//
// Start with View. It draws a Sheet (a finished display.Page and the frames on it) from 512-pixel tiles rendered on
// worker goroutines, with selection, guides and marks above them. It changes no document: it tells its owner what a
// hand did (On… fields) and shows whatever Sheet it is given next. Places on the page are geom.Length from the trim's
// top-left corner; places in the window are Fyne's device-independent units; zoom is such units per millimetre.
// Everything but rendering happens on the UI goroutine.
package pageview

import (
	"image"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// Renderer draws a part of a page. internal/raster's Renderer is one; it is called from several goroutines.
type Renderer interface {
	Tile(p display.Page, dpi float64, px image.Rectangle) *image.RGBA
}

// Box is a frame as the view knows it: something that can be selected, moved and resized.
type Box struct {
	ID      string
	Rect    geom.Rect
	Locked  bool
	Group   string    // frames of one group are selected and moved together; "" is none
	Notch   geom.Rect // the corner that is cut out of Rect; empty: none
	Picture geom.Rect // where it shows a picture that can be moved inside it; empty: none
	Label   string    // shown while the pointer rests on it
	Over    string    // what did not fit, such as "溢 132 字"; "" when all fits
	OverTip string    // the same at length, shown while the pointer rests on the mark
}

// Guide is a line that frames are caught by and that is never printed.
type Guide struct {
	Upright bool        // at an x; else at a y
	At      geom.Length // from the trim's left or top
}

// Level is how much a flag weighs; it chooses the colour.
type Level uint8

// The levels of a Flag, lightest first.
const (
	Hint Level = iota
	Warning
	Error
	Note // what a person has marked
)

// Flag marks places that a finding, or a person, is about.
type Flag struct {
	Areas   []geom.Rect
	Level   Level
	Current bool // the one the editor is looking at
}

// Grid is what frames snap to and what the grid overlay shows.
type Grid struct {
	TypeArea geom.Rect
	Columns  []geom.Rect // the basic columns
	Body     geom.Length // the body character; the rulers may count it
	Leading  geom.Length // body lines count from the type area's top
	Lines    int
}

// Sheet is everything the view shows of one page. It is a value: nobody changes it after it was handed over.
type Sheet struct {
	Page   display.Page
	Boxes  []Box // back to front
	Grid   Grid
	Guides []Guide
}

// Hit is what lies under the pointer: a frame and, on text, the place in its story.
type Hit struct {
	Frame  string
	Story  string
	Para   string
	Offset int // rune boundary of Para nearest to the pointer

	Over bool // on the mark of what did not fit
}

// Axis is what a length measures on the page.
type Axis uint8

// What lengths measure: a place from the left or the top, a width, a height.
const (
	AlongX Axis = iota
	AlongY
	Across
	Down
)

// Tool is what a press of the primary button does.
type Tool uint8

// The tools.
const (
	Select Tool = iota
	Hand
	Draw // a new frame: see OnDraw
)

// Env is what the view needs from the world around it, so that a test can hold the strings.
type Env struct {
	Post  func(func())                                  // runs a function on the UI goroutine, later
	After func(d time.Duration, f func()) (stop func()) // runs f on the UI goroutine after d, unless stopped
	Mods  func() fyne.KeyModifier                       // the modifier keys held now
	Now   func() time.Time
}

// MinZoom and MaxZoom bound the zoom: a broadsheet as a thumbnail, and a body character filling a finger's width.
const (
	MinZoom = 0.25
	MaxZoom = 30.0
)

// FullSize is the zoom at which a millimetre on the page is a millimetre on a 96 dpi screen: 100 %.
const FullSize = 96 / 25.4

// settle is how long the zoom must rest before crisp tiles are made; in between the old ones are stretched.
// 80 ms: shorter renders tiles that the next wheel step throws away (research on Fyne, section 3.4).
const settle = 80 * time.Millisecond

// View is the page view.
type View struct {
	widget.BaseWidget

	// OnSelect is told of every change of selection by the hand, with what was hit. The last frame is the key one.
	OnSelect func(frames []string, h Hit)
	// OnOpen is told of a double click.
	OnOpen func(Hit)
	// OnDraft is told, while an edge is dragged, where the frames would be; the owner may answer with SetSheet.
	OnDraft func([]Placed)
	// OnMove is told where frames were dropped, and OnResize how large they were made.
	OnMove, OnResize func([]Placed)
	// OnCancel is told that a drag was given up.
	OnCancel func()
	// OnNudge is told that the arrow keys moved frames. The owner knows best from where: the page may lag behind.
	OnNudge func(frames []string, by geom.Point)
	// OnDraw is told what the tool Draw drew.
	OnDraw func(geom.Rect)
	// OnNotch is told how large the corner cut out of a frame was dragged; done is false while it is.
	OnNotch func(id string, to geom.Size, done bool)
	// OnGuide is told of a guide that is new (was is nil), elsewhere, or gone (is is nil).
	OnGuide func(was, is *Guide)
	// OnPicture is told how far the picture in a frame was moved since the hand took it; done is false while it moves.
	OnPicture func(id string, by geom.Point, done bool)
	// OnPictureZoom is told that the picture in a frame is to be so much larger, keeping the place at where it is.
	OnPictureZoom func(id string, by float64, at geom.Point)
	// OnCorner is told of a click where the rulers meet.
	OnCorner func()
	// Measure writes a length as the person at the desk reads it; nil writes millimetres.
	Measure func(l geom.Length, what Axis) string
	// MoveHint says more beside frames that are carried, such as what the drop will do; nil or "" says nothing.
	MoveHint func() string
	// PictureHint is what stands at a picture that the hand moves inside its frame; nil says nothing.
	PictureHint func() string
	// OnPointer is told where the pointer is; inside is false when it left.
	OnPointer func(at geom.Point, inside bool)
	// OnInput is told before a drag, a pan or a zoom by hand is handled: "drag", "pan", "zoom".
	OnInput func(what string)
	// OnZoom is told of every change of zoom.
	OnZoom func()
	// OnMenu is told of a press of the secondary button.
	OnMenu func(h Hit, abs fyne.Position)
	// OnKey is given the keys that the view has no use for.
	OnKey func(*fyne.KeyEvent)

	env      Env
	renderer Renderer
	palette  Palette

	sheet      Sheet
	selected   []string  // the last is the key frame
	inGroup    string    // the group whose frames are selected one by one
	inPicture  string    // the frame whose picture the hand moves
	drop       geom.Rect // where what is dragged here would go
	flags      []Flag
	showGrid   bool
	showLines  bool
	showGuides bool
	characters bool // the rulers count characters and lines
	showRulers bool
	aids       bool // frames, flags and marks are shown; false previews the bare page
	tool       Tool

	zoom   float64
	origin fyne.Position
	fit    fitting
	seen   bool // the view has had a real size

	drag    drag
	hover   Hit
	at      fyne.Position
	inside  bool // the pointer is over the view
	space   bool
	click   click
	opening Hit // of a double click whose release is to come
	focus   bool

	back, shadow, paper *canvas.Rectangle
	world, over         *fyne.Container
	clip                *container.Clip
	pool                pool
	tiles               *tiler
	ghost               *canvas.Image
	rulers              *rulers
}

// fitting is which fit follows the window's size.
type fitting uint8

const (
	free fitting = iota
	fitPage
	fitWidth
)

// Palette is the view's colours. The paper is always white.
type Palette struct {
	Pasteboard, Select, Hover, Guide, Over, Hint, Warning, Error, Grid color.NRGBA
}

// LightPalette and DarkPalette are the colours for the two variants of the theme.
var (
	LightPalette = Palette{
		Pasteboard: color.NRGBA{0xc9, 0xcd, 0xd2, 255}, Select: color.NRGBA{0x1a, 0x73, 0xe8, 255}, Hover: color.NRGBA{0x1a, 0x73, 0xe8, 120},
		Guide: color.NRGBA{0xd5, 0x00, 0xa8, 255}, Over: color.NRGBA{0xc6, 0x28, 0x28, 255},
		Hint: color.NRGBA{0x15, 0x65, 0xc0, 255}, Warning: color.NRGBA{0xe0, 0x7b, 0x00, 255}, Error: color.NRGBA{0xc6, 0x28, 0x28, 255},
		Grid: color.NRGBA{0x00, 0x9a, 0xb8, 90},
	}
	DarkPalette = Palette{
		Pasteboard: color.NRGBA{0x2b, 0x2e, 0x33, 255}, Select: color.NRGBA{0x1a, 0x73, 0xe8, 255}, Hover: color.NRGBA{0x1a, 0x73, 0xe8, 120},
		Guide: color.NRGBA{0xd5, 0x00, 0xa8, 255}, Over: color.NRGBA{0xc6, 0x28, 0x28, 255},
		Hint: color.NRGBA{0x15, 0x65, 0xc0, 255}, Warning: color.NRGBA{0xe0, 0x7b, 0x00, 255}, Error: color.NRGBA{0xc6, 0x28, 0x28, 255},
		Grid: color.NRGBA{0x00, 0x9a, 0xb8, 90},
	}
)

// New makes a view without a page.
func New(r Renderer, env Env) *View {
	v := &View{env: env, renderer: r, palette: LightPalette, zoom: 2, fit: fitPage, aids: true, showGuides: true}
	v.back = canvas.NewRectangle(v.palette.Pasteboard)
	v.shadow = canvas.NewRectangle(color.NRGBA{A: 60})
	v.paper = canvas.NewRectangle(color.White)
	v.world = container.NewWithoutLayout()
	v.over = container.NewWithoutLayout()
	v.tiles = newTiler(v)
	v.rulers = newRulers(v)
	v.clip = container.NewClip(container.NewStack(v.back, container.NewWithoutLayout(v.shadow, v.paper), v.world, v.over, v.rulers.layer))
	v.ExtendBaseWidget(v)
	return v
}

// Close ends the view's workers; it shows nothing new afterwards.
func (v *View) Close() { v.tiles.close() }

// CreateRenderer implements fyne.Widget.
func (v *View) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.clip) }

// MinSize implements fyne.CanvasObject.
func (v *View) MinSize() fyne.Size { return fyne.NewSize(160, 120) }

// Resize implements fyne.CanvasObject; a page that was fitted stays fitted.
func (v *View) Resize(s fyne.Size) {
	if s == v.Size() && v.seen {
		return
	}
	v.BaseWidget.Resize(s)
	v.seen = true
	switch v.fit {
	case fitPage:
		v.FitPage()
	case fitWidth:
		v.FitWidth()
	default:
		v.place()
	}
}

// SetSheet shows a page. Only the tiles that the change touches are rendered again.
func (v *View) SetSheet(s Sheet) {
	old := v.sheet
	v.sheet = s
	switch {
	case old.Page.ID != s.Page.ID || old.Page.Trim != s.Page.Trim:
		v.cancel()
		v.inGroup, v.inPicture = "", ""
		v.tiles.reset()
		if v.fit != free {
			v.refit()
			return
		}
	default:
		if dirty, same := Changed(old.Page, s.Page); !same {
			v.tiles.stale(dirty)
		}
	}
	v.place()
}

// Sheet answers what is shown.
func (v *View) Sheet() Sheet { return v.sheet }

// SetRenderer changes who draws the page, as when another edition was opened.
func (v *View) SetRenderer(r Renderer) {
	v.renderer = r
	v.tiles.reset()
	v.place()
}

// SetPalette changes the colours.
func (v *View) SetPalette(p Palette) {
	v.palette = p
	v.back.FillColor = p.Pasteboard
	v.back.Refresh()
	v.overlay()
}

// SetDrop shows where something dragged over the page would go; an empty rectangle ends that.
func (v *View) SetDrop(r geom.Rect) {
	v.drop = r
	v.overlay()
}

// PageAt answers where on the page a place of the window is; false if it is outside the view.
func (v *View) PageAt(abs fyne.Position) (geom.Point, bool) {
	p := abs.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(v))
	if v.sheet.Page.ID == "" || p.X < 0 || p.Y < 0 || p.X >= v.Size().Width || p.Y >= v.Size().Height {
		return geom.Point{}, false
	}
	return v.toPage(p), true
}

// SetFlags shows the marks of findings.
func (v *View) SetFlags(f []Flag) {
	v.flags = f
	v.overlay()
}

// SetTool chooses what the primary button does.
func (v *View) SetTool(t Tool) { v.tool = t }

// Tool answers what the primary button does.
func (v *View) Tool() Tool { return v.tool }

// ShowGrid shows or hides the columns.
func (v *View) ShowGrid(on bool) {
	v.showGrid = on
	v.overlay()
}

// GridShown reports whether the columns are shown.
func (v *View) GridShown() bool { return v.showGrid }

// ShowLines shows or hides the body lines.
func (v *View) ShowLines(on bool) {
	v.showLines = on
	v.overlay()
}

// LinesShown reports whether the body lines are shown.
func (v *View) LinesShown() bool { return v.showLines }

// ShowGuides shows or hides the guides; hidden ones catch nothing.
func (v *View) ShowGuides(on bool) {
	v.showGuides = on
	v.overlay()
}

// GuidesShown reports whether the guides are shown.
func (v *View) GuidesShown() bool { return v.showGuides }

// ShowAids shows or hides everything that is not printed.
func (v *View) ShowAids(on bool) {
	v.aids = on
	v.overlay()
	v.rulers.place()
}

// AidsShown reports whether frames and marks are shown.
func (v *View) AidsShown() bool { return v.aids }

// Zoom answers the zoom in window units per millimetre.
func (v *View) Zoom() float64 { return v.zoom }

// Percent answers the zoom in hundredths of FullSize.
func (v *View) Percent() int { return int(math.Round(v.zoom / FullSize * 100)) }

// Place answers the zoom and where the page's corner is in the view; free is false while the page is fitted.
func (v *View) Place() (zoom float64, origin fyne.Position, free bool) {
	return v.zoom, v.origin, v.fit == 0
}

// GoTo shows the page as Place told it.
func (v *View) GoTo(zoom float64, origin fyne.Position) {
	v.fit, v.zoom, v.origin = free, clampZoom(zoom), origin
	v.zoomed()
}

// FitPage shows the whole page and keeps it fitted when the window changes.
func (v *View) FitPage() {
	v.fit = fitPage
	v.refit()
}

// FitWidth shows the page over the view's full width from its top.
func (v *View) FitWidth() {
	v.fit = fitWidth
	v.refit()
}

// margin is the pasteboard left around a fitted page, in window units.
const margin = 16

func (v *View) refit() {
	s, w, h := v.Size(), v.sheet.Page.Trim.W.MM(), v.sheet.Page.Trim.H.MM()
	if s.Width < 2*margin+8 || s.Height < 2*margin+8 || w <= 0 || h <= 0 {
		return
	}
	z := float64(s.Width-2*margin) / w
	if v.fit == fitPage {
		z = min(z, float64(s.Height-2*margin)/h)
	}
	v.zoom = clampZoom(z)
	v.origin = fyne.NewPos((s.Width-float32(w*v.zoom))/2, max(margin, (s.Height-float32(h*v.zoom))/2))
	v.zoomed()
}

// ZoomTo sets the zoom, keeping the page under a point of the view where it is.
func (v *View) ZoomTo(z float64, at fyne.Position) {
	z = clampZoom(z)
	r := float32(z / v.zoom)
	v.fit = free
	v.zoom = z
	v.origin = fyne.NewPos(at.X-(at.X-v.origin.X)*r, at.Y-(at.Y-v.origin.Y)*r)
	v.zoomed()
}

// ZoomBy multiplies the zoom about the middle of the view.
func (v *View) ZoomBy(f float64) { v.ZoomTo(v.zoom*f, v.middle()) }

// ZoomFull shows the page at 100 %.
func (v *View) ZoomFull() { v.ZoomTo(FullSize, v.middle()) }

func (v *View) middle() fyne.Position { return fyne.NewPos(v.Size().Width/2, v.Size().Height/2) }

func clampZoom(z float64) float64 { return min(max(z, MinZoom), MaxZoom) }

func (v *View) zoomed() {
	v.keepInSight()
	v.tiles.zoomed()
	v.place()
	if v.OnZoom != nil {
		v.OnZoom()
	}
}

// Reveal brings an area of the page into sight, moving as little as it can. It zooms in when the area would be too
// small to read.
func (v *View) Reveal(r geom.Rect) {
	if r.Empty() && r.X == 0 && r.Y == 0 {
		return
	}
	p, s := v.toView(r.Min()), v.size(r)
	view := v.Size()
	const air = 40
	inside := p.X >= 0 && p.Y >= 0 && p.X+s.Width <= view.Width && p.Y+s.Height <= view.Height
	if inside {
		return
	}
	move := func(p, w, view float32) float32 {
		switch {
		case w+2*air > view:
			return view/2 - w/2 - p
		case p < air:
			return air - p
		case p+w > view-air:
			return view - air - w - p
		}
		return 0
	}
	v.PanBy(move(p.X, s.Width, view.Width), move(p.Y, s.Height, view.Height))
}

// PanBy moves the page in the view.
func (v *View) PanBy(dx, dy float32) {
	if dx == 0 && dy == 0 {
		return
	}
	v.fit = free
	v.origin = v.origin.AddXY(dx, dy)
	v.keepInSight()
	v.place()
}

// keepInSight keeps a finger's breadth of the page in the view.
func (v *View) keepInSight() {
	const strip = 48
	s := v.Size()
	w, h := float32(v.sheet.Page.Trim.W.MM()*v.zoom), float32(v.sheet.Page.Trim.H.MM()*v.zoom)
	if s.Width < 2*strip || s.Height < 2*strip || w <= 0 {
		return
	}
	v.origin.X = min(max(v.origin.X, strip-w), s.Width-strip)
	v.origin.Y = min(max(v.origin.Y, strip-h), s.Height-strip)
	// Whole device pixels, or the tiles' text blurs.
	sc := v.scale()
	v.origin.X = float32(math.Round(float64(v.origin.X)*sc) / sc)
	v.origin.Y = float32(math.Round(float64(v.origin.Y)*sc) / sc)
}

// scale is device pixels per window unit.
func (v *View) scale() float64 {
	if a := fyne.CurrentApp(); a != nil {
		if c := a.Driver().CanvasForObject(v); c != nil {
			// A far point shows the true density even where the platform adds a factor of its own.
			if x, _ := c.PixelCoordinateForPosition(fyne.NewPos(1000, 0)); x > 0 {
				return float64(x) / 1000
			}
		}
	}
	return 1
}

func (v *View) toView(p geom.Point) fyne.Position {
	return fyne.NewPos(v.origin.X+float32(p.X.MM()*v.zoom), v.origin.Y+float32(p.Y.MM()*v.zoom))
}

func (v *View) toPage(p fyne.Position) geom.Point {
	return geom.Point{X: geom.FromMM(float64(p.X-v.origin.X) / v.zoom), Y: geom.FromMM(float64(p.Y-v.origin.Y) / v.zoom)}
}

func (v *View) size(r geom.Rect) fyne.Size {
	return fyne.NewSize(float32(r.W.MM()*v.zoom), float32(r.H.MM()*v.zoom))
}

// units answers how far a distance in the window is on the page.
func (v *View) units(d float64) geom.Length { return geom.FromMM(d / v.zoom) }

// place puts paper, tiles and overlay where zoom and origin say.
func (v *View) place() {
	if v.sheet.Page.ID == "" {
		v.paper.Hide()
		v.shadow.Hide()
		v.world.Objects = nil
		v.overlay()
		v.rulers.place()
		return
	}
	size := v.size(geom.Rect{W: v.sheet.Page.Trim.W, H: v.sheet.Page.Trim.H})
	v.paper.Show()
	v.shadow.Show()
	v.paper.Move(v.origin)
	v.paper.Resize(size)
	v.shadow.Move(v.origin.AddXY(3, 3))
	v.shadow.Resize(size)
	v.tiles.place()
	if v.inside && v.drag.mode == dragNone {
		v.hover = v.hit(v.at) // the page has moved under the pointer
	}
	v.overlay()
	v.rulers.place()
	canvas.Refresh(v.clip)
}

// Cursor implements desktop.Cursorable.
func (v *View) Cursor() desktop.Cursor {
	if v.panning() {
		return desktop.PointerCursor
	}
	if v.tool == Draw {
		return desktop.CrosshairCursor
	}
	if b, ok := v.box(v.inPicture); ok && v.toPage(v.at).In(b.Picture) {
		return desktop.PointerCursor
	}
	if _, ok := v.notchAt(v.at); ok {
		return desktop.CrosshairCursor
	}
	if r, ok := v.grip(); ok {
		if h, ok := v.handleAt(r, v.at); ok {
			return h.cursor()
		}
	}
	if g, ok := v.guideAt(v.at); ok {
		if v.sheet.Guides[g].Upright {
			return desktop.HResizeCursor
		}
		return desktop.VResizeCursor
	}
	if v.hover.Para != "" && v.hover.Frame == v.Selected() {
		return desktop.TextCursor
	}
	return desktop.DefaultCursor
}

func (v *View) panning() bool { return v.space || v.tool == Hand || v.drag.mode == dragPan }

func (v *View) box(id string) (Box, bool) {
	if id == "" {
		return Box{}, false
	}
	for _, b := range v.sheet.Boxes {
		if b.ID == id {
			return b, true
		}
	}
	return Box{}, false
}

// WindowAt answers where in the window a place of the page is shown; a place out of sight is brought to the view's edge.
func (v *View) WindowAt(p geom.Point) fyne.Position {
	at, s := v.toView(p), v.Size()
	at.X, at.Y = min(max(at.X, 0), s.Width), min(max(at.Y, 0), s.Height)
	return at.Add(fyne.CurrentApp().Driver().AbsolutePositionForObject(v))
}
