package app

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/pdf"
	"dayang/internal/words"
	"dayang/internal/workflow"
)

var (
	wSendPages     = w("版面", "Pages")
	wSendThis      = w("本版（第%02d版）", "this page (%02d)")
	wSendAll       = w("全期 %d 个版", "all %d pages")
	wSendSome      = w("指定版号", "by number")
	wSendNumbers   = w("如 1,3-5", "such as 1,3-5")
	wSendSplit     = w("每版一个文件", "One file for each page")
	wSendFolder    = w("文件夹", "Folder")
	wSendChoose    = w("选…", "Choose…")
	wSendName      = w("文件名", "File name")
	wSendNameHint  = w("可用 %s", "may hold %s")
	wSendStandard  = w("标准", "Standard")
	wSendX4        = w("PDF/X-4（付印）", "PDF/X-4 (press)")
	wSendX1a       = w("PDF/X-1a:2003（付印）", "PDF/X-1a:2003 (press)")
	wSendProof     = w("校样（办公打印机）", "Proof (office printer)")
	wSendMarks     = w("裁切线、套准线、色标", "Crop and registration marks, colour bar")
	wSendWho       = w("输出人", "By")
	wSendUnsigned  = w("未签样：%s。付印须写明缘由；不写则只能出校样，并加“未签样”水印。", "Not signed off: %s. To go to press somebody must say why; without, there are proofs only, marked 未签样.")
	wSendWhy       = w("缘由，记入流程", "Why; it is recorded")
	wSendIt        = w("输出", "Export")
	wSendNobody    = w("请写上输出人，流程要记。", "Say who exports: it is recorded.")
	wSendBadPages  = w("版号“%s”看不懂，或没有这个版。", "The pages %q are not understood, or there is none of that number.")
	wSendNotOnList = w("PDF 已输出，但流程记录没有写上：%v", "The PDF was written, but the record was not: %v")
	wSendDone      = w("输出了 %d 个文件：\n%s", "%d files were written:\n%s")
	wSendMore      = w("…共 %d 个", "… %d in all")
)

// sendStandards are the standards in the order of the list.
var sendStandards = []pdf.Standard{pdf.X4, pdf.X1a, pdf.Proof}

// sendBox is the dialog that asks what leaves, how, and for whom.
type sendBox struct {
	d        *Desk
	pages    *widget.Select
	numbers  *widget.Entry
	split    *widget.Check
	folder   *widget.Entry
	name     *widget.Entry
	standard *widget.Select
	marks    *widget.Check
	who      *widget.Entry
	unsigned *widget.Label
	why      *widget.Entry
	given    bool // the name was typed
}

// askSend asks for an export.
func (d *Desk) askSend() {
	if d.ed == nil || d.pageNow() == nil {
		d.fail(errNoEdition)
		return
	}
	d.flush()
	d.newSendBox().show()
}

// show asks.
func (b *sendBox) show() {
	d := b.d
	row := func(t words.Text, o fyne.CanvasObject) *widget.FormItem { return widget.NewFormItem(d.say(t), o) }
	choose := widget.NewButton(d.say(wSendChoose), func() {
		d.askFiles(newFile, wExportTitle, wSaveIt, []string{".pdf"}, b.name.Text, func(paths []string) {
			b.folder.SetText(filepath.Dir(paths[0]))
			b.name.SetText(filepath.Base(paths[0]))
			b.show()
		})
	})
	name := row(wSendName, b.name)
	name.HintText = d.say(wSendNameHint.F(strings.Join(flow.PatternWords(), " ")))
	form := widget.NewForm(
		row(wSendPages, container.NewGridWithColumns(2, b.pages, b.numbers)),
		row(words.Text{}, b.split),
		row(wSendFolder, container.NewBorder(nil, nil, nil, choose, b.folder)),
		name,
		row(wSendStandard, b.standard),
		row(words.Text{}, b.marks),
		row(wSendWho, b.who),
	)
	box := dialog.NewCustomConfirm(d.say(wExportTitle), d.say(wSendIt), d.say(wCancel), container.NewVBox(form, b.unsigned, b.why), func(yes bool) {
		if yes {
			b.send()
		}
	}, d.win)
	d.presentWith(box, fyne.NewSize(600, 0), func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyReturn, fyne.KeyEnter:
			box.Confirm()
		case fyne.KeyEscape:
			box.Dismiss()
		}
	})
	focus := fyne.Focusable(b.name)
	if b.why.Visible() {
		focus = b.why
	}
	d.win.Canvas().Focus(focus)
	for _, e := range []*widget.Entry{b.name, b.why, b.who, b.folder, b.numbers} {
		e.OnSubmitted = func(string) { box.Confirm() }
	}
}

