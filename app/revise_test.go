package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"dayang/internal/edition"
)

// TestRevisions: off at first, they count from the edition as it was opened; the menu says what stood there and puts it
// back; "from now on" begins anew.
func TestRevisions(t *testing.T) {
	s := newStage(t, nil).open()
	e := s.writing("s3", "p2", 3)
	was := s.text("s3", "p2")
	e.TypedRune('新')
	s.wait(time.Second)
	if n := len(e.G.Revisions()); n != 0 || s.d.Do("next-revision") {
		t.Errorf("%d revisions while they are off", n)
	}
	if !s.d.Do("revisions") {
		t.Fatal("the switch is off")
	}
	s.pump()
	if n := len(e.G.Revisions()); n != 1 {
		t.Fatalf("%d revisions, want 1", n)
	}
	e.Caret("p2", 0)
	if !s.d.Do("next-revision") || e.G.Selecting() != "新" {
		t.Errorf("the next revision is %q", e.G.Selecting())
	}
	items := s.d.frame.text.revisionItems()
	if len(items) != 3 || items[1].Label != "恢复原文" {
		t.Fatalf("the menu has %d items for it", len(items))
	}
	items[1].Action()
	s.wait(time.Second)
	if got := s.text("s3", "p2"); got != was {
		t.Errorf("restored to %q, was %q", got, was)
	}
	e.TypedRune('再')
	s.wait(time.Second)
	s.d.Do("revisions-now")
	s.pump()
	if n := len(e.G.Revisions()); n != 0 {
		t.Errorf("%d revisions after a new beginning", n)
	}
	e.TypedRune('改')
	s.wait(time.Second)
	if n := len(e.G.Revisions()); n != 1 {
		t.Errorf("%d revisions after one key, want 1", n)
	}
}

// TestPasteFromAWordProcessor: paragraphs and bold come along where the clipboard has them; where it has nothing, or
// the owner does not answer, the text comes.
func TestPasteFromAWordProcessor(t *testing.T) {
	var html string
	s := newStage(t, func(d *Deps) {
		d.ClipboardHTML = func(ctx context.Context) ([]byte, error) {
			if html == "" {
				return nil, errors.New("none")
			}
			return []byte(html), nil
		}
	}).open()
	paste := func(text string) {
		t.Helper()
		e := s.writing("s3", "p2", 0)
		before := s.text("s3", "p2")
		s.d.app.Clipboard().SetContent(text)
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.d.app.Clipboard()})
		s.until("the paste", func() bool { s.wait(time.Second); return s.text("s3", "p2") != before })
	}
	html = "<p>甲<b>乙</b></p><p>丙</p>"
	paste("甲乙\n丙")
	p := s.d.ed.Story("s3").Para("p2")
	if p.Text != "甲乙" || len(p.Spans) != 1 || p.Spans[0] != (edition.Span{From: 1, To: 2, Style: edition.Bold}) {
		t.Errorf("pasted %q %v", p.Text, p.Spans)
	}
	html = ""
	paste("丁")
	if got := s.text("s3", "p2"); got != "丁甲乙" {
		t.Errorf("pasted as %q", got)
	}
}
