package makeup

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// shaped answers a random frame of the kinds that a hand makes: with a notch, with broken columns, with something that
// lines end beside.
func shaped(r *rand.Rand, i int) Frame {
	cols := 1 + r.IntN(5)
	f := Frame{ID: fmt.Sprintf("f%d", i), Page: "p", Grid: testGrid, Mode: Mode(r.IntN(6)), HeadRight: r.IntN(2) == 0, Boxed: r.IntN(4) == 0, NoBalance: r.IntN(3) == 0,
		Rect: geom.Rect{X: testGrid.Left, Y: testGrid.Slot(r.IntN(9)), W: testGrid.Span(cols), H: geom.Length(6+r.IntN(50)) * testGrid.Leading}}
	if r.IntN(3) == 0 {
		f.HeadCols = 1 + r.IntN(3)
	}
	if r.IntN(3) == 0 {
		f.Rules, f.RuleLine = true, LineKind(r.IntN(12))
	}
	if r.IntN(4) == 0 {
		f.Shade = &Shade{Kind: ShadeKind(r.IntN(5)), Colour: display.Black, Share: r.IntN(1001), Pitch: geom.Length(r.IntN(4)) * geom.MM}
	}
	f.Line = LineKind(r.IntN(12))
	switch r.IntN(7) {
	case 0:
		f.Split = Split{Mode: SplitAbsolute, Measures: []geom.Length{geom.Length(3+r.IntN(20)) * testGrid.Body}}
	case 1:
		f.Split = Split{Mode: SplitFree, Gap: geom.Length(r.IntN(3)) * testGrid.Body}
		for range 1 + r.IntN(4) {
			f.Split.Measures = append(f.Split.Measures, geom.Length(4+r.IntN(16))*testGrid.Body)
		}
	case 2:
		f.Split, f.Columns = Split{Mode: SplitRelative}, 1+r.IntN(5)
	case 3:
		f.Split = Split{Mode: SplitAuto}
		f.Rect.X += geom.Length(r.IntN(30)) * geom.Pt
	}
	if r.IntN(2) == 0 {
		f.Notch = &Notch{Corner: geom.Corner(r.IntN(4)), W: f.Rect.W.Times(int64(1+r.IntN(9)), 10), H: f.Rect.H.Times(int64(1+r.IntN(9)), 10)}
		if r.IntN(2) == 0 { // on the grid
			f.Notch.W = geom.Length(1+r.IntN(max(1, cols-1))) * (testGrid.Column + testGrid.Gap)
			f.Notch.H = geom.Length(1+r.IntN(5)) * testGrid.Leading
		}
		if f.Notch.W >= f.Rect.W || f.Notch.H >= f.Rect.H {
			f.Notch = nil
		}
	}
	for range r.IntN(3) {
		at := geom.Rect{X: f.Rect.X + geom.Length(r.IntN(200)-20)*geom.Pt, Y: f.Rect.Y + geom.Length(r.IntN(360)-20)*geom.Pt,
			W: geom.Length(20+r.IntN(160)) * geom.Pt, H: geom.Length(20+r.IntN(160)) * geom.Pt}
		o := Past{Rect: at, Side: Side(r.IntN(4)), Left: geom.Length(r.IntN(6)) * geom.Pt, Right: geom.Length(r.IntN(6)) * geom.Pt, Top: geom.Length(r.IntN(4)) * geom.Pt}
		if r.IntN(3) == 0 {
			o.Outline = []geom.Point{{X: at.X + at.W/2, Y: at.Y}, {X: at.Right(), Y: at.Y + at.H/2}, {X: at.X + at.W/2, Y: at.Bottom()}, {X: at.X, Y: at.Y + at.H/2}}
		}
		f.Past = append(f.Past, o)
	}
	return f
}

