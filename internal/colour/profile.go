package colour

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

// ErrProfile is wrapped by every error about a profile that cannot be used.
var ErrProfile = errors.New("colour profile not usable")

// Profile is a parsed ICC profile. It is immutable and safe for concurrent use.
type Profile struct {
	data    []byte
	class   string // prtr, mntr, scnr, spac
	space   string // "CMYK", "RGB ", "GRAY"
	pcs     string // "Lab ", "XYZ "
	version int
	tags    map[string][]byte
}

// Sizes of the fixed parts of a profile. ICC.1, "Header" and "Tag table".
const (
	headerSize   = 128
	tagEntrySize = 12
	maxTags      = 200 // real profiles have 10 to 30
)

// ParseProfile reads an ICC profile, version 2 or 4. The bytes are kept and must not change.
func ParseProfile(data []byte) (*Profile, error) {
	if len(data) < headerSize+4 || string(data[36:40]) != "acsp" {
		return nil, fmt.Errorf("%w: not an ICC profile", ErrProfile)
	}
	p := &Profile{
		data: data, class: string(data[12:16]), space: string(data[16:20]), pcs: string(data[20:24]),
		version: int(data[8]), tags: map[string][]byte{},
	}
	n := int(binary.BigEndian.Uint32(data[headerSize:]))
	if n > maxTags || headerSize+4+n*tagEntrySize > len(data) {
		return nil, fmt.Errorf("%w: tag table of %d entries does not fit", ErrProfile, n)
	}
	for i := range n {
		e := data[headerSize+4+i*tagEntrySize:]
		off, size := uint64(binary.BigEndian.Uint32(e[4:])), uint64(binary.BigEndian.Uint32(e[8:]))
		if off+size > uint64(len(data)) {
			return nil, fmt.Errorf("%w: tag %q lies outside the file", ErrProfile, e[:4])
		}
		p.tags[string(e[:4])] = data[off : off+size]
	}
	return p, nil
}

// Bytes answers the profile as it was read.
func (p *Profile) Bytes() []byte { return p.data }

// Version answers the major version of the format, 2 or 4.
func (p *Profile) Version() int { return p.version }

// IsPress reports whether the profile describes printing with four process inks.
func (p *Profile) IsPress() bool {
	return p.class == "prtr" && p.space == "CMYK" && p.pcs == "Lab " && p.tags["B2A0"] != nil
}

// Description answers the profile's own name, or "" when it has none.
func (p *Profile) Description() string {
	b := p.tags["desc"]
	if len(b) < 12 {
		return ""
	}
	n := int(binary.BigEndian.Uint32(b[8:]))
	switch string(b[:4]) {
	case "desc": // version 2: a counted ASCII string
		if n > 0 && n <= len(b)-12 {
			return strings.TrimRight(string(b[12:12+n]), "\x00")
		}
	case "mluc": // version 4: records of UTF-16; the first will do
		if n < 1 || len(b) < 28 {
			return ""
		}
		size, off := uint64(binary.BigEndian.Uint32(b[20:])), uint64(binary.BigEndian.Uint32(b[24:]))
		if off+size > uint64(len(b)) {
			return ""
		}
		u := make([]uint16, size/2)
		for i := range u {
			u[i] = binary.BigEndian.Uint16(b[off+2*uint64(i):])
		}
		return string(utf16.Decode(u))
	}
	return ""
}

// toXYZ answers the way from the device values of a matrix or grey profile to the connection space.
func (p *Profile) toXYZ() (func([3]float64) [3]float64, error) {
	if p.space == "GRAY" {
		c, _, err := parseCurve(p.tags["kTRC"])
		if err != nil {
			return nil, err
		}
		return func(v [3]float64) [3]float64 {
			y := c(v[1])
			return [3]float64{y * d50[0], y * d50[1], y * d50[2]}
		}, nil
	}
	if p.space != "RGB " {
		return nil, fmt.Errorf("%w: source space %q", ErrProfile, p.space)
	}
	var tone [3]curve
	var m [3][3]float64
	for i, ch := range []string{"r", "g", "b"} {
		c, _, err := parseCurve(p.tags[ch+"TRC"])
		if err != nil {
			return nil, err
		}
		tone[i] = c
		x := p.tags[ch+"XYZ"]
		if len(x) < 20 {
			return nil, fmt.Errorf("%w: no %sXYZ, only matrix profiles can be a source", ErrProfile, ch)
		}
		for k := range m {
			m[k][i] = fixed(x[8+4*k:])
		}
	}
	return func(v [3]float64) (xyz [3]float64) {
		for i := range v {
			l := tone[i](v[i])
			for k := range xyz {
				xyz[k] += m[k][i] * l
			}
		}
		return xyz
	}, nil
}

// srgbToXYZ is the way from sRGB to the connection space, for pictures that name no profile.
// IEC 61966-2-1; the matrix is adapted to D50 as the ICC's own sRGB profile has it.
func srgbToXYZ(v [3]float64) (xyz [3]float64) {
	m := [3][3]float64{{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}
	for i := range v {
		l := srgbTone(v[i])
		for k := range xyz {
			xyz[k] += m[k][i] * l
		}
	}
	return xyz
}
