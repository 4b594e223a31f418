package app

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"dayang/app/editor"
	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/importer"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// memory is a Store without a disk.
type memory struct {
	ed   *edition.Edition
	past edit.History
	fail error
	end  bool

	looking bool
	states  []memoryState
	snaps   []store.Snapshot
	kept    []*edition.Edition
}

// memoryState is the edition after a step.
type memoryState struct {
	label words.Text
	ed    *edition.Edition
}

func (m *memory) Edition() *edition.Edition { return m.ed }

func (m *memory) Do(c edit.Change) (*edition.Edition, error) {
	if m.fail != nil {
		return nil, m.fail
	}
	ed, err := c.Apply(m.ed)
	if err != nil {
		return nil, err
	}
	m.ed, m.past = ed, m.past.Push(c)
	m.states = append(m.states, memoryState{c.Label, ed})
	return ed, nil
}

func (m *memory) Undo() (*edition.Edition, edit.Change, error) {
	c, after, ok := m.past.Undo()
	if !ok {
		return nil, c, errors.New("nothing")
	}
	ed, err := c.Apply(m.ed)
	if err == nil {
		m.ed, m.past = ed, after
	}
	return ed, c, err
}

func (m *memory) Redo() (*edition.Edition, edit.Change, error) {
	c, after, ok := m.past.Redo()
	if !ok {
		return nil, c, errors.New("nothing")
	}
	ed, err := c.Apply(m.ed)
	if err == nil {
		m.ed, m.past = ed, after
	}
	return ed, c, err
}

func (m *memory) CanUndo() (words.Text, bool) { return m.past.CanUndo() }
func (m *memory) CanRedo() (words.Text, bool) { return m.past.CanRedo() }
func (m *memory) AddPicture(name string, data []byte) (edition.Picture, error) {
	p := edition.Picture{ID: "kept-" + name, Name: name, Format: "png", Width: 4, Height: 3, Bytes: int64(len(data))}
	_, err := m.Do(edit.AddPicture(m.ed, p))
	return p, err
}
func (m *memory) PictureBytes(string) ([]byte, error) { return nil, errors.New("no bytes") }
func (m *memory) SaveAs(path string) error            { return os.WriteFile(path, []byte("copy"), 0o600) }
func (m *memory) Close() error                        { m.end = true; return nil }

func (m *memory) ReadOnly() bool                           { return m.looking }
func (m *memory) Refresh() (*edition.Edition, bool, error) { return m.ed, false, nil }

// History answers the steps that stand; At their editions, which states keeps.
func (m *memory) History(n int) ([]store.Step, error) {
	var out []store.Step
	for i := len(m.states) - 1; i >= 0 && (n <= 0 || len(out) < n); i-- {
		out = append(out, store.Step{Seq: int64(i + 1), Label: m.states[i].label, State: store.Done, Who: "王编辑"})
	}
	return out, nil
}
func (m *memory) At(step int64) (*edition.Edition, error) { return m.states[step-1].ed, nil }
func (m *memory) Restore(to *edition.Edition, what string) (*edition.Edition, error) {
	return m.Do(edit.Diff(words.Text{ZH: "恢复" + what, EN: what}, m.ed, to))
}
func (m *memory) Snapshot(name string) (store.Snapshot, error) {
	s := store.Snapshot{ID: int64(len(m.snaps) + 1), Name: name, Step: int64(len(m.states))}
	m.snaps = append([]store.Snapshot{s}, m.snaps...)
	m.kept = append(m.kept, m.ed)
	return s, nil
}
func (m *memory) Snapshots() ([]store.Snapshot, error)          { return m.snaps, nil }
func (m *memory) SnapshotAt(id int64) (*edition.Edition, error) { return m.kept[id-1], nil }
func (m *memory) RemoveSnapshot(id int64) error {
	m.snaps = slices.DeleteFunc(m.snaps, func(s store.Snapshot) bool { return s.ID == id })
	return nil
}

// plainRenderer draws every item's mark as a grey bar, so that a page is seen to be drawn.
type plainRenderer struct {
	mu    sync.Mutex
	tiles int
}

func (r *plainRenderer) Tile(p display.Page, dpi float64, px image.Rectangle) *image.RGBA {
	r.mu.Lock()
	r.tiles++
	r.mu.Unlock()
	img := image.NewRGBA(image.Rect(0, 0, px.Dx(), px.Dy()))
	at := func(l geom.Length) int { return int(l.MM() / 25.4 * dpi) }
	for y := range px.Dy() {
		for x := range px.Dx() {
			if px.Min.X+x < at(p.Trim.W) && px.Min.Y+y < at(p.Trim.H) {
				img.Set(x, y, color.White)
			}
		}
	}
	pageview.Marks(p, func(m display.Mark) {
		for y := at(m.Bounds.Y); y < at(m.Bounds.Bottom()); y++ {
			for x := at(m.Bounds.X); x < at(m.Bounds.Right()); x++ {
				if image.Pt(x, y).In(px) && m.Para != "" {
					img.Set(x-px.Min.X, y-px.Min.Y, color.Gray{Y: 120})
				}
			}
		}
	})
	return img
}

