package store

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"dayang/internal/edit"
)

// TestBigEdition times 100 pages with 200 MB of pictures; DAYANG_BIG=1 asks for it.
func TestBigEdition(t *testing.T) {
	if os.Getenv("DAYANG_BIG") == "" {
		t.Skip("DAYANG_BIG=1 makes an edition of 100 pages and 200 MB of pictures")
	}
	f := newFile(t, 100)
	for i := range uint64(200) {
		if _, err := f.AddPicture("noise.png", noise(1024, i)); err != nil {
			t.Fatal(err)
		}
	}
	step := func(what string, do func() error) {
		t.Helper()
		began := time.Now()
		if err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		t.Logf("%-28s %8v  heap %4d MB  resident %s, at most %s", what, time.Since(began).Round(time.Millisecond), m.HeapAlloc>>20, status("VmRSS"), status("VmHWM"))
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	at, err := os.Stat(f.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d MB", at.Size()>>20)
	runtime.GC()
	step("open", func() (err error) { f, err = Open(f.path); return err })
	f.spare = 0
	step("100 changes", func() error {
		for n := range 100 {
			s := f.Edition().Stories[n*3]
			c, err := edit.ReplaceText(f.Edition(), s.ID, s.Paras[5].ID, 3, 4, "改")
			if err != nil {
				return err
			}
			if _, err := f.Do(c); err != nil {
				return err
			}
		}
		return nil
	})
	step("a picture", func() error { _, err := f.PictureBytes(f.Edition().Pictures[7].ID); return err })
	step("first backup", func() error { _, _, err := f.Backup(); return err })
	if _, err := f.Do(retitle(f.Edition(), "一")); err != nil {
		t.Fatal(err)
	}
	step("backup after a change", func() error { _, _, err := f.Backup(); return err })
	step("backup without a change", func() error { _, _, err := f.Backup(); return err })
	step("save as", func() error { return f.SaveAs(filepath.Join(t.TempDir(), "copy.dayang")) })
	step("check", f.Check)
	step("close", f.Close)
	data, err := os.OpenFile(f.path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := data.WriteAt(make([]byte, 4096), 3*4096); err != nil {
		t.Fatal(err)
	}
	data.Close()
	step("recover, a page lost", func() error { r, err := Recover(f.path); t.Log(r.Exact, len(r.Losses)); return err })
}

// status answers a line of what the system knows of this process.
func status(name string) string {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(text)) {
		if v, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.TrimSpace(v)
		}
	}
	return fmt.Sprint("no ", name)
}
