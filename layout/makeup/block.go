package makeup

import (
	"cmp"
	"slices"

	"dayang/layout/geom"
	"dayang/layout/para"
)

// plan is a story block with every height decided, before glyphs. Lines count from the block's first slot.
type plan struct {
	lines   int // height
	head    head
	headAt  int // line of the head band
	headX   geom.Length
	headW   geom.Length
	headH   int // lines of the head band, slack included
	shots   []shot
	legs    []leg
	full    []leg // the same before their feet were lifted
	kept    bool  // lines are kept at the end of the text, where keepCol and keepAt say
	keepCol int   //
	keepAt  int
	top     int // first line of text
	capAt   int // line of a photo story's caption, below the head
	excess  int // lines by which head and pictures alone are too high
}

// knobs are the plays by which a block is made to fit: lines added to the head, lines added to each picture.
type knobs struct{ head, picture int }

// block lays one story's first frame out.
type block struct {
	st    *Story
	f     *Frame
	s     Setter
	first int
	in    geom.Rect   // where matter may stand
	areas []geom.Rect // what a notch leaves of it
	cols  []column
	n     int         // columns
	m     geom.Length // the narrowest column's measure
	hd    head
	up    *uprightHead // the head in vertical lines, when mode is HeadVertical; hd then only tells its height
	mode  Mode
	photo bool // a photo story that has pictures
	hfrom int  // first column of a head that does not stand over all of them
	hcol  int  // and how many it takes; 0 when it is over all
	pics  []shot
	caps  []capRow   // a photo story's caption and credit, under its head
	capH  int        // lines they take
	from  *Paragraph // 上接第N版, over the first column
	keep  int        // lines kept at the end of the last column, for 下转第N版

	headX, headW geom.Length // what a head at the top stands over
	headFrom     int         // the line it begins at: below a notch that takes the top
	around       []geom.Rect // what makes whole columns give way
	beside       []Past      // what lines end beside
	dodged       bool        // a head at the top stands beside what is before the frame, or below it
	uneven       bool        // the columns are not of one measure
	ragged       bool        // the lines are not: see ragged.go
}

// boxInset is the white between a box and its matter, left and right.
func boxInset(g Grid) geom.Length { return g.Body }

// newBlock measures what does not depend on the block's height.
func newBlock(st *Story, f *Frame, s Setter, withHead bool) *block {
	b := &block{st: st, f: f, s: s, in: f.Rect, keep: f.Reserve, photo: st.Photo && len(st.Pictures) > 0}
	b.first, _ = slots(f)
	g := f.Grid
	if f.Boxed {
		b.in.X += boxInset(g)
		b.in.W -= 2 * boxInset(g)
	}
	b.columns()
	b.past()
	if !withHead {
		b.photo = false
		b.continued()
		return b
	}
	c0, c1 := b.under()
	n := c1 - c0
	mode := f.Mode
	if mode == HeadVertical && b.photo {
		mode = HeadSide // a picture's words stand beside it
	}
	switch mode {
	case HeadSide, HeadVertical:
		if n < 2 {
			mode = HeadTop
		}
	case HeadWithin:
		if n < 3 || b.photo {
			mode = HeadTop
		}
	case HeadBetween:
		if len(b.areas) > 1 || b.photo {
			mode = HeadTop
		}
	}
	if mode == HeadVertical && !b.standUpright() {
		mode = HeadTop
	}
	b.mode = mode
	switch {
	case mode == HeadSide && b.photo:
		b.wordsBeside()
		return b
	case mode == HeadVertical:
		b.shoot(mode)
		return b
	case mode == HeadWithin:
		b.hcol = n - 2
		if f.HeadCols > 0 {
			b.hcol = min(f.HeadCols, n-2)
		}
		b.hfrom = c0 + (n-b.hcol)/2
		b.hd = buildHead(st, g, b.spanOf(b.hfrom, b.hcol), f.HeadScale)
	case mode == HeadSide && f.HeadCols > 0:
		b.hcol = min(f.HeadCols, n-1)
		b.hd = buildHead(st, g, b.spanOf(b.sideFrom(c0, c1), b.hcol), f.HeadScale)
	case mode == HeadSide: // as few columns as give the headline no more than two rows, at most half
		for b.hcol = 1; ; b.hcol++ {
			b.hd = buildHead(st, g, b.spanOf(b.sideFrom(c0, c1), b.hcol), f.HeadScale)
			if b.hd.nrows <= 2 || 2*(b.hcol+1) > n {
				break
			}
		}
	case mode == HeadTop && !b.photo:
		b.hd = b.dodge()
	default:
		b.hd = buildHead(st, g, b.headW, f.HeadScale)
	}
	if mode == HeadSide {
		b.hfrom = b.sideFrom(c0, c1)
	}
	b.shoot(mode)
	return b
}

