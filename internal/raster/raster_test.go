package raster

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"sync"
	"testing"

	"dayang/fonts"
	"dayang/internal/golden"
	"dayang/layout/display"
	"dayang/layout/geom"
)

func pt(x, y float64) geom.Point { return geom.Point{X: geom.FromPt(x), Y: geom.FromPt(y)} }

func box(x, y, w, h float64) geom.Rect {
	return geom.Rect{X: geom.FromPt(x), Y: geom.FromPt(y), W: geom.FromPt(w), H: geom.FromPt(h)}
}

var (
	reg   = fonts.Builtin()
	black = display.Paint{Colour: display.Black}
	press = display.Paint{Colour: display.Black, Overprint: true}
)

// set places a text from x, y on, each character after the last.
func set(font, text string, size, x, y float64) display.Glyphs {
	g := display.Glyphs{Origin: pt(x, y), Font: font, Size: geom.FromPt(size), Paint: press, Text: text}
	f, _ := reg.Face(font)
	pen := geom.Length(0)
	for i, ru := range text {
		id, _ := f.Glyph(ru)
		g.Glyphs = append(g.Glyphs, display.Glyph{ID: id, X: pen, Text: i})
		pen += g.Size.Times(int64(f.Advance(id)), int64(f.UnitsPerEm()))
	}
	return g
}

// memory is a PictureSource of files in memory.
type memory map[string][]byte

func (m memory) PictureBytes(id string) ([]byte, error) {
	if data, ok := m[id]; ok {
		return data, nil
	}
	return nil, errors.New("no such picture")
}

// photo is a picture with soft tones, hard edges and fine lines.
func photo(w, h int) *image.RGBA {
	im := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			c := color.RGBA{uint8(90 + 120*u), uint8(120 + 90*v), uint8(200 - 100*v), 255}
			if d := math.Hypot(u-0.5, (v-0.5)*float64(h)/float64(w)); d < 0.2 {
				c = color.RGBA{200, 40, 30, 255}
			}
			if x*12/w%2 == 0 && v > 0.85 {
				c = color.RGBA{20, 20, 20, 255}
			}
			im.SetRGBA(x, y, c)
		}
	}
	return im
}

func pictureFiles() memory {
	var j, p bytes.Buffer
	_ = jpeg.Encode(&j, photo(1600, 1200), nil)
	clear := photo(300, 300)
	for y := range 300 {
		for x := range 300 {
			if (x/30+y/30)%2 == 0 {
				clear.SetRGBA(x, y, color.RGBA{})
			}
		}
	}
	_ = png.Encode(&p, clear)
	return memory{"photo": j.Bytes(), "clear": p.Bytes(), "broken": []byte("this is no picture")}
}

