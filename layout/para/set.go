package para

import (
	"math"

	"dayang/layout/geom"
)

// fitting is how a stretch of items stands against the room it has to fill.
type fitting struct {
	natural geom.Length
	room    geom.Length
	easy    geom.Length // what spaces, brackets, pauses and gaps can give
	hard    geom.Length // what 。？！． can give besides
	spaces  geom.Length // what spaces and gaps open before the rest does
	places  int
	from    int // first and last+1 item that are seen
	to      int
	ends    bool // ends at a manual break or the paragraph's end: not made flush
	hung    bool
	hyphen  bool
}

// over answers by how much the natural width is too much, negative if it is short.
func (f *fitting) over() geom.Length { return f.natural - f.room }

// fits reports whether the line can be set in its room, shrunk if it has to be.
func (f *fitting) fits() bool { return f.over() <= f.easy+f.hard }

// open answers what is added at every expandable place to fill the room, in parts of an em.
func (f *fitting) open(em geom.Length) float64 {
	d := -f.over() - f.spaces
	if d <= 0 {
		return 0
	}
	return float64(d) / float64(max(f.places, 1)) / float64(em)
}

// measureLine looks at items [from, to) as a line with that much room. first tells the paragraph's first line,
// whose indent is already taken from room. The right blank of the last mark and the left blank of a first opener
// are gone before anything is adjusted: GB/T 15834, 5.1.10, and CLREQ.
func (p *Prepared) measureLine(f *fitting, from, to int, room geom.Length, first bool) {
	*f = fitting{room: room}
	items := p.items
	for from < to && items[from].class == space {
		from++
	}
	last := to
	for last > from && items[last-1].class == manual {
		last--
	}
	for last > from && items[last-1].flags&trailing != 0 {
		last--
	}
	f.from, f.to = from, last
	if last <= from {
		return
	}
	a, z := &items[from], &items[last-1]
	s, e := &p.sums[from], &p.sums[last]
	f.natural = e.width - s.width - z.gap
	f.places = int(e.places - s.places)
	if z.flags&expands != 0 {
		f.places--
	}
	easy := (e.brackets - s.brackets) + (e.pauses - s.pauses) + (e.gaps - s.gaps)
	f.hard = geom.Length(e.stops - s.stops)
	f.spaces = geom.Length(e.spaces - s.spaces)
	if z.flags&gapped != 0 {
		easy -= int32(p.gap - p.gapMin)
		f.spaces -= p.gapMax - p.gap
	}
	if z.flags&besideMark != 0 {
		f.spaces -= p.em / markOpenDen
	}
	f.easy = geom.Length(easy)
	if p.in.Style.Marks == Plain {
		return
	}
	if z.right != 0 && !p.in.Style.KeepEnd {
		f.trim(z.class, z.right, p.in.Style.Marks)
		f.natural -= z.right
	}
	if start := p.startBlank(from, first); start > 0 {
		f.trim(a.class, start, p.in.Style.Marks)
		f.natural -= start
	} else {
		f.natural -= start // restored: negative
	}
}

// trim takes a blank that is gone already from what the line could still give.
func (f *fitting) trim(c class, blank geom.Length, marks Marks) {
	if marks == WebNormal {
		return
	}
	if c == stop {
		f.hard -= blank
	} else if c.full() {
		f.easy -= blank
	}
}

// startBlank answers what the first item of a line loses on its left; it is negative where the item gets a blank
// back that it had lost to the mark before it.
func (p *Prepared) startBlank(i int, first bool) geom.Length {
	it := &p.items[i]
	if it.class != opener && it.class != kanaDot {
		return 0
	}
	if p.in.Style.KeepStart || first && p.in.Style.Indent > 0 && !p.in.Style.TrimIndent {
		if i > 0 && it.class == opener && p.in.Style.Marks != Banjiao && p.in.Style.Marks != Kaiming {
			return it.left - p.em0(i)/2
		}
		return 0
	}
	return it.left
}

// hang lets the last mark of the line stand outside the measure, if it is one of 、，。 and alone. CLREQ, "Hanging
// Punctuation Marks at Line End".
func (p *Prepared) hang(f *fitting) {
	if f.to-f.from < 2 {
		return
	}
	switch p.in.Clusters[f.to-1].Rune {
	case '、', '，', '。':
	default:
		return
	}
	z, y := &p.items[f.to-1], &p.items[f.to-2]
	if y.class.full() {
		return
	}
	f.natural -= z.cell + y.gap
	if p.in.Style.Marks != Plain && !p.in.Style.KeepEnd {
		f.natural += z.right // trimmed already
	} else if p.in.Style.Marks != Plain {
		f.trim(z.class, z.right, p.in.Style.Marks)
	}
	if y.flags&expands != 0 {
		f.places--
	}
	if y.flags&besideMark != 0 {
		f.spaces -= p.em / markOpenDen
	}
	f.hung = true
}

