package flow

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/markup"
	"dayang/internal/pdf"
	"dayang/internal/proof"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// MarkedOptions is how a marked proof is made.
type MarkedOptions struct {
	Lang  words.Lang
	Round int           // 校次 that the findings are marked in; 0 is the page's last
	Least finding.Level // findings below it are left out: Hint is all
	List  bool          // pages with the list behind the marked pages
	// Ignored reports whether somebody has passed a finding over; nil is nobody has.
	Ignored  func(finding.Finding) bool
	Progress func(done, total int)
}

// Marked is a marked proof: sheets to draw, and its list.
type Marked struct {
	Sheets []display.Page
	Table  markup.Table
}

// remark is what is marked, before it is drawn.
type remark struct {
	markup.Remark
	row  markup.Row
	rank [4]int
}

// MarkedProof marks pages with the findings and with the flags made by hand. Each finding is marked as a corrector
// would: a suggestion as 改正, 删除, 增补 or 对调, a broken paragraph as 接排 and so on, what needs a person's thought
// as 说明. A finding that somebody has made a flag of is marked once.
func (s *Shop) MarkedProof(ed *edition.Edition, pages []display.Page, found []finding.Finding, o MarkedOptions) Marked {
	out := Marked{Table: markup.Table{Title: words.Text{ZH: ed.Head.Title + " " + ed.Head.Date + " 校对单", EN: ed.Head.Title + " " + ed.Head.Date + ", list of corrections"}}}
	number := 0
	for _, pg := range pages {
		page := ed.Page(pg.ID)
		if page == nil {
			continue
		}
		all := remarksOn(ed, page, pg, found, o)
		var draw []markup.Remark
		for i := range all {
			number++
			all[i].Number, all[i].row.Number = number, number
			out.Table.Rows = append(out.Table.Rows, all[i].row)
			draw = append(draw, all[i].Remark)
		}
		rate := proof.PageRate(ed, page.ID, found)
		state := workflow.PageState(ed, page.ID)
		sum := words.Text{ZH: "第%d版：标出 %d 处，差错率 %.1f‰‰", EN: "page %d: %d marked, %.1f faults per 10,000"}.F(page.Number, len(all), rate.Per10000)
		sum = words.Text{ZH: strings.ReplaceAll(sum.ZH, "‰‰", "/万字（限 3）"), EN: sum.EN + " (limit 3)"}
		flags := words.Text{ZH: "批注 未办 %d、已办 %d、不改 %d", EN: "flags: %d open, %d done, %d refused"}.F(state.Flags.Open, state.Flags.Done, state.Flags.Refused)
		out.Table.Sum = append(out.Table.Sum, words.Text{ZH: sum.ZH + "；" + flags.ZH, EN: sum.EN + "; " + flags.EN})
		title := fmt.Sprintf("%s  %s  %s  %s", ed.Head.Title, ed.Head.Date, words.Text{ZH: fmt.Sprintf("第%d版 %s", page.Number, page.Name), EN: fmt.Sprintf("page %d %s", page.Number, page.Name)}.In(o.Lang), state.Name().In(o.Lang))
		out.Sheets = append(out.Sheets, markup.Draw(pg, draw, markup.Options{Fonts: s.Fonts, Lang: o.Lang, Title: strings.Join(strings.Fields(title), " "),
			Sum: words.Text{ZH: sum.ZH + "；" + flags.ZH, EN: sum.EN + "; " + flags.EN}.In(o.Lang), Name: workflow.MarkName, Round: workflow.RoundName}))
	}
	if len(pages) > 1 || len(pages) == len(ed.Pages) {
		r := proof.Rate(ed, found)
		out.Table.Sum = append(out.Table.Sum, words.Text{ZH: "全期 %d 字，加权差错 %.1f，差错率 %.1f/万字（限 %.0f）", EN: "whole issue: %d characters, %.1f weighted faults, %.1f per 10,000 (limit %.0f)"}.F(r.Characters, r.Faults, r.Per10000, r.Limit))
	}
	if o.List {
		out.Sheets = append(out.Sheets, out.Table.List(markup.Options{Fonts: s.Fonts, Lang: o.Lang}, len(pages)+1)...)
	}
	return out
}

