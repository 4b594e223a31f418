package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
)

func newest(t *testing.T, path string) []Backup {
	t.Helper()
	list, err := Backups(path)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestBackup: a backup is an edition file by itself, made only where something has changed, its pictures once beside.
func TestBackup(t *testing.T) {
	f := newFile(t, 2)
	pic, err := f.AddPicture("a.png", pngOf(t, 40, 30, 1))
	if err != nil {
		t.Fatal(err)
	}
	want := do(t, f, retitle(f.Edition(), "一"))
	b, made, err := f.Backup()
	if err != nil || !made {
		t.Fatalf("made %v, error %v", made, err)
	}
	if again, made, err := f.Backup(); err != nil || made || again != b {
		t.Errorf("again without a change: made %v, error %v", made, err)
	}
	do(t, f, retitle(f.Edition(), "二"))
	g, err := OpenReadOnly(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	same(t, "the backup", g.Edition(), want)
	if data, err := g.PictureBytes(pic.ID); err != nil || !isFile(pic.ID, data) {
		t.Errorf("a picture of the backup: %v", err)
	}
	to := filepath.Join(t.TempDir(), "whole.dayang")
	if err := g.SaveAs(to); err != nil {
		t.Fatal(err)
	}
	whole, err := OpenReadOnly(to)
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	check(t, whole)
	// What is damaged is not copied over what is sound, and a picture that is damaged is taken from the backups.
	if _, err := f.db.Exec("UPDATE file SET bytes = substr(bytes, 1, 20)"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.PictureBytes(pic.ID); err != nil {
		t.Errorf("a picture that the backups have: %v", err)
	}
	if _, err := f.db.Exec("UPDATE node SET json = replace(json, '综合', '综台') WHERE kind = 'page'"); err != nil {
		t.Fatal(err)
	}
	if _, made, err := f.Backup(); !errors.Is(err, ErrDamaged) || made {
		t.Errorf("a damaged edition was backed up: %v", err)
	}
	if list := newest(t, f.path); len(list) != 1 || list[0] != b {
		t.Errorf("backups: %v", list)
	}
}

// TestKeepBackups: one on opening if the last is stale, one after work, one on closing; none where nothing happened.
func TestKeepBackups(t *testing.T) {
	f := newFile(t, 1)
	told := make(chan Backup, 10)
	keep := func(f *File, every time.Duration) {
		f.KeepBackups(Keeping{Every: every, Told: func(b Backup, err error) {
			if err != nil {
				t.Error(err)
			}
			told <- b
		}})
	}
	keep(f, 20*time.Millisecond)
	<-told
	do(t, f, retitle(f.Edition(), "一"))
	if b := <-told; time.Since(b.At) > time.Minute {
		t.Errorf("a backup of %v", b.At)
	}
	f = reopen(t, f)
	keep(f, time.Hour) // the last is new: none now
	do(t, f, retitle(f.Edition(), "二"))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	list := newest(t, f.path)
	if len(list) != 3 || len(told) != 1 {
		t.Errorf("%d backups, told of %d more", len(list), len(told))
	}
	g, err := OpenReadOnly(list[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if g.Edition().Head.Title != "二" {
		t.Errorf("the newest backup says %q", g.Edition().Head.Title)
	}
}

// TestKeepBackupsAnew: an edition that is open goes on under new rules, and the newest backup stays whatever they say.
func TestKeepBackupsAnew(t *testing.T) {
	f := newFile(t, 1)
	told := make(chan Backup, 10)
	k := Keeping{Every: time.Hour, Told: func(b Backup, err error) {
		if err != nil {
			t.Error(err)
		}
		told <- b
	}}
	f.KeepBackups(k)
	<-told // on opening
	do(t, f, retitle(f.Edition(), "一"))
	k.Every, k.Stay = 20*time.Millisecond, Rotation{Newest: 1}
	f.KeepBackups(k)
	first := <-told // the old rules end with what was done under them
	do(t, f, retitle(f.Edition(), "二"))
	for b := <-told; !b.At.After(first.At); b = <-told {
	}
	if list := newest(t, f.path); len(list) != 1 {
		t.Errorf("%d backups stay, one was asked for", len(list))
	}
}

// TestRotation: the newest, then one an hour, then one a day.
func TestRotation(t *testing.T) {
	var list []Backup
	for n := range 20 * 24 * 6 { // twenty days of round-the-clock work, every ten minutes
		list = append(list, Backup{At: time.Date(2026, 11, 24, 23, 55, 0, 0, time.UTC).Add(-time.Duration(n) * 10 * time.Minute)})
	}
	count, oldest := 0, time.Time{}
	for i, keep := range kept(list, UsualRotation) {
		if keep {
			count++
			oldest = list[i].At
		}
		if i < UsualRotation.Newest && !keep {
			t.Errorf("the newest but %d is not kept", i)
		}
	}
	if count != UsualRotation.Newest+UsualRotation.Hours-1+UsualRotation.Days-1 || oldest.Day() != 17 {
		t.Errorf("%d kept, the oldest of %v", count, oldest)
	}
	f := newFile(t, 1)
	for n := range 12 {
		now := time.Date(2026, 11, 24, 10, n, 0, 0, time.UTC)
		f.now = func() time.Time { return now }
		do(t, f, retitle(f.Edition(), fmt.Sprint(n)))
		pic, err := f.AddPicture("a.png", noise(20+n, 1))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := f.Backup(); err != nil {
			t.Fatal(err)
		}
		if _, _, err := f.Undo(); err != nil {
			t.Fatal(err)
		}
		_ = pic
	}
	if got := len(newest(t, f.path)); got != UsualRotation.Newest {
		t.Errorf("%d backups of one hour", got)
	}
}

// TestBackupOnFullDisk: one that finds no room leaves nothing behind and harms nothing; and it does not begin where
// the edition itself may need the room.
func TestBackupOnFullDisk(t *testing.T) {
	dir := tinyDisk(t, 3<<20)
	f, err := Create(filepath.Join(dir, "full.dayang"), edittest.Edition(2))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, _, err := f.Backup(); !errors.Is(err, ErrNoRoomForBackup) || !errors.Is(err, ErrDiskFull) {
		t.Errorf("on a disk as small as what is to be left free: %v", err)
	}
	f.spare = 0
	if _, made, err := f.Backup(); err != nil || !made {
		t.Fatalf("with room: %v", err)
	}
	sound := newest(t, f.path)
	last := untilFull(t, f)
	// The system itself says no, halfway.
	tx, err := f.look()
	if err != nil {
		t.Fatal(err)
	}
	err = beside(filepath.Join(BackupFolder(f.path), "x"+backupExt), func(temp string) error {
		_, err := f.copyTo(tx, temp, copying{})
		return err
	})
	tx.close()
	if !errors.Is(plain(err), ErrDiskFull) && !errors.Is(noRoom(err), ErrDiskFull) {
		t.Errorf("a backup on a full disk: %v", err)
	}
	same(t, "after a backup that found no room", f.Edition(), last)
	check(t, f)
	if list := newest(t, f.path); len(list) != 1 || list[0] != sound[0] {
		t.Errorf("backups: %v", list)
	}
	if left, err := filepath.Glob(filepath.Join(BackupFolder(f.path), ".*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestBackupWhileWorking: changes go on while a backup is made.
func TestBackupWhileWorking(t *testing.T) {
	f := newFile(t, 3)
	tx, err := f.look()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM node").Scan(&n); err != nil { // the view is of this moment
		t.Fatal(err)
	}
	before := f.Edition()
	began := time.Now()
	do(t, f, retitle(f.Edition(), "一"))
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("a change waited %v for a reader", took)
	}
	ed, _, err := f.read(tx)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the view", ed, before)
	tx.close()
}

// TestCompact: bytes that no step shows any more stay behind, and dropped steps where that is asked for.
func TestCompact(t *testing.T) {
	f := newFile(t, 1)
	shown, err := f.AddPicture("a.png", noise(60, 1))
	if err != nil {
		t.Fatal(err)
	}
	dropped, err := f.AddPicture("b.png", noise(61, 2))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Undo(); err != nil {
		t.Fatal(err)
	}
	want := do(t, f, retitle(f.Edition(), "一"))
	if _, err := f.db.Exec("INSERT INTO file (id, turn, bytes) VALUES (?, 0, ?)", "nobody's", make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		o    SaveOptions
		left Saved
		has  bool
	}{
		{SaveOptions{}, Saved{Pictures: 1, PictureBytes: 1000}, true},
		{SaveOptions{ForgetDropped: true}, Saved{Steps: 1, Pictures: 2, PictureBytes: 1000 + dropped.Bytes}, false},
	} {
		to := filepath.Join(t.TempDir(), "copy.dayang")
		left, err := f.SaveAsWith(to, c.o)
		if err != nil || left != c.left {
			t.Errorf("%+v left out %+v, error %v", c.o, left, err)
		}
		g, err := Open(to)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the copy", g.Edition(), want)
		check(t, g)
		if _, err := g.PictureBytes(shown.ID); err != nil {
			t.Error(err)
		}
		if _, err := g.PictureBytes(dropped.ID); (err == nil) != c.has {
			t.Errorf("%+v: a picture that only a dropped step shows: %v", c.o, err)
		}
		do(t, g, retitle(g.Edition(), "二"))
		if steps, err := g.History(1); err != nil || steps[0].Seq != 4 {
			t.Errorf("a number was given twice: %v %v", steps, err)
		}
		g.Close()
	}
}

// TestSnapshots: a named state stays whatever becomes of the steps, and comes back as a step of its own.
func TestSnapshots(t *testing.T) {
	f := newFile(t, 1)
	f.SetWho("王编辑")
	do(t, f, retitle(f.Edition(), "一"))
	signed := f.Edition()
	s, err := f.Snapshot("清样")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Undo(); err != nil {
		t.Fatal(err)
	}
	f.SetWho("李主任")
	do(t, f, retitle(f.Edition(), "二"))
	f = reopen(t, f)
	snaps, err := f.Snapshots()
	if err != nil || len(snaps) != 1 || snaps[0] != s || s.Name != "清样" || s.Who != "王编辑" || s.Step != 1 {
		t.Fatalf("snapshots %v, error %v", snaps, err)
	}
	ed, err := f.SnapshotAt(s.ID)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the snapshot", ed, signed)
	now, err := f.Restore(ed, "清样")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "restored", now, signed)
	check(t, f)
	if back, _, err := f.Undo(); err != nil || back.Head.Title != "二" {
		t.Errorf("the restoring undone: %v", err)
	}
	if _, err := f.SnapshotAt(9); !errors.Is(err, ErrNothing) {
		t.Errorf("a snapshot that is not: %v", err)
	}
	if err := f.RemoveSnapshot(s.ID); err != nil {
		t.Fatal(err)
	}
	if err := f.RemoveSnapshot(s.ID); !errors.Is(err, ErrNothing) {
		t.Errorf("forgotten twice: %v", err)
	}
	check(t, f)
	check(t, reopen(t, f))
}

// TestRefresh: one who looks on sees what has been done since, when they ask.
func TestRefresh(t *testing.T) {
	f := newFile(t, 2)
	g, err := OpenReadOnly(f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if _, news, err := g.Refresh(); err != nil || news {
		t.Errorf("news %v where nothing happened, error %v", news, err)
	}
	want := do(t, f, retitle(f.Edition(), "一"))
	if g.Edition().Head.Title == "一" {
		t.Error("it changed unasked")
	}
	ed, news, err := g.Refresh()
	if err != nil || !news || g.Edition() != ed {
		t.Fatalf("news %v, error %v", news, err)
	}
	same(t, "looked at again", ed, want)
	check(t, g)
	if _, news, err := f.Refresh(); err != nil || news {
		t.Errorf("the writer's own: news %v, error %v", news, err)
	}
}

// TestOlderVersion: a file of the first form can be looked at as it is, and is brought up when opened for writing.
func TestOlderVersion(t *testing.T) {
	f := newFile(t, 2)
	do(t, f, retitle(f.Edition(), "一"))
	if _, _, err := f.Undo(); err != nil {
		t.Fatal(err)
	}
	want := do(t, f, retitle(f.Edition(), "二"))
	old := func(path string) {
		t.Helper()
		db := openDB(path, readWrite, "")
		if _, err := db.Exec("DROP TABLE seal; DROP TABLE move; DROP TABLE snapshot; PRAGMA user_version = 1"); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	old(f.path)
	g, err := OpenReadOnly(f.path)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the old form, looked at", g.Edition(), want)
	check(t, g)
	if steps, err := g.History(0); err != nil || len(steps) != 2 {
		t.Errorf("its history: %v %v", steps, err)
	}
	if _, err := g.At(1); !errors.Is(err, ErrNothing) {
		t.Errorf("a step dropped before anyone kept why: %v", err)
	}
	to := filepath.Join(t.TempDir(), "copy.dayang")
	if err := g.SaveAs(to); err != nil {
		t.Error(err)
	} else if h, err := Open(to); err != nil {
		t.Error(err)
	} else {
		same(t, "a copy of the old form", h.Edition(), want)
		check(t, h)
		h.Close()
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	// Half-way: the power goes while it is brought up. It is of the one form or of the other.
	bad := migrations[1].also
	db := openDB(f.path, readWrite, "")
	migrations[1].also = nil
	err = migrate(context.Background(), db, 1) // a file of the new form without its seal: what must never be
	migrations[1].also = bad
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(f.path); !errors.Is(err, ErrDamaged) {
		t.Errorf("without its seal: %v", err)
	}
	old(f.path)
	f, err = Open(f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	same(t, "brought up", f.Edition(), want)
	check(t, f)
	if back, _, err := f.Undo(); err != nil || back.Head.Title == "二" {
		t.Errorf("undone: %v", err)
	}
	check(t, reopen(t, f))
}

// TestTorn: a file that was closed, and one whose writer was killed between two steps, are not called torn.
func TestTorn(t *testing.T) {
	f := newFile(t, 1)
	do(t, f, retitle(f.Edition(), "一"))
	if f = reopen(t, f); f.Torn() {
		t.Error("closed, and called torn")
	}
	whole := remainsOf(t, true, false)
	g, err := Open(whole.lay(t, quickDir(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if g.Torn() {
		t.Error("killed between two steps, and called torn")
	}
}

// TestLostWrites: the disk loses what it said it had: a write-ahead log cut at any place. What opens is a state that
// had been acknowledged.
func TestLostWrites(t *testing.T) {
	whole := remainsOf(t, true, false)
	dir := quickDir(t)
	log := whole.files["-wal"]
	states := append([]*edition.Edition{whole.want}, whole.before...)
	for n := range 12 {
		cut := remains{files: map[string][]byte{"": whole.files[""], "-wal": log[:len(log)*n/12]}}
		path := cut.lay(t, dir)
		f, err := Open(path)
		if err != nil {
			t.Fatalf("cut at %d of 12: %v", n, err)
		}
		known := false
		for _, ed := range states {
			known = known || equal(ed, f.Edition())
		}
		if !known {
			t.Errorf("cut at %d of 12: a state that never was", n)
		}
		if len(cut.files["-wal"]) > walHeader && !f.Torn() && !equal(whole.want, f.Edition()) {
			t.Errorf("cut at %d of 12: opened at an earlier state without a word", n)
		}
		check(t, f)
		f.Close()
	}
	if _, err := os.Stat(dir); err != nil {
		t.Fatal(err)
	}
}

// TestLostSteps: a log that the disk has cut exactly between two transactions is a whole log to SQLite. The file beside the
// edition, and nothing else, tells what had been acknowledged; it never stands in the way.
func TestLostSteps(t *testing.T) {
	whole := remainsOf(t, true, false)
	log, dir := whole.files["-wal"], quickDir(t)
	page := int(binary.BigEndian.Uint32(log[8:]))
	cuts := []int{0}
	for at := walHeader; at+walFrame+page <= len(log); at += walFrame + page {
		if binary.BigEndian.Uint32(log[at+4:]) != 0 {
			cuts = append(cuts, at+walFrame+page)
		}
	}
	if len(cuts) < 5 {
		t.Fatalf("%d transactions", len(cuts))
	}
	lay := func(r remains, lock []byte) string {
		path := r.lay(t, dir)
		if err := os.WriteFile(path+lockSuffix, lock, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	gone := func(lock []byte) []byte { // as another process of this machine left it, which is no more
		cmd := exec.Command(os.Args[0], "-test.list", "^$")
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		return bytes.Replace(lock, fmt.Appendf(nil, `"pid":%d`, os.Getpid()), fmt.Appendf(nil, `"pid":%d`, cmd.Process.Pid), 1)
	}
	dead, before := gone(whole.lock), 1<<30
	for _, cut := range cuts {
		r := remains{files: map[string][]byte{"": whole.files[""], "-wal": log[:cut]}}
		path := lay(r, dead)
		g, err := OpenReadOnly(path)
		if err != nil {
			t.Fatal(err)
		}
		looked, _ := g.Lost()
		g.Close()
		f, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		n, at := f.Lost()
		if complete := cut == cuts[len(cuts)-1]; complete != (n == 0) || n > before || f.Torn() {
			t.Errorf("cut at %d of %d: %d steps lost, torn %v", cut, len(log), n, f.Torn())
		}
		if n > 0 && time.Since(time.UnixMilli(at)).Abs() > time.Hour {
			t.Errorf("lost up to %v", time.UnixMilli(at))
		}
		if looked != n {
			t.Errorf("cut at %d: looked at, %d steps are lost, opened, %d", cut, looked, n)
		}
		before = n
		check(t, f)
		f.Close()
	}
	if before != 0 {
		t.Errorf("the whole log, and %d steps lost", before)
	}
	short := remains{files: map[string][]byte{"": whole.files[""], "-wal": log[:cuts[1]]}}
	for name, lock := range map[string][]byte{
		"none, as of a copy":     nil,
		"of an older program":    []byte(`{"user":"u","host":"elsewhere","pid":1,"since":1}`),
		"not whole":              dead[:80],
		"of another edition":     bytes.Replace(dead, []byte(`"first":1`), []byte(`"first":9`), 1),
		"zeros, of a power loss": make([]byte, lockSize),
	} {
		f, err := Open(lay(short, lock))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if n, _ := f.Lost(); n != 0 {
			t.Errorf("%s: %d steps lost", name, n)
		}
		f.Close()
	}
	// It is told until the next step, and then no more.
	path := lay(short, dead)
	for i, want := range []bool{true, true, false} {
		f, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := f.Lost(); (n > 0) != want {
			t.Errorf("opening %d: %d steps lost", i, n)
		}
		if i == 1 {
			do(t, f, retitle(f.Edition(), "又一步"))
		}
		text, err := os.ReadFile(path + lockSuffix)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		if err := os.WriteFile(path+lockSuffix, gone(text), 0o644); err != nil { // a crash again
			t.Fatal(err)
		}
	}
}
