package compose

import (
	"fmt"
	"unicode/utf8"

	"github.com/skip2/go-qrcode"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
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
	edition.LineThin: makeup.Thin, edition.LineThick: makeup.Thick, edition.LineDouble: makeup.Double,
	edition.LineWenwu: makeup.Wenwu, edition.LineDotted: makeup.Dotted, edition.LineWave: makeup.Wave,
	edition.EdgeBeads: makeup.Beads, edition.EdgeDiamonds: makeup.Diamonds, edition.EdgeMeander: makeup.Meander,
	edition.EdgeRope: makeup.Rope, edition.EdgeTeeth: makeup.Teeth, edition.EdgeCloud: makeup.Cloud,
}

var headModes = map[edition.HeadMode]makeup.Mode{
	edition.HeadPicture: makeup.HeadPicture, edition.HeadSide: makeup.HeadSide, edition.HeadVertical: makeup.HeadVertical,
	edition.HeadBetween: makeup.HeadBetween, edition.HeadWithin: makeup.HeadWithin,
}

var splitModes = map[edition.SplitMode]makeup.SplitMode{
	edition.SplitAbsolute: makeup.SplitAbsolute, edition.SplitFree: makeup.SplitFree,
	edition.SplitRelative: makeup.SplitRelative, edition.SplitAuto: makeup.SplitAuto,
}

var shadeKinds = map[edition.ShadeKind]makeup.ShadeKind{
	edition.ShadeTint: makeup.EvenTint, edition.ShadeDots: makeup.ShadeDots, edition.ShadeLines: makeup.ShadeLines,
	edition.ShadeSlant: makeup.ShadeSlant, edition.ShadeCross: makeup.ShadeCross,
}

var wrapSides = map[edition.WrapSide]makeup.Side{
	edition.WrapLeft: makeup.LeftSide, edition.WrapRight: makeup.RightSide, edition.WrapLarger: makeup.LargerSide,
}

// frameOf answers a frame as makeup sees it.
func (c *Composer) frameOf(p *edition.Page, f *edition.Frame) makeup.Frame {
	out := makeup.Frame{ID: f.ID, Page: p.ID, Rect: f.Rect, Columns: f.Columns, HeadScale: f.HeadScale, Boxed: f.Boxed, Line: lineKinds[f.Line], Grid: gridOf(p.Format),
		Mode: headModes[f.Head], HeadCols: f.HeadCols, HeadRight: f.HeadRight, NoBalance: f.NoBalance}
	if f.Tint != "" {
		t := colourOf(c.house, f.Tint)
		out.Tint = &t
	}
	if f.OffGrid {
		out.Grid.Top = f.Rect.Y
	}
	if f.Leading > 0 && f.Leading != 1000 {
		out.Grid.Top = f.Rect.Y // its lines are no longer the page's
		out.Grid.Leading = max(out.Grid.Leading.Times(int64(f.Leading), 1000), geom.Pt)
	}
	if n := f.Notch; n != nil {
		out.Notch = &makeup.Notch{Corner: n.Corner.Geom(), W: n.W, H: n.H}
	}
	if s := f.Split; s != nil {
		out.Split = makeup.Split{Mode: splitModes[s.Mode], Measures: s.Measures, Gap: s.Gap}
	}
	if f.LineColour != "" {
		t := colourOf(c.house, f.LineColour)
		out.Ink = &t
	}
	if s := f.Shade; s != nil {
		out.Shade = &makeup.Shade{Kind: shadeKinds[s.Kind], Colour: display.Black, Share: s.Share, Pitch: s.Pitch}
		if s.Colour != "" {
			out.Shade.Colour = colourOf(c.house, s.Colour)
		}
	}
	for _, rule := range []string{f.ColumnRule, p.ColumnRule, c.house.ColumnRule} {
		if rule != "" {
			out.Rules, out.RuleLine = rule != edition.NoLine, lineKinds[rule]
			break
		}
	}
	return out
}

