package para

import "sort"

// Orientation is how a character stands in a vertical line. UAX #50, "Vertical_Orientation".
type Orientation uint8

// The orientations, with UAX #50's names in their comments.
const (
	VerticalRotated     Orientation = iota // R: turned a quarter clockwise
	VerticalUpright                        // U: as in a horizontal line
	VerticalFormUpright                    // Tu: has a form of its own, or stands upright
	VerticalFormRotated                    // Tr: has a form of its own, or is turned
)

// String answers UAX #50's name.
func (o Orientation) String() string { return [...]string{"R", "U", "Tu", "Tr"}[o&3] }

// OrientationOf answers how a character stands in a vertical line by itself. UAX #50, 15.0.0.
func OrientationOf(r rune) Orientation {
	i := sort.Search(len(verticalTable), func(i int) bool { return verticalTable[i].from > r })
	if i == 0 {
		return VerticalRotated
	}
	return verticalTable[i-1].is
}

// VerticalForm answers the character that stands for r in a Chinese vertical line, where Unicode has one of its
// own; for fonts without vert alternates. Quotation marks become corner brackets, “” the white ones and ‘’ the
// plain: GB/T 15834, 5.2.
func VerticalForm(r rune) (rune, bool) {
	switch r {
	case '“':
		return '﹃', true
	case '”':
		return '﹄', true
	case '‘':
		return '﹁', true
	case '’':
		return '﹂', true
	case '（', '(':
		return '︵', true
	case '）', ')':
		return '︶', true
	case '｛', '{':
		return '︷', true
	case '｝', '}':
		return '︸', true
	case '〔':
		return '︹', true
	case '〕':
		return '︺', true
	case '【':
		return '︻', true
	case '】':
		return '︼', true
	case '《':
		return '︽', true
	case '》':
		return '︾', true
	case '〈':
		return '︿', true
	case '〉':
		return '﹀', true
	case '「':
		return '﹁', true
	case '」':
		return '﹂', true
	case '『':
		return '﹃', true
	case '』':
		return '﹄', true
	case '［', '[':
		return '﹇', true
	case '］', ']':
		return '﹈', true
	case '〖':
		return '︗', true
	case '〗':
		return '︘', true
	case '，':
		return '︐', true
	case '、':
		return '︑', true
	case '。':
		return '︒', true
	case '：':
		return '︓', true
	case '；':
		return '︔', true
	case '！':
		return '︕', true
	case '？':
		return '︖', true
	case '…', '⋯':
		return '︙', true
	case '‥':
		return '︰', true
	case '—':
		return '︱', true
	case '–':
		return '︲', true
	case '＿', '_':
		return '︳', true
	}
	return r, false
}

// Treatment is what becomes of a run of Western matter in a vertical line. CLREQ, "Mixed Text Composition in
// Vertical Writing Mode".
type Treatment uint8

// The treatments.
const (
	StandUpright Treatment = iota // each character upright, one under another
	TateChuYoko                   // 纵中横: side by side in one cell
	Rotate                        // the run turned a quarter clockwise
)

// String answers a word for the treatment.
func (t Treatment) String() string { return [...]string{"upright", "tcy", "rotate"}[t] }

// Verticalise answers how a run of Western matter is set among vertical Chinese: one character upright, two or
// three characters with a digit among them side by side in one cell, acronyms of capitals upright, the rest
// turned.
func Verticalise(run []rune) Treatment {
	digits, capitals, others, smalls := 0, 0, 0, 0
	for _, r := range run {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r >= 'A' && r <= 'Z':
			capitals++
		case classOf(r) == letter:
			smalls++
		default:
			others++
		}
	}
	n := len(run)
	switch {
	case n <= 1:
		return StandUpright
	case digits == n && n <= 3:
		return TateChuYoko
	case digits+capitals > 0 && smalls == 0 && others > 0 && n <= 3:
		return TateChuYoko // 3.0, A+, 50%
	case digits > 0 && capitals+smalls > 0 && n <= 2:
		return TateChuYoko // 5G
	case capitals == n && n <= maxUprightAcronym:
		return StandUpright
	}
	return Rotate
}

// maxUprightAcronym is how long a run of capitals may stand upright letter by letter; longer, it reads as a word.
const maxUprightAcronym = 5

// VerticalRun is a stretch of clusters that a vertical line sets in one way.
type VerticalRun struct {
	From, To  int
	Treatment Treatment
}

// VerticalRuns parts a paragraph for a vertical line: every run of Western matter as Verticalise has it, and each
// Chinese character or mark by itself, upright or, where UAX #50 says so and no vertical form is at hand, turned.
// The runs cover all clusters in order.
func VerticalRuns(cl []Cluster) []VerticalRun {
	var out []VerticalRun
	western := func(r rune) bool {
		switch classOf(r) {
		case letter, digit, percent, suffix, prefix, latinMark:
			return true
		}
		return r == '.' || r == ',' || r == '/' || r == ':'
	}
	for i := 0; i < len(cl); {
		j := i
		var run []rune
		for j < len(cl) && western(cl[j].Rune) {
			run = append(run, cl[j].Rune)
			j++
		}
		if j > i {
			out = append(out, VerticalRun{i, j, Verticalise(run)})
			i = j
			continue
		}
		t := StandUpright
		switch OrientationOf(cl[i].Rune) {
		case VerticalRotated, VerticalFormRotated:
			if _, ok := VerticalForm(cl[i].Rune); !ok {
				t = Rotate
			}
		}
		out = append(out, VerticalRun{i, i + 1, t})
		i++
	}
	return out
}
