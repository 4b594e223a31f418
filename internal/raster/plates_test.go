package raster

import (
	"errors"
	"image"
	"testing"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// oneInk is a picture of solid magenta.
type oneInk struct{}

func (oneInk) Inks(id string, ad bool) (int, int, []uint8, error) {
	if id != "m" || ad {
		return 0, 0, nil, errors.New("no such picture")
	}
	return 1, 1, []uint8{0, 255, 0, 0}, nil
}

// TestPlatesAreWhatThePressPrints paints over a tint of cyan in every way and reads the inks back, per cent.
func TestPlatesAreWhatThePressPrints(t *testing.T) {
	mm := geom.MM
	at := func(i int) geom.Rect { return geom.Rect{X: geom.Length(i*10+1) * mm, Y: 1 * mm, W: 8 * mm, H: 8 * mm} }
	fill := func(i int, c display.Colour, over bool) display.Item {
		return display.Fill{Areas: []geom.Rect{at(i)}, Paint: display.Paint{Colour: c, Overprint: over}}
	}
	p := display.Page{Trim: geom.Size{W: 80 * mm, H: 10 * mm}, Items: []display.Item{
		display.Fill{Areas: []geom.Rect{{W: 80 * mm, H: 10 * mm}}, Paint: display.Paint{Colour: display.Colour{C: 600}}},
		fill(1, display.Black, true),
		fill(2, display.Black, false),
		fill(3, display.White, true),
		fill(4, display.Colour{Spot: "Gold", Tint: 500, Y: 800}, true),
		fill(5, display.Colour{Spot: "Gold", Tint: 500, Y: 800}, false),
		display.Group{Shift: geom.Point{X: 60 * mm}, Items: []display.Item{display.Picture{Box: at(0), ID: "m", Crop: display.WholePicture}}},
		fill(7, display.Colour{M: 300, C: 200}, true),
	}}
	inks := NewPlates(nil, oneInk{}).Tile(p, 72, image.Rectangle{Max: Size(p, 72)})
	for i, want := range [][Planes]int{
		{60, 0, 0, 0, 0},   // the tint
		{60, 0, 0, 100, 0}, // black over it
		{0, 0, 0, 100, 0},  // black instead
		{0, 0, 0, 0, 0},    // white, which always cuts out
		{60, 0, 0, 0, 50},  // a spot over it
		{0, 0, 0, 0, 50},   // a spot instead
		{0, 100, 0, 0, 0},  // a picture
		{20, 30, 0, 0, 0},  // inks it has replace, those it has not stay
	} {
		x, y := (i*10+5)*72*10/254, 5*72*10/254
		for k := range want {
			got := int(inks.Pix[(y*inks.W+x)*Planes+k]) * 100 / 255
			if d := got - want[k]; d > 1 || d < -1 {
				t.Errorf("square %d plane %d: %d, want %d", i, k, got, want[k])
			}
		}
	}
}
