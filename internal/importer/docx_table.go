package importer

import (
	"encoding/xml"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/manuscript"
)

// table sets a table as text: the cells of a row in one paragraph. A table of one column, or one with whole paragraphs
// in its cells, is a frame around text and no table.
func (w *wordReader) table(x *bounded.XML) error {
	w.flush()
	outerItems, outerLooks := w.items, w.looks
	defer w.inner(len(w.pinned), len(outerItems))()
	var rows [][][]manuscript.Item
	var looks [][]look
	err := x.Children(func(e xml.StartElement) error {
		return w.rows(x, e, func(cells [][]manuscript.Item, seen [][]look) {
			rows, looks = append(rows, cells), append(looks, seen...)
		})
	}, nil)
	w.items, w.looks = outerItems, outerLooks
	if err != nil {
		return err
	}
	if framing(rows) {
		for _, r := range rows {
			for _, c := range r {
				w.items = append(w.items, c...)
			}
		}
		for _, l := range looks {
			w.looks = append(w.looks, l...)
		}
		return nil
	}
	first := len(w.items)
	for _, r := range rows {
		w.items = append(w.items, rowItems(r)...)
	}
	for len(w.looks) < len(w.items) {
		w.looks = append(w.looks, look{})
	}
	if first < len(w.items) {
		w.pinned = append(w.pinned, pin{from: spot{first, 0}, to: spot{first, 0},
			note: tableNote(rows)})
	}
	return nil
}

// rows reads one child of a table.
func (w *wordReader) rows(x *bounded.XML, e xml.StartElement, add func([][]manuscript.Item, [][]look)) error {
	switch e.Name.Local {
	case "tr":
	case "sdt", "sdtContent", "customXml":
		return x.Children(func(e xml.StartElement) error { return w.rows(x, e, add) }, nil)
	default:
		return x.Skip()
	}
	var cells [][]manuscript.Item
	var looks [][]look
	gone := false
	var cell func(e xml.StartElement) error
	cell = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "trPr":
			return x.Children(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "del":
					w.deleted++
					gone = gone || w.options.Changes == TakeChanges
				case "ins":
					w.inserted++
					gone = gone || w.options.Changes == RefuseChanges
				}
				return x.Skip()
			}, nil)
		case "sdt", "sdtContent", "customXml":
			return x.Children(cell, nil)
		case "tc":
			if gone {
				return x.Skip()
			}
			w.items, w.looks = nil, nil
			err := w.blocks(x)
			w.flush()
			cells, looks = append(cells, w.items), append(looks, w.looks)
			return err
		}
		return x.Skip()
	}
	if err := x.Children(cell, nil); err != nil {
		return err
	}
	if !gone {
		add(cells, looks)
	}
	return nil
}

// inner answers what must be done after items that were gathered apart: comments begun or pinned in them point to where
// the items went.
func (w *wordReader) inner(pins, at int) func() {
	before := make(map[string]bool, len(w.commentsOpen))
	for id := range w.commentsOpen {
		before[id] = true
	}
	return func() {
		for i := pins; i < len(w.pinned); i++ {
			w.pinned[i].to = spot{at, 0}
			w.pinned[i].from = spot{at, 0}
		}
		for id := range w.commentsOpen {
			if !before[id] {
				w.commentsOpen[id] = spot{at, 0}
			}
		}
	}
}

// appendItem adds an item's text behind another's, a blank between.
func appendItem(to *manuscript.Item, it manuscript.Item) {
	if len(it.Text) == 0 {
		return
	}
	if len(to.Text) > 0 {
		to.Text = append(to.Text, ' ')
	}
	n := len(to.Text)
	to.Text = append(to.Text, it.Text...)
	for _, s := range it.Spans {
		to.Spans = append(to.Spans, edition.Span{From: s.From + n, To: s.To + n, Style: s.Style})
	}
	for _, l := range it.Links {
		to.Links = append(to.Links, manuscript.Link{From: l.From + n, To: l.To + n, URL: l.URL})
	}
	to.Notes = append(to.Notes, it.Notes...)
}
