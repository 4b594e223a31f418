package flow

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/pdf"
	"dayang/internal/repair"
	"dayang/layout/display"
	"dayang/layout/geom"
)

const shared = "../../../shared"

// madeUp makes the first page of an edition up and answers the best proposal.
func madeUp(t testing.TB, s *Shop, taken Taken, seed uint64) Proposal {
	t.Helper()
	c, err := s.Composer()
	if err != nil {
		t.Fatal(err)
	}
	res, err := s.Makeup(context.Background(), c, taken.Edition, MakeupOptions{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return res.Proposals[0]
}

// sound fails the test unless a page is lawful: nothing over, nothing missing, nothing on top of another, the
// furniture where it was.
func sound(t *testing.T, c Counts) {
	t.Helper()
	if c.OversetLines != 0 || c.Overlaps != 0 || c.FurnitureMoved != 0 || len(c.Missing) != 0 || c.PackagesBroken != 0 {
		t.Errorf("over %d, overlaps %d, furniture moved %d, missing %v, packages broken %d", c.OversetLines, c.Overlaps, c.FurnitureMoved, c.Missing, c.PackagesBroken)
	}
}

// said gathers what a page's glyphs say, blanks apart.
func said(p display.Page) map[rune]int {
	out := map[rune]int{}
	display.Walk(p, func(it display.Item, _ geom.Point) {
		if g, ok := it.(display.Glyphs); ok {
			count(out, g.Text)
		}
	})
	return out
}

func count(into map[rune]int, text string) {
	for _, r := range text {
		if !unicode.IsSpace(r) && unicode.IsPrint(r) {
			into[r]++
		}
	}
}

// whole fails the test unless every character of the stories stands on the page.
func whole(t *testing.T, ed *edition.Edition, p display.Page) {
	t.Helper()
	want := map[rune]int{}
	for _, s := range ed.Stories {
		for _, q := range s.All() {
			count(want, q.Text)
		}
	}
	have := said(p)
	for r, n := range want {
		if have[r] < n {
			t.Errorf("%q stands %d times on the page, %d times in the stories", r, have[r], n)
		}
	}
}

func TestSampleEdition(t *testing.T) {
	s := NewShop()
	taken, err := s.Sample()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(taken.Edition.Stories); n != 5 {
		t.Fatalf("%d stories", n)
	}
	if n := len(taken.Edition.Pictures); n != 3 {
		t.Fatalf("%d pictures", n)
	}
	p := madeUp(t, s, taken, 1)
	sound(t, p.Counts)
	whole(t, p.Edition, p.Page)
	if p.Counts.ButtingHeadlines != 0 || !p.Counts.LeadTopLeft {
		t.Errorf("butting %d, lead at the top left: %v", p.Counts.ButtingHeadlines, p.Counts.LeadTopLeft)
	}
	found, err := s.Proof(context.Background(), p.Edition, nil, ProofOptions{})
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]bool{}
	for _, f := range found {
		rules[f.Rule] = true
	}
	for _, planted := range []string{"PN-01", "PN-02", "PN-05", "DU-01", "DU-02", "PA-01", "DT-01"} {
		if !rules[planted] {
			t.Errorf("the fault planted for %s is not found", planted)
		}
	}
}

func TestMakeupIsTheSameForTheSameSeed(t *testing.T) {
	s := NewShop()
	taken, err := s.Sample()
	if err != nil {
		t.Fatal(err)
	}
	a, b := madeUp(t, s, taken, 7), madeUp(t, s, taken, 7)
	if display.Format(a.Page) != display.Format(b.Page) {
		t.Error("the same seed made two pages")
	}
}

// TestRealPage takes the machine-read front page along the whole line.
func TestRealPage(t *testing.T) {
	md, err := os.ReadFile(filepath.Join(shared, "sample", "pinghu-front-page.md"))
	if err != nil {
		t.Skipf("the real front page is not here: %v", err)
	}
	s := NewShop()
	words, err := s.Words()
	if err != nil {
		t.Fatal(err)
	}
	fixed, _ := repair.Text(string(md), words)
	path := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(path, []byte(fixed), 0o644); err != nil {
		t.Fatal(err)
	}
	taken, err := s.TakeIn([]string{path}, "")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(taken.Edition.Stories); n != 4 {
		t.Fatalf("%d stories", n)
	}
	p := madeUp(t, s, taken, 1)
	sound(t, p.Counts)
	whole(t, p.Edition, p.Page)
	if p.Counts.UnfilledCells > 12 { // of 522
		t.Errorf("%d cells empty", p.Counts.UnfilledCells)
	}
	t.Logf("empty %d, largest hole %d, butting %d", p.Counts.UnfilledCells, p.Counts.LargestHole, p.Counts.ButtingHeadlines)
}

func TestDevelopmentEditions(t *testing.T) {
	s := NewShop()
	for _, name := range []string{"91", "92", "93", "94"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(shared, "pages-dev", "edition-"+name+".json")
			if _, err := os.Stat(path); err != nil {
				t.Skipf("the development editions are not here: %v", err)
			}
			taken, err := s.TakeIn([]string{path}, "")
			if err != nil {
				t.Fatal(err)
			}
			p := madeUp(t, s, taken, 1)
			c := p.Counts
			if name != "93" { // 93 is too full by design: what is over is listed
				sound(t, c)
				whole(t, p.Edition, p.Page)
			}
			if c.OversetLines > 0 && len(c.Cut) == 0 {
				t.Error("something is over and not listed")
			}
			t.Logf("over %d, empty %d, butting %d, stranded %d, cuts %d, inversions %d, lead %v", c.OversetLines, c.UnfilledCells, c.ButtingHeadlines, c.StrandedHeadlines, c.FullCuts, c.PriorityInversions, c.LeadTopLeft)
		})
	}
}

func TestExportIsWholeOrNothing(t *testing.T) {
	s := NewShop()
	taken, err := s.Sample()
	if err != nil {
		t.Fatal(err)
	}
	p := madeUp(t, s, taken, 1)
	dir := t.TempDir()
	path := filepath.Join(dir, "page.pdf")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Export(ctx, path, p.Edition, []display.Page{p.Page}, taken.Pictures, pdf.Options{Standard: pdf.X4}); err == nil {
		t.Error("an export that was cancelled says it is done")
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("a cancelled export left %v", left)
	}
	for _, standard := range []pdf.Standard{pdf.X4, pdf.X1a, pdf.Proof} {
		if err := s.Export(context.Background(), path, p.Edition, []display.Page{p.Page}, taken.Pictures, pdf.Options{Standard: standard}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(data, []byte("%PDF-")) || !strings.Contains(string(data[len(data)-16:]), "%%EOF") {
			t.Errorf("%v: no whole PDF", standard)
		}
	}
}

func BenchmarkMakeup(b *testing.B) {
	s := NewShop()
	taken, err := s.Sample()
	if err != nil {
		b.Fatal(err)
	}
	c, err := s.Composer()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Makeup(context.Background(), c, taken.Edition, MakeupOptions{Seed: 1, Proposals: 5}); err != nil {
			b.Fatal(err)
		}
	}
}
