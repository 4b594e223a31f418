package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// FurnitureKind is a standing part of a page.
type FurnitureKind uint8

// The kinds of furniture.
const (
	Nameplate FurnitureKind = iota // 报头
	Ear                            // 报眼
	Folio                          // 报眉
	Banner                         // 栏头
	QRCode                         // 二维码
	Advert                         // reserved space
	Words                          // Paras from the frame's top, each by its own alignment
)

// Furniture is a standing part of a page with the texts it shows, each at the size of its style.
type Furniture struct {
	Frame   Frame
	Kind    FurnitureKind
	Title   *Paragraph   // name of the paper; title of an ear; words of a banner; label of a QR code; name of a folio's page
	Latin   *Paragraph   // the name in Latin letters
	Brand   *Paragraph   // the line of brands and clients
	Number  *Paragraph   // of a folio's page
	Facts   []*Paragraph // date, issue and the like: spread over a line
	Paras   []*Paragraph // text of an ear, and of words
	Modules [][]bool     // of a QR code, rows of dark squares, without quiet zone
	Accent  display.Colour
	Ad      *AdArt // what an ad's space shows; nil: the space is still empty
}

// AdArt is an advertiser's file for its space.
type AdArt struct {
	ID    string
	PDF   bool        // else it is an image
	Size  geom.Size   // upright: of a PDF its trim, of an image its proportions
	Turn  int         // about the middle of the space, hundredths of a degree clockwise
	Trim  geom.Size   // of the page
	Bleed geom.Length // of the page
}

// place answers where the art lies before it is turned: as large as the space holds it turned, in its middle.
func (a *AdArt) place(space geom.Rect) geom.Rect {
	b := display.TurnedBounds(geom.Rect{W: a.Size.W, H: a.Size.H}, a.Turn)
	if b.Empty() || space.Empty() {
		return geom.Rect{}
	}
	w, h := a.Size.W.Times(int64(space.W), int64(b.W)), a.Size.H.Times(int64(space.W), int64(b.W))
	if b.H.Times(int64(space.W), int64(b.W)) > space.H {
		w, h = a.Size.W.Times(int64(space.H), int64(b.H)), a.Size.H.Times(int64(space.H), int64(b.H))
	}
	// What differs by less than a press can tell stands at its own size.
	if a.PDF && max(w-a.Size.W, a.Size.W-w, h-a.Size.H, a.Size.H-h) < asIsWithin {
		w, h = a.Size.W, a.Size.H
	}
	return geom.Rect{X: space.X + (space.W-w)/2, Y: space.Y + (space.H-h)/2, W: w, H: h}
}

const asIsWithin = geom.MM / 4

// bleeds answers what may show of a straight ad whose place touches the trim; empty when it touches nowhere.
func (a *AdArt) bleeds(r geom.Rect) geom.Rect {
	const near = geom.MM / 10
	out := r
	if r.X < near {
		out.X, out.W = -a.Bleed, out.W+out.X+a.Bleed
	}
	if r.Y < near {
		out.Y, out.H = -a.Bleed, out.H+out.Y+a.Bleed
	}
	if r.Right() > a.Trim.W-near {
		out.W = a.Trim.W + a.Bleed - out.X
	}
	if r.Bottom() > a.Trim.H-near {
		out.H = a.Trim.H + a.Bleed - out.Y
	}
	if out == r || a.Turn%9000 != 0 {
		return geom.Rect{}
	}
	return out
}

// Parts of a nameplate, in thousandths of its height unless said otherwise. Settled by eye on the sample edition
// and the dev editions' nameplates of 10 to 14 lines.
const (
	nameMost      = 640              // of the height, the letters of the title
	nameWide      = 800              // of the width, the title with its tracking
	nameTracking  = 340              // most tracking, of the title's size
	factsLeast    = 6 * geom.Pt      // smallest facts
	bannerLetters = 560              // of a banner's height, its letters
	bannerMost    = 20 * geom.Pt     //
	bannerPlate   = 1450             // height of the plate behind them, of the letters' size
	earRule       = geom.Pt * 3 / 10 //
)

