package store

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
)

// Report says what became of a damaged file.
type Report struct {
	Path    string `json:"path"`
	Cause   string `json:"cause,omitempty"` // what was wrong with it
	Sound   bool   `json:"sound"`           // nothing was wrong: nothing was done, or a plain copy made
	New     string `json:"new,omitempty"`   // the file that was put together
	Damaged string `json:"damaged"`         // where the damaged one is now
	Backup  string `json:"backup,omitempty"`
	// Exact is whether it is proven, by the file's seal, that the new file holds exactly the edition that was
	// acknowledged last. Otherwise Losses says where it may differ.
	Exact     bool   `json:"exact"`
	Pages     int    `json:"pages"`
	Stories   int    `json:"stories"`
	Pictures  int    `json:"pictures"`
	Steps     int    `json:"steps"`
	Snapshots int    `json:"snapshots"`
	Losses    []Loss `json:"losses,omitempty"`
}

// Loss is one thing that could not be saved as it was.
type Loss struct {
	Kind string     `json:"kind"` // head, house, page, story, picture, flag, entry, step, snapshot, edition
	ID   string     `json:"id,omitempty"`
	Text words.Text `json:"text"`
}

// ErrNothingSaved is returned by Recover when there is nothing to put an edition together from.
var ErrNothingSaved = fmt.Errorf("nothing of it can be read, and there is no backup: %w", ErrDamaged)

// Recover puts an edition together from a damaged file and its newest good backup. The new one takes the place of
// the damaged one, which is kept beside it under the name that the report gives. A sound file stays as it is.
func Recover(path string) (Report, error) { return recoverFile(path, "") }

// RecoverTo is Recover that writes to another path and leaves the damaged file where it is. The path must be free.
func RecoverTo(path, to string) (Report, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return Report{}, err
	}
	if _, err := os.Lstat(to); err == nil {
		return Report{}, fmt.Errorf("recover %s to %s: %w", path, to, ErrExists)
	}
	return recoverFile(path, to)
}

// nextVersions is how far a version may be ahead to be a newer program's rather than a flipped bit. Such a file is
// refused even though it may be neither: what this program does not know of, it would drop without a word.
const nextVersions = 16

func recoverFile(path, to string) (Report, error) {
	r := Report{}
	path, err := filepath.Abs(path)
	if err != nil {
		return r, err
	}
	r.Path, r.Damaged = path, path
	fail := func(err error) (Report, error) { return r, fmt.Errorf("recover %s: %w", path, noRoom(plain(err))) }
	sound, err := r.examine(path, to)
	if err != nil || sound {
		return r, err
	}
	l, err := takeLock(path)
	if err == nil {
		defer l.release()
	} else if !errors.Is(err, ErrReadOnly) || to == "" {
		return r, err
	}
	from, done, err := rolledBack(path)
	if err != nil {
		return fail(err)
	}
	defer done()
	f, err := os.Open(from)
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	at, err := f.Stat()
	if err != nil {
		return fail(err)
	}
	wal, err := os.ReadFile(from + "-wal")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(err)
	}
	s := salvageFrom(openPages(f, at.Size(), wal))
	if s.newer > 0 && s.newer <= len(migrations)+nextVersions {
		return r, ErrNewer{Path: path, Version: s.newer, Knows: len(migrations)}
	}
	base, err := newestGood(path, s)
	if err != nil {
		return fail(err)
	}
	m := &mending{Report: &r, salvage: s, base: base}
	if err := m.mend(); err != nil {
		return fail(err)
	}
	target := to
	if to == "" {
		target = path
	}
	err = besideThen(target, func(temp string) error { return m.write(temp, path) }, func() error {
		if to != "" {
			return nil
		}
		r.Damaged, err = setAside(path)
		return err
	})
	if err != nil {
		return fail(err)
	}
	r.New = target
	return r, nil
}

// examine notes what is wrong with the file, and deals with one that is sound.
func (r *Report) examine(path, to string) (sound bool, err error) {
	if bad, _, err := lookAtWAL(path); err != nil {
		return false, err
	} else if bad {
		r.Cause = "its write-ahead log is damaged"
		return false, nil
	}
	f, err := OpenReadOnly(path)
	if err == nil {
		defer f.Close()
		if err = f.Check(); err == nil {
			r.Sound, r.Exact = true, true
			if to != "" {
				if err := f.SaveAs(to); err != nil {
					return false, err
				}
				r.New = to
			}
			return true, nil
		}
	}
	var locked ErrLocked
	if errors.As(err, &locked) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return false, err
	}
	if at, err := os.Stat(path); err != nil || at.IsDir() {
		return false, fmt.Errorf("recover %s: %w", path, errors.Join(ErrNotEdition, err))
	}
	r.Cause = err.Error()
	return false, nil
}

