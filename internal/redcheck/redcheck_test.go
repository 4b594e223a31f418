package redcheck_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dayang/fonts"
	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/redcheck"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// page answers an edition of one page with two stories; paragraphs are parted by ¶.
func page(first string) *edition.Edition {
	f := edition.Formats()[0]
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{Title: "大样日报", Date: "2026-11-24"},
		Pages: []*edition.Page{{ID: "p1", Number: 1, Format: f, Frames: []*edition.Frame{
			{ID: "f1", Kind: edition.StoryFrame, Story: "s1", Rect: f.Cells(0, 0, 5, 30)},
			{ID: "f2", Kind: edition.StoryFrame, Story: "s2", Rect: f.Cells(0, 31, 5, 30)},
			{ID: "f3", Kind: edition.FurnitureFrame, Rect: f.Cells(0, 62, 2, 4), Furniture: &edition.Furniture{Kind: edition.Words, Paras: []*edition.Para{{ID: "p1", Role: edition.Label, Text: "今日天气晴"}}}},
		}}}}
	for i, text := range []string{first, "乙稿标题在此¶乙稿的正文写在这里，没有人动它。"} {
		s := &edition.Story{ID: fmt.Sprint("s", i+1), Slug: fmt.Sprint("稿", i+1), Kind: edition.News}
		for j, t := range strings.Split(text, "¶") {
			role := edition.Body
			if j == 0 {
				role = edition.Headline
			}
			s.Paras = append(s.Paras, &edition.Para{ID: fmt.Sprint("p", j+1), Role: role, Text: t})
		}
		ed.Stories = append(ed.Stories, s)
	}
	return ed
}

func proof(ed *edition.Edition) redcheck.Proof {
	return redcheck.Proof{Edition: ed, Page: compose.All(fonts.Builtin(), nil, ed).Pages[0]}
}

