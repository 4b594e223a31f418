package house

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// topKeys are the keys a file may have.
var topKeys = []string{"name", "press", "ignore", "sizes", "styles", "characters", "headlines", "fit", "colours",
	"formats", "make_up", "checks", "presses", "remove", "masters", "plans", "column_rule", "block_rule"}

// read makes the house of the two trees. Sizes come first, since every size may be a name.
func (r *reader) read() *edition.House {
	r.house = &edition.House{}
	h := r.house
	r.known(r.own, topKeys)
	h.Sizes = r.sizes()
	removed := r.removed()
	for _, root := range []*node{r.base, r.own} {
		if n := root.child("name"); n != nil {
			r.set(n, text(false), &h.Name)
		}
		if n := root.child("press"); n != nil {
			r.set(n, text(true), &h.Press)
		}
		if n := root.child("column_rule"); n != nil {
			r.set(n, columnRule, &h.ColumnRule)
		}
		if n := root.child("block_rule"); n != nil {
			r.set(n, blockRule, &h.BlockRule)
		}
		if n := root.child("ignore"); n != nil {
			h.Ignore = r.texts(n)
		}
		if n := r.table(root, "fit"); n != nil {
			readTable(r, n, fitSettings, &h.Fit)
		}
	}
	r.colours(removed["colours"])
	r.styles(removed["styles"])
	r.headlines(removed["headlines"])
	r.formats()
	r.makeUp()
	r.checks()
	r.presses()
	r.masters()
	r.plans()
	return h
}

// known complains of keys of a table that are not among some.
func (r *reader) known(n *node, keys []string) {
	for _, k := range n.names() {
		if !slices.Contains(keys, k) {
			r.fail(n.keys[k], say.unknown.F(meant(k, keys)))
		}
	}
}

// table answers the table under a key, or nil; anything else there is a fault.
func (r *reader) table(root *node, key string) *node {
	n := root.child(key)
	if n != nil && n.keys == nil {
		r.fail(n, say.table)
		return nil
	}
	return n
}

// tables answers the names and tables below a key, in the order of the file.
func (r *reader) tables(root *node, key string) (names []string, of map[string]*node) {
	of = map[string]*node{}
	t := r.table(root, key)
	for _, name := range t.names() {
		if n := r.table(t, name); n != nil {
			if !isName(name) {
				r.fail(n, say.name)
				continue
			}
			names = append(names, name)
			of[name] = n
		}
	}
	return names, of
}

// set reads a value into a field and reports whether it could.
func (r *reader) set(n *node, k kind, field any) bool {
	if n.keys != nil {
		r.fail(n, say.text)
		return false
	}
	v, m := k.read(r.house, n.value)
	if m != (words.Text{}) {
		r.fail(n, m)
		return false
	}
	put(field, v)
	return true
}

// readTable reads a table's settings into a value; others are keys that somebody else reads.
func readTable[T any](r *reader, n *node, settings []setting[T], t *T, others ...string) {
	r.known(n, keysOf(settings, others...))
	for _, s := range settings {
		if c := n.child(s.key); c != nil {
			r.set(c, s.kind, s.at(t))
		}
	}
}

// texts reads a list of texts.
func (r *reader) texts(n *node) []string {
	list, ok := n.value.([]any)
	if !ok {
		r.fail(n, say.list)
		return nil
	}
	var out []string
	for _, v := range list {
		s, ok := v.(string)
		if !ok || s == "" {
			r.fail(n, say.list)
			return nil
		}
		out = append(out, s)
	}
	return out
}

// sizes reads the 字号 of both files.
func (r *reader) sizes() map[string]float64 {
	var out map[string]float64
	for _, root := range []*node{r.base, r.own} {
		t := r.table(root, "sizes")
		for _, name := range t.names() {
			n := t.keys[name]
			var pt float64
			if !isSizeName(name) {
				r.fail(n, say.sizeName.F(name))
			} else if r.set(n, sizePt, &pt) {
				if out == nil {
					out = map[string]float64{}
				}
				out[name] = pt
			}
		}
	}
	return out
}

// sizePt is how large a 字号 is.
var sizePt = decimalOf(leastPt, mostPt, "pt")

// isSizeName reports whether a name can be told from an amount and from the words that stand for one.
func isSizeName(s string) bool {
	if !isName(s) || isBody(s) || isAuto(s) {
		return false
	}
	first := []rune(s)[0]
	return !unicode.IsDigit(first) && !strings.ContainsRune("+-.", first)
}

