package preflight

import (
	"context"
	"testing"

	"dayang/internal/pdf"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// BenchmarkFile checks a tabloid page of 7,000 characters with a tint and a picture.
func BenchmarkFile(b *testing.B) {
	p := good(b)
	p.Trim.W, p.Trim.H = 275*mm, 390*mm
	p.Items = p.Items[4:5] // the picture
	for i := range 100 {
		p.Items = append(p.Items, text(b, 9, 10*mm, 25*mm+geom.Length(i)*7*mm/2, "黑字叠印大样标题反白黑字叠印大样标题反白黑字叠印大样标题反白黑字叠印大样标题反白黑字叠印大样标题反白黑字叠印大样标题反白黑字叠印大样", over))
	}
	data := file(b, pdf.X4, p)
	b.Run("7000 characters", func(b *testing.B) {
		for b.Loop() {
			if rep := File(context.Background(), data, options(X4)); rep.Pages != 1 {
				b.Fatal(rep)
			}
		}
	})
	b.Run("display list", func(b *testing.B) {
		for b.Loop() {
			Pages([]display.Page{p}, PageOptions{Press: press()})
		}
	})
}
