package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// replay types a trace into a field. A word in the trace is a key, text in 「」 is characters that arrive, as GLFW
// reports them: keys first, then whatever the input method commits.
func replay(f *field, trace string) {
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

func TestGuardOnKeyTraces(t *testing.T) {
	for _, c := range []struct{ name, start, trace, want string }{
		{"pinyin with a slip mended inside the input method", "国家统计局", "Z H O N G G BackSpace Space 「中」", "国家统计局中"},
		{"Return commits Latin letters and breaks no line", "国家统计局", "H E L L O Return 「hello」", "国家统计局hello"},
		{"arrows choose a candidate and move no caret", "国家统计局", "S H I Left Left Right Space 「是」", "国家统计局是"},
		{"Escape drops the pinyin, the next Backspace is the editor's", "国家统计局", "W A Escape BackSpace", "国家统计"},
		{"pinyin deleted to its last letter, then one more", "国家统计局", "N I BackSpace BackSpace BackSpace", "国家统计"},
		{"a whole phrase commits at once", "", "Z H O N G H U A Space 「中华人民共和国」", "中华人民共和国"},
		{"without an input method letters come with their characters", "", "H 「H」 I 「i」 BackSpace", "H"},
		{"the apostrophe divides syllables", "西", "X I ' A N BackSpace BackSpace Space 「西」", "西西"},
		{"Delete, Home and End belong to the input method", "北京", "B E I Home Delete End Space 「北」", "北京北"},
		{"punctuation after a commit is the editor's again", "", "A Space 「啊」 BackSpace", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			test.NewTempApp(t)
			f := newMultiField(func(time.Duration, func()) func() { return func() {} }, nil)
			w := test.NewTempWindow(t, f)
			w.Resize(fyne.NewSize(400, 200))
			w.Canvas().Focus(f)
			f.show(c.start)
			f.setCaret(len([]rune(c.start)))
			replay(f, c.trace)
			if f.Text != c.want {
				t.Errorf("%q after %q, want %q", f.Text, c.trace, c.want)
			}
		})
	}
}

func TestGuardForgetsWhenTheKeyboardGoes(t *testing.T) {
	test.NewTempApp(t)
	f := newField(func(time.Duration, func()) func() { return func() {} }, nil)
	w := test.NewTempWindow(t, f)
	w.Canvas().Focus(f)
	f.show("稿件")
	f.setCaret(2)
	replay(f, "Z H")
	w.Canvas().Unfocus()
	w.Canvas().Focus(f)
	f.setCaret(2)
	replay(f, "BackSpace")
	if f.Text != "稿" {
		t.Errorf("after losing the keyboard Backspace did nothing: %q", f.Text)
	}
}

func TestFieldShowKeepsTheCaret(t *testing.T) {
	test.NewTempApp(t)
	told := ""
	f := newField(func(time.Duration, func()) func() { return func() {} }, nil)
	f.commit = func(s string) { told = s }
	test.NewTempWindow(t, f)
	f.show("一二三四")
	f.setCaret(2)
	f.show("一二三四五")
	if f.CursorColumn != 2 {
		t.Errorf("the caret jumped to %d", f.CursorColumn)
	}
	f.flush()
	if told != "" {
		t.Errorf("what the document said was told back to it: %q", told)
	}
	f.TypedRune('！')
	f.flush()
	if told != "一二！三四五" {
		t.Errorf("told %q", told)
	}
}

func TestFieldKeepsWhatIsTypedWhileThePageIsSet(t *testing.T) {
	test.NewTempApp(t)
	f := newField(func(time.Duration, func()) func() { return func() {} }, nil)
	f.commit = func(string) {}
	test.NewTempWindow(t, f)
	f.show("标题")
	f.setCaret(2)
	f.TypedRune('甲')
	f.flush()
	f.TypedRune('乙')
	f.show("标题甲") // the composition of what was committed arrives
	if f.Text != "标题甲乙" {
		t.Errorf("typed text was taken back: %q", f.Text)
	}
}
