package store

import (
	"errors"
	"os"
	"syscall"
	"unsafe"
)

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

const (
	lockExclusive      = 2 // LOCKFILE_EXCLUSIVE_LOCK
	lockNow            = 1 // LOCKFILE_FAIL_IMMEDIATELY
	errLockViolation   = syscall.Errno(33)
	errNotSupported    = syscall.Errno(50)
	errHandleDiskFull  = syscall.Errno(39)
	errDiskFull        = syscall.Errno(112)
	errWriteProtected  = syscall.Errno(19)
	processStillActive = 259
)

// tryLock takes the lock on an open file: one byte far behind its text, which others must be able to read.
func tryLock(f *os.File) error {
	at := syscall.Overlapped{Offset: 1 << 30}
	ok, _, err := lockFileEx.Call(f.Fd(), lockExclusive|lockNow, 0, 1, 0, uintptr(unsafe.Pointer(&at)))
	switch {
	case ok != 0:
		return nil
	case errors.Is(err, errLockViolation):
		return errHeld
	case errors.Is(err, errNotSupported):
		return errNoLocks
	}
	return err
}

// release closes first: an open file cannot be removed here. If another has opened it meanwhile, it stays, unlocked.
func (l *lock) release() {
	l.f.Close()
	os.Remove(l.path)
}

// alive reports whether a process of this machine is still there.
func alive(pid int) bool {
	h, err := syscall.OpenProcess(syscall.PROCESS_QUERY_INFORMATION, false, uint32(pid))
	if err != nil {
		return errors.Is(err, syscall.ERROR_ACCESS_DENIED)
	}
	defer syscall.CloseHandle(h)
	var code uint32
	return syscall.GetExitCodeProcess(h, &code) == nil && code == processStillActive
}

func isReadOnlyFS(err error) bool { return errors.Is(err, errWriteProtected) }

// noRoom marks an error of the file system as ErrDiskFull if that is what it is.
func noRoom(err error) error {
	if errors.Is(err, errDiskFull) || errors.Is(err, errHandleDiskFull) {
		return errors.Join(ErrDiskFull, err)
	}
	return err
}

// syncFolder does nothing: the file system keeps its own journal of names.
func syncFolder(string) error { return nil }
