package galley

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dayang/fonts"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/segment"
	"dayang/layout/geom"
)

func look(chars int) Look {
	em := 9 * geom.Pt
	return Look{Fonts: fonts.Builtin(), House: edition.DefaultHouse(), Em: em, Measure: geom.Length(chars) * em}
}

func storyOf(paras ...string) *edition.Story {
	s := &edition.Story{ID: "s1", Kind: edition.News, Paras: []*edition.Para{{ID: "p1", Role: edition.Headline, Text: "标题"}}}
	for i, t := range paras {
		s.Paras = append(s.Paras, &edition.Para{ID: fmt.Sprintf("p%d", i+2), Role: edition.Body, Text: t})
	}
	return s
}

func withCaption(s *edition.Story, text string) *edition.Story {
	s.Pictures = []edition.PictureUse{{Picture: "x", Caption: &edition.Para{ID: "p90", Role: edition.Caption, Text: text}}}
	return s
}

func open(s *edition.Story, chars int) *Galley {
	g := New()
	g.SetLook(look(chars))
	g.Take(s)
	return g
}

// at reads a place drawn as a bar: paragraphs are parted by ¶.
func at(t *testing.T, marked string) (paras []string, p Place) {
	t.Helper()
	for i, s := range strings.Split(marked, "¶") {
		before, after, ok := strings.Cut(s, "|")
		if ok {
			p = Place{i, len([]rune(before))}
		}
		paras = append(paras, before+after)
	}
	return paras, p
}

// drawn draws the caret as a bar and a selection as brackets.
func drawn(g *Galley) string {
	var b strings.Builder
	from, to := g.Selection()
	for i, p := range g.paras {
		if i > 0 {
			b.WriteString("¶")
		}
		for j := range len(p.runes) + 1 {
			here := Place{i, j}
			if from == to && here == g.caret {
				b.WriteString("|")
			} else if from != to && here == to {
				b.WriteString("]")
			}
			if from != to && here == from {
				b.WriteString("[")
			}
			if j < len(p.runes) {
				b.WriteRune(p.runes[j])
			}
		}
	}
	return b.String()
}

func TestKeys(t *testing.T) {
	type do func(*Galley) error
	move := func(u Unit, back, keep bool) do {
		return func(g *Galley) error { g.Move(u, back, keep); return nil }
	}
	for _, c := range []struct {
		name, before string
		do           do
		after        string
	}{
		{"type", "你|好", func(g *Galley) error { return g.Insert("们") }, "你们|好"},
		{"return splits", "你|好", (*Galley).Break, "你¶|好"},
		{"backspace joins", "你¶|好", func(g *Galley) error { return g.Erase(Character, true) }, "你|好"},
		{"delete joins", "你|¶好", func(g *Galley) error { return g.Erase(Character, false) }, "你|好"},
		{"backspace at the very start", "|好", func(g *Galley) error { return g.Erase(Character, true) }, "|好"},
		{"paste keeps paragraphs", "头|尾", func(g *Galley) error { return g.Paste(Clip{Text: "一\r\n二\n三"}) }, "头一¶二¶三|尾"},
		{"word forward", "|Go 1.26版", move(Word, false, false), "Go |1.26版"},
		{"word back", "Go 1.26|版", move(Word, true, false), "Go |1.26版"},
		{"erase a word", "用 Go|写", func(g *Galley) error { return g.Erase(Word, true) }, "用 |写"},
		{"sentence forward", "他说|：“好。”走了。完", move(Sentence, false, false), "他说：“好。”|走了。完"},
		{"sentence back", "一。二三|", move(Sentence, true, false), "一。|二三"},
		{"paragraph on", "一|二¶三", move(Paragraph, false, false), "一二¶|三"},
		{"paragraph back", "一二¶三|四", move(Paragraph, true, false), "一二¶|三四"},
		{"whole", "一|二¶三", move(Whole, false, true), "一[二¶三]"},
		{"right over the end", "一|¶二", move(Character, false, false), "一¶|二"},
		{"collapse", "一|二", func(g *Galley) error { g.SelectAll(); g.Move(Character, true, false); return nil }, "|一二"},
		{"select word", "他 abc|d 在", func(g *Galley) error { g.SelectAround(g.Caret(), Word); return nil }, "他 [abcd] 在"},
		{"select sentence", "一。二|三。四", func(g *Galley) error { g.SelectAround(g.Caret(), Sentence); return nil }, "一。[二三。]四"},
		{"a combining mark goes with its letter", "cafe\u0301|", move(Character, true, false), "caf|e\u0301"},
		{"delete a selection over paragraphs", "一|二¶三四", func(g *Galley) error { g.Put(Place{1, 1}, true); return g.Erase(Character, true) }, "一|四"},
		{"typing over a selection", "一|二¶三四", func(g *Galley) error { g.Put(Place{1, 1}, true); return g.Insert("新") }, "一新|四"},
	} {
		paras, p := at(t, c.before)
		g := open(storyOf(paras...), 13)
		g.Put(p, false)
		if err := c.do(g); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := drawn(g); got != c.after {
			t.Errorf("%s: %s became %s, want %s", c.name, c.before, got, c.after)
		}
	}
}