// dodge sets a head at the top beside what stands there before the frame: in the wider of the places at its sides, or
// below it where neither is wide enough.
func (b *block) dodge() head {
	g := b.f.Grid
	hd := buildHead(b.st, g, b.headW, b.f.HeadScale)
	rects := b.around
	for i := range b.beside {
		rects = append(rects[:len(rects):len(rects)], b.beside[i].bounds())
	}
	for range 2 * len(rects) {
		band := geom.Rect{X: b.in.X + b.headX, Y: g.Slot(b.first + b.headFrom), W: b.headW, H: geom.Length(hd.lines) * g.Leading}
		i := slices.IndexFunc(rects, func(r geom.Rect) bool { return r.Overlaps(band.Inset(g.Body / 4)) })
		if i < 0 {
			break
		}
		b.dodged = true
		r := rects[i]
		left, right := r.X-band.X-g.Body, band.Right()-r.Right()-g.Body
		switch {
		case max(left, right) < 2*leastColumn*g.Body:
			b.headFrom = (r.Bottom() - g.Top).Ceil(g.Leading) - b.first
		case left >= right:
			b.headW = left
		default:
			b.headX, b.headW = b.headX+band.W-right, right
		}
		hd = buildHead(b.st, g, b.headW, b.f.HeadScale)
	}
	return hd
}

// sideFrom answers the first of the hcol columns of a head at the side, in columns from c0 to c1.
func (b *block) sideFrom(c0, c1 int) int {
	if b.f.HeadRight {
		return c1 - b.hcol
	}
	return c0
}

// continued gives the rest of a story its title and the page it comes from.
func (b *block) continued() {
	f := b.f
	if f.JumpFrom.Empty() {
		return
	}
	_, lines := slots(f)
	if !f.JumpHead.Empty() {
		st := &Story{Headlines: []*Paragraph{f.JumpHead}, Bylines: []*Paragraph{f.JumpFrom}, MaxRows: 2,
			MinHead: f.Grid.Body.Times(jumpHeadLeast, 1000), MaxHead: f.Grid.Body.Times(jumpHeadMost, 1000)}
		if hd := buildHead(st, f.Grid, b.headW, 0); hd.wide == nil && hd.lines+leastLeg <= lines {
			b.hd = hd
			return
		}
	}
	if lines > 1 {
		b.from = f.JumpFrom
	}
}

// Sizes of the title over the rest of a story, in thousandths of the body's.
const (
	jumpHeadLeast = 1150
	jumpHeadMost  = 1800
)

// standUpright sets the head in vertical lines, in as few columns at a side as hold it, at most half of them; false if
// the story has none.
func (b *block) standUpright() bool {
	g := b.f.Grid
	c0, c1 := b.under()
	_, lines := slots(b.f)
	lines = max(0, min(lines, b.cols[c0].to)-b.headFrom)
	most := max(1, (c1-c0)/2)
	if b.f.HeadCols > 0 {
		most = min(b.f.HeadCols, c1-c0-1)
	}
	up, ok := buildUpright(b.st, g, geom.Length(lines)*g.Leading, b.spanOf(c0, most))
	if !ok || up.w > b.spanOf(c0, most) {
		return false
	}
	b.hcol = most
	if b.f.HeadCols == 0 {
		for b.hcol = 1; b.hcol < most && b.spanOf(c0, b.hcol) < up.w; b.hcol++ {
		}
	}
	b.hfrom = b.sideFrom(c0, c1)
	b.up = &up
	n := up.h.Ceil(g.Leading)
	b.hd = head{natural: up.h, least: n, lines: n, pt: up.pt, nrows: up.rows, wide: up.wide}
	return true
}

// wordsBeside lays a photo story out with its words at the right of the picture: headline, caption and credit in the last
// column, the picture over all others.
func (b *block) wordsBeside() {
	g := b.f.Grid
	c0, c1 := b.under()
	last := b.cols[c1-1]
	b.hd = buildHead(b.st, g, last.w, b.f.HeadScale)
	w := b.spanOf(c0, c1-c0-1)
	for i := range b.st.Pictures {
		sh := fitShot(&b.st.Pictures[i], g, w, b.s, false)
		sh.x, sh.col, sh.cols = b.cols[c0].x, c0, c1-c0-1
		if i > 0 { // further pictures stand below
			prev := &b.pics[i-1]
			prev.total = prev.lines + 1
		}
		b.pics = append(b.pics, sh)
	}
	b.captionRows(last.x, last.w)
}

