package importer

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
	"dayang/internal/words"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// maxHTMLDepth is how deep elements may lie in one another; the parser itself stops at 512.
const maxHTMLDepth = 512

var sayHTML = struct{ dropped, titled, web words.Text }{
	dropped: words.Text{ZH: "网页的导航、脚注等 %d 字没有读入。", EN: "%d characters of navigation and the like were left out."},
	titled:  words.Text{ZH: "正文没有标题，用网页标题“%s”作主题，请核对。", EN: "The text has no heading; the page's title %q stands as the headline. Check it."},
	web:     words.Text{ZH: "图片在网上（%s），没有下载，已留出位置。", EN: "The picture is on the web (%s) and was not fetched; its place is kept."},
}

// NoteDropped is what of a web page was not taken.
const NoteDropped = "IM-20"

// HTML reads a web page, a file saved from a browser or a mail program, or text pasted from one.
func HTML(name string, data []byte) (Result, error) {
	r := richBuilder{builder: builder{name: name}}
	items, err := readHTML(&r, data)
	if err == nil {
		err = r.finish(items)
	}
	if err != nil {
		return Result{}, refused(name, err)
	}
	return r.Result, nil
}

func readHTML(r *richBuilder, data []byte) ([]manuscript.Item, error) {
	text, enc, err := decodeHTML(data)
	if err != nil {
		return nil, err
	}
	r.encoding(enc)
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, &bounded.LimitError{Limit: bounded.Depth, Max: maxHTMLDepth, Part: r.name}
	}
	h := &htmlReader{richBuilder: r}
	body := content(root)
	h.article = body.DataAtom == atom.Article
	h.walk(body)
	h.flush()
	h.headline(root)
	if h.dropped > 0 {
		r.note(NoteDropped, finding.Hint, finding.Place{}, r.name, sayHTML.dropped.F(h.dropped), 1)
	}
	if h.objects > 0 {
		r.note(NoteObject, finding.Warning, finding.Place{}, r.name, sayRich.object.F(h.objects), 1)
	}
	return h.items, nil
}

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_\-]{2,30})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_\-]{2,30})`)

// decodeHTML answers a page's text. Bytes that are UTF-8 throughout are UTF-8, whatever the page says of itself: pages
// that a program has rewritten keep their old declaration. Else the declaration holds, and without one the bytes
// are judged as a plain manuscript's are.
func decodeHTML(data []byte) (string, manuscript.Encoding, error) {
	if len(data) > manuscript.MaxBytes {
		return "", manuscript.Encoding{}, ErrTooLarge
	}
	m := metaCharset.FindSubmatch(data[:min(len(data), 4096)])
	marked := bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff})
	if m == nil || marked || utf8.Valid(data) {
		return manuscript.Decode(data)
	}
	label := strings.ToLower(string(m[1]) + string(m[2]))
	e, name := charset.Lookup(label)
	switch {
	case e == nil, name == "utf-8", strings.HasPrefix(name, "utf-16"):
		return manuscript.Decode(data)
	case name == "gbk":
		e, name = charset.Lookup("gb18030")
	}
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return manuscript.Decode(data)
	}
	text, enc, err := manuscript.Decode(out)
	if err != nil {
		return text, enc, err
	}
	enc.Name, enc.Sure = strings.ToUpper(name), 1
	if enc.Bad*50 > len(text) { // the declaration lies
		return manuscript.Decode(data)
	}
	return text, enc, nil
}

// content answers where a page's text is: its only article, else its main part, else the whole body.
func content(root *html.Node) *html.Node {
	var articles, mains []*html.Node
	body := root
	var find func(n *html.Node)
	find = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.ElementNode && c.DataAtom == atom.Article:
				articles = append(articles, c)
				continue
			case c.Type == html.ElementNode && c.DataAtom == atom.Main:
				mains = append(mains, c)
			case c.Type == html.ElementNode && c.DataAtom == atom.Body && body == root:
				body = c
			}
			find(c)
		}
	}
	find(root)
	if len(articles) == 1 && len(mains) <= 1 && heading(articles[0]) {
		return articles[0]
	}
	if len(mains) == 1 && (heading(mains[0]) || !heading(body)) {
		return mains[0]
	}
	return body
}

func heading(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if level(c) > 0 && strings.TrimSpace(plain(c)) != "" || heading(c) {
			return true
		}
	}
	return false
}

// level answers a heading element's level, or 0.
func level(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// plain answers an element's text without structure.
func plain(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		if n.Type == html.ElementNode && dropped[n.DataAtom] {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// dropped are elements that hold no story's text.
var dropped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Nav: true, atom.Form: true, atom.Button: true,
	atom.Select: true, atom.Option: true, atom.Input: true, atom.Textarea: true, atom.Svg: true, atom.Head: true, atom.Title: true,
	atom.Link: true, atom.Meta: true, atom.Dialog: true, atom.Menu: true, atom.Rp: true, atom.Datalist: true,
}

// blocks are elements that begin and end a paragraph.
var htmlBlocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Body: true, atom.Blockquote: true,
	atom.Header: true, atom.Footer: true, atom.Aside: true, atom.Address: true, atom.Center: true, atom.Fieldset: true, atom.Details: true,
	atom.Summary: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Pre: true,
	atom.Figure: true, atom.Figcaption: true, atom.Table: true, atom.Caption: true, atom.Html: true, atom.Hgroup: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
}

var (
	hiddenStyle = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all`)
	boldStyle   = regexp.MustCompile(`(?i)font-weight\s*:\s*(bold|bolder|[6-9]00|normal|[1-5]00|lighter)`)
)

