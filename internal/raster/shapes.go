package raster

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// faintest is the least strength of a line thinner than a pixel: at true strength a hairline of 0.1 mm would all but
// vanish from a page seen whole. Tried on broadsheets at 1000 pixels' width.
const faintest = 0.45

// pen answers how wide a line of a thickness is drawn, in pixels, and how strongly.
func (c *canvas) pen(thickness geom.Length) (width, strength float64) {
	w := float64(thickness) * c.scale
	if w >= 1 {
		return w, 1
	}
	return 1, max(w, faintest)
}

// rule draws a straight line. Upright and level ones stand on whole pixels, so that the rules of a page are all equally
// sharp and equally thick.
func (d *drawing) rule(r display.Rule) {
	width, strength := d.pen(r.Thickness)
	n := d.ink(r.Paint)
	x0, y0, x1, y1 := d.x(r.From.X), d.y(r.From.Y), d.x(r.To.X), d.y(r.To.Y)
	if x0 != x1 && y0 != y1 {
		var s stroker
		s.width = width
		for _, dash := range d.dashes(r) {
			ax, ay := x0+(x1-x0)*dash[0], y0+(y1-y0)*dash[0]
			bx, by := x0+(x1-x0)*dash[1], y0+(y1-y0)*dash[1]
			s.line([]point{{ax, ay}, {bx, by}}, false)
		}
		d.polygons(s.out, strength, n)
		return
	}
	w := max(1, round(width))
	level := y0 == y1
	centre, from, to := x0, min(y0, y1), max(y0, y1)
	if level {
		centre, from, to = y0, min(x0, x1), max(x0, x1)
	}
	side := round(centre - float64(w)/2)
	if len(r.Dash) == 0 {
		a, b := snapSpan(from, to)
		box := image.Rect(side, a, side+w, b)
		if level {
			box = image.Rect(a, side, b, side+w)
		}
		d.box(box, uint8(strength*255+0.5), n)
		return
	}
	for _, dash := range d.dashes(r) {
		a, b := x0+(x1-x0)*dash[0], x0+(x1-x0)*dash[1]
		if !level {
			a, b = y0+(y1-y0)*dash[0], y0+(y1-y0)*dash[1]
		}
		a, b = min(a, b), max(a, b)
		if level {
			d.softBox(a, float64(side), b, float64(side+w), strength, n)
		} else {
			d.softBox(float64(side), a, float64(side+w), b, strength, n)
		}
	}
}

// dashes answers the drawn parts of a rule, as shares of its length. A pattern that never moves on draws a solid line.
func (d *drawing) dashes(r display.Rule) [][2]float64 {
	length := math.Hypot(float64(r.To.X-r.From.X), float64(r.To.Y-r.From.Y))
	period := geom.Length(0)
	for _, l := range r.Dash {
		period += max(l, 0)
	}
	if length == 0 || period == 0 || length/float64(period) > 1e5 {
		return [][2]float64{{0, 1}}
	}
	var out [][2]float64
	at := 0.0
	for i := 0; at < length; i++ {
		next := at + max(0, float64(r.Dash[i%len(r.Dash)]))
		if i%2 == 0 && next > at {
			out = append(out, [2]float64{at / length, min(next/length, 1)})
		}
		at = next
	}
	return out
}

// maxUnion is the most pixels that areas are joined over before they are drawn.
const maxUnion = 1 << 20

// fill draws areas. One alone stands on whole pixels. Several are joined first and then drawn, so that those which
// touch, like the modules of a QR code, show no seam.
func (d *drawing) fill(f display.Fill) {
	n := d.ink(f.Paint)
	if len(f.Areas) == 1 {
		if !f.Areas[0].Empty() {
			d.box(d.snap(f.Areas[0]), 255, n)
		}
		return
	}
	var all geom.Rect
	for _, a := range f.Areas {
		all = all.Union(a)
	}
	around := d.snap(all).Inset(-1)
	if !around.Overlaps(d.clip) {
		return
	}
	if around.Dx()*around.Dy() > maxUnion {
		for _, a := range f.Areas {
			if !a.Empty() {
				d.box(d.snap(a), 255, n)
			}
		}
		return
	}
	var polys [][]point
	for _, a := range f.Areas {
		if !a.Empty() {
			x0, y0, x1, y1 := d.x(a.X), d.y(a.Y), d.x(a.Right()), d.y(a.Bottom())
			polys = append(polys, []point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}})
		}
	}
	d.polygons(polys, 1, n)
}

type point struct{ x, y float64 }

// path draws a free shape: its inside, then its outline.
func (d *drawing) path(p display.Path) {
	var polys [][]point
	var closed []bool
	var cur []point
	end := func(close bool) {
		if len(cur) > 1 {
			polys, closed = append(polys, cur), append(closed, close)
		}
		cur = nil
	}
	at := 0
	next := func() point {
		q := point{d.x(p.Points[at].X), d.y(p.Points[at].Y)}
		at++
		return q
	}
	var start point
	for _, op := range p.Ops {
		switch op {
		case display.MoveTo:
			end(false)
			start = next()
			cur = []point{start}
		case display.LineTo:
			cur = append(cur, next())
		case display.CurveTo:
			b, c, e := next(), next(), next()
			if len(cur) == 0 {
				cur = []point{start}
			}
			cur = bend(cur, b, c, e)
		case display.Close:
			end(true)
			cur = []point{start}
		}
	}
	end(false)
	if p.Fill != nil {
		d.polygons(polys, 1, d.ink(*p.Fill))
	}
	if p.Stroke != nil {
		width, strength := d.pen(p.Thickness)
		s := stroker{width: width}
		for i, line := range polys {
			s.line(line, closed[i])
		}
		d.polygons(s.out, strength, d.ink(*p.Stroke))
	}
}