// rolledBack answers the file to read from: the file itself or, where an older journal lies beside it, a copy that
// SQLite has rolled back with it.
func rolledBack(path string) (from string, done func(), err error) {
	done = func() {}
	if holdsNothing(path + "-journal") {
		return path, done, nil
	}
	dir, err := os.MkdirTemp("", "dayang-recover")
	if err != nil {
		return "", done, err
	}
	done = func() { os.RemoveAll(dir) }
	from = filepath.Join(dir, "copy")
	for _, s := range []string{"", "-journal"} {
		if err := copyFile(path+s, from+s); err != nil {
			return "", done, err
		}
	}
	db := openDB(from, readWrite, "")
	db.Exec("BEGIN IMMEDIATE; ROLLBACK") //nolint:errcheck // what it cannot roll back stays as it is
	return from, done, db.Close()
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// setAside gives the damaged file another name. In between there is no file at path: nobody can open half of it.
func setAside(path string) (string, error) {
	name := fmt.Sprintf("%s.damaged-%s", path, time.Now().UTC().Format("20060102-150405"))
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			break
		}
		name = fmt.Sprintf("%s.damaged-%s-%d", path, time.Now().UTC().Format("20060102-150405"), n)
	}
	if err := os.Rename(path, name); err != nil {
		return path, err
	}
	for _, s := range []string{"-wal", "-journal"} {
		if err := os.Rename(path+s, name+s); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return name, err
		}
	}
	return name, errors.Join(removeIfThere(path+"-shm"), syncFolder(filepath.Dir(path)))
}

// foundation is a state that is known to be right, though it may be old: a backup's, or a snapshot's.
type foundation struct {
	ed     *edition.Edition
	at     time.Time
	path   string           // of a backup
	log    map[int64]logRow // the backup's history
	states map[int64]edit.Change
	moves  map[int64]move
	snaps  map[int64]keptSnapshot
}

// newestGood answers the newest backup that is in order, or else the newest snapshot of the damaged file, or nil.
func newestGood(path string, s *salvage) (*foundation, error) {
	list, err := Backups(path)
	if err != nil {
		return nil, err
	}
	for _, b := range list {
		if f, err := readBackup(b); err == nil {
			return f, nil
		}
	}
	var best *foundation
	for _, k := range s.snaps {
		if ed, err := unpackEdition(k.packed, k.sum); err == nil && (best == nil || time.UnixMilli(k.At).After(best.at)) {
			best = &foundation{ed: ed, at: time.UnixMilli(k.At)}
		}
	}
	return best, nil
}

func readBackup(b Backup) (*foundation, error) {
	f := &File{path: b.Path}
	defer func() {
		if f.db != nil {
			f.db.Close()
		}
	}()
	if err := f.connect(immutable, ""); err != nil {
		return nil, err
	}
	out := &foundation{ed: f.ed.Load(), at: b.At, path: b.Path, log: map[int64]logRow{}, states: map[int64]edit.Change{}, moves: map[int64]move{}, snaps: map[int64]keptSnapshot{}}
	rows, err := f.db.Query("SELECT seq, at, who, label_zh, label_en, change, sum, state FROM log")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r logRow
		if err := rows.Scan(&r.seq, &r.at, &r.who, &r.zh, &r.en, &r.packed, &r.sum, &r.state); err != nil {
			return nil, err
		}
		c, err := unpack(r.packed, r.sum)
		if err != nil {
			return nil, err
		}
		out.log[r.seq], out.states[r.seq] = r, c
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	moves, err := readMoves(f.db)
	if err != nil {
		return nil, err
	}
	for _, m := range moves {
		out.moves[m.seq] = m
	}
	snaps, err := readSnapshots(f.db)
	if err != nil {
		return nil, err
	}
	for _, s := range snaps {
		k := keptSnapshot{Snapshot: s}
		if err := f.db.QueryRow("SELECT edition FROM snapshot WHERE seq = ?", s.ID).Scan(&k.packed); err != nil {
			return nil, err
		}
		out.snaps[s.ID] = k
	}
	return out, nil
}

