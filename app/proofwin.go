package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"dayang/app/pageview"
	"dayang/internal/edition"
	"dayang/layout/display"
)

// proofWindow is a second window on the edition (大样), for another screen: one page as it prints, to look at only. It
// follows every change, and the page on the desk unless it was turned to one of its own; its zoom is its own.
type proofWindow struct {
	d      *Desk
	win    fyne.Window
	view   *pageview.View
	page   string // its own; "" follows the desk
	pages  *choice
	follow *toggle
	quiet  bool
}

// openProof opens a proof window on the page that is on the desk.
func (d *Desk) openProof() {
	p := &proofWindow{d: d, win: d.app.NewWindow("")}
	p.view = pageview.New(nil, pageview.Env{Post: d.post, After: d.deps.After, Mods: d.mods, Now: d.deps.Now})
	p.view.SetTool(pageview.Hand)
	p.view.ShowAids(false)
	p.view.OnKey = func(e *fyne.KeyEvent) { p.key(e) }
	p.win.SetPadded(false)
	p.win.SetOnClosed(p.gone)
	p.win.Canvas().SetOnTypedKey(p.key)
	d.proofs = append(d.proofs, p)
	p.renderer()
	p.build()
	p.win.Resize(fyne.NewSize(620, 860))
	p.view.FitPage()
	p.show(d.ed, d.composed)
	p.win.Show()
}

// gone is told that the window was closed.
func (p *proofWindow) gone() {
	p.view.Close()
	p.d.proofs = slices.DeleteFunc(p.d.proofs, func(q *proofWindow) bool { return q == p })
}

// renderer takes the renderer of the edition on the desk.
func (p *proofWindow) renderer() {
	if d := p.d; d.deps.Renderer != nil && d.store != nil {
		p.view.SetRenderer(d.deps.Renderer(d.store))
	}
}

// build makes the window's content in the desk's language and appearance.
func (p *proofWindow) build() {
	d := p.d
	p.pages = newChoice(d, func(i int) {
		if d.ed != nil && i < len(d.ed.Pages) {
			p.page = d.ed.Pages[i].ID
			p.show(d.ed, d.composed)
		}
	})
	p.follow = newToggle(d, d.say(wFollow), func(on bool) {
		if p.quiet {
			return
		}
		if p.page = ""; !on {
			p.page = d.page
		}
		p.show(d.ed, d.composed)
	})
	button := func(icon fyne.Resource, tip string, run func()) fyne.CanvasObject {
		return newTool(icon, "", tip, d.deps.After, run)
	}
	row := container.New(tightRow{gap: 4},
		container.New(fixedWidth(170), p.pages), p.follow, newGap(),
		button(theme.ZoomOutIcon(), d.say(wZoomOut), func() { p.view.ZoomBy(1 / 1.25) }),
		button(theme.ZoomInIcon(), d.say(wZoomIn), func() { p.view.ZoomBy(1.25) }),
		button(iconFitPage, d.say(wFitPage), p.view.FitPage),
		button(iconFitWidth, d.say(wFitWidth), p.view.FitWidth),
		button(theme.ViewFullScreenIcon(), d.say(wFullScreen), func() { p.win.SetFullScreen(!p.win.FullScreen()) }))
	bar := container.NewStack(newPaint(colourBar), container.New(fynelayout.NewCustomPaddedLayout(3, 3, 6, 6), row))
	p.view.SetPalette(d.look.palette())
	p.win.SetContent(container.NewBorder(container.NewVBox(bar, newLine()), nil, nil, nil, p.view))
	p.list()
}

// list shows the pages there are to turn to.
func (p *proofWindow) list() {
	d := p.d
	if d.ed == nil {
		return
	}
	var names []string
	at := -1
	for i, pg := range d.ed.Pages {
		names = append(names, d.say(wPageOf.F(pg.Number, pg.Name)))
		if pg.ID == p.shown() {
			at = i
		}
	}
	if !slices.Equal(names, p.pages.Options) {
		p.pages.Options = names
		p.pages.show(-1)
	}
	p.pages.show(at)
	p.pages.Refresh()
	p.quiet = true
	p.follow.SetChecked(p.page == "")
	p.quiet = false
}

// shown answers the page that the window shows.
func (p *proofWindow) shown() string {
	if p.page != "" && p.d.ed != nil && p.d.ed.Page(p.page) != nil {
		return p.page
	}
	return p.d.page
}

// show shows the page as an edition composed it.
func (p *proofWindow) show(ed *edition.Edition, c Composed) {
	d := p.d
	if ed == nil {
		p.view.SetSheet(pageview.Sheet{})
		return
	}
	pg := ed.Page(p.shown())
	if pg == nil {
		p.view.SetSheet(pageview.Sheet{})
		return
	}
	s := pageview.Sheet{Grid: gridOf(pg.Format), Page: display.Page{ID: pg.ID, Number: pg.Number, Trim: pg.Format.Trim, Bleed: pg.Format.Bleed}}
	for _, one := range c.Pages {
		if one.ID == pg.ID {
			s.Page = one
		}
	}
	p.view.SetSheet(s)
	p.win.SetTitle(d.say(wPageOf.F(pg.Number, pg.Name)) + " — " + d.say(wProofWindow))
	p.list()
}

// key turns the page, and leaves the full screen.
func (p *proofWindow) key(e *fyne.KeyEvent) {
	d := p.d
	by := map[fyne.KeyName]int{fyne.KeyPageUp: -1, fyne.KeyPageDown: 1}[e.Name]
	switch {
	case by != 0 && d.ed != nil:
		at := slices.IndexFunc(d.ed.Pages, func(pg *edition.Page) bool { return pg.ID == p.shown() }) + by
		if at >= 0 && at < len(d.ed.Pages) {
			p.page = d.ed.Pages[at].ID
			p.show(d.ed, d.composed)
		}
	case e.Name == fyne.KeyF11 || e.Name == fyne.KeyEscape && p.win.FullScreen():
		p.win.SetFullScreen(!p.win.FullScreen())
	case e.Name == fyne.KeyEscape:
		p.win.Close()
	}
}

// showProofs has the proof windows follow the desk.
func (d *Desk) showProofs(ed *edition.Edition, c Composed) {
	for _, p := range d.proofs {
		p.show(ed, c)
	}
}

// closeProofs closes the proof windows with the edition.
func (d *Desk) closeProofs() {
	for _, p := range slices.Clone(d.proofs) {
		p.win.Close()
	}
}

// windowCommands open windows.
func windowCommands() []*command {
	return []*command{
		{id: "proof-window", menu: &wWindow, group: 2, title: wProofWindowOpen, key: fyne.KeyP, mod: ctrl | shift, enabled: hasPage, run: (*Desk).openProof},
	}
}
