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
	} else if ed.House != before.House {
		v.house(ed.House)
	}
	known := func(stories []*Story, pictures []*Picture, pages []*Page, flags []*Flag, record []*Entry) map[any]bool {
		m := make(map[any]bool, len(stories)+len(pages)+len(flags)+len(record))
		for _, n := range flags {
			m[n] = true
		}
		for _, n := range record {
			m[n] = true
		}
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
	}(before.Stories, before.Pictures, before.Pages, before.Flags, before.Record)

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
			if f.Furniture != nil && f.Furniture.Ad != "" && !pictures[f.Furniture.Ad] {
				v.wrong("frame %q on page %q shows ad %q, which the edition does not hold", f.ID, p.ID, f.Furniture.Ad)
			}
		}
	}
	flags := make(map[string]bool, len(ed.Flags))
	for i, f := range ed.Flags {
		if f == nil {
			v.wrong("flag %d is missing", i)
			continue
		}
		v.once(flags, f.ID, "flag")
		if !known[f] {
			v.flag(f)
		}
		if f.Story != "" && !stories[f.Story] {
			v.wrong("flag %q is on story %q, which the edition does not hold", f.ID, f.Story)
		}
		if f.Page != "" && !pages[f.Page] {
			v.wrong("flag %q is on page %q, which the edition does not hold", f.ID, f.Page)
		}
	}
	entries := make(map[string]bool, len(ed.Record)) // of stories and pages that may be gone: what was done was done
	for i, r := range ed.Record {
		if r == nil {
			v.wrong("entry %d of the record is missing", i)
			continue
		}
		v.once(entries, r.ID, "entry")
		if !known[r] {
			v.entry(r)
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

// flag looks at what holds whatever became of the text; where a paragraph is gone, its flags stay and lead nowhere.
func (v *validator) flag(f *Flag) {
	if f.From < 0 || f.To < f.From {
		v.wrong("flag %q marks %d to %d", f.ID, f.From, f.To)
	}
	if (f.Story == "") == (f.Page == "") {
		v.wrong("flag %q is neither on a passage nor on a spot, or on both", f.ID)
	}
	if f.Story != "" && f.Para == "" || f.Page != "" && f.Pin == nil {
		v.wrong("flag %q does not say where", f.ID)
	}
	if f.Mark.Number() == 0 {
		v.wrong("flag %q has mark %q, which is none of the standard's", f.ID, f.Mark)
	}
	switch f.State {
	case FlagOpen, FlagDone, FlagRefused:
	default:
		v.wrong("flag %q is %q", f.ID, f.State)
	}
	v.text("flag "+f.ID, f.Quote, f.Text, f.Note, f.For, f.Who, f.Role)
	for _, r := range f.Replies {
		v.text("flag "+f.ID, r.Who, r.Role, r.Text)
	}
}

func (v *validator) entry(r *Entry) {
	if r.Act == "" || r.Round < 0 || r.Open < 0 {
		v.wrong("entry %q says nothing that was done, or counts below zero", r.ID)
	}
	v.text("entry "+r.ID, r.Who, r.Role, r.Name, r.Words)
	if (r.Act == ActExport) != (r.Export != nil) {
		v.wrong("entry %q is %s and says the other of a file", r.ID, r.Act)
	}
}

// text wants UTF-8: anything else would read differently after it was kept.
func (v *validator) text(of string, all ...string) {
	for _, s := range all {
		if !utf8.ValidString(s) {
			v.wrong("%s: %q is not UTF-8", of, s)
		}
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
	return v.frames(fmt.Sprintf("page %q", p.ID), p.Frames)
}

// frames reports whether the frames of a page or a master can be looked at further.
func (v *validator) frames(on string, frames []*Frame) bool {
	seen := make(map[string]bool, len(frames))
	for i, f := range frames {
		if f == nil {
			v.wrong("%s: frame %d is missing", on, i)
			return false
		}
		v.once(seen, f.ID, on+" frame")
		if f.Rect.W < 0 || f.Rect.H < 0 {
			v.wrong("%s: frame %q is turned inside out", on, f.ID)
		}
		if f.Kind == FurnitureFrame && f.Furniture == nil {
			v.wrong("%s: furniture frame %q says nothing of its kind", on, f.ID)
		}
		if f.Link < 0 || f.Columns < 0 || f.HeadScale < 0 || f.HeadCols < 0 || f.Leading < 0 {
			v.wrong("%s: frame %q counts below zero", on, f.ID)
		}
		if c := f.Crop; c != nil && (c.X < 0 || c.Y < 0 || c.W <= 0 || c.H <= 0 || c.X+c.W > 10000 || c.Y+c.H > 10000) {
			v.wrong("%s: frame %q crops outside its picture", on, f.ID)
		}
		v.shape(on, f)
		where := func() string { return fmt.Sprintf("%s: frame %q", on, f.ID) }
		words := make(map[string]bool, 2)
		for _, q := range []*Para{f.Caption, f.Credit} {
			if q != nil {
				v.para(q, words, where)
			}
		}
		if f.Furniture != nil {
			paras := make(map[string]bool, len(f.Furniture.Paras))
			for j, q := range f.Furniture.Paras {
				if q == nil {
					v.wrong("%s: frame %q: paragraph %d is missing", on, f.ID, j)
					continue
				}
				v.para(q, paras, where)
			}
		}
	}
	return true
}

// mostOutline bounds the corners of an outline: a hand draws a dozen.
const mostOutline = 256

// shape looks at what a frame says of its form.
func (v *validator) shape(on string, f *Frame) {
	if n := f.Notch; n != nil {
		switch n.Corner {
		case TopLeft, TopRight, BottomLeft, BottomRight:
		default:
			v.wrong("%s: frame %q has no corner %q", on, f.ID, n.Corner)
		}
		if n.W <= 0 || n.H <= 0 || n.W >= f.Rect.W || n.H >= f.Rect.H {
			v.wrong("%s: frame %q has a notch that leaves nothing or cuts nothing", on, f.ID)
		}
	}
	if s := f.Split; s != nil {
		known, want := true, -1
		switch s.Mode {
		case SplitAbsolute:
			want = 1
		case SplitFree:
			known = len(s.Measures) > 0
		case SplitRelative, SplitAuto:
			want = 0
		default:
			known = false
		}
		if !known || want >= 0 && len(s.Measures) != want || s.Gap < 0 {
			v.wrong("%s: frame %q has a split %q that cannot be made with %d measures", on, f.ID, s.Mode, len(s.Measures))
		}
		for _, m := range s.Measures {
			if m <= 0 {
				v.wrong("%s: frame %q has a column without a measure", on, f.ID)
				break
			}
		}
	}
	if w := f.Wrap; w != nil {
		switch w.Kind {
		case WrapNone, WrapColumns, WrapBox, WrapShape:
		default:
			v.wrong("%s: frame %q has an unknown wrap %q", on, f.ID, w.Kind)
		}
		switch w.Side {
		case WrapBoth, WrapLeft, WrapRight, WrapLarger:
		default:
			v.wrong("%s: frame %q wraps on an unknown side %q", on, f.ID, w.Side)
		}
		if w.Top < 0 || w.Right < 0 || w.Bottom < 0 || w.Left < 0 {
			v.wrong("%s: frame %q wraps inside itself", on, f.ID)
		}
		if n := len(w.Outline); n > mostOutline || n > 0 && n < 3 {
			v.wrong("%s: frame %q has an outline of %d corners", on, f.ID, n)
		}
		for _, p := range w.Outline {
			if p.X < 0 || p.Y < 0 || p.X > 10000 || p.Y > 10000 {
				v.wrong("%s: frame %q has an outline outside itself", on, f.ID)
				break
			}
		}
	}
	if s := f.Shade; s != nil {
		switch s.Kind {
		case ShadeTint, ShadeDots, ShadeLines, ShadeSlant, ShadeCross:
		default:
			v.wrong("%s: frame %q has an unknown shade %q", on, f.ID, s.Kind)
		}
		if s.Share < 0 || s.Share > 1000 || s.Pitch < 0 {
			v.wrong("%s: frame %q has a shade that cannot be printed", on, f.ID)
		}
	}
	if f.Turn <= -18000 || f.Turn > 18000 {
		v.wrong("%s: frame %q is turned by %d hundredths of a degree", on, f.ID, f.Turn)
	}
}

// ValidateMaster answers what is wrong with a master page, all of it joined, or nil.
func ValidateMaster(m *Master) error {
	v := validator{}
	v.master(m)
	return errors.Join(v.errs...)
}

func (v *validator) master(m *Master) {
	if !v.frames(fmt.Sprintf("master page %q", m.Name), m.Frames) {
		return
	}
	for _, f := range m.Frames {
		if f.Story != "" || f.Picture != "" || f.Furniture != nil && f.Furniture.Ad != "" {
			v.wrong("master page %q: frame %q holds matter of one edition", m.Name, f.ID)
		}
	}
}

// house looks at what pages are made after.
func (v *validator) house(h *House) {
	masters := make(map[string]bool, len(h.Masters))
	for i := range h.Masters {
		v.once(masters, h.Masters[i].Name, "master page")
		v.master(&h.Masters[i])
	}
	plans := make(map[string]bool, len(h.Plans))
	for i := range h.Plans {
		v.once(plans, h.Plans[i].Name, "plan")
	}
}
