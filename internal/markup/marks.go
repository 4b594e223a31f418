package markup

import (
	"dayang/internal/edition"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// curl is how wide the sign of deletion is.
const curl = 13 * geom.Pt

// curl draws the sign of deletion: a stroke that ends in a loop. GB/T 14706-1993, mark 2.
func (s *sheet) curl(x, y geom.Length, paint display.Paint) {
	at := func(dx, dy int64) geom.Point {
		return geom.Point{X: x + geom.Pt*geom.Length(dx)/10, Y: y + geom.Pt*geom.Length(dy)/10}
	}
	s.items = append(s.items, display.Path{
		Ops:    []display.Op{display.MoveTo, display.CurveTo, display.CurveTo, display.CurveTo},
		Points: []geom.Point{at(0, 10), at(50, 10), at(95, -10), at(95, -35), at(95, -60), at(55, -55), at(55, -30), at(55, 0), at(90, 25), at(115, 30)},
		Stroke: &paint, Thickness: stroke,
	})
}

// mark draws a remark's sign on its characters, after GB/T 14706-1993.
func (s *sheet) mark(n *noted) {
	paint := display.Paint{Colour: Colour(n.Round)}
	a, z := n.Areas[0], n.anchor()
	point := func(x, y geom.Length) geom.Point { return geom.Point{X: x, Y: y} }
	rings := func() {
		for _, r := range n.Areas {
			s.ring(r.Inset(-ringOut), paint)
		}
	}
	unit := geom.Pt * 8 / 5
	mid := z.X + z.W/2
	foot := z.Bottom() + ringOut
	switch n.Mark {
	case edition.MarkInsert: // ∧ between two characters, its point on the line
		s.path(paint, stroke, point(mid-unit, foot), point(mid, z.Bottom()-unit*2), point(mid+unit, foot))
	case edition.MarkTranspose: // one line under the one half, up between them, over the other
		for _, r := range n.Areas {
			m, up, down := r.X+r.W/2, r.Y-ringOut, r.Bottom()+ringOut
			s.path(paint, stroke, point(r.X-ringOut, r.Y+r.H/2), point(r.X-ringOut, down), point(m-unit, down))
			s.curve(paint, stroke, point(m-unit, down), point(m+unit/2, down), point(m-unit/2, up), point(m+unit, up))
			s.path(paint, stroke, point(m+unit, up), point(r.Right()+ringOut, up), point(r.Right()+ringOut, r.Y+r.H/2))
		}
	case edition.MarkRunOn: // from where the one ends back to where the next begins
		from := point(z.Right()+ringOut, z.Y+z.H/2)
		if len(n.Target) > 0 && n.Target[0].Y >= z.Y && n.Target[0].X < z.Right() && n.Target[0].Y < z.Bottom()+3*z.H {
			t := n.Target[0]
			to := point(t.X-ringOut, t.Y+t.H/2)
			gap := (z.Bottom() + t.Y) / 2
			s.curve(paint, stroke, from, point(from.X+8*geom.Pt, from.Y), point(from.X+8*geom.Pt, gap), point((from.X+to.X)/2, gap))
			s.curve(paint, stroke, point((from.X+to.X)/2, gap), point(to.X-8*geom.Pt, gap), point(to.X-8*geom.Pt, to.Y), to)
			break
		}
		s.curve(paint, stroke, from, point(from.X+9*geom.Pt, from.Y), point(from.X+9*geom.Pt, foot), point(from.X-2*geom.Pt, foot))
		s.path(paint, stroke, point(from.X, foot-unit), point(from.X-2*geom.Pt, foot), point(from.X, foot+unit))
	case edition.MarkBreak: // a stroke before the character and back to the line's head
		x := a.X
		s.path(paint, stroke, point(x+unit*2, a.Y-ringOut), point(x, a.Y-ringOut), point(x, a.Bottom()+ringOut), point(x-12*geom.Pt, a.Bottom()+ringOut))
		s.path(paint, stroke, point(x-12*geom.Pt+unit, a.Bottom()+ringOut-unit), point(x-12*geom.Pt, a.Bottom()+ringOut), point(x-12*geom.Pt+unit, a.Bottom()+ringOut+unit))
	case edition.MarkMove:
		rings()
		if len(n.Target) > 0 {
			t := n.Target[0]
			from, to := point(a.X+a.W/2, a.Y-ringOut), point(t.X, t.Y+t.H/2)
			s.curve(paint, stroke, from, point(from.X, from.Y-10*geom.Pt), point(to.X-14*geom.Pt, to.Y), to)
			s.path(paint, stroke, point(to.X-unit*2, to.Y-unit), to, point(to.X-unit*2, to.Y+unit))
		}
	case edition.MarkVertical:
		s.path(paint, stroke, point(z.X-unit, z.Y-ringOut), point(z.Right()+unit, z.Y-ringOut))
		s.path(paint, stroke, point(z.X-unit, foot), point(z.Right()+unit, foot))
		s.path(paint, stroke, point(mid, z.Y-ringOut), point(mid, z.Y-6*geom.Pt))
		s.path(paint, stroke, point(mid-unit, z.Y-6*geom.Pt+unit), point(mid, z.Y-6*geom.Pt), point(mid+unit, z.Y-6*geom.Pt+unit))
	case edition.MarkSideways:
		y := z.Y + z.H/2
		s.path(paint, stroke, point(z.X-ringOut, z.Y), point(z.X-ringOut, z.Bottom()))
		s.path(paint, stroke, point(z.Right()+ringOut, z.Y), point(z.Right()+ringOut, z.Bottom()))
		s.path(paint, stroke, point(z.X-ringOut, y), point(z.X-8*geom.Pt, y))
		s.path(paint, stroke, point(z.X-8*geom.Pt+unit, y-unit), point(z.X-8*geom.Pt, y), point(z.X-8*geom.Pt+unit, y+unit))
	case edition.MarkAlign:
		s.path(paint, stroke, point(z.X-unit, z.Y-ringOut), point(z.Right()+unit, z.Y-ringOut))
		s.path(paint, stroke, point(z.X-unit, foot), point(z.Right()+unit, foot))
	case edition.MarkMoreSpace: // ∨ over the place
		s.path(paint, stroke, point(mid-unit, z.Y-unit*2), point(mid, z.Y+unit/2), point(mid+unit, z.Y-unit*2))
	case edition.MarkLessSpace: // ∧ over the place
		s.path(paint, stroke, point(mid-unit, z.Y+unit/2), point(mid, z.Y-unit*2), point(mid+unit, z.Y+unit/2))
	case edition.MarkSpace: // # at the place
		for _, d := range []geom.Length{-unit / 2, unit / 2} {
			s.path(paint, stroke, point(mid+d, z.Y-unit*2), point(mid+d, z.Y+unit))
			s.path(paint, stroke, point(mid-unit*3/2, z.Y-unit/2+d), point(mid+unit*3/2, z.Y-unit/2+d))
		}
	case edition.MarkPart: // a Y between the two
		s.path(paint, stroke, point(mid-unit, z.Y-unit*2), point(mid, z.Y), point(mid+unit, z.Y-unit*2))
		s.path(paint, stroke, point(mid, z.Y), point(mid, foot))
	case edition.MarkStet: // triangles under what stays
		for _, r := range n.Areas {
			count := max(1, int(r.W/(9*geom.Pt)))
			for i := range count {
				x := r.X + r.W.Times(int64(2*i+1), int64(2*count))
				y := r.Bottom() + ringOut/2
				s.path(paint, stroke, point(x-unit*3/4, y+unit), point(x, y-unit/4), point(x+unit*3/4, y+unit), point(x-unit*3/4, y+unit))
			}
		}
	case edition.MarkPicture:
		s.frame(z.Inset(geom.MM), stroke, paint)
		s.curve(paint, stroke, point(mid-6*geom.MM, z.Y+z.H/2), point(mid-6*geom.MM, z.Y+z.H/2-8*geom.MM), point(mid+6*geom.MM, z.Y+z.H/2-8*geom.MM), point(mid+6*geom.MM, z.Y+z.H/2))
	default: // 改正 删除 代替 说明 转正 and the rest: a ring, the words in the margin
		rings()
	}
}
