package edition

import (
	"cmp"
	"maps"
	"slices"
)

// TypeSize is a size by its Chinese name (字号).
type TypeSize struct {
	Name string
	Pt   float64
}

// typeSizes are the sizes as desktop programs have them, in DTP points; foundries, and papers, differ. CLREQ,
// "Character Size".
var typeSizes = []TypeSize{
	{"初号", 42}, {"小初", 36}, {"一号", 26}, {"小一", 24}, {"二号", 22}, {"小二", 18}, {"三号", 16}, {"小三", 15},
	{"四号", 14}, {"小四", 12}, {"五号", 10.5}, {"小五", 9}, {"六号", 7.5}, {"小六", 6.5}, {"七号", 5.5}, {"八号", 5},
}

// TypeSizes answers the named sizes that ship with the program, from large to small.
func TypeSizes() []TypeSize { return slices.Clone(typeSizes) }

// TypeSizes answers the title's named sizes, from large to small: the program's, with the title's own over them.
func (h *House) TypeSizes() []TypeSize {
	own := maps.Clone(h.Sizes)
	out := TypeSizes()
	for i, s := range out {
		if pt, ok := own[s.Name]; ok {
			out[i].Pt = pt
			delete(own, s.Name)
		}
	}
	for name, pt := range own {
		out = append(out, TypeSize{name, pt})
	}
	slices.SortStableFunc(out, func(a, b TypeSize) int {
		return cmp.Or(cmp.Compare(b.Pt, a.Pt), cmp.Compare(sizeRank(a.Name), sizeRank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// sizeRank is where a name stands among the program's: known names come before a title's own of the same size.
func sizeRank(name string) int {
	for i, s := range typeSizes {
		if s.Name == name {
			return i
		}
	}
	return len(typeSizes)
}

// Size answers the points of a named size in this title.
func (h *House) Size(name string) (float64, bool) {
	if pt, ok := h.Sizes[name]; ok {
		return pt, true
	}
	for _, s := range typeSizes {
		if s.Name == name {
			return s.Pt, true
		}
	}
	return 0, false
}
