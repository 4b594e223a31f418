package app

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dayang/internal/edition"
	"dayang/internal/measure"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// blockPanel is what can be said about the selected blocks beyond their place: how text is set in them, their lines and
// grounds, their shape, how others give way to them, and the words of pictures and furniture. A row is shown for the
// blocks it has a meaning for, and changes all that are selected and have it.
type blockPanel struct {
	d        *Desk
	sections []*blockSection
	content  *fyne.Container
	quiet    bool

	words *field // of furniture
}

type blockSection struct {
	box  *fyne.Container
	rows []*blockRow
}

type blockRow struct {
	name    words.Text
	control fyne.CanvasObject
	box     *fyne.Container
	has     func(*edition.Frame) bool
	refresh func(*edition.Frame)
}

// labelled lays a label of a fixed width before what it names.
type labelled float32

func (l labelled) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(l)+80, max(rowHeight, o[1].MinSize().Height))
}

func (l labelled) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(float32(l)-6, min(s.Height, 30)))
	o[1].Move(fyne.NewPos(float32(l), 0))
	o[1].Resize(fyne.NewSize(max(0, s.Width-float32(l)), s.Height))
}

// labelWidth is the labels' width in the panel.
const labelWidth = 74

func newBlockPanel(d *Desk) *blockPanel {
	b := &blockPanel{d: d, content: container.NewVBox()}
	story := func(f *edition.Frame) bool { return f.Kind == edition.StoryFrame }
	text := func(f *edition.Frame) bool { return story(f) || f.Kind == edition.TextFrame }
	sideHead := func(f *edition.Frame) bool {
		return story(f) && (f.Head == edition.HeadSide || f.Head == edition.HeadVertical || f.Head == edition.HeadWithin)
	}

	b.section(wSecText)
	b.percent(wHeadScale, story, func(f *edition.Frame) *int { return &f.HeadScale })
	b.pick(wHeadCols, sideHead, func() []string { return d.columnChoices() },
		func(f *edition.Frame) int { return f.HeadCols }, func(f *edition.Frame, i int) { f.HeadCols = i })
	b.tick(wHeadRight, func(f *edition.Frame) bool { return sideHead(f) && f.Head != edition.HeadWithin }, func(f *edition.Frame) bool { return f.HeadRight }, func(f *edition.Frame, on bool) { f.HeadRight = on })
	b.pick(wSplit, text, b.names(splitNames), func(f *edition.Frame) int {
		return slices.IndexFunc(splitModes, func(m edition.SplitMode) bool {
			return f.Split == nil && m == "" || f.Split != nil && m == f.Split.Mode
		})
	}, b.split)
	b.lengths(wMeasures, func(f *edition.Frame) bool {
		return text(f) && f.Split != nil && (f.Split.Mode == edition.SplitAbsolute || f.Split.Mode == edition.SplitFree)
	}, func(f *edition.Frame) []geom.Length { return f.Split.Measures }, func(f *edition.Frame, l []geom.Length) {
		if f.Split.Mode == edition.SplitAbsolute {
			l = l[:1]
		}
		s := *f.Split
		s.Measures = l
		f.Split = &s
	})
	b.length(wSplitGap, func(f *edition.Frame) bool { return text(f) && f.Split != nil && f.Split.Mode != edition.SplitAuto }, measure.Across,
		func(f *edition.Frame) geom.Length { return f.Split.Gap }, func(f *edition.Frame, l geom.Length) {
			s := *f.Split
			s.Gap = max(l, 0)
			f.Split = &s
		})
	b.percent(wLeadingShare, text, func(f *edition.Frame) *int { return &f.Leading })
	b.tick(wOnGrid, text, func(f *edition.Frame) bool { return !f.OffGrid }, func(f *edition.Frame, on bool) { f.OffGrid = !on })
	b.tick(wBalance, text, func(f *edition.Frame) bool { return !f.NoBalance }, func(f *edition.Frame, on bool) { f.NoBalance = !on })
	rules := append([]string{"", edition.NoLine}, edition.LineKinds()...)
	b.pick(wColumnRule, text, func() []string { return append([]string{d.say(wAsPage), d.say(wNone)}, d.lineNames()...) },
		func(f *edition.Frame) int { return slices.Index(rules, f.ColumnRule) }, func(f *edition.Frame, i int) { f.ColumnRule = rules[i] })

	drawn := func(f *edition.Frame) bool { return f.Kind != edition.FurnitureFrame }
	lined := func(f *edition.Frame) bool { return f.Kind == edition.RuleFrame || f.Boxed || f.Line != "" }
	filled := func(f *edition.Frame) bool {
		return drawn(f) && f.Kind != edition.RuleFrame && f.Kind != edition.PictureFrame
	}
	b.section(wSecLines)
	b.tick(wBoxed, func(f *edition.Frame) bool { return drawn(f) && f.Kind != edition.RuleFrame }, func(f *edition.Frame) bool { return f.Boxed }, func(f *edition.Frame, on bool) {
		if f.Boxed = on; !on {
			f.Line = ""
		}
	})
	kinds := edition.LineKinds()
	b.pick(wLineKind, func(f *edition.Frame) bool { return drawn(f) && lined(f) }, d.lineNames, func(f *edition.Frame) int { return max(slices.Index(kinds, f.Line), 0) },
		func(f *edition.Frame, i int) { f.Line = kinds[i] })
	b.length(wLineWeight, func(f *edition.Frame) bool { return f.Kind == edition.RuleFrame }, measure.Down, func(f *edition.Frame) geom.Length { return f.Weight },
		func(f *edition.Frame, l geom.Length) { f.Weight = max(l, 0) })
	b.colour(wLineColour, func(f *edition.Frame) bool { return drawn(f) && lined(f) }, wBlack, func(f *edition.Frame) *string { return &f.LineColour })
	b.colour(wTint, filled, wNone, func(f *edition.Frame) *string { return &f.Tint })
	b.pick(wShade, filled, b.names(shadeNames), func(f *edition.Frame) int {
		return slices.IndexFunc(shadeKinds, func(k edition.ShadeKind) bool {
			return f.Shade == nil && k == "" || f.Shade != nil && k == f.Shade.Kind
		})
	}, func(f *edition.Frame, i int) {
		if shadeKinds[i] == "" {
			f.Shade = nil
			return
		}
		s := edition.Shade{Share: 100}
		if f.Shade != nil {
			s = *f.Shade
		}
		s.Kind = shadeKinds[i]
		f.Shade = &s
	})
	shaded := func(f *edition.Frame) bool { return filled(f) && f.Shade != nil }
	b.number(wShadeShare, shaded, func(f *edition.Frame) string { return strconv.FormatFloat(float64(f.Shade.Share)/10, 'f', -1, 64) }, func(f *edition.Frame, v float64) bool {
		if v < 0 || v > 100 {
			return false
		}
		s := *f.Shade
		s.Share = int(v*10 + .5)
		f.Shade = &s
		return true
	})
	b.colour(wShadeColour, shaded, wBlack, func(f *edition.Frame) *string {
		s := *f.Shade
		f.Shade = &s
		return &s.Colour
	})
	b.length(wShadePitch, func(f *edition.Frame) bool { return shaded(f) && f.Shade.Kind != edition.ShadeTint }, measure.Down,
		func(f *edition.Frame) geom.Length { return f.Shade.Pitch }, func(f *edition.Frame, l geom.Length) {
			s := *f.Shade
			s.Pitch = max(l, 0)
			f.Shade = &s
		})

	shaped := func(f *edition.Frame) bool { return text(f) || f.Kind == edition.BoxFrame }
	b.section(wSecShape)
	b.pick(wNotch, shaped, b.names(notchNames), func(f *edition.Frame) int {
		return slices.IndexFunc(notchCorners, func(c edition.Corner) bool { return f.Notch == nil && c == "" || f.Notch != nil && c == f.Notch.Corner })
	}, b.notch)
	notched := func(f *edition.Frame) bool { return shaped(f) && f.Notch != nil }
	b.length(wNotchW, notched, measure.Across, func(f *edition.Frame) geom.Length { return f.Notch.W }, func(f *edition.Frame, l geom.Length) {
		n := *f.Notch
		if l > 0 && l < f.Rect.W {
			n.W = l
		}
		f.Notch = &n
	})
	b.length(wNotchH, notched, measure.Down, func(f *edition.Frame) geom.Length { return f.Notch.H }, func(f *edition.Frame, l geom.Length) {
		n := *f.Notch
		if l > 0 && l < f.Rect.H {
			n.H = l
		}
		f.Notch = &n
	})
	wraps := func(f *edition.Frame) bool { return f.Kind != edition.RuleFrame }
	b.pick(wWrap, wraps, b.names(wrapNames), func(f *edition.Frame) int {
		return slices.IndexFunc(wrapKinds, func(k edition.WrapKind) bool { return f.Wrap == nil && k == "" || f.Wrap != nil && k == f.Wrap.Kind })
	}, func(f *edition.Frame, i int) {
		if wrapKinds[i] == "" {
			f.Wrap = nil
			return
		}
		var wr edition.Wrap
		if f.Wrap != nil {
			wr = *f.Wrap
		}
		wr.Kind = wrapKinds[i]
		f.Wrap = &wr
	})
	wrapped := func(f *edition.Frame) bool { return wraps(f) && f.Wrap != nil && f.Wrap.Kind != edition.WrapNone }
	b.pick(wWrapSide, func(f *edition.Frame) bool { return wrapped(f) && f.Wrap.Kind != edition.WrapColumns }, b.names(sideNames), func(f *edition.Frame) int { return slices.Index(wrapSides, f.Wrap.Side) },
		func(f *edition.Frame, i int) {
			wr := *f.Wrap
			wr.Side = wrapSides[i]
			f.Wrap = &wr
		})
	b.lengths(wWrapMargins, wrapped, func(f *edition.Frame) []geom.Length {
		m := []geom.Length{f.Wrap.Top, f.Wrap.Right, f.Wrap.Bottom, f.Wrap.Left}
		if m[0] == m[1] && m[1] == m[2] && m[2] == m[3] {
			return m[:1]
		}
		return m
	}, func(f *edition.Frame, l []geom.Length) {
		wr := *f.Wrap
		at := func(i int) geom.Length { return max(l[i%len(l)], 0) }
		wr.Top, wr.Right, wr.Bottom, wr.Left = at(0), at(1), at(2), at(3) // as many as are said, from the top, round and round
		f.Wrap = &wr
	})

	b.number(wTurn, isAd, func(f *edition.Frame) string { return strconv.FormatFloat(float64(f.Turn)/100, 'f', -1, 64) }, func(f *edition.Frame, v float64) bool {
		if v <= -180 || v > 180 {
			return false
		}
		f.Turn = int(math.Round(v * 100))
		return true
	})

	b.section(wSecWords)
	outside := func(f *edition.Frame) bool { return f.Kind == edition.PictureFrame && f.Story == "" }
	for _, o := range []struct {
		label words.Text
		role  edition.Role
		of    func(*edition.Frame) **edition.Para
	}{
		{roleNames[edition.Caption], edition.Caption, func(f *edition.Frame) **edition.Para { return &f.Caption }},
		{roleNames[edition.Credit], edition.Credit, func(f *edition.Frame) **edition.Para { return &f.Credit }},
	} {
		b.text(o.label, o.role == edition.Caption, outside, func(f *edition.Frame) string {
			if p := *o.of(f); p != nil {
				return toField(p.Text)
			}
			return ""
		}, func(f *edition.Frame, s string) {
			if s = fromField(s); s == "" {
				*o.of(f) = nil
				return
			}
			p := edition.Para{ID: string(o.role), Role: o.role}
			if was := *o.of(f); was != nil {
				p = *was
				p.Spans = nil
			}
			p.Text = s
			*o.of(f) = &p
		})
	}
	said := func(f *edition.Frame) bool {
		return f.Furniture != nil && f.Furniture.Kind != edition.Nameplate && f.Furniture.Kind != edition.Folio
	}
	b.words = b.text(wFurnitureWords, true, said, func(f *edition.Frame) string {
		var lines []string
		for _, p := range f.Furniture.Paras {
			lines = append(lines, p.Text)
		}
		return strings.Join(lines, "\n")
	}, sayFurniture)
	b.text(wQRData, false, func(f *edition.Frame) bool { return f.Furniture != nil && f.Furniture.Kind == edition.QRCode },
		func(f *edition.Frame) string { return f.Furniture.Data }, func(f *edition.Frame, s string) {
			g := *f.Furniture
			g.Data = s
			f.Furniture = &g
		})
	return b
}

