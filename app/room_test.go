package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// aside moves every other story a centimetre down for what the hand put there, and says that the second is over.
func aside(_ context.Context, ed *edition.Edition, page string, hand []*edition.Frame) (Room, error) {
	frames := append([]*edition.Frame(nil), ed.Page(page).Frames...)
	held := map[string]*edition.Frame{}
	for _, f := range hand {
		if f.ID == "" {
			f.ID = edit.NextFrameID(ed)
			frames = append(frames, f)
		}
		held[f.ID] = f
	}
	for i, f := range frames {
		if h := held[f.ID]; h != nil {
			frames[i] = h
			continue
		}
		g := *f
		g.Rect.Y += 10 * geom.MM
		frames[i] = &g
	}
	c, err := edit.SetFrames(ed, page, frames)
	return Room{Change: c, Over: []StoryOver{{"s2", 5}}}, err
}

func TestOthersMakeRoom(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.MakeRoom = aside }).open()
	s.d.Do("make-room")
	a, b := s.frame("f1").Rect, s.frame("f2").Rect
	from := s.press(middle(a))
	s.drag(from, 0, 60)
	if note := s.d.view.MoveHint(); note != wOthersGiveWay.In(words.ZH) {
		t.Errorf("beside the hand stands %q", note)
	}
	s.d.view.DragEnd()
	s.until("the room", func() bool { return len(s.d.jobs) == 0 && s.frame("f2").Rect != b })
	s.settled()
	if s.frame("f1").Rect.Y <= a.Y || s.frame("f2").Rect.Y != b.Y+10*geom.MM {
		t.Errorf("f1 at %v, f2 at %v", s.frame("f1").Rect, s.frame("f2").Rect)
	}
	if said := s.d.frame.status.said.text; !strings.Contains(said, "移动了 1 个版块") || !strings.Contains(said, "一江清水穿城过") || !strings.Contains(said, "5 行") {
		t.Errorf("said: %q", said)
	}
	if s.d.selected != "f1" {
		t.Errorf("selected is %q", s.d.selected)
	}
	s.d.Do("undo")
	s.settled()
	if s.frame("f1").Rect != a || s.frame("f2").Rect != b {
		t.Error("one undo does not take all back")
	}
	// From the list, a new block; from another page, the same story.
	s.d.dropStory("s3", s.d.ed.Pages[0].Format.Cells(0, 50, 2, 10))
	s.until("the room", func() bool { return len(s.d.jobs) == 0 && s.d.isPlaced("s3") })
	if got := s.frame("f2").Rect.Y; got != b.Y+10*geom.MM {
		t.Errorf("f2 is at %v", got)
	}
	s.settled()
	s.d.turnTo("page-2")
	s.settled()
	s.d.dropStory("s1", s.d.ed.Pages[1].Format.Cells(0, 5, 2, 10))
	s.until("the room", func() bool { return len(s.d.jobs) == 0 && len(s.d.ed.Pages[1].Frames) == 1 })
	if pg, f := s.d.frameOf("s1"); pg.ID != "page-2" || f == nil || s.d.ed.Pages[0].Frame("f1") != nil {
		t.Error("the story did not come from its page")
	}
	s.settled()
	s.d.Do("undo")
	s.settled()
	if s.d.ed.Pages[0].Frame("f1") == nil {
		t.Error("one undo does not bring it back to its page")
	}
	// The switch off: a plain move.
	s.d.turnTo("page-1")
	s.d.Do("make-room")
	s.settled()
	b = s.frame("f2").Rect
	from = s.press(middle(s.frame("f1").Rect))
	s.drag(from, 0, 30)
	s.d.view.DragEnd()
	s.settled()
	if s.frame("f2").Rect != b {
		t.Error("with the switch off the others moved")
	}
}

func TestRoomThatAnEditOvertookIsDropped(t *testing.T) {
	gate := make(chan struct{})
	s := newStage(t, func(d *Deps) {
		d.MakeRoom = func(ctx context.Context, ed *edition.Edition, page string, hand []*edition.Frame) (Room, error) {
			<-gate
			return aside(ctx, ed, page, hand)
		}
	}).open()
	s.d.Do("make-room")
	b := s.frame("f2").Rect
	from := s.press(middle(s.frame("f1").Rect))
	s.drag(from, 0, 60)
	s.d.view.DragEnd()
	s.d.replace("s1", s.d.ed.Story("s1").Para("p3"), "改过的导语。")
	close(gate)
	s.until("the job to end", func() bool { return len(s.d.jobs) == 0 })
	if s.frame("f2").Rect != b {
		t.Error("an answer to an older page was taken")
	}
	s.d.view.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
}

func TestANotchIsOneStep(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.do(edit.ChangeFrames(s.d.ed, "page-1", []string{"f1"}, func(f *edition.Frame) {
		f.Notch = &edition.Notch{Corner: edition.TopLeft, W: 20 * geom.MM, H: 30 * geom.MM}
	}))
	s.settled()
	r := s.frame("f1").Rect
	if got := s.d.view.Sheet().Boxes[0].Notch; got != (geom.Rect{X: r.X, Y: r.Y, W: 20 * geom.MM, H: 30 * geom.MM}) {
		t.Fatalf("the view has the notch at %v", got)
	}
	s.d.resizeNotch("f1", geom.Size{W: 25 * geom.MM, H: 35 * geom.MM}, false)
	if s.frame("f1").Notch.W != 20*geom.MM {
		t.Error("the document changed while the hand still held it")
	}
	s.d.resizeNotch("f1", geom.Size{W: 25 * geom.MM, H: 35 * geom.MM}, true)
	s.settled()
	if n := s.frame("f1").Notch; n.W != 25*geom.MM || n.H != 35*geom.MM || n.Corner != edition.TopLeft {
		t.Errorf("the notch is %+v", n)
	}
	s.d.Do("undo")
	s.settled()
	if n := s.frame("f1").Notch; n == nil || n.W != 20*geom.MM {
		t.Errorf("undo leaves %+v", n)
	}
}

// A banner names its story, and what that story has left over is no concern of the banner's.
func TestOnlyTextBlocksAreMarkedOver(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.do(edit.AddFrame(s.d.ed, "page-1", &edition.Frame{ID: "banner", Kind: edition.FurnitureFrame, Story: "s1", Rect: at(20, 300, 60, 8), Furniture: &edition.Furniture{Kind: edition.Banner}}))
	small := s.frame("f1").Rect
	small.H = 12 * geom.MM
	s.d.setRects(wResize, []pageview.Placed{{ID: "f1", Rect: small}})
	s.settled()
	for _, b := range s.d.view.Sheet().Boxes {
		if (b.Over != "") != (b.ID == "f1") {
			t.Errorf("%s is marked %q", b.ID, b.Over)
		}
	}
}
