package proof

import (
	"strings"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

var styleRules = []*rule{
	{Info{"ST-01", "house_list", finding.Warning, finding.Confirm,
		words.Text{ZH: "本报用语表", EN: "the house's list of words"},
		words.Text{ZH: "本报的禁用、慎用、规范用语表。", EN: "The paper's own list of words not to use, to use with care, or to write in one way."}}, houseList},
	{Info{"ST-02", "head_body", finding.Warning, finding.None,
		words.Text{ZH: "标题与正文不符", EN: "headline against body"},
		words.Text{ZH: "标题里的数字、人名应在正文里有着落。", EN: "Numbers and names of a headline should be found in the text."}}, headAgainstBody},
	{Info{"ST-03", "byline_missing", finding.Warning, finding.None,
		words.Text{ZH: "署名、图说、图片署名", EN: "byline, caption and credit"},
		words.Text{ZH: "新闻稿要有署名或电头，图片要有说明和署名。", EN: "News carries a byline or a dateline; a picture carries a caption and a credit."}}, bylines},
}

// ListKind is what a house list says of a text.
type ListKind string

// The kinds of list entries.
const (
	Forbidden ListKind = "forbidden" // 禁用
	Careful   ListKind = "careful"   // 慎用
	Preferred ListKind = "preferred" // 规范用法: write Instead
)

// ListEntry is one line of a house list.
type ListEntry struct {
	Text    string   `json:"text"`
	Kind    ListKind `json:"kind"`
	Instead string   `json:"instead,omitempty"`
	Why     string   `json:"why,omitempty"`
	Except  []string `json:"except,omitempty"` // contexts that hold the text and are let stand
}

func houseList(c *Context, r *rule) {
	if len(c.c.o.Lists) == 0 {
		return
	}
	c.each(func(b *Block) {
		for i := range b.Runes {
			c.c.lists.at(b.Runes, i, func(n int, e ListEntry) {
				if (slip{wrong: e.Text, lawful: e.Except}).lawfulAt(b, i, n) {
					return
				}
				if e.Instead != "" && strings.Contains(e.Instead, e.Text) && b.has(i-runeLen(e.Instead[:strings.Index(e.Instead, e.Text)]), e.Instead) {
					return // already the preferred form
				}
				msg := words.Text{ZH: "“%s”慎用。", EN: "Use “%s” with care."}
				switch e.Kind {
				case Forbidden:
					msg = words.Text{ZH: "“%s”禁用。", EN: "“%s” is not to be used."}
				case Preferred:
					msg = words.Text{ZH: "“%s”不是本报的规范写法。", EN: "“%s” is not how the paper writes it."}
				}
				var f *finding.Finding
				if e.Instead != "" {
					f = c.say(r, b, i, i+n, msg.F(e.Text), e.Instead)
				} else {
					f = c.say(r, b, i, i+n, msg.F(e.Text))
				}
				if e.Kind == Forbidden {
					f.Level = finding.Error
				}
				if e.Why != "" {
					f.Reason = words.Text{ZH: e.Why, EN: e.Why}
				}
			})
		}
	})
}

// headAgainstBody looks for numbers and roster names that stand in a headline and nowhere in its story's text.
func headAgainstBody(c *Context, r *rule) {
	type texts struct{ body strings.Builder }
	all := map[*edition.Story]*texts{}
	for _, b := range c.Blocks {
		if b.Story == nil || b.heading() && b.Role != edition.Subhead {
			continue
		}
		t := all[b.Story]
		if t == nil {
			t = &texts{}
			all[b.Story] = t
		}
		t.body.WriteString(b.Text)
		t.body.WriteByte('\n')
	}
	c.each(func(b *Block) {
		if b.Story == nil || !b.heading() || b.Role == edition.Subhead || all[b.Story] == nil {
			return
		}
		body := all[b.Story].body.String()
		if runeLen(body) < 60 {
			return
		}
		var have []string
		for _, n := range newBlock("", body).numbers() {
			have = append(have, strings.ReplaceAll(n.text, ",", ""))
		}
		for _, n := range b.numbers() {
			if b.at(n.from-1) == '第' || isLatin(b.at(n.from-1)) || isLatin(b.at(n.to)) || isOneOf(b.at(n.to), "后强年.·") || isOneOf(b.at(n.from-1), ".·") || len(n.text) < 2 {
				continue
			}
			s := strings.ReplaceAll(n.text, ",", "")
			found := false
			for _, h := range have {
				found = found || h == s || strings.HasPrefix(h, s) || strings.HasPrefix(h, s+".") || strings.HasPrefix(s, h) && len(h) >= 2
			}
			if !found && !strings.Contains(body, hanNumber(n.value())) {
				c.say(r, b, n.from, n.to, words.Text{ZH: "标题里的“%s”正文里没有。", EN: "“%s” in the headline is not in the text."}.F(n.text))
			}
		}
		for _, p := range c.c.o.Roster {
			if k := strings.Index(b.Text, p.Name); k >= 0 && !strings.Contains(body, p.Name) {
				i := runeLen(b.Text[:k])
				c.say(r, b, i, i+runeLen(p.Name), words.Text{ZH: "标题里的“%s”正文里没有。", EN: "“%s” in the headline is not in the text."}.F(p.Name))
			}
		}
	})
}

// hanNumber writes a small number in Chinese numerals.
func hanNumber(v int) string {
	d := []rune("零一二三四五六七八九")
	switch {
	case v < 0 || v > 99:
		return "\x00"
	case v < 10:
		return string(d[v])
	case v == 10:
		return "十"
	case v < 20:
		return "十" + string(d[v%10])
	case v%10 == 0:
		return string(d[v/10]) + "十"
	}
	return string(d[v/10]) + "十" + string(d[v%10])
}

func bylines(c *Context, r *rule) {
	seen := map[*edition.Story]bool{}
	for _, b := range c.Blocks {
		s := b.Story
		if s == nil || seen[s] {
			continue
		}
		seen[s] = true
		first := blockOf(c, s)
		if first == nil || c.only != nil && c.only.Story == s && c.only != first {
			continue
		}
		for _, u := range s.Pictures {
			if u.Picture == "" {
				continue
			}
			if u.Caption == nil && s.Kind != edition.Photo {
				f := c.say(r, first, 0, 0, words.Text{ZH: "图片没有说明。", EN: "A picture without a caption."})
				f.Category = "caption_missing"
			}
			if u.Credit == nil && (u.Caption == nil || !strings.ContainsAny(u.Caption.Text, "摄图")) && s.First(edition.Byline) == nil {
				f := c.say(r, first, 0, 0, words.Text{ZH: "图片没有署名。", EN: "A picture without a credit."})
				f.Category = "credit_missing"
			}
		}
		for _, u := range s.Pictures {
			if u.Picture == "" && u.Caption != nil {
				f := c.say(r, first, 0, 0, words.Text{ZH: "有图说而没有图片：“%s”。", EN: "A caption without its picture: “%s”."}.F(cutShort(u.Caption.Text, 12)))
				f.Category = "caption_alone"
			}
		}
		if s.Kind != edition.News && s.Kind != edition.Feature || s.First(edition.Headline) == nil {
			continue
		}
		n := 0
		credited := s.First(edition.Byline) != nil
		for _, p := range s.Paras {
			n += runeLen(p.Text)
			for _, w := range []string{"记者", "通讯员", "新华社", "日电", "据《", "本报讯"} {
				if strings.Contains(p.Text, w) && (w != "记者" || strings.Contains(p.Text, "（记者") || strings.Contains(p.Text, "■记者") || strings.Contains(p.Text, "本报记者")) {
					credited = true
				}
			}
		}
		if !credited && n >= 200 {
			c.say(r, first, 0, 0, words.Text{ZH: "稿件没有署名，也没有电头。", EN: "The story has neither byline nor dateline."})
		}
	}
}

func blockOf(c *Context, s *edition.Story) *Block {
	for _, b := range c.Blocks {
		if b.Story == s {
			return b
		}
	}
	return nil
}

func cutShort(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
