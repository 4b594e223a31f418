package flow

import (
	"sort"

	"dayang/internal/compose"
	"dayang/internal/edition"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Counts judge a composed page by what stands on it: its marks and pictures, not the search's own estimates.
// A cell is one body line of one basic column.
type Counts struct {
	OversetLines       int        `json:"overset_lines"`
	UnfilledCells      int        `json:"unfilled_cells"`
	LargestHole        int        `json:"largest_hole_cells"`
	Overlaps           int        `json:"overlaps"`
	FurnitureMoved     int        `json:"furniture_moved"`
	PackagesBroken     int        `json:"packages_broken"`
	Missing            []string   `json:"missing"`
	Cut                []Cut      `json:"cut"`
	ButtingHeadlines   int        `json:"butting_headlines"`   // 碰题
	StrandedHeadlines  int        `json:"stranded_headlines"`  // 背题
	ShortLegs          int        `json:"short_legs"`          // columns of text under four lines
	FullCuts           int        `json:"full_cuts"`           // 断版 and 通线
	PriorityInversions int        `json:"priority_inversions"` // a weightier story with a smaller headline
	LeadTopLeft        bool       `json:"lead_top_left"`
	HeadRowsOver2      int        `json:"headline_rows_over_2"`
	PhotoCropOver15    int        `json:"photo_crop_over_15"`
	PhotoTooNarrow     int        `json:"photo_too_narrow"`
	PicturesTouching   int        `json:"pictures_touching"`
	Stories            []StoryRow `json:"stories"`

	empty map[string]int // unfilled cells by the story whose block they lie in
	butts [][2]string    // stories whose heads stand side by side
}

// Cut is what does not fit of a story, in lines of its own measure: to be cut, run on to another page, or dropped.
type Cut struct {
	ID    string `json:"id"`
	Lines int    `json:"lines"`
}

// StoryRow is where a story stands.
type StoryRow struct {
	ID       string  `json:"id"`
	Col      int     `json:"x_col"`
	Line     int     `json:"y_line"`
	Cols     int     `json:"cols"`
	Lines    int     `json:"lines"`
	HeadPt   float64 `json:"headline_pt"`
	HeadRows int     `json:"headline_rows"`
	Mode     string  `json:"mode"`
}

// Report is what `dayang makeup --report` writes.
type Report struct {
	Edition      string   `json:"edition"`
	Page         int      `json:"page"`
	SecondsFirst float64  `json:"seconds_first"`
	SecondsAll   float64  `json:"seconds_all"`
	Seed         uint64   `json:"seed"`
	Proposals    []Counts `json:"proposals"`
}

// ReportOf answers the report of a make-up.
func ReportOf(ed *edition.Edition, r MakeupResult) Report {
	out := Report{Edition: ed.Head.ID, SecondsFirst: r.SecondsFirst, SecondsAll: r.SecondsAll, Seed: r.Seed}
	if pg := ed.Page(r.Page); pg != nil {
		out.Page = pg.Number
	}
	for _, p := range r.Proposals {
		out.Proposals = append(out.Proposals, p.Counts)
	}
	return out
}

// weight orders proposals: what does not fit, then what is empty, then broken rules. A line more to cut is little beside two
// heads that stand side by side, on a page that is too full anyway.
func (c Counts) weight() int {
	n := 100*c.OversetLines + 20000*c.Overlaps + 60*c.FurnitureMoved + 1000*len(c.Missing) + 100*c.PackagesBroken +
		30*c.UnfilledCells + 250*c.ButtingHeadlines + 150*c.StrandedHeadlines + 120*max(0, c.FullCuts-1) + 12*c.PriorityInversions +
		20*c.ShortLegs + 90*c.HeadRowsOver2 + 6*c.PhotoCropOver15 + 12*c.PhotoTooNarrow + 10*c.PicturesTouching
	if !c.LeadTopLeft {
		n += 400
	}
	boxes := 0
	for _, r := range c.Stories {
		switch r.Mode {
		case "boxed":
			boxes++
		case string(edition.HeadSide):
			n += 2
		}
	}
	n += 3*boxes + 25*max(0, boxes-2) // of pages that break no rule, the one that needs fewer boxes
	if c.OversetLines > 0 {           // the first line over is worse than one more
		n += 200
	}
	if c.UnfilledCells > 0 {
		n += 80
	}
	return n
}

// clean reports whether no hard count and no rule of the trade is broken: nothing is left to mend by composing another
// page.
func (c Counts) clean() bool {
	return c.OversetLines == 0 && c.Overlaps == 0 && len(c.Missing) == 0 && c.UnfilledCells == 0 && c.ButtingHeadlines == 0 &&
		c.StrandedHeadlines == 0 && c.HeadRowsOver2 == 0 && c.PackagesBroken == 0 && c.FullCuts <= 1 && c.LeadTopLeft && c.PriorityInversions == 0 &&
		c.ShortLegs+c.PhotoCropOver15+c.PhotoTooNarrow+c.PicturesTouching == 0
}

// fits reports whether all matter stands on the page and fills it.
func (c Counts) fits() bool {
	return c.OversetLines == 0 && c.Overlaps == 0 && len(c.Missing) == 0 && c.UnfilledCells == 0 && c.FurnitureMoved == 0
}

// off answers by how many lines of text a story is over, and how many cells of its block are empty.
func (c Counts) off(id string) (over, empty int) {
	for _, x := range c.Cut {
		if x.ID == id {
			over = x.Lines
		}
	}
	return over, c.empty[id]
}

// block is what is known of one story on the page.
type block struct {
	frame    *edition.Frame
	story    *edition.Story
	area     [4]int // col, line, right, bottom in cells
	head     geom.Rect
	lines    []geom.Rect // of its text
	pictures []geom.Rect
	all      []geom.Rect // everything of it that is printed
	crop     float64     // most that is cut off a picture, a share
}

// Count counts a composed page. before is the page that make-up started from; fits are the composition's.
func Count(before *edition.Page, ed *edition.Edition, pg display.Page, fits map[string]compose.Fit, wanted []string) Counts {
	page := ed.Page(pg.ID)
	f := page.Format
	c := Counts{Missing: []string{}, Cut: []Cut{}, Stories: []StoryRow{}}
	blocks := blocksOf(ed, page, pg)
	own := groundOf(page)
	placed := map[string]bool{}
	for _, b := range blocks {
		placed[b.story.ID] = true
		fit := fits[b.story.ID]
		if fit.OverLines > 0 {
			c.OversetLines += fit.OverLines
			c.Cut = append(c.Cut, Cut{b.story.ID, fit.OverLines})
		}
		if fit.HeadRows > 2 {
			c.HeadRowsOver2++
		}
		if b.crop > 0.155 { // 15 % and half a line's rounding
			c.PhotoCropOver15++
		}
		mode := string(b.frame.Head)
		if b.frame.Boxed {
			mode = "boxed"
		}
		top := own.top(b)
		c.Stories = append(c.Stories, StoryRow{b.story.ID, b.area[0], top, b.area[2] - b.area[0], b.area[3] - top, fit.HeadPt, fit.HeadRows, mode})
		stranded, short := legs(f, b)
		c.StrandedHeadlines += stranded
		c.ShortLegs += short
		c.PhotoTooNarrow += narrow(f, b)
	}
	for _, id := range wanted {
		if !placed[id] {
			c.Missing = append(c.Missing, id)
		}
	}
	c.Overlaps = overlaps(page) + covering(page, blocks)
	c.FurnitureMoved = moved(before, page)
	c.UnfilledCells, c.LargestHole, c.empty = holes(f, page, blocks)
	c.FullCuts = fullCuts(f, page, blocks)
	c.LeadTopLeft = leadTopLeft(blocks)
	sections := map[string][]block{}
	for i, a := range blocks {
		if a.story.Section != "" {
			sections[a.story.Section] = append(sections[a.story.Section], a)
		}
		for _, b := range blocks[i+1:] {
			if butting(f, a, b) {
				c.ButtingHeadlines++
				c.butts = append(c.butts, [2]string{a.story.ID, b.story.ID})
			}
			if pt, qt := fits[a.story.ID].HeadPt, fits[b.story.ID].HeadPt; !photo(a) && !photo(b) &&
				(a.story.Priority > b.story.Priority && pt < qt || a.story.Priority < b.story.Priority && pt > qt) {
				c.PriorityInversions++
			}
			c.PicturesTouching += touching(f, a, b)
		}
	}
	for _, group := range sections {
		if !together(f, group) {
			c.PackagesBroken++
		}
	}
	return c
}

// ground is the type area in cells: what stands where.
type ground struct {
	cols, lines int
	taken       []bool // by a frame that is no banner
	banners     [][4]int
}

func groundOf(page *edition.Page) ground {
	f := page.Format
	g := ground{f.Columns, f.Lines, make([]bool, f.Columns*f.Lines), nil}
	for _, fr := range page.Frames {
		a := cells(f, fr.Rect)
		if fr.Furniture != nil && fr.Furniture.Kind == edition.Banner {
			g.banners = append(g.banners, a)
			continue
		}
		if fr.Kind == edition.RuleFrame {
			continue
		}
		for l := max(0, a[1]); l < min(g.lines, a[3]); l++ {
			for c := max(0, a[0]); c < min(g.cols, a[2]); c++ {
				g.taken[l*g.cols+c] = true
			}
		}
	}
	return g
}

// top answers the first line of a story's share of the page: the line of white between stacked blocks belongs to the
// lower one, and so does its banner, so that all shares and the furniture together are the page.
func (g ground) top(b block) int {
	top, more := b.area[1], 1
	for _, n := range g.banners {
		if n[0] >= b.area[0] && n[2] <= b.area[2] && n[3] <= top && n[3] >= top-1 {
			more = top - n[1] + 1
		}
	}
	for ; more > 0 && top > 0; more-- {
		for c := max(0, b.area[0]); c < min(g.cols, b.area[2]); c++ {
			if g.taken[(top-1)*g.cols+c] {
				return top
			}
		}
		top--
	}
	return top
}

func photo(b block) bool { return b.story.Kind == edition.Photo }

// blocksOf gathers the page's stories with what the display list says of them, from the top left.
func blocksOf(ed *edition.Edition, page *edition.Page, pg display.Page) []block {
	var out []block
	at := map[string]int{}
	for _, fr := range page.Frames {
		if st := ed.Story(fr.Story); fr.Kind == edition.StoryFrame && st != nil {
			at[fr.ID] = len(out)
			out = append(out, block{frame: fr, story: st, area: cells(page.Format, fr.Rect)})
		}
	}
	current := -1
	display.Walk(pg, func(it display.Item, shift geom.Point) {
		switch it := it.(type) {
		case display.Mark:
			i, ok := at[it.Frame]
			if current = -1; ok {
				current = i
			}
			if !ok || it.Para == "" {
				return
			}
			b := &out[i]
			r := it.Bounds.Move(shift)
			b.all = append(b.all, r)
			p := b.story.Para(it.Para)
			switch {
			case p == nil:
			case p.Role == edition.Headline || p.Role == edition.Kicker || p.Role == edition.Deck:
				b.head = b.head.Union(r)
			case p.Role.InBody():
				b.lines = append(b.lines, r)
			}
		case display.Picture:
			if current < 0 {
				return
			}
			b := &out[current]
			r := it.Box.Move(shift)
			b.pictures = append(b.pictures, r)
			b.all = append(b.all, r)
			if it.Crop.W > 0 && it.Crop.H > 0 {
				b.crop = max(b.crop, 1-float64(it.Crop.W)/10000, 1-float64(it.Crop.H)/10000)
			}
		case display.Fill:
			if current < 0 {
				return
			}
			for _, a := range it.Areas { // the place kept for a missing picture, a tint
				out[current].all = append(out[current].all, a.Move(shift))
			}
		}
	})
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].area[1] != out[j].area[1] {
			return out[i].area[1] < out[j].area[1]
		}
		return out[i].area[0] < out[j].area[0]
	})
	return out
}

