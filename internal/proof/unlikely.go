package proof

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"strconv"
	"strings"
	"sync"

	"dayang/assets"
	"dayang/internal/words"
)

// pairs holds the dictionary's words of two characters: a table quicker to ask than a segmenter, for rules that ask
// about every look-alike of a character.
var pairs = sync.OnceValue(func() map[[2]rune]float32 {
	m := make(map[[2]rune]float32, 1<<17)
	zr, err := gzip.NewReader(bytes.NewReader(assets.Dictionary()))
	if err != nil {
		panic("proof: the word list is not embedded: " + err.Error())
	}
	sc := bufio.NewScanner(zr)
	for sc.Scan() {
		word, rest, _ := strings.Cut(sc.Text(), " ")
		if len(word) != 6 {
			continue
		}
		r := []rune(word)
		if len(r) != 2 {
			continue
		}
		count, tag, _ := strings.Cut(rest, " ")
		if strings.HasPrefix(tag, "nr") {
			continue
		}
		if n, err := strconv.ParseFloat(count, 32); err == nil {
			m[[2]rune{r[0], r[1]}] = float32(n)
		}
	}
	return m
})

// The limits of the spelling hints. Tried on the development sets: with them the hints of all rules together stay
// under three on ten thousand clean characters.
const (
	leastPair    = 300  // how often the dictionary must have seen the word that a change would make
	unlikelyGain = 14.0 // nats that a changed character must save
	bothAlike    = 3.0  // nats in favour of a character that sounds and looks like the one in the text: 概 for 慨
	lookAlike    = 7.0  // nats in favour of one that looks like it
	soundAlike   = 2.0  // nats in favour of one of just the same syllable that makes a common word
	freeFrom     = 5000 // a character seen alone as often as this is no slip because it stands alone
	swapGain     = 16.0 // nats that two exchanged characters must save
)

// unfit are words that no one at a newspaper's desk wants to see suggested.
var unfit = map[[2]rune]bool{{'青', '楼'}: true, {'妓', '女'}: true, {'嫖', '娼'}: true, {'屁', '股'}: true, {'混', '蛋'}: true, {'傻', '瓜'}: true, {'死', '人'}: true, {'流', '氓'}: true}

// freeCharacters often stand alone and are never taken for slips.
const freeCharacters = "出进入回走干开关起坐站见问答吃喝买卖住行打拿送接叫给成变的了在是和与对将为要把被从向及等也都就而由到以或于给让所并有中又还这其那不上下人个大小多年月日时分里后前内外们一二三四五六七八九十百千万亿两几第每各某本该我你他她它您之着过得地很更最太再才只能会可去来说看想用做没同当因但若如则却且即因各市县区镇乡村路街号省州湖山江河海岛桥站院馆所社党员长队组部门课岁元角米克吨斤亩里天层栋名位次件张条只头匹辆艘台座间家户批轮场期届版版页章节项类种样点声面边旁处头女男老新旧好坏高低快慢早晚先后东西南北左右"

func unlikely(c *Context, r *rule) {
	l := theLikeness()
	c.each(func(b *Block) {
		if !b.body() && b.Role != "caption" && !b.heading() {
			return
		}
		words2 := pairs()
		t, e := b.Runes, c.edges(b)
		for i, x := range t {
			if !isHan(x) || !e[i] || !e[i+1] || strings.ContainsRune(freeCharacters, x) || c.c.seg.Freq(string(x)) > freeFrom {
				continue
			}
			left, right := b.at(i-1), b.at(i+1)
			if !isHan(left) && !isHan(right) || isOneOf(left, "《·") {
				continue
			}
			if words2[[2]rune{left, x}] > 0 || words2[[2]rune{x, right}] > 0 {
				continue
			}
			c.bestChange(r, b, i, l)
		}
	})
}

// bestChange says which look-alike of the character at i makes the text most likely, if one does clearly.
func (c *Context) bestChange(r *rule, b *Block, i int, l *likeness) {
	words2 := pairs()
	x, left, right := b.Runes[i], b.at(i-1), b.at(i+1)
	from, to := max(0, i-5), min(len(b.Runes), i+6)
	var best rune
	gain, base := unlikelyGain, -1.0
	kind := ""
	try := func(y rune, cat string) {
		if y == x || y == best || unfit[[2]rune{left, y}] || unfit[[2]rune{y, right}] {
			return
		}
		if words2[[2]rune{left, y}] < leastPair && words2[[2]rune{y, right}] < leastPair {
			return
		}
		if base < 0 {
			base = c.cost(b.slice(from, to), wordsOnly)
		}
		g := base - c.cost(b.slice(from, i)+string(y)+b.slice(i+1, to), wordsOnly)
		if runesHave(l.shape[x], y) {
			g += lookAlike
			if runesHave(l.sound[x], y) {
				g += bothAlike
			}
		} else if runesHave(l.exact[x], y) && words2[[2]rune{left, y}]+words2[[2]rune{y, right}] > 1000 {
			g += soundAlike
		}
		if g > gain {
			best, gain, kind = y, g, cat
		}
	}
	for _, y := range l.sound[x] {
		try(y, "char_sound")
	}
	for _, y := range l.shape[x] {
		try(y, "char_shape")
	}
	if best == 0 || c.inName(b, i) {
		return
	}
	f := c.say(r, b, i, i+1, words.Text{ZH: "“%s”疑为“%s”。", EN: "“%s” may be “%s”."}.F(b.slice(i-1, i+2), b.slice(i-1, i)+string(best)+b.slice(i+1, i+2)), string(best))
	f.Category, f.Score = kind, min(0.9, gain/40)
}

// inName reports whether the character at i may be part of a person's name: behind a surname that stands alone, or
// a surname before given names.
func (c *Context) inName(b *Block, i int) bool {
	e := c.edges(b)
	for k := max(0, i-2); k < i; k++ {
		if strings.ContainsRune(surnames, b.Runes[k]) && e[k] {
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
	c.each(func(b *Block) {
		if !b.body() && b.Role != "caption" {
			return
		}
		words2 := pairs()
		t, e := b.Runes, c.edges(b)
		for i := 0; i+1 < len(t); i++ {
			x, y := t[i], t[i+1]
			if x == y || !isHan(x) || !isHan(y) || words2[[2]rune{x, y}] > 0 || !e[i] && !e[i+2] {
				continue
			}
			if !e[i+1] && e[i] && e[i+2] {
				continue
			}
			l, rr := b.at(i-1), b.at(i+2)
			if isDigit(l) || isBlank(l) || numeral(l) >= 0 || isOneOf(l, "这那该每几") {
				continue // a measure word and its noun: 15头猪
			}
			if words2[[2]rune{y, x}] < leastPair && words2[[2]rune{l, y}] < leastPair && words2[[2]rune{x, rr}] < leastPair {
				continue
			}
			from, to := max(0, i-5), min(len(t), i+7)
			g := c.cost(b.slice(from, to), wordsOnly) - c.cost(b.slice(from, i)+string([]rune{y, x})+b.slice(i+2, to), wordsOnly)
			if g < swapGain {
				continue
			}
			f := c.say(r, b, i, i+2, words.Text{ZH: "“%s”疑为“%s”。", EN: "“%s” may be “%s”."}.F(b.slice(i, i+2), string([]rune{y, x})), string([]rune{y, x}))
			f.Score = min(0.9, g/40)
			i++
		}
	})
}
