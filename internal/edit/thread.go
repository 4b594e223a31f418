package edit

import (
	"cmp"
	"fmt"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// spot is a frame and where it stands: its page's and its own place in their lists.
type spot struct {
	page, frame int
	f           *edition.Frame
}

// thread answers the frames that a story's text runs through, in order.
func thread(ed *edition.Edition, story string) []spot {
	var out []spot
	for i, p := range ed.Pages {
		for j, f := range p.Frames {
			if story != "" && f.Story == story && (f.Kind == edition.StoryFrame || f.Kind == edition.TextFrame) {
				out = append(out, spot{i, j, f})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b spot) int { return cmp.Compare(a.f.Link, b.f.Link) })
	return out
}

// rewrite answers the operations that put other frames in the place of some, by page and place in the list.
func rewrite(ed *edition.Edition, frames map[[2]int]*edition.Frame) []Op {
	var ops []Op
	for i, p := range ed.Pages {
		list, touched := slices.Clone(p.Frames), false
		for j := range list {
			if f, ok := frames[[2]int{i, j}]; ok && !same(list[j], f) {
				list[j], touched = f, true
			}
		}
		if touched {
			ops = append(ops, pageOp(ed, i, list))
		}
	}
	return ops
}

// LinkFrame makes a text frame the next one that a story's text runs on into after another frame (续排). The frame must
// be a text frame; one of another story leaves it. Those further down follow.
func LinkFrame(ed *edition.Edition, afterPage, after, page, frame string) (Change, error) {
	c := Change{Label: words.Text{ZH: "续排文字框", EN: "Link Text Frame"}}
	i, j, err := frameAt(ed, afterPage, after)
	if err != nil {
		return c, err
	}
	k, l, err := frameAt(ed, page, frame)
	if err != nil {
		return c, err
	}
	from, to := ed.Pages[i].Frames[j], ed.Pages[k].Frames[l]
	if from == to || from.Story == "" || to.Kind != edition.TextFrame || from.Kind != edition.StoryFrame && from.Kind != edition.TextFrame {
		return c, fmt.Errorf("linking frame %q after %q: %w", frame, after, ErrImpossible)
	}
	put := map[[2]int]*edition.Frame{}
	number := func(list []spot, from int) {
		for n, s := range list {
			f := *s.f
			if q, ok := put[[2]int{s.page, s.frame}]; ok {
				f = *q
			}
			f.Link = from + n
			put[[2]int{s.page, s.frame}] = &f
		}
	}
	g := *to
	g.Story = from.Story
	put[[2]int{k, l}] = &g
	if to.Story != from.Story { // the thread it leaves closes up
		old := thread(ed, to.Story)
		if n := slices.IndexFunc(old, func(s spot) bool { return s.f == to }); n >= 0 {
			first := old[0].f.Link
			number(slices.Delete(old, n, n+1), first)
		}
	}
	list := slices.DeleteFunc(thread(ed, from.Story), func(s spot) bool { return s.f == to })
	at := slices.IndexFunc(list, func(s spot) bool { return s.f == from })
	first := list[0].f.Link
	number(slices.Insert(list, at+1, spot{k, l, to}), first)
	c.Ops = rewrite(ed, put)
	return c, nil
}

// UnlinkFrame takes a text frame out of its story's thread and leaves it empty; those further down close up.
func UnlinkFrame(ed *edition.Edition, page, frame string) (Change, error) {
	c := Change{Label: words.Text{ZH: "断开文字框", EN: "Unlink Text Frame"}}
	i, j, err := frameAt(ed, page, frame)
	if err != nil {
		return c, err
	}
	gone := ed.Pages[i].Frames[j]
	if gone.Kind != edition.TextFrame {
		return c, fmt.Errorf("unlinking frame %q: %w", frame, ErrImpossible)
	}
	if gone.Story == "" {
		return c, nil
	}
	put := map[[2]int]*edition.Frame{}
	list := thread(ed, gone.Story)
	first := list[0].f.Link
	n := 0
	for _, s := range list {
		f := *s.f
		if s.f == gone {
			f.Story, f.Link = "", 0
		} else {
			f.Link = first + n
			n++
		}
		put[[2]int{s.page, s.frame}] = &f
	}
	c.Ops = rewrite(ed, put)
	return c, nil
}

// SetJump says on which page the rest of a story may go on, by its number; 0: it must fit where it is.
func SetJump(ed *edition.Edition, story string, number int) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		s.Jump = max(number, 0)
		return nil
	})
	c.Label = words.Text{ZH: "设定转版", EN: "Set Jump"}
	return c, err
}

// JumpStory lets a story run on to another page: into a new text frame at a place there, behind the frames it has
// (转版). The words that say so on both pages are the program's, and follow the pages' numbers.
func JumpStory(ed *edition.Edition, story, page string, rect geom.Rect) (Change, error) {
	label := words.Text{ZH: "转版", EN: "Jump to Another Page"}
	k, err := pageAt(ed, page)
	if err != nil {
		return Change{Label: label}, err
	}
	if len(thread(ed, story)) == 0 {
		return Change{Label: label}, fmt.Errorf("a frame of story %q: %w", story, ErrNotFound)
	}
	return Sequence(ed, label,
		func(now *edition.Edition) (Change, error) {
			return AddFrame(now, page, &edition.Frame{Kind: edition.TextFrame, Story: story, Rect: rect})
		},
		func(now *edition.Edition) (Change, error) { return SetJump(now, story, now.Pages[k].Number) })
}