// remarksOn gathers what is marked on a page, in reading order.
func remarksOn(ed *edition.Edition, page *edition.Page, pg display.Page, found []finding.Finding, o MarkedOptions) []remark {
	var out []remark
	round := o.Round
	if round == 0 {
		round = workflow.PageState(ed, page.ID).Round
	}
	for _, f := range ed.Flags {
		if workflow.OnPage(f, page) {
			if r, ok := ofFlag(ed, page, pg, f); ok {
				out = append(out, r)
			}
		}
	}
	seen := map[string]bool{}
	for _, f := range found {
		if f.Level < o.Least || o.Ignored != nil && o.Ignored(f) || flagged(ed, f) {
			continue
		}
		r, ok := ofFinding(ed, page, pg, f, o.Lang)
		key := fmt.Sprint(f.Rule, f.Place, f.Message.EN)
		if !ok || seen[key] {
			continue
		}
		seen[key] = true
		r.Round = round
		if round > 0 {
			r.row.Round = workflow.RoundName(round)
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b remark) int { return slices.Compare(a.rank[:], b.rank[:]) })
	return out
}

// flagged reports whether a flag by hand says what a finding says.
func flagged(ed *edition.Edition, f finding.Finding) bool {
	return slices.ContainsFunc(ed.Flags, func(g *edition.Flag) bool {
		return g.Rule == f.Rule && g.Story == f.Place.Story && g.Para == f.Place.Para && g.From <= f.Place.To && g.To >= f.Place.From
	})
}

// rankOf answers where a place stands in reading order: by the page's blocks from the top, then by the text.
func rankOf(ed *edition.Edition, page *edition.Page, story, para string, from int, spot geom.Rect) [4]int {
	r := [4]int{int(spot.Y / geom.MM), int(spot.X / geom.MM), 0, from}
	for _, f := range page.Frames {
		if story != "" && f.Story == story {
			r[0], r[1] = int(f.Rect.Y/geom.MM), int(f.Rect.X/geom.MM)
			break
		}
	}
	if s := ed.Story(story); s != nil {
		for i, p := range s.All() {
			if p.ID == para {
				r[2] = i
			}
		}
	}
	return r
}

func ofFlag(ed *edition.Edition, page *edition.Page, pg display.Page, f *edition.Flag) (remark, bool) {
	r := remark{Remark: markup.Remark{Mark: f.Mark, Text: f.Text, Note: f.Note, Round: f.Round, State: f.State}}
	r.row = markup.Row{Page: page.Number, Mark: workflow.MarkName(f.Mark), Rule: f.Rule, Before: f.Quote, After: f.Text, Note: words.Text{ZH: f.Note, EN: f.Note}, Who: f.Who, State: workflow.FlagStateName(f.State)}
	if f.Round > 0 {
		r.row.Round = workflow.RoundName(f.Round)
	}
	if n := len(f.Replies); n > 0 && f.Replies[n-1].Text != "" {
		r.row.Replies = f.Replies[n-1].Who + "：" + f.Replies[n-1].Text
		if r.Note != "" {
			r.Note += " "
		}
		r.Note += "→" + f.Replies[n-1].Text
	}
	if f.For != "" {
		r.row.Note = words.Text{ZH: strings.TrimSpace("［" + workflow.RoleName(f.For).ZH + "］" + f.Note), EN: strings.TrimSpace("[" + workflow.RoleName(f.For).EN + "] " + f.Note)}
	}
	if f.Story != "" {
		if s := ed.Story(f.Story); s != nil {
			r.row.Story = s.Slug
		}
		r.Areas = display.TextAreas(pg, f.Story, f.Para, f.From, f.To)
		r.Target = nextPara(ed, pg, f.Story, f.Para, f.To, f.Mark)
		if len(r.Areas) == 0 && !onFirst(ed, page, f.Story) {
			return r, false // it stands where the story runs on
		}
		r.rank = rankOf(ed, page, f.Story, f.Para, f.From, geom.Rect{})
		return r, true
	}
	at := f.Pin.On(page)
	const half = 2 * geom.MM
	r.Areas = []geom.Rect{{X: at.X - half, Y: at.Y - half, W: 2 * half, H: 2 * half}}
	r.rank = rankOf(ed, page, "", "", 0, r.Areas[0])
	return r, true
}