// shoot gives the story's pictures their columns. Under a head on top they stand in the right columns, a second
// one in the left if text stays between them; a picture as wide as the block stands above the text.
func (b *block) shoot(mode Mode) {
	g := b.f.Grid
	k := len(b.st.Pictures)
	if k == 0 {
		return
	}
	if b.photo && k > 1 { // a row of pictures
		gap := g.Gap
		w := (b.headW - geom.Length(k-1)*gap) / geom.Length(k)
		most := 0
		for i := range b.st.Pictures {
			sh := fitShot(&b.st.Pictures[i], g, w, b.s, false)
			sh.x, sh.cols = b.headX+geom.Length(i)*(w+gap), b.n
			b.pics = append(b.pics, sh)
			most = max(most, sh.lines)
		}
		least, high := 0, 1<<30
		for i := range b.pics {
			least, high = max(least, b.pics[i].least), min(high, b.pics[i].most)
		}
		for i := range b.pics {
			b.pics[i].resize(min(max(most, least), max(high, least)) - b.pics[i].lines)
			b.pics[i].least, b.pics[i].most = least, max(high, least)
		}
		b.captionRows(b.headX, b.headW)
		return
	}
	c0, c1 := b.under()
	all := c1 - c0
	lo, hi := c0, c1 // columns still without a picture
	if b.hcol > 0 && mode != HeadWithin {
		if b.hfrom == c0 {
			lo += b.hcol
		} else {
			hi -= b.hcol
		}
	}
	free, end := hi-lo, hi
	for i := range b.st.Pictures {
		p := &b.st.Pictures[i]
		c := shotColumns(p, free)
		if b.photo || mode == HeadPicture && i == 0 {
			c = all
		} else if i == 0 {
			c = b.suits(p, c, free)
		}
		col := hi - c
		switch {
		case c == all:
			col = c0
		case i == 0:
		case i == 1 && hi-lo > c && lo+c < hi:
			col = lo // the left columns, with text between
		default:
			col = end - c
		}
		col = max(col, c0)
		w := b.spanOf(col, c)
		if c == all {
			w = b.headW
		}
		sh := fitShot(p, g, w, b.s, !b.photo)
		sh.col, sh.cols = col, c
		sh.x = b.headX
		if c < all {
			sh.x = b.cols[col].x
		}
		if i == 0 && col > lo {
			hi = col
		}
		b.pics = append(b.pics, sh)
	}
	if b.photo {
		b.captionRows(b.headX, b.headW)
	}
}

// suits answers how many columns a picture takes in a block of free columns so that the columns beside it are
// neither much longer nor much shorter than it: the wish, or one less where the text is too short for so high a picture.
func (b *block) suits(p *Picture, want, free int) int {
	text := 0
	for _, r := range setText(b.st.Body, b.f.Grid, b.m, b.s).runs {
		text += r.lines + r.white
	}
	best, least := want, -1
	for c := want; c >= max(1, p.MinCols) && c >= want-1; c-- {
		c0, c1 := b.under()
		w := b.spanOf(c1-c, c)
		if c == c1-c0 {
			w = b.headW
		}
		high := fitShot(p, b.f.Grid, w, b.s, true).total
		h := max(high, (text+high*c+free-1)/free)
		if c == free {
			h = high + (text+free-1)/free
		}
		white := h*free - text - high*c
		if white < free {
			white = 0
		}
		if least < 0 || white < least {
			best, least = c, white
		}
	}
	return best
}

// capRow is a line of a photo story's caption: its paragraph, and where its left edge stands in the block.
type capRow struct {
	p    *Paragraph
	ln   para.Line
	x    geom.Length
	line int
}

// captionRows sets a photo story's captions and credits from x over w, where other stories have text.
func (b *block) captionRows(x, w geom.Length) {
	line := 0
	for i := range b.pics {
		p := b.pics[i].pic
		ended := geom.Length(-1)
		if !p.Caption.Empty() {
			for _, ln := range b.s.Set(p.Caption.Prepared, w).Lines {
				b.caps = append(b.caps, capRow{p.Caption, ln, x, line})
				ended = ln.Edge[len(ln.Edge)-1]
				line++
			}
		}
		if p.Credit.Empty() {
			continue
		}
		for j, ln := range rowsFrom(p.Credit.Prepared, w, 2).Lines {
			end := ln.Edge[len(ln.Edge)-1]
			if j == 0 && ended >= 0 && ended+p.Credit.Size+end-ln.Edge[0] <= w {
				line--
			}
			b.caps = append(b.caps, capRow{p.Credit, ln, x + w - end, line})
			line++
		}
	}
	b.capH = line
}

