package flow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dayang/internal/compose"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/store"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// plainText is n characters that say nothing.
func plainText(n int) string {
	return strings.Repeat("春江潮水连海平海上明月共潮生", n/14+1)[:3*n] + "。"
}

// checkedPage answers a page of five columns with a story in each given frame, in cells, and what is found on it.
func checkedPage(t *testing.T, change func(*edition.Edition), areas ...[4]int) []finding.Finding {
	t.Helper()
	f := edition.Formats()[0]
	page := &edition.Page{ID: "p1", Number: 1, Format: f}
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{Title: "大样日报", Date: "2026-11-24", Issue: 1234}, Pages: []*edition.Page{page}}
	c := compose.New(NewShop().Fonts, nil)
	for i, a := range areas {
		id := fmt.Sprint("s", i+1)
		s := &edition.Story{ID: id, Slug: "稿" + id, Kind: edition.News, Priority: 3, Paras: []*edition.Para{
			{ID: "p1", Role: edition.Headline, Text: "江上新桥今日通车"},
			{ID: "p2", Role: edition.Byline, Text: "■记者 王伟"},
			{ID: "p3", Role: edition.Body, Text: plainText(20)},
		}}
		ed.Stories = append(ed.Stories, s)
		page.Frames = append(page.Frames, &edition.Frame{ID: fmt.Sprint("f", i+1), Kind: edition.StoryFrame, Story: id, Rect: f.Cells(a[0], a[1], a[2], a[3])})
	}
	for i := range areas { // as much text as the frame holds
		with := func(n int) *edition.Edition {
			next, st := *ed, *ed.Stories[i]
			st.Paras = append(slices.Clone(st.Paras[:2]), &edition.Para{ID: "p3", Role: edition.Body, Text: plainText(n)})
			next.Stories = slices.Clone(ed.Stories)
			next.Stories[i] = &st
			return &next
		}
		least, most := 20, 8000
		for most-least > 1 {
			if n := (least + most) / 2; c.Compose(with(n)).Fits[ed.Stories[i].ID].OverRunes > 0 {
				most = n
			} else {
				least = n
			}
		}
		ed = with(least)
	}
	if change != nil {
		change(ed)
	}
	res := compose.All(NewShop().Fonts, nil, ed)
	return PageFindings(ed, res.Pages)
}

