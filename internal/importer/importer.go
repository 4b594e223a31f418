// Package importer makes stories of manuscripts: Word files, Markdown, plain text in the encodings newsrooms meet, web
// pages and what is pasted from them, ninjs, NITF, NewsML-G2, edition JSON, single files and folders. What a file is, its content
// says before its name does.
//
// Start with Path, which takes what a person dropped on the window, and with Result. Updates compares a manuscript that
// came again with the stories it became; Package reads a whole edition. Edition makes an edition of a
// result: a page of the preset that fits, its furniture on the grid, the stories still unplaced. Offsets are runes.
// The package recognises parts by their form only; what is doubtful becomes a finding, and no character of a
// manuscript is lost but markup, blanks, and what a note names as left out. Every reader bounds what it takes and says
// which limit a file met; Why answers any refusal in words. The package never corrects a text, which is repair's and the
// proofreader's work, and never fetches anything.
package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
	"dayang/internal/words"
)

// The errors callers decide on. A FileError wraps them with the file's name.
var (
	ErrEmpty    = manuscript.ErrEmpty
	ErrNotText  = manuscript.ErrNotText
	ErrTooLarge = manuscript.ErrTooLarge
	ErrFormat   = errors.New("no manuscript of a kind that can be read")
	ErrJSON     = errors.New("not the JSON of an edition")
	ErrNothing  = errors.New("no manuscript found")
	// Those below are kinds of ErrFormat.
	ErrDamaged = fmt.Errorf("the file is damaged: %w", ErrFormat)
	ErrOldWord = fmt.Errorf("a file of Word before 2007 or of another old program: %w", ErrFormat)
	ErrLocked  = fmt.Errorf("the file is locked with a password: %w", ErrFormat)
	ErrOther   = fmt.Errorf("a document of a kind that must be saved as DOCX first: %w", ErrFormat)
)

// FileError says which file could not be read, and why.
type FileError struct {
	Name string
	Err  error
}

// Error answers the error with the file's name.
func (e *FileError) Error() string { return fmt.Sprintf("read %q: %v", e.Name, e.Err) }

// Unwrap answers the cause.
func (e *FileError) Unwrap() error { return e.Err }

// Result is what came of one or more manuscripts.
type Result struct {
	Head     edition.Head
	PageName string // 版名, if a manuscript says it
	Stories  []*edition.Story
	// Furniture is the page's own matter: banners, QR labels, and every line of the nameplate as it stood.
	Furniture []Furniture
	Pictures  []PictureFile
	Notes     []finding.Finding
	// Preset is the page the manuscript asks for by name; "" leaves the choice to Edition.
	Preset string
	// Format is the page the manuscript describes itself (edition JSON); nil leaves the choice to Edition.
	Format *edition.Format
	Page   int // 版次; 0 is 1
}

// Furniture is one piece of the page's own matter.
type Furniture struct {
	edition.Furniture
	Story string // the story it belongs to: over a banner's, beside a QR code's; "" belongs to the page
	// Cells is its fixed place on the grid, if the manuscript gives one.
	Cells *Cells
}

// Cells is a place on a page's grid: columns and body lines from 0.
type Cells struct{ Col, Line, Cols, Lines int }

// PictureFile is a picture's file, to be handed to the store. ID is what the stories' PictureUse name it by: the
// SHA-256 of Data in hex.
type PictureFile struct {
	Name string
	ID   string
	Data []byte
}

func pictureFile(name string, data []byte) PictureFile {
	sum := sha256.Sum256(data)
	return PictureFile{Name: name, ID: hex.EncodeToString(sum[:]), Data: data}
}

// The codes of the importer's findings.
const (
	NoteEncoding = "IM-01" // an encoding other than UTF-8, or a doubtful one
	NoteBytes    = "IM-02" // bytes that mean nothing, control characters taken out
	NoteKicker   = "IM-03" // a kicker told from its headline by length only
	NoteRole     = "IM-04" // a paragraph whose role is a guess
	NotePicture  = "IM-05" // a picture that is missing or cannot be read
	NoteHeadline = "IM-06" // a story without a headline
	NoteOpen     = "IM-07" // body text that stops in mid-sentence
	NoteLink     = "IM-08" // a link whose address is not printed
	NoteFile     = "IM-09" // a file of a folder that could not be read
	NotePreset   = "IM-10" // which page was picked, and why
	NoteRelation = "IM-11" // a relation of the edition JSON that is not understood
)

