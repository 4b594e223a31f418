package dummy

// A page is a slicing tree: every inner node cuts its area straight through, across (stacked) or down (side by
// side), and every leaf is a story or a fixed thing. A tree says nothing of sizes; they follow from what the
// leaves need, bottom up for every width at once (Stockmeyer 1983, shape functions, here with slack), then top
// down for the width and height there are.

const maxCols = 12

type op uint8

const (
	isLeaf op = iota
	stacked
	beside
)

// node is one node of a tree. Leaves are the first nodes, in the order of board.leaves.
type node struct {
	op   op
	l, r int16
}

type tree struct {
	nodes []node
	root  int16
	modes []Mode // of the leaves
}

func (t *tree) clone() tree {
	return tree{append([]node(nil), t.nodes...), t.root, append([]Mode(nil), t.modes...)}
}

func (t *tree) copyFrom(s *tree) {
	copy(t.nodes, s.nodes)
	copy(t.modes, s.modes)
	t.root = s.root
}

// shape is what a subtree takes at one width: any height from lo to hi, best at want.
type shape struct {
	lo, hi, want int32
	pen          float64 // cost of the choices below
	split        int8    // columns of the left part of a beside node
	ok           bool
}

// leaf is a story or a fixed thing with its shapes by mode and width.
type leaf struct {
	item   *Item // nil: fixed
	fixed  *Area // in the board's own coordinates
	shapes [4][maxCols + 1]shape
	any    bool // some mode and width can be set
}

// board is a job made ready for the search: what is left of the page when full-width furniture is cut off above
// and below, and its leaves.
type board struct {
	job    *Job
	w      Weights
	cols   int
	lines  int
	top    int // lines cut off above
	leaves []leaf
	byID   map[string]int
	rank   []float64 // place weight of each leaf
}

func newBoard(j *Job) *board {
	b := &board{job: j, w: j.Weights, cols: j.Cols, byID: map[string]int{}}
	if b.w == (Weights{}) {
		b.w = DefaultWeights()
	}
	covered := func(line int) bool {
		n := 0
		for _, f := range j.Fixed {
			if f.Area.Line <= line && line < f.Area.Bottom() {
				n += f.Area.Cols
			}
		}
		return n >= j.Cols
	}
	bottom := j.Lines
	for b.top < bottom && covered(b.top) {
		b.top++
	}
	for bottom > b.top && covered(bottom-1) {
		bottom--
	}
	b.lines = bottom - b.top
	for _, f := range j.Fixed {
		if f.Area.Line >= b.top && f.Area.Bottom() <= bottom {
			a := f.Area
			a.Line -= b.top
			b.addFixed(a)
		}
	}
	for i := range j.Items {
		it := &j.Items[i]
		b.byID[it.ID] = len(b.leaves)
		if it.Locked != nil {
			a := *it.Locked
			a.Line -= b.top
			b.addFixed(a)
			b.leaves[len(b.leaves)-1].item = it
			continue
		}
		b.addStory(it)
	}
	b.rank = make([]float64, len(b.leaves))
	for i, lf := range b.leaves {
		if lf.item != nil {
			b.rank[i] = b.w.Place * float64(lf.item.Priority*lf.item.Priority)
		}
	}
	return b
}

func (b *board) addFixed(a Area) {
	lf := leaf{fixed: &a, any: true}
	n := int32(a.Lines)
	for m := range lf.shapes {
		if a.Cols <= maxCols {
			lf.shapes[m][a.Cols] = shape{lo: n, hi: n, want: n, ok: true}
		}
	}
	b.leaves = append(b.leaves, lf)
}

// jumpLines is how many lines a story that runs on to another page keeps under its head.
const jumpLines = 8

func (b *board) addStory(it *Item) {
	lf := leaf{item: it}
	for w := 1; w <= min(b.cols, maxCols, len(it.Needs)); w++ {
		for m, n := range it.Needs[w-1] {
			if !n.OK {
				continue
			}
			lf.any = true
			lo := n.Least
			if it.JumpOK { // the rest of it may stand on another page
				lo = min(lo, n.HeadAt+n.Head+jumpLines)
			}
			lf.shapes[m][w] = shape{lo: int32(lo), hi: int32(n.Most), want: int32(n.Lines), ok: true, pen: b.choiceCost(it, w, Mode(m), n)}
		}
	}
	b.leaves = append(b.leaves, lf)
}

// choiceCost is what a width and a mode cost by themselves.
func (b *board) choiceCost(it *Item, w int, m Mode, n Need) float64 {
	c := 0.0
	if it.PrefCols[1] > 0 {
		c += b.w.Width * float64(max(1, it.Priority-2)*max(0, it.PrefCols[0]-w)+max(0, w-it.PrefCols[1]))
	}
	switch m {
	case Boxed:
		c += b.w.Boxed
	case Side: // a weighty story wants its head over the full width
		c += b.w.Side * (1 + 2*float64(max(0, it.Priority-2)))
	case Picture:
		c += b.w.Pictured
	}
	if !it.Photo {
		c += b.w.ShortLeg * float64(max(0, 4-n.Leg))
		if n.Leg < 3 {
			c += b.w.Stranded
		}
		if w == 1 && n.Leg > 60 {
			c += b.w.LongLeg
		}
	}
	if n.HeadRows > 2 {
		c += b.w.Rows
	}
	return c
}

