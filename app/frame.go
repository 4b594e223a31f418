package app

import (
	"image/color"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// frame is the window's content in one language: menu, toolbar, context bar, three docks around the page view, status
// bar. It is thrown away and built anew when the language or the appearance changes; the page view and the desk stay.
type frame struct {
	d        *Desk
	commands []*command
	items    map[*command]*fyne.MenuItem
	keysAt   map[*command]float32   // how wide the words of the command's menu are
	labels   map[*command][2]string // words of a command, and how its menu shows them
	tools    map[*command]*tool
	menu     *fyne.MainMenu
	tips     *tips

	stories  *storyList
	props    *properties
	text     *textPanel
	findings *findingList
	press    *pressPanel
	status   *statusBar
	pages    *pageTabs
	context  *contextBar
	notices  *notices

	workspace                            string
	kept                                 arrangement // with the sizes of docks that are folded
	leftOn, rightOn, bottomOn, contextOn bool
	leftBook, rightTabs, bottomBook      *book
	outer, inner, middle                 *container.Split
	root, bar, centre, body              *fyne.Container
	welcome                              welcome
	welcomed                             bool
}

// build makes the window's content.
func (d *Desk) build() {
	was := d.frame
	f := &frame{d: d, commands: commands(), tools: map[*command]*tool{}}
	f.workspace = workspaceOf(d.app.Preferences().StringWithFallback(prefWorkspace, firstWorkspace)).id
	if was != nil {
		was.keep()
		f.workspace = was.workspace
		was.text.ed.FocusLost() // it goes, and must not blink on
	}
	d.frame = f
	d.fields = nil
	f.tips = newTips()
	a := d.arranged(f.workspace)
	turned := func() {
		d.flush()
		f.refresh()
	}
	f.leftBook = newBook(d, d.leaves(leftDock), turned)
	f.rightTabs = newBook(d, d.leaves(rightDock), turned)
	f.bottomBook = newBook(d, d.leaves(bottomDock), turned)
	f.status = newStatusBar(d)
	f.pages = newPageTabs(d)
	f.context = newContextBar(d)
	f.notices = newNotices(d, was)
	f.welcome = d.newWelcome()
	f.centre, f.welcomed = container.NewStack(d.view, f.welcome.object), true

	f.body, f.bar = container.NewStack(), newPile()
	f.arrange(a)
	if was == nil {
		d.view.ShowAids(!a.Bare)
	}
	f.bars()
	f.dock()
	f.menu = d.menus()
	d.win.SetMainMenu(f.menu)
	f.root = container.NewBorder(f.bar, f.status.content, nil, nil, f.body)
	content := container.NewStack(f.root, f.tips.layer)
	if d.deps.Painted != nil {
		probe := newFrameProbe(d.deps.Now, d.deps.Painted)
		d.view.OnInput = probe.handling
		content.Add(container.NewWithoutLayout(probe.pixel))
	}
	d.win.SetContent(content)
	d.keys()
	d.view.SetPalette(d.look.palette())
	for _, p := range d.proofs {
		p.build()
		p.show(d.ed, d.composed)
	}
	if !d.sized {
		d.sized = true
		d.win.Resize(d.firstSize())
	}
	f.refresh()
}

// firstSize is how large the window opens: as it was left, or for the first time as large as 1440×900 if the screen
// has that; never larger than the screen, which may be another one since.
func (d *Desk) firstSize() fyne.Size {
	s := fyne.NewSize(1440, 900)
	p := d.app.Preferences()
	if w, h := p.Float(prefWidth), p.Float(prefHeight); w > 400 && h > 300 {
		s = fyne.NewSize(float32(w), float32(h))
	}
	if d.deps.Screen != nil {
		if most := d.deps.Screen(); most.Width > 0 && most.Height > 0 {
			s = fyne.NewSize(min(s.Width, most.Width), min(s.Height, most.Height))
		}
	}
	return s
}

// bars makes toolbar and context bar as the workspace has them.
func (f *frame) bars() {
	f.bar.Objects = []fyne.CanvasObject{f.toolbar(), newLine()}
	if f.contextOn {
		f.bar.Objects = append(f.bar.Objects, f.context.content, newLine())
	}
	f.bar.Refresh()
	if f.root != nil {
		f.root.Refresh() // what is below gives way
	}
}

// keys connects the window's keys. Combinations with Control come through the menu; single keys when no field of ours
// has the keyboard.
func (d *Desk) keys() {
	c := d.win.Canvas()
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { d.key(e) })
	for _, cmd := range d.frame.commands {
		if s := cmd.shortcut(); s != nil && !cmd.plain() {
			c.AddShortcut(s, func(fyne.Shortcut) { d.perform(cmd) })
		}
	}
}

