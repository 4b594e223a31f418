package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/dummy"
)

// jumpTargets answers the stories of an edition that may run on from a page to another that is there.
func jumpTargets(ed *edition.Edition, page *edition.Page) map[string]bool {
	out := map[string]bool{}
	for _, st := range ed.Stories {
		out[st.ID] = st.Jump > 0 && st.Jump != page.Number && pageNumbered(ed, st.Jump) != nil
	}
	return out
}

// unseen is what a cell costs of a story that may run on to a page which is not there, as a share of a cell of any other:
// it is over all the same, but where something must be over it is this that is least missed.
const unseen = 0.6

// mayJump leaves the leave to run on to the stories whose page is there; where none is, to all that have it, at the cost
// of being over.
func mayJump(ed *edition.Edition, page *edition.Page, job *dummy.Job) {
	to := jumpTargets(ed, page)
	there := false
	for _, it := range job.Items {
		there = there || it.JumpOK && to[it.ID]
	}
	for i := range job.Items {
		it := &job.Items[i]
		switch {
		case !it.JumpOK || to[it.ID]:
		case there || ed.Story(it.ID).Jump == page.Number:
			it.JumpOK = false
		default:
			if job.Weights == (dummy.Weights{}) {
				job.Weights = dummy.DefaultWeights()
			}
			job.Weights.Jumped = unseen * job.Weights.Overset
		}
	}
}

func pageNumbered(ed *edition.Edition, n int) *edition.Page {
	for _, p := range ed.Pages {
		if p.Number == n {
			return p
		}
	}
	return nil
}

// runsOn reports whether a frame holds the rest of one of the stories.
func runsOn(f *edition.Frame, stories []string) bool {
	return f.Kind == edition.TextFrame && f.Link > 0 && slices.Contains(stories, f.Story)
}

// runOn gives the rest of every story that is over and may jump a frame on the page it may jump to, if that page has
// room; compose writes 下转第N版 and 上接第N版. What finds no room stays in the counts as it was. Frames of rests that
// are no longer needed go.
func (s *Shop) runOn(c *compose.Composer, ed *edition.Edition, page string, stories []string, p *Proposal) error {
	jumps := jumpTargets(ed, ed.Page(page))
	for _, cut := range slices.Clone(p.Counts.Cut) {
		if !jumps[cut.ID] {
			continue
		}
		to := pageNumbered(p.Edition, p.Edition.Story(cut.ID).Jump)
		next, ok, err := s.rest(c, p.Edition, to, cut)
		if err != nil {
			return err
		}
		if ok {
			if err := p.become(c, ed, next, page, stories); err != nil {
				return err
			}
		}
	}
	return p.tidy(c, ed, page, stories)
}

// RunOn gives what a story is over a frame on the page of that number, with the leave to run on there; compose writes the
// words of the jump. A frame it had for its rest goes. False says that the story is not over, or that the page has no room:
// the change is then empty. ErrNoPage says that the edition has no such page, or that the story stands on it.
func (s *Shop) RunOn(ctx context.Context, c *compose.Composer, ed *edition.Edition, story string, number int) (edit.Change, bool, error) {
	to, st := pageNumbered(ed, number), ed.Story(story)
	if to == nil || st == nil || storyFrame(to, story) != nil {
		return edit.Change{}, false, fmt.Errorf("run %s on to page %d: %w", story, number, ErrNoPage)
	}
	over := c.Compose(ed).Fits[story].OverLines
	if over == 0 {
		return edit.Change{}, false, ctx.Err()
	}
	var none edit.Change
	change, err := edit.Sequence(ed, words.Text{ZH: "转版", EN: "Run on to Another Page"},
		func(ed *edition.Edition) (edit.Change, error) {
			with := *st
			with.Jump = number
			return edit.SetStory(ed, &with)
		},
		func(ed *edition.Edition) (edit.Change, error) {
			ch, ok, err := s.rest(c, ed, pageNumbered(ed, number), Cut{story, over})
			if err == nil && !ok {
				err = errNoRoom
			}
			return ch, err
		})
	if errors.Is(err, errNoRoom) {
		return none, false, ctx.Err()
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return none, false, fmt.Errorf("run %s on to page %d: %w", story, number, err)
	}
	return change, true, nil
}

