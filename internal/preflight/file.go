package preflight

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/pdf/objects"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// Standard is what a file is held to.
type Standard int

const (
	// Any holds a file to what it says of itself; one that says nothing to what matters in print.
	Any Standard = iota
	// X4 is PDF/X-4, ISO 15930-7:2010.
	X4
	// X1a is PDF/X-1a:2003, ISO 15930-4:2003.
	X1a
)

// String names the standard.
func (s Standard) String() string { return [...]string{"PDF", "PDF/X-4", "PDF/X-1a:2003"}[s] }

// FileOptions say what a file is held to.
type FileOptions struct {
	Press    edition.Press  // limits
	House    *edition.House // may switch rules off or change their level; its spot inks are planned; nil has none
	Standard Standard
	PageIDs  []string    // of the edition's pages, by their order in the file; empty: findings give the number
	Trims    []geom.Size // what each page's trim should be; empty checks only that all are alike
	Placed   bool        // the first page is to be placed in a file of Standard: only what goes along with it is judged
	Clear    bool        // with Placed, something the page draws is see-through, so that its transparency group comes along
	Intent   string      // with Placed, the registered name of the condition that file is for; "" compares nothing
}

func (o *FileOptions) planned(ink string) bool {
	if o.House != nil {
		for _, s := range o.House.Spots {
			if s.Ink == ink {
				return true
			}
		}
	}
	return false
}

// Ink is the total ink of one page.
type Ink struct {
	Most float64 `json:"most"` // per cent, of any spot of plateDPI inside the bleed
	Over float64 `json:"over"` // mm² in stretches over the warning limit
}

// Report is what a file's check found.
type Report struct {
	Version  string // of the header
	Standard string // what the file says it keeps; "" nothing
	Held     Standard
	Pages    int
	Ink      []Ink // by page
	Findings []finding.Finding
}

// File checks a PDF, whoever wrote it. It answers findings for any bytes; it stops early, with what it has, when ctx
// ends.
func File(ctx context.Context, data []byte, o FileOptions) Report {
	src := sourceOf(data)
	return FileAt(ctx, src, src.size, o)
}

// FileAt is File for a file that is not in memory. The reader keeps what the streams hold, about as much as the file;
// decoded pictures are let go of at once.
func FileAt(ctx context.Context, data io.ReaderAt, size int64, o FileOptions) Report {
	r := &run{ctx: ctx, o: &o, fonts: map[int]*font{}, contents: map[int][]byte{}, std: o.Standard, unseen: map[string]words.Text{}}
	rep := Report{}
	if err := r.check(source{data, size}, &rep); err != nil {
		r.page = ""
		r.add(RuleBroken, fault, nil, "", plain(err))
	}
	rep.Held = r.std
	rep.Findings = r.collector.all(o.House)
	return rep
}

// plain says why a file cannot be read.
func plain(err error) words.Text {
	if errors.Is(err, pdfcpu.ErrWrongPassword) || strings.Contains(err.Error(), "password") {
		return say.encrypted
	}
	s := err.Error()
	if len(s) > 120 {
		s = s[:120]
	}
	s = strings.ToValidUTF8(s, "?")
	return words.Text{ZH: s, EN: s}
}

// source is a file's bytes.
type source struct {
	io.ReaderAt
	size int64
}

func sourceOf(b []byte) source { return source{bytes.NewReader(b), int64(len(b))} }

// part answers up to n bytes from a place; fewer where the file ends.
func (s source) part(at, n int64) []byte {
	if at < 0 {
		n, at = n+at, 0
	}
	if n = min(n, s.size-at); n <= 0 {
		return nil
	}
	b := make([]byte, n)
	got, _ := s.ReadAt(b, at)
	return b[:got]
}

