package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"

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
	for _, look := range []func(tables) error{checkStructure, f.checkEdition, f.checkHistory, checkPictures} {
		if err := look(tx); err != nil {
			errs = append(errs, fmt.Errorf("check %s: %w", f.path, plain(err)))
		}
	}
	return errors.Join(errs...)
}

// checkStructure asks SQLite.
func checkStructure(tx tables) error {
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

// quickCheck asks SQLite about the tables that an edition is read from. Pictures are left to Check and PictureBytes:
// two hundred megabytes of them would make every opening wait.
func quickCheck(tx tables) error {
	for _, table := range []string{"node", "log"} {
		rows, err := tx.Query("PRAGMA integrity_check('" + table + "')")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
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
func (f *File) checkEdition(tx tables) error {
	ed, _, err := f.read(tx)
	if err != nil {
		return err
	}
	if f.lock != nil && !equal(ed, f.ed.Load()) {
		return fmt.Errorf("it does not hold what is shown: %w", ErrDamaged)
	}
	return nil
}

// checkHistory reads every step, and walks the last one back and forth again and the one undone last.
func (f *File) checkHistory(tx tables) error {
	rows, err := tx.Query("SELECT seq, at, who, label_zh, label_en, change, sum FROM log")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r logRow
		var packed sql.RawBytes
		if err := rows.Scan(&r.seq, &r.at, &r.who, &r.zh, &r.en, &packed, &r.sum); err != nil {
			return err
		}
		c, err := unpack(packed, r.sum)
		if err != nil {
			return fmt.Errorf("step %d: %w", r.seq, err)
		}
		if c.At != r.at || c.Who != r.who || c.Label != (words.Text{ZH: r.zh, EN: r.en}) {
			return fmt.Errorf("step %d: it says two things of itself: %w", r.seq, ErrDamaged)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if f.version >= sealed {
		have, err := readSeal(tx)
		if err != nil {
			return err
		}
		log, err := sealLog(tx)
		if err != nil {
			return err
		}
		if log != have.log {
			return fmt.Errorf("the history does not add up: %w", ErrDamaged)
		}
		snaps, err := readSnapshots(tx)
		if err != nil {
			return err
		}
		for _, s := range snaps {
			if _, err := readSnapshot(tx, s.ID); err != nil {
				return err
			}
		}
	}
	ed, _, err := load(tx)
	if err != nil {
		return err
	}
	row, last, err := readStep(tx, "WHERE state = 'done' ORDER BY seq DESC LIMIT 1")
	if err == nil {
		before, err := last.Inverse().Apply(ed)
		if err != nil {
			return fmt.Errorf("step %d cannot be taken back: %w (%w)", row.seq, ErrDamaged, err)
		}
		if again, err := last.Apply(before); err != nil || !equal(again, ed) {
			return fmt.Errorf("step %d does not lead here: %w", row.seq, errors.Join(ErrDamaged, err))
		}
	} else if !errors.Is(err, ErrNothing) {
		return err
	}
	row, next, err := readStep(tx, "WHERE state = 'undone' ORDER BY seq LIMIT 1")
	if errors.Is(err, ErrNothing) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := next.Apply(ed); err != nil {
		return fmt.Errorf("step %d cannot be done again: %w (%w)", row.seq, ErrDamaged, err)
	}
	return nil
}

// checkPictures compares every picture's bytes with its id.
func checkPictures(tx tables) error {
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
func equal(a, b *edition.Edition) bool {
	return edit.Diff(words.Text{}, a, b).Empty() && slices.EqualFunc(a.Record, b.Record, func(a, b *edition.Entry) bool { return reflect.DeepEqual(a, b) })
}
