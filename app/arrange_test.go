package app

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/layout/geom"
)

func TestAlignIsToTheKeyBlock(t *testing.T) {
	s := newStage(t, nil).open()
	for _, c := range []struct {
		id string
		is func(f, key, area geom.Rect) bool
	}{
		{"align-left", func(f, k, _ geom.Rect) bool { return f.X == k.X }},
		{"align-centre", func(f, k, _ geom.Rect) bool { return f.X+f.W/2 == k.X+k.W/2 }},
		{"align-right", func(f, k, _ geom.Rect) bool { return f.Right() == k.Right() }},
		{"align-top", func(f, k, _ geom.Rect) bool { return f.Y == k.Y }},
		{"align-middle", func(f, k, _ geom.Rect) bool { return f.Y+f.H/2 == k.Y+k.H/2 }},
		{"align-bottom", func(f, k, _ geom.Rect) bool { return f.Bottom() == k.Bottom() }},
	} {
		r := s.frame("f1").Rect
		r.Y += 40 * geom.MM
		r.H -= 12 * geom.MM
		s.d.setRects(wMove, []pageview.Placed{{ID: "f1", Rect: r}})
		s.settled()
		s.both() // f2 is the key one
		key := s.frame("f2").Rect
		s.undone(c.id, func() {
			if got := s.frame("f1").Rect; !c.is(got, key, geom.Rect{}) || got.Size() != r.Size() || s.frame("f2").Rect != key {
				t.Errorf("%s: %v beside %v, now %v", c.id, got, key, s.frame("f2").Rect)
			}
		})
		// One alone is aligned to the type area.
		s.d.selectFrames("f1")
		area := s.d.ed.Pages[0].Format.TypeArea
		s.d.Do(c.id)
		s.settled()
		if got := s.frame("f1").Rect; !c.is(got, area, area) {
			t.Errorf("%s of one: %v in %v", c.id, got, area)
		}
		s.d.Do("undo")
		s.d.Do("undo")
		s.settled()
	}
}

// boxes adds plain boxes to the sample's first page and answers their ids.
func (s *stage) boxes(rects ...geom.Rect) []string {
	s.t.Helper()
	var ids []string
	for _, r := range rects {
		id := edit.NextFrameID(s.d.ed)
		if !s.d.do(edit.AddFrame(s.d.ed, "page-1", &edition.Frame{ID: id, Kind: edition.BoxFrame, Boxed: true, Rect: r})) {
			s.t.Fatal("no box was added")
		}
		ids = append(ids, id)
	}
	s.settled()
	return ids
}

func at(x, y, w, h int) geom.Rect {
	return geom.Rect{X: geom.Length(x) * geom.MM, Y: geom.Length(y) * geom.MM, W: geom.Length(w) * geom.MM, H: geom.Length(h) * geom.MM}
}

func TestDistributeOrderAndGroup(t *testing.T) {
	s := newStage(t, nil).open()
	ids := s.boxes(at(20, 200, 20, 10), at(50, 210, 30, 10), at(180, 260, 20, 10))
	s.d.selectFrames(ids[:2]...)
	if s.d.Do("distribute-across") {
		t.Error("two cannot be spread evenly")
	}
	s.d.selectFrames(ids...)
	s.undone("distribute-across", func() {
		if a, b, c := s.frame(ids[0]).Rect, s.frame(ids[1]).Rect, s.frame(ids[2]).Rect; b.X-a.Right() != c.X-b.Right() || a.X != 20*geom.MM || c.X != 180*geom.MM {
			t.Errorf("spread to %v %v %v", a.X, b.X, c.X)
		}
	})
	s.undone("distribute-down", func() {
		if a, b, c := s.frame(ids[0]).Rect, s.frame(ids[1]).Rect, s.frame(ids[2]).Rect; b.Y-a.Bottom() != c.Y-b.Bottom() {
			t.Errorf("spread to %v %v %v", a.Y, b.Y, c.Y)
		}
	})
	place := func(id string) int {
		for i, f := range s.d.ed.Pages[0].Frames {
			if f.ID == id {
				return i
			}
		}
		return -1
	}
	s.d.selectFrames(ids[0])
	for id, want := range map[string]int{"to-front": 4, "forward": 3, "backward": 1, "to-back": 0} {
		s.undone(id, func() {
			if got := place(ids[0]); got != want {
				t.Errorf("%s puts it at %d", id, got)
			}
		})
	}
	s.d.selectFrames(ids...)
	s.d.Do("group")
	s.settled()
	if g := s.frame(ids[0]).Group; g == "" || s.frame(ids[2]).Group != g {
		t.Fatal("they are no group")
	}
	if s.d.Do("group") {
		t.Error("a group alone can be grouped")
	}
	// A press on one of them carries all.
	was := s.frame(ids[2]).Rect
	s.d.selectFrames()
	from := s.press(middle(s.frame(ids[0]).Rect))
	if got := s.d.view.Selection(); len(got) != 3 {
		t.Fatalf("a press on a grouped block selects %v", got)
	}
	s.drag(from, 0, 40)
	s.d.view.DragEnd()
	s.settled()
	if s.frame(ids[2]).Rect.Y <= was.Y {
		t.Error("the group did not follow the hand")
	}
	s.d.Do("ungroup")
	s.settled()
	if s.frame(ids[0]).Group != "" || s.d.Do("ungroup") {
		t.Error("it is still a group")
	}
	s.d.selectFrames(ids[0], ids[2])
	a, c := s.frame(ids[0]).Rect, s.frame(ids[2]).Rect
	s.undone("swap", func() {
		if s.frame(ids[0]).Rect.Min() != c.Min() || s.frame(ids[2]).Rect.Min() != a.Min() {
			t.Errorf("swapped to %v and %v", s.frame(ids[0]).Rect, s.frame(ids[2]).Rect)
		}
	})
}

