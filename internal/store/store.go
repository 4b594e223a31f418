// Package store keeps an edition in one file, so that every change it has acknowledged survives whatever comes next.
//
// Start with Store, the interface the rest of the program uses, and File, which is an edition file: a SQLite
// database with the edition's nodes as JSON, every step of its history, and the bytes of its pictures. Open takes the
// file for writing, OpenReadOnly looks on; Do, Undo and Redo are one transaction each and on disk when they return.
//
// KeepBackups makes backups while a file is open, in the folder FILE.backups beside it: after every ten minutes of
// work, on closing, and on opening if the last is older than an hour. The newest six stay, the newest of each of eight
// hours and of each of eight days. Recover makes an edition of a damaged file, what its seal proves and the newest good
// backup. One process writes to a file at a time, held to it by a lock of the system on FILE-lock; on a network share
// that knows no such locks, what that file says is all there is, a writer whose machine died must be removed by hand
// (delete FILE-lock), and two machines that open the file in the same instant are not kept apart.
//
// Sizes are bytes, times Unix milliseconds. The package is the only one that knows SQLite; it never lays out, never
// decides what an edition should say, and never shows an edition that differs from what the file holds.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
)

// Store is where an edition lives while people work on it. Today that is a File; a newsroom's server can stand
// behind the same methods. Edition and PictureBytes may be called from any goroutine, and so may the rest, one after
// another.
type Store interface {
	// Edition answers the last acknowledged state. It never waits for the disk.
	Edition() *edition.Edition
	// Do applies a change and answers the edition after it. When it returns without an error the change is on disk;
	// with one, the edition is as it was.
	Do(c edit.Change) (*edition.Edition, error)
	// Undo takes the last step back and answers the change that did so, or ErrNothing.
	Undo() (*edition.Edition, edit.Change, error)
	// Redo does again what was last undone and answers that change, or ErrNothing.
	Redo() (*edition.Edition, edit.Change, error)
	// CanUndo answers what Undo would take back.
	CanUndo() (words.Text, bool)
	// CanRedo answers what Redo would do again.
	CanRedo() (words.Text, bool)
	// History answers the last n steps, newest first; all of them for n ≤ 0.
	History(n int) ([]Step, error)
	// At answers the edition as it was right after a step, for looking at; File.Restore makes a step of it.
	At(step int64) (*edition.Edition, error)
	// AddPicture keeps a picture's bytes, once by content, and makes it known to the edition.
	AddPicture(name string, data []byte) (edition.Picture, error)
	// PictureBytes answers a picture's file, its pixels upright.
	PictureBytes(id string) ([]byte, error)
	// SaveAs writes a whole copy, history and pictures included, or nothing. The store stays with its own file.
	SaveAs(path string) error
	// Check reads everything there is and answers what is wrong with it.
	Check() error
	// Close gives the edition back to others.
	Close() error
}

var _ Store = (*File)(nil)

// Step is one entry of an edition's history.
type Step struct {
	Seq   int64 // rises with every step
	At    int64 // Unix milliseconds
	Who   string
	Label words.Text
	State StepState
	Moves []Move // who undid it, did it again, dropped it; oldest first
}

// StepState is where a step stands.
type StepState string

// The states of a step.
const (
	Done    StepState = "done"    // part of the edition as it is
	Undone  StepState = "undone"  // can be redone
	Dropped StepState = "dropped" // was undone and then something else was done; kept for the record
)

var (
	// ErrNotEdition is wrapped when a file is something else than an edition.
	ErrNotEdition = errors.New("not an edition file")
	// ErrDamaged is wrapped when an edition file does not read as it was written.
	ErrDamaged = errors.New("the edition file is damaged")
	// ErrDiskFull is wrapped when there was no room; the edition is at its last acknowledged state.
	ErrDiskFull = errors.New("no room left on the disk")
	// ErrDisk is wrapped when the disk, or the network on the way to it, failed to read or write for another reason.
	ErrDisk = errors.New("the disk failed")
	// ErrReadOnly is wrapped when a file, or its folder, cannot be written or was opened only for reading.
	ErrReadOnly = errors.New("cannot be written to")
	// ErrClosed is wrapped when the file has been closed.
	ErrClosed = errors.New("the edition file is closed")
	// ErrNothing is returned when there is no step to undo or redo.
	ErrNothing = errors.New("no step to take")
	// ErrNoPicture is wrapped for a picture whose bytes the file does not hold.
	ErrNoPicture = errors.New("no such picture in the edition file")
	// ErrExists is wrapped by Create for a path that is taken; it is also fs.ErrExist.
	ErrExists = fmt.Errorf("there is a file of that name: %w", fs.ErrExist)
)

// ErrNewer is returned for a file that a newer program has written: it is refused by name and left untouched.
type ErrNewer struct {
	Path    string
	Version int // of the file
	Knows   int // what this program can read
}

func (e ErrNewer) Error() string {
	return fmt.Sprintf("%s: edition file version %d, this program knows %d: a newer program wrote it", e.Path, e.Version, e.Knows)
}

// ErrLocked is returned when someone else has the file open for writing.
type ErrLocked struct {
	Path string
	Who  Holder
}

func (e ErrLocked) Error() string {
	if e.Who == (Holder{}) {
		return e.Path + ": in use"
	}
	return fmt.Sprintf("%s: in use by %s on %s, process %d, since %s", e.Path, e.Who.User, e.Who.Host, e.Who.PID,
		time.UnixMilli(e.Who.Since).Format(time.DateTime))
}

// Holder is who has a file open for writing.
type Holder struct {
	User  string `json:"user"`
	Host  string `json:"host"`
	PID   int    `json:"pid"`
	Since int64  `json:"since"` // Unix milliseconds
}