// shapes fills s for every node and width, and answers whether the whole page has a shape.
func (b *board) shapes(t *tree, s [][maxCols + 1]shape) bool {
	var fill func(i int16)
	fill = func(i int16) {
		n := t.nodes[i]
		if n.op == isLeaf {
			s[i] = b.leaves[i].shapes[t.modes[i]]
			return
		}
		fill(n.l)
		fill(n.r)
		l, r, out := &s[n.l], &s[n.r], &s[i]
		if n.op == stacked {
			for w := 1; w <= b.cols; w++ {
				out[w] = shape{}
				if l[w].ok && r[w].ok {
					out[w] = shape{l[w].lo + r[w].lo, l[w].hi + r[w].hi, l[w].want + r[w].want, l[w].pen + r[w].pen, 0, true}
				}
			}
			return
		}
		for w := 1; w <= b.cols; w++ {
			out[w] = shape{}
			for k := 1; k < w; k++ {
				x, y := &l[k], &r[w-k]
				if !x.ok || !y.ok {
					continue
				}
				sh := shape{lo: max(x.lo, y.lo), hi: min(x.hi, y.hi), pen: x.pen + y.pen, split: int8(k), ok: true}
				sh.want = int32((int(x.want)*k + int(y.want)*(w-k)) / w)
				if sh.lo > sh.hi { // the shorter side stays white
					white := sh.lo - sh.hi
					width := k
					if x.hi >= y.hi {
						width = w - k
					}
					sh.pen += b.w.Unfilled * float64(white) * float64(width)
					sh.hi = sh.lo
				} else {
					d := float64(x.want - y.want)
					if d < 0 {
						d = -d
					}
					sh.pen += b.w.Play * d
				}
				sh.want = min(max(sh.want, sh.lo), sh.hi)
				if !out[w].ok || sh.pen < out[w].pen {
					out[w] = sh
				}
			}
		}
	}
	fill(t.root)
	return s[t.root][b.cols].ok
}

// pins answers the line at which a subtree's top and bottom must stand because a fixed leaf lies there, or -1.
func (b *board) pins(t *tree, i int16) (top, bottom int) {
	n := t.nodes[i]
	if n.op == isLeaf {
		if f := b.leaves[i].fixed; f != nil {
			return f.Line, f.Bottom()
		}
		return -1, -1
	}
	lt, lb := b.pins(t, n.l)
	rt, rb := b.pins(t, n.r)
	if n.op == stacked {
		return lt, rb
	}
	return max(lt, rt), max(lb, rb)
}

// areas gives every leaf its rectangle. Heights are shared by slack, except where a fixed leaf pins a cut.
func (b *board) areas(t *tree, s [][maxCols + 1]shape, out []Area) {
	pinned := false
	for i := range b.leaves {
		if b.leaves[i].fixed != nil {
			pinned = true
		}
	}
	var place func(i int16, a Area)
	place = func(i int16, a Area) {
		n := t.nodes[i]
		switch n.op {
		case isLeaf:
			out[i] = a
		case beside:
			k := int(s[i][a.Cols].split)
			place(n.l, Area{a.Col, a.Line, k, a.Lines})
			place(n.r, Area{a.Col + k, a.Line, a.Cols - k, a.Lines})
		case stacked:
			x, y := s[n.l][a.Cols], s[n.r][a.Cols]
			h := share(a.Lines, x, y)
			if pinned {
				if _, lb := b.pins(t, n.l); lb > a.Line && lb < a.Bottom() {
					h = lb - a.Line
				} else if rt, _ := b.pins(t, n.r); rt > a.Line && rt < a.Bottom() {
					h = rt - a.Line
				}
			}
			h = min(max(h, 1), a.Lines-1)
			place(n.l, Area{a.Col, a.Line, a.Cols, h})
			place(n.r, Area{a.Col, a.Line + h, a.Cols, a.Lines - h})
		}
	}
	place(t.root, Area{0, 0, b.cols, b.lines})
}

// share answers the height of the upper of two stacked parts: each moves from what it wants within what it can,
// in proportion to its slack; what neither can take is shared by size.
func share(h int, x, y shape) int {
	d := h - int(x.want) - int(y.want)
	var sx, sy int
	if d < 0 {
		sx, sy = int(x.want-x.lo), int(y.want-y.lo)
	} else {
		sx, sy = int(x.hi-x.want), int(y.hi-y.want)
	}
	abs := max(d, -d)
	take := 0
	switch {
	case sx+sy >= abs && sx+sy > 0:
		take = (abs*sx + (sx+sy)/2) / (sx + sy)
		take = min(max(take, abs-sy), sx)
	default: // more than both can take
		rest := abs - sx - sy
		take = sx + rest*int(x.want)/max(1, int(x.want+y.want))
	}
	if d < 0 {
		take = -take
	}
	return int(x.want) + take
}
