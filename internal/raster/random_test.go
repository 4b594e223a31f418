package raster

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// randomPage holds items of every kind with values that no sane page has among those that every page has.
func randomPage(r *rand.Rand) display.Page {
	length := func() geom.Length {
		switch r.IntN(12) {
		case 0:
			return 0
		case 1:
			return geom.Length(r.Int64N(1<<40) - 1<<39) // kilometres
		}
		return geom.FromPt(r.Float64()*260 - 30)
	}
	point := func() geom.Point { return geom.Point{X: length(), Y: length()} }
	rect := func() geom.Rect { return geom.Rect{X: length(), Y: length(), W: length(), H: length()} }
	paint := func() display.Paint {
		part := func() uint16 { return uint16(r.IntN(4) * 400) } // also more than solid
		return display.Paint{Colour: display.Colour{C: part(), M: part(), Y: part(), K: part()}, Overprint: r.IntN(2) == 0}
	}
	var items func(depth int) []display.Item
	items = func(depth int) []display.Item {
		var out []display.Item
		for range 1 + r.IntN(6) {
			switch r.IntN(7) {
			case 0, 1:
				g := set([]string{"song", "kai"}[r.IntN(2)], "版面Ag，", 8, 0, 0)
				g.Origin, g.Paint, g.Turn, g.HScale = point(), paint(), geom.Turn(r.IntN(4)), r.IntN(3)*700
				g.Size = geom.FromPt([]float64{0.1, 7, 9, 30, 120, -5}[r.IntN(6)])
				g.Glyphs[1].Y, g.Glyphs[2].ID = length()/20, 1<<20
				out = append(out, g)
			case 2:
				rule := display.Rule{From: point(), To: point(), Thickness: length() / 40, Paint: paint()}
				if r.IntN(2) == 0 {
					rule.To.Y = rule.From.Y
				}
				if r.IntN(2) == 0 {
					rule.Dash = []geom.Length{length() / 30, length() / 30}
				}
				out = append(out, rule)
			case 3:
				f := display.Fill{Paint: paint()}
				for range r.IntN(4) {
					f.Areas = append(f.Areas, rect())
				}
				out = append(out, f)
			case 4:
				fill, stroke := paint(), paint()
				p := display.Path{Fill: &fill, Stroke: &stroke, Thickness: length() / 40,
					Ops: []display.Op{display.MoveTo, display.LineTo, display.CurveTo, display.Close, display.LineTo}}
				for range 6 {
					p.Points = append(p.Points, point())
				}
				out = append(out, p)
			case 5:
				out = append(out, display.Picture{Box: rect(), ID: []string{"clear", "broken"}[r.IntN(2)],
					Crop: display.Crop{X: r.IntN(9000) - 1000, Y: r.IntN(9000), W: r.IntN(12000), H: r.IntN(12000)}})
			case 6:
				if depth < 3 {
					out = append(out, display.Group{Clip: rect(), Shift: point(), Items: items(depth + 1)})
				}
			}
		}
		return out
	}
	return display.Page{Trim: geom.Size{W: 200 * geom.Pt, H: 150 * geom.Pt}, Items: items(0)}
}

// Whatever stands on a page, it is drawn without a panic, opaque, and in tiles as in one piece.
func TestRandomPages(t *testing.T) {
	ren := New(reg, pictureFiles())
	drawn := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := randomPage(r)
		dpi := 40 + r.Float64()*100
		whole := ren.Page(p, dpi)
		for _, v := range whole.Pix {
			if v != 255 {
				drawn++
				break
			}
		}
		x, y := r.IntN(whole.Rect.Dx()), r.IntN(whole.Rect.Dy())
		tile := ren.Tile(p, dpi, image.Rect(x, y, x+60, y+60))
		for ty := range min(60, whole.Rect.Dy()-y) {
			for tx := range min(60, whole.Rect.Dx()-x) {
				a, b := tile.RGBAAt(tx, ty), whole.RGBAAt(x+tx, y+ty)
				if a.A != 255 || far(a, b) > 1 {
					t.Fatalf("seed %d, %v dpi, pixel %d,%d: tile %v, page %v\n%s", seed, dpi, x+tx, y+ty, a, b, display.Format(p))
				}
			}
		}
	}
	if drawn < 200 {
		t.Errorf("only %d of 300 pages show anything", drawn)
	}
}

// far answers the greatest difference of any channel. Shapes of kilometres are drawn by the window's part of them and
// may be off by a step of rounding; what fits a page may not, see TestTilesJoinWithoutSeam.
func far(a, b color.RGBA) int {
	d := func(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}

// A separated photo has the colours of the inks it is printed with.
func TestCMYKPicture(t *testing.T) {
	img := image.NewCMYK(image.Rect(0, 0, 2, 1))
	img.SetCMYK(0, 0, color.CMYK{K: 255})
	img.SetCMYK(1, 0, color.CMYK{M: 255, Y: 255})
	got := rgba(img)
	for x, want := range []display.Colour{{K: 1000}, {M: 1000, Y: 1000}} {
		if got.RGBAAt(x, 0) != CMYK(want) {
			t.Errorf("%v in a picture is %v, as ink %v", want, got.RGBAAt(x, 0), CMYK(want))
		}
	}
}
