package makeup

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// testGrid is a page of 小五 on 12 points, columns of 13 characters.
var testGrid = Grid{Top: 40 * geom.Pt, Left: 30 * geom.Pt, Leading: 12 * geom.Pt, Body: 9 * geom.Pt, Column: 117 * geom.Pt, Gap: 18 * geom.Pt}

// plainPara is a paragraph whose every character is a square of its size.
func plainPara(id, text string, size geom.Length, align para.Align, indent geom.Length) *Paragraph {
	p := &Paragraph{Story: "s", ID: id, Text: text, Size: size, Faces: []Face{{Font: "f", Size: size}}}
	var cs []para.Cluster
	n := 0
	for at, ru := range text {
		cs = append(cs, para.Cluster{Rune: ru, Runes: 1, Glyph: uint32(ru), Em: size, Advance: size})
		p.Runes, p.Bytes = append(p.Runes, int32(n)), append(p.Bytes, int32(at))
		n++
	}
	p.Runes, p.Bytes = append(p.Runes, int32(n)), append(p.Bytes, int32(len(text)))
	p.Prepared = para.Prepare(para.Input{Clusters: cs, Style: para.Style{Em: size, Level: para.LevelGB, Align: align, Indent: indent, AllowRunt: align != para.Justify}})
	return p
}

// prose is n characters of text with marks in it.
func prose(r *rand.Rand, n int) string {
	const han = "国家大事在祀与戎春江水暖鸭先知山外青楼台西湖歌舞几时休"
	hs := []rune(han)
	var b strings.Builder
	for i := range n {
		switch k := r.IntN(14); {
		case i == n-1:
			b.WriteRune('。')
		case k == 0 && i > 0:
			b.WriteRune('，')
		case k == 1 && i > 0:
			b.WriteRune('。')
		default:
			b.WriteRune(hs[r.IntN(len(hs))])
		}
	}
	return b.String()
}

// randomStory is a story of every kind of part.
func randomStory(r *rand.Rand) Story {
	st := Story{ID: "s", MinHead: 18 * geom.Pt, MaxHead: geom.Length(24+r.IntN(20)) * geom.Pt, MaxRows: 2, Photo: r.IntN(6) == 0}
	head := func(id string, size geom.Length, n int) []*Paragraph {
		p := plainPara(id, prose(r, n), size, para.Centre, 0)
		p.Upright = plainPara(id, p.Text, size, para.Left, 0)
		return []*Paragraph{p}
	}
	if r.IntN(2) == 0 {
		st.Kickers = head("k", 16*geom.Pt, 4+r.IntN(12))
	}
	if r.IntN(8) > 0 {
		st.Headlines = head("h", 30*geom.Pt, 2+r.IntN(22))
	}
	if r.IntN(3) == 0 {
		st.Decks = head("d", 14*geom.Pt, 4+r.IntN(20))
	}
	if r.IntN(2) == 0 {
		st.Bylines = head("b", 9*geom.Pt, 5+r.IntN(6))
	}
	for i := range r.IntN(9) {
		if i > 0 && r.IntN(5) == 0 {
			q := plainPara(fmt.Sprintf("u%d", i), prose(r, 4+r.IntN(12)), 10*geom.Pt+geom.Pt/2, para.Centre, 0)
			q.Subhead, q.Before = true, testGrid.Leading
			st.Body = append(st.Body, q)
		}
		st.Body = append(st.Body, plainPara(fmt.Sprintf("p%d", i), prose(r, 1+r.IntN(260)), 9*geom.Pt, para.Justify, 18*geom.Pt))
	}
	if len(st.Body) > 0 && r.IntN(3) == 0 {
		st.Body[0] = dropped(st.Body[0], 2+r.IntN(2))
	}
	if n := len(st.Body); n > 0 && r.IntN(6) == 0 && !st.Body[n-1].Subhead {
		p := st.Body[n-1]
		p.Vertical, p.Upright = true, plainPara(p.ID, p.Text, p.Size, para.Justify, p.Size)
	}
	for i := range r.IntN(3) {
		p := Picture{ID: "pic", W: 300 + r.IntN(900), H: 300 + r.IntN(900), PrefCols: r.IntN(4)}
		if r.IntN(3) == 0 {
			p.ID, p.Wanted = "", plainPara("", "图片待补", 8*geom.Pt, para.Centre, 0)
		}
		if r.IntN(4) > 0 {
			p.Caption = plainPara(fmt.Sprintf("c%d", i), prose(r, 5+r.IntN(50)), 8*geom.Pt, para.Justify, 0)
		}
		if r.IntN(2) == 0 {
			p.Credit = plainPara(fmt.Sprintf("x%d", i), prose(r, 5), 8*geom.Pt, para.Right, 0)
		}
		st.Pictures = append(st.Pictures, p)
	}
	return st
}

