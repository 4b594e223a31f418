package dummy

import "sort"

// HeightCost answers what it costs a story to be set so many lines high where it stands, at its width and mode.
type HeightCost func(p Placed, lines int) float64

// refitReach is by how many lines a cut may move in one Refit. Corrections after composing are of one to three lines.
const refitReach = 14

// cutMoved is what moving a cut costs: of two ways that are as good, the one that moves fewer.
const cutMoved = 0.05

// Refit answers a proposal with all cuts kept but the heights chosen anew, so that the stories' costs together are
// the least there are; false if the proposal does not come apart by straight cuts or nothing can stand. Fixed and locked
// things keep their places. It is how a page is corrected by what composing it has shown: lines move between
// neighbours, and no story changes its columns.
func Refit(j *Job, p Proposal, cost HeightCost) (Proposal, bool) {
	r := refit{cost: cost, placed: p.Placed, fixed: map[int]bool{}}
	locked := map[string]bool{}
	for _, it := range j.Items {
		locked[it.ID] = it.Locked != nil
	}
	for i, x := range p.Placed {
		r.leaf = append(r.leaf, make([]float64, j.Lines+1))
		for k := range r.leaf[i] {
			r.leaf[i][k] = -1
		}
		r.at = append(r.at, x.Area)
		r.fixed[i] = locked[x.ID]
	}
	for _, f := range j.Fixed {
		r.fixed[len(r.at)] = true
		r.at = append(r.at, f.Area)
	}
	if len(r.at) == 0 {
		return p, false
	}
	all := make([]int, len(r.at))
	for i := range all {
		all[i] = i
	}
	root, ok := r.cut(all)
	if !ok {
		return p, false
	}
	if r.solve(root, 0, j.Lines).cost >= never {
		return p, false
	}
	out := p
	out.Placed = append([]Placed(nil), p.Placed...)
	r.place(root, 0, j.Lines, out.Placed)
	sortPlaced(out.Placed)
	out.Over, out.Jumped, out.Empty = map[string]int{}, map[string]int{}, 0
	for _, x := range out.Placed {
		for i := range j.Items {
			if it := &j.Items[i]; it.ID == x.ID && it.Locked == nil && x.Area.Cols <= len(it.Needs) {
				out.misses(it, x, it.Needs[x.Area.Cols-1][x.Mode])
			}
		}
	}
	return out, true
}

// misses adds what a story is over or leaves empty where it stands.
func (p *Proposal) misses(it *Item, x Placed, n Need) {
	if d := n.Least - x.Area.Lines; d > 0 {
		if it.JumpOK {
			p.Jumped[x.ID] = d * x.Area.Cols
		} else {
			p.Over[x.ID] = d * x.Area.Cols
		}
	}
	if d := x.Area.Lines - n.Most; d > 0 {
		p.Empty += d * x.Area.Cols
	}
}

// slice is a node of the tree that a page's rectangles come apart into.
type slice struct {
	op     op
	l, r   int
	leaf   int
	height int  // now
	pinned bool // holds a fixed thing: where it begins matters
}

type spot struct{ node, top, lines int }

// choice is the best way to give a node so many lines: its cost and the height of the upper part.
type choice struct {
	cost float64
	left int
}

type refit struct {
	cost   HeightCost
	placed []Placed
	at     []Area
	fixed  map[int]bool
	nodes  []slice
	memo   map[spot]choice
	leaf   [][]float64 // costs of the stories by lines, below 0 not yet asked
}