// samplePage holds every kind of item.
func samplePage() display.Page {
	red := display.Paint{Colour: display.Colour{M: 1000, Y: 900}}
	tint := display.Paint{Colour: display.Colour{K: 120}}
	items := []display.Item{
		display.Fill{Areas: []geom.Rect{box(20, 20, 360, 60)}, Paint: display.Paint{Colour: display.Colour{M: 1000, Y: 900}}},
	}
	head := set("song-black", "平湖日报", 44, 110, 66)
	head.Paint = display.Paint{Colour: display.White}
	items = append(items, head)
	items = append(items,
		display.Rule{From: pt(20, 88), To: pt(380, 88), Thickness: geom.Pt / 4, Paint: black},
		display.Rule{From: pt(20, 91), To: pt(380, 91), Thickness: 2 * geom.Pt, Paint: black},
		display.Rule{From: pt(200, 100), To: pt(200, 300), Thickness: geom.Pt / 2, Paint: black},
		display.Rule{From: pt(20, 310), To: pt(190, 310), Thickness: geom.Pt, Dash: []geom.Length{3 * geom.Pt, 2 * geom.Pt}, Paint: black},
		display.Rule{From: pt(20, 316), To: pt(190, 316), Thickness: geom.Pt, Dash: []geom.Length{geom.Pt, geom.Pt}, Paint: red},
		display.Rule{From: pt(20, 330), To: pt(190, 350), Thickness: geom.Pt, Paint: black},
		display.Fill{Areas: []geom.Rect{box(210, 100, 170, 40)}, Paint: tint},
	)
	const body = "本报讯（记者 王某）昨日，平湖市新埭镇的稻田里机声隆隆，收割机来回穿梭，金黄的稻谷颗粒归仓。"
	for i, r := 0, []rune(body); i*19 < len(r); i++ {
		items = append(items, set("song", string(r[i*19:min(i*19+19, len(r))]), 9, 20, 110+float64(i)*14))
	}
	items = append(items,
		set("hei-bold", "黑体小标题", 12, 20, 170),
		set("kai", "楷体：记者走进田间地头", 11, 20, 188),
		set("hei", "AVATAR Typesetting 2026 黑体", 10, 20, 204),
	)
	wide := set("song", "平长之字", 12, 20, 224)
	wide.HScale = 1400
	for i := range wide.Glyphs {
		wide.Glyphs[i].X = wide.Glyphs[i].X.Times(1400, 1000)
	}
	items = append(items, wide)
	for i, t := range []geom.Turn{geom.Upright, geom.Clockwise, geom.UpsideDown, geom.CounterClockwise} {
		g := set("hei", "转GDP", 9, 60+float64(i)*30, 260)
		g.Turn = t
		items = append(items, g)
	}
	lost := set("hei", "无字体", 12, 20, 296)
	lost.Font = "not registered"
	items = append(items, lost)

	// A QR-like pattern.
	var areas []geom.Rect
	for y := range 21 {
		for x := range 21 {
			if (x*7+y*13+x*y)%3 == 0 || (x < 7 && y < 7) {
				areas = append(areas, box(210+float64(x)*2, 150+float64(y)*2, 2, 2))
			}
		}
	}
	items = append(items, display.Fill{Areas: areas, Paint: black})
	wave := display.Path{Stroke: &red, Thickness: geom.Pt, Ops: []display.Op{display.MoveTo}, Points: []geom.Point{pt(265, 160)}}
	for i := range 8 {
		x := 265 + float64(i)*14
		wave.Ops = append(wave.Ops, display.CurveTo)
		wave.Points = append(wave.Points, pt(x+4.67, 152), pt(x+9.33, 168), pt(x+14, 160))
	}
	star := display.Path{Fill: &display.Paint{Colour: display.Colour{C: 1000, M: 400}}, Stroke: &black, Thickness: geom.Pt / 2}
	for i := range 10 {
		r := 16.0
		if i%2 == 1 {
			r = 6.5
		}
		op := display.LineTo
		if i == 0 {
			op = display.MoveTo
		}
		a := float64(i) * math.Pi / 5
		star.Ops = append(star.Ops, op)
		star.Points = append(star.Points, pt(290+r*math.Sin(a), 184-r*math.Cos(a)))
	}
	star.Ops = append(star.Ops, display.Close)
	items = append(items, wave, star,
		display.Picture{Box: box(210, 200, 100, 75), ID: "photo", Crop: display.WholePicture},
		display.Picture{Box: box(320, 200, 60, 75), ID: "photo", Crop: display.Crop{X: 2500, Y: 0, W: 6000, H: 10000}},
		display.Picture{Box: box(320, 150, 40, 40), ID: "clear", Crop: display.WholePicture},
		display.Picture{Box: box(210, 285, 60, 40), ID: "broken", Crop: display.WholePicture},
		display.Group{Clip: box(0, 0, 60, 18), Shift: pt(290, 300), Items: []display.Item{
			display.Fill{Areas: []geom.Rect{box(-10, -10, 200, 200)}, Paint: tint},
			set("song-black", "裁掉右边的字", 14, 2, 14),
			display.Mark{Bounds: box(0, 0, 400, 400)},
		}},
	)
	// Overprint: a red band over black letters and black letters over it look alike.
	items = append(items, display.Fill{Areas: []geom.Rect{box(210, 335, 170, 14)}, Paint: red}, set("hei-bold", "叠印的黑字", 11, 215, 346))
	return display.Page{ID: "s", Number: 1, Trim: geom.Size{W: 400 * geom.Pt, H: 360 * geom.Pt}, Bleed: 9 * geom.Pt, Items: items}
}

func TestSamplePage(t *testing.T) {
	r := New(reg, pictureFiles())
	for _, dpi := range []float64{72, 200} {
		golden.Image(t, fmt.Sprintf("sample-%v", dpi), r.Page(samplePage(), dpi), 8)
	}
}

