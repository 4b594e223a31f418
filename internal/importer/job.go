package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/layout/geom"
)

// Drawn is an edition whose pages are drawn already: every frame stands where a page job says.
type Drawn struct {
	Edition  *edition.Edition
	Pictures PictureFiles
	Notes    []finding.Finding // pictures that are missing
}

// PictureFiles are pictures that lie in files: path by id. It is a display.PictureSource that keeps nothing in memory.
type PictureFiles map[string]string

// PictureBytes reads a picture's file.
func (p PictureFiles) PictureBytes(id string) ([]byte, error) {
	path, ok := p[id]
	if !ok {
		return nil, fmt.Errorf("picture %q: %w", id, fs.ErrNotExist)
	}
	return readPicture(path)
}

// readPicture reads a picture's file in one piece.
func readPicture(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxPictureBytes || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("more than %d bytes: %w", maxPictureBytes, ErrTooLarge)
	}
	return os.ReadFile(path)
}

// A page job: absolute boxes in points, y down from the trim's top left; the articles' text with its bold stretches;
// one photo and rules.
type pageJob struct {
	Trim     [2]float64 `json:"trim_mm"`
	TypeArea [4]float64 `json:"type_area"`
	Body     float64    `json:"em"`
	Leading  float64    `json:"lead"`
	Column   float64    `json:"colw"`
	Gap      float64    `json:"gap"`
	Pages    []jobPage  `json:"pages"`
}

type jobPage struct {
	Number   int          `json:"no"`
	Masthead string       `json:"mast"`
	Date     string       `json:"date"`
	Issue    string       `json:"issue"`
	Left     string       `json:"folio_l"`
	Right    string       `json:"folio_r"`
	Articles []jobArticle `json:"articles"`
	Photo    *jobPhoto    `json:"photo"`
	Rules    [][5]float64 `json:"rules"` // from x, y to x, y; thickness
}

type jobArticle struct {
	ID       string        `json:"id"`
	X        float64       `json:"x"`
	W        float64       `json:"w"`
	Kicker   string        `json:"kicker"`
	KickerY  float64       `json:"kicker_y"`
	Head     string        `json:"head"`
	HeadSize float64       `json:"head_size"`
	HeadY    float64       `json:"head_y"`
	HeadH    float64       `json:"head_h"`
	Byline   string        `json:"byline"`
	BylineY  float64       `json:"byline_y"`
	BodyY    float64       `json:"body_y"`
	BodyH    float64       `json:"body_h"`
	Columns  int           `json:"ncol"`
	Paras    [][][2]string `json:"paras"` // runs of "n" or "b" and their text
}

type jobPhoto struct {
	File     string  `json:"file"`
	X        float64 `json:"x"`
	Y        float64 `json:"y"`
	W        float64 `json:"w"`
	H        float64 `json:"h"`
	Title    string  `json:"title"`
	Caption  string  `json:"caption"`
	CaptionY float64 `json:"cap_y"`
}

// The paragraph styles of a page job, by the roles that its words have. A headline's style is its size's.
const (
	jobMasthead edition.Role = "job-masthead"
	jobIssue    edition.Role = "job-issue"
	jobFolio    edition.Role = "job-folio"
	jobOutside  edition.Role = "job-folio-right"
	jobKicker   edition.Role = "job-kicker"
	jobByline   edition.Role = "job-byline"
	jobCaption  edition.Role = "job-caption"
)

// The sizes and places that a page job leaves open, in points: what every program that is given the job uses.
const (
	jobMastheadPt = 84
	jobKickerPt   = 14
	jobCaptionPt  = 8
	jobIssueY     = 128  // below the type area's top
	jobFolioY     = 1371 //
)

// IsJob reports whether the bytes are a page job in JSON, by the members that nothing else has.
func IsJob(data []byte) bool {
	head := data[:min(len(data), 1024)]
	return bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) && bytes.Contains(head, []byte(`"trim_mm"`)) && bytes.Contains(head, []byte(`"colw"`))
}

