package proof

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"dayang/internal/ngram"
	"dayang/internal/words"
)

// The limits of the spelling hints, in nats. Tried on the development sets and on text made for it: with them the
// hints of all rules together stay under three on ten thousand clean characters.
const (
	soundGain   = 7.4  // what a character of just the same syllable must save, less what a rare character is forgiven
	nearGain    = 10.8 // one of a syllable that many speakers do not tell from it
	shapeGain   = 10   // one that looks like it
	bothGain    = 8.0  // one that sounds and looks like it: 概 for 慨
	misreadGain = 4.0  // one of the few that are misread first of all
	swapGain    = 5.0  // two exchanged characters that make one word
	sureGain    = 4    // beyond the limits: said even of what may be a name
	freeCost    = 10   // a character that stands alone as a word and costs less than this is oftener meant
	freeWeight  = 0.6
	ownWord     = 5 // beyond swapGain where the two characters as they stand are a word too
	rarity      = 5 // a character this many times rarer than an even share of its syllable is forgiven nothing
)

// unfit are words that no one at a newspaper's desk wants to see suggested.
var unfit = set("青楼 妓女 嫖娼 屁股 混蛋 傻瓜 死人 流氓 性交 淫荡 卖淫 婊子 王八 狗屎 放屁 他妈 尸体 反动")

// reading answers how the block's text reads as words in turn, laid out once.
func (c *Context) reading(b *Block) *ngram.Text {
	if b.likely == nil {
		b.likely = c.c.model.Read(b.Runes)
	}
	return b.likely
}

func unlikely(c *Context, r *rule) {
	if c.c.model == nil {
		return
	}
	l := theLikeness()
	c.each(func(b *Block) {
		if !b.body() && b.Role != "caption" && !b.heading() {
			return
		}
		t := c.reading(b)
		for i, x := range b.Runes {
			if !isHan(x) || t.Local(i) < leastLocal || b.at(i-1) == x || b.at(i+1) == x || numeral(x) >= 0 {
				continue
			}
			c.bestChange(r, b, t, i, l)
		}
	})
}

// leastLocal is what the words around a character must cost, in nats, for it to be doubted at all.
const leastLocal = 20

// forgiven answers how much of a gain is put down to a character's rarity: a slip of the pen or of the keyboard
// rarely brings a character that its syllable rarely has, and a writer who sets one means it.
func (c *Context) forgiven(x rune, l *likeness) float64 {
	return min(7, max(-1.6, -math.Log(l.share(c.c.model, x)*rarity)))
}

// bestChange says which look-alike of the character at i makes the text likeliest, if one does clearly.
func (c *Context) bestChange(r *rule, b *Block, t *ngram.Text, i int, l *likeness) {
	m, x, left, right := c.c.model, b.Runes[i], b.at(i-1), b.at(i+1)
	var best rune
	score, kind := 0.0, ""
	var with [1]rune
	rare := -1.0
	bound := t.Local(i)
	alone := 0.0
	if b.edge == nil {
		c.cutWords(b)
	}
	if cost, ok := c.c.model.Word(b.Runes[i : i+1]); ok && b.edge[i] && b.edge[i+1] {
		alone = freeWeight * max(0, freeCost-cost)
	}
	try := func(y rune, least float64, cat string) {
		if !m.Meet(left, y) && !m.Meet(y, right) || y == x || y == best || !c.makesWord(b, i, y, bound-least) {
			return
		}
		with[0] = y
		ch := t.Try(i, with[:])
		g := ch.Saves - least - alone
		if g <= score || ch.To-ch.From < 2 {
			return
		}
		if cat == "char_sound" {
			if rare == -1 {
				rare = c.forgiven(x, l)
			}
			if g -= rare; g <= score {
				return
			}
		}
		w := b.slice(ch.From, i) + string(y) + b.slice(i+1, ch.To)
		if unfit[w] {
			return
		}
		best, score, kind = y, g, cat
	}
	for _, y := range l.shape[x] {
		if runesHave(l.sound[x], y) {
			try(y, bothGain, "char_shape")
		} else {
			try(y, shapeGain, "char_shape")
		}
	}
	for _, y := range l.exact[x] {
		try(y, soundGain, "char_sound")
	}
	for _, y := range l.close[x] {
		try(y, nearGain, "char_sound")
	}
	if best == 0 || c.meant(b, i, 1) || score < sureGain && (c.inName(b, i) || latin(b.at(i-1)) || latin(b.at(i-2))) {
		return
	}
	f := c.say(r, b, i, i+1, words.Text{ZH: "“%s”疑为“%s”。", EN: "“%s” may be “%s”."}.F(b.slice(i-1, i+2), b.slice(i-1, i)+string(best)+b.slice(i+1, i+2)), string(best))
	f.Category, f.Score = kind, min(0.9, 0.5+score/20)
}

