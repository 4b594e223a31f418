package pageview

import (
	"image"
	"math"
	"runtime"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dayang/layout/display"
	"dayang/layout/geom"
)

// tileSide is the side of a tile in device pixels: at 1 MB a tile uploads within a frame, and a whole page at 100 %
// is a dozen of them (research on Fyne, section 3.1).
const tileSide = 512

type tileKey struct{ x, y int }

// tile is one piece of the page at one resolution.
type tile struct {
	img     *canvas.Image
	ready   bool // img shows the page, though perhaps an older state of it
	version int  // the request that is under way; a result for an older one is dropped
}

// layer is the tiles of one resolution.
type layer struct {
	serial int
	zoom   float64
	dpi    float64
	scale  float64
	tiles  map[tileKey]*tile
}

// tiler keeps the visible tiles rendered. Its queue is shared with the workers; all else belongs to the UI goroutine.
type tiler struct {
	v       *View
	now     layer
	old     []fyne.CanvasObject // the last resolution's tiles, stretched until the new ones are there
	oldAt   layer
	version int
	serial  int
	stop    func() // of the settling timer
	resting bool   // the zoom rests: crisp tiles may be made

	mu     sync.Mutex
	wake   *sync.Cond
	queue  []tileJob
	closed bool
	done   sync.WaitGroup
	begun  bool
}

// tileJob is an order to render one tile: all values, nothing of the view.
type tileJob struct {
	serial, version int
	key             tileKey
	page            display.Page
	renderer        Renderer
	dpi             float64
	px              image.Rectangle
	far             float64 // from the middle of the view, in pixels: near ones first
}

func newTiler(v *View) *tiler {
	t := &tiler{v: v, resting: true}
	t.wake = sync.NewCond(&t.mu)
	t.now.tiles = map[tileKey]*tile{}
	return t
}

// start begins the workers on first use, so that a view that shows nothing costs nothing.
func (t *tiler) start() {
	if t.begun {
		return
	}
	t.begun = true
	for range min(2, runtime.NumCPU()) {
		t.done.Add(1)
		go t.work()
	}
}

func (t *tiler) close() {
	if t.stop != nil {
		t.stop()
	}
	t.mu.Lock()
	t.closed = true
	t.queue = nil
	t.mu.Unlock()
	t.wake.Broadcast()
	t.done.Wait()
}

func (t *tiler) work() {
	defer t.done.Done()
	for {
		t.mu.Lock()
		for len(t.queue) == 0 && !t.closed {
			t.wake.Wait()
		}
		if t.closed {
			t.mu.Unlock()
			return
		}
		best := 0
		for i, j := range t.queue {
			if j.far < t.queue[best].far {
				best = i
			}
		}
		job := t.queue[best]
		t.queue = append(t.queue[:best], t.queue[best+1:]...)
		t.mu.Unlock()
		img := render(job)
		t.v.env.Post(func() { t.arrived(job, img) })
	}
}

// render draws one tile; a page that cannot be drawn leaves its tile blank rather than ending the program.
func render(j tileJob) (img *image.RGBA) {
	defer func() {
		if recover() != nil {
			img = nil
		}
	}()
	return j.renderer.Tile(j.page, j.dpi, j.px)
}

func (t *tiler) arrived(j tileJob, img *image.RGBA) {
	if j.serial != t.now.serial || img == nil {
		return
	}
	tl := t.now.tiles[j.key]
	if tl == nil || tl.version != j.version {
		return
	}
	tl.img.Image = img
	first := !tl.ready
	tl.ready = true
	if first {
		t.v.world.Objects = append(t.v.world.Objects, tl.img)
		t.position(tl.img, j.key, t.now)
	}
	tl.img.Refresh()
	if len(t.old) > 0 && t.complete() {
		t.dropOld()
	}
	if first {
		t.v.world.Refresh()
	}
}

// reset forgets every tile: another page, another renderer.
func (t *tiler) reset() {
	t.fresh()
	t.dropOld()
	t.resting = true
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
}

