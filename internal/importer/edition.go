package importer

import (
	"bytes"
	"image"
	"math"
	"strconv"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// The page's own matter in body lines. Sizes of nameplates and folios as in the edition JSON of real make-up: 12
// lines of a 四开, 14 of a 对开, a folio of 3; a banner and a QR code as they stand on the real front page.
const (
	nameplateTabloid    = 12
	nameplateBroadsheet = 14
	folioLines          = 3
	bannerLines         = 4
	codeLines           = 8
	bestFill            = 0.98 // the rest is white that make-up shares out
	morePages           = 1.30 // beyond, cutting is no answer and pages are added
	fillTolerance       = 0.10 // what headline sizes, pictures and paragraph play can take
)

// Edition makes an edition of a result: one page, more if the matter needs them, with the page's own furniture on
// the grid and every story still unplaced. preset names one of edition.Formats; "" takes the page that the result
// describes itself, or else picks the preset that the stories fill best. Which it took and why is a note that
// Preset also answers. An unknown name is treated as "".
//
// Frames of a banner or a QR code name their story in Frame.Story and are not locked: make-up may move them with it.
func Edition(r Result, preset string) *edition.Edition {
	ed, _ := Choose(r, preset)
	return ed
}

// Choose is Edition that also answers the note about the preset.
func Choose(r Result, preset string) (*edition.Edition, finding.Finding) {
	house := edition.DefaultHouse()
	ed := &edition.Edition{Head: r.Head, House: house, Stories: make([]*edition.Story, 0, len(r.Stories))}
	known := map[string]bool{}
	for _, p := range r.Pictures {
		known[p.ID] = true
		ed.Pictures = append(ed.Pictures, probe(p))
	}
	for _, s := range r.Stories {
		ed.Stories = append(ed.Stories, settled(s, known))
	}
	f, note := pick(r, ed.Stories, preset)
	if f.Format.Name != "" {
		for i, s := range ed.Stories {
			ed.Stories[i] = widen(s, f.cols)
		}
	}
	number := max(r.Page, 1)
	pages := 1
	if r.Format == nil && f.fill > morePages {
		pages = int(math.Ceil(f.fill / (bestFill + fillTolerance)))
	}
	for i := range pages {
		p := &edition.Page{ID: "page-" + strconv.Itoa(number+i), Number: number + i, Format: f.Format}
		if i == 0 {
			p.Name = r.PageName
		}
		p.Frames = furniture(r, f.Format, p.Number, i == 0, need(ed.Stories, f.Format, house))
		ed.Pages = append(ed.Pages, p)
	}
	return ed, note
}

// probe answers what the edition must know of a picture.
func probe(p PictureFile) *edition.Picture {
	out := &edition.Picture{ID: p.ID, Name: p.Name, Bytes: int64(len(p.Data))}
	if c, format, err := image.DecodeConfig(bytes.NewReader(p.Data)); err == nil {
		out.Format, out.Width, out.Height = format, c.Width, c.Height
	}
	return out
}

// settled answers the story with pictures that no file was found for marked missing.
func settled(s *edition.Story, known map[string]bool) *edition.Story {
	for i, u := range s.Pictures {
		if u.Picture == "" || known[u.Picture] {
			continue
		}
		c := *s
		c.Pictures = append([]edition.PictureUse(nil), s.Pictures...)
		for j := i; j < len(c.Pictures); j++ {
			if v := &c.Pictures[j]; v.Picture != "" && !known[v.Picture] {
				v.Picture = ""
				if v.AspectW == 0 || v.AspectH == 0 {
					v.AspectW, v.AspectH, v.Guess = 3, 2, true
				}
			}
		}
		return &c
	}
	return s
}

// widen answers the story with the width that the preset was picked with for pictures without a wish of their own.
func widen(s *edition.Story, cols int) *edition.Story {
	for i, u := range s.Pictures {
		if u.PrefCols != 0 {
			continue
		}
		c := *s
		c.Pictures = append([]edition.PictureUse(nil), s.Pictures...)
		for j := i; j < len(c.Pictures); j++ {
			if v := &c.Pictures[j]; v.PrefCols == 0 {
				v.PrefCols, v.MinCols = cols, max(1, min(v.MinCols, cols))
				if s.Kind != edition.Photo {
					v.PrefCols = min(cols, 2)
				}
			}
		}
		return &c
	}
	return s
}

// choice is a preset with how full the stories make its page, and how many columns a photo story's picture takes.
type choice struct {
	edition.Format
	fill float64
	cols int
}

var sayPreset = struct{ told, own, unknown, picked, under, much, over words.Text }{
	told:    words.Text{ZH: "按要求用“%s”，稿件约占版面 %d%%。", EN: "Took %q as told; the stories fill about %d%% of the page."},
	own:     words.Text{ZH: "用稿件自带的版面“%s”，稿件约占版面 %d%%。", EN: "Took the page %q that the manuscript describes; the stories fill about %d%% of it."},
	unknown: words.Text{ZH: "没有名为“%s”的版面。%s", EN: "There is no page named %q. %s"},
	picked:  words.Text{ZH: "选用“%s”：稿件连同报头等约占版面 %d%%，最为合适。", EN: "Picked %q: with the nameplate and the like the stories fill about %d%% of it, the best fit."},
	under:   words.Text{ZH: "选用“%s”：稿件只够版面的约 %d%%，没有更小的版面，还需补稿。", EN: "Picked %q: the stories fill only about %d%% of it and there is no smaller page; more matter is needed."},
	much:    words.Text{ZH: "选用“%s”：稿件约为一版的 %d%%，排不下，需要删节或转版。", EN: "Picked %q: the stories are about %d%% of the page, more than it holds; some must be cut or jump."},
	over:    words.Text{ZH: "选用“%s”：稿件约为一版的 %d%%，已按需要加版。", EN: "Picked %q: the stories are about %d%% of one page; pages were added."},
}

func pick(r Result, stories []*edition.Story, preset string) (choice, finding.Finding) {
	house := edition.DefaultHouse()
	measure := func(f edition.Format) choice {
		best := choice{Format: f, cols: 1}
		gap := math.Inf(1)
		for cols := min(2, f.Columns); cols <= max(2, f.Columns-2) && cols <= f.Columns; cols++ {
			sized := make([]*edition.Story, len(stories))
			for i, s := range stories {
				sized[i] = widen(s, cols)
			}
			cells := 0
			for _, n := range need(sized, f, house) {
				cells += n
			}
			cells += f.Columns * top(r, f, max(r.Page, 1), true)
			for _, u := range r.Furniture {
				switch {
				case u.Cells != nil:
				case u.Kind == edition.Banner:
					cells += f.Columns * bannerLines
				case u.Kind == edition.QRCode:
					cells += codeLines
				}
			}
			fill := float64(cells) / float64(f.Columns*f.Lines)
			if g := math.Abs(fill - bestFill); g < gap {
				gap, best.fill, best.cols = g, fill, cols
			}
		}
		return best
	}
	note := func(m words.Text, c choice) finding.Finding {
		return finding.Finding{Rule: NotePreset, Category: "import", Level: finding.Hint, Text: c.Name,
			Message: m.F(c.Name, int(math.Round(c.fill*100))), Score: 1}
	}
	if f, ok := edition.FormatNamed(preset); ok {
		c := measure(f)
		return c, note(sayPreset.told, c)
	}
	var c choice
	var n finding.Finding
	if r.Format != nil {
		c = measure(*r.Format)
		n = note(sayPreset.own, c)
	} else {
		first := true
		cost := math.Inf(1)
		for _, f := range edition.Formats() {
			m := measure(f)
			k := math.Abs(m.fill - bestFill)
			if m.fill > bestFill { // too much hurts more than too little: it must be cut
				k *= 2
			}
			if first || k < cost-1e-9 {
				first, cost, c = false, k, m
			}
		}
		switch {
		case c.fill < bestFill-fillTolerance:
			n = note(sayPreset.under, c)
		case c.fill > morePages:
			n = note(sayPreset.over, c)
		case c.fill > bestFill+fillTolerance:
			n = note(sayPreset.much, c)
		default:
			n = note(sayPreset.picked, c)
		}
	}
	if preset != "" {
		n.Message = sayPreset.unknown.F(preset, n.Message)
		n.Level = finding.Warning
	}
	return c, n
}

// top answers how many lines the nameplate or the folio takes.
func top(r Result, f edition.Format, number int, first bool) int {
	for _, u := range r.Furniture {
		if u.Cells != nil {
			n := 0
			for _, u := range r.Furniture {
				if u.Cells != nil {
					n += u.Cells.Cols * u.Cells.Lines
				}
			}
			return (n + f.Columns - 1) / f.Columns
		}
	}
	switch {
	case !first || number > 1 || r.Head.Title == "":
		return folioLines
	case f.Trim.H > 480*geom.MM:
		return nameplateBroadsheet
	}
	return nameplateTabloid
}

// width answers how many body characters a text takes: Latin and digits are half as wide.
func width(s string) float64 {
	n := 0.0
	for _, r := range s {
		if r < 0x2000 {
			n += 0.5
		} else {
			n++
		}
	}
	return n
}

// need estimates how many cells each story takes on a page. It is good enough to choose a page by: make-up measures
// by setting.
func need(stories []*edition.Story, f edition.Format, house *edition.House) []int {
	out := make([]int, len(stories))
	chars := math.Max(1, f.ColumnWidth().Pt()/f.Body.Pt())
	for i, s := range stories {
		body := 0
		for _, p := range s.Paras {
			switch {
			case p.Role == edition.Subhead:
				body += 2
			case p.Role.InBody():
				body += int(math.Ceil((width(p.Text) + 2) / chars))
			}
		}
		span := 1
		switch {
		case s.Priority >= 5:
			span = (f.Columns*2 + 2) / 3
		case s.Priority == 4 || s.Kind == edition.Feature:
			span = (f.Columns + 1) / 2
		case s.Priority >= 2:
			span = 2
		}
		span = max(1, min(span, f.Columns))
		head := 1.0
		for _, p := range s.Paras {
			style := house.StyleOf(p.Role)
			switch p.Role {
			case edition.Kicker, edition.Deck, edition.Byline:
				head += math.Ceil(width(p.Text)*style.Size/f.Span(span).Pt()) * style.Size * 1.3 / f.Leading.Pt()
			case edition.Headline:
				pt := style.Size
				for _, h := range house.Headlines {
					if h.Priority == s.Priority {
						pt = (h.MinPt + h.MaxPt) / 2
					}
				}
				head += math.Min(2, math.Ceil(width(p.Text)*pt/f.Span(span).Pt())) * pt * 1.2 / f.Leading.Pt()
			}
		}
		cells := body + span*int(math.Ceil(head))
		for _, u := range s.Pictures {
			cols := min(max(u.PrefCols, 1), f.Columns)
			lines := 0.0
			aw, ah := u.AspectW, u.AspectH
			if aw <= 0 || ah <= 0 {
				aw, ah = 3, 2
			}
			lines += f.Span(cols).Pt() * float64(ah) / float64(aw) / f.Leading.Pt()
			if u.Caption != nil {
				lines += math.Ceil(width(u.Caption.Text) * 8.5 / f.Span(cols).Pt())
			}
			cells += cols * int(math.Ceil(lines+1))
		}
		out[i] = cells
	}
	return out
}

// furniture puts the page's own matter on the grid: what has a place stands there; else the nameplate (or the
// folio of a later page) at the top, QR codes below it at the right, a banner over the full width above the estimated
// place of its story. Codes and banners go where make-up puts their stories.
func furniture(r Result, f edition.Format, number int, first bool, cells []int) []*edition.Frame {
	var out []*edition.Frame
	add := func(id string, fu edition.Furniture, c Cells, story string, locked bool) {
		out = append(out, &edition.Frame{ID: id, Kind: edition.FurnitureFrame, Rect: f.Cells(c.Col, c.Line, c.Cols, c.Lines),
			Furniture: &fu, Story: story, Locked: locked})
	}
	placed := false
	for i, u := range r.Furniture {
		if u.Cells != nil && first {
			add("furniture-"+strconv.Itoa(i+1), u.Furniture, *u.Cells, u.Story, true)
			placed = true
		}
	}
	if placed {
		return out
	}
	lines := top(r, f, number, first)
	if lines == folioLines {
		add("folio", edition.Furniture{Kind: edition.Folio}, Cells{0, 0, f.Columns, lines}, "", true)
		if !first {
			return out
		}
	}
	var codes, banners, ears []Furniture
	for _, u := range r.Furniture {
		switch u.Kind {
		case edition.Ear:
			ears = append(ears, u)
		case edition.QRCode:
			codes = append(codes, u)
		case edition.Banner:
			banners = append(banners, u)
		}
	}
	if lines > folioLines {
		name := f.Columns
		if len(ears) > 0 && f.Columns > 3 { // the ear takes the third at the right
			name -= f.Columns / 3
			add("ear", ears[0].Furniture, Cells{name, 0, f.Columns - name, lines}, "", true)
		}
		add("nameplate", edition.Furniture{Kind: edition.Nameplate}, Cells{0, 0, name, lines}, "", true)
	}
	under := lines
	for i, u := range codes {
		if under+codeLines > f.Lines {
			break // more codes than a column holds: they stay in the result
		}
		add("qr-"+strconv.Itoa(i+1), u.Furniture, Cells{f.Columns - 1, under, 1, codeLines}, u.Story, false)
		under += codeLines
	}
	// Where each banner's story would begin if the stories under banners filled the page from its foot.
	starts := make([]int, len(banners))
	foot := f.Lines
	for i := len(banners) - 1; i >= 0; i-- {
		for k, s := range r.Stories {
			if s.ID == banners[i].Story {
				foot -= (cells[k] + f.Columns - 1) / f.Columns
			}
		}
		foot -= bannerLines
		starts[i] = foot
	}
	for i, u := range banners {
		if under+bannerLines > f.Lines {
			break // they stay in the result
		}
		line := max(under, min(starts[i], f.Lines-bannerLines))
		add("banner-"+strconv.Itoa(i+1), u.Furniture, Cells{0, line, f.Columns, bannerLines}, u.Story, false)
		under = line + bannerLines
	}
	return out
}
