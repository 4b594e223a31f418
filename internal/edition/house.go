package edition

import (
	"slices"

	"dayang/layout/geom"
)

// Format is a page's size and grid. A cell is one body line of one basic column.
type Format struct {
	Name      string      `json:"name"`
	Trim      geom.Size   `json:"trim"`
	Bleed     geom.Length `json:"bleed"`
	TypeArea  geom.Rect   `json:"type_area"` // 版心
	Columns   int         `json:"columns"`   // 基本栏
	ColumnGap geom.Length `json:"column_gap"`
	Body      geom.Length `json:"body"`    // body size; the grid's character
	Leading   geom.Length `json:"leading"` // baseline to baseline
	Lines     int         `json:"lines"`   // body lines of the type area
}

// ColumnWidth answers the measure of one basic column.
func (f Format) ColumnWidth() geom.Length {
	n := geom.Length(f.Columns)
	return (f.TypeArea.W - (n-1)*f.ColumnGap) / n
}

// Span answers the measure of n basic columns with the gaps between them (长栏).
func (f Format) Span(n int) geom.Length {
	return geom.Length(n)*f.ColumnWidth() + geom.Length(n-1)*f.ColumnGap
}

// Cells answers the rectangle of cols columns from col and lines body lines from line, both from 0.
func (f Format) Cells(col, line, cols, lines int) geom.Rect {
	return geom.Rect{
		X: f.TypeArea.X + geom.Length(col)*(f.ColumnWidth()+f.ColumnGap),
		Y: f.TypeArea.Y + geom.Length(line)*f.Leading,
		W: f.Span(cols),
		H: geom.Length(lines) * f.Leading,
	}
}

// format builds a preset: columns of chars body characters, gap characters between them, centred on the trim.
func format(name string, wMM, hMM float64, columns, chars, gap int, bodyPt, leadingPt float64, lines int, headMM float64) Format {
	body, leading := geom.FromPt(bodyPt), geom.FromPt(leadingPt)
	w := geom.Length(columns*chars+(columns-1)*gap) * body
	h := geom.Length(lines) * leading
	trim := geom.Size{W: geom.FromMM(wMM), H: geom.FromMM(hMM)}
	return Format{
		Name: name, Trim: trim, Bleed: 3 * geom.MM,
		TypeArea: geom.Rect{X: (trim.W - w) / 2, Y: geom.FromMM(headMM), W: w, H: h},
		Columns:  columns, ColumnGap: geom.Length(gap) * body, Body: body, Leading: leading, Lines: lines,
	}
}

// Formats are the page presets that ship with the program, after research of Chinese houses: 四开 and 对开 sheets
// with their usual column counts.
func Formats() []Format {
	return []Format{
		format("四开·五栏·小五", 275, 390, 5, 13, 2, 9, 12, 81, 24),
		format("四开·六栏·小五", 275, 390, 6, 11, 1, 9, 11.25, 87, 24),
		format("四开·四栏·五号", 275, 390, 4, 15, 2, 10.5, 14, 69, 24),
		format("对开·八栏·小五", 390, 550, 8, 13, 1, 9, 11.25, 123, 30),
		format("对开·六栏·五号", 390, 550, 6, 15, 1, 10.5, 14, 99, 30),
		format("对开·七栏·小五", 390, 545, 7, 14, 2, 9, 12, 115, 28),
	}
}

