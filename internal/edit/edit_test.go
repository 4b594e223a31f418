package edit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dayang/internal/edit"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// text answers a paragraph in the notation of these tests: 《》 around bold, 〈〉 around kai.
func text(p *edition.Para) string {
	var out strings.Builder
	for i, r := range []rune(p.Text) {
		for _, s := range p.Spans {
			if s.To == i {
				out.WriteString(map[string]string{edition.Bold: "》", edition.Kai: "〉"}[s.Style])
			}
		}
		for _, s := range p.Spans {
			if s.From == i {
				out.WriteString(map[string]string{edition.Bold: "《", edition.Kai: "〈"}[s.Style])
			}
		}
		out.WriteRune(r)
	}
	for _, s := range p.Spans {
		if s.To == utf8.RuneCountInString(p.Text) {
			out.WriteString(map[string]string{edition.Bold: "》", edition.Kai: "〉"}[s.Style])
		}
	}
	return out.String()
}

// para reads that notation; a bar is a place in it.
func para(id, marked string) (p *edition.Para, bars []int) {
	p = &edition.Para{ID: id, Role: edition.Body}
	from, n := 0, 0
	for _, r := range marked {
		switch r {
		case '《', '〈':
			from = n
		case '》', '〉':
			p.Spans = append(p.Spans, edition.Span{From: from, To: n, Style: map[rune]string{'》': edition.Bold, '〉': edition.Kai}[r]})
		case '|':
			bars = append(bars, n)
		default:
			p.Text += string(r)
			n++
		}
	}
	return p, bars
}

func story(s *edition.Story) string {
	var out []string
	for _, p := range s.Paras {
		out = append(out, text(p))
	}
	return strings.Join(out, "¶")
}

// TestReplaceText: the stretch between the bars becomes the new text; 《》 is bold, 〈〉 kai, ¶ a new paragraph.
func TestReplaceText(t *testing.T) {
	for _, c := range []struct{ before, with, after string }{
		{"今天|很|好", "不", "今天不好"},
		{"今天||好", "更", "今天更好"},
		{"《今天》|很|好", "不", "《今天》不好"},
		{"《今天|》|很好", "起", "《今天起》很好"}, // typing behind bold stays bold
		{"||《今天》很好", "就", "《就今天》很好"}, // and at the start of a bold run-in too
		{"今||《天》很好", "明", "今明《天》很好"},
		{"《今|天》很|好", "年", "《今年》好"},
		{"今|天《很|好》", "年", "今年《好》"},
		{"《今|天|》〈很好〉", "", "《今》〈很好〉"},
		{"《今》|天|《很》好", "", "《今很》好"},
		{"|《今天》〈很好〉|", "", ""},
		{"今𠮷|𠮷|天", "吉", "今𠮷吉天"}, // above U+FFFF a rune is one
		{"今天||很好", "\n", "今天¶很好"},
		{"《今天||很》好", "\r\n", "《今天》¶《很》好"},
		{"《今|天》很|好", "年\n不\r", "《今年》¶《不》¶好"},
		{"今|天|", "\x00\x07年\xff", "今年\uFFFD"},
		{"今||天", "\t", "今\t天"},
	} {
		p, bars := para("p1", c.before)
		ed := &edition.Edition{House: edition.DefaultHouse(), Stories: []*edition.Story{{ID: "s1", Paras: []*edition.Para{p}}}}
		ch, err := edit.ReplaceText(ed, "s1", "p1", bars[0], bars[1], c.with)
		if err != nil {
			t.Errorf("%s with %q: %v", c.before, c.with, err)
			continue
		}
		next, err := ch.Apply(ed)
		if err != nil {
			t.Fatal(err)
		}
		if got := story(next.Stories[0]); got != c.after {
			t.Errorf("%s with %q: %s, not %s", c.before, c.with, got, c.after)
		}
		if err := edition.Validate(next); err != nil {
			t.Errorf("%s with %q: %v", c.before, c.with, err)
		}
	}
}

