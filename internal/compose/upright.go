package compose

import (
	"slices"
	"unicode"

	"dayang/internal/edition"
	"dayang/layout/geom"
	"dayang/layout/makeup"
	"dayang/layout/para"
)

// stepUpright shapes what starts at rune i for a vertical line and answers where the next begins. UAX #50 tells how a
// character stands; CLREQ, "Mixed Text Composition in Vertical Writing Mode", what becomes of Western runs.
func (s *shaper) stepUpright(i int) int {
	r := s.runes[i]
	switch {
	case r == '\u2028':
		s.add(i, 1, para.Cluster{Flags: para.BreakAfter, Em: s.look.size}, nil)
		return i + 1
	case r == '—' || r == '…' || r == '⋯':
		s.turn = geom.Clockwise
		defer func() { s.turn = geom.Upright }()
		if i+1 < len(s.runes) && s.runes[i+1] == r {
			return s.long(i, 2)
		}
		return s.long(i, 1)
	case r == ' ':
		s.add(i, 1, para.Cluster{Em: s.look.size, Advance: s.look.size / 4}, []makeup.Part{})
		return i + 1
	case s.western(i) && !quote(r):
		j := i + 1
		for j < len(s.runes) && s.runes[j] != ' ' && s.runes[j] != '\u2028' && s.spanAt(j) == s.spanAt(i) && (s.western(j) && !quote(s.runes[j]) || extends(s.runes[j])) {
			j++
		}
		switch para.Verticalise(s.runes[i:j]) {
		case para.StandUpright:
			for k := i; k < j; k++ {
				s.letterUpright(k, k > i)
			}
		case para.TateChuYoko:
			s.tateChuYoko(i, j)
		default:
			s.turn = geom.Clockwise
			s.latin(i, j)
			s.turn = geom.Upright
		}
		return j
	}
	j := i + 1
	for j < len(s.runes) && extends(s.runes[j]) && j-i < 200 {
		j++
	}
	if j > i+1 || isSign(r) {
		s.han(i, j)
		return j
	}
	s.hanUpright(i)
	return j
}

func quote(r rune) bool { return r == '“' || r == '”' || r == '‘' || r == '’' }

// hanUpright adds the character at i as it stands in a vertical line: by the font's own vertical form, else by the
// form that Unicode has for it, else as it is, turned if UAX #50 says so.
func (s *shaper) hanUpright(i int) {
	r := s.runes[i]
	f, g, ok := s.lookup(s.look.font, i)
	if !ok {
		s.box(i, i+1)
		return
	}
	upright := false
	if form, has := para.VerticalForm(r); has && quote(r) {
		// GB/T 15834, 5.2: quotation marks become corner brackets, whatever form the font has for its own.
		if v, ok := f.Glyph(form); ok {
			g, upright = v, true
		} else if v, ok := f.Glyph(map[rune]rune{'“': '『', '”': '』', '‘': '「', '’': '」'}[r]); ok {
			if w, ok := f.Vertical(v); ok {
				g, upright = w, true
			}
		}
	}
	if !upright {
		if v, ok := f.Vertical(g); ok {
			g, upright = v, true
		} else if form, has := para.VerticalForm(r); has {
			if v, ok := f.Glyph(form); ok {
				g, upright = v, true
			}
		}
	}
	if !upright {
		switch para.OrientationOf(r) {
		case para.VerticalRotated, para.VerticalFormRotated:
			s.turn = geom.Clockwise
			s.add(i, 1, para.Cluster{Face: s.face(s.hanFace(f)), Glyph: g, Em: s.look.size, Advance: s.units(f, f.Advance(g))}, nil)
			s.turn = geom.Upright
			return
		}
	}
	var parts []makeup.Part
	if adv := s.units(f, f.Advance(g)); adv != s.look.size {
		parts = []makeup.Part{{Glyph: g, DX: (s.look.size - adv) / 2}}
	}
	s.add(i, 1, para.Cluster{Face: s.face(s.hanFace(f)), Glyph: g, Em: s.look.size, Advance: s.look.size}, parts)
}

// letterUpright adds a letter or digit that stands alone in its cell; joined ones are not parted from those before.
func (s *shaper) letterUpright(i int, joined bool) {
	f, g, ok := s.lookup(s.look.latin, i)
	if !ok {
		s.box(i, i+1)
		return
	}
	flags := para.OwnCell
	if joined {
		flags |= para.NoBreak
	}
	adv := s.units(f, f.Advance(g))
	s.add(i, 1, para.Cluster{Face: s.face(makeup.Face{Font: f.ID(), Size: s.look.size, Paint: s.look.paint}), Glyph: g, Flags: flags, Em: s.look.size, Advance: s.look.size},
		[]makeup.Part{{Glyph: g, DX: (s.look.size - adv) / 2}})
}

// tateChuYoko adds the run [i, j) side by side in one cell (纵中横), narrowed if it is wider.
func (s *shaper) tateChuYoko(i, j int) {
	f, ok := s.c.face(s.look.latin)
	if !ok {
		f, ok = s.c.anyFace(s.look.latin)
	}
	glyphs := []struct {
		g    uint32
		x, w int
	}{}
	pen := 0
	for _, r := range s.runes[i:j] {
		g, has := uint32(0), false
		if ok {
			g, has = f.Glyph(r)
		}
		if !has {
			for k := i; k < j; k++ { // some character has no glyph here: each by itself
				s.letterUpright(k, k > i)
			}
			return
		}
		w := f.Advance(g)
		glyphs = append(glyphs, struct {
			g    uint32
			x, w int
		}{g, pen, w})
		pen += w
	}
	wide := 1000
	if pen > f.UnitsPerEm() {
		wide = f.UnitsPerEm() * 1000 / pen
	}
	units := func(u int) geom.Length { return s.units(f, u).Times(int64(wide), 1000) }
	left := (s.look.size - units(pen)) / 2
	var parts []makeup.Part
	for _, g := range glyphs {
		parts = append(parts, makeup.Part{Glyph: g.g, DX: left + units(g.x)})
	}
	face := makeup.Face{Font: f.ID(), Size: s.look.size, Paint: s.look.paint}
	if wide != 1000 {
		face.HScale = wide
	}
	s.add(i, j-i, para.Cluster{Face: s.face(face), Glyph: glyphs[0].g, Flags: para.OwnCell, Em: s.look.size, Advance: s.look.size}, parts)
}

// uprightOf gives a paragraph of a head its form for vertical lines, where some frame of the story wants them.
func (c *Composer) uprightOf(q *makeup.Paragraph, p *edition.Para, story string, role edition.Role, f edition.Format) *makeup.Paragraph {
	s := c.para(p, story, role, f, asUpright)
	both := *q
	both.Upright = s.p
	return &both
}

// wantsUpright reports whether a frame of the story has its head in vertical lines.
func (c *Composer) wantsUpright(story string) bool {
	return slices.ContainsFunc(c.places[story], func(at place) bool { return at.frame.Head == edition.HeadVertical })
}

// dividable reports whether a run of Western characters may hold words to divide.
func dividable(r rune) bool { return r <= unicode.MaxASCII && unicode.IsLetter(r) }
