package pageview

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// four is a page of four frames a b / c d of 90 × 100 mm, and a locked one at its foot.
func four() Sheet {
	s := sheet(1)
	s.Boxes = append(s.Boxes,
		Box{ID: "c", Rect: geom.Rect{X: 5 * mm, Y: 120 * mm, W: 90 * mm, H: 100 * mm}},
		Box{ID: "d", Rect: geom.Rect{X: 105 * mm, Y: 120 * mm, W: 90 * mm, H: 100 * mm}},
		Box{ID: "foot", Rect: geom.Rect{X: 5 * mm, Y: 230 * mm, W: 190 * mm, H: 20 * mm}, Locked: true})
	return s
}

func (h *hall) up(at fyne.Position) {
	h.v.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
}

// click presses and releases at a place of the page, long after the click before.
func (h *hall) click(x, y geom.Length) {
	h.now = h.now.Add(time.Second)
	h.up(h.down(geom.Point{X: x, Y: y}))
	h.pump()
}

func (h *hall) chosen() string { return strings.Join(h.v.Selection(), " ") }

func TestShiftClickAddsAndTakesOut(t *testing.T) {
	h := newHall(t)
	h.show(four())
	var told string
	h.v.OnSelect = func(ids []string, _ Hit) { told = strings.Join(ids, " ") }
	h.click(40*mm, 60*mm)
	h.mods = fyne.KeyModifierShift
	h.click(150*mm, 60*mm)
	h.click(150*mm, 160*mm)
	if h.chosen() != "a b d" || told != "a b d" || h.v.Selected() != "d" {
		t.Fatalf("selected %q, told %q, the key frame is %q", h.chosen(), told, h.v.Selected())
	}
	h.click(150*mm, 60*mm)
	if h.chosen() != "a d" {
		t.Errorf("b taken out leaves %q", h.chosen())
	}
	h.mods = 0
	h.click(40*mm, 60*mm) // a click on one of several chooses it alone
	if h.chosen() != "a" {
		t.Errorf("a click on one of several leaves %q", h.chosen())
	}
	h.v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if h.chosen() != "" || told != "" {
		t.Errorf("after Escape %q is selected", h.chosen())
	}
	h.v.SelectAll()
	if h.chosen() != "a b c d" {
		t.Errorf("all that is not locked: %q", h.chosen())
	}
}

func TestRubberBandTakesWhatItTouches(t *testing.T) {
	h := newHall(t)
	h.show(four())
	from := h.down(geom.Point{X: 100 * mm, Y: 115 * mm}) // between the four
	h.drag(from, 20*mm, 20*mm)
	if h.chosen() != "d" {
		t.Errorf("while it is drawn: %q", h.chosen())
	}
	h.drag(from, 20*mm, -20*mm)
	h.drag(from, -20*mm, 20*mm)
	h.drag(from, -20*mm, 130*mm) // over the locked foot too
	h.v.DragEnd()
	if h.chosen() != "c" {
		t.Errorf("the band took %q", h.chosen())
	}
	// From a locked frame, and with Shift besides what is selected.
	h.now = h.now.Add(time.Second)
	h.mods = fyne.KeyModifierShift
	from = h.down(geom.Point{X: 102 * mm, Y: 225 * mm})
	h.drag(from, 10*mm, -20*mm)
	h.v.DragEnd()
	if h.chosen() != "c d" {
		t.Errorf("with Shift: %q", h.chosen())
	}
	from = h.down(geom.Point{X: 102 * mm, Y: 115 * mm})
	h.drag(from, 10*mm, -20*mm)
	h.v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if h.chosen() != "c d" {
		t.Errorf("a band given up leaves %q", h.chosen())
	}
}

