package fonts

import (
	"bytes"
	"encoding/binary"
	"sync"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// Shaped is one glyph of a shaped text, in font units.
type Shaped struct {
	Glyph   uint32
	Advance int
	DX, DY  int // where the glyph is drawn, from the pen; y upwards
	Cluster int // byte offset in the text of the character it belongs to
}

// shaper is go-text's HarfBuzz over the tables that shaping needs. Without the outlines a face of 15 MB takes
// 0.2 MB instead of 54. Its font is safe for concurrent use, its buffers are pooled.
type shaper struct {
	font *font.Font // nil if the tables could not be read
	pool sync.Pool
}

type shaping struct {
	font *harfbuzz.Font
	buf  *harfbuzz.Buffer
}

// shapingTables are what HarfBuzz reads to place glyphs.
var shapingTables = []string{"GDEF", "GPOS", "GSUB", "OS/2", "cmap", "head", "hhea", "hmtx", "kern", "maxp"}

func newShaper(f *Face) *shaper {
	s := &shaper{}
	if ld, err := ot.NewLoader(bytes.NewReader(pack(f.tables, shapingTables))); err == nil {
		s.font, _ = font.NewFont(ld)
	}
	s.pool.New = func() any {
		return &shaping{harfbuzz.NewFont(font.NewFace(s.font)), harfbuzz.NewBuffer()}
	}
	return s
}

// pack writes a font file of some of a font's tables. OpenType specification, "Organization of an OpenType Font";
// checksums stay zero, for nobody but us reads the file.
func pack(tables map[string]table, tags []string) []byte {
	var have []string
	for _, tag := range tags {
		if len(tables[tag]) > 0 {
			have = append(have, tag)
		}
	}
	out := []byte{0, 1, 0, 0, 0, byte(len(have)), 0, 0, 0, 0, 0, 0}
	at := len(out) + 16*len(have)
	for _, tag := range have {
		out = append(out, tag...)
		out = binary.BigEndian.AppendUint32(out, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[tag])))
		at += (len(tables[tag]) + 3) &^ 3
	}
	for _, tag := range have {
		out = append(out, tables[tag]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

// Shape sets a text in one horizontal line from left to right with the font's ligatures, kerning and marks: for
// Latin words and for letters with combining marks. The text has one script; characters the face lacks come out as
// glyph 0. Its result depends on nothing but font and text.
func (f *Face) Shape(text string) []Shaped {
	if text == "" {
		return nil
	}
	s := f.shaper()
	if s.font == nil {
		return f.plain(text)
	}
	runes := make([]rune, 0, len(text))
	bytesAt := make([]int, 0, len(text))
	for i, ru := range text {
		runes = append(runes, ru)
		bytesAt = append(bytesAt, i)
	}
	sh := s.pool.Get().(*shaping)
	defer s.pool.Put(sh)
	buf := sh.buf
	buf.Clear()
	buf.AddRunes(runes, 0, -1)
	// The language is fixed: HarfBuzz would else take it from the machine's locale.
	buf.Props.Language = language.NewLanguage("zh-hans")
	buf.GuessSegmentProperties()
	buf.Props.Direction = harfbuzz.LeftToRight
	buf.Shape(sh.font, nil)
	out := make([]Shaped, len(buf.Info))
	for i := range buf.Info {
		pos := buf.Pos[i]
		out[i] = Shaped{
			Glyph:   uint32(buf.Info[i].Glyph),
			Advance: int(pos.XAdvance),
			DX:      int(pos.XOffset),
			DY:      int(pos.YOffset),
			Cluster: bytesAt[min(max(buf.Info[i].Cluster, 0), len(bytesAt)-1)],
		}
	}
	return out
}

// plain sets a text glyph by glyph, for a font whose layout tables are damaged.
func (f *Face) plain(text string) []Shaped {
	var out []Shaped
	for i, ru := range text {
		g, _ := f.Glyph(ru)
		out = append(out, Shaped{Glyph: g, Advance: f.Advance(g), Cluster: i})
	}
	return out
}
