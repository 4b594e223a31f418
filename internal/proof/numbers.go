package proof

import (
	"fmt"
	"strings"

	"dayang/internal/finding"
	"dayang/internal/words"
)

var numberRules = []*rule{
	{Info{"NU-01", "num_fullwidth", finding.Error, finding.Apply,
		words.Text{ZH: "全角数字", EN: "full-width digits"},
		because(gbNumbers, "阿拉伯数字用半角。", "Arabic digits are half-width.")}, fullWidthDigits},
	{Info{"NU-02", "num_mixed_percent", finding.Error, finding.Confirm,
		words.Text{ZH: "汉字数字与阿拉伯数字混用", EN: "one number in two scripts"},
		because(gbNumbers, "同一数值用一种形式，“万”“亿”除外。", "one value keeps to one script, 万 and 亿 apart.")}, mixedScript},
	{Info{"NU-03", "num_ji", finding.Error, finding.Apply,
		words.Text{ZH: "概数的写法", EN: "how to write “about”"},
		because(gbNumbers, "带“几”和相邻两数连用的概数用汉字，中间不加顿号。", "approximate numbers with 几 or two neighbouring numerals are in Chinese numerals without a comma.")}, approximate},
	{Info{"NU-04", "num_approx_double", finding.Warning, finding.Confirm,
		words.Text{ZH: "概数词重复", EN: "“about” said twice"},
		words.Text{ZH: "“约、近、超过”与“余、多、左右、以上”意思重复，留一个。", EN: "约, 近, 超过 and 余, 多, 左右, 以上 say the same; keep one."}}, doubleAbout},
	{Info{"NU-05", "num_range", finding.Warning, finding.Confirm,
		words.Text{ZH: "数值范围缺单位", EN: "range without its unit"},
		because(gbNumbers, "表示范围的两个数值，前一个的百分号、万、亿不能省略。", "both ends of a range carry the per-cent sign, 万 or 亿.")}, ranges},
	{Info{"NU-06", "num_year_short", finding.Warning, finding.Apply,
		words.Text{ZH: "年份的写法", EN: "how to write a year"},
		because(gbNumbers, "四位数的年份不简写；汉字年份用“〇”。", "four-digit years are not shortened; a year in Chinese numerals takes 〇.")}, years},
	{Info{"NU-07", "num_bad_date", finding.Error, finding.None,
		words.Text{ZH: "不可能的日期、时刻", EN: "impossible date or time"},
		words.Text{ZH: "历法上没有这一天，或钟表上没有这个时刻。", EN: "No calendar has this day, or no clock this time."}}, badDates},
	{Info{"NU-08", "unit_bad", finding.Warning, finding.Apply,
		words.Text{ZH: "计量单位的写法", EN: "how to write a unit"},
		words.Text{ZH: "《中华人民共和国法定计量单位》：用法定单位的名称或符号，大小写不混。", EN: "The legal units of measurement of China: legal names or symbols, in the right case."}}, units},
	{Info{"NU-09", "num_logic", finding.Hint, finding.None,
		words.Text{ZH: "数字的道理", EN: "numbers that make no sense"},
		words.Text{ZH: "减少、降低不能用倍数；各部分相加应等于总数。", EN: "Nothing falls by multiples; parts add up to the whole."}}, numberLogic},
}

func fullWidthDigits(c *Context, r *rule) {
	c.each(func(b *Block) {
		t := b.Runes
		wide := func(x rune) bool { return x >= '０' && x <= '９' }
		for i := 0; i < len(t); i++ {
			letter := t[i] >= 'Ａ' && t[i] <= 'Ｚ' || t[i] >= 'ａ' && t[i] <= 'ｚ'
			if !wide(t[i]) && !letter {
				continue
			}
			j := i
			for j < len(t) && (wide(t[j]) || letter && (t[j] >= 'Ａ' && t[j] <= 'Ｚ' || t[j] >= 'ａ' && t[j] <= 'ｚ') ||
				j > i && j+1 < len(t) && wide(t[j-1]) && isOneOf(t[j], "．.，,") && wide(t[j+1]) && (t[j] != '，' || grouped(t, j, wide))) {
				j++
			}
			out := make([]rune, 0, j-i)
			for _, x := range t[i:j] {
				switch {
				case x == '．':
					x = '.'
				case x == '，':
					x = ','
				case x >= '！' && x <= '～':
					x -= 0xFEE0
				}
				out = append(out, x)
			}
			c.say(r, b, i, j, words.Text{ZH: "全角“%s”应为半角“%s”。", EN: "Full-width “%s”; write “%s”."}.F(string(t[i:j]), string(out)), string(out))
			i = j - 1
		}
	})
}

