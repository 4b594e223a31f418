package app

import (
	"context"
	"errors"
	"image"
	"image/color"
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

	"dayang/app/pageview"
	"dayang/internal/finding"
	"dayang/internal/redcheck"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// comparison is two proofs of a page that are compared.
type comparison struct {
	page           string
	from, to       words.Text
	before, after  redcheck.Proof
	now            bool // the later one is the page as it is on the desk, and is followed
	gen            int  // of the composition that after was taken from
	result         redcheck.Result
	current        int // of its lines; −1 none
	beforeMissing  bool
	fromID, toSnap int64
}

// compareLine is one line of the list: a change, or a flag that was not carried out.
type compareLine struct {
	change *redcheck.Change
	undone *redcheck.Undone
}

func (c *comparison) lines() []compareLine {
	if c == nil {
		return nil
	}
	var out []compareLine
	for i := range c.result.Undone {
		out = append(out, compareLine{undone: &c.result.Undone[i]})
	}
	for _, asked := range []bool{false, true} { // what nobody asked for first
		for i := range c.result.Changes {
			if ch := &c.result.Changes[i]; (len(ch.Asked) > 0) == asked {
				out = append(out, compareLine{change: ch})
			}
		}
	}
	return out
}

// kept answers the states of the edition that were kept, newest first.
func (d *Desk) kept() []store.Snapshot {
	if d.store == nil {
		return nil
	}
	all, err := d.store.Snapshots()
	if err != nil {
		d.fail(err)
		return nil
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b store.Snapshot) int { return int(b.ID - a.ID) })
	return all
}

func snapName(s store.Snapshot) string { return strings.TrimSpace(s.Name + "　" + clockOf(s.At)) }

// toCompare opens the leaf and, with proofs to compare, compares the last one kept with the page now.
func (d *Desk) toCompare() {
	d.showPanel("compare")
	if all := d.kept(); len(all) > 0 && (d.comparing == nil || d.comparing.page != d.page) {
		d.compare(all[0], nil)
	}
}

// compare compares a kept proof of the page on the view with another one, or with the page now for nil.
func (d *Desk) compare(from store.Snapshot, to *store.Snapshot) {
	d.flush()
	pg := d.pageNow()
	if pg == nil {
		return
	}
	c := &comparison{page: pg.ID, from: words.Text{ZH: snapName(from), EN: snapName(from)}, to: wNow, now: to == nil, current: -1, fromID: from.ID}
	if to != nil {
		c.to, c.toSnap = words.Text{ZH: snapName(*to), EN: snapName(*to)}, to.ID
	}
	st := d.store
	compose := d.deps.Compose
	d.run(wJobCompare, func(ctx context.Context, _ func(int, int)) error {
		set := compose()
		proof := func(id int64) (redcheck.Proof, error) {
			ed, err := st.SnapshotAt(id)
			if err != nil {
				return redcheck.Proof{}, err
			}
			p := redcheck.Proof{Edition: ed}
			for _, q := range set(ed).Pages {
				if q.ID == c.page {
					p.Page = q
				}
			}
			return p, ctx.Err()
		}
		var err error
		if c.before, err = proof(from.ID); err == nil && to != nil {
			c.after, err = proof(to.ID)
		}
		return err
	}, func(err error) {
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				d.fail(err)
			}
			return
		}
		if d.store != st {
			return
		}
		d.comparing = c
		c.beforeMissing = c.before.Page.ID == ""
		if !c.now {
			c.result = redcheck.Compare(c.before, c.after)
		}
		d.followCompare()
		d.flags()
		d.changed()
	})
}

// followCompare compares again where the later proof is the page as it is and has changed.
func (d *Desk) followCompare() {
	c := d.comparing
	if c == nil || !c.now || d.ed == nil || d.setGen != d.gen || c.gen == d.setGen && c.after.Edition == d.ed {
		return
	}
	for _, p := range d.composed.Pages {
		if p.ID == c.page {
			c.after = redcheck.Proof{Edition: d.ed, Page: p}
			c.result = redcheck.Compare(c.before, c.after)
			c.gen = d.setGen
			c.current = min(c.current, len(c.lines())-1)
		}
	}
}

// compareMarks are what the comparison marks on the page of the view, while its leaf is open; ok is false if it is not.
func (d *Desk) compareMarks() (out []pageview.Flag, ok bool) {
	c := d.comparing
	if c == nil || d.frame == nil || !d.frame.bottomOn || d.frame.bottomBook.now() != "compare" || c.page != d.page || !c.now {
		return nil, false
	}
	for i, l := range c.lines() {
		f := pageview.Flag{Level: pageview.Error, Current: i == c.current}
		switch {
		case l.undone != nil:
			f.Areas, f.Level = l.undone.Areas, pageview.Note
		case len(l.change.Asked) > 0:
			f.Areas, f.Level = edges(l.change.Areas), pageview.Hint
		default:
			f.Areas = edges(l.change.Areas)
		}
		if len(f.Areas) > 0 {
			out = append(out, f)
		}
	}
	return out, true
}

