package makeup

import (
	"testing"

	"dayang/layout/geom"
	"dayang/layout/para"
)

// headOf answers the rows of a headline of n characters in a measure of so many points, under a house's limits.
func headOf(n int, measure geom.Length, fit HeadFit, rows int) head {
	const text = "云岫城里春江水暖鸭先知一江清水穿城过两岸人家尽枕河"
	p := plainPara("h", string([]rune(text)[:n]), 30*geom.Pt, para.Centre, 0)
	st := Story{ID: "s", Headlines: []*Paragraph{p}, MinHead: 20 * geom.Pt, MaxHead: 40 * geom.Pt, MaxRows: rows, Fit: fit}
	return buildHead(&st, testGrid, measure, 1000)
}

// TestHeadFit fits headlines by the house's sizes first, then by tracking, then by scale.
func TestHeadFit(t *testing.T) {
	pt := func(n float64) geom.Length { return geom.FromPt(n) }
	steps := []geom.Length{pt(36), pt(26), pt(22)}
	for _, c := range []struct {
		name     string
		n        int
		measure  float64
		fit      HeadFit
		size     float64
		wide     int
		from, to float64 // width of the row, in points
	}{
		{"half points", 8, 260, HeadFit{}, 31, 0, 247, 249},
		{"the house's sizes", 8, 260, HeadFit{Steps: steps}, 26, 0, 207, 209},
		{"tracked to fill", 8, 260, HeadFit{Steps: steps, TrackingMax: 200}, 26, 0, 243, 245},
		{"tracked until it fills", 8, 260, HeadFit{Steps: steps, TrackingMax: 2000}, 26, 0, 246, 260},
		{"then widened", 8, 260, HeadFit{Steps: steps, TrackingMax: 50, ScaleMax: 1150}, 26, 1150, 247, 250},
		{"closed to fit", 13, 255, HeadFit{TrackingMin: -80}, 20, 0, 252, 255},
		{"closed, then narrowed", 13, 230, HeadFit{TrackingMin: -20, ScaleMin: 850}, 20, 900, 228, 230},
	} {
		rows := 1
		h := headOf(c.n, pt(c.measure), c.fit, rows)
		if len(h.rows) != 1 {
			t.Errorf("%s: %d rows", c.name, len(h.rows))
			continue
		}
		r := h.rows[0]
		w := r.line.Width.Pt()
		if r.size != pt(c.size) || r.wide != c.wide || w < c.from || w > c.to {
			t.Errorf("%s: %.1f pt, scale %d, %.1f pt wide; want %.1f, %d, %.0f to %.0f", c.name, r.size.Pt(), r.wide, w, c.size, c.wide, c.from, c.to)
		}
	}
}

// TestWidow lets a last line stand alone at a leg's top only where its style does.
func TestWidow(t *testing.T) {
	legs := []leg{{0, 4, 0}, {0, 4, 1}}
	for allow, want := range map[bool]int{false: 3, true: 4} {
		f := pour([]run{{lines: 5, widow: allow}}, legs, nil)
		if f.slots[0].n != want {
			t.Errorf("allowed %v: %d lines in the first leg, not %d", allow, f.slots[0].n, want)
		}
	}
}

// TestDropCapStaysTogether does not part the lines beside a drop cap, and sets a paragraph that is too short without one.
func TestDropCapStaysTogether(t *testing.T) {
	f := pour([]run{{lines: 3}, {lines: 6, keep: 3}}, []leg{{0, 5, 0}, {0, 9, 1}}, nil)
	if s := f.slots[1]; s.leg != 1 || s.n != 6 {
		t.Errorf("%+v", f.slots)
	}
	long := dropped(plainPara("p", "春江潮水连海平，海上明月共潮生。滟滟随波千万里，何处春江无月明。", 9*geom.Pt, para.Justify, 0), 2)
	short := dropped(plainPara("p", "春江潮水。", 9*geom.Pt, para.Justify, 0), 2)
	x := setText([]*Paragraph{long, short}, testGrid, testGrid.Column, Direct{})
	if x.paras[0].Drop != 2 || x.paras[1].Drop != 0 {
		t.Errorf("drop caps of %d and %d lines", x.paras[0].Drop, x.paras[1].Drop)
	}
}

// TestLeading sets the rows of a head as far apart as its style says.
func TestLeading(t *testing.T) {
	for _, lead := range []geom.Length{0, 40 * geom.Pt, 50 * geom.Pt} {
		p := plainPara("h", "云岫城里春江水暖\u2028鸭先知一江清水", 30*geom.Pt, para.Centre, 0)
		p.Leading = lead
		st := Story{ID: "s", Headlines: []*Paragraph{p}, MinHead: 30 * geom.Pt, MaxHead: 30 * geom.Pt, MaxRows: 2}
		h := buildHead(&st, testGrid, testGrid.Span(3), 1000)
		if len(h.rows) != 2 {
			t.Fatalf("%d rows", len(h.rows))
		}
		want := lead
		if lead == 0 {
			want = p.Size.Times(headlinePitch, 1000)
		}
		if got := h.rows[1].top - h.rows[0].top; got-want > geom.Pt/20 || want-got > geom.Pt/20 {
			t.Errorf("leading %v: the rows are %v apart, not %v", lead, got, want)
		}
	}
}
