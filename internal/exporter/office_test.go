package exporter

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/importer"
)

// office has LibreOffice convert files into a folder. `make manuscripts` installs it and asks for these tests, which take
// some seconds; elsewhere they are passed over.
func office(t *testing.T, to, dir string, files ...string) {
	t.Helper()
	if os.Getenv("DAYANG_OFFICE") == "" {
		t.Skip("make manuscripts runs this: it needs LibreOffice")
	}
	args := append([]string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", to, "--outdir", dir}, files...)
	if out, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice did not convert to %s: %v\n%s", to, err, out)
	}
}

// read answers a manuscript's only story.
func read(t *testing.T, path string, o importer.Options) (importer.Result, *edition.Story) {
	t.Helper()
	r, err := importer.PathWith(o, path)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Stories) != 1 {
		t.Fatalf("%s: %d stories", path, len(r.Stories))
	}
	return r, r.Stories[0]
}

// TestOfficeWrites reads what LibreOffice writes of a manuscript with everything a writer uses, both straight and by way of
// its own format.
func TestOfficeWrites(t *testing.T) {
	dir := t.TempDir()
	office(t, "odt", dir, "testdata/office/稿.fodt")
	office(t, "docx:MS Word 2007 XML", dir, filepath.Join(dir, "稿.odt"))
	const took = `headline "全市重点项目集中开工"
byline "本报记者 张三"
lead "本报讯 昨天上午，今年第四季度重点项目集中开工，总投资一百二十亿元①。"
subhead "三个一批"
body "这些项目分布在五个区县。"
body "1.抓好项目建设。"
body "2.抓好民生实事。"
body "区县 产值"
body "东湖 12亿"
body "生僻字𠮷野家照样要读出来。"
body "注①：据市发展改革委。"
`
	docx := filepath.Join(dir, "稿.docx")
	for how, want := range map[importer.TrackedChanges]string{
		importer.TakeChanges:   took,
		importer.RefuseChanges: strings.Replace(took, "今年", "去年", 1),
	} {
		r, s := read(t, docx, importer.Options{Changes: how})
		if got := told(s, false); got != want {
			t.Errorf("changes %d:\n%swant\n%s", how, got, want)
		}
		lead := s.First(edition.Lead)
		if len(lead.Spans) != 1 || string([]rune(lead.Text)[lead.Spans[0].From:lead.Spans[0].To]) != "重点项目" || lead.Spans[0].Style != edition.Bold {
			t.Errorf("spans %v", lead.Spans)
		}
		var rules []string
		for _, n := range r.Notes {
			rules = append(rules, n.Rule)
			if n.Rule == importer.NoteComment && !strings.Contains(n.Message.ZH, "名单请核实") {
				t.Errorf("comment %q", n.Message.ZH)
			}
		}
		for _, rule := range []string{importer.NoteComment, importer.NoteChanges, importer.NoteNotes, importer.NoteTable} {
			if !slices.Contains(rules, rule) {
				t.Errorf("changes %d: nothing told of %s", how, rule)
			}
		}
	}
}

// TestOfficeReadsOurs has LibreOffice read what we write: its plain text is the story's, and what it writes again as DOCX
// is still the story, role by role.
func TestOfficeReadsOurs(t *testing.T) {
	dir := t.TempDir()
	ed, pics := pictures(t)
	const stories = 12
	var all []*edition.Story
	var files []string
	for i := range stories {
		s := story(rand.New(rand.NewPCG(uint64(i), 9)), ed, edition.Bold)
		var b bytes.Buffer
		if err := Write(&b, DOCX, s, Options{Edition: ed, Pictures: pics}); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, fmt.Sprintf("%02d.docx", i))
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		all, files = append(all, s), append(files, path)
	}
	text, again := filepath.Join(dir, "text"), filepath.Join(dir, "again")
	office(t, "txt:Text (encoded):UTF8", text, files...)
	office(t, "docx:MS Word 2007 XML", again, files...)
	solid := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || r == '\ufeff' {
				return -1
			}
			return r
		}, s)
	}
	for i, s := range all {
		data, err := os.ReadFile(filepath.Join(text, fmt.Sprintf("%02d.txt", i)))
		if err != nil {
			t.Fatal(err)
		}
		rest := solid(string(data))
		for _, p := range s.Paras {
			at := strings.Index(rest, solid(p.Text))
			if at < 0 {
				t.Errorf("story %d: LibreOffice does not read %q where it stands; left: %q", i, p.Text, rest)
				break
			}
			rest = rest[at+len(solid(p.Text)):]
		}
		_, back := read(t, filepath.Join(again, fmt.Sprintf("%02d.docx", i)), importer.Options{})
		if got, want := said(back), said(s); got != want {
			t.Errorf("story %d through LibreOffice\nwrote %s\nread  %s", i, want, got)
		}
	}
}

// said is told without which file a picture is, which LibreOffice may write anew.
func said(s *edition.Story) string {
	var b strings.Builder
	for line := range strings.Lines(told(s, false)) {
		if strings.HasPrefix(line, "picture ") && line != "picture \n" {
			line = "picture\n"
		}
		b.WriteString(line)
	}
	return b.String()
}
