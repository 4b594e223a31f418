package compose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dayang/fonts"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/hyphen"
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/makeup"
	"dayang/layout/para"
)

// senseSpace is the width of a typed space between two Han of a headline, in thousandths of its size: the trade
// sets half to one character; two thirds keeps a long head on one row and still reads as a pause.
const senseSpace = 620

// shortHeads is the tracking of headlines of few characters, in thousandths of their size by the number of
// characters: 桥韵 is set wide, or it would look like a slip.
var shortHeads = map[int]int{2: 900, 3: 450, 4: 220, 5: 120}

// shaped is a paragraph ready for makeup, and what is to be said of its characters.
type shaped struct {
	p    *makeup.Paragraph
	miss []missing
}

// missing is a character that no face has, or that another face had to lend.
type missing struct {
	at   int // rune
	ru   rune
	lent string // the face that lent it; "" is none
}

// shaper turns one paragraph's characters into clusters and faces.
type shaper struct {
	c      *Composer
	style  edition.TextStyle
	house  *edition.House
	size   geom.Length
	out    shaped
	in     para.Input
	runes  []rune
	bytes  []int32
	styles []string // by rune: its span's style, "" is none
	begins []int    // runes where a span begins, in order
	quotes []bool   // which quotation marks are Western; nil if none is

	plain, look look // how the paragraph, and what is being shaped, looks
	looks       map[string]look
	turn        geom.Turn // of what is being shaped, in a vertical line
	asWhat      shapeAs
}

// shapeAs is for what a paragraph is shaped.
type shapeAs uint8

const (
	asText    shapeAs = iota
	asOpening         // the first paragraph of a story whose style has a drop cap
	asUpright         // for vertical lines
)

// look is how characters are drawn: the paragraph's own style, with a span's character style over it.
type look struct {
	span            string
	font, latin     string
	fallback        []string
	size, latinSize geom.Length
	drop, latinDrop geom.Length
	scale           int // thousandths; 0 is none
	open            geom.Length
	paint           display.Paint
	beside          makeup.Beside
}

// shape makes a paragraph of an edition into clusters of a size.
func (c *Composer) shape(p *edition.Para, story string, role edition.Role, style edition.TextStyle, house *edition.House, body, leading geom.Length, as shapeAs) shaped {
	s := &shaper{c: c, style: style, house: house, size: body, asWhat: as}
	if style.Size > 0 {
		s.size = geom.FromPt(style.Size)
	}
	s.plain = s.lookOf("")
	s.look = s.plain
	text := p.Text
	if len(text) > mostRunes {
		n := 0
		for i := range text {
			if n++; n > mostRunes {
				text = text[:i]
				break
			}
		}
	}
	s.runes = make([]rune, 0, utf8.RuneCountInString(text))
	s.bytes = make([]int32, 0, cap(s.runes)+1)
	for i, ru := range text {
		s.runes = append(s.runes, ru)
		s.bytes = append(s.bytes, int32(i))
	}
	s.bytes = append(s.bytes, int32(len(text)))
	if len(p.Spans) > 0 {
		s.styles = make([]string, len(s.runes))
		for _, sp := range p.Spans {
			s.begins = append(s.begins, sp.From)
			for i := max(0, sp.From); i < min(sp.To, len(s.runes)); i++ {
				s.styles[i] = sp.Style
			}
		}
	}
	s.quotes = para.WesternQuotes(s.runes)
	s.in.Style = paraStyle(style, s.size)
	s.in.Style.Vertical = as == asUpright
	s.in.Clusters = make([]para.Cluster, 0, len(s.runes))
	mp := &makeup.Paragraph{Story: story, ID: p.ID, Text: text, Size: s.size, Paint: s.plain.paint,
		Runes: make([]int32, 0, len(s.runes)+1), Bytes: make([]int32, 0, len(s.runes)+1), Subhead: role == edition.Subhead}
	s.out.p = mp
	i := 0
	if as == asOpening && style.DropCap > 1 {
		i = s.dropCap(body, leading)
	}
	for i < len(s.runes) {
		s.lookAt(i)
		if as == asUpright {
			i = s.stepUpright(i)
		} else {
			i = s.step(i)
		}
	}
	mp.Runes = append(mp.Runes, int32(len(s.runes)))
	mp.Bytes = append(mp.Bytes, s.bytes[len(s.runes)])
	if role != edition.Body && role != edition.Lead && role != edition.Caption && role != edition.EditorsNote {
		s.headline(role)
	}
	s.hyphen()
	mp.Prepared = para.Prepare(s.in)
	before := style.Before
	if role == edition.Subhead && before == 0 && style.After == 0 {
		before = 1000 // a subhead of a house that does not say stands one line off the text above it
	}
	if style.Leading > 0 {
		mp.Leading = geom.FromPt(style.Leading)
	}
	mp.Vertical, mp.AllowWidow = style.Vertical, style.AllowWidow
	mp.Before, mp.After = leading.Times(int64(before), 1000), leading.Times(int64(style.After), 1000)
	return s.out
}

