// Package layout is the front door of the engine: plain values in, finished pages out.
//
// Start with Input and Pages. Everything in an Input is resolved: shaped paragraphs, faces, sizes, rectangles; the
// engine looks nothing up. Lengths are geom.Length. It never fails on content: what does not fit comes back as a
// Note. The same Input gives the same pages, byte for byte.
package layout

import (
	"dayang/layout/display"
	"dayang/layout/geom"
	"dayang/layout/makeup"
)

// Note is something to tell about a page; see package makeup.
type Note = makeup.Note

// Page is a page to lay out.
type Page struct {
	ID     string
	Number int
	Trim   geom.Size
	Bleed  geom.Length
	Pieces []Piece // back to front
}

// Piece is one thing that stands on a page; exactly one field but Link and RuleLine is set.
type Piece struct {
	Thread    *makeup.Thread // a story; its Link-th frame stands here
	Link      int
	Furniture *makeup.Furniture
	Picture   *makeup.PictureFrame
	Line      *makeup.LineFrame
	Rules     []makeup.Frame   // the blocks between which lines are drawn
	RuleLine  *makeup.LineKind // of which kind; nil is makeup's choice. Goes with Rules
}

// Pourer lays single pieces out. One that remembers what it has laid out must answer as Direct does.
type Pourer interface {
	Thread(t *makeup.Thread) makeup.Block
	Furniture(f *makeup.Furniture) ([]display.Item, []Note)
	Picture(p *makeup.PictureFrame) ([]display.Item, []Note)
}

// Direct lays every piece out anew.
type Direct struct{ Setter makeup.Setter }

// Thread pours a story.
func (d Direct) Thread(t *makeup.Thread) makeup.Block { return makeup.Pour(*t, d.setter()) }

// Furniture draws a piece of furniture.
func (d Direct) Furniture(f *makeup.Furniture) ([]display.Item, []Note) { return f.Draw(d.setter()) }

// Picture draws a picture that stands by itself.
func (d Direct) Picture(p *makeup.PictureFrame) ([]display.Item, []Note) { return p.Draw(d.setter()) }

func (d Direct) setter() makeup.Setter {
	if d.Setter == nil {
		return makeup.Direct{}
	}
	return d.Setter
}

// Input is everything the engine needs to lay out an edition.
type Input struct {
	Pages  []Page
	Pourer Pourer // nil is Direct
}

// Pages lays out all pages.
func Pages(in Input) ([]display.Page, []Note) {
	pour := in.Pourer
	if pour == nil {
		pour = Direct{}
	}
	blocks := make(map[*makeup.Thread]makeup.Block)
	var notes []Note
	out := make([]display.Page, 0, len(in.Pages))
	for _, pg := range in.Pages {
		parts := make([][]display.Item, 0, len(pg.Pieces))
		n := 0
		for _, pc := range pg.Pieces {
			var items []display.Item
			switch {
			case pc.Thread != nil:
				b, ok := blocks[pc.Thread]
				if !ok {
					b = pour.Thread(pc.Thread)
					blocks[pc.Thread] = b
					notes = append(notes, b.Notes...)
				}
				if pc.Link < len(b.Items) {
					items = b.Items[pc.Link]
				}
			case pc.Furniture != nil:
				var more []Note
				items, more = pour.Furniture(pc.Furniture)
				notes = append(notes, more...)
			case pc.Picture != nil:
				var more []Note
				items, more = pour.Picture(pc.Picture)
				notes = append(notes, more...)
			case pc.Line != nil:
				items = pc.Line.Draw()
			case pc.Rules != nil:
				items = makeup.Separators(pc.Rules, pc.RuleLine)
			}
			parts = append(parts, items)
			n += len(items)
		}
		p := display.Page{ID: pg.ID, Number: pg.Number, Trim: pg.Trim, Bleed: pg.Bleed, Items: make([]display.Item, 0, n)}
		for _, items := range parts {
			p.Items = append(p.Items, items...)
		}
		out = append(out, p)
	}
	return out, notes
}
