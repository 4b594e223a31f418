package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
)

// applicationID stands in the database header and says that the file is ours: "DaYg".
const applicationID = 0x44615967

// migrations bring a database from version i to i+1, in one transaction each. A migration that has shipped never
// changes; a new form of the file is a new entry, and so is a new field of a node that an older program would drop.
var migrations = []migration{{tables: `
-- The edition, node by node: head, house, pages, stories, pictures. sum is the CRC-32C of kind, id and json.
CREATE TABLE node (
  kind TEXT NOT NULL,
  id   TEXT NOT NULL,
  pos  INTEGER NOT NULL,
  json BLOB NOT NULL,
  sum  INTEGER NOT NULL,
  file TEXT REFERENCES file (id),
  PRIMARY KEY (kind, id)
);
CREATE INDEX node_file ON node (file);
-- Every step, oldest first. change is its JSON, deflated; sum is the CRC-32C of that.
CREATE TABLE log (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  who      TEXT NOT NULL,
  label_zh TEXT NOT NULL,
  label_en TEXT NOT NULL,
  change   BLOB NOT NULL,
  sum      INTEGER NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped'))
);
CREATE INDEX log_state ON log (state, seq);
-- Picture files as they came, by the SHA-256 of their bytes.
CREATE TABLE file (
  id     TEXT PRIMARY KEY,
  turn   INTEGER NOT NULL,
  bytes  BLOB NOT NULL
);
-- Pictures whose EXIF says they lie on their side, set upright; made when first asked for.
CREATE TABLE upright (
  id    TEXT PRIMARY KEY REFERENCES file (id) ON DELETE CASCADE,
  bytes BLOB NOT NULL
);
`}, {tables: `
-- What the whole file adds up to: see the type seal.
CREATE TABLE seal (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  nodes  INTEGER NOT NULL,
  placed INTEGER NOT NULL,
  log    INTEGER NOT NULL,
  sum    INTEGER NOT NULL
);
-- Who took which step back, did it again or dropped it. cause is the step that dropped it.
CREATE TABLE move (
  seq   INTEGER PRIMARY KEY AUTOINCREMENT,
  step  INTEGER NOT NULL,
  at    INTEGER NOT NULL,
  who   TEXT NOT NULL,
  state TEXT NOT NULL,
  cause INTEGER NOT NULL
);
-- States kept by name. edition is its JSON, deflated; sum is the CRC-32C of that; step is the last done before it.
CREATE TABLE snapshot (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  who     TEXT NOT NULL,
  name    TEXT NOT NULL,
  step    INTEGER NOT NULL,
  edition BLOB NOT NULL,
  sum     INTEGER NOT NULL
);
`, also: sealAnew}, {}} // 3: nodes of the kinds flag and entry, which an older program does not know; moves say when

// migration is one step of the file's form: statements, and what they cannot say.
type migration struct {
	tables string
	also   func(*sql.Tx) error // nil: nothing; it is not run on a file that is just being made
}

// sealed is the version from which on a file has a seal, moves and snapshots.
const sealed = 2

// migrate brings the database up to the newest version.
func migrate(ctx context.Context, db *sql.DB, from int) error {
	for v := from; v < len(migrations); v++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		_, err = tx.Exec(migrations[v].tables)
		if err == nil && from > 0 && migrations[v].also != nil {
			err = migrations[v].also(tx)
		}
		if err == nil {
			_, err = tx.Exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, v+1))
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			tx.Rollback() //nolint:errcheck // the first error is the one to tell
			return fmt.Errorf("bring the file to version %d: %w", v+1, err)
		}
	}
	return nil
}

// schemaOf answers the tables and indexes of a database as text.
func schemaOf(db tables) (string, error) {
	rows, err := db.Query("SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var out strings.Builder
	for rows.Next() {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s %s %s\n", kind, name, text)
	}
	return out.String(), rows.Err()
}

// rightSchema is what schemaOf answers for a sound file of a version: no trigger or view of a stranger's, no table lost.
func rightSchema(version int) (string, error) {
	all, err := rightSchemas()
	if err != nil {
		return "", err
	}
	return all[version-1], nil
}

var rightSchemas = sync.OnceValues(func() ([]string, error) {
	db := sql.OpenDB(connector{dsn: "file::memory:"})
	defer db.Close()
	db.SetMaxOpenConns(1)
	var all []string
	for _, m := range migrations {
		if _, err := db.Exec(m.tables); err != nil {
			return nil, err
		}
		text, err := schemaOf(db)
		if err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, nil
})

// usualRoots answers on which page each table of a new file begins.
var usualRoots = sync.OnceValues(func() (map[string]uint32, error) {
	db := sql.OpenDB(connector{dsn: "file::memory:"})
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := migrate(context.Background(), db, 0); err != nil {
		return nil, err
	}
	rows, err := db.Query("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]uint32{}
	for rows.Next() {
		var name string
		var root uint32
		if err := rows.Scan(&name, &root); err != nil {
			return nil, err
		}
		out[name] = root
	}
	return out, rows.Err()
})
