package pdfx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/signintech/gopdf"
)

// sample is an object of every kind with every awkward byte.
func sample() (*File, Ref, Ref) {
	f := &File{Version: "1.6", Objects: map[Ref]any{}}
	data := f.Add(&Stream{Dict: Dict{"Subtype": Name("XML"), "Type": Name("Metadata")}, Data: []byte("endstream\nendobj\n")})
	kid := f.Add(Dict{"A b#/(": Name("专色 1"), "S": String("a(b\\c)"), "H": String("\x00\xFE"), "N": nil, "T": true, "R": Number("-1.5")})
	root := f.Add(Dict{"Type": Name("Catalog"), "Kids": Array{kid, Int(3), Array{}, kid}, "Metadata": data})
	info := f.Add(Dict{"Title": Text("平湖 𠮷")})
	f.Add(Dict{"Lost": true}) // nothing refers to it
	return f, root, info
}

func TestWriteThenParse(t *testing.T) {
	f, root, info := sample()
	var b bytes.Buffer
	if err := f.Write(&b, root, info); err != nil {
		t.Fatal(err)
	}
	g, err := Parse(b.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, b.Bytes())
	}
	if len(g.Objects) != 4 {
		t.Errorf("%d objects, want the four that are used", len(g.Objects))
	}
	cat := g.dict(g.Trailer["Root"])
	kids := cat["Kids"].(Array)
	want := f.Objects[2].(Dict)
	if got := g.dict(kids[0]); !reflect.DeepEqual(got, want) || kids[0] != kids[3] {
		t.Errorf("got %#v\nwant %#v", got, want)
	}
	if s := g.Resolve(cat["Metadata"]).(*Stream); string(s.Data) != "endstream\nendobj\n" {
		t.Errorf("stream is %q", s.Data)
	}
	if got := g.dict(g.Trailer["Info"])["Title"]; got != String("\xFE\xFF\x5E\x73\x6E\x56\x00\x20\xD8\x42\xDF\xB7") {
		t.Errorf("title is %q", got)
	}
	var again bytes.Buffer
	if err := g.Write(&again, g.Trailer["Root"].(Ref), g.Trailer["Info"].(Ref)); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("written again it is not the same: %v", err)
	}
}

func TestWriteReportsTheWriter(t *testing.T) {
	f, root, info := sample()
	r, w := io.Pipe()
	r.CloseWithError(io.ErrShortWrite)
	if err := f.Write(w, root, info); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("%v", err)
	}
}

func TestParseStrings(t *testing.T) {
	for _, c := range []struct {
		in   string
		want any
	}{
		{`(a\(b\)\\)`, String(`a(b)\`)}, {`(a(b)c)`, String("a(b)c")}, {`(\n\r\t\b\f)`, String("\n\r\t\b\f")},
		{`(\101\60\0)`, String("A0\x00")}, {"(a\\\nb)", String("ab")}, {`<48 65 6C6>`, String("Hel`")}, {`<>`, String("")},
		{`/A#20b`, Name("A b")}, {`/A#G`, Name("A#G")}, {`/`, Name("")}, {"[1 2 R 3 0 R]", nil},
		{`[1 0 R -2 +.5 true null]`, Array{Ref(1), Number("-2"), Number("+.5"), true, nil}},
		{`<</A<</B 1>>/C[<41>]>>`, Dict{"A": Dict{"B": Number("1")}, "C": Array{String("A")}}},
		{"% note\n7 ", Number("7")},
	} {
		s := &scanner{b: []byte(c.in + " ")}
		got := s.object(0)
		if c.want == nil {
			if s.err == nil {
				t.Errorf("%s was read as %v", c.in, got)
			}
			continue
		}
		if s.err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s is %#v, %v, want %#v", c.in, got, s.err, c.want)
		}
	}
}

// gopdfFile is what gopdf writes for an empty page.
func gopdfFile(t testing.TB) []byte {
	t.Helper()
	g := new(gopdf.GoPdf)
	g.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: gopdf.Rect{W: 100, H: 200}})
	g.SetNoCompression()
	g.AddPage()
	g.Line(1, 2, 3, 4)
	var b bytes.Buffer
	if _, err := g.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func finishOptions(s Standard) Options {
	return Options{
		Standard: s, Title: "平湖 <日报> & (1)", Author: "编辑部", Creator: "c", Producer: "p",
		Created: time.Date(2026, 11, 23, 8, 5, 9, 0, time.FixedZone("", -(3*3600+30*60))),
		Pages:   []Page{{Media: Box{0, 0, 100, 200}, Trim: Box{10, 10, 90, 190}, Bleed: Box{5, 5, 95, 195}}},
		Output:  Output{Profile: []byte("icc"), Version: 2, Condition: "IFRA26", Info: "newsprint"},
	}
}