// TestReplaceRange: the range goes from the first bar to the second, which may be paragraphs further on.
func TestReplaceRange(t *testing.T) {
	for _, c := range []struct{ before, with, after string }{
		{"甲乙|丙¶丁¶戊|己", "", "甲乙己"},
		{"甲《乙|丙》¶丁¶戊|〈己〉", "新", "甲《乙新》〈己〉"},
		{"甲|乙¶|丙", "一\n二\n三", "甲一¶二¶三丙"},
		{"|甲¶乙|", "", ""},
	} {
		s := &edition.Story{ID: "s1"}
		type place struct {
			id string
			at int
		}
		var places []place
		for i, marked := range strings.Split(c.before, "¶") {
			p, bars := para(fmt.Sprint("p", i+1), marked)
			for _, b := range bars {
				places = append(places, place{p.ID, b})
			}
			s.Paras = append(s.Paras, p)
		}
		ed := &edition.Edition{House: edition.DefaultHouse(), Stories: []*edition.Story{s}}
		ch, err := edit.ReplaceRange(ed, "s1", places[0].id, places[0].at, places[1].id, places[1].at, c.with)
		if err != nil {
			t.Errorf("%s: %v", c.before, err)
			continue
		}
		next, err := ch.Apply(ed)
		if err != nil {
			t.Fatal(err)
		}
		if got := story(next.Stories[0]); got != c.after {
			t.Errorf("%s with %q: %s, not %s", c.before, c.with, got, c.after)
		}
		if _, err := edit.ReplaceRange(ed, "s1", places[1].id, places[1].at, places[0].id, places[0].at, ""); !errors.Is(err, edit.ErrRange) {
			t.Errorf("%s backwards: %v", c.before, err)
		}
	}
}

// TestSpanStyle: the stretch between the bars is set in kai, then in nothing.
func TestSpanStyle(t *testing.T) {
	for _, c := range []struct{ before, kai, plain string }{
		{"今|天很|好", "今〈天很〉好", "今天很好"},
		{"《今|天很|好》", "《今》〈天很〉《好》", "《今》天很《好》"},
		{"〈今〉|天|〈很〉好", "〈今天很〉好", "〈今〉天〈很〉好"},
		{"《今|天》很|好", "《今》〈天很〉好", "《今》天很好"},
		{"今||天", "今天", "今天"},
	} {
		p, bars := para("p1", c.before)
		ed := &edition.Edition{House: edition.DefaultHouse(), Stories: []*edition.Story{{ID: "s1", Paras: []*edition.Para{p}}}}
		for style, want := range map[string]string{edition.Kai: c.kai, "": c.plain} {
			ch, err := edit.SetSpanStyle(ed, "s1", "p1", bars[0], bars[1], style)
			if err != nil {
				t.Fatal(err)
			}
			next, err := ch.Apply(ed)
			if err != nil {
				t.Fatal(err)
			}
			got := next.Stories[0].Paras[0]
			if text(got) != want {
				t.Errorf("%s in %q: %s, not %s", c.before, style, text(got), want)
			}
			if bars[0] < bars[1] && edit.HasStyle(got, bars[0], bars[1], edition.Kai) != (style == edition.Kai) {
				t.Errorf("%s in %q: HasStyle says otherwise", c.before, style)
			}
		}
	}
}

// TestCaptionText: a caption is edited as text is, but stays one paragraph.
func TestCaptionText(t *testing.T) {
	ed := edittest.Edition(1)
	s := ed.Stories[slices.IndexFunc(ed.Stories, func(s *edition.Story) bool { return len(s.Pictures) > 0 })]
	id := s.Pictures[0].Caption.ID
	c, err := edit.ReplaceText(ed, s.ID, id, 1, 2, "一\n二")
	if err != nil {
		t.Fatal(err)
	}
	next, err := c.Apply(ed)
	if err != nil {
		t.Fatal(err)
	}
	was, is := []rune(s.Pictures[0].Caption.Text), next.Story(s.ID).Para(id).Text
	if want := string(was[:1]) + "一\u2028二" + string(was[2:]); is != want {
		t.Errorf("caption %q, not %q", is, want)
	}
}

