package compose

import (
	"runtime"
	"slices"
	"sync"

	"dayang/fonts"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/segment"
	"dayang/layout/display"
)

// All lays a whole edition out once, as many pages at a time as there are processors, and keeps nothing: for a file
// that is printed and closed. Pages that a story joins are laid out together, so the answer is Compose's. words must
// be safe for several goroutines at a time.
func All(reg *fonts.Registry, words segment.Segmenter, ed *edition.Edition) Result {
	return Some(reg, words, ed, func(*edition.Page) bool { return true })
}

// Some is All for the pages that are wanted: what the others hold is not laid out. Fits are of the stories on them.
func Some(reg *fonts.Registry, words segment.Segmenter, ed *edition.Edition, wanted func(*edition.Page) bool) Result {
	var groups [][]int
	for _, g := range joined(ed) {
		if g = slices.DeleteFunc(g, func(i int) bool { return !wanted(ed.Pages[i]) }); len(g) > 0 {
			groups = append(groups, g)
		}
	}
	workers := min(runtime.GOMAXPROCS(0), len(groups))
	pages := make([]display.Page, len(ed.Pages))
	notes := make([][]finding.Finding, len(ed.Pages))
	fits := make(map[string]Fit, len(ed.Stories))
	next := make(chan []int, len(groups))
	for _, g := range groups {
		next <- g
	}
	close(next)
	var mu sync.Mutex
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			c := New(reg, words)
			for g := range next {
				c.index(ed)
				for _, i := range g {
					m := c.page(ed, ed.Pages[i])
					pages[i], notes[i] = m.out, m.notes
				}
				mu.Lock()
				for id := range c.threads {
					fits[id] = c.fit(id)
				}
				mu.Unlock()
				c.letGo()
			}
		})
	}
	all.Wait()
	r := Result{Fits: fits}
	for i, p := range ed.Pages {
		if wanted(p) {
			r.Pages = append(r.Pages, pages[i])
			r.Notes = append(r.Notes, notes[i]...)
		}
	}
	for _, s := range ed.Stories {
		if _, ok := fits[s.ID]; !ok {
			fits[s.ID] = Fit{}
		}
	}
	return r
}

// letGo drops what belongs to pages laid out; what recurs from page to page stays.
func (c *Composer) letGo() {
	clear(c.shapes)
	clear(c.sets)
	clear(c.threads)
	clear(c.furn)
	clear(c.pages)
}

// joined answers the pages by their places in the edition, those that share a story together, in order.
func joined(ed *edition.Edition) [][]int {
	group := make([]int, len(ed.Pages)) // the first page of each one's group
	of := map[string]int{}              // the first page of a story
	first := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	for i, p := range ed.Pages {
		group[i] = i
		for _, f := range p.Frames {
			if f.Story == "" {
				continue
			}
			if j, ok := of[f.Story]; ok {
				a, b := first(i), first(j)
				group[max(a, b)] = min(a, b)
			} else {
				of[f.Story] = i
			}
		}
	}
	var out [][]int
	at := map[int]int{}
	for i := range ed.Pages {
		g := first(i)
		k, ok := at[g]
		if !ok {
			k = len(out)
			at[g] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}