// The laws of shapes: what TestPourLaws asks for; and no line of text stands on another, in what a notch cuts out, or
// on what text runs around.
func TestShapeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 13))
	for round := range 120 {
		st := randomStory(r)
		body := map[string]bool{}
		for _, p := range st.Body {
			body[p.ID] = p.Drop == 0 && !p.Vertical && !p.Subhead
		}
		th := Thread{Story: st}
		for i := range 1 + r.IntN(2) {
			f := shaped(r, i)
			if r.IntN(3) == 0 {
				f.JumpTo, f.JumpFrom, f.JumpHead = plainPara("", "下转第二版", f.Grid.Body, 3, 0), plainPara("", "上接第一版", f.Grid.Body, 3, 0), plainPara("", "两百部电梯年底进楼", f.Grid.Body, 2, 0)
			}
			th.Frames = append(th.Frames, f)
		}
		b := poured(t, round, th)
		for i, items := range b.Items {
			f := th.Frames[i]
			var lines, heads []geom.Rect
			flat(items, geom.Rect{}, func(it display.Item, clip geom.Rect) {
				m, ok := it.(display.Mark)
				if ok && i == 0 && f.Mode == HeadTop && !st.Photo && clip.Empty() && m.Para != "" && m.Para[0] == 'h' {
					heads = append(heads, m.Bounds)
				}
				if !ok || !body[m.Para] || m.To == m.From || !clip.Empty() {
					return
				}
				// the ink of a line: the em box of its characters
				in := (m.Bounds.H - testGrid.Body) / 2
				lines = append(lines, geom.Rect{X: m.Edges[0], Y: m.Bounds.Y + in, W: m.Edges[len(m.Edges)-1] - m.Edges[0], H: testGrid.Body})
			})
			for _, a := range heads {
				for _, o := range f.Past {
					if a.Inset(geom.Pt).Overlaps(o.Rect) && !hasNote(b.Notes, NoteFrameTooSmall) && !hasNote(b.Notes, NoteHeadTooWide) {
						t.Fatalf("round %d: a headline at %v stands on %v in %+v", round, a, o.Rect, f)
					}
				}
			}
			for j, a := range lines {
				for _, c := range lines[:j] {
					if a.Inset(geom.Pt / 10).Overlaps(c) {
						t.Fatalf("round %d: lines %v and %v stand on each other in %s of %+v", round, a, c, f.ID, f)
					}
				}
				if n := f.Notch; n != nil {
					whole := f.Rect.Cut(n.Corner, n.W, n.H)
					inside := false
					for _, w := range whole {
						inside = inside || w.Inset(-testGrid.Body/4).Contains(a) // the hair that a column drawn by hand may miss by
					}
					// a line across the seam lies in both
					if !inside && a.Y < whole[0].Bottom() && a.Bottom() > whole[0].Bottom() {
						inside = a.X >= max(whole[0].X, whole[1].X)-testGrid.Body/4 && a.Right() <= min(whole[0].Right(), whole[1].Right())+testGrid.Body/4
					}
					if !inside {
						t.Fatalf("round %d: line %v stands outside the shape %v of %+v, a story of photos %v", round, a, whole, f, st.Photo)
					}
				}
				for _, o := range f.Past {
					if o.Outline == nil && a.Inset(geom.Pt/10).Overlaps(o.Rect) {
						t.Fatalf("round %d: line %v stands on %v", round, a, o.Rect)
					}
				}
			}
		}
	}
}

