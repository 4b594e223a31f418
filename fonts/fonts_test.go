package fonts

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	ot "github.com/go-text/typesetting/font/opentype"
)

func face(t testing.TB, id string) *Face {
	t.Helper()
	f, ok := Builtin().Face(id)
	if !ok {
		t.Fatalf("no face %q", id)
	}
	return f
}

func TestBuiltinFaces(t *testing.T) {
	want := []struct {
		id, family, ps string
		cap            int
	}{
		{"song", "Noto Serif SC", "NotoSerifSC-Regular", 729},
		{"song-black", "Noto Serif SC", "NotoSerifSC-Black", 729},
		{"hei", "Noto Sans SC", "NotoSansSC-Regular", 733},
		{"hei-bold", "Noto Sans SC", "NotoSansSC-Bold", 733},
		{"kai", "LXGW WenKai", "LXGWWenKai-Regular", 695},
	}
	ids := Builtin().IDs()
	if len(ids) != len(want) {
		t.Fatalf("ids %v", ids)
	}
	for i, w := range want {
		f := face(t, w.id)
		if ids[i] != w.id || f.ID() != w.id || f.Family() != w.family || f.PostScriptName() != w.ps {
			t.Errorf("%s: %q %q %q", w.id, f.ID(), f.Family(), f.PostScriptName())
		}
		// All five declare 880 above and 120 below the baseline, so their lines agree.
		if f.UnitsPerEm() != 1000 || f.Ascent() != 880 || f.Descent() != 120 || f.CapHeight() != w.cap {
			t.Errorf("%s: em %d, %d up, %d down, capitals %d", w.id, f.UnitsPerEm(), f.Ascent(), f.Descent(), f.CapHeight())
		}
		if err := f.Embeddable(); err != nil {
			t.Errorf("%s: %v", w.id, err)
		}
		if f.Outlines() != QuadTo {
			t.Errorf("%s: outlines are not TrueType", w.id)
		}
	}
}

func TestEveryFaceCoversAPage(t *testing.T) {
	const page = "平湖市委十四届六次全会，。、；：？！“”‘’（）《》—…·0123456789AaZz%-+/■●▲①"
	for _, id := range Builtin().IDs() {
		f := face(t, id)
		for _, ru := range page {
			g, ok := f.Glyph(ru)
			if !ok || g == 0 {
				t.Errorf("%s lacks %q", id, ru)
				continue
			}
			if len(f.Outline(g).Segments) == 0 {
				t.Errorf("%s: %q has no outline", id, ru)
			}
			if ru > 0x4e00 && f.Advance(g) != 1000 {
				t.Errorf("%s: %q is %d wide", id, ru, f.Advance(g))
			}
		}
		if g, ok := f.Glyph(' '); !ok || len(f.Outline(g).Segments) != 0 || f.Advance(g) == 0 {
			t.Errorf("%s: the space is not a blank with a width", id)
		}
		if _, ok := f.Glyph(0x10fffd); ok {
			t.Errorf("%s claims a private character", id)
		}
	}
}

func TestFallbackFindsRareNames(t *testing.T) {
	r := Builtin()
	if _, ok := face(t, "song").Glyph('𠮷'); ok {
		t.Fatal("song has 𠮷: the test needs another character")
	}
	for _, id := range r.IDs() {
		f, g, ok := r.Fallback(id, '𠮷')
		if !ok || f.ID() != "kai" || g == 0 {
			t.Errorf("from %s: %v %d %v", id, f, g, ok)
		}
		if f, _, ok := r.Fallback(id, '版'); !ok || f.ID() != id {
			t.Errorf("%s left its own 版", id)
		}
	}
	if _, _, ok := r.Fallback("song", 0x10fffd); ok {
		t.Error("found a character that no font has")
	}
	if f, _, ok := r.Fallback("no such face", '版'); !ok || f.ID() != "song" {
		t.Error("an unknown face does not fall back to song")
	}
}

func TestOutlineStaysInItsBox(t *testing.T) {
	f := face(t, "song")
	g, _ := f.Glyph('国')
	left, bottom, right, top := f.Outline(g).Bounds()
	if left < 0 || right > 1000 || bottom < -120 || top > 880 || right-left < 600 || top-bottom < 600 {
		t.Errorf("国 spans %v %v %v %v", left, bottom, right, top)
	}
	for _, s := range f.Outline(g).Segments {
		if s.Op == CubeTo {
			t.Fatal("a cubic step from a TrueType font")
		}
	}
}

// é is drawn as e and an accent in many fonts: parts must come together.
func TestCompositeGlyphs(t *testing.T) {
	for _, id := range Builtin().IDs() {
		f := face(t, id)
		e, _ := f.Glyph('e')
		acute, ok := f.Glyph('é')
		if !ok {
			t.Errorf("%s lacks é", id)
			continue
		}
		_, _, _, top := f.Outline(e).Bounds()
		_, _, _, higher := f.Outline(acute).Bounds()
		if higher <= top {
			t.Errorf("%s: é is not taller than e", id)
		}
	}
}

