package app

import (
	"errors"
	"strings"
	"testing"

	"dayang/internal/words"
)

// TestAddFonts: the command is off where no font can be kept; what was taken is named as a style names it, and a
// refusal is told.
func TestAddFonts(t *testing.T) {
	if s := newStage(t, nil).open(); s.d.Do("add-font") {
		t.Error("the command runs without a place for fonts")
	}
	s := newStage(t, func(d *Deps) {
		d.AddFont = func(path string) ([]string, error) {
			if path == "bad.otf" {
				return nil, errors.New("broken")
			}
			return []string{"题字", "题字#1"}, nil
		}
	}).open()
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		s.d.SetLanguage(lang)
		if !s.d.Do("add-font") {
			t.Fatal("the command is off")
		}
		s.pump()
		s.d.dismiss()
		s.d.addFonts([]string{"题字.ttc"})
		s.pump()
		if says := strings.Join(texts(s.d.win.Canvas().Overlays().Top()), " "); !strings.Contains(says, "题字#1") || !strings.Contains(says, `font = "题字"`) {
			t.Errorf("it says %q", says)
		}
		s.d.dismiss()
		s.d.addFonts([]string{"bad.otf"})
		s.pump()
		if _, up := s.d.boxUp(); !up {
			t.Error("the refusal is not told")
		}
		s.d.dismiss()
	}
}
