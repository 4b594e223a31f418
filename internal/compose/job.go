package compose

import (
	"fmt"
	"slices"
	"strings"

	"dayang/internal/edition"
	"dayang/layout/dummy"
	"dayang/layout/geom"
	"dayang/layout/makeup"
)

// Between stacked blocks stands one body line of white with a hairline in its middle; every need that Job states
// holds that line, at the block's top, and Frames takes it off again.
const between = 1

// needKey is what a measured need depends on.
type needKey struct {
	story   *edition.Story
	house   *edition.House
	format  edition.Format
	cols    int
	mode    dummy.Mode
	reserve int
}

// heads are the head modes of make-up by those of the search; a box has its head on top.
var heads = [4]makeup.Mode{dummy.Top: makeup.HeadTop, dummy.Picture: makeup.HeadPicture, dummy.Side: makeup.HeadSide, dummy.Boxed: makeup.HeadTop}

// Job states a page's make-up for the search: the grid, what stays, and what each story needs at every width and
// mode, measured by setting it. stories names those to place; nil is all that have a frame on the page.
func (c *Composer) Job(ed *edition.Edition, pageID string, stories []string) dummy.Job {
	c.index(ed)
	p := ed.Page(pageID)
	if p == nil {
		return dummy.Job{}
	}
	f := p.Format
	job := dummy.Job{Cols: f.Columns, Lines: f.Lines}
	if stories == nil {
		stories = placedOn(p)
	}
	parts := c.companions(p, stories)
	for _, fr := range p.Frames {
		if parts.moves(fr) {
			continue
		}
		switch {
		case fr.Kind == edition.FurnitureFrame, fr.Kind == edition.PictureFrame && fr.Locked:
		case (fr.Kind == edition.StoryFrame || fr.Kind == edition.TextFrame) && !slices.Contains(stories, fr.Story):
		default:
			continue
		}
		for _, r := range fr.Areas() { // what a notch leaves free is free
			if a, ok := cellsOf(f, r); ok {
				job.Fixed = append(job.Fixed, dummy.Fixed{ID: fr.ID, Area: a})
			}
		}
	}
	sections := make(map[string][]string)
	for _, id := range stories {
		st := c.stories[id]
		if st == nil {
			continue
		}
		job.Items = append(job.Items, c.item(p, st, parts))
		if st.Section != "" {
			sections[st.Section] = append(sections[st.Section], id)
		}
	}
	for _, id := range stories { // in the stories' order, so that the job is the same every time
		st := c.stories[id]
		if st == nil || len(sections[st.Section]) < 2 || sections[st.Section][0] != id {
			continue
		}
		job.Packages = append(job.Packages, dummy.Package{Items: sections[st.Section]})
	}
	var leads []string
	for _, it := range job.Items {
		if it.Priority >= 5 {
			leads = append(leads, it.ID)
		}
	}
	if len(leads) == 2 {
		job.DoubleLead = leads
	}
	return job
}

// placedOn answers the stories that begin on a page.
func placedOn(p *edition.Page) []string {
	var out []string
	for _, f := range p.Frames {
		if f.Kind == edition.StoryFrame && f.Story != "" && !slices.Contains(out, f.Story) {
			out = append(out, f.Story)
		}
	}
	return out
}

// companions are furniture that goes where its story goes: a banner over it, a QR code at the end of its text.
type companions struct {
	banner map[string]*edition.Frame // by story
	code   map[string]*edition.Frame
}

func (k companions) moves(f *edition.Frame) bool {
	for _, m := range []map[string]*edition.Frame{k.banner, k.code} {
		for _, have := range m {
			if have == f {
				return true
			}
		}
	}
	return false
}

// companions finds them: by the frame's story, a banner also by the section that a story belongs under.
func (c *Composer) companions(p *edition.Page, stories []string) companions {
	k := companions{map[string]*edition.Frame{}, map[string]*edition.Frame{}}
	for _, f := range p.Frames {
		if f.Kind != edition.FurnitureFrame || f.Furniture == nil || f.Locked {
			continue
		}
		switch f.Furniture.Kind {
		case edition.QRCode:
			if slices.Contains(stories, f.Story) && k.code[f.Story] == nil {
				k.code[f.Story] = f
			}
		case edition.Banner:
			owner := ""
			if slices.Contains(stories, f.Story) {
				owner = f.Story
			}
			words := ""
			for _, q := range f.Furniture.Paras {
				words += q.Text
			}
			for _, id := range stories {
				if st := c.stories[id]; owner == "" && st != nil && st.Section != "" && strings.Contains(squash(words), squash(st.Section)) {
					owner = id
				}
			}
			if owner != "" && k.banner[owner] == nil {
				k.banner[owner] = f
			}
		}
	}
	return k
}

func squash(s string) string { return strings.Join(strings.Fields(s), "") }

