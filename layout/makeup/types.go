// Package makeup pours stories into frames: heads on whole body lines, pictures with their captions, text through
// columns on the page's baseline grid, and what did not fit counted.
//
// Start with Thread and Pour; Measure answers how high a story is at a width. A story's block is laid out in three
// chapters: its head (head.go), its pictures (picture.go), and its text, which is poured as plain line counts
// (flow.go) before a single glyph is placed (emit.go). Furniture (报头, 报眉 and the like) is in furniture.go.
// Lengths are geom.Length, "lines" are body lines of the grid. The package knows no font and no edition: paragraphs
// arrive shaped. It never drops a character: what finds no place is in the Fit's overset and in a Note.
package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// Grid is the baseline grid of a page and its basic columns. A line slot is one Leading high; the em box of the
// body stands in its middle, so that the edges of pictures and of text agree.
type Grid struct {
	Top     geom.Length // y of the first slot's upper edge
	Leading geom.Length // baseline to baseline
	Body    geom.Length // body size
	Column  geom.Length // width of a basic column
	Gap     geom.Length // between columns
	Left    geom.Length // x of the type area
}

// emRise is how far the em box of a Han face rises above its baseline, in thousandths; the rest is below. It is
// the ideographic em box of the Source Han and Noto CJK families (OpenType BASE, "ideo" at −120).
const emRise = 880

// Slot answers the y of the upper edge of a line slot.
func (g Grid) Slot(line int) geom.Length { return g.Top + geom.Length(line)*g.Leading }

// baseline answers the baseline of type of a size whose em box stands in the middle of a band.
func baseline(top, height, size geom.Length) geom.Length {
	return top + (height-size)/2 + size.Times(emRise, 1000)
}

// Span answers the measure of n basic columns with the gaps between them.
func (g Grid) Span(n int) geom.Length { return geom.Length(n)*g.Column + geom.Length(n-1)*g.Gap }

// Columns answers how many basic columns a width holds, at least one.
func (g Grid) Columns(w geom.Length) int {
	if g.Column+g.Gap <= 0 {
		return 1
	}
	return max(1, (w + g.Gap + g.Body/2).Floor(g.Column+g.Gap))
}

// Face is one of the faces a paragraph is set in.
type Face struct {
	Font   string
	Size   geom.Length
	HScale int         // thousandths; 0 is none
	Drop   geom.Length // baseline shift, downwards
	Turn   geom.Turn   // Clockwise: lies down in a vertical line
	Paint  display.Paint
}

// Part is one glyph of a cluster that is drawn with several.
type Part struct {
	Glyph  uint32
	DX, DY geom.Length // from the cluster's pen, DY downwards
}

// Paragraph is one shaped paragraph: what para sets, and what it takes to draw it.
type Paragraph struct {
	Story, ID string
	Text      string
	Runes     []int32        // first rune of each cluster, and the end: len(clusters)+1
	Bytes     []int32        // the same in bytes
	Prepared  *para.Prepared //
	Faces     []Face         // by para.Cluster.Face
	Parts     map[int][]Part // of clusters with more than one glyph
	Beside    []Beside       // what stands beside each cluster; nil is nothing
	Size      geom.Length    // of the style, at which Prepared was made
	Leading   geom.Length    // of the style, at Size, between rows of heads and subheads and lines of captions; 0 is the house's habit. Text keeps the grid
	Before    geom.Length    // white above
	After     geom.Length    // white below
	Subhead   bool           // keeps with what follows
	Paint     display.Paint

	Upright    *Paragraph // the same shaped for vertical lines; nil where nobody wants it
	Plain      *Paragraph // the same without its drop cap, for when it comes out too short for one
	Drop       int        // lines of its drop cap; 0 is none
	Vertical   bool       // its Upright is what is set, as a block of vertical lines
	AllowWidow bool       // its last line may stand alone at a column's top
	Hyphen     uint32     // what a divided word ends with
	HyphenFace uint8      // and the face it is in
}

// Empty reports whether the paragraph has nothing to set.
func (p *Paragraph) Empty() bool { return p == nil || len(p.Runes) <= 1 }

// Mode is how a story's head stands to its text (题文关系).
type Mode uint8

// The head modes.
const (
	HeadTop      Mode = iota // 盖文题: over the full width
	HeadPicture              // picture over the full width, head below it
	HeadSide                 // 串文题: head in the left columns, text at its right
	HeadVertical             // 竖题: head in vertical lines in the left columns, text at its right
	HeadBetween              // 文夹题: over the full width, text above and below
	HeadWithin               // 文包题: in the middle columns, text at both sides and below
)

// SplitMode is how a frame's width is broken into columns (破栏).
type SplitMode uint8

// The ways to break columns.
const (
	SplitPlain    SplitMode = iota // basic columns where they fit, else equal ones of whole characters; the gaps take the rest
	SplitAbsolute                  // 绝对: of one measure; the gaps take the rest
	SplitFree                      // 自由: each of its own measure; without a gap of its own, the gaps take the rest
	SplitRelative                  // 相对: so many, of whole characters as equal as may be
	SplitAuto                      // 自动: of the page's grid
)

// Split is how a frame's width is broken into columns.
type Split struct {
	Mode     SplitMode
	Measures []geom.Length
	Gap      geom.Length // 0: the grid's
}

// Notch is a corner cut out of a frame.
type Notch struct {
	Corner geom.Corner
	W, H   geom.Length
}

// Side is where text may stand beside what it gives way to.
type Side uint8