func TestWordsOfTheDictionary(t *testing.T) {
	d, err := segment.Open()
	if err != nil {
		t.Fatal(err)
	}
	g := open(storyOf("全市重点项目集中开工。"), 13)
	g.SetWords(d)
	g.SelectAround(Place{0, 5}, Word)
	if got := drawn(g); got != "全市重点[项目]集中开工。" {
		t.Errorf("a double click selects %s", got)
	}
}

func TestCaptionsStandAlone(t *testing.T) {
	g := open(withCaption(storyOf("正文"), "图说"), 13)
	g.Put(Place{1, 1}, false)
	if err := g.Break(); err != nil {
		t.Fatal(err)
	}
	if got := g.Story().Pictures[0].Caption.Text; got != "图\u2028说" {
		t.Errorf("Return in a caption: %q", got)
	}
	g.Put(Place{1, 0}, false)
	if err := g.Erase(Character, true); err != nil || g.Len() != 2 {
		t.Errorf("a caption was joined to the text: %v", err)
	}
	g.SelectAll()
	if err := g.Erase(Character, true); err != nil {
		t.Fatal(err)
	}
	if got := drawn(g); got != "|¶" {
		t.Errorf("all deleted: %s", got)
	}
	if g.Story().First(edition.Headline).Text != "标题" {
		t.Error("the headline went with the text")
	}
}

func TestAnEmptyStoryTakesText(t *testing.T) {
	g := open(storyOf(), 13)
	if err := g.Insert("写"); err != nil {
		t.Fatal(err)
	}
	if got := drawn(g); got != "写|" || g.Story().Paras[1].Role != edition.Body {
		t.Errorf("typed into nothing: %s", got)
	}
}

// TestRandomEdits: whatever is done, in steps told at random times, the document's story is the galley's; each undo
// in turn brings back what was there, the last the start; marks and caret stay inside.
func TestRandomEdits(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		start := withCaption(storyOf("第一段，有些字。还有一句！", "Second 段 with 26 words.", "尾。"), "图片说明")
		ed := &edition.Edition{Stories: []*edition.Story{start}}
		g := open(start, 11)
		var history edit.History
		tell := func() {
			for _, s := range g.Steps() {
				c, err := edit.SetStory(ed, s.To)
				if err != nil {
					t.Fatal(err)
				}
				if ed, err = c.Apply(ed); err != nil {
					t.Fatal(err)
				}
				history = history.Push(c)
			}
			g.Told(len(g.Steps()))
			g.Take(ed.Stories[0])
			if len(g.Steps()) != 0 || !reflect.DeepEqual(g.Story(), ed.Stories[0]) {
				t.Fatalf("seed %d: the document is not what was typed", seed)
			}
		}
		random := func() Place {
			i := r.IntN(g.Len())
			return Place{i, r.IntN(len(g.paras[i].runes) + 1)}
		}
		for range 120 {
			if g.Len() > 0 {
				g.Put(random(), false)
				if r.IntN(3) == 0 {
					g.Put(random(), true)
				}
			}
			var err error
			switch r.IntN(12) {
			case 0:
				err = g.Break()
			case 1:
				err = g.Erase(Character, true)
			case 2:
				err = g.Erase(Word, false)
			case 3:
				err = g.Paste(Clip{Text: "粘\n贴", Spans: []ClipSpan{{Line: 1, From: 0, To: 1, Style: edition.Bold}}})
			case 4:
				err = g.Bold()
			case 5:
				g.MoveLine(r.IntN(7)-3, r.IntN(2) == 0)
			case 6:
				g.MoveEdge(r.IntN(2) == 0, false)
			case 7:
				err = g.SetRole([]edition.Role{edition.Body, edition.Lead, edition.Subhead}[r.IntN(3)])
			case 8:
				re, _ := Compile("[字段]", How{Regexp: true})
				_, err = g.ReplaceAll(re, "改", How{Regexp: true})
			case 9:
				_, err = g.Cut()
			default:
				runes := func(from, to Place) (n int) {
					g.pieces(from, to, func(_, a, z int) { n += z - a })
					return n
				}
				all := Place{len(g.paras), 0}
				want := runes(Place{}, all) + 2
				from, to := g.Selection()
				want -= runes(from, to)
				err = g.Insert("字x")
				if got := runes(Place{}, Place{len(g.paras), 0}); got != want {
					t.Fatalf("seed %d: %d runes, want %d", seed, got, want)
				}
			}
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if g.caret != g.clamp(g.caret) || g.anchor != g.clamp(g.anchor) {
				t.Fatalf("seed %d: the caret is outside: %v", seed, g.caret)
			}
			g.CaretAt()
			if r.IntN(4) == 0 {
				tell()
			}
		}
		tell()
		for {
			inv, after, ok := history.Undo()
			if !ok {
				break
			}
			var err error
			if ed, err = inv.Apply(ed); err != nil {
				t.Fatal(err)
			}
			history = after
			g.Follow(ed.Stories[0])
		}
		if !reflect.DeepEqual(g.Story(), start) {
			t.Fatalf("seed %d: undoing everything does not bring back the start", seed)
		}
		fresh := open(start, 11)
		fresh.ready()
		g.ready()
		for i := range g.paras {
			if !reflect.DeepEqual(g.paras[i].lines, fresh.paras[i].lines) {
				t.Fatalf("seed %d: kept lines differ from fresh ones", seed)
			}
		}
	}
}

