package app

import (
	"dayang/app/pageview"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/layout/display"
)

// standing is where things stand in the edition on the desk, so that a list of findings is put in order without a
// walk through the edition for each of them. It is made again when it no longer tells the truth.
type standing struct {
	pages   []*edition.Page // the list it was made of, which no edit changes in place
	page    map[string]int  // by id, the page's place
	on      map[string][]int
	begins  map[string][]begin
	frame   map[string]int // by id, the page a frame is on
	stories *edition.Edition
	story   map[string]int // by id, the story's place in stories
}

// begin is where a story begins.
type begin struct {
	page  int
	frame *edition.Frame
}

// standing answers where things stand in the edition, which must be open.
func (d *Desk) standing() *standing {
	s := &d.stands
	if s.page != nil && len(s.pages) == len(d.ed.Pages) && (len(s.pages) == 0 || &s.pages[0] == &d.ed.Pages[0]) {
		return s
	}
	*s = standing{pages: d.ed.Pages, page: map[string]int{}, on: map[string][]int{}, begins: map[string][]begin{}, frame: map[string]int{}}
	for i, p := range d.ed.Pages {
		if _, ok := s.page[p.ID]; !ok {
			s.page[p.ID] = i
		}
		for _, f := range p.Frames {
			if _, ok := s.frame[f.ID]; !ok {
				s.frame[f.ID] = i
			}
			if f.Story == "" {
				continue
			}
			if on := s.on[f.Story]; len(on) == 0 || on[len(on)-1] != i {
				s.on[f.Story] = append(on, i)
			}
			if f.Link == 0 && f.Kind == edition.StoryFrame { // a banner or a QR code names its story too
				s.begins[f.Story] = append(s.begins[f.Story], begin{i, f})
			}
		}
	}
	return s
}

// storyAt answers a story and its place in the edition; nil when there is none. An edit of its text leaves a story in
// its place, so the list is read again only where the place is no longer the story's.
func (d *Desk) storyAt(id string) (int, *edition.Story) {
	if id == "" {
		return -1, nil
	}
	s := d.standing()
	for {
		if i, ok := s.story[id]; ok && i < len(d.ed.Stories) && d.ed.Stories[i].ID == id {
			return i, d.ed.Stories[i]
		}
		if s.stories == d.ed {
			return -1, nil
		}
		s.stories, s.story = d.ed, make(map[string]int, len(d.ed.Stories))
		for i, st := range d.ed.Stories {
			s.story[st.ID] = i
		}
	}
}

// frameOf answers where a story begins, the page on the view first.
func (d *Desk) frameOf(story string) (*edition.Page, *edition.Frame) {
	all := d.standing().begins[story]
	for _, b := range all {
		if d.ed.Pages[b.page].ID == d.page {
			return d.ed.Pages[b.page], b.frame
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return d.ed.Pages[all[0].page], all[0].frame
}

// pageOf answers the page a finding is to be seen on, or "".
func (d *Desk) pageOf(f finding.Finding) string { return d.pageOfPlace(&f.Place) }

func (d *Desk) pageOfPlace(at *finding.Place) string {
	if at.Page != "" {
		return at.Page
	}
	if d.ed == nil {
		return ""
	}
	s := d.standing()
	if at.Story != "" {
		on, begins := s.on[at.Story], s.begins[at.Story]
		if len(on) == 1 && len(begins) > 0 {
			return d.ed.Pages[on[0]].ID // it runs on to no other
		}
		for _, i := range on {
			if p := d.composedPage(i); p != nil && len(pageview.TextAreas(*p, at.Story, at.Para, at.From, at.To)) > 0 {
				return p.ID
			}
		}
		if p, _ := d.frameOf(at.Story); p != nil {
			return p.ID
		}
	}
	if at.Frame != "" {
		if i, ok := s.frame[at.Frame]; ok {
			return d.ed.Pages[i].ID
		}
	}
	return ""
}

// composedPage answers the i-th page of the edition as it was last composed, or nil.
func (d *Desk) composedPage(i int) *display.Page {
	id := d.ed.Pages[i].ID
	if i < len(d.composed.Pages) && d.composed.Pages[i].ID == id {
		return &d.composed.Pages[i]
	}
	for j := range d.composed.Pages {
		if d.composed.Pages[j].ID == id {
			return &d.composed.Pages[j]
		}
	}
	return nil
}