var say = struct {
	encoding, doubtful, bytes, controls, kicker, role, missing, noHead, open, link, badJSON words.Text
}{
	encoding: words.Text{ZH: "“%s”按 %s 编码读入。", EN: "%q was read as %s."},
	doubtful: words.Text{ZH: "“%s”的编码不能确定，按 %s 读入（把握 %d%%），请核对有无乱码。", EN: "The encoding of %q is not certain; it was read as %s (%d%% sure). Look for wrong characters."},
	bytes:    words.Text{ZH: "有 %d 处字节无法识别，以“\ufffd”代替。", EN: "%d bytes could not be read and stand as \ufffd."},
	controls: words.Text{ZH: "去掉了 %d 个控制字符。", EN: "%d control characters were taken out."},
	kicker:   words.Text{ZH: "标题中的“%s”看作引题，请核对。", EN: "%q in the heading was taken for the kicker; check it."},
	role:     words.Text{ZH: "这一段看作%s，没有把握，请核对。", EN: "This paragraph was taken for %s, without certainty; check it."},
	missing:  words.Text{ZH: "缺图片，已留出位置。", EN: "The picture is missing; its place is kept."},
	noHead:   words.Text{ZH: "稿件没有标题。", EN: "The story has no headline."},
	open:     words.Text{ZH: "段落在句中断开，没有结束标点。", EN: "The paragraph stops in mid-sentence, without a final mark."},
	link:     words.Text{ZH: "链接地址不印出：%s", EN: "A link's address is not printed: %s"},
	badJSON:  words.Text{ZH: "版面关系“%s”无法识别，未采用。", EN: "The relation %q is not understood and was left out."},
}

var roleNames = map[edition.Role]words.Text{
	edition.Kicker:      {ZH: "引题", EN: "the kicker"},
	edition.Headline:    {ZH: "主题", EN: "the headline"},
	edition.Deck:        {ZH: "副题", EN: "the deck"},
	edition.Byline:      {ZH: "署名", EN: "the byline"},
	edition.Lead:        {ZH: "导语", EN: "the lead"},
	edition.Body:        {ZH: "正文", EN: "body text"},
	edition.Subhead:     {ZH: "小标题", EN: "a subhead"},
	edition.Caption:     {ZH: "图片说明", EN: "a caption"},
	edition.Credit:      {ZH: "图片署名", EN: "a picture credit"},
	edition.Label:       {ZH: "标签", EN: "a label"},
	edition.JumpLine:    {ZH: "转版语", EN: "a jump line"},
	edition.EditorsNote: {ZH: "编者按", EN: "an editor's note"},
}

// Markdown reads a Markdown manuscript.
func Markdown(name string, data []byte) (Result, error) { return read(name, data, manuscript.Markdown) }

// Text reads a plain-text manuscript.
func Text(name string, data []byte) (Result, error) { return read(name, data, manuscript.Text) }

func read(name string, data []byte, parse func(string) *manuscript.Document) (Result, error) {
	text, enc, err := manuscript.Decode(data)
	if err != nil {
		return Result{}, &FileError{name, err}
	}
	b := builder{name: name}
	b.encoding(enc)
	b.document(parse(text))
	return b.Result, nil
}

type builder struct {
	Result
	name string
	page int // furniture paragraphs so far
	// banner waits for the story that follows it.
	banner *manuscript.Block
	placed []placed
}

func (b *builder) note(rule string, level finding.Level, place finding.Place, text string, message words.Text, score float64) {
	b.Notes = append(b.Notes, finding.Finding{Rule: rule, Category: "import", Level: level, Place: place, Text: text, Message: message, Score: score})
}