func TestTilesJoinWithoutSeam(t *testing.T) {
	p := samplePage()
	r := New(reg, pictureFiles())
	for _, dpi := range []float64{65.3, 151} {
		whole := r.Page(p, dpi)
		size := Size(p, dpi)
		if whole.Rect != (image.Rectangle{Max: size}) {
			t.Fatalf("page is %v, size %v", whole.Rect, size)
		}
		const side = 97
		for y := -side; y < size.Y+side; y += side {
			for x := -side; x < size.X+side; x += side {
				px := image.Rect(x, y, x+side, y+side)
				tile := r.Tile(p, dpi, px)
				if tile.Rect != image.Rect(0, 0, side, side) || tile.Stride != 4*side {
					t.Fatalf("tile is %v, stride %d", tile.Rect, tile.Stride)
				}
				for ty := range side {
					for tx := range side {
						if got, want := tile.RGBAAt(tx, ty), whole.RGBAAt(x+tx, y+ty); got != want {
							t.Fatalf("%v dpi, pixel %d,%d: tile %v, page %v", dpi, x+tx, y+ty, got, want)
						}
					}
				}
			}
		}
	}
}

// A picture shown so large that it is sampled tile by tile joins, too.
func TestHugePictureJoins(t *testing.T) {
	p := display.Page{Trim: geom.Size{W: 300 * geom.Pt, H: 300 * geom.Pt}, Items: []display.Item{
		display.Picture{Box: box(0, 0, 300, 300), ID: "photo", Crop: display.Crop{X: 0, Y: 0, W: 7500, H: 10000}},
	}}
	r := New(reg, pictureFiles())
	a := r.Tile(p, 700, image.Rect(1000, 1000, 1100, 1100))
	b := r.Tile(p, 700, image.Rect(1050, 1020, 1150, 1120))
	for y := range 80 {
		for x := range 50 {
			if a.RGBAAt(x+50, y+20) != b.RGBAAt(x, y) {
				t.Fatalf("pixel %d,%d: %v and %v", x, y, a.RGBAAt(x+50, y+20), b.RGBAAt(x, y))
			}
		}
	}
	if c := a.RGBAAt(50, 50); c == (color.RGBA{255, 255, 255, 255}) {
		t.Error("nothing drawn")
	}
}

// A letter larger than the window is drawn by its part alone, and looks as it does when drawn whole.
func TestGiantLetter(t *testing.T) {
	p := display.Page{Trim: geom.Size{W: 600 * geom.Pt, H: 600 * geom.Pt}, Items: []display.Item{set("song-black", "报", 560, 20, 500)}}
	r := New(reg, nil)
	for _, px := range []image.Rectangle{image.Rect(900, 700, 1100, 900), image.Rect(200, 1200, 400, 1400)} {
		giant := r.Tile(p, 72*4, px) // an em of 2,240 pixels
		dark, light := 0, 0
		small := r.Tile(p, 72*2, image.Rect(px.Min.X/2, px.Min.Y/2, px.Max.X/2, px.Max.Y/2))
		for y := range small.Rect.Dy() {
			for x := range small.Rect.Dx() {
				mean := 0
				for i := range 4 {
					mean += int(giant.RGBAAt(2*x+i%2, 2*y+i/2).R) / 4
				}
				if d := mean - int(small.RGBAAt(x, y).R); d > 40 || d < -40 {
					t.Fatalf("%v: pixel %d,%d differs by %d", px, x, y, d)
				}
				if mean < 100 {
					dark++
				} else if mean > 200 {
					light++
				}
			}
		}
		if dark < 100 || light < 100 {
			t.Errorf("%v shows %d dark and %d light pixels: no edge to compare", px, dark, light)
		}
	}
}

// A picture larger than what is kept of it is shown in full sharpness when the eye comes close.
func TestLargePictureStaysSharp(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 5000, 40))
	for x := range 5000 {
		for y := range 40 {
			v := uint8(255 * (x / 2 % 2))
			src.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, src); err != nil {
		t.Fatal(err)
	}
	r := New(reg, memory{"bars": b.Bytes()})
	p := display.Page{Trim: geom.Size{W: 5000 * geom.Pt, H: 40 * geom.Pt}, Items: []display.Item{
		display.Picture{Box: box(0, 0, 5000, 40), ID: "bars", Crop: display.WholePicture},
	}}
	if far := r.Page(p, 7.2); far.RGBAAt(250, 2).R < 100 || far.RGBAAt(250, 2).R > 160 {
		t.Errorf("from afar the bars are %v, not grey", far.RGBAAt(250, 2))
	}
	near := r.Page(p, 72)
	for x := 2001; x < 2041; x++ {
		if got, want := near.RGBAAt(x, 20), src.RGBAAt(x, 20); got != want {
			t.Fatalf("pixel %d is %v, want %v", x, got, want)
		}
	}
}

