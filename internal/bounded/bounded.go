// Package bounded reads what strangers pack: zip archives and XML within limits of size, number and nesting.
//
// Start with Limits, which says how much is allowed, and with Archive and XML, which read. Sizes are bytes unpacked. A
// limit that is met is a LimitError that names it; what an archive says of itself is never believed, only what was
// read counts. The package opens no file, follows no link and expands no entity.
package bounded

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"dayang/internal/words"

	"golang.org/x/net/html/charset"
)

// ErrLimit is wrapped by every LimitError.
var ErrLimit = errors.New("a limit was met")

// ErrDamaged is wrapped when an archive or its XML cannot be read as such.
var ErrDamaged = errors.New("the file is damaged")

// ErrNoPart is wrapped when an archive lacks a part that was asked for.
var ErrNoPart = errors.New("the archive has no such part")

// Limit is one of the bounds.
type Limit string

// The bounds that can be met.
const (
	Entries  Limit = "entries"  // files in an archive
	Unpacked Limit = "unpacked" // bytes of all the parts read
	Part     Limit = "part"     // bytes of one part
	Depth    Limit = "depth"    // elements within elements
	Entity   Limit = "entity"   // entities that a file declares for itself: none are allowed
	Elements Limit = "elements" // elements of one XML part
	Text     Limit = "text"     // characters that a manuscript may have
)

var limitNames = map[Limit]words.Text{
	Entries:  {ZH: "压缩包内文件数", EN: "files in the archive"},
	Unpacked: {ZH: "解开后的总字节数", EN: "bytes unpacked in all"},
	Part:     {ZH: "包内单个文件解开后的字节数", EN: "bytes of one part unpacked"},
	Depth:    {ZH: "标记嵌套层数", EN: "elements nested in one another"},
	Entity:   {ZH: "自定义实体数", EN: "entities of the file's own"},
	Elements: {ZH: "标记数", EN: "elements"},
	Text:     {ZH: "文字数", EN: "characters of text"},
}

// LimitError says which limit a file met.
type LimitError struct {
	Limit Limit
	Max   int64
	Part  string // the archive's part or the file; may be ""
}

// Error answers the limit and its bound.
func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: more than %d %s", e.Part, e.Max, limitNames[e.Limit].EN)
}

// Unwrap answers ErrLimit.
func (e *LimitError) Unwrap() error { return ErrLimit }

// Words answers the error as a visible phrase.
func (e *LimitError) Words() words.Text {
	return words.Text{ZH: "超出读取限度：%s最多 %d", EN: "it exceeds a limit: %s, at most %d"}.F(limitNames[e.Limit], e.Max)
}

// Limits is how much an archive or an XML text may hold.
type Limits struct {
	Entries  int
	Unpacked int64
	Part     int64 // of one part that is not XML
	XML      int64 // of one XML part
	Depth    int
	Elements int
}

// Manuscript are the limits of a manuscript. The longest novel is 3 MB of text and some 60 MB as Word's XML; Word itself
// nests tables some ten deep, eight elements each.
var Manuscript = Limits{Entries: 4096, Unpacked: 512 << 20, Part: 200 << 20, XML: 64 << 20, Depth: 256, Elements: 4 << 20}

// Archive is a zip archive that is read within limits.
type Archive struct {
	limits Limits
	files  map[string]*zip.File
	names  []string
	read   int64
}