// paraStyle answers how package para is to set a style.
func paraStyle(t edition.TextStyle, size geom.Length) para.Style {
	st := para.Style{
		Em: size, Indent: size.Times(int64(t.Indent), 1000), HangIndent: size.Times(int64(t.Hanging), 1000),
		Tracking: size.Times(int64(t.Tracking), 1000), Hang: t.Hang, AllowRunt: t.AllowRunt,
		KeepStart: t.KeepStart, KeepEnd: t.KeepEnd, TrimIndent: !t.KeepIndent, KeepUnits: t.KeepUnits, NoAutospace: t.NoAutospace, EvenPitch: !t.AnyPitch,
		Gap: size.Times(int64(t.Gap), 1000), GapMin: size.Times(int64(t.GapMin), 1000), GapMax: size.Times(int64(t.GapMax), 1000),
		TrackingMin: size.Times(int64(t.TrackingMin), 1000), TrackingMax: size.Times(int64(t.TrackingMax), 1000),
	}
	switch t.Kinsoku {
	case "none":
		st.Level = para.LevelNone
	case "basic":
		st.Level = para.LevelBasic
	case "strict":
		st.Level = para.LevelStrict
	default:
		st.Level = para.LevelGB
	}
	switch t.Marks {
	case "kaiming":
		st.Marks = para.Kaiming
	case "banjiao":
		st.Marks = para.Banjiao
	case "plain":
		st.Marks = para.Plain
	}
	switch t.Policy {
	case "push-in-first":
		st.Policy = para.PushInFirst
	case "push-out-first":
		st.Policy = para.PushOutFirst
	case "push-out-only":
		st.Policy = para.PushOutOnly
	}
	switch t.Align {
	case edition.Left:
		st.Align = para.Left
	case edition.Centre:
		st.Align = para.Centre
	case edition.Right:
		st.Align = para.Right
	}
	return st
}

// paintOf answers the paint of a house colour; black prints over what lies below.
func paintOf(h *edition.House, name string) display.Paint {
	c := colourOf(h, name)
	return display.Paint{Colour: c, Overprint: c == display.Black}
}

func colourOf(h *edition.House, name string) display.Colour {
	v, ok := h.Colours[name]
	if name == paper && !ok {
		return display.White
	}
	if !ok {
		return display.Black
	}
	u := func(n int) uint16 { return uint16(max(0, min(1000, n))) }
	return display.Colour{C: u(v[0]), M: u(v[1]), Y: u(v[2]), K: u(v[3])}
}

// paper is the colour of reversed type: none.
const paper = "paper"

// spanAt answers the span style of a rune.
func (s *shaper) spanAt(i int) string {
	if s.styles == nil || i >= len(s.styles) {
		return ""
	}
	return s.styles[i]
}

