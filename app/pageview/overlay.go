package pageview

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"dayang/layout/geom"
)

// pool keeps the overlay's objects: they are moved and recoloured, not made anew at every move of the hand.
type pool struct {
	rects  []*canvas.Rectangle
	lines  []*canvas.Line
	texts  []*canvas.Text
	nr, nl int
	nt     int
	objs   []fyne.CanvasObject
}

func (p *pool) begin() { p.nr, p.nl, p.nt, p.objs = 0, 0, 0, p.objs[:0] }

func (p *pool) rect(at fyne.Position, s fyne.Size, fill, stroke color.Color, width float32) {
	if p.nr == len(p.rects) {
		p.rects = append(p.rects, canvas.NewRectangle(color.Transparent))
	}
	r := p.rects[p.nr]
	p.nr++
	if fill == nil {
		fill = color.Transparent
	}
	if stroke == nil {
		stroke = color.Transparent
	}
	r.FillColor, r.StrokeColor, r.StrokeWidth = fill, stroke, width
	r.Move(at)
	r.Resize(s)
	p.objs = append(p.objs, r)
}

func (p *pool) line(a, b fyne.Position, c color.Color, width float32) {
	if p.nl == len(p.lines) {
		p.lines = append(p.lines, canvas.NewLine(c))
	}
	l := p.lines[p.nl]
	p.nl++
	l.StrokeColor, l.StrokeWidth = c, width
	l.Position1, l.Position2 = a, b
	p.objs = append(p.objs, l)
}

// tag writes a line of text on a coloured ground with its left top at a place; it answers the tag's size.
func (p *pool) tag(at fyne.Position, s string, ground color.Color) fyne.Size {
	if p.nt == len(p.texts) {
		p.texts = append(p.texts, canvas.NewText("", color.White))
	}
	t := p.texts[p.nt]
	p.nt++
	t.Text, t.TextSize, t.Color = s, tagText, color.White
	size := t.MinSize()
	box := fyne.NewSize(size.Width+10, size.Height+2)
	p.rect(at, box, ground, nil, 0)
	t.Move(at.AddXY(5, 1))
	t.Resize(size)
	p.objs = append(p.objs, t)
	return box
}

// tagText is the size of the overlay's own words, in window units.
const tagText = 11

// overlay draws everything that is not printed.
func (v *View) overlay() {
	p := &v.pool
	p.begin()
	if v.sheet.Page.ID != "" {
		v.drawGrid()
		v.drawGuides()
		if v.aids {
			v.drawFlags()
			v.drawOver()
			v.drawHover()
			v.drawSelection()
		}
		v.drawDrag()
		if !v.drop.Empty() {
			c := v.palette.Guide
			c.A = 40
			p.rect(v.toView(v.drop.Min()), v.size(v.drop), c, v.palette.Guide, 1.5)
		}
	}
	v.over.Objects = p.objs
	v.over.Refresh()
	v.rulers.shade()
}

func (v *View) drawGrid() {
	if !v.showGrid && !v.showLines {
		return
	}
	g, c := v.sheet.Grid, v.palette.Grid
	faint := c
	faint.A = 22
	if v.showGrid {
		for _, col := range g.Columns {
			v.pool.rect(v.toView(col.Min()), v.size(col), faint, c, .75)
		}
	}
	// Body lines closer than this run together into a grey.
	const closest = 4
	if step := float32(g.Leading.MM() * v.zoom); v.showLines && step >= closest {
		for i := range g.Lines + 1 {
			y := g.TypeArea.Y + geom.Length(i)*g.Leading
			a := v.toView(geom.Point{X: g.TypeArea.X, Y: y})
			if a.Y < 0 || a.Y > v.Size().Height {
				continue
			}
			b := v.toView(geom.Point{X: g.TypeArea.Right(), Y: y})
			v.pool.line(a, b, c, .5)
		}
	}
	v.pool.rect(v.toView(g.TypeArea.Min()), v.size(g.TypeArea), nil, c, 1)
}

