package exporter

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"dayang/internal/edition"
)

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	officeNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordNS   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	drawNS   = "http://schemas.openxmlformats.org/drawingml/2006/main"
	picNS    = "http://schemas.openxmlformats.org/drawingml/2006/picture"
	inlineNS = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
)

// wordStyles are the paragraph styles of a written story, by role: an id for the file, the name that Word shows and
// importer knows, and how it looks. Sizes are half points: 二号 for the headline, 五号 for text.
var wordStyles = []struct {
	role           edition.Role
	id, name, look string
}{
	{edition.Kicker, "Kicker", "引题", `<w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/><w:sz w:val="30"/></w:rPr>`},
	{edition.Headline, "Headline", "主题", `<w:pPr><w:keepNext/><w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="44"/></w:rPr>`},
	{edition.Deck, "Deck", "副题", `<w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/><w:sz w:val="30"/></w:rPr>`},
	{edition.Byline, "Byline", "署名", `<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/></w:rPr>`},
	{edition.Lead, "Lead", "导语", `<w:pPr><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr>`},
	{edition.Body, "Text", "稿件正文", `<w:pPr><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr>`},
	{edition.Subhead, "Subhead", "小标题", `<w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr>`},
	{edition.EditorsNote, "EditorsNote", "编者按", `<w:pPr><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/></w:rPr>`},
	{edition.JumpLine, "JumpLine", "转版语", `<w:pPr><w:jc w:val="right"/></w:pPr>`},
	{edition.Caption, "Caption", "图片说明", `<w:rPr><w:rFonts w:eastAsia="楷体"/><w:sz w:val="18"/></w:rPr>`},
	{edition.Credit, "Credit", "图片署名", `<w:pPr><w:jc w:val="right"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/><w:sz w:val="18"/></w:rPr>`},
	{placeholder, "Placeholder", "图片占位", `<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:color w:val="808080"/></w:rPr>`},
}

// placeholder is the role of the paragraph that keeps a missing picture's place.
const placeholder edition.Role = "image"

// charStyles are the character styles of every house, as Word has them.
var charStyles = []struct{ style, id, name, look string }{
	{edition.Bold, "BoldText", "Strong", `<w:rPr><w:b/></w:rPr>`},
	{edition.Kai, "KaiText", "楷体", `<w:rPr><w:rFonts w:eastAsia="楷体"/></w:rPr>`},
	{edition.Emphasis, "EmphasisText", "着重号", `<w:rPr><w:em w:val="dot"/></w:rPr>`},
}

// noTime stands for the time of every part, so that the same story gives the same bytes: the first that zip can write.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func styleID(r edition.Role) string {
	for _, s := range wordStyles {
		if s.role == r {
			return s.id
		}
	}
	return "Text"
}

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}

// writeDOCX writes a story with a style for every role. ECMA-376, parts 1 and 2.
func writeDOCX(w io.Writer, s *edition.Story, o Options) error {
	var body, rels strings.Builder
	type media struct {
		name string
		data []byte
	}
	var files []media
	kept := map[string]int{}
	for _, p := range s.Paras {
		body.WriteString(wordPara(p))
	}
	for i, u := range s.Pictures {
		drawn := false
		if u.Picture != "" && o.Pictures != nil && o.Edition != nil {
			if pic := o.Edition.Picture(u.Picture); pic != nil && (pic.Format == "jpeg" || pic.Format == "png") {
				n, ok := kept[u.Picture]
				if !ok {
					data, err := o.Pictures.PictureBytes(u.Picture)
					if err != nil {
						return fmt.Errorf("picture %q: %w", pic.Name, err)
					}
					n = len(files) + 1
					kept[u.Picture] = n
					files = append(files, media{fmt.Sprintf("image%d.%s", n, pic.Format), data})
					fmt.Fprintf(&rels, `<Relationship Id="rIdP%d" Type="%s/image" Target="media/image%d.%s"/>`, n, officeNS, n, pic.Format)
				}
				body.WriteString(drawing(i+1, n, pic))
				drawn = true
			}
		}
		if !drawn {
			body.WriteString(wordPara(&edition.Para{Role: placeholder, Text: "（图片）"}))
		}
		for _, p := range []*edition.Para{u.Caption, u.Credit} {
			if p != nil {
				body.WriteString(wordPara(p))
			}
		}
	}
	z := zip.NewWriter(w)
	put := func(name, content string) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: noTime})
		if err == nil {
			_, err = io.WriteString(f, content)
		}
		return err
	}
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNS + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", xmlHead + `<w:document xmlns:w="` + wordNS + `" xmlns:r="` + officeNS + `" xmlns:wp="` + inlineNS + `" xmlns:a="` + drawNS + `" xmlns:pic="` + picNS + `"><w:body>` + body.String() + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>`},
		{"word/_rels/document.xml.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNS + `/styles" Target="styles.xml"/>` + rels.String() + `</Relationships>`},
		{"word/styles.xml", xmlHead + styles()},
	}
	for _, p := range parts {
		if err := put(p.name, p.content); err != nil {
			return err
		}
	}
	for _, f := range files {
		h, err := z.CreateHeader(&zip.FileHeader{Name: "word/media/" + f.name, Method: zip.Store, Modified: noTime}) // pictures are packed already
		if err == nil {
			_, err = h.Write(f.data)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

func styles() string {
	var b strings.Builder
	b.WriteString(`<w:styles xmlns:w="` + wordNS + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:kern w:val="2"/><w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>`)
	b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`)
	for _, s := range wordStyles {
		b.WriteString(`<w:style w:type="paragraph" w:styleId="` + s.id + `"><w:name w:val="` + s.name + `"/><w:basedOn w:val="Normal"/><w:qFormat/>` + s.look + `</w:style>`)
	}
	for _, s := range charStyles {
		b.WriteString(`<w:style w:type="character" w:styleId="` + s.id + `"><w:name w:val="` + s.name + `"/><w:qFormat/>` + s.look + `</w:style>`)
	}
	return b.String() + `</w:styles>`
}

// wordPara writes a paragraph, its spans as runs.
func wordPara(p *edition.Para) string {
	var b strings.Builder
	b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + styleID(p.Role) + `"/></w:pPr>`)
	rs := []rune(p.Text)
	at := 0
	run := func(to int, style string) {
		if to <= at {
			return
		}
		b.WriteString("<w:r>")
		for _, s := range charStyles {
			if s.style == style {
				b.WriteString(`<w:rPr><w:rStyle w:val="` + s.id + `"/></w:rPr>`)
			}
		}
		for i, line := range strings.Split(string(rs[at:to]), "\u2028") {
			if i > 0 {
				b.WriteString("<w:br/>")
			}
			b.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
		}
		b.WriteString("</w:r>")
		at = to
	}
	for _, s := range p.Spans {
		run(min(s.From, len(rs)), "")
		run(min(s.To, len(rs)), s.Style)
	}
	run(len(rs), "")
	return b.String() + "</w:p>"
}

// The width of a picture in the text, in EMU: 12 cm of the 14.6 cm that an A4 page has between Word's margins.
const pictureWidth = 12 * 360_000

func drawing(id, n int, pic *edition.Picture) string {
	h := pictureWidth * max(pic.Height, 1) / max(pic.Width, 1)
	return fmt.Sprintf(`<w:p><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Picture %d"/><a:graphic><a:graphicData uri="%s"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="%s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		pictureWidth, h, id, id, picNS, id, escape(pic.Name), n, pictureWidth, h)
}
