// Package ads reads an advertiser's PDF (广告) so that one of its pages can be placed in a page of the paper.
//
// Start with Read. It answers an Ad: how large the page's trim is, upright, and all that the page draws with as a
// graph of pdfx objects, which Form puts into a file being finished. Fonts, colours and pictures go in as they came,
// byte for byte, but for LZW, which PDF/X forbids and which is unpacked. Lengths are points. What must not be placed at
// all is refused with a Refusal that says why in words; whether the ad suits the press is internal/preflight's to say.
// The package writes nothing and holds strangers' files to bounds.
package ads

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dayang/internal/pdf/objects"
	"dayang/internal/pdf/pdfx"
	"dayang/internal/words"
)

// What a stranger's file may make us hold. An ad of a whole broadsheet page with pictures is some 50 MB.
const (
	MostBytes   = 200 << 20
	mostDecoded = 256 << 20
	mostObjects = 500_000
	mostDepth   = 64   // of objects in objects, and of pages in trees
	mostSide    = 5080 // mm: 14,400 points, the most a PDF may have
)

// Refusal is an ad that cannot be placed, and why. It is of one of the kinds below.
type Refusal struct {
	Kind error
	Why  words.Text
}

func (r *Refusal) Error() string { return fmt.Sprintf("%v: %s", r.Kind, r.Why.EN) }

// Unwrap answers the kind.
func (r *Refusal) Unwrap() error { return r.Kind }

// Words says why, for the editor.
func (r *Refusal) Words() words.Text { return r.Why }

// Kinds of refusals.
var (
	ErrNotPDF    = errors.New("not a PDF")
	ErrEPS       = errors.New("EPS or PostScript")
	ErrEncrypted = errors.New("an encrypted PDF")
	ErrBroken    = errors.New("a broken PDF")
	ErrHidden    = errors.New("a PDF with hidden layers")
	ErrLarge     = errors.New("a PDF too large to be an ad")
)

func refuse(kind error, zh, en string, args ...any) error {
	return &Refusal{kind, words.Text{ZH: zh, EN: en}.F(args...)}
}

var (
	eps = [2]string{"这是 EPS 或 PostScript 文件。请广告方从排版软件直接导出 PDF/X-4 或 PDF/X-1a（嵌入字体、CMYK），或用 Acrobat Distiller 转成 PDF 再放入",
		"this is EPS or PostScript. Ask the advertiser for PDF/X-4 or PDF/X-1a straight from the design program (fonts embedded, CMYK), or distil it to PDF first"}
	encrypted = [2]string{"文件加了密。印前设备读不了加密文件；请广告方重发不加密的 PDF",
		"the file is encrypted, and no plate room can read it; ask for one without a password or restrictions"}
	hidden = [2]string{"文件有隐藏的图层（%s）。放入版面后无法保证不显示；请广告方拼合图层后重发",
		"the file has hidden layers (%s), which would show once placed; ask for one with its layers flattened"}
	broken = [2]string{"文件已损坏，读不出来（%s）；请广告方重新导出", "the file is damaged and does not read (%s); ask for it to be exported again"}
)

// Ad is one page of an advertiser's PDF.
type Ad struct {
	W, H   float64    // of the trim, upright, points
	Pages  int        // of the file; the first is placed
	Trim   string     // which box is the trim: "TrimBox", "ArtBox", "CropBox" or "MediaBox"
	Bleed  [4]float64 // how far its own bleed reaches beyond the trim: left, top, right, bottom, upright, points
	Media  [4]float64 // likewise its medium
	Clear  bool       // it draws with transparency
	Intent string     // the press condition it was made for, "" none

	doc     objects.Doc
	page    types.Dict // with what it inherits
	content []byte
	matrix  [6]float64 // from the page's own space to the upright trim
	shows   [4]float64 // what may show, in the page's own space
}

// guard turns a reader's panic into an error: pdfcpu reports some faults that way.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = refuse(ErrBroken, broken[0], broken[1], clip(fmt.Sprint(r)))
	}
}

func clip(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if rs := []rune(s); len(rs) > 100 {
		return string(rs[:100]) + "…"
	}
	return s
}

