package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edit/edittest"
)

// BenchmarkDo is one keystroke's change on disk, in editions of two sizes: most of it is waiting for the disk.
func BenchmarkDo(b *testing.B) {
	for _, pages := range []int{1, 100} {
		b.Run(fmt.Sprintf("%dpages", pages), func(b *testing.B) {
			f := newFile(b, pages)
			n := int64(0)
			for b.Loop() {
				s := f.Edition().Stories[3]
				c, err := edit.ReplaceText(f.Edition(), s.ID, s.Paras[5].ID, 3, 4, string(rune('一'+n%2000)))
				if err != nil {
					b.Fatal(err)
				}
				n++
				c.At = n * 10_000 // never joined: each a step of its own
				if _, err := f.Do(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkOpen is an edition with a working day's history opened and closed.
func BenchmarkOpen(b *testing.B) {
	for _, pages := range []int{1, 100} {
		b.Run(fmt.Sprintf("%dpages", pages), func(b *testing.B) {
			f := newFile(b, pages)
			r := rand.New(rand.NewPCG(1, 1))
			for range 300 {
				do(b, f, edittest.Random(f.Edition(), r))
			}
			f.Close()
			for b.Loop() {
				g, err := Open(f.path)
				if err != nil {
					b.Fatal(err)
				}
				g.Close()
			}
		})
	}
}

// BenchmarkCheck and BenchmarkSaveAs are 100 pages with 200 pictures of 1 MB.
func BenchmarkCheck(b *testing.B) {
	f := bigFile(b)
	for b.Loop() {
		if err := f.Check(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSaveAs(b *testing.B) {
	f := bigFile(b)
	to := filepath.Join(b.TempDir(), "copy.dayang")
	for b.Loop() {
		if err := f.SaveAs(to); err != nil {
			b.Fatal(err)
		}
	}
}

func bigFile(b *testing.B) *File {
	f := newFile(b, 100)
	for i := range uint64(200) {
		if _, err := f.AddPicture("noise.png", noise(1024, i)); err != nil {
			b.Fatal(err)
		}
	}
	return f
}
