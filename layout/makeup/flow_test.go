package makeup

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// drawn writes a pour as columns of text: letters name the runs, a capital is a subhead, a dot an empty line, a bar
// the end of a column.
func drawn(runs []run, legs []leg, f flowed) string {
	var b strings.Builder
	for i, l := range legs {
		rows := make([]byte, max(0, l.to-l.from))
		for k := range rows {
			rows[k] = '.'
		}
		for _, s := range f.slots {
			if s.leg != i {
				continue
			}
			for k := range s.n {
				c := byte('a' + s.run)
				if runs[s.run].subhead {
					c = byte('A' + s.run)
				}
				rows[s.at-l.from+k] = c
			}
		}
		if i > 0 {
			b.WriteByte('|')
		}
		b.Write(rows)
	}
	return b.String()
}

func TestPourColumns(t *testing.T) {
	p := func(n int) run { return run{lines: n} }
	sub := func(n int) run { return run{lines: n, white: 1, subhead: true} }
	for _, c := range []struct {
		name string
		runs []run
		legs []int
		want string
		over int
	}{
		{"plain", []run{p(3), p(3)}, []int{3, 3}, "aaa|bbb", 0},
		{"split", []run{p(6), p(2)}, []int{4, 4}, "aaaa|aabb", 0},
		{"no last line alone at a top", []run{p(5), p(2)}, []int{4, 4}, "aaa.|aabb", 0},
		{"rather a first line at a foot", []run{p(2), p(3), p(2)}, []int{4, 6}, "aab.|bbcc..", 0},
		{"two lines stay together", []run{p(3), p(2), p(2)}, []int{4, 6}, "aaa.|bbcc..", 0},
		{"subhead keeps two lines", []run{p(3), sub(1), p(5)}, []int{6, 6}, "aaa...|Bccccc", 0},
		{"subhead inside", []run{p(2), sub(1), p(4)}, []int{6, 6}, "aa.Bcc|cc....", 0},
		{"no white at a top", []run{p(4), sub(1), p(2)}, []int{4, 4}, "aaaa|Bcc.", 0},
		{"two subheads go together", []run{p(3), sub(1), sub(1), p(3)}, []int{6, 6}, "aaa...|B.Cddd", 0},
		{"overset is counted", []run{p(4), p(4)}, []int{3, 3}, "aa.|aab", 3},
		{"a leg without room is passed", []run{p(3), p(3)}, []int{3, 0, 3}, "aaa||bbb", 0},
		{"nothing", nil, []int{2, 2}, "..|..", 0},
	} {
		legs := make([]leg, len(c.legs))
		for i, n := range c.legs {
			legs[i] = leg{0, n, i}
		}
		f := pour(c.runs, legs, nil)
		if got := drawn(c.runs, legs, f); got != c.want || f.over != c.over {
			t.Errorf("%s: got %s over %d, want %s over %d", c.name, got, f.over, c.want, c.over)
		}
	}
}

// Every line of every run stands in one place or is over, in order, inside its leg; a subhead is never split or left
// at a foot.
func TestPourKeepsEveryLine(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 20000 {
		runs := make([]run, r.IntN(8))
		for i := range runs {
			runs[i] = run{lines: 1 + r.IntN(9)}
			if r.IntN(5) == 0 {
				runs[i] = run{lines: 1 + r.IntN(2), white: r.IntN(2), subhead: true}
			}
		}
		legs := make([]leg, 1+r.IntN(5))
		for i := range legs {
			from := r.IntN(4)
			legs[i] = leg{from, from + r.IntN(14), i}
		}
		f := pour(runs, legs, nil)
		at, line := 0, 0
		last, foot := 0, -1
		for _, s := range f.slots {
			for at < s.run && line == runs[at].lines {
				at, line = at+1, 0
			}
			if s.run != at || s.first != line || s.n <= 0 {
				t.Fatalf("round %d: %v of %v stands out of order", round, s, runs)
			}
			line += s.n
			l := legs[s.leg]
			if s.leg < last || s.at < l.from || s.at+s.n > l.to || s.leg == last && s.at < foot {
				t.Fatalf("round %d: %v outside leg %v", round, s, l)
			}
			last, foot = s.leg, s.at+s.n
		}
		for at < len(runs) && line == runs[at].lines {
			at, line = at+1, 0
		}
		if at != f.run || at < len(runs) && line != f.line {
			t.Fatalf("round %d: stops at %d,%d, says %d,%d", round, at, line, f.run, f.line)
		}
		over := 0
		for i := at; i < len(runs); i++ {
			over += runs[i].lines + runs[i].white
		}
		if line > 0 {
			over -= line + runs[at].white
		}
		if over != f.over {
			t.Fatalf("round %d: %d lines over, says %d", round, over, f.over)
		}
	}
}

func BenchmarkFlow(b *testing.B) {
	var runs []run
	for i := range 60 {
		runs = append(runs, run{lines: 3 + i%9, subhead: false})
	}
	legs := make([]leg, 6)
	for i := range legs {
		legs[i] = leg{5, 80, i}
	}
	var buf []slot
	for b.Loop() {
		f := pour(runs, legs, buf)
		buf = f.slots
	}
	_ = fmt.Sprint(len(buf))
}
