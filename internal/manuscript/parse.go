package manuscript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dayang/internal/edition"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The kinds of lines that end with what; see lines.
type line struct {
	runes []rune
	at    []int
	bold  []bool
	links []Link
	hard  bool // ended by a hard line break
}

// markdown is goldmark with what a manuscript needs and no more. Left out, so that nothing is lost: link reference
// definitions and HTML, which would vanish; indented code, since writers indent paragraphs. Emphasis opens and
// closes beside any mark, since Chinese puts no space there: **亮点综述：**新建.
var markdown = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(strongParser{}, 500),
	),
)

// strongParser reads *emphasis* and **strong**.
type strongParser struct{}

type strongProcessor struct{}

func (strongProcessor) IsDelimiter(b byte) bool { return b == '*' }

func (strongProcessor) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (strongProcessor) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

// Trigger answers the byte that starts emphasis.
func (strongParser) Trigger() []byte { return []byte{'*'} }

// maxRun is the longest run of asterisks that may be emphasis; a longer one is a line of stars.
const maxRun = 3

// Parse reads one run of asterisks.
func (strongParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	ln, segment := block.PeekLine()
	node := parser.ScanDelimiter(ln, before, 1, strongProcessor{})
	if node == nil || node.OriginalLength > maxRun {
		return nil
	}
	after := ' '
	if node.OriginalLength < len(ln) {
		after, _ = utf8.DecodeRune(ln[node.OriginalLength:])
	}
	node.CanOpen = !util.IsSpaceRune(after)
	node.CanClose = !util.IsSpaceRune(before)
	node.Segment = segment.WithStop(segment.Start + node.OriginalLength)
	block.Advance(node.OriginalLength)
	pc.PushDelimiter(node)
	return node
}

// maxStars is how many asterisks a manuscript may hold and still be read with emphasis: matching them takes time
// that grows with the square of their number.
const maxStars = 4000

// Markdown reads text as Markdown and tells what each block seems to be.
func Markdown(source string) *Document {
	d := &Document{Source: []rune(source)}
	for _, chunk := range chunks(source) {
		if strings.Count(chunk.text, "*") > maxStars || strings.Count(chunk.text, "[") > maxStars || nested.MatchString(chunk.text) {
			d.plain(chunk)
			continue
		}
		w := &walker{doc: d, src: []byte(chunk.text), rune0: chunk.rune0}
		w.index()
		w.block(markdown.Parse(text.NewReader(w.src)), false)
	}
	d.recognise()
	return d
}

// nested matches a line that opens many lists and quotations at once: no one writes so, and reading it takes time that
// grows with the square of their number.
var nested = regexp.MustCompile(`(?m)^(?:[ \t]*(?:[0-9]{1,9}[.)]|[-+*>])[ \t]*){12}`)

type chunk struct {
	text  string
	rune0 int
}

// chunkBytes is how much is parsed as one piece of Markdown: at a blank line before a heading or a paragraph nothing
// reaches across, and costs that grow with the square of the length stay small.
const chunkBytes = 256 << 10

func chunks(source string) []chunk {
	var out []chunk
	at := 0
	for len(source) > chunkBytes {
		cut := strings.Index(source[chunkBytes:], "\n\n")
		if cut < 0 {
			break
		}
		cut += chunkBytes + 2
		out = append(out, chunk{source[:cut], at})
		at += utf8.RuneCountInString(source[:cut])
		source = source[cut:]
	}
	return append(out, chunk{source, at})
}

// plain reads a chunk as paragraphs of lines without any markup.
func (d *Document) plain(c chunk) {
	at := c.rune0
	for _, ln := range strings.Split(c.text, "\n") {
		rs := []rune(ln)
		l := line{runes: rs, at: make([]int, len(rs)+1), bold: make([]bool, len(rs))}
		for i := range l.at {
			l.at[i] = at + i
		}
		d.paragraph([]line{l}, false)
		at += len(rs) + 1
	}
}

type walker struct {
	doc   *Document
	src   []byte
	rune0 int
	runes []int32 // every 64 bytes: how many runes start before
}

