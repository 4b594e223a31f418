package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// properties is the right dock's first leaf: what is selected, in fields. Without a selection it shows the page.
type properties struct {
	d       *Desk
	content fyne.CanvasObject
	hint    *fyne.Container

	storyBox, frameBox, pageBox *fyne.Container

	// story
	fit      *ink
	heads    map[edition.Role]*field
	priority *choice
	mode     *choice
	columns  *choice
	setting  *fyne.Container

	// frame
	kind   *ink
	cells  *ink
	place  *placeFields
	block  *blockPanel
	locked *toggle

	// page
	pageName, pageEditor *field
	pageRules            [2]*choice // between columns, between blocks
	facts                [6]*ink

	showing string // the story whose heads the fields hold
	quiet   bool
}

// headRoles is the order of the heads.
var headRoles = []edition.Role{edition.Kicker, edition.Headline, edition.Deck, edition.Byline}

func newProperties(d *Desk) *properties {
	p := &properties{d: d, heads: map[edition.Role]*field{}}

	// heads
	p.fit = newInk("", colourFaint, theme.SizeNameText, true)
	heads := container.New(formLayout{})
	heads.Add(newFormLabel(d.say(wFitting)))
	heads.Add(p.fit)
	for _, role := range headRoles {
		f := d.field(role == edition.Headline || role == edition.Deck)
		if f.MultiLine {
			f.SetMinRowsVisible(2)
		}
		f.commit = func(text string) { p.setHead(role, text) }
		p.heads[role] = f
		heads.Add(newFormLabel(d.say(roleNames[role])))
		heads.Add(f)
	}
	p.priority = newChoice(d, func(i int) { p.setPriority(priorities[i].n) })
	for _, o := range priorities {
		p.priority.Options = append(p.priority.Options, d.say(o.text))
	}
	heads.Add(newFormLabel(d.say(wPriority)))
	heads.Add(p.priority)
	p.storyBox = container.NewVBox(section(d.say(wSecHead)), padded(heads))

	// setting
	p.mode = newChoice(d, func(i int) {
		p.setFrame(wHeadMode, func(f *edition.Frame) { f.Head = headModes[i].mode })
	})
	for _, o := range headModes {
		p.mode.Options = append(p.mode.Options, d.say(o.text))
	}
	p.columns = newChoice(d, func(i int) { p.setFrame(wColumns, func(f *edition.Frame) { f.Columns = i }) })
	p.setting = container.NewVBox(section(d.say(wSecSetting)), padded(container.New(formLayout{},
		newFormLabel(d.say(wHeadMode)), p.mode,
		newFormLabel(d.say(wColumns)), p.columns)))

	// frame
	p.kind = newInk("", theme.ColorNameForeground, theme.SizeNameText, false)
	p.cells = newInk("", theme.ColorNameForeground, theme.SizeNameText, false)
	p.place, p.block = newPlaceFields(d), newBlockPanel(d)
	p.locked = newToggle(d, d.say(wLocked), func(bool) {
		if !p.quiet {
			d.Do("lock")
		}
	})
	p.frameBox = container.NewVBox(section(d.say(wSecPlace)), padded(container.NewVBox(
		container.New(formLayout{}, newFormLabel(d.say(wFrameKind)), p.kind, newFormLabel(""), p.cells),
		p.place.content, p.locked)))

	// page
	p.pageName, p.pageEditor = d.field(false), d.field(false)
	p.pageName.commit = func(text string) { p.setPage(wPageName, func(pg *edition.Page) { pg.Name = text }) }
	p.pageEditor.commit = func(text string) { p.setPage(wPageEditor, func(pg *edition.Page) { pg.Editor = text }) }
	form := container.New(formLayout{}, newFormLabel(d.say(wPageName)), p.pageName, newFormLabel(d.say(wPageEditor)), p.pageEditor)
	rules := append([]string{"", edition.NoLine}, edition.LineKinds()...)
	for i, r := range []struct {
		label words.Text
		of    func(*edition.Page) *string
	}{{wColumnRule, func(pg *edition.Page) *string { return &pg.ColumnRule }}, {wBlockRule, func(pg *edition.Page) *string { return &pg.BlockRule }}} {
		p.pageRules[i] = newChoice(d, func(n int) { p.setPage(r.label, func(pg *edition.Page) { *r.of(pg) = rules[n] }) })
		p.pageRules[i].Options = append([]string{d.say(wAsHouse), d.say(wNone)}, d.lineNames()...)
		form.Add(newFormLabel(d.say(r.label)))
		form.Add(p.pageRules[i])
	}
	for i, label := range []words.Text{wPageFormat, wPageSize, wPageColumns, wPageLines, wPageBody, wPageStories} {
		p.facts[i] = newInk("", theme.ColorNameForeground, theme.SizeNameText, false)
		form.Add(newFormLabel(d.say(label)))
		form.Add(p.facts[i])
	}
	p.pageBox = container.NewVBox(section(d.say(wSecPage)), padded(form))

	hint := widget.NewLabel(d.say(wNothing))
	hint.Wrapping, hint.Importance = d.wrap(), widget.LowImportance
	p.hint = container.NewVBox(hint)
	p.content = container.NewVScroll(container.NewVBox(p.storyBox, p.setting, p.frameBox, p.block.content, p.pageBox, p.hint))
	return p
}

