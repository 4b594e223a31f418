package raster

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // pictures come as JPEG or PNG
	_ "image/png"
	"strings"
	"sync"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// Bounds of what is kept of pictures.
const (
	keptSide    = 2400       // pixels of the longer side; more is decoded anew when the eye comes that close
	levelBudget = 160 << 20  // bytes of decoded pictures
	sizedBudget = 96 << 20   // bytes of pictures at the size they are shown
	maxSized    = 6 << 20    // pixels; beyond it a picture is sampled where it is looked at
	maxDecoded  = 1000 << 20 // pixels; a header that promises more is not believed
)

// pictures keeps decoded pictures and the sizes they are shown at.
type pictures struct {
	source display.PictureSource
	mu     *sync.Mutex
	clock  *int64 // counts uses
	levels map[string]*decoded
	sized  map[sizedKey]*sized
}

func newPictures(source display.PictureSource) pictures {
	return pictures{source, new(sync.Mutex), new(int64), make(map[string]*decoded), make(map[sizedKey]*sized)}
}

// decoded is a picture as a pyramid: each level has half the sides of the one before.
type decoded struct {
	mu     sync.Mutex // held while decoding
	small  []*image.RGBA
	full   []*image.RGBA // also the levels above keptSide; nil until wanted
	larger bool          // the file holds more than small shows
	err    error
	used   int64 // under pictures.mu, like bytes
	bytes  int
}

type sizedKey struct {
	id   string
	crop display.Crop
	w, h int
}

type sized struct {
	once  sync.Once
	img   *image.RGBA // nil if the picture cannot be drawn
	used  int64
	bytes int
}

func (p *pictures) forget(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.levels, id)
	delete(p.levels, adKey+id)
	for k := range p.sized {
		if k.id == id || k.id == adKey+id {
			delete(p.sized, k)
		}
	}
}

// trim lets the least recently used entries go until the rest is within its budget.
func trim[K comparable, V any](m map[K]V, budget int, of func(V) (used int64, bytes int)) {
	total := 0
	for _, v := range m {
		_, n := of(v)
		total += n
	}
	for total > budget && len(m) > 1 {
		var oldest K
		least, size := int64(-1), 0
		for k, v := range m {
			if used, n := of(v); n > 0 && (least < 0 || used < least) {
				oldest, least, size = k, used, n
			}
		}
		if least < 0 {
			return
		}
		delete(m, oldest)
		total -= size
	}
}

var errNoSource = errors.New("no picture source")

// pyramid answers the levels of a picture: those kept, or all of the file if side, the pixels its longer side is to
// be shown at, asks for more than those hold.
func (p *pictures) pyramid(id string, side int) ([]*image.RGBA, error) {
	p.mu.Lock()
	d := p.levels[id]
	if d == nil {
		d = new(decoded)
		p.levels[id] = d
	}
	*p.clock++
	d.used = *p.clock
	p.mu.Unlock()

	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err != nil || d.full != nil || (d.small != nil && (!d.larger || side <= keptSide)) {
		if d.full != nil {
			return d.full, nil
		}
		return d.small, d.err
	}
	all, err := p.decode(id)
	if err != nil {
		d.err = err
		return nil, err
	}
	first := 0
	for first+1 < len(all) && max(all[first].Rect.Dx(), all[first].Rect.Dy()) > keptSide {
		first++
	}
	d.small, d.larger = all[first:], first > 0
	var answer []*image.RGBA
	bytes := 0
	if d.larger && side > keptSide {
		d.full, answer = all, all
	} else {
		// The large levels are of one array each, so letting go of the slice's head frees them.
		d.small = append([]*image.RGBA(nil), all[first:]...)
		answer = d.small
	}
	for _, l := range answer {
		bytes += len(l.Pix)
	}
	p.mu.Lock()
	d.bytes = bytes
	trim(p.levels, levelBudget, func(d *decoded) (int64, int) { return d.used, d.bytes })
	p.mu.Unlock()
	return answer, nil
}