// IsJobFile is IsJob of a file; one that cannot be read is none.
func IsJobFile(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 1024)
	n, _ := io.ReadFull(f, head)
	return IsJob(head[:n])
}

// Job reads a page job: every box becomes a frame off the page's grid, every article a story whose text stands in
// its frame, every headline and small line words in a frame of their own. Pictures are looked for beside the file.
func Job(path string) (Drawn, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Drawn{}, &FileError{path, errors.Unwrap(err)}
	}
	var in pageJob
	if err := json.Unmarshal(data, &in); err != nil {
		return Drawn{}, &FileError{path, fmt.Errorf("%w: %w", ErrJSON, err)}
	}
	d, err := in.draw(filepath.Dir(path))
	if err != nil {
		return Drawn{}, &FileError{path, err}
	}
	return d, nil
}

// mostJobPages and mostJobPt bound what a damaged job may ask for; the largest sheet of a press is some 1,600 mm.
const (
	mostJobPages = 1000
	mostJobPt    = 5000
)

func (in *pageJob) draw(dir string) (Drawn, error) {
	wild := func(least float64, vs ...float64) bool {
		for _, v := range vs {
			if !(v >= least && v <= mostJobPt) {
				return true
			}
		}
		return false
	}
	if len(in.Pages) == 0 || len(in.Pages) > mostJobPages || wild(4, in.Body, in.Leading, in.Column) || wild(0, in.Gap, in.TypeArea[0], in.TypeArea[1]) ||
		wild(50, in.Trim[0], in.Trim[1], in.TypeArea[2], in.TypeArea[3]) {
		return Drawn{}, fmt.Errorf("the job's measures are missing or wild: %w", ErrJSON)
	}
	b := jobBuilder{Drawn: Drawn{Pictures: PictureFiles{}}, job: in, dir: dir, found: map[string]string{}}
	b.format()
	b.house()
	b.Edition = &edition.Edition{House: b.style, Head: edition.Head{Title: in.Pages[0].Masthead}}
	for i := range in.Pages {
		pg := &in.Pages[i]
		for _, a := range pg.Articles {
			if wild(-mostJobPt, a.X, a.KickerY, a.HeadY, a.BylineY, a.BodyY) || wild(0, a.W, a.HeadH, a.BodyH) || wild(1, a.HeadSize) || a.Columns < 1 || a.Columns > 40 {
				return Drawn{}, fmt.Errorf("page %d, article %q: its measures are missing or wild: %w", pg.Number, a.ID, ErrJSON)
			}
		}
		if p := pg.Photo; p != nil && (wild(-mostJobPt, p.X, p.Y, p.CaptionY) || wild(0, p.W, p.H)) {
			return Drawn{}, fmt.Errorf("page %d: the photo's measures are missing or wild: %w", pg.Number, ErrJSON)
		}
		for _, r := range pg.Rules {
			if wild(-mostJobPt, r[:4]...) || wild(0, r[4]) {
				return Drawn{}, fmt.Errorf("page %d: a rule's measures are missing or wild: %w", pg.Number, ErrJSON)
			}
		}
		b.page(i, pg)
	}
	return b.Drawn, nil
}

// jobBuilder makes a page job into an edition.
type jobBuilder struct {
	Drawn
	job   *pageJob
	dir   string
	found map[string]string // picture file → id
	form  edition.Format
	style *edition.House
	on    *edition.Page // being drawn
	words int           // paragraphs of furniture so far
}

