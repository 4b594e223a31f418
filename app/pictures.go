package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// panned is the picture that the hand moves in its frame, as it was when it was taken.
type panned struct {
	frame string
	box   geom.Rect
	crop  display.Crop
}

// shownPicture answers the picture of a frame as it stands on the page, and the crop that shows there.
func (d *Desk) shownPicture(frame string) (display.Picture, bool) {
	p, ok := pageview.PicturesIn(d.view.Sheet().Page)[frame]
	return p, ok
}

// panPicture moves the picture in a frame by a way; done commits, else the page only shows how it would be.
func (d *Desk) panPicture(id string, by geom.Point, done bool) {
	if d.ed == nil {
		return
	}
	if d.panned.frame != id {
		p, ok := d.shownPicture(id)
		if !ok {
			return
		}
		d.panned = panned{id, p.Box, p.Crop}
	}
	was := d.panned
	crop := was.crop
	crop.X -= share(by.X, was.box.W, crop.W)
	crop.Y -= share(by.Y, was.box.H, crop.H)
	c, err := edit.SetCrop(d.ed, d.page, id, inPicture(crop))
	if !done {
		d.draftChange(c, err)
		return
	}
	d.panned = panned{}
	c.Merge = "" // each push of the hand is a step
	d.do(c, err)
}

// share answers how much of a picture's side of n parts a way along the side of a box is.
func share(way, side geom.Length, n int) int {
	if side <= 0 {
		return 0
	}
	return int(way.Times(int64(n), int64(side)))
}

// smallestCrop is the least part of a picture that may fill a frame, in ten-thousandths: at a twentieth no press
// picture has pixels left to show.
const smallestCrop = 500

// inPicture answers a crop moved and reduced so that the picture fills the frame: never a white edge.
func inPicture(c display.Crop) *edition.Crop {
	c.W, c.H = min(max(c.W, 1), 10000), min(max(c.H, 1), 10000)
	return &edition.Crop{X: min(max(c.X, 0), 10000-c.W), Y: min(max(c.Y, 0), 10000-c.H), W: c.W, H: c.H}
}

// zoomPicture makes the picture in a frame larger or smaller, keeping what shows at a place of the page there.
func (d *Desk) zoomPicture(id string, by float64, at geom.Point) {
	p, ok := d.shownPicture(id)
	if !ok || d.ed == nil {
		return
	}
	c, err := edit.SetCrop(d.ed, d.page, id, zoomed(p.Crop, p.Box, by, at))
	d.do(c, err) // turns of the wheel within a second are one step
}

// zoomed answers a crop that shows a picture so much larger about a place of its box.
func zoomed(c display.Crop, box geom.Rect, by float64, at geom.Point) *edition.Crop {
	// No smaller than filling the frame, no larger than smallestCrop.
	by = min(max(by, float64(max(c.W, c.H))/10000), max(1, float64(min(c.W, c.H))/smallestCrop))
	out := display.Crop{W: int(float64(c.W)/by + .5), H: int(float64(c.H)/by + .5)}
	out.X = c.X + share(at.X-box.X, box.W, c.W) - share(at.X-box.X, box.W, out.W)
	out.Y = c.Y + share(at.Y-box.Y, box.H, c.H) - share(at.Y-box.Y, box.H, out.H)
	return inPicture(out)
}

// pictureNow answers the selected frame if it is one and holds a picture.
func (d *Desk) pictureNow() (string, bool) {
	f := d.frameNow()
	if f == nil || f.Locked || d.readOnly() || len(d.framesNow()) != 1 {
		return "", false
	}
	_, ok := d.shownPicture(f.ID)
	return f.ID, ok
}

// filesAt puts files that were dropped on the page where they were dropped: pictures into the frame under the pointer or
// into a new one, an advertiser's file into its space. It answers the files that have no place on a page.
func (d *Desk) filesAt(paths []string, at geom.Point) (rest []string) {
	p := d.pageNow()
	if p == nil {
		return paths
	}
	var pics []string
	under := frameUnder(p, at)
	for _, path := range paths {
		if importer.IsPicture(path) || under != nil && isAd(under) && strings.EqualFold(filepath.Ext(path), ".pdf") {
			pics = append(pics, path)
		} else {
			rest = append(rest, path)
		}
	}
	if len(pics) > 0 {
		d.placeFiles(pics, at)
	}
	return rest
}

func isAd(f *edition.Frame) bool { return f.Furniture != nil && f.Furniture.Kind == edition.Advert }

