package manuscript

import (
	"errors"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const realPage = "../../../shared/sample/pinghu-front-page.md"

func page(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(realPage)
	if err != nil {
		t.Skip("the real page is not here: ", err)
	}
	text, _, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRealPage: every block of the page has the role that a person gave it.
func TestRealPage(t *testing.T) {
	d := Markdown(page(t))
	var got []string
	for _, b := range d.Blocks {
		got = append(got, string(b.Role))
	}
	want := "head head head headline byline lead body body body label headline byline lead body body body headline caption credit " +
		"banner headline byline lead body body body body subhead body body subhead body"
	if s := strings.Join(got, " "); s != want || d.Stories != 4 {
		t.Errorf("%d stories\n got %s\nwant %s", d.Stories, s, want)
	}
	placed(t, d)
	if k := d.Story(0)[0]; string(k.Text[:k.Split]) != "仲旭东在部署我市疫情防控工作时强调" {
		t.Errorf("kicker %q", string(k.Text[:k.Split]))
	}
}

// placed checks that every character of every block stands in the source where the block says.
func placed(t *testing.T, d *Document) {
	t.Helper()
	for _, b := range d.Blocks {
		if b.Kind == Rule {
			continue
		}
		if len(b.At) != len(b.Text)+1 || b.From < 0 || b.To < b.From || b.To > len(d.Source) {
			t.Fatalf("block %q: %d places, %d to %d", string(b.Text), len(b.At), b.From, b.To)
		}
		for i, r := range b.Text {
			at := b.At[i]
			if i > 0 && at < b.At[i-1] || at < 0 || at > len(d.Source) {
				t.Fatalf("block %q: rune %d at %d", string(b.Text), i, at)
			}
			if r != ' ' && (at >= len(d.Source) || d.Source[at] != r) {
				t.Fatalf("block %q: rune %d is not what stands at %d", string(b.Text), i, at)
			}
		}
	}
}

func TestKickerSplit(t *testing.T) {
	for _, c := range []string{
		"张三在调研时强调|抓紧抓实", "全市重点项目推进会强调|起步就冲刺 开局即决战", "我市五年来大力推进城市更新行动|旧貌换新颜",
		"|紧张起来 严格起来", "|老旧小区改造进入攻坚季 两百部电梯年底前“进楼入户”", "|5G 网络覆盖全市", "|单行标题", "庆祝大会举行之际|新路开通",
	} {
		want, rest, _ := strings.Cut(c, "|")
		text := strings.TrimSpace(want + " " + rest)
		at, _ := kickerSplit([]rune(text))
		if got := string([]rune(text)[:at]); got != want {
			t.Errorf("%q: kicker %q, want %q", text, got, want)
		}
	}
}

func TestForms(t *testing.T) {
	is := func(name string, f func(string) bool, yes, no []string) {
		for _, s := range yes {
			if !f(squash([]rune(s))) {
				t.Errorf("%q is a %s", s, name)
			}
		}
		for _, s := range no {
			if f(squash([]rune(s))) {
				t.Errorf("%q is no %s", s, name)
			}
		}
	}
	is("byline", Byline, []string{"■记者 张三", "□本报记者 张三 通讯员 李四", "（记者 张三）", "文/图 记者 张三", "本报记者 张三", "■全媒体记者 欧阳明月", "记者 张三 文/摄", "通讯员 王五"},
		[]string{"记者从市住建局获悉，今年我市开工。", "■摄影 张三", "本报讯 昨天"})
	is("credit", Credit, []string{"■摄影 张三", "张三 摄", "记者 张三 摄", "图/张三", "摄影：张三 李四", "本报记者 张三 摄影报道", "张三 供图"},
		[]string{"文/图 张三", "记者 张三", "记者 张三 文/摄"})
	is("label", Label, []string{"扫一扫 看视频", "扫码看直播", "更多内容请扫二维码"}, []string{"扫一扫二维码就能办事，十分方便。"})
	is("jump line", Jump, []string{"下转第4版", "（上接第1版）", "▶下转A3版"}, []string{"转眼三年"})
	is("byline in traditional characters", Byline, []string{"記者 張三", "本報記者 張三 通訊員 李四"}, []string{"記者從市府獲悉，今年開工。"})
	is("credit in traditional characters", Credit, []string{"記者 張三 攝", "圖片由張三提供"}, nil)
	is("dateline", Dateline, []string{"本报讯 昨天", "新华社北京12月9日电 记者", "本报讯（记者 张三）"}, []string{"通讯发达"})
}

func TestDecode(t *testing.T) {
	for in, want := range map[string]error{
		"": ErrEmpty, " \n　": ErrEmpty, "\xef\xbb\xbf": ErrEmpty, "%PDF-1.4": ErrNotText, "PK\x03\x04abc": ErrNotText,
		strings.Repeat("\x01\x02", 200): ErrNotText, strings.Repeat("a", MaxBytes+1): ErrTooLarge,
	} {
		if _, _, err := Decode([]byte(in)); !errors.Is(err, want) {
			t.Errorf("%.20q: %v, want %v", in, err, want)
		}
	}
	if s, e, err := Decode([]byte("甲\r\n乙\r丙\x00𠮷")); err != nil || s != "甲\n乙\n丙𠮷" || e.Controls != 1 || e.Sure != 1 {
		t.Errorf("%q %+v %v", s, e, err)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add("# 甲\n\n**乙:**丙 [丁](u)![戊](v)\n己\\*庚")
	f.Add("1. a\n   b\n- c\n> d\n```\ne\n```\nf\n===\ng\n---\n![](x)y")
	f.Fuzz(func(t *testing.T, s string) {
		text, _, err := Decode([]byte(s))
		if err != nil {
			return
		}
		placed(t, Markdown(text))
		placed(t, Text(text))
	})
}

// TestDecodeAs: a reader who knows better gets the bytes as they read in the encoding named, whatever Decode thinks.
func TestDecodeAs(t *testing.T) {
	const text = "水退了。\n堤上的人回家。"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"GB18030":  gb,
		"UTF-8":    "\ufeff" + text,
		"UTF-16LE": "\xff\xfe\x34\x6c\x00\x90\x86\x4e\x02\x30\x0a\x00\x24\x58\x0a\x4e\x84\x76\xba\x4e\xde\x56\xb6\x5b\x02\x30",
	} {
		got, enc, err := DecodeAs([]byte(data), name)
		if err != nil || got != text || enc.Name != name || enc.Sure != 1 {
			t.Errorf("%s: %q %+v %v", name, got, enc, err)
		}
	}
	if got, _, err := DecodeAs([]byte(gb), "Big5"); err != nil || got == text {
		t.Errorf("GB18030 read as Big5: %q, %v", got, err)
	}
	if _, _, err := DecodeAs([]byte(gb), "KOI8-R"); !errors.Is(err, ErrNotText) {
		t.Errorf("an encoding it does not know: %v", err)
	}
}
