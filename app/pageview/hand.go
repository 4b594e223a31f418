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
	dragBand    // a rubber band that selects
	dragDraw    // a new frame is drawn
	dragGuide   // a guide is moved, or pulled out of a ruler
	dragPicture // a picture is moved in its frame
	dragNotch   // the corner cut out of a frame is made larger or smaller
)

// drag is what the hand is doing between press and release.
type drag struct {
	mode           dragMode
	boxes          []Box // what is moved or resized, as it was
	handle         handle
	from           fyne.Position // where the button went down
	orig           geom.Rect     // around boxes, before
	rect           geom.Rect     // as it would be; of a band, what it spans
	moved          bool
	before         []string // what was selected before the band
	single         Hit      // selected alone if the press turns out to be a click on one of several
	guide          Guide    // as it would be
	was            *Guide   // as it was; nil is a new one
	guideX, guideY []geom.Length
	note           string // position or size, beside the hand
}

// ids answers the frames in the hand.
func (d *drag) ids() []string {
	out := make([]string, len(d.boxes))
	for i, b := range d.boxes {
		out[i] = b.ID
	}
	return out
}

// placed answers the frames in the hand as they would be.
func (d *drag) placed() []Placed {
	if d.mode == dragMove {
		return moved(d.boxes, d.rect.Min().Sub(d.orig.Min()))
	}
	return stretched(d.boxes, d.orig, d.rect)
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
		if h := v.hit(e.Position); !v.isSelected(h.Frame) || len(v.selected) == 1 {
			v.pick(h)
		}
		return
	}
	if v.space || v.tool == Hand {
		v.drag.mode = dragPan
		return
	}
	if v.tool == Draw {
		v.drag.mode = dragDraw
		return
	}
	if v.pressRuler(e.Position) {
		return
	}
	if b, ok := v.box(v.inPicture); ok {
		if v.toPage(e.Position).In(b.Picture) {
			v.drag.mode, v.drag.boxes, v.drag.orig = dragPicture, []Box{b}, b.Rect
			return
		}
		v.LeavePicture()
	}
	if b, ok := v.notchAt(e.Position); ok {
		v.drag.mode, v.drag.boxes, v.drag.orig, v.drag.rect = dragNotch, []Box{b}, b.Notch, b.Notch
		return
	}
	if r, ok := v.grip(); ok {
		if h, ok := v.handleAt(r, e.Position); ok {
			v.drag.mode, v.drag.boxes, v.drag.handle, v.drag.orig, v.drag.rect = dragSize, v.loose(), h, r, r
			return
		}
	}
	if v.pressGuide(e.Position) {
		return
	}
	h := v.hit(e.Position)
	adding := e.Modifier&fyne.KeyModifierShift != 0
	if e.Modifier&fyne.KeyModifierAlt != 0 {
		h = v.below(e.Position)
	}
	now := v.env.Now()
	near := e.Position.Subtract(v.click.at)
	again := v.click.frame == h.Frame && now.Sub(v.click.when) < doubleClick && math.Abs(float64(near.X)) < 5 && math.Abs(float64(near.Y)) < 5
	v.click = click{at: e.Position, when: now, frame: h.Frame}
	b, found := v.box(h.Frame)
	switch {
	case again && found && !adding && !h.Over:
		v.click = click{}
		v.doubled(b, h)
		return
	case adding:
		v.drag.before, v.drag.mode = v.Selection(), dragBand
		v.toggle(h)
		return
	case !found:
		v.pick(h)
		v.drag.mode = dragBand
		return
	case len(v.selected) > len(v.fellows(h.Frame)) && v.isSelected(h.Frame):
		v.drag.single = h // which it is, a drag of all or a choice of one, the release tells
	default:
		v.pick(h)
	}
	if b.Locked {
		v.drag.mode = dragBand // what cannot be moved is as good a place to begin a band as the bare page
		return
	}
	if loose := v.loose(); len(loose) > 0 && !h.Over {
		v.drag.mode, v.drag.boxes, v.drag.orig = dragMove, loose, outer(loose)
		v.drag.rect = v.drag.orig
	}
}

