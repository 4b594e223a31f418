package edit_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

func apply(t *testing.T, ed *edition.Edition, c edit.Change, err error) *edition.Edition {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	next, err := c.Apply(ed)
	if err != nil {
		t.Fatal(err)
	}
	if err := edition.Validate(next); err != nil {
		t.Fatal(err)
	}
	return next
}

func bytesOf(t *testing.T, ed *edition.Edition) string {
	t.Helper()
	data, err := json.Marshal(ed)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestHandAndBack: after any run of work by hand every edition on the way is valid and has each frame of its master once,
// and taking the steps back leaves each edition as it was, byte for byte.
func TestHandAndBack(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 4))
		ed := edittest.Edition(2)
		var states []string
		var steps []edit.Change
		for range 60 {
			states = append(states, bytesOf(t, ed))
			c := edittest.Hand(ed, r)
			steps = append(steps, c)
			ed = apply(t, ed, c, nil)
			if states[len(states)-1] == bytesOf(t, ed) != c.Empty() {
				t.Fatalf("seed %d: %s says it changes %v", seed, c.Label.EN, !c.Empty())
			}
			for _, p := range ed.Pages {
				seen := map[string]bool{}
				for _, f := range p.Frames {
					if f.Master != "" && (p.Master == "" || seen[f.Master]) {
						t.Fatalf("seed %d: after %s frame %s stands on its page as %s of no master, or twice", seed, c.Label.EN, f.ID, f.Master)
					}
					seen[f.Master] = true
				}
			}
		}
		for i := len(steps) - 1; i >= 0; i-- {
			ed = apply(t, ed, steps[i].Inverse(), nil)
			if bytesOf(t, ed) != states[i] {
				t.Fatalf("seed %d: %s taken back is another edition", seed, steps[i].Label.EN)
			}
		}
	}
}

// board answers an edition with a page of boxes at places in millimetres.
func board(rects ...geom.Rect) *edition.Edition {
	p := &edition.Page{ID: "p1", Number: 1, Format: edition.Formats()[0]}
	for i, r := range rects {
		p.Frames = append(p.Frames, &edition.Frame{ID: string(rune('a' + i)), Kind: edition.BoxFrame,
			Rect: geom.Rect{X: r.X * geom.MM, Y: r.Y * geom.MM, W: r.W * geom.MM, H: r.H * geom.MM}})
	}
	return &edition.Edition{House: edition.DefaultHouse(), Pages: []*edition.Page{p}}
}

func rects(ed *edition.Edition) []geom.Rect {
	var out []geom.Rect
	for _, f := range ed.Pages[0].Frames {
		out = append(out, geom.Rect{X: f.Rect.X / geom.MM, Y: f.Rect.Y / geom.MM, W: f.Rect.W / geom.MM, H: f.Rect.H / geom.MM})
	}
	return out
}

func want(t *testing.T, what string, ed *edition.Edition, w ...geom.Rect) {
	t.Helper()
	got := rects(ed)
	for i := range w {
		if got[i] != w[i] {
			t.Errorf("%s: frame %d stands at %v, not %v", what, i, got[i], w[i])
		}
	}
}

