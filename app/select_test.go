package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dayang/internal/edition"
	"dayang/layout/geom"
)

// pressWith presses with modifier keys held.
func (s *stage) pressWith(p geom.Point, mods fyne.KeyModifier) fyne.Position {
	at := s.at(p)
	s.now = s.now.Add(time.Second)
	s.d.view.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: mods})
	return at
}

// both selects the two frames of the sample's first page, the second as the key.
func (s *stage) both() {
	s.t.Helper()
	p := s.d.ed.Pages[0]
	s.release(s.pressWith(middle(p.Frames[0].Rect), 0))
	s.release(s.pressWith(middle(p.Frames[1].Rect), shift))
	s.pump()
	if got := s.d.framesNow(); len(got) != 2 || s.d.selected != "f2" {
		s.t.Fatalf("%d frames are selected, the key one is %q", len(got), s.d.selected)
	}
}

func (s *stage) frame(id string) *edition.Frame { return s.d.ed.Page("page-1").Frame(id) }

// undone runs a command, looks at what it did, and sees one undo take all of it back.
func (s *stage) undone(id string, look func()) {
	s.t.Helper()
	was := s.d.ed
	if !s.d.Do(id) {
		s.t.Fatalf("%s cannot run", id)
	}
	s.settled()
	look()
	if !s.d.Do("undo") {
		s.t.Fatalf("%s cannot be undone", id)
	}
	s.settled()
	for i, f := range s.d.ed.Pages[0].Frames {
		if len(was.Pages[0].Frames) != len(s.d.ed.Pages[0].Frames) || *f != *was.Pages[0].Frames[i] {
			s.t.Fatalf("one undo of %s leaves another page", id)
		}
	}
}

func TestSeveralFramesAreOneStep(t *testing.T) {
	s := newStage(t, nil).open()
	s.both()
	a, b := s.frame("f1").Rect, s.frame("f2").Rect
	s.key(fyne.KeyDown)
	s.settled()
	if s.frame("f1").Rect.Y != a.Y+geom.MM/2 || s.frame("f2").Rect.Y != b.Y+geom.MM/2 {
		t.Errorf("nudged to %v and %v", s.frame("f1").Rect, s.frame("f2").Rect)
	}
	s.d.Do("undo")
	s.settled()
	if s.frame("f1").Rect != a || s.frame("f2").Rect != b {
		t.Error("one undo does not bring both back")
	}
	s.both()
	s.undone("nudge-right", func() {
		if s.frame("f1").Rect.X != a.X+geom.MM/10 {
			t.Errorf("finely nudged to %v", s.frame("f1").Rect)
		}
	})
	s.both()
	s.undone("lock", func() {
		if !s.frame("f1").Locked || !s.frame("f2").Locked {
			t.Error("not both are locked")
		}
		if s.d.Do("nudge-right") || s.d.Do("delete-frame") {
			t.Error("locked frames can be moved or deleted")
		}
	})
	s.both()
	s.undone("delete-frame", func() {
		if n := len(s.d.ed.Pages[0].Frames); n != 0 || len(s.d.view.Selection()) != 0 {
			t.Errorf("%d frames are left, selected %v", n, s.d.view.Selection())
		}
	})
}

func TestSelectAllTakesWhatIsNotLocked(t *testing.T) {
	s := newStage(t, nil).open()
	s.release(s.press(middle(s.frame("f1").Rect)))
	s.pump()
	s.d.Do("lock")
	s.settled()
	s.d.Do("select-all")
	if got := s.d.view.Selection(); len(got) != 1 || got[0] != "f2" {
		t.Errorf("selected %v", got)
	}
	// The edition lets go of a frame that another hand took away.
	s.d.selectFrames("f2")
	s.d.deleteFrame()
	s.settled()
	if s.d.selected != "" || len(s.d.view.Selection()) != 0 {
		t.Error("a frame that is gone is still selected")
	}
}

func TestAnEditionThatIsOnlyLookedAtIsLeftAlone(t *testing.T) {
	s := newStage(t, nil).open()
	s.store.looking = true
	s.d.showSheet()
	s.d.selectFrames("f1", "f2")
	was := s.d.ed
	for _, c := range pageCommands() {
		switch c.id {
		case "copy", "select-all", "proof-window", "lines", "guides", "units", "make-room":
			continue // these only look
		}
		if c.can(s.d) {
			t.Errorf("%s can run", c.id)
		}
	}
	from := s.press(middle(s.frame("f1").Rect))
	s.drag(from, 0, 60)
	s.d.view.DragEnd()
	s.key(fyne.KeyDown)
	s.settled()
	if s.d.ed != was {
		t.Error("the hand changed it")
	}
}
