package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// Pour lays a story out in its frames. Each character of the story is set exactly once: in a line of an item, or
// in the overset that Fit and a Note count.
func Pour(t Thread, s Setter) Block {
	out := Block{Items: make([][]display.Item, len(t.Frames))}
	if len(t.Frames) == 0 {
		return out
	}
	out.Fit.Leg = -1
	rest := t.Story.Body
	for i := range t.Frames {
		f := &t.Frames[i]
		sh := &sheet{frame: f.ID, story: t.Story.ID}
		sh.frameMark(f.Rect)
		sh.ground(f)
		if i > 0 && len(rest) == 0 { // the text has ended: nothing says that it goes on
			out.Notes = append(out.Notes, Note{Code: NoteNothingLeft, Page: f.Page, Frame: f.ID, Story: t.Story.ID, Spot: f.Rect})
			g := *f
			g.JumpFrom, g.JumpHead = nil, nil
			f = &g
		}
		b := newBlock(&t.Story, f, s, i == 0)
		if i == 0 {
			out.Fit.HeadPt, out.Fit.HeadRows = b.hd.pt, b.hd.nrows
		}
		rest = b.pourFrame(sh, setText(rest, f.Grid, b.m, s), i == 0, i == len(t.Frames)-1, &out)
		out.Items[i] = sh.items
	}
	for _, p := range rest {
		out.Fit.OverRunes += int(p.Runes[len(p.Runes)-1] - p.Runes[0])
	}
	out.Fit.OverRunes += t.Story.Beyond
	if len(rest) > 0 {
		f := t.Frames[len(t.Frames)-1]
		p := rest[0]
		out.Notes = append(out.Notes, Note{Code: NoteOverset, Page: f.Page, Frame: f.ID, Story: t.Story.ID, Para: p.ID,
			From: int(p.Runes[0]), To: int(p.Runes[len(p.Runes)-1]), Lines: out.Fit.OverLines, Runes: out.Fit.OverRunes})
	}
	out.Fit.Leg = max(out.Fit.Leg, 0)
	return out
}

// slots answers the grid slots that lie wholly inside a frame: the first, and how many. A box keeps half a line
// of white above and below.
func slots(f *Frame) (first, lines int) {
	g := f.Grid
	slack := g.Leading / 20 // a frame drawn by hand may miss the grid by a hair
	top, bottom := f.Rect.Y-g.Top, f.Rect.Bottom()-g.Top
	if f.Boxed || f.Tint != nil || f.Shade != nil {
		top += g.Leading / 2
		bottom -= g.Leading / 2
	}
	first = (top - slack).Ceil(g.Leading)
	if f.Rect.Empty() {
		return first, 0
	}
	return first, max(0, (bottom+slack).Floor(g.Leading)-first)
}

// ground draws what lies behind a frame's matter: a tint, a shade, a box.
func (s *sheet) ground(f *Frame) {
	r := f.Rect
	in := f.Grid.Leading / 3 // off what stands above and below
	r.Y, r.H = r.Y+in, r.H-2*in
	s.back(f, r)
}

// back draws a frame's tint, shade and box in a rectangle, without the frame's notch.
func (s *sheet) back(f *Frame, r geom.Rect) {
	areas := []geom.Rect{r}
	if f.Notch != nil {
		areas = f.Notch.cut(r)
	}
	if f.Tint != nil {
		s.items = append(s.items, display.Fill{Areas: areas, Paint: display.Paint{Colour: *f.Tint}})
	}
	if f.Shade != nil {
		s.items = append(s.items, f.Shade.draw(areas)...)
	}
	if f.Boxed {
		colour := display.Black
		if f.Ink != nil {
			colour = *f.Ink
		}
		s.items = append(s.items, BoxShape(f.Line, r, f.Notch, ink(colour))...)
	}
}