// onFirst reports whether a story begins on a page.
func onFirst(ed *edition.Edition, page *edition.Page, story string) bool {
	return slices.ContainsFunc(page.Frames, func(f *edition.Frame) bool { return f.Story == story && f.Kind == edition.StoryFrame })
}

// nextPara answers where the paragraph behind one begins: 接排 leads there.
func nextPara(ed *edition.Edition, pg display.Page, story, para string, at int, mark edition.Mark) []geom.Rect {
	s := ed.Story(story)
	if s == nil || mark != edition.MarkRunOn {
		return nil
	}
	for i, p := range s.Paras {
		if p.ID == para && i+1 < len(s.Paras) && at >= len([]rune(p.Text)) {
			return display.TextAreas(pg, story, s.Paras[i+1].ID, 0, 1)
		}
	}
	return nil
}

func ofFinding(ed *edition.Edition, page *edition.Page, pg display.Page, f finding.Finding, lang words.Lang) (remark, bool) {
	r := remark{}
	mark, text := MarkOf(f)
	r.Mark, r.Text = mark, text
	r.row = markup.Row{Page: page.Number, Mark: workflow.MarkName(mark), Rule: f.Rule, Before: f.Text, After: text, Note: f.Message, State: workflow.FlagStateName(edition.FlagOpen), Level: levelName(f.Level)}
	if s := ed.Story(f.Place.Story); s != nil {
		r.row.Story = s.Slug
	}
	if f.Place.Story != "" && f.Place.Para != "" {
		from, to := f.Place.From, f.Place.To
		r.Areas = display.TextAreas(pg, f.Place.Story, f.Place.Para, from, to)
		if mark == edition.MarkRunOn {
			if p := paraText(ed, f.Place); to >= len(p) { // the sign stands at the paragraph's end
				r.Areas = display.TextAreas(pg, f.Place.Story, f.Place.Para, len(p), len(p))
			}
			r.Target = nextPara(ed, pg, f.Place.Story, f.Place.Para, to, mark)
		}
		if mark == edition.MarkMove && len(f.Also) > 0 {
			r.Target = display.TextAreas(pg, f.Also[0].Story, f.Also[0].Para, f.Also[0].From, f.Also[0].From)
		}
	}
	if len(r.Areas) == 0 && !f.Place.Spot.Empty() && f.Place.Page == page.ID {
		r.Areas = []geom.Rect{f.Place.Spot}
	}
	if len(r.Areas) == 0 && (f.Place.Page != page.ID && !onFirst(ed, page, f.Place.Story)) {
		return r, false
	}
	if len(r.Areas) == 0 {
		for _, fr := range page.Frames { // what stands nowhere, overset text for instance, is noted at its block's foot
			if fr.ID == f.Place.Frame || f.Place.Frame == "" && f.Place.Story != "" && fr.Story == f.Place.Story {
				r.Areas = []geom.Rect{{X: fr.Rect.X + fr.Rect.W/2, Y: fr.Rect.Bottom() - 4*geom.Pt, W: geom.Pt, H: 4 * geom.Pt}}
				break
			}
		}
	}
	if mark == edition.MarkExplain || mark == edition.MarkMove || mark == edition.MarkRunOn || mark == edition.MarkBreak {
		r.Note = f.Message.In(lang)
	}
	spot := f.Place.Spot
	if len(r.Areas) > 0 {
		spot = r.Areas[0]
	}
	r.rank = rankOf(ed, page, f.Place.Story, f.Place.Para, f.Place.From, spot)
	return r, true
}