// doubled goes one step in: into a group, into a picture's frame, into the text.
func (v *View) doubled(b Box, h Hit) {
	switch {
	case b.Group != "" && b.Group != v.inGroup:
		v.inGroup = b.Group
		v.choose([]string{b.ID}, h)
	case h.Para == "" && v.toPage(v.at).In(b.Picture):
		v.choose([]string{b.ID}, h)
		v.EnterPicture(b.ID)
	default:
		// Opened at the release and not before: until then the window takes the keyboard away from whatever is not
		// under the pointer.
		v.pick(h)
		v.opening = h
	}
}

// EnterPicture lets the hand move the picture inside a frame; the frame stays.
func (v *View) EnterPicture(id string) {
	if b, ok := v.box(id); !ok || b.Picture.Empty() || b.Locked {
		return
	}
	v.inPicture = id
	v.selected = []string{id}
	v.overlay()
}

// LeavePicture ends that.
func (v *View) LeavePicture() {
	v.inPicture = ""
	v.overlay()
}

// InPicture answers the frame whose picture the hand moves, or "".
func (v *View) InPicture() string { return v.inPicture }

// MouseUp implements desktop.Mouseable.
func (v *View) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonSecondary {
		if v.OnMenu != nil {
			v.OnMenu(v.hit(e.Position), e.AbsolutePosition)
		}
		return
	}
	if !v.drag.moved {
		d := v.drag
		v.drag = drag{}
		if d.mode == dragDraw && v.OnDraw != nil { // a click: a place without a size
			at := v.toPage(e.Position)
			v.OnDraw(geom.Rect{X: at.X, Y: at.Y})
			return
		}
		if d.single.Frame != "" {
			v.pick(d.single)
		}
		if h := v.hit(e.Position); h.Over && d.mode != dragPan && v.OnMenu != nil {
			v.OnMenu(h, e.AbsolutePosition)
		}
	}
	if h := v.opening; h.Frame != "" {
		v.opening = Hit{}
		if v.OnOpen != nil {
			v.env.Post(func() { v.OnOpen(h) })
		}
	}
}

// hit answers what lies at a place of the view, the front first, with a little reach around thin things.
func (v *View) hit(at fyne.Position) Hit {
	return v.hitBelow(at, "")
}

// below answers the next thing under the one that is selected.
func (v *View) below(at fyne.Position) Hit {
	if h := v.hitBelow(at, v.Selected()); h.Frame != "" {
		return h
	}
	return v.hit(at)
}

func (v *View) hitBelow(at fyne.Position, above string) Hit {
	p := v.toPage(at)
	reach := v.units(3)
	passed := above == ""
	if passed && v.aids {
		for _, b := range v.sheet.Boxes {
			if p, s := v.overMark(b); b.Over != "" && within(at, p, s, 3) {
				return Hit{Frame: b.ID, Over: true}
			}
		}
	}
	for i := len(v.sheet.Boxes) - 1; i >= 0; i-- {
		b := v.sheet.Boxes[i]
		if !p.In(b.Rect) && !(min(b.Rect.W, b.Rect.H) < 2*reach && p.In(b.Rect.Inset(-reach))) {
			continue
		}
		if p.In(b.Notch) {
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
	case dragNone:
	case dragPan:
		v.input("pan")
	default:
		v.input("drag")
	}
	dx, dy := v.units(float64(e.Position.X-d.from.X)), v.units(float64(e.Position.Y-d.from.Y))
	free := v.env.Mods()&fyne.KeyModifierControl != 0
	first := !d.moved
	switch d.mode {
	case dragNone:
		return
	case dragPan:
		d.moved = true
		v.PanBy(e.Dragged.DX, e.Dragged.DY)
		return
	case dragBand:
		d.moved = true
		d.rect = spanned(v.toPage(d.from), v.toPage(e.Position))
		v.band()
		v.overlay()
		return
	case dragDraw:
		d.moved = true
		d.guideX, d.guideY = nil, nil
		from, to := v.toPage(d.from), v.toPage(e.Position)
		if !free {
			from, _, _ = v.catchPoint(from)
			to, d.guideX, d.guideY = v.catchPoint(to)
		}
		d.rect = spanned(from, to)
		d.note = v.sizeNote(d.rect)
		v.overlay()
		return
	case dragGuide:
		d.moved = true
		v.dragGuide(e.Position, free)
		return
	case dragPicture:
		d.moved = true
		if v.OnPicture != nil {
			v.OnPicture(d.boxes[0].ID, geom.Point{X: dx, Y: dy}, false)
		}
		return
	case dragNotch:
		d.moved = true
		v.dragNotch(e.Position, free)
		return
	case dragMove:
		d.moved = true
		if first {
			v.lift()
		}
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
			r, d.guideX, d.guideY = v.snapMove(r, d.ids())
		}
		d.rect = r
		d.note = v.placeNote(r.Min())
		if v.MoveHint != nil {
			if hint := v.MoveHint(); hint != "" {
				d.note += "  " + hint
			}
		}
		v.overlay()
		return
	}
	d.moved = true
	r := resized(d.orig, d.handle, dx, dy)
	d.guideX, d.guideY = nil, nil
	if !free {
		r, d.guideX, d.guideY = v.snapSize(r, d.handle, d.ids())
	}
	r = v.atLeast(r, d.handle)
	if r == d.rect {
		v.overlay()
		return
	}
	d.rect = r
	d.note = v.sizeNote(r)
	v.overlay()
	if v.OnDraft != nil {
		v.OnDraft(d.placed())
	}
}

