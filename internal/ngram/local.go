package ngram

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// Counts is what texts of a paper's own say of words and of pairs of words. It holds no sentences: the texts cannot
// be had back from it.
type Counts struct {
	One map[string]int    // how often each word
	Two map[[2]string]int // how often each pair; "" is the bound of a sentence
	// Names are words that the texts have and the shipped model does not, by Learn's finding.
	Names map[string]int
	Runes int // how much text was read
}

// NewCounts answers counts of nothing.
func NewCounts() *Counts {
	return &Counts{One: map[string]int{}, Two: map[[2]string]int{}, Names: map[string]int{}}
}

// longestLine is the most of a line that Learn reads as one, in runes; what is behind is read as another.
const longestLine = 4000

// Learn adds a text to the counts, read with a model; paragraphs are lines.
func (c *Counts) Learn(m *Model, text string) {
	for line := range strings.Lines(text) {
		rs := []rune(strings.TrimSpace(line))
		for len(rs) > 0 {
			part := rs[:min(len(rs), longestLine)]
			rs = rs[len(part):]
			c.learn(m, part)
		}
	}
}

func (c *Counts) learn(m *Model, rs []rune) {
	t := m.Read(rs)
	c.Runes += len(rs)
	before := ""
	for _, p := range t.path {
		w := t.words[p]
		s := ""
		if w.id != other {
			s = string(rs[w.from:w.to])
			c.One[s]++
		}
		if s != "" || before != "" {
			c.Two[[2]string{before, s}]++
		}
		before = s
	}
}

// Add adds other counts.
func (c *Counts) Add(o *Counts) {
	for w, n := range o.One {
		c.One[w] += n
	}
	for w, n := range o.Two {
		c.Two[w] += n
	}
	for w, n := range o.Names {
		c.Names[w] += n
	}
	c.Runes += o.Runes
}

// local is Counts made ready for asking.
type local struct {
	one   map[uint32]float32
	two   map[uint64]float32
	begun map[uint32]float32 // how many pairs a word begins
	kinds map[uint32]float32 // of how many kinds
	total float32
	share float32
}

// settled is how much text of its own, in words, makes a paper's archive weigh half of what it may weigh at most.
const (
	settled   = 100_000
	mostShare = 0.6
)

// With answers a model that mixes counts of a paper's own texts in. The more text they are of, the more they weigh.
func (m *Model) With(c *Counts) *Model {
	if c == nil {
		return m
	}
	total := 0
	for _, n := range c.One {
		total += n
	}
	if total <= 0 {
		return m
	}
	out := *m
	out.words, out.meets = m.words.clone(), slices.Clone(m.meets)
	out.names, out.one, out.rest, out.first = m.names[:len(m.names):len(m.names)], m.one[:len(m.one):len(m.one)], m.rest[:len(m.rest):len(m.rest)], m.first[:len(m.first):len(m.first)]
	l := &local{one: make(map[uint32]float32, len(c.One)), two: make(map[uint64]float32, len(c.Two)), begun: map[uint32]float32{}, kinds: map[uint32]float32{}}
	number := func(w string) (uint32, bool) {
		if w == "" {
			return other, true
		}
		rs := []rune(w)
		if id, ok := out.words.find(rs); ok {
			return id, true
		}
		n := c.One[w]
		if n == 0 || len(rs) < 2 || len(rs) > longest || !allHan(rs) {
			return 0, false
		}
		return out.add(w, float32(math.Log(float64(total)/float64(n))+listCost)), true
	}
	for w, n := range c.One {
		if id, ok := number(w); ok {
			l.one[id] += float32(n)
			l.total += float32(n)
		}
	}
	for p, n := range c.Two {
		a, ok1 := number(p[0])
		b, ok2 := number(p[1])
		if ok1 && ok2 && b != other {
			l.two[uint64(a)<<32|uint64(b)] += float32(n)
			l.begun[a] += float32(n)
			l.kinds[a]++
		}
	}
	l.share = mostShare * l.total / (l.total + settled)
	out.local = l
	return &out
}

