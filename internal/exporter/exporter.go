// Package exporter writes stories as files that other programs read: plain text, Markdown, Word's DOCX, IPTC's ninjs.
//
// Start with Write. What importer reads from each is what was written, as far as the format can say it: DOCX says all
// of a story's text, roles, character styles and pictures; Markdown and ninjs the text with its heads, bold and
// pictures; plain text the words. The same story gives the same bytes. The package opens no file and changes nothing.
package exporter

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"path"
	"strings"
	"unicode"

	"dayang/internal/edition"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Format is a kind of file.
type Format string

// The formats that are written; each is also its files' ending, but ninjs, whose files end in json.
const (
	Text     Format = "txt"
	Markdown Format = "md"
	DOCX     Format = "docx"
	Ninjs    Format = "ninjs"
)

// ErrFormat is for a format that is not written.
var ErrFormat = errors.New("no format of that name")

// ErrUnmappable is wrapped when a character does not exist in the encoding asked for.
var ErrUnmappable = errors.New("a character does not exist in the encoding")

// ParseFormat reads a format's name.
func ParseFormat(s string) (Format, error) {
	switch f := Format(s); f {
	case Text, Markdown, DOCX, Ninjs:
		return f, nil
	case "json":
		return Ninjs, nil
	case "word":
		return DOCX, nil
	}
	return "", fmt.Errorf("%q: %w", s, ErrFormat)
}

// Ending answers the ending of the format's files, with its dot.
func (f Format) Ending() string {
	if f == Ninjs {
		return ".json"
	}
	return "." + string(f)
}

// PictureSource answers a picture's file.
type PictureSource interface {
	PictureBytes(id string) ([]byte, error)
}

// Options is what the writers need beside the story.
type Options struct {
	Edition  *edition.Edition // whose story it is: its head and its pictures are named
	Pictures PictureSource    // nil: pictures are named and not embedded
	// Media is the folder, beside the file, that Markdown and ninjs look for pictures in; "" is the same folder.
	Media string
	// GB18030 writes plain text in that encoding instead of UTF-8, for old systems.
	GB18030 bool
}

// Write writes a story in a format.
func Write(w io.Writer, f Format, s *edition.Story, o Options) error {
	var err error
	switch f {
	case Text:
		err = writeText(w, s, o)
	case Markdown:
		_, err = io.WriteString(w, markdown(s, o))
	case DOCX:
		err = writeDOCX(w, s, o)
	case Ninjs:
		err = writeNinjs(w, s, o)
	default:
		return fmt.Errorf("%q: %w", f, ErrFormat)
	}
	if err != nil {
		return fmt.Errorf("write story %q as %s: %w", s.ID, f, err)
	}
	return nil
}

// MediaName answers the file name of a picture beside a story: its own name, and part of its id, since two pictures may
// be named alike.
func MediaName(ed *edition.Edition, id string) string {
	p := ed.Picture(id)
	if p == nil {
		return ""
	}
	name := SafeName(strings.TrimSuffix(p.Name, path.Ext(p.Name)))
	end := "." + p.Format
	if p.Format == "jpeg" {
		end = ".jpg"
	}
	return name + "-" + id[:min(8, len(id))] + end
}

// SafeName answers words as a part of a file's name on any system.
func SafeName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || strings.ContainsRune(`\/:*?"<>|#%&{}$!'@+=()[]`, r):
			return '-'
		case r < 0x20 || r == unicode.ReplacementChar || !unicode.IsPrint(r):
			return -1
		}
		return r
	}, s)
	if rs := []rune(s); len(rs) > 40 {
		s = string(rs[:40])
	}
	if s = strings.Trim(s, "-. "); s == "" {
		return "story"
	}
	return s
}

func (o Options) mediaPath(id string) string {
	if o.Edition == nil || id == "" {
		return ""
	}
	return path.Join(o.Media, MediaName(o.Edition, id))
}

// writeText writes a paragraph a line; what stands under pictures comes last.
func writeText(w io.Writer, s *edition.Story, o Options) error {
	var b strings.Builder
	for _, p := range s.All() {
		b.WriteString(strings.ReplaceAll(p.Text, "\u2028", "\n"))
		b.WriteString("\n")
	}
	if !o.GB18030 {
		_, err := io.WriteString(w, b.String())
		return err
	}
	out, err := simplifiedchinese.GB18030.NewEncoder().String(b.String())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnmappable, err)
	}
	_, err = io.WriteString(w, out)
	return err
}

