package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/words"
)

// showSettings is the preferences: what is the program's own and not an edition's. Every choice takes effect at once,
// the box is built anew in the language and the colours that were chosen.
func (d *Desk) showSettings() {
	var box *dialog.CustomDialog
	again := func(change func()) {
		box.Hide()
		change()
		d.showSettings()
	}
	language := newChoice(d, nil)
	language.Options = []string{"中文", "English"}
	language.SetSelectedIndex(map[words.Lang]int{words.ZH: 0, words.EN: 1}[d.lang])
	language.OnChanged = func(string) {
		to := words.ZH
		if language.SelectedIndex() == 1 {
			to = words.EN
		}
		if to != d.lang {
			again(func() { d.SetLanguage(to) })
		}
	}
	colours := newChoice(d, nil)
	colours.Options = []string{d.say(wLight), d.say(wDarkShort)}
	colours.SetSelectedIndex(map[bool]int{false: 0, true: 1}[d.look.dark])
	colours.OnChanged = func(string) {
		if dark := colours.SelectedIndex() == 1; dark != d.look.dark {
			again(func() { d.SetDark(dark) })
		}
	}
	density := newChoice(d, nil)
	for _, s := range densities {
		density.Options = append(density.Options, d.say(s.title))
	}
	density.SetSelectedIndex(d.density())
	density.OnChanged = func(string) {
		if i := density.SelectedIndex(); i != d.density() {
			again(func() { d.SetDensity(i) })
		}
	}
	start := newToggle(d, d.say(wReopenLast), func(on bool) { d.app.Preferences().SetBool(prefReopen, on) })
	start.SetChecked(d.app.Preferences().Bool(prefReopen))
	form := container.New(formLayout{},
		newFormLabel(d.say(wLanguageIs)), language,
		newFormLabel(d.say(wColoursAre)), colours,
		newFormLabel(d.say(wDensityIs)), density,
		newFormLabel(d.say(wAtStart)), start)
	reset := widget.NewButton(d.say(wResetWorkspaces), func() { again(d.resetWorkspaces) })
	box = dialog.NewCustomWithoutButtons(d.say(wSettingsTitle), container.NewVBox(form, container.NewHBox(reset)), d.win)
	done := widget.NewButton(d.say(wClose), func() { box.Hide() })
	done.Importance = widget.HighImportance
	box.SetButtons([]fyne.CanvasObject{done})
	d.presentWith(box, fyne.NewSize(440, 0), onReturn(box.Hide))
	d.win.Canvas().Focus(language)
}

const (
	prefReopen  = "reopen"
	prefDensity = "density"
)

// densities are the sizes of the window's text, in Fyne's units.
var densities = []struct {
	title words.Text
	text  float32
}{
	{w("紧凑", "Compact"), 12},
	{w("标准", "Standard"), 13},
	{w("宽松", "Roomy"), 15},
}

const standardDensity = 1

func (d *Desk) density() int {
	i := d.app.Preferences().IntWithFallback(prefDensity, standardDensity)
	if i < 0 || i >= len(densities) {
		return standardDensity
	}
	return i
}

// SetDensity changes the size of the window's text and what goes with it.
func (d *Desk) SetDensity(i int) {
	d.app.Preferences().SetInt(prefDensity, i)
	d.relook()
}

// resetWorkspaces gives every workspace its first arrangement back.
func (d *Desk) resetWorkspaces() {
	for _, s := range workspaces {
		d.app.Preferences().RemoveValue(prefArranged + s.id)
	}
	f := d.frame
	a := d.arranged(f.workspace)
	f.arrange(a)
	d.view.ShowAids(!a.Bare)
	f.outer, f.middle, f.inner = nil, nil, nil
	f.bars()
	f.dock()
	f.refresh()
}
