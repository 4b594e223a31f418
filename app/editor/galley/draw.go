package galley

import (
	"image"
	"image/color"
	"math"
	"slices"
	"strconv"

	"golang.org/x/image/vector"

	"dayang/fonts"
	"dayang/internal/edition"
)

// Colours are those of the image. Selection and Found lie under the text.
type Colours struct {
	Paper, Ink, Faint, Rule color.RGBA
	Selection, Found, Match color.RGBA
	Levels                  [3]color.RGBA // of underlines: hint, warning, error
	Bar, BarGround          color.RGBA    // the scroll bar
	Revised                 color.RGBA    // what differs from the origin, and its bar in the gutter
}

// View is the part of the galley to draw.
type View struct {
	Em     float64 // pixels to the em
	Left   float64 // pixels left of the galley
	Top    float64 // pixels of the galley above the view
	Colour Colours
	Roles  map[edition.Role]string // what the gutter says of paragraphs that are not body
	Plain  bool                    // the keyboard is elsewhere: the selection is fainter
}

// Painter draws galleys and keeps the glyphs it has drawn. It is for one goroutine.
type Painter struct {
	glyphs map[glyphKey]*glyph
	bytes  int
	ras    vector.Rasterizer
}

type glyphKey struct {
	face  *fonts.Face
	gid   uint32
	size  uint16 // 1/16 px
	phase uint8  // quarters of a pixel to the right
}

// glyph is coverage; x and y are where its corner is from the pen.
type glyph struct {
	x, y, w, h int
	cover      []byte
}

// mostGlyphs bounds the memory of the glyphs: 4 MB are some 10,000 at 18 pixels, more than a story uses.
const mostGlyphs = 4 << 20

// NewPainter answers a painter.
func NewPainter() *Painter { return &Painter{glyphs: map[glyphKey]*glyph{}} }

func (pt *Painter) glyph(f *fonts.Face, gid uint32, px float64, x float64) (*glyph, int) {
	ix := math.Floor(x)
	phase := uint8((x - ix) * 4)
	k := glyphKey{f, gid, uint16(px*16 + .5), phase}
	if g, ok := pt.glyphs[k]; ok {
		return g, int(ix)
	}
	if pt.bytes > mostGlyphs {
		clear(pt.glyphs)
		pt.bytes = 0
	}
	g := pt.make(f, gid, px, float64(phase)/4)
	pt.glyphs[k] = g
	pt.bytes += len(g.cover) + 64
	return g, int(ix)
}

