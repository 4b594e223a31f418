package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// connector makes the connections to one file. What SQLite keeps per connection is set here, where each is made.
type connector struct {
	dsn  string
	also string // further pragmas; tests shrink the disk with it
}

// perConnection holds on every connection: references are enforced, a commit is on the platter before it returns
// (F_FULLFSYNC on macOS), a stranger's file can run no code of its own, and the log file shrinks again after a big
// picture.
const perConnection = `
PRAGMA busy_timeout = 5000;
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA checkpoint_fullfsync = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA journal_size_limit = 67108864;
`

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	if _, err := conn.(driver.ExecerContext).ExecContext(ctx, perConnection+c.also, nil); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// access is how a file is opened.
type access string

const (
	readWrite access = "mode=rw"
	creating  access = "mode=rwc"
	readOnly  access = "mode=ro"
	immutable access = "mode=ro&immutable=1" // on a medium where not even the lock files can be made
)

// openDB answers the pool of connections to the file at an absolute path. Nothing is read yet.
func openDB(path string, how access, also string) *sql.DB {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // a drive letter
	}
	begin := "immediate" // a transaction that may write takes the lock at once, not halfway
	if how == readOnly || how == immutable {
		begin = "deferred"
	}
	db := sql.OpenDB(connector{dsn: "file://" + (&url.URL{Path: p}).EscapedPath() + "?" + string(how) + "&_txlock=" + begin, also: also})
	db.SetMaxOpenConns(4) // one writes, the others read pictures
	db.SetMaxIdleConns(4)
	return db
}

// plain answers SQLite's errors as the package's own.
func plain(err error) error {
	var s sqlite3.Error
	if err == nil || !errors.As(err, &s) {
		return err
	}
	var kind error
	switch {
	case s.Code == sqlite3.ErrFull || s.SystemErrno == syscall.ENOSPC || s.SystemErrno == syscall.EDQUOT:
		kind = ErrDiskFull
	case s.Code == sqlite3.ErrNotADB:
		kind = ErrNotEdition
	case s.Code == sqlite3.ErrCorrupt || s.Code == sqlite3.ErrFormat || s.ExtendedCode == sqlite3.ErrIoErrShortRead:
		kind = ErrDamaged
	case s.Code == sqlite3.ErrReadonly || s.Code == sqlite3.ErrPerm || s.SystemErrno == syscall.EACCES || s.SystemErrno == syscall.EROFS:
		kind = ErrReadOnly
	case s.Code == sqlite3.ErrIoErr && s.SystemErrno != syscall.ENOENT:
		kind = ErrDisk
	case s.ExtendedCode == sqlite3.ErrConstraintForeignKey:
		kind = ErrNoPicture // the only reference that a change can break
	case s.SystemErrno == syscall.ENOENT:
		kind = fs.ErrNotExist
	}
	if kind == nil || errors.Is(err, kind) { // told already
		return err
	}
	return fmt.Errorf("%w (%w)", kind, err)
}