// cut takes rectangles apart by straight cuts, across before down, and answers the node.
func (r *refit) cut(part []int) (int, bool) {
	if len(part) == 1 {
		i := part[0]
		r.nodes = append(r.nodes, slice{op: isLeaf, leaf: i, height: r.at[i].Lines, pinned: r.fixed[i]})
		return len(r.nodes) - 1, true
	}
	for _, o := range []op{stacked, beside} {
		at := cutAt(part, o, func(i int) Area { return r.at[i] })
		if at == nil {
			continue
		}
		l, ok := r.cut(at[0])
		if !ok {
			return 0, false
		}
		k, ok := r.cut(at[1])
		if !ok {
			return 0, false
		}
		x, y := r.nodes[l], r.nodes[k]
		n := slice{op: o, l: l, r: k, height: max(x.height, y.height), pinned: x.pinned || y.pinned}
		if o == stacked {
			n.height = x.height + y.height
		}
		r.nodes = append(r.nodes, n)
		return len(r.nodes) - 1, true
	}
	return 0, false
}

// cutAt answers the two parts of the first straight cut that goes through between areas, nil if none does.
func cutAt[T any](part []T, o op, area func(T) Area) [][]T {
	low := func(x T) int {
		if o == stacked {
			return area(x).Line
		}
		return area(x).Col
	}
	high := func(x T) int {
		if o == stacked {
			return area(x).Bottom()
		}
		return area(x).Right()
	}
	p := append([]T(nil), part...)
	sort.SliceStable(p, func(a, b int) bool { return low(p[a]) < low(p[b]) })
	end := 0
	for k := 0; k < len(p)-1; k++ {
		end = max(end, high(p[k]))
		if end <= low(p[k+1]) {
			return [][]T{p[:k+1], p[k+1:]}
		}
	}
	return nil
}

// solve answers the cheapest way to set a node from a line on so many lines high.
func (r *refit) solve(node, top, lines int) choice {
	n := &r.nodes[node]
	if n.op == isLeaf {
		if r.fixed[n.leaf] {
			if a := r.at[n.leaf]; a.Line != top || a.Lines != lines {
				return choice{cost: never}
			}
			return choice{}
		}
		if lines < 1 {
			return choice{cost: never}
		}
		if known := r.leaf[n.leaf]; lines < len(known) && known[lines] >= 0 {
			return choice{cost: known[lines]}
		}
		c := max(0, r.cost(r.placed[n.leaf], lines))
		if lines < len(r.leaf[n.leaf]) {
			r.leaf[n.leaf][lines] = c
		}
		return choice{cost: c}
	}
	key := spot{node, top, lines}
	if !n.pinned {
		key.top = 0
	}
	if c, ok := r.memo[key]; ok {
		return c
	}
	var best choice
	if n.op == beside {
		best.cost = r.solve(n.l, top, lines).cost
		if best.cost < never {
			best.cost += r.solve(n.r, top, lines).cost
		}
	} else {
		best.cost = never
		now := r.nodes[n.l].height
		for k := max(1, now-refitReach); k <= min(lines-1, now+refitReach); k++ {
			c := r.solve(n.l, top, k).cost
			if c >= best.cost {
				continue
			}
			if c += r.solve(n.r, top+k, lines-k).cost; k != now {
				c += cutMoved
			}
			if c < best.cost {
				best = choice{c, k}
			}
		}
	}
	if r.memo == nil {
		r.memo = map[spot]choice{}
	}
	r.memo[key] = best
	return best
}

// place writes the heights that solve chose.
func (r *refit) place(node, top, lines int, out []Placed) {
	n := r.nodes[node]
	switch n.op {
	case isLeaf:
		if n.leaf < len(out) {
			p := &out[n.leaf]
			p.Play += lines - p.Area.Lines
			p.Area.Line, p.Area.Lines = top, lines
		}
	case beside:
		r.place(n.l, top, lines, out)
		r.place(n.r, top, lines, out)
	default:
		k := r.solve(node, top, lines).left
		r.place(n.l, top, k, out)
		r.place(n.r, top+k, lines-k, out)
	}
}

// sortPlaced puts stories in the order of reading: from the top, then from the left.
func sortPlaced(p []Placed) {
	sort.SliceStable(p, func(a, b int) bool {
		x, y := p[a].Area, p[b].Area
		if x.Line != y.Line {
			return x.Line < y.Line
		}
		return x.Col < y.Col
	})
}
