package store

import (
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"strings"

	"dayang/internal/edition"
)

// seal says of a whole file what a node's checksum says of the node: which nodes there are, in which order, and which
// steps. SQLite keeps no checksum, and a flipped bit in the count of a page's cells loses a story without a trace in
// what is left. The seal is part of every transaction and is compared when a file is opened, so that what opens is
// what was acknowledged, and Recover can prove that what it put together is.
type seal struct {
	nodes  uint64 // sum of nodeMark over the nodes
	placed uint64 // placedMark
	log    uint64 // sum of the marks of steps, moves and snapshots
}

// mark64 is the 64-bit FNV-1a of some fields, with their kind.
func mark64(kind string, fields ...any) uint64 {
	h := fnv.New64a()
	h.Write([]byte(kind))
	for _, f := range fields {
		fmt.Fprintf(h, "\x00%v", f)
	}
	return h.Sum64()
}

func nodeMark(kind, id string, sum int64) uint64 { return mark64("node", kind, id, sum) }

// placedMark says in which order the nodes stand.
func placedMark(ed *edition.Edition) uint64 {
	var ids strings.Builder
	for _, n := range ed.Pages {
		ids.WriteString(n.ID + "\x00")
	}
	ids.WriteString("\x01")
	for _, n := range ed.Stories {
		ids.WriteString(n.ID + "\x00")
	}
	ids.WriteString("\x01")
	for _, n := range ed.Pictures {
		ids.WriteString(n.ID + "\x00")
	}
	if len(ed.Flags)+len(ed.Record) > 0 { // a file without them is sealed as it always was
		ids.WriteString("\x01")
		for _, n := range ed.Flags {
			ids.WriteString(n.ID + "\x00")
		}
		ids.WriteString("\x01")
		for _, n := range ed.Record {
			ids.WriteString(n.ID + "\x00")
		}
	}
	return mark64("placed", ids.String())
}

// sum is the seal's own checksum, so that a flipped bit in the seal is told from one elsewhere.
func (s seal) sum() int64 {
	return int64(crc32.Checksum(fmt.Appendf(nil, "%d %d %d", s.nodes, s.placed, s.log), castagnoli))
}

// sealOf computes an edition's part of the seal.
func sealOf(ed *edition.Edition) (seal, error) {
	s := seal{placed: placedMark(ed)}
	err := eachNode(ed, func(kind, id string, _ int, node any) error {
		text, err := encode(kind, id, node)
		if err == nil {
			s.nodes += nodeMark(kind, id, sumOf(kind, id, text))
		}
		return err
	})
	return s, err
}

// readSeal answers the seal as the file has it.
func readSeal(db tables) (seal, error) {
	var nodes, placed, log, sum int64
	err := db.QueryRow("SELECT nodes, placed, log, sum FROM seal WHERE id = 1").Scan(&nodes, &placed, &log, &sum)
	s := seal{uint64(nodes), uint64(placed), uint64(log)}
	if errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("its seal is missing: %w", ErrDamaged)
	}
	if err == nil && s.sum() != sum {
		err = fmt.Errorf("its seal does not add up: %w", ErrDamaged)
	}
	return s, err
}

// write puts the seal into the file.
func (s seal) write(tx *sql.Tx) error {
	_, err := tx.Exec("INSERT INTO seal (id, nodes, placed, log, sum) VALUES (1, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET nodes = excluded.nodes, placed = excluded.placed, log = excluded.log, sum = excluded.sum",
		int64(s.nodes), int64(s.placed), int64(s.log), s.sum())
	return err
}

// sealLog computes the history's part of the seal from what the file holds.
func sealLog(db tables) (uint64, error) {
	var total uint64
	rows, err := db.Query("SELECT seq, at, who, label_zh, label_en, sum, state FROM log")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var r logRow
		if err := rows.Scan(&r.seq, &r.at, &r.who, &r.zh, &r.en, &r.sum, &r.state); err != nil {
			return 0, err
		}
		total += r.mark()
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	moves, err := readMoves(db)
	if err != nil {
		return 0, err
	}
	for _, m := range moves {
		total += m.mark()
	}
	snaps, err := readSnapshots(db)
	if err != nil {
		return 0, err
	}
	for _, s := range snaps {
		total += s.mark()
	}
	return total, nil
}

// sealAnew computes the whole seal of a file and writes it: for one that had none.
func sealAnew(tx *sql.Tx) error {
	ed, nodes, err := load(tx)
	if err != nil {
		return err
	}
	s := seal{nodes: nodes, placed: placedMark(ed)}
	if s.log, err = sealLog(tx); err != nil {
		return err
	}
	return s.write(tx)
}

// logRow is one step as it stands in the file.
type logRow struct {
	seq, at     int64
	who, zh, en string
	packed      []byte
	sum         int64
	state       StepState
}

func (r logRow) mark() uint64 {
	return mark64("step", r.seq, r.at, r.who, r.zh, r.en, r.sum, r.state)
}