// grouped reports whether the comma at j parts a group of exactly three digits.
func grouped(t []rune, j int, digit func(rune) bool) bool {
	n := 0
	for k := j + 1; k < len(t) && digit(t[k]); k++ {
		n++
	}
	return n == 3
}

func mixedScript(c *Context, r *rule) {
	c.each(func(b *Block) {
		t := b.Runes
		for i := 0; i < len(t); i++ {
			if t[i] == '百' && b.has(i, "百分之") && isDigit(b.at(i+3)) {
				j := i + 3
				for j < len(t) && (isDigit(t[j]) || t[j] == '.' && isDigit(b.at(j+1))) {
					j++
				}
				fix := string(t[i+3:j]) + "%"
				c.say(r, b, i, j, words.Text{ZH: "“%s”应写作“%s”。", EN: "Write “%[2]s” for “%[1]s”."}.F(string(t[i:j]), fix), fix)
				i = j - 1
				continue
			}
			if isDigit(t[i]) && (t[i+min(1, len(t)-1-i)] == '百' || t[i+min(1, len(t)-1-i)] == '千') && i+1 < len(t) {
				b.mixedAt(c, r, i)
				continue
			}
			// 一百2, 九5
			if (isOneOf(t[i], "百千零") || numeral(t[i]) > 0 && (b.at(i-1) == '之' || b.at(i-1) == '十')) && isDigit(b.at(i+1)) && i > 0 && (numeral(b.at(i-1)) >= 0 || b.ends(i, "百分之") || b.at(i-1) == '十') && !b.ends(i+1, "第一", "一百") {
				j := i + 1
				for j < len(t) && isDigit(t[j]) {
					j++
				}
				if t[i] != '零' && j-i-1 > 2 {
					continue
				}
				c.say(r, b, i-1, j, words.Text{ZH: "“%s”混用两种数字。", EN: "“%s” mixes two scripts."}.F(string(t[i-1:j])))
				i = j - 1
			}
		}
	})
}

// mixedAt judges digits before 百 or 千, the last digit at i: a unit (5千克, 3千米) or a name (第7百货) is no fault.
func (b *Block) mixedAt(c *Context, r *rule, i int) {
	from := i
	for from > 0 && (isDigit(b.Runes[from-1]) || b.Runes[from-1] == '.') {
		from--
	}
	x, next := b.Runes[i+1], b.at(i+2)
	if x == '千' && isOneOf(next, "克米瓦帕伏卡赫焦牛安字吨秒兆升方立") || x == '百' && isOneOf(next, "货家姓年分草花灵强佳校校合叶度日") {
		return
	}
	if b.at(from-1) == '第' || b.at(from-1) == '.' || from > 0 && isLatin(b.at(from-1)) {
		return
	}
	to := i + 2
	fix := ""
	digits := string(b.Runes[from : i+1])
	if !strings.Contains(digits, ".") && len(digits) <= 3 && (next == '多' || next == '余' || !isDigit(next) && numeral(next) < 0 && next != '几') {
		fix = digits + map[rune]string{'百': "00", '千': "000"}[x]
	}
	for to < len(b.Runes) && (isDigit(b.Runes[to]) || numeral(b.Runes[to]) >= 0) {
		to++
		fix = ""
	}
	msg := words.Text{ZH: "“%s”混用两种数字。", EN: "“%s” mixes two scripts."}.F(b.slice(from, to))
	if fix != "" {
		c.say(r, b, from, to, msg, fix)
	} else {
		c.say(r, b, from, to, msg)
	}
}

// afterPair are what may follow two neighbouring numerals that mean two things and not "about": 五、六年级.
var afterPair = []string{"年级", "月", "版", "条", "款", "期", "层", "楼", "组", "类", "号", "届", "章", "节", "等", "级", "线", "档", "产业", "季度", "轮", "批", "班", "队", "营", "连", "排", "师", "军", "集", "卷", "册", "编", "句", "段", "幕", "场", "名", "把手", "期工程", "审", "校", "中", "小", "院", "所", "厂", "支部", "村", "师团", "局", "方", "环", "路", "区", "代", "孩", "胎", "医院", "中学", "小学", "车间", "声", "股", "次党代会", "回", "点", "项", "项目", "标段", "纵", "手", "星", "维", "甲", "星级", "本", "流", "甲医院", "次会议", "次全会", "航站楼", "公里处", "世纪", "中全会", "号线", "线城市", "周岁"}