// dropped is a paragraph that begins with a drop cap, every character marked beside.
func dropped(p *Paragraph, lines int) *Paragraph {
	q := *p
	q.Plain, q.Drop = p, lines
	cs := append([]para.Cluster(nil), p.Prepared.Clusters()...)
	cs[0].Advance = geom.Length(lines+1) * p.Size
	st := p.Prepared.Style()
	st.DropLines = lines
	q.Prepared = para.Prepare(para.Input{Clusters: cs, Style: st})
	q.Beside = make([]Beside, len(cs))
	for i := range q.Beside {
		q.Beside[i] = Beside(1 << (i / 5 % 3))
	}
	return &q
}

// paragraphs answers all paragraphs of a story, those under pictures among them.
func paragraphs(st *Story) []*Paragraph {
	var out []*Paragraph
	for _, list := range [][]*Paragraph{st.Kickers, st.Headlines, st.Decks, st.Bylines, st.Body} {
		out = append(out, list...)
	}
	for _, p := range st.Pictures {
		for _, q := range []*Paragraph{p.Caption, p.Credit} {
			if !q.Empty() {
				out = append(out, q)
			}
		}
	}
	return out
}

// flat answers the items of groups and of the page alike, and the clip around each.
func flat(items []display.Item, clip geom.Rect, visit func(display.Item, geom.Rect)) {
	for _, it := range items {
		if g, ok := it.(display.Group); ok {
			flat(g.Items, g.Clip, visit)
			continue
		}
		visit(it, clip)
	}
}

// extent answers the area of an item; a glyph counts with its advance of one size.
func extent(it display.Item) geom.Rect {
	switch it := it.(type) {
	case display.Glyphs:
		last := it.Glyphs[len(it.Glyphs)-1]
		return geom.Rect{X: it.Origin.X, Y: it.Origin.Y - it.Size.Times(emRise, 1000), W: last.X + it.Size/2, H: it.Size}
	case display.Fill:
		return it.Areas[0]
	case display.Picture:
		return it.Box
	case display.Rule:
		return geom.Rect{X: min(it.From.X, it.To.X), Y: min(it.From.Y, it.To.Y), W: it.To.X - it.From.X, H: max(it.To.Y-it.From.Y, it.From.Y-it.To.Y)}
	}
	return geom.Rect{}
}

// The laws of a poured story, whatever the story and its frames: every character stands in one line or in the
// overset; no item lies outside its frame or the clip around it; the same input gives the same items.
func TestPourLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for round := range 250 {
		st := randomStory(r)
		th := Thread{Story: st}
		for i := range 1 + r.IntN(3) {
			cols := 1 + r.IntN(5)
			f := Frame{ID: fmt.Sprintf("f%d", i), Page: "p", Grid: testGrid, Mode: Mode(r.IntN(4)), Boxed: r.IntN(4) == 0,
				Rect: geom.Rect{X: testGrid.Left, Y: testGrid.Slot(r.IntN(9)), W: testGrid.Span(cols), H: geom.Length(3+r.IntN(60)) * testGrid.Leading}}
			switch r.IntN(8) {
			case 4:
				f.Rect.W = geom.Length(r.IntN(30)-5) * geom.Pt
			case 5:
				f.Rect.H = geom.Length(r.IntN(30)-5) * geom.Pt
			case 0:
				f.Rect.W -= geom.Length(r.IntN(40)) * geom.Pt
			case 1:
				f.Rect.Y += geom.Length(r.IntN(12)) * geom.Pt
			case 2:
				f.Columns = 1 + r.IntN(4)
			case 3:
				f.Around = []geom.Rect{{X: f.Rect.X + f.Rect.W/2, Y: f.Rect.Y + f.Rect.H/3, W: 60 * geom.Pt, H: 50 * geom.Pt}}
			}
			if r.IntN(3) == 0 {
				f.JumpTo = plainPara("", "下转第二版", 9*geom.Pt, para.Right, 0)
			}
			th.Frames = append(th.Frames, f)
		}
		poured(t, round, th)
	}
}