func (d *Desk) newSendBox() *sendBox {
	b := &sendBox{d: d, numbers: widget.NewEntry(), folder: widget.NewEntry(), name: widget.NewEntry(), who: widget.NewEntry(), unsigned: widget.NewLabel(""), why: widget.NewEntry()}
	page := d.pageNow()
	b.unsigned.Wrapping = d.wrap()
	b.unsigned.SizeName = theme.SizeNameCaptionText
	b.why.SetPlaceHolder(d.say(wSendWhy))
	b.numbers.SetPlaceHolder(d.say(wSendNumbers))
	b.numbers.Disable()
	b.folder.SetText(filepath.Dir(d.path))
	b.who.SetText(d.exporter())
	press, _ := flow.PressFor(d.ed.House, "", filepath.Dir(d.path))
	b.split = widget.NewCheck(d.say(wSendSplit), func(bool) { b.refresh() })
	b.marks = widget.NewCheck(d.say(wSendMarks), nil)
	b.marks.SetChecked(press.Options.Marks)
	b.standard = widget.NewSelect([]string{d.say(wSendX4), d.say(wSendX1a), d.say(wSendProof)}, func(string) { b.refresh() })
	b.pages = widget.NewSelect([]string{d.say(wSendThis.F(page.Number)), d.say(wSendAll.F(len(d.ed.Pages))), d.say(wSendSome)}, func(string) {
		if b.pages.SelectedIndex() == 2 {
			b.numbers.Enable()
		} else {
			b.numbers.Disable()
		}
		b.refresh()
	})
	b.numbers.OnChanged = func(string) { b.refresh() }
	b.name.OnChanged = func(s string) { b.given = s != b.usualName() }
	for i, s := range sendStandards {
		if s == press.Options.Standard {
			b.standard.SetSelectedIndex(i)
		}
	}
	b.pages.SetSelectedIndex(0)
	b.refresh()
	return b
}

// exporter answers who is at the desk: as said last time, else as the system has it.
func (d *Desk) exporter() string {
	if s := d.app.Preferences().String(prefName); s != "" {
		return s
	}
	if u, err := user.Current(); err == nil && u.Name != "" {
		return u.Name
	}
	return ""
}

func (b *sendBox) usualName() string {
	if b.split.Checked || b.pages.SelectedIndex() == 0 {
		return flow.DefaultPattern
	}
	return "{title}{date}.pdf"
}

// refresh shows what follows from the choices: the usual name, and which pages nobody signed.
func (b *sendBox) refresh() {
	if b.pages == nil || b.standard == nil {
		return
	}
	if !b.given {
		b.name.SetText(b.usualName())
	}
	only, ok := b.only()
	no := flow.UnsignedPages(b.d.ed, only)
	if !ok || len(no) == 0 {
		b.unsigned.SetText("")
		b.unsigned.Hide()
		b.why.Hide()
		return
	}
	var zh []string
	for i, p := range no {
		if i == 8 {
			zh = append(zh, "…")
			break
		}
		zh = append(zh, strconv.Itoa(p.Number))
	}
	b.unsigned.SetText(b.d.say(wSendUnsigned.F(strings.Join(zh, "、"))))
	b.unsigned.Show()
	b.why.Show()
}

// only answers the ids of the pages that are wanted; nil is all.
func (b *sendBox) only() ([]string, bool) {
	switch b.pages.SelectedIndex() {
	case 0:
		return []string{b.d.page}, true
	case 1:
		return nil, true
	}
	return pagesByNumber(b.d.ed, b.numbers.Text)
}

