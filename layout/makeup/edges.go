package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
)

// This file draws ornamental borders (花边): a motif set along a line as often as fits whole, and one at each corner.
// A border is one path of a single ink, with nothing in it thinner than a press holds. The motifs are of our own
// drawing, after forms that have no author.

// edgeHigh is how high a border is, across its line.
const edgeHigh = 6 * geom.Pt

// edgeThin is the thinnest stroke of a border.
const edgeThin = geom.Pt / 2

// pen writes a path in the axes of a line: u along it from its beginning, v across it to the right of its way (below,
// when it goes right).
type pen struct {
	path   display.Path
	at     geom.Point
	ux, uy geom.Length // the way along, ±1
}

func (p *pen) point(u, v geom.Length) geom.Point {
	return geom.Point{X: p.at.X + u*p.ux - v*p.uy, Y: p.at.Y + u*p.uy + v*p.ux}
}

// poly adds a closed shape, u and v in turn.
func (p *pen) poly(uv ...geom.Length) {
	for i := 0; i+1 < len(uv); i += 2 {
		op := display.LineTo
		if i == 0 {
			op = display.MoveTo
		}
		p.path.Ops = append(p.path.Ops, op)
		p.path.Points = append(p.path.Points, p.point(uv[i], uv[i+1]))
	}
	p.path.Ops = append(p.path.Ops, display.Close)
}

// disc adds a filled circle.
func (p *pen) disc(u, v, r geom.Length) {
	d := disc(p.point(u, v), r, display.Paint{})
	p.path.Ops = append(p.path.Ops, d.Ops...)
	p.path.Points = append(p.path.Points, d.Points...)
}

// curve adds a cubic curve to where it ends: two controls and the end.
func (p *pen) curve(uv ...geom.Length) {
	p.path.Ops = append(p.path.Ops, display.CurveTo)
	for i := 0; i < 6; i += 2 {
		p.path.Points = append(p.path.Points, p.point(uv[i], uv[i+1]))
	}
}

func (p *pen) move(u, v geom.Length) {
	p.path.Ops = append(p.path.Ops, display.MoveTo)
	p.path.Points = append(p.path.Points, p.point(u, v))
}

func (p *pen) shut() { p.path.Ops = append(p.path.Ops, display.Close) }

// bar adds a bar of the stroke's thickness between two points on one level or one upright, its ends square.
func (p *pen) bar(u0, v0, u1, v1, thick geom.Length) {
	h := thick / 2
	a, b, c, d := min(u0, u1)-h, min(v0, v1)-h, max(u0, u1)+h, max(v0, v1)+h
	p.poly(a, b, c, b, c, d, a, d)
}

// pitchOf is how long a motif is along its line.
func (k LineKind) pitchOf() geom.Length {
	switch k {
	case Beads:
		return 5 * geom.Pt
	case Diamonds:
		return 9 * geom.Pt
	case Meander:
		return 7 * geom.Pt
	case Rope:
		return 4 * geom.Pt
	case Teeth:
		return 4 * geom.Pt
	}
	return 8 * geom.Pt
}