// lookAt makes the look of rune i that of what is being shaped.
func (s *shaper) lookAt(i int) {
	span := s.spanAt(i)
	if span == s.look.span {
		return
	}
	if span == "" {
		s.look = s.plain
		return
	}
	l, ok := s.looks[span]
	if !ok {
		if s.looks == nil {
			s.looks = make(map[string]look)
		}
		l = s.lookOf(span)
		s.looks[span] = l
	}
	s.look = l
}

// lookOf answers how a span's characters look, "" being no span. A character style of the house has only what it
// changes; the spans that every house has are bold, 楷 and 着重号.
func (s *shaper) lookOf(span string) look {
	t := s.style
	own, styled := s.house.Styles[span]
	switch span {
	case "":
		styled = false
	case edition.Bold:
		if t.BoldFont != "" {
			t.Font = t.BoldFont
			if t.LatinBold != "" {
				t.Latin = t.LatinBold
			} else {
				t.Latin = t.BoldFont
			}
		}
	case edition.Kai:
		if !styled {
			t.Font, t.Latin = edition.KaiFont, edition.KaiFont
		}
	case edition.Emphasis:
		if !styled {
			t.Mark = "dot"
		}
	}
	if styled && !own.Character { // a paragraph style used in a text lends its face and its colour
		own = edition.TextStyle{Font: own.Font, Colour: own.Colour}
	}
	if styled {
		if own.Font != "" {
			t.Font, t.Latin = own.Font, own.Font
		}
		for _, v := range []struct{ to, from *string }{{&t.Latin, &own.Latin}, {&t.Fallback, &own.Fallback}, {&t.Colour, &own.Colour}, {&t.Mark, &own.Mark}} {
			if *v.from != "" {
				*v.to = *v.from
			}
		}
		for _, v := range []struct{ to, from *int }{{&t.LatinSize, &own.LatinSize}, {&t.Drop, &own.Drop}, {&t.LatinDrop, &own.LatinDrop}, {&t.Scale, &own.Scale}} {
			if *v.from != 0 {
				*v.to = *v.from
			}
		}
	}
	l := look{span: span, font: t.Font, latin: t.Latin, size: s.size, scale: t.Scale, paint: paintOf(s.house, t.Colour)}
	if l.latin == "" {
		l.latin = l.font
	}
	if t.Fallback != "" {
		l.fallback = strings.Split(t.Fallback, ",")
	}
	if styled && own.Size > 0 {
		l.size = geom.FromPt(own.Size)
	}
	if styled {
		l.open = l.size.Times(int64(own.Tracking), 1000)
	}
	l.latinSize = l.size
	if t.LatinSize > 0 {
		l.latinSize = l.size.Times(int64(t.LatinSize), 1000)
	}
	l.drop, l.latinDrop = l.size.Times(int64(t.Drop), 1000), l.size.Times(int64(t.LatinDrop), 1000)
	switch t.Mark {
	case "dot":
		l.beside = makeup.Dot
	case "line":
		l.beside = makeup.NameLine
	case "wave":
		l.beside = makeup.WaveLine
	}
	return l
}

// hanFace answers the face of Han characters as they look now.
func (s *shaper) hanFace(f *fonts.Face) makeup.Face {
	return makeup.Face{Font: f.ID(), Size: s.look.size, HScale: s.look.scale, Drop: s.look.drop, Paint: s.look.paint}
}

// western reports whether a rune is set as Latin: letters and marks that have no full width.
func (s *shaper) western(i int) bool {
	r := s.runes[i]
	switch r {
	case '“', '”', '‘', '’':
		return s.quotes != nil && s.quotes[i]
	case '—', '…', '·', '⋯', '•', '×', '÷', '±', '℃', '‰', '°', '′', '″', '§', '※', '№':
		return false
	case '\u2028':
		return false
	}
	if r >= 0x2460 { // circled digits, geometric shapes, CJK and all beyond, but for full Latin blocks
		return r >= 0xFB00 && r <= 0xFB06 || unicode.Is(unicode.Arabic, r) || unicode.Is(unicode.Hebrew, r)
	}
	return true
}

