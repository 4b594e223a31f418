package colour

import (
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"os"
	"slices"
	"testing"
)

func press(t testing.TB) *Profile {
	t.Helper()
	b, err := os.ReadFile("../../assets/press/newsprint-ifra26s-tac220.icc")
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParseProfile(b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func separation(t testing.TB, intent Intent) *Separation {
	t.Helper()
	s, err := Separate(nil, press(t), intent)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPressProfile(t *testing.T) {
	p := press(t)
	if !p.IsPress() || p.Version() != 2 || p.Description() != "IFRA26S newsprint (derived), TAC 220" {
		t.Errorf("press %v, version %d, %q", p.IsPress(), p.Version(), p.Description())
	}
}

// TestInksAgreeWithAnotherEngine: the values are lcms2 2.14's, without its own table, for the profile that ships.
// Perceptual agrees to a rounding. For Relative the two estimate the press's black differently (lcms2 fits a curve,
// we take the darkest print), so shadows differ; those values say how far, and may not drift.
func TestInksAgreeWithAnotherEngine(t *testing.T) {
	perceptual, relative := separation(t, Perceptual), separation(t, Relative)
	for _, c := range []struct {
		rgb           [3]byte
		perc, rel     [4]byte
		relDifference int
	}{
		{[3]byte{255, 255, 255}, [4]byte{0, 0, 0, 0}, [4]byte{0, 0, 0, 0}, 0},
		{[3]byte{0, 0, 0}, [4]byte{123, 94, 84, 240}, [4]byte{81, 44, 41, 242}, 27},
		{[3]byte{128, 128, 128}, [4]byte{15, 3, 0, 129}, [4]byte{13, 2, 0, 132}, 6},
		{[3]byte{64, 64, 64}, [4]byte{33, 11, 0, 207}, [4]byte{36, 9, 7, 217}, 10},
		{[3]byte{255, 0, 0}, [4]byte{0, 231, 233, 1}, [4]byte{0, 245, 237, 2}, 6},
		{[3]byte{0, 128, 0}, [4]byte{159, 0, 245, 69}, [4]byte{165, 0, 246, 75}, 6},
		{[3]byte{0, 0, 255}, [4]byte{248, 111, 0, 30}, [4]byte{250, 186, 0, 0}, 6},
		{[3]byte{255, 220, 180}, [4]byte{0, 26, 76, 4}, [4]byte{0, 22, 58, 9}, 6},
		{[3]byte{200, 20, 30}, [4]byte{0, 238, 210, 30}, [4]byte{0, 240, 167, 46}, 8},
		{[3]byte{40, 60, 90}, [4]byte{164, 82, 0, 126}, [4]byte{139, 78, 5, 169}, 22},
		{[3]byte{240, 240, 230}, [4]byte{6, 5, 17, 4}, [4]byte{6, 4, 15, 9}, 6},
	} {
		check := func(name string, s *Separation, want [4]byte, slack int) {
			cc, m, y, k := s.Ink(c.rgb[0], c.rgb[1], c.rgb[2])
			got := [4]byte{cc, m, y, k}
			for i := range got {
				if d := int(got[i]) - int(want[i]); d > slack || d < -slack {
					t.Errorf("%s %v: %v, want %v within %d", name, c.rgb, got, want, slack)
					break
				}
			}
		}
		check("perceptual", perceptual, c.perc, 2)
		check("relative", relative, c.rel, c.relDifference)
	}
}

func TestTotalInkStaysWithinThePress(t *testing.T) {
	s := separation(t, Perceptual)
	var out [4]byte
	most := 0.0
	for r := 0; r < 256; r += 5 {
		for g := 0; g < 256; g += 5 {
			for b := 0; b < 256; b += 5 {
				s.pixel(byte(r), byte(g), byte(b), out[:])
				most = max(most, MaxInk(out[:]))
			}
		}
	}
	if most > 221 || most < 200 {
		t.Errorf("total ink reaches %.1f %%, the profile is made for 220", most)
	}
}

func TestGreyIsBlackInkAlone(t *testing.T) {
	s := separation(t, Perceptual)
	if s.Black(255) != 0 || s.Black(0) != 255 {
		t.Errorf("paper prints %d, black %d", s.Black(255), s.Black(0))
	}
	for v := 1; v < 256; v++ {
		if s.Black(byte(v)) > s.Black(byte(v-1)) {
			t.Fatalf("grey %d takes more ink than grey %d", v, v-1)
		}
	}
	// The four-ink separation of the same grey has black 129 and little else.
	if k := s.Black(128); k < 129 || k > 140 {
		t.Errorf("a middle grey takes %d of 255", k)
	}
	got := s.Pixels(Pixels{W: 2, H: 1, Channels: 1, Pix: []byte{0, 255}})
	if got.Channels != 1 || got.Pix[0] != 255 || got.Pix[1] != 0 {
		t.Errorf("grey pixels became %v", got)
	}
}

func TestInkHelpers(t *testing.T) {
	px := []byte{255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 0, 51, 0, 0, 0, 255}
	if got := MaxInk(px); got != 400 {
		t.Errorf("most ink is %v %%", got)
	}
	if got := InkOver(px, 219); got != 0.5 {
		t.Errorf("%v of the pixels is over 219 %%", got)
	}
	if got := InkOver(nil, 0); got != 0 {
		t.Errorf("nothing is over by %v", got)
	}
}

func TestPixelsAgreeWithInk(t *testing.T) {
	s := separation(t, Perceptual)
	p := Pixels{W: 37, H: 11, Channels: 3, Pix: make([]byte, 37*11*3)}
	for i := range p.Pix {
		p.Pix[i] = byte(i * 7)
	}
	out := s.Pixels(p)
	for i := range p.W * p.H {
		c, m, y, k := s.Ink(p.Pix[3*i], p.Pix[3*i+1], p.Pix[3*i+2])
		if got := [4]byte(out.Pix[4*i:]); got != [4]byte{c, m, y, k} {
			t.Fatalf("pixel %d: %v", i, got)
		}
	}
	inks := Pixels{W: 1, H: 1, Channels: 4, Pix: []byte{1, 2, 3, 4}}
	if got := s.Pixels(inks); string(got.Pix) != string(inks.Pix) {
		t.Errorf("inks were changed to %v", got.Pix)
	}
}

// icc builds a profile of tags.
func icc(class, space, pcs string, version byte, tags map[string][]byte) []byte {
	b := make([]byte, 128)
	b[8] = version
	copy(b[12:], class)
	copy(b[16:], space)
	copy(b[20:], pcs)
	copy(b[36:], "acsp")
	b = binary.BigEndian.AppendUint32(b, uint32(len(tags)))
	at := len(b) + 12*len(tags)
	var body []byte
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		t := tags[name]
		b = append(b, name...)
		b = binary.BigEndian.AppendUint32(b, uint32(at+len(body)))
		b = binary.BigEndian.AppendUint32(b, uint32(len(t)))
		body = append(body, t...)
	}
	return append(b, body...)
}

func s15(v float64) []byte {
	return binary.BigEndian.AppendUint32(nil, uint32(int32(math.Round(v*65536))))
}

func para(kind byte, v ...float64) []byte {
	b := append([]byte("para\x00\x00\x00\x00\x00"), kind, 0, 0)
	for _, x := range v {
		b = append(b, s15(x)...)
	}
	return b
}

func xyzTag(x, y, z float64) []byte {
	return append(append(append([]byte("XYZ \x00\x00\x00\x00"), s15(x)...), s15(y)...), s15(z)...)
}

// swapped is sRGB with red and blue exchanged, as a matrix profile with the parametric curve.
func swapped() []byte {
	curve := para(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
	return icc("mntr", "RGB ", "XYZ ", 4, map[string][]byte{
		"rTRC": curve, "gTRC": curve, "bTRC": curve,
		"bXYZ": xyzTag(0.4360747, 0.2225045, 0.0139322), "gXYZ": xyzTag(0.3850649, 0.7168786, 0.0971045), "rXYZ": xyzTag(0.1430804, 0.0606169, 0.7141733),
	})
}

func TestEmbeddedSourceCounts(t *testing.T) {
	src, err := ParseProfile(swapped())
	if err != nil {
		t.Fatal(err)
	}
	s, err := Separate(src, press(t), Perceptual)
	if err != nil {
		t.Fatal(err)
	}
	plain := separation(t, Perceptual)
	for _, c := range [][3]byte{{250, 20, 40}, {10, 100, 200}, {90, 90, 90}} {
		a, b, cc, d := s.Ink(c[2], c[1], c[0])
		e, f, g, h := plain.Ink(c[0], c[1], c[2])
		for i, v := range [4]int{int(a) - int(e), int(b) - int(f), int(cc) - int(g), int(d) - int(h)} {
			if v > 2 || v < -2 {
				t.Errorf("%v: ink %d differs by %d from sRGB's", c, i, v)
			}
		}
	}
}

// stagedPress is a version 4 press profile whose tables hold one idea: the darker, the more black ink; nothing else.
// The forward table has lightness 100−100k.
func stagedPress() []byte {
	identity := []byte("curv\x00\x00\x00\x00\x00\x00\x00\x00")
	repeat := func(b []byte, n int) (out []byte) {
		for range n {
			out = append(out, b...)
		}
		return out
	}
	// mBA: B curves, grid, A curves. Grid of 2 points an axis: L 0 is black 255, L 1 is nothing.
	head := func(kind string, in, out byte, offsets ...uint32) []byte {
		b := append([]byte(kind+"\x00\x00\x00\x00"), in, out, 0, 0)
		for _, o := range offsets {
			b = binary.BigEndian.AppendUint32(b, o)
		}
		return b
	}
	grid := func(n int, points []byte) []byte {
		b := make([]byte, 20)
		for i := range n {
			b[i] = 2
		}
		b[16] = 1
		return append(b, points...)
	}
	var back, forth []byte
	for l := range 2 {
		for range 4 {
			back = append(back, 0, 0, 0, byte(255*(1-l)))
		}
	}
	for range 8 { // c, m, y
		forth = append(forth, 255, 128, 128, 0, 128, 128) // k 0, k 1; a and b are neutral at 128
	}
	b2a := head("mBA ", 3, 4, 32, 0, 0, 32+36, 32+36+52)
	b2a = append(append(append(b2a, repeat(identity, 3)...), grid(3, back)...), repeat(identity, 4)...)
	a2b := head("mAB ", 4, 3, 32, 0, 0, 32+36, 32+36+20+48)
	a2b = append(append(append(a2b, repeat(identity, 3)...), grid(4, forth)...), repeat(identity, 4)...)
	return icc("prtr", "CMYK", "Lab ", 4, map[string][]byte{"B2A0": b2a, "A2B1": a2b})
}

func TestStagedTables(t *testing.T) {
	p, err := ParseProfile(stagedPress())
	if err != nil {
		t.Fatal(err)
	}
	s, err := Separate(nil, p, Perceptual)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ grey, want byte }{{255, 0}, {0, 255}, {119, 127}} { // sRGB 119 is lightness 50
		cc, m, y, k := s.Ink(c.grey, c.grey, c.grey)
		if cc|m|y != 0 || int(k)-int(c.want) > 2 || int(c.want)-int(k) > 2 {
			t.Errorf("grey %d: %v, want black %d", c.grey, []byte{cc, m, y, k}, c.want)
		}
		if k := s.Black(c.grey); int(k)-int(c.want) > 2 || int(c.want)-int(k) > 2 {
			t.Errorf("grey %d alone: %d, want %d", c.grey, k, c.want)
		}
	}
}

func TestCurves(t *testing.T) {
	for _, c := range []struct {
		name string
		tag  []byte
		x, y float64
	}{
		{"nothing", []byte("curv\x00\x00\x00\x00\x00\x00\x00\x00"), 0.3, 0.3},
		{"gamma", []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x00"), 0.5, 0.25},
		{"three points", []byte("curv\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x40\x00\xFF\xFF"), 0.25, 0.125},
		{"para 0", para(0, 2), 0.5, 0.25},
		{"para 1", para(1, 2, 2, -0.5), 0.75, 1},
		{"para 1 below", para(1, 2, 2, -0.5), 0.2, 0},
		{"para 2", para(2, 1, 1, 0, 0.25), 0.5, 0.75},
		{"para 3 above", para(3, 2, 1, 0, 0.5, 0.5), 0.6, 0.36},
		{"para 3 below", para(3, 2, 1, 0, 0.5, 0.5), 0.4, 0.2},
		{"para 4 above", para(4, 1, 0.5, 0, 1, 0.1, 0.25, 0.125), 0.5, 0.5},
		{"para 4 below", para(4, 1, 0.5, 0, 1, 0.1, 0.25, 0.125), 0.05, 0.175},
	} {
		f, n, err := parseCurve(c.tag)
		if err != nil || n != len(c.tag) {
			t.Errorf("%s: %d of %d bytes, %v", c.name, n, len(c.tag), err)
			continue
		}
		if got := f(c.x); math.Abs(got-c.y) > 2e-4 {
			t.Errorf("%s: %v becomes %v, want %v", c.name, c.x, got, c.y)
		}
	}
}

func TestProfilesRefused(t *testing.T) {
	for name, b := range map[string][]byte{
		"nothing":           nil,
		"text":              []byte("not a profile at all, though long enough to hold a header of one hundred and twenty-eight bytes and the number of its tags, which it has not."),
		"half of one":       press(t).Bytes()[:200],
		"tags past the end": icc("prtr", "CMYK", "Lab ", 2, map[string][]byte{"B2A0": make([]byte, 40)})[:150],
	} {
		if _, err := ParseProfile(b); !errors.Is(err, ErrProfile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, b := range map[string][]byte{
		"a monitor":     swapped(),
		"no tables":     icc("prtr", "CMYK", "Lab ", 2, map[string][]byte{"B2A0": make([]byte, 64)}),
		"one direction": icc("prtr", "CMYK", "Lab ", 4, map[string][]byte{"B2A0": make([]byte, 64), "A2B1": nil}),
	} {
		p, err := ParseProfile(b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := Separate(nil, p, Perceptual); !errors.Is(err, ErrProfile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := ParseProfile(icc("mntr", "RGB ", "XYZ ", 2, nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Separate(p, press(t), Perceptual); !errors.Is(err, ErrProfile) {
		t.Errorf("a source without curves: %v", err)
	}
}

// FuzzProfile: profiles come inside strangers' pictures. Whatever they hold, there is an answer or an error.
func FuzzProfile(f *testing.F) {
	f.Add(swapped())
	f.Add(stagedPress())
	f.Add(press(f).Bytes()[:4096])
	good := press(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParseProfile(b)
		if err != nil {
			return
		}
		p.Description()
		if s, err := Separate(p, good, Perceptual); err == nil {
			s.Ink(1, 2, 3)
		}
		if s, err := Separate(nil, p, Relative); err == nil {
			s.Ink(200, 100, 3)
		}
	})
}

func BenchmarkSeparate(b *testing.B) {
	p := press(b)
	for b.Loop() {
		if _, err := Separate(nil, p, Perceptual); err != nil {
			b.Fatal(err)
		}
	}
}
