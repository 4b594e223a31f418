package preflight

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// The planes of a plate: four process inks, and all spot inks together.
const (
	cyan = iota
	magenta
	yellow
	black
	spots
	planes
)

// inks is what a paint puts down: how much of each plane, 0 to 1, and which planes it speaks of at all.
type inks struct {
	amount [planes]float64
	speaks [planes]bool
	spot   []string // names
	all    bool     // registration
	known  bool     // false: RGB and the like, whose inks only a conversion can tell
	cmyk   bool     // DeviceCMYK: OPM 1 leaves planes of no ink alone
}

// total answers the sum of all inks, per cent.
func (k inks) total() float64 {
	t := 0.0
	for _, v := range k.amount {
		t += v
	}
	return t * 100
}

// count answers how many inks there are.
func (k inks) count() int {
	n := 0
	for p, v := range k.amount[:spots] {
		if v > 0.0005 && p < spots {
			n++
		}
	}
	return n + len(k.spot)
}

// white reports paper: a process colour of no ink.
func (k inks) white() bool { return k.known && len(k.spot) == 0 && !k.all && k.count() == 0 }

// solid reports one ink without a screen.
func (k inks) solid() bool {
	if k.count() != 1 {
		return false
	}
	for _, v := range k.amount {
		if v >= 0.985 {
			return true
		}
	}
	return false
}

// onlyBlack reports solid black on its own plate.
func (k inks) onlyBlack() bool {
	return k.known && !k.all && k.count() == 1 && k.amount[black] >= 0.985
}

// plate is a page drawn as inks, so that what overprints adds up. Resolution: 72 dpi, or less for pages over mostPlate
// pixels. It draws fills, strokes, TrueType glyphs and pictures; transparency is drawn as plain mixing.
type plate struct {
	w, h   int
	toPix  matrix // from page space
	pix    []uint8
	ras    vector.Rasterizer
	mask   *image.Alpha
	budget int // pixels that may still be painted, so that no file takes for ever
}

const (
	plateDPI   = 72
	mostPlate  = 6 << 20   // pixels: 1.1 × 0.55 m at 72 dpi is 5 million
	mostPaint  = 3 << 30   // painted pixels of one page
	mostPixels = 160 << 20 // of a picture that is decoded
)

// newPlate answers an empty plate over a box. old, if not nil, is a plate that nobody needs any more.
func newPlate(box [4]float64, old *plate) *plate {
	w, h := box[2]-box[0], box[3]-box[1]
	s := plateDPI / 72.0
	if w*h*s*s > mostPlate {
		s = math.Sqrt(mostPlate / (w * h))
	}
	p := &plate{w: max(int(math.Ceil(w*s)), 1), h: max(int(math.Ceil(h*s)), 1), budget: mostPaint}
	p.w, p.h = min(p.w, mostPlate), min(p.h, mostPlate/p.w+1)
	p.toPix = matrix{s, 0, 0, -s, -box[0] * s, box[3] * s}
	if n := p.w * p.h * planes; old != nil && cap(old.pix) >= n {
		p.pix, p.mask = old.pix[:n], old.mask
		clear(p.pix)
	} else {
		p.pix = make([]uint8, n)
	}
	return p
}

// clip is where painting shows: a rectangle of pixels, and a mask over it where the clip is no rectangle.
type clip struct {
	rect image.Rectangle
	mask *image.Alpha
}

// segment kinds of a path.
const (
	moveTo = iota
	lineTo
	curveTo
	closePath
)

// path is a path in page space, in points.
type path struct {
	ops []uint8
	pts [][2]float64
}

func (p *path) move(x, y float64) {
	p.ops, p.pts = append(p.ops, moveTo), append(p.pts, [2]float64{x, y})
}
func (p *path) line(x, y float64) {
	p.ops, p.pts = append(p.ops, lineTo), append(p.pts, [2]float64{x, y})
}
func (p *path) curve(a, b, c, d, e, f float64) {
	p.ops, p.pts = append(p.ops, curveTo), append(p.pts, [2]float64{a, b}, [2]float64{c, d}, [2]float64{e, f})
}
func (p *path) close() { p.ops = append(p.ops, closePath) }

