package pdf

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dayang/fonts"
	"dayang/internal/pdf/fontpack"
	"dayang/internal/pdf/pdfx"
	"dayang/layout/display"
)

// font is one face of the document with the glyphs it lends.
type font struct {
	id       string
	family   string // what gopdf knows it by; becomes the PostScript name after the subset tag
	resource string // F1, F2, …: gopdf numbers fonts as they are added
	pack     *fontpack.Pack
}

// plan is what must be known before the first page is drawn: fonts hold exactly the glyphs used, and inks are
// numbered.
type plan struct {
	fonts  []*font
	byID   map[string]*font
	spots  []pdfx.Spot
	spotOf map[string]int
	ids    [][]uint16 // per page, the pack's number of every glyph in drawing order
	needs  map[string]*need
	ads    []*placedAd
	adOf   map[string]int
}

// checkEvery is how many items are drawn between two looks at the context.
const checkEvery = 1024

func makePlan(ctx context.Context, pages []display.Page, reg *fonts.Registry) (*plan, error) {
	pl := &plan{byID: map[string]*font{}, spotOf: map[string]int{}, adOf: map[string]int{}, needs: map[string]*need{}, ids: make([][]uint16, len(pages))}
	for i := range pages {
		if err := pl.items(ctx, &pages[i], pages[i].Items, reg, &pl.ids[i]); err != nil {
			return nil, err
		}
	}
	return pl, nil
}

func (pl *plan) items(ctx context.Context, p *display.Page, items []display.Item, reg *fonts.Registry, ids *[]uint16) error {
	for n, it := range items {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch it := it.(type) {
		case display.Glyphs:
			f, err := pl.font(it.Font, p.Number, reg)
			if err != nil {
				return err
			}
			*ids = f.use(&it, *ids)
			pl.spot(it.Paint.Colour)
		case display.Rule:
			pl.spot(it.Paint.Colour)
		case display.Fill:
			pl.spot(it.Paint.Colour)
		case display.Path:
			if it.Fill != nil {
				pl.spot(it.Fill.Colour)
			}
			if it.Stroke != nil {
				pl.spot(it.Stroke.Colour)
			}
		case display.Picture:
			pl.need(&it)
		case display.Ad:
			pl.ad(&it, p.Number)
		case display.Group:
			if err := pl.items(ctx, p, it.Items, reg, ids); err != nil {
				return err
			}
		}
	}
	return nil
}

func (pl *plan) font(id string, page int, reg *fonts.Registry) (*font, error) {
	if f := pl.byID[id]; f != nil {
		return f, nil
	}
	face, ok := reg.Face(id)
	if !ok {
		return nil, &FontError{Font: id, Page: page, Err: ErrNoFont}
	}
	if err := face.Embeddable(); err != nil {
		return nil, &FontError{Font: id, Page: page, Err: err}
	}
	f := &font{id: id, pack: fontpack.New(face), resource: fmt.Sprintf("F%d", len(pl.fonts)+1)}
	f.family = familyName(face.PostScriptName())
	for n := 2; slices.ContainsFunc(pl.fonts, func(o *font) bool { return o.family == f.family }); n++ {
		f.family = fmt.Sprintf("%s-%d", familyName(face.PostScriptName()), n)
	}
	pl.fonts = append(pl.fonts, f)
	pl.byID[id] = f
	return f, nil
}

// familyName keeps what a PostScript name may have, so that gopdf, which escapes nothing, writes a whole file.
func familyName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' || r == '_' {
			return r
		}
		return -1
	}, s)
	if s == "" {
		return "Font"
	}
	return s
}

// use enters the glyphs of a run into the pack and appends their numbers to ids.
func (f *font) use(run *display.Glyphs, ids []uint16) []uint16 {
	say := clusterText(run)
	for i, g := range run.Glyphs {
		text := ""
		if i == 0 || run.Glyphs[i-1].Text != g.Text { // a cluster's text belongs to its first glyph
			text = say(i)
		}
		ids = append(ids, f.pack.Use(g.ID, text))
	}
	return ids
}

func clamp(at int, s string) int { return min(max(at, 0), len(s)) }

// clusterText answers what the cluster of the i-th glyph says: from its offset to the next larger offset of any glyph.
// What stands before the least offset belongs to that one, so that nothing of the text is lost.
func clusterText(run *display.Glyphs) func(i int) string {
	gs := run.Glyphs
	var offsets []int // sorted; nil when the glyphs are in order
	if !slices.IsSortedFunc(gs, func(a, b display.Glyph) int { return a.Text - b.Text }) {
		for _, g := range gs {
			offsets = append(offsets, g.Text)
		}
		slices.Sort(offsets)
	}
	return func(i int) string {
		from, end, least := gs[i].Text, len(run.Text), gs[0].Text
		if offsets != nil {
			least = offsets[0]
			if k, _ := slices.BinarySearch(offsets, from+1); k < len(offsets) {
				end = offsets[k]
			}
		} else {
			for k := i + 1; k < len(gs); k++ {
				if gs[k].Text > from {
					end = gs[k].Text
					break
				}
			}
		}
		if from == least {
			from = 0
		}
		from = clamp(from, run.Text)
		return run.Text[from:max(clamp(end, run.Text), from)]
	}
}

// registration is the ink that prints on every plate. ISO 32000-1, 8.6.6.4.
const registration = "All"

// spot numbers a spot ink at its first use; its first stand-in holds for the whole file, since one ink cannot be two
// colours.
func (pl *plan) spot(c display.Colour) {
	if c.Spot == "" {
		return
	}
	if _, ok := pl.spotOf[c.Spot]; ok {
		return
	}
	pl.spotOf[c.Spot] = len(pl.spots)
	share := func(v uint16) float64 { return float64(min(v, 1000)) / 1000 }
	pl.spots = append(pl.spots, pdfx.Spot{Name: c.Spot, C: share(c.C), M: share(c.M), Y: share(c.Y), K: share(c.K)})
}
