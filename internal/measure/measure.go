// Package measure reads and writes lengths as a compositor says them: 12字, 3行, 2栏, 30mm, 1.5厘米, 9pt, 小五, and
// sums of them such as 2栏+1字.
//
// Start with Grid, the page that the words are measured on. Lengths are geom.Length; a place is counted from the
// trim's corner in millimetres and points, and from the type area's corner in characters, lines and columns, as the
// page's rulers count. The package knows nothing of editions and never draws.
package measure

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"dayang/layout/geom"
)

// Unit is what a number without a word of its own is counted in.
type Unit uint8

// The units.
const (
	Millimetre Unit = iota
	Centimetre
	Point
	Character // 字, the page's body character
	Line      // 行, from one baseline to the next
	Column    // 栏, the basic column
)

// Axis is what a length measures on the page.
type Axis uint8

// What lengths measure.
const (
	AlongX Axis = iota // a place from the left
	AlongY             // a place from the top
	Across             // a width
	Down               // a height
)

// place reports whether the axis counts places and not distances.
func (a Axis) place() bool { return a == AlongX || a == AlongY }

// Grid is the page on which something is measured.
type Grid struct {
	Corner    geom.Point  // the type area's top-left, from the trim's
	Column    geom.Length // the basic column's measure
	Gap       geom.Length // between columns
	Character geom.Length
	Leading   geom.Length
	// Size answers the points of a size with a name (小五); nil knows none.
	Size func(name string) (pt float64, ok bool)
}

// ErrUnread is returned for text that says no length.
var ErrUnread = errors.New("no length")

// most bounds what is read: longer than any press is wide, and far from where sums overflow.
const most = 100_000 * geom.MM

// unitNames are the words for units, the longer before the shorter that begin alike.
var unitNames = []struct {
	name string
	unit Unit
}{
	{"毫米", Millimetre}, {"mm", Millimetre},
	{"厘米", Centimetre}, {"公分", Centimetre}, {"cm", Centimetre},
	{"点", Point}, {"磅", Point}, {"pt", Point},
	{"个字", Character}, {"字", Character}, {"chars", Character}, {"char", Character}, {"ch", Character}, {"em", Character},
	{"行", Line}, {"lines", Line}, {"line", Line}, {"ln", Line},
	{"栏", Column}, {"columns", Column}, {"column", Column}, {"col", Column},
}

// Parse answers the length that text says along an axis. A number without a unit counts in unit. Terms may be added
// and taken away, and a term multiplied and divided by numbers: 2栏+1字, 30mm/2. 第3行 and 第2栏 are where the third
// line and the second column begin, 3行 and 2栏 as places what lies three lines and two columns further than the type
// area's corner. Digits may be full width or Chinese numerals. The error is ErrUnread with what was not understood.
func (g Grid) Parse(text string, axis Axis, unit Unit) (geom.Length, error) {
	s := narrow(text)
	if s == "" {
		return 0, fmt.Errorf("%q: %w", text, ErrUnread)
	}
	total, sign := geom.Length(0), geom.Length(1)
	s, left := strings.CutPrefix(s, "-")                 // of the corner, or above it
	for at := axis; ; at, left = distance(axis), false { // only what a sum begins with is a place
		l, rest, err := g.term(s, at, unit, left)
		if err != nil {
			return 0, fmt.Errorf("%q: %w", text, err)
		}
		if total += sign * l; total > most || total < -most {
			return 0, fmt.Errorf("%q: too long: %w", text, ErrUnread)
		}
		switch {
		case rest == "":
			return total, nil
		case rest[0] == '+':
			sign = 1
		case rest[0] == '-':
			sign = -1
		default:
			return 0, fmt.Errorf("%q: %q: %w", text, rest, ErrUnread)
		}
		s = rest[1:]
	}
}

func distance(a Axis) Axis {
	switch a {
	case AlongX:
		return Across
	case AlongY:
		return Down
	}
	return a
}

// term reads one term of a sum and answers what follows it.
func (g Grid) term(s string, axis Axis, unit Unit, negative bool) (geom.Length, string, error) {
	l, rest, err := g.one(s, axis, unit, negative)
	for err == nil && rest != "" && (rest[0] == '*' || rest[0] == '/') {
		by, after, ok := number(rest[1:])
		if !ok || rest[0] == '/' && by == 0 {
			return 0, "", fmt.Errorf("%q: %w", rest, ErrUnread)
		}
		if rest[0] == '/' {
			by = 1 / by
		}
		v := float64(l) * by
		if math.Abs(v) > float64(most) {
			return 0, "", fmt.Errorf("too long: %w", ErrUnread)
		}
		l, rest = geom.Length(math.Round(v)), after
	}
	return l, rest, err
}

