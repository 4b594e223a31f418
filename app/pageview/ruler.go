package pageview

import (
	"image"
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"dayang/layout/geom"
)

// Thickness of the rulers in window units: they lie over the margin that a fitted page leaves.
const (
	topRuler  = margin
	leftRuler = 22
	rulerText = 9
)

// rulers are the rulers at the view's top and left: in millimetres from the trim's corner, or in characters and lines
// from the type area's. Their ticks are two small
// images, since hundreds of line objects would cost more than the page; what is selected is shaded.
type rulers struct {
	v          *View
	layer      *fyne.Container
	top, left  *canvas.Raster
	corner     *canvas.Rectangle
	atX, atY   *canvas.Line // where the pointer is
	labels     []*canvas.Text
	used       int
	shaded     geom.Rect // the frame that the images show
	objs       []fyne.CanvasObject
	ground     color.NRGBA
	ink, faint color.NRGBA
}

func newRulers(v *View) *rulers {
	r := &rulers{v: v, layer: container.NewWithoutLayout()}
	r.top = canvas.NewRaster(func(w, h int) image.Image { return r.ticks(w, h, true) })
	r.left = canvas.NewRaster(func(w, h int) image.Image { return r.ticks(w, h, false) })
	r.corner = canvas.NewRectangle(color.White)
	r.atX, r.atY = canvas.NewLine(color.Black), canvas.NewLine(color.Black)
	r.layer.Hide()
	return r
}

// rulerSteps answers the units between ticks and between numbers at a zoom, in window units per unit of the ruler.
func rulerSteps(zoom float64) (tick, number int) {
	for _, tick = range []int{1, 2, 5, 10, 20, 50, 100} {
		if float64(tick)*zoom >= 4.5 {
			break
		}
	}
	for _, number = range []int{5, 10, 20, 50, 100, 200, 500} {
		if float64(number)*zoom >= 40 && number%tick == 0 {
			break
		}
	}
	return tick, number
}

// unit answers where a ruler begins and what it counts, in millimetres.
func (r *rulers) unit(across bool) (zero, one float64) {
	g := r.v.sheet.Grid
	switch {
	case !r.v.characters || g.Body <= 0 || g.Leading <= 0:
		return 0, 1
	case across:
		return g.TypeArea.X.MM(), g.Body.MM()
	}
	return g.TypeArea.Y.MM(), g.Leading.MM()
}

// span answers where the selected frames lie along a ruler, in millimetres.
func (r *rulers) span(across bool) (from, to float64, ok bool) {
	b := outer(r.v.chosen())
	if across {
		return b.X.MM(), b.Right().MM(), !b.Empty()
	}
	return b.Y.MM(), b.Bottom().MM(), !b.Empty()
}

// ticks draws a ruler.
func (r *rulers) ticks(w, h int, across bool) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	fill := func(box image.Rectangle, c color.NRGBA) {
		box = box.Intersect(img.Rect)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			for x := box.Min.X; x < box.Max.X; x++ {
				img.SetRGBA(x, y, color.RGBA{c.R, c.G, c.B, 255})
			}
		}
	}
	length, thick, size, origin := w, h, r.v.Size().Width, r.v.origin.X
	if !across {
		length, thick, size, origin = h, w, r.v.Size().Height, r.v.origin.Y
	}
	bar := func(from, to, inner int, c color.NRGBA) { // inner is how far it stays from the outer edge
		if across {
			fill(image.Rect(from, inner, to, thick), c)
		} else {
			fill(image.Rect(inner, from, thick, to), c)
		}
	}
	fill(img.Rect, r.ground)
	if size <= 0 || r.v.zoom <= 0 {
		return img
	}
	scale := float64(length) / float64(size)
	at := func(mm float64) int { return int(math.Round((float64(origin) + mm*r.v.zoom) * scale)) }
	if a, z, ok := r.span(across); ok {
		s := r.v.palette.Select
		mix := func(x, y uint8) uint8 { return uint8((int(x)*3 + int(y)) / 4) }
		bar(at(a), at(z), 0, color.NRGBA{mix(r.ground.R, s.R), mix(r.ground.G, s.G), mix(r.ground.B, s.B), 255})
	}
	zero, unit := r.unit(across)
	tick, number := rulerSteps(r.v.zoom * unit)
	one := max(1, int(math.Round(scale)))
	first := int(math.Floor((-float64(origin)/r.v.zoom-zero)/unit/float64(tick))) * tick
	for n := first; ; n += tick {
		x := at(zero + float64(n)*unit)
		if x > length {
			break
		}
		inner, c := thick*3/4, r.faint
		switch {
		case n%number == 0:
			inner, c = 0, r.ink
		case n%(5*tick) == 0:
			inner = thick / 2
		}
		bar(x, x+one, inner, c)
	}
	bar(0, length, thick-one, r.faint)
	return img
}

