package pageview

import (
	"image"
	"image/color"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"dayang/layout/display"
	"dayang/layout/geom"
)

const mm = geom.MM

// colours draws every tile in one colour, which the page's number chooses, and can be made to wait.
type colours struct {
	mu    sync.Mutex
	tiles []image.Rectangle
	gate  chan struct{}
}

func (c *colours) Tile(p display.Page, _ float64, px image.Rectangle) *image.RGBA {
	if c.gate != nil {
		<-c.gate
	}
	c.mu.Lock()
	c.tiles = append(c.tiles, px)
	c.mu.Unlock()
	img := image.NewRGBA(image.Rect(0, 0, px.Dx(), px.Dy()))
	for i := range img.Pix {
		img.Pix[i] = uint8(p.Number)
	}
	return img
}

func (c *colours) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.tiles)
}

// hall is a view in a window, with a queue for a UI goroutine.
type hall struct {
	t     testing.TB
	v     *View
	draw  *colours
	mods  fyne.KeyModifier
	now   time.Time
	mu    sync.Mutex
	queue []func()
	after []func()
}

func newHall(t testing.TB) *hall {
	h := &hall{t: t, draw: &colours{}, now: time.Unix(1000, 0)}
	test.NewTempApp(t)
	h.v = New(h.draw, Env{
		Post: func(f func()) {
			h.mu.Lock()
			h.queue = append(h.queue, f)
			h.mu.Unlock()
		},
		After: func(_ time.Duration, f func()) func() {
			live := true
			h.after = append(h.after, func() {
				if live {
					f()
				}
			})
			return func() { live = false }
		},
		Mods: func() fyne.KeyModifier { return h.mods },
		Now:  func() time.Time { return h.now },
	})
	w := test.NewTempWindow(t, h.v)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(800, 1000))
	t.Cleanup(h.v.Close)
	return h
}

func (h *hall) pump() {
	for {
		h.mu.Lock()
		q := h.queue
		h.queue = nil
		h.mu.Unlock()
		if len(q) == 0 {
			return
		}
		for _, f := range q {
			f()
		}
	}
}

func (h *hall) rest() {
	for len(h.after) > 0 {
		a := h.after
		h.after = nil
		for _, f := range a {
			f()
		}
	}
}

func (h *hall) settled() {
	h.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		h.rest()
		h.pump()
		if h.v.Settled() {
			return
		}
	}
	h.t.Fatal("the tiles never came")
}

// sheet is a page of 200 × 280 mm with two columns of 90 mm and one frame in each.
func sheet(number int) Sheet {
	type_ := geom.Rect{X: 5 * mm, Y: 10 * mm, W: 190 * mm, H: 240 * mm}
	line := func(frame, para string, x, y geom.Length, from int) display.Mark {
		m := display.Mark{Bounds: geom.Rect{X: x, Y: y, W: 40 * mm, H: 4 * mm}, Frame: frame, Story: "s", Para: para, From: from, To: from + 10}
		for i := range 11 {
			m.Edges = append(m.Edges, x+geom.Length(i)*4*mm)
		}
		return m
	}
	return Sheet{
		Page: display.Page{ID: "p", Number: number, Trim: geom.Size{W: 200 * mm, H: 280 * mm}, Items: []display.Item{
			line("a", "p1", 5*mm, 10*mm, 0), display.Rule{From: geom.Point{X: 5 * mm, Y: 12 * mm}, To: geom.Point{X: 45 * mm, Y: 12 * mm}, Thickness: mm},
			line("a", "p1", 5*mm, 14*mm, 10), display.Fill{Areas: []geom.Rect{{X: 5 * mm, Y: 14 * mm, W: 40 * mm, H: 4 * mm}}},
			display.Group{Shift: geom.Point{X: 100 * mm}, Items: []display.Item{
				line("b", "p2", 5*mm, 10*mm, 0), display.Fill{Areas: []geom.Rect{{X: 5 * mm, Y: 10 * mm, W: 40 * mm, H: 4 * mm}}}}},
		}},
		Boxes: []Box{
			{ID: "a", Rect: geom.Rect{X: 5 * mm, Y: 10 * mm, W: 90 * mm, H: 100 * mm}, Label: "左"},
			{ID: "b", Rect: geom.Rect{X: 105 * mm, Y: 10 * mm, W: 90 * mm, H: 100 * mm}, Label: "右"},
		},
		Grid: Grid{TypeArea: type_, Leading: 4 * mm, Lines: 60, Columns: []geom.Rect{
			{X: 5 * mm, Y: 10 * mm, W: 90 * mm, H: 240 * mm}, {X: 105 * mm, Y: 10 * mm, W: 90 * mm, H: 240 * mm}}},
	}
}