func TestConcurrentTiles(t *testing.T) {
	p := samplePage()
	r := New(reg, pictureFiles())
	want := New(reg, pictureFiles()).Page(p, 100)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 6 {
				px := image.Rect(0, i*80, 500, i*80+80)
				tile := r.Tile(p, 100, px)
				for y := range 80 {
					if !bytes.Equal(tile.Pix[y*tile.Stride:][:2000], want.Pix[(y+i*80)*want.Stride:][:2000]) && y+i*80 < want.Rect.Dy() {
						t.Errorf("row %d differs", y+i*80)
						return
					}
				}
				r.Forget("photo")
			}
		})
	}
	wg.Wait()
}

func TestInks(t *testing.T) {
	for _, c := range []struct {
		ink  display.Colour
		want color.RGBA
	}{
		{display.White, color.RGBA{255, 255, 255, 255}},
		{display.Black, color.RGBA{35, 31, 32, 255}},
		{display.Colour{K: 500}, color.RGBA{145, 143, 144, 255}},
		{display.Colour{M: 1000, Y: 1000}, color.RGBA{237, 28, 36, 255}},
		{display.Colour{C: 1000, M: 1000, Y: 1000, K: 1000}, color.RGBA{7, 7, 7, 255}},
		{display.Colour{M: 1000, Y: 1000, Spot: "专红", Tint: 1000}, color.RGBA{237, 28, 36, 255}},
		{display.Colour{M: 1000, Y: 1000, Spot: "专红", Tint: 0}, color.RGBA{255, 255, 255, 255}},
	} {
		if got := CMYK(c.ink); got != c.want {
			t.Errorf("%v is %v, want %v", c.ink, got, c.want)
		}
	}
}

func TestOverprintDarkensWhatLiesBelow(t *testing.T) {
	cyan := display.Paint{Colour: display.Colour{C: 1000}}
	draw := func(top display.Paint) color.RGBA {
		p := display.Page{Trim: geom.Size{W: 10 * geom.Pt, H: 10 * geom.Pt}, Items: []display.Item{
			display.Fill{Areas: []geom.Rect{box(0, 0, 10, 10)}, Paint: cyan},
			display.Fill{Areas: []geom.Rect{box(0, 0, 10, 10)}, Paint: top},
		}}
		return New(reg, nil).Page(p, 72).RGBAAt(5, 5)
	}
	yellow := display.Colour{Y: 1000}
	if got := draw(display.Paint{Colour: yellow}); got != CMYK(yellow) {
		t.Errorf("knocking out: %v", got)
	}
	if got := draw(display.Paint{Colour: yellow, Overprint: true}); got.R > 10 || got.G < 120 || got.B > 30 {
		t.Errorf("yellow over cyan is %v, not green", got)
	}
}

func TestHairlinesAreVisible(t *testing.T) {
	for i := range 20 {
		at := 10 + float64(i)*0.13
		p := display.Page{Trim: geom.Size{W: 50 * geom.Pt, H: 50 * geom.Pt}, Items: []display.Item{
			display.Rule{From: pt(at, 5), To: pt(at, 45), Thickness: geom.Pt / 10, Paint: black},
			display.Rule{From: pt(5, 30+at/10), To: pt(45, 30+at/10), Thickness: geom.Pt / 10, Paint: black},
		}}
		img := New(reg, nil).Page(p, 72)
		dark := 0
		for x := range 50 {
			if img.RGBAAt(x, 20).R < 170 {
				dark++
			}
		}
		if dark != 1 {
			t.Errorf("an upright hairline at %v takes %d pixels", at, dark)
		}
		dark = 0
		for y := range 50 {
			if img.RGBAAt(40, y).R < 170 {
				dark++
			}
		}
		if dark != 1 {
			t.Errorf("a level hairline at %v takes %d pixels", 30+at/10, dark)
		}
	}
}

// Modules that touch show no seam, at any scale.
func TestFillsJoin(t *testing.T) {
	f := display.Fill{Paint: black}
	for x := range 10 {
		f.Areas = append(f.Areas, box(10+float64(x)*1.7, 10, 1.7, 20))
	}
	p := display.Page{Trim: geom.Size{W: 40 * geom.Pt, H: 40 * geom.Pt}, Items: []display.Item{f}}
	for _, dpi := range []float64{50, 72, 91.7, 133} {
		img := New(reg, nil).Page(p, dpi)
		for x := int(11 * dpi / 72); x < int(26*dpi/72); x++ {
			if got := img.RGBAAt(x, img.Rect.Dy()/2); got != CMYK(display.Black) {
				t.Errorf("%v dpi: pixel %d is %v", dpi, x, got)
			}
		}
	}
}

