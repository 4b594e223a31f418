package para

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"dayang/layout/geom"
)

// check answers what is wrong with a result, whatever the text and the measure.
func check(p *Prepared, r Result, m Measure) error {
	lawful := p.Breaks()
	at := 0
	for i, l := range r.Lines {
		if l.From != at || l.To <= l.From && len(p.items) > 0 {
			return fmt.Errorf("line %d covers [%d, %d) after %d", i, l.From, l.To, at)
		}
		at = l.To
		if len(l.Pen) != l.To-l.From || len(l.Edge) != l.To-l.From+1 {
			return fmt.Errorf("line %d: %d pens, %d edges for %d clusters", i, len(l.Pen), len(l.Edge), l.To-l.From)
		}
		for k := range l.Pen {
			if l.Edge[k+1] < l.Edge[k] && p.in.Style.Tracking >= 0 {
				return fmt.Errorf("line %d: edges go back at %d: %v", i, k, l.Edge)
			}
		}
		if !l.Forced && !lawful[l.To] {
			return fmt.Errorf("line %d ends at %d against the rules: %s", i, l.To, bars(p, r))
		}
		if l.Last != (l.To == len(p.items)) {
			return fmt.Errorf("line %d: last %v", i, l.Last)
		}
		if l.Forced {
			continue
		}
		if l.Width > l.Measure+p.em/100 {
			return fmt.Errorf("line %d: %.3f em in %.3f: %s", i, inEms(l.Width), inEms(l.Measure), p.text(l))
		}
		flush := p.in.Style.Align == Justify && !p.endsAt(l.To) && l.Places > 0
		if flush && l.Width < l.Measure-p.em/100 {
			return fmt.Errorf("line %d is short: %.3f em in %.3f: %s", i, inEms(l.Width), inEms(l.Measure), p.text(l))
		}
		if hung := l.Edge[len(l.Edge)-1] - l.Edge[0] - l.Width; !l.Hung && !l.Hyphen && hung != 0 {
			return fmt.Errorf("line %d: width %v, edges %v", i, l.Width, l.Edge)
		}
	}
	if at != len(p.items) {
		return fmt.Errorf("%d of %d clusters set", at, len(p.items))
	}
	for b := range lawful { // a manual break ends a line
		if b > 0 && b < len(p.items) && p.items[b-1].class == manual {
			found := false
			for _, l := range r.Lines {
				found = found || l.To == b
			}
			if !found {
				return fmt.Errorf("the manual break at %d is gone", b)
			}
		}
	}
	return nil
}

// alphabet is what random paragraphs are made of; what stands oftener comes oftener.
var alphabet = []rune("中文字排版报纸的了和在一二三四五六七八九十日月年中文字排版报纸，，，。。、；：？！“”‘’《》（）【】〈〉·—…～–/／ABCabc0123456789 .,:%-()'\"$￥℃々　\u2028\u00a0\u2060\u200b・")

func randomText(rnd *rand.Rand, n int) string {
	rs := make([]rune, n)
	for i := range rs {
		rs[i] = alphabet[rnd.IntN(len(alphabet))]
	}
	return string(rs)
}

func randomStyle(rnd *rand.Rand) Style {
	st := Style{
		Em: testEm, Level: Level(rnd.IntN(8)), Marks: Marks(rnd.IntN(6)), Policy: Policy(rnd.IntN(4)), Align: Align(rnd.IntN(4)),
		Hang: rnd.IntN(3) == 0, AllowRunt: rnd.IntN(3) == 0, KeepStart: rnd.IntN(4) == 0, KeepEnd: rnd.IntN(4) == 0,
		NoAutospace: rnd.IntN(4) == 0, EvenPitch: rnd.IntN(2) == 0, TrimIndent: rnd.IntN(2) == 0, KeepUnits: rnd.IntN(2) == 0,
	}
	if rnd.IntN(2) == 0 {
		st.Indent = ems(2)
	}
	if rnd.IntN(4) == 0 {
		st.HangIndent = ems(1)
	}
	if rnd.IntN(4) == 0 {
		st.Tracking = testEm / 20
	}
	if rnd.IntN(4) == 0 {
		st.DropLines = rnd.IntN(5)
	}
	if rnd.IntN(4) == 0 {
		st.Gap, st.GapMin, st.GapMax = testEm/5, testEm/10, testEm/4
	}
	if rnd.IntN(4) == 0 {
		st.TrackingMax = testEm / geom.Length(8+rnd.IntN(30))
	}
	st.Vertical = rnd.IntN(4) == 0
	return st
}

