package proof

import (
	"sort"
	"strings"
	"time"

	"dayang/internal/finding"
	"dayang/internal/words"
)

var nameRules = []*rule{
	{Info{"NM-01", "name_sound", finding.Error, finding.Confirm,
		words.Text{ZH: "人名与名单不符", EN: "name against the roster"},
		words.Text{ZH: "与本报名单中的人名只差一个字或字序不同。", EN: "One character or the order differs from a name of the paper's roster."}}, names},
	{Info{"NM-02", "title_wrong", finding.Error, finding.None,
		words.Text{ZH: "职务与人不符", EN: "title that is not the person's"},
		words.Text{ZH: "本报名单中此人没有这一职务。", EN: "The paper's roster does not give this person that title."}}, titles},
	{Info{"NM-03", "rank_order", finding.Warning, finding.Confirm,
		words.Text{ZH: "领导人排序", EN: "rank order in a list"},
		words.Text{ZH: "按本报名单的次序排列。", EN: "Lists follow the order of the paper's roster."}}, ranks},
	{Info{"NM-04", "name_variant", finding.Warning, finding.None,
		words.Text{ZH: "同一人名前后写法不一", EN: "two spellings of one name"},
		words.Text{ZH: "同一篇里两个人名只差一个字，请核对。", EN: "Two names of one story differ by a single character; check which is right."}}, variants},
	{Info{"NM-05", "place_wrong", finding.Warning, finding.None,
		words.Text{ZH: "地名与所属不符", EN: "place not in the named city or county"},
		words.Text{ZH: "本报地名表中此地属于别处。", EN: "The paper's list of places gives this place to another."}}, places},
}

// Place is one entry of the paper's list of places: a name and what it belongs to.
type Place struct {
	Name string `json:"name"`
	In   string `json:"in"`
}

func placeIndex(list []Place) map[string][]string {
	m := map[string][]string{}
	for _, p := range list {
		m[p.Name] = append(m[p.Name], p.In)
	}
	return m
}

// serving reports whether the person's entry holds on the context's day.
func (c *Context) serving(p Person) bool {
	if !c.dated {
		return true
	}
	d := c.date.Format(time.DateOnly)
	return (p.From == "" || p.From <= d) && (p.To == "" || d <= p.To)
}

// known reports whether s is a name of the roster.
func (c *Checker) known(s string) bool {
	for _, p := range c.o.Roster {
		if p.Name == s {
			return true
		}
	}
	return false
}

func names(c *Context, r *rule) {
	if len(c.c.o.Roster) == 0 {
		return
	}
	bySurname := map[rune][][]rune{}
	seen := map[string]bool{}
	for _, p := range c.c.o.Roster {
		n := []rune(p.Name)
		if len(n) >= 2 && !seen[p.Name] {
			seen[p.Name] = true
			bySurname[n[0]] = append(bySurname[n[0]], n)
		}
	}
	c.each(func(b *Block) {
		t := b.Runes
		for i := 0; i < len(t); i++ {
			for _, n := range bySurname[t[i]] {
				if i+len(n) > len(t) {
					continue
				}
				w := t[i : i+len(n)]
				if equalRunes(w, n) {
					continue
				}
				cat, ok := c.misspelt(b, i, w, n)
				if !ok || c.c.known(string(w)) {
					continue
				}
				f := c.say(r, b, i, i+len(n), words.Text{ZH: "人名“%s”疑为“%s”。", EN: "“%s” may be “%s”."}.F(string(w), string(n)), string(n))
				f.Category, f.Score = cat, 0.95
				break
			}
		}
		// a wrong surname before the right given name
		for _, list := range bySurname {
			for _, n := range list {
				if len(n) < 3 {
					continue
				}
				for off := 0; ; {
					k := strings.Index(b.Text[off:], string(n[1:]))
					if k < 0 {
						break
					}
					i := runeLen(b.Text[:off+k]) - 1
					off += k + 1
					for off < len(b.Text) && b.Text[off]&0xC0 == 0x80 {
						off++
					}
					if i < 0 || t[i] == n[0] || !isHan(t[i]) || !near(t[i], n[0]) || c.c.known(b.slice(i, i+len(n))) {
						continue
					}
					f := c.say(r, b, i, i+len(n), words.Text{ZH: "人名“%s”疑为“%s”。", EN: "“%s” may be “%s”."}.F(b.slice(i, i+len(n)), string(n)), string(n))
					f.Score = 0.9
				}
			}
		}
	})
}