// removed reads [remove]: what the file takes out of the one below it.
func (r *reader) removed() map[string][]string {
	out := map[string][]string{}
	t := r.table(r.own, "remove")
	for _, k := range t.names() {
		n := t.keys[k]
		if !slices.Contains([]string{"styles", "colours", "headlines"}, k) {
			r.fail(n, say.unknown.F(meant(k, []string{"styles", "colours", "headlines"})))
			continue
		}
		out[k] = r.texts(n)
		have := r.base.child(k).names()
		for _, name := range out[k] {
			if !slices.Contains(have, name) {
				r.fail(n, say.choice.F(name, strings.Join(have, ", ")))
			}
		}
	}
	return out
}

// colours reads the inks of both files.
func (r *reader) colours(removed []string) {
	h := r.house
	h.Colours = map[string][4]int{}
	for _, root := range []*node{r.base, r.own} {
		t := r.table(root, "colours")
		for _, name := range t.names() {
			n := t.keys[name]
			if root == r.base && slices.Contains(removed, name) {
				continue
			}
			if !isName(name) {
				r.fail(n, say.name)
				continue
			}
			r.colour(name, n)
		}
	}
}

var (
	tintKind = percentOrAuto(1, 1000)
	inkKind  = decimalOf(0, 100, "%")
)

// colour reads [c, m, y, k], or a table of a spot ink and its stand-in.
func (r *reader) colour(name string, n *node) {
	h := r.house
	cmyk := n
	delete(h.Spots, name)
	if n.keys != nil {
		r.known(n, []string{"cmyk", "spot", "tint"})
		var s edition.Spot
		if c := n.child("spot"); c == nil {
			r.fail(n, say.needs.F("spot"))
		} else {
			r.set(c, text(false), &s.Ink)
		}
		if c := n.child("tint"); c != nil {
			r.set(c, tintKind, &s.Tint)
		}
		if h.Spots == nil {
			h.Spots = map[string]edition.Spot{}
		}
		h.Spots[name] = s
		if cmyk = n.child("cmyk"); cmyk == nil {
			r.fail(n, say.needs.F("cmyk"))
			return
		}
	}
	list, ok := cmyk.value.([]any)
	if !ok || len(list) != 4 {
		r.fail(cmyk, say.colour)
		return
	}
	var out [4]int
	for i, v := range list {
		x, m := inkKind.read(h, v)
		if m != (words.Text{}) {
			r.fail(cmyk, say.colour)
			return
		}
		out[i] = int(x.(float64)*10 + 0.5)
	}
	h.Colours[name] = out
}

// entry is what the files say of one style.
type entry struct {
	name      string
	character bool
	based     string
	from      []*node // the tables that count, the shipped one first
}

// last answers the table of the style nearest to the writer.
func (e *entry) last() *node { return e.from[len(e.from)-1] }

// styles reads paragraph and character styles. A style that names its parent starts from it alone; one that does not
// changes what ships.
func (r *reader) styles(removed []string) {
	entries := map[string]*entry{}
	var order []string
	for _, root := range []*node{r.base, r.own} {
		for _, section := range []string{"styles", "characters"} {
			names, of := r.tables(root, section)
			for _, name := range names {
				if root == r.base && slices.Contains(removed, name) {
					continue
				}
				n, character := of[name], section == "characters"
				e := entries[name]
				if e != nil && e.character != character {
					r.fail(n, say.bothKinds.F(name))
					continue
				}
				based := n.child("based")
				switch {
				case e == nil:
					e = &entry{name: name, character: character}
					entries[name] = e
					order = append(order, name)
					if based == nil && !character && name != string(edition.Body) {
						r.fail(n, say.newStyle.F(name, meant(name, r.base.child("styles").names())))
						e.based = string(edition.Body)
					}
				case based != nil:
					e.from = nil
				}
				e.from = append(e.from, n)
				if based != nil {
					r.set(based, text(true), &e.based)
				}
			}
		}
	}
	r.house.Styles = map[string]edition.TextStyle{}
	if e := entries[string(edition.Body)]; e == nil || e.character {
		r.fail(r.own, say.noBody)
		return
	}
	for _, name := range order {
		r.resolve(entries, name, nil)
	}
}