// from answers the rest of a paragraph from one of its clusters on, as a paragraph of its own without indent. It says
// the same characters at the same offsets.
func (p *Paragraph) from(k int) *Paragraph {
	q := *p
	q.Runes, q.Bytes = p.Runes[k:], p.Bytes[k:]
	if p.Beside != nil {
		q.Beside = p.Beside[k:]
	}
	if p.Parts != nil {
		q.Parts = make(map[int][]Part)
		for i, parts := range p.Parts {
			if i >= k {
				q.Parts[i-k] = parts
			}
		}
	}
	q.Before, q.Drop, q.Plain, q.Upright = 0, 0, nil, nil
	q.Prepared = p.Prepared.Rest(k)
	return &q
}

// fitted is a frame's text in place, set in even lines or ragged ones.
type fitted struct {
	plan plan
	even flowed
	rag  rag
	over int
	run  int // where the overset begins, and its line and cluster
	line int
	cut  int
	free int // lines left white at the end
}

// settle fits the text into a frame of so many lines.
func (b *block) settle(lines int, t *text) fitted {
	if b.ragged {
		p, f := b.fitCells(lines, t)
		return fitted{plan: p, rag: f, over: f.over, run: f.run, line: f.line, cut: f.cut, free: f.free}
	}
	p, f := b.fit(lines, t)
	out := fitted{plan: p, even: f, over: f.over, run: f.run, line: f.line}
	if f.line > 0 {
		out.cut = t.res[f.run].Lines[f.line].From
	}
	for i, l := range p.full {
		if l.to > l.from {
			out.free += l.to - f.ends[i]
		}
	}
	return out
}

// midSentence reports whether the text breaks off inside a sentence.
func (f *fitted) midSentence(t *text) bool {
	if f.line == 0 {
		return false
	}
	cs := t.paras[f.run].Prepared.Clusters()
	for i := f.cut - 1; i >= 0; i-- {
		switch cs[i].Rune {
		case '”', '’', '）', '》', '」', '』', '\u2028', ' ', '　':
			continue
		case '。', '！', '？', '…', '.', '!', '?':
			return false
		}
		return true
	}
	return false
}

// keepMost is how many lines a column gives up at most so that a story breaks off inside a sentence where it runs on
// to another page: a reader who has a whole sentence does not turn the page.
const keepMost = 3

