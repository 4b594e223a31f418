package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/proof"
	"dayang/internal/repair"
	"dayang/internal/words"
)

// findingJSON is a finding as --json and demo write it; places are runes of the paragraph.
type findingJSON struct {
	File     string   `json:"file,omitempty"`
	Rule     string   `json:"rule"`
	Level    string   `json:"level"`
	Category string   `json:"cat,omitempty"`
	Page     int      `json:"page,omitempty"`
	Frame    string   `json:"frame,omitempty"`
	Story    string   `json:"story,omitempty"`
	Title    string   `json:"title,omitempty"`
	Para     string   `json:"para,omitempty"`
	Role     string   `json:"role,omitempty"`
	From     int      `json:"from"`
	To       int      `json:"to"`
	Text     string   `json:"text,omitempty"`
	Message  string   `json:"message"`
	English  string   `json:"message_en"`
	Reason   string   `json:"reason,omitempty"`
	Fixes    []string `json:"suggestions,omitempty"`
}

func findingsJSON(ed *edition.Edition, found []finding.Finding) []findingJSON {
	out := make([]findingJSON, 0, len(found))
	pages := flow.PagesOf(ed)
	for _, f := range found {
		j := findingJSON{
			Rule: f.Rule, Level: f.Level.String(), Category: f.Category, Frame: f.Place.Frame, Story: f.Place.Story, Para: f.Place.Para,
			From: f.Place.From, To: f.Place.To, Text: f.Text, Message: f.Message.ZH, English: f.Message.EN, Reason: f.Reason.ZH,
		}
		if st := ed.Story(f.Place.Story); st != nil {
			j.Title, j.Page = st.Slug, pages[st.ID]
			if p := st.Para(f.Place.Para); p != nil {
				j.Role = string(p.Role)
			}
		}
		if pg := ed.Page(f.Place.Page); pg != nil {
			j.Page = pg.Number
		}
		for _, s := range f.Suggestions {
			j.Fixes = append(j.Fixes, s.Text)
		}
		out = append(out, j)
	}
	return out
}

// rateJSON is an error rate as --rate writes it: of the whole edition, of a page or of a story.
type rateJSON struct {
	File       string  `json:"file"`
	Of         string  `json:"of"` // edition, page or story
	Page       int     `json:"page,omitempty"`
	Story      string  `json:"story,omitempty"`
	Title      string  `json:"title,omitempty"`
	Characters int     `json:"characters"`
	Faults     float64 `json:"faults"` // weighted
	Per10000   float64 `json:"per_10000"`
	Limit      float64 `json:"limit"`
	Passes     bool    `json:"passes"`
}

// rates answers the error rates by the newspapers' rule: the whole first, then the pages, then the stories.
func rates(path string, ed *edition.Edition, found []finding.Finding) []rateJSON {
	var out []rateJSON
	add := func(r proof.ErrorRate, j rateJSON) {
		j.File, j.Characters, j.Limit, j.Passes = path, r.Characters, r.Limit, r.Passes()
		j.Faults, j.Per10000 = math.Round(r.Faults*100)/100, math.Round(r.Per10000*100)/100
		out = append(out, j)
	}
	add(proof.Rate(ed, found), rateJSON{Of: "edition", Title: ed.Head.Title})
	for _, p := range ed.Pages {
		add(proof.PageRate(ed, p.ID, found), rateJSON{Of: "page", Page: p.Number, Title: p.Name})
	}
	pages := flow.PagesOf(ed)
	for _, s := range ed.Stories {
		var on []finding.Finding
		for _, f := range found {
			if f.Place.Story == s.ID {
				on = append(on, f)
			}
		}
		add(proof.StoryRate(s, on), rateJSON{Of: "story", Page: pages[s.ID], Story: s.ID, Title: s.Slug})
	}
	return out
}

// says writes rates as a person reads them.
func (c *console) says(list []rateJSON) {
	for _, r := range list {
		var of words.Text
		switch r.Of {
		case "edition":
			of = words.Text{ZH: "全报", EN: "edition"}
		case "page":
			of = words.Text{ZH: "第%02d版 %s", EN: "page %d %s"}.F(r.Page, r.Title)
		default:
			of = words.Text{ZH: "  %s", EN: "  %s"}.F(r.Title)
		}
		verdict := words.Text{}
		if !r.Passes {
			verdict = words.Text{ZH: "，超出", EN: ", over the limit"}
		}
		c.say(words.Text{ZH: "%s：%d 字，加权差错 %.1f，每万字 %.1f（限 %.0f）%s", EN: "%s: %d characters, %.1f weighted faults, %.1f per 10,000 (limit %.0f)%s"}, of, r.Characters, r.Faults, r.Per10000, r.Limit, verdict)
	}
}

// tally says how many findings of each level there are.
func tally(found []finding.Finding) words.Text {
	var n [3]int
	for _, f := range found {
		n[f.Level]++
	}
	return words.Text{ZH: "错误 %d、警告 %d、提示 %d", EN: "%d errors, %d warnings, %d hints"}.F(n[finding.Error], n[finding.Warning], n[finding.Hint])
}

