package galley

import (
	"slices"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/revision"
	"dayang/internal/words"
)

// Revision is one place where the text differs from the story it is told against (修订痕迹): the runes From to To of
// paragraph Para stand where Was stood. One of the two may be empty; both
// are for an empty paragraph that is new.
type Revision struct {
	Para     int
	From, To int
	Was      string // what stood here; paragraphs that are gone end in a line end each
	gone     bool   // Was holds whole paragraphs
}

// SetOrigin sets the story that revisions are told against; nil tells none. A story of another id is no origin.
func (g *Galley) SetOrigin(s *edition.Story) {
	if g.origin == s {
		return
	}
	g.origin, g.was, g.wasAt = s, nil, nil
	if s != nil {
		g.was, g.wasAt = Shown(s), map[string]int{}
		for i, p := range g.was {
			g.wasAt[p.ID] = i
		}
	}
	for _, p := range g.paras {
		p.told = false
	}
}

// Origin answers what SetOrigin set.
func (g *Galley) Origin() *edition.Story { return g.origin }

// Revisions answers every place that differs from the origin, in order.
func (g *Galley) Revisions() []Revision {
	var out []Revision
	for i := range g.paras {
		out = append(out, g.revisionsOf(i)...)
	}
	return out
}

// revisionsOf answers the revisions of one paragraph; a paragraph's are told once until its text or the origin changes.
func (g *Galley) revisionsOf(i int) []Revision {
	if g.origin == nil || g.story == nil || g.origin.ID != g.story.ID {
		return nil
	}
	p := g.paras[i]
	if !p.told {
		p.told, p.revised = true, nil
		at, known := g.wasAt[p.p.ID]
		var was *edition.Para
		if known {
			was = g.was[at]
		}
		switch {
		case was == nil:
			if len(p.runes) > 0 || !p.fixed {
				p.revised = []Revision{{From: 0, To: len(p.runes)}}
			}
		case was.Text != p.p.Text:
			a := []rune(was.Text)
			for _, c := range revision.Of(a, p.runes) {
				p.revised = append(p.revised, Revision{From: c.At, To: c.End, Was: string(a[c.From:c.To])})
			}
		}
	}
	out := slices.Clone(p.revised)
	for k := range out {
		out[k].Para = i
	}
	if gone := g.goneBehind(i); gone != "" {
		out = append(out, Revision{Para: i, From: len(p.runes), To: len(p.runes), Was: gone, gone: true})
	}
	return out
}

// knew reports whether the origin has a paragraph.
func (g *Galley) knew(id string) bool { _, ok := g.wasAt[id]; return ok }

// goneBehind answers the origin's paragraphs that followed the one shown at i and are no more, each with a line end.
func (g *Galley) goneBehind(i int) string {
	at, known := g.wasAt[g.paras[i].p.ID]
	if !known || at+1 < len(g.was) && i+1 < len(g.paras) && g.was[at+1].ID == g.paras[i+1].p.ID {
		return ""
	}
	out := ""
	for _, q := range g.was[at+1:] {
		if g.story.Para(q.ID) != nil {
			break
		}
		out += q.Text + "\n"
	}
	return out
}

// RevisionAt answers the revision at a place; a place where something was taken out counts on both sides.
func (g *Galley) RevisionAt(at Place) (Revision, bool) {
	if at.Para < 0 || at.Para >= len(g.paras) {
		return Revision{}, false
	}
	for _, r := range g.revisionsOf(at.Para) {
		if r.From <= at.At && at.At < r.To || r.From == r.To && (at.At == r.From || at.At == r.From-1) {
			return r, true
		}
	}
	return Revision{}, false
}

// NextRevision goes to the next revision after the caret, or the one before it, and around; it selects what was put in.
func (g *Galley) NextRevision(back bool) bool {
	all := g.Revisions()
	if len(all) == 0 {
		return false
	}
	from, to := g.Selection()
	i := 0
	if back {
		i = len(all) - 1
		for i >= 0 && !(Place{all[i].Para, all[i].From}).Before(from) {
			i--
		}
		if i < 0 {
			i = len(all) - 1
		}
	} else {
		here := func(r Revision) bool { // the one that was gone to last
			return (Place{r.Para, r.From}) == from && (Place{r.Para, r.To}) == to
		}
		for i < len(all) && ((Place{all[i].Para, all[i].From}).Before(to) || here(all[i])) {
			i++
		}
		if i == len(all) {
			i = 0
		}
	}
	r := all[i]
	g.Select(Place{r.Para, r.From}, Place{r.Para, r.To})
	return true
}

var labelRestore = words.Text{ZH: "恢复原文", EN: "Restore Original"}

// Restore puts back what stood at a revision, as one step.
func (g *Galley) Restore(r Revision) error {
	if r.Para < 0 || r.Para >= len(g.paras) || r.To > len(g.paras[r.Para].runes) {
		return nil
	}
	p := g.paras[r.Para].p
	if !r.gone {
		if r.Was == "" && r.From == 0 && r.To == len(g.paras[r.Para].runes) && !g.paras[r.Para].fixed && !g.knew(p.ID) {
			return g.apply(&labelRestore, func(ed *edition.Edition) (edit.Change, error) { return edit.DeletePara(ed, g.story.ID, p.ID) })
		}
		return g.apply(&labelRestore, func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceText(ed, g.story.ID, p.ID, r.From, r.To, r.Was)
		})
	}
	// Paragraphs that are gone come back as they were, with their own ids and styles.
	at, known := g.wasAt[p.ID]
	if !known {
		return nil
	}
	var makers []func(*edition.Edition) (edit.Change, error)
	place := slices.Index(g.story.Paras, p) + 1
	for _, q := range g.was[at+1:] {
		if g.story.Para(q.ID) != nil || place == 0 || q.Role == edition.Caption || q.Role == edition.Credit {
			break
		}
		makers = append(makers, func(to int) func(*edition.Edition) (edit.Change, error) {
			return func(ed *edition.Edition) (edit.Change, error) { return edit.AddPara(ed, g.story.ID, to, *q) }
		}(place))
		place++
	}
	if len(makers) == 0 {
		return nil
	}
	return g.apply(&labelRestore, makers...)
}
