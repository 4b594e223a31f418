package importer

import (
	"encoding/xml"
	"strconv"
	"strings"

	"dayang/internal/bounded"
)

// numbering makes the numbers that a Word file only describes: in a newspaper they are said, not drawn. A bullet is
// drawn and so left out. ECMA-376, part 1, "Numbering".
type numbering struct {
	lists map[int]*wordList // by numId
	// counts are shared by the lists of one abstract definition, as Word counts.
	counts map[int]*[9]int
}

type wordList struct {
	abstract int
	levels   [9]wordLevel
}

type wordLevel struct {
	format string // numFmt
	text   string // "%1." and the like
	start  int
}

func (w *wordReader) readNumbering(name string) error {
	w.lists = numbering{lists: map[int]*wordList{}, counts: map[int]*[9]int{}}
	abstracts := map[int]*[9]wordLevel{}
	return w.part(name, func(x *bounded.XML, e xml.StartElement) error {
		switch e.Name.Local {
		case "abstractNum":
			id, _ := strconv.Atoi(bounded.Attr(e, "abstractNumId"))
			levels := &[9]wordLevel{}
			abstracts[id] = levels
			return x.Children(func(e xml.StartElement) error {
				if e.Name.Local == "lvl" {
					return readLevel(x, e, levels)
				}
				return x.Skip()
			}, nil)
		case "num":
			id, _ := strconv.Atoi(bounded.Attr(e, "numId"))
			l := &wordList{}
			w.lists.lists[id] = l
			return x.Children(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "abstractNumId":
					l.abstract, _ = strconv.Atoi(bounded.Attr(e, "val"))
					if a := abstracts[l.abstract]; a != nil {
						l.levels = *a
					}
				case "lvlOverride":
					at, _ := strconv.Atoi(bounded.Attr(e, "ilvl"))
					return x.Children(func(e xml.StartElement) error {
						switch {
						case e.Name.Local == "lvl":
							return readLevel(x, e, &l.levels)
						case e.Name.Local == "startOverride" && at >= 0 && at < 9:
							if n, err := strconv.Atoi(bounded.Attr(e, "val")); err == nil {
								l.levels[at].start = n
								l.abstract = -1 - id // it counts for itself
							}
						}
						return x.Skip()
					}, nil)
				}
				return x.Skip()
			}, nil)
		}
		return x.Skip()
	})
}

func readLevel(x *bounded.XML, e xml.StartElement, levels *[9]wordLevel) error {
	at, err := strconv.Atoi(bounded.Attr(e, "ilvl"))
	if err != nil || at < 0 || at > 8 {
		return x.Skip()
	}
	l := &levels[at]
	l.start = 1
	return x.Children(func(e xml.StartElement) error {
		v := bounded.Attr(e, "val")
		switch e.Name.Local {
		case "start":
			if n, err := strconv.Atoi(v); err == nil {
				l.start = n
			}
		case "numFmt":
			l.format = v
		case "lvlText":
			if len(v) <= 64 {
				l.text = v
			}
		}
		return x.Skip()
	}, nil)
}

// next answers the number of the next paragraph of a list at a level, as it stands before the text; "" for bullets.
func (n *numbering) next(id, level int) string {
	l := n.lists[id]
	if l == nil || level < 0 || level > 8 {
		return ""
	}
	c := n.counts[l.abstract]
	if c == nil {
		c = &[9]int{}
		for i := range c {
			c[i] = l.levels[i].start - 1
		}
		n.counts[l.abstract] = c
	}
	c[level]++
	for i := level + 1; i < 9; i++ {
		c[i] = l.levels[i].start - 1
	}
	switch l.levels[level].format {
	case "bullet", "none", "":
		return ""
	}
	text := l.levels[level].text
	for i := 0; i < 9; i++ {
		if mark := "%" + strconv.Itoa(i+1); strings.Contains(text, mark) {
			text = strings.ReplaceAll(text, mark, inFormat(max(c[i], l.levels[i].start), l.levels[i].format))
		}
	}
	return text
}

// inFormat writes a number in one of Word's number formats; one that newspapers do not use is written in digits.
func inFormat(n int, format string) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting":
		return chinese(n)
	case "ideographDigital", "chineseDigital":
		var b strings.Builder
		for _, d := range strconv.Itoa(n) {
			b.WriteString(string([]rune("〇一二三四五六七八九")[max(d-'0', 0)]))
		}
		return b.String()
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "decimalFullWidth":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(n))
	case "lowerLetter":
		return letters(n, 'a')
	case "upperLetter":
		return letters(n, 'A')
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	}
	return strconv.Itoa(n)
}

// chinese writes 1 to 9999 as said: 十二, 一百零五; other numbers in digits.
func chinese(n int) string {
	if n < 1 || n > 9999 {
		return strconv.Itoa(n)
	}
	digits, units := []rune("零一二三四五六七八九"), []string{"", "十", "百", "千"}
	s := strconv.Itoa(n)
	var b strings.Builder
	zero := false
	for i, r := range s {
		d := r - '0'
		if d == 0 {
			zero = true
			continue
		}
		if zero {
			b.WriteRune('零')
			zero = false
		}
		unit := units[len(s)-1-i]
		if !(d == 1 && unit == "十" && b.Len() == 0) {
			b.WriteRune(digits[d])
		}
		b.WriteString(unit)
	}
	return b.String()
}

// letters writes 1 as a, 26 as z, 27 as aa, as Word does.
func letters(n int, a rune) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(a+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, step := range []struct {
		n int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= step.n {
			b.WriteString(step.s)
			n -= step.n
		}
	}
	return b.String()
}
