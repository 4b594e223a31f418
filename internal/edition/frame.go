package edition

import "dayang/layout/geom"

// Corner is a corner of a rectangle as it is seen on the page.
type Corner string

// The corners.
const (
	TopLeft     Corner = "top-left"
	TopRight    Corner = "top-right"
	BottomLeft  Corner = "bottom-left"
	BottomRight Corner = "bottom-right"
)

// Notch is the corner that is cut out of a frame's Rect, which makes a shape of six corners (六角形, 咬合). W and H are
// of the part cut out, above zero and below the frame's own.
type Notch struct {
	Corner Corner      `json:"corner"`
	W      geom.Length `json:"w"`
	H      geom.Length `json:"h"`
}

// Areas answers the one or two rectangles that a frame covers, the upper one first. They share an edge and no area.
func (f *Frame) Areas() []geom.Rect {
	if f.Notch == nil {
		return []geom.Rect{f.Rect}
	}
	return f.Rect.Cut(f.Notch.Corner.Geom(), f.Notch.W, f.Notch.H)
}

// Geom answers the corner as package geom has it.
func (c Corner) Geom() geom.Corner {
	switch c {
	case TopRight:
		return geom.TopRight
	case BottomLeft:
		return geom.BottomLeft
	case BottomRight:
		return geom.BottomRight
	}
	return geom.TopLeft
}

// Covers reports whether a point lies in the frame's shape; right and bottom edges are outside.
func (f *Frame) Covers(p geom.Point) bool {
	for _, r := range f.Areas() {
		if p.In(r) {
			return true
		}
	}
	return false
}

// SplitMode is one of the four ways to break columns (破栏) that Founder's page programs have.
type SplitMode string

// The ways to break columns.
const (
	SplitAbsolute SplitMode = "absolute" // 绝对: columns of one given measure; white that is left goes to the gaps
	SplitFree     SplitMode = "free"     // 自由: a measure for each column; without a Gap of its own, white that is left goes to the gaps
	SplitRelative SplitMode = "relative" // 相对: Columns into the frame's width, whole characters; one left over widens a column (5破3: 22 22 23)
	SplitAuto     SplitMode = "auto"     // 自动: the columns of the page's own grid
)

// Split is how a frame's width is broken into columns of text (破栏). Where Frame.Split is nil, a frame has basic
// columns if it holds a whole number of them, else Columns of equal whole characters, and what is left widens the gaps.
type Split struct {
	Mode SplitMode `json:"mode"`
	// Measures are of absolute: the one of every column; of free: each column's in turn, those that the frame does not
	// hold left out. The others have none.
	Measures []geom.Length `json:"measures,omitempty"`
	Gap      geom.Length   `json:"gap,omitempty"` // 栏空; 0 is the page's. Auto has the page's always
}

// WrapKind is how text of frames behind gives way to a frame (绕排).
type WrapKind string

// The kinds of wraps.
const (
	WrapNone    WrapKind = "none"    // not at all: text runs under the frame
	WrapColumns WrapKind = "columns" // whole columns end above it and go on below
	WrapBox     WrapKind = "box"     // lines end beside its rectangle
	WrapShape   WrapKind = "shape"   // lines end beside its shape: Outline, or its corners when it has a notch
)

// WrapSide is where text may stand beside a frame that it gives way to.
type WrapSide string

// The sides. On both, a line of a column may be parted in two.
const (
	WrapBoth   WrapSide = ""
	WrapLeft   WrapSide = "left"
	WrapRight  WrapSide = "right"
	WrapLarger WrapSide = "larger" // of the two, the one with more room, line by line
)

// Wrap is how text of the frames behind a frame runs around it. Where Frame.Wrap is nil, pictures and furniture are
// WrapColumns and all else is WrapNone. White of a margin is added outside the frame.
type Wrap struct {
	Kind   WrapKind    `json:"kind"`
	Side   WrapSide    `json:"side,omitempty"`
	Top    geom.Length `json:"top,omitempty"`
	Right  geom.Length `json:"right,omitempty"`
	Bottom geom.Length `json:"bottom,omitempty"`
	Left   geom.Length `json:"left,omitempty"`
	// Outline is a closed line around what shows in the frame, in ten-thousandths of Rect's width and height, for
	// pictures that stand free (退底图). nil: the frame's own corners.
	Outline []OutlinePoint `json:"outline,omitempty"`
}

// OutlinePoint is a corner of an outline, in ten-thousandths of a frame's width and height.
type OutlinePoint struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// ShadeKind is a pattern printed behind matter (底纹).
type ShadeKind string

// The kinds of shades.
const (
	ShadeTint  ShadeKind = "tint"  // 平网: an even tint
	ShadeDots  ShadeKind = "dots"  // 点纹
	ShadeLines ShadeKind = "lines" // 横线纹
	ShadeSlant ShadeKind = "slant" // 斜线纹
	ShadeCross ShadeKind = "cross" // 网格纹
)

// Shade is a pattern behind a frame's matter, over its Tint. It is drawn as areas and lines, never thinner than a
// press holds.
type Shade struct {
	Kind   ShadeKind   `json:"kind"`
	Colour string      `json:"colour,omitempty"` // a house colour; "" is black
	Share  int         `json:"share"`            // how much of the paper is inked, thousandths: of a tint the strength of its screen
	Pitch  geom.Length `json:"pitch,omitempty"`  // from line to line or dot to dot; 0 is the engine's choice. Of no use to a tint
}

// LineKinds answers the kinds of lines (线型) that rules, boxes and column lines may have, plain ones first and then the
// ornamental borders (花边).
func LineKinds() []string {
	return []string{
		LineThin, LineThick, LineDouble, LineWenwu, LineDotted, LineWave,
		EdgeBeads, EdgeDiamonds, EdgeMeander, EdgeRope, EdgeTeeth, EdgeCloud,
	}
}

// The kinds of lines; "" is LineThin.
const (
	LineThin   = "正线"
	LineThick  = "反线"
	LineDouble = "双线"
	LineWenwu  = "文武线" // a thick one outside, a thin one inside
	LineDotted = "点线"
	LineWave   = "波线"

	EdgeBeads    = "连珠边"
	EdgeDiamonds = "菱花边"
	EdgeMeander  = "回纹边"
	EdgeRope     = "绳纹边"
	EdgeTeeth    = "锯齿边"
	EdgeCloud    = "云纹边"
)

// NoLine is, where a kind of line may be said, none at all.
const NoLine = "none"

// Guide is a line across a page that things are brought to by hand (辅助线). It is never printed.
type Guide struct {
	Vertical bool        `json:"vertical,omitempty"`
	At       geom.Length `json:"at"` // x of a vertical one, y of a level one, from the trim's top-left
}