func (h *hall) show(s Sheet) {
	h.v.SetSheet(s)
	h.settled()
}

func (h *hall) down(p geom.Point) fyne.Position {
	at := h.v.toView(p)
	h.v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: h.mods})
	return at
}

func (h *hall) drag(from fyne.Position, x, y geom.Length) {
	to := from.AddXY(float32(x.MM()*h.v.zoom), float32(y.MM()*h.v.zoom))
	h.v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
}

func TestTextUnderThePointer(t *testing.T) {
	p := sheet(1).Page
	for _, c := range []struct {
		name string
		x, y geom.Length
		want Hit
		ok   bool
	}{
		{"first line, left half of the third character", 14 * mm, 11 * mm, Hit{Frame: "a", Story: "s", Para: "p1", Offset: 2}, true},
		{"its right half", 16*mm - 1, 11 * mm, Hit{Frame: "a", Story: "s", Para: "p1", Offset: 3}, true},
		{"second line counts on", 5 * mm, 15 * mm, Hit{Frame: "a", Story: "s", Para: "p1", Offset: 10}, true},
		{"inside a moved group", 109*mm + 1, 11 * mm, Hit{Frame: "b", Story: "s", Para: "p2", Offset: 1}, true},
		{"between the columns", 98 * mm, 11 * mm, Hit{}, false},
	} {
		if got, ok := TextAt(p, geom.Point{X: c.x, Y: c.y}); got != c.want || ok != c.ok {
			t.Errorf("%s: %+v %v", c.name, got, ok)
		}
	}
}

func TestAreasOfAStretchOfText(t *testing.T) {
	p := sheet(1).Page
	for _, c := range []struct {
		name     string
		para     string
		from, to int
		want     []geom.Rect
	}{
		{"within a line", "p1", 2, 4, []geom.Rect{{X: 13 * mm, Y: 10 * mm, W: 8 * mm, H: 4 * mm}}},
		{"over a line's end", "p1", 9, 11, []geom.Rect{{X: 41 * mm, Y: 10 * mm, W: 4 * mm, H: 4 * mm}, {X: 5 * mm, Y: 14 * mm, W: 4 * mm, H: 4 * mm}}},
		{"up to a line's end and no further", "p1", 8, 10, []geom.Rect{{X: 37 * mm, Y: 10 * mm, W: 8 * mm, H: 4 * mm}}},
		{"in a moved group", "p2", 0, 1, []geom.Rect{{X: 105 * mm, Y: 10 * mm, W: 4 * mm, H: 4 * mm}}},
		{"overset", "p1", 30, 40, nil},
	} {
		got := TextAreas(p, "s", c.para, c.from, c.to)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", c.name, got)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", c.name, got[i], c.want[i])
			}
		}
	}
	if got := TextAreas(p, "s", "p1", 3, 3); len(got) != 1 || got[0].X != 17*mm {
		t.Errorf("the caret before the fourth character: %v", got)
	}
}

func TestChangedFindsWhatDiffers(t *testing.T) {
	a := sheet(1).Page
	if _, same := Changed(a, sheet(1).Page); !same {
		t.Error("equal pages differ")
	}
	b := sheet(1).Page
	b.Items = append([]display.Item(nil), b.Items...)
	b.Items[3] = display.Fill{Areas: []geom.Rect{{X: 5 * mm, Y: 14 * mm, W: 20 * mm, H: 4 * mm}}}
	r, same := Changed(a, b)
	if same || r != (geom.Rect{X: 5 * mm, Y: 14 * mm, W: 40 * mm, H: 4 * mm}) {
		t.Errorf("one fill changed: %v %v", r, same)
	}
	b.Items = b.Items[:3]
	if r, same := Changed(a, b); same || !r.Contains(geom.Rect{X: 105 * mm, Y: 10 * mm, W: 40 * mm, H: 4 * mm}) {
		t.Errorf("a group gone: %v %v", r, same)
	}
}

