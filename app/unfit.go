package app

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
)

// remedy is what is done about a story that does not fit on a proposal. The zero remedy leaves it over, to be seen to on
// the page.
type remedy struct {
	jump int  // the number of the page that the rest of it runs on to; 0 is none
	cut  bool // its text is opened, to be made shorter
	drop bool // it is taken off the page and stays in the list
}

// unfitPanel says, story by story, what does not fit on the proposal shown, with what can be done about each.
type unfitPanel struct {
	d    *Desk
	box  *fyne.Container
	done map[string]remedy // of the proposal shown
}

func newUnfitPanel(d *Desk) *unfitPanel { return &unfitPanel{d: d, box: container.NewVBox()} }

// show fills the panel for a proposal; what was chosen for another is forgotten.
func (p *unfitPanel) show(o Proposal) {
	d := p.d
	p.done = map[string]remedy{}
	p.box.RemoveAll()
	if len(o.Cut)+len(o.Out) == 0 {
		p.box.Hide()
		return
	}
	rows := container.New(fynelayout.NewCustomPaddedVBoxLayout(3), newInk(d.say(wProposalChoice), theme.ColorNamePlaceHolder, theme.SizeNameCaptionText, false))
	for _, c := range o.Cut {
		names, ways := p.ways(c)
		sel := widget.NewSelect(names, nil)
		sel.SetSelected(names[0])
		sel.OnChanged = func(string) { p.done[c.Story] = ways[max(0, sel.SelectedIndex())] }
		rows.Add(newInk(d.say(wProposalCut.F(d.slugOf(c.Story), c.Lines)), theme.ColorNameForeground, theme.SizeNameCaptionText, false))
		rows.Add(sel)
	}
	for _, id := range o.Out {
		rows.Add(newInk(d.say(wProposalOut.F(d.slugOf(id))), theme.ColorNameForeground, theme.SizeNameCaptionText, false))
	}
	list := container.NewVScroll(rows)
	list.SetMinSize(fyne.NewSize(0, min(rows.MinSize().Height, 220)))
	p.box.Add(widget.NewSeparator())
	p.box.Add(container.New(fynelayout.NewCustomPaddedLayout(4, 4, 10, 10), list))
	p.box.Show()
}

// ways answers what can be done about a story that is over: nothing yet, its rest to another page, shorter, off the page.
func (p *unfitPanel) ways(c StoryOver) ([]string, []remedy) {
	d := p.d
	names, ways := []string{d.say(wUnfitLeave), d.say(wUnfitCut.F(c.Lines)), d.say(wUnfitDrop)}, []remedy{{}, {cut: true}, {drop: true}}
	if d.deps.RunOn == nil {
		return names, ways
	}
	want := 0
	if st := d.ed.Story(c.Story); st != nil {
		want = st.Jump
	}
	var pages []int
	for _, pg := range d.ed.Pages {
		if pg.ID != d.page {
			pages = append(pages, pg.Number)
		}
	}
	if i := slices.Index(pages, want); i > 0 { // the page it has leave for is named first
		pages = append([]int{want}, slices.Delete(pages, i, i+1)...)
	}
	for _, n := range pages {
		names, ways = append(names, d.say(wUnfitJump.F(n))), append(ways, remedy{jump: n})
	}
	return names, ways
}

// useWith makes a proposal the page together with what was chosen for the stories that do not fit on it: one step, and
// one undo takes all of it back.
func (d *Desk) useWith(o offer, done map[string]remedy) {
	ed, gen := d.ed, d.gen
	steps := []func(*edition.Edition) (edit.Change, error){func(*edition.Edition) (edit.Change, error) { return o.change, nil }}
	var shorter []StoryOver
	var refused []int
	jumps := false
	for _, c := range o.Cut {
		switch r := done[c.Story]; {
		case r.drop:
			steps = append(steps, func(ed *edition.Edition) (edit.Change, error) { return edit.UnplaceStory(ed, c.Story) })
		case r.cut:
			shorter = append(shorter, c)
		case r.jump > 0:
			jumps = true
		}
	}
	if !jumps {
		c, err := edit.Sequence(ed, wJobMakeup, steps...)
		if d.useChange(c, err) {
			d.toShorten(shorter)
		}
		return
	}
	var change edit.Change
	d.run(wJobMakeup, func(ctx context.Context, _ func(int, int)) error {
		for _, c := range o.Cut {
			if to := done[c.Story].jump; to > 0 {
				steps = append(steps, func(ed *edition.Edition) (edit.Change, error) {
					c, ok, err := d.deps.RunOn(ctx, ed, c.Story, to)
					if err == nil && !ok {
						refused = append(refused, to)
					}
					return c, err
				})
			}
		}
		var err error
		change, err = edit.Sequence(ed, wJobMakeup, steps...)
		return err
	}, func(err error) {
		if err == nil && gen != d.gen {
			err = edit.ErrConflict
		}
		if d.useChange(change, err) {
			d.toShorten(shorter)
			if len(refused) > 0 {
				d.info(wMakeup, wUnfitNoRoom.F(refused[0]))
			}
		}
	})
}

// useChange commits a made-up page.
func (d *Desk) useChange(c edit.Change, err error) bool {
	c.Label = wJobMakeup
	if !d.do(c, err) {
		return false
	}
	d.selected = ""
	d.view.SetSelected("")
	return true
}

// toShorten opens the text of the first of the stories that are to be made shorter and says by how many lines.
func (d *Desk) toShorten(stories []StoryOver) {
	if len(stories) == 0 {
		return
	}
	c := stories[0]
	d.story, d.caret = c.Story, pageview.Hit{}
	d.changed()
	d.editHere()
	d.note(wUnfitShorten.F(d.slugOf(c.Story), c.Lines))
}
