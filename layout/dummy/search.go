package dummy

import (
	"math"
	"math/rand/v2"
	"sort"
)

// Effort is how long one start of the search runs.
type Effort struct {
	Steps int // changes tried; 60 000 take about 0.15 s for a dozen stories
	Keep  int // how many different pages to bring back
	// Hot is the cost that a step may add at first; 0 is 120 for a page made anew, 12 for one that stands.
	Hot float64
}

// DefaultEffort is enough for a page of a dozen stories; tried on editions of five to twelve.
var DefaultEffort = Effort{Steps: 60000, Keep: 10}

// Search runs one start of simulated annealing over slicing trees and answers its best pages, best first.
// Starts with different seeds are independent: run as many as there are processors and hand all answers to Pick.
// Stories with no width at which they can be set are left out of every proposal.
func Search(j *Job, seed uint64, e Effort) []Proposal {
	b := newBoard(j)
	usable := b.usable()
	if len(usable) == 0 {
		return nil
	}
	rng := rand.New(rand.NewPCG(seed, 0x6461_7961_6e67))
	s := &searcher{board: b, rng: rng, leaves: usable,
		shapes: make([][maxCols + 1]shape, 2*len(b.leaves)), rects: make([]Area, 2*len(b.leaves)),
		now: make([]*Need, len(b.leaves))}
	cur, settled := s.first()
	curCost := s.cost(&cur, math.Inf(1))
	next := cur.clone()
	var pool []candidate
	pool = s.keep(pool, &cur, curCost, e.Keep)
	hot, cold := 120.0, 0.4 // costs a single step may add; tried on the development editions
	if settled {
		hot = 12
	}
	if e.Hot > 0 {
		hot = e.Hot
	}
	for i := 0; i < e.Steps; i++ {
		temp := hot * math.Pow(cold/hot, float64(i)/float64(e.Steps))
		next.copyFrom(&cur)
		s.change(&next)
		limit := curCost - temp*math.Log(1-rng.Float64()) // as often as Metropolis would
		if c := s.cost(&next, limit); c <= limit && c < never {
			cur.copyFrom(&next)
			curCost = c
			pool = s.keep(pool, &cur, c, e.Keep)
		}
	}
	out := make([]Proposal, 0, len(pool))
	for i := range pool {
		out = append(out, s.proposal(&pool[i].tree))
	}
	return out
}

// Pick answers up to n proposals that differ, best first. Two differ when at least two stories, or a third of
// them, stand elsewhere.
func Pick(all []Proposal, n int) []Proposal {
	sorted := append([]Proposal(nil), all...)
	sort.SliceStable(sorted, func(a, b int) bool { return sorted[a].Cost < sorted[b].Cost })
	var out []Proposal
	for _, p := range sorted {
		if len(out) == n {
			break
		}
		fresh := true
		for _, q := range out {
			if p.moved(q) < max(2, (len(p.Placed)+2)/3) {
				fresh = false
				break
			}
		}
		if fresh {
			out = append(out, p)
		}
	}
	return out
}

// moved counts the stories that stand elsewhere in q: another corner or another width.
func (p Proposal) moved(q Proposal) int {
	at := map[string]Area{}
	for _, x := range q.Placed {
		at[x.ID] = x.Area
	}
	n := 0
	for _, x := range p.Placed {
		if y := at[x.ID]; x.Area.Col != y.Col || x.Area.Cols != y.Cols || abs(x.Area.Line-y.Line) > 8 {
			n++
		}
	}
	return n
}

type candidate struct {
	tree tree
	cost float64
	page Proposal
}

type searcher struct {
	*board
	rng    *rand.Rand
	leaves []int16
	shapes [][maxCols + 1]shape
	rects  []Area
	now    []*Need // what each leaf needs where the tree in hand puts it
}

// usable answers the leaves that can stand somewhere.
func (b *board) usable() []int16 {
	var out []int16
	for i := range b.leaves {
		if b.leaves[i].any {
			out = append(out, int16(i))
		}
	}
	return out
}