func TestOnlyDrawsOneFrame(t *testing.T) {
	p := only(sheet(1).Page, "b")
	if len(p.Items) != 1 {
		t.Fatalf("%d items", len(p.Items))
	}
	g, ok := p.Items[0].(display.Group)
	if !ok || len(g.Items) != 1 {
		t.Errorf("the frame's own fill is not all that is left: %#v", p.Items[0])
	}
}

func TestOnlyTouchedTilesAreDrawnAgain(t *testing.T) {
	h := newHall(t)
	h.show(sheet(1))
	h.v.ZoomTo(12, fyne.NewPos(0, 0)) // a page of 2400 × 3360: five tiles across
	h.settled()
	before := h.draw.count()
	s := sheet(1)
	s.Page.Items = append(append([]display.Item(nil), s.Page.Items...), display.Fill{Areas: []geom.Rect{{X: 6 * mm, Y: 30 * mm, W: mm, H: mm}}})
	h.show(s)
	if n := h.draw.count() - before; n != 1 {
		t.Errorf("one spot changed and %d tiles were drawn", n)
	}
	before = h.draw.count()
	h.show(s)
	if n := h.draw.count() - before; n != 0 {
		t.Errorf("nothing changed and %d tiles were drawn", n)
	}
}

func TestLateTilesAreDropped(t *testing.T) {
	h := newHall(t)
	h.draw.gate = make(chan struct{})
	h.v.SetSheet(sheet(1))
	other := sheet(2)
	other.Page.ID = "q"
	h.v.SetSheet(other) // overtakes: the first page's tiles are under way
	close(h.draw.gate)
	h.settled()
	for _, tl := range h.v.tiles.now.tiles {
		if c := tl.img.Image.At(0, 0).(color.RGBA); c.R != 2 {
			t.Fatalf("a tile of the page before is shown")
		}
	}
}

func TestZoomKeepsThePlaceUnderThePointer(t *testing.T) {
	h := newHall(t)
	h.show(sheet(1))
	at := fyne.NewPos(300, 400)
	was := h.v.toPage(at)
	h.mods = fyne.KeyModifierControl
	for range 4 {
		h.v.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, notch)})
	}
	now := h.v.toPage(at)
	if d := max(dist(was.X, now.X), dist(was.Y, now.Y)); d > mm/2 {
		t.Errorf("the page slipped by %.2f mm under the pointer", d.MM())
	}
	if len(h.v.world.Objects) == 0 {
		t.Error("while zooming nothing is shown")
	}
	h.settled()
	if h.v.tiles.now.zoom != h.v.zoom || len(h.v.tiles.old) != 0 {
		t.Error("the zoom came to rest and the tiles are not its own")
	}
}

func TestEdgesAreCaught(t *testing.T) {
	h := newHall(t)
	h.show(sheet(1))
	var got geom.Rect
	h.v.OnMove = func(p []Placed) { got = p[0].Rect }
	// The second frame, dragged into the first column and down, a millimetre off everything.
	from := h.down(geom.Point{X: 150 * mm, Y: 60 * mm})
	h.drag(from, -99*mm, 101*mm)
	if len(h.v.drag.guideX) == 0 {
		t.Error("no guide is shown")
	}
	h.v.DragEnd()
	if want := (geom.Rect{X: 5 * mm, Y: 110 * mm, W: 90 * mm, H: 100 * mm}); got != want {
		t.Errorf("dropped at %v", got)
	}
	// With Control the hand is free.
	h.now = h.now.Add(time.Second)
	h.show(sheet(1))
	h.mods = fyne.KeyModifierControl
	from = h.v.toView(geom.Point{X: 150 * mm, Y: 60 * mm})
	h.v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonPrimary})
	h.drag(from, -99*mm, 101*mm)
	h.v.DragEnd()
	if dist(got.X, 6*mm) > mm/2 || dist(got.Y, 111*mm) > mm/2 {
		t.Errorf("with Control it was caught at %v", got)
	}
}

