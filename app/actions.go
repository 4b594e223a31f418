package app

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// Drop takes files that were dropped on the window: an edition is opened, everything else is imported.
func (d *Desk) Drop(uris []fyne.URI) { d.DropAt(fyne.NewPos(-1, -1), uris) }

// DropAt takes files that were dropped at a place of the window: an edition is opened, pictures come to the page where
// they were dropped on it, everything else is imported.
func (d *Desk) DropAt(abs fyne.Position, uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if len(paths) == 1 && strings.EqualFold(filepath.Ext(paths[0]), extension) {
		_ = d.Open(paths[0]) // told in the window
		return
	}
	if at, ok := d.view.PageAt(abs); ok && d.ed != nil {
		paths = d.filesAt(paths, at)
	}
	if len(paths) > 0 {
		d.Import(paths)
	}
}

// extension is that of edition files.
const extension = ".dayang"

// home answers the folder that new files are proposed in.
func (d *Desk) home() string {
	if d.deps.Home != "" {
		return d.deps.Home
	}
	dir, err := os.UserHomeDir()
	if err != nil {
		return os.TempDir()
	}
	if docs := filepath.Join(dir, "Documents"); isDir(docs) {
		return docs
	}
	return dir
}

func isDir(path string) bool {
	i, err := os.Stat(path)
	return err == nil && i.IsDir()
}

// freshPath answers a path in the home folder that is not taken.
func (d *Desk) freshPath(name string) string {
	for n := 1; ; n++ {
		p := filepath.Join(d.home(), name+extension)
		if n > 1 {
			p = filepath.Join(d.home(), name+"-"+itoa(n)+extension)
		}
		if _, err := os.Stat(p); errors.Is(err, fs.ErrNotExist) {
			return p
		}
	}
}

// openSample writes the sample edition beside the editor's documents and opens it.
func (d *Desk) openSample() {
	path := d.freshPath(d.say(words.Text{ZH: "大样示例", EN: "dayang-sample"}))
	d.run(wJobOpen, func(context.Context, func(int, int)) error { return d.deps.Sample(path) }, func(err error) {
		if err != nil {
			d.fail(about{path, err})
			return
		}
		_ = d.Open(path) // told in the window
	})
}

// SaveAs writes the edition to another file and goes on there.
func (d *Desk) SaveAs(path string) {
	if d.store == nil {
		d.fail(errNoEdition)
		return
	}
	d.flush()
	if filepath.Ext(path) == "" {
		path += extension
	}
	st := d.store
	d.run(wJobSave, func(context.Context, func(int, int)) error { return st.SaveAs(path) }, func(err error) {
		if err != nil {
			d.fail(about{path, err})
			return
		}
		if d.store != st {
			return
		}
		d.carryWatch(path)
		if d.Open(path) == nil {
			d.note(wAutosaved)
		}
	})
}

// renamed answers a story that names its pictures by their ids in the edition.
func renamed(s *edition.Story, ids map[string]string) *edition.Story {
	out := *s
	out.Pictures = slices.Clone(s.Pictures)
	for i, u := range out.Pictures {
		if id, ok := ids[u.Picture]; ok {
			out.Pictures[i].Picture = id
		}
	}
	return &out
}

// ExportTo writes the PDF on a worker.
func (d *Desk) ExportTo(path string) {
	if d.ed == nil || d.deps.Export == nil {
		d.fail(errNoEdition)
		return
	}
	d.flush()
	if filepath.Ext(path) == "" {
		path += ".pdf"
	}
	ed, st := d.ed, d.store
	box := d.progress(wJobExport)
	j := d.run(wJobExport, func(ctx context.Context, tell func(int, int)) error {
		return d.deps.Export(ctx, ed, st, path, func(done, total int) {
			tell(done, total)
			d.post(func() { box.tell(done, total) })
		})
	}, func(err error) {
		box.hide()
		if d.refused(path, err) {
			return
		}
		if err != nil {
			d.fail(about{path, err})
			return
		}
		d.note(wDone.F(path))
		d.info(wExported, wExportedWhere.F(path))
	})
	box.cancel = j.cancel
}