// misreadable are the characters that a machine or a copyist takes for each other first of all.
var misreadable = func() map[rune][]rune {
	m := map[rune][]rune{}
	for _, g := range []string{"己已巳", "未末", "人入", "土士", "日曰", "干千", "戌戍戊", "祟崇", "冶治", "拔拨", "候侯", "茶荼", "晴睛", "柬束", "折拆", "析折", "爪瓜", "乌鸟", "兔免", "今令", "大太", "天夭", "由曲", "王玉", "刀力", "贝见", "义叉", "厂广", "住往"} {
		for _, x := range g {
			for _, y := range g {
				if x != y {
					m[x] = append(m[x], y)
				}
			}
		}
	}
	return m
}()

func misread(c *Context, r *rule) {
	if c.c.model == nil {
		return
	}
	c.each(func(b *Block) {
		if !b.prose() {
			return
		}
		for i, x := range b.Runes {
			list := misreadable[x]
			if list == nil || b.at(i-1) == x || b.at(i+1) == x {
				continue
			}
			t := c.reading(b)
			for _, y := range list {
				with := [1]rune{y}
				ch := t.Try(i, with[:])
				if ch.Saves < misreadGain || ch.To-ch.From < 2 || c.meant(b, i, 1) || c.inName(b, i) {
					continue
				}
				f := c.say(r, b, i, i+1, words.Text{ZH: "“%s”疑为“%s”。", EN: "“%s” may be “%s”."}.F(b.slice(i-1, i+2), b.slice(i-1, i)+string(y)+b.slice(i+1, i+2)), string(y))
				f.Score = min(0.95, 0.6+(ch.Saves-misreadGain)/20)
				break
			}
		}
	})
}

// makesWord reports whether y in the place of the character at i would make a word with its neighbours that costs no
// more than most.
func (c *Context) makesWord(b *Block, i int, y rune, most float64) bool {
	var buf [7]rune
	lo, hi := max(0, i-3), min(len(b.Runes), i+4)
	w := append(buf[:0], b.Runes[lo:hi]...)
	w[i-lo] = y
	for from := lo; from <= i; from++ {
		for to := max(i+1, from+2); to <= min(hi, from+4); to++ {
			if cost, ok := c.c.model.Word(w[from-lo : to-lo]); ok && cost < most+wordSlack {
				return true
			}
		}
	}
	return false
}

// latin reports whether a character is a Latin letter: what is compounded with one, T形台 or K线图, no dictionary has.
func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// wordSlack is how much likelier than anywhere a word may be in its place, in nats, without a closer look.
const wordSlack = 6

// meant reports whether the n characters at i are written so on purpose: a name in other letters, or a form that the
// text has more than once.
func (c *Context) meant(b *Block, i, n int) bool {
	from, to := i, i+n
	for k := 0; from > 0 && (k < 3 || strings.ContainsRune(foreign, b.Runes[from])); k++ {
		from--
	}
	for k := 0; to < len(b.Runes) && (k < 3 || strings.ContainsRune(foreign, b.Runes[to-1])); k++ {
		to++
	}
	if slices.Contains(b.Runes[from:to], '·') {
		return true
	}
	for _, s := range []string{b.slice(i-1, i+n), b.slice(i, i+n+1)} {
		if runeLen(s) != n+1 || !isHan(rune([]rune(s)[0])) || !isHan([]rune(s)[n]) {
			continue
		}
		times := 0
		for _, o := range c.Blocks {
			if o.Story == b.Story {
				if times += strings.Count(o.Text, s); times > 1 {
					return true
				}
			}
		}
	}
	return false
}