// spanned answers the rectangle between two corners.
func spanned(a, b geom.Point) geom.Rect {
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	return geom.Rect{X: x, Y: y, W: max(a.X, b.X) - x, H: max(a.Y, b.Y) - y}
}

// placeNote and sizeNote are what stands beside the hand.
func (v *View) placeNote(p geom.Point) string {
	if v.Measure != nil {
		return v.Measure(p.X, AlongX) + "  " + v.Measure(p.Y, AlongY)
	}
	return fmt.Sprintf("X %.1f  Y %.1f mm", p.X.MM(), p.Y.MM())
}

func (v *View) sizeNote(r geom.Rect) string {
	if v.Measure != nil {
		return v.Measure(r.W, Across) + " × " + v.Measure(r.H, Down)
	}
	return fmt.Sprintf("%.1f × %.1f mm", r.W.MM(), r.H.MM())
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
	if !d.moved {
		v.overlay()
		return
	}
	switch d.mode {
	case dragMove, dragSize:
		if d.rect == d.orig {
			v.given()
			break
		}
		placed := d.placed()
		v.show(placed)
		if tell := v.OnMove; d.mode == dragMove && tell != nil {
			tell(placed)
		}
		if tell := v.OnResize; d.mode == dragSize && tell != nil {
			tell(placed)
		}
	case dragBand:
		v.choose(v.selected, Hit{Frame: v.Selected()})
	case dragDraw:
		if v.OnDraw != nil {
			v.OnDraw(d.rect)
		}
	case dragGuide:
		v.dropGuide(d)
	case dragNotch:
		if d.rect != d.orig && v.OnNotch != nil {
			v.OnNotch(d.boxes[0].ID, d.rect.Size(), true)
		} else {
			v.given()
		}
	case dragPicture:
		dx, dy := v.units(float64(v.at.X-d.from.X)), v.units(float64(v.at.Y-d.from.Y))
		if v.OnPicture != nil {
			v.OnPicture(d.boxes[0].ID, geom.Point{X: dx, Y: dy}, true)
		}
	}
	v.overlay()
}

// show has frames stand where they were dropped until the owner answers with the new page.
func (v *View) show(placed []Placed) {
	boxes := append([]Box(nil), v.sheet.Boxes...)
	for i := range boxes {
		for _, p := range placed {
			if boxes[i].ID == p.ID {
				boxes[i].Rect = p.Rect
			}
		}
	}
	v.sheet.Boxes = boxes
}

// given tells that a drag was given up or came to nothing.
func (v *View) given() {
	if v.OnCancel != nil {
		v.OnCancel()
	}
}