// keep adds a tree to the pool if it is better than a like one there, or the pool has room.
func (s *searcher) keep(pool []candidate, t *tree, cost float64, most int) []candidate {
	if cost >= never || len(pool) == most && cost >= pool[len(pool)-1].cost {
		return pool // a tree that has no shape is no page
	}
	page := s.proposal(t)
	for i := range pool {
		if page.moved(pool[i].page) < max(2, (len(page.Placed)+2)/3) {
			if cost >= pool[i].cost {
				return pool
			}
			pool = append(pool[:i], pool[i+1:]...)
			break
		}
	}
	if len(pool) == most {
		pool = pool[:most-1]
	}
	pool = append(pool, candidate{t.clone(), cost, page})
	sort.SliceStable(pool, func(a, b int) bool { return pool[a].cost < pool[b].cost })
	return pool
}

// first answers a tree to start from: the page as it stands if every story has a place that cuts apart, else
// stories stacked by priority in two halves. settled says that it was the former.
func (s *searcher) first() (t tree, settled bool) {
	t = tree{nodes: make([]node, len(s.board.leaves)), modes: make([]Mode, len(s.board.leaves))}
	for i := range t.modes {
		t.modes[i] = s.someMode(int16(i))
	}
	if root, ok := s.standing(&t); ok {
		t.root = root
		return t, true
	}
	t.nodes = t.nodes[:len(s.board.leaves)]
	order := append([]int16(nil), s.leaves...)
	sort.SliceStable(order, func(a, b int) bool { return s.weight(order[a]) > s.weight(order[b]) })
	var build func(part []int16, o op) int16
	build = func(part []int16, o op) int16 {
		if len(part) == 1 {
			return part[0]
		}
		m := (len(part) + 1) / 2
		l, r := build(part[:m], stacked+beside-o), build(part[m:], stacked+beside-o)
		t.nodes = append(t.nodes, node{o, l, r})
		return int16(len(t.nodes) - 1)
	}
	t.root = build(order, stacked)
	return t, false
}

func (s *searcher) weight(i int16) int {
	lf := s.board.leaves[i]
	if lf.fixed != nil { // a fixed thing starts near where it stands
		if lf.fixed.Line*2 < s.lines {
			return 9
		}
		return 0
	}
	return lf.item.Priority
}

// standing builds the tree of the places the stories had before, when guillotine cuts take them apart.
func (s *searcher) standing(t *tree) (int16, bool) {
	at := make(map[int16]Area, len(s.leaves))
	for _, i := range s.leaves {
		lf := &s.board.leaves[i]
		switch {
		case lf.item != nil && lf.item.Start != nil:
			a := *lf.item.Start
			a.Line -= s.top
			at[i] = a
		case lf.fixed != nil:
			at[i] = *lf.fixed
		case lf.item.Before != nil:
			a := *lf.item.Before
			a.Line -= s.top
			at[i] = a
		default:
			return 0, false
		}
	}
	var cut func(part []int16) (int16, bool)
	cut = func(part []int16) (int16, bool) {
		if len(part) == 1 {
			return part[0], true
		}
		for _, o := range []op{stacked, beside} {
			parts := cutAt(part, o, func(i int16) Area { return at[i] })
			if parts == nil {
				continue
			}
			l, ok := cut(parts[0])
			if !ok {
				return 0, false
			}
			r, ok := cut(parts[1])
			if !ok {
				return 0, false
			}
			t.nodes = append(t.nodes, node{o, l, r})
			return int16(len(t.nodes) - 1), true
		}
		return 0, false
	}
	return cut(s.leaves)
}

func (s *searcher) someMode(i int16) Mode {
	lf := &s.board.leaves[i]
	for m := range lf.shapes {
		for w := 1; w <= s.cols; w++ {
			if lf.shapes[m][w].ok {
				return Mode(m)
			}
		}
	}
	return Top
}

// change makes one random change to a tree: swap two leaves, turn or mirror a cut, move a subtree, or set a
// story's head another way.
func (s *searcher) change(t *tree) {
	inner := len(t.nodes) - len(s.board.leaves)
	pickInner := func() int16 { return int16(len(s.board.leaves) + s.rng.IntN(inner)) }
	pickLeaf := func() int16 { return s.leaves[s.rng.IntN(len(s.leaves))] }
	r := s.rng.Float64()
	switch {
	case r < 0.24 || inner == 0:
		i := pickLeaf()
		if s.board.leaves[i].fixed == nil {
			s.changeMode(t, i)
		}
	case r < 0.48:
		swapNodes(t, pickLeaf(), pickLeaf())
	case r < 0.64:
		n := &t.nodes[pickInner()]
		n.op = stacked + beside - n.op
	case r < 0.76:
		n := &t.nodes[pickInner()]
		n.l, n.r = n.r, n.l
	default:
		s.regraft(t)
	}
}

