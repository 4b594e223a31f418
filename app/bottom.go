package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/proof"
	"dayang/internal/words"
)

// findingList is the bottom dock: every finding in reading order. A click goes to the place on the page.
type findingList struct {
	d                   *Desk
	counts, rate        *ink
	fit                 *longestThatFits // of rate
	rated               ratedFor
	list                *rowList
	empty               *ink
	fix, ignore, always *tool
	all                 *tool
	previous, next      *tool
	funnel              *tool
	search              *field
	level, place, group *choice
	bar                 *fyne.Container // of the filters
	lines               []findingLine
	names, tools        *fyne.Container
	content             fyne.CanvasObject
}

// findingColumns is the widths of level, rule, place, text; the message takes the rest.
var findingColumns = columnsLayout{widths: []float32{76, 54, 170, 120, 0}, gap: 8, height: 25}

// headColumns is the widths of a group's name and count.
var headColumns = columnsLayout{widths: []float32{320, 60, 0, 0, 0}, gap: 8, height: 25}

var (
	wFilterFindings = w("筛选与归并", "Filter and Group")
	wSearchFindings = w("查提示", "Search findings")
	wShownOf        = w("　显示 %d", "   %d shown")
	wNoneShown      = w("这样筛选，一条也没有。", "No finding passes this filter.")
	wGroupOf        = w("%d 处", "%d")
	wRate           = w("每万字差错　本版 %.1f　全报 %.1f（限 %.0f）", "Faults per 10,000: page %.1f, edition %.1f (limit %.0f)")
	wRateShort      = w("差错率 本版 %.1f　全报 %.1f", "Faults/10,000: page %.1f, all %.1f")
	wRateLeast      = w("差错率 %.1f／%.1f", "Rate %.1f / %.1f")
	wWholeEdition   = w("整期", "Edition")
)

func newFindingList(d *Desk) *findingList {
	l := &findingList{d: d}
	l.counts = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	l.rate = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	l.rate.least = 10
	l.fit = &longestThatFits{ink: l.rate}
	l.list = newRowList(d, func() int { return len(l.lines) }, func() fyne.CanvasObject { return newInkRow(findingColumns) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		switch {
		case i >= len(l.lines):
		case l.lines[i].i < 0:
			headFindings(d, o.(*inkRow), l.lines[i])
		case l.lines[i].i < len(d.findings):
			showFinding(d, o.(*inkRow), d.findings[l.lines[i].i])
		}
	})
	l.list.move = d.step
	l.list.OnSelected = func(i widget.ListItemID) {
		switch {
		case i >= len(l.lines):
		case l.lines[i].i < 0: // a head leads to the first finding under it
			if i+1 < len(l.lines) {
				d.goTo(l.lines[i+1].i)
			}
		default:
			d.goTo(l.lines[i].i)
		}
	}
	l.empty = newInk("", colourFaint, theme.SizeNameText, false)
	l.empty.align = fyne.TextAlignCenter
	word := func(id, text string) *tool {
		for _, c := range commands() {
			if c.id == id {
				tip := d.say(c.title)
				if k := c.keyText(); k != "" {
					tip += "  " + k
				}
				t := newTool(nil, text, tip, d.deps.After, func() { d.Do(id) })
				t.tips = d.frame.tips
				return t
			}
		}
		panic("no command " + id)
	}
	l.previous, l.next = word("previous-finding", d.say(wShortPrev)), word("next-finding", d.say(wShortNext))
	l.fix, l.ignore, l.always = word("apply", d.say(wShortFix)), word("ignore", d.say(wShortIgnore)), word("ignore-always", d.say(wShortAlways))
	l.all = word("apply-all", d.say(wApplyAll))
	l.all.Hide()
	l.funnel = newTool(theme.SearchIcon(), "", d.say(wFilterFindings), d.deps.After, func() { d.setSieve(func(v *findingView) { v.open = !v.open }) })
	l.funnel.tips = d.frame.tips
	l.buildBar()
	l.tools = container.New(tightRow{gap: 2}, l.funnel, newGap(), l.fix, l.all, l.ignore, l.always, newGap(), l.previous, l.next)
	l.names = container.New(tightRow{gap: 12}, l.counts)
	head := container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(0, 0, 8, 4), container.NewBorder(nil, nil, l.names, l.tools, container.New(l.fit, l.rate))))
	l.content = container.NewBorder(newPile(head, l.bar), nil, nil, nil, container.NewStack(l.list, container.NewCenter(l.empty)))
	return l
}