// TestPages: numbers stay in order and jumps follow their pages.
func TestPages(t *testing.T) {
	ed := edittest.Edition(4)
	numbers := func(ed *edition.Edition) (out string) {
		for _, p := range ed.Pages {
			out += fmt.Sprintf("%s=%d ", p.ID, p.Number)
		}
		return out + fmt.Sprint("jump ", ed.Stories[0].Jump)
	}
	jump := *ed.Stories[0]
	jump.Jump = 3
	c, err := edit.SetStory(ed, &jump)
	if err != nil {
		t.Fatal(err)
	}
	if ed, err = c.Apply(ed); err != nil {
		t.Fatal(err)
	}
	move, err := edit.MovePage(ed, "p3", 0)
	if err != nil {
		t.Fatal(err)
	}
	drop, err := edit.DeletePage(ed, "p3")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		change edit.Change
		want   string
	}{
		{edit.Change{}, "p1=1 p2=2 p3=3 p4=4 jump 3"},
		{edit.AddPage(ed, &edition.Page{Name: "副刊", Format: edition.Formats()[0]}, 1), "p1=1 p5=2 p2=3 p3=4 p4=5 jump 4"},
		{move, "p3=1 p1=2 p2=3 p4=4 jump 1"},
		{drop, "p1=1 p2=2 p4=3 jump 0"},
	} {
		next, err := c.change.Apply(ed)
		if err != nil {
			t.Fatal(err)
		}
		if got := numbers(next); got != c.want {
			t.Errorf("%s: %s, not %s", c.change.Label.EN, got, c.want)
		}
	}
}

// TestThread: deleting a frame leaves no gap in its story's thread, deleting its first takes the rest along.
func TestThread(t *testing.T) {
	ed := edittest.Edition(2)
	s := ed.Stories[0].ID
	for _, page := range []string{"p1", "p2", "p2"} {
		c, err := edit.AddFrame(ed, page, &edition.Frame{Kind: edition.TextFrame, Story: s, Rect: geom.Rect{W: 1, H: 1}})
		if err != nil {
			t.Fatal(err)
		}
		if ed, err = c.Apply(ed); err != nil {
			t.Fatal(err)
		}
	}
	thread := func(ed *edition.Edition) (out []string) {
		for _, p := range ed.Pages {
			for _, f := range p.Frames {
				if f.Story == s {
					out = append(out, fmt.Sprintf("%s:%d", p.ID, f.Link))
				}
			}
		}
		return out
	}
	if got, want := fmt.Sprint(thread(ed)), "[p1:0 p1:1 p2:2 p2:3]"; got != want {
		t.Fatalf("thread %s, not %s", got, want)
	}
	first, second := "", ""
	for _, f := range ed.Pages[0].Frames {
		switch {
		case f.Story == s && f.Link == 0:
			first = f.ID
		case f.Story == s:
			second = f.ID
		}
	}
	for frame, want := range map[string]string{first: "[]", second: "[p1:0 p2:1 p2:2]"} {
		c, err := edit.DeleteFrame(ed, "p1", frame)
		if err != nil {
			t.Fatal(err)
		}
		next, err := c.Apply(ed)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(thread(next)); got != want {
			t.Errorf("without %s: %s, not %s", frame, got, want)
		}
	}
}

