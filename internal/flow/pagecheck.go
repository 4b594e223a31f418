package flow

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// The rules of what only a made-up page can show. What the text alone shows, a story twice, a headline that says what
// its text does not, a picture without caption, is package proof's.
const (
	RuleButting  = "PG-01" // 碰题
	RuleStranded = "PG-02" // 背题
	RuleAcross   = "PG-03" // 断版
	RuleDown     = "PG-04" // 通线
	RuleLine     = "PG-05" // 孤行
	RuleRunt     = "PG-06" // 孤字
	RuleHole     = "PG-07" // 空白
	RuleIssue    = "PG-08" // 期号
	RuleOverlap  = "PG-09" // 压框
)

// pageRule says what a rule of the page is.
type pageRule struct {
	category string
	level    finding.Level
	reason   words.Text
}

var pageRules = map[string]pageRule{
	RuleButting: {"butting", finding.Warning, words.Text{ZH: "两题并排而不相隔，读者会连着读（碰题）。可加框、换题位或先放图。",
		EN: "Two heads side by side read as one. Box one, move it, or put a picture above it."}},
	RuleStranded: {"stranded", finding.Warning, words.Text{ZH: "题下的文字不足三行（背题）。", EN: "Fewer than three lines of text stand under a head in some column."}},
	RuleAcross:   {"cut_across", finding.Hint, words.Text{ZH: "版面被一条横线切断（断版）；有意为之则不必理会。", EN: "The page falls apart along one line right across. Pass it over if it is meant."}},
	RuleDown:     {"cut_down", finding.Hint, words.Text{ZH: "一条栏缝从上到下贯通（通线）；有意为之则不必理会。", EN: "One gap between columns runs from top to bottom. Pass it over if it is meant."}},
	RuleLine:     {"lone_line", finding.Warning, words.Text{ZH: "段落的一行单独落在栏头或栏尾（孤行）。", EN: "One line of a paragraph stands alone at a column's head or foot."}},
	RuleRunt:     {"runt", finding.Hint, words.Text{ZH: "段末一行只有一个字（孤字）。", EN: "The last line of a paragraph holds one character."}},
	RuleHole:     {"hole", finding.Warning, words.Text{ZH: "版面留有空白。", EN: "The page has an empty place."}},
	RuleIssue:    {"issue_number", finding.Error, words.Text{ZH: "期号应与报头一致，并逐期递增。", EN: "The issue number agrees with the nameplate and rises from issue to issue."}},
	RuleOverlap:  {"overlap", finding.Error, words.Text{ZH: "两个框互相压住。", EN: "Two frames lie over each other."}},
}

// holeAllowed is how many cells that hang together may be empty before it is told: make-up leaves that much where a
// story does not come out even.
const holeAllowed = 6

// PageFindings answers what only the composed pages show: heads side by side or without their text, pages that fall
// apart, lines and characters alone, empty places, and an issue number that is not the nameplate's. What the house has
// turned off is left out. Pages not composed are not looked at.
func PageFindings(ed *edition.Edition, pages []display.Page) []finding.Finding {
	return (&PageChecks{}).Findings(ed, pages)
}

// PageChecks answers PageFindings and remembers those of each page: of a page that an edit did not touch they are what
// they were. It is for one goroutine at a time.
type PageChecks struct {
	pages map[string]checkedOnce
}

// checkedOnce is what was found on a page, and the nodes that it was made from.
type checkedOnce struct {
	from  []any
	found []finding.Finding
}

// Findings answers what PageFindings does.
func (k *PageChecks) Findings(ed *edition.Edition, pages []display.Page) []finding.Finding {
	begins := map[string]string{} // by story, the page it begins on
	on := map[string][]int{}      // by story, the pages it stands on
	for i, pg := range pages {
		page := ed.Page(pg.ID)
		if page == nil {
			continue
		}
		for _, f := range page.Frames {
			if f.Story == "" {
				continue
			}
			if _, has := begins[f.Story]; !has {
				begins[f.Story] = page.ID
			}
			if n := len(on[f.Story]); n == 0 || on[f.Story][n-1] != i {
				on[f.Story] = append(on[f.Story], i)
			}
		}
	}
	now := make(map[string]checkedOnce, len(pages))
	var out []finding.Finding
	for i, pg := range pages {
		page := ed.Page(pg.ID)
		if page == nil {
			continue
		}
		from := []any{page, ed.House, ed.Head.Issue}
		near := []int{i}
		for _, f := range page.Frames {
			if f.Story == "" {
				continue
			}
			from = append(from, ed.Story(f.Story))
			for _, j := range on[f.Story] {
				if !slices.Contains(near, j) {
					near = append(near, j)
					from = append(from, ed.Page(pages[j].ID))
				}
			}
		}
		was, has := k.pages[page.ID]
		if !has || !slices.Equal(was.from, from) {
			c := pageCheck{ed: ed}
			c.page(page, pg)
			slices.Sort(near)
			c.lines(pages, near, func(story string) bool { return begins[story] == page.ID })
			c.issue(page)
			was = checkedOnce{from, c.found}
		}
		now[page.ID] = was
		out = append(out, was.found...)
	}
	k.pages = now
	return out
}

