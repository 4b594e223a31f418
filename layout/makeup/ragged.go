package makeup

import (
	"encoding/binary"
	"slices"

	"dayang/layout/geom"
	"dayang/layout/para"
)

// This file pours text whose lines are not all of one length: columns of different measures, a frame whose notch cuts
// through a column, lines that end beside a picture. Each place for a line is a cell with a measure of its own; a
// paragraph is set anew wherever it begins.

// cell is a place for one line.
type cell struct {
	leg, line int
	x, w      geom.Length // x from the left of the block's matter
}

// cells answers the places for lines in legs, in the order of reading: on both sides of what stands in a column, the
// left one first.
func (b *block) cells(legs []leg) []cell {
	g := b.f.Grid
	var out []cell
	in := (g.Leading - g.Body) / 2
	type stretch struct{ from, to geom.Length }
	for k, l := range legs {
		c := b.cols[l.col]
		least := b.leastIn(c.w)
		for line := l.from; line < min(l.to, l.from+4*mostLines); line++ { // a frame that no page holds
			top := g.Slot(b.first+line) + in
			bottom := top + g.Body
			left, right := b.in.X+c.x, b.in.X+c.x+c.w
			narrow := false
			if c.cut {
				for _, a := range b.areas {
					if top < a.Bottom() && bottom > a.Y {
						narrow = narrow || a.X > left || a.Right() < right
						left, right = max(left, a.X), min(right, a.Right())
					}
				}
			}
			free := []stretch{{left, right}}
			for i := range b.beside {
				from, to, ok := b.beside[i].extent(top, bottom)
				if !ok || to <= left || from >= right {
					continue
				}
				narrow = true
				var next []stretch
				for _, s := range free {
					if to <= s.from || from >= s.to {
						next = append(next, s)
						continue
					}
					one, two := stretch{s.from, max(s.from, from)}, stretch{min(s.to, to), s.to}
					switch b.beside[i].Side {
					case LeftSide:
						two = stretch{}
					case RightSide:
						one = stretch{}
					case LargerSide:
						if one.to-one.from >= two.to-two.from {
							two = stretch{}
						} else {
							one = stretch{}
						}
					}
					for _, s := range []stretch{one, two} {
						if s.to > s.from {
							next = append(next, s)
						}
					}
				}
				free = next
			}
			for _, s := range free {
				x, w := s.from, s.to-s.from
				if narrow && w < c.w { // whole characters, from the column's own edges
					w = geom.Length(w.Floor(g.Body)) * g.Body
					if s.from > b.in.X+c.x {
						x = s.to - w
					}
				}
				if w >= least {
					out = append(out, cell{k, line, x - b.in.X, w})
				}
			}
		}
	}
	return out
}

// settings remembers paragraphs set to runs of cells.
type settings struct {
	t    *text
	body geom.Length
	s    Setter
	memo map[settingKey]para.Result
}

type settingKey struct {
	i     int
	plain bool
	delta int8
	cells string // their measures
}

func newSettings(t *text, body geom.Length, s Setter) *settings {
	return &settings{t: t, body: body, s: s, memo: make(map[settingKey]para.Result)}
}

// set answers paragraph i in the cells from k on, with the line more or less that fitting gave it.
func (m *settings) set(i int, p *Paragraph, cells []cell, k int) para.Result {
	// The measures of its lines, as far as they are not all one: no more of them than it can have lines, were all its
	// cells of the least measure.
	narrow := max(1, m.t.measure.Ceil(leastBeside*max(m.body, 1)))
	n := min(2*len(m.t.res[i].Lines)*narrow+8, max(len(cells)-k, 0))
	at := func(j int) geom.Length {
		switch {
		case j < len(cells):
			return cells[j].w
		case len(cells) == 0:
			return m.t.measure
		}
		return cells[len(cells)-1].w
	}
	ms := para.Measure{Rest: at(k + n)}
	for n > 0 && at(k+n-1) == ms.Rest {
		n--
	}
	key := binary.AppendVarint(nil, int64(ms.Rest))
	for j := range n {
		ms.Lines = append(ms.Lines, at(k+j))
		key = binary.AppendVarint(key, int64(at(k+j)))
	}
	of := settingKey{i, p != m.t.paras[i], m.t.delta[i], string(key)}
	if r, ok := m.memo[of]; ok {
		return r
	}
	var r para.Result
	if n == 0 {
		r = m.s.Set(p.Prepared, ms.Rest)
	} else {
		r = p.Prepared.Set(ms)
	}
	if d := int(m.t.delta[i]); d != 0 && len(r.Lines)+d > 0 {
		if q, ok := p.Prepared.SetIn(ms, len(r.Lines)+d); ok {
			r = q
		}
	}
	m.memo[of] = r
	return r
}

// laid is one piece of a paragraph in place: n of its lines in cells, or all of a subhead or a block of vertical lines
// in one place.
type laid struct {
	run     int
	cells   []cell
	res     para.Result
	p       *Paragraph
	x, w    geom.Length // of what is not set line by line
	line, n int
	top     bool // it stands at the top of its leg
}

