package makeup

import "testing"

// Columns whose feet were lifted differ by a line at most where paragraphs may be cut there, and by no more than
// before where they may not.
func TestLiftedColumnsAreLevel(t *testing.T) {
	legs := func(n, to int) []leg {
		out := make([]leg, n)
		for i := range out {
			out[i] = leg{to: to, col: i}
		}
		return out
	}
	story := func(lines ...int) *text {
		tx := &text{}
		for _, n := range lines {
			tx.runs = append(tx.runs, run{lines: n})
		}
		return tx
	}
	for _, c := range []struct {
		name string
		text *text
		legs []leg
		most int
	}{
		{"three lines short of four columns", story(7, 6, 8, 9, 7), legs(4, 10), 1},
		{"four short of five", story(12, 11, 13, 10), legs(5, 10), 1},
		{"level already", story(20, 19), legs(4, 10), 1},
		{"one long paragraph", story(67), legs(7, 10), 1},
	} {
		f := pour(c.text.runs, c.legs, nil)
		before := uneven(&f, c.legs, 10)
		p, g := (&block{}).level(c.text, plan{legs: c.legs}, f, 10)
		if g.over > 0 {
			t.Errorf("%s: %d lines are over", c.name, g.over)
		}
		if after := uneven(&g, p.legs, 10); after > c.most || after > before {
			t.Errorf("%s: the columns differ by %d lines, by %d before", c.name, after, before)
		}
	}
}