// decode reads a picture and halves it down to a thumbnail.
func (p *pictures) decode(id string) ([]*image.RGBA, error) {
	if p.source == nil {
		return nil, errNoSource
	}
	data, err := p.bytes(id)
	if err != nil {
		return nil, err
	}
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if head.Width <= 0 || head.Height <= 0 || head.Width > maxDecoded/head.Height {
		return nil, image.ErrFormat
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	levels := []*image.RGBA{rgba(img)}
	for {
		l := levels[len(levels)-1]
		if l.Rect.Dx() < 128 || l.Rect.Dy() < 128 {
			return levels, nil
		}
		levels = append(levels, halve(l))
	}
}

// rgba answers a picture in screen colours, packed from 0,0 and opaque: where it is clear it shows white paper, not what
// lies below, for so it is printed. CMYK goes the way of all inks, so that a separated photo and the tint beside it match.
func rgba(img image.Image) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(image.Rectangle{Max: b.Size()})
	cmyk, ok := img.(*image.CMYK)
	if !ok {
		if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
			draw.Draw(out, out.Rect, img, b.Min, draw.Src)
			return out
		}
		draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(out, out.Rect, img, b.Min, draw.Over)
		return out
	}
	seen := make(map[[4]uint8]color.RGBA)
	for y := range b.Dy() {
		row := cmyk.Pix[y*cmyk.Stride:]
		for x := range b.Dx() {
			// Six bits an ink are as fine as the eye needs here and let the same mixtures meet again.
			key := [4]uint8{row[4*x] >> 2, row[4*x+1] >> 2, row[4*x+2] >> 2, row[4*x+3] >> 2}
			v, ok := seen[key]
			if !ok {
				part := func(i int) uint16 { return uint16((int(key[i])*1000 + 31) / 63) }
				v = CMYK(display.Colour{C: part(0), M: part(1), Y: part(2), K: part(3)})
				seen[key] = v
			}
			out.SetRGBA(x, y, v)
		}
	}
	return out
}

// picture draws an image into its box, on whole pixels.
func (d *drawing) picture(it display.Picture) {
	crop := it.Crop
	if crop.W <= 0 || crop.H <= 0 {
		crop = display.WholePicture
	}
	box := d.snap(it.Box)
	if it.Turn%36000 != 0 {
		if !d.turned(it.ID, it.Box, it.Turn, crop) {
			d.crossed(box)
		}
		return
	}
	if !box.Overlaps(d.clip) || it.Box.Empty() {
		return
	}
	w, h := box.Dx(), box.Dy()
	// How many pixels the longer side of the whole picture would take at this size.
	side := max(w*10000/crop.W, h*10000/crop.H)
	if w*h > maxSized {
		levels, err := d.pictures.pyramid(it.ID, side)
		if err != nil {
			d.crossed(box)
			return
		}
		src, area := level(levels, crop, w, h)
		d.sample(src, area, box)
		return
	}
	img := d.pictures.at(sizedKey{it.ID, crop, w, h}, side)
	if img == nil {
		d.crossed(box)
		return
	}
	draw.Draw(d.img, box.Intersect(d.clip).Sub(d.at), img, box.Intersect(d.clip).Min.Sub(box.Min), draw.Src)
}

// at answers a picture at the size it is shown, or nil.
func (p *pictures) at(k sizedKey, side int) *image.RGBA {
	p.mu.Lock()
	s := p.sized[k]
	if s == nil {
		s = new(sized)
		p.sized[k] = s
	}
	*p.clock++
	s.used = *p.clock
	p.mu.Unlock()
	s.once.Do(func() {
		levels, err := p.pyramid(k.id, side)
		if err != nil {
			return
		}
		src, area := level(levels, k.crop, k.w, k.h)
		s.img = resample(src, area, k.w, k.h)
		p.mu.Lock()
		s.bytes = len(s.img.Pix)
		trim(p.sized, sizedBudget, func(s *sized) (int64, int) { return s.used, s.bytes })
		p.mu.Unlock()
	})
	return s.img
}

// level answers the smallest level that has no fewer pixels than will be shown, and the crop's place on it.
func level(levels []*image.RGBA, crop display.Crop, w, h int) (*image.RGBA, area) {
	for i := len(levels) - 1; ; i-- {
		l := levels[i]
		sx, sy := float64(l.Rect.Dx())/10000, float64(l.Rect.Dy())/10000
		a := area{float64(crop.X) * sx, float64(crop.Y) * sy, float64(crop.W) * sx, float64(crop.H) * sy}
		if i == 0 || (a.w >= float64(w) && a.h >= float64(h)) {
			return l, a
		}
	}
}

