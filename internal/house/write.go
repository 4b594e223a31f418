package house

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// ErrCannotSave is wrapped by Save's error when a house holds what no file could say: a value out of range, a style
// based on one that is not there, a name that is none.
var ErrCannotSave = errors.New("house style cannot be written")

// Save writes a house as a file that Load reads back as it is. It says only what differs from the default that ships
// and, of a style, from the style it is based on; remarks are in Chinese. Headlines are written by priority, whatever
// their order.
func Save(h *edition.House) ([]byte, error) {
	w := &writer{h: h}
	data, err := w.write()
	if err != nil {
		return nil, fmt.Errorf("house style %q: %w: %w", h.Name, ErrCannotSave, err)
	}
	back, err := Load(data, cmpOr(h.Name, "house")+".toml")
	if err != nil {
		return nil, fmt.Errorf("house style %q: %w: %w", h.Name, ErrCannotSave, err)
	}
	if what := differs(canonical(h), canonical(back)); what != "" {
		return nil, fmt.Errorf("house style %q: %w: %w", h.Name, ErrCannotSave, &Error{File: h.Name, Key: what, Message: say.back.F(what)})
	}
	return data, nil
}

// canonical answers the house with empty collections told from none no more, and headlines by priority.
func canonical(h *edition.House) *edition.House {
	out := *h
	out.Headlines = slices.Clone(h.Headlines)
	slices.SortStableFunc(out.Headlines, func(a, b edition.HeadlineRange) int { return b.Priority - a.Priority })
	if len(out.Headlines) == 0 {
		out.Headlines = nil
	}
	if out.Colours == nil {
		out.Colours = map[string][4]int{}
	}
	if len(out.Fit.Steps) == 0 {
		out.Fit.Steps = nil
	}
	return &out
}

// differs names the part in which two houses differ, or "".
func differs(a, b *edition.House) string {
	var parts [2]map[string]json.RawMessage
	for i, h := range []*edition.House{a, b} {
		data, err := json.Marshal(h)
		if err == nil {
			err = json.Unmarshal(data, &parts[i])
		}
		if err != nil {
			return "house" // a number that is none, or text that is not Unicode
		}
	}
	for _, k := range slices.Sorted(maps.Keys(parts[0])) {
		if string(parts[0][k]) != string(parts[1][k]) {
			return k
		}
	}
	for k := range parts[1] {
		if _, ok := parts[0][k]; !ok {
			return k
		}
	}
	return ""
}

// writer writes one house.
type writer struct {
	h   *edition.House
	out strings.Builder
	top strings.Builder // keys before the first table
}

