package preflight

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"dayang/internal/pdf"
	"dayang/internal/pdf/pdfx"
	"dayang/internal/words"
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
	b := light(f)
	f.Add(b)
	f.Add(b[:len(b)-200])
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(b), &out, model.NewAESConfiguration("", "b", 256)); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
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
	d, err := open(context.Background(), sourceOf(light(f)))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ops string) {
		if len(ops) > 1<<16 {
			return
		}
		o := options(Any)
		r := &run{ctx: context.Background(), doc: d, o: &o, fonts: map[int]*font{}, contents: map[int][]byte{}, unseen: map[string]words.Text{}}
		page := r.pages(d.Dict(*d.Root)["Pages"], nil, map[int]bool{}, 0, nil)[0]
		var first [4]float64
		boxes := r.sheet(page, 0, &first)
		r.plate = newPlate(boxes[0], nil)
		r.content([]byte(ops), d.Dict(page["Resources"]), r.start(), 0)
		r.measure(boxes)
	})
}

// light is a good file without the profile, which is nine tenths of it.
func light(t testing.TB) []byte {
	return changedFile(t, base(t, pdf.X1a), func(g *graph) { delete(g.root, "OutputIntents") })
}

// TestGarbageEndsSoon gives the checker thousands of broken files: none takes long or breaks it.
func TestGarbageEndsSoon(t *testing.T) {
	seeds := [][]byte{light(t), packed(t), encrypted("", "b")(t)}
	r := rand.New(rand.NewPCG(1, 2))
	files := 300
	if testing.Short() {
		files = 60
	}
	for i := range files {
		b := bytes.Clone(seeds[i%len(seeds)])
		for range 1 + r.IntN(20) {
			switch at := r.IntN(len(b)); r.IntN(4) {
			case 0:
				b[at] = byte(r.IntN(256))
			case 1:
				b = append(b[:at], b[at+r.IntN(min(50, len(b)-at)):]...)
			case 2:
				b[max(len(b)-1-r.IntN(3000), 0)] = byte('0' + r.IntN(10))
			case 3:
				b = b[:max(len(b)-r.IntN(200), 100)]
			}
		}
		start := time.Now()
		File(context.Background(), b, options(Any))
		if d := time.Since(start); d > 20*time.Second { // an honest one takes hundredths
			t.Fatalf("file %d took %v", i, d)
		}
	}
}

// TestNestingEnds: twenty forms that each show the next one twice would be a million; a form that shows itself would
// never end.
func TestNestingEnds(t *testing.T) {
	for name, ring := range map[string]bool{"a chain": false, "a ring": true} {
		b := changedFile(t, light(t), func(g *graph) {
			form := func(shows pdfx.Ref) pdfx.Ref {
				s := &pdfx.Stream{Dict: pdfx.Dict{"Type": named("XObject"), "Subtype": named("Form"), "BBox": nums(0, 0, 9, 9)}, Data: []byte("0 0 9 9 re f /F Do /F Do")}
				ref := g.Add(s)
				if shows == 0 {
					shows = ref
				}
				s.Dict["Resources"] = pdfx.Dict{"XObject": pdfx.Dict{"F": shows}}
				return ref
			}
			ref := form(0)
			for range 20 {
				if !ring {
					ref = form(ref)
				}
			}
			g.put("XObject", "F", ref)
			g.content("/F Do")
		})
		ctx, stop := context.WithTimeout(context.Background(), time.Minute)
		rep := File(ctx, b, options(Any))
		if want := map[bool]string{false: RuleLimits, true: RuleContent}[ring]; ctx.Err() != nil || !has(rep.Findings, want, fault) {
			t.Errorf("%s: %v%s", name, ctx.Err(), list(rep.Findings))
		}
		stop()
	}
}
