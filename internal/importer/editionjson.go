package importer

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
	"dayang/layout/geom"
)

// The form of an edition in JSON: one page, its fixed furniture, its articles.
type jsonEdition struct {
	ID        string          `json:"id"`
	Newspaper string          `json:"newspaper"`
	Date      string          `json:"date"`
	PageTitle string          `json:"page_title"`
	PageRole  string          `json:"page_role"`
	Page      jsonPage        `json:"page"`
	Furniture []jsonFurniture `json:"furniture"`
	Articles  []jsonArticle   `json:"articles"`
	Relations []jsonRelation  `json:"relations"`
}

type jsonPage struct {
	Name     string     `json:"name"`
	Sheet    [2]float64 `json:"sheet_mm"`
	TypeArea [2]float64 `json:"type_area_mm"`
	Columns  int        `json:"columns"`
	Chars    float64    `json:"chars_per_column"`
	Gap      float64    `json:"gap_chars"`
	Body     float64    `json:"body_pt"`
	Leading  float64    `json:"leading_pt"`
	Lines    int        `json:"lines"`
}

type jsonFurniture struct {
	Kind    string `json:"kind"`
	Cols    int    `json:"cols"`
	Lines   int    `json:"lines"`
	Col     int    `json:"x_col"`
	Line    int    `json:"y_line"`
	Content string `json:"content"`
}

type jsonArticle struct {
	ID       string        `json:"id"`
	Topic    string        `json:"topic"`
	Kind     string        `json:"kind"`
	Priority int           `json:"priority"`
	Kicker   string        `json:"kicker"`
	Title    string        `json:"title"`
	Deck     string        `json:"deck"`
	Byline   string        `json:"byline"`
	Body     []string      `json:"body"`
	Subheads []jsonSubhead `json:"subheads"`
	Photos   []jsonPhoto   `json:"photos"`
}

type jsonSubhead struct {
	Before int    `json:"before_paragraph"`
	Text   string `json:"text"`
}

type jsonPhoto struct {
	Pixels  [2]int `json:"pixels"`
	Aspect  [2]int `json:"aspect"`
	Caption string `json:"caption"`
	Credit  string `json:"credit"`
	MinCols int    `json:"min_cols"`
	Pref    int    `json:"pref_cols"`
}

type jsonRelation struct {
	Kind     string   `json:"kind"`
	Type     string   `json:"type"`
	Name     string   `json:"name"`
	Articles []string `json:"articles"`
	ToPage   int      `json:"to_page"`
}

// EditionJSON reads an edition in JSON: articles with their photos as pictures still missing, furniture at its
// cells, relations as sections and jumps.
func EditionJSON(name string, data []byte) (Result, error) {
	var in jsonEdition
	if len(data) > manuscript.MaxBytes {
		return Result{}, &FileError{name, ErrTooLarge}
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return Result{}, &FileError{name, fmt.Errorf("%w: %w", ErrJSON, err)}
	}
	if len(in.Articles) == 0 {
		return Result{}, &FileError{name, fmt.Errorf("no articles: %w", ErrJSON)}
	}
	f, err := in.Page.format()
	if err != nil {
		return Result{}, &FileError{name, err}
	}
	b := builder{name: name}
	b.Head = edition.Head{ID: in.ID, Title: in.Newspaper, Date: in.Date}
	b.PageName, b.Format, b.Preset = in.PageTitle, &f, f.Name
	if in.PageRole != "" && in.PageRole != "front" {
		b.Page = 2
	}
	seen := map[string]bool{}
	for i, a := range in.Articles {
		if a.ID == "" || seen[a.ID] {
			a.ID = "a" + strconv.Itoa(i+1) + "-" + a.ID
		}
		seen[a.ID] = true
		b.article(a)
	}
	for _, u := range in.Furniture {
		b.fixed(u, f)
	}
	for i, r := range in.Relations {
		b.relation(r, i)
	}
	return b.Result, nil
}

// format answers the page as the JSON measures it; of a preset's name and measures it is the preset.
func (p jsonPage) format() (edition.Format, error) {
	bad := func(v float64, least, most float64) bool { return math.IsNaN(v) || v < least || v > most }
	if p.Columns < 1 || p.Columns > 24 || p.Lines < 1 || p.Lines > 400 || bad(p.Chars, 2, 100) || bad(p.Gap, 0, 20) ||
		bad(p.Body, 4, 40) || bad(p.Leading, 4, 80) || bad(p.Sheet[0], 50, 1200) || bad(p.Sheet[1], 50, 1600) {
		return edition.Format{}, fmt.Errorf("the page's measures are missing or wild: %w", ErrJSON)
	}
	body, leading := geom.FromPt(p.Body), geom.FromPt(p.Leading)
	gap := body.Times(int64(math.Round(p.Gap*1000)), 1000)
	w := geom.Length(p.Columns)*body.Times(int64(math.Round(p.Chars*1000)), 1000) + geom.Length(p.Columns-1)*gap
	h := geom.Length(p.Lines) * leading
	trim := geom.Size{W: geom.FromMM(p.Sheet[0]), H: geom.FromMM(p.Sheet[1])}
	if w > trim.W || h > trim.H {
		return edition.Format{}, fmt.Errorf("the type area is larger than the sheet: %w", ErrJSON)
	}
	f := edition.Format{
		Name: p.Name, Trim: trim, Bleed: 3 * geom.MM,
		TypeArea: geom.Rect{X: (trim.W - w) / 2, Y: (trim.H - h).Times(54, 100), W: w, H: h}, // the head a little more than the foot
		Columns:  p.Columns, ColumnGap: gap, Body: body, Leading: leading, Lines: p.Lines,
	}
	if preset, ok := edition.FormatNamed(p.Name); ok && preset.Trim == f.Trim && preset.Columns == f.Columns &&
		preset.ColumnGap == f.ColumnGap && preset.Lines == f.Lines && preset.Leading == f.Leading && preset.TypeArea.W == f.TypeArea.W {
		return preset, nil
	}
	return f, nil
}