// resize adds lines to a picture's height.
func (s *shot) resize(d int) {
	s.lines += d
	s.total += d
}

// plan decides heights for a block of so many lines.
func (b *block) plan(lines int, k knobs) plan {
	p := plan{lines: lines, head: b.hd, headX: b.headX, headW: b.headW}
	p.headH = b.hd.lines
	if b.hd.lines > 0 {
		p.headH = max(b.hd.least, b.hd.lines+k.head)
	}
	p.shots = append([]shot(nil), b.pics...)
	for i := range p.shots {
		s := &p.shots[i]
		s.resize(min(max(s.lines+k.picture, s.least), s.most) - s.lines)
	}
	above := b.headFrom
	rest := p.shots
	if b.mode == HeadSide && b.photo {
		return b.planBeside(p, lines)
	}
	if len(rest) > 0 && (b.mode == HeadPicture || b.photo) {
		if b.photo && len(rest) > 1 {
			for i := range rest {
				rest[i].at = b.headFrom
				above = max(above, b.headFrom+rest[i].total)
			}
			rest = nil
		} else {
			rest[0].at = b.headFrom
			above += rest[0].total
			rest = rest[1:]
		}
	}
	legs := make([]leg, b.n)
	var upper []leg // over a head that stands between
	p.headAt = above
	for i, c := range b.cols {
		legs[i] = leg{c.from, min(lines, c.to), i}
	}
	switch {
	case b.hcol > 0:
		p.headX, p.headW = b.cols[b.hfrom].x, b.spanOf(b.hfrom, b.hcol)
		p.top = above
		for i := range legs {
			if !b.below(i) {
				continue
			}
			legs[i].from = max(legs[i].from, above)
			if i >= b.hfrom && i < b.hfrom+b.hcol {
				legs[i].from = above + p.headH
				if b.mode != HeadWithin && (legs[i].to-legs[i].from < leastLeg || b.up != nil) {
					legs[i].from = max(lines, legs[i].to) // too little for text: the head has the columns to itself
					legs[i].to = legs[i].from
				}
			}
		}
		if h := legs[b.hfrom]; h.from == h.to && b.mode != HeadWithin {
			p.headH = max(p.headH, min(lines, b.cols[b.hfrom].to)-above)
		}
	case b.mode == HeadBetween && lines-p.headH-above > 2*leastLeg:
		over := max(leastLeg, (lines-p.headH-above)*betweenAbove/1000)
		p.headAt = above + over + 1 // a line of white, as there is below it
		p.top = p.headAt + p.headH
		for i := range legs {
			upper = append(upper, leg{above, above + over, i})
			legs[i].from = p.top
		}
	default:
		p.capAt = above + p.headH
		p.top = p.capAt + b.capH
		for i := range legs {
			if b.below(i) {
				legs[i].from = max(legs[i].from, p.top)
			}
		}
	}
	for i := range rest {
		s := &rest[i]
		s.at = 0
		for c := s.col; c < s.col+s.cols; c++ {
			s.at = max(s.at, legs[c].from)
		}
		for c := s.col; c < s.col+s.cols; c++ {
			legs[c].from = s.at + s.total
		}
	}
	if b.from != nil && len(legs) > 0 {
		legs[0].from++
	}
	p.excess = max(0, p.top-lines, p.headAt+p.headH-lines)
	for _, l := range legs {
		p.excess = max(p.excess, l.from-l.to)
	}
	for i := b.hfrom; b.mode == HeadWithin && i < b.hfrom+b.hcol; i++ {
		if legs[i].to-legs[i].from < leastLeg {
			legs[i].from = max(legs[i].from, legs[i].to)
			legs[i].to = legs[i].from
		}
	}
	if upper != nil && p.excess > 0 { // no room for pictures below: the head goes to the top
		mode := b.mode
		b.mode = HeadTop
		p = b.plan(lines, k)
		b.mode = mode
		return p
	}
	for k := len(legs) - 1; b.keep > 0 && k >= 0; k-- {
		if legs[k].to-legs[k].from > b.keep {
			p.kept, p.keepCol, p.keepAt = true, k, legs[k].to-1
			legs[k].to -= b.keep
			break
		}
	}
	p.legs = b.split(append(upper, legs...))
	p.full = p.legs
	return p
}

