package para

import "dayang/layout/geom"

// Prepared is a paragraph ready to be set to any measure. It is never changed, so goroutines may share it.
type Prepared struct {
	in     Input
	em     geom.Length
	items  []item
	sums   []sum   // len(items)+1 prefix sums
	breaks []int32 // where lines may begin or the paragraph ends: ascending, without 0, with len(items)
	must   []int32 // of those, the ones where a line has to end: after manual breaks, and the end
	senses bool    // some cluster carries WordStart
	drop   int     // lines of the drop cap, 0 is none

	gap, gapMin, gapMax geom.Length // between Han and Western
}

// item is a cluster as it stands in the middle of a line.
type item struct {
	cell        geom.Length // width, pairs of marks already squeezed
	gap         geom.Length // after it: to Western or Han matter, and the style's tracking
	left, right geom.Length // blank still inside the cell
	cut         geom.Length // blank already taken from the left
	class       class
	flags       itemFlag
}

type itemFlag uint8

const (
	expands    itemFlag = 1 << iota // the place after it may be opened
	mayBegin                        // a line may begin with it
	wordSpace                       // a typed space that stands as such
	gapped                          // the gap between Han and Western follows it
	gapSpace                        // a typed space replaced by the gap between Han and Western
	trailing                        // vanishes at a line's end
	besideMark                      // the place after it is the blank of a mark, which EvenPitch opens first
)

// sum holds the totals of all items before a place.
type sum struct {
	width    geom.Length
	brackets int32 // what each step of squeezing can take, in the order of CLREQ
	pauses   int32
	gaps     int32
	stops    int32
	spaces   int32 // what word spaces and gaps can open before the rest does
	places   int32
}

// The limits of adjusting, as parts of an em.
const (
	gapDen       = 4  // natural gap Han–Western: 1/4. CLREQ, "Mixed Text Composition in Chinese"
	gapMinDen    = 8  // 1/8 at least. JLREQ, "Reduction of inter-character spacing"
	gapMaxDen    = 3  // 1/3 at most. CLREQ
	gapLooseDen  = 2  // 1/2 where a line is loose already. JLREQ
	looseDen     = 10 // which is beyond 1/10 a place
	spaceMaxDen  = 2  // a word space opens to 1/2. JLREQ, "Line adjustment by inter-character expansion"
	spaceMinDen  = 4  // and closes to 1/4
	markOpenDen  = 8  // what EvenPitch adds to a mark's blank; at 1/6 the holes were seen in the sample edition's narrow columns
	hangLimitDen = 2  // a hanging mark takes half an em beyond the measure
)

// Prepare looks at everything about a paragraph that its measure cannot change: classes, squeezed pairs, gaps,
// and where lines may break.
func Prepare(in Input) *Prepared {
	n := len(in.Clusters)
	p := &Prepared{in: in, em: in.Style.Em, items: make([]item, n), sums: make([]sum, n+1), breaks: make([]int32, 0, n+1)}
	if p.em <= 0 {
		for i := range in.Clusters {
			p.em = max(p.em, in.Clusters[i].Em)
		}
		p.em = max(p.em, 1)
	}
	p.limits()
	if d := in.Style.DropLines; d > 1 && n > 0 {
		p.drop = min(d, mostDrop)
	}
	var few [256]class
	var k []class
	if n <= len(few) {
		k = few[:n]
	} else {
		k = make([]class, n)
	}
	classify(in.Clusters, k)
	p.cells(k)
	if in.Style.Marks != Plain {
		p.squeezePairs()
	}
	p.spacing()
	p.findBreaks()
	p.total()
	return p
}

// limits settles the gap between Han and Western, in order.
func (p *Prepared) limits() {
	or := func(l, own geom.Length) geom.Length {
		if l > 0 {
			return l
		}
		return own
	}
	st := &p.in.Style
	p.gap = or(st.Gap, p.em/gapDen)
	p.gapMin = min(or(st.GapMin, min(p.em/gapMinDen, p.gap)), p.gap)
	p.gapMax = max(or(st.GapMax, max(p.em/gapMaxDen, p.gap)), p.gap)
}

// mostDrop bounds the lines of a drop cap: each has its own layer in the search.
const mostDrop = 20

// Clusters answers the paragraph's clusters, which the caller must not change.
func (p *Prepared) Clusters() []Cluster { return p.in.Clusters }