// goToChange shows where a line of the comparison is.
func (d *Desk) goToChange(i int) {
	lines := d.comparing.lines()
	if i < 0 || i >= len(lines) {
		return
	}
	c := d.comparing
	c.current = i
	if c.page != d.page {
		d.turnTo(c.page)
	}
	areas := []geom.Rect(nil)
	if l := lines[i]; l.change != nil {
		areas = l.change.Areas
		if s := l.change.Story; s != "" && l.change.Para != "" && c.now && d.ed.Story(s) != nil {
			d.story = s
			d.frame.text.showPlace(finding.Place{Story: s, Para: l.change.Para, From: l.change.From, To: l.change.To})
		}
	} else {
		areas = l.undone.Areas
		d.flag = l.undone.Flag.ID
	}
	d.flags()
	if len(areas) > 0 && c.now {
		d.view.Reveal(areas[0])
	}
	d.changed()
}

// comparePanel is the leaf in which proofs are compared.
type comparePanel struct {
	d        *Desk
	from, to *choice
	snaps    []store.Snapshot
	sum      *ink
	list     *rowList
	rows     []compareLine
	empty    *ink
	go1, go2 *tool
	content  fyne.CanvasObject
}

// compareColumns is the widths of who asked, story, message.
var compareColumns = columnsLayout{widths: []float32{110, 170, 0}, gap: 8, height: 25}

func newComparePanel(d *Desk) *comparePanel {
	p := &comparePanel{d: d}
	p.from, p.to = newChoice(d, nil), newChoice(d, nil)
	p.sum = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	p.list = newRowList(d, func() int { return len(p.rows) }, func() fyne.CanvasObject { return newInkRow(compareColumns) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(p.rows) {
			showChange(d, o.(*inkRow), p.rows[i])
		}
	})
	p.list.move = func(by int) {
		if n := len(p.rows); n > 0 {
			d.goToChange((max(d.comparing.current, -1) + by + n) % n)
		}
	}
	p.list.OnSelected = func(i widget.ListItemID) {
		d.goToChange(i)
	}
	p.empty = newInk("", colourFaint, theme.SizeNameText, false)
	p.empty.align = fyne.TextAlignCenter
	p.go1 = d.newTool(nil, d.say(wCompareIt), "", p.compare)
	p.go2 = d.newTool(nil, strings.TrimSuffix(d.say(wSideBySide), "…"), "", d.showSideBySide)
	label := func(t words.Text) fyne.CanvasObject { return newInk(d.say(t), colourFaint, theme.SizeNameText, false) }
	row := container.New(tightRow{gap: 6}, label(wCompareFrom), container.New(fixedWidth(210), p.from), label(wCompareTo), container.New(fixedWidth(210), p.to), p.go1, p.go2, newGap(), p.sum)
	head := container.NewStack(newPaint(colourStripe), container.New(fynelayout.NewCustomPaddedLayout(1, 1, 8, 8), container.NewHScroll(row)))
	p.content = container.NewBorder(head, nil, nil, nil, container.NewStack(p.list, container.NewCenter(p.empty)))
	return p
}

func (p *comparePanel) compare() {
	i, j := p.from.SelectedIndex(), p.to.SelectedIndex()
	if i < 0 || i >= len(p.snaps) {
		return
	}
	if j <= 0 || j > len(p.snaps) {
		p.d.compare(p.snaps[i], nil)
		return
	}
	p.d.compare(p.snaps[i], &p.snaps[j-1])
}

