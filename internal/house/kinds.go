package house

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// kind is a form of value: how it is read from the file and written to it. A read value is a string, a float64, an
// int, a bool or a []float64, as the field it goes to.
type kind struct {
	read  func(h *edition.House, v any) (any, words.Text) // a zero Text is success
	write func(h *edition.House, v any) string
	zh    func(v any) string // what a written value means, when that is not plain; may be nil
}

// setting is one key of a table that goes to one field of a T.
type setting[T any] struct {
	key       string
	zh        string // what it is, for the comment beside it
	kind      kind
	at        func(*T) any // the field: *string, *float64, *int, *bool or *[]float64
	character bool         // a character style may have it
}

// get answers what a field holds, comparable; a list as its text.
func get(field any) any {
	switch p := field.(type) {
	case *string:
		return *p
	case *float64:
		return *p
	case *int:
		return *p
	case *bool:
		return *p
	case *[]float64:
		return fmt.Sprint(*p)
	}
	panic(fmt.Sprintf("house: no way to read a field of type %T", field))
}

// put sets a field.
func put(field, v any) {
	switch p := field.(type) {
	case *string:
		*p = v.(string)
	case *float64:
		*p = v.(float64)
	case *int:
		*p = v.(int)
	case *bool:
		*p = v.(bool)
	case *[]float64:
		*p = v.([]float64)
	default:
		panic(fmt.Sprintf("house: no way to set a field of type %T", field))
	}
}

// decimal is a number as people write it: no exponent, no infinity.
var decimal = regexp.MustCompile(`^[+-]?[0-9]{1,9}(\.[0-9]{1,17})?$`)

// quantity reads a number with a unit, or a bare number, into the unit's measure. units are the ways to write the
// unit and what one of it is.
func quantity(v any, units map[string]float64, bare float64) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v) * bare, bare != 0
	case float64:
		return v * bare, bare != 0
	case string:
		s := strings.TrimSpace(v)
		for unit, one := range units {
			if num, ok := strings.CutSuffix(s, unit); ok && decimal.MatchString(strings.TrimSpace(num)) {
				x, err := strconv.ParseFloat(strings.TrimSpace(num), 64)
				return x * one, err == nil
			}
		}
		if decimal.MatchString(s) && bare != 0 {
			x, err := strconv.ParseFloat(s, 64)
			return x * bare, err == nil
		}
	}
	return 0, false
}

// number writes a number without exponent, as short as reads back.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// isAuto reports whether a value is the word for the program's own choice.
func isAuto(v any) bool { return v == "auto" || v == "自动" }

// thousandths is a share of something, kept in thousandths: of a character, of a body line, of a width. With instead,
// zero is the program's own choice and written "auto", since a reader would take 0 for none; instead ends the message
// for those who write it.
func thousandths(lo, hi int, unit string, also map[string]float64, one float64, instead *words.Text) kind {
	units := map[string]float64{unit: one}
	for u, x := range also {
		units[u] = x
	}
	show := func(n int) string { return number(float64(n)/one) + unit }
	return kind{
		read: func(_ *edition.House, v any) (any, words.Text) {
			if instead != nil && isAuto(v) {
				return 0, words.Text{}
			}
			x, ok := quantity(v, units, one)
			if !ok {
				return nil, say.unit.F(plain(v), show(int(one)))
			}
			x = math.Round(x)
			if instead != nil && x == 0 {
				return nil, say.zero.F(*instead)
			}
			if !(x >= float64(lo) && x <= float64(hi)) {
				return nil, say.rangeOf.F(plain(v), show(lo), show(hi))
			}
			return int(x), words.Text{}
		},
		write: func(_ *edition.House, v any) string {
			if instead != nil && v.(int) == 0 {
				return `"auto"`
			}
			return quote(show(v.(int)))
		},
	}
}

// ems is a length in characters of the paragraph.
func ems(lo, hi int) kind {
	return thousandths(lo, hi, "字", map[string]float64{"em": 1000}, 1000, nil)
}

// emsOrAuto is ems where none given is the program's own; instead says what to write for none at all.
func emsOrAuto(lo, hi int, instead words.Text) kind {
	return thousandths(lo, hi, "字", map[string]float64{"em": 1000}, 1000, &instead)
}