// mending puts an edition together.
type mending struct {
	*Report
	*salvage
	base *foundation // nil: there is none

	ed      *edition.Edition // as saved
	steps   []logRow         // the history that leads to it
	change  map[int64]edit.Change
	kept    []keptSnapshot
	byMoves []move
}

func (m *mending) lose(kind, id string, text words.Text) {
	m.Losses = append(m.Losses, Loss{Kind: kind, ID: id, Text: text})
}

// mend decides what the edition was.
func (m *mending) mend() error {
	if len(m.nodes)+len(m.stray)+len(m.log) == 0 && m.base == nil {
		return ErrNothingSaved
	}
	union, changes := maps.Clone(m.log), maps.Clone(m.changes)
	if m.base != nil && m.base.log != nil {
		for seq, r := range m.base.log {
			if _, has := union[seq]; !has {
				union[seq], changes[seq] = r, m.base.states[seq]
			}
		}
	}
	m.change = changes
	ed, exact := m.fromNodes(union)
	replayed := m.replay(union)
	if !exact && replayed != nil {
		if m.proves(replayed) {
			ed, exact = replayed, true
		} else if m.seal == nil && m.agrees(replayed) {
			// Nothing contradicts it, and nothing proves it: the state after the last step that is left.
			ed = replayed
			m.lose("edition", "", words.Text{ZH: "封记已损坏，不能证明最后几步都在", EN: "the seal is damaged: it cannot be proven that the very last steps are there"})
		}
	}
	m.Exact = exact
	if ed == nil {
		ed = m.patchwork(union)
	}
	if ed == nil {
		return ErrNothingSaved
	}
	m.ed = ed
	m.history(union)
	return nil
}

// proves reports whether the seal says that this is the edition that was acknowledged last.
func (m *mending) proves(ed *edition.Edition) bool {
	if ed == nil || m.seal == nil || edition.Validate(ed) != nil {
		return false
	}
	s, err := sealOf(ed)
	return err == nil && s.nodes == m.seal.nodes && s.placed == m.seal.placed
}

// agrees reports whether an edition holds every node that the file's trees lead to, as it is there.
func (m *mending) agrees(ed *edition.Edition) bool {
	have := map[nodeKey]int64{}
	eachNode(ed, func(kind, id string, _ int, node any) error { //nolint:errcheck // it answers none
		if text, err := encode(kind, id, node); err == nil {
			have[nodeKey{kind, id}] = sumOf(kind, id, text)
		}
		return nil
	})
	for k, r := range m.nodes {
		if have[k] != r.sum {
			return false
		}
	}
	return true
}

// maxTries bounds how many ways are tried to fill the gaps.
const maxTries = 512

// fromNodes answers the edition that the nodes make, the gaps filled from the history, from the backup and from stray
// pages, if the seal proves that it is the one.
func (m *mending) fromNodes(union map[int64]logRow) (*edition.Edition, bool) {
	try := func(nodes map[nodeKey]*row) *edition.Edition {
		total := uint64(0)
		for k, r := range nodes {
			total += nodeMark(k.kind, k.id, r.sum)
		}
		if m.seal == nil || total != m.seal.nodes {
			return nil
		}
		ed := arrange(nodes, m.base)
		if m.proves(ed) {
			return ed
		}
		return nil
	}
	if ed := try(m.nodes); ed != nil {
		return ed, true
	}
	// A file of the form that had no seal: whole trees and places that fit are all the proof there is.
	if m.seal == nil && m.whole {
		if ed, _, err := assemble(cloneRows(m.nodes)); err == nil && edition.Validate(ed) == nil {
			m.lose("edition", "", words.Text{ZH: "封记已损坏或没有，只能按各部分的校验和认定", EN: "the seal is damaged or missing: only the sums of its parts speak for it"})
			return ed, false
		}
	}
	var gaps []nodeKey
	choices := map[nodeKey][]*row{}
	offer := func(k nodeKey, r *row) {
		if _, has := m.nodes[k]; has {
			return
		}
		if choices[k] == nil {
			gaps = append(gaps, k)
		}
		choices[k] = append(choices[k], r)
	}
	for k, r := range m.latest(union) {
		offer(k, r)
	}
	for k, list := range m.stray {
		for _, r := range list {
			offer(k, r)
		}
	}
	if m.seal == nil || len(gaps) == 0 {
		return nil, false
	}
	tries := 0
	var fill func(i int, nodes map[nodeKey]*row) *edition.Edition
	fill = func(i int, nodes map[nodeKey]*row) *edition.Edition {
		if tries > maxTries {
			return nil
		}
		if i == len(gaps) {
			tries++
			return try(nodes)
		}
		for _, r := range choices[gaps[i]] {
			nodes[gaps[i]] = r
			if ed := fill(i+1, nodes); ed != nil {
				return ed
			}
		}
		delete(nodes, gaps[i]) // it may have been deleted
		return fill(i+1, nodes)
	}
	ed := fill(0, maps.Clone(m.nodes))
	return ed, ed != nil
}

