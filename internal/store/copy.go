package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"dayang/internal/edit"
	"dayang/internal/edition"
)

// SaveOptions are what SaveAsWith may be told.
type SaveOptions struct {
	// ForgetDropped leaves out the steps that can no longer be done again, and what befell them. What undo and redo
	// reach stays.
	ForgetDropped bool
}

// Saved is what a copy left out.
type Saved struct {
	Steps        int   // dropped steps
	Pictures     int   // picture files that neither the edition, a step nor a snapshot shows
	PictureBytes int64 // of these
}

// SaveAs writes a whole copy to another path, which may be taken by an edition that nobody has open. Steps may be
// done meanwhile; the copy holds those acknowledged before it began. It is packed tight, without the bytes of pictures
// that no step shows any more; a file that does not add up is not copied, the error wraps ErrDamaged.
func (f *File) SaveAs(path string) error {
	_, err := f.SaveAsWith(path, SaveOptions{})
	return err
}

// SaveAsWith is SaveAs that may leave more out, and says what it left out.
func (f *File) SaveAsWith(path string, o SaveOptions) (Saved, error) {
	var out Saved
	path, err := filepath.Abs(path)
	if err != nil {
		return out, err
	}
	if sameFile(f.path, path) {
		return out, nil // every step is in it
	}
	err = replaceFile(path, true, func(temp string) error {
		tx, err := f.look()
		if err != nil {
			return err
		}
		defer tx.close()
		out, err = f.copyTo(tx, temp, copying{forget: o.ForgetDropped, pictures: true})
		return err
	})
	if err != nil {
		return Saved{}, fmt.Errorf("save as %s: %w", path, plain(err))
	}
	return out, nil
}

// view is one state of the file, read while others go on writing: a transaction of the pool's would hold them up.
type view struct{ conn *sql.Conn }

func (f *File) look() (view, error) {
	conn, err := f.db.Conn(context.Background())
	if err != nil {
		return view{}, err
	}
	if _, err := conn.ExecContext(context.Background(), "BEGIN DEFERRED"); err != nil {
		conn.Close()
		return view{}, err
	}
	return view{conn}, nil
}

// Query is that of a database.
func (v view) Query(query string, args ...any) (*sql.Rows, error) {
	return v.conn.QueryContext(context.Background(), query, args...)
}

// QueryRow is that of a database.
func (v view) QueryRow(query string, args ...any) *sql.Row {
	return v.conn.QueryRowContext(context.Background(), query, args...)
}

func (v view) close() {
	v.conn.ExecContext(context.Background(), "ROLLBACK") //nolint:errcheck // nothing was written
	v.conn.Close()
}

// copying says what goes into a copy.
type copying struct {
	forget   bool // dropped steps stay behind
	pictures bool // the bytes of pictures come along; otherwise each has none
}

