package pdfx

import (
	"io"
	"strconv"
	"strings"
)

// The kinds of PDF object. Booleans are bool, and null is nil.
type (
	// Name is a name, without its slash and with its escapes resolved.
	Name string
	// Ref is an indirect object's number; generations are always 0 here.
	Ref int
	// String is a text or byte string, decoded.
	String string
	// Number is a number as it was or will be written.
	Number string
	// Dict is a dictionary.
	Dict map[Name]any
	// Array is an array.
	Array []any
	// Stream is a dictionary with data, as stored: Dict's Filter says how to read it. Length is not kept in Dict.
	Stream struct {
		Dict Dict
		Data []byte
		From *io.SectionReader // where the data is instead, if not nil; with its Filter, for it goes into the file as it is
	}
)

// Int answers a whole number.
func Int(n int) Number { return Number(strconv.Itoa(n)) }

// Real answers v with at most places decimals.
func Real(v float64, places int) Number {
	s := strconv.FormatFloat(v, 'f', places, 64)
	if strings.IndexByte(s, '.') >= 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		s = "0"
	}
	return Number(s)
}

// File is a PDF as a graph of objects.
type File struct {
	Version string // "1.4"
	Objects map[Ref]any
	Trailer Dict
	top     Ref // highest number in use
}

// Resolve answers the object that o is or refers to.
func (f *File) Resolve(o any) any {
	for range 32 { // a chain of references is one long in practice; a ring must end
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		o = f.Objects[r]
	}
	return nil
}

// dict answers the dictionary that o is, refers to or belongs to; nil when there is none.
func (f *File) dict(o any) Dict {
	switch v := f.Resolve(o).(type) {
	case Dict:
		return v
	case *Stream:
		return v.Dict
	}
	return nil
}

// Add makes an object indirect.
func (f *File) Add(o any) Ref {
	f.top++
	f.Objects[f.top] = o
	return f.top
}
