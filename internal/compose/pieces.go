package compose

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/skip2/go-qrcode"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/layout"
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/makeup"
)

// gridOf answers a format's grid.
func gridOf(f edition.Format) makeup.Grid {
	g := makeup.Grid{Top: f.TypeArea.Y, Left: f.TypeArea.X, Leading: f.Leading, Body: f.Body, Gap: f.ColumnGap, Column: f.TypeArea.W}
	if f.Columns > 0 {
		g.Column = f.ColumnWidth()
	}
	// A grid of nothing would divide by zero further down; a page of such a format is the editor's to mend.
	g.Leading, g.Body = max(g.Leading, geom.Pt), max(g.Body, geom.Pt)
	return g
}

var lineKinds = map[string]makeup.LineKind{
	"正线": makeup.Thin, "反线": makeup.Thick, "双线": makeup.Double, "文武线": makeup.Wenwu, "点线": makeup.Dotted, "波线": makeup.Wave,
}

// frameOf answers a frame as makeup sees it.
func (c *Composer) frameOf(p *edition.Page, f *edition.Frame) makeup.Frame {
	out := makeup.Frame{ID: f.ID, Page: p.ID, Rect: f.Rect, Columns: f.Columns, HeadScale: f.HeadScale, Boxed: f.Boxed, Line: lineKinds[f.Line], Grid: gridOf(p.Format)}
	if f.Tint != "" {
		t := colourOf(c.house, f.Tint)
		out.Tint = &t
	}
	if f.OffGrid {
		out.Grid.Top = f.Rect.Y
	}
	switch f.Head {
	case edition.HeadPicture:
		out.Mode = makeup.HeadPicture
	case edition.HeadSide:
		out.Mode = makeup.HeadSide
	case edition.HeadVertical:
		out.Mode = makeup.HeadVertical
	}
	return out
}

// pieces answers a page as the engine sees it, with the stories and pictures it shows and what is to be said
// before it is laid out.
func (c *Composer) pieces(ed *edition.Edition, p *edition.Page) (layout.Page, []*threadMemo, []*edition.Picture, []finding.Finding) {
	pg := layout.Page{ID: p.ID, Number: p.Number, Trim: p.Format.Trim, Bleed: p.Format.Bleed}
	var threads []*threadMemo
	var pics []*edition.Picture
	var notes []finding.Finding
	var blocks []makeup.Frame
	lost := func(f *edition.Frame, what string) {
		notes = append(notes, finding.Finding{Rule: RuleNoStory, Category: "makeup", Level: finding.Error, Score: 1,
			Place: finding.Place{Page: p.ID, Frame: f.ID, Spot: f.Rect}, Text: what, Message: say.noStory.F(what), Reason: say.noStoryWhy})
	}
	for _, f := range p.Frames {
		switch f.Kind {
		case edition.StoryFrame, edition.TextFrame:
			mf := c.frameOf(p, f)
			if c.stories[f.Story] == nil {
				lost(f, f.Story)
				pg.Pieces = append(pg.Pieces, layout.Piece{Line: &makeup.LineFrame{Frame: mf, Box: true}})
				continue
			}
			t := c.thread(f.Story)
			link := 0
			for i, at := range t.places {
				if at.frame == f {
					link = i
				}
			}
			pg.Pieces = append(pg.Pieces, layout.Piece{Thread: t.thread, Link: link})
			if !f.OffGrid { // who draws frames off the grid draws the lines between them
				blocks = append(blocks, mf)
			}
			known := false
			for _, have := range threads {
				known = known || have == t
			}
			if !known {
				threads = append(threads, t)
			}
			if link == 0 {
				for _, n := range t.notes {
					n.Place.Page, n.Place.Frame = p.ID, f.ID
					notes = append(notes, n)
				}
			}
		case edition.PictureFrame:
			pf := &makeup.PictureFrame{Frame: c.frameOf(p, f)}
			pf.Picture.Wanted = c.text(say.wanted.ZH, "", labelStyle(c.house), p.Format).p
			if pic := c.pictures[f.Picture]; pic != nil {
				pf.Picture.ID, pf.Picture.W, pf.Picture.H = pic.ID, pic.Width, pic.Height
				pics = append(pics, pic)
			} else if f.Picture != "" {
				lost(f, f.Picture)
			}
			pf.Picture.Crop = cropOf(f.Crop)
			pg.Pieces = append(pg.Pieces, layout.Piece{Picture: pf})
			blocks = append(blocks, pf.Frame)
		case edition.RuleFrame, edition.BoxFrame:
			lf := &makeup.LineFrame{Frame: c.frameOf(p, f), Box: f.Kind == edition.BoxFrame, Weight: f.Weight, Colour: display.Black}
			if f.Kind == edition.RuleFrame && f.Tint != "" {
				lf.Colour = colourOf(c.house, f.Tint)
			}
			if lf.Box {
				lf.Frame.Boxed = f.Boxed || f.Line != "" || f.Tint == ""
			}
			pg.Pieces = append(pg.Pieces, layout.Piece{Line: lf})
		case edition.FurnitureFrame:
			if f.Furniture == nil {
				continue
			}
			m := c.furniture(ed, p, f)
			notes = append(notes, m.more...)
			pg.Pieces = append(pg.Pieces, layout.Piece{Furniture: m.f})
		}
	}
	if len(blocks) > 1 {
		pg.Pieces = append(pg.Pieces, layout.Piece{Rules: blocks})
	}
	return pg, threads, pics, notes
}