func (w *walker) index() {
	w.runes = make([]int32, len(w.src)/64+2)
	n := int32(0)
	for i, b := range w.src {
		if i%64 == 0 {
			w.runes[i/64] = n
		}
		if utf8.RuneStart(b) {
			n++
		}
	}
}

// at answers the rune offset in the document of a byte offset.
func (w *walker) at(b int) int {
	n := int(w.runes[b/64])
	for i := b / 64 * 64; i < b; i++ {
		if utf8.RuneStart(w.src[i]) {
			n++
		}
	}
	return w.rune0 + n
}

func (w *walker) block(n ast.Node, list bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Heading:
			ls := w.lines(c)
			if c.Lines().Len() > 1 || w.setext(c) {
				// An underlined heading: of dashes it is as often a paragraph with a line below it.
				if c.Level == 2 && len(ls) > 0 && (len(ls) > 1 || ends(ls[0].runes)) {
					w.doc.paragraph(ls, list)
					w.doc.add(&Block{Kind: Rule, From: w.at(c.Lines().At(c.Lines().Len() - 1).Stop), To: w.at(c.Lines().At(c.Lines().Len() - 1).Stop)})
					continue
				}
			}
			w.heading(c, ls)
		case *ast.ThematicBreak:
			w.doc.add(&Block{Kind: Rule})
		case *ast.FencedCodeBlock:
			w.code(c)
		case *ast.Paragraph, *ast.TextBlock:
			ls := w.lines(c)
			if list && c == n.FirstChild() {
				w.number(n, ls)
			}
			w.doc.paragraph(ls, list)
		case *ast.ListItem:
			w.block(c, true)
		default:
			w.block(c, list)
		}
	}
}

// setext reports whether a heading is written with an underline and not with number signs.
func (w *walker) setext(h *ast.Heading) bool {
	if h.Lines().Len() == 0 {
		return false
	}
	s := h.Lines().At(0).Start
	for s > 0 && w.src[s-1] != '\n' {
		s--
		if w.src[s] == '#' {
			return false
		}
	}
	return true
}

func (w *walker) heading(h *ast.Heading, ls []line) {
	b := &Block{Kind: Heading, Level: h.Level}
	for i, l := range ls {
		if i > 0 && len(b.Text) > 0 && len(l.runes) > 0 {
			b.push(' ', l.at[0]-1, false)
		}
		b.line(l)
	}
	if len(b.Text) == 0 {
		return
	}
	b.trim()
	b.bounds(w.doc.Source)
	w.doc.add(b)
}

func (w *walker) code(c *ast.FencedCodeBlock) {
	for i := range c.Lines().Len() {
		s := c.Lines().At(i)
		var l line
		w.text(&l, s.Start, s.Stop, false)
		for len(l.runes) > 0 && l.runes[len(l.runes)-1] == '\n' {
			l.runes, l.at, l.bold = l.runes[:len(l.runes)-1], l.at[:len(l.at)-1], l.bold[:len(l.bold)-1]
		}
		l.at = append(l.at, w.at(s.Stop))
		w.doc.paragraph([]line{l}, false)
	}
}

// number puts an ordered item's number back before its text: in a newspaper it is said, not drawn.
func (w *walker) number(item ast.Node, ls []line) {
	li, ok := item.(*ast.ListItem)
	if !ok || len(ls) == 0 || len(ls[0].runes) == 0 {
		return
	}
	if l, ok := li.Parent().(*ast.List); !ok || !l.IsOrdered() {
		return
	}
	src := w.doc.Source
	end := ls[0].at[0]
	start := end
	for start > 0 && src[start-1] != '\n' {
		start--
	}
	for start < end && !unicode.IsDigit(src[start]) {
		start++
	}
	var runes []rune
	var at []int
	for i := start; i < end; i++ {
		if !unicode.IsSpace(src[i]) {
			runes, at = append(runes, src[i]), append(at, i)
		}
	}
	ls[0].runes = append(runes, ls[0].runes...)
	ls[0].at = append(at, ls[0].at...)
	ls[0].bold = append(make([]bool, len(runes)), ls[0].bold...)
	for i := range ls[0].links {
		ls[0].links[i].From += len(runes)
		ls[0].links[i].To += len(runes)
	}
}

