package store

import (
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
)

// Do applies a change: one transaction, on disk when Do returns. A change of the same Merge key right after its like
// joins that step. An empty change does nothing.
func (f *File) Do(c edit.Change) (*edition.Edition, error) {
	return f.do(func(*edition.Edition) edit.Change { return c }, nil)
}

// do is Do for a change made from the edition as it is when its turn comes, with what else belongs into the same
// transaction.
func (f *File) do(make func(*edition.Edition) edit.Change, also func(*sql.Tx) error) (*edition.Edition, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ed := f.ed.Load()
	if err := f.writable(); err != nil {
		return ed, err
	}
	c := make(ed)
	if c.Empty() {
		return ed, nil
	}
	if c.At == 0 {
		c.At = f.now().UnixMilli()
	}
	if c.Who == "" {
		c.Who = f.who
	}
	next, err := c.Apply(ed)
	if err != nil {
		return ed, err
	}
	if err := edition.ValidateSince(ed, next); err != nil {
		return ed, fmt.Errorf("%q: %w", c.Label.EN, err)
	}
	step, joined := c, false
	if f.last != nil {
		step, joined = edit.Join(*f.last, c)
		if !joined {
			step = c
		}
	}
	seq := f.lastSeq
	err = f.transact(func(tx *sql.Tx) error {
		if also != nil {
			if err := also(tx); err != nil {
				return err
			}
		}
		if err := writeOps(tx, c.Ops); err != nil {
			return err
		}
		packed, err := f.pack(step)
		if err != nil {
			return err
		}
		sum := int64(crc32.Checksum(packed, castagnoli))
		if joined {
			return one(tx.Exec("UPDATE log SET at = ?, label_zh = ?, label_en = ?, change = ?, sum = ? WHERE seq = ?",
				step.At, step.Label.ZH, step.Label.EN, packed, sum, seq))("step", fmt.Sprint(seq))
		}
		if f.redo != nil {
			if _, err := tx.Exec("UPDATE log SET state = 'dropped' WHERE state = 'undone'"); err != nil {
				return err
			}
		}
		r, err := tx.Exec("INSERT INTO log (at, who, label_zh, label_en, change, sum, state) VALUES (?, ?, ?, ?, ?, ?, 'done')",
			step.At, step.Who, step.Label.ZH, step.Label.EN, packed, sum)
		if err != nil {
			return err
		}
		seq, err = r.LastInsertId()
		return err
	})
	if err != nil {
		return ed, fmt.Errorf("save %q to %s: %w", c.Label.EN, f.path, err)
	}
	f.last, f.lastSeq = &step, seq
	f.undo, f.redo = &step.Label, nil
	f.ed.Store(next)
	return next, nil
}

func (f *File) writable() error {
	switch {
	case f.closed:
		return fmt.Errorf("%s: %w", f.path, ErrClosed)
	case f.lock == nil:
		return fmt.Errorf("%s: %w", f.path, ErrReadOnly)
	}
	return nil
}

// transact runs write in one transaction, which is on disk when it returns without an error.
func (f *File) transact(write func(*sql.Tx) error) error {
	tx, err := f.db.Begin()
	if err != nil {
		return plain(err)
	}
	if err := write(tx); err != nil {
		tx.Rollback() //nolint:errcheck // the first error is the one to tell
		return plain(err)
	}
	return plain(tx.Commit())
}

// Undo takes the last step back.
func (f *File) Undo() (*edition.Edition, edit.Change, error) {
	return f.travel("SELECT seq, change, sum FROM log WHERE state = 'done' ORDER BY seq DESC LIMIT 1", Undone, edit.Change.Inverse)
}

// Redo does again what was last undone.
func (f *File) Redo() (*edition.Edition, edit.Change, error) {
	return f.travel("SELECT seq, change, sum FROM log WHERE state = 'undone' ORDER BY seq LIMIT 1", Done,
		func(c edit.Change) edit.Change { return c })
}

