package flow

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dayang/internal/finding"
	"dayang/internal/importer"
	"dayang/internal/watch"
	"dayang/internal/words"
)

// WatchOptions is which folder's manuscripts come into an edition, and how.
type WatchOptions struct {
	Dir  string
	Sub  bool // also from the folders below
	Read importer.Options
	// Memory is a file that keeps what has been taken, so that the next run takes only what is new and a story that was
	// deleted stays so; "" keeps nothing. WatchMemory answers the usual one.
	Memory         string
	Settle, Rescan time.Duration // of watch.Options
}

// WatchMemory answers where what a folder gave to an edition file is kept: beside the file.
func WatchMemory(edition string) string { return edition + "-watch" }

// CarryWatchMemory lets a copy of an edition remember what a folder has given to the edition.
func CarryWatchMemory(edition, to string) error {
	data, err := os.ReadFile(WatchMemory(edition))
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.Remove(WatchMemory(to)); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return err
	}
	if err != nil {
		return err
	}
	return replaceWith(WatchMemory(to), data)
}

// WatchKind is what a WatchEvent tells.
type WatchKind uint8

// The kinds of a watched folder's events.
const (
	WatchComing  WatchKind = iota // Total files are coming and not yet whole
	WatchReading                  // Done of Total files are read
	WatchTaken                    // Files were read; Updated is what they did
	WatchFailed                   // Files were read, and the edition did not take them: Err
	WatchGone                     // the folder cannot be looked at: Err; it is looked for on and on
	WatchBack                     // it can be looked at again
	WatchFull                     // it holds too many files, of which some are not looked at
)

// WatchEvent is one thing that happened in a watched folder.
type WatchEvent struct {
	Kind        WatchKind
	Done, Total int
	Files       []string // by their path below the folder
	Updated     Updated
	Err         error
}

// Watch takes the manuscripts that come into a folder until ctx is done. Manuscripts are read here; take, which is called
// from here too, brings the edition up to date, usually by Admit. tell hears what happens, from the same goroutine. The
// error is ctx's, or says that the memory cannot be read.
func (s *Shop) Watch(ctx context.Context, o WatchOptions, take func(importer.Result) (Updated, error), tell func(WatchEvent)) error {
	m, err := readMemory(o.Memory, o.Dir)
	if err != nil {
		return err
	}
	known := map[string]watch.Stamp{}
	for n, f := range m.Files {
		known[n] = f.Stamp
	}
	return watch.Run(ctx, watch.Options{Dir: o.Dir, Sub: o.Sub, Known: known, Settle: o.Settle, Rescan: o.Rescan}, func(e watch.Event) {
		switch e.Kind {
		case watch.Coming:
			tell(WatchEvent{Kind: WatchComing, Total: e.Waiting})
		case watch.Gone:
			tell(WatchEvent{Kind: WatchGone, Err: e.Err})
		case watch.Back:
			tell(WatchEvent{Kind: WatchBack})
		case watch.Full:
			tell(WatchEvent{Kind: WatchFull, Total: watch.MaxFiles})
		case watch.Whole:
			m.arrive(o, e.Files, take, tell)
		}
	})
}

// memory is what a folder has given.
type memory struct {
	path  string
	Dir   string              `json:"dir"`
	Files map[string]received `json:"files"` // by path below Dir
	again []watch.File        // that the edition did not take: they are tried with the next
}

// received is one file that was taken.
type received struct {
	watch.Stamp
	Wants bool `json:"wants,omitempty"` // a manuscript that names a picture it did not find
}

// readMemory answers what the file remembers of a folder; of another folder it remembers nothing.
func readMemory(file, dir string) (*memory, error) {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	m := &memory{path: file, Dir: dir, Files: map[string]received{}}
	if file == "" {
		return m, nil
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	var was memory
	if json.Unmarshal(data, &was) == nil && was.Dir == dir && was.Files != nil { // one cut off by a crash: all is compared anew
		m.Files = was.Files
	}
	return m, nil
}

func (m *memory) keep() error {
	if m.path == "" {
		return nil
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return replaceWith(m.path, data)
}

// arrive reads files that are whole, and with them what they belong to: the manuscripts that wait for a picture, the
// pictures that lie beside a manuscript.
func (m *memory) arrive(o WatchOptions, files []watch.File, take func(importer.Result) (Updated, error), tell func(WatchEvent)) {
	var paths, names []string
	fresh := map[string]bool{}
	for _, f := range m.again {
		if _, err := os.Stat(f.Path); err == nil && !slices.ContainsFunc(files, func(g watch.File) bool { return g.Name == f.Name }) {
			files = append(files, f)
		}
	}
	m.again = nil
	for _, f := range files {
		fresh[f.Name] = true
		names = append(names, f.Name)
		paths = append(paths, f.Path)
	}
	old := make([]string, 0, len(m.Files))
	for n := range m.Files {
		old = append(old, n)
	}
	slices.Sort(old)
	for _, n := range old {
		where := filepath.Join(o.Dir, filepath.FromSlash(n))
		if fresh[n] {
			continue
		}
		if _, err := os.Stat(where); err != nil {
			continue // it was taken away since
		}
		near := func(f watch.File) bool { return path.Dir(f.Name) == path.Dir(n) }
		if importer.IsPicture(n) {
			if slices.ContainsFunc(files, func(f watch.File) bool { return near(f) && !importer.IsPicture(f.Name) }) {
				o.Read.Beside = append(o.Read.Beside, where)
			}
			continue
		}
		base := strings.TrimSuffix(path.Base(n), path.Ext(n))
		if slices.ContainsFunc(files, func(f watch.File) bool {
			return importer.IsPicture(f.Name) && (m.Files[n].Wants || near(f) && strings.HasPrefix(path.Base(f.Name), base))
		}) {
			paths = append(paths, where)
		}
	}
	o.Read.Root, o.Read.Skip = o.Dir, true
	o.Read.Progress = func(done, total int) { tell(WatchEvent{Kind: WatchReading, Done: done, Total: total}) }
	r, err := importer.PathWith(o.Read, paths...)
	if errors.Is(err, importer.ErrNothing) {
		err = nil
	}
	wants := map[string]bool{}
	source := map[string]string{}
	for _, st := range r.Stories {
		source[st.ID] = st.Source
	}
	for _, n := range r.Notes {
		if n.Rule == importer.NotePicture && n.Place.Story != "" {
			wants[source[n.Place.Story]] = true
		}
	}
	var u Updated
	if err == nil {
		u, err = take(r)
	}
	if err != nil {
		m.again = files
		tell(WatchEvent{Kind: WatchFailed, Files: names, Err: err})
		return
	}
	for _, st := range r.Stories {
		if f, ok := m.Files[st.Source]; ok {
			f.Wants = wants[st.Source]
			m.Files[st.Source] = f
		}
	}
	for _, f := range files {
		m.Files[f.Name] = received{f.Stamp, wants[f.Name]}
	}
	if err := m.keep(); err != nil {
		u.Notes = append(u.Notes, finding.Finding{Rule: importer.NoteFile, Category: "import", Level: finding.Warning, Text: m.path, Score: 1,
			Message: words.Text{ZH: "收过哪些稿件没能记下来，重新打开后会再比对一遍。", EN: "What was taken in could not be noted; the folder is compared anew the next time."},
			Reason:  words.Text{ZH: err.Error(), EN: err.Error()}})
	}
	tell(WatchEvent{Kind: WatchTaken, Files: names, Updated: u})
}
