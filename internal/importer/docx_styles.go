package importer

import (
	"encoding/xml"
	"strconv"
	"strings"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/manuscript"
)

// wordStyle is what a style says of its paragraphs or runs.
type wordStyle struct {
	name, based   string
	bold          *bool
	outline       int // heading level from 1; 0 says nothing
	num, numLevel int // numbering; num 0 says nothing
	size          int // half points; 0 says nothing
	centred       *bool
	emphasis      bool
}

type look struct {
	centred bool
	size    int
}

// on reads a property that is on unless it says otherwise.
func on(e xml.StartElement) bool {
	switch bounded.Attr(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

func (w *wordReader) readStyles(name string) error {
	w.styles = map[string]wordStyle{}
	return w.part(name, func(x *bounded.XML, e xml.StartElement) error {
		if e.Name.Local != "style" {
			return x.Skip()
		}
		id := bounded.Attr(e, "styleId")
		if bounded.Attr(e, "type") == "paragraph" && bounded.Attr(e, "default") == "1" {
			w.normal = id
		}
		var s wordStyle
		err := x.Children(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "name":
				s.name = bounded.Attr(e, "val")
			case "basedOn":
				s.based = bounded.Attr(e, "val")
			case "pPr":
				p, err := w.paraProps(x)
				s.outline, s.num, s.numLevel, s.centred = p.outline, p.num, p.numLevel, p.centred
				return err
			case "rPr":
				r, err := w.runProps(x)
				s.bold, s.size, s.emphasis = r.bold, r.size, r.emphasis
				return err
			}
			return x.Skip()
		}, nil)
		w.styles[id] = s
		return err
	})
}

// styled calls each with a style and those it is based on, until it answers true.
func (w *wordReader) styled(id string, each func(wordStyle) bool) {
	for range 12 { // styles based on each other in a ring end here
		s, ok := w.styles[id]
		if !ok || each(s) || s.based == "" {
			return
		}
		id = s.based
	}
}

type paraProps struct {
	style         string
	outline       int
	num, numLevel int
	numSet        bool
	centred       *bool
	markDeleted   bool
	markInserted  bool
	markHidden    bool
	runsOn        bool // its mark is deleted: the next paragraph continues it
}

// paraProps reads a pPr to its end.
func (w *wordReader) paraProps(x *bounded.XML) (paraProps, error) {
	var p paraProps
	err := x.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pStyle":
			p.style = bounded.Attr(e, "val")
		case "outlineLvl":
			if n, err := strconv.Atoi(bounded.Attr(e, "val")); err == nil && n >= 0 && n < 9 {
				p.outline = n + 1
			}
		case "jc":
			c := bounded.Attr(e, "val") == "center"
			p.centred = &c
		case "numPr":
			return x.Children(func(e xml.StartElement) error {
				n, _ := strconv.Atoi(bounded.Attr(e, "val"))
				switch e.Name.Local {
				case "numId":
					p.num, p.numSet = n, true
				case "ilvl":
					p.numLevel = min(max(n, 0), 8)
				}
				return x.Skip()
			}, nil)
		case "rPr":
			return x.Children(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "del", "moveFrom":
					p.markDeleted = true
				case "ins", "moveTo":
					p.markInserted = true
				case "vanish":
					p.markHidden = on(e)
				}
				return x.Skip()
			}, nil)
		}
		return x.Skip()
	}, nil)
	return p, err
}

type runProps struct {
	style    string
	bold     *bool
	emphasis bool
	hidden   bool
	size     int
}

// runProps reads an rPr to its end.
func (w *wordReader) runProps(x *bounded.XML) (runProps, error) {
	var r runProps
	err := x.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "rStyle":
			r.style = bounded.Attr(e, "val")
		case "b":
			b := on(e)
			r.bold = &b
		case "em":
			r.emphasis = on(e)
		case "vanish":
			r.hidden = on(e)
		case "sz":
			r.size, _ = strconv.Atoi(bounded.Attr(e, "val"))
		}
		return x.Skip()
	}, nil)
	return r, err
}

// titleLines is how many lines at the head of a manuscript may be its title without saying so.
const titleLines = 4

// titles settles which items are headings. A title's style stands above Heading 1; in a manuscript without one, lines at
// its head that are centred, or half as large again as the text, are what the eye takes for the title.
func (w *wordReader) titles() {
	titled, top := false, 6
	sizes := map[int]int{}
	for i, it := range w.items {
		if it.Level > 0 {
			titled = titled || it.Role == manuscript.Role(edition.Headline)
			top = min(top, it.Level)
		} else if len(it.Text) > 40 {
			sizes[w.looks[i].size] += len(it.Text)
		}
	}
	if titled {
		return
	}
	body, most := 0, 0
	for size, n := range sizes {
		if n > most || n == most && size < body {
			body, most = size, n
		}
	}
	if body == 0 {
		body = 21 // 五号, what Word sets where nothing says a size
	}
	seen, found := 0, false
	for i := range w.items {
		it := &w.items[i]
		text := strings.TrimSpace(string(it.Text))
		if text == "" && it.Picture == "" {
			continue
		}
		if it.Level > 0 || seen >= titleLines || len([]rune(text)) > 60 || it.Role != manuscript.Unknown || it.List || it.Picture != "" {
			break
		}
		s := manuscript.Squash([]rune(text))
		if manuscript.Byline(s) || manuscript.Credit(s) || manuscript.Ends([]rune(text)) || manuscript.Dateline(s) {
			break
		}
		if !w.looks[i].centred && w.looks[i].size*2 < body*3 {
			break
		}
		it.Level, found = 1, true
		if strings.HasPrefix(s, "—") {
			it.Role = manuscript.Role(edition.Deck)
		}
		seen++
	}
	if !found && top > 1 { // Heading 1 is the title's level after all
		for i := range w.items {
			if w.items[i].Level > 0 {
				w.items[i].Level -= top - 1
			}
		}
	}
}
