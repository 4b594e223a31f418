package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/store"
	"dayang/internal/words"
)

// shop is shared: the dictionary is read once.
var shop = flow.NewShop()

// dayang runs the program in Chinese and answers its exit code and what it said.
func dayang(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	c := &console{out: &o, err: &e, lang: words.ZH, shop: shop}
	code = run(context.Background(), c, args)
	return code, o.String(), e.String()
}

// must fails the test unless the program ends with a code.
func must(t *testing.T, want int, args ...string) string {
	t.Helper()
	code, out, errs := dayang(t, args...)
	if code != want {
		t.Fatalf("dayang %s: exit %d, want %d\n%s%s", strings.Join(args, " "), code, want, out, errs)
	}
	return out + errs
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	must(t, exitDone, "demo", "-o", dir)
	for _, name := range []string{"edition.dayang", "page-01.pdf", "page-01.png", "findings.json"} {
		if st, err := os.Stat(filepath.Join(dir, name)); err != nil || st.Size() < 500 {
			t.Errorf("%s: %v", name, err)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "findings.json"))
	if err != nil {
		t.Fatal(err)
	}
	var found []findingJSON
	if err := json.Unmarshal(data, &found); err != nil || len(found) < 7 {
		t.Errorf("%d findings: %v", len(found), err)
	}
	file := filepath.Join(dir, "edition.dayang")
	if out := must(t, exitDone, "dump", file); !strings.Contains(out, "page 1") || !strings.Contains(out, "云") {
		t.Error("the dump says nothing of the page")
	}
	pdf := filepath.Join(dir, "again.pdf")
	if out := must(t, exitFailed, "export", file, "-o", pdf, "--standard", "x1a"); !strings.Contains(out, "签样") {
		t.Errorf("an unsigned page for the press: %q", out)
	}
	must(t, exitDone, "export", file, "-o", pdf, "--standard", "x1a", "--marks", "--unsigned", "总编电话同意", "--who", "王编辑")
	must(t, exitDone, "export", file, "-o", filepath.Join(dir, "{ymd}-{page}-{standard}.pdf"), "--standard", "proof", "--who", "王编辑")
	if st, err := os.Stat(filepath.Join(dir, "20261124-01-proof.pdf")); err != nil || st.Size() < 500 {
		t.Errorf("a file named by pattern: %v", err)
	}
	kept, err := store.OpenReadOnly(file)
	if err != nil {
		t.Fatal(err)
	}
	rec := kept.Edition().Record
	kept.Close()
	if len(rec) != 2 || rec[0].Who != "王编辑" || !strings.Contains(rec[0].Words, "总编电话同意") || rec[0].Export == nil || len(rec[0].Export.Hash) != 64 || rec[1].Words != "" {
		t.Errorf("the record: %+v", rec)
	}
	must(t, exitDone, "render", file, "-o", filepath.Join(dir, "small.png"), "--dpi", "40")
	must(t, exitFindings, "proof", file, "--fail-on", "error")
	must(t, exitDone, "proof", file, "--json")
	report := filepath.Join(dir, "report.json")
	must(t, exitDone, "makeup", file, "-o", filepath.Join(dir, "other.dayang"), "--proposals", "3", "--report", report)
	var r flow.Report
	data, err = os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r); err != nil || len(r.Proposals) == 0 || len(r.Proposals[0].Stories) != 5 {
		t.Errorf("report %s: %v", data, err)
	}
}