// face answers the index of a face of the paragraph, adding it if it is new.
func (s *shaper) face(f makeup.Face) uint8 {
	f.Turn = s.turn
	for i, have := range s.out.p.Faces {
		if have == f {
			return uint8(i)
		}
	}
	if len(s.out.p.Faces) == 255 {
		return 0
	}
	s.out.p.Faces = append(s.out.p.Faces, f)
	return uint8(len(s.out.p.Faces) - 1)
}

// add appends a cluster of n runes from rune i.
func (s *shaper) add(i, n int, c para.Cluster, parts []makeup.Part) {
	c.Rune, c.Runes = s.runes[i], uint8(n)
	if parts != nil {
		if s.out.p.Parts == nil {
			s.out.p.Parts = make(map[int][]makeup.Part)
		}
		s.out.p.Parts[len(s.in.Clusters)] = parts
	}
	c.Open = s.look.open
	if s.look.beside != 0 && s.out.p.Beside == nil {
		s.out.p.Beside = make([]makeup.Beside, len(s.in.Clusters), len(s.runes))
	}
	if s.out.p.Beside != nil {
		b := s.look.beside
		if b != 0 && (i == 0 || s.spanBegins(i)) {
			b |= makeup.BesideHere
		}
		s.out.p.Beside = append(s.out.p.Beside, b)
	}
	s.in.Clusters = append(s.in.Clusters, c)
	s.out.p.Runes = append(s.out.p.Runes, int32(i))
	s.out.p.Bytes = append(s.out.p.Bytes, s.bytes[i])
}

// step shapes what starts at rune i and answers where the next begins.
func (s *shaper) step(i int) int {
	r := s.runes[i]
	switch {
	case r == '\u2028':
		s.add(i, 1, para.Cluster{Flags: para.BreakAfter, Em: s.look.size}, nil)
		return i + 1
	case r == '—' || r == '…' || r == '⋯':
		if i+1 < len(s.runes) && s.runes[i+1] == r {
			return s.long(i, 2)
		}
		return s.long(i, 1)
	case s.western(i):
		j := i + 1
		for j < len(s.runes) && s.runes[j] != '\u2028' && s.spanAt(j) == s.spanAt(i) && (s.western(j) || extends(s.runes[j])) {
			j++
		}
		s.latin(i, j)
		return j
	}
	j := i + 1
	for j < len(s.runes) && extends(s.runes[j]) && j-i < 200 {
		j++
	}
	s.han(i, j)
	return j
}

// extends reports whether a rune belongs to the one before it: combining marks, variation selectors, joiners.
func extends(r rune) bool {
	return unicode.Is(unicode.M, r) || r == 0x200D || r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || r >= 0x1F3FB && r <= 0x1F3FF
}

// han adds the character at i, with what extends it up to j, straight by cmap and advance.
func (s *shaper) han(i, j int) {
	f, g, ok := s.lookup(s.look.font, i)
	if !ok {
		s.box(i, j)
		return
	}
	if j == i+1 && isSign(s.runes[i]) && f.Advance(g) == f.UnitsPerEm() {
		// ■ and its like lead a byline: smaller than the characters, on their middle.
		size := s.look.size.Times(signSize, 1000)
		cell := size.Times(1150, 1000)
		face := s.face(makeup.Face{Font: f.ID(), Size: size, Drop: -(s.look.size - size).Times(380, 1000), Paint: s.look.paint})
		s.add(i, 1, para.Cluster{Face: face, Glyph: g, Em: s.look.size, Advance: cell}, nil)
		return
	}
	if j == i+1 {
		s.add(i, 1, para.Cluster{Face: s.face(s.hanFace(f)), Glyph: g, Em: s.wide(s.look.size), Advance: s.wide(s.units(f, f.Advance(g)))}, nil)
		return
	}
	var parts []makeup.Part
	var pen int
	for _, sg := range f.Shape(string(s.runes[i:j])) {
		if sg.Glyph == 0 {
			continue // a variation selector or joiner the face does not know changes nothing
		}
		parts = append(parts, makeup.Part{Glyph: sg.Glyph, DX: s.wide(s.units(f, pen+sg.DX)), DY: -s.units(f, sg.DY)})
		pen += sg.Advance
	}
	if len(parts) == 0 {
		parts = []makeup.Part{{Glyph: g}}
		pen = f.Advance(g)
	}
	s.add(i, j-i, para.Cluster{Face: s.face(s.hanFace(f)), Glyph: parts[0].Glyph, Em: s.wide(s.look.size), Advance: s.wide(s.units(f, pen))}, parts)
}

