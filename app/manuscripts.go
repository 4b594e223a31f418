package app

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/store"
	"dayang/internal/words"
)

// Import reads manuscripts on a worker and brings the edition up to date with them: new stories are added, one whose
// manuscript is known is set anew unless it has been edited. Without an open edition, and of a package, they make an
// edition of their own.
func (d *Desk) Import(paths []string) {
	if d.store == nil || len(paths) == 1 && strings.EqualFold(filepath.Ext(paths[0]), packageExtension) {
		d.importNew(paths)
		return
	}
	d.takeIn(importer.Options{}, paths, flow.KeepEdited, true)
}

// packageExtension is that of edition packages.
const packageExtension = ".zip"

// importNew makes an edition of manuscripts, or of a package, in a file of its own.
func (d *Desk) importNew(paths []string) {
	if d.deps.Import == nil {
		return
	}
	d.flush()
	was := d.store
	var got Imported
	d.run(wJobImport, func(ctx context.Context, _ func(int, int)) (err error) {
		got, err = d.deps.Import(ctx, paths)
		return err
	}, func(err error) {
		if err != nil {
			d.fail(about{strings.Join(paths, "、"), err})
			return
		}
		if was != d.store || got.Edition == nil {
			return
		}
		path := d.freshPath(strings.TrimSuffix(filepath.Base(paths[0]), filepath.Ext(paths[0])))
		st, err := d.deps.Create(path, got.Edition, got.Pictures)
		if err != nil {
			d.fail(about{path, err})
			return
		}
		d.take(st, path)
		d.originate(paths)
		d.arrive(got.Notes, nil)
		if len(got.Edition.Stories) > 0 {
			d.note(wImportedWhat.F(len(got.Edition.Stories), len(got.Pictures)))
		}
		d.askDoubts()
	})
}

// takeIn reads manuscripts into the open edition; ask shows what is doubtful when they are in.
func (d *Desk) takeIn(o importer.Options, paths []string, how flow.Conflicts, ask bool) {
	if d.deps.Read == nil || d.store == nil {
		return
	}
	d.flush()
	st := d.store
	var got importer.Result
	d.run(wJobImport, func(ctx context.Context, tell func(int, int)) (err error) {
		o.Progress = tell
		if got, err = d.deps.Read(ctx, o, paths); err == nil {
			err = ctx.Err()
		}
		return err
	}, func(err error) {
		if err != nil {
			d.fail(about{strings.Join(paths, "、"), err})
			return
		}
		if d.store != st {
			return
		}
		u, err := d.admit(got, how, false)
		if err != nil {
			d.fail(err)
			return
		}
		d.originate(paths)
		d.note(takenText(u))
		if ask {
			d.askDoubts()
		}
	})
}

// admit puts manuscripts that have been read into the edition on the desk.
func (d *Desk) admit(r importer.Result, how flow.Conflicts, watched bool) (flow.Updated, error) {
	d.flush()
	before := d.store.Edition()
	u, err := flow.Admit(deskKeeper{d, watched}, r, how)
	if d.store.Edition() != before { // some pictures may be in even if the rest failed
		d.adopt(d.store.Edition())
	}
	if err == nil {
		d.arrive(u.Notes, u.Stories)
		d.held = slices.DeleteFunc(d.held, func(id string) bool { return slices.Contains(u.Stories, id) })
		for _, id := range u.Held {
			if !slices.Contains(d.held, id) {
				d.held = append(d.held, id)
			}
		}
	}
	return u, err
}

// deskKeeper is the open edition as flow sees it: its steps bear the desk's time.
type deskKeeper struct {
	d       *Desk
	watched bool // what comes came by itself, and the menu of undoing says so
}

func (k deskKeeper) Edition() *edition.Edition { return k.d.store.Edition() }

func (k deskKeeper) Do(c edit.Change) (*edition.Edition, error) {
	c.At = k.d.deps.Now().UnixMilli()
	if k.watched {
		c.Label = wByWatch.F(c.Label)
	}
	return k.d.store.Do(c)
}

func (k deskKeeper) AddPicture(name string, data []byte) (edition.Picture, error) {
	return k.d.store.AddPicture(name, data)
}

// arrive puts what importing had to say into the list of findings; of stories that came again the old remarks go.
func (d *Desk) arrive(notes []finding.Finding, renewed []string) {
	d.arrived = slices.DeleteFunc(d.arrived, func(f finding.Finding) bool { return slices.Contains(renewed, f.Place.Story) })
	for _, n := range notes {
		if !slices.ContainsFunc(d.arrived, func(f finding.Finding) bool { return keyOf(f) == keyOf(n) && f.Message == n.Message }) {
			d.arrived = append(d.arrived, n)
		}
	}
	d.collect()
	d.changed()
}

