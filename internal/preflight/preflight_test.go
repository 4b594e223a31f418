package preflight

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dayang/assets"
	"dayang/fonts"
	"dayang/internal/colour"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/pdf"
	"dayang/internal/pdf/pdfx"
	"dayang/layout/display"
	"dayang/layout/geom"
)

const mm = geom.MM

var builtin = fonts.Builtin()

var over = display.Paint{Colour: display.Black, Overprint: true}

// text sets text solid from x, y, in points of size.
func text(t testing.TB, size float64, x, y geom.Length, s string, p display.Paint) display.Glyphs {
	t.Helper()
	face, _ := builtin.Face("hei")
	run := display.Glyphs{Origin: geom.Point{X: x, Y: y}, Font: "hei", Size: geom.FromPt(size), Text: s, Paint: p}
	pen := geom.Length(0)
	for at, ru := range s {
		gid, ok := face.Glyph(ru)
		if !ok {
			t.Fatalf("no %q", ru)
		}
		run.Glyphs = append(run.Glyphs, display.Glyph{ID: gid, X: pen, Text: at})
		pen += run.Size.Times(int64(face.Advance(gid)), int64(face.UnitsPerEm()))
	}
	return run
}

func box(x, y, w, h geom.Length) geom.Rect {
	return geom.Rect{X: x * mm, Y: y * mm, W: w * mm, H: h * mm}
}

func fillOf(r geom.Rect, c display.Colour) display.Fill {
	return display.Fill{Areas: []geom.Rect{r}, Paint: display.Paint{Colour: c}}
}

// small is a page of 60 × 40 mm with bleed.
func small(items ...display.Item) display.Page {
	return display.Page{ID: "p1", Number: 1, Trim: geom.Size{W: 60 * mm, H: 40 * mm}, Bleed: 3 * mm, Items: items}
}

// good is a page without fault: text over a tint that bleeds, a picture, lines, reversed type.
func good(t testing.TB) display.Page {
	return small(
		display.Mark{Frame: "f1", Story: "s1"},
		fillOf(box(-3, -3, 66, 13), display.Colour{C: 300}),
		text(t, 14, 4*mm, 8*mm, "大样标题", over),
		text(t, 9, 4*mm, 20*mm, "黑字叠印", over),
		display.Picture{Box: box(30, 14, 12, 9), ID: "photo", Crop: display.WholePicture},
		fillOf(box(44, 14, 14, 9), display.Colour{C: 1000, M: 500}),
		text(t, 12, 45*mm, 20*mm, "反白", display.Paint{Colour: display.White}),
		display.Rule{From: geom.Point{X: 4 * mm, Y: 30 * mm}, To: geom.Point{X: 56 * mm, Y: 30 * mm}, Thickness: geom.Pt / 2, Paint: over},
	)
}

type pictures map[string][]byte

func (p pictures) PictureBytes(id string) ([]byte, error) {
	if b, ok := p[id]; ok {
		return b, nil
	}
	return nil, fmt.Errorf("no picture %q", id)
}

var photos = sync.OnceValue(func() pictures {
	img := image.NewRGBA(image.Rect(0, 0, 120, 90))
	for y := range 90 {
		for x := range 120 {
			img.SetRGBA(x, y, color.RGBA{uint8(80 + x), uint8(90 + y), 120, 255})
		}
	}
	var b, inks bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	px := make([]byte, 120*90*4)
	for i := range 120 * 90 {
		px[4*i+3] = 255
	}
	if err := colour.EncodeCMYK(&inks, px, 120, 90, 95); err != nil {
		panic(err)
	}
	return pictures{"photo": b.Bytes(), "black": inks.Bytes()}
})

var converted = pdf.NewCache(8 << 20)

func file(t testing.TB, s pdf.Standard, pages ...display.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	o := pdf.Options{Standard: s, Title: "大样", Author: "编辑部", Created: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC),
		Profile: assets.PressProfile(), ProfileName: "IFRA26", Cache: converted}
	if err := pdf.Write(context.Background(), &b, pages, builtin, photos(), o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func press() edition.Press { return edition.Presses()[0] }

// options hold a file to the newsprint preset, without a plan of spot inks.
func options(s Standard) FileOptions { return FileOptions{Press: press(), Standard: s} }

var bases sync.Map

// base is the good page's file.
func base(t testing.TB, s pdf.Standard) []byte {
	if b, ok := bases.Load(s); ok {
		return b.([]byte)
	}
	b := file(t, s, good(t))
	bases.Store(s, b)
	return b
}

func list(found []finding.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "\n  %v %s %s: %s", f.Level, f.Rule, f.Place.Page, f.Message.EN)
	}
	return b.String()
}

func has(found []finding.Finding, rule string, level finding.Level) bool {
	for _, f := range found {
		if f.Rule == rule && f.Level == level {
			return true
		}
	}
	return false
}

func TestGoodFilesHaveNoFinding(t *testing.T) {
	for _, s := range []pdf.Standard{pdf.X4, pdf.X1a} {
		for _, held := range []Standard{Any, heldTo[s]} {
			rep := File(context.Background(), base(t, s), options(held))
			if len(rep.Findings) > 0 {
				t.Errorf("%v held to %v:%s", s, held, list(rep.Findings))
			}
			if rep.Pages != 1 || rep.Standard != s.String() || len(rep.Ink) != 1 || rep.Ink[0].Most < 100 {
				t.Errorf("%v: %+v", s, rep)
			}
		}
	}
	p := good(t)
	if found := Pages([]display.Page{p}, PageOptions{Press: press()}); len(found) > 0 {
		t.Errorf("the page:%s", list(found))
	}
}

var heldTo = map[pdf.Standard]Standard{pdf.X4: X4, pdf.X1a: X1a}

// graph is a file taken apart.
type graph struct {
	*pdfx.File
	t                    testing.TB
	root, page, res, inf pdfx.Dict
}

func (g *graph) dictOf(o any) pdfx.Dict {
	switch v := g.Resolve(o).(type) {
	case pdfx.Dict:
		return v
	case *pdfx.Stream:
		return v.Dict
	}
	return nil
}