// write answers the file.
func (w *writer) write() ([]byte, error) {
	h := w.h
	own := &node{line: 1}
	for name, pt := range h.Sizes { // the shipped file is read with this title's sizes
		if own.keys == nil {
			own.keys = map[string]*node{"sizes": {keys: map[string]*node{}}}
		}
		own.keys["sizes"].keys[name] = &node{path: "sizes." + name, value: pt}
	}
	base := reader{file: h.Name, base: shipped(), own: own}
	ships := base.read()
	if err := base.done(); err != nil {
		return nil, err
	}

	fmt.Fprintf(&w.top, "# 《%s》社内体例。只写与程序默认不同之处；没有写的，一律从默认（default.toml）。\n", strings.Map(printable, h.Name))
	w.top.WriteString("# 字号写作 \"小五\" 或 \"9pt\"；缩进、字距写作 \"2字\"；段间空写作 \"1行\"；比例写作 \"95%\"。\n\n")
	if h.Name != ships.Name {
		fmt.Fprintf(&w.top, "name = %s\n", quote(h.Name))
	}
	if h.Press != ships.Press {
		fmt.Fprintf(&w.top, "press = %s  # 印刷条件\n", quote(h.Press))
	}
	if h.ColumnRule != ships.ColumnRule {
		fmt.Fprintf(&w.top, "column_rule = %s  # 栏线：一篇稿件各栏之间\n", quote(h.ColumnRule))
	}
	if h.BlockRule != ships.BlockRule {
		fmt.Fprintf(&w.top, "block_rule = %s  # 稿件与稿件之间的线\n", quote(h.BlockRule))
	}
	if !slices.Equal(h.Ignore, ships.Ignore) {
		fmt.Fprintf(&w.top, "ignore = [  # 不作提示的文字\n")
		for _, s := range h.Ignore {
			fmt.Fprintf(&w.top, "  %s,\n", quote(s))
		}
		w.top.WriteString("]\n")
	}
	if len(h.Sizes) > 0 {
		w.section("本报字号表，单位为点（pt）")
		w.table("", "sizes")
		for _, name := range bySize(h.Sizes) {
			w.line(key(name), number(h.Sizes[name]), "")
		}
	}
	removed := map[string][]string{}
	w.colours(ships, removed)
	if err := w.styles(ships, removed); err != nil {
		return nil, err
	}
	w.headlines(ships, removed)
	w.fit(ships)
	if err := w.formats(); err != nil {
		return nil, err
	}
	if err := w.makeUp(); err != nil {
		return nil, err
	}
	if len(h.Checks) > 0 {
		w.section("校对与检查：off 关，hint 提示，warning 警告，error 错误")
		w.table("", "checks")
		for _, id := range slices.Sorted(maps.Keys(h.Checks)) {
			w.line(key(id), quote(h.Checks[id]), levels.zh(h.Checks[id]))
		}
	}
	if err := w.presses(); err != nil {
		return nil, err
	}
	if err := w.masters(); err != nil {
		return nil, err
	}
	if len(removed) > 0 {
		w.section("本报不用的默认项")
		w.table("", "remove")
		for _, k := range slices.Sorted(maps.Keys(removed)) {
			w.line(k, texts(removed[k]), "")
		}
	}
	return []byte(w.top.String() + w.out.String()), nil
}

// printable keeps a name within its remark.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return -1
	}
	return r
}

func (w *writer) section(zh string) { fmt.Fprintf(&w.out, "\n# %s\n", zh) }

func (w *writer) table(zh string, names ...string) {
	for i, n := range names {
		names[i] = key(n)
	}
	if zh != "" {
		zh = "  # " + zh
	}
	fmt.Fprintf(&w.out, "[%s]%s\n", strings.Join(names, "."), zh)
}

func (w *writer) line(key, value, zh string) {
	if zh != "" {
		zh = "  # " + zh
	}
	fmt.Fprintf(&w.out, "%s = %s%s\n", key, value, zh)
}

// remark joins what a setting is and what its value means.
func remark(what, value string) string {
	switch {
	case value == "":
		return what
	case what == "":
		return value
	}
	return what + "：" + value
}

// changed writes the settings in which a value differs from another.
func changed[T any](w *writer, settings []setting[T], was, now *T) {
	for _, s := range settings {
		if get(s.at(was)) == get(s.at(now)) {
			continue
		}
		v := get(s.at(now))
		if list, ok := s.at(now).(*[]float64); ok {
			v = *list
		}
		zh := ""
		if s.kind.zh != nil {
			zh = s.kind.zh(v)
		}
		w.line(s.key, s.kind.write(w.h, v), remark(s.zh, zh))
	}
}

// bySize answers names of sizes from large to small.
func bySize(sizes map[string]float64) []string {
	out := slices.Sorted(maps.Keys(sizes))
	slices.SortStableFunc(out, func(a, b string) int {
		switch {
		case sizes[a] > sizes[b]:
			return -1
		case sizes[a] < sizes[b]:
			return 1
		}
		return 0
	})
	return out
}

func (w *writer) colours(ships *edition.House, removed map[string][]string) {
	h := w.h
	first := true
	for _, name := range slices.Sorted(maps.Keys(h.Colours)) {
		c := h.Colours[name]
		spot, isSpot := h.Spots[name]
		if was, ok := ships.Colours[name]; ok && was == c && !isSpot {
			continue
		}
		if first {
			w.section("颜色：[青, 品红, 黄, 黑]，各 0 到 100；专色另写油墨名")
			w.table("", "colours")
			first = false
		}
		inks := make([]string, 4)
		for i, n := range c {
			inks[i] = number(float64(n) / 10)
		}
		v := "[" + strings.Join(inks, ", ") + "]"
		if isSpot {
			tint := ""
			if spot.Tint != 0 {
				tint = ", tint = " + tintKind.write(h, spot.Tint)
			}
			v = fmt.Sprintf("{ spot = %s%s, cmyk = %s }", quote(spot.Ink), tint, v)
		}
		w.line(key(name), v, "")
	}
	for _, name := range slices.Sorted(maps.Keys(ships.Colours)) {
		if _, ok := h.Colours[name]; !ok {
			removed["colours"] = append(removed["colours"], name)
		}
	}
}

