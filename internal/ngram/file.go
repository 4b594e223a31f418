package ngram

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// countsMagic is the first line of written counts.
const countsMagic = "dayang learnt 1"

// Write writes the counts as lines of text: "r runes", "n name count", "1 word count", "2 word word count", where -
// stands for the bound of a sentence. Words and pairs that stand once are left out when there are many: they say
// least and tell most of single texts.
func (c *Counts) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s\nr %d\n", countsMagic, c.Runes)
	least := 1
	if len(c.Two) > 50_000 {
		least = 2
	}
	name := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	for _, m := range []struct {
		tag string
		of  map[string]int
	}{{"n", c.Names}, {"1", c.One}} {
		for _, k := range sortedKeys(m.of) {
			if m.of[k] >= least {
				fmt.Fprintf(b, "%s %s %d\n", m.tag, k, m.of[k])
			}
		}
	}
	pairs := make([][2]string, 0, len(c.Two))
	for p, n := range c.Two {
		if n >= least {
			pairs = append(pairs, p)
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1]) })
	for _, p := range pairs {
		fmt.Fprintf(b, "2 %s %s %d\n", name(p[0]), name(p[1]), c.Two[p])
	}
	return b.Flush()
}

func sortedKeys(m map[string]int) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// maxCount is the largest count that is read.
const maxCount = 1 << 32

// ReadCounts reads what Write wrote. A line that is no count is an error that wraps ErrForm and says which.
func ReadCounts(r io.Reader) (*Counts, error) {
	c := NewCounts()
	sc := bufio.NewScanner(r)
	if !sc.Scan() || sc.Text() != countsMagic {
		return nil, fmt.Errorf("line 1: %w", ErrForm)
	}
	for n := 2; sc.Scan(); n++ {
		p := strings.Split(sc.Text(), " ")
		count, err := strconv.Atoi(p[len(p)-1])
		if err != nil || count < 0 || count > maxCount || !utf8.ValidString(sc.Text()) || n > maxPairs {
			return nil, fmt.Errorf("line %d: %w", n, ErrForm)
		}
		word := func(s string) string {
			if s == "-" {
				return ""
			}
			return s
		}
		switch {
		case p[0] == "r" && len(p) == 2:
			c.Runes = count
		case p[0] == "n" && len(p) == 3:
			c.Names[p[1]] = count
		case p[0] == "1" && len(p) == 3:
			c.One[p[1]] = count
		case p[0] == "2" && len(p) == 4:
			c.Two[[2]string{word(p[1]), word(p[2])}] = count
		default:
			return nil, fmt.Errorf("line %d: %w", n, ErrForm)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read what was learnt: %w", err)
	}
	return c, nil
}
