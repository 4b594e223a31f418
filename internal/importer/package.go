package importer

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"dayang/internal/bundle"
)

// ErrPackage is for an edition package among other files: it is a whole edition and is taken in alone.
var ErrPackage = fmt.Errorf("an edition package is taken in by itself: %w", ErrFormat)

// maxPackageBytes is the most an edition package may hold as it lies on the disk.
const maxPackageBytes = 4 << 30

// Package reads the edition package at a path; false says that there is none and that Path should have a look.
func Package(path string) (*bundle.Package, bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, false, nil // Path says it better
	}
	magic := make([]byte, 4)
	n, _ := f.Read(magic)
	if err := f.Close(); err != nil || string(magic[:n]) != "PK\x03\x04" {
		return nil, false, nil
	}
	data, err := load(path, maxPackageBytes)
	if err != nil {
		return nil, false, &FileError{path, err}
	}
	if !bundle.Is(data) {
		return nil, false, nil
	}
	p, err := bundle.Open(data)
	var newer *bundle.NewerError
	switch {
	case errors.As(err, &newer):
		return nil, true, &FileError{path, fmt.Errorf("%w: %w", ErrFormat, err)}
	case errors.Is(err, bundle.ErrNotPackage):
		return nil, false, nil
	case errors.Is(err, bundle.ErrDamaged):
		return nil, true, &FileError{path, fmt.Errorf("%w: %w", ErrDamaged, err)}
	case err != nil:
		return nil, true, refused(path, err)
	}
	if p.Edition.Head.Title == "" && len(p.Edition.Stories) == 0 && len(p.Edition.Pages) == 0 {
		return nil, true, &FileError{filepath.Base(path), ErrNothing}
	}
	return p, true, nil
}