// Draw lays a piece of furniture out. What does not fit is noted, never dropped in silence.
func (fu *Furniture) Draw(s Setter) ([]display.Item, []Note) {
	sh := &sheet{frame: fu.Frame.ID}
	sh.frameMark(fu.Frame.Rect)
	var notes []Note
	switch fu.Kind {
	case Nameplate:
		fu.nameplate(sh)
	case Ear:
		notes = fu.ear(sh, s)
	case Folio:
		fu.folio(sh)
	case Banner:
		fu.banner(sh)
	case QRCode:
		fu.code(sh)
	case Advert:
		fu.advert(sh)
	case Words:
		notes = fu.words(sh, s)
	}
	return sh.items, notes
}

// row sets a paragraph on one row at a size and answers what is needed to place it. extra is added after every
// cluster but the last.
type row struct {
	p    *Paragraph
	prep *para.Prepared
	ln   para.Line
	size geom.Length
	w    geom.Length // of the ink: from the first to the last edge
}

func setRow(p *Paragraph, size, extra geom.Length) (row, bool) {
	if p.Empty() {
		return row{}, false
	}
	prep := p.Prepared.Scale(size, p.Size)
	ls := prep.Rows(10000*geom.Inch, 1).Lines
	if len(ls) == 0 {
		return row{}, false
	}
	ln := ls[0]
	off := ln.Edge[0]
	cp := ln
	cp.Pen, cp.Edge = append([]geom.Length(nil), ln.Pen...), append([]geom.Length(nil), ln.Edge...)
	for i := range cp.Pen {
		cp.Pen[i] += geom.Length(i)*extra - off
	}
	last := len(cp.Edge) - 1
	for i := range cp.Edge {
		cp.Edge[i] += geom.Length(min(i, last-1))*extra - off
	}
	return row{p: p, prep: prep, ln: cp, size: size, w: cp.Edge[last]}, true
}

// fitRow is setRow at the largest size up to p's own at which it is no wider than w, and not under least.
func fitRow(p *Paragraph, w, least geom.Length) (row, bool) {
	if p.Empty() {
		return row{}, false
	}
	r, ok := setRow(p, p.Size, 0)
	if !ok || r.w <= w || r.w == 0 {
		return r, ok
	}
	size := max(least, geom.Length(p.Size.Times(int64(w), int64(r.w)).Floor(stepPt))*stepPt)
	return setRow(p, size, 0)
}

// put draws a row with its em box's top at y.
func (s *sheet) put(r row, x, y geom.Length) {
	s.place(r.p, r.prep.Clusters(), r.ln, x, y+r.size.Times(emRise, 1000), r.size, geom.Rect{X: x, Y: y, W: r.w, H: r.size})
}

// facts spreads small texts over rows of w, the first flush left, the last flush right; it answers their height.
// With draw false it only measures.
func (s *sheet) facts(ps []*Paragraph, x, y, w geom.Length, draw bool) geom.Length {
	var rows [][]row
	var line []row
	var used geom.Length
	for _, p := range ps {
		r, ok := fitRow(p, w, factsLeast)
		if !ok {
			continue
		}
		if len(line) > 0 && used+r.size+r.w > w {
			rows, line, used = append(rows, line), nil, 0
		}
		if len(line) > 0 {
			used += r.size
		}
		line, used = append(line, r), used+r.w
	}
	if len(line) > 0 {
		rows = append(rows, line)
	}
	var h geom.Length
	for i, line := range rows {
		var sum, size geom.Length
		for _, r := range line {
			sum += r.w
			size = max(size, r.size)
		}
		if i > 0 {
			h += size / 2
		}
		if draw {
			at := x
			gap := geom.Length(0)
			if len(line) > 1 {
				gap = (w - sum) / geom.Length(len(line)-1)
			} else {
				at += (w - sum) / 2
			}
			for _, r := range line {
				s.put(r, at, y+h+(size-r.size)*emRise/1000)
				at += r.w + gap
			}
		}
		h += size
	}
	return h
}

