package importer

import (
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"dayang/internal/bounded"
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
	comment, taken, refused, hidden, holes, table, notes, object, symbol, badFormat, linked, kind words.Text
}{
	comment:   words.Text{ZH: "来稿批注（%s）：%s", EN: "Comment in the manuscript (%s): %s"},
	taken:     words.Text{ZH: "来稿带修订：按接受修订读入（插入 %d 处、删除 %d 处）。", EN: "The manuscript tracks changes: they were taken (%d insertions, %d deletions)."},
	refused:   words.Text{ZH: "来稿带修订：按拒绝修订读入（插入 %d 处、删除 %d 处未采用）。", EN: "The manuscript tracks changes: they were refused (%d insertions, %d deletions not made)."},
	hidden:    words.Text{ZH: "略去隐藏文字 %d 字。", EN: "%d characters of hidden text were left out."},
	holes:     words.Text{ZH: "表格（%d 行）改为文字，一行一段。空着的单元格不占位置，有 %d 行后面的内容靠前了，请核对。", EN: "A table of %d rows was set as text, a paragraph a row. Empty cells take no room, so what follows them moved up in %d rows; check them."},
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
	return out, w.part(name, func(x *bounded.XML, e xml.StartElement) error {
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
	})
}

// part calls each with every child of a part's root, which it must read or skip to its end. A part without a name has
// none; one that is named and not there is an error.
func (w *wordReader) part(name string, each func(*bounded.XML, xml.StartElement) error) error {
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
	return x.Children(func(e xml.StartElement) error { return each(x, e) }, nil)
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