// sayFurniture gives furniture its words, a paragraph a line; a line keeps the role of the one that stood there.
func sayFurniture(f *edition.Frame, s string) {
	g := *f.Furniture
	var paras []*edition.Para
	for i, line := range strings.Split(s, "\n") {
		if line == "" && s == "" {
			break
		}
		p := edition.Para{ID: "p" + itoa(i+1), Role: edition.Label}
		if i < len(g.Paras) {
			p.Role = g.Paras[i].Role
			if g.Paras[i].Text == line {
				p.Spans = g.Paras[i].Spans
			}
		} else if n := len(paras); n > 0 {
			p.Role = edition.Body
		}
		p.Text = line
		paras = append(paras, &p)
	}
	g.Paras = paras
	f.Furniture = &g
}

// split chooses how columns are broken; the ways that need measures begin with the page's column.
func (b *blockPanel) split(f *edition.Frame, i int) {
	p := b.d.pageNow()
	if splitModes[i] == "" || p == nil {
		f.Split = nil
		return
	}
	s := edition.Split{Mode: splitModes[i]}
	if f.Split != nil && s.Mode != edition.SplitAuto {
		s.Gap = f.Split.Gap
	}
	switch s.Mode {
	case edition.SplitAbsolute:
		s.Measures = []geom.Length{min(p.Format.ColumnWidth(), f.Rect.W)}
	case edition.SplitFree:
		n := max(f.Columns, 2)
		for range n {
			s.Measures = append(s.Measures, (f.Rect.W-geom.Length(n-1)*p.Format.ColumnGap)/geom.Length(n))
		}
	}
	f.Split = &s
}

