package repair

import (
	"strings"
	"unicode"

	"dayang/internal/words"
)

// mark is one half-width mark and what it becomes.
type mark struct {
	from, to int // runes of the paragraph
	got      string
	after    string
	sure     float64
}

func (m mark) say() words.Text {
	if m.got == `"` || m.got == "'" {
		return say.quote.F(m.after)
	}
	return say.mark.F(m.got, m.after)
}

// wide is the full-width form of the marks that Chinese prints full-width (GB/T 15834).
var wide = map[rune]string{',': "，", ':': "：", ';': "；", '!': "！", '?': "？", '(': "（", ')': "）", '.': "。"}

// chinese reports whether a rune is Chinese writing: a character or a mark that only Chinese uses.
func chinese(r rune) bool {
	return han(r) || strings.ContainsRune("，。、；：？！“”‘’（）《》〈〉【】「」『』…—～￥％〇", r)
}

// marks finds the half-width marks of a paragraph that touch Chinese. None is taken inside a number, a time, a
// Latin word, an address; brackets and straight quotes are taken in pairs.
func marks(rs []rune) []mark {
	var out []mark
	skip := addresses(rs)
	at := func(i int) rune {
		if i < 0 || i >= len(rs) {
			return 0
		}
		return rs[i]
	}
	// left and right neighbours, past a single blank: "强调, 要".
	left := func(i int) rune {
		if at(i-1) == ' ' {
			return at(i - 2)
		}
		return at(i - 1)
	}
	right := func(i int) rune {
		if at(i+1) == ' ' {
			return at(i + 2)
		}
		return at(i + 1)
	}
	ascii := func(r rune) bool { return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	add := func(i int, after string, sure float64) {
		out = append(out, mark{from: i, to: i + 1, got: string(rs[i]), after: after, sure: sure})
	}
	pairs := brackets(rs)
	var double, single []int
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		if skip[i] {
			continue
		}
		l, n := at(i-1), at(i+1)
		switch r {
		case ',', ':', ';', '!', '?':
			if ascii(l) && ascii(n) {
				continue
			}
			if chinese(l) || chinese(n) || chinese(left(i)) && (n == ' ' || n == 0) || chinese(right(i)) && n == ' ' {
				add(i, wide[r], 0.99)
			} else if i == 0 && anyHan(rs[:min(len(rs), 2*reach)]) {
				add(i, wide[r], 0.9) // the rest of a sentence that was cut before its mark
			} else if (n == 0 || n == ' ') && lastChinese(rs[:i]) && r != ':' {
				add(i, wide[r], 0.9) // the sentence is Chinese and ends in a number or a Latin word
			}
		case '.':
			if l == '.' || n == '.' {
				j := i
				for at(j) == '.' {
					j++
				}
				if j-i >= 3 && (chinese(l) || chinese(at(j))) {
					out = append(out, mark{from: i, to: j, got: string(rs[i:j]), after: "……", sure: 0.97})
				}
				i = j - 1
				continue
			}
			if chinese(l) && l != '·' && !ascii(n) {
				add(i, "。", 0.95)
			}
		case '(', ')':
			j, ok := pairs[i]
			if !ok {
				if chinese(l) || chinese(n) {
					add(i, wide[r], 0.9)
				}
				continue
			}
			a, b := min(i, j), max(i, j)
			if chinese(at(a-1)) || chinese(at(a+1)) || chinese(at(b-1)) || anyHan(rs[a:b]) { // not f(x)是
				add(i, wide[r], 0.99)
			}
		case '"':
			double = append(double, i)
		case '\'':
			if !(unicode.IsLetter(l) && l < 0x250) { // an apostrophe follows a Latin letter
				single = append(single, i)
			} else if len(single)%2 == 1 && !(unicode.IsLetter(n) && n < 0x250) {
				single = append(single, i)
			}
		}
	}
	quotes := func(at []int, open, end string) {
		if len(at)%2 != 0 {
			return // which one is missing is a person's question
		}
		for k := 0; k+1 < len(at); k += 2 {
			a, b := at[k], at[k+1]
			if !anyHan(rs[a:b]) && !(a > 0 && chinese(rs[a-1])) && !(b+1 < len(rs) && chinese(rs[b+1])) {
				continue
			}
			out = append(out, mark{a, a + 1, string(rs[a]), open, 0.95}, mark{b, b + 1, string(rs[b]), end, 0.95})
		}
	}
	quotes(double, "“", "”")
	quotes(single, "‘", "’")
	return out
}

func lastChinese(rs []rune) bool {
	n := 0
	for i := len(rs) - 1; i >= 0 && n < 12; i-- {
		if chinese(rs[i]) {
			return true
		}
		n++
	}
	return false
}

func anyHan(rs []rune) bool {
	for _, r := range rs {
		if han(r) {
			return true
		}
	}
	return false
}

// brackets pairs the half-width round brackets of a paragraph.
func brackets(rs []rune) map[int]int {
	out := map[int]int{}
	var stack []int
	for i, r := range rs {
		switch r {
		case '(':
			stack = append(stack, i)
		case ')':
			if n := len(stack); n > 0 {
				j := stack[n-1]
				stack = stack[:n-1]
				out[i], out[j] = j, i
			}
		}
	}
	return out
}

// addresses marks the runes of web and mail addresses: a run without blanks or Chinese that holds "://", "www." or
// an @.
func addresses(rs []rune) map[int]bool {
	out := map[int]bool{}
	for i := 0; i < len(rs); {
		if rs[i] >= 0x80 || unicode.IsSpace(rs[i]) {
			i++
			continue
		}
		j := i
		for j < len(rs) && rs[j] < 0x80 && !unicode.IsSpace(rs[j]) {
			j++
		}
		s := string(rs[i:j])
		if k := strings.Index(s, "://"); k > 0 || strings.Contains(s, "www.") || strings.Contains(s, "@") && strings.Contains(s, ".") {
			from := i
			// A mark before the address touches it without being of it: 网址:http://…
			for from < j && !unicode.IsLetter(rs[from]) && !unicode.IsDigit(rs[from]) {
				from++
			}
			to := j
			for to > from && strings.ContainsRune(",.;:!?)", rs[to-1]) {
				to--
			}
			for k := from; k < to; k++ {
				out[k] = true
			}
		}
		i = j
	}
	return out
}