// makeup has proposals made for the page and lets the editor choose.
func (d *Desk) makeup() { d.proposals(1) }

// proposalsShown is how many ways a page is offered in.
const proposalsShown = 5

func (d *Desk) proposals(seed uint64) {
	p := d.pageNow()
	if p == nil || d.deps.Makeup == nil || d.busy(wJobMakeup) {
		return
	}
	d.flush()
	ed, gen, page := d.ed, d.gen, p.ID
	tall := int(d.thumbnailHeight() * d.win.Canvas().Scale())
	small := int(offerSmall * d.win.Canvas().Scale())
	var renderer pageview.Renderer
	if d.deps.Renderer != nil {
		renderer = d.deps.Renderer(d.store)
	}
	var offers []offer
	d.run(wJobMakeup, func(ctx context.Context, tell func(int, int)) error {
		ps, err := d.deps.Makeup(ctx, ed, page, proposalsShown, seed)
		if err != nil {
			return err
		}
		for i, p := range ps {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			c := p.Change
			if len(c.Ops) == 0 {
				if c, err = edit.SetFrames(ed, page, p.Frames); err != nil {
					return err
				}
			}
			after, err := c.Apply(ed)
			if err != nil {
				return err
			}
			composed, err := d.setter.composeOnce(after, false)
			if err != nil {
				return err
			}
			o := offer{Proposal: p, change: c}
			for _, pg := range composed.Pages {
				if pg.ID == page {
					o.page = pg
				}
			}
			// What composing for real says goes before the estimate the search worked with.
			o.Over, o.Cut = 0, nil
			for _, f := range after.Page(page).Frames {
				if f.Kind != edition.StoryFrame {
					continue
				}
				if n := composed.Fits[f.Story].OverLines; n > 0 {
					o.Over += n
					o.Cut = append(o.Cut, StoryOver{f.Story, n})
				}
			}
			if renderer != nil && o.page.ID != "" {
				o.picture = thumbnail(renderer, o.page, tall)
				o.small = thumbnail(renderer, o.page, small)
			}
			offers = append(offers, o)
			tell(i+1, len(ps))
		}
		return nil
	}, func(err error) {
		switch {
		case err != nil:
			d.fail(err)
		case gen != d.gen:
			d.fail(edit.ErrConflict)
		case len(offers) == 0:
			d.info(wMakeup, wNoProposal)
		default:
			d.choose(offers, seed)
		}
	})
}

func (d *Desk) isPlaced(story string) bool {
	if d.ed == nil {
		return false
	}
	_, f := d.frameOf(story)
	return f != nil
}

// unplaceStory takes the story off the page.
func (d *Desk) unplaceStory() {
	if s := d.storyNow(); s != nil {
		d.flush()
		d.do(edit.UnplaceStory(d.ed, s.ID))
	}
}

// placeStory puts the story on the page: in the largest place that is free, or over the middle when the page is full.
func (d *Desk) placeStory() {
	s, p := d.storyNow(), d.pageNow()
	if s == nil || p == nil {
		return
	}
	d.flush()
	r := freePlace(p, needOf(s, p.Format))
	c, err := edit.AddFrame(d.ed, p.ID, &edition.Frame{Kind: edition.StoryFrame, Rect: r, Story: s.ID, Head: edition.HeadTop})
	c.Label = wPlace
	if d.do(c, err) {
		if _, f := d.frameOf(s.ID); f != nil {
			d.selected = f.ID
			d.view.SetSelected(f.ID)
			d.view.Reveal(f.Rect)
		}
	}
}

