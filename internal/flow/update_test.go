package flow

import (
	"os"
	"path/filepath"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/importer"
	"dayang/internal/store"
)

// TestUpdate: a manuscript that comes again is set in one step that undo takes back, unless an editor has been at the story;
// then only who says so may take it.
func TestUpdate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "稿.md")
	arrive := func(lead string) {
		t.Helper()
		if err := os.WriteFile(path, []byte("## 标题在这里\n\n本报讯 "+lead+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	arrive("昨天开会。")
	shop := &Shop{}
	taken, err := shop.TakeIn([]string{path}, "")
	if err != nil {
		t.Fatal(err)
	}
	file, err := store.CreateWith(filepath.Join(dir, "x.dayang"), taken.Edition, store.Options{Pictures: taken.Pictures})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lead := func() string { return file.Edition().Stories[0].First(edition.Lead).Text }
	update := func(how Conflicts, want importer.UpdateState) {
		t.Helper()
		u, err := shop.Update(file, importer.Options{}, []string{path}, how)
		if err != nil {
			t.Fatal(err)
		}
		if u.States[want] != 1 || len(u.States) != 1 {
			t.Errorf("states %v, want one of %d", u.States, want)
		}
	}
	update(KeepEdited, importer.Same)
	arrive("今天开会。")
	update(KeepEdited, importer.Changed)
	if lead() != "本报讯 今天开会。" {
		t.Errorf("lead %q", lead())
	}
	if _, _, err := file.Undo(); err != nil || lead() != "本报讯 昨天开会。" {
		t.Errorf("undone: %q, %v", lead(), err)
	}
	st := file.Edition().Stories[0]
	change, err := edit.ReplaceText(file.Edition(), st.ID, st.First(edition.Lead).ID, 4, 6, "前天")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Do(change); err != nil {
		t.Fatal(err)
	}
	update(KeepEdited, importer.Conflict)
	if lead() != "本报讯 前天开会。" {
		t.Errorf("an editor's words were overwritten: %q", lead())
	}
	update(TakeManuscript, importer.Conflict)
	if lead() != "本报讯 今天开会。" {
		t.Errorf("lead %q", lead())
	}
	update(KeepEdited, importer.Same)
}
