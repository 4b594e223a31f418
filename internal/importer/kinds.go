package importer

import (
	"bytes"
	"strings"

	"dayang/internal/bounded"
	"dayang/internal/manuscript"
	"dayang/internal/words"
)

type fileKind uint8

const (
	otherKind fileKind = iota
	markdownKind
	textKind
	jsonKind
	pictureKind
	docxKind
	htmlKind
	ninjsKind
	nitfKind
	newsmlKind
	refusedKind // a document that is read only to say what to do with it
)

var kindNames = map[fileKind]words.Text{
	markdownKind: {ZH: "Markdown 稿", EN: "Markdown"},
	textKind:     {ZH: "纯文本", EN: "plain text"},
	jsonKind:     {ZH: "版面 JSON", EN: "edition JSON"},
	docxKind:     {ZH: "Word 文件", EN: "a Word file"},
	htmlKind:     {ZH: "网页", EN: "a web page"},
	ninjsKind:    {ZH: "ninjs", EN: "ninjs"},
	nitfKind:     {ZH: "NITF", EN: "NITF"},
	newsmlKind:   {ZH: "NewsML-G2", EN: "NewsML-G2"},
}

// kind answers what a file's name promises.
func kind(path string) fileKind {
	switch ext(path) {
	case ".md", ".markdown", ".mdown":
		return markdownKind
	case ".txt", ".text", "":
		return textKind
	case ".json", ".ninjs":
		return jsonKind
	case ".jpg", ".jpeg", ".jpe", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".emf", ".wmf", ".heic", ".psd": // some only to say what to do with them
		return pictureKind
	case ".docx", ".docm", ".dotx":
		return docxKind
	case ".htm", ".html", ".xhtml":
		return htmlKind
	case ".xml", ".nitf":
		return nitfKind
	case ".doc", ".rtf", ".odt", ".wps", ".pdf", ".pages", ".eml", ".mht", ".mhtml", ".zip":
		return refusedKind
	}
	return otherKind
}

// IsPicture reports whether a file's name is that of a picture which can be taken.
func IsPicture(name string) bool { return kind(name) == pictureKind }

// identify answers what a file is by its content, and by its name where its content may be either. Of what cannot be
// read it says why.
func identify(name string, data []byte) (fileKind, error) {
	promised := kind(name)
	head := data[:min(len(data), 4096)]
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		z, err := bounded.Open(data, bounded.Manuscript)
		if err != nil {
			return otherKind, err
		}
		if z.Has("edition.json") {
			return otherKind, ErrPackage
		}
		main := false
		for _, n := range z.Names() {
			switch {
			case n == "word/document.xml" || strings.HasPrefix(n, "word/") && strings.HasSuffix(n, ".xml"):
				main = true
			case n == "content.xml" && z.Has("META-INF/manifest.xml"):
				return otherKind, ErrOther
			}
		}
		if main || promised == docxKind && z.Has("_rels/.rels") {
			return docxKind, nil
		}
		return otherKind, ErrFormat
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")): // [MS-CFB]
		if bytes.Contains(data[:min(len(data), 1<<20)], []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return otherKind, ErrLocked
		}
		return otherKind, ErrOldWord
	case bytes.HasPrefix(data, []byte("{\\rtf")), bytes.HasPrefix(data, []byte("%PDF-")), bytes.HasPrefix(head, []byte("MIME-Version:")), bytes.HasPrefix(head, []byte("From:")) && promised == refusedKind:
		return otherKind, ErrOther
	}
	text, _, err := manuscript.Decode(data[:min(len(data), 8192)])
	if err != nil && promised != textKind && promised != markdownKind {
		text = string(head)
	}
	start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 4096)]))
	for strings.HasPrefix(start, "<?") || strings.HasPrefix(start, "<!--") { // declarations and remarks
		end := "?>"
		if strings.HasPrefix(start, "<!--") {
			end = "-->"
		}
		_, rest, ok := strings.Cut(start, end)
		if !ok {
			break
		}
		if strings.Contains(start[:len(start)-len(rest)], "mso-application") {
			return otherKind, ErrOldWord
		}
		start = strings.TrimSpace(rest)
	}
	switch {
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"):
		return htmlKind, nil
	case strings.HasPrefix(start, "<!doctype nitf"), strings.HasPrefix(start, "<nitf"):
		return nitfKind, nil
	case strings.HasPrefix(start, "<newsitem"), strings.HasPrefix(start, "<newsmessage"):
		return newsmlKind, nil
	case strings.HasPrefix(start, "<w:worddocument"), strings.HasPrefix(start, "<pkg:package"):
		return otherKind, ErrOldWord
	}
	switch promised {
	case jsonKind:
		if strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") || strings.TrimSpace(text) == "" {
			return identifyJSON(name, data), nil
		}
		return jsonKind, nil
	case htmlKind, markdownKind, textKind:
		if promised == textKind && strings.HasPrefix(start, "{") && identifyJSON(name, data) == ninjsKind {
			return ninjsKind, nil
		}
		return promised, nil
	case nitfKind:
		if strings.HasPrefix(start, "<") {
			if strings.HasPrefix(start, "<newsml") { // the first NewsML, of before 2006
				return otherKind, ErrOther
			}
			return nitfKind, nil
		}
	}
	// The name promises a document and the content is none: a plain text under a wrong name.
	if _, enc, err := manuscript.Decode(data); err != nil {
		return otherKind, err
	} else if enc.Sure >= 0.6 && enc.Bad == 0 && promised != nitfKind {
		return textKind, nil
	}
	return otherKind, ErrFormat
}
