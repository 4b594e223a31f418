// Package finding is the one shape of every remark to the editor: what is doubtful, where, why, and what to write
// instead.
//
// Start with Finding. A finding means that the program did what it was asked and has something to tell; an error
// means that it could not. Offsets are runes. The package decides nothing and changes nothing.
package finding

import (
	"dayang/internal/words"
	"dayang/layout/geom"
)

// Level is how much a finding weighs.
type Level uint8

// The levels, lightest first.
const (
	Hint Level = iota
	Warning
	Error
)

// String answers the level's name in files: "hint", "warning" or "error".
func (l Level) String() string { return [...]string{"hint", "warning", "error"}[l] }

// ParseLevel reads a level's name.
func ParseLevel(s string) (Level, bool) {
	for l := Hint; l <= Error; l++ {
		if l.String() == s {
			return l, true
		}
	}
	return 0, false
}

// Place is where a finding points: a stretch of a paragraph, a frame, or a spot on a page.
type Place struct {
	Page  string    `json:"page,omitempty"`
	Frame string    `json:"frame,omitempty"`
	Story string    `json:"story,omitempty"`
	Para  string    `json:"para,omitempty"`
	From  int       `json:"from"` // runes of the paragraph; From == To points between two
	To    int       `json:"to"`
	Spot  geom.Rect `json:"-"` // on the page, when no text says it better
}

// Fix is how a suggestion may be applied.
type Fix uint8

// The ways to fix.
const (
	None    Fix = iota // a person must think of it
	Confirm            // one at a time
	Apply              // all of its kind in one step
)

// Suggestion is what to write over the finding's From–To.
type Suggestion struct {
	Text string `json:"text"`
}

// Finding is one remark.
type Finding struct {
	Rule        string       // such as "DU-02"; see the rules' own package
	Category    string       // the kind of fault, as the proofreading sets name it: "dup_word"
	Level       Level        //
	Place       Place        //
	Text        string       // the characters it is about
	Message     words.Text   // what is wrong, one sentence
	Reason      words.Text   // why, with the standard's clause or the house's rule
	Fix         Fix          //
	Suggestions []Suggestion // best first; an empty Text deletes
	// Also holds further places of the same fault: the first copy of a repeated sentence, the successor of a piece.
	Also []Place
	// Score is how sure the rule is, 0 to 1; 1 when it cannot be wrong.
	Score float64
}
