package importer

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dayang/internal/bounded"
	"dayang/internal/edition"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func outlines(r Result) string {
	var got []string
	for _, s := range r.Stories {
		got = append(got, outline(s))
	}
	return strings.Join(got, "\n")
}

func TestHTMLForms(t *testing.T) {
	long := strings.Repeat("今年以来项目建设全面提速。", 8)
	for _, c := range []struct{ name, in, want string }{
		{"an article among boilerplate", `<!DOCTYPE html><html><head><title>标题在这里_某网</title><style>p{}</style><script>var a="<p>不要</p>"</script></head><body><nav><a href=/>首页</a></nav><div class=top><a href=1>新闻</a> <a href=2>体育</a> <a href=3>娱乐</a></div><article><header><h1>标题在这里</h1></header><p class="author">张三</p><p>` + news + `</p><figure><img src="a.jpg"><div class=byline>李四/摄</div><figcaption>工地上，塔吊林立。</figcaption></figure><p>第二段文字在这里。</p></article><aside>广告</aside><footer>版权所有</footer></body></html>`,
			"news: headline 标题在这里 | byline 张三 | lead 本报讯（记者 张 | body 第二段文字在这里 | picture 工地上，塔吊林立 / 李四/摄"},
		{"pasted", `<h2>标题在这里</h2><div>本报记者 张三</div><div>` + news + `</div><h3>小标题</h3><div>第二段<b>文字</b>在这里。<br>第三段文字。</div>`,
			"feature: headline 标题在这里 | byline 本报记者 张三 | lead 本报讯（记者 张 | subhead 小标题 | body 第二段文字在这里 | body 第三段文字。"},
		{"Word's own page", `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p class=MsoTitle>标题在这里<o:p></o:p></p><p class=MsoNormal>` + news + `</p></body></html>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张"},
		{"the page's title stands in", `<html><head><title>标题在这里_新闻频道_某网</title></head><body><p>` + long + `</p><p>` + long + `</p></body></html>`,
			"news: headline 标题在这里 | lead 今年以来项目建设 | body 今年以来项目建设"},
		{"lists and a table", `<h1>标题在这里</h1><p>` + news + `</p><ol start=3><li>抓好项目建设。</li><li>抓好民生实事。</li></ol><ul><li>圆点不印。</li></ul><table><caption>表一</caption><tr><th>区县<th>产值</tr><tr><td>东湖<td>12亿</tr></table>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张 | body 3.抓好项目建设 | body 4.抓好民生实事 | body 圆点不印。 | body 表一 | body 区县 产值 | body 东湖 12亿"},
		{"a table as a frame", `<table><tr><td><h1>标题在这里</h1><p>` + news + `</p></td></tr></table>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张"},
		{"what is hidden", `<h1>标题在这里</h1><p>` + news + `</p><p style="display:none">看不见</p><p hidden>看不见</p>`,
			"news: headline 标题在这里 | lead 本报讯（记者 张"},
		{"lines broken in the source", "<h1>标题在\n这里</h1><p>本报讯（记者 张三）昨天\n上午，会议在\n Hall A\n举行。</p>",
			"news: headline 标题在这里 | lead 本报讯（记者 张"},
	} {
		r, err := HTML("页.html", []byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		sound(t, r)
		if got := outlines(r); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	r, err := HTML("页.html", []byte("<h1>标题</h1><p>本报讯 昨天\n上午，<b>会议</b>在\n Hall A\n举行。</p>"))
	if err != nil || r.Stories[0].Paras[1].Text != "本报讯 昨天上午，会议在 Hall A 举行。" || len(r.Stories[0].Paras[1].Spans) != 1 {
		t.Errorf("%+v, %v", r.Stories[0].Paras[1], err)
	}
}

func TestHTMLEncodings(t *testing.T) {
	const text = `<html><head>%s</head><body><h1>标题㐀𠀀在这里</h1><p>本报讯 昨天上午，会议在市政府举行。</p></body></html>`
	for _, c := range []struct{ meta, name string }{
		{`<meta charset="gb2312">`, "GB18030"}, {`<meta http-equiv="Content-Type" content="text/html; charset=gb18030">`, "GB18030"}, {"", "GB18030"}, {`<meta charset="big5">`, "GB18030"},
	} {
		data, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(fmt.Sprintf(text, c.meta)))
		if err != nil {
			t.Fatal(err)
		}
		r, err := HTML("页.htm", data)
		if err != nil {
			t.Fatal(err)
		}
		if h := r.Stories[0].First(edition.Headline).Text; h != "标题㐀𠀀在这里" {
			t.Errorf("%s: %q", c.meta, h)
		}
		if n, ok := told(r, NoteEncoding); !ok || !strings.Contains(n.Message.ZH, c.name) {
			t.Errorf("%s: %+v", c.meta, n)
		}
	}
	r, err := HTML("页.htm", []byte(fmt.Sprintf(text, `<meta charset="gb2312">`))) // a declaration that no longer holds
	if err != nil || r.Stories[0].First(edition.Headline).Text != "标题㐀𠀀在这里" {
		t.Errorf("UTF-8 that calls itself GB2312: %v", err)
	}
}

func TestHTMLPictures(t *testing.T) {
	src := "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(photo(3, 2))
	r, err := HTML("页.html", []byte(`<h1>标题在这里</h1><p>`+news+`<img src="`+src+`" alt="工地上，塔吊林立。"></p><img src="https://example.org/x.jpg"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`))
	if err != nil {
		t.Fatal(err)
	}
	s := r.Stories[0]
	if len(r.Pictures) != 1 || len(s.Pictures) != 2 || s.Pictures[0].Picture != r.Pictures[0].ID || s.Pictures[0].Caption.Text != "工地上，塔吊林立。" || s.Pictures[1].Picture != "" {
		t.Errorf("%+v", s.Pictures)
	}
	// A page saved with its pictures beside it.
	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("页.html", []byte(`<h1>标题在这里</h1><p>`+news+`</p><img src="./%E9%A1%B5_files/a.jpg">`))
	write("页_files/a.jpg", photo(3, 2))
	if r, err = Path(filepath.Join(dir, "页.html")); err != nil || len(r.Pictures) != 1 || r.Stories[0].Pictures[0].Picture != r.Pictures[0].ID {
		t.Errorf("%v %+v", err, r.Pictures)
	}
}

const nitfStory = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.6/specification/dtd/nitf-3-6.dtd">
<nitf><head><title>x</title><docdata><urgency ed-urg="2"/></docdata></head><body><body.head><hedline><hl1>标题在这里</hl1><hl2>副题在这里</hl2></hedline><byline>本报记者 <person>张三</person></byline><dateline><location>北京</location>12月9日电</dateline></body.head>
<body.content><p>全市重点项目<em>推进会</em>昨天举行，<strong>会议</strong>通报了进展&nbsp;情况。</p><hl2>小标题</hl2><p>第二段文字在这里。</p><media media-type="image"><media-reference source="a.jpg" mime-type="image/jpeg"/><media-caption>工地上，塔吊林立。</media-caption><media-producer>李四 摄</media-producer></media><ol><li>一件事。</li></ol></body.content></body></nitf>`

func TestNITF(t *testing.T) {
	r, err := NITF("稿.xml", []byte(nitfStory))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, r)
	if got, want := outlines(r), "feature: headline 标题在这里 | deck 副题在这里 | byline 本报记者 张三 | lead 北京12月9日电 | subhead 小标题 | body 第二段文字在这里 | body 1.一件事。 | picture 工地上，塔吊林立 / 李四 摄"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if s := r.Stories[0]; s.Priority != 4 || len(s.First(edition.Lead).Spans) != 1 {
		t.Errorf("priority %d, spans %v", s.Priority, s.First(edition.Lead).Spans)
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(strings.Replace(nitfStory, "UTF-8", "GB2312", 1))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := NITF("稿.xml", []byte(gb)); err != nil || outlines(r) == "" || r.Stories[0].First(edition.Headline).Text != "标题在这里" {
		t.Errorf("GB2312: %v", err)
	}
}

func TestNinjs(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"1.x", `{"uri":"u","type":"text","headline":"标题在这里","byline":"本报记者 张三","urgency":1,"body_text":"x","body_xhtml":"<p>` + news + `</p><h2>小标题</h2><p>第二段<b>文字</b>在这里。</p>","associations":{"main":{"type":"picture","description_text":"工地上，塔吊林立。","byline":"李四","renditions":{"small":{"href":"s.jpg","width":10,"height":10},"big":{"href":"big.jpg","width":100,"height":80}}}}}`,
			"feature: headline 标题在这里 | byline 本报记者 张三 | lead 本报讯（记者 张 | subhead 小标题 | body 第二段文字在这里 | picture 工地上，塔吊林立 / 李四 摄"},
		{"2.x", `{"uri":"u","type":"text","headlines":[{"role":"kicker","value":"引题在这里"},{"role":"main","value":"标题在这里"},{"role":"subheadline","value":"副题在这里"}],"by":"张三","bodies":[{"role":"text","contenttype":"text/plain","value":"标题在这里\n` + news + `\n第二段文字在这里。"}],"associations":[{"name":"a","type":"picture","uri":"https://example.org/p","descriptions":[{"value":"工地上，塔吊林立。"}],"by":"李四/摄"}]}`,
			"news: kicker 引题在这里 | headline 标题在这里 | deck 副题在这里 | byline 张三 | lead 本报讯（记者 张 | body 第二段文字在这里 | picture 工地上，塔吊林立 / 李四/摄"},
		{"3.x spells in capitals", `{"uri":"u","type":"text","headlines":[{"role":"simple","contentType":"text/plain","value":"标题在这里"}],"bodies":[{"role":"richtext","contentType":"application/xhtml+xml","value":"<article><h1>标题在这里</h1><p>` + news + `</p></article>"}]}`,
			"news: headline 标题在这里 | lead 本报讯（记者 张"},
		{"a list", `[{"uri":"1","headline":"第一篇标题","body_text":"` + news + `"},{"uri":"2","type":"video","headline":"片子"},{"uri":"3","headline":"第二篇标题","body_text":"` + news + `"}]`,
			"news: headline 第一篇标题 | lead 本报讯（记者 张\nnews: headline 第二篇标题 | lead 本报讯（记者 张"},
		{"a picture alone", `{"uri":"https://example.org/p","type":"picture","headline":"桥韵","description_text":"初冬时节，碧空云淡。","byline":"赵云其"}`,
			"photo: headline 桥韵 | picture 初冬时节，碧空云 / 赵云其 摄"},
	} {
		r, err := Ninjs("稿.json", []byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		sound(t, r)
		if got := outlines(r); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// segment answers a JPEG segment.
func segment(marker byte, content string) string {
	b := []byte{0xff, marker, 0, 0}
	binary.BigEndian.PutUint16(b[2:], uint16(len(content)+2))
	return string(b) + content
}

func dataSet(record, set byte, value string) string {
	return string([]byte{0x1c, record, set, byte(len(value) >> 8), byte(len(value))}) + value
}

func iptc(sets string) string {
	res := "8BIM\x04\x04\x00\x00" + string(binary.BigEndian.AppendUint32(nil, uint32(len(sets)))) + sets
	return segment(0xed, "Photoshop 3.0\x00"+res)
}

// exif answers an EXIF segment with text fields, in ascending tags.
func exif(fields ...any) string {
	n := len(fields) / 2
	head := append([]byte("II*\x00\x08\x00\x00\x00"), byte(n), 0)
	var values []byte
	for i := 0; i < n; i++ {
		v := fields[2*i+1].(string) + "\x00"
		head = binary.LittleEndian.AppendUint16(head, uint16(fields[2*i].(int)))
		head = binary.LittleEndian.AppendUint16(head, 2)
		head = binary.LittleEndian.AppendUint32(head, uint32(len(v)))
		head = binary.LittleEndian.AppendUint32(head, uint32(8+2+12*n+4+len(values)))
		values = append(values, v...)
	}
	return segment(0xe1, "Exif\x00\x00"+string(head)+"\x00\x00\x00\x00"+string(values))
}

func withSegments(segs ...string) []byte {
	p := photo(3, 2)
	return []byte(string(p[:2]) + strings.Join(segs, "") + string(p[2:]))
}

const xmp = "http://ns.adobe.com/xap/1.0/\x00" + `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="新华社"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">工地上，塔吊林立。</rdf:li></rdf:Alt></dc:description><dc:creator><rdf:Seq><rdf:li>李四</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

func TestPhotoData(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("工地上，塔吊林立，工人们在忙碌。")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		want PhotoData
	}{
		{"none", photo(3, 2), PhotoData{}},
		{"XMP", withSegments(segment(0xe1, xmp)), PhotoData{Caption: "工地上，塔吊林立。", Creator: "李四", Credit: "新华社"}},
		{"IPTC in UTF-8", withSegments(iptc(dataSet(1, 90, "\x1b%G") + dataSet(2, 105, "工地") + dataSet(2, 120, "塔吊林立。") + dataSet(2, 80, "李四"))), PhotoData{Headline: "工地", Caption: "塔吊林立。", Creator: "李四"}},
		{"IPTC in GBK", withSegments(iptc(dataSet(2, 120, gbk))), PhotoData{Caption: "工地上，塔吊林立，工人们在忙碌。"}},
		{"EXIF", withSegments(exif(0x10e, "塔吊林立。", 0x13b, "Li Si")), PhotoData{Caption: "塔吊林立。", Creator: "Li Si"}},
		{"a camera's own words", withSegments(exif(0x10e, "OLYMPUS DIGITAL CAMERA")), PhotoData{}},
		{"XMP before EXIF", withSegments(exif(0x10e, "旧说明。", 0x13b, "王五"), segment(0xe1, xmp)), PhotoData{Caption: "工地上，塔吊林立。", Creator: "李四", Credit: "新华社"}},
	} {
		if got := ReadPhotoData(c.data); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		for n := range c.data { // cut off anywhere it says less, and does no harm
			ReadPhotoData(c.data[:n])
		}
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"稿.md": []byte("## 标题在这里\n\n" + news + "\n\n![](a.jpg)\n"), "a.jpg": withSegments(segment(0xe1, xmp))} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Path(dir)
	if err != nil {
		t.Fatal(err)
	}
	u := r.Stories[0].Pictures[0]
	if u.Caption == nil || u.Caption.Text != "工地上，塔吊林立。" || u.Credit == nil || u.Credit.Text != "新华社 李四 摄" {
		t.Errorf("%+v %+v", u.Caption, u.Credit)
	}
	sound(t, r)
	if n, ok := told(r, NoteCaption); !ok || n.Place.Para == "" {
		t.Errorf("%+v", n)
	}
}

// TestKinds says which reader a file gets, whatever its name.
func TestKinds(t *testing.T) {
	dir := t.TempDir()
	word := wordFile(wp("a3", "标题在这里") + wp("", news))
	plain := []byte("标题在这里\n" + news)
	parts := wordParts("")
	parts["word/document.xml"] = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document ` + wordSpace + `><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`
	for _, c := range []struct {
		name string
		data []byte
		err  error
		told string
	}{
		{"a.docx", word, nil, ""}, {"a.doc", word, nil, NoteKind}, {"a.txt", word, nil, NoteKind}, {"a.zip", word, nil, NoteKind}, {"a.docx", plain, nil, NoteKind}, {"a.wps", plain, nil, NoteKind},
		{"a.doc", []byte("<html><body><h1>标题在这里</h1><p>" + news + "</p></body></html>"), nil, NoteKind},
		{"a.txt", []byte("<?xml version='1.0'?>" + nitfStory[strings.Index(nitfStory, "<!DOCTYPE"):]), nil, NoteKind},
		{"a.json", []byte(`{"uri":"u","headline":"标题在这里","body_text":"` + news + `"}`), nil, ""},
		{"a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"), ErrOldWord, ""},
		{"a.docx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), ErrLocked, ""},
		{"a.rtf", []byte(`{\rtf1\ansi x}`), ErrOther, ""}, {"a.pdf", []byte("%PDF-1.7 x"), ErrOther, ""}, {"a.odt", packed(map[string]string{"content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"}), ErrOther, ""},
		{"a.xml", []byte("<?xml version='1.0'?><newsml/>"), ErrOther, ""}, {"a.xml", []byte("<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>"), ErrOldWord, ""},
		{"a.zip", packed(map[string]string{"x.txt": "x"}), ErrFormat, ""}, {"a.docx", word[:len(word)*2/3], ErrDamaged, ""}, {"a.docx", word[:100], ErrDamaged, ""},
		{"a.docx", nil, ErrEmpty, ""}, {"a.docx", packed(parts), bounded.ErrLimit, ""}, {"a.exe", []byte("MZ\x00\x01\x02\x03\x04\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), ErrNotText, ""},
		{"a.json", []byte(`{"uri":`), ErrJSON, ""}, {"a.html", nil, ErrEmpty, ""}, {"a.xml", []byte("<nitf><body>"), ErrDamaged, ""},
	} {
		path := filepath.Join(dir, c.name)
		if err := os.WriteFile(path, c.data, 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := Path(path)
		if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
			t.Errorf("%s %.20q: %v, want %v", c.name, c.data, err, c.err)
			continue
		}
		if err != nil {
			var f *FileError
			if w := Why(err); w.ZH == "" || w.EN == "" || !errors.As(err, &f) || f.Name != path || strings.Contains(w.ZH, "读取出错") {
				t.Errorf("%s: no words for %v: %+v", c.name, err, w)
			}
			continue
		}
		if r.Stories[0].First(edition.Headline).Text != "标题在这里" {
			t.Errorf("%s %.20q: %s", c.name, c.data, outlines(r))
		}
		if _, ok := told(r, NoteKind); ok != (c.told != "") {
			t.Errorf("%s %.20q: told %v", c.name, c.data, ok)
		}
	}
}

func TestLimits(t *testing.T) {
	deep := func(open, shut string, n int) string { return strings.Repeat(open, n) + strings.Repeat(shut, n) }
	many := map[string]string{}
	for i := range bounded.Manuscript.Entries {
		many[fmt.Sprint("word/media/", i)] = ""
	}
	many["word/document.xml"], many["_rels/.rels"] = "<x/>", "<x/>"
	bomb := wordParts("")
	bomb["word/document.xml"] = `<w:document ` + wordSpace + `><w:body><w:p><w:r><w:t>` + strings.Repeat("啊", int(bounded.Manuscript.XML/3)) + `</w:t></w:r></w:p></w:body></w:document>`
	wordy := wordParts(`<w:p>` + strings.Repeat(`<w:r><w:t>`+strings.Repeat("a", 1<<20)+`</w:t></w:r>`, 10) + `</w:p>`)
	for _, c := range []struct {
		name string
		read func() error
		want bounded.Limit
	}{
		{"tables in tables", func() error {
			_, err := DOCX("a.docx", wordFile(deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 200)))
			return err
		}, bounded.Depth},
		{"an archive of many files", func() error { _, err := DOCX("a.docx", packed(many)); return err }, bounded.Entries},
		{"a zip bomb", func() error { _, err := DOCX("a.docx", packed(bomb)); return err }, bounded.Part},
		{"too much text", func() error { _, err := DOCX("a.docx", packed(wordy)); return err }, bounded.Text},
		{"a page of nested boxes", func() error { _, err := HTML("a.html", []byte(deep("<div>", "</div>", 3000))); return err }, bounded.Depth},
		{"NITF of nested blocks", func() error {
			_, err := NITF("a.xml", []byte("<nitf><body>"+deep("<block>", "</block>", 3000)+"</body></nitf>"))
			return err
		}, bounded.Depth},
		{"NITF with entities of its own", func() error {
			_, err := NITF("a.xml", []byte(`<!DOCTYPE nitf [<!ENTITY a "x">]><nitf><body/></nitf>`))
			return err
		}, bounded.Entity},
		{"NITF of elements without end", func() error {
			_, err := NITF("a.xml", []byte("<nitf><body><body.content>"+strings.Repeat("<p/>", 300_000)+"</body.content></body></nitf>"))
			return err
		}, bounded.Elements},
		{"ninjs of pictures without end", func() error {
			_, err := Ninjs("a.json", []byte(`{"uri":"u","headline":"x","associations":[`+strings.Repeat(`{},`, 600)+`{}]}`))
			return err
		}, bounded.Entries},
	} {
		start := time.Now()
		err := c.read()
		t.Logf("%s: refused after %v", c.name, time.Since(start).Round(time.Millisecond))
		var l *bounded.LimitError
		if !errors.As(err, &l) || l.Limit != c.want || !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if w := Why(err); !strings.Contains(w.ZH, "限度") || !strings.Contains(w.EN, "limit") {
			t.Errorf("%s: %+v", c.name, w)
		}
	}
	if _, err := HTML("a.html", bytes.Repeat([]byte("a"), 9<<20)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}
