package dummy

// never is the cost of a page that cannot stand at all.
const never = 1e9

// cost judges a whole page: what does not fit, what is empty, and the trade's rules of make-up. It leaves every
// leaf's area in s.rects. Since no part of a cost is below 0 it stops, with never, as soon as the parts so far are above
// limit.
func (s *searcher) cost(t *tree, limit float64) float64 {
	if !s.board.shapes(t, s.shapes) {
		return never
	}
	s.board.areas(t, s.shapes, s.rects)
	c := 0.0
	for _, i := range s.leaves {
		c += s.leafCost(t, i)
		s.now[i] = s.need(i, t)
	}
	if c > limit {
		return never
	}
	for x, i := range s.leaves {
		for _, k := range s.leaves[x+1:] {
			c += s.pairCost(t, i, k)
		}
		if c > limit {
			return never
		}
	}
	c += s.w.FullCut * float64(max(0, s.fullCuts()-1))
	c += s.groupCost()
	boxes := 0
	for _, i := range s.leaves {
		if it := s.board.leaves[i].item; it != nil && t.modes[i] == Boxed {
			boxes++
			if it.Priority >= 5 { // the top story needs no box to be seen
				c += 12 * s.w.Boxed
			}
		}
	}
	c += s.w.Boxed * float64(boxes*max(0, boxes-1)) // one box is an accent, three are a fence
	c += manyBoxes * s.w.Boxed * float64(max(0, boxes-2))
	return c
}

// manyBoxes is what every box beyond the second costs more, in boxes: other heads are parted otherwise.
const manyBoxes = 6

// leafCost is what one story or fixed thing costs where it stands.
func (s *searcher) leafCost(t *tree, i int16) float64 {
	lf, a := &s.board.leaves[i], s.rects[i]
	if f := lf.fixed; f != nil {
		d := abs(a.Col-f.Col) + abs(a.Line-f.Line) + abs(a.Cols-f.Cols) + abs(a.Lines-f.Lines)
		if d == 0 {
			return 0
		}
		return s.w.Moved * float64(20+d) // a page in which it does not stand is no page
	}
	sh := lf.shapes[t.modes[i]][a.Cols]
	if !sh.ok {
		return never / 1000
	}
	c := sh.pen
	cells := float64(a.Cols)
	switch h := int32(a.Lines); {
	case h < sh.lo:
		w := s.w.Overset
		if !lf.item.JumpOK { // if it must be, the lighter story is cut
			w *= 0.7 + 0.1*float64(lf.item.Priority)
		}
		c += w * float64(sh.lo-h) * cells
	case h > sh.hi:
		c += s.w.Unfilled * float64(h-sh.hi) * cells
	}
	if lf.item.JumpOK {
		if d := lf.item.Needs[a.Cols-1][t.modes[i]].Least - max(a.Lines, int(sh.lo)); d > 0 {
			c += s.w.Jumped * float64(d) * cells
		}
	}
	play := float64(int32(a.Lines) - sh.want)
	c += s.w.Play * max(play, -play)
	c += s.rank[i] * (float64(a.Line)/float64(s.lines) + 0.35*float64(a.Col)/float64(s.cols))
	if p := lf.item.Before; p != nil && (p.Col != a.Col || p.Cols != a.Cols || abs(p.Line-s.top-a.Line) > 4) {
		c += s.w.Restless
	}
	return c
}

// pairCost is what two neighbours cost each other.
func (s *searcher) pairCost(t *tree, i, k int16) float64 {
	x, y := &s.board.leaves[i], &s.board.leaves[k]
	if x.item == nil || y.item == nil || x.fixed != nil || y.fixed != nil {
		return 0
	}
	a, b := s.rects[i], s.rects[k]
	m, n := s.now[i], s.now[k]
	c := 0.0
	if (a.Right() == b.Col || b.Right() == a.Col) && a.Line < b.Bottom() && b.Line < a.Bottom() {
		if t.modes[i] != Boxed && t.modes[k] != Boxed && butting(a, m, b, n) {
			graded := 1.0
			if d := m.HeadPt - n.HeadPt; d > 9 || d < -9 { // two size steps apart: a reader tells them apart
				graded = 0.85
			}
			c += s.w.Butting * graded
		}
		if m.Picture && n.Picture && a.Line < b.Line+n.HeadAt && b.Line < a.Line+m.HeadAt {
			c += s.w.Touching
		}
	}
	if x.item.Priority != y.item.Priority && !x.item.Photo && !y.item.Photo {
		big, small := m.HeadPt, n.HeadPt
		if x.item.Priority < y.item.Priority {
			big, small = small, big
		}
		if big < small {
			c += s.w.Inversion
			if max(x.item.Priority, y.item.Priority) >= 5 { // no headline outshouts the top story's
				c += s.w.Inversion
			}
		}
	}
	return c
}

