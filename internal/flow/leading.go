package flow

import (
	"slices"

	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
)

// ledSteps are how the lines of a story may be set closer, or looser, when everything else that can give has given:
// thousandths of the page's leading. More than 2 % is seen beside another column.
var (
	closer = []int{990, 980}
	looser = []int{1010, 1020}
)

// led is the last step of the ladder of play, on the composed page: paragraphs a line longer or shorter, white of the
// head, size of the headline and the picture have been tried by then. A story that is still over has its lines set
// closer, one that still leaves cells empty looser, by as little as does it; where that helps nothing the grid is kept.
func (s *Shop) led(c *compose.Composer, ed *edition.Edition, page string, stories []string, p *Proposal) error {
	for _, id := range stories {
		over, empty := p.Counts.off(id)
		steps := closer
		switch {
		case over > 0:
		case empty > 0:
			steps = looser
		default:
			continue
		}
		for _, step := range steps {
			ok, err := s.ledBy(c, ed, page, stories, p, id, step)
			if err != nil {
				return err
			}
			if ok && p.Counts.still(id) == 0 {
				break
			}
		}
	}
	return nil
}

// still answers what of a story is over or empty.
func (c Counts) still(id string) int {
	over, empty := c.off(id)
	return over + empty
}

// ledBy sets a story's lines at a leading and keeps that if less is over, or nothing more and less is empty.
func (s *Shop) ledBy(c *compose.Composer, ed *edition.Edition, page string, stories []string, p *Proposal, id string, leading int) (bool, error) {
	frames := slices.Clone(p.Edition.Page(page).Frames)
	i := slices.IndexFunc(frames, func(f *edition.Frame) bool { return f.Kind == edition.StoryFrame && f.Story == id })
	if i < 0 || frames[i].Locked {
		return false, nil
	}
	f := *frames[i]
	f.Leading = leading
	frames[i] = &f
	ch, err := edit.SetFrames(p.Edition, page, frames)
	if err != nil {
		return false, err
	}
	q := *p
	if err := q.become(c, ed, ch, page, stories); err != nil {
		return false, err
	}
	if q.Counts.weight() >= p.Counts.weight() {
		return false, nil
	}
	*p = q
	return true, nil
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