// originate remembers where manuscripts lie, so that one can be read again in another way.
func (d *Desk) originate(paths []string) {
	for _, p := range paths {
		if !isDir(p) {
			d.origins[filepath.Base(p)] = p
			continue
		}
		for _, s := range d.ed.Stories {
			if at := filepath.Join(p, filepath.FromSlash(s.Source)); s.Source != "" && isFile(at) {
				d.origins[s.Source] = at
				d.origins[path.Base(s.Source)] = at
			}
		}
	}
}

// takenText says in a line what manuscripts did.
func takenText(u flow.Updated) words.Text {
	fresh, again, held, same := u.Count(importer.Additional), u.Count(importer.Changed)+u.Count(importer.Conflict)-len(u.Held), len(u.Held), u.Count(importer.Same)
	switch {
	case fresh > 0 && again+held == 0:
		return wImportedWhat.F(fresh, u.Pictures)
	case fresh+again+held > 0:
		return wTakenWhat.F(fresh, again, held)
	case same > 0:
		return wTakenSame.F(same)
	case u.Pictures > 0:
		return wTakenPictures.F(u.Pictures)
	}
	return wTakenNothing
}

// doubtKind is what a doubt is about.
type doubtKind uint8

const (
	roleDoubt     doubtKind = iota // what a paragraph is
	encodingDoubt                  // how a file's bytes are to be read
	changesDoubt                   // whether tracked changes are taken
	heldDoubt                      // whose words stand where a manuscript and an editor both changed them
)

// doubt is one thing about manuscripts that a person settles with a click.
type doubt struct {
	kind  doubtKind
	note  finding.Finding
	story string // "" is none
	para  string
	file  string // to be read again; "" where it is not known any more
}

func (b doubt) key() string {
	return string('0'+rune(b.kind)) + keyOf(b.note).String() + "\x00" + b.file
}

// doubts answers what is still to be settled, the stories in their order.
func (d *Desk) doubts() []doubt {
	if d.ed == nil {
		return nil
	}
	var out []doubt
	add := func(b doubt) {
		if !d.settledDoubts[b.key()] && !slices.ContainsFunc(out, func(o doubt) bool { return o.key() == b.key() }) {
			out = append(out, b)
		}
	}
	for _, f := range d.arrived {
		st := d.ed.Story(f.Place.Story)
		switch f.Rule {
		case importer.NoteRole, importer.NoteKicker:
			if st == nil {
				continue
			}
			if p := st.Para(f.Place.Para); p != nil && p.Text == f.Text { // untouched since
				add(doubt{kind: roleDoubt, note: f, story: st.ID, para: p.ID})
			}
		case importer.NoteEncoding:
			if file := d.origins[f.Text]; file != "" {
				add(doubt{kind: encodingDoubt, note: f, file: file})
			}
		case importer.NoteChanges:
			if st != nil && d.origins[st.Source] != "" {
				add(doubt{kind: changesDoubt, note: f, story: st.ID, file: d.origins[st.Source]})
			}
		}
	}
	for _, id := range d.held {
		if st := d.ed.Story(id); st != nil && d.origins[st.Source] != "" {
			add(doubt{kind: heldDoubt, story: id, file: d.origins[st.Source],
				note: finding.Finding{Rule: importer.NoteUpdate, Place: finding.Place{Story: id}, Message: wHeldStory.F(d.title(st))}})
		}
	}
	rank := func(b doubt) int {
		if i := slices.IndexFunc(d.ed.Stories, func(s *edition.Story) bool { return s.ID == b.story }); i >= 0 {
			return i
		}
		return -1
	}
	slices.SortStableFunc(out, func(a, b doubt) int { return rank(a) - rank(b) })
	return out
}

// settle takes a doubt off the list.
func (d *Desk) settle(b doubt) { d.settledDoubts[b.key()] = true }

// recast makes a doubtful paragraph what the editor says it is.
func (d *Desk) recast(b doubt, role edition.Role) {
	c, err := edit.Recast(d.ed, b.story, b.para, role)
	if err == nil && c.Empty() {
		d.settle(b)
		return
	}
	if d.do(c, err) {
		d.settle(b)
	}
}

