package store

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"os"
	"time"
)

// mark is the last step that was acknowledged, as the lock's file has it. SQLite takes a log that is cut off between two
// transactions for the whole: where a disk loses what it said it had, the file opens at an earlier state and nothing in it
// tells. The lock's file is another file, written after each step, there for as long as someone works and after a crash; it
// is not copied with an edition, and a closed edition has none, so that its word is only ever about the file beside it.
type mark struct {
	Step int64 `json:"step"` // the number of the last step,
	Move int64 `json:"move"` // of the last undoing or doing again,
	At   int64 `json:"at"`   // and when that step was made or last added to, Unix milliseconds
	// First is when the edition's first step was made: a file that began at another time is another edition.
	First int64 `json:"first"`
}

// after reports by how much m is ahead of what a file holds; 0: it is not.
func (m mark) after(file mark) int {
	if file.First != 0 && file.First != m.First {
		return 0
	}
	switch n := max(m.Step-file.Step, 0) + max(m.Move-file.Move, 0); {
	case n > 0:
		return int(n)
	case m.Step == file.Step && m.At > file.At: // the last step had grown
		return 1
	}
	return 0
}

// readMark answers the last step that a file holds.
func readMark(db tables) (mark, error) {
	var m mark
	var step, move, at, first sql.NullInt64
	err := db.QueryRow(`SELECT (SELECT max(seq) FROM log), (SELECT max(seq) FROM move),
		(SELECT at FROM log ORDER BY seq DESC LIMIT 1), (SELECT at FROM log ORDER BY seq LIMIT 1)`).Scan(&step, &move, &at, &first)
	m.Step, m.Move, m.At, m.First = step.Int64, move.Int64, at.Int64, first.Int64
	return m, err
}

const (
	markEvery = 10 * time.Second // how often the mark is forced to the disk; the system writes it out in between
	lockSize  = 512              // of the lock's file: one sector, written at once
)

// signed is what stands in the lock's file.
type signed struct {
	Holder
	Last *mark `json:"last,omitempty"`
}

func readSigned(f io.ReaderAt) signed {
	var s signed
	text, err := io.ReadAll(io.NewSectionReader(f, 0, 4096))
	if err != nil || json.Unmarshal(text, &s) != nil {
		return signed{}
	}
	return s
}

// write puts what is signed into the lock's file, padded to its size.
func (l *lock) write() error {
	text, err := json.Marshal(l.signed)
	if err != nil {
		return err
	}
	text = append(text, bytes.Repeat([]byte(" "), max(lockSize-1-len(text), 0))...)
	_, err = l.f.WriteAt(append(text, '\n'), 0)
	return err
}

// acknowledge writes down that m is on disk. What cannot be written is no fault: then nobody is told later.
func (l *lock) acknowledge(m mark, now time.Time) {
	l.signed.Last = &m
	if l.write() == nil && now.Sub(l.synced).Abs() >= markEvery {
		l.f.Sync() //nolint:errcheck // see above
		l.synced = now
	}
}

// abandoned answers what the lock's file beside an edition says if whoever wrote it is gone, and whether nobody writes to
// the edition, as far as can be seen without taking the lock.
func abandoned(path string) (signed, bool) {
	f, err := os.Open(path + lockSuffix)
	if err != nil {
		return signed{}, os.IsNotExist(err)
	}
	defer f.Close()
	s := readSigned(f)
	return s, s.Host == hostName() && s.PID != os.Getpid() && !alive(s.PID)
}

// Lost answers how many steps had been acknowledged and are not in the file, and when the last of them was made, in Unix
// milliseconds: the disk has lost them, or an older file stands in the place of the one that was worked on. It is known
// only after a crash, from the file beside the edition that says who writes to it; 0 steps means that nothing is known to
// be lost.
func (f *File) Lost() (steps int, at int64) { return f.lost, f.lostAt }

// Writer answers who was writing to the file when it was opened to look at; nobody is the zero Holder.
func (f *File) Writer() Holder { return f.writer }

// compareMark finds out what has been lost since s was signed.
func (f *File) compareMark(db tables, s signed) error {
	if s.Last == nil {
		return nil
	}
	have, err := readMark(db)
	if err != nil {
		return err
	}
	if f.lost = s.Last.after(have); f.lost > 0 {
		f.lostAt = s.Last.At
	}
	return nil
}