// proofFiles proofreads editions and manuscripts, or lines of JSON.
func proofFiles(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "proof")
	asJSON := f.Bool("json", false, "")
	rateOnly := f.Bool("rate", false, "")
	jsonl := f.String("jsonl", "", "")
	out := f.String("o", "", "")
	roster := f.String("roster", "", "")
	date := f.String("date", "", "")
	failOn := f.String("fail-on", "", "")
	archive := f.String("archive", "", "")
	listDir := f.String("lists", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	o := flow.ProofOptions{Date: *date}
	if *roster != "" {
		if o.Roster, err = flow.ReadRoster(*roster); err != nil {
			return err
		}
	}
	if *listDir != "" {
		if st, err := os.Stat(*listDir); err != nil {
			return err
		} else if !st.IsDir() {
			return usageError{"proof", "--lists DIR"}
		}
		if o.Lists, err = flow.Lists(*listDir); err != nil {
			return err
		}
	}
	limit, fail := finding.ParseLevel(*failOn)
	if *failOn != "" && !fail {
		return usageError{"proof", "--fail-on hint|warning|error"}
	}
	if *jsonl != "" {
		if *out == "" || len(paths) > 0 {
			return usageError{"proof", "--jsonl IN.jsonl -o OUT.jsonl"}
		}
		return c.proofLines(ctx, *jsonl, *out, o)
	}
	if len(paths) == 0 {
		return usageError{"proof", "F.dayang|FILE…"}
	}
	all, measured := []findingJSON{}, []rateJSON{}
	failed := false
	for _, path := range paths {
		ed, found, err := c.proofFile(ctx, path, *archive, *listDir != "", o)
		if err != nil {
			return err
		}
		for _, x := range found {
			failed = failed || fail && x.Level >= limit
		}
		if rate := rates(path, ed, found); *rateOnly {
			measured = append(measured, rate...)
			if !*asJSON {
				fmt.Fprintln(c.out, path)
				c.says(rate)
			}
			continue
		}
		list := findingsJSON(ed, found)
		if *asJSON {
			for i := range list {
				list[i].File = path
			}
			all = append(all, list...)
			continue
		}
		c.say(words.Text{ZH: "%s：%s，每万字差错 %.1f", EN: "%s: %s, %.1f faults per 10,000 characters"}, path, tally(found), proof.Rate(ed, found).Per10000)
		for _, p := range ed.Pages {
			r := proof.PageRate(ed, p.ID, found)
			c.say(words.Text{ZH: "  第%02d版：%d 字，每万字差错 %.1f", EN: "  page %d: %d characters, %.1f faults per 10,000"}, p.Number, r.Characters, r.Per10000)
		}
		for i, j := range list {
			where := j.Title
			if j.Page > 0 {
				where = words.Text{ZH: "第%d版 %s", EN: "page %d %s"}.F(j.Page, j.Title).In(c.lang)
			}
			text := ""
			if j.Text != "" {
				text = "“" + clip(j.Text, 20) + "” "
			}
			fmt.Fprintf(c.out, "  %-7s %s  %s  %s%s\n", j.Level, j.Rule, where, text, found[i].Message.In(c.lang))
		}
	}
	if *asJSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		var said any = all
		if *rateOnly {
			said = measured
		}
		if err := enc.Encode(said); err != nil {
			return err
		}
	}
	if failed {
		return errFindings
	}
	return nil
}

// proofFile proofreads one edition or manuscript. archive is the folder of the last issues; "" is the edition's own.
// lists is whether o has the lists already; an edition's are beside it.
func (c *console) proofFile(ctx context.Context, path, archive string, lists bool, o flow.ProofOptions) (*edition.Edition, []finding.Finding, error) {
	if strings.EqualFold(filepath.Ext(path), ".dayang") {
		op, err := c.open(path, 0)
		if err != nil {
			return nil, nil, err
		}
		defer op.close()
		if archive == "" {
			archive = filepath.Dir(path)
		}
		o.Past = c.shop.Archive(archive, path)
		if !lists {
			var bad *flow.ListError
			if o.Lists, err = flow.Lists(flow.ListsFolder(filepath.Dir(path))); errors.As(err, &bad) {
				fmt.Fprintln(c.err, "dayang: "+explain(err).In(c.lang)) // the other entries serve
			} else if err != nil {
				return nil, nil, err
			}
		}
		notes := append(op.notes, flow.PageFindings(op.ed, op.pages)...)
		found, err := c.shop.Proof(ctx, op.ed, notes, o)
		return op.ed, found, err
	}
	t, err := c.shop.TakeIn([]string{path}, "")
	if err != nil {
		return nil, nil, err
	}
	found, err := c.shop.Proof(ctx, t.Edition, t.Notes, o)
	return t.Edition, found, err
}

// proofLines reads lines of JSON and writes one for each.
func (c *console) proofLines(ctx context.Context, in, out string, o flow.ProofOptions) error {
	seg, err := c.shop.Words()
	if err != nil {
		return err
	}
	r, err := os.Open(in)
	if err != nil {
		return err
	}
	defer r.Close()
	others := proof.Others{
		Successors: func(fragments []string) []int { return repair.Successors(fragments, seg) },
		Pair: func(a, b []string) (string, float64) {
			return repair.Pair(strings.Join(a, "\n"), strings.Join(b, "\n"))
		},
	}
	checker, err := c.shop.Checker(o)
	if err != nil {
		return err
	}
	return flow.ReplaceFile(out, func(f *os.File) error {
		w := bufio.NewWriter(f)
		if err := checker.JSONL(&contextReader{ctx, r}, w, others); err != nil {
			return err
		}
		return w.Flush()
	})
}

// contextReader stops reading when its context is done.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

// Read reads unless the context is done.
func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
