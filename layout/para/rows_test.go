package para

import (
	"strings"
	"testing"

	"dayang/layout/geom"
)

// headline prepares a text whose words are parted by underscores.
func headline(words string) *Prepared {
	var cl []Cluster
	for _, w := range strings.Split(words, "_") {
		for i, c := range clusters(w) {
			if i == 0 {
				c.Flags |= WordStart
			}
			cl = append(cl, c)
		}
	}
	return Prepare(Input{Clusters: cl, Style: Style{Em: testEm, Level: LevelGB, Align: Centre}})
}

func TestRowsBreakBySense(t *testing.T) {
	for _, c := range []struct {
		words   string
		measure float64
		rows    int
		want    string
	}{
		{"紧张_起来_ _严格_起来_ _坚决_打赢_疫情_防控_这_场_硬仗", 12, 3, "紧张起来 严格起来 |坚决打赢疫情防控这场硬仗"},
		{"仲旭东_在_部署_我市_疫情_防控_工作_时_强调", 12, 2, "仲旭东在部署我市|疫情防控工作时强调"},
		{"老街_换_新颜_ _古城_添_活力", 20, 2, "老街换新颜 古城添活力"},
		{"老街_换_新颜_ _古城_添_活力", 6, 2, "老街换新颜 |古城添活力"},
		{"数字_赋能_让_群众_的_获得感_更_足", 8, 2, "数字赋能让群众的|获得感更足"},
		{"我市_与_上海_签订_合作_协议", 7, 2, "我市与上海|签订合作协议"},
		{"社区_食堂_：_小_饭桌_里_的_大_民生", 8, 2, "社区食堂：|小饭桌里的大民生"},
		{"打通_断头路_，_连起_幸福桥", 7, 2, "打通断头路，|连起幸福桥"},
		{"“_一网通办_”_跨省_通办_提速", 8, 2, "“一网通办”|跨省通办提速"},
	} {
		p := headline(c.words)
		r := p.Rows(ems(c.measure), c.rows)
		if got := bars(p, r); got != c.want {
			t.Errorf("%s in %g: %s, want %s", c.words, c.measure, got, c.want)
		}
	}
}

func TestRowsTooWideSaysSo(t *testing.T) {
	p := headline("坚决_打赢_疫情_防控_这_场_硬仗")
	r := p.Rows(ems(5), 2)
	if len(r.Lines) != 2 {
		t.Fatalf("%d rows", len(r.Lines))
	}
	wide := false
	for _, l := range r.Lines {
		wide = wide || l.Width > l.Measure
	}
	if !wide {
		t.Errorf("no row says that it is too wide: %s", bars(p, r))
	}
	small := p.Scale(testEm/2, testEm)
	for _, l := range small.Rows(ems(5), 2).Lines {
		if l.Width > l.Measure {
			t.Errorf("at half the size %s is still too wide", small.text(l))
		}
	}
}

func TestRowsCentred(t *testing.T) {
	p := headline("老街_换_新颜")
	l := p.Rows(ems(9), 1).Lines[0]
	if l.Edge[0] != ems(2) || l.Edge[len(l.Edge)-1] != ems(7) {
		t.Errorf("edges %v", l.Edge)
	}
}

