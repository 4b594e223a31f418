package house

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// This file reads and writes master pages and plans of pages. Their parts are said by the names that the edition's own
// JSON has for them, each field of them: a length in millimetres ("12.5mm"), a rectangle or a place as a list of
// millimetres, everything else as it is. What is nothing is left out.

var (
	lengthType = reflect.TypeFor[geom.Length]()
	rectType   = reflect.TypeFor[geom.Rect]()
)

// fields answers the names of a struct's fields in the file, and where each is.
func fields(t reflect.Type) (names []string, at map[string]int) {
	at = make(map[string]int, t.NumField())
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
		at[name] = i
	}
	return names, at
}

// mm writes a length in millimetres, as short as reads back.
func mm(l geom.Length) string {
	for places := 0; places < 6; places++ {
		s := strconv.FormatFloat(l.MM(), 'f', places, 64)
		if x, err := strconv.ParseFloat(s, 64); err == nil && geom.FromMM(x) == l {
			return s
		}
	}
	return strconv.FormatFloat(l.MM(), 'f', 6, 64) // a millionth of a millimetre is less than the least length
}

// value writes a value as TOML; "" is nothing.
func value(v reflect.Value) string {
	switch {
	case v.Type() == lengthType:
		if v.Int() == 0 {
			return ""
		}
		return quote(mm(geom.Length(v.Int())) + "mm")
	case v.Type() == rectType:
		r := v.Interface().(geom.Rect)
		if r == (geom.Rect{}) {
			return ""
		}
		return "[" + strings.Join([]string{mm(r.X), mm(r.Y), mm(r.W), mm(r.H)}, ", ") + "]"
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return inline(v.Elem())
	case reflect.Struct:
		return inline(v)
	case reflect.Slice:
		if v.Len() == 0 {
			return ""
		}
		parts := make([]string, v.Len())
		for i := range parts {
			if parts[i] = value(v.Index(i)); parts[i] == "" {
				parts[i] = nothing(v.Index(i))
			}
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case reflect.String:
		if v.String() == "" {
			return ""
		}
		return quote(v.String())
	case reflect.Bool:
		if !v.Bool() {
			return ""
		}
		return "true"
	case reflect.Int:
		if v.Int() == 0 {
			return ""
		}
		return strconv.FormatInt(v.Int(), 10)
	}
	panic(fmt.Sprintf("house: no way to write a %s", v.Type()))
}

// nothing writes an item of a list that is nothing.
func nothing(v reflect.Value) string {
	switch {
	case v.Type() == lengthType:
		return `"0mm"`
	case v.Type() == rectType:
		return "[0, 0, 0, 0]"
	case v.Kind() == reflect.String:
		return `""`
	case v.Kind() == reflect.Int:
		return "0"
	case v.Kind() == reflect.Bool:
		return "false"
	}
	return "{}"
}

// inline writes a struct as an inline table.
func inline(v reflect.Value) string {
	names, at := fields(v.Type())
	var parts []string
	for _, name := range names {
		if s := value(v.Field(at[name])); s != "" {
			parts = append(parts, key(name)+" = "+s)
		}
	}
	if len(parts) == 0 {
		return "{}"
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

// raw answers what a node holds as plain TOML values.
func (n *node) raw() any {
	if n.keys == nil {
		return n.value
	}
	out := make(map[string]any, len(n.keys))
	for k, c := range n.keys {
		out[k] = c.raw()
	}
	return out
}

// lengthKind is a length on a page.
var lengthKind = decimalOf(-10000, 10000, "mm")

// fill reads a plain TOML value into a Go value and answers what is wrong with it, and where below.
func (r *reader) fill(v any, to reflect.Value) (words.Text, string) {
	length := func(v any) (geom.Length, words.Text) {
		x, m := lengthKind.read(r.house, v)
		if m != (words.Text{}) {
			return 0, m
		}
		return geom.FromMM(x.(float64)), words.Text{}
	}
	switch {
	case to.Type() == lengthType:
		l, m := length(v)
		to.SetInt(int64(l))
		return m, ""
	case to.Type() == rectType:
		list, ok := v.([]any)
		if !ok || len(list) != 4 {
			return say.list, ""
		}
		var out [4]geom.Length
		for i := range out {
			l, m := length(list[i])
			if m != (words.Text{}) {
				return m, ""
			}
			out[i] = l
		}
		to.Set(reflect.ValueOf(geom.Rect{X: out[0], Y: out[1], W: out[2], H: out[3]}))
		return words.Text{}, ""
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return r.fill(v, to.Elem())
	case reflect.Struct:
		table, ok := v.(map[string]any)
		if !ok {
			return say.table, ""
		}
		names, at := fields(to.Type())
		for _, k := range sortedKeys(table) {
			i, known := at[k]
			if !known {
				return say.unknown.F(meant(k, names)), k
			}
			if m, below := r.fill(table[k], to.Field(i)); m != (words.Text{}) {
				return m, strings.TrimSuffix(k+"."+below, ".")
			}
		}
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			if tables, is := v.([]map[string]any); is {
				for _, t := range tables {
					list = append(list, t)
				}
			} else {
				return say.list, ""
			}
		}
		out := reflect.MakeSlice(to.Type(), len(list), len(list))
		for i, one := range list {
			if m, below := r.fill(one, out.Index(i)); m != (words.Text{}) {
				return m, below
			}
		}
		if len(list) > 0 {
			to.Set(out)
		}
	case reflect.String:
		s, ok := v.(string)
		if !ok {
			return say.text, ""
		}
		to.SetString(s)
	case reflect.Bool:
		b, ok := v.(bool)
		if !ok {
			return say.truth, ""
		}
		to.SetBool(b)
	case reflect.Int:
		n, ok := v.(int64)
		if !ok || n > math.MaxInt32 || n < math.MinInt32 {
			return say.number, ""
		}
		to.SetInt(n)
	default:
		panic(fmt.Sprintf("house: no way to read a %s", to.Type()))
	}
	return words.Text{}, ""
}

func sortedKeys(m map[string]any) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// part reads a node into a value; a fault is the node's, or that of the key below it that has it.
func (r *reader) part(n *node, to any) bool {
	m, below := r.fill(n.raw(), reflect.ValueOf(to).Elem())
	if m == (words.Text{}) {
		return true
	}
	at := n
	for _, k := range strings.Split(below, ".") {
		if c := at.child(k); c != nil {
			at = c
		}
	}
	e := &Error{File: r.file, Line: at.line, Key: n.path, Message: m}
	if below != "" {
		e.Key += "." + below
	}
	r.errs = append(r.errs, e)
	return false
}

// masters reads the title's master pages.
func (r *reader) masters() {
	for _, root := range []*node{r.base, r.own} {
		names, of := r.tables(root, "masters")
		for _, name := range names {
			n, before := of[name], len(r.errs)
			r.known(n, []string{"format", "guides", "frames"})
			m := edition.Master{Name: name}
			if c := n.child("format"); c != nil {
				r.set(c, text(true), &m.Format)
			}
			if c := n.child("guides"); c != nil {
				r.part(c, &m.Guides)
			}
			ids, frames := r.tables(n, "frames")
			for _, id := range ids {
				f := &edition.Frame{}
				if r.part(frames[id], f) {
					f.ID = id
					m.Frames = append(m.Frames, f)
				}
			}
			if len(r.errs) > before {
				continue
			}
			if m.Format != "" {
				if _, ok := r.house.Format(m.Format); !ok {
					r.fail(n.child("format"), say.noFormat.F(m.Format))
					continue
				}
			}
			if err := edition.ValidateMaster(&m); err != nil {
				r.fail(n, say.invalid.F(strings.ReplaceAll(err.Error(), "\n", "; ")))
				continue
			}
			r.house.Masters = append(r.house.Masters, m)
		}
	}
}

// plans reads the title's plans of pages.
func (r *reader) plans() {
	for _, root := range []*node{r.base, r.own} {
		names, of := r.tables(root, "plans")
		for _, name := range names {
			n, before := of[name], len(r.errs)
			r.known(n, []string{"pages"})
			p := edition.Plan{Name: name}
			c := n.child("pages")
			if c == nil {
				r.fail(n, say.needs.F("pages"))
				continue
			}
			r.part(c, &p.Pages)
			for _, q := range p.Pages {
				if q.Format != "" {
					if _, ok := r.house.Format(q.Format); !ok {
						r.fail(c, say.noFormat.F(q.Format))
					}
				}
				if q.Master != "" && r.house.MasterNamed(q.Master) == nil {
					r.fail(c, say.noMaster.F(q.Master))
				}
			}
			if len(r.errs) == before {
				r.house.Plans = append(r.house.Plans, p)
			}
		}
	}
}

// masters writes the title's master pages and plans.
func (w *writer) masters() error {
	seen := map[string]bool{}
	for i, m := range w.h.Masters {
		if seen[m.Name] {
			return &Error{File: w.h.Name, Key: "masters." + m.Name, Message: say.twice.F(m.Name)}
		}
		seen[m.Name] = true
		if i == 0 {
			w.section("主版：每一版照它开版。frames 由后到前；rect 为左、上、宽、高，毫米")
		} else {
			w.out.WriteByte('\n')
		}
		w.table("", "masters", m.Name)
		if m.Format != "" {
			w.line("format", quote(m.Format), "版面")
		}
		if s := value(reflect.ValueOf(m.Guides)); s != "" {
			w.line("guides", s, "辅助线")
		}
		ids := map[string]bool{}
		for _, f := range m.Frames {
			if ids[f.ID] {
				return &Error{File: w.h.Name, Key: "masters." + m.Name + ".frames." + f.ID, Message: say.twice.F(f.ID)}
			}
			ids[f.ID] = true
			w.table("", "masters", m.Name, "frames", f.ID)
			v := reflect.ValueOf(f).Elem()
			names, at := fields(v.Type())
			for _, name := range names {
				if name == "id" {
					continue
				}
				if s := value(v.Field(at[name])); s != "" {
					w.line(key(name), s, "")
				}
			}
		}
	}
	seen = map[string]bool{}
	for i, p := range w.h.Plans {
		if seen[p.Name] {
			return &Error{File: w.h.Name, Key: "plans." + p.Name, Message: say.twice.F(p.Name)}
		}
		seen[p.Name] = true
		if i == 0 {
			w.section("版面计划：新开一期时有哪些版")
		} else {
			w.out.WriteByte('\n')
		}
		w.table("", "plans", p.Name)
		if len(p.Pages) == 0 {
			w.line("pages", "[]", "")
			continue
		}
		w.out.WriteString("pages = [\n")
		for _, q := range p.Pages {
			fmt.Fprintf(&w.out, "  %s,\n", inline(reflect.ValueOf(q)))
		}
		w.out.WriteString("]\n")
	}
	return nil
}

// ruleKind is a kind of line between columns or blocks.
func ruleKind(empty string) kind {
	options := []option{{"", empty}, {edition.NoLine, "不要"}}
	for _, k := range edition.LineKinds() {
		options = append(options, option{k, k})
	}
	return choice(options...)
}

var (
	columnRule = ruleKind("不加")
	blockRule  = ruleKind("细线")
)
