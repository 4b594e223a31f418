package raster

import (
	"encoding/binary"
	"image"
	"math"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// canvas is a window of a page's pixel grid. All coordinates are those of the grid, whose origin is the page's
// top-left corner: a shape falls on the same subpixels whatever window it is seen through, so tiles join without a seam.
type canvas struct {
	img   *image.RGBA
	at    image.Point     // the grid pixel of img's first pixel
	clip  image.Rectangle // what may be drawn on, in grid pixels; always inside the window
	scale float64         // pixels per EMU
	shift geom.Point      // of the groups around
}

// x and y answer where a length from the page's edge lies on the grid.
func (c *canvas) x(l geom.Length) float64 { return float64(l+c.shift.X) * c.scale }
func (c *canvas) y(l geom.Length) float64 { return float64(l+c.shift.Y) * c.scale }

// snap answers the whole pixels nearest to a rectangle, at least one each way.
func (c *canvas) snap(r geom.Rect) image.Rectangle {
	x0, x1 := snapSpan(c.x(r.X), c.x(r.Right()))
	y0, y1 := snapSpan(c.y(r.Y), c.y(r.Bottom()))
	return image.Rect(x0, y0, x1, y1)
}

func snapSpan(a, b float64) (int, int) {
	p, q := round(a), round(b)
	if q <= p && b > a {
		p = int(math.Floor(a))
		q = p + 1
	}
	return p, q
}

// round answers the nearest whole number, halves upwards on both sides of zero, so that it commutes with whole shifts.
func round(v float64) int { return int(math.Floor(v + 0.5)) }

// ink is a paint made ready for blending: what a channel becomes under coverage a is
// (below·keep[a] + add[a]) / 255. Overprinting ink multiplies what lies below, knocking-out ink replaces it.
type ink struct {
	keep, add [3][256]uint16
	onPaper   [256]uint32 // the same for white paper, the four bytes of a pixel: most of what a page is drawn on
}

func newInk(p display.Paint) *ink {
	col := CMYK(p.Colour)
	n := new(ink)
	for a := range 256 {
		px := [4]uint8{3: 255}
		for ch, v := range [3]uint8{col.R, col.G, col.B} {
			if p.Overprint {
				n.keep[ch][a] = uint16(255 - a + (int(v)*a+127)/255)
			} else {
				n.keep[ch][a] = uint16(255 - a)
				n.add[ch][a] = uint16(int(v) * a)
			}
			px[ch] = div255(255*uint32(n.keep[ch][a]) + uint32(n.add[ch][a]))
		}
		n.onPaper[a] = binary.LittleEndian.Uint32(px[:])
	}
	return n
}

// white is a pixel of bare paper.
const white = 0xffffffff

// over draws ink of coverage a on a pixel of four bytes.
func (n *ink) over(d []uint8, a uint8) {
	d[0] = div255(uint32(d[0])*uint32(n.keep[0][a]) + uint32(n.add[0][a]))
	d[1] = div255(uint32(d[1])*uint32(n.keep[1][a]) + uint32(n.add[1][a]))
	d[2] = div255(uint32(d[2])*uint32(n.keep[2][a]) + uint32(n.add[2][a]))
}

// div255 divides by 255 with rounding, for v up to 255·255.
func div255(v uint32) uint8 {
	v += 128
	return uint8((v + v>>8) >> 8)
}

// mask draws ink through a coverage of w·h bytes whose first pixel lies at x, y of the grid.
func (c *canvas) mask(cover []byte, x, y, w, h int, n *ink) {
	x0, y0 := max(x, c.clip.Min.X), max(y, c.clip.Min.Y)
	x1, y1 := min(x+w, c.clip.Max.X), min(y+h, c.clip.Max.Y)
	if x0 >= x1 || y0 >= y1 {
		return
	}
	for yy := y0; yy < y1; yy++ {
		src := cover[(yy-y)*w+x0-x : (yy-y)*w+x1-x]
		at := (yy-c.at.Y)*c.img.Stride + (x0-c.at.X)*4
		dst := c.img.Pix[at : at+4*len(src)]
		for i, a := range src {
			if a == 0 {
				continue
			}
			d := dst[4*i : 4*i+4 : 4*i+4]
			if binary.LittleEndian.Uint32(d) == white {
				binary.LittleEndian.PutUint32(d, n.onPaper[a])
			} else {
				n.over(d, a)
			}
		}
	}
}

// box draws ink on whole pixels with one coverage.
func (c *canvas) box(r image.Rectangle, a uint8, n *ink) {
	r = r.Intersect(c.clip)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		at := (y-c.at.Y)*c.img.Stride + (r.Min.X-c.at.X)*4
		row := c.img.Pix[at : at+4*r.Dx()]
		for i := 0; i < len(row); i += 4 {
			n.over(row[i:i+4:i+4], a)
		}
	}
}

// softBox draws ink on a rectangle that does not lie on whole pixels: the edges are covered in part.
func (c *canvas) softBox(x0, y0, x1, y1 float64, strength float64, n *ink) {
	area := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1))).Intersect(c.clip)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		v := min(y1, float64(y+1)) - max(y0, float64(y))
		for x := area.Min.X; x < area.Max.X; x++ {
			h := min(x1, float64(x+1)) - max(x0, float64(x))
			c.box(image.Rect(x, y, x+1, y+1), uint8(max(0, h*v*strength)*255+0.5), n)
		}
	}
}