// changed takes a good file apart, has it changed, and puts it together again.
func changedFile(t testing.TB, b []byte, change func(g *graph)) []byte {
	t.Helper()
	f, err := pdfx.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	g := &graph{File: f, t: t}
	root, info := f.Trailer["Root"].(pdfx.Ref), f.Trailer["Info"].(pdfx.Ref)
	g.root, g.inf = g.dictOf(root), g.dictOf(info)
	g.page = g.dictOf(g.Resolve(g.dictOf(g.root["Pages"])["Kids"]).(pdfx.Array)[0])
	g.res = g.dictOf(g.page["Resources"])
	change(g)
	var out bytes.Buffer
	if err := f.Write(&out, root, info); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// content replaces the page's operators; the page's origin is the sheet's lower left.
func (g *graph) content(ops string) {
	g.page["Contents"] = g.Add(&pdfx.Stream{Dict: pdfx.Dict{}, Data: []byte(ops)})
}

// more appends operators to the page, from the sheet's own origin.
func (g *graph) more(ops string) {
	part := func(s string) pdfx.Ref { return g.Add(&pdfx.Stream{Dict: pdfx.Dict{}, Data: []byte(s)}) }
	g.page["Contents"] = pdfx.Array{part("q"), g.page["Contents"], part("Q " + ops)}
}

// put adds a resource.
func (g *graph) put(kind, name pdfx.Name, o any) {
	d := g.dictOf(g.res[kind])
	if d == nil {
		d = pdfx.Dict{}
	}
	d[name] = o
	g.res[kind] = d
}

func (g *graph) font() (font, cid, desc pdfx.Dict) {
	font = g.dictOf(g.dictOf(g.res["Font"])["F1"])
	cid = g.dictOf(g.Resolve(font["DescendantFonts"]).(pdfx.Array)[0])
	return font, cid, g.dictOf(cid["FontDescriptor"])
}

// form adds a form of operators.
func (g *graph) form(ops string, res pdfx.Dict) pdfx.Ref {
	return g.Add(&pdfx.Stream{Dict: pdfx.Dict{"Type": named("XObject"), "Subtype": named("Form"), "BBox": nums(0, 0, 200, 200), "Resources": res}, Data: []byte(ops)})
}

func (g *graph) image() *pdfx.Stream {
	for _, o := range g.dictOf(g.res["XObject"]) {
		if s, ok := g.Resolve(o).(*pdfx.Stream); ok && s.Dict["Subtype"] == pdfx.Name("Image") {
			return s
		}
	}
	g.t.Fatal("the page has no picture")
	return nil
}

func (g *graph) intent() pdfx.Dict {
	return g.dictOf(g.Resolve(g.root["OutputIntents"]).(pdfx.Array)[0])
}

func (g *graph) xmp(old, new string) {
	s := g.Resolve(g.root["Metadata"]).(*pdfx.Stream)
	out := bytes.Replace(s.Data, []byte(old), []byte(new), -1)
	if bytes.Equal(out, s.Data) {
		g.t.Fatalf("the metadata has no %q", old)
	}
	s.Data = out
}

// seeded is one fault put into a good file.
type seeded struct {
	rule  string
	level finding.Level
	std   pdf.Standard
	what  string
	make  func(t testing.TB) []byte
}

// ops is a fault in the page's operators, after those of the good page.
func ops(std pdf.Standard, s string) maker {
	return func(t testing.TB) []byte {
		return changedFile(t, base(t, std), func(g *graph) { g.more(s) })
	}
}

func edit(std pdf.Standard, change func(g *graph)) func(t testing.TB) []byte {
	return func(t testing.TB) []byte { return changedFile(t, base(t, std), change) }
}

// items is a fault on the page, written by our own driver.
func items(std pdf.Standard, list func(t testing.TB) []display.Item) func(t testing.TB) []byte {
	return func(t testing.TB) []byte {
		p := good(t)
		p.Items = append(p.Items, list(t)...)
		return file(t, std, p)
	}
}

func bytesOf(std pdf.Standard, change func(b []byte) []byte) func(t testing.TB) []byte {
	return func(t testing.TB) []byte { return change(bytes.Clone(base(t, std))) }
}

func tj(state string, size float64) string {
	return fmt.Sprintf("q %s BT /F1 %g Tf 100 Tz 1 0 0 1 30 30 Tm [<00010002>] TJ ET Q\n", state, size)
}

func replace(old, new string) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(new), 1) }
}

func named(s string) pdfx.Name { return pdfx.Name(s) }

