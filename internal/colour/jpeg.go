package colour

import (
	"bufio"
	"fmt"
	"io"
	"math"
)

// EncodeCMYK writes packed inks as a baseline JPEG of four components in Adobe's form: an APP14 marker with
// transform 2 (YCCK), samples inverted, no chroma subsampling. This is the form every PDF reader, and gopdf's fixed
// /Decode, expects; the standard library writes none. Quality runs from 1 to 100.
func EncodeCMYK(w io.Writer, cmyk []byte, width, height, quality int) error {
	if width < 1 || height < 1 || width > 0xFFFF || height > 0xFFFF || len(cmyk) != width*height*4 {
		return fmt.Errorf("encode %d×%d inks from %d bytes: sizes do not agree", width, height, len(cmyk))
	}
	e := &jpegWriter{w: bufio.NewWriterSize(w, 1<<16)}
	e.header(width, height, min(max(quality, 1), 100))
	e.scan(cmyk, width, height)
	e.w.WriteString("\xFF\xD9")
	return e.w.Flush()
}

// zigzag is the order in which a block's coefficients are sent. ISO/IEC 10918-1, figure A.6.
var zigzag = [64]int{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// quantisers are the example tables for lightness and colour at quality 50. ISO/IEC 10918-1, K.1.
var quantisers = [2][64]int{
	{
		16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
		14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
		18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
		49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
	},
	{
		17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
		24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
	},
}

// huffman is a code table as a JPEG file states it: how many codes of each length, then the symbols.
// ISO/IEC 10918-1, K.3: lightness DC and AC, colour DC and AC.
var huffman = [4]struct {
	counts  string
	symbols string
}{
	{
		"\x00\x01\x05\x01\x01\x01\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00",
		"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b",
	},
	{
		"\x00\x02\x01\x03\x03\x02\x04\x03\x05\x05\x04\x04\x00\x00\x01\x7d",
		"\x01\x02\x03\x00\x04\x11\x05\x12\x21\x31\x41\x06\x13\x51\x61\x07\x22\x71\x14\x32\x81\x91\xa1\x08\x23\x42\xb1\xc1\x15\x52\xd1\xf0" +
			"\x24\x33\x62\x72\x82\x09\x0a\x16\x17\x18\x19\x1a\x25\x26\x27\x28\x29\x2a\x34\x35\x36\x37\x38\x39\x3a\x43\x44\x45\x46\x47\x48\x49" +
			"\x4a\x53\x54\x55\x56\x57\x58\x59\x5a\x63\x64\x65\x66\x67\x68\x69\x6a\x73\x74\x75\x76\x77\x78\x79\x7a\x83\x84\x85\x86\x87\x88\x89" +
			"\x8a\x92\x93\x94\x95\x96\x97\x98\x99\x9a\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xc2\xc3\xc4\xc5" +
			"\xc6\xc7\xc8\xc9\xca\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8" +
			"\xf9\xfa",
	},
	{
		"\x00\x03\x01\x01\x01\x01\x01\x01\x01\x01\x01\x00\x00\x00\x00\x00",
		"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b",
	},
	{
		"\x00\x02\x01\x02\x04\x04\x03\x04\x07\x05\x04\x04\x00\x01\x02\x77",
		"\x00\x01\x02\x03\x11\x04\x05\x21\x31\x06\x12\x41\x51\x07\x61\x71\x13\x22\x32\x81\x08\x14\x42\x91\xa1\xb1\xc1\x09\x23\x33\x52\xf0" +
			"\x15\x62\x72\xd1\x0a\x16\x24\x34\xe1\x25\xf1\x17\x18\x19\x1a\x26\x27\x28\x29\x2a\x35\x36\x37\x38\x39\x3a\x43\x44\x45\x46\x47\x48" +
			"\x49\x4a\x53\x54\x55\x56\x57\x58\x59\x5a\x63\x64\x65\x66\x67\x68\x69\x6a\x73\x74\x75\x76\x77\x78\x79\x7a\x82\x83\x84\x85\x86\x87" +
			"\x88\x89\x8a\x92\x93\x94\x95\x96\x97\x98\x99\x9a\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xc2\xc3" +
			"\xc4\xc5\xc6\xc7\xc8\xc9\xca\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xf2\xf3\xf4\xf5\xf6\xf7\xf8" +
			"\xf9\xfa",
	},
}

// dctScale is what the fast transform below leaves in its outputs, along one axis: Arai, Agui and Nakajima 1988
// fold these factors into quantisation.
var dctScale = func() (s [8]float32) {
	for k := range s {
		f := 1.0
		if k > 0 {
			f = math.Cos(float64(k)*math.Pi/16) * math.Sqrt2
		}
		s[k] = float32(1 / (f * math.Sqrt(8)))
	}
	return s
}()

type jpegWriter struct {
	w       *bufio.Writer
	acc     uint64 // bits not yet written, at the top
	n       uint
	code    [4][256]uint32 // length<<16 | code
	inverse [2][64]float32 // reciprocal quantisers with the transform's scale, in natural order
}

// tables answers which quantiser and which pair of code tables a component uses: Y and K are lightness.
var tables = [4]int{0, 1, 1, 0}

func (e *jpegWriter) header(width, height, quality int) {
	e.w.WriteString("\xFF\xD8\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x02")
	scale := 200 - 2*quality // the libjpeg habit of what a quality means
	if quality < 50 {
		scale = 5000 / quality
	}
	for t := range quantisers {
		e.w.Write([]byte{0xFF, 0xDB, 0, 67, byte(t)})
		for _, at := range zigzag {
			q := min(max((quantisers[t][at]*scale+50)/100, 1), 255)
			e.w.WriteByte(byte(q))
			e.inverse[t][at] = dctScale[at/8] * dctScale[at%8] / float32(q)
		}
	}
	e.w.Write([]byte{0xFF, 0xC0, 0, 20, 8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), 4})
	for c, t := range tables {
		e.w.Write([]byte{byte(c + 1), 0x11, byte(t)})
	}
	for i, h := range huffman {
		n := 19 + len(h.symbols)
		e.w.Write([]byte{0xFF, 0xC4, byte(n >> 8), byte(n), byte(i&1<<4 | i>>1)})
		e.w.WriteString(h.counts)
		e.w.WriteString(h.symbols)
		code, k := uint32(0), 0
		for length := range 16 {
			for range int(h.counts[length]) {
				e.code[i][h.symbols[k]] = uint32(length+1)<<16 | code
				code++
				k++
			}
			code <<= 1
		}
	}
	e.w.Write([]byte{0xFF, 0xDA, 0, 14, 4})
	for c, t := range tables {
		e.w.Write([]byte{byte(c + 1), byte(t<<4 | t)})
	}
	e.w.Write([]byte{0, 63, 0})
}