func (b *builder) encoding(e manuscript.Encoding) {
	switch {
	case e.Sure < 0.9:
		b.note(NoteEncoding, finding.Warning, finding.Place{}, b.name, say.doubtful.F(b.name, e.Name, int(e.Sure*100+0.5)), e.Sure)
	case e.Name != "UTF-8":
		b.note(NoteEncoding, finding.Hint, finding.Place{}, b.name, say.encoding.F(b.name, e.Name), e.Sure)
	}
	if e.Bad > 0 {
		b.note(NoteBytes, finding.Error, finding.Place{From: e.FirstBad, To: e.FirstBad + 1}, b.name, say.bytes.F(e.Bad), 1)
	}
	if e.Controls > 0 {
		b.note(NoteBytes, finding.Hint, finding.Place{}, b.name, say.controls.F(e.Controls), 1)
	}
}

// document turns the blocks into stories, in the order of the file.
func (b *builder) document(d *manuscript.Document) {
	stories := make([][]*manuscript.Block, d.Stories)
	for _, k := range d.Blocks {
		if k.Story >= 0 {
			stories[k.Story] = append(stories[k.Story], k)
		}
	}
	next := 0
	emit := func(upTo int) {
		for ; next <= upTo && next < len(stories); next++ {
			b.story(stories[next])
		}
	}
	for _, k := range d.Blocks {
		if k.Story >= 0 {
			emit(k.Story)
			continue
		}
		b.own(k)
	}
	emit(len(stories) - 1)
	if b.banner != nil { // a banner with no story after it belongs to the page
		b.Furniture = append(b.Furniture, Furniture{Furniture: edition.Furniture{Kind: edition.Banner, Paras: []*edition.Para{b.furniturePara(b.banner)}}})
		b.banner = nil
	}
	b.head()
}

// own takes a block of the page itself.
func (b *builder) own(k *manuscript.Block) {
	switch k.Role {
	case manuscript.Banner:
		if b.banner != nil {
			b.Furniture = append(b.Furniture, Furniture{Furniture: edition.Furniture{Kind: edition.Banner, Paras: []*edition.Para{b.furniturePara(b.banner)}}})
		}
		b.banner = k
	case manuscript.Divider:
	case manuscript.Image:
		if len(k.Text) > 0 {
			b.Furniture = append(b.Furniture, Furniture{Furniture: edition.Furniture{Kind: edition.Nameplate, Paras: []*edition.Para{b.furniturePara(k)}, Data: k.Target}})
		}
	case manuscript.Role(edition.Label):
		b.Furniture = append(b.Furniture, Furniture{Furniture: edition.Furniture{Kind: edition.QRCode, Paras: []*edition.Para{b.furniturePara(k)}, Data: linkOf(k)}})
	default:
		b.Furniture = append(b.Furniture, Furniture{Furniture: edition.Furniture{Kind: edition.Nameplate, Paras: []*edition.Para{b.furniturePara(k)}, Data: linkOf(k)}})
	}
}

func linkOf(k *manuscript.Block) string {
	if len(k.Links) > 0 {
		return k.Links[0].URL
	}
	return ""
}

func (b *builder) furniturePara(k *manuscript.Block) *edition.Para {
	b.page++
	return &edition.Para{ID: "f" + strconv.Itoa(b.page), Role: edition.Label, Text: clean(k.Text), Spans: k.Spans}
}

// clean answers runes as a paragraph's text: tabs and wide blanks become one space each, so spans stay right.
func clean(rs []rune) string {
	var s strings.Builder
	for _, r := range rs {
		if unicode.IsSpace(r) && r != '\u2028' {
			r = ' '
		}
		s.WriteRune(r)
	}
	return s.String()
}

// sense answers a headline's text: one blank where one or more stood, as a place where the sense divides.
func sense(s string) string { return strings.Join(strings.Fields(s), " ") }

var (
	jumpTarget = regexp.MustCompile(`[0-9]{1,3}`)
	creditTail = regexp.MustCompile(`^(.*[。！？”）)])\s*([（(]?(?:[\p{Han}]{0,8}(?:记者|通讯员|摄影)\s*)?[\p{Han}·]{2,4}(?:[ 　、][\p{Han}·]{2,4}){0,2}\s*(?:/摄|摄影报道|摄影|摄|供图)[）)]?)$`)
)

