package ngram

import (
	"math"
	"unicode"
)

// Costs in nats of what is no word of the model.
const (
	numberCost  = 4  // digits and Latin letters, as one
	strangeCost = 3  // a mark that the model does not know
	unknownCost = 15 // a Chinese character that it does not know
)

// beam is how much dearer than the best a reading up to a point may be to be followed, in nats.
const beam = 24

// word is one way to read the runes [from, to).
type word struct {
	from, to int32
	id       uint32
	own      float32 // cost beside the step: of what is no word
	before   float32 // least cost of everything up to and with it
	after    float32 // least cost of everything behind it
	prev     int32   // the word before it on that way, -1 at the start
}

// Text is a stretch of text laid out as all the words it can be read as.
type Text struct {
	m      *Model
	rs     []rune
	words  []word
	starts []int32 // words[starts[i]:starts[i+1]] begin at i
	ends   [][]int32
	path   []int32 // the likeliest reading
	at     []int32 // which word of path covers a rune: an index into path
	cost   float32
}

// Read lays a text out. It takes about three microseconds a character.
func (m *Model) Read(rs []rune) *Text {
	t := &Text{m: m, rs: rs, starts: make([]int32, len(rs)+1), ends: make([][]int32, len(rs)+1)}
	t.words = make([]word, 0, 3*len(rs))
	for i := range rs {
		t.starts[i] = int32(len(t.words))
		m.each(rs, i, func(n int, id uint32, own float32) {
			t.words = append(t.words, word{from: int32(i), to: int32(i + n), id: id, own: own, before: inf, after: inf, prev: -1})
		})
	}
	t.starts[len(rs)] = int32(len(t.words))
	counts := make([]int32, len(rs)+1)
	for i := range t.words {
		counts[t.words[i].to]++
	}
	store, used := make([]int32, len(t.words)), 0
	for i, n := range counts {
		t.ends[i] = store[used : used : used+int(n)]
		used += int(n)
	}
	for i := range rs {
		best := float32(inf)
		for _, p := range t.ends[i] {
			best = min(best, t.words[p].before)
		}
		for k := t.starts[i]; k < t.starts[i+1]; k++ {
			w := &t.words[k]
			if i == 0 {
				w.before = m.step(other, w.id) + w.own
			} else {
				for _, p := range t.ends[i] {
					if b := t.words[p].before; b <= best+beam {
						if c := b + m.step(t.words[p].id, w.id) + w.own; c < w.before {
							w.before, w.prev = c, p
						}
					}
				}
			}
			if w.before < inf {
				t.ends[w.to] = append(t.ends[w.to], k)
			}
		}
	}
	t.cost = inf
	last := int32(-1)
	if len(rs) == 0 {
		t.cost = 0
	}
	for _, p := range t.ends[len(rs)] {
		if t.words[p].before < t.cost {
			t.cost, last = t.words[p].before, p
		}
	}
	for p := last; p >= 0; p = t.words[p].prev {
		t.path = append(t.path, p)
	}
	for i, j := 0, len(t.path)-1; i < j; i, j = i+1, j-1 {
		t.path[i], t.path[j] = t.path[j], t.path[i]
	}
	t.at = make([]int32, len(rs))
	for i, p := range t.path {
		for k := t.words[p].from; k < t.words[p].to; k++ {
			t.at[k] = int32(i)
		}
	}
	return t
}

const inf = math.MaxFloat32 / 4

// each answers the ways to read a word at i.
func (m *Model) each(rs []rune, i int, f func(n int, id uint32, own float32)) {
	r := rs[i]
	if !unicode.Is(unicode.Han, r) {
		if letter(r) {
			j := i + 1
			for j < len(rs) && (letter(rs[j]) || rs[j] == '.' && j+1 < len(rs) && letter(rs[j+1])) {
				j++
			}
			f(j-i, other, numberCost)
			return
		}
		if id, ok := m.words.find(rs[i : i+1]); ok {
			f(1, id, 0)
			return
		}
		f(1, other, strangeCost)
		return
	}
	k, any := uint64(0), false
	for n := 1; n <= longest && i+n <= len(rs) && unicode.Is(unicode.Han, rs[i+n-1]); n++ {
		var id uint32
		var ok bool
		if x := rs[i+n-1]; n <= 4 && x <= 0xffff {
			k = k<<16 | uint64(x)
			id, ok = m.words.short(k)
		} else if n > 4 {
			id, ok = m.words.long[string(rs[i:i+n])]
		}
		if ok {
			f(n, id, 0)
			any = any || n == 1
		}
	}
	if !any {
		f(1, other, unknownCost)
	}
}