func (fu *Furniture) nameplate(s *sheet) {
	r := fu.Frame.Rect
	black := ink(display.Black)
	foot := r.Bottom() - 2*geom.Pt
	s.items = append(s.items, Line(Wenwu, geom.Point{X: r.X, Y: foot}, geom.Point{X: r.Right(), Y: foot}, black)...)
	bottom := foot - lineSpace
	if h := s.facts(fu.Facts, r.X, 0, r.W, false); h > 0 {
		pad := 4 * geom.Pt
		s.facts(fu.Facts, r.X, bottom-pad-h, r.W, true)
		bottom -= h + 2*pad
		s.items = append(s.items, display.Rule{From: geom.Point{X: r.X, Y: bottom}, To: geom.Point{X: r.Right(), Y: bottom}, Thickness: thinLine, Paint: black})
	}
	high := bottom - r.Y
	if fu.Title.Empty() {
		return
	}
	latin, okL := fitRow(fu.Latin, r.W, factsLeast)
	brand, okB := fitRow(fu.Brand, r.W, factsLeast)
	below := max(latin.size, brand.size)
	if below > 0 {
		below += nameFoot
	}
	size := min(high.Times(nameMost, 1000), high-below-8*geom.Pt)
	if one := oneRow(fu.Title); one > 0 {
		size = min(size, r.W.Times(nameWide, 1000).Times(int64(fu.Title.Size), int64(one)))
	}
	size = max(geom.Length(size.Floor(geom.Pt))*geom.Pt, 8*geom.Pt)
	t, ok := setRow(fu.Title, size, 0)
	if !ok {
		return
	}
	if n := len(t.ln.Pen); n > 1 {
		extra := min((r.W.Times(nameWide, 1000)-t.w)/geom.Length(n-1), size.Times(nameTracking, 1000))
		t, _ = setRow(fu.Title, size, max(extra, 0))
	}
	y := r.Y + (high-below-size)*2/5
	x := r.X + (r.W-t.w)/2
	s.put(t, x, y)
	y = max(y+size+nameFoot, bottom-(bottom-y-size-below)/2-max(latin.size, brand.size))
	track := func(p *Paragraph, row row, to geom.Length) row {
		if n := len(row.ln.Pen); n > 1 && row.w < to {
			row, _ = setRow(p, row.size, min((to-row.w)/geom.Length(n-1), row.size.Times(latinTracking, 1000)))
		}
		return row
	}
	// Latin name and brands share the title's foot, from its left to its right edge; alone, a line stands centred.
	switch {
	case okL && okB && latin.w+brand.w+2*latin.size <= t.w:
		latin = track(fu.Latin, latin, t.w-brand.w-2*latin.size)
		s.put(latin, x, y+(below-nameFoot-latin.size)*emRise/1000)
		s.put(brand, x+t.w-brand.w, y+(below-nameFoot-brand.size)*emRise/1000)
	case okL && okB:
		s.put(latin, r.X+(r.W-latin.w)/2, y)
		if at := r.Y + geom.Pt; at+brand.size < y-size-nameFoot {
			s.put(brand, r.X+(r.W-brand.w)/2, at)
		} else {
			s.put(brand, r.Right()-brand.w, y+(latin.size-brand.size)*emRise/1000)
		}
	case okL:
		latin = track(fu.Latin, latin, t.w)
		s.put(latin, r.X+(r.W-latin.w)/2, y)
	case okB:
		s.put(brand, r.X+(r.W-brand.w)/2, y)
	}
}

// The foot of a nameplate's title: the white above it, and how wide its Latin letters may be tracked.
const (
	nameFoot      = 6 * geom.Pt
	latinTracking = 420
)

