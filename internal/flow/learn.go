package flow

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dayang/internal/edition"
	"dayang/internal/ngram"
	"dayang/internal/segment"
	"dayang/internal/store"
	"dayang/internal/words"
)

// learnt is what the paper's own archive adds to the dictionary: kept on this machine and nowhere else.
type learnt struct {
	mu   sync.Mutex
	path string
	dict *segment.Dictionary // with what was learnt; nil until asked for
	bad  *BadLearntError
}

// BadLearntError says that what was learnt could not be read and was set aside: the desk goes on without it.
type BadLearntError struct {
	Path string // where it was
	Kept string // where it is now; "" if it could not be moved
	Err  error
}

// Error says what could not be read and why.
func (e *BadLearntError) Error() string {
	return fmt.Sprintf("read what was learnt, %q: %v", e.Path, e.Err)
}

// Unwrap answers the reason.
func (e *BadLearntError) Unwrap() error { return e.Err }

// Words says what happened and what to do.
func (e *BadLearntError) Words() words.Text {
	if e.Kept == "" {
		return words.Text{ZH: "从往期学到的 %s 读不出来，这次没有用它。请重新学习。", EN: "What was learnt from past issues, %s, cannot be read and is not used. Learn again."}.F(e.Path)
	}
	return words.Text{ZH: "从往期学到的文件坏了，已移到 %s，不再使用。请重新学习。", EN: "The file of what was learnt from past issues is damaged. It was moved to %s and is not used. Learn again."}.F(e.Kept)
}

// LearntTrouble answers what was wrong with the file of what was learnt when the dictionary was opened; nil is nothing.
func (s *Shop) LearntTrouble() *BadLearntError {
	s.own.mu.Lock()
	defer s.own.mu.Unlock()
	return s.own.bad
}

// HasLearnt reports whether there is a file of what was learnt, and where.
func (s *Shop) HasLearnt() (path string, has bool) {
	s.own.mu.Lock()
	defer s.own.mu.Unlock()
	if s.own.path == "" {
		return "", false
	}
	_, err := os.Stat(s.own.path)
	return s.own.path, err == nil
}

// KeepLearnt says in which file the shop keeps what Learn learns, and from which its dictionary reads it.
func (s *Shop) KeepLearnt(path string) {
	s.own.mu.Lock()
	defer s.own.mu.Unlock()
	s.own.path, s.own.dict, s.own.bad = path, nil, nil
}

// ErrNoLearnt is returned by Learn and Forget of a shop that has no file to keep what is learnt in.
var ErrNoLearnt = errors.New("no file to keep what is learnt in")

// mixed answers the dictionary with what was learnt. What cannot be read is set aside, and LearntTrouble tells.
func (s *Shop) mixed(d *segment.Dictionary) *segment.Dictionary {
	s.own.mu.Lock()
	defer s.own.mu.Unlock()
	if s.own.path == "" {
		return d
	}
	if s.own.dict == nil {
		c, err := readLearnt(s.own.path)
		if err != nil {
			s.own.bad = &BadLearntError{Path: s.own.path, Err: err}
			if aside := s.own.path + ".bad"; os.Rename(s.own.path, aside) == nil {
				s.own.bad.Kept = aside
			}
			c = nil
		}
		s.own.dict = d.Learnt(c)
	}
	return s.own.dict
}

// readLearnt answers nil if nothing was learnt yet.
func readLearnt(path string) (*ngram.Counts, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readCounts(f)
}

// maxLearnt is the most that is read of what was learnt, in bytes: a hundred years of a daily say less.
const maxLearnt = 256 << 20

func readCounts(r io.Reader) (*ngram.Counts, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return ngram.ReadCounts(io.LimitReader(z, maxLearnt))
}

// Learning says what Learn took in.
type Learning struct {
	Files, Stories, Runes int
	Names                 []string // words of the paper's own that the dictionary did not have, the commonest first
	Skipped               []string // files that could not be read
	Path                  string   // the file it is kept in
}