// The sides.
const (
	BothSides Side = iota
	LeftSide
	RightSide
	LargerSide // of the two, line by line
)

// Past is what stands before a frame and lets lines end beside it (绕排).
type Past struct {
	Rect                     geom.Rect
	Outline                  []geom.Point // closed, on the page; nil: Rect
	Side                     Side
	Top, Right, Bottom, Left geom.Length // white kept around it
}

// Picture is a picture of a story and what stands under it.
type Picture struct {
	ID       string // "" is missing: its place is kept
	W, H     int    // pixels, or an aspect
	Loose    bool   // W and H are only a guess: a picture still missing
	Crop     *display.Crop
	Caption  *Paragraph
	Credit   *Paragraph
	Wanted   *Paragraph // the words in the place of a missing picture
	MinCols  int
	PrefCols int
}

// Story is what a block is made of.
type Story struct {
	ID        string
	Photo     bool // a picture with a headline and a caption
	Kickers   []*Paragraph
	Headlines []*Paragraph
	Decks     []*Paragraph
	Bylines   []*Paragraph
	Body      []*Paragraph
	Beyond    int // characters after Body that were not shaped, since no page could hold them; they are over
	Pictures  []Picture
	MinHead   geom.Length // the house's range for a headline of this priority
	MaxHead   geom.Length
	MaxRows   int
	Fit       HeadFit
}

// HeadFit is how far a headline may be changed to fill its span: by size, then by tracking, then by horizontal scale.
type HeadFit struct {
	Steps                    []geom.Length // the sizes it may take, largest first; nil is steps of half a point
	TrackingMin, TrackingMax int           // thousandths of its size
	ScaleMin, ScaleMax       int           // thousandths of its width; 0 is 1000
}

// Frame is where a story, or the rest of one, stands.
type Frame struct {
	ID        string
	Page      string
	Rect      geom.Rect
	Notch     *Notch
	Columns   int // 0: as many basic columns as the width holds
	Split     Split
	Mode      Mode
	HeadCols  int  // columns of a head at the side, vertical or within; 0 is chosen here
	HeadRight bool // a head at the side, or vertical, stands in the right columns
	HeadScale int  // headline size against the choice made here, thousandths; 0 is 1000
	Boxed     bool
	Rules     bool // 栏线 between the columns of text
	RuleLine  LineKind
	Tint      *display.Colour
	Shade     *Shade // over the tint
	Line      LineKind
	Ink       *display.Colour // of the box; nil is black
	Grid      Grid
	Around    []geom.Rect // what stands before the frame and makes whole columns give way (绕排)
	Past      []Past      // what lets lines end beside it
	NoBalance bool        // columns fill one after the other; else their feet are lifted together where the frame is too high
	Reserve   int         // lines kept free at the end of the last column; for Measure
	JumpTo    *Paragraph  // 下转第N版, set at the end of the frame's text
	JumpFrom  *Paragraph  // 上接第N版, set at its beginning
	JumpHead  *Paragraph  // the title that stands over it; nil is none
}

// Thread is a story and the frames it runs through, in order (框链).
type Thread struct {
	Story  Story
	Frames []Frame
}

// NoteCode is what a note is about.
type NoteCode string

// The notes of this package; the rule ids are the app's.
const (
	NoteOverset        NoteCode = "MK-01" // matter that found no place: Runes, Lines
	NoteShort          NoteCode = "MK-02" // Lines of white at the end of the text
	NoteHeadTooWide    NoteCode = "MK-03" // a headline wider than its frame at the smallest size
	NotePictureMissing NoteCode = "MK-04" // a place is kept for a picture
	NotePictureCrop    NoteCode = "MK-05" // the frame's shape is too far from the picture's
	NoteFrameTooSmall  NoteCode = "MK-06" // not even the head fits
	NoteForcedLine     NoteCode = "MK-07" // 避头尾 had to be broken
	NoteNothingLeft    NoteCode = "MK-12" // a frame further down the thread to which no text comes
)

// Note is something to tell about a frame or a paragraph.
type Note struct {
	Code     NoteCode
	Page     string
	Frame    string
	Story    string
	Para     string
	From, To int // runes of the paragraph
	Lines    int
	Runes    int
	Spot     geom.Rect
}

// Fit is how a story's text stands to its frames.
type Fit struct {
	OverRunes  int
	OverLines  int
	ShortLines int     // lines of white at the ends of columns
	HeadPt     float64 // size of the headline
	HeadRows   int
	HeadLines  int // height of the head band
	Leg        int // lines of the shortest column of text
	Lines      int // lines of text set
	ClipLines  int // lines that were set, but that the edge of a frame too small for its head and pictures cuts away
	ClipRunes  int // their characters
}

// Block is a story laid out: the items of each of its frames, in the frames' order.
type Block struct {
	Items [][]display.Item
	Notes []Note
	Fit   Fit
}

// Setter sets paragraphs; a caller may hand in one that remembers. It must answer as Direct does.
type Setter interface {
	Set(p *para.Prepared, measure geom.Length) para.Result
	SetIn(p *para.Prepared, measure geom.Length, lines int) (para.Result, bool)
}

// Direct sets without remembering.
type Direct struct{}

// Set answers the best setting of p.
func (Direct) Set(p *para.Prepared, measure geom.Length) para.Result {
	return p.Set(para.Measure{Rest: measure})
}

// SetIn answers p in exactly so many lines, if that is lawful.
func (Direct) SetIn(p *para.Prepared, measure geom.Length, lines int) (para.Result, bool) {
	return p.SetIn(para.Measure{Rest: measure}, lines)
}
