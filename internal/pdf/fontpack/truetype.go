package fontpack

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"unicode/utf16"

	"dayang/fonts"
)

// cubicGrain is how many new units a font unit becomes when outlines are cubic, so that converted curves keep their
// shape when put on the grid: 1000 to the em become 4000. Worst seen on Noto Serif CJK: 0.2/1000 em.
const cubicGrain = 4

// maxUnitsPerEm is the largest em a TrueType file may state. OpenType, "head".
const maxUnitsPerEm = 16384

// build writes the file: the tables gopdf asks for and no other.
func (p *Pack) build() []byte {
	outlines := make([]fonts.Outline, len(p.glyphs))
	cubic := false
	for i, g := range p.glyphs {
		outlines[i] = p.face.Outline(g.gid)
		for k := range outlines[i].Segments {
			if outlines[i].Segments[k].Op == fonts.CubeTo {
				cubic = true
				break
			}
		}
	}
	grain := 1
	if cubic {
		for grain < cubicGrain && p.face.UnitsPerEm()*grain*2 <= maxUnitsPerEm {
			grain *= 2
		}
	}
	t := &tracer{scale: float64(grain)}

	n := len(p.glyphs)
	var glyf, loca, hmtx []byte
	be := binary.BigEndian
	extent, empty := nothing, true
	maxPoints, maxContours, maxAdvance := 0, 0, 0
	minLeft, minRight := int32(math.MaxInt16), int32(math.MaxInt16)
	for i, g := range p.glyphs {
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		t.trace(outlines[i])
		var b box
		glyf, b = t.appendGlyph(glyf)
		advance := p.face.Advance(g.gid) * grain
		maxAdvance = max(maxAdvance, advance)
		if points := len(t.points); points > 0 {
			empty = false
			extent = extent.around(b)
			maxPoints, maxContours = max(maxPoints, points), max(maxContours, len(t.ends))
			minLeft, minRight = min(minLeft, b.left), min(minRight, int32(advance)-b.right)
		}
		hmtx = be.AppendUint16(hmtx, uint16(min(advance, math.MaxUint16)))
		hmtx = be.AppendUint16(hmtx, uint16(int16(b.left)))
	}
	loca = be.AppendUint32(loca, uint32(len(glyf)))
	if empty { // a listed table must not be empty
		glyf = make([]byte, alignment)
		extent, minLeft, minRight = box{}, 0, 0
	}

	em := p.face.UnitsPerEm() * grain
	ascent, descent := p.face.Ascent()*grain, p.face.Descent()*grain
	name := utf16.Encode([]rune(p.face.PostScriptName()))
	tables := map[string][]byte{
		"glyf": glyf, "loca": loca, "hmtx": hmtx,
		"head": record(u32(1<<16), u32(1<<16), u32(0), u32(0x5F0F3CF5), 3, em, u32(0), u32(0), u32(0), u32(0),
			int(extent.left), int(extent.bottom), int(extent.right), int(extent.top), 0, 8, 2, 1, 0),
		"hhea": record(u32(1<<16), ascent, -descent, 0, maxAdvance, int(minLeft), int(minRight), int(extent.right),
			1, 0, 0, 0, 0, 0, 0, 0, n),
		"maxp": record(u32(1<<16), n, maxPoints, maxContours, 0, 0, 2, 0, 0, 8, 0, 64, 0, 0, 0),
		"post": record(u32(3<<16), u32(0), -em/10, em/20, u32(0), u32(0), u32(0), u32(0), u32(0)),
		"name": record(0, 1, 18, 3, 1, 0x409, 6, 2*len(name), 0, name),
		"OS/2": record(4, em/2, 400, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, u32(0), u32(0), 0, u32(0), u32(0), u32(0), u32(0),
			u32(0x4E4F4E45), 0x40, 0xFFFF, 0xFFFF, ascent, -descent, 0, ascent, descent, u32(0), u32(0),
			0, p.face.CapHeight()*grain, 0, 32, 1),
		"cmap": characterMap(n),
		// gopdf lists these three whether or not a font has them, and empty ones are errors: a program that pushes
		// a byte and pops it, the usual program that switches dropout control on, and one control value.
		"fpgm": {0xB0, 0x00, 0x21},
		"prep": {0xB8, 0x01, 0xFF, 0x85, 0xB0, 0x04, 0x8D},
		"cvt ": {0, 0},
	}
	return assemble(tables)
}

// characterMap maps the private code points: gopdf insists on a table for the basic plane, which is empty, and takes
// one group in plane 15, so that its linear search ends at once.
func characterMap(n int) []byte {
	basic := record(4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0)
	private := record(12, 0, u32(28), u32(0), u32(1), u32(firstRune), u32(firstRune+n-1), u32(0))
	head := record(0, 2, 3, 1, u32(20), 3, 10, u32(20+len(basic)))
	return slices.Concat(head, basic, private)
}

// u32 is a four-byte field of a record.
type u32 uint32

// record packs fields big-endian: an int is two bytes, a u32 four.
func record(fields ...any) []byte {
	var b []byte
	for _, f := range fields {
		switch f := f.(type) {
		case int:
			b = binary.BigEndian.AppendUint16(b, uint16(f))
		case u32:
			b = binary.BigEndian.AppendUint32(b, uint32(f))
		case []uint16:
			for _, v := range f {
				b = binary.BigEndian.AppendUint16(b, v)
			}
		default:
			panic(fmt.Sprintf("fontpack: no field of type %T", f))
		}
	}
	return b
}

func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	var rest [4]byte
	copy(rest[:], b)
	return sum + binary.BigEndian.Uint32(rest[:])
}

// assemble writes the table directory and the tables in order of their tags. OpenType, "Organization of an OpenType
// font".
func assemble(tables map[string][]byte) []byte {
	tags := make([]string, 0, len(tables))
	size := 12 + 16*len(tables)
	for tag, t := range tables {
		tags = append(tags, tag)
		size += (len(t) + 3) &^ 3
	}
	slices.Sort(tags)
	power := 0
	for 1<<(power+1) <= len(tags) {
		power++
	}
	out := make([]byte, 0, size)
	out = append(out, record(u32(1<<16), len(tags), 16<<power, power, 16*len(tags)-16<<power)...)
	at, head := 12+16*len(tags), 0
	for _, tag := range tags {
		t := tables[tag]
		out = append(out, tag...)
		out = append(out, record(u32(checksum(t)), u32(at), u32(len(t)))...)
		if tag == "head" {
			head = at
		}
		at += (len(t) + 3) &^ 3
	}
	for _, tag := range tags {
		out = append(out, tables[tag]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}
