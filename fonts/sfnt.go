package fonts

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// table is one table of a font file. Reads beyond its end answer 0, so that a cut-off file gives blanks, never a panic.
type table []byte

func (t table) u8(at int) int {
	if at < 0 || at >= len(t) {
		return 0
	}
	return int(t[at])
}

func (t table) u16(at int) int {
	if at < 0 || at+2 > len(t) {
		return 0
	}
	return int(binary.BigEndian.Uint16(t[at:]))
}

func (t table) i16(at int) int { return int(int16(t.u16(at))) }

func (t table) u32(at int) int {
	if at < 0 || at+4 > len(t) {
		return 0
	}
	return int(binary.BigEndian.Uint32(t[at:]))
}

// from answers the table from an offset on, or nil.
func (t table) from(at int) table {
	if at < 0 || at > len(t) {
		return nil
	}
	return t[at:]
}

// directory reads the table directory of a font file, or of one member of a collection.
// OpenType specification, "Organization of an OpenType Font" and "Font Collections".
func directory(file table, index int) (map[string]table, error) {
	start := 0
	if len(file) >= 12 && string(file[:4]) == "ttcf" {
		if index < 0 || index >= file.u32(8) || 12+4*index+4 > len(file) {
			return nil, fmt.Errorf("%w: %d of %d", ErrNoMember, index, file.u32(8))
		}
		start = file.u32(12 + 4*index)
	} else if index != 0 {
		return nil, fmt.Errorf("%w: %d, the file holds one font", ErrNoMember, index)
	}
	head := file.from(start)
	if len(head) < 12 {
		return nil, ErrNotFont
	}
	switch string(head[:4]) {
	case "\x00\x01\x00\x00", "true", "OTTO":
	default:
		return nil, ErrNotFont
	}
	tables := make(map[string]table)
	for i := range head.u16(4) {
		at := 12 + 16*i
		if at+16 > len(head) {
			return nil, fmt.Errorf("%w: table directory", ErrDamaged)
		}
		tag, off, size := string(head[at:at+4]), head.u32(at+8), head.u32(at+12)
		if off > len(file) {
			continue // a table that is wholly missing; the needed ones are asked for by name
		}
		tables[tag] = file[off:min(off+size, len(file))]
	}
	return tables, nil
}

// Members answers how many fonts a file holds: 1, or the number of members of a collection.
func Members(data []byte) int {
	if len(data) >= 12 && string(data[:4]) == "ttcf" {
		return table(data).u32(8)
	}
	return 1
}

// name answers an entry of the name table, in English if there is one.
// OpenType specification, "name — Naming Table".
func name(t table, id int) string {
	best, score := "", 0
	store := t.u16(4)
	for i := range t.u16(2) {
		at := 6 + 12*i
		if at+12 > len(t) {
			break
		}
		if t.u16(at+6) != id {
			continue
		}
		raw := t.from(store + t.u16(at+10))
		if n := t.u16(at + 8); n <= len(raw) {
			raw = raw[:n]
		}
		platform, language := t.u16(at), t.u16(at+4)
		s := 0
		switch {
		case platform == 3 && language == 0x409:
			s = 4
		case platform == 0:
			s = 3
		case platform == 3:
			s = 2
		case platform == 1 && language == 0:
			s = 1 // Mac Roman; names in it are ASCII in practice
		}
		if s <= score {
			continue
		}
		score = s
		if platform == 1 {
			best = string(raw)
			continue
		}
		units := make([]uint16, len(raw)/2)
		for j := range units {
			units[j] = uint16(raw.u16(2 * j))
		}
		best = string(utf16.Decode(units))
	}
	return best
}
