package app

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/house"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// fresh is what a new edition is made of.
type fresh struct {
	Title  string
	Date   string // 2006-01-02
	House  *edition.House
	Format edition.Format
	Pages  int
	Plan   string // of the house: its pages, instead of Format and Pages; "" is none
}

// Lines that the fixed matter at a page's head takes: the nameplate of the front page by sheet, the folio line of the
// others. They are those of imported editions.
const (
	freshNameTabloid    = 12
	freshNameBroadsheet = 16
	freshFolio          = 3
	mostPages           = 128
)

// edition makes the edition: the pages of its plan, or a nameplate on the front page and a folio line on each other,
// and nothing else.
func (n fresh) edition() *edition.Edition {
	if plan := n.House.PlanNamed(n.Plan); plan != nil {
		if ed, err := edit.FromPlan(n.House, n.Plan, edition.Head{ID: "edition", Title: n.Title, Date: n.Date, Sheets: len(plan.Pages)}); err == nil {
			return ed
		}
	}
	ed := &edition.Edition{
		Head:  edition.Head{ID: "edition", Title: n.Title, Date: n.Date, Sheets: n.Pages},
		House: n.House,
	}
	for i := range n.Pages {
		p := &edition.Page{ID: "page-" + strconv.Itoa(i+1), Number: i + 1, Format: n.Format}
		f := &edition.Frame{ID: "folio", Kind: edition.FurnitureFrame, Rect: n.Format.Cells(0, 0, n.Format.Columns, freshFolio),
			Furniture: &edition.Furniture{Kind: edition.Folio}, Locked: true}
		if i == 0 {
			p.Name = wFrontPage.ZH
			lines := freshNameTabloid
			if n.Format.Trim.H > 480*geom.MM {
				lines = freshNameBroadsheet
			}
			f.ID, f.Rect = "nameplate", n.Format.Cells(0, 0, n.Format.Columns, lines)
			f.Furniture = &edition.Furniture{Kind: edition.Nameplate}
		}
		p.Frames = []*edition.Frame{f}
		ed.Pages = append(ed.Pages, p)
	}
	return ed
}

// titlePreset is a house style that a new edition can start from.
type titlePreset struct {
	name  words.Text
	house *edition.House
}

// titlePresets answers the house styles that ship, and before them that of the edition on the desk: the next issue of
// the same title.
func (d *Desk) titlePresets() []titlePreset {
	var out []titlePreset
	if d.ed != nil && d.ed.House != nil {
		out = append(out, titlePreset{wSameTitle.F(d.ed.Head.Title), d.ed.House})
	}
	for _, p := range house.Presets() {
		h, err := house.Load(p.Data, p.Name.EN)
		if err != nil {
			d.log.Error("a house style that ships does not read", "name", p.Name.EN, "err", err)
			continue
		}
		out = append(out, titlePreset{p.Name, h})
	}
	return out
}

// plansOf answers the plans of a house style that an edition can be started with.
func plansOf(h *edition.House) []string {
	var out []string
	for _, p := range h.PagePlans() {
		if _, err := edit.FromPlan(h, p.Name, edition.Head{}); err == nil && len(p.Pages) > 0 {
			out = append(out, p.Name)
		}
	}
	return out
}

// planTitle is what a plan of pages is called: the program's own have an English name, a title's has the one it was
// given.
func (d *Desk) planTitle(name string) string {
	for _, p := range edition.Plans() {
		if p.Name == name {
			sheet := wTabloid
			if strings.HasPrefix(name, wBroadsheet.ZH) {
				sheet = wBroadsheet
			}
			return d.say(words.Text{ZH: name, EN: wPlanEN.F(sheet, len(p.Pages)).EN})
		}
	}
	return name
}

// formatsOf answers the pages a house style offers, the title's own first.
func formatsOf(h *edition.House) []edition.Format {
	if fs := h.PageFormats(); len(fs) > 0 {
		return fs
	}
	return edition.Formats()
}

