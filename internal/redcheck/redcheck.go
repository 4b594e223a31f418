// Package redcheck compares two proofs of a page (核红): what changed in its text and in its place, which of it a
// proofreader had asked for, and what was asked for and not done.
//
// Start with Compare, which takes two Proofs, each an edition with one of its pages composed, and answers a Result.
// Offsets are runes of a paragraph, places are areas on the page from the trim's top-left, before and after. The flags
// of the later edition say what was asked for: their ranges have followed the text. The package reads editions and
// pages, draws nothing and decides nothing.
package redcheck

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// Proof is one state of a page.
type Proof struct {
	Edition *edition.Edition
	Page    display.Page // composed; its ID names the page of the edition
}

// Kind is what kind of change was made.
type Kind string

// The kinds of changes.
const (
	Text     Kind = "text"      // characters of a paragraph
	Split    Kind = "split"     // 另起段: one paragraph became two
	Join     Kind = "join"      // 接排: two became one
	ParaMove Kind = "para-move" // a paragraph went elsewhere in its story
	ParaNew  Kind = "para-new"
	ParaGone Kind = "para-gone"
	Carried  Kind = "carried" // 转移: a stretch of text went elsewhere
	Style    Kind = "style"   // the same characters, set otherwise
	Moved    Kind = "moved"   // a frame stands elsewhere
	Resized  Kind = "resized" // a frame has another size
	Reset    Kind = "reset"   // a frame is set otherwise: boxed, columns, crop …
	FrameNew Kind = "frame-new"
	FrameOut Kind = "frame-gone"
	Picture  Kind = "picture" // another picture in a place
	Facts    Kind = "facts"   // what nameplate and folio say, or how the house sets the page
)

// Change is one thing that is not as it was.
type Change struct {
	Kind    Kind
	Story   string // of text
	Para    string
	Frame   string // of a place
	Before  string // what it said
	After   string // what it says
	WasPara string
	WasFrom int // of the paragraph before
	WasTo   int
	From    int // of the paragraph now
	To      int
	Was     []geom.Rect // where it stood
	Areas   []geom.Rect // where it stands
	Asked   []string    // the flags that asked for it; none: nobody did
	Message words.Text
}

// Undone is a flag that was not carried out.
type Undone struct {
	Flag  *edition.Flag
	Areas []geom.Rect
	// Said is whether somebody said that it was done.
	Said bool
}

// Result is what differs between two proofs.
type Result struct {
	Changes []Change
	Undone  []Undone
}

// Unasked answers how many changes nobody had asked for.
func (r Result) Unasked() int {
	n := 0
	for _, c := range r.Changes {
		if len(c.Asked) == 0 {
			n++
		}
	}
	return n
}

// Compare answers what differs between an earlier and a later proof of one page, in the order of the page: places
// first, then the text of each story. Refused flags are no matter of it.
func Compare(before, after Proof) Result {
	c := comparing{before: before, after: after, was: before.Edition.Page(before.Page.ID), is: after.Edition.Page(after.Page.ID)}
	if c.was == nil || c.is == nil {
		return Result{}
	}
	c.facts()
	c.frames()
	for _, id := range c.stories() {
		c.story(before.Edition.Story(id), after.Edition.Story(id))
	}
	c.match()
	return c.Result
}

type comparing struct {
	Result
	before, after Proof
	was, is       *edition.Page
}

func (c *comparing) add(ch Change) { c.Changes = append(c.Changes, ch) }

// facts compares what every page says and how it is set.
func (c *comparing) facts() {
	if a, b := c.before.Edition.Head, c.after.Edition.Head; a != b {
		var says [2][]string
		v, w := reflect.ValueOf(a), reflect.ValueOf(b)
		for i := range v.NumField() {
			if x, y := fmt.Sprint(v.Field(i)), fmt.Sprint(w.Field(i)); x != y {
				says[0], says[1] = append(says[0], x), append(says[1], y)
			}
		}
		c.add(Change{Kind: Facts, Before: strings.Join(says[0], " "), After: strings.Join(says[1], " "), Message: words.Text{ZH: "报头信息改了", EN: "The nameplate's facts changed"}, Areas: c.furniture(c.is), Was: c.furniture(c.was)})
	}
	if a, b := c.before.Edition.House, c.after.Edition.House; a != b && !(reflect.DeepEqual(a.Styles, b.Styles) && reflect.DeepEqual(a.Headlines, b.Headlines) && reflect.DeepEqual(a.Colours, b.Colours)) {
		c.add(Change{Kind: Facts, Message: words.Text{ZH: "社内体例改了，全版字样可能不同", EN: "The house style changed; the whole page may be set otherwise"}})
	}
	if c.was.Number != c.is.Number || c.was.Name != c.is.Name || c.was.Editor != c.is.Editor {
		c.add(Change{Kind: Facts, Before: strings.TrimSpace(fmt.Sprint(c.was.Number, " ", c.was.Name, " ", c.was.Editor)), After: strings.TrimSpace(fmt.Sprint(c.is.Number, " ", c.is.Name, " ", c.is.Editor)),
			Message: words.Text{ZH: "版次、版名或责编改了", EN: "The page's number, name or editor changed"}, Areas: c.furniture(c.is), Was: c.furniture(c.was)})
	}
}

