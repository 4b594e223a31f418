package importer

import (
	"fmt"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"

	"golang.org/x/net/html"
)

// NewsML reads stories in IPTC's NewsML-G2: one newsItem, or those of a newsMessage. A text is inline NITF, inline XHTML or
// plain text; a picture item gives its caption and keeps the picture's place, as NewsML names only where it lies.
func NewsML(name string, data []byte) (Result, error) {
	return newsXML(name, data, (*richBuilder).newsml)
}

func (r *richBuilder) newsml(data []byte) ([]manuscript.Item, error) {
	top, err := r.newsTree(data, func(root string) error {
		switch strings.ToLower(root) {
		case "newsitem", "newsmessage":
			return nil
		} // NewsML 1, a package's list, something else
		return fmt.Errorf("<%s> is no item of NewsML-G2: %w", root, ErrOther)
	})
	if err != nil {
		return nil, err
	}
	list := []*html.Node{top}
	if top.Data == "newsmessage" {
		list = all(top, "newsitem")
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
		return lineOf(n)
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
	datelined(body, text(find(meta, "dateline")))
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