func TestTypingIsOneStep(t *testing.T) {
	g := open(storyOf("甲"), 13)
	g.Put(Place{0, 1}, false)
	for _, r := range "乙丙丁" {
		if err := g.Insert(string(r)); err != nil {
			t.Fatal(err)
		}
	}
	if len(g.Steps()) != 1 || g.Steps()[0].Merge == "" {
		t.Errorf("three characters made %d steps", len(g.Steps()))
	}
	if err := g.Break(); err != nil || len(g.Steps()) != 2 {
		t.Errorf("a new paragraph is not a step of its own: %d, %v", len(g.Steps()), err)
	}
}

func TestWhatIsTypedOutlivesAChangeFromOutside(t *testing.T) {
	s := storyOf("甲甲", "乙乙", "丙丙")
	g := open(s, 13)
	g.Put(Place{2, 2}, false)
	if err := g.Insert("新"); err != nil {
		t.Fatal(err)
	}
	ed := &edition.Edition{Stories: []*edition.Story{s}}
	c, _ := edit.ReplaceText(ed, "s1", "p2", 0, 1, "改了")
	ed, _ = c.Apply(ed)
	g.Take(ed.Stories[0])
	if got := drawn(g); got != "改了甲¶乙乙¶丙丙新|" {
		t.Errorf("now %s", got)
	}
	if st := g.Steps(); len(st) != 1 || st[0].From != ed.Stories[0] {
		t.Error("what is still to be told does not start from the document")
	}
	// The caret keeps its place in a paragraph that changes before it.
	g = open(s, 13)
	g.Put(Place{0, 2}, false)
	g.Take(ed.Stories[0])
	if got := drawn(g); got != "改了甲|¶乙乙¶丙丙" {
		t.Errorf("the caret: %s", got)
	}
}

func TestMarksStayAtTheirText(t *testing.T) {
	g := open(storyOf("昨天上午的的仪式"), 13)
	g.SetMarks([]Mark{{Para: "p2", From: 4, To: 6, Finding: 7}, {Para: "p2", From: 0, To: 2}})
	g.Put(Place{0, 2}, false)
	if err := g.Insert("（二十）"); err != nil {
		t.Fatal(err)
	}
	if m, ok := g.MarkAt(Place{0, 9}); !ok || m.From != 8 || m.Finding != 7 {
		t.Errorf("the mark is at %+v", m)
	}
	g.Put(Place{0, 9}, false)
	if err := g.Erase(Character, true); err != nil {
		t.Fatal(err)
	}
	if _, ok := g.MarkAt(Place{0, 8}); ok {
		t.Error("a mark about text that is gone")
	}
}

