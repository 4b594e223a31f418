package app

import (
	"fmt"
	"os/user"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/internal/workflow"
)

// Preferences of the person at the desk.
const (
	prefName = "me.name"
	prefRole = "me.role"
)

// me answers the person at the desk, as they last named themselves.
func (d *Desk) me() workflow.By {
	by := workflow.By{Who: d.app.Preferences().String(prefName), Role: d.app.Preferences().String(prefRole), At: d.deps.Now().UnixMilli()}
	if by.Who == "" {
		if u, err := user.Current(); err == nil {
			if by.Who = u.Name; by.Who == "" {
				by.Who = u.Username
			}
		}
	}
	return by
}

// clockOf answers a time of the record as people read it.
func clockOf(ms int64) string { return time.UnixMilli(ms).Format("01-02 15:04") }

func flowCommands() []*command {
	page := func(d *Desk) bool { return hasPage(d) && writes(d) }
	signed := func(d *Desk) bool {
		if !page(d) {
			return false
		}
		s := d.flowOf(d.page)
		return s.Signed != nil || s.Lapsed != nil
	}
	return []*command{
		{id: "flow-panel", menu: &wFlow, title: wShowFlow, key: fyne.KeyF2, mod: ctrl, enabled: hasPage, run: func(d *Desk) { d.showPanel("workflow") }},
		{id: "flow-review", menu: &wFlow, group: 1, title: wReviewDo, short: wShortReview, enabled: func(d *Desk) bool { return hasStory(d) && writes(d) }, run: (*Desk).askReview},
		{id: "flow-draw", menu: &wFlow, group: 2, title: wDrawDo, short: wShortDraw, enabled: page, run: (*Desk).askDraw},
		{id: "flow-read", menu: &wFlow, group: 2, title: wReadDo, short: wShortRead, enabled: page, run: (*Desk).askRead},
		{id: "compare", menu: &wFlow, group: 2, title: wShowCompare, short: wCompare, key: fyne.KeyF2, mod: ctrl | shift, enabled: hasPage, run: (*Desk).toCompare},
		{id: "flow-check", menu: &wFlow, group: 2, title: wCheckDo, short: wShortChecked, enabled: page, run: (*Desk).askCheck},
		{id: "flow-sign", menu: &wFlow, group: 3, title: wSignDo, short: wShortSign, enabled: page, run: (*Desk).askSign},
		{id: "flow-release", menu: &wFlow, group: 3, title: wReleaseDo, short: wShortRelease, enabled: func(d *Desk) bool { return page(d) && d.flowOf(d.page).Signed != nil }, run: (*Desk).askRelease},
		{id: "flow-withdraw", menu: &wFlow, group: 3, title: wWithdrawDo, short: wShortWithdraw, enabled: signed, run: (*Desk).askWithdraw},
		{id: "flow-note", menu: &wFlow, group: 4, title: wNoteDo, short: wShortNote, enabled: page, run: (*Desk).askNote},
		{id: "flag-panel", menu: &wProof, group: 5, title: wShowFlags, enabled: hasPage, run: func(d *Desk) { d.showPanel("flags") }},
		{id: "flag-add", menu: &wProof, group: 5, title: wAddFlag, short: wShortAdd, key: fyne.KeyM, mod: ctrl, enabled: page, run: func(d *Desk) { d.askFlag(d.flagPlace()) }},
		{id: "flag-finding", menu: &wProof, group: 5, title: wFinding2, enabled: func(d *Desk) bool { return d.hasFinding() && writes(d) }, run: (*Desk).flagFinding},
		{id: "flag-carry", menu: &wProof, group: 6, title: wCarryOut, short: wShortCarry, key: fyne.KeyM, mod: ctrl | shift, enabled: func(d *Desk) bool {
			f := d.flagNow()
			return f != nil && writes(d) && f.State != edition.FlagDone && edit.ByItself(f)
		}, run: (*Desk).carryFlag},
		{id: "flag-done", menu: &wProof, group: 6, title: wFlagDone, short: wShortDone, enabled: func(d *Desk) bool { f := d.flagNow(); return f != nil && writes(d) && f.State != edition.FlagDone }, run: func(d *Desk) { d.answerFlag(edition.FlagDone, "") }},
		{id: "flag-refuse", menu: &wProof, group: 6, title: wFlagRefuse, short: wShortRefuse, enabled: func(d *Desk) bool { f := d.flagNow(); return f != nil && writes(d) && f.State != edition.FlagRefused }, run: func(d *Desk) { d.askAnswer(edition.FlagRefused) }},
		{id: "flag-answer", menu: &wProof, group: 6, title: wFlagAnswer, short: wShortAnswer, enabled: func(d *Desk) bool { return d.flagNow() != nil && writes(d) }, run: func(d *Desk) { d.askAnswer(d.flagNow().State) }},
		{id: "flag-delete", menu: &wProof, group: 6, title: wFlagDelete, short: wShortDrop, enabled: func(d *Desk) bool { return d.flagNow() != nil && writes(d) }, run: (*Desk).deleteFlag},
		{id: "flag-next", menu: &wProof, group: 7, title: wNextFlag, short: wShortNext, key: fyne.KeyF2, enabled: hasFlags, run: func(d *Desk) { d.stepFlag(1) }},
		{id: "flag-previous", menu: &wProof, group: 7, title: wPrevFlag, short: wShortPrev, key: fyne.KeyF2, mod: shift, enabled: hasFlags, run: func(d *Desk) { d.stepFlag(-1) }},
		{id: "marked-proof", menu: &wFile, group: 2, title: wMarkedProof, enabled: func(d *Desk) bool { return hasPage(d) && d.deps.MarkedProof != nil }, run: (*Desk).askMarkedProof},
	}
}

