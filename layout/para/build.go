package para

import "dayang/layout/geom"

// build sets the lines that end at ends.
func (p *Prepared) build(ends []int32, m Measure) Result {
	n := len(p.items)
	r := Result{Lines: make([]Line, len(ends))}
	store := make([]geom.Length, 2*n+len(ends))
	from := 0
	for i, e := range ends {
		to := int(e)
		k := to - from
		l := &r.Lines[i]
		l.From, l.To = from, to
		l.Pen, store = store[:k:k], store[k:]
		l.Edge, store = store[:k+1:k+1], store[k+1:]
		f := p.line(from, to, i, m)
		p.place(l, &f, i, m)
		r.Cost += p.charge(&f)
		if l.Forced {
			r.Cost += costForced
		}
		if l.Last && i > 0 && !p.in.Style.AllowRunt && p.runt(*l) {
			r.Cost += costRunt
		}
		from = to
	}
	return r
}

// step is one of CLREQ's steps of adjusting a line, "Order of Squeezing".
type step uint8

const (
	byWordSpace step = iota
	byKanaDot
	byBracket
	byPause
	byGap
	byStop
	steps
)

// give answers what item i can give up in one step, where it stands in the line, and after it if that is a gap.
func (p *Prepared) give(i int, s step, left, right geom.Length, last bool) geom.Length {
	it := &p.items[i]
	if m := p.in.Style.Marks; (m == Plain || m == WebNormal) && it.class.full() {
		return 0
	}
	switch s {
	case byWordSpace:
		if it.flags&wordSpace != 0 {
			return max(0, it.cell-p.em/spaceMinDen)
		}
	case byKanaDot:
		if it.class == kanaDot {
			return left + right
		}
	case byBracket:
		if it.class == opener || it.class == closer {
			return left + right
		}
	case byPause:
		if it.class == pause {
			return right
		}
	case byGap:
		if it.flags&gapSpace != 0 || it.flags&gapped != 0 && !last {
			return p.gap - p.gapMin
		}
	case byStop:
		if it.class == stop {
			return right
		}
	}
	return 0
}

// share divides need equally among places that can take cap(i) each, and answers what the fullest share is; places
// that can take less take all they can.
func share(need geom.Length, from, to int, limit func(i int) geom.Length) geom.Length {
	for level := geom.Length(0); ; {
		var open, total geom.Length
		for i := from; i < to; i++ {
			c := limit(i)
			total += min(c, level)
			if c > level {
				open++
			}
		}
		if open == 0 || total >= need {
			return level
		}
		level += max(1, (need-total)/open)
	}
}

// opening is one of the steps in which a short line opens. CLREQ, "Order of Expansion".
type opening struct {
	limit      func(i int) geom.Length // what item i, or the place after it, can take
	loose      bool                    // only for what is beyond a tenth of an em a place
	level, due geom.Length             // the fullest share, and what is still to be given out
}

// gapOpens answers the limit of a step that opens gaps between Han and Western by at most d.
func (p *Prepared) gapOpens(seen int, d geom.Length) func(i int) geom.Length {
	return func(i int) geom.Length {
		if p.items[i].flags&gapSpace != 0 || p.items[i].flags&gapped != 0 && i < seen-1 {
			return d
		}
		return 0
	}
}

// marksOpen answers the limit of a step that opens beside marks by at most d.
func (p *Prepared) marksOpen(seen int, d geom.Length) func(i int) geom.Length {
	return func(i int) geom.Length {
		if p.items[i].flags&besideMark != 0 && i < seen-1 {
			return d
		}
		return 0
	}
}

