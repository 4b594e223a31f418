package flow

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sort"
	"sync"

	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/house"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/dummy"
	"dayang/layout/geom"
)

// MakeRoom answers what becomes of a page when the hand has put frames somewhere: those stay exactly where they are
// given, and the other stories make room for them, as few of them leaving their places as can be. frames are frames of
// the page as the hand wants them, by their ids; one with an id that is not on the page is new to it and one without an
// id gets one. The change holds the hand's move and what followed from it, as one step; Counts are of the page after
// it, counted as composed, and say what is over now: a place that nothing can give way to is answered too, with its
// overlaps and its lines over.
//
// Locked stories, furniture, and stories that run on to another frame of the page stay. A story that keeps its place
// keeps its frame, value for value. ed is not changed; the same edition and frames give the same answer. It is made to
// be called while a frame is being dragged: with a composer that has composed the page before it answers in about a
// tenth of a second for a dozen stories, and it stops between two compositions when ctx is cancelled, with the
// context's error. ErrNoPage says that the edition has no such page.
func (s *Shop) MakeRoom(ctx context.Context, c *compose.Composer, ed *edition.Edition, page string, frames ...*edition.Frame) (edit.Change, Counts, error) {
	r, err := newRoom(s, c, ed, page, frames)
	if err != nil {
		return edit.Change{}, Counts{}, err
	}
	best, err := r.look(ctx)
	if err != nil {
		return edit.Change{}, Counts{}, err
	}
	return r.answer(best)
}

// room is a page in which the hand has moved something.
type room struct {
	shop    *Shop
	c       *compose.Composer
	ed      *edition.Edition // as it was
	was     *edition.Page    // of ed
	held    *edition.Edition // with the hand's frames in their places, locked
	hand    map[string]*edition.Frame
	stories []string // that the search may place: those in the hand among them
	job     dummy.Job
	before  dummy.Proposal // where the stories stood
	tried   []roomTry
	seen    *facts
}

// roomTry is a page composed.
type roomTry struct {
	page Proposal
	at   dummy.Proposal
	cost int
}

func newRoom(s *Shop, c *compose.Composer, ed *edition.Edition, page string, frames []*edition.Frame) (*room, error) {
	was := ed.Page(page)
	if was == nil {
		return nil, fmt.Errorf("make room on page %q: %w", page, ErrNoPage)
	}
	r := &room{shop: s, c: c, ed: ed, was: was, hand: map[string]*edition.Frame{}, seen: &facts{still: true, moves: roomMoves}}
	now, locked := slices.Clone(was.Frames), slices.Clone(was.Frames)
	for _, f := range frames {
		g := *f
		if g.ID == "" {
			g.ID = edit.NextFrameID(ed)
		}
		fixed := g
		fixed.Locked = g.Locked || g.Kind == edition.StoryFrame
		r.hand[g.ID] = &g
		if i := slices.IndexFunc(now, func(o *edition.Frame) bool { return o.ID == g.ID }); i >= 0 {
			now[i], locked[i] = &g, &fixed
		} else {
			now, locked = append(now, &g), append(locked, &fixed)
		}
	}
	r.follow(now, locked)
	held, err := withFrames(ed, page, locked)
	if err != nil {
		return nil, err
	}
	r.held = held
	threaded := map[string]bool{}
	for _, f := range now {
		if f.Kind == edition.TextFrame {
			threaded[f.Story] = true
		}
	}
	for _, f := range now {
		if f.Kind == edition.StoryFrame && ed.Story(f.Story) != nil && !threaded[f.Story] && !slices.Contains(r.stories, f.Story) {
			r.stories = append(r.stories, f.Story)
		}
	}
	return r, nil
}

// follow moves a banner or a code with the story that it belongs to, by as much as the hand has moved that.
func (r *room) follow(now, locked []*edition.Frame) {
	for _, h := range r.hand {
		old := r.was.Frame(h.ID)
		if old == nil || h.Kind != edition.StoryFrame {
			continue
		}
		for i, f := range now {
			if f.Furniture == nil || f.Locked || r.hand[f.ID] != nil {
				continue
			}
			g, near := *f, r.was.Format.Leading
			switch {
			case f.Furniture.Kind == edition.Banner && f.Rect.X >= old.Rect.X-near && f.Rect.Right() <= old.Rect.Right()+near &&
				f.Rect.Bottom() <= old.Rect.Y+near && f.Rect.Bottom() >= old.Rect.Y-near: // over the block, as wide as it
				g.Rect.X, g.Rect.Y, g.Rect.W = h.Rect.X, g.Rect.Y+h.Rect.Y-old.Rect.Y, h.Rect.W
			case f.Furniture.Kind == edition.QRCode && old.Rect.Contains(f.Rect): // at the end of its text
				g.Rect = g.Rect.Move(geom.Point{X: h.Rect.Right() - old.Rect.Right(), Y: h.Rect.Bottom() - old.Rect.Bottom()})
			default:
				continue
			}
			now[i], locked[i] = &g, &g
		}
	}
}