// says writes a result in a line: each change as its kind with what was and is, and ! where nobody asked for it.
func says(r redcheck.Result) string {
	var out []string
	for _, c := range r.Changes {
		s := fmt.Sprintf("%s[%s→%s]", c.Kind, c.Before, c.After)
		if len(c.Asked) > 0 {
			s += strings.Join(c.Asked, "")
		} else {
			s += "!"
		}
		out = append(out, s)
	}
	for _, u := range r.Undone {
		s := "undone " + u.Flag.ID
		if u.Said {
			s += " said"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

const text = "甲稿标题在此¶市里今天召开会议，布署防火工作。¶会议要求各镇街认真落实责任。¶隐患排查要逐村逐户，一处也不放过。"

// TestCompare: one change at a time, told once and as what it is.
func TestCompare(t *testing.T) {
	f := edition.Formats()[0]
	for _, c := range []struct {
		what, want string
		change     func(ed *edition.Edition) (edit.Change, error)
	}{
		{"a word", "text[布→部]!", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p2", 9, 11, "部署")
		}},
		{"put in", "text[→紧急]!", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, "s1", "p2", 6, 6, "紧急")
		}},
		{"taken out", "text[认真→]!", func(ed *edition.Edition) (edit.Change, error) { return edit.ReplaceText(ed, "s1", "p3", 7, 9, "") }},
		{"split", "split[→]!", func(ed *edition.Edition) (edit.Change, error) { return edit.SplitPara(ed, "s1", "p4", 10) }},
		{"joined", "join[→]!", func(ed *edition.Edition) (edit.Change, error) { return edit.JoinParas(ed, "s1", "p2") }},
		{"a paragraph moved", "para-move[会议要求各镇街认真落实责任。→会议要求各镇街认真落实责任。]!", func(ed *edition.Edition) (edit.Change, error) { return edit.MovePara(ed, "s1", "p3", 3) }},
		{"a paragraph gone", "para-gone[会议要求各镇街认真落实责任。→]!", func(ed *edition.Edition) (edit.Change, error) { return edit.DeletePara(ed, "s1", "p3") }},
		{"a paragraph new", "para-new[→据悉，会议开到深夜。]!", func(ed *edition.Edition) (edit.Change, error) {
			return edit.AddPara(ed, "s1", 4, edition.Para{Role: edition.Body, Text: "据悉，会议开到深夜。"})
		}},
		{"a stretch carried", "carried[逐村逐户，→逐村逐户，]!", func(ed *edition.Edition) (edit.Change, error) {
			return edit.Sequence(ed, words.Text{},
				func(ed *edition.Edition) (edit.Change, error) { return edit.ReplaceText(ed, "s1", "p4", 5, 10, "") },
				func(ed *edition.Edition) (edit.Change, error) {
					return edit.ReplaceText(ed, "s1", "p3", 7, 7, "逐村逐户，")
				})
		}},
		{"bold", "style[市里今天召开会议，布署防火工作。→市里今天召开会议，布署防火工作。]!", func(ed *edition.Edition) (edit.Change, error) {
			return edit.SetSpanStyle(ed, "s1", "p2", 0, 2, edition.Bold)
		}},
		{"a frame moved", "moved[→]!", func(ed *edition.Edition) (edit.Change, error) {
			return edit.MoveFrame(ed, "p1", "f2", f.Cells(0, 32, 5, 30))
		}},
		{"a frame's size", "resized[→]!", func(ed *edition.Edition) (edit.Change, error) {
			return edit.ResizeFrame(ed, "p1", "f2", f.Cells(0, 31, 4, 30))
		}},
		{"boxed", "reset[→]!", func(ed *edition.Edition) (edit.Change, error) {
			g := *ed.Pages[0].Frames[1]
			g.Boxed = true
			return edit.SetFrame(ed, "p1", &g)
		}},
		{"a story off", "frame-gone[→]!", func(ed *edition.Edition) (edit.Change, error) { return edit.UnplaceStory(ed, "s2") }},
		{"furniture", "text[晴→雨]!", func(ed *edition.Edition) (edit.Change, error) {
			g := *ed.Pages[0].Frames[2]
			g.Furniture = &edition.Furniture{Kind: edition.Words, Paras: []*edition.Para{{ID: "p1", Role: edition.Label, Text: "今日天气雨"}}}
			return edit.SetFrame(ed, "p1", &g)
		}},
		{"the date", "facts[2026-11-24→2026-11-25]!", func(ed *edition.Edition) (edit.Change, error) {
			h := ed.Head
			h.Date = "2026-11-25"
			return edit.SetHead(ed, h), nil
		}},
		{"another page's matter", "", func(ed *edition.Edition) (edit.Change, error) {
			return edit.AddStory(ed, &edition.Story{Paras: []*edition.Para{{Role: edition.Body, Text: "别版的稿。"}}}), nil
		}},
	} {
		before := page(text)
		ch, err := c.change(before)
		if err != nil {
			t.Fatal(err)
		}
		after, err := ch.Apply(before)
		if err != nil {
			t.Fatal(err)
		}
		r := redcheck.Compare(proof(before), proof(after))
		got := says(r)
		if slices.Contains([]string{"split", "joined"}, c.what) { // of these the characters are the same
			for _, x := range r.Changes {
				got = strings.Replace(got, x.Before+"→"+x.After, "→", 1)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, not %s", c.what, got, c.want)
		}
		for _, x := range r.Changes {
			if len(x.Areas)+len(x.Was) == 0 && x.Kind != redcheck.Facts || x.Message.ZH == "" || x.Message.EN == "" {
				t.Errorf("%s: %+v stands nowhere, or says nothing", c.what, x)
			}
		}
		if same := redcheck.Compare(proof(after), proof(after)); len(same.Changes) > 0 {
			t.Errorf("%s, with itself: %s", c.what, says(same))
		}
	}
}

// TestAsked: what a flag asked for is told from what nobody asked for, and what was not done stands out.
func TestAsked(t *testing.T) {
	mark := func(ed *edition.Edition, fs ...edition.Flag) *edition.Edition {
		for _, f := range fs {
			var err error
			if ed, err = edit.AddFlag(ed, f).Apply(ed); err != nil {
				t.Fatal(err)
			}
		}
		return ed
	}
	do := func(ed *edition.Edition, c edit.Change, err error) *edition.Edition {
		if err == nil {
			ed, err = c.Apply(ed)
		}
		if err != nil {
			t.Fatal(err)
		}
		return ed
	}
	before := mark(page(text),
		edition.Flag{Story: "s1", Para: "p2", From: 9, To: 11, Quote: "布署", Mark: edition.MarkCorrect, Text: "部署"},
		edition.Flag{Story: "s1", Para: "p3", From: 7, To: 9, Quote: "认真", Mark: edition.MarkDelete},
		edition.Flag{Story: "s1", Para: "p4", From: 10, To: 10, Mark: edition.MarkBreak},
		edition.Flag{Page: "p1", Pin: &edition.Pin{At: geom.Point{X: 30 * geom.MM, Y: 30 * geom.MM}, Frame: "f2"}, Mark: edition.MarkExplain, Note: "往下一行"})
	for _, c := range []struct {
		what, want string
		change     func(ed *edition.Edition) *edition.Edition
	}{
		{"nothing done", "undone n1 undone n2 undone n3 undone n4", func(ed *edition.Edition) *edition.Edition { return ed }},
		{"one done", "text[布→部]n1 undone n2 undone n3 undone n4", func(ed *edition.Edition) *edition.Edition {
			c, err := edit.ReplaceText(ed, "s1", "p2", 9, 11, "部署")
			return do(ed, c, err)
		}},
		{"done wrongly", "text[布→步]n1 undone n1 undone n2 undone n3 undone n4", func(ed *edition.Edition) *edition.Edition {
			c, err := edit.ReplaceText(ed, "s1", "p2", 9, 10, "步")
			ed = do(ed, c, err)
			return ed
		}},
		{"said to be done", "undone n1 undone n2 said undone n3 undone n4", func(ed *edition.Edition) *edition.Edition {
			c, err := edit.AnswerFlag(ed, "n2", edition.Reply{State: edition.FlagDone})
			return do(ed, c, err)
		}},
		{"refused", "undone n1 undone n3 undone n4", func(ed *edition.Edition) *edition.Edition {
			c, err := edit.AnswerFlag(ed, "n2", edition.Reply{State: edition.FlagRefused})
			return do(ed, c, err)
		}},
		{"all done, and one thing nobody asked for", "moved[→]n4 text[布→部]n1 text[召开→举行]! text[认真→]n2 split[一处也不放过。→一处也不放过。]n3", func(ed *edition.Edition) *edition.Edition {
			c, err := edit.Sequence(ed, words.Text{},
				func(ed *edition.Edition) (edit.Change, error) {
					return edit.ReplaceText(ed, "s1", "p2", 9, 11, "部署")
				},
				func(ed *edition.Edition) (edit.Change, error) {
					return edit.ReplaceText(ed, "s1", "p2", 4, 6, "举行")
				},
				func(ed *edition.Edition) (edit.Change, error) { return edit.ReplaceText(ed, "s1", "p3", 7, 9, "") },
				func(ed *edition.Edition) (edit.Change, error) { return edit.SplitPara(ed, "s1", "p4", 10) },
				func(ed *edition.Edition) (edit.Change, error) {
					return edit.MoveFrame(ed, "p1", "f2", edition.Formats()[0].Cells(0, 32, 5, 30))
				})
			return do(ed, c, err)
		}},
	} {
		after := c.change(before)
		r := redcheck.Compare(proof(before), proof(after))
		if got := says(r); sorted(got) != sorted(c.want) {
			t.Errorf("%s:\n%s, not\n%s", c.what, got, c.want)
		}
	}
}

func sorted(s string) string {
	s = strings.ReplaceAll(s, " undone", "|undone")
	s = strings.ReplaceAll(s, "] ", "]|")
	parts := strings.FieldsFunc(strings.ReplaceAll(strings.ReplaceAll(s, "! ", "!|"), " said", "_said"), func(r rune) bool { return r == '|' || r == ' ' })
	slices.Sort(parts)
	return strings.Join(parts, " ")
}
