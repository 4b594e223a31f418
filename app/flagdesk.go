package app

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/redcheck"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/geom"
)

// flagsShown answers the flags of the list, in reading order.
func (d *Desk) flagsShown() []*edition.Flag {
	if d.ed == nil {
		return nil
	}
	var out []*edition.Flag
	for _, f := range d.ed.Flags {
		if !d.onlyOpen || f.State == edition.FlagOpen || f.ID == d.flag {
			out = append(out, f)
		}
	}
	at := func(f *edition.Flag) rank {
		return d.rank(&finding.Place{Page: f.Page, Story: f.Story, Para: f.Para, From: f.From, To: f.To})
	}
	slices.SortStableFunc(out, func(a, b *edition.Flag) int { return at(a).compare(at(b)) })
	return out
}

// flagNow answers the flag the editor is looking at, or nil.
func (d *Desk) flagNow() *edition.Flag {
	if d.ed == nil || d.flag == "" {
		return nil
	}
	return d.ed.Flag(d.flag)
}

func hasFlags(d *Desk) bool { return d.ed != nil && len(d.ed.Flags) > 0 }

// flagPage answers the page a flag is to be seen on.
func (d *Desk) flagPage(f *edition.Flag) string {
	if f.Page != "" {
		return f.Page
	}
	return d.pageOf(finding.Finding{Place: finding.Place{Story: f.Story, Para: f.Para, From: f.From, To: f.To}})
}

// flagMarks are the flags by hand on the page of the view: those that are open, and the one that is looked at.
func (d *Desk) flagMarks() []pageview.Flag {
	if d.ed == nil {
		return nil
	}
	var out []pageview.Flag
	proof := redcheck.Proof{Edition: d.ed, Page: d.view.Sheet().Page}
	for _, f := range d.ed.Flags {
		if f.State != edition.FlagOpen && f.ID != d.flag {
			continue
		}
		if a := redcheck.FlagAreas(f, proof); len(a) > 0 {
			out = append(out, pageview.Flag{Areas: a, Level: pageview.Note, Current: f.ID == d.flag})
		}
	}
	return out
}

// goToFlag makes a flag the current one and shows where it is.
func (d *Desk) goToFlag(id string) {
	f := d.ed.Flag(id)
	if f == nil {
		return
	}
	d.flag = id
	if p := d.flagPage(f); p != "" && p != d.page {
		d.turnTo(p)
	}
	if f.Story != "" {
		d.flush()
		d.story, d.caret = f.Story, pageview.Hit{}
		d.frame.text.showPlace(finding.Place{Story: f.Story, Para: f.Para, From: f.From, To: f.To})
	}
	d.flags()
	if a := redcheck.FlagAreas(f, redcheck.Proof{Edition: d.ed, Page: d.view.Sheet().Page}); len(a) > 0 {
		d.view.Reveal(a[0])
	}
	d.changed()
}

// stepFlag goes to the next or the previous flag of the list, and around.
func (d *Desk) stepFlag(by int) {
	list := d.flagsShown()
	if len(list) == 0 {
		return
	}
	d.showPanel("flags")
	i := slices.IndexFunc(list, func(f *edition.Flag) bool { return f.ID == d.flag })
	switch {
	case i < 0 && by < 0:
		i = len(list) - 1
	case i < 0:
		i = 0
	default:
		i = (i + by + len(list)) % len(list)
	}
	d.goToFlag(list[i].ID)
}

// flagPlace answers what a new flag would be on: the text that is selected in the editor, where the caret stands on
// the page, the frame that is selected, or the page.
func (d *Desk) flagPlace() edition.Flag {
	d.flush()
	if g := d.frame.text.ed.G; d.frame.text.visible() && g.Selected() && g.Story() != nil {
		from, to := g.Selection()
		paras := g.Story().All()
		if from.Para < len(paras) {
			p := paras[from.Para]
			n := len([]rune(p.Text))
			end := n
			if to.Para == from.Para {
				end = to.At
			}
			return d.onPassage(g.Story().ID, p.ID, min(from.At, n), min(end, n))
		}
	}
	if d.caret.Para != "" && d.caret.Story != "" {
		return d.onPassage(d.caret.Story, d.caret.Para, d.caret.Offset, d.caret.Offset)
	}
	pg := d.pageNow()
	if f := d.frameNow(); f != nil {
		return d.onSpot(pg, f.ID, geom.Point{X: f.Rect.X + f.Rect.W/2, Y: f.Rect.Y + f.Rect.H/2})
	}
	a := pg.Format.TypeArea
	return d.onSpot(pg, "", geom.Point{X: a.X + a.W/2, Y: a.Y + 10*geom.MM})
}