func letter(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// Cost answers what the likeliest reading of the text costs.
func (t *Text) Cost() float64 { return float64(t.cost) }

// Words answers the bounds of the words of the likeliest reading: rises from 0 to the text's length.
func (t *Text) Words() []int {
	out := []int{0}
	for _, p := range t.path {
		out = append(out, int(t.words[p].to))
	}
	return out
}

// backward fills what everything behind each word costs at least.
func (t *Text) backward() {
	if len(t.rs) == 0 || len(t.path) > 0 && t.words[t.path[len(t.path)-1]].after == 0 {
		return
	}
	for i := len(t.rs); i > 0; i-- {
		for _, p := range t.ends[i] {
			w := &t.words[p]
			if i == len(t.rs) {
				w.after = 0
				continue
			}
			w.after = t.onward(w.id, i)
		}
	}
}

// onward is the least cost of everything from i on behind a word.
func (t *Text) onward(id uint32, i int) float32 {
	if i == len(t.rs) {
		return 0
	}
	least := float32(inf)
	for k := t.starts[i]; k < t.starts[i+1]; k++ {
		n := &t.words[k]
		if n.after < least {
			if c := n.after + n.own; c < least {
				least = min(least, c+t.m.step(id, n.id))
			}
		}
	}
	return least
}

// Local answers what the words around i cost on the likeliest reading: the steps into the word that covers i, out of
// it, and one more on the side where a single character stands.
func (t *Text) Local(i int) float64 {
	if i < 0 || i >= len(t.at) || len(t.path) == 0 {
		return 0
	}
	x := int(t.at[i])
	from, to := x-1, x+1
	if from >= 0 && t.words[t.path[from]].to-t.words[t.path[from]].from == 1 {
		from--
	}
	if to < len(t.path) && t.words[t.path[to]].to-t.words[t.path[to]].from == 1 {
		to++
	}
	low := float32(0)
	if from >= 0 {
		low = t.words[t.path[from]].before
	}
	return float64(t.words[t.path[min(to, len(t.path)-1)]].before - low)
}

// Change is what other characters in a text would bring.
type Change struct {
	// Saves is how much less the changed text costs, in nats: its likeliest reading against the likeliest of the text
	// as it is. Below 0 the change makes it less likely.
	Saves float64
	// From and To bound the one word of the changed text that holds all changed characters; From is To where several
	// words do.
	From, To int
}

// Try answers what other characters in the place of as many from from on would bring. It takes a microsecond or two.
func (t *Text) Try(from int, with []rune) Change {
	to := from + len(with)
	if from < 0 || to > len(t.rs) || len(with) == 0 {
		return Change{Saves: math.Inf(-1)}
	}
	t.backward()
	var buf [16]rune
	lo, hi := max(0, from-3), min(len(t.rs), to+3)
	text := append(buf[:0], t.rs[lo:hi]...)
	copy(text[from-lo:], with)
	type fresh struct {
		to     int
		id     uint32
		before float32
	}
	var news [48]fresh
	made := news[:0]
	least, out := float32(inf), Change{}
	for s := lo; s < to; s++ {
		if !unicode.Is(unicode.Han, text[s-lo]) {
			continue
		}
		k := uint64(0)
		for n := 1; n <= 4 && s+n <= hi && unicode.Is(unicode.Han, text[s-lo+n-1]); n++ {
			k = k<<16 | uint64(text[s-lo+n-1]&0xffff)
			if s+n <= from {
				continue
			}
			id, ok := t.m.words.short(k)
			own := float32(0)
			if !ok {
				if n > 1 {
					continue
				}
				id, own = other, unknownCost
			}
			before := float32(inf)
			if s == 0 {
				before = t.m.step(other, id)
			}
			if s <= from {
				for _, p := range t.ends[s] {
					if w := &t.words[p]; w.before < before {
						before = min(before, w.before+t.m.step(w.id, id))
					}
				}
			} else {
				for _, w := range made {
					if w.to == s {
						before = min(before, w.before+t.m.step(w.id, id))
					}
				}
			}
			before += own
			if before >= least {
				continue
			}
			if s+n < to {
				if len(made) < cap(made) {
					made = append(made, fresh{s + n, id, before})
				}
				continue
			}
			if c := before + t.onward(id, s+n); c < least {
				least, out = c, Change{}
				if s <= from {
					out = Change{From: s, To: s + n}
				}
			}
		}
	}
	out.Saves = float64(t.cost - least)
	return out
}

// Characters answers how often each Chinese character is used: its share of all characters, by the model's words.
func (m *Model) Characters() map[rune]float64 {
	out, sum := map[rune]float64{}, 0.0
	for i, w := range m.names {
		p := math.Exp(-float64(m.one[i]))
		for _, r := range w {
			if unicode.Is(unicode.Han, r) {
				out[r] += p
				sum += p
			}
		}
	}
	for r := range out {
		out[r] /= sum
	}
	return out
}
