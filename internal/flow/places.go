package flow

import "dayang/internal/edition"

// PagesOf answers the number of the page each story begins on.
func PagesOf(ed *edition.Edition) map[string]int {
	out := map[string]int{}
	for _, p := range ed.Pages {
		for _, f := range p.Frames {
			if f.Kind == edition.StoryFrame && f.Link == 0 {
				out[f.Story] = p.Number
			}
		}
	}
	return out
}
