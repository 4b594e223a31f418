package pdf

import (
	"fmt"

	"dayang/fonts"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// The marks' measures. Marks keep clear of the bleed by markGap, so that nothing of them can show after cutting.
const (
	markGap    = 1 * geom.MM
	markLength = 6 * geom.MM
	markLine   = geom.Pt / 4
	targetSize = 5 * geom.MM
	patchSize  = 4 * geom.MM
	slugSize   = 7 * geom.Pt
)

// onEveryPlate is the paint of crop and registration marks.
var onEveryPlate = display.Paint{Colour: display.Colour{C: 1000, M: 1000, Y: 1000, K: 1000, Spot: registration, Tint: 1000}}

// marks draws what the press and the knife need, outside the bleed.
func (c *canvas) marks(o *Options, n, total int) {
	w, h, out := c.sheet.trim.W, c.sheet.trim.H, c.sheet.bleed+markGap
	line := func(x0, y0, x1, y1 geom.Length) {
		c.rule(&display.Rule{From: geom.Point{X: x0, Y: y0}, To: geom.Point{X: x1, Y: y1}, Thickness: markLine, Paint: onEveryPlate}, geom.Point{})
	}
	for _, y := range []geom.Length{0, h} {
		line(-out, y, -out-markLength, y)
		line(w+out, y, w+out+markLength, y)
	}
	for _, x := range []geom.Length{0, w} {
		line(x, -out, x, -out-markLength)
		line(x, h+out, x, h+out+markLength)
	}
	far := out + markLength/2
	for _, at := range []geom.Point{{X: w / 2, Y: -far}, {X: w / 2, Y: h + far}, {X: -far, Y: h / 2}, {X: w + far, Y: h / 2}} {
		r := targetSize / 2
		line(at.X-r, at.Y, at.X+r, at.Y)
		line(at.X, at.Y-r, at.X, at.Y+r)
		c.path(circle(at, targetSize/4), geom.Point{})
	}
	// One patch of each ink at the right of the foot, for the densitometer.
	x := w - 20*geom.MM
	for i, ink := range []display.Colour{{C: 1000}, {M: 1000}, {Y: 1000}, {K: 1000}} {
		area := geom.Rect{X: x - geom.Length(4-i)*patchSize, Y: h + out + geom.MM, W: patchSize, H: patchSize}
		c.fill(&display.Fill{Areas: []geom.Rect{area}, Paint: display.Paint{Colour: ink}}, geom.Point{})
	}
	c.outlineText(c.slug(o, n, total), slugSize, geom.Point{X: 10 * geom.MM, Y: h + out + 4*geom.MM}, func(p *display.Path) {
		c.drawPath(p, &display.Paint{Colour: display.Black})
	})
}

// slug is the job line.
func (c *canvas) slug(o *Options, n, total int) string {
	if o.Slug != "" {
		return label(o.Slug)
	}
	s := fmt.Sprintf("%d (%d/%d)   %.4g × %.4g mm", c.page.Number, n+1, total, c.page.Trim.W.MM(), c.page.Trim.H.MM())
	if o.Title != "" {
		s = o.Title + "   " + s
	}
	s += "   " + o.Created.Format("2006-01-02 15:04") + "   " + o.Standard.String()
	if o.Standard != Proof && o.ProfileName != "" {
		s += "   " + o.ProfileName
	}
	return label(s)
}

// roundness is how far the controls of a quarter circle stand off, for a cubic that leaves the circle by 0.03 %.
const roundness = 5523 // of 10,000

// circle is a stroked registration circle.
func circle(at geom.Point, r geom.Length) *display.Path {
	k := r.Times(roundness, 10000)
	pt := func(x, y geom.Length) geom.Point { return geom.Point{X: at.X + x, Y: at.Y + y} }
	return &display.Path{
		Ops: []display.Op{display.MoveTo, display.CurveTo, display.CurveTo, display.CurveTo, display.CurveTo, display.Close},
		Points: []geom.Point{pt(r, 0), pt(r, k), pt(k, r), pt(0, r), pt(-k, r), pt(-r, k), pt(-r, 0),
			pt(-r, -k), pt(-k, -r), pt(0, -r), pt(k, -r), pt(r, -k), pt(r, 0)},
		Stroke: &onEveryPlate, Thickness: markLine,
	}
}

// markFaces are, in order of preference, what slug line and watermark are drawn with.
var markFaces = []string{"hei-bold", "hei", "song-black", "song"}

// outlineText draws a line of text as shapes, so that it is no text of the page: extraction gives the paper's words
// only, and no font is embedded for it. It hands each shape to draw (nil only measures) and answers the width.
func (c *canvas) outlineText(s string, size geom.Length, at geom.Point, draw func(*display.Path)) geom.Length {
	start := at.X
	for _, ru := range s {
		face, gid, ok := c.markGlyph(ru)
		if !ok {
			at.X += size / 2
			continue
		}
		em := int64(face.UnitsPerEm())
		if draw != nil {
			draw(outlinePath(face.Outline(gid), size, em, at))
		}
		at.X += size.Times(int64(face.Advance(gid)), em)
	}
	return at.X - start
}

func (c *canvas) drawPath(p *display.Path, fill *display.Paint) {
	p.Fill = fill
	c.path(p, geom.Point{})
}

func (c *canvas) markGlyph(ru rune) (*fonts.Face, uint32, bool) {
	if c.reg == nil {
		return nil, 0, false
	}
	for _, id := range markFaces {
		if face, gid, ok := c.reg.Fallback(id, ru); ok {
			return face, gid, true
		}
	}
	return nil, 0, false
}

// outlinePath places an outline; quadratic curves become the cubics they equal.
func outlinePath(o fonts.Outline, size geom.Length, em int64, at geom.Point) *display.Path {
	p := &display.Path{}
	scale := float64(size) / float64(em)
	place := func(x, y float64) geom.Point {
		return geom.Point{X: at.X + geom.Length(x*scale), Y: at.Y - geom.Length(y*scale)}
	}
	var last fonts.Point
	for i := range o.Segments {
		seg := &o.Segments[i]
		pts := seg.Points()
		end := pts[len(pts)-1]
		switch seg.Op {
		case fonts.MoveTo:
			if i > 0 {
				p.Ops = append(p.Ops, display.Close)
			}
			p.Ops = append(p.Ops, display.MoveTo)
			p.Points = append(p.Points, place(float64(end.X), float64(end.Y)))
		case fonts.LineTo:
			p.Ops = append(p.Ops, display.LineTo)
			p.Points = append(p.Points, place(float64(end.X), float64(end.Y)))
		case fonts.QuadTo:
			third := func(a, b float32) float64 { return float64(a) + (float64(b)-float64(a))*2/3 }
			q := pts[0]
			p.Ops = append(p.Ops, display.CurveTo)
			p.Points = append(p.Points, place(third(last.X, q.X), third(last.Y, q.Y)), place(third(end.X, q.X), third(end.Y, q.Y)), place(float64(end.X), float64(end.Y)))
		case fonts.CubeTo:
			p.Ops = append(p.Ops, display.CurveTo)
			for _, q := range pts {
				p.Points = append(p.Points, place(float64(q.X), float64(q.Y)))
			}
		}
		last = end
	}
	if len(o.Segments) > 0 {
		p.Ops = append(p.Ops, display.Close)
	}
	return p
}

// The watermark's inks: a tint below everything, which solid areas may hide, and a hatching of the same letters above
// everything, which nothing can hide and through which everything can be read.
var (
	watermarkTint = display.Paint{Colour: display.Colour{K: 90}}
	watermarkLine = display.Paint{Colour: display.Colour{K: 300}}
)

// The hatching's measures.
const (
	hatchStep = 6 * geom.Pt
	hatchLine = geom.Pt * 4 / 10
)

// watermark draws text across the middle of the page, as wide as the page's slant allows. It is made of shapes,
// without transparency, so that every standard takes it.
func (c *canvas) watermark(text string, above bool) {
	text = label(text)
	const trial = 100 * geom.Pt
	width := c.outlineText(text, trial, geom.Point{}, nil)
	if width <= 0 {
		return
	}
	// The text runs at the slope 1 : 2, upwards to the right; cos and sin of that angle.
	const cos, sin = 894427, 447214
	reach := min(c.sheet.trim.W.Times(1000000, cos), c.sheet.trim.H.Times(1000000, sin)).Times(8, 10)
	size := min(trial.Times(int64(reach), int64(width)), c.sheet.trim.H/4)
	width = width.Times(int64(size), int64(trial))
	c.save()
	c.printf("0.894427 0.447214 -0.447214 0.894427 ")
	c.point(geom.Point{X: c.sheet.trim.W / 2, Y: c.sheet.trim.H / 2})
	c.printf("cm\n")
	start := geom.Point{X: -width / 2, Y: size.Times(38, 100)}
	if !above {
		c.outlineText(text, size, start, func(p *display.Path) { c.drawPath(p, &watermarkTint) })
	} else {
		// All letters are one clip; non-zero winding, so that strokes that overlap stay one shape.
		c.outlineText(text, size, start, func(p *display.Path) { c.trace(p, geom.Point{}) })
		c.printf("W n\n")
		c.strokeWith(watermarkLine, hatchLine)
		for y := start.Y - size; y <= start.Y+size/4; y += hatchStep {
			c.point(geom.Point{X: start.X, Y: y})
			c.printf("m ")
			c.point(geom.Point{X: start.X + width, Y: y})
			c.printf("l\n")
		}
		c.printf("S\n")
	}
	c.restore()
}
