package importer

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/finding"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

const shared = "../../../shared/"

func read1(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(shared + name)
	if err != nil {
		t.Skip("not here: ", err)
	}
	return data
}

// outline writes a story's parts a line each, texts cut to eight characters.
func outline(s *edition.Story) string {
	cut := func(t string) string {
		rs := []rune(t)
		if len(rs) > 8 {
			rs = rs[:8]
		}
		return string(rs)
	}
	var out []string
	for _, p := range s.Paras {
		out = append(out, string(p.Role)+" "+cut(p.Text))
	}
	for _, u := range s.Pictures {
		line := "picture"
		if u.Caption != nil {
			line += " " + cut(u.Caption.Text)
		}
		if u.Credit != nil {
			line += " / " + u.Credit.Text
		}
		out = append(out, line)
	}
	return string(s.Kind) + ": " + strings.Join(out, " | ")
}

func TestRealPage(t *testing.T) {
	r, err := Markdown("page.md", read1(t, "sample/pinghu-front-page.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"news: kicker 仲旭东在部署我市 | headline 紧张起来 严格起 | byline ■记者 胡佳英 | lead 本报讯 12月1 | body 紧而又紧。当前, | body 好重点人员管控, | body 要根据疫情防控责",
		"news: headline 市领导督查全国文 | byline ■记者 李雨婷 | lead 本报讯 12月1 | body 升市民文明意识、 | body 务,责任落实到人 | body 堆放、运输车辆的",
		"photo: headline 桥韵 | picture 初冬时节,碧空云 / ■摄影 赵云其",
		"feature: headline 民生共享:“人民 | byline ■记者 李雨婷 | lead 悠悠万事,民生为 | body 项目、金色阳光老 | body 民生要发展,硬件 | body 心、血站)新建、 | body 除了医疗、教育领 | subhead 深化便民为民 让 | body 新闻回放:202 | body 亮点综述:以前办 | subhead 加强基础设施建设 | body 新闻回放:201",
	}
	if len(r.Stories) != len(want) {
		t.Fatalf("%d stories", len(r.Stories))
	}
	for i, s := range r.Stories {
		if got := outline(s); got != want[i] {
			t.Errorf("story %d\n got %s\nwant %s", i+1, got, want[i])
		}
	}
	if h := r.Stories[0].First(edition.Headline).Text; h != "紧张起来 严格起来 坚决打赢疫情防控这场硬仗" {
		t.Errorf("headline %q: its blanks are where the sense divides", h)
	}
	if r.Head.Title != "平湖版" || r.Head.Latin != "JIAXING DAILY" || r.Head.Brand != "平湖发布 今平湖客户端" {
		t.Errorf("head %+v", r.Head)
	}
	var own []string
	for _, f := range r.Furniture {
		own = append(own, fmt.Sprint(f.Kind, " ", f.Story, " ", f.Paras[0].Text))
	}
	if got := strings.Join(own, "|"); got != "nameplate  平湖版|nameplate  平湖发布 今平湖客户端|nameplate  JIAXING DAILY|qr s1 扫一扫 看视频|banner s4 喜迎市第十五次党代会特别报道" {
		t.Errorf("furniture %s", got)
	}
	if r.Stories[3].Section == "" || len(r.Stories[3].Paras[9].Spans) != 1 {
		t.Error("the feature lost its section or its bold run-in")
	}
	missing, open := 0, 0
	for _, n := range r.Notes {
		switch n.Rule {
		case NotePicture:
			missing++
		case NoteOpen:
			open++
		}
	}
	if missing != 1 || open != 7 {
		t.Errorf("%d pictures missing, %d open paragraphs", missing, open)
	}
	ed, note := Choose(r, "")
	if note.Message.ZH == "" || len(ed.Pages) != 1 || !strings.HasPrefix(ed.Pages[0].Format.Name, "四开") {
		t.Errorf("page %v, note %+v", ed.Pages, note)
	}
	lawful(t, ed)
}

// lawful checks that furniture lies in the type area, apart, and that stories are whole.
func lawful(t *testing.T, ed *edition.Edition) {
	t.Helper()
	for _, p := range ed.Pages {
		for i, f := range p.Frames {
			if f.Kind != edition.FurnitureFrame || !p.Format.TypeArea.Contains(f.Rect) {
				t.Errorf("page %s, frame %s: %s outside the type area", p.ID, f.ID, f.Kind)
			}
			for _, g := range p.Frames[:i] {
				if g.Rect.Overlaps(f.Rect) {
					t.Errorf("frames %s and %s overlap", f.ID, g.ID)
				}
			}
		}
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"kicker in its own heading", "### 市委全会强调\n\n## 干在实处\n\n本报记者 张三\n\n本报讯 昨天开会。",
			"news: kicker 市委全会强调 | headline 干在实处 | byline 本报记者 张三 | lead 本报讯 昨天开会"},
		{"deck with a dash", "## 一江清水\n\n——治水十年记\n\n本报讯（记者 李四 通讯员 王五）水清了。",
			"news: headline 一江清水 | deck ——治水十年记 | lead 本报讯（记者 李"},
		{"byline run into the lead's paragraph", "## 标题在这里\n■记者 张三\n本报讯 昨天开会。",
			"news: headline 标题在这里 | byline ■记者 张三 | lead 本报讯 昨天开会"},
		{"words and pictures by one", "## 秋收时节\n\n文/图 记者 赵六\n\n金秋十月，稻谷飘香，农民在田间忙着收割水稻，一片丰收景象。",
			"news: headline 秋收时节 | byline 文/图 记者 赵 | lead 金秋十月，稻谷飘"},
		{"jump line at the end", "## 大会开幕\n\n本报讯 大会开幕。会议热烈。（下转第4版）",
			"news: headline 大会开幕 | lead 本报讯 大会开幕 | jumpline （下转第4版）"},
		{"bold line as subhead", "## 大事记\n\n■记者 张三\n\n第一段话在这里。\n\n**一路向前**\n\n第二段话在这里。",
			"news: headline 大事记 | byline ■记者 张三 | lead 第一段话在这里。 | subhead 一路向前 | body 第二段话在这里。"},
		{"credit at the end of the caption", "## 雪景\n\n![](x.jpg)\n\n图为市民在公园赏雪。 记者 钱七 摄",
			"photo: headline 雪景 | picture 图为市民在公园赏 / 记者 钱七 摄"},
		{"subheads of the headline's own level", "### 五年答卷\n\n■记者 张三 文/摄\n\n五年来，变化很大。\n\n### 城更美\n\n**现场：**高楼林立。\n\n### 一、水更清\n\n河水清清。\n\n责任编辑 李四 版式 王五",
			"news: headline 五年答卷 | byline ■记者 张三 文 | lead 五年来，变化很大 | subhead 城更美 | body 现场：高楼林立。 | subhead 一、水更清 | body 河水清清。"},
		{"numbered list keeps its numbers", "## 通知\n\n本报讯 现通知如下。\n\n1. 加强领导。\n2. 落实责任。",
			"news: headline 通知 | lead 本报讯 现通知如 | body 1.加强领导。 | body 2.落实责任。"},
	} {
		r, err := Markdown("a.md", []byte(c.in))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range r.Stories {
			got = append(got, outline(s))
		}
		if g := strings.ReplaceAll(strings.Join(got, " // "), "feature:", "news:"); g != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, g, c.want)
		}
	}
}