// signing is a box in which somebody puts their name to something.
type signing struct {
	d       *Desk
	name    *field
	role    *choice
	say     *field
	pick    *choice // of a stage; nil: there is none to choose
	sure    *toggle
	confirm *widget.Button
	box     *dialog.CustomDialog
	roles   []workflow.Role
	done    func(s *signing) bool // reports whether the box may go
}

// signBox asks for a name, a role and a word. stages are offered for choosing; against is what stands against it.
func (d *Desk) signBox(title, verb words.Text, usual string, stageName words.Text, stages []words.Text, at int, against []workflow.Obstacle, done func(s *signing) bool) *signing {
	s := &signing{d: d, done: done, roles: workflow.Roles()}
	by := d.me()
	s.name = newField(d.deps.After, d.key)
	s.name.OnSubmitted = func(string) { s.accept() }
	s.name.SetText(by.Who)
	s.role = newChoice(d, nil)
	chosen := 0
	for i, r := range s.roles {
		s.role.Options = append(s.role.Options, d.say(r.Name))
		if r.ID == usual {
			chosen = i
		}
	}
	s.role.show(chosen)
	s.say = newMultiField(d.deps.After, d.key)
	s.say.SetMinRowsVisible(2)
	s.say.Wrapping = fyne.TextWrapBreak
	form := container.New(fynelayout.NewFormLayout())
	row := func(name words.Text, o fyne.CanvasObject) {
		form.Add(widget.NewLabel(d.say(name)))
		form.Add(o)
	}
	if len(stages) > 0 {
		s.pick = newChoice(d, nil)
		for _, t := range stages {
			s.pick.Options = append(s.pick.Options, d.say(t))
		}
		s.pick.show(at)
		row(stageName, s.pick)
	}
	row(wWho, s.name)
	row(wRole, s.role)
	row(wRemark, s.say)
	body := container.NewVBox(form)
	s.confirm = widget.NewButton(d.say(verb), s.accept)
	s.confirm.Importance = widget.HighImportance
	if len(against) > 0 {
		list := newPile()
		list.Add(newInk(d.say(wAgainst), theme.ColorNameForeground, theme.SizeNameText, true))
		for _, o := range against {
			list.Add(newInk("　· "+d.say(o.Text), theme.ColorNameError, theme.SizeNameText, false))
		}
		s.sure = newToggle(d, d.say(wAllTheSame), func(on bool) {
			if on {
				s.confirm.Enable()
			} else {
				s.confirm.Disable()
			}
		})
		s.sure.enter = s.accept
		s.confirm.Disable()
		body.Add(list)
		body.Add(s.sure)
	}
	s.box = dialog.NewCustomWithoutButtons(d.say(title), body, d.win)
	s.box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), s.box.Hide), s.confirm})
	d.presentWith(s.box, fyne.NewSize(440, 0), onReturn(s.accept))
	d.win.Canvas().Focus(s.name)
	return s
}

