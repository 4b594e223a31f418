// Package unibreak finds the places where Unicode's default algorithm lets a line break, UAX #14 revision 50
// (Unicode 15.0.0), and the same as CSS Text 3 tailors it for Chinese.
//
// Start with Breaks. Positions count code points. The package sets no line: layout/para does, with its own rules
// for Chinese, and asks here for matter in other scripts. It never looks a word up, so it does not break Thai.
package unibreak

import "sort"

// Tailoring is whose rules are kept.
type Tailoring uint8

// The tailorings. The last three are the values of CSS line-break with the content language Chinese.
const (
	Plain Tailoring = iota
	ChineseLoose
	ChineseNormal
	ChineseStrict
)

type class uint8

// The line-break classes of UAX #14, Table 1, without those that LB1 resolves; XP is an ID that is an unassigned
// pictograph, for LB30b. The upper bits tell the East Asian width.
const (
	AL class = iota
	BK
	CR
	LF
	CM
	NL
	WJ
	ZW
	GL
	SP
	ZWJ
	B2
	BA
	BB
	HY
	CB
	CL
	CP
	EX
	IN
	NS
	OP
	QU
	IS
	NU
	PO
	PR
	SY
	CJ
	EB
	EM
	H2
	H3
	HL
	ID
	JL
	JV
	JT
	RI
	XP
	kinds     = 0x3F
	wide      = 0x40
	ambiguous = 0x80
)

func lookup(r rune) class {
	if r >= 0x4E00 && r <= 0x9FFF {
		return ID | wide
	}
	i := sort.Search(len(lineTable), func(i int) bool { return lineTable[i].from > r })
	if i == 0 {
		return AL
	}
	return lineTable[i-1].is
}

// Breaks answers for every place among the runes whether a line may begin there: len(text)+1 of them. The start
// is none (LB2), the end is one (LB3).
func Breaks(text []rune, t Tailoring) []bool {
	n := len(text)
	out := make([]bool, n+1)
	if n == 0 {
		return out
	}
	out[n] = true
	raw := make([]class, n) // with the width bits
	k := make([]class, n)   // resolved by LB9 and LB10
	for i, r := range text {
		raw[i] = lookup(r)
		k[i] = raw[i] & kinds
		if k[i] == CJ {
			k[i] = NS // LB1
			if t == ChineseLoose || t == ChineseNormal {
				k[i] = ID
			}
		}
		if t == ChineseLoose || t == ChineseNormal {
			k[i] = tailored(r, raw[i], k[i], t)
		}
	}
	joined := make([]bool, n) // LB9: belongs to what stands before
	for i := 0; i < n; i++ {
		if k[i] != CM && k[i] != ZWJ {
			continue
		}
		if i > 0 {
			switch k[i-1] {
			case BK, CR, LF, NL, SP, ZW:
			default:
				joined[i] = true
			}
		}
		if joined[i] {
			k[i] = k[i-1]
			raw[i] = raw[i-1]
		} else {
			k[i] = AL // LB10
			raw[i] = AL
		}
	}
	flags := 0 // how many regional indicators stand before
	for i := 1; i < n; i++ {
		if !joined[i-1] {
			if k[i-1] == RI {
				flags++
			} else {
				flags = 0
			}
		}
		out[i] = breakBefore(text, raw, k, joined, i, flags)
	}
	return out
}

// tailored answers the class that CSS Text 3, "Line Breaking Strictness", makes of a character: as ID it lets a
// line begin with it and end before it.
func tailored(r rune, raw, k class, t Tailoring) class {
	switch r {
	case 0x2010, 0x2013, 0x301C, 0x30A0: // hyphens, allowed by normal and loose
		return ID
	}
	if t != ChineseLoose {
		return k
	}
	switch r {
	case 0x3005, 0x303B, 0x309D, 0x309E, 0x30FD, 0x30FE: // iteration marks
		return ID
	case 0x30FB, 0xFF1A, 0xFF1B, 0xFF65, 0x203C, 0x2047, 0x2048, 0x2049, 0xFF01, 0xFF1F: // centred marks
		return ID
	}
	if k == IN {
		return ID
	}
	if (k == PO || k == PR) && raw&(wide|ambiguous) != 0 {
		return ID
	}
	return k
}

