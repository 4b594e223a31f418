package app

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/repair"
	"dayang/internal/words"
)

var (
	wMend        = w("修复来稿…", "Repair Manuscript…")
	wMendTitle   = w("修复来稿", "Repair Manuscript")
	wMendIt      = w("照选中的改", "Make the Chosen Ones")
	wMendOf      = w("“%s”", "“%s”")
	wMendAll     = w("全部 %d 篇稿件", "All stories: %d")
	wMendSure    = w("有把握的", "Sure")
	wMendDoubt   = w("拿不准的，选中才改", "Doubtful: made only if chosen")
	wMendLook    = w("改不了的，请核对", "For you to look at")
	wMendMarks   = w("半角标点、直引号改正，%d 处。", "Half-width marks and straight quotes set right: %d.")
	wMendNothing = w("没有要修复的：标点、断段和次序都好。", "Nothing to repair: marks, paragraphs and their order are sound.")
	wMended      = w("修复了 %d 处。", "Repairs made: %d.")
	wMendInStory = w("《%s》%s", "%s: %s")
	wJobMend     = w("查来稿的断段和次序", "Looking for broken paragraphs")
)

// mendKey tells one proposal of repair from another.
type mendKey string

func mendKeyOf(e repair.Edit) mendKey {
	if e.Kind == repair.Mark { // they are taken together
		return mendKey("mark " + e.Story)
	}
	return mendKey(fmt.Sprintf("%s %s %s %d %s %d", e.Kind, e.Story, e.Para, e.From, e.NextPara, e.Next))
}

// mendBox shows what repair proposes for stories.
type mendBox struct {
	d       *Desk
	stories []*edition.Story
	chosen  map[mendKey]*widget.Check
	make    *widget.Button
	box     *dialog.CustomDialog
}

// askMend looks through the story at hand, or through all of them, and shows what repair proposes.
func (d *Desk) askMend() {
	if d.ed == nil || d.deps.Words == nil {
		return
	}
	d.flush()
	stories, of := d.ed.Stories, wMendAll.F(len(d.ed.Stories))
	if s := d.storyNow(); s != nil {
		stories, of = []*edition.Story{s}, wMendOf.F(d.title(s))
	}
	var found repair.Report
	d.run(wJobMend, func(ctx context.Context, _ func(int, int)) error {
		seg, err := d.deps.Words()
		if err != nil {
			return err
		}
		_, found = repair.Stories(stories, seg)
		return ctx.Err()
	}, func(err error) {
		if err != nil {
			d.fail(err)
			return
		}
		if len(found.Edits) == 0 {
			d.info(wMendTitle, wMendNothing)
			return
		}
		d.showMend(stories, of, found)
	})
}

// showMend lists proposals: the sure ones are chosen, the doubtful ones are not, and what only a person can mend stands
// last.
func (d *Desk) showMend(stories []*edition.Story, of words.Text, found repair.Report) *mendBox {
	b := &mendBox{d: d, stories: stories, chosen: map[mendKey]*widget.Check{}}
	var lists [3][]fyne.CanvasObject
	marks := map[string]int{}
	for _, e := range found.Edits {
		if e.Kind == repair.Mark {
			marks[e.Story]++
		}
	}
	for _, e := range found.Edits {
		text := e.Message
		if e.Kind == repair.Mark {
			text = wMendMarks.F(marks[e.Story])
		}
		if s := d.ed.Story(e.Story); s != nil && len(stories) > 1 {
			text = wMendInStory.F(cutRunes(d.title(s), 14), text)
		}
		switch e.Kind {
		case repair.Duplicate, repair.Headless, repair.Open:
			lists[2] = append(lists[2], newRemark(d, text))
			continue
		}
		if b.chosen[mendKeyOf(e)] != nil {
			continue
		}
		c := widget.NewCheck("", func(bool) { b.judge() })
		c.Checked = !e.Ask
		b.chosen[mendKeyOf(e)] = c
		line := container.NewBorder(nil, nil, container.NewVBox(c), nil, newRemark(d, text))
		if e.Ask {
			lists[1] = append(lists[1], line)
		} else {
			lists[0] = append(lists[0], line)
		}
	}
	body := container.NewVBox()
	for i, head := range []words.Text{wMendSure, wMendDoubt, wMendLook} {
		if len(lists[i]) > 0 {
			body.Add(newInk(d.say(head), theme.ColorNameForeground, theme.SizeNameText, true))
			for _, o := range lists[i] {
				body.Add(o)
			}
		}
	}
	b.make = widget.NewButton(d.say(wMendIt), b.apply)
	b.make.Importance = widget.HighImportance
	title := widget.NewLabel(d.say(of))
	title.Wrapping = d.wrap()
	b.box = dialog.NewCustomWithoutButtons(d.say(wMendTitle), container.NewBorder(title, nil, nil, nil, container.NewVScroll(container.NewPadded(body))), d.win)
	b.box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), func() { b.box.Hide() }), b.make})
	b.judge()
	size := d.win.Canvas().Size()
	d.presentWith(b.box, fyne.NewSize(min(680, size.Width-60), min(float32(170+34*(len(body.Objects))), size.Height-80)), onReturn(b.apply))
	return b
}

// newRemark is a line of text that wraps.
func newRemark(d *Desk, t words.Text) *widget.Label {
	l := widget.NewLabel(d.say(t))
	l.Wrapping = d.wrap()
	return l
}

// judge lets the button be pressed if something is chosen.
func (b *mendBox) judge() {
	if b.make == nil {
		return
	}
	for _, c := range b.chosen {
		if c.Checked {
			b.make.Enable()
			return
		}
	}
	b.make.Disable()
}

// apply makes what is chosen, as one step.
func (b *mendBox) apply() {
	if b.make.Disabled() {
		return
	}
	d := b.d
	take := map[mendKey]bool{}
	for k, c := range b.chosen {
		take[k] = c.Checked
	}
	b.box.Hide()
	var mended []*edition.Story
	var made repair.Report
	d.run(wJobMend, func(ctx context.Context, _ func(int, int)) error {
		seg, err := d.deps.Words()
		if err != nil {
			return err
		}
		mended, made = repair.StoriesAs(b.stories, seg, func(e repair.Edit) bool {
			yes, asked := take[mendKeyOf(e)]
			return yes || !asked && !e.Ask // what only follows from what was chosen
		})
		return ctx.Err()
	}, func(err error) {
		if err != nil {
			d.fail(err)
			return
		}
		var changes []edit.Change
		for i, s := range mended {
			if d.ed == nil || d.ed.Story(s.ID) != b.stories[i] {
				d.fail(edit.ErrConflict) // it was written on meanwhile
				return
			}
			c, err := edit.SetStory(d.ed, s)
			if err != nil {
				d.fail(err)
				return
			}
			if len(c.Ops) > 0 {
				changes = append(changes, c)
			}
		}
		if len(changes) == 0 || !d.do(edit.Compound(wMendTitle, changes...), nil) {
			return
		}
		n := 0
		for _, k := range made.Made {
			n += k
		}
		d.note(wMended.F(n))
	})
}

// mendCommands are the commands of this part.
func mendCommands() []*command {
	return []*command{
		{id: "mend", menu: &wProof, group: 3, title: wMend, run: (*Desk).askMend,
			enabled: func(d *Desk) bool { return open(d) && d.deps.Words != nil && !d.busy(wJobMend) }},
	}
}
