package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
)

// untilFull does changes until the disk is full, and checks that everything is as it was before the one that failed.
func untilFull(t *testing.T, f *File) *edition.Edition {
	t.Helper()
	for n := range 5000 {
		before := f.Edition()
		label, can := f.CanUndo()
		c := edit.AddStory(before, &edition.Story{Paras: []*edition.Para{{Role: edition.Body, Text: edittest.Text(rand.New(rand.NewPCG(uint64(n), 6)), 3000)}}})
		after, err := f.Do(c)
		if err == nil {
			continue
		}
		if !errors.Is(err, ErrDiskFull) {
			t.Fatalf("change %d on a full disk: %v", n, err)
		}
		if after != before || f.Edition() != before {
			t.Fatal("the edition shows what is not on disk")
		}
		if l, c := f.CanUndo(); l != label || c != can {
			t.Fatal("undo offers what was never done")
		}
		t.Logf("full after %d changes: %v", n, err)
		return before
	}
	t.Fatal("the disk never was full")
	return nil
}

// TestFullDatabase: SQLite is allowed no more pages.
func TestFullDatabase(t *testing.T) {
	f := newFile(t, 2)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	small, err := open(f.path, readWrite, "PRAGMA max_page_count = 100;")
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close()
	last := untilFull(t, small)
	check(t, small)
	if _, err := small.AddPicture("a.png", noise(700, 1)); !errors.Is(err, ErrDiskFull) {
		t.Errorf("a picture on a full disk: %v", err)
	}
	f = reopen(t, small)
	same(t, "after a full disk", f.Edition(), last)
	check(t, f)
	do(t, f, retitle(f.Edition(), "又有地方了"))
}

// TestFullFileSystem: the same where the system itself says no, with room made later and without.
func TestFullFileSystem(t *testing.T) {
	dir := tinyDisk(t, 3<<20)
	path := filepath.Join(dir, "full.dayang")
	f, err := Create(path, edittest.Edition(2))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	last := untilFull(t, f)
	if err := f.SaveAs(filepath.Join(dir, "copy.dayang")); !errors.Is(err, ErrDiskFull) {
		t.Errorf("saved as on a full disk: %v", err)
	}
	if _, err := Create(filepath.Join(dir, "new.dayang"), edittest.Edition(9)); !errors.Is(err, ErrDiskFull) {
		t.Errorf("created on a full disk: %v", err)
	}
	for _, name := range []string{"copy.dayang", "new.dayang"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("half of %s stands there: %v", name, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) != 0 {
		t.Errorf("left on a full disk: %v, error %v", left, err)
	}
	elsewhere := filepath.Join(t.TempDir(), "rescued.dayang")
	if err := f.SaveAs(elsewhere); err != nil {
		t.Errorf("saved to another disk: %v", err)
	} else if g, err := OpenReadOnly(elsewhere); err != nil {
		t.Error(err)
	} else {
		same(t, "on another disk", g.Edition(), last)
		g.Close()
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	now := do(t, f, retitle(f.Edition(), "又有地方了"))
	check(t, f)
	f = reopen(t, f)
	same(t, "with room again", f.Edition(), now)
	check(t, f)
}

// TestFullBeforeOpening: a file on a disk without a free byte.
func TestFullBeforeOpening(t *testing.T) {
	dir := tinyDisk(t, 2<<20)
	path := filepath.Join(dir, "full.dayang")
	f, err := Create(path, edittest.Edition(2))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for i, size := 0, 1<<20; size > 0; i, size = i+1, size/2 {
		os.WriteFile(filepath.Join(dir, fmt.Sprint("ballast", i)), make([]byte, size), 0o644) // until nothing more goes in
	}
	g, err := Open(path)
	if err == nil {
		_, err = g.Do(retitle(g.Edition(), "一"))
		g.Close()
	}
	if !errors.Is(err, ErrDiskFull) {
		t.Errorf("a full disk: %v", err)
	}
	if g, err := OpenReadOnly(path); err != nil {
		t.Errorf("looked at on a full disk: %v", err)
	} else {
		same(t, "on a full disk", g.Edition(), edittest.Edition(2))
		g.Close()
	}
	for i := range 22 {
		os.Remove(filepath.Join(dir, fmt.Sprint("ballast", i)))
	}
	if g, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	same(t, "with room again", g.Edition(), edittest.Edition(2))
	check(t, g)
}