// bodyLines is white in lines of body text.
func bodyLines(lo, hi int) kind {
	return thousandths(lo, hi, "行", map[string]float64{"line": 1000, "lines": 1000}, 1000, nil)
}

// percent is a share in thousandths, written in per cent.
func percent(lo, hi int) kind { return thousandths(lo, hi, "%", nil, 10, nil) }

// percentOrAuto is percent where none given is the program's own.
func percentOrAuto(lo, hi int) kind { return thousandths(lo, hi, "%", nil, 10, &words.Text{}) }

// points are what one of each unit of size is in points. mm are DTP millimetres.
var points = map[string]float64{"pt": 1, "磅": 1, "mm": 72 / 25.4, "毫米": 72 / 25.4}

// The bounds of sizes, in points.
const (
	leastPt = 1
	mostPt  = 1000
)

// isBody reports whether a value is the word for the size or leading of the page's body text.
func isBody(v any) bool { return v == "body" || v == "正文" }

// size is a type size: points, millimetres or a 字号 of the title. body says whether the page's own may stand.
func size(body bool) kind {
	return kind{
		read: func(h *edition.House, v any) (any, words.Text) {
			if body && isBody(v) {
				return 0.0, words.Text{}
			}
			pt, ok := quantity(v, points, 1)
			if s, is := v.(string); is && !ok {
				s = strings.TrimSpace(s)
				for _, name := range []string{s, s + "号", strings.TrimSuffix(s, "号")} { // 五 and 小五号 are said, too
					if pt, ok = h.Size(name); ok {
						break
					}
				}
			}
			if !ok {
				known := []string{}
				for _, s := range h.TypeSizes() {
					known = append(known, s.Name)
				}
				return nil, say.size.F(plain(v), meant(plain(v), known))
			}
			if !(pt >= leastPt && pt <= mostPt) {
				return nil, say.rangeOf.F(plain(v), "1pt", "1000pt")
			}
			return pt, words.Text{}
		},
		write: func(h *edition.House, v any) string {
			pt := v.(float64)
			if body && pt == 0 {
				return `"body"`
			}
			return quote(sizeName(h, pt))
		},
		zh: func(v any) string {
			if body && v.(float64) == 0 {
				return "同版面正文"
			}
			return ""
		},
	}
}

// sizeName writes a size by its 字号 if the title has one of exactly that many points.
func sizeName(h *edition.House, pt float64) string {
	for _, s := range h.TypeSizes() {
		if s.Pt == pt {
			return s.Name
		}
	}
	return number(pt) + "pt"
}

// decimalOf is a plain number between bounds.
func decimalOf(lo, hi float64, unit string) kind {
	return kind{
		read: func(_ *edition.House, v any) (any, words.Text) {
			units := map[string]float64{}
			if unit != "" {
				units[unit] = 1
			}
			x, ok := quantity(v, units, 1)
			if !ok {
				return nil, say.number
			}
			if !(x >= lo && x <= hi) {
				return nil, say.rangeOf.F(plain(v), number(lo), number(hi))
			}
			return x, words.Text{}
		},
		write: func(_ *edition.House, v any) string { return number(v.(float64)) },
	}
}

// whole is a whole number between bounds.
func whole(lo, hi int) kind {
	return kind{
		read: func(_ *edition.House, v any) (any, words.Text) {
			n, ok := v.(int64)
			if !ok {
				return nil, say.number
			}
			if n < int64(lo) || n > int64(hi) {
				return nil, say.rangeOf.F(plain(v), strconv.Itoa(lo), strconv.Itoa(hi))
			}
			return int(n), words.Text{}
		},
		write: func(_ *edition.House, v any) string { return strconv.Itoa(v.(int)) },
	}
}

// yesNo is true or false.
var yesNo = kind{
	read: func(_ *edition.House, v any) (any, words.Text) {
		b, ok := v.(bool)
		if !ok {
			return nil, say.truth
		}
		return b, words.Text{}
	},
	write: func(_ *edition.House, v any) string { return strconv.FormatBool(v.(bool)) },
}

