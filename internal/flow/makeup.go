package flow

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sort"
	"sync"
	"time"

	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/house"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/dummy"
)

// MakeupOptions is how a page is made up.
type MakeupOptions struct {
	Page      string   // page id; "" is the first
	Stories   []string // nil: those on the page and those not placed anywhere
	Proposals int      // how many to bring back, at most; 0 is 1
	Seed      uint64

	brisk bool // one page of many: a single search and half the candidates
}

// Proposal is a page made up and composed for real.
type Proposal struct {
	Change  edit.Change      // commits it
	Edition *edition.Edition // the edition after Change
	Page    display.Page
	Counts  Counts
}

// MakeupResult is what automatic make-up answers.
type MakeupResult struct {
	Page         string
	Proposals    []Proposal // best first
	SecondsFirst float64    // until the first proposal stood composed
	SecondsAll   float64
	Seed         uint64
}

// corrections is how often another page is looked for where moving the cuts of one is not enough.
const corrections = 3

// starts is how many independent searches a make-up runs, two at a time on two processors.
const starts = 4

// passes is how often the whole search is made when its pages do not come out clean: each further time with all that
// composing those before has shown, and hardSteps times as long. passSeed keeps their seeds apart.
const (
	passes    = 3
	passSeed  = 1 << 32
	hardSteps = 2
)

// patience is how many pages are composed in search of clean ones once there are enough of them: about three seconds. It
// is a count and not a time, so that the same seed gives the same pages on any machine.
const patience = 400

// candidates is how many of the search's pages are composed and corrected at the most, in search of clean ones, when
// fewer are asked for.
const candidates = 16

// Makeup proposes whole pages. The search runs one start a processor; its best pages are composed, and where a
// story then came out over or short the search goes on from there with the needs put right. Nothing is cut: what
// does not fit is in the proposal's Counts. The same edition, options and seed give the same pages.
func (s *Shop) Makeup(ctx context.Context, c *compose.Composer, ed *edition.Edition, o MakeupOptions) (MakeupResult, error) {
	begin := time.Now()
	res := MakeupResult{Seed: o.Seed}
	page := ed.Page(o.Page)
	if o.Page == "" && len(ed.Pages) > 0 {
		page = ed.Pages[0]
	}
	if page == nil {
		return res, fmt.Errorf("make up page %q: %w", o.Page, ErrNoPage)
	}
	res.Page = page.ID
	stories := o.Stories
	if stories == nil {
		stories = storiesFor(ed, page)
	}
	if len(stories) == 0 {
		return res, fmt.Errorf("make up page %q: %w", page.ID, ErrNoStories)
	}
	job := c.Job(ed, page.ID, stories)
	job.Weights = house.Weights(ed.House)
	want := max(1, o.Proposals)
	mayJump(ed, page, &job)
	seen := &facts{still: true}
	if p, ok := standing(page, job); ok {
		prop, ok, err := s.again(ctx, c, ed, page.ID, stories, job, p, seen, o.Seed)
		if err == nil && ok {
			err = s.lastPlay(c, ed, page.ID, stories, &prop)
		}
		if err != nil {
			return res, err
		}
		if ok {
			res.Proposals = append(res.Proposals, prop)
			res.SecondsFirst = time.Since(begin).Seconds()
		}
	}
	kept := len(res.Proposals) // comes first, whatever the others are
	if kept > 0 && want == 1 {
		return s.finished(ctx, c, ed, page.ID, stories, res, begin)
	}
	for i := range job.Items { // the others start afresh
		job.Items[i].Before = nil
	}
	seen = &facts{known: seen.known}
	passes, candidates := passes, candidates
	if o.brisk {
		passes, candidates = 1, candidates/3
	}
	for pass := 0; pass < passes && res.clean() < want && !(seen.pages > patience && len(res.Proposals) >= want); pass++ {
		now := corrected(job, nil, seen)
		effort := dummy.DefaultEffort
		if pass > 0 { // a hard page: nothing clean came of the first
			effort.Steps *= hardSteps
		}
		found := search(ctx, &now, o.Seed+uint64(pass)*passSeed, starts, effort)
		if err := ctx.Err(); err != nil {
			return res, err
		}
		if stands := slices.DeleteFunc(slices.Clone(found), func(p dummy.Proposal) bool { return overlapping(&now, p) }); len(stands) > 0 {
			found = stands // in the others a fixed thing has not come to its place
		}
		for i, p := range dummy.Pick(found, max(want, candidates)) {
			if res.clean() >= want || seen.pages > patience && len(res.Proposals) >= want {
				break
			}
			prop, err := s.settle(ctx, c, ed, page.ID, stories, now, p, seen, o.Seed+uint64(i))
			if err == nil {
				err = s.lastPlay(c, ed, page.ID, stories, &prop)
			}
			if err != nil {
				return res, err
			}
			if !slices.ContainsFunc(res.Proposals, func(q Proposal) bool { return alike(q.Counts, prop.Counts) }) {
				res.Proposals = append(res.Proposals, prop)
			}
			if len(res.Proposals) == 1 && res.SecondsFirst == 0 {
				res.SecondsFirst = time.Since(begin).Seconds()
			}
		}
	}
	if len(res.Proposals) == 0 {
		return res, fmt.Errorf("make up page %q: %w", page.ID, ErrNoProposal)
	}
	fresh := res.Proposals[kept:]
	sort.SliceStable(fresh, func(a, b int) bool { return fresh[a].Counts.weight() < fresh[b].Counts.weight() })
	res.Proposals = res.Proposals[:min(want, len(res.Proposals))]
	return s.finished(ctx, c, ed, page.ID, stories, res, begin)
}