type pageCheck struct {
	ed    *edition.Edition
	found []finding.Finding
}

// say adds a finding, unless the house has turned its rule off.
func (c *pageCheck) say(rule string, at finding.Place, message words.Text, also ...finding.Place) {
	r := pageRules[rule]
	level := r.level
	if c.ed.House != nil {
		if s := c.ed.House.Checks[rule]; s == "off" {
			return
		} else if l, ok := finding.ParseLevel(s); ok {
			level = l
		}
	}
	c.found = append(c.found, finding.Finding{Rule: rule, Category: r.category, Level: level, Place: at, Message: message, Reason: r.reason, Also: also, Score: 1})
}

func (c *pageCheck) page(page *edition.Page, pg display.Page) {
	f := page.Format
	blocks := blocksOf(c.ed, page, pg)
	at := func(b block, spot geom.Rect) finding.Place {
		return finding.Place{Page: page.ID, Frame: b.frame.ID, Story: b.story.ID, Spot: spot}
	}
	for i, a := range blocks {
		if n, _ := legs(f, a); n > 0 {
			c.say(RuleStranded, at(a, a.head), words.Text{ZH: "标题下有一栏文字不足三行。", EN: "A column under the head has fewer than three lines."})
		}
		for _, b := range blocks[i+1:] {
			if butting(f, a, b) {
				c.say(RuleButting, at(a, a.head), words.Text{ZH: "与《%s》的标题并排。", EN: "Its head stands beside that of “%s”."}.F(clipped(b.story.Slug)), at(b, b.head))
			}
		}
	}
	across, down := cutsThrough(f, page, blocks)
	if len(blocks) > 0 && len(across)+len(down) > 1 { // one is as good as any page has
		for _, line := range across {
			y := f.TypeArea.Y + geom.Length(line)*f.Leading - f.Leading
			c.say(RuleAcross, finding.Place{Page: page.ID, Spot: geom.Rect{X: f.TypeArea.X, Y: y, W: f.TypeArea.W, H: f.Leading}},
				words.Text{ZH: "版面在第 %d 行处横向切断。", EN: "The page is cut right across at line %d."}.F(line))
		}
		for _, col := range down {
			x := f.TypeArea.X + geom.Length(col)*(f.ColumnWidth()+f.ColumnGap) - f.ColumnGap
			c.say(RuleDown, finding.Place{Page: page.ID, Spot: geom.Rect{X: x, Y: f.TypeArea.Y, W: f.ColumnGap, H: f.TypeArea.H}},
				words.Text{ZH: "第 %d、%d 栏之间的栏缝上下贯通。", EN: "The gap between columns %d and %d runs from top to bottom."}.F(col, col+1))
		}
	}
	if len(blocks) > 0 {
		if _, largest, empty := holes(f, page, blocks); largest > holeAllowed {
			place := finding.Place{Page: page.ID, Spot: f.TypeArea}
			most := 0
			for _, b := range blocks {
				if n := empty[b.story.ID]; n > most {
					most, place = n, at(b, b.frame.Rect)
				}
			}
			c.say(RuleHole, place, words.Text{ZH: "有 %d 格空白（一格是一栏一行）。", EN: "%d cells are empty (a cell is one line of one column)."}.F(largest))
		}
	}
	for i, a := range page.Frames {
		for _, b := range page.Frames[i+1:] {
			if sharesArea(a, b) {
				c.say(RuleOverlap, finding.Place{Page: page.ID, Frame: b.ID, Story: b.Story, Spot: a.Rect.Intersect(b.Rect)},
					words.Text{ZH: "这个框压住了另一个框。", EN: "The frame lies over another."}, finding.Place{Page: page.ID, Frame: a.ID, Story: a.Story})
			}
		}
	}
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 14 {
		return string(r[:14]) + "…"
	}
	return s
}

// textLine is one line of a story's text as it stands on a page.
type textLine struct {
	page, frame, para string
	from, to          int
	bounds            geom.Rect
}

