package importer

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/finding"
)

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`

// wordParts are the parts of a file as Word writes it, around a body.
func wordParts(body string) map[string]string {
	rel := func(id, kind, target, mode string) string {
		return `<Relationship Id="` + id + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `"` + mode + `/>`
	}
	style := func(id, name, inner string) string {
		return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/>` + inner + `</w:style>`
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	return map[string]string{
		"[Content_Types].xml": head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rel("rId1", "officeDocument", "word/document.xml", "") + `</Relationships>`,
		"word/document.xml":   head + `<w:document ` + wordSpace + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`,
		"word/_rels/document.xml.rels": head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			rel("rId1", "styles", "styles.xml", "") + rel("rId2", "numbering", "numbering.xml", "") + rel("rId3", "footnotes", "footnotes.xml", "") +
			rel("rId4", "comments", "comments.xml", "") + rel("rId5", "image", "media/image1.jpeg", "") + rel("rId6", "image", "media/image2.emf", "") +
			rel("rId7", "hyperlink", "https://example.org/a", ` TargetMode="External"`) + rel("rId8", "image", "/word/media/image3.png", "") + `</Relationships>`,
		"word/styles.xml": head + `<w:styles ` + wordSpace + `><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>` +
			style("a3", "Title", `<w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr>`) +
			style("1", "heading 1", `<w:pPr><w:outlineLvl w:val="0"/></w:pPr>`) + style("2", "heading 2", "") +
			style("yt", "引题", "") + style("ft", "副题", "") + style("by", "署名", "") + style("cap", "caption", "") + style("own", "本社标题", `<w:basedOn w:val="a3"/>`) +
			`<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style></w:styles>`,
		"word/numbering.xml": head + `<w:numbering ` + wordSpace + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>` +
			`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl></w:abstractNum>` +
			`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
		"word/footnotes.xml":     head + `<w:footnotes ` + wordSpace + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>据市统计局。</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"word/comments.xml":      head + `<w:comments ` + wordSpace + `><w:comment w:id="0" w:author="王主任"><w:p><w:r><w:t>数字请再核实</w:t></w:r></w:p></w:comment></w:comments>`,
		"word/media/image1.jpeg": string(photo(3, 2)), "word/media/image2.emf": "\x01\x00\x00\x00EMF", "word/media/image3.png": string(pngPhoto(4, 4)),
	}
}

func photo(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 37)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func pngPhoto(w, h int) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	img.Set(1, 1, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// packed makes a zip archive of parts, in the order of their names.
func packed(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(parts[name]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func wordFile(body string) []byte { return packed(wordParts(body)) }

// wp answers a paragraph of a style; text between * is bold.
func wp(style, text string) string {
	var b strings.Builder
	b.WriteString("<w:p>")
	if style != "" {
		b.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	for i, part := range strings.Split(text, "*") {
		bold := ""
		if i%2 == 1 {
			bold = "<w:rPr><w:b/></w:rPr>"
		}
		b.WriteString(`<w:r>` + bold + `<w:t xml:space="preserve">` + part + `</w:t></w:r>`)
	}
	return b.String() + "</w:p>"
}

const drawing = `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="%s"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="%s"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`

func readWord(t *testing.T, body string) Result {
	t.Helper()
	r, err := DOCX("稿.docx", wordFile(body))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, r)
	return r
}

// told answers the first note of a rule.
func told(r Result, rule string) (finding.Finding, bool) {
	for _, n := range r.Notes {
		if n.Rule == rule {
			return n, true
		}
	}
	return finding.Finding{}, false
}

const news = "本报讯（记者 张三）昨天上午，全市重点项目推进会举行，会议通报了进展情况，并部署下一阶段工作。"

func TestDOCXForms(t *testing.T) {
	centred := func(text, size string) string {
		return `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="` + size + `"/></w:rPr><w:t>` + text + `</w:t></w:r></w:p>`
	}
	for _, c := range []struct{ name, body, want string }{
		{"styles", wp("yt", "市委全会强调") + wp("a3", "干在实处") + wp("ft", "今年新开工项目百个") + wp("by", "张三") + wp("", news) + wp("1", "加快建设") + wp("", "第二段文字在这里。"),
			"feature: kicker 市委全会强调 | headline 干在实处 | deck 今年新开工项目百 | byline 张三 | lead 本报讯（记者 张 | subhead 加快建设 | body 第二段文字在这里"},
		{"a style based on the title's", wp("own", "标题在这里") + wp("", news),
			"news: headline 标题在这里 | lead 本报讯（记者 张"},
		{"heading 1 is the title where no title is", wp("1", "标题在这里") + wp("", news) + wp("2", "小标题") + wp("", "第二段文字在这里。"),
			"feature: headline 标题在这里 | lead 本报讯（记者 张 | subhead 小标题 | body 第二段文字在这里"},
		{"no styles at all", centred("标题在这里", "44") + centred("——记某某", "28") + centred("本报记者 张三", "21") + wp("", news),
			"news: headline 标题在这里 | deck ——记某某 | byline 本报记者 张三 | lead 本报讯（记者 张"},
		{"a centred title above Heading 1", centred("标题在这里", "44") + wp("", news) + wp("1", "小标题") + wp("", "第二段文字在这里。"),
			"feature: headline 标题在这里 | lead 本报讯（记者 张 | subhead 小标题 | body 第二段文字在这里"},
		{"two stories in one file", wp("1", "第一篇标题") + wp("", news) + wp("1", "第二篇标题") + wp("", news),
			"news: headline 第一篇标题 | lead 本报讯（记者 张\nnews: headline 第二篇标题 | lead 本报讯（记者 张"},
		{"a line end in a title and in text", `<w:p><w:pPr><w:pStyle w:val="a3"/></w:pPr><w:r><w:t>市委全会强调</w:t><w:br/><w:t>干在实处</w:t></w:r></w:p><w:p><w:r><w:t>` + news + `</w:t><w:br/><w:t>第二段文字在这里。</w:t></w:r></w:p>`,
			"news: kicker 市委全会强调 | headline 干在实处 | lead 本报讯（记者 张 | body 第二段文字在这里"},
		{"a picture with a caption", wp("a3", "标题在这里") + wp("", news) + `<w:p>` + fmt.Sprintf(drawing, "图片 1", "rId5") + `</w:p>` + wp("cap", "工地上，塔吊林立。") + wp("", "摄影 李四"),
			"news: headline 标题在这里 | lead 本报讯（记者 张 | picture 工地上，塔吊林立 / 摄影 李四"},
		{"a picture described", wp("a3", "标题在这里") + wp("", news) + `<w:p>` + fmt.Sprintf(drawing, "工地上，塔吊林立。", "rId5") + `</w:p>` + wp("", "接下来的正文一段，说的是别的事情。"),
			"news: headline 标题在这里 | lead 本报讯（记者 张 | body 接下来的正文一段 | picture 工地上，塔吊林立"},
		{"numbers are said", wp("a3", "标题在这里") + wp("", news) + `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>抓好项目建设。</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>抓好民生实事。</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>圆点不印。</w:t></w:r></w:p>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张 | body 一、抓好项目建设 | body 二、抓好民生实事 | body 圆点不印。"},
		{"a table of figures", wp("a3", "标题在这里") + wp("", news) + `<w:tbl><w:tr><w:tc>` + wp("", "区县") + `</w:tc><w:tc>` + wp("", "产值") + `</w:tc></w:tr><w:tr><w:tc>` + wp("", "东湖") + `</w:tc><w:tc>` + wp("", "12亿") + `</w:tc></w:tr></w:tbl>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张 | body 区县 产值 | body 东湖 12亿"},
		{"a table as a frame", `<w:tbl><w:tr><w:tc>` + wp("a3", "标题在这里") + wp("", news) + `</w:tc></w:tr></w:tbl>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张"},
		{"a text box, said twice for old programs", wp("a3", "标题在这里") + wp("", news) + `<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx><w:txbxContent>` + wp("", "框里的话在这里。") + `</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + wp("", "框里的话在这里。") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张 | body 框里的话在这里。"},
		{"a formula's text", wp("a3", "标题在这里") + `<w:p><w:r><w:t>` + news + `</w:t></w:r><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张"},
	} {
		r := readWord(t, c.body)
		var got []string
		for _, s := range r.Stories {
			got = append(got, outline(s))
		}
		if g := strings.Join(got, "\n"); g != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, g, c.want)
		}
	}
}

