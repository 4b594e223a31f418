package manuscript

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The errors of bytes that are no manuscript.
var (
	ErrEmpty    = errors.New("the file is empty")
	ErrNotText  = errors.New("the file is not text")
	ErrTooLarge = errors.New("the file is too large for a manuscript")
)

// MaxBytes is the most a manuscript may hold. A whole issue of a daily is some hundred thousand characters; what is
// larger is not a manuscript, and reading it would cost memory without end.
const MaxBytes = 8 << 20

// Encoding is what a file's bytes turned out to be.
type Encoding struct {
	Name string  // "UTF-8", "GB18030", "Big5", "UTF-16LE" or "UTF-16BE"
	Sure float64 // 0 to 1; 1 when it cannot be otherwise
	// Bad counts bytes that meant nothing in the encoding and stand as U+FFFD; FirstBad is the first one's rune.
	Bad, FirstBad int
	// Controls counts control characters (NUL among them) that were taken out.
	Controls int
}

// Decode tells the encoding of a file's bytes and answers them as text with "\n" line ends. It never guesses in
// silence: Encoding says how sure it is.
func Decode(data []byte) (string, Encoding, error) {
	if len(data) > MaxBytes {
		return "", Encoding{}, fmt.Errorf("%d bytes, at most %d: %w", len(data), MaxBytes, ErrTooLarge)
	}
	text, enc := decode(data)
	return tidy(text, enc)
}

// Encodings are the names of those that DecodeAs knows, the likely ones first.
var Encodings = []string{"UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE"}

// DecodeAs is Decode for a reader who knows better: the bytes as they read in an encoding of Encodings. A byte order mark of
// that encoding is no part of the text.
func DecodeAs(data []byte, name string) (string, Encoding, error) {
	if len(data) > MaxBytes {
		return "", Encoding{}, fmt.Errorf("%d bytes, at most %d: %w", len(data), MaxBytes, ErrTooLarge)
	}
	text := ""
	switch name {
	case "UTF-8":
		text = string(bytes.ToValidUTF8(data, []byte("\ufffd")))
	case "GB18030", "Big5":
		coding := simplifiedchinese.GB18030.NewDecoder()
		if name == "Big5" {
			coding = traditionalchinese.Big5.NewDecoder()
		}
		out, err := coding.Bytes(data)
		if err != nil { // these decoders put U+FFFD for what they cannot read
			return "", Encoding{}, fmt.Errorf("read as %s: %w", name, err)
		}
		text = string(out)
	case "UTF-16LE", "UTF-16BE":
		text = from16(data, name == "UTF-16BE")
	default:
		return "", Encoding{}, fmt.Errorf("encoding %q: %w", name, ErrNotText)
	}
	return tidy(strings.TrimPrefix(text, "\ufeff"), Encoding{Name: name, Sure: 1})
}

// lineEnds are the ends that old programs, page breaks and mainframes leave in a text: CR LF, CR, vertical tab, form feed, NEL.
// Unicode, UAX #14, classes BK, CR and NL. U+2028 and U+2029 stay: in a web page or JSON they stand inside a paragraph.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n")

// tidy brings line ends and control characters of a decoded text in order.
func tidy(text string, enc Encoding) (string, Encoding, error) {
	if strings.TrimSpace(strings.Trim(text, "\x00")) == "" {
		return "", enc, ErrEmpty
	}
	if enc.Name == "" {
		return "", enc, ErrNotText
	}
	text = lineEnds.Replace(text)
	text = strings.TrimPrefix(text, "\ufeff")
	var b strings.Builder
	b.Grow(len(text))
	at := 0
	for _, r := range text {
		switch {
		case r == '\n' || r == '\t':
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\ufeff':
			enc.Controls++
			continue
		case r == utf8.RuneError:
			if enc.Bad == 0 {
				enc.FirstBad = at
			}
			enc.Bad++
		}
		b.WriteRune(r)
		at++
	}
	// A file of a machine's own holds control characters and broken bytes everywhere; a manuscript a few.
	if (enc.Controls+enc.Bad)*8 > at+64 {
		return "", enc, ErrNotText
	}
	if strings.TrimSpace(b.String()) == "" {
		return "", enc, ErrEmpty
	}
	return b.String(), enc, nil
}

func decode(data []byte) (string, Encoding) {
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		return string(bytes.ToValidUTF8(data[3:], []byte("\ufffd"))), Encoding{Name: "UTF-8", Sure: 1}
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return from16(data[2:], false), Encoding{Name: "UTF-16LE", Sure: 1}
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return from16(data[2:], true), Encoding{Name: "UTF-16BE", Sure: 1}
	}
	for _, magic := range []string{"%PDF-", "PK\x03\x04", "\xd0\xcf\x11\xe0", "\x89PNG", "\xff\xd8\xff", "GIF8", "{\\rtf", "\x1f\x8b", "SQLite format 3\x00", "\x7fELF"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return "a", Encoding{}
		}
	}
	if utf8.Valid(data) {
		if text, ok := wide(data); ok {
			return text.text, text.enc
		}
		return string(data), Encoding{Name: "UTF-8", Sure: 1}
	}
	if text, ok := wide(data); ok {
		return text.text, text.enc
	}
	return legacy(data)
}