// bounds answers the box of all points.
func (p *path) bounds() (b [4]float64, ok bool) {
	b = [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, q := range p.pts {
		b[0], b[1], b[2], b[3] = min(b[0], q[0]), min(b[1], q[1]), max(b[2], q[0]), max(b[3], q[1])
	}
	return b, len(p.pts) > 0
}

// boxes answers the upright rectangles a path consists of, or false.
func (p *path) boxes() ([][4]float64, bool) {
	var out [][4]float64
	at := 0
	for i := 0; i < len(p.ops); {
		n := 0
		for ; i < len(p.ops) && !(n > 0 && p.ops[i] == moveTo); i++ {
			switch p.ops[i] {
			case curveTo:
				return nil, false
			case closePath:
			default:
				n++
			}
		}
		pts := p.pts[at : at+n]
		at += n
		if n == 5 && pts[4] == pts[0] {
			n = 4
		}
		if n == 1 {
			continue
		}
		if n != 4 {
			return nil, false
		}
		h := pts[0][1] == pts[1][1] && pts[1][0] == pts[2][0] && pts[2][1] == pts[3][1] && pts[3][0] == pts[0][0]
		v := pts[0][0] == pts[1][0] && pts[1][1] == pts[2][1] && pts[2][0] == pts[3][0] && pts[3][1] == pts[0][1]
		if !h && !v {
			return nil, false
		}
		out = append(out, [4]float64{min(pts[0][0], pts[2][0]), min(pts[0][1], pts[2][1]), max(pts[0][0], pts[2][0]), max(pts[0][1], pts[2][1])})
	}
	return out, true
}

func bound(v float64) float64 {
	const far = 1 << 20
	if math.IsNaN(v) {
		return 0
	}
	return max(min(v, far), -far)
}

// pixels answers the pixels a box in pixel space touches.
func (p *plate) pixels(b [4]float64) image.Rectangle {
	return image.Rect(int(math.Floor(bound(b[0]))), int(math.Floor(bound(b[1]))), int(math.Ceil(bound(b[2]))), int(math.Ceil(bound(b[3])))).
		Intersect(image.Rect(0, 0, p.w, p.h))
}

// cover draws a path (page space) into a mask over the pixels it and the clip share; nil when there are none.
func (p *plate) cover(pa *path, within image.Rectangle) *image.Alpha {
	b := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, q := range pa.pts {
		x, y := p.toPix.apply(q[0], q[1])
		b[0], b[1], b[2], b[3] = min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)
	}
	r := p.pixels(b).Intersect(within)
	if r.Empty() {
		return nil
	}
	if p.budget -= r.Dx() * r.Dy(); p.budget < 0 {
		return nil
	}
	p.ras.Reset(r.Dx(), r.Dy())
	at := 0
	pt := func() (float32, float32) {
		x, y := p.toPix.apply(pa.pts[at][0], pa.pts[at][1])
		at++
		return float32(bound(x) - float64(r.Min.X)), float32(bound(y) - float64(r.Min.Y))
	}
	for _, op := range pa.ops {
		switch op {
		case moveTo:
			x, y := pt()
			p.ras.ClosePath()
			p.ras.MoveTo(x, y)
		case lineTo:
			p.ras.LineTo(pt())
		case curveTo:
			ax, ay := pt()
			bx, by := pt()
			cx, cy := pt()
			p.ras.CubeTo(ax, ay, bx, by, cx, cy)
		case closePath:
			p.ras.ClosePath()
		}
	}
	p.ras.ClosePath()
	n := r.Dx() * r.Dy()
	if p.mask == nil || cap(p.mask.Pix) < n {
		p.mask = image.NewAlpha(r)
	}
	m := &image.Alpha{Pix: p.mask.Pix[:n:n], Stride: r.Dx(), Rect: r}
	clear(m.Pix)
	p.ras.DrawOp = draw.Src
	shifted := &image.Alpha{Pix: m.Pix, Stride: m.Stride, Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
	p.ras.Draw(shifted, shifted.Rect, image.Opaque, image.Point{})
	return m
}

// narrow answers a clip inside both.
func (p *plate) narrow(c clip, pa *path) clip {
	if bs, ok := pa.boxes(); ok && len(bs) == 1 {
		x0, y0 := p.toPix.apply(bs[0][0], bs[0][3])
		x1, y1 := p.toPix.apply(bs[0][2], bs[0][1])
		round := func(v float64) int { return int(math.Round(bound(v))) }
		return clip{image.Rect(round(x0), round(y0), round(x1), round(y1)).Intersect(c.rect), c.mask}
	}
	m := p.cover(pa, c.rect)
	if m == nil {
		return clip{}
	}
	own := image.NewAlpha(m.Rect)
	copy(own.Pix, m.Pix)
	if c.mask != nil {
		for y := own.Rect.Min.Y; y < own.Rect.Max.Y; y++ {
			for x := own.Rect.Min.X; x < own.Rect.Max.X; x++ {
				i := own.PixOffset(x, y)
				own.Pix[i] = uint8(int(own.Pix[i]) * int(c.mask.AlphaAt(x, y).A) / 255)
			}
		}
	}
	return clip{own.Rect, own}
}

// how says how a paint meets what lies below.
type how struct {
	over  bool
	mode  int // OPM
	alpha float64
	clip  clip
}

// planesOf answers which planes a paint changes and to what.
func planesOf(k inks, h how) (change [planes]bool, to [planes]int) {
	for i := range to {
		to[i] = int(k.amount[i]*255 + 0.5)
		switch {
		case !h.over:
			change[i] = true
		case k.cmyk && h.mode == 1:
			change[i] = k.amount[i] > 0
		default:
			change[i] = k.speaks[i]
		}
	}
	return change, to
}

// fill paints a path.
func (p *plate) fill(pa *path, k inks, h how) {
	if m := p.cover(pa, h.clip.rect); m != nil {
		p.stamp(m, m.Rect.Min, k, h)
	}
}

// stamp paints what a mask covers, its top left at a place.
func (p *plate) stamp(m *image.Alpha, at image.Point, k inks, h how) {
	change, to := planesOf(k, h)
	r := image.Rectangle{Min: at, Max: at.Add(m.Rect.Size())}
	in := r.Intersect(h.clip.rect).Intersect(image.Rect(0, 0, p.w, p.h))
	plain := h.clip.mask == nil && h.alpha >= 1
	for y := in.Min.Y; y < in.Max.Y; y++ {
		row := m.Pix[(y-r.Min.Y)*m.Stride+in.Min.X-r.Min.X:][:in.Dx()]
		at := (y*p.w + in.Min.X) * planes
		for x, a := range row {
			if a != 0 {
				if plain {
					q := p.pix[at : at+planes : at+planes]
					for i := range q {
						if change[i] {
							v := int(q[i])
							q[i] = uint8(v + ((to[i]-v)*int(a)+127)/255)
						}
					}
				} else {
					p.put(at, in.Min.X+x, y, int(a), h, &change, &to)
				}
			}
			at += planes
		}
	}
}

// glyphs keeps masks of small glyphs, since a page sets the same ones thousands of times. What a mask is of: a glyph, its
// form on the plate, and where in a pixel it begins, to a quarter.
type glyphs struct {
	kept  map[glyphKey]*glyphMask
	bytes int
}

type glyphKey struct {
	of     *program
	code   int
	form   [4]float32
	dx, dy uint8
}

type glyphMask struct {
	mask *image.Alpha // nil: it covers nothing
	off  image.Point  // of its top left, from the pixel the glyph begins in
}

const (
	smallGlyph = 48       // pixels of the em: larger ones are few, and drawn
	mostGlyphs = 16 << 20 // bytes of masks
)

// glyph paints a glyph under a matrix from ems to page space.
func (p *plate) glyph(of *program, code int, o *path, m matrix, k inks, h how, keep *glyphs) {
	pm := m.times(p.toPix)
	size := math.Max(math.Hypot(pm[0], pm[1]), math.Hypot(pm[2], pm[3]))
	if !(size < smallGlyph) || math.Abs(pm[4]) > 1<<20 || math.Abs(pm[5]) > 1<<20 {
		pa := path{ops: o.ops, pts: make([][2]float64, len(o.pts))}
		for i, q := range o.pts {
			pa.pts[i][0], pa.pts[i][1] = m.apply(q[0], q[1])
		}
		p.fill(&pa, k, h)
		return
	}
	x, y := math.Floor(pm[4]*4+0.5)/4, math.Floor(pm[5]*4+0.5)/4
	ix, iy := math.Floor(x), math.Floor(y)
	key := glyphKey{of, code, [4]float32{float32(pm[0]), float32(pm[1]), float32(pm[2]), float32(pm[3])}, uint8((x - ix) * 4), uint8((y - iy) * 4)}
	g := keep.kept[key]
	if g == nil {
		g = maskOf(o, matrix{pm[0], pm[1], pm[2], pm[3], x - ix, y - iy})
		n := 64
		if g.mask != nil {
			n += len(g.mask.Pix)
		}
		if keep.bytes += n; keep.kept == nil || keep.bytes > mostGlyphs {
			keep.kept, keep.bytes = map[glyphKey]*glyphMask{}, n
		}
		keep.kept[key] = g
	}
	if g.mask == nil {
		return
	}
	if p.budget -= len(g.mask.Pix); p.budget < 0 {
		return
	}
	p.stamp(g.mask, image.Pt(int(ix), int(iy)).Add(g.off), k, h)
}

// maskOf draws a glyph near the origin.
func maskOf(o *path, m matrix) *glyphMask {
	far := &plate{w: 1 << 12, h: 1 << 12, toPix: matrix{1, 0, 0, 1, 1 << 11, 1 << 11}, budget: 1 << 22}
	pa := path{ops: o.ops, pts: make([][2]float64, len(o.pts))}
	for i, q := range o.pts {
		pa.pts[i][0], pa.pts[i][1] = m.apply(q[0], q[1])
	}
	c := far.cover(&pa, image.Rect(0, 0, far.w, far.h))
	if c == nil {
		return &glyphMask{}
	}
	own := &image.Alpha{Pix: append([]uint8(nil), c.Pix...), Stride: c.Stride, Rect: image.Rectangle{Max: c.Rect.Size()}}
	return &glyphMask{own, c.Rect.Min.Sub(image.Pt(1<<11, 1<<11))}
}

func (p *plate) put(at, x, y, a int, h how, change *[planes]bool, to *[planes]int) {
	if h.clip.mask != nil {
		a = a * int(h.clip.mask.AlphaAt(x, y).A) / 255
	}
	if h.alpha < 1 {
		a = int(float64(a) * h.alpha)
	}
	for i := range planes {
		if change[i] {
			v := int(p.pix[at+i])
			p.pix[at+i] = uint8(v + ((to[i]-v)*a+127)/255)
		}
	}
}

// picture paints an image: sample answers the inks at a place of the unit square, from the top left.
func (p *plate) picture(ctm matrix, h how, size image.Point, sample func(x, y int) [planes]uint8, change [planes]bool) {
	m := ctm.times(p.toPix)
	back, ok := m.inverse()
	if !ok {
		return
	}
	b := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, q := range [4][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := m.apply(q[0], q[1])
		b[0], b[1], b[2], b[3] = min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)
	}
	r := p.pixels(b).Intersect(h.clip.rect)
	if p.budget -= r.Dx() * r.Dy() * 4; p.budget < 0 {
		return
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			var sum [planes]int
			n := 0
			for _, d := range [4][2]float64{{.25, .25}, {.75, .25}, {.25, .75}, {.75, .75}} {
				u, v := back.apply(float64(x)+d[0], float64(y)+d[1])
				if u < 0 || u >= 1 || v < 0 || v >= 1 {
					continue
				}
				s := sample(int(u*float64(size.X)), min(int((1-v)*float64(size.Y)), size.Y-1))
				for i := range sum {
					sum[i] += int(s[i])
				}
				n++
			}
			if n == 0 {
				continue
			}
			var to [planes]int
			for i := range to {
				to[i] = sum[i] / n
			}
			p.put((y*p.w+x)*planes, x, y, 255*n/4, h, &change, &to)
		}
	}
}

