package unibreak

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
)

// Unicode's own tests, where the system has them.
const unicodeTests = "/usr/share/unicode/auxiliary/LineBreakTest.txt"

func TestUnicodeLineBreakTest(t *testing.T) {
	f, err := os.Open(unicodeTests)
	if err != nil {
		t.Skip("no LineBreakTest.txt of Unicode 15.0.0 on this system (Debian: unicode-data)")
	}
	defer f.Close()
	ran, wrong := 0, 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line, _, _ := strings.Cut(sc.Text(), "#")
		field := strings.Fields(line)
		if len(field) == 0 {
			continue
		}
		var text []rune
		var want []bool
		for _, f := range field {
			switch f {
			case "×":
				want = append(want, false)
			case "÷":
				want = append(want, true)
			default:
				r, err := strconv.ParseInt(f, 16, 32)
				if err != nil {
					t.Fatalf("line %q: %v", line, err)
				}
				text = append(text, rune(r))
			}
		}
		ran++
		got := Breaks(text, Plain)
		for i := range want {
			if got[i] != want[i] {
				if wrong++; wrong < 12 {
					t.Errorf("%s: before %d: got %v\n%s", line, i, got[i], sc.Text())
				}
				break
			}
		}
	}
	t.Logf("%d of %d", ran-wrong, ran)
	if ran < 7000 {
		t.Errorf("only %d tests ran", ran)
	}
}

func TestChineseTailorings(t *testing.T) {
	for _, c := range []struct {
		mark                  rune
		loose, normal, strict bool
	}{
		{'？', true, false, false}, {'，', false, false, false}, {'〜', true, true, false}, {'–', true, true, false},
		{'々', true, false, false}, {'℃', true, false, false}, {'％', true, false, false}, {'…', true, false, false},
		{'・', true, false, false}, {'》', false, false, false}, {'ぁ', true, true, false},
	} {
		for tail, want := range map[Tailoring]bool{ChineseLoose: c.loose, ChineseNormal: c.normal, ChineseStrict: c.strict} {
			if got := Breaks([]rune{'字', c.mark, '文'}, tail)[1]; got != want {
				t.Errorf("a line may begin with %c at tailoring %d: %v", c.mark, tail, got)
			}
		}
	}
}
