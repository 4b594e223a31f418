package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	_ "image/jpeg" // pictures are probed by what they are
	_ "image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"dayang/internal/bounded"
	"dayang/internal/bundle"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
	"dayang/internal/words"
)

// The bounds of one import: what a newsroom's folder never reaches, and what a wrong folder soon does.
const (
	maxPictureBytes = 256 << 20
	maxFiles        = 2000
	maxDepth        = 4
)

var sayFiles = struct{ unread, noPicture, badPicture, outside, unused, many words.Text }{
	unread:     words.Text{ZH: "“%s”没有读入：%s。", EN: "%q was not read: %s."},
	noPicture:  words.Text{ZH: "找不到图片“%s”，已留出位置。", EN: "The picture %q was not found; its place is kept."},
	badPicture: words.Text{ZH: "图片“%s”%s。已留出位置。", EN: "The picture %q was not taken: %s. Its place is kept."},
	outside:    words.Text{ZH: "图片“%s”不在稿件的文件夹里，没有读取。", EN: "The picture %q lies outside the manuscript's folder and was not read."},
	unused:     words.Text{ZH: "图片“%s”没有稿件用到，已放入图片库。", EN: "No story uses the picture %q; it is in the picture list."},
	many:       words.Text{ZH: "文件太多，只读入前 %d 个。", EN: "Too many files; only the first %d were read."},
}

// Why answers an import error's cause as a visible phrase.
func Why(err error) words.Text {
	var limit *bounded.LimitError
	var newer *bundle.NewerError
	switch {
	case errors.As(err, &limit):
		return limit.Words()
	case errors.As(err, &newer):
		return words.Text{ZH: "报纸包是更新版本的大样做的（第 %d 版格式），请先升级", EN: "a newer dayang made the edition package (format %d); upgrade first"}.F(newer.Version)
	case errors.Is(err, ErrPackage):
		return words.Text{ZH: "是整期报纸包，请单独打开", EN: "it is the package of a whole edition; open it by itself"}
	case errors.Is(err, ErrDamaged):
		return words.Text{ZH: "文件已损坏或不完整，请让作者重发", EN: "the file is damaged or cut off; have it sent again"}
	case errors.Is(err, ErrLocked):
		return words.Text{ZH: "文件加了密码，请去掉密码后再收", EN: "it is locked with a password; take the password off first"}
	case errors.Is(err, ErrOldWord):
		return words.Text{ZH: "是旧版 Word 或 WPS 文件（.doc），请用 Word 或 WPS 打开，另存为 .docx 再收", EN: "it is a file of an old Word or WPS (.doc); open it there and save it as .docx"}
	case errors.Is(err, ErrOther):
		return words.Text{ZH: "不能直接读这种文件（PDF、RTF、ODT 等），请另存为 .docx 再收", EN: "files of this kind (PDF, RTF, ODT and others) cannot be read; save it as .docx first"}
	case errors.Is(err, ErrEmpty):
		return words.Text{ZH: "文件是空的", EN: "the file is empty"}
	case errors.Is(err, ErrNotText):
		return words.Text{ZH: "不是文字文件", EN: "it is not a text file"}
	case errors.Is(err, ErrTooLarge):
		return words.Text{ZH: "文件太大，不像稿件", EN: "it is too large for a manuscript"}
	case errors.Is(err, ErrFormat):
		return words.Text{ZH: "不支持这种文件", EN: "files of this kind cannot be read"}
	case errors.Is(err, ErrJSON):
		return words.Text{ZH: "不是版面数据或 ninjs（JSON）", EN: "it is not the JSON of an edition or of ninjs"}
	case errors.Is(err, ErrNothing):
		return words.Text{ZH: "没有找到稿件", EN: "no manuscript was found"}
	case errors.Is(err, fs.ErrNotExist):
		return words.Text{ZH: "文件不存在", EN: "the file does not exist"}
	case errors.Is(err, fs.ErrPermission):
		return words.Text{ZH: "没有读取权限", EN: "reading it is not permitted"}
	}
	return words.Text{ZH: "读取出错（" + err.Error() + "）", EN: "reading it failed (" + err.Error() + ")"}
}

// File reads one manuscript file, by its name's ending; the pictures it names are looked for beside it.
func File(path string) (Result, error) { return Path(path) }

// Path reads files and folders together: one result, the stories in the order of the paths, a folder's files in the
// order of their names. A file of a folder that cannot be read becomes a finding; a path that was named itself and
// cannot be read is an error.
func Path(paths ...string) (Result, error) { return PathWith(Options{}, paths...) }