func (s *shaper) units(f *fonts.Face, u int) geom.Length {
	return s.look.size.Times(int64(u), int64(f.UnitsPerEm()))
}

// wide answers a width as the style's horizontal scale has it.
func (s *shaper) wide(l geom.Length) geom.Length {
	if s.look.scale == 0 || s.look.scale == 1000 {
		return l
	}
	return l.Times(int64(s.look.scale), 1000)
}

// signSize is the size of leading signs against the type they stand in, in thousandths. Settled by eye on
// ■记者 and ■摄影 in 9 and 8.5 pt 楷.
const signSize = 720

// isSign reports whether a character is a filled or open square, circle, triangle or lozenge.
func isSign(r rune) bool { return r >= 0x25A0 && r <= 0x25FF }

// lookup finds the face that draws rune i, and keeps a note when it is not the one asked for.
func (s *shaper) lookup(font string, i int) (*fonts.Face, uint32, bool) {
	if f, ok := s.c.face(font); ok {
		if g, ok := f.Glyph(s.runes[i]); ok {
			return f, g, true
		}
	}
	for _, id := range s.look.fallback {
		if f, ok := s.c.face(id); ok {
			if g, ok := f.Glyph(s.runes[i]); ok {
				s.out.miss = append(s.out.miss, missing{at: i, ru: s.runes[i], lent: f.ID()})
				return f, g, true
			}
		}
	}
	f, g, ok := s.c.fonts.Fallback(font, s.runes[i])
	if !ok {
		return nil, 0, false
	}
	s.out.miss = append(s.out.miss, missing{at: i, ru: s.runes[i], lent: f.ID()})
	return f, g, true
}

// box stands in for what no face can draw: the visible box that fonts keep as glyph 0. It is never a silent blank.
func (s *shaper) box(i, j int) {
	r := s.runes[i]
	if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || extends(r) {
		f, _ := s.c.anyFace(s.look.font)
		s.add(i, j-i, para.Cluster{Face: s.face(s.hanFace(f)), Em: s.look.size}, []makeup.Part{})
		return
	}
	f, ok := s.c.anyFace(s.look.font)
	if !ok {
		s.add(i, j-i, para.Cluster{Em: s.look.size, Advance: s.look.size}, []makeup.Part{})
		return
	}
	s.out.miss = append(s.out.miss, missing{at: i, ru: r})
	s.add(i, j-i, para.Cluster{Face: s.face(s.hanFace(f)), Em: s.wide(s.look.size), Advance: s.wide(s.units(f, f.Advance(0)))}, nil)
}

// dashReach is how much of its cell a dash's ink should fill, in thousandths: 破折号 and 一字线 leave a hair at both
// ends so that they do not touch the characters beside them.
const dashReach = 960

