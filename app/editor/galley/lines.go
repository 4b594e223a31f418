package galley

import (
	"slices"

	"dayang/fonts"
	"dayang/internal/edition"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// Look is what lines are set by.
type Look struct {
	Fonts   *fonts.Registry
	House   *edition.House
	Em      geom.Length // body size on the paper
	Measure geom.Length // of the column
}

// Distances of the galley, in ems of the body.
const (
	lineEm   = 1.62 // baseline to baseline: air for underlines, a little less than a proof sheet's double spacing
	gapEm    = 0.28 // between paragraphs, so that a short last line is told from a break
	GutterEm = 3.0  // left of the text: roles and line numbers
	RightEm  = 0.9  // right of it, where stops hang and the caret stands at a full line's end
	headEm   = 0.5  // above the first line
	footEm   = 4.0  // below the last: what is typed there is not at the very edge
)

// line is a set line, lengths in ems of the body.
type line struct {
	from, to int       // clusters
	edge     []float64 // caret stops of the clusters, to−from+1
	pen      []float64 // where the glyphs are drawn
}

// cell is what is drawn for a cluster.
type cell struct {
	face *fonts.Face
	gid  uint32
	more []uint32 // of runes that stand on the first
	bold bool
}

// SetLook changes what lines are set by; the lines are set anew if it differs.
func (g *Galley) SetLook(l Look) {
	if l == g.look {
		return
	}
	g.look = l
	for _, p := range g.paras {
		p.lines = nil
	}
	g.tops = false
}

// Look answers what lines are set by.
func (g *Galley) Look() Look { return g.look }

// set makes the paragraph's lines, if they are not there.
func (g *Galley) set(p *paragraph) {
	if p.lines != nil {
		return
	}
	l := g.look
	em := max(l.Em, 1)
	st := l.House.StyleOf(p.p.Role)
	style := para.Style{Em: em, Level: level(st.Kinsoku), Marks: marks(st.Marks), Policy: policy(st.Policy), Align: align(st.Align),
		Indent: em.Times(int64(st.Indent), 1000), HangIndent: em.Times(int64(st.Hanging), 1000), Tracking: em.Times(int64(st.Tracking), 1000),
		Hang: st.Hang, AllowRunt: st.AllowRunt, KeepStart: st.KeepStart, KeepEnd: st.KeepEnd, NoAutospace: st.NoAutospace, EvenPitch: !st.AnyPitch,
		TrimIndent: !st.KeepIndent, KeepUnits: st.KeepUnits}
	clusters := make([]para.Cluster, 0, len(p.runes))
	p.start, p.cell = p.start[:0], p.cell[:0]
	span := 0
	spans := p.p.Spans
	for i, r := range p.runes {
		for span < len(spans) && spans[span].To <= i {
			span++
		}
		name := st.Font
		bold := false
		if span < len(spans) && spans[span].From <= i {
			switch spans[span].Style {
			case edition.Bold:
				bold = true
				if name = st.BoldFont; name == "" {
					name = edition.HeiBold
				}
			case edition.Kai:
				name = edition.KaiFont
			default:
				if own, ok := l.House.Styles[spans[span].Style]; ok && own.Font != "" {
					name = own.Font
				}
			}
		}
		if r == '\u2028' {
			clusters = append(clusters, para.Cluster{Rune: r, Runes: 1, Flags: para.BreakAfter, Em: em})
			p.start, p.cell = append(p.start, i), append(p.cell, cell{})
			continue
		}
		if !bold && western(r) && st.Latin != "" {
			name = st.Latin
		}
		face, gid, ok := l.Fonts.Fallback(name, r)
		if n := len(clusters); n > 0 && joins(r) && clusters[n-1].Runes < 250 {
			clusters[n-1].Runes++
			if ok {
				p.cell[n-1].more = append(p.cell[n-1].more, gid)
			}
			continue
		}
		adv := em
		if ok {
			adv = em.Times(int64(face.Advance(gid)), int64(face.UnitsPerEm()))
		}
		if r == '\t' {
			adv = 2 * em
		}
		clusters = append(clusters, para.Cluster{Rune: r, Runes: 1, Em: em, Advance: adv, Glyph: gid})
		p.start, p.cell = append(p.start, i), append(p.cell, cell{face: face, gid: gid, bold: bold})
	}
	p.start = append(p.start, len(p.runes))
	unit := 1 / float64(em)
	for _, ln := range para.Prepare(para.Input{Clusters: clusters, Style: style}).Set(para.Measure{Rest: l.Measure}).Lines {
		out := line{from: ln.From, to: ln.To, edge: make([]float64, 0, len(ln.Edge)), pen: make([]float64, 0, len(ln.Pen))}
		for _, e := range ln.Edge {
			out.edge = append(out.edge, float64(e)*unit)
		}
		for _, e := range ln.Pen {
			out.pen = append(out.pen, float64(e)*unit)
		}
		p.lines = append(p.lines, out)
	}
	// The caret needs a line to stand on: in an empty paragraph, and behind a manual break at the end.
	if n := len(clusters); n == 0 || p.runes[len(p.runes)-1] == '\u2028' {
		indent := 0.0
		if n == 0 {
			indent = float64(style.Indent) * unit
		}
		p.lines = append(p.lines, line{from: n, to: n, edge: []float64{indent}})
	}
	g.tops = false
}

func level(s string) para.Level {
	switch s {
	case "none":
		return para.LevelNone
	case "basic":
		return para.LevelBasic
	case "strict":
		return para.LevelStrict
	}
	return para.LevelGB
}

func marks(s string) para.Marks {
	switch s {
	case "kaiming":
		return para.Kaiming
	case "banjiao":
		return para.Banjiao
	case "plain":
		return para.Plain
	}
	return para.Quanjiao
}

func policy(s string) para.Policy {
	switch s {
	case "push-in-first":
		return para.PushInFirst
	case "push-out-first":
		return para.PushOutFirst
	case "push-out-only":
		return para.PushOutOnly
	}
	return para.LeastAdjustment
}

func align(a edition.Align) para.Align {
	switch a {
	case edition.Left:
		return para.Left
	case edition.Centre:
		return para.Centre
	case edition.Right:
		return para.Right
	}
	return para.Justify
}

// western reports whether a rune is set in the Latin face: letters and figures that have no full width.
func western(r rune) bool { return r > ' ' && r < 0x2000 && r != '·' && r != '×' }

// ready sets what is not set and sums up the tops.
func (g *Galley) ready() {
	if g.look.Fonts == nil || g.look.House == nil {
		return
	}
	for _, p := range g.paras {
		g.set(p)
	}
	if g.tops {
		return
	}
	y := headEm
	for _, p := range g.paras {
		p.top = y
		y += float64(len(p.lines))*lineEm + gapEm
	}
	g.high = y + footEm
	g.tops = true
}

// Height answers how high the galley is, in ems.
func (g *Galley) Height() float64 {
	g.ready()
	return g.high
}

// Width answers how wide the galley is, in ems: gutter, column, margin.
func (g *Galley) Width() float64 {
	return GutterEm + float64(g.look.Measure)/float64(max(g.look.Em, 1)) + RightEm
}

// Lines counts the set lines of the text; captions and credits are not counted.
func (g *Galley) Lines() int {
	g.ready()
	n := 0
	for _, p := range g.paras {
		if !p.fixed {
			n += len(p.lines)
		}
	}
	return n
}

// Counts answers the characters of the text without blanks and breaks; of a story of captions only those of the
// captions.
func (g *Galley) Counts() int {
	n, captions := 0, 0
	for _, p := range g.paras {
		k := 0
		for _, r := range p.runes {
			if r != ' ' && r != '\u3000' && r != '\u2028' {
				k++
			}
		}
		if p.fixed {
			captions += k
		} else {
			n += k
		}
	}
	if n == 0 {
		return captions
	}
	return n
}

// spot answers the line of its paragraph that a place is on, and the x of the caret, in ems from the text's left.
func (p *paragraph) spot(at int, upstream bool) (row int, x float64) {
	c, _ := slices.BinarySearch(p.start, at)
	for row = 0; row < len(p.lines)-1; row++ {
		if l := p.lines[row]; c < l.to || c == l.to && upstream {
			break
		}
	}
	l := p.lines[row]
	i := min(max(c-l.from, 0), len(l.edge)-1)
	return row, l.edge[i]
}

// CaretAt answers where the caret stands: the left of the galley is 0; y is the top of its line. Ems.
func (g *Galley) CaretAt() (x, y float64) { return g.At(g.caret, g.upstream) }

// At answers where a place is, in ems from the galley's top left.
func (g *Galley) At(q Place, upstream bool) (x, y float64) {
	g.ready()
	if len(g.paras) == 0 {
		return GutterEm, headEm
	}
	q = g.clamp(q)
	p := g.paras[q.Para]
	row, x := p.spot(q.At, upstream)
	return GutterEm + x, p.top + float64(row)*lineEm
}

// LineHeight is the height of a line, in ems.
const LineHeight = lineEm

// Near answers the place next to a point, in ems; upstream tells that it is at the end of its line.
func (g *Galley) Near(x, y float64) (q Place, upstream bool) {
	g.ready()
	if len(g.paras) == 0 {
		return Place{}, false
	}
	i := len(g.paras) - 1
	for i > 0 && g.paras[i].top > y+gapEm/2 {
		i--
	}
	p := g.paras[i]
	row := min(max(int((y-p.top)/lineEm), 0), len(p.lines)-1)
	at, up := p.near(row, x-GutterEm)
	return Place{i, at}, up
}

// near answers the rune of a line next to x.
func (p *paragraph) near(row int, x float64) (at int, upstream bool) {
	l := p.lines[row]
	k := 0
	for k < len(l.edge)-1 && x > (l.edge[k]+l.edge[k+1])/2 {
		k++
	}
	c := l.from + k
	if c == l.to && c > l.from && p.start[c] > 0 && p.runes[p.start[c]-1] == '\u2028' {
		c-- // behind a manual break is the next line
	}
	return p.start[c], c == l.to && row < len(p.lines)-1
}

// MoveLine moves the caret up or down by lines and keeps its column.
func (g *Galley) MoveLine(by int, keep bool) {
	g.ready()
	if len(g.paras) == 0 {
		return
	}
	q := g.caret
	row, x := g.paras[q.Para].spot(q.At, g.upstream)
	goal := g.goal
	if goal < 0 {
		goal = x
	}
	i, ended := q.Para, false
	for ; by > 0; by-- {
		switch {
		case row+1 < len(g.paras[i].lines):
			row++
		case i+1 < len(g.paras):
			i, row = i+1, 0
		default:
			ended, by = true, 1
		}
	}
	for ; by < 0; by++ {
		switch {
		case row > 0:
			row--
		case i > 0:
			i--
			row = len(g.paras[i].lines) - 1
		default:
			ended, by = true, -1
		}
	}
	at, up := g.paras[i].near(row, goal)
	if ended && (Place{i, at}) == q { // nothing further: to the very end
		if row == 0 && i == 0 {
			at = 0
		} else {
			at = len(g.paras[i].runes)
		}
	}
	g.Put(Place{i, at}, keep)
	g.upstream, g.goal = up, goal
}

// MoveEdge moves the caret to the start or the end of its line.
func (g *Galley) MoveEdge(end, keep bool) {
	g.ready()
	if len(g.paras) == 0 {
		return
	}
	q := g.caret
	p := g.paras[q.Para]
	row, _ := p.spot(q.At, g.upstream)
	l := p.lines[row]
	if !end {
		g.Put(Place{q.Para, p.start[l.from]}, keep)
		return
	}
	at := p.start[l.to]
	if at > p.start[l.from] && p.runes[at-1] == '\u2028' {
		at--
	}
	g.Put(Place{q.Para, at}, keep)
	g.upstream = row < len(p.lines)-1
}

// PutNear sets the caret next to a point; see Near.
func (g *Galley) PutNear(x, y float64, keep bool) {
	q, up := g.Near(x, y)
	g.Put(q, keep)
	g.upstream = up
}
