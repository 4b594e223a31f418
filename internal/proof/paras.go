package proof

import (
	"strings"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

var paraRules = []*rule{
	{Info{"PA-01", "para_split", finding.Error, finding.Confirm,
		words.Text{ZH: "段落被截断", EN: "broken paragraph"},
		words.Text{ZH: "上一段没有句末标点，下一段接得上：同一段被分成了两段（校对符号“接排”）。", EN: "The paragraph has no end and the next one goes on with it: one paragraph was cut in two (proof mark 接排, run on)."}}, brokenParagraph},
	{Info{"PA-02", "order", finding.Error, finding.Confirm,
		words.Text{ZH: "段落次序错乱", EN: "piece out of order"},
		words.Text{ZH: "这一段没有说完，而接得上的一段在别处（校对符号“转移”）。", EN: "The paragraph has no end, and the piece that goes on with it stands elsewhere (proof mark 转移, transfer)."}}, outOfOrder},
	{Info{"PA-03", "lost_break", finding.Warning, finding.Confirm,
		words.Text{ZH: "该另起段而没有另起", EN: "lost paragraph break"},
		words.Text{ZH: "加粗的段首标题前应另起一段（校对符号“另起段”）。", EN: "A run-in head begins a new paragraph (proof mark 另起段)."}}, lostBreak},
	{Info{"PA-04", "lost_head", finding.Hint, finding.None,
		words.Text{ZH: "句子像是丢了开头", EN: "a sentence that seems to have lost its head"},
		words.Text{ZH: "段首的短句没有主语，后文的排比句有：开头可能在来稿中丢失，请查原稿。", EN: "The short first sentence has no subject while its parallels further on do; look into the manuscript."}}, lostHead},
	{Info{"PA-05", "jump", finding.Error, finding.None,
		words.Text{ZH: "下转与上接对不上", EN: "jump lines that do not meet"},
		words.Text{ZH: "“下转第X版”必须在第X版有“上接第Y版”，反之亦然。", EN: "A jump to a page needs its counterpart on that page, and the other way round."}}, jumps},
}

// group is a row of blocks that read as one paragraph once broken paragraphs are joined.
type group struct {
	blocks []*Block
	joins  []join
}

// join says why two neighbours belong together.
type join struct {
	word string  // a word that lies across the break
	sure float64 // 0 to 1
}

// joinGroups puts blocks that were one paragraph together.
func (c *Context) joinGroups() []group {
	var out []group
	for i, b := range c.Blocks {
		if i > 0 {
			a := c.Blocks[i-1]
			if j, ok := c.joins(a, b); ok {
				g := &out[len(out)-1]
				g.blocks = append(g.blocks, b)
				g.joins = append(g.joins, j)
				continue
			}
		}
		out = append(out, group{blocks: []*Block{b}})
	}
	return out
}

// freshStart reports whether a block begins as only a new paragraph does.
func freshStart(b *Block) bool {
	if b.begins(0, "本报讯", "新华社", "据", "■", "●", "▲", "◆", "★", "**", "——", "（一）", "一、", "二、", "三、", "四、", "五、", "记者", "近日", "日前", "当日", "当天", "昨天", "今年", "此外", "同时", "目前", "随后", "接下来", "下一步", "“") {
		return true
	}
	if b.at(0) == '第' && numeral(b.at(1)) > 0 {
		return true
	}
	if b.Para != nil {
		for _, s := range b.Para.Spans {
			if s.From == 0 && s.Style == edition.Bold && s.To < len(b.Runes) && b.at(s.To-1) == '：' {
				return true
			}
		}
	}
	k := 0
	for k < len(b.Runes) && isDigit(b.Runes[k]) {
		k++
	}
	return k > 0 && (b.at(k) == '月' && isDigit(b.at(k+1)) || k == 4 && b.at(k) == '年' || b.at(k) == '.' || b.at(k) == '、')
}

// openStart reports whether a block begins as no paragraph may.
func openStart(b *Block) bool {
	return isOneOf(b.at(0), "，、；。：！？”’）》】％%,;)") && !b.begins(0, "……")
}

// joins reports whether b goes on with a.
func (c *Context) joins(a, b *Block) (join, bool) {
	if a.Story != b.Story || !a.body() || !b.body() || len(a.Runes) == 0 || len(b.Runes) == 0 {
		return join{}, false
	}
	if a.Para == nil != (b.Para == nil) || a.Frame != b.Frame {
		return join{}, false
	}
	if a.more {
		return join{}, false
	}
	if openStart(b) {
		return join{sure: 0.99}, true
	}
	if !openEnd(a) {
		return join{}, false
	}
	if x := a.Runes[len(a.Runes)-1]; isOneOf(x, "，、,") {
		return join{sure: 0.98}, true
	}
	if isOneOf(a.Runes[len(a.Runes)-1], "（“‘《") {
		return join{sure: 0.98}, true
	}
	if c.c.o.Join != nil {
		s := c.c.o.Join(a.Text, b.Text)
		if s <= 0 {
			return join{}, false
		}
		return join{word: c.across(a, b), sure: min(0.99, 0.6+s/20)}, true
	}
	w := c.across(a, b)
	if w == "" && freshStart(b) && len(a.Runes) >= 14 {
		return join{}, false
	}
	if w != "" {
		return join{word: w, sure: 0.97}, true
	}
	return join{sure: 0.8}, true
}

// across answers a word that lies across the end of a and the start of b, if cutting them as one gives such a word.
func (c *Context) across(a, b *Block) string {
	tail := a.slice(len(a.Runes)-8, len(a.Runes))
	head := b.slice(0, 8)
	n := runeLen(tail)
	for _, w := range c.c.seg.Cut(tail + head) {
		if w.From < n && w.To > n && w.Freq > 0 {
			return w.Text
		}
	}
	return ""
}

func brokenParagraph(c *Context, r *rule) {
	for _, g := range c.groups {
		for n, j := range g.joins {
			a, b := g.blocks[n], g.blocks[n+1]
			if !c.wants(a) && !c.wants(b) {
				continue
			}
			i := len(a.Runes)
			msg := words.Text{ZH: "段落被截断，应与下段接排：“%s‖%s”。", EN: "A broken paragraph; run it on with the next: “%s‖%s”."}.F(a.slice(i-6, i), b.slice(0, 6))
			f := c.say(r, a, i, i, msg, "")
			f.Score = j.sure
			f.Also = []finding.Place{c.place(b, 0, 0)}
			if c.free {
				f.Place.To = b.base
				f.Text = ""
			}
			if j.sure >= 0.95 {
				f.Fix = finding.Apply
			}
		}
	}
}

// outOfOrder asks, for every open end that its neighbour does not go on with, which piece of the story does.
func outOfOrder(c *Context, r *rule) {
	if c.only != nil {
		return
	}
	flow := map[*edition.Story][]*Block{}
	var stories []*edition.Story
	open := map[*edition.Story]bool{}
	for _, g := range c.groups {
		for n, b := range g.blocks {
			if !b.body() {
				continue
			}
			if flow[b.Story] == nil {
				stories = append(stories, b.Story)
			}
			flow[b.Story] = append(flow[b.Story], b)
			if n == len(g.blocks)-1 && openEnd(b) && len(b.Runes) >= 14 {
				open[b.Story] = true
			}
		}
	}
	for _, s := range stories {
		if open[s] && len(flow[s]) > 2 {
			c.strays(r, flow[s])
		}
	}
}

// strays says where the pieces of one story go on whose neighbour does not go on with them.
func (c *Context) strays(r *rule, flow []*Block) {
	say := func(a, b *Block, sure float64) {
		i := len(a.Runes)
		f := c.say(r, a, i, i, words.Text{ZH: "这一段没有说完，接得上的可能是“%s…”。", EN: "The paragraph has no end; “%s…” may go on with it."}.F(b.slice(0, 10)))
		f.Score = sure
		f.Also = []finding.Place{c.place(b, 0, 0)}
	}
	if c.c.o.Successors != nil {
		fragments := make([]string, len(flow))
		for i, b := range flow {
			fragments[i] = b.Text
		}
		for i, next := range c.c.o.Successors(fragments) {
			if i < len(flow) && next >= 0 && next < len(flow) && next != i+1 && next != i && openEnd(flow[i]) {
				say(flow[i], flow[next], 0.8)
			}
		}
		return
	}
	for i, a := range flow {
		if !openEnd(a) || len(a.Runes) < 14 {
			continue
		}
		if i+1 < len(flow) {
			if _, ok := c.joins(a, flow[i+1]); ok {
				continue
			}
		}
		var best *Block
		word := ""
		for k, b := range flow {
			if k == i || k == i+1 || k > 0 && openEnd(flow[k-1]) {
				continue
			}
			if w := c.across(a, b); runeLen(w) > runeLen(word) {
				best, word = b, w
			}
		}
		if best != nil && c.c.seg.Freq(word) >= 50 {
			say(a, best, 0.6)
		}
	}
}

func lostBreak(c *Context, r *rule) {
	c.each(func(b *Block) {
		if !b.body() {
			return
		}
		say := func(i int) {
			f := c.say(r, b, i, i, words.Text{ZH: "“%s”前应另起一段。", EN: "A new paragraph should begin before “%s”."}.F(b.slice(i, i+6)), "\n")
			f.Score = 0.95
		}
		if b.Para != nil {
			for _, s := range b.Para.Spans {
				if s.Style == edition.Bold && s.From > 0 && s.To <= len(b.Runes) && endsSentence(b.at(s.From-1)) && s.To-s.From <= 12 && (isOneOf(b.at(s.To-1), "：:") || isOneOf(b.at(s.To), "：:")) {
					say(s.From)
				}
			}
			return
		}
		for rest, from := b.Text, 0; ; {
			k := strings.Index(rest, "**")
			if k < 0 {
				return
			}
			i := from + runeLen(rest[:k])
			tail := rest[k+2:]
			e := strings.Index(tail, "**")
			if e < 0 {
				return
			}
			in := tail[:e]
			if i > 0 && endsSentence(b.at(i-1)) && runeLen(in) <= 12 && (strings.HasSuffix(in, "：") || strings.HasSuffix(in, ":")) {
				say(i)
			}
			from = i + 4 + runeLen(in)
			rest = tail[e+2:]
		}
	})
}

// lostHead finds a first sentence such as “紧而又紧。” whose parallels further on stand inside full sentences.
func lostHead(c *Context, r *rule) {
	c.each(func(b *Block) {
		t := b.Runes
		if !b.body() || len(t) < 20 {
			return
		}
		k := 0
		for k < len(t) && k < 7 && isHan(t[k]) {
			k++
		}
		if k < 3 || k > 6 || b.at(k) != '。' {
			return
		}
		// X而又X, X之又X: the same frame later in the story with another X
		for i := 1; i+2 < k; i++ {
			frame := string(t[i : i+2])
			if t[0] != t[k-1] || i+2 != k-1 || (frame != "而又" && frame != "之又") {
				continue
			}
			n := 0
			for _, o := range c.Blocks {
				if o.Story == b.Story {
					n += strings.Count(o.Text, frame)
				}
			}
			if n >= 3 {
				f := c.say(r, b, 0, k+1, words.Text{ZH: "“%s”像是丢了句子的开头。", EN: "“%s” seems to have lost the head of its sentence."}.F(string(t[:k+1])))
				f.Score = 0.5
			}
		}
	})
}

// jumps checks that 下转 and 上接 meet: in an edition across pages, by the stories' own jump lines.
func jumps(c *Context, r *rule) {
	if c.Edition == nil {
		return
	}
	type end struct {
		b        *Block
		from, to int
		page     int // the page it stands on
		other    int // the page it names
		on       bool
	}
	number := map[string]int{}
	for _, p := range c.Edition.Pages {
		number[p.ID] = p.Number
	}
	var all []end
	for _, b := range c.Blocks {
		for _, lead := range []string{"下转", "上接"} {
			for k, off := 0, 0; ; k++ {
				at := strings.Index(b.Text[off:], lead)
				if at < 0 {
					break
				}
				i := runeLen(b.Text[:off+at])
				off += at + len(lead)
				j := i + 2
				if b.at(j) == '第' {
					j++
				}
				n := 0
				for ; j < len(b.Runes); j++ {
					if isDigit(b.Runes[j]) {
						n = n*10 + int(b.Runes[j]-'0')
					} else if v := numeral(b.Runes[j]); v >= 0 {
						n = n*10 + v
					} else if b.Runes[j] == '十' {
						if n == 0 {
							n = 1
						}
						if numeral(b.at(j+1)) < 0 {
							n *= 10
						}
					} else {
						break
					}
				}
				if n > 0 && n < 1000 && b.at(j) == '版' {
					all = append(all, end{b, i, j + 1, number[b.Page], n, lead == "下转"})
				}
			}
		}
	}
	for _, e := range all {
		if e.page == 0 {
			continue
		}
		met := false
		for _, o := range all {
			if o.on != e.on && o.page == e.other && o.other == e.page {
				met = true
			}
		}
		if !met && len(c.Edition.Pages) > 1 {
			want := words.Text{ZH: "上接", EN: "上接"}
			if !e.on {
				want = words.Text{ZH: "下转", EN: "下转"}
			}
			c.say(r, e.b, e.from, e.to, words.Text{ZH: "第%d版没有“%s第%d版”。", EN: "Page %d has no “%s第%d版”."}.F(e.other, want, e.page))
		}
	}
}
