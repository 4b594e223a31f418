package segment

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

var open = sync.OnceValues(Open)

func dictionary(t testing.TB) *Dictionary {
	t.Helper()
	d, err := open()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func bars(words []Word) string {
	var parts []string
	for _, w := range words {
		parts = append(parts, w.Text)
	}
	return strings.Join(parts, "|")
}

func TestCut(t *testing.T) {
	d := dictionary(t)
	for _, want := range []string{
		"养老|服务|服务中心",
		"疾|控|中心|、|血站",
		"2020|年|12|月|，|部署|疫情",
		"达|22|.|3|亿元",
		"4S|店里|的|T恤",
		"看| |𠮷|\x00|吗",
	} {
		text := strings.ReplaceAll(want, "|", "")
		if got := bars(d.Cut(text)); got != want {
			t.Errorf("Cut(%q)\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	d := dictionary(t)
	if d.Freq("服务中心") <= 0 || d.Tag("部署") == "" || d.Total() < 1e7 {
		t.Errorf("服务中心 %v, 部署 %q, total %v", d.Freq("服务中心"), d.Tag("部署"), d.Total())
	}
	for _, w := range []string{"", "的的", "控中", "\x00", "a\x00b", "\xff", "服务中"} {
		if d.Freq(w) != 0 || d.Tag(w) != "" {
			t.Errorf("%q is no word, but has count %v, tag %q", w, d.Freq(w), d.Tag(w))
		}
	}
	if d.Freq("的") < d.Freq("养老") {
		t.Error("a single character has lost its count")
	}
}

func TestFollow(t *testing.T) {
	d := dictionary(t)
	if d.Follow("在", "p", "北京", "ns") <= d.Follow("在", "p", "吗", "y") {
		t.Error("a place follows a preposition less than a particle does")
	}
	if d.Follow("", "", "的", "uj") >= d.Follow("", "", "记者", "n") {
		t.Error("的 starts a sentence more than a noun does")
	}
	if v := d.Follow("x", "", "y", "nosuchtag"); v != 0 {
		t.Errorf("an unknown word says %v", v)
	}
}

// TestCutKeepsAll: the words of any text are the text, their offsets are its runes, and goroutines do not disturb
// each other.
func TestCutKeepsAll(t *testing.T) {
	d := dictionary(t)
	pool := []rune("养老服务中心的了在市民生2018·，。“”a b-Z9％\n\x00𠮷👍é\u200b")
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(7, uint64(g)))
			for range 200 {
				var b strings.Builder
				for range rng.IntN(300) {
					if rng.IntN(40) == 0 {
						b.WriteByte(0xff)
					}
					b.WriteRune(pool[rng.IntN(len(pool))])
				}
				check(t, d, b.String())
			}
		})
	}
	wg.Wait()
	check(t, d, strings.Repeat("民生服务", 200_000))
	check(t, d, strings.Repeat("a", 1_000_000))
}

func check(t *testing.T, d *Dictionary, text string) {
	at := 0
	var b strings.Builder
	for _, w := range d.Cut(text) {
		if w.From != at || w.To != at+utf8.RuneCountInString(w.Text) || w.To == w.From {
			t.Errorf("word %q stands at %d..%d, want from %d", w.Text, w.From, w.To, at)
			return
		}
		at = w.To
		b.WriteString(w.Text)
	}
	if b.String() != text {
		t.Errorf("the words of %.60q are not the text", text)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, bad := range []string{"", "词\n", "词 x n\n", " 3 n\n", "词 0 n\n"} {
		if _, err := Read(strings.NewReader(bad)); !errors.Is(err, ErrWordList) {
			t.Errorf("Read(%q): %v", bad, err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReady reports what dictionary and model hold once they are read, in MB of heap: run it alone, since the
// model is read once in a process.
func BenchmarkReady(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var d *Dictionary
	for b.Loop() {
		d = nil
		var err error
		if d, err = Open(); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
	runtime.KeepAlive(d)
}

func BenchmarkCut(b *testing.B) {
	d := dictionary(b)
	text := strings.Repeat("五年来，平湖始终聚焦民生需求，补足民生短板，办好百姓实事，回应群众期待。", 200)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		d.Cut(text)
	}
}
