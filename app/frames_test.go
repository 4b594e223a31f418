package app

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// TestFramesAreMeasured: inputs that one picture answers count as one, from the oldest; a picture that answers nothing
// is not told of.
func TestFramesAreMeasured(t *testing.T) {
	type frame struct {
		what string
		took time.Duration
	}
	var got []frame
	s := newStage(t, func(d *Deps) {
		d.Painted = func(what string, took time.Duration) { got = append(got, frame{what, took}) }
	}).open()
	paint := func() { s.d.win.Canvas().Capture() }
	paint()
	if len(got) != 0 {
		t.Fatalf("without an input: %v", got)
	}
	s.d.view.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 10)})
	s.now = s.now.Add(4 * time.Millisecond)
	s.d.view.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 10)})
	s.now = s.now.Add(3 * time.Millisecond)
	paint()
	paint()
	from := s.press(middle(s.frame("f1").Rect))
	s.drag(from, 0, 30)
	s.now = s.now.Add(time.Millisecond)
	paint()
	if want := []frame{{"pan", 7 * time.Millisecond}, {"drag", time.Millisecond}}; !slices.Equal(got, want) {
		t.Errorf("told of %v, not of %v", got, want)
	}
	s.d.view.DragEnd()
}
