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

	"github.com/signintech/gopdf"

	"dayang/fonts"
	"dayang/internal/colour"
	"dayang/internal/pdf/pdfx"
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
	return Options{Standard: s, Title: "平湖日报", Author: "编辑部", Created: fixedTime, Profile: profile(t), ProfileName: "IFRA26", Cache: converted}
}

// converted spares the tests converting the same picture again; those about converting do without.
var converted = NewCache(64 << 20)

func write(t testing.TB, o Options, pics pictures, pages ...display.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(context.Background(), &b, pages, builtin, pics, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// runsOf answers a page's runs in drawing order with how far groups move them.
func runsOf(p display.Page) (out []display.Glyphs) {
	display.Walk(p, func(it display.Item, shift geom.Point) {
		if g, ok := it.(display.Glyphs); ok {
			g.Origin = g.Origin.Add(shift)
			out = append(out, g)
		}
	})
	return out
}

func textOf(p display.Page) string {
	var b strings.Builder
	for _, r := range runsOf(p) {
		b.WriteString(r.Text)
	}
	return b.String()
}

func TestEveryGlyphStandsWhereTheListSays(t *testing.T) {
	p, pics := showPage(t)
	f := readFile(t, write(t, options(t, X4), pics, p))
	got := readPage(t, f, pagesOf(f)[0])
	h := (p.Trim.H + p.Bleed).Pt()
	worst := 0.0
	for _, run := range runsOf(p) {
		for _, g := range run.Glyphs {
			if len(got) == 0 {
				t.Fatal("glyphs are missing")
			}
			at := run.Origin.Add(turned(run.Turn, g.X, g.Y))
			x, y := (at.X + p.Bleed).Pt(), h-at.Y.Pt()
			worst = max(worst, abs(got[0].x-x), abs(got[0].y-y))
			if !near(got[0].x, x, 0.002) || !near(got[0].y, y, 0.002) {
				t.Fatalf("%q in %q at %.4f %.4f, want %.4f %.4f", got[0].text, run.Text, got[0].x, got[0].y, x, y)
			}
			got = got[1:]
		}
	}
	if len(got) > 0 {
		t.Errorf("%d glyphs more than the list has", len(got))
	}
	t.Logf("farthest off: %.4f pt", worst)
}

func abs(v float64) float64 { return max(v, -v) }

func TestTextIsTheListsText(t *testing.T) {
	p, pics := showPage(t)
	for _, s := range []Standard{Proof, X4, X1a} {
		o := options(t, s)
		o.Marks, o.Watermark = true, "未签样" // neither is text of the page
		f := readFile(t, write(t, o, pics, p))
		var b strings.Builder
		for _, g := range readPage(t, f, pagesOf(f)[0]) {
			b.WriteString(g.text)
		}
		if got, want := b.String(), textOf(p); got != want {
			t.Errorf("%v: text is\n%s\nwant\n%s", s, got, want)
		}
	}
}

// TestClusters: what glyphs and characters are to each other, in the notation [glyphs text].
func TestClusters(t *testing.T) {
	glyph := func(font string, ru rune) uint32 {
		face, _ := builtin.Face(font)
		gid, ok := face.Glyph(ru)
		if !ok {
			t.Fatalf("%s has no %q", font, ru)
		}
		return gid
	}
	run := func(font, text string, gs ...display.Glyph) display.Glyphs {
		for i := range gs {
			gs[i].X = geom.Length(i) * 12 * geom.Pt
		}
		return display.Glyphs{Origin: geom.Point{X: 20 * geom.MM, Y: 30 * geom.MM}, Font: font, Size: 12 * geom.Pt, Text: text, Glyphs: gs, Paint: display.Paint{Colour: display.Black}}
	}
	dash := glyph("song", '—')
	for _, c := range []struct {
		name string
		run  display.Glyphs
	}{
		{"one glyph for two dashes", run("song", "前——后", display.Glyph{ID: glyph("song", '前')}, display.Glyph{ID: dash, Text: 3}, display.Glyph{ID: glyph("song", '后'), Text: 9})},
		{"a base and its mark", run("song", "ée", display.Glyph{ID: glyph("song", 'e')}, display.Glyph{ID: glyph("song", 'ˊ')}, display.Glyph{ID: glyph("song", 'e'), Text: 3})},
		{"two characters share a glyph", run("kai", "一⼀一", display.Glyph{ID: glyph("kai", '一')}, display.Glyph{ID: glyph("kai", '一'), Text: 3}, display.Glyph{ID: glyph("kai", '一'), Text: 6})},
		{"beyond the basic plane", run("kai", "𠮷", display.Glyph{ID: glyph("kai", '𠮷')})},
		{"characters that draw nothing", run("song", "\u200b前 \u200b", display.Glyph{ID: glyph("song", '前'), Text: 3})},
		{"glyphs out of order", run("song", "前后", display.Glyph{ID: glyph("song", '后'), Text: 3}, display.Glyph{ID: glyph("song", '前')})},
		{"a glyph that does not exist", run("song", "囧", display.Glyph{ID: 0})},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := readFile(t, write(t, options(t, X4), nil, tabloid(c.run)))
			got := readPage(t, f, pagesOf(f)[0])
			if len(got) != len(c.run.Glyphs) {
				t.Fatalf("%d glyphs, want %d", len(got), len(c.run.Glyphs))
			}
			var b strings.Builder
			for _, g := range got {
				b.WriteString(g.text)
			}
			want := c.run.Text
			if c.name == "glyphs out of order" {
				want = "后前" // text is read as the glyphs stand
			}
			if b.String() != want {
				t.Errorf("text %q, want %q", b.String(), want)
			}
		})
	}
}

