// Package ngram knows how likely one Chinese word follows another, and so how likely a text is.
//
// Start with Open, which gives the model that ships with the program, then Read to lay a text out as words; Counts
// is what a paper's own archive adds, and With mixes it in. Costs are natural logarithms of one over a probability,
// in nats: the lower, the likelier. Offsets are runes. A Model never changes and may be used from several
// goroutines; a Text belongs to one.
package ngram

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"dayang/assets"
)

// ErrForm is returned for data that is no model.
var ErrForm = errors.New("not a word model")

// other is the number of the bound of a sentence and of everything that is no word: digits, Latin, strange marks.
const other = 0

// longest is the longest word the model reads, in runes.
const longest = 8

// Model is the likelihood of words and of pairs of them.
type Model struct {
	words vocabulary
	names []string  // by number
	one   []float32 // cost of a word, by number
	rest  []float32 // what a pair not kept costs beyond its second word
	first []uint32  // two[first[w]:first[w+1]] are the pairs that w begins
	two   []uint32  // second word << 8 | cost in tenths of a nat, rising
	meets []uint64  // a bit for every two characters that meet inside a word
	local *local    // nil: nothing learnt
}

// Open answers the model that ships with the program. The first call takes some tenths of a second and about 20 MB;
// later ones answer the same.
var Open = sync.OnceValues(func() (*Model, error) {
	m, err := read(flate.NewReader(bytes.NewReader(assets.WordModel())))
	if err != nil {
		return nil, fmt.Errorf("open the word model: %w", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(assets.Dictionary()))
	if err != nil {
		return nil, fmt.Errorf("open the word list: %w", err)
	}
	if err := m.addList(z); err != nil {
		return nil, fmt.Errorf("read the word list: %w", err)
	}
	for line := range strings.Lines(assets.NewWords()) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' && !m.Known(w) {
			m.add(w, newCost)
		}
	}
	return m, nil
})

// newCost is what a word of assets.NewWords costs: as much as one seen once in 20,000 words.
const newCost = 10

// magic is the first line of a model.
const magic = "dayang words 1\n"

// limits of a model's size: what is read is bounded by them, whatever it says of itself.
const (
	maxWords = 1 << 20
	maxPairs = 1 << 23
)

func read(r io.Reader) (*Model, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(b, head); err != nil || string(head) != magic {
		return nil, ErrForm
	}
	nw, err1 := binary.ReadUvarint(b)
	np, err2 := binary.ReadUvarint(b)
	if err1 != nil || err2 != nil || nw == 0 || nw > maxWords || np > maxPairs {
		return nil, ErrForm
	}
	m := &Model{}
	m.names = make([]string, 0, nw+1<<17)
	for i := range nw {
		w, err := b.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("word %d: %w", i, ErrForm)
		}
		w = w[:len(w)-1]
		if (i == other) != (w == "") {
			return nil, fmt.Errorf("word %d: %w", i, ErrForm)
		}
		m.names = append(m.names, w)
	}
	m.words, m.meets = newVocabulary(int(nw)+1<<17), make([]uint64, meetBits/64)
	for i, w := range m.names {
		if i != other {
			rs := []rune(w)
			m.words.add(rs, uint32(i))
			m.meet(rs)
		}
	}
	bytesOf := func(n uint64) ([]byte, error) {
		out := make([]byte, n)
		if _, err := io.ReadFull(b, out); err != nil {
			return nil, ErrForm
		}
		return out, nil
	}
	ones, err := bytesOf(nw)
	if err != nil {
		return nil, err
	}
	rests, err := bytesOf(nw)
	if err != nil {
		return nil, err
	}
	m.one, m.rest = make([]float32, nw, nw+1<<17), make([]float32, nw, nw+1<<17)
	for i := range ones {
		m.one[i], m.rest[i] = float32(ones[i])/10, (float32(rests[i])-128)/10
	}
	m.first = make([]uint32, nw+1)
	for i := range nw {
		n, err := binary.ReadUvarint(b)
		if err != nil || n > np-uint64(m.first[i]) {
			return nil, ErrForm
		}
		m.first[i+1] = m.first[i] + uint32(n)
	}
	if uint64(m.first[nw]) != np {
		return nil, ErrForm
	}
	m.two = make([]uint32, np)
	for i := range nw {
		last := uint64(0)
		for k := m.first[i]; k < m.first[i+1]; k++ {
			d, err := binary.ReadUvarint(b)
			if last += d; err != nil || last >= nw {
				return nil, ErrForm
			}
			m.two[k] = uint32(last) << 8
		}
	}
	costs, err := bytesOf(np)
	if err != nil {
		return nil, err
	}
	for i, c := range costs {
		m.two[i] |= uint32(c)
	}
	return m, nil
}

// listCost is what a word known from the word list alone costs beyond its share there: the list is of another time
// and cut, and no pair speaks for it. Of 0 to 3 tried on made text, 1 to 2 were alike.
const listCost = 1.5

// addList adds the words of a word list that the model has no number for.
func (m *Model) addList(r io.Reader) error {
	type entry struct {
		word string
		n    float64
	}
	var list []entry
	total := 0.0
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		w, rest, _ := strings.Cut(sc.Text(), " ")
		count, tag, _ := strings.Cut(rest, " ")
		n, err := strconv.ParseFloat(count, 64)
		if err != nil {
			return fmt.Errorf("line %q: %w", sc.Text(), ErrForm)
		}
		total += n
		rs := []rune(w)
		if len(rs) < 2 || len(rs) > longest || strings.HasPrefix(tag, "nr") || !allHan(rs) {
			continue
		}
		if _, ok := m.words.find(rs); !ok {
			list = append(list, entry{strings.Clone(w), n})
		}
	}
	if err := sc.Err(); err != nil {
		return err
	}
	for _, e := range list {
		m.add(e.word, float32(math.Log(total/e.n)+listCost))
	}
	return nil
}

