package app

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/layout/geom"
)

// drawOut draws from one place of the page to another with whatever tool is chosen.
func (s *stage) drawOut(r geom.Rect) {
	from := s.press(r.Min())
	z := s.d.view.Zoom()
	if r.W > 0 || r.H > 0 {
		s.drag(from, float32(r.W.MM()*z), float32(r.H.MM()*z))
		s.d.view.DragEnd()
	} else {
		s.release(from)
	}
	s.settled()
}

func TestEveryKindOfBlockIsDrawnAndUndone(t *testing.T) {
	s := newStage(t, nil).open()
	f := s.d.ed.Pages[0].Format
	place := f.Cells(1, 55, 2, 12)
	for _, k := range blockKinds() {
		if k.id == "insert-text" {
			s.d.pickStory("s1")
			s.pump()
		}
		was, stories := len(s.d.ed.Pages[0].Frames), len(s.d.ed.Stories)
		if !s.d.Do(k.id) || s.d.view.Tool() != pageview.Draw {
			t.Fatalf("%s does not begin", k.id)
		}
		s.drawOut(place)
		got := s.d.framesNow()
		if len(got) != 1 || len(s.d.ed.Pages[0].Frames) != was+1 || s.d.view.Tool() != pageview.Select {
			t.Fatalf("%s: %d blocks are selected of %d", k.id, len(got), len(s.d.ed.Pages[0].Frames))
		}
		if r := got[0].Rect; !place.Contains(r) || got[0].Kind == edition.StoryFrame && r != place {
			t.Errorf("%s was drawn at %v and stands at %v", k.id, place, r)
		}
		if err := edition.Validate(s.d.ed); err != nil {
			t.Errorf("%s: %v", k.id, err)
		}
		s.d.Do("undo")
		s.settled()
		if len(s.d.ed.Pages[0].Frames) != was || len(s.d.ed.Stories) != stories {
			t.Errorf("one undo of %s leaves %d blocks and %d stories", k.id, len(s.d.ed.Pages[0].Frames), len(s.d.ed.Stories))
		}
		s.d.selectFrames()
		s.d.story = ""
	}
	// A click puts down a usual size, Escape nothing.
	s.d.Do("insert-picture")
	s.drawOut(geom.Rect{X: place.X + geom.MM, Y: place.Y + geom.MM})
	if got := s.d.framesNow(); len(got) != 1 || got[0].Rect.W != f.Span(2) || got[0].Rect.Min() != place.Min() {
		t.Errorf("a click puts down %+v", got)
	}
	s.d.Do("insert-box")
	s.key(fyne.KeyEscape)
	if s.d.view.Tool() != pageview.Select {
		t.Error("Escape does not give the tool up")
	}
	// The story chosen in the list is what a story block takes.
	s.d.pickStory("s3")
	s.d.Do("insert-story")
	s.drawOut(place)
	if got := s.d.framesNow(); len(got) != 1 || got[0].Story != "s3" {
		t.Errorf("the block holds %q", got[0].Story)
	}
}

func TestMastersAreKeptAppliedAndLeft(t *testing.T) {
	s := newStage(t, nil).open()
	s.boxes(at(20, 10, 200, 8))
	s.d.Do("master-keep")
	s.settled()
	if m := s.d.ed.House.Masters; len(m) != 1 || m[0].Name != "要闻" {
		t.Fatalf("the title has masters %v", m)
	}
	s.d.turnTo("page-2")
	s.settled()
	m := &menuMaker{d: s.d}
	m.masters()
	m.items[0].Action()
	s.settled()
	p := s.d.pageNow()
	if p.Master != "要闻" || len(p.Frames) == 0 || p.Frames[0].Master == "" {
		t.Fatalf("page 2 is made after %q with %d blocks", p.Master, len(p.Frames))
	}
	n := len(p.Frames)
	s.d.selectFrames(p.Frames[0].ID)
	if !s.d.Do("free-master") || s.d.pageNow().Frames[0].Master != "" {
		t.Error("a block cannot be freed")
	}
	s.d.Do("master-detach")
	s.settled()
	if p := s.d.pageNow(); p.Master != "" || len(p.Frames) != n {
		t.Errorf("after leaving the master: %q, %d blocks", p.Master, len(p.Frames))
	}
}

// titles answers a menu's items, those of menus inside it behind a slash.
func titles(items []*fyne.MenuItem, under string) []string {
	var out []string
	for _, i := range items {
		if i.IsSeparator {
			continue
		}
		out = append(out, under+i.Label)
		if i.ChildMenu != nil {
			out = append(out, titles(i.ChildMenu.Items, under+i.Label+"/")...)
		}
	}
	return out
}

