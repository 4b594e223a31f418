package app

import (
	"context"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/display"
)

// refusal is an export that counts how often it was written all the same.
type refusal struct{ written int }

func (r *refusal) Error() string                { return "refused" }
func (r *refusal) Words() words.Text            { return words.Text{ZH: "总墨量过高", EN: "too much ink"} }
func (r *refusal) Anyway(context.Context) error { r.written++; return nil }

// TestARefusedExportAsks: Return writes nothing; only the button does.
func TestARefusedExportAsks(t *testing.T) {
	r := &refusal{}
	s := newStage(t, func(d *Deps) {
		d.Export = func(context.Context, *edition.Edition, display.PictureSource, string, func(int, int)) error { return r }
	}).open()
	export := func() shownBox {
		t.Helper()
		s.d.ExportTo(filepath.Join(t.TempDir(), "out.pdf"))
		s.until("the question", func() bool { _, up := s.d.boxUp(); return up && len(s.d.jobs) == 0 })
		box, _ := s.d.boxUp()
		return box
	}
	box := export()
	box.keys(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if _, up := s.d.boxUp(); up || r.written != 0 {
		t.Errorf("after Return the dialog is up: %v, written %d times", up, r.written)
	}
	box = export()
	box.Dialog.(interface{ Confirm() }).Confirm()
	s.until("the end", func() bool { return len(s.d.jobs) == 0 })
	if r.written != 1 {
		t.Errorf("written %d times", r.written)
	}
}