// compositor lays out as a test needs it: each paragraph one line of half-centimetre characters in its frame.
func compositor(ed *edition.Edition) Composed {
	out := Composed{Fits: map[string]Fit{}}
	for _, p := range ed.Pages {
		pg := display.Page{ID: p.ID, Number: p.Number, Trim: p.Format.Trim}
		for _, f := range p.Frames {
			pg.Items = append(pg.Items, display.Mark{Bounds: f.Rect, Frame: f.ID})
			s := ed.Story(f.Story)
			if s == nil {
				continue
			}
			y := f.Rect.Y
			over := 0
			for _, para := range s.Paras {
				n := len([]rune(para.Text))
				m := display.Mark{Bounds: geom.Rect{X: f.Rect.X, Y: y, W: f.Rect.W, H: 5 * geom.MM}, Frame: f.ID, Story: s.ID, Para: para.ID, To: n}
				for i := range n + 1 {
					m.Edges = append(m.Edges, f.Rect.X+geom.Length(i)*5*geom.MM)
				}
				if m.Bounds.Bottom() > f.Rect.Bottom() {
					over += n
					continue
				}
				y += 6 * geom.MM
				pg.Items = append(pg.Items, m)
			}
			out.Fits[s.ID] = Fit{Placed: true, OverRunes: over, OverLines: (over + 12) / 13}
			if over > 0 {
				out.Notes = append(out.Notes, finding.Finding{Rule: "MK-01", Level: finding.Error, Place: finding.Place{Page: p.ID, Frame: f.ID, Story: s.ID}, Message: words.Text{ZH: "没有排下", EN: "overset"}})
			}
		}
		out.Pages = append(out.Pages, pg)
	}
	return out
}

func sample() *edition.Edition {
	format := edition.Formats()[0]
	para := func(id string, r edition.Role, text string) *edition.Para {
		return &edition.Para{ID: id, Role: r, Text: text}
	}
	return &edition.Edition{
		Head:  edition.Head{ID: "e", Title: "云岫日报", Date: "2026-11-24"},
		House: edition.DefaultHouse(),
		Stories: []*edition.Story{
			{ID: "s1", Kind: edition.News, Priority: 5, Paras: []*edition.Para{
				para("p1", edition.Headline, "全市重点项目集中开工"), para("p2", edition.Byline, "■记者 周明"),
				para("p3", edition.Lead, "本报讯昨天上午举行的的仪式上，市领导宣布开工。"), para("p4", edition.Body, "项目总投资二十二亿元。")}},
			{ID: "s2", Kind: edition.Feature, Priority: 3, Paras: []*edition.Para{
				para("p1", edition.Kicker, "江边人家"), para("p2", edition.Headline, "一江清水穿城过"), para("p3", edition.Body, "河水清了，鱼也回来了。")}},
			{ID: "s3", Kind: edition.News, Priority: 2, Paras: []*edition.Para{para("p1", edition.Headline, "周末开放"), para("p2", edition.Body, "馆方说欢迎参观。")}},
		},
		Pages: []*edition.Page{
			{ID: "page-1", Number: 1, Name: "要闻", Format: format, Frames: []*edition.Frame{
				{ID: "f1", Kind: edition.StoryFrame, Story: "s1", Rect: format.Cells(0, 10, 3, 30), Head: edition.HeadTop},
				{ID: "f2", Kind: edition.StoryFrame, Story: "s2", Rect: format.Cells(3, 10, 2, 30), Head: edition.HeadTop},
			}},
			{ID: "page-2", Number: 2, Name: "副刊", Format: format},
		},
	}
}

// stage is a desk on the test driver whose poster is a queue: everything that workers post runs when the test pumps,
// on the test's own goroutine, as the UI goroutine would run it.
type stage struct {
	t     testing.TB
	d     *Desk
	store *memory
	draw  *plainRenderer

	mu     sync.Mutex
	queue  []func()
	timers []*timer
	now    time.Time
}

type timer struct {
	at   time.Time
	f    func()
	dead bool
}

func newStage(t testing.TB, change func(*Deps)) *stage {
	t.Helper()
	s := &stage{t: t, now: time.Date(2026, 11, 24, 14, 2, 0, 0, time.UTC), draw: &plainRenderer{}}
	a := test.NewTempApp(t)
	deps := Deps{
		Version: "test", Home: t.TempDir(),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Open: func(path string) (Store, error) {
			if !strings.HasSuffix(path, extension) {
				return nil, errors.New("not an edition")
			}
			s.store = &memory{ed: sample()}
			return s.store, nil
		},
		Create: func(_ string, ed *edition.Edition, _ []PictureFile) (Store, error) {
			s.store = &memory{ed: ed}
			return s.store, nil
		},
		Compose:  func() func(*edition.Edition) Composed { return compositor },
		Renderer: func(display.PictureSource) pageview.Renderer { return s.draw },
		OnUI:     s.post,
		After: func(wait time.Duration, f func()) func() {
			tm := &timer{at: s.now.Add(wait), f: f}
			s.timers = append(s.timers, tm)
			return func() { tm.dead = true }
		},
		Now: func() time.Time { return s.now },
	}
	if change != nil {
		change(&deps)
	}
	s.d = New(a, deps)
	t.Cleanup(func() {
		s.d.Close()
		s.pump()
	})
	s.d.win.Resize(fyne.NewSize(1280, 800))
	s.pump()
	return s
}

func (s *stage) post(f func()) {
	s.mu.Lock()
	s.queue = append(s.queue, f)
	s.mu.Unlock()
}

// pump runs what was posted.
func (s *stage) pump() {
	for {
		s.mu.Lock()
		q := s.queue
		s.queue = nil
		s.mu.Unlock()
		if len(q) == 0 {
			return
		}
		for _, f := range q {
			f()
		}
	}
}

// wait lets the clock go on and runs the timers that are due.
func (s *stage) wait(d time.Duration) {
	s.now = s.now.Add(d)
	for i := 0; i < len(s.timers); i++ {
		if tm := s.timers[i]; !tm.dead && !tm.at.After(s.now) {
			tm.dead = true
			tm.f()
		}
	}
	s.pump()
}

// until pumps until a condition holds; workers are given real time for it.
func (s *stage) until(what string, ok func() bool) {
	s.t.Helper()
	// A machine that is busy may take long over what is sure to come: only the test run's own limit counts.
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) {
		s.pump()
		if ok() {
			s.pump()
			return
		}
	}
	s.t.Fatalf("waited in vain for: %s", what)
}