// misspelt reports whether w is the name n with two characters swapped or one exchanged for one of the same sound
// or a like shape. Where the difference is of no such kind, a title before w must show that a person is meant.
func (c *Context) misspelt(b *Block, i int, w, n []rune) (string, bool) {
	diff, at := 0, 0
	for k := 1; k < len(n); k++ {
		if w[k] != n[k] {
			diff++
			at = k
		}
	}
	if len(n) >= 3 && diff == 2 && w[len(n)-1] == n[len(n)-2] && w[len(n)-2] == n[len(n)-1] {
		return "name_swap", true
	}
	if diff != 1 {
		return "", false
	}
	if !isHan(w[at]) {
		return "", false
	}
	titled := c.titleBefore(b, i) != ""
	if len(n) == 2 {
		return "name_sound", titled && near(w[at], n[at])
	}
	if near(w[at], n[at]) {
		return "name_sound", true
	}
	if !titled {
		return "", false
	}
	// 市长温如+说: the last rune begins a word, so the name was cut short, not misspelt
	return "name_sound", !(at == len(n)-1 && c.edges(b)[i+at] && c.edges(b)[min(i+at+1, len(b.Runes))] && isOneOf(w[at], "说在和、等与及的了指主出强表要到同带一对也为是"))
}

// titleBefore answers the roster title that stands right before i.
func (c *Context) titleBefore(b *Block, i int) string {
	best := ""
	for _, p := range c.c.o.Roster {
		for _, t := range p.Titles {
			if b.ends(i, t) && len(t) > len(best) {
				best = t
			}
		}
	}
	return best
}

// titleChars end the titles of office that a roster is about.
var titleEnds = []string{"书记", "市长", "县长", "区长", "省长", "主任", "主席", "部长", "局长", "镇长", "乡长", "院长", "检察长", "秘书长", "厅长", "司长", "处长", "会长", "校长", "总理", "州长", "盟长", "旗长", "委员长", "常委", "司令员", "政委", "政治委员", "组长", "站长", "所长", "科长", "行长", "队长", "董事长", "总经理", "经理", "代表", "委员", "巡视员", "督查专员", "参谋长", "总编辑", "台长", "社长"}

func titles(c *Context, r *rule) {
	own := map[string][]string{}
	ever := map[string]bool{}
	all := map[string]bool{}
	for _, p := range c.c.o.Roster {
		ever[p.Name] = true
		for _, t := range p.Titles {
			all[t] = true
			if c.serving(p) {
				own[p.Name] = append(own[p.Name], t)
			}
		}
	}
	if len(ever) == 0 {
		return
	}
	var list []string
	for t := range all {
		list = append(list, t)
	}
	sort.Slice(list, func(i, j int) bool {
		return len(list[i]) > len(list[j]) || len(list[i]) == len(list[j]) && list[i] < list[j]
	})
	c.each(func(b *Block) {
		for name := range ever {
			if !strings.Contains(b.Text, name) {
				continue
			}
			for off := 0; ; {
				k := strings.Index(b.Text[off:], name)
				if k < 0 {
					break
				}
				i := runeLen(b.Text[:off+k])
				off += k + len(name)
				c.titleOf(r, b, i, name, own[name], list)
			}
		}
	})
}