// copyTo writes what tx sees into a new file at temp, row by row, and compares every sum on the way: what is damaged is
// not handed on.
func (f *File) copyTo(tx tables, temp string, o copying) (Saved, error) {
	var left Saved
	db := openDB(temp, creating, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;") // synced once, when whole
	defer db.Close()
	if err := migrate(context.Background(), db, 0); err != nil {
		return left, err
	}
	to, err := db.Begin()
	if err != nil {
		return left, err
	}
	defer to.Rollback() //nolint:errcheck // after Commit it does nothing
	ed, s, err := f.read(tx)
	if err != nil {
		return left, err
	}
	if f.version < sealed {
		s = seal{placed: placedMark(ed)}
	}
	now := seal{placed: s.placed}
	err = eachNode(ed, func(kind, id string, at int, node any) error { return insert(to, &now, kind, id, at, node) })
	if err != nil {
		return left, err
	}
	if f.version >= sealed && now.nodes != s.nodes {
		return left, fmt.Errorf("its nodes would not be the same again: %w", ErrDamaged)
	}
	shown := map[string]bool{} // pictures that the edition, a step or a snapshot shows
	for _, p := range ed.Pictures {
		shown[p.ID] = true
	}
	if left.Steps, err = copySteps(tx, to, &now, shown, o.forget); err != nil {
		return left, err
	}
	if f.version >= sealed {
		if err := copyRest(tx, to, &now, shown, o.forget); err != nil {
			return left, err
		}
		if !o.forget && now.log != s.log {
			return left, fmt.Errorf("its history does not add up: %w", ErrDamaged)
		}
	}
	if err := now.write(to); err != nil {
		return left, err
	}
	if err := f.copyFiles(tx, to, shown, o.pictures, &left); err != nil {
		return left, err
	}
	if err := to.Commit(); err != nil {
		return left, err
	}
	return left, db.Close()
}

// copySteps copies the history, and notes the pictures that its steps show.
func copySteps(tx tables, to *sql.Tx, now *seal, shown map[string]bool, forget bool) (left int, err error) {
	rows, err := tx.Query("SELECT seq, at, who, label_zh, label_en, change, sum, state FROM log ORDER BY seq")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var r logRow
		if err := rows.Scan(&r.seq, &r.at, &r.who, &r.zh, &r.en, &r.packed, &r.sum, &r.state); err != nil {
			return 0, err
		}
		if forget && r.state == Dropped {
			left++
			continue
		}
		c, err := unpack(r.packed, r.sum)
		if err != nil {
			return 0, fmt.Errorf("step %d: %w", r.seq, err)
		}
		notePictures(c, shown)
		if err := r.insert(to); err != nil {
			return 0, err
		}
		now.log += r.mark()
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	// Numbers are never given twice, so that a backup and its file mean the same step by the same number.
	_, err = to.Exec("DELETE FROM sqlite_sequence WHERE name = 'log'")
	if err == nil {
		var last int64
		err = tx.QueryRow("SELECT seq FROM sqlite_sequence WHERE name = 'log'").Scan(&last)
		if errors.Is(err, sql.ErrNoRows) {
			return left, nil
		}
		if err == nil {
			_, err = to.Exec("INSERT INTO sqlite_sequence (name, seq) VALUES ('log', ?)", last)
		}
	}
	return left, err
}

func (r logRow) insert(to *sql.Tx) error {
	_, err := to.Exec("INSERT INTO log (seq, at, who, label_zh, label_en, change, sum, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		r.seq, r.at, r.who, r.zh, r.en, r.packed, r.sum, r.state)
	return err
}

// notePictures notes the pictures that a step brings or takes.
func notePictures(c edit.Change, shown map[string]bool) {
	for _, o := range c.Ops {
		if o.Picture == nil {
			continue
		}
		for _, p := range []*edition.Picture{o.Picture.Before, o.Picture.After} {
			if p != nil {
				shown[p.ID] = true
			}
		}
	}
}

// copyRest copies moves and snapshots.
func copyRest(tx tables, to *sql.Tx, now *seal, shown map[string]bool, forget bool) error {
	moves, err := readMoves(tx)
	if err != nil {
		return err
	}
	var kept map[int64]bool
	if forget {
		kept = map[int64]bool{}
		rows, err := readLog(tx, "WHERE state <> 'dropped'")
		if err != nil {
			return err
		}
		for _, r := range rows {
			kept[r.seq] = true
		}
	}
	for _, m := range moves {
		if kept != nil && !kept[m.Step] {
			continue
		}
		if err := m.insert(to); err != nil {
			return err
		}
		now.log += m.mark()
	}
	snaps, err := readSnapshots(tx)
	if err != nil {
		return err
	}
	for _, s := range snaps {
		ed, err := readSnapshot(tx, s.ID)
		if err != nil {
			return fmt.Errorf("snapshot %q: %w", s.Name, err)
		}
		for _, p := range ed.Pictures {
			shown[p.ID] = true
		}
		var packed []byte
		if err := tx.QueryRow("SELECT edition FROM snapshot WHERE seq = ?", s.ID).Scan(&packed); err != nil {
			return err
		}
		if err := s.insert(to, packed); err != nil {
			return err
		}
		now.log += s.mark()
	}
	return nil
}

func (m move) insert(to *sql.Tx) error {
	_, err := to.Exec("INSERT INTO move (seq, step, at, who, state, cause) VALUES (?, ?, ?, ?, ?, ?)", m.seq, m.Step, m.At, m.Who, m.State, m.Cause)
	return err
}

func (s Snapshot) insert(to *sql.Tx, packed []byte) error {
	_, err := to.Exec("INSERT INTO snapshot (seq, at, who, name, step, edition, sum) VALUES (?, ?, ?, ?, ?, ?, ?)", s.ID, s.At, s.Who, s.Name, s.Step, packed, s.sum)
	return err
}

// copyFiles copies the pictures that are shown, one at a time: there may be two hundred megabytes of them. A picture
// whose bytes are damaged here is taken from the backups, if they have it.
func (f *File) copyFiles(tx tables, to *sql.Tx, shown map[string]bool, whole bool, left *Saved) error {
	rows, err := tx.Query("SELECT id, turn, length(bytes) FROM file")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var turn int
		var size int64
		if err := rows.Scan(&id, &turn, &size); err != nil {
			return err
		}
		if !shown[id] {
			left.Pictures++
			left.PictureBytes += size
			continue
		}
		data := []byte{}
		if whole {
			if data, err = f.fileBytes(tx, id); err != nil {
				return fmt.Errorf("picture %q: %w", id, err)
			}
		}
		if _, err := to.Exec("INSERT INTO file (id, turn, bytes) VALUES (?, ?, ?)", id, turn, data); err != nil {
			return err
		}
	}
	return rows.Err()
}

// fileBytes answers a picture's file as it came, from the edition file or, where that is damaged, from its backups.
func (f *File) fileBytes(db tables, id string) ([]byte, error) {
	var data []byte
	err := db.QueryRow("SELECT bytes FROM file WHERE id = ?", id).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoPicture
	}
	if err == nil && isFile(id, data) {
		return data, nil
	}
	if kept, ok := keptPicture(f.path, id); ok {
		return kept, nil
	}
	if err == nil {
		err = fmt.Errorf("its bytes are not those that came: %w", ErrDamaged)
	}
	return nil, err
}

// isFile reports whether these are the bytes of the picture file with an id.
func isFile(id string, data []byte) bool {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]) == id
}

// sameFile reports whether two names are of one file.
func sameFile(a, b string) bool {
	here, err1 := os.Stat(a)
	there, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(here, there)
}
