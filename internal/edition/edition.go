// Package edition is the document: one issue of a newspaper with its pages, stories, pictures and styles.
//
// Start with Edition. Everything reachable from an *Edition is immutable once it has been handed out: a change
// makes new nodes and shares the rest, so a snapshot is a pointer, and a cache may compare nodes by address.
// Only internal/edit makes changed editions. Offsets into text are runes; lengths are geom.Length. The package
// never measures, draws or stores anything.
package edition

import (
	"fmt"
	"time"

	"dayang/layout/geom"
)

// Edition is one issue of a newspaper (一期报纸).
type Edition struct {
	Head     Head
	House    *House
	Pages    []*Page
	Stories  []*Story
	Pictures []*Picture
	Flags    []*Flag  // what was marked by hand
	Record   []*Entry // what was done, oldest first; it only grows
}

// Head is what the nameplate and the folio lines say.
type Head struct {
	ID     string `json:"id"`
	Title  string `json:"title"`            // 报名
	Latin  string `json:"latin,omitempty"`  // the name in Latin letters
	Brand  string `json:"brand,omitempty"`  // the line of brands and clients above or below the name
	Date   string `json:"date,omitempty"`   // the civil date, 2006-01-02
	Lunar  string `json:"lunar,omitempty"`  // the lunar date as printed
	Issue  int    `json:"issue,omitempty"`  // 总第N期
	Serial string `json:"serial,omitempty"` // 国内统一连续出版物号
	Sheets int    `json:"sheets,omitempty"` // 今日N版
	Owner  string `json:"owner,omitempty"`  // 主管主办 line
}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// DateLine answers the civil date as a Chinese daily prints it: 2026年11月24日　星期二. What is no date stays as it is.
func (h Head) DateLine() string {
	t, err := time.Parse(time.DateOnly, h.Date)
	if err != nil {
		return h.Date
	}
	return fmt.Sprintf("%d年%d月%d日　星期%s", t.Year(), int(t.Month()), t.Day(), weekdays[t.Weekday()])
}

// Page is one page (版) of the edition.
type Page struct {
	ID     string   `json:"id"`
	Number int      `json:"number"`           // 版次, from 1
	Name   string   `json:"name"`             // 版名, such as 要闻
	Editor string   `json:"editor,omitempty"` // 责任编辑
	Format Format   `json:"format"`
	Frames []*Frame `json:"frames"` // back to front

	// The zero value of each field below is a page as it was before the field.

	Guides     []Guide  `json:"guides,omitempty"`
	Master     string   `json:"master,omitempty"`      // the House's Master that the page is made after; "" is none
	Freed      []string `json:"freed,omitempty"`       // ids of the master's frames that the page does without, or has made its own
	ColumnRule string   `json:"column_rule,omitempty"` // 栏线 between columns of one story, unless a frame says otherwise: a line kind, NoLine, or "" for the house's
	BlockRule  string   `json:"block_rule,omitempty"`  // lines between neighbouring blocks: a line kind, NoLine, or "" for the house's
}