// lines answers a block's inline content line by line.
func (w *walker) lines(n ast.Node) []line {
	out := []line{{}}
	end := 0 // of what has been read
	if n.Lines().Len() > 0 {
		end = n.Lines().At(0).Start
	}
	var walk func(n ast.Node, bold bool)
	walk = func(n ast.Node, bold bool) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			cur := &out[len(out)-1]
			switch c := c.(type) {
			case *ast.Text:
				w.text(cur, c.Segment.Start, c.Segment.Stop, bold)
				end = c.Segment.Stop
				if c.SoftLineBreak() || c.HardLineBreak() {
					cur.at = append(cur.at, w.at(end))
					cur.hard = c.HardLineBreak()
					out = append(out, line{})
				}
			case *ast.String:
				for _, r := range string(c.Value) {
					cur.runes, cur.at, cur.bold = append(cur.runes, r), append(cur.at, w.at(end)), append(cur.bold, bold)
				}
			case *ast.Emphasis:
				walk(c, bold || c.Level >= 2)
			case *ast.Link:
				from := len(cur.runes)
				walk(c, bold)
				cur = &out[len(out)-1]
				cur.links = append(cur.links, Link{min(from, len(cur.runes)), len(cur.runes), string(c.Destination)})
			case *ast.Image:
				// A picture is its own block: mark the place with its link and no text.
				from := len(cur.runes)
				walk(c, bold)
				cur = &out[len(out)-1]
				cur.links = append(cur.links, Link{min(from, len(cur.runes)), len(cur.runes), "picture:" + string(c.Destination)})
			default:
				walk(c, bold)
			}
		}
	}
	walk(n, false)
	last := &out[len(out)-1]
	last.at = append(last.at, w.at(min(end, len(w.src))))
	return out
}

// text appends source bytes to a line; a backslash before a mark is markup.
func (w *walker) text(l *line, from, to int, bold bool) {
	at := w.at(from)
	for i := from; i < to; {
		r, size := utf8.DecodeRune(w.src[i:])
		if r == '\\' && i+1 < to && util.IsPunct(w.src[i+1]) {
			i++
			at++
			r, size = rune(w.src[i]), 1 // the mark itself, be it another backslash
		}
		l.runes, l.at, l.bold = append(l.runes, r), append(l.at, at), append(l.bold, bold)
		i += size
		at++
	}
}

// lineMarks ends lines where Unicode's own marks do; rune for rune, so that places stay.
var lineMarks = strings.NewReplacer("\u2028", "\n", "\u2029", "\n")

// Text reads text as plain lines: without markup every line is a paragraph, unless lines are broken at a width.
func Text(source string) *Document {
	source = lineMarks.Replace(source)
	d := &Document{Source: []rune(source)}
	wrapped := wrapWidth(source)
	var group []line
	at := 0
	flush := func() {
		if len(group) > 0 {
			d.paragraph(group, false)
			group = nil
		}
	}
	lines := strings.Split(source, "\n")
	for i, ln := range lines {
		rs := []rune(ln)
		l := line{runes: rs, at: make([]int, len(rs)+1), bold: make([]bool, len(rs))}
		for i := range l.at {
			l.at[i] = at + i
		}
		at += len(rs) + 1
		if strings.TrimSpace(ln) == "" {
			flush()
			continue
		}
		if cells(ln) && (i > 0 && cells(lines[i-1]) || i+1 < len(lines) && cells(lines[i+1])) {
			flush()
			first := len(d.Blocks)
			d.paragraph([]line{l}, true)
			for _, b := range d.Blocks[first:] {
				b.row, b.given = true, Role(edition.Body)
			}
			continue
		}
		// A line that fills the width runs on in the next one; a shorter one ends its paragraph.
		if wrapped == 0 || len(group) > 0 && columns(group[len(group)-1].runes) < wrapped || indented(rs) {
			flush()
		}
		group = append(group, l)
	}
	flush()
	d.recognise()
	return d
}

// cells reports whether a line is a row of a table as a spreadsheet puts it on the clipboard: text, a tab, text.
func cells(line string) bool { return strings.Contains(strings.TrimSpace(line), "\t") }