func newLine() fyne.CanvasObject {
	l := widget.NewSeparator()
	return l
}

// toolbar makes the row of tools from the command table: the groups that the workspace shows.
func (f *frame) toolbar() fyne.CanvasObject {
	d := f.d
	row := container.New(tightRow{gap: 1})
	shown := workspaceOf(f.workspace).bars
	f.tools = map[*command]*tool{}
	for group := 1; group <= 6; group++ {
		if shown != nil && !slices.Contains(shown, group) {
			continue
		}
		if len(row.Objects) > 0 {
			row.Add(newGap())
		}
		for _, c := range f.commands {
			if c.bar != group || c.icon == nil {
				continue
			}
			t := d.commandTool(c, c.short.ZH != "")
			t.state(c.can(d), c.on != nil && c.on(d))
			f.tools[c] = t
			row.Add(t)
		}
	}
	spaces := container.New(tightRow{gap: 1})
	for _, s := range workspaces {
		for _, c := range f.commands {
			if c.id != "workspace-"+s.id {
				continue
			}
			t := d.newTool(nil, d.say(s.title), tipOf(d, c), func() { d.perform(c) })
			t.state(true, c.on(d))
			f.tools[c] = t
			spaces.Add(t)
		}
	}
	bar := container.NewBorder(nil, nil, nil, spaces, container.NewHScroll(row))
	return container.NewStack(newPaint(colourBar), container.New(fynelayout.NewCustomPaddedLayout(3, 3, 6, 6), bar))
}

// tipOf is a command's tip: its name and its key.
func tipOf(d *Desk, c *command) string {
	tip := strings.TrimSuffix(d.say(c.title), "…")
	if k := c.keyText(); k != "" {
		tip += "  " + k
	}
	return tip
}

// newTool makes a button that has its tip and hands the window's keys on.
func (d *Desk) newTool(icon fyne.Resource, word, tip string, run func()) *tool {
	t := newTool(icon, word, tip, d.deps.After, run)
	t.tips, t.keys = d.frame.tips, d.key
	return t
}

// commandTool makes a command's button, with its word where there is room for words.
func (d *Desk) commandTool(c *command, worded bool) *tool {
	word := ""
	if worded || c.icon == nil {
		if word = d.say(c.short); word == "" {
			word = strings.TrimSuffix(d.say(c.title), "…")
		}
	}
	return d.newTool(c.icon, word, tipOf(d, c), func() { d.perform(c) })
}

// tightRow lays objects side by side at their own widths, centred on the row.
type tightRow struct{ gap float32 }

func (l tightRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := fyne.Size{}
	for i, x := range o {
		if !x.Visible() {
			continue
		}
		m := x.MinSize()
		if i > 0 {
			s.Width += l.gap
		}
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
	}
	return s
}

func (l tightRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x := float32(0)
	for _, obj := range o {
		if !obj.Visible() {
			continue
		}
		m := obj.MinSize()
		obj.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		obj.Resize(m)
		x += m.Width + l.gap
	}
}

// newPile lays objects one under another without a gap.
func newPile(o ...fyne.CanvasObject) *fyne.Container {
	return container.New(fynelayout.NewCustomPaddedVBoxLayout(0), o...)
}

// newGap is the line between groups of tools.
func newGap() fyne.CanvasObject {
	line := newPaint(theme.ColorNameSeparator)
	return container.New(fixed{fyne.NewSize(11, 18), fyne.NewPos(5, 0), fyne.NewSize(1, 18)}, line)
}

// fixed gives its one object a fixed place in a fixed size.
type fixed struct {
	size fyne.Size
	at   fyne.Position
	in   fyne.Size
}

func (l fixed) MinSize([]fyne.CanvasObject) fyne.Size { return l.size }
func (l fixed) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(l.at.AddXY(0, (s.Height-l.size.Height)/2))
	o[0].Resize(l.in)
}

// dock puts the docks that are shown around the page view.
func (f *frame) dock() {
	f.keep()
	f.inner, f.middle, f.outer = nil, nil, nil
	var body fyne.CanvasObject = container.NewBorder(newPile(f.pages.content, f.notices.content), nil, nil, nil, f.centre)
	if f.bottomOn {
		f.inner = container.NewVSplit(body, f.bottomBook.content)
		f.inner.Offset = f.kept.BottomSize
		body = f.inner
	}
	if f.rightOn {
		f.middle = container.NewHSplit(body, f.rightTabs.content)
		f.middle.Offset = f.kept.RightSize
		body = f.middle
	}
	if f.leftOn {
		f.outer = container.NewHSplit(f.leftBook.content, body)
		f.outer.Offset = f.kept.LeftSize
		body = f.outer
	}
	f.body.Objects = []fyne.CanvasObject{body}
	f.body.Refresh()
}

