package repair

import (
	"math"
	"strings"
	"unicode"

	"dayang/internal/ngram"
	"dayang/internal/segment"
)

// scorer tells how likely one stretch of text goes on in another. It knows words and parts of speech, no texts: see
// link for what it reaches.
type scorer struct {
	seg     segment.Segmenter
	grammar segment.Grammar // nil: words only
	model   *ngram.Model    // nil: nothing is known of words in turn
	alone   map[string]float64
}

func newScorer(seg segment.Segmenter) *scorer {
	g, _ := seg.(segment.Grammar)
	return &scorer{seg, g, segment.ModelOf(seg), map[string]float64{}}
}

// reach is how many runes on either side of a join are looked at. Of 4, 6, 8, 12 and 16 tried on the development
// pages, 8 to 12 gave the best order.
const reach = 10

// Costs in nats of what no dictionary holds: a mark, a number or Latin word as one, a character unknown.
const (
	markCost    = 2
	numberCost  = 4
	unknownCost = 14
)

// link answers, in nats, how much likelier h goes on from t than that h begins a paragraph of its own: the least
// cost of words and parts of speech over the join against that of each alone, brackets and quotes that wait for
// their other half, and openings that no paragraph has.
func (s *scorer) link(t, h []rune) float64 {
	if len(t) == 0 || len(h) == 0 {
		return 0
	}
	score := pairWeight*pairs(t, h) + startWeight*float64(noStart(h))
	if s.seg == nil {
		return score
	}
	if len(t) > reach {
		t = t[len(t)-reach:]
	}
	if len(h) > reach {
		h = h[:reach]
	}
	both := append(append(make([]rune, 0, len(t)+len(h)), t...), h...)
	words := s.apart(t, false) + s.apart(h, true) - s.cost(both, false)
	if s.model == nil {
		return score + words
	}
	return score + wordWeight*words + modelWeight*(s.likely(t)+s.likely(h)-s.model.Read(both).Cost())
}

// likely is what the model says of one side of a join, which many joins ask for.
func (s *scorer) likely(rs []rune) float64 {
	key := "~" + string(rs)
	c, ok := s.alone[key]
	if !ok {
		c = s.model.Read(rs).Cost()
		s.alone[key] = c
	}
	return c
}

// apart is cost of one side of a join, which many joins ask for.
func (s *scorer) apart(rs []rune, start bool) float64 {
	key := string(rs)
	if start {
		key = "^" + key
	}
	c, ok := s.alone[key]
	if !ok {
		c = s.cost(rs, start)
		s.alone[key] = c
	}
	return c
}

// Weights of the evidence beside words, tried on the development pages: quotes 2 to 6 alike, openings 1 to 2 alike.
const (
	pairWeight  = 4
	startWeight = 1
	topicWeight = 1
	wordWeight  = 0.5
	modelWeight = 0.75
)

type state struct {
	single bool
	tag    string
}

// cost answers the least cost in nats of text as words. At the start of a paragraph the first word's part of speech
// counts too.
func (s *scorer) cost(rs []rune, start bool) float64 {
	type cell struct {
		cost float64
		word string
	}
	total := math.Log(max(s.seg.Total(), 1))
	best := make([]map[state]cell, len(rs)+1)
	best[0] = map[state]cell{{}: {}}
	for i := range rs {
		if best[i] == nil {
			continue
		}
		step := func(n int, word, tag string, c float64) {
			if best[i+n] == nil {
				best[i+n] = map[state]cell{}
			}
			to := state{n == 1, tag}
			for from, p := range best[i] {
				v := p.cost + c
				if s.grammar != nil && tag != "" && han(rs[i]) {
					if i == 0 {
						if start {
							v -= s.grammar.Follow("", "", word, tag)
						}
					} else if from.tag != "" {
						v -= s.grammar.Follow(p.word, from.tag, word, tag)
					}
				}
				if old, ok := best[i+n][to]; !ok || v < old.cost {
					best[i+n][to] = cell{v, word}
				}
			}
		}
		r := rs[i]
		if r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			j := i + 1
			for j < len(rs) && rs[j] < 0x250 && (unicode.IsLetter(rs[j]) || unicode.IsDigit(rs[j]) || rs[j] == '.' && j+1 < len(rs) && unicode.IsDigit(rs[j+1])) {
				j++
			}
			tag := "eng"
			if unicode.IsDigit(r) {
				tag = "m"
			}
			step(j-i, string(rs[i:j]), tag, numberCost)
			continue
		}
		if !han(r) {
			step(1, string(r), "", markCost)
			continue
		}
		known := false
		for n := 1; n <= 8 && i+n <= len(rs) && han(rs[i+n-1]); n++ {
			w := string(rs[i : i+n])
			if f := s.seg.Freq(w); f > 0 {
				known = known || n == 1
				step(n, w, s.seg.Tag(w), total-math.Log(f))
			}
		}
		if !known {
			step(1, string(r), "", unknownCost)
		}
	}
	least := math.Inf(1)
	for _, c := range best[len(rs)] {
		least = min(least, c.cost)
	}
	return least
}

const (
	openers = "“‘（《〈【「『"
	closers = "”’）》〉】」』"
)

// pairs answers what brackets and quotes say for a join: 1 when h closes what t left open, −1 when it closes what
// is not open, a little less than nothing when it leaves it open.
func pairs(t, h []rune) float64 {
	var open []int
	for _, r := range t {
		if k := runeIndex(openers, r); k >= 0 {
			open = append(open, k)
		} else if k := runeIndex(closers, r); k >= 0 && len(open) > 0 && open[len(open)-1] == k {
			open = open[:len(open)-1]
		}
	}
	var own []int
	loose := -1
	for _, r := range h {
		if k := runeIndex(openers, r); k >= 0 {
			own = append(own, k)
		} else if k := runeIndex(closers, r); k >= 0 {
			if len(own) > 0 && own[len(own)-1] == k {
				own = own[:len(own)-1]
				continue
			}
			loose = k
			break
		}
	}
	switch {
	case len(open) > 0 && loose == open[len(open)-1]:
		return 1
	case len(open) > 0 && loose >= 0, len(open) == 0 && loose >= 0:
		return -1
	case len(open) > 0:
		return -0.3
	}
	return 0
}

func runeIndex(set string, r rune) int {
	k := 0
	for _, x := range set {
		if x == r {
			return k
		}
		k++
	}
	return -1
}

// noStart answers how ill a paragraph would begin as h does, 0 to 8: with a mark that closes or divides, or with a
// character that only follows.
func noStart(h []rune) int {
	switch r := h[0]; {
	case strings.ContainsRune("，、。；：！？”’）》〉】%％.·—…,;:!?)", r):
		return 8
	case strings.ContainsRune("的了着过地得是为和与及或而也就都还又才却则等之所被把者们个只种类件项条块片张次名位岁亿万元年月日号时分秒米吨", r):
		return 2
	}
	return 0
}

// topic answers how much two pieces speak of the same thing: pairs of characters that both hold and few others of
// the page do. seen counts in how many pieces each stands.
func topic(t, h map[string]bool, seen map[string]int) float64 {
	s := 0.0
	for b := range t {
		if n := seen[b]; h[b] && n > 1 && n < 5 {
			s += 1 / float64(n-1)
		}
	}
	return min(s, 3)
}

// twos answers the pairs of neighbouring Chinese characters of a text.
func twos(rs []rune) map[string]bool {
	out := map[string]bool{}
	for i := 0; i+1 < len(rs); i++ {
		if han(rs[i]) && han(rs[i+1]) {
			out[string(rs[i:i+2])] = true
		}
	}
	return out
}