func (s *stage) open() *stage {
	s.t.Helper()
	if err := s.d.Open(filepath.Join(s.t.TempDir(), "a"+extension)); err != nil {
		s.t.Fatal(err)
	}
	s.settled()
	return s
}

// settled waits until the current snapshot is laid out and shown.
func (s *stage) settled() {
	s.t.Helper()
	s.until("the composition", func() bool { return s.d.setGen == s.d.gen && !s.d.pending })
	s.wait(90 * time.Millisecond) // a zoom that followed a change of size comes to rest
	s.until("the tiles", s.d.view.Settled)
}

// at answers where a point of the page is in the view.
func (s *stage) at(p geom.Point) fyne.Position {
	z := s.d.view.Zoom()
	trim := s.d.view.Sheet().Page.Trim
	size := s.d.view.Size()
	// The page is fitted: its middle is the view's middle.
	return fyne.NewPos(size.Width/2+float32((p.X-trim.W/2).MM()*z), size.Height/2+float32((p.Y-trim.H/2).MM()*z))
}

func (s *stage) press(p geom.Point) fyne.Position {
	at := s.at(p)
	s.d.view.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	return at
}

func (s *stage) click(at fyne.Position) {
	s.d.view.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	s.release(at)
	s.pump()
}

func benchStage(b *testing.B) *stage { return newStage(b, nil).open() }

func (s *stage) release(at fyne.Position) {
	s.d.view.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
}

func (s *stage) drag(from fyne.Position, dx, dy float32) {
	s.d.view.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from.AddXY(dx, dy)}, Dragged: fyne.NewDelta(dx, dy)})
}

func (s *stage) key(k fyne.KeyName) { s.d.view.TypedKey(&fyne.KeyEvent{Name: k}) }

func (s *stage) capture(name string) {
	dir := os.Getenv("DAYANG_SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, s.d.win.Canvas().Capture()); err != nil {
		s.t.Fatal(err)
	}
}

func middle(r geom.Rect) geom.Point { return geom.Point{X: r.X + r.W/2, Y: r.Y + r.H/2} }

func TestEveryWordHasBothLanguages(t *testing.T) {
	if len(vocabulary) < 150 {
		t.Fatalf("only %d words are known: are they made by w?", len(vocabulary))
	}
	for _, v := range vocabulary {
		if strings.TrimSpace(v.ZH) == "" || strings.TrimSpace(v.EN) == "" {
			t.Errorf("half a word: %q / %q", v.ZH, v.EN)
		}
		if strings.Count(v.ZH, "%") != strings.Count(v.EN, "%") {
			t.Errorf("%q and %q take different arguments", v.ZH, v.EN)
		}
	}
	for _, c := range commands() {
		if c.title.ZH == "" || c.title.EN == "" || c.run == nil || c.menu == nil {
			t.Errorf("command %q is incomplete", c.id)
		}
	}
}

func TestKeysAreUnique(t *testing.T) {
	seen := map[string]string{}
	for _, c := range commands() {
		k := c.keyText()
		if k == "" {
			continue
		}
		if other, ok := seen[k]; ok {
			t.Errorf("%s is the key of %s and of %s", k, other, c.id)
		}
		seen[k] = c.id
		for _, taken := range []string{"Ctrl+Space", "Shift+Space", "Ctrl+.", "Ctrl+Shift+F"} {
			if k == taken {
				t.Errorf("%s switches input methods; %s cannot have it", k, c.id)
			}
		}
	}
}

func TestOpenShowsTheEdition(t *testing.T) {
	s := newStage(t, nil)
	if s.d.Do("fit-page") || s.d.Do("export") {
		t.Error("commands on a page run without one")
	}
	s.open()
	if got := len(s.d.frame.stories.rows); got != 3 {
		t.Errorf("the list shows %d stories", got)
	}
	if got := s.d.view.Sheet(); got.Page.ID != "page-1" || len(got.Boxes) != 2 {
		t.Errorf("the view shows page %q with %d boxes", got.Page.ID, len(got.Boxes))
	}
	if !strings.Contains(s.d.win.Title(), "云岫日报") {
		t.Errorf("the window is called %q", s.d.win.Title())
	}
	if state, _ := s.d.storyState("s3"); !strings.HasPrefix(state, "未上版") {
		t.Errorf("s3 is %q", state)
	}
	s.d.Do("page-on")
	s.pump()
	if s.d.view.Sheet().Page.ID != "page-2" {
		t.Error("the next page is not shown")
	}
	s.capture("open")
}

func TestOpenTellsWhatWentWrong(t *testing.T) {
	s := newStage(t, nil)
	if err := s.d.Open(filepath.Join(t.TempDir(), "letter.txt")); err == nil {
		t.Fatal("a letter was opened")
	}
	if s.d.win.Canvas().Overlays().Top() == nil {
		t.Error("nothing was shown")
	}
	if s.d.store != nil {
		t.Error("something is open")
	}
}