func (v *View) drawFlags() {
	for pass := range 2 { // the current one on top
		for _, f := range v.flags {
			if f.Current != (pass == 1) {
				continue
			}
			c := [...]color.NRGBA{v.palette.Hint, v.palette.Warning, v.palette.Error, v.palette.Guide}[f.Level]
			for _, a := range f.Areas {
				at, s := v.toView(a.Min()), v.size(a)
				if at.X > v.Size().Width || at.Y > v.Size().Height || at.X+s.Width < 0 || at.Y+s.Height < 0 {
					continue
				}
				if f.Current {
					fill := c
					fill.A = 70
					v.pool.rect(at.SubtractXY(1, 1), s.AddWidthHeight(2, 2), fill, c, 1.5)
					continue
				}
				fill := c
				fill.A = 36
				v.pool.rect(at, s, fill, nil, 0)
				y := at.Y + s.Height
				v.pool.line(fyne.NewPos(at.X, y), fyne.NewPos(at.X+s.Width, y), c, 1.5)
			}
		}
	}
}

// overSide is the side of the mark of what did not fit, in window units.
const overSide = 12

// overMark answers where the mark of what did not fit stands: at the frame's foot, left of the corner's grip.
func (v *View) overMark(b Box) (fyne.Position, fyne.Size) {
	r := v.shown(b)
	foot := v.toView(geom.Point{X: r.Right(), Y: r.Bottom()})
	return foot.SubtractXY(overSide+handleSide, overSide), fyne.NewSquareSize(overSide)
}

// within reports whether a place is in a rectangle of the view or no further from it than reach.
func within(at, p fyne.Position, s fyne.Size, reach float32) bool {
	return at.X >= p.X-reach && at.Y >= p.Y-reach && at.X <= p.X+s.Width+reach && at.Y <= p.Y+s.Height+reach
}

// drawOver puts the red mark of what did not fit at the foot of each frame it belongs to.
func (v *View) drawOver() {
	for _, b := range v.sheet.Boxes {
		if b.Over == "" {
			continue
		}
		at, s := v.overMark(b)
		v.pool.rect(at, s, v.palette.Over, color.White, 1)
		m := at.AddXY(s.Width/2, s.Height/2)
		v.pool.line(m.SubtractXY(3, 0), m.AddXY(3, 0), color.White, 1.5)
		v.pool.line(m.SubtractXY(0, 3), m.AddXY(0, 3), color.White, 1.5)
		switch {
		case v.hover.Over && v.hover.Frame == b.ID && b.OverTip != "":
			v.pool.tag(at.AddXY(0, s.Height+2), b.OverTip, v.palette.Over)
		case v.zoom > 1 || v.isSelected(b.ID):
			v.pool.tag(at.AddXY(0, s.Height+2), b.Over, v.palette.Over)
		}
	}
}

// shown answers where a box is drawn now: under the hand, if it is being resized.
func (v *View) shown(b Box) geom.Rect {
	if v.drag.mode == dragSize && v.drag.moved {
		for _, p := range v.drag.placed() {
			if p.ID == b.ID {
				return p.Rect
			}
		}
	}
	return b.Rect
}

func (v *View) drawHover() {
	if v.hover.Frame == "" || v.hover.Over || v.isSelected(v.hover.Frame) || v.drag.mode != dragNone || v.tool == Draw {
		return
	}
	b, ok := v.box(v.hover.Frame)
	if !ok {
		return
	}
	for _, id := range v.fellows(b.ID) {
		if m, ok := v.box(id); ok {
			v.outline(m, m.Rect, v.palette.Hover, 1)
		}
	}
	if b.Label != "" {
		at := v.toView(b.Rect.Min()).SubtractXY(0, 17)
		at.X, at.Y = max(at.X, 0), max(at.Y, 0)
		v.pool.tag(at, b.Label, color.NRGBA{0x33, 0x3a, 0x44, 220})
	}
}

