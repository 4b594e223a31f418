package pdf

import (
	"context"
	"fmt"
	"slices"

	"dayang/internal/pdf/ads"
	"dayang/internal/pdf/pdfx"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// AdError is an advertiser's PDF that a page shows and the file cannot have. Err is a *ads.Refusal when the file
// itself is why.
type AdError struct {
	Ad   string // id in the edition
	Page int    // 版次
	Err  error
}

func (e *AdError) Error() string { return fmt.Sprintf("page %d: ad %q: %v", e.Page, e.Ad, e.Err) }

// Unwrap answers the cause.
func (e *AdError) Unwrap() error { return e.Err }

// placedAd is an ad of the document; however often it is shown, it is in the file once.
type placedAd struct {
	id    string
	page  int // where it is first shown
	read  *ads.Ad
	clear bool // see-through things may stay so
}

// ad numbers an ad at its first use.
func (pl *plan) ad(it *display.Ad, page int) {
	if _, ok := pl.adOf[it.ID]; !ok && !it.Box.Empty() {
		pl.adOf[it.ID] = len(pl.ads)
		pl.ads = append(pl.ads, &placedAd{id: it.ID, page: page})
	}
}

// readAds reads the ads of the document.
func (pl *plan) readAds(ctx context.Context, pics display.PictureSource, std Standard) error {
	for _, a := range pl.ads {
		a.clear = std != X1a
		data, err := []byte(nil), errNoSource
		if pics != nil {
			data, err = pics.PictureBytes(a.id)
		}
		if err == nil {
			a.read, err = ads.Read(ctx, data)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return &AdError{a.id, a.page, err}
		}
	}
	return nil
}

// Add puts the ad into the finished file.
func (a *placedAd) Add(f *pdfx.File) (pdfx.Ref, error) {
	ref, err := a.read.Form(f, a.clear)
	if err != nil {
		return 0, &AdError{a.id, a.page, err}
	}
	return ref, nil
}

// clear reports whether a page shows an ad with see-through things.
func (pl *plan) clear(p *display.Page) bool {
	if !slices.ContainsFunc(pl.ads, func(a *placedAd) bool { return a.read.Clear }) {
		return false
	}
	found := false
	display.Walk(*p, func(it display.Item, _ geom.Point) {
		if ad, ok := it.(display.Ad); ok && !ad.Box.Empty() {
			found = found || pl.ads[pl.adOf[ad.ID]].read.Clear
		}
	})
	return found
}

// fresh is the state in which a page of a PDF begins: an ad counts on it, and a form inherits ours.
const fresh = "0 g 0 G 1 w 0 J 0 j 10 M [] 0 d 0 Tc 0 Tw 100 Tz 0 TL 0 Tr 0 Ts\n"

// ad shows an advertiser's page, its trim stretched over the box and turned.
func (c *canvas) ad(it *display.Ad, shift geom.Point) {
	if it.Box.Empty() {
		return
	}
	n := c.plan.adOf[it.ID]
	a := c.plan.ads[n].read
	b := it.Box.Move(shift)
	c.save()
	if !it.Clip.Empty() {
		c.clip(it.Clip.Move(shift))
	}
	c.over(display.Paint{})
	c.printf(fresh)
	// The way from the ad's upright trim, 0,0 at its lower left, to the box on the page.
	c.turn(b, it.Turn)
	sx, sy := b.W.Pt()/a.W, b.H.Pt()/a.H
	c.printf("%s 0 0 %s ", pdfx.Real(sx, 6), pdfx.Real(sy, 6))
	c.number(b.X)
	c.number(-b.Bottom())
	c.printf("cm\n")
	if it.Clip.Empty() {
		c.printf("0 0 %s %s re W n\n", pdfx.Real(a.W, 4), pdfx.Real(a.H, 4))
	}
	c.printf("/%s Do\n", pdfx.FormResource(n))
	c.restore()
}

// turn turns what follows clockwise about a box's middle.
func (c *canvas) turn(b geom.Rect, hundredths int) {
	if hundredths%36000 == 0 {
		return
	}
	sin, cos := display.Turned(hundredths)
	x, y := b.X.Pt()+b.W.Pt()/2, -b.Y.Pt()-b.H.Pt()/2
	for i, v := range [6]float64{cos, -sin, sin, cos, x - x*cos - y*sin, y + x*sin - y*cos} {
		places := 6
		if i >= 4 {
			places = 3
		}
		c.printf("%s ", pdfx.Real(v, places))
	}
	c.printf("cm\n")
}
