package app

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/raster"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

var (
	wPress         = w("印前", "Press")
	wCondition     = w("印刷条件", "Press Condition")
	wOwnProfile    = w("本报特性文件…", "The Paper's Own Profile…")
	wOwnProfileIt  = w("采用", "Use")
	wOwnNamed      = w("本报（%s）", "own (%s)")
	wPressLook     = w("看版方式", "Show the Page")
	wLookScreen    = w("照常", "As usual")
	wLookProof     = w("软打样", "Soft proof")
	wLookPlates    = w("分色版", "Plates")
	wLookInk       = w("总墨量", "Total ink")
	wPaper         = w("连同纸色", "With the colour of the paper")
	wPlateC        = w("青", "C")
	wPlateM        = w("品红", "M")
	wPlateY        = w("黄", "Y")
	wPlateK        = w("黑", "K")
	wPlateSpots    = w("专色", "Spots")
	wInkHere       = w("青 %.0f　品 %.0f　黄 %.0f　黑 %.0f　专 %.0f　总 %.0f%%", "C %.0f  M %.0f  Y %.0f  K %.0f  spots %.0f  total %.0f %%")
	wInkNowhere    = w("指针移到版上，看该处墨量", "Ink under the pointer")
	wInkLimits     = w("警告 %.0f%%（橙），错误 %.0f%%（红）；\n图片 %d dpi，字 %.1f 点起，线 %.2f 点起", "warning %.0f %% (amber), error %.0f %% (red);\npictures %d dpi, type from %.1f pt, lines from %.2f pt")
	wPressCheck    = w("印前检查", "Preflight")
	wPressFindings = w("结果在下面的校对栏里，点一条就到那里。", "What is found stands in the findings below; a click goes there.")
	wPressExport   = w("输出 PDF…", "Export PDF…")
	wSetCondition  = w("选印刷条件", "Choose the press condition")
	wNotAProfile   = w("这不是四色印刷机的 ICC 特性文件。", "This is no ICC profile of a four-ink press.")
)

// pressView is how the page view draws: as usual, or as the press prints. The view's workers read it.
type pressView struct {
	plain  pageview.Renderer
	plates *flow.Plates
	look   flow.Look
}

// Tile draws a part of a page.
func (l *pressView) Tile(p display.Page, dpi float64, px image.Rectangle) *image.RGBA {
	if l.plates == nil || l.look.Kind == flow.LookScreen {
		return l.plain.Tile(p, dpi, px)
	}
	return l.plates.Draw(p, dpi, px, l.look)
}

// pressPanel is the leaf of the press: condition, ways to look, ink under the pointer.
type pressPanel struct {
	d         *Desk
	content   fyne.CanvasObject
	condition *widget.Select
	kind      *widget.RadioGroup
	inks      [raster.Planes]*widget.Check
	paper     *widget.Check
	inkHere   *widget.Label
	limits    *widget.Label
	kinds     []string
	setting   bool
}

func newPressPanel(d *Desk) *pressPanel {
	p := &pressPanel{d: d, inkHere: widget.NewLabel(d.say(wInkNowhere)), limits: widget.NewLabel("")}
	p.limits.Wrapping, p.inkHere.Wrapping = d.wrap(), d.wrap()
	p.condition = widget.NewSelect(nil, func(name string) {
		if !p.setting {
			d.choosePress(name)
		}
	})
	own := widget.NewButton(d.say(wOwnProfile), d.askProfile)
	for _, k := range []words.Text{wLookScreen, wLookProof, wLookPlates, wLookInk} {
		p.kinds = append(p.kinds, d.say(k))
	}
	look := func() {
		if !p.setting {
			d.lookAtPress(p.chosen())
		}
	}
	p.kind = widget.NewRadioGroup(p.kinds, func(string) { look() })
	p.kind.Required = true
	var checks []fyne.CanvasObject
	for i, t := range []words.Text{wPlateC, wPlateM, wPlateY, wPlateK, wPlateSpots} {
		p.inks[i] = widget.NewCheck(d.say(t), func(bool) { look() })
		checks = append(checks, p.inks[i])
	}
	p.paper = widget.NewCheck(d.say(wPaper), func(bool) { look() })
	check := widget.NewButton(d.say(wPressCheck), d.proofNow)
	export := widget.NewButton(d.say(wPressExport), d.askExport)
	said := widget.NewLabel(d.say(wPressFindings))
	said.Wrapping = d.wrap()
	said.SizeName = theme.SizeNameCaptionText
	p.limits.SizeName = theme.SizeNameCaptionText
	p.content = container.NewVScroll(container.NewVBox(
		section(d.say(wCondition)), p.condition, own, p.limits,
		section(d.say(wPressLook)), p.kind, container.NewGridWithColumns(3, checks...), p.paper,
		p.inkHere,
		section(d.say(wPressCheck)), said, container.NewGridWithColumns(2, check, export),
	))
	return p
}

// chosen answers the look that the panel's switches say.
func (p *pressPanel) chosen() flow.Look {
	l := flow.Look{Kind: flow.LookKind(max(slices.Index(p.kinds, p.kind.Selected), 0)), Paper: p.paper.Checked}
	for i, c := range p.inks {
		l.Show[i] = c.Checked
	}
	return l
}

