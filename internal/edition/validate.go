package edition

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ErrInvalid is wrapped by everything Validate finds.
var ErrInvalid = errors.New("not a valid edition")

// Validate answers what is wrong with the edition as a document, all of it joined, or nil. It looks at what every
// other package relies on: ids that are there and unique, references that lead somewhere, text that is text, spans
// that lie in it, sizes that can be counted with. It does not judge the newspaper: that is for findings.
func Validate(ed *Edition) error { return ValidateSince(nil, ed) }

// ValidateSince is Validate for an edition made from one that is valid: nodes that both share are not read again.
func ValidateSince(before, ed *Edition) error {
	if ed == nil {
		return fmt.Errorf("no edition: %w", ErrInvalid)
	}
	v := validator{}
	if before == nil {
		before = &Edition{}
	}
	if ed.House == nil {
		v.wrong("no house style")
	}
	known := func(stories []*Story, pictures []*Picture, pages []*Page) map[any]bool {
		m := make(map[any]bool, len(stories)+len(pages))
		for _, n := range stories {
			m[n] = true
		}
		for _, n := range pages {
			m[n] = true
		}
		for _, n := range pictures {
			m[n] = true
		}
		return m
	}(before.Stories, before.Pictures, before.Pages)

	pictures := make(map[string]bool, len(ed.Pictures))
	for i, p := range ed.Pictures {
		if p == nil {
			v.wrong("picture %d is missing", i)
			continue
		}
		v.once(pictures, p.ID, "picture")
		if !known[p] {
			v.picture(p)
		}
	}
	stories := make(map[string]bool, len(ed.Stories))
	for i, s := range ed.Stories {
		if s == nil {
			v.wrong("story %d is missing", i)
			continue
		}
		v.once(stories, s.ID, "story")
		if !known[s] {
			v.story(s)
		}
		for _, u := range s.Pictures {
			if u.Picture != "" && !pictures[u.Picture] {
				v.wrong("story %q shows picture %q, which the edition does not hold", s.ID, u.Picture)
			}
		}
	}
	pages := make(map[string]bool, len(ed.Pages))
	for i, p := range ed.Pages {
		if p == nil {
			v.wrong("page %d is missing", i)
			continue
		}
		v.once(pages, p.ID, "page")
		if !known[p] && !v.page(p) {
			continue
		}
		for _, f := range p.Frames {
			if f.Story != "" && !stories[f.Story] {
				v.wrong("frame %q on page %q holds story %q, which the edition does not hold", f.ID, p.ID, f.Story)
			}
			if f.Picture != "" && !pictures[f.Picture] {
				v.wrong("frame %q on page %q shows picture %q, which the edition does not hold", f.ID, p.ID, f.Picture)
			}
		}
	}
	return errors.Join(v.errs...)
}

type validator struct{ errs []error }

// maxComplaints keeps the answer readable when a whole edition is wrong.
const maxComplaints = 20

func (v *validator) wrong(format string, args ...any) {
	if len(v.errs) < maxComplaints {
		v.errs = append(v.errs, fmt.Errorf(format+": %w", append(args, ErrInvalid)...))
	}
}

func (v *validator) once(seen map[string]bool, id, kind string) {
	switch {
	case id == "":
		v.wrong("a %s without an id", kind)
	case !utf8.ValidString(id):
		v.wrong("%s id %q is not UTF-8", kind, id)
	case seen[id]:
		v.wrong("two of %s %q", kind, id)
	}
	seen[id] = true
}

func (v *validator) picture(p *Picture) {
	if len(p.ID) != 64 || strings.Trim(p.ID, "0123456789abcdef") != "" {
		v.wrong("picture id %q is no SHA-256 in hex", p.ID)
	}
	if p.Width <= 0 || p.Height <= 0 {
		v.wrong("picture %q is %d by %d pixels", p.ID, p.Width, p.Height)
	}
	if p.Turn < 0 || p.Turn > 8 {
		v.wrong("picture %q has orientation %d", p.ID, p.Turn)
	}
}

func (v *validator) story(s *Story) {
	seen := make(map[string]bool, len(s.Paras))
	place := func() string { return fmt.Sprintf("story %q", s.ID) }
	for i, p := range s.Paras {
		if p == nil {
			v.wrong("%s: paragraph %d is missing", place(), i)
			continue
		}
		v.para(p, seen, place)
	}
	for _, u := range s.Pictures {
		for _, p := range []*Para{u.Caption, u.Credit} {
			if p != nil {
				v.para(p, seen, place)
			}
		}
	}
}

func (v *validator) para(p *Para, seen map[string]bool, place func() string) {
	if p.ID == "" || seen[p.ID] {
		v.wrong("%s: paragraph id %q is empty or taken", place(), p.ID)
	}
	seen[p.ID] = true
	if !utf8.ValidString(p.Text) {
		v.wrong("%s: paragraph %q is not UTF-8", place(), p.ID)
	}
	for _, end := range []string{"\n", "\r", "\u2029", "\x00"} { // each by itself: many times faster than IndexAny
		if i := strings.Index(p.Text, end); i >= 0 {
			v.wrong("%s: paragraph %q holds %q at byte %d", place(), p.ID, end, i)
		}
	}
	if len(p.Spans) == 0 {
		return
	}
	n, at := utf8.RuneCountInString(p.Text), 0
	for _, s := range p.Spans {
		if s.From < at || s.To <= s.From || s.To > n || s.Style == "" {
			v.wrong("%s: paragraph %q of %d characters has span %d to %d in style %q behind %d", place(), p.ID, n, s.From, s.To, s.Style, at)
		}
		at = s.To
	}
}

// page reports whether the page's frames can be looked at further.
func (v *validator) page(p *Page) bool {
	if p.Format.Trim.W <= 0 || p.Format.Trim.H <= 0 || p.Format.Columns <= 0 || p.Format.Leading <= 0 || p.Format.Body <= 0 || p.Format.Lines <= 0 {
		v.wrong("page %q has no usable format", p.ID)
	}
	seen := make(map[string]bool, len(p.Frames))
	for i, f := range p.Frames {
		if f == nil {
			v.wrong("page %q: frame %d is missing", p.ID, i)
			return false
		}
		v.once(seen, f.ID, "page "+p.ID+" frame")
		if f.Rect.W < 0 || f.Rect.H < 0 {
			v.wrong("page %q: frame %q is turned inside out", p.ID, f.ID)
		}
		if f.Kind == FurnitureFrame && f.Furniture == nil {
			v.wrong("page %q: furniture frame %q says nothing of its kind", p.ID, f.ID)
		}
		if f.Link < 0 || f.Columns < 0 || f.HeadScale < 0 {
			v.wrong("page %q: frame %q counts below zero", p.ID, f.ID)
		}
		if c := f.Crop; c != nil && (c.X < 0 || c.Y < 0 || c.W <= 0 || c.H <= 0 || c.X+c.W > 10000 || c.Y+c.H > 10000) {
			v.wrong("page %q: frame %q crops outside its picture", p.ID, f.ID)
		}
		if f.Furniture != nil {
			paras := make(map[string]bool, len(f.Furniture.Paras))
			for j, q := range f.Furniture.Paras {
				if q == nil {
					v.wrong("page %q: frame %q: paragraph %d is missing", p.ID, f.ID, j)
					continue
				}
				v.para(q, paras, func() string { return fmt.Sprintf("page %q: frame %q", p.ID, f.ID) })
			}
		}
	}
	return true
}
