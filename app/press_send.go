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
	wSendPages      = w("版面", "Pages")
	wSendThis       = w("本版（第%02d版）", "this page (%02d)")
	wSendAll        = w("全期 %d 个版", "all %d pages")
	wSendSome       = w("指定版号", "by number")
	wSendNumbers    = w("如 1,3-5", "such as 1,3-5")
	wSendSplit      = w("每版一个文件", "One file for each page")
	wSendFolder     = w("文件夹", "Folder")
	wSendChoose     = w("选…", "Choose…")
	wSendName       = w("文件名", "File name")
	wSendNameHint   = w("可用 %s", "may hold %s")
	wSendStandard   = w("标准", "Standard")
	wSendX4         = w("PDF/X-4（付印）", "PDF/X-4 (press)")
	wSendX1a        = w("PDF/X-1a:2003（付印）", "PDF/X-1a:2003 (press)")
	wSendProof      = w("校样（办公打印机）", "Proof (office printer)")
	wSendMarks      = w("裁切线、套准线、色标", "Crop and registration marks, colour bar")
	wSendWho        = w("输出人", "By")
	wSendUnsigned   = w("没有签样：第 %s 版。付印要先签样，或写明为什么不签就付印。", "Not signed off: page %s. To go to press it is signed off, or somebody says why not.")
	wSendProofed    = w("没有签样：第 %s 版。校样上印“未签样”字样，不用写缘由。", "Not signed off: page %s. The proof says 未签样 (not signed) across it; no word is needed.")
	wSendWhy        = w("不签样的缘由，记入流程", "Why it goes unsigned; it is recorded")
	wSendSign       = w("签样并输出", "Sign and Export")
	wSendUnsignedDo = w("未签样输出（写明缘由）", "Export Unsigned (Say Why)")
	wSendNeedsWhy   = w("请写明不签样的缘由。", "Say why it goes unsigned.")
	wSendNeedsSure  = w("签样前请看过上面各项，并打勾。", "Look at the points above and tick the box before you sign.")
	wSendIt         = w("输出", "Export")
	wSendNobody     = w("请写上输出人，流程要记。", "Say who exports: it is recorded.")
	wSendBadPages   = w("版号“%s”看不懂，或没有这个版。", "The pages %q are not understood, or there is none of that number.")
	wSendNotOnList  = w("PDF 已输出，但流程记录没有写上：%v", "The PDF was written, but the record was not: %v")
	wSendDone       = w("输出了 %d 个文件：\n%s", "%d files were written:\n%s")
	wSendMore       = w("…共 %d 个", "… %d in all")
)

// sendStandards are the standards in the order of the list.
var sendStandards = []pdf.Standard{pdf.X4, pdf.X1a, pdf.Proof}

// sendBox is the dialog that asks what leaves, how, and for whom.
type sendBox struct {
	d        *Desk
	pages    *widget.Select
	numbers  *field
	split    *widget.Check
	folder   *field
	name     *field
	standard *widget.Select
	marks    *widget.Check
	who      *field
	unsigned *widget.Label
	against  *widget.Label // what stands against signing the pages off
	sure     *toggle       // that it is known
	why      *field
	needs    *ink            // what the dialog still waits for
	seen     map[string]bool // the kinds of obstacle that the dialog shows
	given    bool            // the name was typed
	box      *dialog.CustomDialog
	cancel   *widget.Button
	sign     *widget.Button
	plain    *widget.Button // exports as it is: signed pages, a proof, or with a word
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
	b.box = dialog.NewCustomWithoutButtons(d.say(wExportTitle), container.NewVBox(form, b.unsigned, b.against, b.sure, b.why, b.needs), d.win)
	b.refresh()
	d.presentWith(b.box, fyne.NewSize(600, 0), onReturn(b.accept))
	for _, e := range []*field{b.name, b.who, b.folder, b.numbers} {
		e.OnSubmitted = func(string) { b.accept() }
	}
	b.why.OnSubmitted = func(string) { b.asItIs() }
	switch {
	case strings.TrimSpace(b.who.Text) == "":
		d.win.Canvas().Focus(b.who)
	case b.sure.Visible():
		d.win.Canvas().Focus(b.sure)
	case b.sign.Visible(): // Return signs and exports
	default:
		d.win.Canvas().Focus(b.name)
	}
}

// accept does what the dialog's first button does.
func (b *sendBox) accept() {
	if b.sign.Visible() {
		b.signAndSend()
	} else {
		b.asItIs()
	}
}

// wants says what is still to be given, and puts the keyboard there.
func (b *sendBox) wants(t words.Text, there fyne.Focusable) {
	b.needs.set(b.d.say(t), theme.ColorNameError)
	b.needs.Show()
	b.fit()
	b.d.win.Canvas().Focus(there)
}

// asItIs exports without signing: unsigned pages to the press need a word.
func (b *sendBox) asItIs() {
	if strings.TrimSpace(b.who.Text) == "" {
		b.wants(wSendNobody, b.who)
		return
	}
	if b.why.Visible() && strings.TrimSpace(b.why.Text) == "" {
		b.wants(wSendNeedsWhy, b.why)
		return
	}
	if b.send(b.why.Text) {
		b.box.Hide()
	}
}

