package edit

import (
	"testing"

	"dayang/internal/edition"
)

// TestFollowBeyondTheEnd: a flag whose paragraph has gone and come back shorter follows to the end of what stands there,
// and never runs backwards. A run of 320 kills found one that did.
func TestFollowBeyondTheEnd(t *testing.T) {
	paras := func(texts ...string) []*edition.Para {
		var out []*edition.Para
		for i, s := range texts {
			out = append(out, &edition.Para{ID: string(rune('a' + i)), Text: s})
		}
		return out
	}
	for _, c := range [][2][]*edition.Para{
		{paras("短短的一段"), paras("短短一段")},
		{paras("短短的一段"), paras("")},
		{paras("短短的一段", "第二段"), paras("短一段", "第二")},
		{paras("短短的一段"), paras("短短的一段话", "又一段")},
	} {
		w := newTextWay(c[0], c[1])
		for from := range 40 {
			for to := from; to < 40; to++ {
				para, f, l := w.follow("a", from, to)
				var at *edition.Para
				for _, p := range c[1] {
					if p.ID == para {
						at = p
					}
				}
				if at == nil || f < 0 || l < f || l > len([]rune(at.Text)) {
					t.Fatalf("%d to %d of %q became %d to %d of %q", from, to, c[0][0].Text, f, l, para)
				}
			}
		}
	}
}