// withFrames answers an edition with other frames on a page.
func withFrames(ed *edition.Edition, page string, frames []*edition.Frame) (*edition.Edition, error) {
	ch, err := edit.SetFrames(ed, page, frames)
	if err != nil {
		return nil, err
	}
	return ch.Apply(ed)
}

// Bounds of looking for room: steps of one search, pages of it that are composed, pages composed in all, and how often the
// cuts of one move.
const (
	roomSteps    = 14000
	roomPages    = 3
	roomPatience = 20
	roomMoves    = 4
)

// look tries ways to make room, the least upsetting first, and answers the best.
func (r *room) look(ctx context.Context) (Proposal, error) {
	asIs, err := r.shop.counted(r.c, r.held, r.was.ID, r.stories)
	if err != nil {
		return Proposal{}, err
	}
	r.tried = append(r.tried, roomTry{page: asIs, cost: r.cost(asIs.Counts, 0, 0)})
	if len(r.stories) == 0 || asIs.Counts.fits() {
		return asIs, nil
	}
	r.job = r.c.Job(r.held, r.was.ID, r.stories)
	r.job.Weights = house.Weights(r.ed.House)
	if r.job.Weights == (dummy.Weights{}) {
		r.job.Weights = dummy.DefaultWeights()
	}
	r.stand()
	if p, ok := standing(r.held.Page(r.was.ID), r.job); ok {
		if err := r.try(ctx, p); err != nil {
			return Proposal{}, err
		}
	}
	if best := r.best(); best.page.Counts.fits() || r.settled(best.page.Counts) {
		return best.page, nil
	}
	for _, p := range carve(&r.job, r.before) {
		if err := r.try(ctx, p); err != nil {
			return Proposal{}, err
		}
	}
	if k := r.best().page.Counts; r.settled(k) {
		return r.best().page, nil
	}
	found, err := r.search(ctx)
	if err != nil {
		return Proposal{}, err
	}
	for _, p := range found {
		if r.seen.pages > roomPatience {
			break
		}
		if err := r.try(ctx, p); err != nil {
			return Proposal{}, err
		}
	}
	return r.best().page, nil
}

// settled reports whether a page on which no story left its place is not worth another: nothing is over, and what is
// empty is no more than the hand may have wanted empty.
func (r *room) settled(k Counts) bool {
	return k.OversetLines == 0 && k.Overlaps == 0 && len(k.Missing) == 0 && k.UnfilledCells <= fewEmpty
}

func (r *room) best() roomTry {
	best := r.tried[0]
	for _, t := range r.tried[1:] {
		if t.cost < best.cost {
			best = t
		}
	}
	return best
}

// cost judges a page after a move of the hand: what does not fit first, then how many stories had to leave their
// places, then what is empty. The trade's rules count for less than the hand, which may have meant to break them.
func (r *room) cost(k Counts, displaced, changed int) int {
	n := 100*k.OversetLines + 50000*k.Overlaps + 60*k.FurnitureMoved + 90000*len(k.Missing) + 150*displaced + 10*changed +
		10*k.UnfilledCells + 30*k.ButtingHeadlines + 40*k.StrandedHeadlines + 3*k.ShortLegs + 40*k.HeadRowsOver2 + 60*k.PackagesBroken
	return n
}

// try composes a proposal with its cuts moved until it fits.
func (r *room) try(ctx context.Context, p dummy.Proposal) error {
	got, at, err := r.shop.fitted(ctx, r.c, r.held, r.was.ID, r.stories, &r.job, p, r.seen)
	if err != nil {
		return err
	}
	moved := displaced(r.before, at)
	changed := 0
	for _, x := range at.Placed {
		if !slices.ContainsFunc(r.before.Placed, func(y dummy.Placed) bool { return x == y }) {
			changed++
		}
	}
	r.tried = append(r.tried, roomTry{got, at, r.cost(got.Counts, moved, changed)})
	return nil
}

// stand notes where every story stood before the hand moved, and how its head stood; the search starts there.
func (r *room) stand() {
	old := r.c.Job(r.ed, r.was.ID, r.stories)
	for i := range r.job.Items {
		it := &r.job.Items[i]
		if j := itemOf(&old, it.ID); j != nil {
			if it.Start = j.Before; j.Locked != nil {
				it.Start = j.Locked
			}
		}
		k := slices.IndexFunc(r.was.Frames, func(f *edition.Frame) bool { return f.Kind == edition.StoryFrame && f.Story == it.ID })
		if it.Start == nil || k < 0 {
			continue
		}
		m := modeOf(r.was.Frames[k])
		r.before.Placed = append(r.before.Placed, dummy.Placed{ID: it.ID, Area: *it.Start, Mode: m})
		it.Needs = slices.Clone(it.Needs)
		for w := range it.Needs { // a head stays as it is wherever it can
			for o := range it.Needs[w] {
				if dummy.Mode(o) != m && it.Needs[w][m].OK {
					it.Needs[w][o].OK = false
				}
			}
		}
	}
}

