package makeup

import (
	"dayang/layout/geom"
	"dayang/layout/para"
)

// headRow is one set line of a head.
type headRow struct {
	p      *Paragraph
	prep   *para.Prepared // p at size
	line   para.Line
	size   geom.Length
	wide   int         // horizontal scale, thousandths; 0 is none
	top    geom.Length // of its em box, from the top of the head's matter without slack
	weight int         // shares of the slack that stand above it
}

// head is a story's head set to a width: kickers, headline, decks and bylines, one above the other.
type head struct {
	rows    []headRow
	natural geom.Length // height with the least white
	least   int         // body lines it takes at least
	lines   int         // and when nothing presses
	weights int         // all shares of slack
	pt      float64     // size of the headline
	nrows   int         // rows of the headline
	wide    *Paragraph  // a headline that is wider than the measure even at its smallest
	torn    bool        // a headline breaks inside a word
}

// White of a head, in thousandths of a body line unless said otherwise. Source: 标题的计算 (white of one to two
// lines shared above, between and below); the shares were settled by eye on the real front page and the dev
// editions, at 四开 五栏 and 对开 八栏.
const (
	headAbove      = 150
	headBelow      = 620
	bylineAbove    = 480
	bylineBelow    = 480
	roomy          = 550 // a head takes this much more than the least before it is rounded up to whole lines
	kickerToHead   = 420 // of the kicker's size
	headToDeck     = 520 // of the deck's size
	headlinePitch  = 1180
	smallPitch     = 1300
	headMostExtra  = 2    // lines a head may take on to fill its block. newspaper.md §3.2
	fullOneColumn  = 1000 // share of the measure a headline may fill in one column
	fullSpan       = 955  // and over several
	stepPt         = geom.Pt / 2
	kickerMost     = 500 // kickers and decks are ⅓–½ of the headline. newspaper.md §1.4
	kickerLeast    = 340
	kickerMax      = 22 * geom.Pt
	twoRowGain     = 1250 // two rows must make the headline this much larger than one
	twoRowBelow    = 450  // and only when one row would be in this lower part of the house's range
	manyRowsMost   = 720  // share of the house's range that a headline of several rows may use
	sizeUnderHouse = 850  // the least share of the house's smallest size before a third row is taken
)

