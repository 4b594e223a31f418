// Package preflight is the check before the press (印前检查): on the pages while they are edited, and on the bytes of a
// finished PDF, whoever wrote it.
//
// Start with Pages and File. Pages looks at display lists, takes a few milliseconds, and every finding points at its
// object: page, frame, spot. File reads a PDF with pdfcpu, which is not what writes our files, runs its content, and
// measures total ink on plates of its own (plate.go). Rules says all that is looked for; limits are the press
// condition's, edition.Press, and a house may switch a rule off or change its level. Lengths on pages are geom's, in
// files points from the lower left. The package never changes a page or a file, and answers findings for any bytes.
package preflight

import (
	"fmt"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

// category is what all findings of the package are filed under.
const category = "preflight"

// collector gathers findings; what is said once of a page with the same words is counted, not said again.
type collector struct {
	found []finding.Finding
	seen  map[string]int // index in found
	count []int
}

// mostKinds bounds the findings of one check: a broken file can be wrong in a million ways.
const mostKinds = 2000

// add enters a finding. key tells apart findings of one rule on one page that are said separately.
func (c *collector) add(id string, level finding.Level, at finding.Place, key string, args ...any) {
	if c.seen == nil {
		c.seen = map[string]int{}
	}
	k := fmt.Sprint(id, level, at.Page, "\x00", key)
	if i, ok := c.seen[k]; ok {
		c.count[i]++
		return
	}
	if len(c.found) >= mostKinds {
		return
	}
	r := ruleOf(id)
	c.seen[k] = len(c.found)
	c.count = append(c.count, 1)
	c.found = append(c.found, finding.Finding{
		Rule: id, Category: category, Level: level, Place: at, Score: 1, Message: r.Message.F(args...), Reason: r.Reason,
	})
}

// times is said after a finding that stands for several.
var times = words.Text{ZH: "（本版共 %d 处）", EN: " (%d times on this page)"}

// all answers the findings, heaviest first within the order of pages.
func (c *collector) all(h *edition.House) []finding.Finding {
	out := make([]finding.Finding, 0, len(c.found))
	for i, f := range c.found {
		if h != nil {
			switch v := h.Checks[f.Rule]; v {
			case "":
			case "off":
				continue
			default:
				if l, ok := finding.ParseLevel(v); ok {
					f.Level = l
				}
			}
		}
		if n := c.count[i]; n > 1 {
			t := times.F(n)
			f.Message = words.Text{ZH: f.Message.ZH + t.ZH, EN: f.Message.EN + t.EN}
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b finding.Finding) int { return int(b.Level) - int(a.Level) })
	return out
}

// Worst answers the heaviest level among findings, and whether there is any.
func Worst(found []finding.Finding) (finding.Level, bool) {
	worst := finding.Hint
	for _, f := range found {
		worst = max(worst, f.Level)
	}
	return worst, len(found) > 0
}

// Errors answers the findings that stop an export.
func Errors(found []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range found {
		if f.Level == finding.Error {
			out = append(out, f)
		}
	}
	return out
}