func cropOf(c *edition.Crop) *display.Crop {
	if c == nil || c.W <= 0 || c.H <= 0 {
		return nil
	}
	return &display.Crop{X: c.X, Y: c.Y, W: c.W, H: c.H}
}

// thread answers a story with its frames, from memory if none of its nodes changed.
func (c *Composer) thread(id string) *threadMemo {
	if t := c.threads[id]; t != nil && c.threadFresh(t) {
		return t
	}
	st := c.stories[id]
	t := &threadMemo{story: st, house: c.house, places: c.places[id]}
	first := t.places[0].page.Format
	ms, notes := c.story(st, first)
	t.notes = notes
	for _, u := range st.Pictures {
		t.pictures = append(t.pictures, c.pictures[u.Picture])
	}
	th := &makeup.Thread{Story: ms}
	for i, at := range t.places {
		f := c.frameOf(at.page, at.frame)
		f.Around = around(at.page, at.frame)
		if i == 0 && len(th.Story.Pictures) > 0 && at.frame.Crop != nil {
			th.Story.Pictures[0].Crop = cropOf(at.frame.Crop)
		}
		style := c.house.StyleOf(edition.JumpLine)
		style.Indent = 0
		if i+1 < len(t.places) && t.places[i+1].page != at.page {
			f.JumpTo = c.text(fmt.Sprintf(say.jumpTo.ZH, t.places[i+1].page.Number), "", style, at.page.Format).p
		} else if i+1 == len(t.places) && st.Jump > 0 && st.Jump != at.page.Number && !saysJump(st) {
			f.JumpTo = c.text(fmt.Sprintf(say.jumpTo.ZH, st.Jump), "", style, at.page.Format).p
		}
		if i > 0 && t.places[i-1].page != at.page {
			f.JumpFrom = c.text(fmt.Sprintf(say.jumpFrom.ZH, t.places[i-1].page.Number), "", style, at.page.Format).p
		}
		th.Frames = append(th.Frames, f)
	}
	t.thread = th
	c.threads[id] = t
	return t
}

// saysJump reports whether a story's own text ends with where it goes on.
func saysJump(st *edition.Story) bool {
	for _, p := range st.Paras {
		if p.Role == edition.JumpLine {
			return true
		}
	}
	return false
}

// around answers what stands before a story's frame, inside it, and is to be kept clear of text (绕排).
func around(p *edition.Page, f *edition.Frame) []geom.Rect {
	var out []geom.Rect
	front := false
	for _, o := range p.Frames {
		if o == f {
			front = true
			continue
		}
		if front && (o.Kind == edition.FurnitureFrame || o.Kind == edition.PictureFrame) && o.Rect.Overlaps(f.Rect) {
			out = append(out, o.Rect)
		}
	}
	return out
}

