package raster

import (
	"image/color"

	"dayang/layout/display"
)

// primaries are the sixteen overprints of solid C, M, Y and K (bits 0 to 3) as a screen shows offset ink on paper.
// The first eight and K are what design programs show for a web-offset profile (SWOP); an ink under solid black is
// their product. The paper is plain white: a preview tinted like newsprint tires the eye.
var primaries = func() (p [16][3]float64) {
	solids := [9][3]float64{
		{255, 255, 255}, {0, 174, 239}, {236, 0, 140}, {46, 49, 146}, // paper, C, M, CM
		{255, 242, 0}, {0, 166, 81}, {237, 28, 36}, {54, 54, 57}, // Y, CY, MY, CMY
		{35, 31, 32}, // K
	}
	for i := range p {
		p[i] = solids[i&7]
		if i&8 != 0 {
			for c := range 3 {
				p[i][c] *= solids[8][c] / 255
			}
		}
	}
	return p
}()

// CMYK answers the screen stand-in for inks, opaque. Tints are mixed linearly between the solids, which puts K50 at
// 145 of 255, within three steps of the profile. A spot ink is shown by its process stand-in, thinned by its tint.
func CMYK(c display.Colour) color.RGBA {
	inks := [4]float64{float64(c.C), float64(c.M), float64(c.Y), float64(c.K)}
	full := 1000.0
	if c.Spot != "" {
		for i := range inks {
			inks[i] *= float64(min(c.Tint, 1000)) / 1000
		}
	}
	var out [3]float64
	for i, p := range primaries {
		share := 1.0
		for ink, amount := range inks {
			part := min(amount/full, 1)
			if i>>ink&1 == 0 {
				part = 1 - part
			}
			share *= part
		}
		for ch := range out {
			out[ch] += share * p[ch]
		}
	}
	return color.RGBA{uint8(out[0] + 0.5), uint8(out[1] + 0.5), uint8(out[2] + 0.5), 255}
}
