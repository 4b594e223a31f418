package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"dayang/internal/compose"
	"dayang/internal/edition"
	"dayang/layout/dummy"
)

// EditionOptions is how a whole edition is made up.
type EditionOptions struct {
	Seed      uint64
	Proposals int // for each page, at most; 0 is 1. The first is taken for the pages that follow.
	// Progress is told after each page, with what was made of it, nil where no story stands; nil is nobody asks.
	Progress func(done, total int, page *edition.Page, made *MakeupResult)
}

// EditionResult is an edition made up.
type EditionResult struct {
	Pages   []MakeupResult   // in the order they were made up; apply their first proposals' changes in this order
	Edition *edition.Edition // after all of them
	Over    []Cut            // what found no room on its page, to be jumped, cut or dropped
}

// MakeupEdition makes every page of an edition up. Stories that stand on a page stay with it; the others are given to
// pages by section, weight and room (see assign). Each page is then made up as Makeup does it. It stops between pages
// when ctx is cancelled and answers what is done with the context's error.
func (s *Shop) MakeupEdition(ctx context.Context, c *compose.Composer, ed *edition.Edition, o EditionOptions) (EditionResult, error) {
	res := EditionResult{Edition: ed}
	plan := assign(c, ed)
	for i, page := range ed.Pages {
		if err := ctx.Err(); err != nil {
			return res, err
		}
		stories := plan[page.ID]
		var made *MakeupResult
		if len(stories) > 0 {
			r, err := s.Makeup(ctx, c, res.Edition, MakeupOptions{Page: page.ID, Stories: stories, Seed: o.Seed, Proposals: o.Proposals, brisk: len(ed.Pages) > fewPages})
			if err != nil && !errors.Is(err, ErrNoProposal) {
				return res, fmt.Errorf("page %d: %w", page.Number, err)
			}
			if err == nil {
				res.Pages = append(res.Pages, r)
				res.Edition = r.Proposals[0].Edition
				made = &r
			}
		}
		if o.Progress != nil {
			o.Progress(i+1, len(ed.Pages), page, made)
		}
	}
	if len(res.Pages) == 0 {
		return res, fmt.Errorf("make up the edition: %w", ErrNoStories)
	}
	fits := c.Compose(res.Edition).Fits
	for _, st := range res.Edition.Stories {
		if f := fits[st.ID]; f.OverLines > 0 {
			res.Over = append(res.Over, Cut{st.ID, f.OverLines})
		}
	}
	return res, nil
}

// fewPages is up to how many pages an edition is small enough that every page may take its whole time.
const fewPages = 8

// load is what a page has to carry.
type load struct {
	page    *edition.Page
	room    int // cells for stories
	used    int
	lead    int // weight of the weightiest story
	stories []string
}

// parcel is stories that go to one page together.
type parcel struct {
	stories []string
	section string
	cells   int
	weight  int
	page    string // "" is any
}

// assign gives each story a page: those that stand somewhere stay; a section goes together, to the page of its name if
// there is one; the others in the order of weight, first a lead for every page from the front, then each to the page
// that is emptiest for its size. No page gets more than it holds while another has room.
func assign(c *compose.Composer, ed *edition.Edition) map[string][]string {
	var loads []*load
	byID := map[string]*load{}
	at := map[string]string{}
	for _, p := range ed.Pages {
		l := &load{page: p, room: freeCells(c, ed, p)}
		loads, byID[p.ID] = append(loads, l), l
		for _, f := range p.Frames {
			if f.Kind == edition.StoryFrame && ed.Story(f.Story) != nil {
				at[f.Story] = p.ID
			}
		}
	}
	if len(loads) == 0 {
		return nil
	}
	put := func(l *load, q *parcel) {
		l.stories = append(l.stories, q.stories...)
		l.used += q.cells
		l.lead = max(l.lead, q.weight)
	}
	var open []*parcel
	for _, q := range parcels(c, ed, at) {
		if l := byID[q.page]; l != nil {
			put(l, q)
			continue
		}
		open = append(open, q)
	}
	sort.SliceStable(open, func(i, j int) bool {
		if open[i].weight != open[j].weight {
			return open[i].weight > open[j].weight
		}
		return open[i].cells > open[j].cells
	})
	for _, q := range open {
		put(bestPage(loads, q), q)
	}
	even(loads, open)
	out := map[string][]string{}
	for _, l := range loads {
		out[l.page.ID] = l.stories
	}
	return out
}