// foreign are the characters that foreign names are mostly written with; three of them in a row are a name.
const foreign = "阿埃艾安奥巴班邦保鲍贝本比彼毕宾波伯勃博布查达戴丹道德登邓迪蒂丁顿多厄恩尔法范菲费芬弗佛夫福盖甘冈戈格葛古哈海汉赫亨胡华怀霍基吉加贾杰金卡凯坎康考柯科克肯库夸拉莱赖兰朗劳勒雷蕾里李理利莉丽列林琳隆卢鲁路伦罗洛玛马麦迈曼梅门蒙孟米密缪莫墨默姆穆纳娜奈内尼妮涅宁纽努诺欧帕潘佩彭皮珀普齐奇乔切琼丘萨塞赛桑沙珊尚舍申什史斯丝思司苏索塔泰坦汤特提帖廷图托瓦万威韦维温文翁沃乌武西希夏香谢辛休修许雅亚延扬耶叶伊因英尤约泽扎詹朱兹佐"

// freeSurnames are surnames that are far oftener something else.
const freeSurnames = "高计文水平山雨时成方安常有和明白国单向万全元经权都容能东红空养公农别充查后强关包当双利从满向年开党连游家年前商"

// inName reports whether the character at i may be part of a person's name: behind a surname that stands alone, or
// a surname before given names.
func (c *Context) inName(b *Block, i int) bool {
	e := c.edges(b)
	run := 0
	for k := i; k >= 0 && strings.ContainsRune(foreign, b.Runes[k]); k-- {
		run++
	}
	for k := i + 1; run > 0 && k < len(b.Runes) && strings.ContainsRune(foreign, b.Runes[k]); k++ {
		run++
	}
	if run >= 3 || b.ends(i, "欧阳", "司马", "诸葛", "上官", "令狐", "慕容", "皇甫", "东方", "尉迟", "公孙", "夏侯", "端木", "闻人", "宇文", "长孙", "司徒", "司空") {
		return true
	}
	for k := max(0, i-2); k < i; k++ {
		if strings.ContainsRune(surnames, b.Runes[k]) && !strings.ContainsRune(freeSurnames, b.Runes[k]) && e[k] {
			alone := true
			for m := k; m <= i; m++ {
				alone = alone && e[m] && e[m+1] || m > k && !e[m+1]
			}
			if alone {
				return true
			}
		}
	}
	if strings.ContainsRune(surnames, b.Runes[i]) {
		next := 0
		for k := i + 1; k < len(b.Runes) && k <= i+2 && isHan(b.Runes[k]) && e[k]; k++ {
			next++
		}
		return next == 2 || b.begins(i+1, "先生", "女士", "某", "老师", "局长", "市长", "书记", "主任", "同学", "大爷", "阿姨", "师傅")
	}
	return false
}

func transposed(c *Context, r *rule) {
	if c.c.model == nil {
		return
	}
	c.each(func(b *Block) {
		if !b.body() && b.Role != "caption" && !b.heading() {
			return
		}
		t := c.reading(b)
		rs := b.Runes
		for i := 0; i+1 < len(rs); i++ {
			x, y := rs[i], rs[i+1]
			if x == y || !isHan(x) || !isHan(y) || t.Local(i) < leastLocal && t.Local(i+1) < leastLocal {
				continue
			}
			with := [2]rune{y, x}
			ch := t.Try(i, with[:])
			least := swapGain
			if c.c.model.Known(b.slice(i, i+2)) {
				least += ownWord // 开展 for 展开
			}
			if ch.Saves < least || ch.To <= ch.From || c.meant(b, i, 2) || strings.Count(b.Text, b.slice(i, i+2)) > 1 {
				continue
			}
			if w := b.slice(ch.From, i) + string(with[:]) + b.slice(i+2, ch.To); unfit[w] {
				continue
			}
			f := c.say(r, b, i, i+2, words.Text{ZH: "“%s”疑为“%s”。", EN: "“%s” may be “%s”."}.F(b.slice(i, i+2), string(with[:])), string(with[:]))
			f.Score = min(0.9, 0.5+(ch.Saves-swapGain)/20)
			i++
		}
	})
}
