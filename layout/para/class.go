package para

// class is what the setting rules see of a cluster. CLREQ, "Table of Character Classes", with the widths of
// GB/T 15834.
type class uint8

const (
	han        class = iota // ideographs, kana and whatever else stands upright in its own cell
	opener                  // 《（“: blank on the left
	closer                  // 》）”: blank on the right
	pause                   // ，、；：
	stop                    // 。！？．
	midDot                  // · in half an em
	kanaDot                 // ・ in one em, blank on both sides
	dash                    // — and ⸺
	ellipsis                // … and ⋯
	wave                    // ～ 〜 －: connectors of one em
	shortDash               // – and ‐: connectors of half an em
	solidus                 // / and ／ beside Chinese
	wideSpace               // U+3000
	space                   // breaks after it, vanishes at the edges of a line
	glue                    // no-break space
	joiner                  // U+2060: no width, no break on either side
	letter                  // Latin, Greek, Cyrillic and the like
	digit                   // 0–9
	wideDigit               // ０–９
	latinOpen               // ( [ { and a Latin opening quotation mark
	latinClose              // ) ] } ! , . : ; ? and a Latin closing quotation mark
	latinMark               // - _ = and other marks inside a Western run
	prefix                  // $ # + before a number, as wide as the font says
	percent                 // %: a suffix that takes a gap before Han, as figures do
	suffix                  // ‰ ° after a number, as wide as the font says
	widePrefix              // ￥ № ±
	wideSuffix              // ％ ℃
	iteration               // 々: part of the word before it
	manual                  // a manual line break, of no width
)

// classOf answers the class of a rune by itself; quotation marks and the solidus also depend on their
// neighbours, which classify settles.
func classOf(r rune) class {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
		return han
	case r < 0x80:
		return asciiClass(r)
	}
	switch r {
	case '“', '‘', '《', '〈', '（', '【', '〖', '〔', '［', '｛', '「', '『', '〘', '〚', '〝', '｟', '﹁', '﹃':
		return opener
	case '”', '’', '》', '〉', '）', '】', '〗', '〕', '］', '｝', '」', '』', '〙', '〛', '〞', '〟', '｠', '﹂', '﹄':
		return closer
	case '，', '、', '；', '：', '∶', '﹑', '﹐', '﹔', '﹕':
		return pause
	case '。', '！', '？', '．', '｡', '﹒', '‼', '⁇', '⁈', '⁉':
		return stop
	case '·', '‧', '•':
		return midDot
	case '・', '･':
		return kanaDot
	case '—', '⸺', '―', '⸻':
		return dash
	case '…', '⋯', '‥':
		return ellipsis
	case '～', '〜', '－', '〰':
		return wave
	case '–', '‐', '‑', '‒':
		return shortDash
	case '／':
		return solidus
	case 0x3000:
		return wideSpace
	case 0x00A0, 0x202F, 0x2007:
		return glue
	case 0x2060, 0xFEFF, 0x200D:
		return joiner
	case 0x2028, 0x2029, 0x0085:
		return manual
	case 0x200B, 0x205F, 0x1680:
		return space
	case '￥', '№', '±', '＄', '＃', '￡', '∓', '−', '＋':
		return widePrefix
	case '¥', '€', '£', '₩', '₽', '¢':
		return prefix
	case '％', '℃', '℉', '￠':
		return wideSuffix
	case '‰', '°', '′', '″', '‱', 'º', 'ª', '²', '³':
		return suffix
	case '々', '〻', 'ゝ', 'ゞ', 'ヽ', 'ヾ', 'ー':
		return iteration
	}
	switch {
	case r >= 0x2000 && r <= 0x200A:
		return space
	case r >= 0xFF10 && r <= 0xFF19:
		return wideDigit
	case r >= 0xC0 && r <= 0x24F && r != '×' && r != '÷':
		return letter
	case r >= 0x250 && r <= 0x2AF, r >= 0x370 && r <= 0x58F, r >= 0x1E00 && r <= 0x1FFF:
		return letter // IPA, Greek, Cyrillic, Armenian, Latin and Greek extended
	case r >= 0x300 && r <= 0x36F:
		return letter // a combining mark the caller left on its own: it stays with its letter
	}
	return han
}

func asciiClass(r rune) class {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return letter
	case r >= '0' && r <= '9':
		return digit
	}
	switch r {
	case ' ', '\t':
		return space
	case '\n', '\r', '\v', '\f':
		return manual
	case '(', '[', '{':
		return latinOpen
	case ')', ']', '}', '!', ',', '.', ':', ';', '?':
		return latinClose
	case '$', '#', '+', '@', '&':
		return prefix
	case '%':
		return percent
	case '/':
		return solidus
	}
	return latinMark
}

// full reports whether c is a full-width mark with a blank that can be squeezed.
func (c class) full() bool {
	return c == opener || c == closer || c == pause || c == stop || c == kanaDot
}

// chinese reports whether c takes a gap before and after Western matter.
func (c class) chinese() bool { return c == han || c == iteration }

