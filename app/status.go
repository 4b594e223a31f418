package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/words"
	"dayang/layout/geom"
)

// statusBar is the line at the foot of the window: where the pointer is, what is selected, what does not fit, what
// runs, whether all is saved, the zoom.
type statusBar struct {
	d                                    *Desk
	place, cell, pick, over, said, saved *ink
	zoom                                 *tool
	job, watch                           *ink
	bar                                  *widget.ProgressBar
	stop, more                           *tool
	jobs                                 *fyne.Container
	content                              fyne.CanvasObject
	fade                                 func()
}

// noteTime is how long a note stands in the status bar.
const noteTime = 8 * time.Second

func newStatusBar(d *Desk) *statusBar {
	s := &statusBar{d: d}
	small := func(width float32) *ink {
		i := newInk("", theme.ColorNameForeground, theme.SizeNameCaptionText, false)
		i.least = width
		return i
	}
	s.place, s.cell, s.pick, s.over, s.said, s.saved = small(138), small(92), small(180), small(150), small(60), small(72)
	s.saved.align = fyne.TextAlignTrailing
	s.zoom = d.newTool(nil, "100%", d.say(wFullSize)+"  Ctrl+1", func() { d.Do("full-size") })
	s.watch = small(0)
	s.job = small(150)
	s.job.align = fyne.TextAlignTrailing
	s.bar = widget.NewProgressBar()
	s.bar.TextFormatter = func() string { return "" }
	s.stop = d.newTool(theme.CancelIcon(), "", d.say(wStop), func() {
		if len(d.jobs) > 0 {
			d.jobs[len(d.jobs)-1].cancel()
		}
	})
	s.more = d.newTool(nil, "+1", d.say(wAllJobs), d.showJobs)
	s.more.Hide()
	s.jobs = container.New(tightRow{gap: 4}, s.job, container.New(fixed{fyne.NewSize(80, 10), fyne.NewPos(0, 0), fyne.NewSize(80, 10)}, s.bar), s.stop, s.more)
	s.jobs.Hide()
	left := container.New(tightRow{gap: 10}, s.place, newBar(), s.cell, newBar(), s.pick, newBar(), s.over, newBar())
	right := container.New(tightRow{gap: 10}, s.watch, s.jobs, s.saved, s.zoom)
	row := container.NewBorder(nil, nil, left, right, s.said)
	s.content = container.NewVBox(newLine(), container.NewStack(newPaint(colourBar), container.New(fynelayout.NewCustomPaddedLayout(0, 0, 10, 4), row)))
	s.zoomed()
	return s
}

func newBar() fyne.CanvasObject {
	return container.New(fixed{fyne.NewSize(1, 12), fyne.NewPos(0, 0), fyne.NewSize(1, 12)}, newPaint(theme.ColorNameSeparator))
}

// pointer shows where on the page the pointer is.
func (s *statusBar) pointer(at geom.Point, inside bool) {
	d := s.d
	p := d.pageNow()
	if !inside || p == nil {
		s.place.set("", theme.ColorNameForeground)
		s.cell.set("", colourFaint)
		return
	}
	s.place.set(d.say(wPlaceMM.F(at.X.MM(), at.Y.MM())), theme.ColorNameForeground)
	cell := ""
	if f := p.Format; at.In(f.TypeArea) {
		col := (at.X - f.TypeArea.X).Floor(f.ColumnWidth() + f.ColumnGap)
		cell = d.say(wPlaceCell.F(min(col, f.Columns-1)+1, min((at.Y-f.TypeArea.Y).Floor(f.Leading), f.Lines-1)+1))
	}
	s.cell.set(cell, colourFaint)
}

// hushed takes away what was said: it was about another edition.
func (s *statusBar) hushed() {
	if s.fade != nil {
		s.fade()
		s.fade = nil
	}
	s.said.set("", theme.ColorNameForeground)
}

// zoomed shows the zoom.
func (s *statusBar) zoomed() {
	word := ""
	if s.d.ed != nil {
		word = itoa(s.d.view.Percent()) + "%"
	}
	if s.zoom.word != word {
		s.zoom.word = word
		s.zoom.Refresh()
		if s.content != nil {
			s.content.Refresh()
		}
	}
}