func (b *builder) story(ks []*manuscript.Block) {
	n := len(b.Stories) + 1
	s := &edition.Story{ID: "s" + strconv.Itoa(n), Kind: edition.News, Priority: priority(n), Source: b.name}
	if b.banner != nil {
		s.Section = clean(b.banner.Text)
		b.Furniture = append(b.Furniture, Furniture{Furniture: edition.Furniture{Kind: edition.Banner, Paras: []*edition.Para{b.furniturePara(b.banner)}}, Story: s.ID})
		b.banner = nil
	}
	id, item := 0, 0
	para := func(r edition.Role, text string, spans []edition.Span) *edition.Para {
		id++
		p := &edition.Para{ID: "p" + strconv.Itoa(id), Role: r, Text: text, Spans: spans}
		b.placed = append(b.placed, placed{item, s, p})
		return p
	}
	doubt := func(p *edition.Para, k *manuscript.Block) {
		if k.Sure < 0.75 {
			b.note(NoteRole, finding.Hint, finding.Place{Story: s.ID, Para: p.ID, To: len([]rune(p.Text))}, p.Text, say.role.F(roleNames[p.Role]), k.Sure)
		}
	}
	subheads, body := 0, 0
	var uses []edition.PictureUse
	last := func() *edition.PictureUse { return &uses[len(uses)-1] }
	for _, k := range ks {
		item = k.Item
		if k.Role != manuscript.Role(edition.Label) {
			for _, l := range k.Links {
				b.note(NoteLink, finding.Hint, finding.Place{Story: s.ID}, l.URL, say.link.F(l.URL), 1)
			}
		}
		switch k.Role {
		case manuscript.Image:
			uses = append(uses, edition.PictureUse{Picture: k.Target})
			if len(k.Text) > 0 {
				last().Caption = para(edition.Caption, clean(k.Text), k.Spans)
			}
		case manuscript.Divider:
		case manuscript.Role(edition.Caption):
			text, credit := clean(k.Text), ""
			if m := creditTail.FindStringSubmatch(text); m != nil {
				text, credit = m[1], m[2]
			}
			switch {
			case len(uses) > 0 && last().Caption == nil && last().Credit == nil:
				last().Caption = para(edition.Caption, text, clip(k.Spans, text))
			case len(uses) > 0 && last().Picture == "" && last().Credit == nil && credit == "":
				// A photo story's caption in two paragraphs.
				c := last().Caption
				c.Text += "\u2028" + text
			default:
				uses = append(uses, edition.PictureUse{Caption: para(edition.Caption, text, clip(k.Spans, text))})
			}
			doubt(last().Caption, k)
			if credit != "" {
				last().Credit = para(edition.Credit, credit, nil)
			}
		case manuscript.Role(edition.Credit):
			if len(uses) == 0 || last().Credit != nil {
				uses = append(uses, edition.PictureUse{})
			}
			last().Credit = para(edition.Credit, clean(k.Text), k.Spans)
		case manuscript.Role(edition.Label):
			b.Furniture = append(b.Furniture, Furniture{Furniture: edition.Furniture{Kind: edition.QRCode, Paras: []*edition.Para{b.furniturePara(k)}, Data: linkOf(k)}, Story: s.ID})
		case manuscript.Role(edition.Headline):
			if k.Split > 0 {
				kick := para(edition.Kicker, sense(string(k.Text[:k.Split])), nil)
				s.Paras = append(s.Paras, kick)
				if k.SplitSure < 0.9 {
					b.note(NoteKicker, finding.Warning, finding.Place{Story: s.ID, Para: kick.ID, To: len([]rune(kick.Text))}, kick.Text, say.kicker.F(kick.Text), k.SplitSure)
				}
			}
			s.Paras = append(s.Paras, para(edition.Headline, sense(string(k.Text[k.Split:])), nil))
		case manuscript.Role(edition.Kicker), manuscript.Role(edition.Deck), manuscript.Role(edition.Byline):
			p := para(edition.Role(k.Role), sense(string(k.Text)), nil)
			s.Paras = append(s.Paras, p)
			doubt(p, k)
		case manuscript.Role(edition.JumpLine):
			p := para(edition.JumpLine, clean(k.Text), k.Spans)
			s.Paras = append(s.Paras, p)
			s.Jump = jump(p.Text, s.Jump)
			doubt(p, k)
		default:
			r := edition.Role(k.Role)
			switch r {
			case edition.Lead, edition.Body, edition.Subhead, edition.EditorsNote:
			default:
				r = edition.Body
			}
			text := clean(k.Text)
			tail := ""
			if at := manuscript.JumpTail(k.Text); at >= 0 && r != edition.Subhead {
				text, tail = clean(k.Text[:at]), clean(k.Text[at:])
			}
			p := para(r, text, clip(k.Spans, text))
			if r == edition.Subhead {
				subheads++
				p.Text, p.Spans = sense(p.Text), nil
			} else {
				body += len(k.Text)
			}
			s.Paras = append(s.Paras, p)
			doubt(p, k)
			if tail != "" {
				s.Paras = append(s.Paras, para(edition.JumpLine, tail, nil))
				s.Jump = jump(tail, s.Jump)
			}
			if (r == edition.Lead || r == edition.Body) && tail == "" && !manuscript.Ends(k.Text) && !k.List {
				b.note(NoteOpen, finding.Warning, finding.Place{Story: s.ID, Para: p.ID, From: len(k.Text), To: len(k.Text)}, tailOf(text), say.open, 0.9)
			}
		}
	}
	s.Pictures = uses
	switch {
	case body == 0 && len(uses) > 0:
		s.Kind = edition.Photo
	case subheads > 0 || s.Section != "" && body > 600:
		s.Kind = edition.Feature
	}
	for i := range s.Pictures {
		if s.Pictures[i].Picture == "" {
			s.Pictures[i].AspectW, s.Pictures[i].AspectH, s.Pictures[i].Guess = 3, 2, true // the shape of a camera's picture
			b.missing(s, i)
		}
	}
	if h := s.First(edition.Headline); h != nil {
		s.Slug = slug(h.Text)
	} else {
		s.Slug = strings.TrimSuffix(b.name, ext(b.name))
		b.note(NoteHeadline, finding.Warning, finding.Place{Story: s.ID}, "", say.noHead, 1)
	}
	b.Stories = append(b.Stories, s)
}