func (d *Desk) onPassage(story, para string, from, to int) edition.Flag {
	f := edition.Flag{Story: story, Para: para, From: from, To: to}
	if s := d.ed.Story(story); s != nil {
		if p := s.Para(para); p != nil {
			text := []rune(p.Text)
			f.From, f.To = min(from, len(text)), min(to, len(text))
			f.Quote = string(text[f.From:f.To])
		}
	}
	return f
}

func (d *Desk) onSpot(pg *edition.Page, frame string, at geom.Point) edition.Flag {
	f := edition.Flag{Page: pg.ID, Pin: &edition.Pin{At: at}}
	if fr := pg.Frame(frame); fr != nil {
		f.Pin.Frame, f.Pin.FrameAt = frame, fr.Rect.Min()
	}
	return f
}

// flagAt answers what a flag would be on at a place of the page: the character under it, or the spot.
func (d *Desk) flagAt(h pageview.Hit, at geom.Point) edition.Flag {
	if h.Story != "" && h.Para != "" {
		if s := d.ed.Story(h.Story); s != nil {
			if p := s.Para(h.Para); p != nil {
				n := len([]rune(p.Text))
				return d.onPassage(h.Story, h.Para, min(h.Offset, max(0, n-1)), min(h.Offset+1, n))
			}
		}
	}
	return d.onSpot(d.pageNow(), h.Frame, at)
}

// flagOn says what a flag is on.
func (d *Desk) flagOn(f edition.Flag) words.Text {
	if f.Page != "" {
		n := 0
		if p := d.ed.Page(f.Page); p != nil {
			n = p.Number
		}
		return wFlagSpot.F(n)
	}
	if f.Quote != "" {
		q := cutRunes(strings.ReplaceAll(f.Quote, "\u2028", " "), 24)
		return words.Text{ZH: "“" + q + "”", EN: "“" + q + "”"}
	}
	before, after := "", ""
	if s := d.ed.Story(f.Story); s != nil {
		if p := s.Para(f.Para); p != nil {
			t := []rune(p.Text)
			before, after = string(t[max(0, f.From-3):min(f.From, len(t))]), string(t[min(f.To, len(t)):min(f.To+3, len(t))])
		}
	}
	return wFlagBetween.F(before, after)
}

// flagBox is the box in which a flag is written.
type flagBox struct {
	d          *Desk
	flag       edition.Flag
	mark, role *choice
	text, note *field
	name       *field
	said       *ink
	box        *dialog.CustomDialog
}

// askFlag asks what shall be done at a place.
func (d *Desk) askFlag(f edition.Flag) *flagBox {
	b := &flagBox{d: d, flag: f}
	if f.Mark == "" {
		f.Mark = edition.MarkCorrect
		switch {
		case f.Page != "":
			f.Mark = edition.MarkExplain
		case f.From == f.To:
			f.Mark = edition.MarkInsert
		}
	}
	b.mark = newChoice(d, nil)
	at := 0
	for i, m := range edition.Marks() {
		b.mark.Options = append(b.mark.Options, d.say(workflow.MarkName(m)))
		if m == f.Mark {
			at = i
		}
	}
	b.mark.show(at)
	b.role = newChoice(d, nil)
	b.role.Options = []string{d.say(wAnyone)}
	for _, r := range workflow.Roles() {
		b.role.Options = append(b.role.Options, d.say(r.Name))
	}
	b.role.show(1 + slices.IndexFunc(workflow.Roles(), func(r workflow.Role) bool { return r.ID == f.For }))
	b.text, b.note, b.name = newField(d.deps.After, d.key), newMultiField(d.deps.After, d.key), newField(d.deps.After, d.key)
	b.name.OnSubmitted = func(string) { b.accept() }
	b.text.SetText(f.Text)
	b.text.OnSubmitted = func(string) { b.accept() }
	b.note.SetText(f.Note)
	b.note.SetMinRowsVisible(2)
	b.note.Wrapping = fyne.TextWrapBreak
	b.name.SetText(d.me().Who)
	b.said = newInk("", theme.ColorNameError, theme.SizeNameCaptionText, false)
	form := container.New(fynelayout.NewFormLayout())
	for _, row := range []struct {
		name words.Text
		o    fyne.CanvasObject
	}{{wMarkChoice, b.mark}, {wFlagText, b.text}, {wFlagNote, b.note}, {wFlagFor, b.role}, {wWho, b.name}} {
		form.Add(widget.NewLabel(d.say(row.name)))
		form.Add(row.o)
	}
	on := newInk(d.say(wFlagOn.F(d.flagOn(f))), theme.ColorNameForeground, theme.SizeNameText, true)
	b.box = dialog.NewCustomWithoutButtons(strings.TrimSuffix(d.say(wAddFlag), "…"), container.NewVBox(on, form, b.said), d.win)
	add := widget.NewButton(d.say(wShortAdd), b.accept)
	add.Importance = widget.HighImportance
	b.box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), b.box.Hide), add})
	d.presentWith(b.box, fyne.NewSize(460, 0), onReturn(b.accept))
	if f.Page != "" {
		d.win.Canvas().Focus(b.note)
	} else {
		d.win.Canvas().Focus(b.text)
	}
	return b
}

