package display

import (
	"fmt"
	"strconv"
	"strings"

	"dayang/layout/geom"
)

// Format writes a page as text, one item a line, for golden files and for people: lengths in points to three places,
// inks in hundredths. Two pages that are drawn differently, read out differently or clicked differently have different text.
//
//	page 1  trim 779.528 1105.512  bleed 8.504
//	mark    42.520 110.000  36.000 x 11.250  frame f1 story flood para p1 0..4  edges +0 +9 +18 +27 +36
//	glyphs  42.520 118.110  song 9.000  "本报讯（" +0 +9 +18 +27  [2041 977 36 12]
//	rule    155.906 42.520  0.500 x 680.315  K100
//	picture 170.079 118.110  226.772 x 151.181  flood-bridge  crop 0 1250 10000 7500
//
// A glyph stands at its place from the item's origin; /y follows where it is shifted down, @byte where it does not
// belong to the next character of the text. The numbers in brackets are glyph ids. A rule is written with its width and
// height, thickness included, or with "to" and its other end where that would be unclear.
func Format(p Page) string {
	var b strings.Builder
	fmt.Fprintf(&b, "page %d  trim %v %v  bleed %v", p.Number, p.Trim.W, p.Trim.H, p.Bleed)
	if p.ID != "" {
		fmt.Fprintf(&b, "  id %s", p.ID)
	}
	b.WriteByte('\n')
	formatItems(&b, "", p.Items)
	return b.String()
}

func formatItems(b *strings.Builder, indent string, items []Item) {
	for _, it := range items {
		b.WriteString(indent)
		switch it := it.(type) {
		case Glyphs:
			formatGlyphs(b, it)
		case Rule:
			formatRule(b, it)
		case Fill:
			b.WriteString("fill   ")
			for i, r := range it.Areas {
				if i > 0 {
					b.WriteString(" ;")
				}
				b.WriteString(" " + rect(r))
			}
			b.WriteString("  " + paint(it.Paint))
		case Path:
			formatPath(b, it)
		case Picture:
			fmt.Fprintf(b, "picture %s  %s", rect(it.Box), it.ID)
			if it.Crop != WholePicture {
				fmt.Fprintf(b, "  crop %d %d %d %d", it.Crop.X, it.Crop.Y, it.Crop.W, it.Crop.H)
			}
			if it.Turn != 0 {
				fmt.Fprintf(b, "  turn %d", it.Turn)
			}
		case Ad:
			fmt.Fprintf(b, "ad      %s  %s", rect(it.Box), it.ID)
			if !it.Clip.Empty() {
				b.WriteString("  clip " + rect(it.Clip))
			}
			if it.Turn != 0 {
				fmt.Fprintf(b, "  turn %d", it.Turn)
			}
			b.WriteString(" {\n")
			formatItems(b, indent+"  ", it.Instead)
			b.WriteString(indent + "}")
		case Group:
			b.WriteString("group  ")
			if !it.Clip.Empty() {
				b.WriteString(" clip " + rect(it.Clip))
			}
			if it.Shift != (geom.Point{}) {
				fmt.Fprintf(b, " shift %v %v", it.Shift.X, it.Shift.Y)
			}
			b.WriteString(" {\n")
			formatItems(b, indent+"  ", it.Items)
			b.WriteString(indent + "}")
		case Mark:
			formatMark(b, it)
		default:
			panic(fmt.Sprintf("display: no way to write %T", it))
		}
		b.WriteByte('\n')
	}
}

func formatGlyphs(b *strings.Builder, g Glyphs) {
	fmt.Fprintf(b, "glyphs  %v %v  %s %v", g.Origin.X, g.Origin.Y, g.Font, g.Size)
	if g.HScale != 0 && g.HScale != 1000 {
		fmt.Fprintf(b, " hscale=%d", g.HScale)
	}
	if g.Turn != geom.Upright {
		fmt.Fprintf(b, " turn=%d", 90*int(g.Turn))
	}
	fmt.Fprintf(b, "  %s", strconv.Quote(g.Text))
	next := 0 // byte offset of the character whose turn it is
	for _, gl := range g.Glyphs {
		b.WriteString(" " + offset(gl.X))
		if gl.Y != 0 {
			b.WriteString("/" + offset(gl.Y))
		}
		if gl.Text != next {
			fmt.Fprintf(b, "@%d", gl.Text)
			next = gl.Text
		}
		if next >= 0 && next < len(g.Text) {
			for next++; next < len(g.Text) && g.Text[next]&0xc0 == 0x80; next++ { // to the next first byte of UTF-8
			}
		}
	}
	b.WriteString("  [")
	for i, gl := range g.Glyphs {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(int(gl.ID)))
	}
	b.WriteByte(']')
	if g.Paint != (Paint{Colour: Black}) {
		b.WriteString("  " + paint(g.Paint))
	}
}