// add gives a new word a number.
func (m *Model) add(w string, cost float32) uint32 {
	id := uint32(len(m.names))
	m.names = append(m.names, w)
	m.one, m.rest = append(m.one, cost), append(m.rest, 0)
	m.first = append(m.first, uint32(len(m.two)))
	rs := []rune(w)
	m.words.add(rs, id)
	m.meet(rs)
	return id
}

// meetBits is the size of the table of characters that meet; a tenth of it is used.
const meetBits = 1 << 22

func meetBit(a, b rune) uint64 { return spread(uint64(a)<<32|uint64(b)) % meetBits }

func (m *Model) meet(rs []rune) {
	for i := 1; i < len(rs); i++ {
		k := meetBit(rs[i-1], rs[i])
		m.meets[k/64] |= 1 << (k % 64)
	}
}

// Meet reports whether two characters may stand side by side inside a word. It is quick and sometimes wrong: false is
// certain, true is not.
func (m *Model) Meet(a, b rune) bool {
	k := meetBit(a, b)
	return m.meets[k/64]&(1<<(k%64)) != 0
}

func allHan(rs []rune) bool {
	for _, r := range rs {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return true
}

// Known reports whether the model has a word.
func (m *Model) Known(w string) bool {
	_, ok := m.words.find([]rune(w))
	return ok
}

// Word answers what a word costs without a word before it, and whether the model has it.
func (m *Model) Word(w []rune) (float64, bool) {
	id, ok := m.words.find(w)
	if !ok {
		return 0, false
	}
	return float64(m.one[id]), true
}

// step is the cost of word b behind word a.
func (m *Model) step(a, b uint32) float32 {
	c := m.base(a, b)
	if m.local != nil {
		return m.local.mix(a, b, c)
	}
	return c
}

func (m *Model) base(a, b uint32) float32 {
	lo, hi := m.first[a], m.first[a+1]
	for lo < hi {
		k := (lo + hi) / 2
		if m.two[k]>>8 < b {
			lo = k + 1
		} else {
			hi = k
		}
	}
	if lo < m.first[a+1] && m.two[lo]>>8 == b {
		return float32(m.two[lo]&0xff) / 10
	}
	return m.rest[a] + m.one[b]
}

// vocabulary finds the numbers of words: those of up to four characters by a table of their characters, longer ones
// by name.
type vocabulary struct {
	keys []uint64
	ids  []uint32
	long map[string]uint32
	n    int
}

func newVocabulary(n int) vocabulary {
	size := 1024
	for size < n+n/2 {
		size *= 2
	}
	return vocabulary{keys: make([]uint64, size), ids: make([]uint32, size), long: map[string]uint32{}}
}

// key packs up to four runes of the basic plane.
func key(rs []rune) (uint64, bool) {
	if len(rs) == 0 || len(rs) > 4 {
		return 0, false
	}
	k := uint64(0)
	for _, r := range rs {
		if r > 0xffff || r <= 0 {
			return 0, false
		}
		k = k<<16 | uint64(r)
	}
	return k, true
}

func spread(k uint64) uint64 {
	k ^= k >> 32
	k *= 0x9e3779b97f4a7c15
	return k ^ k>>29
}

func (v *vocabulary) find(rs []rune) (uint32, bool) {
	k, ok := key(rs)
	if !ok {
		if len(rs) <= 4 || len(rs) > longest {
			return 0, false
		}
		id, ok := v.long[string(rs)]
		return id, ok
	}
	return v.short(k)
}

func (v *vocabulary) short(k uint64) (uint32, bool) {
	mask := uint64(len(v.keys) - 1)
	for i := spread(k) & mask; ; i = (i + 1) & mask {
		switch v.keys[i] {
		case k:
			return v.ids[i], true
		case 0:
			return 0, false
		}
	}
}

func (v *vocabulary) add(rs []rune, id uint32) {
	k, ok := key(rs)
	if !ok {
		v.long[string(rs)] = id
		return
	}
	if v.n*4 > len(v.keys)*3 {
		old := *v
		*v = vocabulary{keys: make([]uint64, 2*len(old.keys)), ids: make([]uint32, 2*len(old.keys)), long: old.long}
		for i, k := range old.keys {
			if k != 0 {
				v.put(k, old.ids[i])
			}
		}
	}
	v.put(k, id)
}

func (v *vocabulary) put(k uint64, id uint32) {
	mask := uint64(len(v.keys) - 1)
	i := spread(k) & mask
	for v.keys[i] != 0 && v.keys[i] != k {
		i = (i + 1) & mask
	}
	if v.keys[i] == 0 {
		v.n++
	}
	v.keys[i], v.ids[i] = k, id
}

// clone copies what adding words would change.
func (v *vocabulary) clone() vocabulary {
	c := vocabulary{keys: slices.Clone(v.keys), ids: slices.Clone(v.ids), long: make(map[string]uint32, len(v.long)), n: v.n}
	for k, id := range v.long {
		c.long[k] = id
	}
	return c
}