// pieces answers a page as the engine sees it, and a memory of the stories and pictures it shows, with what is to be
// said before it is laid out.
func (c *Composer) pieces(ed *edition.Edition, p *edition.Page) (layout.Page, *pageMemo) {
	pg := layout.Page{ID: p.ID, Number: p.Number, Trim: p.Format.Trim, Bleed: p.Format.Bleed}
	m := &pageMemo{}
	var blocks []makeup.Frame
	tell := func(f *edition.Frame, rule string, level finding.Level, message, why words.Text) {
		m.notes = append(m.notes, finding.Finding{Rule: rule, Category: "makeup", Level: level, Score: 1,
			Place: finding.Place{Page: p.ID, Frame: f.ID, Spot: f.Rect}, Message: message, Reason: why})
	}
	lost := func(f *edition.Frame, what string) {
		tell(f, RuleNoStory, finding.Error, say.noStory.F(what), say.noStoryWhy)
		m.notes[len(m.notes)-1].Text = what
	}
	for _, f := range p.Frames {
		switch f.Kind {
		case edition.StoryFrame, edition.TextFrame:
			mf := c.frameOf(p, f)
			if f.Story == "" || c.stories[f.Story] == nil {
				if f.Story == "" {
					tell(f, RuleEmptyFrame, finding.Warning, say.empty, say.emptyWhy)
				} else {
					lost(f, f.Story)
				}
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
				mf.Grid = gridOf(p.Format)
				blocks = append(blocks, mf)
			}
			known := false
			for _, have := range m.threads {
				known = known || have == t
			}
			if !known {
				m.threads = append(m.threads, t)
			}
			if link == 0 {
				for _, n := range t.notes {
					n.Place.Page, n.Place.Frame = p.ID, f.ID
					m.notes = append(m.notes, n)
				}
			}
		case edition.PictureFrame:
			pf := c.pictureFrame(p, f, m)
			if f.Picture != "" && pf.Picture.ID == "" {
				lost(f, f.Picture)
			}
			pg.Pieces = append(pg.Pieces, layout.Piece{Picture: pf})
			blocks = append(blocks, pf.Frame)
		case edition.RuleFrame, edition.BoxFrame:
			lf := &makeup.LineFrame{Frame: c.frameOf(p, f), Box: f.Kind == edition.BoxFrame, Weight: f.Weight, Colour: display.Black}
			if f.Kind == edition.RuleFrame && f.Tint != "" {
				lf.Colour = colourOf(c.house, f.Tint)
			}
			if f.LineColour != "" {
				lf.Colour = colourOf(c.house, f.LineColour)
			}
			if lf.Box {
				lf.Frame.Boxed = f.Boxed || f.Line != "" || f.Tint == "" && f.Shade == nil
			}
			pg.Pieces = append(pg.Pieces, layout.Piece{Line: lf})
		case edition.FurnitureFrame:
			if f.Furniture == nil {
				continue
			}
			fm := c.furniture(ed, p, f)
			m.notes = append(m.notes, fm.more...)
			pg.Pieces = append(pg.Pieces, layout.Piece{Furniture: fm.f})
		}
	}
	rule := p.BlockRule
	if rule == "" {
		rule = c.house.BlockRule
	}
	if len(blocks) > 1 && rule != edition.NoLine {
		pc := layout.Piece{Rules: blocks}
		if kind, ok := lineKinds[rule]; ok {
			pc.RuleLine = &kind
		}
		pg.Pieces = append(pg.Pieces, pc)
	}
	return pg, m
}

// pictureFrame answers a picture that stands by itself: with its own caption and credit, or as one of its story's.
func (c *Composer) pictureFrame(p *edition.Page, f *edition.Frame, m *pageMemo) *makeup.PictureFrame {
	pf := &makeup.PictureFrame{Frame: c.frameOf(p, f), Story: f.Story}
	pic := &pf.Picture
	pic.Wanted = c.text(say.wanted.ZH, "", labelStyle(c.house), p.Format).p
	if known := c.pictures[f.Picture]; known != nil {
		pic.ID, pic.W, pic.H = known.ID, known.Width, known.Height
		m.pics = append(m.pics, known)
	}
	pic.Crop = cropOf(f.Crop)
	caption, credit := f.Caption, f.Credit
	if st := c.stories[f.Story]; st != nil {
		m.apart = append(m.apart, apartMemo{st, c.apart[f.Story]})
		for i, by := range c.claims(st) {
			if by == f {
				caption, credit = st.Pictures[i].Caption, st.Pictures[i].Credit
			}
		}
	}
	get := func(q *edition.Para, role edition.Role) *makeup.Paragraph {
		if q == nil || q.Text == "" {
			return nil
		}
		sh := c.para(q, f.Story, role, p.Format, asText)
		m.notes = append(m.notes, sh.findings(finding.Place{Page: p.ID, Frame: f.ID, Story: f.Story})...)
		return sh.p
	}
	pic.Caption, pic.Credit = get(caption, edition.Caption), get(credit, edition.Credit)
	return pf
}