// long adds —— and …… as one cluster of two runes over two cells, or one of them alone over one.
func (s *shaper) long(i, n int) int {
	font, size := s.look.font, s.look.size
	r := s.runes[i]
	cell := size * geom.Length(n)
	if r == '—' {
		ru := r
		f, g, ok := s.lookup(font, i)
		if n == 2 && ok {
			if g2, ok2 := f.Glyph('⸺'); ok2 {
				ru, g = '⸺', g2
			}
		}
		if !ok {
			s.box(i, i+n)
			return i + n
		}
		one := s.units(f, f.Advance(g))
		lo, hi := inkOf(f, g)
		ink := s.units(f, hi-lo)
		want := cell.Times(dashReach, 1000)
		if ru == r {
			want = size.Times(dashReach, 1000)
			if n == 2 {
				want = size // two dashes meet in the middle
			}
		}
		hs := 1000
		if ink > 0 && one > 0 {
			hs = int(want.Times(1000, int64(ink)))
		}
		face := s.face(makeup.Face{Font: f.ID(), Size: size, HScale: hs, Paint: s.look.paint})
		if n == 2 && ru == r {
			lsb := s.units(f, lo).Times(int64(hs), 1000)
			s.add(i, 2, para.Cluster{Face: face, Glyph: g, Em: size, Advance: cell}, []makeup.Part{{Glyph: g, DX: -lsb}, {Glyph: g, DX: size - lsb}})
			return i + 2
		}
		s.add(i, n, para.Cluster{Face: face, Glyph: g, Em: size, Advance: one.Times(int64(hs), 1000)}, nil)
		return i + n
	}
	f, g, ok := s.lookup(font, i)
	if !ok {
		s.box(i, i+n)
		return i + n
	}
	// An ellipsis of three dots in one cell, whatever the font's own advance.
	adv := s.units(f, f.Advance(g))
	face := s.face(makeup.Face{Font: f.ID(), Size: size, Paint: s.look.paint})
	parts := []makeup.Part{{Glyph: g, DX: (size - adv) / 2}}
	if n == 2 {
		parts = append(parts, makeup.Part{Glyph: g, DX: size + (size-adv)/2})
	}
	s.add(i, n, para.Cluster{Face: face, Glyph: g, Em: size, Advance: cell}, parts)
	return i + n
}

// inkOf answers the left and right edge of a glyph's ink, in font units.
func inkOf(f *fonts.Face, g uint32) (lo, hi int) {
	first := true
	for _, sg := range f.Outline(g).Segments {
		n := 1
		switch sg.Op {
		case fonts.QuadTo:
			n = 2
		case fonts.CubeTo:
			n = 3
		}
		for _, p := range sg.P[:n] {
			x := int(p.X)
			if first || x < lo {
				lo = x
			}
			if first || x > hi {
				hi = x
			}
			first = false
		}
	}
	return lo, hi
}

// latin shapes a run of Western characters.
func (s *shaper) latin(i, j int) {
	font, size, drop := s.look.latin, s.look.latinSize, s.look.latinDrop
	f, ok := s.c.face(font)
	if !ok {
		f, ok = s.c.anyFace(font)
		if !ok {
			for ; i < j; i++ {
				s.box(i, i+1)
			}
			return
		}
	}
	units := func(u int) geom.Length { return s.wide(size.Times(int64(u), int64(f.UnitsPerEm()))) }
	text := string(s.runes[i:j])
	glyphs := s.c.latinShape(f, text)
	face := s.face(makeup.Face{Font: f.ID(), Size: size, HScale: s.look.scale, Drop: drop, Paint: s.look.paint})
	first := len(s.in.Clusters)
	at := func(byteAt int) int { // rune index of a byte of the run
		k := i
		for k < j && int(s.bytes[k]-s.bytes[i]) < byteAt {
			k++
		}
		return k
	}
	for k := 0; k < len(glyphs); {
		n := k + 1
		for n < len(glyphs) && glyphs[n].Cluster == glyphs[k].Cluster {
			n++
		}
		from, to := at(glyphs[k].Cluster), j
		if n < len(glyphs) {
			to = at(glyphs[n].Cluster)
		}
		lacks := false
		for _, g := range glyphs[k:n] {
			lacks = lacks || g.Glyph == 0
		}
		switch {
		case lacks:
			s.han(from, from+1)
			for r := from + 1; r < to; r++ {
				s.han(r, r+1)
			}
		default:
			c := para.Cluster{Face: face, Glyph: glyphs[k].Glyph, Em: s.wide(s.look.size)}
			if q := s.runes[from]; q == '“' || q == '”' || q == '‘' || q == '’' {
				c.Flags |= para.Western
			}
			var parts []makeup.Part
			pen := 0
			for _, g := range glyphs[k:n] {
				if n-k > 1 || g.DX != 0 || g.DY != 0 {
					parts = append(parts, makeup.Part{Glyph: g.Glyph, DX: units(pen + g.DX), DY: -units(g.DY)})
				}
				pen += g.Advance
			}
			c.Advance = units(pen)
			if c.Flags&para.Western != 0 && n == k+1 && glyphs[k].Advance > f.UnitsPerEm()*3/4 {
				// A Chinese face has its quotation marks a whole em wide: in Western text only the ink and a hair stay.
				lo, hi := inkOf(f, glyphs[k].Glyph)
				side := f.UnitsPerEm() * quoteSide / 1000
				parts = []makeup.Part{{Glyph: glyphs[k].Glyph, DX: units(side - lo)}}
				c.Advance = units(hi - lo + 2*side)
			}
			s.add(from, to-from, c, parts)
		}
		k = n
	}
	s.divide(first, i, j)
}

