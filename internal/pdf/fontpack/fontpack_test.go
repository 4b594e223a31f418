package fontpack

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"

	"dayang/fonts"
)

var builtin = fonts.Builtin()

func face(t testing.TB, id string) *fonts.Face {
	t.Helper()
	f, ok := builtin.Face(id)
	if !ok {
		t.Fatalf("no font %q", id)
	}
	return f
}

// packed builds a pack of text and opens the file with another reader.
func packed(t testing.TB, f *fonts.Face, text string) (*Pack, *font.Face) {
	t.Helper()
	p := New(f)
	for _, ru := range text {
		gid, ok := f.Glyph(ru)
		if !ok {
			t.Fatalf("%s has no %q", f.ID(), ru)
		}
		p.Use(gid, string(ru))
	}
	b, err := p.TrueType()
	if err != nil {
		t.Fatal(err)
	}
	g, err := font.ParseTTF(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return p, g
}

func TestNumbers(t *testing.T) {
	p := New(face(t, "song"))
	for _, c := range []struct {
		gid  uint32
		text string
		want uint16
	}{{7, "一", 1}, {9, "二", 2}, {7, "一", 1}, {7, "⼀", 3}, {7, "", 4}, {0, "囧", 5}} {
		if got := p.Use(c.gid, c.text); got != c.want {
			t.Errorf("glyph %d for %q is number %d, want %d", c.gid, c.text, got, c.want)
		}
	}
	if p.Len() != 6 || p.Text(3) != "⼀" || p.Runes() != "\U000F0001\U000F0002\U000F0003\U000F0004\U000F0005" {
		t.Errorf("%d glyphs, %q, %q", p.Len(), p.Text(3), p.Runes())
	}
}

// TestShapesStay: every glyph of the new font has the old one's advance and shape, point for point where the source
// is quadratic.
func TestShapesStay(t *testing.T) {
	const text = "本报讯永和九年，岁在癸丑“Hello”g1234龘é—…"
	for _, id := range []string{"song", "song-black", "hei", "hei-bold", "kai"} {
		f := face(t, id)
		p, g := packed(t, f, text)
		if int(g.Upem()) != f.UnitsPerEm() {
			t.Fatalf("%s: em is %d, was %d", id, g.Upem(), f.UnitsPerEm())
		}
		for n, ru := range []rune(p.Runes()) {
			gid, ok := g.NominalGlyph(ru)
			if !ok || int(gid) != n+1 {
				t.Fatalf("%s: U+%X is glyph %d, want %d", id, ru, gid, n+1)
			}
			old := p.glyphs[n+1].gid
			if got, want := g.HorizontalAdvance(gid), f.Advance(old); int(got) != want {
				t.Errorf("%s: advance of %q is %v, was %d", id, p.Text(uint16(n+1)), got, want)
			}
			got, want := drawn(g.GlyphData(gid).(font.GlyphOutline).Segments), stated(f.Outline(old))
			if got != want {
				t.Errorf("%s: %q is drawn\n%s\nwas\n%s", id, p.Text(uint16(n+1)), got, want)
			}
		}
	}
}

// drawn writes an outline as the lines and curves it has, without the line that closes a contour.
func drawn(segs []font.Segment) string {
	var o fonts.Outline
	for _, s := range segs {
		op := map[opentype.SegmentOp]fonts.Op{opentype.SegmentOpMoveTo: fonts.MoveTo, opentype.SegmentOpLineTo: fonts.LineTo,
			opentype.SegmentOpQuadTo: fonts.QuadTo, opentype.SegmentOpCubeTo: fonts.CubeTo}[s.Op]
		var q fonts.Segment
		q.Op = op
		for i, a := range s.ArgsSlice() {
			q.P[i] = fonts.Point{X: a.X, Y: a.Y}
		}
		o.Segments = append(o.Segments, q)
	}
	return stated(o)
}

func stated(o fonts.Outline) string {
	var b strings.Builder
	var start, at fonts.Point
	for _, s := range o.Segments {
		pts := s.Points()
		end := pts[len(pts)-1]
		switch {
		case s.Op == fonts.MoveTo:
			start = end
		case s.Op == fonts.LineTo && (end == start || end == at):
			at = end
			continue
		}
		at = end
		fmt.Fprintf(&b, "%d%v ", s.Op, pts)
	}
	return b.String()
}

// circleFace is a face of cubic outlines: glyph 1 is a circle of radius 400 as four cubics.
type circleFace struct{}

func (circleFace) PostScriptName() string { return "Circle" }
func (circleFace) UnitsPerEm() int        { return 1000 }
func (circleFace) Ascent() int            { return 880 }
func (circleFace) Descent() int           { return 120 }
func (circleFace) CapHeight() int         { return 700 }
func (circleFace) Advance(uint32) int     { return 1000 }
func (circleFace) Outline(gid uint32) fonts.Outline {
	if gid == 0 {
		return fonts.Outline{}
	}
	const r, k = 400, 400 * 0.5522847
	q := func(a, b, c, d, e, f float32) fonts.Segment {
		return fonts.Segment{Op: fonts.CubeTo, P: [3]fonts.Point{{X: a, Y: b}, {X: c, Y: d}, {X: e, Y: f}}}
	}
	return fonts.Outline{Segments: []fonts.Segment{{Op: fonts.MoveTo, P: [3]fonts.Point{{X: r}}},
		q(r, k, k, r, 0, r), q(-k, r, -r, k, -r, 0), q(-r, -k, -k, -r, 0, -r), q(k, -r, r, -k, r, 0)}}
}

func TestCubicsStayRound(t *testing.T) {
	p := New(circleFace{})
	p.Use(1, "○")
	b, err := p.TrueType()
	if err != nil {
		t.Fatal(err)
	}
	g, err := font.ParseTTF(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if g.Upem() != 4000 {
		t.Errorf("em is %d, want room for converted curves", g.Upem())
	}
	var at font.Segment
	worst := 0.0
	for _, s := range g.GlyphData(1).(font.GlyphOutline).Segments {
		if s.Op == opentype.SegmentOpQuadTo {
			from := at.ArgsSlice()[len(at.ArgsSlice())-1]
			for i := range 21 {
				u := float64(i) / 20
				x := (1-u)*(1-u)*float64(from.X) + 2*u*(1-u)*float64(s.Args[0].X) + u*u*float64(s.Args[1].X)
				y := (1-u)*(1-u)*float64(from.Y) + 2*u*(1-u)*float64(s.Args[0].Y) + u*u*float64(s.Args[1].Y)
				worst = max(worst, math.Abs(math.Hypot(x, y)-1600))
			}
		}
		at = s
	}
	// The cubics themselves leave the circle by 0.027 %, 0.44 units here.
	if worst == 0 || worst > 1.6 {
		t.Errorf("the circle is off by %.2f of 4,000 units", worst)
	}
}

func TestTablesAreWhatGopdfAsksFor(t *testing.T) {
	p := New(face(t, "song"))
	b, err := p.TrueType() // no glyph but the missing one
	if err != nil {
		t.Fatal(err)
	}
	n := int(binary.BigEndian.Uint16(b[4:]))
	sizes := map[string]int{}
	for i := range n {
		e := b[12+16*i:]
		off, size := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		sizes[string(e[:4])] = int(size)
		if got, want := checksum(b[off:off+size]), binary.BigEndian.Uint32(e[4:]); string(e[:4]) != "head" && got != want {
			t.Errorf("table %s: checksum %x, want %x", e[:4], got, want)
		}
	}
	for tag, want := range map[string]int{"head": 54, "hhea": 36, "maxp": 32, "OS/2": 96, "post": 32, "hmtx": 4, "loca": 8, "fpgm": 3, "prep": 7, "cvt ": 2} {
		if sizes[tag] != want {
			t.Errorf("table %s has %d bytes, want %d", tag, sizes[tag], want)
		}
	}
	if checksum(b) != 0xB1B0AFBA {
		t.Errorf("the file's checksum is %x", checksum(b))
	}
}

func BenchmarkTrueType(b *testing.B) {
	f := face(b, "song")
	p := New(f)
	for ru := rune(0x4E00); p.Len() < 1500; ru++ {
		if gid, ok := f.Glyph(ru); ok {
			p.Use(gid, string(ru))
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.TrueType(); err != nil {
			b.Fatal(err)
		}
	}
}