func (b *builder) missing(s *edition.Story, i int) {
	place := finding.Place{Story: s.ID}
	text := ""
	for _, p := range []*edition.Para{s.Pictures[i].Caption, s.Pictures[i].Credit} {
		if p != nil {
			place.Para, text = p.ID, p.Text
			break
		}
	}
	b.note(NotePicture, finding.Warning, place, text, say.missing, 1)
}

// clip cuts spans to the runes of text.
func clip(spans []edition.Span, text string) []edition.Span {
	n := len([]rune(text))
	var out []edition.Span
	for _, s := range spans {
		if s.To = min(s.To, n); s.From < s.To {
			out = append(out, s)
		}
	}
	return out
}

func jump(text string, was int) int {
	if strings.Contains(text, "上接") {
		return was
	}
	if n, err := strconv.Atoi(jumpTarget.FindString(text)); err == nil && was == 0 {
		return n
	}
	return was
}

func tailOf(s string) string {
	rs := []rune(s)
	if len(rs) > 8 {
		rs = rs[len(rs)-8:]
	}
	return string(rs)
}

// slug answers a headline's short name: its first ten characters.
func slug(h string) string {
	rs := []rune(h)
	if len(rs) > 10 {
		rs = rs[:10]
	}
	return string(rs)
}

// priority answers the rank of the n-th story: manuscripts come in the editor's order.
func priority(n int) int {
	switch {
	case n <= 1:
		return 5
	case n == 2:
		return 4
	case n <= 4:
		return 3
	case n <= 8:
		return 2
	}
	return 1
}

func ext(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > strings.LastIndexAny(name, `/\`) {
		return strings.ToLower(name[i:])
	}
	return ""
}