// accept adds the flag, if it says what it must.
func (b *flagBox) accept() {
	d := b.d
	f := b.flag
	f.Mark = edition.Marks()[b.mark.SelectedIndex()]
	f.Text, f.Note = b.text.Text, strings.TrimSpace(b.note.Text)
	switch f.Mark {
	case edition.MarkCorrect, edition.MarkInsert, edition.MarkReplace:
		if f.Text == "" {
			b.said.set(d.say(wFlagNeeds), theme.ColorNameError)
			return
		}
	case edition.MarkExplain:
		if f.Note == "" {
			b.said.set(d.say(wFlagNeeds), theme.ColorNameError)
			return
		}
	}
	if i := b.role.SelectedIndex(); i > 0 {
		f.For = workflow.Roles()[i-1].ID
	}
	by := d.me()
	by.Who = strings.TrimSpace(b.name.Text)
	if by.Who == "" {
		t, _ := workflow.Explain(workflow.ErrNobody)
		b.said.set(d.say(t), theme.ColorNameError)
		return
	}
	d.app.Preferences().SetString(prefName, by.Who)
	f.Who, f.Role, f.At = by.Who, by.Role, by.At
	page := f.Page
	if page == "" {
		page = d.flagPage(&f)
	}
	if page != "" {
		f.Round = min(d.flowOf(page).Round+1, workflow.Rounds)
	}
	f.ID = edit.NextFlagID(d.ed)
	if d.do(edit.AddFlag(d.ed, f), nil) {
		b.box.Hide()
		d.flag = f.ID
		d.showPanel("flags")
		d.flags()
	}
}

// flagFinding makes a flag of the finding that is looked at.
func (d *Desk) flagFinding() {
	f, ok := d.finding()
	if !ok {
		return
	}
	var g edition.Flag
	if f.Place.Story != "" && f.Place.Para != "" {
		g = d.onPassage(f.Place.Story, f.Place.Para, f.Place.From, f.Place.To)
	} else {
		at := geom.Point{X: f.Place.Spot.X + f.Place.Spot.W/2, Y: f.Place.Spot.Y + f.Place.Spot.H/2}
		pg := d.ed.Page(d.pageOf(f))
		if pg == nil {
			pg = d.pageNow()
		}
		if f.Place.Spot.Empty() {
			if fr := pg.Frame(f.Place.Frame); fr != nil {
				at = geom.Point{X: fr.Rect.X + fr.Rect.W/2, Y: fr.Rect.Y + fr.Rect.H/2}
			}
		}
		g = d.onSpot(pg, f.Place.Frame, at)
	}
	g.Mark, g.Text = flow.MarkOf(f)
	if g.Page != "" && g.Mark != edition.MarkExplain {
		g.Mark, g.Text = edition.MarkExplain, ""
	}
	g.Rule = f.Rule
	if g.Mark == edition.MarkExplain {
		g.Note = d.say(f.Message)
	}
	d.askFlag(g)
}

