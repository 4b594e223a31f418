// Package compose makes an edition into the layout engine's input, runs the engine, and keeps what an edit did not
// touch.
//
// Start with Composer: Compose answers the finished pages, the findings of make-up and fonts, and how each story
// fits; Job and Frames stand at both ends of automatic make-up. Nodes of an edition never change, so everything is
// remembered by the address of the node it was made from: an edit re-shapes and re-sets its paragraph, pours its
// story again, and rebuilds its page; all else is reused. The result is the same as from scratch. A Composer is
// used by one goroutine at a time. It changes nothing and stores nothing.
package compose

import (
	"maps"
	"reflect"
	"slices"

	"dayang/fonts"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/segment"
	"dayang/layout"
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/makeup"
	"dayang/layout/para"
)

// Result is a composed edition.
type Result struct {
	Pages []display.Page
	Notes []finding.Finding
	Fits  map[string]Fit // by story id
}

// Fit is how a story stands to its frames.
type Fit struct {
	Placed     bool // it has a frame on some page
	OverRunes  int  // what cannot be read: not set, or cut away by the edge of a frame too small for head and pictures
	OverLines  int
	ShortLines int // lines of white at the ends of its columns
	HeadPt     float64
	HeadRows   int
	HeadLines  int // height of the head band, in body lines
	Leg        int // lines of its shortest column of text
	Lines      int // lines of text set
}

// Composer composes editions and remembers what it made.
type Composer struct {
	fonts *fonts.Registry
	words segment.Segmenter
	faces map[string]*fonts.Face

	shapes   map[shapeKey]*shaped
	texts    map[textKey]*shaped
	latins   map[latinKey][]fonts.Shaped
	sets     map[setKey]setting
	threads  map[string]*threadMemo
	furn     map[*edition.Frame]*furnitureMemo
	pages    map[string]*pageMemo
	needs    map[needKey]makeup.Need
	live     int // shapes after the last sweep
	stories  map[string]*edition.Story
	pictures map[string]*edition.Picture
	places   map[string][]place
	apart    map[string][]place // picture frames that show a story's pictures
	numbers  map[int]bool       // the pages there are
	house    *edition.House
	epoch    int            // counts the changes of lists other than a story taking another's place
	changed  []string       // stories replaced since fits were handed out
	fits     map[string]Fit // as last handed out, never changed
	fitEpoch int            // of fits
	shown    []*pageMemo    // the pages last handed out, with sheet and notes, which never change
	sheet    []display.Page
	notes    []finding.Finding
	ofStory  []*edition.Story // the lists that the maps above were made of
	ofPages  []*edition.Page
	ofPics   []*edition.Picture
}

// shapeKey is what a paragraph's shape depends on. The house is a node: another house, another address.
type shapeKey struct {
	para          *edition.Para
	role          edition.Role
	house         *edition.House
	body, leading geom.Length
	as            shapeAs
}

// textKey is what the shape of a text of the page itself depends on.
type textKey struct {
	text  string
	id    string
	style edition.TextStyle
	house *edition.House
}

type latinKey struct {
	face *fonts.Face
	text string
}

// setKey is a paragraph set to a measure in so many lines; −1 is its best.
type setKey struct {
	p       *para.Prepared
	measure geom.Length
	lines   int
}

type setting struct {
	res para.Result
	ok  bool
}

// place is where a frame of a story stands.
type place struct {
	page  *edition.Page
	frame *edition.Frame
}

// threadMemo is a story poured, and all it was poured from.
type threadMemo struct {
	story    *edition.Story
	house    *edition.House
	places   []place
	apart    []place
	pictures []*edition.Picture
	thread   *makeup.Thread
	block    makeup.Block
	poured   bool
	notes    []finding.Finding // of its characters
}

// furnitureMemo is a piece of furniture with its texts shaped, and all they were made from.
type furnitureMemo struct {
	page  *edition.Page
	head  edition.Head
	house *edition.House
	f     *makeup.Furniture
	more  []finding.Finding // of its characters
}