// furniture answers where a page says its facts.
func (c *comparing) furniture(p *edition.Page) []geom.Rect {
	var out []geom.Rect
	for _, f := range p.Frames {
		if f.Furniture != nil && (f.Furniture.Kind == edition.Nameplate || f.Furniture.Kind == edition.Folio) {
			out = append(out, f.Rect)
		}
	}
	return out
}

// frames compares the places: by id, and a frame that make-up has given a new id by what it holds.
func (c *comparing) frames() {
	pairs, gone, made := pairFrames(c.was.Frames, c.is.Frames)
	for _, p := range pairs {
		c.frame(p[0], p[1])
	}
	for _, f := range gone {
		c.add(Change{Kind: FrameOut, Story: f.Story, Frame: f.ID, Was: []geom.Rect{f.Rect}, Message: words.Text{ZH: "撤下了：%s", EN: "Taken off: %s"}.F(c.holds(c.before.Edition, f))})
	}
	for _, f := range made {
		c.add(Change{Kind: FrameNew, Story: f.Story, Frame: f.ID, Areas: []geom.Rect{f.Rect}, Message: words.Text{ZH: "新上版：%s", EN: "New on the page: %s"}.F(c.holds(c.after.Edition, f))})
	}
}

func pairFrames(was, is []*edition.Frame) (pairs [][2]*edition.Frame, gone, made []*edition.Frame) {
	taken := map[*edition.Frame]bool{}
	for pass := range 2 {
		for _, a := range was {
			if taken[a] {
				continue
			}
			for _, b := range is {
				same := a.ID == b.ID && a.Kind == b.Kind && a.Story == b.Story
				if pass == 1 {
					same = a.Kind == b.Kind && (a.Story != "" && a.Story == b.Story && a.Link == b.Link || a.Picture != "" && a.Picture == b.Picture)
				}
				if same && !taken[b] {
					taken[a], taken[b] = true, true
					pairs = append(pairs, [2]*edition.Frame{a, b})
					break
				}
			}
		}
	}
	for _, a := range was {
		if !taken[a] {
			gone = append(gone, a)
		}
	}
	for _, b := range is {
		if !taken[b] {
			made = append(made, b)
		}
	}
	return pairs, gone, made
}

