package pageview

import (
	"fmt"
	"image"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"dayang/layout/geom"
)

type dragMode uint8

const (
	dragNone dragMode = iota
	dragPan
	dragMove
	dragSize
)

// drag is what the hand is doing between press and release.
type drag struct {
	mode           dragMode
	id             string
	handle         handle
	from           fyne.Position // where the button went down
	orig           geom.Rect     // the frame before
	rect           geom.Rect     // the frame as it would be
	moved          bool
	guideX, guideY []geom.Length
	note           string // position or size, beside the hand
}

// click remembers the last press, to tell a double click without delaying the first.
type click struct {
	at    fyne.Position
	when  time.Time
	frame string
}

// doubleClick is how soon the second press must follow; the desktops' usual value.
const doubleClick = 400 * time.Millisecond

// MouseDown implements desktop.Mouseable: selection happens here, at once, and not at the release.
func (v *View) MouseDown(e *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && !v.focus {
		c.Focus(v)
	}
	v.at = e.Position
	v.drag = drag{from: e.Position}
	switch e.Button {
	case desktop.MouseButtonTertiary:
		v.drag.mode = dragPan
		return
	case desktop.MouseButtonSecondary:
		h := v.hit(e.Position)
		v.pick(h)
		return
	}
	if v.space || v.tool == Hand {
		v.drag.mode = dragPan
		return
	}
	if b, ok := v.box(v.selected); ok && !b.Locked && v.aids {
		if h, ok := v.handleAt(b, e.Position); ok {
			v.drag.mode, v.drag.id, v.drag.handle, v.drag.orig, v.drag.rect = dragSize, b.ID, h, b.Rect, b.Rect
			return
		}
	}
	h := v.hit(e.Position)
	if e.Modifier&fyne.KeyModifierAlt != 0 {
		h = v.below(e.Position)
	}
	now := v.env.Now()
	near := e.Position.Subtract(v.click.at)
	again := v.click.frame == h.Frame && now.Sub(v.click.when) < doubleClick && math.Abs(float64(near.X)) < 5 && math.Abs(float64(near.Y)) < 5
	v.click = click{at: e.Position, when: now, frame: h.Frame}
	v.pick(h)
	if again && h.Frame != "" {
		// Opened at the release and not before: until then the window takes the keyboard away from whatever is not
		// under the pointer.
		v.click = click{}
		v.opening = h
		return
	}
	if b, ok := v.box(h.Frame); ok && !b.Locked {
		v.drag.mode, v.drag.id, v.drag.orig, v.drag.rect = dragMove, b.ID, b.Rect, b.Rect
	}
}

// MouseUp implements desktop.Mouseable.
func (v *View) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonSecondary {
		if v.OnMenu != nil {
			v.OnMenu(v.hit(e.Position), e.AbsolutePosition)
		}
		return
	}
	if !v.drag.moved {
		v.drag = drag{}
	}
	if h := v.opening; h.Frame != "" {
		v.opening = Hit{}
		if v.OnOpen != nil {
			v.env.Post(func() { v.OnOpen(h) })
		}
	}
}

// pick selects what was hit.
func (v *View) pick(h Hit) {
	v.selected = h.Frame
	v.overlay()
	if v.OnSelect != nil {
		v.OnSelect(h)
	}
}

// hit answers what lies at a place of the view, the front first, with a little reach around thin things.
func (v *View) hit(at fyne.Position) Hit {
	return v.hitBelow(at, "")
}

// below answers the next thing under the one that is selected.
func (v *View) below(at fyne.Position) Hit {
	if h := v.hitBelow(at, v.selected); h.Frame != "" {
		return h
	}
	return v.hit(at)
}

func (v *View) hitBelow(at fyne.Position, above string) Hit {
	p := v.toPage(at)
	reach := v.units(3)
	passed := above == ""
	for i := len(v.sheet.Boxes) - 1; i >= 0; i-- {
		b := v.sheet.Boxes[i]
		if !p.In(b.Rect) && !(min(b.Rect.W, b.Rect.H) < 2*reach && p.In(b.Rect.Inset(-reach))) {
			continue
		}
		if !passed {
			passed = b.ID == above
			continue
		}
		if h, ok := TextAt(v.sheet.Page, p); ok && h.Frame == b.ID {
			return h
		}
		return Hit{Frame: b.ID}
	}
	return Hit{}
}

