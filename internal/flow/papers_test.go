package flow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/layout/display"
)

// generatedPaper answers an edition of n pages: those of generated editions on sheets of their own, with all stories in
// one list and in no order. The weightiest story of each page but the last may run on to the last.
func generatedPaper(t testing.TB, s *Shop, seed uint64, n int) *edition.Edition {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 0x7061706572))
	var out edition.Edition
	for i := 0; i < n; i++ {
		ed, _ := generatedEdition(t, s, seed*100+uint64(i)*6+uint64(r.IntN(6)))
		if i == 0 {
			out = *ed
			out.Stories, out.Pages = nil, nil
		}
		p := *ed.Pages[0]
		p.ID, p.Number, p.Name = fmt.Sprintf("p%d", i+1), i+1, fmt.Sprintf("版%d", i+1)
		p.Frames = nil
		for j, f := range ed.Pages[0].Frames {
			g := *f
			g.ID = fmt.Sprintf("%s-%d", p.ID, j)
			p.Frames = append(p.Frames, &g)
		}
		out.Pages = append(out.Pages, &p)
		stories := ed.Stories
		if i == n-1 { // room for what runs on
			stories = stories[:len(stories)*3/5]
		}
		for _, st := range stories {
			q := *st
			q.ID, q.Slug, q.Section, q.Jump = fmt.Sprintf("%d%s", i+1, st.ID), fmt.Sprintf("%s%d", st.Slug, i), "", 0
			if i < n-1 && st.Priority == 5 {
				q.Jump = n
				for _, p := range st.Paras { // long enough to have to
					if p.Role == edition.Body {
						more := *p
						more.ID = p.ID + "x"
						q.Paras = append(q.Paras[:len(q.Paras):len(q.Paras)], &more)
					}
				}
			}
			out.Stories = append(out.Stories, &q)
		}
	}
	r.Shuffle(len(out.Stories), func(i, j int) { out.Stories[i], out.Stories[j] = out.Stories[j], out.Stories[i] })
	return &out
}

// TestGeneratedPapers makes whole generated papers up: no page breaks a law, every story stands on one page with all its
// text or is said to be over, and what runs on says where from and where to.
func TestGeneratedPapers(t *testing.T) {
	s := NewShop()
	papers := 2
	if thorough() {
		papers = editionsTried() / 4
	}
	jumps := 0
	for seed := uint64(1); seed <= uint64(papers); seed++ {
		ed := generatedPaper(t, s, seed, 3)
		c, err := s.Composer()
		if err != nil {
			t.Fatal(err)
		}
		res, err := s.MakeupEdition(context.Background(), c, ed, EditionOptions{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		made := c.Compose(res.Edition)
		pages := map[string]display.Page{}
		for _, pg := range made.Pages {
			pages[pg.ID] = pg
			page := res.Edition.Page(pg.ID)
			if n := overlaps(page); n != 0 {
				t.Errorf("paper %d, page %d: %d overlaps", seed, page.Number, n)
			}
			if n := moved(ed.Page(pg.ID), page); n != 0 {
				t.Errorf("paper %d, page %d: %d fixed things moved", seed, page.Number, n)
			}
			for _, f := range page.Frames {
				a := cells(page.Format, f.Rect)
				if f.Kind != edition.FurnitureFrame && (a[0] < 0 || a[1] < 0 || a[2] > page.Format.Columns || a[3] > page.Format.Lines) {
					t.Errorf("paper %d, page %d: %s leaves the type area: %v", seed, page.Number, f.ID, a)
				}
			}
		}
		over := map[string]int{}
		for _, x := range res.Over {
			over[x.ID] = x.Lines
		}
		total, hidden, shown := 0, 0, 0
		for _, st := range ed.Stories {
			stands := 0
			for _, p := range res.Edition.Pages {
				for _, f := range p.Frames {
					if f.Story == st.ID && f.Kind == edition.StoryFrame {
						stands++
					}
				}
			}
			if stands != 1 {
				t.Errorf("paper %d: %s stands on %d pages", seed, st.ID, stands)
			}
			for _, p := range st.All() {
				total += solid(p.Text)
			}
			if fit := made.Fits[st.ID]; fit.OverLines != over[st.ID] {
				t.Errorf("paper %d: %s is over by %d lines, the report says %d", seed, st.ID, fit.OverLines, over[st.ID])
			}
			hidden += made.Fits[st.ID].OverRunes
		}
		for _, pg := range made.Pages {
			shown += printed(res.Edition, pg)
		}
		if shown+hidden < total {
			t.Errorf("paper %d: %d characters printed and %d over, of %d", seed, shown, hidden, total)
		}
		for _, to := range res.Edition.Pages {
			for _, f := range to.Frames {
				if !(f.Kind == edition.TextFrame && f.Link > 0) {
					continue
				}
				jumps++
				from := to
				for _, p := range res.Edition.Pages {
					if storyFrame(p, f.Story) != nil {
						from = p
					}
				}
				there, here := fmt.Sprintf("下转第%d版", to.Number), fmt.Sprintf("上接第%d版", from.Number)
				if from == to || !strings.Contains(pageText(pages[from.ID]), there) || !strings.Contains(pageText(pages[to.ID]), here) {
					t.Errorf("paper %d: %s runs on from page %d to %d and does not say so", seed, f.Story, from.Number, to.Number)
				}
			}
		}
		t.Logf("paper %d: %d stories, over %v", seed, len(ed.Stories), res.Over)
	}
	if jumps == 0 {
		t.Error("no story ran on to another page: nothing was tried of that")
	}
}
