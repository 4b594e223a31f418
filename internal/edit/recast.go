package edit

import (
	"fmt"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// rankOfHead is the order in which the parts of a story's head stand.
var rankOfHead = map[edition.Role]int{edition.Kicker: 1, edition.Headline: 2, edition.Deck: 3, edition.Byline: 4}

// Recast makes a paragraph what it should have been taken for, and puts it where that stands: a caption or credit with the
// picture that has none, a part of the head in the head, text in the text. SetRole is for a paragraph that stays where it is.
func Recast(ed *edition.Edition, story, para string, role edition.Role) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		old := s.Para(para)
		if old == nil {
			return fmt.Errorf("paragraph %q of story %q: %w", para, story, ErrNotFound)
		}
		if old.Role == role {
			return nil
		}
		p := *old
		p.Role = role
		under := old.Role == edition.Caption || old.Role == edition.Credit
		if role != edition.Caption && role != edition.Credit && !under && rankOfHead[role] == 0 {
			return withPara(s, para, func(q *edition.Para) error {
				q.Role = role
				return nil
			})
		}
		takePara(s, para)
		switch role {
		case edition.Caption, edition.Credit:
			placeUnder(s, &p)
		default:
			s.Paras = slices.Insert(slices.Clone(s.Paras), placeFor(s, role), &p)
		}
		return nil
	})
	c.Label = words.Text{ZH: "改段落身份", EN: "Change Paragraph Role"}
	return c, err
}

// takePara takes a paragraph out of a story, and with it a picture's place that nothing is left of.
func takePara(s *edition.Story, para string) {
	s.Paras = slices.DeleteFunc(slices.Clone(s.Paras), func(p *edition.Para) bool { return p.ID == para })
	s.Pictures = slices.Clone(s.Pictures)
	for i := range s.Pictures {
		u := &s.Pictures[i]
		was := *u
		if u.Caption != nil && u.Caption.ID == para {
			u.Caption = nil
		}
		if u.Credit != nil && u.Credit.ID == para {
			u.Credit = nil
		}
		if was != *u && u.Picture == "" && u.Caption == nil && u.Credit == nil {
			s.Pictures = slices.Delete(s.Pictures, i, i+1)
			return
		}
	}
}

// placeUnder puts a caption or credit under the first picture that has none, or keeps the place of one that must come.
func placeUnder(s *edition.Story, p *edition.Para) {
	s.Pictures = slices.Clone(s.Pictures)
	for i := range s.Pictures {
		u := &s.Pictures[i]
		switch {
		case p.Role == edition.Caption && u.Caption == nil:
			u.Caption = p
			return
		case p.Role == edition.Credit && u.Credit == nil:
			u.Credit = p
			return
		}
	}
	u := edition.PictureUse{AspectW: 3, AspectH: 2, Guess: true} // the shape of a camera's picture, as importing keeps it
	if p.Role == edition.Caption {
		u.Caption = p
	} else {
		u.Credit = p
	}
	s.Pictures = append(s.Pictures, u)
}

// placeFor answers where a paragraph of a role goes: a part of the head after those that stand before it, others last.
func placeFor(s *edition.Story, role edition.Role) int {
	rank := rankOfHead[role]
	if rank == 0 {
		return len(s.Paras)
	}
	at := 0
	for at < len(s.Paras) && rankOfHead[s.Paras[at].Role] != 0 && rankOfHead[s.Paras[at].Role] <= rank {
		at++
	}
	return at
}
