package exporter

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/importer"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// stock are the words that random paragraphs are made of: Chinese, Latin, what XML and Markdown use themselves, a
// character of four bytes, marks.
var stock = []string{"全市", "项目建设", "今年以来", "，", "《办法》", "GDP", " ", "12.5%", "<b>&amp;", "**", "_x_", "[1]", "\\", "#", "`", "𠮷", "“好”", "·", "—", "!", "a<b", "㐀", "~", "|", "1."}

func text(r *rand.Rand, n int) string {
	var b strings.Builder
	for range 1 + r.IntN(n) {
		b.WriteString(stock[r.IntN(len(stock))])
	}
	return "文" + strings.Join(strings.Fields(b.String()), " ") + "。"
}

func spans(r *rand.Rand, text string, styles ...string) []edition.Span {
	n := len([]rune(text))
	var out []edition.Span
	for at := r.IntN(4); at+1 < n && len(out) < 3 && r.IntN(2) == 0; {
		to := min(n, at+1+r.IntN(4))
		out = append(out, edition.Span{From: at, To: to, Style: styles[r.IntN(len(styles))]})
		at = to + 1 + r.IntN(5)
	}
	return out
}

// story makes a story that an editor could have made.
func story(r *rand.Rand, ed *edition.Edition, styles ...string) *edition.Story {
	s := &edition.Story{ID: "s1", Kind: edition.News, Priority: 1 + r.IntN(5), Slug: "稿名"}
	id := 0
	para := func(role edition.Role, text string) *edition.Para {
		id++
		return &edition.Para{ID: fmt.Sprint("p", id), Role: role, Text: text}
	}
	add := func(role edition.Role, text string) *edition.Para {
		p := para(role, text)
		s.Paras = append(s.Paras, p)
		return p
	}
	if r.IntN(2) == 0 {
		add(edition.Kicker, "引题"+text(r, 4))
	}
	add(edition.Headline, "主题"+text(r, 5))
	if r.IntN(2) == 0 {
		add(edition.Deck, "副题"+text(r, 4))
	}
	if r.IntN(2) == 0 {
		add(edition.Byline, "本报记者 张三 李四")
	}
	for i := range 1 + r.IntN(6) {
		role := edition.Body
		if i == 0 {
			role = edition.Lead
		} else if r.IntN(5) == 0 {
			add(edition.Subhead, "小标题"+text(r, 3))
		}
		p := add(role, text(r, 30))
		p.Spans = spans(r, p.Text, styles...)
	}
	for _, pic := range ed.Pictures {
		u := edition.PictureUse{Picture: pic.ID}
		if r.IntN(3) == 0 {
			u = edition.PictureUse{AspectW: 3, AspectH: 2, Guess: true}
		}
		if r.IntN(2) == 0 {
			u.Caption = para(edition.Caption, text(r, 12))
		}
		if r.IntN(2) == 0 {
			u.Credit = para(edition.Credit, "■摄影 赵云其")
		}
		if u.Picture != "" || u.Caption != nil {
			s.Pictures = append(s.Pictures, u)
		}
	}
	return s
}

// files is a PictureSource in memory.
type files map[string][]byte

func (f files) PictureBytes(id string) ([]byte, error) {
	if data, ok := f[id]; ok {
		return data, nil
	}
	return nil, errors.New("no such picture")
}

// add keeps a picture's file and answers what an edition knows of it.
func (f files) add(name, format string, w, h int, data []byte) *edition.Picture {
	sum := sha256.Sum256(data)
	id := hex.EncodeToString(sum[:])
	f[id] = data
	return &edition.Picture{ID: id, Name: name, Format: format, Width: w, Height: h, Bytes: int64(len(data))}
}

func pictures(t testing.TB) (*edition.Edition, files) {
	t.Helper()
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{ID: "x", Title: "某报", Date: "2026-11-24"}}
	pics := files{}
	for i := range 3 {
		img := image.NewGray(image.Rect(0, 0, 4+i, 3))
		img.Pix[i] = 200
		var b bytes.Buffer
		var err error
		format := "jpeg"
		if i == 1 {
			format = "png"
			err = png.Encode(&b, img)
		} else {
			err = jpeg.Encode(&b, img, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		ed.Pictures = append(ed.Pictures, pics.add(fmt.Sprint("图 ", i, ".jpg"), format, 4+i, 3, b.Bytes()))
	}
	return ed, pics
}

// told writes what a story says: roles, texts, spans, pictures. Ids differ between a story and the one read back.
func told(s *edition.Story, styled bool) string {
	var b strings.Builder
	para := func(p *edition.Para) {
		if p == nil {
			return
		}
		fmt.Fprintf(&b, "%s %q", p.Role, p.Text)
		if styled {
			fmt.Fprint(&b, p.Spans)
		}
		b.WriteByte('\n')
	}
	for _, p := range s.Paras {
		para(p)
	}
	for _, u := range s.Pictures {
		fmt.Fprintf(&b, "picture %.8s\n", u.Picture)
		para(u.Caption)
		para(u.Credit)
	}
	return b.String()
}

func TestDOCXRoundTrip(t *testing.T) {
	ed, pics := pictures(t)
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := story(r, ed, edition.Bold, edition.Kai, edition.Emphasis)
		if r.IntN(4) == 0 {
			s.Paras[len(s.Paras)-1].Text += "\u2028下一行。"
		}
		var a, b bytes.Buffer
		o := Options{Edition: ed, Pictures: pics}
		if err := errors.Join(Write(&a, DOCX, s, o), Write(&b, DOCX, s, o)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Fatalf("seed %d: the same story gave other bytes", seed)
		}
		res, err := importer.DOCX("稿.docx", a.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Stories) != 1 || told(res.Stories[0], true) != told(s, true) {
			t.Fatalf("seed %d\nwrote %s\nread %s", seed, told(s, true), told(res.Stories[0], true))
		}
		for _, f := range res.Pictures {
			if want, err := pics.PictureBytes(f.ID); err != nil || !bytes.Equal(want, f.Data) {
				t.Fatalf("seed %d: picture %s came back different", seed, f.Name)
			}
		}
	}
}