// refresh shows the desk's state.
func (p *pressPanel) refresh() {
	d := p.d
	p.setting = true
	defer func() { p.setting = false }()
	names := pressNames(d.ed)
	p.condition.SetOptions(names)
	now, ok := edition.Press{}, false
	if d.ed != nil && d.ed.House != nil {
		now, ok = d.ed.House.PressNamed(d.ed.House.Press)
	}
	if ok {
		p.condition.SetSelected(now.Name)
		p.limits.SetText(d.say(wInkLimits.F(now.InkWarning, now.InkError, now.PictureWarning, now.TextError, now.LineWarning)))
	} else {
		p.condition.ClearSelected()
		p.limits.SetText("")
	}
	p.kind.SetSelected(p.kinds[d.pressLook.Kind])
	for i, c := range p.inks {
		c.SetChecked(d.pressLook.Show[i])
		if d.pressLook.Kind == flow.LookPlates {
			c.Enable()
		} else {
			c.Disable()
		}
	}
	p.paper.SetChecked(d.pressLook.Paper)
	if d.pressLook.Kind == flow.LookProof {
		p.paper.Enable()
	} else {
		p.paper.Disable()
	}
}

// pressNames answers the press conditions a title can choose from: its own, then the program's.
func pressNames(ed *edition.Edition) []string {
	var out []string
	if ed != nil && ed.House != nil {
		for _, q := range ed.House.Presses {
			out = append(out, q.Name)
		}
	}
	for _, q := range edition.Presses() {
		if !slices.Contains(out, q.Name) {
			out = append(out, q.Name)
		}
	}
	return out
}

// choosePress makes a press condition the title's.
func (d *Desk) choosePress(name string) {
	if d.ed == nil || d.ed.House == nil {
		return
	}
	now, _ := d.ed.House.PressNamed(d.ed.House.Press)
	if now.Name == name {
		return
	}
	h := *d.ed.House
	h.Press = name
	d.setPress(&h)
}

func (d *Desk) setPress(h *edition.House) {
	c := edit.SetHouse(d.ed, h)
	c.Label = wSetCondition
	if d.do(c, nil) {
		d.lookAtPress(d.pressLook)
		d.proofSoon()
	}
}

// askProfile takes a press's ICC profile from a file: a condition of the title's own, with the limits of the one in use.
func (d *Desk) askProfile() {
	if d.ed == nil || d.ed.House == nil {
		d.fail(errNoEdition)
		return
	}
	d.askFiles(oneFile, wOwnProfile, wOwnProfileIt, []string{".icc", ".icm"}, "", func(paths []string) { d.useProfile(paths[0]) })
}

// useProfile makes a condition of a profile. A profile beside the edition is named without its folder, so that both can
// be moved together.
func (d *Desk) useProfile(path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		d.fail(about{path, err})
		return
	}
	if !flow.IsPressProfile(data) {
		d.info(wOwnProfile, wNotAProfile)
		return
	}
	name := path
	if filepath.Dir(path) == filepath.Dir(d.path) {
		name = filepath.Base(path)
	}
	h := *d.ed.House
	own, _ := h.PressNamed(h.Press)
	own.Based, own.Name, own.Profile, own.Identifier = own.Name, d.say(wOwnNamed.F(filepath.Base(path))), name, ""
	h.Presses = slices.DeleteFunc(slices.Clone(h.Presses), func(q edition.Press) bool { return q.Name == own.Name })
	h.Presses = append(h.Presses, own)
	h.Press = own.Name
	d.setPress(&h)
}

// lookAtPress changes how the page is shown.
func (d *Desk) lookAtPress(look flow.Look) {
	if look.Kind == flow.LookPlates && look.Show == [raster.Planes]bool{} {
		look.Show = [raster.Planes]bool{true, true, true, true, true}
	}
	d.pressLook = look
	if d.store == nil || d.ed == nil || d.plain == nil {
		return
	}
	if look.Kind == flow.LookScreen || d.deps.Plates == nil {
		d.view.SetRenderer(d.plain)
		d.changed()
		return
	}
	if err := d.makePlates(); err != nil {
		d.pressLook = flow.Look{}
		d.view.SetRenderer(d.plain)
		d.fail(err)
		d.changed()
		return
	}
	d.view.SetRenderer(&pressView{d.plain, d.plates, look})
	d.changed()
}

// makePlates has the plates of the title's press condition at hand.
func (d *Desk) makePlates() error {
	p, err := flow.PressFor(d.ed.House, "", filepath.Dir(d.path))
	if err != nil {
		return err
	}
	key := fmt.Sprint(p.Name, p.Profile, len(p.Options.Profile))
	if d.plates != nil && d.platesOf == key {
		with := *d.plates // the view's workers may be reading the other
		with.Press = p
		d.plates = &with
		return nil
	}
	if d.plates, err = d.deps.Plates(d.store, p); err != nil {
		d.plates = nil
		return err
	}
	d.platesOf = key
	return nil
}

// inkAt shows the ink under the pointer while the panel looks at the press.
func (d *Desk) inkAt(at geom.Point, inside bool) {
	p := d.frame.press
	if p == nil {
		return
	}
	if !inside || d.pressLook.Kind == flow.LookScreen || d.plates == nil {
		p.inkHere.SetText(d.say(wInkNowhere))
		return
	}
	var page display.Page
	for _, q := range d.composed.Pages {
		if q.ID == d.page {
			page = q
		}
	}
	if d.inkWanted = at; d.inkBusy || !at.In(geom.Rect{W: page.Trim.W, H: page.Trim.H}) {
		return
	}
	d.inkBusy = true
	plates := d.plates
	d.working.Add(1)
	go func() {
		defer d.working.Done()
		var ink [raster.Planes]float64
		err := d.guarded("ink under the pointer", func() error { ink = plates.At(page, at); return nil })
		d.post(func() {
			d.inkBusy = false
			if d.closed || err != nil || d.plates != plates {
				return
			}
			total := 0.0
			for _, v := range ink {
				total += v
			}
			p.inkHere.SetText(d.say(wInkHere.F(ink[0], ink[1], ink[2], ink[3], ink[4], total)))
			if d.inkWanted != at {
				d.inkAt(d.inkWanted, true)
			}
		})
	}()
}