// one reads a number with its unit, or a size with a name.
func (g Grid) one(s string, axis Axis, unit Unit, negative bool) (geom.Length, string, error) {
	if pt, rest, ok := g.named(s); ok {
		if negative {
			pt = -pt
		}
		return geom.FromPt(pt), rest, nil
	}
	ordinal := false
	if rest, ok := strings.CutPrefix(s, "第"); ok {
		s, ordinal = rest, true
	}
	n, rest, ok := number(s)
	if !ok {
		return 0, "", fmt.Errorf("%q: %w", s, ErrUnread)
	}
	said := false
	for _, u := range unitNames {
		if after, ok := strings.CutPrefix(rest, u.name); ok {
			rest, unit, said = after, u.unit, true
			break
		}
	}
	if ordinal {
		if !said || unit < Character || n < 1 || negative {
			return 0, "", fmt.Errorf("第%s: %w", s, ErrUnread)
		}
		n--
	}
	if negative {
		n = -n
	}
	l := g.count(n, axis, unit)
	if math.IsNaN(l) || math.Abs(l) > float64(most) {
		return 0, "", fmt.Errorf("too long: %w", ErrUnread)
	}
	return geom.Length(math.Round(l)), rest, nil
}

// named reads a size with a name, such as 小五, 五号 or 五号字. The longest name that fits is taken.
func (g Grid) named(s string) (pt float64, rest string, ok bool) {
	if g.Size == nil {
		return 0, "", false
	}
	rs := []rune(s)
	for n := min(len(rs), 8); n > 0; n-- {
		name := string(rs[:n])
		if pt, ok := g.Size(name); ok {
			rest := string(rs[n:])
			if after, found := strings.CutPrefix(rest, "号"); found { // 小五号
				rest = after
			}
			return pt, strings.TrimPrefix(rest, "字"), true
		}
	}
	return 0, "", false
}

// count answers the length of n units along an axis, in geom.Length.
func (g Grid) count(n float64, axis Axis, unit Unit) float64 {
	corner := 0.
	switch axis {
	case AlongX:
		corner = float64(g.Corner.X)
	case AlongY:
		corner = float64(g.Corner.Y)
	}
	switch unit {
	case Millimetre:
		return n * float64(geom.MM)
	case Centimetre:
		return n * 10 * float64(geom.MM)
	case Point:
		return n * float64(geom.Pt)
	case Character:
		return corner + n*float64(g.Character)
	case Line:
		return corner + n*float64(g.Leading)
	}
	if axis.place() {
		return corner + n*float64(g.Column+g.Gap)
	}
	return n*float64(g.Column) + (n-1)*float64(g.Gap) // n columns with what lies between them
}

// Number writes a length in a unit along an axis, as Parse reads it when that unit is understood: at most two places,
// no nought at the end.
func (g Grid) Number(l geom.Length, axis Axis, unit Unit) string {
	zero := g.count(0, axis, unit)
	one := g.count(1, axis, unit) - zero
	if one == 0 {
		zero, one = 0, float64(geom.MM)
	}
	s := strconv.FormatFloat((float64(l)-zero)/one, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// narrow takes white out of a text and makes full-width signs and other ways to write them plain.
func narrow(s string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r == ' ' || r == '\u3000' || r == '\t' || r == '\u00a0':
			continue
		case r == '−' || r == '–':
			r = '-'
		case r == '×' || r == '＊':
			r = '*'
		case r == '÷':
			r = '/'
		case r == '。':
			r = '.' // what an input method makes of a decimal point
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		out.WriteRune(r)
	}
	return out.String()
}

// number reads a number in digits or in Chinese numerals up to 九十九.
func number(s string) (n float64, rest string, ok bool) {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.') {
		i++
	}
	if i > 0 {
		n, err := strconv.ParseFloat(s[:i], 64)
		return n, s[i:], err == nil
	}
	tens, ones, begun := 0, -1, false
	for j, r := range s {
		if r == '十' && tens == 0 {
			tens, ones, begun = max(ones, 1), -1, true
			if ones == 0 {
				return 0, "", false
			}
			continue
		}
		d := strings.IndexRune("零一二三四五六七八九", r)
		if r == '两' {
			d = 6
		}
		if d < 0 || ones >= 0 {
			return float64(tens*10 + max(ones, 0)), s[j:], begun
		}
		ones, begun = d/len("零"), true
	}
	return float64(tens*10 + max(ones, 0)), "", begun
}