func (r *run) check(data source, rep *Report) (err error) {
	defer objects.Guard(&err)
	top := data.part(0, 1024+8)
	head := bytes.Index(top[:min(len(top), 1024)], []byte("%PDF-"))
	if head < 0 {
		return errNotPDF
	}
	if len(top) >= head+8 {
		rep.Version = strings.ToValidUTF8(string(top[head+5:head+8]), "?")
	}
	defer func() {
		if err != nil && plain(err) == say.encrypted {
			r.page = ""
			r.add(RuleEncrypted, fault, nil, "")
		}
	}()
	if r.doc, err = open(r.ctx, data); err != nil {
		return err
	}
	d := r.doc
	root := d.Dict(*d.Root)
	if root == nil {
		return errNotPDF
	}
	if r.o.Placed {
		r.placed(root)
	} else {
		r.whole(root, data, head, rep)
	}
	pages := r.pages(d.Get(root["Pages"]), types.Dict{}, map[int]bool{}, 0, nil)
	rep.Pages = len(pages)
	if len(pages) == 0 {
		r.add(RuleBroken, fault, nil, "pages", say.noPages)
	}
	if n := len(r.o.PageIDs); n > 0 && n != len(pages) {
		r.add(RuleCount, fault, nil, "", len(pages), n)
	}
	if r.o.Placed && len(pages) > 1 {
		pages = pages[:1]
	}
	var first [4]float64
	for i, p := range pages {
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		r.page = strconv.Itoa(i + 1)
		if i < len(r.o.PageIDs) {
			r.page = r.o.PageIDs[i]
		}
		box := r.sheet(p, i, &first)
		rep.Ink = append(rep.Ink, r.onePage(p, box))
	}
	r.page = ""
	for _, f := range r.all {
		r.checkUse(f)
	}
	if r.depth > 28 && r.std != Any {
		r.add(RuleLimits, r.milder(), nil, "q", say.depth.F(r.depth))
	}
	for _, k := range sortedKeys(r.unseen) {
		r.add(RuleNotSeen, hint, nil, k, r.unseen[k])
	}
	return nil
}

// whole judges what belongs to a file as a whole.
func (r *run) whole(root types.Dict, data source, head int, rep *Report) {
	r.identify(root, rep)
	if r.doc.Encrypt != nil {
		r.add(RuleEncrypted, fault, nil, "")
	}
	r.raw(data, head, rep)
	if r.std != Any {
		r.info(rep, r.xmp(root))
	}
	r.outputIntent(root)
	r.catalog(root)
	r.limits()
}

// placed judges what of a file goes along with a page of it that is placed in another.
func (r *run) placed(root types.Dict) {
	d := r.doc
	if d.Encrypt != nil {
		r.add(RuleEncrypted, fault, nil, "")
	}
	for _, o := range d.Array(root["OutputIntents"]) {
		x := d.Dict(o)
		if x == nil || d.Name(x["S"]) != "GTS_PDFX" {
			continue
		}
		id := clippedTo(d.text(x["OutputConditionIdentifier"]), 60)
		if id != "" && r.o.Intent != "" && id != r.o.Intent {
			r.add(RuleAdPress, hint, nil, "", id, r.o.Intent)
		}
	}
}

var errNotPDF = errors.New("no PDF header or catalog")

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// milder is the level of what only PDF/X-1a forbids outright.
func (r *run) milder() finding.Level {
	if r.std == X1a {
		return fault
	}
	return warning
}

// identify finds out what the file says it keeps, and what it is held to.
func (r *run) identify(root types.Dict, rep *Report) {
	d := r.doc
	claim := ""
	if d.Info != nil {
		claim = d.text(d.Dict(*d.Info)["GTS_PDFXVersion"])
		if c := d.text(d.Dict(*d.Info)["GTS_PDFXConformance"]); c != "" && claim != "" {
			claim = c
		}
	}
	if s := d.Stream(root["Metadata"]); s != nil {
		if b, _, err := d.decode(s); err == nil {
			if x := readXMP(b)["GTS_PDFXVersion"]; strings.HasPrefix(x, "PDF/X-4") || claim == "" && x != "" {
				claim = x
			}
		}
	}
	rep.Standard = clippedTo(claim, 40)
	says := Any
	switch {
	case strings.HasPrefix(claim, "PDF/X-4"):
		says = X4
	case strings.HasPrefix(claim, "PDF/X-1a:2003"):
		says = X1a
	}
	named := say.xNone
	if claim != "" {
		named = say.xOther.F(rep.Standard)
	}
	switch {
	case r.o.Standard != Any && says != r.o.Standard:
		r.add(RuleStandard, fault, nil, "", named, r.o.Standard.String())
	case r.o.Standard == Any && says == Any:
		r.add(RuleStandard, warning, nil, "", named, "PDF/X-4 / PDF/X-1a:2003")
	case r.o.Standard == Any:
		r.std = says
	}
}

