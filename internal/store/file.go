package store

import (
	"bytes"
	"cmp"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
)

// File is an edition file that is open.
type File struct {
	path     string
	lock     *lock // nil when read-only
	db       *sql.DB
	ed       atomic.Pointer[edition.Edition]
	deflator *flate.Writer

	torn       bool // see Torn
	lost       int  // see Lost
	lostAt     int64
	writer     Holder     // see Writer
	version    int        // of the file's form
	mu         sync.Mutex // one step at a time; guards what follows
	closed     bool
	sound      bool // it was opened for writing, and nothing was wrong with it
	seal       seal
	last       *edit.Change // the step on top, if the next may still join it
	lastRow    logRow       // and how it stands in the file
	undo, redo *words.Text  // what the menu says; nil: nothing to take
	who        string
	now        func() time.Time
	keeper     *keeper // makes backups; nil: nobody does
	stay       Rotation
	spare      uint64 // bytes that a backup leaves free
}

// Options are what CreateWith may be told.
type Options struct {
	Replace  bool          // a file of that name may be overwritten
	Pictures PictureSource // the bytes of the edition's pictures; needed if it has any
}

// PictureSource answers the bytes of a picture by its id; Pictures and File are such.
type PictureSource interface {
	PictureBytes(id string) ([]byte, error)
}

// Create writes a new edition file and opens it. It never overwrites: see CreateWith.
func Create(path string, ed *edition.Edition) (*File, error) { return CreateWith(path, ed, Options{}) }

// CreateWith writes a new edition file, whole or not at all, and opens it.
func CreateWith(path string, ed *edition.Edition, o Options) (*File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := edition.Validate(ed); err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	err = replaceFile(path, o.Replace, func(temp string) error {
		db := openDB(temp, creating, "PRAGMA journal_mode = DELETE;")
		defer db.Close()
		if err := migrate(context.Background(), db, 0); err != nil {
			return err
		}
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
		if err := writeAll(tx, ed, o.Pictures); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		return db.Close()
	})
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", path, plain(err))
	}
	return Open(path)
}

// replaceFile puts a file made by write in the place of path: made beside it, synced, renamed. Whoever has path open
// for writing keeps it, and the answer is ErrLocked.
func replaceFile(path string, overwrite bool, write func(temp string) error) error {
	l, err := takeLock(path)
	if err != nil {
		return err
	}
	defer l.release()
	switch at, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
		// A log without its file belongs to a file that is gone; a new file must not be read with it.
		err = errors.Join(removeIfThere(path+"-wal"), removeIfThere(path+"-shm"))
		if err != nil {
			return err
		}
	case err != nil:
		return err
	case at.IsDir() || !overwrite:
		return ErrExists
	default:
		if err := settle(path); err != nil {
			return err
		}
	}
	err = beside(path, write)
	if errors.Is(err, fs.ErrPermission) || isReadOnlyFS(err) {
		return fmt.Errorf("%w (%w)", ErrReadOnly, err)
	}
	return noRoom(err)
}

