package main

import (
	"fmt"
	"runtime"
	"testing"

	"dayang/fonts"
	"dayang/internal/compose"
	"dayang/internal/edit"
)

// BenchmarkKey is one character typed and taken out again in the middle story, to the display list. cpu-ns/op is the
// thread's own time for one of the two.
func BenchmarkKey(b *testing.B) {
	for _, pages := range []int{1, 100} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			ed, err := editionOf(pages)
			if err != nil {
				b.Fatal(err)
			}
			c := compose.New(fonts.Builtin(), nil)
			c.Compose(ed)
			story := ed.Story(ed.Pages[pages/2].Frames[2].Story)
			para := story.Paras[len(story.Paras)/2]
			at := len([]rune(para.Text)) / 2
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			runtime.GC()
			b.ReportAllocs()
			b.ResetTimer()
			used := threadTime()
			for range b.N {
				for _, key := range []struct {
					to   int
					text string
				}{{at, "新"}, {at + 1, ""}} {
					ch, err := edit.ReplaceText(ed, story.ID, para.ID, at, key.to, key.text)
					if err != nil {
						b.Fatal(err)
					}
					if ed, err = ch.Apply(ed); err != nil {
						b.Fatal(err)
					}
					c.Compose(ed)
				}
			}
			b.ReportMetric(float64(threadTime()-used)/float64(2*b.N), "cpu-ns/op")
		})
	}
}