// cells answers a rectangle in cells: first column, first line, the column after, the line after.
func cells(f edition.Format, r geom.Rect) [4]int {
	step, slack := f.ColumnWidth()+f.ColumnGap, f.Body/2
	return [4]int{
		(r.X - f.TypeArea.X + slack).Floor(step), (r.Y - f.TypeArea.Y + slack).Floor(f.Leading),
		(r.Right() - f.TypeArea.X + f.ColumnGap + slack).Floor(step), (r.Bottom() - f.TypeArea.Y - slack).Ceil(f.Leading),
	}
}

// columnsOf groups a story's text lines by their left edge.
func columnsOf(b block) map[geom.Length]int {
	out := map[geom.Length]int{}
	for _, r := range b.lines {
		key := r.X
		for x := range out {
			if d := x - r.X; d > -3*geom.Pt*9 && d < 3*geom.Pt*9 { // an indent or a centred line is the same column
				key = x
			}
		}
		out[key]++
	}
	return out
}

// legs counts a head with fewer than three lines of text under it in some column, and columns under four lines.
func legs(_ edition.Format, b block) (stranded, short int) {
	if photo(b) || len(b.lines) == 0 {
		return 0, 0
	}
	for _, n := range columnsOf(b) {
		if n < 3 {
			stranded = 1
		}
		if n < 4 {
			short++
		}
	}
	return stranded, short
}