// accept does what the box asks, if it may.
func (s *signing) accept() {
	if !s.confirm.Disabled() && s.done(s) {
		s.box.Hide()
	}
}

// by answers who signs, and remembers them.
func (s *signing) by() workflow.By {
	by := workflow.By{Who: s.name.Text, At: s.d.deps.Now().UnixMilli()}
	if i := s.role.SelectedIndex(); i >= 0 && i < len(s.roles) {
		by.Role = s.roles[i].ID
	}
	s.d.app.Preferences().SetString(prefName, by.Who)
	s.d.app.Preferences().SetString(prefRole, by.Role)
	return by
}

// enter adds an entry to the record; keep names the state that is kept with it, "" keeps none.
func (d *Desk) enter(e edition.Entry, err error, keep bool) bool {
	if err == nil && keep {
		var name string
		if p := d.ed.Page(e.Page); p != nil {
			name = fmt.Sprint(d.say(wSignedPage.F(p.Number, workflow.ActName(&e))))
		}
		snap, bad := d.store.Snapshot(name)
		if bad != nil {
			d.fail(bad)
			return false
		}
		e.Snapshot = snap.ID
	}
	if err != nil {
		if t, ok := workflow.Explain(err); ok {
			d.info(wFlow, t)
		} else {
			d.fail(err)
		}
		return false
	}
	if !d.do(edit.Enter(d.ed, e), nil) {
		return false
	}
	d.note(wEntered.F(workflow.ActName(&e)))
	return true
}

func (d *Desk) askReview() {
	d.flush()
	s := d.storyNow()
	state := workflow.StoryState(d.ed, s.ID)
	at := len(workflow.Reviews()) - 1
	for i := range workflow.Reviews() {
		if state.Reviews[i] == nil || state.Changed[i] {
			at = i
			break
		}
	}
	var names []words.Text
	for _, r := range workflow.Reviews() {
		names = append(names, r.Name())
	}
	id := s.ID
	box := d.signBox(wStoryOf.F(cutRunes(d.title(s), 18)), wEnter, workflow.UsualRole(edition.ActReview, workflow.Reviews()[at]), wReviewOf, names, at, nil, func(s *signing) bool {
		e, err := workflow.Review(d.ed, id, workflow.Reviews()[s.pick.SelectedIndex()], s.by(), s.say.Text)
		return d.enter(e, err, false)
	})
	box.pick.OnChanged = func(string) { // the role goes with the review
		if i := box.pick.SelectedIndex(); i >= 0 {
			usual := workflow.UsualRole(edition.ActReview, workflow.Reviews()[i])
			box.role.show(slices.IndexFunc(box.roles, func(r workflow.Role) bool { return r.ID == usual }))
		}
	}
}

// proofNames answers the proofs, and which of them is due.
func (d *Desk) proofNames() (names []words.Text, due int) {
	state := d.flowOf(d.page)
	for i, p := range workflow.Proofs() {
		names = append(names, p.Name())
		if p == state.Proof {
			due = i
		}
	}
	return names, due
}

func (d *Desk) pageTitle() words.Text {
	p := d.pageNow()
	return wSignedPage.F(p.Number, p.Name)
}

func (d *Desk) askDraw() {
	d.flush()
	names, due := d.proofNames()
	if state := d.flowOf(d.page); state.Proof != "" && state.Round > due {
		due = min(due+1, len(names)-1)
	}
	page := d.page
	d.signBox(words.Text{ZH: "打样：" + d.pageTitle().ZH, EN: "Draw a proof: " + d.pageTitle().EN}, wEnter, "editor", wStage, names, due, nil, func(s *signing) bool {
		e, err := workflow.Draw(d.ed, page, workflow.Proofs()[s.pick.SelectedIndex()], s.by(), 0)
		e.Words = s.say.Text
		return d.enter(e, err, true)
	})
}