// adKey tells the picture of an ad from the ad.
const adKey = "ad\x00"

// bytes answers a picture's file, or a picture of an ad.
func (p *pictures) bytes(id string) ([]byte, error) {
	if ad, ok := strings.CutPrefix(id, adKey); ok {
		from, ok := p.source.(display.AdSource)
		if !ok {
			return nil, errNoSource
		}
		return from.AdPicture(ad)
	}
	return p.source.PictureBytes(id)
}

// ad draws the picture of an ad, or what is to stand instead. Its bleed is not shown.
func (d *drawing) ad(it display.Ad) {
	if _, ok := d.pictures.source.(display.AdSource); !ok || !d.turned(adKey+it.ID, it.Box, it.Turn, display.WholePicture) {
		d.items(it.Instead)
	}
}

// turned draws a picture turned about the middle of its box, and reports whether it could.
func (d *drawing) turned(id string, at geom.Rect, turn int, crop display.Crop) bool {
	if at.Empty() {
		return true
	}
	box := d.snap(at)
	sin, cos := display.Turned(turn)
	w, h := box.Dx(), box.Dy()
	bounds := box
	if turn%36000 != 0 {
		bounds = d.snap(display.TurnedBounds(at, turn)).Inset(-1)
		w, h = max(int(float64(at.W)*d.scale+0.5), 1), max(int(float64(at.H)*d.scale+0.5), 1)
	}
	in := bounds.Intersect(d.clip)
	if in.Empty() {
		return true
	}
	// Beyond what is kept a coarser picture is taken and stretched.
	step := 1
	for (w/step)*(h/step) > maxSized {
		step++
	}
	img := d.pictures.at(sizedKey{id, crop, max(w/step, 1), max(h/step, 1)}, max(w, h)/step)
	if img == nil {
		return false
	}
	if turn%36000 == 0 && step == 1 {
		draw.Draw(d.img, in.Sub(d.at), img, in.Min.Sub(box.Min), draw.Src)
		return true
	}
	iw, ih := img.Rect.Dx(), img.Rect.Dy()
	mx, my := float64(box.Min.X)+float64(box.Dx())/2, float64(box.Min.Y)+float64(box.Dy())/2
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			px, py := float64(x)+0.5-mx, float64(y)+0.5-my
			u := ((px*cos+py*sin)/float64(w) + 0.5) * float64(iw)
			v := ((py*cos-px*sin)/float64(h) + 0.5) * float64(ih)
			if u < 0 || v < 0 || u >= float64(iw) || v >= float64(ih) {
				continue
			}
			to := d.img.PixOffset(x-d.at.X, y-d.at.Y)
			blendAt(d.img.Pix[to:to+4], img, u-0.5, v-0.5)
		}
	}
	return true
}

// blendAt writes the colour between the four pixels around a place.
func blendAt(to []uint8, img *image.RGBA, u, v float64) {
	u, v = max(u, 0), max(v, 0)
	x, y := int(u), int(v)
	fx, fy := int((u-float64(x))*256), int((v-float64(y))*256)
	x1, y1 := min(x+1, img.Rect.Dx()-1), min(y+1, img.Rect.Dy()-1)
	a, b, c, e := img.PixOffset(x, y), img.PixOffset(x1, y), img.PixOffset(x, y1), img.PixOffset(x1, y1)
	for i := range 4 {
		top := int(img.Pix[a+i])*(256-fx) + int(img.Pix[b+i])*fx
		low := int(img.Pix[c+i])*(256-fx) + int(img.Pix[e+i])*fx
		to[i] = uint8((top*(256-fy) + low*fy + 1<<15) >> 16)
	}
}

// crossed stands in for a picture that cannot be drawn.
func (d *drawing) crossed(box image.Rectangle) {
	d.box(box, 255, newInk(display.Paint{Colour: display.Colour{K: 200}}))
	n := newInk(display.Paint{Colour: display.Colour{K: 500}})
	d.frame(box, 1, n)
	s := stroker{width: 1.2}
	x0, y0, x1, y1 := float64(box.Min.X), float64(box.Min.Y), float64(box.Max.X), float64(box.Max.Y)
	s.line([]point{{x0, y0}, {x1, y1}}, false)
	s.line([]point{{x0, y1}, {x1, y0}}, false)
	d.polygons(s.out, 1, n)
}