// errNoRoom says that a page cannot take the rest of a story.
var errNoRoom = errors.New("no room on the page")

// restLines is how high the rest of a story is at the most before it takes another column.
const restLines = 22

// restMore is by how many lines more than counted the rest of a story may stand: its head and the ends of its columns
// take some.
const restMore = 12

// rest places the lines that a story is over on another page: low and to the right, as few columns as keep it low.
func (s *Shop) rest(c *compose.Composer, ed *edition.Edition, to *edition.Page, cut Cut) (edit.Change, bool, error) {
	need := cut.Lines + 2 // 下转 takes a line from the text before it, 上接 one here
	var frames []*edition.Frame
	for _, f := range to.Frames {
		if !(f.Kind == edition.TextFrame && f.Link > 0 && f.Story == cut.ID) {
			frames = append(frames, f)
		}
	}
	bare := *to
	bare.Frames = frames
	g := groundOf(&bare)
	f := to.Format
	for more := 0; more < restMore; more++ {
		for cols := min(f.Columns, max(1, (need+restLines-1)/restLines)); cols <= f.Columns; cols++ {
			lines := max(4, (need+cols-1)/cols) + more
			col, line, ok := g.room(cols, lines+1)
			if !ok {
				continue
			}
			fr := &edition.Frame{Kind: edition.TextFrame, Story: cut.ID, Link: 1, Rect: f.Cells(col, line+1, cols, lines)}
			ch, err := edit.SetFrames(ed, to.ID, append(slices.Clone(frames), fr))
			if err != nil {
				return edit.Change{}, false, err
			}
			after, err := ch.Apply(ed)
			if err != nil {
				return edit.Change{}, false, err
			}
			if c.Compose(after).Fits[cut.ID].OverLines == 0 {
				return ch, true, nil
			}
			break
		}
	}
	return edit.Change{}, false, nil
}

// room finds free cells, the lowest and of those the rightmost.
func (g ground) room(cols, lines int) (col, line int, ok bool) {
	free := func(col, line int) bool {
		for l := line; l < line+lines; l++ {
			for k := col; k < col+cols; k++ {
				if g.taken[l*g.cols+k] {
					return false
				}
			}
		}
		return true
	}
	for line := g.lines - lines; line >= 0; line-- {
		for col := g.cols - cols; col >= 0; col-- {
			if free(col, line) {
				return col, line, true
			}
		}
	}
	return 0, 0, false
}

// tidy takes away the frames of rests on other pages that hold nothing any more.
func (p *Proposal) tidy(c *compose.Composer, ed *edition.Edition, page string, stories []string) error {
	for _, to := range p.Edition.Pages {
		if to.ID == page || !slices.ContainsFunc(to.Frames, func(f *edition.Frame) bool { return runsOn(f, stories) }) {
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(to.Frames), func(f *edition.Frame) bool { return runsOn(f, stories) })
		ch, err := edit.SetFrames(p.Edition, to.ID, kept)
		if err != nil {
			return err
		}
		after, err := ch.Apply(p.Edition)
		if err != nil {
			return err
		}
		over := 0
		fits := c.Compose(after).Fits
		for _, id := range stories {
			over += fits[id].OverLines
		}
		if over == p.Counts.OversetLines { // nothing needed them
			if err := p.become(c, ed, ch, page, stories); err != nil {
				return err
			}
		}
	}
	return nil
}

// become takes a further change into the proposal and counts the page again.
func (p *Proposal) become(c *compose.Composer, ed *edition.Edition, more edit.Change, page string, stories []string) error {
	after, err := more.Apply(p.Edition)
	if err != nil {
		return err
	}
	p.Change = edit.Compound(words.Text{ZH: "自动组版", EN: "Automatic make-up"}, p.Change, more)
	p.Edition = after
	res := c.Compose(after)
	for _, pg := range res.Pages {
		if pg.ID == page {
			p.Page, p.Counts = pg, Count(ed.Page(page), after, pg, res.Fits, stories)
		}
	}
	return nil
}
