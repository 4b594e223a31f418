package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/words"
)

// choosing is what a file panel is opened for.
type choosing uint8

const (
	oneFile    choosing = iota
	anyFiles            // files and folders, several at once
	newFile             // a name to write to
	oneFolder           // a folder, the one that is listed if none in it is chosen
	pastIssues          // editions, manuscripts and folders of them, several at once
)

// filePanel chooses files. Fyne's own has English folder names in every language, takes one file at a time, and makes
// the file that is to be written before it is written.
type filePanel struct {
	d    *Desk
	what choosing
	exts []string // what is listed; nil is everything
	then func(paths []string)

	dir     string
	went    bool // to dir by hand
	verb    words.Text
	entries []fileEntry
	chosen  map[string]bool // paths
	last    struct {
		path string
		when time.Time
	}

	path, name *field
	list       *rowList
	empty      *ink
	ok         *widget.Button
	box        *dialog.CustomDialog
}

type fileEntry struct {
	path string
	name string
	dir  bool
	size int64
	when time.Time
}

// askFiles opens a file panel.
func (d *Desk) askFiles(what choosing, title, verb words.Text, exts []string, name string, then func(paths []string)) *filePanel {
	p := &filePanel{d: d, what: what, exts: exts, then: then, chosen: map[string]bool{}}
	p.path = newField(d.deps.After, d.key)
	p.path.OnSubmitted = func(s string) {
		if s == p.dir {
			p.acceptByKey()
			return
		}
		p.enter(s)
		if !p.noneChosen() { // a file was named
			p.accept()
			return
		}
		p.path.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	p.name = newField(d.deps.After, d.key)
	p.name.SetText(name)
	p.name.OnChanged = func(string) { p.judge() }
	p.name.OnSubmitted = func(string) { p.accept() }
	p.list = newRowList(d, func() int { return len(p.entries) }, func() fyne.CanvasObject { return newFileRow() }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(p.entries) {
			o.(*fileRow).show(p, p.entries[i])
		}
	})
	p.list.move = func(int) {}
	p.empty = newInk(d.say(wEmptyFolder), colourFaint, theme.SizeNameText, false)
	up := newTool(theme.MoveUpIcon(), "", "", d.deps.After, func() { p.enter(filepath.Dir(p.dir)) })
	top := container.NewBorder(nil, nil, up, nil, p.path)

	places := container.NewVBox()
	for _, pl := range d.places() {
		b := widget.NewButtonWithIcon(d.say(pl.name), pl.icon, func() { p.enter(pl.path) })
		b.Alignment, b.Importance = widget.ButtonAlignLeading, widget.LowImportance
		places.Add(b)
	}
	frame := container.NewStack(newPaint(theme.ColorNameInputBackground), p.list, container.NewCenter(p.empty))
	body := container.NewBorder(top, nil, container.New(fixedWidth(120), places), nil, container.New(fynelayout.NewCustomPaddedLayout(4, 4, 4, 0), frame))
	var content fyne.CanvasObject = body
	if what == newFile {
		content = container.NewBorder(nil, container.NewBorder(nil, nil, newNarrow(d.say(wFileName), 120), nil, p.name), nil, nil, body)
	}
	p.box = dialog.NewCustomWithoutButtons(d.say(title), content, d.win)
	p.ok = widget.NewButton(d.say(verb), p.accept)
	p.ok.Importance = widget.HighImportance
	p.box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), func() { p.box.Hide() }), p.ok})
	dir := d.home()
	if d.path != "" {
		dir = filepath.Dir(d.path)
	}
	p.verb = verb
	p.enter(dir)
	p.went = false
	s := d.win.Canvas().Size()
	d.presentWith(p.box, fyne.NewSize(min(760, s.Width-60), min(520, s.Height-60)), onReturn(p.acceptByKey))
	if what == newFile {
		d.win.Canvas().Focus(p.name)
	} else {
		d.win.Canvas().Focus(p.path)
		p.path.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	return p
}

// place is a folder that is always at hand.
type place struct {
	name words.Text
	icon fyne.Resource
	path string
}

