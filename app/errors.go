package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/importer"
	"dayang/internal/store"
	"dayang/internal/words"
)

// Trouble is an error in words: what happened, what is safe, what to do next.
type Trouble struct{ What, Safe, Next words.Text }

// Explain turns an error into words for the editor. The command line uses it too.
func Explain(err error) Trouble {
	t := Trouble{Safe: wSafe, Next: wNextOther}
	var newer store.ErrNewer
	var locked store.ErrLocked
	var path *fs.PathError
	var speaks interface{ Words() words.Text } // an error that says itself what happened and what to do
	name := ""
	if errors.As(err, &path) {
		name = path.Path
	}
	switch {
	case errors.Is(err, context.Canceled):
		t.What, t.Next = wErrStopped, words.Text{}
	case errors.As(err, &newer):
		t = Trouble{wErrNewer.F(newer.Path), words.Text{}, wNextNewer}
	case errors.As(err, &locked):
		t.What, t.Safe, t.Next = wErrLocked.F(locked.Path, holder(locked.Who)), words.Text{}, nextLocked(locked)
	case errors.Is(err, store.ErrNotEdition):
		t.What, t.Safe, t.Next = wErrNotOurs.F(subject(err, name)), words.Text{}, wNextNotOurs
	case errors.Is(err, store.ErrDamaged):
		t.What, t.Safe, t.Next = wErrDamaged.F(subject(err, name)), words.Text{}, wNextDamaged
	case errors.Is(err, store.ErrDiskFull):
		t.What, t.Next = wErrFull, wNextFull
	case errors.Is(err, store.ErrDisk), errors.Is(err, syscall.EIO):
		t.What, t.Next = wErrDisk, wNextDisk
	case errors.Is(err, store.ErrReadOnly):
		t.What, t.Next = wErrReadOnly, wNextReadOnly
	case errors.Is(err, fs.ErrNotExist):
		t.What, t.Safe, t.Next = wErrMissing.F(subject(err, name)), words.Text{}, wNextMissing
	case errors.Is(err, fs.ErrPermission):
		t.What, t.Next = wErrDenied.F(subject(err, name)), wNextDenied
	case errors.Is(err, fs.ErrExist):
		t.What, t.Next = wErrExists.F(subject(err, name)), wNextExists
	case errors.Is(err, errNoEdition):
		t.What, t.Safe, t.Next = wErrNone, words.Text{}, wNextNone
	case errors.Is(err, errMoved):
		t.What, t.Safe, t.Next = wMoved, words.Text{}, words.Text{}
	case errors.Is(err, errInside):
		t.What, t.Next = wErrInside, wNextInside
	case errors.Is(err, edit.ErrConflict), errors.Is(err, edit.ErrNotFound):
		t.What, t.Next = wErrChanged, wNextChanged
	case errors.As(err, &speaks):
		t.What, t.Next = speaks.Words(), words.Text{}
	default:
		t.What = wErrPlain.F(err.Error())
		for _, known := range []error{importer.ErrEmpty, importer.ErrNotText, importer.ErrTooLarge, importer.ErrFormat, importer.ErrJSON, importer.ErrNothing} {
			if errors.Is(err, known) {
				t.What, t.Next = wErrUnread.F(subject(err, name), importer.Why(err)), wNextUnread
			}
		}
	}
	return t
}

// about is an error with the file it is about, for messages that name it.
type about struct {
	path string
	err  error
}

func (a about) Error() string { return a.err.Error() }
func (a about) Unwrap() error { return a.err }

// About says which file an error is about, so that Explain can name it; no error stays none.
func About(path string, err error) error {
	if err == nil {
		return nil
	}
	return about{path, err}
}

func subject(err error, otherwise string) string {
	var a about
	if errors.As(err, &a) {
		return a.path
	}
	return otherwise
}

// nextLocked says what to do about a file that is in use. One that another machine holds may be held by nobody any more, where
// the share between them knows no locks.
func nextLocked(l store.ErrLocked) words.Text {
	if host, err := os.Hostname(); l.Who.Host == "" || err == nil && l.Who.Host == host {
		return wNextLocked
	}
	return wNextFarLock.F(filepath.Base(l.Path))
}

func holder(h store.Holder) words.Text {
	if h.User == "" && h.Host == "" {
		return words.Text{ZH: "别处", EN: "someone else"}
	}
	return words.Text{ZH: " " + h.User + "（" + h.Host + "）", EN: h.User + " on " + h.Host}
}

// fail shows an error; the log gets the whole chain.
func (d *Desk) fail(err error) {
	if err == nil {
		return
	}
	if errors.Is(err, context.Canceled) {
		d.note(wErrStopped)
		return
	}
	if errors.Is(err, store.ErrNothing) {
		return
	}
	d.log.Error("told the editor", "err", err)
	t := Explain(err)
	d.tell(wTrouble, t)
}

// tell shows a trouble in a box.
func (d *Desk) tell(title words.Text, t Trouble) {
	lines := container.NewVBox()
	for i, text := range []words.Text{t.What, t.Safe, t.Next} {
		if text == (words.Text{}) {
			continue
		}
		l := widget.NewLabel(d.say(text))
		l.Wrapping = d.wrap()
		if i == 0 {
			l.TextStyle.Bold = true
		}
		lines.Add(l)
	}
	box := dialog.NewCustom(d.say(title), d.say(wOK), container.NewBorder(nil, nil, widget.NewIcon(theme.WarningIcon()), nil, lines), d.win)
	d.presentWith(box, fyne.NewSize(440, 0), onReturn(func() { d.dismiss() }))
}
