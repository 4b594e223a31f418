package app

import (
	"strings"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/repair"
	"dayang/internal/segment"
	"dayang/internal/words"
)

// TestMend repairs a story that came in broken: the sure ones are chosen, one is refused, the rest is one step that can
// be undone; in both languages.
func TestMend(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		d.Words = func() (segment.Segmenter, error) { return segment.Open() }
	}).open()
	st := *s.d.ed.Story("s1")
	st.Paras = []*edition.Para{
		st.Paras[0],
		{ID: "q1", Role: edition.Body, Text: "昨天,市里开会,研究如何进一步完善文明管理机制、提"},
		{ID: "q2", Role: edition.Body, Text: "升市民文明意识。"},
		{ID: "q3", Role: edition.Body, Text: "会议提出两点要求。"},
		{ID: "q4", Role: edition.Body, Text: "二是抓好服务服务群众工作。"},
		{ID: "q5", Role: edition.Body, Text: "一是抓好生产。"},
	}
	if !s.d.do(edit.SetStory(s.d.ed, &st)) {
		t.Fatal("the story cannot be set")
	}
	s.settled()
	body := func() string {
		var out []string
		for _, p := range s.d.ed.Story("s1").Paras[1:] {
			out = append(out, p.Text)
		}
		return strings.Join(out, "|")
	}
	was := body()
	seg, err := segment.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		s.d.SetLanguage(lang)
		s.pump()
		if !s.d.Do("mend") {
			t.Fatal("the command is off")
		}
		s.until("the proposals", func() bool { _, up := s.d.boxUp(); return up && !s.d.busy(wJobMend) })
		s.capture("mend-" + map[words.Lang]string{words.ZH: "zh", words.EN: "en"}[lang])
		s.d.dismiss()
		stories := []*edition.Story{s.d.ed.Story("s1")}
		_, found := repair.Stories(stories, seg)
		b := s.d.showMend(stories, wMendOf.F("甲"), found)
		if len(b.chosen) != 3 || b.make.Disabled() {
			t.Fatalf("%d proposals", len(b.chosen))
		}
		for k, c := range b.chosen {
			if !c.Checked {
				t.Errorf("%s is sure and not chosen", k)
			}
			if strings.HasPrefix(string(k), repair.Mark) {
				c.SetChecked(false)
			}
		}
		b.apply()
		want := "昨天,市里开会,研究如何进一步完善文明管理机制、提升市民文明意识。|会议提出两点要求。|一是抓好生产。|二是抓好服务服务群众工作。"
		s.until("the repair", func() bool { return body() == want })
		if !s.d.Do("undo") {
			t.Fatal("it cannot be undone")
		}
		s.pump()
		if body() != was {
			t.Errorf("one step back: %s", body())
		}
		b = s.d.showMend(stories, wMendOf.F("甲"), found)
		for _, c := range b.chosen {
			c.SetChecked(false)
		}
		if !b.make.Disabled() {
			t.Error("nothing is chosen and can be made")
		}
		s.d.dismiss()
	}
}
