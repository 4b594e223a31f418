package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// This file sets vertical lines: 竖题, and short blocks of vertical text. A vertical line is a para.Line whose
// positions count downwards; the em boxes of its upright characters stand on its middle, and turned matter has its
// own em boxes there. Lines follow each other from right to left.

// emMiddle is how far the middle of the em box is above the baseline, in thousandths.
const emMiddle = emRise - 500

// column places a vertical line: its middle at x, its beginning at top. size is what p is set at.
func (s *sheet) column(p *Paragraph, cs []para.Cluster, ln para.Line, x, top, size geom.Length) {
	if ln.From >= ln.To {
		return
	}
	from, to := int(p.Runes[ln.From]), int(p.Runes[ln.To])
	first, last := ln.Edge[0], ln.Edge[len(ln.Edge)-1]
	m := display.Mark{Bounds: geom.Rect{X: x - size/2, Y: top + first, W: size, H: last - first}, Frame: s.frame, Story: s.story, Para: p.ID,
		From: from, To: to, Vertical: true, Edges: take(&s.edges, to-from+1)}
	for i := ln.From; i < ln.To; i++ {
		a, b := ln.Edge[i-ln.From], ln.Edge[i-ln.From+1]
		n := int64(p.Runes[i+1] - p.Runes[i])
		for k := range n {
			m.Edges = append(m.Edges, top+a+(b-a).Times(k, n))
		}
	}
	m.Edges = append(m.Edges, top+last)
	s.items = append(s.items, m)

	scaled := func(l geom.Length) geom.Length {
		if size == p.Size || p.Size == 0 {
			return l
		}
		return l.Times(int64(size), int64(p.Size))
	}
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
		g := display.Glyphs{Font: face.Font, Size: scaled(face.Size), HScale: face.HScale, Turn: face.Turn, Paint: face.Paint,
			Text: p.Text[p.Bytes[i]:p.Bytes[j]]}
		pen := top + ln.Pen[i-ln.From]
		turned := face.Turn == geom.Clockwise
		if turned {
			g.Origin = geom.Point{X: x - g.Size.Times(emMiddle, 1000) - scaled(face.Drop), Y: pen}
		} else {
			g.Origin = geom.Point{X: x - size/2, Y: pen + size.Times(emRise, 1000) + scaled(face.Drop)}
		}
		for k := i; k < j; k++ {
			along := top + ln.Pen[k-ln.From] - pen
			one := display.Glyph{ID: cs[k].Glyph, Text: int(p.Bytes[k] - p.Bytes[i])}
			parts := p.Parts[k]
			if parts == nil {
				parts = []Part{{Glyph: cs[k].Glyph}}
			}
			for _, q := range parts {
				one.ID, one.X, one.Y = q.Glyph, scaled(q.DX), scaled(q.DY)
				if turned {
					one.X += along
				} else {
					one.Y += along
				}
				g.Glyphs = append(g.Glyphs, one)
			}
		}
		s.items = append(s.items, g)
		i = j
	}
	if p.Beside != nil {
		s.items = beside(s.items, p, cs, ln, size, true, func(along, off geom.Length) geom.Point {
			if off < 0 {
				return geom.Point{X: x - size/2 + off, Y: top + along}
			}
			return geom.Point{X: x + size/2 + off, Y: top + along}
		})
	}
}

// headColumn is one vertical line of a head.
type headColumn struct {
	p    *Paragraph
	prep *para.Prepared
	line para.Line
	size geom.Length
	x    geom.Length // of its middle, from the head's left edge
	top  geom.Length // of its beginning, from the head's top
}

// uprightHead is a story's head in vertical lines (竖题): kickers at the right, then headline, decks and bylines.
type uprightHead struct {
	columns []headColumn
	w, h    geom.Length // what they take
	pt      float64     // size of the headline
	rows    int         // columns of the headline
	wide    *Paragraph  // a headline that is longer than the height even at its smallest
}

// White of a vertical head, in thousandths of a size, settled by eye at 四开 on heads of 4 to 14 characters.
const (
	uprightPitch  = 1200 // from one column of a headline to the next, of its size
	uprightSmall  = 1350 // of kickers and decks
	uprightGap    = 500  // between kicker or deck and headline, of the smaller size
	uprightAbove  = 250  // above the head, of a body line
	deckStep      = 2    // characters by which a deck begins lower
	uprightKicker = 480  // size of kickers and decks, of the headline's
)