// motif draws one motif from u, w long.
func (p *pen) motif(kind LineKind, u, w geom.Length) {
	h := edgeHigh / 2
	mid := u + w/2
	switch kind {
	case Beads: // a bead, and a small one before the next
		p.disc(mid, 0, 1700*geom.Pt/1000)
		p.disc(u, 0, 600*geom.Pt/1000)
	case Diamonds: // a lozenge with a lozenge of white in it, and dots between
		a, b := w*36/100, h*9/10
		p.poly(mid-a, 0, mid, -b, mid+a, 0, mid, b)
		a, b = a*45/100, b*45/100
		p.poly(mid-a, 0, mid, b, mid+a, 0, mid, -b) // the other way round: white
		p.disc(u, 0, 700*geom.Pt/1000)
	case Meander: // a squared spiral on a line
		t := edgeThin * 14 / 10
		l, r := u+w*12/100, u+w*88/100
		top, foot := -h+t/2, h-t/2
		p.bar(u, foot, u+w, foot, t)
		p.bar(l, foot, l, top, t)
		p.bar(l, top, r, top, t)
		p.bar(r, top, r, h*30/100, t)
		p.bar(r, h*30/100, mid, h*30/100, t)
		p.bar(mid, h*30/100, mid, -h*25/100, t)
	case Rope: // slanted strands that bulge
		s := w * 55 / 100
		v := h * 62 / 100
		p.move(u-s/4, v)
		p.curve(u+s/3, v, u+w-s/2, v/3, u+w-s/4, -v)
		p.curve(u+w+s/6, -v, u+w+s/3, -v, u+w+s/2, -v*70/100)
		p.curve(u+w-s/6, v/2, u+s*2/3, v*12/10, u-s/4, v)
		p.shut()
	case Teeth: // a saw on a line
		p.poly(u, h*55/100, mid, -h*70/100, u+w, h*55/100)
		p.bar(u, h*85/100, u+w, h*85/100, edgeThin)
	default: // scallops over a line, each with a pearl
		r := w / 2
		t := edgeThin * 3 / 2
		v := h * 80 / 100
		k := func(r geom.Length) geom.Length { return r.Times(552, 1000) }
		in := r - t
		p.move(mid-r, v)
		p.curve(mid-r, v-k(r)*14/10, mid-k(r), v-r*14/10, mid, v-r*14/10)
		p.curve(mid+k(r), v-r*14/10, mid+r, v-k(r)*14/10, mid+r, v)
		p.path.Ops, p.path.Points = append(p.path.Ops, display.LineTo), append(p.path.Points, p.point(mid+in, v))
		p.curve(mid+in, v-k(in)*14/10, mid+k(in), v-in*14/10, mid, v-in*14/10)
		p.curve(mid-k(in), v-in*14/10, mid-in, v-k(in)*14/10, mid-in, v)
		p.shut()
		p.disc(mid, v-r*45/100, 850*geom.Pt/1000)
		p.bar(u, v, u+w, v, t)
	}
}

// corner draws what stands at a corner, its middle at u.
func (p *pen) corner(kind LineKind, u geom.Length) {
	h := edgeHigh / 2
	switch kind {
	case Beads:
		p.disc(u, 0, 2100*geom.Pt/1000)
	case Diamonds:
		p.poly(u-h, 0, u, -h, u+h, 0, u, h)
	case Meander, Teeth:
		t := edgeThin * 14 / 10
		a := h - t/2
		p.bar(u-a, -a, u+a, -a, t)
		p.bar(u+a, -a, u+a, a, t)
		p.bar(u+a, a, u-a, a, t)
		p.bar(u-a, a, u-a, -a, t)
		p.poly(u-h*35/100, -h*35/100, u+h*35/100, -h*35/100, u+h*35/100, h*35/100, u-h*35/100, h*35/100)
	case Rope:
		p.disc(u, 0, h*75/100)
	default:
		p.disc(u, 0, h*90/100)
	}
}

// penAt answers a pen for the line from a towards b, and how long that is.
func penAt(a, b geom.Point) (pen, geom.Length) {
	p := pen{at: a, ux: 1}
	switch {
	case b.X < a.X:
		p.ux = -1
	case b.Y > a.Y:
		p.ux, p.uy = 0, 1
	case b.Y < a.Y:
		p.ux, p.uy = 0, -1
	}
	return p, max(b.X-a.X, a.X-b.X, b.Y-a.Y, a.Y-b.Y)
}

// run sets motifs along a line, from a distance off its beginning to as much off its end.
func (p *pen) run(kind LineKind, length, off geom.Length) {
	room := length - 2*off
	pitch := kind.pitchOf()
	n := max(1, (room + pitch/2).Floor(pitch))
	if room < pitch/2 {
		return
	}
	for i := range n {
		from, to := room.Times(int64(i), int64(n)), room.Times(int64(i+1), int64(n))
		p.motif(kind, off+from, to-from)
	}
}

// edge draws a border along one line.
func edge(kind LineKind, a, b geom.Point, paint display.Paint) display.Item {
	p, length := penAt(a, b)
	p.run(kind, length, 0)
	if kind == Beads || kind == Diamonds { // the small one that would begin the next motif
		p.disc(length, 0, 600*geom.Pt/1000)
	}
	p.path.Fill = &paint
	return p.path
}

// border draws a border around a shape, its corners in turn.
func border(kind LineKind, corners []geom.Point, paint display.Paint) []display.Item {
	var all display.Path
	for i, a := range corners {
		p, length := penAt(a, corners[(i+1)%len(corners)])
		p.corner(kind, 0)
		off := edgeHigh/2 + geom.Pt/2
		p.run(kind, length, off)
		if (kind == Beads || kind == Diamonds) && length > 3*off {
			p.disc(length-off, 0, 600*geom.Pt/1000)
		}
		all.Ops, all.Points = append(all.Ops, p.path.Ops...), append(all.Points, p.path.Points...)
	}
	all.Fill = &paint
	return []display.Item{all}
}