// markdown writes heads as headings, by the levels that importer tells them apart by: headline and deck at the second, the
// kicker above them at the third, subheads at the fourth.
func markdown(s *edition.Story, o Options) string {
	var parts []string
	for _, p := range s.Paras {
		text := inlineMarkdown(p)
		switch p.Role {
		case edition.Headline, edition.Deck:
			text = "## " + text
		case edition.Kicker:
			text = "### " + text
		case edition.Subhead:
			text = "#### " + text
		}
		parts = append(parts, text)
	}
	for _, u := range s.Pictures {
		caption := ""
		if u.Caption != nil {
			caption = inlineMarkdown(u.Caption)
		}
		if name := o.mediaPath(u.Picture); name != "" {
			parts = append(parts, "!["+caption+"]("+strings.ReplaceAll(name, " ", "%20")+")")
		} else if caption != "" {
			parts = append(parts, caption)
		}
		if u.Credit != nil {
			parts = append(parts, inlineMarkdown(u.Credit))
		}
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// inlineMarkdown answers a paragraph's text with its bold, marks of Markdown's own behind backslashes.
func inlineMarkdown(p *edition.Para) string {
	var b strings.Builder
	rs := []rune(p.Text)
	bold := make([]bool, len(rs)+1)
	for _, s := range p.Spans {
		for i := s.From; s.Style == edition.Bold && i < s.To && i < len(rs); i++ {
			bold[i] = true
		}
	}
	digits := 0
	for digits < len(rs) && rs[digits] >= '0' && rs[digits] <= '9' {
		digits++
	}
	on := false
	for i, r := range rs {
		if bold[i] != on {
			b.WriteString("**")
			on = bold[i]
		}
		switch {
		case r == '\u2028':
			b.WriteString("  \n")
			continue
		case strings.ContainsRune("\\*_`[]<", r), i == 0 && strings.ContainsRune("#>-+=~|", r), i == digits && digits > 0 && (r == '.' || r == ')'), r == '!' && i+1 < len(rs) && rs[i+1] == '[':
			b.WriteByte('\\')
		case r == '#' && i == len(rs)-1: // at the end of a heading it would be markup
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	if on {
		b.WriteString("**")
	}
	return b.String()
}

// The members of ninjs 2.1 that a story fills. IPTC, "ninjs User Guide".
type ninjsItem struct {
	URI          string           `json:"uri"`
	Standard     *ninjsStandard   `json:"standard,omitempty"`
	Type         string           `json:"type"`
	Language     string           `json:"language,omitempty"`
	Urgency      int              `json:"urgency,omitempty"`
	Slugline     string           `json:"slugline,omitempty"`
	By           string           `json:"by,omitempty"`
	Holder       string           `json:"copyrightholder,omitempty"`
	Headlines    []ninjsValue     `json:"headlines,omitempty"`
	Descriptions []ninjsValue     `json:"descriptions,omitempty"`
	Bodies       []ninjsValue     `json:"bodies,omitempty"`
	Associations []ninjsItem      `json:"associations,omitempty"`
	Renditions   []ninjsRendition `json:"renditions,omitempty"`
	Name         string           `json:"name,omitempty"`
}

type ninjsStandard struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Schema  string `json:"schema"`
}

type ninjsValue struct {
	Role      string `json:"role"`
	Type      string `json:"contenttype"`
	CharCount int    `json:"charcount,omitempty"`
	Value     string `json:"value"`
}

type ninjsRendition struct {
	Name   string `json:"name"`
	Href   string `json:"href"`
	Type   string `json:"contenttype,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

func writeNinjs(w io.Writer, s *edition.Story, o Options) error {
	var head edition.Head
	if o.Edition != nil {
		head = o.Edition.Head
	}
	uri := "urn:dayang:" + SafeName(head.ID+"-"+head.Date) + ":" + s.ID
	item := ninjsItem{
		URI: uri, Type: "text", Language: "zh-CN", Slugline: s.Slug, Holder: head.Title, Urgency: min(9, max(1, 6-s.Priority)),
		Standard: &ninjsStandard{"ninjs", "2.1", "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"},
	}
	var marked, plain strings.Builder
	chars := 0
	for _, p := range s.Paras {
		text := strings.ReplaceAll(p.Text, "\u2028", "\n")
		role := map[edition.Role]string{edition.Kicker: "kicker", edition.Headline: "main", edition.Deck: "deck"}[p.Role]
		switch {
		case role != "":
			item.Headlines = append(item.Headlines, ninjsValue{Role: role, Type: "text/plain", Value: text})
			continue
		case p.Role == edition.Byline:
			item.By = strings.TrimSpace(item.By + " " + text)
			continue
		}
		tag, class := "p", ""
		switch p.Role {
		case edition.Subhead:
			tag = "h2"
		case edition.EditorsNote:
			class = ` class="编者按"`
		case edition.JumpLine:
			class = ` class="转版语"`
		}
		marked.WriteString("<" + tag + class + ">" + inlineHTML(p) + "</" + tag + ">")
		plain.WriteString(text + "\n")
		chars += len([]rune(text))
	}
	if chars > 0 {
		item.Bodies = []ninjsValue{
			{Role: "main", Type: "text/html", CharCount: chars, Value: marked.String()},
			{Role: "plain", Type: "text/plain", CharCount: chars, Value: plain.String()},
		}
	}
	for i, u := range s.Pictures {
		p := ninjsItem{Name: fmt.Sprintf("picture-%d", i+1), URI: uri + ":" + fmt.Sprintf("picture-%d", i+1), Type: "picture"}
		if u.Caption != nil {
			p.Descriptions = []ninjsValue{{Role: "caption", Type: "text/plain", Value: u.Caption.Text}}
		}
		if u.Credit != nil {
			p.By = u.Credit.Text
		}
		if name := o.mediaPath(u.Picture); name != "" {
			pic := o.Edition.Picture(u.Picture)
			p.Renditions = []ninjsRendition{{Name: "original", Href: name, Type: "image/" + pic.Format, Width: pic.Width, Height: pic.Height}}
		}
		item.Associations = append(item.Associations, p)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(item)
}

// inlineHTML answers a paragraph's text as XHTML: bold as strong, other character styles as classes.
func inlineHTML(p *edition.Para) string {
	rs := []rune(p.Text)
	var b strings.Builder
	at := 0
	put := func(to int) {
		b.WriteString(strings.ReplaceAll(html.EscapeString(string(rs[at:to])), "\u2028", "<br/>"))
		at = to
	}
	for _, s := range p.Spans {
		from, to := min(s.From, len(rs)), min(s.To, len(rs))
		if from < at || to <= from {
			continue
		}
		put(from)
		if s.Style == edition.Bold {
			b.WriteString("<strong>")
			put(to)
			b.WriteString("</strong>")
			continue
		}
		b.WriteString(`<span class="` + html.EscapeString(s.Style) + `">`)
		put(to)
		b.WriteString("</span>")
	}
	put(len(rs))
	return b.String()
}