func (p *comparePanel) refresh() {
	d := p.d
	snaps := d.kept()
	var names []string
	for _, s := range snaps {
		names = append(names, snapName(s))
	}
	later := append([]string{d.say(wNow)}, names...)
	if !slices.Equal(names, p.from.Options) || !slices.Equal(later, p.to.Options) {
		from, to := p.from.SelectedIndex(), p.to.SelectedIndex()
		p.snaps = snaps
		p.from.Options, p.to.Options = names, later
		p.from.show(-1)
		p.to.show(-1)
		p.from.show(min(max(from, 0), len(names)-1))
		p.to.show(max(to, 0))
		p.from.Refresh()
		p.to.Refresh()
	}
	p.go1.state(len(snaps) > 0 && hasPage(d), false)
	c := d.comparing
	d.followCompare()
	p.rows = c.lines()
	p.go2.state(c != nil && !c.beforeMissing && d.deps.Renderer != nil, false)
	sum, empty := "", d.say(wCompareNone)
	if len(snaps) == 0 {
		empty = d.say(wCompareNoBase)
	}
	if c != nil {
		switch {
		case c.beforeMissing:
			empty = d.say(wNoSuchPage)
			p.rows = nil
		case len(p.rows) == 0:
			empty = d.say(wCompareSame)
		default:
			empty = ""
			sum = d.say(wCompareSum.F(len(c.result.Changes), c.result.Unasked(), len(c.result.Undone)))
		}
	}
	if p.sum.text != sum {
		p.sum.set(sum, theme.ColorNameForeground)
		p.content.Refresh()
	}
	p.empty.set(empty, colourFaint)
	p.list.Refresh()
	if c != nil && c.current < len(p.rows) {
		p.list.show(c.current)
	} else {
		p.list.show(-1)
	}
}

// showChange shows one line of a comparison.
func showChange(d *Desk, r *inkRow, l compareLine) {
	c := d.comparing
	title := func(id string) string {
		if c == nil {
			return ""
		}
		for _, p := range []redcheck.Proof{c.after, c.before} {
			if p.Edition != nil {
				if s := p.Edition.Story(id); s != nil {
					return d.title(s)
				}
			}
		}
		return ""
	}
	if u := l.undone; u != nil {
		state := wNotDone
		if u.Said {
			state = wSaidDone
		}
		r.cells[0].set("？ "+d.say(state), theme.ColorNameWarning)
		r.cells[1].set(title(u.Flag.Story), theme.ColorNameForeground)
		text := d.say(workflow.MarkName(u.Flag.Mark)) + " " + cutRunes(u.Flag.Quote, 16)
		if u.Flag.Text != "" {
			text += " → " + cutRunes(u.Flag.Text, 16)
		}
		r.cells[2].set(strings.TrimSpace(text+"　"+u.Flag.Note), theme.ColorNameForeground)
		return
	}
	ch := l.change
	if len(ch.Asked) == 0 {
		r.cells[0].set("！ "+d.say(wUnasked), theme.ColorNameError)
	} else {
		r.cells[0].set("✓ "+d.say(wAskedBy.F(strings.Join(ch.Asked, "、"))), theme.ColorNameSuccess)
	}
	r.cells[1].set(title(ch.Story), theme.ColorNameForeground)
	r.cells[2].set(strings.ReplaceAll(d.say(ch.Message), "\u2028", " "), theme.ColorNameForeground)
}

// red is what changes are drawn in on a picture of a page; what was asked for is blue.
var (
	red   = color.NRGBA{0xd8, 0x1b, 0x1b, 255}
	blue  = color.NRGBA{0x15, 0x65, 0xc0, 255}
	amber = color.NRGBA{0xe0, 0x7b, 0x00, 255}
)

// outlined is an area of a page with the colour that it is marked in.
type outlined struct {
	area   geom.Rect
	colour color.NRGBA
}

// largeArea is from which height an area is marked by its edge alone, so that what is marked in it can be seen.
const largeArea = 25 * geom.MM

// edges answers the four edges of large areas, and small ones as they are.
func edges(areas []geom.Rect) []geom.Rect {
	const thick = geom.MM * 4 / 5
	var out []geom.Rect
	for _, r := range areas {
		if r.H <= largeArea {
			out = append(out, r)
			continue
		}
		out = append(out, geom.Rect{X: r.X, Y: r.Y, W: r.W, H: thick}, geom.Rect{X: r.X, Y: r.Bottom() - thick, W: r.W, H: thick},
			geom.Rect{X: r.X, Y: r.Y, W: thick, H: r.H}, geom.Rect{X: r.Right() - thick, Y: r.Y, W: thick, H: r.H})
	}
	return out
}

// outline draws areas of a page onto its picture.
func outline(img *image.RGBA, p display.Page, list []outlined) {
	scale := float64(img.Bounds().Dy()) / p.Trim.H.MM()
	for _, o := range list {
		r := image.Rect(int(o.area.X.MM()*scale)-1, int(o.area.Y.MM()*scale)-1, int(o.area.Right().MM()*scale)+2, int(o.area.Bottom().MM()*scale)+2).Intersect(img.Bounds())
		whole := o.area.H > largeArea // a whole block: its edge says enough
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				edge := x-r.Min.X < 2 || r.Max.X-x <= 2 || y-r.Min.Y < 2 || r.Max.Y-y <= 2
				share := 40
				if edge {
					share = 255
				} else if whole {
					continue
				}
				at := img.RGBAAt(x, y)
				mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-share) + int(b)*share) / 255) }
				img.SetRGBA(x, y, color.RGBA{mix(at.R, o.colour.R), mix(at.G, o.colour.G), mix(at.B, o.colour.B), 255})
			}
		}
	}
}

