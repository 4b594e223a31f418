package raster

import (
	"bytes"
	"image"
	"image/png"
	"sync"

	"dayang/fonts"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// The planes of Inks: four process inks, and all spot inks together.
const (
	Cyan = iota
	Magenta
	Yellow
	Black
	Spots
	Planes
)

// Inks is a part of a page as ink: Planes samples a pixel, 255 solid.
type Inks struct {
	W, H int
	Pix  []uint8
}

// InkSource gives pictures as inks, four samples a pixel, 255 solid.
type InkSource interface {
	// Inks answers a picture of the edition; ad says that it is an ad, whose trim is meant.
	Inks(id string, ad bool) (w, h int, cmyk []uint8, err error)
}

// Plates draws pages as a press prints them: what overprints leaves the other inks alone, all else cuts them out
// (ISO 32000-1, 8.6.7, overprint mode 1). It is safe for concurrent use.
type Plates struct {
	parts [Planes]*Renderer

	mu   sync.Mutex
	page *display.Item // of the page that parted is of
	list [Planes]display.Page
}

// NewPlates answers a drawer of plates.
func NewPlates(reg *fonts.Registry, pics InkSource) *Plates {
	p := &Plates{}
	for i := range p.parts {
		p.parts[i] = New(reg, planePictures{pics, i})
	}
	return p
}

// Tile draws the part px of the grid of a page's pixels, as Renderer.Tile does. Outside the trim there is no ink.
func (p *Plates) Tile(page display.Page, dpi float64, px image.Rectangle) *Inks {
	list := p.parted(page)
	out := &Inks{W: px.Dx(), H: px.Dy(), Pix: make([]uint8, px.Dx()*px.Dy()*Planes)}
	var wg sync.WaitGroup
	for i := range p.parts {
		if i == Spots && len(list[i].Items) == 0 {
			continue
		}
		wg.Go(func() {
			img := p.parts[i].Tile(list[i], dpi, px)
			for at := range out.W * out.H {
				if img.Pix[4*at+3] != 0 {
					out.Pix[at*Planes+i] = inkOf(img.Pix[4*at])
				}
			}
		})
	}
	wg.Wait()
	return out
}

// A plane is drawn as a page of black alone. blackRed is what solid black is on the red channel of that page.
var blackRed = int(CMYK(display.Black).R)

func inkOf(red uint8) uint8 { return uint8(min(max((255-int(red))*255/(255-blackRed), 0), 255)) }

func redOf(ink uint8) uint8 { return uint8(255 - int(ink)*(255-blackRed)/255) }

// parted answers a page's five planes. The last page is kept: tiles come one after the other.
func (p *Plates) parted(page display.Page) [Planes]display.Page {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(page.Items) > 0 && p.page == &page.Items[0] && p.list[0].Trim == page.Trim {
		return p.list
	}
	spots := false
	display.Walk(page, func(it display.Item, _ geom.Point) {
		for _, c := range Paints(it) {
			spots = spots || c.Colour.Spot != ""
		}
	})
	for i := range p.list {
		p.list[i] = page
		p.list[i].Items = nil
		if i != Spots || spots {
			p.list[i].Items = planeOf(page.Items, i)
		}
	}
	if p.page = nil; len(page.Items) > 0 {
		p.page = &page.Items[0]
	}
	return p.list
}

// Paints answers what an item is painted with.
func Paints(it display.Item) []display.Paint {
	switch it := it.(type) {
	case display.Glyphs:
		return []display.Paint{it.Paint}
	case display.Rule:
		return []display.Paint{it.Paint}
	case display.Fill:
		return []display.Paint{it.Paint}
	case display.Path:
		var out []display.Paint
		if it.Fill != nil {
			out = append(out, *it.Fill)
		}
		if it.Stroke != nil {
			out = append(out, *it.Stroke)
		}
		return out
	}
	return nil
}

// inPlane answers how a paint meets a plane; false if it leaves it alone.
func inPlane(p display.Paint, plane int) (display.Paint, bool) {
	c := p.Colour
	var v uint16
	switch {
	case c.Spot == "All":
		v = c.Tint
	case c.Spot != "" && plane == Spots:
		v = c.Tint
	case c.Spot == "" && plane != Spots:
		v = [...]uint16{c.C, c.M, c.Y, c.K}[plane]
	}
	over := p.Overprint && (c.Spot != "" || c != display.White) // paper always cuts out
	if v == 0 && over {
		return p, false
	}
	return display.Paint{Colour: display.Colour{K: v}}, true
}

func planeOf(items []display.Item, plane int) []display.Item {
	out := make([]display.Item, 0, len(items))
	for _, it := range items {
		switch v := it.(type) {
		case display.Glyphs:
			if p, ok := inPlane(v.Paint, plane); ok {
				v.Paint = p
				out = append(out, v)
			}
		case display.Rule:
			if p, ok := inPlane(v.Paint, plane); ok {
				v.Paint = p
				out = append(out, v)
			}
		case display.Fill:
			if p, ok := inPlane(v.Paint, plane); ok {
				v.Paint = p
				out = append(out, v)
			}
		case display.Path:
			for _, paint := range []**display.Paint{&v.Fill, &v.Stroke} {
				if *paint != nil {
					if p, ok := inPlane(**paint, plane); ok {
						*paint = &p
					} else {
						*paint = nil
					}
				}
			}
			out = append(out, v)
		case display.Ad:
			v.Instead = planeOf(v.Instead, plane)
			out = append(out, v)
		case display.Group:
			v.Items = planeOf(v.Items, plane)
			out = append(out, v)
		default:
			out = append(out, it)
		}
	}
	return out
}

// planePictures gives a renderer one plane of every picture, as a grey one.
type planePictures struct {
	from  InkSource
	plane int
}

// PictureBytes answers a PNG.
func (s planePictures) PictureBytes(id string) ([]byte, error) { return s.png(id, false) }

// AdPicture answers a PNG.
func (s planePictures) AdPicture(id string) ([]byte, error) { return s.png(id, true) }

func (s planePictures) png(id string, ad bool) ([]byte, error) {
	if s.from == nil {
		return nil, errNoSource
	}
	w, h, cmyk, err := s.from.Inks(id, ad)
	if err != nil {
		return nil, err
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		v := uint8(0)
		if s.plane < Spots {
			v = cmyk[4*i+s.plane]
		}
		img.Pix[i] = redOf(v)
	}
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img)
	return b.Bytes(), err
}