func (d *Desk) askRead() {
	d.flush()
	state := d.flowOf(d.page)
	names, due := d.proofNames()
	if state.Proof == "" {
		due = 0
	} else if state.Round > due {
		due = min(due+1, len(names)-1)
	}
	page, round := d.page, state.Round+1
	title := words.Text{ZH: workflow.RoundName(round).ZH + "：" + d.pageTitle().ZH, EN: workflow.RoundName(round).EN + ": " + d.pageTitle().EN}
	d.signBox(title, wEnter, "proofreader", wStage, names, due, nil, func(s *signing) bool {
		e, err := workflow.Read(d.ed, page, workflow.Proofs()[s.pick.SelectedIndex()], round, s.by(), s.say.Text)
		return d.enter(e, err, true)
	})
}

func (d *Desk) askCheck() {
	d.flush()
	page := d.page
	d.signBox(words.Text{ZH: "核红完毕：" + d.pageTitle().ZH, EN: "Comparison done: " + d.pageTitle().EN}, wEnter, "proofreader", words.Text{}, nil, 0, nil, func(s *signing) bool {
		e, err := workflow.Check(d.ed, page, s.by(), s.say.Text)
		return d.enter(e, err, false)
	})
}

// foundNow counts what the checks find on the page of the view.
func (d *Desk) foundNow() workflow.Found { return d.foundOn(d.page) }

// foundOn counts what the checks find on a page.
func (d *Desk) foundOn(page string) workflow.Found {
	var out workflow.Found
	for _, f := range d.findings {
		if d.pageOf(f) != page {
			continue
		}
		switch f.Level {
		case finding.Error:
			out.Errors++
		case finding.Warning:
			out.Warnings++
		}
	}
	return out
}

func (d *Desk) askSign() {
	d.flush()
	page, found := d.page, d.foundNow()
	against := workflow.Obstacles(d.ed, page, found)
	d.signBox(words.Text{ZH: "签样：" + d.pageTitle().ZH, EN: "Sign off: " + d.pageTitle().EN}, wSignNow, "chief", words.Text{}, nil, 0, against, func(s *signing) bool {
		sure := workflow.Sure{Words: s.say.Text}
		for _, o := range against {
			sure.Over = append(sure.Over, o.Code)
		}
		e, err := workflow.Sign(d.ed, page, s.by(), found, sure)
		return d.enter(e, err, true)
	})
}

func (d *Desk) askRelease() {
	d.flush()
	page := d.page
	d.signBox(words.Text{ZH: "付印：" + d.pageTitle().ZH, EN: "Release: " + d.pageTitle().EN}, wReleaseNow, "chief", words.Text{}, nil, 0, nil, func(s *signing) bool {
		e, err := workflow.Release(d.ed, page, s.by(), workflow.Sure{Words: s.say.Text})
		return d.enter(e, err, true)
	})
}

func (d *Desk) askWithdraw() {
	d.flush()
	page := d.page
	d.signBox(words.Text{ZH: "撤销签样：" + d.pageTitle().ZH, EN: "Withdraw: " + d.pageTitle().EN}, wWithdrawNow, "chief", words.Text{}, nil, 0, nil, func(s *signing) bool {
		e, err := workflow.Withdraw(d.ed, page, s.by(), s.say.Text)
		return d.enter(e, err, false)
	})
}

func (d *Desk) askNote() {
	page := d.page
	d.signBox(words.Text{ZH: "记一笔：" + d.pageTitle().ZH, EN: "Note: " + d.pageTitle().EN}, wEnter, "editor", words.Text{}, nil, 0, nil, func(s *signing) bool {
		e, err := workflow.Note(d.ed, page, s.by(), s.say.Text)
		return d.enter(e, err, false)
	})
}

