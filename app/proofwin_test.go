package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"dayang/internal/words"
	"dayang/layout/display"
)

func TestTheProofWindowFollows(t *testing.T) {
	s := newStage(t, nil).open()
	if !s.d.Do("proof-window") || len(s.d.proofs) != 1 {
		t.Fatal("no proof window")
	}
	p := s.d.proofs[0]
	settled := func() {
		s.settled()
		s.until("the proof's tiles", p.view.Settled)
	}
	settled()
	if got := p.view.Sheet().Page.ID; got != "page-1" || p.view.AidsShown() {
		t.Fatalf("it shows %q, with aids: %v", got, p.view.AidsShown())
	}
	// A change on the desk is seen, a turn of the page too.
	s.d.selectFrames("f1")
	s.d.Do("nudge-right")
	settled()
	if m := p.view.Sheet().Page.Items[0].(display.Mark); m.Bounds != s.frame("f1").Rect {
		t.Errorf("the proof shows the block at %v, it stands at %v", m.Bounds, s.frame("f1").Rect)
	}
	s.d.turnTo("page-2")
	settled()
	if got := p.view.Sheet().Page.ID; got != "page-2" {
		t.Errorf("it did not follow: %q", got)
	}
	// Turned to a page of its own it stays there; its zoom is its own.
	p.key(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	zoom := s.d.view.Zoom()
	p.view.ZoomBy(2)
	s.d.turnTo("page-1")
	s.d.turnTo("page-2")
	settled()
	if p.view.Sheet().Page.ID != "page-1" || p.follow.Checked || s.d.view.Zoom() != zoom {
		t.Errorf("it shows %q, follows: %v", p.view.Sheet().Page.ID, p.follow.Checked)
	}
	p.follow.SetChecked(true)
	settled()
	if p.view.Sheet().Page.ID != "page-2" {
		t.Error("told to follow it does not")
	}
	// Nothing can be moved in it.
	was := s.d.ed
	s.d.turnTo("page-1")
	settled()
	at := p.view.Size()
	p.view.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(at.Width/2, at.Height/2)}})
	p.view.DragEnd()
	if s.d.ed != was || len(p.view.Selection()) != 0 {
		t.Error("the proof changed the edition")
	}
	s.d.SetLanguage(words.EN)
	settled()
	if got := p.win.Title(); got != "Page 1 要闻 — Page Proof" {
		t.Errorf("its title is %q", got)
	}
	s.d.leave()
	if len(s.d.proofs) != 0 {
		t.Error("it outlives its edition")
	}
}
