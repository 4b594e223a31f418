package edit

import (
	"fmt"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// SetMaster adds a master page to the house style, or replaces the one of its name. Pages made after it stay as they
// are; ReapplyMaster brings them up to date.
func SetMaster(ed *edition.Edition, m edition.Master) Change {
	house := *ed.House
	house.Masters = slices.Clone(house.Masters) // the title's own; one of the program's name takes its place
	if i := slices.IndexFunc(house.Masters, func(o edition.Master) bool { return o.Name == m.Name }); i >= 0 {
		house.Masters[i] = m
	} else {
		house.Masters = append(house.Masters, m)
	}
	c := SetHouse(ed, &house)
	c.Label, c.Merge = words.Text{ZH: "修改主版", EN: "Edit Master Page"}, ""
	return c
}

// DeleteMaster takes a master page out of the house style; what pages have from it becomes their own.
func DeleteMaster(ed *edition.Edition, name string) (Change, error) {
	label := words.Text{ZH: "删除主版", EN: "Delete Master Page"}
	own := slices.IndexFunc(ed.House.Masters, func(m edition.Master) bool { return m.Name == name })
	if own < 0 { // the program's own cannot be deleted
		return Change{Label: label}, fmt.Errorf("master page %q: %w", name, ErrNotFound)
	}
	var steps []func(*edition.Edition) (Change, error)
	for _, p := range ed.Pages {
		if p.Master == name {
			steps = append(steps, func(now *edition.Edition) (Change, error) { return DetachMaster(now, p.ID) })
		}
	}
	return Sequence(ed, label, append(steps, func(now *edition.Edition) (Change, error) {
		house := *now.House
		house.Masters = slices.DeleteFunc(slices.Clone(house.Masters), func(m edition.Master) bool { return m.Name == name })
		if len(house.Masters) == 0 {
			house.Masters = nil
		}
		house.Plans = slices.Clone(house.Plans)
		for i := range house.Plans { // one of the title's plans that names it starts with its format
			pages := slices.Clone(house.Plans[i].Pages)
			for k := range pages {
				if pages[k].Master == name {
					pages[k].Master = ""
					if pages[k].Format == "" {
						pages[k].Format = ed.House.Masters[own].Format
					}
				}
			}
			house.Plans[i].Pages = pages
		}
		return SetHouse(now, &house), nil
	})...)
}

// MasterOf answers a master page made of what stands on a page besides stories and pictures: furniture, rules, boxes
// and guides.
func MasterOf(p *edition.Page, name string) edition.Master {
	m := edition.Master{Name: name, Format: p.Format.Name, Guides: slices.Clone(p.Guides)}
	for _, f := range p.Frames {
		if f.Kind == edition.StoryFrame || f.Kind == edition.TextFrame || f.Kind == edition.PictureFrame {
			continue
		}
		g := *f
		g.Group, g.Master, g.Story, g.Picture = "", "", "", ""
		if g.Furniture != nil && g.Furniture.Ad != "" {
			fu := *g.Furniture
			fu.Ad = ""
			g.Furniture = &fu
		}
		m.Frames = append(m.Frames, &g)
	}
	return m
}

// madeAfter makes p a page after a master: its format, its frames behind the page's own, locked, and its guides. What
// the page had from a master goes; frames that it has freed stay away.
func madeAfter(ed *edition.Edition, p *edition.Page, m *edition.Master, ids func() string) error {
	if m.Format != "" {
		f, ok := ed.House.Format(m.Format)
		if !ok {
			return fmt.Errorf("format %q of master page %q: %w", m.Format, m.Name, ErrNotFound)
		}
		p.Format = f
	}
	if p.Master != m.Name {
		p.Master, p.Freed = m.Name, nil
	}
	had := map[string]string{} // by the master's frame, the page's id for it
	var own []*edition.Frame
	for _, f := range p.Frames {
		if f.Master == "" {
			own = append(own, f)
		} else if _, ok := had[f.Master]; !ok {
			had[f.Master] = f.ID
		}
	}
	var frames []*edition.Frame
	for _, f := range m.Frames {
		if slices.Contains(p.Freed, f.ID) {
			continue
		}
		g := *f
		g.Master, g.Locked, g.Group = f.ID, true, ""
		if id, ok := had[f.ID]; ok {
			g.ID = id
		} else {
			g.ID = ids()
		}
		frames = append(frames, &g)
	}
	p.Frames = append(frames, own...)
	for _, g := range m.Guides {
		if !slices.Contains(p.Guides, g) {
			p.Guides = append(slices.Clone(p.Guides), g)
		}
	}
	return nil
}

// ApplyMaster makes a page after a master page of the house style: it takes the master's format, and the master's
// frames come in behind its own, locked. Frames from another master go.
func ApplyMaster(ed *edition.Edition, page, name string) (Change, error) {
	c := Change{Label: words.Text{ZH: "套用主版", EN: "Apply Master Page"}}
	m := ed.House.MasterNamed(name)
	if m == nil {
		return c, fmt.Errorf("master page %q: %w", name, ErrNotFound)
	}
	var err error
	c.Ops, err = onPage(ed, page, func(p *edition.Page) error { return madeAfter(ed, p, m, newIDs(ed)) })
	return c, err
}

// ReapplyMaster brings all pages made after a master up to date with it. What a page has freed stays its own.
func ReapplyMaster(ed *edition.Edition, name string) (Change, error) {
	var steps []func(*edition.Edition) (Change, error)
	for _, p := range ed.Pages {
		if p.Master == name {
			steps = append(steps, func(now *edition.Edition) (Change, error) { return ApplyMaster(now, p.ID, name) })
		}
	}
	return Sequence(ed, words.Text{ZH: "更新主版", EN: "Update from Master Page"}, steps...)
}

// DetachMaster makes all that a page has from its master the page's own, unlocked.
func DetachMaster(ed *edition.Edition, page string) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		p.Master, p.Freed = "", nil
		for i, f := range p.Frames {
			if f.Master != "" {
				g := *f
				g.Master, g.Locked = "", false
				p.Frames[i] = &g
			}
		}
		return nil
	})
	return Change{Label: words.Text{ZH: "脱离主版", EN: "Detach from Master Page"}, Ops: ops}, err
}