// Dragged implements fyne.Draggable.
func (v *View) Dragged(e *fyne.DragEvent) {
	v.at = e.Position
	d := &v.drag
	switch d.mode {
	case dragPan:
		v.PanBy(e.Dragged.DX, e.Dragged.DY)
		d.moved = true
		return
	case dragMove, dragSize:
	default:
		return
	}
	if !d.moved {
		d.moved = true
		if d.mode == dragMove {
			v.lift()
		}
	}
	dx, dy := v.units(float64(e.Position.X-d.from.X)), v.units(float64(e.Position.Y-d.from.Y))
	free := v.env.Mods()&fyne.KeyModifierControl != 0
	if d.mode == dragMove {
		r := d.orig.Move(geom.Point{X: dx, Y: dy})
		if v.env.Mods()&fyne.KeyModifierShift != 0 { // one way only
			if max(dx, -dx) > max(dy, -dy) {
				r.Y = d.orig.Y
			} else {
				r.X = d.orig.X
			}
		}
		d.guideX, d.guideY = nil, nil
		if !free {
			r, d.guideX, d.guideY = v.snapMove(r, d.id)
		}
		d.rect = r
		d.note = fmt.Sprintf("X %.1f  Y %.1f mm", r.X.MM(), r.Y.MM())
		v.overlay()
		return
	}
	r := resized(d.orig, d.handle, dx, dy)
	d.guideX, d.guideY = nil, nil
	if !free {
		r, d.guideX, d.guideY = v.snapSize(r, d.handle, d.id)
	}
	r = v.atLeast(r, d.handle)
	if r == d.rect {
		v.overlay()
		return
	}
	d.rect = r
	d.note = fmt.Sprintf("%.1f × %.1f mm", r.W.MM(), r.H.MM())
	v.overlay()
	if v.OnDraft != nil {
		v.OnDraft(d.id, r)
	}
}

// resized answers r with the edges at the grip moved.
func resized(r geom.Rect, h handle, dx, dy geom.Length) geom.Rect {
	if h.left() {
		r.X, r.W = r.X+dx, r.W-dx
	}
	if h.right() {
		r.W += dx
	}
	if h.top() {
		r.Y, r.H = r.Y+dy, r.H-dy
	}
	if h.bottom() {
		r.H += dy
	}
	return r
}

// atLeast keeps a frame from being turned inside out: it holds at least one body line each way.
func (v *View) atLeast(r geom.Rect, h handle) geom.Rect {
	least := max(v.sheet.Grid.Leading, geom.MM)
	if r.W < least {
		if h.left() {
			r.X = r.Right() - least
		}
		r.W = least
	}
	if r.H < least {
		if h.top() {
			r.Y = r.Bottom() - least
		}
		r.H = least
	}
	return r
}

// DragEnd implements fyne.Draggable.
func (v *View) DragEnd() {
	d := v.drag
	v.drag = drag{}
	v.ghost = nil
	if d.moved && (d.mode == dragMove || d.mode == dragSize) {
		switch {
		case d.rect != d.orig:
			// Show the frame where it was dropped until the owner answers with the new page.
			boxes := append([]Box(nil), v.sheet.Boxes...)
			for i := range boxes {
				if boxes[i].ID == d.id {
					boxes[i].Rect = d.rect
				}
			}
			v.sheet.Boxes = boxes
			if v.OnCommit != nil {
				v.OnCommit(d.id, d.rect)
			}
		case v.OnCancel != nil:
			v.OnCancel()
		}
	}
	v.overlay()
}

// cancel gives up a drag.
func (v *View) cancel() bool {
	if v.drag.mode == dragNone {
		return false
	}
	moved := v.drag.moved && v.drag.mode != dragPan
	v.drag = drag{}
	v.ghost = nil
	v.overlay()
	if moved && v.OnCancel != nil {
		v.OnCancel()
	}
	return true
}

// Dragging reports whether the hand holds a frame.
func (v *View) Dragging() bool { return v.drag.moved && v.drag.mode != dragPan }

// lift has the frame drawn once, on a worker, as the picture that follows the hand.
func (v *View) lift() {
	if v.renderer == nil {
		return
	}
	id, r := v.drag.id, v.drag.orig
	scale := v.scale()
	job := tileJob{page: only(v.sheet.Page, id), renderer: v.renderer, dpi: v.zoom * scale * 25.4}
	px := func(l geom.Length) int { return int(math.Round(l.MM() / 25.4 * job.dpi)) }
	job.px = image.Rect(px(r.X), px(r.Y), px(r.Right()), px(r.Bottom()))
	// A frame far larger than the view is not worth a picture: its outline shows enough.
	if job.px.Dx() > 4*int(float64(v.Size().Width)*scale) || job.px.Dy() > 4*int(float64(v.Size().Height)*scale) || job.px.Empty() {
		return
	}
	size := v.size(r)
	v.tiles.done.Add(1)
	go func() {
		defer v.tiles.done.Done()
		img := render(job)
		if img == nil {
			return
		}
		v.env.Post(func() {
			if v.drag.mode != dragMove || v.drag.id != id || !v.drag.moved {
				return
			}
			g := canvas.NewImageFromImage(img)
			g.ScaleMode, g.FillMode, g.Translucency = canvas.ImageScaleFastest, canvas.ImageFillStretch, .2
			g.Resize(size)
			v.ghost = g
			v.overlay()
		})
	}()
}