// cancel gives up a drag.
func (v *View) cancel() bool {
	d := v.drag
	if d.mode == dragNone {
		return false
	}
	v.drag = drag{}
	v.ghost = nil
	if d.mode == dragBand {
		v.selected = d.before
	}
	v.overlay()
	if d.moved && d.mode != dragPan {
		v.given()
	}
	return true
}

// Dragging reports whether the hand holds a frame or what is in it.
func (v *View) Dragging() bool {
	switch v.drag.mode {
	case dragMove, dragSize, dragPicture, dragNotch:
		return v.drag.moved
	}
	return false
}

// lift has the frames in the hand drawn once, on a worker, as the picture that follows it.
func (v *View) lift() {
	if v.renderer == nil {
		return
	}
	ids, r := v.drag.ids(), v.drag.orig
	scale := v.scale()
	job := tileJob{page: only(v.sheet.Page, ids...), renderer: v.renderer, dpi: v.zoom * scale * 25.4}
	px := func(l geom.Length) int { return int(math.Round(l.MM() / 25.4 * job.dpi)) }
	job.px = image.Rect(px(r.X), px(r.Y), px(r.Right()), px(r.Bottom()))
	// A frame far larger than the view is not worth a picture: its outline shows enough.
	if job.px.Dx() > 4*int(float64(v.Size().Width)*scale) || job.px.Dy() > 4*int(float64(v.Size().Height)*scale) || job.px.Empty() {
		return
	}
	size, from := v.size(r), v.drag.from
	v.tiles.done.Add(1)
	go func() {
		defer v.tiles.done.Done()
		img := render(job)
		if img == nil {
			return
		}
		v.env.Post(func() {
			if v.drag.mode != dragMove || v.drag.from != from || !v.drag.moved {
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
	changed := h.Frame != v.hover.Frame || h.Over != v.hover.Over
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

// pictureStep is how much one notch enlarges a picture in its frame.
const pictureStep = 1.05

// Scrolled implements fyne.Scrollable: the wheel moves the page, with Control it zooms at the pointer. Over a picture
// that is being moved in its frame it enlarges or reduces that.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	notches := min(max(float64(e.Scrolled.DY)/notch, -4), 4)
	if v.env.Mods()&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0 {
		v.input("zoom")
		v.ZoomTo(v.zoom*math.Pow(wheelStep, notches), e.Position)
		return
	}
	if b, ok := v.box(v.inPicture); ok && v.OnPictureZoom != nil && v.toPage(e.Position).In(b.Picture) {
		v.OnPictureZoom(b.ID, math.Pow(pictureStep, notches), v.toPage(e.Position))
		return
	}
	v.input("pan")
	dx, dy := e.Scrolled.DX, e.Scrolled.DY
	if v.env.Mods()&fyne.KeyModifierShift != 0 && dx == 0 {
		dx, dy = dy, 0
	}
	v.PanBy(dx*2.4, dy*2.4) // sixty units a notch
}

// input tells who measures frames that a change of the picture is about to be handled.
func (v *View) input(what string) {
	if v.OnInput != nil {
		v.OnInput(what)
	}
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
func (v *View) AcceptsTab() bool { return len(v.sheet.Boxes) > 0 && len(v.selected) > 0 }

// TypedKey implements fyne.Focusable.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	step := map[fyne.KeyName]geom.Point{
		fyne.KeyLeft: {X: -1}, fyne.KeyRight: {X: 1}, fyne.KeyUp: {Y: -1}, fyne.KeyDown: {Y: 1},
	}
	if dir, ok := step[e.Name]; ok {
		v.Nudge(dir, v.env.Mods()&fyne.KeyModifierShift != 0, false)
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		if v.escape() {
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

// escape leaves one thing: a drag, a picture, a group, the selection.
func (v *View) escape() bool {
	switch {
	case v.cancel():
	case v.tool == Draw:
		v.tool = Select
	case v.inPicture != "":
		v.LeavePicture()
	case v.inGroup != "":
		v.inGroup = ""
		v.pick(Hit{Frame: v.Selected()})
	case len(v.selected) > 0:
		v.pick(Hit{})
	default:
		return false
	}
	return true
}
