package colour

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"testing"
)

// scene is a picture of smooth ramps with an edge.
func scene(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(255 * x / w), uint8(255 * y / h), uint8(127 + 127*math.Sin(float64(x+y)/9)), 255}
			if x > w/2 && y > h/2 {
				c = color.NRGBA{20, 30, 200, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func encoded(t testing.TB, write func(b *bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
}

func jpegOf(t testing.TB, img image.Image) []byte {
	return encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, &jpeg.Options{Quality: 95}) })
}

// pixels decodes and answers the whole picture.
func pixels(t testing.TB, data []byte) Pixels {
	t.Helper()
	p, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	px, err := p.Resample(context.Background(), image.Rect(0, 0, p.W, p.H), p.W, p.H)
	if err != nil {
		t.Fatal(err)
	}
	return px
}

// TestDecode: one pixel of each kind of file.
func TestDecode(t *testing.T) {
	one := image.Rect(0, 0, 1, 1)
	set := func(img interface {
		image.Image
		Set(x, y int, c color.Color)
	}, c color.Color) image.Image {
		img.Set(0, 0, c)
		return img
	}
	for _, c := range []struct {
		name string
		data []byte
		want []byte
	}{
		{"png rgb", pngOf(t, set(image.NewNRGBA(one), color.NRGBA{10, 20, 30, 255})), []byte{10, 20, 30}},
		{"png half transparent", pngOf(t, set(image.NewNRGBA(one), color.NRGBA{0, 100, 255, 128})), []byte{127, 177, 255}},
		{"png clear", pngOf(t, set(image.NewNRGBA(one), color.NRGBA{0, 0, 0, 0})), []byte{255, 255, 255}},
		{"png grey", pngOf(t, set(image.NewGray(one), color.Gray{77})), []byte{77}},
		{"png 16 bit grey", pngOf(t, set(image.NewGray16(one), color.Gray16{0x8081})), []byte{128}},
		{"png 16 bit", pngOf(t, set(image.NewNRGBA64(one), color.NRGBA64{0x0101, 0x8080, 0xFFFF, 0xFFFF})), []byte{1, 128, 255}},
		{"png 16 bit transparent", pngOf(t, set(image.NewNRGBA64(one), color.NRGBA64{0, 0, 0, 0x8000})), []byte{127, 127, 127}},
		{"png palette", pngOf(t, set(image.NewPaletted(one, color.Palette{color.NRGBA{1, 2, 3, 255}}), color.NRGBA{1, 2, 3, 255})), []byte{1, 2, 3}},
		{"gif", encoded(t, func(b *bytes.Buffer) error {
			return gif.Encode(b, set(image.NewPaletted(one, palette.WebSafe), color.RGBA{0x33, 0x66, 0x99, 255}), nil)
		}), []byte{0x33, 0x66, 0x99}},
		{"jpeg grey", jpegOf(t, set(image.NewGray(one), color.Gray{77})), []byte{77}},
		{"jpeg cmyk", encoded(t, func(b *bytes.Buffer) error { return EncodeCMYK(b, []byte{200, 100, 50, 25}, 1, 1, 100) }), []byte{200, 100, 50, 25}},
	} {
		px := pixels(t, c.data)
		if len(px.Pix) != len(c.want) {
			t.Errorf("%s: %d channels, want %d", c.name, px.Channels, len(c.want))
			continue
		}
		for i := range c.want {
			if d := int(px.Pix[i]) - int(c.want[i]); d > 1 || d < -1 {
				t.Errorf("%s: %v, want %v", c.name, px.Pix, c.want)
				break
			}
		}
	}
}