// quoteSide is the white at each side of a Western quotation mark of a Chinese face, in thousandths of an em: that of
// the Latin apostrophe of Noto Serif SC.
const quoteSide = 45

// leansBack are characters that say nothing without the word before them when they stand as words of their own: places
// and times (年底前), particles and suffixes. A row of a headline does not begin with one for choice.
const leansBack = "前后里内时末初底的地了着等们者性化吗呢吧啊"

// leans reports whether the word of one character at i belongs to the word before it; before a number it does not
// (前三季度, 后5天).
func leans(text []rune, i int) bool {
	if !strings.ContainsRune(leansBack, text[i]) {
		return false
	}
	return i+1 >= len(text) || !strings.ContainsRune("0123456789０１２３４５６７８９一二两三四五六七八九十百千几数半", text[i+1])
}

// headline marks where words start, widens the spaces that are sense breaks, and tracks a head of few characters.
func (s *shaper) headline(role edition.Role) {
	cs := s.in.Clusters
	count := 0
	for k := range cs {
		switch {
		case cs[k].Rune == ' ':
			cs[k].Advance = s.size.Times(senseSpace, 1000)
		case cs[k].Flags&para.BreakAfter == 0:
			count++
		}
	}
	if role == edition.Headline && s.in.Style.Tracking == 0 {
		s.in.Style.Tracking = s.size.Times(int64(shortHeads[count]), 1000)
	}
	if s.c.words == nil {
		return
	}
	starts := make(map[int32]bool)
	for _, w := range s.c.words.Cut(string(s.runes)) {
		if w.To-w.From > 1 || !leans(s.runes, w.From) {
			starts[int32(w.From)] = true
		}
	}
	// What is quoted is one sense: a row does not break inside it for choice.
	depth := 0
	for k := range cs {
		inside := depth > 0
		switch cs[k].Rune {
		case '“', '‘', '《', '〈', '「', '『':
			depth++
		case '”', '’', '》', '〉', '」', '』':
			depth = max(0, depth-1)
		}
		if starts[s.out.p.Runes[k]] && !inside {
			cs[k].Flags |= para.WordStart
		}
	}
}

// divide marks where the words of [i, j), whose clusters begin with first, may be divided at a line's end.
func (s *shaper) divide(first, i, j int) {
	if s.style.NoHyphen || s.turn != geom.Upright || s.style.Align != edition.Justify {
		return
	}
	for from := i; from < j; {
		to := from
		for to < j && dividable(s.runes[to]) {
			to++
		}
		if to == from {
			from++
			continue
		}
		for _, at := range hyphen.English().Points(string(s.runes[from:to])) {
			for k := first; k < len(s.in.Clusters); k++ {
				if int(s.out.p.Runes[k]) == from+at-1 && s.in.Clusters[k].Runes == 1 {
					s.in.Clusters[k].Flags |= para.HyphenAfter
				}
			}
		}
		from = to
	}
}

