package repair

import (
	"math"
	"slices"
	"sort"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/manuscript"
	"dayang/internal/words"
)

// plan is how the pieces of a manuscript belong together.
type plan struct {
	splits []split
	links  []link
	open   []int // pieces that stop in mid-sentence and found nothing to go on with
	moves  []move
	// order holds, for every story, its paragraphs in their order, each of one or more pieces.
	order map[int][][]int
	// attached holds the blocks that stand between pieces of one story, by the piece they follow.
	attached map[int][]int
	will     will
}

type split struct {
	block, at int
	label     string
	ask       bool
}

// link says that piece to goes on where piece from stops.
type link struct {
	from, to int
	near     bool // they are neighbours
	sure     float64
	ask      bool
}

func (l link) say(a, b *piece) words.Text {
	t := a.text
	if len(t) > 6 {
		t = t[len(t)-6:]
	}
	h := b.text
	if len(h) > 6 {
		h = h[:6]
	}
	m := say.join
	switch {
	case l.ask:
		return say.maybe.F(excerpt(b.text))
	case !l.near:
		m = say.far
	}
	zh := m.F(string(t), string(h)).ZH
	return words.Text{ZH: zh, EN: words.Text{EN: m.EN}.F(string(t) + "|" + string(h)).EN}
}

// move says that the pieces first to last now stand before piece before.
type move struct {
	first, last, before int
	sure                float64
	ask                 bool
}

// Weights of the evidence for a link, in nats, beside the scorer's own. Tried on the development pages and the real
// front page; the neighbour's weight is that of research/proofing on order.
const (
	nearPrior   = 3.0  // the next piece in the file
	storyChange = -8.0 // a piece of another story
	leadAsRest  = -5.0 // the first paragraph under a headline
	sectionFit  = 6.0  // the piece brings the run-in head that the section still lacks
	askMargin   = 3.0  // to the second best
	leastLink   = 0.0  // a far link must score more than this
)

// will decides what of a plan is done; a nil function leaves it to how sure the plan is.
type will struct {
	link  func(l link) bool
	split func(s split) bool
	move  func(m move) bool
}

// arrange tells how pieces belong together. What w refuses is asked about, what it takes is done.
func arrange(flow []*piece, sc *scorer, w will) plan {
	p := plan{order: map[int][][]int{}, attached: map[int][]int{}, will: w}
	for i, a := range flow {
		if a.at > 0 {
			sp := split{block: a.block, at: a.at, label: a.label}
			sp.ask = w.split != nil && !w.split(sp)
			p.splits = append(p.splits, sp)
		}
		if i+1 < len(flow) && flow[i+1].story == a.story && flow[i+1].block > a.block {
			for b := a.block + 1; b < flow[i+1].block; b++ {
				p.attached[i] = append(p.attached[i], b)
			}
		}
	}
	var opens []int
	for i, a := range flow {
		if a.stops() {
			opens = append(opens, i)
		}
	}
	next := p.assign(flow, opens, sc)
	cutRings(next)
	// A piece that goes on another story's paragraph belongs to that story.
	owner := make([]int, len(flow))
	rest := map[int]bool{}
	for _, j := range next {
		rest[j] = true
	}
	for i, a := range flow {
		if rest[i] {
			continue
		}
		for j, ok := i, true; ok; j, ok = next[j] {
			owner[j] = a.story
		}
	}
	byStory := map[int][]int{}
	var stories []int
	for i, a := range flow {
		if len(byStory[a.story]) == 0 {
			stories = append(stories, a.story)
		}
		byStory[a.story] = append(byStory[a.story], i)
	}
	for _, s := range stories {
		p.story(flow, s, byStory[s], owner, next)
	}
	return p
}

// cutRings takes out of every ring of links the one to the earliest piece: it begins the paragraph.
func cutRings(next map[int]int) {
	list := make([]int, 0, len(next))
	for i := range next {
		list = append(list, i)
	}
	sort.Ints(list)
	for _, start := range list {
		least, from := -1, -1
		j, ok := next[start]
		prev := start
		for n := 0; ok && n <= len(next); n++ {
			if least < 0 || j < least {
				least, from = j, prev
			}
			if j == start {
				delete(next, from)
				break
			}
			prev = j
			j, ok = next[j]
		}
	}
}