// Frame answers the frame with an id, or nil.
func (p *Page) Frame(id string) *Frame {
	for _, f := range p.Frames {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// FrameKind is what a frame holds.
type FrameKind string

// The kinds of frames.
const (
	StoryFrame     FrameKind = "story"     // a story's head, pictures and text as one block
	TextFrame      FrameKind = "text"      // where a story runs on (框链)
	PictureFrame   FrameKind = "picture"   // one picture, with or without caption
	FurnitureFrame FrameKind = "furniture" // nameplate, ear, folio, banner, QR code: see Furniture
	RuleFrame      FrameKind = "rule"      // a line along the longer side of the frame
	BoxFrame       FrameKind = "box"       // a box or a tint behind other matter
)

// HeadMode is how a story's head stands to its text (题文关系).
type HeadMode string

// The head modes. Make-up by itself chooses from top, picture and side.
const (
	HeadTop      HeadMode = "top"      // 盖文题: over the full width
	HeadPicture  HeadMode = "picture"  // picture above the head, over the full width
	HeadSide     HeadMode = "side"     // 串文题: in the left columns, text runs on at its right
	HeadVertical HeadMode = "vertical" // 竖题
	HeadBetween  HeadMode = "between"  // 文夹题: over the full width, text above and below it
	HeadWithin   HeadMode = "within"   // 文包题: in the middle columns, text at its left, at its right and below
)

// Frame is a place on a page that matter is poured into. Rect is on the page, from the trim's top-left.
type Frame struct {
	ID        string     `json:"id"`
	Kind      FrameKind  `json:"kind"`
	Rect      geom.Rect  `json:"rect"`
	Story     string     `json:"story,omitempty"`      // of a story or text frame; of a picture frame: the story whose picture, with its caption and credit, stands here instead of in the story's block
	Link      int        `json:"link,omitempty"`       // place in the story's thread: 0 is its story frame
	Columns   int        `json:"columns,omitempty"`    // 0: as many basic columns as the width holds
	Head      HeadMode   `json:"head,omitempty"`       // "" is top
	HeadScale int        `json:"head_scale,omitempty"` // headline size against the house's choice, thousandths; 0 is 1000
	Boxed     bool       `json:"boxed,omitempty"`      // 加框
	Tint      string     `json:"tint,omitempty"`       // a house colour behind the matter; "" is none
	Line      string     `json:"line,omitempty"`       // a line kind (线型) of rules and boxes; "" is 正线
	Picture   string     `json:"picture,omitempty"`    // of a picture frame
	Crop      *Crop      `json:"crop,omitempty"`       // nil: the middle, filling the frame
	Furniture *Furniture `json:"furniture,omitempty"`
	Locked    bool       `json:"locked,omitempty"`
	OffGrid   bool       `json:"off_grid,omitempty"` // lines of text count from the frame's own top, not on the page's grid

	Weight geom.Length `json:"weight,omitempty"` // thickness of a rule; 0 is its line kind's

	// The zero value of each field below is a frame as it was before the field.

	Notch      *Notch `json:"notch,omitempty"`       // the corner cut out of Rect; nil is none
	Split      *Split `json:"split,omitempty"`       // 破栏; nil: see Split
	Wrap       *Wrap  `json:"wrap,omitempty"`        // how text behind gives way to this frame; nil: see Wrap
	HeadCols   int    `json:"head_cols,omitempty"`   // columns that a side, vertical or within head takes; 0 is the engine's choice
	HeadRight  bool   `json:"head_right,omitempty"`  // a side or vertical head stands in the right columns
	Leading    int    `json:"leading,omitempty"`     // of the text, thousandths of the page's; 0 is 1000. Off the page's grid unless 1000
	NoBalance  bool   `json:"no_balance,omitempty"`  // columns fill one after the other instead of ending level (栏末平齐)
	ColumnRule string `json:"column_rule,omitempty"` // 栏线 between this frame's columns: a line kind, NoLine, or "" for the page's
	LineColour string `json:"line_colour,omitempty"` // a house colour for box and rule; "" is black, of a rule its Tint
	Shade      *Shade `json:"shade,omitempty"`       // 底纹; nil is none
	Caption    *Para  `json:"caption,omitempty"`     // of a picture frame outside a story, under the picture inside Rect
	Credit     *Para  `json:"credit,omitempty"`      // likewise
	Group      string `json:"group,omitempty"`       // frames of one page with the same group are moved as one; "" is none
	Master     string `json:"master,omitempty"`      // id of the frame of the page's master that this one was made from; "" is the page's own
	Turn       int    `json:"turn,omitempty"`        // of an ad about the middle of Rect, hundredths of a degree clockwise, above -18000 and up to 18000
}

// Crop is the part of a picture that shows, in ten-thousandths of its upright width and height.
type Crop struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// FurnitureKind is a standing part of a page.
type FurnitureKind string

// The kinds of furniture.
const (
	Nameplate FurnitureKind = "nameplate" // 报头
	Ear       FurnitureKind = "ear"       // 报眼
	Folio     FurnitureKind = "folio"     // 报眉
	Banner    FurnitureKind = "banner"    // 栏头, over a section or a special report
	QRCode    FurnitureKind = "qr"        // 二维码 with its label
	Advert    FurnitureKind = "ad"        // reserved space for an advertisement
	Words     FurnitureKind = "words"     // its Paras by their roles from the frame's top, no larger than the frame holds
)

// Furniture is a standing part of a page. The nameplate and the folio say what the edition's Head says;
// the others say their Paras.
type Furniture struct {
	Kind  FurnitureKind `json:"kind"`
	Paras []*Para       `json:"paras,omitempty"` // the first is the title of an ear or the label of a QR code
	Data  string        `json:"data,omitempty"`  // what a QR code says
	Ad    string        `json:"ad,omitempty"`    // the Picture that an ad's space shows, a PDF or an image; "" is still to come
}

// Role is what a paragraph is in its story (题文中的身份).
type Role string

// The roles of paragraphs.
const (
	Kicker      Role = "kicker"   // 引题
	Headline    Role = "headline" // 主题
	Deck        Role = "deck"     // 副题
	Byline      Role = "byline"   // 署名
	Lead        Role = "lead"     // 导语
	Body        Role = "body"     // 正文
	Subhead     Role = "subhead"  // 小标题
	Caption     Role = "caption"  // 图片说明
	Credit      Role = "credit"   // 图片署名
	Label       Role = "label"    // 扫一扫 看视频, and other furniture words
	JumpLine    Role = "jumpline" // 转版语
	EditorsNote Role = "note"     // 编者按
)

// StoryKind is the kind of matter a story is.
type StoryKind string

// The kinds of stories, as in the edition JSON.
const (
	News    StoryKind = "news"
	Feature StoryKind = "feature"
	Photo   StoryKind = "photo"  // a picture with a headline and a caption
	Briefs  StoryKind = "briefs" // 简讯
)

// Story is one piece in the edition (稿件). The order of Paras is the order of reading: kicker, headline, deck,
// byline, then the text. Captions and credits are with their pictures.
type Story struct {
	ID       string       `json:"id"`
	Slug     string       `json:"slug"` // 稿名
	Kind     StoryKind    `json:"kind"`
	Section  string       `json:"section,omitempty"` // 版组 or column head it belongs under
	Priority int          `json:"priority"`          // 5 is the top story (头条), 1 a filler
	Paras    []*Para      `json:"paras"`
	Pictures []PictureUse `json:"pictures,omitempty"`
	Source   string       `json:"source,omitempty"` // the manuscript's file name
	Jump     int          `json:"jump,omitempty"`   // page the rest may run on to; 0: it must fit
	// Received is a fingerprint of what the manuscript said when it came in, by which importer.Updates tells whether the
	// story has been edited since; "" is not known.
	Received string `json:"received,omitempty"`
	// Passed are the remarks of the proof desk that an editor has looked at and let stand in this story.
	Passed []Passed `json:"passed,omitempty"`
}

// Passed is a remark that was let stand: a rule's, on a text in a paragraph. It holds as long as the text stands there.
type Passed struct {
	Rule string `json:"rule"`
	Para string `json:"para,omitempty"` // "" is the story as a whole
	Text string `json:"text,omitempty"` // what the remark was about
}

// PictureUse is a picture in a story, with what stands under it.
type PictureUse struct {
	Picture  string `json:"picture"` // "" is a picture still missing: its place is kept
	Caption  *Para  `json:"caption,omitempty"`
	Credit   *Para  `json:"credit,omitempty"`
	MinCols  int    `json:"min_cols,omitempty"`
	PrefCols int    `json:"pref_cols,omitempty"`
	AspectW  int    `json:"aspect_w,omitempty"` // of a picture still missing
	AspectH  int    `json:"aspect_h,omitempty"`
	Guess    bool   `json:"guess,omitempty"` // the aspect is only a guess: make-up may choose another
}

// Para is one paragraph. Text holds no line end except a manual line break, U+2028.
type Para struct {
	ID    string `json:"id"` // unique in its story or furniture
	Role  Role   `json:"role"`
	Text  string `json:"text"`
	Spans []Span `json:"spans,omitempty"` // sorted, not overlapping
}

// Span is a stretch of a paragraph in a character style. From and To are rune offsets.
type Span struct {
	From  int    `json:"from"`
	To    int    `json:"to"`
	Style string `json:"style"` // "bold", "kai", "emphasis" (着重号), or a style of the house
}

// The character styles every house has.
const (
	Bold     = "bold"
	Kai      = "kai"
	Emphasis = "emphasis"
)

// PDFUnits is how many units of an ad's Width and Height make a point.
const PDFUnits = 10

// Picture is what is known of a picture whose file the edition keeps. Of Format "pdf" it is an ad's first page: Width
// and Height are its trim, upright, in PDFUnits to the point.
type Picture struct {
	ID     string `json:"id"` // SHA-256 of the file, in hex: a picture is kept once
	Name   string `json:"name"`
	Format string `json:"format"` // "jpeg", "png", …
	Width  int    `json:"width"`  // pixels, upright after Orientation
	Height int    `json:"height"`
	Turn   int    `json:"turn,omitempty"` // EXIF orientation 2…8; 0 or 1 is upright
	Bytes  int64  `json:"bytes"`
}

// Story answers the story with an id, or nil.
func (e *Edition) Story(id string) *Story {
	for _, s := range e.Stories {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Page answers the page with an id, or nil.
func (e *Edition) Page(id string) *Page {
	for _, p := range e.Pages {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// Picture answers the picture with an id, or nil.
func (e *Edition) Picture(id string) *Picture {
	for _, p := range e.Pictures {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// Para answers the paragraph with an id, captions and credits among them, or nil.
func (s *Story) Para(id string) *Para {
	for _, p := range s.All() {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// All answers every paragraph of the story: its text in reading order, then captions and credits.
func (s *Story) All() []*Para {
	out := append([]*Para(nil), s.Paras...)
	for _, u := range s.Pictures {
		if u.Caption != nil {
			out = append(out, u.Caption)
		}
		if u.Credit != nil {
			out = append(out, u.Credit)
		}
	}
	return out
}

// First answers the first paragraph of a role, or nil.
func (s *Story) First(r Role) *Para {
	for _, p := range s.Paras {
		if p.Role == r {
			return p
		}
	}
	return nil
}

// InBody reports whether paragraphs of the role are poured with the text.
func (r Role) InBody() bool {
	switch r {
	case Lead, Body, Subhead, JumpLine, EditorsNote:
		return true
	}
	return false
}