func TestSeveralMoveAndStretchTogether(t *testing.T) {
	h := newHall(t)
	h.show(four())
	h.v.SetSelection([]string{"a", "b"})
	var got []Placed
	h.v.OnMove = func(p []Placed) { got = p }
	h.mods = fyne.KeyModifierControl // no snapping
	from := h.down(geom.Point{X: 40 * mm, Y: 60 * mm})
	h.drag(from, 0, 7*mm)
	h.v.DragEnd()
	if len(got) != 2 || dist(got[0].Rect.Y, 17*mm) > mm/4 || got[0].Rect.Y != got[1].Rect.Y || h.chosen() != "a b" {
		t.Fatalf("moved to %v, selected %q", got, h.chosen())
	}
	h.mods = 0
	h.show(four())
	h.v.SetSelection([]string{"a", "b"})
	got = nil
	h.v.OnResize = func(p []Placed) { got = p }
	from = h.down(geom.Point{X: 100 * mm, Y: 110 * mm}) // the grip in the middle of both feet
	h.drag(from, 0, -20*mm)
	h.v.DragEnd()
	if len(got) != 2 || got[0].Rect.Bottom() != 90*mm || got[1].Rect.Bottom() != 90*mm || got[0].Rect.W != 90*mm {
		t.Errorf("stretched to %v", got)
	}
}

// Frames that met still meet, whatever the stretch: no gap and no overlap of a hair.
func TestStretchedEdgesStillMeet(t *testing.T) {
	boxes := []Box{{ID: "l", Rect: geom.Rect{X: 1, Y: 1, W: 333, H: 10}}, {ID: "r", Rect: geom.Rect{X: 334, Y: 1, W: 1001, H: 10}}}
	from := outer(boxes)
	for w := geom.Length(7); w < 3000; w += 13 {
		p := stretched(boxes, from, geom.Rect{X: 5, Y: 1, W: w, H: 10})
		if p[0].Rect.Right() != p[1].Rect.X || p[1].Rect.Right() != 5+w || p[0].Rect.X != 5 {
			t.Fatalf("to %d: %v", w, p)
		}
	}
}

func TestAGroupIsOneAndCanBeEntered(t *testing.T) {
	h := newHall(t)
	s := four()
	s.Boxes[0].Group, s.Boxes[2].Group = "g1", "g1"
	h.show(s)
	h.click(40*mm, 60*mm)
	if got := h.v.Selection(); len(got) != 2 || !slices.Contains(got, "c") || h.v.Selected() != "a" {
		t.Fatalf("a click on a grouped frame selects %v", got)
	}
	h.v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	if h.chosen() != "b" {
		t.Errorf("Tab goes from the group to %q", h.chosen())
	}
	opened := false
	h.v.OnOpen = func(Hit) { opened = true }
	h.click(40*mm, 160*mm)
	h.now = h.now.Add(100 * time.Millisecond)
	h.up(h.down(geom.Point{X: 40 * mm, Y: 160 * mm}))
	h.pump()
	if h.chosen() != "c" || opened {
		t.Fatalf("a double click goes inside: %q, opened %v", h.chosen(), opened)
	}
	h.click(40*mm, 60*mm)
	if h.chosen() != "a" {
		t.Errorf("inside, a click selects %q", h.chosen())
	}
	h.now = h.now.Add(100 * time.Millisecond)
	h.up(h.down(geom.Point{X: 40 * mm, Y: 60 * mm}))
	h.pump()
	if !opened {
		t.Error("inside, a double click does not open")
	}
	h.v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(h.v.Selection()) != 2 {
		t.Errorf("Escape leaves the group with %q", h.chosen())
	}
	h.click(150*mm, 60*mm)
	h.click(40*mm, 60*mm)
	if len(h.v.Selection()) != 2 {
		t.Errorf("having left, a click selects %q", h.chosen())
	}
}

