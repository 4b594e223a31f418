package importer

import (
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/finding"
)

// What a spreadsheet puts on the clipboard for three rows, one with an empty cell.
const (
	excel = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><style><!--table {mso-displayed-decimal-separator:"\.";} .xl65 {mso-number-format:"@";} --></style></head>
<body link=blue vlink=purple><table border=0 cellpadding=0 cellspacing=0 width=192 style='border-collapse:collapse;width:144pt'><!--StartFragment--><col width=64 span=3>
 <tr height=19><td height=19 width=64>乡镇</td><td>面积（亩）</td><td class=xl65>产量</td></tr>
 <tr><td><b>城关</b></td><td align=right>1,200</td><td align=right>560.5</td></tr>
 <tr><td>白鹭</td><td></td><td align=right>48</td></tr><!--EndFragment--></table></body></html>`
	excelText = "乡镇\t面积（亩）\t产量\r\n城关\t1,200\t560.5\r\n白鹭\t\t48\r\n"
)

// TestClip: the HTML of a word processor and of a browser, and the text beside it; bold is written *so*.
func TestClip(t *testing.T) {
	word := `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8><style><!-- p.MsoNormal {mso-style-name:x} --></style></head>
<body lang=ZH-CN><!--StartFragment--><p class=MsoNormal style='text-indent:21.0pt'><b><span style='font-family:宋体'>本报讯</span></b><span
lang=EN-US>11</span>月<o:p></o:p></p>
<p class=MsoNormal>第二段<span style='color:red'>红字</span></p><!--EndFragment--></body></html>`
	for _, c := range []struct{ name, html, plain, want string }{
		{"word", word, "本报讯11月\r\n第二段红字\r\n", "*本报讯*11月|第二段红字"},
		{"browser", `<meta charset="utf-8"><p>甲<strong>乙</strong>丙</p><div>丁<i>戊</i></div>`, "甲乙丙\n\n丁戊", "甲*乙*丙|丁戊"},
		{"one run", `<meta charset='utf-8'><b>粗</b>细`, "粗细", "*粗*细"},
		{"says less than the text", `<p>甲</p>`, "甲乙", ""},
		{"says something else", `<p>甲</p>`, "乙", ""},
		{"a script", `<script>alert(1)</script><p>甲</p>`, "甲", "甲"},
		{"nothing", ``, "甲", ""},
		{"a spreadsheet", excel, excelText, "乡镇 面积（亩） 产量|*城关* 1,200 560.5|白鹭 48"},
	} {
		got, ok := Clip([]byte(c.html), c.plain)
		var lines []string
		for _, p := range got {
			rs := []rune(p.Text)
			out, at := "", 0
			for _, s := range p.Bold {
				out += string(rs[at:s.From]) + "*" + string(rs[s.From:s.To]) + "*"
				at = s.To
			}
			lines = append(lines, out+string(rs[at:]))
		}
		if s := strings.Join(lines, "|"); s != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

func FuzzClip(f *testing.F) {
	f.Add([]byte(`<p>甲<b>乙</b></p>`), "甲乙")
	f.Fuzz(func(t *testing.T, data []byte, plain string) {
		paras, _ := Clip(data, plain)
		for _, p := range paras {
			n := len([]rune(p.Text))
			for _, s := range p.Bold {
				if s.From < 0 || s.To > n || s.From >= s.To || s.Style != edition.Bold {
					t.Fatalf("%q has span %v", p.Text, s)
				}
			}
		}
	})
}

// TestSpreadsheet: a table of a spreadsheet, as text and as HTML, is a story's text, a row a paragraph, whatever stands around
// it; where an empty cell lets what follows move up, it is said.
func TestSpreadsheet(t *testing.T) {
	rows := "body 乡镇 面积（亩） | body 城关 1,200 | body 白鹭  48"
	for _, c := range []struct{ name, text, want string }{
		{"under a headline", "各乡镇秋粮产量公布\n\n" + excelText, "news: headline 各乡镇秋粮产量公 | " + rows},
		{"in a story", "各乡镇秋粮产量公布\n本报讯 昨天，各乡镇秋粮产量公布如下。\n" + excelText + "明年将再增。\n", "news: headline 各乡镇秋粮产量公 | lead 本报讯 昨天，各 | " + rows + " | body 明年将再增。"},
		{"one tab is no table", "各乡镇秋粮产量公布\n\t本报讯 昨天，各乡镇秋粮产量公布。\n", "news: headline 各乡镇秋粮产量公 | lead 本报讯 昨天，各"},
	} {
		r, err := Text("产量.txt", []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		sound(t, r)
		if got := outlines(r); got != c.want || len(r.Furniture) > 0 {
			t.Errorf("%s\n got %s, %d pieces of furniture\nwant %s", c.name, got, len(r.Furniture), c.want)
		}
	}
	r, err := HTML("产量.html", []byte(excel))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, r)
	if got, want := outlines(r), "news: "+strings.Replace(rows, "  ", " ", 1); got != want {
		t.Errorf("as HTML\n got %s\nwant %s", got, want)
	}
	if n, ok := told(r, NoteTable); !ok || n.Level != finding.Warning || !strings.Contains(n.Message.EN, "moved up in 1 row") {
		t.Errorf("the empty cell: %+v", n)
	}
}
