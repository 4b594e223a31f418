package app

import (
	"bytes"
	"image"
	"image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/assets"
	"dayang/internal/words"
)

// chapter is one leaf of the guide: a picture of the program at work, and steps to follow.
type chapter struct {
	title   words.Text
	picture string // name in assets/help, without language; "" is none
	steps   []words.Text
}

// guide is the short guide: the way from manuscripts to a page at the press.
var guide = []chapter{
	{w("第一个版", "Your first page"), "page", []words.Text{
		w("新建一期报纸（Ctrl+N）：填报名、日期，选社内体例、开本和版数。想先看看成品，就打开示例报纸。", "Make an edition (Ctrl+N): its title and date, the house style, the page format, how many pages. To see a finished one first, open the sample."),
		w("把稿件拖进窗口，或按 Ctrl+D 选文件和文件夹：Word、文本、网页、图片都行。稿件列在左边，没上版的带空心标记。", "Drop manuscripts on the window, or choose files and folders with Ctrl+D: Word, text, web pages, pictures. Stories are listed on the left; those not yet placed say so."),
		w("按 F7 自动组版：从几个方案里挑一个，整版一步完成，不满意就撤销。也可以把一篇稿件从左边拖到版面上。", "Press F7 to make up the page: choose one of the proposals, the page is one step, and undo takes it back. A story can also be dragged from the list onto the page."),
		w("在版面上拖动框、拉边改大小，文字跟着重排；双击文字改正文。溢出多少字、缺几行，状态栏和稿件列表都写着。", "Move frames on the page and pull their edges; the text follows. Double click on text to edit it. What is over or short is written in the status bar and in the list."),
		w("不用存盘：每一步当时就写进文件。", "There is nothing to save: every step is in the file at once."),
	}},
	{w("校对", "Proofing"), "proof", []words.Text{
		w("按 F8 校对全部，或切到“校对”工作区（Ctrl+Alt+2）。问题列在下面，版面上也标出来：红的是错误，黄的是警告，蓝的是提示。", "Press F8 to proof everything, or go to the Proofing workspace (Ctrl+Alt+2). Findings are listed below and marked on the page: errors red, warnings amber, hints blue."),
		w("F4 到下一处，版面和正文都会跟过去。每一条都写着理由和改法。", "F4 goes to the next one, and page and text follow. Each gives its reason and what to write instead."),
		w("照改（Ctrl+Shift+Enter）、忽略这一处（Ctrl+I），或者让本报以后一律不提（Ctrl+Shift+I）。同类的可以一次全改。", "Apply it (Ctrl+Shift+Enter), ignore this one (Ctrl+I), or never hear of it again in this title (Ctrl+Shift+I). All of a kind can be mended at once."),
		w("改稿时随写随查：右键点有下划线的字，改法就在菜单里。", "Writing is read as you write: right click on underlined text and the fix is in the menu."),
	}},
	{w("输出", "Export"), "export", []words.Text{
		w("按 Ctrl+E，选版面、标准（X-4、X-1a）、文件名和裁切线。程序先做印前检查，有错误会先问你。", "Press Ctrl+E and choose pages, standard (X-4, X-1a), file name and crop marks. The program does its preflight first and asks about errors."),
		w("没有签样的版不付印：先在“流程”里签样，或者在输出框里写明缘由。", "A page that is not signed off does not go to press: sign it in the Workflow panel first, or write the reason in the export box."),
		w("PDF 里字体只嵌用到的字，黑字只在黑版，图片按印刷条件转成四色，框线尺寸精确。", "The PDF holds only the glyphs in use, black text on the black plate alone, pictures in the press's four colours, and exact boxes."),
		w("整期打包、更新来稿、修复文件，都在“文件”菜单里。", "Packages, manuscripts that came again and repair are in the File menu."),
	}},
}

// showGuide shows the guide.
func (d *Desk) showGuide() {
	s := d.win.Canvas().Size()
	size := fyne.NewSize(min(920, s.Width-50), min(680, s.Height-60))
	pages := container.NewStack()
	var row *tabRow
	show := func(at int) {
		names := make([]string, len(guide))
		for i, c := range guide {
			names[i] = d.say(c.title)
		}
		row.set(names, nil, at)
		pages.Objects = []fyne.CanvasObject{d.guideChapter(guide[at], size.Width-60)}
		pages.Refresh()
	}
	row = newTabRow(d, 30, show)
	box := dialog.NewCustomWithoutButtons(d.say(wGuide), container.NewBorder(container.NewStack(newPaint(colourStripe), row.scroll), nil, nil, nil, pages), d.win)
	keys := widget.NewButton(d.say(wShortcuts), func() {
		box.Hide()
		d.showShortcuts()
	})
	done := widget.NewButton(d.say(wClose), func() { box.Hide() })
	done.Importance = widget.HighImportance
	box.SetButtons([]fyne.CanvasObject{keys, done})
	show(0)
	d.presentWith(box, size, func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyReturn, fyne.KeyEnter:
			box.Hide()
		case fyne.KeyRight, fyne.KeyPageDown:
			show(min(row.at+1, len(guide)-1))
		case fyne.KeyLeft, fyne.KeyPageUp:
			show(max(row.at-1, 0))
		}
	})
}

func (d *Desk) guideChapter(c chapter, wide float32) fyne.CanvasObject {
	col := container.NewVBox()
	if img := helpPicture(c.picture, d.lang); img != nil {
		i := canvas.NewImageFromImage(img)
		i.FillMode, i.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
		b := img.Bounds()
		w := min(wide, float32(b.Dx()))
		i.SetMinSize(fyne.NewSize(w, w*float32(b.Dy())/float32(max(b.Dx(), 1))))
		frame := canvas.NewRectangle(theme.Color(theme.ColorNameInputBorder))
		col.Add(container.NewCenter(container.NewStack(frame, container.New(fynelayout.NewCustomPaddedLayout(1, 1, 1, 1), i))))
	}
	for n, s := range c.steps {
		text := widget.NewLabel(d.say(s))
		text.Wrapping = d.wrap()
		number := newInk(itoa(n+1), theme.ColorNamePrimary, theme.SizeNameSubHeadingText, true)
		number.least, number.align = 26, fyne.TextAlignCenter
		col.Add(container.NewBorder(nil, nil, container.NewVBox(container.New(fynelayout.NewCustomPaddedLayout(4, 0, 2, 0), number)), nil, text))
	}
	return container.NewVScroll(container.New(fynelayout.NewCustomPaddedLayout(8, 8, 6, 10), col))
}

// helpPicture answers a picture of the guide in a language, or nil.
func helpPicture(name string, l words.Lang) image.Image {
	if name == "" {
		return nil
	}
	code := "zh"
	if l == words.EN {
		code = "en"
	}
	img, err := png.Decode(bytes.NewReader(assets.HelpPicture(name + "-" + code)))
	if err != nil {
		return nil
	}
	return img
}