// finished lets the stories that may run on do so, and stops the clock.
func (s *Shop) finished(ctx context.Context, c *compose.Composer, ed *edition.Edition, page string, stories []string, res MakeupResult, begin time.Time) (MakeupResult, error) {
	for i := range res.Proposals {
		if err := ctx.Err(); err != nil {
			return res, err
		}
		if err := s.runOn(c, ed, page, stories, &res.Proposals[i]); err != nil {
			return res, err
		}
	}
	res.SecondsAll = time.Since(begin).Seconds()
	return res, nil
}

// again makes a page that stands up with as little moved as can be: first only its cuts move, then one head may be set
// another way, then a search is made that pays dearly for every story that leaves its place. What is then neither over nor
// much too short is better than another page; false says that the page must be made anew.
func (s *Shop) again(ctx context.Context, c *compose.Composer, ed *edition.Edition, page string, stories []string, job dummy.Job, p dummy.Proposal, seen *facts, seed uint64) (Proposal, bool, error) {
	best, last, err := s.fitted(ctx, c, ed, page, stories, &job, p, seen)
	if err != nil || best.Counts.fits() {
		return best, err == nil, err
	}
	best, _, err = s.varied(ctx, c, ed, page, stories, &job, best, last, seen)
	if err != nil || best.Counts.fits() {
		return best, err == nil, err
	}
	for round := 0; round < corrections && best.Counts.OversetLines > 0; round++ {
		tied := corrected(job, &p, seen)
		if tied.Weights == (dummy.Weights{}) {
			tied.Weights = dummy.DefaultWeights()
		}
		tied.Weights.Restless *= 12
		tied.Weights.Overset *= 10 // two stories may move for a line, the whole page not for ten
		for i, q := range dummy.Pick(dummy.Search(&tied, seed+uint64(round), dummy.Effort{Steps: 30000, Keep: 4}), 4) {
			if ctx.Err() != nil || displaced(p, q) > fewMoved {
				continue
			}
			next, at, err := s.fitted(ctx, c, ed, page, stories, &tied, q, seen)
			if err == nil && i == 0 && !next.Counts.fits() {
				next, _, err = s.varied(ctx, c, ed, page, stories, &tied, next, at, seen)
			}
			if err != nil {
				return best, false, err
			}
			if next.Counts.weight() < best.Counts.weight() {
				best = next
			}
		}
	}
	k := best.Counts
	return best, k.OversetLines <= fewOver && k.Overlaps == 0 && len(k.Missing) == 0 && k.UnfilledCells <= fewEmpty, nil
}

