package compose

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

// typedJump is where a text says by itself that it goes on, or comes from: 下转第三版, 上接第 1 版, 转02版.
var typedJump = regexp.MustCompile(`(下转|上接)\s*第?\s*([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})\s*版`)

// pageNumber reads a page's number in either kind of figures; 0 is none.
func pageNumber(s string) int {
	s = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	ten, one, seen := 0, 0, false
	for _, r := range s {
		if r == '十' {
			ten, one, seen = max(one, 1), 0, true
			continue
		}
		i := strings.Index("一二三四五六七八九", string(r))
		if i < 0 {
			return 0
		}
		one = i/len("一") + 1
	}
	if seen {
		return 10*ten + one
	}
	return one
}

// jumpNotes answers what is wrong with how a story that begins on a page runs on to others.
func (c *Composer) jumpNotes(t *threadMemo, p *edition.Page) []finding.Finding {
	if t.places[0].page != p {
		return nil
	}
	var out []finding.Finding
	st := t.story
	add := func(level finding.Level, message words.Text, para string, from, to int) {
		out = append(out, finding.Finding{Rule: RuleJump, Category: "makeup", Level: level, Score: 1, Message: message, Reason: say.jumpWhy,
			Place: finding.Place{Page: p.ID, Frame: t.places[0].frame.ID, Story: st.ID, Para: para, From: from, To: to}})
	}
	here := map[int]bool{} // the pages the story stands on besides its first
	last := t.places[len(t.places)-1].page
	for _, at := range t.places[1:] {
		if at.page != p {
			here[at.page.Number] = true
		}
	}
	switch {
	case st.Jump <= 0 || st.Jump == p.Number || here[st.Jump]:
	case len(here) > 0:
		add(finding.Warning, say.restElsewhere.F(st.Jump, last.Number), "", 0, 0)
	case !t.poured || t.block.Fit.OverRunes == 0 || saysJump(st):
	case !c.numbers[st.Jump]:
		add(finding.Error, say.noPage.F(st.Jump, st.Jump), "", 0, 0)
	default:
		add(finding.Error, say.noRest.F(st.Jump, st.Jump), "", 0, 0)
	}
	for _, q := range st.Paras {
		if !strings.Contains(q.Text, "下转") && !strings.Contains(q.Text, "上接") {
			continue
		}
		for _, m := range typedJump.FindAllStringSubmatchIndex(q.Text, -1) {
			n := pageNumber(q.Text[m[4]:m[5]])
			from := q.Text[m[2]:m[3]] == "上接"
			if n == 0 || here[n] || from && n == p.Number || len(here) == 0 && n == st.Jump {
				continue
			}
			where := words.Text{ZH: "不转版", EN: "goes on nowhere"}
			if len(here) > 0 {
				where = words.Text{ZH: fmt.Sprintf("转到第%d版", last.Number), EN: fmt.Sprintf("goes on on page %d", last.Number)}
			}
			said := q.Text[m[0]:m[1]]
			a := utf8.RuneCountInString(q.Text[:m[0]])
			add(finding.Warning, words.Text{ZH: fmt.Sprintf(say.wrongJump.ZH, said, where.ZH), EN: fmt.Sprintf(say.wrongJump.EN, said, where.EN)},
				q.ID, a, a+utf8.RuneCountInString(said))
		}
	}
	return out
}
