// Package manuscript reads a manuscript (来稿) as it was received into blocks: headings, paragraphs, pictures, each
// with what it seems to be, and with the place every character came from.
//
// Start with Decode, which tells the encoding of a file's bytes, and with Markdown and Text, which make a Document.
// Offsets are runes of the decoded source. The package reads form only: it never looks words up, never moves or
// corrects a character, and drops none but markup, line ends and the blanks at the ends of a line.
package manuscript

import (
	"dayang/internal/edition"
)

// Kind is what a block is in the manuscript's own terms.
type Kind uint8

// The kinds of blocks.
const (
	Paragraph Kind = iota
	Heading        // Level 1 to 6
	Picture        // a picture by reference: Target is its file, Text its caption if it has one
	Rule           // a line across, no text
)

// Role is what a block seems to be on the page. Besides the edition's roles there are those that belong to the page
// and not to a story.
type Role string

// The roles that no paragraph of a story has.
const (
	Unknown  Role = ""
	HeadLine Role = "head"    // a line of the nameplate or folio: title, date, number, brands
	Banner   Role = "banner"  // the head of a section or a special report
	Divider  Role = "divider" // a line across
	Image    Role = "image"   // a picture by reference
)

// Block is one block of a manuscript. Text is without markup; a line end inside a paragraph is dropped, or a space
// between Latin words. Spans are in Text's runes.
type Block struct {
	Kind  Kind
	Level int
	Text  []rune
	// At holds the place in the source of every rune of Text, and one more: just behind the last.
	At    []int
	Spans []edition.Span
	// From and To bound the block in the source, with its markup but without the line end.
	From, To int
	Target   string // of a picture: its file
	Links    []Link
	List     bool // an item of a list
	Item     int  // of Rich: the item it was made of

	given Role // what the writer's own mark says it is
	exact bool // it is a headline and nothing else
	row   bool // it is a row of a table that came as text
	Role  Role
	Story int     // index of the story it belongs to, from 0; -1 belongs to the page
	Sure  float64 // how sure Role is, 0 to 1
	// Split is where a heading's kicker ends and its headline begins, in runes of Text; 0 is no kicker.
	Split int
	// SplitSure is how sure Split is.
	SplitSure float64
}

// Link is a link in a block's text.
type Link struct {
	From, To int // runes of the text
	URL      string
}

// String answers the block's text.
func (b *Block) String() string { return string(b.Text) }

// Document is a manuscript in blocks, in the order of the file.
type Document struct {
	Source  []rune // what the offsets count
	Blocks  []*Block
	Stories int // how many stories the blocks belong to
}

// Story answers the blocks of one story in order.
func (d *Document) Story(n int) []*Block {
	var out []*Block
	for _, b := range d.Blocks {
		if b.Story == n {
			out = append(out, b)
		}
	}
	return out
}