// place puts every item of a line at its x.
func (p *Prepared) place(l *Line, f *fitting, n int, m Measure) {
	style := &p.in.Style
	l.Measure = f.room
	l.Natural = f.natural
	l.Last = l.To == len(p.items)
	l.Hung, l.Hyphen = f.hung, f.hyphen
	l.Places = f.places
	over := f.over()
	l.Forced = over > f.easy+f.hard || !l.Last && p.items[l.To].flags&mayBegin == 0
	shrink, spread := geom.Length(0), geom.Length(0)
	switch {
	case over > 0:
		shrink = min(over, f.easy+f.hard)
	case style.Align == Justify && !f.ends:
		spread = -over
	}
	seen := f.to
	if f.hung {
		seen-- // the hung mark takes no part
	}

	// How much each step gives, and the share of each place in it.
	var level [steps]geom.Length
	var left [steps]geom.Length // what remains of the step's due, so that sums come out exactly
	if shrink > 0 {
		rest := shrink
		for s := byWordSpace; s < steps && rest > 0; s++ {
			var all geom.Length
			for i := f.from; i < seen; i++ {
				all += p.giveIn(i, s, f, n)
			}
			due := min(rest, all)
			if due > 0 {
				level[s] = share(due, f.from, seen, func(i int) geom.Length { return p.giveIn(i, s, f, n) })
				left[s] = due
				rest -= due
			}
		}
	}
	var perPlace, extra geom.Length
	open := [...]opening{
		{limit: func(i int) geom.Length {
			if p.items[i].flags&wordSpace != 0 {
				return max(0, p.em/spaceMaxDen-p.items[i].cell)
			}
			return 0
		}},
		{limit: p.gapOpens(seen, p.gapMax-p.gap)},
		{limit: p.marksOpen(seen, p.em/markOpenDen)},
		// What a line that would be loose all the same opens besides.
		{limit: p.gapOpens(seen, max(0, p.em/gapLooseDen-p.gapMax)), loose: true},
		{limit: p.marksOpen(seen, p.em/markOpenDen), loose: true},
	}
	if spread > 0 {
		rest := spread
		for t := range open {
			o := &open[t]
			need := rest
			if o.loose {
				need -= geom.Length(f.places) * p.em / looseDen
				if !style.EvenPitch {
					break
				}
			}
			var all geom.Length
			for i := f.from; i < seen; i++ {
				all += o.limit(i)
			}
			if o.due = min(need, all); o.due > 0 {
				o.level = share(o.due, f.from, seen, o.limit)
				rest -= o.due
			}
		}
		if rest > 0 && f.places > 0 { // with no place to open the line stays short
			perPlace, extra = rest/geom.Length(f.places), rest%geom.Length(f.places)
			l.Tracking = int(rest.Times(1000, int64(geom.Length(f.places)*p.em)))
		}
	}

	x := p.indent(n)
	if over < 0 {
		switch style.Align {
		case Centre:
			x += -over / 2
		case Right:
			x += -over
		}
	}
	origin := x
	for i := l.From; i < l.To; i++ {
		k := i - l.From
		l.Edge[k] = x
		l.Pen[k] = x
		if i < f.from || i >= f.to {
			continue // vanished
		}
		it := &p.items[i]
		cell, gap, cutLeft := it.cell, it.gap, it.cut
		lb, rb := p.blanks(i, f, n)
		if d := it.left - lb; d != 0 {
			cell -= d
			cutLeft += d
		}
		cell -= it.right - rb
		if i < seen {
			for s := byWordSpace; s < steps && shrink > 0; s++ {
				if left[s] == 0 {
					continue
				}
				d := min(p.giveIn(i, s, f, n), level[s], left[s])
				if d == 0 {
					continue
				}
				left[s] -= d
				if s == byGap && it.flags&gapped != 0 {
					gap -= d
				} else {
					cell -= d
					if it.class == opener {
						cutLeft += d
					} else if it.class == kanaDot {
						cutLeft += d / 2
					}
				}
			}
			if spread > 0 {
				for t := range open {
					o := &open[t]
					if o.due <= 0 {
						continue
					}
					d := min(o.limit(i), o.level, o.due)
					o.due -= d
					if t == 0 {
						cell += d
					} else {
						gap += d
					}
				}
				if it.flags&expands != 0 && i < seen-1 {
					gap += perPlace
					if extra > 0 {
						gap++
						extra--
					}
				}
			}
		}
		l.Pen[k] = x + p.offset(i, cell, cutLeft)
		if i == f.to-1 {
			gap = 0
		}
		x += cell
		if i == seen-1 {
			l.Width = x - origin
			if f.hyphen {
				l.Width += p.in.HyphenWidth
			}
			if f.hung {
				gap = 0
			}
		}
		x += gap
	}
	l.Edge[l.To-l.From] = x
	if shrink > 0 {
		l.Shrunk = shrink
	}
}

// blanks answers the blanks that item i has in this line after its edges are trimmed.
func (p *Prepared) blanks(i int, f *fitting, n int) (left, right geom.Length) {
	it := &p.items[i]
	left, right = it.left, it.right
	if p.in.Style.Marks == Plain {
		return left, right
	}
	if i == f.from {
		left -= p.startBlank(i, n == 0)
	}
	if i == f.to-1 && !p.in.Style.KeepEnd {
		right = 0
	}
	return left, right
}

// giveIn is give for an item of line n.
func (p *Prepared) giveIn(i int, s step, f *fitting, n int) geom.Length {
	switch it := &p.items[i]; s {
	case byKanaDot, byBracket, byPause, byStop:
		if !it.class.full() {
			return 0
		}
		left, right := p.blanks(i, f, n)
		return p.give(i, s, left, right, false)
	default:
		last := i == f.to-1 || f.hung && i == f.to-2
		return p.give(i, s, 0, 0, last)
	}
}

// offset answers where in its cell a glyph is drawn: openers flush right, stops and closers flush left, centred
// marks in the middle; the blank that is gone goes from the glyph's own.
func (p *Prepared) offset(i int, cell, cut geom.Length) geom.Length {
	adv := p.in.Clusters[i].Advance
	switch p.items[i].class {
	case opener:
		return cell - adv
	case kanaDot:
		return (p.em0(i)-adv)/2 - cut
	case midDot, shortDash, solidus, dash, ellipsis, wave:
		return (cell - adv) / 2
	}
	return 0
}
