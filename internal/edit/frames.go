package edit

import (
	"fmt"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// ChangeFrames replaces several frames of a page, as one step, by what change makes of a copy of each. It names the
// first frame that the page does not hold; frames that come out as they were stay as they are.
func ChangeFrames(ed *edition.Edition, page string, frames []string, change func(*edition.Frame)) (Change, error) {
	c := Change{Label: words.Text{ZH: "修改框", EN: "Edit Frames"}}
	i, err := pageAt(ed, page)
	if err != nil {
		return c, err
	}
	now, touched := slices.Clone(ed.Pages[i].Frames), false
	for _, id := range frames {
		j := slices.IndexFunc(now, func(f *edition.Frame) bool { return f.ID == id })
		if j < 0 {
			return c, fmt.Errorf("frame %q on page %q: %w", id, page, ErrNotFound)
		}
		f := *now[j]
		change(&f)
		if !same(now[j], &f) {
			now[j], touched = &f, true
		}
	}
	if touched {
		c.Ops = []Op{pageOp(ed, i, now)}
	}
	return c, nil
}
