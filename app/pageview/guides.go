package pageview

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"

	"dayang/layout/geom"
)

// guideReach is how near, in window units, the pointer must be to take a guide.
const guideReach = 3

// guideAt answers the guide under a place of the view.
func (v *View) guideAt(at fyne.Position) (int, bool) {
	if !v.showGuides || !v.aids {
		return 0, false
	}
	for i, g := range v.sheet.Guides {
		p := v.toView(geom.Point{X: g.At, Y: g.At})
		if g.Upright && max(at.X-p.X, p.X-at.X) <= guideReach || !g.Upright && max(at.Y-p.Y, p.Y-at.Y) <= guideReach {
			return i, true
		}
	}
	return 0, false
}

// pressRuler begins a new guide if a ruler was pressed; where the rulers meet it tells OnCorner.
func (v *View) pressRuler(at fyne.Position) bool {
	if !v.rulers.layer.Visible() {
		return false
	}
	left, top := at.X < leftRuler, at.Y < topRuler
	switch {
	case left && top:
		if v.OnCorner != nil {
			v.OnCorner()
		}
	case left || top:
		if v.OnGuide != nil {
			v.drag.mode, v.drag.guide.Upright = dragGuide, left
		}
	default:
		return false
	}
	return true
}

// pressGuide takes the guide under the pointer.
func (v *View) pressGuide(at fyne.Position) bool {
	i, ok := v.guideAt(at)
	if !ok || v.OnGuide == nil {
		return false
	}
	g := v.sheet.Guides[i]
	v.drag.mode, v.drag.guide, v.drag.was = dragGuide, g, &g
	return true
}

// dragGuide moves the guide in the hand; it is caught as corners are.
func (v *View) dragGuide(at fyne.Position, free bool) {
	d := &v.drag
	p := v.toPage(at)
	if !free {
		p, _, _ = v.catchPoint(p)
	}
	d.guide.At = p.Y
	what := AlongY
	if d.guide.Upright {
		d.guide.At, what = p.X, AlongX
	}
	if v.Measure != nil {
		d.note = v.Measure(d.guide.At, what)
	} else {
		d.note = fmt.Sprintf("%.1f mm", d.guide.At.MM())
	}
	v.overlay()
}

// dropGuide leaves the guide where the hand is; off the page or on a ruler it is gone.
func (v *View) dropGuide(d drag) {
	trim, s := v.sheet.Page.Trim, v.Size()
	out := d.guide.At < 0 || d.guide.At > trim.H || v.at.Y < topRuler || v.at.Y > s.Height
	if d.guide.Upright {
		out = d.guide.At < 0 || d.guide.At > trim.W || v.at.X < leftRuler || v.at.X > s.Width
	}
	is := &d.guide
	if out {
		is = nil
	}
	if d.was == nil && is == nil || v.OnGuide == nil {
		return
	}
	v.OnGuide(d.was, is)
}

// drawGuides draws the guides of the page, over its whole length and a little beyond.
func (v *View) drawGuides() {
	if !v.showGuides || !v.aids {
		return
	}
	c := v.palette.Grid
	c.A = 220
	for _, g := range v.sheet.Guides {
		if d := v.drag; d.mode == dragGuide && d.was != nil && *d.was == g {
			continue
		}
		v.drawGuide(g, c, 1)
	}
}

// drawGuide draws a line across the view.
func (v *View) drawGuide(g Guide, c color.Color, width float32) {
	p, s := v.toView(geom.Point{X: g.At, Y: g.At}), v.Size()
	if g.Upright {
		v.pool.line(fyne.NewPos(p.X, 0), fyne.NewPos(p.X, s.Height), c, width)
		return
	}
	v.pool.line(fyne.NewPos(0, p.Y), fyne.NewPos(s.Width, p.Y), c, width)
}
