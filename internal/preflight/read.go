package preflight

import (
	"context"
	"errors"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dayang/internal/pdf/objects"
)

// What a stranger's file may make us hold: no press page comes near.
const (
	mostFile    = 1 << 30
	mostDecoded = 256 << 20
	mostObjects = 2_000_000
	mostDepth   = 24 // of forms in forms, pages in trees, chains of references
)

// doc is a file as pdfcpu reads it.
type doc struct {
	objects.Doc
}

var errSize = errors.New("the file is larger than 1 GB")

func open(c context.Context, data source) (d *doc, err error) {
	defer objects.Guard(&err)
	if data.size > mostFile {
		return nil, errSize
	}
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	conf.ValidationMode = model.ValidationRelaxed
	conf.Limits = model.ResourceLimits{
		MaxStreamBytes: mostDecoded, MaxDecodeBytes: mostDecoded, MaxImagePixels: mostPixels, MaxImageBytes: mostDecoded,
		MaxObjectCount: mostObjects, MaxObjectStreamCount: mostObjects / 10, MaxObjectStreamFirst: 16 << 20,
		MaxXRefEntries: mostObjects, MaxRecursionDepth: 64,
	}
	ctx, err := pdfcpu.ReadWithContext(c, io.NewSectionReader(data, 0, data.size), conf)
	if err != nil {
		return nil, err
	}
	return &doc{objects.Doc{Context: ctx, MostDepth: mostDepth}}, nil
}

func (d *doc) int(o types.Object) int {
	v, _ := d.Number(o)
	return int(max(min(v, 1<<40), -1<<40))
}

func (d *doc) bool(o types.Object) bool {
	b, _ := d.Get(o).(types.Boolean)
	return bool(b)
}

// text answers a text string in UTF-8, or "".
func (d *doc) text(o types.Object) (s string) {
	defer func() {
		if recover() != nil {
			s = ""
		}
	}()
	switch v := d.Get(o).(type) {
	case types.StringLiteral:
		s, _ = types.StringLiteralToString(v)
	case types.HexLiteral:
		s, _ = types.HexLiteralToString(v)
	}
	return s
}

func (d *doc) isString(o types.Object) bool {
	switch d.Get(o).(type) {
	case types.StringLiteral, types.HexLiteral:
		return true
	}
	return false
}

// bytesOf answers the bytes of a string.
func (d *doc) bytesOf(o types.Object) (b []byte) {
	defer func() {
		if recover() != nil {
			b = nil
		}
	}()
	switch v := d.Get(o).(type) {
	case types.StringLiteral:
		b, _ = types.Unescape(string(v))
	case types.HexLiteral:
		b, _ = v.Bytes()
	}
	return b
}

// numbers answers an array of numbers, or nil when it is not one of n.
func (d *doc) numbers(o types.Object, n int) []float64 {
	a := d.Array(o)
	if n >= 0 && len(a) != n || a == nil {
		return nil
	}
	out := make([]float64, len(a))
	for i, v := range a {
		f, ok := d.Number(v)
		if !ok {
			return nil
		}
		out[i] = f
	}
	return out
}

// decode answers a stream's data, all filters undone; for a picture, all but the picture's own.
func (d *doc) decode(s *types.StreamDict) (data []byte, own string, err error) {
	defer objects.Guard(&err)
	pipe := s.FilterPipeline
	if n := len(pipe); n > 0 {
		switch last := pipe[n-1].Name; last {
		case "DCTDecode", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode":
			own = last
			pipe = pipe[:n-1]
		}
	}
	if len(pipe) == 0 {
		return s.Raw, own, nil
	}
	part := *s
	part.Content, part.FilterPipeline = nil, pipe
	if err := part.DecodeWithLimit(mostDecoded); err != nil {
		return nil, own, err
	}
	return part.Content, own, nil
}

// refOf answers the number of an indirect object, 0 of a direct one.
func refOf(o types.Object) int {
	if r, ok := o.(types.IndirectRef); ok {
		return int(r.ObjectNumber)
	}
	return 0
}