func (pt *Painter) make(f *fonts.Face, gid uint32, px, shift float64) *glyph {
	o := f.Outline(gid)
	if len(o.Segments) == 0 {
		return &glyph{}
	}
	s := float32(px) / float32(f.UnitsPerEm())
	left, bottom, right, top := o.Bounds()
	x0, y0 := int(math.Floor(float64(left*s)+shift))-1, int(math.Floor(float64(-top*s)))-1
	g := &glyph{x: x0, y: y0, w: int(math.Ceil(float64(right*s)+shift)) + 1 - x0, h: int(math.Ceil(float64(-bottom*s))) + 1 - y0}
	pt.ras.Reset(g.w, g.h)
	at := func(p fonts.Point) (float32, float32) {
		return float32(p.X)*s + float32(shift) - float32(x0), -float32(p.Y)*s - float32(y0)
	}
	open := false
	for _, seg := range o.Segments {
		ax, ay := at(seg.P[0])
		bx, by := at(seg.P[1])
		cx, cy := at(seg.P[2])
		switch seg.Op {
		case fonts.MoveTo:
			if open {
				pt.ras.ClosePath()
			}
			open = true
			pt.ras.MoveTo(ax, ay)
		case fonts.LineTo:
			pt.ras.LineTo(ax, ay)
		case fonts.QuadTo:
			pt.ras.QuadTo(ax, ay, bx, by)
		case fonts.CubeTo:
			pt.ras.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	if open {
		pt.ras.ClosePath()
	}
	mask := image.NewAlpha(image.Rect(0, 0, g.w, g.h))
	pt.ras.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	g.cover = mask.Pix
	return g
}

// Draw draws the part of the galley that a view of w by h pixels shows, and nothing else of it.
func (pt *Painter) Draw(g *Galley, w, h int, v View) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	fill(img, img.Bounds(), v.Colour.Paper)
	g.ready()
	if g.look.Fonts == nil || v.Em <= 0 {
		return img
	}
	em := v.Em
	px := func(e float64) int { return int(math.Round(e * em)) }
	x0 := v.Left + GutterEm*em
	measure := float64(g.look.Measure) / float64(max(g.look.Em, 1))
	fill(img, image.Rect(int(x0)-px(.45), 0, int(x0)-px(.45)+1, h), v.Colour.Rule)
	selFrom, selTo := g.Selection()
	sel := v.Colour.Selection
	if v.Plain {
		sel.A, sel.R, sel.G, sel.B = sel.A/2, sel.R/2, sel.G/2, sel.B/2
	}
	number := 0
	small := em * .62
	hei, _ := g.look.Fonts.Face(edition.Hei)
	for i, p := range g.paras {
		top := p.top*em - v.Top
		if top > float64(h) {
			break
		}
		if top+float64(len(p.lines))*lineEm*em < 0 {
			if !p.fixed {
				number += len(p.lines)
			}
			continue
		}
		revised := g.revisionsOf(i)
		var marks []Mark
		for _, m := range g.marks {
			if m.Para == p.p.ID {
				marks = append(marks, m)
			}
		}
		for row, l := range p.lines {
			if !p.fixed {
				number++
			}
			y := top + float64(row)*lineEm*em
			if y+lineEm*em*1.2 < 0 || y > float64(h) {
				continue
			}
			base := int(math.Round(y + (lineEm/2+.38)*em))
			band := func(from, to int, c color.RGBA) {
				a, z, ok := p.within(l, from, to)
				if ok {
					fill(img, image.Rect(int(x0+a*em), int(y)+px(.12), int(x0+z*em), int(y)+px(lineEm-.06)), c)
				}
			}
			for n, r := range g.found {
				if r.Para == i {
					c := v.Colour.Found
					if n == g.matchAt {
						c = v.Colour.Match
					}
					band(r.From, r.To, c)
				}
			}
			if g.Selected() && selFrom.Para <= i && i <= selTo.Para {
				a, z := 0, len(p.runes)
				if i == selFrom.Para {
					a = selFrom.At
				}
				if i == selTo.Para {
					z = selTo.At
				}
				band(a, z, sel)
				if i < selTo.Para && row == len(p.lines)-1 { // the break between paragraphs is selected too
					e := l.edge[len(l.edge)-1]
					fill(img, image.Rect(int(x0+e*em), int(y)+px(.12), int(x0+(e+.4)*em), int(y)+px(lineEm-.06)), sel)
				}
			}
			for _, m := range marks {
				from, to := m.From, max(m.To, m.From+1)
				if a, z, ok := p.within(l, from, to); ok {
					wave(img, int(x0+a*em), int(x0+z*em), base+px(.22), max(1, int(em/14)), v.Colour.Levels[min(max(m.Level, 0), 2)])
				}
			}
			ink := func(int) color.RGBA { return v.Colour.Ink }
			if len(revised) > 0 {
				ink = func(at int) color.RGBA {
					for _, r := range revised {
						if r.From <= at && at < r.To {
							return v.Colour.Revised
						}
					}
					return v.Colour.Ink
				}
				changed := false
				for _, r := range revised {
					if a, z, ok := p.within(l, r.From, r.To); ok {
						changed = true
						fill(img, image.Rect(int(x0+a*em), base+px(.2), int(math.Ceil(x0+z*em)), base+px(.2)+max(1, px(.07))), v.Colour.Revised)
					}
					if at, x := p.spot(r.From, false); r.Was != "" && at == row {
						changed = true
						wedge(img, int(math.Round(x0+x*em)), base+px(.2), px(.3), v.Colour.Revised)
					}
				}
				if changed {
					fill(img, image.Rect(int(x0)-px(.45)-px(.14), int(y), int(x0)-px(.45), int(y+lineEm*em)+1), v.Colour.Revised)
				}
			}
			for k := l.from; k < l.to; k++ {
				c := p.cell[k]
				if c.face == nil {
					if p.start[k] < len(p.runes) && p.runes[p.start[k]] == '\u2028' {
						pt.text(img, hei, "↵", x0+l.pen[k-l.from]*em+em*.1, base, small, v.Colour.Faint)
					}
					continue
				}
				x := x0 + l.pen[k-l.from]*em
				colour := ink(p.start[k])
				gl, ix := pt.glyph(c.face, c.gid, em, x)
				blend(img, gl, ix, base, colour)
				for _, more := range c.more {
					gl, ix := pt.glyph(c.face, more, em, x)
					blend(img, gl, ix, base, colour)
				}
			}
			left := v.Left + em*.35
			right := x0 - em*.65
			switch name := v.Roles[p.p.Role]; {
			case row == 0 && name != "" && p.p.Role != edition.Body:
				pt.fit(img, hei, name, left, right, base, small, v.Colour.Faint)
			case !p.fixed && number%5 == 0:
				s := strconv.Itoa(number)
				pt.text(img, hei, s, right-pt.wide(hei, s, small), base, small, v.Colour.Faint)
			}
		}
	}
	// The foot of a page's column is where the eye stops: a hair line shows the measure's right edge.
	fill(img, image.Rect(int(x0+measure*em)+px(.45), 0, int(x0+measure*em)+px(.45)+1, h), v.Colour.Rule)
	if high := g.high * em; high > float64(h) {
		bar := max(3, px(.3))
		length := max(float64(h)*float64(h)/high, 24)
		y := v.Top / (high - float64(h)) * (float64(h) - length)
		fill(img, image.Rect(w-bar-2, int(y), w-2, int(y+length)), v.Colour.Bar)
	}
	return img
}

// within answers the part of a line that a stretch of runes takes, in ems.
func (p *paragraph) within(l line, from, to int) (a, z float64, ok bool) {
	cf, _ := slices.BinarySearch(p.start, from)
	ct, _ := slices.BinarySearch(p.start, to)
	cf, ct = max(cf, l.from), min(ct, l.to)
	if cf >= ct {
		return 0, 0, false
	}
	return l.edge[cf-l.from], l.edge[ct-l.from], true
}

// text draws a few letters in one face.
func (pt *Painter) text(img *image.RGBA, f *fonts.Face, s string, x float64, base int, px float64, c color.RGBA) {
	for _, r := range s {
		gid, ok := f.Glyph(r)
		if !ok {
			continue
		}
		gl, ix := pt.glyph(f, gid, px, x)
		blend(img, gl, ix, base, c)
		x += float64(f.Advance(gid)) / float64(f.UnitsPerEm()) * px
	}
}

func (pt *Painter) wide(f *fonts.Face, s string, px float64) float64 {
	n := 0
	for _, r := range s {
		if gid, ok := f.Glyph(r); ok {
			n += f.Advance(gid)
		}
	}
	return float64(n) / float64(f.UnitsPerEm()) * px
}

// fit draws a word smaller where it is wider than its place.
func (pt *Painter) fit(img *image.RGBA, f *fonts.Face, s string, left, right float64, base int, px float64, c color.RGBA) {
	if w := pt.wide(f, s, px); w > right-left {
		px *= (right - left) / w
	}
	pt.text(img, f, s, left, base, px, c)
}

// fill lays a colour over a rectangle; colours are premultiplied.
func fill(img *image.RGBA, r image.Rectangle, c color.RGBA) {
	r = r.Intersect(img.Rect)
	if r.Empty() || c.A == 0 {
		return
	}
	inv := 255 - uint32(c.A)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := img.Pix[y*img.Stride+r.Min.X*4 : y*img.Stride+r.Max.X*4]
		if inv == 0 {
			if y > r.Min.Y {
				copy(row, img.Pix[(y-1)*img.Stride+r.Min.X*4:(y-1)*img.Stride+r.Max.X*4])
				continue
			}
			for i := 0; i < len(row); i += 4 {
				row[i], row[i+1], row[i+2], row[i+3] = c.R, c.G, c.B, 255
			}
			continue
		}
		for i := 0; i < len(row); i += 4 {
			row[i] = byte(uint32(c.R) + uint32(row[i])*inv/255)
			row[i+1] = byte(uint32(c.G) + uint32(row[i+1])*inv/255)
			row[i+2] = byte(uint32(c.B) + uint32(row[i+2])*inv/255)
			row[i+3] = byte(uint32(c.A) + uint32(row[i+3])*inv/255)
		}
	}
}

