package app

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"dayang/internal/edition"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/layout/geom"
)

func TestStoriesAreSearchedFilteredAndSorted(t *testing.T) {
	s := newStage(t, nil).open()
	l := s.d.frame.stories
	ids := func() string {
		var out []string
		for _, r := range l.rows {
			out = append(out, r.ID)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct{ search, want string }{
		{"", "s1 s2 s3"}, {"二十二亿", "s1"}, {"yjqs", "s2"}, {"江边", "s2"}, {"没有这个", ""},
	} {
		l.search.SetText(c.search)
		s.pump()
		if got := ids(); got != c.want {
			t.Errorf("searching for %q finds %q, want %q", c.search, got, c.want)
		}
		if l.empty.Visible() != (c.want == "") {
			t.Errorf("searching for %q: the list says nothing is there: %v", c.search, l.empty.Visible())
		}
	}
	l.search.SetText("")
	for i, want := range []string{"s1 s2 s3", "s3", "s1 s2", "", "", ""} {
		l.filter.SetSelectedIndex(i)
		s.pump()
		if got := ids(); got != want {
			t.Errorf("filter %s shows %q, want %q", storyFilters[i].title.EN, got, want)
		}
	}
	l.filter.SetSelectedIndex(0)
	for i, want := range []string{"s1 s2 s3", "s1 s2 s3", "s1 s2 s3", "s1 s2 s3", "s1 s2 s3"} {
		l.order.SetSelectedIndex(i)
		s.pump()
		if i == 1 {
			want = "s1 s2 s3" // 全 quan, 一 yi, 周 zhou
		}
		if got := ids(); got != want {
			t.Errorf("order %s is %q, want %q", storySorts[i].title.EN, got, want)
		}
	}
	// The view of the list outlives the frame, and the list can be left by what is chosen.
	l.order.SetSelectedIndex(3)
	l.search.SetText("馆方")
	s.d.SetLanguage(words.EN)
	s.pump()
	l = s.d.frame.stories
	if ids() != "s3" || l.search.Text != "馆方" || l.order.SelectedIndex() != 3 {
		t.Errorf("another language shows %q searched for %q", ids(), l.search.Text)
	}
}

func TestAStoryTellsWhereItStands(t *testing.T) {
	s := newStage(t, nil).open()
	if got, _ := s.d.storyState("s1"); !strings.HasPrefix(got, "01版 · ") {
		t.Errorf("s1 stands at %q", got)
	}
	if got, _ := s.d.storyState("s3"); !strings.Contains(got, "约") {
		t.Errorf("s3 does not say how long it is: %q", got)
	}
	s.d.stage = func(id string) (string, fyne.ThemeColorName) { return "二审 " + id, colourFaint }
	s.d.frame.refresh()
	if !slices.Contains(texts(s.d.frame.leftBook.content), "二审 s1") {
		t.Error("the stage of the workflow is not in the list")
	}
}

// TestWorkspacesBeginWithTheirPanels: each workspace opens on a panel that there is, and prepress on the press's.
func TestWorkspacesBeginWithTheirPanels(t *testing.T) {
	there := map[string]bool{}
	for _, p := range panels() {
		there[p.id] = true
	}
	for _, s := range workspaces {
		for _, leaf := range []string{s.first.LeftAt, s.first.RightAt, s.first.BottomAt} {
			if !there[leaf] {
				t.Errorf("workspace %s begins with panel %q", s.id, leaf)
			}
		}
	}
	if at := workspaceOf("press").first.RightAt; at != "press" {
		t.Errorf("prepress begins with %q", at)
	}
}

func TestWorkspacesRememberTheirArrangement(t *testing.T) {
	s := newStage(t, nil).open()
	f := s.d.frame
	if f.workspace != "makeup" || !f.leftOn || !f.contextOn || f.rightTabs.now() != "properties" {
		t.Fatalf("the first workspace is %q: %+v", f.workspace, f.arrangement())
	}
	f.middle.SetOffset(.6)
	s.d.Do("workspace-proof")
	s.pump()
	if f.leftOn || f.rightTabs.now() != "text" || f.contextOn {
		t.Errorf("proofing is arranged as %+v", f.arrangement())
	}
	s.d.Do("left-dock")
	s.d.Do("workspace-sign")
	s.pump()
	if f.bottomOn || f.rightTabs.now() != "workflow" || s.d.view.AidsShown() {
		t.Errorf("sign-off is arranged as %+v", f.arrangement())
	}
	s.d.Do("workspace-proof")
	if !f.leftOn || !s.d.view.AidsShown() {
		t.Errorf("proofing came back as %+v", f.arrangement())
	}
	s.d.Do("workspace-makeup")
	s.pump()
	if got := f.arrangement().RightSize; got < .59 || got > .61 || !f.leftOn || !f.bottomOn {
		t.Errorf("layout came back as %+v", f.arrangement())
	}
	for _, c := range commands() {
		if strings.HasPrefix(c.id, "workspace-") && c.on(s.d) != (c.id == "workspace-makeup") {
			t.Errorf("%s is shown as the one in use: %v", c.id, c.on(s.d))
		}
	}
	s.d.resetWorkspaces()
	if got := f.arrangement(); got != workspaces[0].first {
		t.Errorf("reset gives %+v", got)
	}
}

func TestTabsOfPages(t *testing.T) {
	s := newStage(t, nil).open()
	row := s.d.frame.pages.row
	if len(row.tabs) != 2 || row.tabs[0].word != "01 要闻" || !row.tabs[0].on {
		t.Fatalf("tabs: %d, the first %+v", len(row.tabs), row.tabs[0].word)
	}
	s.d.win.Canvas().Focus(row.tabs[0])
	row.tabs[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	s.pump()
	if s.d.page != "page-2" || !row.tabs[1].on || s.d.win.Canvas().Focused() != fyne.Focusable(row.tabs[1]) {
		t.Error("the right arrow does not go to the next page's tab")
	}
	test.Tap(row.tabs[0])
	s.pump()
	if s.d.page != "page-1" {
		t.Error("a tap does not turn to the page")
	}
}

// TestTheKeyboardReachesEverything goes through the window with Tab alone.
func TestTheKeyboardReachesEverything(t *testing.T) {
	s := newStage(t, nil).open()
	c := s.d.win.Canvas()
	seen := map[fyne.Focusable]bool{}
	for range 200 {
		c.FocusNext()
		if f := c.Focused(); f != nil {
			seen[f] = true
		}
	}
	for cmd, tool := range s.d.frame.tools {
		if tool.lively && !seen[tool] {
			t.Errorf("Tab does not come to the tool %s", cmd.id)
		}
	}
	f := s.d.frame
	for name, o := range map[string]fyne.Focusable{"the page": s.d.view, "the list of stories": f.stories.list, "the search": f.stories.search,
		"a page's tab": f.pages.row.tabs[0], "a leaf's tab": f.rightTabs.row.tabs[1], "the findings": f.findings.list, "the zoom": f.status.zoom} {
		if !seen[o] {
			t.Errorf("Tab does not come to %s", name)
		}
	}
	// Ctrl+F6 goes round the areas and comes back.
	c.Focus(s.d.view)
	var stops []fyne.Focusable
	for range 6 {
		s.d.Do("next-area")
		stops = append(stops, c.Focused())
	}
	if stops[5] != fyne.Focusable(s.d.view) || slices.Index(stops, fyne.Focusable(s.d.view)) != 5 {
		t.Errorf("the areas in turn hold %T", stops)
	}
	s.d.Do("previous-area")
	if c.Focused() != stops[4] {
		t.Errorf("back is %T", c.Focused())
	}
	// A tool that holds the keyboard is pressed by Space, and hands the window's keys on.
	for cmd, tool := range f.tools {
		if cmd.id == "hand" {
			c.Focus(tool)
			tool.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
			if !cmd.on(s.d) {
				t.Error("Space does not press the tool")
			}
			tool.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
			if f.bottomOn {
				t.Error("F9 on a tool does not fold the dock")
			}
		}
	}
}

// TestTextKeepsItsOwnShortcuts: Fyne runs the menu's shortcuts before whoever holds the keyboard.
func TestTextKeepsItsOwnShortcuts(t *testing.T) {
	s := newStage(t, nil).open()
	item := func(id string) func() {
		for c, i := range s.d.frame.items {
			if c.id == id {
				return i.Action
			}
		}
		t.Fatalf("no menu item %s", id)
		return nil
	}
	s.d.pickStory("s1")
	s.pump()
	f := s.d.frame.props.heads[edition.Headline]
	c := s.d.win.Canvas()
	c.Focus(f)
	was := len(s.d.ed.Pages[0].Frames)
	item("select-all")()
	if f.SelectedText() != "全市重点项目集中开工" {
		t.Errorf("select all in the headline selects %q", f.SelectedText())
	}
	item("copy")()
	if got := s.d.app.Clipboard().Content(); got != "全市重点项目集中开工" {
		t.Errorf("copied %q", got)
	}
	item("cut")()
	if f.Text != "" {
		t.Errorf("cut leaves %q", f.Text)
	}
	item("paste")()
	if f.Text != "全市重点项目集中开工" || len(s.d.ed.Pages[0].Frames) != was {
		t.Errorf("pasted: %q, and %d frames", f.Text, len(s.d.ed.Pages[0].Frames))
	}
	s.d.Do("edit-text")
	s.pump()
	item("select-all")()
	if !s.d.frame.text.ed.G.Selected() {
		t.Error("select all in the story editor selects nothing")
	}
	c.Focus(s.d.view)
	item("select-all")()
	if len(s.d.view.Selection()) != was {
		t.Errorf("select all on the page selects %d of %d", len(s.d.view.Selection()), was)
	}
}

func TestEveryIconHasATip(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		d.Sample = func(string) error { return nil }
	}).open()
	n := 0
	eachObject(s.d.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if tool, ok := o.(*tool); ok && tool.icon != nil && tool.word == "" {
			n++
			if tool.tip == "" || tool.tips == nil {
				t.Errorf("an icon has no tip: %s", tool.icon.Name())
			}
		}
	})
	if n < 10 {
		t.Errorf("only %d icons were found", n)
	}
}