var faults = []seeded{
	{RuleResolution, fault, pdf.X4, "90 dpi", items(pdf.X4, func(t testing.TB) []display.Item {
		return []display.Item{display.Picture{Box: box(1, 12, 34, 25), ID: "photo", Crop: display.WholePicture}}
	})},
	{RuleResolution, warning, pdf.X1a, "127 dpi", items(pdf.X1a, func(t testing.TB) []display.Item {
		return []display.Item{display.Picture{Box: box(1, 12, 24, 18), ID: "photo", Crop: display.WholePicture}}
	})},
	{RuleLineArt, fault, pdf.X4, "one bit at 23 dpi", edit(pdf.X4, func(g *graph) {
		g.put("XObject", "One", g.Add(&pdfx.Stream{Dict: pdfx.Dict{"Type": named("XObject"), "Subtype": named("Image"), "Width": pdfx.Int(32), "Height": pdfx.Int(32),
			"BitsPerComponent": pdfx.Int(1), "ColorSpace": named("DeviceGray")}, Data: make([]byte, 128)}))
		g.more("q 100 0 0 100 20 10 cm /One Do Q")
	})},
	{RuleText, fault, pdf.X4, "4 pt", ops(pdf.X4, tj("/GSover gs 0 0 0 1 k", 4))},
	{RuleText, warning, pdf.X4, "5.5 pt", ops(pdf.X4, tj("/GSover gs 0 0 0 1 k", 5.5))},
	{RuleText, fault, pdf.X4, "4 pt by the matrix", ops(pdf.X4, "q .4 0 0 .4 0 0 cm "+tj("/GSover gs 0 0 0 1 k", 10)+" Q")},
	{RuleTintText, warning, pdf.X4, "7 pt in a tint", ops(pdf.X4, tj("/GSover gs 0 0 0 .5 k", 7))},
	{RuleInksText, warning, pdf.X1a, "9 pt in two inks", ops(pdf.X1a, tj("1 1 0 0 k", 9))},
	{RuleReversed, warning, pdf.X4, "7 pt reversed", ops(pdf.X4, tj("/GSknock gs 0 0 0 0 k", 7))},
	{RuleReversed, warning, pdf.X4, "9 pt out of two inks", ops(pdf.X4, "q 1 .5 0 0 k 20 20 60 30 re f Q "+tj("/GSknock gs 0 0 0 0 k", 9))},
	{RuleLine, fault, pdf.X4, "0.05 pt", ops(pdf.X4, "q 0 0 0 1 K /GSover gs .05 w 20 20 m 90 20 l S Q")},
	{RuleLine, fault, pdf.X4, "no width", ops(pdf.X4, "q 0 0 0 1 K /GSover gs 0 w 20 20 m 90 20 l S Q")},
	{RuleLine, warning, pdf.X1a, "a fill 0.2 pt high", ops(pdf.X1a, "q 0 0 0 1 k /GSover gs 20 20 80 .2 re f Q")},
	{RuleTintLine, warning, pdf.X4, "half a point in a tint", ops(pdf.X4, "q 0 .5 0 0 K .5 w 20 20 m 90 20 l S Q")},
	{RuleRichBlack, warning, pdf.X4, "text in four inks", ops(pdf.X4, tj("/GSknock gs .5 .4 .4 1 k", 20))},
	{RuleRichBlack, warning, pdf.X4, "registration", ops(pdf.X4, "q /All cs 1 scn 40 40 20 20 re f Q").and(func(g *graph) {
		g.put("ColorSpace", "All", pdfx.Array{named("Separation"), named("All"), named("DeviceCMYK"), tint()})
	})},
	{RuleSpot, warning, pdf.X4, "an ink nobody planned", items(pdf.X4, func(t testing.TB) []display.Item {
		return []display.Item{fillOf(box(5, 32, 10, 5), display.Colour{M: 1000, Spot: "PANTONE 185 C", Tint: 1000})}
	})},
	{RuleWhiteOver, fault, pdf.X4, "white fill", ops(pdf.X4, "q /GSover gs 0 0 0 0 k 30 30 40 20 re f Q")},
	{RuleWhiteOver, fault, pdf.X1a, "white text", ops(pdf.X1a, tj("/GSover gs 0 0 0 0 k", 20))},
	{RuleBlackKnock, warning, pdf.X4, "9 pt", ops(pdf.X4, tj("/GSknock gs 0 0 0 1 k", 9))},
	{RuleBlackKnock, warning, pdf.X4, "a hairline", ops(pdf.X4, "q /GSknock gs 0 0 0 1 K .4 w 20 20 m 90 20 l S Q")},
	{RuleInk, fault, pdf.X4, "300 %", ops(pdf.X4, "q 1 1 1 0 k 30 15 40 20 re f Q")},
	{RuleInk, warning, pdf.X1a, "230 %", ops(pdf.X1a, "q 1 1 .3 0 k 30 15 40 20 re f Q")},
	{RuleInk, fault, pdf.X4, "black over a tint", ops(pdf.X4, "q 1 .9 0 0 k 30 15 40 20 re f /GSover gs 0 0 0 1 k 35 18 30 14 re f Q")},
	{RuleInk, fault, pdf.X4, "a headline over a tint", ops(pdf.X4, "q 1 .9 0 0 k 20 5 120 60 re f /GSover gs 0 0 0 1 k BT /F1 60 Tf 100 Tz 1 0 0 1 25 15 Tm [<0001>] TJ ET Q")},
	{RuleInk, fault, pdf.X4, "a curved shape", ops(pdf.X4, "q 1 1 1 0 k 30 15 m 60 15 90 40 60 60 c 30 60 20 40 30 15 c f Q")},
	{RuleBleed, warning, pdf.X4, "ends at the trim", items(pdf.X4, func(t testing.TB) []display.Item {
		return []display.Item{fillOf(box(0, 15, 3, 20), display.Colour{M: 500})}
	})},
	{RuleEmpty, fault, pdf.X4, "nothing", edit(pdf.X4, func(g *graph) { g.content("q Q") })},
	{RuleEmpty, fault, pdf.X1a, "a white fill", edit(pdf.X1a, func(g *graph) { g.content("0 0 0 0 k 0 0 100 100 re f") })},
	{RuleBlackMax, warning, pdf.X4, "a picture of solid black", items(pdf.X4, func(t testing.TB) []display.Item {
		return []display.Item{display.Picture{Box: box(5, 24, 12, 9), ID: "black", Crop: display.WholePicture}}
	})},
	{RuleSize, warning, pdf.X4, "a second page of another size", func(t testing.TB) []byte {
		p := good(t)
		p.Trim.H += 5 * mm
		return file(t, pdf.X4, good(t), p)
	}},
	{RuleCount, fault, pdf.X4, "two pages for one", func(t testing.TB) []byte { return file(t, pdf.X4, good(t), good(t)) }},
	{RuleNotSeen, hint, pdf.X4, "a shading", ops(pdf.X4, "q 20 20 40 20 re W n /Sh1 sh Q").and(func(g *graph) {
		g.put("Shading", "Sh1", pdfx.Dict{"ShadingType": pdfx.Int(2), "ColorSpace": named("DeviceCMYK"), "Coords": pdfx.Array{pdfx.Int(0), pdfx.Int(0), pdfx.Int(60), pdfx.Int(0)}, "Function": tint()})
	})},

	{RuleBroken, fault, pdf.X4, "no PDF", func(testing.TB) []byte { return []byte("GIF89a, not a PDF") }},
	{RuleBroken, fault, pdf.X4, "cut off", bytesOf(pdf.X4, func(b []byte) []byte { return b[:len(b)/3] })},
	{RuleVersion, fault, pdf.X1a, "1.7", bytesOf(pdf.X1a, replace("%PDF-1.4", "%PDF-1.7"))},
	{RuleVersion, fault, pdf.X4, "1.7", bytesOf(pdf.X4, replace("%PDF-1.6", "%PDF-1.7"))},
	{RuleXref, fault, pdf.X4, "no binary comment", bytesOf(pdf.X4, func(b []byte) []byte {
		for i := 9; i < 16 && b[i] != '\n'; i++ {
			b[i] = '%'
		}
		return b
	})},
	{RuleXref, fault, pdf.X4, "an offset one off", bytesOf(pdf.X4, func(b []byte) []byte {
		i := bytes.LastIndex(b, []byte("00000 n"))
		if b[i-2]++; b[i-2] > '9' {
			b[i-2] = '0'
		}
		return b
	})},
	{RuleXref, fault, pdf.X4, "no end", bytesOf(pdf.X4, func(b []byte) []byte { return bytes.TrimRight(replaceLast(b, "%%EOF", "     "), " \n") })},
	{RuleStreams, fault, pdf.X1a, "object streams", packed},
	{RuleID, fault, pdf.X4, "none", bytesOf(pdf.X4, func(b []byte) []byte { return replaceLast(b, "/ID", "/IX") })},
	{RuleEncrypted, fault, pdf.X4, "an open password", encrypted("", "owner")},
	{RuleEncrypted, fault, pdf.X4, "a password", encrypted("secret", "owner")},
	{RuleLimits, fault, pdf.X1a, "an array of 9,000", edit(pdf.X1a, func(g *graph) {
		a := make(pdfx.Array, 9000)
		for i := range a {
			a[i] = pdfx.Int(i)
		}
		g.root["Long"] = a
	})},
	{RuleLimits, warning, pdf.X4, "a name of 200", edit(pdf.X4, func(g *graph) { g.root["Long"] = named(strings.Repeat("n", 200)) })},
	{RuleLimits, fault, pdf.X1a, "a string of 70,000", edit(pdf.X1a, func(g *graph) { g.root["Long"] = pdfx.String(strings.Repeat("s", 70000)) })},
	{RuleLimits, fault, pdf.X1a, "q 40 deep", ops(pdf.X1a, strings.Repeat("q ", 40)+strings.Repeat("Q ", 40))},
	{RuleLimits, fault, pdf.X1a, "nine inks in one space", ops(pdf.X1a, "q /Nine cs 1 1 1 1 1 1 1 1 1 scn 30 30 20 20 re f Q").and(func(g *graph) {
		var nine pdfx.Array
		for i := range 9 {
			nine = append(nine, named(fmt.Sprint("Ink", i)))
		}
		g.put("ColorSpace", "Nine", pdfx.Array{named("DeviceN"), nine, named("DeviceCMYK"), tint()})
	})},
	{RuleInfo, fault, pdf.X1a, "no version", edit(pdf.X1a, func(g *graph) { delete(g.inf, "GTS_PDFXVersion") })},
	{RuleInfo, fault, pdf.X4, "direct", bytesOf(pdf.X4, func(b []byte) []byte { // the longer trailer is the last thing in the file
		return regexp.MustCompile(`/Info \d+ 0 R`).ReplaceAll(b, []byte("/Info <</Title (a)>>"))
	})},
	{RuleInfo, fault, pdf.X4, "no title", edit(pdf.X4, func(g *graph) { delete(g.inf, "Title") })},
	{RuleInfo, fault, pdf.X1a, "trapped unknown", edit(pdf.X1a, func(g *graph) { g.inf["Trapped"] = named("Unknown") })},
	{RuleInfo, fault, pdf.X4, "no date", edit(pdf.X4, func(g *graph) { delete(g.inf, "ModDate") })},
	{RuleStandard, fault, pdf.X1a, "the other standard", func(t testing.TB) []byte { return base(t, pdf.X4) }},
	{RuleStandard, fault, pdf.X4, "says nothing", edit(pdf.X4, func(g *graph) { g.xmp("PDF/X-4", "PDF/A-1"); delete(g.inf, "GTS_PDFXVersion") })},
	{RuleXMP, fault, pdf.X4, "no metadata", edit(pdf.X4, func(g *graph) { delete(g.root, "Metadata") })},
	{RuleXMP, fault, pdf.X4, "compressed", edit(pdf.X4, func(g *graph) {
		s := g.Resolve(g.root["Metadata"]).(*pdfx.Stream)
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		w.Write(s.Data)
		w.Close()
		s.Data, s.Dict["Filter"] = z.Bytes(), named("FlateDecode")
	})},
	{RuleXMP, fault, pdf.X4, "another Trapped", edit(pdf.X4, func(g *graph) { g.inf["Trapped"] = named("True") })},
	{RuleXMP, fault, pdf.X4, "no DocumentID", edit(pdf.X4, func(g *graph) { g.xmp("xmpMM:DocumentID", "xmpMM:OtherID") })},
	{RuleXMP, fault, pdf.X4, "not well-formed", edit(pdf.X4, func(g *graph) { g.xmp("</rdf:RDF>", "</rdf:RDX>") })},
	{RuleXMP, fault, pdf.X4, "no MetadataDate", edit(pdf.X4, func(g *graph) { g.xmp("xmp:MetadataDate", "xmp:OtherDate") })},
	{RuleXMP, fault, pdf.X4, "another title", edit(pdf.X4, func(g *graph) { g.inf["Title"] = pdfx.String("Something else") })},
	{RuleXMP, fault, pdf.X4, "another date", edit(pdf.X4, func(g *graph) { g.inf["ModDate"] = pdfx.String("D:20200101000000Z") })},
	{RuleIntent, fault, pdf.X4, "none", edit(pdf.X4, func(g *graph) { delete(g.root, "OutputIntents") })},
	{RuleIntent, fault, pdf.X1a, "two", edit(pdf.X1a, func(g *graph) {
		g.root["OutputIntents"] = append(g.Resolve(g.root["OutputIntents"]).(pdfx.Array), g.intent())
	})},
	{RuleIntent, fault, pdf.X4, "no profile", edit(pdf.X4, func(g *graph) { delete(g.intent(), "DestOutputProfile") })},
	{RuleIntent, fault, pdf.X1a, "no condition", edit(pdf.X1a, func(g *graph) { delete(g.intent(), "OutputConditionIdentifier") })},
	{RuleIntent, fault, pdf.X1a, "no profile, no registry", edit(pdf.X1a, func(g *graph) {
		for _, k := range []pdfx.Name{"DestOutputProfile", "RegistryName", "Info"} {
			delete(g.intent(), k)
		}
	})},
	{RuleProfile, fault, pdf.X4, "a lying size", edit(pdf.X4, func(g *graph) { g.profile(0, "\x00\x00\x10\x00") })},
	{RuleProfile, fault, pdf.X4, "version 5", edit(pdf.X4, func(g *graph) { g.profile(8, "\x05") })},
	{RuleProfile, fault, pdf.X4, "a scanner's", edit(pdf.X4, func(g *graph) { g.profile(12, "scnr") })},
	{RuleProfile, fault, pdf.X4, "of RGB", edit(pdf.X4, func(g *graph) { g.profile(16, "RGB ") })},
	{RuleProfile, fault, pdf.X1a, "version 4", edit(pdf.X1a, func(g *graph) { g.profile(8, "\x04") })},
	{RuleProfile, fault, pdf.X4, "N of 3", edit(pdf.X4, func(g *graph) { g.dictOf(g.intent()["DestOutputProfile"])["N"] = pdfx.Int(3) })},
	{RuleProfile, fault, pdf.X4, "no profile at all", edit(pdf.X4, func(g *graph) { g.profile(36, "none") })},
	{RuleBoxes, fault, pdf.X4, "no trim", edit(pdf.X4, func(g *graph) { delete(g.page, "TrimBox") })},
	{RuleBoxes, fault, pdf.X4, "no media", edit(pdf.X4, func(g *graph) {
		delete(g.page, "MediaBox")
		delete(g.dictOf(g.root["Pages"]), "MediaBox")
	})},
	{RuleBoxes, fault, pdf.X4, "15,000 pt wide", edit(pdf.X4, func(g *graph) { g.page["MediaBox"] = nums(0, 0, 15000, 300) })},
	{RuleBoxes, fault, pdf.X1a, "trim and art", edit(pdf.X1a, func(g *graph) { g.page["ArtBox"] = g.page["TrimBox"] })},
	{RuleBoxes, fault, pdf.X4, "bleed inside trim", edit(pdf.X4, func(g *graph) { g.page["BleedBox"] = nums(20, 20, 100, 100) })},
	{RuleBoxes, fault, pdf.X4, "bleed outside media", edit(pdf.X4, func(g *graph) { g.page["BleedBox"] = nums(-20, -20, 1000, 1000) })},
	{RuleBoxes, fault, pdf.X4, "crop inside trim", edit(pdf.X4, func(g *graph) { g.page["CropBox"] = nums(30, 30, 60, 60) })},
	{RulePageKeys, fault, pdf.X4, "UserUnit", edit(pdf.X4, func(g *graph) { g.page["UserUnit"] = pdfx.Int(2) })},
	{RulePageKeys, fault, pdf.X4, "rotated", edit(pdf.X4, func(g *graph) { g.page["Rotate"] = pdfx.Int(90) })},
	{RulePageKeys, fault, pdf.X1a, "separated", edit(pdf.X1a, func(g *graph) { g.page["SeparationInfo"] = pdfx.Dict{"DeviceColorant": named("Cyan")} })},
	{RuleFont, fault, pdf.X4, "not embedded", edit(pdf.X4, func(g *graph) { _, _, d := g.font(); delete(d, "FontFile2") })},
	{RuleFont, fault, pdf.X4, "a broken program", edit(pdf.X4, func(g *graph) {
		_, _, d := g.font()
		d["FontFile2"] = g.Add(&pdfx.Stream{Dict: pdfx.Dict{}, Data: []byte("\x00\x01\x00\x00\x00\x40 no tables")})
	})},
	{RuleFont, fault, pdf.X1a, "one of the old fourteen", ops(pdf.X1a, "q 0 0 0 1 k /GSover gs BT /He 12 Tf 1 0 0 1 30 30 Tm (abc) Tj ET Q").and(func(g *graph) {
		g.put("Font", "He", pdfx.Dict{"Type": named("Font"), "Subtype": named("Type1"), "BaseFont": named("Helvetica")})
	})},
	{RuleFont, fault, pdf.X4, "not embedded, in a form", ops(pdf.X4, "/Fm Do").and(func(g *graph) {
		he := pdfx.Dict{"Type": named("Font"), "Subtype": named("TrueType"), "BaseFont": named("Arial")}
		g.put("XObject", "Fm", g.form("q 0 0 0 1 k BT /He 12 Tf 1 0 0 1 30 30 Tm (abc) Tj ET Q", pdfx.Dict{"Font": pdfx.Dict{"He": he}}))
	})},
	{RuleSpace, fault, pdf.X4, "RGB in a Type 3 glyph", ops(pdf.X4, "q 0 0 0 1 k BT /T3 12 Tf 1 0 0 1 30 30 Tm (a) Tj ET Q").and(func(g *graph) {
		proc := g.Add(&pdfx.Stream{Dict: pdfx.Dict{}, Data: []byte("1000 0 d0 1 0 0 rg 0 0 700 700 re f")})
		g.put("Font", "T3", pdfx.Dict{"Type": named("Font"), "Subtype": named("Type3"), "FontBBox": nums(0, 0, 1000, 1000), "FontMatrix": nums(.001, 0, 0, .001, 0, 0),
			"CharProcs": pdfx.Dict{"square": proc}, "Encoding": pdfx.Dict{"Differences": pdfx.Array{pdfx.Int(97), named("square")}},
			"FirstChar": pdfx.Int(97), "LastChar": pdfx.Int(97), "Widths": nums(1000), "Resources": pdfx.Dict{}})
	})},
	{RuleFontNames, fault, pdf.X4, "two character collections", edit(pdf.X4, func(g *graph) {
		f, _, _ := g.font()
		f["Encoding"] = g.Add(&pdfx.Stream{Dict: pdfx.Dict{"Type": named("CMap"), "CMapName": named("Own"),
			"CIDSystemInfo": pdfx.Dict{"Registry": pdfx.String("Adobe"), "Ordering": pdfx.String("GB1"), "Supplement": pdfx.Int(5)}}, Data: []byte("begincmap endcmap")})
	})},
	{RuleFontNames, fault, pdf.X4, "no subtype", ops(pdf.X4, "q 0 0 0 1 k BT /No 12 Tf 1 0 0 1 30 30 Tm (abc) Tj ET Q").and(func(g *graph) {
		g.put("Font", "No", pdfx.Dict{"Type": named("Font"), "BaseFont": named("Arial")})
	})},
	{RuleGlyph, fault, pdf.X4, "a glyph that is not there", ops(pdf.X4, "q /GSover gs 0 0 0 1 k BT /F1 12 Tf 100 Tz 1 0 0 1 30 30 Tm <7FFF> Tj ET Q")},
	{RuleGlyph, fault, pdf.X4, ".notdef", ops(pdf.X4, "q /GSover gs 0 0 0 1 k BT /F1 12 Tf 100 Tz 1 0 0 1 30 30 Tm <0000> Tj ET Q")},
	{RuleWidths, fault, pdf.X4, "other widths", edit(pdf.X4, func(g *graph) { _, c, _ := g.font(); c["W"] = pdfx.Array{pdfx.Int(0), pdfx.Int(500), pdfx.Int(250)} })},
	{RuleFontNames, fault, pdf.X4, "two names", edit(pdf.X4, func(g *graph) { _, _, d := g.font(); d["FontName"] = named("ABCDEF+Other") })},
	{RuleFontNames, fault, pdf.X4, "no CIDToGIDMap", edit(pdf.X4, func(g *graph) { _, c, _ := g.font(); delete(c, "CIDToGIDMap") })},
	{RuleFontNames, fault, pdf.X4, "no CIDSystemInfo", edit(pdf.X4, func(g *graph) { _, c, _ := g.font(); delete(c, "CIDSystemInfo") })},
	{RuleFontNames, warning, pdf.X4, "no tag", edit(pdf.X4, func(g *graph) {
		f, c, d := g.font()
		f["BaseFont"], c["BaseFont"], d["FontName"] = named("Hei"), named("Hei"), named("Hei")
	})},
	{RuleUnicode, warning, pdf.X4, "none", edit(pdf.X4, func(g *graph) { f, _, _ := g.font(); delete(f, "ToUnicode") })},
	{RuleSpace, fault, pdf.X4, "rg", ops(pdf.X4, "q 1 0 0 rg 30 30 20 20 re f Q")},
	{RuleSpace, fault, pdf.X1a, "RG", ops(pdf.X1a, "q 1 0 0 RG 2 w 30 30 m 90 90 l S Q")},
	{RuleSpace, fault, pdf.X4, "an RGB shading", ops(pdf.X4, "q 20 20 40 20 re W n /Sh1 sh Q").and(func(g *graph) {
		f := tint()
		f["C0"], f["C1"] = nums(0, 0, 0), nums(1, 0, 0)
		g.put("Shading", "Sh1", pdfx.Dict{"ShadingType": pdfx.Int(2), "ColorSpace": named("DeviceRGB"), "Coords": nums(0, 0, 60, 0), "Function": f})
	})},
	{RuleSpace, fault, pdf.X4, "an RGB pattern", ops(pdf.X4, "q /Pattern cs /Pa scn 30 30 20 20 re f Q").and(func(g *graph) {
		g.put("Pattern", "Pa", g.Add(&pdfx.Stream{Dict: pdfx.Dict{"PatternType": pdfx.Int(1), "PaintType": pdfx.Int(1), "TilingType": pdfx.Int(1),
			"BBox": nums(0, 0, 9, 9), "XStep": pdfx.Int(9), "YStep": pdfx.Int(9), "Resources": pdfx.Dict{}}, Data: []byte("1 0 0 rg 0 0 5 5 re f")}))
	})},
	{RuleSpace, fault, pdf.X4, "an inline RGB picture", ops(pdf.X4, "q 20 0 0 20 30 30 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q")},
	{RuleSpace, fault, pdf.X4, "RGB by an index", ops(pdf.X4, "q /Ix cs 0 sc 30 30 20 20 re f Q").and(func(g *graph) {
		g.put("ColorSpace", "Ix", pdfx.Array{named("Indexed"), named("DeviceRGB"), pdfx.Int(0), pdfx.String("abc")})
	})},
	{RuleSpace, fault, pdf.X4, "RGB in a soft mask", ops(pdf.X4, "q /Ma gs 0 0 0 .5 k 30 30 20 20 re f Q").and(func(g *graph) {
		g.put("ExtGState", "Ma", pdfx.Dict{"SMask": pdfx.Dict{"S": named("Luminosity"), "G": g.form("1 0 0 rg 0 0 50 50 re f", pdfx.Dict{})}})
	})},
	{RuleSpace, fault, pdf.X1a, "an ICC space", ops(pdf.X1a, "q /P cs 0 0 0 .5 scn 30 30 20 20 re f Q").and(func(g *graph) {
		g.put("ColorSpace", "P", pdfx.Array{named("ICCBased"), g.intent()["DestOutputProfile"]})
	})},
	{RuleSpace, fault, pdf.X1a, "Lab", ops(pdf.X1a, "q /L cs 50 0 0 scn 30 30 20 20 re f Q").and(func(g *graph) {
		g.put("ColorSpace", "L", pdfx.Array{named("Lab"), pdfx.Dict{"WhitePoint": nums(0.9, 1, 0.8)}})
	})},
	{RuleSpace, fault, pdf.X1a, "a spot over RGB", ops(pdf.X1a, "q /S cs 1 scn 30 30 20 20 re f Q").and(func(g *graph) {
		g.put("ColorSpace", "S", pdfx.Array{named("Separation"), named("Gold"), named("DeviceRGB"), tint()})
	})},
	{RuleSpace, fault, pdf.X4, "an RGB picture", edit(pdf.X4, func(g *graph) {
		s := g.image()
		s.Dict["ColorSpace"], s.Data = named("DeviceRGB"), photos()["photo"]
		s.Dict["Filter"] = named("DCTDecode")
		delete(s.Dict, "Decode")
	})},
	{RuleICC, fault, pdf.X4, "the intent's profile", ops(pdf.X4, "q /P cs 0 0 0 .5 scn 30 30 20 20 re f Q").and(func(g *graph) {
		g.put("ColorSpace", "P", pdfx.Array{named("ICCBased"), g.intent()["DestOutputProfile"]})
	})},
	{RuleICC, fault, pdf.X1a, "DefaultRGB", edit(pdf.X1a, func(g *graph) {
		g.put("ColorSpace", "DefaultRGB", pdfx.Array{named("CalRGB"), pdfx.Dict{"WhitePoint": nums(0.9, 1, 0.8)}})
	})},
	{RuleFilter, fault, pdf.X4, "LZW", ops(pdf.X4, "/Fm Do").and(func(g *graph) {
		g.put("XObject", "Fm", g.Add(&pdfx.Stream{Dict: pdfx.Dict{"Type": named("XObject"), "Subtype": named("Form"), "BBox": nums(0, 0, 9, 9), "Filter": named("LZWDecode")}, Data: []byte{0x80, 0x40, 0x40}}))
	})},
	{RuleFilter, fault, pdf.X1a, "JBIG2", edit(pdf.X1a, func(g *graph) { g.image().Dict["Filter"] = named("JBIG2Decode") })},
	{RuleFilter, fault, pdf.X4, "LZW inline", ops(pdf.X4, "q 20 0 0 20 30 30 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID \x80\x0b\x01 EI Q")},
	{RuleFilter, fault, pdf.X4, "LZW in a soft mask", edit(pdf.X4, func(g *graph) {
		g.image().Dict["SMask"] = g.Add(&pdfx.Stream{Dict: pdfx.Dict{"Type": named("XObject"), "Subtype": named("Image"), "Width": pdfx.Int(1), "Height": pdfx.Int(1),
			"BitsPerComponent": pdfx.Int(8), "ColorSpace": named("DeviceGray"), "Filter": named("LZWDecode")}, Data: []byte{0x80, 0x0b, 0x01}})
	})},
	{RuleFilter, fault, pdf.X1a, "JPEG 2000", edit(pdf.X1a, func(g *graph) { g.image().Dict["Filter"] = named("JPXDecode") })},
	{RuleXObject, fault, pdf.X4, "PostScript", ops(pdf.X4, "/Ps Do").and(func(g *graph) {
		g.put("XObject", "Ps", g.Add(&pdfx.Stream{Dict: pdfx.Dict{"Type": named("XObject"), "Subtype": named("PS")}, Data: []byte("showpage")}))
	})},
	{RuleXObject, fault, pdf.X4, "a form of PostScript", ops(pdf.X4, "/Fm Do").and(func(g *graph) {
		ref := g.form("q Q", pdfx.Dict{})
		g.dictOf(ref)["Subtype2"] = named("PS")
		g.put("XObject", "Fm", ref)
	})},
	{RuleXObject, fault, pdf.X4, "a reference", ops(pdf.X4, "/Fm Do").and(func(g *graph) {
		ref := g.form("q Q", pdfx.Dict{})
		g.dictOf(ref)["Ref"] = pdfx.Dict{"F": pdfx.String("other.pdf"), "Page": pdfx.Int(0)}
		g.put("XObject", "Fm", ref)
	})},
	{RuleXObject, fault, pdf.X4, "OPI", edit(pdf.X4, func(g *graph) { g.image().Dict["OPI"] = pdfx.Dict{"2.0": pdfx.Dict{}} })},
	{RuleXObject, fault, pdf.X4, "alternates", edit(pdf.X4, func(g *graph) { g.image().Dict["Alternates"] = pdfx.Array{} })},
	{RuleImage, fault, pdf.X4, "a lying width", edit(pdf.X4, func(g *graph) { g.image().Dict["Width"] = pdfx.Int(121) })},
	{RuleImage, fault, pdf.X4, "four components called one", edit(pdf.X4, func(g *graph) { g.image().Dict["ColorSpace"] = named("DeviceGray") })},
	{RuleImage, warning, pdf.X4, "a negative", edit(pdf.X4, func(g *graph) { delete(g.image().Dict, "Decode") })},
	{RuleImage, fault, pdf.X4, "cut off", edit(pdf.X4, func(g *graph) { s := g.image(); s.Data = s.Data[:len(s.Data)/2] })},
	{RuleState, fault, pdf.X4, "a transfer function", ops(pdf.X4, "/T gs").and(func(g *graph) { g.put("ExtGState", "T", pdfx.Dict{"TR": tint()}) })},
	{RuleState, fault, pdf.X4, "a halftone's phase", ops(pdf.X4, "/T gs").and(func(g *graph) { g.put("ExtGState", "T", pdfx.Dict{"HTP": nums(0, 0)}) })},
	{RuleState, fault, pdf.X4, "a halftone of type 6", ops(pdf.X4, "/T gs").and(func(g *graph) {
		g.put("ExtGState", "T", pdfx.Dict{"HT": pdfx.Dict{"HalftoneType": pdfx.Int(6)}})
	})},
	{RuleState, fault, pdf.X1a, "TR2", ops(pdf.X1a, "/T gs").and(func(g *graph) { g.put("ExtGState", "T", pdfx.Dict{"TR2": named("Identity")}) })},
	{RuleState, fault, pdf.X4, "a named halftone", ops(pdf.X4, "/T gs").and(func(g *graph) {
		g.put("ExtGState", "T", pdfx.Dict{"HT": pdfx.Dict{"HalftoneType": pdfx.Int(1), "HalftoneName": pdfx.String("x")}})
	})},
	{RuleState, fault, pdf.X4, "an unknown intent", ops(pdf.X4, "/Nice ri")},
	{RuleClear, fault, pdf.X1a, "opacity", ops(pdf.X1a, "/T gs").and(func(g *graph) { g.put("ExtGState", "T", pdfx.Dict{"ca": pdfx.Number("0.5")}) })},
	{RuleClear, fault, pdf.X1a, "multiply", ops(pdf.X1a, "/T gs").and(func(g *graph) { g.put("ExtGState", "T", pdfx.Dict{"BM": named("Multiply")}) })},
	{RuleClear, fault, pdf.X1a, "a form's group", ops(pdf.X1a, "/Fm Do").and(func(g *graph) {
		ref := g.form("q Q", pdfx.Dict{})
		g.dictOf(ref)["Group"] = pdfx.Dict{"S": named("Transparency")}
		g.put("XObject", "Fm", ref)
	})},
	{RuleClear, fault, pdf.X1a, "a soft mask in a state", ops(pdf.X1a, "/Ma gs").and(func(g *graph) {
		g.put("ExtGState", "Ma", pdfx.Dict{"SMask": pdfx.Dict{"S": named("Luminosity"), "G": g.form("q Q", pdfx.Dict{})}})
	})},
	{RuleClear, fault, pdf.X1a, "a group", edit(pdf.X1a, func(g *graph) { g.page["Group"] = pdfx.Dict{"S": named("Transparency"), "CS": named("DeviceCMYK")} })},
	{RuleClear, fault, pdf.X1a, "a soft mask", edit(pdf.X1a, func(g *graph) {
		g.image().Dict["SMask"] = g.Add(&pdfx.Stream{Dict: pdfx.Dict{"Subtype": named("Image")}, Data: nil})
	})},
	{RuleGroup, fault, pdf.X4, "RGB", edit(pdf.X4, func(g *graph) { g.page["Group"] = pdfx.Dict{"S": named("Transparency"), "CS": named("DeviceRGB")} })},
	{RuleAction, fault, pdf.X4, "on opening", edit(pdf.X4, func(g *graph) {
		g.root["OpenAction"] = pdfx.Dict{"S": named("JavaScript"), "JS": pdfx.String("app.beep()")}
	})},
	{RuleAction, fault, pdf.X4, "scripts", edit(pdf.X4, func(g *graph) { g.root["Names"] = pdfx.Dict{"JavaScript": pdfx.Dict{"Names": pdfx.Array{}}} })},
	{RuleAction, fault, pdf.X4, "a page's", edit(pdf.X4, func(g *graph) { g.page["AA"] = pdfx.Dict{"O": pdfx.Dict{"S": named("Named"), "N": named("Print")}} })},
	{RuleAction, fault, pdf.X4, "a film", edit(pdf.X4, func(g *graph) {
		g.page["Annots"] = pdfx.Array{pdfx.Dict{"Type": named("Annot"), "Subtype": named("Movie"), "Rect": nums(500, 500, 600, 600)}}
	})},
	{RuleAction, fault, pdf.X1a, "attached files", edit(pdf.X1a, func(g *graph) { g.root["Names"] = pdfx.Dict{"EmbeddedFiles": pdfx.Dict{"Names": pdfx.Array{}}} })},
	{RuleAnnotation, fault, pdf.X4, "a note on the page", edit(pdf.X4, func(g *graph) {
		g.page["Annots"] = pdfx.Array{pdfx.Dict{"Type": named("Annot"), "Subtype": named("Text"), "Rect": nums(50, 50, 60, 60)}}
	})},
	{RuleLayers, fault, pdf.X1a, "any", edit(pdf.X1a, func(g *graph) { g.root["OCProperties"] = pdfx.Dict{"D": pdfx.Dict{"Name": pdfx.String("a")}} })},
	{RuleLayers, fault, pdf.X4, "no name", edit(pdf.X4, func(g *graph) { g.root["OCProperties"] = pdfx.Dict{"D": pdfx.Dict{}} })},
	{RuleLayers, fault, pdf.X4, "switching", edit(pdf.X4, func(g *graph) {
		g.root["OCProperties"] = pdfx.Dict{"D": pdfx.Dict{"Name": pdfx.String("a"), "AS": pdfx.Array{pdfx.Dict{}}}}
	})},
	{RuleLayers, fault, pdf.X4, "another configuration without a name", edit(pdf.X4, func(g *graph) {
		g.root["OCProperties"] = pdfx.Dict{"D": pdfx.Dict{"Name": pdfx.String("a")}, "Configs": pdfx.Array{pdfx.Dict{}}}
	})},
	{RuleContent, fault, pdf.X4, "q without Q", ops(pdf.X4, "q q Q")},
	{RuleContent, fault, pdf.X4, "Q without q", ops(pdf.X4, "Q")},
	{RuleContent, fault, pdf.X4, "an unknown operator", ops(pdf.X4, "1 2 xyz")},
	{RuleContent, fault, pdf.X4, "a missing resource", ops(pdf.X4, "/Nowhere Do")},
	{RuleContent, fault, pdf.X1a, "text outside BT", ops(pdf.X1a, "/F1 12 Tf <0001> Tj")},
}

