package flow

import (
	"slices"

	"dayang/layout/dummy"
)

// carve answers pages in which nothing lies under what the hand has put down, without a search: what was there gives
// way to the side that leaves it most, or changes places with the story in the hand, and whatever is free then goes to
// the stories next to it, those that lack most first. Pages that would squeeze a story out are left out.
func carve(job *dummy.Job, before dummy.Proposal) []dummy.Proposal {
	var out []dummy.Proposal
	for _, swap := range []bool{false, true} {
		k, ok := newCarving(job, before, swap)
		if !ok || !k.giveWay() {
			continue
		}
		k.grow()
		p := dummy.Proposal{Placed: k.placed, Over: map[string]int{}, Jumped: map[string]int{}}
		if !slices.ContainsFunc(out, func(q dummy.Proposal) bool { return samePlaces(p, q) }) {
			out = append(out, p)
		}
	}
	return out
}

// carving is a page being carved. owner holds for each cell the story on it, counted from 1; −1 is fixed.
type carving struct {
	job    *dummy.Job
	placed []dummy.Placed
	hand   []bool
	owner  []int
}

// newCarving sets every story where it stood, those in the hand and other locked ones where they are locked. With swap
// the story that a hand's lies over most stands where that came from; false if there is none.
func newCarving(job *dummy.Job, before dummy.Proposal, swap bool) (*carving, bool) {
	k := &carving{job: job, owner: make([]int, job.Cols*job.Lines)}
	for i := range job.Items {
		it := &job.Items[i]
		x := dummy.Placed{ID: it.ID}
		j := slices.IndexFunc(before.Placed, func(y dummy.Placed) bool { return y.ID == it.ID })
		switch {
		case j >= 0:
			x = before.Placed[j]
		case it.Locked == nil:
			return nil, false
		}
		if it.Locked != nil {
			x.Area = *it.Locked
		}
		k.placed, k.hand = append(k.placed, x), append(k.hand, it.Locked != nil)
	}
	if !swap {
		return k, true
	}
	done := false
	for i := range k.placed {
		it := &job.Items[i]
		if it.Locked == nil || it.Start == nil || *it.Locked == *it.Start {
			continue
		}
		on, most := -1, 0
		for m := range k.placed {
			if n := common(k.placed[i].Area, k.placed[m].Area); !k.hand[m] && n > most {
				on, most = m, n
			}
		}
		if on >= 0 {
			k.placed[on].Area, done = *it.Start, true
		}
	}
	return k, done
}

func (k *carving) put(a dummy.Area, n int) {
	for l := max(0, a.Line); l < min(k.job.Lines, a.Bottom()); l++ {
		for c := max(0, a.Col); c < min(k.job.Cols, a.Right()); c++ {
			k.owner[l*k.job.Cols+c] = n
		}
	}
}

func (k *carving) free(a dummy.Area) bool {
	if a.Col < 0 || a.Line < 0 || a.Right() > k.job.Cols || a.Bottom() > k.job.Lines {
		return false
	}
	for l := a.Line; l < a.Bottom(); l++ {
		for c := a.Col; c < a.Right(); c++ {
			if k.owner[l*k.job.Cols+c] != 0 {
				return false
			}
		}
	}
	return true
}

// giveWay trims every story to what no fixed thing, no story in the hand and no story before it covers. One that would be
// left with less than its head and a few lines goes where most is free, or shares the place of the largest; false if there
// is none to share.
func (k *carving) giveWay() bool {
	for _, f := range k.job.Fixed {
		k.put(f.Area, -1)
	}
	for i, x := range k.placed {
		if k.hand[i] {
			k.put(x.Area, -1)
		}
	}
	var out []int // squeezed
	for i := range k.placed {
		if k.hand[i] {
			continue
		}
		x := &k.placed[i]
		a, ok := k.left(x.Area, k.fewest(x))
		if !ok {
			out = append(out, i)
			continue
		}
		x.Area = a
		k.put(a, i+1)
	}
	for _, i := range out {
		x := &k.placed[i]
		a, ok := k.left(dummy.Area{Cols: k.job.Cols, Lines: k.job.Lines}, k.fewest(x))
		if !ok {
			if a, ok = k.part(out); !ok {
				return false
			}
		}
		x.Area = a
		k.put(a, i+1)
	}
	return true
}

