package proof

import (
	"math"
	"strings"
	"unicode/utf8"
)

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == '〇' || r >= 0x20000 && r <= 0x3FFFF
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func isBlank(r rune) bool {
	return r == ' ' || r == '\t' || r == '\u3000' || r == '\u00A0' || r == '\u2028' || r >= '\u2002' && r <= '\u200A'
}

// isWide reports whether r is a full-width mark of Chinese text.
func isWide(r rune) bool {
	return strings.ContainsRune("，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—～·℃％", r)
}

// isPause reports whether r is a mark that parts clauses or sentences (点号).
func isPause(r rune) bool { return strings.ContainsRune("，。、；：？！", r) }

// endsSentence reports whether r is a mark that ends a sentence.
func endsSentence(r rune) bool { return r == '。' || r == '！' || r == '？' || r == '…' }

func isOneOf(r rune, s string) bool { return r != 0 && strings.ContainsRune(s, r) }

func runeLen(s string) int { return utf8.RuneCountInString(s) }

func logOf(f float64) float64 {
	if f < 1 {
		return 0
	}
	return math.Log(f)
}

// numeral answers the value of one Chinese numeral, or -1.
func numeral(r rune) int {
	switch r {
	case '零', '〇':
		return 0
	case '两':
		return 2
	}
	if i := strings.IndexRune("一二三四五六七八九", r); i >= 0 {
		return i/3 + 1
	}
	return -1
}

// masks marks the runes of links, addresses and markup, which no rule about marks touches.
func (b *Block) masks() []bool {
	if b.skip != nil {
		return b.skip
	}
	b.skip = make([]bool, len(b.Runes)+1)
	if !strings.ContainsAny(b.Text, "@/\\<*`#") && !strings.Contains(b.Text, "www.") {
		return b.skip
	}
	r := b.Runes
	ascii := func(x rune) bool { return x > ' ' && x < 0x7F }
	for i := 0; i < len(r); {
		if !ascii(r[i]) {
			i++
			continue
		}
		j := i
		for j < len(r) && ascii(r[j]) {
			j++
		}
		s := string(r[i:j])
		if strings.Contains(s, "://") || strings.Contains(s, "www.") || strings.Contains(s, "@") && strings.Contains(s, ".") {
			end := j
			for end > i && strings.ContainsRune(",.;:!?)", r[end-1]) {
				end--
			}
			for k := i; k < end; k++ {
				b.skip[k] = true
			}
		}
		i = j
	}
	return b.skip
}

// quoted marks the runes between double quotation marks.
func (b *Block) quoted() []bool {
	if b.deep == nil {
		b.deep = make([]bool, len(b.Runes)+1)
		in := false
		for i, r := range b.Runes {
			switch r {
			case '“':
				in = true
			case '”':
				in = false
			}
			b.deep[i] = in && r != '“'
		}
	}
	return b.deep
}

// clauseStart answers where the clause that holds i begins.
func (b *Block) clauseStart(i int) int {
	for i > 0 && !isOneOf(b.Runes[i-1], "，。；！？：、") {
		i--
	}
	return i
}

// sentence answers the bounds of the sentence that holds i.
func (b *Block) sentence(i int) (from, to int) {
	from = min(i, len(b.Runes))
	for from > 0 && !endsSentence(b.Runes[from-1]) {
		from--
	}
	to = i
	for to < len(b.Runes) && !endsSentence(b.Runes[to]) {
		to++
	}
	return from, min(to+1, len(b.Runes))
}

// number is a run of half-width digits with its points: "3.2", "1,200".
type number struct {
	from, to int
	text     string
}

// numbers answers the block's numbers in half-width digits.
func (b *Block) numbers() []number {
	var out []number
	r := b.Runes
	for i := 0; i < len(r); {
		if !isDigit(r[i]) {
			i++
			continue
		}
		j := i
		for j < len(r) && (isDigit(r[j]) || (r[j] == '.' || r[j] == ',') && j+1 < len(r) && isDigit(r[j+1])) {
			j++
		}
		out = append(out, number{i, j, string(r[i:j])})
		i = j
	}
	return out
}

func (n number) whole() bool { return !strings.ContainsAny(n.text, ".,") }

func (n number) value() int {
	v := 0
	for _, r := range n.text {
		if !isDigit(r) {
			return -1
		}
		if v = v*10 + int(r-'0'); v > 1e9 {
			return v
		}
	}
	return v
}

// matcher finds the entries of a list in text by their first rune.
type matcher[T any] struct {
	first map[rune][]match[T]
}

type match[T any] struct {
	runes []rune
	entry T
}

func newMatcher[T any](list []T, text func(T) string) *matcher[T] {
	m := &matcher[T]{first: map[rune][]match[T]{}}
	for _, e := range list {
		if r := []rune(text(e)); len(r) > 0 {
			m.first[r[0]] = append(m.first[r[0]], match[T]{r, e})
		}
	}
	return m
}

// at answers the entries that begin at i, the longest last found first.
func (m *matcher[T]) at(r []rune, i int, f func(n int, e T)) {
next:
	for _, c := range m.first[r[i]] {
		if i+len(c.runes) > len(r) {
			continue
		}
		for k, x := range c.runes {
			if r[i+k] != x {
				continue next
			}
		}
		f(len(c.runes), c.entry)
	}
}