// TestNothing: what is so already is no change, and no part of the edition moves.
func TestNothing(t *testing.T) {
	ed := edittest.Edition(2)
	p, f, s := ed.Pages[0], ed.Pages[0].Frames[0], *ed.Stories[0]
	house := *ed.House
	for name, make := range map[string]func() (edit.Change, error){
		"head":  func() (edit.Change, error) { return edit.SetHead(ed, ed.Head), nil },
		"house": func() (edit.Change, error) { return edit.SetHouse(ed, &house), nil },
		"story": func() (edit.Change, error) { return edit.SetStory(ed, &s) },
		"move":  func() (edit.Change, error) { return edit.MoveFrame(ed, p.ID, f.ID, f.Rect) },
		"order": func() (edit.Change, error) { return edit.OrderFrame(ed, p.ID, f.ID, 0) },
		"page":  func() (edit.Change, error) { return edit.MovePage(ed, p.ID, 0) },
		"text":  func() (edit.Change, error) { return edit.ReplaceText(ed, s.ID, s.Paras[0].ID, 1, 1, "") },
		"diff":  func() (edit.Change, error) { return edit.Diff(words.Text{}, ed, edittest.Edition(2)), nil },
	} {
		if c, err := make(); err != nil || !c.Empty() {
			t.Errorf("%s: %d operations, error %v", name, len(c.Ops), err)
		}
	}
}

// TestConflict: a change never overwrites what it has not seen.
func TestConflict(t *testing.T) {
	ed := edittest.Edition(1)
	s := ed.Stories[0]
	a, err := edit.ReplaceText(ed, s.ID, s.Paras[0].ID, 0, 1, "甲")
	if err != nil {
		t.Fatal(err)
	}
	b, err := edit.ReplaceText(ed, s.ID, s.Paras[0].ID, 0, 1, "乙")
	if err != nil {
		t.Fatal(err)
	}
	next, err := a.Apply(ed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Apply(next); !errors.Is(err, edit.ErrConflict) {
		t.Errorf("two changes of one state: %v", err)
	}
	if _, err := a.Inverse().Apply(ed); !errors.Is(err, edit.ErrConflict) {
		t.Errorf("taking back what was not done: %v", err)
	}
	if _, err := edit.SetRole(ed, "s999", "p1", edition.Lead); !errors.Is(err, edit.ErrNotFound) {
		t.Errorf("a story that is not there: %v", err)
	}
	if _, err := edit.ReplaceText(ed, s.ID, s.Paras[0].ID, 0, 1<<20, ""); !errors.Is(err, edit.ErrRange) {
		t.Errorf("a range beyond the text: %v", err)
	}
}

func equal(t *testing.T, a, b *edition.Edition) bool {
	t.Helper()
	x, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(x) == string(y)
}

// TestLaws, on seeded random runs of changes: each change and its inverse are no change, the edition they start from
// never moves, what they make is valid, a whole run undone and redone through History ends where it did, and Diff
// leads from any state to any other.
func TestLaws(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		start := edittest.Edition(3)
		ed, h := start, edit.History{}
		var states []*edition.Edition
		for n := range 60 {
			c := edittest.Random(ed, r)
			c.At = int64(n) * 400 // some within the window of merging
			was, err := json.Marshal(ed)
			if err != nil {
				t.Fatal(err)
			}
			next, err := c.Apply(ed)
			if err != nil {
				t.Fatalf("seed %d, change %d %q: %v", seed, n, c.Label.EN, err)
			}
			if is, err := json.Marshal(ed); err != nil || string(is) != string(was) {
				t.Fatalf("seed %d, change %d %q altered the edition it was made from", seed, n, c.Label.EN)
			}
			if err := edition.ValidateSince(ed, next); err != nil {
				t.Fatalf("seed %d, change %d %q: %v", seed, n, c.Label.EN, err)
			}
			back, err := c.Inverse().Apply(next)
			if err != nil || !equal(t, back, ed) {
				t.Fatalf("seed %d, change %d %q and back is not where it began: %v", seed, n, c.Label.EN, err)
			}
			h, ed = h.Push(c), next
			states = append(states, ed)
		}
		if err := edition.Validate(ed); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		end := ed
		for {
			c, after, ok := h.Undo()
			if !ok {
				break
			}
			var err error
			if ed, err = c.Apply(ed); err != nil {
				t.Fatalf("seed %d, undo %q: %v", seed, c.Label.EN, err)
			}
			h = after
		}
		if !equal(t, ed, start) {
			t.Fatalf("seed %d: all undone is not the start", seed)
		}
		for {
			c, after, ok := h.Redo()
			if !ok {
				break
			}
			var err error
			if ed, err = c.Apply(ed); err != nil {
				t.Fatalf("seed %d, redo %q: %v", seed, c.Label.EN, err)
			}
			h = after
		}
		if !equal(t, ed, end) {
			t.Fatalf("seed %d: all redone is not the end", seed)
		}
		a, b := states[r.IntN(len(states))], states[r.IntN(len(states))]
		if got, err := edit.Diff(words.Text{}, a, b).Apply(a); err != nil || !equal(t, got, b) {
			t.Fatalf("seed %d: the difference does not lead there: %v", seed, err)
		}
	}
}