func (fu *Furniture) ear(s *sheet, set Setter) []Note {
	f := fu.Frame
	g := f.Grid
	r := f.Rect
	r.H -= geom.Pt // its foot meets the nameplate's
	s.items = append(s.items, Box(f.Line, r, ink(display.Black))...)
	in := g.Body * 3 / 4
	x, w := r.X+in, r.W-2*in
	y := r.Y + in
	if t, ok := fitRow(fu.Title, w, 7*geom.Pt); ok && len(fu.Paras) == 0 { // a title alone stands in the middle
		s.put(t, x+(w-t.w)/2, r.Y+(r.H-t.size)/2)
		return nil
	} else if ok {
		s.put(t, x+(w-t.w)/2, y)
		y += t.size + g.Body/3
		s.items = append(s.items, display.Rule{From: geom.Point{X: x, Y: y}, To: geom.Point{X: x + w, Y: y}, Thickness: earRule, Paint: ink(display.Black)})
		y += g.Body / 3
	}
	var notes []Note
	bottom := r.Bottom() - in/2
	if len(fu.Paras) == 0 {
		return nil
	}
	// Set all, then stand the text in the middle of what is left.
	var all []para.Line
	var owner []*Paragraph
	for _, p := range fu.Paras {
		if p.Empty() {
			continue
		}
		for _, ln := range set.Set(p.Prepared, w).Lines {
			all, owner = append(all, ln), append(owner, p)
		}
	}
	if len(all) == 0 {
		return nil
	}
	size := owner[0].Size
	pitch := min(g.Leading, max(size*5/4, (bottom-y)/geom.Length(len(all))))
	room := (bottom - y + pitch - size).Floor(pitch)
	if n := min(room, len(all)); n > 0 {
		y += max(0, (bottom-y-geom.Length(n)*pitch)/2)
	}
	for i, ln := range all {
		p := owner[i]
		if i >= room {
			notes = append(notes, Note{Code: NoteOverset, Page: f.Page, Frame: f.ID, Para: p.ID, From: int(p.Runes[ln.From]), To: int(p.Runes[len(p.Runes)-1]),
				Lines: len(all) - i, Runes: runesFrom(fu.Paras, p, ln), Spot: f.Rect})
			break
		}
		at := y + geom.Length(i)*pitch
		s.place(p, p.Prepared.Clusters(), ln, x, baseline(at, pitch, p.Size), p.Size, geom.Rect{X: x, Y: at, W: w, H: pitch})
	}
	return notes
}

// runesFrom counts the characters of ps from a line of p to the end.
func runesFrom(ps []*Paragraph, p *Paragraph, ln para.Line) int {
	n, on := 0, false
	for _, q := range ps {
		end := int(q.Runes[len(q.Runes)-1])
		switch {
		case q == p:
			n, on = end-int(q.Runes[ln.From]), true
		case on:
			n += end
		}
	}
	return n
}

func (fu *Furniture) folio(s *sheet) {
	r := fu.Frame.Rect
	black := ink(display.Black)
	foot := r.Bottom() - 2*geom.Pt
	s.items = append(s.items, Line(Thin, geom.Point{X: r.X, Y: foot}, geom.Point{X: r.Right(), Y: foot}, black)...)
	// One baseline for all: the largest type decides it.
	base := foot - 5*geom.Pt
	at := func(r row) geom.Length { return base - r.size.Times(emRise, 1000) }
	left := r.X
	if n, ok := fitRow(fu.Number, r.W/4, factsLeast); ok {
		s.put(n, left, at(n))
		left += n.w + n.size/2
	}
	if t, ok := fitRow(fu.Title, r.W/3, factsLeast); ok {
		s.put(t, left, at(t))
		left += t.w + t.size
	}
	right := r.Right()
	for i := len(fu.Facts) - 1; i >= 0; i-- {
		if f, ok := fitRow(fu.Facts[i], r.W/3, factsLeast); ok && right-f.w > left {
			s.put(f, right-f.w, at(f))
			right -= f.w + f.size
		}
	}
	if b, ok := fitRow(fu.Brand, r.W/3, factsLeast); ok {
		x := r.X + (r.W-b.w)/2
		if x > left && x+b.w < right {
			s.put(b, x, at(b))
		}
	}
}

