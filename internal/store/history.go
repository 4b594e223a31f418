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
// joins that step. An empty change does nothing. One that adds to the record is a step that Undo passes over and that
// leaves what can be done again; one that would take from the record wraps edit.ErrRecord.
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
	recorded, err := c.Recorded()
	if err != nil {
		return ed, err
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
	now := f.seal
	row := logRow{at: step.At, who: step.Who, zh: step.Label.ZH, en: step.Label.EN, state: Done}
	err = f.transact(func(tx *sql.Tx) error {
		if also != nil {
			if err := also(tx); err != nil {
				return err
			}
		}
		if err := writeOps(tx, &now, c.Ops); err != nil {
			return err
		}
		now.placed = placedMark(next)
		var err error
		if row.packed, err = f.pack(step); err != nil {
			return err
		}
		row.sum = int64(crc32.Checksum(row.packed, castagnoli))
		if joined {
			row.seq = f.lastRow.seq
			err = one(tx.Exec("UPDATE log SET at = ?, label_zh = ?, label_en = ?, change = ?, sum = ? WHERE seq = ?",
				row.at, row.zh, row.en, row.packed, row.sum, row.seq))("step", fmt.Sprint(row.seq))
			now.log -= f.lastRow.mark()
		} else {
			var r sql.Result
			r, err = tx.Exec("INSERT INTO log (at, who, label_zh, label_en, change, sum, state) VALUES (?, ?, ?, ?, ?, ?, 'done')",
				row.at, row.who, row.zh, row.en, row.packed, row.sum)
			if err == nil {
				row.seq, err = r.LastInsertId()
			}
			if err == nil && f.redo != nil && !recorded {
				err = f.drop(tx, &now, row.seq)
			}
		}
		if err != nil {
			return err
		}
		now.log += row.mark()
		return now.write(tx)
	})
	if err != nil {
		return ed, fmt.Errorf("save %q to %s: %w", c.Label.EN, f.path, err)
	}
	row.packed = nil
	f.last, f.lastRow, f.seal = &step, row, now
	if !recorded {
		f.undo, f.redo = &step.Label, nil
	}
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
	m, err := readMark(tx)
	if err != nil {
		tx.Rollback() //nolint:errcheck // the first error is the one to tell
		return plain(err)
	}
	if err := tx.Commit(); err != nil {
		return plain(err)
	}
	f.lock.acknowledge(m, f.now())
	return nil
}

// drop marks the steps that can no longer be done again, since cause was done instead.
func (f *File) drop(tx *sql.Tx, seal *seal, cause int64) error {
	rows, err := readLog(tx, "WHERE state = 'undone' ORDER BY seq")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := f.move(tx, seal, r, Dropped, cause); err != nil {
			return err
		}
	}
	return nil
}

// move brings a step into another state, and records who did.
func (f *File) move(tx *sql.Tx, seal *seal, r logRow, becomes StepState, cause int64) error {
	if err := one(tx.Exec("UPDATE log SET state = ? WHERE seq = ?", becomes, r.seq))("step", fmt.Sprint(r.seq)); err != nil {
		return err
	}
	m := move{Move: Move{Step: r.seq, At: f.now().UnixMilli(), Who: f.who, State: becomes, Cause: cause}}
	res, err := tx.Exec("INSERT INTO move (step, at, who, state, cause) VALUES (?, ?, ?, ?, ?)", m.Step, m.At, m.Who, m.State, m.Cause)
	if err == nil {
		m.seq, err = res.LastInsertId()
	}
	if err != nil {
		return err
	}
	seal.log -= r.mark()
	r.state = becomes
	seal.log += r.mark() + m.mark()
	return nil
}

// Undo takes the last step back.
func (f *File) Undo() (*edition.Edition, edit.Change, error) {
	return f.travel(lastDone, Undone, edit.Change.Inverse)
}

// Redo does again what was last undone.
func (f *File) Redo() (*edition.Edition, edit.Change, error) {
	return f.travel(firstUndone, Done, func(c edit.Change) edit.Change { return c })
}