// betweenAbove is the share of the text that stands over a head between it, in thousandths. newspaper.md §1.6 gives
// none; settled by eye.
const betweenAbove = 400

// below reports whether column i stands under a head that begins at the block's top.
func (b *block) below(i int) bool {
	c, hair := b.cols[i], b.f.Grid.Body/4
	return b.dodged || c.x < b.headX+b.headW-hair && c.x+c.w > b.headX+hair
}

// planBeside stands a photo story's words beside its pictures; text, if there is any, goes on under them.
func (b *block) planBeside(p plan, lines int) plan {
	_, c1 := b.under()
	last := c1 - 1
	high := b.headFrom
	for i := range p.shots {
		p.shots[i].at = high
		high += p.shots[i].total
	}
	p.headAt = b.headFrom
	p.headX, p.headW = b.cols[last].x, b.cols[last].w
	p.capAt = p.headAt + p.headH
	p.top = p.capAt + b.capH
	if p.top > 0 {
		p.top++
	}
	foot := min(lines, b.cols[last].to)
	p.excess = max(0, high-lines, p.capAt+b.capH-lines)
	p.legs = b.split([]leg{{min(p.top, foot), foot, last}})
	if len(b.st.Body) == 0 { // the picture alone fills the block
		p.legs = []leg{{min(high, lines), lines, 0}}
	}
	p.full = p.legs
	return p
}

// split takes out of the columns what makes them give way. A stretch of less than two lines is left white.
func (b *block) split(legs []leg) []leg {
	g := b.f.Grid
	for _, r := range b.around {
		from := (r.Y - g.Top - g.Body/4).Floor(g.Leading) - b.first
		to := (r.Bottom() - g.Top + g.Body/4).Ceil(g.Leading) - b.first
		var out []leg
		for _, l := range legs {
			x := b.in.X + b.cols[l.col].x
			if r.Right() <= x || r.X >= x+b.cols[l.col].w || to <= l.from || from >= l.to {
				out = append(out, l)
				continue
			}
			up, down := leg{l.from, max(l.from, from), l.col}, leg{min(l.to, to), l.to, l.col}
			if up.to-up.from >= 2 {
				out = append(out, up)
			}
			if down.to-down.from >= 2 {
				out = append(out, down)
			}
		}
		legs = out
	}
	return legs
}

// leastLeg is the fewest lines of text that are worth a column. newspaper.md §1.7: legs under 4–5 lines.
const leastLeg = 4

// text is a story's body set to a measure, with the choices that fitting made.
type text struct {
	paras   []*Paragraph
	res     []para.Result
	runs    []run
	measure geom.Length
	delta   []int8
	small   map[int]smaller // subheads set below their own size
}

// longest is the most lines of a paragraph that are asked to come out in one more or fewer: the search for that grows
// with the square of the lines, and a paragraph of more than a column's length is no manuscript's.
const longest = 150

// setText sets the paragraphs and turns them into runs.
func setText(ps []*Paragraph, g Grid, measure geom.Length, s Setter) *text {
	t := &text{paras: ps, measure: measure, res: make([]para.Result, len(ps)), runs: make([]run, len(ps)), delta: make([]int8, len(ps))}
	for i, p := range ps {
		if p.Subhead {
			prep, size := t.subhead(i, g, ps)
			t.res[i] = rowsFrom(prep, measure, max(1, oneRow(p).Times(int64(size), int64(p.Size)).Ceil(max(measure, 1))))
			t.runs[i] = run{lines: subheadLines(p, size, g, len(t.res[i].Lines)), white: whole(p.Before+after(ps, i), g), subhead: true, fixed: true}
			continue
		}
		if p.Vertical && !p.Upright.Empty() {
			lines, res := setUpright(p.Upright, g, measure)
			t.res[i], t.runs[i] = res, run{lines: lines, white: whole(p.Before+after(ps, i), g), whole: true, fixed: true}
			continue
		}
		t.res[i] = s.Set(p.Prepared, measure)
		if p.Drop > len(t.res[i].Lines) && p.Plain != nil { // too short to stand beside its drop cap
			if &t.paras[0] == &ps[0] {
				t.paras = append([]*Paragraph(nil), ps...)
			}
			p = p.Plain
			t.paras[i], t.res[i] = p, s.Set(p.Prepared, measure)
		}
		t.runs[i] = run{lines: len(t.res[i].Lines), white: whole(p.Before+after(ps, i), g), keep: p.Drop, widow: p.AllowWidow}
		if n := len(t.res[i].Lines); n < 3 || n > longest || n <= p.Drop {
			t.runs[i].fixed = true
		}
	}
	return t
}

