package preflight

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dayang/internal/words"
)

// xobject paints a form or a picture.
func (r *run) xobject(st *state, res types.Dict, name string, depth int) {
	obj, found := find(r.doc.Dict(res["XObject"]), name)
	s := r.doc.Stream(obj)
	if !found || s == nil {
		r.add(RuleContent, fault, nil, "Do "+name, say.noResource.F(name))
		return
	}
	if oc := s.Dict["OC"]; oc != nil {
		r.layers(oc)
	}
	if s.Dict["OPI"] != nil {
		r.add(RuleXObject, fault, nil, "OPI", "OPI")
	}
	switch sub := r.doc.Name(s.Dict["Subtype"]); sub {
	case "Form":
		if r.doc.Name(s.Dict["Subtype2"]) == "PS" || s.Dict["PS"] != nil {
			r.add(RuleXObject, fault, nil, "PS", "PostScript")
		}
		if s.Dict["Ref"] != nil {
			r.add(RuleXObject, fault, nil, "Ref", say.reference)
		}
		r.form(*st, s, refOf(obj), res, depth)
	case "Image":
		r.imageRef = refOf(obj)
		r.picture(st, s, res)
		r.imageRef = 0
	default:
		r.add(RuleXObject, fault, nil, sub, "XObject "+sub)
	}
}

// form runs a form's content.
func (r *run) form(st state, s *types.StreamDict, ref int, res types.Dict, depth int) {
	if r.forms++; r.forms > mostForms {
		r.add(RuleLimits, fault, nil, "ops", say.tooMuch)
		r.stopped = true
		return
	}
	if ref != 0 {
		if r.inside[ref] {
			r.add(RuleContent, fault, nil, "ring", say.ring)
			return
		}
		if r.inside == nil {
			r.inside = map[int]bool{}
		}
		r.inside[ref] = true
		defer delete(r.inside, ref)
	}
	r.filters(s)
	r.group(s.Dict["Group"])
	if m := r.doc.numbers(s.Dict["Matrix"], 6); m != nil {
		st.ctm = matrix(m).times(st.ctm)
	}
	if b := r.doc.numbers(s.Dict["BBox"], 4); b != nil && r.plate != nil {
		var pa path
		pa.move(st.ctm.apply(b[0], b[1]))
		pa.line(st.ctm.apply(b[2], b[1]))
		pa.line(st.ctm.apply(b[2], b[3]))
		pa.line(st.ctm.apply(b[0], b[3]))
		pa.close()
		st.clip = r.plate.narrow(st.clip, &pa)
	}
	own := res
	if s.Dict["Resources"] != nil {
		own = r.doc.Dict(s.Dict["Resources"])
		r.resources(own)
	}
	content, ok := r.contents[ref]
	if !ok || ref == 0 {
		var err error
		if content, _, err = r.doc.decode(s); err != nil {
			r.add(RuleContent, fault, nil, "form", say.noContent)
			return
		}
		if r.held += len(content); r.held < mostDecoded {
			r.contents[ref] = content
		}
	}
	r.content(content, own, st, depth+1)
}

// filters judges how a stream is packed.
func (r *run) filters(s *types.StreamDict) {
	for _, f := range s.FilterPipeline {
		switch f.Name {
		case "LZWDecode":
			r.add(RuleFilter, fault, nil, f.Name, "LZW")
		case "JPXDecode", "JBIG2Decode":
			if r.std == X1a {
				r.add(RuleFilter, fault, nil, f.Name, map[string]string{"JPXDecode": "JPEG 2000", "JBIG2Decode": "JBIG2"}[f.Name])
			}
		}
	}
	if s.Dict["F"] != nil {
		r.add(RuleXObject, fault, nil, "F", say.outside)
	}
}

