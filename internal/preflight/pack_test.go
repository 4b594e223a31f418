package preflight

import (
	"bytes"
	"context"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"dayang/internal/pdf"
)

// packed is a good file as pdfcpu writes it: objects in streams.
func packed(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	conf := model.NewDefaultConfiguration()
	conf.WriteObjectStream, conf.WriteXRefStream = true, true
	if err := api.Optimize(bytes.NewReader(base(t, pdf.X1a)), &out, conf); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// encrypted is a good file with passwords.
func encrypted(user, owner string) func(t testing.TB) []byte {
	return func(t testing.TB) []byte {
		t.Helper()
		var out bytes.Buffer
		if err := api.Encrypt(bytes.NewReader(base(t, pdf.X4)), &out, model.NewAESConfiguration(user, owner, 256)); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

// FuzzFile gives the checker anybody's bytes: it answers findings, and soon.
func FuzzFile(f *testing.F) {
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\nxref\n0 0\ntrailer<</Root 1 0 R>>\nstartxref\n90\n%%EOF"))
	f.Add([]byte("%PDF-1.7\n"))
	b := base(f, pdf.X1a)
	f.Add(b)
	f.Add(b[:len(b)-200])
	f.Add(packed(f))
	f.Add(encrypted("a", "b")(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		rep := File(context.Background(), data, options(Any))
		if len(rep.Findings) > mostKinds {
			t.Errorf("%d findings", len(rep.Findings))
		}
	})
}

// FuzzContent gives the interpreter anybody's operators.
func FuzzContent(f *testing.F) {
	f.Add("q 1 0 0 1 0 0 cm BT /F1 9 Tf [<0001> 5 (a)] TJ ET Q")
	f.Add("BI /W 1 /H 1 /BPC 8 /CS /G ID x EI")
	f.Add("0 0 m 1e9 -1e9 l 1 2 3 4 5 6 c S 0 0 1 1 re W n /All cs 1 scn f")
	f.Fuzz(func(t *testing.T, ops string) {
		if len(ops) > 1<<16 {
			return
		}
		b := changedFile(t, base(t, pdf.X4), func(g *graph) { g.content(ops) })
		File(context.Background(), b, options(Any))
	})
}