// Learn reads editions, manuscripts and folders of them and keeps how often words and pairs of words stand there, with
// names and terms of the paper's own: the proof desk then doubts them less and puts loose pieces in order better. What
// was learnt before is replaced, unless there was nothing to read. It stays in one file on this machine, holds no sentences and is sent nowhere.
func (s *Shop) Learn(ctx context.Context, paths []string, progress func(done, total int)) (Learning, error) {
	s.own.mu.Lock()
	path := s.own.path
	s.own.mu.Unlock()
	l := Learning{Path: path}
	if path == "" {
		return l, ErrNoLearnt
	}
	d, err := s.open()
	if err != nil {
		return l, fmt.Errorf("open the dictionary: %w", err)
	}
	files, err := filesBelow(paths)
	if err != nil {
		return l, err
	}
	var texts []string
	seen := map[string]bool{}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return l, err
		}
		ed, err := s.readAny(f)
		if err != nil {
			l.Skipped = append(l.Skipped, f)
		} else {
			l.Files++
			for _, st := range ed.Stories {
				if t := storyText(st); t != "" && !seen[t] { // an issue and its copy are read once
					seen[t] = true
					texts = append(texts, t)
					l.Stories++
				}
			}
		}
		if progress != nil {
			progress(i+1, 2*len(files))
		}
	}
	if len(texts) == 0 {
		return l, nil
	}
	c := ngram.NewCounts()
	c.Names = ngram.FindNames(d.Model(), texts)
	for w, n := range c.Names {
		c.One[w] = n
	}
	reader := d.Model().With(c) // reads the names found as words
	c.One = map[string]int{}
	for i, t := range texts {
		if err := ctx.Err(); err != nil {
			return l, err
		}
		c.Learn(reader, t)
		if progress != nil {
			progress(len(files)+(i+1)*len(files)/len(texts), 2*len(files))
		}
	}
	l.Runes = c.Runes
	for w := range c.Names {
		l.Names = append(l.Names, w)
	}
	slices.SortFunc(l.Names, func(a, b string) int {
		if n := c.Names[b] - c.Names[a]; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return l, err
	}
	err = ReplaceFile(path, func(f *os.File) error {
		z := gzip.NewWriter(f)
		if err := c.Write(z); err != nil {
			return err
		}
		return z.Close()
	})
	if err != nil {
		return l, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return l, err
	}
	s.own.mu.Lock()
	s.own.dict, s.own.bad = nil, nil
	s.own.mu.Unlock()
	return l, nil
}

// Forget removes what was learnt.
func (s *Shop) Forget() error {
	s.own.mu.Lock()
	defer s.own.mu.Unlock()
	if s.own.path == "" {
		return ErrNoLearnt
	}
	s.own.dict, s.own.bad = nil, nil
	if err := os.Remove(s.own.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// filesBelow answers files, and of folders all editions and manuscripts in and below them.
func filesBelow(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		err := filepath.WalkDir(p, func(path string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case e.IsDir():
				if path != p && strings.HasPrefix(e.Name(), ".") {
					return fs.SkipDir
				}
				return nil
			case path == p:
				out = append(out, path)
				return nil
			}
			switch strings.ToLower(filepath.Ext(path)) {
			case ".dayang", ".md", ".txt", ".docx", ".html", ".htm", ".ninjs", ".xml":
				out = append(out, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readAny reads an edition or a manuscript.
func (s *Shop) readAny(path string) (*edition.Edition, error) {
	if strings.EqualFold(filepath.Ext(path), ".dayang") {
		f, err := store.OpenReadOnly(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return f.Edition(), nil
	}
	t, err := s.TakeIn([]string{path}, "")
	return t.Edition, err
}

func storyText(s *edition.Story) string {
	var b strings.Builder
	for _, p := range s.All() {
		b.WriteString(p.Text)
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}