// picture judges an image and paints it on the plate.
func (r *run) picture(st *state, s *types.StreamDict, res types.Dict) {
	d := r.doc
	w, h := d.int(s.Dict["Width"]), d.int(s.Dict["Height"])
	if w < 1 || h < 1 || w > 1<<20 || h > 1<<20 {
		r.add(RuleImage, fault, nil, "size", say.noSize)
		return
	}
	r.painted = true
	r.filters(s)
	box := unitBox(st.ctm)
	if s.Dict["Alternates"] != nil {
		r.add(RuleXObject, fault, &box, "alt", say.alternates)
	}
	if i := d.Name(s.Dict["Intent"]); i != "" {
		r.renderingIntent(i)
	}
	if mask := d.Stream(s.Dict["SMask"]); mask != nil {
		r.filters(mask)
		if r.std == X1a {
			r.add(RuleClear, fault, &box, "imagemask", say.softImage)
		}
		r.unsee("smask", say.softImage)
	}
	bits := d.int(s.Dict["BitsPerComponent"])
	stencil := d.bool(s.Dict["ImageMask"])
	if stencil {
		bits = 1
	}
	if r.inSheet(box) {
		r.resolution(st.ctm, w, h, bits, box)
	}
	if stencil {
		r.checkInk(st.fill.ink, box)
		r.unsee("stencil", say.stencil)
		return
	}
	var sp *space
	if s.Dict["ColorSpace"] != nil {
		sp = d.space(s.Dict["ColorSpace"], res, 0)
		r.useSpace(sp, res)
	}
	data, own, err := d.decode(s)
	if err != nil {
		r.add(RuleImage, fault, &box, "data", say.noData)
		return
	}
	if own == "DCTDecode" {
		r.jpeg(st, s, sp, data, w, h, box)
		return
	}
	if own != "" {
		r.unsee(own, words.Text{ZH: own, EN: own})
		return
	}
	if sp == nil || sp == spaceNone {
		r.add(RuleImage, fault, &box, "space", say.noSpace)
		return
	}
	n := sp.n
	row := (w*n*bits + 7) / 8
	if bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16 || len(data) < row*h {
		r.add(RuleImage, fault, &box, "short", say.noData)
		return
	}
	dec := r.decodeArray(s, n, box)
	if r.plate == nil || n > 8 || !sp.inks(sp.start()).known {
		r.unsee("rgb", say.rgb)
		return
	}
	full := float64(uint(1)<<min(bits, 16) - 1)
	memo := map[uint64][planes]uint8{}
	change := changed(sp)
	v := make([]float64, n)
	r.plate.picture(st.ctm, st.how(false), image.Pt(w, h), func(x, y int) [planes]uint8 {
		var key uint64
		for c := range n {
			key = key<<8 | uint64(sampleAt(data[y*row:], x*n+c, bits)>>max(bits-8, 0))
		}
		if out, ok := memo[key]; ok {
			return out
		}
		for c := range n {
			v[c] = float64(sampleAt(data[y*row:], x*n+c, bits))
			if sp.kind == indexed {
				continue
			}
			v[c] /= full
			if dec != nil {
				v[c] = dec[2*c] + v[c]*(dec[2*c+1]-dec[2*c])
			}
		}
		out := levels(sp.inks(v))
		if len(memo) < 1<<16 {
			memo[key] = out
		}
		return out
	}, change)
}

func sampleAt(row []byte, i, bits int) int {
	switch bits {
	case 8:
		return int(row[i])
	case 16:
		return int(row[2*i])<<8 | int(row[2*i+1])
	}
	at := i * bits
	return int(row[at/8]>>(8-bits-at%8)) & (1<<bits - 1)
}

func levels(k inks) (out [planes]uint8) {
	for i, a := range k.amount {
		out[i] = uint8(a*255 + 0.5)
	}
	return out
}

// changed answers which planes a picture in a space replaces: all of them, as pictures do not overprint in ours.
func changed(*space) [planes]bool { return [planes]bool{true, true, true, true, true} }

func unitBox(m matrix) [4]float64 {
	b := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, q := range [4][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := m.apply(q[0], q[1])
		b[0], b[1], b[2], b[3] = min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)
	}
	return b
}

// leastPixels is the side under which a picture is a dot or a rule and its resolution means nothing. GWG 2015.
const leastPixels = 17