func TestPicturesKeepTheirTone(t *testing.T) {
	// A fine chequerboard becomes even grey, and a white picture stays white.
	chequer, white := image.NewRGBA(image.Rect(0, 0, 900, 900)), image.NewRGBA(image.Rect(0, 0, 333, 500))
	for y := range 900 {
		for x := range 900 {
			v := uint8((x + y) % 2 * 255)
			chequer.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	var a, b bytes.Buffer
	_ = png.Encode(&a, chequer)
	_ = png.Encode(&b, white)
	src := memory{"chequer": a.Bytes(), "white": b.Bytes()}
	p := display.Page{Trim: geom.Size{W: 200 * geom.Pt, H: 100 * geom.Pt}, Items: []display.Item{
		display.Fill{Areas: []geom.Rect{box(0, 0, 200, 100)}, Paint: black},
		display.Picture{Box: box(0, 0, 100, 100), ID: "chequer", Crop: display.WholePicture},
		display.Picture{Box: box(100, 0, 100, 100), ID: "white", Crop: display.Crop{X: 100, Y: 100, W: 9000, H: 6000}},
	}}
	for _, dpi := range []float64{40, 72, 100} {
		img := New(reg, src).Page(p, dpi)
		for y := range img.Rect.Dy() {
			for x := range img.Rect.Dx() {
				got := img.RGBAAt(x, y).R
				if x < img.Rect.Dx()/2-1 && (got < 120 || got > 136) {
					t.Fatalf("%v dpi: chequerboard at %d,%d is %d", dpi, x, y, got)
				}
				if x > img.Rect.Dx()/2 && got != 255 {
					t.Fatalf("%v dpi: white at %d,%d is %d", dpi, x, y, got)
				}
			}
		}
	}
}

func TestUndecodablePictureIsCrossed(t *testing.T) {
	for _, pics := range []display.PictureSource{nil, pictureFiles()} {
		p := display.Page{Trim: geom.Size{W: 100 * geom.Pt, H: 100 * geom.Pt}, Items: []display.Item{
			display.Picture{Box: box(10, 10, 80, 80), ID: "broken"},
		}}
		img := New(reg, pics).Page(p, 72)
		grey, cross := img.RGBAAt(30, 50), img.RGBAAt(30, 30)
		if grey == (color.RGBA{255, 255, 255, 255}) || cross.R >= grey.R {
			t.Errorf("box %v, cross %v", grey, cross)
		}
	}
}

func TestForgottenPictureIsReadAnew(t *testing.T) {
	one := func(v uint8) []byte {
		var b bytes.Buffer
		img := image.NewGray(image.Rect(0, 0, 20, 20))
		for i := range img.Pix {
			img.Pix[i] = v
		}
		_ = png.Encode(&b, img)
		return b.Bytes()
	}
	src := memory{"p": one(50)}
	r := New(reg, src)
	p := display.Page{Trim: geom.Size{W: 10 * geom.Pt, H: 10 * geom.Pt}, Items: []display.Item{
		display.Picture{Box: box(0, 0, 10, 10), ID: "p", Crop: display.WholePicture},
	}}
	for _, step := range []struct {
		file   uint8
		forget bool
		want   uint8
	}{{50, false, 50}, {200, false, 50}, {200, true, 200}} {
		src["p"] = one(step.file)
		if step.forget {
			r.Forget("p")
		}
		if got := r.Page(p, 72).RGBAAt(5, 5).R; got != step.want {
			t.Errorf("%+v: shows %d", step, got)
		}
	}
}

func TestBleedAndOutside(t *testing.T) {
	p := display.Page{Trim: geom.Size{W: 100 * geom.Pt, H: 100 * geom.Pt}, Bleed: 9 * geom.Pt, Items: []display.Item{
		display.Fill{Areas: []geom.Rect{box(-9, -9, 118, 20)}, Paint: black},
	}}
	r := New(reg, nil)
	full := r.Draw(p, Options{DPI: 72, Bleed: true, Background: color.RGBA{240, 240, 230, 255}})
	if full.Rect.Size() != image.Pt(118, 118) || full.RGBAAt(0, 0) != CMYK(display.Black) || full.RGBAAt(50, 100) != (color.RGBA{240, 240, 230, 255}) {
		t.Errorf("with bleed: %v, %v, %v", full.Rect, full.RGBAAt(0, 0), full.RGBAAt(50, 100))
	}
	tile := r.Tile(p, 72, image.Rect(-20, -20, 20, 20))
	if tile.RGBAAt(10, 10) != (color.RGBA{}) || tile.RGBAAt(25, 25) != CMYK(display.Black) {
		t.Errorf("outside %v, inside %v", tile.RGBAAt(10, 10), tile.RGBAAt(25, 25))
	}
	if far := r.Tile(p, 72, image.Rect(500, 500, 520, 520)); far.Rect.Size() != image.Pt(20, 20) || far.RGBAAt(3, 3) != (color.RGBA{}) {
		t.Error("a tile beyond the page is not transparent")
	}
}

// newspaper is a broadsheet's worth of text: 7,000 characters, some 1,700 of them different.
func newspaper() display.Page {
	const w, h, size, lead = 1105.5, 1559.0, 9.0, 11.25
	f, _ := reg.Face("song")
	p := display.Page{Number: 1, Trim: geom.Size{W: geom.FromPt(w), H: geom.FromPt(h)}}
	n, ru := 0, rune(0x4e00)
	for col := 0; n < 7000; col++ {
		for line := 0; line < 75 && n < 7000; line++ {
			g := display.Glyphs{Font: "song", Size: geom.FromPt(size), Paint: press, Origin: pt(40+float64(col)*128, 300+float64(line)*lead)}
			for i := range 13 {
				var id uint32
				for id == 0 {
					ru = 0x4e00 + (ru-0x4e00+577)%1900
					id, _ = f.Glyph(ru)
				}
				g.Glyphs = append(g.Glyphs, display.Glyph{ID: id, X: geom.FromPt(float64(i) * size), Text: i * 3})
				n++
			}
			p.Items = append(p.Items, g)
		}
	}
	for i, head := range []string{"前三季度国民经济运行总体平稳", "老旧小区改造惠及百万居民", "秋粮收获过八成"} {
		p.Items = append(p.Items, set("song-black", head, 48-float64(i)*8, 60, 120+float64(i)*60))
	}
	return p
}

func BenchmarkPage(b *testing.B) {
	p := newspaper()
	dpi := 65.0 // 998 × 1407 pixels
	b.Run("warm", func(b *testing.B) {
		r := New(reg, nil)
		r.Page(p, dpi)
		for b.Loop() {
			r.Page(p, dpi)
		}
	})
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			New(reg, nil).Page(p, dpi)
		}
	})
}