// pagesByNumber reads 1,3-5.
func pagesByNumber(ed *edition.Edition, s string) ([]string, bool) {
	var out []string
	s = strings.NewReplacer("，", ",", "、", ",", "－", "-", "—", "-", " ", "").Replace(s)
	for _, part := range strings.Split(s, ",") {
		lo, hi, isRange := strings.Cut(part, "-")
		if !isRange {
			hi = lo
		}
		a, err1 := strconv.Atoi(lo)
		z, err2 := strconv.Atoi(hi)
		found := false
		for _, p := range ed.Pages {
			if err1 == nil && err2 == nil && p.Number >= a && p.Number <= z {
				out, found = append(out, p.ID), true
			}
		}
		if !found {
			return nil, false
		}
	}
	return out, true
}

// send starts what the dialog says.
func (b *sendBox) send() {
	d := b.d
	only, ok := b.only()
	if !ok {
		d.info(wExportTitle, wSendBadPages.F(b.numbers.Text))
		return
	}
	who := strings.TrimSpace(b.who.Text)
	if who == "" {
		d.info(wExportTitle, wSendNobody)
		return
	}
	d.app.Preferences().SetString(prefName, who)
	press, err := flow.PressFor(d.ed.House, "", filepath.Dir(d.path))
	if err != nil {
		d.fail(err)
		return
	}
	press.Options.Standard, press.Options.Marks = sendStandards[max(b.standard.SelectedIndex(), 0)], b.marks.Checked
	d.sendOut(flow.Outgoing{
		Press: press, Only: only, Split: b.split.Checked, Path: filepath.Join(b.folder.Text, b.name.Text), Unsigned: b.why.Text,
		By: workflow.By{Who: who, Role: d.app.Preferences().String(prefRole), At: d.deps.Now().UnixMilli()},
	})
}

// sendOut writes the files on a worker. What the record is to hold comes back to the desk, which owns the edition.
func (d *Desk) sendOut(o flow.Outgoing) {
	ed, st := d.ed, d.store
	o.Edition, o.Pictures = ed, st
	var entries []edition.Entry
	o.Record = func(e edition.Entry) error { entries = append(entries, e); return nil }
	var sent []flow.Sent
	box := d.progress(wJobExport)
	j := d.run(wJobExport, func(ctx context.Context, tell func(int, int)) (err error) {
		o.Progress = func(done, total int) {
			tell(done, total)
			d.post(func() { box.tell(done, total) })
		}
		sent, err = d.deps.Send(ctx, o)
		return err
	}, func(err error) {
		box.hide()
		d.enterExports(st, entries)
		var stopped *flow.StoppedError
		switch {
		case errors.As(err, &stopped):
			again := o
			again.Override = true
			d.askOverride(stopped, again)
		case err != nil:
			d.fail(about{o.Path, err})
		default:
			var list []string
			for i, s := range sent {
				if i == 6 {
					list = append(list, d.say(wSendMore.F(len(sent))))
					break
				}
				list = append(list, s.Path)
			}
			d.note(wDone.F(list[0]))
			d.info(wExported, wSendDone.F(len(sent), strings.Join(list, "\n")))
		}
	})
	box.cancel = j.cancel
}

// askOverride tells what stopped an export and lets the editor write it all the same. Return is the safe answer.
func (d *Desk) askOverride(stopped *flow.StoppedError, again flow.Outgoing) {
	d.log.Warn("preflight stopped an export", "path", stopped.Path, "err", stopped)
	l := widget.NewLabel(d.say(stopped.Words()))
	l.Wrapping = d.wrap()
	ask := dialog.NewCustomConfirm(d.say(wRefused), d.say(wAnyway), d.say(wDoNotWrite), l, func(yes bool) {
		if yes {
			d.sendOut(again)
		}
	}, d.win)
	d.presentWith(ask, fyne.NewSize(460, 0), onReturn(ask.Hide))
}

// enterExports adds what left to the record of the edition it left from.
func (d *Desk) enterExports(st Store, entries []edition.Entry) {
	if d.store != st {
		return
	}
	for _, e := range entries {
		if !d.do(edit.Enter(d.ed, e), nil) {
			d.info(wExported, wSendNotOnList.F(fmt.Sprint(e.Export.File)))
			return
		}
	}
}
