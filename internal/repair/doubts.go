package repair

import (
	"strings"

	"dayang/internal/edition"
	"dayang/internal/manuscript"
	"dayang/internal/segment"
)

// twice finds words and phrases of two to eight characters that stand twice in a row: from–to is the second copy. A
// unit of two must sit on word boundaries, in the text as it is or with one copy taken out; reduplications that are
// words of their own are none.
func twice(rs []rune, seg segment.Segmenter) [][2]int {
	if seg == nil {
		return nil
	}
	var out [][2]int
	for i := 0; i < len(rs); i++ {
		for n := min(8, (len(rs)-i)/2); n >= 2; n-- {
			if !same(rs[i:i+n], rs[i+n:i+2*n]) || !allHan(rs[i:i+2*n]) {
				continue
			}
			unit := string(rs[i : i+n])
			if rs[i] == '一' || seg.Freq(unit+unit) > 0 || inner(rs[i:i+n]) || wanted(rs, i, n) {
				continue
			}
			if n == 2 && !bounded(rs, i, n, seg) {
				continue
			}
			out = append(out, [2]int{i + n, i + 2*n})
			i += 2*n - 1
			break
		}
	}
	return out
}

func same(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func allHan(rs []rune) bool {
	for _, r := range rs {
		if !han(r) {
			return false
		}
	}
	return true
}

// inner reports whether a unit is itself one character again and again: 哈哈|哈哈.
func inner(rs []rune) bool {
	for _, r := range rs {
		if r != rs[0] {
			return false
		}
	}
	return true
}

// wanted reports repetitions that are meant: X着X着, a verb of two syllables in quotes, measure words (大块大块).
func wanted(rs []rune, i, n int) bool {
	if n == 2 && strings.ContainsRune("着了过来去", rs[i+1]) {
		return true
	}
	if n == 2 && strings.ContainsRune("块片把堆团串排捆车箱批层", rs[i+1]) {
		return true
	}
	j := i + 2*n
	return i > 0 && j < len(rs) && strings.ContainsRune("“‘", rs[i-1]) && strings.ContainsRune("”’", rs[j])
}

// bounded reports whether a doubled unit begins and ends with words, in the text around it as it stands or with the
// second copy taken out.
func bounded(rs []rune, i, n int, seg segment.Segmenter) bool {
	from, to := max(0, i-8), min(len(rs), i+2*n+8)
	edge := func(text []rune, places ...int) bool {
		at := map[int]bool{0: true}
		for _, w := range seg.Cut(string(text)) {
			at[w.To] = true
		}
		for _, p := range places {
			if !at[p] {
				return false
			}
		}
		return true
	}
	if edge(rs[from:to], i-from, i+n-from, i+2*n-from) {
		return true
	}
	for k := max(from, i-2); k < i; k++ {
		if seg.Freq(string(rs[k:i+n])) > 0 { // 俄罗斯|罗斯托夫: the first copy is the end of a longer word
			return false
		}
	}
	cut := append(append([]rune(nil), rs[from:i+n]...), rs[i+2*n:to]...)
	return edge(cut, i-from) && (edge(cut, i+n-from) || seg.Freq(string(rs[i:i+n])) > 0 && seg.Freq(string(rs[i+n:min(to, i+2*n+2)])) > 0)
}

// headlessAt is a sentence that opens a paragraph and seems to have lost its beginning.
type headlessAt struct {
	piece, n int
	sure     float64
}

// maxHeadless is the longest first sentence that may be the rest of a longer one.
const maxHeadless = 6

// maxDoubts bounds the doubts of one manuscript: beyond it the text is no prose.
const maxDoubts = 50

// headless finds paragraphs that open with a very short sentence without a subject. A parallel phrase elsewhere in
// the story, as the tail of a longer clause, makes it likely: 抓得严而又严 beside 紧而又紧。 Without one it is no
// more than a short sentence, and nothing is said.
func headless(flow []*piece) []headlessAt {
	var out []headlessAt
	tried := 0
	for i, p := range flow {
		if tried >= maxDoubts {
			break
		}
		if !running(p.role) || p.runin > 0 || p.at > 0 {
			continue
		}
		if i == 0 || flow[i-1].story != p.story {
			continue
		}
		n := 0
		for n < len(p.text) && han(p.text[n]) {
			n++
		}
		if n < 2 || n > maxHeadless || n >= len(p.text)-1 || p.text[n] != '。' && p.text[n] != '.' {
			continue
		}
		shape := rhyme(p.text[:n])
		if shape == "" {
			continue
		}
		tried++
		found := 0
		for _, q := range flow {
			if q.story == p.story {
				found += tails(q.text, shape, n, p.text[:n])
			}
		}
		if found > 0 {
			out = append(out, headlessAt{i, n + 1, min(0.9, 0.6+0.15*float64(found))})
		}
	}
	return out
}

// rhyme answers the pattern of a phrase that repeats a character: ABCA of 紧而又紧 is "0而又0". A phrase that repeats
// none has no pattern to look for.
func rhyme(rs []rune) string {
	seen := map[rune]int{}
	for _, r := range rs {
		seen[r]++
	}
	var b strings.Builder
	repeated := false
	for _, r := range rs {
		if seen[r] > 1 {
			repeated = true
			b.WriteByte('0')
		} else {
			b.WriteRune(r)
		}
	}
	if !repeated {
		return ""
	}
	return b.String()
}

// tails counts how often a phrase of the same pattern, but other characters, ends a longer clause.
func tails(rs []rune, shape string, n int, but []rune) int {
	count := 0
	for i := 2; i+n <= len(rs); i++ {
		if !han(rs[i-1]) || !han(rs[i-2]) || i+n < len(rs) && han(rs[i+n]) {
			continue
		}
		if rhyme(rs[i:i+n]) == shape && !same(rs[i:i+n], but) {
			count++
		}
	}
	return count
}

// piece is one stretch of running text or a subhead, as the manuscript has it.
type piece struct {
	text  []rune
	role  edition.Role
	runin int    // runes of its run-in head
	label string // the run-in head's words
	news  bool   // opens as news does: never the rest of something
	list  bool
	story int
	block int // where it came from
	at    int // rune of the block it begins at
	sure  float64
}

// pieces answers the pieces of a block, split where a paragraph break was lost; none for what is no running text.
func pieces(text []rune, spans []edition.Span, role edition.Role, list bool, story, block int, sure float64) []*piece {
	if len(text) == 0 || story < 0 || !running(role) && role != edition.Subhead {
		return nil
	}
	cuts := []int{0}
	if role != edition.Subhead {
		cuts = append(cuts, manuscript.InnerRunIns(text, spans)...)
	}
	var out []*piece
	for k, at := range cuts {
		end := len(text)
		if k+1 < len(cuts) {
			end = cuts[k+1]
		}
		p := &piece{text: text[at:end], role: role, list: list, story: story, block: block, at: at, sure: sure}
		var own []edition.Span
		for _, s := range spans {
			if s.From >= at && s.To <= end {
				own = append(own, edition.Span{From: s.From - at, To: s.To - at, Style: s.Style})
			}
		}
		if p.runin = manuscript.RunIn(p.text, own); p.runin > 0 {
			p.label = strings.TrimRight(string(p.text[:p.runin]), ":：")
		}
		p.news = at == 0 && manuscript.Dateline(manuscript.Squash(p.text[:min(len(p.text), 40)]))
		out = append(out, p)
	}
	return out
}