// MouseIn implements desktop.Hoverable.
func (v *View) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (v *View) MouseMoved(e *desktop.MouseEvent) {
	v.at, v.inside = e.Position, true
	h := v.hit(e.Position)
	changed := h.Frame != v.hover.Frame
	v.hover = h
	if changed {
		v.overlay()
	}
	v.rulers.point()
	if v.OnPointer != nil {
		v.OnPointer(v.toPage(e.Position), true)
	}
}

// MouseOut implements desktop.Hoverable.
func (v *View) MouseOut() {
	v.hover, v.inside = Hit{}, false
	v.overlay()
	v.rulers.point()
	if v.OnPointer != nil {
		v.OnPointer(geom.Point{}, false)
	}
}

// notch is what Fyne sends for one notch of a wheel, and wheelStep its zoom: four notches double it.
const (
	notch     = 25
	wheelStep = 1.19
)

// Scrolled implements fyne.Scrollable: the wheel moves the page, with Control it zooms at the pointer.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	if v.env.Mods()&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0 {
		notches := float64(e.Scrolled.DY) / notch
		v.ZoomTo(v.zoom*math.Pow(wheelStep, min(max(notches, -4), 4)), e.Position)
		return
	}
	dx, dy := e.Scrolled.DX, e.Scrolled.DY
	if v.env.Mods()&fyne.KeyModifierShift != 0 && dx == 0 {
		dx, dy = dy, 0
	}
	v.PanBy(dx*2.4, dy*2.4) // sixty units a notch
}

// FocusGained implements fyne.Focusable.
func (v *View) FocusGained() { v.focus = true }

// FocusLost implements fyne.Focusable.
func (v *View) FocusLost() { v.focus, v.space = false, false }

// TypedRune implements fyne.Focusable.
func (v *View) TypedRune(rune) {}

// KeyDown implements desktop.Keyable: the space bar turns the pointer into a hand.
func (v *View) KeyDown(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		v.space = true
	}
}

// KeyUp implements desktop.Keyable.
func (v *View) KeyUp(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		v.space = false
	}
}

// AcceptsTab implements fyne.Tabbable: Tab goes through the frames.
func (v *View) AcceptsTab() bool { return len(v.sheet.Boxes) > 0 && v.selected != "" }

// nudgeStep is how far an arrow key moves a frame.
const nudgeStep = geom.MM / 2

// TypedKey implements fyne.Focusable.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	step := map[fyne.KeyName]geom.Point{
		fyne.KeyLeft: {X: -1}, fyne.KeyRight: {X: 1}, fyne.KeyUp: {Y: -1}, fyne.KeyDown: {Y: 1},
	}
	if dir, ok := step[e.Name]; ok {
		v.nudge(dir)
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		if v.cancel() {
			return
		}
		if v.selected != "" {
			v.pick(Hit{})
			return
		}
	case fyne.KeyTab:
		v.next()
		return
	case fyne.KeySpace:
		return
	}
	if v.OnKey != nil {
		v.OnKey(e)
	}
}

// nudge moves the selection by half a millimetre, with Shift by a cell of the grid; without a selection it moves the
// page in the view.
func (v *View) nudge(dir geom.Point) {
	b, ok := v.box(v.selected)
	if !ok {
		v.PanBy(float32(-dir.X)*40, float32(-dir.Y)*40)
		return
	}
	if b.Locked || v.OnNudge == nil {
		return
	}
	x, y := nudgeStep, nudgeStep
	if v.env.Mods()&fyne.KeyModifierShift != 0 {
		g := v.sheet.Grid
		y = max(g.Leading, nudgeStep)
		if len(g.Columns) > 1 {
			x = g.Columns[1].X - g.Columns[0].X
		}
	}
	v.OnNudge(b.ID, geom.Point{X: dir.X * x, Y: dir.Y * y})
}

// next selects the frame after the selected one, back to front, and around.
func (v *View) next() {
	boxes := v.sheet.Boxes
	for i, b := range boxes {
		if b.ID == v.selected {
			n := 1
			if v.env.Mods()&fyne.KeyModifierShift != 0 {
				n = len(boxes) - 1
			}
			b := boxes[(i+n)%len(boxes)]
			v.pick(Hit{Frame: b.ID})
			v.Reveal(b.Rect)
			return
		}
	}
}
