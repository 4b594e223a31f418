package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/store"
)

// TestToldOnOpening: a command tells on stderr of changes that are not in the file and of who has it open, and does its work.
func TestToldOnOpening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "e.dayang")
	must(t, exitDone, "import", write(t, "稿.md", "## 标题在这里\n\n本报讯 昨天，全市开工。\n"), "-o", path)
	f, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	base, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs := dayang(t, "history", path); code != exitDone || !strings.Contains(errs, "正开着这个文件") || strings.Contains(errs, "ED-03") {
		t.Errorf("while it is open: exit %d, %q, %q", code, out, errs)
	}
	head := f.Edition().Head
	head.Title = "一"
	if _, err := f.Do(edit.SetHead(f.Edition(), head)); err != nil {
		t.Fatal(err)
	}
	lock, err := os.ReadFile(path + "-lock")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := dayang(t, "history", path); code != exitDone || errs != "" {
		t.Errorf("closed: exit %d, %q", code, errs)
	}
	// The disk has lost the step, and the machine was off in between: the file is as it was, the lock's file is left.
	for name, data := range map[string][]byte{path: base, path + "-lock": lock} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, errs := dayang(t, "recover", path); code != exitDone || !strings.Contains(errs, "ED-03 最后 1 步改动") {
		t.Errorf("repaired: exit %d, %q", code, errs)
	}
	if err := os.WriteFile(path+"-lock", lock, 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := dayang(t, "history", path, "--snapshot", "甲"); code != exitDone || !strings.Contains(errs, "ED-03 e.dayang: 最后 1 步改动") {
		t.Errorf("opened to change: exit %d, %q", code, errs)
	}
	// Copied elsewhere it says nothing.
	there := filepath.Join(t.TempDir(), "copy.dayang")
	if err := os.WriteFile(there, base, 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := dayang(t, "history", there); code != exitDone || errs != "" {
		t.Errorf("copied: exit %d, %q", code, errs)
	}
}