// readAgain reads one file in another way, and what it says then stands.
func (d *Desk) readAgain(b doubt, o importer.Options) {
	d.settle(b)
	if st := d.ed.Story(b.story); st != nil { // so that it stays the manuscript that it was
		if dir, ok := strings.CutSuffix(filepath.ToSlash(b.file), "/"+st.Source); ok {
			o.Root = filepath.FromSlash(dir)
		}
	}
	d.takeIn(o, []string{b.file}, flow.TakeManuscript, false)
}

// watching is the folder that manuscripts come from by themselves.
type watching struct {
	dir   string
	sub   bool
	stop  context.CancelFunc
	state words.Text
	bad   bool // the folder cannot be looked at, or the edition did not take what came
}

// errLeft ends the taking of manuscripts of an edition that has been closed.
var errLeft = errors.New("the edition has been closed")

// watchFolder takes the manuscripts that come into a folder until another edition is opened or unwatch is called.
func (d *Desk) watchFolder(dir string, sub bool) {
	d.unwatch()
	if d.deps.Watch == nil || d.store == nil || d.readOnly() {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := &watching{dir: dir, sub: sub, stop: cancel, state: wWatchOn.F(filepath.Base(dir))}
	d.watch = w
	st := d.store
	mine := func() bool { return d.watch == w && d.store == st && !d.closed }
	take := func(r importer.Result) (flow.Updated, error) {
		type answer struct {
			u   flow.Updated
			err error
		}
		back := make(chan answer, 1)
		d.post(func() {
			if !mine() {
				back <- answer{err: errLeft}
				return
			}
			u, err := d.admit(r, flow.KeepEdited, true)
			back <- answer{u, err}
		})
		select {
		case a := <-back:
			return a.u, a.err
		case <-ctx.Done():
			select {
			case a := <-back: // it is in all the same
				return a.u, a.err
			default:
				return flow.Updated{}, ctx.Err()
			}
		}
	}
	tell := func(e flow.WatchEvent) {
		d.post(func() {
			if mine() {
				d.watched(w, e)
			}
		})
	}
	o := flow.WatchOptions{Dir: dir, Sub: sub, Memory: flow.WatchMemory(d.path)}
	d.working.Add(1)
	go func() {
		defer d.working.Done()
		err := d.guarded("watch a folder", func() error { return d.deps.Watch(ctx, o, take, tell) })
		if !errors.Is(err, context.Canceled) {
			d.post(func() {
				if mine() {
					d.watch = nil
					d.frame.status.refresh()
					d.fail(about{dir, err})
				}
			})
		}
	}()
	d.frame.status.refresh()
}

// unwatch ends the watching of the folder.
func (d *Desk) unwatch() {
	if d.watch != nil {
		d.watch.stop()
		d.watch = nil
		if d.frame != nil {
			d.frame.status.refresh()
		}
	}
}

// watched shows what happened in the folder.
func (d *Desk) watched(w *watching, e flow.WatchEvent) {
	name := filepath.Base(w.dir)
	w.bad = false
	switch e.Kind {
	case flow.WatchComing:
		w.state = wWatchComing.F(name, e.Total)
	case flow.WatchReading:
		w.state = wWatchReading.F(name, e.Done, e.Total)
	case flow.WatchTaken:
		w.state = wWatchOn.F(name)
		for _, n := range e.Files {
			at := filepath.Join(w.dir, filepath.FromSlash(n))
			d.origins[n], d.origins[path.Base(n)] = at, at
		}
		if len(e.Updated.Notes)+len(e.Updated.Stories)+e.Updated.Pictures > 0 {
			d.note(takenText(e.Updated))
		}
	case flow.WatchFailed:
		w.state, w.bad = wWatchFailed.F(name), true
		d.log.Error("watched folder", "dir", w.dir, "files", e.Files, "err", e.Err)
		d.note(Explain(e.Err).What)
	case flow.WatchGone:
		w.state, w.bad = wWatchGone.F(name), true
		d.log.Warn("watched folder", "dir", w.dir, "err", e.Err)
	case flow.WatchBack:
		w.state = wWatchOn.F(name)
	case flow.WatchFull:
		w.state, w.bad = wWatchFull.F(name, e.Total), true
	}
	d.frame.status.refresh()
}

// damaged reports whether an error says that an edition file no longer reads as it was written.
func damaged(err error) bool { return errors.Is(err, store.ErrDamaged) }

// fileSize answers a file's bytes, 0 where it is gone.
func fileSize(path string) int64 {
	i, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return i.Size()
}