func cloneRows(nodes map[nodeKey]*row) []*row {
	var out []*row
	for _, r := range nodes {
		c := *r
		out = append(out, &c)
	}
	return out
}

// latest answers each node as the newest step that is done left it, or as the backup has it where no step has.
func (m *mending) latest(union map[int64]logRow) map[nodeKey]*row {
	out := map[nodeKey]*row{}
	put := func(kind, id string, pos int, node any) error {
		text, err := encode(kind, id, node)
		if err == nil {
			out[nodeKey{kind, id}] = &row{kind: kind, id: id, pos: int64(pos), sum: sumOf(kind, id, text), node: node}
		}
		return err
	}
	if m.base != nil {
		eachNode(m.base.ed, put) //nolint:errcheck // what came from JSON goes into it
	}
	for _, seq := range slices.Sorted(maps.Keys(union)) {
		if union[seq].state != Done {
			continue
		}
		for _, o := range m.change[seq].Ops {
			kind, id, node := after(o)
			k := nodeKey{kind, id}
			if node == nil {
				delete(out, k)
				continue
			}
			pos := o.At
			if was, has := out[k]; has && kind != headNode && kind != houseNode {
				pos = int(was.pos)
			}
			put(kind, id, pos, node) //nolint:errcheck // what came from JSON goes into it
		}
	}
	return out
}

// after answers the node that an operation leaves, nil for one that it deletes.
func after(o edit.Op) (kind, id string, node any) {
	switch {
	case o.Head != nil:
		return headNode, "head", o.Head.After
	case o.House != nil:
		return houseNode, "house", o.House.After
	case o.Page != nil:
		return either(pageNode, o.Page, func(n *edition.Page) string { return n.ID })
	case o.Story != nil:
		return either(storyNode, o.Story, func(n *edition.Story) string { return n.ID })
	case o.Picture != nil:
		return either(pictureNode, o.Picture, func(n *edition.Picture) string { return n.ID })
	case o.Flag != nil:
		return either(flagNode, o.Flag, func(n *edition.Flag) string { return n.ID })
	case o.Entry != nil:
		return either(entryNode, o.Entry, func(n *edition.Entry) string { return n.ID })
	}
	return "", "", nil
}

func either[T any](kind string, s *edit.Swap[T], id func(*T) string) (string, string, any) {
	if s.After != nil {
		return kind, id(s.After), s.After
	}
	if s.Before != nil {
		return kind, id(s.Before), nil
	}
	return kind, "", nil
}

// arrange makes an edition of nodes, in the order of their places; where two claim one, the backup's order decides.
func arrange(nodes map[nodeKey]*row, base *foundation) *edition.Edition {
	order := map[nodeKey]int{}
	if base != nil {
		eachNode(base.ed, func(kind, id string, at int, _ any) error { //nolint:errcheck // it answers none
			order[nodeKey{kind, id}] = at + 1
			return nil
		})
	}
	rows := cloneRows(nodes)
	slices.SortFunc(rows, func(a, b *row) int {
		if a.pos != b.pos {
			return int(a.pos - b.pos)
		}
		if d := order[nodeKey{a.kind, a.id}] - order[nodeKey{b.kind, b.id}]; d != 0 {
			return d
		}
		return strings.Compare(a.kind+a.id, b.kind+b.id)
	})
	ed := &edition.Edition{}
	head := false
	for _, r := range rows {
		switch n := r.node.(type) {
		case *edition.Head:
			ed.Head, head = *n, true
		case *edition.House:
			ed.House = n
		case *edition.Page:
			ed.Pages = append(ed.Pages, n)
		case *edition.Story:
			ed.Stories = append(ed.Stories, n)
		case *edition.Picture:
			ed.Pictures = append(ed.Pictures, n)
		case *edition.Flag:
			ed.Flags = append(ed.Flags, n)
		case *edition.Entry:
			ed.Record = append(ed.Record, n)
		}
	}
	if !head {
		ed.Head.Title = lostTitle
	}
	return ed
}

