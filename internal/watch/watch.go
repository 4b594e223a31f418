// Package watch tells of the files that come into a folder, once each is whole.
//
// Start with Run, which looks on until its context ends and tells an Event at a time. A file counts as whole when its
// size and time have stood still for a while; files that come together are told together. What the system's notices
// miss, a share that gives none above all, the next look at the whole folder finds. The folder may vanish and come back.
// The package opens no file and changes nothing.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// The bounds of one folder: what a newsroom's never reaches.
const (
	MaxFiles = 5000
	MaxDepth = 6 // of folders below the one that is watched
)

// Options is what to look at, and how patiently.
type Options struct {
	Dir string
	Sub bool // also the folders below
	// Known is what was told in an earlier run, by path below Dir with "/"; a file that still has its stamp is not told.
	Known map[string]Stamp
	// Settle is how long a file must stand still to count as whole; 0 is 1.5 seconds.
	Settle time.Duration
	// Rescan is how often the whole folder is looked at without a notice; 0 is 10 seconds.
	Rescan time.Duration
}

// Stamp is what tells one writing of a file from another.
type Stamp struct {
	Size int64 `json:"size"`
	Time int64 `json:"time"` // of modification, Unix nanoseconds
}

// Kind is what an Event tells.
type Kind uint8

// The kinds of events.
const (
	Coming Kind = iota // files have begun to come; Waiting says how many
	Whole              // Files are whole
	Gone               // the folder cannot be looked at; Err says why
	Back               // the folder can be looked at again
	Full               // there are more than MaxFiles files; those beyond are not looked at
)

// Event is one thing that happened.
type Event struct {
	Kind    Kind
	Files   []File // sorted by path
	Waiting int    // files that have come and are not yet whole
	Err     error
}

// File is a file that is whole.
type File struct {
	Path  string // where it lies
	Name  string // its path below the folder, with "/"
	Stamp Stamp
}

// Run looks on until ctx is done, and tells what happens from its own goroutine, one event at a time. A folder that is
// not there yet is waited for. The error is ctx's.
func Run(ctx context.Context, o Options, tell func(Event)) error {
	if o.Settle <= 0 {
		o.Settle = 1500 * time.Millisecond
	}
	if o.Rescan <= 0 {
		o.Rescan = 10 * time.Second
	}
	notices, err := fsnotify.NewWatcher()
	var events chan fsnotify.Event
	var errs chan error
	if err != nil { // the system has no more of them: looking often does as well
		o.Rescan = min(o.Rescan, 2*time.Second)
	} else {
		defer notices.Close()
		events, errs = notices.Events, notices.Errors
	}
	told := map[string]bool{} // folders that notices come from
	t := newTracker(o.Known, o.Settle)
	gone, full := false, false
	look := func() {
		list, dirs, more, err := list(o.Dir, o.Sub)
		if err != nil {
			if !gone {
				gone = true
				tell(Event{Kind: Gone, Err: err})
			}
			clear(told)
			return
		}
		if gone {
			gone = false
			tell(Event{Kind: Back})
		}
		if more && !full {
			tell(Event{Kind: Full})
		}
		full = more
		if notices != nil {
			for _, d := range dirs {
				if !told[d] && notices.Add(d) == nil {
					told[d] = true
				}
			}
		}
		was := len(t.waiting)
		whole := t.look(time.Now(), list)
		if n := len(t.waiting); n > was && len(whole) == 0 {
			tell(Event{Kind: Coming, Waiting: n})
		}
		if len(whole) > 0 {
			e := Event{Kind: Whole, Waiting: len(t.waiting)}
			for _, name := range whole {
				e.Files = append(e.Files, File{filepath.Join(o.Dir, filepath.FromSlash(name)), name, t.known[name]})
			}
			tell(e)
		}
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	rest := func() time.Duration {
		if len(t.waiting) > 0 {
			return o.Settle / 3
		}
		return o.Rescan
	}
	next := time.Now() // when the timer goes off
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-events:
			if told[e.Name] && e.Has(fsnotify.Remove|fsnotify.Rename) { // another folder may take its name
				_ = notices.Remove(e.Name) // it may be gone already
				delete(told, e.Name)
			}
			// Notices come in crowds, and one look answers them all.
			if soon := time.Now().Add(o.Settle / 10); soon.Before(next) {
				next = soon
				timer.Reset(o.Settle / 10)
			}
		case <-errs: // an overflow: the next look finds what was missed
		case <-timer.C:
			look()
			wait := rest()
			next = time.Now().Add(wait)
			timer.Reset(wait)
		}
	}
}