func approximate(c *Context, r *rule) {
	c.each(func(b *Block) {
		t := b.Runes
		for i := 0; i < len(t); i++ {
			switch {
			case t[i] == '几':
				if isDigit(b.at(i - 1)) {
					k := i
					for k > 0 && isDigit(t[k-1]) {
						k--
					}
					d := string(t[k:i])
					if b.at(k-1) == '.' || b.at(k-1) == '/' {
						continue
					}
					msg := words.Text{ZH: "带“几”的概数用汉字数字。", EN: "Approximate numbers with 几 take Chinese numerals."}
					if h := hanTens(d); h != "" {
						c.say(r, b, k, i+1, msg, h+"几")
					} else {
						c.say(r, b, k, i+1, msg)
					}
					continue
				}
				if isDigit(b.at(i+1)) && b.at(i-1) != '第' {
					j := i + 1
					for j < len(t) && isDigit(t[j]) {
						j++
					}
					d := string(t[i+1 : j])
					msg := words.Text{ZH: "带“几”的概数用汉字数字。", EN: "Approximate numbers with 几 take Chinese numerals."}
					if h, ok := map[string]string{"10": "几十", "100": "几百", "1000": "几千", "10000": "几万"}[d]; ok {
						c.say(r, b, i, j, msg, h)
					} else if len(d) > 1 && strings.Trim(d[1:], "0") == "" {
						c.say(r, b, i, j, msg)
					}
				}
			case t[i] == '、':
				b.neighbours(c, r, i)
			}
		}
	})
}

// hanTens writes a round number of tens as it stands before 几: 10 → 十, 30 → 三十, 100 → 一百.
func hanTens(d string) string {
	num := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case d == "10":
		return "十"
	case len(d) == 2 && d[1] == '0':
		return num[d[0]-'0'] + "十"
	case len(d) == 3 && d[1:] == "00":
		return num[d[0]-'0'] + "百"
	}
	return ""
}

// neighbours judges 三、四天: two neighbouring numerals with 、 before a unit of measure mean "about".
func (b *Block) neighbours(c *Context, r *rule, i int) {
	x, y := b.at(i-1), b.at(i+1)
	vx, vy := numeral(x), numeral(y)
	if isDigit(x) && isDigit(y) && !isDigit(b.at(i-2)) && !isDigit(b.at(i+2)) && b.at(i-2) != '第' && b.at(i-2) != '、' && b.at(i-2) != '.' {
		if x+1 == y && x > '0' && isOneOf(b.at(i+2), "天个倍人户") && !b.begins(i+2, afterPair...) && b.at(i-2) != '月' && b.at(i-2) != '年' {
			num := []rune("零一二三四五六七八九")
			fix := string([]rune{num[x-'0'], num[y-'0']})
			if x == '2' {
				fix = "两三"
			}
			f := c.say(r, b, i-1, i+2, words.Text{ZH: "相邻两数表示概数，用汉字，不加顿号。", EN: "Two neighbouring numerals for “about” are in Chinese numerals without a comma."}, fix)
			f.Category = "num_approx_comma"
		}
		return
	}
	if vx <= 0 || vy <= 0 || vy != vx+1 {
		return
	}
	if numeral(b.at(i-2)) >= 0 || isOneOf(b.at(i-2), "第、十百千万—-～至到之") || isOneOf(b.at(i+2), "、") {
		return
	}
	// a measure word: not what follows an ordinal pair
	after := i + 2
	tens := isOneOf(b.at(after), "十百千万亿")
	if tens {
		after++
		for isOneOf(b.at(after), "十百千万亿") {
			after++
		}
	}
	if b.begins(after, "多", "余") {
		after++
	}
	if b.begins(after, afterPair...) && !b.begins(after, "名", "次", "批", "轮", "场", "点") || b.begins(after, "批次", "年级", "次党代会", "次会议", "次全会", "轮车", "名著") {
		return
	}
	if b.begins(after, "轮", "批", "名", "场", "点") && !tens {
		if b.begins(after, "轮", "批", "场", "点") {
			return
		}
	}
	next := b.slice(after, after+1)
	measure := isOneOf(b.at(after), "天个倍年人次名户件位家里米公斤元岁分秒层张只头匹辆艘台座亩吨岁周成口棵株颗粒封杯碗瓶桶箱车趟遍顿句篇页丈尺寸度分刻夜日") || strings.HasPrefix(c.c.seg.Tag(next), "q")
	if !measure && !b.begins(after, "小时", "平方", "公里", "分钟", "星期", "千米", "毫米", "厘米") {
		return
	}
	if isOneOf(b.at(after), "年日度层") && !b.begins(after, "年前", "年后", "年来", "年时间", "年间", "年里", "年就", "年才", "年没", "年都", "年，", "年。", "年不", "年的", "度", "日") {
		return
	}
	f := c.say(r, b, i, i+1, words.Text{ZH: "相邻两数“%s、%s”表示概数，中间不加顿号。", EN: "“%s、%s” means “about”: no comma between the two."}.F(string(x), string(y)), "")
	f.Category = "num_approx_comma"
}

