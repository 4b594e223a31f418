package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Backups stand in a folder beside the edition file, named as the file with backupSuffix behind it. Each is an
// edition file by itself, named for the time it was made, with the whole history and without the bytes of pictures:
// those lie in the folder "pictures", once each, under their ids, since a picture never changes and two hundred
// megabytes every ten minutes would be too much. Recover knows how to put the two together; so does PictureBytes,
// where a picture in the edition file itself is damaged.
const (
	backupSuffix   = ".backups"
	backupPictures = "pictures"
	backupTime     = "20060102-150405.000"
	backupExt      = ".dayang"
)

// Rotation says which backups stay: the newest few, the newest of each hour for some hours of work, the newest of each
// day for some days of work.
type Rotation struct {
	Newest int `json:"newest"`
	Hours  int `json:"hours"`
	Days   int `json:"days"`
}

// UsualRotation is what stays where nobody says otherwise.
var UsualRotation = Rotation{Newest: 6, Hours: 8, Days: 8}

// spareRoom is left free on the disk by a backup, so that a backup never is why a change finds no room.
const spareRoom = 32 << 20

// ErrNoRoomForBackup is wrapped when a backup was not begun, since the disk's last room is for the edition itself.
var ErrNoRoomForBackup = fmt.Errorf("too little room for a backup: %w", ErrDiskFull)

// Backup is one backup of an edition file.
type Backup struct {
	Path string
	At   time.Time
}

// Keeping says how backups are made while a file is open.
type Keeping struct {
	Every time.Duration       // of work; 0: ten minutes
	Stale time.Duration       // one older than this is renewed on opening; 0: an hour
	Stay  Rotation            // the zero value is UsualRotation; the newest backup always stays
	Told  func(Backup, error) // hears of every backup made and every one that could not be, on another goroutine; nil: nobody
}

// BackupFolder answers where the backups of the edition file at path are.
func BackupFolder(path string) string { return path + backupSuffix }

// Backups answers the backups of the edition file at path, newest first. There may be none.
func Backups(path string) ([]Backup, error) {
	entries, err := os.ReadDir(BackupFolder(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Backup
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), backupExt)
		if !ok || e.IsDir() {
			continue
		}
		if at, err := time.ParseInLocation(backupTime, name, time.UTC); err == nil {
			out = append(out, Backup{Path: filepath.Join(BackupFolder(path), e.Name()), At: at})
		}
	}
	slices.SortFunc(out, func(a, b Backup) int { return b.At.Compare(a.At) })
	return out, nil
}

// keptPicture answers a picture file that the backups of the edition at path hold. A backup of the edition finds
// those beside itself.
func keptPicture(path, id string) ([]byte, bool) {
	for _, dir := range []string{BackupFolder(path), filepath.Dir(path)} {
		data, err := os.ReadFile(filepath.Join(dir, backupPictures, id))
		if err == nil && isFile(id, data) {
			return data, true
		}
	}
	return nil, false
}

// keeper makes backups of one open file, on a goroutine of its own.
type keeper struct {
	stop chan struct{}
	done sync.WaitGroup
}

// KeepBackups makes backups from now until Close: now, if the newest is stale, and after every so much time in which
// there was a change. It returns at once; called again it goes on by the new rules. A file opened only to look at has
// nothing to keep.
// The first thing it does is to check the whole file, pictures included; a file that is damaged is told of and not
// copied over what is sound.
func (f *File) KeepBackups(k Keeping) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || f.lock == nil {
		return
	}
	if k.Stay == (Rotation{}) {
		k.Stay = UsualRotation
	}
	f.stay = k.Stay
	was := f.keeper
	if k.Every <= 0 {
		k.Every = 10 * time.Minute
	}
	if k.Stale <= 0 {
		k.Stale = time.Hour
	}
	if k.Told == nil {
		k.Told = func(Backup, error) {}
	}
	stop := make(chan struct{})
	f.keeper = &keeper{stop: stop}
	f.keeper.done.Go(func() {
		was.end()
		f.keep(k, stop)
	})
}

