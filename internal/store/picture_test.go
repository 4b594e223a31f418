package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// pngOf answers a picture whose pixels depend on seed.
func pngOf(t testing.TB, w, h int, seed uint64) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	binary.LittleEndian.PutUint16(m.Pix, uint16(seed))
	m.Pix[3] = 255 // what cannot be seen is not kept
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// noisePNG answers a square picture of random pixels, which hardly compresses.
func noisePNG(side int, r *rand.Rand) []byte {
	m := image.NewGray(image.Rect(0, 0, side, side))
	for i := range m.Pix {
		m.Pix[i] = uint8(r.Uint32())
	}
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		panic(err) // into memory
	}
	return out.Bytes()
}

// corners draws four fields: A red, B green over C blue, D white.
func corners(w, h int, grey bool) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	g := image.NewGray(m.Rect)
	for y := range h {
		for x := range w {
			i := 0
			if x >= w/2 {
				i++
			}
			if y >= h/2 {
				i += 2
			}
			m.SetRGBA(x, y, []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}}[i])
			g.SetGray(x, y, color.Gray{Y: []uint8{0, 80, 160, 240}[i]})
		}
	}
	if grey {
		return g
	}
	return m
}

// fields reads corners' picture back: "AB/CD" as it was drawn.
func fields(m image.Image, grey bool) string {
	b := m.Bounds()
	letter := func(fx, fy int) string {
		c := m.At(b.Min.X+b.Dx()*fx/4, b.Min.Y+b.Dy()*fy/4)
		if grey {
			return string("ABCD"[(int(color.GrayModel.Convert(c).(color.Gray).Y)+40)/80])
		}
		r, g, bl, _ := c.RGBA()
		switch {
		case r > 0x8000 && g > 0x8000:
			return "D"
		case r > 0x8000:
			return "A"
		case g > 0x8000:
			return "B"
		case bl > 0x8000:
			return "C"
		}
		return "?"
	}
	return letter(1, 1) + letter(3, 1) + "/" + letter(1, 3) + letter(3, 3)
}

// withSegments puts segments behind a JPEG's first two bytes.
func withSegments(data []byte, contents ...[]byte) []byte {
	out := append([]byte(nil), data[:2]...)
	for _, c := range contents {
		out = append(out, c[0], c[1])
		out = binary.BigEndian.AppendUint16(out, uint16(len(c)))
		out = append(out, c[2:]...)
	}
	return append(out, data[2:]...)
}

// exif answers a segment that says how a picture lies.
func exif(order binary.AppendByteOrder, turn int) []byte {
	out := []byte("\xff\xe1Exif\x00\x00")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		out = append(out, "II"...)
	} else {
		out = append(out, "MM"...)
	}
	out = order.AppendUint16(out, 42)
	out = order.AppendUint32(out, 8)
	out = order.AppendUint16(out, 2) // entries
	for _, tag := range [][2]int{{0x010f, 7}, {0x0112, turn}} {
		out = order.AppendUint16(out, uint16(tag[0]))
		out = order.AppendUint16(out, 3)
		out = order.AppendUint32(out, 1)
		out = order.AppendUint16(out, uint16(tag[1]))
		out = order.AppendUint16(out, 0)
	}
	return order.AppendUint32(out, 0)
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestUpright: however a picture lies, it is answered as the photographer saw it. In Exif 2.3's words, row 0 and
// column 0 of the file are the picture's top and left, top and right, bottom and right …
func TestUpright(t *testing.T) {
	f := newFile(t, 1)
	profile := append([]byte("\xff\xe2ICC_PROFILE\x00\x01\x01"), "the profile"...)
	for turn, want := range []string{1: "AB/CD", 2: "BA/DC", 3: "DC/BA", 4: "CD/AB", 5: "AC/BD", 6: "CA/DB", 7: "DB/CA", 8: "BD/AC"} {
		if turn == 0 {
			continue
		}
		for _, grey := range []bool{false, true} {
			for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
				data := withSegments(jpegOf(t, corners(64, 32, grey)), exif(order, turn), profile)
				pic, err := f.AddPicture("DSC_0001.PNG", data)
				if err != nil {
					t.Fatal(err)
				}
				wide := turn < 5
				if pic.Turn != turn || pic.Format != "jpeg" || pic.Width != map[bool]int{true: 64, false: 32}[wide] || pic.Height != map[bool]int{true: 32, false: 64}[wide] {
					t.Errorf("turn %d, %v: %+v", turn, order, pic)
				}
				var first []byte
				for i := range 2 { // made, then kept
					got, err := f.PictureBytes(pic.ID)
					if err != nil {
						t.Fatal(err)
					}
					m, err := jpeg.Decode(bytes.NewReader(got))
					if err != nil {
						t.Fatal(err)
					}
					if fields(m, grey) != want || m.Bounds().Dx() != pic.Width || m.Bounds().Dy() != pic.Height {
						t.Errorf("turn %d: %s in %v, not %s", turn, fields(m, grey), m.Bounds(), want)
					}
					if _, isGrey := m.(*image.Gray); isGrey != grey {
						t.Errorf("turn %d: %T of a picture that is grey: %v", turn, m, grey)
					}
					if !bytes.Contains(got, []byte("the profile")) {
						t.Errorf("turn %d lost its colour profile", turn)
					}
					if turn > 1 && orientation(got) > 1 || turn == 1 && !bytes.Equal(got, data) {
						t.Errorf("turn %d: not as it should be stored", turn)
					}
					if i == 1 && !bytes.Equal(got, first) {
						t.Errorf("turn %d: another picture the second time", turn)
					}
					first = got
				}
			}
		}
	}
	var kept int
	if err := f.db.QueryRow("SELECT count(*) FROM upright").Scan(&kept); err != nil || kept != 7*4 {
		t.Errorf("%d upright pictures kept, not 28; error %v", kept, err)
	}
	check(t, f)
}

