package raster

import (
	"image"
	"image/draw"
	"math"
	"sync"

	"golang.org/x/image/vector"

	"dayang/fonts"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Limits of the mask cache. Up to maxMaskPx of em size glyphs repeat often enough to be kept; larger ones are headlines
// and are drawn from their outlines at their exact place. A broadsheet's masks take 0.5 MB at 1× and 4.5 MB at 4×, so
// the bound holds some ten zoom steps.
const (
	maxMaskPx    = 64
	maxMaskBytes = 48 << 20
)

// maxWholePx is the em size up to which a large glyph's whole coverage is made, even if the window shows a part of it.
const maxWholePx = 1600

// reach is how far from its pen a glyph may be drawn, in ems: U+2E3B, the widest dash, takes three.
const reach = 3.2

// phases is to how many steps of a pixel a kept mask's place along the line is rounded; across the line it stands on
// whole pixels, so that the lines of a page are all equally sharp.
const phases = 4

// maskKey tells one glyph image from another.
type maskKey struct {
	face   *fonts.Face
	gid    uint32
	size   int32 // of the em, in sixteenths of a pixel
	hscale int16
	turn   geom.Turn
	phase  uint8
}

// mask is the coverage of a glyph; x and y lead from the pen's pixel to its first one.
type mask struct {
	cover      []byte
	x, y, w, h int
}

// masks keeps glyph masks in two generations: when the young one is half the bound, it becomes the old one and what
// the former old one held and nobody asked for is let go.
type masks struct {
	mu         *sync.RWMutex
	young, old map[maskKey]*mask
	bytes      int // of the young generation
}

func newMasks() masks {
	return masks{mu: new(sync.RWMutex), young: make(map[maskKey]*mask), old: make(map[maskKey]*mask)}
}

// get answers a mask that is kept and young, so that asking takes a read lock only.
func (m *masks) get(k maskKey) *mask { return m.young[k] }

// put keeps a mask, or answers the equal one that came before it.
func (m *masks) put(k maskKey, make func() *mask) *mask {
	m.mu.RLock()
	got := m.old[k]
	m.mu.RUnlock()
	if got == nil {
		got = make()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if first := m.young[k]; first != nil {
		return first
	}
	m.young[k] = got
	m.bytes += len(got.cover) + 96 // the mask and its place in the map
	if m.bytes > maxMaskBytes/2 {
		m.young, m.old, m.bytes = map[maskKey]*mask{}, m.young, 0
	}
	return got
}

var rasterizers = sync.Pool{New: func() any { return new(vector.Rasterizer) }}

// outline draws a glyph's coverage: em size px, pen at fx, fy within its pixel.
func outline(f *fonts.Face, gid uint32, px, hscale float64, turn geom.Turn, fx, fy float64) *mask {
	shape := f.Outline(gid)
	segs := shape.Segments
	if len(segs) == 0 {
		return &mask{}
	}
	sy := px / float64(f.UnitsPerEm())
	sx := sy * hscale
	left, bottom, right, top := shape.Bounds()
	ax, ay := turned(turn, float64(left)*sx, -float64(top)*sy)
	bx, by := turned(turn, float64(right)*sx, -float64(bottom)*sy)
	x0, y0 := int(math.Floor(min(ax, bx)+fx)), int(math.Floor(min(ay, by)+fy))
	x1, y1 := int(math.Ceil(max(ax, bx)+fx)), int(math.Ceil(max(ay, by)+fy))
	m := &mask{x: x0, y: y0, w: max(1, x1-x0), h: max(1, y1-y0)}

	ras := rasterizers.Get().(*vector.Rasterizer)
	defer rasterizers.Put(ras)
	ras.Reset(m.w, m.h)
	ras.DrawOp = draw.Src
	at := func(p fonts.Point) (float32, float32) {
		x, y := turned(turn, float64(p.X)*sx, -float64(p.Y)*sy)
		return float32(x + fx - float64(x0)), float32(y + fy - float64(y0))
	}
	open := false
	for i := range segs {
		s := &segs[i]
		x, y := at(s.P[0])
		switch s.Op {
		case fonts.MoveTo:
			if open {
				ras.ClosePath()
			}
			ras.MoveTo(x, y)
			open = true
		case fonts.LineTo:
			ras.LineTo(x, y)
		case fonts.QuadTo:
			x1, y1 := at(s.P[1])
			ras.QuadTo(x, y, x1, y1)
		case fonts.CubeTo:
			x1, y1 := at(s.P[1])
			x2, y2 := at(s.P[2])
			ras.CubeTo(x, y, x1, y1, x2, y2)
		}
	}
	if open {
		ras.ClosePath()
	}
	m.cover = make([]byte, m.w*m.h)
	dst := &image.Alpha{Pix: m.cover, Stride: m.w, Rect: image.Rect(0, 0, m.w, m.h)}
	ras.Draw(dst, dst.Rect, image.Opaque, image.Point{})
	if px < crispPx {
		curve := &darker[min(int((crispPx-px)/(crispPx-smallPx)*darkSteps), darkSteps)]
		for i, a := range m.cover {
			m.cover[i] = curve[a]
		}
	}
	return m
}

// Small letters are drawn a little darker than they cover: the fine level strokes of 宋, thinner than a pixel, would
// else fade to a grey that no reader takes for black ink. The strength was chosen by eye on a broadsheet seen whole, at
// 8 px an em, where a stroke of a fifth of a pixel should be seen, and ends at 24 px, where it is not needed.
const (
	smallPx        = 10
	crispPx        = 24
	smallDarkening = 0.3
)

// darkSteps is how many strengths there are between none and full.
const darkSteps = 14

// darker raises coverage to a power below one, by strength.
var darker = func() (curves [darkSteps + 1][256]byte) {
	for s := range curves {
		power := 1 - smallDarkening*float64(s)/darkSteps
		for a := range 256 {
			curves[s][a] = byte(math.Pow(float64(a)/255, power)*255 + 0.5)
		}
	}
	return curves
}()

// glyphPolygons answers a glyph's outline at its place on the grid.
func glyphPolygons(f *fonts.Face, gid uint32, px, hscale float64, turn geom.Turn, x, y float64) [][]point {
	s := px / float64(f.UnitsPerEm())
	at := func(p fonts.Point) point {
		dx, dy := turned(turn, float64(p.X)*s*hscale, -float64(p.Y)*s)
		return point{x + dx, y + dy}
	}
	var out [][]point
	var cur []point
	segs := f.Outline(gid).Segments
	for i := range segs {
		seg := &segs[i]
		switch seg.Op {
		case fonts.MoveTo:
			if len(cur) > 0 {
				out = append(out, cur)
			}
			cur = []point{at(seg.P[0])}
		case fonts.LineTo:
			cur = append(cur, at(seg.P[0]))
		case fonts.QuadTo: // as the cubic of the same shape
			a, c, e := cur[len(cur)-1], at(seg.P[0]), at(seg.P[1])
			cur = bend(cur, point{a.x + (c.x-a.x)*2/3, a.y + (c.y-a.y)*2/3}, point{e.x + (c.x-e.x)*2/3, e.y + (c.y-e.y)*2/3}, e)
		case fonts.CubeTo:
			cur = bend(cur, at(seg.P[0]), at(seg.P[1]), at(seg.P[2]))
		}
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

// turned answers a vector after a turn; y points down.
func turned(t geom.Turn, x, y float64) (float64, float64) {
	switch t {
	case geom.Clockwise:
		return -y, x
	case geom.UpsideDown:
		return -x, -y
	case geom.CounterClockwise:
		return y, -x
	}
	return x, y
}

type placedMask struct {
	m    *mask
	x, y int
}

// glyphRun draws a line of glyphs.
func (d *drawing) glyphRun(g display.Glyphs) {
	if len(g.Glyphs) == 0 {
		return
	}
	px := float64(g.Size) * d.scale
	// The line as a box from its first pen to its last, with reach around.
	ox, oy := d.x(g.Origin.X), d.y(g.Origin.Y)
	first, last := math.Inf(1), math.Inf(-1)
	up, down := 0.0, 0.0
	for i := range g.Glyphs {
		first, last = min(first, float64(g.Glyphs[i].X)), max(last, float64(g.Glyphs[i].X))
		up, down = min(up, float64(g.Glyphs[i].Y)), max(down, float64(g.Glyphs[i].Y))
	}
	ax, ay := turned(g.Turn, first*d.scale-reach*px, up*d.scale-reach*px)
	bx, by := turned(g.Turn, last*d.scale+reach*px, down*d.scale+reach*px)
	if ox+max(ax, bx) < float64(d.clip.Min.X) || ox+min(ax, bx) > float64(d.clip.Max.X) ||
		oy+max(ay, by) < float64(d.clip.Min.Y) || oy+min(ay, by) > float64(d.clip.Max.Y) {
		return
	}
	n := d.ink(g.Paint)
	hscale := 1.0
	if g.HScale != 0 {
		hscale = float64(g.HScale) / 1000
	}
	face, ok := d.fonts.Face(g.Font)
	if !ok {
		d.unknownFace(g, px, n)
		return
	}
	if px > maxMaskPx {
		for i := range g.Glyphs {
			gl := &g.Glyphs[i]
			dx, dy := turned(g.Turn, float64(gl.X)*d.scale, float64(gl.Y)*d.scale)
			x, y := ox+dx, oy+dy
			if x < float64(d.clip.Min.X)-reach*px || x > float64(d.clip.Max.X)+reach*px ||
				y < float64(d.clip.Min.Y)-reach*px || y > float64(d.clip.Max.Y)+reach*px {
				continue
			}
			if px > maxWholePx {
				d.polygons(glyphPolygons(face, gl.ID, px, hscale, g.Turn, x, y), 1, n)
				continue
			}
			ix, iy := math.Floor(x), math.Floor(y)
			m := outline(face, gl.ID, px, hscale, g.Turn, x-ix, y-iy)
			d.mask(m.cover, int(ix)+m.x, int(iy)+m.y, m.w, m.h, n)
		}
		return
	}
	d.line = d.line[:0]
	key := maskKey{face: face, size: int32(px*16 + 0.5), hscale: int16(g.HScale), turn: g.Turn}
	if key.hscale == 1000 {
		key.hscale = 0
	}
	along := g.Turn == geom.Upright || g.Turn == geom.UpsideDown // the x axis
	d.glyphs.mu.RLock()
	for i := range g.Glyphs {
		gl := &g.Glyphs[i]
		dx, dy := turned(g.Turn, float64(gl.X)*d.scale, float64(gl.Y)*d.scale)
		x, y := ox+dx, oy+dy
		var ix, iy int
		if along {
			q := round(x * phases)
			ix, iy = floorDiv(q, phases), round(y)
			key.phase = uint8(q - ix*phases)
		} else {
			q := round(y * phases)
			ix, iy = round(x), floorDiv(q, phases)
			key.phase = uint8(q - iy*phases)
		}
		key.gid = gl.ID
		m := d.glyphs.get(key)
		if m == nil {
			d.glyphs.mu.RUnlock()
			m = d.glyphs.put(key, func() *mask {
				fx, fy := float64(key.phase)/phases, 0.0
				if !along {
					fx, fy = fy, fx
				}
				return outline(face, gl.ID, float64(key.size)/16, hscale, g.Turn, fx, fy)
			})
			d.glyphs.mu.RLock()
		}
		d.line = append(d.line, placedMask{m, ix + m.x, iy + m.y})
	}
	d.glyphs.mu.RUnlock()
	for _, p := range d.line {
		d.mask(p.m.cover, p.x, p.y, p.m.w, p.m.h, n)
	}
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// unknownFace stands in for glyphs of a font that is not registered: a hollow box each, as wide as the pen moves.
func (d *drawing) unknownFace(g display.Glyphs, px float64, n *ink) {
	for _, gl := range g.Glyphs {
		x, y := turned(g.Turn, float64(gl.X)*d.scale, float64(gl.Y)*d.scale)
		ax, ay := turned(g.Turn, px*0.08, -px*0.8)
		bx, by := turned(g.Turn, px*0.92, px*0.04)
		x, y = x+d.x(g.Origin.X), y+d.y(g.Origin.Y)
		r := image.Rect(round(x+ax), round(y+ay), round(x+bx), round(y+by))
		d.frame(r, max(1, round(px/20)), n)
	}
}

// frame draws the four sides of a box, inside it.
func (c *canvas) frame(r image.Rectangle, w int, n *ink) {
	in := r.Inset(w)
	c.box(image.Rect(r.Min.X, r.Min.Y, r.Max.X, in.Min.Y), 255, n)
	c.box(image.Rect(r.Min.X, in.Max.Y, r.Max.X, r.Max.Y), 255, n)
	c.box(image.Rect(r.Min.X, in.Min.Y, in.Min.X, in.Max.Y), 255, n)
	c.box(image.Rect(in.Max.X, in.Min.Y, r.Max.X, in.Max.Y), 255, n)
}