func TestClickSelectsAndDoubleClickOpensTheText(t *testing.T) {
	s := newStage(t, nil).open()
	f := s.d.ed.Pages[0].Frames[0]
	// The third character of the lead: the third line of the frame, five millimetres a character.
	p := geom.Point{X: f.Rect.X + 11*geom.MM, Y: f.Rect.Y + 14*geom.MM}
	at := s.press(p)
	s.release(at)
	s.pump()
	if s.d.selected != "f1" || s.d.story != "s1" {
		t.Fatalf("selected frame %q, story %q", s.d.selected, s.d.story)
	}
	if h := s.d.caret; h.Para != "p3" || h.Offset != 2 {
		t.Fatalf("the caret is at %q %d", h.Para, h.Offset)
	}
	if got := s.d.frame.props.heads[edition.Headline].Text; got != "全市重点项目集中开工" {
		t.Errorf("the headline field says %q", got)
	}
	s.now = s.now.Add(100 * time.Millisecond)
	s.release(s.press(p))
	s.pump()
	focused, ok := s.d.win.Canvas().Focused().(*editor.Editor)
	if !ok {
		t.Fatalf("the keyboard is with %#v", s.d.win.Canvas().Focused())
	}
	if p, at := focused.G.CaretPara(); p == nil || p.ID != "p3" || at != 2 {
		t.Fatalf("the text is not open at the place: %v %d", p, at)
	}
	s.capture("text")
}

func TestDragSnapsAndUndoes(t *testing.T) {
	s := newStage(t, nil).open()
	format := s.d.ed.Pages[0].Format
	was := s.d.ed.Pages[0].Frames[1].Rect
	at := s.press(middle(was))
	// Towards the column at the left and some lines down, a little off both.
	target := format.Cells(2, 43, 2, 30)
	z := s.d.view.Zoom()
	dx, dy := float32((target.X-was.X).MM()*z)+2, float32((target.Y-was.Y).MM()*z)+1
	s.drag(at, dx/2, dy/2)
	s.drag(at, dx, dy)
	s.until("the ghost", func() bool { return s.d.view.Dragging() })
	if s.d.ed.Pages[0].Frames[1].Rect != was {
		t.Error("the document changed before the drop")
	}
	s.capture("drag")
	s.d.view.DragEnd()
	s.settled()
	if got := s.d.ed.Page("page-1").Frame("f2").Rect; got != target {
		t.Fatalf("dropped at %v, the grid is at %v", got, target)
	}
	if !s.d.Do("undo") {
		t.Fatal("the move cannot be undone")
	}
	s.settled()
	if got := s.d.ed.Page("page-1").Frame("f2").Rect; got != was {
		t.Errorf("undo left it at %v", got)
	}
	s.d.Do("redo")
	s.settled()
	if got := s.d.view.Sheet().Boxes[1].Rect; got != target {
		t.Errorf("after redo the view shows %v", got)
	}
}

func TestEscapeGivesUpADrag(t *testing.T) {
	s := newStage(t, nil).open()
	was := s.d.ed
	at := s.press(middle(was.Pages[0].Frames[1].Rect))
	s.drag(at, -60, 50)
	s.key(fyne.KeyEscape)
	s.drag(at, -90, 70)
	s.d.view.DragEnd()
	s.settled()
	if s.d.ed != was || s.d.Do("undo") {
		t.Error("a drag that was given up changed the document")
	}
}

func TestResizeReflowsWhileTheHandMoves(t *testing.T) {
	s := newStage(t, nil).open()
	f := s.d.ed.Pages[0].Frames[0]
	s.release(s.press(middle(f.Rect)))
	s.pump()
	foot := geom.Point{X: f.Rect.X + f.Rect.W/2, Y: f.Rect.Bottom()}
	at := s.press(foot)
	up := -float32((f.Rect.H - 14*geom.MM).MM() * s.d.view.Zoom())
	s.drag(at, 0, up)
	s.until("a draft with overset text", func() bool {
		for _, b := range s.d.view.Sheet().Boxes {
			if b.ID == "f1" && b.Over != "" {
				return true
			}
		}
		return false
	})
	if s.d.ed.Pages[0].Frames[0].Rect != f.Rect {
		t.Error("the document changed while the hand still held the frame")
	}
	s.d.view.DragEnd()
	s.settled()
	got := s.d.ed.Page("page-1").Frame("f1").Rect
	if lead := s.d.ed.Pages[0].Format.Leading; got.H >= f.Rect.H || (got.Bottom()-s.d.ed.Pages[0].Format.TypeArea.Y)%lead != 0 {
		t.Errorf("the foot is at %v: not on a line", got.Bottom())
	}
	if len(s.d.findings) == 0 || s.d.findings[0].Rule != "MK-01" {
		t.Error("what did not fit is not among the findings")
	}
}

func TestNudgesAreOneStep(t *testing.T) {
	s := newStage(t, nil).open()
	f := s.d.ed.Pages[0].Frames[0]
	s.release(s.press(middle(f.Rect)))
	for range 4 {
		s.key(fyne.KeyRight)
	}
	s.settled()
	if got := s.d.ed.Page("page-1").Frame("f1").Rect.X - f.Rect.X; got != 2*geom.MM {
		t.Fatalf("four nudges moved it by %v mm", got.MM())
	}
	s.d.Do("undo")
	s.settled()
	if got := s.d.ed.Page("page-1").Frame("f1").Rect; got != f.Rect {
		t.Errorf("one undo left it at %v", got)
	}
}

func TestHeadlineFieldReflowsAfterAPause(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.pickStory("s1")
	s.pump()
	f := s.d.frame.props.heads[edition.Headline]
	s.d.win.Canvas().Focus(f)
	f.setCaret(0)
	for _, r := range "喜讯" {
		f.TypedRune(r)
	}
	if s.d.ed.Story("s1").First(edition.Headline).Text != "全市重点项目集中开工" {
		t.Error("the document changed before the pause")
	}
	s.wait(commitPause)
	s.settled()
	if got := s.d.ed.Story("s1").First(edition.Headline).Text; got != "喜讯全市重点项目集中开工" {
		t.Fatalf("the headline is %q", got)
	}
	if f.Text != "喜讯全市重点项目集中开工" || f.CursorColumn != 2 {
		t.Errorf("the field says %q, caret at %d", f.Text, f.CursorColumn)
	}
	// What is typed and not yet committed is not lost by choosing another story.
	f.TypedRune('！')
	s.d.pickStory("s2")
	s.settled()
	if got := s.d.ed.Story("s1").First(edition.Headline).Text; got != "喜讯！全市重点项目集中开工" {
		t.Errorf("typed text was lost: %q", got)
	}
}

