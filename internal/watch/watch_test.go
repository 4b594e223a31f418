package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTracker: what a file's writing looks like from outside, a line per look: the seconds since the start, then the
// folder as name=size, then after "→" what is told as whole. Settle is two seconds.
func TestTracker(t *testing.T) {
	for name, looks := range map[string]string{
		"one file, written at once": `0 a=5 →
			1 a=5 →
			2 a=5 → a
			9 a=5 →`,
		"a file that grows": `0 a=5 →
			2 a=9 →
			3 a=9 →
			4 a=9 → a`,
		"the same file again": `0 a=5 →
			2 a=5 → a
			7 a=6 →
			9 a=6 → a`,
		"a picture that comes after its story comes with it": `0 a=5 →
			1 a=5 b=3 →
			2 a=5 b=9 →
			4 a=5 b=9 → a b`,
		"but a story does not wait for ever": `0 a=5 →
			2 a=5 b=1 →
			4 a=5 b=2 →
			6 a=5 b=3 →
			8 a=5 b=4 → a
			9 a=5 b=4 →
			10 a=5 b=4 → b`,
		"a file that goes again": `0 a=5 →
			1 →
			2 →
			3 a=5 →
			5 a=5 → a`,
		"known from an earlier run": `0 old=7 a=1 →
			2 old=7 a=1 → a
			3 old=8 a=1 →
			5 old=8 a=1 → old`,
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTracker(map[string]Stamp{"old": {Size: 7}}, 2*time.Second)
			for _, line := range strings.Split(looks, "\n") {
				seen, want, _ := strings.Cut(line, "→")
				fields := strings.Fields(seen)
				at, err := time.ParseDuration(fields[0] + "s")
				if err != nil {
					t.Fatal(err)
				}
				files := map[string]Stamp{}
				for _, f := range fields[1:] {
					n, size, _ := strings.Cut(f, "=")
					files[n] = Stamp{Size: int64(size[0] - '0')}
				}
				if got := tr.look(time.Unix(0, 0).Add(at), files); !slices.Equal(got, strings.Fields(want)) {
					t.Errorf("after %q: %v", line, got)
				}
			}
		})
	}
}

// folder is a watched folder of a test, and what is told of it.
type folder struct {
	t      *testing.T
	dir    string
	events chan Event
}

func watched(t *testing.T, o Options) *folder {
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	o.Settle, o.Rescan = 60*time.Millisecond, 200*time.Millisecond
	f := &folder{t, o.Dir, make(chan Event, 100)}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- Run(ctx, o, func(e Event) { f.events <- e }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("ended by %v", err)
		}
	})
	return f
}

func (f *folder) write(name, text string) {
	f.t.Helper()
	p := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

// next answers the next event of a kind.
func (f *folder) next(k Kind) Event {
	f.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case e := <-f.events:
			if e.Kind == k {
				return e
			}
		case <-late:
			f.t.Fatalf("nothing of kind %d was told", k)
		}
	}
}

// whole waits until the named files have been told of, each once.
func (f *folder) whole(names ...string) {
	f.t.Helper()
	var got []string
	for len(got) < len(names) {
		for _, file := range f.next(Whole).Files {
			got = append(got, file.Name)
			info, err := os.Stat(file.Path)
			if err != nil || info.Size() != file.Stamp.Size {
				f.t.Errorf("%s: told of %d bytes, %v", file.Path, file.Stamp.Size, err)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, names) {
		f.t.Errorf("told of %v, want %v", got, names)
	}
}

func TestRun(t *testing.T) {
	f := watched(t, Options{Sub: true})
	f.write("a.txt", "一")
	f.write("要闻/深/b.docx", "二")
	f.write(".hidden", "x")
	f.write("~$b.docx", "x")
	f.write("c.docx.part", "x")
	f.whole("a.txt", "要闻/深/b.docx")
	f.write("a.txt", "一又来了")
	f.whole("a.txt")
	f.write("体育/d.md", "三") // a folder that came later
	f.whole("体育/d.md")
	f.write("体育/e.md", "四")
	f.whole("体育/e.md")
}

func TestOnlyTheFolderItself(t *testing.T) {
	f := watched(t, Options{})
	f.write("下/b.txt", "x")
	f.write("a.txt", "x")
	f.whole("a.txt")
	f.write("z.txt", "x")
	f.whole("z.txt")
}

// TestFolderVanishes: a folder that is taken away and comes back is looked at again, and what was told is not told again.
func TestFolderVanishes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "来稿")
	f := watched(t, Options{Dir: dir, Sub: true})
	if e := f.next(Gone); !errors.Is(e.Err, os.ErrNotExist) {
		t.Errorf("gone for %v", e.Err)
	}
	f.write("a.txt", "x")
	f.next(Back)
	f.whole("a.txt")
	away := dir + "-away"
	if err := os.Rename(dir, away); err != nil {
		t.Fatal(err)
	}
	f.next(Gone)
	if err := os.Rename(away, dir); err != nil {
		t.Fatal(err)
	}
	f.next(Back)
	f.write("b.txt", "x")
	f.whole("b.txt")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	f.next(Gone)
	f.write("c.txt", "x")
	f.next(Back)
	f.whole("c.txt")
}

// TestManyFiles: three hundred files come at once and are told of once each.
func TestManyFiles(t *testing.T) {
	f := watched(t, Options{})
	var names []string
	for i := range 300 {
		n := "稿" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + ".txt"
		names = append(names, n)
		f.write(n, n)
	}
	slices.Sort(names)
	f.whole(names...)
}

func TestNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	f := watched(t, Options{Dir: file})
	if e := f.next(Gone); !errors.Is(e.Err, errNoFolder) {
		t.Errorf("gone for %v", e.Err)
	}
}
