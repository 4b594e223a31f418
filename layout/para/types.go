// Package para sets one paragraph into lines: where lines may break (避头尾), how marks are squeezed (标点挤压),
// and how a line is made flush.
//
// Start with Input and Prepare. A paragraph arrives as clusters with their advances, already shaped, so the
// package knows no font; it leaves as lines with the pen position of every cluster. Lengths are geom.Length. It
// never drops, adds or reorders a cluster, and its answer depends on nothing but its input.
//
// The way of a paragraph: classify tells what each cluster is; Prepare gives it its cell, squeezes pairs, finds
// where lines may break and sums up; Set chooses the breaks by their cost over the whole paragraph (or line by line,
// where the style asks for a policy) and places every cluster in CLREQ's order of adjusting. Rows sets headlines by
// sense, SetIn copyfits. Beside the engine stand a newspaper's arithmetic (SpanMeasure, ColumnBreak, TypeSizes),
// what vertical lines need (OrientationOf, VerticalRuns) and Normalise, which makes a manuscript's marks Chinese.
package para

import "dayang/layout/geom"

// Level is how strictly 避头尾 is kept. CLREQ, "Prohibition Rules for Line Start and Line End".
type Level uint8

// The levels.
const (
	LevelNone Level = iota
	LevelBasic
	LevelGB
	LevelStrict
	LevelUnicode   // UAX #14 untailored, for matter in other scripts
	LevelCSSLoose  // CSS Text 3 line-break: loose, language Chinese; for comparison with web pages, as are the next two
	LevelCSSNormal //
	LevelCSSStrict //
)

// Marks is the width of full-width marks (标点风格).
type Marks uint8

// The mark styles.
const (
	Quanjiao       Marks = iota // 全角式: 1 em, neighbours squeezed
	Kaiming                     // 开明式: 。？！． 1 em, the rest half
	Banjiao                     // 半角式: all half
	Plain                       // 原样: nothing is trimmed
	WebNormal                   // CSS Text 4 text-spacing-trim: normal
	PairedExclaims              // 全角式, and two of ！？ share one em. GB/T 15834, 5.1.2
)

// Policy is what is tried first when a line does not come out even.
type Policy uint8

// The policies.
const (
	LeastAdjustment Policy = iota // total fit over the paragraph
	PushInFirst                   // 先挤进，后推出
	PushOutFirst                  // 先推出，后挤进
	PushOutOnly                   // never shrinks but for the line end
)

// Align is how lines stand in their measure.
type Align uint8

// The ways to align.
const (
	Justify Align = iota // last line flush left
	Left
	Centre
	Right
)

// Style is everything about setting a paragraph but its measure.
type Style struct {
	Em          geom.Length // body size of the paragraph: indents and limits count in it
	Level       Level
	Marks       Marks
	Policy      Policy
	Align       Align
	Indent      geom.Length // first line
	HangIndent  geom.Length // all later lines
	Tracking    geom.Length // added after every cluster but the last of a line
	Hang        bool        // one of 、，。 may hang outside the measure
	AllowRunt   bool        // a last line of one Han is let stand
	KeepStart   bool        // an opener at the line's start keeps its blank
	KeepEnd     bool        // a full-width mark at the line's end keeps its blank
	NoAutospace bool        // no gap between Han and Western
	EvenPitch   bool        // the pitch of characters counts most: a short line first opens beside its marks, by up to 1/8 em each, and marks are rather squeezed than characters opened
	TrimIndent  bool        // an opener at the start of an indented first line loses its blank too
	KeepUnits   bool        // a number stays with a following unit of one or two Han (5亿元, 10月)
	Vertical    bool        // lines run down the page: ：；！？ stand in the middle of their em and have no blank to give

	Gap, GapMin, GapMax geom.Length // between Han and Western, as it is, at its least and at its most; 0 is 1/4, 1/8, 1/3 em
	TrackingMax         geom.Length // the widest opening a place that lines should have; 0 is the engine's own judgement
	TrackingMin         geom.Length // 0 or less: how far SetIn may close all places to win a line
	DropLines           int         // 首字下沉: the first cluster is so many lines high, its Advance with the white beside it; 0 and 1 are none
}

// Flag is what a cluster is known to be beyond its rune.
type Flag uint8

// The flags of a cluster.
const (
	BreakAfter  Flag = 1 << iota // a manual line break follows (U+2028); the cluster itself is set with no width
	NoBreak                      // no line break before this cluster, whatever its class
	HyphenAfter                  // a line may end here with a hyphen
	WordStart                    // a word of the dictionary starts here; headlines break here by preference
	Western                      // a quotation mark that context made Latin
	OwnCell                      // stands in a cell as a Han does, whatever its rune: 纵中横, an upright letter of a vertical line
)

// Cluster is the least unit of setting: a character with what combines with it, or a ligature.
type Cluster struct {
	Rune    rune        // its first rune: class and rules go by it
	Runes   uint8       // how many runes of the text it covers
	Face    uint8       // which of the paragraph's faces; the caller's business
	Flags   Flag        //
	Glyph   uint32      // the caller's business
	Em      geom.Length // size of its face
	Advance geom.Length // of its glyph in the font, at that size
	Open    geom.Length // added after it besides the style's Tracking, as a character style's own
}

// Input is a paragraph to set.
type Input struct {
	Clusters    []Cluster
	Style       Style
	HyphenWidth geom.Length // advance of the hyphen put at a HyphenAfter break
}

// Measure answers the length and left edge of the n-th line of a paragraph, n from 0, for text around shapes.
type Measure struct {
	Lines []geom.Length // measures of the first lines, one by one
	Rest  geom.Length   // measure of every further line
}

// At answers the measure of line n.
func (m Measure) At(n int) geom.Length {
	if n < len(m.Lines) {
		return m.Lines[n]
	}
	return m.Rest
}

// Line is one set line. Positions count from the line's left edge.
type Line struct {
	From, To int           // clusters; spaces that vanish at the edges are inside, with no width
	Pen      []geom.Length // x where each cluster's glyph is drawn, To−From of them
	Edge     []geom.Length // cell edges, To−From+1 of them; Edge[0] is the indent or the offset of the alignment
	Natural  geom.Length   // width before adjusting, squeezed and trimmed at both ends, without a hanging stop
	Width    geom.Length   // width as set, without a hanging stop, from Edge[0]
	Measure  geom.Length   // what it had to fill: the measure less its indent
	Tracking int           // added per expandable place, thousandths of an em
	Places   int           // expandable places of the line
	Shrunk   geom.Length   // given up by marks and gaps beyond their normal squeeze
	Hung     bool          // its last mark stands outside the measure
	Hyphen   bool          // a hyphen is drawn at Edge's last
	Forced   bool          // 避头尾 had to be broken here, or the line is overfull
	Last     bool          // ends the paragraph
}

// Result is a paragraph set in lines.
type Result struct {
	Lines []Line
	Cost  float64 // comparable between results of the same paragraph and measure; lower is better
}