// Read reads an ad's first page. It refuses what cannot be placed: what is no PDF, EPS with advice, encrypted and
// broken files, files with hidden layers.
func Read(c context.Context, data []byte) (ad *Ad, err error) {
	defer guard(&err)
	head := data[:min(len(data), 1024)]
	switch at := bytes.Index(head, []byte("%PDF-")); {
	case bytes.HasPrefix(data, []byte("%!PS")), bytes.HasPrefix(data, []byte{0xC5, 0xD0, 0xD3, 0xC6}): // plain, and DOS EPS
		return nil, refuse(ErrEPS, eps[0], eps[1])
	case at < 0:
		return nil, refuse(ErrNotPDF, "不是 PDF 文件", "it is no PDF")
	case len(data) > MostBytes:
		return nil, refuse(ErrLarge, "文件有 %d MB，超过 %d MB", "it has %d MB, over %d MB", len(data)>>20, MostBytes>>20)
	}
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	conf.ValidationMode = model.ValidationRelaxed
	conf.Limits = model.ResourceLimits{
		MaxStreamBytes: mostDecoded, MaxDecodeBytes: mostDecoded, MaxImagePixels: 160 << 20, MaxImageBytes: mostDecoded,
		MaxObjectCount: mostObjects, MaxObjectStreamCount: mostObjects / 10, MaxObjectStreamFirst: 16 << 20,
		MaxXRefEntries: mostObjects, MaxRecursionDepth: mostDepth,
	}
	ctx, err := pdfcpu.ReadWithContext(c, bytes.NewReader(data), conf)
	switch {
	case c.Err() != nil:
		return nil, c.Err()
	case err != nil && (errors.Is(err, pdfcpu.ErrWrongPassword) || strings.Contains(err.Error(), "password")):
		return nil, refuse(ErrEncrypted, encrypted[0], encrypted[1])
	case err != nil:
		return nil, refuse(ErrBroken, broken[0], broken[1], clip(err.Error()))
	case ctx.Encrypt != nil:
		return nil, refuse(ErrEncrypted, encrypted[0], encrypted[1])
	case ctx.Root == nil:
		return nil, refuse(ErrBroken, broken[0], broken[1], "no catalog")
	}
	ad = &Ad{doc: objects.Doc{Context: ctx, MostDepth: mostDepth}}
	root := ad.doc.Dict(*ctx.Root)
	if off := ad.hidden(root); off != "" {
		return nil, refuse(ErrHidden, hidden[0], hidden[1], clip(off))
	}
	ad.Intent = ad.intent(root)
	if ad.page = ad.first(root["Pages"], types.Dict{}, map[int]bool{}, 0); ad.page == nil {
		return nil, refuse(ErrBroken, broken[0], broken[1], "no pages")
	}
	if err := ad.boxes(); err != nil {
		return nil, err
	}
	if err := ad.join(); err != nil {
		return nil, err
	}
	ad.Clear = ad.transparent()
	return ad, nil
}

func (a *Ad) text(o types.Object) string {
	s, _ := textOf(a.doc.Get(o))
	return s
}

// hidden names the layers a viewer would not show.
func (a *Ad) hidden(root types.Dict) string {
	d := a.doc.Dict(a.doc.Dict(root["OCProperties"])["D"])
	off := a.doc.Array(d["OFF"])
	if a.doc.Name(d["BaseState"]) == "OFF" && len(a.doc.Array(a.doc.Dict(root["OCProperties"])["OCGs"])) > len(a.doc.Array(d["ON"])) {
		return "BaseState OFF"
	}
	var names []string
	for _, o := range off {
		n := a.text(a.doc.Dict(o)["Name"])
		if n == "" {
			n = "?"
		}
		names = append(names, n)
	}
	return strings.Join(names, ", ")
}

// intent names the press condition a file says it is made for.
func (a *Ad) intent(root types.Dict) string {
	for _, o := range a.doc.Array(root["OutputIntents"]) {
		if d := a.doc.Dict(o); d != nil && a.doc.Name(d["S"]) == "GTS_PDFX" {
			if s := a.text(d["OutputConditionIdentifier"]); s != "" {
				return clip(s)
			}
			return clip(a.text(d["OutputCondition"]))
		}
	}
	return ""
}

