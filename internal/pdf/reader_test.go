package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"dayang/internal/pdf/pdfx"
)

// shown is a glyph as a reader of the file sees it: where its pen is, in points from the lower left of the sheet,
// what it says, and the states it is painted with.
type shown struct {
	x, y      float64
	text      string
	font      string
	fill      string // the operator's operands and name
	overprint bool
}

// readFile parses a finished file, and fails the test when any stream that claims Flate does not inflate.
func readFile(t testing.TB, b []byte) *pdfx.File {
	t.Helper()
	f, err := pdfx.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	for r, o := range f.Objects {
		if s, ok := o.(*pdfx.Stream); ok && s.Dict["Filter"] == pdfx.Name("FlateDecode") {
			if _, err := inflate(s.Data); err != nil {
				t.Fatalf("stream %d: %v", r, err)
			}
		}
	}
	return f
}

func inflate(b []byte) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func dictOf(f *pdfx.File, o any) pdfx.Dict {
	switch v := f.Resolve(o).(type) {
	case pdfx.Dict:
		return v
	case *pdfx.Stream:
		return v.Dict
	}
	return nil
}

func pagesOf(f *pdfx.File) (out []pdfx.Dict) {
	tree := dictOf(f, dictOf(f, f.Trailer["Root"])["Pages"])
	for _, k := range f.Resolve(tree["Kids"]).(pdfx.Array) {
		out = append(out, dictOf(f, k))
	}
	return out
}

