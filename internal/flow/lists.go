package flow

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"dayang/internal/lists"
	"dayang/internal/proof"
)

// ListsFolder is where the lists of the editions in a folder stand: the title's people, words, slips and places.
func ListsFolder(editions string) string { return filepath.Join(editions, "lists") }

// List reads one list of a folder; one that is not there is empty.
func List(dir string, k lists.Kind) (lists.Table, error) {
	f, err := os.Open(filepath.Join(dir, k.File()))
	if errors.Is(err, fs.ErrNotExist) {
		return lists.Table{Kind: k}, nil
	}
	if err != nil {
		return lists.Table{Kind: k}, err
	}
	defer f.Close()
	t, err := lists.Read(k, f)
	if err != nil {
		return t, fmt.Errorf("%q: %w", f.Name(), err)
	}
	return t, nil
}

// SaveList writes one list into a folder, which is made if need be; the old file is replaced whole or not at all.
func SaveList(dir string, t lists.Table) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return ReplaceFile(filepath.Join(dir, t.Kind.File()), func(f *os.File) error { return t.Write(f) })
}

// ListError tells what is wrong with the entries of a list's file.
type ListError struct {
	Path   string
	Faults []lists.Fault
}

// Error says the file and the first fault with its line.
func (e *ListError) Error() string {
	more := ""
	if n := len(e.Faults); n > 1 {
		more = fmt.Sprintf(" (and %d more)", n-1)
	}
	return fmt.Sprintf("%q: %v%s", e.Path, e.Faults[0], more)
}

// Lists reads all lists of a folder. Entries with a fault are left out; the error, a *ListError of the first such
// file, tells of them, and the set holds all others.
func Lists(dir string) (lists.Set, error) {
	var set lists.Set
	var first error
	for _, k := range lists.Kinds {
		t, err := List(dir, k)
		if err == nil {
			if faults := set.Add(t); len(faults) > 0 {
				err = &ListError{filepath.Join(dir, k.File()), faults}
			}
		}
		if first == nil {
			first = err
		}
	}
	return set, first
}

// ReadRoster reads a roster by itself: a list, or JSON with name, titles, rank, from and to.
func ReadRoster(path string) ([]proof.Person, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(filepath.Ext(path), ".json") {
		var people []proof.Person
		if err := json.Unmarshal(data, &people); err != nil {
			return nil, fmt.Errorf("read roster %q: %w", path, err)
		}
		return people, nil
	}
	t, err := lists.Read(lists.Roster, bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read roster %q: %w", path, err)
	}
	var set lists.Set
	if faults := set.Add(t); len(faults) > 0 {
		return nil, &ListError{path, faults}
	}
	return set.Roster, nil
}

// listCache remembers the lists of a folder as long as their files do not change.
type listCache struct {
	mu    sync.Mutex
	state string
	set   lists.Set
}

// TitleLists answers the lists beside an edition's file, as far as they can be read. It is quick to ask again.
func (s *Shop) TitleLists(path string) lists.Set {
	if path == "" {
		return lists.Set{}
	}
	dir := ListsFolder(filepath.Dir(path))
	state := dir
	for _, k := range lists.Kinds {
		if st, err := os.Stat(filepath.Join(dir, k.File())); err == nil {
			state += fmt.Sprintf("|%s %d %d", k, st.Size(), st.ModTime().UnixNano())
		}
	}
	c := &s.lists
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state != state {
		c.set, _ = Lists(dir) //nolint:errcheck // the desk that edits the lists shows what is wrong with them
		c.state = state
	}
	return c.set
}