// asksFirst asks before a change that would undo a sign-off, and reports whether it did: then the change waits for the
// answer. What the person refuses is taken back from where it was typed.
func (d *Desk) asksFirst(c edit.Change) bool {
	if d.asking {
		return true
	}
	if len(d.ed.Record) == 0 {
		return false
	}
	next, err := c.Apply(d.ed)
	if err != nil {
		return false // Do says what is wrong with it
	}
	pages := workflow.Breaks(d.ed, next)
	if len(pages) == 0 {
		return false
	}
	d.asking = true
	var zh, en string
	for _, id := range pages {
		p, s := d.ed.Page(id), d.flowOf(id)
		t := wSignLockedWhy.F(wSignedPage.F(p.Number, p.Name), s.Signed.Who, clockOf(s.Signed.At))
		zh, en = zh+t.ZH+"\n", en+t.EN+"\n"
	}
	l := widget.NewLabel(d.say(words.Text{ZH: zh[:len(zh)-1], EN: en[:len(en)-1]}))
	l.Wrapping = d.wrap()
	box := dialog.NewCustomWithoutButtons(d.say(wSignLocked), l, d.win)
	settled := false
	settle := func(change bool) {
		if settled {
			return
		}
		settled = true
		box.Hide()
		typed := d.frame.text.ed.Pending()
		if !change {
			if g := d.frame.text.ed.G; typed {
				g.Told(len(g.Steps())) // what was typed is let go
			}
			d.asking = false
			d.restore()
			return
		}
		by := d.me()
		for _, id := range pages {
			e, err := workflow.Withdraw(d.ed, id, by, c.Label.In(d.lang))
			if err == nil {
				var ed *edition.Edition
				if ed, err = d.store.Do(edit.Enter(d.ed, e)); err == nil {
					d.ed = ed
				}
			}
			if err != nil {
				d.asking = false
				d.fail(err)
				d.restore()
				return
			}
		}
		d.asking = false
		if typed {
			d.frame.text.ed.Flush() // the change is among what was typed
		} else {
			d.do(c, nil)
		}
		d.collect()
	}
	yes := widget.NewButton(d.say(wChangeIt), func() { settle(true) })
	yes.Importance = widget.DangerImportance
	no := widget.NewButton(d.say(wKeepSigned), func() { settle(false) })
	box.SetButtons([]fyne.CanvasObject{yes, no})
	d.presentWith(box, fyne.NewSize(440, 0), onReturn(func() { settle(false) }))
	box.SetOnClosed(func() {
		d.boxes = slices.DeleteFunc(d.boxes, func(b shownBox) bool { return b.Dialog == box })
		settle(false) // Escape leaves it as it is
	})
	return true
}

// tellUnsigned says which pages a change has unsigned, whoever made it and by whatever way, and no longer says it of
// those that are signed.
func (d *Desk) tellUnsigned(was *edition.Edition) {
	if was == nil || d.ed == nil || len(d.ed.Record) == 0 {
		return
	}
	for _, n := range slices.Clone(d.frame.notices.list) {
		if id, ok := strings.CutPrefix(n.id, "unsigned "); ok && d.flowOf(id).Lapsed == nil {
			d.withdraw(n.id)
		}
	}
	for _, id := range workflow.Breaks(was, d.ed) {
		p := d.ed.Page(id)
		s := d.flowOf(id)
		if p == nil || s.Lapsed == nil {
			continue
		}
		d.announce(notice{id: "unsigned " + id, text: wUnsigned.F(p.Number, s.Lapsed.Who, clockOf(s.Lapsed.At)), action: wSeeFlow, run: func() {
			d.turnTo(id)
			d.showPanel("workflow")
		}})
	}
}

// flowPanel is the leaf of the page's way through the house.
type flowPanel struct {
	d                         *Desk
	page, state, flags, reads *ink
	story, passed             *ink
	tools                     commandTools
	list                      *rowList
	empty                     *ink
	all                       *toggle
	rows                      []*edition.Entry
	content                   fyne.CanvasObject
}

