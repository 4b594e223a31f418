package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"dayang/internal/edition"
)

// contextBar is the line under the toolbar that follows the selection: what it is, how it fits, and what is changed
// about it most often.
type contextBar struct {
	d             *Desk
	what, fit     *ink
	mode, columns *choice
	setting       *fyne.Container
	tools         map[*command]*tool
	groups        []contextGroup
	row           *fyne.Container
	content       *fyne.Container
}

// contextGroups is the greatest group of commands on the bar.
const contextGroups = 6

// contextGroup is the commands of one group and the line before them; a group of which none can run is not shown.
type contextGroup struct {
	gap      fyne.CanvasObject
	commands []*command
}

func newContextBar(d *Desk) *contextBar {
	b := &contextBar{d: d, tools: map[*command]*tool{}}
	b.what = newInk("", theme.ColorNameForeground, theme.SizeNameText, true)
	b.fit = newInk("", colourFaint, theme.SizeNameText, false)
	b.mode = newChoice(d, func(i int) {
		d.frame.props.setFrame(wHeadMode, func(f *edition.Frame) { f.Head = headModes[i].mode })
	})
	for _, o := range headModes {
		b.mode.Options = append(b.mode.Options, d.say(o.text))
	}
	b.columns = newChoice(d, func(i int) { d.frame.props.setFrame(wColumns, func(f *edition.Frame) { f.Columns = i }) })
	b.setting = container.New(tightRow{gap: 6},
		newInk(d.say(wHeadMode), colourFaint, theme.SizeNameText, false), container.New(fixedWidth(118), b.mode),
		newInk(d.say(wColumns), colourFaint, theme.SizeNameText, false), container.New(fixedWidth(112), b.columns))
	b.row = container.New(tightRow{gap: 2}, newSpaceWide(4), b.what, newSpaceWide(10), b.fit, newSpaceWide(12), b.setting, newSpaceWide(6))
	for group := 1; group <= contextGroups; group++ {
		g := contextGroup{gap: newGap()}
		b.row.Add(g.gap)
		for _, c := range d.frame.commands {
			if c.context == group {
				t := d.commandTool(c, c.short.ZH != "")
				b.tools[c] = t
				g.commands = append(g.commands, c)
				b.row.Add(t)
			}
		}
		b.groups = append(b.groups, g)
	}
	b.content = container.NewStack(newPaint(colourPanel), container.New(fixedHeight(contextTall), container.NewHScroll(b.row)))
	return b
}

// contextTall is the bar's height whatever is selected: the page below must not jump at a click.
const contextTall = 34

// fixedHeight asks for a height whatever its object asks for.
type fixedHeight float32

func (l fixedHeight) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, float32(l))
}
func (l fixedHeight) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	o[0].Move(fyne.Position{})
}

func newSpaceWide(w float32) fyne.CanvasObject {
	s := container.New(fixed{fyne.NewSize(w, 1), fyne.Position{}, fyne.NewSize(w, 1)}, newPaint(colourPanel))
	return s
}

// refresh shows the selection.
func (b *contextBar) refresh() {
	d := b.d
	what, fit, colour := "", "", colourFaint
	f, s, p := d.frameNow(), d.storyNow(), d.pageNow()
	switch {
	case f != nil:
		what = d.frameTitle(d.ed, f)
	case s != nil:
		what = d.title(s)
	case p != nil:
		what = d.say(wPageOf.F(p.Number, p.Name))
		fit, colour = d.pageState(p)
		fit = d.say(wStoriesN.F(storiesOn(p))) + " · " + fit
	}
	if s != nil {
		fit, colour = d.fitText(s.ID)
		fit = d.say(wCharCount.F(count(s))) + " · " + fit
	}
	b.what.set(cutRunes(what, 18), theme.ColorNameForeground)
	b.fit.set(fit, colour)
	if f != nil && f.Kind == edition.StoryFrame && s != nil {
		b.setting.Show()
		at := -1
		for i, m := range headModes {
			if m.mode == f.Head || f.Head == "" && m.mode == edition.HeadTop {
				at = i
			}
		}
		b.mode.show(at)
		b.columns.Options = d.columnChoices()
		b.columns.show(min(f.Columns, len(b.columns.Options)-1))
		if f.Locked {
			b.mode.Disable()
			b.columns.Disable()
		} else {
			b.mode.Enable()
			b.columns.Enable()
		}
	} else {
		b.setting.Hide()
	}
	for _, g := range b.groups {
		some := false
		for _, c := range g.commands {
			t := b.tools[c]
			if c.can(d) {
				some = true
				t.Show()
				t.state(true, c.on != nil && c.on(d))
			} else {
				t.Hide()
			}
		}
		if some {
			g.gap.Show()
		} else {
			g.gap.Hide()
		}
	}
	b.row.Refresh()
}
