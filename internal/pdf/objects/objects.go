// Package objects reads the objects of a PDF as pdfcpu holds them, with the care that a stranger's file asks for: a
// reference that leads nowhere, or round in a ring, is nil; an object of another type than asked for is the zero value; a
// panic of the reader below is neither.
//
// Start with Doc. The package opens no file: how much of one may be held is for whoever opens it to say. It writes nothing.
package objects

import (
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfcpu writes a folder of settings for its user unless it is told not to.
func init() { model.ConfigPath = "disable" }

// Doc is a file as pdfcpu has read it.
type Doc struct {
	*model.Context
	MostDepth int // how long a chain of references may be
}

// Guard turns a reader's panic into an error: pdfcpu reports some faults that way. It is deferred.
func Guard(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%v", r)
	}
}

// Get answers what an object is or refers to, or nil.
func (d *Doc) Get(o types.Object) (out types.Object) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	for range d.MostDepth {
		r, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		next, err := d.Dereference(r)
		if err != nil {
			return nil
		}
		o = next
	}
	return nil
}

// Dict answers a dictionary, a stream's too, or nil.
func (d *Doc) Dict(o types.Object) types.Dict {
	switch v := d.Get(o).(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	case *types.StreamDict:
		return v.Dict
	}
	return nil
}

// Array answers an array, or nil.
func (d *Doc) Array(o types.Object) types.Array {
	a, _ := d.Get(o).(types.Array)
	return a
}

// Stream answers a stream, or nil.
func (d *Doc) Stream(o types.Object) *types.StreamDict {
	switch v := d.Get(o).(type) {
	case types.StreamDict:
		return &v
	case *types.StreamDict:
		return v
	}
	return nil
}

// Name answers a name without its slash, or "".
func (d *Doc) Name(o types.Object) string {
	n, _ := d.Get(o).(types.Name)
	return string(n)
}

// Number answers an integer or a real.
func (d *Doc) Number(o types.Object) (float64, bool) {
	switch v := d.Get(o).(type) {
	case types.Integer:
		return float64(v), true
	case types.Float:
		return float64(v), true
	}
	return 0, false
}

// Inherited answers what a node of the page tree has of the attributes that pages inherit: its own, else those from
// above.
func Inherited(node, above types.Dict) types.Dict {
	own := types.Dict{}
	for _, k := range []string{"Resources", "MediaBox", "CropBox", "Rotate"} {
		if v := node[k]; v != nil {
			own[k] = v
		} else if v := above[k]; v != nil {
			own[k] = v
		}
	}
	return own
}

// Page answers a page's dictionary with what it inherits.
func Page(node, inherited types.Dict) types.Dict {
	p := types.Dict{}
	for k, v := range node {
		p[k] = v
	}
	for k, v := range inherited {
		p[k] = v
	}
	return p
}
