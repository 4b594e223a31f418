package pdf

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// anyPage is a page of random items, some of them odd: empty areas, paths without points, no size, far outside.
func anyPage(r *rand.Rand) display.Page {
	l := func() geom.Length { return geom.Length(r.Int64N(int64(900*geom.MM))) - 300*geom.MM }
	pt := func() geom.Point { return geom.Point{X: l(), Y: l()} }
	ink := func() uint16 { return uint16(r.IntN(1100)) }
	paint := func() display.Paint {
		p := display.Paint{Colour: display.Colour{C: ink(), M: ink(), Y: ink(), K: ink()}, Overprint: r.IntN(2) == 0}
		switch r.IntN(5) {
		case 0:
			p.Colour.Spot, p.Colour.Tint = []string{"专色", "PANTONE 185 C", "a/b(c)", "All"}[r.IntN(4)], ink()
		case 1:
			p.Colour = display.White
		}
		return p
	}
	ids := []string{"song", "song-black", "hei", "hei-bold", "kai"}
	letters := []rune("永和九年岁在癸丑，“暮春”AVfi é—…\u0301")
	var items func(n, depth int) []display.Item
	items = func(n, depth int) (out []display.Item) {
		for range n {
			switch r.IntN(6) {
			case 0, 1:
				run := display.Glyphs{Origin: pt(), Font: ids[r.IntN(len(ids))], Size: geom.Length(r.IntN(60)) * geom.Pt / 2, HScale: r.IntN(1500),
					Turn: geom.Turn(r.IntN(4)), Paint: paint()}
				face, _ := builtin.Face(run.Font)
				for range r.IntN(12) {
					ru := letters[r.IntN(len(letters))]
					gid, _ := face.Glyph(ru)
					g := display.Glyph{ID: gid, X: l() / 100, Text: len(run.Text)}
					if r.IntN(6) == 0 {
						g.Y = l() / 100
					}
					if n := len(run.Glyphs); n > 0 && r.IntN(6) == 0 { // one cluster with the glyph before
						g.Text = run.Glyphs[n-1].Text
					}
					run.Text += string(ru)
					run.Glyphs = append(run.Glyphs, g)
				}
				out = append(out, run)
			case 2:
				rule := display.Rule{From: pt(), To: pt(), Thickness: geom.Length(r.IntN(3)) * geom.Pt / 4, Paint: paint()}
				for range r.IntN(3) {
					rule.Dash = append(rule.Dash, geom.Length(r.IntN(3))*geom.Pt)
				}
				out = append(out, rule)
			case 3:
				f := display.Fill{Paint: paint()}
				for range r.IntN(4) {
					f.Areas = append(f.Areas, geom.Rect{X: l(), Y: l(), W: l(), H: l()})
				}
				out = append(out, f)
			case 4:
				p := display.Path{Thickness: geom.Length(r.IntN(2)) * geom.Pt}
				if q := paint(); r.IntN(2) == 0 {
					p.Fill = &q
				}
				if q := paint(); r.IntN(2) == 0 {
					p.Stroke = &q
				}
				for range r.IntN(6) {
					p.Ops = append(p.Ops, display.Op(r.IntN(4)))
				}
				for range r.IntN(10) {
					p.Points = append(p.Points, pt())
				}
				out = append(out, p)
			case 5:
				if depth < 4 {
					g := display.Group{Shift: pt(), Items: items(r.IntN(5), depth+1)}
					if r.IntN(2) == 0 {
						g.Clip = geom.Rect{X: l(), Y: l(), W: l(), H: l()}
					}
					out = append(out, g)
				}
			}
		}
		return out
	}
	return display.Page{Number: 1 + r.IntN(99), Trim: geom.Size{W: 100*geom.MM + l()/10, H: 150 * geom.MM}, Bleed: geom.Length(r.IntN(5)) * geom.MM, Items: items(30, 0)}
}

// TestAnyPage: whatever the list, the file is whole, saves and restores balance, and every run that has a size is
// there with all its glyphs and its text, in order.
func TestAnyPage(t *testing.T) {
	for seed := range uint64(40) {
		p := anyPage(rand.New(rand.NewPCG(seed, 7)))
		o := options(t, []Standard{Proof, X4, X1a}[seed%3])
		o.Marks = seed%2 == 0
		f := readFile(t, write(t, o, nil, p))
		got := readPage(t, f, pagesOf(f)[0])
		for _, run := range runsOf(p) {
			if run.Size <= 0 || len(run.Glyphs) == 0 {
				continue
			}
			if len(got) < len(run.Glyphs) {
				t.Fatalf("seed %d: %d glyphs are missing", seed, len(run.Glyphs)-len(got))
			}
			var b strings.Builder
			for i, g := range run.Glyphs {
				at := run.Origin.Add(turned(run.Turn, g.X, g.Y))
				x, y := (at.X + sheetOf(p, o.Marks).offset).Pt(), sheetOf(p, o.Marks).height-(at.Y+sheetOf(p, o.Marks).offset).Pt()
				if !near(got[i].x, x, 0.003) || !near(got[i].y, y, 0.003) {
					t.Fatalf("seed %d: glyph %d of %q at %.3f %.3f, want %.3f %.3f", seed, i, run.Text, got[i].x, got[i].y, x, y)
				}
				b.WriteString(got[i].text)
			}
			if b.String() != run.Text {
				t.Fatalf("seed %d: text %q, want %q", seed, b.String(), run.Text)
			}
			got = got[len(run.Glyphs):]
		}
		if len(got) > 0 {
			t.Errorf("seed %d: %d glyphs more than the list has", seed, len(got))
		}
	}
}

// TestGhostscriptTakesAnyPage gives the same to a reader that stops at the first doubt.
func TestGhostscriptTakesAnyPage(t *testing.T) {
	for seed := range uint64(6) {
		path := filepath.Join(t.TempDir(), "page.pdf")
		if err := os.WriteFile(path, write(t, options(t, X1a), nil, anyPage(rand.New(rand.NewPCG(seed, 7)))), 0o644); err != nil {
			t.Fatal(err)
		}
		if out := tool(t, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", path); out != "" {
			t.Errorf("seed %d: %s", seed, out)
		}
	}
}
