package importer

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wordLike are Word files with the structures that Word itself leaves behind: runs cut apart by revision ids and by the
// spelling checker, smart tags, content controls, fields, bookmarks, text boxes said twice, pictures of old programs,
// tracked changes, comments, notes, numbering, tables with merged cells. Made by hand after ECMA-376; no file of anyone's.
func wordLike() map[string][]byte {
	run := func(rsid, text string) string {
		return `<w:r w:rsidR="` + rsid + `" w:rsidRPr="` + rsid + `"><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="宋体" w:eastAsia="宋体"/><w:szCs w:val="21"/></w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
	}
	para := func(style, inner string) string {
		if style != "" {
			style = `<w:pStyle w:val="` + style + `"/>`
		}
		return `<w:p w:rsidR="00A77B3E" w:rsidRDefault="00F31C5C" w:rsidP="00A77B3E"><w:pPr>` + style + `<w:spacing w:line="360" w:lineRule="auto"/><w:ind w:firstLineChars="200" w:firstLine="420"/><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:pPr>` + inner + `</w:p>`
	}
	const spell, unspell = `<w:proofErr w:type="spellStart"/>`, `<w:proofErr w:type="spellEnd"/>`
	cut := para("a3", `<w:bookmarkStart w:id="0" w:name="_GoBack"/>`+run("001A", "全市")+spell+run("002B", "重点项目")+unspell+`<w:bookmarkEnd w:id="0"/>`+run("003C", "集中开工")) +
		para("by", run("001A", "本报记者 ")+`<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="PersonName"><w:smartTagPr><w:attr w:name="ProductID" w:val="张三"/></w:smartTagPr>`+run("002B", "张三")+`</w:smartTag>`) +
		`<w:sdt><w:sdtPr><w:alias w:val="导语"/><w:id w:val="-12"/><w:placeholder><w:docPart w:val="x"/></w:placeholder></w:sdtPr><w:sdtContent>` +
		para("", run("001A", "本报讯 昨天")+`<w:smartTag w:element="time"><w:smartTag w:element="date">`+run("002B", "上午")+`</w:smartTag></w:smartTag>`+run("003C", "，全市重点项目集中开工，")+
			`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "https://example.org/x" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`+run("004D", "总投资一百二十亿元")+`<w:r><w:fldChar w:fldCharType="end"/></w:r>`+
			`<w:r><w:lastRenderedPageBreak/></w:r>`+run("005E", "，涉及工业、农业、交通。")) + `</w:sdtContent></w:sdt>` +
		para("", run("001A", "会议由")+`<w:fldSimple w:instr=" AUTHOR ">`+run("002B", "市政府")+`</w:fldSimple>`+run("003C", "主持，")+`<w:r><w:rPr><w:webHidden/></w:rPr><w:tab/></w:r>`+run("004D", "各区县参加。"))
	changed := para("a3", run("001A", "汛情通报")) +
		para("", run("001A", "本报讯 水位")+`<w:del w:id="7" w:author="李编辑" w:date="2026-11-24T20:11:00Z"><w:r w:rsidDel="009F"><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:delText>上涨</w:delText></w:r></w:del><w:ins w:id="8" w:author="李编辑" w:date="2026-11-24T20:11:00Z">`+run("009F", "回落")+`</w:ins>`+
			`<w:moveFromRangeStart w:id="9" w:name="m"/><w:moveFrom w:id="10" w:author="李编辑">`+run("009F", "三十厘米")+`</w:moveFrom><w:moveFromRangeEnd w:id="9"/>`+run("001A", "，比昨天低")+`<w:moveToRangeStart w:id="11" w:name="m"/><w:moveTo w:id="12" w:author="李编辑">`+run("009F", "三十厘米")+`</w:moveTo><w:moveToRangeEnd w:id="11"/>`+run("001A", "。")) +
		`<w:p><w:pPr><w:rPr><w:rPrChange w:id="13" w:author="李编辑"><w:rPr/></w:rPrChange></w:rPr><w:pPrChange w:id="14" w:author="李编辑"><w:pPr><w:jc w:val="center"/></w:pPr></w:pPrChange></w:pPr><w:commentRangeStart w:id="0"/>` + run("001A", "堤防全线正常") + `<w:commentRangeEnd w:id="0"/><w:r><w:rPr><w:rStyle w:val="ac"/></w:rPr><w:commentReference w:id="0"/></w:r>` + run("001A", "，巡查人员三千人") + `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>` + run("001A", "。") + `</w:p>`
	boxed := para("a3", run("001A", "秋粮收购启动")) + para("", run("001A", "本报讯 我市秋粮收购今天启动，农民卖粮不打白条。")) +
		para("", `<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0"><wp:docPr id="2" name="文本框 2"/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>`+para("", run("001A", "收购价每斤一元三角。"))+`</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shapetype id="_x0000_t202"/><v:shape type="#_x0000_t202"><v:textbox><w:txbxContent>`+para("", run("001A", "收购价每斤一元三角。"))+`</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`) +
		para("", `<w:r><w:pict><v:shapetype id="_x0000_t75"/><v:shape id="_x0000_i1025" type="#_x0000_t75" style="width:415pt;height:276pt"><v:imagedata r:id="rId5" o:title="DSC_0001"/></v:shape></w:pict></w:r>`) +
		para("cap", run("001A", "农民在粮库排队")+run("002B", "卖粮。")) +
		para("", `<w:r><w:object w:dxaOrig="1" w:dyaOrig="1"><v:shape><v:imagedata r:id="rId6" o:title=""/></v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object></w:r>`)
	table := para("a3", run("001A", "各区县产值公布")) + para("", run("001A", "本报讯 市统计局昨天公布各区县前三季度产值。")) +
		`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="1"/><w:gridCol w:w="1"/><w:gridCol w:w="1"/></w:tblGrid>` +
		`<w:tr w:rsidR="00A7"><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + para("", run("001A", "区县")) + `</w:tc><w:tc>` + para("", run("001A", "产值")) + `</w:tc></w:tr>` +
		`<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>` + para("", run("001A", "城区")) + `</w:tc><w:tc>` + para("", run("001A", "东")+run("002B", "湖")) + `</w:tc><w:tc>` + para("", run("001A", "12亿")) + `</w:tc></w:tr>` +
		`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>` + para("", run("001A", "西湖")) + `</w:tc><w:tc>` + para("", run("001A", "9亿")) + `</w:tc></w:tr></w:tbl>` +
		`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>` + run("001A", "工业增长较快。") + `</w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>` + run("001A", "农业保持稳定。") + `</w:p>` +
		para("", run("001A", "见第")+`<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>4</w:t></w:r>`+run("001A", "版")+`<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>yǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>𠮷</w:t></w:r></w:rubyBase></w:ruby></w:r>`+`<w:r><w:sym w:font="Wingdings" w:char="F06E"/></w:r>`+run("001A", "完。"))
	out := map[string][]byte{}
	for name, body := range map[string]string{"断开的文字": cut, "修订批注": changed, "文本框和图": boxed, "表格编号": table} {
		parts := wordParts(body)
		parts["word/document.xml"] = strings.Replace(parts["word/document.xml"], `xmlns:v=`, `xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v=`, 1)
		out[name] = packed(parts)
	}
	return out
}

// TestWordLike reads the committed files; UPDATE_GOLDEN makes them and what they say anew.
func TestWordLike(t *testing.T) {
	for name, made := range wordLike() {
		file := filepath.Join("testdata", "word", name+".docx")
		golden := filepath.Join("testdata", "word", name+".txt")
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, made, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, made) {
			t.Errorf("%s is not what the test makes; UPDATE_GOLDEN=1 renews it", file)
		}
		var b strings.Builder
		for _, how := range []TrackedChanges{TakeChanges, RefuseChanges} {
			r, err := DOCXWith(name+".docx", data, Options{Changes: how})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			sound(t, r)
			fmt.Fprintf(&b, "changes %s\n", map[TrackedChanges]string{TakeChanges: "taken", RefuseChanges: "refused"}[how])
			for _, s := range r.Stories {
				for _, p := range s.Paras {
					fmt.Fprintf(&b, "  %-9s %s\n", p.Role, p.Text)
				}
				for _, u := range s.Pictures {
					fmt.Fprintf(&b, "  picture   %v", u.Picture != "")
					if u.Caption != nil {
						fmt.Fprintf(&b, " %s", u.Caption.Text)
					}
					b.WriteByte('\n')
				}
			}
			for _, n := range r.Notes {
				fmt.Fprintf(&b, "  note %s %s\n", n.Rule, n.Message.ZH)
			}
		}
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != string(want) {
			t.Errorf("%s reads\n%swant\n%s", name, b.String(), want)
		}
	}
}