// dropPlace answers where a story goes that is dropped at a point of the page: its own frame with its corner in that
// cell if it stands on this page, else as many cells as it needs, two columns wide, three for the greater stories.
func (d *Desk) dropPlace(story string, at geom.Point) (geom.Rect, bool) {
	p, s := d.pageNow(), d.ed.Story(story)
	if p == nil || s == nil {
		return geom.Rect{}, false
	}
	f := p.Format
	col := (at.X - f.TypeArea.X).Floor(f.ColumnWidth() + f.ColumnGap)
	line := (at.Y - f.TypeArea.Y).Floor(f.Leading)
	if col < 0 || col >= f.Columns || line < 0 || line >= f.Lines {
		return geom.Rect{}, false
	}
	if pg, fr := d.frameOf(story); fr != nil && pg.ID == p.ID {
		r := fr.Rect
		corner := f.Cells(col, line, 1, 1)
		r.X = min(corner.X, max(f.TypeArea.X, f.TypeArea.Right()-r.W))
		r.Y = min(corner.Y, max(f.TypeArea.Y, f.TypeArea.Bottom()-r.H))
		return r, true
	}
	cols := 2
	if s.Priority >= 4 {
		cols = 3
	}
	cols = min(cols, f.Columns)
	need := needOf(s, f)
	lines := min(max((need+cols-1)/cols, 3), f.Lines)
	return f.Cells(min(col, f.Columns-cols), min(line, f.Lines-lines), cols, lines), true
}

// dropStory puts a story where it was dropped, as one step.
func (d *Desk) dropStory(story string, r geom.Rect) {
	p := d.pageNow()
	if p == nil || d.ed.Story(story) == nil {
		return
	}
	d.flush()
	pg, fr := d.frameOf(story)
	if d.makesRoom() && (fr == nil || !fr.Locked) {
		d.roomFor(story, r)
		return
	}
	add := func(ed *edition.Edition) (edit.Change, error) {
		return edit.AddFrame(ed, p.ID, &edition.Frame{Kind: edition.StoryFrame, Rect: r, Story: story, Head: edition.HeadTop})
	}
	done := false
	switch {
	case fr == nil:
		c, err := add(d.ed)
		c.Label = wPlace
		done = d.do(c, err)
	case pg.ID == p.ID && fr.Locked:
		return
	case pg.ID == p.ID:
		done = d.do(edit.MoveFrame(d.ed, p.ID, fr.ID, r))
	default: // from another page
		done = d.do(edit.Sequence(d.ed, wPlace, func(ed *edition.Edition) (edit.Change, error) { return edit.UnplaceStory(ed, story) }, add))
	}
	if done {
		d.story = story
		if _, f := d.frameOf(story); f != nil {
			d.selected = f.ID
			d.view.SetSelected(f.ID)
		}
	}
}

// needOf estimates the cells a story takes: its characters set solid, and a fifth more for head and white.
func needOf(s *edition.Story, f edition.Format) int { return bodyLines(s, f)*6/5 + 8 }

// freePlace answers a rectangle of cells for a story: of the free ones that hold need cells the nearest to the top,
// else the largest, else two columns in the middle.
func freePlace(p *edition.Page, need int) geom.Rect {
	f := p.Format
	taken := make([][]bool, f.Columns)
	for c := range taken {
		taken[c] = make([]bool, f.Lines)
		for l := range taken[c] {
			cell := f.Cells(c, l, 1, 1)
			for _, fr := range p.Frames {
				if fr.Kind != edition.BoxFrame && fr.Rect.Overlaps(cell) {
					taken[c][l] = true
					break
				}
			}
		}
	}
	var best geom.Rect
	bestCells, fits := 0, false
	for c0 := range f.Columns {
		for l0 := range f.Lines {
			deep := f.Lines
			for c1 := c0; c1 < f.Columns; c1++ {
				l := l0
				for l < deep && !taken[c1][l] {
					l++
				}
				deep = l
				lines := deep - l0
				if lines < 3 {
					break
				}
				cols := c1 - c0 + 1
				cells := cols * lines
				switch {
				case cells >= need && !fits, cells >= need && cells < bestCells:
					lines = min(lines, (need+cols-1)/cols)
					best, bestCells, fits = f.Cells(c0, l0, cols, max(lines, 3)), cells, true
				case !fits && cells > bestCells:
					best, bestCells = f.Cells(c0, l0, cols, lines), cells
				}
			}
		}
	}
	if bestCells == 0 {
		cols := min(2, f.Columns)
		return f.Cells((f.Columns-cols)/2, f.Lines/3, cols, min(f.Lines/3, max(6, need/cols)))
	}
	return best
}

