package display_test

import (
	"fmt"
	"strings"
	"testing"

	"dayang/internal/golden"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// page holds every kind of item once, with every variation that Format tells apart.
func page() display.Page {
	pt := func(x, y float64) geom.Point { return geom.Point{X: geom.FromPt(x), Y: geom.FromPt(y)} }
	box := func(x, y, w, h float64) geom.Rect {
		return geom.Rect{X: geom.FromPt(x), Y: geom.FromPt(y), W: geom.FromPt(w), H: geom.FromPt(h)}
	}
	black := display.Paint{Colour: display.Black}
	over := display.Paint{Colour: display.Black, Overprint: true}
	red := display.Paint{Colour: display.Colour{M: 1000, Y: 900}}
	spot := display.Paint{Colour: display.Colour{M: 650, Spot: "专红", Tint: 625}}
	nine := 9 * geom.Pt
	run := func(p display.Paint, text string, step geom.Length) display.Glyphs {
		g := display.Glyphs{Origin: pt(42.52, 118.11), Font: "song", Size: nine, Paint: p, Text: text}
		x := geom.Length(0)
		for i := range text {
			g.Glyphs = append(g.Glyphs, display.Glyph{ID: uint32(100 + i), X: x, Text: i})
			x += step
		}
		return g
	}
	ligature := run(black, "", 0)
	ligature.Text = "office"
	ligature.Glyphs = []display.Glyph{{ID: 5, Text: 0}, {ID: 9, X: geom.FromPt(4.5), Text: 1}, {ID: 7, X: nine, Y: -geom.Pt, Text: 4}, {ID: 8, X: 2 * nine, Text: 5}}
	turned := run(over, "GDP", 6*geom.Pt)
	turned.Turn, turned.HScale = geom.Clockwise, 950
	return display.Page{
		ID: "a1", Number: 1, Trim: geom.Size{W: 275 * geom.MM, H: 390 * geom.MM}, Bleed: 3 * geom.MM,
		Items: []display.Item{
			display.Mark{Bounds: box(42.52, 110, 36, 11.25), Frame: "f1", Story: "flood", Para: "p1", From: 0, To: 4,
				Edges: []geom.Length{geom.FromPt(42.52), geom.FromPt(51.52), geom.FromPt(60.52), geom.FromPt(69.52), geom.FromPt(78.52)}},
			run(black, "本报讯（", nine),
			ligature,
			turned,
			run(red, "\"引\n", nine),
			display.Rule{From: pt(155.906, 42.52), To: pt(155.906, 722.835), Thickness: geom.Pt / 2, Paint: black},
			display.Rule{From: pt(42.52, 42.52), To: pt(242.52, 42.52), Thickness: geom.Pt, Dash: []geom.Length{2 * geom.Pt, geom.FromPt(1.5)}, Paint: spot},
			display.Rule{From: pt(10, 10), To: pt(20, 30), Thickness: geom.Pt, Paint: over},
			display.Fill{Areas: []geom.Rect{box(1, 2, 3, 4), box(5, 6, 7, 8)}, Paint: display.Paint{Colour: display.Colour{K: 125}}},
			display.Path{Ops: []display.Op{display.MoveTo, display.LineTo, display.CurveTo, display.Close},
				Points: []geom.Point{pt(0, 0), pt(1, 0), pt(2, 0), pt(2, 1), pt(1, 1)}, Fill: &red, Stroke: &black, Thickness: geom.Pt},
			display.Picture{Box: box(170.079, 118.11, 226.772, 151.181), ID: "flood-bridge", Crop: display.WholePicture},
			display.Picture{Box: box(170.079, 318.11, 226.772, 151.181), ID: "flood-bridge", Crop: display.Crop{X: 0, Y: 1250, W: 10000, H: 7500}},
			display.Group{Clip: box(0, 0, 100, 100), Shift: pt(10, -5), Items: []display.Item{
				display.Mark{Bounds: box(0, 0, 10, 100), Frame: "f2", Vertical: true, To: 1, Edges: []geom.Length{0, nine}},
				display.Group{Shift: pt(1, 1), Items: []display.Item{
					display.Fill{Areas: []geom.Rect{box(0, 0, 1, 1)}, Paint: display.Paint{Colour: display.White}},
				}},
			}},
		},
	}
}

func TestFormat(t *testing.T) {
	golden.Text(t, "every-item", display.Format(page()))
}

func TestFormatOfAnEmptyPage(t *testing.T) {
	got := display.Format(display.Page{Number: 4, Trim: geom.Size{W: 100 * geom.Pt, H: 200 * geom.Pt}})
	if want := "page 4  trim 100.000 200.000  bleed 0.000\n"; got != want {
		t.Errorf("%q", got)
	}
}

func TestWalk(t *testing.T) {
	var seen []string
	display.Walk(page(), func(it display.Item, shift geom.Point) {
		seen = append(seen, fmt.Sprintf("%s %v,%v", strings.TrimPrefix(fmt.Sprintf("%T", it), "display."), shift.X, shift.Y))
	})
	if len(seen) != 16 {
		t.Fatalf("%d items: %v", len(seen), seen)
	}
	want := []string{"Group 0.000,0.000", "Mark 10.000,-5.000", "Group 10.000,-5.000", "Fill 11.000,-4.000"}
	for i, w := range want {
		if seen[12+i] != w {
			t.Errorf("item %d is %s, want %s", 12+i, seen[12+i], w)
		}
	}
}