// Style answers how the paragraph is set.
func (p *Prepared) Style() Style { return p.in.Style }

// Natural answers the paragraph's width as one run in the middle of a line: pairs squeezed, nothing trimmed.
func (p *Prepared) Natural() geom.Length {
	n := len(p.items)
	if n == 0 {
		return 0
	}
	return p.sums[n].width - p.items[n-1].gap
}

// Breaks answers for every place among the clusters whether a line may begin there; the paragraph's start and
// end are such places. What lies inside a long Western word, and is broken only when nothing else fits, is not.
func (p *Prepared) Breaks() []bool {
	out := make([]bool, len(p.items)+1)
	out[0] = true
	for _, b := range p.breaks {
		out[b] = true
	}
	return out
}

// Scale answers the same paragraph at another size: every length times size/of.
func (p *Prepared) Scale(size, of geom.Length) *Prepared {
	if size == of || of <= 0 {
		return p
	}
	return p.Reshape(size, of, 0, 1000)
}

// Rest answers the paragraph from cluster k on, as one that goes on elsewhere: without a first line's indent and without
// its drop cap.
func (p *Prepared) Rest(k int) *Prepared {
	in := p.in
	in.Clusters = in.Clusters[k:]
	in.Style.Indent, in.Style.DropLines = in.Style.HangIndent, 0
	return Prepare(in)
}

// Reshape answers the same paragraph at another size, each character wide thousandths of its width, and tracked by
// open more than before: how a headline is fitted to its span.
func (p *Prepared) Reshape(size, of, open geom.Length, wide int) *Prepared {
	if of <= 0 {
		size, of = 1, 1
	}
	num, den := int64(size), int64(of)
	if wide > 0 && wide != 1000 {
		num, den = int64(size)*int64(wide), int64(of)*1000
	}
	s := func(l geom.Length) geom.Length { return l.Times(num, den) }
	in := p.in
	in.Clusters = make([]Cluster, len(p.in.Clusters))
	for i, c := range p.in.Clusters {
		c.Em, c.Advance, c.Open = s(c.Em), s(c.Advance), s(c.Open)
		in.Clusters[i] = c
	}
	st := &in.Style
	st.Em, st.Indent, st.HangIndent, st.Tracking = s(st.Em), s(st.Indent), s(st.HangIndent), s(st.Tracking)+open
	st.Gap, st.GapMin, st.GapMax, st.TrackingMin, st.TrackingMax = s(st.Gap), s(st.GapMin), s(st.GapMax), s(st.TrackingMin), s(st.TrackingMax)
	in.HyphenWidth = s(in.HyphenWidth)
	return Prepare(in)
}

// cells gives every cluster its cell and its blanks, before neighbours are looked at. The class of a mark decides
// its cell, whatever the font's own advance: GB/T 15834, 5.1.
func (p *Prepared) cells(k []class) {
	style := &p.in.Style
	for i := range p.items {
		c := &p.in.Clusters[i]
		it := &p.items[i]
		it.class = k[i]
		em := c.Em
		if em <= 0 {
			em = p.em
		}
		switch k[i] {
		case han, iteration, letter, digit, wideDigit, latinOpen, latinClose, latinMark, prefix, percent, suffix, widePrefix, wideSuffix, glue:
			it.cell = c.Advance
		case opener:
			it.cell, it.left = em, em/2
		case closer, pause, stop:
			it.cell, it.right = em, em-em/2
		case kanaDot:
			it.cell, it.left, it.right = em, em/4, em/4
		case midDot, shortDash, solidus:
			it.cell = em / 2
		case dash, ellipsis:
			it.cell = em
			if c.Runes > 1 || c.Rune == '⸺' {
				it.cell = 2 * em
			}
			if c.Rune == '⸻' {
				it.cell = 3 * em
			}
		case wave:
			it.cell = em
		case wideSpace:
			it.cell = em
			it.flags |= trailing
		case space:
			it.flags |= trailing
			if c.Rune != 0x200B {
				it.cell = c.Advance
				it.flags |= wordSpace
			}
		}
		if style.Vertical {
			switch c.Rune { // CLREQ, vertical lines: these stand in the middle of their em
			case '：', '；', '！', '？', '∶':
				it.right = 0
			}
		}
		if i == 0 && p.drop > 0 {
			it.class, it.cell, it.left, it.right, it.flags = han, c.Advance, 0, 0, 0
			continue
		}
		switch style.Marks {
		case Banjiao:
			it.halve()
		case Kaiming:
			if k[i] != stop {
				it.halve()
			}
		}
	}
}

