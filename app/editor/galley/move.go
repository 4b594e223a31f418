package galley

import (
	"slices"
	"unicode"
)

// Put sets the caret; with keep the selection reaches from where it began to there.
func (g *Galley) Put(p Place, keep bool) {
	p = g.clamp(p)
	g.caret, g.upstream, g.goal = p, false, -1
	if !keep {
		g.anchor = p
	}
}

// PutIn sets the caret into a paragraph by its id; it reports whether it is there.
func (g *Galley) PutIn(id string, at int) bool {
	for i, p := range g.paras {
		if p.p.ID == id {
			g.Put(Place{i, at}, false)
			return true
		}
	}
	return false
}

// Select selects a stretch, the caret at its end.
func (g *Galley) Select(from, to Place) {
	g.Put(from, false)
	g.Put(to, true)
}

// SelectAround selects the unit at a place: double and triple clicks.
func (g *Galley) SelectAround(p Place, u Unit) {
	if len(g.paras) == 0 {
		return
	}
	g.Select(g.around(g.clamp(p), u))
}

// SelectAll selects everything.
func (g *Galley) SelectAll() { g.Select(Place{}, Place{len(g.paras), 1 << 30}) }

// Move moves the caret by a unit. Without keep a selection first collapses to its end on that side.
func (g *Galley) Move(u Unit, back, keep bool) {
	if len(g.paras) == 0 {
		return
	}
	if !keep && g.Selected() && u == Character {
		from, to := g.Selection()
		if back {
			g.Put(from, false)
		} else {
			g.Put(to, false)
		}
		return
	}
	g.Put(g.step(g.caret, u, back), keep)
}

// step answers the place one unit before or behind p.
func (g *Galley) step(p Place, u Unit, back bool) Place {
	q := g.paras[p.Para]
	switch u {
	case Whole:
		if back {
			return Place{}
		}
		return g.clamp(Place{len(g.paras), 1 << 30})
	case Paragraph:
		switch {
		case back && p.At > 0:
			return Place{p.Para, 0}
		case back:
			return g.clamp(Place{p.Para - 1, 0})
		case p.Para == len(g.paras)-1:
			return Place{p.Para, len(q.runes)}
		}
		return Place{p.Para + 1, 0}
	}
	if back && p.At == 0 {
		if p.Para == 0 {
			return p
		}
		return Place{p.Para - 1, len(g.paras[p.Para-1].runes)}
	}
	if !back && p.At == len(q.runes) {
		if p.Para == len(g.paras)-1 {
			return p
		}
		return Place{p.Para + 1, 0}
	}
	var stops []int
	switch u {
	case Word:
		stops = g.wordsOf(q)
	case Sentence:
		stops = sentences(q.runes)
	default:
		at := p.At
		for {
			if back {
				at--
			} else {
				at++
			}
			if at <= 0 || at >= len(q.runes) || !joins(q.runes[at]) {
				return Place{p.Para, min(max(at, 0), len(q.runes))}
			}
		}
	}
	i, _ := slices.BinarySearch(stops, p.At)
	if back {
		i--
	} else if i < len(stops) && stops[i] == p.At {
		i++
	}
	i = min(max(i, 0), len(stops)-1)
	if u == Word { // blanks belong to the word before them
		for !back && i < len(stops)-1 && unicode.IsSpace(q.runes[stops[i]]) {
			i++
		}
		for back && i > 0 && unicode.IsSpace(q.runes[stops[i]]) {
			i--
		}
	}
	return Place{p.Para, stops[i]}
}

// joins reports whether a rune stands on the one before it and has no caret between.
func joins(r rune) bool {
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || r == '\u200d' || r >= '\ufe00' && r <= '\ufe0f' || r >= 0xe0100 && r <= 0xe01ef
}

// around answers the unit that a place is in.
func (g *Galley) around(p Place, u Unit) (from, to Place) {
	q := g.paras[p.Para]
	var stops []int
	switch u {
	case Character:
		return p, p
	case Word:
		stops = g.wordsOf(q)
	case Sentence:
		stops = sentences(q.runes)
	default:
		return Place{p.Para, 0}, Place{p.Para, len(q.runes)}
	}
	if len(stops) < 2 {
		return p, p
	}
	i, on := slices.BinarySearch(stops, p.At)
	if !on {
		i--
	}
	i = min(max(i, 0), len(stops)-2)
	return Place{p.Para, stops[i]}, Place{p.Para, stops[i+1]}
}

// wordsOf answers where the words of a paragraph begin, and its end.
func (g *Galley) wordsOf(p *paragraph) []int {
	if p.cuts != nil {
		return p.cuts
	}
	cuts := []int{0}
	if g.words != nil {
		for _, w := range g.words.Cut(p.p.Text) {
			cuts = append(cuts, w.To)
		}
	} else {
		for i := range p.runes {
			if i > 0 && !(latin(p.runes[i-1]) && latin(p.runes[i])) && !joins(p.runes[i]) {
				cuts = append(cuts, i)
			}
		}
		cuts = append(cuts, len(p.runes))
	}
	p.cuts = slices.Compact(cuts)
	return p.cuts
}

func latin(r rune) bool {
	return r < 0x2000 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '.' || r == '%'
}

// sentences answers where sentences begin, and the end. A sentence ends with its stop and the closing marks behind it
// (GB/T 15834, 4.1 to 4.3: 句号, 问号, 叹号; the ellipsis ends one only before a new quotation, so it is left out).
func sentences(rs []rune) []int {
	out := []int{0}
	for i := 0; i < len(rs); i++ {
		switch rs[i] {
		case '。', '！', '？', '!', '?', '\u2028':
			j := i + 1
			for j < len(rs) && (closing(rs[j]) || rs[j] == '！' || rs[j] == '？' || rs[j] == '。') {
				j++
			}
			if j < len(rs) {
				out = append(out, j)
			}
			i = j - 1
		}
	}
	return append(out, len(rs))
}

func closing(r rune) bool {
	switch r {
	case '”', '’', '）', '》', '」', '』', '】', '〉', ')', '"':
		return true
	}
	return false
}
