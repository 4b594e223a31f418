package makeup

import (
	"slices"

	"dayang/layout/geom"
)

// This file divides a frame's width into columns: basic ones, broken ones (破栏), and those of a frame with a notch.

// leastColumn is the fewest characters that are a column; mostColumns bounds what a frame that no page holds may have.
const (
	leastColumn = 5
	mostColumns = 200
)

// column is one column of a block.
type column struct {
	x, w     geom.Length // x from the left of the block's matter
	from, to int         // lines from the block's first slot that the frame's shape leaves it
	cut      bool        // a notch covers part of its width
}

// endless is the foot of a column that goes as far down as the block.
const endless = 1 << 30

// columns divides the block's width.
func (b *block) columns() {
	g, w := b.f.Grid, b.in.W
	gap := b.f.Split.Gap
	if gap <= 0 {
		gap = g.Gap
	}
	switch b.f.Split.Mode {
	case SplitAbsolute:
		b.absolute(w, gap)
	case SplitFree:
		b.free(w, gap)
	case SplitRelative:
		b.relative(w, gap)
	case SplitAuto:
		b.gridColumns(w)
	default:
		b.plainColumns(w)
	}
	b.n = len(b.cols)
	b.m = b.cols[0].w
	for _, c := range b.cols {
		b.uneven = b.uneven || c.w != b.m
	}
	for _, c := range b.cols {
		b.m = min(b.m, c.w)
	}
	b.shape()
}

// even makes n columns of one measure, step apart.
func (b *block) even(n int, x, m, step geom.Length) {
	b.cols = make([]column, min(n, mostColumns))
	for i := range b.cols {
		b.cols[i] = column{x: x + geom.Length(i)*step, w: m}
	}
}

// plainColumns makes basic columns where the width holds a whole number of them, else equal ones of whole characters,
// what remains going to the gaps.
func (b *block) plainColumns(w geom.Length) {
	g := b.f.Grid
	n := b.f.Columns
	if n <= 0 {
		n = g.Columns(b.f.Rect.W)
	}
	for n > 1 && (w-geom.Length(n-1)*g.Gap)/geom.Length(n) < leastColumn*g.Body {
		n--
	}
	if d := g.Span(n) - w; d < geom.Pt/4 && d > -g.Body/4 {
		b.even(n, 0, g.Column, g.Column+g.Gap)
		return
	}
	m := (w - geom.Length(n-1)*g.Gap) / geom.Length(n)
	if k := m.Floor(g.Body); k > 0 {
		m = geom.Length(k) * g.Body
	}
	m = max(m, g.Body) // a frame drawn narrower than a character is clipped
	if n == 1 {
		b.even(1, (w-m)/2, m, m)
		return
	}
	b.even(n, 0, m, (w-m)/geom.Length(n-1))
}

// absolute makes as many columns of the given measure as the width holds, or as the frame asks for; the gaps share
// what is left.
func (b *block) absolute(w, gap geom.Length) {
	m := b.f.Grid.Column
	if len(b.f.Split.Measures) > 0 {
		m = b.f.Split.Measures[0]
	}
	m = max(min(m, w), b.f.Grid.Body)
	n := max(1, (w + gap).Floor(m+gap))
	if b.f.Columns > 0 {
		n = min(n, b.f.Columns)
	}
	if n == 1 {
		b.even(1, (w-m)/2, m, m)
		return
	}
	b.even(n, 0, m, (w-m)/geom.Length(n-1))
}

// free makes the columns that are asked for one by one, as far as the width goes.
func (b *block) free(w, gap geom.Length) {
	var x geom.Length
	for _, m := range b.f.Split.Measures {
		if len(b.cols) > 0 && x+m > w+geom.Pt/4 || len(b.cols) == mostColumns {
			break
		}
		m = max(min(m, w-x), b.f.Grid.Body)
		b.cols = append(b.cols, column{x: x, w: m})
		x += m + gap
	}
	if len(b.cols) == 0 {
		b.plainColumns(w)
		return
	}
	if n := len(b.cols); b.f.Split.Gap <= 0 && n > 1 {
		left := w - (x - gap)
		for i := range b.cols {
			b.cols[i].x += left.Times(int64(i), int64(n-1))
		}
	}
}

