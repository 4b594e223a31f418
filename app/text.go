package app

import (
	"image/color"
	"regexp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/app/editor"
	"dayang/app/editor/galley"
	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// textPanel is the right dock's second leaf: the selected story in the story editor, set as in its column, with
// counters above and a bar to find and replace.
type textPanel struct {
	d       *Desk
	ed      *editor.Editor
	title   *ink
	counter *ink
	place   *ink
	measure *ink
	hint    *widget.Label
	head    *fyne.Container
	foot    *fyne.Container
	content fyne.CanvasObject

	later  func() // stops the counters that are due
	follow bool   // the next story shown is that of an undo: the caret goes where it differs

	bar      *fyne.Container
	withRow  fyne.CanvasObject
	what     *field
	with     *field
	exact    *toggle
	found    *ink
	re       *regexp.Regexp
	searched *edition.Story

	measured struct { // what columnOf found, for which composition
		gen   int
		story string
		value geom.Length
	}
}

func newTextPanel(d *Desk) *textPanel {
	t := &textPanel{d: d}
	t.ed = editor.New(editor.Env{After: d.deps.After, Now: d.deps.Now, Mods: d.mods, Guard: &composition{}, Keys: d.key, Rich: d.richClip()})
	t.ed.G.SetWords(d.dict)
	t.ed.OnCommit = t.commit
	t.ed.OnCaret = t.movedSoon
	t.ed.OnMenu = t.menu
	t.ed.OnFocus = func(bool) { d.changed() }
	t.colours()

	t.title = newInk("", theme.ColorNameForeground, theme.SizeNameText, true)
	t.title.least = 60 // it is cut to what the dock leaves it
	t.counter = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	t.place = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	t.place.least = 60
	t.measure = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	t.hint = widget.NewLabel(d.say(wPickStory))
	t.hint.Wrapping, t.hint.Importance = d.wrap(), widget.LowImportance
	t.head = container.NewBorder(nil, nil, nil, t.counter, t.title)
	t.foot = container.NewBorder(nil, nil, nil, t.measure, t.place)
	head := container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(4, 4, 8, 8), t.head))
	foot := container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(3, 3, 8, 8), t.foot))
	t.buildFind()
	t.content = container.NewBorder(container.NewVBox(head, t.bar), foot, nil, nil, container.NewStack(t.ed, t.hint))
	return t
}

// colours gives the editor the theme's.
func (t *textPanel) colours() {
	c := func(n fyne.ThemeColorName) color.RGBA {
		r, g, b, a := t.d.look.Color(n, 0).RGBA()
		return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
	}
	with := func(n fyne.ThemeColorName, alpha float64) color.RGBA {
		r, g, b, _ := t.d.look.Color(n, 0).RGBA()
		k := func(v uint32) uint8 { return uint8(float64(v>>8) * alpha) }
		return color.RGBA{k(r), k(g), k(b), uint8(255 * alpha)}
	}
	roles := map[edition.Role]string{}
	for r, name := range roleNames {
		roles[r] = t.d.say(name)
	}
	t.ed.SetColours(galley.Colours{
		Paper: c(theme.ColorNameInputBackground), Ink: c(theme.ColorNameForeground), Faint: c(theme.ColorNamePlaceHolder), Rule: c(theme.ColorNameSeparator),
		Selection: with(theme.ColorNamePrimary, .28), Found: with(theme.ColorNameWarning, .22), Match: with(theme.ColorNameWarning, .5),
		Levels: [3]color.RGBA{finding.Hint: c(theme.ColorNamePrimary), finding.Warning: c(theme.ColorNameWarning), finding.Error: c(theme.ColorNameError)},
		Bar:    with(theme.ColorNameForeground, .35), Revised: c(colourRevised),
	}, roles)
}

// visible reports whether the leaf is shown.
func (t *textPanel) visible() bool {
	f := t.d.frame
	return f != nil && f.rightOn && f.rightTabs != nil && f.rightTabs.now() == "text"
}