func TestPlainText(t *testing.T) {
	in := "我市召开经济工作会议\r\n记者 张三\r\n　　本报讯 昨天，我市召开经济工作会议。会议指出，要稳中求进。\r\n　　会议强调，要狠抓落实。\r\n"
	want := "news: headline 我市召开经济工作 | byline 记者 张三 | lead 本报讯 昨天，我 | body 会议强调，要狠抓"
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	trad := "市府召開經濟工作會議，會議強調，要以民生為重，實現發展的新目標，為這個時代的人民服務。大家要認真學習，把各項工作落到實處，讓群眾滿意。"
	big5, err := traditionalchinese.Big5.NewEncoder().Bytes([]byte(trad))
	if err != nil {
		t.Fatal(err)
	}
	var utf16le []byte
	for _, r := range "\ufeff" + in {
		utf16le = append(utf16le, byte(r), byte(r>>8))
	}
	for _, c := range []struct {
		name string
		data []byte
		enc  string
	}{
		{"UTF-8", []byte(in), ""}, {"UTF-8 with mark", []byte("\ufeff" + in), ""}, {"GBK", gbk, "GB18030"}, {"UTF-16", utf16le, "UTF-16LE"}, {"UTF-16 bare", utf16le[2:], "UTF-16LE"},
	} {
		r, err := Text("稿.txt", c.data)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if len(r.Stories) != 1 || outline(r.Stories[0]) != want {
			t.Errorf("%s: %s", c.name, outline(r.Stories[0]))
		}
		said := ""
		for _, n := range r.Notes {
			if n.Rule == NoteEncoding {
				said = n.Message.ZH
			}
		}
		if c.enc == "" && said != "" || !strings.Contains(said, c.enc) {
			t.Errorf("%s: said %q", c.name, said)
		}
	}
	r, err := Text("big5.txt", big5)
	if err != nil || r.Stories[0].Paras[0].Text != trad {
		t.Errorf("Big5: %v %+v", err, r.Notes)
	}
	// Lines broken at a width are one paragraph.
	long := strings.Repeat("这一行文字正好有二十个字请你数一数看吧，", 9)
	var lines []string
	for rs := []rune(long); len(rs) > 0; {
		n := min(17, len(rs))
		lines = append(lines, string(rs[:n]))
		rs = rs[n:]
	}
	if r, err = Text("w.txt", []byte(strings.Join(lines, "\n")+"完。\n")); err != nil || len(r.Stories) != 1 || len(r.Stories[0].Paras) != 1 {
		t.Errorf("wrapped lines: %v %s", err, outline(r.Stories[0]))
	}
}

