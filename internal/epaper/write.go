package epaper

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"image"
	"image/jpeg"
	"strings"
	"sync"
	"unicode/utf8"

	"dayang/internal/edition"
	"dayang/internal/raster"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

//go:embed site
var site embed.FS

// Options tell how Write makes a digital paper.
type Options struct {
	Lang     words.Lang            // of what the files themselves say; the paper's text is as it is
	Width    int                   // of a page's picture, pixels; 0 is 1600
	Workers  int                   // pages and pictures drawn at once; 0 is 1
	Progress func(done, total int) // may be nil; called from one goroutine at a time
	// PDF answers a page's PDF for download, nil for none. It may be called from several goroutines.
	PDF func(ctx context.Context, page display.Page) ([]byte, error)
}

// File is one file to write: its name with slashes from the paper's folder, and its bytes.
type File struct {
	Name string
	Data []byte
}

// thumbWidth is the width of a page's small picture, pixels.
const thumbWidth = 320

// Write makes the files of a digital paper and gives each to put, one at a time and in no certain order; the first
// error ends it. pages are the edition's, composed; r draws them and their pictures.
func Write(ctx context.Context, ed *edition.Edition, pages []display.Page, r *raster.Renderer, o Options, put func(File) error) error {
	is := New(ed, pages)
	width := o.Width
	if width <= 0 {
		width = 1600
	}
	byID := map[string]display.Page{}
	for _, p := range pages {
		byID[p.ID] = p
	}
	var (
		mu   sync.Mutex
		done int
		jobs []func(context.Context) ([]File, error)
	)
	if o.PDF != nil {
		for i := range is.Pages {
			is.Pages[i].PDF = fmt.Sprintf("page-%02d.pdf", is.Pages[i].Number)
		}
	}
	for _, pg := range is.Pages {
		jobs = append(jobs, func(ctx context.Context) ([]File, error) {
			d := byID[pg.ID]
			big, err := encode(r.Page(d, dpiFor(d, width)))
			if err != nil {
				return nil, err
			}
			small, err := encode(r.Page(d, dpiFor(d, thumbWidth)))
			if err != nil {
				return nil, err
			}
			files := []File{{pg.Image, big}, {pg.Thumb, small}}
			if o.PDF != nil {
				data, err := o.PDF(ctx, d)
				if err != nil {
					return nil, fmt.Errorf("page %d as PDF: %w", pg.Number, err)
				}
				files = append(files, File{pg.PDF, data})
			}
			return files, nil
		})
	}
	drawn := map[string]bool{}
	for _, a := range is.Articles {
		for _, p := range a.Pictures {
			if drawn[p.File] {
				continue
			}
			drawn[p.File] = true
			jobs = append(jobs, func(context.Context) ([]File, error) {
				data, err := encode(photo(r, p))
				return []File{{p.File, data}}, err
			})
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan func(context.Context) ([]File, error))
	var wg sync.WaitGroup
	for range max(1, o.Workers) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for job := range queue {
				if ctx.Err() != nil {
					continue
				}
				files, err := job(ctx)
				mu.Lock()
				for _, f := range files {
					if err == nil && ctx.Err() == nil {
						err = put(f)
					}
				}
				if err != nil {
					cancel(err)
				} else {
					done++
					if o.Progress != nil {
						o.Progress(done, len(jobs))
					}
				}
				mu.Unlock()
			}
		}()
	}
	for _, job := range jobs {
		queue <- job
	}
	close(queue)
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	files, err := is.texts(o.Lang)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := put(f); err != nil {
			return err
		}
	}
	return nil
}

func dpiFor(p display.Page, width int) float64 { return float64(width) * 72 / p.Trim.W.Pt() }

// photo draws a picture by itself, as the page shows it: upright, in the screen's colours, whatever its file is.
func photo(r *raster.Renderer, p Picture) image.Image {
	size := geom.Size{W: geom.Length(p.Width) * geom.Inch / 96, H: geom.Length(p.Height) * geom.Inch / 96}
	return r.Page(display.Page{Trim: size, Items: []display.Item{
		display.Picture{Box: geom.Rect{W: size.W, H: size.H}, ID: p.ID, Crop: display.WholePicture},
	}}, 96)
}

// quality is JPEG's: at 80 and above the strokes of nine-point Song stay clean at 1600 pixels a page.
const quality = 84

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	if rgba, ok := img.(*image.RGBA); ok && !rgba.Opaque() {
		flat := image.NewRGBA(rgba.Bounds())
		for i := 0; i < len(rgba.Pix); i += 4 { // on white paper; the pixels are premultiplied
			a := 255 - rgba.Pix[i+3]
			flat.Pix[i], flat.Pix[i+1], flat.Pix[i+2], flat.Pix[i+3] = rgba.Pix[i]+a, rgba.Pix[i+1]+a, rgba.Pix[i+2]+a, 255
		}
		img = flat
	}
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}

