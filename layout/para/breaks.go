package para

import "dayang/layout/unibreak"

// findBreaks fills breaks and must. CLREQ, "Prohibition Rules for Line Start and Line End" and "Prohibition Rules
// for Unbreakable Marks"; GB/T 15834, 5.1; GB/T 15835 for numbers.
func (p *Prepared) findBreaks() {
	n := len(p.items)
	if n == 0 {
		return
	}
	var uni []bool
	switch p.in.Style.Level {
	case LevelUnicode:
		uni = p.unicodeBreaks(unibreak.Plain)
	case LevelCSSLoose:
		uni = p.unicodeBreaks(unibreak.ChineseLoose)
	case LevelCSSNormal:
		uni = p.unicodeBreaks(unibreak.ChineseNormal)
	case LevelCSSStrict:
		uni = p.unicodeBreaks(unibreak.ChineseStrict)
	}
	run := 0 // code points of the —— or …… up to here
	for i := range n {
		it := &p.items[i]
		c := &p.in.Clusters[i]
		if c.Flags&WordStart != 0 {
			p.senses = true
		}
		if i > 0 {
			switch {
			case p.items[i-1].class == manual:
				p.must = append(p.must, int32(i))
				p.begin(i)
			case it.class == manual || c.Flags&NoBreak != 0 || i == 1 && p.drop > 0:
			case uni != nil:
				if uni[i] {
					p.begin(i)
				}
			case p.lawful(i, run):
				p.begin(i)
			}
		}
		if it.class == dash || it.class == ellipsis {
			if i == 0 || p.items[i-1].class != it.class {
				run = 0
			}
			run += max(1, int(c.Runes))
			if c.Rune == '⸺' && c.Runes <= 1 {
				run++ // it stands for two
			}
		}
	}
	p.must = append(p.must, int32(n))
	p.breaks = append(p.breaks, int32(n))
}

func (p *Prepared) begin(i int) {
	p.items[i].flags |= mayBegin
	p.breaks = append(p.breaks, int32(i))
}

// lawful reports whether a line may begin with item i; run is how many code points of a dash or an ellipsis
// stand right before it.
func (p *Prepared) lawful(i, run int) bool {
	b := p.items[i].class
	j := i - 1
	for j > 0 && p.items[j].class == space {
		j--
	}
	a := p.items[j].class
	if a == han && b == han && j == i-1 {
		return p.free(j)
	}
	spaced := j < i-1
	switch b { // what ends a word or hangs on it
	case space, wideSpace, glue, joiner:
		return false
	}
	if a == glue || a == joiner {
		return false
	}
	if !spaced {
		if (a == dash || a == ellipsis) && a == b && run%2 == 1 {
			return false
		}
		if p.in.Clusters[j].Flags&HyphenAfter != 0 && a == letter && b == letter {
			return true
		}
		if p.sticks(j) {
			return p.longWordBreak(j)
		}
		if !p.free(j) {
			return false
		}
	} else if a.digits() && b == letter && p.unitWord(i) {
		return false // 5 km
	}
	level := p.in.Style.Level
	if level == LevelNone {
		return true
	}
	switch b { // not at a line's start
	case closer, pause, stop, midDot, kanaDot, wave, shortDash, latinClose, percent, suffix, wideSuffix, iteration:
		return false
	case solidus:
		return false
	case dash:
		// A single one is a connector, which GB/T 15834, 5.1.6 keeps from a line's start as well.
		if level == LevelStrict || p.single(i) && a != dash {
			return false
		}
	case ellipsis:
		if level == LevelStrict {
			return false
		}
	}
	switch a { // not at a line's end
	case opener, latinOpen:
		return false
	case prefix, widePrefix:
		switch r := p.in.Clusters[j].Rune; {
		case b.digits(), r == '@', r == '#', r == '№', r == '＃':
			return false
		}
	case solidus:
		if level >= LevelGB || b.digits() && j > 0 && p.items[j-1].class.digits() {
			return false
		}
	}
	return true
}

func (c class) digits() bool { return c == digit || c == wideDigit }

// single reports whether the dash at i is one code point alone.
func (p *Prepared) single(i int) bool {
	c := &p.in.Clusters[i]
	return c.Runes <= 1 && c.Rune == '—' && (i+1 == len(p.items) || p.items[i+1].class != dash)
}

// free reports whether the house's own wish lets the place after item j break: KeepUnits.
func (p *Prepared) free(j int) bool {
	if !p.in.Style.KeepUnits {
		return true
	}
	isUnit := func(i int) bool {
		return i < len(p.items) && p.items[i].class == han && unitHan(p.in.Clusters[i].Rune)
	}
	if !isUnit(j + 1) {
		return true
	}
	return !(p.items[j].class.digits() || j > 0 && isUnit(j) && p.items[j-1].class.digits())
}

// unitHan reports whether a Han character is a unit that newsrooms keep with its number. The measure words that
// stood after digits in the sample edition, and the date's.
func unitHan(r rune) bool {
	switch r {
	case '年', '月', '日', '时', '分', '秒', '亿', '万', '元', '人', '个', '家', '名', '次', '米', '吨', '件', '条', '岁', '天', '度', '届', '号', '版', '期', '倍', '户', '辆', '千', '百', '公', '平', '亩', '里', '克', '套', '座', '位', '项':
		return true
	}
	return false
}

// unitWord reports whether the word that begins at i is the symbol of a unit. GB 3100, the SI, and bytes.
func (p *Prepared) unitWord(i int) bool {
	var buf [4]rune
	n := 0
	for ; i < len(p.items) && p.items[i].class == letter; i++ {
		if n == len(buf) {
			return false
		}
		buf[n] = p.in.Clusters[i].Rune
		n++
	}
	switch string(buf[:n]) {
	case "m", "km", "cm", "mm", "nm", "g", "kg", "mg", "t", "s", "ms", "min", "h", "d", "L", "l", "mL", "ml",
		"A", "V", "W", "kW", "MW", "GW", "kWh", "K", "Pa", "kPa", "MPa", "J", "kJ", "N", "Hz", "kHz", "MHz", "GHz",
		"KB", "MB", "GB", "TB", "kB", "hm", "dB", "mol", "ha", "pt":
		return true
	}
	return false
}

// longWord is how many clusters a Western run has before it may break after its own marks, as web addresses do:
// more than the longest measure of a narrow column's words, tried at 11 characters.
const longWord = 15

// longWordBreak reports whether a line may end with the mark at j inside a long Western run.
func (p *Prepared) longWordBreak(j int) bool {
	switch p.in.Clusters[j].Rune {
	case '/', '-', '_', '=', '&', '?':
	default:
		return false
	}
	if j == 0 || p.items[j].class != latinMark && p.items[j].class != prefix || !p.items[j-1].class.word() || !p.items[j+1].class.word() {
		return false
	}
	if p.items[j-1].class == digit || p.items[j+1].class == digit {
		return false
	}
	from, to := j, j+1
	for from > 0 && p.sticks(from-1) {
		from--
	}
	for to+1 < len(p.items) && p.sticks(to) {
		to++
	}
	return to-from >= longWord
}

// unicodeBreaks answers UAX #14's break opportunities before each cluster.
func (p *Prepared) unicodeBreaks(t unibreak.Tailoring) []bool {
	rs := make([]rune, len(p.in.Clusters))
	for i := range rs {
		rs[i] = p.in.Clusters[i].Rune
	}
	return unibreak.Breaks(rs, t)
}
