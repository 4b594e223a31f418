package ads

import (
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dayang/internal/pdf/pdfx"
)

// taker copies a graph of objects into another file; what it copied once it refers to again.
type taker struct {
	ad   *Ad
	file *pdfx.File
	refs map[int]pdfx.Ref
	n    int
	err  error
}

func (t *taker) fail(format string, args ...any) any {
	if t.err == nil {
		t.err = refuse(ErrBroken, broken[0], broken[1], clip(fmt.Sprintf(format, args...)))
	}
	return nil
}

// resources copies a resource dictionary. Layers' names stay, since content uses them, and lose what they meant: an ad
// with a layer that does not show was refused.
func (t *taker) resources(o types.Object) pdfx.Dict {
	d, _ := t.object(types.Dict(t.ad.doc.Dict(o)), 0).(pdfx.Dict)
	if d == nil {
		d = pdfx.Dict{}
	}
	return d
}

// object copies one object.
func (t *taker) object(o types.Object, depth int) any {
	if t.n++; t.err != nil || depth > mostDepth || t.n > 4*mostObjects {
		return t.fail("objects nest too deep or never end")
	}
	switch v := o.(type) {
	case nil:
		return nil
	case types.IndirectRef:
		n := int(v.ObjectNumber)
		if r, ok := t.refs[n]; ok {
			return r
		}
		target := t.ad.doc.Get(v)
		if target == nil {
			return nil
		}
		r := t.file.Add(nil) // before what it holds, which may refer back to it
		t.refs[n] = r
		t.file.Objects[r] = t.object(target, depth+1)
		return r
	case types.Boolean:
		return bool(v)
	case types.Integer:
		return pdfx.Int(int(v))
	case types.Float:
		return pdfx.Real(float64(v), 6)
	case types.Name:
		return pdfx.Name(plainName(string(v)))
	case types.StringLiteral, types.HexLiteral:
		b, err := bytesOf(v)
		if err != nil {
			return t.fail("a string: %v", err)
		}
		return pdfx.String(b)
	case types.Array:
		out := make(pdfx.Array, len(v))
		for i, e := range v {
			out[i] = t.object(e, depth+1)
		}
		return out
	case types.Dict:
		return t.dict(v, depth)
	case types.StreamDict:
		return t.stream(&v, depth)
	case *types.StreamDict:
		return t.stream(v, depth)
	}
	return t.fail("an object of kind %T", o)
}

func (t *taker) dict(v types.Dict, depth int) pdfx.Dict {
	out := pdfx.Dict{}
	page := t.ad.doc.Name(v["Type"]) == "Page" || t.ad.doc.Name(v["Type"]) == "Pages" // a way back into the whole document
	if page {
		return out
	}
	for k, e := range v {
		if dropped[k] || e == nil {
			continue
		}
		if k == "Properties" {
			list := pdfx.Dict{}
			for name := range t.ad.doc.Dict(e) {
				list[pdfx.Name(plainName(name))] = pdfx.Dict{}
			}
			out["Properties"] = list
			continue
		}
		if c := t.object(e, depth+1); c != nil {
			out[pdfx.Name(plainName(k))] = c
		}
	}
	return out
}

func (t *taker) stream(s *types.StreamDict, depth int) any {
	if s.Dict["F"] != nil || s.Dict["FFilter"] != nil {
		return t.fail("data outside the file")
	}
	out := &pdfx.Stream{Data: s.Raw}
	d := types.Dict{}
	for k, e := range s.Dict {
		if k != "Length" && k != "DL" {
			d[k] = e
		}
	}
	lzw := false
	for _, f := range s.FilterPipeline {
		lzw = lzw || f.Name == "LZWDecode"
		if f.Name == "Crypt" {
			return t.fail("an encrypted stream")
		}
	}
	if lzw { // PDF/X forbids it; unpacked, it is packed again as all else
		b, err := decoded(s)
		if err != nil {
			return t.fail("a stream: %v", err)
		}
		delete(d, "Filter")
		delete(d, "DecodeParms")
		out.Data = b
	}
	out.Dict = t.dict(d, depth)
	return out
}

// bytesOf answers the bytes of a string.
func bytesOf(o types.Object) (b []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	switch v := o.(type) {
	case types.StringLiteral:
		return types.Unescape(string(v))
	case types.HexLiteral:
		return v.Bytes()
	}
	return nil, fmt.Errorf("%T is no string", o)
}

// textOf answers a text string in UTF-8.
func textOf(o types.Object) (s string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	switch v := o.(type) {
	case types.StringLiteral:
		return types.StringLiteralToString(v)
	case types.HexLiteral:
		return types.HexLiteralToString(v)
	}
	return "", fmt.Errorf("%T is no string", o)
}

// plainName undoes a name's #-escapes.
func plainName(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			if hi, lo := hexDigit(s[i+1]), hexDigit(s[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
