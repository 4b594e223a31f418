package measure_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"dayang/internal/measure"
	"dayang/layout/geom"
)

// page is a page whose type area begins 20 mm from the left and 30 mm from the top, of columns of 13 characters of
// 3 mm and gaps of 2, with lines of 4 mm.
var page = measure.Grid{
	Corner: geom.Point{X: 20 * geom.MM, Y: 30 * geom.MM}, Column: 39 * geom.MM, Gap: 6 * geom.MM,
	Character: 3 * geom.MM, Leading: 4 * geom.MM,
	Size: func(name string) (float64, bool) {
		pt, ok := map[string]float64{"小五": 9, "五号": 10.5, "三号": 16, "报宋": 8.8}[name]
		return pt, ok
	},
}

func TestParse(t *testing.T) {
	const (
		x, y, w, h = measure.AlongX, measure.AlongY, measure.Across, measure.Down
		mm, zi     = measure.Millimetre, measure.Character
	)
	for _, c := range []struct {
		text string
		axis measure.Axis
		unit measure.Unit
		want string // millimetres, or points with pt; "" is unread
	}{
		{"30mm", w, zi, "30"}, {"30 毫米", w, zi, "30"}, {"3cm", w, mm, "30"}, {"3厘米", h, mm, "30"}, {"１２．５ｍｍ", w, zi, "12.5"},
		{"9pt", h, mm, "9pt"}, {"9点", h, mm, "9pt"}, {"9 PT", h, mm, "9pt"}, {"12。5mm", w, mm, "12.5"},
		{"小五", h, mm, "9pt"}, {"小五号", h, mm, "9pt"}, {"五号字", h, mm, "10.5pt"}, {"三号", h, mm, "16pt"}, {"报宋", h, mm, "8.8pt"},
		{"12字", w, mm, "36"}, {"12个字", w, mm, "36"}, {"十二字", w, mm, "36"}, {"12", w, zi, "36"}, {"12ch", w, mm, "36"}, {"2.5字", w, mm, "7.5"},
		{"3行", h, mm, "12"}, {"三行", h, mm, "12"}, {"两行", h, mm, "8"}, {"二十三行", h, mm, "92"}, {"3 lines", h, mm, "12"},
		{"1栏", w, mm, "39"}, {"2栏", w, mm, "84"}, {"2col", w, mm, "84"}, {"1.5栏", w, mm, "61.5"},
		// places: characters, lines and columns from the type area, millimetres from the trim
		{"0字", x, mm, "20"}, {"2字", x, mm, "26"}, {"3行", y, mm, "42"}, {"2栏", x, mm, "110"}, {"30mm", x, zi, "30"},
		{"第1栏", x, mm, "20"}, {"第3栏", x, mm, "110"}, {"第十行", y, mm, "66"}, {"-5mm", x, zi, "-5"}, {"-2字", x, mm, "14"}, {"-2字+1mm", x, mm, "15"},
		// sums: what follows the first term is a distance
		{"2栏+1字", w, mm, "87"}, {"2栏 ＋ 1字", x, mm, "113"}, {"30mm-1行", y, mm, "26"}, {"100", x, mm, "100"}, {"1栏-3", w, mm, "36"},
		{"30mm/2", w, zi, "15"}, {"3行×4", h, mm, "48"}, {"2栏/2+1mm", w, mm, "43"}, {"小五*2", h, mm, "18pt"},
		// not lengths
		{"", w, mm, ""}, {"   ", w, mm, ""}, {"字", w, mm, ""}, {"12尺", w, mm, ""}, {"3行+", h, mm, ""}, {"1..2", w, mm, ""},
		{"30mm/0", w, mm, ""}, {"第3mm", x, mm, ""}, {"第0栏", x, mm, ""}, {"9999999999mm", w, mm, ""}, {"3行3行", h, mm, ""}, {"1e9", w, mm, ""},
		{"十十行", h, mm, ""}, {"--3", w, mm, ""}, {"99999*99999", w, mm, ""}, {"九号", w, mm, ""},
	} {
		got, err := page.Parse(c.text, c.axis, c.unit)
		said := ""
		if err == nil {
			said = fmt.Sprint(got.MM())
			if len(c.want) > 2 && c.want[len(c.want)-2:] == "pt" {
				said = fmt.Sprint(got.Pt()) + "pt"
			}
		} else if !errors.Is(err, measure.ErrUnread) {
			t.Errorf("%q: the error is %v", c.text, err)
		}
		if said != c.want {
			t.Errorf("%q: %q, want %q (%v)", c.text, said, c.want, err)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		l    geom.Length
		axis measure.Axis
		unit measure.Unit
		want string
	}{
		{30 * geom.MM, measure.Across, measure.Millimetre, "30"},
		{geom.FromMM(12.345), measure.Across, measure.Millimetre, "12.35"},
		{20 * geom.MM, measure.AlongX, measure.Character, "0"},
		{geom.FromMM(24.5), measure.AlongX, measure.Character, "1.5"},
		{42 * geom.MM, measure.AlongY, measure.Line, "3"},
		{84 * geom.MM, measure.Across, measure.Column, "2"},
		{110 * geom.MM, measure.AlongX, measure.Column, "2"},
		{20*geom.MM - 1, measure.AlongX, measure.Character, "0"},
	} {
		if got := page.Number(c.l, c.axis, c.unit); got != c.want {
			t.Errorf("%v mm: %q, want %q", c.l.MM(), got, c.want)
		}
	}
}

// What Number writes, Parse reads back, to a hundredth of the unit.
func TestNumberIsReadBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		axis, unit := measure.Axis(rng.IntN(4)), measure.Unit(rng.IntN(6))
		l := geom.Length(rng.Int64N(int64(400 * geom.MM)))
		got, err := page.Parse(page.Number(l, axis, unit), axis, unit)
		if d := max(got-l, l-got); err != nil || d > 45*geom.MM/100 {
			t.Fatalf("axis %d unit %d: %v mm is written %q and read as %v mm (%v)", axis, unit, l.MM(), page.Number(l, axis, unit), got.MM(), err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"12字", "2栏+1字", "第3行", "小五*2", "30mm/2-1", "十二字"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := page.Parse(s, measure.AlongX, measure.Millimetre)
		if err == nil && (l > 100_001*geom.MM || l < -100_001*geom.MM) {
			t.Fatalf("%q is %v mm long", s, l.MM())
		}
	})
}