func TestVerticalForms(t *testing.T) {
	for _, id := range Builtin().IDs() {
		f := face(t, id)
		for _, ru := range "（）“”《》—，。" {
			g, _ := f.Glyph(ru)
			v, ok := f.Vertical(g)
			if !ok {
				// WenKai centres its comma and stop by other means; brackets must turn everywhere.
				if ru == '（' || ru == '《' {
					t.Errorf("%s: %q has no vertical form", id, ru)
				}
				continue
			}
			if v == g || len(f.Outline(v).Segments) == 0 {
				t.Errorf("%s: vertical %q is glyph %d of %d", id, ru, v, g)
			}
		}
		g, _ := f.Glyph('版')
		if v, ok := f.Vertical(g); ok || v != g {
			t.Errorf("%s: 版 changes in vertical lines", id)
		}
	}
}

func TestShape(t *testing.T) {
	f := face(t, "hei")
	sum := func(s string) (n int) {
		for _, g := range f.Shape(s) {
			n += g.Advance
		}
		return n
	}
	plain := 0
	for _, ru := range "AVATAR" {
		g, _ := f.Glyph(ru)
		plain += f.Advance(g)
	}
	if got := sum("AVATAR"); got >= plain {
		t.Errorf("AVATAR is %d wide, %d without kerning", got, plain)
	}
	marks := f.Shape("e\u0301x")
	if len(marks) != 2 || marks[1].Cluster != 3 {
		t.Errorf("e with a combining acute: %+v", marks)
	}
	if acute, _ := f.Glyph('é'); marks[0].Glyph != acute {
		t.Errorf("glyph %d, é is %d", marks[0].Glyph, acute)
	}
	if got := f.Shape(""); got != nil {
		t.Errorf("nothing shaped as %v", got)
	}
	if got := f.Shape("𠮷"); len(got) != 1 || got[0].Glyph != 0 {
		t.Errorf("a missing character shaped as %+v", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	r := Builtin()
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 400 {
				f, g, ok := r.Fallback([]string{"song", "kai"}[w%2], rune(0x4e00+i*3))
				if ok && len(f.Outline(g).Segments) == 0 {
					t.Errorf("U+%04X is blank", 0x4e00+i*3)
				}
				f.Shape("Go 1.26")
			}
		})
	}
	wg.Wait()
}

// The outlines are read one to one from go-text's steps.
func TestStepsAgreeWithGoText(t *testing.T) {
	if MoveTo != Op(ot.SegmentOpMoveTo) || LineTo != Op(ot.SegmentOpLineTo) ||
		QuadTo != Op(ot.SegmentOpQuadTo) || CubeTo != Op(ot.SegmentOpCubeTo) {
		t.Fatal("the steps of an outline are numbered differently")
	}
}

// collection joins fonts into a TTC: each member keeps its tables, at their new places.
func collection(files ...[]byte) []byte {
	u32 := func(n int) []byte { return []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)} }
	out := append([]byte("ttcf\x00\x01\x00\x00"), u32(len(files))...)
	at := 12 + 4*len(files)
	for _, f := range files {
		out = append(out, u32(at)...)
		at += len(f)
	}
	for _, f := range files {
		start := len(out)
		out = append(out, f...)
		for i := range table(f).u16(4) {
			entry := start + 12 + 16*i + 8
			copy(out[entry:], u32(table(out).u32(entry)+start))
		}
	}
	return out
}

func TestCollectionMember(t *testing.T) {
	small := []string{"head", "hhea", "maxp", "hmtx", "cmap", "name", "OS/2", "loca", "glyf"}
	ttc := collection(pack(face(t, "hei").tables, small), pack(face(t, "kai").tables, small))
	if n := Members(ttc); n != 2 {
		t.Fatalf("%d members", n)
	}
	r := Builtin()
	if err := r.Add("second", ttc, 1); err != nil {
		t.Fatal(err)
	}
	f, _ := r.Face("second")
	if f.PostScriptName() != "LXGWWenKai-Regular" {
		t.Errorf("member 1 is %q", f.PostScriptName())
	}
	g, ok := f.Glyph('𠮷')
	kg, _ := face(t, "kai").Glyph('𠮷')
	if !ok || g != kg || len(f.Outline(g).Segments) != len(face(t, "kai").Outline(kg).Segments) {
		t.Error("𠮷 differs from its source")
	}
	if err := r.Add("third", ttc, 2); !errors.Is(err, ErrNoMember) {
		t.Errorf("member 2 of 2: %v", err)
	}
	if ids := r.IDs(); ids[len(ids)-1] != "second" {
		t.Errorf("ids %v", ids)
	}
	if chain := r.Chain("second"); chain[0] != "second" || chain[1] != "song" || len(chain) != 6 {
		t.Errorf("chain %v", chain)
	}
}

