// Package app is the desk: the window at which an edition is laid out, proofed and sent to press.
//
// Start with Desk: New makes one from a Fyne app and Deps, Open shows an edition, Show opens the window. The UI
// goroutine owns the Desk, every widget and the current snapshot of the edition; composing, proofing, make-up, import
// and export run on workers that are handed a snapshot and post their results back. A result that an edit has
// overtaken is dropped. Every change of the document is one edit.Change through the Store, so undo is complete and
// what was acknowledged is on disk. Commands stand in one table that feeds menus, toolbar, keys and help. All visible
// words are in words.go, in Chinese and English. The package never imports fyne.io/fyne/v2/app, so its tests run on
// Fyne's test driver without cgo.
package app

import (
	"context"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dayang/app/pageview"
	"dayang/fonts"
	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/lists"
	"dayang/internal/segment"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Store is one open edition on disk. internal/store's File is one.
type Store interface {
	Edition() *edition.Edition
	Do(c edit.Change) (*edition.Edition, error)
	Undo() (*edition.Edition, edit.Change, error)
	Redo() (*edition.Edition, edit.Change, error)
	CanUndo() (words.Text, bool)
	CanRedo() (words.Text, bool)
	AddPicture(name string, data []byte) (edition.Picture, error)
	PictureBytes(id string) ([]byte, error)
	SaveAs(path string) error
	Close() error

	// ReadOnly reports whether the store was opened only to look at.
	ReadOnly() bool
	// Refresh takes what another program has done since, and reports whether that was anything.
	Refresh() (*edition.Edition, bool, error)
	// History answers the last n steps, newest first.
	History(n int) ([]store.Step, error)
	// At answers the edition as it was right after a step.
	At(step int64) (*edition.Edition, error)
	// Restore makes an earlier state the present one, as a new step.
	Restore(to *edition.Edition, what string) (*edition.Edition, error)
	// Snapshot keeps the present state under a name.
	Snapshot(name string) (store.Snapshot, error)
	Snapshots() ([]store.Snapshot, error)
	SnapshotAt(id int64) (*edition.Edition, error)
	RemoveSnapshot(id int64) error
}

// Composed is an edition laid out, and Fit how a story fits its place.
type (
	Composed = compose.Result
	Fit      = compose.Fit
)

// Proposal is one way to make up a page, with what it leaves open.
type Proposal struct {
	Frames []*edition.Frame
	Change edit.Change // makes it, on this page and on those that its stories run on to; none: Frames are the page's
	Over   int         // body lines that do not fit
	Cut    []StoryOver // the same by story
	Empty  int         // cells left unfilled
	Left   int         // stories that found no place
	Out    []string    // the same by id
}

// Imported is what manuscripts gave: an edition of their own, and the pictures that its stories name.
type Imported struct {
	Edition  *edition.Edition
	Pictures []PictureFile
	Notes    []finding.Finding
}

// PictureFile is a picture that came with manuscripts. ID is what the stories name it by until it is in the edition.
type PictureFile struct {
	ID, Name string
	Data     []byte
}

// Deps is everything the desk is handed by cmd. Functions that take a context run on worker goroutines.
type Deps struct {
	// Open opens an edition file.
	Open func(path string) (Store, error)
	// OpenReadOnly opens an edition file that somebody else has open, to look at; nil offers that to nobody.
	OpenReadOnly func(path string) (Store, error)
	// Pack writes an edition as a package.
	Pack func(path string, ed *edition.Edition, pics display.PictureSource) error
	// Recover repairs a damaged edition file in its place and keeps the damaged one; nil offers that to nobody.
	Recover func(path string) (store.Report, error)
	// Create makes a new edition file that holds ed and its pictures.
	Create func(path string, ed *edition.Edition, pictures []PictureFile) (Store, error)
	// Sample writes the sample edition to a new file.
	Sample func(path string) error
	// Compose makes a function that lays an edition out and keeps its caches; it is called by one goroutine at a time.
	Compose func() func(*edition.Edition) Composed
	// Renderer draws pages with the pictures of a store.
	Renderer func(display.PictureSource) pageview.Renderer
	// Import reads manuscripts, files and folders, or a package, into an edition of their own.
	Import func(ctx context.Context, paths []string) (Imported, error)
	// Read reads manuscripts for the edition that is open.
	Read func(ctx context.Context, o importer.Options, paths []string) (importer.Result, error)
	// Watch takes the manuscripts that come into a folder: flow's Shop.Watch. nil is none.
	Watch func(ctx context.Context, o flow.WatchOptions, take func(importer.Result) (flow.Updated, error), tell func(flow.WatchEvent)) error
	// Makeup proposes up to n ways to make up a page, best first.
	Makeup func(ctx context.Context, ed *edition.Edition, page string, n int, seed uint64) ([]Proposal, error)
	// RunOn gives the rest of a story that is over a place on another page, by its number; false is no room there. nil
	// offers no page to run on to.
	RunOn func(ctx context.Context, ed *edition.Edition, story string, page int) (edit.Change, bool, error)
	// MakeRoom has the other stories of a page give way to blocks that a hand has put there; one without an id is new.
	MakeRoom func(ctx context.Context, ed *edition.Edition, page string, hand []*edition.Frame) (Room, error)
	// Proof reads the edition.
	Proof func(ctx context.Context, ed *edition.Edition) ([]finding.Finding, error)
	// ProofPara reads one paragraph, while it is being written; nil leaves that to Proof.
	ProofPara func(ctx context.Context, ed *edition.Edition, story, para string) ([]finding.Finding, error)
	// List reads one of the lists that stand beside an edition's file; nil offers none to edit.
	List func(path string, k lists.Kind) (lists.Table, error)
	// SaveList writes one of them.
	SaveList func(path string, t lists.Table) error
	// Learn learns from past issues: flow's Shop.Learn. nil offers that to nobody.
	Learn func(ctx context.Context, paths []string, progress func(done, total int)) (flow.Learning, error)
	// Forget removes what was learnt.
	Forget func() error
	// Learnt answers what is known of what was learnt. It does not open the dictionary.
	Learnt func() Learnt
	// Words answers the dictionary that the story editor finds words by; it may take a while. nil is none.
	Words func() (segment.Segmenter, error)
	// Export writes the edition's pages to a PDF.
	Export func(ctx context.Context, ed *edition.Edition, pics display.PictureSource, path string, progress func(done, total int)) error

	// Send writes pages to files, once they are signed and checked: flow's Shop.Send, which lays them out first. nil
	// leaves exports to Export.
	Send func(ctx context.Context, o flow.Outgoing) ([]flow.Sent, error)
	// CheckAd looks an advertiser's PDF over before it goes in; nil looks at none.
	CheckAd func(ctx context.Context, name string, data []byte, ed *edition.Edition, dir string) (flow.AdReport, error)
	// Plates draws pages as a press prints them; nil shows no plates.
	Plates func(pics display.PictureSource, press flow.Press) (*flow.Plates, error)
	// Preflight checks composed pages for the press; nil checks none.
	Preflight func(ctx context.Context, ed *edition.Edition, pages []display.Page, dir string) []finding.Finding

	// Epaper makes the digital paper of the edition in a folder; nil is none.
	Epaper func(ctx context.Context, ed *edition.Edition, pics display.PictureSource, dir string, lang words.Lang, progress func(done, total int)) error

	// ClipboardHTML answers what stands on the clipboard as HTML, if its owner gives it before ctx is done; nil is never.
	ClipboardHTML func(ctx context.Context) ([]byte, error)

	// Usable is told once, when the first page of an edition stands on the view in full; nil need not know.
	Usable func()
	// Painted is told how long each picture of the page took from the input that it answers: "pan", "drag" or "zoom".
	// nil measures nothing.
	Painted func(what string, took time.Duration)
	// MarkedProof writes the marked proof, but for the findings that were passed over, to a PDF and its list to a CSV
	// file; nil is none.
	MarkedProof func(ctx context.Context, ed *edition.Edition, pics display.PictureSource, passed func(finding.Finding) bool, pdf, csv string, lang words.Lang, progress func(done, total int)) error

	// Version is what the About box shows.
	Version string
	// Log takes what the editor need not see; nil is slog's default.
	Log *slog.Logger
	// OnUI runs a function on the UI goroutine, later; nil is fyne.Do.
	OnUI func(func())
	// After runs a function on the UI goroutine after a while; nil uses a timer and OnUI.
	After func(time.Duration, func()) (stop func())
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Screen is the room for a window on the first screen, in Fyne's units; nil or zero is not known.
	Screen func() fyne.Size
	// AddFont takes a font file of the title's own and answers by what names styles call its faces; nil takes none.
	AddFont func(path string) (ids []string, err error)
	// State is the folder that keeps where the eye was in each edition, and crash logs; "" keeps none.
	State string
	// Home is the folder that new files are proposed in; "" is the user's documents.
	Home string
}

// Desk is the window and what it works on. Its methods are for the UI goroutine.
type Desk struct {
	app  fyne.App
	deps Deps
	win  fyne.Window
	log  *slog.Logger
	lang words.Lang
	look *look

	store    Store
	path     string
	ed       *edition.Edition
	page     string // the page on the view
	composed Composed
	gen      int // of ed; a composition of an older one is dropped
	setGen   int // of composed
	saved    time.Time

	selected string // the key one of the selected frames
	proofs   []*proofWindow
	panned   panned
	drawing  kindOfBlock            // what the tool Draw draws
	clipped  map[string]clipPicture // by id, of the blocks copied last
	story    string                 // story, of the frame or of the list
	caret    pageview.Hit

	revising bool             // revision marks are shown
	origin   *edition.Edition // what they are told against

	stands    standing
	findings  []finding.Finding // what the list shows, notes of the composition first
	proofed   []finding.Finding
	arrived   []finding.Finding         // what importing had to say
	ignored   map[string]bool           // passed over in this sitting
	flag      string                    // the flag by hand that is looked at; "" none
	onlyOpen  bool                      // of the flags' list
	asking    bool                      // whether a change may undo a sign-off
	statesOf  *edition.Edition          // that states were worked out for
	states    map[string]workflow.State // of pages, by id
	comparing *comparison               // of two proofs; nil none

	origins       map[string]string // where manuscripts lie, by their source and their name
	held          []string          // stories that were left as edited though their manuscript changed
	settledDoubts map[string]bool
	watch         *watching    // nil: no folder is watched
	backup        store.Backup // the last that was made
	learntTold    bool         // that what was learnt could not be read

	current  int // of findings; −1 none
	proofGen int

	plain     pageview.Renderer // the page view's, as usual
	plates    *flow.Plates      // of the press condition platesOf; nil until they are looked at
	platesOf  string
	pressLook flow.Look
	inkBusy   bool // a worker reads the ink under the pointer
	inkWanted geom.Point
	proofAt   func() // stops the pending re-read

	setter  *setter
	jobs    []*job
	working sync.WaitGroup // jobs
	tidy    sync.Once
	closed  bool
	sized   bool

	placed   whereabouts // as it was written last
	placeDue bool        // a new one is about to be
	pictured bool        // the thumbnail of this edition is kept
	pending  bool
	fields   []*field
	boxes    []shownBox // that are up, the last in front

	listed storyView   // the list of stories
	sieve  findingView // the list of findings
	// stage says where a story stands in the workflow, for the list; nil leaves the column empty.
	stage func(story string) (string, fyne.ThemeColorName)

	faces *fonts.Registry
	dict  segment.Segmenter // nil until it is there
	asked bool              // for the dictionary

	frame *frame
	view  *pageview.View
}

// New makes a desk with an empty window.
func New(a fyne.App, deps Deps) *Desk {
	d := &Desk{app: a, deps: deps, log: deps.Log, current: -1, ignored: map[string]bool{}, faces: fonts.Builtin()}
	if d.log == nil {
		d.log = slog.Default()
	}
	if d.deps.OnUI == nil {
		d.deps.OnUI = fyne.Do
	}
	if d.deps.Now == nil {
		d.deps.Now = time.Now
	}
	if d.deps.After == nil {
		d.deps.After = func(wait time.Duration, f func()) func() {
			stopped := false // read and written on the UI goroutine only
			t := time.AfterFunc(wait, func() {
				d.deps.OnUI(func() {
					if !stopped {
						f()
					}
				})
			})
			return func() {
				stopped = true
				t.Stop()
			}
		}
	}
	d.lang = words.ParseLang(a.Preferences().StringWithFallback(prefLang, "zh"))
	d.look = newLook(a.Preferences().StringWithFallback(prefTheme, "light") == "dark", densities[d.density()].text)
	a.Settings().SetTheme(d.look)
	translateDialogs(d.lang)
	d.setter = newSetter(deps.Compose, d.post, d.composedNow)
	d.win = a.NewWindow(wAppName.In(d.lang))
	d.win.SetPadded(false)
	d.view = pageview.New(nil, pageview.Env{Post: d.post, After: d.deps.After, Mods: d.mods, Now: d.deps.Now})
	d.view.ShowRulers(a.Preferences().BoolWithFallback(prefRulers, true))
	d.view.CountCharacters(a.Preferences().String(prefUnits) == "zi")
	d.wireView()
	d.build()
	d.win.SetOnDropped(d.DropAt)
	d.win.SetCloseIntercept(d.Close)
	return d
}

// Preferences the desk keeps.
const (
	prefLang   = "lang"
	prefTheme  = "theme"
	prefRecent = "recent"
	prefWidth  = "window.width"
	prefHeight = "window.height"
	prefRulers = "rulers"
)

// Window answers the desk's window.
func (d *Desk) Window() fyne.Window { return d.win }

// Show opens the window; the caller runs the app.
func (d *Desk) Show() { d.win.Show() }

// ShowAndRun opens the window and runs the app until it is closed.
func (d *Desk) ShowAndRun() { d.win.ShowAndRun() }

func (d *Desk) post(f func()) { d.deps.OnUI(f) }

// mods answers the modifier keys held now.
func (d *Desk) mods() fyne.KeyModifier {
	if dd, ok := d.app.Driver().(desktop.Driver); ok {
		return dd.CurrentKeyModifiers()
	}
	return 0
}

// say answers a text in the window's language.
func (d *Desk) say(t words.Text) string { return t.In(d.lang) }

// Open shows the edition in a file; an error is shown in the window and answered.
func (d *Desk) Open(path string) error {
	d.flush()
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if d.store != nil && d.path == path {
		return nil
	}
	st, err := d.deps.Open(path)
	if err != nil {
		if d.offerToLook(path, err) || d.offerToRecover(path, err) {
			return err
		}
		err = about{path, fmt.Errorf("open %q: %w", path, err)}
		d.fail(err)
		return err
	}
	d.take(st, path)
	return nil
}

// take makes a store the one the desk works on.
func (d *Desk) take(st Store, path string) {
	d.leave()
	d.store, d.path, d.ed = st, path, st.Edition()
	d.gen++
	d.page, d.selected, d.story, d.caret = "", "", "", pageview.Hit{}
	if len(d.ed.Pages) > 0 {
		d.page = d.ed.Pages[0].ID
	}
	d.proofed, d.arrived, d.findings, d.current = nil, nil, nil, -1
	d.flag, d.comparing, d.asking = "", nil, false
	d.origin = d.ed
	d.ignored = map[string]bool{}
	d.origins, d.held, d.settledDoubts = map[string]string{}, nil, map[string]bool{}
	d.saved = d.deps.Now()
	if d.deps.Renderer != nil {
		d.plain, d.plates, d.platesOf, d.pressLook = d.deps.Renderer(d.shownPictures(st)), nil, "", flow.Look{}
		d.view.SetRenderer(d.plain)
	}
	d.view.FitPage()
	d.remember(path)
	d.placed, d.pictured = whereabouts{}, false
	d.withdraw("crash")
	d.withdraw("read-only")
	d.frame.status.hushed()
	if p, ok := d.placeOf(path); ok {
		d.goBack(p)
	}
	if d.readOnly() {
		d.announceReadOnly()
		d.lookAgain(st)
	} else {
		d.keepPlace(true)
	}
	d.setter.restart()
	d.set()
	d.proofSoon()
	d.changed()
	d.backup = store.Backup{}
	d.keepBackups()
	d.tornNote()
	d.resumeWatch()
}

// leave closes the edition that is open.
func (d *Desk) leave() {
	if d.store == nil {
		return
	}
	d.closeProofs()
	d.flush()
	d.keepPlace(false)
	d.unwatch()
	d.cancelJobs()
	if err := d.store.Close(); err != nil {
		d.log.Error("close edition", "path", d.path, "err", err)
	}
	d.store, d.ed, d.composed = nil, nil, Composed{}
}

// CloseEdition puts the edition away and shows the welcome.
func (d *Desk) CloseEdition() {
	if d.store == nil {
		return
	}
	d.leave()
	d.page, d.selected, d.story, d.path = "", "", "", ""
	d.proofed, d.arrived, d.findings, d.current = nil, nil, nil, -1
	d.flag, d.comparing, d.asking = "", nil, false
	d.gen++
	d.view.SetSheet(pageview.Sheet{})
	d.view.SetFlags(nil)
	d.view.SetSelected("")
	d.withdraw("crash")
	d.withdraw("read-only")
	d.frame.rewelcome()
	d.changed()
}

// Close ends the desk and closes its window.
func (d *Desk) Close() {
	if !d.closed {
		d.End()
		d.win.Close()
	}
}

// End ends the desk: what was typed is saved, workers end, the file is closed. The window is the caller's; a program
// that is told to stop has none any more.
func (d *Desk) End() {
	if d.closed {
		return
	}
	d.flush()
	d.closed = true
	d.keepSizes()
	d.unwatch()
	d.cancelJobs()
	d.waitForJobs()
	d.leave()
	d.setter.close()
	d.view.Close()
}

// Edition answers the snapshot on the desk, or nil.
func (d *Desk) Edition() *edition.Edition { return d.ed }

// Path answers the file of the open edition, or "".
func (d *Desk) Path() string { return d.path }

// do commits a change. It is on disk when do returns; the page follows on a worker.
func (d *Desk) do(c edit.Change, err error) bool {
	if err == nil && d.store == nil {
		err = errNoEdition
	}
	if err != nil {
		d.fail(err)
		d.restore()
		return false
	}
	if len(c.Ops) == 0 {
		d.restore()
		return false
	}
	if d.asksFirst(c) {
		return false
	}
	c.At = d.deps.Now().UnixMilli()
	ed, err := d.store.Do(c)
	if err != nil {
		d.fail(fmt.Errorf("save %q: %w", c.Label.EN, err))
		d.restore()
		return false
	}
	d.adopt(ed)
	return true
}

// adopt makes a snapshot the current one.
func (d *Desk) adopt(ed *edition.Edition) {
	was := d.ed
	d.ed = ed
	defer d.tellUnsigned(was)
	d.gen++
	d.saved = d.deps.Now()
	if d.page == "" || ed.Page(d.page) == nil {
		d.page = ""
		if len(ed.Pages) > 0 {
			d.page = ed.Pages[0].ID
		}
	}
	d.keepSelection()
	if d.story != "" && ed.Story(d.story) == nil {
		d.story = ""
	}
	d.set()
	d.proofSoon()
	d.changed()
}

// restore shows the document again where a widget has run ahead of it.
func (d *Desk) restore() {
	d.showSheet()
	d.changed()
}

func (d *Desk) undo() { d.travel(Store.Undo, wUndoWhat) }
func (d *Desk) redo() { d.travel(Store.Redo, wRedoWhat) }

func (d *Desk) travel(way func(Store) (*edition.Edition, edit.Change, error), said words.Text) {
	if d.store == nil {
		return
	}
	d.flush()
	ed, c, err := way(d.store)
	if err != nil {
		d.fail(err)
		return
	}
	d.frame.text.follow = true
	d.adopt(ed)
	d.lookAt(c)
	d.note(said.F(c.Label))
}

// lookAt turns to the page that a change was made on, so that undo is seen.
func (d *Desk) lookAt(c edit.Change) {
	for _, o := range c.Ops {
		if o.Page != nil && o.Page.Before != nil && o.Page.After != nil && d.ed.Page(o.Page.After.ID) != nil {
			if o.Page.After.ID != d.page {
				d.turnTo(o.Page.After.ID)
			}
			return
		}
	}
}

// flush commits what stands typed in the fields.
func (d *Desk) flush() {
	for _, f := range slices.Clone(d.fields) {
		f.flush()
	}
	if d.frame != nil {
		d.frame.text.ed.Flush()
	}
}

// set asks for the edition to be laid out.
func (d *Desk) set() {
	if d.ed != nil {
		d.setter.submit(setting{gen: d.gen, ed: d.ed})
	}
}

// draft asks for a page as it would be, while a hand still holds the frame.
func (d *Desk) draft(placed []pageview.Placed) { d.draftChange(d.rectChange(placed)) }

// draftChange asks for the page as it would be after a change.
func (d *Desk) draftChange(c edit.Change, err error) {
	if d.ed == nil || err != nil {
		return
	}
	ed, err := c.Apply(d.ed)
	if err != nil {
		return
	}
	d.setter.submit(setting{gen: d.gen, draft: true, ed: ed})
}

// composedNow takes a composition from the worker.
func (d *Desk) composedNow(s setting, c Composed, err error) {
	if d.closed || d.ed == nil || s.gen != d.gen {
		return
	}
	if err != nil {
		d.fail(err)
		return
	}
	if s.draft {
		if d.view.Dragging() {
			d.sheet(s.ed, c)
		}
		return
	}
	d.composed, d.setGen = c, s.gen
	d.keepThumbnail()
	d.tellUsable()
	if !d.view.Dragging() {
		d.showSheet()
	}
	d.collect()
	d.changed()
}

// tellUsable waits for the first page's tiles and tells whoever measures the start.
func (d *Desk) tellUsable() {
	if d.deps.Usable == nil {
		return
	}
	if d.view.Settled() {
		told := d.deps.Usable
		d.deps.Usable = nil
		told()
		return
	}
	d.deps.After(5*time.Millisecond, d.tellUsable)
}

// showSheet puts the current composition on the view.
func (d *Desk) showSheet() {
	if d.ed != nil {
		d.sheet(d.ed, d.composed)
	}
}

// sheet hands the page to the view.
func (d *Desk) sheet(ed *edition.Edition, c Composed) {
	d.showProofs(ed, c)
	p := ed.Page(d.page)
	if p == nil {
		d.view.SetSheet(pageview.Sheet{})
		return
	}
	s := pageview.Sheet{Grid: gridOf(p.Format)}
	for _, pg := range c.Pages {
		if pg.ID == p.ID {
			s.Page = pg
		}
	}
	if s.Page.ID == "" {
		s.Page = display.Page{ID: p.ID, Number: p.Number, Trim: p.Format.Trim, Bleed: p.Format.Bleed}
	}
	pics, looking := pageview.PicturesIn(s.Page), d.readOnly()
	for _, g := range p.Guides {
		s.Guides = append(s.Guides, pageview.Guide{Upright: g.Vertical, At: g.At})
	}
	for _, f := range p.Frames {
		b := pageview.Box{ID: f.ID, Rect: f.Rect, Locked: f.Locked || looking, Group: f.Group, Label: d.frameTitle(ed, f)}
		b.Picture = pics[f.ID].Box
		b.Notch = notchOf(f)
		holds := f.Kind == edition.StoryFrame || f.Kind == edition.TextFrame // a banner or a code names its story too
		if fit := c.Fits[f.Story]; holds && fit.OverRunes > 0 && lastOf(ed, f) {
			b.Over = d.say(wOverTag.F(fit.OverRunes))
			b.OverTip = d.say(wOverBoth.F(fit.OverRunes, fit.OverLines))
		}
		s.Boxes = append(s.Boxes, b)
	}
	d.view.SetSheet(s)
}

// lastOf reports whether a frame is the last of its story's thread, where what does not fit would go on.
func lastOf(ed *edition.Edition, f *edition.Frame) bool {
	for _, p := range ed.Pages {
		for _, g := range p.Frames {
			if g.Story == f.Story && g.Link > f.Link {
				return false
			}
		}
	}
	return true
}

func gridOf(f edition.Format) pageview.Grid {
	g := pageview.Grid{TypeArea: f.TypeArea, Body: f.Body, Leading: f.Leading, Lines: f.Lines}
	for i := range f.Columns {
		g.Columns = append(g.Columns, f.Cells(i, 0, 1, f.Lines))
	}
	return g
}

// changed has the frame show the desk's state, once for many calls.
func (d *Desk) changed() {
	if d.pending || d.closed {
		return
	}
	d.pending = true
	d.post(func() {
		d.pending = false
		if !d.closed {
			d.frame.refresh()
			d.placeSoon()
		}
	})
}

// turnTo shows another page.
func (d *Desk) turnTo(id string) {
	if d.ed == nil || d.ed.Page(id) == nil || id == d.page {
		return
	}
	d.flush()
	d.page, d.selected = id, ""
	d.view.SetSelected("")
	d.showSheet()
	d.flags()
	d.changed()
}

// turn goes some pages on or back.
func (d *Desk) turn(by int) {
	if d.ed == nil {
		return
	}
	for i, p := range d.ed.Pages {
		if p.ID == d.page {
			if j := i + by; j >= 0 && j < len(d.ed.Pages) {
				d.turnTo(d.ed.Pages[j].ID)
			}
			return
		}
	}
}

// wireView connects the page view's gestures with the document.
func (d *Desk) wireView() {
	v := d.view
	v.OnSelect = func(_ []string, h pageview.Hit) { d.pick(h) }
	v.OnOpen = func(h pageview.Hit) {
		d.pick(h)
		d.editHere()
	}
	v.OnDraft = d.draft
	d.wireHand(v)
	v.OnPointer = func(at geom.Point, inside bool) {
		d.frame.status.pointer(at, inside)
		d.inkAt(at, inside)
	}
	v.OnZoom = func() { d.frame.status.zoomed() }
	v.OnMenu = d.contextMenu
	v.OnKey = func(e *fyne.KeyEvent) { d.key(e) }
}

func (d *Desk) showRulers(on bool) {
	d.view.ShowRulers(on)
	d.app.Preferences().SetBool(prefRulers, on)
}

// pick takes a selection from the page view.
func (d *Desk) pick(h pageview.Hit) {
	d.flush()
	d.selected, d.caret = d.view.Selected(), h
	d.story = h.Story
	if d.ed != nil {
		if p := d.ed.Page(d.page); p != nil {
			if f := p.Frame(h.Frame); f != nil && f.Story != "" {
				d.story = f.Story
			}
		}
	}
	if h.Para != "" && h.Story == d.story && d.frame.text.visible() {
		d.frame.text.refresh()
		d.frame.text.ed.Caret(h.Para, h.Offset)
	}
	d.changed()
}

// pickStory selects a story in the list, and its frame if it stands on a page.
func (d *Desk) pickStory(id string) {
	if d.ed == nil || id == d.story && d.selected != "" {
		return
	}
	d.flush()
	d.story, d.selected, d.caret = id, "", pageview.Hit{}
	if pg, f := d.frameOf(id); f != nil {
		if pg.ID != d.page {
			d.turnTo(pg.ID)
			d.story = id
		}
		d.selected = f.ID
		d.view.Reveal(f.Rect)
	}
	if d.view.Selected() != d.selected || d.selected == "" {
		d.view.SetSelected(d.selected)
	}
	d.changed()
}

// current objects

func (d *Desk) pageNow() *edition.Page {
	if d.ed == nil {
		return nil
	}
	return d.ed.Page(d.page)
}

func (d *Desk) frameNow() *edition.Frame {
	if p := d.pageNow(); p != nil && d.selected != "" {
		return p.Frame(d.selected)
	}
	return nil
}

func (d *Desk) storyNow() *edition.Story {
	if d.ed == nil || d.story == "" {
		return nil
	}
	return d.ed.Story(d.story)
}

var errNoEdition = errors.New("no edition is open")

// guarded runs f and turns a panic into an error, with the stack in the log: the document stays open.
func (d *Desk) guarded(what string, f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("panic in worker", "what", what, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("%s: %w: %v", what, errInside, p)
		}
	}()
	return f()
}

// errInside is a fault of the program itself.
var errInside = errors.New("a fault inside the program")

// thumbnail draws a page small; it is called on workers.
func thumbnail(r pageview.Renderer, p display.Page, height int) *image.RGBA {
	dpi := float64(height) / (p.Trim.H.MM() / 25.4)
	w := int(p.Trim.W.MM() / 25.4 * dpi)
	return r.Tile(p, dpi, image.Rect(0, 0, w, height))
}
