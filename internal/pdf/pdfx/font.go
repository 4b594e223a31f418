package pdfx

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"unicode/utf16"
)

// symbolic is the flag of a font whose characters are not Latin's standard set. ISO 32000-1, table 123.
const symbolic = 4

// stemWidth is stated when gopdf states none; readers use it only to imitate fonts that are missing.
const stemWidth = 80

// finishFont completes one of gopdf's Type 0 fonts.
func (f *File) finishFont(font Dict, o *Options) error {
	family, _ := font["BaseFont"].(Name)
	pack := o.Fonts[string(family)]
	kids, _ := f.Resolve(font["DescendantFonts"]).(Array)
	if pack == nil || len(kids) != 1 {
		return fmt.Errorf("%w: font %q", ErrBroken, family)
	}
	cid := f.dict(kids[0])
	desc := f.dict(cid["FontDescriptor"])
	program, ok := f.Resolve(desc["FontFile2"]).(*Stream)
	if !ok || len(program.Data) == 0 {
		return fmt.Errorf("%w: font %q has no program", ErrBroken, family)
	}
	name := subsetTag(family, program.Data) + family
	font["BaseFont"], cid["BaseFont"], desc["FontName"] = name, name, name
	cid["CIDToGIDMap"] = Name("Identity")
	cid["CIDSystemInfo"] = Dict{"Registry": String("Adobe"), "Ordering": String("Identity"), "Supplement": Int(0)}
	cid["DW"] = Int(defaultWidth)
	cid["W"] = widths(pack)
	desc["Flags"] = Int(symbolic)
	if desc["StemV"] == nil || desc["StemV"] == Number("0") {
		desc["StemV"] = Int(stemWidth)
	}
	if old, ok := font["ToUnicode"].(Ref); ok {
		delete(f.Objects, old)
	}
	font["ToUnicode"] = f.Add(&Stream{Dict: Dict{}, Data: toUnicode(pack)})
	return nil
}

// subsetTag is the six letters and the plus that mark a part of a font, made from what the part is.
func subsetTag(family Name, program []byte) Name {
	h := sha256.New()
	h.Write([]byte(family))
	h.Write(program)
	sum := h.Sum(nil)
	tag := []byte("AAAAAA+")
	for i := range 6 {
		tag[i] += sum[i] % 26
	}
	return Name(tag)
}

// defaultWidth is the width of what W does not list: the em of Han type.
const defaultWidth = 1000

// maxArray is the most elements an array may have. PDF Reference 1.4, appendix C.
const maxArray = 8191

// WidthPlaces is how many decimals glyph widths are written with; whoever sets glyphs by these widths rounds alike.
const WidthPlaces = 3

// widths lists the advances that are not the default: runs of at least four alike as a range, others one by one.
func widths(p Font) Array {
	const alike = 4
	w := make([]Number, p.Len())
	for i := range w {
		w[i] = Real(p.Advance(uint16(i)), WidthPlaces)
	}
	out := Array{}
	for i := 0; i < len(w); {
		n := 1
		for i+n < len(w) && w[i+n] == w[i] {
			n++
		}
		if w[i] == Int(defaultWidth) {
			i += n
			continue
		}
		if n >= alike {
			out = append(out, Int(i), Int(i+n-1), w[i])
			i += n
			continue
		}
		list, from := Array{}, i
		for i < len(w) && w[i] != Int(defaultWidth) && len(list) < maxArray {
			if i+alike <= len(w) && w[i+1] == w[i] && w[i+2] == w[i] && w[i+3] == w[i] {
				break
			}
			list = append(list, w[i])
			i++
		}
		out = append(out, Int(from), list)
	}
	return out
}

// maxMappings is the most lines a block of a character map may have. Adobe Technical Note 5014.
const maxMappings = 100

// toUnicode maps glyphs to what they stand for, in UTF-16.
func toUnicode(p Font) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	var ids []uint16
	for i := 1; i < p.Len(); i++ {
		if p.Text(uint16(i)) != "" {
			ids = append(ids, uint16(i))
		}
	}
	for len(ids) > 0 {
		n := min(len(ids), maxMappings)
		fmt.Fprintf(&b, "%d beginbfchar\n", n)
		for _, id := range ids[:n] {
			fmt.Fprintf(&b, "<%04X> <", id)
			for _, u := range utf16.Encode([]rune(p.Text(id))) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
		ids = ids[n:]
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
