// Command mkmodel makes the word model of assets/lm from the tables of the Debian package sunpinyin-data.
//
// Usage: mkmodel [-pairs N] [-o FILE] LM_SC.T3G PYDICT_SC.BIN. It keeps the pairs of words that tell most, in the
// sense of relative entropy, computes anew what is left for pairs not kept, and writes the form that package ngram
// reads. assets/lm/README.md says where the tables come from and under which terms.
package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"sort"
	"strings"
	"unicode"
)

func main() {
	keep := flag.Int("pairs", 1_000_000, "how many pairs of words to keep")
	out := flag.String("o", "assets/lm/words.lm", "file to write")
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), flag.Arg(1), *out, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "mkmodel:", err)
		os.Exit(1)
	}
}

func run(lm, lexicon, out string, keep int) error {
	data, err := os.ReadFile(lm)
	if err != nil {
		return err
	}
	words, err := readWords(lexicon)
	if err != nil {
		return err
	}
	t, err := readTables(data)
	if err != nil {
		return fmt.Errorf("read %q: %w", lm, err)
	}
	m := t.prune(words, keep)
	var buf bytes.Buffer
	z, err := flate.NewWriter(&buf, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(m.encode()); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	fmt.Printf("%d words, %d pairs, %d bytes\n", len(m.words), m.count(), buf.Len())
	return os.WriteFile(out, buf.Bytes(), 0o644)
}

var errForm = errors.New("not in the form of sunpinyin-data")

// readWords answers the words by their numbers: the lexicon ends with all of them as UTF-32, a zero behind each.
func readWords(path string) ([]string, error) {
	d, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(d) < 16 {
		return nil, fmt.Errorf("read %q: %w", path, errForm)
	}
	at := int(binary.LittleEndian.Uint32(d[8:]))
	if at > len(d) {
		return nil, fmt.Errorf("read %q: %w", path, errForm)
	}
	var out []string
	var word []rune
	for ; at+4 <= len(d); at += 4 {
		r := rune(binary.LittleEndian.Uint32(d[at:]))
		if r != 0 {
			word = append(word, r)
			continue
		}
		out = append(out, string(word))
		word = word[:0]
	}
	return out, nil
}

type pair struct {
	to uint32
	p  float64
}

// tables are the probabilities of single words and of pairs. Word 0 is the bound of a sentence and all that is no word.
type tables struct {
	one map[uint32]float64
	two map[uint32][]pair
}

// readTables reads the threaded trigram file: counts of the levels, 65,536 probabilities and 16,384 rests by which
// the nodes go, then nodes of 12 bytes. Trigrams are left alone.
func readTables(d []byte) (*tables, error) {
	const probs, rests = 65536, 16384
	head := 24 + 4*(probs+rests)
	if len(d) < head || binary.LittleEndian.Uint32(d) != 3 || binary.LittleEndian.Uint32(d[4:]) != 0 {
		return nil, errForm
	}
	size := [3]int{}
	for i := range size {
		size[i] = int(binary.LittleEndian.Uint32(d[8+4*i:]))
	}
	if len(d) < head+12*(size[0]+size[1]+size[2]) {
		return nil, errForm
	}
	prob := func(i uint32) float64 {
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(d[24+4*i:])))
	}
	node := func(level, i int) (word, p, child uint32) {
		at := head + 12*i
		for l := range level {
			at += 12 * size[l]
		}
		a, b, c := binary.LittleEndian.Uint32(d[at:]), binary.LittleEndian.Uint32(d[at+4:]), binary.LittleEndian.Uint32(d[at+8:])
		return a & 0x3ffff, b & 0xffff, c>>25<<16 | b>>16
	}
	t := &tables{one: map[uint32]float64{}, two: map[uint32][]pair{}}
	for i := 0; i+1 < size[1]; i++ {
		w, p, child := node(1, i)
		_, _, end := node(1, i+1)
		if child > end || int(end) >= size[2] {
			return nil, errForm
		}
		t.one[w] = prob(p)
		for k := child; k < end; k++ {
			v, q, _ := node(2, int(k))
			t.two[w] = append(t.two[w], pair{v, prob(q)})
		}
	}
	return t, nil
}