// notch cuts a corner out, at first a third of the frame each way on the page's grid.
func (b *blockPanel) notch(f *edition.Frame, i int) {
	p := b.d.pageNow()
	if notchCorners[i] == "" || p == nil {
		f.Notch = nil
		return
	}
	var n edition.Notch
	if f.Notch != nil {
		n = *f.Notch
	} else {
		step := p.Format.ColumnWidth() + p.Format.ColumnGap
		n.W = max(step, geom.Length((f.Rect.W/3).Floor(step))*step)
		n.H = geom.Length((f.Rect.H / 3).Floor(p.Format.Leading)) * p.Format.Leading
		if n.W >= f.Rect.W {
			n.W = f.Rect.W / 2
		}
		if n.H <= 0 || n.H >= f.Rect.H {
			n.H = f.Rect.H / 2
		}
	}
	n.Corner = notchCorners[i]
	f.Notch = &n
}

// section begins a part of the panel.
func (b *blockPanel) section(title words.Text) {
	s := &blockSection{box: container.NewVBox(section(b.d.say(title)))}
	b.sections = append(b.sections, s)
	b.content.Add(s.box)
}

func (b *blockPanel) row(label words.Text, o fyne.CanvasObject, has func(*edition.Frame) bool, refresh func(*edition.Frame)) *blockRow {
	s := b.sections[len(b.sections)-1]
	r := &blockRow{name: label, control: o, has: has, refresh: refresh}
	r.box = container.New(rowPadding{}, container.New(labelled(labelWidth), newFormLabel(b.d.say(label)), o))
	s.rows = append(s.rows, r)
	s.box.Add(r.box)
	return r
}