// TestHistory: steps merge as a hand would expect, and old histories stay.
func TestHistory(t *testing.T) {
	ed := edittest.Edition(1)
	p, f := ed.Pages[0].ID, ed.Pages[0].Frames[0]
	var h edit.History
	start := ed
	move := func(at int64, x geom.Length) {
		t.Helper()
		r := f.Rect
		r.X = x
		c, err := edit.MoveFrame(ed, p, f.ID, r)
		if err != nil {
			t.Fatal(err)
		}
		c.At = at
		if ed, err = c.Apply(ed); err != nil {
			t.Fatal(err)
		}
		h = h.Push(c)
	}
	lens := func(done, undone int) {
		t.Helper()
		if a, b := h.Len(); a != done || b != undone {
			t.Errorf("%d done and %d undone, not %d and %d", a, b, done, undone)
		}
	}
	for i := range int64(5) {
		move(i*900, geom.Length(i+1)) // longer than the window together, never between two
	}
	lens(1, 0)
	move(5000+edit.MergeWindowMS, 77)
	lens(2, 0)
	old := h
	c, after, _ := h.Undo()
	h = after
	var err error
	if ed, err = c.Apply(ed); err != nil {
		t.Fatal(err)
	}
	lens(1, 1)
	if label, ok := h.CanRedo(); !ok || label.ZH != "移动" {
		t.Errorf("redo says %v", label)
	}
	move(5000+edit.MergeWindowMS, 99) // right after an undo: a step of its own
	lens(2, 0)
	if a, b := old.Len(); a != 2 || b != 0 {
		t.Errorf("the old history is now %d and %d", a, b)
	}
	for range 2 {
		c, h, _ = h.Undo()
		if ed, err = c.Apply(ed); err != nil {
			t.Fatal(err)
		}
	}
	if !equal(t, ed, start) {
		t.Error("two steps back is not the start")
	}
	if _, _, ok := h.Undo(); ok {
		t.Error("there is more to undo than was done")
	}
}

