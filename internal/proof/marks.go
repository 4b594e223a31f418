package proof

import (
	"strings"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

// The sources that reasons name.
var (
	gbMarks   = words.Text{ZH: "GB/T 15834—2011《标点符号用法》", EN: "GB/T 15834—2011, General rules for punctuation"}
	gbNumbers = words.Text{ZH: "GB/T 15835—2011《出版物上数字用法》", EN: "GB/T 15835—2011, General rules for writing numerals in publications"}
)

func because(source words.Text, zh, en string) words.Text {
	return words.Text{ZH: source.ZH + "：" + zh, EN: source.EN + ": " + en}
}

var markRules = []*rule{
	{Info{"PN-01", "half_punct", finding.Error, finding.Apply,
		words.Text{ZH: "中文里的半角标点", EN: "half-width mark in Chinese text"},
		because(gbMarks, "中文标点占一个字位，用全角。", "Chinese marks fill one character and are full-width.")}, halfWidth},
	{Info{"PN-02", "unpaired", finding.Error, finding.Confirm,
		words.Text{ZH: "标点不成对", EN: "unpaired mark"},
		because(gbMarks, "引号、括号、书名号成对使用；引文分几段时，每段开头用前引号，末段才用后引号。", "quotation marks, brackets and title marks come in pairs; a quotation of several paragraphs opens each and closes the last.")}, unpaired},
	{Info{"PN-03", "reversed_quote", finding.Error, finding.Apply,
		words.Text{ZH: "引号方向反了", EN: "quotation mark turned the wrong way"},
		because(gbMarks, "前引号“在前，后引号”在后。", "“ opens and ” closes.")}, reversed},
	{Info{"PN-04", "missing_final", finding.Error, finding.Confirm,
		words.Text{ZH: "段末缺标点", EN: "no mark at the end of a paragraph"},
		because(gbMarks, "句末用句号、问号或叹号。", "a sentence ends with a full stop, a question mark or an exclamation mark.")}, missingFinal},
	{Info{"PN-05", "repeat_punct", finding.Error, finding.Apply,
		words.Text{ZH: "标点重复", EN: "repeated marks"},
		because(gbMarks, "点号不连用；问号、叹号叠用不超过三个。", "stops do not follow each other; question and exclamation marks are tripled at most.")}, repeated},
	{Info{"PN-06", "book_comma", finding.Warning, finding.Apply,
		words.Text{ZH: "并列的书名号、引号之间的顿号", EN: "enumeration comma between titles or quotations"},
		because(gbMarks, "标有引号或书名号的并列成分之间通常不用顿号。", "items in quotation or title marks that stand side by side usually take no enumeration comma.")}, bookComma},
	{Info{"PN-07", "space_in_han", finding.Error, finding.Apply,
		words.Text{ZH: "汉字之间的空格", EN: "blank between Chinese characters"},
		words.Text{ZH: "正文的汉字之间不留空；多由识读或粘贴带来。", EN: "Chinese text has no blanks between characters; they come from scanning or pasting."}}, blanks},
	{Info{"PN-08", "dash_ellipsis", finding.Warning, finding.Apply,
		words.Text{ZH: "破折号、省略号不合格", EN: "ill-formed dash or ellipsis"},
		because(gbMarks, "破折号占两个字位，省略号用六个点，省略号与“等”不并用。", "a dash fills two characters, an ellipsis has six dots, and an ellipsis does not stand with 等.")}, dashes},
	{Info{"PN-09", "pair_nesting", finding.Warning, finding.Confirm,
		words.Text{ZH: "引号、括号的层次", EN: "nesting of quotation marks and brackets"},
		because(gbMarks, "先用双引号，里面再用单引号；括号里的括号用别的形式。", "double marks outside, single marks inside; brackets in brackets differ in shape.")}, nesting},
	{Info{"PN-10", "list_number", finding.Warning, finding.Apply,
		words.Text{ZH: "序号后的标点", EN: "mark after a list number"},
		because(gbMarks, "“一”后用顿号，“1”后用下圆点，“（一）”后不用，“第一”后用逗号。", "一 takes 、, 1 takes a low dot, （一） takes nothing, 第一 takes a comma.")}, listNumbers},
	{Info{"PN-11", "colon", finding.Hint, finding.None,
		words.Text{ZH: "一句里套用冒号", EN: "a colon inside a colon"},
		because(gbMarks, "一个句子里避免套用冒号。", "avoid a second colon within one sentence.")}, colons},
	{Info{"PN-12", "head_stop", finding.Hint, finding.Apply,
		words.Text{ZH: "标题、短图说末尾的句号", EN: "full stop after a headline or a short caption"},
		words.Text{ZH: "报纸标题末尾不用句号；" + "只有一个短语的图说末尾也不用。", EN: "a newspaper headline takes no full stop, nor does a caption of one short phrase."}}, headStop},
}

var wideOf = map[rune]string{',': "，", ':': "：", ';': "；", '(': "（", ')': "）", '?': "？", '!': "！", '.': "。", '[': "［", ']': "］", '｡': "。", '､': "、", '｢': "「", '｣': "」"}

// besides answers the nearest runes at both sides of i that are no blanks.
func (b *Block) besides(i int) (left, right rune) {
	for k := i - 1; k >= 0; k-- {
		if !isBlank(b.Runes[k]) {
			left = b.Runes[k]
			break
		}
	}
	for k := i + 1; k < len(b.Runes); k++ {
		if !isBlank(b.Runes[k]) {
			right = b.Runes[k]
			break
		}
	}
	return left, right
}

func chinese(r rune) bool { return isHan(r) || isWide(r) }

// mostlyHan reports whether the block is Chinese text at all.
func (b *Block) mostlyHan() bool {
	n, latin := 0, 0
	for _, r := range b.Runes {
		if isHan(r) {
			n++
		} else if isLatin(r) {
			latin++
		}
	}
	return n > 0 && n*3 >= latin
}

func halfWidth(c *Context, r *rule) {
	c.each(func(b *Block) {
		if !strings.ContainsAny(b.Text, ",.:;!?()[]\"'｡､｢｣") || !b.mostlyHan() {
			return
		}
		skip := b.masks()
		var marks []int
		for i, x := range b.Runes {
			if _, ok := wideOf[x]; (ok || x == '"' || x == '\'') && !skip[i] {
				marks = append(marks, i)
			}
		}
		// A mark that has become full-width makes its neighbours Chinese: go on until none changes.
		work := &Block{Role: b.Role, Text: b.Text, Runes: append([]rune(nil), b.Runes...)}
		fixes := map[int]string{}
		for again := true; again; {
			again = false
			quotes := 0
			for _, i := range marks {
				x := b.Runes[i]
				if x == '"' {
					quotes++
				}
				if fixes[i] != "" {
					continue
				}
				if f := work.wideFor(i, quotes); f != "" {
					fixes[i] = f
					work.Runes[i] = []rune(f)[0]
					again = true
				}
			}
		}
		for _, i := range marks {
			f := fixes[i]
			if f == "" {
				continue
			}
			msg := words.Text{ZH: "半角“%s”应为全角“%s”。", EN: "Half-width “%s” in Chinese text; write “%s”."}.F(string(b.Runes[i]), f)
			switch b.Runes[i] {
			case '"':
				msg = words.Text{ZH: "直引号应为弯引号“”。", EN: "A straight quotation mark; write “ or ”."}
			case '\'':
				msg = words.Text{ZH: "半角单引号应为全角‘’。", EN: "A straight single quotation mark; write ‘ or ’."}
			}
			c.say(r, b, i, i+1, msg, f)
		}
	})
}

// wideFor answers what the half-width mark at i should be in Chinese text, or "". quotes counts the straight
// quotation marks up to it: they open and close by turns.
func (b *Block) wideFor(i, quotes int) string {
	left, right := b.besides(i)
	switch x := b.Runes[i]; x {
	case '"':
		if !chinese(left) && !chinese(right) && left != 0 && right != 0 || isDigit(left) && !chinese(right) { // Latin; inches
			return ""
		}
		if quotes%2 == 0 {
			return "”"
		}
		return "“"
	case '\'':
		if !(chinese(left) && chinese(right) || left == 0 && isHan(right) || right == 0 && isHan(left)) {
			return ""
		}
		if isHan(left) && !isHan(right) {
			return "’"
		}
		return "‘"
	case '.':
		if b.at(i-1) == '.' || b.at(i+1) == '.' {
			return "" // an ellipsis: PN-08
		}
	}
	if !b.halfWidthAt(i, left, right) {
		return ""
	}
	return wideOf[b.Runes[i]]
}

// halfWidthAt reports whether the half-width mark at i belongs to Chinese text and not to a number, a time, a Latin
// phrase or a list number.
func (b *Block) halfWidthAt(i int, left, right rune) bool {
	x := b.Runes[i]
	l, r := b.at(i-1), b.at(i+1)
	switch x {
	case '(', ')', '[', ']':
		if chinese(l) || chinese(r) || chinese(left) || chinese(right) {
			return true
		}
		return b.partnerIsChinese(i)
	case '.':
		if isDigit(l) && isDigit(r) {
			return false
		}
		if isDigit(l) {
			// "1." before Chinese is a list number at the start of a block or clause
			k := i
			for k > 0 && isDigit(b.Runes[k-1]) {
				k--
			}
			if i-k <= 2 && (k == 0 || isOneOf(b.at(k-1), "。；：！？（“ ")) {
				return false
			}
			return right == 0 || chinese(right) || chinese(left)
		}
		if isLatin(l) {
			k := i
			for k > 0 && (isLatin(b.Runes[k-1]) || b.Runes[k-1] == '.') {
				k--
			}
			w := strings.ToLower(string(b.Runes[k:i]))
			switch w {
			case "inc", "ltd", "co", "corp", "mr", "mrs", "ms", "dr", "st", "no", "jr", "sr", "vs", "fig", "vol", "ed", "prof", "u.s", "a.m", "p.m", "etc":
				return false
			}
			if len(w) == 1 || strings.Contains(w, ".") { // an initial
				return false
			}
			return right == 0 || isHan(right)
		}
		if isHan(l) || isWide(l) || l == '%' || l == ')' {
			return !isLatin(r) || isHan(l)
		}
		return right == 0 && chinese(left)
	case ',', ':':
		if isDigit(l) && isDigit(r) {
			return false
		}
	case '!', '?', ';':
	}
	if chinese(left) || chinese(right) {
		if isLatin(l) && isLatin(r) {
			return false
		}
		return true
	}
	if right == 0 && x != ':' {
		return true // ends a block of Chinese text
	}
	if x == ',' && (isDigit(left) || left == '%' || isLatin(left)) && (isDigit(right) || isLatin(right)) && r != ' ' {
		// "9.5%,13.2%", "AGV,112台": the right neighbour's own neighbourhood decides
		k := i + 1
		for k < len(b.Runes) && (isDigit(b.Runes[k]) || isLatin(b.Runes[k]) || b.Runes[k] == '.') {
			k++
		}
		return isHan(b.at(k)) && !isLatin(right)
	}
	return false
}

// partnerIsChinese reports whether the bracket at i closes or opens a pair that stands in Chinese text.
func (b *Block) partnerIsChinese(i int) bool {
	step, open, shut := 1, b.Runes[i], rune(')')
	switch open {
	case ')':
		step, shut = -1, '('
	case '[':
		shut = ']'
	case ']':
		step, shut = -1, '['
	}
	for k, depth := i+step, 0; k >= 0 && k < len(b.Runes); k += step {
		switch b.Runes[k] {
		case open:
			depth++
		case shut:
			if depth == 0 {
				l, r := b.besides(k)
				return chinese(l) || chinese(r)
			}
			depth--
		case '（', '）':
			return true
		}
	}
	return false
}

// spot is a rune of a group of joined blocks.
type spot struct {
	b *Block
	i int
}

type pairKind struct {
	open, shut rune
	cat        string
	name       words.Text
}

var pairKinds = []pairKind{
	{'“', '”', "unpaired_quote", words.Text{ZH: "双引号", EN: "quotation mark"}},
	{'‘', '’', "unpaired_quote", words.Text{ZH: "单引号", EN: "single quotation mark"}},
	{'（', '）', "unpaired_bracket", words.Text{ZH: "括号", EN: "bracket"}},
	{'《', '》', "unpaired_book", words.Text{ZH: "书名号", EN: "title mark"}},
	{'〈', '〉', "unpaired_book", words.Text{ZH: "单书名号", EN: "single title mark"}},
	{'【', '】', "unpaired_bracket", words.Text{ZH: "方头括号", EN: "bracket"}},
	{'〔', '〕', "unpaired_bracket", words.Text{ZH: "六角括号", EN: "bracket"}},
	{'「', '」', "unpaired_quote", words.Text{ZH: "引号", EN: "quotation mark"}},
	{'『', '』', "unpaired_quote", words.Text{ZH: "引号", EN: "quotation mark"}},
}

// marksOf answers the marks of one kind in a group, apostrophes of Latin words and bracketed list numbers left out.
func (g group) marksOf(k pairKind) []spot {
	var out []spot
	for _, b := range g.blocks {
		if !strings.ContainsRune(b.Text, k.open) && !strings.ContainsRune(b.Text, k.shut) {
			continue
		}
		for i, x := range b.Runes {
			if x != k.open && x != k.shut {
				continue
			}
			if x == '’' && isLatin(b.at(i-1)) && (isLatin(b.at(i+1)) || !strings.ContainsRune(b.Text, '‘')) {
				continue
			}
			if x == '’' && isDigit(b.at(i+1)) && !strings.ContainsRune(b.Text, '‘') {
				continue
			}
			if x == '）' && g.listNumber(b, i) {
				continue
			}
			out = append(out, spot{b, i})
		}
	}
	return out
}

// listNumber reports whether the closing bracket at i ends a list number such as "1）" or "a）".
func (g group) listNumber(b *Block, i int) bool {
	k := i
	for k > 0 && i-k < 3 && (isDigit(b.Runes[k-1]) || isLatin(b.Runes[k-1]) || numeral(b.Runes[k-1]) >= 0) {
		k--
	}
	return k < i && (k == 0 || isOneOf(b.at(k-1), "。；：，"))
}

// turned answers the one mark of an even row whose turning makes the row alternate, or nil.
func turned(marks []spot, k pairKind) *spot {
	if len(marks) == 0 || len(marks)%2 == 1 {
		return nil
	}
	var bad *spot
	for n, m := range marks {
		want := k.open
		if n%2 == 1 {
			want = k.shut
		}
		if m.b.Runes[m.i] != want {
			if bad != nil {
				return nil
			}
			bad = &marks[n]
		}
	}
	return bad
}

func (c *Context) wants(b *Block) bool { return c.only == nil || c.only == b }

func reversed(c *Context, r *rule) {
	for _, g := range c.groups {
		for _, k := range pairKinds[:2] {
			m := turned(g.marksOf(k), k)
			if m == nil || !c.wants(m.b) {
				continue
			}
			is, want := m.b.Runes[m.i], k.open
			if is == k.open {
				want = k.shut
			}
			c.say(r, m.b, m.i, m.i+1, words.Text{ZH: "“%s”方向反了，应为“%s”。", EN: "“%s” is turned the wrong way; write “%s”."}.F(string(is), string(want)), string(want))
		}
	}
}

func unpaired(c *Context, r *rule) {
	for n, g := range c.groups {
		for _, k := range pairKinds {
			marks := g.marksOf(k)
			if k.shut == '”' || k.shut == '’' {
				if turned(marks, k) != nil {
					continue
				}
			}
			if k.open == '“' {
				marks = c.withoutNested(marks)
			}
			var open []spot
			for _, m := range marks {
				if m.b.Runes[m.i] == k.open {
					if (k.open == '“' || k.open == '‘') && len(open) > 0 {
						// an opening mark inside an open quotation: the first was never closed
						c.lone(r, g, k, open[len(open)-1], m)
						open = open[:0]
					}
					open = append(open, m)
					continue
				}
				if len(open) == 0 {
					c.lone(r, g, k, m, spot{})
					continue
				}
				open = open[:len(open)-1]
			}
			for _, m := range open {
				if k.open == '“' && m.i == 0 && c.quotationGoesOn(n) {
					continue
				}
				c.lone(r, g, k, m, spot{})
			}
		}
	}
}

// withoutNested drops pairs of double marks that stand wholly inside another pair: their nesting is PN-09's matter.
func (c *Context) withoutNested(marks []spot) []spot {
	out := append([]spot(nil), marks...)
	for i := 0; i+3 < len(out); i++ {
		if out[i].open() && out[i+1].open() && !out[i+2].open() && !out[i+3].open() {
			out = append(out[:i+1], out[i+3:]...)
		}
	}
	return out
}

func (s spot) open() bool { return s.b.Runes[s.i] == '“' }

// quotationGoesOn reports whether the group after the n-th opens with a quotation mark too: a quotation of several
// paragraphs closes only the last.
func (c *Context) quotationGoesOn(n int) bool {
	if n+1 >= len(c.groups) {
		return false
	}
	a, b := c.groups[n].blocks[0], c.groups[n+1].blocks[0]
	return a.Story == b.Story && b.at(0) == '“'
}

// lone says that a mark has no partner and where the partner most likely belongs.
func (c *Context) lone(r *rule, g group, k pairKind, m, before spot) {
	if !c.wants(m.b) {
		return
	}
	is := m.b.Runes[m.i]
	from, to, fix := m.i, m.i+1, ""
	if is == k.open {
		end := len(m.b.Runes)
		if before.b == m.b {
			end = before.i
		}
		if at := m.b.closeAt(m.i, end); at > m.i+1 {
			to = at
			fix = m.b.slice(m.i, at) + string(k.shut)
		}
	} else if at := m.b.openAt(m.i); at >= 0 && at < m.i {
		from = at
		fix = string(k.open) + m.b.slice(at, m.i+1)
	}
	partner := k.shut
	if is == k.shut {
		partner = k.open
	}
	msg := words.Text{ZH: "%s“%s”缺少另一半“%s”。", EN: "This %s “%s” has no partner “%s”."}.F(k.name, string(is), string(partner))
	var f *finding.Finding
	if fix != "" {
		f = c.say(r, m.b, from, to, msg, fix)
	} else {
		f = c.say(r, m.b, from, to, msg)
	}
	f.Category = k.cat
}

// closeAt guesses where a mark opened at i should close: before the pause that ends its clause.
func (b *Block) closeAt(i, end int) int {
	for k := i + 1; k < end; k++ {
		if isOneOf(b.Runes[k], "，。；：、！？") {
			return k
		}
	}
	return min(end, len(b.Runes))
}

// openAt guesses where a mark closed at i should have opened: after the pause before it.
func (b *Block) openAt(i int) int {
	k := i - 1
	for k >= 0 && isOneOf(b.Runes[k], "，。；：、！？") {
		k--
	}
	for ; k >= 0; k-- {
		if isOneOf(b.Runes[k], "，。；：、！？”》）") {
			return k + 1
		}
	}
	return 0
}

// openEnd reports whether a block of running text ends without a mark that may end it.
func openEnd(b *Block) bool {
	n := len(b.Runes)
	if n == 0 || b.more {
		return false
	}
	x := b.Runes[n-1]
	switch {
	case isOneOf(x, "。！？…；：;:.!?"):
		return false
	case isOneOf(x, "）)】〕"):
		return !b.endsWithNote()
	case isOneOf(x, "”’》」』"):
		y := b.at(n - 2)
		if isOneOf(y, "。！？…”’") {
			return false
		}
		return n >= 30 && strings.ContainsAny(b.Text, "，。")
	case x == '—':
		return false
	}
	return true
}

// endsWithNote reports whether the block ends with a note in brackets behind its full stop, such as （记者 张三）.
func (b *Block) endsWithNote() bool {
	n := len(b.Runes)
	for k := n - 2; k >= 0; k-- {
		if isOneOf(b.Runes[k], "（(【〔") {
			return k == 0 || isOneOf(b.at(k-1), "。！？…”") || b.begins(k+1, "完", "下转", "上接", "记者", "本报", "文/", "图/", "摄影", "通讯员", "据", "作者", "来源", "新华社")
		}
	}
	return true
}

func missingFinal(c *Context, r *rule) {
	for _, g := range c.groups {
		b := g.blocks[len(g.blocks)-1]
		if !c.wants(b) || !b.body() || !openEnd(b) {
			continue
		}
		if len(b.Runes) < 14 || !b.mostlyHan() {
			continue
		}
		if !strings.ContainsAny(b.Text, "，。；：！？,") && len(b.Runes) < 25 {
			continue
		}
		i := len(b.Runes)
		x := b.Runes[i-1]
		if isOneOf(x, "，、,") {
			c.say(r, b, i-1, i, words.Text{ZH: "段末停在“%s”，不成句。", EN: "The paragraph ends with “%s”."}.F(string(x)), "。")
			continue
		}
		f := c.say(r, b, i, i, words.Text{ZH: "段末缺句末标点。", EN: "The paragraph ends without a full stop."}, "。")
		if isOneOf(x, "”’》」』") {
			f.Level = finding.Hint // the quotation may stand for itself
		}
	}
}

func repeated(c *Context, r *rule) {
	c.each(func(b *Block) {
		t := b.Runes
		for i := 0; i+1 < len(t); i++ {
			if !isPause(t[i]) || !isPause(t[i+1]) {
				continue
			}
			j := i
			emphatic := true
			for j < len(t) && isPause(t[j]) {
				emphatic = emphatic && (t[j] == '！' || t[j] == '？')
				j++
			}
			if emphatic {
				if j-i > 3 {
					c.say(r, b, i, j, words.Text{ZH: "问号、叹号叠用超过三个。", EN: "More than three question or exclamation marks."}, string(t[i:i+3]))
				}
				i = j
				continue
			}
			msg := words.Text{ZH: "标点“%s”重复。", EN: "Marks follow each other: “%s”."}.F(string(t[i:j]))
			if j == len(t) && !endsSentence(t[i]) && endsSentence(t[j-1]) {
				c.say(r, b, i, j-1, msg, "")
			} else {
				c.say(r, b, i+1, j, msg, "")
			}
			i = j
		}
	})
}

func bookComma(c *Context, r *rule) {
	c.each(func(b *Block) {
		for i, x := range b.Runes {
			if x == '、' && (b.at(i-1) == '》' && b.at(i+1) == '《' || b.at(i-1) == '”' && b.at(i+1) == '“') {
				f := c.say(r, b, i, i+1, words.Text{ZH: "并列的书名号或引号之间不用顿号。", EN: "No enumeration comma between titles or quotations side by side."}, "")
				if b.at(i-1) == '”' {
					f.Level = finding.Hint // the standard says “as a rule”, and many papers keep the comma between quotations
				}
			}
		}
	})
}

func blanks(c *Context, r *rule) {
	c.each(func(b *Block) {
		if !b.body() && b.Role != edition.Caption {
			return
		}
		t := b.Runes
		for i := 1; i < len(t); i++ {
			if !isBlank(t[i]) || t[i] == '\u2028' || !isHan(t[i-1]) {
				continue
			}
			j := i
			for j < len(t) && isBlank(t[j]) {
				j++
			}
			if j < len(t) && isHan(t[j]) && !b.lawfulBlank(i, j) {
				c.say(r, b, i, j, words.Text{ZH: "汉字之间有空格。", EN: "A blank between Chinese characters."}, "")
			}
			i = j
		}
	})
}

// lawfulBlank reports whether the blank [i, j) stands after a dateline, among the names of a byline, or between
// the two characters of a spaced name.
func (b *Block) lawfulBlank(i, j int) bool {
	if i <= 24 && b.ends(i, "本报讯", "日电", "日讯", "专电", "消息", "综合", "报讯") {
		return true
	}
	// inside brackets that name reporters
	for k := i - 1; k >= 0 && i-k < 40; k-- {
		if isOneOf(b.Runes[k], "。；！？）)") {
			break
		}
		if isOneOf(b.Runes[k], "（(■□") {
			return b.begins(k+1, "记者", "本报", "通讯员", "见习", "实习", "首席", "全媒体", "文", "图", "摄", "作者", "来源", "供稿", "新华社", "融媒体", "整理", "编辑")
		}
	}
	if b.ends(i, "记者", "通讯员", "摄影", "作者", "文图", "图文") || b.begins(j, "摄", "文", "图") && j+1 >= len(b.Runes)-1 {
		return true
	}
	// 本报记者 张三 李四: a row of names behind the word
	for k := i - 1; k >= 0 && i-k < 16 && (isHan(b.Runes[k]) || isBlank(b.Runes[k])); k-- {
		if b.begins(k, "记者 ", "通讯员 ", "摄影 ") {
			return true
		}
	}
	return i < 12 && b.begins(0, "本报记者", "记者", "通讯员", "■")
}

func dashes(c *Context, r *rule) {
	c.each(func(b *Block) {
		if !strings.ContainsAny(b.Text, ".…—-－。") {
			return
		}
		t, skip := b.Runes, b.masks()
		for i := 0; i < len(t); {
			x, j := t[i], i
			for j < len(t) && t[j] == x {
				j++
			}
			n := j - i
			if !skip[i] {
				l, rr := b.at(i-1), b.at(j)
				switch {
				case x == '.' && n >= 3 && (chinese(l) || chinese(rr)), x == '。' && n >= 3, x == '·' && n >= 3:
					c.say(r, b, i, j, words.Text{ZH: "省略号应为“……”。", EN: "Write the ellipsis as ……."}, "……")
				case x == '…' && n != 2 && n != 4 && b.mostlyHan():
					fix := "……"
					if n > 4 {
						fix = "…………"
					}
					c.say(r, b, i, j, words.Text{ZH: "省略号为六个点，占两个字位。", EN: "An ellipsis has six dots and fills two characters."}, fix)
				case x == '—' && n == 1 && isHan(l) && isHan(rr) && b.dashIsLong(i):
					c.say(r, b, i, j, words.Text{ZH: "破折号占两个字位，应为“——”。", EN: "A dash fills two characters: ——."}, "——")
				case x == '—' && n > 2:
					c.say(r, b, i, j, words.Text{ZH: "破折号占两个字位，应为“——”。", EN: "A dash fills two characters: ——."}, "——")
				case (x == '-' || x == '－' || x == '–') && n >= 2 && (isHan(l) || isHan(rr) || isWide(l)):
					c.say(r, b, i, j, words.Text{ZH: "破折号应为“——”。", EN: "Write the dash as ——."}, "——")
				case x == '…' && (n == 2 || n == 4) && b.ends(i, "等"):
					c.say(r, b, i, j, words.Text{ZH: "“等”与省略号不并用。", EN: "等 and an ellipsis say the same; keep one."}, "")
				case x == '…' && (n == 2 || n == 4) && rr == '等' && (b.at(j+1) == 0 || isPause(b.at(j+1))):
					c.say(r, b, i, j+1, words.Text{ZH: "“等”与省略号不并用。", EN: "等 and an ellipsis say the same; keep one."}, string(t[i:j]))
				}
			}
			i = j
		}
	})
}

// dashIsLong reports whether the single dash at i parts clauses; between two short names it is a short connecting
// dash (京—沪) and right.
func (b *Block) dashIsLong(i int) bool {
	from, to := i, i+1
	for from > 0 && isHan(b.Runes[from-1]) {
		from--
	}
	for to < len(b.Runes) && isHan(b.Runes[to]) {
		to++
	}
	return i-from > 8 && to-i-1 > 8
}

func nesting(c *Context, r *rule) {
	for _, g := range c.groups {
		marks := g.marksOf(pairKinds[0])
		if turned(marks, pairKinds[0]) != nil {
			continue
		}
		for i := 0; i+3 < len(marks); i++ {
			m, n := marks[i+1], marks[i+2]
			if marks[i].open() && m.open() && !n.open() && !marks[i+3].open() && m.b == n.b && c.wants(m.b) {
				c.say(r, m.b, m.i, n.i+1, words.Text{ZH: "双引号里面的引号用单引号‘’。", EN: "Quotation marks inside quotation marks are single."}, "‘"+m.b.slice(m.i+1, n.i)+"’")
				i += 3
			}
		}
	}
	c.each(func(b *Block) {
		if !strings.ContainsAny(b.Text, "‘（") {
			return
		}
		double, brackets := false, 0
		for i, x := range b.Runes {
			switch x {
			case '“':
				double = true
			case '”':
				double = false
			case '‘':
				if !double && b.Role != edition.Headline && !b.heading() && !isLatin(b.at(i+1)) && strings.Count(b.Text, "‘") == strings.Count(b.Text, "’") {
					if shut := strings.IndexRune(string(b.Runes[i:]), '’'); shut > 0 {
						n := runeLen(string(b.Runes[i:])[:shut])
						c.say(r, b, i, i+n+1, words.Text{ZH: "先用双引号“”，双引号里面才用单引号。", EN: "Double quotation marks come first; single ones stand inside them."}, "“"+b.slice(i+1, i+n)+"”")
					}
				}
			case '（':
				if brackets++; brackets == 2 {
					c.say(r, b, i, i+1, words.Text{ZH: "括号里套用同形的括号。", EN: "A bracket inside a bracket of the same shape."})
				}
			case '）':
				brackets = max(brackets-1, 0)
			}
		}
	})
}

func listNumbers(c *Context, r *rule) {
	c.each(func(b *Block) {
		if !b.body() && b.Role != edition.Subhead || !strings.ContainsRune(b.Text, '、') {
			return
		}
		t := b.Runes
		for i, x := range t {
			if x != '、' {
				continue
			}
			switch {
			case b.at(i-1) == '）':
				k := i - 2
				for k >= 0 && (isDigit(t[k]) || numeral(t[k]) > 0 || t[k] == '十') {
					k--
				}
				if k >= 0 && t[k] == '（' && k < i-2 && (k == 0 || isOneOf(b.at(k-1), "。；：！？")) {
					c.say(r, b, i, i+1, words.Text{ZH: "带括号的序号后面不用顿号。", EN: "A list number in brackets takes no mark."}, "")
				}
			case isDigit(b.at(i - 1)):
				k := i
				for k > 0 && isDigit(t[k-1]) {
					k--
				}
				if i-k <= 2 && isHan(b.at(i+1)) && (k == 0 || isOneOf(b.at(k-1), "。；：")) {
					c.say(r, b, i, i+1, words.Text{ZH: "阿拉伯数字序号后用下圆点“.”。", EN: "A list number in digits takes a low dot."}, ".")
				}
			case b.at(i-2) == '第' && numeral(b.at(i-1)) > 0 && (i == 2 || isOneOf(b.at(i-3), "。；：！？")):
				if b.at(i+1) != '第' && numeral(b.at(i+1)) < 0 {
					c.say(r, b, i, i+1, words.Text{ZH: "“第%s”后用逗号。", EN: "“第%s” takes a comma."}.F(string(t[i-1])), "，")
				}
			}
		}
	})
}

func colons(c *Context, r *rule) {
	c.each(func(b *Block) {
		if !b.body() || strings.Count(b.Text, "：") < 2 {
			return
		}
		deep := b.quoted()
		last := -1
		for i, x := range b.Runes {
			switch {
			case endsSentence(x) || x == '”' || x == '；':
				last = -1
			case x == '：' && !deep[i]:
				if last >= 0 && b.at(i+1) != '“' && b.at(last+1) != '“' {
					c.say(r, b, i, i+1, words.Text{ZH: "一句话里有两个冒号。", EN: "Two colons in one sentence."})
				}
				last = i
			}
		}
	})
}

func headStop(c *Context, r *rule) {
	c.each(func(b *Block) {
		n := len(b.Runes)
		if n < 2 || b.Runes[n-1] != '。' {
			return
		}
		if b.heading() || b.Role == edition.Caption && n <= 9 && strings.Count(b.Text, "。") == 1 && !strings.ContainsRune(b.Text, '，') {
			c.say(r, b, n-1, n, words.Text{ZH: "末尾不用句号。", EN: "No full stop here."}, "")
		}
	})
}