// fresh begins a new layer; what was queued for the last one is dropped.
func (t *tiler) fresh() {
	t.serial++
	t.now = layer{serial: t.serial, tiles: map[tileKey]*tile{}}
	t.v.world.Objects = append([]fyne.CanvasObject(nil), t.old...)
	t.mu.Lock()
	t.queue = nil
	t.mu.Unlock()
}

func (t *tiler) dropOld() {
	if len(t.old) == 0 {
		return
	}
	t.old = nil
	objs := make([]fyne.CanvasObject, 0, len(t.now.tiles))
	for _, tl := range t.now.tiles {
		if tl.ready {
			objs = append(objs, tl.img)
		}
	}
	t.v.world.Objects = objs
	t.v.world.Refresh()
}

// zoomed notes that the zoom has changed: what is there is stretched, and crisp tiles follow when it rests.
func (t *tiler) zoomed() {
	if t.now.zoom == t.v.zoom {
		return
	}
	if len(t.now.tiles) == 0 || !t.v.seen {
		t.fresh()
		return
	}
	if t.resting && t.anyReady() {
		// The present layer becomes the old one; a layer that never arrived is not worth keeping.
		t.old = nil
		for _, tl := range t.now.tiles {
			if tl.ready {
				t.old = append(t.old, tl.img)
			}
		}
		t.oldAt = t.now
	}
	t.fresh()
	t.resting = false
	if t.stop != nil {
		t.stop()
	}
	t.stop = t.v.env.After(settle, func() {
		t.stop = nil
		t.resting = true
		t.v.place()
	})
}

func (t *tiler) anyReady() bool {
	for _, tl := range t.now.tiles {
		if tl.ready {
			return true
		}
	}
	return false
}

func (t *tiler) complete() bool {
	vis := t.visible()
	for k, tl := range t.now.tiles {
		if (image.Point{k.x, k.y}).In(vis) && !tl.ready {
			return false
		}
	}
	return true
}

// visible answers the tiles that touch the view.
func (t *tiler) visible() image.Rectangle {
	v := t.v
	side := float64(tileSide) / t.now.scale
	s := v.Size()
	pw, ph := t.pixels()
	nx, ny := (pw+tileSide-1)/tileSide, (ph+tileSide-1)/tileSide
	r := image.Rect(
		int(math.Floor(float64(-v.origin.X)/side)), int(math.Floor(float64(-v.origin.Y)/side)),
		int(math.Ceil(float64(s.Width-v.origin.X)/side)), int(math.Ceil(float64(s.Height-v.origin.Y)/side)))
	return r.Intersect(image.Rect(0, 0, nx, ny))
}

// pixels answers the page's size on the layer's pixel grid.
func (t *tiler) pixels() (w, h int) {
	trim := t.v.sheet.Page.Trim
	return int(math.Ceil(trim.W.MM() / 25.4 * t.now.dpi)), int(math.Ceil(trim.H.MM() / 25.4 * t.now.dpi))
}

// place orders the tiles that are missing, moves those that are there and lets go of those far away.
func (t *tiler) place() {
	v := t.v
	for i, o := range t.old {
		if k, ok := t.keyOf(o); ok {
			t.position(t.old[i], k, t.oldAt)
		}
	}
	if !v.seen || v.Size().Width < 2 || v.renderer == nil {
		return
	}
	scale := v.scale()
	if t.now.zoom != v.zoom || t.now.scale != scale {
		if len(t.now.tiles) > 0 && t.now.scale != scale {
			t.fresh()
		}
		t.now.zoom, t.now.scale, t.now.dpi = v.zoom, scale, v.zoom*scale*25.4
	}
	if !t.resting {
		return
	}
	vis := t.visible()
	ring := vis.Inset(-1)
	for k, tl := range t.now.tiles {
		if !(image.Point{k.x, k.y}).In(ring) {
			delete(t.now.tiles, k)
			t.remove(tl.img)
		}
	}
	for y := vis.Min.Y; y < vis.Max.Y; y++ {
		for x := vis.Min.X; x < vis.Max.X; x++ {
			k := tileKey{x, y}
			tl := t.now.tiles[k]
			if tl == nil {
				tl = &tile{img: &canvas.Image{ScaleMode: canvas.ImageScaleFastest, FillMode: canvas.ImageFillStretch}}
				t.now.tiles[k] = tl
				t.order(k, tl)
			}
		}
	}
	for k, tl := range t.now.tiles {
		if tl.ready {
			t.position(tl.img, k, t.now)
		}
	}
}