// TestFlagsFollow: bars are a flag's range; it goes with its words when the text is edited, and undo brings it back.
func TestFlagsFollow(t *testing.T) {
	for _, c := range []struct {
		what, before, after string // paragraphs parted by ¶
		edit                func(ed *edition.Edition) (edit.Change, error)
	}{
		{"typed before", "今天|很好|。", "就今天|很好|。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 0, 0, "就")
		}},
		{"typed behind", "今天|很好|。", "今天|很好|吗。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 4, 4, "吗")
		}},
		{"typed at its head", "今天|很好|。", "今天真|很好|。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 2, 2, "真")
		}},
		{"typed within", "今天|很好|。", "今天|很不好|。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 3, 3, "不")
		}},
		{"replaced", "今天|很好|。", "今天|不错|。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 2, 4, "不错")
		}},
		{"deleted", "今天|很好|。", "今天||。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 2, 4, "")
		}},
		{"deleted in part", "今天|很好|。", "今|好|。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 1, 3, "")
		}},
		{"between two characters", "今天||很好。", "就今天||很好。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 0, 0, "就")
		}},
		{"split before", "今天，|很好|。", "今天，¶|很好|。", func(ed *edition.Edition) (edit.Change, error) { return edit.SplitPara(ed, "s1", "p1", 3) }},
		{"split behind", "今天，|很好|。是", "今天，|很好|。¶是", func(ed *edition.Edition) (edit.Change, error) { return edit.SplitPara(ed, "s1", "p1", 6) }},
		{"split within", "今天，|很好|。", "今天，|很|¶好。", func(ed *edition.Edition) (edit.Change, error) { return edit.SplitPara(ed, "s1", "p1", 4) }},
		{"joined", "今天，¶|很好|。", "今天，|很好|。", func(ed *edition.Edition) (edit.Change, error) { return edit.JoinParas(ed, "s1", "p1") }},
		{"moved", "今天。¶|很好|。", "|很好|。¶今天。", func(ed *edition.Edition) (edit.Change, error) { return edit.MovePara(ed, "s1", "p2", 0) }},
		{"another paragraph", "今天。¶|很好|。", "明天。¶|很好|。", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p1", 0, 1, "明")
		}},
	} {
		s := &edition.Story{ID: "s1"}
		flag := edition.Flag{Story: "s1", Mark: edition.MarkCorrect}
		for i, line := range strings.Split(c.before, "¶") {
			p := &edition.Para{ID: fmt.Sprint("p", i+1), Role: edition.Body, Text: strings.ReplaceAll(line, "|", "")}
			if a, rest, marked := strings.Cut(line, "|"); marked {
				b, _, _ := strings.Cut(rest, "|")
				flag.Para, flag.From = p.ID, utf8.RuneCountInString(a)
				flag.To = flag.From + utf8.RuneCountInString(b)
			}
			s.Paras = append(s.Paras, p)
		}
		ed := &edition.Edition{House: edition.DefaultHouse(), Stories: []*edition.Story{s}}
		ed, err := edit.AddFlag(ed, flag).Apply(ed)
		if err != nil {
			t.Fatal(err)
		}
		change, err := c.edit(ed)
		if err != nil {
			t.Fatal(err)
		}
		next, err := change.Apply(ed)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range next.Stories[0].Paras {
			text := []rune(p.Text)
			if f := next.Flags[0]; f.Para == p.ID {
				text = slices.Concat(text[:f.From], []rune("|"), text[f.From:f.To], []rune("|"), text[f.To:])
			}
			got = append(got, string(text))
		}
		if got := strings.Join(got, "¶"); got != c.after {
			t.Errorf("%s: %s, not %s", c.what, got, c.after)
		}
		if back, err := change.Inverse().Apply(next); err != nil || !equal(t, back, ed) {
			t.Errorf("%s, taken back: %v", c.what, err)
		}
	}
}

// TestFlagGoesWithItsStory: a story and a page are deleted with their flags, and come back with them.
func TestFlagGoesWithItsStory(t *testing.T) {
	ed := edittest.Edition(2)
	ed, err := edit.Compound(words.Text{},
		edit.AddFlag(ed, edition.Flag{Story: "s1", Para: "p1", Mark: edition.MarkCorrect})).Apply(ed)
	if err != nil {
		t.Fatal(err)
	}
	ed, err = edit.AddFlag(ed, edition.Flag{Page: "p1", Pin: &edition.Pin{}, Mark: edition.MarkExplain}).Apply(ed)
	if err != nil {
		t.Fatal(err)
	}
	c, err := edit.Sequence(ed, words.Text{},
		func(ed *edition.Edition) (edit.Change, error) { return edit.DeleteStory(ed, "s1") },
		func(ed *edition.Edition) (edit.Change, error) { return edit.DeletePage(ed, "p1") })
	if err != nil {
		t.Fatal(err)
	}
	next, err := c.Apply(ed)
	if err != nil || len(next.Flags) != 0 {
		t.Fatalf("%d flags are left: %v", len(next.Flags), err)
	}
	if err := edition.Validate(next); err != nil {
		t.Error(err)
	}
	if back, err := c.Inverse().Apply(next); err != nil || !equal(t, back, ed) {
		t.Errorf("taken back: %v", err)
	}
}

