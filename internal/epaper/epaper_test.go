package epaper

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"path"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dayang/fonts"
	"dayang/internal/edition"
	"dayang/internal/raster"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// pictures answers small PNGs for any id.
type pictures struct{}

func (pictures) PictureBytes(string) ([]byte, error) {
	var b bytes.Buffer
	err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 6)))
	return b.Bytes(), err
}

var (
	photoID = strings.Repeat("ab", 32)
)

// paper is an edition of two pages: a lead that runs on, a photo, a story without a headline that wants escaping, one
// that stands nowhere.
func paper() (*edition.Edition, []display.Page) {
	f, _ := edition.FormatNamed("四开·五栏·小五")
	para := func(id string, r edition.Role, text string, spans ...edition.Span) *edition.Para {
		return &edition.Para{ID: id, Role: r, Text: text, Spans: spans}
	}
	ed := &edition.Edition{
		Head:  edition.Head{Title: "云岭晚报", Date: "2026-11-30", Issue: 4211, Serial: "CN 00-0000"},
		House: edition.DefaultHouse(),
		Stories: []*edition.Story{
			{ID: "s1", Paras: []*edition.Para{
				para("k", edition.Kicker, "引题"), para("h", edition.Headline, "主题\u2028两行"), para("d", edition.Deck, "副题"),
				para("b", edition.Byline, "本报记者　张三"), para("p1", edition.Lead, "甲乙丙丁", edition.Span{From: 1, To: 2, Style: edition.Bold}, edition.Span{From: 2, To: 4, Style: edition.Emphasis}),
				para("j", edition.JumpLine, "下转第2版"), para("p2", edition.Subhead, "小标题"), para("p3", edition.Body, "后文"),
			}, Pictures: []edition.PictureUse{{Picture: photoID, Caption: para("c", edition.Caption, "图说"), Credit: para("cr", edition.Credit, "李四　摄")}}},
			{ID: "s2", Paras: []*edition.Para{para("p", edition.Body, `<script>alert("x")</script>&一段很长很长很长很长很长很长的话`)}},
			{ID: "s3", Paras: []*edition.Para{para("h", edition.Headline, "没上版")}},
		},
		Pictures: []*edition.Picture{{ID: photoID, Name: "a.png", Format: "png", Width: 4000, Height: 3000}},
	}
	rect := func(x, y, w, h float64) geom.Rect {
		return geom.Rect{X: geom.FromMM(x), Y: geom.FromMM(y), W: geom.FromMM(w), H: geom.FromMM(h)}
	}
	ed.Pages = []*edition.Page{
		{ID: "p1", Number: 1, Name: "要闻", Editor: "王五", Format: f, Frames: []*edition.Frame{
			{ID: "f2", Kind: edition.StoryFrame, Story: "s2", Rect: rect(27.5, 200, 100, 100)},
			{ID: "f1", Kind: edition.StoryFrame, Story: "s1", Rect: rect(27.5, 39, 220, 150)},
			{ID: "f0", Kind: edition.FurnitureFrame, Furniture: &edition.Furniture{Kind: edition.Nameplate}, Rect: rect(27.5, 0, 220, 30)},
		}},
		{ID: "p2", Number: 2, Format: f, Frames: []*edition.Frame{
			{ID: "f3", Kind: edition.TextFrame, Story: "s1", Link: 1, Rect: rect(-10, 380, 500, 100)},
			{ID: "f4", Kind: edition.PictureFrame, Picture: photoID, Rect: rect(27.5, 39, 110, 39), Caption: para("c", edition.Caption, "独立图说"),
				Notch: &edition.Notch{Corner: edition.BottomRight, W: geom.FromMM(55), H: geom.FromMM(19.5)}},
			{ID: "f5", Kind: edition.PictureFrame, Picture: photoID, Rect: rect(200, 39, 20, 20)},
		}},
	}
	if err := edition.Validate(ed); err != nil {
		panic(err)
	}
	var pages []display.Page
	for _, p := range ed.Pages {
		pages = append(pages, display.Page{ID: p.ID, Number: p.Number, Trim: f.Trim})
	}
	return ed, pages
}

