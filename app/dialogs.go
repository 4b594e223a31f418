package app

import (
	"image"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/words"
	"dayang/layout/display"
)

// present shows a dialog at least as large as a size. Escape puts the last one away, and while one is up the window's
// commands rest: Fyne's menu would run them behind its back.
func (d *Desk) present(box dialog.Dialog, size fyne.Size) { d.presentWith(box, size, nil) }

// presentWith is present for a dialog with keys of its own.
func (d *Desk) presentWith(box dialog.Dialog, size fyne.Size, keys func(*fyne.KeyEvent)) {
	box.Show()
	if size != (fyne.Size{}) {
		// Twice: text that wraps knows its height only once it has its width.
		for range 2 {
			least := box.MinSize()
			box.Resize(fyne.NewSize(max(size.Width, least.Width), max(size.Height, least.Height)))
		}
	}
	d.boxes = append(d.boxes, shownBox{box, keys})
	box.SetOnClosed(func() {
		d.boxes = slices.DeleteFunc(d.boxes, func(b shownBox) bool { return b.Dialog == box })
	})
}

// shownBox is a dialog that is up, and what its keys do.
type shownBox struct {
	dialog.Dialog
	keys func(*fyne.KeyEvent)
}

// onReturn makes a dialog's Return key.
func onReturn(f func()) func(*fyne.KeyEvent) {
	return func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
			f()
		}
	}
}

// boxUp answers the dialog that is up, or nil.
func (d *Desk) boxUp() (shownBox, bool) {
	if d.win.Canvas().Overlays().Top() == nil {
		d.boxes = nil
	}
	if n := len(d.boxes); n > 0 {
		return d.boxes[n-1], true
	}
	return shownBox{}, false
}

// dismiss puts the dialog that is up away.
func (d *Desk) dismiss() bool {
	box, up := d.boxUp()
	if !up {
		return false
	}
	box.Hide()
	return true
}

func (d *Desk) baseName() string {
	return strings.TrimSuffix(filepath.Base(d.path), filepath.Ext(d.path))
}

func (d *Desk) askOpen() {
	d.askFiles(oneFile, wOpenTitle, wOpenIt, []string{extension}, "", func(paths []string) {
		_ = d.Open(paths[0]) // told in the window
	})
}

func (d *Desk) askSaveAs() {
	d.askFiles(newFile, wSaveAsTitle, wSaveIt, []string{extension}, d.baseName()+"-2", func(paths []string) { d.SaveAs(paths[0]) })
}

func (d *Desk) askExport() {
	if d.deps.Send != nil {
		d.askSend()
		return
	}
	d.flush()
	d.askFiles(newFile, wExportTitle, wSaveIt, []string{".pdf"}, d.baseName(), func(paths []string) { d.ExportTo(paths[0]) })
}

func (d *Desk) askImport() { d.askFiles(anyFiles, wImportTitle, wImportIt, nil, "", d.Import) }

// info says something that needs no decision.
func (d *Desk) info(title, text words.Text) {
	l := widget.NewLabel(d.say(text))
	l.Wrapping = d.wrap()
	box := dialog.NewCustom(d.say(title), d.say(wOK), l, d.win)
	d.presentWith(box, fyne.NewSize(420, 0), onReturn(func() { d.dismiss() }))
}

// progressBox shows how far an export is, and stops it.
type progressBox struct {
	d      *Desk
	bar    *widget.ProgressBar
	label  *widget.Label
	box    dialog.Dialog
	cancel func()
	gone   bool
}

func (d *Desk) progress(title words.Text) *progressBox {
	p := &progressBox{d: d, bar: widget.NewProgressBar(), label: widget.NewLabel("")}
	p.box = dialog.NewCustom(d.say(title), d.say(wStop), container.NewVBox(p.label, p.bar), d.win)
	p.box.SetOnClosed(func() {
		if !p.gone && p.cancel != nil {
			p.gone = true
			p.cancel()
		}
	})
	d.present(p.box, fyne.NewSize(380, 0))
	return p
}