// rowPadding is the white beside a row of the panel.
type rowPadding struct{}

func (rowPadding) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(16, 4)
}
func (rowPadding) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(8, 2))
	o[0].Resize(fyne.NewSize(s.Width-16, s.Height-4))
}

// change changes the selected blocks that a row has a meaning for.
func (b *blockPanel) change(label words.Text, has func(*edition.Frame) bool, set func(*edition.Frame)) {
	if b.quiet {
		return
	}
	b.d.changeFrames(label, func(f *edition.Frame) {
		if has(f) {
			set(f)
		}
	})
}

// pick is a choice.
func (b *blockPanel) pick(label words.Text, has func(*edition.Frame) bool, options func() []string, get func(*edition.Frame) int, set func(*edition.Frame, int)) {
	c := newChoice(b.d, func(i int) { b.change(label, has, func(f *edition.Frame) { set(f, i) }) })
	b.row(label, c, has, func(f *edition.Frame) {
		c.Options = options()
		c.show(get(f))
		enable(c, !f.Locked)
	})
}

// tick is a switch.
func (b *blockPanel) tick(label words.Text, has func(*edition.Frame) bool, get func(*edition.Frame) bool, set func(*edition.Frame, bool)) {
	t := newToggle(b.d, b.d.say(label), func(on bool) { b.change(label, has, func(f *edition.Frame) { set(f, on) }) })
	r := b.row(words.Text{}, t, has, func(f *edition.Frame) {
		t.SetChecked(get(f))
		enable(t, !f.Locked)
	})
	r.name = label // which stands beside the tick and not before it
}

