package app

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"dayang/app/editor"
	"dayang/app/editor/galley"
	"dayang/internal/edition"
	"dayang/internal/finding"
)

// writing opens a story in the editor with the keyboard in it.
func (s *stage) writing(story, para string, at int) *editor.Editor {
	s.t.Helper()
	s.d.pickStory(story)
	s.d.editHere()
	s.pump()
	e, ok := s.d.win.Canvas().Focused().(*editor.Editor)
	if !ok {
		s.t.Fatal("the editor has not the keyboard")
	}
	e.Caret(para, at)
	return e
}

func (s *stage) text(story, para string) string { return s.d.ed.Story(story).Para(para).Text }

// keyInto types a trace as GLFW reports it; see replay.
func keyInto(f fyne.Focusable, trace string) {
	for _, part := range strings.Fields(trace) {
		if text, ok := strings.CutPrefix(part, "「"); ok {
			for _, r := range strings.TrimSuffix(text, "」") {
				f.TypedRune(r)
			}
			continue
		}
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(part)})
	}
}

func TestInputMethodInTheEditor(t *testing.T) {
	for _, c := range []struct{ name, trace, want string }{
		{"pinyin with a slip", "Z H O N G G BackSpace Space 「中」", "馆方说中欢迎参观。"},
		{"Return commits Latin letters and splits nothing", "H E L L O Return 「hello」", "馆方说hello欢迎参观。"},
		{"arrows choose a candidate", "S H I Left Up Right Space 「是」", "馆方说是欢迎参观。"},
		{"Escape, then Backspace is the editor's", "W A Escape BackSpace", "馆方欢迎参观。"},
		{"a phrase at once", "Q I N G Space 「请市民朋友」", "馆方说请市民朋友欢迎参观。"},
		{"without an input method", "H 「H」 I 「i」 BackSpace", "馆方说H欢迎参观。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t, nil).open()
			e := s.writing("s3", "p2", 3)
			keyInto(e, c.trace)
			s.wait(commitPause)
			s.settled()
			if got := s.text("s3", "p2"); got != c.want || len(s.d.ed.Story("s3").Paras) != 2 {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestWritingIsCommittedAfterAPauseAndUndoneAtOnce(t *testing.T) {
	s := newStage(t, nil).open()
	e := s.writing("s1", "p4", 0)
	for _, r := range "喜讯，" {
		e.TypedRune(r)
		s.wait(60 * time.Millisecond)
	}
	if s.text("s1", "p4") != "项目总投资二十二亿元。" {
		t.Error("the document changed before the pause")
	}
	s.wait(commitPause)
	e.TypedRune('又')
	s.wait(commitPause)
	s.settled()
	if got := s.text("s1", "p4"); got != "喜讯，又项目总投资二十二亿元。" {
		t.Fatalf("written: %q", got)
	}
	if !s.d.Do("undo") {
		t.Fatal("writing cannot be undone")
	}
	s.settled()
	if got := s.text("s1", "p4"); got != "项目总投资二十二亿元。" {
		t.Errorf("one undo leaves %q", got)
	}
	if p, at := e.G.CaretPara(); p.ID != "p4" || at != 0 || p.Text != "项目总投资二十二亿元。" {
		t.Errorf("after undo the editor shows %q, caret %d", p.Text, at)
	}
	s.d.Do("redo")
	s.settled()
	if p, at := e.G.CaretPara(); p.Text != "喜讯，又项目总投资二十二亿元。" || at != 4 {
		t.Errorf("after redo %q, caret %d", p.Text, at)
	}
	// Undo takes back what is not even committed.
	e.TypedRune('再')
	if !s.d.Do("undo") {
		t.Fatal("fresh writing cannot be undone")
	}
	s.settled()
	if p, _ := e.G.CaretPara(); strings.Contains(p.Text, "再") {
		t.Errorf("undo left %q", p.Text)
	}
}

func TestWritingIsNeverLost(t *testing.T) {
	s := newStage(t, nil).open()
	e := s.writing("s1", "p4", 0)
	e.TypedRune('甲')
	s.d.pickStory("s2") // another story before the pause
	s.settled()
	if got := s.text("s1", "p4"); !strings.HasPrefix(got, "甲") {
		t.Fatalf("lost by choosing another story: %q", got)
	}
	e = s.writing("s1", "p4", 1)
	e.TypedRune('乙')
	s.d.win.Canvas().Unfocus()
	s.settled()
	if got := s.text("s1", "p4"); !strings.HasPrefix(got, "甲乙") {
		t.Fatalf("lost with the keyboard: %q", got)
	}
	// Without a pause it is still handed over every two seconds.
	e = s.writing("s1", "p4", 2)
	for range 25 {
		e.TypedRune('丙')
		s.wait(100 * time.Millisecond)
	}
	if got := s.text("s1", "p4"); strings.Count(got, "丙") < 15 {
		t.Fatalf("after 2.5 seconds of typing the document has %q", got)
	}
	s.wait(commitPause)
	s.settled()
	// A disk that is full: the text stays in the editor and is offered again.
	before := s.text("s1", "p4")
	s.store.fail = errors.New("disk full")
	e.TypedRune('丁')
	s.wait(commitPause)
	s.pump()
	if _, up := s.d.boxUp(); !up {
		t.Error("the failure was not told")
	}
	s.d.dismiss()
	s.pump()
	if p, _ := e.G.CaretPara(); !strings.Contains(p.Text, "丁") || s.text("s1", "p4") != before {
		t.Fatalf("the editor shows %q", p.Text)
	}
	s.store.fail = nil
	e.TypedRune('戊')
	s.wait(commitPause)
	s.settled()
	if got := s.text("s1", "p4"); !strings.Contains(got, "丁戊") {
		t.Errorf("offered again: %q", got)
	}
}

func TestEditorKeys(t *testing.T) {
	s := newStage(t, nil).open()
	e := s.writing("s1", "p3", 0)
	board := test.NewClipboard()
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd, Modifier: ctrl | shift})
	e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board})
	if got := board.Content(); got != "本报讯昨天上午举行的的仪式上，市领导宣布开工。\n项目总投资二十二亿元。" {
		t.Errorf("copied %q", got)
	}
	e.TypedShortcut(&fyne.ShortcutCut{Clipboard: board})
	if got := e.G.Len(); got != 1 || e.G.Selected() {
		t.Errorf("cutting left %d paragraphs", got)
	}
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	e.Flush()
	s.settled()
	if got := s.d.ed.Story("s1").Paras; len(got) != 4 || got[3].Text != "项目总投资二十二亿元。" {
		t.Errorf("pasted into %d paragraphs", len(got))
	}
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if !e.G.Selected() {
		t.Error("Shift and Home select nothing")
	}
	s.d.Do("bold")
	e.Flush()
	s.settled()
	if p := s.d.ed.Story("s1").Paras[3]; len(p.Spans) != 1 || p.Spans[0].Style != edition.Bold {
		t.Errorf("bold: %+v", p.Spans)
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
	if s.d.frame.bottomOn {
		t.Error("F9 in the editor does not fold the dock")
	}
	s.d.Do("edit-text")
	if s.d.win.Canvas().Focused() != fyne.Focusable(s.d.view) {
		t.Error("Ctrl+Enter does not go back to the page")
	}
}

func TestEditorMouse(t *testing.T) {
	s := newStage(t, nil).open()
	e := s.writing("s2", "p3", 0)
	x, y := e.G.At(galley.Place{Para: 0, At: 3}, false)
	at := fyne.NewPos(float32(x)*e.Em()+2, (float32(y)+.8)*e.Em())
	down := func() {
		e.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
		e.MouseUp(nil)
	}
	down()
	if _, o := e.G.CaretPara(); o != 3 {
		t.Errorf("a click puts the caret at %d", o)
	}
	down()
	if got := e.G.Selecting(); got != "了" { // without a dictionary a word is one character
		t.Errorf("a double click selects %q", got)
	}
	down()
	if got := e.G.Selecting(); got != "河水清了，鱼也回来了。" {
		t.Errorf("a triple click selects %q", got)
	}
	s.now = s.now.Add(time.Second)
	e.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at.AddXY(2*e.Em(), 0)}})
	e.DragEnd()
	if got := e.G.Selecting(); got != "了，" {
		t.Errorf("dragging selects %q", got)
	}
	s.capture("editor-selection")
}

