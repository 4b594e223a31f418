package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"time"
)

// lockSuffix names the file beside an edition that says who writes to it, and which step was the last. It is there while someone does; one left
// behind by a crash holds no lock any more and is taken over.
const lockSuffix = "-lock"

// errHeld is answered by tryLock when another open file holds the lock.
var errHeld = errors.New("held by another")

// errNoLocks is answered by tryLock where the file system knows no locks.
var errNoLocks = errors.New("the file system knows no locks")

// lock is the right to write to one edition file.
type lock struct {
	f      *os.File
	path   string
	signed signed
	synced time.Time // when the mark was last forced to the disk
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
		l := &lock{f: f, path: name, signed: signed{Last: readSigned(f).Last}}
		if err := l.sign(); err != nil {
			l.release()
			return nil, noRoom(fmt.Errorf("lock %s: %w", path, err))
		}
		return l, nil
	}
}

// sign writes who holds the lock, and keeps what was said of the last step.
func (l *lock) sign() error {
	l.signed.Holder = Holder{User: userName(), Host: hostName(), PID: os.Getpid(), Since: time.Now().UnixMilli()}
	if err := l.f.Truncate(0); err != nil {
		return err
	}
	return l.write()
}

func readHolder(f *os.File) Holder { return readSigned(f).Holder }

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
