// Package pdf writes pages as PDF: PDF/X-4 and PDF/X-1a:2003 for the press, a plain file for proofs.
//
// Start with Write and Options. The package draws a display list and decides nothing about a page: positions, inks
// and text are the list's. It is the only home of gopdf, which gives the file its pages, fonts and pictures; what
// gopdf cannot say (exact positions, overprint, clips, spot inks) goes in as raw operators (raw.go), glyphs come from
// private fonts (fontpack), and pdfx turns the result into PDF/X. Lengths are geom's; inks are thousandths as in
// display. The same pages and options give the same bytes. Nothing is written until a file is whole but for the
// last stream of bytes itself, so a caller replaces files by writing beside and renaming.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/signintech/gopdf"

	"dayang/fonts"
	"dayang/internal/colour"
	"dayang/internal/pdf/pdfx"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Standard is what a file promises to those who print it.
type Standard int

const (
	// Proof is for screens and office printers: pictures may stay RGB, no press condition is stated.
	Proof Standard = iota
	// X4 is PDF/X-4.
	X4
	// X1a is PDF/X-1a:2003.
	X1a
)

// String names the standard as files and people do.
func (s Standard) String() string {
	switch s {
	case X4:
		return "PDF/X-4"
	case X1a:
		return "PDF/X-1a:2003"
	}
	return "PDF"
}

// Options say what file to write. The zero value writes a proof.
type Options struct {
	Standard      Standard
	Title, Author string
	Created       time.Time // stands in the file; the zero time is written as the start of 1970
	Marks         bool      // crop and registration marks, ink patches and the slug line, outside the bleed
	Slug          string    // the slug line; "" says title, page, size, time and press condition
	Profile       []byte    // the press's ICC profile; X4 and X1a need one
	ProfileName   string    // the registered name of the press condition, such as IFRA26; "" is a condition of one's own
	PictureDPI    int       // pictures finer than this at their printed size are brought down to it; 0 is DefaultDPI
	Intent        colour.Intent
	Watermark     string                // drawn light across every page; "" is none
	Watermarks    []string              // if not nil, each page's own instead
	Progress      func(done, total int) // called after every page, from Write's goroutine
	Cache         *Cache                // keeps converted pictures from one Write to the next; nil keeps none
}

// DefaultDPI is the resolution of pictures on newsprint: twice a screen of 100 to 110 lines to the inch.
const DefaultDPI = 220

// What callers decide on.
var (
	ErrNoPages   = errors.New("no pages to write")
	ErrNoFont    = errors.New("font is not in the registry")
	ErrNoProfile = pdfx.ErrProfile
)

// FontError is a font that a page asks for and the file cannot have.
type FontError struct {
	Font string // id in the registry
	Page int    // 版次
	Err  error
}

func (e *FontError) Error() string {
	return fmt.Sprintf("page %d: font %q: %v", e.Page, e.Font, e.Err)
}

// Unwrap answers the cause.
func (e *FontError) Unwrap() error { return e.Err }

// PictureError is a picture that a page shows and the file cannot have.
type PictureError struct {
	Picture string // id in the edition
	Page    int    // 版次
	Err     error
}

func (e *PictureError) Error() string {
	return fmt.Sprintf("page %d: picture %q: %v", e.Page, e.Picture, e.Err)
}

// Unwrap answers the cause.
func (e *PictureError) Unwrap() error { return e.Err }

// producer stands in the file as the program that made it.
const producer = "dayang"