func clippedTo(s string, n int) string {
	s = strings.ToValidUTF8(s, "?")
	if rs := []rune(s); len(rs) > n {
		return string(rs[:n])
	}
	return s
}

var xrefEntry = regexp.MustCompile(`^(\d{10}) (\d{5}) ([nf])`)

// raw judges what only the bytes show: header, comment, cross-reference, end.
func (r *run) raw(data source, head int, rep *Report) {
	start := data.part(0, int64(head)+128)
	if r.std != Any {
		most := map[Standard]string{X4: "1.6", X1a: "1.4"}[r.std]
		if head != 0 || rep.Version > most || len(rep.Version) != 3 {
			r.add(RuleVersion, fault, nil, "", rep.Version, r.std.String(), most)
		}
		next := bytes.IndexAny(start[head:min(len(start), head+64)], "\r\n")
		high := 0
		if next >= 0 {
			rest := bytes.TrimLeft(start[head+next:min(len(start), head+next+16)], "\r\n")
			for i := 1; i < len(rest) && rest[0] == '%' && rest[i] >= 128; i++ {
				high++
			}
		}
		if high < 4 {
			r.add(RuleXref, fault, nil, "binary", say.binary)
		}
		if r.std == X1a {
			if r.doc.Read.UsingObjectStreams {
				r.add(RuleStreams, fault, nil, "o", say.objectStreams)
			}
			if r.doc.Read.UsingXRefStreams {
				r.add(RuleStreams, fault, nil, "x", say.xrefStreams)
			}
		}
		if len(r.doc.ID) != 2 || !r.doc.isString(r.doc.ID[0]) || !r.doc.isString(r.doc.ID[1]) {
			r.add(RuleID, fault, nil, "")
		}
	}
	level := r.milder()
	if r.std != Any {
		level = fault
	}
	const mostTail, mostTable = 1 << 20, 64 << 20 // a table of mostObjects is 40 MB
	tail := data.part(data.size-mostTail, mostTail)
	if !bytes.Contains(tail[max(0, len(tail)-1024):], []byte("%%EOF")) {
		r.add(RuleXref, level, nil, "eof", say.manyEOF)
	}
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		r.add(RuleXref, level, nil, "tail", say.tail)
		return
	}
	lx := &lexer{b: tail, at: i + len("startxref")}
	v, _, _ := lx.next(0)
	at, _ := v.(float64)
	off := int(bound32(at)) + head
	if off < 0 || int64(off) >= data.size {
		r.add(RuleXref, level, nil, "tail", say.tail)
		return
	}
	table := data.part(int64(off), mostTable)
	lx = &lexer{b: table}
	v, _, _ = lx.next(0)
	if v != word("xref") {
		if _, isNumber := v.(float64); !isNumber {
			r.add(RuleXref, level, nil, "tail", say.tail)
		}
		return // a stream; pdfcpu has read it
	}
	for wrong := 0; wrong < 3; {
		v, ok, err := lx.next(0)
		first, isNumber := v.(float64)
		if !ok || err != nil || !isNumber {
			return
		}
		v, _, _ = lx.next(0)
		n, _ := v.(float64)
		lx.skip()
		for k := 0; k < int(bound32(n)) && wrong < 3; k++ {
			m := xrefEntry.FindSubmatch(table[min(lx.at, len(table)):min(lx.at+20, len(table))])
			if m == nil {
				r.add(RuleXref, level, nil, "tail", say.tail)
				return
			}
			lx.at += 20
			if m[3][0] == 'f' {
				continue
			}
			o, _ := strconv.Atoi(string(m[1]))
			want := fmt.Sprintf("%d %d obj", int(first)+k, atoi(m[2]))
			if string(data.part(int64(o+head), int64(len(want)))) != want {
				wrong++
				r.add(RuleXref, level, nil, want, say.offset.F(int(first)+k))
			}
		}
	}
}

