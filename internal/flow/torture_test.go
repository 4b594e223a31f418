package flow

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"dayang/internal/colour"
	"dayang/internal/edition"
	"dayang/internal/importer"
	"dayang/internal/preflight"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// torture is pictures of a red field with a white corner at the upper left, in all the ways they come.

func torture(t testing.TB) map[string]func() []byte {
	encode := func(f func(b *bytes.Buffer) error) []byte {
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	paint := func(img interface {
		image.Image
		Set(x, y int, c color.Color)
	}) {
		r := img.Bounds()
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				c := color.NRGBA{200, 40, 40, 255}
				if x < r.Dx()/2 && y < r.Dy()/2 {
					c = color.NRGBA{255, 255, 255, 255}
				}
				img.Set(x, y, c)
			}
		}
	}
	rect := image.Rect(0, 0, 240, 160)
	rgba := image.NewRGBA(rect)
	paint(rgba)
	grey16, rgba64, nrgba := image.NewGray16(rect), image.NewNRGBA64(rect), image.NewNRGBA(rect)
	paint(grey16)
	paint(rgba64)
	paint(nrgba)
	for i := 3; i < len(nrgba.Pix); i += 4 { // half clear below: white paper shows
		if i > len(nrgba.Pix)/2 {
			nrgba.Pix[i] = 128
		}
	}
	pal := image.NewPaletted(rect, color.Palette{color.White, color.NRGBA{200, 40, 40, 255}, color.Transparent})
	paint(pal)
	cmyk := make([]byte, 240*160*4)
	for i := range 240 * 160 {
		if x, y := i%240, i/240; x >= 120 || y >= 80 {
			cmyk[4*i+1], cmyk[4*i+2] = 230, 210
		}
	}
	adobe := encode(func(b *bytes.Buffer) error { return colour.EncodeCMYK(b, cmyk, 240, 160, 92) })
	jpg := encode(func(b *bytes.Buffer) error { return jpeg.Encode(b, rgba, &jpeg.Options{Quality: 92}) })
	pn := func(img image.Image) []byte { return encode(func(b *bytes.Buffer) error { return png.Encode(b, img) }) }
	tif := func(img image.Image, o *tiff.Options) []byte {
		return encode(func(b *bytes.Buffer) error { return tiff.Encode(b, img, o) })
	}
	lying := bytes.Clone(pn(rgba)) // a header of another size, its checksum right
	binary.BigEndian.PutUint32(lying[16:], 90_000)
	binary.BigEndian.PutUint32(lying[20:], 90_000)
	binary.BigEndian.PutUint32(lying[29:], crc32.ChecksumIEEE(lying[12:29]))
	exif := func(jpg []byte, turn byte) []byte {
		seg := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), turn, 0, 0, 0, 0, 0, 0)
		out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, byte((len(seg)+2)>>8), byte(len(seg)+2))
		return append(append(out, seg...), jpg[2:]...)
	}
	as := func(b []byte) func() []byte { return func() []byte { return b } }
	kept := func(name string) func() []byte {
		b, err := os.ReadFile(filepath.Join("testdata", "pictures", name))
		if err != nil {
			t.Fatal(err)
		}
		return as(b)
	}
	return map[string]func() []byte{
		"rgb.jpg": as(jpg), "adobe-cmyk.jpg": as(adobe),
		"turn2.jpg": as(exif(jpg, 2)), "turn3.jpg": as(exif(jpg, 3)), "turn4.jpg": as(exif(jpg, 4)), "turn5.jpg": as(exif(jpg, 5)),
		"turn6.jpg": as(exif(jpg, 6)), "turn7.jpg": as(exif(jpg, 7)), "turn8.jpg": as(exif(jpg, 8)), "turn6-cmyk.jpg": as(exif(adobe, 6)),
		"lossy.webp": kept("lossy.webp"), "lossless.webp": kept("lossless.webp"), "alpha.webp": kept("alpha.webp"), "profile.webp": kept("profile.webp"),
		"lzw.tif": kept("lzw.tif"), "tiled.tif": kept("tiled.tif"), "jpeg.tif": kept("jpeg.tif"), "profile.tif": kept("profile.tif"),
		"cmyk.tif": kept("cmyk.tif"), "cmyk-lzw.tif": kept("cmyk-lzw.tif"), "cmyk-planes.tif": kept("cmyk-planes.tif"), "cmyk-turn8.tif": kept("cmyk-turn8.tif"),
		"cmyk-plain.jpg": kept("cmyk-plain.jpg"), "cmyk-progressive.jpg": kept("cmyk-progressive.jpg"), "cmyk-bare.jpg": kept("cmyk-bare.jpg"),
		"rgb.png": as(pn(rgba)), "grey16.png": as(pn(grey16)), "rgb16.png": as(pn(rgba64)), "alpha.png": as(pn(nrgba)), "palette.png": as(pn(pal)),
		"rgb.tif": as(tif(rgba, nil)), "lzw16.tif": as(tif(rgba64, &tiff.Options{Compression: tiff.Deflate, Predictor: true})), "grey16.tif": as(tif(grey16, nil)),
		"a-png-called.jpg": as(pn(rgba)), "a-jpeg-called.png": as(jpg),
		"cut-off.jpg": as(jpg[:len(jpg)/2]), "cut-off.png": as(pn(rgba)[:200]), "lying.png": as(lying), "text.jpg": as([]byte("this is no picture")), "empty.png": as(nil),
		"eps.jpg": as([]byte("%!PS-Adobe-3.0 EPSF-3.0\n")),
		"12000x9000.png": func() []byte {
			g := image.NewGray(image.Rect(0, 0, 12000, 9000))
			for i := range g.Pix {
				g.Pix[i] = uint8(i / 12000 / 40)
			}
			return encode(func(b *bytes.Buffer) error { return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(b, g) })
		},
	}
}