// narrow counts pictures narrower than their story asks for.
func narrow(f edition.Format, b block) int {
	n := 0
	for i, r := range b.pictures {
		if i < len(b.story.Pictures) && b.story.Pictures[i].MinCols > 0 && r.W+f.Body < f.Span(min(b.story.Pictures[i].MinCols, f.Columns)) {
			n++
		}
	}
	return n
}

// overlaps counts pairs of frames that share area, tints and boxes behind other matter apart.
func overlaps(page *edition.Page) int {
	n := 0
	for i, a := range page.Frames {
		for _, b := range page.Frames[i+1:] {
			if sharesArea(a, b) {
				n++
			}
		}
	}
	return n
}

// sharesArea reports whether two frames share area that only one of them may have.
func sharesArea(a, b *edition.Frame) bool {
	if a.Kind == edition.BoxFrame || b.Kind == edition.BoxFrame {
		return false
	}
	code := a.Furniture != nil && a.Furniture.Kind == edition.QRCode || b.Furniture != nil && b.Furniture.Kind == edition.QRCode
	return a.Rect.Overlaps(b.Rect) && !(code && (a.Rect.Contains(b.Rect) || b.Rect.Contains(a.Rect))) // a code stands in space its story keeps for it
}

// covering counts QR codes that lie over what a story prints: over its text, a picture or a caption.
func covering(page *edition.Page, blocks []block) int {
	n := 0
	for _, fr := range page.Frames {
		if fr.Furniture == nil || fr.Furniture.Kind != edition.QRCode {
			continue
		}
		for _, b := range blocks {
			if covered(fr.Rect, b.all) {
				n++
			}
		}
	}
	return n
}

