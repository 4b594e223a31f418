package importer

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// shot is a small picture of a known pixel.
func shot() *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, 5, 4), color.Palette{color.Black, color.RGBA{200, 30, 40, 255}})
	m.SetColorIndex(2, 1, 1)
	return m
}

func encoded(t *testing.T, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPicturesSetAnew: what the press has no use for becomes PNG with the same pixels, and the same bytes each time.
func TestPicturesSetAnew(t *testing.T) {
	web, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"a.gif":  encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, shot(), nil) }),
		"a.bmp":  encoded(t, func(b *bytes.Buffer) error { return bmp.Encode(b, shot()) }),
		"a.tif":  encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, shot(), &tiff.Options{Compression: tiff.Deflate}) }),
		"a.webp": web,
		"a.jpg":  encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, shot(), nil) }), // by what it is, not by its name
	} {
		got, out, err := UsablePicture(name, data)
		if err != nil || got != "a.png" {
			t.Errorf("%s: %q, %v", name, got, err)
			continue
		}
		img, err := png.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if name != "a.webp" {
			r, g, _, _ := img.At(2, 1).RGBA()
			if img.Bounds() != image.Rect(0, 0, 5, 4) || r>>8 != 200 || g>>8 != 30 {
				t.Errorf("%s: %v, red %d", name, img.Bounds(), r>>8)
			}
		}
		if _, again, _ := UsablePicture(name, data); !bytes.Equal(out, again) {
			t.Errorf("%s: other bytes the second time", name)
		}
	}
	jpg := photo(3, 2)
	if name, out, err := UsablePicture("b.jpg", jpg); err != nil || name != "b.jpg" || !bytes.Equal(out, jpg) {
		t.Errorf("a JPEG was touched: %q, %v", name, err)
	}
}

// TestPicturesRefused: what cannot be used is refused with what to do instead.
func TestPicturesRefused(t *testing.T) {
	emf := make([]byte, 60)
	copy(emf, "\x01\x00\x00\x00")
	copy(emf[40:], " EMF")
	huge := encoded(t, func(b *bytes.Buffer) error { return bmp.Encode(b, shot()) })
	binary.LittleEndian.PutUint32(huge[18:], 30_000)
	cut := encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, shot(), nil) })
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"emf":           {emf, "矢量图"},
		"placeable wmf": {[]byte("\xd7\xcd\xc6\x9a and more"), "矢量图"},
		"eps":           {[]byte("%!PS-Adobe-3.0 EPSF"), "EPS"},
		"psd":           {[]byte("8BPS\x00\x01"), "Photoshop"},
		"heic":          {[]byte("\x00\x00\x00\x18ftypheic"), "HEIC"},
		"too wide":      {huge, "太大"},
		"cut off":       {cut[:len(cut)-12], "损坏"},
		"jpeg's start":  {[]byte("\xff\xd8\xff\xe0"), "损坏"},
		"nothing known": {[]byte("hello"), "不是能用的"},
	} {
		_, _, err := UsablePicture("x", c.data)
		var p *pictureError
		if !errors.As(err, &p) || !strings.Contains(p.why.ZH, c.want) || p.why.EN == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFolderPictures: a GIF beside a manuscript comes in as PNG under the name the text has for it.
func TestFolderPictures(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"稿.md":  []byte("## 标题\n\n![图说](a.gif)\n\n本报讯 好。\n"),
		"a.gif": encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, shot(), nil) }),
		"b.emf": []byte("metafile"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Path(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Pictures) != 1 || r.Pictures[0].Name != "a.png" || r.Stories[0].Pictures[0].Picture != r.Pictures[0].ID {
		t.Errorf("pictures %d, story %+v", len(r.Pictures), r.Stories[0].Pictures)
	}
	if n, ok := told(r, NotePicture); !ok || !strings.Contains(n.Message.ZH, "矢量图") {
		t.Errorf("of the metafile: %+v", n)
	}
}

