package fonts

import (
	"math"
	"runtime"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// TestAgainstAnotherReader holds our reading of the shipped faces against x/image's: the same characters, advances and
// shapes.
func TestAgainstAnotherReader(t *testing.T) {
	for id, data := range map[string][]byte{"song": songData, "song-black": songBlackData, "hei": heiData, "hei-bold": heiBoldData, "kai": kaiData} {
		f := face(t, id)
		other, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		var buf sfnt.Buffer
		em := fixed.I(f.UnitsPerEm())
		shapes := 0
		for ru := rune(0); ru < 0x32000; ru++ {
			gid, _ := f.Glyph(ru)
			want, err := other.GlyphIndex(&buf, ru)
			if err != nil {
				t.Fatal(err)
			}
			if gid != uint32(want) {
				t.Fatalf("%s: U+%04X is glyph %d, elsewhere %d", id, ru, gid, want)
			}
			if gid == 0 || ru > 0x250 && ru%11 != 0 { // all of Latin, where parts are joined, and every eleventh of the rest
				continue
			}
			shapes++
			adv, err := other.GlyphAdvance(&buf, want, em, font.HintingNone)
			if err != nil || adv != fixed.I(f.Advance(gid)) {
				t.Errorf("%s: U+%04X is %d wide, elsewhere %v (%v)", id, ru, f.Advance(gid), adv, err)
			}
			segs, err := other.LoadGlyph(&buf, want, em, nil)
			if err != nil {
				t.Fatalf("%s: U+%04X: %v", id, ru, err)
			}
			theirs := make([]Segment, len(segs))
			for i, s := range segs {
				theirs[i].Op = Op(s.Op)
				for j, a := range s.Args {
					theirs[i].P[j] = Point{float32(a.X) / 64, -float32(a.Y) / 64}
				}
			}
			a, b := area(f.Outline(gid)), area(Outline{theirs})
			l1, b1, r1, t1 := f.Outline(gid).Bounds()
			l2, b2, r2, t2 := Outline{theirs}.Bounds()
			far := max(math.Abs(float64(l1-l2)), math.Abs(float64(b1-b2)), math.Abs(float64(r1-r2)), math.Abs(float64(t1-t2)))
			// The other reader puts the implied points of a curve on whole units, up to half a unit from ours.
			if math.Abs(a-b) > 50+math.Abs(b)/200 || far > 1 {
				t.Errorf("%s: U+%04X covers %.0f, elsewhere %.0f; its box is off by %.2f", id, ru, a, b, far)
			}
		}
		if shapes < 2000 {
			t.Errorf("%s: only %d shapes compared", id, shapes)
		}
	}
}

// area answers the signed area of an outline of lines and quadratic curves.
func area(o Outline) float64 {
	cross := func(a, b Point) float64 { return (float64(a.X)*float64(b.Y) - float64(b.X)*float64(a.Y)) / 2 }
	sum := 0.0
	var start, at Point
	for _, s := range o.Segments {
		switch s.Op {
		case MoveTo:
			sum += cross(at, start)
			start, at = s.P[0], s.P[0]
		case LineTo:
			sum += cross(at, s.P[0])
			at = s.P[0]
		case QuadTo: // the triangle below the chord and two thirds of that of the control
			c, e := s.P[0], s.P[1]
			sum += cross(at, e) + 2.0/3*(cross(at, c)+cross(c, e)+cross(e, at))
			at = e
		}
	}
	return sum + cross(at, start)
}

// Opening a face must not read it whole: a full parse of one Chinese face takes 54 MB.
func TestFacesAreLight(t *testing.T) {
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	f, err := open("kai", kaiData, 0)
	if err != nil {
		t.Fatal(err)
	}
	opened := heap()
	f.Shape("Typesetting")
	shaped := heap()
	for ru := rune(0x4e00); ru < 0x4e00+4000; ru++ {
		g, _ := f.Glyph(ru)
		f.Outline(g)
	}
	drawn := heap()
	t.Logf("opened %d kB, shaper %d kB, outlines %d kB", (opened-before)>>10, (shaped-opened)>>10, (drawn-shaped)>>10)
	if opened-before > 500<<10 || shaped-opened > 4<<20 || drawn-shaped > 3<<20 {
		t.Errorf("opened %d, shaper %d, outlines %d bytes", opened-before, shaped-opened, drawn-shaped)
	}
	runtime.KeepAlive(f)
}
