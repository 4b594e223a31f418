package ngram

import (
	"bytes"
	"compress/flate"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dayang/assets"
)

func model(t testing.TB) *Model {
	m, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestPairsCount holds likely words in turn to be likelier than the same words in an order nobody writes.
func TestPairsCount(t *testing.T) {
	m := model(t)
	for _, p := range [][2]string{
		{"市政府召开新闻发布会", "新闻市政府发布会召开"},
		{"积极开展志愿服务活动", "服务积极活动志愿开展"},
		{"群众的生命财产安全", "安全财产生命的群众"},
	} {
		a, b := m.Read([]rune(p[0])).Cost(), m.Read([]rune(p[1])).Cost()
		if a >= b {
			t.Errorf("%s costs %.1f, %s %.1f", p[0], a, p[1], b)
		}
	}
}

// slowly is the least cost of a text by trying every way to cut it, to hold Read against.
func slowly(m *Model, rs []rune, before uint32) float64 {
	if len(rs) == 0 {
		return 0
	}
	best := math.Inf(1)
	m.each(rs, 0, func(n int, id uint32, own float32) {
		best = min(best, float64(m.step(before, id)+own)+slowly(m, rs[n:], id))
	})
	return best
}

// TestReadIsLeast compares Read with every way to cut random text, and Try with reading the changed text anew.
func TestReadIsLeast(t *testing.T) {
	m := model(t)
	r := rand.New(rand.NewPCG(1, 2))
	chars := []rune("市民政府召开会议中国人大学生活动，。的了在是3A“”")
	for range 300 {
		rs := make([]rune, 3+r.IntN(9))
		for i := range rs {
			rs[i] = chars[r.IntN(len(chars))]
		}
		x := m.Read(rs)
		if want := slowly(m, rs, other); math.Abs(want-x.Cost()) > 1e-2 {
			t.Fatalf("%q costs %.2f, the least is %.2f", string(rs), x.Cost(), want)
		}
		if w := x.Words(); w[len(w)-1] != len(rs) || !slices.IsSorted(w) {
			t.Fatalf("%q has words at %v", string(rs), w)
		}
		i := r.IntN(len(rs))
		y := []rune("人民会议大学")[r.IntN(6)]
		if letter(rs[i]) {
			continue
		}
		changed := slices.Clone(rs)
		changed[i] = y
		// Try looks at new words of up to four characters: no word of these characters is longer.
		if got, want := x.Try(i, []rune{y}).Saves, x.Cost()-slowly(m, changed, other); math.Abs(got-want) > 1e-2 && !letterBeside(rs, i) {
			t.Fatalf("%q with %c at %d saves %.2f, not %.2f", string(rs), y, i, want, got)
		}
	}
}

func letterBeside(rs []rune, i int) bool {
	return i > 0 && letter(rs[i-1]) && i+1 < len(rs) && letter(rs[i+1])
}

func TestTrySwap(t *testing.T) {
	m := model(t)
	x := m.Read([]rune("市委作出重要署部"))
	c := x.Try(6, []rune("部署"))
	if c.Saves < 5 || c.From != 6 || c.To != 8 {
		t.Errorf("署部 as 部署: %+v", c)
	}
	if s := m.Read([]rune("市委作出重要部署")).Try(6, []rune("署部")).Saves; s > -5 {
		t.Errorf("部署 as 署部 saves %.1f", s)
	}
	if s := x.Try(7, []rune("部署")).Saves; !math.IsInf(s, -1) {
		t.Errorf("a change beyond the end saves %v", s)
	}
}

// TestLearnt holds a model that has learnt a paper's words to read them as such, and to find their neighbours likely.
func TestLearnt(t *testing.T) {
	m := model(t)
	var texts []string
	for _, s := range []string{
		"青屏市澜溪街道的居民说，今年修了绿道。", "昨天，澜溪街道办事处启用新址。", "记者从澜溪街道获悉，花会明天开幕。", "冉墨桢在澜溪街道调研。",
		"会议由冉墨桢主持。", "市长冉墨桢强调，要抓好春耕。", "冉墨桢一行来到码头。", "随后，冉墨桢听取了汇报。", "在澜溪街道，老人们领到了新衣。", "澜溪街道党工委书记说。",
	} {
		texts = append(texts, s, s)
	}
	names := FindNames(m, texts)
	if names["冉墨桢"] == 0 || names["澜溪"]+names["澜溪街道"] == 0 || len(names) > 4 {
		t.Errorf("names found: %v", names)
	}
	for _, w := range []string{"街道", "居民", "会议"} {
		if names[w] > 0 {
			t.Errorf("%s is taken for a name", w)
		}
	}
	c := NewCounts()
	for w, n := range names {
		c.One[w], c.Names[w] = n, n
	}
	first := m.With(c)
	for _, s := range texts {
		c.Learn(first, s)
	}
	own := m.With(c)
	text := []rune("冉墨桢来到澜溪街道")
	if a, b := m.Read(text).Cost(), own.Read(text).Cost(); b > a-10 {
		t.Errorf("the text costs %.1f and %.1f after learning", a, b)
	}
	strange := []rune("航天员进入空间站核心舱")
	if a, b := m.Read(strange).Cost(), own.Read(strange).Cost(); b > a+2 {
		t.Errorf("a text of others costs %.1f and %.1f after learning", a, b)
	}
	if m.Known("冉墨桢") || !own.Known("冉墨桢") {
		t.Error("learning changed the shipped model, or not the learnt one")
	}
}

func FuzzRead(f *testing.F) {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(assets.WordModel())))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:200], "市民")
	f.Add([]byte(magic+"\x02\x01\n市\n\x20\x20\x80\x80\x01\x00\x01\x10"), "市民3月")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		m, err := read(bytes.NewReader(data))
		if err != nil {
			return
		}
		rs := []rune(text)
		x := m.Read(rs)
		if w := x.Words(); w[len(w)-1] != len(rs) {
			t.Errorf("%q ends at %d", text, w[len(w)-1])
		}
		for i := range rs {
			x.Try(i, []rune{'市'})
			x.Local(i)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	m := model(b)
	rs := []rune(strings.Repeat("本报讯 3月7日下午，我市召开重点项目推进会，会议强调，要紧盯节点、倒排工期。", 200))
	for b.Loop() {
		m.Read(rs)
	}
	b.ReportMetric(float64(len(rs)), "characters")
}

// FuzzCounts reads what it can and writes it: the same counts again.
func FuzzCounts(f *testing.F) {
	f.Add(countsMagic + "\nr 12\nn 冉墨桢 4\n1 市 3\n2 - 市 1\n2 市 - 1\n")
	f.Add(countsMagic + "\n2 a b -1\n")
	f.Add(countsMagic + "\n1 市 0\n2 市 市 0\n")
	f.Add(countsMagic + "\n1 市 1\n2 - 市 4294967296\n2 - 在 0\n")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ReadCounts(strings.NewReader(s))
		if err != nil {
			return
		}
		var b strings.Builder
		if err := c.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := ReadCounts(strings.NewReader(b.String()))
		if err != nil || again.Runes != c.Runes || len(again.One) > len(c.One) || len(again.Two) > len(c.Two) {
			t.Fatalf("%q: %v %+v", b.String(), err, again)
		}
		r := model(t).With(again).Read([]rune("冉墨桢在市里，市的3号"))
		if x := r.Cost(); math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
			t.Fatalf("with %q a text costs %v", b.String(), x)
		}
		r.Try(0, []rune("市"))
	})
}
