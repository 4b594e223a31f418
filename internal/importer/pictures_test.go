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