// moved counts fixed furniture that does not stand where it stood; banners and codes go with their stories.
func moved(before, after *edition.Page) int {
	n := 0
	for _, a := range before.Frames {
		if a.Kind != edition.FurnitureFrame || a.Furniture == nil || a.Furniture.Kind == edition.Banner || a.Furniture.Kind == edition.QRCode {
			continue
		}
		if b := after.Frame(a.ID); b == nil || b.Rect != a.Rect {
			n++
		}
	}
	return n
}

// whiteAllowed is how many lines of white may stand inside a block, around its head and under its text, before they
// count as unfilled: make-up opens a head by that much.
const whiteAllowed = 3

// holes counts the cells of the type area in which nothing stands, the largest piece of them that hang together, and
// how many lie in each story's block.
func holes(f edition.Format, page *edition.Page, blocks []block) (unfilled, largest int, empty map[string]int) {
	full := make([]bool, f.Columns*f.Lines)
	set := func(col, line int) {
		if col >= 0 && col < f.Columns && line >= 0 && line < f.Lines {
			full[line*f.Columns+col] = true
		}
	}
	story := map[string]bool{}
	for i, b := range blocks {
		story[b.frame.ID] = true
		// A head stands over its whole band: over the block, or at the side over its columns.
		band := b.head
		if b.frame.Head != edition.HeadSide {
			band.X, band.W = b.frame.Rect.X, b.frame.Rect.W
		}
		if !band.Empty() {
			blocks[i].all = append(append([]geom.Rect(nil), b.all...), band)
		}
	}
	for _, fr := range page.Frames {
		if story[fr.ID] {
			continue
		}
		a := cells(f, fr.Rect)
		if fr.Furniture != nil && (fr.Furniture.Kind == edition.Banner || fr.Furniture.Kind == edition.QRCode) {
			a[1]-- // they go with their story, and have a line of white above them
		}
		for l := a[1]; l < a[3]; l++ {
			for c := a[0]; c < a[2]; c++ {
				set(c, l)
			}
		}
	}
	step := f.ColumnWidth() + f.ColumnGap
	for _, b := range blocks {
		for c := b.area[0]; c < b.area[2]; c++ {
			left := f.TypeArea.X + geom.Length(c)*step
			column := geom.Rect{X: left, W: f.ColumnWidth()}
			white := 0
			for l := b.area[1]; l < b.area[3]; l++ {
				column.Y, column.H = f.TypeArea.Y+geom.Length(l)*f.Leading, f.Leading
				if covered(column, b.all) {
					for k := l - white; k <= l && white <= whiteAllowed; k++ {
						set(c, k)
					}
					set(c, l)
					white = 0
					continue
				}
				white++
			}
			// the line between blocks, a box's own, and as much under a head that stands in the middle of its column
			if white <= 1 || white <= 2 && (b.frame.Boxed || b.frame.Head == edition.HeadSide && left < b.head.Right()) {
				for k := b.area[3] - white; k < b.area[3]; k++ {
					set(c, k)
				}
			}
		}
	}
	// the line of white above a block belongs to the page's design
	for _, b := range blocks {
		for c := b.area[0]; c < b.area[2]; c++ {
			set(c, b.area[1]-1)
		}
	}
	empty = map[string]int{}
	for _, b := range blocks {
		for l := max(0, b.area[1]); l < min(f.Lines, b.area[3]); l++ {
			for c := max(0, b.area[0]); c < min(f.Columns, b.area[2]); c++ {
				if !full[l*f.Columns+c] {
					empty[b.story.ID]++
				}
			}
		}
	}
	seen := make([]bool, len(full))
	for i := range full {
		if full[i] || seen[i] {
			continue
		}
		n := 0
		stack := []int{i}
		seen[i] = true
		for len(stack) > 0 {
			k := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			n++
			c, l := k%f.Columns, k/f.Columns
			for _, d := range [][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
				x, y := c+d[0], l+d[1]
				if x >= 0 && x < f.Columns && y >= 0 && y < f.Lines && !full[y*f.Columns+x] && !seen[y*f.Columns+x] {
					seen[y*f.Columns+x] = true
					stack = append(stack, y*f.Columns+x)
				}
			}
		}
		unfilled += n
		largest = max(largest, n)
	}
	return unfilled, largest, empty
}

