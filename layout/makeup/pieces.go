package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
)

// PictureFrame is a picture that stands by itself, with what stands under it inside its frame.
type PictureFrame struct {
	Frame   Frame
	Story   string // whose picture it is; "" is none
	Picture Picture
}

// Draw lays the picture out: it fills its frame but for its caption and credit, cropped as the frame says or from the
// middle.
func (pf *PictureFrame) Draw(set Setter) ([]display.Item, []Note) {
	f, g := pf.Frame, pf.Frame.Grid
	s := &sheet{frame: f.ID, story: pf.Story}
	s.frameMark(f.Rect)
	var notes []Note
	note := func(c NoteCode) Note {
		return Note{Code: c, Page: f.Page, Frame: f.ID, Story: pf.Story, Spot: f.Rect}
	}
	p := pf.Picture
	place := f.Rect
	sh := shot{pic: &p, w: f.Rect.W}
	if rows := sh.rows(set); rows > 0 && !place.Empty() {
		high := g.Leading.Times(captionGap, 1000) + geom.Length(rows-1)*p.captionLeading(g) + max(p.Caption.size(), p.Credit.size())
		if place.H-high >= 2*g.Leading {
			place.H -= high
			s.under(&sh, place.X, place.Bottom(), g)
		} else {
			n := note(NoteOverset)
			n.Lines = rows
			for _, q := range []*Paragraph{p.Caption, p.Credit} {
				if !q.Empty() {
					n.Para, n.To = q.ID, int(q.Runes[len(q.Runes)-1])
					n.Runes += n.To
				}
			}
			notes = append(notes, n)
		}
	}
	if p.ID == "" {
		s.placeholder(&p, place)
		return s.items, append(notes, note(NotePictureMissing))
	}
	crop := display.WholePicture
	if p.Crop != nil {
		crop = *p.Crop
	}
	aw, ah := p.aspect()
	box, cut := fitBox(place, aw, ah, 1000)
	crop.X, crop.Y = crop.X+crop.W*cut.X/10000, crop.Y+crop.H*cut.Y/10000
	crop.W, crop.H = crop.W*cut.W/10000, crop.H*cut.H/10000
	s.items = append(s.items, display.Picture{Box: box, ID: p.ID, Crop: crop})
	if f.Boxed {
		colour := display.Black
		if f.Ink != nil {
			colour = *f.Ink
		}
		s.items = append(s.items, Box(f.Line, box, ink(colour))...)
	}
	if cut.W < 10000-10*cropMost || cut.H < 10000-10*cropMost {
		notes = append(notes, note(NotePictureCrop))
	}
	return s.items, notes
}

// size answers the size of a paragraph that may be missing.
func (p *Paragraph) size() geom.Length {
	if p.Empty() {
		return 0
	}
	return p.Size
}

// LineFrame is a line, or a box, or a tint that stands by itself.
type LineFrame struct {
	Frame  Frame
	Box    bool
	Weight geom.Length // thickness of a line; 0 is its kind's
	Colour display.Colour
}

// Draw lays the line out along the longer side of its frame, or the box along its edge.
func (l *LineFrame) Draw() []display.Item {
	f := l.Frame
	s := &sheet{frame: f.ID}
	s.frameMark(f.Rect)
	r := f.Rect
	if l.Box {
		f.Ink = &l.Colour
		s.back(&f, r)
		return s.items
	}
	a, b := geom.Point{X: r.X, Y: r.Y + r.H/2}, geom.Point{X: r.Right(), Y: r.Y + r.H/2}
	if r.H > r.W {
		a, b = geom.Point{X: r.X + r.W/2, Y: r.Y}, geom.Point{X: r.X + r.W/2, Y: r.Bottom()}
	}
	if l.Weight > 0 {
		s.items = append(s.items, display.Rule{From: a, To: b, Thickness: l.Weight, Paint: ink(l.Colour)})
		return s.items
	}
	s.items = append(s.items, Line(f.Line, a, b, ink(l.Colour))...)
	return s.items
}

// Separators answers the lines between neighbouring blocks: in the gaps between columns and between blocks that stand
// one above the other. Blocks with a box of their own need none. kind nil is hairlines between columns and 正线 between
// blocks. The frames stand on one page.
func Separators(frames []Frame, kind *LineKind) []display.Item {
	if len(frames) == 0 {
		return nil
	}
	g := frames[0].Grid
	var fs []Frame // a frame with a notch as two
	var of []int
	for i, f := range frames {
		rects := []geom.Rect{f.Rect}
		if f.Notch != nil {
			rects = f.Rect.Cut(f.Notch.Corner, f.Notch.W, f.Notch.H)
		}
		for _, r := range rects {
			f.Rect = r
			fs, of = append(fs, f), append(of, i)
		}
	}
	type span struct{ at, from, to geom.Length }
	var up, flat []span
	add := func(list *[]span, s span, join geom.Length) {
		for i := range *list {
			o := &(*list)[i]
			if abs(int(o.at-s.at)) <= int(geom.Pt/2) && s.from <= o.to+join && o.from <= s.to+join {
				o.from, o.to = min(o.from, s.from), max(o.to, s.to)
				return
			}
		}
		*list = append(*list, s)
	}
	in := (g.Leading - g.Body) / 2
	for i := range fs {
		for j := range fs {
			a, b := fs[i], fs[j]
			if of[i] == of[j] || a.Boxed || b.Boxed || a.Tint != nil || b.Tint != nil {
				continue
			}
			if d := b.Rect.X - a.Rect.Right(); d >= 0 && d <= g.Gap+g.Body {
				from, to := max(a.Rect.Y, b.Rect.Y), min(a.Rect.Bottom(), b.Rect.Bottom())
				if to-from >= 3*g.Leading {
					add(&up, span{a.Rect.Right() + d/2, from + in, to - in}, 2*g.Leading)
				}
			}
			if d := b.Rect.Y - a.Rect.Bottom(); d > 0 && d <= 2*g.Leading {
				from, to := max(a.Rect.X, b.Rect.X), min(a.Rect.Right(), b.Rect.Right())
				if to-from >= g.Column/2 {
					add(&flat, span{a.Rect.Bottom() + d/2, from, to}, g.Gap+g.Body)
				}
			}
		}
	}
	var out []display.Item
	paint := ink(display.Black)
	if kind != nil {
		for _, s := range up {
			out = append(out, Line(*kind, geom.Point{X: s.at, Y: s.from}, geom.Point{X: s.at, Y: s.to}, paint)...)
		}
		for _, s := range flat {
			out = append(out, Line(*kind, geom.Point{X: s.from, Y: s.at}, geom.Point{X: s.to, Y: s.at}, paint)...)
		}
		return out
	}
	for _, s := range up {
		out = append(out, display.Rule{From: geom.Point{X: s.at, Y: s.from}, To: geom.Point{X: s.at, Y: s.to}, Thickness: Hairline, Paint: paint})
	}
	for _, s := range flat {
		out = append(out, display.Rule{From: geom.Point{X: s.from, Y: s.at}, To: geom.Point{X: s.to, Y: s.at}, Thickness: thinLine, Paint: paint})
	}
	return out
}
