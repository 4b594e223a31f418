package importer

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
	"dayang/internal/words"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// newsLimits are the limits of one story as news agencies send it.
var newsLimits = bounded.Limits{Entries: 1, Unpacked: manuscript.MaxBytes, Part: manuscript.MaxBytes, XML: manuscript.MaxBytes, Depth: 256, Elements: 200_000}

// The bounds of a ninjs file: how many stories it may list, how many pictures a story may bring.
const (
	maxNewsItems = 2000
	maxPictures  = 500
)

var sayNews = struct{ note, usage, type_ words.Text }{
	note:  words.Text{ZH: "发稿单位附言：%s", EN: "A note to editors: %s"},
	usage: words.Text{ZH: "使用限制：%s", EN: "Terms of use: %s"},
	type_: words.Text{ZH: "ninjs 条目“%s”不是文字或图片，未采用。", EN: "The ninjs item %q is neither text nor picture and was left out."},
}

// ninjs is an item of IPTC's News in JSON. Versions 1.x name one headline and bodies by form (body_text, body_xhtml);
// from 2.0 on there are lists with roles. Member names differ in case between 2.x and 3.x, which reading does not mind.
type ninjs struct {
	URI         string          `json:"uri"`
	Type        string          `json:"type"`
	Urgency     int             `json:"urgency"`
	Slugline    string          `json:"slugline"`
	Title       string          `json:"title"`
	Headline    string          `json:"headline"`
	Headlines   []ninjsText     `json:"headlines"`
	Subheadline string          `json:"subheadline"`
	Byline      string          `json:"byline"`
	By          string          `json:"by"`
	Located     string          `json:"located"`
	EdNote      string          `json:"ednote"`
	Usage       string          `json:"usageterms"`
	Caption     string          `json:"description_text"`
	CaptionHTML string          `json:"description_xhtml"`
	Captions    []ninjsText     `json:"descriptions"`
	Text        string          `json:"body_text"`
	XHTML       string          `json:"body_xhtml"`
	Bodies      []ninjsText     `json:"bodies"`
	Holder      string          `json:"copyrightholder"`
	Renditions  json.RawMessage `json:"renditions"`
	Associated  json.RawMessage `json:"associations"`
	Items       []ninjs         `json:"items"`
}

type ninjsText struct {
	Role  string `json:"role"`
	Type  string `json:"contenttype"`
	Value string `json:"value"`
}