// askNew asks what a new edition is to be.
func (d *Desk) askNew() {
	presets := d.titlePresets()
	if len(presets) == 0 {
		return
	}
	plain := func(text string) *field {
		f := newField(d.deps.After, d.key)
		f.SetText(text)
		return f
	}
	title := plain(d.say(wNewTitleFirst))
	if d.ed != nil {
		title.SetText(d.ed.Head.Title)
	}
	date := plain(d.deps.Now().AddDate(0, 0, 1).Format(time.DateOnly))
	pages := plain("4")
	if d.ed != nil {
		pages.SetText(itoa(len(d.ed.Pages)))
	}
	fault := newInk("", colourFault, textSize, false)
	format := newChoice(d, func(int) {})
	preset := newChoice(d, nil)
	var plans []string                 // by name, as the choice lists them after its first
	plan := newChoice(d, func(i int) { // a plan says the pages itself
		if i > 0 {
			format.Disable()
			pages.Disable()
		} else {
			format.Enable()
			pages.Enable()
		}
	})
	show := func(i int) {
		format.Options = nil
		for _, f := range formatsOf(presets[i].house) {
			format.Options = append(format.Options, d.say(wFormatIs.F(d.formatName(f), f.Trim.W.MM(), f.Trim.H.MM())))
		}
		at := 0
		if d.ed != nil && len(d.ed.Pages) > 0 { // the next issue is printed on the same paper
			at = max(0, slices.IndexFunc(formatsOf(presets[i].house), func(f edition.Format) bool { return f.Name == d.ed.Pages[0].Format.Name }))
		}
		format.show(-1)
		format.show(at)
		plans = plansOf(presets[i].house)
		plan.Options = []string{d.say(wNoPlan)}
		for _, name := range plans {
			plan.Options = append(plan.Options, d.planTitle(name))
		}
		plan.show(-1)
		plan.show(0)
		format.Enable()
		pages.Enable()
	}
	preset.OnChanged = func(string) {
		if i := preset.SelectedIndex(); i >= 0 {
			show(i)
		}
	}
	for _, p := range presets {
		preset.Options = append(preset.Options, d.say(p.name))
	}
	preset.SetSelectedIndex(0)
	form := container.New(formLayout{},
		newFormLabel(d.say(wNewTitle)), title, newFormLabel(d.say(wNewDate)), date,
		newFormLabel(d.say(wNewPreset)), preset, newFormLabel(d.say(wNewPlan)), plan,
		newFormLabel(d.say(wPageFormat)), format, newFormLabel(d.say(wNewPages)), pages, newFormLabel(""), fault)
	var box *dialog.CustomDialog
	make := func() {
		n := fresh{Title: strings.TrimSpace(title.Text), Date: strings.TrimSpace(date.Text)}
		count, err := strconv.Atoi(strings.TrimSpace(pages.Text))
		switch _, bad := time.Parse(time.DateOnly, n.Date); {
		case n.Title == "":
			fault.set(d.say(wNewNoTitle), colourFault)
		case bad != nil:
			fault.set(d.say(wNewBadDate), colourFault)
		case err != nil || count < 1 || count > mostPages:
			fault.set(d.say(wNewBadPages.F(mostPages)), colourFault)
		default:
			n.Pages, n.House = count, presets[max(preset.SelectedIndex(), 0)].house
			n.Format = formatsOf(n.House)[max(format.SelectedIndex(), 0)]
			if i := plan.SelectedIndex(); i > 0 {
				n.Plan = plans[i-1]
			}
			box.Hide()
			d.askFiles(newFile, wNewWhere, wSaveIt, []string{extension}, n.Title+" "+n.Date, func(paths []string) { d.NewEdition(paths[0], n.edition()) })
		}
	}
	box = dialog.NewCustomWithoutButtons(strings.TrimSuffix(d.say(wNew), "…"), form, d.win)
	ok := widget.NewButton(d.say(wNext), make)
	ok.Importance = widget.HighImportance
	box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), box.Hide), ok})
	for _, f := range []*field{title, date, pages} {
		f.OnSubmitted = func(string) { make() }
	}
	d.presentWith(box, fyne.NewSize(460, 0), onReturn(make))
	d.win.Canvas().Focus(title)
}

// NewEdition writes a new edition and goes to work on it.
func (d *Desk) NewEdition(path string, ed *edition.Edition) {
	d.flush()
	st, err := d.deps.Create(path, ed, nil)
	if err != nil {
		d.fail(about{path, fmt.Errorf("make %q: %w", path, err)})
		return
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	d.take(st, path)
	d.note(wNewMade)
}