func (t *textPanel) refresh() {
	d := t.d
	s := d.storyNow()
	if s == nil || !t.visible() {
		if was := t.ed.G.Story(); was != nil && (s == nil || s.ID != was.ID) {
			t.ed.Flush()
		}
		t.follow = false
		if s == nil {
			t.title.set(d.say(wText), theme.ColorNameForeground)
			t.counter.set("", colourFaint)
			t.place.set("", colourFaint)
			t.measure.set("", colourFaint)
			t.hint.Show()
			t.ed.Hide()
			t.ed.Take(nil, false)
		}
		return
	}
	d.wantWords()
	if t.hint.Visible() {
		t.hint.Hide()
		t.ed.Show()
	}
	if was := t.ed.G.Story(); was != nil && was.ID != s.ID && t.ed.Pending() {
		t.ed.Flush() // before another story takes its place
		s = d.storyNow()
	}
	t.ed.SetLook(t.lookOf(s))
	t.ed.Take(s, t.follow)
	t.ed.SetOrigin(d.originOf(s.ID))
	t.follow = false
	if !t.ed.Pending() { // findings are about the document's text
		t.marks(s)
	}
	t.title.set(d.title(s), theme.ColorNameForeground)
	t.moved()
}

// lookOf is how the story is set where it stands.
func (t *textPanel) lookOf(s *edition.Story) galley.Look {
	d := t.d
	house := d.ed.House
	if house == nil {
		house = defaultHouse
	}
	l := galley.Look{Fonts: d.faces, House: house, Em: geom.FromPt(house.StyleOf(edition.Body).Size)}
	pg, _ := d.frameOf(s.ID)
	if pg == nil {
		pg = d.pageNow()
	}
	format := edition.Formats()[0]
	if pg != nil {
		format = pg.Format
	}
	if l.Em <= 0 {
		l.Em = format.Body
	}
	l.Measure = format.ColumnWidth()
	if w := t.columnOf(s); w > 0 {
		l.Measure = w
	}
	return l
}

// defaultHouse sets the text of an edition without a house style.
var defaultHouse = edition.DefaultHouse()

// columnOf answers the measure that most of the story's lines have on the page; 0 if it stands on none.
func (t *textPanel) columnOf(s *edition.Story) geom.Length {
	d := t.d
	m := &t.measured
	if m.gen == d.setGen && m.story == s.ID {
		return m.value
	}
	body := map[string]bool{}
	for _, p := range s.Paras {
		if p.Role == edition.Body || p.Role == edition.Lead {
			body[p.ID] = true
		}
	}
	n := map[geom.Length]int{}
	for _, p := range d.composed.Pages {
		pageview.Marks(p, func(k display.Mark) {
			if k.Story == s.ID && body[k.Para] && !k.Vertical {
				n[k.Bounds.W]++
			}
		})
	}
	best := geom.Length(0)
	for w, k := range n {
		if k > n[best] || k == n[best] && w > best {
			best = w
		}
	}
	m.gen, m.story, m.value = d.setGen, s.ID, best
	return best
}

// marks underlines the story's findings.
func (t *textPanel) marks(s *edition.Story) {
	var out []galley.Mark
	for i, f := range t.d.findings {
		for _, p := range append([]finding.Place{f.Place}, f.Also...) {
			if p.Story == s.ID && p.Para != "" && p.From <= p.To {
				out = append(out, galley.Mark{Para: p.Para, From: p.From, To: p.To, Level: int(f.Level), Finding: i})
			}
		}
	}
	t.ed.SetMarks(out)
}

// counterPause is how long counters wait for the next key: measuring their words takes longer than drawing the text.
const counterPause = 80 * time.Millisecond

func (t *textPanel) movedSoon() {
	if t.later == nil {
		t.later = t.d.deps.After(counterPause, func() {
			t.later = nil
			t.moved()
		})
	}
}

