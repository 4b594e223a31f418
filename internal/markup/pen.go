package markup

import (
	"strings"
	"unicode/utf8"

	"dayang/fonts"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// pen puts text and lines into a display list, without any finish: notes in a margin need none.
type pen struct {
	reg   *fonts.Registry
	items []display.Item
}

// text sets one line and answers how far it runs.
func (p *pen) text(font string, size, x, baseline geom.Length, text string, paint display.Paint) geom.Length {
	start := x
	var run display.Glyphs
	flush := func() {
		if len(run.Glyphs) > 0 {
			p.items = append(p.items, run)
		}
		run = display.Glyphs{}
	}
	for _, r := range text {
		face, glyph, ok := p.reg.Fallback(font, r)
		if !ok {
			face, glyph, _ = p.reg.Fallback(font, '〓') // the printer's mark for a character that is wanting
			r = '〓'
		}
		if face == nil {
			continue
		}
		if run.Font != face.ID() {
			flush()
			run = display.Glyphs{Origin: geom.Point{X: x, Y: baseline}, Font: face.ID(), Size: size, Paint: paint}
		}
		run.Glyphs = append(run.Glyphs, display.Glyph{ID: glyph, X: x - run.Origin.X, Text: len(run.Text)})
		run.Text += string(r)
		x += size.Times(int64(face.Advance(glyph)), int64(face.UnitsPerEm()))
	}
	flush()
	return x - start
}

// width answers how far a line would run.
func (p *pen) width(font string, size geom.Length, text string) geom.Length {
	w := geom.Length(0)
	for _, r := range text {
		if face, glyph, ok := p.reg.Fallback(font, r); ok {
			w += size.Times(int64(face.Advance(glyph)), int64(face.UnitsPerEm()))
		}
	}
	return w
}

// wrap breaks text into lines no wider than a measure: between any two Chinese characters, in Latin at blanks, and
// never before a mark that may not stand at a line's head.
func (p *pen) wrap(font string, size geom.Length, text string, measure geom.Length) []string {
	var out []string
	for _, para := range strings.Split(strings.ReplaceAll(text, "\u2028", "\n"), "\n") {
		line, last := "", 0 // last: bytes up to where the line may break
		for _, r := range para {
			if p.width(font, size, line+string(r)) > measure && line != "" && !strings.ContainsRune("，。、；：？！）》”’」』…,.;:?!)", r) {
				if last == 0 || last == len(line) {
					last = len(line)
				}
				out = append(out, strings.TrimRight(line[:last], " "))
				line, last = strings.TrimLeft(line[last:], " "), 0
			}
			line += string(r)
			if r == ' ' || r > 0x2e80 {
				last = len(line)
			} else if prev, _ := utf8.DecodeLastRuneInString(line[:len(line)-utf8.RuneLen(r)]); prev > 0x2e80 {
				last = len(line) - utf8.RuneLen(r)
			}
		}
		if line != "" {
			out = append(out, strings.TrimRight(line, " "))
		}
	}
	return out
}

// path draws an open line through points.
func (p *pen) path(paint display.Paint, thick geom.Length, points ...geom.Point) {
	ops := make([]display.Op, len(points))
	for i := range ops {
		ops[i] = display.LineTo
	}
	ops[0] = display.MoveTo
	p.items = append(p.items, display.Path{Ops: ops, Points: points, Stroke: &paint, Thickness: thick})
}

// curve draws a cubic from a to b.
func (p *pen) curve(paint display.Paint, thick geom.Length, a, c1, c2, b geom.Point) {
	p.items = append(p.items, display.Path{Ops: []display.Op{display.MoveTo, display.CurveTo}, Points: []geom.Point{a, c1, c2, b}, Stroke: &paint, Thickness: thick})
}

// frame draws a rectangle's outline.
func (p *pen) frame(r geom.Rect, thick geom.Length, paint display.Paint) {
	p.items = append(p.items, display.Path{Ops: []display.Op{display.MoveTo, display.LineTo, display.LineTo, display.LineTo, display.Close},
		Points: []geom.Point{{X: r.X, Y: r.Y}, {X: r.Right(), Y: r.Y}, {X: r.Right(), Y: r.Bottom()}, {X: r.X, Y: r.Bottom()}}, Stroke: &paint, Thickness: thick})
}

// ring draws a line around characters, its corners round.
func (p *pen) ring(r geom.Rect, paint display.Paint) {
	k := min(r.W, r.H) * 2 / 5
	c := k * 55 / 100 // a quarter of a circle as a cubic leaves 0.45 of the radius to its control points
	at := func(x, y geom.Length) geom.Point { return geom.Point{X: x, Y: y} }
	l, t, rt, b := r.X, r.Y, r.Right(), r.Bottom()
	p.items = append(p.items, display.Path{
		Ops: []display.Op{display.MoveTo, display.LineTo, display.CurveTo, display.LineTo, display.CurveTo, display.LineTo, display.CurveTo, display.LineTo, display.CurveTo, display.Close},
		Points: []geom.Point{at(l+k, t), at(rt-k, t), at(rt-k+c, t), at(rt, t+k-c), at(rt, t+k), at(rt, b-k), at(rt, b-k+c), at(rt-k+c, b), at(rt-k, b),
			at(l+k, b), at(l+k-c, b), at(l, b-k+c), at(l, b-k), at(l, t+k), at(l, t+k-c), at(l+k-c, t), at(l+k, t)},
		Stroke: &paint, Thickness: stroke,
	})
}