// noNeed is what a thing needs that is no story, or stands at a width it cannot be set at.
var noNeed Need

// need answers what a story needs where it stands.
func (s *searcher) need(i int16, t *tree) *Need {
	it := s.board.leaves[i].item
	if w := s.rects[i].Cols; it != nil && w >= 1 && w <= len(it.Needs) {
		return &it.Needs[w-1][t.modes[i]]
	}
	return &noNeed
}

// butting reports whether two head bands stand side by side (碰题), type against type. A head under its own picture
// is no band of type at the top of its block, but meets another all the same where their rows overlap.
func butting(a Area, m *Need, b Area, n *Need) bool {
	at, bt := a.Line+m.HeadAt, b.Line+n.HeadAt
	return m.Head > 0 && n.Head > 0 && at < bt+n.Head && bt < at+m.Head
}

// fullCuts counts the straight lines that cut the whole page between stories (断版 across, 通线 down).
func (s *searcher) fullCuts() int {
	n := 0
	for x, i := range s.leaves {
		line, seen := s.rects[i].Line, s.rects[i].Line == 0
		for _, k := range s.leaves[:x] {
			if s.rects[k].Line == line {
				seen = true
				break
			}
		}
		if !seen && s.clear(line, true) {
			n++
		}
	}
	for col := 1; col < s.cols; col++ {
		if s.clear(col, false) {
			n++
		}
	}
	return n
}

// clear reports whether no area crosses the line or column.
func (s *searcher) clear(at int, across bool) bool {
	for _, i := range s.leaves {
		a := s.rects[i]
		if across && a.Line < at && at < a.Bottom() || !across && a.Col < at && at < a.Right() {
			return false
		}
	}
	return true
}

// groupCost is for the top story's place, double leads and packages.
func (s *searcher) groupCost() float64 {
	c := 0.0
	lead := int16(-1)
	for _, i := range s.leaves {
		if it := s.board.leaves[i].item; it != nil && s.board.leaves[i].fixed == nil && (lead < 0 || it.Priority > s.board.leaves[lead].item.Priority) {
			lead = i
		}
	}
	if len(s.job.DoubleLead) == 2 {
		for _, id := range s.job.DoubleLead {
			if i, ok := s.byID[id]; ok && s.rects[i].Line != 0 {
				c += s.w.LeadPlace
			}
		}
		x, ok := s.byID[s.job.DoubleLead[0]]
		y, also := s.byID[s.job.DoubleLead[1]]
		if ok && also && !s.rects[x].Touches(s.rects[y]) {
			c += s.w.LeadPlace / 2
		}
	} else if lead >= 0 && !s.topLeft(lead) {
		c += s.w.LeadPlace
	}
	for _, p := range s.job.Packages {
		c += s.w.Apart * float64(s.loose(p))
	}
	return c
}

// topLeft reports whether a story starts at the top left of the free space: nothing but fixed things above it or
// at its left.
func (s *searcher) topLeft(i int16) bool {
	a := s.rects[i]
	for _, k := range s.leaves {
		if b := s.rects[k]; k != i && s.board.leaves[k].fixed == nil && b.Line <= a.Line && b.Col <= a.Col {
			return false
		}
	}
	return a.Line == 0 || a.Col == 0 && s.onlyFixedAbove(a)
}

func (s *searcher) onlyFixedAbove(a Area) bool {
	for _, k := range s.leaves {
		if b := s.rects[k]; s.board.leaves[k].fixed == nil && b.Bottom() <= a.Line {
			return false
		}
	}
	return true
}

// loose counts the stories of a package that touch none of those before them.
func (s *searcher) loose(p Package) int {
	n := 0
	var have []Area
	for _, id := range p.Items {
		i, ok := s.byID[id]
		if !ok {
			continue
		}
		a := s.rects[i]
		touches := len(have) == 0
		for _, b := range have {
			touches = touches || a.Touches(b)
		}
		if !touches {
			n++
		}
		have = append(have, a)
	}
	return n
}