// carryFlag does what a flag asks for and goes on to the next open one.
func (d *Desk) carryFlag() {
	f := d.flagNow()
	if f == nil {
		return
	}
	d.flush()
	by := d.me()
	c, err := edit.CarryOut(d.ed, f.ID, edition.Reply{At: by.At, Who: by.Who, Role: by.Role})
	if d.flagFailed(err) {
		return
	}
	if d.do(c, nil) {
		d.nextOpen(f.ID)
	}
}

// flagFailed tells why a flag was not carried out.
func (d *Desk) flagFailed(err error) bool {
	switch {
	case err == nil:
		return false
	case errors.Is(err, edit.ErrByHand):
		d.info(wFlags, wByHand)
	case errors.Is(err, edit.ErrChanged):
		d.info(wFlags, wFlagMoved)
	default:
		d.fail(err)
	}
	return true
}

// nextOpen goes on to the open flag behind one.
func (d *Desk) nextOpen(id string) {
	list := d.flagsShown()
	i := slices.IndexFunc(list, func(f *edition.Flag) bool { return f.ID == id })
	for k := 1; k < len(list); k++ {
		if f := list[(i+k+len(list))%len(list)]; f.State == edition.FlagOpen {
			d.goToFlag(f.ID)
			return
		}
	}
	d.flags()
	d.changed()
}

// answerFlag brings the current flag into a state.
func (d *Desk) answerFlag(state edition.FlagState, say string) bool {
	f := d.flagNow()
	if f == nil {
		return false
	}
	d.flush()
	by := d.me()
	c, err := edit.AnswerFlag(d.ed, f.ID, edition.Reply{At: by.At, Who: by.Who, Role: by.Role, Text: strings.TrimSpace(say), State: state})
	if err != nil {
		d.fail(err)
		return false
	}
	if !d.do(c, nil) {
		return false
	}
	if state != edition.FlagOpen && state != f.State {
		d.nextOpen(f.ID)
	}
	return true
}

// askAnswer asks what to say to the current flag.
func (d *Desk) askAnswer(state edition.FlagState) {
	f := d.flagNow()
	if f == nil {
		return
	}
	title, what := wFlagAnswer, wAnswerWhat
	if state == edition.FlagRefused && f.State != edition.FlagRefused {
		title, what = wFlagRefuse, wRefuseWhy
	}
	say, name := newMultiField(d.deps.After, d.key), newField(d.deps.After, d.key)
	say.SetMinRowsVisible(2)
	say.Wrapping = fyne.TextWrapBreak
	name.SetText(d.me().Who)
	form := container.New(fynelayout.NewFormLayout(), widget.NewLabel(d.say(what)), say, widget.NewLabel(d.say(wWho)), name)
	talk := newPile(newInk(d.say(wFlagOn.F(d.flagOn(*f))), theme.ColorNameForeground, theme.SizeNameText, true))
	if f.Note != "" {
		talk.Add(newInk(f.Who+"：“"+cutRunes(f.Note, 34)+"”", colourFaint, theme.SizeNameText, false))
	}
	for _, r := range f.Replies {
		if r.Text != "" {
			talk.Add(newInk(r.Who+"：“"+cutRunes(r.Text, 34)+"”", colourFaint, theme.SizeNameText, false))
		}
	}
	box := dialog.NewCustomWithoutButtons(strings.TrimSuffix(d.say(title), "…"), container.NewVBox(talk, form), d.win)
	accept := func() {
		if strings.TrimSpace(name.Text) != "" {
			d.app.Preferences().SetString(prefName, strings.TrimSpace(name.Text))
		}
		if d.answerFlag(state, say.Text) {
			box.Hide()
		}
	}
	yes := widget.NewButton(strings.TrimSuffix(d.say(title), "…"), accept)
	yes.Importance = widget.HighImportance
	box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), box.Hide), yes})
	d.presentWith(box, fyne.NewSize(440, 0), onReturn(accept))
	d.win.Canvas().Focus(say)
}

func (d *Desk) deleteFlag() {
	if f := d.flagNow(); f != nil {
		c, err := edit.DeleteFlag(d.ed, f.ID)
		d.do(c, err)
		d.flags()
	}
}

// flagList is the leaf of the flags made by hand.
type flagList struct {
	d       *Desk
	rows    []*edition.Flag
	list    *rowList
	counts  *ink
	empty   *ink
	tools   commandTools
	only    *toggle
	content fyne.CanvasObject
}