// bestPage answers the page a parcel goes to: one without a lead first, from the front, else the emptiest for its size.
func bestPage(loads []*load, q *parcel) *load {
	best, share := loads[0], 2.0
	for _, l := range loads {
		if l.room <= 0 {
			continue
		}
		full := float64(l.used+q.cells) / float64(l.room)
		if l.lead == 0 && full <= 1 {
			return l
		}
		if x := float64(l.used) / float64(l.room); full <= 1.02 && x < share {
			best, share = l, x
		}
	}
	if share < 2 {
		return best
	}
	least := 1e9 // none has room: the one that is over least
	for _, l := range loads {
		if x := float64(l.used+q.cells) / float64(max(1, l.room)); x < least {
			best, least = l, x
		}
	}
	return best
}

// evenRounds bounds the exchanges of even.
const evenRounds = 200

// even exchanges parcels of one weight between pages while that brings the fullest page and the emptiest nearer.
func even(loads []*load, open []*parcel) {
	on := func(q *parcel) *load {
		for _, l := range loads {
			if slices.Contains(l.stories, q.stories[0]) {
				return l
			}
		}
		return nil
	}
	strain := func(l *load, d int) float64 {
		x := float64(l.used+d)/float64(max(1, l.room)) - 1
		if x > 0 {
			x *= 2 // too full is worse than too empty
		}
		return x * x
	}
	for round := 0; round < evenRounds; round++ {
		gain, a, b := 1e-6, (*parcel)(nil), (*parcel)(nil)
		for i, p := range open {
			x := on(p)
			for _, q := range open[i+1:] {
				y := on(q)
				if p.weight != q.weight || x == nil || y == nil || x == y || p.cells == q.cells {
					continue
				}
				d := q.cells - p.cells
				if g := strain(x, 0) + strain(y, 0) - strain(x, d) - strain(y, -d); g > gain {
					gain, a, b = g, p, q
				}
			}
		}
		if a == nil {
			return
		}
		x, y := on(a), on(b)
		x.stories = append(slices.DeleteFunc(x.stories, func(id string) bool { return slices.Contains(a.stories, id) }), b.stories...)
		y.stories = append(slices.DeleteFunc(y.stories, func(id string) bool { return slices.Contains(b.stories, id) }), a.stories...)
		x.used += b.cells - a.cells
		y.used += a.cells - b.cells
	}
}

// parcels groups an edition's stories: those of a section together, every other by itself.
func parcels(c *compose.Composer, ed *edition.Edition, at map[string]string) []*parcel {
	var out []*parcel
	bySection := map[string]*parcel{}
	for _, st := range ed.Stories {
		q := bySection[st.Section]
		if st.Section == "" || q == nil || q.page != "" && at[st.ID] != "" && q.page != at[st.ID] {
			q = &parcel{section: st.Section, page: pageOfSection(ed, st.Section)}
			out = append(out, q)
			if st.Section != "" {
				bySection[st.Section] = q
			}
		}
		if id := at[st.ID]; id != "" {
			q.page = id
		}
		q.stories = append(q.stories, st.ID)
		q.weight = max(q.weight, st.Priority)
	}
	for _, q := range out {
		p := ed.Page(q.page)
		if p == nil {
			p = ed.Pages[0]
		}
		for _, it := range c.Job(ed, p.ID, q.stories).Items {
			q.cells += itemCells(it)
		}
	}
	return out
}

// pageOfSection answers the page that bears a section's name.
func pageOfSection(ed *edition.Edition, section string) string {
	name := strings.TrimSpace(section)
	for _, p := range ed.Pages {
		if name != "" && strings.TrimSpace(p.Name) == name {
			return p.ID
		}
	}
	return ""
}

// itemCells answers the cells a story takes at a width that suits it.
func itemCells(it dummy.Item) int {
	best := 0
	for w, ns := range it.Needs {
		n := ns[dummy.Top]
		if n.OK && w+1 >= it.PrefCols[0] && (w+1 <= it.PrefCols[1] || best == 0) {
			if x := n.Lines * (w + 1); best == 0 || x < best {
				best = x
			}
		}
	}
	return best
}

// freeCells answers the cells of a page that nothing fixed stands on.
func freeCells(c *compose.Composer, ed *edition.Edition, p *edition.Page) int {
	var standing []string
	for _, f := range p.Frames {
		if f.Kind == edition.StoryFrame {
			standing = append(standing, f.Story)
		}
	}
	if standing == nil {
		standing = []string{""}
	}
	job := c.Job(ed, p.ID, standing)
	n := job.Cols * job.Lines
	for _, f := range job.Fixed {
		n -= f.Area.Cols * f.Area.Lines
	}
	return n
}