// TestPictureTortureSet: every picture is right in the file for the press, or refused with words in both languages.
func TestPictureTortureSet(t *testing.T) {
	refused := map[string]bool{"cut-off.jpg": true, "cut-off.png": true, "lying.png": true, "text.jpg": true, "empty.png": true, "eps.jpg": true,
		"jpeg.tif": true, "cmyk-planes.tif": true} // the library reads no JPEG in a TIFF, and no planes
	press, err := PressFor(edition.DefaultHouse(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	s := NewShop()
	for name, make := range torture(t) {
		if name == "12000x9000.png" && testing.Short() {
			continue
		}
		t.Run(name, func(t *testing.T) {
			data := make()
			called, usable, err := importer.UsablePicture(name, data)
			kept := store.Pictures{}
			var pic edition.Picture
			if err == nil {
				pic, err = kept.Add(called, usable)
			}
			if err != nil {
				if !refused[name] {
					t.Fatal(err)
				}
				var speaks interface{ Words() words.Text }
				var known *store.PictureError // the window has words for it
				if errors.As(err, &speaks) && (speaks.Words().ZH == "" || speaks.Words().EN == "") || !errors.As(err, &speaks) && !errors.As(err, &known) {
					t.Errorf("refused without words: %v", err)
				}
				return
			}
			if refused[name] {
				t.Fatal("it was taken")
			}
			w, h := 60*geom.MM, 60*geom.MM.Times(int64(pic.Height), int64(pic.Width))
			page := display.Page{ID: "p1", Number: 1, Trim: geom.Size{W: 100 * geom.MM, H: 140 * geom.MM}, Bleed: 3 * geom.MM,
				Items: []display.Item{display.Picture{Box: geom.Rect{X: 20 * geom.MM, Y: 20 * geom.MM, W: w, H: h}, ID: pic.ID, Crop: display.WholePicture}}}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{Title: "甲", Date: "2026-11-23"}, Pictures: []*edition.Picture{&pic}}
			file, err := store.CreateWith(filepath.Join(t.TempDir(), "e.dayang"), ed, store.Options{Pictures: kept}) // which sets pictures upright
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			out, err := s.Preflight(context.Background(), Job{Edition: ed, Pages: []display.Page{page}, Pictures: file, Press: press.Press, Options: press.Options})
			if err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 900<<20 {
				t.Errorf("%d MB were allocated on its way", took>>20)
			}
			for _, f := range out.File.Findings {
				if f.Rule == preflight.RuleImage || f.Rule == preflight.RuleSpace || f.Rule == preflight.RuleInk {
					t.Errorf("%s %s", f.Rule, f.Message.EN)
				}
			}
			if name == "12000x9000.png" {
				return
			}
			// The corner is paper and the field is ink, where the eye expects them.
			plates, err := s.Plates(file, press)
			if err != nil {
				t.Fatal(err)
			}
			corner := geom.Point{X: 20*geom.MM + w/4, Y: 20*geom.MM + h/4}
			switch name {
			case "turn2.jpg", "turn6.jpg", "turn6-cmyk.jpg": // to the upper right
				corner.X += w / 2
			case "turn3.jpg", "turn7.jpg": // to the lower right
				corner = corner.Add(geom.Point{X: w / 2, Y: h / 2})
			case "turn4.jpg", "turn8.jpg", "cmyk-turn8.tif": // to the lower left
				corner.Y += h / 2
			}
			field := geom.Point{X: 2*20*geom.MM + w - corner.X, Y: 2*20*geom.MM + h - corner.Y}
			sum := func(p geom.Point) (total float64) {
				for _, v := range plates.At(page, p) {
					total += v
				}
				return total
			}
			c, f := sum(corner), sum(field)
			if c > 8 || f < 25 {
				t.Errorf("the corner has %.0f %% of ink, the field %.0f", c, f)
			}
			if at := plates.At(page, field); strings.Contains(name, "cmyk") { // its inks stay what they were
				for i, want := range []float64{0, 90, 82, 0} {
					if math.Abs(at[i]-want) > 3 {
						t.Errorf("ink %d of the field is %.0f %%, want %.0f", i, at[i], want)
					}
				}
			}
			if strings.HasPrefix(name, "profile.") { // which takes red for green: the field is green
				if at := plates.At(page, field); at[0] < at[1]+20 {
					t.Errorf("the profile was not used: %v", at)
				}
			}
		})
	}
}
