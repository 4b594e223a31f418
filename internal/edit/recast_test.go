package edit

import (
	"errors"
	"strings"
	"testing"

	"dayang/internal/edition"
)

// TestRecast: a story as its roles and texts, paragraphs first, then "|" and what stands under each picture; the paragraph
// of the text named becomes another role. The change taken back gives the story as it was.
func TestRecast(t *testing.T) {
	short := map[string]edition.Role{"K": edition.Kicker, "H": edition.Headline, "D": edition.Deck, "Y": edition.Byline,
		"L": edition.Lead, "B": edition.Body, "S": edition.Subhead, "C": edition.Caption, "R": edition.Credit}
	of := map[edition.Role]string{}
	for s, r := range short {
		of[r] = s
	}
	read := func(text string) *edition.Story {
		s := &edition.Story{ID: "s1"}
		parts := strings.Split(text, "|")
		para := func(f string) *edition.Para {
			return &edition.Para{ID: f[1:], Role: short[f[:1]], Text: f[1:]}
		}
		for _, f := range strings.Fields(parts[0]) {
			s.Paras = append(s.Paras, para(f))
		}
		for _, p := range parts[1:] {
			u := edition.PictureUse{}
			for _, f := range strings.Fields(p) {
				switch f[:1] {
				case "C":
					u.Caption = para(f)
				case "R":
					u.Credit = para(f)
				default:
					u.Picture = f
				}
			}
			s.Pictures = append(s.Pictures, u)
		}
		return s
	}
	write := func(s *edition.Story) string {
		var b strings.Builder
		for _, p := range s.Paras {
			b.WriteString(of[p.Role] + p.Text + " ")
		}
		for _, u := range s.Pictures {
			b.WriteString("| ")
			if u.Picture != "" {
				b.WriteString(u.Picture + " ")
			}
			for _, p := range []*edition.Para{u.Caption, u.Credit} {
				if p != nil {
					b.WriteString(of[p.Role] + p.Text + " ")
				}
			}
		}
		return strings.TrimSpace(b.String())
	}
	for _, c := range []struct{ before, para, role, after string }{
		{"Ha Lb Bc", "c", "S", "Ha Lb Sc"},
		{"Ha Lb Bc", "c", "Y", "Ha Yc Lb"},
		{"Ha Lb Bc", "c", "K", "Kc Ha Lb"},
		{"Ha Db Lc", "b", "Y", "Ha Yb Lc"},
		{"Ha Lb Bc | p", "c", "C", "Ha Lb | p Cc"},
		{"Ha Lb Bc | p Cd | q", "c", "C", "Ha Lb | p Cd | q Cc"},
		{"Ha Lb Bc", "c", "R", "Ha Lb | Rc"},
		{"Ha Lb | p Cc", "c", "B", "Ha Lb Bc | p"},
		{"Ha Lb | Cc", "c", "B", "Ha Lb Bc"},
		{"Ha Lb | Cc", "c", "D", "Ha Dc Lb"},
		{"Ha Lb | p Cc", "c", "R", "Ha Lb | p Rc"},
		{"Ha Lb | p Cc", "c", "C", "Ha Lb | p Cc"},
	} {
		ed := &edition.Edition{Stories: []*edition.Story{read(c.before)}}
		change, err := Recast(ed, "s1", c.para, short[c.role])
		if err != nil {
			t.Fatal(err)
		}
		after, err := change.Apply(ed)
		if err != nil {
			t.Fatal(err)
		}
		if got := write(after.Stories[0]); got != c.after {
			t.Errorf("%s, %s as %s: %s, want %s", c.before, c.para, c.role, got, c.after)
		}
		if got := write(ed.Stories[0]); got != c.before {
			t.Errorf("the edition before has become %s", got)
		}
		back, err := change.Inverse().Apply(after)
		if err != nil || write(back.Stories[0]) != c.before {
			t.Errorf("%s taken back: %s, %v", c.before, write(back.Stories[0]), err)
		}
	}
	ed := &edition.Edition{Stories: []*edition.Story{read("Ha")}}
	if _, err := Recast(ed, "s1", "z", edition.Body); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such paragraph: %v", err)
	}
}
