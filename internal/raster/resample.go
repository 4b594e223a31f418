package raster

import (
	"image"
	"math"
)

// area is a part of a picture in its pixels, not always whole ones.
type area struct{ x, y, w, h float64 }

// halve answers a picture of half the sides, each pixel the mean of four; an odd last row or column is left out.
func halve(src *image.RGBA) *image.RGBA {
	w, h := src.Rect.Dx()/2, src.Rect.Dy()/2
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		a := src.Pix[2*y*src.Stride:][: 8*w : 8*w]
		b := src.Pix[(2*y+1)*src.Stride:][: 8*w : 8*w]
		dst := out.Pix[y*out.Stride:][: 4*w : 4*w]
		for i, j := 0, 0; i < len(dst); i, j = i+4, j+8 {
			for c := range 4 {
				dst[i+c] = uint8((int(a[j+c]) + int(a[j+4+c]) + int(b[j+c]) + int(b[j+4+c]) + 2) / 4)
			}
		}
	}
	return out
}

// taps are the source pixels of one result pixel and their weights, which sum to 1<<weightBits.
type taps struct {
	first   int
	weights []int32
}

const weightBits = 14

// catmullRom answers the taps of n result pixels over a span of a source of size pixels. When it shrinks, the kernel
// grows with the step, so that every source pixel has its say. Keys 1981, "Cubic convolution interpolation", a = −1/2.
func catmullRom(n int, from, span float64, size int) []taps {
	kernel := func(t float64) float64 {
		t = math.Abs(t)
		switch {
		case t < 1:
			return (1.5*t-2.5)*t*t + 1
		case t < 2:
			return ((-0.5*t+2.5)*t-4)*t + 2
		}
		return 0
	}
	step := span / float64(n)
	reach := max(step, 1)
	out := make([]taps, n)
	for i := range out {
		centre := from + (float64(i)+0.5)*step - 0.5
		first := int(math.Ceil(centre - 2*reach))
		last := int(math.Floor(centre + 2*reach))
		lo, hi := min(max(first, 0), size-1), min(max(last, 0), size-1)
		w := make([]float64, hi-lo+1)
		sum := 0.0
		for j := first; j <= last; j++ {
			k := kernel((float64(j) - centre) / reach)
			w[min(max(j, lo), hi)-lo] += k // beyond the edge the edge goes on
			sum += k
		}
		t := taps{lo, make([]int32, len(w))}
		left, peak := int32(1<<weightBits), 0
		for j := range w {
			t.weights[j] = int32(math.Round(w[j] / sum * (1 << weightBits)))
			left -= t.weights[j]
			if t.weights[j] > t.weights[peak] {
				peak = j
			}
		}
		t.weights[peak] += left // the rounding's rest, so that white stays white
		out[i] = t
	}
	return out
}

func clamp8(v int32) uint8 {
	v = (v + 1<<(weightBits-1)) >> weightBits
	return uint8(min(max(v, 0), 255))
}

// resample answers a part of an opaque picture at w·h pixels. The arithmetic is in whole numbers: the same on every machine.
// x/image/draw's kernels do the same but take 32 bytes for every pixel between the two passes, 128 MB for one photo.
func resample(src *image.RGBA, a area, w, h int) *image.RGBA {
	across := catmullRom(w, a.x, a.w, src.Rect.Dx())
	down := catmullRom(h, a.y, a.h, src.Rect.Dy())
	top := down[0].first
	bottom := top + 1
	for _, t := range down {
		top, bottom = min(top, t.first), max(bottom, t.first+len(t.weights))
	}
	mid := image.NewRGBA(image.Rect(0, top, w, bottom))
	for y := top; y < bottom; y++ {
		row := src.Pix[y*src.Stride:]
		dst := mid.Pix[(y-top)*mid.Stride:][: 4*w : 4*w]
		for x, t := range across {
			var r, g, b int32
			px := row[4*t.first : 4*(t.first+len(t.weights))]
			for j, k := range t.weights {
				q := px[4*j : 4*j+4 : 4*j+4]
				r += k * int32(q[0])
				g += k * int32(q[1])
				b += k * int32(q[2])
			}
			d := dst[4*x : 4*x+4 : 4*x+4]
			d[0], d[1], d[2], d[3] = clamp8(r), clamp8(g), clamp8(b), 255
		}
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	sums := make([]int32, 4*w)
	for y, t := range down {
		clear(sums)
		for j, k := range t.weights {
			for i, v := range mid.Pix[(t.first+j-top)*mid.Stride:][: 4*w : 4*w] {
				sums[i] += k * int32(v)
			}
		}
		dst := out.Pix[y*out.Stride:][: 4*w : 4*w]
		for i, v := range sums {
			dst[i] = clamp8(v)
		}
	}
	return out
}

// sample draws a picture's area into box straight from a level, by bilinear interpolation: for boxes so large that
// only a part is ever looked at.
func (c *canvas) sample(src *image.RGBA, a area, box image.Rectangle) {
	r := box.Intersect(c.clip)
	sw, sh := src.Rect.Dx(), src.Rect.Dy()
	stepX, stepY := a.w/float64(box.Dx()), a.h/float64(box.Dy())
	at := func(v float64, size int) (lo, hi, f int) {
		v = min(max(v, 0), float64(size-1))
		lo = int(v)
		return lo, min(lo+1, size-1), int((v - float64(lo)) * 256)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		y0, y1, fy := at(a.y+(float64(y-box.Min.Y)+0.5)*stepY-0.5, sh)
		up, low := src.Pix[y0*src.Stride:], src.Pix[y1*src.Stride:]
		dst := c.img.Pix[(y-c.at.Y)*c.img.Stride+4*(r.Min.X-c.at.X):]
		for x := r.Min.X; x < r.Max.X; x++ {
			x0, x1, fx := at(a.x+(float64(x-box.Min.X)+0.5)*stepX-0.5, sw)
			i := 4 * (x - r.Min.X)
			for ch := range 3 {
				t := int(up[4*x0+ch])*(256-fx) + int(up[4*x1+ch])*fx
				b := int(low[4*x0+ch])*(256-fx) + int(low[4*x1+ch])*fx
				dst[i+ch] = uint8((t*(256-fy) + b*fy + 1<<15) >> 16)
			}
		}
	}
}
