package objects

import (
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// TestGet: references are followed as far as MostDepth and no further; a ring and a hole are nil; what is of another type
// is the zero value.
func TestGet(t *testing.T) {
	ref := func(n int) types.IndirectRef { return *types.NewIndirectRef(n, 0) }
	table := map[int]*model.XRefTableEntry{}
	set := func(n int, o types.Object) {
		gen := 0
		table[n] = &model.XRefTableEntry{Generation: &gen, Object: o}
	}
	set(1, ref(2))
	set(2, types.Dict{"A": ref(3)})
	set(3, types.Integer(7))
	set(4, ref(5))
	set(5, ref(4))
	d := Doc{Context: &model.Context{XRefTable: &model.XRefTable{Table: table}}, MostDepth: 3}
	if v, ok := d.Number(d.Dict(ref(1))["A"]); !ok || v != 7 {
		t.Errorf("a chain of references ends in %v, %v", v, ok)
	}
	for _, o := range []types.Object{ref(4), ref(9), nil} {
		if got := d.Get(o); got != nil {
			t.Errorf("%v is %v", o, got)
		}
	}
	if d.Dict(ref(3)) != nil || d.Array(ref(3)) != nil || d.Stream(ref(3)) != nil || d.Name(ref(3)) != "" {
		t.Error("a number is something else, too")
	}
	if short := (Doc{Context: d.Context, MostDepth: 1}); short.Dict(ref(1)) != nil {
		t.Error("a chain longer than MostDepth was followed")
	}
}

// TestInherited: what a page says itself goes before what stands above it, and only what pages inherit comes down.
func TestInherited(t *testing.T) {
	above := types.Dict{"MediaBox": types.Integer(1), "Rotate": types.Integer(2), "Contents": types.Integer(3)}
	page := types.Dict{"Rotate": types.Integer(4), "Type": types.Name("Page")}
	got := Page(page, Inherited(page, above))
	if len(got) != 3 || got["MediaBox"] != types.Integer(1) || got["Rotate"] != types.Integer(4) || got["Type"] != types.Name("Page") {
		t.Errorf("the page is %v", got)
	}
}