// FormatNamed answers the preset with a name.
func FormatNamed(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// House is a title's house style: how each role is set, the sizes of headlines, what is checked and how.
type House struct {
	Name      string               `json:"name"`
	Styles    map[string]TextStyle `json:"styles"` // by Role, or by a character style's name
	Headlines []HeadlineRange      `json:"headlines"`
	Colours   map[string][4]int    `json:"colours"`          // CMYK in thousandths
	Checks    map[string]string    `json:"checks,omitempty"` // rule id → "off", "hint", "warning", "error"
	Ignore    []string             `json:"ignore,omitempty"` // texts never to be flagged in this title

	Spots   map[string]Spot    `json:"spots,omitempty"`   // by house colour: the planned ink it prints in; Colours has its stand-in
	Fit     HeadFit            `json:"fit,omitzero"`      // how a headline is fitted to its span
	Sizes   map[string]float64 `json:"sizes,omitempty"`   // the title's own 字号, points by name; see Size
	Formats []Format           `json:"formats,omitempty"` // the title's own pages; see PageFormats
	MakeUp  map[string]float64 `json:"make_up,omitempty"` // make-up weights that differ, by the field names of dummy.Weights
	Press   string             `json:"press,omitempty"`   // the press condition in use, by name; "" is NewsprintA
	Presses []Press            `json:"presses,omitempty"` // the title's own press conditions; see PressNamed

	Masters    []Master `json:"masters,omitempty"`     // 主版; see MasterNamed
	Plans      []Plan   `json:"plans,omitempty"`       // pages an edition starts with; see PlanNamed
	ColumnRule string   `json:"column_rule,omitempty"` // 栏线 between columns of one story: a line kind; "" is none
	BlockRule  string   `json:"block_rule,omitempty"`  // lines between neighbouring blocks: a line kind or NoLine; "" is hairlines
}

// Spot is a planned ink (专色) that a house colour prints in.
type Spot struct {
	Ink  string `json:"ink"`            // its name on the plate
	Tint int    `json:"tint,omitempty"` // thousandths; 0 is solid
}

// HeadFit is how far a headline may be changed to fill its span: first by size within its HeadlineRange, then by
// tracking, then by horizontal scale. A zero field leaves that to the program: sizes by steps of its own, no tracking
// or scale beyond the style's.
type HeadFit struct {
	Steps       []float64 `json:"steps,omitempty"`        // the sizes a headline may take, points, largest first
	TrackingMin int       `json:"tracking_min,omitempty"` // thousandths of an em, 0 or less
	TrackingMax int       `json:"tracking_max,omitempty"` // thousandths of an em, 0 or more
	ScaleMin    int       `json:"scale_min,omitempty"`    // 长体: thousandths of the width, up to 1000; 0 is 1000
	ScaleMax    int       `json:"scale_max,omitempty"`    // 扁体: thousandths of the width, from 1000; 0 is 1000
}

// HeadlineRange is the sizes a headline of one priority may take, in points.
type HeadlineRange struct {
	Priority int     `json:"priority"`
	MinPt    float64 `json:"min_pt"`
	MaxPt    float64 `json:"max_pt"`
	MaxRows  int     `json:"max_rows"`
}

// Align is how the lines of a paragraph stand in their measure.
type Align string

// The ways to align.
const (
	Justify Align = "justify"
	Left    Align = "left"
	Centre  Align = "centre"
	Right   Align = "right"
)

// TextStyle is how paragraphs of one role are set, every value resolved. In a character style (Character) a zero
// field is as in the paragraph. The type is comparable and stays so.
type TextStyle struct {
	Font      string  `json:"font"`                 // Han face: a font's id in the registry
	Latin     string  `json:"latin,omitempty"`      // Latin face; "" is the same font
	BoldFont  string  `json:"bold_font,omitempty"`  // for bold spans
	Size      float64 `json:"size"`                 // points; 0 is the format's body size
	LatinSize int     `json:"latin_size,omitempty"` // of the Latin face, thousandths of Size; 0 is 1000
	LatinDrop int     `json:"latin_drop,omitempty"` // baseline shift of the Latin face downwards, thousandths of Size
	Leading   float64 `json:"leading"`              // points; 0 is the format's leading
	Align     Align   `json:"align"`
	Indent    int     `json:"indent"`           // first line, thousandths of an em
	Hanging   int     `json:"hanging"`          // later lines, thousandths of an em
	Before    int     `json:"before"`           // body lines of white above, thousandths
	After     int     `json:"after"`            // body lines of white below, thousandths
	Tracking  int     `json:"tracking"`         // thousandths of an em between characters
	Colour    string  `json:"colour,omitempty"` // a house colour; "" is black
	Kinsoku   string  `json:"kinsoku"`          // 避头尾: "none", "basic", "gb", "strict"
	Marks     string  `json:"marks"`            // "quanjiao", "kaiming", "banjiao", "plain"
	Policy    string  `json:"policy"`           // "push-in-first", "push-out-first", "push-out-only", "least"
	Hang      bool    `json:"hang"`             // 标点悬挂
	AllowRunt bool    `json:"allow_runt"`       // 孤字 is let stand

	// The zero value of each field below is the setting there was before the field.

	Based       string `json:"based,omitempty"`         // the style whose values it takes in the house-style file where it says none
	Character   bool   `json:"character,omitempty"`     // for spans, not for paragraphs
	LatinBold   string `json:"latin_bold,omitempty"`    // Latin face of bold spans; "" is BoldFont
	Fallback    string `json:"fallback,omitempty"`      // fonts asked next for a missing character, ids parted by commas; "" is the registry's order
	Drop        int    `json:"drop,omitempty"`          // baseline shift of the Han face downwards, thousandths of Size
	Scale       int    `json:"scale,omitempty"`         // horizontal scale, thousandths; 0 is 1000
	TrackingMin int    `json:"tracking_min,omitempty"`  // the tightest tracking copyfitting may set, thousandths of an em, 0 or less
	TrackingMax int    `json:"tracking_max,omitempty"`  // the widest justification should set, thousandths of an em; 0 is the engine's
	Gap         int    `json:"gap,omitempty"`           // 中西文间空, thousandths of an em; 0 is 250
	GapMin      int    `json:"gap_min,omitempty"`       // its least when a line is tightened; 0 is 125
	GapMax      int    `json:"gap_max,omitempty"`       // its most when a line is opened; 0 is 333
	NoAutospace bool   `json:"no_autospace,omitempty"`  // no gap between Han and Western
	KeepStart   bool   `json:"keep_start,omitempty"`    // an opener at a line's start keeps its blank
	KeepEnd     bool   `json:"keep_end,omitempty"`      // a full-width mark at a line's end keeps its blank
	KeepIndent  bool   `json:"keep_indent,omitempty"`   // an opener after the first line's indent keeps its blank
	KeepUnits   bool   `json:"keep_units,omitempty"`    // a number stays with the unit after it (5亿元)
	AnyPitch    bool   `json:"any_pitch,omitempty"`     // lines are adjusted in CLREQ's order, not for the evenest pitch of characters
	AllowWidow  bool   `json:"allow_widow,omitempty"`   // 孤行 is let stand
	NoHyphen    bool   `json:"no_hyphen,omitempty"`     // Latin words are never divided
	DropCap     int    `json:"drop_cap,omitempty"`      // 首字下沉: lines the first character is high; 0 and 1 are none
	DropCapFont string `json:"drop_cap_font,omitempty"` // "" is Font
	Vertical    bool   `json:"vertical,omitempty"`      // 竖排: the paragraph is a block of vertical lines
	Mark        string `json:"mark,omitempty"`          // beside every character: "dot" 着重号, "line" 专名号, "wave" 书名号; "" is none
}

// StyleOf answers how a role is set; an unknown role is set as body.
func (h *House) StyleOf(r Role) TextStyle {
	if s, ok := h.Styles[string(r)]; ok {
		return s
	}
	return h.Styles[string(Body)]
}

// The ids of the fonts that ship with the program.
const (
	Song      = "song"       // 宋, Noto Serif SC Regular
	SongBlack = "song-black" // 大标宋, Noto Serif SC Black
	Hei       = "hei"        // 黑, Noto Sans SC Regular
	HeiBold   = "hei-bold"   // 大黑, Noto Sans SC Bold
	KaiFont   = "kai"        // 楷, LXGW WenKai
)

// DefaultHouse answers the house style a new title starts from.
func DefaultHouse() *House {
	text := TextStyle{Font: Song, BoldFont: HeiBold, Align: Justify, Indent: 2000, Kinsoku: "gb", Marks: "quanjiao", Policy: "least"}
	with := func(change func(*TextStyle)) TextStyle {
		s := text
		change(&s)
		return s
	}
	head := func(font string, size float64, align Align) TextStyle {
		return with(func(s *TextStyle) {
			s.Font, s.BoldFont, s.Size, s.Indent, s.Align, s.AllowRunt = font, font, size, 0, align, true
		})
	}
	h := &House{
		Name: "dayang",
		Styles: map[string]TextStyle{
			string(Body):     text,
			string(Lead):     text,
			string(Kicker):   head(KaiFont, 16, Centre),
			string(Headline): head(SongBlack, 30, Centre),
			string(Deck):     head(KaiFont, 14, Centre),
			string(Byline):   head(KaiFont, 9, Centre),
			string(Subhead): with(func(s *TextStyle) {
				s.Font, s.BoldFont, s.Size, s.Indent, s.Align, s.AllowRunt = HeiBold, HeiBold, 10.5, 0, Centre, true
				s.Leading = 0
			}),
			string(Caption):     with(func(s *TextStyle) { s.Font, s.Size, s.Indent, s.Align = KaiFont, 8.5, 0, Justify; s.AllowRunt = true }),
			string(Credit):      head(KaiFont, 8.5, Right),
			string(Label):       head(Hei, 7.5, Centre),
			string(JumpLine):    with(func(s *TextStyle) { s.Font, s.Indent, s.Align, s.AllowRunt = KaiFont, 0, Right, true }),
			string(EditorsNote): with(func(s *TextStyle) { s.Font = KaiFont }),
		},
		Headlines: []HeadlineRange{
			{Priority: 5, MinPt: 28, MaxPt: 48, MaxRows: 2},
			{Priority: 4, MinPt: 22, MaxPt: 36, MaxRows: 2},
			{Priority: 3, MinPt: 18, MaxPt: 28, MaxRows: 2},
			{Priority: 2, MinPt: 15, MaxPt: 22, MaxRows: 2},
			{Priority: 1, MinPt: 12, MaxPt: 16, MaxRows: 2},
		},
		Colours: map[string][4]int{
			"black": {0, 0, 0, 1000},
			"red":   {0, 1000, 1000, 0},
			"tint":  {0, 0, 0, 80},
		},
	}
	for name, s := range h.Styles {
		if name != string(Body) {
			s.Based = string(Body)
			h.Styles[name] = s
		}
	}
	return h
}

// PageFormats answers the pages the title may choose from: its own, then the program's that none of them replaces
// by name.
func (h *House) PageFormats() []Format {
	out := slices.Clone(h.Formats)
	for _, f := range Formats() {
		if !slices.ContainsFunc(h.Formats, func(own Format) bool { return own.Name == f.Name }) {
			out = append(out, f)
		}
	}
	return out
}

// Format answers the page of a name that the title may choose: its own, or the program's.
func (h *House) Format(name string) (Format, bool) {
	for _, f := range h.PageFormats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}
