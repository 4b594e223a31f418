package para

import (
	"strings"
	"testing"
)

// TestVerticalRuns writes upright runs plain, side-by-side ones in braces and turned ones in brackets.
func TestVerticalRuns(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"十月31日", "十月{31}日"}, {"1921年", "[1921]年"}, {"入WTO时", "入WTO时"}, {"用Word写", "用[Word]写"},
		{"第7届“好”", "第7届“好”"}, {"占50%强", "占{50%}强"}, {"5G～6G", "{5G}[～]{6G}"}, {"他——我", "他——我"},
	} {
		var b strings.Builder
		rs := []rune(c.text)
		at := 0
		for _, r := range VerticalRuns(clusters(c.text)) {
			if r.From != at {
				t.Fatalf("%s: runs leave a hole at %d", c.text, at)
			}
			at = r.To
			s := string(rs[r.From:r.To])
			switch r.Treatment {
			case TateChuYoko:
				s = "{" + s + "}"
			case Rotate:
				s = "[" + s + "]"
			}
			b.WriteString(s)
		}
		if got := b.String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestArithmetic(t *testing.T) {
	for _, c := range []struct {
		paragraphs []int
		height     int
		want       int
	}{
		{[]int{9}, 8, 7},       // the last line would stand alone
		{[]int{5, 4}, 6, 5},    // the first line would
		{[]int{3, 3}, 5, 3},    // a paragraph of three has no lawful place inside
		{[]int{4, 4}, 8, 8},    // all fits
		{[]int{2, 6}, 5, 5},    // three lines and three
		{[]int{30, 1}, 30, 30}, // a paragraph of one line is no widow
	} {
		if got := ColumnBreak(c.paragraphs, c.height); got != c.want {
			t.Errorf("%v in %d lines: %d, want %d", c.paragraphs, c.height, got, c.want)
		}
	}
	for lines := range 60 {
		for columns := 1; columns < 9; columns++ {
			sum, longest := 0, 0
			for _, n := range Balance(lines, columns) {
				sum += n
				longest = max(longest, n)
			}
			if sum != lines || longest != (lines+columns-1)/columns {
				t.Errorf("%d lines in %d columns: %v", lines, columns, Balance(lines, columns))
			}
		}
	}
}

// TestAllocations holds what the benchmarks are about: setting allocates its answer and two tables.
func TestAllocations(t *testing.T) {
	in := page()[0]
	if n := testing.AllocsPerRun(50, func() { Prepare(in) }); n > 5 {
		t.Errorf("Prepare allocates %g times", n)
	}
	p := Prepare(in)
	if n := testing.AllocsPerRun(50, func() { p.Set(Measure{Rest: ems(13)}) }); n > 8 {
		t.Errorf("Set allocates %g times", n)
	}
}