// TestPens draws cells and glyphs as the font has them: a proportional quotation mark and a narrow dash.
func TestPens(t *testing.T) {
	narrow := func(text string, adv map[rune]float64) []Cluster {
		cl := clusters(text)
		for i := range cl {
			if a, ok := adv[cl[i].Rune]; ok {
				cl[i].Advance = ems(a)
			}
		}
		return cl
	}
	st := Style{Em: testEm, Level: LevelGB, Align: Left}
	set := func(cl []Cluster) (Line, *Prepared) {
		p := Prepare(Input{Clusters: cl, Style: st})
		return p.Set(Measure{Rest: ems(30)}).Lines[0], p
	}
	check := func(what string, got geom.Length, want float64) {
		t.Helper()
		if d := inEms(got) - want; d > 0.001 || d < -0.001 {
			t.Errorf("%s at %.3f em, want %.3f", what, inEms(got), want)
		}
	}
	l, _ := set(narrow("说“好”·", map[rune]float64{'“': 0.4, '”': 0.4, '·': 0.3}))
	check("opener flush right in its cell", l.Pen[1], 1.6)
	check("what follows it", l.Pen[2], 2)
	check("closer flush left", l.Pen[3], 3)
	check("dot in the middle of its half", l.Pen[4], 4+0.1)
	check("the end of the dot's cell", l.Edge[5], 4.5)

	l, _ = set(narrow("“好”", nil))
	check("opener at a line's start loses its blank", l.Pen[0], -0.5)
	check("closer at a line's end ends at", l.Edge[3], 2)

	two := clusters("他—")
	two[1].Runes = 2
	two[1].Advance = ems(1.8)
	l, _ = set(append(two, clusters("我")...))
	check("a dash of two in its cell", l.Pen[1], 1.1)
	check("what follows it", l.Pen[2], 3)

	l, _ = set(narrow("看AI报", map[rune]float64{'A': 0.7, 'I': 0.3}))
	check("A after the gap", l.Pen[1], 1.25)
	check("I keeps A's advance", l.Pen[2], 1.95)
	check("Han after the gap", l.Pen[3], 2.5)

	l, _ = set(clusters("看 AI 报 "))
	check("a typed space is the gap", l.Pen[2], 1.25)
	check("and after", l.Pen[5], 2.5)
	if len(l.Pen) != 7 || l.Edge[7] != l.Edge[6] {
		t.Errorf("the last space has %v wide", l.Edge)
	}
}

