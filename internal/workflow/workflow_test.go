package workflow_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/geom"
)

// desk is an edition with hands on it.
type desk struct {
	t  *testing.T
	ed *edition.Edition
	at int64
}

func (d *desk) by(who string) workflow.By {
	d.at++
	return workflow.By{Who: who, Role: "editor", At: d.at}
}

func (d *desk) enter(e edition.Entry, err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	d.do(edit.Enter(d.ed, e), nil)
}

func (d *desk) do(c edit.Change, err error) {
	d.t.Helper()
	if err == nil {
		d.ed, err = c.Apply(d.ed)
	}
	if err == nil {
		err = edition.Validate(d.ed)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// ready brings page 1 to where nothing stands against its sign-off.
func (d *desk) ready() {
	d.t.Helper()
	for _, f := range d.ed.Page("p1").Frames {
		if f.Story == "" {
			continue
		}
		for i, who := range []string{"王编辑", "李主任", "张总"} {
			d.enter(workflow.Review(d.ed, f.Story, workflow.Reviews()[i], d.by(who), ""))
		}
	}
	for i, proof := range workflow.Proofs() {
		d.enter(workflow.Read(d.ed, "p1", proof, i+1, d.by("校对"), ""))
	}
}

func (d *desk) sign() {
	d.t.Helper()
	d.enter(workflow.Sign(d.ed, "p1", d.by("张总"), workflow.Found{}, workflow.Sure{}))
}

func (d *desk) state() string {
	s := workflow.PageState(d.ed, "p1")
	return s.Name().ZH
}

// TestReviews: in their order, by three people.
func TestReviews(t *testing.T) {
	d := &desk{t: t, ed: edittest.Edition(1)}
	refuse := func(stage workflow.Stage, who string, want error) {
		t.Helper()
		if _, err := workflow.Review(d.ed, "s1", stage, d.by(who), ""); !errors.Is(err, want) {
			t.Errorf("%s by %s: %v, not %v", stage, who, err, want)
		}
	}
	refuse(workflow.SecondReview, "李主任", workflow.ErrOrder)
	refuse(workflow.FirstReview, "  ", workflow.ErrNobody)
	refuse("fourth", "李主任", workflow.ErrOrder)
	d.enter(workflow.Review(d.ed, "s1", workflow.FirstReview, d.by("Wang Wei"), ""))
	refuse(workflow.SecondReview, " wang  wei", workflow.ErrSamePerson) // the same, written otherwise
	refuse(workflow.FinalReview, "张总", workflow.ErrOrder)
	d.enter(workflow.Review(d.ed, "s1", workflow.SecondReview, d.by("李主任"), ""))
	refuse(workflow.FinalReview, "Wang Wei", workflow.ErrSamePerson)
	refuse(workflow.FirstReview, "李主任", workflow.ErrSamePerson)
	d.enter(workflow.Review(d.ed, "s1", workflow.FinalReview, d.by("张总"), "可用"))
	if s := workflow.StoryState(d.ed, "s1"); s.Passed() != 3 || s.Name().ZH != "已终审" {
		t.Errorf("%d passed: %s", s.Passed(), s.Name().ZH)
	}
	d.do(edit.ReplaceText(d.ed, "s1", "p1", 0, 1, "改"))
	if s := workflow.StoryState(d.ed, "s1"); s.Passed() != 0 || s.Name().ZH != "终审后有改动" {
		t.Errorf("changed: %d passed: %s", s.Passed(), s.Name().ZH)
	}
	d.enter(workflow.Review(d.ed, "s1", workflow.FinalReview, d.by("张总"), "")) // again, by the same person
	if s := workflow.StoryState(d.ed, "s1"); s.Name().ZH != "已终审" {
		t.Errorf("reviewed again: %s", s.Name().ZH)
	}
	if _, err := workflow.Review(d.ed, "s99", workflow.FirstReview, d.by("王编辑"), ""); !errors.Is(err, workflow.ErrNotFound) {
		t.Errorf("no such story: %v", err)
	}
}

// TestReadings: rounds count from one and none is left out.
func TestReadings(t *testing.T) {
	d := &desk{t: t, ed: edittest.Edition(1)}
	if got := d.state(); got != "组版中" {
		t.Errorf("at first: %s", got)
	}
	if _, err := workflow.Read(d.ed, "p1", workflow.PageProof, 2, d.by("甲"), ""); !errors.Is(err, workflow.ErrOrder) {
		t.Errorf("the second first: %v", err)
	}
	d.enter(workflow.Draw(d.ed, "p1", workflow.Galley, d.by("甲"), 7))
	if got := d.state(); got != "小样" {
		t.Errorf("drawn: %s", got)
	}
	d.enter(workflow.Read(d.ed, "p1", workflow.Galley, 0, d.by("甲"), ""))
	d.enter(workflow.Read(d.ed, "p1", workflow.Galley, 1, d.by("乙"), "")) // two read the same
	d.enter(workflow.Read(d.ed, "p1", workflow.PageProof, 0, d.by("甲"), ""))
	if s := workflow.PageState(d.ed, "p1"); s.Round != 2 || len(s.Reads) != 3 || s.Name().ZH != "大样 二校" {
		t.Errorf("read: %d, %s", s.Round, s.Name().ZH)
	}
}

// TestSign: what stands against a sign-off must be said, and is in the record.
func TestSign(t *testing.T) {
	d := &desk{t: t, ed: edittest.Edition(1)}
	_, err := workflow.Sign(d.ed, "p1", d.by("张总"), workflow.Found{Errors: 2}, workflow.Sure{})
	var unsaid *workflow.Unsaid
	if !errors.As(err, &unsaid) || codes(unsaid.Obstacles) != "errors reviews readings" {
		t.Fatalf("a page that nobody has read: %v", err)
	}
	d.ready()
	d.do(edit.AddFlag(d.ed, edition.Flag{Story: "s1", Para: "p1", To: 1, Mark: edition.MarkCorrect}), nil)
	d.do(edit.AddFlag(d.ed, edition.Flag{Page: "p1", Pin: &edition.Pin{}, Mark: edition.MarkExplain}), nil)
	_, err = workflow.Sign(d.ed, "p1", d.by("张总"), workflow.Found{}, workflow.Sure{})
	if !errors.As(err, &unsaid) || codes(unsaid.Obstacles) != "open-flags" || unsaid.Obstacles[0].N != 2 {
		t.Fatalf("over flags: %v", err)
	}
	e, err := workflow.Sign(d.ed, "p1", d.by("张总"), workflow.Found{}, workflow.Sure{Over: []string{workflow.OverFlags}, Words: "来不及"})
	if err != nil || !slices.Equal(e.Over, []string{"open-flags"}) || e.Open != 2 || e.Words != "来不及" {
		t.Errorf("said: %v %+v", err, e)
	}
	if got := workflow.Details(&e).ZH; got != "有 2 条未办批注；“来不及”" {
		t.Errorf("in the record: %s", got)
	}
	d.do(edit.AnswerFlag(d.ed, "n1", edition.Reply{State: edition.FlagDone}))
	d.do(edit.AnswerFlag(d.ed, "n2", edition.Reply{State: edition.FlagRefused, Text: "照原样"}))
	if c := workflow.PageFlags(d.ed, "p1"); c != (workflow.Count{Done: 1, Refused: 1}) {
		t.Errorf("flags: %+v", c)
	}
	d.sign()
}

func codes(list []workflow.Obstacle) string {
	var out []string
	for _, o := range list {
		out = append(out, o.Code)
	}
	return strings.Join(out, " ")
}

// TestUnsigned: whatever changes what a page prints undoes its sign-off, and nothing else does; taking the change
// back brings it back.
func TestUnsigned(t *testing.T) {
	for _, c := range []struct {
		what   string
		breaks bool
		change func(ed *edition.Edition) (edit.Change, error)
	}{
		{"a word", true, func(ed *edition.Edition) (edit.Change, error) { return edit.ReplaceText(ed, "s1", "p4", 0, 1, "改") }},
		{"a caption", true, func(ed *edition.Edition) (edit.Change, error) { return edit.ReplaceText(ed, "s1", "p90", 0, 1, "改") }},
		{"a style", true, func(ed *edition.Edition) (edit.Change, error) {
			return edit.SetSpanStyle(ed, "s1", "p4", 9, 12, edition.Kai)
		}},
		{"a frame", true, func(ed *edition.Edition) (edit.Change, error) {
			r := ed.Page("p1").Frames[1].Rect
			r.X += geom.MM
			return edit.MoveFrame(ed, "p1", ed.Page("p1").Frames[1].ID, r)
		}},
		{"the date", true, func(ed *edition.Edition) (edit.Change, error) {
			h := ed.Head
			h.Date = "2026-11-25"
			return edit.SetHead(ed, h), nil
		}},
		{"a style of the house", true, func(ed *edition.Edition) (edit.Change, error) {
			h := *ed.House
			h.Colours = map[string][4]int{"red": {0, 1000, 1000, 0}}
			return edit.SetHouse(ed, &h), nil
		}},
		{"where its story runs on", true, func(ed *edition.Edition) (edit.Change, error) {
			r := ed.Page("p2").Frame("f99").Rect
			r.H -= geom.MM
			return edit.ResizeFrame(ed, "p2", "f99", r)
		}},
		{"a word of another page", false, func(ed *edition.Edition) (edit.Change, error) { return edit.ReplaceText(ed, "s6", "p4", 0, 1, "改") }},
		{"another page's frame", false, func(ed *edition.Edition) (edit.Change, error) {
			return edit.DeleteFrame(ed, "p2", ed.Page("p2").Frames[1].ID)
		}},
		{"a text never to be flagged", false, func(ed *edition.Edition) (edit.Change, error) {
			h := *ed.House
			h.Ignore = []string{"平湖"}
			return edit.SetHouse(ed, &h), nil
		}},
		{"a flag", false, func(ed *edition.Edition) (edit.Change, error) {
			return edit.AddFlag(ed, edition.Flag{Story: "s1", Para: "p1", To: 1, Mark: edition.MarkCorrect}), nil
		}},
		{"the story's name", false, func(ed *edition.Edition) (edit.Change, error) {
			s := *ed.Story("s1")
			s.Slug, s.Received = "另名", "x"
			return edit.SetStory(ed, &s)
		}},
	} {
		d := &desk{t: t, ed: edittest.Edition(2)}
		d.do(edit.AddFrame(d.ed, "p2", &edition.Frame{ID: "f99", Kind: edition.TextFrame, Story: "s1", Rect: geom.Rect{W: 50 * geom.MM, H: 50 * geom.MM}}))
		d.ready()
		d.sign()
		d.enter(workflow.Release(d.ed, "p1", d.by("张总"), workflow.Sure{}))
		if got := d.state(); got != "已付印" {
			t.Fatalf("%s: released, and %s", c.what, got)
		}
		before := d.ed
		change, err := c.change(d.ed)
		if err != nil {
			t.Fatal(err)
		}
		d.do(change, nil)
		if got := workflow.Breaks(before, d.ed); slices.Contains(got, "p1") != c.breaks {
			t.Errorf("%s breaks %v", c.what, got)
		}
		s := workflow.PageState(d.ed, "p1")
		if (s.Signed == nil) != c.breaks || (s.Released == nil) != c.breaks || (s.Lapsed != nil) != c.breaks {
			t.Errorf("%s: %s", c.what, s.Name().ZH)
		}
		d.do(change.Inverse(), nil)
		if s := workflow.PageState(d.ed, "p1"); s.Released == nil {
			t.Errorf("%s, taken back: %s", c.what, s.Name().ZH)
		}
		// What was written to a file and read again prints the same.
		text, err := json.Marshal(d.ed)
		again := &edition.Edition{}
		if err == nil {
			err = json.Unmarshal(text, again)
		}
		if err != nil || workflow.PagePrint(again, "p1") != workflow.PagePrint(d.ed, "p1") {
			t.Errorf("%s: through JSON it prints otherwise: %v", c.what, err)
		}
	}
}

// TestWithdraw: a sign-off that was taken back does not come back by itself; a page that is not signed is not released.
func TestWithdraw(t *testing.T) {
	d := &desk{t: t, ed: edittest.Edition(1)}
	if _, err := workflow.Release(d.ed, "p1", d.by("张总"), workflow.Sure{}); !errors.Is(err, workflow.ErrNotSigned) {
		t.Errorf("released unsigned: %v", err)
	}
	if _, err := workflow.Withdraw(d.ed, "p1", d.by("张总"), ""); !errors.Is(err, workflow.ErrNotSigned) {
		t.Errorf("withdrawn unsigned: %v", err)
	}
	d.ready()
	d.sign()
	d.enter(workflow.Withdraw(d.ed, "p1", d.by("张总"), "换头条"))
	if s := workflow.PageState(d.ed, "p1"); s.Signed != nil || s.Lapsed != nil || s.Withdrawn == nil || s.Withdrawn.Words != "换头条" {
		t.Errorf("withdrawn: %+v", s)
	}
	d.do(edit.ReplaceText(d.ed, "s1", "p4", 0, 1, "改"))
	_, err := workflow.Sign(d.ed, "p1", d.by("张总"), workflow.Found{}, workflow.Sure{})
	var unsaid *workflow.Unsaid
	if !errors.As(err, &unsaid) || codes(unsaid.Obstacles) != "changed-story changed-page" {
		t.Fatalf("signed again after a change: %v", err)
	}
	d.enter(workflow.Review(d.ed, "s1", workflow.FinalReview, d.by("张总"), ""))
	d.enter(workflow.Check(d.ed, "p1", d.by("校对"), "")) // compared with the proof before
	d.sign()
}

// TestExported: what was made of a page is in its record, and undone changes do not touch it.
func TestExported(t *testing.T) {
	d := &desk{t: t, ed: edittest.Edition(2)}
	x := edition.Export{File: "20261124-01.pdf", Hash: strings.Repeat("ab", 32), Pages: []string{"p1", "p2"}, Preset: "newsprint 220", Standard: "PDF/X-4", Errors: 1, Warnings: 2, Rules: []string{"PR-INK"}}
	d.enter(workflow.Exported(d.ed, d.by("印前"), x, "印厂同意"))
	for _, page := range []string{"p1", "p2"} {
		if s := workflow.PageState(d.ed, page); len(s.Exports) != 1 || s.Exports[0].Export.File != x.File {
			t.Errorf("%s: exports %v", page, s.Exports)
		}
		if got := workflow.Of(d.ed, page); len(got) != 1 {
			t.Errorf("%s: record %v", page, got)
		}
	}
	want := "20261124-01.pdf; PDF/X-4; newsprint 220; 1 error, 2 warnings; SHA-256 " + x.Hash + "; “印厂同意”"
	if got := workflow.Details(d.ed.Record[0]).EN; got != want {
		t.Errorf("%s", got)
	}
	if _, err := workflow.Exported(d.ed, workflow.By{}, x, ""); !errors.Is(err, workflow.ErrNobody) {
		t.Errorf("by nobody: %v", err)
	}
}

// TestNames: every mark, stage, role and obstacle has a name in both languages.
func TestNames(t *testing.T) {
	check := func(what string, name words.Text) {
		if name.ZH == "" || name.EN == "" || strings.EqualFold(name.ZH, name.EN) {
			t.Errorf("%s has the name %v", what, name)
		}
	}
	for _, m := range edition.Marks() {
		check(string(m), workflow.MarkName(m))
	}
	for _, s := range slices.Concat(workflow.Reviews(), workflow.Proofs()) {
		check(string(s), s.Name())
	}
	for _, r := range workflow.Roles() {
		check(r.ID, workflow.RoleName(r.ID))
	}
	for _, code := range []string{workflow.OverFlags, workflow.OverReviews, workflow.OverChanged, workflow.OverRounds, workflow.OverUnread, workflow.OverErrors} {
		check(code, workflow.ObstacleName(code))
	}
	for _, a := range []edition.Act{edition.ActReview, edition.ActProof, edition.ActRead, edition.ActCheck, edition.ActSign, edition.ActRelease, edition.ActWithdraw, edition.ActExport, edition.ActNote} {
		e := &edition.Entry{Act: a, Stage: string(workflow.FirstReview), Round: 2}
		check(string(a), workflow.ActName(e))
	}
}