// buildHead sets a story's head to a measure. scale is the frame's HeadScale.
func buildHead(st *Story, g Grid, measure geom.Length, scale int) head {
	var h head
	cols := g.Columns(measure)
	full := geom.Length(fullSpan)
	if cols <= 1 {
		full = fullOneColumn
	}
	room := measure.Times(int64(full), 1000)
	size, rows := headlineSize(st, room, measure, scale)
	h.pt = size.Pt()

	var y geom.Length
	put := func(p *Paragraph, size, gap geom.Length, weight int, ls []para.Line, prep *para.Prepared, pitch int64) {
		for i, ln := range ls {
			if i > 0 {
				gap, weight = size.Times(pitch-1000, 1000), 0
			}
			y += gap
			h.weights += weight
			h.rows = append(h.rows, headRow{p: p, prep: prep, line: ln, size: size, top: y, weight: h.weights})
			y += size
		}
	}
	small := func(p *Paragraph) (geom.Length, []para.Line, *para.Prepared) {
		most := min(size.Times(kickerMost, 1000), kickerMax)
		least := max(size.Times(kickerLeast, 1000), g.Body)
		most = max(most, least)
		s := fitOneRow(p, room, most.Floor(stepPt), least.Ceil(stepPt))
		prep := p.Prepared.Scale(s, p.Size)
		return s, rowsFrom(prep, measure, 2).Lines, prep
	}
	y = g.Leading.Times(headAbove, 1000)
	h.weights = 1 // above
	var last geom.Length
	for _, p := range st.Kickers {
		if p.Empty() {
			continue
		}
		s, ls, prep := small(p)
		var gap geom.Length
		if last > 0 {
			gap = s.Times(smallPitch-1000, 1000)
		}
		put(p, s, gap, 0, ls, prep, p.pitch(smallPitch))
		last = s
	}
	if last > 0 {
		last = last.Times(kickerToHead, 1000)
	}
	for i, p := range st.Headlines {
		if p.Empty() {
			continue
		}
		prep, wide := st.Fit.fill(p, size, room, measure, rows[i])
		ls := prep.Rows(measure, rows[i]).Lines
		first := len(h.rows)
		for _, ln := range ls {
			if ln.Width > measure && h.wide == nil {
				h.wide = p
			}
		}
		h.torn = h.torn || howBroken(p, ls) == inWords
		gap, weight := last, 1
		if h.nrows > 0 {
			gap, weight = size.Times(headlinePitch-1000, 1000), 0
		} else if last == 0 {
			weight = 0
		}
		put(p, size, gap, weight, ls, prep, p.pitch(headlinePitch))
		for k := first; k < len(h.rows); k++ {
			h.rows[k].wide = wide
		}
		h.nrows += len(ls)
	}
	first := true
	for _, p := range st.Decks {
		if p.Empty() {
			continue
		}
		s, ls, prep := small(p)
		gap, weight := s.Times(headToDeck, 1000), 1
		if !first {
			gap, weight = s.Times(smallPitch-1000, 1000), 0
		}
		put(p, s, gap, weight, ls, prep, p.pitch(smallPitch))
		first = false
	}
	by := false
	for _, p := range st.Bylines {
		if p.Empty() {
			continue
		}
		gap, weight := g.Leading.Times(bylineAbove, 1000), 1
		if by || len(h.rows) == 0 {
			gap, weight = g.Leading-p.Size, 0
		}
		put(p, p.Size, gap, weight, rowsFrom(p.Prepared, measure, 2).Lines, p.Prepared, p.pitch(smallPitch))
		by = true
	}
	if len(h.rows) == 0 {
		return head{}
	}
	if by {
		y += g.Leading.Times(bylineBelow, 1000)
	} else {
		y += g.Leading.Times(headBelow, 1000)
	}
	h.weights += 3 // below
	h.natural = y
	h.least = y.Ceil(g.Leading)
	h.lines = (y + g.Leading.Times(roomy, 1000)).Ceil(g.Leading)
	return h
}

// pitch answers the distance of a head's rows in thousandths of their size: as the style's leading has it, or by habit.
func (p *Paragraph) pitch(habit int64) int64 {
	if p.Leading <= 0 || p.Size <= 0 {
		return habit
	}
	return int64(p.Leading) * 1000 / int64(p.Size)
}

// fitOneRow answers the largest size, in steps from most down to least, at which p is one row within room; the
// least if there is none.
func fitOneRow(p *Paragraph, room geom.Length, most, least int) geom.Length {
	w := oneRow(p)
	if w <= 0 {
		return geom.Length(least) * stepPt
	}
	n := room.Times(int64(p.Size), int64(w)).Floor(stepPt)
	return geom.Length(max(least, min(most, n))) * stepPt
}

// oneRow answers the width of the whole paragraph on one line, at its own size.
func oneRow(p *Paragraph) geom.Length {
	const boundless = 10000 * geom.Inch
	var w geom.Length
	for _, ln := range p.Prepared.Rows(boundless, 1).Lines {
		w = max(w, ln.Width)
	}
	return w
}