func TestHeadsComeAndGo(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.pickStory("s1")
	s.pump()
	kicker := s.d.frame.props.heads[edition.Kicker]
	kicker.SetText("集中力量办大事")
	kicker.flush()
	s.settled()
	if p := s.d.ed.Story("s1").Paras[0]; p.Role != edition.Kicker || p.Text != "集中力量办大事" {
		t.Fatalf("the story begins with %v %q", p.Role, p.Text)
	}
	deck := s.d.frame.props.heads[edition.Deck]
	deck.SetText("总投资二十二亿元")
	deck.flush()
	s.settled()
	if p := s.d.ed.Story("s1").Paras[2]; p.Role != edition.Deck {
		t.Fatalf("the deck stands behind %v", s.d.ed.Story("s1").Paras[1].Role)
	}
	kicker.SetText("")
	kicker.flush()
	s.settled()
	if s.d.ed.Story("s1").First(edition.Kicker) != nil {
		t.Error("an emptied kicker stays")
	}
}

func TestReturnSplitsAndBackspaceJoins(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.pickStory("s2")
	s.d.editHere()
	s.pump()
	f := s.d.win.Canvas().Focused().(*editor.Editor)
	f.Caret("p3", 5)
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.wait(commitPause)
	s.settled()
	paras := s.d.ed.Story("s2").Paras
	if len(paras) != 4 || paras[2].Text != "河水清了，" || paras[3].Text != "鱼也回来了。" {
		t.Fatalf("the paragraphs are now %d: %q", len(paras), paras[2].Text)
	}
	if p, at := f.G.CaretPara(); p.ID != paras[3].ID || at != 0 {
		t.Fatalf("the caret is in %q", p.Text)
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	s.wait(commitPause)
	s.settled()
	if got := s.d.ed.Story("s2").Paras; len(got) != 3 || got[2].Text != "河水清了，鱼也回来了。" {
		t.Fatalf("joined to %d paragraphs", len(got))
	}
}

// doubled finds two equal characters side by side.
func doubled(_ context.Context, ed *edition.Edition) ([]finding.Finding, error) {
	var out []finding.Finding
	for _, s := range ed.Stories {
		for _, p := range s.Paras {
			rs := []rune(p.Text)
			for i := 1; i < len(rs); i++ {
				if rs[i] == rs[i-1] {
					out = append(out, finding.Finding{Rule: "DU-01", Level: finding.Warning, Text: string(rs[i-1 : i+1]), Fix: finding.Confirm,
						Place: finding.Place{Story: s.ID, Para: p.ID, From: i - 1, To: i + 1}, Message: words.Text{ZH: "重复", EN: "doubled"},
						Suggestions: []finding.Suggestion{{Text: string(rs[i])}}})
				}
			}
		}
	}
	return out, nil
}

func TestFindings(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Proof = doubled }).open()
	s.d.Do("page-on")
	s.pump()
	s.d.Do("proof")
	s.until("a finding", func() bool { return len(s.d.findings) == 1 && s.d.current == 0 })
	s.settled()
	if s.d.page != "page-1" || s.d.story != "s1" {
		t.Errorf("the finding is on page-1 in s1; shown are %q and %q", s.d.page, s.d.story)
	}
	if a := s.d.areas(&s.d.findings[0]); len(a) != 1 || a[0].W != 10*geom.MM {
		t.Errorf("it is marked at %v", a)
	}
	s.capture("finding")
	if !s.d.Do("apply") {
		t.Fatal("the suggestion cannot be applied")
	}
	s.settled()
	if got := s.d.ed.Story("s1").Para("p3").Text; got != "本报讯昨天上午举行的仪式上，市领导宣布开工。" {
		t.Fatalf("mended to %q", got)
	}
	if len(s.d.findings) != 0 {
		t.Error("the mended finding is still listed")
	}
	s.d.Do("undo")
	s.wait(proofPause)
	s.until("the finding again", func() bool { return len(s.d.findings) == 1 })
	s.d.goTo(0)
	if !s.d.Do("ignore") {
		t.Fatal("it cannot be passed over")
	}
	s.settled()
	if p := s.d.ed.Story("s1").Passed; len(s.d.findings) != 0 || len(p) != 1 || p[0].Para != "p3" || p[0].Rule != "DU-01" {
		t.Errorf("%d findings, the story keeps %v", len(s.d.findings), p)
	}
	s.d.Do("undo")
	s.wait(proofPause)
	s.until("the finding once more", func() bool { return len(s.d.findings) == 1 })
	if p := s.d.ed.Story("s1").Passed; len(p) != 0 {
		t.Errorf("after undo the story keeps %v", p)
	}
	s.d.goTo(0)
	if !s.d.Do("ignore-always") {
		t.Fatal("it cannot be ignored")
	}
	s.settled()
	if len(s.d.findings) != 0 || len(s.d.ed.House.Ignore) != 1 {
		t.Errorf("%d findings, house ignores %v", len(s.d.findings), s.d.ed.House.Ignore)
	}
	s.d.Do("undo")
	s.settled()
	if len(s.d.findings) != 1 {
		t.Error("undoing the ignoring does not bring the finding back")
	}
}

