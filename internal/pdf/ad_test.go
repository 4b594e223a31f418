package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/pdf/ads"
	"dayang/internal/pdf/pdfx"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// anAd is an advertiser's page of 80 × 50 mm with 3 mm of bleed: a tint with a letter mark at its top left, type, a photo.
func anAd(t testing.TB) []byte { return anAdFor(t, X4) }

func anAdFor(t testing.TB, s Standard) []byte {
	mm := geom.MM
	p := display.Page{Number: 1, Trim: geom.Size{W: 80 * mm, H: 50 * mm}, Bleed: 3 * mm}
	p.Items = append(p.Items,
		display.Fill{Areas: []geom.Rect{{X: -3 * mm, Y: -3 * mm, W: 86 * mm, H: 56 * mm}}, Paint: display.Paint{Colour: display.Colour{Y: 400}}},
		display.Fill{Areas: []geom.Rect{{X: 2 * mm, Y: 2 * mm, W: 12 * mm, H: 12 * mm}}, Paint: display.Paint{Colour: display.Colour{M: 1000, Y: 800}}},
		line(t, "hei", 18*geom.Pt, 18*mm, 12*mm, "江城商场春季"),
		display.Picture{Box: geom.Rect{X: 40 * mm, Y: 20 * mm, W: 30 * mm, H: 20 * mm}, ID: "photo", Crop: display.WholePicture})
	o := options(t, s)
	o.Title = "Ad"
	return write(t, o, pictures{"photo": photo(t, 300, 200)}, p)
}

// adPage is a tabloid page with an ad three times: straight and off the page at the left, a quarter turn, and slanted.
func adPage() display.Page {
	mm := geom.MM
	box := geom.Rect{X: 0, Y: 20 * mm, W: 80 * mm, H: 50 * mm}
	return tabloid(
		display.Ad{Box: box, ID: "ad", Clip: geom.Rect{X: -3 * mm, Y: 20 * mm, W: 83 * mm, H: 50 * mm}},
		display.Ad{Box: geom.Rect{X: 100 * mm, Y: 20 * mm, W: 80 * mm, H: 50 * mm}, ID: "ad", Turn: 9000},
		display.Ad{Box: geom.Rect{X: 60 * mm, Y: 120 * mm, W: 80 * mm, H: 50 * mm}, ID: "ad", Turn: 3000},
	)
}

func TestAnAdIsInTheFileOnce(t *testing.T) {
	pics := pictures{"ad": anAd(t)}
	for _, s := range []Standard{Proof, X4, X1a} {
		data := write(t, options(t, s), pics, adPage(), adPage())
		f := readFile(t, data)
		forms, fonts := 0, 0
		for _, o := range f.Objects {
			if st, ok := o.(*pdfx.Stream); ok && st.Dict["Subtype"] == pdfx.Name("Form") {
				forms++
				if s == X1a && st.Dict["Group"] != nil {
					t.Error("PDF/X-1a with a transparency group")
				}
			}
			if d, ok := o.(pdfx.Dict); ok && d["Type"] == pdfx.Name("FontDescriptor") {
				fonts++
			}
		}
		if forms != 1 || fonts != 1 {
			t.Errorf("%v: %d forms and %d fonts, want the ad and its font once", s, forms, fonts)
		}
		if again := write(t, options(t, s), pics, adPage(), adPage()); !bytes.Equal(data, again) {
			t.Errorf("%v: two runs differ", s)
		}
	}
}

// TestOutsideToolsTakeAds: no fault to qpdf and Ghostscript, the ad's font kept, its text to be found.
func TestOutsideToolsTakeAds(t *testing.T) {
	made := map[string][]byte{"ours": anAd(t)}
	for _, name := range []string{"ghostscript", "rotated", "objectstreams"} {
		made[name] = kept(t, name)
	}
	for name, ad := range made {
		for _, s := range []Standard{X4, X1a} {
			path := filepath.Join(t.TempDir(), "page.pdf")
			if err := os.WriteFile(path, write(t, options(t, s), pictures{"ad": ad}, adPage()), 0o644); err != nil {
				t.Fatal(err)
			}
			if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Errorf("%s %v: %s", name, s, out)
			}
			if out := tool(t, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", path); out != "" {
				t.Errorf("%s %v: %s", name, s, out)
			}
			if out := tool(t, "pdffonts", path); !strings.Contains(out, "+NotoSansSC-Regular") || !strings.Contains(out, "yes yes") {
				t.Errorf("%s %v: the ad's font is not kept:\n%s", name, s, out)
			}
			if out := tool(t, "pdftotext", "-raw", path, "-"); strings.Count(squeezed(out), "江城商场春季") != 3 && name != "rotated" {
				t.Errorf("%s %v: the ad's text reads %q", name, s, out)
			}
		}
	}
}