// option is one word of a choice and the Chinese for it, which may be written in its place.
type option struct{ id, zh string }

// choice is one of some words.
func choice(options ...option) kind {
	return kind{
		read: func(_ *edition.House, v any) (any, words.Text) {
			s, ok := v.(string)
			if !ok {
				return nil, say.text
			}
			s = strings.TrimSpace(s)
			var all []string
			for _, o := range options {
				if s == o.id || s == o.zh {
					return o.id, words.Text{}
				}
				all = append(all, strconv.Quote(cmpOr(o.id, o.zh)))
			}
			return nil, say.choice.F(s, strings.Join(all, ", "))
		},
		write: func(_ *edition.House, v any) string { return quote(v.(string)) },
		zh: func(v any) string {
			for _, o := range options {
				if o.id == v {
					return o.zh
				}
			}
			return ""
		},
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// text is a short text without control characters; "" stands when it may be left out.
func text(empty bool) kind {
	return kind{
		read: func(_ *edition.House, v any) (any, words.Text) {
			s, ok := v.(string)
			if !ok {
				return nil, say.text
			}
			if s == "" && empty {
				return s, words.Text{}
			}
			if !isName(s) {
				return nil, say.name
			}
			return s, words.Text{}
		},
		write: func(_ *edition.House, v any) string { return quote(v.(string)) },
	}
}

// font is a font's id.
func font(empty bool) kind {
	k := text(empty)
	inner := k.read
	k.read = func(h *edition.House, v any) (any, words.Text) {
		if s, ok := v.(string); ok && strings.Contains(s, ",") {
			return nil, say.fontComma
		} else if ok && s == "" && !empty {
			return nil, say.font
		}
		return inner(h, v)
	}
	return k
}

// fonts is a list of fonts, kept as one string with commas.
var fonts = kind{
	read: func(h *edition.House, v any) (any, words.Text) {
		list, ok := v.([]any)
		if !ok {
			return nil, say.list
		}
		one := font(false)
		var ids []string
		for _, x := range list {
			id, m := one.read(h, x)
			if m != (words.Text{}) {
				return nil, m
			}
			ids = append(ids, id.(string))
		}
		return strings.Join(ids, ","), words.Text{}
	},
	write: func(_ *edition.House, v any) string {
		if v.(string) == "" {
			return "[]"
		}
		return texts(strings.Split(v.(string), ","))
	},
}

// sizesFalling is a list of type sizes, from large to small.
var sizesFalling = kind{
	read: func(h *edition.House, v any) (any, words.Text) {
		list, ok := v.([]any)
		if !ok {
			return nil, say.list
		}
		one := size(false)
		var out []float64
		for _, x := range list {
			pt, m := one.read(h, x)
			if m != (words.Text{}) {
				return nil, m
			}
			if n := len(out); n > 0 && !(pt.(float64) < out[n-1]) {
				return nil, say.rise
			}
			out = append(out, pt.(float64))
		}
		return out, words.Text{}
	},
	write: func(h *edition.House, v any) string {
		var names []string
		for _, pt := range v.([]float64) {
			names = append(names, sizeName(h, pt))
		}
		return texts(names)
	},
}

// isName reports whether a text can name something: not empty, not long, printable, without space at its ends.
func isName(s string) bool {
	return s != "" && len(s) <= 200 && strings.TrimSpace(s) == s && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsPrint(r) && r != '\u3000' || r == unicode.ReplacementChar
	}) < 0
}

// plain writes a value as a message shows it.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		if r := []rune(v); len(r) > 40 {
			return string(r[:40]) + "…"
		}
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return "…"
}

// quote writes a text as a TOML basic string.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// texts writes a list of texts.
func texts(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quote(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// key writes a key, in quotes when it must be.
func key(s string) string {
	if s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-')
	}) < 0 {
		return s
	}
	return quote(s)
}

// keysOf answers the keys of settings, with others.
func keysOf[T any](settings []setting[T], others ...string) []string {
	for _, s := range settings {
		others = append(others, s.key)
	}
	slices.Sort(others)
	return others
}
