package preflight

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// spaceKind is a family of colour spaces.
type spaceKind uint8

const (
	gray spaceKind = iota
	rgb
	cmyk
	lab
	icc
	calibrated
	indexed
	separation
	deviceN
	pattern
	unknownSpace
)

// space is a colour space.
type space struct {
	kind  spaceKind
	n     int
	base  *space // of indexed and pattern; the alternate of separation and deviceN and ICC
	names []string
	table []byte // of indexed
	icc   []byte
	said  string // as findings name it
}

var (
	spaceGray = &space{kind: gray, n: 1, said: "DeviceGray"}
	spaceRGB  = &space{kind: rgb, n: 3, said: "DeviceRGB"}
	spaceCMYK = &space{kind: cmyk, n: 4, said: "DeviceCMYK"}
	spaceNone = &space{kind: unknownSpace, n: 1, said: "?"}
	spacePat  = &space{kind: pattern, said: "Pattern"}
)

// space reads a colour space object.
func (d *doc) space(o types.Object, res types.Dict, depth int) *space {
	if depth > 8 {
		return spaceNone
	}
	switch v := d.Get(o).(type) {
	case types.Name:
		switch n := unescapeName(string(v)); n {
		case "DeviceGray", "G", "CalGray":
			return spaceGray
		case "DeviceRGB", "RGB":
			return spaceRGB
		case "DeviceCMYK", "CMYK":
			return spaceCMYK
		case "Pattern":
			return spacePat
		default:
			if res != nil {
				if own, ok := find(d.Dict(res["ColorSpace"]), n); ok {
					return d.space(own, nil, depth+1)
				}
			}
		}
	case types.Array:
		if len(v) == 0 {
			return spaceNone
		}
		at := func(i int) types.Object {
			if i < len(v) {
				return v[i]
			}
			return nil
		}
		switch kind := d.Name(v[0]); kind {
		case "DeviceGray", "DeviceRGB", "DeviceCMYK", "G", "RGB", "CMYK":
			return d.space(v[0], nil, depth+1)
		case "CalGray":
			return &space{kind: calibrated, n: 1, said: kind}
		case "CalRGB":
			return &space{kind: calibrated, n: 3, said: kind}
		case "Lab":
			return &space{kind: lab, n: 3, said: kind}
		case "ICCBased":
			s := d.Stream(at(1))
			if s == nil {
				return spaceNone
			}
			out := &space{kind: icc, n: d.int(s.Dict["N"])}
			out.icc, _, _ = d.decode(s)
			switch out.n {
			case 1:
				out.said, out.base = "ICCBased Gray", spaceGray
			case 3:
				out.said, out.base = "ICCBased RGB", spaceRGB
			case 4:
				out.said, out.base = "ICCBased CMYK", spaceCMYK
			default:
				return spaceNone
			}
			return out
		case "Indexed", "I":
			out := &space{kind: indexed, n: 1, base: d.space(at(1), res, depth+1)}
			out.said = "Indexed " + out.base.said
			if s := d.Stream(at(3)); s != nil {
				out.table, _, _ = d.decode(s)
			} else {
				out.table = d.bytesOf(at(3))
			}
			return out
		case "Separation":
			return &space{kind: separation, n: 1, names: []string{unescapeName(d.Name(at(1)))}, base: d.space(at(2), res, depth+1), said: kind}
		case "DeviceN":
			out := &space{kind: deviceN, base: d.space(at(2), res, depth+1), said: kind}
			for _, n := range d.Array(at(1)) {
				out.names = append(out.names, unescapeName(d.Name(n)))
			}
			out.n = len(out.names)
			return out
		case "Pattern":
			out := &space{kind: pattern, said: kind}
			if len(v) > 1 {
				out.base = d.space(v[1], res, depth+1)
			}
			return out
		}
	}
	return spaceNone
}

// find looks a key up by its unescaped name.
func find(dict types.Dict, name string) (types.Object, bool) {
	if v, ok := dict[name]; ok {
		return v, true
	}
	for k, v := range dict {
		if strings.IndexByte(k, '#') >= 0 && unescapeName(k) == name {
			return v, true
		}
	}
	return nil, false
}

// start answers the colour that setting the space sets.
func (s *space) start() []float64 {
	out := make([]float64, min(max(s.n, 0), 64))
	switch s.kind {
	case cmyk:
		out[3] = 1
	case separation, deviceN:
		for i := range out {
			out[i] = 1
		}
	}
	if s.kind == icc && s.n == 4 {
		out[3] = 1
	}
	return out
}

// inks answers what a colour prints with, as far as it can be told without converting.
func (s *space) inks(v []float64) inks {
	k := inks{known: true}
	val := func(i int) float64 {
		if i < len(v) {
			return max(min(v[i], 1), 0)
		}
		return 0
	}
	switch s.kind {
	case gray:
		k.amount[black] = 1 - val(0)
		k.speaks[black] = true
	case cmyk:
		for i := range 4 {
			k.amount[i] = val(i)
			k.speaks[i] = true
		}
		k.cmyk = true
	case icc:
		if s.n == 4 {
			k = spaceCMYK.inks(v)
			k.cmyk = false // OPM 1 is for DeviceCMYK. ISO 32000-1, 8.6.7
			return k
		}
		if s.n == 1 {
			return spaceGray.inks(v)
		}
		k.known = false
	case indexed:
		n := max(s.base.n, 1)
		i := 0
		if len(v) > 0 {
			i = int(max(min(v[0], 1<<20), 0)) * n
		}
		if i+n > len(s.table) {
			return s.base.inks(make([]float64, n))
		}
		c := make([]float64, n)
		for j := range c {
			c[j] = float64(s.table[i+j]) / 255
		}
		return s.base.inks(c)
	case separation, deviceN:
		for i, name := range s.names {
			switch name {
			case "None":
			case "All":
				k.all = true
				for p := range spots {
					k.amount[p], k.speaks[p] = val(i), true
				}
			case "Cyan", "Magenta", "Yellow", "Black":
				p := strings.Index("CMYB", name[:1])
				k.amount[p], k.speaks[p] = val(i), true
			default:
				k.speaks[spots] = true
				k.amount[spots] = max(k.amount[spots], val(i))
				if val(i) > 0 {
					k.spot = append(k.spot, name)
				}
			}
		}
	default:
		k.known = false
	}
	return k
}
