package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/store"
	"dayang/internal/words"
)

var (
	wRecover      = w("修复损坏的报纸文件…", "Repair a Damaged Edition…")
	wRecoverTitle = w("修复哪个报纸文件", "Which Edition to Repair")
	wRecoverIt    = w("修复", "Repair")
	wRecoverAsk   = w("可以现在修复：用还能读的部分和最近的备份。损坏的文件改名留着，不会丢。", "It can be repaired now, from what can be read and the newest backup. The damaged file is kept under another name.")
	wRecovered    = w("修复好了", "Repaired")
	wRecoverSound = w("“%s”没有损坏，没有改动。", "“%s” is not damaged; nothing was changed.")
	wRecoveredIs  = w("%d 个版、%d 篇稿件、%d 张图片、%d 步历史。", "%d pages, %d stories, %d pictures, %d steps of history.")
	wRecoverExact = w("已核实：与最后存下的一致。", "Proven: exactly what was saved last.")
	wRecoverLoose = w("未能核实。付印前请核对：", "Not proven. Before going to press, look through:")
	wRecoverKept  = w("损坏的文件留在：%s", "The damaged file is kept as: %s")
	wJobRecover   = w("修复", "Repairing")

	wCompact      = w("另存压缩本…", "Save a Compact Copy…")
	wCompactTitle = w("压缩本存在哪里", "Where the Compact Copy Goes")
	wCompactDone  = w("压缩本存好了：去掉 %d 张不再用到的图片（%s）。原文件没有动。", "The compact copy is saved: %d pictures that nothing shows (%s) left out. The file here is as it was.")
)

// compacter is a Store that can write a copy without what nothing shows.
type compacter interface {
	SaveAsWith(path string, o store.SaveOptions) (store.Saved, error)
}

// upkeepCommands are the commands that look after edition files.
func upkeepCommands() []*command {
	return []*command{
		{id: "compact", menu: &wFile, group: 4, title: wCompact, run: (*Desk).askCompact,
			enabled: func(d *Desk) bool { _, ok := d.store.(compacter); return ok }},
		{id: "recover", menu: &wFile, group: 4, title: wRecover, run: (*Desk).askRecover,
			enabled: func(d *Desk) bool { return d.deps.Recover != nil }},
	}
}

func (d *Desk) askCompact() {
	d.flush()
	d.askFiles(newFile, wCompactTitle, wSaveIt, []string{extension}, d.baseName()+"-c", func(paths []string) { d.CompactTo(paths[0]) })
}

// CompactTo writes a copy of the edition without the pictures that nothing shows, on a worker.
func (d *Desk) CompactTo(path string) {
	c, ok := d.store.(compacter)
	if !ok {
		d.fail(errNoEdition)
		return
	}
	d.flush()
	var left store.Saved
	d.run(wCompact, func(context.Context, func(int, int)) (err error) {
		left, err = c.SaveAsWith(path, store.SaveOptions{})
		return err
	}, func(err error) {
		if err != nil {
			d.fail(about{path, err})
			return
		}
		d.info(wCompact, wCompactDone.F(left.Pictures, sizeText(left.PictureBytes)))
	})
}

func (d *Desk) askRecover() {
	d.askFiles(oneFile, wRecoverTitle, wRecoverIt, []string{extension}, "", func(paths []string) { d.Recover(paths[0]) })
}

// offerToRecover asks about a file that is damaged, and reports whether err is that.
func (d *Desk) offerToRecover(path string, err error) bool {
	if d.deps.Recover == nil || !errors.Is(err, store.ErrDamaged) {
		return false
	}
	d.log.Error("damaged edition", "path", path, "err", err)
	what := widget.NewLabel(d.say(wErrDamaged.F(path)))
	what.Wrapping, what.TextStyle.Bold = d.wrap(), true
	next := widget.NewLabel(d.say(wRecoverAsk))
	next.Wrapping = d.wrap()
	ask := dialog.NewCustomConfirm(d.say(wTrouble), d.say(wRecoverIt), d.say(wCancel), container.NewVBox(what, next), func(yes bool) {
		if yes {
			d.Recover(path)
		}
	}, d.win)
	d.presentWith(ask, fyne.NewSize(480, 0), onReturn(func() {
		ask.Hide()
		d.Recover(path)
	}))
	return true
}

// Recover repairs an edition file on a worker, opens it, and tells what was saved and what is in doubt.
func (d *Desk) Recover(path string) {
	if d.deps.Recover == nil {
		return
	}
	if d.path == path && d.store != nil {
		d.CloseEdition()
	}
	var r store.Report
	d.run(wJobRecover, func(context.Context, func(int, int)) (err error) {
		r, err = d.deps.Recover(path)
		return err
	}, func(err error) {
		if err != nil {
			d.fail(about{path, fmt.Errorf("repair %q: %w", path, err)})
			return
		}
		if d.Open(path) != nil {
			return
		}
		d.tellRepair(path, r)
	})
}

// tellRepair tells what a repair came to.
func (d *Desk) tellRepair(path string, r store.Report) {
	if r.Sound {
		said := wRecoverSound.F(path)
		if lost, ok := Unkept(r); ok {
			said = words.Text{ZH: said.ZH + lost.ZH, EN: said.EN + " " + lost.EN}
		}
		d.info(wRecover, said)
		return
	}
	text := []string{d.say(wRecoveredIs.F(r.Pages, r.Stories, r.Pictures, r.Steps))}
	if r.Exact {
		text = append(text, d.say(wRecoverExact))
	} else {
		text = append(text, d.say(wRecoverLoose))
		for _, loss := range r.Losses {
			text = append(text, "· "+d.say(loss.Text))
		}
	}
	text = append(text, d.say(wRecoverKept.F(r.Damaged)))
	l := widget.NewLabel(strings.Join(text, "\n"))
	l.Wrapping = d.wrap()
	box := dialog.NewCustom(d.say(wRecovered), d.say(wOK), container.NewVScroll(l), d.win)
	d.presentWith(box, fyne.NewSize(500, 280), onReturn(func() { d.dismiss() }))
}