// poured pours a thread and holds what comes of it to the laws.
func poured(t *testing.T, round int, th Thread) Block {
	t.Helper()
	st := th.Story
	b := Pour(th, Direct{})
	if again := Pour(th, Direct{}); !reflect.DeepEqual(b, again) {
		t.Fatalf("round %d: not the same twice", round)
	}
	seen := map[string]int{}
	for i, items := range b.Items {
		rect := th.Frames[i].Rect
		grown := rect.Inset(-geom.Pt / 2)
		flat(items, geom.Rect{}, func(it display.Item, clip geom.Rect) {
			if m, ok := it.(display.Mark); ok {
				if m.Para != "" {
					if m.From != seen[m.Para] {
						t.Fatalf("round %d: %s goes on at %d after %d", round, m.Para, m.From, seen[m.Para])
					}
					seen[m.Para] = m.To
					if len(m.Edges) != m.To-m.From+1 {
						t.Fatalf("round %d: %s has %d edges for %d characters", round, m.Para, len(m.Edges), m.To-m.From)
					}
				}
				return
			}
			e := extent(it)
			if clip.Empty() && !e.Empty() && (e.X < grown.X || e.Y < grown.Y || e.Right() > grown.Right() || e.Bottom() > grown.Bottom()) {
				if g, ok := it.(display.Glyphs); ok && len(b.Notes) > 0 && hasNote(b.Notes, NoteHeadTooWide) && g.Size > 9*geom.Pt {
					return // said so
				}
				t.Fatalf("round %d: %T %v outside its frame %v %+v (%v)", round, it, e, rect, th.Frames[i], b.Notes)
			}
			if !clip.Empty() && clip != rect {
				t.Fatalf("round %d: clip %v is not the frame %v", round, clip, rect)
			}
		})
	}
	over := 0
	for _, p := range paragraphs(&st) {
		n := int(p.Runes[len(p.Runes)-1])
		if inBody(&st, p) {
			over += n - seen[p.ID]
		} else if seen[p.ID] != n && !th.Frames[0].Rect.Empty() {
			t.Fatalf("round %d: %d of %d characters of %s are set", round, seen[p.ID], n, p.ID)
		}
	}
	if over != b.Fit.OverRunes {
		t.Fatalf("round %d: %d characters are not set, the fit says %d", round, over, b.Fit.OverRunes)
	}
	cut := 0 // a headline wider than its frame tells of itself: NoteHeadTooWide
	for i, items := range b.Items {
		display.Walk(display.Page{Items: items}, func(it display.Item, _ geom.Point) {
			if m, ok := it.(display.Mark); ok && m.Para != "" && (m.Bounds.Bottom() > th.Frames[i].Rect.Bottom()+geom.Pt || m.Bounds.Right() > th.Frames[i].Rect.Right()+geom.Pt) {
				cut += m.To - m.From
			}
		})
	}
	if cut != b.Fit.ClipRunes && !th.Frames[0].Rect.Empty() && !hasNote(b.Notes, NoteHeadTooWide) || cut > 0 && !hasNote(b.Notes, NoteFrameTooSmall) && !hasNote(b.Notes, NoteHeadTooWide) {
		t.Fatalf("round %d: %d characters are cut away, the fit says %d: %v", round, cut, b.Fit.ClipRunes, b.Notes)
	}
	if (over > 0) != hasNote(b.Notes, NoteOverset) {
		t.Fatalf("round %d: %d over, notes %v", round, over, b.Notes)
	}
	return b
}

func inBody(st *Story, p *Paragraph) bool {
	for _, q := range st.Body {
		if p == q {
			return true
		}
	}
	return false
}

func hasNote(ns []Note, c NoteCode) bool {
	for _, n := range ns {
		if n.Code == c {
			return true
		}
	}
	return false
}

// All body lines stand on the page's baseline grid, in whatever column and frame.
func TestBaselinesAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	want := baseline(testGrid.Slot(0), testGrid.Leading, testGrid.Body)
	for round := range 200 {
		st := randomStory(r)
		f := Probe(testGrid, 1+r.IntN(5), Mode(r.IntN(4)), r.IntN(3) == 0)
		f.Rect.Y += geom.Length(r.IntN(30)) * geom.Pt
		f.Rect.H = 60 * testGrid.Leading
		body := map[string]bool{}
		for _, p := range st.Body {
			body[p.ID] = !p.Subhead && !p.Vertical
		}
		on := false
		flat(Pour(Thread{st, []Frame{f}}, Direct{}).Items[0], geom.Rect{}, func(it display.Item, _ geom.Rect) {
			switch it := it.(type) {
			case display.Mark:
				on = body[it.Para]
			case display.Glyphs:
				if on && it.Turn == geom.Upright && (it.Origin.Y-want)%testGrid.Leading != 0 {
					t.Fatalf("round %d: a baseline at %v is off the grid", round, it.Origin.Y)
				}
			}
		})
	}
}

// What Measure promises, Pour keeps: between the least and the most height nothing is over, but for the rare line that
// single paragraphs could not win after all.
func TestMeasureKeepsItsWord(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 4))
	tried, over := 0, 0
	for range 40 {
		st := randomStory(r)
		for cols := 1; cols <= 5; cols++ {
			f := Probe(testGrid, cols, HeadTop, r.IntN(3) == 0)
			n := Measure(&st, f, Direct{})
			if !n.OK {
				continue
			}
			if n.Least > n.Lines || n.Lines > n.Most {
				t.Fatalf("least %d, lines %d, most %d", n.Least, n.Lines, n.Most)
			}
			for _, h := range []int{n.Least, n.Lines, n.Most} {
				f.Rect.H = geom.Length(h) * testGrid.Leading
				fit := Pour(Thread{st, []Frame{f}}, Direct{}).Fit
				tried++
				if fit.OverLines > 0 {
					over++
					if h == n.Lines {
						t.Fatalf("%d lines over at the height as set, %d of %d columns", fit.OverLines, h, cols)
					}
				}
			}
		}
	}
	if tried == 0 || over*50 > tried {
		t.Errorf("over at %d of %d promised heights", over, tried)
	}
}
