package importer

import (
	"os"
	"path/filepath"
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