// travel takes one step through the history.
func (f *File) travel(which func(tables) (logRow, edit.Change, error), becomes StepState, way func(edit.Change) edit.Change) (*edition.Edition, edit.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ed := f.ed.Load()
	if err := f.writable(); err != nil {
		return ed, edit.Change{}, err
	}
	var next *edition.Edition
	var c edit.Change
	var undo, redo *words.Text
	now := f.seal
	err := f.transact(func(tx *sql.Tx) error {
		row, step, err := which(tx)
		if err != nil {
			return err
		}
		var newest int64
		if err := tx.QueryRow("SELECT max(seq) FROM log").Scan(&newest); err != nil {
			return err
		}
		c = way(step)
		if next, err = c.Apply(ed); err != nil {
			return fmt.Errorf("step %d: %w (%w)", row.seq, ErrDamaged, err)
		}
		if err := writeOps(tx, &now, c.Ops); err != nil {
			return err
		}
		now.placed = placedMark(next)
		if err := f.move(tx, &now, row, becomes, newest); err != nil {
			return err
		}
		if undo, redo, err = labels(tx); err != nil {
			return err
		}
		return now.write(tx)
	})
	if errors.Is(err, ErrNothing) {
		return ed, edit.Change{}, ErrNothing
	}
	if err != nil {
		return ed, edit.Change{}, fmt.Errorf("step through the history of %s: %w", f.path, err)
	}
	f.last, f.seal = nil, now
	f.undo, f.redo = undo, redo
	f.ed.Store(next)
	return next, c, nil
}

