package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"dayang/internal/colour"
	"dayang/internal/pdf/pdfx"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// imagesOf answers the picture streams of a file.
func imagesOf(f *pdfx.File) (out []*pdfx.Stream) {
	for _, o := range f.Objects {
		if s, ok := o.(*pdfx.Stream); ok && s.Dict["Subtype"] == pdfx.Name("Image") {
			out = append(out, s)
		}
	}
	return out
}

// place is a picture w mm wide, whole unless cropped, of a source three wide and two high.
func place(id string, w int, crop display.Crop) display.Picture {
	if crop == (display.Crop{}) {
		crop = display.WholePicture
	}
	full := geom.Length(w) * geom.MM
	return display.Picture{ID: id, Crop: crop, Box: geom.Rect{X: 10 * geom.MM, Y: 10 * geom.MM,
		W: full.Times(int64(crop.W), 10000), H: full.Times(int64(crop.H)*2, 30000)}}
}

func greyPhoto(t testing.TB, asRGB bool) []byte {
	t.Helper()
	var img image.Image
	grey := image.NewGray(image.Rect(0, 0, 300, 200))
	rgb := image.NewRGBA(grey.Rect)
	for y := range 200 {
		for x := range 300 {
			v := uint8((x*y/7 + x) % 251)
			grey.SetGray(x, y, color.Gray{v})
			rgb.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	if img = grey; asRGB {
		img = rgb
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func inkPhoto(t testing.TB) []byte {
	t.Helper()
	cmyk := make([]byte, 300*200*4)
	for i := range cmyk {
		cmyk[i] = byte(i * 13 % 200)
	}
	var b bytes.Buffer
	if err := colour.EncodeCMYK(&b, cmyk, 300, 200, 85); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicturesAsTheyAre(t *testing.T) {
	rgb, inks, grey := photo(t, 300, 200), inkPhoto(t), greyPhoto(t, false)
	var small bytes.Buffer
	code := image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.White, color.Black})
	for i := range code.Pix {
		code.Pix[i] = byte(i * 7 % 3 % 2)
	}
	if err := png.Encode(&small, code); err != nil {
		t.Fatal(err)
	}
	pics := pictures{"rgb": rgb, "inks": inks, "grey": grey, "greyrgb": greyPhoto(t, true), "code": small.Bytes(),
		"plain": append([]byte("\xFF\xD8\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x00"), rgb[2:]...)}
	for _, c := range []struct {
		id       string
		standard Standard
		mm       int
		space    string
		w, h     string // "" does not matter
		same     bool   // the bytes are the source's
	}{
		{"rgb", Proof, 100, "DeviceRGB", "300", "200", true},
		{"rgb", X4, 100, "DeviceCMYK", "300", "200", false},
		{"rgb", Proof, 10, "DeviceRGB", "87", "58", false}, // 220 ppi at 10 mm is 86.6 pixels
		{"rgb", X4, 10, "DeviceCMYK", "87", "58", false},
		{"rgb", X4, 30, "DeviceCMYK", "300", "200", false},      // 254 ppi: not worth resampling
		{"plain", Proof, 100, "DeviceRGB", "300", "200", false}, // red, green and blue as they are: rare, and not for gopdf
		{"plain", X4, 100, "DeviceCMYK", "300", "200", false},
		{"inks", X4, 100, "DeviceCMYK", "300", "200", true},
		{"inks", X1a, 100, "DeviceCMYK", "300", "200", true},
		{"inks", Proof, 100, "DeviceCMYK", "300", "200", true},
		{"inks", X4, 10, "DeviceCMYK", "87", "58", false},
		{"grey", Proof, 100, "DeviceGray", "300", "200", true},
		{"grey", X4, 100, "DeviceGray", "300", "200", false},
		{"greyrgb", X4, 100, "DeviceGray", "300", "200", false},
		{"code", X4, 1, "DeviceGray", "30", "20", false}, // 762 ppi: line art is kept
	} {
		t.Run(fmt.Sprintf("%s at %d mm in %v", c.id, c.mm, c.standard), func(t *testing.T) {
			f := readFile(t, write(t, options(t, c.standard), pics, tabloid(place(c.id, c.mm, display.Crop{}))))
			is := imagesOf(f)
			if len(is) != 1 {
				t.Fatalf("%d pictures", len(is))
			}
			d := is[0].Dict
			if d["ColorSpace"] != pdfx.Name(c.space) || d["Width"] != pdfx.Number(c.w) || d["Height"] != pdfx.Number(c.h) {
				t.Errorf("%v, %v × %v; want %s, %s × %s", d["ColorSpace"], d["Width"], d["Height"], c.space, c.w, c.h)
			}
			if same := bytes.Equal(bytes.TrimSuffix(is[0].Data, []byte("\n")), pics[c.id]); same != c.same {
				t.Errorf("the source's own bytes: %v, want %v", same, c.same)
			}
			if (c.space == "DeviceCMYK") != (d["Decode"] != nil) {
				t.Errorf("decode is %v", d["Decode"])
			}
		})
	}
}

// TestLineArtStaysBlackAndWhite reads a QR code's picture back: only solid ink and paper.
func TestLineArtStaysBlackAndWhite(t *testing.T) {
	f := readFile(t, write(t, options(t, X4), pictures{"code": checker(t, 30)}, tabloid(place("code", 20, display.Crop{}))))
	raw, err := inflate(imagesOf(f)[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	const n = 30
	if len(raw) != n*n {
		t.Fatalf("%d samples", len(raw))
	}
	for i, v := range raw {
		if want := byte(255 * ((i%n + i/n + 1) % 2)); v != want {
			t.Fatalf("%d,%d is %d, want %d", i%n, i/n, v, want)
		}
	}
}

// TestCropsShareOnePicture: two crops of one picture make one picture of what both show, and each lies where it must.
func TestCropsShareOnePicture(t *testing.T) {
	left := place("p", 100, display.Crop{X: 1000, Y: 2000, W: 3000, H: 4000})
	right := place("p", 200, display.Crop{X: 3000, Y: 2000, W: 2000, H: 6000})
	right.Box.Y = 100 * geom.MM
	pics := pictures{"p": photo(t, 3000, 2000)}
	f := readFile(t, write(t, options(t, X4), pics, tabloid(left, right)))
	is := imagesOf(f)
	if len(is) != 1 {
		t.Fatalf("%d pictures", len(is))
	}
	// Together 1000…5000 × 2000…8000 of a picture seen 200 mm wide: 80 mm × 80 mm at 220 ppi.
	if is[0].Dict["Width"] != pdfx.Number("693") || is[0].Dict["Height"] != pdfx.Number("693") {
		t.Errorf("%v × %v pixels", is[0].Dict["Width"], is[0].Dict["Height"])
	}
	c := contentOf(t, f, pagesOf(f)[0])
	// The first picture's part begins at its crop's corner: 40 mm wide, 40 mm high, top-left of the box at 10 mm.
	if want := "113.386 0 0 113.386 28.346 -141.732 cm\n"; !strings.Contains(c, want) {
		t.Errorf("no %q in\n%s", want, c[:min(len(c), 1500)])
	}
	// Its box, as a clip: 30 mm × 26.667 mm.
	if want := "28.346 -103.937 85.039 75.591 re\nW n\n"; !strings.Contains(c, want) {
		t.Errorf("no clip %q", want)
	}
}

func TestCacheKeepsWithinItsLimit(t *testing.T) {
	c := NewCache(1000)
	key := func(i byte) (k [32]byte) { k[0] = i; return k }
	for i := range byte(5) {
		c.put(key(i), &readyPicture{data: make([]byte, 400)})
	}
	c.put(key(9), &readyPicture{data: make([]byte, 1001)})
	if c.size != 800 || len(c.kept) != 2 || c.get(key(3)) == nil || c.get(key(4)) == nil || c.get(key(9)) != nil {
		t.Errorf("%d bytes in %d pictures", c.size, len(c.kept))
	}
}

// TestCacheTellsPressesApart: one cache serves exports under different conditions.
func TestCacheTellsPressesApart(t *testing.T) {
	p := tabloid(place("p", 60, display.Crop{}))
	pics := pictures{"p": photo(t, 600, 400)}
	cache := NewCache(64 << 20)
	for _, s := range []Standard{X4, Proof, X1a, X4} {
		fresh, kept := options(t, s), options(t, s)
		fresh.Cache, kept.Cache = nil, cache
		if !bytes.Equal(write(t, fresh, pics, p), write(t, kept, pics, p)) {
			t.Errorf("%v: the cache gave another picture", s)
		}
	}
	coarse := options(t, X4)
	coarse.PictureDPI, coarse.Cache = 72, cache
	fine := options(t, X4)
	fine.Cache = cache
	if bytes.Equal(write(t, coarse, pics, p), write(t, fine, pics, p)) {
		t.Error("the cache forgot the resolution")
	}
}

// TestWholeJPEG: a picture passes undecoded only if its segments lead to its end marker.
func TestWholeJPEG(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	if !wholeJPEG(data) {
		t.Error("a whole picture is refused")
	}
	if !wholeJPEG(append(data[:len(data):len(data)], "bytes after the end"...)) {
		t.Error("bytes after the end marker count")
	}
	for cut := range len(data) {
		if wholeJPEG(data[:cut]) {
			t.Fatalf("a picture cut after %d of %d bytes passes", cut, len(data))
		}
	}
}
