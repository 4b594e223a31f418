package colour

import (
	"fmt"
	"math"
)

// proofPoints is the size of a Proofing's table along each ink.
const proofPoints = 13

// Proofing shows a press's inks on a screen (软打样). It is immutable and safe for concurrent use.
type Proofing struct{ table []uint8 }

// Proof prepares a press profile for a screen of sRGB. With paper the sheet has the colour of the press's paper, else it
// is the screen's white. The profile's colorimetric table is followed; what the screen cannot show is clipped.
func (p *Profile) Proof(paper bool) (*Proofing, error) {
	if !p.IsPress() {
		return nil, fmt.Errorf("%w: %q does not describe a four-ink press", ErrProfile, p.Description())
	}
	fromInk, err := parseLUT(p.tags["A2B1"])
	if err != nil {
		return nil, err
	}
	if fromInk.in != 4 || fromInk.out != 3 {
		return nil, fmt.Errorf("%w: A2B1 has %d to %d channels", ErrProfile, fromInk.in, fromInk.out)
	}
	white := [3]float64{1, 1, 1}
	if w := p.tags["wtpt"]; paper && len(w) >= 20 {
		for k := range white {
			white[k] = fixed(w[8+4*k:]) / d50[k]
		}
	}
	const n = proofPoints
	out := &Proofing{table: make([]uint8, n*n*n*n*3)}
	bands(n, func(from, to int) {
		for c := from; c < to; c++ {
			for m := range n {
				for y := range n {
					for k := range n {
						lab := fromInk.coding.decode(fromInk.eval([4]float64{float64(c) / (n - 1), float64(m) / (n - 1), float64(y) / (n - 1), float64(k) / (n - 1)}))
						xyz := xyzOf(lab)
						for i := range xyz {
							xyz[i] *= white[i]
						}
						rgb := screenOf(xyz)
						copy(out.table[(((c*n+m)*n+y)*n+k)*3:], rgb[:])
					}
				}
			}
		}
	})
	return out, nil
}

// screenOf answers sRGB of a colour under D50. IEC 61966-2-1; the matrix is the inverse of srgbToXYZ's.
func screenOf(xyz [3]float64) (rgb [3]uint8) {
	m := [3][3]float64{{3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}}
	for i := range rgb {
		v := m[i][0]*xyz[0] + m[i][1]*xyz[1] + m[i][2]*xyz[2]
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		rgb[i] = uint8(unit(v)*255 + 0.5)
	}
	return rgb
}

// Screen answers what inks, 255 solid, look like.
func (p *Proofing) Screen(c, m, y, k uint8) (r, g, b uint8) {
	const n = proofPoints
	var at, frac [4]int
	for i, v := range [4]uint8{c, m, y, k} {
		x := int(v) * (n - 1)
		at[i] = min(x/255, n-2)
		frac[i] = x - at[i]*255
	}
	var sum [3]int // of products of four numbers of 0..255 and one sample
	steps := [4]int{n * n * n * 3, n * n * 3, n * 3, 3}
	base := at[0]*steps[0] + at[1]*steps[1] + at[2]*steps[2] + at[3]*steps[3]
	for corner := range 16 {
		w, i := 1, base
		for d := range 4 {
			if corner>>d&1 == 1 {
				w *= frac[d]
				i += steps[d]
			} else {
				w *= 255 - frac[d]
			}
		}
		if w == 0 {
			continue
		}
		for ch := range sum {
			sum[ch] += w * int(p.table[i+ch])
		}
	}
	const full = 255 * 255 * 255 * 255
	return uint8((sum[0] + full/2) / full), uint8((sum[1] + full/2) / full), uint8((sum[2] + full/2) / full)
}
