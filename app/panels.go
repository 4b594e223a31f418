package app

import (
	"fyne.io/fyne/v2"

	"dayang/internal/words"
)

// dockSide is one of the three docks.
type dockSide uint8

const (
	leftDock dockSide = iota
	rightDock
	bottomDock
)

// panel is a leaf that a dock can hold. It is made anew with every frame; refresh shows the desk's state and is
// called only while the leaf is seen.
type panel struct {
	id    string
	dock  dockSide
	title words.Text
	make  func(d *Desk) (object fyne.CanvasObject, refresh func())
}

// panels is the table of the docks' leaves, in the order of their tabs. A new panel is a line here.
func panels() []panel {
	return []panel{
		{"stories", leftDock, wStories, func(d *Desk) (fyne.CanvasObject, func()) {
			d.frame.stories = newStoryList(d)
			return d.frame.stories.content, d.frame.stories.refresh
		}},
		{"pages", leftDock, wPages, func(d *Desk) (fyne.CanvasObject, func()) {
			l := newPageList(d)
			return l.content, l.refresh
		}},
		{"pictures", leftDock, wPictureList, func(d *Desk) (fyne.CanvasObject, func()) {
			l := newPictureList(d)
			return l.content, l.refresh
		}},
		{"properties", rightDock, wProperties, func(d *Desk) (fyne.CanvasObject, func()) {
			d.frame.props = newProperties(d)
			return d.frame.props.content, d.frame.props.refresh
		}},
		{"text", rightDock, wText, func(d *Desk) (fyne.CanvasObject, func()) {
			d.frame.text = newTextPanel(d)
			return d.frame.text.content, d.frame.text.refresh
		}},
		{"press", rightDock, wPress, func(d *Desk) (fyne.CanvasObject, func()) {
			d.frame.press = newPressPanel(d)
			return d.frame.press.content, d.frame.press.refresh
		}},
		{"findings", bottomDock, wFindings, func(d *Desk) (fyne.CanvasObject, func()) {
			d.frame.findings = newFindingList(d)
			return d.frame.findings.content, d.frame.findings.refresh
		}},
		{"workflow", rightDock, wFlow, func(d *Desk) (fyne.CanvasObject, func()) {
			p := newFlowPanel(d)
			return p.content, p.refresh
		}},
		{"flags", bottomDock, wFlags, func(d *Desk) (fyne.CanvasObject, func()) {
			l := newFlagList(d)
			return l.content, l.refresh
		}},
		{"compare", bottomDock, wCompare, func(d *Desk) (fyne.CanvasObject, func()) {
			p := newComparePanel(d)
			return p.content, p.refresh
		}},
	}
}

// leaves makes the leaves of a dock.
func (d *Desk) leaves(side dockSide) []leaf {
	var out []leaf
	for _, p := range panels() {
		if p.dock == side {
			o, refresh := p.make(d)
			out = append(out, leaf{p.id, d.say(p.title), o, refresh})
		}
	}
	return out
}

// showPanel opens the dock that holds a panel and turns to it.
func (d *Desk) showPanel(id string) {
	f := d.frame
	for _, p := range panels() {
		if p.id != id {
			continue
		}
		on, b := f.dockOf(p.dock)
		if !*on {
			f.fold(on)
		}
		b.open(id)
		b.refresh()
	}
}

// dockOf answers a dock's switch and its leaves.
func (f *frame) dockOf(s dockSide) (*bool, *book) {
	switch s {
	case leftDock:
		return &f.leftOn, f.leftBook
	case rightDock:
		return &f.rightOn, f.rightTabs
	}
	return &f.bottomOn, f.bottomBook
}