// flagColumns is the widths of state, mark, place, text, who; what is said takes the rest.
var flagColumns = columnsLayout{widths: []float32{58, 70, 130, 130, 0, 84, 104}, gap: 8, height: 25}

func newFlagList(d *Desk) *flagList {
	l := &flagList{d: d}
	l.counts = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	l.list = newRowList(d, func() int { return len(l.rows) }, func() fyne.CanvasObject { return newInkRow(flagColumns) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.rows) {
			showFlag(d, o.(*inkRow), l.rows[i])
		}
	})
	l.list.move = d.stepFlag
	l.list.OnSelected = func(i widget.ListItemID) {
		if i < len(l.rows) {
			d.goToFlag(l.rows[i].ID)
		}
	}
	l.empty = newInk("", colourFaint, theme.SizeNameText, false)
	l.empty.align = fyne.TextAlignCenter
	l.only = newToggle(d, d.say(wOnlyOpen), func(on bool) {
		d.onlyOpen = on
		d.changed()
	})
	l.only.Checked = d.onlyOpen
	row := l.tools.row(d, "flag-add", "flag-carry", "flag-done", "flag-refuse", "flag-answer", "flag-delete", "flag-previous", "flag-next")
	head := container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(0, 0, 8, 4),
		container.NewHScroll(container.New(tightRow{gap: 10}, row, newGap(), l.only, l.counts))))
	l.content = container.NewBorder(head, nil, nil, nil, container.NewStack(l.list, container.NewCenter(l.empty)))
	return l
}

func (l *flagList) refresh() {
	d := l.d
	l.rows = d.flagsShown()
	var all workflow.Count
	here := 0
	if d.ed != nil {
		for _, f := range d.ed.Flags {
			switch f.State {
			case edition.FlagDone:
				all.Done++
			case edition.FlagRefused:
				all.Refused++
			default:
				all.Open++
			}
		}
		here = workflow.PageFlags(d.ed, d.page).Open
	}
	counts := ""
	if all != (workflow.Count{}) {
		counts = d.say(wFlagCounts.F(all.Open, all.Done, all.Refused, here))
	}
	if l.counts.text != counts {
		l.counts.set(counts, colourFaint)
		l.content.Refresh()
	}
	empty := ""
	if len(l.rows) == 0 {
		empty = d.say(wNoFlags)
	}
	l.empty.set(empty, colourFaint)
	l.tools.refresh(d)
	l.list.Refresh()
	l.list.show(slices.IndexFunc(l.rows, func(f *edition.Flag) bool { return f.ID == d.flag }))
}

// showFlag shows one flag.
func showFlag(d *Desk, r *inkRow, f *edition.Flag) {
	sign, colour := "●", theme.ColorNameError
	switch f.State {
	case edition.FlagDone:
		sign, colour = "✓", theme.ColorNameSuccess
	case edition.FlagRefused:
		sign, colour = "✕", colourFaint
	}
	r.cells[0].set(sign+" "+d.say(workflow.FlagStateName(f.State)), colour)
	r.cells[1].set(d.say(workflow.MarkName(f.Mark)), theme.ColorNameForeground)
	r.cells[2].set(d.placeName(finding.Finding{Place: finding.Place{Page: f.Page, Story: f.Story, Para: f.Para, From: f.From, To: f.To}}), theme.ColorNameForeground)
	text := cutRunes(strings.ReplaceAll(f.Quote, "\u2028", " "), 12)
	if f.Text != "" {
		text += " → " + cutRunes(f.Text, 12)
	}
	r.cells[3].set(text, theme.ColorNameForeground)
	said := f.Note
	if n := len(f.Replies); n > 0 && f.Replies[n-1].Text != "" {
		if said != "" {
			said += "　"
		}
		said += f.Replies[n-1].Who + "：" + f.Replies[n-1].Text
	}
	r.cells[4].set(strings.ReplaceAll(said, "\n", " "), colourFaint)
	to := ""
	if f.For != "" {
		to = "→ " + d.say(workflow.RoleName(f.For))
	}
	r.cells[5].set(to, colourFaint)
	who := f.Who
	if f.Round > 0 {
		who = strings.TrimSpace(d.say(workflow.RoundName(f.Round)) + " " + f.Who)
	}
	r.cells[6].set(who, colourFaint)
}
