package galley

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"dayang/internal/edit"
	"dayang/internal/edition"
)

// Range is a stretch within one paragraph.
type Range struct{ Para, From, To int }

// How a text is looked for.
type How struct {
	Regexp bool // the text is a regular expression in Go's (RE2's) syntax; else it is taken letter by letter
	Fold   bool // capitals and small letters alike
}

// Compile makes the expression that a text asks for.
func Compile(text string, how How) (*regexp.Regexp, error) {
	if !how.Regexp {
		text = regexp.QuoteMeta(text)
	}
	if how.Fold {
		text = "(?i)" + text
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("search expression: %w", err)
	}
	return re, nil
}

// Find looks for an expression everywhere and marks what it finds; nil ends the search. An empty match is none. The
// caret does not move.
func (g *Galley) Find(re *regexp.Regexp) int {
	g.found, g.matchAt = nil, -1
	if re == nil {
		return 0
	}
	for i, p := range g.paras {
		at, runes := 0, 0
		for _, m := range re.FindAllStringIndex(p.p.Text, -1) {
			if m[0] == m[1] {
				continue
			}
			runes += utf8.RuneCountInString(p.p.Text[at:m[0]])
			n := utf8.RuneCountInString(p.p.Text[m[0]:m[1]])
			g.found = append(g.found, Range{i, runes, runes + n})
			runes += n
			at = m[1]
		}
	}
	from, to := g.Selection()
	for i, r := range g.found {
		if from == (Place{r.Para, r.From}) && to == (Place{r.Para, r.To}) {
			g.matchAt = i
		}
	}
	return len(g.found)
}

// Found answers how many places the last search found, and which of them is selected, from 0; −1 is none.
func (g *Galley) Found() (n, at int) { return len(g.found), g.matchAt }

// Next selects the next place found behind the selection, or the one before it, and around.
func (g *Galley) Next(back bool) bool {
	if len(g.found) == 0 {
		return false
	}
	from, to := g.Selection()
	g.matchAt = 0
	if back {
		g.matchAt = len(g.found) - 1
		for i := len(g.found) - 1; i >= 0; i-- {
			if r := g.found[i]; (Place{r.Para, r.From}).Before(from) {
				g.matchAt = i
				break
			}
		}
	} else {
		for i, r := range g.found {
			if p := (Place{r.Para, r.From}); !p.Before(to) {
				g.matchAt = i
				break
			}
		}
	}
	r := g.found[g.matchAt]
	g.Select(Place{r.Para, r.From}, Place{r.Para, r.To})
	return true
}

// Replace writes over the selected place, if it is one that re finds, and selects the next. $1 and their like stand
// for the groups of an expression.
func (g *Galley) Replace(re *regexp.Regexp, with string, how How) error {
	g.Find(re)
	if g.matchAt >= 0 {
		r := g.found[g.matchAt]
		if err := g.replace(expand(re, g.paras[r.Para].p.Text, r, with, how), &labelReplace); err != nil {
			return err
		}
		g.Find(re)
	}
	g.Next(false)
	return nil
}

// ReplaceAll writes over every place that re finds, as one step, and answers how many there were.
func (g *Galley) ReplaceAll(re *regexp.Regexp, with string, how How) (int, error) {
	g.Find(re)
	n := len(g.found)
	if n == 0 {
		return 0, nil
	}
	story := g.story.ID
	var makers []func(*edition.Edition) (edit.Change, error)
	for i := n - 1; i >= 0; i-- { // from the back: what is still to be done does not move
		r := g.found[i]
		p := g.paras[r.Para].p
		text := expand(re, p.Text, r, with, how)
		makers = append(makers, func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, story, p.ID, r.From, r.To, text)
		})
	}
	g.found, g.matchAt = nil, -1
	caret, _ := g.CaretPara()
	at := g.caret.At
	if err := g.apply(&labelReplace, makers...); err != nil {
		return 0, err
	}
	g.put(g.caret)
	if caret != nil {
		g.PutIn(caret.ID, at)
	}
	g.Find(re)
	return n, nil
}

// expand answers what is written over a place that was found.
func expand(re *regexp.Regexp, text string, r Range, with string, how How) string {
	with = strings.ReplaceAll(with, `\n`, "\n")
	if !how.Regexp {
		return with
	}
	at := 0 // the byte that the match begins at
	for range r.From {
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
		if m[0] == at {
			return string(re.ExpandString(nil, with, text, m))
		}
	}
	return with
}