// kept reports the first character of a manuscript that is nowhere in the result, markup aside.
func kept(text, markup string, r Result) string {
	have := map[rune]int{}
	count := func(s string) {
		for _, r := range s {
			have[r]++
		}
	}
	for _, s := range r.Stories {
		for _, p := range s.All() {
			count(p.Text)
		}
		for _, u := range s.Pictures {
			count(u.Picture)
		}
	}
	for _, f := range r.Furniture {
		for _, p := range f.Paras {
			count(p.Text)
		}
		count(f.Data)
	}
	for _, n := range r.Notes {
		if n.Rule == NoteLink {
			count(n.Text)
		}
	}
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' || strings.ContainsRune(markup, r) {
			continue
		}
		if have[r]--; have[r] < 0 {
			return string(r)
		}
	}
	return ""
}

func TestNothingLost(t *testing.T) {
	data := read1(t, "sample/pinghu-front-page.md")
	r, err := Markdown("p.md", data)
	if err != nil {
		t.Fatal(err)
	}
	if c := kept(string(data), "*#", r); c != "" {
		t.Errorf("a %q of the real page is lost", c)
	}
	// And with its blocks in any order.
	blocks := strings.Split(string(data), "\n\n")
	for k := 1; k < len(blocks); k += 3 {
		text := strings.Join(append(append([]string(nil), blocks[k:]...), blocks[:k]...), "\n\n")
		if r, err = Markdown("p.md", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if c := kept(text, "*#", r); c != "" {
			t.Errorf("turned by %d, a %q is lost", k, c)
		}
		if r, err = Text("p.txt", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if c := kept(text, "", r); c != "" {
			t.Errorf("as plain text turned by %d, a %q is lost", k, c)
		}
	}
}

func TestEditionJSON(t *testing.T) {
	for _, n := range []string{"91", "92", "93", "94"} {
		name := "edition-" + n + ".json"
		r, err := EditionJSON(name, read1(t, "pages-dev/"+name))
		if err != nil {
			t.Fatal(err)
		}
		ed, note := Choose(r, "")
		if len(ed.Pages) != 1 || len(ed.Pages[0].Frames) == 0 || len(ed.Stories) != len(r.Stories) || note.Message.EN == "" {
			t.Errorf("%s: %d pages", name, len(ed.Pages))
		}
		lawful(t, ed)
		for _, f := range ed.Pages[0].Frames {
			if !f.Locked {
				t.Errorf("%s: fixed furniture %s may move", name, f.ID)
			}
		}
		for _, s := range ed.Stories {
			if s.First(edition.Headline) == nil || s.First(edition.Lead) == nil {
				t.Errorf("%s: story %s has no headline or text", name, s.ID)
			}
			for _, u := range s.Pictures {
				if u.AspectW <= 0 || u.AspectH <= 0 || u.Picture != "" || u.Caption == nil || u.MinCols == 0 {
					t.Errorf("%s: story %s: picture %+v", name, s.ID, u)
				}
			}
		}
	}
	r, err := EditionJSON("94", read1(t, "pages-dev/edition-94.json"))
	if err != nil || r.Format.Lines != 103 || r.Format.ColumnGap != 15750*12700/1000 || r.Stories[0].Kind != edition.Feature || r.Stories[0].First(edition.Subhead) == nil {
		t.Errorf("the page's own measures: %+v", r.Format)
	}
	rel := `{"newspaper":"报","page":{"name":"x","sheet_mm":[275,390],"columns":6,"chars_per_column":11,"gap_chars":1,"body_pt":9,"leading_pt":11.25,"lines":87},
	"articles":[{"id":"a","title":"甲","body":["一。"],"priority":4},{"id":"b","title":"乙","body":["二。"],"priority":3}],
	"relations":[{"kind":"package","articles":["a","b"],"name":"组"},{"type":"jump-allowed","articles":["a"],"to_page":3},{"kind":"双头条","articles":["a","b"]},{"kind":"?"}]}`
	if r, err = EditionJSON("r", []byte(rel)); err != nil {
		t.Fatal(err)
	}
	a, b := r.Stories[0], r.Stories[1]
	if a.Section != "组" || b.Section != "组" || a.Jump != 3 || b.Jump != 0 || a.Priority != 5 || b.Priority != 5 || r.Notes[len(r.Notes)-1].Rule != NoteRelation {
		t.Errorf("relations: %+v %+v", a, b)
	}
	for _, bad := range []string{"", "{", "[]", "{}", `{"articles":[{"title":"a"}]}`, strings.Replace(rel, `"lines":87`, `"lines":99999999`, 1), strings.Replace(rel, "11.25", "1e99", 1)} {
		if _, err := EditionJSON("bad", []byte(bad)); !errors.Is(err, ErrJSON) {
			t.Errorf("%.40q: %v", bad, err)
		}
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, data []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var pic bytes.Buffer
	if err := png.Encode(&pic, image.NewGray(image.Rect(0, 0, 8, 6))); err != nil {
		t.Fatal(err)
	}
	put("1.md", []byte("## 甲事\n\n本报讯 一。\n\n![说明](pics/one.png)\n\n![](none.jpg)\n\n![](../../etc/passwd)"))
	put("2.txt", []byte("乙事\n本报讯 二。\n"))
	put("2.png", append(append([]byte(nil), pic.Bytes()...), 0))
	put("pics/one.png", pic.Bytes())
	put("pics/broken.jpg", []byte("\xff\xd8\xff broken"))
	put("3.docx", []byte("PK\x03\x04"))
	put("4.txt", nil)
	put("head.json", []byte(`{"title":"某某日报","date":"2026-11-24"}`))
	r, err := Path(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Stories) != 2 || r.Stories[0].ID == r.Stories[1].ID || r.Head.Title != "某某日报" {
		t.Fatalf("%d stories, head %+v", len(r.Stories), r.Head)
	}
	if u := r.Stories[0].Pictures; len(u) != 3 || u[0].Picture != r.Pictures[0].ID || u[1].Picture != "" || u[2].Picture != "" {
		t.Errorf("pictures of the first story: %+v", u)
	}
	if u := r.Stories[1].Pictures; len(u) != 1 || u[0].Picture == "" {
		t.Errorf("a picture named for its manuscript is not with it: %+v", u)
	}
	n := map[string]int{}
	for _, x := range r.Notes {
		n[x.Rule]++
	}
	if n[NotePicture] != 3 || n[NoteFile] != 2 {
		t.Errorf("notes: %v", n)
	}
	ed := Edition(r, "")
	if len(ed.Pictures) != 2 || ed.Pictures[0].Width != 8 || ed.Pictures[0].Format != "png" {
		t.Errorf("pictures of the edition: %+v", ed.Pictures)
	}
	for path, want := range map[string]error{"3.docx": ErrFormat, "4.txt": ErrEmpty, "none.md": os.ErrNotExist} {
		_, err := Path(filepath.Join(dir, path))
		var fe *FileError
		if !errors.Is(err, want) || !errors.As(err, &fe) || Why(err).EN == "" {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := Path(t.TempDir()); !errors.Is(err, ErrNothing) {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestRobust(t *testing.T) {
	start := time.Now()
	for name, data := range map[string][]byte{
		"50 MB in a line": bytes.Repeat([]byte("a"), 50<<20),
		"garbage":         garbage(1 << 16),
		"a PDF":           []byte("%PDF-1.7 甲"),
		"zeros":           make([]byte, 4096),
		"blanks":          []byte(" \n\t　\n"),
		"nothing":         nil,
	} {
		for _, f := range []func(string, []byte) (Result, error){Markdown, Text, EditionJSON} {
			r, err := f(name, data)
			var fe *FileError
			if err == nil || !errors.As(err, &fe) || len(r.Stories) != 0 {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for name, text := range map[string]string{
		"emoji":         "## 👍🏻好\n\n本报讯 𠮷野家👨‍👩‍👧开业。",
		"NUL":           "## 甲\x00乙\n\n本报讯 丙\x00丁。",
		"one long line": "本报讯 " + strings.Repeat("民生服务，", 1_000_000/15),
		"stars":         strings.Repeat("**a", 200_000),
		"brackets":      strings.Repeat("![](", 100_000),
		"lists":         strings.Repeat("1. ", 100_000),
		"headings":      strings.Repeat("# 甲\n", 20_000),
	} {
		for _, f := range []func(string, []byte) (Result, error){Markdown, Text} {
			r, err := f(name, []byte(text))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			Edition(r, "")
		}
	}
	broken := append([]byte("## 甲乙丙丁\n\n本报讯 今天的会议强调，要抓好落实。"), 0xff)
	r, err := Markdown("b", append(broken, "大家都说好。"...))
	if err != nil || !hasRule(r.Notes, NoteBytes) {
		t.Errorf("a broken byte: %v %+v", err, r.Notes)
	}
	if d := time.Since(start); d > 2*time.Minute {
		t.Errorf("hostile input took %v", d)
	}
}

func hasRule(notes []finding.Finding, rule string) bool {
	for _, n := range notes {
		if n.Rule == rule {
			return true
		}
	}
	return false
}

func garbage(n int) []byte {
	out := make([]byte, n)
	x := uint32(7)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x >> 24)
	}
	return out
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("# 甲\n\n### 乙时强调 丙 丁\n\n■记者 戊\n\n本报讯 己,庚。**辛:**壬"))
	f.Add([]byte("## 图\n\n![说明](a.jpg)\n\n图为。 甲乙 摄\n\n1. x\n- y\n> z\n\n---"))
	f.Add([]byte("\xff\xfe\x00甲"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Markdown("f.md", data)
		if err != nil {
			return
		}
		sound(t, r)
	})
}

func FuzzText(f *testing.F) {
	f.Add([]byte("甲乙\n记者 丙\n　　本报讯 丁。\n"))
	f.Add([]byte("\xb1\xbe\xb1\xa8\xd1\xb6\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Text("f.txt", data)
		if err != nil {
			return
		}
		sound(t, r)
		if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) || bytes.IndexByte(data, 0) >= 0 {
			return
		}
		if text := string(data); strings.ToValidUTF8(text, "") == text {
			if c := kept(text, "", r); c != "" {
				t.Fatalf("%q: a %q is lost", text, c)
			}
		}
	})
}

func FuzzEditionJSON(f *testing.F) {
	f.Add([]byte(`{"page":{"sheet_mm":[275,390],"columns":6,"chars_per_column":11,"gap_chars":1,"body_pt":9,"leading_pt":11,"lines":8},"furniture":[{"cols":-1,"x_col":99}],"articles":[{"photos":[{"aspect":[0,-1]}],"subheads":[{"before_paragraph":-9}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := EditionJSON("f.json", data)
		if err != nil {
			return
		}
		sound(t, r)
	})
}

// sound checks what holds for any result.
func sound(t *testing.T, r Result) {
	t.Helper()
	for _, s := range r.Stories {
		ids := map[string]bool{}
		for _, p := range s.All() {
			if ids[p.ID] {
				t.Fatalf("story %s has two paragraphs %s", s.ID, p.ID)
			}
			ids[p.ID] = true
			n, last := len([]rune(p.Text)), 0
			for _, x := range p.Spans {
				if x.From < last || x.To <= x.From || x.To > n {
					t.Fatalf("paragraph %q has spans %v", p.Text, p.Spans)
				}
				last = x.To
			}
		}
	}
	Edition(r, "")
}