// TestHostileInput gives every command what it should refuse or remark on, never die of.
func TestHostileInput(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("# 云岫日报\n\n### 标题一行\n\n本报讯 今天天气晴好，市民出行顺畅。\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file, text string
		code             int
	}{
		{"empty", "a.md", "", exitFailed},
		{"garbage", "a.md", strings.Repeat("\x00\xff\xfe\x01", 4000), exitFailed},
		{"one long line", "a.txt", strings.Repeat("字", 50<<20/3), exitFailed},
		{"gb18030", "a.txt", gbk, exitDone},
		{"missing picture", "a.md", "### 标题\n\n![说明](nowhere.jpg)\n\n本报讯 今天天气晴好，市民出行顺畅。\n", exitDone},
		{"emoji and rare Han", "a.md", "### 标题😀𠮷\n\n本报讯 今天😀天气晴好，𠮷田先生说，市民出行顺畅。\n", exitDone},
		{"unknown glyph", "a.md", "### 标题\n\n本报讯 今天天气晴好\U000F1234，市民出行顺畅。\n", exitDone},
		{"bad JSON", "a.json", "{\"page\":", exitFailed},
		{"a picture that lies", "a.jpg", "not a picture at all", exitFailed},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := write(t, c.file, c.text)
			dir := t.TempDir()
			file := filepath.Join(dir, "e.dayang")
			out := must(t, c.code, "import", in, "-o", file)
			if c.code != exitDone {
				if !strings.Contains(out, "dayang: ") {
					t.Errorf("said %q", out)
				}
				if _, err := os.Stat(file); err == nil {
					t.Error("a refused manuscript left an edition")
				}
				return
			}
			must(t, exitDone, "makeup", file, "-o", file)
			must(t, exitDone, "export", file, "-o", filepath.Join(dir, "e.pdf"), "--unsigned", "试")
			must(t, exitDone, "render", file, "-o", filepath.Join(dir, "e.png"), "--dpi", "50")
			said := must(t, exitDone, "proof", file)
			switch c.name {
			case "missing picture":
				if !strings.Contains(out+said, "图片") {
					t.Errorf("nothing is said of the picture: %s%s", out, said)
				}
			case "unknown glyph", "emoji and rare Han":
				if !strings.Contains(said, "FT-01") {
					t.Errorf("nothing is said of the glyph: %s", said)
				}
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	notOurs := write(t, "x.dayang", strings.Repeat("SQLite?", 1000))
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"export"}, "用法"},
		{[]string{"nonsense"}, "没有"},
		{[]string{"export", "nowhere.dayang", "-o", "x.pdf"}, "nowhere.dayang"},
		{[]string{"export", notOurs, "-o", filepath.Join(t.TempDir(), "x.pdf")}, "x.dayang"},
		{[]string{"import", "nowhere.md", "-o", filepath.Join(t.TempDir(), "x.dayang")}, "nowhere.md"},
		{[]string{"proof", "a.md", "--fail-on", "loud"}, "--fail-on"},
		{[]string{"import", write(t, "a.md", "### 题\n\n文。\n"), "-o", filepath.Join(t.TempDir(), "x.dayang"), "--preset", "八开"}, "四开"},
	} {
		if out := must(t, exitFailed, c.args...); !strings.Contains(out, c.says) {
			t.Errorf("dayang %s said %q, which does not name %q", strings.Join(c.args, " "), out, c.says)
		}
	}
}

func TestBothLanguages(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"export"}, {"export", "nowhere.dayang", "-o", "x.pdf"}} {
		_, zh, zhErr := dayang(t, append([]string{"--lang", "zh"}, args...)...)
		_, en, enErr := dayang(t, append([]string{"--lang=en"}, args...)...)
		if zh+zhErr == en+enErr {
			t.Errorf("dayang %v says the same in both languages: %s%s", args, zh, zhErr)
		}
		for _, r := range en + enErr {
			if r >= 0x4e00 && r < 0xa000 {
				t.Errorf("dayang %v in English says %q", args, en+enErr)
				break
			}
		}
	}
}

func TestProofLines(t *testing.T) {
	in := write(t, "in.jsonl", `{"id":"1","text":"养老服务服务中心建成。","pub":"2026-11-24"}
{"id":"2","fragments":["他说，要抓","好重点人员管控。","天气晴好。"]}
{"id":"3","a":"今天天气晴好，市民纷纷出门。","b":"今天天气晴好，市民纷纷出门。"}
`)
	out := filepath.Join(t.TempDir(), "out.jsonl")
	must(t, exitDone, "proof", "--jsonl", in, "-o", out)
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines: %s", len(lines), data)
	}
	for i, want := range []string{`"cat":"dup_word"`, `"successor":[1`, `"label":"same"`} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("line %d: %s has no %s", i+1, lines[i], want)
		}
	}
}

func TestEpaper(t *testing.T) {
	dir := t.TempDir()
	must(t, exitDone, "demo", "-o", dir)
	out := filepath.Join(dir, "paper")
	for range 2 { // the second replaces the first
		must(t, exitDone, "epaper", filepath.Join(dir, "edition.dayang"), "-o", out, "--pdf", "--width", "500")
	}
	for _, name := range []string{"index.html", "page-01.html", "page-01.pdf", "images/page-01.jpg", "article-01-01.html", "issue.xml", "issue.json"} {
		if st, err := os.Stat(filepath.Join(out, name)); err != nil || st.Size() < 300 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".paper*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	other := filepath.Join(dir, "other")
	if err := os.MkdirAll(filepath.Join(other, "mine"), 0o755); err != nil {
		t.Fatal(err)
	}
	if said := must(t, exitFailed, "epaper", filepath.Join(dir, "edition.dayang"), "-o", other); !strings.Contains(said, "别的东西") {
		t.Error(said)
	}
	must(t, exitFailed, "epaper", filepath.Join(dir, "edition.dayang"), "-o", out, "--width", "7")
}

// TestRenderBegins: without a number the first page is drawn, whatever its number.
func TestRenderBegins(t *testing.T) {
	taken, err := shop.Sample()
	if err != nil {
		t.Fatal(err)
	}
	ed, p := *taken.Edition, *taken.Edition.Pages[0]
	p.Number = 5
	ed.Pages = []*edition.Page{&p}
	taken.Edition = &ed
	path := filepath.Join(t.TempDir(), "e.dayang")
	file, err := (&console{shop: shop}).create(path, taken)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "p.png")
	if said := must(t, exitDone, "render", path, "-o", out, "--dpi", "20"); !strings.Contains(said, "第5版") {
		t.Error(said)
	}
	must(t, exitFailed, "render", path, "-o", out, "--page", "1")
}