func (b *builder) article(a jsonArticle) {
	s := &edition.Story{ID: a.ID, Kind: edition.News, Priority: min(5, max(1, a.Priority)), Source: b.name, Slug: slug(a.Title)}
	switch edition.StoryKind(a.Kind) {
	case edition.Feature, edition.Photo, edition.Briefs:
		s.Kind = edition.StoryKind(a.Kind)
	}
	id := 0
	para := func(r edition.Role, text string) *edition.Para {
		id++
		return &edition.Para{ID: "p" + strconv.Itoa(id), Role: r, Text: clean([]rune(text))}
	}
	add := func(r edition.Role, text string) {
		if text != "" {
			s.Paras = append(s.Paras, para(r, text))
		}
	}
	add(edition.Kicker, a.Kicker)
	add(edition.Headline, a.Title)
	add(edition.Deck, a.Deck)
	add(edition.Byline, a.Byline)
	lead := edition.Lead
	for i, text := range a.Body {
		for _, h := range a.Subheads {
			if h.Before == i {
				add(edition.Subhead, h.Text)
			}
		}
		add(lead, text)
		lead = edition.Body
	}
	for _, h := range a.Subheads { // one that stands behind the last paragraph is kept too
		if h.Before < 0 || h.Before >= len(a.Body) {
			add(edition.Subhead, h.Text)
		}
	}
	for _, p := range a.Photos {
		u := edition.PictureUse{MinCols: p.MinCols, PrefCols: p.Pref, AspectW: p.Aspect[0], AspectH: p.Aspect[1]}
		if p.Pixels[0] > 0 && p.Pixels[1] > 0 {
			u.AspectW, u.AspectH = lowest(p.Pixels[0], p.Pixels[1])
		}
		if u.AspectW <= 0 || u.AspectH <= 0 {
			u.AspectW, u.AspectH = 3, 2
		}
		if p.Caption != "" {
			u.Caption = para(edition.Caption, p.Caption)
		}
		if p.Credit != "" {
			u.Credit = para(edition.Credit, p.Credit)
		}
		s.Pictures = append(s.Pictures, u)
		b.missing(s, len(s.Pictures)-1)
	}
	if a.Title == "" {
		b.note(NoteHeadline, finding.Warning, finding.Place{Story: s.ID}, "", say.noHead, 1)
	}
	b.Stories = append(b.Stories, s)
}

// lowest answers a ratio in its lowest terms.
func lowest(w, h int) (int, int) {
	a, c := w, h
	for c != 0 {
		a, c = c, a%c
	}
	return w / a, h / a
}

func (b *builder) fixed(u jsonFurniture, f edition.Format) {
	kind := edition.Ear
	switch u.Kind {
	case "报头":
		kind = edition.Nameplate
	case "报眉":
		kind = edition.Folio
	case "广告":
		kind = edition.Advert
	case "栏头":
		kind = edition.Banner
	case "二维码":
		kind = edition.QRCode
	}
	c := Cells{Col: u.Col, Line: u.Line, Cols: u.Cols, Lines: u.Lines}
	// Furniture that the page cannot hold is cut to it; an area that is empty then is of no use.
	c.Col, c.Line = min(max(c.Col, 0), f.Columns-1), min(max(c.Line, 0), f.Lines-1)
	c.Cols, c.Lines = min(max(c.Cols, 1), f.Columns-c.Col), min(max(c.Lines, 1), f.Lines-c.Line)
	out := Furniture{Furniture: edition.Furniture{Kind: kind}, Cells: &c}
	if u.Content != "" {
		b.page++
		out.Paras = []*edition.Para{{ID: "f" + strconv.Itoa(b.page), Role: edition.Label, Text: clean([]rune(u.Content))}}
	}
	b.Furniture = append(b.Furniture, out)
}

// relation keeps a relation where the document has a place for it: stories that must touch share a section, a jump
// names its page, two leads have the first priority both.
func (b *builder) relation(r jsonRelation, n int) {
	kind := r.Kind
	if kind == "" {
		kind = r.Type
	}
	of := map[string]bool{}
	for _, id := range r.Articles {
		of[id] = true
	}
	for _, s := range b.Stories {
		if !of[s.ID] {
			continue
		}
		switch kind {
		case "package":
			if s.Section = r.Name; s.Section == "" {
				s.Section = "组" + strconv.Itoa(n+1)
			}
		case "jump-allowed":
			s.Jump = max(r.ToPage, 1)
		case "双头条":
			s.Priority = 5
		}
	}
	switch kind {
	case "package", "jump-allowed", "双头条":
	default:
		b.note(NoteRelation, finding.Warning, finding.Place{}, kind, say.badJSON.F(kind), 1)
	}
}
