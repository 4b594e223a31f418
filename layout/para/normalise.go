package para

import "strings"

// Normalise answers a text with the ASCII marks of its Chinese passages made full-width (GB/T 15834 knows no
// others), and full-width digits and letters made ASCII. Marks inside numbers, times, scores, versions, addresses
// and Western passages stay.
func Normalise(text string) string {
	rs := []rune(text)
	pairs := partners(rs)
	out := make([]rune, 0, len(rs)+8)
	last := func() rune {
		if len(out) == 0 {
			return 0
		}
		return out[len(out)-1]
	}
	next := func(i int) rune { // past further marks
		for i++; i < len(rs); i++ {
			if strings.ContainsRune("!?.", rs[i]) {
				continue
			}
			return rs[i]
		}
		return 0
	}
	var wideAt map[int]rune // the closing partner's replacement
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		switch {
		case wideAt[i] != 0:
			r = wideAt[i]
		case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ':
			r -= 0xFEE0
		case r == ',' || r == ':' || r == ';' || r == '!' || r == '?':
			if w := wideMark(r); chineseText(last()) || chineseText(next(i)) && !inAddress(rs, i) {
				r = w
			}
		case r == '.':
			n := 1
			for i+n < len(rs) && rs[i+n] == '.' {
				n++
			}
			switch {
			case n >= 3 && chineseText(last()):
				out = append(out, '…', '…')
				i += n - 1
				continue
			case n == 1 && chineseText(last()) && (i+1 == len(rs) || rs[i+1] == ' ' || rs[i+1] == '\n' || rs[i+1] == '"' || rs[i+1] == ')' || chineseText(rs[i+1])):
				r = '。'
			}
		case r == '。':
			n := 1
			for i+n < len(rs) && rs[i+n] == '。' {
				n++
			}
			if n >= 3 {
				out = append(out, '…', '…')
				i += n - 1
				continue
			}
		case r == '-' && i+1 < len(rs) && rs[i+1] == '-' && chineseText(last()):
			n := 2
			for i+n < len(rs) && rs[i+n] == '-' {
				n++
			}
			out = append(out, '—', '—')
			i += n - 1
			continue
		case r == '•' || r == '・' || r == '‧':
			if chineseText(last()) && chineseText(next(i)) {
				r = '·'
			}
		case pairs[i] > i && pairedWide(rs, i, pairs[i], last()):
			if wideAt == nil {
				wideAt = map[int]rune{}
			}
			switch r {
			case '(':
				r, wideAt[pairs[i]] = '（', '）'
			case '[':
				r, wideAt[pairs[i]] = '［', '］'
			case '"':
				r, wideAt[pairs[i]] = '“', '”'
			case '\'':
				r, wideAt[pairs[i]] = '‘', '’'
			}
		}
		out = append(out, r)
	}
	return string(out)
}

func wideMark(r rune) rune { return r - 0x20 + 0xFF00 }

// chineseText reports whether r is a Chinese character or mark.
func chineseText(r rune) bool {
	if r == 0 || r < 0x80 {
		return false
	}
	switch c := classOf(r); c {
	case han, iteration, opener, closer, pause, stop, ellipsis, dash, wave:
		return r >= 0x2010
	}
	return false
}

// inAddress reports whether the mark at i is the colon of https://.
func inAddress(rs []rune, i int) bool {
	return rs[i] == ':' && i+1 < len(rs) && rs[i+1] == '/'
}

// partners answers for every opening bracket or straight quotation mark where its partner stands, else 0.
func partners(rs []rune) []int {
	out := make([]int, len(rs))
	var round, square []int
	double, single := -1, -1
	for i, r := range rs {
		switch r {
		case '\n':
			round, square, double, single = nil, nil, -1, -1
		case '(':
			round = append(round, i)
		case '[':
			square = append(square, i)
		case ')':
			if n := len(round); n > 0 {
				out[round[n-1]] = i
				round = round[:n-1]
			}
		case ']':
			if n := len(square); n > 0 {
				out[square[n-1]] = i
				square = square[:n-1]
			}
		case '"':
			if double < 0 {
				double = i
			} else {
				out[double], double = i, -1
			}
		case '\'':
			if i > 0 && i+1 < len(rs) && classOf(rs[i-1]) == letter && classOf(rs[i+1]) == letter {
				continue // an apostrophe
			}
			if single < 0 {
				single = i
			} else {
				out[single], single = i, -1
			}
		}
	}
	return out
}

// pairedWide reports whether the pair at from and to stands in Chinese: something Chinese inside it or beside it.
func pairedWide(rs []rune, from, to int, before rune) bool {
	if rs[from] == '[' && (from+1 == to || classOf(rs[from+1]) == digit) {
		return false // [1]: a reference
	}
	if chineseText(before) || to+1 < len(rs) && chineseText(rs[to+1]) {
		return true
	}
	for _, r := range rs[from+1 : to] {
		if chineseText(r) {
			return true
		}
	}
	return false
}
