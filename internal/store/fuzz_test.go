package store

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
)

// sound answers the bytes of an edition file with a history and a picture, and what it holds.
func sound(t testing.TB) ([]byte, *edition.Edition) {
	t.Helper()
	f := newFile(t, 1)
	if _, err := f.AddPicture("a.png", pngOf(t, 8, 8, 1)); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	for range 12 {
		do(t, f, edittest.Random(f.Edition(), r))
	}
	if _, _, err := f.Undo(); err != nil {
		t.Fatal(err)
	}
	ed := f.Edition()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	return data, ed
}

// survives opens a damaged file and does with it what a desk would. It may be refused, or found wrong by Check; what
// it may never do is panic, or pass and say something else than it said.
func survives(t testing.TB, dir string, data []byte, want *edition.Edition) (opened bool) {
	t.Helper()
	path := filepath.Join(dir, "damaged.dayang")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	defer func() {
		for _, s := range []string{"", "-wal", "-shm", "-journal", lockSuffix} {
			if err := os.Remove(path + s); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
		}
	}()
	f, err := Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	if f.Check() == nil {
		same(t, "a damaged file that passes its check", f.Edition(), want)
	}
	for _, p := range f.Edition().Pictures {
		f.PictureBytes(p.ID) //nolint:errcheck // it may be gone
	}
	f.Undo()                               //nolint:errcheck // it may not go
	f.Redo()                               //nolint:errcheck
	f.Do(retitle(f.Edition(), "damaged?")) //nolint:errcheck
	f.At(2)                                //nolint:errcheck
	f.Check()                              //nolint:errcheck
	return true
}

// TestBitFlips: a bit anywhere in the file, and the file cut anywhere.
func TestBitFlips(t *testing.T) {
	data, want := sound(t)
	dir := quickDir(t)
	r := rand.New(rand.NewPCG(8, 8))
	n, opened := 60, 0
	if testing.Short() {
		n = 40
	}
	for i := range n {
		bad := append([]byte(nil), data...)
		if i%10 == 9 {
			bad = bad[:r.IntN(len(bad))]
		} else {
			bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
		}
		if survives(t, dir, bad, want) {
			opened++
		}
	}
	t.Logf("%d damaged files, %d of them opened", n, opened)
}

// FuzzOpen writes bytes over an edition file and cuts it.
func FuzzOpen(f *testing.F) {
	data, want := sound(f)
	f.Add(uint32(18), []byte{1}, uint32(0))
	f.Add(uint32(100), []byte{0x0d, 0, 0}, uint32(5000))
	f.Add(uint32(60), []byte{0, 0, 0, 9}, uint32(0))
	f.Add(uint32(4096), make([]byte, 64), uint32(0))
	f.Fuzz(func(t *testing.T, at uint32, over []byte, cut uint32) {
		bad := append([]byte(nil), data...)
		copy(bad[int(at)%len(bad):], over)
		survives(t, t.TempDir(), bad[:len(bad)-int(cut)%len(bad)], want)
	})
}

// FuzzSteps does whatever run of steps the bytes spell; whatever it was, the file and its history hold it.
func FuzzSteps(f *testing.F) {
	f.Add(uint64(1), []byte("dddudrdduudrrd"))
	f.Add(uint64(2), []byte("ddddddoddduuuordd"))
	f.Fuzz(func(t *testing.T, seed uint64, steps []byte) {
		if len(steps) > 60 {
			return
		}
		r := rand.New(rand.NewPCG(seed, 9))
		file := newFile(t, 1)
		start := file.Edition()
		for _, s := range steps {
			var err error
			switch s % 8 {
			case 'u' % 8:
				_, _, err = file.Undo()
			case 'r' % 8:
				_, _, err = file.Redo()
			case 'o' % 8:
				before := file.Edition()
				file = reopen(t, file)
				same(t, "opened again", file.Edition(), before)
			default:
				c := edittest.Random(file.Edition(), r)
				c.At = 1 + int64(s)*100
				_, err = file.Do(c)
			}
			if some(err) != nil {
				t.Fatal(err)
			}
		}
		check(t, file)
		for {
			if _, _, err := file.Undo(); errors.Is(err, ErrNothing) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		same(t, "all undone", file.Edition(), start)
	})
}
