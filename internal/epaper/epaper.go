// Package epaper makes the digital paper (数字报) of an edition: a picture of each page with a hot area over each
// story, a page of its own for every story, an index of the issue, and the same as XML and JSON.
//
// Start with New, which tells what is on the pages as an Issue, then Write, which makes the files. The files are plain
// and static: they open from a folder in any browser, on a phone too, and ask no server for anything. Areas are in
// per cent of the page's trim, sizes of paper in millimetres, of pictures in pixels. Nothing in the files depends on
// when or where they were made: the same edition gives the same bytes. The package lays nothing out; what it says of
// places it takes from the edition's frames.
package epaper

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Issue is one digital paper. Its JSON and XML forms are the files issue.json and issue.xml.
type Issue struct {
	XMLName  xml.Name  `json:"-" xml:"issue"`
	Version  int       `json:"version" xml:"version,attr"` // of this form; Version
	Title    string    `json:"title" xml:"title,attr"`
	Date     string    `json:"date,omitempty" xml:"date,attr,omitempty"`     // 2006-01-02
	Number   int       `json:"number,omitempty" xml:"number,attr,omitempty"` // 总第N期
	Serial   string    `json:"serial,omitempty" xml:"serial,attr,omitempty"` // 国内统一连续出版物号
	Pages    []Page    `json:"pages" xml:"page"`
	Articles []Article `json:"articles" xml:"article"` // as they are read: page by page, from the top left

	DateLine string `json:"-" xml:"-"` // the date as people read it
	Lunar    string `json:"-" xml:"-"`
	Owner    string `json:"-" xml:"-"`
}

// Version is the version of the form of issue.json and issue.xml.
const Version = 1

// IssueFile is the name of the Issue as JSON. Every digital paper has the file, so that a folder is known by it.
const IssueFile = "issue.json"

// Page is one page of the paper.
type Page struct {
	ID     string  `json:"id" xml:"id,attr"` // the edition's
	Number int     `json:"number" xml:"number,attr"`
	Name   string  `json:"name,omitempty" xml:"name,attr,omitempty"`
	Editor string  `json:"editor,omitempty" xml:"editor,attr,omitempty"`
	Width  float64 `json:"width_mm" xml:"width_mm,attr"` // of the trim
	Height float64 `json:"height_mm" xml:"height_mm,attr"`
	File   string  `json:"file" xml:"file,attr"`
	Image  string  `json:"image" xml:"image,attr"`
	Thumb  string  `json:"thumb" xml:"thumb,attr"`
	PDF    string  `json:"pdf,omitempty" xml:"pdf,attr,omitempty"` // only if a PDF was made
	Areas  []Area  `json:"areas" xml:"area"`
}

// Area is a rectangle of a page that leads to an article. A story of several frames, or of one with a corner cut out,
// has several.
type Area struct {
	Article string  `json:"article" xml:"article,attr"` // the article's id
	X       float64 `json:"x" xml:"x,attr"`             // per cent of the page's width, from the left
	Y       float64 `json:"y" xml:"y,attr"`             // per cent of the page's height, from the top
	W       float64 `json:"w" xml:"w,attr"`
	H       float64 `json:"h" xml:"h,attr"`
}

// Article is one story as it is read. Its text is the whole story's, whatever the page had room for.
type Article struct {
	ID       string    `json:"id" xml:"id,attr"` // the story's, or page/frame of a picture by itself
	File     string    `json:"file" xml:"file,attr"`
	Pages    []int     `json:"pages" xml:"on"` // where it stands, first the page it begins on
	Kicker   string    `json:"kicker,omitempty" xml:"kicker,omitempty"`
	Headline string    `json:"headline" xml:"headline"` // never empty: a story without one is called by its first words
	Deck     []string  `json:"deck,omitempty" xml:"deck,omitempty"`
	Byline   string    `json:"byline,omitempty" xml:"byline,omitempty"`
	Section  string    `json:"section,omitempty" xml:"section,omitempty"`
	Pictures []Picture `json:"pictures,omitempty" xml:"picture,omitempty"`
	Paras    []Para    `json:"paras" xml:"para"`

	named bool // it has a headline of its own
}

// Named reports whether the headline is the story's own, not its first words.
func (a Article) Named() bool { return a.named }

// Para is a paragraph of an article. The role is "lead", "body", "subhead" or "note"; a line end within the text is
// U+2028.
type Para struct {
	Role  string         `json:"role" xml:"role,attr"`
	Text  string         `json:"text" xml:",chardata"`
	Spans []edition.Span `json:"-" xml:"-"`
}