// TestPictureOnce: by content, not by name, and through undo and redo.
func TestPictureOnce(t *testing.T) {
	f := newFile(t, 1)
	data := pngOf(t, 30, 20, 1)
	a, err := f.AddPicture("folder/桥.jpg", data)
	if err != nil {
		t.Fatal(err)
	}
	if a.Name != "桥.jpg" || a.Format != "png" || a.Width != 30 || a.Height != 20 || a.Bytes != int64(len(data)) || a.Turn != 0 {
		t.Errorf("%+v", a)
	}
	if b, err := f.AddPicture("again.png", data); err != nil || b != a {
		t.Errorf("the same again: %+v, error %v", b, err)
	}
	if n := len(f.Edition().Pictures); n != 1 {
		t.Errorf("%d pictures", n)
	}
	if _, _, err := f.Undo(); err != nil {
		t.Fatal(err)
	}
	if len(f.Edition().Pictures) != 0 {
		t.Error("undone and still there")
	}
	if got, err := f.PictureBytes(a.ID); err != nil || !bytes.Equal(got, data) {
		t.Errorf("the bytes of what was undone: %v", err)
	}
	f = reopen(t, f)
	if _, _, err := f.Redo(); err != nil {
		t.Fatal(err)
	}
	if got, err := f.PictureBytes(a.ID); err != nil || !bytes.Equal(got, data) {
		t.Errorf("the bytes after redo: %v", err)
	}
	if _, err := f.PictureBytes("nothing"); !errors.Is(err, ErrNoPicture) {
		t.Errorf("a picture that is not there: %v", err)
	}
	var n int
	if err := f.db.QueryRow("SELECT count(*) FROM file").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d files, error %v", n, err)
	}
	check(t, f)
}

// TestNotPicture: what cannot be used is refused by kind with what is known of it, and nothing is stored.
func TestNotPicture(t *testing.T) {
	f := newFile(t, 1)
	photo := jpegOf(t, corners(200, 100, false))
	sized := func(w, h uint32) []byte { // a PNG header alone
		ihdr := []byte("IHDR")
		ihdr = binary.BigEndian.AppendUint32(ihdr, w)
		ihdr = binary.BigEndian.AppendUint32(ihdr, h)
		ihdr = append(ihdr, 8, 2, 0, 0, 0)
		out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ihdr...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(ihdr))
	}
	for name, c := range map[string]struct {
		data   []byte
		format string
		want   error
	}{
		"empty":                      {nil, "", ErrNotPicture},
		"text":                       {[]byte("本报讯"), "", ErrNotPicture},
		"webp":                       {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "webp", ErrNotPicture},
		"only a start":               {photo[:3], "jpeg", ErrNotPicture},
		"a JPEG that lies":           {append(append([]byte(nil), photo[:300]...), make([]byte, 5000)...), "jpeg", ErrNotPicture},
		"cut off":                    {photo[:len(photo)/2], "jpeg", ErrNotPicture},
		"a PNG cut off":              {pngOf(t, 300, 300, 3)[:60], "png", ErrNotPicture},
		"a PNG bomb":                 {sized(100_000, 100_000), "png", ErrPictureTooLarge},
		"a side too long":            {sized(MaxPictureSide+1, 1), "png", ErrPictureTooLarge},
		"too many pixels":            {sized(20_000, 20_000), "png", ErrPictureTooLarge},
		"too many bytes":             {append(pngOf(t, 1, 2, 3), make([]byte, MaxPictureBytes)...), "png", ErrPictureTooLarge},
		"lengths that point outside": {[]byte("\xff\xd8\xff\xe1\xff\xffExif\x00\x00II*\x00\xff\xff\xff\xff"), "jpeg", ErrNotPicture},
	} {
		_, err := f.AddPicture(name, c.data)
		var told *PictureError
		if !errors.Is(err, c.want) || !errors.As(err, &told) || told.Format != c.format || told.Bytes != len(c.data) || told.Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	var n int
	if err := f.db.QueryRow("SELECT count(*) FROM file").Scan(&n); err != nil || n != 0 || len(f.Edition().Pictures) != 0 {
		t.Errorf("%d files, error %v", n, err)
	}
}

// FuzzProbe: whatever the bytes, an answer or a typed refusal; what is taken can be set upright.
func FuzzProbe(f *testing.F) {
	f.Add(withSegments(jpegOf(f, corners(16, 8, false)), exif(binary.LittleEndian, 6)))
	f.Add(jpegOf(f, corners(16, 8, true)))
	f.Add(pngOf(f, 4, 4, 9))
	f.Fuzz(func(t *testing.T, data []byte) {
		pic, err := Probe("x", data)
		if err != nil {
			if !errors.Is(err, ErrNotPicture) && !errors.Is(err, ErrPictureTooLarge) {
				t.Fatal(err)
			}
			return
		}
		if pic.Turn < 2 {
			return
		}
		out, err := upright(data, pic.Turn)
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := image.DecodeConfig(bytes.NewReader(out))
		if err != nil || fmt.Sprint(m.Width, m.Height) != fmt.Sprint(pic.Width, pic.Height) {
			t.Fatalf("upright %d by %d, not %d by %d: %v", m.Width, m.Height, pic.Width, pic.Height, err)
		}
	})
}