// TestAnAdLooksAsItDidAlone compares the ad on the page with the ad by itself, drawn by poppler, straight and turned.
func TestAnAdLooksAsItDidAlone(t *testing.T) {
	const dpi = 72
	for name, ad := range map[string][]byte{"ours": anAd(t), "rotated": kept(t, "rotated")} {
		dir := t.TempDir()
		alone, page := filepath.Join(dir, "ad.pdf"), filepath.Join(dir, "page.pdf")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(os.WriteFile(alone, ad, 0o644))
		must(os.WriteFile(page, write(t, options(t, X4), pictures{"ad": ad}, adPage()), 0o644))
		a, err := ads.Read(context.Background(), ad)
		must(err)
		if math.Abs(a.W-80*72/25.4) > 0.01 || math.Abs(a.H-50*72/25.4) > 0.01 {
			t.Fatalf("%s: trim %.2f × %.2f", name, a.W, a.H)
		}
		small, large := render(t, alone, dpi), render(t, page, dpi)
		pt := func(mm float64) float64 { return mm * 72 / 25.4 }
		bleed := pt(3) // of the page
		for i, c := range []struct {
			turn   float64
			mx, my float64 // the middle of the box, mm
		}{{0, 40, 45}, {90, 140, 45}, {30, 100, 145}} {
			sin, cos := math.Sincos(c.turn * math.Pi / 180)
			bad, n := 0, 0
			for y := 2.0; y < 48; y += 1.5 {
				for x := 2.0; x < 78; x += 1.5 {
					u, v := pt(x-40), pt(y-25)
					px, py := pt(c.mx)+u*cos-v*sin+bleed, pt(c.my)+u*sin+v*cos+bleed
					want := small.RGBAAt(int(a.Media[0]+pt(x)), int(a.Media[1]+pt(y)))
					got := large.RGBAAt(int(px), int(py))
					n++
					if d := far(want.R, got.R) + far(want.G, got.G) + far(want.B, got.B); d > 120 {
						bad++
					}
				}
			}
			if bad*10 > n { // edges of type and photo fall on other pixels
				t.Errorf("%s, copy %d: %d of %d places differ", name, i, bad, n)
			}
		}
	}
}