// numeralRun answers where the number beginning at i ends, in digits or Chinese numerals with 万 and 亿.
func (b *Block) numeralRun(i int) int {
	j := i
	for j < len(b.Runes) {
		x := b.Runes[j]
		if isDigit(x) || numeral(x) >= 0 || isOneOf(x, "十百千万亿几") || (x == '.' || x == ',') && isDigit(b.at(j+1)) && j > i {
			j++
			continue
		}
		break
	}
	return j
}

func doubleAbout(c *Context, r *rule) {
	before := []struct {
		word  string
		after []string
	}{
		{"大约", []string{"余", "多", "左右", "上下"}},
		{"大概", []string{"余", "多", "左右", "上下"}},
		{"约", []string{"余", "多", "左右", "上下"}},
		{"近", []string{"余", "多", "左右"}},
		{"将近", []string{"余", "多", "左右"}},
		{"超过", []string{"余", "多", "以上", "左右"}},
		{"逾", []string{"余", "多", "以上"}},
		{"多达", []string{"余", "多", "左右"}},
		{"至少", []string{"以上"}},
		{"最多", []string{"以下"}},
		{"不到", []string{"以下", "左右"}},
		{"不足", []string{"以下", "左右"}},
		{"上", []string{}},
	}
	c.each(func(b *Block) {
		t := b.Runes
		for i := 0; i < len(t); i++ {
			if !isOneOf(t[i], "大约近将超逾多至最不") {
				continue
			}
			for _, p := range before {
				if !b.has(i, p.word) {
					continue
				}
				if p.word == "近" && (isOneOf(b.at(i-1), "最附邻靠接将临远亲") || b.begins(i, "近期", "近年", "近来")) || p.word == "约" && isOneOf(b.at(i-1), "节条合签预契制公解爽履违邀") {
					continue
				}
				n := i + runeLen(p.word)
				if p.word == "超过" && b.at(n) == '了' {
					n++
				}
				if p.word == "近" && b.at(n) == '有' {
					n++
				}
				if (p.word == "约" || p.word == "大约") && isOneOf(b.at(n), "为有达在需占") {
					n++
				}
				j := b.numeralRun(n)
				if j == n || b.Runes[j-1] == ',' {
					continue
				}
				at := -1
				var hit string
				k := j
				if b.at(k) == '%' {
					k++
				}
				for _, a := range p.after {
					if b.has(j, a) || b.has(k, a) {
						at, hit = j, a
						if !b.has(j, a) {
							at = k
						}
						break
					}
					if a == "左右" || a == "以上" || a == "以下" || a == "上下" {
						for m := j + 1; m <= j+4 && m < len(t); m++ {
							if isPause(t[m]) {
								break
							}
							if b.has(m, a) {
								at, hit = m, a
								break
							}
						}
					}
					if at >= 0 {
						break
					}
				}
				if at < 0 {
					continue
				}
				if hit == "多" && (b.begins(at, "多个", "多种", "多项", "多样") && numeral(t[j-1]) < 0 && !isDigit(t[j-1]) && !isOneOf(t[j-1], "十百千万亿")) {
					continue
				}
				if (hit == "以上" || hit == "上下") && b.begins(at+2, "级", "学历", "职") {
					continue
				}
				end := i + runeLen(p.word)
				msg := words.Text{ZH: "“%s”与“%s”重复，留一个。", EN: "“%s” and “%s” say the same; keep one."}.F(p.word, hit)
				if p.word == "约" || p.word == "近" || p.word == "大约" || p.word == "将近" || p.word == "大概" || p.word == "逾" {
					f := c.say(r, b, i, end, msg, "")
					f.Also = []finding.Place{c.place(b, at, at+runeLen(hit))}
				} else {
					// 超过200多 is loose rather than wrong
					c.say(r, b, i, at+runeLen(hit), msg, b.slice(i, at)).Level = finding.Hint
				}
				i = at
				break
			}
		}
	})
}