// scan sends the blocks of all four components, one row of blocks at a time.
func (e *jpegWriter) scan(cmyk []byte, width, height int) {
	across := (width + 7) / 8
	var planes [4][]float32
	for c := range planes {
		planes[c] = make([]float32, across*8*8)
	}
	var dc [4]int
	var block [64]float32
	for top := 0; top < height; top += 8 {
		for y := range 8 {
			row := cmyk[min(top+y, height-1)*width*4:][: width*4 : width*4]
			at := y * across * 8
			for x := range width {
				// YCCK takes red, green and blue as 255 minus the stored sample, which is the ink itself.
				r, g, b := float32(row[4*x]), float32(row[4*x+1]), float32(row[4*x+2])
				planes[0][at+x] = 0.299*r + 0.587*g + 0.114*b - 128
				planes[1][at+x] = -0.168736*r - 0.331264*g + 0.5*b
				planes[2][at+x] = 0.5*r - 0.418688*g - 0.081312*b
				planes[3][at+x] = 127 - float32(row[4*x+3])
			}
			for c := range planes { // the edge is repeated, which costs the fewest bits
				for x := width; x < across*8; x++ {
					planes[c][at+x] = planes[c][at+width-1]
				}
			}
		}
		for bx := range across {
			for c := range planes {
				for y := range 8 {
					copy(block[8*y:8*y+8], planes[c][y*across*8+bx*8:])
				}
				dc[c] = e.block(&block, tables[c], dc[c])
			}
		}
	}
	if e.n > 0 {
		e.put(0x7F, 7) // the last byte is filled with ones
	}
}

func (e *jpegWriter) put(bits uint32, n uint) {
	e.acc |= uint64(bits) << (64 - e.n - n)
	e.n += n
	for e.n >= 8 {
		b := byte(e.acc >> 56)
		e.w.WriteByte(b)
		if b == 0xFF {
			e.w.WriteByte(0)
		}
		e.acc <<= 8
		e.n -= 8
	}
}

// symbol sends a value with the run of zeros before it.
func (e *jpegWriter) symbol(table, run, v int) {
	size, mag := uint(0), v
	if mag < 0 {
		mag = -mag
		v--
	}
	for mag != 0 {
		size++
		mag >>= 1
	}
	c := e.code[table][run<<4|int(size)]
	e.put(c&0xFFFF, uint(c>>16))
	if size > 0 {
		e.put(uint32(v)&(1<<size-1), size)
	}
}

func (e *jpegWriter) block(b *[64]float32, t, dc int) int {
	for i := 0; i < 64; i += 8 {
		dct(b[i:i+8:i+8], 1)
	}
	for i := range 8 {
		dct(b[i:], 8)
	}
	inv := &e.inverse[t]
	quantised := func(at int) int {
		v := b[at] * inv[at]
		if v < 0 {
			return -int(0.5 - v)
		}
		return int(v + 0.5)
	}
	first := quantised(0)
	e.symbol(2*t, 0, first-dc)
	run := 0
	for _, at := range zigzag[1:] {
		v := quantised(at)
		if v == 0 {
			run++
			continue
		}
		for ; run > 15; run -= 16 {
			e.symbol(2*t+1, 15, 0)
		}
		e.symbol(2*t+1, run, v)
		run = 0
	}
	if run > 0 {
		e.symbol(2*t+1, 0, 0)
	}
	return first
}

// dct is the eight-point cosine transform of Arai, Agui and Nakajima with five multiplications, in place on
// v[0], v[s], …, v[7s]; its outputs are scaled by 1/dctScale.
func dct(v []float32, s int) {
	_ = v[7*s]
	a0, a7 := v[0]+v[7*s], v[0]-v[7*s]
	a1, a6 := v[s]+v[6*s], v[s]-v[6*s]
	a2, a5 := v[2*s]+v[5*s], v[2*s]-v[5*s]
	a3, a4 := v[3*s]+v[4*s], v[3*s]-v[4*s]

	b0, b3 := a0+a3, a0-a3
	b1, b2 := a1+a2, a1-a2
	v[0], v[4*s] = b0+b1, b0-b1
	c := (b2 + b3) * 0.70710678
	v[2*s], v[6*s] = b3+c, b3-c

	d0, d1, d2 := a4+a5, a5+a6, a6+a7
	z := (d0 - d2) * 0.38268343
	e0 := d0*0.54119610 + z
	e2 := d2*1.30656296 + z
	e1 := d1 * 0.70710678
	f0, f1 := a7+e1, a7-e1
	v[5*s], v[3*s] = f1+e0, f1-e0
	v[s], v[7*s] = f0+e2, f0-e2
}
