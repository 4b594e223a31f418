package proof

import (
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"dayang/internal/finding"
)

// mend applies the first suggestion of every finding of one rule, from the end backwards; findings that overlap one
// already applied are left.
func mend(text string, found []finding.Finding, rule string) string {
	r := []rune(text)
	sort.SliceStable(found, func(i, j int) bool { return found[i].Place.From > found[j].Place.From })
	low := len(r) + 1
	for _, f := range found {
		if f.Rule != rule || f.Fix == finding.None || len(f.Suggestions) == 0 || f.Place.To > low || f.Place.From == low {
			continue
		}
		low = f.Place.From
		r = append(append(append([]rune(nil), r[:f.Place.From]...), []rune(f.Suggestions[0].Text)...), r[f.Place.To:]...)
	}
	return string(r)
}

// law checks what every finding must keep: it lies inside the text, speaks both languages, has a reason.
func law(t *testing.T, text string, found []finding.Finding) {
	t.Helper()
	n := utf8.RuneCountInString(text)
	for _, f := range found {
		if f.Place.From < 0 || f.Place.To < f.Place.From || f.Place.To > n {
			t.Fatalf("%s: span %d–%d outside a text of %d runes: %q", f.Rule, f.Place.From, f.Place.To, n, text)
		}
		if f.Message.ZH == "" || f.Message.EN == "" || f.Reason.ZH == "" || f.Reason.EN == "" {
			t.Fatalf("%s: words are missing", f.Rule)
		}
		if strings.Contains(f.Message.ZH+f.Message.EN, "%!") {
			t.Fatalf("%s: badly filled message %q", f.Rule, f.Message)
		}
		if _, ok := Describe(f.Rule); !ok {
			t.Fatalf("%s is not a rule", f.Rule)
		}
		if (f.Fix == finding.Apply || f.Fix == finding.Confirm) && len(f.Suggestions) == 0 {
			t.Fatalf("%s: a fix without a suggestion", f.Rule)
		}
	}
}

// settled are the rules whose fixes, applied once, leave nothing more to fix: all that are mended on one click, and of
// the others those that change marks and the form of numbers.
var settled = []string{"PN-01", "PN-03", "PN-05", "PN-06", "PN-07", "PN-08", "PN-12", "NU-01", "NU-02", "NU-03", "NU-06", "NU-08", "DU-01"}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", "\n\n", "。", "，，，，", "“”“”””““", "百分之95，几10，10几，3、4天", "截止6月末，布署工作", "2024年2月30日（星期一）", "，", "》、《", "服务服务服务服务",
		"本报讯 3月7日下午,青屏市召开(重点)项目推进会...市委书记褚怀谨强调。", "约1200余名，超过３．５％以上", "\xff\xfe中\xff", "𠮷𠮷野家的的的", "a(b)中(c)d,e.f",
		"下转第4版 上接第一版", "第一、第二、（一）、1、", "9.15后，9时75分，25时61分", "“甲\n“乙”\n丙", "**亮点：**一。**综述：**二",
		"约约余余", "至至至", "7.30", "０１２３，４５６", "——-—…...。。。", "年年有余年", "09年",
	} {
		f.Add(s, "2024-03-08")
	}
	o := Options{
		Roster: []Person{{Name: "褚怀瑾", Titles: []string{"市委书记"}, Rank: 1}, {Name: "温如石", Titles: []string{"市长", "市委副书记、市长"}, Rank: 2}, {Name: "王一", Titles: nil}},
		Lists:  []ListEntry{{Text: "农民工", Kind: Careful}, {Text: "帐户", Kind: Preferred, Instead: "账户"}},
		Places: []Place{{Name: "芦湾镇", In: "青屏市"}},
	}
	seg, err := dictionary()
	if err != nil {
		f.Fatalf("open the dictionary: %v", err)
	}
	c, bareWords := New(seg, o), New(nil, o)
	f.Fuzz(func(t *testing.T, text, pub string) {
		if len(text) > 4000 {
			t.Skip("long texts are the benchmark's matter")
		}
		text = strings.ToValidUTF8(text, "?")
		law(t, text, bareWords.Text(text, pub))
		found := c.Text(text, pub)
		law(t, text, found)
		for _, rule := range settled {
			if off := c.alone(rule); off != nil {
				once := mend(text, off.Text(text, pub), rule)
				twice := mend(once, off.Text(once, pub), rule)
				if twice != once {
					t.Fatalf("%s: fixed twice, %q became %q and then %q", rule, text, once, twice)
				}
			}
		}
	})
}

// alone answers the checker with one rule only.
func (c *Checker) alone(id string) *Checker {
	for _, r := range c.rules {
		if r.Rule == id {
			one := *c
			one.rules = []*rule{r}
			return &one
		}
	}
	return nil
}

// TestLongLine reads a long line without a mark, and as many marks, in far less than the
// square of their time.
func TestLongLine(t *testing.T) {
	c := checker(t, Options{})
	for _, unit := range []string{"新区9.15在建", "，", "“", " ", "1、", "约百分之5"} {
		text := strings.Repeat(unit, 60000/runeLen(unit))
		law(t, text, c.Text(text, "2024-03-08"))
	}
}