// list answers the files of a folder by their path below it, and the folders notices are wanted from.
func list(dir string, sub bool) (files map[string]Stamp, dirs []string, more bool, err error) {
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, nil, false, err
	}
	if info, err := os.Stat(root); err != nil {
		return nil, nil, false, err
	} else if !info.IsDir() {
		return nil, nil, false, fmt.Errorf("watch %q: %w", dir, errNoFolder)
	}
	files = map[string]Stamp{}
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && p == root:
			return err
		case err != nil: // it went while we looked, or is not for us
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		switch {
		case p == root:
			dirs = append(dirs, p)
			return nil
		case passing(d.Name()):
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case d.IsDir():
			if !sub || strings.Count(rel, string(filepath.Separator)) >= MaxDepth {
				return filepath.SkipDir
			}
			dirs = append(dirs, p)
			return nil
		case !d.Type().IsRegular():
			return nil
		case len(files) >= MaxFiles:
			more = true
			return filepath.SkipAll
		}
		info, err := d.Info()
		if err != nil {
			return nil // it went while we looked
		}
		files[filepath.ToSlash(rel)] = Stamp{info.Size(), info.ModTime().UnixNano()}
		return nil
	})
	return files, dirs, more, err
}

// errNoFolder is for a path that is not a folder's.
var errNoFolder = errors.New("not a folder")

// passing reports whether a name is that of something that will not stay: hidden, an office program's lock, a download or
// copy under way, a folder's own housekeeping.
func passing(name string) bool {
	low := strings.ToLower(name)
	for _, p := range []string{".", "~$", "~wrl", "$recycle.bin", "__macosx"} {
		if strings.HasPrefix(low, p) {
			return true
		}
	}
	for _, e := range []string{".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download", "~"} {
		if strings.HasSuffix(low, e) {
			return true
		}
	}
	return low == "thumbs.db" || low == "desktop.ini"
}

// tracker knows which files have been told of and which are still coming.
type tracker struct {
	settle  time.Duration
	known   map[string]Stamp
	waiting map[string]pending
}

// pending is a file that has come, and since when it stands still.
type pending struct {
	stamp Stamp
	since time.Time
}

func newTracker(known map[string]Stamp, settle time.Duration) *tracker {
	t := &tracker{settle: settle, known: map[string]Stamp{}, waiting: map[string]pending{}}
	for n, s := range known {
		t.known[n] = s
	}
	return t
}

// patience is how many times Settle whole files wait for those that came with them.
const patience = 4

// look takes what a look at the folder found and answers the files that are whole, sorted. Those that came together come
// together: while one of them still grows the others wait, but not for ever.
func (t *tracker) look(now time.Time, files map[string]Stamp) []string {
	for n := range t.waiting {
		if _, there := files[n]; !there {
			delete(t.waiting, n)
		}
	}
	var whole []string
	hold := false
	for n, s := range files {
		if was, told := t.known[n]; told && was == s {
			delete(t.waiting, n)
			continue
		}
		p, there := t.waiting[n]
		if !there {
			p = pending{s, now}
		} else if p.stamp != s {
			p.stamp, p.since = s, now
		}
		t.waiting[n] = p
		if now.Sub(p.since) >= t.settle {
			whole = append(whole, n)
		}
	}
	for _, p := range t.waiting {
		hold = hold || now.Sub(p.since) < t.settle
	}
	if hold && !slices.ContainsFunc(whole, func(n string) bool { return now.Sub(t.waiting[n].since) >= patience*t.settle }) {
		return nil
	}
	slices.Sort(whole)
	for _, n := range whole {
		t.known[n] = t.waiting[n].stamp
		delete(t.waiting, n)
	}
	return whole
}