func contentOf(t testing.TB, f *pdfx.File, page pdfx.Dict) string {
	t.Helper()
	s := f.Resolve(page["Contents"]).(*pdfx.Stream)
	b, err := inflate(s.Data)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// number reads an operand.
func number(t testing.TB, s any) float64 {
	t.Helper()
	var v string
	switch s := s.(type) {
	case string:
		v = s
	case pdfx.Number:
		v = string(s)
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		t.Fatalf("%q is no number", s)
	}
	return f
}

// readFont answers a font's widths and what its glyphs say, as a reader builds them.
func readFont(t testing.TB, f *pdfx.File, ref any) (width func(int) float64, text map[int]string) {
	t.Helper()
	font := dictOf(f, ref)
	cid := dictOf(f, f.Resolve(font["DescendantFonts"]).(pdfx.Array)[0])
	ws := map[int]float64{}
	list := f.Resolve(cid["W"]).(pdfx.Array)
	for i := 0; i < len(list); {
		first := int(number(t, list[i]))
		if each, ok := list[i+1].(pdfx.Array); ok {
			for k, w := range each {
				ws[first+k] = number(t, w)
			}
			i += 2
			continue
		}
		for g := first; g <= int(number(t, list[i+1])); g++ {
			ws[g] = number(t, list[i+2])
		}
		i += 3
	}
	text = map[int]string{}
	cmap, err := inflate(f.Resolve(font["ToUnicode"]).(*pdfx.Stream).Data)
	if err != nil {
		t.Fatal(err)
	}
	inside := 0
	for _, ln := range strings.Split(string(cmap), "\n") {
		if strings.HasSuffix(ln, "beginbfchar") {
			inside, _ = strconv.Atoi(strings.Fields(ln)[0])
			if inside > 100 {
				t.Errorf("a block of %d mappings", inside)
			}
			continue
		}
		if ln == "endbfchar" {
			if inside != 0 {
				t.Errorf("a block is %d mappings short", inside)
			}
			continue
		}
		if inside == 0 {
			continue
		}
		inside--
		fields := strings.Fields(ln)
		g, _ := strconv.ParseUint(strings.Trim(fields[0], "<>"), 16, 16)
		text[int(g)] = hexText(t, strings.Trim(fields[1], "<>"))
	}
	return func(g int) float64 {
		if w, ok := ws[g]; ok {
			return w
		}
		return 1000
	}, text
}

func hexText(t testing.TB, s string) string {
	t.Helper()
	var u []uint16
	for ; len(s) >= 4; s = s[4:] {
		v, err := strconv.ParseUint(s[:4], 16, 16)
		if err != nil {
			t.Fatal(err)
		}
		u = append(u, uint16(v))
	}
	return string(utf16.Decode(u))
}

type matrix [6]float64

func (m matrix) times(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

// readPage runs a page's content as a reader does and answers its glyphs, in order.
func readPage(t testing.TB, f *pdfx.File, page pdfx.Dict) (out []shown) {
	t.Helper()
	type state struct {
		m            matrix
		font         string
		size, hscale float64
		fill         string
		over         bool
	}
	res := dictOf(f, page["Resources"])
	widths, texts := map[string]func(int) float64{}, map[string]map[int]string{}
	for name, ref := range dictOf(f, res["Font"]) {
		widths[string(name)], texts[string(name)] = readFont(t, f, ref)
	}
	now := state{m: matrix{1, 0, 0, 1, 0, 0}, hscale: 1}
	var saved []state
	var stack []string
	var tm matrix
	span, inSpan := "", false
	src := contentOf(t, f, page)
	for at := 0; at < len(src); {
		c := src[at]
		if c == ' ' || c == '\n' {
			at++
			continue
		}
		if c == '[' || c == '<' {
			end := strings.IndexByte(src[at:], ']')
			if c == '<' {
				end = strings.Index(src[at:], ">>>") + 2
			}
			stack = append(stack, src[at:at+end+1])
			at += end + 1
			continue
		}
		end := strings.IndexAny(src[at:], " \n")
		w := src[at : at+end]
		at += end
		if c == '/' || c == '-' || c == '.' || c >= '0' && c <= '9' {
			stack = append(stack, w)
			continue
		}
		num := func(back int) float64 { return number(t, stack[len(stack)-back]) }
		switch w {
		case "q":
			saved = append(saved, now)
		case "Q":
			if len(saved) == 0 {
				t.Fatal("Q without q")
			}
			now, saved = saved[len(saved)-1], saved[:len(saved)-1]
		case "cm":
			now.m = matrix{num(6), num(5), num(4), num(3), num(2), num(1)}.times(now.m)
		case "gs":
			now.over = stack[len(stack)-1] == "/"+pdfx.Overprint
		case "k", "cs":
			now.fill = strings.Join(stack, " ") + " " + w
		case "scn":
			now.fill += " " + strings.Join(stack, " ") + " " + w
		case "Tf":
			now.font, now.size = stack[len(stack)-2][1:], num(1)
		case "Tz":
			now.hscale = num(1) / 100
		case "Tm":
			tm = matrix{num(6), num(5), num(4), num(3), num(2), num(1)}
		case "BDC":
			span, inSpan = hexText(t, strings.TrimSuffix(strings.TrimPrefix(stack[len(stack)-1], "<</ActualText <FEFF"), ">>>")), true
		case "EMC":
			inSpan = false
		case "TJ":
			arr := stack[len(stack)-1]
			arr = arr[1 : len(arr)-1]
			for arr != "" {
				if arr[0] != '<' {
					end := strings.IndexByte(arr, '<')
					if end < 0 {
						end = len(arr)
					}
					tm = matrix{1, 0, 0, 1, -number(t, arr[:end]) / 1000 * now.size * now.hscale, 0}.times(tm)
					arr = arr[end:]
					continue
				}
				end := strings.IndexByte(arr, '>')
				for ids := arr[1:end]; ids != ""; ids = ids[4:] {
					g, _ := strconv.ParseUint(ids[:4], 16, 16)
					at := tm.times(now.m)
					s := shown{x: at[4], y: at[5], text: texts[now.font][int(g)], font: now.font, fill: now.fill, overprint: now.over}
					if inSpan {
						s.text, span = span, ""
					}
					out = append(out, s)
					tm = matrix{1, 0, 0, 1, widths[now.font](int(g)) / 1000 * now.size * now.hscale, 0}.times(tm)
				}
				arr = arr[end+1:]
			}
		}
		stack = stack[:0]
	}
	if len(saved) != 0 {
		t.Errorf("%d q without Q", len(saved))
	}
	return out
}

func near(a, b, by float64) bool { return math.Abs(a-b) <= by }