// PathWith is Path with options for the readers.
func PathWith(o Options, paths ...string) (Result, error) {
	c := collector{options: o}
	var files []found
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case err != nil && o.Skip:
			c.unread(p, err)
		case err != nil:
			return Result{}, &FileError{p, errors.Unwrap(err)}
		case info.IsDir():
			inside, err := c.folder(p)
			if err != nil {
				return Result{}, &FileError{p, err}
			}
			files = append(files, inside...)
		default:
			files = append(files, found{path: p, root: o.Root, skip: o.Skip})
		}
	}
	for i, f := range files {
		if o.Progress != nil {
			o.Progress(i, len(files))
		}
		if err := c.read(f); err != nil {
			return Result{}, err
		}
	}
	if o.Progress != nil {
		o.Progress(len(files), len(files))
	}
	if len(c.Stories) == 0 && len(c.pictures) == 0 && len(c.Furniture) == 0 && !(o.Skip && len(c.Notes) > 0) {
		if c.failed != nil {
			return Result{}, c.failed
		}
		return Result{}, &FileError{strings.Join(paths, ", "), ErrNothing}
	}
	c.resolve()
	c.captions()
	c.receive()
	return c.Result, nil
}

// found is a file to be read.
type found struct {
	path, root string
	skip       bool // what cannot be read becomes a finding
	folder     bool // it was found in a folder, not named
}

// read takes one file into the result.
func (c *collector) read(f found) error {
	switch k := kind(f.path); {
	case k == pictureKind:
		c.pictures = append(c.pictures, f.path)
	case f.folder && (k == otherKind || strings.HasPrefix(strings.ToUpper(filepath.Base(f.path)), "README")): // about the folder, no manuscript
		c.note(NoteFile, finding.Hint, finding.Place{}, f.path, sayFiles.unread.F(filepath.Base(f.path), Why(ErrFormat)))
	default:
		err := c.file(f.path, f.root)
		if err != nil && !f.skip {
			return err
		}
		if err != nil {
			c.unread(f.path, err)
		}
	}
	return nil
}

// unread notes a file that could not be read.
func (c *collector) unread(path string, err error) {
	c.failed = err
	c.note(NoteFile, finding.Warning, finding.Place{}, path, sayFiles.unread.F(filepath.Base(path), Why(err)))
}

type collector struct {
	Result
	options  Options
	files    int
	pictures []string          // picture files found or named
	dirs     map[string]string // story id → folder of its manuscript
	bases    map[string]string // story id → its manuscript's name without ending, if it is its only story
	failed   error
}

func (c *collector) note(rule string, level finding.Level, place finding.Place, text string, m words.Text) {
	c.Notes = append(c.Notes, finding.Finding{Rule: rule, Category: "import", Level: level, Place: place, Text: text, Message: m, Score: 1})
}