func far(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

// kept answers a committed ad. They were made of anAd's page: ghostscript by its pdfwrite; rotated by qpdf
// --rotate=270 of a page drawn turned; objectstreams, aes (no password to open) and password by qpdf.
func kept(t testing.TB, name string) []byte {
	data, err := os.ReadFile(filepath.Join("testdata", "ads", name+".pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAdsAreRefusedWithTheReason(t *testing.T) {
	whole := anAd(t)
	for _, c := range []struct {
		what string
		data []byte
		kind error
		zh   string
	}{
		{"AES without a password", kept(t, "aes"), ads.ErrEncrypted, "加了密"},
		{"with a password", kept(t, "password"), ads.ErrEncrypted, "加了密"},
		{"hidden layers", kept(t, "hidden"), ads.ErrHidden, "图层"},
		{"EPS", []byte("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n"), ads.ErrEPS, "EPS"},
		{"EPS of DOS", append([]byte{0xC5, 0xD0, 0xD3, 0xC6}, make([]byte, 40)...), ads.ErrEPS, "EPS"},
		{"a JPEG called PDF", photo(t, 20, 20), ads.ErrNotPDF, "不是 PDF"},
		{"cut off", whole[:len(whole)/2], ads.ErrBroken, "损坏"},
		{"nothing", nil, ads.ErrNotPDF, "不是 PDF"},
		{"a header alone", []byte("%PDF-1.4\n"), ads.ErrBroken, "损坏"},
	} {
		var no *ads.Refusal
		_, err := ads.Read(context.Background(), c.data)
		if !errors.As(err, &no) || !errors.Is(err, c.kind) || !strings.Contains(no.Words().ZH, c.zh) || no.Words().EN == "" {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		var buf bytes.Buffer
		err = Write(context.Background(), &buf, []display.Page{adPage()}, builtin, pictures{"ad": c.data}, options(t, X4))
		var ad *AdError
		if !errors.As(err, &ad) || ad.Page != 1 || !errors.Is(err, c.kind) {
			t.Errorf("%s, written: %v", c.what, err)
		}
	}
}

// TestAdsByGhostscript places what Ghostscript makes here and now of PostScript, with its own fonts.
func TestAdsByGhostscript(t *testing.T) {
	dir := t.TempDir()
	ps := filepath.Join(dir, "ad.ps")
	if err := os.WriteFile(ps, []byte("%!PS\n<</PageSize [227 142]>> setpagedevice\n1 0 0 0 setcmykcolor 0 0 227 40 rectfill\n0 0 0 1 setcmykcolor /Helvetica findfont 24 scalefont setfont 20 80 moveto (Spring Sale) show\nshowpage\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "ad.pdf")
	tool(t, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dEmbedAllFonts=true", "-sColorConversionStrategy=LeaveColorUnchanged", "-sOutputFile="+out, ps)
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(page, write(t, options(t, X4), pictures{"ad": data}, adPage()), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := tool(t, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-sDEVICE=nullpage", page); out != "" {
		t.Error(out)
	}
	if s := squeezed(tool(t, "pdftotext", "-raw", page, "-")); strings.Count(s, "SpringSale") != 3 {
		t.Errorf("text %q", s)
	}
}

// TestMakeAds writes the committed ads anew when asked to; it needs gs and qpdf.
func TestMakeAds(t *testing.T) {
	if os.Getenv("MAKE_ADS") == "" {
		t.Skip("MAKE_ADS=1 writes testdata/ads")
	}
	dir := filepath.Join("testdata", "ads")
	os.MkdirAll(dir, 0o755)
	src := filepath.Join(t.TempDir(), "ad.pdf")
	os.WriteFile(src, anAdFor(t, Proof), 0o644) // without the press profile, which is most of such a file
	at := func(n string) string { return filepath.Join(dir, n+".pdf") }
	run := func(name string, args ...string) {
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
	}
	run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dAutoFilterColorImages=false", "-sColorImageFilter=DCTEncode", "-sOutputFile="+at("ghostscript"), src)
	run("qpdf", "--deterministic-id", "--object-streams=generate", src, at("objectstreams"))
	run("qpdf", "--static-id", "--static-aes-iv", "--encrypt", "", "owner", "256", "--", src, at("aes"))
	run("qpdf", "--static-id", "--static-aes-iv", "--encrypt", "user", "owner", "256", "--", src, at("password"))
	// The page turned counter-clockwise, and /Rotate 90 to set it upright again.
	mm := geom.MM
	tall := display.Page{Number: 1, Trim: geom.Size{W: 50 * mm, H: 80 * mm}, Bleed: 3 * mm, Items: []display.Item{
		display.Ad{Box: geom.Rect{X: -15 * mm, Y: 15 * mm, W: 80 * mm, H: 50 * mm}, ID: "ad", Turn: -9000, Clip: geom.Rect{X: -3 * mm, Y: -3 * mm, W: 56 * mm, H: 86 * mm}}}}
	turned := filepath.Join(t.TempDir(), "turned.pdf")
	os.WriteFile(turned, write(t, options(t, Proof), pictures{"ad": anAdFor(t, Proof)}, tall), 0o644)
	run("qpdf", "--deterministic-id", "--rotate=+90", turned, at("rotated"))
	os.WriteFile(at("hidden"), []byte(hiddenLayers()), 0o644)
}

// hiddenLayers is a PDF whose only layer does not show.
func hiddenLayers() string {
	objs := []string{
		"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R]/D<</Name(d)/OFF[5 0 R]>>>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Properties<</L 5 0 R>>>>>>",
		"<</Length 45>>stream\n/OC /L BDC 0 0 0 1 k 0 0 200 100 re f EMC    \nendstream",
		"<</Type/OCG/Name(price)>>",
	}
	out := "%PDF-1.5\n"
	var at []int
	for i, o := range objs {
		at = append(at, len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	x := len(out)
	out += fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objs)+1)
	for _, a := range at {
		out += fmt.Sprintf("%010d 00000 n \n", a)
	}
	return out + fmt.Sprintf("trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objs)+1, x)
}