// readLog reads steps without what they change; which is a clause of SQL.
func readLog(db tables, which string, args ...any) ([]logRow, error) {
	rows, err := db.Query("SELECT seq, at, who, label_zh, label_en, sum, state FROM log "+which, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []logRow
	for rows.Next() {
		var r logRow
		if err := rows.Scan(&r.seq, &r.at, &r.who, &r.zh, &r.en, &r.sum, &r.state); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// readStep reads the one step that a clause names, or ErrNothing.
func readStep(db tables, which string, args ...any) (logRow, edit.Change, error) {
	var r logRow
	err := db.QueryRow("SELECT seq, at, who, label_zh, label_en, change, sum, state FROM log "+which, args...).
		Scan(&r.seq, &r.at, &r.who, &r.zh, &r.en, &r.packed, &r.sum, &r.state)
	if errors.Is(err, sql.ErrNoRows) {
		return r, edit.Change{}, ErrNothing
	}
	if err != nil {
		return r, edit.Change{}, err
	}
	c, err := unpack(r.packed, r.sum)
	if err != nil {
		return r, c, fmt.Errorf("step %d: %w", r.seq, err)
	}
	return r, c, nil
}

// lastDone answers the step that Undo takes back: the newest that is done and is not an entry of the record.
func lastDone(db tables) (logRow, edit.Change, error) {
	row, c, err := readStep(db, "WHERE state = 'done' ORDER BY seq DESC LIMIT 1")
	for err == nil {
		recorded, bad := c.Recorded()
		if bad != nil {
			return row, c, fmt.Errorf("step %d: %w (%w)", row.seq, ErrDamaged, bad)
		}
		if !recorded {
			break
		}
		row, c, err = readStep(db, "WHERE state = 'done' AND seq < ? ORDER BY seq DESC LIMIT 1", row.seq)
	}
	return row, c, err
}

// firstUndone answers the step that Redo does again.
func firstUndone(db tables) (logRow, edit.Change, error) {
	return readStep(db, "WHERE state = 'undone' ORDER BY seq LIMIT 1")
}

// labels answers what can be undone and redone.
func labels(db tables) (undo, redo *words.Text, err error) {
	read := func(which func(tables) (logRow, edit.Change, error)) *words.Text {
		row, _, e := which(db)
		if e != nil {
			if !errors.Is(e, ErrNothing) {
				err = e
			}
			return nil
		}
		return &words.Text{ZH: row.zh, EN: row.en}
	}
	undo = read(lastDone)
	redo = read(firstUndone)
	return undo, redo, err
}

// History answers the last n steps, newest first; all of them for n ≤ 0.
func (f *File) History(n int) ([]Step, error) {
	if n <= 0 {
		n = -1
	}
	fail := func(err error) ([]Step, error) { return nil, fmt.Errorf("history of %s: %w", f.path, plain(err)) }
	tx, err := f.look()
	if err != nil {
		return fail(err)
	}
	defer tx.close()
	rows, err := readLog(tx, "ORDER BY seq DESC LIMIT ?", n)
	if err != nil {
		return fail(err)
	}
	var moves []move
	if f.version >= sealed {
		if moves, err = readMoves(tx); err != nil {
			return fail(err)
		}
	}
	moved := map[int64][]Move{}
	for _, m := range moves {
		moved[m.Step] = append(moved[m.Step], m.Move)
	}
	var out []Step
	for _, r := range rows {
		out = append(out, Step{Seq: r.seq, At: r.at, Who: r.who, Label: words.Text{ZH: r.zh, EN: r.en}, State: r.state, Moves: moved[r.seq]})
	}
	return out, nil
}

// At answers the edition as it was right after a step, whether it is still done or not, or before the first for
// step 0. A step that was dropped before files kept who dropped what is ErrNothing, and so is one that never was.
func (f *File) At(step int64) (*edition.Edition, error) {
	f.mu.Lock() // the log and the edition must be of one moment
	defer f.mu.Unlock()
	if f.closed {
		return nil, fmt.Errorf("%s: %w", f.path, ErrClosed)
	}
	fail := func(err error) (*edition.Edition, error) {
		return nil, fmt.Errorf("%s at step %d: %w", f.path, step, plain(err))
	}
	tx, err := f.db.Begin()
	if err != nil {
		return fail(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	ed, err := f.current(tx)
	if err != nil {
		return fail(err)
	}
	log, err := readLog(tx, "ORDER BY seq")
	if err != nil {
		return fail(err)
	}
	var moves []move
	if f.version >= sealed {
		if moves, err = readMoves(tx); err != nil {
			return fail(err)
		}
	}
	back, forth, ok := route(log, moves, step)
	if !ok {
		return fail(ErrNothing)
	}
	for _, seq := range append(back, forth...) {
		_, c, err := readStep(tx, "WHERE seq = ?", seq)
		if err == nil {
			if len(back) > 0 {
				c, back = c.Inverse(), back[1:]
			}
			ed, err = c.Apply(ed)
		}
		if err != nil {
			return fail(err)
		}
	}
	return ed, nil
}

// route answers the way through a history from where it stands to right after a step: what is taken back, and what
// is done again. Every step was made upon the steps before it that were in force at the time; entries of the record
// are among them, in any order with the others, since they touch nothing else.
func route(log []logRow, moves []move, to int64) (back, forth []int64, ok bool) {
	moved := map[int64][]move{}
	for _, m := range moves {
		moved[m.Step] = append(moved[m.Step], m)
	}
	var target logRow
	for _, r := range log {
		if r.seq == to {
			target, ok = r, true
		}
	}
	if to != 0 && (!ok || !inForce(target, target, moved[to])) {
		return nil, nil, false
	}
	for i := len(log) - 1; i >= 0; i-- {
		r := log[i]
		way := to != 0 && r.seq <= to && inForce(r, target, moved[r.seq])
		switch {
		case r.state == Done && !way:
			back = append(back, r.seq)
		case r.state != Done && way:
			forth = append([]int64{r.seq}, forth...)
		}
	}
	return back, forth, true
}

// inForce reports whether step r, of the moves that befell it, was part of the edition right after a step, r itself
// or a later one.
func inForce(r, at logRow, moves []move) bool {
	in, known := true, false
	for _, m := range moves {
		after := at.seq > m.Cause
		if m.Cause == 0 {
			// Before moves said when, nothing could be done over what was undone but drop it. Only an entry of the
			// record can: it stands where steps of its time were dropped or wait.
			after = at.seq > r.seq && at.state == Done && m.State == Undone
		}
		switch m.State {
		case Dropped:
			known = m.Cause != 0
			in = in && known && at.seq < m.Cause
		case Undone:
			in = in && !after
		case Done:
			in = in || after || m.Cause == 0
		}
	}
	switch {
	case r.state == Dropped && !known:
		return false // before files kept who dropped what
	case r.state == Undone && len(moves) == 0:
		return in && !(at.seq > r.seq && at.state == Done)
	}
	return in
}

// current answers the edition that goes with what tx sees: a reader's file may have moved on since it was opened.
func (f *File) current(tx *sql.Tx) (*edition.Edition, error) {
	if f.lock != nil {
		return f.ed.Load(), nil
	}
	ed, _, err := load(tx)
	return ed, err
}

// Restore makes the edition what it was right after an earlier step, or what a snapshot keeps: as a new step, which
// can be undone like any other. Nothing of the history is lost.
func (f *File) Restore(to *edition.Edition, what string) (*edition.Edition, error) {
	label := words.Text{ZH: "恢复到" + what, EN: "Restore " + what}
	return f.do(func(ed *edition.Edition) edit.Change { return edit.Diff(label, ed, to) }, nil)
}

// Move is what befell a step after it was done: it was undone, done again, or dropped since something else was done.
type Move struct {
	Step  int64
	At    int64 // Unix milliseconds
	Who   string
	State StepState // what the step became
	Cause int64     // the step that dropped it; of the others the newest step there was at the time, or 0 in files before version 3
}

// move is a Move as it stands in the file.
type move struct {
	seq int64
	Move
}

func (m move) mark() uint64 { return mark64("move", m.seq, m.Step, m.At, m.Who, m.State, m.Cause) }

func readMoves(db tables) ([]move, error) {
	rows, err := db.Query("SELECT seq, step, at, who, state, cause FROM move ORDER BY seq")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []move
	for rows.Next() {
		var m move
		if err := rows.Scan(&m.seq, &m.Step, &m.At, &m.Who, &m.State, &m.Cause); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, rows.Err()
}