// texts answers the files that are text: the pages, the articles, the index, issue.json and issue.xml.
func (is Issue) texts(lang words.Lang) ([]File, error) {
	var files []File
	for _, name := range []string{"style.css", "paper.js"} {
		data, err := site.ReadFile("site/" + name)
		if err != nil {
			return nil, err
		}
		files = append(files, File{name, data})
	}
	j, err := json.MarshalIndent(is, "", "  ")
	if err != nil {
		return nil, err
	}
	x, err := xml.MarshalIndent(is, "", "  ")
	if err != nil {
		return nil, err
	}
	files = append(files, File{IssueFile, append(j, '\n')}, File{"issue.xml", append([]byte(xml.Header), append(x, '\n')...)})
	t, err := template.New("").Funcs(template.FuncMap{
		"say":  func(t words.Text, args ...any) string { return t.F(args...).In(lang) },
		"pct":  func(v float64) string { return fmt.Sprintf("%.3f", v) },
		"rich": rich,
		"dict": func(v view, p any) named { return named{v, pageOf(p)} },
	}).ParseFS(site, "site/*.html")
	if err != nil {
		return nil, err
	}
	v := view{Issue: is, Lang: "zh-CN", W: sayings}
	if lang == words.EN {
		v.Lang = "en"
	}
	page := func(template, name string, v view) error {
		var b bytes.Buffer
		if err := t.ExecuteTemplate(&b, template, v); err != nil {
			return err
		}
		files = append(files, File{name, b.Bytes()})
		return nil
	}
	if err := page("index.html", "index.html", v); err != nil {
		return nil, err
	}
	for i, pg := range is.Pages {
		v := v
		v.Page, v.Prev, v.Next = &is.Pages[i], "", ""
		if i > 0 {
			v.Prev = is.Pages[i-1].File
		}
		if i+1 < len(is.Pages) {
			v.Next = is.Pages[i+1].File
		}
		if err := page("page.html", pg.File, v); err != nil {
			return nil, err
		}
	}
	for i, a := range is.Articles {
		v := v
		v.Article, v.Prev, v.Next = &is.Articles[i], "", ""
		v.Page = is.PageOf(a.Pages[0])
		if i > 0 {
			v.Prev = is.Articles[i-1].File
		}
		if i+1 < len(is.Articles) {
			v.Next = is.Articles[i+1].File
		}
		if err := page("article.html", a.File, v); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// view is what a template sees.
type view struct {
	Issue
	Lang       string
	W          map[string]words.Text
	Page       *Page
	Article    *Article
	Prev, Next string // files
}

var sayings = map[string]words.Text{
	"contents": sayContents, "page": sayPage, "issue": sayIssue, "editor": sayEditor, "prevPage": sayPrevPage, "nextPage": sayNextPage,
	"prev": sayPrev, "next": sayNext, "back": sayBack, "pdf": sayPDF, "onPage": sayOnPage, "none": sayNone, "size": saySize,
	"small": saySmall, "medium": sayMedium, "large": sayLarge, "hint": sayHint, "pageImage": sayPageImg,
}

// On answers the articles that stand on a page, as they are read.
func (is Issue) On(p Page) []Article {
	var out []Article
	for _, a := range is.Articles {
		for _, area := range p.Areas {
			if area.Article == a.ID {
				out = append(out, a)
				break
			}
		}
	}
	return out
}

// Of answers the article of an id.
func (is Issue) Of(id string) Article {
	for _, a := range is.Articles {
		if a.ID == id {
			return a
		}
	}
	return Article{}
}

// File answers the article of a file.
func (is Issue) File(name string) Article {
	for _, a := range is.Articles {
		if a.File == name {
			return a
		}
	}
	return Article{}
}

// PageOf answers the page of a number.
func (is Issue) PageOf(number int) *Page {
	for i := range is.Pages {
		if is.Pages[i].Number == number {
			return &is.Pages[i]
		}
	}
	return nil
}

// named is what the template of a page's name sees.
type named struct {
	View view
	Page *Page
}

func pageOf(p any) *Page {
	if p, ok := p.(Page); ok {
		return &p
	}
	return p.(*Page)
}

// rich answers a paragraph's text as HTML: escaped, with its spans and its line ends.
func rich(p Para) template.HTML {
	var b strings.Builder
	put := func(s string) {
		b.WriteString(strings.ReplaceAll(template.HTMLEscapeString(s), "\u2028", "<br>"))
	}
	tags := map[string][2]string{
		edition.Bold: {"<b>", "</b>"}, edition.Kai: {`<span class="kai">`, "</span>"}, edition.Emphasis: {"<em>", "</em>"},
	}
	text, runes := p.Text, 0
	take := func(to int) string { // up to the rune to
		i := 0
		for ; i < len(text) && runes < to; runes++ {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
		}
		s := text[:i]
		text = text[i:]
		return s
	}
	for _, s := range p.Spans {
		put(take(s.From))
		tag := tags[s.Style]
		b.WriteString(tag[0])
		put(take(s.To))
		b.WriteString(tag[1])
	}
	put(text)
	return template.HTML(b.String()) //nolint:gosec // every piece of text went through HTMLEscapeString
}