func formatRule(b *strings.Builder, r Rule) {
	fmt.Fprintf(b, "rule    %v %v  ", r.From.X, r.From.Y)
	w, h := r.To.X-r.From.X, r.To.Y-r.From.Y
	switch {
	case w == 0 && h > r.Thickness:
		fmt.Fprintf(b, "%v x %v", r.Thickness, h)
	case h == 0 && w > r.Thickness:
		fmt.Fprintf(b, "%v x %v", w, r.Thickness)
	default:
		fmt.Fprintf(b, "to %v %v  %v", r.To.X, r.To.Y, r.Thickness)
	}
	if len(r.Dash) > 0 {
		b.WriteString("  dash")
		for _, d := range r.Dash {
			b.WriteString(" " + trimmed(d))
		}
	}
	b.WriteString("  " + paint(r.Paint))
}

func formatPath(b *strings.Builder, p Path) {
	b.WriteString("path   ")
	at := 0
	for _, op := range p.Ops {
		n := 0
		switch op {
		case MoveTo:
			b.WriteString(" M")
			n = 1
		case LineTo:
			b.WriteString(" L")
			n = 1
		case CurveTo:
			b.WriteString(" C")
			n = 3
		case Close:
			b.WriteString(" Z")
		default:
			panic(fmt.Sprintf("display: no step %d in a path", op))
		}
		for _, pt := range p.Points[at : at+n] {
			fmt.Fprintf(b, " %v %v", pt.X, pt.Y)
		}
		at += n
	}
	if p.Fill != nil {
		b.WriteString("  fill " + paint(*p.Fill))
	}
	if p.Stroke != nil {
		fmt.Fprintf(b, "  stroke %v %s", p.Thickness, paint(*p.Stroke))
	}
}

func formatMark(b *strings.Builder, m Mark) {
	fmt.Fprintf(b, "mark    %s ", rect(m.Bounds))
	for _, part := range [][2]string{{"frame", m.Frame}, {"story", m.Story}, {"para", m.Para}} {
		if part[1] != "" {
			fmt.Fprintf(b, " %s %s", part[0], part[1])
		}
	}
	if m.From != 0 || m.To != 0 {
		fmt.Fprintf(b, " %d..%d", m.From, m.To)
	}
	start := m.Bounds.X
	if m.Vertical {
		b.WriteString(" vertical")
		start = m.Bounds.Y
	}
	if len(m.Edges) > 0 {
		b.WriteString("  edges")
		for _, e := range m.Edges {
			b.WriteString(" " + offset(e-start))
		}
	}
}

func rect(r geom.Rect) string { return fmt.Sprintf("%v %v  %v x %v", r.X, r.Y, r.W, r.H) }

// trimmed is a length without idle zeros: 9, 4.5.
func trimmed(l geom.Length) string {
	s := strings.TrimRight(strings.TrimRight(l.String(), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// offset is a trimmed length with its sign.
func offset(l geom.Length) string {
	if s := trimmed(l); s[0] == '-' {
		return s
	} else {
		return "+" + s
	}
}

func paint(p Paint) string {
	s := p.Colour.String()
	if p.Overprint {
		s += " overprint"
	}
	return s
}

// String answers the inks in hundredths, as a printer says them: K100, M100 Y90, spot "PANTONE 485 C" 60, paper.
func (c Colour) String() string {
	var parts []string
	if c.Spot != "" {
		parts = append(parts, fmt.Sprintf("spot %q %s", c.Spot, percent(c.Tint)))
	}
	for _, ink := range []struct {
		name   string
		amount uint16
	}{{"C", c.C}, {"M", c.M}, {"Y", c.Y}, {"K", c.K}} {
		if ink.amount != 0 {
			parts = append(parts, ink.name+percent(ink.amount))
		}
	}
	if len(parts) == 0 {
		return "paper"
	}
	return strings.Join(parts, " ")
}

func percent(thousandths uint16) string {
	return strconv.FormatFloat(float64(thousandths)/10, 'f', -1, 64)
}
