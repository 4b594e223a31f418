//go:build !linux

package store

import "testing"

// tinyDisk has no way here.
func tinyDisk(t *testing.T, _ int) string {
	t.Skip("a small file system is only made on Linux")
	return ""
}

// protect is never reached.
func protect(*testing.T, string) {}

// quickDir answers a folder for tests that sync thousands of times.
func quickDir(t *testing.T) string { return t.TempDir() }
