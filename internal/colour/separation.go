package colour

import (
	"fmt"
	"math"
	"runtime"
	"sync"
)

// Intent is how colours the press cannot print are brought within its reach.
type Intent int

const (
	// Perceptual keeps the relations between colours; the profile maker decided how. It is right for photographs.
	Perceptual Intent = iota
	// Relative keeps what can be printed as it is and moves black to the press's black (black point compensation).
	Relative
)

// gridPoints is the size of the baked table along each of red, green and blue: 33 keeps the mean error against the
// profile's own table under a third of a 255th (research, RGB photo to CMYK).
const gridPoints = 33

// Separation turns RGB and grey into the inks of one press. It is immutable and safe for concurrent use.
type Separation struct {
	table  []uint16 // gridPoints³ × 4, an ink is 0..255·256
	cell   [256]int
	frac   [256]int // of 255
	grey   [256]byte
	source *Profile
}

// Separate prepares the way from a source profile (nil is sRGB) to a press profile.
func Separate(source, press *Profile, intent Intent) (*Separation, error) {
	if !press.IsPress() {
		return nil, fmt.Errorf("%w: %q does not describe a four-ink press", ErrProfile, press.Description())
	}
	toXYZ := srgbToXYZ
	if source != nil {
		f, err := source.toXYZ()
		if err != nil {
			return nil, err
		}
		toXYZ = f
	}
	tag := "B2A0"
	if intent == Relative && press.tags["B2A1"] != nil {
		tag = "B2A1"
	}
	toInk, err := parseLUT(press.tags[tag])
	if err != nil {
		return nil, err
	}
	if toInk.in != 3 || toInk.out != 4 {
		return nil, fmt.Errorf("%w: %s has %d to %d channels", ErrProfile, tag, toInk.in, toInk.out)
	}
	fromInk, err := parseLUT(press.tags["A2B1"])
	if err != nil {
		return nil, err
	}
	if fromInk.in != 4 || fromInk.out != 3 {
		return nil, fmt.Errorf("%w: A2B1 has %d to %d channels", ErrProfile, fromInk.in, fromInk.out)
	}
	printed := func(ink [4]float64) [3]float64 { return fromInk.coding.decode(fromInk.eval(ink)) }

	s := &Separation{source: source}
	black := 0.0 // luminance of the darkest print
	if intent == Relative {
		// The press's black is what the perceptual table prints for black: it keeps to the ink limit, which a colorimetric
		// table may not. Half way up at most. So does lcms2, cmsDetectBlackPoint.
		dark := toInk
		if p, err := parseLUT(press.tags["B2A0"]); err == nil && p.in == 3 && p.out == 4 {
			dark = p
		}
		l := printed(dark.eval(dark.coding.encode([3]float64{})))[0]
		black = xyzOf([3]float64{min(max(l, 0), 50), 0, 0})[1]
	}
	s.bake(func(rgb [3]float64) [4]float64 {
		xyz := toXYZ(rgb)
		for k := range xyz {
			xyz[k] = xyz[k]*(1-black) + d50[k]*black
		}
		return toInk.eval(toInk.coding.encode(labOf(xyz)))
	})
	s.bakeGrey(func(v float64) float64 { return toXYZ([3]float64{v, v, v})[1] }, printed)
	return s, nil
}

func (s *Separation) bake(ink func([3]float64) [4]float64) {
	const n = gridPoints
	for v := range s.cell {
		p := v * (n - 1)
		s.cell[v] = min(p/255, n-2)
		s.frac[v] = p - s.cell[v]*255
	}
	s.table = make([]uint16, n*n*n*4)
	bands(n, func(from, to int) {
		for r := from; r < to; r++ {
			for g := range n {
				for b := range n {
					c := ink([3]float64{float64(r) / (n - 1), float64(g) / (n - 1), float64(b) / (n - 1)})
					at := ((r*n+g)*n + b) * 4
					for k := range c {
						s.table[at+k] = uint16(unit(c[k])*255*256 + 0.5)
					}
				}
			}
		}
	})
	// Paper stays paper: a table's rounding at white would print a faint tone over every light background.
	white := s.table[len(s.table)-4:]
	if white[0] < 5*256 && white[1] < 5*256 && white[2] < 5*256 && white[3] < 5*256 {
		clear(white)
	}
}

