package importer

import (
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
	"dayang/internal/words"
)

// The codes of what only word processors and the web have.
const (
	NoteComment = "IM-12" // a comment in the manuscript
	NoteChanges = "IM-13" // tracked changes taken or refused
	NoteHidden  = "IM-14" // hidden text that was left out
	NoteTable   = "IM-15" // a table set as lines of text
	NoteNotes   = "IM-16" // footnotes set at the story's end
	NoteObject  = "IM-17" // an object that a newspaper's story has no place for: a chart, a formula's picture
	NoteKind    = "IM-18" // a file that is of another kind than its name says
	NoteCaption = "IM-19" // a caption or credit that came from the picture's own data
)

var sayRich = struct {
	comment, taken, refused, hidden, table, notes, object, symbol, badFormat, linked, kind words.Text
}{
	comment:   words.Text{ZH: "来稿批注（%s）：%s", EN: "Comment in the manuscript (%s): %s"},
	taken:     words.Text{ZH: "来稿带修订：按接受修订读入（插入 %d 处、删除 %d 处）。", EN: "The manuscript tracks changes: they were taken (%d insertions, %d deletions)."},
	refused:   words.Text{ZH: "来稿带修订：按拒绝修订读入（插入 %d 处、删除 %d 处未采用）。", EN: "The manuscript tracks changes: they were refused (%d insertions, %d deletions not made)."},
	hidden:    words.Text{ZH: "略去隐藏文字 %d 字。", EN: "%d characters of hidden text were left out."},
	table:     words.Text{ZH: "表格（%d 行）改为文字，一行一段。", EN: "A table of %d rows was set as text, a paragraph a row."},
	notes:     words.Text{ZH: "%d 条脚注、尾注移到文末。", EN: "%d footnotes were moved to the end of the story."},
	object:    words.Text{ZH: "来稿中有 %d 个图表或嵌入对象没有读入。", EN: "%d charts or embedded objects of the manuscript were not taken."},
	symbol:    words.Text{ZH: "有 %d 个符号字体里的字符无法对应，以“\ufffd”代替。", EN: "%d characters of a symbol font have no equal and stand as \ufffd."},
	badFormat: words.Text{ZH: "图片“%s”%s。已留出位置。", EN: "The picture %q was not taken: %s. Its place is kept."},
	linked:    words.Text{ZH: "图片在稿件之外（%s），已留出位置。", EN: "The picture lies outside the manuscript (%s); its place is kept."},
	kind:      words.Text{ZH: "“%s”的内容是 %s，按内容读入。", EN: "%q is %s by its content and was read as that."},
}

// DOCX reads a Word manuscript with every tracked change taken.
func DOCX(name string, data []byte) (Result, error) { return DOCXWith(name, data, Options{}) }

// DOCXWith reads a Word manuscript: ECMA-376, part 1, "WordprocessingML", and what Word, WPS and LibreOffice make of it.
func DOCXWith(name string, data []byte, o Options) (Result, error) {
	r := richBuilder{builder: builder{name: name}}
	items, err := readDOCX(&r, data, o)
	if err == nil {
		err = r.finish(items)
	}
	if err != nil {
		return Result{}, refused(name, err)
	}
	return r.Result, nil
}

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

type wordReader struct {
	*richBuilder
	zip     *bounded.Archive
	options Options
	base    string // folder of the main part
	rels    map[string]relation
	styles  map[string]wordStyle
	normal  string // the id of the default paragraph style
	lists   numbering
	notes   map[string]string // footnotes by "f" or "e" and id
	remarks map[string]remark // comments by id

	pictures map[string]string // ids of pictures kept, by the name of their part

	items                    []manuscript.Item
	looks                    []look // beside items: what the eye would see of a title without a style
	open                     *wordPara
	inserted, deleted        int
	hidden, symbols, objects int
	noteCount                int
	commentsOpen             map[string]spot
	chars                    int
}

type relation struct {
	kind, target string
	external     bool
}

type remark struct{ who, text string }

// spot is a place in the items.
type spot struct{ item, rune int }

type look struct {
	centred bool
	size    int
}

