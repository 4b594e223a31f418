package app

import (
	"strings"

	"fyne.io/fyne/v2"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/importer"
	"dayang/layout/geom"
)

// clipPicture is a picture that was copied with blocks: the clipboard's text does not hold its bytes.
type clipPicture struct {
	name string
	data []byte
}

// mostCopied bounds the bytes of pictures that are kept when blocks are copied.
const mostCopied = 256 << 20

// copyFrames puts the selected blocks on the clipboard.
func (d *Desk) copyFrames() bool {
	frames := d.framesNow()
	if len(frames) == 0 {
		return false
	}
	d.flush()
	clip, err := edit.CopyFrames(d.ed, d.page, idsOf(frames))
	if err != nil {
		d.fail(err)
		return false
	}
	d.app.Clipboard().SetContent(clip.Text())
	d.clipped = map[string]clipPicture{}
	kept := 0
	for _, p := range clip.Pictures {
		data, err := d.store.PictureBytes(p.ID)
		if err != nil || kept+len(data) > mostCopied {
			d.log.Warn("picture not copied", "name", p.Name, "err", err)
			continue
		}
		kept += len(data)
		d.clipped[p.ID] = clipPicture{p.Name, data}
	}
	return true
}

// cutFrames puts the selected blocks on the clipboard and takes them off the page.
func (d *Desk) cutFrames() {
	if !d.copyFrames() {
		return
	}
	d.do(edit.DeleteFrames(d.ed, d.page, idsOf(d.looseNow())))
}

// paste puts what is on the clipboard on the page: blocks beside where they came from, or exactly there; text becomes
// a story that is not placed yet.
func (d *Desk) paste(inPlace bool) {
	p := d.pageNow()
	text := d.app.Clipboard().Content()
	clip, err := edit.ReadClip(text)
	switch {
	case err != nil && strings.TrimSpace(text) != "":
		d.pasteText(text)
	case err != nil:
		d.note(wNothingToPaste)
	default:
		by := geom.Point{}
		for _, f := range clip.Frames {
			for _, g := range p.Frames {
				if !inPlace && f.Rect == g.Rect { // they would hide what they were copied from
					by = geom.Point{X: p.Format.Body, Y: p.Format.Leading}
				}
			}
		}
		d.pasteClip(clip, onto(clip.Bounds().Move(by), p.Format.Trim).Sub(clip.Bounds().Min()))
	}
}

// onto answers where the corner of a rectangle is to be so that it is seen on the page.
func onto(r geom.Rect, trim geom.Size) geom.Point {
	return geom.Point{X: max(min(r.X, trim.W-r.W), min(r.X, 0)), Y: max(min(r.Y, trim.H-r.H), min(r.Y, 0))}
}

// pasteAt puts copied blocks with their corner at a place of the page.
func (d *Desk) pasteAt(at geom.Point) {
	clip, err := edit.ReadClip(d.app.Clipboard().Content())
	if err != nil {
		d.paste(false)
		return
	}
	d.pasteClip(clip, at.Sub(clip.Bounds().Min()))
}

// pasteClip puts a clip on the page. Pictures come along as bytes from this window; from elsewhere their places stay
// empty, and that is said.
func (d *Desk) pasteClip(clip edit.Clip, by geom.Point) {
	d.flush()
	brought, left := map[string]string{}, 0
	var kept []*edition.Picture
	for _, pic := range clip.Pictures {
		have, ok := d.clipped[pic.ID]
		switch {
		case d.ed.Picture(pic.ID) != nil:
			kept = append(kept, pic)
		case ok:
			got, err := d.store.AddPicture(have.name, have.data)
			if err != nil {
				d.fail(err)
				return
			}
			brought[pic.ID] = got.ID
			kept = append(kept, &got)
		default:
			brought[pic.ID] = ""
			left++
		}
	}
	d.ed = d.store.Edition()
	clip.Pictures = kept
	renamePictures(&clip, brought)
	if d.pasted(func() (edit.Change, error) { return edit.PasteFrames(d.ed, d.page, clip, by) }) && left > 0 {
		d.note(wPicturesLeft.F(left))
	}
}

// renamePictures has a clip name its pictures as the edition that it comes to does.
func renamePictures(c *edit.Clip, is map[string]string) {
	name := func(id string) string {
		if now, ok := is[id]; ok {
			return now
		}
		return id
	}
	for i, f := range c.Frames {
		g := *f
		g.Picture = name(f.Picture)
		if f.Furniture != nil && f.Furniture.Ad != "" {
			ad := *f.Furniture
			ad.Ad = name(ad.Ad)
			g.Furniture = &ad
		}
		c.Frames[i] = &g
	}
	for i, s := range c.Stories {
		c.Stories[i] = renamed(s, is)
	}
}

// pasteText makes a story of plain text, as if it had been imported.
func (d *Desk) pasteText(text string) {
	got, err := importer.Text(d.say(wPastedText), []byte(text))
	if err != nil || len(got.Stories) == 0 {
		d.note(wNothingToPaste)
		return
	}
	d.flush()
	var steps []func(*edition.Edition) (edit.Change, error)
	for _, s := range got.Stories {
		steps = append(steps, func(ed *edition.Edition) (edit.Change, error) { return edit.AddStory(ed, s), nil })
	}
	if d.do(edit.Sequence(d.ed, wPasteFrames, steps...)) {
		d.pickStory(d.ed.Stories[len(d.ed.Stories)-1].ID)
		d.note(wPastedStory)
	}
}

// clipboardCommands carry blocks from page to page and from edition to edition.
func clipboardCommands() []*command {
	some := func(d *Desk) bool { return len(d.framesNow()) > 0 }
	can := func(d *Desk) bool { return hasPage(d) && writes(d) }
	return []*command{
		{id: "cut", menu: &wEdit, group: 2, title: wCutFrames, key: fyne.KeyX, mod: ctrl, enabled: func(d *Desk) bool { return len(d.looseNow()) > 0 }, run: (*Desk).cutFrames},
		{id: "copy", menu: &wEdit, group: 2, title: wCopyFrames, key: fyne.KeyC, mod: ctrl, enabled: some, run: func(d *Desk) { d.copyFrames() }},
		{id: "paste", menu: &wEdit, group: 2, title: wPasteFrames, key: fyne.KeyV, mod: ctrl, enabled: can, run: func(d *Desk) { d.paste(false) }},
		{id: "paste-in-place", menu: &wEdit, group: 2, title: wPasteInPlace, key: fyne.KeyV, mod: ctrl | shift, enabled: can, run: func(d *Desk) { d.paste(true) }},
	}
}
