package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dayang/fonts"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// builtin is parsed once for all tests.
var builtin = fonts.Builtin()

// profile answers the press profile that ships.
func profile(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("../../assets/press/newsprint-ifra26s-tac220.icc")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// line sets text solid from x, y in one font, a glyph a character.
func line(t testing.TB, font string, size geom.Length, x, y geom.Length, text string) display.Glyphs {
	t.Helper()
	face, ok := builtin.Face(font)
	if !ok {
		t.Fatalf("no font %q", font)
	}
	run := display.Glyphs{Origin: geom.Point{X: x, Y: y}, Font: font, Size: size, Text: text, Paint: display.Paint{Colour: display.Black, Overprint: true}}
	pen := geom.Length(0)
	for at, ru := range text {
		gid, ok := face.Glyph(ru)
		if !ok {
			t.Fatalf("%s has no %q", font, ru)
		}
		run.Glyphs = append(run.Glyphs, display.Glyph{ID: gid, X: pen, Text: at})
		pen += size.Times(int64(face.Advance(gid)), int64(face.UnitsPerEm()))
	}
	return run
}

// pictures is a source out of memory.
type pictures map[string][]byte

func (p pictures) PictureBytes(id string) ([]byte, error) {
	b, ok := p[id]
	if !ok {
		return nil, fmt.Errorf("no picture %q", id)
	}
	return b, nil
}

// tabloid is an empty page.
func tabloid(items ...display.Item) display.Page {
	return display.Page{ID: "p1", Number: 1, Trim: geom.Size{W: 275 * geom.MM, H: 390 * geom.MM}, Bleed: 3 * geom.MM, Items: items}
}

var fixedTime = time.Date(2026, 11, 23, 8, 0, 0, 0, time.FixedZone("CST", 8*3600))

func options(t testing.TB, s Standard) Options {
	return Options{Standard: s, Title: "平湖日报", Author: "编辑部", Created: fixedTime, Profile: profile(t), ProfileName: "IFRA26"}
}

func write(t testing.TB, o Options, pics pictures, pages ...display.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(context.Background(), &b, pages, builtin, pics, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSmoke(t *testing.T) {
	p := tabloid(line(t, "song", 10*geom.Pt, 20*geom.MM, 20*geom.MM, "本报讯（记者张三）"))
	b := write(t, options(t, X4), nil, p)
	os.WriteFile("/tmp/press-smoke.pdf", b, 0o644)
	_ = errors.Is
	_ = strings.Contains
}