// Picture is a picture of an article.
type Picture struct {
	ID      string `json:"id" xml:"id,attr"` // the edition's
	File    string `json:"file" xml:"file,attr"`
	Width   int    `json:"width" xml:"width,attr"` // pixels of File
	Height  int    `json:"height" xml:"height,attr"`
	Caption string `json:"caption,omitempty" xml:"caption,omitempty"`
	Credit  string `json:"credit,omitempty" xml:"credit,omitempty"`
}

// maxPicture is the longest side of an article's picture, pixels: enough for a phone held upright at three to one, and
// for a text column on a desk.
const maxPicture = 1600

// New answers the digital paper of the edition's pages that are in pages, in the order of the edition. Stories that
// stand on none of them are not in it.
func New(ed *edition.Edition, pages []display.Page) Issue {
	h := ed.Head
	is := Issue{Version: Version, Title: h.Title, Date: h.Date, Number: h.Issue, Serial: h.Serial, Lunar: h.Lunar, Owner: h.Owner, DateLine: h.DateLine()}
	shown := map[string]display.Page{}
	for _, p := range pages {
		shown[p.ID] = p
	}
	at := map[string]int{} // place of a story among the articles
	for _, p := range ed.Pages {
		d, ok := shown[p.ID]
		if !ok {
			continue
		}
		name := fmt.Sprintf("page-%02d", p.Number)
		pg := Page{ID: p.ID, Number: p.Number, Name: p.Name, Editor: p.Editor,
			Width: round(d.Trim.W.MM(), 2), Height: round(d.Trim.H.MM(), 2),
			File: name + ".html", Image: "images/" + name + ".jpg", Thumb: "images/" + name + "-small.jpg", Areas: []Area{}}
		n := 0
		for _, f := range reading(p.Frames) {
			st := ed.Story(f.Story)
			if st == nil {
				st = lone(p, f)
			}
			i, known := at[st.ID]
			if !known {
				n++
				i = len(is.Articles)
				at[st.ID] = i
				is.Articles = append(is.Articles, article(ed, st, fmt.Sprintf("article-%02d-%02d.html", p.Number, n)))
			}
			a := &is.Articles[i]
			if !slices.Contains(a.Pages, p.Number) {
				a.Pages = append(a.Pages, p.Number)
			}
			for _, r := range f.Areas() {
				if area, ok := areaOf(st.ID, r, d.Trim); ok {
					pg.Areas = append(pg.Areas, area)
				}
			}
		}
		is.Pages = append(is.Pages, pg)
	}
	return is
}

// lone answers what a picture that stands outside a story says, as a story.
func lone(p *edition.Page, f *edition.Frame) *edition.Story {
	return &edition.Story{ID: p.ID + "/" + f.ID, Pictures: []edition.PictureUse{{Picture: f.Picture, Caption: f.Caption, Credit: f.Credit}}}
}

// reading answers the frames that hold matter of a story, or a picture with a caption, in the order a reader meets them: from the top, then from
// the left; frames whose tops differ by less than a line count as level.
func reading(frames []*edition.Frame) []*edition.Frame {
	var out []*edition.Frame
	for _, f := range frames {
		if f.Story != "" || f.Kind == edition.PictureFrame && f.Picture != "" && f.Caption != nil && strings.TrimSpace(f.Caption.Text) != "" {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *edition.Frame) int {
		const level = 4 * geom.MM
		return cmp.Or(cmp.Compare(a.Rect.Y/level, b.Rect.Y/level), cmp.Compare(a.Rect.X, b.Rect.X))
	})
	return out
}

// areaOf answers a rectangle in per cent of the trim; none if it lies outside.
func areaOf(article string, r geom.Rect, trim geom.Size) (Area, bool) {
	x0, y0 := max(r.X, 0), max(r.Y, 0)
	x1, y1 := min(r.X+r.W, trim.W), min(r.Y+r.H, trim.H)
	if x1 <= x0 || y1 <= y0 {
		return Area{}, false
	}
	of := func(a, b geom.Length) float64 { return round(100*float64(a)/float64(b), 3) }
	return Area{article, of(x0, trim.W), of(y0, trim.H), of(x1-x0, trim.W), of(y1-y0, trim.H)}, true
}

// round rounds to so many decimal places.
func round(v float64, places int) float64 {
	k := math.Pow10(places)
	return math.Round(v*k) / k
}