func TestProofOfAnOlderTextIsDropped(t *testing.T) {
	release := make(chan struct{})
	s := newStage(t, func(d *Deps) {
		d.Proof = func(ctx context.Context, ed *edition.Edition) ([]finding.Finding, error) {
			<-release
			return doubled(ctx, ed)
		}
	}).open()
	s.d.Do("proof")
	s.d.replace("s1", s.d.ed.Story("s1").Para("p3"), "改过的导语。")
	close(release)
	s.until("the reading to end", func() bool { return len(s.d.jobs) == 0 })
	if len(s.d.findings) != 0 {
		t.Errorf("a finding about text that is gone: %v", s.d.findings)
	}
}

func TestMakeupOffersAndUses(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		d.Makeup = func(_ context.Context, ed *edition.Edition, page string, n int, seed uint64) ([]Proposal, error) {
			f := ed.Page(page).Format
			var out []Proposal
			for i := range 3 {
				out = append(out, Proposal{Frames: []*edition.Frame{{Kind: edition.StoryFrame, Story: "s3", Rect: f.Cells(i, 0, 2, 20)}}, Empty: i})
			}
			return out, nil
		}
	}).open()
	s.d.Do("makeup")
	s.until("the choice", func() bool { return s.d.win.Canvas().Overlays().Top() != nil })
	s.capture("makeup")
	// The last proposal, as a click on it and on the button would have it.
	var last *offerRow
	var use fyne.Tappable
	walk(s.d.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if r, ok := o.(*offerRow); ok {
			last = r
		}
		if b, ok := o.(interface {
			fyne.Tappable
			SetText(string)
		}); ok && last != nil {
			use = b
		}
	})
	if last == nil || use == nil {
		t.Fatal("the choice has no rows or no button")
	}
	last.Tapped(nil)
	use.Tapped(nil)
	s.settled()
	if got := s.d.ed.Page("page-1").Frames; len(got) != 1 || got[0].Rect != s.d.ed.Pages[0].Format.Cells(2, 0, 2, 20) {
		t.Fatalf("the page has %d frames", len(got))
	}
	s.d.Do("undo")
	s.settled()
	if len(s.d.ed.Page("page-1").Frames) != 2 {
		t.Error("make-up is not one step")
	}
	// By keys alone: the third, and Return.
	s.d.Do("makeup")
	s.until("the choice again", func() bool { _, up := s.d.boxUp(); return up })
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn} {
		s.d.key(&fyne.KeyEvent{Name: k})
	}
	s.settled()
	if got := s.d.ed.Page("page-1").Frames; len(got) != 1 || got[0].Rect != s.d.ed.Pages[0].Format.Cells(2, 0, 2, 20) {
		t.Error("the keys do not choose")
	}
}

// TestMakeupSaysWhatDoesNotFit has a proposal that leaves a story out and runs another on to a second page.
func TestMakeupSaysWhatDoesNotFit(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		d.Makeup = func(_ context.Context, ed *edition.Edition, page string, n int, seed uint64) ([]Proposal, error) {
			c, err := edit.SetFrames(ed, page, []*edition.Frame{{Kind: edition.StoryFrame, Story: "s3", Rect: ed.Page(page).Format.Cells(0, 0, 1, 8)}})
			return []Proposal{{Change: c, Left: 1, Out: []string{"s1"}}}, err
		}
	}).open()
	s.d.Do("makeup")
	s.until("the choice", func() bool { return s.d.win.Canvas().Overlays().Top() != nil })
	s.capture("makeup-over")
	var said []string
	walk(s.d.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if k, ok := o.(*ink); ok {
			said = append(said, k.text)
		}
	})
	all := strings.Join(said, "\n")
	for _, want := range []string{s.d.say(wProposalOut.F(s.d.slugOf("s1"))), s.d.say(wProposalChoice)} {
		if !strings.Contains(all, want) {
			t.Errorf("the choice does not say %q; it says\n%s", want, all)
		}
	}
	s.d.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settled()
	if got := s.d.ed.Page("page-1").Frames; len(got) != 1 || got[0].Story != "s3" {
		t.Errorf("the proposal's own change was not made: %d frames", len(got))
	}
}

// walk visits an object and all that it is made of.
func walk(o fyne.CanvasObject, do func(fyne.CanvasObject)) {
	do(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			walk(c, do)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			walk(c, do)
		}
	}
}

func TestExportRunsBesideTheWindow(t *testing.T) {
	begun := make(chan struct{})
	s := newStage(t, func(d *Deps) {
		d.Export = func(ctx context.Context, ed *edition.Edition, _ display.PictureSource, path string, progress func(int, int)) error {
			progress(1, 2)
			close(begun)
			<-ctx.Done()
			return fmt.Errorf("write %s: %w", path, ctx.Err())
		}
	}).open()
	s.d.ExportTo(filepath.Join(t.TempDir(), "out.pdf"))
	<-begun
	s.until("the job in the status bar", func() bool { return s.d.frame.status.jobs.Visible() })
	s.d.frame.status.stop.Tapped(nil)
	s.until("the end", func() bool { return len(s.d.jobs) == 0 })
	if s.d.frame.status.said.text != "已停止。" {
		t.Errorf("the status bar says %q", s.d.frame.status.said.text)
	}
}

func TestPanicInAWorkerIsAnError(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		d.Export = func(context.Context, *edition.Edition, display.PictureSource, string, func(int, int)) error {
			panic("ink ran out")
		}
	}).open()
	s.d.ExportTo(filepath.Join(t.TempDir(), "out.pdf"))
	s.until("the end", func() bool { return len(s.d.jobs) == 0 })
	if s.d.win.Canvas().Overlays().Top() == nil {
		t.Error("nothing was said")
	}
	if s.d.store == nil || s.store.end {
		t.Error("the edition was closed")
	}
}

