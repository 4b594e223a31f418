package flow

import (
	"slices"

	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
)

// The last plays, when paragraphs, the white of a head and its picture have given what they can: the size of a headline
// against what it was, then the leading of the text against the page's, in thousandths, by small steps. More than 2 % of
// leading is seen beside another column.
var (
	smallerHead, largerHead = []int{960, 920, 880, 840}, []int{1040, 1080, 1120, 1160}
	closer, looser          = []int{990, 980}, []int{1010, 1020}
)

// playMost is how many lines over, or cells empty, the last plays are tried for.
const playMost = 40

// lastPlay is the end of the ladder, on the composed page. A story that is still over has its headline set smaller, then
// its lines closer; one that still leaves cells empty the other way round; by as little as does it. A headline in three
// rows is tried smaller too. Where that does not better the page nothing is changed.
func (s *Shop) lastPlay(c *compose.Composer, ed *edition.Edition, page string, stories []string, p *Proposal) error {
	if p.Counts.OversetLines > playMost || p.Counts.UnfilledCells > playMost {
		return nil // too far off for such small things
	}
	for _, id := range stories {
		over, empty := p.Counts.off(id)
		rows := p.Counts.rows(id)
		if over == 0 && empty == 0 && rows <= 2 {
			continue
		}
		heads, leads := smallerHead, closer
		switch {
		case rows > 2 && over == 0: // smaller, it may stand in two
			leads = nil
		case over == 0:
			heads, leads = largerHead, looser
		}
		was := 1000
		if f := storyFrame(p.Edition.Page(page), id); f != nil && f.HeadScale > 0 {
			was = f.HeadScale
		}
		var plays []func(*edition.Frame)
		for _, step := range heads {
			plays = append(plays, func(f *edition.Frame) { f.HeadScale = was * step / 1000 })
		}
		for _, step := range leads {
			plays = append(plays, func(f *edition.Frame) { f.Leading = step })
		}
		for _, play := range plays {
			if err := s.played(c, ed, page, stories, p, id, play); err != nil {
				return err
			}
			if p.Counts.still(id) == 0 && p.Counts.rows(id) <= 2 {
				break
			}
		}
	}
	return nil
}

func storyFrame(page *edition.Page, story string) *edition.Frame {
	for _, f := range page.Frames {
		if f.Kind == edition.StoryFrame && f.Story == story {
			return f
		}
	}
	return nil
}

// rows answers how many rows a story's headline takes.
func (c Counts) rows(id string) int {
	for _, r := range c.Stories {
		if r.ID == id {
			return r.HeadRows
		}
	}
	return 0
}

// still answers what of a story is over or empty.
func (c Counts) still(id string) int {
	over, empty := c.off(id)
	return over + empty
}

// played changes a story's frame and keeps that if the page is better for it.
func (s *Shop) played(c *compose.Composer, ed *edition.Edition, page string, stories []string, p *Proposal, id string, change func(*edition.Frame)) error {
	frames := slices.Clone(p.Edition.Page(page).Frames)
	i := slices.Index(frames, storyFrame(p.Edition.Page(page), id))
	if i < 0 || frames[i].Locked {
		return nil
	}
	f := *frames[i]
	change(&f)
	frames[i] = &f
	ch, err := edit.SetFrames(p.Edition, page, frames)
	if err != nil {
		return err
	}
	q := *p
	if err := q.become(c, ed, ch, page, stories); err != nil {
		return err
	}
	if q.Counts.weight() < p.Counts.weight() {
		*p = q
	}
	return nil
}

// unled answers frames on the page's grid again where make-up had taken them off it.
func unled(frames []*edition.Frame, stories []string) []*edition.Frame {
	for i, f := range frames {
		if f.Kind == edition.StoryFrame && !f.Locked && f.Leading >= slices.Min(closer) && f.Leading <= slices.Max(looser) && slices.Contains(stories, f.Story) {
			g := *f
			g.Leading = 0
			frames[i] = &g
		}
	}
	return frames
}