// relative makes columns of whole characters as equal as may be: a character that is left over widens the last, what
// is less than one goes to the gaps.
func (b *block) relative(w, gap geom.Length) {
	g := b.f.Grid
	n := b.f.Columns
	if n <= 0 {
		n = g.Columns(b.f.Rect.W)
	}
	for n > 1 && (w-geom.Length(n-1)*gap)/geom.Length(n) < leastColumn*g.Body {
		n--
	}
	n = min(n, mostColumns)
	chars := max(n, (w - geom.Length(n-1)*gap).Floor(g.Body))
	left := max(0, w-geom.Length(n-1)*gap-geom.Length(chars)*g.Body)
	x := geom.Length(0)
	if n == 1 {
		x = left / 2
	}
	for i := range n {
		m := geom.Length(chars/n) * g.Body
		if i >= n-chars%n {
			m += g.Body
		}
		at := x
		if n > 1 {
			at += left.Times(int64(i), int64(n-1))
		}
		b.cols = append(b.cols, column{x: at, w: m})
		x += m + gap
	}
}

// gridColumns makes the columns of the page's grid that lie in the block, those at its edges as far as they do.
func (b *block) gridColumns(w geom.Length) {
	g := b.f.Grid
	pitch := max(g.Column+g.Gap, g.Body)
	first := (b.in.X - g.Left).Floor(pitch)
	for k := first; ; k++ {
		x := g.Left + geom.Length(k)*pitch - b.in.X
		if x >= w || len(b.cols) == mostColumns {
			break
		}
		from, to := max(x, 0), min(x+g.Column, w)
		if m := to - from; m >= g.Column-geom.Pt/4 {
			b.cols = append(b.cols, column{x: from, w: m})
		} else if n := m.Floor(g.Body); n >= leastColumn {
			b.cols = append(b.cols, column{x: from, w: geom.Length(n) * g.Body})
		}
	}
	if len(b.cols) == 0 {
		b.plainColumns(w)
	}
}

// areas answers the rectangles on the page that a frame's matter may cover, the upper one first.
func (f *Frame) areas(in geom.Rect) []geom.Rect {
	if f.Notch == nil {
		return []geom.Rect{in}
	}
	if f.Boxed || f.Tint != nil || f.Shade != nil {
		in.Y, in.H = in.Y+f.Grid.Leading/2, in.H-f.Grid.Leading
	}
	return f.Notch.cut(in)
}

// cut answers what the notch leaves of a rectangle that lies inside the frame's: of a side that it takes whole, a hair.
func (n *Notch) cut(r geom.Rect) []geom.Rect {
	return r.Cut(n.Corner, min(n.W, r.W-1), min(n.H, r.H-1))
}

// shape finds what a notch leaves of each column, and where a head that begins at the top stands.
func (b *block) shape() {
	g := b.f.Grid
	b.areas = b.f.areas(b.in)
	b.headX, b.headW = 0, b.in.W
	for i := range b.cols {
		b.cols[i].to = endless
	}
	if len(b.areas) < 2 {
		return
	}
	hair := g.Body / 4
	slack := g.Leading / 20
	for i := range b.cols {
		c := &b.cols[i]
		x := b.in.X + c.x
		held := func(r geom.Rect) bool { return x >= r.X-hair && x+c.w <= r.Right()+hair }
		part := func(r geom.Rect) bool { return x < r.Right()-hair && x+c.w > r.X+hair }
		up, down := held(b.areas[0]), held(b.areas[1])
		c.cut = !up && part(b.areas[0]) || !down && part(b.areas[1])
		if !part(b.areas[0]) {
			c.from = (b.areas[1].Y - slack - g.Top).Ceil(g.Leading) - b.first
		}
		if !part(b.areas[1]) {
			c.to = (b.areas[0].Bottom() + slack - g.Top).Floor(g.Leading) - b.first
		}
	}
	// A head that begins at the top has the width that is there; where that is no column wide it begins below.
	up := b.areas[0]
	if up.W < leastColumn*g.Body {
		b.headFrom = (b.areas[1].Y - slack - g.Top).Ceil(g.Leading) - b.first
		for i := range b.cols {
			b.cols[i].from = max(b.cols[i].from, b.headFrom)
		}
		up = b.areas[1]
	}
	b.headX, b.headW = up.X-b.in.X, up.W
}

