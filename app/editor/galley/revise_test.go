package galley

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"

	"dayang/internal/edition"
)

// told writes the galley with its revisions: [was>is].
func told(g *Galley) string {
	var out []string
	for i, p := range g.paras {
		at, s := 0, ""
		for _, r := range g.revisionsOf(i) {
			s += string(p.runes[at:r.From]) + "[" + strings.ReplaceAll(r.Was, "\n", "¶") + ">" + string(p.runes[r.From:r.To]) + "]"
			at = r.To
		}
		out = append(out, s+string(p.runes[at:]))
	}
	return strings.Join(out, "¶")
}

func TestRevisions(t *testing.T) {
	first := func(s string) *edition.Story { return storyOf(strings.Split(s, "¶")...) }
	for _, c := range []struct {
		name, text, want string
		do               func(g *Galley) error
	}{
		{"nothing", "甲乙¶丙丁", "甲乙¶丙丁", func(*Galley) error { return nil }},
		{"put in", "甲乙", "甲[>新]乙", func(g *Galley) error { g.Put(Place{0, 1}, false); return g.Insert("新") }},
		{"taken out", "甲乙丙", "甲[乙>]丙", func(g *Galley) error { g.Put(Place{0, 2}, false); return g.Erase(Character, true) }},
		{"another", "甲乙丙", "甲[乙>新]丙", func(g *Galley) error { g.Select(Place{0, 1}, Place{0, 2}); return g.Insert("新") }},
		{"a paragraph gone", "甲¶乙乙¶丙", "甲[乙乙¶>]¶丙", func(g *Galley) error { g.Select(Place{0, 1}, Place{1, 2}); return g.Insert("") }},
		{"a paragraph more", "甲¶丙", "甲¶[>新新]¶丙", func(g *Galley) error { g.Put(Place{0, 1}, false); return g.Insert("\n新新") }},
	} {
		g := open(first(c.text), 11)
		g.SetOrigin(g.Story())
		if err := c.do(g); err != nil {
			t.Fatal(err)
		}
		if got := told(g); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		for n := 0; n < 20; n++ {
			all := g.Revisions()
			if len(all) == 0 {
				break
			}
			if err := g.Restore(all[0]); err != nil {
				t.Fatal(err)
			}
		}
		if got := told(g); got != c.text {
			t.Errorf("%s: restored to %s, was %s", c.name, got, c.text)
		}
	}
	g := open(first("甲乙"), 11)
	g.SetOrigin(&edition.Story{ID: "other"})
	if n := len(g.Revisions()); n != 0 {
		t.Errorf("%d revisions against another story", n)
	}
}

// TestNextRevision walks around, forwards and backwards, and meets each revision once.
func TestNextRevision(t *testing.T) {
	g := open(storyOf("甲乙丙丁戊", "己庚辛"), 11)
	if g.NextRevision(false) {
		t.Error("there is nothing to go to")
	}
	g.SetOrigin(g.Story())
	g.Put(Place{0, 1}, false)
	g.Insert("一")
	g.Put(Place{0, 4}, false)
	g.Erase(Character, true)
	g.Put(Place{1, 3}, false)
	g.Insert("二")
	g.Put(Place{}, false)
	walk := func(back bool) (out []Place) {
		for range 4 {
			if !g.NextRevision(back) {
				t.Fatal("none found")
			}
			from, _ := g.Selection()
			out = append(out, from)
		}
		return out
	}
	if got, want := fmt.Sprint(walk(false)), "[{0 1} {0 3} {1 3} {0 1}]"; got != want {
		t.Errorf("forwards %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(walk(true)), "[{1 3} {0 3} {0 1} {1 3}]"; got != want {
		t.Errorf("backwards %s, want %s", got, want)
	}
}

// TestRestoreEverything: whatever is typed, restoring every revision brings the text back.
func TestRestoreEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		g := open(withCaption(storyOf("昨天上午，全市开工。", "第二段有话说，还有话。", "三"), "图说"), 11)
		g.SetOrigin(g.Story())
		want := told(g)
		for range 1 + r.IntN(6) {
			i := r.IntN(len(g.paras))
			at := r.IntN(len(g.paras[i].runes) + 1)
			g.Put(Place{i, at}, false)
			switch r.IntN(3) {
			case 0:
				g.Insert("新")
			case 1:
				g.Put(Place{i, at + 2}, true)
				g.Erase(Character, true)
			case 2:
				if !g.paras[i].fixed {
					g.Insert("上\n下")
				}
			}
		}
		for n := 0; len(g.Revisions()) > 0; n++ {
			if n > 50 {
				t.Fatalf("%s is never restored", told(g))
			}
			all := g.Revisions()
			if err := g.Restore(all[len(all)-1]); err != nil {
				t.Fatal(err)
			}
		}
		if got := told(g); got != want {
			t.Fatalf("restored to %s, want %s", got, want)
		}
	}
}

// TestRevisionsAreSeen: what was put in is drawn in the colour of revisions, with a bar beside its line.
func TestRevisionsAreSeen(t *testing.T) {
	g := open(storyOf("甲乙丙丁"), 11)
	v := View{Em: 18, Colour: colours()}
	v.Colour.Revised = color.RGBA{200, 0, 100, 255}
	count := func() (n int) {
		img := NewPainter().Draw(g, 300, 120, v)
		for i := 0; i < len(img.Pix); i += 4 {
			if img.Pix[i] == 200 && img.Pix[i+1] == 0 && img.Pix[i+2] == 100 {
				n++
			}
		}
		return n
	}
	g.SetOrigin(g.Story())
	if n := count(); n != 0 {
		t.Errorf("%d pixels where nothing was changed", n)
	}
	g.Put(Place{0, 2}, false)
	g.Insert("新")
	in := count()
	g.Put(Place{0, 5}, false)
	g.Erase(Character, true)
	if both := count(); in < 40 || both <= in {
		t.Errorf("%d pixels for one put in, %d with one taken out", in, both)
	}
}
