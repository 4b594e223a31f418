package edit

import (
	"dayang/internal/edition"
	"dayang/internal/words"
)

// Diff answers the change that makes the edition from say what to says: to restore an earlier state, or to take in
// what came from elsewhere, as one step that can be undone. It is empty if they say the same. The record is left
// alone: who goes back to an earlier state has not unmade what was signed since.
func Diff(label words.Text, from, to *edition.Edition) Change {
	c := SetHead(from, to.Head)
	c.Ops = append(c.Ops, SetHouse(from, to.House).Ops...)
	c.Label, c.Merge = label, ""
	c.Ops = append(c.Ops, diff(from.Stories, to.Stories, func(s *edition.Story) string { return s.ID },
		func(at int, s *Swap[edition.Story]) Op { return Op{At: at, Story: s} })...)
	c.Ops = append(c.Ops, diff(from.Pages, to.Pages, func(p *edition.Page) string { return p.ID },
		func(at int, s *Swap[edition.Page]) Op { return Op{At: at, Page: s} })...)
	c.Ops = append(c.Ops, diff(from.Pictures, to.Pictures, func(p *edition.Picture) string { return p.ID },
		func(at int, s *Swap[edition.Picture]) Op { return Op{At: at, Picture: s} })...)
	c.Ops = append(c.Ops, diff(from.Flags, to.Flags, func(f *edition.Flag) string { return f.ID },
		func(at int, s *Swap[edition.Flag]) Op { return Op{At: at, Flag: s} })...)
	return c
}

// diff answers the operations that make list from into list to: what has gone is deleted, from the end; then each
// place in turn gets its node, kept, replaced, brought forward or new.
func diff[T any](from, to []*T, id func(*T) string, op func(int, *Swap[T]) Op) []Op {
	stays := make(map[string]bool, len(to))
	for _, n := range to {
		stays[id(n)] = true
	}
	var ops []Op
	now := append([]*T(nil), from...)
	drop := func(i int) *T {
		n := now[i]
		ops = append(ops, op(i, &Swap[T]{Before: n}))
		now = append(now[:i], now[i+1:]...)
		return n
	}
	for i := len(now) - 1; i >= 0; i-- {
		if !stays[id(now[i])] {
			drop(i)
		}
	}
	for i, want := range to {
		if i >= len(now) || id(now[i]) != id(want) {
			have := want
			for j := i + 1; j < len(now); j++ {
				if id(now[j]) == id(want) {
					have = drop(j)
					break
				}
			}
			ops = append(ops, op(i, &Swap[T]{After: have}))
			now = append(now[:i], append([]*T{have}, now[i:]...)...)
		}
		if !same(now[i], want) {
			ops = append(ops, op(i, &Swap[T]{Before: now[i], After: want}))
			now[i] = want
		}
	}
	return ops
}
