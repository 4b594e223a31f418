package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childFile); path != "" {
		os.Exit(child(path))
	}
	os.Exit(m.Run())
}

// newFile answers an edition file of so many pages, in a folder whose name asks for trouble.
func newFile(t testing.TB, pages int) *File {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "要闻 100%?#&版")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := Create(filepath.Join(dir, "今日.dayang"), edittest.Edition(pages))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func same(t testing.TB, what string, got, want *edition.Edition) {
	t.Helper()
	if c := edit.Diff(words.Text{}, want, got); !c.Empty() {
		differs, _ := json.Marshal(c.Ops[0])
		t.Fatalf("%s: the edition is not what it should be, in %d nodes: %.600s", what, len(c.Ops), differs)
	}
}

func do(t testing.TB, f *File, c edit.Change) *edition.Edition {
	t.Helper()
	ed, err := f.Do(c)
	if err != nil {
		t.Fatal(err)
	}
	return ed
}

func reopen(t testing.TB, f *File) *File {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	g, err := Open(f.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g
}

func check(t testing.TB, f *File) {
	t.Helper()
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
}

// retitle is the smallest change there is.
func retitle(ed *edition.Edition, title string) edit.Change {
	head := ed.Head
	head.Title = title
	c := edit.SetHead(ed, head)
	c.Merge = ""
	return c
}

// TestLaws, on seeded random runs of changes, undoings and redoings: save then load is equal; all undone, closed,
// opened and all redone is equal; any state on the way can be looked at.
func TestLaws(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 2))
		f := newFile(t, 2)
		start := f.Edition()
		at := map[int64]*edition.Edition{0: start}
		for n := range 80 {
			var err error
			made := false
			switch r.IntN(8) {
			case 0:
				_, _, err = f.Undo()
			case 1:
				_, _, err = f.Redo()
			default:
				c := edittest.Random(f.Edition(), r)
				if r.IntN(6) == 0 {
					c = edittest.Entry(f.Edition(), r)
				}
				c.At = int64(n) * 400
				made = !c.Empty()
				_, err = f.Do(c)
			}
			if err != nil && !errors.Is(err, ErrNothing) {
				t.Fatalf("seed %d, step %d: %v", seed, n, err)
			}
			steps, err := f.History(0)
			if err != nil {
				t.Fatal(err)
			}
			if made {
				at[steps[0].Seq] = f.Edition()
			}
		}
		steps, err := f.History(0)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range steps {
			ed, err := f.At(s.Seq) // also those that are undone or dropped
			if err != nil {
				t.Fatalf("seed %d, step %d, which is %s: %v", seed, s.Seq, s.State, err)
			}
			same(t, fmt.Sprintf("at step %d, which is %s", s.Seq, s.State), ed, at[s.Seq])
			if !equal(ed, at[s.Seq]) {
				t.Fatalf("seed %d, step %d, which is %s: another record", seed, s.Seq, s.State)
			}
		}
		if _, err := f.At(1000); !errors.Is(err, ErrNothing) {
			t.Errorf("at a step that never was: %v", err)
		}
		check(t, f)
		end := f.Edition()
		f = reopen(t, f)
		same(t, "opened again", f.Edition(), end)
		undone := 0
		for {
			if _, _, err := f.Undo(); errors.Is(err, ErrNothing) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			undone++
			if undone == 10 {
				check(t, f)
			}
		}
		same(t, "all undone", f.Edition(), start)
		if got, want := f.Edition().Record, end.Record; !reflect.DeepEqual(got, want) {
			t.Errorf("undo took from the record: %d entries of %d", len(got), len(want))
		}
		if _, can := f.CanUndo(); can {
			t.Error("all is undone, and there is more")
		}
		f = reopen(t, f)
		same(t, "all undone and opened again", f.Edition(), start)
		check(t, f)
		for range undone {
			if _, can := f.CanRedo(); !can {
				t.Fatal("undone steps are lost")
			}
			if _, _, err := f.Redo(); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "all redone", f.Edition(), end)
		check(t, f)
	}
}

