package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"dayang/app/editor/galley"
	"dayang/internal/edition"
	"dayang/internal/importer"
)

var (
	wRevisions     = w("修订痕迹", "Revision Marks")
	wRevisionsNow  = w("从现在起记修订", "Mark Revisions from Now On")
	wRevisionNext  = w("下一处修订", "Next Revision")
	wRevisionPrev  = w("上一处修订", "Previous Revision")
	wRevisionNone  = w("这篇稿件没有改动过。", "This story has not been changed.")
	wRevisionNoted = w("从现在起，每处改动都有痕迹。", "From now on every change leaves its mark.")
	wWas           = w("原文：%s", "Was: %s")
	wWasNothing    = w("原文没有这些字", "These characters are new")
	wRestore       = w("恢复原文", "Restore the Original")
)

// revisionCommands show what was changed in the story in hand. Without another beginning, changes count from the state
// in which the edition was opened.
func revisionCommands() []*command {
	marked := func(d *Desk) bool { return hasStory(d) && d.revising }
	return []*command{
		{id: "revisions", menu: &wProof, group: 4, title: wRevisions, key: fyne.KeyR, mod: ctrl | shift, enabled: open, on: func(d *Desk) bool { return d.revising }, run: (*Desk).toggleRevisions},
		{id: "next-revision", menu: &wProof, group: 4, title: wRevisionNext, key: fyne.KeyF3, enabled: marked, run: func(d *Desk) { d.stepRevision(false) }},
		{id: "prev-revision", menu: &wProof, group: 4, title: wRevisionPrev, key: fyne.KeyF3, mod: shift, enabled: marked, run: func(d *Desk) { d.stepRevision(true) }},
		{id: "revisions-now", menu: &wProof, group: 4, title: wRevisionsNow, enabled: open, run: (*Desk).reviseFromNow},
	}
}

func (d *Desk) toggleRevisions() {
	d.revising = !d.revising
	if d.revising && hasStory(d) {
		d.frame.showText()
	}
	d.changed()
}

func (d *Desk) reviseFromNow() {
	d.flush()
	d.origin, d.revising = d.ed, true
	d.note(wRevisionNoted)
	d.changed()
}

// originOf answers the story that revisions are shown against, or nil.
func (d *Desk) originOf(id string) *edition.Story {
	if !d.revising || d.origin == nil {
		return nil
	}
	return d.origin.Story(id)
}

func (d *Desk) stepRevision(back bool) {
	t := d.frame.text
	d.frame.showText()
	d.frame.refresh()
	if !t.ed.G.NextRevision(back) {
		d.note(wRevisionNone)
		return
	}
	d.win.Canvas().Focus(t.ed)
	t.ed.Moved()
}

// revisionItems are what the editor's menu says of the revision at the caret.
func (t *textPanel) revisionItems() []*fyne.MenuItem {
	from, _ := t.ed.G.Selection()
	r, ok := t.ed.G.RevisionAt(from)
	if !ok {
		return nil
	}
	d := t.d
	said := wWasNothing
	if r.Was != "" {
		said = wWas.F(r.Was)
	}
	head := fyne.NewMenuItem(cutTo(d.say(said), 320, theme.Size(theme.SizeNameText), fyne.TextStyle{}), nil)
	head.Disabled = true
	return []*fyne.MenuItem{head, fyne.NewMenuItem(d.say(wRestore), func() {
		if err := t.ed.G.Restore(r); err != nil {
			d.fail(err)
		}
		t.ed.Moved()
	}), fyne.NewMenuItemSeparator()}
}

// clipWait is how long a paste waits for the program that copied: it answers within a few milliseconds, or hangs.
const clipWait = 250 * time.Millisecond

// richClip asks the clipboard's owner for HTML, off the UI goroutine: the owner may be this window.
func (d *Desk) richClip() func(plain string, done func(galley.Clip, bool)) {
	if d.deps.ClipboardHTML == nil {
		return nil
	}
	return func(plain string, done func(galley.Clip, bool)) {
		d.working.Add(1)
		go func() {
			defer d.working.Done()
			var clip galley.Clip
			ok := false
			err := d.guarded("paste", func() error {
				ctx, cancel := context.WithTimeout(context.Background(), clipWait)
				defer cancel()
				data, err := d.deps.ClipboardHTML(ctx)
				if err != nil {
					return nil // there is none: the text is pasted
				}
				var paras []importer.Pasted
				if paras, ok = importer.Clip(data, plain); ok {
					clip = clipOf(paras)
				}
				return nil
			})
			if err != nil {
				d.log.Warn("paste", "err", err)
			}
			d.post(func() {
				if !d.closed {
					done(clip, ok)
				}
			})
		}()
	}
}

// clipOf writes paragraphs as the editor's clipboard has them.
func clipOf(paras []importer.Pasted) galley.Clip {
	var c galley.Clip
	for i, p := range paras {
		if i > 0 {
			c.Text += "\n"
		}
		c.Text += p.Text
		for _, s := range p.Bold {
			c.Spans = append(c.Spans, galley.ClipSpan{Line: i, From: s.From, To: s.To, Style: s.Style})
		}
	}
	return c
}