func TestDecodeAgreesWithTheLibrary(t *testing.T) {
	data := jpegOf(t, scene(61, 47))
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	px := pixels(t, data)
	for y := range 47 {
		for x := range 61 {
			r, g, b, _ := img.At(x, y).RGBA()
			if got, want := [3]byte(px.Pix[(y*61+x)*3:]), [3]byte{byte(r >> 8), byte(g >> 8), byte(b >> 8)}; got != want {
				t.Fatalf("%d,%d: %v, want %v", x, y, got, want)
			}
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	whole := jpegOf(t, scene(64, 64))
	// A PNG head that promises 60,000 × 60,000 pixels.
	bomb := bytes.Clone(pngOf(t, scene(4, 4)))
	binary.BigEndian.PutUint32(bomb[16:], 60000)
	binary.BigEndian.PutUint32(bomb[20:], 60000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing": {nil, ErrPicture}, "text": {[]byte("平湖日报"), ErrPicture}, "half a picture": {whole[:len(whole)/2], ErrPicture},
		"a head alone": {whole[:30], ErrPicture}, "too many pixels": {bomb, ErrPictureLarge},
	} {
		if _, err := Decode(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestJPEGRoundTrip reads what EncodeCMYK writes with the library's decoder.
func TestJPEGRoundTrip(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {8, 8}, {61, 47}, {200, 3}} {
		w, h := size.X, size.Y
		cmyk := make([]byte, w*h*4)
		for i := range w * h {
			x, y := i%w, i/w
			copy(cmyk[4*i:], []byte{byte(255 * x / w), byte(255 * y / h), byte(128 + 100*math.Sin(float64(x)/15)), byte(255 * (x + y) / (w + h))})
		}
		data := encoded(t, func(b *bytes.Buffer) error { return EncodeCMYK(b, cmyk, w, h, 90) })
		px := pixels(t, data)
		if px.W != w || px.H != h || px.Channels != 4 {
			t.Fatalf("%v came back as %d × %d × %d", size, px.W, px.H, px.Channels)
		}
		sum := 0.0
		for i := range cmyk {
			d := float64(cmyk[i]) - float64(px.Pix[i])
			sum += d * d
		}
		if psnr := 10 * math.Log10(255*255/(sum/float64(len(cmyk))+1e-9)); psnr < 38 {
			t.Errorf("%v: %.1f dB", size, psnr)
		}
	}
	solid := bytes.Repeat([]byte{0, 0, 0, 255}, 64*64)
	if px := pixels(t, encoded(t, func(b *bytes.Buffer) error { return EncodeCMYK(b, solid, 64, 64, 90) })); px.Pix[3] != 255 || px.Pix[0] != 0 {
		t.Errorf("solid black became %v", px.Pix[:4])
	}
	if err := EncodeCMYK(&bytes.Buffer{}, solid, 63, 64, 90); err == nil {
		t.Error("sizes that do not agree were taken")
	}
}

func TestQualityCostsBytes(t *testing.T) {
	img := scene(256, 256)
	cmyk := make([]byte, 256*256*4)
	for i := range 256 * 256 {
		copy(cmyk[4*i:], img.Pix[4*i:4*i+3])
	}
	last := 0
	for _, q := range []int{10, 50, 75, 90, 98} {
		n := len(encoded(t, func(b *bytes.Buffer) error { return EncodeCMYK(b, cmyk, 256, 256, q) }))
		if n <= last {
			t.Errorf("quality %d takes %d bytes, the one below %d", q, n, last)
		}
		last = n
	}
}

func TestResample(t *testing.T) {
	ctx := context.Background()
	flat := image.NewNRGBA(image.Rect(0, 0, 97, 61))
	for i := range flat.Pix {
		flat.Pix[i] = []byte{200, 13, 255, 255}[i%4]
	}
	p, err := Decode(pngOf(t, flat))
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []image.Point{{1, 1}, {10, 7}, {96, 60}, {97, 61}, {300, 200}} {
		px, err := p.Resample(ctx, image.Rect(0, 0, 97, 61), to.X, to.Y)
		if err != nil || px.W != to.X || px.H != to.Y {
			t.Fatalf("%v: %d × %d, %v", to, px.W, px.H, err)
		}
		for i, v := range px.Pix {
			if v != []byte{200, 13, 255}[i%3] {
				t.Fatalf("%v: a flat picture has %d at %d", to, v, i)
			}
		}
	}
	// A ramp stays a ramp, and a crop takes its own part of it.
	ramp := image.NewGray(image.Rect(0, 0, 256, 8))
	for i := range ramp.Pix {
		ramp.Pix[i] = byte(i % 256)
	}
	if p, err = Decode(pngOf(t, ramp)); err != nil {
		t.Fatal(err)
	}
	px, err := p.Resample(ctx, image.Rect(64, 2, 192, 6), 32, 2)
	if err != nil {
		t.Fatal(err)
	}
	for x := 1; x < 31; x++ {
		if want := 64 + 4*x + 1; int(px.Pix[x])-want > 1 || want-int(px.Pix[x]) > 1 {
			t.Errorf("ramp at %d is %d, want %d", x, px.Pix[x], want)
		}
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := p.Resample(ended, image.Rect(0, 0, 256, 8), 10, 4); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context ended: %v", err)
	}
}

// TestBandsDoNotShow: the same picture whether one processor or several work on it.
func TestBandsDoNotShow(t *testing.T) {
	p, err := Decode(pngOf(t, scene(300, 211)))
	if err != nil {
		t.Fatal(err)
	}
	many, err := p.Resample(context.Background(), image.Rect(3, 5, 290, 200), 100, 83)
	if err != nil {
		t.Fatal(err)
	}
	// Each row alone is what a band of one row would make.
	ky := kernels(195, 83)
	if len(ky) != 83 || ky[0].from < 0 || ky[82].from+len(ky[82].weights) > 195 {
		t.Errorf("kernels reach outside: %d from %d", len(ky), ky[82].from)
	}
	for i, k := range ky {
		sum := int32(0)
		for _, w := range k.weights {
			sum += w
		}
		if sum != kernelOne {
			t.Errorf("weights of row %d add up to %d", i, sum)
		}
	}
	if again, _ := p.Resample(context.Background(), image.Rect(3, 5, 290, 200), 100, 83); !bytes.Equal(many.Pix, again.Pix) {
		t.Error("two runs differ")
	}
}

func TestGreyPictures(t *testing.T) {
	grey := Pixels{W: 2, H: 1, Channels: 3, Pix: []byte{100, 101, 99, 7, 7, 7}}
	if got, ok := grey.Grey(); !ok || got.Channels != 1 || string(got.Pix) != string([]byte{101, 7}) {
		t.Errorf("a grey scan became %v, %v", got, ok)
	}
	grey.Pix[0] = 110
	if _, ok := grey.Grey(); ok {
		t.Error("a coloured pixel was lost")
	}
}

func TestColours(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 30, 30))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	img.SetNRGBA(3, 3, color.NRGBA{0, 0, 0, 255})
	img.SetNRGBA(20, 20, color.NRGBA{255, 0, 0, 255})
	p, err := Decode(pngOf(t, img))
	if err != nil {
		t.Fatal(err)
	}
	if n := p.Colours(17); n != 3 {
		t.Errorf("%d colours, want 3", n)
	}
	if p, err = Decode(pngOf(t, scene(64, 64))); err != nil {
		t.Fatal(err)
	}
	if n := p.Colours(17); n != 17 {
		t.Errorf("%d colours, want to stop at 17", n)
	}
}

// withProfile puts an ICC profile into a PNG after its head.
func withProfile(png, profile []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(profile)
	w.Close()
	chunk := append([]byte("iCCPx\x00\x00"), z.Bytes()...)
	var b []byte
	b = append(b, png[:33]...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(chunk)-4))
	b = append(b, chunk...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
	return append(b, png[33:]...)
}

// withSegments puts an ICC profile into a JPEG, in two parts.
func withSegments(jpg, profile []byte) []byte {
	b := append([]byte{}, jpg[:2]...)
	half := len(profile) / 2
	for i, part := range [][]byte{profile[:half], profile[half:]} {
		b = append(b, 0xFF, 0xE2)
		b = binary.BigEndian.AppendUint16(b, uint16(2+14+len(part)))
		b = append(b, "ICC_PROFILE\x00"...)
		b = append(append(b, byte(i+1), 2), part...)
	}
	return append(b, jpg[2:]...)
}

func TestEmbeddedProfile(t *testing.T) {
	for name, data := range map[string][]byte{
		"png":  withProfile(pngOf(t, scene(9, 9)), swapped()),
		"jpeg": withSegments(jpegOf(t, scene(9, 9)), swapped()),
	} {
		p, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if p.Profile == nil || !bytes.Equal(p.Profile.Bytes(), swapped()) {
			t.Errorf("%s: the profile was not found", name)
		}
	}
	if p, err := Decode(withProfile(pngOf(t, scene(9, 9)), press(t).Bytes())); err != nil || p.Profile != nil {
		t.Errorf("a press profile was taken for a source: %v", err)
	}
}

// FuzzDecode: pictures come from strangers. Whatever the bytes, there is a picture or an error.
func FuzzDecode(f *testing.F) {
	f.Add(jpegOf(f, scene(20, 12)))
	f.Add(pngOf(f, scene(5, 6)))
	f.Add(withProfile(pngOf(f, scene(3, 3)), swapped()))
	f.Add(withSegments(jpegOf(f, scene(9, 9)), swapped()))
	f.Add(encoded(f, func(b *bytes.Buffer) error { return EncodeCMYK(b, make([]byte, 4*64), 8, 8, 80) }))
	f.Add(encoded(f, func(b *bytes.Buffer) error { return gif.Encode(b, scene(6, 4), nil) }))
	f.Fuzz(func(t *testing.T, data []byte) {
		if probe, err := ProbePicture(data); err != nil || probe.W*probe.H > 1<<20 {
			return
		}
		p, err := Decode(data)
		if err != nil {
			return
		}
		px, err := p.Resample(context.Background(), image.Rect(0, 0, p.W, p.H), (p.W+1)/2, (p.H+2)/3)
		if err != nil || len(px.Pix) != px.W*px.H*px.Channels {
			t.Fatalf("%d × %d × %d in %d bytes, %v", px.W, px.H, px.Channels, len(px.Pix), err)
		}
		p.Colours(4)
	})
}

func BenchmarkPhotograph(b *testing.B) {
	data := jpegOf(b, scene(3000, 2000))
	s := separation(b, Perceptual)
	p, err := Decode(data)
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	var rgb, cmyk Pixels
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			if _, err := Decode(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("half", func(b *testing.B) {
		for b.Loop() {
			rgb, _ = p.Resample(ctx, image.Rect(0, 0, p.W, p.H), 1500, 1000)
		}
	})
	rgb, _ = p.Resample(ctx, image.Rect(0, 0, p.W, p.H), p.W, p.H)
	b.Run("separate", func(b *testing.B) {
		for b.Loop() {
			cmyk = s.Pixels(rgb)
		}
	})
	cmyk = s.Pixels(rgb)
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			if err := EncodeCMYK(&bytes.Buffer{}, cmyk.Pix, cmyk.W, cmyk.H, 90); err != nil {
				b.Fatal(err)
			}
		}
	})
}