// and is a change besides the operators.
func (m maker) and(change func(g *graph)) func(t testing.TB) []byte {
	return func(t testing.TB) []byte { return changedFile(t, m(t), change) }
}

type maker func(t testing.TB) []byte

func tint() pdfx.Dict {
	return pdfx.Dict{"FunctionType": pdfx.Int(2), "Domain": nums(0, 1), "N": pdfx.Int(1), "C0": nums(0, 0, 0, 0), "C1": nums(0, 1, 1, 0)}
}

func nums(v ...float64) pdfx.Array {
	var a pdfx.Array
	for _, x := range v {
		a = append(a, pdfx.Real(x, 3))
	}
	return a
}

func replaceLast(b []byte, old, new string) []byte {
	i := bytes.LastIndex(b, []byte(old))
	return append(append(bytes.Clone(b[:i]), new...), b[i+len(old):]...)
}

// profile writes into the output profile.
func (g *graph) profile(at int, s string) {
	st := g.Resolve(g.intent()["DestOutputProfile"]).(*pdfx.Stream)
	data := bytes.Clone(assets.PressProfile())
	copy(data[at:], s)
	st.Data = data
	delete(st.Dict, "Filter")
}

func TestEverySeededFaultIsFound(t *testing.T) {
	covered := map[string]bool{}
	for _, c := range faults {
		covered[c.rule] = true
		t.Run(c.rule+"/"+c.what, func(t *testing.T) {
			o := options(heldTo[c.std])
			if c.rule == RuleCount {
				o.PageIDs = []string{"p1"}
			}
			rep := File(context.Background(), c.make(t), o)
			if !has(rep.Findings, c.rule, c.level) {
				t.Errorf("%v of %s not found; found:%s", c.level, c.rule, list(rep.Findings))
			}
			for _, f := range rep.Findings {
				if f.Message.ZH == "" || f.Message.EN == "" || f.Reason.ZH == "" || f.Reason.EN == "" || strings.Contains(f.Message.ZH+f.Message.EN, "%!") {
					t.Errorf("%s says %q / %q because %q / %q", f.Rule, f.Message.ZH, f.Message.EN, f.Reason.ZH, f.Reason.EN)
				}
			}
		})
	}
	covered[RuleAdPress] = true // TestWhatIsPlacedIsJudgedAsAPart
	for _, r := range Rules() {
		if r.File && !covered[r.ID] {
			t.Errorf("%s has no seeded fault", r.ID)
		}
	}
}