// indent answers how far line n stands in from the left edge.
func (p *Prepared) indent(n int) geom.Length {
	if p.drop > 0 && n < p.drop {
		if n == 0 {
			return 0
		}
		return p.items[0].cell
	}
	if n == 0 {
		return p.in.Style.Indent
	}
	return p.in.Style.HangIndent
}

// line answers the fitting of [from, to) as line n.
func (p *Prepared) line(from, to, n int, m Measure) (f fitting) {
	p.fit(&f, from, to, n, m.At(n)-p.indent(n))
	return f
}

// fit is line with the room already known.
func (p *Prepared) fit(f *fitting, from, to, n int, room geom.Length) {
	p.measureLine(f, from, to, room, n == 0)
	if to == len(p.items) || p.items[to-1].class == manual {
		f.ends = true
	} else if p.in.Clusters[to-1].Flags&HyphenAfter != 0 && p.items[to-1].class == letter && p.items[to].class == letter {
		f.hyphen = true
		f.natural += p.in.HyphenWidth
	}
	if p.in.Style.Hang && f.natural > f.room {
		p.hang(f)
	}
}

// Set sets the paragraph to a measure, as well as its style lets it be.
func (p *Prepared) Set(m Measure) Result {
	if len(p.items) == 0 {
		return Result{}
	}
	switch {
	case p.in.Style.Align != Justify:
		return p.build(p.greedy(m, PushOutOnly), m)
	case p.in.Style.Policy != LeastAdjustment:
		return p.build(p.greedy(m, p.in.Style.Policy), m)
	case len(m.Lines)*len(p.breaks) > mostNodes:
		return p.build(p.greedy(m, PushInFirst), m)
	}
	ends, cost := p.totalFit(p.breaks, m, 0)
	if cost >= costForced {
		ends, _ = p.totalFit(p.emergencyBreaks(m), m, 0)
	}
	return p.build(ends, m)
}

// mostNodes bounds the memory of a paragraph whose lines have measures of their own: a thousand characters around a
// picture of a page's height need a fifth. A longer one is set line by line.
const mostNodes = 1 << 20

// SetIn sets the paragraph in just so many lines, and answers whether that is lawful: no rule broken, no runt,
// no line opened by more than a tenth of an em a place unless the best setting has that many lines anyway.
func (p *Prepared) SetIn(m Measure, lines int) (Result, bool) {
	if len(p.items) == 0 {
		return Result{}, lines == 0
	}
	if lines < 1 {
		return Result{}, false
	}
	best := p.Set(m)
	if len(best.Lines) == lines {
		return best, !best.forced()
	}
	var r Result
	if ends, cost := p.totalFit(p.breaks, m, lines); cost < costForced {
		if r = p.build(ends, m); p.lawfulResult(r) {
			return r, true
		}
	}
	if lines > len(best.Lines) {
		return r, false
	}
	for t := -p.em / tightDen; t >= p.in.Style.TrackingMin && p.in.Style.TrackingMin < 0; t -= p.em / tightDen {
		q := p.closed(t)
		if ends, cost := q.totalFit(q.breaks, m, lines); cost < costForced {
			if r := q.build(ends, m); q.lawfulResult(r) {
				for i := range r.Lines {
					r.Lines[i].Tracking += int(t.Times(1000, int64(p.em)))
				}
				return r, true
			}
		}
	}
	return r, false
}

// tightDen is the step, in parts of an em, by which SetIn closes a paragraph.
const tightDen = 200

// closed answers the paragraph with its tracking changed by t.
func (p *Prepared) closed(t geom.Length) *Prepared {
	in := p.in
	in.Style.Tracking += t
	return Prepare(in)
}

// setInLimit is the most a line is opened to make a paragraph longer or shorter than its best. Tried on 120
// paragraphs at 11 to 27 characters: 0.1 em a place is seen only beside a close line.
const setInLimit = 0.1

// setInMean is the most its lines are opened on the average. In the sample edition a paragraph of eight lines at
// 0.08 em each stood out grey among its neighbours.
const setInMean = 0.065

