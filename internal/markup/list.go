package markup

import (
	"encoding/csv"
	"fmt"
	"io"

	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Row is one line of the list of a proof.
type Row struct {
	Number  int
	Page    int    // 版次
	Story   string // its name
	Mark    words.Text
	Rule    string // of a finding
	Level   words.Text
	Before  string // what stands there
	After   string // what shall
	Note    words.Text
	Who     string
	Round   words.Text
	State   words.Text
	Replies string
}

// Table is the list of a proof with what it adds up to.
type Table struct {
	Title words.Text
	Sum   []words.Text // lines at its end: the error rate, the counts
	Rows  []Row
}

var columns = []struct {
	name  words.Text
	width geom.Length
	cell  func(Row, words.Lang) string
}{
	{words.Text{ZH: "序", EN: "No."}, 10 * geom.MM, func(r Row, _ words.Lang) string { return fmt.Sprint(r.Number) }},
	{words.Text{ZH: "版", EN: "Page"}, 9 * geom.MM, func(r Row, _ words.Lang) string { return fmt.Sprint(r.Page) }},
	{words.Text{ZH: "稿件", EN: "Story"}, 34 * geom.MM, func(r Row, _ words.Lang) string { return r.Story }},
	{words.Text{ZH: "符号", EN: "Mark"}, 18 * geom.MM, func(r Row, l words.Lang) string { return r.Mark.In(l) }},
	{words.Text{ZH: "原样", EN: "As it stands"}, 40 * geom.MM, func(r Row, _ words.Lang) string { return r.Before }},
	{words.Text{ZH: "改为", EN: "Shall be"}, 34 * geom.MM, func(r Row, _ words.Lang) string { return r.After }},
	{words.Text{ZH: "说明", EN: "Note"}, 66 * geom.MM, func(r Row, l words.Lang) string {
		out := r.Note.In(l)
		if r.Replies != "" {
			out += " " + r.Replies
		}
		return out
	}},
	{words.Text{ZH: "规则", EN: "Rule"}, 15 * geom.MM, func(r Row, _ words.Lang) string { return r.Rule }},
	{words.Text{ZH: "级别", EN: "Level"}, 13 * geom.MM, func(r Row, l words.Lang) string { return r.Level.In(l) }},
	{words.Text{ZH: "提出", EN: "By"}, 18 * geom.MM, func(r Row, _ words.Lang) string { return r.Who }},
	{words.Text{ZH: "校次", EN: "Round"}, 14 * geom.MM, func(r Row, l words.Lang) string { return r.Round.In(l) }},
	{words.Text{ZH: "状态", EN: "State"}, 14 * geom.MM, func(r Row, l words.Lang) string { return r.State.In(l) }},
}

// CSV writes the table for a spreadsheet: UTF-8 with the byte order mark by which spreadsheets know it, the sums last.
func (t Table) CSV(w io.Writer, l words.Lang) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	head := make([]string, len(columns))
	for i, col := range columns {
		head[i] = col.name.In(l)
	}
	all := [][]string{head}
	for _, r := range t.Rows {
		row := make([]string, len(columns))
		for i, col := range columns {
			row[i] = unformula(col.cell(r, l))
		}
		all = append(all, row)
	}
	for _, s := range t.Sum {
		all = append(all, []string{s.In(l)})
	}
	return c.WriteAll(all)
}

// unformula keeps a spreadsheet from taking a manuscript's words for a formula.
func unformula(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '@' || s[0] == '-' || s[0] == '\t') {
		return "'" + s
	}
	return s
}

// The list's sheets: A4, lying.
const (
	listWidth  = 297 * geom.MM
	listHeight = 210 * geom.MM
	listMargin = 6 * geom.MM
	listSize   = geom.Pt * 8
	listPitch  = geom.Pt * 11
)

// List answers the table as pages; number is that of the first.
func (t Table) List(o Options, number int) []display.Page {
	var out []display.Page
	var p *pen
	black, grey := display.Paint{Colour: display.Black}, display.Paint{Colour: display.Colour{K: 300}}
	y := geom.Length(0)
	turn := func() {
		if p != nil {
			out[len(out)-1].Items = p.items
		}
		p = &pen{reg: o.Fonts}
		out = append(out, display.Page{ID: fmt.Sprint("list", number+len(out)), Number: number + len(out), Trim: geom.Size{W: listWidth, H: listHeight}})
		y = listMargin + 14*geom.Pt
		p.text("hei-bold", 12*geom.Pt, listMargin, y, t.Title.In(o.Lang), black)
		y += 18 * geom.Pt
		x := listMargin
		for _, c := range columns {
			p.text("hei-bold", listSize, x+geom.MM, y, c.name.In(o.Lang), black)
			x += c.width
		}
		y += 4 * geom.Pt
		p.items = append(p.items, display.Rule{From: geom.Point{X: listMargin, Y: y}, To: geom.Point{X: listWidth - listMargin, Y: y}, Thickness: geom.Pt, Paint: black})
	}
	turn()
	for _, r := range t.Rows {
		cells := make([][]string, len(columns))
		tall := 1
		for i, c := range columns {
			cells[i] = p.wrap("song", listSize, c.cell(r, o.Lang), c.width-2*geom.MM)
			if len(cells[i]) > 6 {
				cells[i] = append(cells[i][:5], cells[i][5]+"…")
			}
			tall = max(tall, len(cells[i]))
		}
		if y+geom.Length(tall)*listPitch+4*geom.Pt > listHeight-listMargin {
			turn()
		}
		x := listMargin
		for i, c := range columns {
			for k, line := range cells[i] {
				paint := black
				if i == 3 || i == 5 { // what shall be done, in the colour of corrections
					paint = display.Paint{Colour: Colour(1)}
				}
				p.text("song", listSize, x+geom.MM, y+geom.Length(k+1)*listPitch, line, paint)
			}
			x += c.width
		}
		y += geom.Length(tall)*listPitch + 4*geom.Pt
		p.items = append(p.items, display.Rule{From: geom.Point{X: listMargin, Y: y}, To: geom.Point{X: listWidth - listMargin, Y: y}, Thickness: hair, Paint: grey})
	}
	y += 6 * geom.Pt
	for _, s := range t.Sum {
		if y+2*listPitch > listHeight-listMargin {
			turn()
		}
		y += listPitch * 5 / 4
		p.text("hei", geom.Pt*9, listMargin+geom.MM, y, s.In(o.Lang), black)
	}
	out[len(out)-1].Items = p.items
	return out
}