func (v *View) drawSelection() {
	boxes := v.chosen()
	key := v.Selected()
	for _, b := range boxes {
		r := v.shown(b)
		width := float32(1.5)
		if len(boxes) > 1 && b.ID == key {
			width = 2.5 // the one that others are aligned to
		}
		v.outline(b, r, v.palette.Select, width)
		if b.Locked {
			v.drawLock(v.toView(r.Min()))
		}
		if b.ID == v.inPicture {
			c := v.palette.Guide
			v.pool.rect(v.toView(b.Picture.Min()), v.size(b.Picture), nil, c, 2)
			if v.PictureHint != nil {
				at := v.toView(b.Picture.Min()).SubtractXY(0, 17)
				at.X, at.Y = max(at.X, 0), max(at.Y, 0)
				v.pool.tag(at, v.PictureHint(), c)
			}
		}
	}
	r, ok := v.grip()
	if !ok {
		return
	}
	if v.drag.mode == dragSize && v.drag.moved {
		r = v.drag.rect
	}
	at, s := v.toView(r.Min()), v.size(r)
	if len(boxes) > 1 {
		v.pool.rect(at, s, nil, v.palette.Hover, 1)
	}
	for h := range handles {
		if h := handle(h); h.fits(s) {
			v.pool.rect(h.at(at, s).SubtractXY(handleSide/2, handleSide/2), fyne.NewSquareSize(handleSide), color.White, v.palette.Select, 1.25)
		}
	}
}

// outline draws a line around a box as it is at r: its shape if it has a corner cut out and is not under the hand.
func (v *View) outline(b Box, r geom.Rect, c color.NRGBA, width float32) {
	n := b.Notch
	if v.drag.mode == dragNotch && v.drag.moved && v.drag.boxes[0].ID == b.ID {
		n = v.drag.rect
	}
	if n.Empty() || r != b.Rect {
		v.pool.rect(v.toView(r.Min()), v.size(r), nil, c, width)
		return
	}
	in, out := b.inner(n), geom.Point{X: r.X, Y: r.Y} // out is the corner that is gone
	far := geom.Point{X: r.Right(), Y: r.Bottom()}
	if n.X > r.X {
		out.X, far.X = far.X, out.X
	}
	if n.Y > r.Y {
		out.Y, far.Y = far.Y, out.Y
	}
	corners := []geom.Point{{X: in.X, Y: out.Y}, in, {X: out.X, Y: in.Y}, {X: out.X, Y: far.Y}, far, {X: far.X, Y: out.Y}}
	for i, p := range corners {
		v.pool.line(v.toView(p), v.toView(corners[(i+1)%len(corners)]), c, width)
	}
	if b.ID == v.Selected() && len(v.selected) == 1 && !b.Locked {
		v.pool.rect(v.toView(in).SubtractXY(handleSide/2, handleSide/2), fyne.NewSquareSize(handleSide), v.palette.Guide, color.White, 1.25)
	}
}

// inner answers the corner of a notch that lies inside the frame.
func (b Box) inner(n geom.Rect) geom.Point {
	p := n.Min()
	if n.X == b.Rect.X {
		p.X = n.Right()
	}
	if n.Y == b.Rect.Y {
		p.Y = n.Bottom()
	}
	return p
}

// notchAt answers the selected box whose notch's inner corner is under a place of the view.
func (v *View) notchAt(at fyne.Position) (Box, bool) {
	b, ok := v.box(v.Selected())
	if !ok || len(v.selected) != 1 || b.Locked || b.Notch.Empty() || v.OnNotch == nil {
		return Box{}, false
	}
	p := v.toView(b.inner(b.Notch))
	return b, within(at, p, fyne.Size{}, handleSide/2+3)
}

// dragNotch makes the notch in the hand as large as the pointer says, leaving a line of the frame each way.
func (v *View) dragNotch(at fyne.Position, free bool) {
	d := &v.drag
	b := d.boxes[0]
	p := v.toPage(at)
	d.guideX, d.guideY = nil, nil
	if !free {
		p, d.guideX, d.guideY = v.catchPoint(p)
	}
	least := max(v.sheet.Grid.Leading, geom.MM)
	p.X = min(max(p.X, b.Rect.X+least), b.Rect.Right()-least)
	p.Y = min(max(p.Y, b.Rect.Y+least), b.Rect.Bottom()-least)
	n := d.orig
	if n.X == b.Rect.X {
		n.W = p.X - n.X
	} else {
		n.X, n.W = p.X, n.Right()-p.X
	}
	if n.Y == b.Rect.Y {
		n.H = p.Y - n.Y
	} else {
		n.Y, n.H = p.Y, n.Bottom()-p.Y
	}
	if n == d.rect {
		v.overlay()
		return
	}
	d.rect, d.note = n, v.sizeNote(n)
	v.overlay()
	if v.OnNotch != nil {
		v.OnNotch(b.ID, n.Size(), false)
	}
}