// western reports whether c takes a gap before and after Chinese characters: letters, digits and the per cent sign
// of a number, no other symbol. CSS Text 4, text-autospace, which leaves the per cent sign out.
func (c class) western() bool { return c == letter || c == digit || c == percent }

// content reports whether c counts as a character of a line that would otherwise be a runt (孤字).
func (c class) content() bool {
	switch c {
	case han, iteration, letter, digit, wideDigit, prefix, percent, suffix, widePrefix, wideSuffix:
		return true
	}
	return false
}

// word reports whether c is matter of a Western word or number.
func (c class) word() bool { return c == letter || c == digit }

// classify answers the class of every cluster, with quotation marks and solidi told by their context.
func classify(cl []Cluster, out []class) {
	quotes, solidi := false, false
	for i := range cl {
		c := &cl[i]
		k := classOf(c.Rune)
		if c.Flags&OwnCell != 0 {
			k = han
		}
		if c.Flags&BreakAfter != 0 {
			k = manual
		}
		switch c.Rune {
		case '“', '”', '‘', '’', '"', '\'':
			quotes = true
		case '/':
			solidi = true
		}
		out[i] = k
	}
	if solidi {
		for i := range cl {
			if cl[i].Rune == '/' && out[i] == solidus && near(out, i, -1).word() && near(out, i, +1).word() {
				out[i] = latinMark // km/h, URLs
			}
		}
	}
	if quotes {
		quotationMarks(cl, out)
	}
}

// near answers the class of the neighbour of i on one side, han at the paragraph's ends.
func near(k []class, i, side int) class {
	if i+side < 0 || i+side >= len(k) {
		return han
	}
	return k[i+side]
}

// quotationMarks tells Latin quotation marks from Chinese ones, which share their code points. A pair is Latin
// if the nearest letters on both its outer sides and at both its inner ends are Western; a pair in a paragraph
// without any Chinese is Latin too. ’ between letters is an apostrophe. Straight quotes open and close by turns.
func quotationMarks(cl []Cluster, k []class) {
	western := false // the paragraph holds letters and nothing Chinese
	for i := range k {
		if k[i] == letter {
			western = true
		}
		if k[i].chinese() || k[i].full() && !curly(cl[i].Rune) || k[i] == wave || k[i] == wideSpace {
			western = false
			break
		}
	}
	latin := func(i, side int) bool { // the nearest character on that side, past marks and spaces
		for j := i + side; j >= 0 && j < len(k); j += side {
			switch {
			case k[j].chinese(), k[j] == pause, k[j] == stop:
				return false
			case k[j].content():
				return true
			}
		}
		return western
	}
	mark := func(i int, open bool) {
		if open {
			k[i] = latinOpen
		} else {
			k[i] = latinClose
		}
	}
	type openQuote struct {
		at int
		r  rune
	}
	var stack []openQuote
	straight := [2]bool{} // whether " and ' are open
	for i := range cl {
		r := cl[i].Rune
		if cl[i].Flags&Western != 0 {
			switch r {
			case '“', '‘':
				mark(i, true)
				continue
			case '”', '’':
				mark(i, false)
				continue
			}
		}
		switch r {
		case '"', '\'':
			n := 0
			if r == '\'' {
				if near(k, i, -1).word() && near(k, i, +1).word() {
					k[i] = latinMark
					continue
				}
				n = 1
			}
			straight[n] = !straight[n]
			mark(i, straight[n])
		case '“', '‘':
			stack = append(stack, openQuote{i, r})
		case '”', '’':
			if r == '’' && near(k, i, -1) == letter && near(k, i, +1) == letter {
				k[i] = latinMark
				continue
			}
			want := '“'
			if r == '’' {
				want = '‘'
			}
			at := -1
			for j := len(stack) - 1; j >= 0; j-- {
				if stack[j].r == want {
					at = stack[j].at
					stack = stack[:j]
					break
				}
			}
			switch {
			case at < 0: // unpaired: Latin when it stands in Western matter
				if latin(i, -1) && latin(i, +1) {
					mark(i, false)
				}
			case latin(at, +1) && latin(i, -1) && latin(at, -1) && latin(i, +1):
				mark(at, true)
				mark(i, false)
			}
		}
	}
	for _, q := range stack {
		if latin(q.at, -1) && latin(q.at, +1) {
			mark(q.at, true)
		}
	}
}

// WesternQuotes answers which characters of a text are quotation marks or apostrophes of Western matter; nil if none
// is. A caller that shapes needs to know before there are clusters.
func WesternQuotes(text []rune) []bool {
	some := false
	for _, r := range text {
		some = some || curly(r)
	}
	if !some {
		return nil
	}
	cl, k := make([]Cluster, len(text)), make([]class, len(text))
	for i, r := range text {
		cl[i] = Cluster{Rune: r, Runes: 1}
	}
	classify(cl, k)
	out := make([]bool, len(text))
	for i, r := range text {
		out[i] = curly(r) && k[i] != opener && k[i] != closer
	}
	return out
}

// curly reports whether r is a quotation mark that Latin and Chinese share.
func curly(r rune) bool { return r == '“' || r == '”' || r == '‘' || r == '’' }