type htmlReader struct {
	*richBuilder
	items   []manuscript.Item
	cur     manuscript.Item
	after   []manuscript.Item
	bold    bool
	space   bool // a blank waits to be set
	line    bool // and it holds a line end
	dark    bool // and it is bold
	pre     int
	article bool
	level   int // of the last heading
	counts  []int
	dropped int
	objects int
}

func (h *htmlReader) walk(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			h.text(c.Data)
		case html.ElementNode:
			h.element(c)
		case html.DocumentNode:
			h.walk(c)
		}
	}
}

// outside reports whether an element is not the story's: navigation, a page's own head and foot, what is not shown.
func (h *htmlReader) outside(n *html.Node) bool {
	if dropped[n.DataAtom] {
		return n.DataAtom == atom.Nav || n.DataAtom == atom.Menu
	}
	switch n.DataAtom {
	case atom.Header, atom.Footer:
		return !h.article && n.Parent != nil && n.Parent.DataAtom != atom.Article && !heading(n)
	case atom.Aside:
		return true
	}
	switch attr(n, "role") {
	case "navigation", "search", "menu", "menubar", "contentinfo", "complementary":
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" {
			return true
		}
	}
	if hiddenStyle.MatchString(attr(n, "style")) {
		return true
	}
	// Lists and boxes of links with hardly a word beside them. Inner boxes are not looked at: it would take time that
	// grows with the depth, and a list is what menus are made of.
	outer := n.Parent != nil && n.Parent.DataAtom == atom.Body && (n.DataAtom == atom.Div || n.DataAtom == atom.Section || n.DataAtom == atom.P)
	if n.DataAtom != atom.Ul && n.DataAtom != atom.Ol && !outer {
		return false
	}
	links, linked := 0, 0
	var count func(n *html.Node)
	count = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.A && attr(c, "href") != "" {
				links++
				linked += len(strings.TrimSpace(plain(c)))
				continue
			}
			count(c)
		}
	}
	count(n)
	return links >= 3 && linked*10 >= len(strings.TrimSpace(plain(n)))*8
}

