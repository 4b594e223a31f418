package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/measure"
	"dayang/layout/geom"
)

// enter types into a field of the place and presses Return.
func (s *stage) enter(f *field, text string) {
	s.t.Helper()
	s.d.win.Canvas().Focus(f)
	f.SetText(text)
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settled()
}

func TestLengthsAreTypedInAnyUnit(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.selectFrames("f1")
	s.d.changed()
	s.pump()
	p := s.d.frame.props.place
	f := s.d.ed.Pages[0].Format
	for _, c := range []struct {
		field *field
		text  string
		want  func(r geom.Rect) geom.Length
		is    geom.Length
	}{
		{p.w, "26字", func(r geom.Rect) geom.Length { return r.W }, 26 * f.Body},
		{p.w, "2栏", func(r geom.Rect) geom.Length { return r.W }, f.Span(2)},
		{p.h, "12行", func(r geom.Rect) geom.Length { return r.H }, 12 * f.Leading},
		{p.h, "30", func(r geom.Rect) geom.Length { return r.H }, 30 * geom.MM},
		{p.h, "五号*4", func(r geom.Rect) geom.Length { return r.H }, geom.FromPt(42)},
		{p.x, "第3栏", func(r geom.Rect) geom.Length { return r.X }, f.Cells(2, 0, 1, 1).X},
		{p.y, "5行", func(r geom.Rect) geom.Length { return r.Y }, f.TypeArea.Y + 5*f.Leading},
	} {
		s.enter(c.field, c.text)
		if got := c.want(s.frame("f1").Rect); got != c.is {
			t.Errorf("%s: %v mm, want %v", c.text, got.MM(), c.is.MM())
		}
	}
	was := s.d.ed
	for _, bad := range []string{"十尺", "0", "-3mm", "99999", ""} {
		s.enter(p.w, bad)
		if s.d.ed != was {
			t.Errorf("%q changed the page", bad)
		}
	}
	if got := p.w.Text; got != measureOn(s.d.ed.Pages[0], s.d.ed.House).Number(s.frame("f1").Rect.W, measure.Across, measure.Millimetre) {
		t.Errorf("after what cannot be read the field says %q", got)
	}
	// A pause in typing hands nothing over.
	s.d.win.Canvas().Focus(p.w)
	p.w.SetText("1")
	s.wait(commitPause)
	if s.d.ed != was {
		t.Error("half a number was taken")
	}
	p.w.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if p.w.Text == "1" {
		t.Error("Escape leaves what was typed")
	}
}

func TestLengthsOfSeveralBlocks(t *testing.T) {
	s := newStage(t, nil).open()
	s.boxes(at(20, 200, 20, 10), at(50, 210, 30, 10))
	ids := []string{"f3", "f4"}
	s.d.selectFrames(ids...)
	s.d.changed()
	s.pump()
	p := s.d.frame.props.place
	if p.x.Text != "20" || p.w.Text != "" || p.h.Text != "10" || s.d.frame.props.kind.text != "2 个版块" {
		t.Fatalf("the fields say x %q w %q h %q, of %q", p.x.Text, p.w.Text, p.h.Text, s.d.frame.props.kind.text)
	}
	s.enter(p.x, "30")
	if a, b := s.frame("f3").Rect.X, s.frame("f4").Rect.X; a != 30*geom.MM || b != 60*geom.MM {
		t.Errorf("together they moved to %v and %v", a.MM(), b.MM())
	}
	s.enter(p.w, "25mm")
	if a, b := s.frame("f3").Rect.W, s.frame("f4").Rect.W; a != 25*geom.MM || b != a {
		t.Errorf("they are %v and %v wide", a.MM(), b.MM())
	}
	s.d.Do("undo")
	s.settled()
	if a, b := s.frame("f3").Rect.W, s.frame("f4").Rect.W; a != 20*geom.MM || b != 30*geom.MM {
		t.Errorf("one undo leaves %v and %v", a.MM(), b.MM())
	}
	p.h.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	s.settled()
	if a, b := s.frame("f3").Rect.H, s.frame("f4").Rect.H; a != 11*geom.MM || b != a {
		t.Errorf("the arrow made them %v and %v high", a.MM(), b.MM())
	}
}

func TestUnitsOfTheDesk(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.selectFrames("f1")
	s.d.Do("units")
	s.pump()
	p := s.d.frame.props.place
	f := s.d.ed.Pages[0].Format
	if p.x.Text != "0" || p.y.Text != "10" || p.w.Text != "43" || p.h.Text != "30" || p.units[3].text != "行" {
		t.Errorf("in characters: x %q y %q w %q h %q %s", p.x.Text, p.y.Text, p.w.Text, p.h.Text, p.units[3].text)
	}
	if got := s.d.measured(2*f.Leading, pageview.Down); got != "2 行" {
		t.Errorf("beside the hand stands %q", got)
	}
	p.w.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.settled()
	if got := s.frame("f1").Rect.W; got != 42*f.Body {
		t.Errorf("a character less is %v mm", got.MM())
	}
	// Chosen once, it stays chosen.
	if got := s.d.app.Preferences().String(prefUnits); got != "zi" {
		t.Errorf("kept as %q", got)
	}
}
