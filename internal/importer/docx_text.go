package importer

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
)

// wordPara is the paragraph being read.
type wordPara struct {
	props paraProps
	item  manuscript.Item
	size  int // of the largest run
	after []manuscript.Item
	spots []waiting
}

// waiting is a comment whose range begins or ends in the paragraph being read.
type waiting struct {
	id   string
	rune int
	end  bool
}

func (w *wordReader) paragraph(x *bounded.XML) error {
	outer := w.open
	joined := outer != nil && outer.props.runsOn
	if !joined {
		w.open = &wordPara{}
	} else {
		outer = nil
		w.open.props = paraProps{} // of joined paragraphs the last one's format holds, as Word has it
	}
	p := w.open
	err := x.Children(func(e xml.StartElement) error {
		if e.Name.Local == "pPr" {
			props, err := w.paraProps(x)
			p.props = props
			return err
		}
		return w.inline(x, e)
	}, nil)
	if err != nil {
		return err
	}
	gone := p.props.markDeleted && w.options.Changes == TakeChanges || p.props.markInserted && w.options.Changes == RefuseChanges
	if gone && outer == nil {
		p.props.runsOn = true
		return nil
	}
	w.open = p
	w.flush()
	w.open = outer
	return nil
}

// inline reads one element inside a paragraph.
func (w *wordReader) inline(x *bounded.XML, e xml.StartElement) error {
	all := func() error {
		return x.Children(func(e xml.StartElement) error { return w.inline(x, e) }, nil)
	}
	switch e.Name.Local {
	case "r":
		if strings.Contains(e.Name.Space, "/math") {
			return all()
		}
		return w.run(x)
	case "hyperlink":
		from := len(w.open.item.Text)
		err := all()
		if rel, ok := w.rels[bounded.Attr(e, "id")]; ok && rel.external && w.open != nil {
			w.open.item.Links = append(w.open.item.Links, manuscript.Link{From: min(from, len(w.open.item.Text)), To: len(w.open.item.Text), URL: rel.target})
		}
		return err
	case "ins", "moveTo":
		w.inserted++
		if w.options.Changes == RefuseChanges {
			return x.Skip()
		}
		return all()
	case "del", "moveFrom":
		w.deleted++
		if w.options.Changes == TakeChanges {
			return x.Skip()
		}
		return all()
	case "t":
		if strings.Contains(e.Name.Space, "/math") {
			return x.Children(func(xml.StartElement) error { return x.Skip() }, func(b []byte) { w.text(string(b), "") })
		}
		return x.Skip()
	case "commentRangeStart", "commentRangeEnd":
		w.comment(bounded.Attr(e, "id"), e.Name.Local == "commentRangeEnd")
		return x.Skip()
	case "AlternateContent":
		return w.choice(x, all)
	case "p": // a paragraph in a paragraph: a text box without its box
		return w.paragraph(x)
	case "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "oMath", "oMathPara", "sSup", "sSub", "sSubSup", "f", "e", "num", "den", "sup", "sub",
		"d", "rad", "deg", "nary", "func", "fName", "acc", "bar", "limLow", "limUpp", "lim", "m", "mr", "eqArr", "box", "groupChr":
		return all()
	}
	return x.Skip()
}

func (w *wordReader) run(x *bounded.XML) error {
	var props runProps
	style := ""
	return x.Children(func(e xml.StartElement) error {
		if w.open == nil {
			return x.Skip()
		}
		switch e.Name.Local {
		case "rPr":
			var err error
			props, err = w.runProps(x)
			w.styled(props.style, func(s wordStyle) bool {
				switch {
				case s.name == "楷体":
					style = edition.Kai
				case s.emphasis:
					style = edition.Emphasis
				case s.bold != nil && *s.bold:
					style = edition.Bold
				}
				return style != "" || s.bold != nil
			})
			switch {
			case props.bold != nil && *props.bold:
				style = edition.Bold
			case props.bold != nil && style == edition.Bold:
				style = ""
			case props.emphasis:
				style = edition.Emphasis
			}
			return err
		case "t", "delText":
			var s strings.Builder
			err := x.Children(func(xml.StartElement) error { return x.Skip() }, func(b []byte) { s.Write(b) })
			if err != nil {
				return err
			}
			if props.hidden {
				w.hidden += len([]rune(s.String()))
				return nil
			}
			if props.size > 0 {
				w.open.size = max(w.open.size, props.size)
			}
			w.text(s.String(), style)
			return w.full()
		case "tab", "ptab":
			w.text("\t", style)
		case "br", "cr":
			w.text("\n", "")
		case "noBreakHyphen":
			w.text("-", style)
		case "sym":
			w.symbol(bounded.Attr(e, "font"), bounded.Attr(e, "char"), style)
		case "footnoteReference", "endnoteReference":
			w.noteMark(e.Name.Local[:1] + bounded.Attr(e, "id"))
		case "commentReference":
			w.comment(bounded.Attr(e, "id"), true)
		case "drawing", "pict", "object":
			return w.drawing(x, e.Name.Local == "object")
		case "AlternateContent":
			return w.choice(x, func() error {
				return x.Children(func(e xml.StartElement) error {
					switch e.Name.Local {
					case "drawing", "pict", "object":
						return w.drawing(x, e.Name.Local == "object")
					}
					return x.Skip()
				}, nil)
			})
		case "ruby":
			return w.ruby(x)
		}
		return x.Skip()
	}, nil)
}