// TestCFF reads PostScript outlines from a font of the machine, where there is one.
func TestCFF(t *testing.T) {
	found, _ := filepath.Glob("/usr/share/fonts/opentype/*/*.otf")
	if len(found) == 0 {
		t.Skip("no OpenType font with CFF outlines under /usr/share/fonts/opentype")
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Skip(err)
	}
	r := Builtin()
	if err := r.Add("own", data, 0); err != nil {
		t.Fatal(err)
	}
	f, _ := r.Face("own")
	g, ok := f.Glyph('O')
	if !ok || f.Outlines() != CubeTo {
		t.Fatalf("%s: O %v, outlines %v", found[0], ok, f.Outlines())
	}
	l, b, rt, top := f.Outline(g).Bounds()
	if rt-l < float32(f.UnitsPerEm())/3 || top-b < float32(f.CapHeight())*9/10 {
		t.Errorf("O spans %v %v %v %v", l, b, rt, top)
	}
	cubes := 0
	for _, s := range f.Outline(g).Segments {
		if s.Op == CubeTo {
			cubes++
		}
	}
	if cubes < 8 {
		t.Errorf("O has %d curves", cubes)
	}
}

func TestAddRefuses(t *testing.T) {
	r := Builtin()
	for name, data := range map[string][]byte{"nothing": nil, "text": []byte("这不是字体，是一段文字。"), "woff": []byte("wOFF\x00\x01\x00\x00 and more than enough bytes")} {
		if err := r.Add("bad", data, 0); !errors.Is(err, ErrNotFont) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := r.Add("bad", heiData[:4096], 0); !errors.Is(err, ErrDamaged) {
		t.Errorf("a cut-off file: %v", err)
	}
	if _, ok := r.Face("bad"); ok {
		t.Error("a refused font is in the registry")
	}
}

func TestEmbeddable(t *testing.T) {
	for bits, want := range map[int]error{0: nil, 2: ErrMayNotEmbed, 4: nil, 8: nil, 6: nil, 0x100: ErrMayNotSubset, 0x208: ErrBitmapOnly} {
		f := &Face{id: "x", fsType: bits}
		if err := f.Embeddable(); !errors.Is(err, want) {
			t.Errorf("fsType %#x: %v", bits, err)
		}
	}
}

// FuzzAdd: whatever the bytes, a font is refused or answers without a panic.
func FuzzAdd(f *testing.F) {
	small := pack(face(f, "hei").tables, []string{"head", "hhea", "maxp", "OS/2", "GSUB", "hmtx", "cmap"})
	f.Add(small[:4096])
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	f.Add(tiny())
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &Registry{}
		if r.Add("x", data, 0) != nil {
			return
		}
		x, _ := r.Face("x")
		for _, ru := range "A版（" {
			g, _ := x.Glyph(ru)
			x.Advance(g)
			x.Vertical(g)
			x.Outline(g)
		}
		for g := range min(x.Glyphs(), 8) {
			x.Outline(uint32(g))
		}
	})
}

// tiny is a font of two glyphs, a blank and a composite of itself, small enough for a fuzzer to get through.
func tiny() []byte {
	head := make(table, 54)
	copy(head[18:], []byte{3, 232})
	hhea := make(table, 36)
	hhea[35] = 1
	return pack(map[string]table{
		"head": head, "hhea": hhea, "maxp": {0, 1, 0, 0, 0, 2}, "hmtx": {1, 0, 0, 0, 0, 0},
		"cmap": {0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, 0, 6, 0, 12, 0, 0, 0, 'A', 0, 1, 0, 1},
		"loca": {0, 0, 0, 0, 0, 9},
		"glyf": {255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 34, 0, 1, 0, 0, 0, 0},
	}, []string{"head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf"})
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := open("song", songData, 0); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
}

func BenchmarkOutlineCold(b *testing.B) {
	f := face(b, "song")
	var gids []uint32
	for ru := rune(0x4e00); ru < 0x4e00+4096; ru++ {
		if g, ok := f.Glyph(ru); ok {
			gids = append(gids, g)
		}
	}
	left := 0
	for i := 0; b.Loop(); i++ {
		left = maxComponents
		contours(f.glyphPoints(gids[i%len(gids)], 0, &left))
	}
}

func BenchmarkGlyph(b *testing.B) {
	f := face(b, "song")
	for b.Loop() {
		f.Glyph('平')
	}
}

func BenchmarkShape(b *testing.B) {
	f := face(b, "song")
	f.Shape("Go")
	for b.Loop() {
		f.Shape("International")
	}
}