func (f *File) keep(k Keeping, stop <-chan struct{}) {
	again := func() {
		if b, made, err := f.Backup(); err != nil {
			k.Told(b, err)
		} else if made {
			k.Told(b, nil)
		}
	}
	if list, err := Backups(f.path); err != nil {
		k.Told(Backup{}, fmt.Errorf("backups of %s: %w", f.path, err))
	} else if len(list) == 0 || f.now().Sub(list[0].At) > k.Stale {
		if err := f.checkQuietly(); err != nil {
			k.Told(Backup{}, err)
		}
		again()
	}
	tick := time.NewTicker(k.Every)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			again() // what was done since the last: cheap, since its pictures are there already
			return
		case <-tick.C:
			again()
		}
	}
}

// end waits for the keeper's last backup.
func (k *keeper) end() {
	if k != nil {
		close(k.stop)
		k.done.Wait()
	}
}

// checkQuietly asks SQLite about the whole file and compares every picture, while others go on.
func (f *File) checkQuietly() error {
	tx, err := f.look()
	if err != nil {
		return fmt.Errorf("check %s: %w", f.path, plain(err))
	}
	defer tx.close()
	if err := errors.Join(checkStructure(tx), checkPictures(tx)); err != nil {
		return fmt.Errorf("check %s: %w", f.path, plain(err))
	}
	return nil
}

// Backup makes a backup now, unless nothing has changed since the newest; it answers the newest and whether it was
// made. It is written whole or not at all, and never overwrites another; steps may be done meanwhile. Where there is
// no more room than the edition itself may need it is not begun: ErrNoRoomForBackup.
func (f *File) Backup() (Backup, bool, error) {
	fail := func(err error) (Backup, bool, error) {
		return Backup{}, false, fmt.Errorf("back up %s: %w", f.path, noRoom(plain(err)))
	}
	list, err := Backups(f.path)
	if err != nil {
		return fail(err)
	}
	tx, err := f.look()
	if err != nil {
		return fail(err)
	}
	defer tx.close()
	if len(list) > 0 {
		if has, err := sealIn(list[0].Path); err == nil {
			if now, err := readSeal(tx); err == nil && now == has {
				return list[0], false, nil
			}
		}
	}
	dir := BackupFolder(f.path)
	if err := f.roomFor(tx); err != nil {
		return fail(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, backupPictures), 0o755); err != nil {
		return fail(err)
	}
	b := Backup{At: f.now().UTC().Truncate(time.Millisecond)}
	b.Path = filepath.Join(dir, b.At.Format(backupTime)+backupExt)
	if err := f.keepPictures(tx, dir); err != nil {
		return fail(err)
	}
	err = beside(b.Path, func(temp string) error {
		_, err := f.copyTo(tx, temp, copying{})
		return err
	})
	if err != nil {
		return fail(err)
	}
	if err := f.rotate(); err != nil {
		return b, true, fmt.Errorf("old backups of %s: %w", f.path, err)
	}
	return b, true, nil
}

// sealIn answers the seal of the backup at path.
func sealIn(path string) (seal, error) {
	db := openDB(path, immutable, "")
	defer db.Close()
	return readSeal(db)
}

// roomFor answers ErrNoRoomForBackup if a backup would take room that the edition may need.
func (f *File) roomFor(tx tables) error {
	free, known := freeRoom(filepath.Dir(f.path))
	if !known {
		return nil
	}
	var all, pictures uint64
	if err := tx.QueryRow("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").Scan(&all); err != nil {
		return err
	}
	rows, err := tx.Query("SELECT id, length(bytes) FROM file")
	if err != nil {
		return err
	}
	defer rows.Close()
	need := uint64(0)
	for rows.Next() {
		var id string
		var size uint64
		if err := rows.Scan(&id, &size); err != nil {
			return err
		}
		pictures += size
		if _, err := os.Stat(filepath.Join(BackupFolder(f.path), backupPictures, id)); err != nil {
			need += size
		}
	}
	if all > pictures {
		need += all - pictures
	}
	if need += f.spare; free < need {
		return fmt.Errorf("%d MB free, %d MB needed: %w", free>>20, need>>20, ErrNoRoomForBackup)
	}
	return rows.Err()
}

