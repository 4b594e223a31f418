package store

import (
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"dayang/internal/edition"
)

// Snapshot is a state that was kept by name, at a sign-off for instance. It stands by itself: it can be had also
// where the steps that led to it are gone.
type Snapshot struct {
	ID   int64 // rises with every snapshot
	At   int64 // Unix milliseconds
	Who  string
	Name string
	Step int64 // the last step that was done before it; 0: none
	sum  int64
}

func (s Snapshot) mark() uint64 { return mark64("snapshot", s.ID, s.At, s.Who, s.Name, s.Step, s.sum) }

// whole is an edition in one piece of JSON.
type whole struct {
	Head     edition.Head       `json:"head"`
	House    *edition.House     `json:"house"`
	Pages    []*edition.Page    `json:"pages"`
	Stories  []*edition.Story   `json:"stories"`
	Pictures []*edition.Picture `json:"pictures"`
	Flags    []*edition.Flag    `json:"flags,omitempty"`
	Record   []*edition.Entry   `json:"record,omitempty"`
}

// Snapshot keeps the edition as it is under a name; it is on disk when it returns. Names may come again: a page can
// be signed off twice.
func (f *File) Snapshot(name string) (Snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.writable(); err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{At: f.now().UnixMilli(), Who: f.who, Name: name}
	now := f.seal
	packed, err := f.pack(whole(*f.ed.Load()))
	if err == nil {
		s.sum = int64(crc32.Checksum(packed, castagnoli))
		err = f.transact(func(tx *sql.Tx) error {
			if err := tx.QueryRow("SELECT coalesce(max(seq), 0) FROM log WHERE state = 'done'").Scan(&s.Step); err != nil {
				return err
			}
			r, err := tx.Exec("INSERT INTO snapshot (at, who, name, step, edition, sum) VALUES (?, ?, ?, ?, ?, ?)", s.At, s.Who, s.Name, s.Step, packed, s.sum)
			if err != nil {
				return err
			}
			if s.ID, err = r.LastInsertId(); err != nil {
				return err
			}
			now.log += s.mark()
			return now.write(tx)
		})
	}
	if err != nil {
		return Snapshot{}, fmt.Errorf("keep %q in %s: %w", name, f.path, err)
	}
	f.seal = now
	return s, nil
}

// Snapshots answers what has been kept by name, oldest first.
func (f *File) Snapshots() ([]Snapshot, error) {
	if f.version < sealed {
		return nil, nil
	}
	out, err := readSnapshots(f.db)
	if err != nil {
		return nil, fmt.Errorf("snapshots of %s: %w", f.path, plain(err))
	}
	return out, nil
}

// SnapshotAt answers the edition that a snapshot keeps, or ErrNothing.
func (f *File) SnapshotAt(id int64) (*edition.Edition, error) {
	err := ErrNothing
	var ed *edition.Edition
	if f.version >= sealed {
		ed, err = readSnapshot(f.db, id)
	}
	if err != nil {
		return nil, fmt.Errorf("snapshot %d of %s: %w", id, f.path, plain(err))
	}
	return ed, nil
}

// RemoveSnapshot forgets a snapshot, or answers ErrNothing.
func (f *File) RemoveSnapshot(id int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.writable(); err != nil {
		return err
	}
	now := f.seal
	err := f.transact(func(tx *sql.Tx) error {
		snaps, err := readSnapshots(tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(snaps, func(s Snapshot) bool { return s.ID == id })
		if i < 0 {
			return ErrNothing
		}
		now.log -= snaps[i].mark()
		if err := one(tx.Exec("DELETE FROM snapshot WHERE seq = ?", id))("snapshot", fmt.Sprint(id)); err != nil {
			return err
		}
		return now.write(tx)
	})
	if err != nil {
		return fmt.Errorf("forget snapshot %d of %s: %w", id, f.path, err)
	}
	f.seal = now
	return nil
}

func readSnapshots(db tables) ([]Snapshot, error) {
	rows, err := db.Query("SELECT seq, at, who, name, step, sum FROM snapshot ORDER BY seq")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Snapshot
	for rows.Next() {
		var s Snapshot
		if err := rows.Scan(&s.ID, &s.At, &s.Who, &s.Name, &s.Step, &s.sum); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

func readSnapshot(db tables, id int64) (*edition.Edition, error) {
	var packed []byte
	var sum int64
	err := db.QueryRow("SELECT edition, sum FROM snapshot WHERE seq = ?", id).Scan(&packed, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNothing
	}
	if err != nil {
		return nil, err
	}
	return unpackEdition(packed, sum)
}

// unpackEdition reads an edition in one piece.
func unpackEdition(packed []byte, sum int64) (*edition.Edition, error) {
	var w whole
	if err := unpackInto(packed, sum, &w); err != nil {
		return nil, err
	}
	ed := edition.Edition(w)
	if err := edition.Validate(&ed); err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return &ed, nil
}