type candidate struct {
	text string
	enc  Encoding
}

// wide looks for UTF-16 without its mark: the zero bytes of Latin and line ends stand all on one side, or the text
// of one reading is common Chinese.
func wide(data []byte) (candidate, bool) {
	if len(data) < 4 || len(data)%2 != 0 {
		return candidate{}, false
	}
	var zeros [2]int
	for i, b := range data[:min(len(data), 1<<16)] {
		if b == 0 {
			zeros[i&1]++
		}
	}
	if zeros[0] == 0 && zeros[1] == 0 {
		return candidate{}, false
	}
	// Latin and line ends leave zeros on one side; common Chinese has some on the other too (一 is 4E00).
	little, large := from16(data, false), from16(data, true)
	l, g := likeness(little), likeness(large)
	big := g > l
	text := little
	if big {
		text = large
	}
	if latin := max(zeros[0], zeros[1]); max(l, g) < 0.3 {
		if latin*5 < len(data[:min(len(data), 1<<16)])*2 || min(zeros[0], zeros[1])*10 > latin {
			return candidate{}, false
		}
		if big = zeros[0] > zeros[1]; big {
			text = large
		} else {
			text = little
		}
	}
	bad, n := 0, 0
	for _, r := range text {
		n++
		if r == utf8.RuneError || r == 0 || !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			bad++
		}
	}
	if n == 0 || bad*20 > n {
		return candidate{}, false
	}
	name := "UTF-16LE"
	if big {
		name = "UTF-16BE"
	}
	return candidate{text, Encoding{Name: name, Sure: 0.95}}, true
}

func from16(data []byte, big bool) string {
	u := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		if big {
			u = append(u, uint16(data[i])<<8|uint16(data[i+1]))
		} else {
			u = append(u, uint16(data[i+1])<<8|uint16(data[i]))
		}
	}
	s := string(utf16.Decode(u))
	if len(data)%2 != 0 {
		s += "\ufffd"
	}
	return s
}

// legacy chooses between damaged UTF-8, GB18030 and Big5 by how much of each reading is among the characters that
// Chinese print uses most, less what means nothing in it.
func legacy(data []byte) (string, Encoding) {
	gb, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	big5, _ := traditionalchinese.Big5.NewDecoder().Bytes(data)
	readings := []candidate{
		{string(bytes.ToValidUTF8(data, []byte("\ufffd"))), Encoding{Name: "UTF-8"}},
		{string(gb), Encoding{Name: "GB18030"}},
		{string(big5), Encoding{Name: "Big5"}},
	}
	best, second, at := -1.0, -1.0, 0
	for i, c := range readings {
		s := likeness(c.text)
		if s > best {
			best, second, at = s, best, i
		} else if s > second {
			second = s
		}
	}
	c := readings[at]
	if best <= 0 {
		return "a", Encoding{} // nothing here reads as text
	}
	c.enc.Sure = min(0.99, max(0.5, 0.5+(best-max(second, 0))))
	return c.text, c.enc
}

// likeness answers how much a reading looks like Chinese print: the share of its characters beyond ASCII that are
// common ones or marks, less five times the share that mean nothing. A reading without any is worth nothing.
func likeness(text string) float64 {
	n, good, bad := 0, 0, 0
	for _, r := range text {
		switch {
		case r == utf8.RuneError:
			n++
			bad++
		case r < 0x80:
		case commonHan[r] || strings.ContainsRune("，。、；：？！“”‘’（）《》—…·■□　％", r):
			n++
			good++
		case r >= 0xe000 && r < 0xf900: // private use: bytes that no print uses
			n++
			bad++
		default:
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return (float64(good) - 5*float64(bad)) / float64(n)
}

// commonHan are the characters that make up about six tenths of any Chinese news text, in both scripts: enough to tell a right
// reading from a wrong one, in which hardly any appear.
var commonHan = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称准精值号率族维划选标写存候毛亲快效院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严镇街村服居健康医疫情防控强调" +
		"這為個國時來們於對會發動過說產種後學經進著電裡與關線數樣義間開當兩體機點從業應還實現問題條無給變員總長頭資邊級圖統較將組計別運農幾區強決處隊門規熱領東導壓爭濟階術極聯認權證轉單風車務萬達積議聲報鬥類離華確張馬節話況傳廣記許連斷難書復兒須際驗備辦習響約勞歷構稱準號維劃選標寫親層專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴" {
		m[r] = true
	}
	return m
}()