// keepPictures puts the pictures that the folder lacks into it. One whose bytes are damaged is left out: it is told
// of where it is shown.
func (f *File) keepPictures(tx tables, dir string) error {
	rows, err := tx.Query("SELECT id FROM file")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if !isID(id) {
			return fmt.Errorf("picture %q: %w", id, ErrDamaged)
		}
		to := filepath.Join(dir, backupPictures, id)
		if _, err := os.Stat(to); err == nil {
			continue
		}
		var data []byte
		if err := tx.QueryRow("SELECT bytes FROM file WHERE id = ?", id).Scan(&data); err != nil {
			return err
		}
		if !isFile(id, data) {
			continue
		}
		if err := beside(to, func(temp string) error { return os.WriteFile(temp, data, 0o644) }); err != nil {
			return err
		}
	}
	return rows.Err()
}

// isID reports whether this can be the name of a picture's file: 64 hexadecimal digits.
func isID(id string) bool { return len(id) == 64 && strings.Trim(id, "0123456789abcdef") == "" }

// rotate removes the backups that are no longer kept, and the pictures that no backup has.
func (f *File) rotate() error {
	list, err := Backups(f.path)
	if err != nil {
		return err
	}
	f.mu.Lock()
	stay := f.stay
	f.mu.Unlock()
	keep := kept(list, stay)
	var errs []error
	shown := map[string]bool{}
	for i, b := range list {
		if !keep[i] {
			errs = append(errs, os.Remove(b.Path))
			continue
		}
		db := openDB(b.Path, immutable, "")
		rows, err := db.Query("SELECT id FROM file")
		for err == nil && rows.Next() {
			var id string
			if err = rows.Scan(&id); err == nil {
				shown[id] = true
			}
		}
		if err == nil {
			err = rows.Err()
			rows.Close()
		}
		db.Close()
		if err != nil {
			return errors.Join(append(errs, plain(err))...) // a backup that does not read: its pictures stay too
		}
	}
	pictures, err := os.ReadDir(filepath.Join(BackupFolder(f.path), backupPictures))
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	for _, p := range pictures {
		if isID(p.Name()) && !shown[p.Name()] {
			errs = append(errs, os.Remove(filepath.Join(BackupFolder(f.path), backupPictures, p.Name())))
		}
	}
	return errors.Join(errs...)
}

// kept answers which of the backups, newest first, stay.
func kept(list []Backup, stay Rotation) []bool {
	keep := make([]bool, len(list))
	hours, days := map[string]bool{}, map[string]bool{}
	for i, b := range list {
		hour, day := b.At.Format("2006010215"), b.At.Format("20060102")
		newHour, newDay := !hours[hour] && len(hours) < stay.Hours, !days[day] && len(days) < stay.Days
		hours[hour], days[day] = true, true
		keep[i] = i == 0 || i < stay.Newest || newHour || newDay
	}
	return keep
}

// beside makes a file that write fills: made beside, synced, renamed. Nothing is left of one that could not be made.
func beside(path string, write func(temp string) error) error {
	return besideThen(path, write, func() error { return nil })
}

// besideThen is beside with something to do when the new file is whole and not yet in its place.
func besideThen(path string, write func(temp string) error, then func() error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.new")
	if err != nil {
		return err
	}
	temp := f.Name()
	err = errors.Join(f.Chmod(0o644), f.Close())
	if err == nil {
		err = write(temp)
	}
	if err == nil {
		err = syncFile(temp)
	}
	if err == nil {
		err = then()
	}
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		for _, s := range []string{"", "-journal", "-wal", "-shm"} {
			os.Remove(temp + s)
		}
		return err
	}
	return syncFolder(filepath.Dir(path))
}
