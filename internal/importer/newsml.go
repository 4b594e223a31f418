package importer

import (
	"fmt"
	"io"
	"strings"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"

	"golang.org/x/net/html"
)

// NewsML reads stories in IPTC's NewsML-G2: one newsItem, or those of a newsMessage. A text is inline NITF, inline XHTML or
// plain text; a picture item gives its caption and keeps the picture's place, as NewsML names only where it lies.
func NewsML(name string, data []byte) (Result, error) {
	r := richBuilder{builder: builder{name: name}}
	items, err := r.newsml(data)
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

func (r *richBuilder) newsml(data []byte) ([]manuscript.Item, error) {
	data, err := xmlBytes(data)
	if err != nil {
		return nil, err
	}
	x := bounded.NewXML(r.name, data, newsLimits)
	root, err := x.Root()
	if err != nil {
		return nil, err
	}
	top := &html.Node{Type: html.ElementNode, Data: strings.ToLower(root.Name.Local)}
	if err := tree(x, top); err != nil {
		return nil, err
	}
	if _, err := x.Next(); err != io.EOF {
		return nil, fmt.Errorf("matter behind the end of the item: %w", bounded.ErrDamaged)
	}
	list := []*html.Node{top}
	switch top.Data {
	case "newsitem":
	case "newsmessage":
		list = all(top, "newsitem")
	default: // NewsML 1, a package's list, something else
		return nil, fmt.Errorf("<%s> is no item of NewsML-G2: %w", root.Name.Local, ErrOther)
	}
	if len(list) > maxNewsItems {
		return nil, fmt.Errorf("%d items, at most %d: %w", len(list), maxNewsItems, ErrTooLarge)
	}
	var out []manuscript.Item
	for _, item := range list {
		out = append(out, r.newsItem(item)...)
	}
	return out, nil
}

// newsItem answers what one item says.
func (r *richBuilder) newsItem(item *html.Node) []manuscript.Item {
	text := func(n *html.Node) string {
		if n == nil {
			return ""
		}
		return strings.Join(strings.Fields(plain(n)), " ")
	}
	class := ""
	if c := find(item, "itemclass"); c != nil {
		class = attr(c, "qcode") + attr(c, "uri")
	}
	meta := find(item, "contentmeta")
	if meta == nil {
		meta = &html.Node{Type: html.ElementNode}
	}
	if u := text(find(meta, "urgency")); u != "" {
		fmt.Sscan(u, &r.urgency)
	}
	for _, n := range all(item, "ednote") {
		if note := text(n); note != "" {
			r.note(NoteComment, finding.Warning, finding.Place{}, note, sayNews.note.F(note), 1)
		}
	}
	for _, n := range all(item, "usageterms") {
		if terms := text(n); terms != "" {
			r.note(NoteComment, finding.Warning, finding.Place{}, terms, sayNews.usage.F(terms), 1)
		}
	}
	heads := all(meta, "headline")
	if class != "" && strings.Contains(class, "picture") {
		out := []manuscript.Item{{Missing: true}}
		caption := text(find(meta, "description"))
		if caption == "" && len(heads) > 0 {
			caption = text(heads[0])
		}
		if caption != "" {
			out = append(out, manuscript.Item{Text: []rune(caption), Role: manuscript.Role(edition.Caption)})
		}
		if c := creditOf(text(find(meta, "by")), text(find(meta, "creditline"))); c != "" {
			out = append(out, manuscript.Item{Text: []rune(c), Role: manuscript.Role(edition.Credit)})
		}
		return out
	}
	if class != "" && !strings.Contains(class, "text") && !strings.Contains(class, "composite") {
		r.note(NoteObject, finding.Warning, finding.Place{}, class, sayNews.type_.F(class), 1)
		return nil
	}
	body := r.newsBody(item)
	headed := false
	for _, it := range body {
		headed = headed || it.Role == manuscript.Role(edition.Headline) || it.Level == 1
	}
	var out []manuscript.Item
	if !headed {
		add := func(role edition.Role, level int, s string) {
			if s != "" {
				out = append(out, manuscript.Item{Text: []rune(s), Level: level, Role: manuscript.Role(role)})
			}
		}
		main := edition.Headline
		for _, n := range heads {
			role := main
			if sub := strings.ToLower(attr(n, "role")); strings.Contains(sub, "sub") || len(out) > 0 {
				role = edition.Deck
			}
			add(role, 1, text(n))
		}
		add(edition.Byline, 0, text(find(meta, "by")))
	}
	if place := text(find(meta, "dateline")); place != "" {
		for i := range body {
			it := &body[i]
			if it.Level == 0 && it.Role == manuscript.Unknown && it.Picture == "" && !it.Missing {
				if !strings.HasPrefix(string(it.Text), place) {
					*it = prefixed(*it, place+"　")
				}
				break
			}
		}
	}
	return append(out, body...)
}

// newsBody answers the text of an item.
func (r *richBuilder) newsBody(item *html.Node) []manuscript.Item {
	set := find(item, "contentset")
	if set == nil {
		return nil
	}
	if n := find(set, "inlinexml"); n != nil {
		if nitf := find(n, "nitf"); nitf != nil {
			return r.nitfStory(nitf)
		}
		h := &htmlReader{richBuilder: r, article: true}
		if body := find(n, "body"); body != nil {
			n = body
		}
		h.walk(n)
		h.flush()
		return h.items
	}
	n := find(set, "inlinedata")
	if n == nil {
		return nil
	}
	if strings.Contains(attr(n, "contenttype"), "html") {
		h := &htmlReader{richBuilder: r, article: true}
		if root, err := html.Parse(strings.NewReader(plain(n))); err == nil {
			h.walk(root)
			h.flush()
		}
		return h.items
	}
	var out []manuscript.Item
	for line := range strings.Lines(plain(n)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, manuscript.Item{Text: []rune(line)})
		}
	}
	return out
}