func TestNinjsRoundTrip(t *testing.T) {
	ed, pics := pictures(t)
	for seed := range uint64(300) {
		s := story(rand.New(rand.NewPCG(seed, 2)), ed, edition.Bold)
		var a bytes.Buffer
		if err := Write(&a, Ninjs, s, Options{Edition: ed, Pictures: pics, Media: "media"}); err != nil {
			t.Fatal(err)
		}
		res, err := importer.Ninjs("稿.json", a.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		back := *res.Stories[0]
		back.Pictures = append([]edition.PictureUse(nil), back.Pictures...)
		for i, u := range back.Pictures { // pictures come by their file's name, which the id is part of
			for _, p := range ed.Pictures {
				if u.Picture != "" && strings.Contains(u.Picture, p.ID[:8]) {
					back.Pictures[i].Picture = p.ID
				}
			}
			if strings.HasPrefix(u.Picture, "urn:") {
				back.Pictures[i].Picture = ""
			}
		}
		if len(res.Stories) != 1 || told(&back, true) != told(s, true) || back.Priority != s.Priority {
			t.Fatalf("seed %d\nwrote %s\nread %s\n%s", seed, told(s, true), told(&back, true), a.Bytes())
		}
	}
}

func TestMarkdownRoundTrip(t *testing.T) {
	ed, _ := pictures(t)
	ed.Pictures = nil // captions of pictures are told by form, which random ones do not have
	for seed := range uint64(300) {
		s := story(rand.New(rand.NewPCG(seed, 3)), ed, edition.Bold)
		for _, p := range s.Paras {
			p.Spans = nil // bold beside blanks and marks is not markup to every reader; see TestMarkdown
		}
		var a bytes.Buffer
		if err := Write(&a, Markdown, s, Options{}); err != nil {
			t.Fatal(err)
		}
		res, err := importer.Markdown("稿.md", a.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		var want, got strings.Builder
		for _, p := range s.Paras {
			want.WriteString(strings.Join(strings.Fields(p.Text), ""))
		}
		for _, st := range res.Stories {
			for _, p := range st.Paras {
				got.WriteString(strings.Join(strings.Fields(p.Text), ""))
			}
		}
		if want.String() != got.String() {
			t.Fatalf("seed %d: words differ\n%s\nwrote %s\n read %s", seed, a.Bytes(), want.String(), got.String())
		}
	}
}

func TestMarkdown(t *testing.T) {
	s := &edition.Story{ID: "s1", Paras: []*edition.Para{
		{Role: edition.Kicker, Text: "市委全会强调"}, {Role: edition.Headline, Text: "干在实处"}, {Role: edition.Byline, Text: "本报记者 张三"},
		{Role: edition.Lead, Text: "本报讯 昨天*开会。"}, {Role: edition.Subhead, Text: "小标题"}, {Role: edition.Body, Text: "亮点综述：新建医院。", Spans: []edition.Span{{From: 0, To: 5, Style: edition.Bold}}}, {Role: edition.Body, Text: "1.5亿元。"},
	}}
	var b bytes.Buffer
	if err := Write(&b, Markdown, s, Options{}); err != nil {
		t.Fatal(err)
	}
	const want = "### 市委全会强调\n\n## 干在实处\n\n本报记者 张三\n\n本报讯 昨天\\*开会。\n\n#### 小标题\n\n**亮点综述：**新建医院。\n\n1\\.5亿元。\n"
	if b.String() != want {
		t.Errorf("%q", b.String())
	}
	r, err := importer.Markdown("稿.md", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if told(r.Stories[0], true) != told(s, true) {
		t.Errorf("wrote %s\nread %s", told(s, true), told(r.Stories[0], true))
	}
}

func TestText(t *testing.T) {
	s := &edition.Story{ID: "s1", Paras: []*edition.Para{{Role: edition.Headline, Text: "标题𠮷"}, {Role: edition.Body, Text: "一行\u2028二行。"}}, Pictures: []edition.PictureUse{{Caption: &edition.Para{Role: edition.Caption, Text: "图说。"}}}}
	var b bytes.Buffer
	if err := Write(&b, Text, s, Options{}); err != nil || b.String() != "标题𠮷\n一行\n二行。\n图说。\n" {
		t.Errorf("%v %q", err, b.String())
	}
	b.Reset()
	if err := Write(&b, Text, s, Options{GB18030: true}); err != nil {
		t.Fatal(err)
	}
	if back, err := simplifiedchinese.GB18030.NewDecoder().String(b.String()); err != nil || back != "标题𠮷\n一行\n二行。\n图说。\n" {
		t.Errorf("%v %q", err, back)
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{`a/b\c:*?"<>|`: "a-b-c", "": "story", "..": "story", "市委 全会": "市委-全会", "x\x00y": "xy"} {
		if got := SafeName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if _, err := ParseFormat("pdf"); !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
	if f, err := ParseFormat("json"); err != nil || f.Ending() != ".json" {
		t.Error(f, err)
	}
	if !reflect.DeepEqual(Text.Ending(), ".txt") {
		t.Error(Text.Ending())
	}
}