// wrapWidth answers the width in half-cells at which the lines of a text were broken, or 0 if they were not: most
// lines that do not end a sentence are then equally long.
func wrapWidth(source string) int {
	long, open := 0, 0
	widths := map[int]int{}
	for i, ln := range strings.Split(source, "\n") {
		if i > 20000 {
			break
		}
		rs := []rune(strings.TrimRight(ln, " \t　\r"))
		if len(rs) < 12 {
			continue
		}
		long++
		if !ends(rs) {
			open++
			widths[columns(rs)]++
		}
	}
	if long < 6 || open*2 < long {
		return 0
	}
	best, sum := 0, 0
	for w := range widths {
		n := widths[w-1] + widths[w] + widths[w+1] + widths[w+2] + widths[w-2]
		if n > sum || n == sum && w < best {
			best, sum = w, n
		}
	}
	if sum*10 < open*8 {
		return 0
	}
	return best - 3
}

// columns answers how wide runes are on a screen of fixed pitch.
func columns(rs []rune) int {
	n := 0
	for _, r := range rs {
		if r < 0x1100 {
			n++
		} else {
			n += 2
		}
	}
	return n
}

func indented(rs []rune) bool {
	return len(rs) > 1 && (rs[0] == '　' || rs[0] == '\t' || rs[0] == ' ' && rs[1] == ' ')
}

// paragraph adds the blocks that lines of one paragraph make: a line that is a byline, a credit, a label or an item
// by its form stands alone, the others are joined.
func (d *Document) paragraph(ls []line, list bool) {
	var cur *Block
	flush := func() {
		if cur == nil {
			return
		}
		b := cur
		cur = nil
		b.trim()
		if len(b.Text) == 0 && len(b.Links) == 0 {
			return
		}
		b.bounds(d.Source)
		d.pictures(b)
	}
	for i, l := range ls {
		alone := special(l.runes)
		if cur != nil && (alone || special(ls[i-1].runes) || indented(l.runes) || ls[i-1].hard) {
			flush()
		}
		if cur == nil {
			cur = &Block{List: list}
		} else if n := len(cur.Text); n > 0 && len(l.runes) > 0 && latin(cur.Text[n-1]) && latin(l.runes[0]) {
			cur.push(' ', l.at[0]-1, false)
		}
		cur.line(l)
	}
	flush()
}

// pictures takes the pictures out of a block, each a block of its own in its place.
func (d *Document) pictures(b *Block) {
	var pics []Link
	var links []Link
	for _, l := range b.Links {
		if t, ok := strings.CutPrefix(l.URL, "picture:"); ok {
			l.URL = t
			pics = append(pics, l)
		} else {
			links = append(links, l)
		}
	}
	if len(pics) == 0 {
		d.add(b)
		return
	}
	b.Links = links
	from, start := 0, b.From
	put := func(c *Block, end int) {
		c.From, c.To = start, max(start, end)
		for c.From < c.To && unicode.IsSpace(d.Source[c.From]) {
			c.From++
		}
		for c.To > c.From && unicode.IsSpace(d.Source[c.To-1]) {
			c.To--
		}
		d.add(c)
		start = max(start, end)
	}
	for _, p := range pics {
		// The picture's markup: from its "![" to the ")" behind its address.
		open, end := b.At[p.From], b.At[p.To]
		mark := func(i int) bool { return i+1 < len(d.Source) && d.Source[i] == '!' && d.Source[i+1] == '[' }
		for p.From == p.To && open < b.To && !mark(open) { // no caption: the markup lies ahead of the text before it
			open++
		}
		for open > start && !mark(open) {
			open--
		}
		end = max(end, open)
		for end < b.To && d.Source[end] != ')' {
			end++
		}
		if p.From > from {
			put(b.slice(from, p.From), open)
		}
		pic := b.slice(p.From, p.To)
		pic.Kind, pic.Target, pic.Spans = Picture, p.URL, nil
		put(pic, min(end+1, b.To))
		from = max(from, p.To)
	}
	if from < len(b.Text) {
		put(b.slice(from, len(b.Text)), b.To)
	}
}