// moved shows the counters, and searches anew where the text has changed.
func (t *textPanel) moved() {
	d := t.d
	g := t.ed.G
	s := g.Story()
	if s == nil {
		return
	}
	text := d.say(wCharCount.F(g.Counts()))
	if t.ed.True() {
		text = d.say(wTextCounts.F(g.Counts(), g.Lines()))
	}
	colour := colourFaint
	if fit, c := d.fitText(s.ID); fit != "" {
		text, colour = text+" · "+fit, c
	}
	if t.counter.text != text || t.counter.colour != colour {
		t.counter.set(text, colour)
		t.head.Refresh()
	}
	at := g.Caret()
	where := d.say(wTextPlace.F(at.Para+1, at.At))
	if g.Selected() {
		where = d.say(wTextSelected.F(g.SelectedRunes()))
	}
	t.place.set(where, colourFaint)
	d.frame.status.refreshPick()
	l := t.ed.Look()
	wide := d.say(wTextMeasure.F(float64(l.Measure) / float64(max(l.Em, 1))))
	if t.measure.text != wide {
		t.measure.set(wide, colourFaint)
		t.foot.Refresh()
	}
	if t.bar.Visible() && t.re != nil && t.searched != s {
		t.searched = s
		g.Find(t.re)
		t.tell()
	}
}

// commit writes the editor's steps into the document, and answers how many of them it has now.
func (t *textPanel) commit(steps []galley.Step) int {
	d := t.d
	var read []string
	story := ""
	n := 0
	for _, st := range steps {
		if d.ed == nil || d.ed.Story(st.To.ID) == nil {
			return len(steps) // the story is gone, and what was written in it
		}
		before := d.ed.Story(st.To.ID)
		c, err := edit.SetStory(d.ed, st.To)
		c.Label, c.Merge = st.Label, st.Merge
		if err == nil && len(c.Ops) > 0 && !d.do(c, nil) {
			break
		}
		n++
		story = st.To.ID
		d.shiftFindings(before, st.To)
		for _, p := range st.To.All() {
			if q := before.Para(p.ID); (q == nil || q.Text != p.Text) && !slices.Contains(read, p.ID) {
				read = append(read, p.ID)
			}
		}
	}
	if n > 0 {
		d.collect()
		d.readParas(story, read)
	}
	return n
}

// showPlace selects what a finding is about, if its story is in the editor.
func (t *textPanel) showPlace(p finding.Place) {
	if !t.visible() || p.Para == "" || t.d.story != p.Story {
		return
	}
	t.refresh()
	if t.ed.G.PutIn(p.Para, p.From) {
		at := t.ed.G.Caret()
		t.ed.G.Select(at, galley.Place{Para: at.Para, At: p.To})
		t.ed.Moved()
	}
}

func (t *textPanel) bold() {
	if err := t.ed.G.Bold(); err != nil {
		t.d.fail(err)
	}
	t.ed.Moved()
}