// resolve makes a style after its parent; way holds the styles that wait for it.
func (r *reader) resolve(entries map[string]*entry, name string, way []string) {
	e := entries[name]
	if _, done := r.house.Styles[name]; done {
		return
	}
	s := root(e.character)
	if e.based != "" {
		parent := entries[e.based]
		at := e.last()
		if b := at.child("based"); b != nil {
			at = b
		}
		way = append(way, name)
		switch i := slices.Index(way, e.based); {
		case parent == nil:
			known := slices.Sorted(maps.Keys(entries))
			r.fail(at, say.noParent.F(name, e.based, meant(e.based, known)))
		case parent.character != e.character:
			r.fail(at, say.otherKind.F(name, e.based))
		case i >= 0:
			r.fail(at, say.circle.F(strings.Join(append(slices.Clone(way[i:]), e.based), " → ")))
		default:
			r.resolve(entries, e.based, way)
			s = r.house.Styles[e.based]
		}
	}
	s.Based = e.based
	for _, n := range e.from {
		r.style(n, &s)
	}
	n := e.last()
	if s.Colour != "" && s.Colour != "black" && s.Colour != "paper" {
		if _, ok := r.house.Colours[s.Colour]; !ok {
			if c := n.child("colour"); c != nil {
				n = c
			}
			r.fail(n, say.noColour.F(s.Colour, meant(s.Colour, slices.Sorted(maps.Keys(r.house.Colours)))))
		}
	}
	if lo, mid, hi := gapOr(s.GapMin, 125), gapOr(s.Gap, 250), gapOr(s.GapMax, 333); lo > mid || mid > hi {
		for _, k := range []string{"gap", "gap_max", "gap_min"} {
			if c := e.last().child(k); c != nil {
				n = c
			}
		}
		r.fail(n, say.gaps.F(number(float64(lo)/1000), number(float64(mid)/1000), number(float64(hi)/1000)))
	}
	r.house.Styles[name] = s
}

// gapOr answers a gap, or the engine's own for none given: a quarter of an em, an eighth to a third. CLREQ, JLREQ.
func gapOr(v, own int) int {
	if v == 0 {
		return own
	}
	return v
}

// root is what a style that is based on none starts from.
func root(character bool) edition.TextStyle {
	if character {
		return edition.TextStyle{Character: true}
	}
	return edition.TextStyle{Font: edition.Song, Align: edition.Justify, Kinsoku: "gb", Marks: "quanjiao", Policy: "least"}
}

// style reads one table of a style over what it starts from.
func (r *reader) style(n *node, s *edition.TextStyle) {
	r.known(n, keysOf(styleSettings, "based"))
	for _, set := range styleSettings {
		c := n.child(set.key)
		switch {
		case c == nil:
		case s.Character && !set.character:
			r.fail(c, say.notHere)
		default:
			r.set(c, set.kind, set.at(s))
		}
	}
	if !s.Character && s.Font == "" {
		if c := n.child("font"); c != nil {
			r.fail(c, say.font)
		}
	}
}

// headlines reads the ranges of both files, the highest priority first.
func (r *reader) headlines(removed []string) {
	have := map[int]*edition.HeadlineRange{}
	for _, root := range []*node{r.base, r.own} {
		names, of := r.tables(root, "headlines")
		for _, name := range names {
			n := of[name]
			if root == r.base && slices.Contains(removed, name) {
				continue
			}
			p, err := strconv.Atoi(name)
			if err != nil || p < 1 || p > 9 || name != strconv.Itoa(p) {
				r.fail(n, say.priority.F(name))
				continue
			}
			h := have[p]
			if h == nil {
				h = &edition.HeadlineRange{Priority: p, MaxRows: 2}
				have[p] = h
				for _, k := range []string{"min", "max"} {
					if n.child(k) == nil {
						r.fail(n, say.needs.F(k))
					}
				}
			}
			readTable(r, n, headlineSettings, h)
			if h.MinPt > h.MaxPt && h.MaxPt > 0 {
				r.fail(n, say.minMax.F(number(h.MinPt)+"pt", number(h.MaxPt)+"pt"))
			}
		}
	}
	for p := 9; p >= 1; p-- {
		if h := have[p]; h != nil {
			r.house.Headlines = append(r.house.Headlines, *h)
		}
	}
}

// page is a page format as the file says it: by cells, or by a type area.
type page struct {
	Bleed                float64 // mm
	Columns, Lines       int
	Characters           int
	Gap                  int // thousandths of the body
	Body, Leading        float64
	Head, Left           float64 // mm
	ColumnGap            float64 // mm
	trim                 [2]float64
	area                 [4]float64
	byArea, hasL, hasTop bool
}