// Write writes pages to w. It stops soon after ctx ends and answers ctx's error; w then holds nothing or a part that
// is no use.
func Write(ctx context.Context, w io.Writer, pages []display.Page, reg *fonts.Registry, pics display.PictureSource, o Options) error {
	if len(pages) == 0 {
		return ErrNoPages
	}
	if o.Created.IsZero() {
		o.Created = time.Unix(0, 0).UTC()
	}
	if o.PictureDPI <= 0 {
		o.PictureDPI = DefaultDPI
	}
	finish := pdfx.Options{
		Standard: pdfx.Standard(o.Standard), Title: o.Title, Author: o.Author, Creator: producer, Producer: producer,
		Created: o.Created, Fonts: map[string]pdfx.Font{},
	}
	var press *colour.Profile
	if o.Standard != Proof {
		var err error
		if press, err = o.press(&finish); err != nil {
			return err
		}
	}
	pl, err := makePlan(ctx, pages, reg)
	if err != nil {
		return err
	}
	if o.Marks {
		pl.spot(display.Colour{C: 1000, M: 1000, Y: 1000, K: 1000, Spot: registration, Tint: 1000})
	}
	finish.Spots = pl.spots
	if err := pl.readAds(ctx, pics, o.Standard); err != nil {
		return err
	}
	for _, a := range pl.ads {
		finish.Forms = append(finish.Forms, a)
	}

	g := new(gopdf.GoPdf)
	g.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: gopdf.Rect{W: pages[0].Trim.W.Pt(), H: pages[0].Trim.H.Pt()}})
	g.SetNoCompression() // pdfx compresses, all pages at once
	files, err := buildFonts(pl.fonts)
	if err != nil {
		return err
	}
	for i, f := range pl.fonts {
		if err := g.AddTTFFontData(f.family, files[i]); err != nil {
			return fmt.Errorf("embed font %q: %w", f.family, err)
		}
		finish.Fonts[f.family] = f.pack
	}
	size := spareSize
	for _, f := range files {
		size += len(f)
	}
	var content []byte // one buffer for every page's operators
	shop := newShop(press, pics, pl.needs, o)
	defer shop.spool.close()
	for i := range pages {
		sheet := sheetOf(pages[i], o.Marks)
		boxes := sheet.boxes()
		boxes.Clear = pl.clear(&pages[i])
		finish.Pages = append(finish.Pages, boxes)
		g.AddPageWithOption(gopdf.PageOption{PageSize: &gopdf.Rect{W: sheet.width, H: sheet.height}})
		if i == 0 {
			if err := keepGlyphs(g, pl.fonts); err != nil {
				return err
			}
		}
		if err := shop.prepare(ctx, &pages[i]); err != nil {
			return err
		}
		c := &canvas{g: g, plan: pl, shop: shop, sheet: sheet, page: &pages[i], ids: pl.ids[i], reg: reg, out: content[:0]}
		if err := c.draw(ctx, &o, i, len(pages)); err != nil {
			return err
		}
		content = c.out
		size += c.written
		if o.Progress != nil {
			o.Progress(i+1, len(pages))
		}
	}
	var raw bytes.Buffer
	raw.Grow(size)
	if _, err := g.WriteTo(&raw); err != nil { // once only: a second call doubles the page list
		return fmt.Errorf("write pdf: %w", err)
	}
	g = nil
	for _, a := range pl.ads {
		shop.salt.Write([]byte(a.id))
	}
	finish.Images, finish.Salt = shop.images, shop.salt.Sum(nil)
	if err := ctx.Err(); err != nil {
		return err
	}
	if b, ok := w.(*bytes.Buffer); ok {
		b.Grow(raw.Len()) // growing by and by would copy the whole file several times
	}
	return pdfx.Finish(&cancelWriter{ctx, w}, raw.Bytes(), finish)
}

// spareSize is what a file has besides fonts, pictures and page content.
const spareSize = 64 << 10

// press reads the press profile into finish and answers it.
func (o *Options) press(finish *pdfx.Options) (*colour.Profile, error) {
	if len(o.Profile) == 0 {
		return nil, fmt.Errorf("%v: %w: none given", o.Standard, ErrNoProfile)
	}
	p, err := colour.ParseProfile(o.Profile)
	if err != nil {
		return nil, fmt.Errorf("press profile: %w", err)
	}
	if !p.IsPress() {
		return nil, fmt.Errorf("press profile %q: %w: it does not describe a four-ink press", p.Description(), ErrNoProfile)
	}
	finish.Output = pdfx.Output{Profile: o.Profile, Version: p.Version(), Condition: o.ProfileName, Info: p.Description()}
	if finish.Output.Info == "" {
		finish.Output.Info = "press profile"
	}
	return p, nil
}

// buildFonts makes the font files, all at once, each in its own place.
func buildFonts(fs []*font) ([][]byte, error) {
	files, errs := make([][]byte, len(fs)), make([]error, len(fs))
	var wg sync.WaitGroup
	for i, f := range fs {
		wg.Go(func() { files[i], errs[i] = f.pack.TrueType() })
	}
	wg.Wait()
	return files, errors.Join(errs...)
}

// keepGlyphs tells gopdf that every glyph of every font is used; raw text would otherwise have no outlines.
func keepGlyphs(g *gopdf.GoPdf, fs []*font) error {
	for _, f := range fs {
		if f.pack.Len() < 2 {
			continue
		}
		if err := g.SetFont(f.family, "", 1); err != nil {
			return fmt.Errorf("use font %q: %w", f.family, err)
		}
		if _, err := g.MeasureTextWidth(f.pack.Runes()); err != nil {
			return fmt.Errorf("use font %q: %w", f.family, err)
		}
	}
	return nil
}

// sheet is the paper around a page: the trim, the bleed and, for marks, the slug area. Lengths are exact until here
// and points from here on.
type sheet struct {
	trim          geom.Size
	bleed         geom.Length
	offset        geom.Length // from the sheet's edge to the trim
	width, height float64     // points
}

// slugArea is the paper beyond the bleed that marks need.
const slugArea = 12 * geom.MM

func sheetOf(p display.Page, marks bool) sheet {
	s := sheet{trim: p.Trim, bleed: max(p.Bleed, 0)}
	s.offset = s.bleed
	if marks {
		s.offset += slugArea
	}
	s.width, s.height = (p.Trim.W + 2*s.offset).Pt(), (p.Trim.H + 2*s.offset).Pt()
	return s
}

// boxes answers the page boxes, from the lower left.
func (s sheet) boxes() pdfx.Page {
	at := func(by geom.Length) pdfx.Box {
		return pdfx.Box{(s.offset - by).Pt(), (s.offset - by).Pt(), (s.offset + s.trim.W + by).Pt(), (s.offset + s.trim.H + by).Pt()}
	}
	return pdfx.Page{Media: pdfx.Box{0, 0, s.width, s.height}, Trim: at(0), Bleed: at(s.bleed)}
}

// cancelWriter fails once its context has ended.
type cancelWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c *cancelWriter) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(b)
}
