package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// signed answers a desk whose first page is signed off by 张总.
func signed(t *testing.T) *stage {
	t.Helper()
	s := newStage(t, nil).open()
	by := workflow.By{Who: "张总", Role: "chief", At: s.now.UnixMilli()}
	e, err := workflow.Sign(s.d.ed, "page-1", by, workflow.Found{}, workflow.Sure{Over: []string{workflow.OverReviews, workflow.OverRounds, workflow.OverErrors}})
	if !s.d.enter(e, err, true) {
		t.Fatal("not signed")
	}
	s.settled()
	return s
}

func up(s *stage) string {
	if top := s.d.win.Canvas().Overlays().Top(); top != nil {
		return strings.Join(texts(top), "|")
	}
	return ""
}

// TestSigning: the box names what stands against the page, signs only when that is acknowledged, keeps a proof, and
// remembers who signed.
func TestSigning(t *testing.T) {
	s := newStage(t, nil).open()
	if !s.d.Do("flow-sign") {
		t.Fatal("cannot sign")
	}
	s.pump()
	if said := up(s); !strings.Contains(said, "2 篇稿件未终审") || !strings.Contains(said, "还差 3 个校次") {
		t.Errorf("against it: %s", said)
	}
	s.d.boxes[0].keys(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.d.ed.Record) > 0 {
		t.Fatal("signed without a word on what stands against it")
	}
	s.d.dismiss()
	var box *signing
	against := workflow.Obstacles(s.d.ed, "page-1", workflow.Found{})
	box = s.d.signBox(wSignDo, wSignNow, "chief", words.Text{}, nil, 0, against, func(b *signing) bool {
		sure := workflow.Sure{Words: b.say.Text}
		for _, o := range against {
			sure.Over = append(sure.Over, o.Code)
		}
		e, err := workflow.Sign(s.d.ed, "page-1", b.by(), workflow.Found{}, sure)
		return s.d.enter(e, err, true)
	})
	box.name.SetText("张总")
	box.say.SetText("版面可以")
	box.sure.SetChecked(true)
	box.accept()
	s.settled()
	e := s.d.ed.Record[0]
	if e.Who != "张总" || e.Role != "chief" || e.Words != "版面可以" || e.Snapshot == 0 || len(e.Over) != 2 {
		t.Errorf("entered: %+v", e)
	}
	if s.d.me().Who != "张总" {
		t.Error("the name is not remembered")
	}
	s.d.showPanel("workflow")
	s.pump()
	if said := strings.Join(texts(s.d.win.Content()), "|"); !strings.Contains(said, "已签样") || !strings.Contains(said, "有稿件未终审") {
		t.Errorf("the panel says %s", said)
	}
	if s.d.Do("undo") {
		t.Error("undo reaches the record")
	}
}

// TestASignedPageIsLocked: a change asks first; left alone, page and text stay as they were; changed, the sign-off is
// withdrawn by name, and undo does not bring it back.
func TestASignedPageIsLocked(t *testing.T) {
	s := signed(t)
	rect := s.d.ed.Page("page-1").Frame("f1").Rect
	move := func() (edit.Change, error) {
		to := rect
		to.X += 5 * geom.MM
		return edit.MoveFrame(s.d.ed, "page-1", "f1", to)
	}
	c, err := move()
	if s.d.do(c, err) || !strings.Contains(up(s), "张总") {
		t.Fatalf("a signed page was changed without a question: %s", up(s))
	}
	s.d.dismiss()
	s.pump()
	if s.d.ed.Page("page-1").Frame("f1").Rect != rect || workflow.PageState(s.d.ed, "page-1").Signed == nil {
		t.Error("left alone, and yet changed")
	}
	// Another page, a flag and a guide ask nothing.
	c, err = edit.AddFrame(s.d.ed, "page-2", &edition.Frame{Kind: edition.BoxFrame, Rect: geom.Rect{W: geom.MM, H: geom.MM}})
	if !s.d.do(c, err) {
		t.Error("another page's change was refused")
	}
	// Typed text is let go when it is refused.
	s.d.story = "s1"
	s.d.toText()
	s.settled()
	g := s.d.frame.text.ed.G
	s.d.frame.text.ed.Caret("p4", 0)
	g.Insert("新")
	s.d.flush()
	s.pump()
	if !strings.Contains(up(s), "签样") {
		t.Fatal("typing into a signed page asks nothing")
	}
	s.d.dismiss()
	s.settled()
	if g.Story().Para("p4").Text != "项目总投资二十二亿元。" || s.d.frame.text.ed.Pending() {
		t.Errorf("refused, the text reads %q", g.Story().Para("p4").Text)
	}
	// And kept when the sign-off is withdrawn.
	g.Insert("新")
	s.d.flush()
	s.pump()
	tapWord(t, s, "改动并撤销签样")
	s.settled()
	state := workflow.PageState(s.d.ed, "page-1")
	if !strings.Contains(s.d.ed.Story("s1").Para("p4").Text, "新") || state.Withdrawn == nil {
		t.Errorf("withdrawn, the text reads %q, the page is %s", s.d.ed.Story("s1").Para("p4").Text, state.Name().ZH)
	}
	s.d.Do("undo")
	s.settled()
	if workflow.PageState(s.d.ed, "page-1").Signed != nil {
		t.Error("undo brought back a sign-off that was withdrawn")
	}
}