func (h *htmlReader) element(n *html.Node) {
	if h.outside(n) {
		h.dropped += len([]rune(strings.Join(strings.Fields(plain(n)), "")))
		return
	}
	if dropped[n.DataAtom] {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		h.newline()
		return
	case atom.Hr:
		h.flush()
		h.items = append(h.items, manuscript.Item{Line: true})
		return
	case atom.Img:
		h.picture(attr(n, "src"), attr(n, "data-src"), attr(n, "alt"))
		return
	case atom.Iframe, atom.Object, atom.Embed, atom.Video, atom.Audio, atom.Canvas:
		h.objects++
		return
	case atom.Figure:
		h.figure(n)
		return
	case atom.Table:
		h.table(n)
		return
	case atom.Rt:
		h.inline("（")
		h.walk(n)
		h.inline("）")
		return
	case atom.A:
		from := len(h.cur.Text)
		h.walk(n)
		if u := attr(n, "href"); strings.HasPrefix(u, "http") && from < len(h.cur.Text) {
			h.cur.Links = append(h.cur.Links, manuscript.Link{From: from, To: len(h.cur.Text), URL: u})
		}
		return
	}
	bold := h.bold
	defer func() { h.bold = bold }()
	switch n.DataAtom {
	case atom.B, atom.Strong:
		h.bold = true
	}
	if m := boldStyle.FindStringSubmatch(attr(n, "style")); m != nil {
		h.bold = m[1][0] == 'b' || m[1][0] == 'B' || m[1][0] >= '6' && m[1][0] <= '9'
	}
	if !htmlBlocks[n.DataAtom] {
		h.walk(n)
		return
	}
	h.flush()
	role, lv := h.role(n), level(n)
	h.start(role, lv)
	switch n.DataAtom {
	case atom.Ul:
		h.counts = append(h.counts, -1)
		defer func() { h.counts = h.counts[:len(h.counts)-1] }()
	case atom.Ol:
		start := 1
		if s, err := strconv.Atoi(attr(n, "start")); err == nil && s >= 0 && s < 1e6 {
			start = s
		}
		h.counts = append(h.counts, start-1)
		defer func() { h.counts = h.counts[:len(h.counts)-1] }()
	case atom.Li:
		h.cur.List = true
		if k := len(h.counts) - 1; k >= 0 && h.counts[k] >= 0 {
			h.counts[k]++
			h.inline(strconv.Itoa(h.counts[k]) + ".")
			h.space = false
		}
	case atom.Pre:
		h.pre++
		defer func() { h.pre-- }()
	}
	h.walk(n)
	if h.cur.Role == manuscript.Unknown && role != manuscript.Unknown {
		h.cur.Role = role
	}
	h.flush()
}

// start gives the item that is about to be read its level and role.
func (h *htmlReader) start(role manuscript.Role, lv int) {
	h.cur.Role, h.cur.Level = role, lv
	if lv > 0 {
		h.level = lv
	}
	if lv == 0 && (role == manuscript.Role(edition.Deck) || role == manuscript.Role(edition.Headline) || role == manuscript.Role(edition.Kicker)) {
		h.cur.Level = max(h.level, 1)
	}
}

// role answers what an element's classes say it is.
func (h *htmlReader) role(n *html.Node) manuscript.Role {
	if n.DataAtom == atom.Figcaption || n.DataAtom == atom.Caption {
		return manuscript.Role(edition.Caption)
	}
	for i, c := range strings.Fields(attr(n, "class")) {
		if i > 8 {
			break
		}
		mso := strings.HasPrefix(c, "Mso") // Word's own classes: MsoTitle, MsoSubtitle, MsoCaption
		role, _ := manuscript.StyleRole(strings.TrimPrefix(c, "Mso"))
		if role == manuscript.Role(edition.Headline) && !mso || level(n) > 0 && role != manuscript.Role(edition.Kicker) && role != manuscript.Role(edition.Deck) {
			continue // every box on the web has a title
		}
		if role != manuscript.Unknown {
			return role
		}
	}
	return manuscript.Unknown
}

