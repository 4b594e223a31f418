package proof

import (
	"sort"
	"strings"
	"sync"

	"dayang/assets"
	"dayang/internal/finding"
	"dayang/internal/ngram"
	"dayang/internal/words"
)

var spellingRules = []*rule{
	{Info{"SP-01", "word_conf", finding.Error, finding.Confirm,
		words.Text{ZH: "常见错别字", EN: "known slip of the pen"},
		words.Text{ZH: "《第一批异形词整理表》《现代汉语词典》等规范写法；本社常见差错表。", EN: "Standard spelling as in the First List of Variant Words and the Modern Chinese Dictionary; the list of known slips."}}, knownSlips},
	{Info{"SP-02", "idiom", finding.Warning, finding.Confirm,
		words.Text{ZH: "成语差一字", EN: "idiom off by one character"},
		words.Text{ZH: "与通行的成语、固定词组只差一个音同、音近或形近的字。", EN: "One character of like sound or shape differs from a set phrase."}}, idiomSlips},
	{Info{"SP-03", "char_sound", finding.Hint, finding.Confirm,
		words.Text{ZH: "疑似错字", EN: "unlikely character"},
		words.Text{ZH: "换一个音同或形近的字就成词。", EN: "A character of like sound or shape makes a word of it."}}, unlikely},
	{Info{"SP-04", "char_swap", finding.Hint, finding.Confirm,
		words.Text{ZH: "疑似两字颠倒", EN: "two characters transposed"},
		words.Text{ZH: "两个字对调就成词（校对符号“对调”）。", EN: "Exchanging the two characters makes a word (proof mark 对调, transpose)."}}, transposed},
	{Info{"SP-05", "char_shape", finding.Warning, finding.Confirm,
		words.Text{ZH: "形近字认错", EN: "look-alike misread"},
		words.Text{ZH: "己已、人入、未末一类的字，机读和抄录最易认错；换过来就成词（校对符号“改正”）。", EN: "Characters such as 己 and 已, 人 and 入, 未 and 末 are the first that machines and tired eyes misread; the other one makes a word (proof mark 改正, correct)."}}, misread},
}

// slip is one entry of the list of known slips.
type slip struct {
	wrong, right string
	lawful       []string
}

// Slip is one entry of a paper's own list of slips.
type Slip struct {
	Wrong  string   `json:"wrong"`
	Right  string   `json:"right"`
	Except []string `json:"except,omitempty"` // contexts that hold the wrong form and are let stand
}

func ownSlips(list []Slip) *matcher[slip] {
	var out []slip
	for _, s := range list {
		if s.Wrong != "" && s.Wrong != s.Right {
			out = append(out, slip{s.Wrong, s.Right, s.Except})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return len(out[i].wrong) > len(out[j].wrong) })
	return newMatcher(out, func(s slip) string { return s.wrong })
}

// likeness is what is known of sounds and shapes; made once, never changed.
type likeness struct {
	exact map[rune][]rune // characters of the same syllable, both in their commonest reading
	sound map[rune][]rune // and of syllables that many speakers do not tell from it
	close map[rune][]rune // only of those, or of the same in a rarer reading
	shape map[rune][]rune
	rare  sync.Once
	part  map[rune]float64 // a character's share of its syllable's use
	slips *matcher[slip]
	// idioms by their first and by their last two characters
	front, back map[[2]rune][][4]rune
	known       map[[4]rune]bool
}

