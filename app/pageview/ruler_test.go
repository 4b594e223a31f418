package pageview

import (
	"image"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

func TestRulerSteps(t *testing.T) {
	for _, c := range []struct {
		zoom         float64
		tick, number int
	}{{.3, 20, 200}, {1.2, 5, 50}, {FullSize, 2, 20}, {8, 1, 5}, {30, 1, 5}} {
		tick, number := rulerSteps(c.zoom)
		if tick != c.tick || number != c.number {
			t.Errorf("at %.2f: ticks every %d mm, numbers every %d; want %d and %d", c.zoom, tick, number, c.tick, c.number)
		}
	}
}

// TestRulersMeasureThePage: a numbered tick stands exactly over its millimetre, after zoom and pan too.
func TestRulersMeasureThePage(t *testing.T) {
	h := newHall(t)
	h.v.SetSheet(sheet(1))
	h.settled()
	if h.v.rulers.layer.Visible() {
		t.Fatal("rulers that nobody asked for")
	}
	h.v.ShowRulers(true)
	for range 3 {
		r := h.v.rulers
		if !r.layer.Visible() {
			t.Fatal("the rulers are not shown")
		}
		w := int(h.v.Size().Width)
		img := r.ticks(w, topRuler, true).(*image.RGBA)
		_, number := rulerSteps(h.v.zoom)
		seen := 0
		for mm := 0; mm <= 500; mm += number {
			x := int(math.Round(float64(h.v.origin.X) + float64(mm)*h.v.zoom))
			if x < 0 || x >= w {
				continue
			}
			seen++
			if got := img.RGBAAt(x, 0); got.R != r.ink.R {
				t.Errorf("zoom %.2f: no tick at %d mm (pixel %d): %v", h.v.zoom, mm, x, got)
			}
		}
		texts := 0
		for _, o := range r.layer.Objects {
			if _, ok := o.(*canvas.Text); ok {
				texts++
			}
		}
		if seen == 0 || texts < seen-1 {
			t.Errorf("%d ticks, %d numbers", seen, texts)
		}
		h.v.ZoomTo(h.v.zoom*1.7, fyne.NewPos(60, 60))
		h.v.PanBy(7, -3)
	}
	h.v.ShowAids(false)
	if h.v.rulers.layer.Visible() {
		t.Error("a preview has rulers")
	}
}