// titleOf judges the title in front of a name: one of the roster's that is not the person's own, or a run of
// characters ending in an office that fits none of the person's titles.
func (c *Context) titleOf(r *rule, b *Block, i int, name string, own, list []string) {
	for _, t := range own {
		if b.ends(i, t) {
			// 副市长 ends with 市长: the longer title decides
			longer := ""
			for _, o := range list {
				if len(o) > len(t) && strings.HasSuffix(o, t) && b.ends(i, o) {
					longer = o
					break
				}
			}
			if longer == "" || has(own, longer) {
				if b.at(i-runeLen(t)-1) == '副' && !strings.HasPrefix(t, "副") {
					break
				}
				return
			}
		}
	}
	found := ""
	for _, t := range list {
		if b.ends(i, t) {
			found = t
			break
		}
	}
	if found == "" {
		for _, t := range titleEnds {
			if b.ends(i, t) && len(t) > len(found) {
				found = t
			}
		}
		if found == "" {
			return
		}
		// an office that only part of an own title or a fuller form of it names is no fault: 书记 for 市委书记
		for _, t := range own {
			if strings.HasSuffix(t, found) {
				if b.at(i-runeLen(found)-1) != '副' || strings.HasSuffix(t, "副"+found) {
					return
				}
			}
		}
		// an office of a body that the roster does not speak about: 学会会长, 领导小组组长, 人大代表
		if isOneOf([]rune(found)[runeLen(found)-1], "表员") || found == "组长" || found == "会长" || found == "常委" || found == "总指挥" {
			return
		}
	}
	if has(own, found) {
		return
	}
	from := i - runeLen(found)
	if b.at(from-1) == '副' {
		from--
	}
	// 、-joined titles (市委副书记、市长) belong together
	want := strings.Join(own, "，")
	if want == "" {
		want = "—"
	}
	f := c.say(r, b, from, i+runeLen(name), words.Text{ZH: "“%s”不是%s的职务；名单中为：%s。", EN: "“%s” is not a title of %s; the roster gives: %s."}.F(b.slice(from, i), name, want))
	if len(own) > 0 {
		f.Suggestions = []finding.Suggestion{{Text: own[0] + name}}
		f.Fix = finding.Confirm
	}
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func ranks(c *Context, r *rule) {
	rank := map[string]int{}
	for _, p := range c.c.o.Roster {
		if p.Rank > 0 && c.serving(p) {
			rank[p.Name] = p.Rank
		}
	}
	if len(rank) < 2 {
		return
	}
	c.each(func(b *Block) {
		if !strings.ContainsRune(b.Text, '、') {
			return
		}
		// lists of names joined by 、 or 和
		type item struct {
			from, to, rank int
			name           string
		}
		var all []item
		for name, n := range rank {
			for off := 0; ; {
				k := strings.Index(b.Text[off:], name)
				if k < 0 {
					break
				}
				i := runeLen(b.Text[:off+k])
				off += k + len(name)
				all = append(all, item{i, i + runeLen(name), n, name})
			}
		}
		sort.Slice(all, func(i, j int) bool { return all[i].from < all[j].from })
		for i := 0; i+1 < len(all); {
			j := i
			plain := true // names only, no titles between them
			for j+1 < len(all) && b.at(all[j].to) == '、' {
				if all[j].to+1 != all[j+1].from {
					title := c.titleBefore(b, all[j+1].from)
					if title == "" || runeLen(title) != all[j+1].from-all[j].to-1 {
						break
					}
					plain = false
				}
				j++
			}
			list := all[i : j+1]
			sorted := true
			for k := 1; k < len(list); k++ {
				sorted = sorted && list[k-1].rank <= list[k].rank
			}
			if !sorted {
				a, z := 0, len(list)-1
				right := append([]item(nil), list...)
				sort.SliceStable(right, func(p, q int) bool { return right[p].rank < right[q].rank })
				for right[a].name == list[a].name {
					a++
				}
				for right[z].name == list[z].name {
					z--
				}
				var s []string
				for _, x := range right[a : z+1] {
					s = append(s, x.name)
				}
				fix := strings.Join(s, "、")
				msg := words.Text{ZH: "按名单次序应为“%s”。", EN: "By rank: “%s”."}.F(fix)
				if plain {
					c.say(r, b, list[a].from, list[z].to, msg, fix)
				} else {
					c.say(r, b, list[a].from, list[z].to, msg)
				}
			}
			i = j + 1
		}
	})
}

// surnames are the commonest family names; a name of three characters begins with one of them.
var surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊於惠甄曲家封储靳段焦巴谷侯车班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"

// variants looks for two names in one story that differ by one character of the same sound or a like shape, both
// behind a word that shows a person: a title, 记者, 通讯员, or before 说 and its like.
func variants(c *Context, r *rule) {
	if c.only != nil {
		return
	}
	type seenName struct {
		b    *Block
		i, n int
	}
	perStory := map[any]map[string]*seenName{}
	for _, b := range c.Blocks {
		if !b.prose() && b.Role != "byline" && b.Role != "credit" {
			continue
		}
		m := perStory[b.Story]
		if m == nil {
			m = map[string]*seenName{}
			perStory[b.Story] = m
		}
		t := b.Runes
		for i := 0; i+3 <= len(t); i++ {
			if !strings.ContainsRune(surnames, t[i]) || !isHan(t[i+1]) || !isHan(t[i+2]) {
				continue
			}
			before := b.ends(i, titleEnds...) || b.ends(i, "记者", "通讯员", "摄影", "村民", "居民", "市民", "职工", "学生", "老师", "教师", "医生", "护士", "民警", "先生", "女士", "负责人", "教授", "专家", "主播", "导演", "作家", "工程师", "老人", "同志", "家长", "业主", "店主", "老板", "司机", "农户", "队员", "选手")
			if !before {
				continue
			}
			k := string(t[i : i+3])
			if c.word(string(t[i+1:i+3])) && c.c.seg.Freq(string(t[i+1:i+3])) > 500 {
				continue
			}
			if s := m[k]; s != nil {
				s.n++
				continue
			}
			m[k] = &seenName{b, i, 1}
		}
	}
	for _, m := range perStory {
		var keys []string
		for k := range m {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for x, a := range keys {
			for _, z := range keys[x+1:] {
				p, q := []rune(a), []rune(z)
				diff, at := 0, 0
				for k := range p {
					if p[k] != q[k] {
						diff++
						at = k
					}
				}
				if diff != 1 || at == 0 || !near(p[at], q[at]) || c.c.known(a) && c.c.known(z) {
					continue
				}
				rare, often := a, z
				if m[a].n > m[z].n || m[a].n == m[z].n && strings.Count(m[z].b.Text, a) > strings.Count(m[a].b.Text, z) {
					rare, often = z, a
				}
				s := m[rare]
				f := c.say(r, s.b, s.i, s.i+3, words.Text{ZH: "“%s”与“%s”是不是同一人？", EN: "Are “%s” and “%s” one person?"}.F(rare, often))
				f.Also = []finding.Place{c.place(m[often].b, m[often].i, m[often].i+3)}
				f.Score = 0.7
			}
		}
	}
}

func places(c *Context, r *rule) {
	if len(c.c.places) == 0 {
		return
	}
	owners := map[string]bool{}
	for _, in := range c.c.places {
		for _, s := range in {
			owners[s] = true
		}
	}
	c.each(func(b *Block) {
		for owner := range owners {
			for off := 0; ; {
				k := strings.Index(b.Text[off:], owner)
				if k < 0 {
					break
				}
				i := runeLen(b.Text[:off+k])
				off += k + len(owner)
				j := i + runeLen(owner)
				best := ""
				for name := range c.c.places {
					if b.has(j, name) && len(name) > len(best) {
						best = name
					}
				}
				if best == "" || has(c.c.places[best], owner) {
					continue
				}
				c.say(r, b, i, j+runeLen(best), words.Text{ZH: "“%s”属于%s。", EN: "“%s” belongs to %s."}.F(best, strings.Join(c.c.places[best], "、")))
			}
		}
	})
}