func finished(t testing.TB, o Options) *File {
	t.Helper()
	var b bytes.Buffer
	if err := Finish(&b, gopdfFile(t), o); err != nil {
		t.Fatal(err)
	}
	f, err := Parse(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestIdentity(t *testing.T) {
	for s, want := range map[Standard]struct{ version, info, xmp string }{
		Proof: {"1.6", "", ""},
		X4:    {"1.6", "PDF/X-4", "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"},
		X1a:   {"1.4", "PDF/X-1a:2003", "<pdfx:GTS_PDFXVersion>PDF/X-1a:2003</pdfx:GTS_PDFXVersion>"},
	} {
		f := finished(t, finishOptions(s))
		if f.Version != want.version {
			t.Errorf("%d: version %s", s, f.Version)
		}
		info := f.dict(f.Trailer["Info"])
		got, _ := info["GTS_PDFXVersion"].(String)
		if string(got) != want.info || info["Trapped"] != Name("False") || info["CreationDate"] != String("D:20261123080509-03'30'") {
			t.Errorf("%d: info is %v", s, info)
		}
		root := f.dict(f.Trailer["Root"])
		meta := f.Resolve(root["Metadata"]).(*Stream)
		if meta.Dict["Filter"] != nil {
			t.Error("metadata is compressed, so that no one finds it")
		}
		if !strings.Contains(string(meta.Data), want.xmp) || !strings.Contains(string(meta.Data), "平湖 &lt;日报&gt; &amp; (1)") ||
			!strings.Contains(string(meta.Data), "<xmp:CreateDate>2026-11-23T08:05:09-03:30</xmp:CreateDate>") {
			t.Errorf("%d: metadata is %s", s, meta.Data)
		}
		for d := xml.NewDecoder(bytes.NewReader(meta.Data)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%d: metadata: %v", s, err)
			}
		}
		id := f.Trailer["ID"].(Array)
		if len(id) != 2 || id[0] != id[1] || len(id[0].(String)) != 16 {
			t.Errorf("%d: id is %v", s, id)
		}
		intents, has := root["OutputIntents"].(Array)
		if has != (s != Proof) {
			t.Fatalf("%d: output intents %v", s, intents)
		}
		if has {
			oi := f.dict(intents[0])
			if oi["S"] != Name("GTS_PDFX") || oi["OutputConditionIdentifier"] != String("IFRA26") || oi["RegistryName"] == nil || oi["Info"] != String("newsprint") {
				t.Errorf("%d: output intent is %v", s, oi)
			}
			if p, ok := f.Resolve(oi["DestOutputProfile"]).(*Stream); !ok || p.Dict["N"] != Int(4) {
				t.Errorf("%d: no profile", s)
			}
		}
	}
	o := finishOptions(X4)
	o.Output.Condition = ""
	f := finished(t, o)
	oi := f.dict(f.dict(f.Trailer["Root"])["OutputIntents"].(Array)[0])
	if oi["OutputConditionIdentifier"] != String("Custom") || oi["RegistryName"] != nil {
		t.Errorf("a condition of one's own is %v", oi)
	}
}

func TestFinishRefuses(t *testing.T) {
	raw := gopdfFile(t)
	for name, c := range map[string]struct {
		raw    []byte
		change func(*Options)
		want   error
	}{
		"no profile":      {raw, func(o *Options) { o.Output.Profile = nil }, ErrProfile},
		"version 4":       {raw, func(o *Options) { o.Standard, o.Output.Version = X1a, 4 }, ErrProfile},
		"a page too few":  {raw, func(o *Options) { o.Pages = append(o.Pages, o.Pages[0]) }, ErrBroken},
		"cut off":         {raw[:len(raw)-20], nil, ErrBroken},
		"cut in a stream": {bytes.Replace(raw, []byte("endstream"), []byte("endstrxxm"), 1), nil, ErrBroken},
		"an object gone":  {bytes.Replace(raw, []byte("/Contents  6 0 R"), []byte("/Contents 96 0 R"), 1), nil, ErrBroken},
		"a wrong offset":  {bytes.Replace(raw, []byte("1 0 obj"), []byte("9 0 obj"), 1), nil, ErrBroken},
	} {
		o := finishOptions(X4)
		if c.change != nil {
			c.change(&o)
		}
		var b bytes.Buffer
		if err := Finish(&b, c.raw, o); !errors.Is(err, c.want) || b.Len() > 0 {
			t.Errorf("%s: %v after %d bytes", name, err, b.Len())
		}
	}
}

// metrics is a font of given widths; glyph i says text[i].
type metrics struct {
	width []float64
	text  []string
}

func (m metrics) Len() int                  { return len(m.width) }
func (m metrics) Text(id uint16) string     { return m.text[id] }
func (m metrics) Advance(id uint16) float64 { return m.width[id] }
func (w Array) String() string              { var b writer; b.object(w); return string(b.buf) }

func TestWidths(t *testing.T) {
	for _, c := range []struct {
		in   []float64
		want string
	}{
		{[]float64{1000, 1000}, "[]"},
		{[]float64{500, 1000, 333.3333}, "[0 [500] 2 [333.333]]"},
		{[]float64{1000, 250, 250, 250, 250, 600}, "[1 4 250 5 [600]]"},
		{[]float64{1, 2, 3, 3, 3, 3, 1000, 4}, "[0 [1 2] 2 5 3 7 [4]]"},
		{[]float64{7, 7, 7}, "[0 [7 7 7]]"},
	} {
		if got := widths(metrics{width: c.in}).String(); got != c.want {
			t.Errorf("%v: %s, want %s", c.in, got, c.want)
		}
	}
	many := metrics{width: make([]float64, 20000)}
	for i := range many.width {
		many.width[i] = 500 + float64(i%2)
	}
	for _, e := range widths(many) {
		if a, ok := e.(Array); ok && len(a) > maxArray {
			t.Errorf("a list of %d widths", len(a))
		}
	}
}

func TestToUnicode(t *testing.T) {
	m := metrics{width: make([]float64, 252), text: make([]string, 252)}
	for i := range m.text {
		m.text[i] = "字"
	}
	m.text[1], m.text[2], m.text[3] = "𠮷", "——", ""
	got := string(toUnicode(m))
	for _, want := range []string{"<0001> <D842DFB7>\n", "<0002> <20142014>\n", "100 beginbfchar\n", "50 beginbfchar\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in the map", want)
		}
	}
	if strings.Contains(got, "<0003>") || strings.Contains(got, "<0000> <5B57>") || strings.Count(got, "beginbfchar") != 3 {
		t.Error("glyphs that say nothing are mapped, or blocks are wrong")
	}
}

func TestReal(t *testing.T) {
	for v, want := range map[float64]string{0: "0", -0.00001: "0", 1: "1", 1.5: "1.5", 12.34567: "12.3457", -3.25: "-3.25", 100: "100"} {
		if got := string(Real(v, 4)); got != want {
			t.Errorf("%v is written %s, want %s", v, got, want)
		}
	}
}

// FuzzParse: nothing but gopdf's files comes in, yet a broken one must be an error and not a crash.
func FuzzParse(f *testing.F) {
	f.Add(gopdfFile(f))
	var b bytes.Buffer
	s, root, info := sample()
	if err := s.Write(&b, root, info); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, in []byte) {
		if _, err := Parse(in); err == nil {
			err := Finish(io.Discard, in, finishOptions(X4))
			_ = fmt.Sprint(err)
		}
	})
}