func rulesOf(found []finding.Finding) string {
	var out []string
	for _, f := range found {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestPageFindings: a good page has none; each fault is found by its rule and by no other.
func TestPageFindings(t *testing.T) {
	lines := edition.Formats()[0].Lines
	good := [][4]int{{0, 0, 5, 40}, {0, 41, 5, lines - 41}}
	for _, c := range []struct {
		what   string
		want   string
		change func(*edition.Edition)
		areas  [][4]int
	}{
		{"a good page", "", nil, good},
		{"heads side by side", RuleButting, nil, [][4]int{{0, 0, 5, 40}, {0, 41, 3, lines - 41}, {3, 41, 2, lines - 41}}},
		{"one boxed", "", func(ed *edition.Edition) { ed.Pages[0].Frames[2].Boxed = true }, [][4]int{{0, 0, 5, 40}, {0, 41, 3, lines - 41}, {3, 41, 2, lines - 41}}},
		{"two lines under a head", RuleStranded, func(ed *edition.Edition) {
			ed.Stories[0].Paras = ed.Stories[0].Paras[:3]
			ed.Stories[0].Paras[2] = &edition.Para{ID: "p3", Role: edition.Body, Text: plainText(18)}
			ed.Pages[0].Frames[2].Boxed = true
		}, [][4]int{{0, 0, 1, 8}, {0, 9, 1, lines - 9}, {1, 0, 4, lines}}},
		{"cut across twice", RuleAcross, nil, [][4]int{{0, 0, 5, 26}, {0, 27, 5, 26}, {0, 54, 5, lines - 54}}},
		{"cut down twice", RuleDown, func(ed *edition.Edition) { ed.Pages[0].Frames[1].Boxed = true }, [][4]int{{0, 0, 2, lines}, {2, 0, 1, lines}, {3, 0, 2, lines}}},
		{"half the text", RuleHole, func(ed *edition.Edition) {
			text := []rune(ed.Stories[1].Paras[2].Text)
			ed.Stories[1].Paras[2] = &edition.Para{ID: "p3", Role: edition.Body, Text: string(text[:len(text)/2]) + "。"}
		}, good},
		{"another issue number", RuleIssue, func(ed *edition.Edition) {
			f := ed.Pages[0].Format
			ed.Pages[0].Frames = append(ed.Pages[0].Frames, &edition.Frame{ID: "f9", Kind: edition.FurnitureFrame, Rect: f.Cells(0, -6, 2, 5),
				Furniture: &edition.Furniture{Kind: edition.Ear, Paras: []*edition.Para{{ID: "p1", Role: edition.Label, Text: "总第1235期"}}}})
		}, good},
		{"the same issue number", "", func(ed *edition.Edition) {
			f := ed.Pages[0].Format
			ed.Pages[0].Frames = append(ed.Pages[0].Frames, &edition.Frame{ID: "f9", Kind: edition.FurnitureFrame, Rect: f.Cells(0, -6, 2, 5),
				Furniture: &edition.Furniture{Kind: edition.Ear, Paras: []*edition.Para{{ID: "p1", Role: edition.Label, Text: "总第1234期"}}}})
		}, good},
		{"a frame over another", RuleOverlap, func(ed *edition.Edition) {
			f := ed.Pages[0].Format
			ed.Pages[0].Frames = append(ed.Pages[0].Frames, &edition.Frame{ID: "f9", Kind: edition.FurnitureFrame, Rect: f.Cells(4, 60, 1, 5),
				Furniture: &edition.Furniture{Kind: edition.Words, Paras: []*edition.Para{{ID: "p1", Role: edition.Label, Text: "天气"}}}})
		}, good},
	} {
		found := checkedPage(t, c.change, c.areas...)
		if got := rulesOf(found); got != c.want {
			t.Errorf("%s: %q, not %q", c.what, got, c.want)
			for _, f := range found {
				t.Log(f.Rule, f.Message.EN, f.Place)
			}
		}
		for _, f := range found {
			if f.Place.Page == "" || f.Message.ZH == "" || f.Message.EN == "" || f.Reason.EN == "" || f.Place.Spot.Empty() {
				t.Errorf("%s: %+v lacks something", c.what, f)
			}
		}
	}
	off := checkedPage(t, func(ed *edition.Edition) { ed.House.Checks = map[string]string{RuleAcross: "off"} }, [][4]int{{0, 0, 5, 26}, {0, 27, 5, 26}, {0, 54, 5, lines - 54}}...)
	if len(off) > 0 {
		t.Errorf("turned off: %v", off)
	}
}

// TestPageChecksRemember: what is remembered is what a fresh look finds, whatever was changed between.
func TestPageChecksRemember(t *testing.T) {
	ed := edittest.Edition(3)
	c := compose.New(NewShop().Fonts, nil)
	checks := &PageChecks{}
	r := rand.New(rand.NewPCG(5, 5))
	for n := range 60 {
		next, err := edittest.Random(ed, r).Apply(ed)
		if err != nil {
			t.Fatal(err)
		}
		ed = next
		res := c.Compose(ed)
		got, want := checks.Findings(ed, res.Pages), PageFindings(ed, res.Pages)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("after change %d: %d findings remembered, %d found", n, len(got), len(want))
		}
	}
}

// TestLoneLines: columns are drawn as the lines that stand in them, "/" between lines, "|" between columns, "¶" between
// paragraphs; what is found stands behind.
func TestLoneLines(t *testing.T) {
	for _, c := range []struct{ page, want string }{
		{"春江潮水/连海平。", ""},
		{"春江潮水/连海平海|上明月共/潮生。", ""},
		{"春江潮水/连海平海/上明月共|潮生滟。", RuleLine},
		{"春江潮水/连海平。¶海上明月|共潮生滟/滟随波。", RuleLine},
		{"春江潮水。¶海上明月。¶|共潮生滟/滟随波。", ""}, // whole paragraphs
		{"春江潮水/连。”", RuleRunt},
		{"春江潮水/2026。", ""},
		{"春。¶海上明月/共潮生。", ""}, // a paragraph of one character is meant
	} {
		s := &edition.Story{ID: "s1"}
		pg := display.Page{ID: "p1"}
		x, y := geom.Length(0), geom.Length(0)
		for i, text := range strings.Split(c.page, "¶") {
			id := fmt.Sprint("p", i+1)
			s.Paras = append(s.Paras, &edition.Para{ID: id, Role: edition.Body, Text: strings.NewReplacer("/", "", "|", "").Replace(text)})
			at := 0
			for _, line := range strings.FieldsFunc(strings.ReplaceAll(text, "|", "/|"), func(r rune) bool { return r == '/' }) {
				rest, column := strings.CutPrefix(line, "|")
				if column {
					x, y = x+50*geom.MM, 0
				}
				n := len([]rune(rest))
				if n == 0 {
					continue
				}
				pg.Items = append(pg.Items, display.Mark{Frame: "f1", Story: "s1", Para: id, From: at, To: at + n, Bounds: geom.Rect{X: x, Y: y, W: 40 * geom.MM, H: 4 * geom.MM}})
				at, y = at+n, y+4*geom.MM
			}
		}
		check := pageCheck{ed: &edition.Edition{Stories: []*edition.Story{s}}}
		check.lines([]display.Page{pg}, []int{0}, func(string) bool { return true })
		if got := rulesOf(check.found); got != c.want {
			t.Errorf("%s: %q, not %q", c.page, got, c.want)
		}
	}
}

// TestGoodPages: pages as make-up leaves them have no remark of the page.
func TestGoodPages(t *testing.T) {
	shop := NewShop()
	in, err := shop.Sample()
	if err != nil {
		t.Fatal(err)
	}
	c, err := shop.Composer()
	if err != nil {
		t.Fatal(err)
	}
	r, err := shop.Makeup(context.Background(), c, in.Edition, MakeupOptions{Page: in.Edition.Pages[0].ID, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	ed := r.Proposals[0].Edition
	res := c.Compose(ed)
	for _, f := range PageFindings(ed, res.Pages) {
		t.Errorf("%s %s at %+v", f.Rule, f.Message.EN, f.Place)
	}
}

// TestArchive: what the last issues printed is found again, by story, headline and number; this edition's own file and
// what is no edition are passed over.
func TestArchive(t *testing.T) {
	dir := t.TempDir()
	issue := func(name, date string, number int, head, text string) (*edition.Edition, string) {
		ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{ID: name, Title: "大样日报", Date: date, Issue: number},
			Pages: []*edition.Page{{ID: "p1", Number: 1, Format: edition.Formats()[0]}},
			Stories: []*edition.Story{{ID: "s1", Slug: "稿", Kind: edition.News, Paras: []*edition.Para{
				{ID: "p1", Role: edition.Headline, Text: head}, {ID: "p2", Role: edition.Byline, Text: "■记者 王伟"}, {ID: "p3", Role: edition.Body, Text: text}}}}}
		path := filepath.Join(dir, name+".dayang")
		f, err := store.Create(path, ed)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return ed, path
	}
	news := "市里昨天召开会议，部署入冬以来的防火工作。会议要求各镇街逐村逐户排查隐患，把责任落实到每一个网格，做到早发现、早处置、早报告，确保群众平安过冬。"
	other := "今年秋粮收购已近尾声，全市共收购稻谷十二万吨，品质好于往年。粮食部门延长收购时间，增设网点，方便农户就近卖粮，并及时兑付售粮款项。"
	issue("yesterday", "2026-11-23", 1233, "入冬防火再部署", news)
	issue("long-ago", "2025-11-23", 900, "秋粮收购近尾声", other)
	shop := NewShop()
	find := func(number int, head, text string) string {
		ed, path := issue("today", "2026-11-24", number, head, text)
		past := shop.Archive(dir, path)
		if len(past) != 2 {
			t.Fatalf("%d issues in the archive", len(past))
		}
		found, err := shop.Proof(context.Background(), ed, nil, ProofOptions{Past: past})
		if err != nil {
			t.Fatal(err)
		}
		if err := removeEdition(path); err != nil {
			t.Fatal(err)
		}
		return rulesOf(found)
	}
	for _, c := range []struct {
		what, head, text string
		number           int
		want             string
	}{
		{"something new", "桥上今日通车了", "跨江大桥今天上午正式通车，两岸居民往来只需五分钟。大桥全长三千二百米，双向六车道，设计车速每小时八十公里。", 1234, ""},
		{"yesterday's story", "防火工作早安排", news, 1234, "DU-06"},
		{"yesterday's headline", "入冬防火再部署", "跨江大桥今天上午正式通车，两岸居民往来只需五分钟。大桥全长三千二百米，双向六车道。", 1234, "DU-07"},
		{"last year's story", "收粮进展顺利", other, 1234, ""},
		{"yesterday's number", "桥上今日通车了", "跨江大桥今天上午正式通车，两岸居民往来只需五分钟。", 1233, RuleIssue},
	} {
		if got := find(c.number, c.head, c.text); got != c.want {
			t.Errorf("%s: %q, not %q", c.what, got, c.want)
		}
	}
}

func removeEdition(path string) error {
	for _, s := range []string{"", "-lock"} {
		if err := os.Remove(path + s); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
