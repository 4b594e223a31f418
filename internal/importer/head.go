package importer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"dayang/internal/edition"
)

var (
	dateForm   = regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`)
	lunarForm  = regexp.MustCompile(`(?:农历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?[\p{Han}]{0,2}月[\p{Han}]{2,4}|农历[\p{Han}]{3,12}`)
	issueForm  = regexp.MustCompile(`总?第\s*(\d{1,6})\s*[期号]`)
	serialForm = regexp.MustCompile(`(?:国内统一(?:连续出版物号|刊号))?[:：]?\s*CN\s*\d{2}\s*[-—]\s*\d{4}(?:/[A-Z]+)?`)
	sheetsForm = regexp.MustCompile(`(?:今日|本期|共)[:：]?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*个?版`)
	ownerForm  = regexp.MustCompile(`主管|主办|出版|承办`)
	titleForm  = regexp.MustCompile(`(?:日报|晚报|早报|晨报|时报|商报|导报|快报|周报|都市报|新报|报|周刊|时讯)$`)
	pageForm   = regexp.MustCompile(`^第?\s*[A-Za-z]?(\d{1,3})\s*版[:： 　·|]*([\p{Han}]{0,8})$|^[A-Za-z]?(\d{1,2})[:： 　·|]+([\p{Han}]{1,8})$|^([\p{Han}]{1,6}版)$`)
)

// head reads the lines of the nameplate and the folio into Head; every line also stays among the furniture as it
// stood. What a line says nothing of is a brand line.
func (b *builder) head() {
	h := &b.Head
	var brands []string
	for i, f := range b.Furniture {
		if f.Kind != edition.Nameplate || len(f.Paras) == 0 {
			continue
		}
		text := strings.TrimSpace(f.Paras[0].Text)
		known := false
		if m := dateForm.FindStringSubmatch(text); m != nil && h.Date == "" {
			y, _ := strconv.Atoi(m[1])
			mo, _ := strconv.Atoi(m[2])
			d, _ := strconv.Atoi(m[3])
			h.Date, known = fmt.Sprintf("%04d-%02d-%02d", y, mo, d), true
		}
		if m := lunarForm.FindString(text); m != "" && h.Lunar == "" {
			h.Lunar, known = m, true
		}
		if m := issueForm.FindStringSubmatch(text); m != nil && h.Issue == 0 {
			h.Issue, _ = strconv.Atoi(m[1])
			known = true
		}
		if m := serialForm.FindString(text); m != "" && h.Serial == "" {
			h.Serial, known = strings.TrimLeft(m, ":： "), true
		}
		if m := sheetsForm.FindStringSubmatch(text); m != nil && h.Sheets == 0 {
			h.Sheets, known = number(m[1]), true
		}
		if ownerForm.MatchString(text) && h.Owner == "" {
			h.Owner, known = text, true
		}
		if known {
			continue
		}
		m := pageForm.FindStringSubmatch(text)
		switch {
		case !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
			if h.Latin == "" && strings.ContainsFunc(text, unicode.IsLetter) {
				h.Latin, known = text, true
			}
		case titleForm.MatchString(text) && !strings.ContainsAny(text, " 　") && (h.Title == "" || !titleForm.MatchString(h.Title)):
			if h.Title != "" && b.PageName == "" {
				b.PageName = h.Title
			}
			h.Title, known = text, true
		case m != nil:
			known = true
			if n := number(m[1] + m[3]); n > 0 {
				b.Page = n
			}
			if name := m[2] + m[4] + m[5]; name != "" {
				if h.Title == "" && i == 0 {
					h.Title = name // a local edition's front page is known by its name alone: 平湖版
				} else if b.PageName == "" {
					b.PageName = name
				}
			}
		case h.Title == "" && i == 0 && len([]rune(text)) <= 12:
			h.Title, known = text, true
		}
		if !known {
			brands = append(brands, text)
		}
	}
	h.Brand = strings.Join(brands, "　")
}

// number reads a small number in digits or Chinese numerals; 0 is none.
func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	n, digit := 0, 0
	for _, r := range s {
		if r == '十' {
			n += max(digit, 1) * 10
			digit = 0
			continue
		}
		i := strings.IndexRune("一二三四五六七八九", r)
		if i < 0 {
			return 0
		}
		digit = i/3 + 1
	}
	return n + digit
}