func (p *plate) total(x, y int) int {
	at := (y*p.w + x) * planes
	t := 0
	for _, v := range p.pix[at : at+planes] {
		t += int(v)
	}
	return t
}

// inksAt answers how many inks lie at a place in page space, in a strength that shows.
func (p *plate) inksAt(x, y float64) int {
	fx, fy := p.toPix.apply(x, y)
	if !(fx >= 0 && fy >= 0 && fx < float64(p.w) && fy < float64(p.h)) {
		return 0
	}
	at := (int(fy)*p.w + int(fx)) * planes
	var amount [planes]float64
	for i, v := range p.pix[at : at+planes] {
		amount[i] = float64(v) / 255
	}
	return inksIn(amount)
}

// inksIn counts inks of a tenth or more: a fainter one draws no edge that could misregister.
func inksIn(amount [planes]float64) (n int) {
	for _, v := range amount {
		if v >= 0.1 {
			n++
		}
	}
	return n
}

// heavy is a stretch of a page with too much ink.
type heavy struct {
	most float64 // per cent
	area float64 // mm²
	box  image.Rectangle
}

// speck is the area under which too much ink does no harm. GWG 2015 leaves out areas of less than about 15 mm².
const speck = 15

// over answers the stretches with more ink than limit per cent inside a box of pixels, larger than a speck.
func (p *plate) over(limit float64, in image.Rectangle) []heavy {
	in = in.Intersect(image.Rect(0, 0, p.w, p.h))
	if in.Empty() {
		return nil
	}
	mm := 25.4 / 72 / p.toPix[0]
	bar := int(math.Ceil((limit + 1) * 2.55)) // one per cent for the rounding of eight bits
	at := func(x, y int) int { return (y-in.Min.Y)*in.Dx() + x - in.Min.X }
	var seen []bool // made when something is found: most pages have nothing
	var out []heavy
	var stack []image.Point
	for y := in.Min.Y; y < in.Max.Y; y++ {
		row := p.pix[(y*p.w+in.Min.X)*planes:][:in.Dx()*planes]
		for x := in.Min.X; x < in.Max.X; x++ {
			q := row[(x-in.Min.X)*planes:][:planes:planes]
			if int(q[0])+int(q[1])+int(q[2])+int(q[3])+int(q[4]) < bar || seen != nil && seen[at(x, y)] {
				continue
			}
			if seen == nil {
				seen = make([]bool, in.Dx()*in.Dy())
			}
			stack = append(stack[:0], image.Pt(x, y))
			seen[at(x, y)] = true
			n, most, box := 0, 0, image.Rect(x, y, x+1, y+1)
			for len(stack) > 0 {
				q := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				n++
				most = max(most, p.total(q.X, q.Y))
				box = box.Union(image.Rect(q.X, q.Y, q.X+1, q.Y+1))
				for _, d := range [4]image.Point{{X: 1}, {X: -1}, {Y: 1}, {Y: -1}} {
					if e := q.Add(d); e.In(in) && !seen[at(e.X, e.Y)] && p.total(e.X, e.Y) >= bar {
						seen[at(e.X, e.Y)] = true
						stack = append(stack, e)
					}
				}
			}
			if area := float64(n) * mm * mm; area >= speck {
				out = append(out, heavy{float64(most) / 2.55, area, box})
			}
		}
	}
	return out
}

