// Package geom holds the lengths and shapes that everything on a page is measured in.
//
// Start with Length. A Length is a whole number of EMU (English metric units), in which the point and the
// millimetre are both exact, so sums do not drift and no processor rounds a page differently. The origin of a
// page is the top-left corner of its trim and y grows downwards. The package never looks at a page's content.
package geom

import (
	"math"
	"strconv"
)

// Length is a distance in EMU: 12 700 to the point, 36 000 to the millimetre, 914 400 to the inch.
type Length int64

// The units a Length is built from.
const (
	EMU  Length = 1
	Pt   Length = 12700
	MM   Length = 36000
	Inch Length = 914400
)

// FromPt gives the Length nearest to a number of points.
func FromPt(pt float64) Length { return Length(math.Round(pt * float64(Pt))) }

// FromMM gives the Length nearest to a number of millimetres.
func FromMM(mm float64) Length { return Length(math.Round(mm * float64(MM))) }

// Pt answers the length in points.
func (l Length) Pt() float64 { return float64(l) / float64(Pt) }

// MM answers the length in millimetres.
func (l Length) MM() float64 { return float64(l) / float64(MM) }

// Times answers l·num/den rounded half away from zero. den must not be 0.
func (l Length) Times(num, den int64) Length {
	if den < 0 {
		num, den = -num, -den
	}
	p := int64(l) * num
	if p < 0 {
		return -Length((-p + den/2) / den)
	}
	return Length((p + den/2) / den)
}

// Floor answers how many whole steps fit into l; step must be positive.
func (l Length) Floor(step Length) int {
	q := l / step
	if l%step < 0 {
		q--
	}
	return int(q)
}

// Ceil answers the least number of whole steps that cover l; step must be positive.
func (l Length) Ceil(step Length) int { return -(-l).Floor(step) }

// String answers the length in points with three places, the form golden files use.
func (l Length) String() string { return strconv.FormatFloat(l.Pt(), 'f', 3, 64) }

// Point is a place on a page.
type Point struct{ X, Y Length }

// Add answers p moved by d.
func (p Point) Add(d Point) Point { return Point{p.X + d.X, p.Y + d.Y} }

// Sub answers the way from d to p.
func (p Point) Sub(d Point) Point { return Point{p.X - d.X, p.Y - d.Y} }

// In reports whether p lies in r; the right and bottom edges are outside.
func (p Point) In(r Rect) bool {
	return p.X >= r.X && p.X < r.Right() && p.Y >= r.Y && p.Y < r.Bottom()
}

// Size is a width and a height.
type Size struct{ W, H Length }

// Rect is an upright rectangle given by its top-left corner and its size.
type Rect struct{ X, Y, W, H Length }

// Right answers the x of the right edge.
func (r Rect) Right() Length { return r.X + r.W }

// Bottom answers the y of the bottom edge.
func (r Rect) Bottom() Length { return r.Y + r.H }

// Min answers the top-left corner.
func (r Rect) Min() Point { return Point{r.X, r.Y} }

// Size answers the rectangle's size.
func (r Rect) Size() Size { return Size{r.W, r.H} }

// Empty reports whether r covers nothing.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Move answers r shifted by d.
func (r Rect) Move(d Point) Rect { return Rect{r.X + d.X, r.Y + d.Y, r.W, r.H} }

// Inset answers r with d taken off every side; a negative d makes it larger.
func (r Rect) Inset(d Length) Rect { return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d} }

// Overlaps reports whether r and s share any area.
func (r Rect) Overlaps(s Rect) bool {
	return !r.Empty() && !s.Empty() && r.X < s.Right() && s.X < r.Right() && r.Y < s.Bottom() && s.Y < r.Bottom()
}

// Contains reports whether s lies wholly in r.
func (r Rect) Contains(s Rect) bool {
	return s.X >= r.X && s.Y >= r.Y && s.Right() <= r.Right() && s.Bottom() <= r.Bottom()
}

// Intersect answers the area that r and s share, or the zero Rect.
func (r Rect) Intersect(s Rect) Rect {
	x, y := max(r.X, s.X), max(r.Y, s.Y)
	out := Rect{x, y, min(r.Right(), s.Right()) - x, min(r.Bottom(), s.Bottom()) - y}
	if out.Empty() {
		return Rect{}
	}
	return out
}

// Union answers the smallest rectangle around r and s; an empty one counts for nothing.
func (r Rect) Union(s Rect) Rect {
	if r.Empty() {
		return s
	}
	if s.Empty() {
		return r
	}
	x, y := min(r.X, s.X), min(r.Y, s.Y)
	return Rect{x, y, max(r.Right(), s.Right()) - x, max(r.Bottom(), s.Bottom()) - y}
}

// Corner is a corner of a rectangle as it is seen on the page.
type Corner uint8

// The corners.
const (
	TopLeft Corner = iota
	TopRight
	BottomLeft
	BottomRight
)

// Cut answers the two rectangles that are left of r when a corner of w by h is cut out of it, the upper one first: they
// share an edge. A cut of nothing, or of a whole side, leaves r alone.
func (r Rect) Cut(c Corner, w, h Length) []Rect {
	if w <= 0 || h <= 0 || w >= r.W || h >= r.H {
		return []Rect{r}
	}
	up, down := r, r
	narrow := &up
	if c == BottomLeft || c == BottomRight {
		up.H = r.H - h
		narrow = &down
	} else {
		up.H = h
	}
	down.Y, down.H = up.Bottom(), r.H-up.H
	narrow.W -= w
	if c == TopLeft || c == BottomLeft {
		narrow.X += w
	}
	return []Rect{up, down}
}

// Turn is a rotation by quarter turns, clockwise as seen on the page.
type Turn uint8

// The four turns.
const (
	Upright Turn = iota
	Clockwise
	UpsideDown
	CounterClockwise
)