// pageSettings are the keys of a page that are single values.
var pageSettings = []setting[page]{
	{key: "bleed", zh: "出血，毫米", kind: decimalOf(0, 100, "mm"), at: func(p *page) any { return &p.Bleed }},
	{key: "columns", zh: "基本栏数", kind: whole(1, 40), at: func(p *page) any { return &p.Columns }},
	{key: "characters", zh: "每栏字数", kind: whole(1, 400), at: func(p *page) any { return &p.Characters }},
	{key: "gap", zh: "栏间空", kind: ems(0, 20000), at: func(p *page) any { return &p.Gap }},
	{key: "body", zh: "正文字号", kind: size(false), at: func(p *page) any { return &p.Body }},
	{key: "leading", zh: "行距", kind: size(false), at: func(p *page) any { return &p.Leading }},
	{key: "lines", zh: "每栏行数", kind: whole(1, 2000), at: func(p *page) any { return &p.Lines }},
	{key: "head", zh: "天头，毫米；不写则居中", kind: decimalOf(0, 2000, "mm"), at: func(p *page) any { return &p.Head }},
	{key: "left", zh: "左边空，毫米；不写则居中", kind: decimalOf(0, 2000, "mm"), at: func(p *page) any { return &p.Left }},
	{key: "column_gap", zh: "栏间空，毫米", kind: decimalOf(0, 2000, "mm"), at: func(p *page) any { return &p.ColumnGap }},
}

// formats reads the title's own pages.
func (r *reader) formats() {
	for _, root := range []*node{r.base, r.own} {
		names, of := r.tables(root, "formats")
		for _, name := range names {
			n, before := of[name], len(r.errs)
			p := page{Bleed: 3, Gap: 1000}
			readTable(r, n, pageSettings, &p, "trim", "type_area")
			needs := []string{"trim", "columns", "body", "leading", "lines", "characters"}
			if p.byArea = n.child("type_area") != nil; p.byArea {
				needs[5] = "column_gap"
				r.numbers(n.child("type_area"), p.area[:])
				for _, k := range []string{"characters", "gap", "head", "left"} {
					if c := n.child(k); c != nil {
						r.fail(c, say.either.F("type_area", k))
					}
				}
			} else if c := n.child("column_gap"); c != nil {
				r.fail(c, say.either.F("characters", "column_gap"))
			}
			for _, k := range needs {
				if n.child(k) == nil {
					r.fail(n, say.needs.F(k))
				}
			}
			if c := n.child("trim"); c != nil {
				r.numbers(c, p.trim[:])
			}
			p.hasTop, p.hasL = n.child("head") != nil, n.child("left") != nil
			if len(r.errs) > before {
				continue
			}
			f := p.format(name)
			if a := f.TypeArea; f.Trim.W <= 0 || f.Trim.H <= 0 || a.X < 0 || a.Y < 0 || a.X+a.W > f.Trim.W || a.Y+a.H > f.Trim.H || f.ColumnWidth() <= 0 {
				r.fail(n, say.area.F(number(round1(a.W.MM())), number(round1(a.H.MM())), number(f.Trim.W.MM()), number(f.Trim.H.MM())))
				continue
			}
			r.house.Formats = append(r.house.Formats, f)
		}
	}
}

func round1(x float64) float64 { return float64(int(x*10+0.5)) / 10 }

// numbers reads a list of so many millimetres.
func (r *reader) numbers(n *node, to []float64) {
	list, ok := n.value.([]any)
	if !ok || len(list) != len(to) {
		r.fail(n, say.list)
		return
	}
	mm := decimalOf(0, 2000, "mm")
	for i, v := range list {
		x, m := mm.read(r.house, v)
		if m != (words.Text{}) {
			r.fail(n, m)
			return
		}
		to[i] = x.(float64)
	}
}

// format makes the page. By cells, its type area is whole characters and lines, centred where no margin is given.
func (p page) format(name string) edition.Format {
	f := edition.Format{
		Name: name, Trim: geom.Size{W: geom.FromMM(p.trim[0]), H: geom.FromMM(p.trim[1])}, Bleed: geom.FromMM(p.Bleed),
		Columns: p.Columns, Body: geom.FromPt(p.Body), Leading: geom.FromPt(p.Leading), Lines: p.Lines,
	}
	if p.byArea {
		f.TypeArea = geom.Rect{X: geom.FromMM(p.area[0]), Y: geom.FromMM(p.area[1]), W: geom.FromMM(p.area[2]), H: geom.FromMM(p.area[3])}
		f.ColumnGap = geom.FromMM(p.ColumnGap)
		return f
	}
	f.ColumnGap = f.Body.Times(int64(p.Gap), 1000)
	f.TypeArea.W = geom.Length(p.Columns*p.Characters)*f.Body + geom.Length(p.Columns-1)*f.ColumnGap
	f.TypeArea.H = geom.Length(p.Lines) * f.Leading
	f.TypeArea.X, f.TypeArea.Y = (f.Trim.W-f.TypeArea.W)/2, (f.Trim.H-f.TypeArea.H)/2
	if p.hasL {
		f.TypeArea.X = geom.FromMM(p.Left)
	}
	if p.hasTop {
		f.TypeArea.Y = geom.FromMM(p.Head)
	}
	return f
}

