package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
)

// Check reads the whole file and answers what is wrong with it, all of it joined: SQLite's own structure, every
// node's checksum and form, the edition's rules, that the file says what this program shows, every step of the
// history, that the last of them leads from what was to what is, and every picture's bytes.
func (f *File) Check() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return fmt.Errorf("check %s: %w", f.path, ErrClosed)
	}
	tx, err := f.db.Begin()
	if err != nil {
		return fmt.Errorf("check %s: %w", f.path, plain(err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	var errs []error
	for _, look := range []func(*sql.Tx) error{checkStructure, f.checkEdition, checkHistory, checkPictures} {
		if err := look(tx); err != nil {
			errs = append(errs, fmt.Errorf("check %s: %w", f.path, plain(err)))
		}
	}
	return errors.Join(errs...)
}

// checkStructure asks SQLite.
func checkStructure(tx *sql.Tx) error {
	for _, pragma := range []string{"integrity_check", "foreign_key_check"} {
		rows, err := tx.Query("PRAGMA " + pragma)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if pragma == "foreign_key_check" {
				return fmt.Errorf("a reference leads nowhere: %w", ErrDamaged)
			}
			var says string
			if err := rows.Scan(&says); err != nil {
				return err
			}
			if says != "ok" {
				return fmt.Errorf("%s: %w", says, ErrDamaged)
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

// checkEdition reads the nodes and compares them with what is shown.
func (f *File) checkEdition(tx *sql.Tx) error {
	ed, err := load(tx)
	if err != nil {
		return err
	}
	if err := edition.Validate(ed); err != nil {
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	if f.lock != nil && !equal(ed, f.ed.Load()) {
		return fmt.Errorf("it does not hold what is shown: %w", ErrDamaged)
	}
	return nil
}

// checkHistory reads every step, and walks the last one back and forth again and the one undone last.
func checkHistory(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT seq, change, sum FROM log")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq, sum int64
		var packed sql.RawBytes
		if err := rows.Scan(&seq, &packed, &sum); err != nil {
			return err
		}
		if _, err := unpack(packed, sum); err != nil {
			return fmt.Errorf("step %d: %w", seq, err)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	ed, err := load(tx)
	if err != nil {
		return err
	}
	seq, last, err := readStep(tx, "SELECT seq, change, sum FROM log WHERE state = 'done' ORDER BY seq DESC LIMIT 1")
	if err == nil {
		before, err := last.Inverse().Apply(ed)
		if err != nil {
			return fmt.Errorf("step %d cannot be taken back: %w (%w)", seq, ErrDamaged, err)
		}
		if again, err := last.Apply(before); err != nil || !equal(again, ed) {
			return fmt.Errorf("step %d does not lead here: %w", seq, errors.Join(ErrDamaged, err))
		}
	} else if !errors.Is(err, ErrNothing) {
		return err
	}
	seq, next, err := readStep(tx, "SELECT seq, change, sum FROM log WHERE state = 'undone' ORDER BY seq LIMIT 1")
	if errors.Is(err, ErrNothing) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := next.Apply(ed); err != nil {
		return fmt.Errorf("step %d cannot be done again: %w (%w)", seq, ErrDamaged, err)
	}
	return nil
}

// checkPictures compares every picture's bytes with its id.
func checkPictures(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT id, bytes FROM file")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var data sql.RawBytes
		if err := rows.Scan(&id, &data); err != nil {
			return err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != id {
			return fmt.Errorf("picture %q: its bytes are not those that came: %w", id, ErrDamaged)
		}
	}
	return rows.Err()
}

// equal reports whether two editions say the same.
func equal(a, b *edition.Edition) bool { return edit.Diff(words.Text{}, a, b).Empty() }