// bend adds a cubic curve to a line, in as many pieces as keep it within a twentieth of a pixel or so.
func bend(line []point, b, c, e point) []point {
	a := line[len(line)-1]
	long := math.Hypot(b.x-a.x, b.y-a.y) + math.Hypot(c.x-b.x, c.y-b.y) + math.Hypot(e.x-c.x, e.y-c.y)
	n := min(max(int(math.Sqrt(long)*1.5), 2), 200)
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		wa, wb, wc, we := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		line = append(line, point{wa*a.x + wb*b.x + wc*c.x + we*e.x, wa*a.y + wb*b.y + wc*c.y + we*e.y})
	}
	return line
}

// polygons draws closed shapes through one coverage. The coverage is made relative to the shapes' own box, so that it
// is the same through every window; only of shapes too large for that the window's part alone is made.
func (d *drawing) polygons(polys [][]point, strength float64, n *ink) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range polys {
		for _, q := range p {
			x0, y0, x1, y1 = min(x0, q.x), min(y0, q.y), max(x1, q.x), max(y1, q.y)
		}
	}
	if !(x0 <= x1) || x1-x0 > 1e6 || y1-y0 > 1e6 { // empty, or no shape of any page: a million pixels across
		return
	}
	box := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
	if !box.Overlaps(d.clip) {
		return
	}
	if box.Dx()*box.Dy() > 4*maxUnion {
		box = box.Intersect(d.clip)
	}
	w, h := box.Dx(), box.Dy()
	ras := rasterizers.Get().(*vector.Rasterizer)
	defer rasterizers.Put(ras)
	ras.Reset(w, h)
	ras.DrawOp = draw.Src
	for _, p := range polys {
		for i, q := range p {
			x, y := float32(q.x-float64(box.Min.X)), float32(q.y-float64(box.Min.Y))
			if i == 0 {
				ras.MoveTo(x, y)
			} else {
				ras.LineTo(x, y)
			}
		}
		ras.ClosePath()
	}
	dst := &image.Alpha{Pix: make([]byte, w*h), Stride: w, Rect: image.Rect(0, 0, w, h)}
	ras.Draw(dst, dst.Rect, image.Opaque, image.Point{})
	if strength < 1 {
		for i, a := range dst.Pix {
			dst.Pix[i] = uint8(float64(a)*strength + 0.5)
		}
	}
	d.mask(dst.Pix, box.Min.X, box.Min.Y, w, h, n)
}

// stroker turns lines into the polygons of their strokes: butt ends and mitred corners, as PDF has them by default.
type stroker struct {
	width float64
	out   [][]point
}

// miterLimit is PDF's default: corners sharper than about 11.5° are cut off. ISO 32000-2, 8.4.3.5.
const miterLimit = 10

func (s *stroker) line(pts []point, closed bool) {
	line := make([]point, 0, len(pts)+1)
	for _, p := range pts {
		if len(line) == 0 || p != line[len(line)-1] {
			line = append(line, p)
		}
	}
	if closed && len(line) > 1 && line[0] != line[len(line)-1] {
		line = append(line, line[0])
	}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		nx, ny := s.normal(a, b)
		s.add(point{a.x + nx, a.y + ny}, point{b.x + nx, b.y + ny}, point{b.x - nx, b.y - ny}, point{a.x - nx, a.y - ny})
		switch {
		case i+1 < len(line):
			s.corner(a, b, line[i+1])
		case closed:
			s.corner(a, b, line[1])
		}
	}
}

// normal answers half the width, square to the way from a to b.
func (s *stroker) normal(a, b point) (x, y float64) {
	l := math.Hypot(b.x-a.x, b.y-a.y)
	return -(b.y - a.y) / l * s.width / 2, (b.x - a.x) / l * s.width / 2
}

// corner fills the wedge on the outer side where a–b meets b–c.
func (s *stroker) corner(a, b, c point) {
	ax, ay := s.normal(a, b)
	cx, cy := s.normal(b, c)
	if ax*cy-ay*cx > 0 { // turning towards the normals: the wedge is on the other side
		ax, ay, cx, cy = -ax, -ay, -cx, -cy
	}
	mx, my := ax+cx, ay+cy
	half := s.width / 2
	if l := mx*mx + my*my; l > 0 {
		// The tip lies along the normals' sum at half/cos of half the turn.
		k := 2 * half * half / l
		if math.Sqrt(l)*k <= miterLimit*half {
			s.add(b, point{b.x + ax, b.y + ay}, point{b.x + mx*k, b.y + my*k}, point{b.x + cx, b.y + cy})
			return
		}
	}
	s.add(b, point{b.x + ax, b.y + ay}, point{b.x + cx, b.y + cy})
}

// add keeps a polygon, all turning the same way, so that overlaps count once.
func (s *stroker) add(p ...point) {
	area := 0.0
	for i, q := range p {
		r := p[(i+1)%len(p)]
		area += q.x*r.y - r.x*q.y
	}
	if area < 0 {
		for i, j := 0, len(p)-1; i < j; i, j = i+1, j-1 {
			p[i], p[j] = p[j], p[i]
		}
	}
	s.out = append(s.out, p)
}