// first answers the first page of a tree with what it inherits, and counts the pages.
func (a *Ad) first(o types.Object, above types.Dict, seen map[int]bool, depth int) types.Dict {
	node := a.doc.Dict(o)
	if node == nil || depth > mostDepth || a.Pages > 20_000 {
		return nil
	}
	own := objects.Inherited(node, above)
	kids := a.doc.Array(node["Kids"])
	if kids == nil {
		a.Pages++
		p := objects.Page(node, own)
		return p
	}
	var out types.Dict
	for _, k := range kids {
		if r, ok := k.(types.IndirectRef); ok {
			if seen[int(r.ObjectNumber)] {
				continue
			}
			seen[int(r.ObjectNumber)] = true
		}
		if p := a.first(k, own, seen, depth+1); out == nil {
			out = p
		}
	}
	return out
}

// box answers a page box with its corners in order.
func (a *Ad) boxOf(key string) (b [4]float64, ok bool) {
	list := a.doc.Array(a.page[key])
	if len(list) != 4 {
		return b, false
	}
	for i, o := range list {
		v, isNumber := a.doc.Number(o)
		if !isNumber || math.IsNaN(v) || math.Abs(v) > 1e6 {
			return b, false
		}
		b[i] = v
	}
	b = [4]float64{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
	return b, b[2] > b[0] && b[3] > b[1]
}

// boxes works out the trim, how the page is turned, and the way from its space to the upright trim.
func (a *Ad) boxes() error {
	media, ok := a.boxOf("MediaBox")
	if !ok {
		return refuse(ErrBroken, broken[0], broken[1], "no MediaBox")
	}
	trim, named := media, "MediaBox"
	for _, k := range []string{"TrimBox", "ArtBox", "CropBox"} {
		if b, ok := a.boxOf(k); ok {
			trim, named = b, k
			break
		}
	}
	bleed, ok := a.boxOf("BleedBox")
	if !ok || bleed[0] > trim[0] || bleed[1] > trim[1] || bleed[2] < trim[2] || bleed[3] < trim[3] {
		bleed = trim
	}
	for i := range 2 { // nothing is drawn beyond the medium
		bleed[i], bleed[i+2] = max(bleed[i], min(media[i], trim[i])), min(bleed[i+2], max(media[i+2], trim[i+2]))
	}
	unit := 1.0
	if u, ok := a.doc.Number(a.page["UserUnit"]); ok && u > 0 && u < 1e4 {
		unit = u
	}
	w, h := (trim[2]-trim[0])*unit, (trim[3]-trim[1])*unit
	if w > mostSide*72/25.4 || h > mostSide*72/25.4 || w < 1 || h < 1 {
		return refuse(ErrBroken, "成品尺寸不可能：%.1f×%.1f 点", "its trim cannot be right: %.1f by %.1f pt", w, h)
	}
	turn := 0
	if v, ok := a.doc.Number(a.page["Rotate"]); ok {
		turn = (int(v)%360 + 360) % 360
	}
	beyond := func(b [4]float64) [4]float64 { // left, top, right, bottom
		l, t, r, d := (trim[0]-b[0])*unit, (b[3]-trim[3])*unit, (b[2]-trim[2])*unit, (trim[1]-b[1])*unit
		switch turn {
		case 90:
			return [4]float64{d, l, t, r}
		case 180:
			return [4]float64{r, d, l, t}
		case 270:
			return [4]float64{t, r, d, l}
		}
		return [4]float64{l, t, r, d}
	}
	a.W, a.H, a.Trim, a.shows, a.Bleed, a.Media = w, h, named, bleed, beyond(bleed), beyond(media)
	// /Rotate turns the page clockwise as it is shown. ISO 32000-1, table 30.
	switch turn {
	case 90:
		a.matrix = [6]float64{0, -unit, unit, 0, -trim[1] * unit, trim[2] * unit}
		a.W, a.H = h, w
	case 180:
		a.matrix = [6]float64{-unit, 0, 0, -unit, trim[2] * unit, trim[3] * unit}
	case 270:
		a.matrix = [6]float64{0, unit, -unit, 0, trim[3] * unit, -trim[0] * unit}
		a.W, a.H = h, w
	default:
		a.matrix = [6]float64{unit, 0, 0, unit, -trim[0] * unit, -trim[1] * unit}
	}
	return nil
}

// join makes one stream of the page's content.
func (a *Ad) join() error {
	parts := types.Array{a.page["Contents"]}
	if l := a.doc.Array(a.page["Contents"]); l != nil {
		parts = l
	}
	for _, o := range parts {
		s := a.doc.Stream(o)
		if s == nil {
			continue
		}
		b, err := decoded(s)
		if err != nil {
			return refuse(ErrBroken, broken[0], broken[1], clip(err.Error()))
		}
		if len(a.content)+len(b) > mostDecoded {
			return refuse(ErrLarge, "内容解开后超过 %d MB", "its content unpacks to over %d MB", mostDecoded>>20)
		}
		a.content = append(append(a.content, b...), '\n')
	}
	if len(bytes.TrimSpace(a.content)) == 0 {
		return refuse(ErrBroken, "广告是空白页", "the ad's page is empty")
	}
	return nil
}

// decoded undoes all filters of a stream.
func decoded(s *types.StreamDict) (b []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	if len(s.FilterPipeline) == 0 {
		return s.Raw, nil
	}
	part := *s
	part.Content = nil
	if err := part.DecodeWithLimit(mostDecoded); err != nil {
		return nil, err
	}
	return part.Content, nil
}

// transparent reports whether anything the page draws with is see-through: what a group alone does not make.
func (a *Ad) transparent() bool {
	seen := map[int]bool{}
	n := 0
	var look func(o types.Object, depth int) bool
	look = func(o types.Object, depth int) bool {
		if n++; depth > mostDepth || n > mostObjects {
			return false
		}
		if r, ok := o.(types.IndirectRef); ok {
			if seen[int(r.ObjectNumber)] {
				return false
			}
			seen[int(r.ObjectNumber)] = true
			o = a.doc.Get(r)
		}
		switch v := o.(type) {
		case types.Array:
			for _, e := range v {
				if look(e, depth+1) {
					return true
				}
			}
		case *types.StreamDict:
			return look(v.Dict, depth+1)
		case types.StreamDict:
			return look(v.Dict, depth+1)
		case types.Dict:
			if a.doc.Stream(v["SMask"]) != nil || a.doc.Dict(v["SMask"]) != nil {
				return true
			}
			for _, k := range []string{"ca", "CA"} {
				if f, ok := a.doc.Number(v[k]); ok && f < 1 {
					return true
				}
			}
			mode := v["BM"]
			if l := a.doc.Array(mode); len(l) > 0 {
				mode = l[0]
			}
			if m := a.doc.Name(mode); m != "" && m != "Normal" && m != "Compatible" {
				return true
			}
			for k, e := range v {
				if k != "Parent" && k != "P" && look(e, depth+1) {
					return true
				}
			}
		}
		return false
	}
	return look(a.page["Resources"], 0)
}

// left out of what is taken: they tie an object to its document, or say nothing to a printer.
var dropped = map[string]bool{"StructParent": true, "StructParents": true, "PieceInfo": true, "LastModified": true, "Metadata": true, "OC": true, "Parent": true}

// Form puts the ad into a file as a form whose space is its upright trim: 0,0 at the lower left, W by H points, and as
// much beyond as it bleeds. Without clear the page's own transparency group is left out, as PDF/X-1a wants it; one
// that is Clear does not become opaque by that.
func (a *Ad) Form(f *pdfx.File, clear bool) (ref pdfx.Ref, err error) {
	defer guard(&err)
	t := &taker{ad: a, file: f, refs: map[int]pdfx.Ref{}}
	res := t.resources(a.page["Resources"])
	d := pdfx.Dict{
		"Type": pdfx.Name("XObject"), "Subtype": pdfx.Name("Form"), "FormType": pdfx.Int(1), "Resources": res,
		"BBox": numbers(a.shows[:]), "Matrix": numbers(a.matrix[:]),
	}
	if g := a.doc.Dict(a.page["Group"]); g != nil && clear && a.Clear {
		d["Group"] = t.object(a.page["Group"], 0)
	}
	if t.err != nil {
		return 0, t.err
	}
	return f.Add(&pdfx.Stream{Dict: d, Data: a.content}), nil
}

func numbers(v []float64) pdfx.Array {
	out := make(pdfx.Array, len(v))
	for i, x := range v {
		out[i] = pdfx.Real(x, 5)
	}
	return out
}