// rag is the answer of pourCells.
type rag struct {
	laid   []laid
	free   int // cells after the last used
	skips  int // cells left empty before it
	over   int // lines that found no place
	run    int // where the overset begins, as in flowed
	line   int
	cut    int // cluster at which it begins
	widows int
}

// pourCells fills cells with the paragraphs of a text, in order.
func (b *block) pourCells(m *settings, cells []cell, how manners) rag {
	t := m.t
	f := rag{run: len(t.paras)}
	owned := false
	kill := func(j int) { // a cell is left white
		if !owned {
			cells, owned = slices.Clone(cells), true
		}
		cells = slices.Delete(cells, j, j+1)
		f.skips++
	}
	k := 0
	begins := func(j int) bool { return j == 0 || cells[j].leg != cells[j-1].leg || cells[j].line > cells[j-1].line+1 }
	// lines answers how many lines in a row, one below the other, begin with cell j.
	lines := func(j int) int {
		n := 0
		for ; j < len(cells); j++ {
			switch {
			case n == 0:
				n = 1
			case cells[j].leg != cells[j-1].leg || cells[j].line > cells[j-1].line+1:
				return n
			case cells[j].line > cells[j-1].line:
				n++
			}
		}
		return n
	}
	// below answers the first cell that is n lines below that of cell j, or begins another leg.
	below := func(j, n int) int {
		leg, line := cells[j].leg, cells[j].line
		for j < len(cells) && cells[j].leg == leg && cells[j].line < line+n {
			j++
		}
		return j
	}
	// room answers the place that n lines from that of cell j have in common: of two places on one line the right one.
	room := func(j, n int) (x, w geom.Length) {
		end := below(j, n)
		left, right := geom.Length(0), geom.Length(1<<60)
		for q := j; q < end; q++ {
			if q+1 < end && cells[q+1].line == cells[q].line {
				continue
			}
			left, right = max(left, cells[q].x), min(right, cells[q].x+cells[q].w)
		}
		return left, max(0, right-left)
	}
	stop := func(i, line, at int) {
		f.run, f.line, f.cut = i, line, at
		for j := i; j < len(t.paras); j++ {
			f.over += t.runs[j].lines + t.runs[j].white
		}
		if line > 0 {
			f.over = max(1, f.over-line-t.runs[i].white)
		}
	}
	for i, p := range t.paras {
		r := t.runs[i]
		if k < len(cells) && k > 0 && !begins(k) && r.white > 0 {
			j := k
			for j < len(cells) && cells[j].leg == cells[k-1].leg && cells[j].line <= cells[k-1].line+r.white {
				j++
			}
			k = j
		}
		if r.subhead || r.whole {
			// What is not set line by line needs one place for all its lines; a subhead, the first of what follows, too.
			keep := 0
			for j := i + 1; r.subhead && j < len(t.paras); j++ {
				keep += min(t.runs[j].lines, keepAfterSubhead)
				if !t.runs[j].subhead {
					break
				}
			}
			one := laid{run: i, p: p}
			for placed := false; !placed; {
				if k >= len(cells) {
					stop(i, 0, 0)
					return f
				}
				one.n = r.lines
				for try := 0; try < 3 && !placed && lines(k) >= one.n+keep; try++ {
					one.x, one.w = room(k, one.n)
					need := 0
					if r.subhead {
						one.res = rowsFrom(t.small[i].prep, one.w, 1)
						need = subheadLines(p, t.small[i].size, b.f.Grid, len(one.res.Lines))
						for _, ln := range one.res.Lines {
							if ln.Width > one.w {
								need = endless
							}
						}
					} else {
						need, one.res = setUpright(p.Upright, b.f.Grid, one.w)
					}
					if placed = need <= one.n; !placed {
						one.n = need
					}
				}
				if placed {
					break
				}
				from := k
				for k = below(k, 1); k < len(cells) && !begins(k); k = below(k, 1) {
				}
				f.skips += k - from
			}
			one.line, one.top = cells[k].line, begins(k)
			f.laid = append(f.laid, one)
			k = below(k, max(one.n, 1))
			continue
		}
		var res para.Result
		for try := 0; ; try++ {
			if k >= len(cells) {
				stop(i, 0, 0)
				return f
			}
			q := p
			if p.Drop > 0 && p.Plain != nil {
				for j := k; j < k+p.Drop; j++ {
					if j >= len(cells) || cells[j].leg != cells[k].leg || cells[j].x != cells[k].x || cells[j].w != cells[k].w || cells[j].line != cells[k].line+j-k {
						q = p.Plain
						break
					}
				}
			}
			res = m.set(i, q, cells, k)
			if q.Drop > len(res.Lines) && q.Plain != nil {
				q = q.Plain
				res = m.set(i, q, cells, k)
			}
			p = q
			n := len(res.Lines)
			if how == lax || try == 6 {
				break
			}
			// Lines that stand alone at a column's foot or top.
			again := false
			for j := k + 1; j < k+n && j < len(cells); j++ {
				if cells[j].leg == cells[j-1].leg {
					continue
				}
				above := 0
				for q := j - 1; q >= k && cells[q].leg == cells[j-1].leg; q-- {
					above++
				}
				switch after := k + n - j; {
				case j-k == 1 && above == 1 && n > 1 && !begins(k): // the first alone at a foot
					kill(k)
					again = true
				case after == 1 && !p.AllowWidow && above > 2:
					kill(j - 1)
					again = true
				case after == 1 && !p.AllowWidow && above == 2 && j-k == 2 && !begins(k): // three lines stay together
					kill(k)
					kill(k)
					again = true
				case after == 1 && !p.AllowWidow:
					f.widows++
				}
				if again {
					break
				}
			}
			if !again {
				break
			}
		}
		n := min(len(res.Lines), len(cells)-k)
		f.laid = append(f.laid, laid{run: i, cells: cells[k : k+n], res: res, p: p})
		k += n
		if n < len(res.Lines) {
			stop(i, n, res.Lines[n].From)
			return f
		}
	}
	f.free = len(cells) - k
	return f
}