func levelName(l finding.Level) words.Text {
	return [...]words.Text{{ZH: "提示", EN: "hint"}, {ZH: "警告", EN: "warning"}, {ZH: "错误", EN: "error"}}[l]
}

func paraText(ed *edition.Edition, p finding.Place) []rune {
	if s := ed.Story(p.Story); s != nil {
		if q := s.Para(p.Para); q != nil {
			return []rune(q.Text)
		}
	}
	return nil
}

// MarkOf answers the proof mark that a finding is marked with, and what shall stand there. proofing.md §2.4: what
// stands twice is deleted, what is wrong corrected, a broken paragraph run on, what needs thought explained.
func MarkOf(f finding.Finding) (edition.Mark, string) {
	switch f.Rule {
	case "PA-01":
		return edition.MarkRunOn, ""
	case "PA-02":
		return edition.MarkMove, ""
	case "PA-03":
		return edition.MarkBreak, ""
	}
	if len(f.Suggestions) == 0 {
		return edition.MarkExplain, ""
	}
	to := f.Suggestions[0].Text
	a, b := []rune(f.Text), []rune(to)
	switch {
	case to == "":
		return edition.MarkDelete, ""
	case f.Place.From == f.Place.To:
		return edition.MarkInsert, to
	case len(a) == len(b) && len(a) > 1 && swapped(a, b):
		return edition.MarkTranspose, to
	}
	return edition.MarkCorrect, to
}

// swapped reports whether b is a with its two halves, parted anywhere, in each other's place.
func swapped(a, b []rune) bool {
	for i := 1; i < len(a); i++ {
		if slices.Equal(slices.Concat(a[i:], a[:i]), b) && !slices.Equal(a, b) {
			return true
		}
	}
	return false
}

// ExportMarked writes a marked proof as PDF: for screens and office printers, whole or not at all.
func (s *Shop) ExportMarked(ctx context.Context, path string, ed *edition.Edition, m Marked, pics display.PictureSource, progress func(done, total int)) error {
	o := pdf.Options{Standard: pdf.Proof, PictureDPI: 150, Progress: progress, Author: ed.Head.Title,
		Title: strings.Join(strings.Fields(cmp.Or(ed.Head.Title, "大样")+" "+ed.Head.Date+" 红样"), " ")}
	if day, err := time.Parse(time.DateOnly, ed.Head.Date); err == nil {
		o.Created = day
	}
	var b bytes.Buffer
	if err := pdf.Write(ctx, &b, m.Sheets, s.Fonts, pics, o); err != nil {
		return fmt.Errorf("write marked proof %s: %w", path, err)
	}
	return place(path, b.Bytes())
}

// ExportList writes the list of a marked proof for spreadsheets.
func ExportList(path string, m Marked, l words.Lang) error {
	return ReplaceFile(path, func(f *os.File) error { return m.Table.CSV(f, l) })
}

// FoundOn counts the errors and warnings that concern a page: on it, or in a story that begins there.
func FoundOn(ed *edition.Edition, page string, found []finding.Finding) workflow.Found {
	var out workflow.Found
	p := ed.Page(page)
	if p == nil {
		return out
	}
	for _, f := range found {
		if f.Place.Page != page && !(f.Place.Page == "" && f.Place.Story != "" && onFirst(ed, p, f.Place.Story)) {
			continue
		}
		switch f.Level {
		case finding.Error:
			out.Errors++
		case finding.Warning:
			out.Warnings++
		}
	}
	return out
}
