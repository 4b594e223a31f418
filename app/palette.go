package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// firstOf holds the first character of each initial's stretch of GB 2312-1980, level 1, whose 3755 characters stand in
// the order of their pinyin. No syllable begins with i, u or v.
var firstOf = []struct {
	code    uint16
	initial byte
}{
	{0xb0a1, 'a'}, {0xb0c5, 'b'}, {0xb2c1, 'c'}, {0xb4ee, 'd'}, {0xb6ea, 'e'}, {0xb7a2, 'f'}, {0xb8c1, 'g'}, {0xb9fe, 'h'},
	{0xbbf7, 'j'}, {0xbfa6, 'k'}, {0xc0ac, 'l'}, {0xc2e8, 'm'}, {0xc4c3, 'n'}, {0xc5b6, 'o'}, {0xc5be, 'p'}, {0xc6da, 'q'},
	{0xc8bb, 'r'}, {0xc8f6, 's'}, {0xcbfa, 't'}, {0xcdda, 'w'}, {0xcef4, 'x'}, {0xd1b9, 'y'}, {0xd4d1, 'z'}, {0xd7fa, 0},
}

// otherInitial are second readings that the window's words use: 重做 is chóng, 不重 may be zhòng; 行 is háng.
var otherInitial = map[rune]byte{'重': 'c', '行': 'h', '长': 'c', '调': 't', '单': 's'}

// initialOf answers the letter a character's pinyin begins with; Latin letters and figures are their own; 0 is none.
func initialOf(r rune) byte {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			return byte(r) + 'a' - 'A'
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return byte(r)
		}
		return 0
	}
	b, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
	if err != nil || len(b) != 2 {
		return 0
	}
	code := uint16(b[0])<<8 | uint16(b[1])
	i, exact := slices.BinarySearchFunc(firstOf, code, func(f struct {
		code    uint16
		initial byte
	}, c uint16) int {
		return int(f.code) - int(c)
	})
	if !exact {
		i--
	}
	if i < 0 {
		return 0
	}
	return firstOf[i].initial
}

// matches answers how well what was typed names a command, less is better: by its Chinese or English title, or by the
// initials of its pinyin; false if not at all.
func matches(c *command, typed string) (int, bool) {
	typed = strings.ToLower(strings.Join(strings.Fields(typed), ""))
	if typed == "" {
		return 0, true
	}
	plain := func(s string) string {
		return strings.ToLower(strings.Join(strings.Fields(strings.TrimSuffix(s, "…")), ""))
	}
	zh, en := plain(c.title.ZH), plain(c.title.EN)
	switch {
	case strings.HasPrefix(zh, typed), strings.HasPrefix(en, typed):
		return 0, true
	}
	var runes []rune
	for _, r := range zh {
		if initialOf(r) != 0 {
			runes = append(runes, r)
		}
	}
	for at := range runes {
		if len(typed) > len(runes)-at {
			break
		}
		all := true
		for k := range len(typed) {
			r := runes[at+k]
			if typed[k] != initialOf(r) && (otherInitial[r] == 0 || typed[k] != otherInitial[r]) {
				all = false
				break
			}
		}
		if all {
			return 1 + min(at, 1), true
		}
	}
	if strings.Contains(zh, typed) || strings.Contains(en, typed) {
		return 3, true
	}
	words := "" // the first letters of an English title: mu for Make up
	for _, f := range strings.Fields(strings.ToLower(c.title.EN)) {
		words += f[:1]
	}
	if strings.HasPrefix(words, typed) {
		return 4, true
	}
	return 0, false
}

// palette finds commands by what is typed.
type palette struct {
	d     *Desk
	field *field
	list  *rowList
	box   dialog.Dialog
	found []*command
	at    int
}

// showPalette asks for a command.
func (d *Desk) showPalette() {
	p := &palette{d: d}
	p.field = newField(d.deps.After, func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape {
			d.dismiss()
			return true
		}
		return true // the window's keys rest
	})
	p.field.SetPlaceHolder(d.say(wPaletteHint))
	p.field.OnChanged = func(string) { p.search() }
	p.field.OnSubmitted = func(string) { p.run(p.at) }
	p.field.arrows = p.move
	p.list = newRowList(d, func() int { return len(p.found) }, func() fyne.CanvasObject { return newPaletteRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*paletteRow).show(d, p.found[i]) })
	p.list.OnSelected = func(i widget.ListItemID) {
		if i != p.at {
			p.run(i)
		}
	}
	p.list.move = p.move
	p.box = dialog.NewCustomWithoutButtons(strings.TrimSuffix(d.say(wPalette), "…"), container.NewBorder(p.field, nil, nil, nil, p.list), d.win)
	p.search()
	d.presentWith(p.box, fyne.NewSize(460, 420), nil)
	p.list.ScrollToTop() // it was chosen from before it had a size
	d.win.Canvas().Focus(p.field)
}

func (p *palette) search() {
	type hit struct {
		c    *command
		rank int
	}
	var hits []hit
	for _, c := range p.d.frame.commands {
		if c.id == "palette" {
			continue
		}
		if n, ok := matches(c, p.field.Text); ok {
			if !c.can(p.d) {
				n += 10 // what cannot run now stands below
			}
			hits = append(hits, hit{c, n})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.rank - b.rank })
	p.found = p.found[:0]
	for _, h := range hits {
		p.found = append(p.found, h.c)
	}
	p.at = -1
	p.list.UnselectAll()
	p.list.Refresh()
	p.move(1)
}

func (p *palette) move(by int) {
	if len(p.found) == 0 {
		return
	}
	p.at = min(max(p.at+by, 0), len(p.found)-1)
	p.list.Select(p.at)
}

// run puts the palette away and runs a command of the list.
func (p *palette) run(i int) {
	if i < 0 || i >= len(p.found) || !p.found[i].can(p.d) {
		return
	}
	c := p.found[i]
	p.box.Hide()
	p.d.perform(c)
}

// paletteRow is a command in the list: its title, its menu, its key.
type paletteRow struct {
	widget.BaseWidget
	title, menu, key *ink
	box              *fyne.Container
}

func newPaletteRow() *paletteRow {
	r := &paletteRow{title: newInk("", theme.ColorNameForeground, theme.SizeNameText, false),
		menu: newInk("", colourFaint, theme.SizeNameCaptionText, false), key: newInk("", colourFaint, theme.SizeNameCaptionText, false)}
	r.title.least, r.menu.least, r.key.least = 60, 60, 60
	r.key.align = fyne.TextAlignTrailing
	r.box = container.New(columnsLayout{widths: []float32{0, 60, 120}, gap: 8, height: 24}, r.title, r.menu, r.key)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *paletteRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (r *paletteRow) show(d *Desk, c *command) {
	colour := theme.ColorNameForeground
	if !c.can(d) {
		colour = theme.ColorNameDisabled
	}
	r.title.set(strings.TrimSuffix(c.titleNow(d), "…"), colour)
	r.menu.set(d.say(*c.menu), colourFaint)
	r.key.set(c.keyText(), colourFaint)
}