// TestCarryOut: a flag is carried out by its mark, in one step with its being done; what a mark does not say in full
// is left to a hand.
func TestCarryOut(t *testing.T) {
	for _, c := range []struct {
		mark         edition.Mark
		before, text string // bars around what is marked
		after        string
		want         error
		typed        string // typed over the mark before it is carried out
	}{
		{mark: edition.MarkCorrect, before: "会议|布署|工作。", text: "部署", after: "会议部署工作。"},
		{mark: edition.MarkDelete, before: "服务|服务|中心", after: "服务中心"},
		{mark: edition.MarkInsert, before: "今天||好", text: "很", after: "今天很好"},
		{mark: edition.MarkTranspose, before: "记者周|波军|报道", after: "记者周军波报道"},
		{mark: edition.MarkTranspose, before: "|今年的在|秋天", text: "在今年的", after: "在今年的秋天"},
		{mark: edition.MarkTranspose, before: "|今年在|秋天", want: edit.ErrByHand},
		{mark: edition.MarkRunOn, before: "今天，||¶很好。", after: "今天，很好。"},
		{mark: edition.MarkBreak, before: "今天好。||明天也好。", after: "今天好。¶明天也好。"},
		{mark: edition.MarkReplace, before: "|布署|了，再布署。¶还要布署。", text: "部署", after: "部署了，再部署。¶还要部署。"},
		{mark: edition.MarkCorrect, before: "会议|布署|工作。", want: edit.ErrByHand},
		{mark: edition.MarkExplain, before: "会议|布署|工作。", want: edit.ErrByHand},
		{mark: edition.MarkCorrect, before: "会议|布署|工作。", text: "部署", typed: "安排", want: edit.ErrChanged},
	} {
		s := &edition.Story{ID: "s1"}
		f := edition.Flag{Story: "s1", Mark: c.mark, Text: c.text}
		for i, line := range strings.Split(c.before, "¶") {
			parts := strings.Split(line, "|")
			p := &edition.Para{ID: fmt.Sprint("p", i+1), Role: edition.Body, Text: strings.Join(parts, "")}
			if len(parts) == 3 {
				f.Para, f.From, f.Quote = p.ID, utf8.RuneCountInString(parts[0]), parts[1]
				f.To = f.From + utf8.RuneCountInString(parts[1])
			}
			s.Paras = append(s.Paras, p)
		}
		bare := &edition.Edition{House: edition.DefaultHouse(), Stories: []*edition.Story{s}}
		ed, err := edit.AddFlag(bare, f).Apply(bare)
		if err != nil {
			t.Fatal(err)
		}
		if c.typed != "" {
			ch, err := edit.ReplaceText(ed, "s1", f.Para, f.From, f.To, c.typed)
			if err == nil {
				ed, err = ch.Apply(ed)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		ch, err := edit.CarryOut(ed, "n1", edition.Reply{Who: "王编辑"})
		if c.want != nil {
			if !errors.Is(err, c.want) {
				t.Errorf("%s %s: %v, not %v", c.mark, c.before, err, c.want)
			}
			continue
		}
		next, err2 := ch.Apply(ed)
		if err != nil || err2 != nil {
			t.Errorf("%s %s: %v %v", c.mark, c.before, err, err2)
			continue
		}
		if got := story(next.Stories[0]); got != c.after {
			t.Errorf("%s %s: %s, not %s", c.mark, c.before, got, c.after)
		}
		if g := next.Flags[0]; g.State != edition.FlagDone || len(g.Replies) != 1 || g.Replies[0].Who != "王编辑" {
			t.Errorf("%s %s: the flag is %+v", c.mark, c.before, g)
		}
		if back, err := ch.Inverse().Apply(next); err != nil || !equal(t, back, ed) {
			t.Errorf("%s %s, taken back: %v", c.mark, c.before, err)
		}
	}
}
