package importer

import (
	"strings"
	"testing"

	"dayang/internal/edition"
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
