package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/preflight"
	"dayang/internal/words"
)

// preflightJSON is what --json writes of one file.
type preflightJSON struct {
	File     string          `json:"file"`
	Press    string          `json:"press"`
	Version  string          `json:"version,omitempty"`  // of a PDF
	Standard string          `json:"standard,omitempty"` // what a PDF says it keeps
	Held     string          `json:"held_to,omitempty"`
	Pages    int             `json:"pages"`
	Ink      []preflight.Ink `json:"ink,omitempty"` // by page
	Findings []pressJSON     `json:"findings"`
}

// pressJSON is a finding of preflight. Spot is left, top, width and height on the page, from the trim's top left.
type pressJSON struct {
	Rule    string      `json:"rule"`
	Level   string      `json:"level"`
	Page    string      `json:"page,omitempty"` // 版次
	Frame   string      `json:"frame,omitempty"`
	Story   string      `json:"story,omitempty"`
	Spot    *[4]float64 `json:"spot_mm,omitempty"`
	Message string      `json:"message"`
	English string      `json:"message_en"`
	Reason  string      `json:"reason"`
}

// preflightFiles checks PDFs and editions for the press.
func preflightFiles(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "preflight")
	press := f.String("press", "", "")
	asJSON := f.Bool("json", false, "")
	failOn := f.String("fail-on", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	limit, fail := finding.ParseLevel(*failOn)
	if *failOn != "" && !fail {
		return usageError{"preflight", "--fail-on hint|warning|error"}
	}
	if len(paths) == 0 {
		return usageError{"preflight", "FILE.pdf|F.dayang"}
	}
	failed := false
	all := []preflightJSON{}
	for _, path := range paths {
		j, found, err := c.preflightFile(ctx, path, *press)
		if err != nil {
			return err
		}
		worst, any := preflight.Worst(found)
		failed = failed || fail && any && worst >= limit
		if *asJSON {
			all = append(all, j)
			continue
		}
		c.say(words.Text{ZH: "%s：%s，%d 页，按“%s”检查：%s", EN: "%s: %s, %d pages, held to %q: %s"}, path, said(j), j.Pages, j.Press, tally(found))
		for i, ink := range j.Ink {
			if i < 8 {
				c.say(words.Text{ZH: "  第 %d 页最大墨量 %.0f%%", EN: "  page %d: most ink %.0f %%"}, i+1, ink.Most)
			}
		}
		c.pressNotes(j.Findings, found)
	}
	if *asJSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(all); err != nil {
			return err
		}
	}
	if failed {
		return errFindings
	}
	return nil
}

// said names what a file is.
func said(j preflightJSON) string {
	if j.Standard != "" {
		return j.Standard
	}
	return "PDF " + j.Version
}

// preflightFile checks one file.
func (c *console) preflightFile(ctx context.Context, path, press string) (preflightJSON, []finding.Finding, error) {
	out := preflightJSON{File: path}
	if !strings.EqualFold(filepath.Ext(path), ".dayang") {
		p, err := flow.PressFor(nil, press, filepath.Dir(path))
		if err != nil {
			return out, nil, err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return out, nil, err
		}
		rep := preflight.File(ctx, data, preflight.FileOptions{Press: p.Press})
		if err := ctx.Err(); err != nil {
			return out, nil, err
		}
		out.take(p.Name, rep)
		out.Findings = pressFindings(nil, rep.Findings)
		return out, rep.Findings, nil
	}
	op, err := c.open(path, 0)
	if err != nil {
		return out, nil, err
	}
	defer op.close()
	ed := op.ed
	p, err := flow.PressFor(ed.House, press, filepath.Dir(path))
	if err != nil {
		return out, nil, err
	}
	printed, err := c.shop.Preflight(ctx, flow.Job{Edition: ed, Pages: op.pages, Pictures: op.pics, Press: p.Press, Options: p.Options, Notes: op.notes})
	if err != nil {
		return out, nil, err
	}
	out.take(p.Name, printed.File)
	out.Pages = len(op.pages)
	out.Findings = pressFindings(ed, printed.Found)
	return out, printed.Found, nil
}

func (j *preflightJSON) take(press string, rep preflight.Report) {
	j.Press, j.Version, j.Standard, j.Pages, j.Ink = press, rep.Version, rep.Standard, rep.Pages, rep.Ink
	if rep.Held != preflight.Any {
		j.Held = rep.Held.String()
	}
}

// pressFindings writes findings for files; pages of an edition go by their number.
func pressFindings(ed *edition.Edition, found []finding.Finding) []pressJSON {
	out := make([]pressJSON, 0, len(found))
	for _, f := range found {
		j := pressJSON{Rule: f.Rule, Level: f.Level.String(), Page: f.Place.Page, Frame: f.Place.Frame, Story: f.Place.Story,
			Message: f.Message.ZH, English: f.Message.EN, Reason: f.Reason.ZH}
		if ed != nil {
			if pg := ed.Page(f.Place.Page); pg != nil {
				j.Page = fmt.Sprint(pg.Number)
			}
		}
		if s := f.Place.Spot; !s.Empty() {
			j.Spot = &[4]float64{s.X.MM(), s.Y.MM(), s.W.MM(), s.H.MM()}
		}
		out = append(out, j)
	}
	return out
}

// pressNotes prints findings, one a line.
func (c *console) pressNotes(list []pressJSON, found []finding.Finding) {
	for i, j := range list {
		where := ""
		if j.Page != "" {
			where = words.Text{ZH: "第%s版 ", EN: "page %s "}.F(j.Page).In(c.lang)
		}
		if j.Spot != nil {
			where += words.Text{ZH: "（左 %.0f、上 %.0f 毫米）", EN: "(%.0f mm from the left, %.0f from the top) "}.F(j.Spot[0], j.Spot[1]).In(c.lang)
		}
		fmt.Fprintf(c.out, "  %-7s %s  %s%s\n", j.Level, j.Rule, where, found[i].Message.In(c.lang))
	}
}