// headlineSize chooses the size of a story's headlines and how many rows each takes: the largest of the house's
// range that fits, one row unless two make it much larger.
func headlineSize(st *Story, room, measure geom.Length, scale int) (geom.Length, []int) {
	n := len(st.Headlines)
	rows := make([]int, n)
	lo, hi := st.MinHead, st.MaxHead
	if hi <= 0 || n == 0 {
		for i := range rows {
			rows[i] = 1
		}
		return max(hi, geom.Pt), rows
	}
	mostRows := max(1, st.MaxRows/n)
	// fits answers the largest size up to hi at which every headline stands in r rows, or 0 below least.
	fits := func(r int, least geom.Length) geom.Length {
		best := hi
		if r > 1 {
			best = lo + (hi-lo).Times(manyRowsMost, 1000)
		}
		best = st.Fit.down(best)
		for _, p := range st.Headlines {
			if p.Empty() {
				continue
			}
			w := oneRow(p)
			if w <= 0 {
				continue
			}
			s := min(best, room.Times(int64(p.Size)*int64(r), int64(w)))
			s = st.Fit.down(s)
			for s >= least && rowsFit(p, room, s, r) == tooWide {
				s = st.Fit.down(s - 1)
			}
			if s < least && st.Fit.closes() {
				if up := st.Fit.up(least); up <= best && st.Fit.closedFits(p, room, up, r) {
					best = min(best, up)
					continue
				}
			}
			best = min(best, bySense(p, room, s, max(least, s.Times(sensePays, 1000)), r, st.Fit))
		}
		if best < least {
			return 0
		}
		return best
	}
	size, r := fits(1, lo), 1
	if mostRows > 1 {
		two := fits(2, lo)
		oneIsSmall := size < lo+(hi-lo).Times(twoRowBelow, 1000)
		if two > 0 && (size == 0 || oneIsSmall && two >= size.Times(twoRowGain, 1000)) {
			size, r = two, 2
		}
	}
	for k := 1; size == 0 && k <= mostRows; k++ {
		size, r = fits(k, lo.Times(sizeUnderHouse, 1000)), k
	}
	for k := mostRows + 1; size == 0 && k <= mostRows+4; k++ {
		size, r = fits(k, lo.Times(sizeUnderHouse, 1000)), k
	}
	if size == 0 {
		size, r = st.Fit.up(lo.Times(sizeUnderHouse, 1000)), mostRows+4
	}
	if scale != 0 && scale != 1000 {
		size = size.Times(int64(scale), 1000)
		size = max(geom.Pt*6, geom.Length((size+stepPt/2).Floor(stepPt))*stepPt)
		for ; r < mostRows+4; r++ {
			ok := true
			for _, p := range st.Headlines {
				ok = ok && (p.Empty() || rowsFit(p, measure, size, r) != tooWide)
			}
			if ok {
				break
			}
		}
	}
	for i := range rows {
		rows[i] = r
	}
	return size, rows
}

// breaking is how good the places are at which a headline's rows break.
type breaking uint8

const (
	atSpaces breaking = iota // every row begins after a space that the editor typed, or there is one row
	atWords                  // or where a word starts
	inWords                  // some word is torn
	tooWide                  // it does not fit
)

// rowsFit answers whether p stands in at most r rows of room at a size, and how well it breaks.
func rowsFit(p *Paragraph, room, size geom.Length, r int) breaking {
	at := room.Times(int64(p.Size), int64(size)) // measured at the paragraph's own size
	res := p.Prepared.Rows(at, r)
	if len(res.Lines) > r {
		return tooWide
	}
	for _, ln := range res.Lines {
		if ln.Width > at {
			return tooWide
		}
	}
	return howBroken(p, res.Lines)
}

// howBroken answers how well the rows of a headline break.
func howBroken(p *Paragraph, rows []para.Line) breaking {
	cs := p.Prepared.Clusters()
	knows := false
	for _, c := range cs {
		knows = knows || c.Flags&para.WordStart != 0
	}
	worst := atSpaces
	for i, ln := range rows {
		if i == 0 || ln.From >= len(cs) {
			continue
		}
		switch before := cs[ln.From-1]; {
		case spaceLike(before.Rune) || spaceLike(cs[ln.From].Rune):
		case cs[ln.From].Flags&para.WordStart != 0 || !knows:
			worst = max(worst, atWords)
		default:
			worst = max(worst, inWords)
		}
	}
	return worst
}

func spaceLike(r rune) bool { return r == ' ' || r == '\u2028' || r == '\u3000' }

// sensePays is the share of a headline's size that breaking by sense may cost: a head a fifth smaller that breaks
// where the reader breathes is the better head.
const sensePays = 780

// bySense answers the largest size from most down to least at which p breaks best.
func bySense(p *Paragraph, room, most, least geom.Length, r int, fit HeadFit) geom.Length {
	best, how := most, tooWide
	for s := most; s >= least && s > 0 && how > atSpaces; s = fit.down(s - 1) {
		if b := rowsFit(p, room, s, r); b < how {
			best, how = s, b
		}
	}
	return best
}
