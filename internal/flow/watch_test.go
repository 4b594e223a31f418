package flow

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/importer"
	"dayang/internal/store"
)

// newsroom is an edition file with a folder that is watched for it.
type newsroom struct {
	t      *testing.T
	dir    string
	file   *store.File
	events chan WatchEvent
	stop   func()

	mu   sync.Mutex // fail is set while the folder is watched
	fail error
}

func newNewsroom(t *testing.T) *newsroom {
	base := t.TempDir()
	n := &newsroom{t: t, dir: filepath.Join(base, "来稿")}
	if err := os.Mkdir(n.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	var err error
	n.file, err = store.Create(filepath.Join(base, "x.dayang"), &edition.Edition{House: edition.DefaultHouse()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.file.Close() })
	n.watch()
	return n
}

// watch begins to watch, as the program does when it starts.
func (n *newsroom) watch() {
	ctx, cancel := context.WithCancel(context.Background())
	n.events = make(chan WatchEvent, 1000)
	ended := make(chan error)
	o := WatchOptions{Dir: n.dir, Sub: true, Memory: WatchMemory(n.file.Path()), Settle: 50 * time.Millisecond, Rescan: 150 * time.Millisecond}
	go func() {
		ended <- (&Shop{}).Watch(ctx, o, func(r importer.Result) (Updated, error) {
			n.mu.Lock()
			err := n.fail
			n.mu.Unlock()
			if err != nil {
				return Updated{}, err
			}
			return Admit(n.file, r, KeepEdited)
		}, func(e WatchEvent) { n.events <- e })
	}()
	n.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			n.t.Errorf("watching ended with %v", err)
		}
	})
	n.t.Cleanup(n.stop)
}

func (n *newsroom) write(name string, data []byte) {
	n.t.Helper()
	p := filepath.Join(n.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		n.t.Fatal(err)
	}
	if err := os.WriteFile(p, data, 0o644); err != nil {
		n.t.Fatal(err)
	}
}

// story writes a manuscript of a headline and a lead.
func (n *newsroom) story(name, lead string) {
	n.write(name, []byte("## 标题在这里\n\n本报讯 "+lead+"\n"))
}

// taken waits for files to be taken and answers what they did.
func (n *newsroom) taken(names ...string) Updated {
	n.t.Helper()
	e := n.next(WatchTaken)
	slices.Sort(e.Files)
	if !slices.Equal(e.Files, names) {
		n.t.Fatalf("took %v, want %v", e.Files, names)
	}
	return e.Updated
}

func (n *newsroom) next(k WatchKind) WatchEvent {
	n.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case e := <-n.events:
			if e.Kind == k {
				return e
			}
		case <-late:
			n.t.Fatalf("no event of kind %d", k)
		}
	}
}

func (n *newsroom) leads() []string {
	var out []string
	for _, st := range n.file.Edition().Stories {
		out = append(out, strings.TrimPrefix(st.First(edition.Lead).Text, "本报讯 "))
	}
	return out
}

func (n *newsroom) expect(leads ...string) {
	n.t.Helper()
	if got := n.leads(); !slices.Equal(got, leads) {
		n.t.Errorf("leads %q, want %q", got, leads)
	}
}