// buildBar makes the row of filters.
func (l *findingList) buildBar() {
	d := l.d
	l.search = newField(d.deps.After, d.key)
	l.search.SetText(d.sieve.search)
	l.search.SetPlaceHolder(d.say(wSearchFindings))
	l.search.OnChanged = func(s string) { d.setSieve(func(v *findingView) { v.search = s }) }
	l.search.arrows = d.step
	pick := func(set func(v *findingView, i int), now int, titles []words.Text) *choice {
		c := newChoice(d, func(i int) { d.setSieve(func(v *findingView) { set(v, i) }) })
		for _, t := range titles {
			c.Options = append(c.Options, d.say(t))
		}
		c.show(now)
		return c
	}
	titles := func(fs []findingFilter) (out []words.Text) {
		for _, f := range fs {
			out = append(out, f.title)
		}
		return out
	}
	var groups []words.Text
	for _, g := range findingGroups {
		groups = append(groups, g.title)
	}
	l.level = pick(func(v *findingView, i int) { v.level = i }, d.sieve.level, titles(findingLevels))
	l.place = pick(func(v *findingView, i int) { v.place = i }, d.sieve.place, titles(findingPlaces))
	l.group = pick(func(v *findingView, i int) { v.group = i }, d.sieve.group, groups)
	l.bar = container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(0, 4, 8, 8),
		container.NewGridWithColumns(4, l.search, l.level, l.place, l.group)))
	if !d.sieve.open {
		l.bar.Hide()
	}
}

func (l *findingList) refresh() {
	d := l.d
	l.lines = d.linesShown()
	if l.bar.Visible() != d.sieve.open {
		if d.sieve.open {
			l.bar.Show()
		} else {
			l.bar.Hide()
		}
		l.content.Refresh()
	}
	shown := 0
	for _, line := range l.lines {
		if line.i >= 0 {
			shown++
		}
	}
	n := [3]int{}
	for _, f := range d.findings {
		n[f.Level]++
	}
	counts := ""
	if len(d.findings) > 0 {
		counts = d.say(wCounts.F(n[finding.Error], n[finding.Warning], n[finding.Hint]))
		if shown < len(d.findings) {
			counts += d.say(wShownOf.F(shown))
		}
	}
	if l.counts.text != counts {
		l.counts.set(counts, colourFaint)
		l.content.Refresh()
	}
	l.showRate()
	empty := ""
	switch {
	case d.ed == nil:
		empty = d.say(wNoFindingsYet)
	case len(d.findings) == 0 && d.proofed == nil && d.deps.Proof != nil:
		empty = d.say(wReading)
	case len(d.findings) == 0:
		empty = d.say(wNoFindings)
	case shown == 0:
		empty = d.say(wNoneShown)
	}
	l.empty.set(empty, colourFaint)
	word := d.say(wShortFix)
	if f, ok := d.finding(); ok && d.canFix() {
		if s := f.Suggestions[0].Text; s == "" {
			word = d.say(wFixDelete)
		} else {
			word = d.say(wFixTo.F(cutRunes(s, 12)))
		}
	}
	if l.fix.word != word {
		l.fix.word = word
		l.fix.Refresh()
		l.content.Refresh()
	}
	if n := len(d.alike()); n > 1 {
		if all := d.say(wShortAll.F(n)); l.all.word != all || !l.all.Visible() {
			l.all.word = all
			l.all.Show()
			l.all.Refresh()
			l.content.Refresh()
		}
	} else if l.all.Visible() {
		l.all.Hide()
		l.content.Refresh()
	}
	_, always := d.finding()
	l.fix.state(d.canFix(), false)
	l.ignore.state(d.hasFinding(), false)
	l.always.state(always && d.findings[d.current].Text != "", false)
	l.previous.state(shown > 0, false)
	l.next.state(shown > 0, false)
	l.funnel.state(true, d.sieve.open || shown < len(d.findings))
	l.list.Refresh()
	l.list.show(l.line(d.current))
}

// ratedFor is what the error rates that stand in the head were counted for.
type ratedFor struct {
	ed    *edition.Edition
	page  string
	first *finding.Finding
	n     int
	read  bool
}