func atoi(b []byte) int { n, _ := strconv.Atoi(string(b)); return n }

func bound32(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return max(min(v, 1<<31-1), -1<<31)
}

// info judges the document information, and that it agrees with the metadata.
func (r *run) info(rep *Report, meta map[string]string) {
	d := r.doc
	if d.Info == nil {
		r.add(RuleInfo, fault, nil, "none", say.none)
		return
	}
	info := d.Dict(*d.Info)
	for _, k := range []string{"Title", "CreationDate", "ModDate"} {
		if d.text(info[k]) == "" {
			r.add(RuleInfo, fault, nil, k, say.noKey.F(k))
		}
	}
	t := d.Name(info["Trapped"])
	if t != "True" && t != "False" {
		r.add(RuleInfo, fault, nil, "Trapped", say.trapped)
	}
	if r.std == X1a && d.text(info["GTS_PDFXVersion"]) == "" {
		r.add(RuleInfo, fault, nil, "GTS", say.noKey.F("GTS_PDFXVersion"))
	}
	if meta == nil {
		return
	}
	agree := func(key, name, want string) {
		if v, ok := meta[key]; ok && v != want && want != "" {
			r.add(RuleXMP, fault, nil, "differ "+key, say.differ.F(name))
		}
	}
	agree("title", "dc:title", d.text(info["Title"]))
	agree("Trapped", "pdf:Trapped", t)
	agree("Producer", "pdf:Producer", d.text(info["Producer"]))
	agree("CreatorTool", "xmp:CreatorTool", d.text(info["Creator"]))
	for key, k := range map[string]string{"CreateDate": "CreationDate", "ModifyDate": "ModDate"} {
		if v, ok := meta[key]; ok && digits(v) != digits(d.text(info[k])) && d.text(info[k]) != "" {
			r.add(RuleXMP, fault, nil, "differ "+key, say.differ.F("xmp:"+key))
		}
	}
}