func (r *run) resolution(ctm matrix, w, h, bits int, box [4]float64) {
	if w < leastPixels || h < leastPixels {
		return
	}
	across, down := math.Hypot(ctm[0], ctm[1])/72, math.Hypot(ctm[2], ctm[3])/72
	if across <= 0 || down <= 0 {
		return
	}
	dpi := min(float64(w)/across, float64(h)/down)
	p := r.press()
	rule, bad, poor := RuleResolution, p.PictureError, p.PictureWarning
	if bits == 1 {
		rule, bad, poor = RuleLineArt, p.LineArtError, p.LineArtWarning
	}
	dpi = math.Ceil(dpi - 0.5)
	switch {
	case dpi < float64(bad):
		r.add(rule, fault, &box, strconv.Itoa(w), dpi, bad)
	case dpi < float64(poor):
		r.add(rule, warning, &box, strconv.Itoa(w), dpi, poor)
	}
}

// decodeArray answers an image's Decode, nil when it has none.
func (r *run) decodeArray(s *types.StreamDict, n int, box [4]float64) []float64 {
	if s.Dict["Decode"] == nil {
		return nil
	}
	dec := r.doc.numbers(s.Dict["Decode"], 2*n)
	if dec == nil {
		r.add(RuleImage, fault, &box, "decode", say.decode)
	}
	return dec
}

// negative is the mean ink of a picture that must be a negative: a press photo has 100 to 150 per cent.
const negative = 260

// blackSlack is how far a JPEG's rounding takes a pixel past the profile's limit, per cent: a night picture whose
// separation ends at 95 came back at 97.
const blackSlack = 2

// jpeg judges a JPEG's components against its space and paints it.
func (r *run) jpeg(st *state, s *types.StreamDict, sp *space, data []byte, w, h int, box [4]float64) {
	conf, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		r.add(RuleImage, fault, &box, "jpeg", say.noData)
		return
	}
	n := 3
	switch conf.ColorModel {
	case color.GrayModel:
		n = 1
	case color.CMYKModel:
		n = 4
	}
	if sp == nil {
		sp = map[int]*space{1: spaceGray, 3: spaceRGB, 4: spaceCMYK}[n]
		r.useSpace(sp, nil)
	}
	if sp.n != n || conf.Width != w || conf.Height != h {
		r.add(RuleImage, fault, &box, "fit", say.mismatch)
		return
	}
	dec := r.decodeArray(s, n, box)
	if r.plate == nil || n == 3 {
		r.unsee("rgb", say.rgb)
		return
	}
	if conf.Width*conf.Height > mostPixels/4 {
		r.unsee("large", say.large)
		return
	}
	flip := dec != nil && dec[0] > dec[1]
	step := r.plate.reducedBy(st.ctm, w, h)
	px := r.seen.of(r.imageRef, flip, step)
	if px == nil {
		var why words.Text
		if px, why = reduced(data, n, flip, step); px == nil {
			r.add(RuleImage, fault, &box, "jpeg", why)
			return
		}
		r.seen.keep(r.imageRef, flip, step, px)
	}
	if n == 4 {
		if px.mean > negative {
			r.add(RuleImage, warning, &box, "negative", say.negative.F(px.mean))
		}
		if limit := r.press().BlackMax; limit > 0 && px.deep > limit+blackSlack {
			r.add(RuleBlackMax, warning, &box, "", px.deep, limit)
		}
	}
	r.plate.picture(st.ctm, st.how(false), image.Pt(px.w, px.h), func(x, y int) (out [planes]uint8) {
		if i := y*px.w + x; n == 1 {
			out[black] = px.inks[i]
		} else {
			copy(out[:4], px.inks[4*i:4*i+4])
		}
		return out
	}, changed(sp))
}

// reducedPicture is a picture's inks at about the resolution of a plate, and what all of it showed.
type reducedPicture struct {
	w, h int
	inks []uint8 // black alone, or four a pixel
	mean float64 // of all inks, per cent
	deep float64 // the black that one pixel in two hundred reaches, per cent: the rest is noise of the JPEG
}

// reducedBy answers how many of a picture's pixels go into one, so that two or more are left for each of the plate.
func (p *plate) reducedBy(ctm matrix, w, h int) int {
	m := ctm.times(p.toPix)
	across, down := math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3])
	if !(across >= 1) || !(down >= 1) {
		return max(min(w, h)/4, 1)
	}
	return max(int(min(float64(w)/across, float64(h)/down)/2), 1)
}