// stops reports whether a piece is running text that stops in mid-sentence.
func (p *piece) stops() bool {
	if !running(p.role) || p.list || manuscript.Ends(p.text) || manuscript.JumpTail(p.text) >= 0 { // a jump goes on elsewhere
		return false
	}
	return len(p.text) >= 12 || strings.ContainsAny(string(p.text), "，,。、")
}

// takes reports whether a piece may be the rest of another.
func (p *piece) takes() bool {
	if style, _ := ordinal(p.text); strings.HasSuffix(style, "()") {
		return false // （一） opens a block as a run-in head does
	}
	return running(p.role) && p.runin == 0 && !p.news && !p.list && p.at == 0
}

// assign finds which piece goes on from each open one, all at once: one to one, the best sum. It answers the links
// to make, by piece.
func (p *plan) assign(flow []*piece, opens []int, sc *scorer) map[int]int {
	next := map[int]int{}
	if len(opens) == 0 {
		return next
	}
	// On long files only near pieces and those that do not begin as sentences do are candidates.
	var heads []int
	for i, a := range flow {
		if a.takes() {
			heads = append(heads, i)
		}
	}
	if len(opens)*len(heads) > maxPairs {
		return p.neighbours(flow, opens, sc)
	}
	const none = -1e9
	score := make([][]float64, len(opens))
	text := make([][]float64, len(opens))
	for r, i := range opens {
		score[r] = make([]float64, len(heads)+len(opens))
		text[r] = make([]float64, len(heads))
		for c, j := range heads {
			if i == j || lies(flow, j, i) {
				score[r][c], text[r][c] = none, none
				continue
			}
			text[r][c] = sc.link(flow[i].text, flow[j].text)
			score[r][c] = text[r][c] + around(flow, i, j)
		}
		for c := range opens {
			score[r][len(heads)+c] = leastLink
		}
	}
	pick := assignment(score)
	for r, i := range opens {
		c := pick[r]
		if c >= len(heads) {
			// Nothing fits. The neighbour in the file is still the likeliest: ask.
			if j := i + 1; j < len(flow) && flow[j].story == flow[i].story && flow[j].takes() && !taken(next, j) && !contains(pick, heads, j) {
				if p.propose(link{from: i, to: j, near: true, sure: 0.4, ask: true}) {
					next[i] = j
				}
				continue
			}
			p.open = append(p.open, i)
			continue
		}
		j := heads[c]
		second := leastLink
		for k := range heads {
			if k != c {
				second = max(second, score[r][k])
			}
		}
		margin := score[r][c] - second
		l := link{from: i, to: j, near: j == i+1, sure: 1 / (1 + math.Exp(-margin/2))}
		l.sure = math.Round(min(0.99, l.sure)*100) / 100
		switch {
		case l.near:
			l.ask = score[r][c] < leastLink
			l.sure = max(l.sure, 0.75)
		default:
			l.ask = margin < askMargin
		}
		if p.propose(l) {
			next[i] = j
		}
	}
	return next
}

// propose notes a link and reports whether it is to be made.
func (p *plan) propose(l link) bool {
	if p.will.link != nil {
		l.ask = !p.will.link(l)
	}
	p.links = append(p.links, l)
	return !l.ask
}

// maxPairs bounds the table of links: beyond it only neighbours are looked at.
const maxPairs = 10_000

func (p *plan) neighbours(flow []*piece, opens []int, sc *scorer) map[int]int {
	next := map[int]int{}
	for _, i := range opens {
		j := i + 1
		if j >= len(flow) || flow[j].story != flow[i].story || !flow[j].takes() {
			p.open = append(p.open, i)
			continue
		}
		s := sc.link(flow[i].text, flow[j].text) + nearPrior
		l := link{from: i, to: j, near: true, ask: s < leastLink, sure: math.Round(100/(1+math.Exp(-s/2))) / 100}
		if p.propose(l) {
			next[i] = j
		}
	}
	return next
}

func taken(next map[int]int, j int) bool {
	for _, k := range next {
		if k == j {
			return true
		}
	}
	return false
}

func contains(pick []int, heads []int, j int) bool {
	for _, c := range pick {
		if c < len(heads) && heads[c] == j {
			return true
		}
	}
	return false
}