// makeUp reads the make-up weights.
func (r *reader) makeUp() {
	keys := make([]string, len(weights))
	for i, w := range weights {
		keys[i] = w.key
	}
	for _, root := range []*node{r.base, r.own} {
		t := r.table(root, "make_up")
		if t == nil {
			continue
		}
		r.known(t, keys)
		for _, w := range weights {
			var x float64
			if c := t.child(w.key); c != nil && r.set(c, weightKind, &x) {
				if r.house.MakeUp == nil {
					r.house.MakeUp = map[string]float64{}
				}
				r.house.MakeUp[w.field] = x
			}
		}
	}
}

// checks reads the levels of rules. Which rules there are is for those who run them to know.
func (r *reader) checks() {
	for _, root := range []*node{r.base, r.own} {
		t := r.table(root, "checks")
		for _, id := range t.names() {
			var level string
			switch n := t.keys[id]; {
			case !isRule(id):
				r.fail(n, say.rule.F(id))
			case r.set(n, levels, &level):
				if r.house.Checks == nil {
					r.house.Checks = map[string]string{}
				}
				r.house.Checks[id] = level
			}
		}
	}
}

// isRule reports whether a text has the form of a rule's id, such as DU-02.
func isRule(s string) bool {
	return s != "" && len(s) <= 40 && strings.IndexFunc(s, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_./", c))
	}) < 0
}

// presses reads the title's own press conditions. One goes by another of the file or of the program; one of a
// program's name goes by that, unless it says otherwise.
func (r *reader) presses() {
	names, of := r.tables(r.own, "presses")
	done, bad := map[string]edition.Press{}, map[string]bool{}
	var one func(name string, way []string) (edition.Press, bool)
	one = func(name string, way []string) (edition.Press, bool) {
		if p, ok := done[name]; ok || bad[name] {
			return p, ok
		}
		bad[name] = true // until it is done
		n := of[name]
		p := edition.Press{Based: pressParent(name)}
		b := n.child("based")
		if b != nil {
			r.set(b, text(true), &p.Based)
		} else {
			b = n
		}
		based := p.Based
		if based != "" {
			way = append(way, name)
			parent, ok := shippedPress(based)
			if _, own := of[based]; own && based != name {
				if i := slices.Index(way, based); i >= 0 {
					r.fail(b, say.circle.F(strings.Join(append(slices.Clone(way[i:]), based), " → ")))
					return p, false
				}
				if parent, ok = one(based, way); !ok {
					return p, false
				}
			} else if !ok {
				known := slices.Clone(names)
				for _, s := range edition.Presses() {
					known = append(known, s.Name)
				}
				r.fail(b, say.noParent.F(name, based, meant(based, known)))
				return p, false
			}
			p = parent
		} else {
			p.Standard = "x4"
		}
		p.Name, p.Based = name, based
		readTable(r, n, pressSettings, &p, "based")
		done[name] = p
		return p, true
	}
	for _, name := range names {
		if p, ok := one(name, nil); ok {
			r.house.Presses = append(r.house.Presses, p)
		}
	}
	if h := r.house; h.Press != "" {
		if _, ok := h.PressNamed(h.Press); !ok && len(r.errs) == 0 {
			known := slices.Clone(names)
			for _, s := range edition.Presses() {
				known = append(known, s.Name)
			}
			r.fail(r.own.child("press"), say.choice.F(h.Press, strings.Join(known, ", ")))
		}
	}
}

// pressParent is what a press condition goes by when it does not say.
func pressParent(name string) string {
	if _, ok := shippedPress(name); ok {
		return name
	}
	return edition.NewsprintA
}

// shippedPress answers a press condition of the program's own.
func shippedPress(name string) (edition.Press, bool) {
	for _, p := range edition.Presses() {
		if p.Name == name {
			return p, true
		}
	}
	return edition.Press{}, false
}
