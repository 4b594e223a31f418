package ads

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"dayang/internal/pdf/pdfx"
)

// FuzzRead gives the reader anybody's bytes: it answers an ad that can be taken, or a refusal with words.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"ghostscript", "objectstreams", "rotated", "hidden", "aes"} {
		data, err := os.ReadFile(filepath.Join("..", "testdata", "ads", name+".pdf"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\nxref\n0 0\ntrailer<</Root 1 0 R>>\nstartxref\n90\n%%EOF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ad, err := Read(context.Background(), data)
		var no *Refusal
		switch {
		case err != nil && (!errors.As(err, &no) || no.Words().ZH == "" || no.Words().EN == ""):
			t.Fatalf("refused without words: %v", err)
		case err == nil:
			if !(ad.W >= 1 && ad.H >= 1 && ad.W < 20000 && ad.H < 20000) || ad.Pages < 1 {
				t.Fatalf("%g by %g, %d pages", ad.W, ad.H, ad.Pages)
			}
			file := &pdfx.File{Version: "1.6", Objects: map[pdfx.Ref]any{}}
			if _, err := ad.Form(file, true); err != nil && !errors.As(err, &no) {
				t.Fatal(err)
			}
		}
	})
}
