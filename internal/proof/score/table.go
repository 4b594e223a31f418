package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dayang/internal/repair"
	"dayang/internal/segment"
)

// summary is what came out of one set.
type summary struct {
	name        string
	hard, hints float64 // false alarms on 10,000 clean characters
	Categories  map[string]struct {
		N      int
		Recall float64
		Fix    float64 `json:"exact_fix"`
	}
}

// aim is the least share of a category that is to be found; with fix, also to be mended exactly, which only fixes
// that there are no two of can.
type aim struct {
	cat   string
	least float64
	fix   bool
}

// aims are the categories in the order of the table. Those without an aim are no promise.
var aims = []aim{
	{"half_punct", 0.98, true}, {"repeat_punct", 0.98, true}, {"book_comma", 0.98, true}, {"space_in_han", 0.98, true},
	{"reversed_quote", 0.98, true}, {"missing_final", 0.98, true}, {"unpaired_quote", 0.98, false}, {"unpaired_bracket", 0.98, false}, {"unpaired_book", 0.98, false},
	{"num_fullwidth", 0.95, false}, {"num_mixed_percent", 0.95, false}, {"num_ji", 0.95, false}, {"num_approx_comma", 0.95, false}, {"num_approx_double", 0.95, false},
	{"num_year_short", 0.8, false}, {"num_year_ling", 0.95, false}, {"num_bad_date", 0.98, false}, {"num_time_dot", 0.95, false}, {"unit_bad", 0.95, false}, {"weekday", 0.98, false},
	{"name_swap", 1, false}, {"name_sound", 0.95, false}, {"title_wrong", 0.95, false}, {"rank_order", 1, false},
	{"dup_char", 0.85, false}, {"dup_char_any", 0, false}, {"dup_word", 0.95, false}, {"dup_phrase", 0.95, false}, {"dup_clause", 0.95, false}, {"dup_sentence", 1, false}, {"dup_paragraph", 1, false},
	{"para_split", 0.98, false}, {"word_conf", 0.7, false}, {"char_sound", 0.5, false}, {"char_shape", 0.4, false}, {"char_swap", 0.75, false}, {"char_missing", 0, false},
}

// measure is one number of the table that no category of the scorer's has.
type measure struct {
	name string
	got  float64
	aim  float64
}

// short marks a number that falls short of its aim.
func short(got, least float64) string {
	if got < least {
		return "*"
	}
	return " "
}

// table prints every number with what is aimed at. The documents of several faults have no aims of their own: too few
// of each kind.
func table(w io.Writer, sums []summary, order []measure) {
	fmt.Fprintf(w, "\n%-28s %7s", "", "aim")
	for _, s := range sums {
		fmt.Fprintf(w, " %10s", s.name)
	}
	fmt.Fprintf(w, "\n%-28s %7s", "errors, warnings on 10,000", "≤ 1.00")
	for _, s := range sums {
		fmt.Fprintf(w, " %9.2f%s", s.hard, short(-s.hard, -1))
	}
	fmt.Fprintf(w, "\n%-28s %7s", "hints on 10,000", "≤ 3.00")
	for _, s := range sums {
		fmt.Fprintf(w, " %9.2f%s", s.hints, short(-s.hints, -3))
	}
	fmt.Fprintln(w)
	row := func(name string, least float64, get func(s summary) (float64, bool)) {
		mark := "–"
		if least > 0 {
			mark = fmt.Sprintf("≥ %.2f", least)
		}
		fmt.Fprintf(w, "%-28s %7s", name, mark)
		for _, s := range sums {
			if v, ok := get(s); !ok {
				fmt.Fprintf(w, " %10s", "")
			} else if strings.HasSuffix(s.name, ".docs") {
				fmt.Fprintf(w, " %9.2f ", v)
			} else {
				fmt.Fprintf(w, " %9.2f%s", v, short(v, least))
			}
		}
		fmt.Fprintln(w)
	}
	for _, a := range aims {
		row(a.cat, a.least, func(s summary) (float64, bool) { c, ok := s.Categories[a.cat]; return c.Recall, ok })
		if a.fix {
			row("  mended", a.least, func(s summary) (float64, bool) {
				c, ok := s.Categories[a.cat]
				return c.Fix, ok && !strings.HasSuffix(s.name, ".docs")
			})
		}
	}
	for _, s := range sums {
		for c := range s.Categories {
			if !slices.ContainsFunc(aims, func(a aim) bool { return a.cat == c }) {
				row(c, 0, func(s summary) (float64, bool) { x, ok := s.Categories[c]; return x.Recall, ok })
			}
		}
	}
	for _, m := range order {
		fmt.Fprintf(w, "%-28s %7s %9.2f%s\n", m.name, fmt.Sprintf("≥ %.2f", m.aim), m.got, short(m.got, m.aim))
	}
}

// lines reads a set line by line; one that is not there has none.
func lines(path string, each func(line []byte) error) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the set: %w", err)
	}
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		if len(sc.Bytes()) == 0 {
			continue
		}
		if err := each(sc.Bytes()); err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
	}
	return sc.Err()
}

// pieces scores the order of loose pieces and what pairs of stories are to each other.
func pieces(seg segment.Segmenter, dir string) ([]measure, error) {
	right, all := map[string]float64{}, map[string]float64{}
	count := func(what string, ok bool) {
		all[what]++
		if ok {
			right[what]++
		}
	}
	err := lines(filepath.Join(dir, "own.pages.jsonl"), func(line []byte) error {
		var r struct {
			Mode      string
			Fragments []string
			Successor []int
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		for i, j := range repair.Successors(r.Fragments, seg) {
			if r.Successor[i] >= 0 {
				count("successors "+r.Mode, j == r.Successor[i])
			} else {
				count("ends left alone", j < 0)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = lines(filepath.Join(dir, "own.pairs.jsonl"), func(line []byte) error {
		var r struct {
			Label string
			A, B  []string
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		label, score := repair.Pair(strings.Join(r.A, "\n"), strings.Join(r.B, "\n"))
		count("pairs "+r.Label, label == r.Label)
		same := r.Label == repair.Same || r.Label == repair.Reordered || r.Label == repair.Cut
		count("pairs told apart", same == (score >= 0.6))
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []measure
	for what, n := range all {
		m := measure{what, right[what] / n, 1}
		switch what {
		case "successors one_moved":
			m.aim = 0.9
		case "successors shuffled":
			m.aim = 0.75
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b measure) int { return strings.Compare(b.name, a.name) })
	return out, nil
}
