package flow

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"dayang/internal/pdf"
	"dayang/layout/display"
)

// BenchmarkPrint prints the sample's page with its pictures, warm: what an editor waits for who exports a page again.
// pages=100 is the same page a hundred times, which leaves out the conversion of pictures.
func BenchmarkPrint(b *testing.B) {
	s := NewShop()
	tk, err := s.Sample()
	if err != nil {
		b.Fatal(err)
	}
	p := madeUp(b, s, tk, 1)
	press, err := PressFor(p.Edition.House, "", "")
	if err != nil {
		b.Fatal(err)
	}
	o := press.Options
	o.Cache = pdf.NewCache(64 << 20)
	for _, n := range []int{1, 100} {
		pages := make([]display.Page, n)
		for i := range pages {
			pages[i] = p.Page
		}
		b.Run(fmt.Sprintf("pages=%d", n), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "p.pdf")
			j := Job{Edition: p.Edition, Pages: pages, Pictures: tk.Pictures, Press: press.Press, Options: o}
			if _, err := s.Print(context.Background(), path, j); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Print(context.Background(), path, j); err != nil {
					b.Fatal(err)
				}
			}
			if fi, err := os.Stat(path); err == nil {
				b.ReportMetric(float64(fi.Size())/1e6, "MB")
			}
		})
	}
}