// folder answers the files of a folder in the order of their names.
func (c *collector) folder(root string) ([]found, error) {
	var names []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, p)
		switch {
		case err != nil:
			if p == root {
				return err
			}
			c.note(NoteFile, finding.Warning, finding.Place{}, p, sayFiles.unread.F(filepath.Base(p), Why(err)))
			return nil
		case p != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case d.IsDir():
			if strings.Count(rel, string(filepath.Separator)) >= maxDepth {
				return filepath.SkipDir
			}
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		names = append(names, p)
		if len(names) >= maxFiles {
			c.note(NoteFile, finding.Warning, finding.Place{}, root, sayFiles.many.F(maxFiles))
			return filepath.SkipAll
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	top := root
	if c.options.Root != "" {
		top = c.options.Root
	}
	files := make([]found, len(names))
	for i, p := range names {
		files[i] = found{path: p, root: top, skip: true, folder: true}
	}
	return files, nil
}

// source answers what a manuscript is known by when it comes again: its name, and below a root its path from there.
func source(path, root string) string {
	if root != "" {
		if rel, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.Base(path)
}

// load reads a file of at most limit bytes.
func load(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("more than %d bytes: %w", limit, ErrTooLarge)
	}
	return data, nil
}

// maxArchiveBytes is the most a manuscript with its pictures in it may hold as it lies on the disk.
const maxArchiveBytes = 256 << 20

func (c *collector) file(path, root string) error {
	data, err := load(path, maxArchiveBytes)
	if err != nil {
		return &FileError{path, err}
	}
	name := filepath.Base(path)
	k, err := identify(name, data)
	if err == nil && k != docxKind && len(data) > manuscript.MaxBytes {
		err = fmt.Errorf("%d bytes, at most %d: %w", len(data), manuscript.MaxBytes, ErrTooLarge)
	}
	if err != nil {
		return refused(path, err)
	}
	if c.options.Encoding != "" && (k == markdownKind || k == htmlKind || k == textKind) {
		text, _, err := manuscript.DecodeAs(data, c.options.Encoding)
		if err != nil {
			return &FileError{path, err}
		}
		data = append([]byte("\ufeff"), text...) // said beyond doubt, whatever the page says of itself
	}
	var r Result
	switch k {
	case markdownKind:
		r, err = Markdown(name, data)
	case docxKind:
		r, err = DOCXWith(name, data, c.options)
	case htmlKind:
		r, err = HTML(name, data)
	case ninjsKind:
		r, err = Ninjs(name, data)
	case nitfKind:
		r, err = NITF(name, data)
	case newsmlKind:
		r, err = NewsML(name, data)
	case jsonKind:
		if name == "head.json" { // the nameplate's words beside a folder's manuscripts
			if err := json.Unmarshal(data, &r.Head); err != nil {
				return &FileError{path, fmt.Errorf("%w: %w", ErrJSON, err)}
			}
			h := c.Head
			c.Head = merge(r.Head, h)
			return nil
		}
		r, err = EditionJSON(name, data)
	default:
		r, err = Text(name, data)
	}
	var failed *FileError
	if errors.As(err, &failed) {
		return &FileError{path, failed.Err}
	}
	if err != nil {
		return &FileError{path, err}
	}
	if p := kind(name); p != k && !(p == jsonKind && k == ninjsKind) && !(p == nitfKind && k == newsmlKind) {
		c.note(NoteKind, finding.Hint, finding.Place{}, name, sayRich.kind.F(name, kindNames[k]))
	}
	for _, s := range r.Stories {
		s.Source = source(path, root)
	}
	c.add(r, filepath.Dir(path), name)
	return nil
}

// add joins a manuscript's result, giving its stories ids of their own.
func (c *collector) add(r Result, dir, name string) {
	if c.dirs == nil {
		c.dirs, c.bases = map[string]string{}, map[string]string{}
	}
	c.files++
	ids := map[string]string{"": ""}
	for _, s := range r.Stories {
		id := s.ID
		if c.files > 1 || c.taken(id) {
			id = "s" + strconv.Itoa(len(c.Stories)+1)
			for n := len(c.Stories) + 2; c.taken(id); n++ {
				id = "s" + strconv.Itoa(n)
			}
			if r.Format == nil {
				s.Priority = priority(len(c.Stories) + 1)
			}
		}
		ids[s.ID] = id
		s.ID = id
		c.dirs[id] = dir
		if len(r.Stories) == 1 {
			c.bases[id] = strings.TrimSuffix(name, ext(name))
		}
		c.Stories = append(c.Stories, s)
	}
	for _, f := range r.Furniture {
		f.Story = ids[f.Story]
		for _, p := range f.Paras {
			p.ID = "f" + strconv.Itoa(len(c.Furniture)+1) + "-" + strings.TrimPrefix(p.ID, "f")
		}
		c.Furniture = append(c.Furniture, f)
	}
	for _, p := range r.Pictures {
		if !c.has(p.ID) {
			c.Pictures = append(c.Pictures, p)
		}
	}
	for _, n := range r.Notes {
		n.Place.Story = ids[n.Place.Story]
		c.Notes = append(c.Notes, n)
	}
	c.Head = merge(c.Head, r.Head) // what came first stands
	if c.PageName == "" {
		c.PageName = r.PageName
	}
	if c.Format == nil {
		c.Format = r.Format
	}
	if c.Preset == "" {
		c.Preset = r.Preset
	}
	if c.Page == 0 {
		c.Page = r.Page
	}
}

// has reports whether a picture's file is in the result.
func (c *collector) has(id string) bool {
	return slices.ContainsFunc(c.Pictures, func(p PictureFile) bool { return p.ID == id })
}

func (c *collector) taken(id string) bool {
	for _, s := range c.Stories {
		if s.ID == id {
			return true
		}
	}
	return false
}

func merge(a, b edition.Head) edition.Head {
	pick := func(x *string, y string) {
		if *x == "" {
			*x = y
		}
	}
	pick(&a.ID, b.ID)
	pick(&a.Title, b.Title)
	pick(&a.Latin, b.Latin)
	pick(&a.Brand, b.Brand)
	pick(&a.Date, b.Date)
	pick(&a.Lunar, b.Lunar)
	pick(&a.Serial, b.Serial)
	pick(&a.Owner, b.Owner)
	if a.Issue == 0 {
		a.Issue = b.Issue
	}
	if a.Sheets == 0 {
		a.Sheets = b.Sheets
	}
	return a
}

// resolve finds the picture files that the stories name, gives loose pictures to the stories that miss one, and
// says what is missing.
func (c *collector) resolve() {
	used := map[string]bool{}
	loaded := map[string]string{} // path → id
	take := func(path string) (string, error) {
		if id, ok := loaded[path]; ok {
			used[path] = true
			return id, nil
		}
		data, err := load(path, maxPictureBytes)
		if err != nil {
			return "", err
		}
		name, data, err := UsablePicture(filepath.Base(path), data)
		if err != nil {
			return "", err
		}
		f := pictureFile(name, data)
		loaded[path], used[path] = f.ID, true
		if !c.has(f.ID) {
			c.Pictures = append(c.Pictures, f)
		}
		return f.ID, nil
	}
	for _, s := range c.Stories {
		for i := range s.Pictures {
			u := &s.Pictures[i]
			if u.Picture == "" || c.has(u.Picture) { // missing, or in the manuscript itself
				continue
			}
			ref := u.Picture
			u.Picture = ""
			place := finding.Place{Story: s.ID}
			if u.Caption != nil {
				place.Para = u.Caption.ID
			}
			path := filepath.FromSlash(strings.TrimPrefix(ref, "./"))
			switch found := filepath.Join(c.dirs[s.ID], path); {
			case !filepath.IsLocal(path):
				// The same name may still lie in the folder: a page moved from another machine.
				if p, ok := c.named(filepath.Base(path)); ok {
					if id, err := take(p); err == nil {
						u.Picture = id
						break
					}
				}
				c.note(NotePicture, finding.Warning, place, ref, sayFiles.outside.F(ref))
			default:
				id, err := take(found)
				if errors.Is(err, fs.ErrNotExist) {
					if p, ok := c.named(filepath.Base(path)); ok {
						id, err = take(p)
					}
				}
				switch {
				case err == nil:
					u.Picture = id
				case errors.Is(err, fs.ErrNotExist):
					c.note(NotePicture, finding.Warning, place, ref, sayFiles.noPicture.F(ref))
				default:
					c.note(NotePicture, finding.Error, place, ref, sayFiles.badPicture.F(ref, whyPicture(err)))
				}
			}
			if u.Picture == "" && u.AspectW == 0 {
				u.AspectW, u.AspectH, u.Guess = 3, 2, true
			}
		}
	}
	for i, path := range slices.Concat(c.pictures, c.options.Beside) {
		name := filepath.Base(path)
		owner := c.owner(strings.TrimSuffix(name, ext(name)))
		if used[path] || i >= len(c.pictures) && owner == nil {
			continue
		}
		id, err := take(path)
		switch {
		case err != nil:
			c.note(NotePicture, finding.Error, finding.Place{}, name, sayFiles.badPicture.F(name, whyPicture(err)))
		case owner == nil:
			c.note(NotePicture, finding.Hint, finding.Place{}, name, sayFiles.unused.F(name))
		default:
			give(owner, id)
		}
	}
}

// named answers the picture file of the import with a name.
func (c *collector) named(name string) (string, bool) {
	for _, p := range slices.Concat(c.pictures, c.options.Beside) {
		if strings.EqualFold(filepath.Base(p), name) {
			return p, true
		}
	}
	return "", false
}

// owner answers the story that a loose picture is named for, by the manuscript's own name or the story's slug; nil is
// none.
func (c *collector) owner(base string) *edition.Story {
	for _, s := range c.Stories {
		manus := c.bases[s.ID]
		if manus != "" && strings.HasPrefix(base, manus) || s.Slug != "" && (strings.Contains(base, s.Slug) || strings.HasPrefix(s.Slug, base)) {
			return s
		}
	}
	return nil
}

// give hands a picture to a story: to the first place that misses one, or as one more.
func give(s *edition.Story, id string) {
	for i := range s.Pictures {
		if s.Pictures[i].Picture == "" {
			s.Pictures[i].Picture = id
			return
		}
	}
	s.Pictures = append(s.Pictures, edition.PictureUse{Picture: id})
}
