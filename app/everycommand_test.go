package app

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/lists"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/display"
)

// everything gives a desk all that it can be given, each of which does nothing but end.
func everything(d *Deps) {
	none := func(context.Context, *edition.Edition, string, int, uint64) ([]Proposal, error) { return nil, nil }
	d.Open = func(string) (Store, error) { return &memory{ed: busy()}, nil }
	d.Sample = func(string) error { return nil }
	d.Pack = func(string, *edition.Edition, display.PictureSource) error { return nil }
	d.Recover = func(string) (store.Report, error) { return store.Report{}, nil }
	d.Import = func(context.Context, []string) (Imported, error) { return Imported{}, nil }
	d.Read = func(context.Context, importer.Options, []string) (importer.Result, error) {
		return importer.Result{}, nil
	}
	d.Watch = func(ctx context.Context, _ flow.WatchOptions, _ func(importer.Result) (flow.Updated, error), _ func(flow.WatchEvent)) error {
		<-ctx.Done()
		return nil
	}
	d.Makeup = none
	d.RunOn = func(context.Context, *edition.Edition, string, int) (edit.Change, bool, error) {
		return edit.Change{}, false, nil
	}
	d.MakeRoom = aside
	d.Proof = doubled
	d.List = func(string, lists.Kind) (lists.Table, error) { return lists.Table{}, nil }
	d.SaveList = func(string, lists.Table) error { return nil }
	d.Learn = func(context.Context, []string, func(int, int)) (flow.Learning, error) { return flow.Learning{}, nil }
	d.Forget = func() error { return nil }
	d.Learnt = func() Learnt { return Learnt{} }
	d.Send = func(context.Context, flow.Outgoing) ([]flow.Sent, error) { return nil, nil }
	d.Epaper = func(context.Context, *edition.Edition, display.PictureSource, string, words.Lang, func(int, int)) error {
		return nil
	}
	d.MarkedProof = func(context.Context, *edition.Edition, display.PictureSource, func(finding.Finding) bool, string, string, words.Lang, func(int, int)) error {
		return nil
	}
}

// busy is the sample with a picture's block, a third story's and a flag.
func busy() *edition.Edition {
	ed := sample()
	p := ed.Pages[0]
	p.Frames = append(p.Frames,
		&edition.Frame{ID: "f3", Kind: edition.StoryFrame, Story: "s3", Rect: p.Format.Cells(0, 45, 2, 12), Head: edition.HeadTop})
	ed.Flags = []*edition.Flag{{ID: "g1", Story: "s1", Para: "p3", From: 0, To: 2, Mark: edition.MarkCorrect, Text: "X", Who: "Ann", At: 1}}
	return ed
}

// print is what a person could see of the desk.
func (s *stage) print() string {
	d := s.d
	var b strings.Builder
	for _, t := range texts(d.win.Canvas().Content()) {
		b.WriteString(t + "|")
	}
	for _, o := range d.win.Canvas().Overlays().List() {
		b.WriteString("over: " + strings.Join(texts(o), "|"))
	}
	f := d.frame
	fmt.Fprintf(&b, " %p %T %v %v %v", d.ed, d.win.Canvas().Focused(), d.view.Zoom(), d.selected, d.win.FullScreen())
	fmt.Fprintf(&b, " %v %v %v %v %v %v %v", f.leftOn, f.rightOn, f.bottomOn, f.contextOn, d.look.dark, d.lang, d.app.Clipboard().Content())
	for _, c := range f.commands {
		if c.on != nil {
			fmt.Fprint(&b, c.on(d), " ")
		}
	}
	fmt.Fprint(&b, f.rightTabs.at, f.bottomBook.at, len(f.notices.list), len(d.proofs))
	return b.String()
}

