package proof

import (
	"math"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

var duplicateRules = []*rule{
	{Info{"DU-01", "dup_char", finding.Error, finding.Apply,
		words.Text{ZH: "重复的字", EN: "doubled character"},
		words.Text{ZH: "虚词写了两遍，或一个字重复而不成词（校对符号“删除”）。", EN: "A particle written twice, or a doubled character that makes no word (proof mark 删除, delete)."}}, doubledCharacters},
	{Info{"DU-02", "dup_word", finding.Error, finding.Apply,
		words.Text{ZH: "重复的词语", EN: "word or phrase twice"},
		words.Text{ZH: "同一词语连写了两遍，而不是叠词（校对符号“删除”）。", EN: "The same words twice in a row, and no reduplication (proof mark 删除, delete)."}}, doubledWords},
	{Info{"DU-03", "dup_clause", finding.Error, finding.Confirm,
		words.Text{ZH: "重复的分句", EN: "clause twice"},
		words.Text{ZH: "相邻两个分句相同。", EN: "Two neighbouring clauses are the same."}}, doubledClauses},
	{Info{"DU-04", "dup_sentence", finding.Error, finding.Confirm,
		words.Text{ZH: "重复的句子", EN: "sentence twice"},
		words.Text{ZH: "同一篇稿件里有两句相同。", EN: "Two sentences of one story are the same."}}, doubledSentences},
	{Info{"DU-05", "dup_paragraph", finding.Error, finding.Confirm,
		words.Text{ZH: "重复的段落", EN: "paragraph twice"},
		words.Text{ZH: "两段文字相同或大半相同。", EN: "Two paragraphs are the same or nearly so."}}, doubledParagraphs},
}

// doubles says of one particle when it may stand twice: after a word that ends with it, before a word that begins
// with it.
type doubles struct{ left, right []string }

// particles are the characters whose doubling is a slip unless a word explains it.
var particles = map[rune]doubles{
	'的': {[]string{"目的", "标的", "打的", "中的", "鹄的"}, []string{"的确", "的士", "的哥", "的姐", "的黎波里", "的话题"}},
	'了': {[]string{"不了了", "罢了", "小时了"}, []string{"了解", "了结", "了却", "了断", "了事", "了然", "了不起", "了得", "了如指掌", "了了之", "了之", "了无"}},
	'在': {[]string{"现在", "存在", "所在", "潜在"}, []string{"在于", "在职", "在场", "在建", "在线", "在座", "在野"}},
	'是': {[]string{"国是"}, []string{"是否", "是非", "是不是", "是是非非"}},
	'和': {[]string{"温和", "缓和", "柔和", "平和", "祥和", "亲和", "共和", "总和", "饱和", "随和", "谦和", "中和", "调和", "永和", "人和"}, []string{"和平", "和谐", "和睦", "和气", "和解", "和田", "和县", "和尚", "和服", "和声", "和美", "和善", "和硕", "和林", "和缓", "和面", "和约", "和记", "和蔼"}},
	'与': {[]string{"参与", "给与", "赠与", "授与"}, []string{"与会", "与日俱增", "与时俱进", "与众不同", "与共", "与否", "与民同乐"}},
	'对': {[]string{"一对", "针锋相对", "相对", "绝对"}, []string{"对象", "对手", "对方", "对外", "对策", "对口", "对比", "对接", "对联", "对岸", "对话", "对立", "对内", "对应", "对冲", "对抗", "对阵", "对碰", "对称", "对标", "对账", "对错", "对面"}},
	'将': {[]string{"干将", "大将", "名将", "主将", "老将", "小将", "麻将", "猛将", "女将", "虎将", "良将"}, []string{"将军", "将士", "将来", "将领", "将帅", "将近", "将官", "将计就计", "将心比心", "将信将疑", "将错就错"}},
	'为': {nil, []string{"为了", "为民", "为期", "为数", "为人", "为政"}},
	'要': {[]string{"主要", "纪要", "摘要", "概要", "机要", "提要", "政要"}, []string{"要求", "要素", "要点", "要害", "要塞", "要是", "要么", "要闻", "要领", "要道", "要案", "要地", "要职", "要事"}},
	'把': {[]string{"一把", "火把", "拖把"}, []string{"把握", "把关", "把控", "把手", "把戏", "把脉", "把守"}},
	'被': {[]string{"棉被", "植被"}, []string{"被子", "被告", "被动", "被褥", "被害人", "被告人", "被套"}},
	'从': {[]string{"服从", "听从", "顺从", "侍从", "随从", "主从"}, []string{"从事", "从而", "从业", "从容", "从政", "从小", "从来", "从严"}},
	'向': {[]string{"方向", "面向", "走向", "动向", "导向", "意向", "倾向", "志向", "去向", "流向", "投向", "双向", "趋向", "取向"}, []string{"向往", "向导", "向来", "向阳", "向日葵"}},
	'及': {[]string{"普及", "涉及", "埃及", "危及", "波及"}, []string{"及时", "及格", "及早", "及其"}},
	'等': {[]string{"高等", "中等", "初等", "平等", "同等", "上等", "优等", "对等"}, []string{"等待", "等级", "等候", "等于", "等到", "等级", "等等", "等量"}},
	'也': {nil, []string{"也许", "也是", "也门"}},
	'都': {[]string{"首都", "古都", "成都", "花都", "丰都", "帝都", "故都", "京都", "于都", "国都", "新都"}, []string{"都市", "都会", "都江堰", "都城"}},
	'就': {[]string{"成就", "造就"}, []string{"就业", "就是", "就地", "就近", "就读", "就医", "就诊", "就职", "就任", "就餐"}},
	'而': {[]string{"从而", "因而", "然而", "进而", "反而"}, []string{"而且", "而今", "而后", "而立"}},
	'由': {[]string{"自由", "理由", "缘由", "事由", "因由"}, []string{"由于", "由此", "由来", "由衷"}},
	'到': {[]string{"报到", "迟到", "签到"}, []string{"到底", "到处", "到来", "到达", "到位", "到场", "到期", "到访", "到岗"}},
	'以': {[]string{"可以", "所以", "予以", "加以", "得以", "足以"}, []string{"以及", "以上", "以下", "以后", "以前", "以来", "以色列", "以往", "以免", "以为", "以便", "以内", "以外"}},
	'或': {[]string{"抑或"}, []string{"或者", "或许", "或是"}},
	'于': {[]string{"关于", "对于", "由于", "位于", "大于", "等于", "属于"}, []string{"于是", "于都"}},
	'给': {[]string{"供给", "补给", "自给", "配给"}, []string{"给予", "给力", "给付"}},
	'让': {[]string{"转让", "出让", "谦让", "礼让", "受让"}, []string{"让利", "让步", "让路", "让座"}},
	'所': {[]string{"场所", "厕所", "派出所", "研究所", "一所", "事务所", "交易所", "诊所", "寓所", "住所"}, []string{"所有", "所以", "所长", "所谓", "所在", "所属", "所得", "所需"}},
	'并': {[]string{"合并", "吞并", "兼并"}, []string{"并且", "并非", "并不", "并购", "并存", "并列", "并行", "并肩"}},
	'有': {[]string{"所有", "拥有", "没有", "国有", "享有", "现有", "具有", "还有", "原有", "固有", "占有", "持有", "只有", "公有", "私有"}, []string{"有关", "有效", "有力", "有的", "有些", "有人", "有序", "有限", "有机", "有望", "有利", "有所", "有时", "有意", "有名", "有用", "有趣", "有益"}},
	'中': {[]string{"其中", "高中", "初中", "集中", "空中", "心中", "途中", "手中", "一中", "二中", "三中", "水中"}, []string{"中国", "中央", "中心", "中学", "中医", "中共", "中华", "中间", "中小", "中午", "中级", "中方", "中部", "中东"}},
	'又': {nil, nil},
	'还': {[]string{"归还", "偿还", "返还", "退还", "生还"}, []string{"还是", "还有", "还要", "还原", "还款", "还债"}},
	'这': {nil, nil},
	'其': {[]string{"尤其", "极其", "土耳其", "与其", "及其"}, []string{"其他", "其中", "其实", "其次", "其它", "其余"}},
}

// certain are the particles whose doubling no reader takes for anything else.
const certain = "的了在是和与对将为要把被从及而由于给让又这其并"

func doubledCharacters(c *Context, r *rule) {
	c.each(func(b *Block) {
		if !b.prose() {
			return
		}
		t := b.Runes
		for i := 0; i+1 < len(t); i++ {
			x := t[i]
			if x != t[i+1] || !isHan(x) || b.at(i-1) == x {
				continue
			}
			j := i + 2
			for j < len(t) && t[j] == x {
				j++
			}
			run := j - i
			if d, ok := particles[x]; ok {
				if run > 2 && x != '的' && x != '了' {
					continue
				}
				if !c.explained(b, i, run, d) {
					f := c.say(r, b, i+1, j, words.Text{ZH: "“%s”写了两遍。", EN: "“%s” is written twice."}.F(string(x)), "")
					if !strings.ContainsRune(certain, x) {
						f.Level, f.Category, f.Score = finding.Hint, "dup_char_any", 0.6
					}
				}
				i = j - 1
				continue
			}
			if run == 2 && c.strangeDouble(b, i) {
				f := c.say(r, b, i+1, i+2, words.Text{ZH: "“%s”是否多写了一遍？", EN: "Is “%s” written once too often?"}.F(string(x)), "")
				f.Level, f.Category, f.Score = finding.Hint, "dup_char_any", 0.5
			}
			i = j - 1
		}
	})
}

// explained reports whether words account for both copies of a doubled particle at i.
func (c *Context) explained(b *Block, i, run int, d doubles) bool {
	if run > 2 {
		return false
	}
	x := string(b.Runes[i])
	// XX is part of a word (是是非非, 的的确确, 了了, 和和美美)
	for from := max(0, i-2); from <= i; from++ {
		for to := i + 2; to <= min(len(b.Runes), i+4); to++ {
			if to-from >= 3 && c.word(b.slice(from, to)) {
				return true
			}
		}
	}
	if b.at(i+2) != 0 && b.at(i+2) == b.at(i+3) && isHan(b.at(i+2)) { // AABB
		return true
	}
	if b.at(i-1) == '一' && strings.Contains("把所对", x) {
		return true
	}
	loose := !strings.ContainsRune(certain, b.Runes[i]) // only a hint: any word explains it
	if x != "的" && x != "了" && !loose && c.bridged(b, i, 1) {
		return false // 共和和国: without the copy a word lies across
	}
	e := c.edges(b)
	for _, w := range d.left {
		if b.ends(i+1, w) && (loose || e[i+1-runeLen(w)]) {
			return true
		}
	}
	for _, w := range d.right {
		if b.has(i+1, w) && (loose || e[i+1]) {
			return true
		}
	}
	return false
}

// bridged reports whether, with one of the two copies of n runes at i removed, a word of three runes or more reaches
// over the copy that stays to both sides.
func (c *Context) bridged(b *Block, i, n int) bool {
	u := b.slice(i, i+n)
	for k := 1; k <= 3 && i-k >= 0; k++ {
		left := b.slice(i-k, i)
		for m := 1; m <= 3 && i+2*n+m <= len(b.Runes); m++ {
			if c.word(left + u + b.slice(i+2*n, i+2*n+m)) {
				return true
			}
		}
	}
	return false
}

// strangeDouble reports whether a doubled character at i makes no word with itself or its neighbours.
func (c *Context) strangeDouble(b *Block, i int) bool {
	x := b.Runes[i]
	l, rr := b.at(i-1), b.at(i+2)
	if c.word(string([]rune{x, x})) || l == '一' || l == rr && isHan(l) || strings.HasPrefix(c.c.seg.Tag(string(x)), "q") {
		return false
	}
	if rr != 0 && rr == b.at(i+3) || l != 0 && l == b.at(i-2) {
		return false // AABB
	}
	if isOneOf(rr, "长员首头里") || numeral(x) >= 0 || isOneOf(x, "十百千万亿哈呵嘻嘿啊呀哎唉哦嗯呜咚嗒滴叮当轰哗啦咕噜砰啪吱喵汪嘎咩妈爸爷奶姐哥弟妹叔伯婆公舅姨娃宝慢快好多大小点聊看试想说走坐笑谈练玩动帮催等念表讲跑查比写读学问找听尝碰聚晒瞧摸唱跳算数补改修洗擦扫理逛遛溜拍摇挥晃抖敲翻搓揉捏推拉吹烤濛蒙茫苍芒漫滔绵") {
		return false
	}
	if !isHan(l) && !isHan(rr) {
		return false
	}
	// a word ends with the first copy and another begins with the second: 上海|海关, 关税|税率
	left, right := false, false
	for n := 2; n <= 4; n++ {
		if i-n+1 >= 0 && c.word(b.slice(i-n+1, i+1)) {
			left = true
		}
		if c.word(b.slice(i+1, i+1+n)) {
			right = true
		}
		for from := max(0, i-n+2); from < i; from++ { // XX inside a longer word
			if c.word(b.slice(from, from+n)) && from+n > i+1 {
				return false
			}
		}
		if n > 2 && c.word(b.slice(i, i+n)) {
			return false
		}
	}
	if left && right {
		return false
	}
	from, to := max(0, i-6), min(len(b.Runes), i+8)
	with := b.slice(from, to)
	without := b.slice(from, i+1) + b.slice(i+2, to)
	return c.cost(with, wordsInTurn)-c.cost(without, wordsInTurn) > doubleCost
}

// doubleCost is how much dearer, in nats, a text must be with a doubled character than without. Tried on the
// development sets of native news text: below 9 freely standing characters come in.
const doubleCost = 9.0

// cost answers how surprising a text is to the dictionary alone, in nats: its words and, where the dictionary knows
// them, the parts of speech that follow each other.
func (c *Context) cost(text string, order partsOfSpeech) float64 {
	sum, before, tag := 0.0, "", ""
	for _, w := range c.c.seg.Cut(text) {
		sum += c.c.wordCost(w.Text, w.Freq)
		if order && c.c.grammar != nil && tag != "" && w.Tag != "" {
			sum -= c.c.grammar.Follow(before, tag, w.Text, w.Tag)
		}
		before, tag = w.Text, w.Tag
	}
	return sum
}

// partsOfSpeech is whether the order of parts of speech counts. For doubled characters it helps; for wrong ones it
// brought as many false hints as good ones on the development sets.
type partsOfSpeech bool

const (
	wordsOnly   partsOfSpeech = false
	wordsInTurn partsOfSpeech = true
)

func (c *Checker) wordCost(w string, freq float64) float64 {
	if freq > 0 {
		return c.logT - math.Log(freq)
	}
	return c.logT + 2*float64(runeLen(w))
}

// redoubles are verbs and adjectives of two syllables that speech doubles (ABAB) to mean a little or a try.
var redoubles = set(`研究 商量 讨论 学习 了解 考虑 打听 休息 收拾 打扫 整理 锻炼 体验 感受 放松 热闹 高兴 轻松 参观 检查 请教 照顾 表扬 庆祝 活动 比较 交流 沟通 琢磨 思考 分析 介绍 关心 尝试 改善 调整 反省 反思 溜达 走动 暖和 凉快 凑合 认识 安静 意思 合计 盘算 寻思 唠叨 念叨 显摆 舒展 清醒 快活 威风 痛快 欣赏 观察 准备 熟悉 教训 教育 品尝 咨询 切磋 联系 体会 解释 修理 清理 打理 打扮 装扮 舒服 实验 试验 劳动 指导 指点 帮助 回忆 回味 开心 美丽 规范 见识 逛逛 转悠 拾掇 比划 比试 评价 评论 议论 支持 安慰 鼓励 督促 提醒 监督 享受 干净 明白 亲热 亲近 客气 风光 散步 游览 拜访 走访 打量 端详 探讨 总结 梳理 反映 宣传 演练 操练 排练 复习 温习 预习 练习`)

// alwaysDouble are doubled units that are no slip wherever they stand.
var alwaysDouble = set(`很多 许多 好多 非常 特别 永远 慢慢 彼此 每年 每天 无数 大块 成片 成群 大把 大包 整片 整箱 成批 成堆 成排 成捆 大片 大口 小口 哎呀 哎哟 哈哈 嘿嘿 呵呵 叮当 叮咚 轰隆 滴答 扑通 咔嚓 吧嗒 哗啦 咕咚 咕噜 噼啪 嘀嗒 嘀咕 咯吱 三三 人人 家家 户户 年年 天天 处处 事事 时时 步步 层层 代代 两个 两两`)

// spokenDouble are units that speech doubles; they are no slip in quotation marks or at the end of a clause.
var spokenDouble = set(`好的 是的 对的 不是 不要 不行 加油 快点 等等 再见 知道 恭喜 欢迎 抱歉 可以 没事 真的 来来 谢谢 拜拜 快来 快跑 快走 小心 救命 别急 不用 等着 稍等 请进 请坐 多谢 幸会 罪过 可怜`)

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// longestUnit is the longest unit that DU-02 compares, in runes; longer copies are clauses and sentences.
const longestUnit = 40

func doubledWords(c *Context, r *rule) {
	c.each(func(b *Block) {
		t := b.Runes
		for i := 0; i+4 <= len(t); i++ {
			for n := min(longestUnit, (len(t)-i)/2); n >= 2; n-- {
				if t[i] != t[i+n] || t[i+1] != t[i+n+1] || !equalRunes(t[i:i+n], t[i+n:i+2*n]) {
					continue
				}
				if !c.unit(b, i, n) {
					continue
				}
				u := b.slice(i, i+n)
				f := c.say(r, b, i+n, i+2*n, words.Text{ZH: "“%s”重复。", EN: "“%s” is there twice."}.F(u), "")
				f.Also = []finding.Place{c.place(b, i, i+n)}
				if n > 4 {
					f.Category = "dup_phrase"
				}
				i += 2*n - 1
				break
			}
		}
	})
}

func equalRunes(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// unit reports whether the n runes at i, which stand twice, are a slip and not a way of speaking.
func (c *Context) unit(b *Block, i, n int) bool {
	u := b.Runes[i : i+n]
	han, same := 0, true
	for _, x := range u {
		switch {
		case isHan(x):
			han++
		case isDigit(x), isLatin(x), x == '.', x == '%':
		default:
			return false
		}
		same = same && x == u[0]
	}
	if same || han == 0 || han < n && n < 4 {
		return false
	}
	if !isHan(u[0]) && (isDigit(b.at(i-1)) || isLatin(b.at(i-1))) || !isHan(u[n-1]) && (isDigit(b.at(i+2*n)) || isLatin(b.at(i+2*n))) {
		return false
	}
	s := string(u)
	if u[0] == '一' && !(n == 2 && (b.ends(i, "是", "这", "那", "下", "另", "第", "同", "有", "为", "更胜") || !c.edges(b)[i])) {
		return false // distributive: 一个问题一个问题
	}
	if alwaysDouble[s] || n == 2 && c.word(s+s) || spokenDouble[s] && (b.quoted()[i] || !isHan(b.at(i+2*n))) {
		return false
	}
	if b.begins(i+2*n, "再"+s, "又"+s, "还是"+s) {
		return false // 学习学习再学习
	}
	if n == 2 && c.word(b.slice(i, i+3)) {
		return false // 手把手把
	}
	if n == 2 && (u[1] == '着' || isOneOf(u[0], "成整满大小长") && strings.HasPrefix(c.c.seg.Tag(string(u[1])), "q")) {
		return false
	}
	if n == 2 && redoubles[s] {
		next := b.at(i + 4)
		if !isHan(next) || isOneOf(next, "再吧呢看怎如的才就，") || b.quoted()[i] && isOneOf(next, "再吧呢看怎如的才就") {
			return false
		}
		if b.quoted()[i] {
			return false
		}
	}
	if n == 3 && u[1] == '不' && u[0] == u[2] || n == 2 && isOneOf(u[0], "越再又") {
		return false
	}
	if n >= 3 {
		return true
	}
	e := c.edges(b)
	if e[i+n] {
		// the second copy is a word or begins one; the first is one or ends one: 电影|电影节, 四中全会|全会
		end := i + n + 1
		for !e[end] {
			end++
		}
		if end >= i+2*n && (e[i] || end == i+2*n && s != "学生") {
			return true
		}
	}
	// the copy removed: does the unit then sit on word boundaries?
	from, to := max(0, i-8), min(len(b.Runes), i+2*n+8)
	window := b.slice(from, i+n) + b.slice(i+2*n, to)
	at := i - from
	starts, ends := at == 0, false
	for _, w := range c.c.seg.Cut(window) {
		if w.From == at {
			starts = true
		}
		if w.To == at+n {
			ends = true
		}
	}
	return starts && ends
}

// bare drops quotation marks and enumeration commas, which a retyped clause may have lost.
func bare(r []rune) string {
	out := make([]rune, 0, len(r))
	for _, x := range r {
		if !isOneOf(x, "“”‘’、 ") {
			out = append(out, x)
		}
	}
	return string(out)
}

func hanCount(r []rune) int {
	n := 0
	for _, x := range r {
		if isHan(x) {
			n++
		}
	}
	return n
}

// leastClause is the least a repeated clause must hold, in runes; shorter ones are often meant (加油，加油).
const leastClause = 5

func doubledClauses(c *Context, r *rule) {
	c.each(func(b *Block) {
		t := b.Runes
		end := func(i int) bool { return i >= len(t) || isOneOf(t[i], "，；。！？") }
		for i, x := range t {
			if !isOneOf(x, "，；。！？") || i == 0 {
				continue
			}
			j := i + 1
			for !end(j) {
				j++
			}
			second := t[i+1 : j]
			if len(second) < leastClause || hanCount(second) < 3 || hanCount(second) < 4 && hanCount(second) == len(second) {
				continue
			}
			// the first copy is all or the end of the clause before, from a mark on
			start := i
			for start > 0 && !isOneOf(t[start-1], "，；。！？") {
				start--
			}
			first, found := start, false
			if bare(t[start:i]) == bare(second) {
				found = true
			} else if k := i - len(second); k > start && equalRunes(t[k:i], second) && isOneOf(t[k-1], "、：“”‘’（）《》 \u3000") {
				first, found = k, true
			}
			if !found || b.quoted()[i] && len(second) < 6 {
				continue
			}
			f := c.say(r, b, i, j, words.Text{ZH: "分句“%s”重复。", EN: "The clause “%s” is there twice."}.F(string(second)), "")
			f.Also = []finding.Place{c.place(b, first, i)}
			if x != '，' && x != '；' { // the first copy ended a sentence: take the copy with its own mark
				f.Suggestions[0].Text = string(x)
				if j < len(t) {
					f.Suggestions[0].Text = ""
				}
			}
		}
	})
}

// leastSentence is the least a repeated sentence must hold, in runes.
const leastSentence = 10

type sentence struct {
	b        *Block
	from, to int
}

func (b *Block) sentences() []sentence {
	var out []sentence
	t := b.Runes
	for i := 0; i < len(t); {
		j := i
		for j < len(t) && !endsSentence(t[j]) {
			j++
		}
		for j < len(t) && (endsSentence(t[j]) || isOneOf(t[j], "”’）》")) {
			j++
		}
		out = append(out, sentence{b, i, j})
		i = j
	}
	return out
}

func doubledSentences(c *Context, r *rule) {
	seen := map[*edition.Story]map[string]sentence{}
	for _, b := range c.Blocks {
		if !b.body() && b.Role != edition.Caption {
			continue
		}
		m := seen[b.Story]
		if m == nil {
			m = map[string]sentence{}
			seen[b.Story] = m
		}
		for _, s := range b.sentences() {
			if s.to-s.from < leastSentence || hanCount(b.Runes[s.from:s.to]) < leastSentence-2 {
				continue
			}
			k := strings.TrimLeft(bare(b.Runes[s.from:s.to]), "”")
			first, ok := m[k]
			if !ok {
				m[k] = s
				continue
			}
			if !c.wants(b) {
				continue
			}
			f := c.say(r, b, s.from, s.to, words.Text{ZH: "这一句前面已经有了。", EN: "This sentence stands earlier in the story."}, "")
			f.Also = []finding.Place{c.place(first.b, first.from, first.to)}
		}
	}
}

// grams are the four-rune pieces of a text without marks.
type grams map[[4]rune]bool

func gramsOf(texts ...[]rune) grams {
	g := grams{}
	for _, t := range texts {
		var w [4]rune
		n := 0
		for _, x := range t {
			if !isHan(x) && !isDigit(x) && !isLatin(x) {
				continue
			}
			w[0], w[1], w[2], w[3] = w[1], w[2], w[3], x
			if n++; n >= 4 {
				g[w] = true
			}
		}
	}
	return g
}

// containment answers how much of the smaller set the larger holds, 0 to 1.
func containment(a, b grams) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// sameParagraph is the containment from which two paragraphs are one written twice.
const sameParagraph = 0.8

// leastParagraph is the least a repeated paragraph must hold, in four-rune pieces.
const leastParagraph = 20

// paragraphsBack is how many paragraphs before it one is compared with: more than an issue's page holds.
const paragraphsBack = 300

func doubledParagraphs(c *Context, r *rule) {
	type para struct {
		b *Block
		g grams
	}
	var all []para
	for _, b := range c.Blocks {
		if b.body() && len(b.Runes) >= leastParagraph {
			all = append(all, para{b, gramsOf(b.Runes)})
		}
	}
	for j := range all {
		if !c.wants(all[j].b) || len(all[j].g) < leastParagraph {
			continue
		}
		for i := max(0, j-paragraphsBack); i < j; i++ {
			a, b := all[i], all[j]
			if len(a.g) < leastParagraph || len(a.g) > 3*len(b.g) || len(b.g) > 3*len(a.g) {
				continue
			}
			if a.b.Story != b.b.Story && a.b.Story != nil && b.b.Story != nil && a.b.Page != b.b.Page {
				continue
			}
			v := containment(a.g, b.g)
			if v < sameParagraph {
				continue
			}
			f := c.say(r, b.b, 0, len(b.b.Runes), words.Text{ZH: "这一段与前面一段相同（%d%%）。", EN: "This paragraph repeats an earlier one (%d%%)."}.F(int(v*100)), "")
			f.Also = []finding.Place{c.place(a.b, 0, len(a.b.Runes))}
			f.Score = v
			if c.free {
				f.Place.From = c.blockBefore(b.b)
			}
			break
		}
	}
}

// blockBefore answers where the block before b ends in free text.
func (c *Context) blockBefore(b *Block) int {
	for i, x := range c.Blocks {
		if x == b && i > 0 {
			return c.Blocks[i-1].base + len(c.Blocks[i-1].Runes)
		}
	}
	return b.base
}