func TestDOCXNotes(t *testing.T) {
	r := readWord(t, wp("a3", "标题在这里")+`<w:p><w:r><w:t>全市产值</w:t></w:r><w:commentRangeStart w:id="0"/><w:r><w:t>120亿元</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>，*增长一成。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r></w:p>`+
		wp("", "第二段*加粗*文字，<w:br/>"[:len("第二段*加粗*文字，")]+"在这里。")+
		`<w:p><w:hyperlink r:id="rId7"><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:t>在此。</w:t></w:r></w:p>`)
	s := r.Stories[0]
	var texts []string
	for _, p := range s.Paras {
		texts = append(texts, p.Text)
	}
	if got := strings.Join(texts, "|"); got != "标题在这里|全市产值120亿元①，*增长一成。|第二段加粗文字，在这里。|链接在此。|注①：据市统计局。" {
		t.Errorf("text %s", got)
	}
	if sp := s.Paras[2].Spans; len(sp) != 1 || sp[0] != (edition.Span{From: 3, To: 5, Style: edition.Bold}) {
		t.Errorf("spans %v", sp)
	}
	n, ok := told(r, NoteComment)
	if !ok || n.Text != "120亿元" || n.Place != (finding.Place{Story: s.ID, Para: s.Paras[1].ID, From: 4, To: 9}) || !strings.Contains(n.Message.ZH, "王主任") || !strings.Contains(n.Message.EN, "数字请再核实") {
		t.Errorf("comment %+v", n)
	}
	for _, rule := range []string{NoteHidden, NoteNotes, NoteLink} {
		if _, ok := told(r, rule); !ok {
			t.Errorf("nothing told of %s", rule)
		}
	}
}