// claims answers, for each picture of a story, the picture frame that shows it apart from the story's block, or nil.
func (c *Composer) claims(st *edition.Story) []*edition.Frame {
	out := make([]*edition.Frame, len(st.Pictures))
	for _, at := range c.apart[st.ID] {
		for i, u := range st.Pictures {
			if out[i] == nil && u.Picture == at.frame.Picture {
				out[i] = at.frame
				break
			}
		}
	}
	return out
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
	t := &threadMemo{story: st, house: c.house, places: c.places[id], apart: c.apart[id]}
	first := t.places[0].page.Format
	ms, notes := c.story(st, first)
	t.notes = notes
	for _, u := range st.Pictures {
		t.pictures = append(t.pictures, c.pictures[u.Picture])
	}
	th := &makeup.Thread{Story: ms}
	for i, at := range t.places {
		f := c.frameOf(at.page, at.frame)
		f.Around, f.Past = around(at.page, at.frame)
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
			under := style
			under.Align = edition.Centre
			f.JumpFrom = c.text(fmt.Sprintf(say.jumpFrom.ZH, t.places[i-1].page.Number), "", under, at.page.Format).p
			if h := st.First(edition.Headline); h != nil && h.Text != "" {
				f.JumpHead = c.text(h.Text, "", c.house.StyleOf(edition.Headline), at.page.Format).p
			}
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

// around answers what stands before a story's frame, inside it: what makes whole columns give way, and what lines end
// beside (绕排).
func around(p *edition.Page, f *edition.Frame) (columns []geom.Rect, past []makeup.Past) {
	front := false
	for _, o := range p.Frames {
		if o == f {
			front = true
			continue
		}
		if !front {
			continue
		}
		w := o.Wrap
		if w == nil {
			w = &edition.Wrap{Kind: edition.WrapNone}
			if o.Kind == edition.FurnitureFrame || o.Kind == edition.PictureFrame {
				w.Kind = edition.WrapColumns
			}
		}
		r := geom.Rect{X: o.Rect.X - w.Left, Y: o.Rect.Y - w.Top, W: o.Rect.W + w.Left + w.Right, H: o.Rect.H + w.Top + w.Bottom}
		if !r.Overlaps(f.Rect) {
			continue
		}
		one := makeup.Past{Rect: o.Rect, Side: wrapSides[w.Side], Top: w.Top, Right: w.Right, Bottom: w.Bottom, Left: w.Left}
		switch w.Kind {
		case edition.WrapColumns:
			columns = append(columns, r)
		case edition.WrapBox:
			past = append(past, one)
		case edition.WrapShape:
			if len(w.Outline) == 0 {
				for _, a := range o.Areas() {
					one.Rect = a
					past = append(past, one)
				}
				continue
			}
			for _, q := range w.Outline {
				one.Outline = append(one.Outline, geom.Point{X: o.Rect.X + o.Rect.W.Times(int64(q.X), 10000), Y: o.Rect.Y + o.Rect.H.Times(int64(q.Y), 10000)})
			}
			past = append(past, one)
		}
	}
	return columns, past
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
	apart := c.claims(st)
	for i, u := range st.Pictures {
		if apart[i] != nil {
			continue
		}
		p := makeup.Picture{Caption: get(u.Caption, edition.Caption), Credit: get(u.Credit, edition.Credit), Wanted: wanted,
			MinCols: u.MinCols, PrefCols: u.PrefCols, W: u.AspectW, H: u.AspectH,
			Loose: u.Guess || u.AspectW <= 0 || u.AspectH <= 0}
		if pic := c.pictures[u.Picture]; pic != nil {
			p.ID, p.W, p.H = pic.ID, pic.Width, pic.Height
		}
		ms.Pictures = append(ms.Pictures, p)
	}
	ms.Photo = ms.Photo && len(ms.Pictures) > 0
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
			fu.Facts = append(fu.Facts, text(h.DateLine(), "", small))
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
		d := h.DateLine()
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
