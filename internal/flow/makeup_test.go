package flow

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dayang/internal/edition"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// developmentEdition takes one of the development editions in, or skips.
func developmentEdition(t testing.TB, s *Shop, name string) *edition.Edition {
	t.Helper()
	path := filepath.Join(shared, "pages-dev", "edition-"+name+".json")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the development editions are not here: %v", err)
	}
	taken, err := s.TakeIn([]string{path}, "")
	if err != nil {
		t.Fatal(err)
	}
	return taken.Edition
}

// tiled fails the test unless the stories' rectangles of a report and the fixed furniture are the type area, each cell once.
func tiled(t *testing.T, page *edition.Page, c Counts) {
	t.Helper()
	f := page.Format
	at := make([]string, f.Columns*f.Lines)
	put := func(id string, a [4]int) {
		for l := max(0, a[1]); l < min(f.Lines, a[3]); l++ {
			for k := max(0, a[0]); k < min(f.Columns, a[2]); k++ {
				if was := at[l*f.Columns+k]; was != "" {
					t.Errorf("%s and %s share column %d line %d", was, id, k, l)
					return
				}
				at[l*f.Columns+k] = id
			}
		}
	}
	for _, r := range c.Stories {
		if r.Col < 0 || r.Line < 0 || r.Col+r.Cols > f.Columns || r.Line+r.Lines > f.Lines {
			t.Errorf("%s leaves the type area: %+v", r.ID, r)
		}
		put(r.ID, [4]int{r.Col, r.Line, r.Col + r.Cols, r.Line + r.Lines})
	}
	for _, fr := range page.Frames {
		if fr.Kind == edition.FurnitureFrame && fr.Furniture.Kind != edition.Banner && fr.Furniture.Kind != edition.QRCode {
			put(fr.ID, cells(f, fr.Rect))
		}
	}
	none := 0
	for _, id := range at {
		if id == "" {
			none++
		}
	}
	if none > 0 {
		t.Errorf("%d cells belong to nothing", none)
	}
}

// seeds are how many seeds the development editions are tried with.
func seeds() uint64 {
	if thorough() {
		return 5
	}
	return 1
}

func TestEverySeedMakesALawfulPage(t *testing.T) {
	s := NewShop()
	for _, name := range []string{"91", "92", "93", "94"} {
		t.Run(name, func(t *testing.T) {
			ed := developmentEdition(t, s, name)
			for seed := uint64(1); seed <= seeds(); seed++ {
				c, err := s.Composer()
				if err != nil {
					t.Fatal(err)
				}
				res, err := s.Makeup(context.Background(), c, ed, MakeupOptions{Seed: seed})
				if err != nil {
					t.Fatal(err)
				}
				p := res.Proposals[0]
				k := p.Counts
				sound(t, k)
				tiled(t, p.Edition.Pages[0], k)
				if k.UnfilledCells != 0 || k.ButtingHeadlines != 0 || k.StrandedHeadlines != 0 || !k.LeadTopLeft || k.HeadRowsOver2 != 0 || k.PriorityInversions != 0 {
					t.Errorf("seed %d: empty %d, butting %d, stranded %d, lead %v, three rows %d, inversions %d", seed, k.UnfilledCells, k.ButtingHeadlines, k.StrandedHeadlines, k.LeadTopLeft, k.HeadRowsOver2, k.PriorityInversions)
				}
				if k.FullCuts > 1 {
					t.Errorf("seed %d: %d full cuts", seed, k.FullCuts)
				}
				t.Logf("seed %d: first after %.2f s, all %.2f s, full cuts %d, short legs %d", seed, res.SecondsFirst, res.SecondsAll, k.FullCuts, k.ShortLegs)
			}
		})
	}
}