func TestGuidesAreSteps(t *testing.T) {
	s := newStage(t, nil).open()
	g := pageview.Guide{Upright: true, At: 44 * geom.MM}
	s.d.guide(nil, &g)
	s.settled()
	if got := s.d.ed.Pages[0].Guides; len(got) != 1 || !got[0].Vertical || got[0].At != g.At {
		t.Fatalf("the page has %v", got)
	}
	if got := s.d.view.Sheet().Guides; len(got) != 1 || got[0] != g {
		t.Fatalf("the view shows %v", got)
	}
	moved := pageview.Guide{Upright: true, At: 50 * geom.MM}
	s.d.guide(&g, &moved)
	s.settled()
	if got := s.d.ed.Pages[0].Guides; got[0].At != moved.At {
		t.Errorf("moved to %v", got)
	}
	s.d.guide(&moved, nil)
	s.settled()
	if got := s.d.ed.Pages[0].Guides; len(got) != 0 {
		t.Errorf("%v is left", got)
	}
	s.d.Do("undo")
	s.settled()
	s.undone("clear-guides", func() {
		if len(s.d.ed.Pages[0].Guides) != 0 {
			t.Error("a guide is left")
		}
	})
	if len(s.d.ed.Pages[0].Guides) != 1 {
		t.Error("undo brings no guide back")
	}
}

func TestBlocksGoThroughTheClipboard(t *testing.T) {
	s := newStage(t, nil).open()
	if s.d.Do("copy") || s.d.Do("cut") {
		t.Error("nothing is selected and something was copied")
	}
	s.both()
	was := s.frame("f1").Rect
	s.d.Do("copy")
	text := s.d.app.Clipboard().Content()
	if !strings.HasPrefix(text, `{"kind":"dayang frames`) {
		t.Fatalf("the clipboard holds %.60q", text)
	}
	s.undone("paste", func() {
		got := s.d.framesNow()
		if len(got) != 2 || len(s.d.ed.Pages[0].Frames) != 4 || got[0].Rect == was || got[0].Story == "s1" {
			t.Errorf("%d blocks came, at %v, of story %q", len(got), got[0].Rect, got[0].Story)
		}
	})
	// On another page they come to the same place, and cut ones are the same stories.
	s.both()
	s.d.Do("cut")
	s.settled()
	if len(s.d.ed.Pages[0].Frames) != 0 || s.d.ed.Story("s1") == nil {
		t.Fatal("cutting leaves the blocks, or takes the story")
	}
	s.d.Do("page-on")
	s.settled()
	s.d.Do("paste")
	s.settled()
	got := s.d.pageNow().Frames
	if s.d.page != "page-2" || len(got) != 2 || got[0].Rect != was || got[0].Story != "s1" {
		t.Fatalf("page 2 has %d blocks", len(got))
	}
	s.d.Do("paste-in-place")
	s.settled()
	if got := s.d.framesNow(); len(got) != 2 || got[0].Rect != was {
		t.Errorf("in place they stand at %v", got[0].Rect)
	}
	// Text becomes a story that stands nowhere.
	s.d.app.Clipboard().SetContent("江滩公园夜景灯光全新亮相\n本报讯　昨晚，江滩公园的灯亮了。\n市民纷纷拍照。")
	n := len(s.d.ed.Stories)
	s.d.Do("paste")
	s.settled()
	if len(s.d.ed.Stories) != n+1 || s.d.isPlaced(s.d.story) {
		t.Fatalf("%d stories, the new one placed: %v", len(s.d.ed.Stories), s.d.isPlaced(s.d.story))
	}
	if h := s.d.storyNow().First(edition.Headline); h == nil || h.Text != "江滩公园夜景灯光全新亮相" {
		t.Errorf("its headline is %v", h)
	}
	s.d.app.Clipboard().SetContent("  \n ")
	was2 := s.d.ed
	s.d.Do("paste")
	s.settled()
	if s.d.ed != was2 {
		t.Error("white was pasted")
	}
}