func buttons(o fyne.CanvasObject) []*widget.Button {
	var out []*widget.Button
	eachObject(o, func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok {
			out = append(out, b)
		}
	})
	return out
}

// tapWord presses the button with a word in the box that is up.
func tapWord(t *testing.T, s *stage, word string) {
	t.Helper()
	for _, b := range buttons(s.d.win.Canvas().Overlays().Top()) {
		if b.Text == word {
			b.OnTapped()
			s.pump()
			return
		}
	}
	t.Fatalf("no button %q", word)
}

// TestUnsignedIsSaid: a change that comes by another way unsigns the page and says so above it, until it is undone.
func TestUnsignedIsSaid(t *testing.T) {
	s := signed(t)
	c, err := edit.ReplaceText(s.d.ed, "s1", "p4", 0, 2, "工程")
	if err != nil {
		t.Fatal(err)
	}
	ed, err := s.store.Do(c)
	if err != nil {
		t.Fatal(err)
	}
	s.d.adopt(ed)
	s.settled()
	said := func() string { return strings.Join(texts(s.d.win.Content()), "|") }
	if !strings.Contains(said(), "第 1 版的签样已失效") {
		t.Errorf("nobody says so: %s", said())
	}
	s.d.undo()
	s.settled()
	if strings.Contains(said(), "第 1 版的签样已失效") || workflow.PageState(s.d.ed, "page-1").Signed == nil {
		t.Errorf("taken back: %s", said())
	}
}

// TestFlags: a passage is flagged, gone to, carried out, refused with a word; a spot goes with its frame; a finding
// becomes a flag.
func TestFlags(t *testing.T) {
	s := newStage(t, nil).open()
	d := s.d
	b := d.askFlag(d.onPassage("s1", "p3", 10, 11))
	b.name.SetText("王校对")
	b.accept()
	if len(d.ed.Flags) > 0 || b.said.text == "" {
		t.Error("改正 without what it shall be was taken")
	}
	b.mark.show(1) // 删除
	b.accept()
	s.settled()
	if len(d.ed.Flags) != 1 || d.ed.Flags[0].Mark != edition.MarkDelete || d.ed.Flags[0].Quote != "的" || d.ed.Flags[0].Who != "王校对" || d.ed.Flags[0].Round != 1 {
		t.Fatalf("flags: %+v", d.ed.Flags)
	}
	if m := d.flagMarks(); len(m) != 1 || m[0].Level != pageview.Note || !m[0].Current {
		t.Errorf("on the page: %+v", m)
	}
	n := d.askFlag(d.flagAt(pageview.Hit{Frame: "f2"}, geom.Point{X: 200 * geom.MM, Y: 100 * geom.MM}))
	n.note.SetText("图往上移")
	n.accept()
	s.settled()
	if f := d.ed.Flags[1]; f.Mark != edition.MarkExplain || f.Pin.Frame != "f2" {
		t.Fatalf("the spot: %+v", f)
	}
	if said := strings.Join(texts(d.win.Content()), "|"); !strings.Contains(said, "未办 2") || !strings.Contains(said, "图往上移") {
		t.Errorf("the list says %s", said)
	}
	if d.Do("flag-carry") {
		t.Error("a note was carried out by itself")
	}
	d.goToFlag("n1")
	if !d.Do("flag-carry") {
		t.Fatal("a deletion was not carried out")
	}
	s.settled()
	if got := d.ed.Story("s1").Para("p3").Text; got != "本报讯昨天上午举行的仪式上，市领导宣布开工。" || d.ed.Flags[0].State != edition.FlagDone {
		t.Errorf("carried out: %s", got)
	}
	if d.flag != "n2" {
		t.Errorf("the next open flag is %q", d.flag)
	}
	d.Do("flag-refuse")
	s.pump()
	tapWord(t, s, "批注不改")
	if f := d.ed.Flags[1]; f.State != edition.FlagRefused {
		t.Errorf("refused: %+v", f)
	}
	d.Do("undo")
	d.Do("undo")
	s.settled()
	if d.ed.Flags[0].State != edition.FlagOpen || !strings.Contains(d.ed.Story("s1").Para("p3").Text, "的的") {
		t.Error("undo left the flag done or the text mended")
	}
	d.proofed = []finding.Finding{{Rule: "DU-01", Level: finding.Error, Fix: finding.Apply, Place: finding.Place{Story: "s1", Para: "p3", From: 10, To: 11}, Text: "的", Suggestions: []finding.Suggestion{{}}}}
	d.collect()
	d.goTo(0)
	if !d.Do("flag-finding") {
		t.Fatal("a finding becomes no flag")
	}
	s.pump()
	tapWord(t, s, "加批注")
	if f := d.ed.Flags[2]; f.Rule != "DU-01" || f.Mark != edition.MarkDelete {
		t.Errorf("the finding's flag: %+v", f)
	}
	for _, f := range []string{"flag-next", "flag-previous"} {
		if !d.Do(f) {
			t.Errorf("%s cannot run", f)
		}
	}
}