// digits answers a date's year to second; zones are written in too many ways to compare.
func digits(s string) string {
	var out []byte
	for i := 0; i < len(s) && len(out) < 14; i++ {
		if s[i] >= '0' && s[i] <= '9' {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// xmp judges the metadata and answers what it says; nil when there is none.
func (r *run) xmp(root types.Dict) map[string]string {
	level := fault
	if r.std == X1a {
		level = hint // ISO 15930-4 does not ask for it
	}
	s := r.doc.Stream(root["Metadata"])
	if s == nil {
		r.add(RuleXMP, level, nil, "none", say.none)
		return nil
	}
	if len(s.FilterPipeline) > 0 {
		r.add(RuleXMP, level, nil, "filter", say.filtered)
	}
	b, _, err := r.doc.decode(s)
	if err != nil || !wellFormed(b) {
		r.add(RuleXMP, level, nil, "xml", say.notXML)
		return nil
	}
	meta := readXMP(b)
	if r.std == X4 {
		for _, k := range []string{"GTS_PDFXVersion", "CreateDate", "ModifyDate", "MetadataDate", "DocumentID", "VersionID", "RenditionClass", "title"} {
			if _, ok := meta[k]; !ok {
				r.add(RuleXMP, fault, nil, k, say.noKey.F(k))
			}
		}
	}
	return meta
}

func wellFormed(b []byte) bool {
	for dec := xml.NewDecoder(bytes.NewReader(b)); ; {
		if _, err := dec.Token(); err == io.EOF {
			return true
		} else if err != nil {
			return false
		}
	}
}

// readXMP answers simple properties by their local names: elements with text, and attributes.
func readXMP(b []byte) map[string]string {
	out := map[string]string{}
	var open []string
	dec := xml.NewDecoder(bytes.NewReader(b))
	for {
		t, err := dec.Token()
		if err != nil {
			return out
		}
		switch t := t.(type) {
		case xml.StartElement:
			name := t.Name.Local
			if name == "li" || name == "Alt" || name == "Seq" || name == "Bag" {
				name = ""
				if len(open) > 0 {
					name = open[len(open)-1]
				}
			}
			open = append(open, name)
			for _, a := range t.Attr {
				if a.Name.Space != "" && a.Name.Space != "xmlns" && a.Name.Space != "xml" {
					out[a.Name.Local] = a.Value
				}
			}
		case xml.EndElement:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if s := strings.TrimSpace(string(t)); s != "" && len(open) > 0 {
				if k := open[len(open)-1]; out[k] == "" {
					out[k] = s
				}
			}
		}
		if len(open) > 64 || len(out) > 4096 {
			return out
		}
	}
}

// outputIntent judges the press condition the file is made for.
func (r *run) outputIntent(root types.Dict) {
	d := r.doc
	var own []types.Dict
	for _, o := range d.Array(root["OutputIntents"]) {
		if x := d.Dict(o); x != nil && d.Name(x["S"]) == "GTS_PDFX" {
			own = append(own, x)
		}
	}
	if len(own) != 1 {
		if r.std != Any {
			if len(own) == 0 {
				r.add(RuleIntent, fault, nil, "n", say.none)
			} else {
				r.add(RuleIntent, fault, nil, "n", say.several.F(len(own)))
			}
		}
		return
	}
	x := own[0]
	if d.text(x["OutputConditionIdentifier"]) == "" {
		r.add(RuleIntent, fault, nil, "id", say.noCondition)
	}
	s := d.Stream(x["DestOutputProfile"])
	if s == nil {
		switch {
		case r.std == X4:
			r.add(RuleIntent, fault, nil, "profile", say.noProfile)
		case d.text(x["RegistryName"]) == "" && d.text(x["Info"]) == "":
			r.add(RuleIntent, fault, nil, "registry", say.noRegistry)
		case d.text(x["RegistryName"]) == "":
			r.add(RuleIntent, fault, nil, "profile", say.noProfile)
		}
		return
	}
	b, _, err := d.decode(s)
	if err != nil || len(b) < 128 || string(b[36:40]) != "acsp" {
		r.add(RuleProfile, fault, nil, "icc", say.notICC)
		return
	}
	r.intent = b
	if c := string(b[12:16]); c != "prtr" {
		r.add(RuleProfile, fault, nil, "class", say.iccClass.F(clippedTo(c, 4)))
	}
	if c := string(b[16:20]); c != "CMYK" {
		r.add(RuleProfile, fault, nil, "space", say.iccSpace.F(clippedTo(c, 4)))
	}
	if d.int(s.Dict["N"]) != 4 {
		r.add(RuleProfile, fault, nil, "N", say.iccN)
	}
	if int(binary.BigEndian.Uint32(b)) != len(b) {
		r.add(RuleProfile, fault, nil, "size", say.iccSize)
	}
	if v := int(b[8]); v > 4 || r.std == X1a && v > 2 {
		r.add(RuleProfile, fault, nil, "version", say.iccVersion.F(v))
	}
}

// catalog judges what acts or is layered.
func (r *run) catalog(root types.Dict) {
	d := r.doc
	level := fault
	if r.std == Any {
		level = warning
	}
	names := d.Dict(root["Names"])
	for _, k := range []struct {
		o    types.Object
		what words.Text
	}{{root["AA"], say.action}, {root["OpenAction"], say.action}, {names["JavaScript"], say.script}, {names["EmbeddedFiles"], say.files},
		{root["AF"], say.files}, {root["Collection"], say.files}, {names["Renditions"], say.media}} {
		if d.Get(k.o) == nil || d.Array(k.o) != nil && (k.what == say.action) { // a plain destination is no action
			continue
		}
		r.add(RuleAction, level, nil, k.what.EN, k.what)
	}
	if oc := d.Dict(root["OCProperties"]); oc != nil {
		conf := d.Dict(oc["D"])
		switch {
		case r.std == X1a:
			r.add(RuleLayers, fault, nil, "oc", say.layers)
		case r.std == X4:
			// Every configuration, the default and the others. ISO 15930-7, 6.24.
			for _, o := range append(types.Array{conf}, d.Array(oc["Configs"])...) {
				conf := d.Dict(o)
				if d.text(conf["Name"]) == "" {
					r.add(RuleLayers, fault, nil, "name", say.layerName)
				}
				if len(d.Array(conf["AS"])) > 0 {
					r.add(RuleLayers, fault, nil, "AS", say.layerAuto)
				}
			}
		}
	}
}

// limits judges all objects against what readers must hold.
func (r *run) limits() {
	if r.std == Any {
		return
	}
	level := r.milder()
	var walk func(o types.Object, depth int)
	walk = func(o types.Object, depth int) {
		if depth > mostDepth {
			return
		}
		switch v := o.(type) {
		case types.Array:
			if len(v) > 8191 {
				r.add(RuleLimits, level, nil, "array", say.array.F(len(v)))
			}
			for _, e := range v {
				walk(e, depth+1)
			}
		case types.Dict:
			for k, e := range v {
				walk(types.Name(k), depth+1)
				walk(e, depth+1)
			}
		case types.StreamDict:
			walk(v.Dict, depth)
		case *types.StreamDict:
			walk(v.Dict, depth)
		case types.Name:
			if n := len(unescapeName(string(v))); n > 127 {
				r.add(RuleLimits, level, nil, "name", say.name.F(n))
			}
		case types.StringLiteral:
			if len(v) > 65535 {
				r.add(RuleLimits, level, nil, "string", say.str.F(len(v)))
			}
		case types.HexLiteral:
			if len(v)/2 > 65535 {
				r.add(RuleLimits, level, nil, "string", say.str.F(len(v)/2))
			}
		}
	}
	for _, e := range r.doc.Table {
		if e != nil && !e.Free {
			walk(e.Object, 0)
		}
	}
}

// mostPages bounds a page tree that never ends.
const mostPages = 20_000

// pages answers the pages of a tree, with what they inherit.
func (r *run) pages(o types.Object, above types.Dict, seen map[int]bool, depth int, out []types.Dict) []types.Dict {
	d := r.doc
	node := d.Dict(o)
	if node == nil || depth > mostDepth || len(out) >= mostPages {
		return out
	}
	own := objects.Inherited(node, above)
	kids := d.Array(node["Kids"])
	if kids == nil {
		p := objects.Page(node, own)
		return append(out, p)
	}
	for _, k := range kids {
		if id := refOf(k); id != 0 {
			if seen[id] {
				continue
			}
			seen[id] = true
		}
		out = r.pages(k, own, seen, depth+1, out)
	}
	return out
}

// box answers a page box with its corners in order, or nil.
func (r *run) box(p types.Dict, key string) []float64 {
	b := r.doc.numbers(p[key], 4)
	if b == nil {
		return nil
	}
	for i := range b {
		b[i] = bound(b[i])
	}
	return []float64{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
}

func inside(in, out []float64) bool {
	const slack = 0.01
	return in[0] >= out[0]-slack && in[1] >= out[1]-slack && in[2] <= out[2]+slack && in[3] <= out[3]+slack
}

// sheet judges a page's boxes and keys, and answers its media and bleed. It sets the run's trim.
func (r *run) sheet(p types.Dict, i int, first *[4]float64) (boxes [2][4]float64) {
	d := r.doc
	level := fault
	if r.std == Any || r.o.Placed {
		level = warning
	}
	media, trim, art, bleed, crop := r.box(p, "MediaBox"), r.box(p, "TrimBox"), r.box(p, "ArtBox"), r.box(p, "BleedBox"), r.box(p, "CropBox")
	if media == nil || media[2]-media[0] <= 0 || media[3]-media[1] <= 0 {
		r.add(RuleBoxes, fault, nil, "media", say.noMedia)
		media = []float64{0, 0, 612, 792}
	}
	if media[2]-media[0] > 14400 || media[3]-media[1] > 14400 {
		r.add(RuleBoxes, level, nil, "large", say.largeBox)
	}
	switch {
	case trim == nil && art == nil:
		r.add(RuleBoxes, level, nil, "trim", say.noTrim)
	case trim != nil && art != nil:
		r.add(RuleBoxes, level, nil, "both", say.twoBoxes)
	}
	if trim == nil {
		if trim = art; trim == nil {
			if trim = crop; trim == nil {
				trim = media
			}
		}
	}
	if bleed != nil && !inside(trim, bleed) {
		r.add(RuleBoxes, level, nil, "bleed", say.outsideBleed)
	}
	if bleed == nil {
		bleed = trim
	}
	for _, b := range [][]float64{trim, bleed} {
		if !inside(b, media) {
			r.add(RuleBoxes, level, nil, "in", say.outsideMedia)
		} else if crop != nil && r.std != Any && !inside(b, crop) {
			r.add(RuleBoxes, level, nil, "crop", say.outsideCrop)
		}
	}
	if u, ok := d.Number(p["UserUnit"]); ok && u != 1 && !r.o.Placed { // of what is placed they are undone
		r.add(RulePageKeys, fault, nil, "UserUnit", fmt.Sprintf("UserUnit %g", u))
	}
	if n := d.int(p["Rotate"]); n%360 != 0 && !r.o.Placed {
		r.add(RulePageKeys, level, nil, "Rotate", fmt.Sprintf("Rotate %d", n))
	}
	if p["SeparationInfo"] != nil {
		r.add(RulePageKeys, fault, nil, "sep", "SeparationInfo")
	}
	if d.Dict(p["AA"]) != nil {
		r.add(RuleAction, level, nil, "AA", say.action)
	}
	copy(r.trim[:], trim)
	const mm = 72 / 25.4
	var want [2]float64
	switch {
	case i < len(r.o.Trims):
		want = [2]float64{r.o.Trims[i].W.Pt(), r.o.Trims[i].H.Pt()}
	case i == 0:
		*first = r.trim
		fallthrough
	default:
		want = [2]float64{first[2] - first[0], first[3] - first[1]}
	}
	got := [2]float64{trim[2] - trim[0], trim[3] - trim[1]}
	if math.Abs(got[0]-want[0]) > 0.3 || math.Abs(got[1]-want[1]) > 0.3 { // a tenth of a millimetre
		l := fault
		if len(r.o.Trims) == 0 {
			l = warning
		}
		r.add(RuleSize, l, nil, "", got[0]/mm, got[1]/mm, want[0]/mm, want[1]/mm)
	}
	for _, a := range d.Array(p["Annots"]) {
		r.annotation(d.Dict(a), bleed, level)
	}
	copy(boxes[0][:], media)
	copy(boxes[1][:], bleed)
	return boxes
}

func (r *run) annotation(a types.Dict, bleed []float64, level finding.Level) {
	if a == nil {
		return
	}
	d := r.doc
	kind := unescapeName(d.Name(a["Subtype"]))
	switch kind {
	case "TrapNet", "PrinterMark":
		return
	case "Screen", "Movie", "Sound", "RichMedia", "3D":
		r.add(RuleAction, level, nil, "media", say.media)
	case "FileAttachment":
		r.add(RuleAction, level, nil, "file", say.files)
	}
	if a["A"] != nil || a["AA"] != nil {
		r.add(RuleAction, level, nil, "annot", say.action)
	}
	if b := r.box(a, "Rect"); b == nil || b[0] < bleed[2] && b[2] > bleed[0] && b[1] < bleed[3] && b[3] > bleed[1] {
		r.add(RuleAnnotation, level, nil, kind, clippedTo(kind, 20))
	}
}

// onePage runs a page's content and judges its plates.
func (r *run) onePage(p types.Dict, boxes [2][4]float64) Ink {
	d := r.doc
	var all []byte
	parts := types.Array{p["Contents"]}
	if a := d.Array(p["Contents"]); a != nil {
		parts = a
	}
	for _, c := range parts {
		s := d.Stream(c)
		if s == nil {
			continue
		}
		r.filters(s)
		b, _, err := d.decode(s)
		if err != nil {
			r.add(RuleContent, fault, nil, "decode", say.noContent)
			continue
		}
		if len(all)+len(b) > mostDecoded {
			break
		}
		all = append(append(all, b...), '\n')
	}
	res := d.Dict(p["Resources"])
	r.resources(res)
	if !r.o.Placed || r.o.Clear {
		r.group(p["Group"])
	}
	r.painted = false
	r.plate = newPlate(boxes[0], r.spare)
	r.content(all, res, r.start(), 0)
	if !r.painted {
		r.add(RuleEmpty, fault, nil, "")
	}
	return r.measure(boxes)
}

// measure judges the inks that have come together on a page.
func (r *run) measure(boxes [2][4]float64) (out Ink) {
	p := r.plate
	bl := boxes[1]
	x0, y0 := p.toPix.apply(bl[0], bl[3])
	x1, y1 := p.toPix.apply(bl[2], bl[1])
	in := image.Rect(int(math.Round(x0)), int(math.Round(y0)), int(math.Round(x1)), int(math.Round(y1))).Intersect(image.Rect(0, 0, p.w, p.h))
	most := 0
	for y := in.Min.Y; y < in.Max.Y; y++ {
		row := p.pix[(y*p.w+in.Min.X)*planes:][:in.Dx()*planes]
		for ; len(row) >= planes; row = row[planes:] {
			most = max(most, int(row[0])+int(row[1])+int(row[2])+int(row[3])+int(row[4]))
		}
	}
	out.Most = float64(most) / 2.55
	back, ok := p.toPix.inverse()
	if !ok {
		return out
	}
	place := func(b image.Rectangle) *[4]float64 {
		ax, ay := back.apply(float64(b.Min.X), float64(b.Max.Y))
		bx, by := back.apply(float64(b.Max.X), float64(b.Min.Y))
		return &[4]float64{ax, ay, bx, by}
	}
	press := r.press()
	if press.InkWarning > 0 || press.InkError > 0 {
		warn := press.InkWarning
		if warn <= 0 {
			warn = press.InkError
		}
		all := p.over(warn, in)
		slices.SortStableFunc(all, func(a, b heavy) int { return cmp.Compare(b.most, a.most) })
		for _, h := range all {
			out.Over += h.area
			level, limit := warning, warn
			if press.InkError > 0 && h.most > press.InkError+1 {
				// Only a stretch that is itself no speck over the error limit is an error.
				if len(p.over(press.InkError, h.box)) > 0 {
					level, limit = fault, press.InkError
				}
			}
			r.add(RuleInk, level, place(h.box), "", h.most, limit)
		}
	}
	const bleed = 3 * 72 / 25.4
	if r.trim[2] > r.trim[0] && r.trim[3] > r.trim[1] && !r.o.Placed {
		for i, bad := range p.unbled(r.trim, bleed) {
			if bad {
				t := r.trim
				side := [4][4]float64{{t[0], t[1], t[0] + 1, t[3]}, {t[0], t[1], t[2], t[1] + 1}, {t[2] - 1, t[1], t[2], t[3]}, {t[0], t[3] - 1, t[2], t[3]}}[i]
				r.add(RuleBleed, warning, &side, "")
			}
		}
	}
	r.plate, r.spare = nil, p
	return out
}