// refreshPick shows what is selected: characters of a story, a frame, or a story.
func (s *statusBar) refreshPick() {
	d := s.d
	pick, colour := "", theme.ColorNameForeground
	if g := d.frame.text.ed.G; d.frame.text.visible() && g.Story() != nil && g.Selected() {
		pick, colour = d.say(wTextSelected.F(g.SelectedRunes())), theme.ColorNamePrimary
	} else if f := d.frameNow(); f != nil {
		pick = d.say(wSelFrame.F(d.frameTitle(d.ed, f)))
	} else if st := d.storyNow(); st != nil {
		pick = d.say(wSelFrame.F(d.title(st)))
	}
	s.pick.set(pick, colour)
}

func (s *statusBar) refresh() {
	d := s.d
	s.refreshPick()
	over, fit := "", theme.ColorNameSuccess
	if d.storyNow() != nil && d.setGen > 0 {
		over, fit = d.fitText(d.story)
		over = d.say(wThisStory.F(over))
	} else if d.ed != nil && d.setGen > 0 {
		runes, lines, out := 0, 0, 0
		for _, st := range d.ed.Stories {
			if !d.isPlaced(st.ID) {
				out++
			}
			if f := d.composed.Fits[st.ID]; f.OverRunes > 0 && d.isPlaced(st.ID) {
				runes, lines = runes+f.OverRunes, lines+f.OverLines
			}
		}
		switch {
		case runes > 0:
			over, fit = d.say(wOverTotal.F(runes, lines)), theme.ColorNameError
		case out > 0:
			over, fit = d.say(wUnplacedN.F(out)), theme.ColorNameWarning
		default:
			over = d.say(wAllFits)
		}
	}
	s.over.set(over, fit)
	watch, bad := d.watchLine()
	colour := theme.ColorNamePrimary
	if bad {
		colour = theme.ColorNameWarning
	}
	if watch == "" {
		s.watch.Hide()
	} else {
		s.watch.Show()
	}
	if s.watch.text != watch {
		s.watch.set(watch, colour)
		s.content.Refresh()
	}
	saved := ""
	if d.store != nil {
		saved = d.say(wSavedAt.F(d.saved.Format("15:04")))
		if d.readOnly() {
			saved = d.say(wReadOnly)
		}
	}
	s.saved.set(saved, colourFaint)
	s.zoomed()
	s.showJobs()
}

// showJobs shows the last job that was started.
func (s *statusBar) showJobs() {
	d := s.d
	if len(d.jobs) == 0 {
		if s.jobs.Visible() {
			s.jobs.Hide()
			s.content.Refresh()
		}
		return
	}
	j := d.jobs[len(d.jobs)-1]
	text := d.say(j.title)
	if j.total > 0 {
		text = d.say(wJobOf.F(j.title, j.done, j.total))
		s.bar.SetValue(float64(j.done) / float64(j.total))
	} else {
		s.bar.SetValue(0)
	}
	s.job.set(text, theme.ColorNameForeground)
	if n := len(d.jobs) - 1; n > 0 {
		s.more.word = "+" + itoa(n)
		s.more.Show()
		s.more.Refresh()
	} else {
		s.more.Hide()
	}
	s.jobs.Refresh()
	if !s.jobs.Visible() {
		s.jobs.Show()
		s.content.Refresh()
	}
}

// showJobs lists everything that runs, each with a way to stop it.
func (d *Desk) showJobs() {
	list := container.NewVBox()
	for _, j := range d.jobs {
		text := d.say(j.title)
		if j.total > 0 {
			text = d.say(wJobOf.F(j.title, j.done, j.total))
		}
		var stop *widget.Button
		stop = widget.NewButtonWithIcon(d.say(wStop), theme.CancelIcon(), func() {
			j.cancel()
			stop.Disable()
		})
		list.Add(container.NewBorder(nil, nil, nil, stop, widget.NewLabel(text)))
	}
	box := dialog.NewCustom(d.say(wAllJobs), d.say(wClose), list, d.win)
	d.presentWith(box, fyne.NewSize(380, 0), onReturn(func() { d.dismiss() }))
}

// note says something in the status bar for a while.
func (d *Desk) note(t words.Text) {
	s := d.frame.status
	if s.fade != nil {
		s.fade()
	}
	s.said.set(d.say(t), theme.ColorNamePrimary)
	s.fade = d.deps.After(noteTime, func() {
		s.fade = nil
		s.said.set("", theme.ColorNameForeground)
	})
}