func newFlowPanel(d *Desk) *flowPanel {
	p := &flowPanel{d: d}
	line := func(size fyne.ThemeSizeName, bold bool) *ink {
		return newInk("", theme.ColorNameForeground, size, bold)
	}
	p.page, p.state = line(theme.SizeNameText, true), line(theme.SizeNameText, true)
	p.state.align = fyne.TextAlignTrailing
	p.flags, p.reads = line(theme.SizeNameCaptionText, false), line(theme.SizeNameCaptionText, false)
	p.story, p.passed = line(theme.SizeNameText, false), line(theme.SizeNameCaptionText, false)
	row1 := p.tools.row(d, "flow-draw", "flow-read", "compare", "flow-check")
	row2 := p.tools.row(d, "flow-sign", "flow-release", "flow-withdraw", "flow-note")
	row3 := p.tools.row(d, "flow-review")
	p.all = newToggle(d, d.say(wWholeIssue), func(bool) { p.refresh() })
	p.list = newRowList(d, func() int { return len(p.rows) }, func() fyne.CanvasObject { return newEntryRow() }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(p.rows) {
			o.(*entryRow).show(d, p.rows[i])
		}
	})
	p.list.move = func(by int) {}
	p.list.OnSelected = func(i widget.ListItemID) {
		if i < len(p.rows) {
			d.showEntry(p.rows[i])
		}
		p.list.UnselectAll()
	}
	p.empty = newInk(d.say(wRecordEmpty), colourFaint, theme.SizeNameText, false)
	p.empty.align = fyne.TextAlignCenter
	pad := func(o fyne.CanvasObject) fyne.CanvasObject {
		return container.New(fynelayout.NewCustomPaddedLayout(2, 2, 8, 8), o)
	}
	head := newPile(
		container.NewStack(newPaint(colourStripe), pad(container.NewBorder(nil, nil, p.page, nil, p.state))),
		pad(p.reads), pad(p.flags),
		container.NewHScroll(pad(row1)), container.NewHScroll(pad(row2)), newLine(),
		pad(container.NewBorder(nil, nil, nil, row3, p.story)), pad(p.passed), newLine(),
		pad(container.NewBorder(nil, nil, newInk(d.say(words.Text{ZH: "记录", EN: "Record"}), theme.ColorNameForeground, theme.SizeNameText, true), p.all)))
	p.content = container.NewBorder(head, nil, nil, nil, container.NewStack(p.list, container.NewCenter(p.empty)))
	return p
}

// commandTools are a panel's buttons for commands of the table.
type commandTools []commandTool

type commandTool struct {
	c *command
	t *tool
}

// row makes a row of buttons with words.
func (s *commandTools) row(d *Desk, ids ...string) *fyne.Container {
	row := container.New(tightRow{gap: 2})
	for _, id := range ids {
		for _, c := range d.frame.commands {
			if c.id == id {
				t := d.commandTool(c, true)
				*s = append(*s, commandTool{c, t})
				row.Add(t)
			}
		}
	}
	return row
}

// refresh shows which of them can be used now.
func (s commandTools) refresh(d *Desk) {
	for _, x := range s {
		x.t.state(x.c.can(d), false)
	}
}

// stateColour is the colour that a page's standing is shown in.
func stateColour(s workflow.State) fyne.ThemeColorName {
	switch {
	case s.Signed != nil:
		return theme.ColorNameSuccess
	case s.Lapsed != nil:
		return theme.ColorNameError
	}
	return theme.ColorNameForeground
}

