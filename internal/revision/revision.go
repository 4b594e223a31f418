// Package revision tells how one text became another: what stayed, what was taken out, what was put in.
//
// Start with Of, which compares two paragraphs rune by rune, and Format, which writes the answer as a corrector would
// say it. Offsets are runes. The answer is for eyes: a run of changes that shares only a stray character between them
// is told as one change, and a change slides to the edge of a clause where it can. The package knows nothing of
// stories, pages and marks.
package revision

import (
	"slices"
	"strings"
	"unicode"
)

// Change is one place where the texts differ: a[From:To] became b[At:End]. One of the two may be empty, not both.
type Change struct {
	From, To int // of the text before
	At, End  int // of the text after
}

// mostEdits bounds the search: two paragraphs further apart than that are told as one change from their first
// difference to their last. A thousand edits are more than anyone would read as marks.
const mostEdits = 1000

// Of answers the changes that make a into b, in order; none if they are equal.
func Of(a, b []rune) []Change {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	if len(x) == 0 && len(y) == 0 {
		return nil
	}
	var out []Change
	if len(x) == 0 || len(y) == 0 {
		out = []Change{{0, len(x), 0, len(y)}}
	} else {
		out = search(x, y)
	}
	for i := range out {
		c := &out[i]
		c.From, c.To, c.At, c.End = c.From+head, c.To+head, c.At+head, c.End+head
	}
	return tidy(a, b, out)
}

// search is Myers 1986, "An O(ND) Difference Algorithm and Its Variations", the greedy forward algorithm of section 4,
// with the furthest points of every round kept to walk back.
func search(a, b []rune) []Change {
	n, m := len(a), len(b)
	most := min(n+m, mostEdits)
	v := make([]int, 2*most+2)
	at := func(k int) int { return k + most }
	var rounds [][]int
	for d := 0; d <= most; d++ {
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && v[at(k-1)] < v[at(k+1)] {
				x = v[at(k+1)] // down: a rune of b is put in
			} else {
				x = v[at(k-1)] + 1 // right: a rune of a is taken out
			}
			for x < n && x-k < m && a[x] == b[x-k] {
				x++
			}
			v[at(k)] = x
			if x >= n && x-k >= m {
				return walk(append(rounds, slices.Clone(v[at(-d):at(d)+1])), n, m)
			}
		}
		rounds = append(rounds, slices.Clone(v[at(-d):at(d)+1]))
	}
	return []Change{{0, n, 0, m}}
}

// walk goes back from the end through the rounds. Round d holds the furthest x on diagonals −d to d.
func walk(rounds [][]int, n, m int) []Change {
	var out []Change
	x, y := n, m
	for d := len(rounds) - 1; d > 0; d-- {
		was := rounds[d-1]
		get := func(k int) int { // of the round before; it holds −d+1 to d−1, every second one true
			if i := k + d - 1; i >= 0 && i < len(was) {
				return was[i]
			}
			return -1
		}
		k := x - y
		var px, py int
		c := Change{}
		if k == -d || k != d && get(k-1) < get(k+1) {
			px = get(k + 1)
			py = px - (k + 1)
			c = Change{px, px, py, py + 1}
		} else {
			px = get(k - 1)
			py = px - (k - 1)
			c = Change{px, px + 1, py, py}
		}
		if l := len(out); l > 0 && out[l-1].From == c.To && out[l-1].At == c.End {
			out[l-1].From, out[l-1].At = c.From, c.At
		} else {
			out = append(out, c)
		}
		x, y = px, py
	}
	slices.Reverse(out)
	return out
}

// strays is how many equal characters between two changes are no reason to tell them as two: where more was changed on
// both sides than stayed in the middle, a reader sees one change.
const strays = 1

// tidy joins changes over strays and slides what was only put in, or only taken out, to where a clause begins.
func tidy(a, b []rune, cs []Change) []Change {
	var out []Change
	for _, c := range cs {
		if l := len(out); l > 0 {
			p := &out[l-1]
			if gap := c.From - p.To; gap == 0 || gap <= strays && size(*p) > 1 && size(c) > 1 && !mark(a[p.To]) {
				p.To, p.End = c.To, c.End
				continue
			}
		}
		out = append(out, c)
	}
	for i := range out {
		c := &out[i]
		floor, ceiling := 0, len(a)
		if i > 0 {
			floor = out[i-1].To
		}
		if i+1 < len(out) {
			ceiling = out[i+1].From
		}
		switch {
		case c.From == c.To:
			by := slide(b, c.At, c.End, min(c.From-floor, c.At), ceiling-c.To)
			c.From, c.To, c.At, c.End = c.From+by, c.To+by, c.At+by, c.End+by
		case c.At == c.End:
			by := slide(a, c.From, c.To, c.From-floor, ceiling-c.To)
			c.From, c.To, c.At, c.End = c.From+by, c.To+by, c.At+by, c.End+by
		}
	}
	return out
}

func size(c Change) int { return max(c.To-c.From, c.End-c.At) }

func mark(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }

// slide answers how far the stretch from–to of s can move with the text unchanged so that it begins behind a mark or
// ends with one; at most back to the left and on to the right. 0 if it stands as well where it is.
func slide(s []rune, from, to, back, on int) int {
	good := func(f, t int) bool { return f > 0 && mark(s[f-1]) || t > f && mark(s[t-1]) }
	if good(from, to) {
		return 0
	}
	for by := 1; by <= on && to+by <= len(s) && s[from+by-1] == s[to+by-1]; by++ {
		if good(from+by, to+by) {
			return by
		}
	}
	for by := 1; by <= back && s[from-by] == s[to-by]; by++ {
		if good(from-by, to-by) {
			return -by
		}
	}
	return 0
}

// Format writes two texts as one: [-taken out-], [+put in+], the rest as it stayed.
func Format(a, b []rune) string {
	var out strings.Builder
	at := 0
	for _, c := range Of(a, b) {
		out.WriteString(string(a[at:c.From]))
		if c.From < c.To {
			out.WriteString("[-" + string(a[c.From:c.To]) + "-]")
		}
		if c.At < c.End {
			out.WriteString("[+" + string(b[c.At:c.End]) + "+]")
		}
		at = c.To
	}
	out.WriteString(string(a[at:]))
	return out.String()
}