// mostRunes is how many characters of one story, and of one paragraph, are shaped: more than ten pages of 对开 hold.
// What comes after them, in a file that was no manuscript, is over in any case and is counted without being set.
const mostRunes = 150_000

// story makes a story into what makeup pours, its paragraphs by their place in the block.
func (c *Composer) story(st *edition.Story, f edition.Format) (makeup.Story, []finding.Finding) {
	ms := makeup.Story{ID: st.ID, Photo: st.Kind == edition.Photo && len(st.Pictures) > 0}
	var notes []finding.Finding
	as := asText
	get := func(p *edition.Para, role edition.Role) *makeup.Paragraph {
		if p == nil || p.Text == "" {
			return nil
		}
		s := c.para(p, st.ID, role, f, as)
		if len(s.miss) > 0 {
			notes = append(notes, s.findings(finding.Place{Story: st.ID})...)
		}
		return s.p
	}
	body, opened, upright := false, false, c.wantsUpright(st.ID)
	room := mostRunes
	for _, p := range st.Paras {
		if room <= 0 {
			ms.Beyond += utf8.RuneCountInString(p.Text)
			continue
		}
		if !opened && c.house.StyleOf(p.Role).DropCap > 1 { // one drop cap a story, where its text begins
			as, opened = asOpening, true
		}
		q := get(p, p.Role)
		as = asText
		if q == nil {
			continue
		}
		if upright && !body {
			q = c.uprightOf(q, p, st.ID, p.Role, f)
		}
		switch {
		case p.Role == edition.Kicker && !body:
			ms.Kickers = append(ms.Kickers, q)
		case p.Role == edition.Headline && !body:
			ms.Headlines = append(ms.Headlines, q)
		case p.Role == edition.Deck && !body:
			ms.Decks = append(ms.Decks, q)
		case p.Role == edition.Byline && !body:
			ms.Bylines = append(ms.Bylines, q)
		default:
			body = true
			ms.Body = append(ms.Body, q)
		}
		n := len(q.Text)
		if n > room { // long in bytes: look at characters
			n = utf8.RuneCountInString(p.Text)
			ms.Beyond += max(0, n-int(q.Runes[len(q.Runes)-1]))
		}
		room -= n
	}
	wanted := c.text(say.wanted.ZH, "", labelStyle(c.house), f).p
	for _, u := range st.Pictures {
		p := makeup.Picture{Caption: get(u.Caption, edition.Caption), Credit: get(u.Credit, edition.Credit), Wanted: wanted,
			MinCols: u.MinCols, PrefCols: u.PrefCols, W: u.AspectW, H: u.AspectH,
			Loose: u.Guess || u.AspectW <= 0 || u.AspectH <= 0}
		if pic := c.pictures[u.Picture]; pic != nil {
			p.ID, p.W, p.H = pic.ID, pic.Width, pic.Height
		}
		ms.Pictures = append(ms.Pictures, p)
	}
	r := headRange(c.house, st.Priority)
	if ms.Photo { // the picture speaks: its headline keeps to the lower part of the range
		r.MaxPt = r.MinPt + (r.MaxPt-r.MinPt)/4
	}
	ms.Fit = headFit(c.house)
	ms.MinHead, ms.MaxHead, ms.MaxRows = geom.FromPt(r.MinPt), geom.FromPt(r.MaxPt), r.MaxRows
	return ms, notes
}

// headFit answers how the house lets headlines be fitted.
func headFit(h *edition.House) makeup.HeadFit {
	f := makeup.HeadFit{TrackingMin: h.Fit.TrackingMin, TrackingMax: h.Fit.TrackingMax, ScaleMin: h.Fit.ScaleMin, ScaleMax: h.Fit.ScaleMax}
	for _, pt := range h.Fit.Steps {
		f.Steps = append(f.Steps, geom.FromPt(pt))
	}
	return f
}