func FuzzPicture(f *testing.F) {
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return gif.Encode(b, shot(), nil) },
		func(b *bytes.Buffer) error { return bmp.Encode(b, shot()) },
		func(b *bytes.Buffer) error { return tiff.Encode(b, shot(), nil) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// The decoders' memory is bounded by the pixels the file claims; a fuzzer that claims millions would only be slow.
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width*c.Height > 1<<16 {
			t.Skip()
		}
		_, out, err := UsablePicture("f", data)
		if err != nil {
			if w := whyPicture(err); w.ZH == "" || w.EN == "" {
				t.Fatalf("no words for %v", err)
			}
			return
		}
		if _, _, err := image.DecodeConfig(bytes.NewReader(out)); err != nil {
			t.Fatalf("what is to be used does not read: %v", err)
		}
	})
}

// tiffWith answers shot as an uncompressed TIFF whose directory has further tags, in their order.
func tiffWith(t *testing.T, order binary.ByteOrder, tags ...tiffTag) []byte {
	t.Helper()
	img := shot()
	b := img.Bounds()
	magic := "II*\x00"
	if order == binary.ByteOrder(binary.BigEndian) {
		magic = "MM\x00*"
	}
	short := func(tag, v uint16) tiffTag {
		value := make([]byte, 2)
		order.PutUint16(value, v)
		return tiffTag{tag, 3, 1, value}
	}
	long := func(tag uint16, v int) tiffTag {
		value := make([]byte, 4)
		order.PutUint32(value, uint32(v))
		return tiffTag{tag, 4, 1, value}
	}
	tags = append(tags, short(256, uint16(b.Dx())), short(257, uint16(b.Dy())), short(258, 8), short(259, 1), short(262, 1),
		long(273, 8), short(277, 1), short(278, uint16(b.Dy())), long(279, b.Dx()*b.Dy()))
	slices.SortFunc(tags, func(a, b tiffTag) int { return int(a.tag) - int(b.tag) })
	pixels := make([]byte, 0, 20)
	for y := range b.Dy() {
		for x := range b.Dx() {
			pixels = append(pixels, img.ColorIndexAt(x, y)*255)
		}
	}
	word := func(out []byte, v int) []byte {
		n := len(out)
		out = append(out, 0, 0, 0, 0)
		order.PutUint32(out[n:], uint32(v))
		return out
	}
	half := func(out []byte, v uint16) []byte {
		n := len(out)
		out = append(out, 0, 0)
		order.PutUint16(out[n:], v)
		return out
	}
	file := word([]byte(magic), 8+len(pixels))
	file = append(file, pixels...)
	file = half(file, uint16(len(tags)))
	at, values := len(file)+12*len(tags)+4, []byte(nil)
	for _, tag := range tags {
		file = half(half(file, tag.tag), tag.kind)
		file = word(file, tag.count)
		if len(tag.value) <= 4 {
			file = append(file, append(slices.Clone(tag.value), 0, 0, 0, 0)[:4]...)
			continue
		}
		file = word(file, at+len(values))
		values = append(values, tag.value...)
	}
	return append(word(file, 0), values...)
}

type tiffTag struct {
	tag, kind uint16
	count     int
	value     []byte
}

// webpWith answers the one-pixel WebP in its extended form with further chunks.
func webpWith(t *testing.T, chunks ...string) []byte {
	t.Helper()
	plain, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	body := "WEBPVP8X" + "\x0a\x00\x00\x00" + "\x0c\x00\x00\x00" + "\x00\x00\x00" + "\x00\x00\x00" + string(plain[12:])
	for i := 0; i < len(chunks); i += 2 {
		v := chunks[i+1]
		body += chunks[i] + string(binary.LittleEndian.AppendUint32(nil, uint32(len(v)))) + v
		if len(v)%2 == 1 {
			body += "\x00"
		}
	}
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body)
}