// TestMerge: a hand that keeps moving makes one step, over the same time as edit.History says.
func TestMerge(t *testing.T) {
	f := newFile(t, 1)
	start := f.Edition()
	page, frame := start.Pages[0].ID, start.Pages[0].Frames[0].ID
	for i := range int64(6) {
		c, err := edit.MoveFrame(f.Edition(), page, frame, geom.Rect{X: geom.Length(i + 1), W: 1, H: 1})
		if err != nil {
			t.Fatal(err)
		}
		c.At = 1 + i*edit.MergeWindowMS
		do(t, f, c)
	}
	check(t, f)
	if steps, err := f.History(0); err != nil || len(steps) != 1 || steps[0].At != 1+5*edit.MergeWindowMS || steps[0].Who == "" {
		t.Fatalf("steps %v, error %v", steps, err)
	}
	f = reopen(t, f)
	if label, can := f.CanUndo(); !can || label != (words.Text{ZH: "移动", EN: "Move"}) {
		t.Errorf("undo says %v", label)
	}
	ed, _, err := f.Undo()
	if err != nil {
		t.Fatal(err)
	}
	same(t, "undone", ed, start)
}

// TestNoMergeOverUndo: after an undo, a redo or an opening the next change is a step of its own, however soon it comes.
func TestNoMergeOverUndo(t *testing.T) {
	f := newFile(t, 1)
	type typed struct {
		title string
		then  func() error
	}
	undo := func() error { _, _, err := f.Undo(); return err }
	redo := func() error { return errors.Join(undo(), func() error { _, _, err := f.Redo(); return err }()) }
	again := func() error { f = reopen(t, f); return nil }
	states := []*edition.Edition{f.Edition()}
	for _, s := range []typed{{"一", undo}, {"二", redo}, {"三", again}, {"四", func() error { return nil }}} {
		head := f.Edition().Head
		head.Title = s.title
		c := edit.SetHead(f.Edition(), head)
		c.At = 1
		do(t, f, c)
		if err := s.then(); err != nil {
			t.Fatal(err)
		}
		if s.title != "一" {
			states = append(states, f.Edition())
		}
		check(t, f)
	}
	for i := len(states) - 1; i > 0; i-- {
		same(t, fmt.Sprint(i, " steps"), f.Edition(), states[i])
		if err := undo(); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "all undone", f.Edition(), states[0])
}

// TestDropped: what was undone before something else was done stays in the record and out of the way.
func TestDropped(t *testing.T) {
	f := newFile(t, 1)
	f.SetWho("王编辑")
	do(t, f, retitle(f.Edition(), "一"))
	if _, _, err := f.Undo(); err != nil {
		t.Fatal(err)
	}
	do(t, f, retitle(f.Edition(), "二"))
	if _, _, err := f.Redo(); !errors.Is(err, ErrNothing) {
		t.Errorf("redo after another change: %v", err)
	}
	steps, err := f.History(0)
	if err != nil || len(steps) != 2 || steps[0].State != Done || steps[1].State != Dropped || steps[1].Who != "王编辑" {
		t.Errorf("steps %v, error %v", steps, err)
	}
	if last, err := f.History(1); err != nil || len(last) != 1 || !reflect.DeepEqual(last[0], steps[0]) {
		t.Errorf("the last step is %v, error %v", last, err)
	}
	if m := steps[1].Moves; len(m) != 2 || m[0].State != Undone || m[0].Who != "王编辑" || m[1].State != Dropped || m[1].Cause != steps[0].Seq {
		t.Errorf("what befell the dropped step: %v", m)
	}
	check(t, f)
}

// TestRefusedChange: a change that does not fit, or would make what is no edition, leaves everything as it is.
func TestRefusedChange(t *testing.T) {
	f := newFile(t, 1)
	stale := retitle(f.Edition(), "一")
	start := do(t, f, retitle(f.Edition(), "二"))
	bad := *start.Stories[0]
	bad.Paras = append([]*edition.Para{{ID: bad.Paras[0].ID, Text: "两段\n同一个号"}}, bad.Paras...)
	invalid, err := edit.SetStory(start, &bad)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change edit.Change
		want   error
	}{
		"made from another state": {stale, edit.ErrConflict},
		"no valid edition":        {invalid, edition.ErrInvalid},
		"a picture without bytes": {edit.AddPicture(start, edition.Picture{ID: strings.Repeat("a", 64), Width: 1, Height: 1}), ErrNoPicture},
	} {
		if _, err := f.Do(c.change); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		same(t, name, f.Edition(), start)
	}
	if ed, err := f.Do(edit.Change{}); err != nil || ed != start {
		t.Errorf("an empty change: %v", err)
	}
	if steps, err := f.History(0); err != nil || len(steps) != 1 {
		t.Errorf("%d steps, error %v", len(steps), err)
	}
	check(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Do(stale); !errors.Is(err, ErrClosed) {
		t.Errorf("after closing: %v", err)
	}
}