// after answers the white that the paragraph before i keeps below itself.
func after(ps []*Paragraph, i int) geom.Length {
	if i == 0 {
		return 0
	}
	return ps[i-1].After
}

// smaller is a subhead set below its own size.
type smaller struct {
	prep *para.Prepared
	size geom.Length
}

// subhead answers subhead i at the size that all subheads of the text take: their own, or down to the body's the
// largest at which every one breaks where its editor put a space. One column of characters more or less decides that.
func (t *text) subhead(i int, g Grid, ps []*Paragraph) (*para.Prepared, geom.Length) {
	if s, ok := t.small[i]; ok {
		return s.prep, s.size
	}
	less := geom.Length(0) // below their own sizes
	for _, p := range ps {
		if !p.Subhead || p.Empty() {
			continue
		}
		rows := max(1, oneRow(p).Ceil(max(t.measure, 1)))
		if rows < 2 || rowsFit(p, t.measure, p.Size, rows) == atSpaces {
			continue
		}
		for d := stepPt; p.Size-d >= g.Body; d += stepPt {
			if how := rowsFit(p, t.measure, p.Size-d, rows); how == atSpaces {
				less = max(less, d)
				break
			}
		}
	}
	t.small = make(map[int]smaller)
	for k, p := range ps {
		if p.Subhead {
			size := max(min(p.Size, g.Body), p.Size-less)
			t.small[k] = smaller{p.Prepared.Scale(size, p.Size), size}
		}
	}
	return t.small[i].prep, t.small[i].size
}

// rowsFrom sets a head in n rows, or as many more as it takes.
func rowsFrom(p *para.Prepared, measure geom.Length, n int) para.Result {
	for most := n + 6; ; n++ {
		r := p.Rows(measure, n)
		wide := false
		for _, ln := range r.Lines {
			wide = wide || ln.Width > measure
		}
		if !wide || n >= most {
			return r
		}
	}
}

// subheadLines answers the whole body lines that a subhead's rows take.
func subheadLines(p *Paragraph, size geom.Length, g Grid, rows int) int {
	return max(rows, (geom.Length(rows-1)*subheadPitch(p, size, g) + size).Ceil(g.Leading))
}

// subheadPitch answers the distance of a subhead's rows.
func subheadPitch(p *Paragraph, size geom.Length, g Grid) geom.Length {
	if p.Leading > 0 {
		return size.Times(p.pitch(0), 1000)
	}
	return max(size.Times(1150, 1000), min(g.Leading, size.Times(1300, 1000)))
}

func whole(l geom.Length, g Grid) int {
	if l <= 0 {
		return 0
	}
	return (l + g.Leading/2).Floor(g.Leading)
}

// change sets paragraph i to d lines more or fewer than its best; false if no lawful setting has so many.
func (t *text) change(i, d int, s Setter) bool {
	if t.runs[i].fixed {
		return false
	}
	base := s.Set(t.paras[i].Prepared, t.measure)
	if d == 0 {
		t.res[i], t.runs[i].lines, t.delta[i] = base, len(base.Lines), 0
		return true
	}
	r, ok := s.SetIn(t.paras[i].Prepared, t.measure, len(base.Lines)+d)
	if !ok || len(r.Lines) != len(base.Lines)+d {
		return false
	}
	t.res[i], t.runs[i].lines, t.delta[i] = r, len(r.Lines), int8(d)
	return true
}

// lines answers the lines of all runs, white included.
func (t *text) lines() int {
	n := 0
	for _, r := range t.runs {
		n += r.lines + r.white
	}
	return n
}

// Play of the text when a block is fitted: at most one line of every so many is won or lost, each from another
// paragraph. newspaper.md §3.2: paragraph looseness −1…+4 % of lines; package para keeps each within its own limits.
const playShare = 20

// play answers how many paragraphs can be set a line looser and a line tighter, counting no further than asked.
func (t *text) play(s Setter, looser, tighter int) (loose, tight int) {
	most := t.lines()/playShare + 1
	count := func(d, want int) int {
		n := 0
		for k, i := range t.candidates(d) {
			if n >= want || k >= 2*want+spareTrials {
				break
			}
			if _, ok := s.SetIn(t.paras[i].Prepared, t.measure, len(t.res[i].Lines)+d); ok {
				n++
			}
		}
		return n
	}
	return count(1, min(looser, most)), count(-1, min(tighter, most))
}

