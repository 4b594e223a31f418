// Command specimen shows every rule of setting with its name, through the whole line from edition to press: a PDF and a
// picture of each page. It is looked at before and after the engine changes.
//
// Start with rules, the list of what is shown. Each is a story of its own: its headline names the rule, its paragraphs
// have a style that differs from the house's in that rule alone.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dayang/fonts"
	"dayang/internal/compose"
	"dayang/internal/edition"
	"dayang/internal/pdf"
	"dayang/internal/raster"
	"dayang/internal/segment"
	"dayang/layout/geom"
)

func main() {
	out := flag.String("o", ".", "the folder for specimen.pdf and specimen-N.png")
	dpi := flag.Float64("dpi", 110, "of the pictures")
	flag.Parse()
	if err := run(*out, *dpi); err != nil {
		fmt.Fprintln(os.Stderr, "specimen:", err)
		os.Exit(1)
	}
}

func run(dir string, dpi float64) error {
	dict, err := segment.Open()
	if err != nil {
		return fmt.Errorf("open the dictionary: %w", err)
	}
	reg := fonts.Builtin()
	c := compose.New(reg, dict)
	ed := specimen(c)
	r := c.Compose(ed)
	for _, n := range r.Notes {
		fmt.Printf("%s %s: %s\n", n.Rule, n.Place.Story, n.Message.EN)
	}
	var buf bytes.Buffer
	if err := pdf.Write(context.Background(), &buf, r.Pages, reg, nil, pdf.Options{Title: "dayang specimen", Created: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}); err != nil {
		return fmt.Errorf("write the PDF: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "specimen.pdf"), buf.Bytes(), 0o644); err != nil {
		return err
	}
	draw := raster.New(reg, nil)
	for i, p := range r.Pages {
		var buf bytes.Buffer
		if err := png.Encode(&buf, draw.Page(p, dpi)); err != nil {
			return fmt.Errorf("draw page %d: %w", p.Number, err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("specimen-%d.png", i+1)), buf.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// format is 四开 with four columns of 13 characters of 五号.
func format() edition.Format {
	body, leading := geom.FromPt(10.5), geom.FromPt(15)
	f := edition.Format{Name: "specimen", Trim: geom.Size{W: geom.FromMM(275), H: geom.FromMM(390)}, Bleed: 3 * geom.MM,
		Columns: 4, ColumnGap: 3 * body, Body: body, Leading: leading, Lines: 68}
	w := 4*13*body + 3*f.ColumnGap
	f.TypeArea = geom.Rect{X: (f.Trim.W - w) / 2, Y: geom.FromMM(15), W: w, H: geom.Length(f.Lines) * leading}
	return f
}

// tall is how many lines a story may take when it is measured.
const tall = 60

// specimen makes the edition: every rule measured in a frame of its own first, then one below the other.
func specimen(c *compose.Composer) *edition.Edition {
	f := format()
	house := edition.DefaultHouse()
	house.Name = "specimen"
	house.Headlines = []edition.HeadlineRange{{Priority: 5, MinPt: 20, MaxPt: 34, MaxRows: 2}}
	house.Fit = edition.HeadFit{TrackingMin: -30, TrackingMax: 200, ScaleMin: 900, ScaleMax: 1150}
	head := house.Styles[string(edition.Body)]
	head.Font, head.Size, head.Align, head.Indent, head.AllowRunt = edition.HeiBold, 11.5, edition.Left, 0, true
	house.Styles["rule-name"] = head
	try := &edition.Edition{House: house}
	for i, r := range rules {
		s := &edition.Story{ID: fmt.Sprintf("rule-%d", i+1), Slug: r.name, Kind: edition.News, Priority: max(1, r.priority)}
		s.Paras = append(s.Paras, r.head...)
		if len(r.head) == 0 {
			s.Paras = append(s.Paras, &edition.Para{ID: "h", Role: "rule-name", Text: r.name})
		}
		for j, one := range r.shown {
			st := house.Styles[string(edition.Body)]
			st.Size = 0
			if one.change != nil {
				one.change(&st)
			}
			role := edition.Role(fmt.Sprintf("r%d.%d", i, j))
			house.Styles[string(role)] = st
			if one.label != "" {
				s.Paras = append(s.Paras, &edition.Para{ID: fmt.Sprintf("l%d", j), Role: "label-line", Text: one.label})
			}
			s.Paras = append(s.Paras, &edition.Para{ID: fmt.Sprintf("p%d", j), Role: role, Text: one.text, Spans: one.spans})
		}
		try.Stories = append(try.Stories, s)
	}
	label := house.Styles[string(edition.Body)]
	label.Font, label.Size, label.Indent, label.Colour, label.Align, label.AllowRunt = edition.Hei, 8.5, 0, "grey", edition.Left, true
	house.Styles["label-line"] = label
	house.Colours["grey"] = [4]int{0, 0, 0, 600}
	for name, st := range spanStyles {
		st.Character = true
		house.Styles[name] = st
	}

	for i, r := range rules {
		lines := tall
		if r.lines > 0 {
			lines = r.lines
		}
		try.Pages = append(try.Pages, &edition.Page{ID: fmt.Sprintf("try-%d", i), Number: i + 1, Format: f, Frames: []*edition.Frame{
			{ID: fmt.Sprintf("try-%d", i), Kind: edition.StoryFrame, Story: try.Stories[i].ID, Rect: f.Cells(0, 0, max(1, r.columns), lines), Head: r.mode}}})
	}
	fits := c.Compose(try).Fits
	ed := &edition.Edition{House: house, Stories: try.Stories, Head: edition.Head{Title: "大样"}}
	col, line := f.Columns, 0
	var page *edition.Page
	for i, r := range rules {
		n := max(1, r.columns)
		need := r.lines
		if need == 0 {
			fit := fits[try.Stories[i].ID]
			need = fit.HeadLines + (fit.Lines+n-1)/n
		}
		if line+need > f.Lines || col+n > f.Columns {
			line = 0
			col++
		}
		if page == nil || col+n > f.Columns {
			page = &edition.Page{ID: fmt.Sprintf("page-%d", len(ed.Pages)+1), Number: len(ed.Pages) + 1, Name: "排字样张", Format: f}
			ed.Pages = append(ed.Pages, page)
			col, line = 0, 0
		}
		page.Frames = append(page.Frames, &edition.Frame{ID: fmt.Sprintf("f%d", i), Kind: edition.StoryFrame, Story: try.Stories[i].ID,
			Rect: f.Cells(col, line, n, need), Head: r.mode})
		line += need + 1
		if n > 1 {
			line, col = 0, col+n-1
			if i+1 < len(rules) && rules[i+1].columns == n && page.Frames[len(page.Frames)-1].Rect.Bottom()+geom.Length(rules[i+1].lines+1)*f.Leading < f.TypeArea.Bottom() {
				col -= n - 1
				line = int((page.Frames[len(page.Frames)-1].Rect.Bottom()-f.TypeArea.Y)/f.Leading) + 1
			} else {
				line = f.Lines
			}
		}
	}
	pages, stories := handPages(house)
	for _, p := range pages {
		p.Number = len(ed.Pages) + 1
		ed.Pages = append(ed.Pages, p)
	}
	ed.Stories = append(ed.Stories, stories...)
	for range 8 { // their text is cut until it fits
		over := false
		r := c.Compose(ed)
		next := *ed
		next.Stories = append([]*edition.Story(nil), ed.Stories...)
		for i, s := range next.Stories {
			n := r.Fits[s.ID].OverRunes
			if n == 0 || !strings.HasPrefix(s.ID, "hand-") {
				continue
			}
			over = true
			t := *s
			t.Paras = append([]*edition.Para(nil), s.Paras...)
			for n > 0 {
				last := len(t.Paras) - 1
				q := *t.Paras[last]
				rs := []rune(q.Text)
				if n >= len(rs)-1 {
					t.Paras, n = t.Paras[:last], n-len(rs)
					continue
				}
				q.Text, n = string(rs[:len(rs)-1-n])+"。", 0
				t.Paras[last] = &q
			}
			next.Stories[i] = &t
		}
		ed = &next
		if !over {
			break
		}
	}
	return ed
}
