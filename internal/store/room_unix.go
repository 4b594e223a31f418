//go:build unix

package store

import "syscall"

// freeRoom answers how many bytes the disk of a folder still takes, if it says.
func freeRoom(dir string) (uint64, bool) {
	var at syscall.Statfs_t
	if err := syscall.Statfs(dir, &at); err != nil {
		return 0, false
	}
	return uint64(at.Bavail) * uint64(at.Bsize), true //nolint:unconvert // the types differ from system to system
}