// spareTrials is how many refusals of single paragraphs are taken before the rest is not asked.
const spareTrials = 4

// mostPlay is what a line can give or take at most on the average, in thousandths of its measure, so that package para
// is not asked where the answer is sure to be no. On the four dev editions at measures of 11 to 28 characters no
// lawful setting needed more than 80.
const mostPlay = 85

// candidates answers the paragraphs that may be set in d lines more (1) or fewer (−1), the likeliest first: those
// whose lines would have to give or take the least.
func (t *text) candidates(d int) []int {
	type one struct {
		i      int
		strain geom.Length
	}
	var all []one
	for i := range t.runs {
		if t.runs[i].fixed || t.delta[i] != 0 {
			continue
		}
		ls := t.res[i].Lines
		n := geom.Length(len(ls))
		strain := ls[n-1].Width / (n - 1)
		if d > 0 {
			strain = (t.measure - ls[n-1].Width + t.paras[i].Size) / n
		}
		if strain <= t.measure.Times(mostPlay, 1000) {
			all = append(all, one{i, strain})
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return cmp.Compare(a.strain, b.strain) })
	out := make([]int, len(all))
	for k, c := range all {
		out[k] = c.i
	}
	return out
}

// outcome is how well a pour came out; lower is better.
func outcome(f *flowed, p *plan, k knobs, deltas int) int {
	return 3000*p.excess + 1000*f.over + 40*f.widows + 14*f.waste + 6*f.free(p.legs) + 5*abs(k.head) + 4*abs(k.picture) + 3*deltas + f.orphan
}

// trial is a pour with one choice of knobs.
type trial struct {
	k                knobs
	cost, over, free int
}