// After an edit fewMoved stories may leave their places; a page with no more than fewOver lines over and fewEmpty cells
// empty is kept and says so rather than made anew: on a full page a few lines are cut sooner than all else is moved.
const (
	fewMoved = 2
	fewOver  = 6
	fewEmpty = 12
)

// displaced counts the stories that stand in other columns or more than three lines elsewhere.
func displaced(a, b dummy.Proposal) int {
	at := map[string]dummy.Area{}
	for _, x := range a.Placed {
		at[x.ID] = x.Area
	}
	n := 0
	for _, x := range b.Placed {
		if y, ok := at[x.ID]; !ok || x.Area.Col != y.Col || x.Area.Cols != y.Cols || abs(x.Area.Line-y.Line) > 3 {
			n++
		}
	}
	return n
}

// variants is how many pages with one head set another way are composed.
const variants = 5

// varied sets one story's head another way where that lets the page fit better, and answers the best page composed.
func (s *Shop) varied(ctx context.Context, c *compose.Composer, ed *edition.Edition, page string, stories []string, job *dummy.Job, got Proposal, p dummy.Proposal, seen *facts) (Proposal, dummy.Proposal, error) {
	type variant struct {
		p    dummy.Proposal
		cost float64
	}
	var all []variant
	for i, x := range p.Placed {
		it := itemOf(job, x.ID)
		if it == nil || it.Locked != nil || x.Area.Cols > len(it.Needs) {
			continue
		}
		for m := dummy.Top; m <= dummy.Boxed; m++ {
			if m == x.Mode || !it.Needs[x.Area.Cols-1][m].OK || it.Priority >= 5 && m == dummy.Boxed {
				continue
			}
			other := p
			other.Placed = slices.Clone(p.Placed)
			other.Placed[i].Mode = m
			costs := seen.costs(job, other)
			if other, ok := dummy.Refit(job, other, costs); ok {
				v := variant{p: other}
				for _, y := range other.Placed {
					v.cost += costs(y, y.Area.Lines)
				}
				all = append(all, v)
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].cost < all[j].cost })
	best, bestAt := got, p
	for _, v := range all[:min(variants, len(all))] {
		next, at, err := s.fitted(ctx, c, ed, page, stories, job, v.p, seen)
		if err != nil {
			return best, bestAt, err
		}
		if next.Counts.weight() < best.Counts.weight() {
			best, bestAt = next, at
		}
		if best.Counts.clean() {
			break
		}
	}
	return best, bestAt, nil
}

// standing answers the page as it is as a proposal; false if not every story of the job stands on it.
func standing(page *edition.Page, job dummy.Job) (dummy.Proposal, bool) {
	var p dummy.Proposal
	for _, it := range job.Items {
		area := it.Before
		if it.Locked != nil {
			area = it.Locked
		}
		i := slices.IndexFunc(page.Frames, func(f *edition.Frame) bool { return f.Kind == edition.StoryFrame && f.Story == it.ID })
		if area == nil || i < 0 || area.Cols > len(it.Needs) {
			return p, false
		}
		p.Placed = append(p.Placed, dummy.Placed{ID: it.ID, Area: *area, Mode: modeOf(page.Frames[i])})
	}
	for i, a := range p.Placed { // a page made by hand may hold what no cuts take apart
		if a.Area.Right() > job.Cols || a.Area.Bottom() > job.Lines {
			return p, false
		}
		for _, b := range p.Placed[i+1:] {
			if a.Area.Overlaps(b.Area) {
				return p, false
			}
		}
	}
	return p, len(p.Placed) > 0
}

// modeOf answers how a story's frame has its head, as the search names it.
func modeOf(f *edition.Frame) dummy.Mode {
	switch {
	case f.Boxed:
		return dummy.Boxed
	case f.Head == edition.HeadPicture:
		return dummy.Picture
	case f.Head == edition.HeadSide:
		return dummy.Side
	}
	return dummy.Top
}

// clean counts the proposals that break no rule.
func (r MakeupResult) clean() int {
	n := 0
	for _, p := range r.Proposals {
		if p.Counts.clean() {
			n++
		}
	}
	return n
}