func TestFindingsWhileWriting(t *testing.T) {
	read := 0
	s := newStage(t, func(d *Deps) {
		d.Proof = doubled
		d.ProofPara = func(ctx context.Context, ed *edition.Edition, story, para string) ([]finding.Finding, error) {
			all, err := doubled(ctx, ed)
			var out []finding.Finding
			for _, f := range all {
				if f.Place.Story == story && f.Place.Para == para {
					out = append(out, f)
				}
			}
			read++
			return out, err
		}
	}).open()
	s.d.Do("proof")
	s.until("a finding", func() bool { return len(s.d.findings) == 1 })
	e := s.writing("s1", "p3", 3)
	e.TypedRune('（')
	s.wait(commitPause)
	s.until("the paragraph read again", func() bool { return len(s.d.findings) == 1 && s.d.findings[0].Place.From == 10 })
	if m, ok := e.G.MarkAt(galley.Place{Para: 0, At: 11}); !ok || m.From != 10 {
		t.Errorf("underlined at %+v", m)
	}
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd, Modifier: ctrl})
	for _, r := range "好好" {
		e.TypedRune(r)
	}
	s.wait(commitPause)
	s.until("the new slip", func() bool { return len(s.d.findings) == 2 })
	if len(s.d.jobs) != 0 {
		t.Error("reading a paragraph shows as a job")
	}
	s.capture("editor-findings")
	// The context menu mends it.
	g := s.d.findings[0]
	s.d.mend(g, g.Suggestions[0].Text)
	s.settled()
	if got := s.text("s1", "p3"); strings.Contains(got, "的的") || e.G.Para(0).Text != got {
		t.Errorf("mended: %q, the editor shows %q", got, e.G.Para(0).Text)
	}
}

