package colour

import (
	"encoding/binary"
	"fmt"
	"math"
)

// curve maps 0..1 to 0..1; it answers something finite for any input.
type curve func(float64) float64

// fixed reads an s15Fixed16Number.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

func word(b []byte) float64 { return float64(binary.BigEndian.Uint16(b)) }

// srgbTone is the transfer function of sRGB, IEC 61966-2-1.
func srgbTone(x float64) float64 {
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

func sampled(t []float64) curve {
	last := len(t) - 1
	return func(x float64) float64 {
		x = unit(x) * float64(last)
		i := int(x)
		if i >= last {
			return t[last]
		}
		f := x - float64(i)
		return t[i]*(1-f) + t[i+1]*f
	}
}

// parseCurve reads a curveType or parametricCurveType and answers how many bytes it took.
func parseCurve(b []byte) (curve, int, error) {
	if len(b) < 12 {
		return nil, 0, fmt.Errorf("%w: curve of %d bytes", ErrProfile, len(b))
	}
	switch string(b[:4]) {
	case "curv":
		n := int(binary.BigEndian.Uint32(b[8:]))
		size := 12 + 2*n
		if n < 0 || n > len(b) || size > len(b) {
			return nil, 0, fmt.Errorf("%w: curve of %d points in %d bytes", ErrProfile, n, len(b))
		}
		switch n {
		case 0:
			return unit, size, nil
		case 1:
			gamma := word(b[12:]) / 256
			return func(x float64) float64 { return math.Pow(unit(x), gamma) }, size, nil
		}
		t := make([]float64, n)
		for i := range t {
			t[i] = word(b[12+2*i:]) / 65535
		}
		return sampled(t), size, nil
	case "para":
		kind := int(binary.BigEndian.Uint16(b[8:]))
		counts := [...]int{1, 3, 4, 5, 7}
		if kind >= len(counts) || 12+4*counts[kind] > len(b) {
			return nil, 0, fmt.Errorf("%w: parametric curve %d in %d bytes", ErrProfile, kind, len(b))
		}
		var v [7]float64
		for i := range counts[kind] {
			v[i] = fixed(b[12+4*i:])
		}
		return parametric(kind, v), 12 + 4*counts[kind], nil
	}
	return nil, 0, fmt.Errorf("%w: curve type %q", ErrProfile, b[:4])
}

// parametric answers one of the five functions of ICC.1, "parametricCurveType".
func parametric(kind int, v [7]float64) curve {
	g, a, b, c, d, e, f := v[0], v[1], v[2], v[3], v[4], v[5], v[6]
	power := func(x float64) float64 { return math.Pow(math.Max(0, a*x+b), g) }
	switch kind {
	case 0:
		return func(x float64) float64 { return unit(math.Pow(unit(x), g)) }
	case 1, 2: // below −b/a the power part is nothing, which power already answers; kind 1 has c = 0
		if kind == 1 {
			c = 0
		}
		return func(x float64) float64 { return unit(power(x) + c) }
	case 3:
		e, f = 0, 0
	}
	return func(x float64) float64 {
		if x >= d {
			return unit(power(x) + e)
		}
		return unit(c*x + f)
	}
}

// lut is one of the four multi-dimensional tag types, in the order in which its steps apply.
type lut struct {
	in, out int
	steps   []func(v *[4]float64)
	coding  labCoding
}

// labCoding is how a table writes L*a*b* into 0..1.
type labCoding struct{ lScale, abScale, abShift float64 }

// The codings: 16-bit tables of version 2 reach 100 at 0xFF00; all others at full scale. ICC.1, "PCSLAB encodings".
var (
	labLegacy16 = labCoding{652.8 / 65535, 256.0 / 65535, 128}
	labFull     = labCoding{1.0 / 100, 1.0 / 255, 128}
)

func (c labCoding) encode(lab [3]float64) [4]float64 {
	return [4]float64{unit(lab[0] * c.lScale), unit((lab[1] + c.abShift) * c.abScale), unit((lab[2] + c.abShift) * c.abScale)}
}

func (c labCoding) decode(v [4]float64) [3]float64 {
	return [3]float64{v[0] / c.lScale, v[1]/c.abScale - c.abShift, v[2]/c.abScale - c.abShift}
}

func (l *lut) eval(v [4]float64) [4]float64 {
	for _, step := range l.steps {
		step(&v)
	}
	return v
}

func (l *lut) curves(cs []curve) {
	if len(cs) == 0 {
		return
	}
	l.steps = append(l.steps, func(v *[4]float64) {
		for i, c := range cs {
			v[i] = unit(c(v[i]))
		}
	})
}

// matrix adds a 3×3 matrix with its offsets; twelve numbers, row by row, offsets last.
func (l *lut) matrix(m []float64) {
	if m == nil {
		return
	}
	l.steps = append(l.steps, func(v *[4]float64) {
		a, b, c := v[0], v[1], v[2]
		for i := range 3 {
			v[i] = unit(m[3*i]*a + m[3*i+1]*b + m[3*i+2]*c + m[9+i])
		}
	})
}

// grid adds a table of points, interpolated linearly along every axis. Lab axes have no neutral diagonal, so the
// tetrahedral rule that suits RGB does worse here (research: worst difference from lcms2 29 against 48 of 255).
func (l *lut) grid(points []float32, size []int) {
	in, out := l.in, l.out
	var stride [4]int
	s := out
	for i := in - 1; i >= 0; i-- {
		stride[i] = s
		s *= size[i]
	}
	l.steps = append(l.steps, func(v *[4]float64) {
		var frac [4]float64
		base := 0
		for i := range in {
			p := unit(v[i]) * float64(size[i]-1)
			k := min(int(p), size[i]-2)
			frac[i] = p - float64(k)
			base += k * stride[i]
		}
		var sum [4]float64
		for corner := range 1 << in {
			w, at := 1.0, base
			for i := range in {
				if corner>>i&1 == 1 {
					w *= frac[i]
					at += stride[i]
				} else {
					w *= 1 - frac[i]
				}
			}
			if w == 0 {
				continue
			}
			for k := range out {
				sum[k] += w * float64(points[at+k])
			}
		}
		*v = sum
	})
}

// parseLUT reads lut8Type, lut16Type, lutAToBType or lutBToAType with three or four channels on either side.
func parseLUT(b []byte) (*lut, error) {
	if len(b) < 32 {
		return nil, fmt.Errorf("%w: table of %d bytes", ErrProfile, len(b))
	}
	l := &lut{in: int(b[8]), out: int(b[9]), coding: labFull}
	if l.in < 3 || l.in > 4 || l.out < 3 || l.out > 4 {
		return nil, fmt.Errorf("%w: table of %d to %d channels", ErrProfile, l.in, l.out)
	}
	switch string(b[:4]) {
	case "mft1", "mft2":
		return l, l.parseSimple(b)
	case "mAB ", "mBA ":
		return l, l.parseStaged(b)
	}
	return nil, fmt.Errorf("%w: table type %q", ErrProfile, b[:4])
}

// parseSimple reads the version 2 tables: in curves, grid, out curves. Their matrix applies to XYZ only, and our
// connection space is Lab.
func (l *lut) parseSimple(b []byte) error {
	g := int(b[10])
	nIn, nOut, at, width := 256, 256, 48, 1
	if string(b[:4]) == "mft2" {
		if len(b) < 52 {
			return fmt.Errorf("%w: table of %d bytes", ErrProfile, len(b))
		}
		nIn, nOut = int(binary.BigEndian.Uint16(b[48:])), int(binary.BigEndian.Uint16(b[50:]))
		at, width = 52, 2
		l.coding = labLegacy16
	}
	points := l.out
	size := make([]int, l.in)
	for i := range size {
		size[i] = g
		points *= g
	}
	if g < 2 || nIn < 2 || nOut < 2 || at+width*(l.in*nIn+points+l.out*nOut) > len(b) {
		return fmt.Errorf("%w: table does not fit its tag", ErrProfile)
	}
	next := func() float64 {
		if width == 1 {
			at++
			return float64(b[at-1]) / 255
		}
		at += 2
		return word(b[at-2:]) / 65535
	}
	tables := func(n, points int) []curve {
		cs := make([]curve, n)
		for i := range cs {
			t := make([]float64, points)
			for k := range t {
				t[k] = next()
			}
			cs[i] = sampled(t)
		}
		return cs
	}
	l.curves(tables(l.in, nIn))
	p := make([]float32, points)
	for i := range p {
		p[i] = float32(next())
	}
	l.grid(p, size)
	l.curves(tables(l.out, nOut))
	return nil
}

// parseStaged reads the version 4 tables, whose parts stand at offsets and may be missing.
func (l *lut) parseStaged(b []byte) error {
	offset := func(i int) int { return int(binary.BigEndian.Uint32(b[12+4*i:])) }
	oB, oMatrix, oM, oGrid, oA := offset(0), offset(1), offset(2), offset(3), offset(4)
	for _, o := range []int{oB, oMatrix, oM, oGrid, oA} {
		if o < 0 || o > len(b) {
			return fmt.Errorf("%w: table part outside its tag", ErrProfile)
		}
	}
	curves := func(o, n int) ([]curve, error) {
		if o == 0 {
			return nil, nil
		}
		cs := make([]curve, n)
		for i := range cs {
			if o > len(b) {
				return nil, fmt.Errorf("%w: curve outside its tag", ErrProfile)
			}
			c, size, err := parseCurve(b[o:])
			if err != nil {
				return nil, err
			}
			cs[i] = c
			o += (size + 3) &^ 3
		}
		return cs, nil
	}
	var matrix []float64
	if oMatrix != 0 {
		if oMatrix+48 > len(b) {
			return fmt.Errorf("%w: matrix outside its tag", ErrProfile)
		}
		matrix = make([]float64, 12)
		for i := range matrix {
			matrix[i] = fixed(b[oMatrix+4*i:])
		}
	}
	var points []float32
	size := make([]int, l.in)
	if oGrid != 0 {
		if oGrid+20 > len(b) {
			return fmt.Errorf("%w: grid outside its tag", ErrProfile)
		}
		n := l.out
		for i := range size {
			size[i] = int(b[oGrid+i])
			if size[i] < 2 {
				return fmt.Errorf("%w: grid of %d points", ErrProfile, size[i])
			}
			n *= size[i]
		}
		width := int(b[oGrid+16])
		if width != 1 && width != 2 || oGrid+20+width*n > len(b) {
			return fmt.Errorf("%w: grid does not fit its tag", ErrProfile)
		}
		points = make([]float32, n)
		for i := range points {
			if width == 1 {
				points[i] = float32(b[oGrid+20+i]) / 255
			} else {
				points[i] = float32(word(b[oGrid+20+2*i:]) / 65535)
			}
		}
	} else if l.in != l.out {
		return fmt.Errorf("%w: table of %d to %d channels without a grid", ErrProfile, l.in, l.out)
	}
	toPCS := string(b[:4]) == "mAB "
	first, middle, last := oB, oM, oA // device side last
	nFirst, nLast := l.in, l.out
	if toPCS {
		first, last = oA, oB
	}
	cFirst, err := curves(first, nFirst)
	if err != nil {
		return err
	}
	cLast, err := curves(last, nLast)
	if err != nil {
		return err
	}
	cMiddle, err := curves(middle, 3)
	if err != nil {
		return err
	}
	l.curves(cFirst)
	if toPCS {
		if points != nil {
			l.grid(points, size)
		}
		l.curves(cMiddle)
		l.matrix(matrix)
	} else {
		l.matrix(matrix)
		l.curves(cMiddle)
		if points != nil {
			l.grid(points, size)
		}
	}
	l.curves(cLast)
	return nil
}
