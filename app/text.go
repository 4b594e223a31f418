package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/edition"
)

// textPanel is the right dock's second leaf: the selected story's paragraphs, each in a field of its own. Typing
// reflows the page; Return splits a paragraph and Backspace at its start joins it to the one before. Its owner speaks
// to it by show and focusOn only, so that an editor widget can take its place.
type textPanel struct {
	d       *Desk
	title   *ink
	counter *ink
	hint    *widget.Label
	head    *fyne.Container
	column  *fyne.Container
	scroll  *container.Scroll
	content fyne.CanvasObject

	story string
	paras []*paraField
}

// paraField is one paragraph: what it is, and its text.
type paraField struct {
	id    string
	role  edition.Role
	label *ink
	f     *field
	box   *fyne.Container
}

func newTextPanel(d *Desk) *textPanel {
	t := &textPanel{d: d}
	t.title = newInk("", theme.ColorNameForeground, theme.SizeNameText, true)
	t.title.least = 60 // it is cut to what the dock leaves it
	t.counter = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	t.hint = widget.NewLabel(d.say(wPickStory))
	t.hint.Wrapping, t.hint.Importance = d.wrap(), widget.LowImportance
	t.column = container.New(fynelayout.NewVBoxLayout())
	t.scroll = container.NewVScroll(container.New(fynelayout.NewCustomPaddedLayout(2, 10, 8, 12), t.column))
	t.head = container.NewBorder(nil, nil, nil, t.counter, t.title)
	head := container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(4, 4, 8, 8), t.head))
	foot := widget.NewLabel(d.say(wTextHint))
	foot.SizeName, foot.Importance, foot.Wrapping = theme.SizeNameCaptionText, widget.LowImportance, d.wrap()
	t.content = container.NewBorder(head, foot, nil, nil, container.NewStack(t.scroll, t.hint))
	return t
}

// visible reports whether the leaf is shown: fields that nobody sees need not be filled.
func (t *textPanel) visible() bool {
	f := t.d.frame
	return f != nil && f.rightOn && f.rightTabs != nil && f.rightTabs.SelectedIndex() == 1
}

func (t *textPanel) refresh() {
	d := t.d
	s := d.storyNow()
	if s == nil || !t.visible() {
		if s == nil {
			t.title.set(d.say(wText), theme.ColorNameForeground)
			t.counter.set("", colourFaint)
			t.hint.Show()
			t.scroll.Hide()
			t.clear()
		}
		return
	}
	t.hint.Hide()
	t.scroll.Show()
	t.title.set(d.title(s), theme.ColorNameForeground)
	text := d.say(wCharCount.F(count(s)))
	if fit, colour := d.fitText(s.ID); fit != "" {
		text += " · " + fit
		t.counter.set(text, colour)
	} else {
		t.counter.set(text, colourFaint)
	}
	t.head.Refresh()
	t.show(s)
}

// shown answers the paragraphs that the panel holds: the text, then captions and credits.
func shownParas(s *edition.Story) []*edition.Para {
	var out []*edition.Para
	for _, p := range s.All() {
		if headRank(p.Role) == len(headRoles) {
			out = append(out, p)
		}
	}
	return out
}

// show fills the fields, keeping those whose paragraphs are still there.
func (t *textPanel) show(s *edition.Story) {
	paras := shownParas(s)
	same := t.story == s.ID && len(paras) == len(t.paras)
	if same {
		for i, p := range paras {
			if t.paras[i].id != p.ID || t.paras[i].role != p.Role {
				same = false
				break
			}
		}
	}
	if !same {
		old := map[string]*paraField{}
		if t.story == s.ID {
			for _, p := range t.paras {
				old[p.id] = p
			}
		} else {
			t.clear()
			t.scroll.ScrollToTop()
		}
		t.story, t.paras = s.ID, nil
		var objs []fyne.CanvasObject
		for _, p := range paras {
			pf := old[p.ID]
			if pf == nil {
				pf = t.paragraph(p.ID)
			}
			delete(old, p.ID)
			pf.role = p.Role
			pf.label.set(t.d.say(roleNames[p.Role]), colourFaint)
			t.paras = append(t.paras, pf)
			objs = append(objs, pf.box)
		}
		for _, gone := range old {
			t.forget(gone)
		}
		t.column.Objects = objs
	}
	for i, p := range paras {
		f := t.paras[i].f
		f.show(toField(p.Text))
		f.SetMinRowsVisible(t.rows(p.Text))
	}
	t.column.Refresh()
}

