package fonts

import (
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestUIFontsCoverTheWindow(t *testing.T) {
	for name, data := range map[string][]byte{"Dayang UI Regular": UIRegular(), "Dayang UI Bold": UIBold()} {
		if len(data) > 3<<20 {
			t.Errorf("%s is %d bytes", name, len(data))
		}
		f, err := open(name, data, 0)
		if err != nil {
			t.Fatal(err)
		}
		if f.Family() != "Dayang UI" {
			t.Errorf("%s: family %q; a changed font may not keep its reserved name", name, f.Family())
		}
		need := []rune("AZaz09é§·—…“”‘’《》、。①⑳■●▲▼◆□○✓×←↑→↓℃‰№≤≥镕祎")
		for hi := byte(0xb0); hi <= 0xf7; hi++ { // the ideographs of GB 2312
			for lo := byte(0xa1); lo <= 0xfe; lo++ {
				s, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{hi, lo})
				if hi == 0xd7 && lo >= 0xfa {
					continue // the five holes after 座
				}
				if err == nil {
					need = append(need, []rune(string(s))...)
				}
			}
		}
		if len(need) < 6763 {
			t.Fatalf("only %d characters to look for", len(need))
		}
		for _, ru := range need {
			if g, ok := f.Glyph(ru); !ok || len(f.Outline(g).Segments) == 0 {
				t.Errorf("%s lacks %q", name, ru)
			}
		}
	}
}
