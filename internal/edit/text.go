package edit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// ErrRange is returned for offsets that lie outside their paragraph or run backwards.
var ErrRange = errors.New("no such stretch of text")

// lineBreak is the manual line break inside a paragraph, U+2028 LINE SEPARATOR.
const lineBreak = "\u2028"

// Clean answers text as a paragraph may hold it: valid UTF-8, every line end as "\n", no control characters but the
// tab. ReplaceRange makes paragraphs of its lines.
func Clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\u2029' || r == '\u0085': // the other line ends in use
			return '\n'
		case r < 0x20 && r != '\n' && r != '\t' || r == 0x7f:
			return -1
		}
		return r
	}, text)
}

// ReplaceText replaces the runes [from, to) of a paragraph: typing, deleting, pasting, accepting a suggestion. Line
// ends in text make new paragraphs; in a caption or credit they become manual line breaks. The new text stands in
// the style of the first rune it replaces, or, where it replaces none, of the rune before it.
func ReplaceText(ed *edition.Edition, story, para string, from, to int, text string) (Change, error) {
	return ReplaceRange(ed, story, para, from, para, to, text)
}

// ReplaceRange replaces what lies between two places of a story's text, which may be in different paragraphs. The
// first paragraph keeps its id and role, the last gives what it holds behind the range, those between go.
func ReplaceRange(ed *edition.Edition, story, fromPara string, from int, toPara string, to int, text string) (Change, error) {
	text = Clean(text)
	c, err := withStory(ed, story, func(s *edition.Story) error {
		i := slices.IndexFunc(s.Paras, func(p *edition.Para) bool { return p.ID == fromPara })
		if i < 0 {
			if fromPara != toPara {
				return fmt.Errorf("from paragraph %q to %q of story %q: %w", fromPara, toPara, story, ErrNotFound)
			}
			return withPara(s, fromPara, func(p *edition.Para) error {
				head, _, err := cut(p, from)
				if err != nil {
					return err
				}
				_, tail, err := cut(p, to)
				if err != nil || to < from {
					return errors.Join(err, rangeError(p, from, to))
				}
				line := piece(p, from, to, strings.ReplaceAll(text, "\n", lineBreak))
				*p = glue(p, head, line, tail)
				return nil
			})
		}
		j := slices.IndexFunc(s.Paras, func(p *edition.Para) bool { return p.ID == toPara })
		if j < i || j == i && to < from {
			return fmt.Errorf("from %d of paragraph %q to %d of %q: %w", from, fromPara, to, toPara, ErrRange)
		}
		first, last := s.Paras[i], s.Paras[j]
		head, _, err := cut(first, from)
		if err != nil {
			return err
		}
		_, tail, err := cut(last, to)
		if err != nil {
			return err
		}
		styleTo := to
		if i != j {
			styleTo = utf8.RuneCountInString(first.Text)
		}
		lines := strings.Split(text, "\n")
		made := make([]*edition.Para, len(lines))
		next := *s
		for k, line := range lines {
			p := &edition.Para{ID: first.ID, Role: first.Role}
			if k > 0 {
				p.ID, p.Role = NextParaID(&next), following(first.Role)
			}
			parts := []fragment{piece(first, from, styleTo, line)}
			if k == 0 {
				parts = slices.Insert(parts, 0, head)
			}
			if k == len(lines)-1 {
				parts = append(parts, tail)
			}
			*p = glue(p, parts...)
			made[k] = p
			next.Paras = append(slices.Clone(next.Paras), p)
		}
		s.Paras = slices.Concat(s.Paras[:i], made, s.Paras[j+1:])
		return nil
	})
	c.Label = words.Text{ZH: "改文字", EN: "Edit Text"}
	if fromPara == toPara && !strings.Contains(text, "\n") {
		c.Merge = "text " + story + " " + fromPara
		if from == to {
			c.Label = words.Text{ZH: "输入", EN: "Typing"}
		} else if text == "" {
			c.Label, c.Merge = words.Text{ZH: "删除文字", EN: "Delete Text"}, "delete "+story+" "+fromPara
		}
	}
	return c, err
}

// following answers the role of a paragraph that begins where one of role r is split: the lead is one paragraph.
func following(r edition.Role) edition.Role {
	if r == edition.Lead {
		return edition.Body
	}
	return r
}

// SplitPara makes two paragraphs of one, at a rune offset. The second gets a new id.
func SplitPara(ed *edition.Edition, story, para string, at int) (Change, error) {
	s := ed.Story(story)
	if s == nil || !slices.ContainsFunc(s.Paras, func(p *edition.Para) bool { return p.ID == para }) {
		return Change{}, fmt.Errorf("paragraph %q of story %q: %w", para, story, ErrNotFound)
	}
	c, err := ReplaceRange(ed, story, para, at, para, at, "\n")
	c.Label = words.Text{ZH: "分段", EN: "Split Paragraph"}
	return c, err
}

