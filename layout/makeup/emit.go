package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// sheet collects the items of one frame.
type sheet struct {
	items []display.Item
	frame string
	story string
	wide  int             // horizontal scale of a headline fitted to its span, thousandths; 0 is none
	slab  []display.Glyph // from which lines take their glyphs
	edges []geom.Length   // and their edges
}

// How many glyphs and edges are made at a time: as many as a small line first, then ever more, up to a few columns'
// worth. A page has a dozen pieces of a few words each; with the large piece for each they took half of its memory.
const (
	firstChunk = 16
	chunk      = 1024
)

// take cuts n of a slab off, with no room to grow into what follows.
func take[T any](slab *[]T, n int) []T {
	if cap(*slab)-len(*slab) < n {
		*slab = make([]T, 0, max(n, min(max(2*cap(*slab), firstChunk), chunk)))
	}
	at := len(*slab)
	*slab = (*slab)[:at+n]
	return (*slab)[at : at : at+n]
}

// place puts a set line on a baseline, its left edge at x, after its Mark. size is what p is set at; band is the
// Mark's height around the baseline.
func (s *sheet) place(p *Paragraph, cs []para.Cluster, ln para.Line, x, base, size geom.Length, band geom.Rect) {
	if ln.From >= ln.To {
		return
	}
	s.items = append(s.items, s.mark(p, cs, ln, x, band))
	s.glyphs(p, cs, ln, x, base, size)
}

// mark tells where each character of a line stands.
func (s *sheet) mark(p *Paragraph, cs []para.Cluster, ln para.Line, x geom.Length, band geom.Rect) display.Mark {
	from, to := int(p.Runes[ln.From]), int(p.Runes[ln.To])
	m := display.Mark{Bounds: band, Frame: s.frame, Story: s.story, Para: p.ID, From: from, To: to, Edges: take(&s.edges, to-from+1)}
	for i := ln.From; i < ln.To; i++ {
		a, b := ln.Edge[i-ln.From], ln.Edge[i-ln.From+1]
		n := int64(p.Runes[i+1] - p.Runes[i])
		for k := range n {
			m.Edges = append(m.Edges, x+a+(b-a).Times(k, n))
		}
	}
	m.Edges = append(m.Edges, x+ln.Edge[len(ln.Edge)-1])
	return m
}

// glyphs draws the runs of a set line. A run is what shares a face; a manual break has no glyph and ends it.
func (s *sheet) glyphs(p *Paragraph, cs []para.Cluster, ln para.Line, x, base, size geom.Length) {
	scaled := func(l geom.Length) geom.Length {
		if size == p.Size || p.Size == 0 {
			return l
		}
		return l.Times(int64(size), int64(p.Size))
	}
	n := ln.To - ln.From
	for i := range p.Parts {
		if i >= ln.From && i < ln.To {
			n += len(p.Parts[i])
		}
	}
	if ln.Hyphen {
		n += 2
	}
	wider := func(l geom.Length) geom.Length {
		if s.wide == 0 || s.wide == 1000 {
			return scaled(l)
		}
		return scaled(l).Times(int64(s.wide), 1000)
	}
	all := take(&s.slab, n)
	for i := ln.From; i < ln.To; {
		c := cs[i]
		if c.Rune == '\u2028' {
			i++
			continue
		}
		j := i + 1
		for j < ln.To && cs[j].Face == c.Face && cs[j].Rune != '\u2028' {
			j++
		}
		face := p.Faces[c.Face]
		origin := geom.Point{X: x + ln.Pen[i-ln.From], Y: base + scaled(face.Drop)}
		first, text := len(all), int(p.Bytes[i])
		for k := i; k < j; k++ {
			g := display.Glyph{ID: cs[k].Glyph, X: x + ln.Pen[k-ln.From] - origin.X, Text: int(p.Bytes[k]) - text}
			if parts := p.Parts[k]; parts != nil {
				for _, q := range parts {
					h := g
					h.ID, h.X, h.Y = q.Glyph, g.X+wider(q.DX), scaled(q.DY)
					all = append(all, h)
				}
				continue
			}
			all = append(all, g)
			if ln.Hyphen && k == ln.To-1 && p.Hyphen != 0 && p.Faces[p.HyphenFace] == face {
				// The hyphen is no character of the text: it belongs to the letter before it.
				g.ID, g.X = p.Hyphen, x+ln.Edge[len(ln.Edge)-1]-origin.X
				all = append(all, g)
			}
		}
		s.items = append(s.items, display.Glyphs{
			Origin: origin, Font: face.Font, Size: scaled(face.Size), HScale: scales(face.HScale, s.wide), Paint: face.Paint,
			Text: p.Text[text:p.Bytes[j]], Glyphs: all[first:len(all):len(all)],
		})
		i = j
	}
	if ln.Hyphen && p.Hyphen != 0 && (len(all) == 0 || all[len(all)-1].ID != p.Hyphen) {
		face := p.Faces[p.HyphenFace] // the letter before it is in another face
		s.items = append(s.items, display.Glyphs{Origin: geom.Point{X: x + ln.Edge[len(ln.Edge)-1], Y: base + scaled(face.Drop)}, Font: face.Font, Size: scaled(face.Size),
			HScale: face.HScale, Paint: face.Paint, Glyphs: []display.Glyph{{ID: p.Hyphen}}})
	}
	if p.Beside != nil {
		foot := size.Times(1000-emRise, 1000)
		s.items = beside(s.items, p, cs, ln, size, false, func(along, off geom.Length) geom.Point {
			return geom.Point{X: x + along, Y: base + foot + off}
		})
	}
}

