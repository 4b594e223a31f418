package pageview

import (
	"io/fs"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dayang/assets"
	"dayang/fonts"
	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/raster"
	"dayang/layout/geom"
)

// broadsheet is a page of 对开·八栏 with six stories of the sample edition's text, 7,000 characters in all.
func broadsheet(b *testing.B) *edition.Edition {
	b.Helper()
	data, err := fs.ReadFile(assets.Sample(), "front-page.md")
	if err != nil {
		b.Fatal(err)
	}
	var text []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(strings.ReplaceAll(line, "**", ""))
		if len([]rune(line)) > 60 && !strings.ContainsAny(line[:1], "#!<|>") {
			text = append(text, line)
		}
	}
	f, _ := edition.FormatNamed("对开·八栏·小五")
	ed := &edition.Edition{House: edition.DefaultHouse()}
	p := &edition.Page{ID: "page-1", Number: 1, Format: f}
	next := 0
	for i, at := range [][4]int{{0, 1, 4, 40}, {4, 1, 4, 40}, {0, 42, 3, 40}, {3, 42, 5, 40}, {0, 83, 4, 39}, {4, 83, 4, 39}} {
		s := &edition.Story{ID: "s" + string(rune('1'+i)), Kind: edition.News, Priority: 3,
			Paras: []*edition.Para{{ID: "p0", Role: edition.Headline, Text: string([]rune(text[i%len(text)])[:12])}}}
		for got := 0; got < 1170; next++ {
			q := text[next%len(text)]
			s.Paras = append(s.Paras, &edition.Para{ID: edit.NextParaID(s), Role: edition.Body, Text: q})
			got += len([]rune(q))
		}
		ed.Stories = append(ed.Stories, s)
		p.Frames = append(p.Frames, &edition.Frame{ID: "f" + s.ID, Kind: edition.StoryFrame, Story: s.ID, Rect: f.Cells(at[0], at[1], at[2], at[3])})
	}
	ed.Pages = []*edition.Page{p}
	return ed
}

// sheetOf is what the desk hands the view.
func sheetOf(ed *edition.Edition, r compose.Result) Sheet {
	f := ed.Pages[0].Format
	s := Sheet{Page: r.Pages[0], Grid: Grid{TypeArea: f.TypeArea, Body: f.Body, Leading: f.Leading, Lines: f.Lines}}
	for i := range f.Columns {
		s.Grid.Columns = append(s.Grid.Columns, f.Cells(i, 0, 1, f.Lines))
	}
	for _, fr := range ed.Pages[0].Frames {
		s.Boxes = append(s.Boxes, Box{ID: fr.ID, Rect: fr.Rect, Label: fr.Story})
	}
	return s
}

// crisp runs what is posted and what waits until every tile in sight is drawn, without sleeping.
func (h *hall) crisp() {
	for {
		h.rest()
		h.pump()
		if h.v.Settled() {
			return
		}
		runtime.Gosched()
	}
}

// reading is a hall with the broadsheet on it, drawn as the program draws it, at so many times its size.
func reading(b *testing.B, times float64) (*hall, *edition.Edition, *compose.Composer) {
	h := newHall(b)
	reg := fonts.Builtin()
	c := compose.New(reg, nil)
	ed := broadsheet(b)
	h.v.SetRenderer(raster.New(reg, nil))
	h.v.ShowRulers(true)
	h.v.SetSheet(sheetOf(ed, c.Compose(ed)))
	h.v.ZoomTo(FullSize*times, fyne.NewPos(0, 0))
	h.crisp()
	return h, ed, c
}

func sizes(b *testing.B, run func(b *testing.B, times float64)) {
	for name, times := range map[string]float64{"1x": 1, "4x": 4} {
		b.Run(name, func(b *testing.B) { run(b, times) })
	}
}

// BenchmarkBroadsheetPan is one step of the hand over the page: the UI goroutine's part, with tiles coming as they do.
func BenchmarkBroadsheetPan(b *testing.B) {
	sizes(b, func(b *testing.B, times float64) {
		h, _, _ := reading(b, times)
		step, n := float32(3), 0
		for b.Loop() {
			h.v.PanBy(step, step)
			h.pump()
			if n++; n%100 == 0 {
				step = -step
			}
		}
	})
}

// BenchmarkBroadsheetDrag is one step of a story in the hand, caught by edges, with its ghost.
func BenchmarkBroadsheetDrag(b *testing.B) {
	sizes(b, func(b *testing.B, times float64) {
		h, ed, _ := reading(b, times)
		r := ed.Pages[0].Frames[2].Rect
		from := h.down(geom.Point{X: r.X + r.W/2, Y: r.Y + r.H/2})
		h.drag(from, geom.MM, geom.MM)
		n := geom.Length(0)
		for b.Loop() {
			n = (n + geom.MM/3) % (60 * geom.MM)
			h.drag(from, n, n/2)
			h.pump()
		}
	})
}

// BenchmarkBroadsheetZoom is one notch of the wheel: the step at which old tiles are stretched.
func BenchmarkBroadsheetZoom(b *testing.B) {
	sizes(b, func(b *testing.B, times float64) {
		h, _, _ := reading(b, times)
		h.mods = fyne.KeyModifierControl
		way := float32(notch)
		for b.Loop() {
			h.v.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(400, 500)}, Scrolled: fyne.NewDelta(0, way)})
			way = -way
		}
	})
}

// BenchmarkBroadsheetCrisp is from the end of a zoom to every tile in sight drawn anew.
func BenchmarkBroadsheetCrisp(b *testing.B) {
	sizes(b, func(b *testing.B, times float64) {
		h, _, _ := reading(b, times)
		f := 1.01
		for b.Loop() {
			h.v.ZoomBy(f)
			h.crisp()
			f = 1 / f
		}
	})
}

// BenchmarkBroadsheetSelect is a press on another story: selection, handles, rulers.
func BenchmarkBroadsheetSelect(b *testing.B) {
	sizes(b, func(b *testing.B, times float64) {
		h, ed, _ := reading(b, times)
		n := 0
		for b.Loop() {
			r := ed.Pages[0].Frames[n%6].Rect
			n++
			h.v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: h.v.toView(geom.Point{X: r.X + r.W/2, Y: r.Y + r.H/2})}, Button: desktop.MouseButtonPrimary})
			h.v.cancel()
		}
	})
}

// BenchmarkBroadsheetKey is from a key in the middle of a story to the tiles that show it: the change, setting the
// page, finding what differs, drawing it.
func BenchmarkBroadsheetKey(b *testing.B) {
	sizes(b, func(b *testing.B, times float64) {
		h, ed, c := reading(b, times)
		s := ed.Stories[2]
		para := s.Paras[len(s.Paras)/2].ID
		n := 0
		for b.Loop() {
			at := len([]rune(ed.Story(s.ID).Para(para).Text)) / 2
			text, to := string(rune('一'+n%2000)), at
			if n%2 == 1 { // and out again, or the text would grow
				text, to = "", at+1
			}
			n++
			ch, err := edit.ReplaceText(ed, s.ID, para, at, to, text)
			if err != nil {
				b.Fatal(err)
			}
			if ed, err = ch.Apply(ed); err != nil {
				b.Fatal(err)
			}
			h.v.SetSheet(sheetOf(ed, c.Compose(ed)))
			h.crisp()
		}
	})
}
