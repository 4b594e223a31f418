package pdf

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/signintech/gopdf"

	"dayang/fonts"
	"dayang/internal/pdf/fontpack"
	"dayang/internal/pdf/pdfx"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// canvas turns one page's items into operators. Its coordinates are the display list's, from the top-left of the
// trim, with y turned upwards only as numbers are written.
type canvas struct {
	g     *gopdf.GoPdf
	plan  *plan
	shop  *shop
	sheet sheet
	page  *display.Page
	reg   *fonts.Registry
	ids   []uint16 // of the glyphs still to be drawn
	out   []byte
	now   state
	saved []state

	written int // bytes handed to gopdf
}

// state is what the operators so far have set; what is set already is not set again.
type state struct {
	fill, stroke     display.Colour
	fillSet, lineSet bool
	overprint        int8 // 0 not set, 1 over, −1 knock out
	font             *font
	size             geom.Length
	hscale           int
	thickness        geom.Length
	dashed           bool
}

func (c *canvas) draw(ctx context.Context, o *Options, n, total int) error {
	c.now = state{hscale: 1000, thickness: -1}
	// From here on the origin is the top-left of the trim.
	c.printf("1 0 0 1 ")
	c.number(c.sheet.offset)
	c.number(c.sheet.offset + c.sheet.trim.H)
	c.printf("cm\n")
	c.save()
	c.clip(geom.Rect{X: 0, Y: 0, W: c.sheet.trim.W, H: c.sheet.trim.H}.Inset(-c.sheet.bleed))
	mark := o.Watermark
	if o.Watermarks != nil {
		if mark = ""; n < len(o.Watermarks) {
			mark = o.Watermarks[n]
		}
	}
	if mark != "" {
		c.watermark(mark, false)
	}
	if err := c.items(ctx, c.page.Items, geom.Point{}); err != nil {
		return err
	}
	if mark != "" {
		c.watermark(mark, true)
	}
	c.restore()
	if o.Marks {
		c.marks(o, n, total)
	}
	return c.flush()
}

// flush hands the operators to gopdf.
func (c *canvas) flush() error {
	err := raw(c.g, c.out)
	c.written += len(c.out)
	c.out = c.out[:0]
	return err
}

func (c *canvas) items(ctx context.Context, items []display.Item, shift geom.Point) error {
	for n, it := range items {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch it := it.(type) {
		case display.Glyphs:
			c.glyphs(&it, shift)
		case display.Rule:
			c.rule(&it, shift)
		case display.Fill:
			c.fill(&it, shift)
		case display.Path:
			c.path(&it, shift)
		case display.Picture:
			c.picture(&it, shift)
		case display.Ad:
			c.ad(&it, shift)
		case display.Group:
			c.save()
			moved := shift.Add(it.Shift)
			if !it.Clip.Empty() { // the clip stands among the group's items and moves with them, as in raster
				c.clip(it.Clip.Move(moved))
			}
			if err := c.items(ctx, it.Items, moved); err != nil {
				return err
			}
			c.restore()
		case display.Mark:
			// marks say where things came from; they are not printed
		default:
			panic(fmt.Sprintf("pdf: no way to draw %T", it))
		}
	}
	return nil
}

func (c *canvas) printf(format string, args ...any) {
	if len(args) == 0 {
		c.out = append(c.out, format...)
		return
	}
	c.out = fmt.Appendf(c.out, format, args...)
}

// milli appends n thousandths with no more digits than needed, and a space.
func (c *canvas) milli(n int64) { c.out = append(appendMilli(c.out, n), ' ') }

func appendMilli(b []byte, n int64) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/1000, 10)
	if f := n % 1000; f > 0 {
		b = append(b, '.', byte('0'+f/100))
		if f%100 > 0 {
			b = append(b, byte('0'+f/10%10))
		}
		if f%10 > 0 {
			b = append(b, byte('0'+f%10))
		}
	}
	return b
}

// milliPt answers a length in thousandths of a point.
func milliPt(l geom.Length) int64 { return int64(l.Times(10, 127)) }

func (c *canvas) number(l geom.Length) { c.milli(milliPt(l)) }

func (c *canvas) point(p geom.Point) {
	c.number(p.X)
	c.number(-p.Y)
}

func (c *canvas) rect(r geom.Rect) {
	c.number(r.X)
	c.number(-r.Bottom())
	c.number(r.W)
	c.number(r.H)
	c.printf("re\n")
}

func (c *canvas) save() {
	c.printf("q\n")
	c.saved = append(c.saved, c.now)
}

func (c *canvas) restore() {
	c.printf("Q\n")
	c.now = c.saved[len(c.saved)-1]
	c.saved = c.saved[:len(c.saved)-1]
}

func (c *canvas) clip(r geom.Rect) {
	c.rect(r)
	c.printf("W n\n")
}

// over sets whether inks print over what lies below. White paper is not an ink: it always cuts out.
func (c *canvas) over(p display.Paint) {
	want, name := int8(-1), pdfx.Knockout
	if p.Overprint && (p.Colour.Spot != "" || p.Colour != display.White) {
		want, name = 1, pdfx.Overprint
	}
	if c.now.overprint != want {
		c.now.overprint = want
		c.printf("/%s gs\n", name)
	}
}