// TestWhatIsPlacedIsJudgedAsAPart: of an ad counts what goes along, and not what its own file lacks.
func TestWhatIsPlacedIsJudgedAsAPart(t *testing.T) {
	bare := func(g *graph) { // as a design program's plain PDF
		delete(g.root, "OutputIntents")
		delete(g.root, "Metadata")
		delete(g.page, "TrimBox")
		g.page["Rotate"] = pdfx.Int(90)
	}
	for _, c := range []struct {
		what  string
		data  []byte
		std   Standard
		clear bool
		rule  string
		level finding.Level
	}{
		{"bare", edit(pdf.X4, bare)(t), X1a, false, RuleBoxes, warning},
		{"for another press", edit(pdf.X4, func(g *graph) { g.intent()["OutputConditionIdentifier"] = pdfx.String("SWOP") })(t), X4, false, RuleAdPress, hint},
		{"RGB", ops(pdf.X4, "q 1 0 0 rg 20 20 40 20 re f Q")(t), X4, false, RuleSpace, fault},
		{"see-through", edit(pdf.X4, func(g *graph) {
			g.more("q /GSc gs 20 20 40 20 re f Q")
			g.put("ExtGState", "GSc", pdfx.Dict{"ca": pdfx.Number("0.5")})
		})(t), X1a, true, RuleClear, fault},
		{"an idle group", edit(pdf.X4, func(g *graph) {
			g.page["Group"] = pdfx.Dict{"S": pdfx.Name("Transparency"), "CS": pdfx.Name("DeviceRGB")}
		})(t), X1a, false, "", 0},
	} {
		rep := File(context.Background(), c.data, FileOptions{Press: press(), Standard: c.std, Placed: true, Clear: c.clear, Intent: "OURS"})
		var heavy []finding.Finding
		for _, f := range rep.Findings {
			if f.Rule != RuleNotSeen && (f.Rule != RuleAdPress || c.rule == RuleAdPress) {
				heavy = append(heavy, f)
			}
		}
		if c.rule == "" && len(heavy) > 0 || c.rule != "" && (len(heavy) != 1 || !has(heavy, c.rule, c.level)) {
			t.Errorf("%s: %s", c.what, list(heavy))
		}
	}
}