// hyphen looks for the glyph that a divided word ends with.
func (s *shaper) hyphen() {
	s.look = s.plain
	f, ok := s.c.face(s.look.latin)
	if !ok {
		return
	}
	for _, r := range "‐-" {
		if g, ok := f.Glyph(r); ok {
			s.in.HyphenWidth = s.wide(s.look.latinSize.Times(int64(f.Advance(g)), int64(f.UnitsPerEm())))
			s.out.p.Hyphen = g
			s.out.p.HyphenFace = s.face(makeup.Face{Font: f.ID(), Size: s.look.latinSize, HScale: s.look.scale, Drop: s.look.latinDrop, Paint: s.look.paint})
			if int(f.Advance(g)) < f.UnitsPerEm()*3/4 {
				return
			}
		}
	}
}

// spanBegins reports whether a span begins at rune i.
func (s *shaper) spanBegins(i int) bool {
	_, ok := slices.BinarySearch(s.begins, i)
	return ok
}

// dropCap adds the character that begins a story's text lines high (首字下沉), with an opening mark before it, and
// answers where the rest begins: 0 if the text does not begin with a Chinese character. The cell is whole characters
// wide, so that the lines beside it keep the grid.
func (s *shaper) dropCap(body, leading geom.Length) int {
	at := 0
	s.lookAt(0)
	for at < len(s.runes) && strings.ContainsRune("“‘《（【「『〈", s.runes[at]) {
		at++
	}
	if at > 1 || at+1 >= len(s.runes) || !unicode.Is(unicode.Han, s.runes[at]) || extends(s.runes[at+1]) {
		return 0
	}
	n := min(s.style.DropCap, mostDropCap)
	size := geom.Length(n-1)*leading + body
	l := s.look
	if s.style.DropCapFont != "" {
		l.font = s.style.DropCapFont
	}
	kept := s.look
	defer func() { s.look = kept }()
	l.size, l.open, l.drop = size, 0, (size-s.size).Times(emRise, 1000)
	s.look = l
	f, g, ok := s.lookup(l.font, at)
	if !ok {
		return 0
	}
	var parts []makeup.Part
	wide := s.wide(s.units(f, f.Advance(g)))
	if at == 1 {
		q, ok := f.Glyph(s.runes[0])
		if !ok {
			return 0
		}
		half := s.wide(size) / 2 // the mark's blank half stands outside
		parts = []makeup.Part{{Glyph: q, DX: s.wide(s.units(f, f.Advance(q))) - 2*half - half}, {Glyph: g, DX: half}}
		parts[0].DX = half - s.wide(s.units(f, f.Advance(q)))
		wide += half
	}
	cell := geom.Length((wide + s.size.Times(dropCapGap, 1000)).Ceil(s.size)) * s.size
	s.add(0, at+1, para.Cluster{Face: s.face(s.hanFace(f)), Glyph: g, Em: size, Advance: cell}, parts)
	s.in.Style.DropLines = n
	s.out.p.Drop = n
	return at + 1
}

// Of drop caps: the most lines, and the least white beside one, in thousandths of the text's size. Settled by eye at
// two and three lines.
const (
	mostDropCap = 20
	dropCapGap  = 150
)

// emRise is how far the em box of a Han face rises above its baseline, in thousandths: see package makeup.
const emRise = 880

// findings tells what characters of a paragraph could not be drawn as asked.
func (s *shaped) findings(place finding.Place) []finding.Finding {
	var out []finding.Finding
	for _, m := range s.miss {
		f := finding.Finding{Category: "font", Place: place, Text: string(m.ru), Score: 1}
		f.Place.Para = s.p.ID
		f.Place.From, f.Place.To = m.at, m.at+1
		if m.lent == "" {
			f.Rule, f.Level = RuleNoGlyph, finding.Error
			f.Message = say.noGlyph.F(string(m.ru), m.ru)
			f.Reason = say.noGlyphWhy
		} else {
			f.Rule, f.Level = RuleLentGlyph, finding.Hint
			f.Message = say.lent.F(string(m.ru), m.ru, m.lent)
			f.Reason = say.lentWhy
		}
		out = append(out, f)
	}
	return out
}