// headRange answers the house's range for a priority, or of the nearest one it has.
func headRange(h *edition.House, priority int) edition.HeadlineRange {
	best, off := edition.HeadlineRange{MinPt: 16, MaxPt: 28, MaxRows: 2}, 1<<30
	for _, r := range h.Headlines {
		d := r.Priority - priority
		if d < 0 {
			d = -d
		}
		if d < off {
			best, off = r, d
		}
	}
	best.MinPt = max(best.MinPt, 1)
	best.MaxPt = max(best.MaxPt, best.MinPt)
	best.MaxRows = max(best.MaxRows, 1)
	return best
}

// labelStyle answers the style of small words of the page itself.
func labelStyle(h *edition.House) edition.TextStyle { return h.StyleOf(edition.Label) }

// plain answers a style for a text of the page itself; a house may give its own under the name.
func (c *Composer) plain(name, font string, size float64, colour string) edition.TextStyle {
	if s, ok := c.house.Styles[name]; ok {
		return s
	}
	return edition.TextStyle{Font: font, BoldFont: font, Size: size, Align: edition.Left, Kinsoku: "gb", Marks: "quanjiao", AllowRunt: true, Colour: colour}
}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// dateLine writes a civil date as a Chinese daily does: 2026年11月24日　星期二.
func dateLine(date string) string {
	t, err := time.Parse("2006-01-02", date)
	if err != nil {
		return date
	}
	return fmt.Sprintf("%d年%d月%d日　星期%s", t.Year(), int(t.Month()), t.Day(), weekdays[t.Weekday()])
}

