package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// BenchmarkRefresh is what every change costs the UI goroutine beside composing: all panels shown anew.
func BenchmarkRefresh(b *testing.B) {
	s := benchStage(b)
	s.d.pickStory("s1")
	s.pump()
	for b.Loop() {
		s.d.frame.refresh()
	}
}

// BenchmarkSelect is a click on the page: selection, overlay, panels.
func BenchmarkSelect(b *testing.B) {
	s := benchStage(b)
	at := s.at(middle(s.d.ed.Pages[0].Frames[0].Rect))
	other := s.at(middle(s.d.ed.Pages[0].Frames[1].Rect))
	for b.Loop() {
		at, other = other, at
		s.now = s.now.Add(time.Second)
		s.click(at)
	}
}

// BenchmarkType is a pause after a keystroke in the headline: the change, its composition, the panels.
func BenchmarkType(b *testing.B) {
	s := benchStage(b)
	s.d.pickStory("s1")
	s.pump()
	f := s.d.frame.props.heads[edition.Headline]
	for b.Loop() {
		f.TypedRune('字')
		f.flush()
		s.settled()
	}
}

// lines answers a compositor that sets stories in lines of fourteen characters and remembers its pages, as the real
// one does: what is measured with it is the desk.
func lines() func(*edition.Edition) Composed {
	type laid struct {
		from []any
		page display.Page
	}
	kept := map[string]laid{}
	fits := map[string]Fit{}
	var notes []finding.Finding
	return func(ed *edition.Edition) Composed {
		if notes == nil {
			for _, s := range ed.Stories {
				fits[s.ID] = Fit{Placed: true, ShortLines: 2}
			}
			for _, p := range ed.Pages {
				for _, f := range p.Frames {
					notes = append(notes, finding.Finding{Rule: "MK-02", Place: finding.Place{Page: p.ID, Frame: f.ID, Story: f.Story}, Message: words.Text{ZH: "差两行", EN: "two lines short"}})
				}
			}
		}
		stories := map[string]*edition.Story{}
		for _, s := range ed.Stories {
			stories[s.ID] = s
		}
		out := Composed{Fits: fits, Notes: notes}
		for _, p := range ed.Pages {
			from := []any{p}
			for _, f := range p.Frames {
				from = append(from, stories[f.Story])
			}
			if l, ok := kept[p.ID]; ok && slices.Equal(l.from, from) {
				out.Pages = append(out.Pages, l.page)
				continue
			}
			pg := display.Page{ID: p.ID, Number: p.Number, Trim: p.Format.Trim}
			for _, f := range p.Frames {
				y := f.Rect.Y
				for _, para := range stories[f.Story].Paras {
					n := len([]rune(para.Text))
					for at := 0; at < n; at += 14 {
						m := display.Mark{Bounds: geom.Rect{X: f.Rect.X, Y: y, W: f.Rect.W / 4, H: 4 * geom.MM}, Frame: f.ID, Story: f.Story, Para: para.ID, From: at, To: min(at+14, n)}
						for i := range m.To - m.From + 1 {
							m.Edges = append(m.Edges, f.Rect.X+geom.Length(i)*3*geom.MM)
						}
						pg.Items = append(pg.Items, m)
						y += geom.MM
					}
				}
			}
			kept[p.ID] = laid{from, pg}
			out.Pages = append(out.Pages, pg)
		}
		return out
	}
}

// pagesStage is a desk with so many pages of six stories open, three findings in the text of each.
func pagesStage(b *testing.B, pages int) *stage {
	ed := sample()
	format := ed.Pages[0].Format
	ed.Pages, ed.Stories = nil, nil
	var proofed []finding.Finding
	for n := 1; n <= pages; n++ {
		p := &edition.Page{ID: "page-" + itoa(n), Number: n, Format: format}
		for i := range 6 {
			s := &edition.Story{ID: "s" + itoa(n) + "-" + itoa(i), Kind: edition.News, Paras: []*edition.Para{{ID: "p1", Role: edition.Headline, Text: "全市重点项目集中开工"}}}
			for j := range 8 {
				s.Paras = append(s.Paras, &edition.Para{ID: "p" + itoa(j+2), Role: edition.Body, Text: strings.Repeat("昨天上午，全市重点项目集中开工仪式在高新区举行。", 6)})
			}
			for j := range 3 {
				proofed = append(proofed, finding.Finding{Rule: "DU-02", Text: "全市", Place: finding.Place{Story: s.ID, Para: "p" + itoa(j+3), From: 5, To: 7}, Message: words.Text{ZH: "重复", EN: "twice"}})
			}
			ed.Stories = append(ed.Stories, s)
			p.Frames = append(p.Frames, &edition.Frame{ID: "f-" + s.ID, Kind: edition.StoryFrame, Story: s.ID, Rect: format.Cells(i%3*2, 1+i/3*40, 2, 38)})
		}
		ed.Pages = append(ed.Pages, p)
	}
	s := newStage(b, func(d *Deps) {
		d.Open = func(string) (Store, error) { return &memory{ed: ed}, nil }
		d.Compose = func() func(*edition.Edition) Composed { return lines() }
	}).open()
	s.d.proofed = proofed
	s.d.collect()
	s.settled()
	return s
}

// BenchmarkTypeInPages is BenchmarkType in editions of one page and of a hundred: what the desk does for a pause in
// typing beside composing must not grow with the edition.
func BenchmarkTypeInPages(b *testing.B) {
	for _, pages := range []int{1, 100} {
		b.Run("pages="+itoa(pages), func(b *testing.B) {
			s := pagesStage(b, pages)
			s.d.turnTo("page-" + itoa(pages/2+1))
			s.d.pickStory("s" + itoa(pages/2+1) + "-2")
			s.settled()
			f := s.d.frame.props.heads[edition.Headline]
			b.ReportAllocs()
			for b.Loop() {
				f.TypedRune('字')
				f.flush()
				s.settled()
			}
		})
	}
}
