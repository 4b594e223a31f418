package app

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/display"
)

// TestEpaper: the command is there with an edition, the folder gets the whole edition, and what goes wrong is told.
func TestEpaper(t *testing.T) {
	var dirs []string
	var fault error
	s := newStage(t, func(d *Deps) {
		d.Epaper = func(_ context.Context, ed *edition.Edition, _ display.PictureSource, dir string, _ words.Lang, progress func(int, int)) error {
			progress(1, 2)
			if len(ed.Pages) > 0 {
				dirs = append(dirs, dir)
			}
			return fault
		}
	})
	if s.d.Do("epaper") {
		t.Error("there is a digital paper of no edition")
	}
	s.open()
	if !s.d.Do("epaper") {
		t.Fatal("the command is off")
	}
	if box, up := s.d.boxUp(); !up {
		t.Fatal("no folder was asked for")
	} else {
		box.Dialog.Hide()
	}
	dir := filepath.Join(t.TempDir(), "paper")
	end := func() shownBox {
		t.Helper()
		s.d.EpaperTo(dir)
		s.until("the end", func() bool { _, up := s.d.boxUp(); return up && len(s.d.jobs) == 0 })
		box, _ := s.d.boxUp()
		return box
	}
	end().Dialog.Hide()
	fault = errors.New("no room")
	end().Dialog.Hide()
	if len(dirs) != 2 || dirs[0] != dir {
		t.Errorf("made in %q", dirs)
	}
}
