package pdf

import (
	"bytes"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// TestPdfcpuFindsNoFault is a second reader that is always there: it reads every object and checks it by type.
func TestPdfcpuFindsNoFault(t *testing.T) {
	api.DisableConfigDir() // it would write a folder of settings
	p, pics := showPage(t)
	for _, s := range []Standard{Proof, X4, X1a} {
		o := options(t, s)
		o.Marks = true
		conf := model.NewDefaultConfiguration()
		conf.ValidationMode = model.ValidationStrict
		b := write(t, o, pics, p, p)
		if err := api.Validate(bytes.NewReader(b), conf); err != nil {
			t.Errorf("%v: %v", s, err)
		}
		ctx, err := api.ReadContext(bytes.NewReader(b), conf)
		if err != nil {
			t.Fatal(err)
		}
		if err := ctx.EnsurePageCount(); err != nil || ctx.PageCount != 2 {
			t.Errorf("%v: %d pages, %v", s, ctx.PageCount, err)
		}
	}
}