// TestAlign: to the edges around all, to a rectangle, and groups as one; what is locked stays and gives the measure.
func TestAlign(t *testing.T) {
	ed := board(geom.Rect{X: 10, Y: 10, W: 20, H: 10}, geom.Rect{X: 50, Y: 40, W: 10, H: 20}, geom.Rect{X: 70, Y: 70, W: 30, H: 5})
	all := []string{"a", "b", "c"}
	c, err := edit.AlignFrames(ed, "p1", all, edit.AlignLeft, geom.Rect{})
	want(t, "left", apply(t, ed, c, err), geom.Rect{X: 10, Y: 10, W: 20, H: 10}, geom.Rect{X: 10, Y: 40, W: 10, H: 20}, geom.Rect{X: 10, Y: 70, W: 30, H: 5})
	c, err = edit.AlignFrames(ed, "p1", all, edit.AlignBottom, geom.Rect{})
	want(t, "bottom", apply(t, ed, c, err), geom.Rect{X: 10, Y: 65, W: 20, H: 10}, geom.Rect{X: 50, Y: 55, W: 10, H: 20}, geom.Rect{X: 70, Y: 70, W: 30, H: 5})
	c, err = edit.AlignFrames(ed, "p1", all, edit.AlignCentre, geom.Rect{X: 0, Y: 0, W: 200 * geom.MM, H: geom.MM})
	want(t, "centre of a rectangle", apply(t, ed, c, err), geom.Rect{X: 90, Y: 10, W: 20, H: 10}, geom.Rect{X: 95, Y: 40, W: 10, H: 20}, geom.Rect{X: 85, Y: 70, W: 30, H: 5})

	c, err = edit.GroupFrames(ed, "p1", []string{"b", "c"})
	grouped := apply(t, ed, c, err)
	c, err = edit.AlignFrames(grouped, "p1", []string{"a", "b"}, edit.AlignTop, geom.Rect{})
	want(t, "a group as one", apply(t, grouped, c, err), geom.Rect{X: 10, Y: 10, W: 20, H: 10}, geom.Rect{X: 50, Y: 10, W: 10, H: 20}, geom.Rect{X: 70, Y: 40, W: 30, H: 5})
	c, err = edit.LockFrames(grouped, "p1", []string{"a"}, true)
	locked := apply(t, grouped, c, err)
	c, err = edit.AlignFrames(locked, "p1", []string{"a", "b"}, edit.AlignRight, geom.Rect{})
	want(t, "locked", apply(t, locked, c, err), geom.Rect{X: 10, Y: 10, W: 20, H: 10}, geom.Rect{X: 50, Y: 40, W: 10, H: 20})
	if _, err := edit.MoveFrames(locked, "p1", []string{"a"}, geom.Point{X: 1}); !errors.Is(err, edit.ErrLocked) {
		t.Errorf("moving what is locked: %v", err)
	}
	if _, err := edit.MoveFrames(locked, "p1", []string{"z"}, geom.Point{X: 1}); !errors.Is(err, edit.ErrNotFound) {
		t.Errorf("moving what is not there: %v", err)
	}
}

// TestDistribute: even white between the outermost, or a given gap.
func TestDistribute(t *testing.T) {
	ed := board(geom.Rect{X: 80, Y: 0, W: 20, H: 10}, geom.Rect{X: 0, Y: 0, W: 10, H: 10}, geom.Rect{X: 12, Y: 5, W: 30, H: 10})
	c, err := edit.DistributeFrames(ed, "p1", []string{"a", "b", "c"}, false, nil)
	want(t, "even", apply(t, ed, c, err), geom.Rect{X: 80, Y: 0, W: 20, H: 10}, geom.Rect{X: 0, Y: 0, W: 10, H: 10}, geom.Rect{X: 30, Y: 5, W: 30, H: 10})
	gap := 4 * geom.MM
	c, err = edit.DistributeFrames(ed, "p1", []string{"a", "b", "c"}, false, &gap)
	want(t, "gap", apply(t, ed, c, err), geom.Rect{X: 48, Y: 0, W: 20, H: 10}, geom.Rect{X: 0, Y: 0, W: 10, H: 10}, geom.Rect{X: 14, Y: 5, W: 30, H: 10})
}

// TestOrder: what the stacking b c of a b c d e becomes.
func TestOrder(t *testing.T) {
	r := geom.Rect{W: 9, H: 9}
	ed := board(r, r, r, r, r)
	for _, x := range []struct {
		frames, after string
		how           edit.Stacking
	}{
		{"bc", "adebc", edit.ToFront}, {"bc", "adbce", edit.Forward}, {"bc", "bcade", edit.Backward}, {"cd", "acdbe", edit.Backward},
		{"cd", "cdabe", edit.ToBack}, {"de", "abcde", edit.Forward}, {"ab", "abcde", edit.Backward}, {"ac", "bdace", edit.Forward},
	} {
		c, err := edit.OrderFrames(ed, "p1", strings.Split(x.frames, ""), x.how)
		got := ""
		for _, f := range apply(t, ed, c, err).Pages[0].Frames {
			got += f.ID
		}
		if got != x.after {
			t.Errorf("%s by %d: %s, not %s", x.frames, x.how, got, x.after)
		}
	}
}

