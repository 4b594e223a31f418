package app

import (
	"errors"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edition"
	"dayang/internal/store"
)

// looker is a Store that may be opened only to look at, and can be brought up to what another window has written.
type looker interface {
	ReadOnly() bool
	Refresh() (*edition.Edition, bool, error)
}

// readOnly reports whether the edition on the desk can only be looked at.
func (d *Desk) readOnly() bool {
	l, ok := d.store.(looker)
	return ok && l.ReadOnly()
}

// writes reports whether the edition on the desk can be changed.
func writes(d *Desk) bool { return d.store != nil && !d.readOnly() }

// offerToLook asks about a file that another window has open or that cannot be written to, and reports whether err is that.
func (d *Desk) offerToLook(path string, err error) bool {
	var locked store.ErrLocked
	held := errors.As(err, &locked)
	if d.deps.OpenReadOnly == nil || !held && !errors.Is(err, store.ErrReadOnly) {
		return false
	}
	why := wErrReadOnly
	if held {
		why = wErrLocked.F(filepath.Base(path), holder(locked.Who))
	}
	what := widget.NewLabel(d.say(why))
	what.Wrapping, what.TextStyle.Bold = d.wrap(), true
	next := widget.NewLabel(d.say(wLookNext))
	next.Wrapping = d.wrap()
	var box *dialog.CustomDialog
	look := func() {
		box.Hide()
		d.openToLook(path)
	}
	body := container.NewBorder(nil, nil, widget.NewIcon(theme.InfoIcon()), nil, container.NewVBox(what, next))
	box = dialog.NewCustomWithoutButtons(d.say(wInUse), body, d.win)
	ok := widget.NewButton(d.say(wLook), look)
	ok.Importance = widget.HighImportance
	box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), box.Hide), ok})
	d.presentWith(box, fyne.NewSize(440, 0), onReturn(look))
	return true
}

// openToLook opens a file only to look at it.
func (d *Desk) openToLook(path string) {
	st, err := d.deps.OpenReadOnly(path)
	if err != nil {
		d.fail(about{path, err})
		return
	}
	d.take(st, path)
}

// lookPause is how often an edition that is only looked at is read again.
const lookPause = 2 * time.Second

// lookAgain follows what the other window does, for as long as the edition is on the desk.
func (d *Desk) lookAgain(st Store) {
	d.deps.After(lookPause, func() {
		l, ok := st.(looker)
		if d.closed || d.store != st || !ok {
			return
		}
		ed, fresh, err := l.Refresh()
		switch {
		case err != nil:
			d.log.Warn("look again", "path", d.path, "err", err)
		case fresh:
			d.adopt(ed)
		}
		d.lookAgain(st)
	})
}

// announceReadOnly says above the page that nothing can be changed, and offers what can be done about it.
func (d *Desk) announceReadOnly() {
	path := d.path
	d.announce(notice{id: "read-only", text: wReadOnlyNow, action: wOpenToWrite, run: func() {
		st, err := d.deps.Open(path)
		if err != nil {
			d.fail(about{path, err})
			return
		}
		d.take(st, path)
	}})
}
