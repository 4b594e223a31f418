package app

import (
	"image/color"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/assets"
)

// frame is the window's content in one language: menu, toolbar, three docks around the page view, status bar. It is
// thrown away and built anew when the language or the appearance changes; the page view and the desk stay.
type frame struct {
	d        *Desk
	commands []*command
	items    map[*command]*fyne.MenuItem
	tools    map[*command]*tool
	menu     *fyne.MainMenu
	tips     *tips

	stories  *storyList
	props    *properties
	text     *textPanel
	findings *findingList
	status   *statusBar
	pages    *pageBar

	leftOn, rightOn, bottomOn bool
	left, right, bottom       fyne.CanvasObject
	outer, inner, middle      *container.Split
	centre, body              *fyne.Container
	rightTabs                 *container.AppTabs
	welcome                   fyne.CanvasObject
	welcomed                  bool
}

// build makes the window's content.
func (d *Desk) build() {
	f := &frame{d: d, commands: commands(), tools: map[*command]*tool{}, leftOn: true, rightOn: true, bottomOn: true}
	if d.frame != nil {
		f.leftOn, f.rightOn, f.bottomOn = d.frame.leftOn, d.frame.rightOn, d.frame.bottomOn
		d.frame.text.ed.FocusLost() // it goes, and must not blink on
	}
	d.frame = f
	d.fields = nil
	f.tips = newTips()
	f.stories = newStoryList(d)
	f.props = newProperties(d)
	f.text = newTextPanel(d)
	f.findings = newFindingList(d)
	f.status = newStatusBar(d)
	f.pages = newPageBar(d)

	f.left = container.NewStack(newPaint(colourPanel), f.stories.content)
	f.rightTabs = container.NewAppTabs(
		container.NewTabItem(d.say(wProperties), container.NewStack(newPaint(colourPanel), f.props.content)),
		container.NewTabItem(d.say(wText), container.NewStack(newPaint(colourPanel), f.text.content)))
	f.rightTabs.OnSelected = func(*container.TabItem) {
		d.flush()
		f.refresh()
	}
	f.right = f.rightTabs
	f.bottom = container.NewStack(newPaint(colourPanel), f.findings.content)
	f.welcome = f.buildWelcome()
	f.centre, f.welcomed = container.NewStack(d.view, f.welcome), true

	f.body = container.NewStack()
	f.dock()
	f.menu = d.menus()
	d.win.SetMainMenu(f.menu)
	bars := container.NewVBox(f.toolbar(), newLine())
	root := container.NewBorder(bars, f.status.content, nil, nil, f.body)
	d.win.SetContent(container.NewStack(root, f.tips.layer))
	d.keys()
	d.view.SetPalette(d.look.palette())
	if !d.sized {
		d.sized = true
		d.win.Resize(fyne.NewSize(
			float32(d.app.Preferences().FloatWithFallback(prefWidth, 1280)),
			float32(d.app.Preferences().FloatWithFallback(prefHeight, 780))))
	}
	f.refresh()
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

// toolbar makes the row of tools from the command table.
func (f *frame) toolbar() fyne.CanvasObject {
	d := f.d
	row := container.New(tightRow{gap: 1})
	for group := 1; group <= 6; group++ {
		if group > 1 {
			row.Add(newGap())
		}
		for _, c := range f.commands {
			if c.bar != group || c.icon == nil {
				continue
			}
			word := d.say(c.short)
			tip := strings.TrimSuffix(d.say(c.title), "…")
			if k := c.keyText(); k != "" {
				tip += "  " + k
			}
			t := newTool(c.icon, word, tip, d.deps.After, func() { d.perform(c) })
			t.tips = f.tips
			f.tools[c] = t
			row.Add(t)
		}
	}
	bar := container.NewBorder(nil, nil, row, f.pages.content)
	return container.NewStack(newPaint(colourBar), container.New(fynelayout.NewCustomPaddedLayout(3, 3, 6, 6), bar))
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
	d := f.d
	p := d.app.Preferences()
	f.keep()
	f.inner, f.middle, f.outer = nil, nil, nil
	var body fyne.CanvasObject = f.centre
	if f.bottomOn {
		f.inner = container.NewVSplit(body, f.bottom)
		f.inner.Offset = p.FloatWithFallback(prefBottom, .78)
		body = f.inner
	}
	if f.rightOn {
		f.middle = container.NewHSplit(body, f.right)
		f.middle.Offset = p.FloatWithFallback(prefRight, .72)
		body = f.middle
	}
	if f.leftOn {
		f.outer = container.NewHSplit(f.left, body)
		f.outer.Offset = p.FloatWithFallback(prefLeft, .18)
		body = f.outer
	}
	f.body.Objects = []fyne.CanvasObject{body}
	f.body.Refresh()
}

// fold shows or hides a dock.
func (f *frame) fold(dock *bool) {
	*dock = !*dock
	f.dock()
}

func (f *frame) showBottom() {
	if !f.bottomOn {
		f.fold(&f.bottomOn)
	}
}

func (f *frame) showText() {
	if !f.rightOn {
		f.fold(&f.rightOn)
	}
	f.rightTabs.SelectIndex(1)
	f.text.refresh()
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

// keep remembers the sizes of the docks.
func (f *frame) keep() {
	p := f.d.app.Preferences()
	for _, s := range []struct {
		split *container.Split
		name  string
	}{{f.outer, prefLeft}, {f.middle, prefRight}, {f.inner, prefBottom}} {
		if s.split != nil {
			p.SetFloat(s.name, s.split.Offset)
		}
	}
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
			f.centre.Objects = []fyne.CanvasObject{d.view, f.welcome}
		} else {
			f.centre.Objects = []fyne.CanvasObject{d.view}
		}
		f.centre.Refresh()
	}
	d.refreshCommands()
	f.stories.refresh()
	f.props.refresh()
	f.text.refresh()
	f.findings.refresh()
	f.pages.refresh()
	f.status.refresh()
}

