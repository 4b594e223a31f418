package para

import (
	"math"

	"dayang/layout/geom"
)

// Rows sets a headline in at most so many rows of one measure, in as few as it fits in. Rows break by sense: at a
// typed space first, then where a word starts, never so that a particle or a mark stands alone on a row; and they
// come out as even as that lets them. A row wider than the measure says so by its Width.
func (p *Prepared) Rows(measure geom.Length, rows int) Result {
	if len(p.items) == 0 {
		return Result{}
	}
	m := Measure{Rest: measure}
	var ends []int32
	for n := 1; n <= max(rows, 1); n++ {
		e := p.rowsIn(m, n)
		if e == nil {
			break
		}
		ends = e
		if p.rowsFit(ends, m) {
			break
		}
	}
	if ends == nil {
		ends = append(ends, p.must...)
	}
	return p.build(ends, m)
}

func (p *Prepared) rowsFit(ends []int32, m Measure) bool {
	from := 0
	for i, e := range ends {
		if f := p.line(from, int(e), i, m); f.over() > 0 {
			return false
		}
		from = int(e)
	}
	return true
}

// The weights of a headline's rows, tried on the headlines of the sample edition.
const (
	costWide     = 1000.0 // of an em beyond the measure
	costUneven   = 1.0    // of an em by which a row differs from an even share, squared
	costInWord   = 60.0   // of breaking inside a word
	costParticle = 40.0   // of a particle at the wrong end of a row
	costAlone    = 500.0  // of a row of one character
	gainSpace    = 30.0   // for breaking at a typed space
)

// rowsIn answers the best way to break into just n rows, nil if there is none.
func (p *Prepared) rowsIn(m Measure, n int) []int32 {
	ops := p.breaks
	w := len(ops)
	type state struct {
		cost float64
		prev int
	}
	var whole fitting
	p.measureLine(&whole, 0, len(p.items), 0, true)
	share := float64(whole.natural) / float64(n) / float64(p.em)
	table := make([]state, (n+1)*(w+1))
	for i := range table {
		table[i].cost = math.Inf(1)
	}
	table[0].cost = 0
	for row := 0; row < n; row++ {
		for k := 0; k <= w-1; k++ {
			s := table[row*(w+1)+k]
			if math.IsInf(s.cost, 1) {
				continue
			}
			from := 0
			if k > 0 {
				from = int(ops[k-1])
			}
			for j := k; j < w; j++ {
				f := p.line(from, int(ops[j]), row, m)
				c := s.cost + p.rowCost(&f, int(ops[j]), share)
				if t := &table[(row+1)*(w+1)+j+1]; c < t.cost {
					*t = state{c, k}
				}
				if p.endsAt(int(ops[j])) {
					break
				}
			}
		}
	}
	at := w
	if math.IsInf(table[n*(w+1)+at].cost, 1) {
		return nil
	}
	ends := make([]int32, n)
	for row := n; row > 0; row-- {
		ends[row-1] = ops[at-1]
		at = table[row*(w+1)+at].prev
	}
	return ends
}

// rowCost answers the cost of a row that ends before item to.
func (p *Prepared) rowCost(f *fitting, to int, share float64) float64 {
	c := 0.0
	if over := f.over(); over > 0 {
		c += costWide * float64(over) / float64(p.em)
	}
	d := float64(f.natural)/float64(p.em) - share
	c += costUneven * d * d
	if p.contents(f.from, f.to, 2) < 2 {
		c += costAlone
	}
	if p.endsAt(to) {
		return c
	}
	if p.items[to-1].class == space || p.items[to-1].class == wideSpace {
		return c - gainSpace
	}
	if p.items[to-1].class.full() {
		c -= gainSpace / 3 // after a mark the sense pauses too
	}
	next := &p.in.Clusters[to]
	if p.senses && next.Flags&WordStart == 0 && p.items[to].class == han && p.items[to-1].class == han {
		c += costInWord
	}
	if p.particle(to, clings) || p.particle(to-1, leans) {
		c += costParticle
	}
	return c
}

// particle reports whether item i is a word of one character that kind knows. Where words are not marked, the
// character alone decides.
func (p *Prepared) particle(i int, kind func(r rune, sure bool) bool) bool {
	if i < 0 || p.items[i].class != han {
		return false
	}
	if !p.senses {
		return kind(p.in.Clusters[i].Rune, false)
	}
	alone := p.in.Clusters[i].Flags&WordStart != 0 &&
		(i+1 == len(p.items) || p.items[i+1].class != han || p.in.Clusters[i+1].Flags&WordStart != 0)
	return alone && kind(p.in.Clusters[i].Rune, true)
}

// clings reports whether a Han character belongs to the words before it, so that a row does not begin with it; sure
// tells that it is a word by itself.
func clings(r rune, sure bool) bool {
	switch r {
	case '的', '了', '着', '们', '吗', '呢', '吧', '啊':
		return true
	case '过', '地', '得', '之', '里', '上', '中', '下', '内', '外', '后', '前', '者', '时':
		return sure
	}
	return false
}

// leans reports whether a Han character belongs to the words after it, so that a row does not end with it.
func leans(r rune, sure bool) bool {
	switch r {
	case '和', '与', '及', '或', '在', '把', '被', '从', '向', '让', '使', '由', '将':
		return true
	case '对', '为', '以', '于', '因', '当', '是', '不', '第', '各', '每', '该', '本', '这', '那', '更', '最', '再', '又', '也', '都', '就', '要', '能', '可':
		return sure
	}
	return false
}
