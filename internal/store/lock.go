package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"time"
)

// lockSuffix names the file beside an edition that says who writes to it. It is there while someone does; one left
// behind by a crash holds no lock any more and is taken over.
const lockSuffix = "-lock"

// errHeld is answered by tryLock when another open file holds the lock.
var errHeld = errors.New("held by another")

// errNoLocks is answered by tryLock where the file system knows no locks.
var errNoLocks = errors.New("the file system knows no locks")

// lock is the right to write to one edition file.
type lock struct {
	f    *os.File
	path string
}

// takeLock answers the lock on the edition at path, or ErrLocked.
func takeLock(path string) (*lock, error) {
	name := path + lockSuffix
	for {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			if errors.Is(err, fs.ErrPermission) || isReadOnlyFS(err) {
				return nil, fmt.Errorf("%s: %w (%w)", path, ErrReadOnly, err)
			}
			return nil, noRoom(fmt.Errorf("lock %s: %w", path, err))
		}
		err = tryLock(f)
		if errors.Is(err, errNoLocks) {
			// What is left is what the file says: a process of this machine that is gone holds nothing.
			if who := readHolder(f); who != (Holder{}) && (who.Host != hostName() || who.PID != os.Getpid() && alive(who.PID)) {
				err = errHeld
			} else {
				err = nil
			}
		}
		if err != nil {
			who := readHolder(f)
			f.Close()
			if errors.Is(err, errHeld) {
				return nil, ErrLocked{Path: path, Who: who}
			}
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		// Between opening and locking, the holder may have closed and removed the file that we now hold.
		ours, err1 := f.Stat()
		there, err2 := os.Stat(name)
		if err1 != nil || err2 != nil || !os.SameFile(ours, there) {
			f.Close()
			if err2 != nil && !errors.Is(err2, fs.ErrNotExist) {
				return nil, fmt.Errorf("lock %s: %w", path, err2)
			}
			continue
		}
		l := &lock{f: f, path: name}
		if err := l.sign(); err != nil {
			l.release()
			return nil, noRoom(fmt.Errorf("lock %s: %w", path, err))
		}
		return l, nil
	}
}

// sign writes who holds the lock.
func (l *lock) sign() error {
	text, err := json.Marshal(Holder{User: userName(), Host: hostName(), PID: os.Getpid(), Since: time.Now().UnixMilli()})
	if err != nil {
		return err
	}
	if err := l.f.Truncate(0); err != nil {
		return err
	}
	_, err = l.f.WriteAt(append(text, '\n'), 0)
	return err
}

func readHolder(f *os.File) Holder {
	var who Holder
	text, err := io.ReadAll(io.NewSectionReader(f, 0, 4096))
	if err != nil || json.Unmarshal(text, &who) != nil {
		return Holder{}
	}
	return who
}

func hostName() string {
	name, err := os.Hostname()
	if err != nil {
		return "this machine"
	}
	return name
}

// userName answers who is at the desk, as the system knows them.
func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "unknown"
}