// styleOrder is the order in which roles stand in the file; other styles follow by name.
var styleOrder = []edition.Role{edition.Body, edition.Lead, edition.Kicker, edition.Headline, edition.Deck, edition.Byline,
	edition.Subhead, edition.Caption, edition.Credit, edition.Label, edition.JumpLine, edition.EditorsNote}

var roleNames = map[edition.Role]string{
	edition.Body: "正文", edition.Lead: "导语", edition.Kicker: "引题", edition.Headline: "主题", edition.Deck: "副题",
	edition.Byline: "署名", edition.Subhead: "小标题", edition.Caption: "图片说明", edition.Credit: "图片署名",
	edition.Label: "标签", edition.JumpLine: "转版语", edition.EditorsNote: "编者按",
}

func (w *writer) styles(ships *edition.House, removed map[string][]string) error {
	h := w.h
	names := slices.Sorted(maps.Keys(h.Styles))
	rank := func(name string) int {
		if i := slices.Index(styleOrder, edition.Role(name)); i >= 0 {
			return i
		}
		return len(styleOrder)
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	for _, name := range slices.Sorted(maps.Keys(ships.Styles)) {
		now, ok := h.Styles[name]
		if !ok || now.Character != ships.Styles[name].Character {
			removed["styles"] = append(removed["styles"], name)
		}
	}
	first := true
	for _, name := range names {
		now := h.Styles[name]
		was, known := ships.Styles[name]
		known = known && was.Character == now.Character && was.Based == now.Based
		// What the style would be if the file said nothing of it: its parent as it is here, under what ships for it.
		start := root(now.Character)
		if now.Based != "" {
			parent, ok := h.Styles[now.Based]
			if !ok {
				return &Error{File: h.Name, Key: "styles." + name, Message: say.noParent.F(name, now.Based, meant(now.Based, names))}
			}
			start = parent
		}
		start.Based, start.Character = now.Based, now.Character
		if known {
			r := &reader{file: h.Name, house: h}
			section := "styles"
			if now.Character {
				section = "characters"
			}
			r.style(shipped().child(section).child(name), &start)
			if err := r.done(); err != nil {
				return err
			}
		}
		if known && start == now {
			continue
		}
		if first {
			w.section("样式：styles 用于段落，characters 用于段内文字")
			first = false
		} else {
			w.out.WriteByte('\n')
		}
		section := "styles"
		if now.Character {
			section = "characters"
		}
		w.table(roleNames[edition.Role(name)], section, name)
		if !known && (now.Based != "" || !now.Character) {
			w.line("based", quote(now.Based), "未写之项从此样式")
		}
		changed(w, styleSettings, &start, &now)
	}
	return nil
}

func (w *writer) headlines(ships *edition.House, removed map[string][]string) {
	first := true
	have := map[int]bool{}
	for _, now := range canonical(w.h).Headlines {
		have[now.Priority] = true
		var was edition.HeadlineRange
		for _, s := range ships.Headlines {
			if s.Priority == now.Priority {
				was = s
			}
		}
		if was == now {
			continue
		}
		if first {
			w.section("各级稿件的主题字号：5 为头条，1 为补白")
			first = false
		}
		w.table("", "headlines", strconv.Itoa(now.Priority))
		changed(w, headlineSettings, &was, &now)
	}
	for _, s := range ships.Headlines {
		if !have[s.Priority] {
			removed["headlines"] = append(removed["headlines"], strconv.Itoa(s.Priority))
		}
	}
}

func (w *writer) fit(ships *edition.House) {
	if differs(&edition.House{Fit: w.h.Fit}, &edition.House{Fit: ships.Fit}) == "" {
		return
	}
	w.section("标题凑满一行：先改字号，再改字距，再改长扁")
	w.table("", "fit")
	changed(w, fitSettings, &ships.Fit, &w.h.Fit)
}

func (w *writer) formats() error {
	seen := map[string]bool{}
	for i, f := range w.h.Formats {
		if seen[f.Name] {
			return &Error{File: w.h.Name, Key: "formats." + f.Name, Message: say.twice.F(f.Name)}
		}
		seen[f.Name] = true
		if i == 0 {
			w.section("本报版面：栏数、每栏字数、行数定版心")
		} else {
			w.out.WriteByte('\n')
		}
		w.table("", "formats", f.Name)
		w.line("trim", "["+mm(f.Trim.W)+", "+mm(f.Trim.H)+"]", "成品宽、高，毫米")
		zero := page{}
		p := byCells(f)
		if p == nil {
			a := f.TypeArea
			w.line("type_area", "["+mm(a.X)+", "+mm(a.Y)+", "+mm(a.W)+", "+mm(a.H)+"]", "版心左、上、宽、高，毫米")
			p = &page{Bleed: f.Bleed.MM(), Columns: f.Columns, Body: f.Body.Pt(), Leading: f.Leading.Pt(), Lines: f.Lines, ColumnGap: f.ColumnGap.MM()}
			zero = page{Bleed: -1, ColumnGap: -1}
		} else {
			zero = page{Bleed: -1, Gap: -1}
			if p.hasL {
				zero.Left = -1
			}
			if p.hasTop {
				zero.Head = -1
			}
		}
		changed(w, pageSettings, &zero, p)
	}
	return nil
}

// byCells answers a page as cells, or nil if it is not made of them.
func byCells(f edition.Format) *page {
	if f.Body <= 0 || f.Columns < 1 || f.Leading <= 0 {
		return nil
	}
	for _, top := range []bool{false, true} {
		for _, left := range []bool{false, true} {
			p := page{
				Bleed: f.Bleed.MM(), Columns: f.Columns, Lines: f.Lines, Body: f.Body.Pt(), Leading: f.Leading.Pt(),
				Characters: int(f.ColumnWidth() / f.Body), Gap: int(f.ColumnGap.Times(1000, int64(f.Body))),
				trim: [2]float64{f.Trim.W.MM(), f.Trim.H.MM()}, hasTop: top, hasL: left,
			}
			if top {
				p.Head = f.TypeArea.Y.MM()
			}
			if left {
				p.Left = f.TypeArea.X.MM()
			}
			if p.format(f.Name) == f {
				return &p
			}
		}
	}
	return nil
}

func (w *writer) makeUp() error {
	if len(w.h.MakeUp) == 0 {
		return nil
	}
	w.section("自动拼版的得失分：数越大越要避免")
	w.table("", "make_up")
	left := maps.Clone(w.h.MakeUp)
	for _, k := range weights {
		if x, ok := left[k.field]; ok {
			w.line(k.key, number(x), "")
			delete(left, k.field)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		return &Error{File: w.h.Name, Key: "make_up." + name, Message: say.unknown.F(words.Text{})}
	}
	return nil
}

func (w *writer) presses() error {
	own := map[string]edition.Press{}
	for i, p := range w.h.Presses {
		if _, twice := own[p.Name]; twice {
			return &Error{File: w.h.Name, Key: "presses." + p.Name, Message: say.twice.F(p.Name)}
		}
		own[p.Name] = w.h.Presses[i]
	}
	for i, p := range w.h.Presses {
		was := edition.Press{Standard: "x4"}
		if p.Based != "" {
			parent, ok := own[p.Based]
			if !ok || p.Based == p.Name {
				if parent, ok = shippedPress(p.Based); !ok {
					return &Error{File: w.h.Name, Key: "presses." + p.Name, Message: say.noParent.F(p.Name, p.Based, words.Text{})}
				}
			}
			was = parent
		}
		if i == 0 {
			w.section("印刷条件")
		} else {
			w.out.WriteByte('\n')
		}
		w.table("", "presses", p.Name)
		if p.Based != pressParent(p.Name) {
			w.line("based", quote(p.Based), "未写之项从此条件")
		}
		changed(w, pressSettings, &was, &p)
	}
	return nil
}