func (c *canvas) fillWith(p display.Paint) {
	c.over(p)
	if !c.now.fillSet || c.now.fill != p.Colour {
		c.now.fill, c.now.fillSet = p.Colour, true
		c.ink(p.Colour, "cs", "scn", "k")
	}
}

func (c *canvas) strokeWith(p display.Paint, thickness geom.Length) {
	c.over(p)
	if !c.now.lineSet || c.now.stroke != p.Colour {
		c.now.stroke, c.now.lineSet = p.Colour, true
		c.ink(p.Colour, "CS", "SCN", "K")
	}
	if c.now.thickness != thickness {
		c.now.thickness = thickness
		c.number(thickness)
		c.printf("w\n")
	}
}

func (c *canvas) ink(col display.Colour, space, tint, process string) {
	if col.Spot != "" {
		c.printf("/%s %s ", pdfx.SpotResource(c.plan.spotOf[col.Spot]), space)
		c.milli(int64(min(col.Tint, 1000)))
		c.printf("%s\n", tint)
		return
	}
	for _, v := range [...]uint16{col.C, col.M, col.Y, col.K} {
		c.milli(int64(min(v, 1000)))
	}
	c.printf("%s\n", process)
}

func (c *canvas) dash(d []geom.Length) {
	if len(d) == 0 && !c.now.dashed {
		return
	}
	c.now.dashed = len(d) > 0
	c.printf("[ ")
	for _, l := range d {
		c.number(max(l, 0))
	}
	c.printf("] 0 d\n")
}

func (c *canvas) rule(r *display.Rule, shift geom.Point) {
	if r.Thickness <= 0 {
		return
	}
	c.strokeWith(r.Paint, r.Thickness)
	c.dash(usableDash(r.Dash))
	c.point(r.From.Add(shift))
	c.printf("m ")
	c.point(r.To.Add(shift))
	c.printf("l S\n")
}

// usableDash answers nil for a dash that never draws or never advances, which PDF forbids.
func usableDash(d []geom.Length) []geom.Length {
	for _, l := range d {
		if l > 0 {
			return d
		}
	}
	return nil
}

func (c *canvas) fill(f *display.Fill, shift geom.Point) {
	painted := false
	for _, r := range f.Areas {
		if r.Empty() {
			continue
		}
		if !painted {
			c.fillWith(f.Paint)
			painted = true
		}
		c.rect(r.Move(shift))
	}
	if painted {
		c.printf("f\n")
	}
}

func (c *canvas) path(p *display.Path, shift geom.Point) {
	if len(p.Ops) == 0 {
		return
	}
	if p.Fill != nil {
		c.fillWith(*p.Fill)
		c.trace(p, shift)
		c.printf("f\n")
	}
	if p.Stroke != nil && p.Thickness > 0 {
		c.strokeWith(*p.Stroke, p.Thickness)
		c.dash(nil)
		c.trace(p, shift)
		c.printf("S\n")
	}
}

// trace writes the steps of a path. Steps before the first MoveTo and steps without their points are left out: readers
// stop at either.
func (c *canvas) trace(p *display.Path, shift geom.Point) {
	at, begun := 0, false
	for _, op := range p.Ops {
		points, name := 1, "m\n"
		switch op {
		case display.LineTo:
			name = "l\n"
		case display.CurveTo:
			points, name = 3, "c\n"
		case display.Close:
			points, name = 0, "h\n"
		}
		if at+points > len(p.Points) {
			return
		}
		from := at
		at += points
		if begun = begun || op == display.MoveTo; !begun {
			continue
		}
		for _, q := range p.Points[from:at] {
			c.point(q.Add(shift))
		}
		c.out = append(c.out, name...)
	}
}

// turns are the text matrices of the four turns, without the place.
var turns = [4]string{"1 0 0 1 ", "0 -1 1 0 ", "-1 0 0 -1 ", "0 1 -1 0 "}

// turned answers where a run's own point (x along the baseline, y downwards) lies after the run's turn.
func turned(t geom.Turn, x, y geom.Length) geom.Point {
	switch t {
	case geom.Clockwise:
		return geom.Point{X: -y, Y: x}
	case geom.UpsideDown:
		return geom.Point{X: -x, Y: -y}
	case geom.CounterClockwise:
		return geom.Point{X: y, Y: -x}
	}
	return geom.Point{X: x, Y: y}
}