// place puts the rulers where zoom and origin say.
func (r *rulers) place() {
	v := r.v
	if !v.showRulers || !v.aids || v.sheet.Page.ID == "" || v.Size().Width < 4*leftRuler {
		r.layer.Hide()
		return
	}
	p := v.palette
	r.ground = p.Pasteboard
	dark := int(p.Pasteboard.R)+int(p.Pasteboard.G)+int(p.Pasteboard.B) < 384
	r.ink, r.faint = color.NRGBA{60, 66, 74, 255}, color.NRGBA{130, 138, 148, 255}
	lift := func(c uint8, by int) uint8 { return uint8(min(255, max(0, int(c)+by))) }
	by := 34
	if dark {
		r.ink, r.faint, by = color.NRGBA{200, 206, 214, 255}, color.NRGBA{120, 128, 138, 255}, 12
	}
	r.ground = color.NRGBA{lift(r.ground.R, by), lift(r.ground.G, by), lift(r.ground.B, by), 255}
	s := v.Size()
	r.top.Move(fyne.NewPos(0, 0))
	r.top.Resize(fyne.NewSize(s.Width, topRuler))
	r.left.Move(fyne.NewPos(0, 0))
	r.left.Resize(fyne.NewSize(leftRuler, s.Height))
	r.corner.FillColor = r.ground
	r.corner.Resize(fyne.NewSize(leftRuler, topRuler))
	r.objs, r.used = append(r.objs[:0], r.top, r.left), 0
	for across := range 2 {
		origin, length, lead := v.origin.X, s.Width, float32(leftRuler)
		zero, unit := r.unit(across == 0)
		_, number := rulerSteps(v.zoom * unit)
		if across == 1 {
			origin, length, lead = v.origin.Y, s.Height, topRuler
		}
		for n := int(math.Floor((-float64(origin)/v.zoom-zero)/unit/float64(number))) * number; ; n += number {
			x := origin + float32((zero+float64(n)*unit)*v.zoom)
			if x > length {
				break
			}
			if x < lead-2 {
				continue
			}
			t := r.label(strconv.Itoa(n))
			if across == 0 {
				t.Move(fyne.NewPos(x+3, -1))
			} else {
				t.Move(fyne.NewPos(2, x))
			}
			r.objs = append(r.objs, t)
		}
	}
	r.atX.StrokeColor, r.atY.StrokeColor = v.palette.Guide, v.palette.Guide
	r.objs = append(r.objs, r.corner, r.atX, r.atY)
	r.layer.Objects = r.objs
	r.layer.Show()
	r.point()
	r.top.Refresh()
	r.left.Refresh()
	r.layer.Refresh()
}

func (r *rulers) label(s string) *canvas.Text {
	if r.used == len(r.labels) {
		r.labels = append(r.labels, canvas.NewText("", color.Black))
	}
	t := r.labels[r.used]
	r.used++
	t.Text, t.TextSize, t.Color = s, rulerText, r.ink
	t.Resize(t.MinSize())
	return t
}

// shade shows the selected frames on the rulers, if they are others or elsewhere.
func (r *rulers) shade() {
	if b := outer(r.v.chosen()); b != r.shaded && r.layer.Visible() {
		r.shaded = b
		r.top.Refresh()
		r.left.Refresh()
	}
}

// point moves the marks of the pointer.
func (r *rulers) point() {
	if !r.layer.Visible() {
		return
	}
	at := r.v.at
	r.atX.Position1, r.atX.Position2 = fyne.NewPos(at.X, 0), fyne.NewPos(at.X, topRuler)
	r.atY.Position1, r.atY.Position2 = fyne.NewPos(0, at.Y), fyne.NewPos(leftRuler, at.Y)
	if r.v.inside {
		r.atX.Show()
		r.atY.Show()
	} else {
		r.atX.Hide()
		r.atY.Hide()
	}
	r.atX.Refresh()
	r.atY.Refresh()
}

// CountCharacters has the rulers count characters and lines from the type area's corner instead of millimetres.
func (v *View) CountCharacters(on bool) {
	v.characters = on
	v.rulers.place()
}

// CountsCharacters reports whether the rulers count characters and lines.
func (v *View) CountsCharacters() bool { return v.characters }

// ShowRulers shows or hides the rulers.
func (v *View) ShowRulers(on bool) {
	v.showRulers = on
	v.rulers.place()
}

// RulersShown reports whether the rulers are shown.
func (v *View) RulersShown() bool { return v.showRulers }