func readDOCX(r *richBuilder, data []byte, o Options) ([]manuscript.Item, error) {
	z, err := bounded.Open(data, bounded.Manuscript)
	if err != nil {
		return nil, err
	}
	w := &wordReader{richBuilder: r, zip: z, options: o, commentsOpen: map[string]spot{}, notes: map[string]string{}, remarks: map[string]remark{}, pictures: map[string]string{}}
	main := "word/document.xml"
	top, err := w.relations("_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	for _, rel := range top {
		if rel.kind == "officeDocument" && !rel.external {
			main = rel.target
		}
	}
	if !z.Has(main) {
		return nil, fmt.Errorf("no document in the archive: %w", ErrFormat)
	}
	w.base = path.Dir(main)
	if w.rels, err = w.relations(path.Join(w.base, "_rels", path.Base(main)+".rels"), w.base); err != nil {
		return nil, err
	}
	if err := w.readStyles(w.related("styles")); err != nil {
		return nil, err
	}
	if err := w.readNumbering(w.related("numbering")); err != nil {
		return nil, err
	}
	for prefix, kind := range map[string]string{"f": "footnotes", "e": "endnotes"} {
		if err := w.readNotes(prefix, w.related(kind)); err != nil {
			return nil, err
		}
	}
	if err := w.readComments(w.related("comments")); err != nil {
		return nil, err
	}
	x, err := z.XML(main)
	if err != nil {
		return nil, err
	}
	root, err := x.Root()
	if err != nil {
		return nil, err
	}
	if root.Name.Local != "document" {
		return nil, fmt.Errorf("the main part is <%s>: %w", root.Name.Local, ErrFormat)
	}
	err = x.Children(func(e xml.StartElement) error {
		if e.Name.Local != "body" {
			return x.Skip()
		}
		return w.blocks(x)
	}, nil)
	if err != nil {
		return nil, err
	}
	w.flush()
	w.titles()
	w.tell()
	return w.items, nil
}

// relations reads a part's relations by id; targets are names in the archive.
func (w *wordReader) relations(name, base string) (map[string]relation, error) {
	out := map[string]relation{}
	if !w.zip.Has(name) {
		return out, nil
	}
	x, err := w.zip.XML(name)
	if err != nil {
		return nil, err
	}
	if _, err := x.Root(); err != nil {
		return nil, err
	}
	return out, x.Children(func(e xml.StartElement) error {
		if e.Name.Local == "Relationship" {
			rel := relation{kind: path.Base(bounded.Attr(e, "Type")), target: bounded.Attr(e, "Target"), external: bounded.Attr(e, "TargetMode") == "External"}
			if !rel.external {
				if !strings.HasPrefix(rel.target, "/") {
					rel.target = path.Join(base, rel.target)
				}
				rel.target = bounded.Clean(rel.target)
			}
			out[bounded.Attr(e, "Id")] = rel
		}
		return x.Skip()
	}, nil)
}

// related answers the part of a kind that the document has, or "".
func (w *wordReader) related(kind string) string {
	best := ""
	for _, rel := range w.rels {
		if rel.kind == kind && !rel.external && w.zip.Has(rel.target) && (best == "" || rel.target < best) {
			best = rel.target
		}
	}
	return best
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
	if name == "" {
		return nil
	}
	x, err := w.zip.XML(name)
	if err != nil {
		return err
	}
	if _, err := x.Root(); err != nil {
		return err
	}
	return x.Children(func(e xml.StartElement) error {
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
	}, nil)
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
	if name == "" {
		return nil
	}
	x, err := w.zip.XML(name)
	if err != nil {
		return err
	}
	if _, err := x.Root(); err != nil {
		return err
	}
	return x.Children(func(e xml.StartElement) error {
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
	}, nil)
}

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

// blocks reads the block elements of the element whose start was read last.
func (w *wordReader) blocks(x *bounded.XML) error {
	return x.Children(func(e xml.StartElement) error { return w.blockElement(x, e) }, nil)
}

func (w *wordReader) blockElement(x *bounded.XML, e xml.StartElement) error {
	switch e.Name.Local {
	case "p":
		return w.paragraph(x)
	case "tbl":
		return w.table(x)
	case "sdt", "sdtContent", "customXml", "smartTag", "txbxContent":
		return w.blocks(x)
	case "ins", "moveTo":
		if w.options.Changes == RefuseChanges {
			w.inserted++
			return x.Skip()
		}
		w.inserted++
		return w.blocks(x)
	case "del", "moveFrom":
		w.deleted++
		if w.options.Changes == TakeChanges {
			return x.Skip()
		}
		return w.blocks(x)
	case "AlternateContent":
		return w.choice(x, func() error { return w.blocks(x) })
	case "altChunk":
		w.objects++
	case "commentRangeStart", "commentRangeEnd":
		w.comment(bounded.Attr(e, "id"), e.Name.Local == "commentRangeEnd")
	}
	return x.Skip()
}