func smallPicture(t *testing.T, c color.Color) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 30, 20))
	for i := range 600 {
		m.Set(i%30, i/30, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWatch: a night of manuscripts. New ones are added, those that come again are set anew, what an editor changed
// stands, what was deleted stays deleted when the program starts again, and files of one name in two folders are two.
func TestWatch(t *testing.T) {
	n := newNewsroom(t)
	n.story("要闻/稿1.md", "昨天开会。")
	if u := n.taken("要闻/稿1.md"); u.States[importer.Additional] != 1 || len(u.Stories) != 1 {
		t.Errorf("the first: %+v", u)
	}
	n.story("体育/稿1.md", "昨夜比赛。")
	n.taken("体育/稿1.md")
	n.expect("昨天开会。", "昨夜比赛。")
	n.story("要闻/稿1.md", "今天开会。")
	if u := n.taken("要闻/稿1.md"); u.States[importer.Changed] != 1 {
		t.Errorf("again: %+v", u)
	}
	n.expect("今天开会。", "昨夜比赛。")

	ed := n.file.Edition()
	c, err := edit.ReplaceText(ed, ed.Stories[1].ID, ed.Stories[1].First(edition.Lead).ID, 4, 6, "前天")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.file.Do(c); err != nil {
		t.Fatal(err)
	}
	n.story("体育/稿1.md", "昨夜比赛改期。")
	if u := n.taken("体育/稿1.md"); u.States[importer.Conflict] != 1 || len(u.Stories) != 0 || len(u.Notes) != 1 || u.Notes[0].Place.Story != ed.Stories[1].ID {
		t.Errorf("edited and came again: %+v", u)
	}
	n.expect("今天开会。", "前天比赛。")

	n.stop()
	if c, err = edit.DeleteStory(n.file.Edition(), n.file.Edition().Stories[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := n.file.Do(c); err != nil {
		t.Fatal(err)
	}
	n.story("夜里.md", "夜里来稿。")
	n.watch()
	n.taken("夜里.md")
	n.expect("前天比赛。", "夜里来稿。")
}

// TestWatchPictures: a picture that comes after its story finds it, by the name in the text or by the story's own, and an
// editor's words stand all the same.
func TestWatchPictures(t *testing.T) {
	n := newNewsroom(t)
	n.write("洪水.md", []byte("## 洪水\n\n![](media/a.png)\n\n本报讯 水退了。\n"))
	if u := n.taken("洪水.md"); len(u.Notes) == 0 {
		t.Error("nothing said of the missing picture")
	}
	n.write("media/a.png", smallPicture(t, color.Black))
	n.taken("media/a.png")
	use := func() edition.PictureUse { return n.file.Edition().Stories[0].Pictures[0] }
	if use().Picture == "" {
		t.Fatal("the picture that came has not found its story")
	}
	n.write("会议.md", []byte("## 会议\n\n![](b.png)\n\n本报讯 会散了。\n"))
	n.taken("会议.md")
	ed := n.file.Edition()
	c, err := edit.ReplaceText(ed, ed.Stories[1].ID, ed.Stories[1].First(edition.Lead).ID, 4, 5, "大会")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.file.Do(c); err != nil {
		t.Fatal(err)
	}
	n.write("b.png", smallPicture(t, color.White))
	u := n.taken("b.png")
	st := n.file.Edition().Stories[1]
	if u.States[importer.Conflict] != 1 || st.Pictures[0].Picture == "" || st.First(edition.Lead).Text != "本报讯 大会散了。" {
		t.Errorf("%v, pictures %v, lead %q", u.States, st.Pictures, st.First(edition.Lead).Text)
	}
	n.story("会议.md", "不相干。") // a loose picture beside is no reason for a remark
	if u := n.taken("会议.md"); slices.ContainsFunc(u.Notes, func(f finding.Finding) bool { return strings.Contains(f.Message.ZH, "图片库") }) {
		t.Errorf("notes %v", u.Notes)
	}
}

// TestWatchTroubles: a file that is no manuscript is told and the others come in; what the edition did not take comes with
// the next; the folder may go and come back.
func TestWatchTroubles(t *testing.T) {
	n := newNewsroom(t)
	n.write("坏.docx", []byte("PK\x03\x04 cut off"))
	n.story("好.md", "很好。")
	if u := n.taken("坏.docx", "好.md"); !slices.ContainsFunc(u.Notes, func(f finding.Finding) bool {
		return f.Rule == importer.NoteFile && strings.Contains(f.Message.ZH, "坏.docx")
	}) {
		t.Errorf("notes %v", u.Notes)
	}
	n.expect("很好。")
	full := errors.New("no room")
	n.mu.Lock()
	n.fail = full
	n.mu.Unlock()
	n.story("二.md", "第二。")
	if e := n.next(WatchFailed); !errors.Is(e.Err, full) {
		t.Errorf("failed with %v", e.Err)
	}
	n.mu.Lock()
	n.fail = nil
	n.mu.Unlock()
	n.story("三.md", "第三。")
	n.taken("三.md", "二.md")
	n.expect("很好。", "第三。", "第二。")
	if err := os.RemoveAll(n.dir); err != nil {
		t.Fatal(err)
	}
	n.next(WatchGone)
	n.story("四.md", "第四。")
	n.next(WatchBack)
	n.taken("四.md")
	n.expect("很好。", "第三。", "第二。", "第四。")
}

// TestWatchMany: two hundred manuscripts at once are one step of history for each crowd, and progress is told.
func TestWatchMany(t *testing.T) {
	n := newNewsroom(t)
	for i := range 200 {
		n.story("稿"+string(rune('a'+i/26))+string(rune('a'+i%26))+".md", "第"+string(rune('a'+i%26))+"篇。")
	}
	steps, told := 0, false
	for len(n.file.Edition().Stories) < 200 {
		e := <-n.events
		told = told || e.Kind == WatchReading && e.Total > 20 && e.Done > 0
		if e.Kind == WatchTaken {
			steps++
		}
	}
	if !told || steps > 20 {
		t.Errorf("%d steps; progress told: %v", steps, told)
	}
}