// JoinParas joins a paragraph and the one after it; the first keeps its id and role.
func JoinParas(ed *edition.Edition, story, para string) (Change, error) {
	s := ed.Story(story)
	if s == nil {
		return Change{}, fmt.Errorf("story %q: %w", story, ErrNotFound)
	}
	i := slices.IndexFunc(s.Paras, func(p *edition.Para) bool { return p.ID == para })
	if i < 0 || i+1 == len(s.Paras) {
		return Change{}, fmt.Errorf("two paragraphs from %q of story %q: %w", para, story, ErrNotFound)
	}
	c, err := ReplaceRange(ed, story, para, utf8.RuneCountInString(s.Paras[i].Text), s.Paras[i+1].ID, 0, "")
	c.Label = words.Text{ZH: "并段", EN: "Join Paragraphs"}
	return c, err
}

// AddPara puts a paragraph at a place among a story's paragraphs. Without an id, or with one that is taken, it gets
// NextParaID.
func AddPara(ed *edition.Edition, story string, at int, para edition.Para) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		if para.ID == "" || s.Para(para.ID) != nil {
			para.ID = NextParaID(s)
		}
		s.Paras = slices.Insert(slices.Clone(s.Paras), min(max(at, 0), len(s.Paras)), &para)
		return nil
	})
	c.Label = words.Text{ZH: "加段", EN: "Add Paragraph"}
	return c, err
}

// DeletePara takes a paragraph out of a story, a caption or credit too.
func DeletePara(ed *edition.Edition, story, para string) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		if s.Para(para) == nil {
			return fmt.Errorf("paragraph %q of story %q: %w", para, story, ErrNotFound)
		}
		s.Paras = slices.DeleteFunc(slices.Clone(s.Paras), func(p *edition.Para) bool { return p.ID == para })
		s.Pictures = slices.Clone(s.Pictures)
		for i := range s.Pictures {
			u := &s.Pictures[i]
			if u.Caption != nil && u.Caption.ID == para {
				u.Caption = nil
			}
			if u.Credit != nil && u.Credit.ID == para {
				u.Credit = nil
			}
		}
		return nil
	})
	c.Label = words.Text{ZH: "删段", EN: "Delete Paragraph"}
	return c, err
}

// MovePara puts a paragraph at another place in its story.
func MovePara(ed *edition.Edition, story, para string, to int) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		i := slices.IndexFunc(s.Paras, func(p *edition.Para) bool { return p.ID == para })
		if i < 0 {
			return fmt.Errorf("paragraph %q of story %q: %w", para, story, ErrNotFound)
		}
		p := s.Paras[i]
		s.Paras = slices.Delete(slices.Clone(s.Paras), i, i+1)
		s.Paras = slices.Insert(s.Paras, min(max(to, 0), len(s.Paras)), p)
		return nil
	})
	c.Label = words.Text{ZH: "移段", EN: "Move Paragraph"}
	return c, err
}

// SetRole makes a paragraph a headline, a subhead, body text…; its place in the story stays.
func SetRole(ed *edition.Edition, story, para string, role edition.Role) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		return withPara(s, para, func(p *edition.Para) error {
			p.Role = role
			return nil
		})
	})
	c.Label = words.Text{ZH: "改段落身份", EN: "Change Paragraph Role"}
	return c, err
}

// SetSpanStyle sets the runes [from, to) of a paragraph in a character style; "" takes styles away. A stretch has one
// style at a time.
func SetSpanStyle(ed *edition.Edition, story, para string, from, to int, style string) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		return withPara(s, para, func(p *edition.Para) error {
			if from < 0 || to < from || to > utf8.RuneCountInString(p.Text) {
				return rangeError(p, from, to)
			}
			spans := slices.Concat(clip(p.Spans, 0, from), clip(p.Spans, to, utf8.RuneCountInString(p.Text)))
			if style != "" && from < to {
				spans = append(spans, edition.Span{From: from, To: to, Style: style})
			}
			slices.SortFunc(spans, func(a, b edition.Span) int { return a.From - b.From })
			p.Spans = tidy(spans)
			return nil
		})
	})
	c.Label = words.Text{ZH: "改字样", EN: "Change Character Style"}
	return c, err
}