// pourFrame fits and draws one frame and answers the paragraphs that are left.
func (b *block) pourFrame(sh *sheet, t *text, storyFrame, last bool, out *Block) []*Paragraph {
	first, lines := slots(b.f)
	f, g := b.f, b.f.Grid
	x := b.in.X
	y := func(line int) geom.Length { return g.Slot(first + line) }
	note := func(c NoteCode) Note { return Note{Code: c, Page: f.Page, Frame: f.ID, Story: b.st.ID, Spot: f.Rect} }

	base := len(sh.items)
	// In a few characters of width no line can obey 避头尾: what overflows is clipped.
	small := b.in.W < 4*g.Body || storyFrame && b.plan(0, b.least()).excess > lines || len(b.areas) > 1 && b.plan(lines, b.least()).excess > 0
	if small {
		// Not even head and pictures fit: what stands out is clipped below.
		out.Notes = append(out.Notes, note(NoteFrameTooSmall))
	}
	if b.hd.wide != nil {
		n := note(NoteHeadTooWide)
		n.Para = b.hd.wide.ID
		out.Notes = append(out.Notes, n)
	}
	jumpTo := !f.JumpTo.Empty()
	fl := b.settle(lines, t)
	if fl.over > 0 && jumpTo {
		kept := b.keep
		b.keep = kept + 1
		fl = b.settle(lines, t)
		for try := fl; !try.midSentence(t) && b.keep < kept+keepMost && !small; {
			b.keep++
			if try = b.settle(lines, t); try.midSentence(t) {
				fl = try
			}
		}
		if !fl.midSentence(t) && b.keep > kept+1 {
			b.keep = kept + 1
			fl = b.settle(lines, t)
		}
	}
	p := &fl.plan

	if b.hd.lines > 0 && b.up == nil {
		sh.head(&p.head, g, x+p.headX, y(p.headAt), p.headH)
	}
	if b.up != nil {
		sh.uprights(b.up, x+b.cols[b.hfrom].x+(b.spanOf(b.hfrom, b.hcol)-b.up.w)/2, y(p.headAt))
	}
	for i := range p.shots {
		if p.excess > 0 { // a frame made too small by hand: the picture gives way, undistorted
			p.shots[i].lines = max(2, p.shots[i].lines-p.excess)
		}
		sh.shot(&p.shots[i], g, x, y(p.shots[i].at), &out.Notes, f.Page)
	}
	for _, c := range b.caps {
		top := y(p.capAt + c.line)
		sh.place(c.p, c.p.Prepared.Clusters(), c.ln, x+c.x, baseline(top, g.Leading, g.Body), c.p.Size, geom.Rect{X: x, Y: top, W: b.in.W, H: g.Leading})
	}
	if b.from != nil {
		c := b.cols[0]
		sh.jumpLine(b.from, g, x+c.x, y(c.from), c.w, false)
	}
	if b.ragged {
		b.drawCells(sh, &fl.rag, t, x, y, out)
	} else {
		b.draw(sh, p, &fl.even, t, x, y, out)
	}
	if jumpTo && b.keep > 0 && p.kept {
		c := b.cols[p.keepCol]
		sh.jumpLine(f.JumpTo, g, x+c.x, y(p.keepAt), c.w, true)
	}
	if f.Rules {
		b.columnRules(sh, p, x, y)
	}
	if small {
		out.Fit.clip(sh.items[base:], f.Rect)
		// Everything but the frame's mark is kept inside the frame; one that covers nothing shows nothing.
		if f.Rect.Empty() {
			sh.items = sh.items[:base]
		}
		if len(sh.items) > base {
			sh.items = append(sh.items[:base:base], display.Group{Clip: f.Rect, Items: append([]display.Item(nil), sh.items[base:]...)})
		}
	}
	if storyFrame {
		out.Fit.HeadLines = p.headH
	}
	for _, l := range p.legs {
		if n := l.to - l.from; n > 0 && (out.Fit.Leg < 0 || n < out.Fit.Leg) {
			out.Fit.Leg = n
		}
	}
	if last && fl.over == 0 && len(p.legs) > 0 {
		out.Fit.ShortLines += max(0, fl.free)
		if fl.free >= max(2, b.n) {
			n := note(NoteShort)
			n.Lines = fl.free
			out.Notes = append(out.Notes, n)
		}
	}
	// What is left goes on in the next frame.
	if fl.run >= len(t.paras) {
		return nil
	}
	if last {
		out.Fit.OverLines = fl.over
	}
	left := append([]*Paragraph(nil), t.paras[fl.run:]...)
	if fl.line > 0 {
		left[0] = left[0].from(fl.cut)
	}
	return left
}

// clip counts the lines that the frame's edge cuts away.
func (f *Fit) clip(items []display.Item, frame geom.Rect) {
	for _, it := range items {
		m, ok := it.(display.Mark)
		if ok && m.Para != "" && (m.Bounds.Bottom() > frame.Bottom()+geom.Pt || m.Bounds.Right() > frame.Right()+geom.Pt) {
			f.ClipLines++
			f.ClipRunes += m.To - m.From
		}
	}
}

// jumpLine sets where a story goes on, or comes from, on one line of a column; where that is too narrow, smaller.
func (s *sheet) jumpLine(p *Paragraph, g Grid, x, top, w geom.Length, right bool) {
	r, ok := setRow(p, p.Size, 0)
	if ok && r.w > w {
		r, ok = fitRow(p, w, jumpLeast)
	}
	if !ok {
		return
	}
	if right {
		x += w - r.w
	}
	s.place(p, r.prep.Clusters(), r.ln, x, baseline(top, g.Leading, r.size), r.size, geom.Rect{X: x, Y: top, W: r.w, H: g.Leading})
}

// jumpLeast is how small the words of a jump may become.
const jumpLeast = 4 * geom.Pt

// least answers the knobs at which head and pictures take the least room.
func (b *block) least() knobs {
	var k knobs
	if b.hd.lines > 0 {
		k.head = b.hd.least - b.hd.lines
	}
	for _, s := range b.pics {
		k.picture = min(k.picture, s.least-s.lines)
	}
	return k
}