func (b *jobBuilder) format() {
	in := b.job
	area := geom.Rect{X: geom.FromPt(in.TypeArea[0]), Y: geom.FromPt(in.TypeArea[1]), W: geom.FromPt(in.TypeArea[2]), H: geom.FromPt(in.TypeArea[3])}
	f := edition.Format{
		Trim: geom.Size{W: geom.FromMM(in.Trim[0]), H: geom.FromMM(in.Trim[1])}, TypeArea: area, // a job counts from its page's corner: no bleed
		ColumnGap: geom.FromPt(in.Gap), Body: geom.FromPt(in.Body), Leading: geom.FromPt(in.Leading),
	}
	f.Columns = max(1, int(math.Round((in.TypeArea[2]+in.Gap)/(in.Column+in.Gap))))
	f.Lines = max(1, area.H.Floor(f.Leading))
	f.Name = strconv.FormatFloat(in.Trim[0], 'g', -1, 64) + " × " + strconv.FormatFloat(in.Trim[1], 'g', -1, 64) + " mm"
	b.form = f
}

func (b *jobBuilder) house() {
	h := edition.DefaultHouse()
	style := func(role edition.Role, font string, size float64, align edition.Align) {
		s := h.Styles[string(edition.Body)]
		s.Based, s.Font, s.Size, s.Indent, s.Align, s.AllowRunt = string(edition.Body), font, size, 0, align, true
		h.Styles[string(role)] = s
	}
	style(jobMasthead, edition.SongBlack, jobMastheadPt, edition.Centre)
	style(jobIssue, edition.Song, b.job.Body, edition.Centre)
	style(jobFolio, edition.Song, jobCaptionPt, edition.Left)
	style(jobOutside, edition.Song, jobCaptionPt, edition.Right)
	style(jobKicker, edition.Hei, jobKickerPt, edition.Centre)
	style(jobByline, edition.Song, b.job.Body, edition.Left)
	style(jobCaption, edition.Song, jobCaptionPt, edition.Justify)
	for _, p := range b.job.Pages {
		for _, a := range p.Articles {
			if role := headRole(a.HeadSize); h.Styles[string(role)].Font == "" {
				style(role, edition.SongBlack, a.HeadSize, edition.Centre)
			}
		}
	}
	b.style = h
}

// headRole names the style of headlines of a size.
func headRole(pt float64) edition.Role {
	return edition.Role("job-head-" + strconv.FormatFloat(pt, 'g', -1, 64))
}

func (b *jobBuilder) page(i int, in *jobPage) {
	no := in.Number
	if no <= 0 {
		no = i + 1
	}
	p := &edition.Page{ID: "page-" + strconv.Itoa(i+1), Number: no, Format: b.form}
	b.on = p
	area := b.job.TypeArea
	row := func(y, h float64) [4]float64 { return [4]float64{area[0], area[1] + y, area[2], h} }
	b.line(jobMasthead, row(0, jobMastheadPt*1.25), in.Masthead)
	b.line(jobIssue, row(jobIssueY, b.job.Leading+2), in.Date+"　"+in.Issue)
	for _, r := range in.Rules {
		b.rule(r)
	}
	if in.Photo != nil {
		b.photo(in.Photo)
	}
	for _, a := range in.Articles {
		b.article(a)
	}
	b.line(jobFolio, row(jobFolioY, b.job.Leading+2), in.Left)
	b.line(jobOutside, row(jobFolioY, b.job.Leading+2), in.Right)
	b.Edition.Pages = append(b.Edition.Pages, p)
}

// rect answers a box of points.
func rect(v [4]float64) geom.Rect {
	return geom.Rect{X: geom.FromPt(v[0]), Y: geom.FromPt(v[1]), W: geom.FromPt(v[2]), H: geom.FromPt(v[3])}
}

// add puts a frame on the page.
func (b *jobBuilder) add(f *edition.Frame) {
	f.ID = b.on.ID + "-" + strconv.Itoa(len(b.on.Frames)+1)
	b.on.Frames = append(b.on.Frames, f)
}

// line puts words of a style into a box.
func (b *jobBuilder) line(role edition.Role, box [4]float64, text string, spans ...edition.Span) {
	if text == "" {
		return
	}
	b.words++
	q := &edition.Para{ID: "w" + strconv.Itoa(b.words), Role: role, Text: jobText(text), Spans: spans}
	b.add(&edition.Frame{Kind: edition.FurnitureFrame, Rect: rect(box), OffGrid: true, Furniture: &edition.Furniture{Kind: edition.Words, Paras: []*edition.Para{q}}})
}