// The measures of broken columns, in characters of the body: what a compositor works out by hand.
func TestSplits(t *testing.T) {
	// Three basic columns of 13 with gaps of one are 41 characters, five are 69.
	g := testGrid
	g.Body, g.Column, g.Gap = 9*geom.Pt, 13*9*geom.Pt, 9*geom.Pt
	measures := func(cols, columns int, s Split) (out []int, white geom.Length) {
		f := Frame{Grid: g, Rect: geom.Rect{X: g.Left, Y: g.Top, W: g.Span(cols), H: 20 * g.Leading}, Columns: columns, Split: s}
		b := newBlock(&Story{}, &f, Direct{}, false)
		for i, c := range b.cols {
			out = append(out, int(c.w/g.Body))
			if i > 0 {
				white = c.x - b.cols[i-1].x - b.cols[i-1].w
			}
		}
		return out, white
	}
	for _, c := range []struct {
		name          string
		cols, columns int
		split         Split
		want          []int
		gap           geom.Length // the last
	}{
		{"三破二", 3, 2, Split{Mode: SplitRelative}, []int{20, 20}, g.Gap},
		{"五破三", 5, 3, Split{Mode: SplitRelative}, []int{22, 22, 23}, g.Gap},
		{"五破三，不说怎样破", 5, 3, Split{}, []int{22, 22, 22}, g.Gap + g.Body/2},
		{"绝对十六字", 3, 0, Split{Mode: SplitAbsolute, Measures: []geom.Length{16 * g.Body}}, []int{16, 16}, 9 * g.Body},
		{"绝对十二字，栏空二字", 3, 0, Split{Mode: SplitAbsolute, Measures: []geom.Length{12 * g.Body}, Gap: 2 * g.Body}, []int{12, 12, 12}, g.Body * 5 / 2},
		{"自由", 3, 0, Split{Mode: SplitFree, Measures: []geom.Length{15 * g.Body, 8 * g.Body, 14 * g.Body}}, []int{15, 8, 14}, 2 * g.Body},
		{"自由，栏空一字半", 3, 0, Split{Mode: SplitFree, Gap: 3 * g.Body / 2, Measures: []geom.Length{15 * g.Body, 8 * g.Body, 14 * g.Body}}, []int{15, 8, 14}, 3 * g.Body / 2},
		{"自由，框容不下的不要", 2, 0, Split{Mode: SplitFree, Measures: []geom.Length{15 * g.Body, 8 * g.Body, 14 * g.Body}}, []int{15, 8}, 4 * g.Body},
		{"自动", 3, 2, Split{Mode: SplitAuto}, []int{13, 13, 13}, g.Gap},
	} {
		got, white := measures(c.cols, c.columns, c.split)
		if fmt.Sprint(got) != fmt.Sprint(c.want) || white != c.gap {
			t.Errorf("%s: %v with gaps of %v, not %v with %v", c.name, got, white, c.want, c.gap)
		}
	}
}

// Shades hold what a press holds: no line or dot too thin, nothing outside the areas, and as much ink as was asked for
// where that can be printed.
func TestShades(t *testing.T) {
	whole := geom.Rect{X: 10 * geom.Pt, Y: 20 * geom.Pt, W: 300 * geom.Pt, H: 200 * geom.Pt}
	for _, areas := range [][]geom.Rect{{whole}, whole.Cut(geom.TopRight, 100*geom.Pt, 80*geom.Pt)} {
		var all geom.Length
		for _, a := range areas {
			all += a.W / geom.Pt * (a.H / geom.Pt)
		}
		for _, kind := range []ShadeKind{ShadeDots, ShadeLines, ShadeSlant, ShadeCross} {
			for _, share := range []int{30, 100, 200} {
				s := Shade{Kind: kind, Colour: display.Black, Share: share}
				var inked float64
				for _, it := range s.draw(areas) {
					var shapes [][]geom.Point
					switch it := it.(type) {
					case display.Fill:
						for _, r := range it.Areas {
							shapes = append(shapes, outline(r, nil))
						}
					case display.Path:
						for i, op := range it.Ops {
							if op == display.MoveTo {
								shapes = append(shapes, nil)
							}
							if op == display.Close {
								continue
							}
							n := len(shapes) - 1
							shapes[n] = append(shapes[n], it.Points[i-n]) // a close takes no point
						}
					}
					for _, shape := range shapes {
						var a float64
						for i, p := range shape {
							q := shape[(i+1)%len(shape)]
							a += p.X.Pt()*q.Y.Pt() - q.X.Pt()*p.Y.Pt()
							inside := false
							for _, r := range areas {
								inside = inside || p.X >= r.X && p.X <= r.Right() && p.Y >= r.Y && p.Y <= r.Bottom()
							}
							if !inside {
								t.Fatalf("%v: %v is outside", kind, p)
							}
						}
						inked += max(a, -a) / 2
						if r := outlineBounds(shape); kind != ShadeSlant && (r.W < Hairline || r.H < Hairline) {
							t.Fatalf("%v at %d: a shape of %v", kind, share, r)
						}
					}
				}
				got := inked / float64(all) * 1000
				if got < float64(share)*0.75 || got > float64(share)*1.25 {
					t.Errorf("%v at %d of thousand: %.0f are inked", kind, share, got)
				}
			}
		}
	}
}

func outlineBounds(ps []geom.Point) geom.Rect {
	r := geom.Rect{X: ps[0].X, Y: ps[0].Y}
	right, bottom := r.X, r.Y
	for _, p := range ps {
		r.X, r.Y, right, bottom = min(r.X, p.X), min(r.Y, p.Y), max(right, p.X), max(bottom, p.Y)
	}
	r.W, r.H = right-r.X, bottom-r.Y
	return r
}
