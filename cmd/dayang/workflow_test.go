package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/store"
)

// TestWorkflow walks an edition through the house by the command line: reviews, readings, sign-off over what stands
// against it, a change that undoes it, the comparison, the record, the marked proof.
func TestWorkflow(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "样.dayang")
	if err := writeSample(shop, path); err != nil {
		t.Fatal(err)
	}
	look := func() *edition.Edition {
		f, err := store.OpenReadOnly(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		return f.Edition()
	}
	ed := look()
	for i, who := range []string{"王编辑", "李主任", "张总"} {
		for _, s := range ed.Stories {
			out := must(t, exitDone, "sign", path, "--do", "review", "--story", s.ID, "--who", who)
			if want := []string{"初审", "复审", "终审"}[i]; !strings.Contains(out, want) {
				t.Fatalf("%s by %s: %s", want, who, out)
			}
		}
	}
	if out := must(t, exitFailed, "sign", path, "--do", "review", "--story", ed.Stories[0].ID, "--who", "王编辑", "--stage", "final"); !strings.Contains(out, "不能由一个人做") {
		t.Errorf("one person twice: %s", out)
	}
	if out := must(t, exitFailed, "sign", path, "--do", "release", "--page", "1", "--who", "张总"); !strings.Contains(out, "没有签样") {
		t.Errorf("released unsigned: %s", out)
	}
	for _, stage := range []string{"galley", "page-proof", "final-proof"} {
		must(t, exitDone, "sign", path, "--do", "read", "--stage", stage, "--page", "1", "--who", "赵校对")
	}
	if out := must(t, exitFailed, "sign", path, "--page", "1", "--who", "张总"); !strings.Contains(out, "处错误") || !strings.Contains(out, "--over") {
		t.Errorf("signed over the seeded errors: %s", out)
	}
	out := must(t, exitDone, "sign", path, "--page", "1", "--who", "张总", "--over", "errors", "--words", "样报，错误是有意留的")
	if !strings.Contains(out, "已签样") || !strings.Contains(out, "有检查错误") {
		t.Errorf("signed: %s", out)
	}
	// A flag, made as the window makes it, and a change that nobody asked for.
	f, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	s := f.Edition().Stories[0]
	p := s.Paras[len(s.Paras)-1]
	text := []rune(p.Text)
	if _, err := f.Do(edit.AddFlag(f.Edition(), edition.Flag{Story: s.ID, Para: p.ID, From: 0, To: 2, Quote: string(text[:2]), Mark: edition.MarkCorrect, Text: "改成", Who: "赵校对"})); err != nil {
		t.Fatal(err)
	}
	c, err := edit.ReplaceText(f.Edition(), s.ID, p.ID, 4, 6, "别的")
	if err == nil {
		_, err = f.Do(c)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if out := must(t, exitDone, "record", path, "--page", "1"); !strings.Contains(out, "签后有改动") || !strings.Contains(out, "未办 1") || !strings.Contains(out, "样报，错误是有意留的") {
		t.Errorf("the record: %s", out)
	}
	if out := must(t, exitDone, "compare", path, "--page", "1", "--from", "s1"); !strings.Contains(out, "无人要求 1 处") || !strings.Contains(out, "未落实 1 条") {
		t.Errorf("compared: %s", out)
	}
	if out := must(t, exitDone, "flags", path, "--carry-out", "n1", "--who", "王编辑"); !strings.Contains(out, "已办") {
		t.Errorf("carried out: %s", out)
	}
	if out := must(t, exitDone, "compare", path, "--page", "1", "--from", "s1"); !strings.Contains(out, "改动 2 处") || !strings.Contains(out, "未落实 0 条") {
		t.Errorf("compared again: %s", out)
	}
	var entries []edition.Entry
	if err := json.Unmarshal([]byte(must(t, exitDone, "record", path, "--json")), &entries); err != nil || len(entries) != 3*len(ed.Stories)+4 {
		t.Errorf("%d entries: %v", len(entries), err)
	}
	pdf, list := filepath.Join(dir, "红样.pdf"), filepath.Join(dir, "校对单.csv")
	if out := must(t, exitDone, "export", path, "--marked-proof", "-o", pdf, "--list", list, "--least", "warning"); !strings.Contains(out, "/万字") {
		t.Errorf("marked proof: %s", out)
	}
	for _, name := range []string{pdf, list} {
		if st, err := os.Stat(name); err != nil || st.Size() < 500 {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, exitFailed, "sign", path, "--page", "9", "--who", "张总")
	must(t, exitFailed, "sign", path, "--do", "dance", "--page", "1")
	must(t, exitFailed, "compare", path)
}
