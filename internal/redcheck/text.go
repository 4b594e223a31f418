package redcheck

import (
	"slices"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/revision"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// leastCarried is from how many characters a stretch that went here and came there is the same stretch: fewer come
// together by chance.
const leastCarried = 4

// paras compares the paragraphs of a story, or of a furniture frame, where f and g are given.
func (c *comparing) paras(a, b *edition.Story, f, g *edition.Frame) {
	was, is := a.All(), b.All()
	find := func(list []*edition.Para, id string) *edition.Para {
		for _, p := range list {
			if p.ID == id {
				return p
			}
		}
		return nil
	}
	from := len(c.Changes)
	for _, p := range is {
		if q := find(was, p.ID); q != nil {
			c.para(a, b, q, p, f, g)
		}
	}
	var gone, made []*edition.Para
	for _, p := range was {
		if find(is, p.ID) == nil {
			gone = append(gone, p)
		}
	}
	for _, p := range is {
		if find(was, p.ID) == nil {
			made = append(made, p)
		}
	}
	gone, made = c.broken(a, b, from, gone, made, was, is)
	c.renamed(a, b, &gone, &made, f, g)
	for _, p := range gone {
		c.add(Change{Kind: ParaGone, Story: a.ID, WasPara: p.ID, Before: p.Text, WasTo: runes(p.Text), Was: c.wasAt(a.ID, p.ID, 0, runes(p.Text), f), Message: words.Text{ZH: "删去一段", EN: "A paragraph was taken out"}})
	}
	for _, p := range made {
		c.add(Change{Kind: ParaNew, Story: b.ID, Para: p.ID, After: p.Text, To: runes(p.Text), Areas: c.isAt(b.ID, p.ID, 0, runes(p.Text), g), Message: words.Text{ZH: "增加一段", EN: "A paragraph was put in"}})
	}
	c.order(a, b)
	c.carry(from)
}

func runes(s string) int { return len([]rune(s)) }

func (c *comparing) wasAt(story, para string, from, to int, f *edition.Frame) []geom.Rect {
	return places(c.before.Page, story, para, from, to, f)
}

func (c *comparing) isAt(story, para string, from, to int, f *edition.Frame) []geom.Rect {
	return places(c.after.Page, story, para, from, to, f)
}

// places answers where text stands; of furniture it is enough to know the frame.
func places(p display.Page, story, para string, from, to int, f *edition.Frame) []geom.Rect {
	if f != nil {
		return []geom.Rect{f.Rect}
	}
	return display.TextAreas(p, story, para, from, to)
}

// para compares two states of one paragraph.
func (c *comparing) para(a, b *edition.Story, q, p *edition.Para, f, g *edition.Frame) {
	if q == p {
		return
	}
	x, y := []rune(q.Text), []rune(p.Text)
	for _, r := range revision.Of(x, y) {
		before, after := string(x[r.From:r.To]), string(y[r.At:r.End])
		m := words.Text{ZH: "“%s”改为“%s”", EN: "“%s” became “%s”"}.F(cut(before, 24), cut(after, 24))
		switch {
		case before == "":
			m = words.Text{ZH: "增加“%s”", EN: "“%s” was put in"}.F(cut(after, 24))
		case after == "":
			m = words.Text{ZH: "删去“%s”", EN: "“%s” was taken out"}.F(cut(before, 24))
		}
		frame := ""
		if g != nil {
			frame = g.ID
		}
		c.add(Change{Kind: Text, Story: b.ID, Frame: frame, WasPara: q.ID, Para: p.ID, Before: before, After: after, WasFrom: r.From, WasTo: r.To, From: r.At, To: r.End,
			Was: c.wasAt(a.ID, q.ID, r.From, r.To, f), Areas: c.isAt(b.ID, p.ID, r.At, r.End, g), Message: m})
	}
	if q.Role != p.Role || q.Text == p.Text && !slices.Equal(q.Spans, p.Spans) {
		c.add(Change{Kind: Style, Story: b.ID, WasPara: q.ID, Para: p.ID, Before: q.Text, After: p.Text, To: len(y), WasTo: len(x),
			Was: c.wasAt(a.ID, q.ID, 0, len(x), f), Areas: c.isAt(b.ID, p.ID, 0, len(y), g), Message: words.Text{ZH: "字样或段落身份改了", EN: "Set in another style"}})
	}
}

// broken finds paragraphs that were split and joined: what one lost at its end is what the other is, or begins with.
func (c *comparing) broken(a, b *edition.Story, from int, gone, made, was, is []*edition.Para) (still, new []*edition.Para) {
	for _, p := range made {
		i := slices.IndexFunc(is, func(q *edition.Para) bool { return q.ID == p.ID })
		k := slices.IndexFunc(c.Changes[from:], func(ch Change) bool {
			return ch.Kind == Text && ch.After == "" && ch.Before == p.Text && i > 0 && is[i-1].ID == ch.Para && ch.From == runes(is[i-1].Text)
		})
		if k < 0 || p.Text == "" {
			new = append(new, p)
			continue
		}
		ch := &c.Changes[from+k]
		ch.Kind, ch.Para, ch.From, ch.To, ch.After = Split, p.ID, 0, 0, p.Text
		ch.Areas = c.isAt(b.ID, p.ID, 0, 0, nil)
		ch.Message = words.Text{ZH: "“%s”另起段", EN: "“%s” begins a paragraph"}.F(cut(p.Text, 12))
	}
	for _, q := range gone {
		i := slices.IndexFunc(was, func(p *edition.Para) bool { return p.ID == q.ID })
		k := slices.IndexFunc(c.Changes[from:], func(ch Change) bool {
			return ch.Kind == Text && ch.Before == "" && ch.After == q.Text && i > 0 && was[i-1].ID == ch.WasPara && ch.WasFrom == runes(was[i-1].Text)
		})
		if k < 0 || q.Text == "" {
			still = append(still, q)
			continue
		}
		ch := &c.Changes[from+k]
		ch.Kind, ch.WasPara, ch.WasFrom, ch.WasTo, ch.Before = Join, q.ID, 0, 0, q.Text
		ch.To = ch.From
		ch.Was, ch.Areas = c.wasAt(a.ID, q.ID, 0, 0, nil), c.isAt(b.ID, ch.Para, ch.From, ch.From, nil)
		ch.Message = words.Text{ZH: "“%s”接排", EN: "“%s” runs on"}.F(cut(q.Text, 12))
	}
	return still, new
}

// renamed pairs paragraphs that came under another id and are nearly the same, as an updated manuscript brings them.
func (c *comparing) renamed(a, b *edition.Story, gone, made *[]*edition.Para, f, g *edition.Frame) {
	for i := 0; i < len(*gone); i++ {
		q := (*gone)[i]
		best, share := -1, 0.5
		for j, p := range *made {
			if s := alike(q.Text, p.Text); s > share {
				best, share = j, s
			}
		}
		if best < 0 {
			continue
		}
		c.para(a, b, q, (*made)[best], f, g)
		*gone = slices.Delete(slices.Clone(*gone), i, i+1)
		*made = slices.Delete(slices.Clone(*made), best, best+1)
		i--
	}
}

// alike answers the share of characters that two texts have in common, 0 to 1.
func alike(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	out := 0
	for _, r := range revision.Of(x, y) {
		out += r.To - r.From
	}
	return float64(len(x)-out) / float64(max(len(x), len(y)))
}

// order finds the paragraphs that stand elsewhere among those that stayed: all but a longest run in order.
func (c *comparing) order(a, b *edition.Story) {
	at := map[string]int{}
	for i, p := range a.Paras {
		at[p.ID] = i
	}
	var stay []*edition.Para
	for _, p := range b.Paras {
		if _, has := at[p.ID]; has {
			stay = append(stay, p)
		}
	}
	n := len(stay)
	length, back := make([]int, n), make([]int, n)
	best := -1
	for i := range stay {
		length[i], back[i] = 1, -1
		for j := range i {
			if at[stay[j].ID] < at[stay[i].ID] && length[j]+1 > length[i] {
				length[i], back[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	in := map[int]bool{}
	for i := best; i >= 0; i = back[i] {
		in[i] = true
	}
	for i, p := range stay {
		if in[i] {
			continue
		}
		q := a.Paras[at[p.ID]]
		c.add(Change{Kind: ParaMove, Story: b.ID, WasPara: q.ID, Para: p.ID, Before: q.Text, After: p.Text, WasTo: runes(q.Text), To: runes(p.Text),
			Was: c.wasAt(a.ID, q.ID, 0, runes(q.Text), nil), Areas: c.isAt(b.ID, p.ID, 0, runes(p.Text), nil),
			Message: words.Text{ZH: "“%s”一段换了位置", EN: "The paragraph “%s” stands elsewhere"}.F(cut(p.Text, 12))})
	}
}

// carry joins what was taken out in one place and put in at another.
func (c *comparing) carry(from int) {
	for i := from; i < len(c.Changes); i++ {
		x := c.Changes[i]
		if x.Kind != Text && x.Kind != ParaGone || x.After != "" || runes(x.Before) < leastCarried {
			continue
		}
		for j := from; j < len(c.Changes); j++ {
			y := c.Changes[j]
			if j == i || y.Kind != Text && y.Kind != ParaNew || y.Before != "" || strings.TrimSpace(y.After) != strings.TrimSpace(x.Before) {
				continue
			}
			y.Kind, y.Before = Carried, x.Before
			y.WasPara, y.WasFrom, y.WasTo, y.Was = x.WasPara, x.WasFrom, x.WasTo, x.Was
			y.Message = words.Text{ZH: "“%s”转移到别处", EN: "“%s” went elsewhere"}.F(cut(x.Before, 16))
			c.Changes[j] = y
			c.Changes = slices.Delete(c.Changes, i, i+1)
			i--
			break
		}
	}
}

// match finds for each change the flags that asked for it, and the flags that nothing came of.
func (c *comparing) match() {
	var flags []*edition.Flag
	for _, f := range c.after.Edition.Flags {
		old := c.before.Edition.Flag(f.ID)
		if f.State == edition.FlagRefused || old != nil && old.State != edition.FlagOpen || !c.here(f) {
			continue // refused, or done before the earlier proof
		}
		flags = append(flags, f)
	}
	came := map[string]bool{}
	for i := range c.Changes {
		for _, f := range flags {
			if asks(c, f, c.Changes[i]) {
				c.Changes[i].Asked = append(c.Changes[i].Asked, f.ID)
				came[f.ID] = true
			}
		}
	}
	for _, f := range flags {
		done, known := CarriedOut(f, c.after.Edition)
		if known && done || !known && (came[f.ID] || f.State == edition.FlagDone) {
			continue
		}
		u := Undone{Flag: f, Said: f.State == edition.FlagDone}
		u.Areas = FlagAreas(f, c.after)
		c.Undone = append(c.Undone, u)
	}
}

// here reports whether a flag is on this page.
func (c *comparing) here(f *edition.Flag) bool {
	if f.Page != "" {
		return f.Page == c.is.ID
	}
	return on(c.is, f.Story)
}

// FlagAreas answers where a flag stands on a page: its passage, or a small square around its spot.
func FlagAreas(f *edition.Flag, p Proof) []geom.Rect {
	if f.Story != "" {
		return display.TextAreas(p.Page, f.Story, f.Para, f.From, f.To)
	}
	page := p.Edition.Page(f.Page)
	if page == nil || page.ID != p.Page.ID || f.Pin == nil {
		return nil
	}
	at := f.Pin.On(page)
	const half = 2 * geom.MM
	return []geom.Rect{{X: at.X - half, Y: at.Y - half, W: 2 * half, H: 2 * half}}
}

// asks reports whether a flag asked for a change: it is on the stretch that changed, or on the spot.
func asks(c *comparing, f *edition.Flag, ch Change) bool {
	if f.Story != "" {
		if ch.Story != f.Story {
			return false
		}
		if f.Mark == edition.MarkReplace && ch.Kind == Text && f.Quote != "" && ch.Before != "" && (strings.Contains(f.Quote, ch.Before) || strings.Contains(ch.Before, f.Quote)) {
			return true // the same fault wherever it stands
		}
		switch ch.Kind {
		case Text, Split, Join, ParaMove, ParaNew, ParaGone, Carried, Style:
		default:
			return false
		}
		if ch.Para == f.Para && ch.From <= f.To && ch.To >= f.From {
			return true
		}
		// What was split or joined beside the mark, and what was marked in the earlier proof and is gone.
		if ch.Kind == Split || ch.Kind == Join {
			if s := c.after.Edition.Story(f.Story); s != nil {
				if p := s.Para(f.Para); p != nil && (f.Para == ch.Para || f.Para == ch.WasPara || f.To == runes(p.Text)) {
					return beside(s, f.Para, ch.Para)
				}
			}
		}
		old := c.before.Edition.Flag(f.ID)
		return old != nil && ch.WasPara == old.Para && ch.WasFrom <= old.To && ch.WasTo >= old.From
	}
	at := f.Pin.On(c.is)
	if f.Pin.Frame != "" && f.Pin.Frame == ch.Frame {
		return true
	}
	for _, r := range slices.Concat(ch.Areas, ch.Was) {
		if r.Inset(-3 * geom.MM).Contains(geom.Rect{X: at.X, Y: at.Y}) {
			return true
		}
	}
	return false
}

// beside reports whether two paragraphs are one or neighbours.
func beside(s *edition.Story, a, b string) bool {
	i := slices.IndexFunc(s.Paras, func(p *edition.Para) bool { return p.ID == a })
	j := slices.IndexFunc(s.Paras, func(p *edition.Para) bool { return p.ID == b })
	return i >= 0 && j >= 0 && i-j <= 1 && j-i <= 1
}

// CarriedOut reports whether the text says what a flag asked for, and whether that can be known: only of the marks
// that say it in full.
func CarriedOut(f *edition.Flag, ed *edition.Edition) (done, known bool) {
	s := ed.Story(f.Story)
	if s == nil {
		return false, false
	}
	p := s.Para(f.Para)
	if p == nil {
		return f.Mark == edition.MarkDelete, f.Mark == edition.MarkDelete
	}
	text := []rune(p.Text)
	from, to := min(f.From, len(text)), min(f.To, len(text))
	now := string(text[from:to])
	near := string(text[max(0, from-runes(f.Text)):min(len(text), to+runes(f.Text))])
	switch f.Mark {
	case edition.MarkCorrect, edition.MarkReplace:
		if f.Text == "" || f.Quote == "" {
			return false, false
		}
		return now == f.Text || now != f.Quote && strings.Contains(near, f.Text), true
	case edition.MarkDelete:
		if f.Quote == "" {
			return false, false
		}
		return !strings.Contains(now, f.Quote), true
	case edition.MarkInsert:
		if f.Text == "" {
			return false, false
		}
		return strings.Contains(near, f.Text), true
	case edition.MarkTranspose:
		if f.Quote == "" {
			return false, false
		}
		return now != f.Quote, true
	}
	return false, false
}