// inline adds words that are not in the page's text.
func (h *htmlReader) inline(s string) {
	h.pend()
	from := len(h.cur.Text)
	h.cur.Text = append(h.cur.Text, []rune(s)...)
	h.mark(from)
}

func (h *htmlReader) mark(from int) {
	if h.bold {
		h.cur.Spans = span(h.cur.Spans, from, len(h.cur.Text), edition.Bold)
	}
}

func (h *htmlReader) newline() {
	h.space, h.line = false, false
	h.cur.Text = append(h.cur.Text, '\n')
}

// pend sets the blank that waits.
func (h *htmlReader) pend() {
	if h.space && len(h.cur.Text) > 0 && h.cur.Text[len(h.cur.Text)-1] != '\n' {
		h.cur.Text = append(h.cur.Text, ' ')
		if h.dark {
			h.cur.Spans = span(h.cur.Spans, len(h.cur.Text)-1, len(h.cur.Text), edition.Bold)
		}
	}
	h.space, h.line = false, false
}

// text adds a text's characters: blanks and line ends of the source are one blank, and none between Chinese characters
// that only a line end parts.
func (h *htmlReader) text(s string) {
	for _, r := range s {
		switch {
		case h.pre > 0 && r == '\n':
			h.newline()
			continue
		case r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f':
			if !h.space {
				h.space, h.dark = true, h.bold
			}
			h.line = h.line || r == '\n'
			continue
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\ufeff' || r == '\u200b' || r == '\u00ad' || r == '\u2028' || r == '\u2029':
			continue
		}
		if h.space && h.line && len(h.cur.Text) > 0 && wide(r) && wide(h.cur.Text[len(h.cur.Text)-1]) {
			h.space, h.line = false, false
		}
		h.pend()
		h.cur.Text = append(h.cur.Text, r)
		h.mark(len(h.cur.Text) - 1)
	}
}

// wide reports whether a character is Chinese or a mark of Chinese setting: no blank stands beside it at a line's end.
func wide(r rune) bool {
	return manuscript.Han(r) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xff66 || strings.ContainsRune("“”‘’…—·", r)
}

func (h *htmlReader) flush() {
	h.space, h.line = false, false
	it := h.cur
	h.cur = manuscript.Item{}
	if strings.TrimFunc(string(it.Text), unicode.IsSpace) != "" {
		h.items = append(h.items, split(it, it.Level > 0)...)
	}
	h.items = append(h.items, h.after...)
	h.after = nil
}

// figure sets a figure's pictures, then its captions, then its credits.
func (h *htmlReader) figure(n *html.Node) {
	h.flush()
	outer := h.items
	h.items = nil
	h.walk(n)
	h.flush()
	var pictures, captions, credits []manuscript.Item
	for _, it := range h.items {
		switch {
		case it.Picture != "" || it.Missing:
			pictures = append(pictures, it)
		case it.Role == manuscript.Role(edition.Credit) || it.Role == manuscript.Role(edition.Byline) || it.Role == manuscript.Unknown && manuscript.Credit(manuscript.Squash(it.Text)):
			it.Role = manuscript.Role(edition.Credit)
			credits = append(credits, it)
		default:
			captions = append(captions, it)
		}
	}
	if len(pictures) == 1 && len(captions) == 1 { // other matter in a figure stays what it is
		captions[0].Role, captions[0].Level = manuscript.Role(edition.Caption), 0
	}
	h.items = append(append(append(outer, pictures...), captions...), credits...)
}