func TestSameBytes(t *testing.T) {
	p, pics := showPage(t)
	q, _ := showPage(t)
	q.Number, q.ID = 2, "p2"
	for _, s := range []Standard{Proof, X4, X1a} {
		o := options(t, s)
		o.Marks, o.Watermark, o.Cache = true, "未签样", nil
		first := write(t, o, pics, p, q)
		o.Cache = NewCache(64 << 20)
		for range 2 { // cold and warm
			if !bytes.Equal(first, write(t, o, pics, p, q)) {
				t.Fatalf("%v: not the same bytes", s)
			}
		}
	}
}

func TestBoxes(t *testing.T) {
	small := tabloid()
	small.Trim = geom.Size{W: 200 * geom.MM, H: 100*geom.MM + 1}
	small.Bleed = 0
	for _, marks := range []bool{false, true} {
		o := options(t, X4)
		o.Marks = marks
		f := readFile(t, write(t, o, nil, tabloid(), small))
		pages := pagesOf(f)
		if len(pages) != 2 {
			t.Fatalf("%d pages", len(pages))
		}
		for i, p := range []display.Page{tabloid(), small} {
			off := p.Bleed
			if marks {
				off += slugArea
			}
			box := func(by geom.Length) [4]float64 {
				return [4]float64{(off - by).Pt(), (off - by).Pt(), (off + p.Trim.W + by).Pt(), (off + p.Trim.H + by).Pt()}
			}
			for name, want := range map[string][4]float64{"MediaBox": box(off), "BleedBox": box(p.Bleed), "TrimBox": box(0)} {
				got, ok := f.Resolve(pages[i][pdfx.Name(name)]).(pdfx.Array)
				if !ok || len(got) != 4 {
					t.Fatalf("page %d: %s is %v", i+1, name, got)
				}
				for k := range want {
					if !near(number(t, got[k]), want[k], 0.00006) {
						t.Errorf("marks %v page %d: %s is %v, want %v", marks, i+1, name, got, want)
						break
					}
				}
			}
		}
	}
}

func TestInks(t *testing.T) {
	over := line(t, "song", 10*geom.Pt, 20*geom.MM, 20*geom.MM, "黑")
	cut := over
	cut.Paint = display.Paint{Colour: display.Colour{C: 1000, M: 125}}
	paper := over
	paper.Paint = display.Paint{Colour: display.White, Overprint: true}
	spot := over
	spot.Paint = display.Paint{Colour: display.Colour{M: 900, Spot: "专色 1", Tint: 450}, Overprint: true}
	f := readFile(t, write(t, options(t, X4), nil, tabloid(over, cut, paper, spot, over)))
	page := pagesOf(f)[0]
	got := readPage(t, f, page)
	for i, want := range []shown{
		{fill: "0 0 0 1 k", overprint: true},
		{fill: "1 0.125 0 0 k"},
		{fill: "0 0 0 0 k"}, // white paper that "overprints" would vanish
		{fill: "/Spot0 cs 0.45 scn", overprint: true},
		{fill: "0 0 0 1 k", overprint: true},
	} {
		if got[i].fill != want.fill || got[i].overprint != want.overprint {
			t.Errorf("glyph %d: %q overprint %v, want %q %v", i, got[i].fill, got[i].overprint, want.fill, want.overprint)
		}
	}
	res := dictOf(f, page["Resources"])
	space := f.Resolve(dictOf(f, res["ColorSpace"])["Spot0"]).(pdfx.Array)
	if space[0] != pdfx.Name("Separation") || space[1] != pdfx.Name("专色 1") || space[2] != pdfx.Name("DeviceCMYK") {
		t.Errorf("spot ink is %v", space)
	}
	for name, want := range map[pdfx.Name][2]any{pdfx.Overprint: {true, pdfx.Int(1)}, pdfx.Knockout: {false, pdfx.Int(0)}} {
		gs := dictOf(f, dictOf(f, res["ExtGState"])[name])
		if gs["OP"] != want[0] || gs["op"] != want[0] || gs["OPM"] != want[1] {
			t.Errorf("%s is %v", name, gs)
		}
	}
}