func TestPanicWhileComposingKeepsTheDesk(t *testing.T) {
	calls := 0
	s := newStage(t, func(d *Deps) {
		d.Compose = func() func(*edition.Edition) Composed {
			return func(ed *edition.Edition) Composed {
				calls++
				if calls == 2 {
					panic("no such line")
				}
				return compositor(ed)
			}
		}
	}).open()
	s.d.replace("s1", s.d.ed.Story("s1").Para("p4"), "改。")
	s.until("the message", func() bool { return s.d.win.Canvas().Overlays().Top() != nil })
	s.d.replace("s1", s.d.ed.Story("s1").Para("p4"), "再改。")
	s.settled()
}

func TestAFailedSaveShowsTheDocumentAsItIs(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.pickStory("s1")
	s.pump()
	s.store.fail = errors.New("disk on fire")
	f := s.d.frame.props.heads[edition.Headline]
	f.SetText("不会存下的标题")
	f.flush()
	s.pump()
	if s.d.win.Canvas().Overlays().Top() == nil {
		t.Error("the failure was not told")
	}
	if f.Text != "全市重点项目集中开工" {
		t.Errorf("the field pretends: %q", f.Text)
	}
}

func TestImport(t *testing.T) {
	in := func(context.Context, []string) (Imported, error) {
		ed := sample()
		ed.Stories = ed.Stories[2:]
		ed.Stories[0].Pictures = []edition.PictureUse{{Picture: "raw"}}
		for _, p := range ed.Pages {
			p.Frames = nil
		}
		return Imported{Edition: ed, Pictures: []PictureFile{{ID: "raw", Name: "a.png", Data: []byte("x")}}}, nil
	}
	read := func(context.Context, importer.Options, []string) (importer.Result, error) {
		st := *sample().Stories[2]
		st.Source, st.Pictures = "来稿.md", []edition.PictureUse{{Picture: "kept-a.png"}}
		return importer.Result{Stories: []*edition.Story{&st}, Pictures: []importer.PictureFile{{ID: "kept-a.png", Name: "a.png", Data: []byte("x")}}}, nil
	}
	s := newStage(t, func(d *Deps) { d.Import, d.Read = in, read })
	s.d.Import([]string{"/nowhere/来稿.md"})
	s.until("a new edition", func() bool { return s.d.store != nil })
	if len(s.d.ed.Stories) != 1 {
		t.Fatalf("the new edition has %d stories", len(s.d.ed.Stories))
	}
	s.open()
	s.d.Import([]string{"/nowhere/来稿.md"})
	s.until("the story", func() bool { return len(s.d.ed.Stories) == 4 })
	got := s.d.ed.Stories[3]
	if got.ID == "s3" || got.Pictures[0].Picture != "kept-a.png" {
		t.Errorf("the story came as %q with picture %q", got.ID, got.Pictures[0].Picture)
	}
}

func TestPlaceAndUnplace(t *testing.T) {
	s := newStage(t, nil).open()
	s.d.pickStory("s3")
	s.pump()
	if !s.d.Do("place") {
		t.Fatal("the story cannot be placed")
	}
	s.settled()
	_, f := s.d.frameOf("s3")
	if f == nil {
		t.Fatal("it has no frame")
	}
	for _, g := range s.d.ed.Page("page-1").Frames {
		if g.ID != f.ID && g.Rect.Overlaps(f.Rect) {
			t.Errorf("it lies over %s though there was room", g.ID)
		}
	}
	s.d.Do("unplace")
	s.settled()
	if s.d.isPlaced("s3") {
		t.Error("it is still on the page")
	}
}

func TestLanguageAndAppearanceAtRunTime(t *testing.T) {
	s := newStage(t, nil).open()
	s.capture("zh-light")
	s.d.Do("language")
	s.settled()
	if got := s.d.win.MainMenu().Items[0].Label; got != "File" {
		t.Errorf("the first menu is %q", got)
	}
	for _, m := range s.d.win.MainMenu().Items {
		for _, i := range m.Items {
			if strings.ContainsFunc(i.Label, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 }) && i.Label != "中文" {
				t.Errorf("%q in an English menu", i.Label)
			}
		}
	}
	s.d.Do("dark")
	s.settled()
	if slices.Contains(s.d.frame.centre.Objects, s.d.frame.welcome.object) {
		t.Error("the welcome stands over the page")
	}
	s.capture("en-dark")
	s.d.Do("language")
	s.d.Do("dark")
	s.settled()
	if got := s.d.win.MainMenu().Items[0].Label; got != "文件" {
		t.Errorf("the first menu is %q", got)
	}
}

func TestFoldingDocks(t *testing.T) {
	s := newStage(t, nil).open()
	wide := s.d.view.Size()
	for _, id := range []string{"left-dock", "right-dock", "bottom-dock"} {
		s.d.Do(id)
	}
	s.pump()
	if now := s.d.view.Size(); now.Width <= wide.Width || now.Height <= wide.Height {
		t.Errorf("the view was %v and is %v", wide, now)
	}
	for _, id := range []string{"left-dock", "right-dock", "bottom-dock"} {
		s.d.Do(id)
	}
	s.pump()
	if now := s.d.view.Size(); now != wide {
		t.Errorf("the docks came back in another size: %v, was %v", now, wide)
	}
}

func TestSingleKeysReachTheirCommands(t *testing.T) {
	s := newStage(t, nil).open()
	s.key(fyne.KeyH)
	if s.d.view.Tool() != pageview.Hand {
		t.Error("H does not take the hand")
	}
	s.key(fyne.KeyV)
	s.release(s.press(middle(s.d.ed.Pages[0].Frames[1].Rect)))
	s.pump()
	s.key(fyne.KeyDelete)
	s.settled()
	if s.d.ed.Page("page-1").Frame("f2") != nil || s.d.ed.Story("s2") == nil {
		t.Error("Delete does not take the frame, or takes the story with it")
	}
	// A letter typed into a field is text, a function key is the window's.
	s.d.pickStory("s1")
	s.pump()
	f := s.d.frame.props.heads[edition.Headline]
	s.d.win.Canvas().Focus(f)
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyH})
	f.TypedRune('h')
	if s.d.view.Tool() != pageview.Select {
		t.Error("a typed h took the hand")
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
	if s.d.frame.bottomOn {
		t.Error("F9 in a field does not fold the dock")
	}
}