// buildUpright sets a story's head in vertical lines of a height, over no more than a width. ok is false when the story
// has no head in vertical lines.
func buildUpright(st *Story, g Grid, high, most geom.Length) (h uprightHead, ok bool) {
	if len(st.Headlines) == 0 || high <= 0 {
		return h, false
	}
	for _, list := range [][]*Paragraph{st.Kickers, st.Headlines, st.Decks, st.Bylines} {
		for _, p := range list {
			if !p.Empty() && p.Upright.Empty() {
				return h, false
			}
		}
	}
	above := g.Leading.Times(uprightAbove, 1000)
	high -= 2 * above
	lo, hi := st.MinHead, max(st.MaxHead, st.MinHead, geom.Pt)
	lo = max(min(lo, hi).Times(sizeUnderHouse, 1000), geom.Pt)
	fits := func(rows int) geom.Length {
		for size := st.Fit.down(hi); size >= lo; size = st.Fit.down(size - 1) {
			good := true
			for _, p := range st.Headlines {
				if !p.Empty() && (rowsFit(p.Upright, high, size, rows) == tooWide || rows > 1 && rowsFit(p.Upright, high, size, rows) == inWords) {
					good = false
				}
			}
			if good && geom.Length(rows*len(st.Headlines))*size.Times(uprightPitch, 1000) <= most {
				return size
			}
		}
		return 0
	}
	size, rows := fits(1), 1
	for r := 2; r <= max(2, st.MaxRows); r++ {
		if s := fits(r); s > 0 && (size == 0 || s >= size.Times(twoRowGain, 1000)) {
			size, rows = s, r
		}
	}
	if size == 0 {
		size, rows = lo, max(2, st.MaxRows)
	}
	for {
		h = uprightHead{}
		h.pt = size.Pt()
		small := min(max(size.Times(uprightKicker, 1000), g.Body), kickerMax)

		x := geom.Length(0) // how far the columns reach from the right
		put := func(p *Paragraph, size, gap, pitch, down geom.Length, rows int, foot bool) {
			if p.Empty() {
				return
			}
			q := p.Upright
			prep := q.Prepared.Scale(size, q.Size)
			for i, ln := range rowsFrom(prep, high-down, rows).Lines {
				if x > 0 {
					if i > 0 {
						gap = pitch - size
					}
					x += gap
				}
				long := ln.Edge[len(ln.Edge)-1] - ln.Edge[0]
				top := above + down - ln.Edge[0]
				if foot {
					top = above + high - long - ln.Edge[0]
				}
				h.columns = append(h.columns, headColumn{p: q, prep: prep, line: ln, size: size, x: -x - size/2, top: top})
				h.h = max(h.h, top+ln.Edge[0]+long+above)
				x += size
			}
		}
		for _, p := range st.Kickers {
			put(p, small, small.Times(uprightGap, 1000), small.Times(uprightSmall, 1000), 0, 1, false)
		}
		for _, p := range st.Headlines {
			before := len(h.columns)
			put(p, size, small.Times(uprightGap, 1000), size.Times(uprightPitch, 1000), 0, rows, false)
			for _, c := range h.columns[before:] {
				h.rows++
				if c.line.Width > high && h.wide == nil {
					h.wide = p
				}
			}
		}
		for _, p := range st.Decks {
			put(p, small, small.Times(uprightGap, 1000), small.Times(uprightSmall, 1000), min(deckStep*small, high/4), 1, false)
		}
		for _, p := range st.Bylines {
			put(p, p.Size, p.Size, p.Size.Times(uprightSmall, 1000), min(size, high/4), 1, true)
		}
		h.w = x
		if smaller := st.Fit.down(size - 1); h.w > most && smaller >= lo {
			size = smaller
			continue
		}
		break
	}
	for i := range h.columns {
		h.columns[i].x += h.w
	}
	return h, len(h.columns) > 0
}

// uprights draws a vertical head whose left edge is at x and whose top is at y.
func (s *sheet) uprights(h *uprightHead, x, y geom.Length) {
	for _, c := range h.columns {
		s.column(c.p, c.prep.Clusters(), c.line, x+c.x, y+c.top, c.size)
	}
}

// uprightBlockPitch is the distance of vertical lines of text, in thousandths of their size. Settled by eye on verse.
const uprightBlockPitch = 1600

// Of vertical lines of text, in characters: how long they are at the least, and how long a verse may be that is not
// broken.
const (
	leastUprightLine = 9
	mostVerse        = 20
)

// mostUprightLines bounds the height of a block of vertical lines, in body lines.
const mostUprightLines = 200

// setUpright sets a paragraph in vertical lines over a measure, and answers the body lines of its height: the least at
// which its lines stand side by side.
func setUpright(p *Paragraph, g Grid, measure geom.Length) (int, para.Result) {
	columns := max(1, measure.Floor(p.Size.Times(uprightBlockPitch, 1000)))
	// Verse stands as its editor broke it; prose has lines of no fewer characters than are read at a glance.
	least := min(p.Prepared.Natural(), leastUprightLine*p.Size)
	if verses := p.Prepared.Set(para.Measure{Rest: mostUprightLines * g.Leading}).Lines; len(verses) > 1 {
		least = 0
		for _, ln := range verses {
			least = max(least, min(ln.Edge[len(ln.Edge)-1], mostVerse*p.Size))
		}
	}
	lines := max(1, (least + g.Leading - g.Body).Ceil(max(g.Leading, 1)))
	for ; ; lines++ {
		r := p.Prepared.Set(para.Measure{Rest: geom.Length(lines)*g.Leading - (g.Leading - g.Body)})
		if len(r.Lines) <= columns || lines >= mostUprightLines {
			return lines, r
		}
	}
}

// uprightLines draws a block of vertical lines in the middle of a measure.
func (s *sheet) uprightLines(p *Paragraph, ls []para.Line, g Grid, x, y, measure geom.Length) {
	pitch := p.Size.Times(uprightBlockPitch, 1000)
	right := x + (measure+geom.Length(len(ls))*pitch)/2
	for i, ln := range ls {
		s.column(p, p.Prepared.Clusters(), ln, right-pitch/2-geom.Length(i)*pitch, y+(g.Leading-g.Body)/2, p.Size)
	}
}