func TestNudgeStepsOfTheHand(t *testing.T) {
	h := newHall(t)
	h.show(four())
	h.v.SetSelection([]string{"a", "foot"})
	var got geom.Point
	h.v.OnNudge = func(ids []string, by geom.Point) {
		if got = by; len(ids) != 1 || ids[0] != "a" {
			t.Errorf("%v were nudged", ids)
		}
	}
	for _, c := range []struct {
		dir          geom.Point
		coarse, fine bool
		x, y         geom.Length
	}{
		{geom.Point{X: 1}, false, false, mm / 2, 0},
		{geom.Point{Y: -1}, false, true, 0, -mm / 10},
		{geom.Point{X: 1}, true, false, 100 * mm, 0}, // a column and its gap
		{geom.Point{Y: 1}, true, false, 0, 4 * mm},   // a line
	} {
		h.v.Nudge(c.dir, c.coarse, c.fine)
		if got != (geom.Point{X: c.x, Y: c.y}) {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestGuidesComeFromRulersAndGoBack(t *testing.T) {
	h := newHall(t)
	s := four()
	h.show(s)
	h.v.ShowRulers(true)
	var was, is *Guide
	told := 0
	h.v.OnGuide = func(a, b *Guide) { was, is, told = a, b, told+1 }
	// Out of the top ruler, to a place no edge catches.
	from := fyne.NewPos(200, 5)
	h.v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonPrimary})
	h.mods = fyne.KeyModifierControl
	to := h.v.toView(geom.Point{X: 50 * mm, Y: 57 * mm})
	h.v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	h.v.DragEnd()
	if told != 1 || was != nil || is == nil || is.Upright || dist(is.At, 57*mm) > mm/4 {
		t.Fatalf("told %d times: %v → %v", told, was, is)
	}
	// A frame's top is caught by it.
	h.mods = 0
	s.Guides = []Guide{{At: 57 * mm}, {Upright: true, At: 33 * mm}}
	h.show(s)
	var got geom.Rect
	h.v.OnMove = func(p []Placed) { got = p[0].Rect }
	press := h.down(geom.Point{X: 150 * mm, Y: 90 * mm})
	h.drag(press, 0, 46*mm) // its top to 56
	h.v.DragEnd()
	if got.Y != 57*mm {
		t.Errorf("the frame's top is at %.2f", got.Y.MM())
	}
	// Back to the ruler it goes.
	press = h.down(geom.Point{X: 33 * mm, Y: 114 * mm})
	if h.v.drag.mode != dragGuide {
		t.Fatal("the guide was not taken")
	}
	h.v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(4, press.Y)}})
	h.v.DragEnd()
	if told != 2 || is != nil || was == nil || was.At != 33*mm {
		t.Errorf("told %d times: %v → %v", told, was, is)
	}
	// Hidden, it can neither be taken nor catch.
	h.v.ShowGuides(false)
	if _, ok := h.v.guideAt(h.v.toView(geom.Point{X: 33 * mm, Y: 114 * mm})); ok {
		t.Error("a hidden guide can be taken")
	}
}

func TestAPictureMovesInsideItsFrame(t *testing.T) {
	h := newHall(t)
	s := four()
	s.Boxes[2].Picture = s.Boxes[2].Rect.Inset(5 * mm)
	h.show(s)
	var by geom.Point
	var zoom float64
	done := false
	h.v.OnPicture = func(id string, b geom.Point, d bool) {
		if id == "c" {
			by, done = b, d
		}
	}
	h.v.OnPictureZoom = func(_ string, z float64, _ geom.Point) { zoom = z }
	h.v.OnMove = func([]Placed) { t.Error("the frame moved") }
	h.click(40*mm, 160*mm)
	h.now = h.now.Add(100 * time.Millisecond)
	h.up(h.down(geom.Point{X: 40 * mm, Y: 160 * mm}))
	if h.v.InPicture() != "c" {
		t.Fatal("a double click on a picture does not go inside")
	}
	from := h.down(geom.Point{X: 40 * mm, Y: 160 * mm})
	h.drag(from, 10*mm, -5*mm)
	if done || dist(by.X, 10*mm) > mm/4 {
		t.Errorf("moved by %v, done %v", by, done)
	}
	h.v.DragEnd()
	if !done || dist(by.Y, -5*mm) > mm/4 {
		t.Errorf("dropped at %v, done %v", by, done)
	}
	h.v.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: from}, Scrolled: fyne.NewDelta(0, notch)})
	if zoom != pictureStep {
		t.Errorf("the wheel enlarges by %v", zoom)
	}
	h.v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if h.v.InPicture() != "" || h.v.Selected() != "c" {
		t.Error("Escape does not leave the picture alone")
	}
}

func TestDrawingAFrameSnaps(t *testing.T) {
	h := newHall(t)
	h.show(four())
	h.v.SetTool(Draw)
	var got geom.Rect
	h.v.OnDraw = func(r geom.Rect) { got = r }
	from := h.down(geom.Point{X: 106 * mm, Y: 221 * mm})
	h.drag(from, 88*mm, 10*mm)
	h.v.DragEnd()
	if got.X != 105*mm || got.Right() != 195*mm || got.Y != 220*mm || got.Bottom() != 230*mm {
		t.Errorf("drawn %v", got)
	}
}