// made writes the paper and answers its files by name.
func made(t *testing.T, o Options) map[string][]byte {
	t.Helper()
	ed, pages := paper()
	files := map[string][]byte{}
	o.Width = 160
	err := Write(context.Background(), ed, pages, raster.New(fonts.Builtin(), pictures{}), o, func(f File) error {
		if files[f.Name] != nil {
			t.Errorf("%s is written twice", f.Name)
		}
		files[f.Name] = f.Data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestIssue(t *testing.T) {
	ed, pages := paper()
	is := New(ed, pages)
	if len(is.Pages) != 2 || len(is.Articles) != 3 {
		t.Fatalf("%d pages, %d articles", len(is.Pages), len(is.Articles))
	}
	lead := is.Articles[0]
	lead.Pictures[0].ID = "" // long
	want := Article{ID: "s1", File: "article-01-01.html", Pages: []int{1, 2}, Kicker: "引题", Headline: "主题 两行", Deck: []string{"副题"}, Byline: "本报记者　张三",
		Pictures: []Picture{{File: "images/photo-abababababababab.jpg", Width: 1600, Height: 1200, Caption: "图说", Credit: "李四　摄"}},
		Paras:    []Para{{Role: "lead", Text: "甲乙丙丁", Spans: ed.Stories[0].Paras[4].Spans}, {Role: "subhead", Text: "小标题"}, {Role: "body", Text: "后文"}}, named: true}
	if !reflect.DeepEqual(lead, want) {
		t.Errorf("got  %+v\nwant %+v", lead, want)
	}
	if a := is.Articles[1]; a.Named() || a.Headline != `<script>alert("x")…` {
		t.Errorf("a story without a headline is called %q", a.Headline)
	}
	if got, want := is.Pages[0].Areas, []Area{{"s1", 10, 10, 80, 38.462}, {"s2", 10, 51.282, 36.364, 25.641}}; !reflect.DeepEqual(got, want) {
		t.Errorf("areas %v, want %v", got, want)
	}
	if got, want := is.Pages[1].Areas, []Area{{"p2/f4", 10, 10, 40, 5}, {"p2/f4", 10, 15, 20, 5}, {"s1", 0, 97.436, 100, 2.564}}; !reflect.DeepEqual(got, want) {
		t.Errorf("an area beyond the trim: %v, want %v", got, want)
	}
	if is.DateLine != "2026年11月30日　星期一" {
		t.Error(is.DateLine)
	}
	if some := New(ed, pages[1:]); len(some.Pages) != 1 || len(some.Articles) != 2 || some.Articles[1].File != "article-02-02.html" || some.Articles[0].Headline != "独立图说" {
		t.Errorf("one page alone: %+v", some)
	}
}

// links answers every file that an HTML file points to, and fails on one that points outside the folder.
func links(t *testing.T, name string, data []byte) []string {
	t.Helper()
	var out []string
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Errorf("%s: %v", name, z.Err())
			}
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			for _, a := range tok.Attr {
				if a.Key != "href" && a.Key != "src" {
					continue
				}
				if strings.Contains(a.Val, ":") || strings.HasPrefix(a.Val, "/") || path.Clean(a.Val) != a.Val {
					t.Errorf("%s points to %q", name, a.Val)
				}
				out = append(out, a.Val)
			}
		}
	}
}

func TestEveryLinkLeadsToAFile(t *testing.T) {
	files := made(t, Options{Workers: 2, PDF: func(context.Context, display.Page) ([]byte, error) { return []byte("%PDF"), nil }})
	reached := map[string]bool{"index.html": true, "issue.json": true, "issue.xml": true}
	for name, data := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		for _, to := range links(t, name, data) {
			reached[to] = true
			if files[to] == nil {
				t.Errorf("%s points to %s, which is not there", name, to)
			}
		}
	}
	for name := range files {
		if !reached[name] {
			t.Errorf("nothing points to %s", name)
		}
	}
}

func TestTextIsEscapedAndSet(t *testing.T) {
	files := made(t, Options{})
	for name, data := range files {
		if path.Ext(name) == ".html" && bytes.Contains(data, []byte("<script>alert")) {
			t.Errorf("%s runs the story's text", name)
		}
	}
	if a := string(files["article-01-01.html"]); !strings.Contains(a, "甲<b>乙</b><em>丙丁</em>") || strings.Contains(a, "下转") || !strings.Contains(a, `<span class="credit">李四　摄</span>`) {
		t.Errorf("the article reads\n%s", a)
	}
	en := made(t, Options{Lang: words.EN})
	if a := string(en["article-01-01.html"]); !strings.Contains(a, "Back to the page") || strings.Contains(a, "返回") {
		t.Error("English is not complete")
	}
}

func TestXMLAndJSONSayTheSame(t *testing.T) {
	files := made(t, Options{})
	var j, x Issue
	if err := json.Unmarshal(files["issue.json"], &j); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(files["issue.xml"], &x); err != nil {
		t.Fatal(err)
	}
	x.XMLName = xml.Name{}
	for i := range x.Articles {
		if x.Articles[i].Paras == nil {
			x.Articles[i].Paras = []Para{}
		}
	}
	if !reflect.DeepEqual(j, x) {
		t.Errorf("JSON %+v\nXML  %+v", j, x)
	}
	if len(j.Articles) != 3 || j.Articles[1].Paras[0].Text == "" {
		t.Errorf("%+v", j)
	}
}

func TestSameBytes(t *testing.T) {
	if a, b := made(t, Options{Workers: 1}), made(t, Options{Workers: 3}); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestItStops(t *testing.T) {
	ed, pages := paper()
	r := raster.New(fonts.Builtin(), pictures{})
	full := errors.New("disk full")
	if err := Write(context.Background(), ed, pages, r, Options{Width: 80}, func(File) error { return full }); !errors.Is(err, full) {
		t.Errorf("an error of put: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	err := Write(ctx, ed, pages, r, Options{Width: 80, Progress: func(done, total int) {
		if total != 3 {
			t.Errorf("%d things to draw, want 3", total)
		}
		cancel()
	}}, func(File) error { n++; return nil })
	if !errors.Is(err, context.Canceled) || n != 2 {
		t.Errorf("cancelled after one page: %v, %d files", err, n)
	}
}

func ExampleNew() {
	ed, pages := paper()
	for _, a := range New(ed, pages).Articles {
		fmt.Println(a.File, a.Pages, a.Headline)
	}
	// Output:
	// article-01-01.html [1 2] 主题 两行
	// article-01-02.html [1] <script>alert("x")…
	// article-02-01.html [2] 独立图说
}