// pageMemo is a page laid out, and all it was laid out from.
type pageMemo struct {
	page    *edition.Page
	epoch   int // of the composer, when it was last found fresh
	head    edition.Head
	house   *edition.House
	threads []*threadMemo
	pics    []*edition.Picture
	apart   []apartMemo
	jumps   []bool // whether the page each thread may run on to was there
	out     display.Page
	notes   []finding.Finding
}

// apartMemo is a story whose pictures a page shows in frames of their own.
type apartMemo struct {
	story *edition.Story
	apart []place
}

// New answers a composer over a font registry. words may be nil: headlines then break without knowing words.
func New(reg *fonts.Registry, words segment.Segmenter) *Composer {
	c := &Composer{fonts: reg, words: words}
	c.forget()
	return c
}

// forget drops everything remembered.
func (c *Composer) forget() {
	c.faces = make(map[string]*fonts.Face)
	c.shapes = make(map[shapeKey]*shaped)
	c.texts = make(map[textKey]*shaped)
	c.latins = make(map[latinKey][]fonts.Shaped)
	c.sets = make(map[setKey]setting)
	c.threads = make(map[string]*threadMemo)
	c.furn = make(map[*edition.Frame]*furnitureMemo)
	c.pages = make(map[string]*pageMemo)
	c.needs = make(map[needKey]makeup.Need)
	c.ofStory, c.ofPages, c.ofPics = nil, nil, nil
	c.stories, c.pictures, c.places, c.apart, c.fits = nil, nil, nil, nil, nil
	c.shown, c.sheet, c.notes = nil, nil, nil
	c.epoch++
}

// FontsChanged drops what was shaped, after a font was added to the registry.
func (c *Composer) FontsChanged() { c.forget() }

// face answers a face of the registry.
func (c *Composer) face(id string) (*fonts.Face, bool) {
	if f, ok := c.faces[id]; ok {
		return f, f != nil
	}
	f, ok := c.fonts.Face(id)
	if !ok {
		f = nil
	}
	c.faces[id] = f
	return f, ok
}

// anyFace answers the face with an id, or one that stands in for it; its glyph 0 has ink.
func (c *Composer) anyFace(id string) (*fonts.Face, bool) {
	for _, one := range c.fonts.Chain(id) {
		if f, ok := c.face(one); ok && len(f.Outline(0).Segments) > 0 {
			return f, true
		}
	}
	return nil, false
}

// mostLatins bounds the memory of shaped Latin runs: numbers and names recur, so a few thousand serve an edition.
const mostLatins = 4096

func (c *Composer) latinShape(f *fonts.Face, text string) []fonts.Shaped {
	k := latinKey{f, text}
	if g, ok := c.latins[k]; ok {
		return g
	}
	if len(c.latins) >= mostLatins {
		clear(c.latins)
	}
	g := f.Shape(text)
	c.latins[k] = g
	return g
}

// Set implements makeup.Setter.
func (c *Composer) Set(p *para.Prepared, measure geom.Length) para.Result {
	k := setKey{p, measure, -1}
	if s, ok := c.sets[k]; ok {
		return s.res
	}
	r := p.Set(para.Measure{Rest: measure})
	c.sets[k] = setting{r, true}
	return r
}

// SetIn implements makeup.Setter.
func (c *Composer) SetIn(p *para.Prepared, measure geom.Length, lines int) (para.Result, bool) {
	k := setKey{p, measure, lines}
	if s, ok := c.sets[k]; ok {
		return s.res, s.ok
	}
	r, ok := p.SetIn(para.Measure{Rest: measure}, lines)
	c.sets[k] = setting{r, ok}
	return r, ok
}

// para answers a paragraph shaped, from memory if it can.
func (c *Composer) para(p *edition.Para, story string, role edition.Role, f edition.Format, as shapeAs) *shaped {
	k := shapeKey{p, role, c.house, f.Body, f.Leading, as}
	if s, ok := c.shapes[k]; ok {
		return s
	}
	style := c.house.StyleOf(role)
	s := c.shape(p, story, role, style, c.house, f.Body, f.Leading, as)
	if s.p.Drop > 0 {
		s.p.Plain = c.para(p, story, role, f, asText).p
	}
	if style.Vertical && as != asUpright {
		s.p.Upright = c.para(p, story, role, f, asUpright).p
	}
	c.shapes[k] = &s
	return &s
}