// TestQuotesByContext tells Chinese quotation marks from Latin ones.
func TestQuotesByContext(t *testing.T) {
	for _, c := range []struct{ text, want string }{ // c: a Chinese mark, l: a Latin one
		{"他说“好”", "cc"}, {"称“AI”时代", "cc"}, {"“AI”时代", "cc"}, {"He said “yes” to it", "ll"},
		{"don’t", "l"}, {"书名Rock ’n’ Roll集", "ll"}, {"“Go语言”", "cc"}, {"‘最后一公里’", "cc"},
		{"用户说“OK”，然后离开", "cc"}, {"这是（“ABC”）的", "cc"},
	} {
		p := prepared(c.text, Style{})
		got := ""
		for i, cl := range p.in.Clusters {
			switch cl.Rune {
			case '“', '”', '‘', '’':
				if k := p.items[i].class; k == opener || k == closer {
					got += "c"
				} else {
					got += "l"
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

// TestManualBreaks ends lines where the editor wants it, and does not stretch them.
func TestManualBreaks(t *testing.T) {
	cl := clusters("一二三\u2028四五六七八九十")
	for _, policy := range []Policy{LeastAdjustment, PushInFirst} {
		p := Prepare(Input{Clusters: cl, Style: Style{Em: testEm, Level: LevelGB, Policy: policy}})
		r := p.Set(Measure{Rest: ems(5)})
		if got := bars(p, r); got != "一二三\u2028|四五六七八|九十" {
			t.Errorf("policy %d: %q", policy, got)
		}
		if r.Lines[0].Width != ems(3) {
			t.Errorf("the line before the break is %.2f em", inEms(r.Lines[0].Width))
		}
	}
}

func TestSetIn(t *testing.T) {
	p := prepared("市消保委提醒：办理预付卡前，要查看商家资质，问清退费条件，索要书面合同；“充得越多送得越多”的宣传，须格外留神。为避免扰民，管理方划定了“静音区”，晚上9点后不得使用扩音设备；每周一闭市清洗，确保“人走地净”。", Style{Level: LevelGB, Indent: ems(2)})
	m := Measure{Rest: ems(13)}
	best := p.Set(m)
	n := len(best.Lines)
	if r, ok := p.SetIn(m, n); !ok || r.Cost != best.Cost {
		t.Errorf("in its own number of lines: %v, cost %g, not %g", ok, r.Cost, best.Cost)
	}
	longer, ok := p.SetIn(m, n+1)
	if !ok || len(longer.Lines) != n+1 || longer.Cost <= best.Cost {
		t.Errorf("one line more: %v, %d lines", ok, len(longer.Lines))
	}
	if _, ok := p.SetIn(m, n+5); ok {
		t.Error("five lines more cannot be lawful")
	}
	if _, ok := p.SetIn(m, n-3); ok {
		t.Error("three lines less cannot be lawful")
	}
}

// TestHyphen breaks a Western word where the caller allows it, and leaves room for the hyphen.
func TestHyphen(t *testing.T) {
	cl := clusters("用typesetting排版")
	cl[4].Flags |= HyphenAfter // type-setting
	p := Prepare(Input{Clusters: cl, Style: Style{Em: testEm, Level: LevelGB}, HyphenWidth: ems(0.5)})
	r := p.Set(Measure{Rest: ems(4)})
	if got := bars(p, r); !strings.HasPrefix(got, "用type|setting") || !r.Lines[0].Hyphen {
		t.Errorf("%s, hyphen %v", got, r.Lines[0].Hyphen)
	}
	if w := r.Lines[0].Width; w != ems(4) {
		t.Errorf("with its hyphen the line is %.3f em", inEms(w))
	}
}

// TestEmergency breaks what nothing lawful can fit, and says so.
func TestEmergency(t *testing.T) {
	p := prepared("见abcdefghijklmnopqrstuvwxyz网站", Style{Level: LevelGB})
	r := p.Set(Measure{Rest: ems(5)})
	forced := 0
	for _, l := range r.Lines {
		if l.Width > l.Measure {
			t.Errorf("%s is overfull", p.text(l))
		}
		if l.Forced {
			forced++
		}
	}
	if forced == 0 || forced > 3 {
		t.Errorf("%d forced breaks: %s", forced, bars(p, r))
	}
}

// TestMeantSpace keeps a space that the caller made wide, and makes a gap of a typed one.
func TestMeantSpace(t *testing.T) {
	cl := clusters("开局即决战 68个")
	gap := Prepare(Input{Clusters: cl, Style: Style{Em: testEm}}).Natural()
	cl[5].Advance = testEm / 2
	meant := Prepare(Input{Clusters: cl, Style: Style{Em: testEm}}).Natural()
	if gap != ems(5+0.25+1+0.25+1) || meant != ems(5+0.5+1+0.25+1) {
		t.Errorf("%.2f em with a typed space, %.2f with a meant one", inEms(gap), inEms(meant))
	}
}

// TestTrackingOpensAllButTheEnd adds the style's tracking between characters, not inside —— and not at the end.
func TestTrackingOpensAllButTheEnd(t *testing.T) {
	st := Style{Em: testEm, Level: LevelGB, Align: Left, Tracking: testEm / 10}
	for text, want := range map[string]float64{"排版": 2.1, "他——我": 4.2, "看AI报": 3.5 + 0.3, "好。": 1.6} {
		p := Prepare(Input{Clusters: clusters(text), Style: st})
		l := p.Set(Measure{Rest: ems(20)}).Lines[0]
		if d := inEms(l.Width) - want; d > 0.001 || d < -0.001 {
			t.Errorf("%s: %.3f em, want %.3f", text, inEms(l.Width), want)
		}
	}
}

// TestJoinedDashesSetAlike sets —— and …… as one cluster of two runes as it sets two clusters.
func TestJoinedDashesSetAlike(t *testing.T) {
	for _, s := range filler {
		for level := LevelNone; level <= LevelStrict; level++ {
			st := Style{Em: testEm, Level: level, Indent: ems(2)}
			two := Prepare(Input{Clusters: clusters(s), Style: st})
			var cl []Cluster
			for _, c := range two.in.Clusters {
				if n := len(cl); n > 0 && cl[n-1].Runes == 1 && cl[n-1].Rune == c.Rune && (c.Rune == '—' || c.Rune == '…') {
					cl[n-1].Runes, cl[n-1].Advance = 2, 2*testEm
					continue
				}
				cl = append(cl, c)
			}
			one := Prepare(Input{Clusters: cl, Style: st})
			for measure := 7.0; measure < 20; measure++ {
				a, b := two.Set(Measure{Rest: ems(measure)}), one.Set(Measure{Rest: ems(measure)})
				if len(a.Lines) != len(b.Lines) || a.Cost != b.Cost {
					t.Fatalf("%s at %g: %d lines of cost %g, joined %d of %g", s, measure, len(a.Lines), a.Cost, len(b.Lines), b.Cost)
				}
				for i := range a.Lines {
					if a.Lines[i].Width != b.Lines[i].Width {
						t.Fatalf("%s at %g, line %d: %v and %v", s, measure, i, a.Lines[i].Width, b.Lines[i].Width)
					}
				}
			}
		}
	}
}