// TestEveryCommandOnce runs every command of the menus in each language, in a state of the desk in which it can run:
// each shows or changes something, every box that it opens speaks the language and goes at Escape.
func TestEveryCommandOnce(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	elsewhere := map[string]string{
		"quit": "ends the program: the smoke test does it",
	}
	// A desk begins so, and where there is one finding it is the next and the one before.
	already := map[string]bool{"fit-page": true, "workspace-makeup": true, "next-finding": true, "previous-finding": true}
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		t.Run(fmt.Sprint(lang), func(t *testing.T) {
			s := newStage(t, func(d *Deps) {
				everything(d)
				if lang == words.EN { // what is the edition's is known by its language
					d.Open = func(string) (Store, error) { return &memory{ed: spoken(busy())}, nil }
				}
			})
			if lang != s.d.lang {
				s.d.SetLanguage(lang)
			}
			fresh := func() {
				for s.d.dismiss() {
				}
				s.until("the end of what was begun", func() bool { return len(s.d.jobs) == 0 })
				if err := s.d.Open(filepath.Join(s.t.TempDir(), "a"+extension)); err != nil {
					t.Fatal(err)
				}
				s.settled()
			}
			states := []struct {
				name string
				make func()
			}{
				{"nothing selected", func() {}},
				{"a block selected", func() { s.d.selectFrames("f1") }},
				{"three blocks selected", func() { s.d.selectFrames("f1", "f2", "f3") }},
				{"a finding", func() {
					s.d.Do("proof")
					s.until("the proof", func() bool { return len(s.d.jobs) == 0 })
					s.d.Do("next-finding")
				}},
				{"a flag", func() { s.d.Do("flag-next") }},
				{"the second page", func() { s.d.turnTo("page-2") }},
				{"a story that stands nowhere", func() {
					s.d.selectFrames("f3")
					s.d.Do("unplace")
					s.settled()
					s.d.pickStory("s3")
				}},
				{"a step taken back", func() {
					s.d.selectFrames("f1")
					s.d.Do("lock")
					s.settled()
					s.d.Do("undo")
				}},
				{"a signed page", func() {
					by := workflow.By{Who: "Ann", Role: "chief", At: s.now.UnixMilli()}
					e, err := workflow.Sign(s.d.ed, "page-1", by, workflow.Found{}, workflow.Sure{Over: []string{workflow.OverReviews, workflow.OverRounds, workflow.OverErrors, workflow.OverFlags}})
					if !s.d.enter(e, err, true) {
						t.Fatal("not signed")
					}
				}},
			}
			ran := map[string]bool{}
			for _, st := range states {
				dirty := true
				for _, c := range s.d.frame.commands {
					if ran[c.id] || elsewhere[c.id] != "" || c.menu == nil {
						continue
					}
					if dirty {
						fresh()
						st.make()
						s.settled()
						dirty = false
					}
					if !c.can(s.d) {
						continue
					}
					ran[c.id] = true
					was, ed := s.print(), s.d.ed
					if !s.d.Do(c.id) {
						t.Errorf("%s, %s: can run and does not", c.id, st.name)
					}
					s.until("the end of "+c.id, func() bool { return len(s.d.jobs) == 0 })
					if s.print() == was && !already[c.id] {
						t.Errorf("%s, %s: nothing is to be seen of it", c.id, st.name)
					}
					if over := s.d.win.Canvas().Overlays().Top(); over != nil && lang == words.EN {
						for _, x := range texts(over) {
							if han.MatchString(x) && x != "中文" && !strings.Contains(x, flow.UnsignedMark) {
								t.Errorf("%s: %q in an English box", c.id, x)
							}
						}
					}
					_, up := s.d.boxUp()
					for range 4 {
						if _, still := s.d.boxUp(); !still {
							break
						}
						s.d.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
						s.pump()
					}
					if _, still := s.d.boxUp(); still {
						t.Errorf("%s: its box does not go", c.id)
					}
					dirty = s.d.ed != ed || !up
					if s.d.lang != lang {
						s.d.SetLanguage(lang)
					}
				}
			}
			var never []string
			for _, c := range s.d.frame.commands {
				if c.menu != nil && !ran[c.id] && elsewhere[c.id] == "" {
					never = append(never, c.id)
				}
			}
			slices.Sort(never)
			// What is left needs a page that is over, a picture in hand, a master page or revisions, and has its own tests.
			if len(never) > 30 {
				t.Errorf("%d of %d commands never ran: %v", len(never), len(never)+len(ran), never)
			}
			t.Log("left to their own tests:", never)
		})
	}
}