func (p *Prepared) lawfulResult(r Result) bool {
	if r.forced() {
		return false
	}
	limit, mean := setInLimit, setInMean
	if most := p.in.Style.TrackingMax; most > 0 {
		limit = float64(most) / float64(p.em)
		mean = limit * setInMean / setInLimit
	}
	all, justified := 0, 0
	for i := range r.Lines {
		l := &r.Lines[i]
		if float64(l.Tracking) > limit*1000+0.5 {
			return false
		}
		if !p.endsAt(l.To) {
			all += l.Tracking
			justified++
		}
	}
	if float64(all) > mean*1000*float64(justified) {
		return false
	}
	return p.in.Style.AllowRunt || len(r.Lines) < 2 || !p.runt(r.Lines[len(r.Lines)-1])
}

func (r Result) forced() bool {
	for i := range r.Lines {
		if r.Lines[i].Forced {
			return true
		}
	}
	return false
}

// runt reports whether a last line holds a single character, marks not counted.
func (p *Prepared) runt(l Line) bool { return p.contents(l.From, l.To, 2) < 2 }

// contents counts the characters of [from, to) that are no marks, up to enough.
func (p *Prepared) contents(from, to, enough int) int {
	n := 0
	for i := from; i < to && n < enough; i++ {
		if p.items[i].class.content() {
			n++
		}
	}
	return n
}

// greedy breaks line by line and answers where each ends.
func (p *Prepared) greedy(m Measure, policy Policy) []int32 {
	var ends []int32
	ops := p.breaks
	from, k := 0, 0
	for n := 0; from < len(p.items); n++ {
		for k < len(ops) && int(ops[k]) <= from {
			k++
		}
		fit, next := -1, -1 // the last break that fits as it is; the one after it if that fits squeezed
		var at, then fitting
		for j := k; j < len(ops); j++ {
			f := p.line(from, int(ops[j]), n, m)
			if f.over() <= 0 {
				fit, at = j, f
				if f.ends {
					break
				}
				continue
			}
			if f.fits() {
				next, then = j, f
			}
			break
		}
		end := 0
		switch {
		case fit < 0 && next < 0:
			end = p.emergency(from, int(ops[k]), n, m)
		case fit < 0:
			end = int(ops[next])
			if policy == PushOutOnly && then.over() > then.easy {
				end = int(ops[next])
			}
		case next < 0 || at.over() == 0 || at.ends:
			end = int(ops[fit])
		case policy == PushInFirst, policy == PushOutFirst && at.open(p.em) > setInLimit:
			end = int(ops[next])
		default:
			end = int(ops[fit])
		}
		ends = append(ends, int32(end))
		from = end
	}
	if !p.in.Style.AllowRunt {
		p.pullDown(ends, m)
	}
	return ends
}

// pullDown mends a runt at the end of lines broken one by one: the line above gives up its last characters.
func (p *Prepared) pullDown(ends []int32, m Measure) {
	z := len(ends) - 1
	if z < 1 || p.contents(int(ends[z-1]), int(ends[z]), 2) >= 2 {
		return
	}
	from := 0
	if z > 1 {
		from = int(ends[z-2])
	}
	if e := int(ends[z-1]); e > 0 && p.items[e-1].class == manual {
		return
	}
	for i := int(ends[z-1]) - 1; i > from; i-- {
		if p.items[i].flags&mayBegin == 0 || p.contents(i, int(ends[z]), 2) < 2 {
			continue
		}
		if f := p.line(i, int(ends[z]), z, m); f.fits() && p.contents(from, i, 2) > 1 {
			ends[z-1] = int32(i)
		}
		return
	}
}

// emergency answers where line n ends that no lawful break lets fit: as late as fits, before next. It prefers a
// place that only a Western word forbids, then one that no mark stands at, then any.
func (p *Prepared) emergency(from, next, n int, m Measure) int {
	best, rank := from+1, 0
	for i := from + 1; i < next; i++ {
		if f := p.line(from, i, n, m); f.over() > f.easy {
			break
		}
		if r := p.emergencyRank(i); r >= rank {
			best, rank = i, r
		}
	}
	if best >= next {
		return next
	}
	return best
}

func (p *Prepared) emergencyRank(i int) int {
	a, b := p.items[i-1].class, p.items[i].class
	if b == space || b == manual || b == joiner || p.unit(i-1) {
		return 0
	}
	if a.word() && b.word() {
		return 3
	}
	if a == opener || a == latinOpen || b == closer || b == pause || b == stop || b == latinClose {
		return 1
	}
	return 2
}

