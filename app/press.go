package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/words"
)

// Refusal is an export that preflight stopped. The editor may have the file written all the same.
type Refusal interface {
	error
	// Words says what was found.
	Words() words.Text
	// Anyway writes the file that was refused.
	Anyway(ctx context.Context) error
}

var (
	wRefused    = w("印前检查没有通过", "Preflight found errors")
	wAnyway     = w("照样输出", "Write it anyway")
	wDoNotWrite = w("不输出", "Do not write")
)

// refused asks the editor about an export that preflight stopped, and reports whether err is one. Return is the safe
// answer.
func (d *Desk) refused(path string, err error) bool {
	var r Refusal
	if !errors.As(err, &r) {
		return false
	}
	d.log.Warn("preflight stopped an export", "path", path, "err", err)
	l := widget.NewLabel(d.say(r.Words()))
	l.Wrapping = d.wrap()
	ask := dialog.NewCustomConfirm(d.say(wRefused), d.say(wAnyway), d.say(wDoNotWrite), l, func(yes bool) {
		if yes {
			d.exportAnyway(path, r)
		}
	}, d.win)
	d.presentWith(ask, fyne.NewSize(460, 0), onReturn(ask.Hide))
	return true
}

// exportAnyway writes what was refused, on a worker.
func (d *Desk) exportAnyway(path string, r Refusal) {
	d.run(wJobExport, func(ctx context.Context, _ func(int, int)) error { return r.Anyway(ctx) }, func(err error) {
		if err != nil {
			d.fail(about{path, err})
			return
		}
		d.log.Warn("an export that preflight stopped was written all the same", "path", path)
		d.note(wDone.F(path))
	})
}