// TestNoRGB: nothing in a press file is RGB, whatever the pictures were.
func TestNoRGB(t *testing.T) {
	p, pics := showPage(t)
	for _, s := range []Standard{X4, X1a} {
		f := readFile(t, write(t, options(t, s), pics, p))
		images := 0
		for _, o := range f.Objects {
			st, ok := o.(*pdfx.Stream)
			if !ok || st.Dict["Subtype"] != pdfx.Name("Image") {
				continue
			}
			images++
			if cs := st.Dict["ColorSpace"]; cs != pdfx.Name("DeviceCMYK") && cs != pdfx.Name("DeviceGray") {
				t.Errorf("%v: a picture in %v", s, cs)
			}
			if st.Dict["SMask"] != nil {
				t.Errorf("%v: a picture with transparency", s)
			}
		}
		if images != 2 {
			t.Errorf("%v: %d pictures in the file, want the photo once and the code once", s, images)
		}
		if c := contentOf(t, f, pagesOf(f)[0]); strings.Contains(c, " rg\n") || strings.Contains(c, " RG\n") {
			t.Errorf("%v: RGB operators", s)
		}
	}
}

func TestRefusals(t *testing.T) {
	text := line(t, "song", 10*geom.Pt, 20*geom.MM, 20*geom.MM, "文")
	strange := text
	strange.Font = "仿宋"
	box := geom.Rect{X: 0, Y: 0, W: geom.MM, H: geom.MM}
	v4 := bytes.Clone(profile(t))
	v4[8] = 4
	rgb := bytes.Clone(profile(t))
	copy(rgb[12:], "mntrRGB ")
	try := func(change func(*Options), pics display.PictureSource, pages ...display.Page) error {
		o := options(t, X4)
		if change != nil {
			change(&o)
		}
		var b bytes.Buffer
		err := Write(context.Background(), &b, pages, builtin, pics, o)
		if err != nil && b.Len() > 0 {
			t.Errorf("%v, after %d bytes were written", err, b.Len())
		}
		return err
	}
	var pe *PictureError
	var fe *FontError
	if err := try(nil, nil); !errors.Is(err, ErrNoPages) {
		t.Errorf("no pages: %v", err)
	}
	if err := try(nil, nil, tabloid(strange)); !errors.Is(err, ErrNoFont) || !errors.As(err, &fe) || fe.Font != "仿宋" || fe.Page != 1 {
		t.Errorf("unknown font: %v", err)
	}
	for id, pics := range map[string]display.PictureSource{"absent": pictures{}, "text": pictures{"text": []byte("not a picture")}, "none": nil,
		"cut": pictures{"cut": photo(t, 64, 64)[:900]}} {
		p := tabloid(display.Picture{Box: box, ID: id, Crop: display.WholePicture})
		if err := try(nil, pics, p); !errors.As(err, &pe) || pe.Picture != id || pe.Page != 1 {
			t.Errorf("picture %q: %v", id, err)
		}
	}
	if err := try(func(o *Options) { o.Profile = nil }, nil, tabloid(text)); !errors.Is(err, ErrNoProfile) {
		t.Errorf("no profile: %v", err)
	}
	if err := try(func(o *Options) { o.Profile = rgb }, nil, tabloid(text)); !errors.Is(err, ErrNoProfile) {
		t.Errorf("a monitor's profile: %v", err)
	}
	if err := try(func(o *Options) { o.Standard, o.Profile = X1a, v4 }, nil, tabloid(text)); !errors.Is(err, ErrNoProfile) {
		t.Errorf("version 4 profile for X-1a: %v", err)
	}
	if err := try(func(o *Options) { o.Profile = []byte("x") }, nil, tabloid(text)); !errors.Is(err, colour.ErrProfile) {
		t.Errorf("no profile at all: %v", err)
	}
}

func TestProgressAndCancel(t *testing.T) {
	p, pics := showPage(t)
	pages := []display.Page{p, p, p, p}
	var seen []int
	o := options(t, X4)
	o.Cache = NewCache(64 << 20)
	o.Progress = func(done, total int) {
		if total != 4 {
			t.Errorf("total is %d", total)
		}
		seen = append(seen, done)
	}
	write(t, o, pics, pages...)
	if fmt.Sprint(seen) != "[1 2 3 4]" {
		t.Errorf("progress was %v", seen)
	}
	ctx, cancel := context.WithCancel(context.Background())
	seen = nil
	o.Progress = func(done, total int) {
		if seen = append(seen, done); done == 2 {
			cancel()
		}
	}
	var b bytes.Buffer
	if err := Write(ctx, &b, pages, builtin, pics, o); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if len(seen) != 2 || b.Len() > 0 {
		t.Errorf("after cancelling at page 2: pages %v, %d bytes", seen, b.Len())
	}
}

// TestRawOperators pins what raw relies on: gopdf writes PaintStyle as it is, inside its own q and Q.
func TestRawOperators(t *testing.T) {
	g := new(gopdf.GoPdf)
	g.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: gopdf.Rect{W: 100, H: 200}})
	g.SetNoCompression()
	g.AddPage()
	if err := raw(g, []byte("1 0 0 1 7 8 cm\n")); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := g.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	const want = "stream\nq\n0.00 200.00 0.00 0.00 re n Q\n1 0 0 1 7 8 cm\nq\nQ\nendstream"
	if !bytes.Contains(b.Bytes(), []byte(want)) {
		t.Errorf("gopdf no longer writes a paint style as it is:\n%s", b.Bytes())
	}
}