// covered reports whether something printed stands in a cell's row and over a good part of its width: a headline
// centred over wide columns covers the row it stands in.
func covered(cell geom.Rect, all []geom.Rect) bool {
	mid := geom.Rect{X: cell.X, Y: cell.Y + cell.H/4, W: cell.W, H: cell.H / 2}
	for _, r := range all {
		if r.Overlaps(mid) {
			return true
		}
	}
	return false
}

// fullCuts counts the straight lines that cut the space for stories right through between blocks.
func fullCuts(f edition.Format, page *edition.Page, blocks []block) int {
	across, down := cutsThrough(f, page, blocks)
	return len(across) + len(down)
}

// cutsThrough answers the lines above which the space for stories is cut right across (断版), and the columns before
// which it is cut right down (通线).
func cutsThrough(f edition.Format, page *edition.Page, blocks []block) (across, down []int) {
	top, bottom := f.Lines, 0
	for _, b := range blocks {
		top, bottom = min(top, b.area[1]), max(bottom, b.area[3])
	}
	var areas [][4]int
	for _, fr := range page.Frames {
		if a := cells(f, fr.Rect); fr.Kind != edition.BoxFrame && a[3] > top && a[1] < bottom {
			areas = append(areas, a)
		}
	}
	for line := top + 2; line < bottom-1; line++ {
		starts, clear := false, true
		for _, a := range areas {
			starts = starts || a[1] == line
			clear = clear && (a[1] >= line || a[3] <= line)
		}
		if starts && clear {
			across = append(across, line)
		}
	}
	for col := 1; col < f.Columns; col++ {
		clear := true
		for _, a := range areas {
			clear = clear && (a[0] >= col || a[2] <= col)
		}
		if clear {
			down = append(down, col)
		}
	}
	return across, down
}

