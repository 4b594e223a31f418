// Package display is the finished page: a list of things to draw, in drawing order, at final positions.
//
// Start with Page. It is the one meeting point of preview, press and every other driver: a driver measures,
// breaks and aligns nothing, and draws every kind of Item or says which it cannot. Lengths are geom.Length from
// the top-left of the trim, y downwards. Pages are values: nobody changes an Item after its page was handed out.
package display

import (
	"math"

	"dayang/layout/geom"
)

// Page is one page, ready to draw.
type Page struct {
	ID     string      // the edition's page
	Number int         // 版次, from 1
	Trim   geom.Size   // the page after cutting
	Bleed  geom.Length // art reaches this far beyond the trim
	Items  []Item
}

// Item is one thing to draw: Glyphs, Rule, Fill, Path, Picture, Ad, Group or Mark.
type Item interface{ item() }

// Colour is what a thing is printed with: process inks, or one spot ink.
// Inks are in thousandths: 1000 is solid. The zero Colour is paper white.
type Colour struct {
	C, M, Y, K uint16
	Spot       string // the name of a planned ink; then CMYK is its stand-in on screen
	Tint       uint16 // of the spot ink, in thousandths
}

// The colours every house has.
var (
	Black = Colour{K: 1000}
	White = Colour{}
)

// Paint is a colour and how it meets the ink below it.
type Paint struct {
	Colour    Colour
	Overprint bool // 叠印; false knocks out what lies below
}

// Glyph is one placed glyph of a Glyphs item.
type Glyph struct {
	ID   uint32      // glyph number in the font
	X    geom.Length // pen position, from the item's Origin, along the baseline
	Y    geom.Length // shift, downwards
	Text int         // byte offset in the item's Text of the cluster it belongs to
}

// Glyphs is a run of glyphs of one font, size and paint on one baseline.
type Glyphs struct {
	Origin geom.Point // on the baseline, where the pen starts
	Font   string     // a font's id in the fonts registry
	Size   geom.Length
	HScale int       // horizontal scale in thousandths; 1000 (or 0) is none
	Turn   geom.Turn // of the whole run about Origin; Clockwise for Latin in vertical lines
	Paint  Paint
	Text   string // what the glyphs say, for extraction and search
	Glyphs []Glyph
}

// Rule is a straight line of one thickness, centred on From–To.
type Rule struct {
	From, To  geom.Point
	Thickness geom.Length
	Dash      []geom.Length // on, off, …; nil is solid
	Paint     Paint
}

// Fill is an area of one colour: rectangles, so that a QR code is one item.
type Fill struct {
	Areas []geom.Rect
	Paint Paint
}

// Op is a step of a Path.
type Op uint8

// The steps of a path and how many points each takes from Path.Points.
const (
	MoveTo  Op = iota // one
	LineTo            // one
	CurveTo           // three: two controls and the end (cubic)
	Close             // none
)

// Path is a free shape: wavy lines, emphasis dots, ornaments.
type Path struct {
	Ops       []Op
	Points    []geom.Point
	Fill      *Paint      // nil: not filled; non-zero winding
	Stroke    *Paint      // nil: no outline
	Thickness geom.Length // of the stroke
}

// Crop is the part of a picture that is shown, in ten-thousandths of its upright width and height.
type Crop struct{ X, Y, W, H int }

// WholePicture shows all of a picture.
var WholePicture = Crop{0, 0, 10000, 10000}

// Picture is an image stretched over Box; Crop has been chosen so that it is not distorted.
type Picture struct {
	Box  geom.Rect
	ID   string // the picture's id in the edition; a driver asks its PictureSource for the bytes
	Crop Crop
	Turn int // about the middle of Box, hundredths of a degree clockwise
}

// Turned answers the sine and cosine of hundredths of a degree, exact for quarter turns.
func Turned(hundredths int) (sin, cos float64) {
	switch h := (hundredths%36000 + 36000) % 36000; h {
	case 0:
		return 0, 1
	case 9000:
		return 1, 0
	case 18000:
		return 0, -1
	case 27000:
		return -1, 0
	default:
		return math.Sincos(float64(h) / 18000 * math.Pi)
	}
}

// TurnedBounds answers the upright rectangle around r once it is turned about its middle.
func TurnedBounds(r geom.Rect, hundredths int) geom.Rect {
	if hundredths%36000 == 0 {
		return r
	}
	sin, cos := Turned(hundredths)
	sin, cos = math.Abs(sin), math.Abs(cos)
	w := geom.Length(math.Round(float64(r.W)*cos + float64(r.H)*sin))
	h := geom.Length(math.Round(float64(r.W)*sin + float64(r.H)*cos))
	return geom.Rect{X: r.X + (r.W-w)/2, Y: r.Y + (r.H-h)/2, W: w, H: h}
}

// Ad is a page of an advertiser's PDF (广告), placed by its trim. A driver that can show no PDF draws Instead.
type Ad struct {
	Box     geom.Rect // the trim of the ad's first page, before it is turned; the ad is stretched to it
	Turn    int       // about the middle of Box, hundredths of a degree clockwise
	Clip    geom.Rect // where the ad bleeds off the page, what may show of it on the page; empty: its trim alone
	ID      string    // the picture's id in the edition; its bytes are a PDF
	Instead []Item    // at its place and not turned
}

// Group draws its items inside a clip, moved by Shift.
type Group struct {
	Clip  geom.Rect // before Shift; an empty Rect clips nothing
	Shift geom.Point
	Items []Item
}

// Mark tells where what follows came from. It is never printed: clicks, selections and findings use it.
// One Mark stands before the items of each line, picture, frame or piece of furniture.
type Mark struct {
	Bounds   geom.Rect
	Frame    string        // frame id
	Story    string        // story id, or ""
	Para     string        // paragraph id within the story, or "" for the frame itself
	From, To int           // rune range of the paragraph on this line
	Edges    []geom.Length // absolute x (y in vertical lines) of the To−From+1 rune boundaries
	Vertical bool
}

func (Glyphs) item()  {}
func (Rule) item()    {}
func (Fill) item()    {}
func (Path) item()    {}
func (Picture) item() {}
func (Ad) item()      {}
func (Group) item()   {}
func (Mark) item()    {}

// PictureSource gives a driver the bytes of a picture, as they were imported.
type PictureSource interface {
	// PictureBytes answers the stored file of a picture; it may be called from several goroutines.
	PictureBytes(id string) ([]byte, error)
}

// AdSource is a PictureSource that also has pictures of ads, for drivers that draw pixels.
type AdSource interface {
	// AdPicture answers a picture (PNG or JPEG) of the trim of an ad's first page, upright; it may be called from several
	// goroutines.
	AdPicture(id string) ([]byte, error)
}
