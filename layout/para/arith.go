package para

import (
	"math"
	"slices"

	"dayang/layout/geom"
)

// SpanMeasure answers the measure of a span of basic columns (长栏), in characters.
func SpanMeasure(columns int, perColumn, gap float64) float64 {
	if columns < 1 {
		return 0
	}
	return float64(columns)*perColumn + float64(columns-1)*gap
}

// BreakSpan answers the measure of each of n broken columns (破栏) that share a span, whole characters, and what
// characters are left over to widen the gaps.
func BreakSpan(columns int, perColumn, gap float64, n int) (measure int, rest float64) {
	if n < 1 {
		return 0, 0
	}
	room := SpanMeasure(columns, perColumn, gap) - float64(n-1)*gap
	measure = int(math.Floor(room/float64(n) + 1e-9))
	return measure, room - float64(measure*n)
}

// Split is how a frame is divided into columns when it is no whole number of characters. The four ways of Founder's
// page programs.
type Split uint8

// The ways to split.
const (
	SplitAbsolute Split = iota // 绝对: equal whole columns, the gap takes the rest
	SplitFree                  // 自由: equal columns, the gap as asked
	SplitRelative              // 相对: whole columns, as equal as may be, the gap as asked
	SplitGrid                  // 自动: columns of the page's own grid
)

// SplitFrame answers the columns of a frame, in characters, and the gap between them. grid is the page's basic
// column, of use only to SplitGrid; without it SplitGrid divides as SplitAbsolute does.
func SplitFrame(frame float64, columns int, gap float64, how Split, grid float64) ([]float64, float64) {
	if columns < 1 {
		return nil, gap
	}
	out := make([]float64, columns)
	fill := func(w float64) {
		for i := range out {
			out[i] = w
		}
	}
	room := frame - float64(columns-1)*gap
	whole := math.Floor(room/float64(columns) + 1e-9)
	if how == SplitGrid && grid > 0 && float64(columns)*grid <= frame {
		whole = grid
	}
	switch how {
	case SplitFree:
		fill(room / float64(columns))
	case SplitRelative:
		fill(whole)
		left := room - whole*float64(columns)
		for i := columns - 1; i >= 0 && left >= 1-1e-9; i-- {
			out[i]++
			left--
		}
		out[columns-1] += max(0, left)
	default:
		fill(whole)
		if columns > 1 {
			gap = (frame - whole*float64(columns)) / float64(columns-1)
		}
	}
	return out, gap
}

// Balance answers how many lines each column gets so that only the last is short (栏末平齐). CLREQ, "Columns":
// ceil(lines/columns) each.
func Balance(lines, columns int) []int {
	if columns < 1 {
		return nil
	}
	out := make([]int, columns)
	each := (lines + columns - 1) / columns
	for i := range out {
		out[i] = min(each, lines)
		lines -= out[i]
	}
	return out
}

// HeadlineLines answers how many body lines a headline takes: its own lines and the white lines around them, so
// that the text below stands on the baseline grid again.
func HeadlineLines(sizes []geom.Length, white float64, leading geom.Length) int {
	if leading <= 0 {
		return 0
	}
	var all geom.Length
	for _, s := range sizes {
		all += s
	}
	return int(math.Ceil(float64(all)/float64(leading) + white - 1e-9))
}

// HeadlineCapacity answers how many characters of a headline fit a measure.
func HeadlineCapacity(measure, size geom.Length) int {
	if size <= 0 {
		return 0
	}
	return max(0, measure.Floor(size))
}

// ColumnBreak answers how many of a column's lines to fill, of paragraphs with so many lines each that go on in the
// next column. A paragraph's last line does not stand alone at the top of a column (孤行, CLREQ "Widows and
// Orphans"); nor, as newspapers have it, its first alone at the foot, unless that would leave more than maxShort
// lines open. When no lawful place remains the column is filled.
func ColumnBreak(paragraphs []int, height int) int {
	total := 0
	for _, n := range paragraphs {
		total += n
	}
	if total <= height {
		return total
	}
	widow, orphan := false, false
	judge := func(h int) {
		widow, orphan = false, false
		at := 0
		for _, n := range paragraphs {
			if h > at && h < at+n {
				widow = n > 1 && at+n-h == 1
				orphan = n > 1 && h-at == 1
			}
			at += n
		}
	}
	second := -1
	for h := height; h > 0 && height-h <= maxShort; h-- {
		judge(h)
		if !widow && !orphan {
			return h
		}
		if !widow && second < 0 {
			second = h
		}
	}
	if second > 0 {
		return second
	}
	return height
}