// TestNotchSurvives: a frame that becomes smaller than its notch stays a shape that can be set.
func TestNotchSurvives(t *testing.T) {
	ed := board(geom.Rect{X: 0, Y: 0, W: 100, H: 100})
	g := *ed.Pages[0].Frames[0]
	g.Notch = &edition.Notch{Corner: edition.TopLeft, W: 60 * geom.MM, H: 20 * geom.MM}
	c, err := edit.SetFrame(ed, "p1", &g)
	ed = apply(t, ed, c, err)
	c, err = edit.ResizeFrame(ed, "p1", "a", geom.Rect{W: 80 * geom.MM, H: 80 * geom.MM})
	if n := apply(t, ed, c, err).Pages[0].Frames[0].Notch; *n != *g.Notch {
		t.Errorf("a notch that still fits became %v", n)
	}
	c, err = edit.ResizeFrame(ed, "p1", "a", geom.Rect{W: 40 * geom.MM, H: 80 * geom.MM})
	if n := apply(t, ed, c, err).Pages[0].Frames[0].Notch; n.W != 20*geom.MM || n.H != 20*geom.MM {
		t.Errorf("a notch that no longer fits became %v", n)
	}
	c, err = edit.ResizeFrame(ed, "p1", "a", geom.Rect{})
	if n := apply(t, ed, c, err).Pages[0].Frames[0].Notch; n != nil {
		t.Errorf("a frame of nothing has a notch %v", n)
	}
}

// TestThreads: frames are linked in the middle and taken out, and the numbers of a thread have no gap.
func TestThreads(t *testing.T) {
	ed := edittest.Edition(2)
	links := func(ed *edition.Edition, story string) string {
		var out []string
		for _, p := range ed.Pages {
			for _, f := range p.Frames {
				if f.Story == story {
					out = append(out, f.ID+":"+string(rune('0'+f.Link)))
				}
			}
		}
		return strings.Join(out, " ")
	}
	for _, on := range []string{"p1", "p2"} {
		c, err := edit.AddFrame(ed, on, &edition.Frame{Kind: edition.TextFrame, Rect: geom.Rect{W: geom.MM, H: geom.MM}})
		ed = apply(t, ed, c, err)
	}
	head, a, b := ed.Pages[0].Frames[1], ed.Pages[0].Frames[6].ID, ed.Pages[1].Frames[6].ID
	c, err := edit.LinkFrame(ed, "p1", head.ID, "p2", b)
	ed = apply(t, ed, c, err)
	c, err = edit.LinkFrame(ed, "p1", head.ID, "p1", a) // between the two
	ed = apply(t, ed, c, err)
	if got, w := links(ed, head.Story), head.ID+":0 "+a+":1 "+b+":2"; got != w {
		t.Errorf("linked: %s, not %s", got, w)
	}
	if _, err := edit.LinkFrame(ed, "p2", b, "p1", head.ID); !errors.Is(err, edit.ErrImpossible) {
		t.Errorf("a story's beginning behind its end: %v", err)
	}
	c, err = edit.UnlinkFrame(ed, "p1", a)
	ed = apply(t, ed, c, err)
	if got, w := links(ed, head.Story), head.ID+":0 "+b+":1"; got != w || ed.Pages[0].Frame(a).Story != "" {
		t.Errorf("unlinked: %s, not %s", got, w)
	}
	other := ed.Pages[0].Frames[2]
	c, err = edit.LinkFrame(ed, "p1", other.ID, "p2", b) // from one story to another
	ed = apply(t, ed, c, err)
	if links(ed, head.Story) != head.ID+":0" || links(ed, other.Story) != other.ID+":0 "+b+":1" {
		t.Errorf("moved over: %s and %s", links(ed, head.Story), links(ed, other.Story))
	}
	c, err = edit.JumpStory(ed, head.Story, "p2", geom.Rect{W: geom.MM, H: geom.MM})
	ed = apply(t, ed, c, err)
	if ed.Story(head.Story).Jump != 2 || links(ed, head.Story) != head.ID+":0 f15:1" {
		t.Errorf("jumped to %d: %s", ed.Story(head.Story).Jump, links(ed, head.Story))
	}
}