// furniture answers a piece of furniture with its texts, from memory if nothing it says has changed.
func (c *Composer) furniture(ed *edition.Edition, p *edition.Page, f *edition.Frame) *furnitureMemo {
	if m := c.furn[f]; m != nil && m.page == p && m.head == ed.Head && m.house == c.house {
		return m
	}
	m := &furnitureMemo{page: p, head: ed.Head, house: c.house}
	fu := &makeup.Furniture{Frame: c.frameOf(p, f), Accent: display.Black}
	m.f = fu
	h := ed.Head
	at := finding.Place{Page: p.ID, Frame: f.ID}
	text := func(s, id string, style edition.TextStyle) *makeup.Paragraph {
		if s == "" {
			return nil
		}
		sh := c.text(s, id, style, p.Format)
		m.more = append(m.more, sh.findings(at)...)
		return sh.p
	}
	first := func() (string, string) {
		for _, q := range f.Furniture.Paras {
			if q.Text != "" {
				return q.Text, q.ID
			}
		}
		return "", ""
	}
	switch f.Furniture.Kind {
	case edition.Nameplate:
		fu.Kind = makeup.Nameplate
		fu.Title = text(h.Title, "", c.plain("nameplate", edition.SongBlack, 60, ""))
		fu.Latin = text(h.Latin, "", c.plain("nameplate-latin", edition.Song, 10, ""))
		fu.Brand = text(h.Brand, "", c.plain("nameplate-brand", edition.Hei, 8.5, ""))
		fact := c.plain("nameplate-fact", edition.Song, 8, "")
		for _, s := range c.facts(h) {
			fu.Facts = append(fu.Facts, text(s, "", fact))
		}
	case edition.Folio:
		fu.Kind = makeup.Folio
		if p.Number > 0 {
			fu.Number = text(fmt.Sprintf(say.page.ZH, p.Number), "", c.plain("folio-number", edition.HeiBold, 14, ""))
		}
		fu.Title = text(p.Name, "", c.plain("folio-name", edition.HeiBold, 11, ""))
		fu.Brand = text(h.Title, "", c.plain("folio-title", edition.SongBlack, 12, ""))
		small := c.plain("folio-fact", edition.Song, 8, "")
		if p.Editor != "" {
			fu.Facts = append(fu.Facts, text("责任编辑 "+p.Editor, "", small))
		}
		if h.Date != "" {
			fu.Facts = append(fu.Facts, text(dateLine(h.Date), "", small))
		}
	case edition.Ear:
		fu.Kind = makeup.Ear
		s, id := first()
		fu.Title = text(s, id, c.plain("ear-title", edition.HeiBold, 11, ""))
		for _, q := range f.Furniture.Paras {
			if q.ID == id || q.Text == "" {
				continue
			}
			role := q.Role
			if role == edition.Label {
				role = edition.Caption // the words of an ear are read, not glanced at
			}
			sh := c.para(q, "", role, p.Format, asText)
			m.more = append(m.more, sh.findings(at)...)
			fu.Paras = append(fu.Paras, sh.p)
		}
	case edition.Banner:
		fu.Kind = makeup.Banner
		s, id := first()
		if f.Tint != "" {
			fu.Accent = colourOf(c.house, f.Tint)
		}
		fu.Title = text(s, id, c.plain("banner", edition.HeiBold, 16, "paper"))
	case edition.QRCode:
		fu.Kind = makeup.QRCode
		s, id := first()
		fu.Title = text(s, id, labelStyle(c.house))
		data := f.Furniture.Data
		if data == "" {
			data = s
		}
		q, err := qrcode.New(data, qrcode.Medium)
		if err != nil {
			m.more = append(m.more, finding.Finding{Rule: RuleQRCode, Category: "makeup", Level: finding.Error, Score: 1, Place: at, Message: say.qr, Reason: say.qrWhy})
			break
		}
		q.DisableBorder = true
		fu.Modules = q.Bitmap()
	case edition.Words:
		fu.Kind = makeup.Words
		for _, q := range f.Furniture.Paras {
			if q.Text != "" {
				sh := c.para(q, "", q.Role, p.Format, asText)
				m.more = append(m.more, sh.findings(at)...)
				fu.Paras = append(fu.Paras, sh.p)
			}
		}
	case edition.Advert:
		fu.Kind = makeup.Advert
		s, id := first()
		if s == "" {
			s = say.advert.ZH
		}
		if art := adArt(ed, p, f); art != nil {
			fu.Ad = art
			if pic := ed.Picture(art.ID); art.PDF {
				s, id = say.advertFile.F(pic.Name, art.Size.W.MM(), art.Size.H.MM()).ZH, ""
			}
		}
		fu.Title = text(s, id, c.plain("advert", edition.Hei, 14, ""))
	}
	c.furn[f] = m
	return m
}

// adArt answers the file an ad's space shows, or nil.
func adArt(ed *edition.Edition, p *edition.Page, f *edition.Frame) *makeup.AdArt {
	pic := ed.Picture(f.Furniture.Ad)
	if pic == nil || pic.Width <= 0 || pic.Height <= 0 {
		return nil
	}
	unit := geom.Pt
	a := &makeup.AdArt{ID: pic.ID, PDF: pic.Format == "pdf", Turn: f.Turn, Trim: p.Format.Trim, Bleed: p.Format.Bleed}
	if a.PDF {
		a.Size = geom.Size{W: unit.Times(int64(pic.Width), edition.PDFUnits), H: unit.Times(int64(pic.Height), edition.PDFUnits)}
	} else {
		a.Size = geom.Size{W: unit.Times(int64(pic.Width), 1), H: unit.Times(int64(pic.Height), 1)}
	}
	return a
}

// facts answers what a nameplate says of its issue, in order.
func (c *Composer) facts(h edition.Head) []string {
	var out []string
	add := func(s string) {
		if s != "" {
			out = append(out, s)
		}
	}
	if h.Date != "" {
		d := dateLine(h.Date)
		if h.Lunar != "" {
			d += "　" + h.Lunar
		}
		add(d)
	} else {
		add(h.Lunar)
	}
	if h.Issue > 0 {
		add(fmt.Sprintf(say.issue.ZH, h.Issue))
	}
	add(h.Serial)
	add(h.Owner)
	if h.Sheets > 0 {
		add(fmt.Sprintf(say.sheets.ZH, h.Sheets))
	}
	return out
}