func (t *tiler) keyOf(o fyne.CanvasObject) (tileKey, bool) {
	for k, tl := range t.oldAt.tiles {
		if fyne.CanvasObject(tl.img) == o {
			return k, true
		}
	}
	return tileKey{}, false
}

func (t *tiler) remove(o fyne.CanvasObject) {
	objs := t.v.world.Objects
	for i := range objs {
		if objs[i] == o {
			t.v.world.Objects = append(objs[:i:i], objs[i+1:]...)
			return
		}
	}
}

func (t *tiler) position(o fyne.CanvasObject, k tileKey, l layer) {
	if l.scale == 0 || l.zoom == 0 {
		return
	}
	r := t.v.zoom / l.zoom
	side := float32(tileSide / l.scale * r)
	o.Move(fyne.NewPos(t.v.origin.X+float32(k.x)*side, t.v.origin.Y+float32(k.y)*side))
	if s := fyne.NewSize(side, side); o.Size() != s {
		o.Resize(s)
	}
}

// order queues a tile; an order for the same tile that nobody has begun is replaced.
func (t *tiler) order(k tileKey, tl *tile) {
	t.start()
	t.version++
	tl.version = t.version
	c := t.v.middle()
	side := tileSide / t.now.scale
	dx := float64(t.v.origin.X) + (float64(k.x)+.5)*side - float64(c.X)
	dy := float64(t.v.origin.Y) + (float64(k.y)+.5)*side - float64(c.Y)
	job := tileJob{
		serial: t.now.serial, version: tl.version, key: k, page: t.v.sheet.Page, renderer: t.v.renderer, dpi: t.now.dpi,
		px:  image.Rect(k.x*tileSide, k.y*tileSide, (k.x+1)*tileSide, (k.y+1)*tileSide),
		far: dx*dx + dy*dy,
	}
	t.mu.Lock()
	for i := range t.queue {
		if t.queue[i].key == k {
			t.queue = append(t.queue[:i], t.queue[i+1:]...)
			break
		}
	}
	t.queue = append(t.queue, job)
	t.mu.Unlock()
	t.wake.Signal()
}

// stale orders again every tile that touches an area of the page.
func (t *tiler) stale(r geom.Rect) {
	if t.now.dpi == 0 {
		return
	}
	px := func(l geom.Length) float64 { return l.MM() / 25.4 * t.now.dpi }
	// A pixel to each side: glyphs reach a little over the boxes their marks give.
	hit := image.Rect(int(math.Floor((px(r.X)-2)/tileSide)), int(math.Floor((px(r.Y)-2)/tileSide)),
		int(math.Ceil((px(r.Right())+2)/tileSide)), int(math.Ceil((px(r.Bottom())+2)/tileSide)))
	vis := t.visible()
	for k, tl := range t.now.tiles {
		p := image.Point{k.x, k.y}
		if !p.In(hit) {
			continue
		}
		if p.In(vis) {
			t.order(k, tl)
			continue
		}
		delete(t.now.tiles, k)
		t.remove(tl.img)
	}
}

// busy reports whether visible tiles are still missing; tests wait for it.
func (t *tiler) busy() bool {
	t.mu.Lock()
	n := len(t.queue)
	t.mu.Unlock()
	return n > 0 || !t.resting || !t.complete()
}

// Settled reports whether every visible tile has been drawn at the present zoom.
func (v *View) Settled() bool {
	return v.sheet.Page.ID != "" && !v.tiles.busy() && len(v.tiles.now.tiles) > 0
}