// lostTitle stands where the head of an edition is lost.
const lostTitle = "（报头已损坏）"

// replay answers the backup's edition with every later step done again, or nil if the steps do not lead on from it.
func (m *mending) replay(union map[int64]logRow) *edition.Edition {
	if m.base == nil || m.base.log == nil {
		return nil
	}
	var back, forth []int64
	for seq, r := range m.base.log {
		if r.state == Done && union[seq].state != Done {
			back = append(back, seq)
		}
		if was, now := m.base.log[seq], union[seq]; was.sum != now.sum && was.state == Done && now.state == Done {
			back, forth = append(back, seq), append(forth, seq) // a step that went on after the backup
		}
	}
	for seq, r := range union {
		if was, has := m.base.log[seq]; r.state == Done && (!has || was.state != Done) {
			forth = append(forth, seq)
		}
	}
	slices.Sort(back)
	slices.Sort(forth)
	slices.Reverse(back)
	ed := m.base.ed
	var err error
	for _, seq := range back {
		if ed, err = m.base.states[seq].Inverse().Apply(ed); err != nil {
			return nil
		}
	}
	for _, seq := range forth {
		if ed, err = m.change[seq].Apply(ed); err != nil {
			return nil
		}
	}
	if edition.Validate(ed) != nil {
		return nil
	}
	return ed
}

// patchwork answers what can be had where nothing is proven: every node from the file, what is missing from the
// history or the backup, and says of each where it came from.
func (m *mending) patchwork(union map[int64]logRow) *edition.Edition {
	m.lose("edition", "", words.Text{ZH: "不能证明与最后存盘的一致，请逐版核对", EN: "it cannot be proven to be what was saved last: look through every page"})
	nodes := maps.Clone(m.nodes)
	for k, r := range m.latest(union) {
		if _, has := nodes[k]; has {
			continue
		}
		nodes[k] = r
		m.lose(k.kind, k.id, words.Text{ZH: "取自历史或备份，可能不是最后的样子：%s", EN: "taken from the history or a backup, perhaps not as it was last: %s"}.F(nameOf(r.node)))
	}
	for k, list := range m.stray {
		if _, has := nodes[k]; has {
			continue
		}
		nodes[k] = list[len(list)-1]
		m.lose(k.kind, k.id, words.Text{ZH: "在文件的零散处找到，可能是旧稿或已删去的：%s", EN: "found on a stray page of the file, perhaps old or deleted: %s"}.F(nameOf(list[0].node)))
	}
	if len(nodes) == 0 {
		return nil
	}
	ed := arrange(nodes, m.base)
	if ed.Head.Title == lostTitle {
		m.lose(headNode, "", words.Text{ZH: "报头信息已丢失", EN: "the head of the edition is lost"})
	}
	if ed.House == nil {
		ed.House = edition.DefaultHouse()
		m.lose(houseNode, "", words.Text{ZH: "体例已丢失，换成程序自带的", EN: "the house style is lost; the program's own stands in"})
	}
	for i, r := range m.nodesByPlace() {
		if int64(i) >= 0 && r != "" {
			m.lose(r, "", words.Text{ZH: "序号不连续，可能少了几项", EN: "the places have gaps: some may be lost"})
		}
	}
	ed = m.severed(ed)
	if edition.Validate(ed) != nil {
		return nil
	}
	return ed
}

// nodesByPlace answers the kinds whose places have gaps.
func (m *mending) nodesByPlace() []string {
	var out []string
	for _, kind := range []string{pageNode, storyNode, pictureNode, flagNode, entryNode} {
		n, top := int64(0), int64(-1)
		for k, r := range m.nodes {
			if k.kind == kind {
				n++
				top = max(top, r.pos)
			}
		}
		if top+1 > n {
			out = append(out, kind)
		}
	}
	return out
}

