package importer

import (
	"slices"
	"strings"
	"unicode"

	"dayang/internal/edition"
)

// Pasted is a paragraph of text that came over the clipboard, with what of it is bold.
type Pasted struct {
	Text string
	Bold []edition.Span
}

// Clip reads what a word processor or a browser put on the clipboard as HTML: paragraphs and bold, nothing else. plain
// is what it put there as text beside it. The answer says every character that plain says; where the HTML would lose
// one, or says something else, ok is false and plain is what counts.
func Clip(data []byte, plain string) (paras []Pasted, ok bool) {
	r := richBuilder{builder: builder{name: "clipboard"}}
	items, err := readHTML(&r, data)
	if err != nil {
		return nil, false
	}
	var said strings.Builder
	for _, it := range items {
		text := strings.TrimRightFunc(string(it.Text), unicode.IsSpace)
		if text == "" {
			continue
		}
		p := Pasted{Text: text}
		n := len([]rune(text))
		for _, s := range it.Spans {
			if s.To = min(s.To, n); s.Style == edition.Bold && s.From < s.To {
				p.Bold = append(p.Bold, s)
			}
		}
		paras = append(paras, p)
		said.WriteString(text)
	}
	letters := func(s string) []rune { // blanks, line ends and list bullets are each program's own affair
		return slices.DeleteFunc([]rune(s), func(r rune) bool {
			return unicode.IsSpace(r) || r == '\u200b' || r == '\u00ad' || r == '•' || r == '·'
		})
	}
	if len(paras) == 0 || !slices.Equal(letters(said.String()), letters(plain)) {
		return nil, false
	}
	return paras, true
}
