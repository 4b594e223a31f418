package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

// UpdateState is what became of a story whose manuscript came again.
type UpdateState uint8

// The states of a story that came again.
const (
	Same       UpdateState = iota // the manuscript says what it said before
	Changed                       // the manuscript changed and nobody has touched the story: Story may be set
	Conflict                      // both changed: Story is what the manuscript says now, and a person must choose
	Additional                    // the edition has no such story: Story may be added
	Gone                          // the manuscript no longer has the story; Story is as it stands
)

// Update is one story of a manuscript that came again.
type Update struct {
	State UpdateState
	// Story bears the id of the edition's story and what the editor decided about it: its rank, section and jump. Its
	// paragraphs keep the ids of those they replace.
	Story *edition.Story
	// From is the id the story has in the result, and Paras what its paragraphs there are called in Story; of a story that is
	// the same or gone they are empty.
	From  string
	Paras map[string]string
	// Note says what changed, in counts of paragraphs; of a story that is the same it is empty.
	Note finding.Finding
}

// NoteUpdate is what a manuscript that came again changed.
const NoteUpdate = "IM-21"

var sayUpdate = struct{ changed, conflict, additional, gone words.Text }{
	changed:    words.Text{ZH: "“%s”有新稿：改 %d 段、增 %d 段、删 %d 段。", EN: "%q came again: %d paragraphs changed, %d added, %d taken out."},
	conflict:   words.Text{ZH: "“%s”有新稿（改 %d 段、增 %d 段、删 %d 段），但编辑已改过这篇稿件，没有自动更新。", EN: "%q came again (%d paragraphs changed, %d added, %d taken out), but the story has been edited since; it was left as it is."},
	additional: words.Text{ZH: "新稿“%s”。", EN: "A new story, %q."},
	gone:       words.Text{ZH: "来稿里已没有“%s”，版面上的没有动。", EN: "The manuscript no longer has %q; the edition's story was left as it is."},
}

