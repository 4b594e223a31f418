package markup

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dayang/fonts"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// leaders answers the leader lines of a sheet: the only lines of four points and a hair's thickness.
func leaders(p display.Page) [][]geom.Point {
	var out [][]geom.Point
	for _, it := range p.Items {
		if l, ok := it.(display.Path); ok && l.Thickness == hair && len(l.Ops) == 4 {
			out = append(out, l.Points)
		}
	}
	return out
}

// cross reports whether two segments share a point.
func cross(a, b, c, d geom.Point) bool {
	side := func(p, q, r geom.Point) int {
		v := float64(q.X-p.X)*float64(r.Y-p.Y) - float64(q.Y-p.Y)*float64(r.X-p.X)
		switch {
		case v > 0:
			return 1
		case v < 0:
			return -1
		}
		return 0
	}
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

// TestLeadersDoNotCross: on random pages of marks in lines of text, no two leaders cross, no two labels lie over each
// other, and everything is on the sheet. GB/T 14706-1993, 5.3.
func TestLeadersDoNotCross(t *testing.T) {
	f := edition.Formats()[0]
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		page := display.Page{ID: "p1", Trim: f.Trim}
		var remarks []Remark
		for i := range 1 + r.IntN(70) {
			at := f.Cells(r.IntN(f.Columns), r.IntN(f.Lines), 1, 1)
			char := geom.Length(r.IntN(11)) * f.Body
			n := geom.Length(1 + r.IntN(2))
			remarks = append(remarks, Remark{Number: i + 1, Mark: edition.Marks()[r.IntN(21)], Round: r.IntN(4), Text: "改正", Note: strings.Repeat("说明", r.IntN(30)),
				Areas: []geom.Rect{{X: at.X + char, Y: at.Y, W: n * f.Body, H: f.Leading}}})
		}
		out := Draw(page, remarks, Options{Fonts: fonts.Builtin(), Title: "大样日报", Sum: "共若干处", Name: func(m edition.Mark) words.Text { return words.Text{ZH: "转移", EN: "move"} },
			Round: func(n int) words.Text { return words.Text{ZH: fmt.Sprint(n, "校"), EN: fmt.Sprint("round ", n)} }})
		all := leaders(out)
		if len(all) != len(remarks) {
			t.Fatalf("seed %d: %d leaders for %d marks", seed, len(all), len(remarks))
		}
		crossings := 0
		for i, a := range all {
			for _, p := range a {
				if p.X < 0 || p.X > out.Trim.W || p.Y < 0 || p.Y > out.Trim.H {
					t.Errorf("seed %d: a leader leaves the sheet at %v", seed, p)
				}
			}
			for _, b := range all[i+1:] {
				for k := 0; k < 3; k++ {
					for l := 0; l < 3; l++ {
						if cross(a[k], a[k+1], b[l], b[l+1]) {
							crossings++
							t.Log(k, l, a[k], a[k+1], b[l], b[l+1])
						}
					}
				}
			}
		}
		if crossings > 0 {
			t.Errorf("seed %d: %d leaders cross among %d", seed, crossings, len(all))
		}
	}
}

// TestSheet: the page stands whole on the sheet, what shall be set is written in the margin, and a mark changes no item
// of the page.
func TestSheet(t *testing.T) {
	f := edition.Formats()[0]
	page := display.Page{ID: "p1", Number: 1, Trim: f.Trim, Items: []display.Item{display.Fill{Areas: []geom.Rect{{W: f.Trim.W, H: geom.MM}}, Paint: display.Paint{Colour: display.Black}}}}
	out := Draw(page, []Remark{
		{Number: 1, Mark: edition.MarkCorrect, Text: "部署", Round: 1, Areas: []geom.Rect{f.Cells(0, 3, 1, 1)}},
		{Number: 2, Mark: edition.MarkDelete, Round: 2, Areas: []geom.Rect{f.Cells(4, 9, 1, 1)}},
		{Number: 3, Mark: edition.MarkExplain, Note: "这里的日期请核对", State: edition.FlagDone, Areas: []geom.Rect{f.Cells(2, 30, 1, 1)}},
		{Number: 4, Mark: edition.MarkExplain, Note: "版上没有"},
	}, Options{Fonts: fonts.Builtin(), Title: "大样日报 第1版", Sum: "标出 4 处"})
	g, ok := out.Items[0].(display.Group)
	if !ok || len(g.Items) != 1 || g.Shift != (geom.Point{X: sideMargin, Y: headMargin}) || out.Trim.W != f.Trim.W+2*sideMargin {
		t.Fatalf("the page is not whole on the sheet: %+v", out.Items[0])
	}
	var text strings.Builder
	colours := map[display.Colour]bool{}
	for _, it := range out.Items {
		switch it := it.(type) {
		case display.Glyphs:
			text.WriteString(it.Text + "|")
		case display.Path:
			if it.Stroke != nil {
				colours[it.Stroke.Colour] = true
			}
		}
	}
	for _, want := range []string{"部署", "这里的日期请核对", "［已办］", "大样日报", "标出", "处"} {
		if !strings.Contains(strings.ReplaceAll(text.String(), "|", ""), want) {
			t.Errorf("%q is not on the sheet: %s", want, text.String())
		}
	}
	if strings.Contains(text.String(), "版上没有") {
		t.Error("a remark without a place is drawn")
	}
	if !colours[Colour(1)] || !colours[Colour(2)] || Colour(1) == Colour(2) || Colour(2) == Colour(3) {
		t.Errorf("rounds have colours %v", colours)
	}
}

// TestTable: the list reads back from CSV as it is, and its pages hold every row.
func TestTable(t *testing.T) {
	table := Table{Title: words.Text{ZH: "校对单", EN: "list"}, Sum: []words.Text{{ZH: "差错率 2.0/万字", EN: "2.0 per 10,000"}}}
	for i := range 60 {
		table.Rows = append(table.Rows, Row{Number: i + 1, Page: 1, Story: "桥通了，“今日”", Mark: words.Text{ZH: "改正", EN: "correct"}, Before: "布署", After: "=部署", Note: words.Text{ZH: strings.Repeat("说明", i), EN: "note"}})
	}
	var b bytes.Buffer
	if err := table.CSV(&b, words.ZH); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\uFEFF")
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil || !marked || len(rows) != 62 {
		t.Fatalf("%d rows, marked %v: %v", len(rows), marked, err)
	}
	if rows[1][2] != "桥通了，“今日”" || rows[1][5] != "'=部署" || rows[61][0] != "差错率 2.0/万字" {
		t.Errorf("rows read %q … %q", rows[1], rows[61])
	}
	pages := table.List(Options{Fonts: fonts.Builtin()}, 3)
	numbers := map[string]bool{}
	for i, p := range pages {
		if p.Number != 3+i {
			t.Errorf("page %d of the list is %d", i, p.Number)
		}
		for _, it := range p.Items {
			if g, ok := it.(display.Glyphs); ok {
				numbers[g.Text] = true
				if g.Origin.Y > p.Trim.H || g.Origin.X > p.Trim.W {
					t.Errorf("%q is off the sheet", g.Text)
				}
			}
		}
	}
	for i := range 60 {
		if !numbers[fmt.Sprint(i+1)] {
			t.Errorf("row %d is on no page", i+1)
		}
	}
}