// draw places the lines of a poured text.
func (b *block) draw(sh *sheet, p *plan, fl *flowed, t *text, x geom.Length, y func(int) geom.Length, out *Block) {
	g := b.f.Grid
	for _, sl := range fl.slots {
		q := t.paras[sl.run]
		cx := x + b.cols[p.legs[sl.leg].col].x
		if q.Vertical && !q.Upright.Empty() {
			sh.uprightLines(q.Upright, t.res[sl.run].Lines, g, cx, y(sl.at), b.m)
			out.Fit.Lines += sl.n
			continue
		}
		cs := q.Prepared.Clusters()
		if q.Subhead {
			rows := t.res[sl.run].Lines
			b.subhead(sh, q, t.small[sl.run], rows, cx, y(sl.at), b.m, t.runs[sl.run].lines, sl.at > p.legs[sl.leg].from)
			out.Fit.Lines += len(rows)
			continue
		}
		for k := range sl.n {
			ln := t.res[sl.run].Lines[sl.first+k]
			top := y(sl.at + k)
			sh.place(q, cs, ln, cx, baseline(top, g.Leading, g.Body), q.Size, geom.Rect{X: cx, Y: top, W: b.m, H: g.Leading})
			if ln.Forced {
				out.Notes = append(out.Notes, Note{Code: NoteForcedLine, Page: b.f.Page, Frame: b.f.ID, Story: b.st.ID, Para: q.ID, From: int(q.Runes[ln.From]), To: int(q.Runes[ln.To])})
			}
		}
		out.Fit.Lines += sl.n
	}
}

// subhead draws a subhead's rows in the middle of their lines, a little nearer to the text that follows.
func (b *block) subhead(sh *sheet, q *Paragraph, set smaller, rows []para.Line, x, top, w geom.Length, lines int, inside bool) {
	g := b.f.Grid
	size := set.size
	pitch := subheadPitch(q, size, g)
	high := geom.Length(len(rows)-1)*pitch + size
	y := top + (geom.Length(lines)*g.Leading-high)/2
	if inside && q.Before > 0 {
		y -= g.Leading.Times(subheadLift, 1000)
	}
	cs := set.prep.Clusters()
	for i, ln := range rows {
		at := y + geom.Length(i)*pitch
		sh.place(q, cs, ln, x, at+size.Times(emRise, 1000), size, geom.Rect{X: x, Y: at, W: w, H: size})
	}
}

// subheadLift is how far a subhead rises into the white above it, thousandths of a body line: a third of the
// line stays below. Settled by eye.
const subheadLift = 300

// columnRules draws lines (栏线) between columns of text that stand side by side, as far as nothing stands in them.
func (b *block) columnRules(sh *sheet, p *plan, x geom.Length, y func(int) geom.Length) {
	g := b.f.Grid
	in := (g.Leading - g.Body) / 2
	for _, l := range p.legs {
		for _, r := range p.legs {
			from, to := max(l.from, r.from), min(l.to, r.to)
			if r.col != l.col+1 || to-from < 2 {
				continue
			}
			a, c := b.cols[l.col], b.cols[r.col]
			cx := x + (a.x+a.w+c.x)/2
			type stretch struct{ from, to geom.Length }
			free := []stretch{{y(from) + in, y(to) - in}}
			for i := range b.beside {
				o := b.beside[i].bounds()
				if o.X > cx || o.Right() < cx {
					continue
				}
				var next []stretch
				for _, s := range free {
					for _, part := range []stretch{{s.from, min(s.to, o.Y)}, {max(s.from, o.Bottom()), s.to}} {
						if part.to-part.from > g.Leading {
							next = append(next, part)
						}
					}
				}
				free = next
			}
			for _, s := range free {
				from, to := geom.Point{X: cx, Y: s.from}, geom.Point{X: cx, Y: s.to}
				if b.f.RuleLine == Thin {
					sh.items = append(sh.items, display.Rule{From: from, To: to, Thickness: Hairline, Paint: ink(display.Black)})
				} else {
					sh.items = append(sh.items, Line(b.f.RuleLine, from, to, ink(display.Black))...)
				}
			}
		}
	}
}
