package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"dayang/app/pageview"
	"dayang/internal/edition"
	"dayang/internal/measure"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// prefUnits is "zi" where lengths are counted in characters and lines.
const prefUnits = "units"

// inCharacters reports whether lengths are shown in characters and lines instead of millimetres.
func (d *Desk) inCharacters() bool { return d.view.CountsCharacters() }

// countCharacters chooses what lengths are shown in, on the rulers, in the fields and beside the hand.
func (d *Desk) countCharacters(on bool) {
	d.view.CountCharacters(on)
	unit := "mm"
	if on {
		unit = "zi"
	}
	d.app.Preferences().SetString(prefUnits, unit)
	d.changed()
}

// measureOn is a page as lengths are measured on it.
func measureOn(p *edition.Page, h *edition.House) measure.Grid {
	f := p.Format
	g := measure.Grid{Corner: f.TypeArea.Min(), Column: f.ColumnWidth(), Gap: f.ColumnGap, Character: f.Body, Leading: f.Leading}
	if h != nil {
		g.Size = h.Size
	}
	return g
}

// unitOf answers the unit that lengths along an axis are shown in, and its name.
func (d *Desk) unitOf(a measure.Axis) (measure.Unit, words.Text) {
	switch {
	case !d.inCharacters():
		return measure.Millimetre, wMM
	case a == measure.AlongX || a == measure.Across:
		return measure.Character, wUnitCharacter
	}
	return measure.Line, wUnitLine
}

// measured writes a length as the person at the desk reads it.
func (d *Desk) measured(l geom.Length, what pageview.Axis) string {
	p := d.pageNow()
	if p == nil {
		return ""
	}
	a := measure.Axis(what) // the same four in the same order
	unit, name := d.unitOf(a)
	return measureOn(p, d.ed.House).Number(l, a, unit) + " " + d.say(name)
}

// placeFields are where the selected blocks stand and how large they are, in fields: for several blocks the place of
// all together, and the width and height of each.
type placeFields struct {
	d          *Desk
	x, y, w, h *field
	units      [4]*ink
	content    fyne.CanvasObject
}

func newPlaceFields(d *Desk) *placeFields {
	p := &placeFields{d: d}
	one := func(i int, a measure.Axis) *field {
		f := d.field(false)
		f.patient = true
		f.commit = func(text string) { p.set(a, text) }
		f.arrows = func(by int) { p.step(f, a, -by) } // up is more
		p.units[i] = newInk("", colourFaint, theme.SizeNameText, false)
		p.units[i].least, p.units[i].align = 30, fyne.TextAlignCenter
		return f
	}
	p.x, p.y, p.w, p.h = one(0, measure.AlongX), one(1, measure.AlongY), one(2, measure.Across), one(3, measure.Down)
	pair := func(la words.Text, a *field, i int, lb words.Text, b *field, j int) fyne.CanvasObject {
		return container.NewGridWithColumns(2,
			container.NewBorder(nil, nil, newNarrow(d.say(la), 44), p.units[i], a),
			container.NewBorder(nil, nil, newNarrow(d.say(lb), 44), p.units[j], b))
	}
	p.content = container.NewVBox(pair(wX, p.x, 0, wY, p.y, 1), pair(wW, p.w, 2, wH, p.h, 3))
	return p
}

// lengthOf answers the length along an axis that the fields show for blocks; false if they differ.
func lengthOf(frames []*edition.Frame, a measure.Axis) (geom.Length, bool) {
	var r geom.Rect
	same := true
	for i, f := range frames {
		if i > 0 && (a == measure.Across && f.Rect.W != frames[0].Rect.W || a == measure.Down && f.Rect.H != frames[0].Rect.H) {
			same = false
		}
		r = r.Union(f.Rect)
	}
	switch a {
	case measure.AlongX:
		return r.X, true
	case measure.AlongY:
		return r.Y, true
	case measure.Across:
		return frames[0].Rect.W, same
	}
	return frames[0].Rect.H, same
}

// set brings the selected blocks to what was typed.
func (p *placeFields) set(a measure.Axis, text string) {
	d := p.d
	frames, page := d.looseNow(), d.pageNow()
	if len(frames) == 0 || page == nil || strings.TrimSpace(text) == "" {
		d.restore()
		return
	}
	unit, _ := d.unitOf(a)
	l, err := measureOn(page, d.ed.House).Parse(text, a, unit)
	if err != nil {
		d.note(wBadLength.F(text))
		d.restore()
		return
	}
	p.bring(a, l)
}

// longest and shortest bound the sides of a block: what a press can print, and what an eye can see.
const (
	longest  = 3000 * geom.MM
	shortest = geom.MM / 10
)

// bring sets a length of the selected blocks, as one step.
func (p *placeFields) bring(a measure.Axis, l geom.Length) {
	d := p.d
	frames := d.looseNow()
	if a >= measure.Across && (l < shortest || l > longest) || l < -longest || l > longest {
		d.note(wLengthOut)
		d.restore()
		return
	}
	was, _ := lengthOf(frames, a)
	var placed []pageview.Placed
	for _, f := range frames {
		r := f.Rect
		switch a {
		case measure.AlongX:
			r.X += l - was
		case measure.AlongY:
			r.Y += l - was
		case measure.Across:
			r.W = l
		case measure.Down:
			r.H = l
		}
		placed = append(placed, pageview.Placed{ID: f.ID, Rect: r})
	}
	label := wMove
	if a >= measure.Across {
		label = wResize
	}
	d.setRects(label, placed)
}

// step makes a length one unit more or less.
func (p *placeFields) step(f *field, a measure.Axis, by int) {
	d := p.d
	f.flush()
	frames, page := d.looseNow(), d.pageNow()
	if len(frames) == 0 || page == nil {
		return
	}
	l, same := lengthOf(frames, a)
	if !same {
		return
	}
	one := geom.MM
	if d.inCharacters() {
		one = page.Format.Body
		if a == measure.AlongY || a == measure.Down {
			one = page.Format.Leading
		}
	}
	p.bring(a, l+geom.Length(by)*one)
}

// refresh shows the selected blocks.
func (p *placeFields) refresh() {
	d := p.d
	frames, page := d.framesNow(), d.pageNow()
	if len(frames) == 0 || page == nil {
		return
	}
	g := measureOn(page, d.ed.House)
	for i, f := range []*field{p.x, p.y, p.w, p.h} {
		a := measure.Axis(i)
		unit, name := d.unitOf(a)
		p.units[i].set(d.say(name), colourFaint)
		text := ""
		if l, same := lengthOf(frames, a); same {
			text = g.Number(l, a, unit)
		}
		f.show(text)
		if len(d.looseNow()) == 0 {
			f.Disable()
		} else {
			f.Enable()
		}
	}
}

// positionCommands are about lengths.
func positionCommands() []*command {
	return []*command{
		{id: "units", menu: &wView, group: 2, title: wInCharacters, enabled: hasPage, on: (*Desk).inCharacters, run: func(d *Desk) { d.countCharacters(!d.inCharacters()) }},
	}
}
