package hyphen

import (
	"strings"
	"testing"
)

// TestEnglish divides words as TeX does with the same patterns, and as its list of exceptions says.
func TestEnglish(t *testing.T) {
	for _, want := range []string{
		"hy-phen-ation", "com-puter", "al-go-rithm", "news-pa-per", "in-ter-na-tional", "de-vel-op-ment", "tech-nol-ogy",
		"project", "ta-ble", "as-so-ciate", "word", "IoT", "GPS", "iPhone", "strengths", "su-per-cal-ifrag-ilis-tic",
		"Shang-hai", "naïveté",
	} {
		word := strings.ReplaceAll(want, "-", "")
		var b strings.Builder
		at := 0
		for _, p := range English().Points(word) {
			b.WriteString(word[at:p] + "-")
			at = p
		}
		if got := b.String() + word[at:]; got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}

// FuzzPoints holds every place inside the word, in order, whatever the word.
func FuzzPoints(f *testing.F) {
	f.Add("hyphenation")
	f.Add("—")
	f.Fuzz(func(t *testing.T, word string) {
		last := 0
		for _, p := range English().Points(word) {
			if p <= last || p < leastLeft || p > len(word)-leastRight {
				t.Fatalf("%q: %d after %d", word, p, last)
			}
			last = p
		}
	})
}