func TestAFrameIsNotTurnedInsideOut(t *testing.T) {
	h := newHall(t)
	h.show(sheet(1))
	h.v.SetSelected("a")
	var last geom.Rect
	h.v.OnDraft = func(p []Placed) { last = p[0].Rect }
	from := h.down(geom.Point{X: 95 * mm, Y: 60 * mm}) // the grip at the right
	if h.v.drag.mode != dragSize {
		t.Fatal("the grip was not taken")
	}
	h.drag(from, -150*mm, 0)
	if last.W <= 0 || last.X != 5*mm {
		t.Errorf("dragged through its own left edge: %v", last)
	}
}

func TestLockedFramesStay(t *testing.T) {
	h := newHall(t)
	s := sheet(1)
	s.Boxes[0].Locked = true
	h.show(s)
	h.v.OnMove = func(p []Placed) { t.Errorf("%v was moved", p) }
	h.v.OnNudge = func(ids []string, _ geom.Point) { t.Errorf("%v were nudged", ids) }
	from := h.down(geom.Point{X: 40 * mm, Y: 60 * mm})
	if h.v.Selected() != "a" {
		t.Error("a locked frame cannot be selected")
	}
	h.drag(from, 40*mm, 40*mm)
	h.v.DragEnd()
	h.v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
}

func TestTabAndAltGoThroughFrames(t *testing.T) {
	h := newHall(t)
	s := sheet(1)
	s.Boxes = append(s.Boxes, Box{ID: "over", Rect: s.Boxes[0].Rect})
	h.show(s)
	p := geom.Point{X: 40 * mm, Y: 60 * mm}
	h.down(p)
	if h.v.Selected() != "over" {
		t.Fatalf("the front is %q", h.v.Selected())
	}
	h.mods = fyne.KeyModifierAlt
	h.now = h.now.Add(time.Second)
	h.down(p)
	if h.v.Selected() != "a" {
		t.Errorf("Alt selects %q", h.v.Selected())
	}
	h.mods = 0
	h.v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	if h.v.Selected() != "b" {
		t.Errorf("Tab selects %q", h.v.Selected())
	}
}

func TestPanWithSpaceAndMiddleButton(t *testing.T) {
	h := newHall(t)
	h.show(sheet(1))
	was := h.v.origin
	h.v.KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	from := h.down(geom.Point{X: 40 * mm, Y: 60 * mm})
	h.v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from.AddXY(30, 20)}, Dragged: fyne.NewDelta(30, 20)})
	h.v.DragEnd()
	h.v.KeyUp(&fyne.KeyEvent{Name: fyne.KeySpace})
	if h.v.origin != was.AddXY(30, 20) || h.v.Selected() != "" {
		t.Errorf("Space and drag moved the page to %v", h.v.origin)
	}
	h.v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonTertiary})
	h.v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from}, Dragged: fyne.NewDelta(-30, -20)})
	h.v.DragEnd()
	if h.v.origin != was {
		t.Errorf("the middle button moved the page to %v", h.v.origin)
	}
	// However far it is pushed, a strip of the page stays in sight.
	h.v.PanBy(-1e6, 1e6)
	if h.v.origin.X+float32(200*h.v.zoom) < 40 || h.v.origin.Y > h.v.Size().Height-40 {
		t.Error("the page was pushed out of sight")
	}
}

// BenchmarkPan is one step of the hand: tiles move, none is drawn.
func BenchmarkPan(b *testing.B) {
	h := newHall(b)
	h.show(sheet(1))
	h.v.ZoomTo(12, fyne.NewPos(0, 0))
	h.settled()
	dx := float32(1)
	for b.Loop() {
		h.v.PanBy(dx, 0)
		dx = -dx
	}
}