var theLikeness = sync.OnceValue(func() *likeness {
	l := &likeness{exact: map[rune][]rune{}, sound: map[rune][]rune{}, close: map[rune][]rune{}, shape: map[rune][]rune{}, front: map[[2]rune][][4]rune{}, back: map[[2]rune][][4]rune{}, known: map[[4]rune]bool{}}
	syllable := map[string][]rune{}
	for line := range strings.Lines(assets.Sounds()) {
		s, chars, _ := strings.Cut(strings.TrimSpace(line), " ")
		main, second, _ := strings.Cut(chars, "|")
		syllable[s] = []rune(main + second)
		first, rest := usual([]rune(main)), usual([]rune(second))
		for _, r := range main {
			l.exact[r] = append(l.exact[r], first...)
			l.close[r] = append(l.close[r], rest...)
		}
		for _, r := range second {
			l.close[r] = append(l.close[r], first...)
		}
	}
	for s, chars := range syllable {
		for _, r := range chars {
			l.sound[r] = append(l.sound[r], chars...)
			for _, t := range alike(s) {
				l.sound[r] = append(l.sound[r], syllable[t]...)
				l.close[r] = append(l.close[r], usual(syllable[t])...)
			}
		}
	}
	for line := range strings.Lines(assets.Shapes()) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		group := []rune(line)
		for _, r := range group {
			l.shape[r] = append(l.shape[r], group...)
		}
	}
	var list []slip
	for line := range strings.Lines(assets.Slips()) {
		if s, ok := parseSlip(line); ok {
			list = append(list, s)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return len(list[i].wrong) > len(list[j].wrong) })
	l.slips = newMatcher(list, func(s slip) string { return s.wrong })
	for line := range strings.Lines(assets.Idioms()) {
		r := []rune(strings.TrimSpace(line))
		if len(r) != 4 {
			continue
		}
		w := [4]rune(r)
		l.known[w] = true
		l.front[[2]rune{w[0], w[1]}] = append(l.front[[2]rune{w[0], w[1]}], w)
		l.back[[2]rune{w[2], w[3]}] = append(l.back[[2]rune{w[2], w[3]}], w)
	}
	return l
})

// usual answers the characters of a syllable that a paper may have meant: the list begins with the commonest.
func usual(list []rune) []rune { return list[:min(len(list), 50)] }

// share answers a character's share of the use of all that sound like it.
func (l *likeness) share(m *ngram.Model, x rune) float64 {
	l.rare.Do(func() {
		use := m.Characters()
		l.part = make(map[rune]float64, len(use))
		for r, n := range use {
			sum := 0.0
			for _, y := range l.exact[r] {
				sum += use[y]
			}
			if sum > 0 {
				l.part[r] = n / sum
			}
		}
	})
	return max(l.part[x], 1e-3)
}

func parseSlip(line string) (slip, bool) {
	line = strings.TrimRight(line, "\r\n")
	if strings.HasPrefix(line, "#") {
		return slip{}, false
	}
	p := strings.Split(line, "\t")
	if len(p) < 2 || p[0] == "" || p[1] == "" || p[0] == p[1] {
		return slip{}, false
	}
	s := slip{wrong: p[0], right: p[1]}
	if len(p) > 2 && p[2] != "" {
		s.lawful = strings.Split(p[2], ",")
	}
	return s, true
}

// alike answers the syllables that many speakers do not tell from s: flat and retroflex initials, n and ng, n and l.
func alike(s string) []string {
	var out []string
	swap := func(a, b string) {
		if strings.HasPrefix(s, a) && !strings.HasPrefix(s, b) {
			out = append(out, b+s[len(a):])
		}
	}
	swap("zh", "z")
	swap("ch", "c")
	swap("sh", "s")
	if !strings.HasPrefix(s, "zh") {
		swap("z", "zh")
	}
	if !strings.HasPrefix(s, "ch") {
		swap("c", "ch")
	}
	if !strings.HasPrefix(s, "sh") {
		swap("s", "sh")
	}
	for _, e := range []string{"in", "en", "an"} {
		if strings.HasSuffix(s, e) {
			out = append(out, s+"g")
		}
		if strings.HasSuffix(s, e+"g") {
			out = append(out, s[:len(s)-1])
		}
	}
	return out
}

func runesHave(list []rune, r rune) bool {
	for _, x := range list {
		if x == r {
			return true
		}
	}
	return false
}

// near reports whether two characters sound or look alike.
func near(a, b rune) bool {
	if a == b {
		return false
	}
	l := theLikeness()
	return runesHave(l.sound[a], b) || runesHave(l.shape[a], b)
}

func knownSlips(c *Context, r *rule) {
	l := theLikeness()
	c.each(func(b *Block) {
		t := b.Runes
		for i := 0; i < len(t); i++ {
			end := i
			c.c.slips.at(t, i, func(n int, s slip) { // the house's word goes before ours
				if end == i && !s.lawfulAt(b, i, n) {
					c.say(r, b, i, i+n, words.Text{ZH: "“%s”应为“%s”（本报差错表）。", EN: "Write “%[2]s” for “%[1]s” (the paper's own list)."}.F(s.wrong, s.right), s.right)
					end = i + n
				}
			})
			l.slips.at(t, i, func(n int, s slip) {
				if end > i || s.lawfulAt(b, i, n) {
					return
				}
				if n == 2 {
					e := c.edges(b)
					if !e[i] || !e[i+2] {
						return // both halves belong to other words: 绿色|采购
					}
				}
				c.say(r, b, i, i+n, words.Text{ZH: "“%s”应为“%s”。", EN: "Write “%[2]s” for “%[1]s”."}.F(s.wrong, s.right), s.right)
				end = i + n
			})
			if end > i {
				i = end - 1
			}
		}
		b.byNow(c, r)
	})
}

