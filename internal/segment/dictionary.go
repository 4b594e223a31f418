package segment

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dayang/assets"
	"dayang/internal/ngram"

	"github.com/go-ego/gse"
)

// ErrWordList is returned by Read for a word list that is not in the form of assets/dict.
var ErrWordList = errors.New("not a word list")

// Dictionary is a Segmenter over one word list. It never changes after Open, so any number of goroutines may use it.
type Dictionary struct {
	seg   gse.Segmenter
	total float64
	// follows holds log P(class) of a word after a class, less log P(class) anywhere.
	follows map[[2]string]float64
	share   map[string]float64 // log P(class)
	model   *ngram.Model       // nil unless the word list is the program's own
}

var (
	_ Segmenter = (*Dictionary)(nil)
	_ Grammar   = (*Dictionary)(nil)
	_ Likely    = (*Dictionary)(nil)
)

// Open reads the word list that ships with the program. It takes some tenths of a second and about 60 MB: call it
// once, in the background.
func Open() (*Dictionary, error) {
	type opened struct {
		*ngram.Model
		err error
	}
	model := make(chan opened, 1)
	go func() {
		m, err := ngram.Open()
		model <- opened{m, err}
	}()
	zr, err := gzip.NewReader(bytes.NewReader(assets.Dictionary()))
	if err != nil {
		return nil, fmt.Errorf("open the word list: %w", err)
	}
	d, err := Read(zr)
	if err != nil {
		return nil, err
	}
	if zr, err = gzip.NewReader(bytes.NewReader(assets.Tags())); err != nil {
		return nil, fmt.Errorf("open the parts of speech: %w", err)
	}
	if err := d.readTags(zr); err != nil {
		return nil, fmt.Errorf("read the parts of speech: %w", err)
	}
	if m := <-model; m.err != nil {
		return nil, m.err
	} else {
		d.model = m.Model
	}
	return d, nil
}

// Model answers how likely words follow each other; nil for a dictionary of Read.
func (d *Dictionary) Model() *ngram.Model { return d.model }

// Learnt answers the same dictionary with what a paper's own archive adds to its model.
func (d *Dictionary) Learnt(c *ngram.Counts) *Dictionary {
	if d.model == nil || c == nil {
		return d
	}
	out := *d
	out.model = d.model.With(c)
	return &out
}

// class answers the class of a word in the table of parts of speech.
func class(word, tag string) string {
	if utf8.RuneCountInString(word) == 1 {
		return tag + "1"
	}
	return tag + "2"
}

// floor is the logarithm of a step between parts of speech that the table has never seen.
const floor = -12.0

func (d *Dictionary) readTags(r io.Reader) error {
	d.follows = map[[2]string]float64{}
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		from, rest, _ := strings.Cut(sc.Text(), " ")
		to, num, _ := strings.Cut(rest, " ")
		v, err := strconv.ParseFloat(num, 64)
		if err != nil {
			return fmt.Errorf("line %q: %w", sc.Text(), ErrWordList)
		}
		d.follows[[2]string{from, to}] = max(v, floor)
	}
	return sc.Err()
}

// Follow answers how much likelier a word stands after another, by their parts of speech, than anywhere: a natural
// logarithm. before "" is the start of a sentence. A word whose part of speech is not known says nothing: 0.
func (d *Dictionary) Follow(before, beforeTag, after, afterTag string) float64 {
	to := class(after, afterTag)
	share, ok := d.share[to]
	if !ok || afterTag == "" {
		return 0
	}
	from := "^"
	if before != "" {
		if beforeTag == "" {
			return 0
		}
		from = class(before, beforeTag)
	}
	v, ok := d.follows[[2]string{from, to}]
	if !ok {
		v = floor
	}
	return v - share
}

// Read makes a Dictionary of lines "word count tag"; the tag may be missing, a line without a count is an error.
func Read(r io.Reader) (*Dictionary, error) {
	d := &Dictionary{}
	// gse's Hidden Markov model is not used: it guesses words that no list vouches for, and rules then stumble.
	d.seg.NotLoadHMM = true
	d.seg.SkipLog = true
	d.seg.Load = true
	d.seg.Dict = gse.NewDict()
	d.share = map[string]float64{}
	seen := map[string]string{}
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		word, rest, _ := strings.Cut(sc.Text(), " ")
		count, tag, _ := strings.Cut(rest, " ")
		n, err := strconv.ParseFloat(count, 64)
		if err != nil || n <= 0 || word == "" {
			return nil, fmt.Errorf("line %q: %w", sc.Text(), ErrWordList)
		}
		// Tokens are added one by one and not through gse's reader, which gives every single character the count 2.
		if err := d.seg.AddToken(word, n, intern(seen, tag)); err != nil {
			return nil, fmt.Errorf("add %q: %w", word, err)
		}
		d.share[class(word, tag)] += n
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read the word list: %w", err)
	}
	if d.seg.Dict.NumTokens() == 0 {
		return nil, fmt.Errorf("no words: %w", ErrWordList)
	}
	d.seg.CalcToken()
	d.total = d.seg.Dict.TotalFreq()
	for c, n := range d.share {
		d.share[c] = math.Log(n / d.total)
	}
	return d, nil
}

// intern answers the one copy of a tag: a few dozen serve all words.
func intern(seen map[string]string, tag string) string {
	if t, ok := seen[tag]; ok {
		return t
	}
	t := strings.Clone(tag)
	seen[t] = t
	return t
}

// Freq answers how often the dictionary has seen a word; 0 if it is no word of the dictionary.
func (d *Dictionary) Freq(word string) float64 {
	n, _ := d.find(word)
	return n
}

// Tag answers the word's part of speech in the dictionary, or "".
func (d *Dictionary) Tag(word string) string {
	_, tag := d.find(word)
	return tag
}

// Total answers the sum of all frequencies.
func (d *Dictionary) Total() float64 { return d.total }

func (d *Dictionary) find(word string) (float64, string) {
	if word == "" || strings.IndexByte(word, 0) >= 0 { // the trie ends its keys with a zero byte
		return 0, ""
	}
	n, tag, ok := d.seg.Find(word)
	if !ok {
		return 0, ""
	}
	return n, tag
}

// maxStretch is how many bytes gse is handed at once: it sums path costs in single precision and keeps some tens of
// bytes for every character, so a line of megabytes must come in parts.
const maxStretch = 3000

// Cut answers the words of text in order, without gaps: marks, spaces and Latin words are words too.
// Bytes that are not UTF-8 are words of one rune each.
func (d *Dictionary) Cut(text string) []Word {
	out := make([]Word, 0, len(text)/5+1)
	at := 0
	for len(text) > 0 {
		n := stretch(text)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text)
			out = append(out, Word{Text: text[:size], From: at, To: at + 1})
			at++
			text = text[size:]
			continue
		}
		part := text[:n]
		text = text[n:]
		for _, s := range d.seg.Segment([]byte(part)) {
			w := Word{Text: part[s.Start():s.End()], From: at, Tag: s.Token().Pos()}
			at += utf8.RuneCountInString(w.Text)
			w.To = at
			if w.Tag == "x" { // gse's tag of what it does not know
				w.Tag, w.Freq = d.Tag(w.Text), d.Freq(w.Text)
			} else {
				w.Freq = s.Token().Freq()
			}
			out = append(out, w)
		}
	}
	return out
}

// stretch answers how many bytes at the start of text are letters and numbers, no more than maxStretch unless a
// Latin word is longer.
func stretch(text string) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if r == utf8.RuneError && size <= 1 || !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			break
		}
		if n >= maxStretch && size > 2 {
			break
		}
		n += size
	}
	return n
}