// holds says what a frame is to a person.
func (c *comparing) holds(ed *edition.Edition, f *edition.Frame) words.Text {
	if s := ed.Story(f.Story); s != nil {
		return words.Text{ZH: "《" + s.Slug + "》", EN: "“" + s.Slug + "”"}
	}
	switch f.Kind {
	case edition.PictureFrame:
		return words.Text{ZH: "图片", EN: "picture"}
	case edition.RuleFrame:
		return words.Text{ZH: "线", EN: "rule"}
	case edition.BoxFrame:
		return words.Text{ZH: "框、底", EN: "box"}
	}
	if f.Furniture != nil && len(f.Furniture.Paras) > 0 {
		return words.Text{ZH: "“" + cut(f.Furniture.Paras[0].Text, 12) + "”", EN: "“" + cut(f.Furniture.Paras[0].Text, 12) + "”"}
	}
	return words.Text{ZH: "版面元素", EN: "furniture"}
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

func (c *comparing) frame(a, b *edition.Frame) {
	if a == b {
		return
	}
	ch := Change{Story: b.Story, Frame: b.ID, Was: []geom.Rect{a.Rect}, Areas: []geom.Rect{b.Rect}}
	what := c.holds(c.after.Edition, b)
	switch {
	case a.Rect == b.Rect:
	case a.Rect.Size() == b.Rect.Size():
		ch.Kind = Moved
		ch.Message = words.Text{ZH: "%s%s", EN: "%s was moved %s"}.F(what, offset(a.Rect, b.Rect))
		c.add(ch)
	default:
		ch.Kind = Resized
		ch.Message = words.Text{ZH: "%s 由 %s 毫米改为 %s 毫米", EN: "%s went from %s mm to %s mm"}.F(what, sizeOf(a.Rect), sizeOf(b.Rect))
		c.add(ch)
	}
	if a.Picture != b.Picture {
		ch.Kind, ch.Message = Picture, words.Text{ZH: "换了图片", EN: "Another picture"}
		c.add(ch)
	}
	x, y := *a, *b
	x.ID, x.Rect, x.Picture, x.Locked, x.Group, x.Furniture, x.Master = y.ID, y.Rect, y.Picture, y.Locked, y.Group, y.Furniture, y.Master
	if !reflect.DeepEqual(x, y) {
		ch.Kind, ch.Message = Reset, words.Text{ZH: "%s 排法改了（分栏、题式、边框、底色或裁切）", EN: "%s is set otherwise (columns, head, box, tint or crop)"}.F(what)
		c.add(ch)
	}
	if a.Furniture != nil && b.Furniture != nil {
		c.paras(&edition.Story{Paras: a.Furniture.Paras}, &edition.Story{Paras: b.Furniture.Paras}, a, b)
		if a.Furniture.Data != b.Furniture.Data {
			ch.Kind, ch.Before, ch.After, ch.Message = Text, a.Furniture.Data, b.Furniture.Data, words.Text{ZH: "二维码内容改了", EN: "The QR code says something else"}
			c.add(ch)
		}
	}
}

// offset says by how much a frame went.
func offset(a, b geom.Rect) words.Text {
	var zh, en []string
	put := func(d geom.Length, plusZH, minusZH, plusEN, minusEN string) {
		if d != 0 {
			z, e := plusZH, plusEN
			if d < 0 {
				z, e, d = minusZH, minusEN, -d
			}
			zh, en = append(zh, fmt.Sprintf("%s %.1f 毫米", z, d.MM())), append(en, fmt.Sprintf("%.1f mm %s", d.MM(), e))
		}
	}
	put(b.X-a.X, "右移", "左移", "right", "left")
	put(b.Y-a.Y, "下移", "上移", "down", "up")
	return words.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

func sizeOf(r geom.Rect) string { return fmt.Sprintf("%.0f×%.0f", r.W.MM(), r.H.MM()) }

// stories answers the stories that stand on the page before or after, in the order of the page now.
func (c *comparing) stories() []string {
	var out []string
	for _, p := range []*edition.Page{c.is, c.was} {
		frames := slices.Clone(p.Frames)
		slices.SortStableFunc(frames, func(a, b *edition.Frame) int {
			return cmp.Or(cmp.Compare(a.Rect.Y, b.Rect.Y), cmp.Compare(a.Rect.X, b.Rect.X))
		})
		for _, f := range frames {
			if f.Story != "" && !slices.Contains(out, f.Story) {
				out = append(out, f.Story)
			}
		}
	}
	return out
}

// story compares a story that stands on the page before and after; one that came or went is told by its frame.
func (c *comparing) story(a, b *edition.Story) {
	if a == nil || b == nil || a == b || !on(c.was, a.ID) || !on(c.is, b.ID) {
		return
	}
	c.paras(a, b, nil, nil)
	pics := func(s *edition.Story) string {
		var out []string
		for _, u := range s.Pictures {
			out = append(out, u.Picture)
		}
		return strings.Join(out, " ")
	}
	if pics(a) != pics(b) {
		ch := Change{Kind: Picture, Story: b.ID, Message: words.Text{ZH: "《%s》的图片换了", EN: "The pictures of “%s” changed"}.F(b.Slug)}
		ch.Areas, ch.Was = storyFrames(c.is, b.ID), storyFrames(c.was, b.ID)
		c.add(ch)
	}
}

func on(p *edition.Page, story string) bool {
	return slices.ContainsFunc(p.Frames, func(f *edition.Frame) bool { return f.Story == story })
}

func storyFrames(p *edition.Page, story string) []geom.Rect {
	var out []geom.Rect
	for _, f := range p.Frames {
		if f.Story == story {
			out = append(out, f.Rect)
		}
	}
	return out
}
