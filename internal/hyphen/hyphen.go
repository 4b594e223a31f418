// Package hyphen tells where an English word may be divided at a line's end.
//
// Start with English. The method is Liang's (Word Hy-phen-a-tion by Com-put-er, 1983): short patterns vote on every
// place in a word, and the places with an odd highest vote are hyphens. Places are counted in runes. The package
// reads no text and sets no line. No library of this method could be had from the module proxy when it was written,
// so the few lines stand here; the patterns are TeX's.
package hyphen

import (
	"strings"
	"sync"
	"unicode"

	"dayang/assets"
)

// Words divides the words of one language. It never changes and is safe for concurrent use.
type Words struct {
	patterns   map[string][]byte // letters to the votes before each of them and after the last
	exceptions map[string][]int
	longest    int
}

// The least letters before and after a hyphen. TeX, \lefthyphenmin and \righthyphenmin for English.
const (
	leastLeft  = 2
	leastRight = 3
)

// English answers the divider of English words. The first call reads the patterns, some milliseconds' work.
func English() *Words { return english() }

var english = sync.OnceValue(func() *Words { return Parse(assets.Hyphen()) })

// Parse reads patterns and exceptions, one a line. Lines that begin with % are comments; after the second block of
// comments come the exceptions.
func Parse(text string) *Words {
	w := &Words{patterns: make(map[string][]byte), exceptions: make(map[string][]int)}
	blocks, inComment := 0, false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "%"):
			if !inComment {
				blocks++
			}
			inComment = true
			continue
		case blocks > 1:
			at := []int{}
			n := 0
			for _, r := range line {
				if r == '-' {
					at = append(at, n)
				} else {
					n++
				}
			}
			w.exceptions[strings.ReplaceAll(line, "-", "")] = at
		default:
			var letters strings.Builder
			votes := []byte{0}
			for i := range len(line) {
				if c := line[i]; c >= '0' && c <= '9' {
					votes[len(votes)-1] = c - '0'
				} else {
					letters.WriteByte(c)
					votes = append(votes, 0)
				}
			}
			w.patterns[letters.String()] = votes
			w.longest = max(w.longest, letters.Len())
		}
		inComment = false
	}
	return w
}

// Points answers the places inside a word where a hyphen may stand, counted in letters. A word that is no plain
// lower-case word, or begins with one capital, is not divided: names of companies and abbreviations stay whole.
func (w *Words) Points(word string) []int {
	if len(word) < leastLeft+leastRight {
		return nil
	}
	for i, r := range word {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) || i > 0 && unicode.IsUpper(r) {
			return nil
		}
	}
	word = strings.ToLower(word)
	if at, ok := w.exceptions[word]; ok {
		return at
	}
	dotted := "." + word + "."
	votes := make([]byte, len(dotted)+1)
	for i := range dotted {
		for j := i + 1; j <= min(len(dotted), i+w.longest); j++ {
			for k, v := range w.patterns[dotted[i:j]] {
				votes[i+k] = max(votes[i+k], v)
			}
		}
	}
	var out []int
	for i := leastLeft; i <= len(word)-leastRight; i++ {
		if votes[i+1]%2 == 1 {
			out = append(out, i)
		}
	}
	return out
}
