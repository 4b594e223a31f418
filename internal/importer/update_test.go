package importer

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dayang/internal/edition"
)

// TestUpdates: a manuscript that comes again changes what nobody has touched, asks about what an editor has, and says how
// much in both cases.
func TestUpdates(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "稿.docx")
	arrive := func(body string) Result {
		t.Helper()
		if err := os.WriteFile(path, wordFile(body), 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := Path(path)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	second := wp("1", "第二篇标题") + wp("", news)
	first := wp("1", "第一篇标题") + wp("", news) + wp("", "第二段文字在这里。")
	ed := Edition(arrive(first+second), "")
	ed.Stories[0].Priority, ed.Stories[0].Section = 2, "要闻"
	states := func(r Result) (string, []Update) {
		var s []string
		us := Updates(ed, r)
		for _, u := range us {
			s = append(s, [...]string{"same", "changed", "conflict", "additional", "gone"}[u.State])
			if (u.Note.Message.EN == "") != (u.State == Same) {
				t.Errorf("%+v", u.Note)
			}
		}
		return strings.Join(s, " "), us
	}
	if got, _ := states(arrive(first + second)); got != "same same" {
		t.Errorf("the same file: %s", got)
	}
	if got, _ := states(arrive(second + first)); got != "same same" {
		t.Errorf("in another order: %s", got)
	}
	longer := wp("1", "第一篇标题") + wp("", "插进来的导语一段，说了新情况。") + wp("", news) + wp("", "第二段文字改过了。") + wp("", "第三段文字在这里。")
	got, us := states(arrive(longer + second))
	if got != "changed same" {
		t.Fatalf("a changed one: %s", got)
	}
	s := us[0].Story
	if s.ID != ed.Stories[0].ID || s.Priority != 2 || s.Section != "要闻" || s.Paras[0].ID != ed.Stories[0].Paras[0].ID || len(s.Paras) != 5 {
		t.Errorf("%+v", s)
	}
	if s.Received == ed.Stories[0].Received || s.Received != Received(s) {
		t.Error("the new fingerprint is not the new story's")
	}
	ids := map[string]bool{}
	for _, p := range s.All() {
		if ids[p.ID] {
			t.Errorf("two paragraphs %s", p.ID)
		}
		ids[p.ID] = true
	}
	// The editor has been at it since.
	edited := *ed.Stories[0]
	edited.Paras = append([]*edition.Para(nil), edited.Paras...)
	p := *edited.Paras[1]
	p.Text += "（编辑加的话）"
	edited.Paras[1] = &p
	was := ed.Stories[0]
	ed.Stories[0] = &edited
	if got, _ := states(arrive(longer + second)); got != "conflict same" {
		t.Errorf("both changed: %s", got)
	}
	if got, _ := states(arrive(first + second)); got != "same same" {
		t.Errorf("only the editor changed it: %s", got)
	}
	ed.Stories[0] = was
	if got, us := states(arrive(first + second + wp("1", "第三篇标题") + wp("", news+"又及。"))); got != "same same additional" || us[2].Story.ID != "" {
		t.Errorf("one more: %s", got)
	}
	if got, _ := states(arrive(first)); got != "same gone" {
		t.Errorf("one less: %s", got)
	}
	// A story of an edition from before fingerprints is never overwritten.
	old := *was
	old.Received = ""
	ed.Stories[0] = &old
	if got, _ := states(arrive(longer + second)); got != "conflict same" {
		t.Errorf("nothing known of it: %s", got)
	}
}

// TestUpdateSources: two manuscripts of one name in two folders are two; one that comes by itself later is the same all the
// same, unless there is a choice.
func TestUpdateSources(t *testing.T) {
	dir := t.TempDir()
	for name, lead := range map[string]string{"要闻/稿.md": "昨天。", "体育/稿.md": "昨夜。", "深/独.md": "独一。"} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte("## 标题\n\n本报讯 "+lead+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all, err := Path(dir)
	if err != nil {
		t.Fatal(err)
	}
	ed := &edition.Edition{Stories: all.Stories}
	var sources []string
	for _, s := range ed.Stories {
		sources = append(sources, s.Source)
	}
	if want := []string{"体育/稿.md", "深/独.md", "要闻/稿.md"}; !slices.Equal(sources, want) {
		t.Fatalf("sources %q, want %q", sources, want)
	}
	state := func(o Options, paths ...string) (out []UpdateState) {
		r, err := PathWith(o, paths...)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range Updates(ed, r) {
			out = append(out, u.State)
		}
		return out
	}
	if got := state(Options{}, dir); !slices.Equal(got, []UpdateState{Same, Same, Same}) {
		t.Errorf("the folder again: %v", got)
	}
	if got := state(Options{}, filepath.Join(dir, "深/独.md")); !slices.Equal(got, []UpdateState{Same}) {
		t.Errorf("one by itself: %v", got)
	}
	if got := state(Options{Root: dir}, filepath.Join(dir, "要闻/稿.md")); !slices.Equal(got, []UpdateState{Same}) {
		t.Errorf("one of two by its path: %v", got)
	}
	if got := state(Options{}, filepath.Join(dir, "要闻/稿.md")); !slices.Equal(got, []UpdateState{Additional}) {
		t.Errorf("one of two by itself: %v", got)
	}
}

// TestSkipAndProgress: of named files that may be skipped, one that cannot be read is a finding; who asks hears how far
// reading is.
func TestSkipAndProgress(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "好.md"), filepath.Join(dir, "坏.docx")
	for _, p := range []string{good, bad} {
		if err := os.WriteFile(p, []byte("## 标题\n\n本报讯 好。\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(bad, []byte("PK\x03\x04"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := PathWith(Options{}, good, bad); !errors.Is(err, ErrDamaged) {
		t.Errorf("without Skip: %v", err)
	}
	var told []int
	r, err := PathWith(Options{Skip: true, Progress: func(done, total int) { told = append(told, done, total) }}, good, bad, filepath.Join(dir, "没有.md"))
	if err != nil || len(r.Stories) != 1 || len(r.Notes) < 2 || r.Notes[0].Rule != NoteFile {
		t.Errorf("%d stories, notes %v, %v", len(r.Stories), r.Notes, err)
	}
	if !slices.Equal(told, []int{0, 2, 1, 2, 2, 2}) {
		t.Errorf("told %v", told)
	}
}