// Received answers the fingerprint of what a story says: roles, texts, character styles, pictures. Ids, rank and place
// are the desk's own and do not count.
func Received(s *edition.Story) string {
	type para struct {
		Role  edition.Role
		Text  string
		Spans []edition.Span `json:",omitempty"`
	}
	of := func(p *edition.Para) *para {
		if p == nil {
			return nil
		}
		return &para{p.Role, p.Text, p.Spans}
	}
	var all []any
	for _, p := range s.Paras {
		all = append(all, of(p))
	}
	for _, u := range s.Pictures {
		all = append(all, u.Picture, of(u.Caption), of(u.Credit))
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic("importer: a story that cannot be written as JSON: " + err.Error()) // strings and numbers always can
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// receive notes the fingerprints of a result's stories.
func (r *Result) receive() {
	for _, s := range r.Stories {
		s.Received = Received(s)
	}
}

// Updates compares manuscripts that came again with an edition, story by story in the result's order, then the edition's
// stories that are gone from them. Stories belong together by their manuscript's name, and of several from one by their
// headline, then by their order. Nothing is changed: the caller sets, adds or asks.
func Updates(ed *edition.Edition, r Result) []Update {
	var out []Update
	taken := map[*edition.Story]bool{}
	partner := make([]*edition.Story, len(r.Stories))
	same := sources(ed, r)
	match := func(like func(old, new *edition.Story) bool) {
		for i, s := range r.Stories {
			for _, old := range ed.Stories {
				if partner[i] == nil && !taken[old] && old.Source != "" && old.Source == same[s.Source] && like(old, s) {
					partner[i], taken[old] = old, true
				}
			}
		}
	}
	match(func(old, s *edition.Story) bool { return old.Received != "" && old.Received == Received(s) })
	match(func(old, s *edition.Story) bool {
		a, b := old.First(edition.Headline), s.First(edition.Headline)
		return a != nil && b != nil && a.Text == b.Text
	})
	match(func(_, _ *edition.Story) bool { return true })
	for i, s := range r.Stories {
		old := partner[i]
		now := Received(s)
		paras := map[string]string{}
		note := func(state UpdateState, story *edition.Story, m words.Text) {
			out = append(out, Update{State: state, Story: story, From: s.ID, Paras: paras, Note: finding.Finding{Rule: NoteUpdate, Category: "import", Level: finding.Warning,
				Place: finding.Place{Story: story.ID}, Text: story.Slug, Message: m, Score: 1}})
		}
		switch {
		case old == nil:
			c := *s
			c.ID, c.Received = "", now // the edition gives it one
			for _, p := range c.All() {
				paras[p.ID] = p.ID
			}
			note(Additional, &c, sayUpdate.additional.F(s.Slug))
		case old.Received == now || Received(old) == now:
			out = append(out, Update{State: Same, Story: old})
		default:
			c, changed, added, gone := renew(old, s, paras)
			c.Received = now
			if old.Received != "" && Received(old) == old.Received {
				note(Changed, c, sayUpdate.changed.F(old.Slug, changed, added, gone))
			} else {
				note(Conflict, c, sayUpdate.conflict.F(old.Slug, changed, added, gone))
			}
		}
	}
	came := map[string]bool{}
	for _, s := range r.Stories {
		came[same[s.Source]] = true
	}
	for _, old := range ed.Stories {
		if !taken[old] && old.Source != "" && came[old.Source] {
			out = append(out, Update{State: Gone, Story: old, Note: finding.Finding{Rule: NoteUpdate, Category: "import", Level: finding.Hint,
				Place: finding.Place{Story: old.ID}, Text: old.Slug, Message: sayUpdate.gone.F(old.Slug), Score: 1}})
		}
	}
	return out
}

// sources answers what the edition calls each manuscript of the result. One that came from a folder's depths before and by
// itself now, or the other way round, goes by its name alone, if no other has that.
func sources(ed *edition.Edition, r Result) map[string]string {
	known, byBase := map[string]bool{}, map[string][]string{}
	for _, old := range ed.Stories {
		if old.Source != "" && !known[old.Source] {
			known[old.Source] = true
			byBase[path.Base(old.Source)] = append(byBase[path.Base(old.Source)], old.Source)
		}
	}
	out := map[string]string{}
	for _, s := range r.Stories {
		base := path.Base(s.Source)
		out[s.Source] = s.Source
		if like := byBase[base]; !known[s.Source] && len(like) == 1 && (like[0] == base || s.Source == base) {
			out[s.Source] = like[0]
		}
	}
	return out
}

// renew answers the edition's story with what the manuscript says now, and how many paragraphs are changed, added and
// taken out. ids takes what the manuscript's paragraphs are called in it.
func renew(old, s *edition.Story, ids map[string]string) (out *edition.Story, changed, added, gone int) {
	c := *s
	c.ID, c.Priority, c.Section, c.Jump, c.Slug, c.Source = old.ID, old.Priority, old.Section, old.Jump, old.Slug, old.Source
	if a, b := old.First(edition.Headline), s.First(edition.Headline); a == nil || b == nil || a.Text != b.Text {
		c.Slug = s.Slug
	}
	used := map[string]bool{}
	keep := make([]string, len(s.Paras))
	left := slices.Clone(old.Paras)
	claim := func(i int, like func(*edition.Para) bool) bool {
		k := slices.IndexFunc(left, like)
		if k < 0 {
			return false
		}
		keep[i], used[left[k].ID] = left[k].ID, true
		left = slices.Delete(left, k, k+1)
		return true
	}
	for i, p := range s.Paras {
		claim(i, func(q *edition.Para) bool { return q.Role == p.Role && q.Text == p.Text })
	}
	for i, p := range s.Paras {
		switch {
		case keep[i] != "":
		case claim(i, func(q *edition.Para) bool { return q.Role == p.Role }):
			changed++
		default:
			added++
		}
	}
	gone = len(left)
	for _, p := range old.All() {
		used[p.ID] = true
	}
	fresh := func(p *edition.Para, id string) *edition.Para {
		q := *p
		if q.ID = id; id == "" {
			q.ID = nextID(used)
		}
		used[q.ID] = true
		ids[p.ID] = q.ID
		return &q
	}
	c.Paras = make([]*edition.Para, len(s.Paras))
	for i, p := range s.Paras {
		c.Paras[i] = fresh(p, keep[i])
	}
	c.Pictures = slices.Clone(s.Pictures)
	for i := range c.Pictures {
		u := &c.Pictures[i]
		var was edition.PictureUse
		if i < len(old.Pictures) {
			was = old.Pictures[i]
			u.MinCols, u.PrefCols = was.MinCols, was.PrefCols
		}
		for _, p := range []struct {
			now **edition.Para
			was *edition.Para
		}{{&u.Caption, was.Caption}, {&u.Credit, was.Credit}} {
			switch {
			case *p.now == nil && p.was != nil:
				gone++
			case *p.now == nil:
			case p.was == nil:
				added++
				*p.now = fresh(*p.now, "")
			default:
				if p.was.Text != (*p.now).Text {
					changed++
				}
				*p.now = fresh(*p.now, p.was.ID)
			}
		}
	}
	return &c, changed, added, gone
}
