package colour

import (
	"context"
	"image"
	"math"
)

// kernel is a set of taps for one output sample: weights in 1/kernelOne for the inputs from..from+len(weights).
type kernel struct {
	from    int
	weights []int32
}

// Weights have 14 bits after the point and narrowed samples 6: with 8 bits of sample and the filter's overshoot a
// sum of products stays below 2³⁰.
const (
	kernelBits = 14
	kernelOne  = 1 << kernelBits
	narrowBits = 6
)

// kernels prepares a Catmull–Rom filter from n samples to m. When shrinking, the filter is stretched so that every
// input counts; the slight overshoot keeps edges crisp, which newsprint needs.
func kernels(n, m int) []kernel {
	ratio := float64(n) / float64(m)
	stretch := math.Max(ratio, 1)
	ks := make([]kernel, m)
	for i := range ks {
		centre := (float64(i)+0.5)*ratio - 0.5
		from := max(int(math.Ceil(centre-2*stretch)), 0)
		to := min(int(math.Floor(centre+2*stretch)), n-1)
		sum := 0.0
		w := make([]float64, to-from+1)
		for k := range w {
			w[k] = catmullRom((float64(from+k) - centre) / stretch)
			sum += w[k]
		}
		ks[i] = kernel{from: from, weights: make([]int32, len(w))}
		left, peak := int32(kernelOne), 0
		for k := range w {
			ks[i].weights[k] = int32(math.Round(w[k] / sum * kernelOne))
			left -= ks[i].weights[k]
			if w[k] > w[peak] {
				peak = k
			}
		}
		ks[i].weights[peak] += left // the taps add up to one exactly, so a flat area stays flat
	}
	return ks
}

// catmullRom is the cubic through its points. Keys 1981, a = −1/2.
func catmullRom(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < 2:
		return ((-0.5*x+2.5)*x-4)*x + 2
	}
	return 0
}

// Resample answers the part of the picture inside crop at w × h pixels. It stops with ctx's error when ctx ends.
func (p *Picture) Resample(ctx context.Context, crop image.Rectangle, w, h int) (Pixels, error) {
	crop = crop.Intersect(image.Rect(0, 0, p.W, p.H))
	w, h = max(w, 1), max(h, 1)
	ch := p.Channels
	out := Pixels{W: w, H: h, Channels: ch, Pix: make([]byte, w*h*ch)}
	if crop.Empty() {
		return out, nil
	}
	if crop.Dx() == w && crop.Dy() == h {
		bands(h, func(from, to int) {
			for y := from; y < to && ctx.Err() == nil; y++ {
				p.row(out.Pix[y*w*ch:], crop.Min.X, crop.Min.Y+y, w)
			}
		})
		return out, ctx.Err()
	}
	kx, ky := kernels(crop.Dx(), w), kernels(crop.Dy(), h)
	bands(h, func(from, to int) {
		// Rows already narrowed are kept in a ring as long as an output row may need them.
		span := 0
		for _, k := range ky[from:to] {
			span = max(span, len(k.weights))
		}
		ring := make([]int32, span*w*ch)
		src := make([]byte, crop.Dx()*ch)
		sum := make([]int32, w*ch)
		done := ky[from].from // rows before this one are in the ring
		for y := from; y < to && ctx.Err() == nil; y++ {
			k := ky[y]
			for ; done < k.from+len(k.weights); done++ {
				p.row(src, crop.Min.X, crop.Min.Y+done, crop.Dx())
				narrow(ring[done%span*w*ch:][:w*ch], src, kx, ch)
			}
			for i := range sum {
				sum[i] = 1 << (kernelBits + narrowBits - 1)
			}
			for i, weight := range k.weights {
				row := ring[(k.from+i)%span*w*ch:][:w*ch]
				for j, v := range row {
					sum[j] += v * weight
				}
			}
			dst := out.Pix[y*w*ch:][:w*ch]
			for j, v := range sum {
				dst[j] = byte(min(max(v>>(kernelBits+narrowBits), 0), 255))
			}
		}
	})
	return out, ctx.Err()
}

// narrow filters one row to the output width; samples gain narrowBits.
func narrow(dst []int32, src []byte, ks []kernel, ch int) {
	for x, k := range ks {
		for c := range ch {
			sum := int32(1) << (kernelBits - narrowBits - 1)
			at := k.from*ch + c
			for _, weight := range k.weights {
				sum += int32(src[at]) * weight
				at += ch
			}
			dst[x*ch+c] = sum >> (kernelBits - narrowBits)
		}
	}
}