func ranges(c *Context, r *rule) {
	c.each(func(b *Block) {
		if !strings.ContainsAny(b.Text, "～~—–-－至") {
			return
		}
		nums := b.numbers()
		for n := 0; n+1 < len(nums); n++ {
			x, y := nums[n], nums[n+1]
			gap := b.slice(x.to, y.from)
			switch gap {
			case "～", "~", "—", "–", "-", "－", "至":
			default:
				continue
			}
			if isLatin(b.at(x.from-1)) || b.at(x.from-1) == '-' || len(x.text) == 4 && x.whole() && len(y.text) == 4 {
				continue
			}
			u := b.at(y.to)
			if u != '%' && u != '万' && u != '亿' || b.at(x.from-1) == '第' {
				continue
			}
			if gap == "至" && u != '%' && u != '亿' {
				continue
			}
			if u == '万' && x.whole() && y.whole() && x.value() > y.value() {
				continue
			}
			f := c.say(r, b, x.from, y.to+1, words.Text{ZH: "范围的前一个数值缺“%s”。", EN: "The first number of the range lacks “%s”."}.F(string(u)), x.text+string(u)+gap+y.text+string(u))
			if u == '%' {
				f.Level = finding.Hint // no one misreads 15～30%; 9～16亿 they do
			}
		}
	})
}

func years(c *Context, r *rule) {
	c.each(func(b *Block) {
		t := b.Runes
		for _, n := range b.numbers() {
			if n.to-n.from != 2 || !n.whole() || b.at(n.to) != '年' || isOneOf(b.at(n.from-1), "第近前后每满") {
				continue
			}
			if b.shortYear(n) {
				v := n.value()
				century := "20"
				limit := 30
				if c.dated {
					limit = c.date.Year()%100 + 15
				}
				if v > limit {
					century = "19"
				}
				c.say(r, b, n.from, n.to, words.Text{ZH: "年份“%s年”不能简写。", EN: "The year “%s年” must not be shortened."}.F(n.text), century+n.text)
			}
		}
		for i := 0; i+4 < len(t); i++ {
			if t[i+4] != '年' || !(t[i] == '一' || t[i] == '二') || numeral(t[i+1]) < 0 || numeral(t[i+2]) < 0 || numeral(t[i+3]) < 0 || numeral(b.at(i-1)) >= 0 {
				continue
			}
			if t[i+1] != '零' && t[i+2] != '零' && t[i+3] != '零' || isOneOf(t[i+1], "两") {
				continue
			}
			if t[i] == '一' && !isOneOf(t[i+1], "八九零〇") || t[i] == '二' && !isOneOf(t[i+1], "零〇一") {
				continue
			}
			d := make([]byte, 4)
			for k := range d {
				d[k] = byte('0' + numeral(t[i+k]))
			}
			f := c.say(r, b, i, i+4, words.Text{ZH: "年份“%s”应写作“%s”。", EN: "Write the year “%s” as “%s”."}.F(string(t[i:i+4]), string(d)), string(d), strings.ReplaceAll(string(t[i:i+4]), "零", "〇"))
			f.Category = "num_year_ling"
		}
	})
}

// shortYear reports whether the two digits before 年 are a year and not a span of years.
func (b *Block) shortYear(n number) bool {
	v, after := n.value(), n.to+1
	if n.text[0] == '0' {
		return true // 05年
	}
	if isDigit(b.at(after)) && (b.at(after+1) == '月' || b.at(after+2) == '月') {
		return true
	}
	if b.begins(after, "度") && !b.begins(after, "度过", "度假", "度数") {
		return true
	}
	if b.begins(after, "上半年", "下半年", "全年", "国庆", "春节", "春运", "第一季度", "第二季度", "第三季度", "第四季度", "元旦", "高考", "中考", "暑", "寒假", "一季度", "二季度", "三季度", "四季度", "末", "款", "版") {
		return true
	}
	before := b.at(n.from - 1)
	round := v%10 == 0 || v%5 == 0 && v < 30
	atStart := n.from == 0 || isOneOf(before, "，。；：！？（“")
	if b.begins(after, "初", "底", "春", "夏", "秋", "冬") {
		return !b.begins(after, "初心") && (atStart || isOneOf(before, "在于从自至到截及和、") || !round)
	}
	if b.begins(after, "前", "后", "里", "内", "间", "来", "中", "时间", "如一日", "之", "期", "限", "多", "余", "历史", "级", "的", "一", "如", "过", "就", "才", "未", "没", "长", "漫长", "岁月", "光阴", "坚", "风雨", "党龄", "工龄", "教龄", "刑", "以下", "以上", "左右", "产权", "都", "从", "不") && !(b.begins(after, "以来") || b.begins(after, "之后", "的", "之前", "一") && (atStart || b.ends(n.from, "自", "从", "于", "截至"))) {
		return false
	}
	if b.begins(after, "以来", "起", "开始", "成立", "建成", "创办", "出生", "毕业", "入伍", "入党", "参加工作", "开工", "竣工", "投产", "投入使用", "立项", "启动") {
		return !round || b.ends(n.from, "自", "从", "于", "生于")
	}
	if b.ends(n.from, "于", "自", "从", "截至", "早在", "较", "比", "始于", "建于", "生于", "起") {
		return !round || b.ends(n.from, "始于", "建于", "生于", "早在")
	}
	if b.ends(n.from, "在", "将") && !round && v < 60 && isHan(b.at(after)) && !b.begins(after, "前", "后", "里", "内", "中", "间", "时间", "之", "的") {
		return true
	}
	if b.event(after, round) {
		return true
	}
	if b.ends(n.from, "在", "到", "至", "—", "～", "-", "和", "、", "与") {
		return !round && v < 60 && (b.at(after) == 0 || isPause(b.at(after)) || b.at(after) == '、' || isOneOf(b.at(after), "至到—～-和、与）"))
	}
	if atStart {
		return !round && v >= 11 && v <= 40 && (isPause(b.at(after)) || isHan(b.at(after)))
	}
	if b.ends(n.from, "发布", "公布", "本轮", "全市", "全省", "全国", "我市", "我省", "部署", "降至", "升至", "增至", "是继", "宣布", "印发", "实施", "编制") {
		return !round || v <= 30 && b.ends(n.from, "是继", "降至", "升至", "增至")
	}
	return false
}