// menu is the editor's context menu: the finding under the pointer and its fixes first.
func (t *textPanel) menu(at fyne.Position, mark galley.Mark, on bool) {
	d := t.d
	var items []*fyne.MenuItem
	if on && mark.Finding < len(d.findings) {
		i, f := mark.Finding, d.findings[mark.Finding]
		head := fyne.NewMenuItem(cutTo(d.say(f.Message), 320, theme.Size(theme.SizeNameText), fyne.TextStyle{}), nil)
		head.Disabled = true
		items = append(items, head)
		for _, s := range f.Suggestions {
			if f.Fix == finding.None {
				break
			}
			name := wFixThis.F(s.Text)
			if s.Text == "" {
				name = wFixDrop.F(f.Text)
			}
			items = append(items, fyne.NewMenuItem(d.say(name), func() { // the eye stays in the text: no going on to the next
				d.mend(f, s.Text)
				d.changed()
			}))
		}
		items = append(items, fyne.NewMenuItem(d.say(wIgnore), func() {
			d.current = i
			d.ignore()
		}))
		if f.Text != "" {
			items = append(items, fyne.NewMenuItem(d.say(wIgnoreAll), func() {
				d.current = i
				d.ignoreAlways()
			}))
		}
		items = append(items, fyne.NewMenuItemSeparator())
	}
	items = append(items, t.revisionItems()...)
	add := func(name words.Text, can bool, run func()) *fyne.MenuItem {
		item := fyne.NewMenuItem(d.say(name), run)
		item.Disabled = !can
		items = append(items, item)
		return item
	}
	selected := t.ed.G.Selected()
	add(wCut, selected, func() { t.ed.CutTo(d.app.Clipboard()) })
	add(wCopy, selected, func() { t.ed.Copy(d.app.Clipboard()) })
	add(wPasteIn, true, func() { t.ed.PasteFrom(d.app.Clipboard()) })
	add(wSelectAll, true, t.ed.SelectAll)
	items = append(items, fyne.NewMenuItemSeparator())
	add(wBold, true, t.bold).Checked = t.ed.G.Bolded()
	role := add(wParaRole, true, nil)
	now, _ := t.ed.G.CaretPara()
	var roles []*fyne.MenuItem
	for _, r := range []edition.Role{edition.Lead, edition.Body, edition.Subhead, edition.EditorsNote, edition.JumpLine} {
		item := fyne.NewMenuItem(d.say(roleNames[r]), func() {
			if err := t.ed.G.SetRole(r); err != nil {
				d.fail(err)
			}
			t.ed.Moved()
		})
		item.Checked = now != nil && now.Role == r
		roles = append(roles, item)
	}
	role.ChildMenu = fyne.NewMenu("", roles...)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), d.win.Canvas(), at)
}

// find and replace

func (t *textPanel) buildFind() {
	d := t.d
	keys := func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape {
			if _, up := d.boxUp(); !up {
				t.closeFind()
				return true
			}
		}
		return d.key(e)
	}
	t.what, t.with = newField(d.deps.After, keys), newField(d.deps.After, keys)
	t.what.SetPlaceHolder(d.say(wFindWhat))
	t.with.SetPlaceHolder(d.say(wReplaceWith))
	t.what.commit = func(string) { t.search() }
	t.what.OnSubmitted = func(string) {
		t.what.flush()
		t.next(d.mods()&shift != 0)
	}
	t.with.OnSubmitted = func(string) { t.replaceOne() }
	t.exact = newToggle(d, d.say(wRegexp), func(bool) { t.search() })
	t.found = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	t.found.least, t.found.align = 62, fyne.TextAlignCenter
	small := func(icon fyne.Resource, tip words.Text, run func()) fyne.CanvasObject {
		b := newTool(icon, "", d.say(tip), d.deps.After, run)
		return b
	}
	one := widget.NewButton(d.say(wReplaceOne), t.replaceOne)
	all := widget.NewButton(d.say(wReplaceEvery), t.replaceAll)
	row := container.NewBorder(nil, nil, nil, container.NewHBox(t.found,
		small(theme.MoveUpIcon(), wPrevFinding, func() { t.next(true) }),
		small(theme.MoveDownIcon(), wNextFinding, func() { t.next(false) }),
		small(theme.CancelIcon(), wClose, t.closeFind)), t.what)
	t.withRow = container.NewBorder(nil, nil, nil, container.NewHBox(one, all), t.with)
	t.bar = container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(2, 4, 6, 6),
		container.NewVBox(row, container.NewBorder(nil, nil, nil, t.exact, t.withRow))))
	t.bar.Hide()
}

