package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
)

// remains is a working day's edition file with its backups and what it held, copied while it was open: as a crash
// leaves it, with a log beside it, or closed.
type remains struct {
	files  map[string][]byte // by what comes behind the file's path
	lock   []byte            // of a crash: what stands in the lock's file
	want   *edition.Edition
	before []*edition.Edition // what had been acknowledged on the way
}

func remainsOf(t testing.TB, crashed, backup bool) remains {
	t.Helper()
	f := newFile(t, 2)
	f.spare = 0
	r := rand.New(rand.NewPCG(11, 11))
	if _, err := f.AddPicture("a.png", noise(60, 1)); err != nil {
		t.Fatal(err)
	}
	var before []*edition.Edition
	work := func(n int) {
		for range n {
			c := edittest.Random(f.Edition(), r)
			if r.IntN(6) == 0 {
				c = edittest.Entry(f.Edition(), r)
			}
			before = append(before, do(t, f, c))
		}
		ed, _, err := f.Undo()
		if err != nil {
			t.Fatal(err)
		}
		before = append(before, ed)
	}
	work(12)
	if _, err := f.Snapshot("清样"); err != nil {
		t.Fatal(err)
	}
	if backup {
		if _, made, err := f.Backup(); err != nil || !made {
			t.Fatalf("backup: %v", err)
		}
	}
	work(12)
	if crashed {
		if _, err := f.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			t.Fatal(err)
		}
		work(6)
	}
	out := remains{files: map[string][]byte{}, want: f.Edition(), before: before}
	if !crashed {
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	} else if text, err := os.ReadFile(f.path + lockSuffix); err != nil {
		t.Fatal(err)
	} else {
		out.lock = text
	}
	err := filepath.Walk(filepath.Dir(f.path), func(path string, at os.FileInfo, err error) error {
		behind, ours := strings.CutPrefix(path, f.path)
		if err != nil || at.IsDir() || !ours || strings.HasSuffix(path, "-shm") || strings.HasSuffix(path, lockSuffix) {
			return err
		}
		out.files[behind], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, has := out.files["-wal"]; has != crashed {
		t.Fatalf("a log beside the file: %v, crashed: %v", has, crashed)
	}
	return out
}

func (m remains) lay(t testing.TB, dir string) string {
	t.Helper()
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, "lies")), os.Mkdir(filepath.Join(dir, "lies"), 0o755)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "lies", "今日.dayang")
	for behind, data := range m.files {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path+behind), 0o755), os.WriteFile(path+behind, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// hurt damages a file in one of the ways of the world.
func hurt(data []byte, r *rand.Rand) ([]byte, string) {
	bad := bytes.Clone(data)
	at := r.IntN(len(bad))
	switch r.IntN(10) {
	case 0:
		return bad[:at], fmt.Sprintf("cut at %d of %d", at, len(data))
	case 1: // a lost sector
		at = at / 512 * 512
		clear(bad[at:min(len(bad), at+512)])
		return bad, fmt.Sprintf("sector at %d gone", at)
	case 2: // a lost page
		at = at / 4096 * 4096
		clear(bad[at:min(len(bad), at+4096)])
		return bad, fmt.Sprintf("page at %d gone", at)
	case 3:
		for range 8 {
			bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
		}
		return bad, "eight bits flipped"
	case 4: // where SQLite keeps what holds the pages together
		at = at/4096*4096 + r.IntN(16)
	case 5:
		at = r.IntN(100)
	}
	bad[min(at, len(bad)-1)] ^= 1 << r.IntN(8)
	return bad, fmt.Sprintf("a bit at %d flipped", at)
}

// TestDamage is the law of a damaged file: it opens with exactly what had been acknowledged, or it is refused, and
// then what Recover makes of it is exactly that where the report says so, and says what may differ where not. The
// number of damages is DAYANG_DAMAGES.
func TestDamage(t *testing.T) {
	n := 60
	if more, err := strconv.Atoi(os.Getenv("DAYANG_DAMAGES")); err == nil {
		n = more
	} else if testing.Short() {
		n = 40
	}
	kinds := []struct {
		name            string
		crashed, backup bool
		where           string // which file is damaged
	}{
		{"with a backup", false, true, ""}, {"without a backup", false, false, ""},
		{"after a crash, the file", true, true, ""}, {"after a crash, the log", true, true, "-wal"},
	}
	for i, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			whole := remainsOf(t, k.crashed, k.backup)
			r := rand.New(rand.NewPCG(12, uint64(i)))
			count, dir := map[string]int{}, quickDir(t)
			for range n / len(kinds) {
				bad := remains{files: map[string][]byte{}, want: whole.want, before: whole.before}
				for behind, data := range whole.files {
					bad.files[behind] = data
				}
				var how string
				bad.files[k.where], how = hurt(whole.files[k.where], r)
				count[bad.judge(t, dir, how, k.where == "-wal")]++
			}
			t.Log(count)
		})
	}
}

// judge opens, repairs and compares, and answers what became of the file.
func (m remains) judge(t *testing.T, dir, how string, log bool) string {
	t.Helper()
	path := m.lay(t, dir)
	f, err := Open(path)
	if err == nil {
		defer f.Close()
		if !equal(f.Edition(), m.want) {
			// The one thing that cannot be told: a log that ends early looks like one whose last change never was.
			if log && slices.ContainsFunc(m.before, func(ed *edition.Edition) bool { return equal(ed, f.Edition()) }) {
				return "opened at an earlier state, its log cut"
			}
			t.Errorf("%s: it opens and is not what was saved", how)
		}
		if f.Check() == nil {
			return "opened, nothing wrong"
		}
		return "opened as saved, Check tells of the damage"
	}
	if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotEdition) && !errors.As(err, new(ErrNewer)) {
		t.Errorf("%s: refused with %v", how, err)
	}
	rep, err := Recover(path)
	if err != nil {
		if !errors.Is(err, ErrDamaged) && !errors.As(err, new(ErrNewer)) {
			t.Errorf("%s: not repaired: %v", how, err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, m.files[""]) && m.files["-wal"] == nil {
			t.Errorf("%s: refused, and altered all the same: %v", how, err)
		}
		return "refused"
	}
	if kept, err := os.ReadFile(rep.Damaged); err != nil || rep.Damaged == path || !bytes.Equal(kept, m.files[""]) && m.files["-wal"] == nil {
		t.Errorf("%s: the damaged file is not kept at %s: %v", how, rep.Damaged, err)
	}
	g, err := Open(path)
	if err != nil {
		t.Errorf("%s: repaired, and does not open: %v", how, err)
		return "wrong"
	}
	defer g.Close()
	if err := g.Check(); err != nil {
		t.Errorf("%s: repaired, and wrong: %v", how, err)
	}
	right := equal(g.Edition(), m.want)
	switch {
	case rep.Exact && !right:
		t.Errorf("%s: the report says that it is what was saved, and it is not", how)
	case !rep.Exact && len(rep.Losses) == 0:
		t.Errorf("%s: the report promises nothing and tells nothing", how)
	}
	for {
		if _, _, err := g.Undo(); errors.Is(err, ErrNothing) {
			break
		} else if err != nil {
			if !errors.Is(err, ErrNoPicture) || rep.Exact {
				t.Errorf("%s: the history of the repaired file: %v", how, err)
			}
			break
		}
	}
	switch {
	case rep.Exact:
		return "repaired, proven to be what was saved"
	case right:
		return "repaired, is what was saved and cannot be proven"
	}
	return "repaired in part, with a report"
}