func (p *progressBox) tell(done, total int) {
	if p.gone || total <= 0 {
		return
	}
	p.bar.SetValue(float64(done) / float64(total))
	p.label.SetText(p.d.say(wExporting.F(min(done+1, total), total)))
}

func (p *progressBox) hide() {
	if !p.gone {
		p.gone = true
		p.box.Hide()
	}
}

// offer is a proposal ready to be shown and used.
type offer struct {
	Proposal
	change  edit.Change
	page    display.Page
	picture *image.RGBA
	small   *image.RGBA // beside its name
}

// offerSmall is how high the small picture of a proposal is.
const offerSmall = 84

// thumbnailHeight is how high proposals are shown: as high as the window lets them.
func (d *Desk) thumbnailHeight() float32 {
	return min(max(d.win.Canvas().Size().Height-190, 300), 820)
}

// choose shows the proposals side by side; a click on one shows it large, a button makes it the page.
func (d *Desk) choose(offers []offer, seed uint64) {
	var box *dialog.CustomDialog
	at := 0
	large := canvas.NewImageFromImage(nil)
	large.FillMode, large.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	tall := d.thumbnailHeight()
	ratio := float32(offers[0].page.Trim.W) / float32(max(offers[0].page.Trim.H, 1))
	if ratio <= 0 {
		ratio = .7
	}
	large.SetMinSize(fyne.NewSize(tall*ratio, tall))
	var rows []*offerRow
	unfit := newUnfitPanel(d)
	use := widget.NewButtonWithIcon(d.say(wUseIt), theme.ConfirmIcon(), func() {
		box.Hide()
		d.useWith(offers[at], unfit.done)
	})
	use.Importance = widget.HighImportance
	show := func(i int) {
		at = i
		large.Image = offers[i].picture
		large.Refresh()
		for j, r := range rows {
			r.mark(j == i)
		}
		unfit.show(offers[i].Proposal)
	}
	list := container.NewVBox()
	for i, o := range offers {
		r := newOfferRow(d, i, o, func() { show(i) })
		rows = append(rows, r)
		list.Add(r)
	}
	list.Add(unfit.box)
	others := widget.NewButton(d.say(wOthers), func() {
		box.Hide()
		d.proposals(seed + 1)
	})
	cancel := widget.NewButton(d.say(wCancel), func() { box.Hide() })
	paper := container.NewStack(newPaint(theme.ColorNameInputBorder), container.New(fynelayout.NewCustomPaddedLayout(1, 1, 1, 1), container.NewStack(canvas.NewRectangle(whitePaper), large)))
	body := container.NewBorder(nil, nil, nil, container.New(fixedWidth(240), container.NewVScroll(list)), container.NewCenter(paper))
	box = dialog.NewCustomWithoutButtons(d.say(wChoose), body, d.win)
	box.SetButtons([]fyne.CanvasObject{cancel, others, use})
	show(0)
	d.presentWith(box, fyne.Size{}, func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyUp, fyne.KeyLeft:
			show((at + len(offers) - 1) % len(offers))
		case fyne.KeyDown, fyne.KeyRight:
			show((at + 1) % len(offers))
		case fyne.KeyReturn, fyne.KeyEnter:
			use.OnTapped()
		}
	})
}

// offerRow is one proposal in the list: its number and what it leaves open.
type offerRow struct {
	widget.BaseWidget
	ground *paint
	box    *fyne.Container
	tap    func()
}

