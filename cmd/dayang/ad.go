package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dayang/app"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/preflight"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// errAdFaults is an ad with errors that nobody has overridden.
var errAdFaults = errors.New("the ad has errors")

// placeAd puts an advertiser's file into a page's advertising space, once it has been looked over.
func placeAd(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "ad")
	number := f.Int("page", 0, "")
	frame := f.String("frame", "", "")
	at := f.String("at", "", "")
	press := f.String("press", "", "")
	override := f.Bool("override", false, "")
	turn := f.Float64("turn", 0, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 2 || *number == 0 {
		return usageError{"ad", "F.dayang AD.pdf --page N"}
	}
	data, err := os.ReadFile(paths[1])
	if err != nil {
		return err
	}
	file, err := c.take(paths[0])
	if err != nil {
		return app.About(paths[0], err)
	}
	defer file.Close()
	ed := file.Edition()
	p, err := flow.PressFor(ed.House, *press, filepath.Dir(paths[0]))
	if err != nil {
		return err
	}
	rep, err := flow.CheckAd(ctx, paths[1], data, p, ed.House)
	if err != nil {
		return err
	}
	if rep.PDF {
		c.say(words.Text{ZH: "%s：%.1f×%.1f 毫米（%s），%d 页", EN: "%s: %.1f by %.1f mm (%s), %d pages"}, rep.Name, rep.W, rep.H, rep.Trim, rep.Pages)
	}
	c.pressNotes(pressFindings(nil, rep.Found), rep.Found)
	if len(preflight.Errors(rep.Found)) > 0 && !*override {
		return errAdFaults
	}
	var page *edition.Page
	for _, pg := range ed.Pages {
		if pg.Number == *number {
			page = pg
		}
	}
	if page == nil {
		return fmt.Errorf("page %d of %q: %w", *number, paths[0], flow.ErrNoPage)
	}
	pic, err := file.AddAd(paths[1], data)
	if err != nil {
		return err
	}
	change, err := adChange(file.Edition(), page, *frame, *at, pic.ID, int(*turn*100))
	if err != nil {
		return err
	}
	if _, err := file.Do(change); err != nil {
		return err
	}
	c.say(words.Text{ZH: "广告放进第%d版。", EN: "the ad is on page %d."}, *number)
	return nil
}

// adChange answers the change that shows a file in a space: the one named, the first that is empty, or a new one.
func adChange(ed *edition.Edition, page *edition.Page, frame, at, pic string, turn int) (edit.Change, error) {
	if at != "" {
		var x, y, w, h float64
		if n, err := fmt.Sscanf(strings.ReplaceAll(at, ",", " "), "%g %g %g %g", &x, &y, &w, &h); n != 4 || err != nil || w <= 0 || h <= 0 {
			return edit.Change{}, usageError{"ad", "--at X,Y,W,H"}
		}
		mm := func(v float64) geom.Length { return geom.Length(v * float64(geom.MM)) }
		return edit.AddFrame(ed, page.ID, &edition.Frame{
			ID: edit.NextFrameID(ed), Kind: edition.FurnitureFrame, Rect: geom.Rect{X: mm(x), Y: mm(y), W: mm(w), H: mm(h)}, Turn: turn,
			Furniture: &edition.Furniture{Kind: edition.Advert, Ad: pic},
		})
	}
	if frame == "" {
		for _, f := range page.Frames {
			if f.Furniture != nil && f.Furniture.Kind == edition.Advert && f.Furniture.Ad == "" {
				frame = f.ID
				break
			}
		}
	}
	return flow.AdChange(ed, page.ID, frame, pic)
}
