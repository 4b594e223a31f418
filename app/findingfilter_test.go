package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/proof"
	"dayang/internal/words"
)

// TestFindingFilters: what is filtered away is neither listed nor stepped to; groups have heads; nothing passes, and the
// list says so.
func TestFindingFilters(t *testing.T) {
	f := func(rule string, l finding.Level, story, text string) finding.Finding {
		return finding.Finding{Rule: rule, Level: l, Text: text, Message: words.Text{ZH: "话" + text, EN: "word " + text}, Place: finding.Place{Story: story, Para: "p2", To: 1}}
	}
	s := newStage(t, func(d *Deps) {
		d.Proof = func(context.Context, *edition.Edition) ([]finding.Finding, error) {
			return []finding.Finding{f("PN-01", finding.Error, "s1", "甲"), f("DU-01", finding.Hint, "s1", "乙"), f("PN-01", finding.Warning, "s3", "丙")}, nil
		}
	}).open()
	s.d.proofNow()
	s.until("the findings", func() bool { return len(s.d.findings) == 3 })
	lines := func() (out string) {
		for _, l := range s.d.linesShown() {
			if l.i < 0 {
				out += fmt.Sprintf("[%s %d]", l.head, l.of)
			} else {
				out += s.d.findings[l.i].Text
			}
		}
		return out
	}
	for _, c := range []struct {
		set  findingView
		want string
	}{
		{findingView{}, "甲乙丙"},
		{findingView{level: 1}, "甲"},
		{findingView{level: 2}, "甲丙"},
		{findingView{level: 3}, "乙"},
		{findingView{search: "pn-"}, "甲丙"},
		{findingView{search: "话乙"}, "乙"},
		{findingView{search: "没有"}, ""},
		{findingView{group: 1}, "[PN-01 2]甲丙[DU-01 1]乙"},
	} {
		s.d.setSieve(func(v *findingView) { *v = c.set })
		if got := lines(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.set, got, c.want)
		}
	}
	s.d.setSieve(func(v *findingView) { *v = findingView{} })
	s.d.frame.findings.search.SetText("没有")
	s.pump()
	if s.d.Do("next-finding") || s.d.frame.findings.empty.text == "" {
		t.Errorf("nothing is shown, and F4 goes on; the list says %q", s.d.frame.findings.empty.text)
	}
	s.d.frame.findings.search.SetText("")
	s.d.setSieve(func(v *findingView) { *v = findingView{level: 2, group: 1} })
	s.d.current = -1
	seen := ""
	for range 3 {
		s.d.step(1)
		g, _ := s.d.finding()
		seen += g.Text
	}
	if seen != "甲丙甲" {
		t.Errorf("F4 goes to %s", seen)
	}
	s.d.step(-1)
	if g, _ := s.d.finding(); g.Text != "丙" {
		t.Errorf("back to %s", g.Text)
	}
	s.d.pickStory("s3")
	s.d.setSieve(func(v *findingView) { *v = findingView{place: 2} })
	if got := lines(); got != "丙" {
		t.Errorf("of the story in hand: %s", got)
	}
}

// TestErrorRate: the head of the findings says the error rate of the page and of the edition, in both languages, and
// follows what is passed over and the page.
func TestErrorRate(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		d.Proof = func(_ context.Context, ed *edition.Edition) ([]finding.Finding, error) {
			st := ed.Story("s1")
			for _, p := range st.Paras {
				if p.Role == edition.Body && len([]rune(p.Text)) > 4 {
					text := string([]rune(p.Text)[:2])
					return []finding.Finding{{Rule: "SP-01", Level: finding.Error, Text: text, Message: words.Text{ZH: "误", EN: "wrong"}, Place: finding.Place{Story: "s1", Para: p.ID, To: 2},
						Suggestions: []finding.Suggestion{{Text: "某某"}}}}, nil
				}
			}
			return nil, nil
		}
	}).open()
	rate := func() string { return s.d.frame.findings.fit.forms[0] }
	s.d.proofNow()
	s.until("the findings", func() bool { return len(s.d.findings) == 1 })
	s.pump()
	ed := s.d.ed
	page := ed.Pages[0]
	s.d.turnTo(page.ID)
	s.pump()
	of, whole := proof.PageRate(ed, page.ID, s.d.findings), proof.Rate(ed, s.d.findings)
	if whole.Per10000 <= 0 || of.Faults != 2 {
		t.Fatalf("rates %+v %+v", of, whole)
	}
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		want := map[words.Lang]string{words.ZH: "每万字差错", words.EN: "Faults per 10,000"}[lang]
		s.d.SetLanguage(lang)
		s.pump()
		if got := rate(); !strings.Contains(got, want) || !strings.Contains(got, fmt.Sprintf("%.1f", of.Per10000)) || !strings.Contains(got, fmt.Sprintf("%.1f", whole.Per10000)) {
			t.Errorf("the head says %q", got)
		}
		if text := s.d.frame.findings.rate.text; !strings.Contains(text, fmt.Sprintf("%.1f", of.Per10000)) || !strings.Contains(text, fmt.Sprintf("%.1f", whole.Per10000)) {
			t.Errorf("what has room says %q", text)
		}
		s.capture("findings-rate-" + map[words.Lang]string{words.ZH: "zh", words.EN: "en"}[lang])
	}
	s.d.goTo(0)
	if !s.d.Do("ignore") {
		t.Fatal("it cannot be passed over")
	}
	s.pump()
	if got := rate(); !strings.Contains(got, "page 0.0, edition 0.0") {
		t.Errorf("what is passed over counts: %q", got)
	}
}