func (p *flowPanel) refresh() {
	d := p.d
	p.tools.refresh(d)
	pg := d.pageNow()
	p.rows = nil
	if pg == nil {
		for _, i := range []*ink{p.page, p.state, p.flags, p.reads, p.story, p.passed} {
			i.set("", colourFaint)
		}
		p.list.Refresh()
		return
	}
	s := d.flowOf(pg.ID)
	p.page.set(d.say(wPageOf.F(pg.Number, pg.Name)), theme.ColorNameForeground)
	p.state.set(d.say(s.Name()), stateColour(s))
	p.flags.set(d.say(wFlagsCount.F(s.Flags.Open, s.Flags.Done, s.Flags.Refused)), colourFaint)
	reads := d.say(wNoReads)
	if len(s.Reads) > 0 {
		reads = ""
		for _, e := range s.Reads[max(0, len(s.Reads)-3):] {
			if reads != "" {
				reads += "　"
			}
			reads += d.say(workflow.RoundName(e.Round)) + " " + e.Who
		}
	}
	p.reads.set(reads, colourFaint)
	if st := d.storyNow(); st != nil {
		p.story.set(d.title(st), theme.ColorNameForeground)
		state := workflow.StoryState(d.ed, st.ID)
		passed := ""
		for i, e := range state.Reviews {
			if passed != "" {
				passed += "　"
			}
			passed += d.say(workflow.Reviews()[i].Name()) + " "
			switch {
			case e == nil:
				passed += "—"
			case state.Changed[i]:
				passed += e.Who + d.say(words.Text{ZH: "（后有改动）", EN: " (changed since)"})
			default:
				passed += e.Who
			}
		}
		if n := state.Flags; n != (workflow.Count{}) {
			passed += "　" + d.say(wFlagsCount.F(n.Open, n.Done, n.Refused))
		}
		p.passed.set(passed, colourFaint)
	} else {
		p.story.set(d.say(wNoStoryNow), colourFaint)
		p.passed.set("", colourFaint)
	}
	entries := workflow.Of(d.ed, pg.ID)
	if p.all.Checked {
		entries = d.ed.Record
	}
	for i := len(entries) - 1; i >= 0; i-- { // the newest first
		p.rows = append(p.rows, entries[i])
	}
	if len(p.rows) == 0 {
		p.empty.Show()
	} else {
		p.empty.Hide()
	}
	p.list.Refresh()
}

// showEntry shows the whole of an entry of the record.
func (d *Desk) showEntry(e *edition.Entry) {
	line := func(l words.Lang) string {
		out := []string{time.UnixMilli(e.At).Format(time.DateTime), e.Who}
		if e.Role != "" {
			out = append(out, workflow.RoleName(e.Role).In(l))
		}
		if e.Name != "" {
			out = append(out, e.Name)
		}
		text := strings.Join(out, "　")
		if x := workflow.Details(e).In(l); x != "" {
			text += "\n" + x
		}
		return text
	}
	d.info(workflow.ActName(e), words.Text{ZH: line(words.ZH), EN: line(words.EN)})
}

// entryRow is one entry of the record.
type entryRow struct {
	widget.BaseWidget
	what, when, more *ink
	box              *fyne.Container
}

func newEntryRow() *entryRow {
	r := &entryRow{what: newInk("", theme.ColorNameForeground, theme.SizeNameText, false), when: newInk("", colourFaint, theme.SizeNameCaptionText, false), more: newInk("", colourFaint, theme.SizeNameCaptionText, false)}
	r.when.align = fyne.TextAlignTrailing
	r.box = container.New(fynelayout.NewCustomPaddedLayout(2, 3, 8, 8), newPile(container.NewBorder(nil, nil, nil, container.New(fixedWidth(76), r.when), r.what), r.more))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *entryRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (r *entryRow) show(d *Desk, e *edition.Entry) {
	colour := theme.ColorNameForeground
	switch e.Act {
	case edition.ActSign, edition.ActRelease:
		colour = theme.ColorNameSuccess
	case edition.ActWithdraw:
		colour = theme.ColorNameError
	}
	who := e.Who
	if e.Role != "" {
		who += "（" + d.say(workflow.RoleName(e.Role)) + "）"
		if d.lang == words.EN {
			who = e.Who + " (" + d.say(workflow.RoleName(e.Role)) + ")"
		}
	}
	r.what.set(d.say(workflow.ActName(e))+"　"+who, colour)
	r.when.set(clockOf(e.At), colourFaint)
	more := e.Name
	if x := d.say(workflow.Details(e)); x != "" {
		more += "　" + x
	}
	r.more.set(more, colourFaint)
}

// flowState says in a word where a page stands; "" while nothing has been done but make-up.
func (d *Desk) flowState(p *edition.Page) string {
	if s := d.flowOf(p.ID); s.Proof != "" || s.Signed != nil || s.Lapsed != nil {
		return d.say(s.Name())
	}
	return ""
}

// flowOf answers where a page stands, worked out once for every state of the edition: menus and lists ask often.
func (d *Desk) flowOf(page string) workflow.State {
	if d.statesOf != d.ed {
		d.statesOf, d.states = d.ed, map[string]workflow.State{}
	}
	s, has := d.states[page]
	if !has {
		s = workflow.PageState(d.ed, page)
		d.states[page] = s
	}
	return s
}