// cellsOf answers the cells that a rectangle touches, false if it lies outside the type area.
func cellsOf(f edition.Format, r geom.Rect) (dummy.Area, bool) {
	step := f.ColumnWidth() + f.ColumnGap
	if step <= 0 || f.Leading <= 0 {
		return dummy.Area{}, false
	}
	slack := f.Body / 4
	col := max(0, (r.X - f.TypeArea.X + f.ColumnGap + slack).Floor(step))
	end := min(f.Columns, (r.Right() - f.TypeArea.X - slack).Ceil(step))
	line := max(0, (r.Y - f.TypeArea.Y + slack).Floor(f.Leading))
	last := min(f.Lines, (r.Bottom() - f.TypeArea.Y - slack).Ceil(f.Leading))
	a := dummy.Area{Col: col, Line: line, Cols: end - col, Lines: last - line}
	return a, a.Cols > 0 && a.Lines > 0
}

// codeLines answers the lines a QR code of a column's width takes at the end of a text: as high as it is, with a
// line of white above.
func codeLines(f edition.Format, fr *edition.Frame) int {
	return min((min(fr.Rect.H, f.ColumnWidth()+f.Body)).Ceil(f.Leading)+1, f.Lines/4)
}

func bannerLines(f edition.Format, fr *edition.Frame) int {
	return max(2, min(fr.Rect.H.Ceil(f.Leading), 5))
}

// item states one story.
func (c *Composer) item(p *edition.Page, st *edition.Story, parts companions) dummy.Item {
	f := p.Format
	it := dummy.Item{ID: st.ID, Priority: st.Priority, Photo: st.Kind == edition.Photo && len(st.Pictures) > 0, JumpOK: st.Jump > 0}
	reserve, extra := 0, between
	if q := parts.code[st.ID]; q != nil {
		reserve = codeLines(f, q)
	}
	if b := parts.banner[st.ID]; b != nil {
		extra += bannerLines(f, b)
	}
	ms, _ := c.story(st, f)
	chars := 0
	for _, q := range ms.Body {
		chars += len(q.Runes) - 1
	}
	for cols := 1; cols <= f.Columns; cols++ {
		var needs [4]dummy.Need
		for m := dummy.Top; m <= dummy.Boxed; m++ {
			n := c.need(st, &ms, f, cols, m, reserve)
			needs[m] = dummy.Need{OK: n.OK, Lines: n.Lines + extra, Least: n.Least + extra, Most: n.Most + extra,
				Head: n.Head, HeadAt: n.HeadAt + extra, HeadRows: n.HeadRows, HeadPt: n.HeadPt, Leg: n.Leg, Picture: n.Picture}
		}
		it.Needs = append(it.Needs, needs)
	}
	it.Needs = atLeastOne(it.Needs)
	it.PrefCols = preferred(f, it, chars)
	for _, fr := range p.Frames {
		if fr.Kind != edition.StoryFrame || fr.Story != st.ID {
			continue
		}
		if a, ok := cellsOf(f, fr.Rect); ok {
			// The line between and a banner belong to the block.
			if up := min(extra, a.Line); up > 0 {
				a.Line, a.Lines = a.Line-up, a.Lines+up
			}
			if fr.Locked {
				it.Locked = &a
			} else {
				it.Before = &a
			}
		}
	}
	return it
}

// atLeastOne answers needs with some way to set the story: one that no width suits is proposed with its head on top
// wherever that has any height, and make-up's notes say what is wrong.
func atLeastOne(ns [][4]dummy.Need) [][4]dummy.Need {
	for _, n := range ns {
		for _, m := range n {
			if m.OK {
				return ns
			}
		}
	}
	for i := range ns {
		ns[i][dummy.Top].OK = true
	}
	return ns
}

// need measures a story at a width and mode.
func (c *Composer) need(st *edition.Story, ms *makeup.Story, f edition.Format, cols int, m dummy.Mode, reserve int) makeup.Need {
	k := needKey{st, c.house, f, cols, m, reserve}
	if n, ok := c.needs[k]; ok {
		return n
	}
	fr := makeup.Probe(gridOf(f), cols, heads[m], m == dummy.Boxed)
	fr.Reserve = reserve
	n := makeup.Measure(ms, fr, c)
	c.needs[k] = n
	return n
}

// preferred answers the widths that suit a story: wide enough that a column of text is no longer than a third of the
// page, narrow enough that it is not under eight lines. newspaper.md §1.4 and §1.7.
func preferred(f edition.Format, it dummy.Item, chars int) [2]int {
	n := f.Columns
	if it.Photo {
		return [2]int{max(1, n*2/5), max(2, n*3/5)}
	}
	lo, hi := 1, 1
	for cols := 1; cols <= n; cols++ {
		leg := it.Needs[cols-1][dummy.Top].Leg
		if leg > f.Lines*2/5 {
			lo = cols + 1
		}
		if leg >= 8 {
			hi = cols
		}
	}
	switch { // weight asks for width: 头条 half the page and more, 二条 three columns
	case it.Priority >= 5:
		lo, hi = max(lo, (n+1)/2), max(hi, n*4/5)
	case it.Priority == 4:
		lo = max(lo, 2)
	}
	lo = min(lo, n)
	return [2]int{lo, min(n, max(lo, hi))}
}

