package app

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// frameProbe measures how long the window takes from an input that the page view begins to handle until the picture
// that answers it is painted. It is one pixel that the window paints last; that pixel is asked for anew with each input.
// Inputs that come before the picture are answered by the same one: the oldest counts.
type frameProbe struct {
	pixel *canvas.Raster
	tell  func(what string, took time.Duration)
	now   func() time.Time
	what  string
	since time.Time // zero: nothing waits
}

func newFrameProbe(now func() time.Time, tell func(string, time.Duration)) *frameProbe {
	p := &frameProbe{tell: tell, now: now}
	p.pixel = canvas.NewRasterWithPixels(func(x, y, _, _ int) color.Color {
		if x == 0 && y == 0 {
			p.painted()
		}
		return color.Transparent
	})
	p.pixel.Resize(fyne.NewSize(1, 1))
	return p
}

// handling is told of an input before it is handled.
func (p *frameProbe) handling(what string) {
	if p.since.IsZero() {
		p.what, p.since = what, p.now()
	}
	p.pixel.Refresh()
}

func (p *frameProbe) painted() {
	if p.since.IsZero() {
		return
	}
	p.tell(p.what, p.now().Sub(p.since))
	p.since = time.Time{}
}