// bakeGrey finds, for each grey, the amount of black ink alone that prints as light as the grey looks, with the
// source's black moved to solid black ink. A grey photograph then needs one plate and cannot take a colour cast.
func (s *Separation) bakeGrey(luminance func(float64) float64, printed func([4]float64) [3]float64) {
	var ramp [256]float64 // luminance printed by black ink v
	for v := range ramp {
		ramp[v] = xyzOf([3]float64{printed([4]float64{3: float64(v) / 255})[0], 0, 0})[1]
	}
	paper, solid := ramp[0], ramp[255]
	white := luminance(1)
	for v := range s.grey {
		want := solid + (paper-solid)*unit(luminance(float64(v)/255)/math.Max(white, 1e-6))
		k := 0
		for k < 255 && ramp[k] > want {
			k++
		}
		if k > 0 && want-ramp[k] > ramp[k-1]-want {
			k--
		}
		s.grey[v] = byte(k)
	}
	s.grey[255] = 0
}

// Ink answers the four inks of one colour.
func (s *Separation) Ink(r, g, b byte) (c, m, y, k byte) {
	var out [4]byte
	s.pixel(r, g, b, out[:])
	return out[0], out[1], out[2], out[3]
}

// Black answers the black ink that prints a grey.
func (s *Separation) Black(grey byte) byte { return s.grey[grey] }

// pixel interpolates within one of the six tetrahedra of a cell: along the largest remainder first.
func (s *Separation) pixel(r, g, b byte, out []byte) {
	const n = gridPoints
	f0, f1, f2 := s.frac[r], s.frac[g], s.frac[b]
	s0, s1, s2 := n*n*4, n*4, 4
	at := s.cell[r]*s0 + s.cell[g]*s1 + s.cell[b]*s2
	if f0 < f1 {
		f0, f1, s0, s1 = f1, f0, s1, s0
	}
	if f1 < f2 {
		f1, f2, s1, s2 = f2, f1, s2, s1
	}
	if f0 < f1 {
		f0, f1, s0, s1 = f1, f0, s1, s0
	}
	w0, w1, w2, w3 := 255-f0, f0-f1, f1-f2, f2
	p0 := s.table[at : at+4 : at+4]
	at += s0
	p1 := s.table[at : at+4 : at+4]
	at += s1
	p2 := s.table[at : at+4 : at+4]
	at += s2
	p3 := s.table[at : at+4 : at+4]
	_ = out[3]
	for k := range 4 {
		out[k] = byte((w0*int(p0[k]) + w1*int(p1[k]) + w2*int(p2[k]) + w3*int(p3[k]) + 255*128) / (255 * 256))
	}
}

// Pixels answers a picture's pixels as inks: grey as one channel of black ink, RGB as four, inks as they are.
func (s *Separation) Pixels(p Pixels) Pixels {
	switch p.Channels {
	case 1:
		out := Pixels{W: p.W, H: p.H, Channels: 1, Pix: make([]byte, len(p.Pix))}
		for i, v := range p.Pix {
			out.Pix[i] = s.grey[v]
		}
		return out
	case 3:
		out := Pixels{W: p.W, H: p.H, Channels: 4, Pix: make([]byte, p.W*p.H*4)}
		bands(p.H, func(from, to int) {
			i, o := from*p.W*3, from*p.W*4
			var last [3]byte
			var ink [4]byte
			s.pixel(0, 0, 0, ink[:])
			for ; i < to*p.W*3; i, o = i+3, o+4 {
				if px := [3]byte(p.Pix[i:]); px != last {
					last = px
					s.pixel(px[0], px[1], px[2], ink[:])
				}
				copy(out.Pix[o:], ink[:])
			}
		})
		return out
	}
	return p
}

// bands splits 0..n into one part per processor and waits for all.
func bands(n int, do func(from, to int)) {
	parts := min(runtime.GOMAXPROCS(0), n)
	if parts <= 1 {
		do(0, n)
		return
	}
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() { do(n*i/parts, n*(i+1)/parts) })
	}
	wg.Wait()
}

// MaxInk answers the largest total ink of packed four-ink pixels, in per cent.
func MaxInk(cmyk []byte) float64 {
	most := 0
	for i := 0; i+3 < len(cmyk); i += 4 {
		most = max(most, int(cmyk[i])+int(cmyk[i+1])+int(cmyk[i+2])+int(cmyk[i+3]))
	}
	return float64(most) * 100 / 255
}

// InkOver answers which share of packed four-ink pixels, 0..1, carries more total ink than limit per cent.
func InkOver(cmyk []byte, limit float64) float64 {
	if len(cmyk) < 4 {
		return 0
	}
	over := 0
	for i := 0; i+3 < len(cmyk); i += 4 {
		if float64(int(cmyk[i])+int(cmyk[i+1])+int(cmyk[i+2])+int(cmyk[i+3]))*100/255 > limit {
			over++
		}
	}
	return float64(over) / float64(len(cmyk)/4)
}
