package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
)

// TestWhatDoesNotFitIsSeenTo has a proposal on which the weightiest story is over, and does each thing that can be done
// about it: one step each, in both languages.
func TestWhatDoesNotFitIsSeenTo(t *testing.T) {
	rest := &edition.Frame{ID: "rest", Kind: edition.TextFrame, Story: "s1", Link: 1, Rect: edition.Formats()[0].Cells(4, 50, 1, 20)}
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		t.Run(fmt.Sprint(lang), func(t *testing.T) {
			room := true // on page 2
			s := newStage(t, func(d *Deps) {
				d.Makeup = func(_ context.Context, ed *edition.Edition, page string, n int, seed uint64) ([]Proposal, error) {
					f := ed.Page(page).Format
					one, err := edit.SetFrames(ed, page, []*edition.Frame{{ID: "f1", Kind: edition.StoryFrame, Story: "s1", Rect: f.Cells(0, 10, 3, 3)}, {ID: "f2", Kind: edition.StoryFrame, Story: "s2", Rect: f.Cells(3, 10, 2, 30)}})
					if err != nil {
						return nil, err
					}
					two, err := edit.SetFrames(ed, page, []*edition.Frame{{ID: "f1", Kind: edition.StoryFrame, Story: "s1", Rect: f.Cells(0, 10, 3, 40)}})
					return []Proposal{{Change: one, Left: 1, Out: []string{"s3"}}, {Change: two}}, err
				}
				d.RunOn = func(_ context.Context, ed *edition.Edition, story string, page int) (edit.Change, bool, error) {
					if ed.Page("page-1").Frames[0].Rect.H > 40*ed.Pages[0].Format.Leading || story != "s1" || page != 2 {
						t.Errorf("run %s on to page %d before the proposal is made", story, page)
					}
					if !room {
						return edit.Change{}, false, nil
					}
					c, err := edit.SetFrames(ed, "page-2", []*edition.Frame{rest})
					return c, true, err
				}
			}).open()
			if lang != s.d.lang {
				s.d.SetLanguage(lang)
			}
			before := s.d.ed
			// choice opens the proposals and chooses what is done about the story that is over.
			choice := func(name words.Text) {
				t.Helper()
				s.d.Do("makeup")
				s.until("the choice", func() bool { return s.d.win.Canvas().Overlays().Top() != nil })
				var ways *widget.Select
				walk(s.d.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
					if w, ok := o.(*widget.Select); ok {
						ways = w
					}
				})
				if ways == nil {
					t.Fatal("nothing can be done about a story that is over")
				}
				if said := strings.Join(texts(s.d.win.Canvas().Overlays().Top()), "\n"); !strings.Contains(said, s.d.say(wProposalOut.F(s.d.slugOf("s3")))) || !strings.Contains(said, s.d.say(wProposalChoice)) {
					t.Errorf("the choice says\n%s", said)
				}
				i := slices.Index(ways.Options, s.d.say(name))
				if i < 0 {
					t.Fatalf("%q is not among %q", s.d.say(name), ways.Options)
				}
				ways.SetSelectedIndex(i)
				s.capture("unfit-" + map[words.Lang]string{words.ZH: "zh", words.EN: "en"}[lang])
				s.d.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
				s.until("the page to be made", func() bool { return !s.d.busy(wJobMakeup) })
				s.settled()
			}
			undo := func() {
				t.Helper()
				s.d.Do("undo")
				s.d.turnTo("page-1")
				s.settled()
				for i, p := range s.d.ed.Pages {
					if len(p.Frames) != len(before.Pages[i].Frames) {
						t.Errorf("page %d has %d frames after undo, not %d", p.Number, len(p.Frames), len(before.Pages[i].Frames))
					}
				}
			}
			frames := func(page string) (out []string) {
				for _, f := range s.d.ed.Page(page).Frames {
					out = append(out, f.Story)
				}
				return out
			}

			choice(wUnfitDrop)
			if got := frames("page-1"); !slices.Equal(got, []string{"s2"}) || s.d.ed.Story("s1") == nil {
				t.Errorf("taken off the page: %v stand", got)
			}
			undo()

			choice(wUnfitJump.F(2))
			if got := frames("page-2"); !slices.Equal(got, []string{"s1"}) {
				t.Errorf("run on: %v on page 2", got)
			}
			undo()

			room = false
			choice(wUnfitJump.F(2))
			if got := frames("page-2"); len(got) != 0 || len(frames("page-1")) != 2 {
				t.Errorf("no room: %v on page 2", got)
			}
			run := func(text string) string { return strings.Join(strings.Fields(text), "") } // wherever its lines end
			if said := strings.Join(texts(s.d.win.Canvas().Overlays().Top()), "\n"); !strings.Contains(run(said), run(s.d.say(wUnfitNoRoom.F(2)))) {
				t.Errorf("a page without room is not told: %s", said)
			}
			s.d.dismiss()
			room = true
			undo()

			over := compositor(&edition.Edition{Stories: before.Stories, Pages: []*edition.Page{{Format: before.Pages[0].Format, Frames: []*edition.Frame{{Story: "s1", Rect: before.Pages[0].Format.Cells(0, 10, 3, 3)}}}}}).Fits["s1"].OverLines
			if over == 0 {
				t.Fatal("the story is not over")
			}
			choice(wUnfitCut.F(over))
			if s.d.story != "s1" || !s.d.frame.text.visible() {
				t.Errorf("to be cut, but the text of %q is shown: %v", s.d.story, s.d.frame.text.visible())
			}
			undo()

			// What was chosen for one proposal is not done on another.
			s.d.Do("makeup")
			s.until("the choice", func() bool { return s.d.win.Canvas().Overlays().Top() != nil })
			walk(s.d.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
				if w, ok := o.(*widget.Select); ok {
					w.SetSelected(s.d.say(wUnfitDrop))
				}
			})
			s.d.key(&fyne.KeyEvent{Name: fyne.KeyDown})
			s.d.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
			s.settled()
			if got := frames("page-1"); !slices.Equal(got, []string{"s1"}) {
				t.Errorf("the second proposal has %v", got)
			}
		})
	}
}