func TestFindAndReplace(t *testing.T) {
	g := open(storyOf("2025年3月1日，2026年11月24日", "abc ABC"), 13)
	re, err := Compile(`(\d+)年(\d+)月`, How{Regexp: true})
	if err != nil || g.Find(re) != 2 {
		t.Fatal("the years are not found", err)
	}
	g.Next(false)
	g.Next(false)
	if got := drawn(g); got != "2025年3月1日，[2026年11月]24日¶abc ABC" {
		t.Errorf("the second: %s", got)
	}
	g.Next(false)
	if n, i := g.Found(); n != 2 || i != 0 {
		t.Errorf("around: %d of %d", i, n)
	}
	if err := g.Replace(re, "$2/$1·", How{Regexp: true}); err != nil {
		t.Fatal(err)
	}
	if got := drawn(g); got != "3/2025·1日，[2026年11月]24日¶abc ABC" {
		t.Errorf("one replaced: %s", got)
	}
	re, _ = Compile("Abc", How{Fold: true})
	if n, err := g.ReplaceAll(re, "$1", How{Fold: true}); n != 2 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if got := string(g.paras[1].runes); got != "$1 $1" {
		t.Errorf("plain text was expanded: %s", got)
	}
	if len(g.Steps()) != 2 {
		t.Errorf("%d steps", len(g.Steps()))
	}
	if _, err := Compile("(", How{Regexp: true}); err == nil {
		t.Error("a broken expression compiles")
	}
}

func TestBoldTravels(t *testing.T) {
	g := open(storyOf("要点：开工", "尾"), 13)
	g.Select(Place{0, 0}, Place{0, 3})
	if err := g.Bold(); err != nil || !g.Bolded() {
		t.Fatal("not bold", err)
	}
	g.SelectAll()
	c := g.Copy()
	if c.Text != "要点：开工\n尾" || len(c.Spans) != 1 {
		t.Fatalf("copied %+v", c)
	}
	g.Put(Place{1, 1}, false)
	if err := g.Paste(c); err != nil {
		t.Fatal(err)
	}
	if got := g.paras[1].p; got.Text != "尾要点：开工" || !reflect.DeepEqual(got.Spans, []edition.Span{{From: 1, To: 4, Style: edition.Bold}}) {
		t.Errorf("pasted %+v", got)
	}
	g.Select(Place{0, 0}, Place{0, 3})
	if err := g.Bold(); err != nil || len(g.paras[0].p.Spans) != 0 {
		t.Error("bold cannot be taken off")
	}
}

// TestLines: no line begins with a closing mark, every character stands on one line, and up and down come back.
func TestLines(t *testing.T) {
	text := strings.Repeat("今年以来，全市“两重”项目（二十二个）累计完成投资1.28亿元，同比增长12.5%，", 6)
	g := open(storyOf(text), 13)
	g.ready()
	p := g.paras[0]
	end := 0
	for i, l := range p.lines {
		if p.start[l.from] != end {
			t.Fatalf("line %d begins at %d, the one before ended at %d", i, p.start[l.from], end)
		}
		end = p.start[l.to]
		if r := p.runes[p.start[l.from]]; strings.ContainsRune("，。、；：？！”’）》", r) {
			t.Errorf("line %d begins with %q", i, r)
		}
		if !slices.IsSorted(l.edge) {
			t.Errorf("line %d: caret stops run back: %v", i, l.edge)
		}
	}
	if end != len(p.runes) {
		t.Errorf("%d of %d runes are set", end, len(p.runes))
	}
	g.Put(Place{0, 8}, false)
	g.MoveLine(3, false)
	g.MoveLine(-3, false)
	if g.caret != (Place{0, 8}) {
		t.Errorf("down and up ends at %v", g.caret)
	}
	g.MoveEdge(true, false)
	x, y := g.CaretAt()
	if _, y0 := g.At(Place{0, 8}, false); y != y0 || x < GutterEm+10 {
		t.Errorf("End puts the caret at %v, %v", x, y)
	}
	g.MoveEdge(false, false)
	if g.caret != (Place{0, 0}) {
		t.Errorf("Home goes to %v", g.caret)
	}
	q, _ := g.Near(x, y+.5)
	if q.At == 0 {
		t.Error("a click at the line's end goes to its start")
	}
}

func colours() Colours {
	return Colours{Paper: color.RGBA{255, 255, 255, 255}, Ink: color.RGBA{20, 20, 20, 255}, Faint: color.RGBA{120, 120, 120, 255},
		Rule: color.RGBA{230, 230, 230, 255}, Selection: color.RGBA{8, 24, 60, 60}, Found: color.RGBA{70, 60, 0, 80}, Match: color.RGBA{120, 90, 0, 160},
		Levels: [3]color.RGBA{{30, 90, 190, 255}, {180, 100, 0, 255}, {190, 30, 30, 255}}, Bar: color.RGBA{150, 150, 150, 255}}
}

