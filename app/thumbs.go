package app

import (
	"image"
	"time"

	"fyne.io/fyne/v2/canvas"

	"dayang/app/pageview"
	"dayang/layout/display"
)

// thumbs keeps small pictures of things that are drawn on workers: pages in their list, pictures in theirs. What has
// changed is drawn again when the hand has rested.
type thumbs struct {
	d     *Desk
	tall  int // device pixels
	pages map[string]display.Page
	drawn map[string]*image.RGBA
	told  func() // new ones are there
	stop  func()
	busy  bool
}

// thumbPause is how long the page must rest before its small picture is drawn again.
const thumbPause = 300 * time.Millisecond

func newThumbs(d *Desk, tall float32, told func()) *thumbs {
	scale := d.win.Canvas().Scale()
	return &thumbs{d: d, tall: int(tall * max(scale, 1)), pages: map[string]display.Page{}, drawn: map[string]*image.RGBA{}, told: told}
}

// want asks for the small pictures of pages as they are now.
func (t *thumbs) want(pages []display.Page) {
	d := t.d
	if t.busy || d.deps.Renderer == nil || d.store == nil {
		return
	}
	var stale []display.Page
	for _, p := range pages {
		old, have := t.pages[p.ID]
		if _, same := pageview.Changed(old, p); !have || !same || old.Trim != p.Trim {
			stale = append(stale, p)
		}
	}
	if len(stale) == 0 {
		return
	}
	if t.stop != nil {
		t.stop()
	}
	st := d.store
	t.stop = d.deps.After(thumbPause, func() {
		t.stop = nil
		if d.closed || d.store != st || t.busy {
			return
		}
		t.busy = true
		r := d.deps.Renderer(st)
		d.working.Add(1)
		go func() {
			defer d.working.Done()
			done := map[string]*image.RGBA{}
			err := d.guarded("thumbnails", func() error {
				for _, p := range stale {
					done[p.ID] = thumbnail(r, p, t.tall)
				}
				return nil
			})
			d.post(func() {
				t.busy = false
				if err != nil || d.closed || d.store != st {
					return
				}
				for _, p := range stale {
					t.pages[p.ID], t.drawn[p.ID] = p, done[p.ID]
				}
				t.told()
			})
		}()
	})
}

// set shows the small picture of a page, if it is there.
func (t *thumbs) set(img *canvas.Image, id string) {
	small := t.drawn[id]
	if small == nil {
		img.Hide()
		return
	}
	if img.Image != small {
		img.Image = small
		img.Refresh()
	}
	img.Show()
}

func newThumb() *canvas.Image {
	img := canvas.NewImageFromImage(nil)
	img.FillMode, img.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleFastest
	img.Hide()
	return img
}