// events are what is held in a year and named after it.
var events = []string{"世界杯", "奥运", "冬奥", "亚运", "诺贝尔", "世博", "全运会", "春晚", "欧洲杯", "亚洲杯", "大运会", "残奥", "进博会", "高考", "中考", "国庆", "两会", "中国杯", "锦标赛", "世锦赛", "音乐会", "艺术节", "文化节", "博览会", "年会", "大选", "春运"}

// event reports whether an event that is named after its year follows at i; after a round number, which may count
// years, it must follow at once.
func (b *Block) event(i int, round bool) bool {
	reach := 6
	if round {
		reach = 0
	}
	for k := i; k <= i+reach && k < len(b.Runes); k++ {
		if !isHan(b.Runes[k]) {
			return false
		}
		if b.begins(k, events...) {
			return true
		}
	}
	return false
}

var monthDays = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func badDates(c *Context, r *rule) {
	c.each(func(b *Block) {
		nums := b.numbers()
		for k, n := range nums {
			if !n.whole() || len(n.text) > 4 {
				continue
			}
			v := n.value()
			switch b.at(n.to) {
			case '月':
				if isOneOf(b.at(n.from-1), "第个") || len(n.text) > 2 && !isOneOf(b.at(n.from-1), "年") {
					continue
				}
				if k+1 < len(nums) && nums[k+1].from == n.to+1 && nums[k+1].whole() {
					d := nums[k+1]
					if b.at(d.to) != '日' && b.at(d.to) != '号' && b.at(d.to) != '至' {
						continue
					}
					b.badDay(c, r, nums, k, v, d)
				} else if (v == 0 || v > 12) && len(n.text) <= 2 && (b.at(n.from-1) == '年' || b.begins(n.to+1, "份", "上旬", "中旬", "下旬", "底", "初", "末")) {
					c.say(r, b, n.from, n.to+1, words.Text{ZH: "没有“%d月”。", EN: "There is no month %d."}.F(v))
				}
			case '日':
				if k > 0 && nums[k-1].to+1 == n.from && b.at(nums[k-1].to) == '月' {
					continue
				}
				if (v > 31 && len(n.text) == 2 || v == 0) && !isOneOf(b.at(n.from-1), "第每近连前后满") && b.begins(n.to+1, "上午", "下午", "晚", "，", "在", "起", "凌晨", "电", "讯", "（星期", "（周") {
					c.say(r, b, n.from, n.to+1, words.Text{ZH: "没有“%d日”这一天。", EN: "There is no day %d."}.F(v))
				}
			case '时', '点':
				b.badTime(c, r, nums, k, v)
			}
		}
		b.clockTimes(c, r, nums)
		b.timeDots(c, r, nums)
	})
}

func (b *Block) badDay(c *Context, r *rule, nums []number, k, month int, d number) {
	n := nums[k]
	day := d.value()
	if month == 0 || month > 12 {
		c.say(r, b, n.from, n.to, words.Text{ZH: "没有“%d月”。", EN: "There is no month %d."}.F(month))
		return
	}
	limit := monthDays[month]
	if month == 2 && day == 29 {
		y := 0
		if k > 0 && nums[k-1].to+1 == n.from && b.at(nums[k-1].to) == '年' && len(nums[k-1].text) == 4 {
			y = nums[k-1].value()
		}
		if y > 0 && !(y%4 == 0 && y%100 != 0 || y%400 == 0) {
			limit = 28
		}
	}
	if day == 0 || day > limit {
		c.say(r, b, d.from, d.to, words.Text{ZH: "%d月没有%d日。", EN: "Month %d has no day %d."}.F(month, day))
	}
}