// lawfulAt reports whether the wrong form at i stands in a context in which it is right.
func (s slip) lawfulAt(b *Block, i, n int) bool {
	for _, ctx := range s.lawful {
		if later, ok := strings.CutPrefix(ctx, "~"); ok {
			_, to := b.sentence(i)
			if strings.Contains(b.slice(i+n, to), later) {
				return true
			}
			continue
		}
		k := strings.Index(ctx, s.wrong)
		for k >= 0 {
			if b.has(i-runeLen(ctx[:k]), ctx) {
				return true
			}
			m := strings.Index(ctx[k+1:], s.wrong)
			if m < 0 {
				break
			}
			k += 1 + m
		}
	}
	return false
}

// byNow finds 截止 where 截至 is meant: before a date or 目前.
func (b *Block) byNow(c *Context, r *rule) {
	for off := 0; ; {
		k := strings.Index(b.Text[off:], "截止")
		if k < 0 {
			return
		}
		i := runeLen(b.Text[:off+k])
		off += k + len("截止")
		if isDigit(b.at(i+2)) && !b.ends(i, "报名", "投稿", "申报", "征稿", "日", "时间") || b.begins(i+2, "目前", "记者", "今", "去年", "昨", "上月", "本月", "当前", "发稿", "现在") {
			if b.begins(i+2, "日期", "时间") {
				continue
			}
			c.say(r, b, i, i+2, words.Text{ZH: "后接时间用“截至”。", EN: "Before a point in time write 截至."}, "截至")
		}
	}
}

func idiomSlips(c *Context, r *rule) {
	l := theLikeness()
	c.each(func(b *Block) {
		t := b.Runes
		for i := 0; i+4 <= len(t); i++ {
			var hit *[4]rune
			at := 0
			for _, w := range l.front[[2]rune{t[i], t[i+1]}] {
				if d := offByOne(t[i:i+4], w); d >= 2 {
					w := w
					hit, at = &w, d
				}
			}
			if hit == nil {
				for _, w := range l.back[[2]rune{t[i+2], t[i+3]}] {
					if d := offByOne(t[i:i+4], w); d >= 0 && d < 2 {
						w := w
						hit, at = &w, d
					}
				}
			}
			if hit == nil || !isHan(t[i+at]) {
				continue
			}
			s := string(t[i : i+4])
			if l.known[[4]rune(t[i:i+4])] || c.word(s) || !near(t[i+at], hit[at]) {
				continue
			}
			if c.ownWords(b, i, at) {
				continue
			}
			c.say(r, b, i, i+4, words.Text{ZH: "“%s”疑为“%s”。", EN: "“%s” may be “%s”."}.F(s, string(hit[:])), string(hit[:])).Score = 0.8
			i += 3
		}
	})
}

// offByOne answers where the four runes differ from w if they do in exactly one place, or -1.
func offByOne(t []rune, w [4]rune) int {
	at := -1
	for k := range w {
		if t[k] != w[k] {
			if at >= 0 {
				return -1
			}
			at = k
		}
	}
	return at
}

// ownWords reports whether the characters around the odd one at i+at make words of their own, so that the phrase is
// a free one or a play on the idiom and no slip: every word of the stretch is of two characters or more.
func (c *Context) ownWords(b *Block, i, at int) bool {
	e := c.edges(b)
	if b.quoted()[i] && (b.at(i-1) == '“' && b.at(i+4) == '”') {
		return true // a play on words says so by its marks
	}
	k := i + at
	from, to := k, k+1
	for from > 0 && !e[from] {
		from--
	}
	for to < len(b.Runes) && !e[to] {
		to++
	}
	if to-from < 2 {
		return false
	}
	// the odd character sits in a word that the dictionary knows well
	return c.c.seg.Freq(b.slice(from, to)) >= 20
}