// under answers the columns below a head that begins at the top: from the first to the one behind the last.
func (b *block) under() (from, to int) {
	from, to = -1, -1
	hair := b.f.Grid.Body / 4
	for i, c := range b.cols {
		if c.x >= b.headX-hair && c.x+c.w <= b.headX+b.headW+hair {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	if from < 0 {
		return 0, len(b.cols)
	}
	return from, to
}

// spanOf answers the width of k columns from column c.
func (b *block) spanOf(c, k int) geom.Length {
	last := b.cols[min(c+k, len(b.cols))-1]
	return last.x + last.w - b.cols[c].x
}

// Least measures of text beside something that stands in a column: characters. A column narrower than that has its own.
const leastBeside = 6

// past answers what lines may end beside, and what makes whole columns give way since too little is left.
func (b *block) past() {
	b.around = b.f.Around
	for _, o := range b.f.Past {
		r := o.bounds()
		beside := false
		for _, c := range b.cols {
			x := b.in.X + c.x
			if r.Right() <= x || r.X >= x+c.w {
				continue
			}
			least := b.leastIn(c.w)
			if o.Side != RightSide && r.X-x >= least || o.Side != LeftSide && x+c.w-r.Right() >= least {
				beside = true
			}
		}
		if beside || o.Outline != nil {
			b.beside = append(b.beside, o)
		} else {
			b.around = append(slices.Clone(b.around), r)
		}
	}
	b.ragged = b.uneven || len(b.beside) > 0
	for _, c := range b.cols {
		b.ragged = b.ragged || c.cut
	}
}

// leastIn answers the least measure of a line in a column of a width.
func (b *block) leastIn(w geom.Length) geom.Length { return min(leastBeside*b.f.Grid.Body, w) }

// bounds answers what an obstacle takes with its white.
func (o *Past) bounds() geom.Rect {
	r := o.Rect
	return geom.Rect{X: r.X - o.Left, Y: r.Y - o.Top, W: r.W + o.Left + o.Right, H: r.H + o.Top + o.Bottom}
}

// extent answers from where to where an obstacle keeps text away between two heights; ok is false where it does not.
func (o *Past) extent(top, bottom geom.Length) (from, to geom.Length, ok bool) {
	top, bottom = top-o.Bottom, bottom+o.Top // its white below keeps lines away that begin lower
	if o.Outline == nil {
		return o.Rect.X - o.Left, o.Rect.Right() + o.Right, bottom > o.Rect.Y && top < o.Rect.Bottom()
	}
	see := func(x geom.Length) {
		if !ok || x < from {
			from = x
		}
		if !ok || x > to {
			to = x
		}
		ok = true
	}
	for i, p := range o.Outline {
		q := o.Outline[(i+1)%len(o.Outline)]
		if p.Y >= top && p.Y <= bottom {
			see(p.X)
		}
		for _, y := range []geom.Length{top, bottom} {
			if (p.Y < y) != (q.Y < y) {
				see(p.X + (q.X-p.X).Times(int64(y-p.Y), int64(q.Y-p.Y)))
			}
		}
	}
	return from - o.Left, to + o.Right, ok
}
