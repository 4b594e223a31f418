package proof

import (
	"dayang/internal/edition"
	"dayang/internal/finding"
)

// ErrorRate is the error rate of a newspaper's text.
type ErrorRate struct {
	Characters int     // what was checked
	Faults     float64 // weighted
	Per10000   float64
	Limit      float64 // what the rule allows
}

// Passes reports whether the text may be printed by the rule.
func (r ErrorRate) Passes() bool { return r.Per10000 <= r.Limit }

// newspaperLimit is the number of faults per 10,000 characters that a newspaper may have: 《报纸期刊质量管理规定》
// (国新出发〔2020〕10号), editing quality of newspapers.
const newspaperLimit = 3

// formWeight is what a fault of form counts: number forms by the same rule's annex, 0.1 each and at most 1 in an
// issue; marks after the book rules of 2004, which the newspapers' annex resembles.
const formWeight = 0.1

// Rate answers the error rate of an edition after the newspapers' way of counting: faults weighted by their
// kind, doubled in headlines and furniture, hints left out, one fault of text counted three times at most.
// Characters are those of the text; what a paper counts by set lines is a little more. A nil edition counts every
// finding once and no characters.
func Rate(ed *edition.Edition, found []finding.Finding) ErrorRate {
	r := ErrorRate{Limit: newspaperLimit}
	role := map[[2]string]edition.Role{}
	if ed != nil {
		for _, s := range ed.Stories {
			for _, p := range s.All() {
				r.Characters += countable(p.Text)
				role[[2]string{s.ID, p.ID}] = p.Role
			}
		}
		for _, p := range ed.Pages {
			for _, f := range p.Frames {
				if f.Furniture != nil {
					for _, para := range f.Furniture.Paras {
						r.Characters += countable(para.Text)
					}
				}
			}
		}
	}
	return r.add(found, func(p finding.Place) bool {
		switch role[[2]string{p.Story, p.Para}] {
		case edition.Headline, edition.Kicker, edition.Deck:
			return true
		}
		return p.Story == "" && p.Frame != ""
	})
}

// StoryRate answers the error rate of one story.
func StoryRate(s *edition.Story, found []finding.Finding) ErrorRate {
	return Rate(&edition.Edition{Stories: []*edition.Story{s}}, found)
}

// PageRate answers the error rate of one page: its furniture and the stories that begin on it, each with all its
// text, whatever page the rest runs on to. A page that the edition does not have has no characters and no faults.
func PageRate(ed *edition.Edition, page string, found []finding.Finding) ErrorRate {
	p := ed.Page(page)
	if p == nil {
		return ErrorRate{Limit: newspaperLimit}
	}
	part := &edition.Edition{Head: ed.Head, House: ed.House, Pages: []*edition.Page{p}}
	here := map[string]bool{}
	for _, f := range p.Frames {
		if s := ed.Story(f.Story); s != nil && f.Kind == edition.StoryFrame && !here[s.ID] {
			here[s.ID] = true
			part.Stories = append(part.Stories, s)
		}
	}
	var on []finding.Finding
	for _, f := range found {
		if here[f.Place.Story] || f.Place.Story == "" && f.Place.Page == page {
			on = append(on, f)
		}
	}
	return Rate(part, on)
}

func (r ErrorRate) add(found []finding.Finding, double func(finding.Place) bool) ErrorRate {
	same := map[string]int{}
	forms := 0.0
	for _, f := range found {
		if f.Level == finding.Hint {
			continue
		}
		w := weigh(f)
		if w == 0 {
			continue
		}
		if double(f.Place) {
			w *= 2
		}
		if f.Rule[:3] == "NU-" && isForm(f) {
			forms += w
			continue
		}
		if f.Text != "" && f.Rule[:2] != "PN" {
			k := f.Rule + "\x00" + f.Text
			if same[k]++; same[k] > 3 {
				continue
			}
		}
		r.Faults += w
	}
	r.Faults += min(forms, 1)
	if r.Characters > 0 {
		r.Per10000 = r.Faults * 10000 / float64(r.Characters)
	}
	return r
}

// isForm reports whether a number is right in value and wrong in form only.
func isForm(f finding.Finding) bool { return f.Rule != "NU-07" && f.Rule != "NU-09" }

// weigh answers what one finding counts: marks and number forms a tenth, one wrong, extra or missing character 1,
// two to five 2, more than five 4, a fact 1; remarks about the page nothing.
func weigh(f finding.Finding) float64 {
	switch f.Rule[:2] {
	case "PN":
		return formWeight
	case "NU":
		if isForm(f) {
			return formWeight
		}
		return 1
	case "DU":
		if f.Rule >= "DU-06" {
			return 0
		}
		return byLength(f.Place.To - f.Place.From)
	case "SP":
		n := f.Place.To - f.Place.From
		if len(f.Suggestions) > 0 {
			n = changed(f.Text, f.Suggestions[0].Text)
		}
		return byLength(n)
	case "PA", "DT", "NM":
		return 1
	}
	return 0
}

func byLength(n int) float64 {
	switch {
	case n <= 1:
		return 1
	case n <= 5:
		return 2
	}
	return 4
}

// changed answers how many characters differ between two texts of one length, or the longer one's length.
func changed(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return max(len(x), len(y))
	}
	n := 0
	for i := range x {
		if x[i] != y[i] {
			n++
		}
	}
	return n
}

// countable answers how many characters a text has; blanks are not counted.
func countable(s string) int {
	n := 0
	for _, r := range s {
		if !isBlank(r) {
			n++
		}
	}
	return n
}