func (b *Block) badTime(c *Context, r *rule, nums []number, k, hour int) {
	n := nums[k]
	if hour > 24 && len(n.text) == 2 && k+1 < len(nums) && nums[k+1].from == n.to+1 && b.at(nums[k+1].to) == '分' && b.at(n.to) == '时' {
		c.say(r, b, n.from, n.to+1, words.Text{ZH: "没有“%d时”。", EN: "There is no hour %d."}.F(hour))
		return
	}
	if k+1 < len(nums) && nums[k+1].from == n.to+1 && b.at(nums[k+1].to) == '分' && !b.begins(nums[k+1].to, "分之", "分钟") {
		if m := nums[k+1]; m.whole() && m.value() > 59 && len(m.text) == 2 {
			c.say(r, b, m.from, m.to+1, words.Text{ZH: "没有“%d分”。", EN: "There is no minute %d."}.F(m.value()))
		}
	}
}

// clockTimes judges 25:30 and 8:75 after a word of time.
func (b *Block) clockTimes(c *Context, r *rule, nums []number) {
	for k := 0; k+1 < len(nums); k++ {
		x, y := nums[k], nums[k+1]
		if y.from != x.to+1 || b.at(x.to) != ':' || len(y.text) != 2 || len(x.text) > 2 || !x.whole() || !y.whole() {
			continue
		}
		if b.ends(x.from, timeWords...) && (x.value() > 24 || y.value() > 59) {
			c.say(r, b, x.from, y.to, words.Text{ZH: "没有“%s”这个时刻。", EN: "There is no time “%s”."}.F(b.slice(x.from, y.to)))
		}
	}
}

var timeWords = []string{"上午", "下午", "晚上", "早上", "凌晨", "中午", "傍晚", "清晨", "当晚", "今晚", "昨晚", "早晨", "晚间", "日晚", "时间：", "时间为", "时间是", "每天", "每日", "当日", "当天", "今天", "明天"}

// timeDots finds a time of day written with a point: 上午9.30, 9.15后.
func (b *Block) timeDots(c *Context, r *rule, nums []number) {
	for k, n := range nums {
		dot := strings.IndexByte(n.text, '.')
		if dot < 0 || len(n.text)-dot-1 != 2 || dot > 2 || strings.Count(n.text, ".") > 1 {
			continue
		}
		var h, m int
		if _, err := fmt.Sscanf(n.text, "%d.%d", &h, &m); err != nil || h > 24 || m > 59 {
			continue
		}
		next := b.at(n.to)
		if isOneOf(next, "%万亿千百元米克吨倍个度分秒℃％‰公平立升人件次亩岁斤里美欧英港日毫厘") || isLatin(next) || next == '/' || isOneOf(b.at(n.from-1), "增长降低减少涨跌价约达为值") {
			continue
		}
		strong := b.ends(n.from, timeWords...) || b.ends(n.from, "日", "时至") && isOneOf(next, "准开在前后许左，，—-至到～")
		weak := b.begins(n.to, "后，", "前，", "开考", "开始", "开幕", "开门", "准时", "开播", "鸣锣", "开赛", "起，", "许", "集合", "出发", "发车", "入场", "结束", "前到", "前入", "后不", "后入", "开会", "举行")
		weak = weak || n.from == 0 && next == '，' // 4.30，
		pair := (b.at(n.to) == '至' || b.at(n.to) == '—' || b.at(n.to) == '～' || b.at(n.to) == '-' || b.at(n.to) == '到') && k+1 < len(nums) && nums[k+1].from == n.to+1 && b.at(nums[k+1].to) == '时'
		near := false
		if s := b.clauseStart(n.from); !strong && !weak {
			from, to := b.sentence(n.from)
			text := b.slice(from, to)
			near = (s == n.from || isOneOf(b.at(n.from-1), "至到于在—～")) && (strings.Contains(text, "时至") || strings.Contains(text, "上午") || strings.Contains(text, "下午") || strings.Contains(text, "时间")) && (next == 0 || isPause(next) || isHan(next))
		}
		if !strong && !weak && !pair && !near {
			continue
		}
		if h > 24 {
			continue
		}
		fix := fmt.Sprintf("%s时%s分", n.text[:dot], n.text[dot+1:])
		if m == 0 {
			fix = n.text[:dot] + "时"
		}
		f := c.say(r, b, n.from, n.to, words.Text{ZH: "时刻“%s”不用小数点，应为“%s”。", EN: "A time takes no decimal point: write “%[2]s” for “%[1]s”."}.F(n.text, fix), fix, strings.Replace(n.text, ".", ":", 1))
		f.Category, f.Fix = "num_time_dot", finding.Confirm
	}
}

