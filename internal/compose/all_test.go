package compose

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"dayang/internal/edition"
)

// TestAllIsCompose: pages laid out side by side by several composers are what one lays out in turn; of some pages the
// answer is theirs of the whole. Stories run from page to page, so that pages hang together in all ways.
func TestAllIsCompose(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 9))
		ed := newsPage(r)
		base := ed.Pages[0]
		for n := 2; n <= 6; n++ {
			p := *base
			p.ID, p.Number, p.Frames = fmt.Sprint("page-", n), n, nil
			for k := range 1 + r.IntN(2) {
				st := newsStory(r, fmt.Sprintf("s%d-%d", n, k), 3, 300+r.IntN(900))
				ed.Stories = append(ed.Stories, st)
				p.Frames = append(p.Frames, &edition.Frame{ID: fmt.Sprint("f", n, k), Kind: edition.StoryFrame, Story: st.ID, Rect: p.Format.Cells(2*k, 0, 2, 40)})
			}
			if from := ed.Stories[r.IntN(len(ed.Stories))]; r.IntN(2) == 0 {
				p.Frames = append(p.Frames, &edition.Frame{ID: fmt.Sprint("j", n), Kind: edition.TextFrame, Story: from.ID, Link: n, Rect: p.Format.Cells(0, 42, 2, 30)})
			}
			ed.Pages = append(ed.Pages, &p)
		}
		want := New(reg, nil).Compose(ed)
		if got := All(reg, nil, ed); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: All differs: %s", seed, difference(got, want))
		}
		for i, p := range ed.Pages {
			got := Some(reg, nil, ed, func(q *edition.Page) bool { return q == p })
			if len(got.Pages) != 1 || !reflect.DeepEqual(got.Pages[0], want.Pages[i]) {
				t.Fatalf("seed %d: page %d by itself differs", seed, i+1)
			}
			for _, f := range p.Frames {
				if f.Story != "" && got.Fits[f.Story] != want.Fits[f.Story] {
					t.Errorf("seed %d: page %d by itself: %s fits %+v, want %+v", seed, i+1, f.Story, got.Fits[f.Story], want.Fits[f.Story])
				}
			}
		}
		if none := Some(reg, nil, ed, func(*edition.Page) bool { return false }); len(none.Pages) != 0 {
			t.Errorf("%d pages of none wanted", len(none.Pages))
		}
	}
}