// part takes the lower half of the largest story's place; false if none has so much.
func (k *carving) part(squeezed []int) (dummy.Area, bool) {
	big := -1
	for i, x := range k.placed {
		if !k.hand[i] && !slices.Contains(squeezed, i) && (big < 0 || x.Area.Cols*x.Area.Lines > k.placed[big].Area.Cols*k.placed[big].Area.Lines) {
			big = i
		}
	}
	if big < 0 {
		return dummy.Area{}, false
	}
	a := &k.placed[big].Area
	n := a.Lines / 2
	if a.Lines-n < k.fewest(&k.placed[big]) || n < 2*underHead {
		return dummy.Area{}, false
	}
	a.Lines -= n
	return dummy.Area{Col: a.Col, Line: a.Bottom(), Cols: a.Cols, Lines: n}, true
}

// underHead is how many lines of text a story that gives way must keep.
const underHead = 4

// fewest answers the least height of a story where it stands.
func (k *carving) fewest(x *dummy.Placed) int {
	it := itemOf(k.job, x.ID)
	if it == nil || x.Area.Cols < 1 || x.Area.Cols > len(it.Needs) {
		return underHead
	}
	n := it.Needs[x.Area.Cols-1][x.Mode]
	return n.HeadAt + n.Head + underHead
}

// left answers the largest rectangle within an area that is free, at least so many lines high.
func (k *carving) left(a dummy.Area, least int) (dummy.Area, bool) {
	a.Cols, a.Lines = min(a.Right(), k.job.Cols)-a.Col, min(a.Bottom(), k.job.Lines)-a.Line
	if a.Cols < 1 || a.Lines < 1 {
		return a, false
	}
	// Runs of free cells down each column, then the largest rectangle over every set of neighbouring columns.
	best, ok := dummy.Area{}, false
	run := make([]int, a.Cols)
	for l := a.Line; l < a.Bottom(); l++ {
		for c := range run {
			if k.owner[l*k.job.Cols+a.Col+c] == 0 {
				run[c]++
			} else {
				run[c] = 0
			}
		}
		for from := range run {
			h := run[from]
			for to := from; to < len(run) && h >= least; to++ {
				if h = min(h, run[to]); h < least {
					break
				}
				if b := (dummy.Area{Col: a.Col + from, Line: l - h + 1, Cols: to - from + 1, Lines: h}); b.Cols*b.Lines > best.Cols*best.Lines {
					best, ok = b, true
				}
			}
		}
	}
	return best, ok
}

// grow gives free cells to the stories beside them, a line or a column at a time, first to those that lack most.
func (k *carving) grow() {
	for {
		best, most, at := -1, -1<<30, dummy.Area{}
		for i := range k.placed {
			if k.hand[i] {
				continue
			}
			a := k.placed[i].Area
			lack := k.lack(&k.placed[i])
			if lack <= most {
				continue
			}
			for _, b := range []dummy.Area{
				{Col: a.Col, Line: a.Bottom(), Cols: a.Cols, Lines: 1}, {Col: a.Col, Line: a.Line - 1, Cols: a.Cols, Lines: 1},
				{Col: a.Right(), Line: a.Line, Cols: 1, Lines: a.Lines}, {Col: a.Col - 1, Line: a.Line, Cols: 1, Lines: a.Lines},
			} {
				if k.free(b) {
					best, most, at = i, lack, b
					break
				}
			}
		}
		if best < 0 {
			return
		}
		x := &k.placed[best].Area
		k.put(at, best+1)
		x.Cols, x.Lines = max(x.Right(), at.Right())-min(x.Col, at.Col), max(x.Bottom(), at.Bottom())-min(x.Line, at.Line)
		x.Col, x.Line = min(x.Col, at.Col), min(x.Line, at.Line)
	}
}

// lack answers the cells that a story lacks where it stands; below 0 it has as many to spare.
func (k *carving) lack(x *dummy.Placed) int {
	it := itemOf(k.job, x.ID)
	if it == nil || x.Area.Cols < 1 || x.Area.Cols > len(it.Needs) {
		return 0
	}
	return (it.Needs[x.Area.Cols-1][x.Mode].Lines - x.Area.Lines) * x.Area.Cols
}
