package app

import (
	"slices"
	"strings"

	"dayang/internal/finding"
	"dayang/internal/words"
)

// findingView is how the list of findings was left; it outlives the frame.
type findingView struct {
	open                bool // the row of filters is shown
	search              string
	level, place, group int
}

// findingFilter is which findings the list shows.
type findingFilter struct {
	title words.Text
	keeps func(d *Desk, f finding.Finding) bool
}

// findingLevels and findingPlaces are the filters, in the order they are offered.
var (
	findingLevels = []findingFilter{
		{w("全部级别", "All levels"), func(*Desk, finding.Finding) bool { return true }},
		{w("只看错误", "Errors"), func(_ *Desk, f finding.Finding) bool { return f.Level == finding.Error }},
		{w("错误和警告", "Errors and warnings"), func(_ *Desk, f finding.Finding) bool { return f.Level >= finding.Warning }},
		{w("只看提示", "Hints"), func(_ *Desk, f finding.Finding) bool { return f.Level == finding.Hint }},
	}
	findingPlaces = []findingFilter{
		{w("全报", "Whole edition"), func(*Desk, finding.Finding) bool { return true }},
		{w("本版", "This page"), func(d *Desk, f finding.Finding) bool { return d.pageOf(f) == d.page }},
		{w("本稿", "This story"), func(d *Desk, f finding.Finding) bool { return d.story != "" && f.Place.Story == d.story }},
	}
)

// findingGroup is how findings are put together under a head.
type findingGroup struct {
	title words.Text
	of    func(d *Desk, f finding.Finding) string // nil: the order of reading, without heads
}

var findingGroups = []findingGroup{
	{w("按阅读次序", "In reading order"), nil},
	{w("按规则归并", "By rule"), func(_ *Desk, f finding.Finding) string { return f.Rule }},
	{w("按稿件归并", "By story"), func(d *Desk, f finding.Finding) string { return d.placeName(f) }},
}

// findingLine is a line of the list: a finding, or the head of a group.
type findingLine struct {
	head string
	of   int // how many findings stand under the head
	i    int // place among d.findings; −1 is a head
}

// passes answers what the filters let through.
func (d *Desk) passes() func(finding.Finding) bool {
	v := d.sieve
	search := strings.ToLower(strings.TrimSpace(v.search))
	level, place := findingLevels[v.level].keeps, findingPlaces[v.place].keeps
	return func(f finding.Finding) bool { return level(d, f) && place(d, f) && (search == "" || d.says(f, search)) }
}

// hasFindings reports whether the list shows any; commands ask after every change, so it stops at the first.
func hasFindings(d *Desk) bool { return slices.ContainsFunc(d.findings, d.passes()) }

// linesShown answers what the list shows. Groups come in the order of their first finding.
func (d *Desk) linesShown() []findingLine {
	passes := d.passes()
	var shown []int
	for i, f := range d.findings {
		if passes(f) {
			shown = append(shown, i)
		}
	}
	of := findingGroups[d.sieve.group].of
	lines := make([]findingLine, 0, len(shown))
	if of == nil {
		for _, i := range shown {
			lines = append(lines, findingLine{i: i})
		}
		return lines
	}
	var order []string
	groups := map[string][]int{}
	for _, i := range shown {
		k := of(d, d.findings[i])
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], i)
	}
	for _, k := range order {
		lines = append(lines, findingLine{head: k, of: len(groups[k]), i: -1})
		for _, i := range groups[k] {
			lines = append(lines, findingLine{i: i})
		}
	}
	return lines
}

// findingsShown answers the places among d.findings of those that the list shows, in its order.
func (d *Desk) findingsShown() []int {
	var out []int
	for _, l := range d.linesShown() {
		if l.i >= 0 {
			out = append(out, l.i)
		}
	}
	return out
}

// says reports whether a finding's rule, text, message or place holds what is searched for, which is in small letters.
func (d *Desk) says(f finding.Finding, search string) bool {
	return slices.ContainsFunc([]string{f.Rule, f.Text, f.Message.ZH, f.Message.EN, d.placeName(f)}, func(s string) bool {
		return strings.Contains(strings.ToLower(s), search)
	})
}

// setSieve changes what the list shows.
func (d *Desk) setSieve(change func(*findingView)) {
	change(&d.sieve)
	d.changed()
}