// TestProperties sets random paragraphs in random styles: nothing is lost, no rule broken unsaid, every line
// fits, and the same input gives the same lines.
func TestProperties(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	forced, lines := 0, 0
	for n := range 4000 {
		text := randomText(rnd, rnd.IntN(90))
		p := prepared(text, randomStyle(rnd))
		if n%4 == 0 { // some places take a hyphen, some characters have a cell of their own
			in := Input{Clusters: clusters(text), Style: p.in.Style, HyphenWidth: testEm / 3}
			for i := range in.Clusters {
				in.Clusters[i].Flags |= [...]Flag{0, 0, HyphenAfter, OwnCell, NoBreak, 0, 0, HyphenAfter}[rnd.IntN(8)]
			}
			p = Prepare(in)
		}
		m := Measure{Rest: ems(float64(4 + rnd.IntN(17)))}
		for range rnd.IntN(4) {
			m.Lines = append(m.Lines, ems(float64(4+rnd.IntN(10))))
		}
		r := p.Set(m)
		if err := check(p, r, m); err != nil {
			t.Fatalf("%d: %q, %+v, measure %v: %v", n, text, p.in.Style, m, err)
		}
		need := len(p.emergencyBreaks(m)) > len(p.breaks) // some unbreakable matter is wider than the narrowest line
		for _, l := range r.Lines {
			lines++
			if l.Forced {
				forced++
				if !need && l.Natural-l.Shrunk <= l.Measure {
					t.Fatalf("%q, %+v, measure %v: forced without need: %s", text, p.in.Style, m, bars(p, r))
				}
			}
		}
		if again := Prepare(p.in).Set(m); !reflect.DeepEqual(r, again) {
			t.Fatalf("%q: two results", text)
		}
		for d := -1; d <= 1; d++ {
			k := len(r.Lines) + d
			if s, ok := p.SetIn(m, k); ok {
				if err := check(p, s, m); err != nil || len(s.Lines) != k {
					t.Fatalf("%q in %d lines: %d, %v", text, k, len(s.Lines), err)
				}
				if p.in.Style.Policy == LeastAdjustment && p.in.Style.Align == Justify && s.Cost < r.Cost-1e-6*r.Cost {
					t.Fatalf("%q %+v %v in %d lines costs %g, the best %g: %s, %s", text, p.in.Style, m, k, s.Cost, r.Cost, bars(p, s), bars(p, r))
				}
			}
		}
		if err := check(p, p.Rows(m.Rest, 3), m); err != nil && len(m.Lines) == 0 && p.in.Style.Align != Justify && p.rowsFit(rowEnds(p.Rows(m.Rest, 3)), m) {
			t.Fatalf("rows of %q: %v", text, err)
		}
	}
	if forced*20 > lines {
		t.Errorf("%d of %d lines forced", forced, lines)
	}
	t.Logf("%d lines, %d forced", lines, forced)
}

func rowEnds(r Result) []int32 {
	var out []int32
	for _, l := range r.Lines {
		out = append(out, int32(l.To))
	}
	return out
}

// FuzzSet states the same laws for any text at all.
func FuzzSet(f *testing.F) {
	f.Add("“一座城市，也要（留住）乡愁……”——他说。", uint64(3), int64(11*testEm))
	f.Add("ISO 9001认证https://example.org/a-long-path/of/words", uint64(8), int64(5*testEm))
	f.Add("，。、，。、，。、", uint64(99), int64(3*testEm))
	f.Fuzz(func(t *testing.T, text string, seed uint64, measure int64) {
		if len(text) > 2000 || measure < -int64(100*testEm) || measure > int64(1000*testEm) {
			return
		}
		p := prepared(text, randomStyle(rand.New(rand.NewPCG(seed, 1))))
		m := Measure{Rest: geom.Length(measure)}
		r := p.Set(m)
		if err := check(p, r, m); err != nil {
			t.Fatal(err)
		}
		if len(text) < 600 { // a headline; its rows take time that grows with the square of it
			p.Rows(m.Rest, 2)
		}
		if got := p.Scale(2*testEm, testEm).Set(Measure{Rest: 2 * m.Rest}); len(got.Lines) != len(r.Lines) && measure%2 == 0 {
			t.Fatalf("twice as large: %d lines, not %d", len(got.Lines), len(r.Lines))
		}
	})
}

// TestSumsAgree holds the prefix sums, by which lines are chosen, to what the items give one by one, by which they
// are set.
func TestSumsAgree(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 2))
	for range 10000 {
		text := randomText(rnd, 1+rnd.IntN(12))
		p := prepared(text, randomStyle(rnd))
		n := rnd.IntN(2)
		f := p.line(0, len(p.items), n, Measure{Rest: ems(3)})
		seen := f.to
		if f.hung {
			seen--
		}
		var sum geom.Length
		for s := byWordSpace; s < steps; s++ {
			for i := f.from; i < seen; i++ {
				sum += p.giveIn(i, s, &f, n)
			}
		}
		if sum != f.easy+f.hard {
			t.Fatalf("%q %+v: the items give %v, the sums say %v", text, p.in.Style, sum, f.easy+f.hard)
		}
	}
}