// unbled reports, for the sides left, bottom, right and top of the trim (pixels), whether art on it ends before the
// bleed.
func (p *plate) unbled(trim [4]float64, bleed float64) (out [4]bool) {
	x0, y1 := p.toPix.apply(trim[0], trim[1])
	x1, y0 := p.toPix.apply(trim[2], trim[3])
	away := bleed*p.toPix[0] - 1 // just inside the bleed's end
	ink := func(x, y float64) bool {
		px, py := int(math.Floor(x)), int(math.Floor(y))
		return px >= 0 && py >= 0 && px < p.w && py < p.h && p.total(px, py) > 8
	}
	need := int(5 / 25.4 * 72 * p.toPix[0]) // what is shorter than 5 mm is a mark or a letter
	side := func(n int, at func(t, d float64) (float64, float64)) bool {
		run := 0
		for i := range n {
			ax, ay := at(float64(i), 1.5)
			bx, by := at(float64(i), -away)
			if ink(ax, ay) && !ink(bx, by) {
				if run++; run >= need {
					return true
				}
			} else {
				run = 0
			}
		}
		return false
	}
	w, h := int(x1-x0), int(y1-y0)
	out[0] = side(h, func(t, d float64) (float64, float64) { return x0 + d, y0 + t })
	out[1] = side(w, func(t, d float64) (float64, float64) { return x0 + t, y1 - d })
	out[2] = side(h, func(t, d float64) (float64, float64) { return x1 - d, y0 + t })
	out[3] = side(w, func(t, d float64) (float64, float64) { return x0 + t, y0 + d })
	return out
}