// leadTopLeft reports whether the weightiest story has no other above it or at its left.
func leadTopLeft(blocks []block) bool {
	if len(blocks) == 0 {
		return false
	}
	lead := blocks[0]
	for _, b := range blocks {
		if b.story.Priority > lead.story.Priority {
			lead = b
		}
	}
	for _, b := range blocks {
		if b.story.ID != lead.story.ID && b.area[1] <= lead.area[1] && b.area[0] <= lead.area[0] {
			return false
		}
	}
	return true
}

// side reports whether two blocks stand side by side with touching columns and common rows.
func side(a, b block) bool {
	return (a.area[2] == b.area[0] || b.area[2] == a.area[0]) && a.area[1] < b.area[3] && b.area[1] < a.area[3]
}

// butting reports whether two heads stand side by side, type against type, neither boxed (碰题).
func butting(_ edition.Format, a, b block) bool {
	if !side(a, b) || a.frame.Boxed || b.frame.Boxed || a.head.Empty() || b.head.Empty() {
		return false
	}
	return a.head.Y < b.head.Bottom() && b.head.Y < a.head.Bottom()
}

// touching counts pictures of two stories with no more than a column gap between them.
func touching(f edition.Format, a, b block) int {
	n := 0
	for _, p := range a.pictures {
		for _, q := range b.pictures {
			if p.Inset(-f.ColumnGap - geom.MM).Overlaps(q) {
				n++
			}
		}
	}
	return n
}

// together reports whether the blocks of a package all touch one another in a chain.
func together(_ edition.Format, group []block) bool {
	if len(group) < 2 {
		return true
	}
	reached := map[int]bool{0: true}
	for grew := true; grew; {
		grew = false
		for i := range group {
			for j := range reached {
				if !reached[i] && near(group[i].area, group[j].area) {
					reached[i], grew = true, true
				}
			}
		}
	}
	return len(reached) == len(group)
}

// near reports whether two areas share a stretch of edge, the line of white between blocks apart.
func near(a, b [4]int) bool {
	beside := (a[2] == b[0] || b[2] == a[0]) && a[1] < b[3] && b[1] < a[3]
	stack := (abs(a[3]-b[1]) <= 1 || abs(b[3]-a[1]) <= 1) && a[0] < b[2] && b[0] < a[2]
	return beside || stack
}

func abs(x int) int { return max(x, -x) }
