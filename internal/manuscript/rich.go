package manuscript

import (
	"strings"

	"dayang/internal/edition"
)

// Item is a paragraph, a heading or a picture as a word processor, a web page or a news format marks it.
type Item struct {
	Text  []rune
	Level int // of a heading, 1 to 6; 0 is a paragraph
	// Role is what the writer's own mark says the item is (a style's name, an element); Unknown leaves it to form.
	Role    Role
	Exact   bool   // of a headline: no kicker is in it
	Picture string // the item is this picture; Text is not looked at
	Missing bool   // the item is a picture whose file cannot be had
	Alt     string // of a picture: its caption if no caption stands beside it
	Spans   []edition.Span
	Links   []Link
	List    bool
	Line    bool     // a line across
	Notes   []string // footnotes that the text refers to; they go to the end of its story
}

// Rich makes a document of items. The source its offsets count is the items' texts, a line each.
func Rich(items []Item) *Document {
	d := &Document{}
	n := 0
	for _, it := range items {
		n += len(it.Text) + 1
	}
	d.Source = make([]rune, 0, n)
	notes := map[*Block][]string{}
	alts := map[*Block]string{}
	for i, it := range items {
		at := len(d.Source)
		if it.Line {
			d.add(&Block{Kind: Rule, From: at, To: at, Item: i})
			continue
		}
		if it.Picture != "" || it.Missing || it.Role == Image {
			b := &Block{Kind: Picture, Target: it.Picture, At: []int{at}, From: at, To: at, Item: i}
			alts[b] = it.Alt
			d.add(b)
			continue
		}
		b := &Block{Text: it.Text, At: make([]int, len(it.Text)+1), Spans: it.Spans, Links: it.Links, List: it.List, Item: i, given: it.Role, exact: it.Exact}
		if it.Level > 0 {
			b.Kind, b.Level = Heading, min(it.Level, 6)
		}
		d.Source = append(d.Source, it.Text...)
		for k := range b.At {
			b.At[k] = at + k
		}
		d.Source = append(d.Source, '\n')
		b.trim()
		if len(b.Text) == 0 {
			continue
		}
		b.From, b.To = b.At[0], b.At[len(b.At)-1]
		if len(it.Notes) > 0 {
			notes[b] = it.Notes
		}
		d.add(b)
	}
	d.recognise()
	for i, b := range d.Blocks {
		if alt := alts[b]; alt != "" && b.Role == Image && !d.captioned(i) {
			b.Text = []rune(alt)
			b.At = make([]int, len(b.Text)+1)
			for k := range b.At {
				b.At[k] = b.From // the words stand nowhere in the text
			}
		}
	}
	d.notes(notes)
	return d
}

// captioned reports whether a caption stands just behind the picture at i, or the story is a photo story, whose text
// is its caption.
func (d *Document) captioned(i int) bool {
	story := d.Blocks[i].Story
	if i+1 < len(d.Blocks) && d.Blocks[i+1].Role == Role(edition.Caption) && d.Blocks[i+1].Story == story {
		return true
	}
	text, caption := false, false
	for _, b := range d.Blocks {
		if b.Story == story {
			text = text || b.Role == Role(edition.Lead) || b.Role == Role(edition.Body)
			caption = caption || b.Role == Role(edition.Caption)
		}
	}
	return caption && !text
}

// notes puts footnotes at the end of their stories, in the order of their marks.
func (d *Document) notes(of map[*Block][]string) {
	if len(of) == 0 {
		return
	}
	var end []rune
	var blocks []*Block
	for _, b := range d.Blocks {
		for _, text := range of[b] {
			n := &Block{Text: []rune(text), Role: Role(edition.Body), given: Role(edition.Body), Sure: 1, Story: b.Story, List: true, Item: b.Item}
			if n.Story < 0 {
				n.Role = HeadLine
			}
			n.From = len(d.Source) + len(end)
			n.At = make([]int, len(n.Text)+1)
			for k := range n.At {
				n.At[k] = n.From + k
			}
			n.To = n.From + len(n.Text)
			end = append(append(end, n.Text...), '\n')
			blocks = append(blocks, n)
		}
	}
	d.Source = append(d.Source, end...)
	d.Blocks = append(d.Blocks, blocks...)
}

// marked reports whether the writer's own mark gives the block a role.
func (b *Block) marked(r edition.Role) bool { return b.given == Role(r) }

// StyleRole answers the role that a style's or class's name says, and the level of a heading; both empty for a name
// that says nothing. Names are those of Word and WPS in both languages, and of newsrooms' own templates.
func StyleRole(name string) (Role, int) {
	n := strings.ToLower(squash([]rune(name)))
	switch n {
	case "title", "标题", "主标题", "主题", "大标题", "文章标题", "新闻标题", "headline", "hed", "hl1":
		return Role(edition.Headline), 1
	case "引题", "肩题", "眉题", "引标题", "kicker", "eyebrow", "strapline", "shoulder":
		return Role(edition.Kicker), 1
	case "subtitle", "副题", "副标题", "子题", "deck", "subheadline", "standfirst":
		return Role(edition.Deck), 1
	case "小标题", "文内标题", "插题", "subhead", "crosshead", "subheading":
		return Role(edition.Subhead), 0
	case "署名", "作者", "记者", "作者署名", "byline", "author":
		return Role(edition.Byline), 0
	case "caption", "题注", "图片说明", "图说", "图注", "figcaption":
		return Role(edition.Caption), 0
	case "图片署名", "摄影", "credit", "photocredit":
		return Role(edition.Credit), 0
	case "导语", "lead", "lede":
		return Role(edition.Lead), 0
	case "稿件正文":
		return Role(edition.Body), 0
	case "转版语", "jumpline":
		return Role(edition.JumpLine), 0
	case "图片占位":
		return Image, 0
	case "编者按", "editorsnote", "editor'snote":
		return Role(edition.EditorsNote), 0
	}
	for _, prefix := range []string{"heading", "标题"} {
		if rest, ok := strings.CutPrefix(n, prefix); ok && len(rest) == 1 && rest[0] >= '1' && rest[0] <= '9' {
			return Unknown, min(int(rest[0]-'0'), 6)
		}
	}
	return Unknown, 0
}