// mix answers the cost of b behind a with c the shipped model's.
func (l *local) mix(a, b uint32, c float32) float32 {
	own := l.one[b] / l.total
	if n := l.begun[a]; n > 0 {
		k := l.kinds[a] // Witten and Bell: a word that goes on in many ways says less of what comes
		own = (l.two[uint64(a)<<32|uint64(b)] + k*own) / (n + k)
	}
	if own == 0 {
		return c - float32(math.Log(float64(1-l.share)))
	}
	return float32(-math.Log(float64(l.share)*float64(own) + float64(1-l.share)*math.Exp(-float64(c))))
}

// FewestOfName is how often a text must hold a string for Learn's reader to take it for a name or a term.
const FewestOfName = 4

// candidate is a string that may be a name: how often it stands, and up to four different neighbours on each side.
type candidate struct {
	n           int
	left, right [4]rune
	lefts, ends int
}

func (c *candidate) see(left, right rune) {
	c.n++
	note := func(seen *[4]rune, n *int, r rune) {
		if *n == len(seen) || unicode.Is(unicode.Han, r) && slices.Contains(seen[:*n], r) {
			return // a mark or the bound of a line says each time anew that the name begins or ends there
		}
		seen[*n] = r
		*n++
	}
	note(&c.left, &c.lefts, left)
	note(&c.right, &c.ends, right)
}

// FindNames looks for strings of two to four characters that the texts hold often and among different neighbours,
// that a model cannot read as one word, and whose characters would rarely meet by chance: names, places and terms of
// the paper's own. It answers them with how often they stand there.
func FindNames(m *Model, texts []string) map[string]int {
	many := map[string]*candidate{}
	for _, text := range texts {
		for line := range strings.Lines(text) {
			rs := []rune(strings.TrimSpace(line))
			for len(rs) > 0 {
				part := rs[:min(len(rs), longestLine)]
				rs = rs[len(part):]
				t := m.Read(part)
				for i := range t.path {
					t.names(i, many)
				}
			}
		}
	}
	out := map[string]int{}
	for w, c := range many {
		if c.n >= FewestOfName && c.lefts >= 3 && c.ends >= 3 {
			out[w] = c.n
		}
	}
	for w, n := range out { // a longer one that stands nearly as often takes a shorter one's place
		for v, k := range out {
			if len(v) > len(w) && k*10 >= n*9 && strings.Contains(v, w) {
				delete(out, w)
				break
			}
		}
	}
	return out
}

// The bounds of what FindNames takes for part of a name, in nats.
const (
	particle = 5.5 // a word that costs less ends a name
	chance   = 4.5 // a name costs more than this for each of its characters
)

// names counts the runs of words from the i-th of the likeliest reading on that may be one name.
func (t *Text) names(i int, many map[string]*candidate) {
	from := int(t.words[t.path[i]].from)
	odd := false
	low := float32(0)
	if i > 0 {
		low = t.words[t.path[i-1]].before
	}
	for k := i; k < len(t.path) && k < i+4; k++ {
		w := t.words[t.path[k]]
		if w.to-w.from > 2 || int(w.to)-from > 4 || !unicode.Is(unicode.Han, t.rs[w.from]) || w.id != other && t.m.one[w.id] < particle {
			return
		}
		odd = odd || w.to-w.from == 1
		if k == i || !odd || (w.before-low)/float32(int(w.to)-from) < chance {
			continue
		}
		s := string(t.rs[from:w.to])
		c := many[s]
		if c == nil {
			c = &candidate{}
			many[s] = c
		}
		left, right := rune(0), rune(0)
		if from > 0 {
			left = t.rs[from-1]
		}
		if int(w.to) < len(t.rs) {
			right = t.rs[w.to]
		}
		c.see(left, right)
	}
}