// maxShort is how many lines a column is left short to keep a paragraph's lines together: a paragraph of three
// lines is the longest that has no lawful place inside.
const maxShort = 2

// ColumnLines answers the lines of each paragraph in a column of h lines and after it.
func ColumnLines(paragraphs []int, h int) (column, rest []int) {
	for _, n := range paragraphs {
		k := min(n, h)
		h -= k
		if k > 0 {
			column = append(column, k)
		}
		if n > k {
			rest = append(rest, n-k)
		}
	}
	return column, rest
}

// TypeSize is a Chinese type size by name (字号).
type TypeSize struct {
	Name string
	Pt   float64   // as desktop programs have it, in DTP points
	Also []float64 // what foundries and the standards had instead. CLREQ, "Character Size"
}

// MM answers the size in millimetres to two places, as tables of sizes give it.
func (s TypeSize) MM() float64 { return float64(geom.FromPt(s.Pt).Times(100, int64(geom.MM))) / 100 }

var typeSizes = []TypeSize{
	{"初号", 42, nil}, {"小初", 36, nil},
	{"一号", 26, []float64{27.5, 28}}, {"小一", 24, nil},
	{"二号", 22, []float64{21}}, {"小二", 18, nil},
	{"三号", 16, []float64{15.75}}, {"小三", 15, nil},
	{"四号", 14, []float64{13.75}}, {"小四", 12, nil},
	{"五号", 10.5, nil}, {"小五", 9, nil},
	{"六号", 7.5, []float64{7.875, 8}}, {"小六", 6.5, []float64{6.875}},
	{"七号", 5.5, []float64{5.25}}, {"八号", 5, []float64{4.5}},
}

// TypeSizes answers the named sizes, from large to small.
func TypeSizes() []TypeSize { return slices.Clone(typeSizes) }

// TypeSizeOf answers the size of that name.
func TypeSizeOf(name string) (TypeSize, bool) {
	for _, s := range typeSizes {
		if s.Name == name || s.Name == name+"号" {
			return s, true
		}
	}
	return TypeSize{}, false
}

// EmphasisDots answers which clusters of [from, to) get a dot (着重号): each Han, no mark. GB/T 15834, 5.1.8.
func EmphasisDots(cl []Cluster, from, to int) []int {
	var out []int
	for i := max(from, 0); i < min(to, len(cl)); i++ {
		if classOf(cl[i].Rune).chinese() && isLetterlike(cl[i].Rune) {
			out = append(out, i)
		}
	}
	return out
}

// isLetterlike keeps symbols such as □ and ● out of han.
func isLetterlike(r rune) bool {
	switch {
	case r >= 0x2E80 && r <= 0x2FFF, r >= 0x3005 && r <= 0x3007, r >= 0x3021 && r <= 0x3029, r >= 0x3041 && r <= 0x31BF,
		r >= 0x3400 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7AF, r >= 0xF900 && r <= 0xFAFF, r >= 0x20000 && r <= 0x3FFFF:
		return true
	}
	return false
}

// InterlinearGap answers the least gap between lines that leaves room for dots or lines on one side of the text.
// CLREQ, "Interlinear Marks": half the body.
func InterlinearGap(em geom.Length) geom.Length { return em / 2 }

// InterlinearGapBoth is InterlinearGap for text that has them on both sides: five eighths.
func InterlinearGapBoth(em geom.Length) geom.Length { return em.Times(5, 8) }

// GridCells answers how many cells of the character grid the paragraph takes when every Western run is padded to
// whole cells: CLREQ, "Vertical and Horizontal Alignment", with a gap above nothing and up to half an em on each
// side that touches Han.
func (p *Prepared) GridCells() int {
	var cells float64
	em := float64(p.em)
	for i := 0; i < len(p.items); {
		it := &p.items[i]
		if !it.class.western() {
			switch it.class {
			case space, manual, joiner:
			case dash, ellipsis, wave, han, iteration, wideDigit:
				cells += float64(it.cell) / em
			case opener, closer, pause, stop, kanaDot:
				cells++
			default:
				cells += float64(it.cell) / em
			}
			i++
			continue
		}
		j := i
		var run float64
		for ; j < len(p.items) && (j == i || p.sticks(j-1)); j++ {
			run += float64(p.items[j].cell) / em
		}
		sides := 0
		if i > 0 && p.items[i-1].class.chinese() {
			sides++
		}
		if j < len(p.items) && p.items[j].class.chinese() {
			sides++
		}
		n := math.Ceil(run - 1e-9)
		if sides > 0 && n-run < 1e-9 && n+1-run <= float64(sides)/2+1e-9 {
			n++
		}
		cells += n
		i = j
	}
	return int(math.Ceil(cells - 1e-9))
}
