package app

import (
	"cmp"
	"slices"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

// storyFilter is which stories the list shows.
type storyFilter struct {
	title words.Text
	keeps func(d *Desk, s *edition.Story) bool
}

// storyFilters is the table of filters, in the order they are offered.
var storyFilters = []storyFilter{
	{w("全部", "All"), func(*Desk, *edition.Story) bool { return true }},
	{w("未上版", "Not placed"), func(d *Desk, s *edition.Story) bool { return !d.isPlaced(s.ID) }},
	{w("本版", "This page"), func(d *Desk, s *edition.Story) bool { return d.standsOn(s.ID, d.page) }},
	{w("溢出", "Over"), func(d *Desk, s *edition.Story) bool { return d.isPlaced(s.ID) && d.composed.Fits[s.ID].OverRunes > 0 }},
	{w("缺行", "Short"), func(d *Desk, s *edition.Story) bool { return d.isPlaced(s.ID) && d.composed.Fits[s.ID].ShortLines > 0 }},
	{w("有校对提示", "With findings"), func(d *Desk, s *edition.Story) bool {
		return slices.ContainsFunc(d.findings, func(f finding.Finding) bool { return f.Place.Story == s.ID })
	}},
}

// storySort is the order of the list.
type storySort struct {
	title words.Text
	less  func(d *Desk, a, b *edition.Story) int
}

// storySorts is the table of orders; the first is that of the edition.
var storySorts = []storySort{
	{w("来稿次序", "As received"), func(*Desk, *edition.Story, *edition.Story) int { return 0 }},
	{w("标题", "Headline"), func(d *Desk, a, b *edition.Story) int {
		return slices.Compare(sortKey(d.title(a)), sortKey(d.title(b)))
	}},
	{w("等级", "Priority"), func(_ *Desk, a, b *edition.Story) int { return b.Priority - a.Priority }},
	{w("字数", "Length"), func(_ *Desk, a, b *edition.Story) int { return count(b) - count(a) }},
	{w("版次", "Page"), func(d *Desk, a, b *edition.Story) int { return cmp.Compare(d.pageRank(a.ID), d.pageRank(b.ID)) }},
}

// sortKey orders Chinese by pinyin's first letters, as far as GB 2312 tells them, and by code after.
func sortKey(s string) []int {
	var out []int
	for _, r := range s {
		out = append(out, int(initialOf(r)), int(r))
	}
	return out
}

// pageRank answers the number of the page a story stands on; those that stand nowhere come last.
func (d *Desk) pageRank(story string) int {
	if p, f := d.frameOf(story); f != nil {
		return p.Number
	}
	return 1 << 30
}

// standsOn reports whether any of a story's frames is on a page.
func (d *Desk) standsOn(story, page string) bool {
	if d.ed == nil {
		return false
	}
	p := d.ed.Page(page)
	return p != nil && slices.ContainsFunc(p.Frames, func(f *edition.Frame) bool {
		return f.Story == story && f.Kind != edition.FurnitureFrame
	})
}

// pagesOf answers the numbers of the pages a story stands on, in order.
func (d *Desk) pagesOf(story string) []int {
	var out []int
	for _, p := range d.ed.Pages {
		if d.standsOn(story, p.ID) {
			out = append(out, p.Number)
		}
	}
	return out
}

// storiesShown answers the stories that the list shows, in its order. What is searched for is found in any paragraph,
// and by the pinyin initials of the headline.
func (d *Desk) storiesShown(search string, filter, order int) []*edition.Story {
	if d.ed == nil {
		return nil
	}
	search = strings.ToLower(strings.TrimSpace(search))
	var out []*edition.Story
	for _, s := range d.ed.Stories {
		if storyFilters[filter].keeps(d, s) && (search == "" || d.mentions(s, search)) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b *edition.Story) int { return storySorts[order].less(d, a, b) })
	return out
}

// mentions reports whether a story holds what is searched for, which is in small letters.
func (d *Desk) mentions(s *edition.Story, search string) bool {
	if strings.Contains(strings.ToLower(d.title(s)), search) || strings.Contains(strings.ToLower(s.Slug), search) {
		return true
	}
	for _, p := range s.All() {
		if strings.Contains(strings.ToLower(p.Text), search) {
			return true
		}
	}
	var initials []byte
	for _, r := range d.title(s) {
		if i := initialOf(r); i != 0 {
			initials = append(initials, i)
		}
	}
	return strings.Contains(string(initials), search)
}
