package preflight

import (
	"encoding/binary"
	"errors"
	"math"
	"regexp"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// font is a font as content uses it.
type font struct {
	name   string
	kind   string // Type0, TrueType, Type1, …
	wide   bool   // two bytes a code
	direct bool   // codes are glyph numbers of prog
	dict   types.Dict
	prog   *program
	width  map[int]float64
	other  float64 // width of codes that width lacks
	used   map[int]bool
	procs  map[int]*types.StreamDict // Type3: what draws a code, until it has been judged
	matrix matrix                    // Type3
}

// widthOf answers a code's advance in thousandths of an em.
func (f *font) widthOf(code int) float64 {
	if w, ok := f.width[code]; ok {
		return w
	}
	return f.other
}

// font reads a font dictionary and checks it.
func (r *run) font(ref types.Object) *font {
	id := refOf(ref)
	if f, ok := r.fonts[id]; ok && id != 0 {
		return f
	}
	d := r.doc
	dict := d.Dict(ref)
	f := &font{dict: dict, kind: d.Name(dict["Subtype"]), name: unescapeName(d.Name(dict["BaseFont"])), width: map[int]float64{}, used: map[int]bool{}}
	if id != 0 {
		r.fonts[id] = f
	}
	if dict == nil {
		r.add(RuleContent, fault, nil, "font", say.noFont)
		return f
	}
	r.all = append(r.all, f)
	switch f.kind {
	case "Type0":
		f.wide = true
		r.composite(f)
	case "Type3":
		f.procs = r.charProcs(dict)
		f.matrix = matrix{.001, 0, 0, .001, 0, 0}
		if m := d.numbers(dict["FontMatrix"], 6); m != nil {
			copy(f.matrix[:], m)
		}
		r.simpleWidths(f)
	default:
		r.simpleWidths(f)
		desc := d.Dict(dict["FontDescriptor"])
		if f.kind == "" {
			r.add(RuleFontNames, fault, nil, f.name, f.name, say.noSubtype)
		}
		r.program(f, desc)
		r.names(f, f.name, unescapeName(d.Name(desc["FontName"])))
	}
	if f.kind != "Type3" && dict["ToUnicode"] == nil && (f.wide || dict["Encoding"] == nil) {
		r.add(RuleUnicode, warning, nil, f.name, f.name)
	}
	return f
}

// charProcs answers the content streams of a Type 3 font by code. ISO 32000-1, 9.6.5: its encoding says all in Differences.
func (r *run) charProcs(dict types.Dict) map[int]*types.StreamDict {
	d := r.doc
	procs, out, code := d.Dict(dict["CharProcs"]), map[int]*types.StreamDict{}, 0
	for _, o := range d.Array(d.Dict(dict["Encoding"])["Differences"]) {
		if v, ok := d.Number(o); ok {
			code = int(bound(v))
			continue
		}
		if p, ok := find(procs, unescapeName(d.Name(o))); ok && code >= 0 && code < 256 {
			if s := d.Stream(p); s != nil {
				out[code] = s
			}
		}
		code++
	}
	return out
}

func (r *run) simpleWidths(f *font) {
	d := r.doc
	first := d.int(f.dict["FirstChar"])
	for i, w := range d.Array(f.dict["Widths"]) {
		if v, ok := d.Number(w); ok && i < 256 {
			f.width[first+i] = v
		}
	}
	f.other, _ = d.Number(d.Dict(f.dict["FontDescriptor"])["MissingWidth"])
}

// composite reads a Type 0 font.
func (r *run) composite(f *font) {
	d := r.doc
	kids := d.Array(f.dict["DescendantFonts"])
	if len(kids) != 1 {
		r.add(RuleFontNames, fault, nil, f.name+"/kids", f.name, say.noKid)
		return
	}
	cid := d.Dict(kids[0])
	sub := d.Name(cid["Subtype"])
	desc := d.Dict(cid["FontDescriptor"])
	encoding := d.Name(f.dict["Encoding"])
	if d.Stream(f.dict["Encoding"]) == nil && encoding == "" {
		r.add(RuleFontNames, fault, nil, f.name+"/enc", f.name, say.noEncoding)
	}
	info := d.Dict(cid["CIDSystemInfo"])
	if !d.isString(info["Registry"]) || !d.isString(info["Ordering"]) {
		r.add(RuleFontNames, fault, nil, f.name+"/info", f.name, say.noSystemInfo)
	}
	if own := d.Dict(d.Dict(f.dict["Encoding"])["CIDSystemInfo"]); own != nil { // of an embedded CMap
		for _, k := range []string{"Registry", "Ordering"} {
			if d.text(own[k]) != d.text(info[k]) {
				r.add(RuleFontNames, fault, nil, f.name+"/collections", f.name, say.collections)
				break
			}
		}
	}
	f.other = 1000
	if v, ok := d.Number(cid["DW"]); ok {
		f.other = v
	}
	w := d.Array(cid["W"])
	for i := 0; i+1 < len(w); {
		first := d.int(w[i])
		if each := d.Array(w[i+1]); each != nil {
			for k, v := range each {
				if n, ok := d.Number(v); ok {
					f.width[first+k] = n
				}
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		last, v := d.int(w[i+1]), 0.0
		v, _ = d.Number(w[i+2])
		for c := first; c <= last && c-first < 1<<16; c++ {
			f.width[c] = v
		}
		i += 3
	}
	r.program(f, desc)
	if sub == "CIDFontType2" && desc["FontFile2"] != nil {
		if cid["CIDToGIDMap"] == nil {
			r.add(RuleFontNames, fault, nil, f.name+"/map", f.name, say.noGIDMap)
		}
		f.direct = f.prog != nil && d.Name(cid["CIDToGIDMap"]) == "Identity" && (encoding == "Identity-H" || encoding == "Identity-V")
	}
	base := f.name
	if sub == "CIDFontType0" { // a Type 0 font's name may have the CMap's after it. ISO 32000-1, table 121
		base = unescapeName(d.Name(cid["BaseFont"]))
	}
	r.names(f, base, unescapeName(d.Name(cid["BaseFont"])))
	r.names(f, base, unescapeName(d.Name(desc["FontName"])))
}

var subsetTag = regexp.MustCompile(`^[A-Z]{6}\+`)

// names compares the names of one font. A program of few glyphs should say that it is a subset.
func (r *run) names(f *font, a, b string) {
	if b == "" && f.prog == nil {
		return // not embedded, which is said already
	}
	if a != b {
		r.add(RuleFontNames, fault, nil, f.name+"/names", f.name, say.names)
	} else if f.prog != nil && f.wide && !subsetTag.MatchString(a) {
		r.add(RuleFontNames, warning, nil, f.name+"/tag", f.name, say.noTag)
	}
}

// program reads the embedded program of a font.
func (r *run) program(f *font, desc types.Dict) {
	d := r.doc
	file := desc["FontFile2"]
	for _, k := range []string{"FontFile3", "FontFile"} {
		if file == nil && desc[k] != nil {
			if s := d.Stream(desc[k]); s == nil || len(s.Raw) == 0 {
				break
			}
			return // Type 1 and CFF: embedded; their outlines are not read
		}
	}
	s := d.Stream(file)
	if s == nil {
		r.add(RuleFont, fault, nil, f.name, f.name)
		return
	}
	b, _, err := d.decode(s)
	if err == nil {
		f.prog, err = parseTrueType(b)
	}
	if err != nil {
		r.add(RuleFont, fault, nil, f.name, f.name)
	}
}

// checkUse judges the glyphs that a font was used for, when all content has run.
func (r *run) checkUse(f *font) {
	if !f.direct {
		return
	}
	missing, wrong := 0, 0
	for code := range f.used {
		if code == 0 || code >= f.prog.glyphs {
			missing++
			continue
		}
		if math.Abs(f.widthOf(code)-f.prog.advance(code)) > 1 {
			wrong++
		}
	}
	if missing > 0 {
		r.add(RuleGlyph, fault, nil, f.name, f.name, missing)
	}
	if wrong > 0 {
		r.add(RuleWidths, fault, nil, f.name, f.name, wrong)
	}
}

// program is a TrueType font's outlines and widths.
type program struct {
	glyphs   int
	em       float64
	long     bool
	metrics  int
	hmtx     []byte
	loca     []byte
	glyf     []byte
	outlines map[int]*path
}

var errProgram = errors.New("broken TrueType program")

func parseTrueType(b []byte) (*program, error) {
	if len(b) < 12 {
		return nil, errProgram
	}
	tables := map[string][]byte{}
	n := int(binary.BigEndian.Uint16(b[4:]))
	for i := range n {
		e := 12 + 16*i
		if e+16 > len(b) {
			return nil, errProgram
		}
		off, size := int(binary.BigEndian.Uint32(b[e+8:])), int(binary.BigEndian.Uint32(b[e+12:]))
		if off > len(b) || size > len(b)-off {
			return nil, errProgram
		}
		tables[string(b[e:e+4])] = b[off : off+size]
	}
	head, maxp, hhea := tables["head"], tables["maxp"], tables["hhea"]
	p := &program{hmtx: tables["hmtx"], loca: tables["loca"], glyf: tables["glyf"], outlines: map[int]*path{}}
	if len(head) < 54 || len(maxp) < 6 || len(hhea) < 36 || p.loca == nil || p.hmtx == nil {
		return nil, errProgram
	}
	p.em = float64(binary.BigEndian.Uint16(head[18:]))
	p.long = binary.BigEndian.Uint16(head[50:]) == 1
	p.glyphs = int(binary.BigEndian.Uint16(maxp[4:]))
	p.metrics = int(binary.BigEndian.Uint16(hhea[34:]))
	if p.em == 0 || p.metrics == 0 || len(p.hmtx) < 4*p.metrics {
		return nil, errProgram
	}
	return p, nil
}

// advance answers a glyph's advance in thousandths of an em.
func (p *program) advance(g int) float64 {
	g = min(g, p.metrics-1)
	return float64(binary.BigEndian.Uint16(p.hmtx[4*g:])) * 1000 / p.em
}

// outline answers a glyph in ems, y up; nil when it has none.
func (p *program) outline(g int) *path {
	if pa, ok := p.outlines[g]; ok {
		return pa
	}
	pa := &path{}
	p.glyph(pa, g, matrix{1 / p.em, 0, 0, 1 / p.em, 0, 0}, 0)
	if len(pa.ops) == 0 {
		pa = nil
	}
	p.outlines[g] = pa
	return pa
}

func (p *program) data(g int) []byte {
	var from, to int
	if p.long {
		if 4*g+8 > len(p.loca) {
			return nil
		}
		from, to = int(binary.BigEndian.Uint32(p.loca[4*g:])), int(binary.BigEndian.Uint32(p.loca[4*g+4:]))
	} else {
		if 2*g+4 > len(p.loca) {
			return nil
		}
		from, to = 2*int(binary.BigEndian.Uint16(p.loca[2*g:])), 2*int(binary.BigEndian.Uint16(p.loca[2*g+2:]))
	}
	if from >= to || to > len(p.glyf) {
		return nil
	}
	return p.glyf[from:to]
}

// glyph appends a glyph's contours. Apple's TrueType reference and ISO/IEC 14496-22, glyf.
func (p *program) glyph(pa *path, g int, m matrix, depth int) {
	b := p.data(g)
	if len(b) < 10 || depth > 6 || len(pa.ops) > 1<<16 {
		return
	}
	u16 := func(at int) int {
		if at+2 > len(b) {
			return 0
		}
		return int(binary.BigEndian.Uint16(b[at:]))
	}
	i16 := func(at int) float64 { return float64(int16(u16(at))) }
	contours := int(int16(u16(0)))
	if contours < 0 {
		for at := 10; at+4 <= len(b); {
			flags, sub := u16(at), u16(at+2)
			at += 4
			t := unity
			if flags&1 != 0 {
				t[4], t[5] = i16(at), i16(at+2)
				at += 4
			} else if at+2 <= len(b) {
				t[4], t[5] = float64(int8(b[at])), float64(int8(b[at+1]))
				at += 2
			}
			f := func() float64 { at += 2; return i16(at-2) / 16384 }
			switch {
			case flags&8 != 0:
				t[0] = f()
				t[3] = t[0]
			case flags&0x40 != 0:
				t[0] = f()
				t[3] = f()
			case flags&0x80 != 0:
				t[0], t[1], t[2], t[3] = f(), f(), f(), f()
			}
			p.glyph(pa, sub, t.times(m), depth+1)
			if flags&0x20 == 0 {
				return
			}
		}
		return
	}
	at := 10 + 2*contours
	n := u16(at-2) + 1
	if contours == 0 || at+2 > len(b) || n > len(b) {
		return
	}
	at += 2 + u16(at)
	flags := make([]byte, 0, n)
	for len(flags) < n {
		if at >= len(b) {
			return
		}
		f := b[at]
		at++
		flags = append(flags, f)
		if f&8 != 0 {
			if at >= len(b) {
				return
			}
			for k := int(b[at]); k > 0 && len(flags) < n; k-- {
				flags = append(flags, f)
			}
			at++
		}
	}
	axis := func(short, same byte) []float64 {
		out, v := make([]float64, n), 0.0
		for i, f := range flags {
			switch {
			case f&short != 0:
				if at >= len(b) {
					return nil
				}
				d := float64(b[at])
				at++
				if f&same == 0 {
					d = -d
				}
				v += d
			case f&same == 0:
				v += i16(at)
				at += 2
			}
			out[i] = v
		}
		return out
	}
	xs := axis(2, 16)
	ys := axis(4, 32)
	if xs == nil || ys == nil {
		return
	}
	from := 0
	for c := range contours {
		to := u16(10+2*c) + 1
		if to <= from || to > n {
			return
		}
		contour(pa, xs[from:to], ys[from:to], flags[from:to], m)
		from = to
	}
}

// contour appends one closed contour of on-curve and quadratic points.
func contour(pa *path, xs, ys []float64, flags []byte, m matrix) {
	n := len(xs)
	at := func(i int) (x, y float64, on bool) {
		i %= n
		x, y = m.apply(xs[i], ys[i])
		return x, y, flags[i]&1 != 0
	}
	x0, y0, on := at(0)
	start := 1
	if !on {
		x, y, lastOn := at(n - 1)
		if lastOn {
			x0, y0 = x, y
		} else {
			x0, y0 = (x0+x)/2, (y0+y)/2
		}
		start = 0
	}
	pa.move(x0, y0)
	px, py := x0, y0
	quad := func(cx, cy, x, y float64) {
		pa.curve(px+(cx-px)*2/3, py+(cy-py)*2/3, x+(cx-x)*2/3, y+(cy-y)*2/3, x, y)
		px, py = x, y
	}
	for i := start; i < n; i++ {
		x, y, on := at(i)
		if on {
			pa.line(x, y)
			px, py = x, y
			continue
		}
		nx, ny, nextOn := at(i + 1)
		if i+1 >= n {
			nx, ny, nextOn = x0, y0, true
		}
		if nextOn {
			quad(x, y, nx, ny)
			i++
		} else {
			quad(x, y, (x+nx)/2, (y+ny)/2)
		}
	}
	pa.close()
}