func (s *searcher) changeMode(t *tree, i int16) {
	lf := &s.board.leaves[i]
	m := Mode(s.rng.IntN(4))
	for w := 1; w <= s.cols; w++ {
		if lf.shapes[m][w].ok {
			t.modes[i] = m
			return
		}
	}
}

// swapNodes exchanges two nodes neither of which holds the other.
func swapNodes(t *tree, a, b int16) {
	if a == b {
		return
	}
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.op == isLeaf {
			continue
		}
		for _, c := range []*int16{&n.l, &n.r} {
			switch *c {
			case a:
				*c = b
			case b:
				*c = a
			}
		}
	}
}

// regraft takes a subtree out and puts it beside or below another node.
func (s *searcher) regraft(t *tree) {
	first := len(s.board.leaves)
	all := append(append([]int16(nil), s.leaves...), seq(first, len(t.nodes))...)
	x := all[s.rng.IntN(len(all))]
	if x == t.root {
		return
	}
	parent := parentOf(t, x)
	p := &t.nodes[parent]
	sibling := p.l
	if sibling == x {
		sibling = p.r
	}
	if up := parentOf(t, parent); up >= 0 {
		replaceChild(t, up, parent, sibling)
	} else {
		t.root = sibling
	}
	// parent is free now; choose where it goes back in
	y := all[s.rng.IntN(len(all))]
	for tries := 0; y == parent || within(t, x, y); tries++ {
		if tries > 20 {
			y = sibling
			break
		}
		y = all[s.rng.IntN(len(all))]
	}
	n := node{stacked + op(s.rng.IntN(2)), y, x}
	if s.rng.IntN(2) == 0 {
		n.l, n.r = n.r, n.l
	}
	if up := parentOf(t, y); up >= 0 && y != t.root {
		replaceChild(t, up, y, parent)
	} else {
		t.root = parent
	}
	t.nodes[parent] = n
}

func seq(from, to int) []int16 {
	out := make([]int16, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, int16(i))
	}
	return out
}

// parentOf answers the node of the living tree that holds x, or -1.
func parentOf(t *tree, x int16) int16 {
	if x == t.root {
		return -1
	}
	found := int16(-1)
	var look func(i int16)
	look = func(i int16) {
		n := t.nodes[i]
		if n.op == isLeaf || found >= 0 {
			return
		}
		if n.l == x || n.r == x {
			found = i
			return
		}
		look(n.l)
		look(n.r)
	}
	look(t.root)
	return found
}

func replaceChild(t *tree, parent, old, new int16) {
	n := &t.nodes[parent]
	if n.l == old {
		n.l = new
	} else {
		n.r = new
	}
}

// within reports whether y lies in the subtree of x.
func within(t *tree, x, y int16) bool {
	if x == y {
		return true
	}
	n := t.nodes[x]
	return n.op != isLeaf && (within(t, n.l, y) || within(t, n.r, y))
}

// proposal reads a tree as a page.
func (s *searcher) proposal(t *tree) Proposal {
	p := Proposal{Over: map[string]int{}, Jumped: map[string]int{}}
	p.Cost = s.cost(t, math.Inf(1))
	for _, i := range s.leaves {
		lf := &s.board.leaves[i]
		if lf.item == nil {
			continue
		}
		a, m := s.rects[i], t.modes[i]
		if lf.fixed != nil {
			p.Placed = append(p.Placed, Placed{ID: lf.item.ID, Area: *lf.item.Locked, Mode: m})
			continue
		}
		sh := lf.shapes[m][a.Cols]
		pl := Placed{ID: lf.item.ID, Area: Area{a.Col, a.Line + s.top, a.Cols, a.Lines}, Mode: m, Play: a.Lines - int(sh.want)}
		p.misses(lf.item, pl, lf.item.Needs[a.Cols-1][m])
		p.Placed = append(p.Placed, pl)
	}
	sortPlaced(p.Placed)
	return p
}

func abs(x int) int { return max(x, -x) }