func TestMenusSayWhatCanBeDoneHere(t *testing.T) {
	s := newStage(t, picturing).open()
	s.withPicture()
	s.d.app.Clipboard().SetContent("")
	abs := func(p geom.Point) fyne.Position {
		return s.at(p).Add(fyne.CurrentApp().Driver().AbsolutePositionForObject(s.d.view))
	}
	menu := func(id string) []string {
		var h pageview.Hit
		at := geom.Point{X: 3 * geom.MM, Y: 3 * geom.MM}
		s.d.selectFrames()
		if id != "" {
			s.d.selectFrames(id)
			h = pageview.Hit{Frame: id}
			at = middle(s.frame(id).Rect)
		}
		return titles(s.d.menuFor(h, abs(at)).items, "")
	}
	ids := s.boxes(at(100, 250, 20, 20))
	s.d.do(edit.AddFrame(s.d.ed, "page-1", &edition.Frame{ID: "ad", Kind: edition.FurnitureFrame, Rect: at(150, 250, 20, 20), Furniture: &edition.Furniture{Kind: edition.Advert}}))
	s.settled()
	for id, want := range map[string][]string{
		"":     {"全选版块", "插入/图片", "插入/二维码", "按字和行计量"},
		"f1":   {"题文关系/竖题", "栏数/自动", "层次/移到最前", "对齐/左齐", "剪切版块", "锁定"},
		"pic":  {"在框内移动图片", "置入图片…", "剪切版块"},
		"ad":   {"改文字", "置入图片…", "锁定"},
		ids[0]: {"删除", "再制一份"},
	} {
		got := menu(id)
		for _, w := range want {
			if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, w) }) {
				t.Errorf("menu of %q lacks %q: %v", id, w, got)
			}
		}
		if slices.Contains(got, wMakeup.ZH) { // there is none in this test
			t.Errorf("menu of %q offers what cannot be done", id)
		}
	}
	for _, i := range s.d.menuFor(pageview.Hit{Frame: "f1"}, fyne.Position{}).items {
		if strings.HasPrefix(i.Label, "删除") && i.Shortcut == nil {
			t.Error("the menu does not show the key")
		}
	}
}

func TestWhatIsOverCanGrowRunOnAndJump(t *testing.T) {
	s := newStage(t, nil).open()
	r := s.frame("f1").Rect
	f := s.d.ed.Pages[0].Format
	small := r
	small.H = 12 * geom.MM // two lines of the test's four stand
	s.d.setRects(wResize, []pageview.Placed{{ID: "f1", Rect: small}})
	s.settled()
	s.d.selectFrames("f1")
	if over := s.d.composed.Fits["s1"].OverRunes; over == 0 {
		t.Fatal("nothing is over")
	}
	got := titles(s.d.menuFor(pageview.Hit{Frame: "f1", Over: true}, fyne.Position{}).items, "")
	for _, w := range []string{"加高到排下", "在本版空处续排", "转到/02版 副刊", "去删减文字"} {
		if !slices.Contains(got, w) {
			t.Errorf("the mark's menu lacks %q: %v", w, got)
		}
	}
	s.undone("grow", func() {
		if got := s.frame("f1").Rect; got.H <= small.H || (got.H-small.H)%f.Leading != 0 {
			t.Errorf("grown to %v", got)
		}
	})
	s.d.selectFrames("f1")
	s.undone("run-on", func() {
		last := s.d.ed.Pages[0].Frames[len(s.d.ed.Pages[0].Frames)-1]
		if last.Kind != edition.TextFrame || last.Story != "s1" || last.Rect.Overlaps(s.frame("f2").Rect) {
			t.Errorf("it runs on into %+v", last)
		}
	})
	s.d.selectFrames("f1")
	s.d.jump("page-2")
	s.settled()
	if p := s.d.ed.Pages[1]; len(p.Frames) != 1 || p.Frames[0].Story != "s1" || s.d.ed.Story("s1").Jump != 2 {
		t.Errorf("page 2 has %d blocks, the story's jump is %d", len(p.Frames), s.d.ed.Story("s1").Jump)
	}
	s.d.Do("undo")
	s.settled()
	s.d.turnTo("page-1") // undo went to see the other
	small.H = 19 * geom.MM
	s.d.setRects(wResize, []pageview.Placed{{ID: "f1", Rect: small}})
	s.settled()
	s.d.selectFrames("f1")
	if !s.d.Do("shorten") {
		t.Fatal("it cannot be shortened")
	}
	s.pump()
	if p, at := s.d.frame.text.ed.G.CaretPara(); p == nil || p.ID != "p3" || at != len([]rune(p.Text)) {
		t.Errorf("the caret is in %v at %d", p, at)
	}
}
