package makeup

import (
	"dayang/layout/geom"
	"dayang/layout/para"
)

// Of words in a frame, in thousandths of their size: the pitch of rows of a head and of lines of a text, and how
// small words may become so that the frame holds them.
const (
	wordsRow   = 1150
	wordsLine  = 1333
	wordsLeast = 500
)

// words sets paragraphs one below the other from the frame's top. Justified ones are text; all others are rows broken
// by sense, set smaller until the frame holds them.
func (fu *Furniture) words(s *sheet, set Setter) []Note {
	f, r := fu.Frame, fu.Frame.Rect
	y := r.Y
	var notes []Note
	for _, p := range fu.Paras {
		if p.Empty() {
			continue
		}
		prep, size := p.Prepared, p.Size
		var pitch geom.Length
		var lines []para.Line
		if prep.Style().Align == para.Justify {
			pitch = size.Times(wordsLine, 1000)
			lines = set.Set(prep, r.W).Lines
		} else {
			lines, prep, size = fitRows(p, r.W, r.Bottom()-y)
			pitch = size.Times(wordsRow, 1000)
		}
		for i, ln := range lines {
			if i > 0 && y+size > r.Bottom()+size/20 {
				notes = append(notes, Note{Code: NoteOverset, Page: f.Page, Frame: f.ID, Para: p.ID, From: int(p.Runes[ln.From]), To: int(p.Runes[len(p.Runes)-1]),
					Lines: len(lines) - i, Runes: runesFrom(fu.Paras, p, ln), Spot: r})
				return notes
			}
			x := r.X
			if last := len(ln.Edge) - 1; last > 0 {
				wide := ln.Edge[last] - ln.Edge[0]
				switch prep.Style().Align {
				case para.Centre:
					x += (r.W-wide)/2 - ln.Edge[0]
				case para.Right:
					x += r.W - wide - ln.Edge[0]
				case para.Left:
					x -= ln.Edge[0]
				}
			}
			s.place(p, prep.Clusters(), ln, x, y+size.Times(emRise, 1000), size, geom.Rect{X: r.X, Y: y, W: r.W, H: pitch})
			y += pitch
		}
	}
	return notes
}

// fitRows answers a paragraph's rows at the largest size, up to its own, at which a frame of w by h holds them.
func fitRows(p *Paragraph, w, h geom.Length) ([]para.Line, *para.Prepared, geom.Length) {
	least := p.Size.Times(wordsLeast, 1000)
	for size := p.Size; ; size -= stepPt {
		prep := p.Prepared
		if size != p.Size {
			prep = prep.Scale(size, p.Size)
		}
		most := max(1, 1+(h-size).Floor(size.Times(wordsRow, 1000)))
		var lines []para.Line
		fits := false
		for n := 1; n <= most && !fits; n++ {
			lines, fits = prep.Rows(w, n).Lines, true
			for _, ln := range lines {
				fits = fits && ln.Width <= w
			}
		}
		if fits || size-stepPt < least {
			return lines, prep, size
		}
	}
}