// settle brings what the log of the file at path holds into the file, which is about to be replaced: whatever happens
// on the way, one of the two stands there whole.
func settle(path string) error {
	wal := path + "-wal"
	if _, err := os.Stat(wal); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db := openDB(path, readWrite, "")
	_, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	err = errors.Join(plain(err), db.Close())
	if err != nil && !errors.Is(err, ErrNotEdition) && !errors.Is(err, ErrDamaged) {
		return err
	}
	return errors.Join(removeIfThere(wal), removeIfThere(path+"-shm"))
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open opens an edition file for writing. The answer is ErrLocked if someone else has it, ErrNewer if a newer program
// wrote it, and wraps ErrNotEdition, ErrDamaged, ErrReadOnly or fs.ErrNotExist where these are the matter. A file left
// by a crash opens with every change that had been acknowledged.
func Open(path string) (*File, error) { return open(path, readWrite, "") }

// OpenReadOnly opens an edition file to look at, also while someone else writes to it. It shows the edition as it was
// when it was opened.
func OpenReadOnly(path string) (*File, error) { return open(path, readOnly, "") }

func open(path string, how access, also string) (*File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	switch at, err := os.Stat(path); {
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", path, err)
	case at.IsDir():
		return nil, fmt.Errorf("open %s: a folder: %w", path, ErrNotEdition)
	case at.Size() == 0:
		return nil, fmt.Errorf("open %s: the file is empty: %w", path, ErrNotEdition)
	}
	f := &File{path: path, who: userName(), now: time.Now, spare: spareRoom, stay: UsualRotation}
	if how == readWrite {
		if f.lock, err = takeLock(path); err != nil {
			return nil, err
		}
	}
	var left signed
	quiet := true // nobody writes to it
	if f.lock != nil {
		left = f.lock.signed
	} else if left, quiet = abandoned(path); !quiet {
		f.writer = left.Holder
	}
	if quiet {
		var bad bool
		if bad, f.torn, err = lookAtWAL(path); err == nil && bad {
			err = fmt.Errorf("its write-ahead log is damaged: %w", ErrDamaged)
		}
	}
	if err == nil {
		err = f.connect(how, also)
	}
	if how == readOnly && err != nil && holdsNothing(path+"-wal") && holdsNothing(path+"-journal") && !errors.Is(err, ErrNotEdition) && !errors.Is(err, ErrDamaged) {
		f.db.Close() // where not even SQLite's lock files can be made, nobody else can write either
		err = f.connect(immutable, also)
	}
	if err == nil && quiet {
		err = f.compareMark(f.db, left)
	}
	if err != nil {
		f.Close()
		var newer ErrNewer
		if errors.As(err, &newer) {
			return nil, newer
		}
		err = plain(err)
		if s := (sqlite3.Error{}); errors.As(err, &s) && s.Code == sqlite3.ErrError && !errors.Is(err, ErrDamaged) {
			err = fmt.Errorf("%w (%w)", ErrDamaged, err) // the statements are right: what they meet is not
		}
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return f, nil
}

// holdsNothing reports whether there is no such file, or nothing in it.
func holdsNothing(path string) bool {
	at, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && at.Size() == 0
}

// connect opens the database and reads the edition.
func (f *File) connect(how access, also string) error {
	f.db = openDB(f.path, how, also)
	var app, version int
	if err := f.db.QueryRow("PRAGMA application_id").Scan(&app); err != nil {
		return plain(err)
	}
	if app != applicationID {
		return fmt.Errorf("a database of another program: %w", ErrNotEdition)
	}
	if err := f.db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return plain(err)
	}
	switch {
	case version > len(migrations):
		return ErrNewer{Path: f.path, Version: version, Knows: len(migrations)}
	case version < 1:
		return fmt.Errorf("version %d: %w", version, ErrDamaged)
	}
	// Whatever is wrong is found before a byte is written: a damaged file is left as it is.
	if err := f.verify(version); err != nil || how != readWrite {
		return err
	}
	// The write-ahead log lets others read meanwhile; where it cannot be had, SQLite keeps its older journal.
	if _, err := f.db.Exec("PRAGMA journal_mode = WAL"); err != nil {
		return plain(err)
	}
	if version < len(migrations) {
		if err := migrate(context.Background(), f.db, version); err != nil {
			return plain(err)
		}
		if err := f.verify(len(migrations)); err != nil {
			return err
		}
	}
	tx, err := f.db.Begin() // takes the write lock, which a read-only file refuses
	if err != nil {
		return plain(err)
	}
	f.sound = true
	return plain(tx.Rollback())
}

// verify reads the edition and compares everything that it is read from, in a file of a version.
func (f *File) verify(version int) error {
	f.version = version
	right, err := rightSchema(version)
	if err != nil {
		return err
	}
	tx, err := f.look() // one look at one state
	if err != nil {
		return plain(err)
	}
	defer tx.close()
	if have, err := schemaOf(tx); err != nil {
		return plain(err)
	} else if have != right {
		return fmt.Errorf("its tables are not what they should be: %w", ErrDamaged)
	}
	if err := quickCheck(tx); err != nil {
		return plain(err)
	}
	ed, s, err := f.read(tx)
	if err != nil {
		return plain(err)
	}
	if f.version >= sealed {
		if log, err := sealLog(tx); err != nil {
			return plain(err)
		} else if log != s.log {
			return fmt.Errorf("its history does not add up: %w", ErrDamaged)
		}
	}
	f.seal = s
	f.ed.Store(ed)
	f.undo, f.redo, err = labels(tx)
	return plain(err)
}

// read answers the edition that tx sees and the seal it agrees with.
func (f *File) read(tx tables) (*edition.Edition, seal, error) {
	ed, nodes, err := load(tx)
	if err != nil {
		return nil, seal{}, err
	}
	if err := edition.Validate(ed); err != nil {
		return nil, seal{}, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	if f.version < sealed {
		return ed, seal{}, nil
	}
	s, err := readSeal(tx)
	if err == nil && (s.nodes != nodes || s.placed != placedMark(ed)) {
		err = fmt.Errorf("its nodes are not those that were written: %w", ErrDamaged)
	}
	return ed, s, err
}

// Refresh brings a file that was opened to look at up to what another has written since, and reports whether there
// was anything. A file opened for writing is always up to date.
func (f *File) Refresh() (*edition.Edition, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ed := f.ed.Load()
	if f.closed {
		return ed, false, fmt.Errorf("%s: %w", f.path, ErrClosed)
	}
	if f.lock != nil {
		return ed, false, nil
	}
	tx, err := f.db.Begin()
	if err != nil {
		return ed, false, fmt.Errorf("look at %s again: %w", f.path, plain(err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	if f.version >= sealed {
		if s, err := readSeal(tx); err == nil && s == f.seal {
			return ed, false, nil
		}
	}
	next, s, err := f.read(tx)
	if err != nil {
		return ed, false, fmt.Errorf("look at %s again: %w", f.path, plain(err))
	}
	f.seal = s
	if equal(ed, next) {
		return ed, false, nil
	}
	f.ed.Store(next)
	return next, true, nil
}

// Path answers where the file is.
func (f *File) Path() string { return f.path }

// Torn reports whether the last writing to the file had not come to its end when it was opened: a step that
// was being made when the machine stopped, or that the disk has lost, is not in the edition.
func (f *File) Torn() bool { return f.torn }

// ReadOnly reports whether the file was opened only to look at.
func (f *File) ReadOnly() bool { return f.lock == nil }

// SetWho says who is at the desk; changes that name nobody are theirs. Until then it is the system's user.
func (f *File) SetWho(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.who = name
}

// Edition answers the last acknowledged state.
func (f *File) Edition() *edition.Edition { return f.ed.Load() }

// CanUndo answers what Undo would take back.
func (f *File) CanUndo() (words.Text, bool) { return f.can(&f.undo) }

// CanRedo answers what Redo would do again.
func (f *File) CanRedo() (words.Text, bool) { return f.can(&f.redo) }

func (f *File) can(label **words.Text) (words.Text, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if *label == nil || f.lock == nil {
		return words.Text{}, false
	}
	return **label, true
}

// Close gives the file back. Everything is on disk already; what SQLite kept beside the file goes into it. With
// KeepBackups it waits for the last backup.
func (f *File) Close() error {
	f.mu.Lock()
	keeper := f.keeper
	f.keeper = nil
	f.mu.Unlock()
	keeper.end()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	f.closed = true
	var err error
	if f.db != nil {
		if f.lock != nil && f.sound {
			// A closed edition is one file, and one who only looks at it leaves none beside it. While another looks
			// on, the log has to stay: then this says so, and nothing is lost.
			f.db.SetMaxIdleConns(0) // our own other connections stand in the way of it
			f.db.SetMaxOpenConns(1)
			_, _ = f.db.Exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE")
		}
		err = plain(f.db.Close())
	}
	if f.lock != nil {
		f.lock.release()
	}
	return err
}

// tables is what reads from a database: the pool, or one transaction.
type tables interface {
	Query(query string, args ...any) (*sql.Rows, error)
	QueryRow(query string, args ...any) *sql.Row
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumOf is the checksum of a node: SQLite keeps none, and a flipped bit in a story would read as another word.
func sumOf(kind, id string, text []byte) int64 {
	sum := crc32.Update(0, castagnoli, []byte(kind+"\x00"+id+"\x00"))
	return int64(crc32.Update(sum, castagnoli, text))
}

// The kinds of nodes in the file.
const (
	headNode    = "head"
	houseNode   = "house"
	pageNode    = "page"
	storyNode   = "story"
	pictureNode = "picture"
	flagNode    = "flag"
	entryNode   = "entry"
)

// row is one node as it stands in the file.
type row struct {
	kind, id string
	pos, sum int64
	text     []byte
	node     any
	err      error
}

// load reads the edition, and answers the nodes' part of its seal. Reading is SQLite's and goes row by row; understanding the rows is divided among the
// processors.
func load(db tables) (*edition.Edition, uint64, error) {
	list, err := db.Query("SELECT kind, id, pos, json, sum FROM node")
	if err != nil {
		return nil, 0, err
	}
	defer list.Close()
	var rows []*row
	work := make(chan *row, 64)
	var readers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		readers.Go(func() {
			for r := range work {
				r.read()
			}
		})
	}
	for list.Next() {
		r := &row{}
		if err = list.Scan(&r.kind, &r.id, &r.pos, &r.text, &r.sum); err != nil {
			break
		}
		rows = append(rows, r)
		work <- r
	}
	close(work)
	readers.Wait()
	if err := errors.Join(err, list.Err()); err != nil {
		return nil, 0, err
	}
	return assemble(rows)
}

// assemble makes an edition of the rows, which have been read.
func assemble(rows []*row) (*edition.Edition, uint64, error) {
	slices.SortStableFunc(rows, func(a, b *row) int { return cmp.Compare(a.pos, b.pos) })
	ed := &edition.Edition{}
	heads, houses, nodes := 0, 0, uint64(0)
	for _, r := range rows {
		at := 0
		nodes += nodeMark(r.kind, r.id, r.sum)
		switch n := r.node.(type) {
		case *edition.Head:
			ed.Head = *n
			heads++
		case *edition.House:
			ed.House = n
			houses++
		case *edition.Page:
			at, ed.Pages = len(ed.Pages), append(ed.Pages, n)
		case *edition.Story:
			at, ed.Stories = len(ed.Stories), append(ed.Stories, n)
		case *edition.Picture:
			at, ed.Pictures = len(ed.Pictures), append(ed.Pictures, n)
		case *edition.Flag:
			at, ed.Flags = len(ed.Flags), append(ed.Flags, n)
		case *edition.Entry:
			at, ed.Record = len(ed.Record), append(ed.Record, n)
		}
		if r.err == nil && r.pos != int64(at) {
			r.err = fmt.Errorf("it stands at %d, not %d: %w", r.pos, at, ErrDamaged)
		}
		if r.err != nil {
			return nil, 0, fmt.Errorf("%s %q: %w", r.kind, r.id, r.err)
		}
	}
	if heads != 1 || houses > 1 {
		return nil, 0, fmt.Errorf("%d heads and %d house styles: %w", heads, houses, ErrDamaged)
	}
	return ed, nodes, nil
}

// read makes a node of what the row says.
func (r *row) read() {
	if r.sum != sumOf(r.kind, r.id, r.text) {
		r.err = fmt.Errorf("it does not add up: %w", ErrDamaged)
		return
	}
	switch r.kind {
	case headNode:
		r.node = &edition.Head{}
	case houseNode:
		r.node = &edition.House{}
	case pageNode:
		r.node = &edition.Page{}
	case storyNode:
		r.node = &edition.Story{}
	case pictureNode:
		r.node = &edition.Picture{}
	case flagNode:
		r.node = &edition.Flag{}
	case entryNode:
		r.node = &edition.Entry{}
	default:
		r.err = fmt.Errorf("an unknown kind of node: %w", ErrDamaged)
		return
	}
	if err := json.Unmarshal(r.text, r.node); err != nil {
		r.err = fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	r.text = nil
}

// writeAll writes a new edition's nodes and the files of its pictures.
func writeAll(tx *sql.Tx, ed *edition.Edition, pictures PictureSource) error {
	for _, p := range ed.Pictures {
		if pictures == nil {
			return fmt.Errorf("picture %q: %w", p.ID, ErrNoPicture)
		}
		data, err := pictures.PictureBytes(p.ID)
		if err != nil {
			return fmt.Errorf("picture %q: %w", p.ID, err)
		}
		probed, err := ProbeAd(p.Name, data)
		if err != nil {
			return err
		}
		if probed.ID != p.ID {
			return fmt.Errorf("picture %q: its bytes are those of %q: %w", p.ID, probed.ID, ErrNoPicture)
		}
		if err := keepFile(tx, probed, data); err != nil {
			return err
		}
	}
	return writeNodes(tx, &seal{}, ed)
}

// writeNodes writes a new edition's nodes, and the seal with what it says of the history.
func writeNodes(tx *sql.Tx, s *seal, ed *edition.Edition) error {
	s.placed = placedMark(ed)
	err := eachNode(ed, func(kind, id string, at int, node any) error { return insert(tx, s, kind, id, at, node) })
	if err != nil {
		return err
	}
	return s.write(tx)
}

// eachNode goes through the nodes of an edition as they stand in the file.
func eachNode(ed *edition.Edition, each func(kind, id string, at int, node any) error) error {
	head := ed.Head
	err := each(headNode, "head", 0, &head)
	if err == nil {
		err = each(houseNode, "house", 0, ed.House)
	}
	for i, n := range ed.Pages {
		if err == nil {
			err = each(pageNode, n.ID, i, n)
		}
	}
	for i, n := range ed.Stories {
		if err == nil {
			err = each(storyNode, n.ID, i, n)
		}
	}
	for i, n := range ed.Pictures {
		if err == nil {
			err = each(pictureNode, n.ID, i, n)
		}
	}
	for i, n := range ed.Flags {
		if err == nil {
			err = each(flagNode, n.ID, i, n)
		}
	}
	for i, n := range ed.Record {
		if err == nil {
			err = each(entryNode, n.ID, i, n)
		}
	}
	return err
}

// writeOps brings a change's operations into the node table, and the nodes' part of the seal along.
func writeOps(tx *sql.Tx, seal *seal, ops []edit.Op) error {
	for _, o := range ops {
		var err error
		switch {
		case o.Head != nil:
			err = update(tx, seal, headNode, "head", o.Head.After)
		case o.House != nil && o.House.Before == nil:
			err = insert(tx, seal, houseNode, "house", 0, o.House.After)
		case o.House != nil && o.House.After == nil:
			err = remove(tx, seal, houseNode, "house", 0)
		case o.House != nil:
			err = update(tx, seal, houseNode, "house", o.House.After)
		case o.Page != nil:
			err = writeOp(tx, seal, pageNode, o.At, o.Page, func(n *edition.Page) string { return n.ID })
		case o.Story != nil:
			err = writeOp(tx, seal, storyNode, o.At, o.Story, func(n *edition.Story) string { return n.ID })
		case o.Picture != nil:
			err = writeOp(tx, seal, pictureNode, o.At, o.Picture, func(n *edition.Picture) string { return n.ID })
		case o.Flag != nil:
			err = writeOp(tx, seal, flagNode, o.At, o.Flag, func(n *edition.Flag) string { return n.ID })
		case o.Entry != nil:
			err = writeOp(tx, seal, entryNode, o.At, o.Entry, func(n *edition.Entry) string { return n.ID })
		default:
			panic("store: an operation without a node")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func writeOp[T any](tx *sql.Tx, seal *seal, kind string, at int, s *edit.Swap[T], id func(*T) string) error {
	switch {
	case s.Before == nil:
		if _, err := tx.Exec("UPDATE node SET pos = pos + 1 WHERE kind = ? AND pos >= ?", kind, at); err != nil {
			return err
		}
		return insert(tx, seal, kind, id(s.After), at, s.After)
	case s.After == nil:
		return remove(tx, seal, kind, id(s.Before), at)
	}
	return update(tx, seal, kind, id(s.After), s.After)
}

// encode answers a node as the file has it.
func encode(kind, id string, node any) ([]byte, error) {
	text, err := json.Marshal(node)
	if err != nil {
		return nil, fmt.Errorf("%s %q: %w", kind, id, err)
	}
	return text, nil
}

func insert(tx *sql.Tx, seal *seal, kind, id string, at int, node any) error {
	text, err := encode(kind, id, node)
	if err != nil {
		return err
	}
	var file any
	if kind == pictureNode {
		file = id
	}
	sum := sumOf(kind, id, text)
	seal.nodes += nodeMark(kind, id, sum)
	_, err = tx.Exec("INSERT INTO node (kind, id, pos, json, sum, file) VALUES (?, ?, ?, ?, ?, ?)", kind, id, at, text, sum, file)
	return err
}

// take removes a node that is about to go from the seal.
func (s *seal) take(tx *sql.Tx, kind, id string) error {
	var sum int64
	err := tx.QueryRow("SELECT sum FROM node WHERE kind = ? AND id = ?", kind, id).Scan(&sum)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s %q is not in the file: %w", kind, id, ErrDamaged)
	}
	s.nodes -= nodeMark(kind, id, sum)
	return err
}

func update(tx *sql.Tx, seal *seal, kind, id string, node any) error {
	text, err := encode(kind, id, node)
	if err != nil {
		return err
	}
	if err := seal.take(tx, kind, id); err != nil {
		return err
	}
	sum := sumOf(kind, id, text)
	seal.nodes += nodeMark(kind, id, sum)
	return one(tx.Exec("UPDATE node SET json = ?, sum = ? WHERE kind = ? AND id = ?", text, sum, kind, id))(kind, id)
}

func remove(tx *sql.Tx, seal *seal, kind, id string, at int) error {
	if err := seal.take(tx, kind, id); err != nil {
		return err
	}
	if err := one(tx.Exec("DELETE FROM node WHERE kind = ? AND id = ? AND pos = ?", kind, id, at))(kind, id); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE node SET pos = pos - 1 WHERE kind = ? AND pos > ?", kind, at)
	return err
}

// one answers an error unless exactly one row was meant: the file would no longer be what the edition says.
func one(r sql.Result, err error) func(kind, id string) error {
	return func(kind, id string) error {
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n != 1 {
			return errors.Join(err, fmt.Errorf("%s %q is in the file %d times: %w", kind, id, n, ErrDamaged))
		}
		return nil
	}
}

// pack answers a change, or an edition, as it stands in the log: deflated JSON. Before and after differ little, so that deflating makes about one
// of the two.
func (f *File) pack(c any) ([]byte, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if f.deflator == nil {
		if f.deflator, err = flate.NewWriter(&out, flate.BestSpeed); err != nil {
			return nil, err
		}
	} else {
		f.deflator.Reset(&out)
	}
	if _, err := f.deflator.Write(text); err != nil {
		return nil, err
	}
	if err := f.deflator.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// maxChange bounds what a packed change may swell to: a damaged or malicious one must not fill the memory.
const maxChange = 1 << 30

// unpack reads a change of the log.
func unpack(packed []byte, sum int64) (edit.Change, error) {
	var c edit.Change
	err := unpackInto(packed, sum, &c)
	return c, err
}

// unpackInto reads deflated JSON.
func unpackInto(packed []byte, sum int64, into any) error {
	if int64(crc32.Checksum(packed, castagnoli)) != sum {
		return fmt.Errorf("it does not add up: %w", ErrDamaged)
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxChange))
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return nil
}