// TestClipboard: a block goes through text to another edition with its story and pictures, and back into its own place
// when it was cut.
func TestClipboard(t *testing.T) {
	ed := edittest.Edition(1)
	pic := &edition.Picture{ID: strings.Repeat("ab", 32), Width: 3, Height: 2}
	c := edit.AddPicture(ed, *pic)
	ed = apply(t, ed, c, nil)
	c, err := edit.AddPictureUse(ed, "s1", edition.PictureUse{Picture: pic.ID})
	ed = apply(t, ed, c, err)
	f := ed.Pages[0].Frames[1]

	clip, cut, err := edit.CutFrames(ed, "p1", []string{f.ID})
	without := apply(t, ed, cut, err)
	clip, err = edit.ReadClip(clip.Text())
	if err != nil {
		t.Fatal(err)
	}
	c, err = edit.PasteFrames(without, "p1", clip, geom.Point{})
	back := apply(t, without, c, err)
	if g := back.Pages[0].Frames[5]; g.Story != "s1" || g.Rect != f.Rect || len(back.Stories) != len(ed.Stories) {
		t.Errorf("cut and pasted: %+v with %d stories", g, len(back.Stories))
	}
	c, err = edit.PasteFrames(back, "p1", clip, geom.Point{X: geom.MM})
	twice := apply(t, back, c, err)
	if g := twice.Pages[0].Frames[6]; g.Story == "s1" || len(twice.Stories) != len(ed.Stories)+1 {
		t.Errorf("pasted again: %+v with %d stories", g, len(twice.Stories))
	}
	other := edittest.Edition(2)
	c, err = edit.PasteFrames(other, "p2", clip, geom.Point{})
	got := apply(t, other, c, err)
	g := got.Pages[1].Frames[6]
	if s := got.Story(g.Story); s == nil || s.Paras[3].Text != ed.Stories[0].Paras[3].Text || got.Picture(pic.ID) == nil {
		t.Errorf("in another edition: %+v", g)
	}
	for _, s := range []string{"", "{}", `{"kind":"dayang frames 1","frames":[{"id":"a","story":"nowhere"}]}`, `{"kind":"dayang frames 1","frames":[null]}`} {
		if _, err := edit.ReadClip(s); !errors.Is(err, edit.ErrNoClip) {
			t.Errorf("%q is a clip: %v", s, err)
		}
	}
}

// TestMasters: a page takes a master's furniture, follows its changes, and keeps what it freed or threw away.
func TestMasters(t *testing.T) {
	ed := edittest.Edition(2)
	m := edition.Master{Name: "要闻版", Format: "四开·六栏·小五", Guides: []edition.Guide{{At: geom.MM}}, Frames: []*edition.Frame{
		{ID: "folio", Kind: edition.FurnitureFrame, Rect: geom.Rect{W: 9, H: 9}, Furniture: &edition.Furniture{Kind: edition.Folio}},
		{ID: "line", Kind: edition.RuleFrame, Rect: geom.Rect{W: 9, H: 9}},
		{ID: "ad", Kind: edition.FurnitureFrame, Rect: geom.Rect{W: 9, H: 9}, Furniture: &edition.Furniture{Kind: edition.Advert}},
	}}
	ed = apply(t, ed, edit.SetMaster(ed, m), nil)
	for _, p := range []string{"p1", "p2"} {
		c, err := edit.ApplyMaster(ed, p, "要闻版")
		ed = apply(t, ed, c, err)
	}
	page := ed.Pages[0]
	if page.Format.Columns != 6 || len(page.Frames) != 9 || !page.Frames[0].Locked || page.Frames[0].Master != "folio" || len(page.Guides) != 1 {
		t.Fatalf("applied: %+v", page)
	}
	c, err := edit.FreeFrame(ed, "p1", page.Frames[1].ID)
	ed = apply(t, ed, c, err)
	c, err = edit.DeleteFrame(ed, "p1", page.Frames[2].ID)
	ed = apply(t, ed, c, err)
	kept := ed.Pages[0].Frames[0].ID

	m.Frames = []*edition.Frame{{ID: "folio", Kind: edition.FurnitureFrame, Rect: geom.Rect{W: 5, H: 5}, Furniture: &edition.Furniture{Kind: edition.Folio}}, m.Frames[1], m.Frames[2]}
	ed = apply(t, ed, edit.SetMaster(ed, m), nil)
	c, err = edit.ReapplyMaster(ed, "要闻版")
	ed = apply(t, ed, c, err)
	has := func(p *edition.Page) string {
		var out []string
		for _, f := range p.Frames {
			if f.Master != "" {
				out = append(out, f.Master)
			}
		}
		return strings.Join(out, " ")
	}
	if a, b := has(ed.Pages[0]), has(ed.Pages[1]); a != "folio" || b != "folio line ad" {
		t.Errorf("the pages have %q and %q of their master", a, b)
	}
	if f := ed.Pages[0].Frames[0]; f.Rect.W != 5 || f.ID != kept {
		t.Errorf("the folio is %+v", f)
	}
	c, err = edit.DeleteMaster(ed, "要闻版")
	ed = apply(t, ed, c, err)
	if has(ed.Pages[1]) != "" || ed.Pages[1].Frames[0].Locked || ed.House.Masters != nil {
		t.Error("a master that is gone still holds frames")
	}
}

