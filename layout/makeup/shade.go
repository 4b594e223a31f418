package makeup

import (
	"math"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// ShadeKind is a pattern behind matter (底纹).
type ShadeKind uint8

// The kinds of shades.
const (
	EvenTint   ShadeKind = iota // 平网
	ShadeDots                   // 点纹
	ShadeLines                  // 横线纹
	ShadeSlant                  // 斜线纹, rising to the right
	ShadeCross                  // 网格纹
)

// Shade is a pattern behind a frame's matter: areas of one ink, no pictures.
type Shade struct {
	Kind   ShadeKind
	Colour display.Colour
	Share  int         // of the paper that is inked, thousandths
	Pitch  geom.Length // from line to line or dot to dot; 0 is chosen here
}

// Of shades: what a press holds, and the pitches chosen here, settled by eye under 9 point text.
const (
	shadeThin    = Hairline + geom.Pt/20 // the thinnest line
	shadeDot     = geom.Pt * 7 / 10      // the smallest dot, across
	shadePitch   = 2 * geom.MM
	shadeWidest  = 8 * geom.MM
	shadeNarrow  = geom.MM / 2
	mostOfShades = 20_000 // shapes of one pattern: what would have more is drawn wider
)

// lighten answers a colour at a share of its strength.
func lighten(c display.Colour, share int) display.Colour {
	part := func(v uint16) uint16 { return uint16((int(v)*share + 500) / 1000) }
	out := display.Colour{C: part(c.C), M: part(c.M), Y: part(c.Y), K: part(c.K), Spot: c.Spot}
	if c.Spot != "" {
		tint := c.Tint
		if tint == 0 {
			tint = 1000
		}
		out.Tint = max(1, part(tint))
	}
	return out
}

// draw answers the pattern over areas. The pattern of all of them is one, so that none shows a seam.
func (s *Shade) draw(areas []geom.Rect) []display.Item {
	share := min(max(s.Share, 0), 1000)
	if share == 0 {
		return nil
	}
	var all geom.Rect
	for _, a := range areas {
		all = all.Union(a)
	}
	if all.Empty() {
		return nil
	}
	if s.Kind == EvenTint {
		return []display.Item{display.Fill{Areas: areas, Paint: display.Paint{Colour: lighten(s.Colour, share)}}}
	}
	pitch := s.Pitch
	if pitch <= 0 {
		pitch = shadePitch
	}
	pitch = min(max(pitch, shadeNarrow), shadeWidest)
	paint := ink(s.Colour)
	paint.Overprint = false
	switch s.Kind {
	case ShadeDots:
		// Two dots to a square of the pitch, each of half the ink.
		for ; dotAcross(pitch, share) < shadeDot && pitch < shadeWidest; pitch += geom.MM / 4 {
		}
		for 2*(all.W.Floor(pitch)+1)*(all.H.Floor(pitch)+1) > mostOfShades {
			pitch = pitch * 5 / 4
		}
		return dots(areas, all, pitch, max(dotAcross(pitch, share), shadeDot)/2, paint)
	case ShadeCross:
		share = share / 2
	}
	thick := pitch.Times(int64(share), 1000)
	if thick < shadeThin {
		pitch, thick = min(shadeThin.Times(1000, int64(max(share, 1))), shadeWidest), shadeThin
	}
	for all.H.Floor(pitch) > mostOfShades/4 {
		pitch *= 2
	}
	var rects []geom.Rect
	bars := func(level bool) {
		for _, a := range areas {
			if level {
				for k := (a.Y - all.Y).Ceil(pitch); ; k++ {
					y := all.Y + geom.Length(k)*pitch + (pitch-thick)/2
					if y+thick > a.Bottom() {
						break
					}
					rects = append(rects, geom.Rect{X: a.X, Y: y, W: a.W, H: thick})
				}
				continue
			}
			for k := (a.X - all.X).Ceil(pitch); ; k++ {
				x := all.X + geom.Length(k)*pitch + (pitch-thick)/2
				if x+thick > a.Right() {
					break
				}
				rects = append(rects, geom.Rect{X: x, Y: a.Y, W: thick, H: a.H})
			}
		}
	}
	if s.Kind == ShadeSlant {
		return slants(areas, all, pitch, thick, paint)
	}
	bars(true)
	if s.Kind == ShadeCross {
		bars(false)
	}
	if len(rects) == 0 {
		return nil
	}
	return []display.Item{display.Fill{Areas: rects, Paint: paint}}
}

// dotAcross answers how wide a dot is when two to a square of the pitch ink a share of it.
func dotAcross(pitch geom.Length, share int) geom.Length {
	return geom.Length(math.Round(2 * float64(pitch) * math.Sqrt(float64(share)/1000/(2*math.Pi))))
}

// dots draws staggered dots that lie wholly inside the areas; they are octagons, which at their size are round.
func dots(areas []geom.Rect, all geom.Rect, pitch, r geom.Length, paint display.Paint) []display.Item {
	r = min(r, pitch*35/100)
	var p display.Path
	k := r.Times(414, 1000)
	for row := range 2*all.H.Floor(pitch) + 2 {
		y := all.Y + geom.Length(row)*pitch/2 + pitch/4
		x := all.X + pitch/4
		if row%2 == 1 {
			x += pitch / 2
		}
		for ; x < all.Right(); x += pitch {
			box := geom.Rect{X: x - r, Y: y - r, W: 2 * r, H: 2 * r}
			inside := false
			for _, a := range areas {
				inside = inside || a.Contains(box)
			}
			if !inside {
				continue
			}
			p.Ops = append(p.Ops, display.MoveTo, display.LineTo, display.LineTo, display.LineTo, display.LineTo, display.LineTo, display.LineTo, display.LineTo, display.Close)
			for _, d := range [][2]geom.Length{{-k, -r}, {k, -r}, {r, -k}, {r, k}, {k, r}, {-k, r}, {-r, k}, {-r, -k}} {
				p.Points = append(p.Points, geom.Point{X: x + d[0], Y: y + d[1]})
			}
		}
	}
	if len(p.Ops) == 0 {
		return nil
	}
	p.Fill = &paint
	return []display.Item{p}
}

// slants draws lines of 45 degrees, cut off at the areas' edges.
func slants(areas []geom.Rect, all geom.Rect, pitch, thick geom.Length, paint display.Paint) []display.Item {
	var p display.Path
	step := geom.Length(math.Round(float64(pitch) * math.Sqrt2)) // along an edge
	wide := geom.Length(math.Round(float64(thick) * math.Sqrt2))
	// A line is where x+y is between d and d+wide.
	for d := all.X + all.Y; d < all.Right()+all.Bottom(); d += step {
		for _, a := range areas {
			poly := []geom.Point{{X: a.X, Y: a.Y}, {X: a.Right(), Y: a.Y}, {X: a.Right(), Y: a.Bottom()}, {X: a.X, Y: a.Bottom()}}
			poly = clipSum(poly, d, 1)
			poly = clipSum(poly, d+wide, -1)
			if len(poly) < 3 {
				continue
			}
			for i, q := range poly {
				op := display.LineTo
				if i == 0 {
					op = display.MoveTo
				}
				p.Ops, p.Points = append(p.Ops, op), append(p.Points, q)
			}
			p.Ops = append(p.Ops, display.Close)
		}
	}
	if len(p.Ops) == 0 {
		return nil
	}
	p.Fill = &paint
	return []display.Item{p}
}

// clipSum cuts a convex shape along x+y = d and answers the part where sign·(x+y−d) is not below zero.
func clipSum(poly []geom.Point, d, sign geom.Length) []geom.Point {
	var out []geom.Point
	side := func(p geom.Point) geom.Length { return sign * (p.X + p.Y - d) }
	for i, p := range poly {
		q := poly[(i+1)%len(poly)]
		a, b := side(p), side(q)
		if a >= 0 {
			out = append(out, p)
		}
		if (a < 0) != (b < 0) {
			out = append(out, geom.Point{X: p.X + (q.X-p.X).Times(int64(a), int64(a-b)), Y: p.Y + (q.Y-p.Y).Times(int64(a), int64(a-b))})
		}
	}
	return out
}
