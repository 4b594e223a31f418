package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"dayang/internal/raster"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// tool answers the output of an outside program, and skips the test where it is not installed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// file writes the show page under a standard and answers its path.
func file(t *testing.T, s Standard, marks bool) (string, display.Page) {
	t.Helper()
	p, pics := showPage(t)
	o := options(t, s)
	o.Marks = marks
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, write(t, o, pics, p), 0o644); err != nil {
		t.Fatal(err)
	}
	return path, p
}

func TestQPDFFindsNoFault(t *testing.T) {
	for _, s := range []Standard{Proof, X4, X1a} {
		path, _ := file(t, s, true)
		if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%v: %s", s, out)
		}
	}
}

func TestGhostscriptFindsNoFault(t *testing.T) {
	for _, s := range []Standard{Proof, X4, X1a} {
		path, _ := file(t, s, true)
		if out := tool(t, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", path); out != "" {
			t.Errorf("%v: %s", s, out)
		}
	}
}

func TestPopplerNamesTheStandard(t *testing.T) {
	for s, want := range map[Standard]string{X4: "PDF/X-4", X1a: "PDF/X-1a:2003"} {
		path, _ := file(t, s, false)
		if out := tool(t, "pdfinfo", path); !strings.Contains(out, want) {
			t.Errorf("%v: %s", s, out)
		}
	}
}

func TestFontsAreEmbeddedSubsets(t *testing.T) {
	path, _ := file(t, X4, false)
	out := tool(t, "pdffonts", path)
	lines := strings.Split(strings.TrimSpace(out), "\n")[2:]
	if len(lines) != 5 {
		t.Errorf("%d fonts, want the five of the page:\n%s", len(lines), out)
	}
	for _, ln := range lines {
		if !strings.Contains(ln, "CID TrueType") || !strings.Contains(ln, "Identity-H       yes yes yes") || ln[6] != '+' {
			t.Error(ln)
		}
	}
}

// squeezed takes out what pdftotext adds between runs by what it sees: spaces and line ends.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// same shows where two texts part.
func same(t *testing.T, got, want string) {
	t.Helper()
	g, w := []rune(got), []rune(want)
	at := 0
	for at < len(g) && at < len(w) && g[at] == w[at] {
		at++
	}
	if at < len(g) || at < len(w) {
		t.Errorf("text parts at character %d: %q, want %q", at, string(g[at:min(at+20, len(g))]), string(w[at:min(at+20, len(w))]))
	}
}

func TestPopplerReadsTheListsText(t *testing.T) {
	path, p := file(t, X4, true)
	same(t, squeezed(tool(t, "pdftotext", "-raw", path, "-")), squeezed(textOf(p)))
}

// TestPopplerReadsClusters sets what single glyphs cannot say.
func TestPopplerReadsClusters(t *testing.T) {
	face, _ := builtin.Face("hei")
	const text = "Tiê\u0301ng office——⼀一"
	run := display.Glyphs{Origin: geom.Point{X: 20 * geom.MM, Y: 30 * geom.MM}, Font: "hei", Size: 20 * geom.Pt, Text: text, Paint: display.Paint{Colour: display.Black}}
	pen := geom.Length(0)
	for _, g := range face.Shape(text) {
		run.Glyphs = append(run.Glyphs, display.Glyph{ID: g.Glyph, X: pen, Text: g.Cluster})
		pen += run.Size.Times(int64(g.Advance), int64(face.UnitsPerEm()))
	}
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, write(t, options(t, X4), nil, tabloid(run)), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, want := squeezed(tool(t, "pdftotext", "-raw", path, "-")), squeezed(text); got != want {
		t.Errorf("text is %q, want %q", got, want)
	}
}