// reading is a Store that is only looked at.
type reading struct {
	memory
	next *edition.Edition
}

func (r *reading) ReadOnly() bool { return true }
func (r *reading) Refresh() (*edition.Edition, bool, error) {
	if r.next == nil || r.next == r.ed {
		return r.ed, false, nil
	}
	r.ed = r.next
	return r.ed, true, nil
}

func TestAFileOpenElsewhereIsLookedAt(t *testing.T) {
	other := &reading{memory: memory{ed: sample(), fail: store.ErrReadOnly}}
	s := newStage(t, func(d *Deps) {
		d.Open = func(path string) (Store, error) {
			return nil, store.ErrLocked{Path: path, Who: store.Holder{User: "zhou", Host: "desk-3"}}
		}
		d.OpenReadOnly = func(string) (Store, error) { return other, nil }
	})
	if s.d.Open("/papers/a.dayang") == nil {
		t.Error("no error is answered")
	}
	s.pump()
	if got := strings.Join(texts(s.d.win.Canvas().Overlays().Top()), " "); !strings.Contains(got, "zhou") || !strings.Contains(got, "只读打开") {
		t.Fatalf("the window says %q", got)
	}
	box, _ := s.d.boxUp()
	box.keys(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settled()
	if s.d.ed == nil || !s.d.readOnly() {
		t.Fatal("the file is not open to look at")
	}
	if got := texts(s.d.frame.notices.content); !slices.Contains(got, "只读：这期报纸正在别处打开，那边的改动会显示在这里。") {
		t.Errorf("above the page stands %q", got)
	}
	if writes(s.d) {
		t.Error("commands that change are offered")
	}
	// What the other window changes is seen here.
	ed := *other.ed
	ed.Head.Title = "改名日报"
	other.next = &ed
	s.wait(lookPause + time.Millisecond)
	if s.d.ed.Head.Title != "改名日报" {
		t.Error("a change made elsewhere is not shown")
	}
	s.d.CloseEdition()
	s.pump()
	if len(s.d.frame.notices.list) != 0 || s.d.Edition() != nil {
		t.Error("the notice outlives the edition")
	}
}

func TestItOpensWhereItWentDown(t *testing.T) {
	state, dir := t.TempDir(), t.TempDir()
	path := filepath.Join(dir, "a"+extension)
	if err := os.WriteFile(path, []byte("edition"), 0o600); err != nil {
		t.Fatal(err)
	}
	with := func(d *Deps) { d.State = state }
	s := newStage(t, with)
	if got := s.d.Crashed(); got != "" {
		t.Fatalf("nothing was open, and %q is said to have gone down", got)
	}
	s.d.Begin(path)
	s.settled()
	s.d.Do("workspace-proof")
	s.d.turnTo("page-2")
	s.d.pickStory("s3")
	s.d.view.ZoomTo(4, fyne.NewPos(200, 100))
	zoom, at, _ := s.d.view.Place()
	s.d.frame.refresh()
	s.d.changed()
	s.pump()
	s.wait(placePause + time.Millisecond)
	// It goes down here: nothing is closed. Another program starts.
	again := newStage(t, with)
	again.d.Begin("")
	again.settled()
	d := again.d
	if d.path != path || d.page != "page-2" || d.story != "s3" || d.frame.workspace != "proof" {
		t.Errorf("it opens %q on %q with %q in %q", d.path, d.page, d.story, d.frame.workspace)
	}
	if z, p, free := d.view.Place(); !free || z != zoom || p != at {
		t.Errorf("the page stands at %v %v, was %v %v", z, p, zoom, at)
	}
	if len(d.frame.notices.list) != 1 || d.frame.notices.list[0].id != "crash" {
		t.Error("nobody says that it went down")
	}
	d.Close()
	again.pump()
	// After a proper end it opens where it was, and nothing is said.
	third := newStage(t, with)
	if got := third.d.Crashed(); got != "" {
		t.Errorf("%q is said to have gone down", got)
	}
	third.d.Begin(path)
	third.settled()
	if third.d.page != "page-2" || len(third.d.frame.notices.list) != 0 {
		t.Errorf("opened on %q with %d notices", third.d.page, len(third.d.frame.notices.list))
	}
}

func TestANewEdition(t *testing.T) {
	s := newStage(t, nil)
	s.d.Do("new")
	s.pump()
	box, up := s.d.boxUp()
	if !up {
		t.Fatal("nothing asks what the edition is to be")
	}
	box.keys(&fyne.KeyEvent{Name: fyne.KeyReturn}) // as proposed
	s.pump()
	if _, up = s.d.boxUp(); !up {
		t.Fatal("nothing asks where it goes")
	}
	for _, p := range s.d.titlePresets() {
		for _, name := range plansOf(p.house) {
			ed := fresh{Title: "云岫日报", Date: "2026-11-25", House: p.house, Plan: name}.edition()
			if err := edition.Validate(ed); err != nil || len(ed.Pages) < 4 || ed.Head.Sheets != len(ed.Pages) || ed.Pages[0].Master == "" {
				t.Errorf("%s, %s: %d pages, %v", p.name.EN, name, len(ed.Pages), err)
			}
		}
		if len(plansOf(p.house)) < 4 {
			t.Errorf("%s: plans %v", p.name.EN, plansOf(p.house))
		}
		for _, f := range formatsOf(p.house) {
			ed := fresh{Title: "云岫日报", Date: "2026-11-25", House: p.house, Format: f, Pages: 4}.edition()
			if err := edition.Validate(ed); err != nil {
				t.Errorf("%s, %s: %v", p.name.EN, f.Name, err)
			}
			if len(ed.Pages) != 4 || ed.Pages[0].Frames[0].Furniture.Kind != edition.Nameplate || ed.Pages[3].Frames[0].Furniture.Kind != edition.Folio {
				t.Errorf("%s, %s: pages without their heads", p.name.EN, f.Name)
			}
			if top := ed.Pages[0].Frames[0].Rect; top.Right() > f.TypeArea.Right() || top.H < 20*geom.MM {
				t.Errorf("%s: the nameplate is %v", f.Name, top)
			}
		}
	}
	s.d.dismiss()
	s.d.NewEdition(filepath.Join(t.TempDir(), "n"+extension), fresh{Title: "新报", Date: "2026-11-25", House: s.d.titlePresets()[0].house, Format: edition.Formats()[0], Pages: 2}.edition())
	s.settled()
	if len(s.d.ed.Pages) != 2 || !strings.Contains(s.d.win.Title(), "新报") {
		t.Error("the new edition is not on the desk")
	}
	if first := s.d.titlePresets()[0].name.ZH; first != "同《新报》" {
		t.Errorf("the next issue would start from %q", first)
	}
}

func TestRecentEditionsAreShownAndTheMissingTold(t *testing.T) {
	s := newStage(t, nil)
	dir := t.TempDir()
	here := filepath.Join(dir, "周三"+extension)
	if err := os.WriteFile(here, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(dir, "周二"+extension)
	s.d.remember(gone)
	s.d.remember(here)
	s.d.frame.rewelcome()
	var cards []*recentCard
	eachObject(s.d.frame.centre, func(o fyne.CanvasObject) {
		if c, ok := o.(*recentCard); ok {
			cards = append(cards, c)
		}
	})
	if len(cards) != 2 || cards[0].gone || !cards[1].gone {
		t.Fatalf("%d recent editions are shown", len(cards))
	}
	if got := texts(cards[1]); !slices.Contains(got, "文件不在了") {
		t.Errorf("the missing one says %q", got)
	}
	test.Tap(cards[1])
	if got := s.d.recent(); !slices.Equal(got, []string{here}) {
		t.Errorf("the list is %q", got)
	}
	test.Tap(cards[0])
	s.settled()
	if s.d.Path() != here {
		t.Errorf("a tap opened %q", s.d.Path())
	}
}

// TestTheWindowSpeaksOneLanguage walks everything the window shows in English for Han, and in Chinese for Latin words
// that are no names. The edition has its words in the other language, so that what is the edition's is known.
func TestTheWindowSpeaksOneLanguage(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	latin := regexp.MustCompile(`[A-Za-z]{2,}`)
	// Names that are Latin in every language: keys, file types, standards, rules, units, the other language's own name.
	names := map[string]bool{"Ctrl": true, "Alt": true, "Shift": true, "Enter": true, "Esc": true, "Tab": true, "Del": true, "PgUp": true, "PgDn": true,
		"PDF": true, "Word": true, "Markdown": true, "JSON": true, "QR": true, "MK": true, "PN": true, "English": true, "dayang": true, "export": true, "standard": true,
		"marks": true, "test": true, "dpi": true, "newsprint": true, "KB": true, "MB": true, "pt": true, "mm": true, "Home": true, "End": true}
	for _, lang := range []words.Lang{words.EN, words.ZH} {
		t.Run(fmt.Sprint(lang), func(t *testing.T) {
			ed := sample()
			if lang == words.EN {
				ed = spoken(ed)
			}
			s := newStage(t, func(d *Deps) {
				d.Open = func(string) (Store, error) { return &memory{ed: ed}, nil }
				d.Sample = func(string) error { return nil }
			})
			if lang != s.d.lang {
				s.d.SetLanguage(lang)
			}
			s.pump()
			seen := 0
			judge := func(where string, shown []string) {
				for _, text := range shown {
					seen++
					switch lang {
					case words.EN:
						if han.MatchString(text) && text != "中文" {
							t.Errorf("%s: %q", where, text)
						}
					default:
						for _, w := range latin.FindAllString(text, -1) {
							if !names[w] && !strings.Contains(text, "/") {
								t.Errorf("%s: %q in %q", where, w, text)
							}
						}
					}
				}
			}
			look := func(where string) {
				s.pump()
				judge(where, texts(s.d.win.Canvas().Content()))
				for _, o := range s.d.win.Canvas().Overlays().List() {
					judge(where+", over the window", texts(o))
				}
			}
			look("welcome")
			s.d.remember("/nowhere/a.dayang")
			s.d.frame.rewelcome()
			look("welcome with recent editions")
			s.open()
			for _, m := range s.d.win.MainMenu().Items {
				judge("menu bar", []string{m.Label})
				for _, i := range m.Items {
					judge("menu "+m.Label, []string{i.Label})
				}
			}
			for _, c := range commands() {
				judge("tip of "+c.id, []string{tipOf(s.d, c)})
			}
			for _, w := range workspaces {
				s.d.SetWorkspace(w.id)
				look("workspace " + w.id)
			}
			s.d.SetWorkspace("makeup")
			for _, p := range panels() {
				s.d.showPanel(p.id)
				look("panel " + p.id)
				s.d.pickStory("s1")
				look("panel " + p.id + " with a story")
				s.d.pickStory("s3")
				look("panel " + p.id + " with a story that stands nowhere")
			}
			for _, id := range []string{"new", "open", "save-as", "import", "export", "settings", "palette", "shortcuts", "about", "guide"} {
				if !s.d.Do(id) {
					continue
				}
				look("box of " + id)
				for s.d.dismiss() {
				}
			}
			for i := range guide {
				judge("guide", texts(s.d.guideChapter(guide[i], 600)))
			}
			s.d.tell(wTrouble, Explain(store.ErrDiskFull))
			look("trouble")
			s.d.dismiss()
			s.d.announceReadOnly()
			s.d.announce(notice{id: "crash", text: wCameBack.F("11-24 14:02"), action: wShowLog, run: func() {}})
			look("notices")
			if seen < 400 {
				t.Errorf("only %d texts were seen", seen)
			}
		})
	}
}

// spoken answers the edition with words that are not Chinese.
func spoken(ed *edition.Edition) *edition.Edition {
	out := *ed
	out.Head.Title = "The Paper"
	out.Stories, out.Pages = nil, nil
	for _, s := range ed.Stories {
		n := *s
		n.Paras = nil
		for _, p := range s.Paras {
			q := *p
			q.Text = "words of " + p.ID
			n.Paras = append(n.Paras, &q)
		}
		out.Stories = append(out.Stories, &n)
	}
	for _, p := range ed.Pages {
		n := *p
		n.Name, n.Format.Name = "News", "tabloid"
		out.Pages = append(out.Pages, &n)
	}
	return &out
}

// eachObject visits an object and everything visible below it.
func eachObject(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			eachObject(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			eachObject(c, visit)
		}
	}
}

// texts answers every text that is shown below an object.
func texts(o fyne.CanvasObject) []string {
	var out []string
	eachObject(o, func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *canvas.Text:
			if x.Text != "" {
				out = append(out, x.Text)
			}
		case *tool:
			if x.tip != "" {
				out = append(out, x.tip)
			}
		case *choice:
			out = append(out, x.Options...)
		}
	})
	return out
}
