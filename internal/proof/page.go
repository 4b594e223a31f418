package proof

import (
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

var pageRules = []*rule{
	{Info{"DU-06", "dup_story", finding.Warning, finding.None,
		words.Text{ZH: "一稿两登", EN: "the same story twice"},
		words.Text{ZH: "两篇稿件的文字大半相同；也可能近期已经登过。", EN: "Two stories share most of their text, in this issue or with one of the last."}}, sameStory},
	{Info{"DU-07", "dup_headline", finding.Warning, finding.None,
		words.Text{ZH: "标题重复", EN: "headline repeated"},
		words.Text{ZH: "两个标题相同或大半相同。", EN: "Two headlines are the same or nearly so."}}, sameHeadline},
	{Info{"DU-08", "dup_picture", finding.Warning, finding.None,
		words.Text{ZH: "图片重复", EN: "the same picture twice"},
		words.Text{ZH: "同一张图片用了两次。", EN: "One picture stands in two places."}}, samePicture},
}

// Earlier is a story of one of the last issues.
type Earlier struct {
	Issue    string `json:"issue"` // its date or number, to show
	Headline string `json:"headline"`
	Text     string `json:"text"`
}

// Containment of four-rune pieces from which two stories are the same, and from which they share a good part.
// Measured on news of different days: the first is never reached by different stories.
const (
	sameStoryAt   = 0.6
	sharedStoryAt = 0.3
)

// Containment answers how much of the shorter text the longer holds, 0 to 1, by pieces of four characters.
func Containment(a, b string) float64 {
	return containment(gramsOf([]rune(a)), gramsOf([]rune(b)))
}

func storyGrams(s *edition.Story) grams {
	var texts [][]rune
	for _, p := range s.Paras {
		if p.Role.InBody() {
			texts = append(texts, []rune(p.Text))
		}
	}
	return gramsOf(texts...)
}

func sameStory(c *Context, r *rule) {
	if c.Edition == nil || c.only != nil {
		return
	}
	type item struct {
		s *edition.Story
		g grams
	}
	var all []item
	for _, s := range c.Edition.Stories {
		if g := storyGrams(s); len(g) >= 40 {
			all = append(all, item{s, g})
		}
	}
	say := func(a *edition.Story, v float64, where words.Text, also *edition.Story) {
		b := blockOf(c, a)
		if b == nil || v < sharedStoryAt {
			return
		}
		f := c.say(r, b, 0, len(b.Runes), words.Text{ZH: "这篇稿件与%s文字相同%d%%。", EN: "This story shares %[2]d%% of its text with %[1]s."}.F(where, int(v*100+0.5)))
		f.Score = v
		if v < sameStoryAt {
			f.Level = finding.Hint
		}
		if o := blockOf(c, also); also != nil && o != nil {
			f.Also = []finding.Place{c.place(o, 0, len(o.Runes))}
		}
	}
	for j, b := range all {
		for _, a := range all[:j] {
			v := containment(a.g, b.g)
			name := a.s.Slug
			if h := a.s.First(edition.Headline); h != nil {
				name = h.Text
			}
			say(b.s, v, words.Text{ZH: "《" + cutShort(name, 16) + "》", EN: "“" + cutShort(name, 16) + "”"}, a.s)
		}
		for _, e := range c.c.o.Earlier {
			if v := containment(gramsOf([]rune(e.Text)), b.g); v >= sharedStoryAt {
				say(b.s, v, words.Text{ZH: e.Issue + "《" + cutShort(e.Headline, 16) + "》", EN: "“" + cutShort(e.Headline, 16) + "” of " + e.Issue}, nil)
			}
		}
	}
}

// leastHeadline is the least two headlines must hold to be compared, in runes without marks.
const leastHeadline = 5

func sameHeadline(c *Context, r *rule) {
	if c.Edition == nil || c.only != nil {
		return
	}
	var heads []*Block
	for _, b := range c.Blocks {
		if b.Role == edition.Headline && b.Story != nil && hanCount(b.Runes) >= leastHeadline {
			heads = append(heads, b)
		}
	}
	alike := func(a, b string) bool {
		if bare([]rune(a)) == bare([]rune(b)) {
			return true
		}
		x, y := gramsOf([]rune(a)), gramsOf([]rune(b))
		return len(x) >= 5 && len(y) >= 5 && containment(x, y) >= 0.8
	}
	for j, b := range heads {
		for _, a := range heads[:j] {
			if a.Story != b.Story && alike(a.Text, b.Text) {
				f := c.say(r, b, 0, len(b.Runes), words.Text{ZH: "标题与另一篇重复。", EN: "The headline repeats another story's."})
				f.Also = []finding.Place{c.place(a, 0, len(a.Runes))}
			}
		}
		for _, e := range c.c.o.Earlier {
			if alike(e.Headline, b.Text) {
				c.say(r, b, 0, len(b.Runes), words.Text{ZH: "标题与%s的一篇重复。", EN: "The headline repeats one of %s."}.F(e.Issue))
			}
		}
	}
}

func samePicture(c *Context, r *rule) {
	if c.Edition == nil || c.only != nil {
		return
	}
	type use struct {
		story *edition.Story
		place finding.Place
	}
	first := map[string]use{}
	check := func(id string, u use) {
		if id == "" {
			return
		}
		a, ok := first[id]
		if !ok {
			first[id] = u
			return
		}
		if a.story == u.story && u.story != nil {
			return
		}
		c.found = append(c.found, finding.Finding{
			Rule: r.Rule, Category: r.Category, Level: r.Level, Place: u.place, Score: 1, Reason: r.Reason,
			Message: words.Text{ZH: "同一张图片已经用在别处。", EN: "The same picture already stands elsewhere."}, Also: []finding.Place{a.place},
		})
	}
	pageOf := map[string]string{}
	for _, p := range c.Edition.Pages {
		for _, f := range p.Frames {
			if f.Story != "" {
				pageOf[f.Story] = p.ID
			}
		}
	}
	for _, s := range c.Edition.Stories {
		for _, u := range s.Pictures {
			check(u.Picture, use{s, finding.Place{Page: pageOf[s.ID], Story: s.ID}})
		}
	}
	for _, p := range c.Edition.Pages {
		for _, f := range p.Frames {
			if f.Kind == edition.PictureFrame {
				var s *edition.Story
				if f.Story != "" {
					s = c.Edition.Story(f.Story)
				}
				check(f.Picture, use{s, finding.Place{Page: p.ID, Frame: f.ID}})
			}
		}
	}
}