// buildWelcome makes what stands in the middle while no edition is open.
func (f *frame) buildWelcome() fyne.CanvasObject {
	d := f.d
	mark := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon()))
	mark.FillMode = canvas.ImageFillContain
	mark.SetMinSize(fyne.NewSize(88, 88))
	name := newInk(d.say(wAppName), theme.ColorNameForeground, theme.SizeNameHeadingText, true)
	tag := newInk(d.say(wTagline), colourFaint, theme.SizeNameText, false)
	button := func(id string, icon fyne.Resource, high bool) fyne.CanvasObject {
		for _, c := range f.commands {
			if c.id == id {
				b := widget.NewButtonWithIcon(strings.TrimSuffix(d.say(c.title), "…"), icon, func() { d.perform(c) })
				b.Alignment = widget.ButtonAlignLeading
				if high {
					b.Importance = widget.HighImportance
				}
				return b
			}
		}
		return fynelayout.NewSpacer()
	}
	col := container.NewVBox(
		container.NewCenter(mark),
		container.NewCenter(name),
		container.NewCenter(tag),
		newSpace(10),
		button("sample", theme.DocumentIcon(), true),
		button("import", theme.DownloadIcon(), false),
		button("open", theme.FolderOpenIcon(), false))
	if recent := d.recent(); len(recent) > 0 {
		col.Add(newSpace(8))
		col.Add(newInk(d.say(wRecent), colourFaint, theme.SizeNameCaptionText, false))
		for _, p := range recent[:min(len(recent), 5)] {
			b := widget.NewButton(cutTo(strings.TrimSuffix(filepath.Base(p), extension), 220, 13, fyne.TextStyle{}), func() { _ = d.Open(p) })
			b.Alignment = widget.ButtonAlignLeading
			b.Importance = widget.LowImportance
			col.Add(b)
		}
	}
	card := container.NewStack(
		func() fyne.CanvasObject {
			r := canvas.NewRectangle(theme.Color(theme.ColorNameBackground))
			r.CornerRadius = 8
			return r
		}(),
		container.New(fynelayout.NewCustomPaddedLayout(22, 22, 36, 36), col))
	return container.NewCenter(card)
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

// pageBar chooses the page, at the right end of the toolbar.
type pageBar struct {
	d       *Desk
	choice  *choice
	content *fyne.Container
}

func newPageBar(d *Desk) *pageBar {
	b := &pageBar{d: d}
	b.choice = newChoice(d, func(i int) {
		if d.ed != nil && i < len(d.ed.Pages) {
			d.turnTo(d.ed.Pages[i].ID)
		}
	})
	b.content = container.New(fixedWidth(170), b.choice)
	return b
}

func (b *pageBar) refresh() {
	d := b.d
	if d.ed == nil {
		b.content.Hide()
		return
	}
	b.content.Show()
	var names []string
	at := -1
	for i, p := range d.ed.Pages {
		names = append(names, d.say(wPageOf.F(p.Number, p.Name)))
		if p.ID == d.page {
			at = i
		}
	}
	if strings.Join(names, "\n") == strings.Join(b.choice.Options, "\n") && at == b.choice.SelectedIndex() {
		return
	}
	b.choice.Options = names
	b.choice.show(-1)
	b.choice.show(at)
	b.choice.Refresh()
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
