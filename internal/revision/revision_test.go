package revision

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	taken = regexp.MustCompile(`\[-(.*?)-\]`)
	put   = regexp.MustCompile(`\[\+(.*?)\+\]`)
)

// TestOf: each case is written as Format writes it; the texts before and after are read off it.
func TestOf(t *testing.T) {
	for _, c := range []string{
		"",
		"没有改动。",
		"[+全新+]",
		"[-全删-]",
		"他[-们-]走了。",
		"他[+们+]走了。",
		"第[-三-][+四+]版",
		"市委书记[-张三-][+李四+]出席会议，[+并+]讲话。",
		"本报讯（[-实习生-][+记者+]王五）",
		"[-昨天，-]他来了。",      // a clause goes with its own mark
		"他来了，[+他坐下，+]他走了。", // not: 他来了，他[+坐下，他+]走了
		"[-北京-][+清华+]大学的学生很多。",
		"好好[+好+]学习",                         // slid nowhere: no mark is near
		"一[-二-]三四五六七八九[+十+]",                //
		"甲[-乙-][+丙+]丁戊[-己-][+庚+]辛",          // two characters between them: two changes
		strings.Repeat("长", 3000) + "[+尾+]", //
		"[-首-]" + strings.Repeat("长", 3000), //
		"𠮷[-野-][+田+]家",                      // beyond the basic plane a character is one
		"编者按[-　本期-][+：今日+]起推出",              //
		"“[-两-][+二+]个”",                     //
		"2025年1[-1-]月[-2-][+3+]日",           //
		"[-abc-][+xyz+]",                    //
		"重复重复[-重复-]",                        // of three the last goes
		"增加了[+约+]5%[-左右-]。",                 //
		"今天[+的+]天气[+很+]好",
	} {
		before := put.ReplaceAllString(taken.ReplaceAllString(c, "$1"), "")
		after := taken.ReplaceAllString(put.ReplaceAllString(c, "$1"), "")
		got := Format([]rune(before), []rune(after))
		if got != c {
			t.Errorf("\nwant %s\ngot  %s", c, got)
		}
	}
}

// TestOfTellsTheTruth: whatever the texts, the changes in order make the one into the other.
func TestOfTellsTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	letters := []rune("的一是，。在不")
	for range 3000 {
		a := make([]rune, r.IntN(40))
		for i := range a {
			a[i] = letters[r.IntN(len(letters))]
		}
		b := slices.Clone(a)
		for range r.IntN(6) {
			switch i := r.IntN(len(b) + 1); r.IntN(2) {
			case 0:
				b = slices.Insert(b, i, letters[r.IntN(len(letters))])
			default:
				if i < len(b) {
					b = slices.Delete(b, i, i+1)
				}
			}
		}
		check(t, a, b)
	}
	long := make([]rune, 5000)
	other := make([]rune, 5000)
	for i := range long {
		long[i], other[i] = rune(0x4e00+r.IntN(3000)), rune(0x4e00+r.IntN(3000))
	}
	check(t, long, other) // further apart than mostEdits
}

func check(t *testing.T, a, b []rune) {
	t.Helper()
	var made []rune
	at, to := 0, 0
	for _, c := range Of(a, b) {
		if c.From < at || c.To < c.From || c.To > len(a) || c.End < c.At || c.End > len(b) || c.From == c.To && c.At == c.End || c.From-at != c.At-to {
			t.Fatalf("%q to %q: %v", string(a), string(b), c)
		}
		made = append(append(made, a[at:c.From]...), b[c.At:c.End]...)
		at, to = c.To, c.End
	}
	if made = append(made, a[at:]...); !slices.Equal(made, b) {
		t.Fatalf("%q to %q makes %q", string(a), string(b), string(made))
	}
}

func BenchmarkOf(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	a := make([]rune, 1000)
	for i := range a {
		a[i] = rune(0x4e00 + r.IntN(500))
	}
	c := slices.Clone(a)
	for range 20 {
		c = slices.Insert(c, r.IntN(len(c)), '新')
	}
	for b.Loop() {
		Of(a, c)
	}
}
