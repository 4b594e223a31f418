package importer

import (
	"errors"
	"fmt"
	"strings"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
)

// richBuilder makes stories of items: what word processors, web pages and news formats have in common.
type richBuilder struct {
	builder
	pinned  []pin
	urgency int // of NITF, 1 to 9; 0 says nothing
}

// pin is a finding about a stretch of items, which gets its place when the items have become paragraphs.
type pin struct {
	from, to spot
	note     finding.Finding
}

// placed is a paragraph with the item it came from.
type placed struct {
	item  int
	story *edition.Story
	para  *edition.Para
}

// keep takes a picture's file into the result and answers its id, or that it cannot be used.
func (b *builder) keep(name string, data []byte) (id string, missing bool) {
	usable, data, err := UsablePicture(name, data)
	if err != nil {
		b.note(NotePicture, finding.Warning, finding.Place{}, name, sayRich.badFormat.F(name, whyPicture(err)), 1)
		return "", true
	}
	f := pictureFile(usable, data)
	for _, p := range b.Pictures {
		if p.ID == f.ID {
			return f.ID, false
		}
	}
	b.Pictures = append(b.Pictures, f)
	return f.ID, false
}

// finish turns the items into the result.
func (r *richBuilder) finish(items []manuscript.Item) error {
	d := manuscript.Rich(items)
	if len(d.Blocks) == 0 {
		return ErrEmpty
	}
	r.document(d)
	r.pins(items)
	return nil
}

// pins gives the pinned findings their places.
func (r *richBuilder) pins(items []manuscript.Item) {
	of := map[int][]placed{}
	for _, p := range r.placed {
		of[p.item] = append(of[p.item], p)
	}
	for _, p := range r.pinned {
		n := p.note
		item := p.from.item
		for item <= p.to.item && len(of[item]) == 0 { // the first of them that became a paragraph
			item++
		}
		if paras := of[item]; len(paras) > 0 {
			about := ""
			if item < len(items) && item == p.from.item {
				text := items[item].Text
				to := len(text)
				if p.to.item == item {
					to = min(p.to.rune, to)
				}
				about = strings.TrimSpace(clean(text[min(p.from.rune, to):to]))
			}
			at := paras[0]
			from, length := 0, 0
			for _, c := range paras {
				if i := nearest(c.para.Text, about, p.from.rune); i >= 0 && about != "" {
					at, from, length = c, i, len([]rune(about))
					break
				}
			}
			n.Place = finding.Place{Story: at.story.ID, Para: at.para.ID, From: from, To: from + length}
			if n.Text == "" {
				n.Text = about
			}
		}
		r.Notes = append(r.Notes, n)
	}
}

// nearest answers the rune at which part stands in text, the occurrence nearest to a rune; -1 if it does not.
func nearest(text, part string, to int) int {
	best, at := -1, 0
	if part == "" {
		return -1
	}
	for rest := text; ; {
		i := strings.Index(rest, part)
		if i < 0 {
			return best
		}
		at += len([]rune(rest[:i]))
		if best < 0 || max(at-to, to-at) < max(best-to, to-best) {
			best = at
		}
		at += len([]rune(part))
		rest = rest[i+len(part):]
	}
}

// refused wraps an error with the file's name and, beside the cause, with what the error amounts to.
func refused(name string, err error) error {
	var file *FileError
	switch {
	case errors.As(err, &file):
		return err
	case errors.Is(err, bounded.ErrLimit):
		err = fmt.Errorf("%w: %w", ErrTooLarge, err)
	case errors.Is(err, bounded.ErrDamaged), errors.Is(err, bounded.ErrNoPart):
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return &FileError{name, err}
}

// framing reports whether a table is a frame around text and no table: one column, or whole paragraphs in a cell.
func framing(rows [][][]manuscript.Item) bool {
	one := true
	for _, r := range rows {
		one = one && len(r) <= 1
		for _, c := range r {
			long := 0
			for _, it := range c {
				if len(it.Text) > 40 || it.Level > 0 {
					long++
				}
			}
			if long > 1 {
				return true
			}
		}
	}
	return one
}

// rowItems answers a table's row as text: its cells in one paragraph, a blank between, then its pictures.
func rowItems(cells [][]manuscript.Item) []manuscript.Item {
	row := manuscript.Item{Role: manuscript.Role(edition.Body), List: true}
	var out []manuscript.Item
	for _, c := range cells {
		for _, it := range c {
			if it.Picture != "" || it.Missing {
				out = append(out, it)
				continue
			}
			appendItem(&row, it)
		}
	}
	if strings.TrimSpace(string(row.Text)) != "" {
		out = append([]manuscript.Item{row}, out...)
	}
	return out
}

// tableNote says what became of a table, and in how many rows an empty cell has lost its place.
func tableNote(rows [][][]manuscript.Item) finding.Finding {
	holes := 0
	for _, r := range rows {
		empty := false
		for _, c := range r {
			if len(rowItems([][]manuscript.Item{c})) == 0 {
				empty = true
			} else if empty {
				holes++
				break
			}
		}
	}
	n := finding.Finding{Rule: NoteTable, Category: "import", Level: finding.Hint, Message: sayRich.table.F(len(rows)), Score: 1}
	if holes > 0 {
		n.Level, n.Message = finding.Warning, sayRich.holes.F(len(rows), holes)
	}
	return n
}