// TestCompareLeaf: a proof is kept, the page is changed, and the leaf says what nobody asked for; a click goes there.
func TestCompareLeaf(t *testing.T) {
	s := newStage(t, nil).open()
	d := s.d
	asked := d.onPassage("s1", "p3", 10, 11)
	asked.Mark = edition.MarkDelete
	if !d.do(edit.AddFlag(d.ed, asked), nil) {
		t.Fatal("no flag")
	}
	e, err := workflow.Draw(d.ed, "page-1", workflow.PageProof, workflow.By{Who: "李编辑"}, 0)
	if !d.enter(e, err, true) {
		t.Fatal("no proof drawn")
	}
	c, err := edit.ReplaceText(d.ed, "s2", "p3", 0, 2, "江水")
	if !d.do(c, err) {
		t.Fatal("not changed")
	}
	s.settled()
	d.Do("compare")
	s.until("the comparison", func() bool { return d.comparing != nil && len(d.comparing.result.Changes) > 0 })
	s.settled()
	if r := d.comparing.result; len(r.Changes) != 1 || r.Unasked() != 1 || len(r.Undone) != 1 {
		t.Errorf("compared: %+v", r)
	}
	if said := strings.Join(texts(d.win.Content()), "|"); !strings.Contains(said, "无人要求") || !strings.Contains(said, "未落实") || !strings.Contains(said, "改动 1 处") {
		t.Errorf("the leaf says %s", said)
	}
	marks, ok := d.compareMarks()
	if !ok || len(marks) != 2 {
		t.Errorf("on the page: %+v", marks)
	}
	d.goToChange(1)
	if d.story != "s2" {
		t.Errorf("the click went to %q", d.story)
	}
	// What is done later is followed.
	d.flag = "n1"
	d.carryFlag()
	s.settled()
	s.pump()
	d.followCompare()
	if r := d.comparing.result; len(r.Changes) != 2 || r.Unasked() != 1 || len(r.Undone) != 0 {
		t.Errorf("followed: %+v", r)
	}
	d.showSideBySide()
	s.until("the pages", func() bool { return strings.Contains(up(s), "前样") })
}

// TestMarkedProofLeavesTheWindow: the file and its list are written by what cmd hands in, without what was passed over.
func TestMarkedProofLeavesTheWindow(t *testing.T) {
	s := newStage(t, func(deps *Deps) {
		deps.MarkedProof = func(_ context.Context, ed *edition.Edition, _ display.PictureSource, passed func(finding.Finding) bool, pdf, csv string, _ words.Lang, progress func(int, int)) error {
			progress(1, 1)
			if !passed(finding.Finding{Rule: "DU-01", Text: "的"}) || passed(finding.Finding{Rule: "DU-02"}) {
				t.Error("what was passed over is not what was passed on")
			}
			if err := os.WriteFile(pdf, []byte(ed.Head.Title), 0o600); err != nil {
				return err
			}
			return os.WriteFile(csv, nil, 0o600)
		}
	}).open()
	s.d.ignored[keyOf(finding.Finding{Rule: "DU-01", Text: "的"}).String()] = true
	path := filepath.Join(t.TempDir(), "红样.pdf")
	s.d.MarkedProofTo(path)
	s.until("the marked proof", func() bool { return len(s.d.jobs) == 0 })
	for _, name := range []string{path, strings.TrimSuffix(path, ".pdf") + " 校对单.csv"} {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
}
