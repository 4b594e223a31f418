package store

import (
	"time"

	"dayang/internal/edit"
	"dayang/internal/edition"
)

// foundation is a state that is known to be right, though it may be old: a backup's, or a snapshot's.
type foundation struct {
	ed     *edition.Edition
	at     time.Time
	path   string           // of a backup
	log    map[int64]logRow // the backup's history
	states map[int64]edit.Change
	moves  map[int64]move
	snaps  map[int64]keptSnapshot
}

// newestGood answers the newest backup that is in order, or else the newest snapshot of the damaged file, or nil.
func newestGood(path string, s *salvage) (*foundation, error) {
	list, err := Backups(path)
	if err != nil {
		return nil, err
	}
	for _, b := range list {
		if f, err := readBackup(b); err == nil {
			return f, nil
		}
	}
	var best *foundation
	for _, k := range s.snaps {
		if ed, err := unpackEdition(k.packed, k.sum); err == nil && (best == nil || time.UnixMilli(k.At).After(best.at)) {
			best = &foundation{ed: ed, at: time.UnixMilli(k.At)}
		}
	}
	return best, nil
}

func readBackup(b Backup) (*foundation, error) {
	f := &File{path: b.Path}
	defer func() {
		if f.db != nil {
			f.db.Close()
		}
	}()
	if err := f.connect(immutable, ""); err != nil {
		return nil, err
	}
	out := &foundation{ed: f.ed.Load(), at: b.At, path: b.Path, log: map[int64]logRow{}, states: map[int64]edit.Change{}, moves: map[int64]move{}, snaps: map[int64]keptSnapshot{}}
	rows, err := f.db.Query("SELECT seq, at, who, label_zh, label_en, change, sum, state FROM log")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r logRow
		if err := rows.Scan(&r.seq, &r.at, &r.who, &r.zh, &r.en, &r.packed, &r.sum, &r.state); err != nil {
			return nil, err
		}
		c, err := unpack(r.packed, r.sum)
		if err != nil {
			return nil, err
		}
		out.log[r.seq], out.states[r.seq] = r, c
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	moves, err := readMoves(f.db)
	if err != nil {
		return nil, err
	}
	for _, m := range moves {
		out.moves[m.seq] = m
	}
	snaps, err := readSnapshots(f.db)
	if err != nil {
		return nil, err
	}
	for _, s := range snaps {
		k := keptSnapshot{Snapshot: s}
		if err := f.db.QueryRow("SELECT edition FROM snapshot WHERE seq = ?", s.ID).Scan(&k.packed); err != nil {
			return nil, err
		}
		out.snaps[s.ID] = k
	}
	return out, nil
}
