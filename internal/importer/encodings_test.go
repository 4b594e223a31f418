package importer

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"dayang/internal/manuscript"
)

// as writes text in an encoding.
func as(t *testing.T, e encoding.Encoding, text string) []byte {
	t.Helper()
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// as16 writes text in UTF-16.
func as16(order binary.AppendByteOrder, text string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// The same story in both scripts. 𬭚 and 𠮷 are four bytes in GB18030 and two units in UTF-16; 㐂 is four bytes and one unit.
const (
	wireStory  = "𬭚元素实验室在𠮷林村落成\n记者 张三\n本报讯 昨天，市里的𬭚元素实验室在𠮷林村落成，㐂师傅和村民们都来了。\n实验室将对全市开放，学生可以来这里上课。\n"
	commonPart = "元素实验室在白鹭村落成\n记者 张三\n本报讯 昨天，市里的元素实验室在白鹭村落成，李师傅和村民们都来了。\n实验室将对全市开放，学生可以来这里上课。\n"
	tradStory  = "元素實驗室在白鷺村落成\n記者 張三\n本報訊 昨天，市裡的元素實驗室在白鷺村落成，李師傅和村民們都來了。\n實驗室將對全市開放，學生可以來這裡上課。\n"
)

// TestEncodings: one story in every encoding that manuscripts come in. It is told right, with a confidence of at least sure, and
// says what it says; reading it as what it is named gives the same, and naming it wrong is obeyed.
func TestEncodings(t *testing.T) {
	utf8BOM, le, be := "\xef\xbb\xbf", binary.LittleEndian, binary.BigEndian
	gb := as(t, simplifiedchinese.GB18030, wireStory)
	if !bytes.Contains(gb, as(t, simplifiedchinese.GB18030, "𠮷")) || len(as(t, simplifiedchinese.GB18030, "㐂𠮷𬭚")) != 12 {
		t.Fatal("the characters are not of four bytes")
	}
	// A byte that no encoding knows in the text, and a first byte of a pair that the line's end cuts off.
	broken := bytes.Replace(gb, as(t, simplifiedchinese.GB18030, "村民们"), append([]byte{0xff}, as(t, simplifiedchinese.GB18030, "村民们")...), 1)
	broken = append(bytes.TrimSuffix(broken, []byte("\n")), 0x81, '\n')
	for _, c := range []struct {
		name, encoding string
		data           []byte
		want           string
		sure           float64
		bad            int
	}{
		{"UTF-8", "UTF-8", []byte(wireStory), wireStory, 1, 0},
		{"UTF-8 with a mark", "UTF-8", []byte(utf8BOM + wireStory), wireStory, 1, 0},
		{"GB18030 of four bytes, also in the headline", "GB18030", gb, wireStory, 0.9, 0},
		{"GB18030 with two broken bytes", "GB18030", broken, strings.TrimSuffix(strings.Replace(wireStory, "村民们", "\ufffd村民们", 1), "\n") + "\ufffd\n", 0.8, 2},
		{"GBK", "GB18030", as(t, simplifiedchinese.GBK, commonPart), commonPart, 0.9, 0},
		{"Big5", "Big5", as(t, traditionalchinese.Big5, tradStory), tradStory, 0.9, 0},
		{"UTF-16LE with a mark", "UTF-16LE", as16(le, "\ufeff"+wireStory), wireStory, 1, 0},
		{"UTF-16BE with a mark", "UTF-16BE", as16(be, "\ufeff"+wireStory), wireStory, 1, 0},
		{"UTF-16LE", "UTF-16LE", as16(le, wireStory), wireStory, 0.9, 0},
		{"UTF-16BE", "UTF-16BE", as16(be, wireStory), wireStory, 0.9, 0},
		{"UTF-16LE of Windows lines", "UTF-16LE", as16(le, strings.ReplaceAll(wireStory, "\n", "\r\n")), wireStory, 0.9, 0},
	} {
		text, enc, err := manuscript.Decode(c.data)
		if err != nil || text != c.want || enc.Name != c.encoding || enc.Sure < c.sure || enc.Bad != c.bad {
			t.Errorf("%s: %+v, %v\n got %q\nwant %q", c.name, enc, err, text, c.want)
			continue
		}
		if text, _, err := manuscript.DecodeAs(c.data, c.encoding); err != nil || text != c.want {
			t.Errorf("%s, named: %q, %v", c.name, text, err)
		}
		for _, wrong := range manuscript.Encodings {
			if text, enc, err := manuscript.DecodeAs(c.data, wrong); wrong != c.encoding && err == nil && (text == c.want || enc.Name != wrong) {
				t.Errorf("%s read as %s: %+v", c.name, wrong, enc)
			}
		}
		path := filepath.Join(t.TempDir(), "稿.txt")
		if err := os.WriteFile(path, c.data, 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := Path(path)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		sound(t, r)
		lines := strings.Split(strings.TrimSpace(c.want), "\n")
		paras := r.Stories[0].Paras
		if len(r.Stories) != 1 || len(paras) != len(lines) {
			t.Errorf("%s: %s", c.name, outlines(r))
			continue
		}
		for i, p := range paras {
			if p.Text != lines[i] {
				t.Errorf("%s: paragraph %d is %q, want %q", c.name, i, p.Text, lines[i])
			}
		}
		if n, said := told(r, NoteBytes); said != (c.bad > 0) {
			t.Errorf("%s: of broken bytes it says %+v", c.name, n)
		}
		if n, said := told(r, NoteEncoding); said != (c.encoding != "UTF-8") || said && !strings.Contains(n.Message.ZH, c.encoding) {
			t.Errorf("%s: of the encoding it says %+v", c.name, n)
		}
	}
}

// TestEncodingSwitch: of a few characters nothing can be sure, and it says so; who names the encoding gets it.
func TestEncodingSwitch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "短.txt")
	if err := os.WriteFile(path, as(t, simplifiedchinese.GBK, "璩镱琬履新\n本报讯 璩镱琬履新。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		encoding string
		doubt    bool
	}{{"", true}, {"GB18030", false}, {"Big5", false}} {
		r, err := PathWith(Options{Encoding: c.encoding}, path)
		if err != nil {
			t.Fatalf("%q: %v", c.encoding, err)
		}
		n, said := told(r, NoteEncoding)
		if doubt := said && n.Score < 0.9; doubt != c.doubt {
			t.Errorf("read as %q: %+v", c.encoding, n)
		}
		got := ""
		for _, s := range r.Stories {
			got += outline(s)
		}
		for _, f := range r.Furniture {
			got += f.Paras[0].Text
		}
		if right := strings.Contains(got, "璩镱琬履新"); right != (c.encoding != "Big5") {
			t.Errorf("read as %q: %q", c.encoding, got)
		}
	}
}

// TestLineEnds: every end of a line that programs have written is one, also mixed, in each encoding that has it.
func TestLineEnds(t *testing.T) {
	lines := []string{"元素实验室在白鹭村落成", "记者 张三", "本报讯 昨天，元素实验室在白鹭村落成，村民们都来了。", "实验室将对全市开放，学生可以来这里上课。", "■李四 摄"}
	mixed := lines[0] + "\r\n" + lines[1] + "\r" + lines[2] + "\n" + lines[3] + "\u2028" + lines[4]
	whole := map[string]string{"mixed": mixed, "blank ones between": strings.Join(lines, "\r\r\n\u2029\f\n")}
	for name, end := range map[string]string{"LF": "\n", "CR": "\r", "CR LF": "\r\n", "LS": "\u2028", "PS": "\u2029", "NEL": "\u0085", "form feed": "\f", "vertical tab": "\v"} {
		whole[name] = strings.Join(lines, end)
	}
	for name, text := range whole {
		for enc, data := range map[string][]byte{
			"UTF-8": []byte(text), "GB18030": as(t, simplifiedchinese.GB18030, text),
			"UTF-16LE": as16(binary.LittleEndian, "\ufeff"+text), "UTF-16BE": as16(binary.BigEndian, text),
		} {
			r, err := Text("稿.txt", data)
			if err != nil {
				t.Errorf("%s in %s: %v", name, enc, err)
				continue
			}
			sound(t, r)
			if got, want := outlines(r), "news: headline 元素实验室在白鹭 | byline 记者 张三 | lead 本报讯 昨天，元 | body 实验室将对全市开 | picture / ■李四 摄"; got != want {
				t.Errorf("%s in %s\n got %s\nwant %s", name, enc, got, want)
			}
			if n, said := told(r, NoteBytes); said {
				t.Errorf("%s in %s: %+v", name, enc, n)
			}
		}
	}
}