// breakBefore goes through the rules of UAX #14 section 6.2 in their order.
func breakBefore(text []rune, raw, k []class, joined []bool, i, flags int) bool {
	a, b := k[i-1], k[i]
	switch a { // LB4, LB5
	case BK, LF, NL:
		return true
	case CR:
		return b != LF
	}
	switch b { // LB6, LB7
	case BK, CR, LF, NL, SP, ZW:
		return false
	}
	j := i - 1 // the last that is no space
	for j >= 0 && k[j] == SP {
		j--
	}
	spaces := j < i-1
	before := func(j int) class { // the class before j, AL at the start
		for j--; j >= 0; j-- {
			if !joined[j+1] {
				return k[j]
			}
		}
		return AL
	}
	if j >= 0 && k[j] == ZW { // LB8
		return true
	}
	if text[i-1] == 0x200D { // LB8a
		return false
	}
	if joined[i] { // LB9
		return false
	}
	if a == WJ || b == WJ { // LB11
		return false
	}
	if a == GL { // LB12
		return false
	}
	if b == GL && a != SP && a != BA && a != HY { // LB12a
		return false
	}
	switch b { // LB13
	case CL, CP, EX, IS, SY:
		return false
	}
	if j >= 0 {
		switch base := k[j]; {
		case base == OP: // LB14
			return false
		case base == QU && b == OP: // LB15
			return false
		case (base == CL || base == CP) && b == NS: // LB16
			return false
		case base == B2 && b == B2: // LB17
			return false
		}
	}
	if spaces { // LB18
		return true
	}
	if a == QU || b == QU { // LB19
		return false
	}
	if a == CB || b == CB { // LB20
		return true
	}
	switch b { // LB21
	case BA, HY, NS:
		return false
	}
	if a == BB {
		return false
	}
	if (a == HY || a == BA) && before(first(joined, i-1)) == HL { // LB21a
		return false
	}
	if a == SY && b == HL { // LB21b
		return false
	}
	if b == IN { // LB22
		return false
	}
	alpha := func(c class) bool { return c == AL || c == HL }
	idea := func(c class) bool { return c == ID || c == EB || c == EM || c == XP }
	korean := func(c class) bool { return c == JL || c == JV || c == JT || c == H2 || c == H3 }
	switch {
	case alpha(a) && b == NU, a == NU && alpha(b): // LB23
		return false
	case a == PR && idea(b), idea(a) && b == PO: // LB23a
		return false
	case (a == PR || a == PO) && alpha(b), alpha(a) && (b == PR || b == PO): // LB24
		return false
	}
	if number(k, joined, i) { // LB25
		return false
	}
	switch { // LB26, LB27
	case a == JL && (b == JL || b == JV || b == H2 || b == H3):
		return false
	case (a == JV || a == H2) && (b == JV || b == JT):
		return false
	case (a == JT || a == H3) && b == JT:
		return false
	case korean(a) && b == PO, a == PR && korean(b):
		return false
	}
	switch {
	case alpha(a) && alpha(b): // LB28
		return false
	case a == IS && alpha(b): // LB29
		return false
	case (alpha(a) || a == NU) && b == OP && raw[i]&wide == 0: // LB30
		return false
	case a == CP && raw[i-1]&wide == 0 && (alpha(b) || b == NU):
		return false
	case a == RI && b == RI && flags%2 == 1: // LB30a
		return false
	case (a == EB || a == XP) && b == EM: // LB30b
		return false
	}
	return true // LB31
}

// first answers where the cluster that i belongs to begins.
func first(joined []bool, i int) int {
	for i > 0 && joined[i] {
		i--
	}
	return i
}

// number keeps together what UAX #14's LB25 does, in the form of its section 8.2 example 7, which the
// conformance tests use: a sign, an opener, digits with separators, a closer, a unit.
func number(k []class, joined []bool, i int) bool {
	a, b := k[i-1], k[i]
	next := func(j int) class {
		for j++; j < len(k); j++ {
			if !joined[j] {
				return k[j]
			}
		}
		return AL
	}
	inNumber := func(j int) bool { // NU (SY|IS)* ends at j
		for ; j >= 0; j-- {
			switch k[j] {
			case NU:
				return true
			case SY, IS:
			default:
				return false
			}
		}
		return false
	}
	switch {
	case (a == PR || a == PO) && (b == NU || (b == OP || b == HY) && next(i) == NU):
		return true
	case (a == OP || a == HY) && b == NU:
		return true
	case (b == NU || b == SY || b == IS || b == CL || b == CP) && inNumber(i-1):
		return true
	case b == PO || b == PR:
		j := i - 1
		if k[j] == CL || k[j] == CP {
			j = first(joined, j) - 1
		}
		return inNumber(j)
	}
	return false
}