// TestEveryConnection: what SQLite keeps per connection holds on all of them, with several open at once.
func TestEveryConnection(t *testing.T) {
	f := newFile(t, 1)
	for i := range 3 {
		c, err := f.db.Conn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for pragma, want := range map[string]string{"foreign_keys": "1", "synchronous": "2", "journal_mode": "wal", "busy_timeout": "5000", "trusted_schema": "0"} {
			var got string
			if err := c.QueryRowContext(context.Background(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("connection %d: %s is %s, not %s; error %v", i, pragma, got, want, err)
			}
		}
		if _, err := c.ExecContext(context.Background(), "INSERT INTO upright (id, bytes) VALUES ('nothing', x'00')"); err == nil {
			t.Errorf("connection %d lets a reference lead nowhere", i)
		}
	}
}

// TestOneWriter: the second is told who has it and may look on.
func TestOneWriter(t *testing.T) {
	f := newFile(t, 1)
	var held ErrLocked
	if _, err := Open(f.path); !errors.As(err, &held) || held.Who.PID != os.Getpid() || held.Who.Host == "" || held.Who.User == "" || held.Who.Since == 0 || held.Path != f.path {
		t.Fatalf("a second writer: %v", err)
	}
	if _, err := CreateWith(f.path, f.Edition(), Options{Replace: true}); !errors.As(err, &held) {
		t.Errorf("created over an open file: %v", err)
	}
	now := do(t, f, retitle(f.Edition(), "一"))
	g, err := OpenReadOnly(f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	same(t, "looked at", g.Edition(), now)
	do(t, f, retitle(now, "二"))
	same(t, "looked at while it goes on", g.Edition(), now)
	check(t, g)
	if _, err := g.Do(retitle(now, "三")); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a reader writes: %v", err)
	}
	if _, _, err := g.Undo(); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a reader undoes: %v", err)
	}
	if _, can := g.CanUndo(); can || !g.ReadOnly() {
		t.Error("a reader is offered to undo")
	}
	check(t, f)
	f = reopen(t, f) // the reader does not stand in the way
	if f.Edition().Head.Title != "二" {
		t.Errorf("title %q", f.Edition().Head.Title)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(f.path + lockSuffix); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the lock is left: %v", err)
	}
}

// TestAlone: a closed edition is one file, and a lock left behind by the dead is no lock.
func TestAlone(t *testing.T) {
	f := newFile(t, 1)
	do(t, f, retitle(f.Edition(), "一"))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the file: %v, error %v", entries, err)
	}
	if err := os.WriteFile(f.path+lockSuffix, []byte(`{"user":"u","host":"elsewhere","pid":1,"since":1}`), 0o644); err != nil {
		t.Fatal(err)
	}
	g, err := Open(f.path)
	if err != nil {
		t.Fatal(err)
	}
	g.Close()
}

// TestGoroutines: whoever asks, steps come one after another and pictures meanwhile.
func TestGoroutines(t *testing.T) {
	f := newFile(t, 1)
	pic, err := f.AddPicture("a.png", pngOf(t, 8, 8, 1))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for n := range 10 {
				if _, err := f.AddPicture("b.png", pngOf(t, 4, 4, uint64(100*i+n))); err != nil {
					t.Error(err)
				}
				if _, err := f.PictureBytes(pic.ID); err != nil {
					t.Error(err)
				}
				f.CanUndo()
				f.Edition()
			}
		})
	}
	wg.Wait()
	if n := len(f.Edition().Pictures); n != 41 {
		t.Errorf("%d pictures, not 41", n)
	}
	check(t, f)
}

