package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/words"
)

// notice is something that stays true for a while and stands above the page until it is put away: the edition is
// read-only, or it was brought back after a crash. It stops nobody.
type notice struct {
	id     string
	text   words.Text
	action words.Text // on a button; empty: none
	run    func()
}

// notices is the place above the page where notices stand.
type notices struct {
	d       *Desk
	list    []notice
	dirty   bool
	content *fyne.Container
}

// newNotices makes the place, with the notices that stood in the frame before.
func newNotices(d *Desk, was *frame) *notices {
	n := &notices{d: d, content: container.NewVBox(), dirty: true}
	if was != nil {
		n.list = was.notices.list
	}
	return n
}

// announce puts a notice above the page; one of the same id goes.
func (d *Desk) announce(n notice) {
	d.withdraw(n.id)
	d.frame.notices.list = append(d.frame.notices.list, n)
	d.frame.notices.dirty = true
	d.changed()
}

// withdraw takes a notice away.
func (d *Desk) withdraw(id string) {
	s := d.frame.notices
	for i, n := range s.list {
		if n.id == id {
			s.list = append(s.list[:i:i], s.list[i+1:]...)
			s.dirty = true
			d.changed()
			return
		}
	}
}

func (s *notices) refresh() {
	if !s.dirty {
		return
	}
	s.dirty = false
	d := s.d
	s.content.RemoveAll()
	for _, n := range s.list {
		text := widget.NewLabel(d.say(n.text))
		text.Wrapping = d.wrap()
		right := container.NewHBox()
		if n.run != nil {
			right.Add(d.newTool(nil, d.say(n.action), "", n.run))
		}
		right.Add(d.newTool(theme.CancelIcon(), "", d.say(wClose), func() { d.withdraw(n.id) }))
		icon := widget.NewIcon(theme.InfoIcon())
		row := container.NewBorder(nil, nil, container.NewCenter(icon), container.NewCenter(right), text)
		s.content.Add(container.NewStack(newPaint(colourNotice), container.New(fynelayout.NewCustomPaddedLayout(1, 1, 8, 4), row)))
	}
	s.content.Refresh()
	d.frame.body.Refresh()
}