// model is what is written: words by falling frequency, each with the pairs it begins.
type model struct {
	words []string
	one   []float64
	rest  []float64
	two   [][]pair
}

// useful reports whether the model keeps a word: marks, and words of Chinese characters as newspapers set them.
func useful(w string) bool {
	r := []rune(w)
	if len(r) == 0 || len(r) > 8 {
		return false
	}
	if len(r) == 1 && strings.ContainsRune("，。；？！：“”、…（）《》—", r[0]) {
		return true
	}
	for _, x := range r {
		if !unicode.Is(unicode.Han, x) || x < 0x4e00 || x > 0x9fff {
			return false
		}
	}
	return true
}

func (t *tables) prune(words []string, keep int) *model {
	type scored struct {
		from uint32
		pair
		gain float64
	}
	number := map[uint32]uint32{}
	var order []uint32
	for w := range t.one {
		if w == 0 || int(w) < len(words) && useful(words[w]) {
			order = append(order, w)
		}
	}
	sort.Slice(order, func(i, j int) bool {
		a, b := order[i], order[j]
		if (a == 0) != (b == 0) {
			return a == 0
		}
		if t.one[a] != t.one[b] {
			return t.one[a] > t.one[b]
		}
		return words[a] < words[b]
	})
	m := &model{}
	for i, w := range order {
		number[w] = uint32(i)
		m.words = append(m.words, words[w])
		m.one = append(m.one, t.one[w])
	}
	var all []scored
	for _, w := range order {
		for _, p := range t.two[w] {
			if _, ok := number[p.to]; ok && t.one[p.to] > 0 {
				all = append(all, scored{w, p, t.one[w] * p.p * math.Log(p.p/t.one[p.to])})
			}
		}
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if a.gain != b.gain {
			return a.gain > b.gain
		}
		return a.from < b.from || a.from == b.from && a.to < b.to
	})
	all = all[:min(keep, len(all))]
	m.two = make([][]pair, len(order))
	for _, s := range all {
		f := number[s.from]
		m.two[f] = append(m.two[f], pair{number[s.to], s.p})
	}
	for f := range m.two {
		slices.SortFunc(m.two[f], func(a, b pair) int { return int(a.to) - int(b.to) })
		seen, same := 0.0, 0.0
		for _, p := range m.two[f] {
			seen += p.p
			same += m.one[p.to]
		}
		m.rest = append(m.rest, max(1-seen, 1e-4)/max(1-same, 1e-4))
	}
	return m
}

func (m *model) count() int {
	n := 0
	for _, l := range m.two {
		n += len(l)
	}
	return n
}

// cost is the form of a probability in the file: tenths of a nat, 0 to 255.
func cost(p float64) byte { return byte(min(255, max(0, math.Round(-10*math.Log(p))))) }

// encode writes the parts one after another, like beside like, so that they pack well: words; their costs; their
// rests, with 128 for 1; how many pairs each begins; the second words' numbers as steps; the pairs' costs.
func (m *model) encode() []byte {
	out := []byte("dayang words 1\n")
	out = binary.AppendUvarint(out, uint64(len(m.words)))
	out = binary.AppendUvarint(out, uint64(m.count()))
	for _, w := range m.words {
		out = append(append(out, w...), '\n')
	}
	for _, p := range m.one {
		out = append(out, cost(p))
	}
	for _, r := range m.rest {
		out = append(out, byte(min(255, max(0, 128+math.Round(-10*math.Log(r))))))
	}
	for _, l := range m.two {
		out = binary.AppendUvarint(out, uint64(len(l)))
	}
	for _, l := range m.two {
		last := uint32(0)
		for _, p := range l {
			out = binary.AppendUvarint(out, uint64(p.to-last))
			last = p.to
		}
	}
	for _, l := range m.two {
		for _, p := range l {
			out = append(out, cost(p.p))
		}
	}
	return out
}