func newOfferRow(d *Desk, i int, o offer, tap func()) *offerRow {
	r := &offerRow{tap: tap, ground: newPaint(theme.ColorNameOverlayBackground)}
	name := newInk(d.say(wProposal.F(i+1)), theme.ColorNameForeground, theme.SizeNameText, true)
	var parts []string
	colour := theme.ColorNameSuccess
	if o.Over > 0 {
		parts = append(parts, d.say(wProposalOver.F(o.Over)))
		colour = theme.ColorNameError
	}
	if o.Empty > 0 {
		parts = append(parts, d.say(wProposalEmpty.F(o.Empty)))
		if colour == theme.ColorNameSuccess {
			colour = theme.ColorNameWarning
		}
	}
	if o.Left > 0 {
		parts = append(parts, d.say(wProposalLeft.F(o.Left)))
		colour = theme.ColorNameError
	}
	if len(parts) == 0 {
		parts = []string{d.say(wProposalFull)}
	}
	note := newInk(strings.Join(parts, " · "), colour, theme.SizeNameCaptionText, false)
	rows := container.New(fynelayout.NewCustomPaddedVBoxLayout(2), name, note)
	var line fyne.CanvasObject = rows
	if o.small != nil {
		pic := canvas.NewImageFromImage(o.small)
		pic.FillMode, pic.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
		size := o.small.Bounds().Size()
		pic.SetMinSize(fyne.NewSize(offerSmall*float32(size.X)/float32(max(size.Y, 1)), offerSmall))
		paper := container.NewStack(newPaint(theme.ColorNameInputBorder), container.New(fynelayout.NewCustomPaddedLayout(1, 1, 1, 1), container.NewStack(canvas.NewRectangle(whitePaper), pic)))
		line = container.NewBorder(nil, nil, container.New(fynelayout.NewCustomPaddedLayout(0, 0, 0, 10), paper), nil, container.NewVBox(rows))
	}
	r.box = container.NewStack(r.ground, container.New(fynelayout.NewCustomPaddedLayout(7, 7, 10, 10), line))
	r.ExtendBaseWidget(r)
	return r
}

// slugOf answers a story's name, short enough for a narrow row.
func (d *Desk) slugOf(id string) string {
	if st := d.ed.Story(id); st != nil {
		return cutRunes(d.title(st), 12)
	}
	return id
}

// CreateRenderer implements fyne.Widget.
func (r *offerRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// Tapped implements fyne.Tappable.
func (r *offerRow) Tapped(*fyne.PointEvent) { r.tap() }

func (r *offerRow) mark(on bool) {
	r.ground.colour = theme.ColorNameOverlayBackground
	if on {
		r.ground.colour = theme.ColorNameSelection
	}
	r.ground.Refresh()
}

// showShortcuts lists every key, from the command table.
func (d *Desk) showShortcuts() {
	grid := container.NewVBox()
	row := func(key, what string) {
		k := newInk(key, theme.ColorNamePrimary, theme.SizeNameText, false)
		k.least = 150
		grid.Add(container.New(columnsLayout{widths: []float32{150, 0}, gap: 8, height: 21}, k, newInk(what, theme.ColorNameForeground, theme.SizeNameText, false)))
	}
	for _, menu := range menuOrder {
		first := true
		for _, c := range d.frame.commands {
			if c.menu != menu || c.key == "" {
				continue
			}
			if first {
				grid.Add(section(d.say(*menu)))
				first = false
			}
			row(c.keyText(), strings.TrimSuffix(d.say(c.title), "…"))
		}
	}
	grid.Add(section(d.say(wKeyMouse)))
	for _, r := range [][2]words.Text{
		{wKeyZoomHow, wKeyZoom}, {wKeyPanHow, wKeyPan}, {wKeyFreeHow, wKeyFree}, {wKeyBelowHow, wKeyBelow},
		{wKeyNudgeHow, wKeyNudge}, {words.Text{ZH: "Esc", EN: "Esc"}, wKeyEsc}, {wKeyText, wEditText},
		{wKeyAddHow, wKeyAdd}, {wKeyBandHow, wKeyBand}, {wKeyInsideHow, wKeyInside}, {wKeyGuideHow, wKeyGuide}, {wKeyUnitsHow, wInCharacters},
	} {
		row(d.say(r[0]), d.say(r[1]))
	}
	scroll := container.NewVScroll(grid)
	box := dialog.NewCustom(d.say(wShortcuts), d.say(wClose), scroll, d.win)
	s := d.win.Canvas().Size()
	d.present(box, fyne.NewSize(480, min(560, s.Height-60)))
}

func (d *Desk) showAbout() { d.info(wAbout, wAboutText.F(d.deps.Version)) }
