package proof

import (
	"strings"
	"time"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

var dateRules = []*rule{
	{Info{"DT-01", "weekday", finding.Error, finding.Confirm,
		words.Text{ZH: "日期与星期不符", EN: "weekday against date"},
		words.Text{ZH: "按公历推算，这一天不是这个星期几。", EN: "By the calendar that day is another day of the week."}}, weekdays},
	{Info{"DT-02", "relative_day", finding.Warning, finding.None,
		words.Text{ZH: "“昨天、今天、明天”与出版日期不符", EN: "yesterday, today or tomorrow against the issue's date"},
		words.Text{ZH: "以见报日期为准推算。", EN: "Reckoned from the day of publication."}}, relativeDays},
	{Info{"DT-03", "folio_date", finding.Error, finding.Confirm,
		words.Text{ZH: "报头、报眉日期与本期不符", EN: "folio date against the issue"},
		words.Text{ZH: "报头、报眉的日期、星期要与本期一致。", EN: "Nameplate and folio say the issue's own date and weekday."}}, folioDates},
}

// dated is a date in a block with the weekday that stands beside it, if any.
type dated struct {
	b        *Block
	from, to int // the date
	year     int // 0 unless the text says it
	month    int
	day      int
	wday     int // 0 Sunday … 6 Saturday; -1 none
	wdayAt   int // the rune of the weekday
}

// weekdayAt reads 星期X, 周X, 礼拜X at i and answers the day and where its rune is.
func (b *Block) weekdayAt(i int) (day, at int) {
	for _, p := range []string{"星期", "礼拜", "周"} {
		if !b.has(i, p) {
			continue
		}
		at = i + runeLen(p)
		switch x := b.at(at); {
		case x == '日' || x == '天':
			return 0, at
		case numeral(x) >= 1 && numeral(x) <= 6 && x != '两':
			return numeral(x), at
		}
	}
	return -1, 0
}

// weekdayNear looks behind the date's end for a weekday that belongs to it: at once, in brackets, or after a short
// apposition.
func (b *Block) weekdayNear(i int) (day, at int) {
	for k := i; k < i+12 && k < len(b.Runes); k++ {
		x := b.Runes[k]
		if d, at := b.weekdayAt(k); d >= 0 {
			if x == '周' && (isOneOf(b.at(k-1), "每本上下第一两三四五六七八九十") || isDigit(b.at(k-1)) || b.begins(at+1, "年", "期", "刊", "报", "边", "岁", "村")) {
				return -1, 0
			}
			if isOneOf(b.at(k-1), "个每上下本") {
				return -1, 0
			}
			return d, at
		}
		if k > i && (isDigit(x) || isOneOf(x, "。；！？")) || x == '）' {
			return -1, 0
		}
	}
	return -1, 0
}

// weekdayBefore reads a weekday that stands right before a date: 星期二（3月12日）.
func (b *Block) weekdayBefore(i int) (day, at int) {
	if b.at(i-1) == '（' || b.at(i-1) == '，' {
		i--
	}
	for _, n := range []int{3, 2} {
		if d, at := b.weekdayAt(i - n); d >= 0 && at == i-1 && !isOneOf(b.at(i-n-1), "每个") {
			return d, at
		}
	}
	return -1, 0
}

// dates answers the dates with month and day in a block; a day without month takes the month before it.
func (b *Block) dates() []dated {
	var out []dated
	nums := b.numbers()
	month, year := 0, 0
	for k, n := range nums {
		if !n.whole() {
			continue
		}
		switch b.at(n.to) {
		case '年':
			if len(n.text) == 4 {
				year = n.value()
			}
		case '月':
			if v := n.value(); v >= 1 && v <= 12 && b.at(n.from-1) != '第' {
				month = v
				if k > 0 && nums[k-1].to+1 == n.from && b.at(nums[k-1].to) == '年' && len(nums[k-1].text) == 4 {
					year = nums[k-1].value()
				} else {
					year = 0
				}
			}
		case '日', '号':
			v := n.value()
			if month == 0 || v < 1 || v > monthDays[month] || len(n.text) > 2 {
				continue
			}
			d := dated{b: b, from: n.from, to: n.to + 1, year: year, month: month, day: v, wday: -1}
			if k > 0 && nums[k-1].to+1 == n.from && b.at(nums[k-1].to) == '月' {
				d.from = nums[k-1].from
			}
			if w, at := b.weekdayNear(n.to + 1); w >= 0 {
				d.wday, d.wdayAt = w, at
			} else if w, at := b.weekdayBefore(d.from); w >= 0 {
				d.wday, d.wdayAt = w, at
			}
			out = append(out, d)
		}
	}
	return out
}

// yearOf answers the year of a date: its own, or the one that puts it nearest the day of publication.
func (c *Context) yearOf(d dated) int {
	if d.year > 0 {
		return d.year
	}
	if !c.dated {
		return 0
	}
	best, year := time.Duration(1<<62), 0
	for y := c.date.Year() - 1; y <= c.date.Year()+1; y++ {
		gap := time.Date(y, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Sub(c.date)
		if gap < 0 {
			gap = -gap
		}
		if gap < best {
			best, year = gap, y
		}
	}
	return year
}

func weekdayOf(y, m, d int) int {
	return int(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Weekday())
}

var weekdayName = []string{"日", "一", "二", "三", "四", "五", "六"}

func weekdays(c *Context, r *rule) {
	var all []dated
	for _, b := range c.Blocks {
		if strings.Contains(b.Text, "星期") || strings.Contains(b.Text, "周") || strings.Contains(b.Text, "礼拜") {
			for _, d := range b.dates() {
				if d.wday >= 0 {
					all = append(all, d)
				}
			}
		}
	}
	// Without a day of publication the dates must at least agree with each other: the year that most of them fit.
	guess := 0
	if !c.dated && len(all) >= 3 {
		fits := map[int]int{}
		for _, d := range all {
			if d.year > 0 {
				continue
			}
			for y := 2000; y < 2028; y++ { // the calendar repeats after 28 years
				if weekdayOf(y, d.month, d.day) == d.wday {
					fits[y]++
				}
			}
		}
		for y, n := range fits {
			if n*3 >= len(all)*2 && n >= 2 && (n > fits[guess] || n == fits[guess] && y > guess) {
				guess = y
			}
		}
	}
	for _, d := range all {
		if !c.wants(d.b) {
			continue
		}
		y := c.yearOf(d)
		if y == 0 {
			y = guess
		}
		if y == 0 {
			continue
		}
		is := weekdayOf(y, d.month, d.day)
		if is == d.wday {
			continue
		}
		f := c.say(r, d.b, d.wdayAt, d.wdayAt+1, words.Text{ZH: "%d年%d月%d日是星期%s。", EN: "%d-%d-%d is day %s of the week (星期%[4]s)."}.F(y, d.month, d.day, weekdayName[is]), weekdayName[is])
		f.Also = []finding.Place{c.place(d.b, d.from, d.to)}
		if d.year == 0 && !c.dated {
			f.Level = finding.Warning
		}
	}
}

func relativeDays(c *Context, r *rule) {
	if !c.dated {
		return
	}
	rel := []struct {
		word string
		off  int
	}{{"前天", -2}, {"昨天", -1}, {"昨日", -1}, {"昨晚", -1}, {"今天", 0}, {"今日", 0}, {"今晚", 0}, {"今晨", 0}, {"明天", 1}, {"明日", 1}, {"后天", 2}}
	c.each(func(b *Block) {
		if !b.body() {
			return
		}
		deep := b.quoted()
		for _, p := range rel {
			for off := 0; ; {
				k := strings.Index(b.Text[off:], p.word)
				if k < 0 {
					break
				}
				i := runeLen(b.Text[:off+k])
				off += k + len(p.word)
				if deep[i] || b.at(i+2) != '（' && !isDigit(b.at(i+2)) {
					continue
				}
				for _, d := range b.dates() {
					if d.from != i+2 && d.from != i+3 || d.year > 0 && d.year < c.date.Year()-1 {
						continue
					}
					want := c.date.AddDate(0, 0, p.off)
					if int(want.Month()) != d.month || want.Day() != d.day {
						c.say(r, b, i, d.to, words.Text{ZH: "按见报日期，“%s”是%d月%d日。", EN: "By the issue's date “%s” is %d-%d."}.F(p.word, int(want.Month()), want.Day()))
					}
				}
			}
		}
	})
}

// folioDates compares the dates that furniture prints with the edition's head.
func folioDates(c *Context, r *rule) {
	if c.Edition == nil || !c.dated {
		return
	}
	for _, b := range c.Blocks {
		if b.Story != nil || b.Para == nil || b.Role == edition.Body {
			continue
		}
		for _, d := range b.dates() {
			if d.year == 0 && d.wday < 0 {
				continue // an announcement, not the date
			}
			if d.year == c.date.Year() && d.month == int(c.date.Month()) && d.day == c.date.Day() || len(b.Runes) > 40 {
				continue
			}
			f := c.say(r, b, d.from, d.to, words.Text{ZH: "本期日期是%s。", EN: "The issue is dated %s."}.F(c.date.Format(time.DateOnly)))
			f.Fix = finding.None
		}
	}
}