// SetLanguage changes the window's language and builds it anew.
func (d *Desk) SetLanguage(l words.Lang) {
	d.flush()
	d.lang = l
	name := "zh"
	if l == words.EN {
		name = "en"
	}
	d.app.Preferences().SetString(prefLang, name)
	translateDialogs(l)
	d.keepSizes()
	d.build()
	d.showSheet()
}

// SetDark changes between the light and the dark appearance.
func (d *Desk) SetDark(on bool) {
	name := "light"
	if on {
		name = "dark"
	}
	d.app.Preferences().SetString(prefTheme, name)
	d.look.dark = on
	d.relook()
}

// relook builds the window anew in the colours and the size that were chosen.
func (d *Desk) relook() {
	d.flush()
	d.look = newLook(d.look.dark, densities[d.density()].text)
	d.app.Settings().SetTheme(d.look)
	d.view.SetPalette(d.look.palette())
	d.keepSizes()
	d.build()
}

// remember puts an edition at the head of the list of recent ones.
func (d *Desk) remember(path string) {
	d.setRecent(append([]string{path}, slices.DeleteFunc(d.recent(), func(p string) bool { return p == path })...))
}

// forget takes an edition off the list of recent ones.
func (d *Desk) forget(path string) {
	d.setRecent(slices.DeleteFunc(d.recent(), func(p string) bool { return p == path }))
}

func (d *Desk) setRecent(list []string) {
	list = list[:min(len(list), 8)]
	if b, err := json.Marshal(list); err == nil {
		d.app.Preferences().SetString(prefRecent, string(b))
	}
}

func (d *Desk) recent() []string {
	var list []string
	if s := d.app.Preferences().String(prefRecent); s != "" {
		if json.Unmarshal([]byte(s), &list) != nil {
			return nil
		}
	}
	return list
}

// wrap is how running text breaks: Chinese anywhere, English between words.
func (d *Desk) wrap() fyne.TextWrap {
	if d.lang == words.ZH {
		return fyne.TextWrapBreak
	}
	return fyne.TextWrapWord
}

// frameTitle is what a frame is called.
func (d *Desk) frameTitle(ed *edition.Edition, f *edition.Frame) string {
	if s := ed.Story(f.Story); s != nil {
		return d.title(s)
	}
	if f.Furniture != nil {
		return d.say(furnitureNames[f.Furniture.Kind])
	}
	return d.say(frameNames[f.Kind])
}

// title is what a story is called in lists: its headline, or its slug.
func (d *Desk) title(s *edition.Story) string {
	if h := s.First(edition.Headline); h != nil && h.Text != "" {
		return strings.ReplaceAll(h.Text, "\u2028", " ")
	}
	if s.Slug != "" {
		return s.Slug
	}
	return d.say(wUntitled)
}

// count answers the characters of a story's text; of a photo story those of its captions.
func count(s *edition.Story) int {
	n := 0
	for _, p := range s.All() {
		if p.Role.InBody() || s.Kind == edition.Photo && p.Role == edition.Caption {
			for _, r := range p.Text {
				if r != ' ' && r != '\u3000' && r != '\u2028' {
					n++
				}
			}
		}
	}
	return n
}
