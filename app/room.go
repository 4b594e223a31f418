package app

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/layout/geom"
)

// Room is how a page stands after others made room for what the hand put on it.
type Room struct {
	Change   edit.Change // the hand's move and what followed from it
	Over     []StoryOver // what does not fit now
	Overlaps int         // blocks that lie over one another all the same
}

// StoryOver is how many lines of a story do not fit.
type StoryOver struct {
	Story string
	Lines int
}

// prefRoom keeps whether others make room for what is dropped.
const prefRoom = "make-room"

// makesRoom reports whether what is dropped now would make the others give way. Its key turns it over while blocks are
// in the hand; a modifier could not, since Alt by itself opens the menu bar and the others have a meaning.
func (d *Desk) makesRoom() bool { return d.deps.MakeRoom != nil && d.app.Preferences().Bool(prefRoom) }

// moveHint is what stands beside blocks in the hand.
func (d *Desk) moveHint() string {
	if d.makesRoom() {
		return d.say(wOthersGiveWay)
	}
	return ""
}

// dropped takes blocks that the hand moved: where they are told, or with the others giving way.
func (d *Desk) dropped(placed []pageview.Placed) {
	p := d.pageNow()
	if p == nil {
		return
	}
	if !d.makesRoom() {
		d.setRects(wMove, placed)
		return
	}
	var hand []*edition.Frame
	for _, one := range placed {
		f := *p.Frame(one.ID)
		f.Rect = one.Rect
		if f.Kind != edition.StoryFrame && f.Kind != edition.PictureFrame {
			d.setRects(wMove, placed) // furniture, rules and boxes stand where they are put
			return
		}
		hand = append(hand, &f)
	}
	d.giveWay(edit.Change{}, hand)
}

// giveWay has the other stories of the page make room for blocks, on a worker; before is done first, in the same step.
func (d *Desk) giveWay(before edit.Change, hand []*edition.Frame) {
	d.flush()
	ed, gen, page := d.ed, d.gen, d.page
	if !before.Empty() {
		var err error
		if ed, err = before.Apply(ed); err != nil {
			d.fail(err)
			d.restore()
			return
		}
	}
	var room Room
	d.run(wJobRoom, func(ctx context.Context, _ func(int, int)) (err error) {
		room, err = d.deps.MakeRoom(ctx, ed, page, hand)
		return err
	}, func(err error) {
		switch {
		case err == nil && gen != d.gen:
			err = edit.ErrConflict
			fallthrough
		case err != nil:
			d.fail(err)
			d.restore()
			return
		}
		was := d.ed.Page(page)
		if !d.do(edit.Compound(wJobRoom, before, room.Change), nil) {
			return
		}
		var ids []string
		for _, f := range hand {
			for _, g := range d.ed.Page(page).Frames {
				if g.ID == f.ID || g.Story == f.Story && g.Story != "" && g.Kind == f.Kind {
					ids = append(ids, g.ID)
					break
				}
			}
		}
		d.selectFrames(ids...)
		d.tellRoom(was, room, ids)
	})
}

// tellRoom says in the status bar what making room did, and what is over now.
func (d *Desk) tellRoom(was *edition.Page, room Room, hand []string) {
	moved := 0
	for _, f := range d.ed.Page(was.ID).Frames {
		old := was.Frame(f.ID)
		for _, id := range hand {
			if id == f.ID {
				old = nil
			}
		}
		if old != nil && old.Rect != f.Rect {
			moved++
		}
	}
	var over []string
	for _, o := range room.Over {
		if s := d.ed.Story(o.Story); s != nil {
			over = append(over, d.say(wStoryOver.F(cutRunes(d.title(s), 12), o.Lines)))
		}
	}
	switch {
	case room.Overlaps > 0:
		d.note(wRoomOverlaps.F(room.Overlaps))
	case len(over) > 0:
		d.note(wRoomOver.F(moved, strings.Join(over, d.say(wListComma))))
	default:
		d.note(wRoomMade.F(moved))
	}
}

// roomFor puts a story on the page with the others giving way.
func (d *Desk) roomFor(story string, r geom.Rect) {
	pg, fr := d.frameOf(story)
	f := edition.Frame{Kind: edition.StoryFrame, Story: story, Head: edition.HeadTop}
	var before edit.Change
	if fr != nil {
		f = *fr
		if pg.ID != d.page {
			var err error
			if before, err = edit.UnplaceStory(d.ed, story); err != nil {
				d.fail(err)
				return
			}
			f.ID, f.Group = "", ""
		}
	}
	f.Rect = r
	d.giveWay(before, []*edition.Frame{&f})
}

// roomCommands choose what a drop does.
func roomCommands() []*command {
	return []*command{
		{id: "make-room", menu: &wLayout, title: wMakeRoom, key: fyne.KeyR, icon: iconRoom, bar: 3, enabled: func(d *Desk) bool { return hasPage(d) && d.deps.MakeRoom != nil },
			on:  func(d *Desk) bool { return d.app.Preferences().Bool(prefRoom) },
			run: func(d *Desk) { d.app.Preferences().SetBool(prefRoom, !d.app.Preferences().Bool(prefRoom)) }},
	}
}
