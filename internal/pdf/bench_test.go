package pdf

import (
	"context"
	"fmt"
	"io"
	"testing"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// densePage is a page of about 7,000 glyphs in 30-odd different lines of body text.
func densePage(t testing.TB, number int) (display.Page, int) {
	t.Helper()
	p := display.Page{Number: number, Trim: geom.Size{W: 390 * geom.MM, H: 545 * geom.MM}, Bleed: 3 * geom.MM}
	p.Items = append(p.Items, line(t, "song-black", 60*geom.Pt, 15*geom.MM, 40*geom.MM, "重点项目建设提速增效"))
	glyphs := 0
	for col := range 6 {
		items, n := column(t, "song", 9*geom.Pt, 13*geom.Pt, geom.Rect{X: 15*geom.MM + geom.Length(col)*61*geom.MM, Y: 200 * geom.MM, W: 56 * geom.MM, H: 325 * geom.MM}, body+rare(col, number))
		p.Items = append(p.Items, items...)
		glyphs += n
	}
	return p, glyphs
}

// rare adds different characters to a column, as a page of different stories has.
func rare(col, number int) string {
	face, _ := builtin.Face("song")
	var rs []rune
	for ru := rune(0x4E00 + col*700 + number*37); len(rs) < 150; ru += 3 {
		if _, ok := face.Glyph(ru); ok {
			rs = append(rs, ru)
		}
	}
	return string(rs)
}

func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{1, 16} {
		var pages []display.Page
		glyphs := 0
		for i := range n {
			p, g := densePage(b, i+1)
			pages = append(pages, p)
			glyphs += g
		}
		b.Run(fmt.Sprintf("%dpages", n), func(b *testing.B) {
			o := options(b, X4)
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(context.Background(), io.Discard, pages, builtin, nil, o); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(glyphs), "glyphs")
		})
	}
}

func BenchmarkPictures(b *testing.B) {
	p, pics := showPage(b)
	for _, warm := range []bool{false, true} {
		name := "cold"
		o := options(b, X4)
		o.Cache = nil
		if warm {
			name = "warm"
			o.Cache = NewCache(64 << 20)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := Write(context.Background(), io.Discard, []display.Page{p}, builtin, pics, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