func TestErrorsInWords(t *testing.T) {
	for _, err := range []error{
		context.Canceled, os.ErrNotExist, os.ErrPermission, errNoEdition, errInside, edit.ErrConflict, errMoved, errors.New("anything"),
	} {
		tr := Explain(fmt.Errorf("doing something: %w", about{"/a/b.dayang", err}))
		if tr.What.ZH == "" || tr.What.EN == "" {
			t.Errorf("%v has no words", err)
		}
		if errors.Is(err, os.ErrNotExist) && !strings.Contains(tr.What.ZH, "/a/b.dayang") {
			t.Errorf("the missing file is not named: %q", tr.What.ZH)
		}
	}
}

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		a, b, middle string
		from, to     int
	}{
		{"甲乙丙", "甲乙丙", "", 3, 3},
		{"甲乙丙", "甲丁丙", "丁", 1, 2},
		{"的的", "的", "", 1, 2},
		{"", "新", "新", 0, 0},
		{"旧", "", "", 0, 1},
	} {
		from, to, middle := difference(c.a, c.b)
		if from != c.from || to != c.to || middle != c.middle {
			t.Errorf("%q → %q: %d..%d %q", c.a, c.b, from, to, middle)
		}
	}
}

func TestFilePanel(t *testing.T) {
	s := newStage(t, nil)
	dir := s.d.deps.Home
	for _, n := range []string{"甲.dayang", "乙.md", ".hidden.dayang", "sub/丙.dayang"} {
		path := filepath.Join(dir, n)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var panel *filePanel
	rows := func() (names []string) {
		walk(s.d.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if r, ok := o.(*fileRow); ok && r.p != nil {
				panel = r.p
			}
		})
		for _, e := range panel.entries {
			names = append(names, e.name)
		}
		return names
	}
	s.d.Do("open")
	s.capture("files")
	if got := strings.Join(rows(), " "); got != "sub 甲.dayang" {
		t.Fatalf("the panel lists %q", got)
	}
	if len(panel.picked()) != 0 || !panel.ok.Disabled() {
		t.Error("something can be opened before anything is chosen")
	}
	// A second click opens: the folder is entered, its file is what the desk opens.
	for range 2 {
		panel.click(panel.entries[0])
	}
	if got := strings.Join(rows(), " "); got != "丙.dayang" {
		t.Fatalf("the folder lists %q", got)
	}
	s.now = s.now.Add(time.Minute)
	panel.click(panel.entries[0])
	panel.accept()
	s.settled()
	if filepath.Base(s.d.path) != "丙.dayang" {
		t.Errorf("opened %q", s.d.path)
	}

	// Writing over a file is asked about; Escape leaves it alone.
	s.d.Do("save-as")
	rows()
	panel.name.SetText("丙")
	panel.accept()
	if len(s.d.boxes) != 2 {
		t.Fatal("an existing file would be replaced without asking")
	}
	s.d.boxes[1].Hide() // as its own button does
	if s.d.Do("undo") || len(s.d.boxes) != 1 {
		t.Error("commands run behind a dialog, or its keys outlive it")
	}
	s.key(fyne.KeyEscape)
	if _, up := s.d.boxUp(); up {
		t.Error("Escape leaves the panel up")
	}
}

func TestApplyAllOfAKind(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		d.Proof = func(ctx context.Context, ed *edition.Edition) ([]finding.Finding, error) {
			out, err := doubled(ctx, ed)
			for i := range out {
				out[i].Fix = finding.Apply
			}
			return out, err
		}
	}).open()
	s.d.replace("s1", s.d.ed.Story("s1").Para("p4"), "项目项目总总投资二十二亿元元。")
	s.d.replace("s2", s.d.ed.Story("s2").Para("p3"), "河水清了了。")
	before := s.d.ed
	s.d.Do("proof")
	s.until("the findings", func() bool { return len(s.d.findings) == 4 && s.d.current == 0 })
	if !s.d.Do("apply-all") {
		t.Fatal("they cannot be mended together")
	}
	s.settled()
	for _, c := range []struct{ story, para, want string }{
		{"s1", "p3", "本报讯昨天上午举行的仪式上，市领导宣布开工。"},
		{"s1", "p4", "项目项目总投资二十二亿元。"},
		{"s2", "p3", "河水清了。"},
	} {
		if got := s.d.ed.Story(c.story).Para(c.para).Text; got != c.want {
			t.Errorf("%s %s is now %q", c.story, c.para, got)
		}
	}
	s.d.Do("undo")
	s.settled()
	if s.d.ed.Story("s2").Para("p3").Text != before.Story("s2").Para("p3").Text {
		t.Error("it is not one step")
	}
}

func TestABannerDoesNotPlaceItsStory(t *testing.T) {
	s := newStage(t, nil).open()
	p := *s.d.ed.Pages[0]
	p.Frames = append(slices.Clone(p.Frames), &edition.Frame{ID: "f9", Kind: edition.FurnitureFrame, Story: "s3",
		Rect: p.Format.Cells(0, 60, 5, 4), Furniture: &edition.Furniture{Kind: edition.Banner}})
	s.d.do(edit.SetPage(s.d.ed, &p))
	s.settled()
	if s.d.isPlaced("s3") {
		t.Error("a banner over nothing counts as the story")
	}
}
