package app

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"golang.org/x/text/encoding/simplifiedchinese"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/store"
	"dayang/layout/display"
)

// reads is what the program itself reads manuscripts with.
func reads(d *Deps) {
	d.Read = func(_ context.Context, o importer.Options, paths []string) (importer.Result, error) {
		return importer.PathWith(o, paths...)
	}
	d.Watch = (&flow.Shop{}).Watch
}

func manuscriptFile(t *testing.T, name, text string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// chip finds a small button of the box that is up by its word and presses it.
func (s *stage) chip(word string) {
	s.t.Helper()
	var found *tool
	top := s.d.win.Canvas().Overlays().Top()
	if top == nil {
		s.t.Fatal("no box is up")
	}
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *tool:
			if o.word == word && found == nil {
				found = o
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(top)
	if found == nil {
		s.t.Fatalf("the box has no button %q", word)
	}
	found.Tapped(nil)
	s.pump()
}

// TestDoubts: what importing was not sure of is shown, and one click makes a paragraph what it is.
func TestDoubts(t *testing.T) {
	s := newStage(t, reads).open()
	p := manuscriptFile(t, "稿.md", "## 洪水退了\n\n老人回到堤上看水\n\n本报讯 昨天，水退了，堤上的人都回家去了，市里说以后还要修堤。\n")
	s.d.Import([]string{p})
	s.until("the story", func() bool { return len(s.d.ed.Stories) == 4 })
	s.until("the box", func() bool { return s.d.win.Canvas().Overlays().Top() != nil })
	list := s.d.doubts()
	if len(list) != 1 || list[0].kind != roleDoubt {
		t.Fatalf("doubts %+v", list)
	}
	st := func() *edition.Story { return s.d.ed.Stories[3] }
	if was := st().Para(list[0].para).Role; was != edition.Deck {
		t.Fatalf("the doubtful paragraph is %v", was)
	}
	s.chip("引题")
	if st().Paras[0].Role != edition.Kicker || st().Paras[0].Text != "老人回到堤上看水" || len(s.d.doubts()) != 0 {
		t.Errorf("first paragraph %+v, doubts %v", st().Paras[0], s.d.doubts())
	}
	if s.d.win.Canvas().Overlays().Top() != nil {
		t.Error("the box stays with nothing in it")
	}
	s.d.undo()
	if st().Paras[0].Role != edition.Headline {
		t.Error("it cannot be taken back")
	}
}

// TestImportAgain: the same file again sets its story anew, and not one that has been edited until a click says so.
func TestImportAgain(t *testing.T) {
	s := newStage(t, reads).open()
	p := manuscriptFile(t, "稿.md", "## 洪水退了\n\n本报讯 昨天，水退了。\n")
	again := func(text string) {
		t.Helper()
		if err := os.WriteFile(p, []byte("## 洪水退了\n\n本报讯 "+text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		s.d.Import([]string{p})
		s.until("the job", func() bool { return !s.d.busy(wJobImport) })
	}
	lead := func() string { return s.d.ed.Stories[3].First(edition.Lead).Text }
	again("昨天，水退了。")
	again("今天，水退了。")
	if len(s.d.ed.Stories) != 4 || lead() != "本报讯 今天，水退了。" {
		t.Fatalf("%d stories, lead %q", len(s.d.ed.Stories), lead())
	}
	id := s.d.ed.Stories[3]
	c, err := edit.ReplaceText(s.d.ed, id.ID, id.First(edition.Lead).ID, 4, 6, "前天")
	if !s.d.do(c, err) {
		t.Fatal("not edited")
	}
	again("明天，水退了。")
	if lead() != "本报讯 前天，水退了。" {
		t.Errorf("the editor's words are gone: %q", lead())
	}
	s.until("the box", func() bool { return s.d.win.Canvas().Overlays().Top() != nil })
	s.chip("用新稿")
	s.until("the new words", func() bool { return lead() == "本报讯 明天，水退了。" })
	if n := len(s.d.doubts()); n != 0 {
		t.Errorf("%d doubts are left", n)
	}
}

// TestEncodingSwitch: a file of doubtful encoding is shown as it reads in each, and a click reads it so.
func TestEncodingSwitch(t *testing.T) {
	s := newStage(t, reads).open()
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("洪水退了\n\n本报讯 " + strings.Repeat("昨天，水退了，堤上的人都回家去了。", 6) + "\n")
	if err != nil {
		t.Fatal(err)
	}
	p := manuscriptFile(t, "稿.txt", gb)
	var texts []string
	for _, r := range readingsOf(p) {
		texts = append(texts, r.encoding+" "+r.text)
	}
	if !slices.Contains(texts, "GB18030 洪水退了") || len(texts) < 4 {
		t.Errorf("readings %q", texts)
	}
	s.d.Import([]string{p})
	s.until("the story", func() bool { return len(s.d.ed.Stories) == 4 && !s.d.busy(wJobImport) })
	if s.d.win.Canvas().Overlays().Top() != nil {
		t.Error("an encoding that is as good as certain is asked about")
	}
	s.d.Do("doubts")
	s.until("the box", func() bool { return s.d.win.Canvas().Overlays().Top() != nil })
	s.chip("Big5")
	s.until("the other reading", func() bool { return !strings.Contains(s.d.ed.Stories[3].Slug, "洪水") })
	if len(s.d.ed.Stories) != 4 {
		t.Errorf("%d stories", len(s.d.ed.Stories))
	}
}

// TestWatchFolder: the folder's manuscripts come in by themselves while an edition is open, and again when it is opened
// again; stopping and closing end it.
func TestWatchFolder(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		reads(d)
		watch := d.Watch
		d.Watch = func(ctx context.Context, o flow.WatchOptions, take func(importer.Result) (flow.Updated, error), tell func(flow.WatchEvent)) error {
			o.Settle, o.Rescan = 40*time.Millisecond, 200*time.Millisecond
			return watch(ctx, o, take, tell)
		}
	}).open()
	dir := t.TempDir()
	write := func(name, lead string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("## "+name+"\n\n本报讯 "+lead+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.d.keepWatch(watchPref{Dir: dir, On: true})
	s.d.resumeWatch()
	write("一.md", "一。")
	s.until("the story", func() bool { return len(s.d.ed.Stories) == 4 })
	if text, bad := s.d.watchLine(); bad || !strings.Contains(text, filepath.Base(dir)) {
		t.Errorf("the status bar says %q", text)
	}
	if label, ok := s.d.store.CanUndo(); !ok || label.ZH != "监视文件夹：收稿" {
		t.Errorf("what came by itself is undone as %q", label.ZH)
	}
	path := s.d.path
	s.until("the note of what was taken", func() bool { return isFile(flow.WatchMemory(path)) })
	s.d.leave()
	s.store = nil
	if err := s.d.Open(path); err != nil {
		t.Fatal(err)
	}
	if s.d.watch == nil {
		t.Fatal("the folder is not watched when the edition is opened again")
	}
	write("二.md", "二。")
	s.until("the other story", func() bool { return len(s.d.ed.Stories) == 4 && s.d.ed.Stories[3].Source == "二.md" })
	// Saved as another file it watches on, and takes nothing a second time.
	s.until("the note of the other", func() bool {
		text, err := os.ReadFile(flow.WatchMemory(path))
		return err == nil && strings.Contains(string(text), "二.md")
	})
	to := filepath.Join(t.TempDir(), "另存.dayang")
	s.d.SaveAs(to)
	s.until("the copy", func() bool { return s.d.path == to && s.d.watch != nil })
	write("三.md", "三。")
	n := len(s.d.ed.Stories)
	s.until("a story for the copy", func() bool { return len(s.d.ed.Stories) > n })
	if len(s.d.ed.Stories) != n+1 || s.d.ed.Stories[n].Source != "三.md" {
		t.Errorf("the copy took %d stories", len(s.d.ed.Stories)-n)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	s.until("the loss being told", func() bool { _, bad := s.d.watchLine(); return bad })
	s.d.unwatch()
	if text, _ := s.d.watchLine(); text != "" {
		t.Errorf("the status bar still says %q", text)
	}
}

// TestHistory: every step is listed, a state is looked at as a page, brought back as one more step; snapshots have names.
func TestHistory(t *testing.T) {
	s := newStage(t, nil).open()
	if s.d.showHistory(); s.d.win.Canvas().Overlays().Top() == nil {
		t.Fatal("nothing is said of an edition without history")
	}
	s.d.dismiss()
	set := func(title string) {
		h := s.d.ed.Head
		h.Title = title
		c := edit.SetHead(s.d.ed, h)
		c.Merge = ""
		if !s.d.do(c, nil) {
			t.Fatal("not done")
		}
	}
	set("一报")
	if _, err := s.store.Snapshot("送审"); err != nil {
		t.Fatal(err)
	}
	set("二报")
	h := s.history()
	if len(h.all) != 3 || h.all[1].snap == nil || h.all[1].snap.Name != "送审" {
		t.Fatalf("the list: %+v", h.all)
	}
	for i, want := range []string{"二报", "一报", "一报"} {
		h.list.Select(i)
		s.wait(passPause)
		s.until("the page", func() bool { return h.shown != nil && h.shown.Head.Title == want && h.current == i })
		if img, ok := h.paper.Image.(*image.RGBA); !ok || img.Bounds().Dy() < 100 {
			t.Errorf("line %d shows no page", i)
		}
	}
	h.turn(1)
	s.until("the next page", func() bool { return h.shownPage == 1 })
	h.bring()
	if s.d.ed.Head.Title != "一报" || len(s.store.states) != 3 {
		t.Errorf("title %q after %d steps", s.d.ed.Head.Title, len(s.store.states))
	}
	h = s.history()
	h.list.Select(2)
	if h.all[2].snap == nil {
		t.Fatalf("the list: %+v", h.all)
	}
	h.drop()
	if len(s.store.snaps) != 0 {
		t.Error("the snapshot is still there")
	}
}

// history opens the window of the history and answers it.
func (s *stage) history() *historyBox {
	s.t.Helper()
	h := s.d.showHistory()
	if h == nil {
		s.t.Fatal("no history")
	}
	s.pump()
	return h
}

// TestBackupTrouble: a backup that could not be made is a finding until one is; damage is an error and stays.
func TestBackupTrouble(t *testing.T) {
	s := newStage(t, nil).open()
	has := func(rule string) bool {
		return slices.ContainsFunc(s.d.arrived, func(f finding.Finding) bool { return f.Rule == rule })
	}
	s.d.backedUp(store.Backup{}, store.ErrNoRoomForBackup)
	s.d.backedUp(store.Backup{}, errors.Join(store.ErrDamaged))
	if !has(noteBackup) || !has(noteDamaged) || len(s.d.findings) < 2 {
		t.Errorf("findings %v", s.d.arrived)
	}
	s.d.backedUp(store.Backup{At: s.now}, nil)
	if has(noteBackup) || !has(noteDamaged) {
		t.Errorf("after a good backup: %v", s.d.arrived)
	}
}

// TestLostPicture: a picture that the view cannot have is told of once, and what the view asks for is still the store's.
func TestLostPicture(t *testing.T) {
	var pics display.PictureSource
	s := newStage(t, func(d *Deps) {
		draw := d.Renderer
		d.Renderer = func(p display.PictureSource) pageview.Renderer {
			pics = p
			return draw(p)
		}
	}).open()
	p, err := s.store.AddPicture("灯.png", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	s.d.adopt(s.store.Edition())
	for range 2 {
		if _, err := pics.PictureBytes(p.ID); err == nil {
			t.Error("the memory has no bytes")
		}
		s.pump()
	}
	told := 0
	for _, f := range s.d.arrived {
		if f.Rule == noteDamaged && f.Text == "灯.png" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times: %v", told, s.d.arrived)
	}
}

// TestTornEdition: an edition whose last writing had not come to its end, or that has lost steps, says so when it is opened.
func TestTornEdition(t *testing.T) {
	for _, c := range []struct {
		lost int
		torn bool
		want string
	}{{0, true, "没有写完"}, {3, false, "最后 3 步改动"}, {3, true, "最后 3 步改动"}, {0, false, ""}} {
		s := newStage(t, func(d *Deps) {
			d.Open = func(string) (Store, error) { return torn{&memory{ed: sample()}, c.torn, c.lost}, nil }
		}).open()
		i := slices.IndexFunc(s.d.findings, func(f finding.Finding) bool { return f.Rule == noteLost })
		if i < 0 != (c.want == "") || i >= 0 && !strings.Contains(s.d.findings[i].Message.ZH, c.want) {
			t.Errorf("%+v: findings %v", c, s.d.findings)
		}
	}
}

type torn struct {
	*memory
	torn bool
	lost int
}

func (t torn) Torn() bool         { return t.torn }
func (t torn) Lost() (int, int64) { return t.lost, 1_700_000_000_000 }

// TestStoriesOut: stories are written where the editor says.
func TestStoriesOut(t *testing.T) {
	s := newStage(t, nil).open()
	dir := t.TempDir()
	for i, f := range formats {
		out := filepath.Join(dir, string(rune('a'+i)))
		s.d.StoriesTo(out, flow.StoriesOut{Format: f.format, GB18030: f.gb, Only: "s2"})
		s.until("the file", func() bool { return !s.d.busy(wJobStories) })
		files, err := os.ReadDir(out)
		if err != nil || len(files) != 1 || filepath.Ext(files[0].Name()) != f.format.Ending() {
			t.Errorf("%s: %v %v", f.name.EN, files, err)
		}
	}
}
