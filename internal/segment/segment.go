// Package segment knows Chinese words. It is the only home of gse.
//
// Start with Segmenter; Open gives the one that ships with the program. Offsets are runes. A Segmenter may be used
// from several goroutines at once and never changes after Open.
package segment

import "dayang/internal/ngram"

// Word is one word of a cut text.
type Word struct {
	Text     string
	From, To int     // runes
	Freq     float64 // how often the dictionary has seen it; 0 for what it does not know
	Tag      string  // part of speech in the dictionary's letters (n, v, m, q, r, nr, ns …), or ""
}

// Segmenter cuts text into words and knows which strings are words.
type Segmenter interface {
	// Cut answers the words of text in order, without gaps: marks, spaces and Latin words are words too.
	Cut(text string) []Word
	// Freq answers how often the dictionary has seen a word; 0 if it is no word of the dictionary.
	Freq(word string) float64
	// Tag answers the word's part of speech in the dictionary, or "".
	Tag(word string) string
	// Total answers the sum of all frequencies.
	Total() float64
}

// Grammar is a Segmenter that also knows which parts of speech follow each other. Open's does.
type Grammar interface {
	Segmenter
	// Follow answers how much likelier a word stands after another, by their parts of speech, than anywhere: a
	// natural logarithm. before "" is the start of a sentence.
	Follow(before, beforeTag, after, afterTag string) float64
}

// Likely is a Segmenter that also knows how likely words follow each other. Open's does.
type Likely interface {
	Segmenter
	// Model answers that knowledge, which never changes; nil if there is none.
	Model() *ngram.Model
}

// ModelOf answers what a segmenter knows of words in turn; nil if it knows nothing of it.
func ModelOf(s Segmenter) *ngram.Model {
	if l, ok := s.(Likely); ok {
		return l.Model()
	}
	return nil
}
