package flow

import (
	"testing"

	"dayang/internal/compose"
	"dayang/internal/edit/edittest"
)

// BenchmarkPageFindings is what a page's checks cost with every composition: it must not be felt while a hand drags.
func BenchmarkPageFindings(b *testing.B) {
	ed := edittest.Edition(8)
	res := compose.All(NewShop().Fonts, nil, ed)
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			PageFindings(ed, res.Pages)
		}
	})
	b.Run("again", func(b *testing.B) {
		var k PageChecks
		for b.Loop() {
			k.Findings(ed, res.Pages)
		}
	})
}
