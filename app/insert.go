package app

import (
	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// kindOfBlock is a kind of block that a hand draws on the page.
type kindOfBlock struct {
	id    string
	title words.Text
	key   fyne.KeyName
	can   func(*Desk) bool
	make  func(d *Desk, p *edition.Page, r geom.Rect) *edition.Frame
	cols  int // of one that is put down by a click: columns and lines
	lines int
}

// blockKinds is the table of what can be inserted.
func blockKinds() []kindOfBlock {
	furniture := func(kind edition.FurnitureKind, data string, paras ...*edition.Para) func(*Desk, *edition.Page, geom.Rect) *edition.Frame {
		return func(_ *Desk, _ *edition.Page, r geom.Rect) *edition.Frame {
			f := &edition.Furniture{Kind: kind, Data: data}
			for i, p := range paras {
				q := *p
				q.ID = "p" + itoa(i+1)
				f.Paras = append(f.Paras, &q)
			}
			return &edition.Frame{Kind: edition.FurnitureFrame, Rect: r, Furniture: f}
		}
	}
	return []kindOfBlock{
		{"insert-story", wInsertStory, fyne.KeyT, nil, (*Desk).newStoryFrame, 2, 20},
		{"insert-text", wInsertText, "", func(d *Desk) bool { return d.story != "" && d.isPlaced(d.story) }, func(d *Desk, _ *edition.Page, r geom.Rect) *edition.Frame {
			return &edition.Frame{Kind: edition.TextFrame, Story: d.story, Rect: r}
		}, 1, 20},
		{"insert-picture", wInsertPicture, fyne.KeyF, nil, func(_ *Desk, _ *edition.Page, r geom.Rect) *edition.Frame {
			return &edition.Frame{Kind: edition.PictureFrame, Rect: r}
		}, 2, 18},
		{"insert-words", wInsertWords, "", nil, func(d *Desk, p *edition.Page, r geom.Rect) *edition.Frame {
			return furniture(edition.Words, "", &edition.Para{Role: edition.Headline, Text: wNewWords.ZH})(d, p, r)
		}, 2, 5},
		{"insert-banner", wInsertBanner, "", nil, func(d *Desk, p *edition.Page, r geom.Rect) *edition.Frame {
			return furniture(edition.Banner, "", &edition.Para{Role: edition.Label, Text: wNewBanner.ZH})(d, p, r)
		}, 3, 3},
		{"insert-rule", wInsertRule, fyne.KeyL, nil, func(_ *Desk, _ *edition.Page, r geom.Rect) *edition.Frame {
			// A rule lies along the longer side; the other is as thin as a hand needs to hold it.
			if r.W >= r.H {
				r.Y, r.H = r.Y+r.H/2-ruleFrame/2, ruleFrame
			} else {
				r.X, r.W = r.X+r.W/2-ruleFrame/2, ruleFrame
			}
			return &edition.Frame{Kind: edition.RuleFrame, Rect: r, Line: edition.LineThin}
		}, 2, 1},
		{"insert-box", wInsertBox, "", nil, func(_ *Desk, _ *edition.Page, r geom.Rect) *edition.Frame {
			return &edition.Frame{Kind: edition.BoxFrame, Rect: r, Boxed: true, Line: edition.LineThin}
		}, 2, 20},
		{"insert-tint", wInsertTint, "", nil, func(_ *Desk, _ *edition.Page, r geom.Rect) *edition.Frame {
			return &edition.Frame{Kind: edition.BoxFrame, Rect: r, Shade: &edition.Shade{Kind: edition.ShadeTint, Share: 100}}
		}, 2, 20},
		{"insert-qr", wInsertQR, "", nil, func(d *Desk, p *edition.Page, r geom.Rect) *edition.Frame {
			side := min(r.W, r.H)
			r.W, r.H = side, side
			return furniture(edition.QRCode, "https://", &edition.Para{Role: edition.Label, Text: wNewQR.ZH})(d, p, r)
		}, 1, 12},
		{"insert-ad", wInsertAd, "", nil, func(d *Desk, p *edition.Page, r geom.Rect) *edition.Frame {
			return furniture(edition.Advert, "", &edition.Para{Role: edition.Label, Text: wNewAd.ZH})(d, p, r)
		}, 2, 24},
	}
}

// ruleFrame is how thick the frame of a rule is drawn, for the hand.
const ruleFrame = 2 * geom.MM

// newStoryFrame answers a block for the story chosen in the list, if that is not placed yet, else for a new one.
func (d *Desk) newStoryFrame(_ *edition.Page, r geom.Rect) *edition.Frame {
	f := &edition.Frame{Kind: edition.StoryFrame, Head: edition.HeadTop, Rect: r}
	if s := d.storyNow(); s != nil && !d.isPlaced(s.ID) {
		f.Story = s.ID
	}
	return f
}

// draws chooses what the tool draws; the pointer becomes a cross.
func (d *Desk) draws(k kindOfBlock) {
	d.drawing = k
	d.view.SetTool(pageview.Draw)
	d.note(wDrawIt.F(k.title))
}

// drawn puts what was drawn on the page.
func (d *Desk) drawn(r geom.Rect) {
	k, p := d.drawing, d.pageNow()
	d.useTool(pageview.Select)
	if p == nil || k.make == nil {
		return
	}
	if r.W < geom.MM && r.H < geom.MM { // a click
		f := p.Format
		cols, lines := min(k.cols, f.Columns), min(k.lines, f.Lines)
		col := min(max((r.X-f.TypeArea.X).Floor(f.ColumnWidth()+f.ColumnGap), 0), f.Columns-cols)
		line := min(max((r.Y-f.TypeArea.Y).Floor(f.Leading), 0), f.Lines-lines)
		r = f.Cells(col, line, cols, lines)
	}
	r.W, r.H = max(r.W, shortest*10), max(r.H, shortest*10)
	frame := k.make(d, p, r)
	fresh := frame.Kind == edition.StoryFrame && frame.Story == ""
	ok := d.pasted(func() (edit.Change, error) {
		if !fresh {
			c, err := edit.AddFrame(d.ed, p.ID, frame)
			c.Label = k.title
			return c, err
		}
		return edit.Sequence(d.ed, k.title, func(ed *edition.Edition) (edit.Change, error) {
			c := edit.AddStory(ed, &edition.Story{Kind: edition.News, Priority: 3, Paras: []*edition.Para{
				{ID: "p1", Role: edition.Headline, Text: wNewHeadline.ZH}, {ID: "p2", Role: edition.Body}}})
			frame.Story = c.Ops[0].Story.After.ID
			return c, nil
		}, func(ed *edition.Edition) (edit.Change, error) { return edit.AddFrame(ed, p.ID, frame) })
	})
	if ok && fresh {
		d.story = frame.Story
	}
	d.showPanel("properties")
}

// inserts adds what can be inserted to a menu.
func (m *menuMaker) inserts() {
	for _, k := range blockKinds() {
		m.add(k.id)
	}
}

// masters adds the choice of a master page to a menu.
func (m *menuMaker) masters() {
	d := m.d
	p := d.pageNow()
	for i := range d.ed.House.Masters {
		name := d.ed.House.Masters[i].Name
		m.do(words.Text{ZH: name, EN: name}, p.Master == name, func() { d.do(edit.ApplyMaster(d.ed, p.ID, name)) })
	}
	m.line()
	m.add("master-keep", "master-update", "master-detach")
}

// insertCommands draw new blocks and apply master pages.
func insertCommands() []*command {
	var out []*command
	for i, k := range blockKinds() {
		out = append(out, &command{id: k.id, menu: &wInsert, group: i / 5, title: k.title, key: k.key, run: func(d *Desk) { d.draws(k) },
			enabled: func(d *Desk) bool { return hasPage(d) && writes(d) && (k.can == nil || k.can(d)) },
			on:      func(d *Desk) bool { return d.view.Tool() == pageview.Draw && d.drawing.id == k.id }})
	}
	has := func(d *Desk) bool { p := d.pageNow(); return p != nil && p.Master != "" && writes(d) }
	return append(out,
		&command{id: "master-keep", menu: &wLayout, group: 3, title: wMasterKeep, enabled: func(d *Desk) bool { return hasPage(d) && writes(d) }, run: func(d *Desk) {
			p := d.pageNow()
			d.do(edit.SetMaster(d.ed, edit.MasterOf(p, d.freeMaster(p.Name))), nil)
		}},
		&command{id: "master-apply", menu: &wLayout, group: 3, title: wMasterApply, run: (*Desk).askMaster,
			enabled: func(d *Desk) bool { return hasPage(d) && writes(d) && len(d.ed.House.Masters) > 0 }},
		&command{id: "master-update", menu: &wLayout, group: 3, title: wMasterUpdate, enabled: has, run: func(d *Desk) { d.do(edit.ReapplyMaster(d.ed, d.pageNow().Master)) }},
		&command{id: "master-detach", menu: &wLayout, group: 3, title: wMasterDetach, enabled: has, run: func(d *Desk) { d.do(edit.DetachMaster(d.ed, d.page)) }},
		&command{id: "free-master", menu: &wFrame, group: 4, title: wMasterFree, enabled: func(d *Desk) bool { f := d.frameNow(); return f != nil && f.Master != "" && writes(d) },
			run: func(d *Desk) { d.do(edit.FreeFrame(d.ed, d.page, d.frameNow().ID)) }},
	)
}

// freeMaster answers a name for a new master page.
func (d *Desk) freeMaster(name string) string {
	if name == "" {
		name = d.say(wMaster)
	}
	for n, try := 2, name; ; n++ {
		if d.ed.House.MasterNamed(try) == nil {
			return try
		}
		try = name + " " + itoa(n)
	}
}

// askMaster lets one of the title's master pages be chosen, in a menu over the page.
func (d *Desk) askMaster() {
	m := &menuMaker{d: d}
	m.masters()
	area := d.pageNow().Format.TypeArea
	d.popUp(m.items, d.view.WindowAt(area.Min()))
}
