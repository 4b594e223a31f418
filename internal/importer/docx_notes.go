package importer

import (
	"encoding/xml"
	"strings"

	"dayang/internal/bounded"
	"dayang/internal/finding"
)

type remark struct{ who, text string }

// spot is a place in the items.
type spot struct{ item, rune int }

// readNotes reads the footnotes or endnotes as plain text.
func (w *wordReader) readNotes(prefix, name string) error {
	return w.texts(name, map[string]bool{"footnote": true, "endnote": true}, func(e xml.StartElement, text string) {
		switch bounded.Attr(e, "type") {
		case "separator", "continuationSeparator", "continuationNotice":
			return
		}
		w.notes[prefix+bounded.Attr(e, "id")] = text
	})
}

func (w *wordReader) readComments(name string) error {
	return w.texts(name, map[string]bool{"comment": true}, func(e xml.StartElement, text string) {
		w.remarks[bounded.Attr(e, "id")] = remark{bounded.Attr(e, "author"), text}
	})
}

// texts reads a part whose elements of certain names hold paragraphs, each as one line of text.
func (w *wordReader) texts(name string, of map[string]bool, each func(xml.StartElement, string)) error {
	return w.part(name, func(x *bounded.XML, e xml.StartElement) error {
		if !of[e.Name.Local] {
			return x.Skip()
		}
		// A reader of its own, so that the note's paragraphs do not mix with the document's.
		sub := &wordReader{richBuilder: &richBuilder{builder: builder{name: w.name}}, zip: w.zip, options: w.options, styles: w.styles, commentsOpen: map[string]spot{}, chars: w.chars}
		err := sub.blocks(x)
		sub.flush()
		w.chars = sub.chars
		w.inserted, w.deleted = w.inserted+sub.inserted, w.deleted+sub.deleted
		var parts []string
		for _, it := range sub.items {
			if s := strings.TrimSpace(string(it.Text)); s != "" {
				parts = append(parts, s)
			}
		}
		each(e, strings.Join(parts, " "))
		return err
	})
}

func (w *wordReader) noteMark(key string) {
	text, ok := w.notes[key]
	if !ok || w.open == nil {
		return
	}
	delete(w.notes, key) // a note is set once, whoever refers to it again
	w.noteCount++
	w.text(circled(w.noteCount), "")
	w.open.item.Notes = append(w.open.item.Notes, "注"+circled(w.noteCount)+"："+text)
}

func (w *wordReader) comment(id string, end bool) {
	if _, ok := w.remarks[id]; !ok {
		return
	}
	if w.open == nil {
		if !end {
			w.commentsOpen[id] = spot{len(w.items), 0}
		}
		return
	}
	w.open.spots = append(w.open.spots, waiting{id, len(w.open.item.Text), end})
}

// tell says what of the file is not in the text, or is there in another form.
func (w *wordReader) tell() {
	if w.inserted+w.deleted > 0 {
		m := sayRich.taken
		if w.options.Changes == RefuseChanges {
			m = sayRich.refused
		}
		w.note(NoteChanges, finding.Warning, finding.Place{}, w.name, m.F(w.inserted, w.deleted), 1)
	}
	if w.hidden > 0 {
		w.note(NoteHidden, finding.Warning, finding.Place{}, w.name, sayRich.hidden.F(w.hidden), 1)
	}
	if w.noteCount > 0 {
		w.note(NoteNotes, finding.Hint, finding.Place{}, w.name, sayRich.notes.F(w.noteCount), 1)
	}
	if w.objects > 0 {
		w.note(NoteObject, finding.Warning, finding.Place{}, w.name, sayRich.object.F(w.objects), 1)
	}
	if w.symbols > 0 {
		w.note(NoteBytes, finding.Error, finding.Place{}, w.name, sayRich.symbol.F(w.symbols), 1)
	}
}
