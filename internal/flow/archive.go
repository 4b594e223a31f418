package flow

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dayang/internal/edition"
	"dayang/internal/proof"
	"dayang/internal/store"
)

// Issues beside an edition that are read for what it might repeat: the newest files of the folder, and of them those
// of the last weeks before it.
const (
	archiveFiles = 40
	archiveDays  = 31
)

// Past is what is kept of an issue of the archive.
type Past struct {
	Path    string
	Head    edition.Head
	Stories []proof.Earlier
}

// archive remembers the issues that were read, as long as their files do not change.
type archive struct {
	mu   sync.Mutex
	read map[string]archived
}

type archived struct {
	size int64
	at   time.Time
	past *Past // nil: it could not be read
}

// Archive answers the other issues in the folder dir, the file at self apart, newest date first. A file that cannot be
// read, or that somebody is just writing in a newer form, is passed over: the archive is a help and never in the way.
func (s *Shop) Archive(dir, self string) []Past {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	type file struct {
		path string
		info os.FileInfo
	}
	me, _ := os.Stat(self) //nolint:errcheck // a new edition has no file yet
	var files []file
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".dayang") {
			continue
		}
		if info, err := e.Info(); err == nil && (me == nil || !os.SameFile(me, info)) {
			files = append(files, file{filepath.Join(dir, e.Name()), info})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return b.info.ModTime().Compare(a.info.ModTime()) })
	files = files[:min(len(files), archiveFiles)]
	s.past.mu.Lock()
	defer s.past.mu.Unlock()
	if s.past.read == nil {
		s.past.read = map[string]archived{}
	}
	var out []Past
	for _, f := range files {
		a, has := s.past.read[f.path]
		if !has || a.size != f.info.Size() || !a.at.Equal(f.info.ModTime()) {
			a = archived{f.info.Size(), f.info.ModTime(), readPast(f.path)}
			s.past.read[f.path] = a
		}
		if a.past != nil {
			out = append(out, *a.past)
		}
	}
	slices.SortStableFunc(out, func(a, b Past) int { return cmp.Compare(b.Head.Date, a.Head.Date) })
	return out
}

func readPast(path string) *Past {
	f, err := store.OpenReadOnly(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	ed := f.Edition()
	p := &Past{Path: path, Head: ed.Head}
	name := ed.Head.Date
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	for _, s := range ed.Stories {
		var text strings.Builder
		for _, q := range s.Paras {
			if q.Role.InBody() {
				text.WriteString(q.Text)
			}
		}
		e := proof.Earlier{Issue: name, Text: text.String()}
		if h := s.First(edition.Headline); h != nil {
			e.Headline = h.Text
		}
		p.Stories = append(p.Stories, e)
	}
	return p
}

// earlier answers the stories of the issues before an edition, of the last weeks where dates say so, and what the
// heads of all issues are.
func earlier(ed *edition.Edition, all []Past) (stories []proof.Earlier, heads []edition.Head) {
	day, err := time.Parse(time.DateOnly, ed.Head.Date)
	for _, p := range all {
		heads = append(heads, p.Head)
		if err == nil && p.Head.Date != "" {
			then, bad := time.Parse(time.DateOnly, p.Head.Date)
			if bad == nil && (!then.Before(day) || day.Sub(then) > archiveDays*24*time.Hour) {
				continue
			}
		}
		if p.Head.ID != "" && p.Head.ID == ed.Head.ID && p.Head.Date == ed.Head.Date {
			continue // a copy of this very edition
		}
		stories = append(stories, p.Stories...)
	}
	return stories, heads
}