// keeper is a memory that has the bytes of some pictures.
type keeper struct {
	*memory
	bytes map[string][]byte
}

func (k keeper) PictureBytes(id string) ([]byte, error) {
	if b, ok := k.bytes[id]; ok {
		return b, nil
	}
	return nil, errors.New("no bytes")
}

func TestPicturesComeAlongToAnotherEdition(t *testing.T) {
	var from, to *memory
	kept, lost := strings.Repeat("a", 64), strings.Repeat("b", 64)
	s := newStage(t, func(d *Deps) {
		d.Open = func(path string) (Store, error) {
			m := &memory{ed: sample()}
			if filepath.Base(path) == "b"+extension {
				to = m
				return m, nil
			}
			from = m
			return keeper{m, map[string][]byte{kept: []byte("png")}}, nil
		}
	}).open()
	from.Do(edit.AddPicture(from.ed, edition.Picture{ID: kept, Name: "灯.png", Width: 4, Height: 3}))
	from.Do(edit.AddPicture(from.ed, edition.Picture{ID: lost, Name: "影.png", Width: 4, Height: 3}))
	for _, f := range [][2]string{{"kept", kept}, {"lost", lost}} {
		id, pic := f[0], f[1]
		c, err := edit.AddFrame(from.ed, "page-1", &edition.Frame{ID: id, Kind: edition.PictureFrame, Picture: pic, Rect: at(30, 200, 40, 30)})
		if err != nil {
			t.Fatal(err)
		}
		from.Do(c)
	}
	s.d.adopt(from.ed)
	s.settled()
	s.d.selectFrames("kept", "lost")
	s.d.Do("copy")
	if err := s.d.Open(filepath.Join(t.TempDir(), "b"+extension)); err != nil {
		t.Fatal(err)
	}
	s.settled()
	s.d.Do("paste")
	s.settled()
	got := s.d.framesNow()
	if _, err := edit.ReadClip(s.d.app.Clipboard().Content()); err != nil || len(got) != 2 {
		t.Fatalf("%d blocks came (%v)", len(got), err)
	}
	if got[0].Picture != "kept-灯.png" || got[1].Picture != "" || to.ed.Picture("kept-灯.png") == nil || to.ed.Picture(lost) != nil {
		t.Errorf("%d blocks came, showing %q and %q", len(got), got[0].Picture, got[1].Picture)
	}
	if s.d.frame.status.said.text != wPicturesLeft.F(1).In(s.d.lang) {
		t.Errorf("said: %q", s.d.frame.status.said.text)
	}
}

func TestDuplicateStandsBesideAndIsSelected(t *testing.T) {
	s := newStage(t, nil).open()
	ids := s.boxes(at(20, 200, 20, 10))
	s.d.selectFrames(ids...)
	s.undone("duplicate", func() {
		got := s.d.framesNow()
		if len(got) != 1 || got[0].ID == ids[0] || got[0].Rect == s.frame(ids[0]).Rect || got[0].Rect.Size() != s.frame(ids[0]).Rect.Size() {
			t.Errorf("selected %v", got)
		}
	})
	s.d.selectFrames(ids...)
	s.key(fyne.KeyDelete)
	s.settled()
	if s.frame(ids[0]) != nil {
		t.Error("the Delete key does not delete")
	}
}