// travel takes one step through the history.
func (f *File) travel(query string, becomes StepState, way func(edit.Change) edit.Change) (*edition.Edition, edit.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ed := f.ed.Load()
	if err := f.writable(); err != nil {
		return ed, edit.Change{}, err
	}
	var next *edition.Edition
	var c edit.Change
	var undo, redo *words.Text
	err := f.transact(func(tx *sql.Tx) error {
		seq, step, err := readStep(tx, query)
		if err != nil {
			return err
		}
		c = way(step)
		if next, err = c.Apply(ed); err != nil {
			return fmt.Errorf("step %d: %w (%w)", seq, ErrDamaged, err)
		}
		if err := writeOps(tx, c.Ops); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE log SET state = ? WHERE seq = ?", becomes, seq); err != nil {
			return err
		}
		undo, redo, err = labels(tx)
		return err
	})
	if errors.Is(err, ErrNothing) {
		return ed, edit.Change{}, ErrNothing
	}
	if err != nil {
		return ed, edit.Change{}, fmt.Errorf("step through the history of %s: %w", f.path, err)
	}
	f.last = nil
	f.undo, f.redo = undo, redo
	f.ed.Store(next)
	return next, c, nil
}

// readStep reads the one step that a query names, or ErrNothing.
func readStep(db tables, query string, args ...any) (int64, edit.Change, error) {
	var seq, sum int64
	var packed []byte
	err := db.QueryRow(query, args...).Scan(&seq, &packed, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, edit.Change{}, ErrNothing
	}
	if err != nil {
		return 0, edit.Change{}, err
	}
	c, err := unpack(packed, sum)
	if err != nil {
		return 0, c, fmt.Errorf("step %d: %w", seq, err)
	}
	return seq, c, nil
}

// labels answers what can be undone and redone.
func labels(db tables) (undo, redo *words.Text, err error) {
	read := func(query string) *words.Text {
		var t words.Text
		switch e := db.QueryRow(query).Scan(&t.ZH, &t.EN); {
		case errors.Is(e, sql.ErrNoRows):
			return nil
		case e != nil:
			err = e
			return nil
		}
		return &t
	}
	undo = read("SELECT label_zh, label_en FROM log WHERE state = 'done' ORDER BY seq DESC LIMIT 1")
	redo = read("SELECT label_zh, label_en FROM log WHERE state = 'undone' ORDER BY seq LIMIT 1")
	return undo, redo, err
}

// History answers the last n steps, newest first; all of them for n ≤ 0.
func (f *File) History(n int) ([]Step, error) {
	if n <= 0 {
		n = -1
	}
	rows, err := f.db.Query("SELECT seq, at, who, label_zh, label_en, state FROM log ORDER BY seq DESC LIMIT ?", n)
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", f.path, plain(err))
	}
	defer rows.Close()
	var out []Step
	for rows.Next() {
		var s Step
		if err := rows.Scan(&s.Seq, &s.At, &s.Who, &s.Label.ZH, &s.Label.EN, &s.State); err != nil {
			return nil, fmt.Errorf("history of %s: %w", f.path, plain(err))
		}
		out = append(out, s)
	}
	return out, plain(rows.Err())
}

// At answers the edition as it was right after a step that is done, or before the first for step 0.
func (f *File) At(step int64) (*edition.Edition, error) {
	f.mu.Lock() // the log and the edition must be of one moment
	defer f.mu.Unlock()
	if f.closed {
		return nil, fmt.Errorf("%s: %w", f.path, ErrClosed)
	}
	tx, err := f.db.Begin()
	if err != nil {
		return nil, plain(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	ed, err := f.current(tx)
	if err != nil {
		return nil, fmt.Errorf("%s at step %d: %w", f.path, step, plain(err))
	}
	if step > 0 {
		var n int
		if err := tx.QueryRow("SELECT count(*) FROM log WHERE seq = ? AND state = 'done'", step).Scan(&n); err != nil {
			return nil, plain(err)
		} else if n == 0 {
			return nil, fmt.Errorf("%s at step %d: %w", f.path, step, ErrNothing)
		}
	}
	for seq := int64(1<<63 - 1); ; {
		var c edit.Change
		seq, c, err = readStep(tx, "SELECT seq, change, sum FROM log WHERE state = 'done' AND seq < ? AND seq > ? ORDER BY seq DESC LIMIT 1", seq, step)
		if errors.Is(err, ErrNothing) {
			return ed, nil
		}
		if err == nil {
			ed, err = c.Inverse().Apply(ed)
		}
		if err != nil {
			return nil, fmt.Errorf("%s at step %d: %w", f.path, step, plain(err))
		}
	}
}

// current answers the edition that goes with what tx sees: a reader's file may have moved on since it was opened.
func (f *File) current(tx *sql.Tx) (*edition.Edition, error) {
	if f.lock != nil {
		return f.ed.Load(), nil
	}
	return load(tx)
}