// rows estimates the lines a paragraph takes in the panel's width.
func (t *textPanel) rows(text string) int {
	width := t.scroll.Size().Width - 40
	if width < 80 {
		width = 240
	}
	per := max(1, int(width/theme.Size(theme.SizeNameText)))
	n := 0
	for _, line := range strings.Split(text, "\u2028") {
		cells := 0
		for _, r := range line {
			cells++
			if r >= 0x2e80 {
				cells++
			}
		}
		n += max(1, (cells/2+per)/per)
	}
	return n
}

func (t *textPanel) clear() {
	for _, p := range t.paras {
		t.forget(p)
	}
	t.story, t.paras = "", nil
	t.column.Objects = nil
}

// forget commits what stands in a field and lets it go.
func (t *textPanel) forget(p *paraField) {
	p.f.flush()
	p.f.commit = nil
	d := t.d
	for i, f := range d.fields {
		if f == p.f {
			d.fields = append(d.fields[:i:i], d.fields[i+1:]...)
			break
		}
	}
}

func (t *textPanel) paragraph(id string) *paraField {
	d := t.d
	story := t.story
	p := &paraField{id: id, label: newInk("", colourFaint, theme.SizeNameCaptionText, false), f: d.field(true)}
	p.f.commit = func(text string) {
		s := d.ed.Story(story)
		if s == nil || s.Para(id) == nil {
			return
		}
		para := s.Para(id)
		// In the text a line end splits the paragraph; in a caption it is a manual break.
		was := toField(para.Text)
		from, to, middle := difference(was, text)
		if from == to && middle == "" {
			return
		}
		c, err := edit.ReplaceText(d.ed, story, id, from, to, middle)
		split := strings.Contains(middle, "\n")
		if c.Merge == "" && !split {
			c.Merge = "text:" + story + ":" + id
		}
		before := len(shownParas(s))
		if d.do(c, err) && split {
			d.frame.text.refresh()
			if after := d.ed.Story(story); after != nil {
				tail := middle[strings.LastIndex(middle, "\n")+1:]
				d.frame.text.focusOn(nextPara(after, id, len(shownParas(after))-before), len([]rune(tail)))
			}
		}
	}
	p.f.splits = true
	p.f.joins = func() bool { return d.joinUp(story, id) }
	p.box = container.New(fynelayout.NewCustomPaddedVBoxLayout(1), p.label, p.f)
	return p
}

// nextPara answers the paragraph some places behind one.
func nextPara(s *edition.Story, id string, by int) string {
	paras := shownParas(s)
	for i, p := range paras {
		if p.ID == id && i+by < len(paras) && i+by >= 0 {
			return paras[i+by].ID
		}
	}
	return id
}

// joinUp joins a paragraph to the one before it, if both are text.
func (d *Desk) joinUp(story, id string) bool {
	d.flush()
	s := d.ed.Story(story)
	if s == nil {
		return false
	}
	for i, p := range s.Paras {
		if p.ID == id && i > 0 && s.Paras[i-1].Role.InBody() && p.Role.InBody() {
			before := s.Paras[i-1]
			at := len([]rune(before.Text))
			if d.do(edit.JoinParas(d.ed, story, before.ID)) {
				d.frame.text.refresh()
				d.frame.text.focusOn(before.ID, at)
			}
			return true
		}
	}
	return false
}

// focusOn puts the caret into a paragraph.
func (t *textPanel) focusOn(id string, offset int) {
	for _, p := range t.paras {
		if p.id != id {
			continue
		}
		c := t.d.win.Canvas()
		c.Focus(p.f)
		p.f.setCaret(offset)
		y := p.box.Position().Y
		if y < t.scroll.Offset.Y || y+p.box.Size().Height > t.scroll.Offset.Y+t.scroll.Size().Height {
			t.scroll.ScrollToOffset(fyne.NewPos(0, max(0, y-20)))
		}
		return
	}
}

// editHere shows the selected story's text with the caret where the page was clicked.
func (d *Desk) editHere() {
	s := d.storyNow()
	if s == nil {
		return
	}
	h := d.caret
	if h.Para != "" && h.Story == s.ID {
		if p := s.Para(h.Para); p != nil && headRank(p.Role) < len(headRoles) {
			d.frame.rightTabs.SelectIndex(0)
			d.frame.refresh()
			d.win.Canvas().Focus(d.frame.props.heads[p.Role])
			d.frame.props.heads[p.Role].setCaret(h.Offset)
			return
		}
	}
	d.frame.showText()
	d.frame.refresh()
	para, offset := h.Para, h.Offset
	if s.Para(para) == nil || h.Story != s.ID {
		if all := shownParas(s); len(all) > 0 {
			para, offset = all[0].ID, 0
		}
	}
	d.frame.text.focusOn(para, offset)
}