// alike reports whether two pages are the same to the eye: fewer than two stories, and fewer than a third, stand
// elsewhere or in another shape.
func alike(a, b Counts) bool {
	at := map[string]StoryRow{}
	for _, r := range a.Stories {
		at[r.ID] = r
	}
	n := 0
	for _, r := range b.Stories {
		if q, ok := at[r.ID]; !ok || q.Col != r.Col || q.Cols != r.Cols || abs(q.Line-r.Line) > 8 {
			n++
		}
	}
	return n < max(2, (len(b.Stories)+2)/3)
}

// storiesFor answers the stories a page is made up from: those it holds and those that stand nowhere.
func storiesFor(ed *edition.Edition, page *edition.Page) []string {
	elsewhere := map[string]bool{}
	for _, p := range ed.Pages {
		for _, f := range p.Frames {
			if p.ID != page.ID && f.Kind == edition.StoryFrame {
				elsewhere[f.Story] = true
			}
		}
	}
	var out []string
	for _, st := range ed.Stories {
		if !elsewhere[st.ID] {
			out = append(out, st.ID)
		}
	}
	return out
}

// search runs starts of the search beside each other; each has its own slot, so the order never depends on timing.
func search(ctx context.Context, job *dummy.Job, seed uint64, starts int, effort dummy.Effort) []dummy.Proposal {
	slots := make([][]dummy.Proposal, starts)
	gate := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))
	var wg sync.WaitGroup
	for i := range slots {
		wg.Add(1)
		go func() {
			defer wg.Done()
			gate <- struct{}{}
			defer func() { <-gate }()
			if ctx.Err() == nil {
				slots[i] = dummy.Search(job, seed*1000+uint64(i), effort)
			}
		}()
	}
	wg.Wait()
	var out []dummy.Proposal
	for _, s := range slots {
		out = append(out, s...)
	}
	return out
}

// settle composes a proposal and corrects it. Where composing shows a story over or short, lines move between it and
// its neighbours; where no cut can move, its needs are put right and the search goes on from the page as it stands.
func (s *Shop) settle(ctx context.Context, c *compose.Composer, ed *edition.Edition, page string, stories []string, job dummy.Job, p dummy.Proposal, seen *facts, seed uint64) (Proposal, error) {
	var best Proposal
	for round := 0; round <= corrections; round++ {
		got, last, err := s.fitted(ctx, c, ed, page, stories, &job, p, seen)
		if err != nil {
			return best, err
		}
		if round == 0 && (got.Counts.OversetLines > 0 || got.Counts.UnfilledCells > 0) {
			if got, last, err = s.varied(ctx, c, ed, page, stories, &job, got, last, seen); err != nil {
				return best, err
			}
		}
		if got.Counts.ButtingHeadlines > 0 {
			if got, last, err = s.parted(ctx, c, ed, page, stories, &job, got, last, seen); err != nil {
				return best, err
			}
		}
		if round == 0 || got.Counts.weight() < best.Counts.weight() {
			best = got
		}
		if got.Counts.OversetLines == 0 && got.Counts.UnfilledCells == 0 || round == corrections {
			break
		}
		job = corrected(job, &last, seen)
		again := dummy.Search(&job, seed+uint64(round), dummy.Effort{Steps: 12000, Keep: 1})
		if len(again) == 0 {
			break
		}
		p = again[0]
	}
	return best, nil
}

// refits is how often the cuts of one page are moved before another page is looked for.
const refits = 12

// fitted composes a proposal and moves its cuts until everything fits or nothing gets better. It answers the best page
// composed and its proposal.
func (s *Shop) fitted(ctx context.Context, c *compose.Composer, ed *edition.Edition, page string, stories []string, job *dummy.Job, p dummy.Proposal, seen *facts) (Proposal, dummy.Proposal, error) {
	var best Proposal
	var bestAt dummy.Proposal
	most := refits
	if seen.moves > 0 {
		most = seen.moves
	}
	for round := 0; round <= most; round++ {
		if err := ctx.Err(); err != nil {
			return best, bestAt, err
		}
		got, err := s.composed(c, ed, page, stories, p)
		if err != nil {
			return best, bestAt, err
		}
		if round == 0 || got.Counts.weight() < best.Counts.weight() {
			best, bestAt = got, p
		}
		if got.Counts.OversetLines == 0 && got.Counts.UnfilledCells == 0 {
			break
		}
		seen.learn(p, got.Counts)
		next, ok := dummy.Refit(job, p, seen.costs(job, p))
		if !ok || samePlaces(next, p) {
			break
		}
		p = next
	}
	return best, bestAt, nil
}