// TestRefused: every file that is no sound edition of this program is refused by kind, and stays as it is.
func TestRefused(t *testing.T) {
	f := newFile(t, 1)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	altered := func(statement string) func(string) error {
		return func(path string) error {
			if err := os.WriteFile(path, sound, 0o644); err != nil {
				return err
			}
			db := sql.OpenDB(connector{dsn: "file:" + path})
			_, err := db.Exec("PRAGMA foreign_keys = OFF; " + statement)
			return errors.Join(err, db.Close())
		}
	}
	holds := func(data []byte) func(string) error {
		return func(path string) error { return os.WriteFile(path, data, 0o644) }
	}
	other := func(path string) error {
		db := sql.OpenDB(connector{dsn: "file:" + path})
		_, err := db.Exec("CREATE TABLE t (x)")
		return errors.Join(err, db.Close())
	}
	for _, c := range []struct {
		name string
		make func(string) error
		want error
	}{
		{"missing", func(string) error { return nil }, fs.ErrNotExist},
		{"folder", func(path string) error { return os.Mkdir(path, 0o755) }, ErrNotEdition},
		{"empty", holds(nil), ErrNotEdition},
		{"text", holds([]byte("本报讯")), ErrNotEdition},
		{"long-text", holds(bytes.Repeat([]byte("本报讯"), 10000)), ErrNotEdition},
		{"zeros", holds(make([]byte, 9000)), ErrNotEdition},
		{"other-database", other, ErrNotEdition},
		{"cut-in-half", holds(sound[:len(sound)/2]), ErrDamaged},
		{"cut-at-a-page", holds(sound[:4096]), ErrDamaged},
		{"newer", altered("PRAGMA user_version = 99"), ErrNewer{}},
		{"older-than-any", altered("PRAGMA user_version = 0"), ErrDamaged},
		{"a-trigger", altered("CREATE TRIGGER t AFTER UPDATE ON node BEGIN DELETE FROM node; END"), ErrDamaged},
		{"a-word-changed", altered("UPDATE node SET json = replace(json, '综合', '综台') WHERE kind = 'page'"), ErrDamaged},
		{"a-story-lost", altered("DELETE FROM node WHERE id = 's2'"), ErrDamaged},
		{"the-last-story-lost", altered("DELETE FROM node WHERE id = 's5'"), ErrDamaged},
		{"the-head-lost", altered("DELETE FROM node WHERE kind = 'head'"), ErrDamaged},
		{"an-unknown-node", altered("UPDATE node SET kind = 'stroy' WHERE id = 's5'"), ErrDamaged},
		{"two-in-one-place", altered("UPDATE node SET pos = 1 WHERE id = 's5'"), ErrDamaged},
	} {
		path := filepath.Join(t.TempDir(), c.name+".dayang")
		if err := c.make(path); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		before, _ := os.ReadFile(path)
		for how, open := range map[string]func(string) (*File, error){"writing": Open, "reading": OpenReadOnly} {
			g, err := open(path)
			var newer ErrNewer
			if _, wantNewer := c.want.(ErrNewer); wantNewer && !(errors.As(err, &newer) && newer.Version == 99 && newer.Path == path) || !wantNewer && !errors.Is(err, c.want) {
				t.Errorf("%s, for %s: %v", c.name, how, err)
			}
			if g != nil {
				g.Close()
			}
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) && c.want != ErrDamaged {
			t.Errorf("%s: the file was altered", c.name)
		}
	}
}