// frameUnder answers the front frame at a place of a page, or nil.
func frameUnder(p *edition.Page, at geom.Point) *edition.Frame {
	for i := len(p.Frames) - 1; i >= 0; i-- {
		if p.Frames[i].Covers(at) {
			return p.Frames[i]
		}
	}
	return nil
}

// mostFile bounds a picture file that is read.
const mostFile = 1 << 30

// readFile reads a file within limits.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostFile+1))
	if err == nil && len(data) > mostFile {
		err = fmt.Errorf("more than %d bytes", mostFile)
	}
	return data, err
}

// adKeeper is a Store that keeps advertisers' files.
type adKeeper interface {
	AddAd(name string, data []byte) (edition.Picture, error)
}

// placeFiles reads picture files on a worker and puts them on the page, the first at a place and the others after it.
func (d *Desk) placeFiles(paths []string, at geom.Point) {
	st, page, ed, dir := d.store, d.page, d.ed, filepath.Dir(d.path)
	files := make([]clipPicture, len(paths))
	var ads []flow.AdReport
	d.run(wJobPictures, func(ctx context.Context, tell func(int, int)) error {
		for i, path := range paths {
			data, err := readFile(path)
			if err != nil {
				return about{path, fmt.Errorf("read %q: %w", path, err)}
			}
			name := filepath.Base(path)
			switch strings.ToLower(filepath.Ext(path)) {
			case ".jpg", ".jpeg", ".png", ".pdf": // the store looks at them itself
			default:
				if name, data, err = importer.UsablePicture(name, data); err != nil {
					return about{path, err}
				}
			}
			files[i] = clipPicture{name, data}
			if d.deps.CheckAd != nil && strings.EqualFold(filepath.Ext(path), ".pdf") {
				rep, err := d.deps.CheckAd(ctx, name, data, ed, dir)
				if err != nil {
					return about{path, err}
				}
				ads = append(ads, rep)
			}
			tell(i+1, len(paths))
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		return nil
	}, func(err error) {
		if err != nil {
			d.fail(err)
			return
		}
		if d.store != st || d.ed.Page(page) == nil {
			return
		}
		d.flush()
		d.adsChecked(ads, func() { d.placeRead(st, page, paths, files, at) })
	})
}

// placeRead puts pictures that were read on a page.
func (d *Desk) placeRead(st Store, page string, paths []string, files []clipPicture, at geom.Point) {
	if d.store != st || d.ed.Page(page) == nil {
		return
	}
	for i, f := range files {
		add := st.AddPicture
		under := frameUnder(d.ed.Page(page), at)
		if k, ok := st.(adKeeper); ok && under != nil && isAd(under) {
			add = k.AddAd
		}
		pic, err := add(f.name, f.data)
		if err != nil {
			d.fail(about{paths[i], err})
			return
		}
		d.ed = st.Edition()
		if !d.placePicture(page, pic.ID, at) {
			return
		}
		at = at.Add(geom.Point{X: d.ed.Page(page).Format.ColumnGap * 2, Y: d.ed.Page(page).Format.Leading * 2})
	}
}

// placePicture puts a picture of the edition on a page: into the picture frame or the ad under a place, to the pictures
// of the story there, else into a new frame.
func (d *Desk) placePicture(page, picture string, at geom.Point) bool {
	p, pic := d.ed.Page(page), d.ed.Picture(picture)
	if p == nil || pic == nil {
		return false
	}
	under := frameUnder(p, at)
	if under != nil && under.Locked && !isAd(under) {
		under = nil
	}
	switch {
	case under != nil && under.Kind == edition.PictureFrame:
		c, err := edit.ChangeFrames(d.ed, page, []string{under.ID}, func(f *edition.Frame) { f.Picture, f.Crop = picture, nil })
		c.Label = wReplacePicture
		if d.do(c, err) && page == d.page {
			d.selectFrames(under.ID)
		}
		return true
	case under != nil && isAd(under):
		furniture := *under.Furniture
		furniture.Ad = picture
		c, err := edit.ChangeFrames(d.ed, page, []string{under.ID}, func(f *edition.Frame) { f.Furniture = &furniture })
		c.Label = wPlaceAd
		return d.do(c, err)
	case under != nil && under.Kind == edition.StoryFrame && under.Story != "":
		if i := waiting(d.ed.Story(under.Story)); i >= 0 {
			use := d.ed.Story(under.Story).Pictures[i]
			use.Picture = picture
			return d.do(edit.SetPictureUse(d.ed, under.Story, i, use))
		}
		return d.do(edit.AddPictureUse(d.ed, under.Story, edition.PictureUse{Picture: picture}))
	}
	return d.pasted(func() (edit.Change, error) {
		c, err := edit.AddFrame(d.ed, page, &edition.Frame{Kind: edition.PictureFrame, Picture: picture, Rect: pictureRect(p.Format, pic, at)})
		c.Label = wPlacePicture
		return c, err
	})
}

// waiting answers which picture of a story is still missing; −1 none.
func waiting(s *edition.Story) int {
	if s != nil {
		for i, u := range s.Pictures {
			if u.Picture == "" {
				return i
			}
		}
	}
	return -1
}

// pictureRect answers a new picture's place: its corner in the cell under the pointer, two columns wide (an upright one
// one), as many lines high as its shape asks for.
func pictureRect(f edition.Format, pic *edition.Picture, at geom.Point) geom.Rect {
	cols := min(2, f.Columns)
	if pic.Height > pic.Width {
		cols = 1
	}
	w := f.Span(cols)
	lines := f.Lines / 4
	if pic.Width > 0 {
		lines = int((w.Times(int64(pic.Height), int64(pic.Width)) + f.Leading/2) / f.Leading)
	}
	lines = min(max(lines, 2), f.Lines)
	col := min(max((at.X-f.TypeArea.X).Floor(f.ColumnWidth()+f.ColumnGap), 0), f.Columns-cols)
	line := min(max((at.Y-f.TypeArea.Y).Floor(f.Leading), 0), f.Lines-lines)
	return f.Cells(col, line, cols, lines)
}

// pictureCommands are about the picture of the selected frame.
func pictureCommands() []*command {
	can := func(d *Desk) bool { _, ok := d.pictureNow(); return ok }
	by := func(f float64) func(*Desk) {
		return func(d *Desk) {
			id, _ := d.pictureNow()
			if p, ok := d.shownPicture(id); ok {
				d.zoomPicture(id, f, geom.Point{X: p.Box.X + p.Box.W/2, Y: p.Box.Y + p.Box.H/2})
			}
		}
	}
	return []*command{
		{id: "picture-inside", menu: &wFrame, group: 6, title: wInPicture, key: fyne.KeyP, enabled: can, on: func(d *Desk) bool { return d.view.InPicture() != "" }, run: func(d *Desk) {
			if id, _ := d.pictureNow(); d.view.InPicture() == id {
				d.view.LeavePicture()
			} else {
				d.view.EnterPicture(id)
			}
		}},
		{id: "picture-larger", menu: &wFrame, group: 6, title: wPictureLarger, key: fyne.KeyEqual, mod: alt, enabled: can, run: by(1.1)},
		{id: "picture-smaller", menu: &wFrame, group: 6, title: wPictureSmaller, key: fyne.KeyMinus, mod: alt, enabled: can, run: by(1 / 1.1)},
		{id: "picture-fit", menu: &wFrame, group: 6, title: wPictureFit, run: func(d *Desk) {
			id, _ := d.pictureNow()
			c, err := edit.SetCrop(d.ed, d.page, id, nil)
			c.Merge = ""
			d.do(c, err)
		}, enabled: func(d *Desk) bool { f := d.frameNow(); return can(d) && f.Crop != nil }},
		{id: "picture-replace", menu: &wFrame, group: 6, title: wChoosePicture, run: (*Desk).askPicture, enabled: func(d *Desk) bool {
			f := d.frameNow()
			return f != nil && !f.Locked && writes(d) && len(d.framesNow()) == 1 && (f.Kind == edition.PictureFrame || isAd(f))
		}},
	}
}

// askPicture asks for a file for the selected picture frame or ad.
func (d *Desk) askPicture() {
	f := d.frameNow()
	ends := []string{".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"}
	if isAd(f) {
		ends = append(ends, ".pdf")
	}
	at := geom.Point{X: f.Rect.X + f.Rect.W/2, Y: f.Rect.Y + f.Rect.H/2}
	d.askFiles(oneFile, words.Text{ZH: strings.TrimSuffix(wChoosePicture.ZH, "…"), EN: strings.TrimSuffix(wChoosePicture.EN, "…")}, wOpenIt, ends, "", func(paths []string) { d.placeFiles(paths, at) })
}