// parted sets one of two heads that stand side by side (碰题) another way, under its picture, at the side or in a box,
// where the page then comes out better. It answers the best page composed and its proposal.
func (s *Shop) parted(ctx context.Context, c *compose.Composer, ed *edition.Edition, page string, stories []string, job *dummy.Job, got Proposal, p dummy.Proposal, seen *facts) (Proposal, dummy.Proposal, error) {
	best, bestAt := got, p
	for _, pair := range got.Counts.butts {
		for i, x := range p.Placed {
			if x.ID != pair[0] && x.ID != pair[1] {
				continue
			}
			for m := dummy.Top; m <= dummy.Boxed; m++ {
				it := itemOf(job, x.ID)
				if it == nil || it.Locked != nil || m == x.Mode || x.Area.Cols > len(it.Needs) || !it.Needs[x.Area.Cols-1][m].OK || it.Priority >= 5 && m == dummy.Boxed {
					continue
				}
				other := p
				other.Placed = slices.Clone(p.Placed)
				other.Placed[i].Mode = m
				other, ok := dummy.Refit(job, other, seen.costs(job, other))
				if !ok {
					continue
				}
				next, at, err := s.fitted(ctx, c, ed, page, stories, job, other, seen)
				if err != nil {
					return best, bestAt, err
				}
				if next.Counts.weight() < best.Counts.weight() {
					best, bestAt = next, at
				}
				if best.Counts.clean() {
					return best, bestAt, nil
				}
			}
		}
	}
	return best, bestAt, nil
}

func itemOf(job *dummy.Job, id string) *dummy.Item {
	for i := range job.Items {
		if job.Items[i].ID == id {
			return &job.Items[i]
		}
	}
	return nil
}

// height is a story set at a width, mode and height.
type height struct {
	id    string
	cols  int
	mode  dummy.Mode
	lines int
}

// facts are what composing has shown of stories at heights: lines over and cells empty.
type facts struct {
	known map[height][2]int
	still bool // the page stands and is to be moved as little as can be
	pages int  // composed so far
	moves int  // how often the cuts of one page may move; 0 is refits
}

func (f *facts) learn(p dummy.Proposal, counts Counts) {
	f.pages++
	if f.known == nil {
		f.known = map[height][2]int{}
	}
	for _, x := range p.Placed {
		over, empty := counts.off(x.ID)
		f.known[height{x.ID, x.Area.Cols, x.Mode, x.Area.Lines}] = [2]int{over, empty}
	}
}

// costs answers what heights cost: as composed where that is known, as measured where it is not, and a little for every
// story whose height changes.
func (f *facts) costs(job *dummy.Job, p dummy.Proposal) dummy.HeightCost {
	items, now := map[string]*dummy.Item{}, map[string]int{}
	for i := range job.Items {
		items[job.Items[i].ID] = &job.Items[i]
	}
	for _, x := range p.Placed {
		now[x.ID] = x.Area.Lines
	}
	w := job.Weights
	if w == (dummy.Weights{}) {
		w = dummy.DefaultWeights()
	}
	return func(x dummy.Placed, lines int) float64 {
		it := items[x.ID]
		if it == nil || x.Area.Cols > len(it.Needs) {
			return 0
		}
		n, cols := it.Needs[x.Area.Cols-1][x.Mode], x.Area.Cols
		over, empty := max(0, n.Least-lines)*cols, max(0, lines-n.Most)*cols
		if known, ok := f.known[height{x.ID, cols, x.Mode, lines}]; ok {
			over, empty = known[0], known[1]
		} else {
			for d := 1; d <= 3; d++ { // what was over a little higher is over here, what was empty a little lower is empty
				if up, ok := f.known[height{x.ID, cols, x.Mode, lines + d}]; ok && up[0] > 0 {
					over = max(over, up[0]+d*cols)
				}
				if down, ok := f.known[height{x.ID, cols, x.Mode, lines - d}]; ok && down[1] > 0 {
					empty = max(empty, down[1]+d*cols)
				}
			}
		}
		c := w.Unfilled*float64(empty) + w.Play*float64(abs(lines-n.Lines))
		if it.JumpOK {
			c += w.Jumped * float64(over)
		} else {
			c += w.Overset * (0.7 + 0.1*float64(it.Priority)) * float64(over)
		}
		if lines != now[x.ID] {
			c += w.Play / 2
			if f.still {
				c += w.Restless / 4
			}
		}
		return c
	}
}