// ruby sets the sound behind its base in brackets: 字（zì）.
func (w *wordReader) ruby(x *bounded.XML) error {
	var sound []rune
	err := x.Children(func(e xml.StartElement) error {
		at := len(w.open.item.Text)
		switch e.Name.Local {
		case "rt", "rubyBase":
			err := x.Children(func(e xml.StartElement) error { return w.inline(x, e) }, nil)
			if e.Name.Local == "rt" {
				sound = append(sound, w.open.item.Text[at:]...)
				w.cut(at)
			}
			return err
		}
		return x.Skip()
	}, nil)
	if err == nil && len(sound) > 0 {
		w.text("（"+string(sound)+"）", "")
	}
	return err
}

// cut takes back the open paragraph's text from a rune on.
func (w *wordReader) cut(at int) {
	it := &w.open.item
	it.Text = it.Text[:at]
	for len(it.Spans) > 0 && it.Spans[len(it.Spans)-1].To > at {
		s := &it.Spans[len(it.Spans)-1]
		if s.To = at; s.From >= at {
			it.Spans = it.Spans[:len(it.Spans)-1]
		}
	}
}

// full refuses more text than a manuscript may have.
func (w *wordReader) full() error {
	if w.chars > manuscript.MaxBytes {
		return &bounded.LimitError{Limit: bounded.Text, Max: manuscript.MaxBytes, Part: w.name}
	}
	return nil
}

// text adds to the open paragraph. A line end stays as one until the paragraph is flushed.
func (w *wordReader) text(s, style string) {
	if w.open == nil {
		return
	}
	it := &w.open.item
	from := len(it.Text)
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case r == '\r':
			continue
		case r == '\u2028' || r == '\u2029':
			r = '\n'
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\ufeff' || r == '\u200b' || r == '\u00ad':
			continue // blanks without width, soft hyphens
		}
		it.Text = append(it.Text, r)
	}
	w.chars += len(it.Text) - from
	it.Spans = span(it.Spans, from, len(it.Text), style)
}

// span adds a stretch of a style to spans, joined to the last one where it runs on.
func span(spans []edition.Span, from, to int, style string) []edition.Span {
	if style == "" || from >= to {
		return spans
	}
	if n := len(spans); n > 0 && spans[n-1].To == from && spans[n-1].Style == style {
		spans[n-1].To = to
		return spans
	}
	return append(spans, edition.Span{From: from, To: to, Style: style})
}

// symbols of Wingdings that writers use as bullets and ticks; their places are those of the font, in the private area.
var wingdings = map[int64]rune{0xf06c: '●', 0xf06e: '■', 0xf06f: '□', 0xf071: '❑', 0xf075: '◆', 0xf076: '❖', 0xf09f: '•', 0xf0a7: '▪', 0xf0a8: '◻', 0xf0d8: '➢', 0xf0e0: '→', 0xf0fc: '✓', 0xf0fe: '☑', 0xf0b7: '•'}

func (w *wordReader) symbol(font, char, style string) {
	n, err := strconv.ParseInt(char, 16, 32)
	r, ok := wingdings[n]
	switch {
	case err != nil || n <= 0:
		return
	case !ok && n >= 0xf000 && n < 0xf100 && strings.EqualFold(font, "Symbol") && unicode.IsPrint(rune(n-0xf000)) && n < 0xf040:
		r = rune(n - 0xf000) // below the letters Symbol has digits and marks where ASCII has them
	case !ok && (n >= 0xe000 && n < 0xf900 || !unicode.IsPrint(rune(n))):
		w.symbols++
		r = unicode.ReplacementChar
	case !ok:
		r = rune(n)
	}
	w.text(string(r), style)
}

// circled answers a note's mark: ① to ⑳, then （21）.
func circled(n int) string {
	if n >= 1 && n <= 20 {
		return string(rune('①' + n - 1))
	}
	return "（" + strconv.Itoa(n) + "）"
}