func padded(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(fynelayout.NewCustomPaddedLayout(4, 8, 8, 8), o)
}

// newNarrow is a label of a fixed width.
func newNarrow(s string, width float32) fyne.CanvasObject {
	i := newInk(s, colourFaint, theme.SizeNameText, false)
	i.least = width
	i.align = fyne.TextAlignCenter
	return i
}

func newFormLabel(s string) fyne.CanvasObject {
	i := newInk(s, colourFaint, theme.SizeNameText, false)
	return i
}

// formLayout is two columns: labels as wide as the widest, and what they name.
type formLayout struct{}

const formGap = 6

func (formLayout) labels(o []fyne.CanvasObject) float32 {
	w := float32(0)
	for i := 0; i < len(o); i += 2 {
		w = max(w, o[i].MinSize().Width)
	}
	return w
}

func (l formLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h, w := float32(0), float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		m := o[i+1].MinSize()
		h += max(rowHeight, m.Height)
		if i > 0 {
			h += formGap
		}
		if _, text := o[i+1].(*ink); !text { // text is cut where it does not fit
			w = max(w, m.Width)
		}
	}
	return fyne.NewSize(l.labels(o)+10+w, h)
}

const rowHeight = 20

func (l formLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x := l.labels(o) + 10
	y := float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		h := max(rowHeight, o[i+1].MinSize().Height)
		o[i].Move(fyne.NewPos(0, y))
		o[i].Resize(fyne.NewSize(x-10, min(h, 30))) // beside a tall field the label stands at its first line
		o[i+1].Move(fyne.NewPos(x, y))
		o[i+1].Resize(fyne.NewSize(max(0, s.Width-x), h))
		y += h + formGap
	}
}

// choice is a Select that tells apart the hand's choice from the document's.
type choice struct {
	widget.Select
	quiet bool
	keys  func(*fyne.KeyEvent) bool
}

// TypedKey implements fyne.Focusable; the window's function keys are handed on.
func (c *choice) TypedKey(e *fyne.KeyEvent) {
	if !isCommandKey(e.Name) && e.Name != fyne.KeyEscape || !c.keys(e) {
		c.Select.TypedKey(e)
	}
}

func newChoice(d *Desk, chosen func(int)) *choice {
	c := &choice{keys: d.key}
	c.PlaceHolder = "　" // Fyne's own is English in every language
	c.OnChanged = func(string) {
		if i := c.SelectedIndex(); !c.quiet && i >= 0 && chosen != nil {
			chosen(i)
		}
	}
	c.ExtendBaseWidget(c)
	return c
}

// show sets the choice to what the document says.
func (c *choice) show(i int) {
	if c.SelectedIndex() == i {
		return
	}
	c.quiet = true
	if i < 0 || i >= len(c.Options) {
		c.ClearSelected()
	} else {
		c.SetSelectedIndex(i)
	}
	c.quiet = false
}