// Play of a ragged block is bounded: each trial sets the text anew.
const (
	raggedTrials  = 24
	raggedTighter = 3
)

// fitCells is fit for ragged blocks: the head's and the pictures' lines are tried, then single paragraphs tightened,
// and at last the columns' feet lifted together.
func (b *block) fitCells(lines int, t *text) (plan, rag) {
	m := newSettings(t, b.f.Grid.Body, b.s)
	try := func(k knobs, how manners) (plan, rag, int) {
		p := b.plan(lines, k)
		f := b.pourCells(m, b.cells(p.legs), how)
		return p, f, 3000*p.excess + 1000*f.over + 40*f.widows + 14*f.skips + 6*f.free + 5*abs(k.head) + 4*abs(k.picture)
	}
	var at knobs
	p, f, cost := try(at, strict)
	if f.over > 0 || p.excess > 0 || f.free > b.n {
		lo, hi := b.least(), knobs{}
		if b.hd.lines > 0 {
			hi.head = headMostExtra
		}
		for _, s := range b.pics {
			hi.picture = max(hi.picture, s.most-s.lines)
		}
		left := raggedTrials
		if f.over > (-lo.head-lo.picture)*b.n+raggedTighter && p.excess == 0 {
			left = 0 // no play of head and pictures wins so many lines
		}
		for dp := lo.picture; dp <= hi.picture; dp++ {
			for dh := lo.head; dh <= hi.head && left > 0; dh++ {
				left--
				k := knobs{dh, dp}
				if q, g, c := try(k, strict); c < cost {
					p, f, cost, at = q, g, c, k
				}
			}
		}
	}
	for won := 0; f.over > 0 && f.over <= raggedTighter && won < raggedTighter; won++ {
		better := false
		for _, i := range t.candidates(-1) {
			t.delta[i] = -1
			if q, g, c := try(at, strict); c < cost {
				p, f, cost, better = q, g, c, true
				break
			}
			t.delta[i] = 0
		}
		if !better {
			break
		}
	}
	if f.over > 0 {
		if q, g, _ := try(at, lax); g.over < f.over {
			p, f = q, g
		}
	}
	if f.over > 0 || b.f.NoBalance || f.free < b.n {
		return p, f
	}
	full := p
	for low, high := 1, lines; low < high; { // the lowest foot that holds the text
		foot := (low + high) / 2
		q := full
		q.legs = make([]leg, len(full.legs))
		for i, l := range full.legs {
			q.legs[i] = leg{l.from, min(l.to, max(foot, l.from)), l.col}
		}
		g := b.pourCells(m, b.cells(q.legs), strict)
		if g.over > 0 || g.widows > f.widows || b.hcol > 0 && shortest(q.legs) < leastLeg {
			low = foot + 1
			continue
		}
		high = foot
		p, f = q, g
	}
	return p, f
}

// drawCells places what pourCells laid.
func (b *block) drawCells(sh *sheet, f *rag, t *text, x geom.Length, y func(int) geom.Length, out *Block) {
	g := b.f.Grid
	for _, l := range f.laid {
		q := l.p
		switch {
		case q.Subhead:
			b.subhead(sh, q, t.small[l.run], l.res.Lines, x+l.x, y(l.line), l.w, l.n, !l.top)
			out.Fit.Lines += len(l.res.Lines)
		case q.Vertical && !q.Upright.Empty():
			sh.uprightLines(q.Upright, l.res.Lines, g, x+l.x, y(l.line), l.w)
			out.Fit.Lines += l.n
		default:
			cs := q.Prepared.Clusters()
			for k, c := range l.cells {
				ln := l.res.Lines[k]
				top := y(c.line)
				sh.place(q, cs, ln, x+c.x, baseline(top, g.Leading, g.Body), q.Size, geom.Rect{X: x + c.x, Y: top, W: c.w, H: g.Leading})
				if ln.Forced {
					out.Notes = append(out.Notes, Note{Code: NoteForcedLine, Page: b.f.Page, Frame: b.f.ID, Story: b.st.ID, Para: q.ID, From: int(q.Runes[ln.From]), To: int(q.Runes[ln.To])})
				}
			}
			out.Fit.Lines += len(l.cells)
		}
	}
}
