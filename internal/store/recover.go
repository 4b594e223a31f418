package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dayang/internal/words"
)

// Report says what became of a damaged file.
type Report struct {
	Path    string `json:"path"`
	Cause   string `json:"cause,omitempty"` // what was wrong with it
	Sound   bool   `json:"sound"`           // nothing was wrong: nothing was done, or a plain copy made
	New     string `json:"new,omitempty"`   // the file that was put together
	Damaged string `json:"damaged"`         // where the damaged one is now
	Backup  string `json:"backup,omitempty"`
	// Exact is whether it is proven, by the file's seal, that the new file holds exactly the edition that was
	// acknowledged last. Otherwise Losses says where it may differ.
	Exact     bool   `json:"exact"`
	Pages     int    `json:"pages"`
	Stories   int    `json:"stories"`
	Pictures  int    `json:"pictures"`
	Steps     int    `json:"steps"`
	Snapshots int    `json:"snapshots"`
	Losses    []Loss `json:"losses,omitempty"`
	Unkept    int    `json:"unkept,omitempty"` // of a sound file: see File.Lost
	UnkeptAt  int64  `json:"unkeptAt,omitempty"`
}

// Lost is File.Lost of a file that was sound.
func (r Report) Lost() (steps int, at int64) { return r.Unkept, r.UnkeptAt }

// Loss is one thing that could not be saved as it was.
type Loss struct {
	Kind string     `json:"kind"` // head, house, page, story, picture, flag, entry, step, snapshot, edition
	ID   string     `json:"id,omitempty"`
	Text words.Text `json:"text"`
}

// ErrNothingSaved is returned by Recover when there is nothing to put an edition together from.
var ErrNothingSaved = fmt.Errorf("nothing of it can be read, and there is no backup: %w", ErrDamaged)

// Recover puts an edition together from a damaged file and its newest good backup. The new one takes the place of
// the damaged one, which is kept beside it under the name that the report gives. A sound file stays as it is.
func Recover(path string) (Report, error) { return recoverFile(path, "") }

// RecoverTo is Recover that writes to another path and leaves the damaged file where it is. The path must be free.
func RecoverTo(path, to string) (Report, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return Report{}, err
	}
	if _, err := os.Lstat(to); err == nil {
		return Report{}, fmt.Errorf("recover %s to %s: %w", path, to, ErrExists)
	}
	return recoverFile(path, to)
}

// nextVersions is how far a version may be ahead to be a newer program's rather than a flipped bit. Such a file is
// refused even though it may be neither: what this program does not know of, it would drop without a word.
const nextVersions = 16

func recoverFile(path, to string) (Report, error) {
	r := Report{}
	path, err := filepath.Abs(path)
	if err != nil {
		return r, err
	}
	r.Path, r.Damaged = path, path
	fail := func(err error) (Report, error) { return r, fmt.Errorf("recover %s: %w", path, noRoom(plain(err))) }
	sound, err := r.examine(path, to)
	if err != nil || sound {
		return r, err
	}
	l, err := takeLock(path)
	if err == nil {
		defer l.release()
	} else if !errors.Is(err, ErrReadOnly) || to == "" {
		return r, err
	}
	from, done, err := rolledBack(path)
	if err != nil {
		return fail(err)
	}
	defer done()
	f, err := os.Open(from)
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	at, err := f.Stat()
	if err != nil {
		return fail(err)
	}
	wal, err := os.ReadFile(from + "-wal")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(err)
	}
	s := salvageFrom(openPages(f, at.Size(), wal))
	if s.newer > 0 && s.newer <= len(migrations)+nextVersions {
		return r, ErrNewer{Path: path, Version: s.newer, Knows: len(migrations)}
	}
	base, err := newestGood(path, s)
	if err != nil {
		return fail(err)
	}
	m := &mending{Report: &r, salvage: s, base: base}
	if err := m.mend(); err != nil {
		return fail(err)
	}
	target := to
	if to == "" {
		target = path
	}
	err = besideThen(target, func(temp string) error { return m.write(temp, path) }, func() error {
		if to != "" {
			return nil
		}
		r.Damaged, err = setAside(path)
		return err
	})
	if err != nil {
		return fail(err)
	}
	r.New = target
	return r, nil
}

// examine notes what is wrong with the file, and deals with one that is sound.
func (r *Report) examine(path, to string) (sound bool, err error) {
	if bad, _, err := lookAtWAL(path); err != nil {
		return false, err
	} else if bad {
		r.Cause = "its write-ahead log is damaged"
		return false, nil
	}
	f, err := OpenReadOnly(path)
	if err == nil {
		defer f.Close()
		if err = f.Check(); err == nil {
			left, _ := abandoned(path) // the lock may be ours by now; what was said of the last step stays in it
			if err := f.compareMark(f.db, left); err != nil {
				return false, err
			}
			r.Unkept, r.UnkeptAt = f.Lost()
			r.Sound, r.Exact = true, r.Unkept == 0
			if to != "" {
				if err := f.SaveAs(to); err != nil {
					return false, err
				}
				r.New = to
			}
			return true, nil
		}
	}
	var locked ErrLocked
	if errors.As(err, &locked) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return false, err
	}
	if at, err := os.Stat(path); err != nil || at.IsDir() {
		return false, fmt.Errorf("recover %s: %w", path, errors.Join(ErrNotEdition, err))
	}
	r.Cause = err.Error()
	return false, nil
}

// rolledBack answers the file to read from: the file itself or, where an older journal lies beside it, a copy that
// SQLite has rolled back with it.
func rolledBack(path string) (from string, done func(), err error) {
	done = func() {}
	if holdsNothing(path + "-journal") {
		return path, done, nil
	}
	dir, err := os.MkdirTemp("", "dayang-recover")
	if err != nil {
		return "", done, err
	}
	done = func() { os.RemoveAll(dir) }
	from = filepath.Join(dir, "copy")
	for _, s := range []string{"", "-journal"} {
		if err := copyFile(path+s, from+s); err != nil {
			return "", done, err
		}
	}
	db := openDB(from, readWrite, "")
	db.Exec("BEGIN IMMEDIATE; ROLLBACK") //nolint:errcheck // what it cannot roll back stays as it is
	return from, done, db.Close()
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// setAside gives the damaged file another name. In between there is no file at path: nobody can open half of it.
func setAside(path string) (string, error) {
	name := fmt.Sprintf("%s.damaged-%s", path, time.Now().UTC().Format("20060102-150405"))
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			break
		}
		name = fmt.Sprintf("%s.damaged-%s-%d", path, time.Now().UTC().Format("20060102-150405"), n)
	}
	if err := os.Rename(path, name); err != nil {
		return path, err
	}
	for _, s := range []string{"-wal", "-journal"} {
		if err := os.Rename(path+s, name+s); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return name, err
		}
	}
	return name, errors.Join(removeIfThere(path+"-shm"), syncFolder(filepath.Dir(path)))
}