// choice reads the first choice of an AlternateContent, whose fallback says the same again for old programs.
func (w *wordReader) choice(x *bounded.XML, read func() error) error {
	done := false
	return x.Children(func(e xml.StartElement) error {
		if !done && (e.Name.Local == "Choice" || e.Name.Local == "Fallback") {
			done = true
			return read()
		}
		return x.Skip()
	}, nil)
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

var (
	// autoAlt is what programs write by themselves where a picture's description should be.
	autoAlt = regexp.MustCompile(`(?i)^(?:图片|图像|图形|Picture|Image|Grafik|图)\s*\d*$|^descri|已自动生成|automatically generated|AI[- ]generated|AI 生成|^(?:https?:|file:|[A-Za-z]:\\)|\.(?:jpe?g|png|gif|bmp|tiff?|webp)$|^[A-Za-z0-9_\-]{1,40}$`)
)

// drawing reads a picture, a text box or another object.
func (w *wordReader) drawing(x *bounded.XML, object bool) error {
	alt, found, other, boxed := "", false, false, false
	var walk func(e xml.StartElement) error
	walk = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "docPr", "cNvPr":
			if alt == "" {
				alt = bounded.Attr(e, "descr")
			}
		case "shape", "rect":
			if a := bounded.Attr(e, "alt"); a != "" && alt == "" {
				alt = a
			}
		case "blip", "imagedata":
			id := bounded.Attr(e, "embed")
			if id == "" {
				id = bounded.Attr(e, "link")
			}
			if id == "" {
				id = bounded.Attr(e, "id")
			}
			if rel, ok := w.rels[id]; ok && !found {
				found = true
				if err := w.picture(rel, alt); err != nil {
					return err
				}
			}
		case "chart", "relIds", "OLEObject":
			other = true
		case "txbxContent":
			boxed = true
			// The box's paragraphs are paragraphs of the text, after the one that holds it.
			outer, at, looks := w.open, w.items, w.looks
			defer w.inner(len(w.pinned), len(at))()
			w.open, w.items, w.looks = nil, nil, nil
			err := w.blocks(x)
			w.flush()
			inner := w.items
			w.open, w.items, w.looks = outer, at, looks
			if w.open != nil {
				w.open.after = append(w.open.after, inner...)
			}
			return err
		case "AlternateContent":
			done := false
			return x.Children(func(e xml.StartElement) error {
				if done {
					return x.Skip()
				}
				done = true
				return x.Children(walk, nil)
			}, nil)
		}
		return x.Children(walk, nil)
	}
	err := x.Children(walk, nil)
	if !found && !boxed && (other || object) {
		w.objects++
	}
	return err
}

// picture keeps a picture for after the open paragraph.
func (w *wordReader) picture(rel relation, alt string) error {
	if w.open == nil {
		return nil
	}
	alt = strings.Join(strings.Fields(alt), " ")
	if autoAlt.MatchString(alt) {
		alt = ""
	}
	it := manuscript.Item{Missing: true, Alt: alt}
	switch {
	case rel.external:
		w.note(NotePicture, finding.Warning, finding.Place{}, rel.target, sayRich.linked.F(rel.target), 1)
	case !w.zip.Has(rel.target):
		w.note(NotePicture, finding.Warning, finding.Place{}, path.Base(rel.target), sayFiles.noPicture.F(path.Base(rel.target)), 1)
	case w.pictures[rel.target] != "": // shown again: unpacked once, or the limit would count it as often as it is shown
		it.Picture, it.Missing = w.pictures[rel.target], false
	default:
		data, err := w.zip.Read(rel.target)
		if errors.Is(err, bounded.ErrDamaged) {
			w.note(NotePicture, finding.Error, finding.Place{}, path.Base(rel.target), sayFiles.badPicture.F(path.Base(rel.target)), 1)
			break
		}
		if err != nil {
			return err
		}
		it.Picture, it.Missing = w.keep(path.Base(rel.target), data)
		w.pictures[rel.target] = it.Picture
	}
	w.open.after = append(w.open.after, it)
	return nil
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
			note: finding.Finding{Rule: NoteTable, Category: "import", Level: finding.Hint, Message: sayRich.table.F(len(rows)), Score: 1}})
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