// glyphs shows a run.
func (c *canvas) glyphs(run *display.Glyphs, shift geom.Point) {
	n := len(run.Glyphs)
	if n == 0 {
		return
	}
	ids := c.ids[:n]
	c.ids = c.ids[n:]
	if run.Size <= 0 {
		return
	}
	f := c.plan.byID[run.Font]
	hscale := run.HScale
	if hscale <= 0 {
		hscale = 1000
	}
	c.fillWith(run.Paint)
	c.printf("BT\n")
	if c.now.font != f || c.now.size != run.Size {
		c.now.font, c.now.size = f, run.Size
		c.printf("/%s ", f.resource)
		c.number(run.Size)
		c.printf("Tf\n")
	}
	if c.now.hscale != hscale {
		c.now.hscale = hscale
		c.milli(int64(hscale) * 100)
		c.printf("Tz\n")
	}
	for i := 0; i < n; {
		text, end := clusterAt(run, i)
		if text != "" {
			c.printf("/Span <</ActualText <FEFF")
			for _, u := range utf16.Encode([]rune(text)) {
				c.printf("%04X", u)
			}
			c.printf(">>> BDC\n")
		}
		for i < end { // what stands on one height goes into one operator
			from := i
			for i < end && run.Glyphs[i].Y == run.Glyphs[from].Y {
				i++
			}
			c.show(run, f.pack, run.Glyphs[from:i], ids[from:i], shift)
		}
		if text != "" {
			c.printf("EMC\n")
		}
	}
	c.printf("ET\n")
}

// show sets glyphs of one height. Every pen position is reached exactly: the adjustments are worked out from where
// the pen of a reader stands who adds up the rounded numbers, so that rounding does not add up.
func (c *canvas) show(run *display.Glyphs, p *fontpack.Pack, gs []display.Glyph, ids []uint16, shift geom.Point) {
	c.out = append(c.out, turns[run.Turn%4]...)
	c.point(run.Origin.Add(shift).Add(turned(run.Turn%4, gs[0].X, gs[0].Y)))
	c.printf("Tm [<")
	// A thousandth of an em along the baseline, in EMU, as the file states size and scale.
	mill := float64(milliPt(run.Size)) * 12.7 / 1000 * float64(c.now.hscale) / 1000
	pen := float64(gs[0].X)
	for i, g := range gs {
		if back := math.Round((pen - float64(g.X)) / mill * 1000); back != 0 {
			c.printf(">")
			c.out = appendMilli(c.out, int64(back))
			c.printf("<")
			pen -= back / 1000 * mill
		}
		c.hex(ids[i])
		pen += widthOf(p, ids[i]) * mill
	}
	c.printf(">] TJ\n")
}

// clusterAt answers how far the glyphs from i on can be set together: a cluster of several glyphs alone, with its
// text, since no mapping of single glyphs says it; else all up to the next such cluster, with "".
func clusterAt(run *display.Glyphs, i int) (text string, end int) {
	gs := run.Glyphs
	for end = i + 1; end < len(gs) && gs[end].Text == gs[i].Text; end++ {
	}
	if end > i+1 {
		return clusterText(run)(i), end
	}
	for end < len(gs) && (end+1 == len(gs) || gs[end+1].Text != gs[end].Text) {
		end++
	}
	return "", end
}

// widthOf answers a glyph's advance as the file states it, in thousandths of an em.
func widthOf(p *fontpack.Pack, id uint16) float64 {
	scale := math.Pow10(pdfx.WidthPlaces)
	return math.Round(p.Advance(id)*scale) / scale
}

const hexDigits = "0123456789ABCDEF"

func (c *canvas) hex(id uint16) {
	c.out = append(c.out, hexDigits[id>>12], hexDigits[id>>8&15], hexDigits[id>>4&15], hexDigits[id&15])
}

// picture shows a prepared picture. Its data does not go by gopdf, which would hold two copies until the file is
// written: the finisher takes it from where the shop has put it.
func (c *canvas) picture(p *display.Picture, shift geom.Point) {
	if p.Box.Empty() {
		return
	}
	ready := c.shop.ready[p.ID]
	box := p.Box.Move(shift)
	crop := usableCrop(p.Crop)
	// Where the whole picture would lie, and the prepared part of it.
	fullW, fullH := box.W.Times(10000, int64(crop.W)), box.H.Times(10000, int64(crop.H))
	left, top := box.X-fullW.Times(int64(crop.X), 10000), box.Y-fullH.Times(int64(crop.Y), 10000)
	part := geom.Rect{
		X: left + fullW.Times(int64(ready.part.Min.X), int64(ready.w)),
		Y: top + fullH.Times(int64(ready.part.Min.Y), int64(ready.h)),
		W: fullW.Times(int64(ready.part.Dx()), int64(ready.w)),
		H: fullH.Times(int64(ready.part.Dy()), int64(ready.h)),
	}
	c.save()
	c.over(display.Paint{}) // a picture cuts out what lies below
	c.turn(box, p.Turn)
	if part != box {
		c.clip(box)
	}
	c.number(part.W)
	c.printf("0 0 ")
	c.number(part.H)
	c.number(part.X)
	c.number(-part.Bottom())
	c.printf("cm\n/%s Do\n", pdfx.ImageResource(ready.number))
	c.shop.drawn(p.ID)
	c.restore()
}

// usableCrop answers the whole picture for a crop that shows nothing.
func usableCrop(cr display.Crop) display.Crop {
	if cr.W <= 0 || cr.H <= 0 {
		return display.WholePicture
	}
	return cr
}

// label makes one line of text safe to draw: control characters become spaces.
func label(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}