func article(ed *edition.Edition, st *edition.Story, file string) Article {
	a := Article{ID: st.ID, File: file, Section: st.Section, Paras: []Para{}}
	join := func(to *string, text, by string) {
		if *to != "" {
			*to += by
		}
		*to += text
	}
	for _, p := range st.Paras {
		text := strings.TrimSpace(p.Text)
		if text == "" {
			continue
		}
		switch p.Role {
		case edition.Kicker:
			join(&a.Kicker, oneLine(text), " ")
		case edition.Headline:
			join(&a.Headline, oneLine(text), " ")
		case edition.Deck:
			a.Deck = append(a.Deck, oneLine(text))
		case edition.Byline:
			join(&a.Byline, oneLine(text), "　")
		case edition.JumpLine: // it speaks of paper
		default:
			a.Paras = append(a.Paras, Para{Role: roleName(p.Role), Text: p.Text, Spans: p.Spans})
		}
	}
	a.named = a.Headline != ""
	if !a.named {
		a.Headline = firstWords(st)
	}
	for _, u := range st.Pictures {
		pic := ed.Picture(u.Picture)
		if pic == nil || pic.Width <= 0 || pic.Height <= 0 {
			continue
		}
		w, h := fit(pic.Width, pic.Height, maxPicture)
		p := Picture{ID: pic.ID, File: "images/" + pictureName(pic.ID) + ".jpg", Width: w, Height: h}
		if u.Caption != nil {
			p.Caption = oneLine(strings.TrimSpace(u.Caption.Text))
		}
		if u.Credit != nil {
			p.Credit = oneLine(strings.TrimSpace(u.Credit.Text))
		}
		a.Pictures = append(a.Pictures, p)
	}
	return a
}

// fit answers a picture's size with no side above longest; it never grows.
func fit(w, h, longest int) (int, int) {
	if l := max(w, h); l > longest {
		w, h = max(1, (w*longest+l/2)/l), max(1, (h*longest+l/2)/l)
	}
	return w, h
}

// pictureName is short, and still differs wherever two pictures of an edition do in practice: 16 hex digits of a SHA-256.
func pictureName(id string) string { return "photo-" + id[:min(16, len(id))] }

func roleName(r edition.Role) string {
	switch r {
	case edition.Lead, edition.Subhead:
		return string(r)
	case edition.EditorsNote:
		return "note"
	}
	return "body"
}

// oneLine takes out line ends that only the page's width asked for.
func oneLine(s string) string { return strings.ReplaceAll(s, "\u2028", " ") }

// firstWords names a story that has no headline.
func firstWords(st *edition.Story) string {
	text := st.Slug
	for _, p := range st.Paras {
		if t := strings.TrimSpace(p.Text); t != "" {
			text = t
			break
		}
	}
	for _, u := range st.Pictures {
		if text == "" && u.Caption != nil {
			text = strings.TrimSpace(u.Caption.Text)
		}
	}
	text = oneLine(text)
	const most = 18
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return cmp.Or(text, st.ID)
}

// The words of the files themselves.
var (
	sayContents = words.Text{ZH: "本期目录", EN: "Contents"}
	sayPage     = words.Text{ZH: "第%d版", EN: "Page %d"}
	sayIssue    = words.Text{ZH: "总第%d期", EN: "No. %d"}
	sayEditor   = words.Text{ZH: "责任编辑：%s", EN: "Editor: %s"}
	sayPrevPage = words.Text{ZH: "上一版", EN: "Previous page"}
	sayNextPage = words.Text{ZH: "下一版", EN: "Next page"}
	sayPrev     = words.Text{ZH: "上一篇", EN: "Previous"}
	sayNext     = words.Text{ZH: "下一篇", EN: "Next"}
	sayBack     = words.Text{ZH: "返回版面", EN: "Back to the page"}
	sayPDF      = words.Text{ZH: "本版 PDF", EN: "This page as PDF"}
	sayOnPage   = words.Text{ZH: "本版文章", EN: "On this page"}
	sayNone     = words.Text{ZH: "本版没有文章。", EN: "There is no article on this page."}
	saySize     = words.Text{ZH: "字号", EN: "Text size"}
	saySmall    = words.Text{ZH: "小", EN: "S"}
	sayMedium   = words.Text{ZH: "中", EN: "M"}
	sayLarge    = words.Text{ZH: "大", EN: "L"}
	sayHint     = words.Text{ZH: "点版面上的文章阅读，用键盘 ← → 翻版", EN: "Click a story to read it; the keys ← → turn pages"}
	sayPageImg  = words.Text{ZH: "%s第%d版版面图", EN: "Page %[2]d of %[1]s"}
)