// blend draws a glyph with its pen at x on the baseline.
func blend(img *image.RGBA, g *glyph, x, base int, c color.RGBA) {
	x, y := x+g.x, base+g.y
	for j := max(0, -y); j < g.h && y+j < img.Rect.Max.Y; j++ {
		a, z := max(0, -x), min(g.w, img.Rect.Max.X-x)
		if a >= z {
			return
		}
		cover := g.cover[j*g.w+a : j*g.w+z]
		dst := img.Pix[(y+j)*img.Stride+(x+a)*4:]
		for i, m := range cover {
			if m == 0 {
				continue
			}
			k := uint32(m) * uint32(c.A) / 255
			d := dst[i*4 : i*4+4 : i*4+4]
			d[0] = byte((uint32(c.R)*k + uint32(d[0])*(255-k)) / 255)
			d[1] = byte((uint32(c.G)*k + uint32(d[1])*(255-k)) / 255)
			d[2] = byte((uint32(c.B)*k + uint32(d[2])*(255-k)) / 255)
			d[3] = byte(k + uint32(d[3])*(255-k)/255)
		}
	}
}

// wave draws the underline of a finding.
func wave(img *image.RGBA, x0, x1, y, thick int, c color.RGBA) {
	step := max(2, 2*thick)
	for x := x0; x < x1; x++ {
		k := (x - x0) % (2 * step)
		if k > step {
			k = 2*step - k
		}
		fill(img, image.Rect(x, y+k-step/2, x+1, y+k-step/2+thick), c)
	}
}

// wedge is the mark of something taken out: a small triangle whose point touches the line's foot at x.
func wedge(img *image.RGBA, x, y, size int, c color.RGBA) {
	for k := range max(3, size) {
		fill(img, image.Rect(x-k/2-1, y+k, x+k/2+1, y+k+1), c)
	}
}