// findText shows the bar; what is selected is what is looked for.
func (d *Desk) findText(replace bool) {
	t := d.frame.text
	d.flush()
	d.frame.showText()
	if replace {
		t.withRow.Show()
	} else {
		t.withRow.Hide()
	}
	t.bar.Show()
	t.content.Refresh()
	if s := t.ed.G.Selecting(); s != "" && !strings.Contains(s, "\n") {
		t.what.show(s)
	}
	t.search()
	d.win.Canvas().Focus(t.what)
	t.what.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func (t *textPanel) closeFind() {
	t.ed.G.Find(nil)
	t.re = nil
	t.bar.Hide()
	t.content.Refresh()
	t.d.win.Canvas().Focus(t.ed)
}

func (t *textPanel) how() galley.How { return galley.How{Regexp: t.exact.Checked, Fold: true} }

// search looks for what stands in the bar.
func (t *textPanel) search() {
	t.re = nil
	t.found.set("", colourFaint)
	if t.what.Text != "" {
		re, err := galley.Compile(t.what.Text, t.how())
		if err != nil {
			t.found.set(t.d.say(wBadRegexp), theme.ColorNameError)
		}
		t.re = re
	}
	t.ed.G.Find(t.re)
	t.searched = t.ed.G.Story()
	t.ed.Repaint()
	if t.re != nil {
		t.tell()
	}
}

// tell says how many places were found.
func (t *textPanel) tell() {
	n, i := t.ed.G.Found()
	switch {
	case n == 0:
		t.found.set(t.d.say(wFoundNone), theme.ColorNameWarning)
	case i < 0:
		t.found.set(t.d.say(wFoundN.F(n)), colourFaint)
	default:
		t.found.set(t.d.say(wFoundOf.F(i+1, n)), colourFaint)
	}
}

func (t *textPanel) next(back bool) {
	if t.re == nil {
		t.search()
	}
	if t.ed.G.Next(back) {
		t.ed.Moved()
	}
	if t.re != nil {
		t.tell()
	}
}

func (t *textPanel) replaceOne() {
	t.what.flush()
	if t.re == nil {
		return
	}
	if err := t.ed.G.Replace(t.re, t.with.Text, t.how()); err != nil {
		t.d.fail(err)
	}
	t.searched = t.ed.G.Story()
	t.ed.Moved()
	t.tell()
}

func (t *textPanel) replaceAll() {
	t.what.flush()
	if t.re == nil {
		return
	}
	n, err := t.ed.G.ReplaceAll(t.re, t.with.Text, t.how())
	if err != nil {
		t.d.fail(err)
	}
	t.searched = t.ed.G.Story()
	t.ed.Moved()
	t.ed.Flush()
	t.tell()
	t.d.note(wReplacedN.F(n))
}

// wantWords has the dictionary read in the background when the editor is first shown.
func (d *Desk) wantWords() {
	if d.asked || d.deps.Words == nil {
		return
	}
	d.asked = true
	d.working.Add(1)
	go func() {
		defer d.working.Done()
		seg, err := d.deps.Words()
		d.post(func() {
			if err != nil {
				d.log.Warn("no dictionary for the editor", "err", err)
				return
			}
			d.dict = seg
			d.frame.text.ed.G.SetWords(seg)
		})
	}()
}

// toText goes from the page to the text, and back.
func (d *Desk) toText() {
	if d.frame.text.ed.Focused() {
		d.win.Canvas().Focus(d.view)
		return
	}
	d.editHere()
}

// editHere shows the selected story's text with the caret where the page was clicked.
func (d *Desk) editHere() {
	s := d.storyNow()
	if s == nil {
		return
	}
	h := d.caret
	if h.Para != "" && h.Story == s.ID {
		if p := s.Para(h.Para); p != nil && headRank(p.Role) < len(headRoles) {
			d.showPanel("properties")
			d.frame.refresh()
			d.win.Canvas().Focus(d.frame.props.heads[p.Role])
			d.frame.props.heads[p.Role].setCaret(h.Offset)
			return
		}
	}
	d.frame.showText()
	d.frame.refresh()
	d.win.Canvas().Focus(d.frame.text.ed)
	if h.Story == s.ID && s.Para(h.Para) != nil {
		d.frame.text.ed.Caret(h.Para, h.Offset)
	}
}
