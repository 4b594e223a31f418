package app

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"dayang/internal/lists"
	"dayang/internal/words"
)

// shelf keeps lists in memory, as a folder would.
type shelf struct {
	mu    sync.Mutex
	kept  map[lists.Kind]lists.Table
	saves int
	full  error
}

func (s *shelf) list(_ string, k lists.Kind) (lists.Table, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.kept[k]
	t.Kind = k
	return t, nil
}

func (s *shelf) save(_ string, t lists.Table) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full != nil {
		return s.full
	}
	s.saves++
	s.kept[t.Kind] = t
	return nil
}

func (s *shelf) rows(k lists.Kind) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, r := range s.kept[k].Rows {
		out = append(out, strings.Join(r.Cells, "|"))
	}
	return strings.Join(out, "/")
}

// TestLists adds, refuses, changes, removes, pastes and finds entries, and looks at the box in both languages.
func TestLists(t *testing.T) {
	sh := &shelf{kept: map[lists.Kind]lists.Table{}}
	s := newStage(t, func(d *Deps) { d.List, d.SaveList = sh.list, sh.save }).open()
	if !s.d.Do("lists") {
		t.Fatal("the lists cannot be edited")
	}
	s.d.dismiss()
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		sh.kept = map[lists.Kind]lists.Table{}
		s.d.SetLanguage(lang)
		s.pump()
		b := s.d.showLists()
		s.pump()
		saved := func(n int) {
			t.Helper()
			s.until("the list in its file", func() bool { sh.mu.Lock(); defer sh.mu.Unlock(); return sh.saves == n && !b.saving })
			s.pump()
		}
		sh.saves = 0
		fill := func(cells ...string) {
			for i, f := range b.fields {
				f.SetText("")
				if i < len(cells) {
					f.SetText(cells[i])
				}
			}
		}
		if b.said.Text != s.d.say(wListEmpty) || !b.remove.Disabled() {
			t.Errorf("an empty list says %q", b.said.Text)
		}
		fill("褚怀瑾", "市委书记", "第一")
		b.keep()
		if sh.saves != 0 || !strings.Contains(b.said.Text, "第一") {
			t.Errorf("a bad rank: %q, %d saves", b.said.Text, sh.saves)
		}
		fill("褚怀瑾", "市委书记", "1")
		b.keep()
		saved(1)
		if got := sh.rows(lists.Roster); got != "褚怀瑾|市委书记|1||" {
			t.Errorf("kept %q", got)
		}
		fill("褚怀瑾", "市长")
		b.keep()
		if sh.saves != 1 {
			t.Error("the same name was kept twice")
		}
		s.d.app.Clipboard().SetContent("姓名\t职务\t次序\n温如石\t市委副书记；市长\t2\n冉清和\t市教育局局长\t七\n卢长河\t副市长\t5\n")
		b.paste()
		saved(2)
		if got := sh.rows(lists.Roster); got != "褚怀瑾|市委书记|1||/温如石|市委副书记；市长|2||/卢长河|副市长|5||" || !strings.Contains(b.said.Text, "3") {
			t.Errorf("pasted %q, said %q", got, b.said.Text)
		}
		s.capture("lists-" + map[words.Lang]string{words.ZH: "zh", words.EN: "en"}[lang])
		b.search.SetText("副市长")
		s.pump()
		if len(b.shown) != 1 {
			t.Errorf("%d found", len(b.shown))
		}
		b.list.Select(0)
		s.pump()
		if b.fields[0].Text != "卢长河" || b.remove.Disabled() {
			t.Errorf("picked %q", b.fields[0].Text)
		}
		b.fields[1].SetText("常务副市长")
		s.capture("lists-entry-" + map[words.Lang]string{words.ZH: "zh", words.EN: "en"}[lang])
		b.keep()
		saved(3)
		b.search.SetText("")
		b.list.Select(0)
		s.pump()
		b.drop()
		saved(4)
		if got := sh.rows(lists.Roster); got != "温如石|市委副书记；市长|2||/卢长河|常务副市长|5||" {
			t.Errorf("in the end %q", got)
		}
		sh.mu.Lock()
		sh.full = errors.New("the disk is full")
		sh.mu.Unlock()
		fill("无处存", "市长")
		b.keep()
		s.until("the list as its file has it", func() bool { return !b.saving && len(b.table.Rows) == 2 })
		sh.full = nil
		s.d.dismiss() // what it says of the disk
		s.pump()
		b.turn(1)
		s.pump()
		if len(b.fields) != 5 || len(b.shown) != 0 {
			t.Errorf("the words have %d columns and %d rows", len(b.fields), len(b.shown))
		}
		fill("残废人", "禁用", "残疾人")
		b.keep()
		saved(5)
		if got := sh.rows(lists.Words); got != "残废人|禁用|残疾人||" {
			t.Errorf("words %q", got)
		}
		s.capture("lists-words-" + map[words.Lang]string{words.ZH: "zh", words.EN: "en"}[lang])
		s.d.dismiss()
		s.pump()
	}
}