// Frames turns a proposal into a page's frames: every placed story's block on the grid with a line between stacked
// ones, its banner and QR code with it; all frames that make-up does not place stay as they are.
func (c *Composer) Frames(ed *edition.Edition, pageID string, pr dummy.Proposal) []*edition.Frame {
	c.index(ed)
	p := ed.Page(pageID)
	if p == nil {
		return nil
	}
	f := p.Format
	var ids []string
	for _, pl := range pr.Placed {
		ids = append(ids, pl.ID)
	}
	parts := c.companions(p, ids)
	before := make(map[string]*edition.Frame)
	var out, front []*edition.Frame
	used := make(map[string]bool)
	for _, fr := range p.Frames {
		used[fr.ID] = true
		switch {
		case fr.Kind == edition.StoryFrame && slices.Contains(ids, fr.Story):
			if before[fr.Story] == nil {
				before[fr.Story] = fr
			}
		case fr.Kind == edition.TextFrame && slices.Contains(ids, fr.Story):
		case parts.moves(fr):
		default:
			out = append(out, fr)
		}
	}
	fresh := func(story string) string {
		id := "s-" + story
		for k := 2; used[id]; k++ {
			id = fmt.Sprintf("s-%s-%d", story, k)
		}
		used[id] = true
		return id
	}
	scales := c.descending(f, pr, parts)
	for _, pl := range pr.Placed {
		old := before[pl.ID]
		if old != nil && old.Locked {
			out = append(out, old)
			for _, f := range []*edition.Frame{parts.banner[pl.ID], parts.code[pl.ID]} { // they stay with it
				if f != nil {
					front = append(front, f)
				}
			}
			continue
		}
		a := pl.Area
		if a.Line > 0 || parts.banner[pl.ID] != nil {
			a.Line, a.Lines = a.Line+between, a.Lines-between
		}
		if b := parts.banner[pl.ID]; b != nil {
			n := bannerLines(f, b)
			nb := *b
			nb.Rect = f.Cells(a.Col, a.Line, a.Cols, n)
			front = append(front, &nb)
			a.Line, a.Lines = a.Line+n, a.Lines-n
		}
		nf := edition.Frame{Kind: edition.StoryFrame, Story: pl.ID}
		if old != nil {
			nf = *old
		} else {
			nf.ID = fresh(pl.ID)
		}
		nf.Rect = f.Cells(a.Col, a.Line, a.Cols, a.Lines)
		nf.Columns, nf.Head, nf.Boxed, nf.HeadScale = 0, edition.HeadTop, pl.Mode == dummy.Boxed, scales[pl.ID]
		nf.Notch, nf.Split, nf.Leading, nf.HeadCols, nf.HeadRight = nil, nil, 0, 0, false // made for the place it leaves
		switch pl.Mode {
		case dummy.Picture:
			nf.Head = edition.HeadPicture
		case dummy.Side:
			nf.Head = edition.HeadSide
		}
		out = append(out, &nf)
		if q := parts.code[pl.ID]; q != nil {
			nq := *q
			n := codeLines(f, q) - 1
			nq.Rect = f.Cells(a.Col+a.Cols-1, a.Line+a.Lines-n, 1, n)
			if nf.Boxed {
				nq.Rect = nq.Rect.Inset(f.Leading)
			}
			front = append(front, &nq)
		}
	}
	return append(out, front...)
}

// descending answers, by story, the scale that keeps headlines from growing larger than those of weightier stories: a
// short headline fills its span at the top of its range where a long one of more weight cannot. None goes below the
// house's least size; 0 is no change. newspaper.md §1.7: heads of one level are not larger below than above.
func (c *Composer) descending(f edition.Format, pr dummy.Proposal, parts companions) map[string]int {
	type sized struct {
		id       string
		priority int
		pt       float64
	}
	var all []sized
	for _, pl := range pr.Placed {
		st := c.stories[pl.ID]
		if st == nil || pl.Area.Cols < 1 {
			continue
		}
		ms, _ := c.story(st, f)
		reserve := 0
		if q := parts.code[pl.ID]; q != nil {
			reserve = codeLines(f, q)
		}
		all = append(all, sized{pl.ID, st.Priority, c.need(st, &ms, f, pl.Area.Cols, pl.Mode, reserve).HeadPt})
	}
	slices.SortStableFunc(all, func(a, b sized) int { return b.priority - a.priority })
	out := make(map[string]int)
	most, level, now := 1e9, 0, 1e9 // the least size of weightier stories, and of those seen at this weight
	for i, s := range all {
		if i == 0 || s.priority != level {
			most, level = min(most, now), s.priority
		}
		if s.pt <= 0 {
			continue
		}
		if s.pt > most {
			least := headRange(c.house, s.priority).MinPt
			if to := max(most, min(least, s.pt)); to < s.pt {
				out[s.id] = int(to * 1000 / s.pt)
				s.pt = to
			}
		}
		now = min(now, s.pt)
	}
	return out
}