// halve takes an opener's, closer's or stop's blank away for good.
func (it *item) halve() {
	if it.class.full() && it.class != kanaDot {
		it.takeLeft(it.left)
		it.takeRight(it.right)
	}
}

func (it *item) takeLeft(d geom.Length) {
	it.cell -= d
	it.left -= d
	it.cut += d
}

func (it *item) takeRight(d geom.Length) {
	it.cell -= d
	it.right -= d
}

// squeezePairs narrows neighbouring marks.
func (p *Prepared) squeezePairs() {
	items := p.items
	if p.in.Style.Marks == PairedExclaims {
		p.pairExclaims()
	}
	for i := 0; i+1 < len(items); i++ {
		a, b := &items[i], &items[i+1]
		if !a.class.full() {
			if a.class == wideSpace && b.class == opener {
				b.takeLeft(b.left) // CSS Text 4, and by eye: the space already is the blank
			}
			continue
		}
		if p.in.Style.Marks == WebNormal {
			// CSS Text 4, "Collapsing", in the words of MDN's text-spacing-trim: a closing mark is set half
			// wide before another, a middle dot or an ideographic space, an opening one after any of them.
			shut := p.collapses(i)
			switch {
			case shut && (p.collapses(i+1) || b.class == kanaDot || b.class == wideSpace):
				a.takeRight(a.right)
			case b.class == opener && (a.class == opener || a.class == kanaDot || shut):
				b.takeLeft(b.left)
			}
			continue
		}
		if !b.class.full() {
			continue
		}
		// CLREQ, "Punctuation Width Adjustment": two marks of 2 em are cut to 1.5 where their blanks face.
		if half := p.em0(i) / 2; a.right+b.left >= half {
			d := min(a.right, half)
			a.takeRight(d)
			b.takeLeft(min(b.left, half-d))
		}
	}
}

// collapses reports whether CSS counts mark i among the closing ones: all but ！ and ？.
func (p *Prepared) collapses(i int) bool {
	switch p.items[i].class {
	case closer, pause:
		return true
	case stop:
		r := p.in.Clusters[i].Rune
		return r != '！' && r != '？'
	}
	return false
}

// pairExclaims sets two of ！？ in one em and three in two. GB/T 15834, 5.1.2.
func (p *Prepared) pairExclaims() {
	loud := func(i int) bool {
		r := p.in.Clusters[i].Rune
		return r == '！' || r == '？'
	}
	for i := 0; i+1 < len(p.items); i++ {
		if loud(i) && loud(i+1) {
			for j := i; j < i+2; j++ {
				p.items[j].takeRight(p.items[j].right)
			}
			i++
		}
	}
}

func (p *Prepared) em0(i int) geom.Length {
	if em := p.in.Clusters[i].Em; em > 0 {
		return em
	}
	return p.em
}

// spacing puts the gaps between Han and Western and the style's tracking after the items, and decides what a
// typed space is: a word space, the gap itself, or nothing beside a Chinese mark. CLREQ, "Mixed Text Composition".
func (p *Prepared) spacing() {
	items, style := p.items, &p.in.Style
	gap := p.gap
	for i := 0; i < len(items); i++ {
		a := &items[i]
		if a.class == space {
			continue // settled with the item before it
		}
		j := i + 1
		for j < len(items) && items[j].class == space {
			j++
		}
		if j < len(items) && !style.NoAutospace {
			b := &items[j]
			// A space of half an em and more is no word space of a font: the caller set it to part the sense.
			meant := j > i+1 && items[i+1].cell >= p.em/2
			mixed := a.class.chinese() && b.class.western() || a.class.western() && b.class.chinese()
			switch {
			case meant:
			case mixed && j == i+1:
				a.gap = gap
				a.flags |= gapped
			case mixed:
				p.blankSpaces(i+1, j)
				items[j-1].cell = gap
				items[j-1].flags |= gapSpace
			case j > i+1 && (a.class.full() && b.class.western() || a.class.western() && b.class.full()):
				p.blankSpaces(i+1, j)
			}
		}
		if j < len(items) && i+1 == j && p.opens(i) {
			a.flags |= expands
			if style.EvenPitch && (a.right > 0 && a.class.full() || items[i+1].class == opener && items[i+1].left > 0) {
				a.flags |= besideMark
			}
		}
		if j > i+1 && j < len(items) {
			items[j-1].flags |= expands
		}
	}
	if p.drop > 0 {
		items[0].gap = 0
		items[0].flags &^= expands | gapped | besideMark
	}
	for i := range items {
		if t := p.in.Clusters[i].Open; t != 0 && i+1 < len(items) && !p.unit(i) {
			items[i].gap += t
		}
	}
	if t := style.Tracking; t != 0 {
		for i := range items {
			if i+1 < len(items) && (i > 0 || p.drop == 0) && !p.unit(i) && items[i].class != manual && items[i].class != joiner {
				items[i].gap += t
			}
		}
	}
}

