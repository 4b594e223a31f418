// Package markup draws a proof as a corrector hands it back (红样): the page with the proof marks of GB/T 14706 on it,
// leader lines into the margins that do not cross, and what shall be done written there; and the list of it all.
//
// Start with Draw, which takes a composed page and its Remarks and answers a larger sheet, and List, which answers
// pages with a table. Both are display lists like any page: what previews and prints pages previews and prints them.
// Lengths are geom's, from the sheet's top-left. One colour stands for one round of reading. The package judges
// nothing and changes no page it was given.
package markup

import (
	"cmp"
	"fmt"
	"slices"

	"dayang/fonts"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Remark is one thing marked on a page.
type Remark struct {
	Number int // as the list counts it, from 1
	Mark   edition.Mark
	Areas  []geom.Rect // on the page; the marked characters line by line, a point wide between two characters
	Target []geom.Rect // of 接排 and 转移: where it goes on, if that is on the page
	Text   string      // what shall stand there
	Note   string      // in words
	Round  int         // 校次; 0 is outside of one
	State  edition.FlagState
}

// Options say what stands around the page.
type Options struct {
	Fonts *fonts.Registry
	Lang  words.Lang
	Title string // at the head of the sheet: paper, date, page, proof
	Sum   string // at its foot: how many, the error rate
	Name  func(edition.Mark) words.Text
	Round func(int) words.Text
}

// The sheet around the page.
const (
	sideMargin = 62 * geom.MM
	headMargin = 14 * geom.MM
	footMargin = 14 * geom.MM
	gutter     = 9 * geom.MM // from the page's edge to the labels: where leaders bend
	labelWidth = sideMargin - gutter - 4*geom.MM
	stroke     = geom.Pt * 7 / 10
	hair       = geom.Pt * 4 / 10
)

// Colour answers the colour of a round: red, blue, green, and again.
func Colour(round int) display.Colour {
	switch max(round-1, 0) % 3 {
	case 1:
		return display.Colour{C: 1000, M: 650}
	case 2:
		return display.Colour{C: 850, Y: 1000, K: 250}
	}
	return display.Colour{M: 1000, Y: 900}
}

// Draw answers the sheet with the page and its remarks. A remark without an area is left to the list.
func Draw(page display.Page, remarks []Remark, o Options) display.Page {
	s := &sheet{pen: pen{reg: o.Fonts}, o: o, page: geom.Rect{X: sideMargin, Y: headMargin, W: page.Trim.W, H: page.Trim.H}}
	out := display.Page{ID: page.ID, Number: page.Number, Trim: geom.Size{W: page.Trim.W + 2*sideMargin, H: page.Trim.H + headMargin + footMargin}}
	at := geom.Point{X: s.page.X, Y: s.page.Y}
	s.items = append(s.items, display.Group{Clip: geom.Rect{W: page.Trim.W, H: page.Trim.H}, Shift: at, Items: page.Items})
	s.frame(s.page, hair, display.Paint{Colour: display.Colour{K: 450}})
	var placed []*noted
	for _, r := range remarks {
		if len(r.Areas) == 0 {
			continue
		}
		r.Areas, r.Target = moved(r.Areas, at), moved(r.Target, at)
		placed = append(placed, &noted{Remark: r})
	}
	s.sides(placed)
	untangle(placed)
	for _, side := range []bool{true, false} {
		var list []*noted
		for _, n := range placed {
			if n.left == side {
				list = append(list, n)
			}
		}
		s.leaders(list, side)
	}
	for _, n := range placed {
		s.mark(n)
	}
	s.furniture(out.Trim, placed)
	out.Items = s.items
	return out
}

// moved brings areas onto the sheet. The area of a line reaches half-way to its neighbours; what is marked is its
// characters.
func moved(rs []geom.Rect, by geom.Point) []geom.Rect {
	var out []geom.Rect
	for _, r := range rs {
		r = r.Move(by)
		if between := r.H.Times(11, 100); r.H > 6*geom.Pt {
			r.Y, r.H = r.Y+between, r.H-2*between
		}
		out = append(out, r)
	}
	return out
}

type sheet struct {
	pen
	o    Options
	page geom.Rect
}

// noted is a remark on its way to the margin.
type noted struct {
	Remark
	left   bool
	at     geom.Length // y of its leader on the page
	from   geom.Point  // where the leader leaves the mark
	label  geom.Length // top of its label
	height geom.Length
	size   geom.Length // of the note
	lines  []string
}

// anchor is the area that the leader leaves from: the line that is nearest to the margin's reader, the last.
func (n *noted) anchor() geom.Rect { return n.Areas[len(n.Areas)-1] }

// sides gives each remark the margin that is nearer, as long as the labels of a margin have room; then those in the
// middle of the page go over.
func (s *sheet) sides(all []*noted) {
	middle := s.page.X + s.page.W/2
	centre := func(n *noted) geom.Length { a := n.anchor(); return a.X + a.W/2 }
	for _, n := range all {
		n.left = centre(n) < middle
	}
	for _, size := range []geom.Length{geom.Pt * 15 / 2, geom.Pt * 13 / 2, geom.Pt * 11 / 2, geom.Pt * 9 / 2} {
		var sum [2]geom.Length
		side := func(n *noted) int {
			if n.left {
				return 0
			}
			return 1
		}
		for _, n := range all {
			s.measure(n, size)
			sum[side(n)] += n.height
		}
		// From the middle outwards, so that leaders stay short.
		order := slices.Clone(all)
		slices.SortStableFunc(order, func(a, b *noted) int { return cmp.Compare(distance(centre(a), middle), distance(centre(b), middle)) })
		for _, n := range order {
			if k := side(n); sum[k] > s.page.H && sum[1-k]+n.height < s.page.H {
				sum[k] -= n.height
				n.left = !n.left
				sum[1-k] += n.height
			}
		}
		if sum[0] <= s.page.H && sum[1] <= s.page.H {
			return
		}
	}
	for _, n := range all { // more than a margin holds: the words are in the list
		n.lines, n.height = nil, headSize+2*geom.Pt
	}
}

const headSize = 10 * geom.Pt

// mostNoteLines is how much of a note stands in the margin; the rest is in the list.
const mostNoteLines = 3

// measure breaks a remark's note for the margin.
func (s *sheet) measure(n *noted, size geom.Length) {
	n.size = size
	n.lines = s.wrap("song", size, n.note(s.o), labelWidth-6*geom.MM)
	if len(n.lines) > mostNoteLines {
		n.lines = n.lines[:mostNoteLines]
		n.lines[mostNoteLines-1] += "…"
	}
	n.height = headSize + 5*geom.Pt + geom.Length(len(n.lines))*size.Times(13, 10) + 3*geom.Pt
}

// note answers the words under a label's head.
func (n *noted) note(o Options) string {
	out := n.Note
	state := words.Text{}
	switch n.State {
	case edition.FlagDone:
		state = words.Text{ZH: "［已办］", EN: "[done] "}
	case edition.FlagRefused:
		state = words.Text{ZH: "［不改］", EN: "[refused] "}
	}
	return state.In(o.Lang) + out
}

// rowsOf groups remarks by the line of the page whose foot their leaders leave by; lines of one row of text stand a
// hair apart.
func rowsOf(list []*noted) map[geom.Length][]*noted {
	rows := map[geom.Length][]*noted{}
	var feet []geom.Length
	for _, n := range list {
		foot := n.anchor().Bottom()
		key := foot
		for _, k := range feet {
			if distance(k, foot) < geom.Pt*2 {
				key = k
			}
		}
		if rows[key] == nil {
			feet = append(feet, key)
		}
		rows[key] = append(rows[key], n)
	}
	return rows
}

// leave sets where a leader leaves its mark: below it, of a long stretch from the end that is nearer to the margin.
func (n *noted) leave() {
	a := n.anchor()
	n.from = geom.Point{X: a.X + a.W/2, Y: a.Bottom() + ringOut}
	if a.W > 12*geom.Pt {
		n.from.X = a.Right() - 4*geom.Pt
		if n.left {
			n.from.X = a.X + 4*geom.Pt
		}
	}
}

// untangle has, in every row of text, the leftmost leaders go to the left and the others to the right.
func untangle(all []*noted) {
	for _, row := range rowsOf(all) {
		lefts := 0
		for _, n := range row {
			n.leave()
			if n.left {
				lefts++
			}
		}
		slices.SortStableFunc(row, func(a, b *noted) int { return cmp.Compare(a.anchor().X+a.anchor().W/2, b.anchor().X+b.anchor().W/2) })
		for i, n := range row {
			n.left = i < lefts
			n.leave()
		}
	}
}

// leaders gives every remark of a margin its leader and its label. A leader leaves the mark into the gap between two
// lines of text, runs in it straight to the page's edge, and bends in the gutter to its label. Leaders in one gap are
// layered so that one that comes from further off runs further from the line it leaves; labels stand in the order of
// the leaders. So no two cross.
func (s *sheet) leaders(list []*noted, left bool) {
	for key, row := range rowsOf(list) {
		slices.SortStableFunc(row, func(a, b *noted) int { // nearest to the edge first
			if left {
				return cmp.Compare(a.from.X, b.from.X)
			}
			return cmp.Compare(b.from.X, a.from.X)
		})
		for i, n := range row {
			n.at = key + ringOut + gapBelow.Times(int64(i+1), int64(len(row)+1))
		}
	}
	slices.SortStableFunc(list, func(a, b *noted) int { return cmp.Compare(a.at, b.at) })
	stack(list, s.page)
	for _, n := range list {
		paint := display.Paint{Colour: Colour(n.Round)}
		edge, end := s.page.X+s.page.W, s.page.Right()+gutter
		if left {
			edge, end = s.page.X, s.page.X-gutter
		}
		y := n.label + headSize*7/10
		s.items = append(s.items, display.Path{
			Ops:    []display.Op{display.MoveTo, display.LineTo, display.LineTo, display.LineTo},
			Points: []geom.Point{n.from, {X: n.from.X, Y: n.at}, {X: edge, Y: n.at}, {X: end, Y: y}},
			Stroke: &paint, Thickness: hair,
		})
		s.write(n, left, end, paint)
	}
}

// A ring stands this far outside of its characters, and a leader has this much of the gap below it.
const (
	ringOut  = geom.Pt * 6 / 10
	gapBelow = geom.Pt * 9 / 5
)

// stack gives the labels of a margin, in the order of their leaders, places as near to them as can be without one over
// another: those that touch move as one block (isotonic regression, pool adjacent violators).
func stack(list []*noted, page geom.Rect) {
	type block struct {
		first, n int
		want     geom.Length // sum over its labels of the top that the block's first would like
		height   geom.Length
	}
	top := func(b block) geom.Length {
		return min(max(b.want/geom.Length(b.n), page.Y), max(page.Y, page.Bottom()-b.height))
	}
	var blocks []block
	for i, n := range list {
		b := block{first: i, n: 1, want: n.at - headSize*7/10, height: n.height}
		for len(blocks) > 0 {
			a := blocks[len(blocks)-1]
			if top(a)+a.height <= top(b) {
				break
			}
			b = block{first: a.first, n: a.n + b.n, want: a.want + b.want - geom.Length(b.n)*a.height, height: a.height + b.height}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	for _, b := range blocks {
		y := top(b)
		for _, n := range list[b.first : b.first+b.n] {
			n.label = y
			y += n.height
		}
	}
}

// write sets a label: its number, what shall stand there in a ring or the mark's name, and the note under it.
func (s *sheet) write(n *noted, left bool, end geom.Length, paint display.Paint) {
	x := end + geom.MM
	if left {
		x = end - geom.MM - labelWidth
	}
	base := n.label + headSize
	at := x
	head := n.head(s.o)
	number := fmt.Sprint(n.Number)
	if left { // read towards the page: number and words at the right end, by the leader
		w := s.width("hei-bold", geom.Pt*13/2, number) + 2*geom.Pt + s.width("kai", headSize, head)
		if n.Mark == edition.MarkDelete {
			w += curl
		}
		if n.ringed() {
			w += 6 * geom.Pt
		}
		at = end - geom.MM - w
	}
	at += s.text("hei-bold", geom.Pt*13/2, at, base, number, paint) + 2*geom.Pt
	if n.Mark == edition.MarkDelete {
		s.curl(at+geom.Pt, base-headSize*2/5, paint)
		at += curl
	}
	if n.ringed() {
		w := s.width("kai", headSize, head)
		s.ring(geom.Rect{X: at + geom.Pt, Y: base - headSize*85/100, W: w + 4*geom.Pt, H: headSize}, paint)
		at += 3 * geom.Pt
	}
	s.text("kai", headSize, at, base, head, paint)
	y := base + 3*geom.Pt + n.size
	for _, line := range n.lines {
		at := x
		if left {
			at = end - geom.MM - s.width("song", n.size, line)
		}
		s.text("song", n.size, at, y, line, display.Paint{Colour: display.Colour{K: 750}})
		y += n.size.Times(13, 10)
	}
}

// ringed reports whether the label's head is what shall be set: it is ringed, as the standard has it.
func (n *noted) ringed() bool {
	return n.Text != "" && (n.Mark == edition.MarkCorrect || n.Mark == edition.MarkInsert || n.Mark == edition.MarkReplace)
}

// head answers what stands in a label's first line.
func (n *noted) head(o Options) string {
	switch {
	case n.ringed():
		text := shorten(n.Text, 12)
		if n.Mark == edition.MarkReplace {
			return "○＝" + text
		}
		return text
	case n.Mark == edition.MarkDelete, n.Mark == edition.MarkExplain && n.Note != "":
		return ""
	case o.Name != nil:
		return o.Name(n.Mark).In(o.Lang)
	}
	return ""
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// furniture sets the sheet's head and foot.
func (s *sheet) furniture(trim geom.Size, all []*noted) {
	black := display.Paint{Colour: display.Black}
	s.text("hei-bold", 11*geom.Pt, sideMargin, headMargin-5*geom.MM, s.o.Title, black)
	y := trim.H - footMargin + 8*geom.MM
	x := sideMargin
	var rounds []int
	for _, n := range all {
		if !slices.Contains(rounds, n.Round) {
			rounds = append(rounds, n.Round)
		}
	}
	slices.Sort(rounds)
	for _, r := range rounds {
		name := words.Text{ZH: "批注与检查", EN: "flags and checks"}.In(s.o.Lang)
		if r > 0 && s.o.Round != nil {
			name = s.o.Round(r).In(s.o.Lang)
		}
		s.items = append(s.items, display.Fill{Areas: []geom.Rect{{X: x, Y: y - 7*geom.Pt, W: 14 * geom.Pt, H: 7 * geom.Pt}}, Paint: display.Paint{Colour: Colour(r)}})
		x += 17 * geom.Pt
		x += s.text("hei", 9*geom.Pt, x, y, name, black) + 6*geom.MM
	}
	s.text("hei", 9*geom.Pt, x, y, s.o.Sum, black)
}

func distance(a, b geom.Length) geom.Length { return max(a-b, b-a) }