// promise is the outcome to expect once up to loose or tight lines are won from single paragraphs.
func (c trial) promise(loose, tight int) int {
	if c.over > 0 {
		return c.cost - 997*min(c.over, tight)
	}
	return c.cost - 3*min(c.free, loose)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// fit finds the plan and the paragraph settings with which the text fills a block of so many lines best.
func (b *block) fit(lines int, t *text) (plan, flowed) {
	p := b.plan(lines, knobs{})
	f := pour(t.runs, p.legs, nil)
	if outcome(&f, &p, knobs{}, 0) > 0 {
		// First the whole lines that a head or a picture gives: a line of the head is a line of every column.
		headLo, headHi, picLo, picHi := 0, 0, 0, 0
		if b.hd.lines > 0 {
			headLo, headHi = b.hd.least-b.hd.lines, headMostExtra
		}
		for _, s := range b.pics {
			picLo, picHi = min(picLo, s.least-s.lines), max(picHi, s.most-s.lines)
		}
		var tried []trial
		var buf []slot
		sure, nearest := 0, 1<<30 // the best without counting on any paragraph; the least overset
		for dh := headLo; dh <= headHi; dh++ {
			for dp := picLo; dp <= picHi; dp++ {
				c := trial{k: knobs{dh, dp}}
				q := b.plan(lines, c.k)
				g := pour(t.runs, q.legs, buf)
				buf = g.slots
				c.cost, c.over, c.free = outcome(&g, &q, c.k, 0), g.over, g.free(q.legs)
				tried = append(tried, c)
				if c.cost < tried[sure].cost {
					sure = len(tried) - 1
				}
				if c.over > 0 && q.excess == 0 {
					nearest = min(nearest, c.over)
				}
			}
		}
		looser, tighter := tried[sure].free, 0
		if tried[sure].over > 0 {
			looser = 0
		}
		if nearest < 1<<30 {
			tighter = nearest
		}
		loose, tight := t.play(b.s, looser, tighter)
		best := sure
		for i, c := range tried {
			if c.promise(loose, tight) < tried[best].promise(loose, tight) {
				best = i
			}
		}
		var got int
		p, f, got = b.polish(t, lines, tried[best].k)
		if got > tried[sure].cost && sure != best {
			t.reset(b.s)
			p, f, _ = b.polish(t, lines, tried[sure].k)
		}
	}
	if f.over > 0 {
		if g := pourBy(t.runs, p.legs, nil, lax); g.over < f.over {
			f = g
		}
	}
	if b.f.NoBalance {
		return p, f
	}
	return b.balance(t, p, f)
}

// polish gives single paragraphs a line more or less until nothing is over and no column stands short, and answers
// what came of it.
func (b *block) polish(t *text, lines int, k knobs) (plan, flowed, int) {
	p := b.plan(lines, k)
	f := pour(t.runs, p.legs, nil)
	deltas, cost := 0, outcome(&f, &p, k, 0)
	limit := t.lines()/playShare + 1
	for cost > 5*abs(k.head)+4*abs(k.picture)+3*deltas+f.orphan && deltas < limit {
		ways := []int{-1, 1}
		switch free := f.free(p.legs); {
		case f.over > 0 && free < f.over:
			ways = ways[:1]
		case f.over == 0 && f.waste == 0 && free > 0:
			ways = ways[1:]
		}
		bestI, bestD, bestCost := -1, 0, cost
		var bestF flowed
		for _, d := range ways {
			refused := 0
			for _, i := range t.candidates(d) {
				if refused > 2*spareTrials {
					break
				}
				if !t.change(i, d, b.s) {
					refused++
					continue
				}
				g := pour(t.runs, p.legs, nil)
				c := outcome(&g, &p, k, deltas+1)
				if c < bestCost {
					bestI, bestD, bestCost, bestF = i, d, c, g
				}
				t.change(i, 0, b.s)
				if len(ways) == 1 && bestI >= 0 {
					break // the lines are of one kind: the likeliest will do
				}
			}
		}
		if bestI < 0 {
			break
		}
		t.change(bestI, bestD, b.s)
		f, cost = bestF, bestCost
		deltas++
	}
	return p, f, cost
}

// reset sets every paragraph as it is set best.
func (t *text) reset(s Setter) {
	for i := range t.delta {
		if t.delta[i] != 0 {
			t.change(i, 0, s)
		}
	}
}

// shortest answers the lines of the shortest leg that has any.
func shortest(legs []leg) int {
	least := 0
	for _, l := range legs {
		if n := l.to - l.from; n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}

// balance lifts the feet of all columns together where a block is much higher than its text (栏末平齐).
func (b *block) balance(t *text, p plan, f flowed) (plan, flowed) {
	n := 0
	for _, l := range p.legs {
		if l.to > l.from {
			n++
		}
	}
	if n == 0 || f.over > 0 {
		return p, f
	}
	foot := p.lines // of the legs of p
	for try := foot - 1; f.free(p.legs) >= n && try > 0; try-- {
		legs := make([]leg, len(p.legs))
		for i, l := range p.legs {
			legs[i] = leg{l.from, min(l.to, max(try, l.from)), l.col}
		}
		g := pour(t.runs, legs, nil)
		if g.over > 0 {
			break
		}
		if b.hcol > 0 && shortest(legs) < leastLeg {
			continue // a few lines under a head at the side: more of them, or none
		}
		q := p
		q.legs = legs
		if g.free(legs) >= f.free(p.legs) {
			break
		}
		p, f, foot = q, g, try
	}
	if foot < p.lines || f.free(p.legs) >= n { // the text is shorter than the block by more than its last lines
		return b.level(t, p, f, foot)
	}
	return p, f
}

// level shares what is still free under lifted feet among the last columns, a line each, so that they differ by one
// line at most, where the last alone would be short of all of it. A column that must not end there, since a paragraph
// would be cut wrongly, keeps its foot.
func (b *block) level(t *text, p plan, f flowed, foot int) (plan, flowed) {
	was := uneven(&f, p.legs, foot)
	if was < 2 {
		return p, f
	}
	legs := append([]leg(nil), p.legs...)
	best := f
	for i, left := len(legs)-1, f.free(p.legs); i >= 0 && left > 0; i-- {
		if legs[i].to != foot || legs[i].to-legs[i].from < 2 {
			continue
		}
		legs[i].to--
		if g := pour(t.runs, legs, nil); g.over > 0 {
			legs[i].to++
		} else {
			best, left = g, left-1
		}
	}
	if b.hcol > 0 && shortest(legs) < leastLeg || uneven(&best, legs, foot) >= was {
		return p, f
	}
	p.legs = legs
	return p, best
}

// uneven answers by how many lines the ends of the legs that may reach down to the foot differ.
func uneven(f *flowed, legs []leg, foot int) int {
	least, most := foot, 0
	for i, l := range legs {
		if l.to >= foot-1 && l.to > l.from {
			least, most = min(least, f.ends[i]), max(most, f.ends[i])
		}
	}
	return max(most-least, 0)
}
