package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/store"
)

// edited answers an edition file with two steps and a snapshot between them.
func edited(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "今日.dayang")
	must(t, exitDone, "import", write(t, "a.md", "# 云岫日报\n\n### 标题一行\n\n本报讯 今天天气晴好，市民出行顺畅。\n"), "-o", path)
	f, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.SetWho("王编辑")
	for i, title := range []string{"初稿", "二稿"} {
		head := f.Edition().Head
		head.Title = title
		c := edit.SetHead(f.Edition(), head)
		c.Merge = ""
		if _, err := f.Do(c); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if _, err := f.Snapshot("一校"); err != nil {
				t.Fatal(err)
			}
		}
	}
	return path
}

func titleOf(t *testing.T, path string) string {
	t.Helper()
	f, err := store.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return f.Edition().Head.Title
}

func TestHistoryCommand(t *testing.T) {
	path := edited(t)
	if out := must(t, exitDone, "history", path); !strings.Contains(out, "王编辑") || !strings.Contains(out, "快照“一校”（第 1 步之后）") {
		t.Errorf("the history says %s", out)
	}
	g := filepath.Join(t.TempDir(), "当时.dayang")
	must(t, exitDone, "history", path, "--at", "1", "-o", g)
	if titleOf(t, g) != "初稿" || titleOf(t, path) != "二稿" {
		t.Error("looked at an earlier state, and something else came of it")
	}
	must(t, exitDone, "history", path, "--restore", "s1")
	if got := titleOf(t, path); got != "初稿" {
		t.Errorf("restored, the title is %q", got)
	}
	if out := must(t, exitDone, "history", path, "-n", "1"); !strings.Contains(out, "恢复到 s1") && !strings.Contains(out, "恢复到s1") {
		t.Errorf("the restoring is no step of its own: %s", out)
	}
	for _, args := range [][]string{{"--at", "99", "-o", g}, {"--at", "x", "-o", g}, {"--restore", "s9"}, {"--at", "1"}} {
		must(t, exitFailed, append([]string{"history", path}, args...)...)
	}
	must(t, exitDone, "history", path, "--snapshot", "清样")
	if out := must(t, exitDone, "--lang", "en", "history", path); !strings.Contains(out, "清样") || !strings.Contains(out, "snapshot") {
		t.Errorf("kept no snapshot: %s", out)
	}
}

func TestRecoverCommand(t *testing.T) {
	path := edited(t)
	if out := must(t, exitDone, "recover", path); !strings.Contains(out, "没有损坏") {
		t.Errorf("of a sound file it says %s", out)
	}
	f, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Backup(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data[:len(data)/3], 0o644); err != nil {
		t.Fatal(err)
	}
	if out := must(t, exitFailed, "render", path, "-o", filepath.Join(t.TempDir(), "x.png")); !strings.Contains(out, "dayang recover") {
		t.Errorf("of a damaged file it says %s", out)
	}
	report := filepath.Join(t.TempDir(), "r.json")
	g := filepath.Join(t.TempDir(), "g.dayang")
	must(t, exitDone, "recover", path, "-o", g, "--report", report)
	out := must(t, exitDone, "recover", path)
	if titleOf(t, g) != "二稿" || titleOf(t, path) != "二稿" || !strings.Contains(out, ".damaged-") || !strings.Contains(out, ".backups") {
		t.Errorf("repaired: %s", out)
	}
	if data, err := os.ReadFile(report); err != nil || !strings.Contains(string(data), `"cause"`) {
		t.Errorf("the report says %s, error %v", data, err)
	}
	must(t, exitFailed, "recover", path, "-o", g)
	must(t, exitFailed, "recover", write(t, "x.dayang", "no edition"))
}

func TestCompactCommand(t *testing.T) {
	path := edited(t)
	g := filepath.Join(t.TempDir(), "g.dayang")
	must(t, exitDone, "compact", path, "-o", g, "--steps")
	if titleOf(t, g) != "二稿" {
		t.Error("the copy says something else")
	}
	must(t, exitFailed, "compact", path, "-o", path)
}