// FreeFrame makes a frame that a page has from its master the page's own, unlocked; the master no longer changes it.
func FreeFrame(ed *edition.Edition, page, frame string) (Change, error) {
	c := Change{Label: words.Text{ZH: "从主版释放", EN: "Free from Master Page"}}
	if _, _, err := frameAt(ed, page, frame); err != nil {
		return c, err
	}
	var err error
	c.Ops, err = onPage(ed, page, func(p *edition.Page) error {
		for i, f := range p.Frames {
			if f.ID == frame && f.Master != "" {
				p.Freed = append(slices.Clone(p.Freed), f.Master)
				g := *f
				g.Master, g.Locked = "", false
				p.Frames[i] = &g
			}
		}
		return nil
	})
	return c, err
}

// SetPlan adds a plan of pages to the house style, or replaces the one of its name.
func SetPlan(ed *edition.Edition, plan edition.Plan) Change {
	house := *ed.House
	house.Plans = slices.Clone(house.Plans)
	if i := slices.IndexFunc(house.Plans, func(o edition.Plan) bool { return o.Name == plan.Name }); i >= 0 {
		house.Plans[i] = plan
	} else {
		house.Plans = append(house.Plans, plan)
	}
	c := SetHouse(ed, &house)
	c.Label, c.Merge = words.Text{ZH: "修改版面计划", EN: "Edit Page Plan"}, ""
	return c
}

// PlanOf answers a plan with the pages of an edition: their names, formats and masters.
func PlanOf(ed *edition.Edition, name string) edition.Plan {
	plan := edition.Plan{Name: name}
	for _, p := range ed.Pages {
		q := edition.PlanPage{Name: p.Name, Format: p.Format.Name, Master: p.Master}
		if m := ed.House.MasterNamed(p.Master); m != nil && m.Format == q.Format {
			q.Format = ""
		}
		plan.Pages = append(plan.Pages, q)
	}
	return plan
}

// AddPlan adds the pages of a plan of the house style behind the edition's own.
func AddPlan(ed *edition.Edition, name string) (Change, error) {
	label := words.Text{ZH: "按版面计划加版", EN: "Add Pages from Plan"}
	plan := ed.House.PlanNamed(name)
	if plan == nil {
		return Change{Label: label}, fmt.Errorf("plan %q: %w", name, ErrNotFound)
	}
	var steps []func(*edition.Edition) (Change, error)
	for _, q := range plan.Pages {
		steps = append(steps, func(now *edition.Edition) (Change, error) {
			p := &edition.Page{Name: q.Name}
			format := q.Format
			m := now.House.MasterNamed(q.Master)
			if q.Master != "" && m == nil {
				return Change{}, fmt.Errorf("master page %q of plan %q: %w", q.Master, name, ErrNotFound)
			}
			if format == "" && m != nil {
				format = m.Format
			}
			if format == "" {
				format = now.House.PageFormats()[0].Name
			}
			f, ok := now.House.Format(format)
			if !ok {
				return Change{}, fmt.Errorf("format %q of plan %q: %w", format, name, ErrNotFound)
			}
			p.Format = f
			if m != nil {
				if err := madeAfter(now, p, m, newIDs(now)); err != nil {
					return Change{}, err
				}
				p.Format = f
			}
			return AddPage(now, p, len(now.Pages)), nil
		})
	}
	return Sequence(ed, label, steps...)
}

// FromPlan answers a new edition of a title with the pages of one of its plans and no stories.
func FromPlan(house *edition.House, name string, head edition.Head) (*edition.Edition, error) {
	ed := &edition.Edition{Head: head, House: house}
	c, err := AddPlan(ed, name)
	if err != nil {
		return nil, err
	}
	if ed, err = c.Apply(ed); err != nil {
		return nil, err
	}
	return ed, edition.Validate(ed)
}