// TestPlan: a new edition starts with a plan's pages, in their formats and after their masters.
func TestPlan(t *testing.T) {
	house := *edition.DefaultHouse()
	house.Masters = []edition.Master{{Name: "内页", Format: "对开·八栏·小五", Frames: []*edition.Frame{
		{ID: "folio", Kind: edition.FurnitureFrame, Furniture: &edition.Furniture{Kind: edition.Folio}}}}}
	house.Plans = []edition.Plan{{Name: "平日", Pages: []edition.PlanPage{{Name: "要闻", Format: "对开·六栏·五号"}, {Name: "国际", Master: "内页"}}}}
	ed, err := edit.FromPlan(&house, "平日", edition.Head{Title: "大样日报"})
	if err != nil {
		t.Fatal(err)
	}
	if len(ed.Pages) != 2 || ed.Pages[0].Format.Columns != 6 || ed.Pages[1].Format.Columns != 8 || ed.Pages[1].Number != 2 || len(ed.Pages[1].Frames) != 1 {
		t.Errorf("%+v %+v", ed.Pages[0], ed.Pages[1])
	}
	if plan := edit.PlanOf(ed, "平日"); plan.Pages[1] != house.Plans[0].Pages[1] || plan.Pages[0] != house.Plans[0].Pages[0] {
		t.Errorf("the plan of it is %+v", plan)
	}
	if _, err := edit.FromPlan(&house, "周末", edition.Head{}); !errors.Is(err, edit.ErrNotFound) {
		t.Errorf("an unknown plan: %v", err)
	}
}

// TestEachFrame: a field that stands for several frames changes them in one step, groups whole.
func TestEachFrame(t *testing.T) {
	ed := board(geom.Rect{W: 9, H: 9}, geom.Rect{W: 8, H: 8})
	c, err := edit.EachFrame(ed, "p1", []string{"a", "b"}, words.Text{ZH: "线型", EN: "Line"}, "line", func(f *edition.Frame) { f.Line = edition.LineWave })
	next := apply(t, ed, c, err)
	if f := next.Pages[0].Frames; f[0].Line != edition.LineWave || f[1].Line != edition.LineWave || len(c.Ops) != 1 || c.Merge == "" {
		t.Errorf("%+v", c)
	}
}

// TestShippedPlans: every plan that ships starts an edition, and its masters keep to their type areas without one
// frame on another.
func TestShippedPlans(t *testing.T) {
	house := edition.DefaultHouse()
	for _, plan := range house.PagePlans() {
		ed, err := edit.FromPlan(house, plan.Name, edition.Head{Title: "大样日报"})
		if err != nil {
			t.Fatal(err)
		}
		if len(ed.Pages) != len(plan.Pages) {
			t.Errorf("%s: %d pages", plan.Name, len(ed.Pages))
		}
	}
	for _, m := range house.PageMasters() {
		f, ok := house.Format(m.Format)
		if !ok {
			t.Fatalf("%s: no format %s", m.Name, m.Format)
		}
		for i, a := range m.Frames {
			if !f.TypeArea.Contains(a.Rect) {
				t.Errorf("%s: %s leaves the type area", m.Name, a.ID)
			}
			for _, b := range m.Frames[:i] {
				if a.Rect.Overlaps(b.Rect) {
					t.Errorf("%s: %s stands on %s", m.Name, a.ID, b.ID)
				}
			}
		}
	}
}