// TestHistoryDamage: a step that does not lead where the edition stands is found by Check.
func TestHistoryDamage(t *testing.T) {
	for name, statement := range map[string]string{
		"a step lost":    "DELETE FROM log WHERE seq = 3",
		"a step cut":     "UPDATE log SET change = substr(change, 1, 20) WHERE seq = 2",
		"a step undone":  "UPDATE log SET state = 'undone' WHERE seq = 3",
		"a picture lost": "PRAGMA foreign_keys = OFF; DELETE FROM file",
		"a picture cut":  "UPDATE file SET bytes = substr(bytes, 1, 20)",
	} {
		f := newFile(t, 1)
		if _, err := f.AddPicture("a.png", pngOf(t, 8, 8, 1)); err != nil {
			t.Fatal(err)
		}
		do(t, f, retitle(f.Edition(), "一"))
		do(t, f, retitle(f.Edition(), "二"))
		check(t, f)
		f.db.SetMaxOpenConns(1) // the pragma and what follows are of one connection
		if _, err := f.db.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSaveAs: a whole copy with history and pictures, over an old copy too, or nothing at all.
func TestSaveAs(t *testing.T) {
	f := newFile(t, 2)
	pic, err := f.AddPicture("a.png", pngOf(t, 40, 30, 1))
	if err != nil {
		t.Fatal(err)
	}
	do(t, f, retitle(f.Edition(), "一"))
	if _, _, err := f.Undo(); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy.dayang")
	for range 2 {
		if err := f.SaveAs(to); err != nil {
			t.Fatal(err)
		}
		g, err := Open(to)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "copy", g.Edition(), f.Edition())
		check(t, g)
		if _, err := g.PictureBytes(pic.ID); err != nil {
			t.Error(err)
		}
		if ed, _, err := g.Redo(); err != nil || ed.Head.Title != "一" {
			t.Errorf("redo in the copy: %v", err)
		}
		var held ErrLocked
		if err := f.SaveAs(to); !errors.As(err, &held) {
			t.Errorf("saved over an open file: %v", err)
		}
		if err := g.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(f.path); err != nil {
		t.Errorf("saved as itself: %v", err)
	}
	missing := filepath.Join(t.TempDir(), "no", "such", "folder.dayang")
	if err := f.SaveAs(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into a folder that is not there: %v", err)
	}
	if err := f.SaveAs(t.TempDir()); err == nil {
		t.Error("a folder was saved over")
	}
	check(t, f)
	if entries, err := os.ReadDir(filepath.Dir(to)); err != nil || len(entries) != 1 {
		t.Errorf("left beside the copy: %v, error %v", entries, err)
	}
}

// TestOldLog: the log of a file that was killed does not leak into the one that takes its place.
func TestOldLog(t *testing.T) {
	f := newFile(t, 1)
	to := filepath.Join(t.TempDir(), "copy.dayang")
	if err := f.SaveAs(to); err != nil {
		t.Fatal(err)
	}
	g, err := Open(to)
	if err != nil {
		t.Fatal(err)
	}
	do(t, g, retitle(g.Edition(), "旧"))
	wal, err := os.ReadFile(to + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	for name, set := range map[string]func() error{
		"under the old file":     func() error { return nil },
		"where the file is gone": func() error { return os.Remove(to) },
	} {
		if err := errors.Join(set(), os.WriteFile(to+"-wal", wal, 0o644)); err != nil {
			t.Fatal(err)
		}
		if err := f.SaveAs(to); err != nil {
			t.Fatal(err)
		}
		g, err := Open(to)
		if err != nil {
			t.Fatal(err)
		}
		same(t, name, g.Edition(), f.Edition())
		check(t, g)
		g.Close()
	}
}

// TestCreate: nothing is overwritten unless told, and pictures come along.
func TestCreate(t *testing.T) {
	f := newFile(t, 1)
	f.Close()
	if _, err := Create(f.path, edittest.Edition(2)); !errors.Is(err, ErrExists) || !errors.Is(err, fs.ErrExist) {
		t.Fatalf("created over a file: %v", err)
	}
	ed, pictures := *edittest.Edition(2), Pictures{}
	pic, err := pictures.Add("a.png", pngOf(t, 40, 30, 1))
	if err != nil {
		t.Fatal(err)
	}
	ed.Pictures = []*edition.Picture{&pic}
	if _, err := CreateWith(f.path, &ed, Options{Replace: true}); !errors.Is(err, ErrNoPicture) {
		t.Errorf("created without its picture: %v", err)
	}
	if g, err := OpenReadOnly(f.path); err != nil || len(g.Edition().Pages) != 1 {
		t.Errorf("what was there is gone: %v", err)
	} else {
		g.Close()
	}
	g, err := CreateWith(f.path, &ed, Options{Replace: true, Pictures: pictures})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	same(t, "created", g.Edition(), &ed)
	check(t, g)
	if data, err := g.PictureBytes(pic.ID); err != nil || !bytes.Equal(data, pictures[pic.ID]) {
		t.Errorf("its picture: %v", err)
	}
	if _, can := g.CanUndo(); can {
		t.Error("a new edition has a history")
	}
	broken := *edittest.Edition(1)
	broken.House = nil
	if _, err := Create(filepath.Join(t.TempDir(), "x.dayang"), &broken); !errors.Is(err, edition.ErrInvalid) {
		t.Errorf("created what is no edition: %v", err)
	}
}

// TestReadOnlyDisk: what cannot be written is said so, and can be looked at.
func TestReadOnlyDisk(t *testing.T) {
	dir := tinyDisk(t, 4<<20)
	path := filepath.Join(dir, "今日.dayang")
	f, err := Create(path, edittest.Edition(1))
	if err != nil {
		t.Fatal(err)
	}
	pic, err := f.AddPicture("a.jpg", withSegments(jpegOf(t, corners(64, 32, false)), exif(binary.BigEndian, 6)))
	if err != nil {
		t.Fatal(err)
	}
	want := f.Edition()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	protect(t, dir)
	if _, err := Open(path); !errors.Is(err, ErrReadOnly) {
		t.Errorf("opened for writing: %v", err)
	}
	if _, err := Create(filepath.Join(dir, "new.dayang"), want); !errors.Is(err, ErrReadOnly) {
		t.Errorf("created: %v", err)
	}
	g, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	same(t, "looked at", g.Edition(), want)
	if _, err := g.PictureBytes(pic.ID); err != nil {
		t.Errorf("a picture that is to be turned: %v", err)
	}
	check(t, g)
	if err := g.SaveAs(filepath.Join(t.TempDir(), "copy.dayang")); err != nil {
		t.Errorf("saved elsewhere: %v", err)
	}
}

func TestClosedEditionIsOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "e.dayang")
	f, err := Create(path, edittest.Edition(3))
	if err != nil {
		t.Fatal(err)
	}
	head := f.Edition().Head
	head.Title = "一"
	if _, err := f.Do(edit.SetHead(f.Edition(), head)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 { // several connections
		wg.Go(func() {
			if _, err := f.History(0); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	look, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	if look.Edition().Head.Title != "一" {
		t.Error("the last step is not in the file")
	}
	if err := look.Close(); err != nil {
		t.Fatal(err)
	}
	for _, side := range []string{"-wal", "-shm", "-journal"} {
		if _, err := os.Stat(path + side); err == nil {
			t.Errorf("a closed edition has a %s beside it", side)
		}
	}
}

// TestRecord: an entry of the record stays whatever is undone, leaves undone what can be done again, and cannot be
// taken out, altered or mixed with what can be undone.
func TestRecord(t *testing.T) {
	f := newFile(t, 1)
	do(t, f, retitle(f.Edition(), "一"))
	do(t, f, retitle(f.Edition(), "二"))
	if _, _, err := f.Undo(); err != nil {
		t.Fatal(err)
	}
	signed := do(t, f, edit.Enter(f.Edition(), edition.Entry{Who: "王编辑", At: 7, Act: edition.ActSign, Page: "p1"}))
	if label, can := f.CanUndo(); !can || label.EN != "Edit Nameplate" {
		t.Errorf("undo offers %v", label)
	}
	if ed, _, err := f.Redo(); err != nil || ed.Head.Title != "二" || len(ed.Record) != 1 {
		t.Errorf("redo over an entry: %v", err)
	}
	for range 2 {
		if _, _, err := f.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := f.Undo(); !errors.Is(err, ErrNothing) {
		t.Errorf("undo reached the record: %v", err)
	}
	f = reopen(t, f)
	if _, can := f.CanUndo(); can {
		t.Error("undo offers the record")
	}
	ed := f.Edition()
	if len(ed.Record) != 1 || !reflect.DeepEqual(ed.Record, signed.Record) {
		t.Fatalf("the record is %v", ed.Record)
	}
	if was, err := f.At(3); err != nil || was.Head.Title != "一" || len(was.Record) != 1 {
		t.Errorf("right after signing: %v", err)
	}
	if was, err := f.At(2); err != nil || was.Head.Title != "二" || len(was.Record) != 0 {
		t.Errorf("before signing: %v", err)
	}
	if _, err := f.Restore(edittest.Edition(1), "开头"); err != nil || len(f.Edition().Record) != 1 {
		t.Errorf("restored, with %d entries: %v", len(f.Edition().Record), err)
	}
	altered := *ed.Record[0]
	altered.Who = "别人"
	for what, c := range map[string]edit.Change{
		"taken out": {Ops: []edit.Op{{Entry: &edit.Swap[edition.Entry]{Before: ed.Record[0]}}}},
		"altered":   {Ops: []edit.Op{{Entry: &edit.Swap[edition.Entry]{Before: ed.Record[0], After: &altered}}}},
		"mixed":     edit.Compound(words.Text{}, edit.Enter(f.Edition(), edition.Entry{Act: edition.ActSign}), retitle(f.Edition(), "三")),
	} {
		if _, err := f.Do(c); !errors.Is(err, edit.ErrRecord) {
			t.Errorf("%s: %v", what, err)
		}
	}
	check(t, f)
}