// emergencyBreaks answers the lawful breaks and, within what is too wide for the narrowest line, all others.
func (p *Prepared) emergencyBreaks(m Measure) []int32 {
	narrowest := m.Rest
	for _, l := range m.Lines {
		narrowest = min(narrowest, l)
	}
	narrowest -= max(p.in.Style.Indent, p.in.Style.HangIndent, 0)
	if p.drop > 0 {
		narrowest = min(narrowest, narrowest+max(p.in.Style.Indent, p.in.Style.HangIndent, 0)-p.items[0].cell)
	}
	out := make([]int32, 0, 2*len(p.breaks)+1)
	from := 0
	for _, b := range p.breaks {
		var f fitting
		if p.fit(&f, from, int(b), 1, narrowest); !f.fits() {
			for i := from + 1; i < int(b); i++ {
				out = append(out, int32(i))
			}
		}
		out = append(out, b)
		from = int(b)
	}
	return out
}

// costBroken is what a break in an emergency costs, by its rank.
var costBroken = [4]float64{1e11, 1e10, 1e9, 1e8}

// node is the best way to end a line at a break.
type node struct {
	cost float64
	prev int32 // node of the line before
}

// weights are what a line costs. The form is Knuth and Plass 1981, section 3, with CLREQ's order of adjusting for
// its badness.
type weights struct {
	open     float64 // of 0.1 em a place, growing with the cube
	openEach float64 // of 0.1 em a place, growing evenly
	seen     float64 // of an opening beyond seenAt
	anyOpen  float64 // of opening at all
	shrink   float64 // of taking all that brackets, pauses and gaps have, growing with the square
	anyShrnk float64 // of taking anything
	stops    float64 // of touching 。？！ at all
}

// The two sets of weights were searched for, some 300 random ones each, on 200 paragraphs of filler news at 14
// characters and on the sample editions at 11, 13 and 20; TestQuality holds what they reach. With less than 20 for
// seen, one paragraph in 40 had a line looser by 0.03 em and more than the reference model's loosest. evenPitch buys
// its evenness with squeezed marks: with a line in five squeezed, as balanced has it, 95 % of the lines at 14
// characters stay within 0.029 em instead of 0.020.
var (
	balanced  = weights{open: 400, seen: 40, anyOpen: 2, shrink: 60, anyShrnk: 50, stops: 60}
	evenPitch = weights{open: 200, openEach: 50, seen: 80, anyOpen: 5, shrink: 60, anyShrnk: 10, stops: 60}
)

const (
	seenAt      = 0.02 // of an em: what design.md wants 95 % of the lines to stay within
	costHang    = 1.0
	costHyphen  = 50.0
	costTooOpen = 400.0 // of a line beyond the style's TrackingMax: it is rather squeezed, or its neighbours are
	costRunt    = 4e6
	costForced  = 1e12
)

// charge answers the cost of a line.
func (p *Prepared) charge(f *fitting) float64 {
	w := &balanced
	if p.in.Style.EvenPitch {
		w = &evenPitch
	}
	over := f.over()
	bad := 0.0
	switch {
	case over > f.easy:
		r := float64(over-f.easy) / float64(max(p.em/gapDen, f.hard))
		bad = w.stops * (1 + r*r)
	case over > 0:
		r := float64(over) / float64(max(p.em/2, f.easy))
		bad = w.anyShrnk + w.shrink*r*r
	case f.ends:
	default:
		if t := f.open(p.em); t > 0 {
			r := t * 10
			bad = w.anyOpen + w.openEach*r + w.open*r*r*r
			if t > seenAt {
				bad += w.seen
			}
			if most := p.in.Style.TrackingMax; most > 0 && t*float64(p.em) > float64(most)+1 {
				bad += costTooOpen
			}
		} else if over < 0 {
			bad = w.anyOpen / 2
		}
	}
	if f.hung {
		bad += costHang
	}
	if f.hyphen {
		bad += costHyphen
	}
	return (1 + bad) * (1 + bad)
}

