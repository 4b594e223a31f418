package preflight

import (
	"cmp"
	"math"
	"slices"

	"dayang/internal/colour"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// PageOptions say what pages are held to.
type PageOptions struct {
	Press    edition.Press
	Edition  *edition.Edition      // names pictures and their sizes, the house's spot inks and levels; nil knows none
	Pictures display.PictureSource // asked for pictures that Edition does not describe; nil is not asked
	Notes    []finding.Finding     // of the composition: what is overset or missing is told here too
}

// Notes of make-up that stop a page: layout/makeup's codes.
var stops = map[string]string{"MK-01": RuleOverset, "MK-04": RuleNoPicture, "MK-08": RuleNoPicture}

// Pages checks display lists. Every finding says which page, which frame, and where on the page.
func Pages(pages []display.Page, o PageOptions) []finding.Finding {
	c := &pageCheck{o: &o, kinds: map[string]pictureKind{}}
	var house *edition.House
	if o.Edition != nil {
		house = o.Edition.House
	}
	c.house = house
	for i := range pages {
		c.pageOf(&pages[i])
	}
	for _, n := range o.Notes {
		if id := stops[n.Rule]; id == RuleOverset {
			c.add(id, n.Level, n.Place, n.Place.Frame+n.Place.Story, n.Message)
		} else if id != "" {
			c.add(id, n.Level, n.Place, n.Place.Frame+n.Text)
		}
	}
	return c.all(house)
}

// pictureKind is what is known of a picture.
type pictureKind struct {
	w, h     int
	channels int // 0 unknown
	bad      bool
}

type pageCheck struct {
	collector
	o     *PageOptions
	house *edition.House
	page  *display.Page
	at    finding.Place // of the last mark
	below []area        // fills so far
	kinds map[string]pictureKind
	inks  int
	side  [4]bool // art that ends at the trim
}

// area is a fill that lies below what comes after it.
type area struct {
	rect geom.Rect
	k    inks
	over bool
}

func (c *pageCheck) pageOf(p *display.Page) {
	c.page, c.at, c.below, c.inks = p, finding.Place{Page: p.ID}, nil, 0
	c.side = [4]bool{}
	c.items(p.Items, geom.Point{}, geom.Rect{X: -p.Bleed, Y: -p.Bleed, W: p.Trim.W + 2*p.Bleed, H: p.Trim.H + 2*p.Bleed})
	at := finding.Place{Page: p.ID}
	if c.o.Edition != nil {
		if pg := c.o.Edition.Page(p.ID); pg != nil {
			for _, f := range pg.Frames {
				if f.Furniture != nil && f.Furniture.Kind == edition.Advert && f.Furniture.Ad == "" {
					c.add(RuleAdMissing, warning, finding.Place{Page: p.ID, Frame: f.ID, Spot: f.Rect}, f.ID)
				}
			}
		}
	}
	if c.inks == 0 {
		c.add(RuleEmpty, fault, at, "")
	}
	for i, bad := range c.side {
		if bad {
			at.Spot = [4]geom.Rect{{W: geom.MM, H: p.Trim.H}, {Y: p.Trim.H - geom.MM, W: p.Trim.W, H: geom.MM},
				{X: p.Trim.W - geom.MM, W: geom.MM, H: p.Trim.H}, {W: p.Trim.W, H: geom.MM}}[i]
			c.add(RuleBleed, warning, at, "")
		}
	}
}

// inksOf answers what a colour of the list prints with.
func inksOf(col display.Colour) inks {
	k := inks{known: true}
	if col.Spot == "All" {
		return spaceAll.inks([]float64{float64(col.Tint) / 1000})
	}
	if col.Spot != "" {
		k.speaks[spots] = true
		if k.amount[spots] = float64(col.Tint) / 1000; col.Tint > 0 {
			k.spot = []string{col.Spot}
		}
		return k
	}
	return spaceCMYK.inks([]float64{float64(col.C) / 1000, float64(col.M) / 1000, float64(col.Y) / 1000, float64(col.K) / 1000})
}

var spaceAll = &space{kind: separation, n: 1, names: []string{"All"}, base: spaceCMYK}

func (c *pageCheck) items(items []display.Item, shift geom.Point, clip geom.Rect) {
	for _, it := range items {
		switch it := it.(type) {
		case display.Mark:
			c.at = finding.Place{Page: c.page.ID, Frame: it.Frame, Story: it.Story, Para: it.Para, From: it.From, To: it.To, Spot: it.Bounds.Move(shift)}
		case display.Group:
			moved := shift.Add(it.Shift)
			in := clip
			if !it.Clip.Empty() {
				in = in.Intersect(it.Clip.Move(moved))
			}
			c.items(it.Items, moved, in)
		case display.Glyphs:
			c.glyphs(&it, shift)
		case display.Rule:
			c.inks++
			r := geom.Rect{X: min(it.From.X, it.To.X), Y: min(it.From.Y, it.To.Y), W: abs(it.To.X - it.From.X), H: abs(it.To.Y - it.From.Y)}.Move(shift)
			c.line(it.Paint, it.Thickness, r.Inset(-it.Thickness/2))
		case display.Fill:
			for _, a := range it.Areas {
				c.fill(it.Paint, a.Move(shift), clip)
			}
		case display.Path:
			c.inks++
			b := boundsOf(it.Points).Move(shift)
			if it.Fill != nil {
				c.colour(it.Fill, b, true)
			}
			if it.Stroke != nil {
				c.line(*it.Stroke, it.Thickness, b)
			}
		case display.Picture:
			c.inks++
			c.picture(&it, shift, clip)
		case display.Ad:
			c.inks++
			c.ad(&it, shift, clip)
		}
	}
}

func abs(l geom.Length) geom.Length { return max(l, -l) }

func boundsOf(ps []geom.Point) geom.Rect {
	if len(ps) == 0 {
		return geom.Rect{}
	}
	lo, hi := ps[0], ps[0]
	for _, p := range ps {
		lo.X, lo.Y, hi.X, hi.Y = min(lo.X, p.X), min(lo.Y, p.Y), max(hi.X, p.X), max(hi.Y, p.Y)
	}
	return geom.Rect{X: lo.X, Y: lo.Y, W: hi.X - lo.X, H: hi.Y - lo.Y}
}

// here is the place of something at r.
func (c *pageCheck) here(r geom.Rect) finding.Place {
	at := c.at
	if !r.Empty() {
		at.Spot = r
	}
	return at
}

// key tells findings of one rule apart by the frame they are in.
func (c *pageCheck) key() string { return c.at.Frame }

// colour judges a paint.
func (c *pageCheck) colour(p *display.Paint, r geom.Rect, area bool) {
	k := inksOf(p.Colour)
	for _, n := range k.spot {
		if !(&FileOptions{House: c.house}).planned(n) {
			c.add(RuleSpot, warning, c.here(r), n, n)
		}
	}
	if p.Overprint && k.white() {
		c.add(RuleWhiteOver, fault, c.here(r), c.key())
	}
	if area {
		if k.all {
			c.add(RuleRichBlack, warning, c.here(r), c.key(), say.fill, "All")
		}
		c.ink(k, r, k.total())
	}
}

// ink judges the total ink at a place.
func (c *pageCheck) ink(k inks, r geom.Rect, total float64) {
	p := &c.o.Press
	if mm := r.W.MM() * r.H.MM(); mm < speck || k.all {
		return
	}
	switch {
	case p.InkError > 0 && total > p.InkError:
		c.add(RuleInk, fault, c.here(r), c.key(), total, p.InkError)
	case p.InkWarning > 0 && total > p.InkWarning:
		c.add(RuleInk, warning, c.here(r), c.key(), total, p.InkWarning)
	}
}

// under answers the inks that lie at a point, of fills; pictures are measured in the file.
func (c *pageCheck) under(p geom.Point) (amount [planes]float64) {
	for _, a := range c.below {
		if !p.In(a.rect) {
			continue
		}
		change, _ := planesOf(a.k, how{over: a.over, mode: 1})
		for i := range amount {
			if change[i] {
				amount[i] = a.k.amount[i]
			}
		}
	}
	return amount
}

func (c *pageCheck) fill(p display.Paint, r, clip geom.Rect) {
	if r.Empty() {
		return
	}
	k := inksOf(p.Colour)
	if !k.white() {
		c.inks++
		c.edges(r.Intersect(clip))
	}
	c.colour(&p, r, true)
	if p.Overprint { // over what lies below
		sum := c.under(geom.Point{X: r.X + r.W/2, Y: r.Y + r.H/2})
		total := 0.0
		for i := range sum {
			total += max(sum[i], k.amount[i]) * 100
		}
		c.ink(k, r, total)
	}
	if w, h := min(r.W, r.H), max(r.W, r.H); h > 10*w && h > 10*geom.Pt {
		c.line(p, w, r)
	}
	if len(c.below) < 4096 {
		c.below = append(c.below, area{r.Intersect(clip), k, p.Overprint})
	}
}

// edges notes art that touches the trim and ends before the bleed.
func (c *pageCheck) edges(r geom.Rect) {
	if r.Empty() {
		return
	}
	const near, need = geom.MM / 10, 3*geom.MM - geom.MM/10
	t := c.page.Trim
	for i, d := range [4]geom.Length{-r.X, r.Bottom() - t.H, r.Right() - t.W, -r.Y} {
		if d > -near && d < need {
			c.side[i] = true
		}
	}
}

func (c *pageCheck) line(p display.Paint, thickness geom.Length, r geom.Rect) {
	k := inksOf(p.Colour)
	c.colour(&p, r, false)
	if k.white() || k.all {
		return
	}
	c.edges(r)
	press, w := &c.o.Press, thickness.Pt()
	const slack = 0.005
	switch {
	case press.LineError > 0 && w+slack < press.LineError:
		c.add(RuleLine, fault, c.here(r), c.key(), w, press.LineError)
	case press.LineWarning > 0 && w+slack < press.LineWarning:
		c.add(RuleLine, warning, c.here(r), c.key(), w, press.LineWarning)
	}
	if press.TintLine > 0 && w+slack < press.TintLine && !k.solid() {
		c.add(RuleTintLine, warning, c.here(r), c.key(), w, press.TintLine)
	}
	if press.Overprint > 0 && w < press.TintLine && k.onlyBlack() && !p.Overprint {
		c.add(RuleBlackKnock, warning, c.here(r), c.key()+"line", say.line, w)
	}
}

func (c *pageCheck) glyphs(g *display.Glyphs, shift geom.Point) {
	if len(g.Glyphs) == 0 || g.Size <= 0 {
		return
	}
	k := inksOf(g.Paint.Colour)
	if !k.white() {
		c.inks++
	}
	last := g.Glyphs[len(g.Glyphs)-1].X + g.Size
	r := geom.Rect{X: g.Origin.X, Y: g.Origin.Y - g.Size, W: last, H: g.Size}
	if g.Turn == geom.Clockwise || g.Turn == geom.CounterClockwise {
		r = geom.Rect{X: g.Origin.X, Y: g.Origin.Y, W: g.Size, H: last}
	}
	r = r.Move(shift)
	c.colour(&g.Paint, r, false)
	press, size := &c.o.Press, g.Size.Pt()
	small := func(limit float64) bool { return limit > 0 && size+0.01 < limit }
	under := c.under(geom.Point{X: r.X + r.W/2, Y: r.Y + r.H/2})
	switch {
	case k.all:
		c.add(RuleRichBlack, warning, c.here(r), c.key(), say.text, "All")
	case k.white():
		if small(press.ReversedText) {
			c.add(RuleReversed, warning, c.here(r), c.key(), size, press.ReversedText)
		} else if inksIn(under) > 1 && small(press.ReversedMany) {
			c.add(RuleReversed, warning, c.here(r), c.key()+"many", size, press.ReversedMany)
		}
	case k.count() > 1:
		if k.amount[black] >= 0.9 && k.total()-100*k.amount[black] > 10 {
			c.add(RuleRichBlack, warning, c.here(r), c.key(), say.text, k.String())
		}
		if small(press.ManyInkText) {
			c.add(RuleInksText, warning, c.here(r), c.key(), size, press.ManyInkText)
		}
	case !k.solid():
		if small(press.TintText) {
			c.add(RuleTintText, warning, c.here(r), c.key(), size, press.TintText)
		}
	}
	if !k.white() && !k.all {
		if small(press.TextError) {
			c.add(RuleText, fault, c.here(r), c.key(), size, press.TextError)
		} else if small(press.TextWarning) {
			c.add(RuleText, warning, c.here(r), c.key(), size, press.TextWarning)
		}
	}
	if k.onlyBlack() && small(press.Overprint) && !g.Paint.Overprint {
		c.add(RuleBlackKnock, warning, c.here(r), c.key(), say.small, size)
	}
	if g.Paint.Overprint && !k.white() && g.Size >= 14*geom.Pt { // strokes of smaller type are specks
		total := 0.0
		for i := range under {
			total += max(under[i], k.amount[i]) * 100
		}
		c.ink(k, r, total)
	}
}

// ad judges how an advertiser's page is placed; what is in it is judged as it is taken in, and in the file.
func (c *pageCheck) ad(it *display.Ad, shift geom.Point, clip geom.Rect) {
	box := it.Box.Move(shift)
	shows := display.TurnedBounds(box, it.Turn)
	if !it.Clip.Empty() {
		c.edges(it.Clip.Move(shift).Intersect(clip))
	} else if it.Turn%9000 == 0 {
		c.edges(shows.Intersect(clip))
	}
	var pic *edition.Picture
	if c.o.Edition != nil {
		pic = c.o.Edition.Picture(it.ID)
	}
	bad := c.o.Edition != nil && pic == nil
	if c.o.Pictures != nil && !bad {
		_, err := c.o.Pictures.PictureBytes(it.ID)
		bad = err != nil
	}
	if bad {
		c.add(RuleNoPicture, fault, c.here(shows), it.ID)
		return
	}
	if pic == nil || pic.Width <= 0 || pic.Height <= 0 || box.Empty() {
		return
	}
	w, h := geom.Pt.Times(int64(pic.Width), edition.PDFUnits), geom.Pt.Times(int64(pic.Height), edition.PDFUnits)
	k := float64(box.W) / float64(w)
	if math.Abs(k-1) > scaledBy {
		place := shows
		if pg := c.o.Edition.Page(c.page.ID); pg != nil {
			if f := pg.Frame(c.at.Frame); f != nil {
				place = f.Rect
			}
		}
		c.add(RuleAdSize, warning, c.here(shows), c.key(), k*100, w.MM(), h.MM(), place.W.MM(), place.H.MM())
	}
}

// scaledBy is how much an ad may be scaled without a word: half a millimetre of a broadsheet page's width.
const scaledBy = 0.0015

func (c *pageCheck) picture(p *display.Picture, shift geom.Point, clip geom.Rect) {
	box := p.Box.Move(shift)
	if p.Turn%36000 == 0 {
		c.edges(box.Intersect(clip))
	}
	k := c.kind(p.ID)
	if k.bad {
		c.add(RuleNoPicture, fault, c.here(box), p.ID)
		return
	}
	if k.w == 0 || box.Empty() {
		return
	}
	crop := p.Crop
	if crop.W <= 0 || crop.H <= 0 {
		crop = display.WholePicture
	}
	across := float64(k.w) * float64(crop.W) / 10000 / (box.W.Pt() / 72)
	down := float64(k.h) * float64(crop.H) / 10000 / (box.H.Pt() / 72)
	dpi := math.Ceil(min(across, down) - 0.5)
	press := &c.o.Press
	switch {
	case k.w < leastPixels || k.h < leastPixels:
	case dpi < float64(press.PictureError):
		c.add(RuleResolution, fault, c.here(box), p.ID, dpi, press.PictureError)
	case dpi < float64(press.PictureWarning):
		c.add(RuleResolution, warning, c.here(box), p.ID, dpi, press.PictureWarning)
	}
	if k.channels == 3 {
		c.add(RuleConverted, hint, c.here(box), p.ID, "RGB")
	} else if k.channels == 1 {
		c.add(RuleConverted, hint, c.here(box), p.ID, words.Text{ZH: "灰度图", EN: "gray"})
	}
}

// kind answers what is known of a picture: of its bytes, else of the edition's record.
func (c *pageCheck) kind(id string) pictureKind {
	if k, ok := c.kinds[id]; ok {
		return k
	}
	var k pictureKind
	if c.o.Edition != nil {
		if p := c.o.Edition.Picture(id); p != nil {
			k.w, k.h = p.Width, p.Height
		} else {
			k.bad = true
		}
	}
	if c.o.Pictures != nil {
		data, err := c.o.Pictures.PictureBytes(id)
		if err == nil {
			var probe colour.Probe
			if probe, err = colour.ProbePicture(data); err == nil {
				k.channels = probe.Channels
				if k.w == 0 {
					k.w, k.h = probe.W, probe.H
				}
			}
		}
		k.bad = err != nil
	}
	c.kinds[id] = k
	return k
}

// Merge answers the findings of pages and of the file made of them, each matter once: what both found of a page is
// told by the page's, which knows the object. Heaviest first.
func Merge(pages, file []finding.Finding) []finding.Finding {
	type key struct{ rule, page string }
	told := map[key]finding.Level{}
	for _, f := range pages {
		k := key{f.Rule, f.Place.Page}
		told[k] = max(told[k], f.Level)
	}
	out := slices.Clone(pages)
	for _, f := range file {
		if l, ok := told[key{f.Rule, f.Place.Page}]; !ok || f.Level > l {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b finding.Finding) int { return cmp.Compare(b.Level, a.Level) })
	return out
}
