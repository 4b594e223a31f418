// Package dummy proposes where each story of a page goes (版样): automatic make-up.
//
// Start with Job and Search. A job is a grid of cells, the fixed furniture on it, and for each story how many body
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
	Head     int  // lines of the head band
	HeadAt   int  // lines of the block above the head band: the picture's in mode Picture
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
	Start    *Area     // where it stands in the page that the search starts from; nil is where it is locked or was before
	JumpOK   bool      // may run on to another page
}

// Fixed is furniture or an advertisement that stays where it is.
type Fixed struct {
	ID   string
	Area Area
}

// Package is a group of stories that must touch.
type Package struct{ Items []string }

// Weights is the house's idea of a good page, in points of cost. DefaultWeights are after research of the trade's
// make-up rules; a zero Weights means those.
type Weights struct {
	Overset   float64 // a cell of text that finds no room
	Jumped    float64 // the same, of a story that may run on to another page
	Unfilled  float64 // an empty cell
	Moved     float64 // a cell that a fixed thing stands away from its place
	Butting   float64 // 碰题: two heads side by side
	Stranded  float64 // 背题: fewer than three lines under a head
	FullCut   float64 // 断版, 通线: each straight cut through the page beyond the first
	Inversion float64 // a weightier story with a smaller headline
	LeadPlace float64 // the top story not at the top left
	Apart     float64 // a package that does not touch
	Width     float64 // a column more or less than the story's preferred widths
	Boxed     float64 // a box, which should be rare
	Side      float64 // a head at the side
	Pictured  float64 // a picture over the head
	ShortLeg  float64 // each line a leg is shorter than four
	LongLeg   float64 // a single leg of more than sixty lines
	Touching  float64 // two pictures that touch
	Play      float64 // a line of white or squeeze against the story set as it is
	Rows      float64 // a headline of more than two rows
	Place     float64 // how far weight stands from the top left
	Restless  float64 // a story that leaves the place it had before
}

// DefaultWeights answers the weights used for a zero Weights.
func DefaultWeights() Weights {
	return Weights{
		Overset: 100, Jumped: 12, Unfilled: 30, Moved: 60, Butting: 200, Stranded: 120, FullCut: 300, Inversion: 20,
		LeadPlace: 220, Apart: 400, Width: 6, Boxed: 11, Side: 9, Pictured: 2, ShortLeg: 12, LongLeg: 14, Touching: 12,
		Play: 0.6, Rows: 240, Place: 1.2, Restless: 25,
	}
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
	Over   map[string]int // body cells that do not fit, by story, of stories that may not run on
	Jumped map[string]int // the same, of stories that may
	Empty  int            // cells left unfilled
	Cost   float64        // lower is better; comparable between proposals of one job
}

// Right answers the column just right of the area.
func (a Area) Right() int { return a.Col + a.Cols }

// Bottom answers the line just below the area.
func (a Area) Bottom() int { return a.Line + a.Lines }

// Overlaps reports whether two areas share a cell.
func (a Area) Overlaps(b Area) bool {
	return a.Col < b.Right() && b.Col < a.Right() && a.Line < b.Bottom() && b.Line < a.Bottom()
}

// Touches reports whether two areas share a stretch of edge.
func (a Area) Touches(b Area) bool {
	side := (a.Right() == b.Col || b.Right() == a.Col) && a.Line < b.Bottom() && b.Line < a.Bottom()
	stack := (a.Bottom() == b.Line || b.Bottom() == a.Line) && a.Col < b.Right() && b.Col < a.Right()
	return side || stack
}