func TestDOCXChanges(t *testing.T) {
	body := wp("a3", "标题在这里") + `<w:p><w:r><w:t>产值</w:t></w:r><w:del w:id="1"><w:r><w:delText>12亿元</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>13亿元</w:t></w:r></w:ins><w:r><w:t>，全市排名第一。</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t>前半句，</w:t></w:r></w:p><w:p><w:r><w:t>后半句。</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:rPr><w:ins w:id="4"/></w:rPr></w:pPr><w:ins w:id="5"><w:r><w:t>新加的一段。</w:t></w:r></w:ins></w:p>` + wp("", "最后一段。")
	for _, c := range []struct {
		how  TrackedChanges
		want string
	}{
		{TakeChanges, "产值13亿元，全市排名第一。|前半句，后半句。|新加的一段。|最后一段。"},
		{RefuseChanges, "产值12亿元，全市排名第一。|前半句，|后半句。|最后一段。"},
	} {
		r, err := DOCXWith("稿.docx", wordFile(body), Options{Changes: c.how})
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, p := range r.Stories[0].Paras[1:] {
			texts = append(texts, p.Text)
		}
		if got := strings.Join(texts, "|"); got != c.want {
			t.Errorf("%d: %s, want %s", c.how, got, c.want)
		}
		if n, ok := told(r, NoteChanges); !ok || n.Level != finding.Warning {
			t.Errorf("%d: no word of the changes", c.how)
		}
	}
}

func TestDOCXPictures(t *testing.T) {
	body := wp("a3", "标题在这里") + wp("", news)
	for _, id := range []string{"rId5", "rId6", "rId8", "rId5"} {
		body += `<w:p>` + fmt.Sprintf(drawing, "", id) + `</w:p>`
	}
	r := readWord(t, body+`<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId8"/></v:shape></w:pict></w:r></w:p>`)
	s := r.Stories[0]
	if len(s.Pictures) != 5 || len(r.Pictures) != 2 {
		t.Fatalf("%d uses, %d files", len(s.Pictures), len(r.Pictures))
	}
	if s.Pictures[0].Picture != s.Pictures[3].Picture || s.Pictures[0].Picture == "" || s.Pictures[1].Picture != "" || s.Pictures[2].Picture != s.Pictures[4].Picture {
		t.Errorf("uses %+v", s.Pictures)
	}
	if n, ok := told(r, NotePicture); !ok || !strings.Contains(n.Message.ZH, "image2.emf") {
		t.Errorf("no word of the picture that cannot be used: %+v", n)
	}
}