// banner stands reversed on a plate, with a double line to its left and right.
func (fu *Furniture) banner(s *sheet) {
	r := fu.Frame.Rect
	if fu.Title.Empty() {
		return
	}
	size := min(r.H.Times(bannerLetters, 1000), bannerMost)
	size = max(geom.Length(size.Floor(stepPt))*stepPt, 7*geom.Pt)
	extra := size / 6
	t, ok := setRow(fu.Title, size, extra)
	if !ok {
		return
	}
	if most := r.W - 3*size; t.w > most {
		size = max(geom.Length(size.Times(int64(most), int64(t.w)).Floor(stepPt))*stepPt, 6*geom.Pt)
		t, _ = setRow(fu.Title, size, size/6)
	}
	h := min(size.Times(bannerPlate, 1000), r.H)
	plate := geom.Rect{W: t.w + 2*size, H: h}
	plate.X, plate.Y = r.X+(r.W-plate.W)/2, r.Y+(r.H-h)/2
	s.items = append(s.items, display.Fill{Areas: []geom.Rect{plate}, Paint: display.Paint{Colour: fu.Accent}})
	mid := r.Y + r.H/2
	gap := size / 3
	for _, e := range [][2]geom.Length{{r.X, plate.X - gap}, {plate.Right() + gap, r.Right()}} {
		if e[1]-e[0] > size {
			a, b := geom.Point{X: e[0], Y: mid}, geom.Point{X: e[1], Y: mid}
			paint := ink(fu.Accent)
			s.items = append(s.items, Line(Double, a, b, paint)...)
		}
	}
	s.put(t, plate.X+size, plate.Y+(h-size)/2)
}

// code draws a QR code as one Fill and its label under it. Runs of dark squares are one area, so that no printer
// leaves hairlines between them.
func (fu *Furniture) code(s *sheet) {
	r := fu.Frame.Rect
	label, ok := fitRow(fu.Title, r.W, 5*geom.Pt)
	var below geom.Length
	if ok {
		below = label.size + 5*geom.Pt
	}
	n := len(fu.Modules)
	side := min(r.W, r.H-below)
	if n == 0 || side <= 0 {
		return
	}
	m := side / geom.Length(n+2) // a module of quiet inside; the rest is the page's white
	if m <= 0 {
		return
	}
	x, y := r.X+(r.W-m*geom.Length(n))/2, r.Y+(r.H-below-m*geom.Length(n))/2
	fill := display.Fill{Paint: ink(display.Black)}
	for j, line := range fu.Modules {
		for i := 0; i < len(line); i++ {
			if !line[i] {
				continue
			}
			k := i
			for k < len(line) && line[k] {
				k++
			}
			fill.Areas = append(fill.Areas, geom.Rect{X: x + geom.Length(i)*m, Y: y + geom.Length(j)*m, W: geom.Length(k-i) * m, H: m})
			i = k
		}
	}
	s.items = append(s.items, fill)
	if ok {
		s.put(label, r.X+(r.W-label.w)/2, min(y+m*geom.Length(n)+4*geom.Pt, r.Bottom()-label.size-geom.Pt/2))
	}
}

func (fu *Furniture) advert(s *sheet) {
	r := fu.Frame.Rect
	a := fu.Ad
	if a == nil {
		s.items = append(s.items, fu.reserved(r)...)
		return
	}
	at := a.place(r)
	if at.Empty() {
		s.items = append(s.items, fu.reserved(r)...)
		return
	}
	if !a.PDF {
		s.items = append(s.items, display.Picture{Box: at, ID: a.ID, Crop: display.WholePicture, Turn: a.Turn})
		return
	}
	shows := display.TurnedBounds(at, a.Turn)
	s.items = append(s.items, display.Ad{Box: at, ID: a.ID, Turn: a.Turn, Clip: a.bleeds(shows), Instead: fu.reserved(shows)})
}

// reserved draws a space with its words.
func (fu *Furniture) reserved(r geom.Rect) []display.Item {
	s := &sheet{frame: fu.Frame.ID}
	s.wantedBox(r)
	if t, ok := fitRow(fu.Title, r.W, 6*geom.Pt); ok {
		s.put(t, r.X+(r.W-t.w)/2, r.Y+(r.H-t.size)/2)
	}
	return s.items
}