func longStory(n int) *edition.Story {
	unit := "本报讯（记者周明）昨天上午，全市重点项目集中开工仪式在高新区举行，总投资二十二亿元的36个项目同时动工，市领导宣布开工。"
	s := storyOf()
	for i := 0; n > 0; i++ {
		text := strings.Repeat(unit, 3)
		n -= len([]rune(text))
		s.Paras = append(s.Paras, &edition.Para{ID: fmt.Sprintf("p%d", i+2), Role: edition.Body, Text: text})
	}
	return s
}

func TestDraw(t *testing.T) {
	g := open(withCaption(longStory(900), "市民在新建的滨江步道上散步。周明 摄"), 13)
	if err := g.SetRole(edition.Lead); err != nil {
		t.Fatal(err)
	}
	g.Select(Place{0, 6}, Place{0, 40})
	if err := g.Bold(); err != nil {
		t.Fatal(err)
	}
	g.SetMarks([]Mark{{Para: "p2", From: 60, To: 66, Level: 2}, {Para: "p2", From: 80, To: 95, Level: 1}})
	re, _ := Compile("亿元", How{})
	g.Find(re)
	pt := NewPainter()
	v := View{Em: 18, Colour: colours(), Roles: map[edition.Role]string{edition.Lead: "导语", edition.Caption: "图片说明"}}
	img := pt.Draw(g, 340, 600, v)
	ink := 0
	for i := 0; i < len(img.Pix); i += 4 {
		if img.Pix[i] < 100 && img.Pix[i+1] < 100 && img.Pix[i+2] < 100 {
			ink++
		}
	}
	if ink < 5000 {
		t.Errorf("only %d dark pixels", ink)
	}
	if dir := os.Getenv("DAYANG_SHOTS"); dir != "" {
		f, err := os.Create(filepath.Join(dir, "galley.png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, img); err != nil {
			t.Fatal(err)
		}
	}
	// A part drawn alone is that part of the whole.
	whole := pt.Draw(g, 340, 900, v)
	v.Top = 300
	part := pt.Draw(g, 330, 600, v)
	bar := image.Rect(0, 0, 320, 600)
	for y := bar.Min.Y; y < bar.Max.Y; y++ {
		for x := bar.Min.X; x < bar.Max.X; x++ {
			if part.RGBAAt(x, y) != whole.RGBAAt(x, y+300) {
				t.Fatalf("at %d,%d the part differs from the whole", x, y)
			}
		}
	}
}

// BenchmarkKey is one typed character in a story of 10,000, from the key to the finished image of a dock's view.
func BenchmarkKey(b *testing.B) {
	g := open(longStory(10000), 13)
	pt := NewPainter()
	g.Put(Place{20, 50}, false)
	_, y := g.CaretAt()
	v := View{Em: 18, Top: y*18 - 200, Colour: colours()}
	pt.Draw(g, 360, 700, v)
	for b.Loop() {
		if err := g.Insert("字"); err != nil {
			b.Fatal(err)
		}
		pt.Draw(g, 360, 700, v)
		if len(g.paras[20].runes) > 400 {
			b.StopTimer()
			g.Put(Place{20, 50}, false)
			g.Put(Place{20, 250}, true)
			if err := g.Erase(Character, true); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	}
}

// BenchmarkKeyInOneParagraph is the same where all 10,000 characters are one paragraph.
func BenchmarkKeyInOneParagraph(b *testing.B) {
	s := storyOf(strings.Repeat("昨天上午，全市重点项目集中开工仪式在高新区举行，", 420))
	g := open(s, 13)
	pt := NewPainter()
	g.Put(Place{0, 5000}, false)
	_, y := g.CaretAt()
	v := View{Em: 18, Top: y*18 - 200, Colour: colours()}
	for b.Loop() {
		if err := g.Insert("字"); err != nil {
			b.Fatal(err)
		}
		pt.Draw(g, 360, 700, v)
		b.StopTimer()
		if err := g.Erase(Character, true); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// BenchmarkOpen is taking a story of 10,000 characters and setting all its lines.
func BenchmarkOpen(b *testing.B) {
	s := longStory(10000)
	for b.Loop() {
		open(s, 13).ready()
	}
}
