package fonts

import (
	"errors"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font/cff"
)

// Face is one typeface, ready to be measured and drawn. It never changes and is safe for concurrent use.
// All its numbers are font units unless they say otherwise.
type Face struct {
	id                 string
	family, postScript string
	upem               int
	ascent, descent    int
	capHeight          int
	fsType             int
	glyphs             int
	tables             map[string]table
	cover              coverage
	hmtx               table
	longMetrics        int
	loca, glyf         table
	longLoca           bool

	cff      func() (*cff.CFF, error) // read when the first outline is wanted
	vertical func() map[uint16]uint16 // likewise
	shaper   func() *shaper           // likewise

	mu       sync.Mutex
	outlines map[uint32]Outline
	oldest   []uint32 // keys of outlines, in the order they came
}

// open reads what a face needs to answer about metrics and coverage; outlines are left for later.
func open(id string, data []byte, index int) (*Face, error) {
	tables, err := directory(data, index)
	if err != nil {
		return nil, err
	}
	for tag, least := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "cmap": 4} {
		if len(tables[tag]) < least {
			return nil, fmt.Errorf("%w: table %s", ErrDamaged, tag)
		}
	}
	head, hhea, os2 := tables["head"], tables["hhea"], tables["OS/2"]
	f := &Face{
		id:          id,
		upem:        head.u16(18),
		ascent:      hhea.i16(4),
		descent:     -hhea.i16(6),
		glyphs:      tables["maxp"].u16(4),
		tables:      tables,
		hmtx:        tables["hmtx"],
		longMetrics: hhea.u16(34),
		loca:        tables["loca"],
		glyf:        tables["glyf"],
		longLoca:    head.u16(50) == 1,
		outlines:    make(map[uint32]Outline),
	}
	switch {
	case f.upem < 16 || f.upem > 16384: // OpenType specification, head.unitsPerEm
		return nil, fmt.Errorf("%w: %d units per em", ErrDamaged, f.upem)
	case f.longMetrics < 1 || f.longMetrics > f.glyphs || 4*f.longMetrics > len(f.hmtx):
		return nil, fmt.Errorf("%w: %d advances of %d glyphs", ErrDamaged, f.longMetrics, f.glyphs)
	case tables["glyf"] == nil && tables["CFF "] == nil:
		return nil, fmt.Errorf("%w: neither TrueType nor CFF outlines", ErrUnsupported)
	}
	if raw := tables["CFF "]; raw != nil {
		f.cff = sync.OnceValues(func() (*cff.CFF, error) { return cff.Parse(raw) })
		if _, err := f.cff(); err != nil {
			return nil, fmt.Errorf("%w: CFF outlines: %w", ErrDamaged, err)
		}
	}
	f.cover = readCoverage(tables["cmap"])
	if f.cover.count == 0 {
		return nil, fmt.Errorf("%w: no Unicode characters in table cmap", ErrUnsupported)
	}
	f.vertical = sync.OnceValue(func() map[uint16]uint16 { return verticalForms(tables["GSUB"]) })
	f.shaper = sync.OnceValue(func() *shaper { return newShaper(f) })

	f.family = name(tables["name"], 16)
	if f.family == "" {
		f.family = name(tables["name"], 1)
	}
	f.postScript = name(tables["name"], 6)
	f.fsType = os2.u16(8)
	if len(os2) >= 78 {
		if up, down := os2.i16(68), -os2.i16(70); up+down > 0 {
			f.ascent, f.descent = up, down
		}
	}
	if os2.u16(0) >= 2 {
		f.capHeight = os2.i16(88)
	}
	if f.capHeight <= 0 {
		f.capHeight = f.capOfH()
	}
	return f, nil
}

// capOfH measures the capitals of a font that does not tell their height.
func (f *Face) capOfH() int {
	if g, ok := f.Glyph('H'); ok {
		if _, _, _, top := f.Outline(g).Bounds(); top > 0 {
			return int(top)
		}
	}
	return f.upem * 7 / 10 // no Latin capitals: as tall as those of most faces
}

// ID answers the id the face is registered under.
func (f *Face) ID() string { return f.id }

// Family answers the name of the family, in English if the font has one.
func (f *Face) Family() string { return f.family }

// PostScriptName answers the font's PostScript name, such as NotoSerifSC-Regular.
func (f *Face) PostScriptName() string { return f.postScript }

// UnitsPerEm answers how many font units make one em.
func (f *Face) UnitsPerEm() int { return f.upem }

// Ascent answers how far the face reaches above the baseline, from OS/2's typographic metrics.
func (f *Face) Ascent() int { return f.ascent }

// Descent answers how far the face reaches below the baseline, counted downwards: a positive number.
func (f *Face) Descent() int { return f.descent }

// CapHeight answers the height of the Latin capitals.
func (f *Face) CapHeight() int { return f.capHeight }

// Glyphs answers how many glyphs the face holds.
func (f *Face) Glyphs() int { return f.glyphs }

// Characters answers how many characters the face covers.
func (f *Face) Characters() int { return f.cover.count }

// Glyph answers the glyph of a character, and whether the face has one.
func (f *Face) Glyph(ru rune) (gid uint32, ok bool) { return f.cover.glyph(ru) }

// Advance answers how far the pen moves after a glyph.
func (f *Face) Advance(gid uint32) int {
	return f.hmtx.u16(4 * min(int(gid), f.longMetrics-1))
}

// Vertical answers the glyph that stands for gid in vertical lines, and whether there is another one.
func (f *Face) Vertical(gid uint32) (uint32, bool) {
	if gid > 0xffff {
		return gid, false
	}
	if v, ok := f.vertical()[uint16(gid)]; ok {
		return uint32(v), true
	}
	return gid, false
}

// Outlines answers whether the face's curves are cubic (PostScript, CFF) or quadratic (TrueType).
func (f *Face) Outlines() Op {
	if f.cff != nil {
		return CubeTo
	}
	return QuadTo
}

// Errors that tell why a font must not be put into a PDF.
var (
	ErrMayNotEmbed  = errors.New("the font's licence forbids embedding")
	ErrMayNotSubset = errors.New("the font's licence forbids embedding a part of it")
	ErrBitmapOnly   = errors.New("the font's licence allows embedding bitmaps only")
)

// Embeddable answers nil if a part of the font may be embedded in a PDF, and otherwise why not.
// OpenType specification, OS/2.fsType: of several usage bits the least restrictive counts.
func (f *Face) Embeddable() error {
	switch bits := f.fsType; {
	case bits&0x000e == 0x0002:
		return fmt.Errorf("font %q: %w", f.id, ErrMayNotEmbed)
	case bits&0x0100 != 0:
		return fmt.Errorf("font %q: %w", f.id, ErrMayNotSubset)
	case bits&0x0200 != 0:
		return fmt.Errorf("font %q: %w", f.id, ErrBitmapOnly)
	}
	return nil
}
