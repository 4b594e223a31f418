package app

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestEveryChineseTitleHasInitials(t *testing.T) {
	for _, c := range commands() {
		for _, r := range c.title.ZH {
			if r >= 0x4e00 && r < 0xa000 && initialOf(r) == 0 {
				t.Errorf("%s: no initial for %c", c.title.ZH, r)
			}
		}
	}
	for text, want := range map[string]string{"啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝": "abcdefghjklmnopqrstwxyz", "座": "z", "PDF 9": "pdf9"} {
		got := ""
		for _, r := range text {
			if b := initialOf(r); b != 0 {
				got += string(b)
			}
		}
		if got != want {
			t.Errorf("%s begins %s, want %s", text, got, want)
		}
	}
}

func TestPaletteFinds(t *testing.T) {
	s := newStage(t, nil).open()
	for _, c := range []struct{ typed, want string }{
		{"zdzb", "makeup"}, {"组版", "makeup"}, {"mak", "makeup"}, {"cz", "redo"}, {"scpdf", "export"}, {"hwg", "grid"}, {"Fit W", "fit-width"}, {"qqqq", ""},
	} {
		best, at := "", 1<<20
		for _, k := range s.d.frame.commands {
			if n, ok := matches(k, c.typed); ok && n < at {
				best, at = k.id, n
			}
		}
		if best != c.want {
			t.Errorf("%q finds %q, want %q", c.typed, best, c.want)
		}
	}
	// By keys: open, type, choose, run.
	if !s.d.Do("palette") {
		t.Fatal("no palette")
	}
	f, ok := s.d.win.Canvas().Focused().(*field)
	if !ok {
		t.Fatal("the palette has not the keyboard")
	}
	for _, r := range "wg" {
		f.TypedRune(r)
	}
	s.capture("palette")
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.pump()
	if _, up := s.d.boxUp(); up || !s.d.view.GridShown() {
		t.Error("Return did not run the grid")
	}
	s.d.Do("palette")
	f = s.d.win.Canvas().Focused().(*field)
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if _, up := s.d.boxUp(); up {
		t.Error("Escape leaves the palette up")
	}
}
