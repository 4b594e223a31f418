package house

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dayang/internal/words"
)

// Error is one fault of a house-style file.
type Error struct {
	File    string
	Line    int    // from 1; 0 when the fault is of the file as a whole
	Key     string // where in the file, such as styles.kicker.size; "" when it is no key's fault
	Message words.Text
}

// Error answers the fault in English, with its place.
func (e *Error) Error() string {
	return e.In(words.EN)
}

// In answers the fault with its place, in a language.
func (e *Error) In(l words.Lang) string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	if e.Key != "" {
		b.WriteString(": " + e.Key)
	}
	return b.String() + ": " + e.Message.In(l)
}

// Errors are the faults of a file, by line. Each is an *Error.
type Errors []*Error

// Error answers the faults in English, one a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, x := range e {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap answers the faults one by one.
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i, x := range e {
		out[i] = x
	}
	return out
}

// sorted answers the faults by line, then key, each once.
func (e Errors) sorted() Errors {
	slices.SortStableFunc(e, func(a, b *Error) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Key, b.Key)) })
	return slices.CompactFunc(e, func(a, b *Error) bool { return *a == *b })
}

// say is everything the package tells.
var say = struct {
	syntax, utf8, unknown, meant, table, text, list, number, truth, rangeOf, unit, size, sizeName, choice, font, noParent,
	circle, otherKind, bothKinds, newStyle, noBody, noColour, colour, name, priority, minMax, needs, either, area, rule, notHere,
	fontComma, zero, twice, back, rise, gaps, bare, noFormat, noMaster, invalid words.Text
}{
	syntax:    words.Text{ZH: "不是合法的 TOML：%s", EN: "not valid TOML: %s"},
	utf8:      words.Text{ZH: "不是 UTF-8 文本，请另存为 UTF-8", EN: "not UTF-8 text; save it as UTF-8"},
	unknown:   words.Text{ZH: "没有这一项%s", EN: "there is no such key%s"},
	meant:     words.Text{ZH: "，是不是“%s”？", EN: "; did you mean %q?"},
	table:     words.Text{ZH: "这里应当是一个表", EN: "a table is wanted here"},
	text:      words.Text{ZH: "应当是一段文字，加引号", EN: "a text in quotes is wanted"},
	list:      words.Text{ZH: "应当是一个列表，如 [\"…\", \"…\"]", EN: "a list is wanted, such as [\"…\", \"…\"]"},
	number:    words.Text{ZH: "应当是一个数", EN: "a number is wanted"},
	truth:     words.Text{ZH: "应当是 true 或 false", EN: "true or false is wanted"},
	rangeOf:   words.Text{ZH: "%s 超出范围，应在 %s 与 %s 之间", EN: "%s is out of range: from %s to %s"},
	unit:      words.Text{ZH: "看不懂“%s”，应写作 %s", EN: "cannot read %q; write it as %s"},
	size:      words.Text{ZH: "看不懂字号“%s”%s", EN: "cannot read the size %q%s"},
	sizeName:  words.Text{ZH: "“%s”不能作字号名：不能为空、以数字或符号开头，或与“正文”“自动”相同", EN: "%q cannot name a size: it may not be empty, begin with a digit or sign, or be the words for body and auto"},
	choice:    words.Text{ZH: "“%s”不在可选之列：%s", EN: "%q is not one of %s"},
	font:      words.Text{ZH: "字体名不能为空", EN: "a font has a name"},
	fontComma: words.Text{ZH: "字体名里不能有逗号", EN: "a font's name has no comma"},
	noParent:  words.Text{ZH: "样式“%s”所据的“%s”不存在%s", EN: "style %q is based on %q, which does not exist%s"},
	circle:    words.Text{ZH: "样式互相依据成环：%s", EN: "styles are based on each other in a circle: %s"},
	otherKind: words.Text{ZH: "样式“%s”所据的“%s”不是同类样式（段落样式只能据段落样式，字符样式只能据字符样式）", EN: "style %q is based on %q, which is not of its kind (paragraph styles go by paragraph styles, character styles by character styles)"},
	bothKinds: words.Text{ZH: "“%s”已是段落样式，不能又作字符样式", EN: "%q is a paragraph style and cannot be a character style, too"},
	newStyle:  words.Text{ZH: "“%s”是新样式，须用 based 写明依据哪个样式%s", EN: "%q is a new style: say with based which style it goes by%s"},
	noBody:    words.Text{ZH: "正文样式 body 不能没有", EN: "the style body cannot be missing"},
	noColour:  words.Text{ZH: "没有名为“%s”的颜色%s", EN: "there is no colour named %q%s"},
	colour:    words.Text{ZH: "颜色应写作 [青, 品红, 黄, 黑]，各 0 到 100", EN: "a colour is [cyan, magenta, yellow, black], each from 0 to 100"},
	name:      words.Text{ZH: "名称不能为空，也不能过长或含控制字符", EN: "a name may not be empty, too long or hold control characters"},
	priority:  words.Text{ZH: "“%s”不是稿件等级：应是 1 到 9", EN: "%q is no priority: it is from 1 to 9"},
	minMax:    words.Text{ZH: "最小值 %s 大于最大值 %s", EN: "the least, %s, is more than the most, %s"},
	needs:     words.Text{ZH: "还缺 %s", EN: "%s is missing"},
	either:    words.Text{ZH: "%s 与 %s 不能同写", EN: "%s and %s cannot both be given"},
	area:      words.Text{ZH: "版心 %s×%s 毫米超出版面 %s×%s 毫米", EN: "the type area of %s×%s mm does not lie within the page of %s×%s mm"},
	rule:      words.Text{ZH: "“%s”不是规则编号", EN: "%q is no rule's id"},
	notHere:   words.Text{ZH: "字符样式没有这一项", EN: "character styles have no such setting"},
	zero:      words.Text{ZH: "不能为零；要用程序默认值写 \"auto\"%s", EN: "cannot be zero; write \"auto\" for the program's own%s"},
	twice:     words.Text{ZH: "“%s”出现了两次", EN: "%q is there twice"},
	back:      words.Text{ZH: "“%s”写出后读不回原样", EN: "%q would not read back as it is"},
	gaps:      words.Text{ZH: "间空应当 gap_min ≤ gap ≤ gap_max，现为 %s、%s、%s 字", EN: "gaps must rise from gap_min over gap to gap_max; they are %s, %s, %s em"},
	bare:      words.Text{ZH: "中文的名字要加英文引号，如 \"小五\" = 9、[styles.\"花絮\"]", EN: "a name in Chinese stands in ASCII quotes, such as \"小五\" = 9 or [styles.\"花絮\"]"},
	noFormat:  words.Text{ZH: "没有名为“%s”的版面", EN: "there is no page named %q"},
	noMaster:  words.Text{ZH: "没有名为“%s”的主版", EN: "there is no master page named %q"},
	invalid:   words.Text{ZH: "主版有误：%s", EN: "the master page is not valid: %s"},
	rise:      words.Text{ZH: "字号应从大到小，不重复", EN: "sizes go from large to small, each once"},
}

var noAutospace = words.Text{ZH: "，不要间空写 no_autospace = true", EN: "; for no gap say no_autospace = true"}

// meant answers "; did you mean …?" with the known name nearest to one that is not known, or nothing.
func meant(name string, known []string) words.Text {
	best, off := "", 3
	if n := len([]rune(name)); n <= 3 {
		off = 2
	}
	for _, k := range known {
		if d := distance(name, k); d < off {
			best, off = k, d
		}
	}
	if best == "" {
		return words.Text{}
	}
	return say.meant.F(best)
}

// distance is how many runes must be put in, left out, changed or swapped with their neighbour to get from a to b.
func distance(a, b string) int {
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	if len(x)-len(y) > 3 || len(y)-len(x) > 3 || len(x) > 60 {
		return 99
	}
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}
