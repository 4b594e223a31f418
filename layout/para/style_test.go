package para

import (
	"strings"
	"testing"

	"dayang/layout/geom"
)

const story = "东湖新区小学的“开心农场”里，五年级的孩子正在给萝卜间苗。科学老师谈晓棠说，从播种到收获，学生要写满一本观察日记，课桌椅经过改造，椅背可以放倒。"

// TestDropCap sets text beside a character three lines high: those lines are short by its cell, the ones below run
// the full measure, and the character stands at the edge.
func TestDropCap(t *testing.T) {
	cs := clusters(story)
	cs[0].Advance = ems(3.5)
	p := Prepare(Input{Clusters: cs, Style: Style{Em: testEm, Level: LevelGB, Indent: ems(2), DropLines: 3}})
	r := p.Set(Measure{Rest: ems(13)})
	if len(r.Lines) < 5 {
		t.Fatalf("only %d lines: %s", len(r.Lines), bars(p, r))
	}
	for i, l := range r.Lines {
		want := geom.Length(0)
		if i > 0 && i < 3 {
			want = ems(3.5)
		}
		if l.Edge[0] != want {
			t.Errorf("line %d begins at %.2f em, not %.2f", i, inEms(l.Edge[0]), inEms(want))
		}
		if right := l.Edge[0] + l.Width; !l.Last && abs(right-ems(13)) > testEm/100 {
			t.Errorf("line %d ends at %.2f em", i, inEms(right))
		}
	}
	if l := r.Lines[0]; l.Edge[1] != ems(3.5) || l.Pen[0] != 0 {
		t.Errorf("the drop cap stands from %.2f to %.2f em", inEms(l.Pen[0]), inEms(l.Edge[1]))
	}
	if err := check(p, r, Measure{Rest: ems(13)}); err != nil {
		t.Error(err)
	}
}

func abs(l geom.Length) geom.Length {
	if l < 0 {
		return -l
	}
	return l
}

// TestHangingIndent stands later lines in, as a speaker's answers do (凸排). CLREQ, "Paragraph Adjustment".
func TestHangingIndent(t *testing.T) {
	p := prepared("记者："+story, Style{Level: LevelGB, HangIndent: ems(3)})
	for i, l := range p.Set(Measure{Rest: ems(13)}).Lines {
		want, measure := ems(3), ems(10)
		if i == 0 {
			want, measure = 0, ems(13)
		}
		if l.Edge[0] != want || l.Measure != measure {
			t.Errorf("line %d begins at %.2f em and has %.2f", i, inEms(l.Edge[0]), inEms(l.Measure))
		}
	}
}

// TestGapLimits sets the gap between Han and Western as a style wants it.
func TestGapLimits(t *testing.T) {
	const text = "系统由IoT传感器与GIS地图及Web端三部分组成已经通过ISO认证"
	for _, gap := range []geom.Length{0, testEm / 8, testEm / 2} {
		p := prepared(text, Style{Level: LevelGB, Gap: gap})
		if gap == 0 {
			gap = testEm / 4
		}
		l := p.Set(Measure{Rest: ems(60)}).Lines[0]
		at := strings.Index(text, "I") / 3
		if got := l.Edge[at] - l.Edge[at-1] - testEm; got != gap {
			t.Errorf("the gap is %.3f em, not %.3f", inEms(got), inEms(gap))
		}
	}
	st := Style{Level: LevelGB, GapMin: testEm / 5, GapMax: testEm * 3 / 10}
	for _, m := range []float64{9, 10, 11, 12, 13, 14} {
		p := prepared(text, st)
		for _, l := range p.Set(Measure{Rest: ems(m)}).Lines {
			for i := l.From; i < l.To-1; i++ {
				if p.items[i].flags&gapped == 0 || l.Tracking > 0 {
					continue // with tracking every place opens besides
				}
				got := l.Edge[i-l.From+1] - l.Edge[i-l.From] - p.items[i].cell
				if got < testEm/5-1 || got > testEm*3/10+1 {
					t.Errorf("at %g a gap of %.3f em: %s", m, inEms(got), p.text(l))
				}
			}
		}
	}
}