// jobText answers text as a paragraph may hold it. A full blank stays one: it is part of the line that the job drew.
func jobText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000' || r == '\u2028':
			return r
		case unicode.IsSpace(r) || r < ' ':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func (b *jobBuilder) rule(r [5]float64) {
	x1, y1, x2, y2 := min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3])
	b.add(&edition.Frame{Kind: edition.RuleFrame, Rect: rect([4]float64{x1, y1, x2 - x1, y2 - y1}), Weight: geom.FromPt(r[4])})
}

func (b *jobBuilder) photo(p *jobPhoto) {
	b.add(&edition.Frame{Kind: edition.PictureFrame, Rect: rect([4]float64{p.X, p.Y, p.W, p.H}), Picture: b.picture(p.File)})
	title := jobText(p.Title)
	var bold []edition.Span
	if title != "" {
		bold = append(bold, edition.Span{From: 0, To: len([]rune(title)), Style: edition.Bold})
		title += "　"
	}
	b.line(jobCaption, [4]float64{p.X, p.CaptionY, p.W, 5 * jobCaptionPt}, title+p.Caption, bold...)
}

func (b *jobBuilder) article(a jobArticle) {
	b.line(jobKicker, [4]float64{a.X, a.KickerY, a.W, max(a.HeadY-a.KickerY, jobKickerPt)}, a.Kicker)
	b.line(headRole(a.HeadSize), [4]float64{a.X, a.HeadY, a.W, max(a.HeadH, a.HeadSize)}, a.Head)
	b.line(jobByline, [4]float64{a.X, a.BylineY, a.W, max(a.BodyY-a.BylineY, b.job.Body)}, a.Byline)
	s := &edition.Story{ID: b.on.ID + "-" + a.ID, Slug: slug(a.Head), Kind: edition.News, Priority: 3}
	for i, runs := range a.Paras {
		q := &edition.Para{ID: "p" + strconv.Itoa(i+1), Role: edition.Body}
		at := 0
		for _, run := range runs {
			text := jobText(run[1])
			n := len([]rune(text))
			if run[0] == "b" && n > 0 {
				q.Spans = append(q.Spans, edition.Span{From: at, To: at + n, Style: edition.Bold})
			}
			q.Text += text
			at += n
		}
		if q.Text != "" {
			s.Paras = append(s.Paras, q)
		}
	}
	b.Edition.Stories = append(b.Edition.Stories, s)
	b.add(&edition.Frame{Kind: edition.StoryFrame, Rect: rect([4]float64{a.X, a.BodyY, a.W, a.BodyH}), Story: s.ID, Columns: a.Columns, OffGrid: true})
}

// picture answers the id of a picture's file, "" when there is none beside the job.
func (b *jobBuilder) picture(name string) string {
	if id, ok := b.found[name]; ok {
		return id
	}
	id := ""
	path := filepath.FromSlash(name)
	if full := filepath.Join(b.dir, path); filepath.IsLocal(path) {
		if data, err := readPicture(full); err == nil {
			if c, format, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
				sum := sha256.Sum256(data)
				id = hex.EncodeToString(sum[:])
				if b.Pictures[id] == "" {
					b.Pictures[id] = full
					b.Edition.Pictures = append(b.Edition.Pictures, &edition.Picture{ID: id, Name: filepath.Base(path), Format: format, Width: c.Width, Height: c.Height, Bytes: int64(len(data))})
				}
			}
		}
	}
	if id == "" {
		b.Notes = append(b.Notes, finding.Finding{Rule: NotePicture, Category: "import", Level: finding.Warning, Text: name, Message: sayFiles.noPicture.F(name), Score: 1, Place: finding.Place{Page: b.on.ID}})
	}
	b.found[name] = id
	return id
}