// drawLock draws a small padlock inside a corner.
func (v *View) drawLock(at fyne.Position) {
	p := at.AddXY(5, 5)
	v.pool.rect(p.AddXY(2, 0), fyne.NewSize(6, 8), nil, v.palette.Select, 1.5)
	v.pool.rect(p.AddXY(0, 5), fyne.NewSize(10, 7), v.palette.Select, nil, 0)
}

func (v *View) drawDrag() {
	d := &v.drag
	if !d.moved {
		return
	}
	switch d.mode {
	case dragMove:
		// What is left behind fades; what is carried follows as one picture.
		for _, b := range d.boxes {
			v.pool.rect(v.toView(b.Rect.Min()), v.size(b.Rect), color.NRGBA{255, 255, 255, 170}, nil, 0)
		}
		if v.ghost != nil {
			v.ghost.Move(v.toView(d.rect.Min()))
			v.pool.objs = append(v.pool.objs, v.ghost)
		}
		for _, p := range d.placed() {
			v.pool.rect(v.toView(p.Rect.Min()), v.size(p.Rect), nil, v.palette.Select, 1.5)
		}
	case dragBand, dragDraw:
		c := v.palette.Select
		c.A = 30
		v.pool.rect(v.toView(d.rect.Min()), v.size(d.rect), c, v.palette.Select, 1)
	case dragGuide:
		v.drawGuide(d.guide, v.palette.Guide, 1.5)
	case dragSize, dragNotch:
	default:
		return
	}
	for _, x := range d.guideX {
		v.drawGuide(Guide{Upright: true, At: x}, v.palette.Guide, 1)
	}
	for _, y := range d.guideY {
		v.drawGuide(Guide{At: y}, v.palette.Guide, 1)
	}
	if d.note != "" {
		at := v.toView(geom.Point{X: d.rect.Right(), Y: d.rect.Bottom()}).AddXY(8, 24) // clear of the tag of what did not fit
		if d.mode == dragGuide {
			at = v.at.AddXY(12, 12)
		}
		s := v.Size()
		at.X, at.Y = min(max(at.X, 0), s.Width-110), min(max(at.Y, 0), s.Height-20)
		v.pool.tag(at, d.note, color.NRGBA{0x33, 0x3a, 0x44, 235})
	}
}

// handle is one of the eight grips of a selection: corners and middles, clockwise from the top left.
type handle int

const (
	handles    = 8
	handleSide = 8 // window units
)

func (h handle) left() bool   { return h == 0 || h == 6 || h == 7 }
func (h handle) right() bool  { return h >= 2 && h <= 4 }
func (h handle) top() bool    { return h <= 2 }
func (h handle) bottom() bool { return h >= 4 && h <= 6 }

func (h handle) at(p fyne.Position, s fyne.Size) fyne.Position {
	x, y := s.Width/2, s.Height/2
	switch {
	case h.left():
		x = 0
	case h.right():
		x = s.Width
	}
	switch {
	case h.top():
		y = 0
	case h.bottom():
		y = s.Height
	}
	return p.AddXY(x, y)
}

func (h handle) cursor() desktop.Cursor {
	switch {
	case h == 0 || h == 4:
		return desktop.NWSEResizeCursor
	case h == 2 || h == 6:
		return desktop.NESWResizeCursor
	case h.left() || h.right():
		return desktop.HResizeCursor
	}
	return desktop.VResizeCursor
}

// fits reports whether a grip is shown around a frame of a size: on a small one the middles would cover the corners.
func (h handle) fits(s fyne.Size) bool {
	return h%2 == 0 || !((h.top() || h.bottom()) && s.Width < 5*handleSide || (h.left() || h.right()) && s.Height < 5*handleSide)
}

// handleAt answers the grip of a rectangle under a place of the view.
func (v *View) handleAt(r geom.Rect, at fyne.Position) (handle, bool) {
	const reach = handleSide/2 + 3
	p, s := v.toView(r.Min()), v.size(r)
	for h := range handle(handles) {
		if q := h.at(p, s); h.fits(s) && at.X >= q.X-reach && at.X <= q.X+reach && at.Y >= q.Y-reach && at.Y <= q.Y+reach {
			return h, true
		}
	}
	return 0, false
}