func BenchmarkTile(b *testing.B) {
	p := newspaper()
	for _, zoom := range []float64{1, 2, 4} {
		b.Run(fmt.Sprintf("%vx", zoom), func(b *testing.B) {
			r := New(reg, nil)
			px := image.Rect(256, 512, 768, 1024)
			r.Tile(p, 65*zoom, px)
			for b.Loop() {
				r.Tile(p, 65*zoom, px)
			}
		})
	}
}

func BenchmarkPicture(b *testing.B) {
	src := pictureFiles()
	p := display.Page{Trim: geom.Size{W: 600 * geom.Pt, H: 450 * geom.Pt}, Items: []display.Item{
		display.Picture{Box: box(0, 0, 600, 450), ID: "photo", Crop: display.WholePicture},
	}}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			New(reg, src).Page(p, 72)
		}
	})
	b.Run("warm", func(b *testing.B) {
		r := New(reg, src)
		for b.Loop() {
			r.Page(p, 72)
		}
	})
	b.Run("new size", func(b *testing.B) {
		r := New(reg, src)
		for i := 0; b.Loop(); i++ {
			r.Page(p, 72+float64(i%64)/8)
		}
	})
}

// TestLook writes samples to the folder that DAYANG_LOOK names, for eyes.
func TestLook(t *testing.T) {
	if os.Getenv("DAYANG_LOOK") == "" {
		t.Skip("DAYANG_LOOK names no folder to write samples to")
	}
	r := New(reg, pictureFiles())
	show(t, "sample-72", r.Page(samplePage(), 72))
	show(t, "sample-200", r.Page(samplePage(), 200))
	show(t, "paper-65", r.Page(newspaper(), 65))
	show(t, "tile-130", r.Tile(newspaper(), 130, image.Rect(0, 0, 1000, 800)))
}
