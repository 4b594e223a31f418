package app

import (
	"testing"
	"time"

	"dayang/internal/edition"
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