// showSideBySide shows both proofs beside each other, what differs marked on each.
func (d *Desk) showSideBySide() {
	c := d.comparing
	if c == nil || c.beforeMissing || d.deps.Renderer == nil {
		return
	}
	size := d.win.Canvas().Size()
	height := size.Height - 190
	var was, is []outlined
	for _, l := range c.lines() {
		if l.undone != nil {
			for _, a := range l.undone.Areas {
				is = append(is, outlined{a, amber})
			}
			continue
		}
		colour := red
		if len(l.change.Asked) > 0 {
			colour = blue
		}
		for _, a := range l.change.Was {
			was = append(was, outlined{a, colour})
		}
		for _, a := range l.change.Areas {
			is = append(is, outlined{a, colour})
		}
	}
	renderer := d.deps.Renderer(d.store)
	before, after := c.before.Page, c.after.Page
	px := int(height * 2) // twice as fine as shown, so that it can be looked at closely
	var left, right *image.RGBA
	d.run(wJobCompare, func(ctx context.Context, _ func(int, int)) error {
		left = thumbnail(renderer, before, px)
		outline(left, before, was)
		if err := ctx.Err(); err != nil {
			return err
		}
		right = thumbnail(renderer, after, px)
		outline(right, after, is)
		return ctx.Err()
	}, func(err error) {
		if err != nil || left == nil || right == nil {
			return
		}
		page := func(img image.Image, p display.Page, name words.Text) fyne.CanvasObject {
			pic := canvas.NewImageFromImage(img)
			pic.FillMode, pic.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
			w := height * float32(p.Trim.W.MM()/p.Trim.H.MM())
			pic.SetMinSize(fyne.NewSize(w, height))
			t := newInk(d.say(name), theme.ColorNameForeground, theme.SizeNameText, true)
			t.align = fyne.TextAlignCenter
			return container.NewBorder(t, nil, nil, nil, container.NewStack(newPaint(theme.ColorNameInputBorder), container.New(fynelayout.NewCustomPaddedLayout(1, 1, 1, 1), pic)))
		}
		sum := newInk(d.say(wCompareSum.F(len(c.result.Changes), c.result.Unasked(), len(c.result.Undone))), colourFaint, theme.SizeNameText, false)
		sum.align = fyne.TextAlignCenter
		body := container.NewBorder(nil, sum, nil, nil, container.NewCenter(container.NewHBox(page(left, before, wBeforeProof.F(c.from)), page(right, after, wAfterProof.F(c.to)))))
		box := dialog.NewCustom(d.say(wShowCompare), d.say(wClose), body, d.win)
		d.presentWith(box, fyne.NewSize(min(size.Width-40, 2*height*.78+60), size.Height-60), onReturn(box.Hide))
	})
}

// askMarkedProof asks where the marked proof shall be written.
func (d *Desk) askMarkedProof() {
	d.flush()
	d.askFiles(newFile, wMarkedTitle, wSaveIt, []string{".pdf"}, d.say(wMarkedName.F(d.baseName())), func(paths []string) { d.MarkedProofTo(paths[0]) })
}

// MarkedProofTo writes the marked proof as PDF, and beside it its list for spreadsheets.
func (d *Desk) MarkedProofTo(path string) {
	if d.ed == nil || d.deps.MarkedProof == nil {
		d.fail(errNoEdition)
		return
	}
	d.flush()
	ed, st, lang := d.ed, d.store, d.lang
	list := strings.TrimSuffix(path, filepath.Ext(path)) + " " + d.say(wListOfFindings) + ".csv"
	ignored := map[string]bool{}
	for k, v := range d.ignored {
		ignored[k] = v
	}
	passed := func(f finding.Finding) bool { return ignored[keyOf(f).String()] }
	box := d.progress(wJobMarked)
	j := d.run(wJobMarked, func(ctx context.Context, tell func(int, int)) error {
		return d.deps.MarkedProof(ctx, ed, st, passed, path, list, lang, func(done, total int) {
			tell(done, total)
			d.post(func() { box.tell(done, total) })
		})
	}, func(err error) {
		box.hide()
		if err != nil {
			d.fail(about{path, err})
			return
		}
		d.note(wMarkedWritten.F(filepath.Base(path), filepath.Base(list)))
	})
	box.cancel = j.cancel
}
