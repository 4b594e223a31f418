package flow

import (
	"context"
	"image"
	"image/color"
	"sync"

	"dayang/internal/colour"
	"dayang/internal/raster"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Look is how the press panel shows a page.
type Look struct {
	Kind  LookKind
	Show  [raster.Planes]bool // of LookPlates: which inks
	Paper bool                // of LookProof: with the colour of the paper
}

// LookKind is one of the ways to look at a page before the press.
type LookKind int

// The ways to look.
const (
	LookScreen LookKind = iota // as the desk shows it
	LookProof                  // 软打样: as the press prints it
	LookPlates                 // 分色版: chosen inks alone; one is shown in grey, as the plate
	LookInk                    // 总墨量: where there is much ink
)

// Plates shows pages of an edition as one press prints them. It is safe for concurrent use.
type Plates struct {
	Press  Press
	plates *raster.Plates
	proofs [2]*colour.Proofing
}

// Plates answers the plates of a press condition.
func (s *Shop) Plates(pics display.PictureSource, press Press) (*Plates, error) {
	profile, err := colour.ParseProfile(press.Options.Profile)
	if err != nil {
		return nil, &ProfileError{press.Name, press.Profile, err}
	}
	p := &Plates{Press: press, plates: raster.NewPlates(s.Fonts, &inkPictures{pics: pics, press: profile, intent: press.Options.Intent, kept: map[inkKey]*inkPicture{}})}
	for i, paper := range []bool{false, true} {
		if p.proofs[i], err = profile.Proof(paper); err != nil {
			return nil, &ProfileError{press.Name, press.Profile, err}
		}
	}
	return p, nil
}

// Draw draws a part of a page, as raster.Renderer.Tile does.
func (p *Plates) Draw(page display.Page, dpi float64, px image.Rectangle, look Look) *image.RGBA {
	inks := p.plates.Tile(page, dpi, px)
	out := image.NewRGBA(image.Rectangle{Max: px.Size()})
	paper := image.Rectangle{Max: raster.Size(page, dpi)}.Intersect(px).Sub(px.Min)
	spot := spotColour(page)
	one := -1
	for i, on := range look.Show {
		if on && one >= 0 {
			one = raster.Planes
		} else if on {
			one = i
		}
	}
	warn, bad := p.Press.InkWarning*2.55, p.Press.InkError*2.55
	proof := p.proofs[0]
	if look.Paper {
		proof = p.proofs[1]
	}
	var last [raster.Planes]uint8
	var shown color.RGBA
	known := false
	for y := paper.Min.Y; y < paper.Max.Y; y++ {
		for x := paper.Min.X; x < paper.Max.X; x++ {
			q := [raster.Planes]uint8(inks.Pix[(y*inks.W+x)*raster.Planes:])
			if !known || q != last {
				last, known = q, true
				switch look.Kind {
				case LookPlates:
					shown = plateColour(q, look.Show, one, spot)
				case LookInk:
					shown = heat(q, warn, bad)
				default:
					r, g, b := proof.Screen(q[0], q[1], q[2], q[3])
					shown = color.RGBA{r, g, b, 255}
					if q[raster.Spots] > 0 {
						shown = over(shown, spot, q[raster.Spots])
					}
				}
			}
			out.SetRGBA(x, y, shown)
		}
	}
	return out
}

// At answers the inks at a place of a page, per cent: those of Planes.
func (p *Plates) At(page display.Page, at geom.Point) (out [raster.Planes]float64) {
	const dpi = 144
	x, y := int(at.X.Pt()*dpi/72), int(at.Y.Pt()*dpi/72)
	inks := p.plates.Tile(page, dpi, image.Rect(x, y, x+1, y+1))
	for i := range out {
		out[i] = float64(inks.Pix[i]) / 2.55
	}
	return out
}

// plateColour shows chosen inks: one alone in grey, several as they print.
func plateColour(q [raster.Planes]uint8, show [raster.Planes]bool, one int, spot color.RGBA) color.RGBA {
	if one >= 0 && one < raster.Planes {
		v := 255 - q[one]
		return color.RGBA{v, v, v, 255}
	}
	part := func(i int) uint16 {
		if !show[i] {
			return 0
		}
		return uint16(int(q[i]) * 1000 / 255)
	}
	c := raster.CMYK(display.Colour{C: part(0), M: part(1), Y: part(2), K: part(3)})
	if show[raster.Spots] && q[raster.Spots] > 0 {
		c = over(c, spot, q[raster.Spots])
	}
	return c
}

// heat shows total ink: paper and modest inks in grey, over the warning amber, over the error red.
func heat(q [raster.Planes]uint8, warn, bad float64) color.RGBA {
	t := 0.0
	for _, v := range q {
		t += float64(v)
	}
	switch {
	case bad > 0 && t > bad+2.55:
		return color.RGBA{208, 32, 32, 255}
	case warn > 0 && t > warn+2.55:
		return color.RGBA{240, 160, 24, 255}
	}
	top := max(warn, bad)
	if top <= 0 {
		top = 4 * 255
	}
	v := uint8(255 - min(t/top, 1)*150)
	return color.RGBA{v, v, v, 255}
}

func over(c, ink color.RGBA, amount uint8) color.RGBA {
	mix := func(below, over uint8) uint8 {
		return uint8((int(below)*(255-int(amount)) + int(below)*int(over)/255*int(amount)) / 255)
	}
	return color.RGBA{mix(c.R, ink.R), mix(c.G, ink.G), mix(c.B, ink.B), 255}
}

// spotColour answers how a page's first spot ink looks.
func spotColour(page display.Page) color.RGBA {
	out, found := color.RGBA{128, 128, 128, 255}, false
	display.Walk(page, func(it display.Item, _ geom.Point) {
		for _, p := range raster.Paints(it) {
			if c := p.Colour; c.Spot != "" && c.Spot != "All" && !found {
				c.Tint = 1000
				out, found = raster.CMYK(c), true
			}
		}
	})
	return out
}

// inkPictures gives pictures as the press prints them, reduced to what a screen shows.
type inkPictures struct {
	pics   display.PictureSource
	press  *colour.Profile
	intent colour.Intent
	mu     sync.Mutex
	kept   map[inkKey]*inkPicture
	bytes  int
}

type inkKey struct {
	id string
	ad bool
}

type inkPicture struct {
	once sync.Once
	w, h int
	cmyk []uint8
	err  error
}

const (
	inkSide   = 2000      // pixels of a picture's longer side
	inkBudget = 128 << 20 // bytes
)

// Inks answers a picture's inks.
func (s *inkPictures) Inks(id string, ad bool) (int, int, []uint8, error) {
	k := inkKey{id, ad}
	s.mu.Lock()
	p := s.kept[k]
	if p == nil {
		p = &inkPicture{}
		s.kept[k] = p
	}
	s.mu.Unlock()
	p.once.Do(func() {
		p.w, p.h, p.cmyk, p.err = s.separate(k)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.bytes += len(p.cmyk); s.bytes > inkBudget {
			s.kept, s.bytes = map[inkKey]*inkPicture{k: p}, len(p.cmyk)
		}
	})
	return p.w, p.h, p.cmyk, p.err
}

func (s *inkPictures) separate(k inkKey) (int, int, []uint8, error) {
	var data []byte
	err := error(ErrNoRenderer)
	if !k.ad {
		data, err = s.pics.PictureBytes(k.id)
	} else if from, ok := s.pics.(display.AdSource); ok {
		data, err = from.AdPicture(k.id)
	}
	if err != nil {
		return 0, 0, nil, err
	}
	pic, err := colour.Decode(data)
	if err != nil {
		return 0, 0, nil, err
	}
	w, h := pic.W, pic.H
	if m := max(w, h); m > inkSide {
		w, h = max(w*inkSide/m, 1), max(h*inkSide/m, 1)
	}
	px, err := pic.Resample(context.Background(), image.Rect(0, 0, pic.W, pic.H), w, h)
	if err != nil {
		return 0, 0, nil, err
	}
	if px.Channels != 4 {
		px, _ = px.Grey()
		sep, err := colour.Separate(pic.Profile, s.press, s.intent)
		if err != nil {
			return 0, 0, nil, err
		}
		px = sep.Pixels(px)
	}
	if px.Channels == 4 {
		return w, h, px.Pix, nil
	}
	out := make([]uint8, 4*w*h)
	for i, v := range px.Pix {
		out[4*i+3] = v
	}
	return w, h, out, nil
}