// TestTrackingLimits holds copyfitting to the style's tracking: a closer least wins lines, a lower most loses them.
func TestTrackingLimits(t *testing.T) {
	_, all := sampleParagraphs(t)
	count := func(st Style, d int) (n int) {
		st.Level, st.Indent = LevelGB, ems(2)
		for _, s := range all[:min(60, len(all))] {
			p := prepared(s, st)
			m := Measure{Rest: ems(13)}
			r, ok := p.SetIn(m, len(p.Set(m).Lines)+d)
			if !ok {
				continue
			}
			n++
			for _, l := range r.Lines {
				if most := st.TrackingMax; d > 0 && most > 0 && l.Tracking > int(most.Times(1000, int64(testEm)))+1 {
					t.Errorf("tracking of %d in a style that allows %v", l.Tracking, most)
				}
				if st.TrackingMin < 0 && l.Tracking < int(st.TrackingMin.Times(1000, int64(testEm)))-1 {
					t.Errorf("closed by %d", l.Tracking)
				}
				if l.Width > l.Measure+testEm/100 && !l.Forced {
					t.Errorf("a line of %.3f em in %.3f", inEms(l.Width), inEms(l.Measure))
				}
			}
		}
		return n
	}
	if plain, closed := count(Style{}, -1), count(Style{TrackingMin: -testEm * 3 / 100}, -1); closed <= plain {
		t.Errorf("%d paragraphs can lose a line, %d when they may be closed", plain, closed)
	}
	if plain, tight := count(Style{}, 1), count(Style{TrackingMax: testEm * 4 / 100}, 1); tight >= plain {
		t.Errorf("%d paragraphs can gain a line, %d when they may open by 0.04 em only", plain, tight)
	}
}

// TestVerticalMarks gives the centred marks of a vertical line their whole em.
func TestVerticalMarks(t *testing.T) {
	for r, blank := range map[rune]geom.Length{'：': 0, '；': 0, '！': 0, '？': 0, '，': testEm / 2, '。': testEm / 2, '、': testEm / 2} {
		p := prepared("中"+string(r)+"文", Style{Level: LevelGB, Vertical: true})
		if it := p.items[1]; it.cell != testEm || it.right != blank {
			t.Errorf("%c has a cell of %.2f em with %.2f blank", r, inEms(it.cell), inEms(it.right))
		}
	}
}

// TestOwnCell keeps 纵中横 from taking the gaps and the glue of figures.
func TestOwnCell(t *testing.T) {
	cs := clusters("二〇二六年12月")
	cs[5].Flags, cs[5].Runes, cs[5].Advance = OwnCell, 2, testEm
	cs = append(cs[:6], cs[7:]...)
	p := Prepare(Input{Clusters: cs, Style: Style{Em: testEm, Level: LevelGB, Vertical: true}})
	if p.Natural() != 7*testEm {
		t.Errorf("%.2f em, not 7", inEms(p.Natural()))
	}
}

// TestHyphenFlags divides a word where its flag lets it, with a hyphen that has room.
func TestHyphenFlags(t *testing.T) {
	const text = "会议认为international标准已经形成"
	cs := clusters(text)
	at := strings.Index(text, "i") / 3
	for _, k := range []int{5, 7} { // inter-na-tional
		cs[at+k-1].Flags |= HyphenAfter
	}
	p := Prepare(Input{Clusters: cs, Style: Style{Em: testEm, Level: LevelGB}, HyphenWidth: testEm / 3})
	m := Measure{Rest: ems(8)}
	r := p.Set(m)
	if got, want := bars(p, r), "会议认为interna|tional标准已经|形成"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
	if !r.Lines[0].Hyphen || r.Lines[1].Hyphen {
		t.Error("the hyphen is not at the first line's end alone")
	}
	if err := check(p, r, m); err != nil {
		t.Error(err)
	}
}

// TestReshape makes a headline narrower and wider than its face.
func TestReshape(t *testing.T) {
	p := prepared("全市推进高质量发展", Style{Level: LevelGB, Align: Centre})
	for _, c := range []struct {
		size, open geom.Length
		wide       int
		want       geom.Length
	}{
		{testEm, 0, 1000, 9 * testEm}, {2 * testEm, 0, 1000, 18 * testEm}, {testEm, 0, 900, testEm * 81 / 10},
		{testEm, testEm / 10, 1000, 9*testEm + 8*(testEm/10)},
	} {
		if got := p.Reshape(c.size, testEm, c.open, c.wide).Natural(); abs(got-c.want) > 9 {
			t.Errorf("%v: %.3f em, not %.3f", c, inEms(got), inEms(c.want))
		}
	}
}