var unitSlips = []struct{ wrong, right string }{
	{"平米", "平方米"}, {"平方公尺", "平方米"}, {"立方公尺", "立方米"}, {"公分", "厘米"}, {"公升", "升"}, {"度C", "℃"}, {"度Ｃ", "℃"}, {"℃度", "℃"},
	{"KG", "千克"}, {"Kg", "千克"}, {"kG", "千克"}, {"KM", "千米"}, {"Km", "千米"}, {"CM", "厘米"}, {"Cm", "厘米"}, {"MM", "毫米"}, {"ML", "毫升"}, {"Ml", "毫升"}, {"M2", "平方米"}, {"m2", "平方米"}, {"M3", "立方米"}, {"m3", "立方米"},
	{"立米", "立方米"}, {"公厘", "毫米"}, {"瓩", "千瓦"}, {"浬", "海里"}, {"呎", "英尺"}, {"吋", "英寸"}, {"KW", "千瓦"}, {"Kw", "千瓦"}, {"华里", "里"}, {"马力小时", "千瓦时"},
}

func units(c *Context, r *rule) {
	c.each(func(b *Block) {
		for _, u := range unitSlips {
			for off := 0; ; {
				k := strings.Index(b.Text[off:], u.wrong)
				if k < 0 {
					break
				}
				i := runeLen(b.Text[:off+k])
				off += k + len(u.wrong)
				j := i + runeLen(u.wrong)
				p := b.at(i - 1)
				if p == ' ' {
					p = b.at(i - 2)
				}
				number := isDigit(p) || isOneOf(p, "万亿余多百千十几半") || numeral(p) > 0
				each := isOneOf(p, "每/") && isHan([]rune(u.wrong)[0])
				if !number && !each || isLatin(b.at(j)) || isDigit(b.at(j)) {
					continue
				}
				if u.wrong == "公分" && b.begins(j, "之") || u.wrong == "平米" && b.begins(j, "粉") {
					continue
				}
				if !isHan([]rune(u.wrong)[0]) && !isDigit(p) && u.wrong[0] != 0xE2 && !isOneOf(p, "万亿余多百千") {
					continue
				}
				c.say(r, b, i, j, words.Text{ZH: "“%s”应为“%s”。", EN: "Write “%[2]s” for “%[1]s”."}.F(u.wrong, u.right), u.right)
			}
		}
	})
}

func numberLogic(c *Context, r *rule) {
	falls := []string{"减少", "降低", "下降", "缩小", "缩短", "减轻", "压缩", "下跌"}
	c.each(func(b *Block) {
		for off := 0; ; {
			k := strings.Index(b.Text[off:], "倍")
			if k < 0 {
				break
			}
			i := runeLen(b.Text[:off+k])
			off += k + len("倍")
			j := i
			for j > 0 && (isDigit(b.Runes[j-1]) || b.Runes[j-1] == '.' || numeral(b.Runes[j-1]) >= 0 || isOneOf(b.Runes[j-1], "十百千万几多余")) {
				j--
			}
			if j == i {
				continue
			}
			e := j
			if b.at(e-1) == '约' || b.at(e-1) == '近' {
				e--
			}
			if b.at(e-1) == '了' {
				e--
			}
			if b.ends(e, falls...) {
				c.say(r, b, e-2, i+1, words.Text{ZH: "“%s”不能用倍数。", EN: "“%s”: nothing falls by multiples."}.F(b.slice(e-2, i+1)))
			}
		}
		b.shares(c, r)
	})
}

// shares finds shares of one whole, given in one sentence as 分别占, that add up to more than all of it.
func (b *Block) shares(c *Context, r *rule) {
	for off := 0; ; {
		k := strings.Index(b.Text[off:], "分别占")
		if k < 0 {
			return
		}
		i := runeLen(b.Text[:off+k])
		off += k + len("分别占")
		_, to := b.sentence(i)
		sum, n, end := 0.0, 0, i
		for _, x := range b.numbers() {
			if x.from < i || x.to > to || b.at(x.to) != '%' {
				continue
			}
			if n > 0 && x.from-end > 3 {
				break
			}
			var v float64
			if _, err := fmt.Sscanf(x.text, "%g", &v); err == nil {
				sum += v
				n++
				end = x.to + 1
			}
		}
		if n >= 2 && sum > 100.5 {
			c.say(r, b, i, end, words.Text{ZH: "各部分相加为%.4g%%，超过100%%。", EN: "The shares add up to %.4g%%, more than 100%%."}.F(sum))
		}
	}
}