// showRate says the error rates of the page and of the edition by the newspapers' rule, once the edition was read.
func (l *findingList) showRate() {
	d := l.d
	now := ratedFor{d.ed, d.page, nil, len(d.findings), d.proofed != nil}
	if len(d.findings) > 0 {
		now.first = &d.findings[0]
	}
	if l.rated == now {
		return
	}
	l.rated = now
	if d.ed == nil || d.proofed == nil {
		l.fit.set(colourFaint)
		return
	}
	whole := proof.Rate(d.ed, d.findings)
	page, passes := whole, whole.Passes()
	if d.pageNow() != nil {
		page = proof.PageRate(d.ed, d.page, d.findings)
		passes = passes && page.Passes()
	}
	colour := colourFaint
	if !passes {
		colour = theme.ColorNameWarning
	}
	l.fit.set(colour, d.say(wRate.F(page.Per10000, whole.Per10000, whole.Limit)), d.say(wRateShort.F(page.Per10000, whole.Per10000)), d.say(wRateLeast.F(page.Per10000, whole.Per10000)))
}

// longestThatFits lays out one line of text in the longest of its forms that has room, with a little air at its left.
type longestThatFits struct {
	ink   *ink
	forms []string // the longest first
}

const airBeside = 12

// set changes the forms and their colour.
func (l *longestThatFits) set(colour fyne.ThemeColorName, forms ...string) {
	l.forms = forms
	l.ink.colour = colour
	l.choose(l.ink.Size().Width)
}

func (l *longestThatFits) choose(room float32) {
	text := ""
	for _, f := range l.forms {
		text = f
		if fyne.MeasureText(f, theme.Size(l.ink.size), fyne.TextStyle{Bold: l.ink.bold}).Width <= room {
			break
		}
	}
	l.ink.text = text
	l.ink.Refresh()
}

// MinSize implements fyne.Layout.
func (l *longestThatFits) MinSize([]fyne.CanvasObject) fyne.Size { return l.ink.MinSize() }

// Layout implements fyne.Layout.
func (l *longestThatFits) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l.ink.Move(fyne.NewPos(airBeside, 0))
	l.ink.Resize(fyne.NewSize(max(0, s.Width-airBeside), s.Height))
	l.choose(s.Width - airBeside)
}

// reveal scrolls to a finding.
func (l *findingList) reveal(i int) {
	l.lines = l.d.linesShown()
	if k := l.line(i); k >= 0 {
		l.list.show(k)
	}
}

// line answers the line of a finding, or −1.
func (l *findingList) line(i int) int {
	if i < 0 {
		return -1
	}
	return slices.IndexFunc(l.lines, func(line findingLine) bool { return line.i == i })
}

func cutRunes(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	return string(rs[:n]) + "…"
}

// headFindings shows the head of a group.
func headFindings(d *Desk, r *inkRow, l findingLine) {
	for i := range r.cells {
		r.cells[i].set("", colourFaint)
	}
	name := l.head
	if name == "" {
		name = d.say(wWholeEdition)
	}
	if about, ok := proof.Describe(l.head); ok {
		name += "　" + d.say(about.Name)
	}
	r.box.Layout = headColumns
	r.cells[0].set(name, theme.ColorNameForeground)
	r.cells[1].set(d.say(wGroupOf.F(l.of)), colourFaint)
	r.box.Refresh()
}

// showFinding shows one finding.
func showFinding(d *Desk, r *inkRow, f finding.Finding) {
	r.box.Layout = findingColumns
	sign, colour := "●", theme.ColorNameError
	switch f.Level {
	case finding.Warning:
		sign, colour = "▲", theme.ColorNameWarning
	case finding.Hint:
		sign, colour = "○", theme.ColorNamePrimary
	}
	r.cells[0].set(sign+" "+d.say(levelNames[f.Level]), colour)
	r.cells[1].set(f.Rule, colourFaint)
	r.cells[2].set(d.placeName(f), theme.ColorNameForeground)
	text := strings.ReplaceAll(f.Text, "\u2028", " ")
	r.cells[3].set(text, theme.ColorNameForeground)
	message := d.say(f.Message)
	if len(f.Suggestions) > 0 && f.Suggestions[0].Text != "" {
		message += "  → " + cutRunes(f.Suggestions[0].Text, 24)
	}
	r.cells[4].set(message, theme.ColorNameForeground)
}

// placeName says where a finding is: the page and the story.
func (d *Desk) placeName(f finding.Finding) string {
	var parts []string
	if p := d.ed.Page(d.pageOf(f)); p != nil {
		parts = append(parts, d.say(wPageShort.F(p.Number)))
	}
	if s := d.ed.Story(f.Place.Story); s != nil {
		parts = append(parts, d.title(s))
	} else if p := d.pageNow(); p != nil && f.Place.Frame != "" {
		for _, p := range d.ed.Pages {
			if fr := p.Frame(f.Place.Frame); fr != nil {
				parts = append(parts, d.frameTitle(d.ed, fr))
			}
		}
	}
	return strings.Join(parts, " ")
}
