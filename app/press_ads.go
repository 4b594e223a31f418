package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/finding"
	"dayang/internal/flow"
)

var (
	wAdFaults = w("广告没有通过印前检查", "The Ad Does Not Pass Preflight")
	wAdAnyway = w("照样放入", "Place it anyway")
	wAdLeave  = w("不放", "Leave it out")
	wAdSize   = w("%s：%.1f×%.1f 毫米", "%s: %.1f by %.1f mm")
	wAdMore   = w("另有警告 %d 处", "and %d warnings")
)

// adsChecked goes on at once when ads are without error; else it says what is wrong and asks. Return is the safe answer.
func (d *Desk) adsChecked(ads []flow.AdReport, then func()) {
	text, bad, warnings := "", false, 0
	for _, a := range ads {
		head := d.say(wAdSize.F(a.Name, a.W, a.H))
		for _, f := range a.Found {
			switch f.Level {
			case finding.Error:
				if head != "" {
					text, head = text+head+"\n", ""
				}
				text, bad = text+"　"+f.Rule+"　"+d.say(f.Message)+"\n", true
			case finding.Warning:
				warnings++
			}
		}
	}
	if !bad {
		then()
		return
	}
	if warnings > 0 {
		text += d.say(wAdMore.F(warnings))
	}
	l := widget.NewLabel(text)
	l.Wrapping = d.wrap()
	scroll := container.NewVScroll(l)
	scroll.SetMinSize(fyne.NewSize(0, 160))
	ask := dialog.NewCustomConfirm(d.say(wAdFaults), d.say(wAdAnyway), d.say(wAdLeave), scroll, func(yes bool) {
		if yes {
			then()
		}
	}, d.win)
	d.presentWith(ask, fyne.NewSize(520, 0), onReturn(ask.Hide))
}
