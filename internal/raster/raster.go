// Package raster draws finished pages as pixels: preview, thumbnails, golden images.
//
// Start with Renderer. It draws what a display list says at final positions, on a grid of pixels whose origin is
// the top-left corner of the trim; dpi is pixels per inch of paper. Any part of a page can be drawn alone and is the
// same, pixel for pixel, as that part of the whole. The colours are a screen's stand-in for ink (see CMYK), not a proof
// of colour. The package sets no text and never fails: what cannot be drawn is drawn as a crossed box.
package raster

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"dayang/fonts"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Renderer draws pages and keeps what it will need again: glyph masks and scaled pictures, both bounded. It is safe
// for concurrent use.
type Renderer struct {
	fonts    *fonts.Registry
	glyphs   masks
	pictures pictures
}

// New answers a renderer that takes faces from reg and pictures from pics, which may be nil.
func New(reg *fonts.Registry, pics display.PictureSource) *Renderer {
	return &Renderer{fonts: reg, glyphs: newMasks(), pictures: newPictures(pics)}
}

// Options tell how Draw draws a page.
type Options struct {
	DPI        float64
	Bleed      bool        // show the bleed around the trim, too
	Background color.Color // of the paper; nil is white
}

// Size answers how many pixels a page's trim takes.
func Size(p display.Page, dpi float64) image.Point {
	return image.Pt(max(1, round(p.Trim.W.Pt()*dpi/72)), max(1, round(p.Trim.H.Pt()*dpi/72)))
}

// Page draws a page's whole trim.
func (r *Renderer) Page(p display.Page, dpi float64) *image.RGBA {
	return r.Draw(p, Options{DPI: dpi})
}

// Draw draws a page's trim, or its trim and bleed.
func (r *Renderer) Draw(p display.Page, o Options) *image.RGBA {
	paper := image.Rectangle{Max: Size(p, o.DPI)}
	if o.Bleed {
		paper = paper.Inset(-int(math.Ceil(p.Bleed.Pt() * o.DPI / 72)))
	}
	background := color.Color(color.White)
	if o.Background != nil {
		background = o.Background
	}
	return r.draw(p, o.DPI, paper, paper, background)
}

// Tile draws the part px of the grid of a page's pixels as a fresh image from 0,0. Outside the trim it is transparent.
func (r *Renderer) Tile(p display.Page, dpi float64, px image.Rectangle) *image.RGBA {
	return r.draw(p, dpi, px, image.Rectangle{Max: Size(p, dpi)}, color.White)
}

// Forget drops what is kept of a picture, after its file has changed.
func (r *Renderer) Forget(pictureID string) { r.pictures.forget(pictureID) }

func (r *Renderer) draw(p display.Page, dpi float64, window, paper image.Rectangle, background color.Color) *image.RGBA {
	c := &canvas{
		img:   image.NewRGBA(image.Rectangle{Max: window.Size()}),
		at:    window.Min,
		clip:  window.Intersect(paper),
		scale: dpi / float64(geom.Inch),
	}
	blank(c, background)
	if !c.clip.Empty() {
		d := drawing{Renderer: r, canvas: c, inks: make(map[display.Paint]*ink)}
		d.items(p.Items)
	}
	return c.img
}

// blank fills the paper with its colour, which is made opaque: blending counts on that.
func blank(c *canvas, col color.Color) {
	if c.clip.Empty() {
		return
	}
	v := color.RGBAModel.Convert(col).(color.RGBA)
	clip := c.clip.Sub(c.at)
	first := c.img.Pix[clip.Min.Y*c.img.Stride+4*clip.Min.X:][: 4*clip.Dx() : 4*clip.Dx()]
	for i := 0; i < len(first); i += 4 {
		first[i], first[i+1], first[i+2], first[i+3] = v.R, v.G, v.B, 255
	}
	for y := clip.Min.Y + 1; y < clip.Max.Y; y++ {
		copy(c.img.Pix[y*c.img.Stride+4*clip.Min.X:], first)
	}
}

// drawing is one run over a page.
type drawing struct {
	*Renderer
	*canvas
	inks map[display.Paint]*ink
	line []placedMask // scratch of glyphRun
}

func (d *drawing) ink(p display.Paint) *ink {
	n, ok := d.inks[p]
	if !ok {
		n = newInk(p)
		d.inks[p] = n
	}
	return n
}

func (d *drawing) items(items []display.Item) {
	for _, it := range items {
		switch it := it.(type) {
		case display.Glyphs:
			d.glyphRun(it)
		case display.Rule:
			d.rule(it)
		case display.Fill:
			d.fill(it)
		case display.Path:
			d.path(it)
		case display.Picture:
			d.picture(it)
		case display.Ad:
			d.ad(it)
		case display.Group:
			d.group(it)
		case display.Mark: // never drawn
		default:
			panic(fmt.Sprintf("raster: no way to draw %T", it))
		}
	}
}

func (d *drawing) group(g display.Group) {
	clip, shift := d.clip, d.shift
	d.canvas.shift = shift.Add(g.Shift)
	if !g.Clip.Empty() {
		d.canvas.clip = clip.Intersect(d.snap(g.Clip))
	}
	if !d.clip.Empty() {
		d.items(g.Items)
	}
	d.canvas.clip, d.canvas.shift = clip, shift
}