// lies reports whether piece i is the rest of a block that piece j begins: a link back into its own block would
// close a ring.
func lies(flow []*piece, j, i int) bool {
	return flow[i].block == flow[j].block && j <= i
}

// around answers what the places of two pieces say for a link, in nats.
func around(flow []*piece, i, j int) float64 {
	a, b := flow[i], flow[j]
	s := 0.0
	if a.story != b.story {
		s += storyChange
	} else if j == i+1 {
		s += nearPrior
	}
	if b.role == edition.Lead {
		s += leadAsRest
	}
	if j != i+1 && a.story == b.story {
		// Run-in heads: the section of the first piece lacks what the second brings, and the second's lacks what
		// the first has.
		before, after := labels(flow, i, true), labels(flow, j, false)
		own := labels(flow, j, true)
		if len(before) > 0 && len(after) > 0 && ordered(flow, a.story, before[len(before)-1], after[0]) && !has(own, before[len(before)-1]) && !has(labels(flow, i, false), after[0]) {
			s += sectionFit
		}
	}
	return s
}

// labels answers the run-in heads of a section: up to and with piece i, or those after it up to the next subhead.
func labels(flow []*piece, i int, back bool) []string {
	var out []string
	if back {
		for k := i; k >= 0 && flow[k].story == flow[i].story && flow[k].role != edition.Subhead; k-- {
			if flow[k].label != "" {
				out = append([]string{flow[k].label}, out...)
			}
		}
		return out
	}
	for k := i + 1; k < len(flow) && flow[k].story == flow[i].story && flow[k].role != edition.Subhead; k++ {
		if flow[k].label != "" {
			out = append(out, flow[k].label)
		}
	}
	return out
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// ordered reports whether somewhere in the story one run-in head follows another within a section.
func ordered(flow []*piece, story int, first, then string) bool {
	last := ""
	for _, p := range flow {
		if p.story != story {
			continue
		}
		if p.role == edition.Subhead {
			last = ""
		}
		if p.label != "" {
			if last == first && p.label == then {
				return true
			}
			last = p.label
		}
	}
	return false
}

// story puts the pieces of one story in order. Every piece that ends its sentence goes on to the next of the file,
// unless an open one has claimed that; a ring of such steps is cut at its weakest.
func (p *plan) story(flow []*piece, story int, ids []int, owner []int, link map[int]int) {
	var members []int // this story's pieces, wherever they stood
	for i := range flow {
		if owner[i] == story {
			members = append(members, i)
		}
	}
	mine := func(i int) bool { return i >= 0 && i < len(flow) && owner[i] == story }
	claimed := map[int]bool{}
	for _, j := range link {
		claimed[j] = true
	}
	succ := map[int]int{}
	pred := map[int]int{}
	set := func(i, j int) { succ[i], pred[j] = j, i }
	for _, i := range members {
		if j, ok := link[i]; ok {
			set(i, j)
		}
	}
	for k, i := range ids {
		if k+1 == len(ids) || hasKey(link, i) || !mine(i) {
			continue
		}
		if j := ids[k+1]; !claimed[j] && mine(j) {
			set(i, j)
		}
	}
	// Cut rings.
	seen := map[int]int{}
	for n, start := range members {
		var path []int
		i := start
		for {
			if m, ok := seen[i]; ok {
				if m != n+1 {
					break
				}
				k := 0
				for path[k] != i {
					k++
				}
				p.cut(flow, path[k:], link, succ, pred)
				break
			}
			seen[i] = n + 1
			path = append(path, i)
			j, ok := succ[i]
			if !ok {
				break
			}
			i = j
		}
	}
	// Chains, each from a piece that nothing goes on to.
	var chains [][]int
	chainOf := map[int]int{}
	for _, i := range members {
		if hasKey(pred, i) {
			continue
		}
		var c []int
		for j, ok := i, true; ok; j, ok = succ[j] {
			c = append(c, j)
			chainOf[j] = len(chains)
		}
		chains = append(chains, c)
	}
	if len(chains) == 0 {
		return
	}
	order := chains[0]
	for k, c := range chains[1:] {
		// The chain stands after the paragraph of the piece before it in the file; if that is its own, it goes
		// where a piece lost its successor.
		at := len(order)
		if before := c[0] - 1; mine(before) && chainOf[before] != k+1 {
			if x := index(order, before); x >= 0 {
				for x+1 < len(order) && link[order[x]] == order[x+1] && hasKey(link, order[x]) {
					x++
				}
				at = x + 1
			}
		} else {
			for x, i := range order {
				if s := i + 1; hasKey(chainOf, s) && chainOf[s] == k+1 && (x+1 == len(order) || order[x+1] != s) && !hasKey(link, i) {
					at = x + 1
					break
				}
			}
		}
		order = append(append(append([]int(nil), order[:at]...), c...), order[at:]...)
	}
	// Paragraphs.
	var paras [][]int
	for _, i := range order {
		if n := len(paras); n > 0 {
			last := paras[n-1][len(paras[n-1])-1]
			if j, ok := link[last]; ok && j == i {
				paras[n-1] = append(paras[n-1], i)
				continue
			}
		}
		paras = append(paras, []int{i})
	}
	paras = unsplit(flow, paras, p.splits)
	paras = numbered(flow, paras)
	order = order[:0]
	for _, g := range paras {
		order = append(order, g...)
	}
	before := len(p.moves)
	p.moved(flow, order, link)
	stay := false
	for k := range p.moves[before:] {
		m := &p.moves[before+k]
		if p.will.move != nil {
			m.ask = !p.will.move(*m)
		}
		stay = stay || m.ask
	}
	if stay { // where a move is refused the paragraphs stand in the order of the file
		for k := range p.moves[before:] {
			p.moves[before+k].ask = true
		}
		slices.SortStableFunc(paras, func(a, b []int) int { return a[0] - b[0] })
	}
	p.order[story] = paras
}

// unsplit puts together again what a refused split parts, where its halves still stand one behind the other.
func unsplit(flow []*piece, paras [][]int, splits []split) [][]int {
	refused := map[[2]int]bool{}
	for _, s := range splits {
		if s.ask {
			refused[[2]int{s.block, s.at}] = true
		}
	}
	if len(refused) == 0 {
		return paras
	}
	var out [][]int
	for _, g := range paras {
		if n := len(out); n > 0 && refused[[2]int{flow[g[0]].block, flow[g[0]].at}] && out[n-1][len(out[n-1])-1] == g[0]-1 {
			out[n-1] = append(out[n-1], g...)
			continue
		}
		out = append(out, g)
	}
	return out
}

// numbered puts paragraphs that stand together and count, 一是 三是 二是 or （二） （一）, in the order that they count in,
// if together they count from one number on without a gap.
func numbered(flow []*piece, paras [][]int) [][]int {
	for i := 0; i < len(paras); {
		style, first := ordinal(flow[paras[i][0]].text)
		j, least, rising := i+1, first, true
		last := first
		seen := map[int]bool{first: true}
		for ; style != "" && j < len(paras); j++ {
			s, n := ordinal(flow[paras[j][0]].text)
			if s != style || seen[n] {
				break
			}
			seen[n] = true
			least, rising, last = min(least, n), rising && n > last, n
		}
		whole := true
		for n := least; n < least+j-i; n++ {
			whole = whole && seen[n]
		}
		if style != "" && whole && !rising {
			slices.SortFunc(paras[i:j], func(a, b []int) int {
				_, x := ordinal(flow[a[0]].text)
				_, y := ordinal(flow[b[0]].text)
				return x - y
			})
		}
		i = j
	}
	return paras
}

// ordinal answers the style and the number of a paragraph that counts: 一是 第一， 一、 （一） 1. 1、 (1). No style is none.
func ordinal(rs []rune) (style string, n int) {
	i := 0
	at := func(k int) rune {
		if k < len(rs) {
			return rs[k]
		}
		return 0
	}
	open := at(0) == '（' || at(0) == '('
	first := at(0) == '第'
	if open || first {
		i = 1
	}
	from := i
	for i < len(rs) && i-from < 3 && strings.ContainsRune("一二三四五六七八九十", rs[i]) {
		i++
	}
	if i > from {
		style, n = "han", hanNumber(rs[from:i])
	} else {
		for i < len(rs) && i-from < 2 && rs[i] >= '0' && rs[i] <= '9' {
			n = n*10 + int(rs[i]-'0')
			i++
		}
		if i > from {
			style = "digit"
		}
	}
	next := at(i)
	switch {
	case style == "" || n == 0:
	case open && (next == '）' || next == ')'):
		return style + " ()", n
	case open:
	case first && (next == '，' || next == ',' || next == '、'):
		return style + " 第", n
	case first:
	case style == "han" && next == '是':
		return "一是", n
	case next == '、' || style == "digit" && (next == '.' || next == '．') && (at(i+1) < '0' || at(i+1) > '9'):
		return style + " 、", n
	}
	return "", 0
}

// hanNumber answers what 一 to 九十九 say; 0 if it is no number.
func hanNumber(rs []rune) int {
	n, ten := 0, false
	for i, r := range rs {
		d := strings.IndexRune("一二三四五六七八九", r)
		switch {
		case r == '十' && !ten:
			ten = true
			if i == 0 {
				n = 1
			}
			n *= 10
		case d >= 0 && (i == 0 || ten && n%10 == 0):
			n += d/len("一") + 1
		default:
			return 0
		}
	}
	return n
}

func hasKey(m map[int]int, k int) bool {
	_, ok := m[k]
	return ok
}

func index(list []int, x int) int {
	for i, y := range list {
		if y == x {
			return i
		}
	}
	return -1
}

// cut opens a ring at its weakest step: one to a subhead, else one to a run-in head, else the last. A link that
// text speaks for is never cut.
func (p *plan) cut(flow []*piece, ring []int, link map[int]int, succ, pred map[int]int) {
	best, weak := -1, -1
	for _, i := range ring {
		if hasKey(link, i) {
			continue
		}
		w := 1
		switch to := flow[succ[i]]; {
		case to.role == edition.Subhead:
			w = 3
		case to.runin > 0:
			w = 2
		}
		if w >= weak {
			best, weak = i, w
		}
	}
	if best < 0 {
		return // cutRings has left no ring of links
	}
	delete(pred, succ[best])
	delete(succ, best)
}

// moved tells which pieces no longer stand in the order of the file: the fewest that must have moved.
func (p *plan) moved(flow []*piece, order []int, link map[int]int) {
	keep := longestRising(order)
	for k := 0; k < len(order); {
		if keep[k] {
			k++
			continue
		}
		z := k
		for z+1 < len(order) && !keep[z+1] && order[z+1] == order[z]+1 {
			z++
		}
		m := move{first: order[k], last: order[z], before: -1, sure: 0.9}
		if z+1 < len(order) {
			m.before = order[z+1]
		} else {
			m.before = order[k]
		}
		// The surest link that holds the moved pieces to where they stand now.
		for _, l := range p.links {
			if !l.ask && (l.from == order[z] || k > 0 && l.from == order[k-1] && l.to == order[k]) {
				m.sure = l.sure
			}
		}
		p.moves = append(p.moves, m)
		k = z + 1
	}
}

// longestRising marks the members of a longest rising subsequence.
func longestRising(xs []int) []bool {
	keep := make([]bool, len(xs))
	back := make([]int, len(xs))
	var tails []int // index of the least last member of a sequence of each length
	for i, x := range xs {
		n := sort.Search(len(tails), func(k int) bool { return xs[tails[k]] >= x })
		back[i] = -1
		if n > 0 {
			back[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = back[i] {
			keep[i] = true
		}
	}
	return keep
}

// assignment answers for every row the column it takes, each column once, so that the sum of scores is greatest:
// the Hungarian method with potentials. There are at least as many columns as rows.
func assignment(score [][]float64) []int {
	n := len(score)
	if n == 0 {
		return nil
	}
	m := len(score[0])
	u, v := make([]float64, n+1), make([]float64, m+1)
	match := make([]int, m+1) // column → row
	way := make([]int, m+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		j0 := 0
		least := make([]float64, m+1)
		used := make([]bool, m+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for {
			used[j0] = true
			i0, delta, j1 := match[j0], math.Inf(1), 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if c := -score[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			if j0 = j1; match[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			match[j0] = match[way[j0]]
			j0 = way[j0]
		}
	}
	out := make([]int, n)
	for j := 1; j <= m; j++ {
		if match[j] > 0 {
			out[match[j]-1] = j - 1
		}
	}
	return out
}