// picture keeps a picture for after the open paragraph. Only what the page itself holds or names beside it is read:
// nothing is ever fetched.
func (h *htmlReader) picture(src, lazy, alt string) {
	if lazy != "" && (src == "" || strings.HasPrefix(src, "data:image/gif")) {
		src = lazy
	}
	alt = strings.Join(strings.Fields(alt), " ")
	if autoAlt.MatchString(alt) {
		alt = ""
	}
	it := manuscript.Item{Alt: alt}
	switch low := strings.ToLower(src); {
	case src == "":
		return
	case strings.HasPrefix(low, "data:"):
		meta, body, _ := strings.Cut(src[5:], ",")
		if !strings.HasSuffix(meta, ";base64") {
			return // drawn as text: an ornament
		}
		data, err := base64.StdEncoding.DecodeString(strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, body))
		if err != nil || len(data) < 200 && strings.HasPrefix(meta, "image/gif") { // a counting pixel
			return
		}
		it.Picture, it.Missing = h.keep(fmt.Sprintf("picture-%d", len(h.Pictures)+1), data)
	case strings.HasPrefix(low, "http:"), strings.HasPrefix(low, "https:"), strings.HasPrefix(low, "//"), strings.HasPrefix(low, "cid:"), strings.HasPrefix(low, "blob:"):
		it.Missing = true
		h.note(NotePicture, finding.Warning, finding.Place{}, src, sayHTML.web.F(src), 1)
	default:
		if u, err := url.PathUnescape(src); err == nil {
			src = u
		}
		it.Picture = strings.TrimPrefix(src, "file://")
	}
	h.after = append(h.after, it)
}

// table sets a table as text, as a Word table is.
func (h *htmlReader) table(n *html.Node) {
	h.flush()
	outer := h.items
	var rows [][][]manuscript.Item
	var find func(n *html.Node)
	find = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Tr:
				var row [][]manuscript.Item
				for d := c.FirstChild; d != nil; d = d.NextSibling {
					if d.DataAtom != atom.Td && d.DataAtom != atom.Th || hiddenStyle.MatchString(attr(d, "style")) {
						continue
					}
					h.items = nil
					h.walk(d)
					h.flush()
					row = append(row, h.items)
				}
				rows = append(rows, row)
			case atom.Tbody, atom.Thead, atom.Tfoot:
				find(c)
			case atom.Caption:
				h.items = nil
				h.walk(c)
				h.flush()
				rows = append(rows, [][]manuscript.Item{h.items})
			}
		}
	}
	find(n)
	h.items = outer
	if framing(rows) {
		for _, r := range rows {
			for _, c := range r {
				h.items = append(h.items, c...)
			}
		}
		return
	}
	first := len(h.items)
	for _, r := range rows {
		h.items = append(h.items, rowItems(r)...)
	}
	if len(h.items) > first {
		h.pinned = append(h.pinned, pin{from: spot{first, 0}, to: spot{first, 0},
			note: tableNote(rows)})
	}
}

// headline makes a page's title the headline of a text that has no heading.
func (h *htmlReader) headline(root *html.Node) {
	long := false
	for _, it := range h.items {
		if it.Level > 0 {
			return
		}
		long = long || len(it.Text) > 80
	}
	title := ""
	var find func(n *html.Node)
	find = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Title && title == "" && n.DataAtom == atom.Head && c.FirstChild != nil {
				title = c.FirstChild.Data
			}
			if c.DataAtom == atom.Html || c.DataAtom == atom.Head {
				find(c)
			}
		}
	}
	find(root)
	title = strings.Join(strings.Fields(title), " ")
	if i := strings.IndexAny(title, "_|–"); i > 0 { // the channel's and the site's names stand behind
		title = strings.TrimSpace(title[:i])
	}
	if title == "" || !long || len([]rune(title)) > 80 {
		return
	}
	h.items = append([]manuscript.Item{{Text: []rune(title), Level: 1}}, h.items...)
	for i := range h.pinned {
		h.pinned[i].from.item++
		h.pinned[i].to.item++
	}
	h.pinned = append(h.pinned, pin{note: finding.Finding{Rule: NoteRole, Category: "import", Level: finding.Warning, Text: title, Message: sayHTML.titled.F(title), Score: 0.6}})
}
