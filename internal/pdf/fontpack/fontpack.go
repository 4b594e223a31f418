// Package fontpack makes small private TrueType fonts that hold just the glyphs a document uses.
//
// Start with Pack. gopdf takes TrueType only and reaches glyphs through characters only; a Pack takes the glyphs of
// any face, alternates and ligatures too, renumbers them from 1 in order of first use and gives each one private
// code point. A glyph that stands for two different texts is kept twice, so that extracted text is exact. Lengths
// are font units. A Pack never hints, never keeps layout tables, and is used by one goroutine.
package fontpack

import (
	"errors"
	"fmt"

	"dayang/fonts"
)

// Face is what a Pack needs of a font; *fonts.Face is one.
type Face interface {
	PostScriptName() string
	UnitsPerEm() int
	Ascent() int
	Descent() int // positive downwards
	CapHeight() int
	Advance(gid uint32) int
	Outline(gid uint32) fonts.Outline
}

// ErrTooManyGlyphs is answered when one font would need more glyphs than a TrueType file or a private plane holds.
var ErrTooManyGlyphs = errors.New("too many glyphs in one font")

// firstRune is where the private code points begin: plane 15 has room for 65,534.
const firstRune = 0xF0000

// maxGlyphs keeps glyph numbers within two bytes and code points within plane 15.
const maxGlyphs = 65_000

type key struct {
	gid  uint32
	text string
}

// Pack collects glyphs of one face. Glyph 0 is the face's own mark for a missing glyph.
type Pack struct {
	face   Face
	known  map[key]uint16
	glyphs []key // new number → what it is
}

// New answers an empty pack for a face.
func New(face Face) *Pack {
	return &Pack{face: face, known: map[key]uint16{}, glyphs: []key{{}}}
}

// Use answers the number, in the pack, of a glyph of the face that stands for text. Past maxGlyphs it answers 0;
// TrueType then reports the error.
func (p *Pack) Use(gid uint32, text string) uint16 {
	k := key{gid, text}
	if id, ok := p.known[k]; ok {
		return id
	}
	if len(p.glyphs) > maxGlyphs {
		return 0
	}
	id := uint16(len(p.glyphs))
	p.known[k] = id
	p.glyphs = append(p.glyphs, k)
	return id
}

// Len answers how many glyphs the pack has, glyph 0 included.
func (p *Pack) Len() int { return len(p.glyphs) }

// Text answers what a glyph stands for.
func (p *Pack) Text(id uint16) string { return p.glyphs[id].text }

// Advance answers a glyph's advance in thousandths of an em, exactly as the face has it.
func (p *Pack) Advance(id uint16) float64 {
	return float64(p.face.Advance(p.glyphs[id].gid)) * 1000 / float64(p.face.UnitsPerEm())
}

// Name answers the face's PostScript name.
func (p *Pack) Name() string { return p.face.PostScriptName() }

// Runes answers the private characters of all glyphs but glyph 0, in order.
func (p *Pack) Runes() string {
	rs := make([]rune, 0, len(p.glyphs))
	for id := 1; id < len(p.glyphs); id++ {
		rs = append(rs, firstRune+rune(id))
	}
	return string(rs)
}

// TrueType answers the font file.
func (p *Pack) TrueType() ([]byte, error) {
	if len(p.glyphs) > maxGlyphs {
		return nil, fmt.Errorf("font %s: %w", p.face.PostScriptName(), ErrTooManyGlyphs)
	}
	return p.build(), nil
}