// text answers a text of the page itself, shaped. id names its paragraph, or is "".
func (c *Composer) text(text, id string, style edition.TextStyle, f edition.Format) *shaped {
	k := textKey{text, id, style, c.house}
	if s, ok := c.texts[k]; ok {
		return s
	}
	s := c.shape(&edition.Para{ID: id, Text: text}, "", edition.Label, style, c.house, f.Body, f.Leading, asText)
	c.texts[k] = &s
	return &s
}

// index brings the look-up tables up to date with an edition.
func (c *Composer) index(ed *edition.Edition) {
	house := ed.House
	if house == nil {
		house = fallbackHouse
	}
	if house != c.house {
		c.house = house
		c.epoch++
	}
	if !sameList(c.ofStory, ed.Stories) || c.stories == nil {
		if !c.replaced(ed.Stories) {
			c.epoch++
			c.stories = make(map[string]*edition.Story, len(ed.Stories))
			for _, s := range ed.Stories {
				c.stories[s.ID] = s
			}
		}
		c.ofStory = ed.Stories
	}
	if !sameList(c.ofPics, ed.Pictures) || c.pictures == nil {
		c.epoch++
		c.pictures = make(map[string]*edition.Picture, len(ed.Pictures))
		for _, p := range ed.Pictures {
			c.pictures[p.ID] = p
		}
		c.ofPics = ed.Pictures
	}
	if !sameList(c.ofPages, ed.Pages) || c.places == nil {
		c.epoch++
		c.places, c.apart = make(map[string][]place), make(map[string][]place)
		c.numbers = make(map[int]bool, len(ed.Pages))
		for _, p := range ed.Pages {
			c.numbers[p.Number] = true
			for _, f := range p.Frames {
				if f.Story != "" && (f.Kind == edition.StoryFrame || f.Kind == edition.TextFrame) {
					c.places[f.Story] = append(c.places[f.Story], place{p, f})
				}
				if f.Story != "" && f.Kind == edition.PictureFrame {
					c.apart[f.Story] = append(c.apart[f.Story], place{p, f})
				}
			}
		}
		for _, ps := range c.places {
			slices.SortStableFunc(ps, func(a, b place) int { return a.frame.Link - b.frame.Link })
		}
		c.ofPages = ed.Pages
	}
	c.sweep(ed)
}

// replaced brings the stories up to date when only some were replaced by others of the same id, as an edit of their
// text does; then just their pages are stale.
func (c *Composer) replaced(now []*edition.Story) bool {
	if c.stories == nil || len(now) != len(c.ofStory) {
		return false
	}
	for i, s := range now {
		if s != c.ofStory[i] && s.ID != c.ofStory[i].ID {
			return false
		}
	}
	for i, s := range now {
		if s == c.ofStory[i] {
			continue
		}
		c.stories[s.ID] = s
		c.changed = append(c.changed, s.ID)
		for _, list := range [][]place{c.places[s.ID], c.apart[s.ID]} {
			for _, at := range list {
				delete(c.pages, at.page.ID)
			}
		}
	}
	return true
}

// fallbackHouse serves an edition without a house style of its own. It is never changed.
var fallbackHouse = edition.DefaultHouse()

