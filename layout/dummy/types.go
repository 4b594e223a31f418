// Package dummy proposes where each story of a page goes (版样): automatic make-up.
//
// Start with Job and Propose. A job is a grid of cells, the fixed furniture on it, and for each story how many body
// lines it needs at every width and head mode; a proposal gives every story a rectangle of cells. One cell is one
// body line of one basic column; columns and lines count from 0. The search is seeded and reads no clock: the same
// job, seed and effort give the same proposals. It never cuts or drops a story silently.
package dummy

// Mode is how a story's head stands to its text; the names are those of the edition's head modes.
type Mode uint8

// The modes of the search.
const (
	Top     Mode = iota // head over the full width
	Picture             // picture over the full width, head below it
	Side                // head in the left column or columns, text at its right
	Boxed               // head on top, the whole story in a box
)

// Area is a rectangle of cells.
type Area struct{ Col, Line, Cols, Lines int }

// Need is what a story takes at one width and mode.
type Need struct {
	OK       bool // the story can be set so
	Lines    int  // height of the whole block in body lines, set as it is
	Least    int  // after all play: headline white, picture crop, tighter paragraphs
	Most     int  // the same, loosened
	Head     int  // lines of the head band, at the top of the block (or below the picture)
	HeadRows int
	HeadPt   float64 // size of the headline
	Leg      int     // lines of the shortest column of text
	Picture  bool    // the block's top band is a picture
}

// Item is one story to place.
type Item struct {
	ID       string
	Priority int       // 5 is the top story
	Photo    bool      // a photo story: no text legs to judge
	Needs    [][4]Need // by columns−1, then Mode
	PrefCols [2]int    // preferred widths, least and most
	Locked   *Area     // stays here
	Before   *Area     // where it stood: moving costs
	JumpOK   bool      // may run on to another page
}

// Fixed is furniture or an advertisement that stays where it is.
type Fixed struct {
	ID   string
	Area Area
}

// Package is a group of stories that must touch.
type Package struct{ Items []string }

// Weights is the house's idea of a good page; the zero value of each is replaced by Defaults.
type Weights struct {
	Overset, Unfilled, Butting, Stranded, FullCut, Inversion, LeadPlace, Boxed, Side, Narrow, Wide, ShortLeg, LongLeg, TouchingPictures, Play, HeadRows, Place, Move float64
}

// Job is a page to make up.
type Job struct {
	Cols, Lines int // of the type area
	Fixed       []Fixed
	Items       []Item
	Packages    []Package
	DoubleLead  []string // two stories that share the top
	Weights     Weights
}

// Placed is where a story goes.
type Placed struct {
	ID   string
	Area Area
	Mode Mode
	Play int // lines the block must gain (+) or lose (−) against Need.Lines
}

// Proposal is a whole page.
type Proposal struct {
	Placed []Placed
	Left   []string       // stories that found no place
	Over   map[string]int // lines that do not fit, by story
	Empty  int            // cells left unfilled
	Cost   float64
}