// HasStyle reports whether every rune of [from, to) stands in the style; of an empty stretch it is what typing there
// would take on.
func HasStyle(p *edition.Para, from, to int, style string) bool {
	if from >= to {
		return styleAt(p, from, to) == style
	}
	at := from
	for _, s := range p.Spans {
		if s.Style == style && s.From <= at && s.To > at {
			at = s.To
		}
	}
	return at >= to
}

// withPara replaces a paragraph of s, a caption or credit too, by what change makes of a copy of it.
func withPara(s *edition.Story, id string, change func(*edition.Para) error) error {
	replace := func(p *edition.Para) (*edition.Para, error) {
		q := *p
		if err := change(&q); err != nil {
			return nil, fmt.Errorf("story %q: %w", s.ID, err)
		}
		return &q, nil
	}
	var err error
	for i, p := range s.Paras {
		if p.ID == id {
			s.Paras = slices.Clone(s.Paras)
			s.Paras[i], err = replace(p)
			return err
		}
	}
	for i, u := range s.Pictures {
		if c := u.Caption; c != nil && c.ID == id {
			s.Pictures = slices.Clone(s.Pictures)
			s.Pictures[i].Caption, err = replace(c)
			return err
		}
		if c := u.Credit; c != nil && c.ID == id {
			s.Pictures = slices.Clone(s.Pictures)
			s.Pictures[i].Credit, err = replace(c)
			return err
		}
	}
	return fmt.Errorf("paragraph %q of story %q: %w", id, s.ID, ErrNotFound)
}

// fragment is a stretch of text with its spans, counted from its own start.
type fragment struct {
	text  string
	spans []edition.Span
}

func rangeError(p *edition.Para, from, to int) error {
	return fmt.Errorf("paragraph %q, %d to %d of %d: %w", p.ID, from, to, utf8.RuneCountInString(p.Text), ErrRange)
}

// cut answers what stands before and behind a rune offset.
func cut(p *edition.Para, at int) (head, tail fragment, err error) {
	n := utf8.RuneCountInString(p.Text)
	if at < 0 || at > n {
		return head, tail, rangeError(p, at, at)
	}
	b := byteAt(p.Text, at)
	head = fragment{p.Text[:b], clip(p.Spans, 0, at)}
	tail = fragment{p.Text[b:], clip(p.Spans, at, n)}
	for i := range tail.spans {
		tail.spans[i].From -= at
		tail.spans[i].To -= at
	}
	return head, tail, nil
}

// byteAt answers the byte offset of a rune offset.
func byteAt(s string, rune int) int {
	for i := range s {
		if rune == 0 {
			return i
		}
		rune--
	}
	return len(s)
}

// piece is text that takes the place of [from, to) of p, in the style that it takes on there.
func piece(p *edition.Para, from, to int, text string) fragment {
	f := fragment{text: text}
	if style := styleAt(p, from, to); style != "" && text != "" {
		f.spans = []edition.Span{{From: 0, To: utf8.RuneCountInString(text), Style: style}}
	}
	return f
}

// styleAt answers the style of the first rune of [from, to), of the rune before from if there is none, and at the
// start of a paragraph of the rune after it, so that a bold run-in can be retyped from its first character.
func styleAt(p *edition.Para, from, to int) string {
	at := from
	if from >= to && from > 0 {
		at = from - 1
	}
	for _, s := range p.Spans {
		if s.From <= at && at < s.To {
			return s.Style
		}
	}
	return ""
}

// glue answers p with the fragments as its text.
func glue(p *edition.Para, parts ...fragment) edition.Para {
	out := edition.Para{ID: p.ID, Role: p.Role}
	var text strings.Builder
	n := 0
	for _, f := range parts {
		text.WriteString(f.text)
		for _, s := range f.spans {
			out.Spans = append(out.Spans, edition.Span{From: s.From + n, To: s.To + n, Style: s.Style})
		}
		n += utf8.RuneCountInString(f.text)
	}
	out.Text, out.Spans = text.String(), tidy(out.Spans)
	return out
}

// clip answers copies of the parts of spans inside [from, to).
func clip(spans []edition.Span, from, to int) []edition.Span {
	var out []edition.Span
	for _, s := range spans {
		s.From, s.To = max(s.From, from), min(s.To, to)
		if s.From < s.To {
			out = append(out, s)
		}
	}
	return out
}

// tidy drops empty spans of a sorted list and joins neighbours of one style.
func tidy(spans []edition.Span) []edition.Span {
	var out []edition.Span
	for _, s := range spans {
		switch last := len(out) - 1; {
		case s.From >= s.To:
		case last >= 0 && out[last].To == s.From && out[last].Style == s.Style:
			out[last].To = s.To
		default:
			out = append(out, s)
		}
	}
	return out
}