// TestPlates: the cyan plate runs unbroken under an overprinting black headline and is cut by a spot ink's; the spot
// ink has a plate of its own.
func TestPlates(t *testing.T) {
	area := geom.Rect{X: 10 * geom.MM, Y: 10 * geom.MM, W: 100 * geom.MM, H: 60 * geom.MM}
	bar := func(y geom.Length, p display.Paint) display.Fill {
		return display.Fill{Areas: []geom.Rect{{X: 20 * geom.MM, Y: y, W: 80 * geom.MM, H: 10 * geom.MM}}, Paint: p}
	}
	p := display.Page{Number: 1, Trim: geom.Size{W: 120 * geom.MM, H: 80 * geom.MM}, Items: []display.Item{
		display.Fill{Areas: []geom.Rect{area}, Paint: display.Paint{Colour: display.Colour{C: 500}}},
		bar(20*geom.MM, display.Paint{Colour: display.Black, Overprint: true}),
		bar(40*geom.MM, display.Paint{Colour: display.Colour{M: 1000, Spot: "RED", Tint: 1000}}),
	}}
	dir := t.TempDir()
	path := filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(path, write(t, options(t, X1a), nil, p), 0o644); err != nil {
		t.Fatal(err)
	}
	// psdcmyk would do too; tiffsep with no compression is the simplest to look into: a pixel is a byte.
	tool(t, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", "-sCompression=none", "-r25.4", "-o", filepath.Join(dir, "p.tif"), path)
	plate := func(ink string) func(x, y int) byte {
		b, err := os.ReadFile(filepath.Join(dir, "p("+ink+").tif"))
		if err != nil {
			t.Fatal(err)
		}
		return tiffGrey(t, b)
	}
	cyan, black, red := plate("Cyan"), plate("Black"), plate("RED")
	for _, c := range []struct {
		what string
		got  byte
		want byte
	}{
		{"cyan of the tint", cyan(15, 15), 127},
		{"cyan under black that overprints", cyan(50, 25), 127},
		{"cyan under red that cuts out", cyan(50, 45), 255},
		{"black of the bar", black(50, 25), 0},
		{"black elsewhere", black(50, 45), 255},
		{"red of the bar", red(50, 45), 0},
		{"red elsewhere", red(50, 25), 255},
	} {
		if d := int(c.got) - int(c.want); d < -2 || d > 2 {
			t.Errorf("%s: %d, want %d (255 is no ink)", c.what, c.got, c.want)
		}
	}
}

// tiffGrey answers the pixels of an uncompressed 8-bit TIFF of one channel.
func tiffGrey(t *testing.T, b []byte) func(x, y int) byte {
	t.Helper()
	if string(b[:2]) != "II" {
		t.Fatalf("a TIFF that is %q", b[:2])
	}
	u := func(at, n int) (v int) {
		for i := n - 1; i >= 0; i-- {
			v = v<<8 | int(b[at+i])
		}
		return v
	}
	tags := map[int][2]int{} // tag → where its value stands, size of one value
	counts := map[int]int{}
	ifd := u(4, 4)
	for i := range u(ifd, 2) {
		e := ifd + 2 + 12*i
		size := map[int]int{3: 2, 4: 4}[u(e+2, 2)]
		at := e + 8
		if counts[u(e, 2)] = u(e+4, 4); size*u(e+4, 4) > 4 {
			at = u(e+8, 4)
		}
		tags[u(e, 2)] = [2]int{at, size}
	}
	value := func(tag, i int) int { return u(tags[tag][0]+i*tags[tag][1], tags[tag][1]) }
	width, rows := value(256, 0), value(278, 0)
	return func(x, y int) byte { return b[value(273, y/rows)+y%rows*width+x] }
}

// TestPreviewIsThePress compares poppler's picture of the file with the preview of the same list. Pixel by pixel the
// two smooth small type each in its way; over squares of about a millimetre only what is misplaced or missing shows.
// Colours differ by how each imagines ink on a screen.
func TestPreviewIsThePress(t *testing.T) {
	const dpi, square = 144, 6
	all, pics := showPage(t)
	all.Bleed = 0
	black := tabloid()
	black.Bleed = 0
	for _, it := range all.Items {
		switch it := it.(type) {
		case display.Glyphs:
			if it.Paint.Colour == display.Black {
				black.Items = append(black.Items, it)
			}
		case display.Rule, display.Group:
			black.Items = append(black.Items, it)
		}
	}
	for _, c := range []struct {
		name           string
		page           display.Page
		pixels, square float64 // most mean absolute difference of a channel, of 255
	}{
		{"black", black, 4, 2},
		{"everything", all, 5, 3},
	} {
		path := filepath.Join(t.TempDir(), c.name+".pdf")
		if err := os.WriteFile(path, write(t, options(t, Proof), pics, c.page), 0o644); err != nil {
			t.Fatal(err)
		}
		a, b := render(t, path, dpi), raster.New(builtin, pics).Page(c.page, dpi)
		if d := a.Bounds().Size().Sub(b.Bounds().Size()); d.X < -1 || d.X > 1 || d.Y < -1 || d.Y > 1 {
			t.Fatalf("%s: poppler draws %v pixels, raster %v", c.name, a.Bounds().Size(), b.Bounds().Size())
		}
		fine, coarse := difference(a, b, 1), difference(a, b, square)
		t.Logf("%s at %d dpi: mean absolute difference %.2f of 255 by pixel, %.2f by squares of %d", c.name, dpi, fine, coarse, square)
		if fine > c.pixels || coarse > c.square {
			t.Errorf("%s: mean absolute difference %.2f by pixel, %.2f by square; limits %.2f, %.2f", c.name, fine, coarse, c.pixels, c.square)
		}
	}
}

// difference answers the mean absolute difference of two pictures' channels, averaged over squares of n pixels first.
func difference(a, b *image.RGBA, n int) float64 {
	r := a.Rect.Intersect(b.Rect)
	sum, count := 0.0, 0
	for y := r.Min.Y; y+n <= r.Max.Y; y += n {
		for x := r.Min.X; x+n <= r.Max.X; x += n {
			var d [3]int
			for i := range n * n {
				p, q := a.Pix[a.PixOffset(x+i%n, y+i/n):], b.Pix[b.PixOffset(x+i%n, y+i/n):]
				for k := range d {
					d[k] += int(p[k]) - int(q[k])
				}
			}
			for _, v := range d {
				sum += float64(max(v, -v)) / float64(n*n)
				count++
			}
		}
	}
	return sum / float64(count)
}

// render answers a page as poppler draws its media.
func render(t *testing.T, path string, dpi int) *image.RGBA {
	t.Helper()
	out := strings.TrimSuffix(path, ".pdf")
	tool(t, "pdftoppm", "-r", fmt.Sprint(dpi), "-png", "-singlefile", path, out)
	b, err := os.ReadFile(out + ".png")
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out8 := image.NewRGBA(img.Bounds())
	draw.Draw(out8, out8.Rect, img, img.Bounds().Min, draw.Src)
	return out8
}