func enable(o fyne.Disableable, on bool) {
	if on {
		o.Enable()
	} else {
		o.Disable()
	}
}

// colour chooses among the title's colours; none is what the first choice is called.
func (b *blockPanel) colour(label words.Text, has func(*edition.Frame) bool, none words.Text, of func(*edition.Frame) *string) {
	list := func() []string {
		if b.d.ed == nil {
			return nil
		}
		return slices.Sorted(maps.Keys(b.d.ed.House.Colours))
	}
	called := func() []string {
		out := []string{b.d.say(none)}
		for _, name := range list() {
			if t, ok := colourTexts[name]; ok {
				name = b.d.say(t)
			}
			out = append(out, name)
		}
		return out
	}
	b.pick(label, has, called, func(f *edition.Frame) int {
		g := *f // of may write
		return slices.Index(list(), *of(&g)) + 1
	}, func(f *edition.Frame, i int) {
		s := of(f)
		if *s = ""; i > 0 {
			*s = list()[i-1]
		}
	})
}

// entry is a field that is handed over at Return.
func (b *blockPanel) entry(label words.Text, has func(*edition.Frame) bool, show func(*edition.Frame) string, take func(text string)) *field {
	f := b.d.field(false)
	f.patient = true
	f.commit = func(text string) {
		if !b.quiet {
			take(text)
		}
	}
	b.row(label, f, has, func(fr *edition.Frame) {
		f.show(show(fr))
		enable(f, !fr.Locked)
	})
	return f
}

// number is a field of a plain number; set answers whether it makes sense.
func (b *blockPanel) number(label words.Text, has func(*edition.Frame) bool, show func(*edition.Frame) string, set func(*edition.Frame, float64) bool) {
	b.entry(label, has, show, func(text string) {
		v, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%")), 64)
		good := err == nil
		if good {
			b.change(label, has, func(f *edition.Frame) { good = set(f, v) && good })
		}
		if !good {
			b.d.note(wBadPercent)
		}
		b.d.restore()
	})
}

// percent is a share in thousandths, of which 0 stands for the whole.
func (b *blockPanel) percent(label words.Text, has func(*edition.Frame) bool, of func(*edition.Frame) *int) {
	b.number(label, has, func(f *edition.Frame) string {
		n := *of(f)
		if n == 0 {
			n = 1000
		}
		return strconv.FormatFloat(float64(n)/10, 'f', -1, 64)
	}, func(f *edition.Frame, v float64) bool {
		if v < 25 || v > 400 {
			return false
		}
		n := int(v*10 + .5)
		if n == 1000 {
			n = 0
		}
		*of(f) = n
		return true
	})
}

