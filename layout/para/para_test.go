package para

import "testing"

func TestSetFirst(t *testing.T) {
	p := prepared("“一座城市要有书香，也要留住乡愁。”项目设计师邵明轩说，施工中每一块旧砖都编了号，能用的尽量用回去。", Style{Level: LevelBasic, Indent: ems(2)})
	r := p.Set(Measure{Rest: ems(11)})
	t.Log(bars(p, r), r.Cost)
	for _, l := range r.Lines {
		t.Logf("%s nat %.3f width %.3f of %.3f track %d shrunk %.3f", p.text(l), inEms(l.Natural), inEms(l.Width), inEms(l.Measure), l.Tracking, inEms(l.Shrunk))
		for _, e := range l.Edge {
			t.Logf("%.2f ", inEms(e))
		}
	}
}