func nameOf(node any) string {
	switch n := node.(type) {
	case *edition.Page:
		return fmt.Sprint(n.Number, " ", n.Name)
	case *edition.Story:
		return n.Slug
	case *edition.Picture:
		return n.Name
	case *edition.Head:
		return n.Title
	case *edition.Flag:
		return n.Quote + n.Note
	case *edition.Entry:
		return n.Who + " " + n.Name
	}
	return ""
}

// severed answers the edition without references to what is not there; each is reported.
func (m *mending) severed(ed *edition.Edition) *edition.Edition {
	out := *ed
	has := func(id string) bool { return id == "" || ed.Picture(id) != nil }
	out.Stories = nil
	for _, s := range ed.Stories {
		c := *s
		c.Pictures = slices.Clone(s.Pictures)
		for i, u := range c.Pictures {
			if !has(u.Picture) {
				c.Pictures[i].Picture = ""
				m.lose(storyNode, s.ID, words.Text{ZH: "“%s”缺一张图片，留着位置", EN: "%q lacks a picture; its place is kept"}.F(s.Slug))
			}
		}
		out.Stories = append(out.Stories, &c)
	}
	out.Pages = nil
	for _, p := range ed.Pages {
		c := *p
		c.Frames = nil
		for _, f := range p.Frames {
			g := *f
			if f.Story != "" && ed.Story(f.Story) == nil {
				g.Story = ""
				m.lose(pageNode, p.ID, words.Text{ZH: "第%d版有一个框的稿件丢了", EN: "a frame on page %d has lost its story"}.F(p.Number))
			}
			if !has(f.Picture) {
				g.Picture = ""
				m.lose(pageNode, p.ID, words.Text{ZH: "第%d版有一个框的图片丢了", EN: "a frame on page %d has lost its picture"}.F(p.Number))
			}
			c.Frames = append(c.Frames, &g)
		}
		out.Pages = append(out.Pages, &c)
	}
	out.Flags = nil
	for _, f := range ed.Flags {
		if f.Story != "" && ed.Story(f.Story) == nil || f.Page != "" && ed.Page(f.Page) == nil {
			m.lose(flagNode, f.ID, words.Text{ZH: "一条批注所在的稿件或版丢了：%s", EN: "a flag has lost its story or page: %s"}.F(nameOf(f)))
			continue
		}
		out.Flags = append(out.Flags, f)
	}
	return &out
}

// history keeps the steps that lead to the edition: all of them if the seal proves them, otherwise those that can be
// walked back from it without a gap.
func (m *mending) history(union map[int64]logRow) {
	for _, id := range slices.Sorted(maps.Keys(m.snaps)) {
		m.kept = append(m.kept, m.snaps[id])
	}
	if m.base != nil {
		for _, id := range slices.Sorted(maps.Keys(m.base.snaps)) {
			if _, has := m.snaps[id]; !has {
				m.kept = append(m.kept, m.base.snaps[id])
			}
		}
	}
	if m.Exact && m.logSeal() == m.seal.log {
		for _, seq := range slices.Sorted(maps.Keys(m.log)) {
			m.steps = append(m.steps, m.log[seq])
		}
		for _, seq := range slices.Sorted(maps.Keys(m.moves)) {
			m.byMoves = append(m.byMoves, m.moves[seq])
		}
		return
	}
	seqs := slices.Sorted(maps.Keys(union))
	slices.Reverse(seqs)
	walked := map[int64]bool{}
	ed := m.ed
	for _, seq := range seqs {
		if union[seq].state != Done {
			continue
		}
		before, err := m.change[seq].Inverse().Apply(ed)
		if err != nil {
			break
		}
		ed = before
		walked[seq] = true
	}
	ed = m.ed
	slices.Reverse(seqs)
	for _, seq := range seqs {
		if union[seq].state != Undone {
			continue
		}
		next, err := m.change[seq].Apply(ed)
		if err != nil {
			break
		}
		ed = next
		walked[seq] = true
	}
	lost := 0
	for _, seq := range seqs {
		if walked[seq] {
			m.steps = append(m.steps, union[seq])
		} else {
			lost++
		}
	}
	moves := maps.Clone(m.moves)
	if m.base != nil {
		for seq, mv := range m.base.moves {
			if _, has := moves[seq]; !has {
				moves[seq] = mv
			}
		}
	}
	for _, seq := range slices.Sorted(maps.Keys(moves)) {
		if walked[moves[seq].Step] {
			m.byMoves = append(m.byMoves, moves[seq])
		}
	}
	m.lose("step", "", words.Text{ZH: "历史不完整：留下 %d 步，另有 %d 步读得出但接不上", EN: "the history is not whole: %d steps are kept, %d more can be read but lead nowhere"}.F(len(m.steps), lost))
}