// blankSpaces takes the width from the typed spaces of [from, to).
func (p *Prepared) blankSpaces(from, to int) {
	for i := from; i < to; i++ {
		p.items[i].cell = 0
		p.items[i].flags &^= wordSpace
	}
}

// unit reports whether items i and i+1 are halves of one —— or ……, which nothing may part.
func (p *Prepared) unit(i int) bool {
	a, b := p.items[i].class, p.items[i+1].class
	return a == b && (a == dash || a == ellipsis)
}

// opens reports whether the place after item i may be opened to justify: not inside —— and ……, words and
// numbers, nor around connectors and the solidus. CLREQ, "Order of Expansion".
func (p *Prepared) opens(i int) bool {
	a, b := p.items[i].class, p.items[i+1].class
	if p.unit(i) || p.sticks(i) {
		return false
	}
	for _, k := range [2]class{a, b} {
		switch k {
		case wave, shortDash, solidus, glue, joiner, manual:
			return false
		}
	}
	return true
}

// sticks reports whether items i and i+1 belong to one Western word, number, or number with its sign.
func (p *Prepared) sticks(i int) bool {
	a, b := p.items[i].class, p.items[i+1].class
	switch a {
	case letter, digit, percent, suffix, latinMark:
		switch b {
		case letter, digit, latinMark, prefix, latinOpen:
			return true
		case percent, suffix, wideSuffix, latinClose:
			return true
		case solidus:
			return p.in.Clusters[i+1].Rune == '/' && a == letter
		}
	case latinOpen:
		return true
	case prefix:
		return b == letter || b == digit || b == prefix || b == latinMark || b == latinClose
	case widePrefix:
		return b == digit || b == wideDigit || b == widePrefix
	case latinClose:
		switch p.in.Clusters[i].Rune {
		case '.', ',', ':', ')', ']', '}':
			return b == letter || b == digit || b == latinClose || b == latinMark
		}
		return b == latinClose
	case wideDigit:
		return b == wideDigit || b == percent || b == suffix || b == wideSuffix
	case stop:
		return b == wideDigit && p.in.Clusters[i].Rune == '．'
	case midDot:
		return b == digit && i > 0 && p.items[i-1].class == digit
	}
	return false
}

// total fills the prefix sums.
func (p *Prepared) total() {
	var s sum
	for i := range p.items {
		it := &p.items[i]
		p.sums[i] = s
		s.width += it.cell + it.gap
		if it.flags&expands != 0 {
			s.places++
		}
		s.add(it, p)
	}
	p.sums[len(p.items)] = s
}

// add counts what an item can give up and take.
func (s *sum) add(it *item, p *Prepared) {
	em, marks := p.em, p.in.Style.Marks
	blank := int32(it.left + it.right)
	if marks == Plain || marks == WebNormal {
		blank = 0
	}
	switch it.class {
	case opener, closer, kanaDot:
		s.brackets += blank
	case pause:
		s.pauses += blank
	case stop:
		s.stops += blank
	case space:
		if it.flags&wordSpace != 0 {
			s.brackets += int32(max(0, it.cell-em/spaceMinDen))
			s.spaces += int32(max(0, em/spaceMaxDen-it.cell))
		}
		if it.flags&gapSpace != 0 {
			s.gaps += int32(p.gap - p.gapMin)
			s.spaces += int32(p.gapMax - p.gap)
		}
	}
	if it.flags&besideMark != 0 {
		s.spaces += int32(em / markOpenDen)
	}
	if it.flags&gapped != 0 {
		s.gaps += int32(p.gap - p.gapMin)
		s.spaces += int32(p.gapMax - p.gap)
	}
}