func TestFindAndReplaceInTheWindow(t *testing.T) {
	s := newStage(t, nil).open()
	e := s.writing("s1", "p3", 0)
	if !s.d.Do("replace") {
		t.Fatal("Ctrl+H does nothing")
	}
	p := s.d.frame.text
	p.what.SetText("市?")
	p.with.SetText("县")
	p.exact.SetChecked(true)
	p.what.flush()
	if got := p.found.text; got != s.d.say(wFoundNone) && got == "" {
		t.Errorf("the bar says %q", got)
	}
	p.what.SetText("[市领]")
	p.what.flush()
	p.next(false)
	if got := e.G.Selecting(); got != "市" || p.found.text != "1 / 2" {
		t.Errorf("found %q, %q", got, p.found.text)
	}
	s.capture("editor-find")
	p.replaceAll()
	s.settled()
	if got := s.text("s1", "p3"); !strings.Contains(got, "县县导") {
		t.Errorf("replaced: %q", got)
	}
	s.d.Do("undo")
	s.settled()
	if got := s.text("s1", "p3"); !strings.Contains(got, "市领导") {
		t.Errorf("one undo leaves %q", got)
	}
	p.what.SetText("(")
	p.what.flush()
	if p.found.text != s.d.say(wBadRegexp) {
		t.Errorf("of a broken expression the bar says %q", p.found.text)
	}
	p.what.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if p.bar.Visible() || !e.Focused() {
		t.Error("Escape does not close the bar")
	}
}

// BenchmarkEditorKey is a key in a story of 10,000 characters, from TypedRune to the image of the dock.
func BenchmarkEditorKey(b *testing.B) {
	s := benchStage(b)
	st := *s.d.ed.Story("s1")
	unit := strings.Repeat("昨天上午，全市36个重点项目集中开工仪式在高新区举行，市领导宣布开工。", 4)
	for n := 0; n < 10000; n += len([]rune(unit)) {
		st.Paras = append(st.Paras, &edition.Para{ID: "q" + itoa(n), Role: edition.Body, Text: unit})
	}
	ed := *s.d.ed
	ed.Stories = append([]*edition.Story{&st}, ed.Stories[1:]...)
	s.store.ed = &ed
	s.d.adopt(&ed)
	s.settled()
	e := s.writing("s1", "q"+itoa(len([]rune(unit))*20), 30)
	n := 0
	for b.Loop() {
		e.TypedRune('字')
		e.Image(360, 640)
		if n++; n%200 == 0 {
			b.StopTimer()
			for range 200 {
				e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
			}
			e.Flush()
			s.settled()
			b.StartTimer()
		}
	}
}

func TestAStoryIsDraggedOntoThePage(t *testing.T) {
	s := newStage(t, nil).open()
	row := newStoryRow(s.d)
	row.show(s.d, s.d.ed.Story("s3"))
	format := s.d.ed.Pages[0].Format
	want := format.Cells(1, 50, 2, 3)
	abs := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.d.view).Add(s.at(format.Cells(1, 50, 1, 1).Min())).AddXY(2, 2)
	drag := func(to fyne.Position) {
		row.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: to}})
	}
	drag(fyne.NewPos(30, 300)) // still over the list
	if !row.aim.Empty() {
		t.Error("the list takes a story")
	}
	drag(abs)
	s.capture("drag-story")
	row.DragEnd()
	s.settled()
	_, f := s.d.frameOf("s3")
	if f == nil || f.Rect.X != want.X || f.Rect.Y != want.Y || f.Rect.W != want.W {
		t.Fatalf("dropped at %+v, want %v", f, want)
	}
	// What stands on the page is moved, and keeps its size.
	size := f.Rect.Size()
	to := format.Cells(3, 60, 1, 1).Min()
	drag(fyne.CurrentApp().Driver().AbsolutePositionForObject(s.d.view).Add(s.at(to)).AddXY(2, 2))
	row.DragEnd()
	s.settled()
	if _, f = s.d.frameOf("s3"); f.Rect.Min() != to || f.Rect.Size() != size {
		t.Errorf("moved to %v", f.Rect)
	}
	// From another page it comes over, as one step.
	s.d.Do("page-on")
	s.settled()
	drag(abs)
	row.DragEnd()
	s.settled()
	if pg, _ := s.d.frameOf("s3"); pg.ID != "page-2" || len(s.d.ed.Pages[0].Frames) != 2 {
		t.Errorf("it stands on %s", pg.ID)
	}
	s.d.Do("undo")
	s.settled()
	if len(s.d.ed.Pages[0].Frames) != 3 || len(s.d.ed.Pages[1].Frames) != 0 {
		t.Error("not one step")
	}
}