// grown answers the edition with three lines more in a story's last paragraph of text.
func grown(ed *edition.Edition, id string) *edition.Edition {
	out := *ed
	out.Stories = append([]*edition.Story(nil), ed.Stories...)
	for i, st := range out.Stories {
		if st.ID != id {
			continue
		}
		more := *st
		more.Paras = append([]*edition.Para(nil), st.Paras...)
		for j := len(more.Paras) - 1; j >= 0; j-- {
			if p := more.Paras[j]; p.Role == edition.Body {
				q := *p
				text := []rune(q.Text)
				n := 3 * int(ed.Pages[0].Format.ColumnWidth()/ed.Pages[0].Format.Body)
				for len(text) < n {
					text = append(text, text...)
				}
				q.Text = string(text[:n]) + q.Text
				q.Spans = nil
				more.Paras[j] = &q
				break
			}
		}
		out.Stories[i] = &more
	}
	return &out
}

func TestAStoryThatGrowsMovesFewOthers(t *testing.T) {
	s := NewShop()
	for _, name := range []string{"91", "92", "93", "94"} {
		t.Run(name, func(t *testing.T) {
			ed := developmentEdition(t, s, name)
			c, err := s.Composer()
			if err != nil {
				t.Fatal(err)
			}
			first, err := s.Makeup(context.Background(), c, ed, MakeupOptions{Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			was := map[string]StoryRow{}
			for _, r := range first.Proposals[0].Counts.Stories {
				was[r.ID] = r
			}
			worst := 0
			for i, st := range ed.Stories {
				if !thorough() && i%4 != 1 {
					continue
				}
				again, err := s.Makeup(context.Background(), c, grown(first.Proposals[0].Edition, st.ID), MakeupOptions{Seed: 1})
				if err != nil {
					t.Fatal(err)
				}
				moved, k := 0, again.Proposals[0].Counts
				for _, r := range k.Stories {
					if q := was[r.ID]; q.Col != r.Col || q.Cols != r.Cols || abs(q.Line-r.Line) > 3 {
						moved++
					}
				}
				worst = max(worst, moved)
				t.Logf("%s three lines longer: %d moved, %d over, %d empty, %.2f s", st.ID, moved, k.OversetLines, k.UnfilledCells, again.SecondsAll)
			}
			if worst > 2 {
				t.Errorf("%d stories moved", worst)
			}
		})
	}
}

// paper builds an edition of n pages out of the development editions' stories, with new ids and in turn.
func paper(t testing.TB, s *Shop, n int) *edition.Edition {
	t.Helper()
	front := developmentEdition(t, s, "92")
	inner := developmentEdition(t, s, "93")
	out := *front
	out.Stories, out.Pages = nil, nil
	var pool []*edition.Story
	for _, name := range []string{"91", "92", "93", "94"} {
		pool = append(pool, developmentEdition(t, s, name).Stories...)
	}
	need := 0
	for i := 0; i < n; i++ {
		p := *inner.Pages[0]
		if i == 0 {
			p = *front.Pages[0]
		}
		p.ID, p.Number, p.Name = fmt.Sprintf("p%d", i+1), i+1, fmt.Sprintf("版%d", i+1)
		p.Frames = append([]*edition.Frame(nil), p.Frames...)
		for j, f := range p.Frames {
			g := *f
			g.ID = fmt.Sprintf("%s-%d", p.ID, j)
			p.Frames[j] = &g
		}
		out.Pages = append(out.Pages, &p)
		need += p.Format.Columns * p.Format.Lines
	}
	for i := 0; len(out.Stories) < 10*n; i++ {
		st := *pool[(i*7)%len(pool)]
		st.ID, st.Slug = fmt.Sprintf("n%03d", i), fmt.Sprintf("%s%d", st.Slug, i)
		out.Stories = append(out.Stories, &st)
	}
	return &out
}

func TestAWholeEdition(t *testing.T) {
	n := 3
	if thorough() {
		n = 24
	}
	s := NewShop()
	ed := paper(t, s, n)
	c, err := s.Composer()
	if err != nil {
		t.Fatal(err)
	}
	begin, calls := time.Now(), 0
	res, err := s.MakeupEdition(context.Background(), c, ed, EditionOptions{Seed: 1, Progress: func(done, total int, _ *edition.Page, _ *MakeupResult) {
		if calls++; done != calls || total != n {
			t.Errorf("progress says %d of %d after %d pages", done, total, calls)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Pages) != n {
		t.Errorf("%d pages made up of %d", len(res.Pages), n)
	}
	over := map[string]int{}
	for _, x := range res.Over {
		over[x.ID] = x.Lines
	}
	placed := map[string]bool{}
	for i, r := range res.Pages {
		k := r.Proposals[0].Counts
		if k.Overlaps != 0 || k.FurnitureMoved != 0 || len(k.Missing) != 0 {
			t.Errorf("page %d: overlaps %d, furniture %d, missing %v", i+1, k.Overlaps, k.FurnitureMoved, k.Missing)
		}
		for _, x := range k.Cut {
			if over[x.ID] != x.Lines {
				t.Errorf("page %d: %s is over by %d lines, the edition says %d", i+1, x.ID, x.Lines, over[x.ID])
			}
		}
		for _, row := range k.Stories {
			placed[row.ID] = true
		}
		t.Logf("page %d: %d stories, over %d, empty %d, butting %d, cuts %d", i+1, len(k.Stories), k.OversetLines, k.UnfilledCells, k.ButtingHeadlines, k.FullCuts)
	}
	for _, st := range ed.Stories {
		if !placed[st.ID] {
			t.Errorf("%s stands nowhere", st.ID)
		}
	}
	t.Logf("%d pages in %v", n, time.Since(begin).Round(time.Millisecond))
}

func TestAnEditionCanBeStopped(t *testing.T) {
	s := NewShop()
	ed := paper(t, s, 3)
	c, err := s.Composer()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	res, err := s.MakeupEdition(ctx, c, ed, EditionOptions{Seed: 1, Progress: func(done, _ int, _ *edition.Page, _ *MakeupResult) { cancel() }})
	if err == nil || len(res.Pages) != 1 {
		t.Errorf("stopped after the first page: %d pages, %v", len(res.Pages), err)
	}
}

func TestAJumpRunsOnToItsPage(t *testing.T) {
	s := NewShop()
	ed := developmentEdition(t, s, "93")
	// The page is made too full with one long story that may run on to page 2.
	two := *ed
	second := *ed.Pages[0]
	second.ID, second.Number, second.Frames = "second", 2, nil
	two.Pages = []*edition.Page{ed.Pages[0], &second}
	first := *ed.Pages[0]
	first.Number = 1
	two.Pages[0] = &first
	two.Stories = append([]*edition.Story(nil), ed.Stories...)
	for i, st := range two.Stories {
		if st.ID != "a02" {
			continue
		}
		long := *st
		long.Jump = 2
		for k := 0; k < 6; k++ {
			for _, p := range st.Paras {
				if p.Role == edition.Body {
					q := *p
					q.ID = fmt.Sprintf("%s-%d", p.ID, k)
					long.Paras = append(append([]*edition.Para(nil), long.Paras...), &q)
				}
			}
		}
		two.Stories[i] = &long
	}
	c, err := s.Composer()
	if err != nil {
		t.Fatal(err)
	}
	res, err := s.Makeup(context.Background(), c, &two, MakeupOptions{Page: first.ID, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	p := res.Proposals[0]
	if n := len(p.Edition.Page("second").Frames); n != 1 {
		t.Fatalf("%d frames on the page it jumps to", n)
	}
	for _, x := range p.Counts.Cut {
		if x.ID == "a02" {
			t.Errorf("%d lines over in spite of the jump", x.Lines)
		}
	}
	pages := c.Compose(p.Edition).Pages
	if text := pageText(pages[0]); !strings.Contains(text, "下转第2版") {
		t.Error("the first page does not say where it goes on")
	}
	if text := pageText(pages[1]); !strings.Contains(text, "上接第1版") {
		t.Error("the second page does not say where it comes from")
	}
	// Without the page it is reported.
	one := two
	one.Pages = two.Pages[:1]
	res, err = s.Makeup(context.Background(), c, &one, MakeupOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Proposals[0].Counts.Cut) == 0 {
		t.Error("what does not fit is not reported")
	}
}

func pageText(p display.Page) string {
	out := ""
	display.Walk(p, func(it display.Item, _ geom.Point) {
		if g, ok := it.(display.Glyphs); ok {
			out += g.Text
		}
	})
	return out
}
