package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/layout/geom"
)

// panelOf opens a leaf of the left dock and answers what it is made of.
func (s *stage) panelOf(id string) fyne.CanvasObject {
	s.t.Helper()
	s.d.showPanel(id)
	s.settled()
	for _, l := range s.d.frame.leftBook.leaves {
		if l.id == id {
			return l.object
		}
	}
	s.t.Fatalf("no panel %q", id)
	return nil
}

func TestPagesAreShownSmall(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.findings = append(s.d.findings, finding.Finding{Place: finding.Place{Story: "s1"}}, finding.Finding{Place: finding.Place{Page: "page-2"}})
	if n := s.d.countFindings(); n["page-1"] != 1 || n["page-2"] != 1 {
		t.Errorf("counted %v", n)
	}
	o := s.panelOf("pages")
	s.wait(thumbPause)
	shown := func() (n int) {
		walk(o, func(o fyne.CanvasObject) {
			if r, ok := o.(*pageRow); ok && r.small.Visible() && r.small.Image != nil {
				n++
			}
		})
		return n
	}
	s.until("the small pages", func() bool { return shown() == 2 })
	// A page that did not change is not drawn again.
	before := s.draw.tiles
	s.d.frame.refresh()
	s.wait(thumbPause)
	s.settled()
	if s.draw.tiles != before {
		t.Errorf("nothing changed and %d were drawn", s.draw.tiles-before)
	}
}

func TestPicturesAreListedAndDragged(t *testing.T) {
	s := newStage(t, picturing).open()
	s.withPicture()
	if _, err := s.d.store.AddPicture("影.png", []byte("png")); err != nil {
		t.Fatal(err)
	}
	s.d.adopt(s.store.Edition())
	s.settled()
	o := s.panelOf("pictures")
	s.wait(thumbPause)
	var rows []*pictureRow
	walk(o, func(o fyne.CanvasObject) {
		if r, ok := o.(*pictureRow); ok && r.picture != "" {
			rows = append(rows, r)
		}
	})
	if len(rows) != 2 || rows[0].state.text != "01版" || rows[1].state.text != wUnplaced.ZH {
		t.Fatalf("%d rows, %q and %q", len(rows), rows[0].state.text, rows[1].state.text)
	}
	cell := s.d.ed.Pages[0].Format.Cells(0, 60, 1, 1)
	abs := s.at(geom.Point{X: cell.X + geom.MM, Y: cell.Y + geom.MM}).Add(fyne.CurrentApp().Driver().AbsolutePositionForObject(s.d.view))
	n := len(s.d.ed.Pages[0].Frames)
	rows[1].Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: abs}})
	rows[1].DragEnd()
	s.settled()
	if got := s.d.framesNow(); len(got) != 1 || len(s.d.ed.Pages[0].Frames) != n+1 || got[0].Kind != edition.PictureFrame || got[0].Picture != "kept-影.png" {
		t.Errorf("dragged onto the page: %v", got)
	}
}