type ninjsRendition struct {
	Href   string  `json:"href"`
	Type   string  `json:"contenttype"`
	Mime   string  `json:"mimetype"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Ninjs reads a story, or a list of stories, in IPTC's News in JSON.
func Ninjs(name string, data []byte) (Result, error) {
	if len(data) > manuscript.MaxBytes {
		return Result{}, &FileError{name, ErrTooLarge}
	}
	text, _, err := manuscript.Decode(data)
	if err != nil {
		return Result{}, &FileError{name, err}
	}
	var list []ninjs
	if strings.HasPrefix(strings.TrimSpace(text), "[") {
		err = json.Unmarshal([]byte(text), &list)
	} else {
		var one ninjs
		err = json.Unmarshal([]byte(text), &one)
		list = []ninjs{one}
		if len(one.Items) > 0 {
			list = one.Items
		}
	}
	if err != nil {
		return Result{}, &FileError{name, fmt.Errorf("%w: %w", ErrJSON, err)}
	}
	if len(list) > maxNewsItems {
		return Result{}, refused(name, &bounded.LimitError{Limit: bounded.Entries, Max: maxNewsItems, Part: name})
	}
	out := Result{}
	for _, n := range list {
		r := richBuilder{builder: builder{name: name}}
		r.Stories = out.Stories // so that ids go on
		r.Pictures = out.Pictures
		before := len(r.Stories)
		items, err := r.ninjs(n)
		if err == nil {
			err = r.finish(items)
		}
		if errors.Is(err, ErrEmpty) && len(list) > 1 {
			continue
		}
		if err != nil {
			return Result{}, refused(name, err)
		}
		for i, s := range r.Stories[before:] {
			if i == 0 && n.Urgency >= 1 && n.Urgency <= 9 {
				s.Priority = max(1, 6-n.Urgency) // 1 is the most urgent
			}
			if n.Slugline != "" && i == 0 {
				s.Slug = slug(n.Slugline)
			}
		}
		out.Stories, out.Pictures = r.Stories, r.Pictures
		out.Notes = append(out.Notes, r.Notes...)
		for _, f := range r.Furniture {
			for _, p := range f.Paras {
				p.ID = fmt.Sprintf("f%d", len(out.Furniture)+1)
			}
			out.Furniture = append(out.Furniture, f)
		}
		out.Head = merge(out.Head, r.Head)
	}
	if len(out.Stories) == 0 {
		return Result{}, &FileError{name, ErrEmpty}
	}
	return out, nil
}

func (r *richBuilder) ninjs(n ninjs) ([]manuscript.Item, error) {
	var items []manuscript.Item
	switch n.Type {
	case "", "text", "composite", "picture", "graphic":
	default:
		r.note(NoteObject, finding.Warning, finding.Place{}, n.URI, sayNews.type_.F(n.URI), 1)
		return nil, nil
	}
	add := func(role edition.Role, level int, text string) {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			items = append(items, manuscript.Item{Text: []rune(text), Level: level, Role: manuscript.Role(role), Exact: len(n.Headlines) > 0})
		}
	}
	// The headline is the main one, or the first that is neither kicker nor deck; the others of the same words are
	// the same headline in other lengths and forms.
	kicker, head, deck := "", n.Headline, n.Subheadline
	for _, h := range n.Headlines {
		text := h.Value
		if strings.Contains(h.Type, "html") {
			text = textOf(text)
		}
		role, _ := manuscript.StyleRole(h.Role)
		switch {
		case role == manuscript.Role(edition.Kicker) && kicker == "":
			kicker = text
		case (role == manuscript.Role(edition.Deck) || strings.Contains(strings.ToLower(h.Role), "sub")) && deck == "":
			deck = text
		case head == "" || strings.EqualFold(h.Role, "main") && n.Headline == "":
			head = text
		}
	}
	if head == "" {
		head = n.Title
	}
	add(edition.Kicker, 1, kicker)
	add(edition.Headline, 1, head)
	add(edition.Deck, 1, deck)
	by := n.Byline
	if by == "" && (len(n.Bodies) > 0 || n.Text != "" || n.XHTML != "") {
		by = n.By
	}
	if n.Type != "picture" && n.Type != "graphic" { // there it is who took it
		add(edition.Byline, 0, by)
	}
	body, err := r.ninjsBody(n, head)
	if err != nil {
		return nil, err
	}
	inBody := false
	for _, it := range body {
		inBody = inBody || it.Picture != "" || it.Missing
	}
	if n.Type == "text" { // a text with pictures, be it short: no picture story
		for i, it := range body {
			text := string(it.Text)
			if it.Level > 0 || it.Role != manuscript.Unknown || !manuscript.Ends(it.Text) || strings.HasPrefix(text, "编者") || strings.HasPrefix(text, "【") {
				continue
			}
			body[i].Role = manuscript.Role(edition.Lead)
			break
		}
	}
	items = append(items, body...)
	if n.Type == "picture" || n.Type == "graphic" {
		items = append(items, r.ninjsPicture(n)...)
	}
	if !inBody {
		pictures, err := associated(n.Associated)
		if err != nil {
			return nil, err
		}
		for _, p := range pictures {
			if p.Type == "picture" || p.Type == "graphic" {
				items = append(items, r.ninjsPicture(p)...)
			}
		}
	}
	for _, say := range []struct {
		text string
		m    words.Text
	}{{n.EdNote, sayNews.note}, {n.Usage, sayNews.usage}} {
		if say.text != "" {
			r.note(NoteComment, finding.Warning, finding.Place{}, say.text, say.m.F(say.text), 1)
		}
	}
	return items, nil
}

// ninjsBody answers the body: marked-up text before plain, since it has subheads and bold.
func (r *richBuilder) ninjsBody(n ninjs, head string) ([]manuscript.Item, error) {
	bodies := []ninjsText{{Type: "text/html", Value: n.XHTML}, {Type: "text/plain", Value: n.Text}}
	bodies = append(bodies, n.Bodies...)
	pick := func(want func(ninjsText) bool) string {
		for _, b := range bodies {
			if strings.TrimSpace(b.Value) != "" && want(b) {
				return b.Value
			}
		}
		return ""
	}
	var items []manuscript.Item
	marked := pick(func(b ninjsText) bool { return strings.Contains(b.Type, "html") })
	if marked == "" {
		marked = pick(func(b ninjsText) bool { return b.Type == "" && strings.HasPrefix(strings.TrimSpace(b.Value), "<") })
	}
	if marked != "" {
		root, err := html.Parse(strings.NewReader(marked))
		if err != nil {
			return nil, &bounded.LimitError{Limit: bounded.Depth, Max: maxHTMLDepth, Part: r.name}
		}
		h := &htmlReader{richBuilder: r, article: true}
		h.walk(content(root))
		h.flush()
		items = h.items
		for i := range items {
			if items[i].Level > 0 {
				items[i].Level = min(items[i].Level+1, 6) // all below the headline
			}
		}
	} else if nitf := pick(func(b ninjsText) bool {
		return strings.Contains(b.Type, "xml") && strings.Contains(b.Value[:min(len(b.Value), 400)], "<nitf")
	}); nitf != "" {
		return r.nitf([]byte(nitf))
	} else {
		text := pick(func(b ninjsText) bool { return b.Type == "" || strings.HasPrefix(b.Type, "text/") })
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		for _, line := range strings.Split(text, "\n") {
			if strings.TrimSpace(line) != "" {
				items = append(items, manuscript.Item{Text: []rune(line)})
			}
		}
	}
	// Some bodies say the headline again.
	if len(items) > 0 && head != "" && manuscript.Squash(items[0].Text) == manuscript.Squash([]rune(head)) {
		items = items[1:]
	}
	return items, nil
}

// associated answers the associated items: a list since 2.0, named members before.
func associated(raw json.RawMessage) ([]ninjs, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var list []ninjs
	if err := json.Unmarshal(raw, &list); err != nil {
		var named map[string]ninjs
		if err := json.Unmarshal(raw, &named); err != nil {
			return nil, fmt.Errorf("%w: associations: %w", ErrJSON, err)
		}
		for _, k := range slices.Sorted(maps.Keys(named)) {
			list = append(list, named[k])
		}
	}
	if len(list) > maxPictures {
		return nil, &bounded.LimitError{Limit: bounded.Entries, Max: maxPictures, Part: "associations"}
	}
	return list, nil
}

// ninjsPicture answers a picture item with its caption and credit. The picture is looked for beside the file by the
// name of its largest rendition; what lies on the web is never fetched.
func (r *richBuilder) ninjsPicture(n ninjs) []manuscript.Item {
	var list []ninjsRendition
	if json.Unmarshal(n.Renditions, &list) != nil {
		var named map[string]ninjsRendition
		if json.Unmarshal(n.Renditions, &named) == nil {
			for _, k := range slices.Sorted(maps.Keys(named)) {
				list = append(list, named[k])
			}
		}
	}
	best := ninjsRendition{}
	for _, l := range list {
		if l.Href != "" && (best.Href == "" || l.Width*l.Height > best.Width*best.Height) {
			best = l
		}
	}
	if best.Href == "" {
		best.Href = n.URI
	}
	h := &htmlReader{richBuilder: r}
	h.picture(best.Href, "", "")
	h.flush()
	items := h.items
	if len(items) == 0 {
		items = []manuscript.Item{{Missing: true}}
	}
	caption := n.Caption
	if caption == "" && n.CaptionHTML != "" {
		caption = textOf(n.CaptionHTML)
	}
	for _, c := range n.Captions {
		if caption == "" {
			if caption = c.Value; strings.Contains(c.Type, "html") {
				caption = textOf(c.Value)
			}
		}
	}
	if caption == "" {
		caption = n.Headline
	}
	if c := strings.Join(strings.Fields(caption), " "); c != "" {
		items = append(items, manuscript.Item{Text: []rune(c), Role: manuscript.Role(edition.Caption)})
	}
	credit := n.Byline
	if credit == "" {
		credit = n.By
	}
	if credit == "" {
		credit = n.Holder
	}
	if c := creditOf(credit, ""); c != "" {
		items = append(items, manuscript.Item{Text: []rune(c), Role: manuscript.Role(edition.Credit)})
	}
	return items
}

// textOf answers marked-up text without its markup.
func textOf(s string) string {
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return s
	}
	return plain(root)
}

// NITF reads a story in IPTC's News Industry Text Format 3.x.
func NITF(name string, data []byte) (Result, error) {
	return newsXML(name, data, (*richBuilder).nitf)
}

// newsXML makes a result of what read finds, with the priority that its urgency says.
func newsXML(name string, data []byte, read func(*richBuilder, []byte) ([]manuscript.Item, error)) (Result, error) {
	r := richBuilder{builder: builder{name: name}}
	items, err := read(&r, data)
	if err == nil {
		err = r.finish(items)
	}
	if err != nil {
		return Result{}, refused(name, err)
	}
	for _, s := range r.Stories {
		if r.urgency >= 1 && r.urgency <= 9 {
			s.Priority = max(1, 6-r.urgency)
		}
	}
	return r.Result, nil
}

// newsTree reads an XML text into a tree; known refuses the name of a root that is not to be read.
func (r *richBuilder) newsTree(data []byte, known func(root string) error) (*html.Node, error) {
	data, err := xmlBytes(data)
	if err != nil {
		return nil, err
	}
	x := bounded.NewXML(r.name, data, newsLimits)
	root, err := x.Root()
	if err != nil {
		return nil, err
	}
	if err := known(root.Name.Local); err != nil {
		return nil, err
	}
	top := &html.Node{Type: html.ElementNode, Data: strings.ToLower(root.Name.Local)}
	if err := tree(x, top); err != nil {
		return nil, err
	}
	if _, err := x.Next(); err != io.EOF {
		return nil, fmt.Errorf("matter behind the end of the item: %w", bounded.ErrDamaged)
	}
	return top, nil
}

// nitf reads NITF's elements into the tree that web pages are read from: below the body both have the same ones.
func (r *richBuilder) nitf(data []byte) ([]manuscript.Item, error) {
	top, err := r.newsTree(data, func(root string) error {
		if root != "nitf" {
			return fmt.Errorf("<%s> is not NITF: %w", root, ErrOther)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	items := r.nitfStory(top)
	if items == nil {
		return nil, ErrEmpty
	}
	return items, nil
}

// nitfStory answers what an NITF tree says; nil where it has no body.
func (r *richBuilder) nitfStory(top *html.Node) []manuscript.Item {
	if u := find(top, "urgency"); u != nil {
		fmt.Sscan(attr(u, "ed-urg"), &r.urgency)
	}
	body := find(top, "body")
	if body == nil {
		return nil
	}
	h := &htmlReader{richBuilder: r, article: true, items: []manuscript.Item{}}
	add := func(role edition.Role, level int, n *html.Node) {
		if text := lineOf(n); text != "" {
			h.items = append(h.items, manuscript.Item{Text: []rune(text), Level: level, Role: manuscript.Role(role)})
		}
	}
	dateline := ""
	if head := find(body, "body.head"); head != nil {
		main := find(head, "hl1")
		for _, n := range all(head, "hl2", "hl1") {
			switch {
			case n == main:
				add(edition.Headline, 1, n)
			case n.Data == "hl2" && main != nil && before(head, n, main):
				add(edition.Kicker, 1, n)
			case n.Data == "hl2":
				add(edition.Deck, 1, n)
			}
		}
		for _, n := range all(head, "byline") {
			add(edition.Byline, 0, n)
		}
		if n := find(head, "dateline"); n != nil {
			dateline = lineOf(n)
		}
		for _, n := range all(head, "note") {
			if text := lineOf(n); text != "" {
				r.note(NoteComment, finding.Warning, finding.Place{}, text, sayNews.note.F(text), 1)
			}
		}
		if n := find(head, "abstract"); n != nil && find(body, "body.content") == nil {
			h.walk(n)
			h.flush()
		}
	}
	if len(h.items) == 0 {
		if n := find(top, "title"); n != nil {
			n.DataAtom = 0
			add(edition.Headline, 1, n)
		}
	}
	start := len(h.items)
	for _, part := range []string{"body.content", "body.end"} {
		if n := find(body, part); n != nil {
			h.walk(n)
			h.flush()
		}
	}
	datelined(h.items[start:], dateline)
	return h.items
}

// lineOf answers an element's text as one line.
func lineOf(n *html.Node) string { return strings.Join(strings.Fields(plain(n)), " ") }

// datelined puts where a story was written before its first paragraph, unless that says it already.
func datelined(items []manuscript.Item, place string) {
	if place == "" {
		return
	}
	for i := range items {
		it := &items[i]
		if it.Level == 0 && it.Role == manuscript.Unknown && it.Picture == "" && !it.Missing {
			if !strings.HasPrefix(string(it.Text), place) {
				*it = prefixed(*it, place+"　")
			}
			return
		}
	}
}

// xmlBytes answers an XML text as the decoder can read it: UTF-16 is decoded, everything else declares itself.
func xmlBytes(data []byte) ([]byte, error) {
	if len(data) > manuscript.MaxBytes {
		return nil, ErrTooLarge
	}
	if len(data) > 1 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff) {
		text, _, err := manuscript.Decode(data)
		return []byte(text), err
	}
	if len(strings.TrimSpace(string(data[:min(len(data), 4096)]))) == 0 && len(data) <= 4096 {
		return nil, ErrEmpty
	}
	return data, nil
}

// nitfNames are NITF's elements under the names that web pages have for the same.
var nitfNames = map[string]string{
	"hl1": "h2", "hl2": "h3", "media": "figure", "media-caption": "figcaption", "em": "span", "strong": "strong", "block": "div",
	"tagline": "p", "bibliography": "p", "caption": "caption", "datasource": "p", "fn": "div",
}

// tree reads the element whose start was read last into n.
func tree(x *bounded.XML, n *html.Node) error {
	return x.Children(func(e xml.StartElement) error {
		name := strings.ToLower(e.Name.Local)
		c := &html.Node{Type: html.ElementNode, Data: name}
		web := name
		if w, ok := nitfNames[name]; ok {
			web = w
		}
		switch name {
		case "media-producer":
			web = "p"
			c.Attr = append(c.Attr, html.Attribute{Key: "class", Val: "credit"})
		case "media-metadata":
			return x.Skip()
		case "media-reference":
			if media := attr(n, "media-type"); media == "" || media == "image" || media == "photo" {
				web = "img"
				src := bounded.Attr(e, "source")
				c.Attr = append(c.Attr, html.Attribute{Key: "src", Val: src}, html.Attribute{Key: "alt", Val: bounded.Attr(e, "alternate-text")})
			}
		case "note":
			if strings.EqualFold(bounded.Attr(e, "noteclass"), "end") {
				web = "div"
			}
		}
		c.DataAtom = atom.Lookup([]byte(web))
		for _, a := range e.Attr {
			if k := strings.ToLower(a.Name.Local); k != "class" && k != "src" && k != "style" {
				c.Attr = append(c.Attr, html.Attribute{Key: k, Val: a.Value})
			}
		}
		n.AppendChild(c)
		return tree(x, c)
	}, func(b []byte) {
		n.AppendChild(&html.Node{Type: html.TextNode, Data: string(b)})
	})
}

// all answers the elements of some names below n, in order; none within another.
func all(n *html.Node, names ...string) []*html.Node {
	var out []*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if slices.Contains(names, c.Data) {
			out = append(out, c)
			continue
		}
		out = append(out, all(c, names...)...)
	}
	return out
}

func find(n *html.Node, name string) *html.Node {
	if l := all(n, name); len(l) > 0 {
		return l[0]
	}
	return nil
}

// before reports whether a stands before b below n.
func before(n, a, b *html.Node) bool {
	for _, c := range all(n, a.Data, b.Data) {
		if c == a || c == b {
			return c == a
		}
	}
	return false
}

// identifyJSON tells an edition from a ninjs item by the members that each must have.
func identifyJSON(name string, data []byte) fileKind {
	if path.Base(name) == "head.json" {
		return jsonKind
	}
	var top map[string]json.RawMessage
	trimmed := strings.TrimSpace(strings.TrimPrefix(string(data), "\ufeff"))
	if strings.HasPrefix(trimmed, "[") {
		return ninjsKind
	}
	if json.Unmarshal([]byte(trimmed), &top) != nil {
		return jsonKind
	}
	has := func(keys ...string) bool {
		return slices.ContainsFunc(keys, func(k string) bool { _, ok := top[k]; return ok })
	}
	if has("articles") || !has("uri", "headline", "headlines", "bodies", "body_text", "body_xhtml", "associations", "items") {
		return jsonKind
	}
	return ninjsKind
}