// flush adds the open paragraph to the items.
func (w *wordReader) flush() {
	p := w.open
	if p == nil {
		return
	}
	w.open = nil
	it := p.item
	style := p.props.style
	if style == "" {
		style = w.normal
	}
	l := look{size: p.size}
	if p.props.centred != nil {
		l.centred = *p.props.centred
	}
	if p.props.outline > 0 {
		it.Level = p.props.outline
	}
	num, numLevel := p.props.num, p.props.numLevel
	known := false
	w.styled(style, func(s wordStyle) bool {
		if !known && it.Level == 0 {
			role, level := manuscript.StyleRole(s.name)
			switch {
			case level > 0:
				it.Role, it.Level = role, level
				it.Exact = s.name == "主题" // a style that newsrooms, and the exporter, keep for it alone
				if role == manuscript.Unknown {
					it.Level++ // a title stands above all headings; see titles
				}
			case role != manuscript.Unknown:
				it.Role = role
			case s.outline > 0:
				it.Level = s.outline + 1
			}
			known = it.Level > 0 || it.Role != manuscript.Unknown
		}
		if !p.props.numSet && num == 0 && s.num > 0 {
			num, numLevel = s.num, s.numLevel
		}
		if l.size == 0 {
			l.size = s.size
		}
		if p.props.centred == nil && s.centred != nil && !l.centred {
			l.centred = *s.centred
		}
		return false
	})
	if p.props.outline > 0 && !known {
		it.Level++
	}
	if num > 0 && strings.TrimSpace(string(it.Text)) != "" {
		if mark := w.lists.next(num, numLevel); mark != "" {
			it = prefixed(it, mark)
			for i := range p.spots {
				p.spots[i].rune += len([]rune(mark))
			}
		}
		it.List = it.Level == 0
	}
	switch it.Role {
	case manuscript.Role(edition.Lead), manuscript.Role(edition.Body), manuscript.Role(edition.EditorsNote): // a line end in it is its writer's
		for i, r := range it.Text {
			if r == '\n' {
				it.Text[i] = '\u2028'
			}
		}
	}
	start := len(w.items)
	lines := split(it, it.Level > 0)
	offsets := 0
	for _, one := range lines {
		w.items = append(w.items, one)
		w.looks = append(w.looks, l)
	}
	for _, s := range p.spots {
		// Which of the lines the place is in.
		i, at := start, s.rune
		offsets = 0
		for k, one := range lines {
			if at <= offsets+len(one.Text) || k == len(lines)-1 {
				i, at = start+k, at-offsets
				break
			}
			offsets += len(one.Text) + 1
		}
		w.place(s.id, spot{i, at}, s.end)
	}
	for _, one := range p.after {
		w.items = append(w.items, one)
		w.looks = append(w.looks, look{})
	}
}

// place notes where a comment begins or ends.
func (w *wordReader) place(id string, at spot, end bool) {
	from, begun := w.commentsOpen[id]
	switch {
	case !end:
		w.commentsOpen[id] = at
	case w.remarks[id] != (remark{}):
		if !begun {
			from = at
		}
		r := w.remarks[id]
		delete(w.remarks, id)
		w.pinned = append(w.pinned, pin{from: from, to: at, note: finding.Finding{Rule: NoteComment, Category: "import", Level: finding.Warning,
			Message: sayRich.comment.F(r.who, r.text), Score: 1}})
	}
}

// split parts an item at its line ends; in a heading they become the blanks at which its sense divides.
func split(it manuscript.Item, heading bool) []manuscript.Item {
	lines := 1
	for i, r := range it.Text {
		if r != '\n' {
			continue
		}
		if heading {
			it.Text[i] = ' '
		} else {
			lines++
		}
	}
	if lines == 1 {
		return []manuscript.Item{it}
	}
	var out []manuscript.Item
	from := 0
	for i := 0; i <= len(it.Text); i++ {
		if i < len(it.Text) && it.Text[i] != '\n' {
			continue
		}
		one := it
		one.Text, one.Spans, one.Links, one.Notes = it.Text[from:i:i], nil, nil, nil
		for _, s := range it.Spans {
			if s.From < i && s.To > from {
				one.Spans = append(one.Spans, edition.Span{From: max(s.From, from) - from, To: min(s.To, i) - from, Style: s.Style})
			}
		}
		for _, l := range it.Links {
			if l.From < i && l.To > from {
				one.Links = append(one.Links, manuscript.Link{From: max(l.From, from) - from, To: min(l.To, i) - from, URL: l.URL})
			}
		}
		out = append(out, one)
		from = i + 1
	}
	for k := len(out) - 1; k >= 0; k-- { // the notes go with a line that has text
		if strings.TrimSpace(string(out[k].Text)) != "" || k == 0 {
			out[k].Notes = it.Notes
			break
		}
	}
	return out
}

// prefixed answers the item with words before its text.
func prefixed(it manuscript.Item, mark string) manuscript.Item {
	m := []rune(mark)
	it.Text = append(m[:len(m):len(m)], it.Text...)
	spans := make([]edition.Span, len(it.Spans))
	for i, s := range it.Spans {
		spans[i] = edition.Span{From: s.From + len(m), To: s.To + len(m), Style: s.Style}
	}
	it.Spans = spans
	for i := range it.Links {
		it.Links[i].From += len(m)
		it.Links[i].To += len(m)
	}
	return it
}
