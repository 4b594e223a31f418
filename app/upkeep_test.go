package app

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dayang/internal/store"
	"dayang/internal/words"
)

// packed is a store that writes compact copies.
type packed struct {
	memory
	to string
}

func (p *packed) SaveAsWith(path string, _ store.SaveOptions) (store.Saved, error) {
	p.to = path
	return store.Saved{Pictures: 3, PictureBytes: 5 << 20}, nil
}

func TestADamagedFileIsRepairedAndOpened(t *testing.T) {
	repaired := ""
	s := newStage(t, func(d *Deps) {
		open := d.Open
		d.Open = func(path string) (Store, error) {
			if repaired == "" {
				return nil, fmt.Errorf("page 7: %w", store.ErrDamaged)
			}
			return open(path)
		}
		d.Recover = func(path string) (store.Report, error) {
			repaired = path
			return store.Report{Path: path, New: path, Damaged: path + ".damaged", Pages: 2, Stories: 3,
				Losses: []store.Loss{{Text: words.Text{ZH: "稿件“开工”少一段", EN: "a paragraph is gone"}}}}, nil
		}
	})
	path := filepath.Join(t.TempDir(), "a"+extension)
	if s.d.Open(path) == nil {
		t.Fatal("a damaged file opens")
	}
	box, up := s.d.boxUp()
	if !up || !strings.Contains(strings.Join(texts(s.d.win.Canvas().Overlays().Top()), ""), "可以现在修复") {
		t.Fatal("nobody offers to repair it")
	}
	box.keys(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.until("the repair", func() bool { return s.d.ed != nil })
	s.settled()
	said := strings.Join(texts(s.d.win.Canvas().Overlays().Top()), "")
	if repaired != path || !strings.Contains(said, "少一段") || !strings.Contains(said, ".damaged") {
		t.Errorf("repaired %q and said %q", repaired, said)
	}
}

func TestACompactCopy(t *testing.T) {
	p := &packed{memory: memory{ed: sample()}}
	s := newStage(t, func(d *Deps) { d.Open = func(string) (Store, error) { return p, nil } })
	if s.d.Do("compact") {
		t.Error("a copy of nothing is offered")
	}
	s.open()
	if !s.d.Do("compact") {
		t.Fatal("no copy is offered")
	}
	s.d.dismiss()
	s.d.CompactTo("/copies/c.dayang")
	s.until("the copy", func() bool { _, up := s.d.boxUp(); return up })
	if said := strings.Join(texts(s.d.win.Canvas().Overlays().Top()), ""); p.to != "/copies/c.dayang" || !strings.Contains(said, "3 张") || !strings.Contains(said, "5.0 MB") {
		t.Errorf("wrote %q and said %q", p.to, said)
	}
}
