package proof

import (
	"strings"
	"testing"

	"dayang/internal/edition"
)

// pageText answers about n characters of news in paragraphs, with dates, numbers and quotations.
func pageText(n int) string {
	const para = "本报讯 3月7日下午，我市召开重点项目推进会，会议强调，要紧盯节点、倒排工期，一个项目一个项目地过堂，一个难题一个难题地破解，确保首季“开门红”。截至6月末，全市本外币各项存款余额为2036.8亿元，同比增长9.6%；各项贷款余额为1874.5亿元。市教育局局长表示，今年全市计划投入3.2亿元，新建中小学校9所，新增学位5460个，让更多孩子在家门口就能上好学。居民们纷纷点赞：“以前下水道三天两头堵，反映了好几次都没有下文；现在从上报到修好，前前后后不到一天。”"
	var b strings.Builder
	for i := 0; b.Len() < n*3; i++ {
		r := []rune(para)
		b.WriteString(string(r[i%40:]))
		b.WriteByte('\n')
	}
	return b.String()
}

func BenchmarkPage(b *testing.B) {
	c := checker(b, Options{Roster: []Person{{Name: "褚怀瑾", Titles: []string{"市委书记"}, Rank: 1}, {Name: "温如石", Titles: []string{"市长"}, Rank: 2}}})
	s := &edition.Story{ID: "s", Kind: edition.News}
	n := 0
	for i, l := range strings.Split(strings.TrimSpace(pageText(8000)), "\n") {
		s.Paras = append(s.Paras, &edition.Para{ID: string(rune('a' + i)), Role: edition.Body, Text: l})
		n += len([]rune(l))
	}
	ed := &edition.Edition{Stories: []*edition.Story{s}}
	b.Run("8000", func(b *testing.B) {
		for b.Loop() {
			c.Edition(ed)
		}
		b.ReportMetric(float64(n), "characters")
	})
	b.Run("paragraph", func(b *testing.B) {
		for b.Loop() {
			c.Para(s, s.Paras[3].ID)
		}
	})
}

func BenchmarkRules(b *testing.B) {
	c := checker(b, Options{})
	text := pageText(8000)
	for _, r := range c.rules {
		b.Run(r.Rule, func(b *testing.B) {
			for b.Loop() {
				ctx := c.context("2024-03-08")
				ctx.free = true
				ctx.addText(text)
				ctx.run([]*rule{r})
			}
		})
	}
}