// Open reads an archive's directory.
func Open(data []byte, l Limits) (*Archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(z.File) > l.Entries {
		return nil, &LimitError{Entries, int64(l.Entries), "the archive"}
	}
	a := &Archive{limits: l, files: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		name := Clean(strings.ReplaceAll(f.Name, `\`, "/"))
		if name == "" || strings.HasSuffix(f.Name, "/") || a.files[name] != nil {
			continue // of two parts of one name the first counts, as every reader of archives has it
		}
		a.files[name] = f
		a.names = append(a.names, name)
	}
	return a, nil
}

// Clean answers a part's name from the archive's root, or "" for a name that leads out of it.
func Clean(name string) string {
	name = path.Clean("/" + name)[1:]
	if name == "." {
		return ""
	}
	return name
}

// Names answers the parts' names in the order of the archive.
func (a *Archive) Names() []string { return a.names }

// Has reports whether a part is there.
func (a *Archive) Has(name string) bool { return a.files[name] != nil }

// Read answers a part unpacked.
func (a *Archive) Read(name string) ([]byte, error) { return a.part(name, a.limits.Part) }

// XML answers a reader of an XML part.
func (a *Archive) XML(name string) (*XML, error) {
	data, err := a.part(name, a.limits.XML)
	if err != nil {
		return nil, err
	}
	return NewXML(name, data, a.limits), nil
}

func (a *Archive) part(name string, most int64) ([]byte, error) {
	f := a.files[name]
	if f == nil {
		return nil, fmt.Errorf("%q: %w", name, ErrNoPart)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("part %q: %w: %w", name, ErrDamaged, err)
	}
	defer r.Close()
	left := a.limits.Unpacked - a.read
	data, err := io.ReadAll(io.LimitReader(r, min(most, left)+1))
	a.read += int64(len(data))
	switch n := int64(len(data)); {
	case n > left:
		return nil, &LimitError{Unpacked, a.limits.Unpacked, name}
	case n > most:
		return nil, &LimitError{Part, most, name}
	case err != nil:
		return nil, fmt.Errorf("part %q: %w: %w", name, ErrDamaged, err)
	}
	return data, nil
}

// XML reads one XML text token by token. The caller recurses by element; Depth bounds how deep.
type XML struct {
	d               *xml.Decoder
	name            string
	limits          Limits
	depth, elements int
}

// NewXML answers a reader of an XML text in the encoding it declares.
func NewXML(name string, data []byte, l Limits) *XML {
	x := &XML{d: xml.NewDecoder(bytes.NewReader(data)), name: name, limits: l}
	x.d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "utf-16", "utf16":
			return r, nil // the caller has decoded it already: the declaration could not be read otherwise
		case "gb2312", "gbk":
			label = "gb18030" // both are parts of it, and writers that say so use more
		}
		return charset.NewReaderLabel(label, r)
	}
	x.d.Entity = xml.HTMLEntity
	return x
}

// Next answers the next start, end or text; io.EOF ends the part. The bytes of text are good until the next call.
func (x *XML) Next() (xml.Token, error) {
	for {
		t, err := x.d.Token()
		if err == io.EOF {
			return nil, err
		}
		if err != nil {
			return nil, fmt.Errorf("part %q: %w: %w", x.name, ErrDamaged, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			x.depth++
			x.elements++
			if x.depth > x.limits.Depth {
				return nil, &LimitError{Depth, int64(x.limits.Depth), x.name}
			}
			if x.elements > x.limits.Elements {
				return nil, &LimitError{Elements, int64(x.limits.Elements), x.name}
			}
			return t, nil
		case xml.EndElement:
			x.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(t), []byte("<!ENTITY")) || bytes.HasPrefix(bytes.ToUpper(t), []byte("ENTITY")) {
				return nil, &LimitError{Entity, 0, x.name}
			}
		}
	}
}

// Skip passes over the rest of the element whose start was read last.
func (x *XML) Skip() error {
	for depth := x.depth - 1; ; {
		if _, err := x.Next(); err != nil {
			return whole(err)
		}
		if x.depth == depth {
			return nil
		}
	}
}

// Children calls each with every child's start tag, and text with the characters between; each must read or skip the
// child to its end. It returns at the end of the element whose start was read last.
func (x *XML) Children(each func(xml.StartElement) error, text func([]byte)) error {
	for {
		t, err := x.Next()
		if err != nil {
			return whole(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := each(t); err != nil {
				return err
			}
		case xml.CharData:
			if text != nil {
				text(t)
			}
		case xml.EndElement:
			return nil
		}
	}
}

// Root answers the start of the outermost element.
func (x *XML) Root() (xml.StartElement, error) {
	for {
		t, err := x.Next()
		if err != nil {
			return xml.StartElement{}, whole(err)
		}
		if s, ok := t.(xml.StartElement); ok {
			return s, nil
		}
	}
}

// whole makes the end of a text in the middle of an element the damage it is.
func whole(err error) error {
	if err == io.EOF {
		return fmt.Errorf("%w: the XML ends too early", ErrDamaged)
	}
	return err
}

// Attr answers an attribute by its local name, or "".
func Attr(s xml.StartElement, local string) string {
	for _, a := range s.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
