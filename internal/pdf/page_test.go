package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"sync"
	"testing"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// body is what columns are filled with: Latin, digits, rare characters, marks that squeeze.
const body = "本报讯（记者张三）昨日，全市重点项目推进会召开。会议指出，要坚持“项目为王”，以2026年为起点，扎实做好Hello World各项工作；" +
	"一季度完成投资128.6亿元，同比增长12.3%。各镇、街道和有关部门负责人参加会议，并就《实施方案》交换意见！"

// photos are made once each.
var photos sync.Map

// photo is a made photograph: a coloured sky over a grey ground with detail, so that resampling and separation have
// work.
func photo(t testing.TB, w, h int) []byte {
	t.Helper()
	if b, ok := photos.Load([2]int{w, h}); ok {
		return b.([]byte)
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := math.Sin(float64(x)/17)*math.Cos(float64(y)/23)*40 + 128
			c := color.RGBA{uint8(v * float64(y) / float64(h)), uint8(v), uint8(255 - float64(y)*160/float64(h)), 255}
			if y > h*2/3 {
				c = color.RGBA{uint8(v), uint8(v), uint8(v), 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	photos.Store([2]int{w, h}, b.Bytes())
	return b.Bytes()
}

// checker is a two-colour PNG such as a QR code.
func checker(t testing.TB, n int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, n, n))
	for i := range img.Pix {
		if (i%n+i/n)%2 == 0 {
			img.Pix[i] = 255
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// column sets body text justified in lines of a measure, with the gaps between glyphs spread to fractions of a
// point, and answers the items and how many glyphs they hold.
func column(t testing.TB, font string, size, leading geom.Length, r geom.Rect, text string) (items []display.Item, glyphs int) {
	t.Helper()
	face, _ := builtin.Face(font)
	rs := []rune(text)
	k := 0
	for y := r.Y + size; y <= r.Bottom(); y += leading {
		var line []rune
		width := geom.Length(0)
		for {
			ru := rs[k%len(rs)]
			gid, ok := face.Glyph(ru)
			if !ok {
				t.Fatalf("%s has no %q", font, ru)
			}
			adv := size.Times(int64(face.Advance(gid)), int64(face.UnitsPerEm()))
			if width+adv > r.W {
				break
			}
			line = append(line, ru)
			width += adv
			k++
		}
		run := display.Glyphs{Origin: geom.Point{X: r.X, Y: y}, Font: font, Size: size, Text: string(line), Paint: display.Paint{Colour: display.Black, Overprint: true}}
		pen, at := geom.Length(0), 0
		for i, ru := range line {
			gid, _ := face.Glyph(ru)
			shift := geom.Length(0)
			if len(line) > 1 {
				shift = (r.W - width).Times(int64(i), int64(len(line)-1))
			}
			run.Glyphs = append(run.Glyphs, display.Glyph{ID: gid, X: pen + shift, Text: at})
			at += len(string(ru))
			pen += size.Times(int64(face.Advance(gid)), int64(face.UnitsPerEm()))
		}
		items = append(items, run)
		glyphs += len(line)
	}
	return items, glyphs
}

// showPage has one of everything: headline over a tint, columns, rules, a spot ink, reversed type, a cropped picture
// used twice, a clipped and shifted group, a turned run, a dashed rule, a wavy path, line art.
func showPage(t testing.TB) (display.Page, pictures) {
	t.Helper()
	p := tabloid()
	mm := geom.MM
	black := display.Paint{Colour: display.Black, Overprint: true}
	add := func(items ...display.Item) { p.Items = append(p.Items, items...) }

	add(display.Mark{Frame: "f1"})
	add(display.Fill{Areas: []geom.Rect{{X: -3 * mm, Y: -3 * mm, W: 281 * mm, H: 48 * mm}}, Paint: display.Paint{Colour: display.Colour{C: 200, M: 30, Y: 0, K: 0}}})
	head := line(t, "song-black", 62*geom.Pt, 15*mm, 32*mm, "重点项目建设提速增效")
	head.HScale = 900
	for i := range head.Glyphs {
		head.Glyphs[i].X = head.Glyphs[i].X.Times(9, 10)
	}
	add(head)
	deck := line(t, "kai", 24*geom.Pt, 15*mm, 42*mm, "𠮷日开工——全市一季度经济观察")
	add(deck)
	nameplate := line(t, "hei-bold", 30*geom.Pt, 225*mm, 30*mm, "新城")
	nameplate.Paint = display.Paint{Colour: display.Colour{M: 1000, Y: 1000, Spot: "PANTONE 185 C", Tint: 1000}}
	add(nameplate)

	for col := range 4 {
		x := 15*mm + geom.Length(col)*63*mm
		items, _ := column(t, "song", 9*geom.Pt, 13*geom.Pt, geom.Rect{X: x, Y: 190 * mm, W: 57 * mm, H: 180 * mm}, body)
		add(items...)
		if col > 0 {
			add(display.Rule{From: geom.Point{X: x - 3*mm, Y: 190 * mm}, To: geom.Point{X: x - 3*mm, Y: 370 * mm}, Thickness: geom.Pt / 4, Paint: black})
		}
	}
	add(display.Picture{Box: geom.Rect{X: 15 * mm, Y: 55 * mm, W: 120 * mm, H: 90 * mm}, ID: "photo", Crop: display.Crop{X: 0, Y: 1000, W: 10000, H: 8438}})
	add(display.Picture{Box: geom.Rect{X: 145 * mm, Y: 55 * mm, W: 40 * mm, H: 30 * mm}, ID: "photo", Crop: display.WholePicture})
	add(display.Picture{Box: geom.Rect{X: 145 * mm, Y: 95 * mm, W: 20 * mm, H: 20 * mm}, ID: "code", Crop: display.WholePicture})

	box := geom.Rect{X: 195 * mm, Y: 55 * mm, W: 65 * mm, H: 40 * mm}
	add(display.Fill{Areas: []geom.Rect{box}, Paint: display.Paint{Colour: display.Colour{C: 1000, M: 600, K: 100}}})
	white := line(t, "hei", 18*geom.Pt, 200*mm, 70*mm, "反白标题文字")
	white.Paint = display.Paint{Colour: display.White, Overprint: true}
	add(white)
	inside := line(t, "hei-bold", 40*geom.Pt, 0, 0, "组内文字被裁切")
	add(display.Group{Clip: geom.Rect{X: -2 * mm, Y: -15 * mm, W: 65 * mm, H: 20 * mm}, Shift: geom.Point{X: 197 * mm, Y: 115 * mm}, Items: []display.Item{inside}})
	turned := line(t, "hei", 14*geom.Pt, 268*mm, 190*mm, "CCTV 2026")
	turned.Turn = geom.Clockwise
	add(turned)
	vertical := line(t, "kai", 26*geom.Pt, 172*mm, 102*mm, "竖排标题")
	for i := range vertical.Glyphs {
		vertical.Glyphs[i].X, vertical.Glyphs[i].Y = 0, geom.Length(i)*28*geom.Pt
	}
	add(vertical)
	add(display.Rule{From: geom.Point{X: 15 * mm, Y: 150 * mm}, To: geom.Point{X: 260 * mm, Y: 150 * mm}, Thickness: geom.Pt, Dash: []geom.Length{6 * geom.Pt, 3 * geom.Pt}, Paint: black})
	wave := display.Path{Stroke: &black, Thickness: geom.Pt, Ops: []display.Op{display.MoveTo}, Points: []geom.Point{{X: 15 * mm, Y: 157 * mm}}}
	for i := range 60 {
		x, up := 15*mm+geom.Length(i)*4*mm, 2*mm
		if i%2 == 1 {
			up = -up
		}
		wave.Ops = append(wave.Ops, display.CurveTo)
		wave.Points = append(wave.Points, geom.Point{X: x + mm, Y: 157*mm - up}, geom.Point{X: x + 3*mm, Y: 157*mm - up}, geom.Point{X: x + 4*mm, Y: 157 * mm})
	}
	add(wave)
	tint := display.Paint{Colour: display.Colour{M: 1000, Y: 1000, Spot: "PANTONE 185 C", Tint: 300}}
	add(display.Path{Fill: &tint, Ops: []display.Op{display.MoveTo, display.LineTo, display.LineTo, display.Close},
		Points: []geom.Point{{X: 15 * mm, Y: 182 * mm}, {X: 60 * mm, Y: 182 * mm}, {X: 37 * mm, Y: 164 * mm}}})
	sub := line(t, "hei-bold", 22*geom.Pt, 70*mm, 177*mm, "小标题压在底纹上 é")
	add(sub)
	return p, pictures{"photo": photo(t, 1600, 1200), "code": checker(t, 29)}
}
