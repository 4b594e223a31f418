package makeup

import (
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// How pictures stand. cropMost is the most of a picture's height or width that make-up takes away by itself, in
// thousandths (newspaper.md §3.2); the others were settled by eye.
const (
	cropMost     = 150
	looseMost    = 330 // the same of a picture still missing whose shape nobody has said: 3:2 may become 1:1 or 9:4
	captionGap   = 330 // white between a picture and its caption, thousandths of a body line
	captionBelow = 520 // and below the caption
	leastPicture = 4   // lines of the smallest picture
)

// shot is a picture fitted into a block.
type shot struct {
	pic      *Picture
	col      int // first column
	cols     int
	at       int         // first line, from the top of the block
	lines    int         // of the picture itself
	total    int         // with caption and credit
	x, w     geom.Length // from the left of the block's matter
	caption  []para.Line
	credit   []para.Line
	joined   bool // the credit stands on the caption's last line
	least    int  // lines the picture may shrink and grow to
	most     int
	distance bool // the frame's shape is too far from the picture's: white is left
}

// aspect answers a picture's proportion, 3:2 when nothing is known.
func (p *Picture) aspect() (w, h int64) {
	if p.W <= 0 || p.H <= 0 {
		return 3, 2
	}
	if c := p.Crop; c != nil && c.W > 0 && c.H > 0 {
		return int64(p.W) * int64(c.W), int64(p.H) * int64(c.H)
	}
	return int64(p.W), int64(p.H)
}

// fitShot measures a picture at a width: its lines, its caption's if that stands under it, and the play of its
// height.
func fitShot(p *Picture, g Grid, w geom.Length, s Setter, captions bool) shot {
	sh := shot{pic: p, w: w}
	aw, ah := p.aspect()
	height := w.Times(ah, aw)
	in := g.Leading - g.Body
	lines := func(h geom.Length) int { return max(leastPicture, (h + in + g.Leading/2).Floor(g.Leading)) }
	sh.lines = lines(height)
	play := int64(cropMost)
	if p.Loose && p.ID == "" {
		play = looseMost
	}
	sh.least = max(leastPicture, (height.Times(1000-play, 1000) + in).Ceil(g.Leading))
	sh.most = max(sh.least, (height.Times(1000, 1000-play) + in).Floor(g.Leading))
	sh.lines = min(max(sh.lines, sh.least), sh.most)
	sh.total = sh.lines
	if captions {
		sh.total += sh.captions(g, s)
	}
	return sh
}

// captions sets caption and credit under the picture and answers the whole lines they take.
func (sh *shot) captions(g Grid, s Setter) int {
	n := sh.rows(s)
	if n == 0 {
		return 1
	}
	lead := sh.pic.captionLeading(g)
	return (geom.Length(n)*lead + g.Leading.Times(captionGap+captionBelow, 1000) - (lead - g.Body)).Ceil(g.Leading)
}

// rows sets caption and credit and answers how many rows they are.
func (sh *shot) rows(s Setter) int {
	p := sh.pic
	n := 0
	if !p.Caption.Empty() {
		sh.caption = s.Set(p.Caption.Prepared, sh.w).Lines
		n = len(sh.caption)
	}
	if !p.Credit.Empty() {
		sh.credit = rowsFrom(p.Credit.Prepared, sh.w, 2).Lines
		if n > 0 && len(sh.credit) == 1 {
			last := sh.caption[n-1]
			sh.joined = last.Edge[len(last.Edge)-1]+p.Credit.Size+sh.credit[0].Width <= sh.w
		}
		if !sh.joined {
			n += len(sh.credit)
		}
	}
	return n
}

// captionLeading answers the distance of a caption's lines: its style's, or the grid's.
func (p *Picture) captionLeading(g Grid) geom.Length {
	if !p.Caption.Empty() && p.Caption.Leading > 0 {
		return p.Caption.Leading
	}
	return g.Leading
}

// box answers where the picture itself stands, given the y of its first slot: it may be narrower or lower than
// its place when the place's shape is too far off.
func (sh *shot) box(x, top geom.Length, g Grid) (geom.Rect, display.Crop) {
	in := (g.Leading - g.Body) / 2
	place := geom.Rect{X: x, Y: top + in, W: sh.w, H: geom.Length(sh.lines)*g.Leading - 2*in}
	c := display.WholePicture
	if p := sh.pic.Crop; p != nil && p.W > 0 && p.H > 0 {
		c = *p
	}
	aw, ah := sh.pic.aspect()
	if sh.pic.Loose && sh.pic.ID == "" {
		return place, c
	}
	r, cut := fitBox(place, aw, ah, cropMost)
	sh.distance = r.W < place.W-g.Body/4 || r.H < place.H-g.Body/4
	// cut is of what the crop shows.
	c.X, c.Y = c.X+c.W*cut.X/10000, c.Y+c.H*cut.Y/10000
	c.W, c.H = c.W*cut.W/10000, c.H*cut.H/10000
	return r, c
}

// fitBox puts a picture of proportion aw:ah into a place without distorting it: it crops up to most thousandths of
// a side, from both ends alike (two fifths from the top: heads are high in pictures), and beyond that leaves white.
func fitBox(place geom.Rect, aw, ah int64, most int64) (geom.Rect, display.Crop) {
	if place.Empty() || aw <= 0 || ah <= 0 {
		return place, display.WholePicture
	}
	c := display.WholePicture
	full := place.W.Times(ah, aw) // height at the place's width
	if full >= place.H {          // too high: crop top and bottom, then narrow
		show := int64(place.H) * 1000 / int64(full)
		if show >= 1000-most {
			c.H = int(int64(place.H) * 10000 / int64(full))
			c.Y = (10000 - c.H) * 2 / 5
			return place, c
		}
		c.H = int(10 * (1000 - most))
		c.Y = (10000 - c.H) * 2 / 5
		w := place.H.Times(aw*1000, ah*(1000-most))
		return geom.Rect{X: place.X + (place.W-w)/2, Y: place.Y, W: w, H: place.H}, c
	}
	wide := place.H.Times(aw, ah) // width at the place's height
	show := int64(place.W) * 1000 / int64(wide)
	if show >= 1000-most {
		c.W = int(int64(place.W) * 10000 / int64(wide))
		c.X = (10000 - c.W) / 2
		return place, c
	}
	c.W = int(10 * (1000 - most))
	c.X = (10000 - c.W) / 2
	h := place.W.Times(ah*1000, aw*(1000-most))
	return geom.Rect{X: place.X, Y: place.Y, W: place.W, H: h}, c
}

// shotColumns answers how many of n columns a story's picture takes.
func shotColumns(p *Picture, n int) int {
	want := p.PrefCols
	if want == 0 {
		aw, ah := p.aspect()
		switch {
		case n <= 2 && aw >= ah:
			want = n
		case n <= 3 && aw < ah:
			want = 1
		case n >= 6 && aw >= ah:
			want = 3
		default:
			want = 2
		}
	}
	return max(1, min(n, max(want, p.MinCols)))
}