// length is a field of a length; nothing is nought.
func (b *blockPanel) length(label words.Text, has func(*edition.Frame) bool, a measure.Axis, get func(*edition.Frame) geom.Length, set func(*edition.Frame, geom.Length)) {
	b.lengths(label, has, func(f *edition.Frame) []geom.Length {
		if l := get(f); l != 0 {
			return []geom.Length{l}
		}
		return nil
	}, func(f *edition.Frame, l []geom.Length) { set(f, l[0]) })
}

// lengths is a field of one or more lengths with white between them. They are shown in characters, as measures of
// columns are said, if they are whole ones.
func (b *blockPanel) lengths(label words.Text, has func(*edition.Frame) bool, get func(*edition.Frame) []geom.Length, set func(*edition.Frame, []geom.Length)) {
	d := b.d
	b.entry(label, has, func(f *edition.Frame) string {
		p := d.pageNow()
		var out []string
		for _, l := range get(f) {
			out = append(out, d.shortLength(p, l))
		}
		return strings.Join(out, " ")
	}, func(text string) {
		p := d.pageNow()
		if p == nil {
			return
		}
		var got []geom.Length
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ，,、\u3000", r) }) {
			l, err := measureOn(p, d.ed.House).Parse(word, measure.Across, measure.Millimetre)
			if err != nil {
				d.note(wBadLength.F(word))
				d.restore()
				return
			}
			got = append(got, l)
		}
		if len(got) == 0 {
			got = []geom.Length{0}
		}
		b.change(label, has, func(f *edition.Frame) { set(f, got) })
		d.restore()
	})
}

// shortLength writes a length with its unit: in characters if it is a whole number of them, else in millimetres.
func (d *Desk) shortLength(p *edition.Page, l geom.Length) string {
	g := measureOn(p, d.ed.House)
	if l != 0 && g.Character > 0 && l%g.Character == 0 {
		return g.Number(l, measure.Across, measure.Character) + d.say(wUnitCharacter)
	}
	return g.Number(l, measure.Across, measure.Millimetre) + "mm"
}

// text is a field of words, handed over when typing pauses.
func (b *blockPanel) text(label words.Text, multi bool, has func(*edition.Frame) bool, show func(*edition.Frame) string, set func(*edition.Frame, string)) *field {
	f := b.d.field(multi)
	if multi {
		f.SetMinRowsVisible(2)
	}
	f.commit = func(text string) {
		if !b.quiet {
			b.change(label, has, func(fr *edition.Frame) { set(fr, text) })
		}
	}
	b.row(label, f, has, func(fr *edition.Frame) {
		f.show(show(fr))
		enable(f, !fr.Locked)
	})
	return f
}

// refresh shows the key block; a row is there if every selected block has it.
func (b *blockPanel) refresh() {
	d := b.d
	key, frames := d.frameNow(), d.framesNow()
	if key == nil {
		b.content.Hide()
		return
	}
	b.content.Show()
	b.quiet = true
	for _, s := range b.sections {
		some := false
		for _, r := range s.rows {
			if slices.ContainsFunc(frames, func(f *edition.Frame) bool { return !r.has(f) }) {
				r.box.Hide()
				continue
			}
			some = true
			r.refresh(key)
			r.box.Show()
		}
		if some {
			s.box.Show()
		} else {
			s.box.Hide()
		}
	}
	b.quiet = false
}

// editWords goes to the words of the selected furniture.
func (d *Desk) editWords() {
	d.showPanel("properties")
	d.frame.refresh()
	d.win.Canvas().Focus(d.frame.props.block.words)
}

// lineNames answers what the kinds of lines are called.
func (d *Desk) lineNames() []string {
	var out []string
	for _, k := range edition.LineKinds() {
		t, ok := lineTexts[k]
		if !ok {
			t = words.Text{ZH: k, EN: k}
		}
		out = append(out, d.say(t))
	}
	return out
}

// names makes the options of a table of words.
func (b *blockPanel) names(list []words.Text) func() []string {
	return func() []string {
		out := make([]string, len(list))
		for i, t := range list {
			out[i] = b.d.say(t)
		}
		return out
	}
}