// samePlaces reports whether two proposals of the same stories put each in the same place.
func samePlaces(a, b dummy.Proposal) bool {
	return slices.EqualFunc(a.Placed, b.Placed, func(x, y dummy.Placed) bool { return x.ID == y.ID && x.Area == y.Area && x.Mode == y.Mode })
}

// corrected answers the job with the needs of the stories as composing has shown them. With p, the search goes on from
// where p puts the stories.
func corrected(job dummy.Job, p *dummy.Proposal, seen *facts) dummy.Job {
	j := job
	j.Items = slices.Clone(job.Items)
	at := map[string]dummy.Area{}
	if p != nil {
		for _, x := range p.Placed {
			at[x.ID] = x.Area
		}
	}
	for i := range j.Items {
		it := &j.Items[i]
		if it.Locked != nil {
			continue
		}
		if area, ok := at[it.ID]; ok {
			it.Before = &area
		}
		it.Needs = slices.Clone(it.Needs)
		for w := range it.Needs {
			for m := dummy.Top; m <= dummy.Boxed; m++ {
				n := &it.Needs[w][m]
				if !n.OK {
					continue
				}
				for h := n.Least - refitMargin; h <= n.Most+refitMargin; h++ {
					got, known := seen.known[height{it.ID, w + 1, m, h}]
					switch {
					case !known:
					case got[0] > 0: // it needs more than was thought
						n.Least = max(n.Least, h+(got[0]+w)/(w+1))
					case got[1] > 0: // it cannot take so much white
						n.Most = min(n.Most, h-(got[1]+w)/(w+1))
					}
				}
				if n.Least > n.Most { // a line over or cells empty, whatever its height: another width or head if there is one
					n.Most = n.Least
					if elsewhere(it, w, m) {
						n.OK = false
					}
				}
				n.Lines = min(max(n.Lines, n.Least), n.Most)
			}
		}
	}
	return j
}

// elsewhere reports whether a story can be set at some width and mode other than w+1 and m.
func elsewhere(it *dummy.Item, w int, m dummy.Mode) bool {
	for v := range it.Needs {
		for k := dummy.Top; k <= dummy.Boxed; k++ {
			if it.Needs[v][k].OK && (v != w || k != m) {
				return true
			}
		}
	}
	return false
}

// refitMargin is how far outside a story's measured heights composing may have tried it.
const refitMargin = 16

// composed puts a proposal on the page and composes it.
func (s *Shop) composed(c *compose.Composer, ed *edition.Edition, page string, stories []string, p dummy.Proposal) (Proposal, error) {
	change, err := edit.SetFrames(ed, page, unled(c.Frames(ed, page, p), stories))
	if err != nil {
		return Proposal{}, err
	}
	change.Label = words.Text{ZH: "自动组版", EN: "Automatic make-up"}
	after, err := change.Apply(ed)
	if err != nil {
		return Proposal{}, err
	}
	res := c.Compose(after)
	for _, pg := range res.Pages {
		if pg.ID == page {
			return Proposal{Change: change, Edition: after, Page: pg, Counts: Count(ed.Page(page), after, pg, res.Fits, stories)}, nil
		}
	}
	return Proposal{}, fmt.Errorf("compose page %q: %w", page, ErrNoPage)
}