// lines looks for lines and characters that stand alone, along the columns that each story of those meant runs through
// on some of the pages.
func (c *pageCheck) lines(pages []display.Page, near []int, meant func(story string) bool) {
	stories := map[string][]textLine{}
	var order []string
	for _, i := range near {
		pg := pages[i]
		display.Walk(pg, func(it display.Item, shift geom.Point) {
			m, ok := it.(display.Mark)
			if !ok || m.Para == "" || m.Story == "" || m.Vertical || !meant(m.Story) {
				return
			}
			if len(stories[m.Story]) == 0 {
				order = append(order, m.Story)
			}
			stories[m.Story] = append(stories[m.Story], textLine{pg.ID, m.Frame, m.Para, m.From, m.To, m.Bounds.Move(shift)})
		})
	}
	for _, id := range order {
		s := c.ed.Story(id)
		if s == nil {
			continue
		}
		roles, length := map[string]edition.Role{}, map[string]int{}
		texts := map[string][]rune{}
		for _, p := range s.Paras {
			texts[p.ID] = []rune(p.Text)
			roles[p.ID], length[p.ID] = p.Role, len(texts[p.ID])
		}
		var all []textLine
		for _, l := range stories[id] {
			if r := roles[l.para]; r == edition.Body || r == edition.Lead {
				all = append(all, l)
			}
		}
		for i, l := range all {
			first, last := l.from == 0, l.to >= length[l.para]
			if first && last {
				continue
			}
			place := finding.Place{Page: l.page, Frame: l.frame, Story: id, Para: l.para, From: l.from, To: l.to, Spot: l.bounds}
			if last && i > 0 && turns(all[i-1], l) {
				c.say(RuleLine, place, words.Text{ZH: "段落的末行单独落在栏头。", EN: "The last line of the paragraph stands alone at the head of a column."})
			}
			if first && i+1 < len(all) && turns(l, all[i+1]) && all[i+1].para == l.para {
				c.say(RuleLine, place, words.Text{ZH: "段落的首行单独落在栏尾。", EN: "The first line of the paragraph stands alone at the foot of a column."})
			}
			if last && alone(texts[l.para][min(l.from, length[l.para]):]) {
				c.say(RuleRunt, place, words.Text{ZH: "段末一行只有一个字。", EN: "The last line holds one character."})
			}
		}
	}
}

// turns reports whether the next line stands in another column, or on another page.
func turns(a, b textLine) bool {
	return a.page != b.page || a.frame != b.frame || b.bounds.Y < a.bounds.Y
}

// alone reports whether a line holds a single character, marks apart.
func alone(line []rune) bool {
	n := 0
	for _, r := range line {
		switch {
		case unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r):
		case unicode.Is(unicode.Han, r):
			n++
		default:
			return false // a number or a Latin word is more than a character
		}
	}
	return n == 1
}

// issueNumber is how furniture gives the number of the issue.
var issueNumber = regexp.MustCompile(`(?:总第|第)\s*(\d{1,6})\s*期`)

// issue compares the issue numbers that a page's furniture prints with the nameplate's.
func (c *pageCheck) issue(p *edition.Page) {
	if c.ed.Head.Issue == 0 {
		return
	}
	for _, f := range p.Frames {
		if f.Furniture == nil || !slices.Contains([]edition.FurnitureKind{edition.Nameplate, edition.Folio, edition.Ear, edition.Words}, f.Furniture.Kind) {
			continue
		}
		for _, q := range f.Furniture.Paras {
			for _, m := range issueNumber.FindAllStringSubmatchIndex(q.Text, -1) {
				if !strings.HasPrefix(q.Text[m[0]:], "总") && f.Furniture.Kind == edition.Words {
					continue // the number of a series, not of the paper
				}
				if n, err := strconv.Atoi(q.Text[m[2]:m[3]]); err == nil && n != c.ed.Head.Issue {
					from := len([]rune(q.Text[:m[0]]))
					c.say(RuleIssue, finding.Place{Page: p.ID, Frame: f.ID, Para: q.ID, From: from, To: from + len([]rune(q.Text[m[0]:m[1]])), Spot: f.Rect},
						words.Text{ZH: "这里是第 %d 期，报头是第 %d 期。", EN: "This says issue %d, the nameplate %d."}.F(n, c.ed.Head.Issue))
				}
			}
		}
	}
}

// IssueFindings compares an edition's number with those of earlier and later issues.
func IssueFindings(ed *edition.Edition, others []edition.Head) []finding.Finding {
	c := pageCheck{ed: ed}
	if ed.Head.Issue == 0 || ed.Head.Date == "" {
		return nil
	}
	place := finding.Place{}
	if len(ed.Pages) > 0 {
		place.Page = ed.Pages[0].ID
		for _, f := range ed.Pages[0].Frames {
			if f.Furniture != nil && f.Furniture.Kind == edition.Nameplate {
				place.Frame, place.Spot = f.ID, f.Rect
			}
		}
	}
	for _, h := range others {
		if h.Issue == 0 || h.Date == "" || h.Title != ed.Head.Title {
			continue
		}
		switch {
		case h.Date < ed.Head.Date && h.Issue >= ed.Head.Issue, h.Date > ed.Head.Date && h.Issue <= ed.Head.Issue:
			c.say(RuleIssue, place, words.Text{ZH: "本期 %s 是第 %d 期，而 %s 已是第 %d 期。", EN: "This issue of %s is number %d, that of %s is %d."}.F(ed.Head.Date, ed.Head.Issue, h.Date, h.Issue))
			return c.found
		}
	}
	return nil
}

// PageRules answers the rules of the page, with what each is about, in the order of their ids.
func PageRules() []string {
	var out []string
	for i := 1; i <= len(pageRules); i++ {
		out = append(out, fmt.Sprintf("PG-%02d", i))
	}
	return out
}