// write puts the new file together at temp; path is where the damaged one is.
func (m *mending) write(temp, path string) error {
	db := openDB(temp, creating, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
	defer db.Close()
	if err := migrate(context.Background(), db, 0); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	want := map[string]bool{}
	for _, p := range m.ed.Pictures {
		want[p.ID] = true
	}
	for _, r := range m.steps {
		notePictures(m.change[r.seq], want)
	}
	var kept []keptSnapshot
	for _, k := range m.kept {
		ed, err := unpackEdition(k.packed, k.sum)
		if err != nil {
			continue
		}
		for _, p := range ed.Pictures {
			want[p.ID] = true
		}
		kept = append(kept, k)
	}
	have := map[string]bool{}
	take := func(id string, turn int, data []byte) error {
		if !want[id] || have[id] {
			return nil
		}
		have[id] = true
		_, err := tx.Exec("INSERT INTO file (id, turn, bytes) VALUES (?, ?, ?)", id, turn, data)
		return err
	}
	if err := m.pictures.each(take); err != nil {
		return err
	}
	for id := range want {
		if have[id] {
			continue
		}
		if data, ok := keptPicture(path, id); ok {
			pic, err := ProbeAd("", data)
			if err != nil {
				continue
			}
			if err := take(id, pic.Turn, data); err != nil {
				return err
			}
		}
	}
	ed := m.withPictures(have)
	var s seal
	for _, r := range m.steps {
		if err := r.insert(tx); err != nil {
			return err
		}
		s.log += r.mark()
	}
	for _, mv := range m.byMoves {
		if err := mv.insert(tx); err != nil {
			return err
		}
		s.log += mv.mark()
	}
	for _, k := range kept {
		if err := k.insert(tx, k.packed); err != nil {
			return err
		}
		s.log += k.mark()
	}
	if ed != m.ed {
		c := edit.Diff(words.Text{ZH: "修复：去掉读不出的图片", EN: "Repair: pictures that cannot be read removed"}, m.ed, ed)
		c.At, c.Who = time.Now().UnixMilli(), userName()
		f := &File{}
		packed, err := f.pack(c)
		if err != nil {
			return err
		}
		r := logRow{at: c.At, who: c.Who, zh: c.Label.ZH, en: c.Label.EN, packed: packed, sum: int64(crc32.Checksum(packed, castagnoli)), state: Done}
		for _, q := range m.steps {
			r.seq = max(r.seq, q.seq)
		}
		r.seq++
		if err := r.insert(tx); err != nil {
			return err
		}
		s.log += r.mark()
		m.ed = ed
	}
	if err := writeNodes(tx, &s, m.ed); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	m.Pages, m.Stories, m.Pictures, m.Steps, m.Snapshots = len(m.ed.Pages), len(m.ed.Stories), len(m.ed.Pictures), len(m.steps), len(kept)
	if m.base != nil && !(m.Exact && m.whole) {
		m.Backup = m.base.path
	}
	if err := db.Close(); err != nil {
		return err
	}
	return passes(temp)
}

// passes checks what was put together: a repair that does not pass is no repair.
func passes(temp string) error {
	f, err := OpenReadOnly(temp)
	if err != nil {
		return err
	}
	return errors.Join(f.Check(), f.Close())
}

// withPictures answers the edition without the pictures whose bytes nothing has; each is reported.
func (m *mending) withPictures(have map[string]bool) *edition.Edition {
	out := *m.ed
	out.Pictures = nil
	for _, p := range m.ed.Pictures {
		if have[p.ID] {
			out.Pictures = append(out.Pictures, p)
			continue
		}
		m.Exact = false
		m.lose(pictureNode, p.ID, words.Text{ZH: "图片读不出，请重新放入：%s", EN: "the picture cannot be read, put it in again: %s"}.F(p.Name))
	}
	if len(out.Pictures) == len(m.ed.Pictures) {
		return m.ed
	}
	return m.severed(&out)
}