// scales answers two horizontal scales one after the other; 0 is none.
func scales(a, b int) int {
	if a == 0 || b == 0 {
		return a + b
	}
	return a * b / 1000
}

// frameMark marks a whole frame, picture or piece of furniture.
func (s *sheet) frameMark(r geom.Rect) {
	s.items = append(s.items, display.Mark{Bounds: r, Frame: s.frame, Story: s.story})
}

// head draws a head whose band starts at y, h lines high, at x over w.
func (s *sheet) head(h *head, g Grid, x, y geom.Length, lines int) {
	slack := geom.Length(lines)*g.Leading - h.natural
	for _, r := range h.rows {
		top := y + r.top
		if h.weights > 0 {
			top += slack.Times(int64(r.weight), int64(h.weights))
		}
		base := top + r.size.Times(emRise, 1000)
		band := geom.Rect{X: x + r.line.Edge[0], Y: top, W: r.line.Edge[len(r.line.Edge)-1] - r.line.Edge[0], H: r.size}
		s.wide = r.wide
		s.place(r.p, r.prep.Clusters(), r.line, x, base, r.size, band)
		s.wide = 0
	}
}

// shot draws a picture with caption and credit; x is the left of the block's matter, y the slot of its first line.
func (s *sheet) shot(sh *shot, g Grid, x, y geom.Length, notes *[]Note, page string) {
	box, crop := sh.box(x+sh.x, y, g)
	s.frameMark(box)
	p := sh.pic
	if p.ID == "" {
		s.placeholder(p, box)
		*notes = append(*notes, Note{Code: NotePictureMissing, Page: page, Frame: s.frame, Story: s.story, Spot: box})
	} else {
		s.items = append(s.items, display.Picture{Box: box, ID: p.ID, Crop: crop})
	}
	if sh.distance {
		*notes = append(*notes, Note{Code: NotePictureCrop, Page: page, Frame: s.frame, Story: s.story, Spot: box})
	}
	s.under(sh, x+sh.x, y+geom.Length(sh.lines)*g.Leading-(g.Leading-g.Body)/2, g)
}

// under draws a picture's caption and credit, off the body's grid, below a picture whose foot is at a height.
func (s *sheet) under(sh *shot, cx, foot geom.Length, g Grid) {
	p := sh.pic
	lead := p.captionLeading(g)
	top := foot + g.Leading.Times(captionGap, 1000)
	row := func(q *Paragraph, ln para.Line, cx geom.Length) {
		s.place(q, q.Prepared.Clusters(), ln, cx, baseline(top, q.Size, q.Size), q.Size, geom.Rect{X: cx, Y: top, W: sh.w, H: q.Size})
	}
	for i, ln := range sh.caption {
		if i > 0 {
			top += lead
		}
		row(p.Caption, ln, cx)
	}
	for i, ln := range sh.credit {
		at := cx + sh.w - ln.Edge[len(ln.Edge)-1]
		if !sh.joined && (i > 0 || len(sh.caption) > 0) {
			top += lead
		}
		row(p.Credit, ln, at)
	}
}

// Tints of a missing picture's place, in thousandths of black, and its lines: a thinner one breaks up in the screen of
// its tint. NIAD asks for one point.
const (
	wantedTint  = 60
	wantedLine  = 200
	wantedWidth = geom.Pt
)

// wantedBox draws the place of something still to come: light grey in a line.
func (s *sheet) wantedBox(r geom.Rect) {
	s.items = append(s.items, display.Fill{Areas: []geom.Rect{r}, Paint: display.Paint{Colour: display.Colour{K: wantedTint}}})
	in := r.Inset(wantedWidth / 2)
	tl, tr := geom.Point{X: r.X, Y: in.Y}, geom.Point{X: r.Right(), Y: in.Y}
	bl, br := geom.Point{X: r.X, Y: in.Bottom()}, geom.Point{X: r.Right(), Y: in.Bottom()}
	for _, l := range [][2]geom.Point{{tl, tr}, {bl, br}, {{X: in.X, Y: r.Y}, {X: in.X, Y: r.Bottom()}}, {{X: in.Right(), Y: r.Y}, {X: in.Right(), Y: r.Bottom()}}} {
		s.items = append(s.items, display.Rule{From: l[0], To: l[1], Thickness: wantedWidth, Paint: display.Paint{Colour: display.Colour{K: wantedLine}}})
	}
}

// placeholder draws the place of a missing picture: light grey, a diagonal, and words in its middle.
func (s *sheet) placeholder(p *Picture, box geom.Rect) {
	grey := display.Paint{Colour: display.Colour{K: wantedTint}}
	line := display.Paint{Colour: display.Colour{K: wantedLine}}
	s.wantedBox(box)
	s.items = append(s.items, display.Rule{From: geom.Point{X: box.X, Y: box.Bottom()}, To: geom.Point{X: box.Right(), Y: box.Y}, Thickness: wantedWidth, Paint: line})
	if p.Wanted.Empty() {
		return
	}
	lines := p.Wanted.Prepared.Rows(box.W, 1).Lines
	for _, ln := range lines {
		size := p.Wanted.Size
		w := ln.Edge[len(ln.Edge)-1] - ln.Edge[0]
		x, y := box.X+(box.W-w)/2, box.Y+(box.H-size)/2
		if w+size > box.W {
			continue
		}
		back := geom.Rect{X: x - size/2, Y: y - size/4, W: w + size, H: size + size/2}
		s.items = append(s.items, display.Fill{Areas: []geom.Rect{back}, Paint: grey})
		s.glyphs(p.Wanted, p.Wanted.Prepared.Clusters(), ln, x-ln.Edge[0], y+size.Times(emRise, 1000), size)
	}
}