// sameList reports whether two lists are one and the same memory.
func sameList[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// Compose lays an edition out.
func (c *Composer) Compose(ed *edition.Edition) Result {
	c.index(ed)
	var r Result
	r.Pages, r.Notes = c.sheets(ed)
	if c.fits != nil && c.fitEpoch == c.epoch {
		own := false // whether the map is not yet in anybody's hands
		for _, id := range c.changed {
			if f := c.fit(id); f != c.fits[id] {
				if !own {
					c.fits, own = maps.Clone(c.fits), true
				}
				c.fits[id] = f
			}
		}
	} else {
		c.fits = make(map[string]Fit, len(ed.Stories))
		for _, s := range ed.Stories {
			c.fits[s.ID] = c.fit(s.ID)
		}
		c.fitEpoch = c.epoch
	}
	c.changed = c.changed[:0]
	r.Fits = c.fits
	return r
}

// sheets answers the edition's pages and what is to be said of them. Both lists are in others' hands as soon as they
// are answered, so another state of the edition gets others; but a list that would read the same is the same one, and
// the notes, which are many, are gathered anew only where a page has something else to say.
func (c *Composer) sheets(ed *edition.Edition) ([]display.Page, []finding.Finding) {
	was := c.shown
	now := make([]*pageMemo, len(ed.Pages))
	same, silent := len(was) == len(now), len(was) == len(now) // whether all pages, and all notes, are those of before
	total := 0
	for i, p := range ed.Pages {
		m := c.page(ed, p)
		now[i] = m
		total += len(m.notes)
		if len(was) == len(now) && was[i] != m {
			same = false
			silent = silent && (len(was[i].notes) == 0 && len(m.notes) == 0 || reflect.DeepEqual(was[i].notes, m.notes))
		}
	}
	if !same || c.sheet == nil {
		c.sheet = make([]display.Page, len(now))
		for i, m := range now {
			c.sheet[i] = m.out
		}
	}
	if !silent {
		c.notes = nil
		if total > 0 {
			c.notes = make([]finding.Finding, 0, total)
		}
		for _, m := range now {
			c.notes = append(c.notes, m.notes...)
		}
	}
	c.shown = now
	return c.sheet, c.notes
}

// fit answers how a story stands to its frames.
func (c *Composer) fit(id string) Fit {
	m := c.threads[id]
	if m == nil || m.story != c.stories[id] || !m.poured || len(c.places[id]) == 0 {
		return Fit{}
	}
	f := m.block.Fit
	return Fit{Placed: true, OverRunes: f.OverRunes + f.ClipRunes, OverLines: f.OverLines + f.ClipLines, ShortLines: f.ShortLines,
		HeadPt: f.HeadPt, HeadRows: f.HeadRows, HeadLines: f.HeadLines, Leg: f.Leg, Lines: f.Lines}
}

// Page lays one page out.
func (c *Composer) Page(ed *edition.Edition, id string) (display.Page, bool) {
	c.index(ed)
	p := ed.Page(id)
	if p == nil {
		return display.Page{}, false
	}
	return c.page(ed, p).out, true
}

// Input answers the whole edition as plain values for layout.Pages, as the engine sees it.
func (c *Composer) Input(ed *edition.Edition) layout.Input {
	c.index(ed)
	var in layout.Input
	for _, p := range ed.Pages {
		pg, _ := c.pieces(ed, p)
		in.Pages = append(in.Pages, pg)
	}
	return in
}

// page answers a page from memory if nothing it shows has changed.
func (c *Composer) page(ed *edition.Edition, p *edition.Page) *pageMemo {
	old := c.pages[p.ID]
	if old != nil && old.page == p && old.house == c.house && old.head == ed.Head && (old.epoch == c.epoch || c.fresh(old)) {
		old.epoch = c.epoch
		return old
	}
	pg, m := c.pieces(ed, p)
	out, more := layout.Pages(layout.Input{Pages: []layout.Page{pg}, Pourer: c})
	m.page, m.epoch, m.head, m.house, m.out = p, c.epoch, ed.Head, c.house, out[0]
	for _, n := range more {
		if n.Page == p.ID {
			m.notes = append(m.notes, fromNote(n))
		}
	}
	for _, t := range m.threads {
		m.notes = append(m.notes, c.jumpNotes(t, p)...)
		m.jumps = append(m.jumps, c.numbers[t.story.Jump])
	}
	c.pages[p.ID] = m
	return m
}

// fresh reports whether all stories and pictures of a page are the nodes it was laid out from.
func (c *Composer) fresh(m *pageMemo) bool {
	for i, t := range m.threads {
		if c.threads[t.story.ID] != t || !c.threadFresh(t) || c.numbers[t.story.Jump] != m.jumps[i] {
			return false
		}
	}
	for _, p := range m.pics {
		if c.pictures[p.ID] != p {
			return false
		}
	}
	for _, a := range m.apart {
		if c.stories[a.story.ID] != a.story || !slices.Equal(c.apart[a.story.ID], a.apart) {
			return false
		}
	}
	return true
}

func (c *Composer) threadFresh(t *threadMemo) bool {
	if c.stories[t.story.ID] != t.story || t.house != c.house {
		return false
	}
	if now := c.places[t.story.ID]; !slices.Equal(now, t.places) || !slices.Equal(c.apart[t.story.ID], t.apart) {
		return false
	}
	for i, u := range t.story.Pictures {
		if c.pictures[u.Picture] != t.pictures[i] {
			return false
		}
	}
	return true
}

// Thread implements layout.Pourer.
func (c *Composer) Thread(t *makeup.Thread) makeup.Block {
	m := c.threads[t.Story.ID]
	if m == nil || m.thread != t {
		return makeup.Pour(*t, c)
	}
	if !m.poured {
		var s makeup.Setter = c
		if m.places[0].frame.OffGrid {
			s = asSet{c}
		}
		m.block, m.poured = makeup.Pour(*t, s), true
	}
	return m.block
}

// asSet sets the text of frames that stand off the grid: whoever drew their boxes wants the text at its best in them,
// so that a paragraph may be tightened to fit in and is never opened to fill a box.
type asSet struct{ *Composer }

// SetIn implements makeup.Setter.
func (s asSet) SetIn(p *para.Prepared, measure geom.Length, lines int) (para.Result, bool) {
	if lines > len(s.Set(p, measure).Lines) {
		return para.Result{}, false
	}
	return s.Composer.SetIn(p, measure, lines)
}

// Furniture implements layout.Pourer.
func (c *Composer) Furniture(f *makeup.Furniture) ([]display.Item, []makeup.Note) { return f.Draw(c) }

// Picture implements layout.Pourer.
func (c *Composer) Picture(p *makeup.PictureFrame) ([]display.Item, []makeup.Note) { return p.Draw(c) }

// sweep drops what belongs to nodes that are gone, when there is much of it.
func (c *Composer) sweep(ed *edition.Edition) {
	if len(c.shapes) < 2*c.live+512 && len(c.sets) < 64*c.live+16384 && len(c.texts) < 4096 {
		return
	}
	nodes := make(map[*edition.Para]bool)
	for _, s := range ed.Stories {
		for _, p := range s.All() {
			nodes[p] = true
		}
	}
	for _, pg := range ed.Pages {
		for _, f := range pg.Frames {
			nodes[f.Caption], nodes[f.Credit] = true, true
			if f.Furniture != nil {
				for _, p := range f.Furniture.Paras {
					nodes[p] = true
				}
			}
		}
	}
	kept := make(map[*para.Prepared]bool)
	for k, s := range c.shapes {
		if nodes[k.para] && k.house == c.house {
			kept[s.p.Prepared] = true
		} else {
			delete(c.shapes, k)
		}
	}
	for k := range c.sets {
		if !kept[k.p] {
			delete(c.sets, k)
		}
	}
	if len(c.texts) >= 4096 {
		clear(c.texts)
	}
	for id := range c.threads {
		if c.stories[id] == nil {
			delete(c.threads, id)
		}
	}
	frames := make(map[*edition.Frame]bool)
	pages := make(map[string]bool)
	for _, p := range ed.Pages {
		pages[p.ID] = true
		for _, f := range p.Frames {
			frames[f] = true
		}
	}
	for f := range c.furn {
		if !frames[f] {
			delete(c.furn, f)
		}
	}
	for id := range c.pages {
		if !pages[id] {
			delete(c.pages, id)
		}
	}
	for k := range c.needs {
		if c.stories[k.story.ID] != k.story {
			delete(c.needs, k)
		}
	}
	c.live = len(c.shapes)
}