// search looks for pages in which few stories leave their places: from the page as it stood, from the page in which the
// story in the hand has changed places with the one it was put on, and from nowhere.
func (r *room) search(ctx context.Context) ([]dummy.Proposal, error) {
	job := r.job
	job.Weights.Restless *= 10
	jobs := []dummy.Job{job}
	if swapped, ok := r.swapped(job); ok {
		jobs = append(jobs, swapped)
	}
	free := job
	free.Items = slices.Clone(job.Items)
	for i := range free.Items {
		free.Items[i].Start = nil
	}
	jobs = append(jobs, free)
	slots := make([][]dummy.Proposal, len(jobs))
	gate := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))
	var wg sync.WaitGroup
	for i := range jobs {
		wg.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			if ctx.Err() == nil {
				slots[i] = dummy.Search(&jobs[i], uint64(i)+1, dummy.Effort{Steps: roomSteps, Keep: roomPages, Hot: 60})
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := slices.Concat(slots...)
	out = slices.DeleteFunc(out, func(p dummy.Proposal) bool { return overlapping(&r.job, p) })
	sort.SliceStable(out, func(i, j int) bool { return out[i].Cost < out[j].Cost })
	return out, nil
}

// overlapping reports whether a proposal puts a story over another or over what is fixed: it could not bring a fixed
// thing to its place.
func overlapping(job *dummy.Job, p dummy.Proposal) bool {
	for i, a := range p.Placed {
		for _, b := range p.Placed[i+1:] {
			if a.Area.Overlaps(b.Area) {
				return true
			}
		}
		for _, f := range job.Fixed {
			if a.Area.Overlaps(f.Area) {
				return true
			}
		}
	}
	return false
}

// swapped answers the job with the search to start from the page in which a story in the hand stands where the one was
// that it was put on, and that one where it came from.
func (r *room) swapped(job dummy.Job) (dummy.Job, bool) {
	job.Items = slices.Clone(job.Items)
	done := false
	for i := range job.Items {
		it := &job.Items[i]
		if it.Locked == nil || it.Start == nil || *it.Locked == *it.Start {
			continue
		}
		on, most := -1, 0
		for k := range job.Items {
			if other := &job.Items[k]; k != i && other.Locked == nil && other.Start != nil {
				if n := common(*it.Locked, *other.Start); n > most {
					on, most = k, n
				}
			}
		}
		if on >= 0 {
			job.Items[i].Start, job.Items[on].Start = job.Items[on].Start, job.Items[i].Start
			done = true
		}
	}
	return job, done
}

// common answers the cells two areas share.
func common(a, b dummy.Area) int {
	w := min(a.Right(), b.Right()) - max(a.Col, b.Col)
	h := min(a.Bottom(), b.Bottom()) - max(a.Line, b.Line)
	return max(0, w) * max(0, h)
}

// answer makes the change of a page found: the hand's frames as given, every frame whose place is as it was left alone.
func (r *room) answer(best Proposal) (edit.Change, Counts, error) {
	made := best.Edition.Page(r.was.ID)
	held := r.held.Page(r.was.ID)
	var out []*edition.Frame
	for _, f := range held.Frames {
		g := made.Frame(f.ID)
		if h := r.hand[f.ID]; h != nil {
			g = h
		}
		if g == nil {
			g = f
		}
		if old := r.was.Frame(f.ID); old != nil && r.hand[f.ID] == nil {
			switch {
			case g.Rect == old.Rect && modeOf(g) == modeOf(old) && g.Head == edition.HeadTop:
				g = old
			case g.Rect == old.Rect && g.Head == old.Head && g.Boxed == old.Boxed:
				g = old
			case g.Rect.W == old.Rect.W:
				n := *g
				n.Columns, n.HeadScale = old.Columns, old.HeadScale
				g = &n
			}
		}
		out = append(out, g)
	}
	ch, err := edit.SetFrames(r.ed, r.was.ID, out)
	if err != nil {
		return edit.Change{}, Counts{}, err
	}
	ch.Label = words.Text{ZH: "挪动并让位", EN: "Move and Make Room"}
	after, err := ch.Apply(r.ed)
	if err != nil {
		return edit.Change{}, Counts{}, err
	}
	res := r.c.Compose(after)
	base := *r.was
	base.Frames = held.Frames // furniture that the hand moved has not gone astray
	for _, pg := range res.Pages {
		if pg.ID == r.was.ID {
			return ch, Count(&base, after, pg, res.Fits, r.stories), nil
		}
	}
	return edit.Change{}, Counts{}, fmt.Errorf("compose page %q: %w", r.was.ID, ErrNoPage)
}

// counted composes a page as it is and counts it.
func (s *Shop) counted(c *compose.Composer, ed *edition.Edition, page string, stories []string) (Proposal, error) {
	res := c.Compose(ed)
	i := slices.IndexFunc(res.Pages, func(p display.Page) bool { return p.ID == page })
	if i < 0 {
		return Proposal{}, fmt.Errorf("compose page %q: %w", page, ErrNoPage)
	}
	return Proposal{Edition: ed, Page: res.Pages[i], Counts: Count(ed.Page(page), ed, res.Pages[i], res.Fits, stories)}, nil
}