// TestPhotoDataKept: what TIFF and WebP say of themselves is read, and the PNG made of them says it too.
func TestPhotoDataKept(t *testing.T) {
	packet := xmp[29:]
	sets := dataSet(1, 90, "\x1b%G") + dataSet(2, 105, "工地") + dataSet(2, 120, "塔吊林立。") + dataSet(2, 80, "李四")
	longs := sets + strings.Repeat("\x00", -len(sets)&3) // some programs count the bytes of tag 33723 by fours
	says, fromIPTC := PhotoData{Caption: "工地上，塔吊林立。", Creator: "李四", Credit: "新华社"}, PhotoData{Headline: "工地", Caption: "塔吊林立。", Creator: "李四"}
	for _, c := range []struct {
		name string
		data []byte
		want PhotoData
	}{
		{"TIFF, XMP", tiffWith(t, binary.LittleEndian, tiffTag{700, 1, len(packet), []byte(packet)}), says},
		{"TIFF of a Mac, XMP", tiffWith(t, binary.BigEndian, tiffTag{700, 7, len(packet), []byte(packet)}), says},
		{"TIFF, IPTC", tiffWith(t, binary.LittleEndian, tiffTag{33723, 7, len(sets), []byte(sets)}), fromIPTC},
		{"TIFF, IPTC by fours", tiffWith(t, binary.BigEndian, tiffTag{33723, 4, len(longs) / 4, []byte(longs)}), fromIPTC},
		{"TIFF, its own tags", tiffWith(t, binary.LittleEndian, tiffTag{270, 2, 16, []byte("塔吊林立。\x00")}, tiffTag{315, 2, 6, []byte("Li Si\x00")}), PhotoData{Caption: "塔吊林立。", Creator: "Li Si"}},
		{"WebP, XMP", webpWith(t, "XMP ", packet), says},
		{"WebP, EXIF", webpWith(t, "EXIF", exif(0x10e, "塔吊林立。", 0x13b, "Li Si")[10:]), PhotoData{Caption: "塔吊林立。", Creator: "Li Si"}},
		{"WebP, EXIF with JPEG's heading", webpWith(t, "EXIF", exif(0x10e, "塔吊林立。")[4:]), PhotoData{Caption: "塔吊林立。"}},
		{"marks of XML", tiffWith(t, binary.LittleEndian, tiffTag{270, 2, 10, []byte("a<b&c>\"d\"\x00")}), PhotoData{Caption: "a<b&c>\"d\""}},
	} {
		if got := ReadPhotoData(c.data); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		_, out, err := UsablePicture("f", c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := ReadPhotoData(out); got != c.want {
			t.Errorf("%s: the PNG says %+v", c.name, got)
		}
		if _, err := png.Decode(bytes.NewReader(out)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		for n := range c.data {
			ReadPhotoData(c.data[:n])
		}
	}
	if _, out, err := UsablePicture("f", tiffWith(t, binary.LittleEndian)); err != nil || bytes.Contains(out, []byte("iTXt")) {
		t.Errorf("a TIFF that says nothing: %v", err)
	}
}

// TestTIFFUpright: a TIFF that lies on its side is set upright. The light pixel of shot is at 2, 1 of 5 by 4.
func TestTIFFUpright(t *testing.T) {
	for turn, want := range map[int]image.Point{1: {2, 1}, 2: {2, 1}, 3: {2, 2}, 4: {2, 2}, 5: {1, 2}, 6: {2, 2}, 7: {2, 2}, 8: {1, 2}, 9: {2, 1}} {
		_, out, err := UsablePicture("a.tif", tiffWith(t, binary.LittleEndian, tiffTag{274, 3, 1, []byte{byte(turn), 0}}))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		size := image.Pt(5, 4)
		if turn >= 5 && turn <= 8 {
			size = image.Pt(4, 5)
		}
		if r, _, _, _ := img.At(want.X, want.Y).RGBA(); img.Bounds().Size() != size || r != 0xffff {
			t.Errorf("turn %d: %v, %x at %v", turn, img.Bounds(), r, want)
		}
	}
}