// totalFit chooses among the places ops the breaks of least cost over the whole paragraph, and answers where each
// line ends and what that costs: costForced or more when a line is overfull. lines, if not 0, is how many there
// have to be; no ends mean that it cannot be.
func (p *Prepared) totalFit(ops []int32, m Measure, lines int) (ends []int32, cost float64) {
	layers := len(m.Lines) + 1 // lines of their own measure are told apart
	if lines > 0 {
		layers = lines + 1
	} else {
		layers = max(layers, 2, p.drop+1) // the first line has its own indent, and so have those beside a drop cap
	}
	// Node (l, k), l from 1, is line l−1 ending at break k, so that line l begins there; the last layer also stands
	// for all further lines.
	width := len(ops)
	nodes := make([]node, (layers-1)*width)
	for i := range nodes {
		nodes[i].cost = math.Inf(1)
	}
	for l := 0; l < layers; l++ {
		if l == 0 {
			p.reach(ops, nodes, -1, 0, 0, 0, 0, m, layers, lines)
			continue
		}
		if lines > 0 && l == lines {
			break
		}
		hint := 0
		for k := 0; k < width-1; k++ {
			at := (l-1)*width + k
			if math.IsInf(nodes[at].cost, 1) {
				continue
			}
			hint = p.reach(ops, nodes, int32(at), int(ops[k]), k+1, max(hint, k+1), l, m, layers, lines)
		}
	}
	best, at := math.Inf(1), -1
	for l := 1; l < layers; l++ {
		if lines > 0 && l != lines {
			continue
		}
		if i := l*width - 1; nodes[i].cost < best {
			best, at = nodes[i].cost, i
		}
	}
	if at < 0 {
		return nil, best
	}
	for i := int32(at); i >= 0; i = nodes[i].prev {
		ends = append(ends, ops[int(i)%width])
	}
	for i, j := 0, len(ends)-1; i < j; i, j = i+1, j-1 {
		ends[i], ends[j] = ends[j], ends[i]
	}
	return ends, best
}

// looseTries is how many breaks short of the measure are tried however loose the line.
const looseTries = 2

// reach extends the node that begins a line at item from by every line worth trying, and answers the first break
// that does not fit, where the next node's search may start.
func (p *Prepared) reach(ops []int32, nodes []node, at int32, from, k, hint, l int, m Measure, layers, lines int) int {
	base := 0.0
	if at >= 0 {
		base = nodes[at].cost
	}
	to := min(l+1, layers-1) // layer of the line's end
	if lines > 0 && to != l+1 {
		return hint
	}
	try := func(j int, f *fitting) {
		c := base + p.charge(f)
		end := int(ops[j])
		if end == len(p.items) && at >= 0 && !p.in.Style.AllowRunt && p.contents(from, end, 2) < 2 {
			c += costRunt
		}
		if end < len(p.items) && p.items[end].flags&mayBegin == 0 {
			c += costBroken[p.emergencyRank(end)]
		}
		if n := &nodes[(to-1)*len(ops)+j]; c < n.cost {
			*n = node{cost: c, prev: at}
		}
	}
	room := m.At(l) - p.indent(l)
	var f, over, last fitting // the last line that fits as it is, the first that does not
	known := false            // over is of the break at full
	full, lastAt := hint, -1
	for ; full < len(ops); full++ {
		p.fit(&over, from, int(ops[full]), l, room)
		if over.over() > 0 {
			known = true
			break
		}
		last, lastAt = over, full
		if over.ends {
			full++
			break
		}
	}
	// Backwards: lines that fit as they are.
	tried := 0
	for i := full - 1; i >= k; i-- {
		if i == lastAt {
			f = last
		} else {
			p.fit(&f, from, int(ops[i]), l, room)
		}
		if f.ends && i != full-1 {
			break // a line may not run over a manual break
		}
		if f.over() > 0 {
			continue
		}
		if tried >= looseTries && f.open(p.em) > looseLimit {
			break
		}
		try(i, &f)
		tried++
	}
	// Forwards: lines that fit squeezed or hung. What a line cannot be squeezed below only grows, but for a mark
	// that hangs.
	forward := 0
	if known {
		misses := 0
		for i := full; i < len(ops); i++ {
			if i > full {
				p.fit(&over, from, int(ops[i]), l, room)
			}
			if over.fits() {
				try(i, &over)
				forward++
			} else if misses++; misses > 1 || !p.in.Style.Hang {
				break
			}
			if over.ends {
				break
			}
		}
	}
	if tried+forward == 0 && k < len(ops) {
		// No lawful break fits: go on from the first, so that the rest is still well set.
		i := k
		if n := &nodes[(to-1)*len(ops)+i]; base+costForced < n.cost {
			*n = node{cost: base + costForced, prev: at}
		}
	}
	return max(full-1, k)
}

// looseLimit is how far lines are opened, in parts of an em a place, before their break is not even tried.
const looseLimit = 0.15

// endsAt reports whether a line has to end before item i.
func (p *Prepared) endsAt(i int) bool {
	return i == len(p.items) || p.items[i-1].class == manual
}