func TestTheMarkOfWhatDidNotFit(t *testing.T) {
	h := newHall(t)
	s := four()
	s.Boxes[1].Over, s.Boxes[1].OverTip = "溢 9 字", "溢 9 字 · 1 行"
	h.show(s)
	at, size := h.v.overMark(h.v.sheet.Boxes[1])
	mid := at.AddXY(size.Width/2, size.Height/2)
	if got := h.v.hit(mid); !got.Over || got.Frame != "b" {
		t.Fatalf("on the mark: %+v", got)
	}
	var told Hit
	h.v.OnMenu = func(hit Hit, _ fyne.Position) { told = hit }
	h.v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: mid}, Button: desktop.MouseButtonPrimary})
	h.up(mid)
	if !told.Over || h.v.Selected() != "b" {
		t.Errorf("a click on the mark told %+v, selected %q", told, h.v.Selected())
	}
	h.v.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: mid}})
	said := false
	for _, x := range h.v.pool.texts[:h.v.pool.nt] {
		said = said || x.Text == "溢 9 字 · 1 行"
	}
	if !said {
		t.Error("resting on the mark does not say how much is over")
	}
}

func TestRulersCountCharacters(t *testing.T) {
	h := newHall(t)
	s := four()
	s.Grid.Body = 3 * mm
	h.show(s)
	h.v.ShowRulers(true)
	h.v.CountCharacters(true)
	zero, one := h.v.rulers.unit(true)
	if zero != 5 || one != 3 {
		t.Errorf("across it counts %v mm from %v", one, zero)
	}
	if zero, one = h.v.rulers.unit(false); zero != 10 || one != 4 {
		t.Errorf("down it counts %v mm from %v", one, zero)
	}
	// The nought stands at the type area's corner.
	x := h.v.toView(geom.Point{X: 5 * mm}).X
	found := false
	for _, l := range h.v.rulers.labels[:h.v.rulers.used] {
		found = found || l.Text == "0" && max(l.Position().X-3-x, x-l.Position().X+3) < .5
	}
	if !found {
		t.Error("no nought at the type area's left")
	}
}

func TestPicturesOfAPage(t *testing.T) {
	p := sheet(1).Page
	p.Items = append(p.Items, display.Mark{Frame: "b"}, display.Group{Shift: geom.Point{X: 10 * mm}, Items: []display.Item{
		display.Picture{ID: "x", Box: geom.Rect{W: mm, H: mm}}, display.Picture{ID: "y"}}}, display.Mark{Frame: "a"}, display.Rule{})
	got := PicturesIn(p)
	if len(got) != 1 || got["b"].ID != "x" || got["b"].Box.X != 10*mm {
		t.Errorf("%v", got)
	}
}

func TestANotchIsDraggedAndLetsThePointerThrough(t *testing.T) {
	h := newHall(t)
	s := four()
	s.Boxes[0].Notch = geom.Rect{X: 65 * mm, Y: 80 * mm, W: 30 * mm, H: 30 * mm} // its bottom right
	h.show(s)
	h.click(80*mm, 95*mm)
	if h.chosen() != "" {
		t.Fatalf("in the notch %q is selected", h.chosen())
	}
	h.click(40*mm, 60*mm)
	var to geom.Size
	done := false
	h.v.OnNotch = func(id string, s geom.Size, d bool) {
		if id == "a" {
			to, done = s, d
		}
	}
	from := h.down(geom.Point{X: 65 * mm, Y: 80 * mm})
	if h.v.drag.mode != dragNotch {
		t.Fatal("the inner corner was not taken")
	}
	h.mods = fyne.KeyModifierControl
	h.drag(from, 10*mm, -20*mm)
	if done || dist(to.W, 20*mm) > mm/4 || dist(to.H, 50*mm) > mm/4 {
		t.Errorf("dragged to %v", to)
	}
	h.drag(from, -500*mm, -500*mm) // a line of the frame is left
	if to.W >= 90*mm || to.H >= 100*mm {
		t.Errorf("nothing is left of the frame: %v", to)
	}
	h.v.DragEnd()
	if !done {
		t.Error("the drop was not told")
	}
}
