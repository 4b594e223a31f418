package importer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newsItemXML is a NewsML-G2 item around a content set.
func newsItemXML(class, meta, content string) string {
	return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x" version="1" standard="NewsML-G2"><rightsInfo><usageTerms>仅供本报</usageTerms></rightsInfo><itemMeta><itemClass qcode="ninat:` + class + `"/><provider literal="某社"/><edNote>请配图</edNote></itemMeta><contentMeta>` + meta + `</contentMeta><contentSet>` + content + `</contentSet></newsItem>`
}

func TestNewsML(t *testing.T) {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	meta := `<urgency>2</urgency><by>本报记者 张三</by><dateline>北京12月9日电</dateline><headline>标题在这里</headline><headline role="hld:subHeadline">副题在这里</headline>`
	paragraphs := `<p>` + news + `</p><p>第二段<strong>文字</strong>在这里。</p>`
	nitf := `<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>标题在这里</hl1></hedline></body.head><body.content>` + paragraphs + `</body.content></body></nitf>`
	xhtml := `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>` + paragraphs + `</body></html>`
	const want = "news: headline 标题在这里 | deck 副题在这里 | byline 本报记者 张三 | lead 北京12月9日电 | body 第二段文字在这里"
	for _, c := range []struct{ name, doc, want string }{
		{"XHTML", newsItemXML("text", meta, `<inlineXML contenttype="application/xhtml+xml">`+xhtml+`</inlineXML>`), want},
		{"plain text", newsItemXML("text", meta, "<inlineData contenttype=\"text/plain\">"+news+"\n\n第二段文字在这里。</inlineData>"), want},
		{"escaped HTML", newsItemXML("text", meta, `<inlineData contenttype="text/html">&lt;p&gt;`+news+`&lt;/p&gt;&lt;p&gt;第二段文字在这里。&lt;/p&gt;</inlineData>`), want},
		{"NITF", newsItemXML("text", `<urgency>2</urgency>`, `<inlineXML contenttype="application/nitf+xml">`+nitf+`</inlineXML>`), "news: headline 标题在这里 | lead 本报讯（记者 张 | body 第二段文字在这里"},
		{"a message with a text and its picture", `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>` +
			newsItemXML("text", meta, `<inlineXML>`+xhtml+`</inlineXML>`) + newsItemXML("picture", `<by>李四</by><description>工地上，塔吊林立。</description>`, `<remoteContent href="a.jpg"/>`) + `</itemSet></newsMessage>`,
			want + " | picture 工地上，塔吊林立 / 李四 摄"},
	} {
		path := filepath.Join(t.TempDir(), "电稿.xml")
		if err := os.WriteFile(path, []byte(head+c.doc), 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := Path(path)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		sound(t, r)
		if got := outlines(r); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
		if r.Stories[0].Priority != 4 {
			t.Errorf("%s: urgency 2 became priority %d", c.name, r.Stories[0].Priority)
		}
		if n, ok := told(r, NoteComment); !ok || !strings.Contains(n.Message.ZH+n.Message.EN, "请配图") && !strings.Contains(n.Message.ZH, "仅供本报") {
			t.Errorf("%s: the desk's note is not told", c.name)
		}
	}
	for name, doc := range map[string]string{
		"video only":     newsItemXML("video", meta, `<remoteContent href="a.mp4"/>`),
		"an old NewsML":  `<NewsML><NewsItem/></NewsML>`,
		"cut off":        newsItemXML("text", meta, `<inlineXML>`+xhtml)[:600],
		"nothing inside": newsItemXML("text", "", ""),
	} {
		_, err := NewsML("x.xml", []byte(head+doc))
		var f *FileError
		if w := Why(err); !errors.As(err, &f) || w.ZH == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzNewsML(f *testing.F) {
	good := []byte(newsItemXML("text", `<by>张三</by><headline>标题在这里</headline>`, `<inlineXML><html><body><p>`+news+`</p></body></html></inlineXML>`))
	f.Add(good)
	for i := range 7 {
		f.Add(spoil(good, i))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewsML("f", data)
		checkFuzzed(t, r, err)
	})
}
