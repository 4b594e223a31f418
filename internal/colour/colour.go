// Package colour brings pictures to press: ICC profiles, RGB and grey to process inks, resampling, total ink,
// and JPEG files of four inks.
//
// Start with Profile, Separation and Picture. Decode reads a stranger's file into a Picture; Picture.Resample cuts
// and scales it; Separation turns its rows into inks for one press profile; EncodeCMYK writes what a PDF embeds.
// An ink or a channel is a byte, 255 is solid; total ink is in per cent, so four solid inks are 400. The package
// knows nothing of pages, never guesses a press condition, and imports only the standard library.
package colour

import "math"

// d50 is the white of the profile connection space. ICC.1, "PCS illuminant".
var d50 = [3]float64{0.9642, 1, 0.8249}

// The two constants of CIE 1976 L*a*b* in their exact form (CIE 15).
const (
	labEpsilon = 216.0 / 24389
	labKappa   = 24389.0 / 27
)

// unit brings x into 0..1; what is not a number becomes 0, since profiles come from strangers.
func unit(x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return math.Min(x, 1)
}

func labRoot(t float64) float64 {
	if t > labEpsilon {
		return math.Cbrt(t)
	}
	return (labKappa*t + 16) / 116
}

func labCube(t float64) float64 {
	if c := t * t * t; c > labEpsilon {
		return c
	}
	return (116*t - 16) / labKappa
}

func labOf(xyz [3]float64) [3]float64 {
	x, y, z := labRoot(xyz[0]/d50[0]), labRoot(xyz[1]/d50[1]), labRoot(xyz[2]/d50[2])
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func xyzOf(lab [3]float64) [3]float64 {
	y := (lab[0] + 16) / 116
	return [3]float64{d50[0] * labCube(y+lab[1]/500), d50[1] * labCube(y), d50[2] * labCube(y-lab[2]/200)}
}
