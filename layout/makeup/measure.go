package makeup

import "dayang/layout/geom"

// Need is what a story takes at one width and mode, in body lines.
type Need struct {
	OK       bool
	Lines    int // height of the block, set as it is
	Least    int // after all play: headline white, picture crop, tighter paragraphs
	Most     int // the same, loosened
	Head     int // lines of the head band
	HeadAt   int // and the line it begins at
	HeadRows int
	HeadPt   float64
	Leg      int  // lines of the shortest column of text
	Picture  bool // the block's top band is a picture
	White    int  // lines left white at the columns' ends, set as it is
}

// mostRows is the most rows of a headline (newspaper.md §1.7); one more is proposed in a narrow place, at a cost that
// the search knows: without it long titles have no narrow form, and pages do not fill.
const mostRows = 2

// mostWhite is how many lines of white a block may hold at its columns' ends and still be proposed.
const mostWhite = 8

// sideWhite is how many lines a column may be higher than the head at the side that has it to itself.
const sideWhite = 1

// mostLines bounds the height that Measure tries: more than any sheet holds.
const mostLines = 400

// Measure answers how high a story's block must be in a frame of f's width, mode and box, by setting it.
func Measure(st *Story, f Frame, s Setter) Need {
	b := newBlock(st, &f, s, true)
	t := setText(st.Body, f.Grid, b.m, s)
	var n Need
	p := b.plan(0, knobs{})
	n.Head, n.HeadAt, n.HeadRows, n.HeadPt = b.hd.lines, p.headAt, b.hd.nrows, b.hd.pt
	n.Picture = len(b.pics) > 0 && p.headAt > 0
	n.OK = b.hd.wide == nil && b.m >= 5*f.Grid.Body
	if f.Mode != b.mode || b.mode == HeadPicture && (len(b.pics) == 0 || st.Photo) {
		n.OK = false
	}
	if b.hd.nrows > mostRows+1 || b.hd.torn {
		n.OK = false
	}
	for i := range b.pics {
		if b.st.Pictures[i].MinCols > b.pics[i].cols {
			n.OK = false
		}
	}
	box := 0
	if f.Boxed || f.Tint != nil || f.Shade != nil {
		box = 2 // a line above and below: see slots
	}
	lo, hi := b.least(), knobs{headMostExtra, 0}
	for _, sh := range b.pics {
		hi.picture = max(hi.picture, sh.most-sh.lines)
	}
	loose, tight := t.play(s, mostLines, mostLines)
	n.Lines, n.Leg = b.height(t.runs, knobs{}, 0)
	if len(t.runs) > 0 { // a block that a picture holds open is no block to propose
		q := b.plan(n.Lines, knobs{})
		fl := pour(t.runs, q.legs, nil)
		n.White = fl.free(q.legs)
		if n.White >= 2*b.n && n.White > mostWhite {
			n.OK = false
		}
	}
	if b.mode == HeadSide && !b.photo && b.hcol > 0 { // a head too low for a column that no text goes on under leaves it white
		if q := b.plan(n.Lines, knobs{}); len(q.full) > 0 && q.full[0].from >= q.lines && q.lines-q.headAt-b.hd.lines > sideWhite {
			n.OK = false
		}
	}
	n.Least, _ = b.height(t.runs, lo, tight)
	for ; n.Least < n.Lines; n.Least++ { // what the sum promises, the fit must keep
		_, fl := b.fit(n.Least, t)
		t.reset(s)
		if fl.over == 0 {
			break
		}
	}
	n.Most, _ = b.height(t.runs, hi, 0)
	if len(t.runs) > 0 {
		most := b.plan(n.Most, hi)
		if live := most.columnsOfText(); live > 0 {
			n.Most += loose / live
		}
	} else if len(b.pics) == 0 {
		n.Most = n.Lines + headMostExtra
	}
	n.Lines += box
	n.Least += box
	n.Most = max(n.Most+box, n.Lines)
	n.Least = min(n.Least, n.Lines)
	return n
}

// columnsOfText answers how many columns hold text.
func (p *plan) columnsOfText() int {
	n := 0
	for _, l := range p.legs {
		if l.to > l.from {
			n++
		}
	}
	return n
}

// height answers the least height at which all runs find room, but for spare lines that fitting wins, and the
// lines of the shortest column of text.
func (b *block) height(runs []run, k knobs, spare int) (lines, shortest int) {
	base := b.plan(0, k)
	floor := max(base.excess, base.headAt+base.headH)
	total := 0
	for _, r := range runs {
		total += r.lines
	}
	// Start from the height at which the columns could just hold the text, were there no rules.
	h := floor
	if total > 0 {
		h = max(h, (total-spare+b.n-1)/b.n)
	}
	var buf []slot
	for ; h < mostLines; h++ {
		p := b.plan(h, k)
		room := 0
		for _, l := range p.legs {
			room += max(0, l.to-l.from)
		}
		if room < total-spare {
			continue
		}
		f := pour(runs, p.legs, buf)
		buf = f.slots
		if f.over <= spare {
			shortest = -1
			for _, l := range p.legs {
				if n := l.to - l.from; n > 0 && (shortest < 0 || n < shortest) {
					shortest = n
				}
			}
			return h, max(shortest, 0)
		}
	}
	return h, 0
}

// Probe answers a frame of cols basic columns for Measure.
func Probe(g Grid, cols int, mode Mode, boxed bool) Frame {
	return Frame{Rect: geom.Rect{X: g.Left, Y: g.Top, W: g.Span(cols), H: mostLines * g.Leading}, Mode: mode, Boxed: boxed, Grid: g}
}