// slice answers a block of part of b's text.
func (b *Block) slice(from, to int) *Block {
	c := *b
	c.Text = b.Text[from:to]
	c.At = b.At[from : to+1]
	c.Spans, c.Links = nil, nil
	for _, s := range b.Spans {
		if s.From < to && s.To > from {
			c.Spans = append(c.Spans, edition.Span{From: max(s.From, from) - from, To: min(s.To, to) - from, Style: s.Style})
		}
	}
	for _, l := range b.Links {
		if l.From < to && l.To > from {
			c.Links = append(c.Links, Link{max(l.From, from) - from, min(l.To, to) - from, l.URL})
		}
	}
	c.trim()
	return &c
}

func (d *Document) add(b *Block) {
	b.Story = -1
	if b.Kind != Rule && b.Kind != Picture && len(b.Text) == 0 {
		return
	}
	d.Blocks = append(d.Blocks, b)
}

func (b *Block) push(r rune, at int, bold bool) {
	n := len(b.Text)
	b.Text = append(b.Text, r)
	if len(b.At) > n { // the place behind the last rune
		b.At = b.At[:n]
	}
	b.At = append(b.At, at)
	if bold {
		if k := len(b.Spans); k > 0 && b.Spans[k-1].To == n {
			b.Spans[k-1].To++
		} else {
			b.Spans = append(b.Spans, edition.Span{From: n, To: n + 1, Style: edition.Bold})
		}
	}
}

func (b *Block) line(l line) {
	n := len(b.Text)
	for i, r := range l.runes {
		b.push(r, l.at[i], l.bold[i])
	}
	if len(b.At) == len(b.Text) && len(l.at) > 0 {
		b.At = append(b.At, l.at[len(l.at)-1])
	}
	for _, k := range l.links {
		b.Links = append(b.Links, Link{k.From + n, k.To + n, k.URL})
	}
}

// trim takes blanks off both ends.
func (b *Block) trim() {
	from, to := 0, len(b.Text)
	for from < to && unicode.IsSpace(b.Text[from]) {
		from++
	}
	for to > from && unicode.IsSpace(b.Text[to-1]) {
		to--
	}
	if from == 0 && to == len(b.Text) {
		return
	}
	end := b.At[to]
	b.Text = b.Text[from:to]
	b.At = append(append([]int(nil), b.At[from:to]...), end)
	spans := b.Spans[:0:0]
	for _, s := range b.Spans {
		s.From, s.To = max(s.From-from, 0), min(s.To-from, to-from)
		if s.From < s.To {
			spans = append(spans, s)
		}
	}
	b.Spans = spans
	links := b.Links[:0:0]
	for _, l := range b.Links {
		l.From, l.To = min(max(l.From-from, 0), to-from), max(0, min(l.To-from, to-from))
		links = append(links, l)
	}
	b.Links = links
}

// bounds widens From and To from the text to its markup on the same lines.
func (b *Block) bounds(src []rune) {
	if len(b.At) == 0 {
		return
	}
	b.From, b.To = b.At[0], b.At[len(b.At)-1]
	if len(b.Text) > 0 {
		b.To = max(b.To, b.At[len(b.Text)-1]+1)
	}
	b.From, b.To = min(b.From, len(src)), min(b.To, len(src))
	for b.From > 0 && src[b.From-1] != '\n' {
		b.From--
	}
	for b.From < b.At[0] && unicode.IsSpace(src[b.From]) {
		b.From++
	}
	for b.To < len(src) && src[b.To] != '\n' {
		b.To++
	}
	for b.To > b.At[0] && unicode.IsSpace(src[b.To-1]) {
		b.To--
	}
}

// ends reports whether runes end as a sentence does.
func ends(rs []rune) bool {
	for i := len(rs) - 1; i >= 0; i-- {
		switch r := rs[i]; {
		case unicode.IsSpace(r) || r == '*':
			continue
		case strings.ContainsRune("。！？…!?.：:；;", r):
			return true
		case strings.ContainsRune("”’）》」』】)\"'", r):
			continue
		default:
			return false
		}
	}
	return false
}

func latin(r rune) bool { return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// Han reports whether a rune is a Chinese character.
func Han(r rune) bool { return unicode.Is(unicode.Han, r) }