func (d *Desk) places() []place {
	var out []place
	add := func(name words.Text, icon fyne.Resource, path string) {
		if isDir(path) && !slices.ContainsFunc(out, func(p place) bool { return p.path == path }) {
			out = append(out, place{name, icon, path})
		}
	}
	if d.path != "" {
		add(wThisFolder, theme.FolderOpenIcon(), filepath.Dir(d.path))
	}
	if home, err := os.UserHomeDir(); err == nil {
		add(wHomeFolder, theme.HomeIcon(), home)
		for _, n := range []string{"Desktop", "桌面"} {
			add(wDesktop, theme.ComputerIcon(), filepath.Join(home, n))
		}
		for _, n := range []string{"Documents", "文档"} {
			add(wDocuments, theme.DocumentIcon(), filepath.Join(home, n))
		}
		for _, n := range []string{"Downloads", "下载"} {
			add(wDownloads, theme.DownloadIcon(), filepath.Join(home, n))
		}
	}
	add(wComputer, theme.StorageIcon(), string(filepath.Separator))
	return out
}

// enter lists a folder; the path of a file chooses it.
func (p *filePanel) enter(dir string) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		p.chosen = map[string]bool{dir: true}
		dir = filepath.Dir(dir)
	} else {
		p.chosen = map[string]bool{}
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		p.d.note(Explain(about{dir, err}).What)
		p.path.show(p.dir)
		return
	}
	p.dir, p.entries, p.went = dir, nil, true
	for _, e := range list {
		name := e.Name()
		beside := strings.Contains(name, extension) && filepath.Ext(name) != extension // a log, a lock, backups
		if strings.HasPrefix(name, ".") || beside || p.what == anyFiles && strings.HasSuffix(name, extension) {
			continue // editions, and what the store keeps beside an open one, are no manuscripts
		}
		path := filepath.Join(dir, e.Name())
		info, err := os.Stat(path) // follows links
		if err != nil {
			continue
		}
		if !info.IsDir() && p.what == oneFolder {
			continue
		}
		if !info.IsDir() && p.exts != nil && !slices.Contains(p.exts, strings.ToLower(filepath.Ext(path))) {
			continue
		}
		p.entries = append(p.entries, fileEntry{path, e.Name(), info.IsDir(), info.Size(), info.ModTime()})
	}
	slices.SortStableFunc(p.entries, func(a, b fileEntry) int {
		if a.dir != b.dir {
			if a.dir {
				return -1
			}
			return 1
		}
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	p.path.show(dir)
	if len(p.entries) == 0 {
		p.empty.Show()
	} else {
		p.empty.Hide()
	}
	p.list.ScrollToTop()
	p.judge()
}

// click chooses an entry; the second click on it opens it.
func (p *filePanel) click(e fileEntry) {
	now := p.d.deps.Now()
	again := p.last.path == e.path && now.Sub(p.last.when) < 400*time.Millisecond
	p.last.path, p.last.when = e.path, now
	if again {
		p.last.path = ""
		if e.dir {
			p.enter(e.path)
			return
		}
		p.chosen = map[string]bool{e.path: true}
		p.accept()
		return
	}
	switch {
	case p.what == newFile:
		if !e.dir {
			p.name.SetText(e.name)
		}
		p.chosen = map[string]bool{e.path: true}
	case p.several() && p.d.mods()&(ctrl|shift) != 0:
		p.chosen[e.path] = !p.chosen[e.path]
	default:
		p.chosen = map[string]bool{e.path: true}
	}
	p.judge()
}

// several reports whether files and folders are chosen, any number of them.
func (p *filePanel) several() bool { return p.what == anyFiles || p.what == pastIssues }

// picked answers what is chosen, in the order of the list.
func (p *filePanel) picked() []string {
	if p.what == newFile {
		name := strings.TrimSpace(p.name.Text)
		if name == "" || strings.ContainsAny(name, `/\`) {
			return nil
		}
		if len(p.exts) > 0 && !strings.EqualFold(filepath.Ext(name), p.exts[0]) {
			name += p.exts[0]
		}
		return []string{filepath.Join(p.dir, name)}
	}
	var out []string
	for _, e := range p.entries {
		if p.chosen[e.path] && (!e.dir || p.several() || p.what == oneFolder) {
			out = append(out, e.path)
		}
	}
	if len(out) == 0 && p.what == oneFolder {
		return []string{p.dir}
	}
	if len(out) == 0 && p.what == anyFiles {
		return p.all()
	}
	return out
}

// all answers the files of the folder, which are taken where none is chosen.
func (p *filePanel) all() []string {
	var out []string
	for _, e := range p.entries {
		if !e.dir {
			out = append(out, e.path)
		}
	}
	return out
}

// noneChosen reports whether nothing in the list is chosen.
func (p *filePanel) noneChosen() bool {
	for _, on := range p.chosen {
		if on {
			return false
		}
	}
	return true
}

// acceptByKey is Return: it takes a whole folder only where somebody has gone to it.
func (p *filePanel) acceptByKey() {
	if p.what != anyFiles || p.went || !p.noneChosen() {
		p.accept()
	}
}

// judge shows whether there is something to accept.
func (p *filePanel) judge() {
	if p.ok != nil {
		verb := p.d.say(p.verb)
		if p.what == anyFiles && p.noneChosen() {
			if n := len(p.all()); n > 0 {
				verb = p.d.say(wAllFiles.F(p.verb, n))
			}
		}
		p.ok.SetText(verb)
		if len(p.picked()) > 0 {
			p.ok.Enable()
		} else {
			p.ok.Disable()
		}
	}
	p.list.Refresh()
}

func (p *filePanel) accept() {
	paths := p.picked()
	if len(paths) == 0 {
		return
	}
	done := func() {
		p.box.Hide()
		p.then(paths)
	}
	if p.what != newFile {
		done()
		return
	}
	if _, err := os.Stat(paths[0]); errors.Is(err, fs.ErrNotExist) {
		done()
		return
	}
	l := widget.NewLabel(p.d.say(wReplaceIt.F(filepath.Base(paths[0]))))
	l.Wrapping = p.d.wrap()
	ask := dialog.NewCustomConfirm(p.d.say(wReplaceTitle), p.d.say(wReplace), p.d.say(wCancel), l, func(yes bool) {
		if yes {
			done()
		}
	}, p.d.win)
	p.d.presentWith(ask, fyne.NewSize(380, 0), onReturn(func() {
		ask.Hide()
		done()
	}))
}

// fileRow is one entry of a folder.
type fileRow struct {
	widget.BaseWidget
	ground           *paint
	icon             *widget.Icon
	name, size, when *ink
	box              *fyne.Container
	p                *filePanel
	e                fileEntry
}

func newFileRow() *fileRow {
	r := &fileRow{ground: newPaint(theme.ColorNameInputBackground), icon: widget.NewIcon(theme.FolderIcon()),
		name: newInk("", theme.ColorNameForeground, theme.SizeNameText, false),
		size: newInk("", colourFaint, theme.SizeNameCaptionText, false),
		when: newInk("", colourFaint, theme.SizeNameCaptionText, false)}
	r.size.align = fyne.TextAlignTrailing
	r.box = container.NewStack(r.ground, container.New(columnsLayout{widths: []float32{18, 0, 70, 110}, gap: 6, height: 24}, r.icon, r.name, r.size, r.when))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *fileRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// Tapped implements fyne.Tappable.
func (r *fileRow) Tapped(*fyne.PointEvent) {
	if r.p != nil {
		r.p.click(r.e)
	}
}

func (r *fileRow) show(p *filePanel, e fileEntry) {
	r.p, r.e = p, e
	icon, size := theme.DocumentIcon(), sizeText(e.size)
	if e.dir {
		icon, size = theme.FolderIcon(), ""
	}
	if r.icon.Resource != icon {
		r.icon.SetResource(icon)
	}
	r.name.set(e.name, theme.ColorNameForeground)
	r.size.set(size, colourFaint)
	r.when.set(e.when.Format("2006-01-02 15:04"), colourFaint)
	ground := theme.ColorNameInputBackground
	if p.chosen[e.path] {
		ground = theme.ColorNameSelection
	}
	if r.ground.colour != ground {
		r.ground.colour = ground
		r.ground.Refresh()
	}
}

func sizeText(n int64) string {
	switch {
	case n < 1<<10:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1<<20:
		return strconv.FormatInt(n>>10, 10) + " KB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
}