// field makes a text field of the window, known to the desk so that nothing typed is left behind.
func (d *Desk) field(multi bool) *field {
	make := newField
	if multi {
		make = newMultiField
	}
	f := make(d.deps.After, d.key)
	d.fields = append(d.fields, f)
	return f
}

func (p *properties) refresh() {
	d := p.d
	p.quiet = true
	defer func() { p.quiet = false }()
	s, f, pg := d.storyNow(), d.frameNow(), d.pageNow()
	show := func(o fyne.CanvasObject, on bool) {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	show(p.storyBox, s != nil)
	show(p.setting, f != nil && f.Kind == edition.StoryFrame)
	show(p.frameBox, f != nil)
	show(p.pageBox, s == nil && f == nil && pg != nil)
	show(p.hint, s == nil && f == nil)
	if s != nil {
		p.showing = s.ID
		p.fit.set(d.fitText(s.ID))
		for _, role := range headRoles {
			p.heads[role].show(toField(headText(s, role)))
		}
		p.priority.show(-1)
		for i, o := range priorities {
			if o.n == s.Priority {
				p.priority.show(i)
			}
		}
	} else {
		p.showing = ""
	}
	p.block.refresh()
	if f != nil {
		if pg != nil {
			p.columns.Options = d.columnChoices()
			p.columns.show(f.Columns)
			cols := (f.Rect.W + pg.Format.ColumnGap + pg.Format.ColumnWidth()/2).Floor(pg.Format.ColumnWidth() + pg.Format.ColumnGap)
			lines := (f.Rect.H + pg.Format.Leading/2).Floor(pg.Format.Leading)
			p.cells.set(d.say(wWidthInCells.F(cols, lines)), theme.ColorNameForeground)
		}
		mode := f.Head
		if mode == "" {
			mode = edition.HeadTop
		}
		for i, o := range headModes {
			if o.mode == mode {
				p.mode.show(i)
			}
		}
		p.locked.SetChecked(f.Locked)
		kind := d.say(frameNames[f.Kind])
		several := d.framesNow()
		if f.Furniture != nil {
			kind = d.say(furnitureNames[f.Furniture.Kind])
		}
		if len(several) > 1 {
			p.cells.set("", theme.ColorNameForeground)
			kind = d.say(wBlocksN.F(len(several)))
		}
		p.kind.set(kind, theme.ColorNameForeground)
		p.place.refresh()
	}
	if pg != nil {
		p.pageName.show(pg.Name)
		p.pageEditor.show(pg.Editor)
		rules := append([]string{"", edition.NoLine}, edition.LineKinds()...)
		p.pageRules[0].show(slices.Index(rules, pg.ColumnRule))
		p.pageRules[1].show(slices.Index(rules, pg.BlockRule))
		fm := pg.Format
		n := map[string]bool{}
		for _, fr := range pg.Frames {
			if fr.Story != "" && (fr.Kind == edition.StoryFrame || fr.Kind == edition.TextFrame) {
				n[fr.Story] = true
			}
		}
		for i, v := range []string{
			d.formatName(fm), d.say(wSizeMM.F(fm.Trim.W.MM(), fm.Trim.H.MM())), itoa(fm.Columns), itoa(fm.Lines),
			d.say(wPagePts.F(fm.Body.Pt(), fm.Leading.Pt())), itoa(len(n)),
		} {
			p.facts[i].set(v, theme.ColorNameForeground)
		}
	}
	p.content.Refresh()
}

// formatName is what a page format is called: the program's own have an English name, a title's has the one it was given.
func (d *Desk) formatName(f edition.Format) string {
	if _, ours := edition.FormatNamed(f.Name); !ours {
		return f.Name
	}
	sheet := wTabloid
	if f.Trim.H > 480*geom.MM {
		sheet = wBroadsheet
	}
	return d.say(words.Text{ZH: f.Name, EN: wFormatEN.F(sheet, f.Columns, f.Body.Pt()).EN})
}

// columnChoices is what a frame's number of columns can be: automatic, or one to the page's.
func (d *Desk) columnChoices() []string {
	options := []string{d.say(wAuto)}
	if pg := d.pageNow(); pg != nil {
		for n := 1; n <= pg.Format.Columns; n++ {
			options = append(options, d.say(wLineCells.F(n)))
		}
	}
	return options
}

// fitText says how a story fits, and in which colour.
func (d *Desk) fitText(story string) (string, fyne.ThemeColorName) {
	if !d.isPlaced(story) {
		return d.say(wNotPlaced), colourFaint
	}
	fit, ok := d.composed.Fits[story]
	switch {
	case !ok:
		return "", colourFaint
	case fit.OverRunes > 0:
		return d.say(wOverBoth.F(fit.OverRunes, fit.OverLines)), theme.ColorNameError
	case fit.ShortLines > 0:
		return d.say(wShortBoth.F(fit.ShortLines)), theme.ColorNameWarning
	}
	return d.say(wFits), theme.ColorNameSuccess
}

// A manual line break is U+2028 in the document and a line end in a field.
func toField(s string) string { return strings.ReplaceAll(s, "\u2028", "\n") }
func fromField(s string) string {
	return strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\u2028")
}

func headText(s *edition.Story, r edition.Role) string {
	if p := s.First(r); p != nil {
		return p.Text
	}
	return ""
}

// setHead writes a head of the story whose heads are shown. A head that was not there comes to its place in the
// order of reading; one that is emptied goes, but for the headline.
func (p *properties) setHead(role edition.Role, text string) {
	d := p.d
	if d.ed == nil || p.showing == "" {
		return
	}
	s := d.ed.Story(p.showing)
	if s == nil {
		return
	}
	text = fromField(text)
	para := s.First(role)
	switch {
	case para == nil && text == "":
	case para == nil:
		at := 0
		for at < len(s.Paras) && headRank(s.Paras[at].Role) < headRank(role) {
			at++
		}
		d.do(edit.AddPara(d.ed, s.ID, at, edition.Para{Role: role, Text: text}))
	case text == "" && role != edition.Headline:
		d.do(edit.DeletePara(d.ed, s.ID, para.ID))
	default:
		d.replace(s.ID, para, text)
	}
}

func headRank(r edition.Role) int {
	for i, h := range headRoles {
		if h == r {
			return i
		}
	}
	return len(headRoles)
}

// replace changes a paragraph to a text by its smallest difference, so that the styles of the rest stay, and merges
// with the typing before it.
func (d *Desk) replace(story string, para *edition.Para, text string) bool {
	from, to, middle := difference(para.Text, text)
	if from == to && middle == "" {
		return false
	}
	c, err := edit.ReplaceText(d.ed, story, para.ID, from, to, middle)
	if c.Merge == "" && !strings.Contains(middle, "\n") {
		c.Merge = "text:" + story + ":" + para.ID
	}
	return d.do(c, err)
}

// difference answers the runes of a that b replaces, and by what.
func difference(a, b string) (from, to int, middle string) {
	x, y := []rune(a), []rune(b)
	for from < len(x) && from < len(y) && x[from] == y[from] {
		from++
	}
	end := 0
	for end < len(x)-from && end < len(y)-from && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	return from, len(x) - end, string(y[from : len(y)-end])
}

func (p *properties) setPriority(n int) {
	d := p.d
	s := d.storyNow()
	if s == nil || s.Priority == n {
		return
	}
	t := *s
	t.Priority = n
	c, err := edit.SetStory(d.ed, &t)
	c.Label = wPriority
	d.do(c, err)
}

// setFrame changes the selected stories' frames.
func (p *properties) setFrame(label words.Text, change func(*edition.Frame)) {
	if p.quiet {
		return
	}
	p.d.changeFrames(label, func(f *edition.Frame) {
		if f.Kind == edition.StoryFrame {
			change(f)
		}
	})
}

func (p *properties) setPage(label words.Text, change func(*edition.Page)) {
	d := p.d
	pg := d.pageNow()
	if pg == nil {
		return
	}
	q := *pg
	change(&q)
	c, err := edit.SetPage(d.ed, &q)
	c.Label = label
	d.do(c, err)
}