// fold shows or hides a dock.
func (f *frame) fold(dock *bool) {
	*dock = !*dock
	f.dock()
	f.refresh()
}

// foldContext shows or hides the context bar.
func (f *frame) foldContext() {
	f.contextOn = !f.contextOn
	f.keep()
	f.bars()
}

func (f *frame) showBottom() {
	if !f.bottomOn {
		f.fold(&f.bottomOn)
	}
}

func (f *frame) showText() {
	f.d.showPanel("text")
	f.widen()
}

// widen gives the right dock the width that the story's column needs to be read with ease, up to half of the window.
func (f *frame) widen() {
	all := f.middle.Size().Width
	need := f.text.ed.Wants() + 16
	if all <= 0 || need <= all*float32(1-f.middle.Offset) {
		return
	}
	f.middle.SetOffset(max(.5, 1-float64(need/all)))
}

// keepSizes remembers how the window was left.
func (d *Desk) keepSizes() {
	if d.frame == nil {
		return
	}
	d.frame.keep()
	if s := d.win.Canvas().Size(); s.Width > 400 && !d.win.FullScreen() {
		d.app.Preferences().SetFloat(prefWidth, float64(s.Width))
		d.app.Preferences().SetFloat(prefHeight, float64(s.Height))
	}
}

// refresh shows the desk's state everywhere.
func (f *frame) refresh() {
	d := f.d
	title := d.say(wAppName)
	if d.ed != nil {
		title = d.ed.Head.Title
		if d.ed.Head.Date != "" {
			title += " " + d.ed.Head.Date
		}
		title += " — " + filepath.Base(d.path) + " — " + d.say(wAppName)
	}
	d.win.SetTitle(title)
	if (d.store == nil) != f.welcomed {
		f.welcomed = d.store == nil
		if f.welcomed {
			f.centre.Objects = []fyne.CanvasObject{d.view, f.welcome.object}
		} else {
			f.centre.Objects = []fyne.CanvasObject{d.view}
		}
		f.centre.Refresh()
	}
	d.refreshCommands()
	if f.leftOn {
		f.leftBook.refresh()
	}
	if f.rightOn {
		f.rightTabs.refresh()
	}
	if f.bottomOn {
		f.bottomBook.refresh()
	}
	if !f.text.visible() {
		f.text.refresh() // what was written goes into the document
	}
	if f.contextOn {
		f.context.refresh()
	}
	f.pages.refresh()
	f.notices.refresh()
	f.status.refresh()
}

func newSpace(h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(1, h))
	return r
}

// section is a heading in a dock.
func section(title string) fyne.CanvasObject {
	t := newInk(title, theme.ColorNameForeground, theme.SizeNameText, true)
	return container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(4, 4, 8, 8), t))
}

// pageTabs is the row of tabs above the page: one for each page, with a dot that says how it stands.
type pageTabs struct {
	d       *Desk
	row     *tabRow
	content *fyne.Container
}

func newPageTabs(d *Desk) *pageTabs {
	b := &pageTabs{d: d}
	b.row = newTabRow(d, 28, func(i int) {
		if d.ed != nil && i < len(d.ed.Pages) {
			d.turnTo(d.ed.Pages[i].ID)
		}
	})
	b.content = container.NewStack(newPaint(colourStripe), b.row.scroll)
	return b
}

func (b *pageTabs) refresh() {
	d := b.d
	if d.ed == nil {
		if b.content.Visible() {
			b.content.Hide()
			d.frame.body.Refresh()
		}
		return
	}
	if !b.content.Visible() {
		b.content.Show()
		d.frame.body.Refresh()
	}
	var names []string
	var signs []fyne.ThemeColorName
	for _, p := range d.ed.Pages {
		names = append(names, d.say(wPageTab.F(p.Number, p.Name)))
		_, colour := d.pageState(p)
		if colour == colourFaint {
			colour = theme.ColorNameInputBorder
		}
		signs = append(signs, colour)
	}
	b.row.set(names, signs, d.pageIndex())
}

// fixedWidth asks for a width whatever its object asks for.
type fixedWidth float32

func (l fixedWidth) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(l), o[0].MinSize().Height)
}
func (l fixedWidth) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	o[0].Move(fyne.Position{})
}

func itoa(n int) string { return strconv.Itoa(n) }