// reduced decodes a JPEG of one or four components. flip says that the file turns its values round.
func reduced(data []byte, n int, flip bool, step int) (*reducedPicture, words.Text) {
	img, err := decodeJPEG(data, n)
	if err != nil {
		return nil, say.noData
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	out := &reducedPicture{w: (w + step - 1) / step, h: (h + step - 1) / step}
	var row func(y int) []uint8
	turn := flip
	switch img := img.(type) {
	case *image.Gray:
		row = func(y int) []uint8 { return img.Pix[y*img.Stride:][:w] }
		turn = !flip // light into ink
	case *image.CMYK:
		// The decoder takes such a JPEG for one of Adobe's and turns it round; the file's Decode says whether a reader does.
		row = func(y int) []uint8 { return img.Pix[y*img.Stride:][:4*w] }
		turn = !flip
	default:
		return nil, say.mismatch
	}
	out.inks = make([]uint8, out.w*out.h*n)
	sums := make([]int, out.w*n)
	var blacks [256]int
	sum, count := 0, 0
	for y0 := 0; y0 < h; y0 += step {
		clear(sums)
		y1 := min(y0+step, h)
		for y := y0; y < y1; y++ {
			line := row(y)
			if y%3 == 0 && n == 4 {
				for x := 0; x < w; x += 3 {
					q := line[4*x:][:4:4]
					t, k := int(q[0])+int(q[1])+int(q[2])+int(q[3]), int(q[3])
					if turn {
						t, k = 4*255-t, 255-k
					}
					sum += t
					blacks[k]++
					count++
				}
			}
			for x := 0; x < w; x++ {
				at := x / step * n
				for c := range n {
					sums[at+c] += int(line[x*n+c])
				}
			}
		}
		dst := out.inks[y0/step*out.w*n:]
		for i := range sums {
			v := sums[i] / ((y1 - y0) * min(step, w-i/n*step))
			if turn {
				v = 255 - v
			}
			dst[i] = uint8(v)
		}
	}
	if count > 0 {
		out.mean = float64(sum) / float64(count) / 2.55
		deep := 255
		for m := blacks[255]; m*200 < count && deep > 0; m += blacks[deep] {
			deep--
		}
		out.deep = float64(deep) / 2.55
	}
	return out, words.Text{}
}

// decodeJPEG decodes a JPEG; of four components also one without Adobe's marker, as if it had it.
func decodeJPEG(data []byte, n int) (image.Image, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err == nil || n != 4 || len(data) < 2 || bytes.Contains(data[:min(len(data), 1<<16)], []byte("Adobe")) {
		return img, err
	}
	const marker = "\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x00"
	return jpeg.Decode(io.MultiReader(bytes.NewReader(data[:2]), strings.NewReader(marker), bytes.NewReader(data[2:])))
}

// seenPictures keeps reduced pictures: a file shows the same one on many pages.
type seenPictures struct {
	kept  map[seenKey]*reducedPicture
	bytes int
}

type seenKey struct {
	ref  int
	flip bool
	step int
}

const mostSeen = 64 << 20

func (s *seenPictures) of(ref int, flip bool, step int) *reducedPicture {
	return s.kept[seenKey{ref, flip, step}]
}

func (s *seenPictures) keep(ref int, flip bool, step int, p *reducedPicture) {
	if ref == 0 {
		return
	}
	if s.bytes += len(p.inks); s.kept == nil || s.bytes > mostSeen {
		s.kept, s.bytes = map[seenKey]*reducedPicture{}, len(p.inks)
	}
	s.kept[seenKey{ref, flip, step}] = p
}

// inline judges a picture in the content.
func (r *run) inline(st *state, dict dictOp, res types.Dict) {
	r.painted = true
	r.unsee("inline", say.inline)
	get := func(short, long string) any {
		if v, ok := dict[short]; ok {
			return v
		}
		return dict[long]
	}
	num := func(short, long string) int {
		f, _ := get(short, long).(float64)
		return int(bound(f))
	}
	w, h, bits := num("W", "Width"), num("H", "Height"), num("BPC", "BitsPerComponent")
	if m, _ := get("IM", "ImageMask").(bool); m {
		bits = 1
	}
	box := unitBox(st.ctm)
	if w < 1 || h < 1 {
		r.add(RuleImage, fault, &box, "size", say.noSize)
		return
	}
	r.resolution(st.ctm, w, h, bits, box)
	if n, ok := get("CS", "ColorSpace").(nameOp); ok {
		r.useSpace(r.doc.space(types.Name(n), res, 0), res)
	}
	names := arrayOp{get("F", "Filter")}
	if a, ok := names[0].(arrayOp); ok {
		names = a
	}
	for _, f := range names {
		if n, _ := f.(nameOp); n == "LZW" || n == "LZWDecode" {
			r.add(RuleFilter, fault, &box, "LZW", "LZW")
		}
	}
}

// useSpace judges a colour space where it is used.
func (r *run) useSpace(s *space, res types.Dict) {
	if s == nil || s.kind == pattern && s.base == nil {
		return
	}
	switch s.kind {
	case indexed, pattern:
		r.useSpace(s.base, res)
		return
	case separation, deviceN:
		if r.std == X1a && s.base.kind != gray && s.base.kind != cmyk {
			r.add(RuleSpace, fault, nil, "alternate", s.said+" / "+s.base.said)
		} else {
			r.useSpace(s.base, res)
		}
		if len(s.names) > 8 {
			r.add(RuleLimits, fault, nil, "deviceN", say.colorants.F(len(s.names)))
		}
		return
	case gray, cmyk:
		return
	case rgb:
		if r.std != X1a && r.defaults["DefaultRGB"] {
			r.add(RuleSpace, warning, nil, "DefaultRGB", "RGB (DefaultRGB)")
			return
		}
		r.add(RuleSpace, fault, nil, s.said, s.said)
		return
	case icc:
		switch {
		case r.std == X1a:
			r.add(RuleSpace, fault, nil, s.said, s.said)
		case s.n == 4 && len(r.intent) > 0 && bytes.Equal(s.icc, r.intent):
			r.add(RuleICC, fault, nil, "same", say.sameICC)
		case s.n == 3:
			r.add(RuleSpace, warning, nil, s.said, s.said)
		}
		return
	case lab, calibrated:
		if r.std == X1a {
			r.add(RuleSpace, fault, nil, s.said, s.said)
		} else if s.n == 3 {
			r.add(RuleSpace, warning, nil, s.said, s.said)
		}
	}
}

// resources judges what a resource dictionary holds besides what content uses.
func (r *run) resources(res types.Dict) {
	r.defaults = map[string]bool{}
	spaces := r.doc.Dict(res["ColorSpace"])
	for _, n := range []string{"DefaultGray", "DefaultRGB", "DefaultCMYK"} {
		if spaces[n] != nil {
			r.defaults[n] = true
			if r.std == X1a {
				r.add(RuleICC, fault, nil, n, words.Text{ZH: n, EN: n})
			}
		}
	}
}

// state sets what a graphics state dictionary says, and judges it.
func (r *run) state(st *state, o types.Object, res types.Dict, depth int) {
	d := r.doc
	g := d.Dict(o)
	if g == nil {
		r.add(RuleContent, fault, nil, "gs", say.noResource.F("gs"))
		return
	}
	if v, ok := d.Get(g["OP"]).(types.Boolean); ok {
		st.overS = bool(v)
		if g["op"] == nil {
			st.over = bool(v)
		}
	}
	if v, ok := d.Get(g["op"]).(types.Boolean); ok {
		st.over = bool(v)
	}
	if g["OPM"] != nil {
		st.opm = d.int(g["OPM"])
	}
	if v, ok := d.Number(g["LW"]); ok {
		st.width = v
	}
	if f := d.Array(g["Font"]); len(f) == 2 {
		st.font = r.font(f[0])
		st.size, _ = d.Number(f[1])
	}
	if g["TR"] != nil && !(g["TR2"] != nil) {
		if d.Name(g["TR"]) != "Identity" || r.std != Any {
			r.add(RuleState, fault, nil, "TR", "TR")
		}
	}
	if g["TR2"] != nil && d.Name(g["TR2"]) != "Default" {
		r.add(RuleState, fault, nil, "TR2", "TR2")
	}
	if g["HTP"] != nil {
		r.add(RuleState, fault, nil, "HTP", "HTP")
	}
	if ht := d.Dict(g["HT"]); ht != nil {
		if t := d.int(ht["HalftoneType"]); t != 1 && t != 5 || ht["HalftoneName"] != nil {
			r.add(RuleState, fault, nil, "HT", "HT")
		}
	}
	if ri := d.Name(g["RI"]); ri != "" {
		r.renderingIntent(ri)
	}
	for _, k := range []struct {
		key string
		to  *float64
	}{{"ca", &st.alpha}, {"CA", &st.alphaS}} {
		if v, ok := d.Number(g[k.key]); ok {
			*k.to = max(min(v, 1), 0)
			if v != 1 {
				r.clear(k.key, words.Text{ZH: "不透明度 " + k.key, EN: "opacity " + k.key})
			}
		}
	}
	mode := d.Name(g["BM"])
	if a := d.Array(g["BM"]); len(a) > 0 {
		mode = d.Name(a[0])
	}
	if mode != "" && mode != "Normal" && mode != "Compatible" {
		r.clear("BM", words.Text{ZH: "混合模式 " + mode, EN: "blend mode " + mode})
		r.unsee("blend", say.blend)
	}
	if m := d.Dict(g["SMask"]); m != nil {
		r.clear("SMask", say.softMask)
		r.unsee("smask", say.softMask)
		if s := d.Stream(m["G"]); s != nil && depth < mostDepth {
			r.unplated(func() { r.form(r.start(), s, refOf(m["G"]), res, depth+1) }) // which judges its group too
		}
	}
}

// clear enters transparency where it is forbidden.
func (r *run) clear(key string, what words.Text) {
	if r.std == X1a {
		r.add(RuleClear, fault, nil, key, what)
	}
}

func (r *run) renderingIntent(n string) {
	switch n {
	case "AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual":
	default:
		r.add(RuleState, fault, nil, "RI "+n, "RI "+clipped(n))
	}
}

// group judges a transparency group.
func (r *run) group(o types.Object) {
	g := r.doc.Dict(o)
	if g == nil || r.doc.Name(g["S"]) != "Transparency" {
		return
	}
	r.clear("group", say.group)
	if g["CS"] != nil {
		s := r.doc.space(g["CS"], nil, 0)
		if !(s.kind == cmyk || s.kind == icc && s.n == 4 || s.kind == gray) {
			r.add(RuleGroup, fault, nil, s.said, s.said)
		}
	}
}

// pattern judges a pattern; what it paints is not on the plate.
func (r *run) pattern(res types.Dict, name string, depth int) {
	obj, _ := find(r.doc.Dict(res["Pattern"]), name)
	dict := r.doc.Dict(obj)
	if dict == nil {
		r.add(RuleContent, fault, nil, "pattern "+name, say.noResource.F(name))
		return
	}
	if sh := r.doc.Dict(dict["Shading"]); sh != nil {
		r.useSpace(r.doc.space(sh["ColorSpace"], res, 0), res)
		return
	}
	if s := r.doc.Stream(obj); s != nil && depth < mostDepth {
		r.unplated(func() { r.form(r.start(), s, refOf(obj), res, depth+1) })
	}
}

// unplated judges content that the plate cannot show: where it will print is not known.
func (r *run) unplated(f func()) {
	plate, painted := r.plate, r.painted
	r.plate = nil
	f()
	r.plate, r.painted = plate, painted
}

// layer judges marked content that belongs to a layer.
func (r *run) layer(res types.Dict, args []any) {
	if len(args) == 2 && args[0] == nameOp("OC") {
		if n, ok := args[1].(nameOp); ok {
			if o, found := find(r.doc.Dict(res["Properties"]), string(n)); found {
				r.layers(o)
			}
		}
	}
}

func (r *run) layers(types.Object) {
	if r.std == X1a {
		r.add(RuleLayers, fault, nil, "used", say.layers)
	}
}