// signAndSend signs the unsigned pages off in the name that is given, each with a proof kept, and exports.
func (b *sendBox) signAndSend() {
	d := b.d
	who := strings.TrimSpace(b.who.Text)
	if who == "" {
		b.wants(wSendNobody, b.who)
		return
	}
	if b.sure.Visible() && !b.sure.Checked {
		b.wants(wSendNeedsSure, b.sure)
		return
	}
	only, ok := b.only()
	if !ok {
		b.wants(wSendBadPages.F(b.numbers.Text), b.numbers)
		return
	}
	by := workflow.By{Who: who, Role: d.app.Preferences().StringWithFallback(prefRole, "chief"), At: d.deps.Now().UnixMilli()}
	d.app.Preferences().SetString(prefName, who)
	for _, p := range flow.UnsignedPages(d.ed, only) {
		found := d.foundOn(p.ID)
		var sure workflow.Sure
		for _, o := range workflow.Obstacles(d.ed, p.ID, found) {
			if !b.seen[o.Code] {
				b.refresh() // something came up while the dialog stood there
				b.wants(wSendNeedsSure, b.sure)
				return
			}
			sure.Over = append(sure.Over, o.Code)
		}
		e, err := workflow.Sign(d.ed, p.ID, by, found, sure)
		if !d.enter(e, err, true) {
			return
		}
	}
	if b.send("") {
		b.box.Hide()
	}
}

func (d *Desk) newSendBox() *sendBox {
	line := func() *field { return newField(d.deps.After, d.key) }
	b := &sendBox{d: d, numbers: line(), folder: line(), name: line(), who: line(), unsigned: widget.NewLabel(""), why: line()}
	page := d.pageNow()
	b.unsigned.Wrapping = d.wrap()
	b.unsigned.TextStyle.Bold = true
	b.against = widget.NewLabel("")
	b.against.Wrapping = d.wrap()
	b.against.Importance = widget.WarningImportance
	b.sure = newToggle(d, d.say(wAllTheSame), func(bool) { b.needs.Hide() })
	b.sure.enter = b.accept
	b.needs = newInk("", theme.ColorNameError, theme.SizeNameText, false)
	b.needs.Hide()
	b.cancel = widget.NewButton(d.say(wCancel), func() { b.box.Hide() })
	b.sign = widget.NewButton(d.say(wSendSign), b.signAndSend)
	b.sign.Importance = widget.HighImportance
	b.plain = widget.NewButton(d.say(wSendIt), b.asItIs)
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
	press := sendStandards[max(b.standard.SelectedIndex(), 0)] != pdf.Proof
	show := func(o fyne.CanvasObject, on bool) {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	open := ok && len(no) > 0
	against := b.obstacles(no)
	show(b.unsigned, open)
	show(b.against, open && press && against != "")
	show(b.sure, open && press && against != "")
	show(b.why, open && press)
	show(b.sign, open && press)
	b.needs.Hide()
	b.plain.Importance = widget.HighImportance
	b.plain.SetText(b.d.say(wSendIt))
	if open && press {
		b.plain.Importance = widget.MediumImportance
		b.plain.SetText(b.d.say(wSendUnsignedDo))
	}
	if open {
		var numbers []string
		for i, p := range no {
			if i == 8 {
				numbers = append(numbers, "…")
				break
			}
			numbers = append(numbers, fmt.Sprintf("%02d", p.Number))
		}
		say := wSendUnsigned
		if !press {
			say = wSendProofed
		}
		list := words.Text{ZH: strings.Join(numbers, "、"), EN: strings.Join(numbers, ", ")}
		b.unsigned.SetText(b.d.say(say.F(list)))
		b.against.SetText(against)
	}
	b.fit()
}

// obstacles says in a line what stands against signing the pages off, and keeps what kinds it named.
func (b *sendBox) obstacles(pages []*edition.Page) string {
	b.seen = map[string]bool{}
	var list []string
	for _, p := range pages {
		for _, o := range workflow.Obstacles(b.d.ed, p.ID, b.d.foundOn(p.ID)) {
			if len(pages) == 1 {
				list = append(list, b.d.say(o.Text))
			} else if !b.seen[o.Code] {
				list = append(list, b.d.say(workflow.ObstacleName(o.Code)))
			}
			b.seen[o.Code] = true
		}
	}
	if len(list) == 0 {
		return ""
	}
	return b.d.say(wAgainst) + strings.Join(list, b.d.say(words.Text{ZH: "；", EN: "; "}))
}

// fit gives the dialog the height and the buttons that what it shows needs.
func (b *sendBox) fit() {
	if b.box == nil {
		return
	}
	buttons := []fyne.CanvasObject{b.cancel, b.plain}
	if b.sign.Visible() {
		buttons = append(buttons, b.sign)
	}
	b.box.SetButtons(buttons)
	for range 2 {
		b.box.Resize(fyne.NewSize(600, b.box.MinSize().Height))
	}
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

// send starts what the dialog says, and reports whether it could; why is the word with which unsigned pages leave.
func (b *sendBox) send(why string) bool {
	d := b.d
	only, ok := b.only()
	if !ok {
		b.wants(wSendBadPages.F(b.numbers.Text), b.numbers)
		return false
	}
	who := strings.TrimSpace(b.who.Text)
	d.app.Preferences().SetString(prefName, who)
	press, err := flow.PressFor(d.ed.House, "", filepath.Dir(d.path))
	if err != nil {
		d.fail(err)
		return false
	}
	press.Options.Standard, press.Options.Marks = sendStandards[max(b.standard.SelectedIndex(), 0)], b.marks.Checked
	d.sendOut(flow.Outgoing{
		Press: press, Only: only, Split: b.split.Checked, Path: filepath.Join(b.folder.Text, b.name.Text), Unsigned: why,
		By: workflow.By{Who: who, Role: d.app.Preferences().String(prefRole), At: d.deps.Now().UnixMilli()},
	})
	return true
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
