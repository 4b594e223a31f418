package proof

import (
	"errors"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/finding"
)

// TestRules marks the fault in the text as a proofreader would: ‹what is wrong→what to write›, with no arrow where no
// fix is known. A line without marks must give no finding of the rule.
func TestRules(t *testing.T) {
	roster := []Person{
		{Name: "褚怀瑾", Titles: []string{"市委书记"}, Rank: 1}, {Name: "温如石", Titles: []string{"市长", "市委副书记、市长"}, Rank: 2},
		{Name: "邵启明", Titles: []string{"市人大常委会主任"}, Rank: 3}, {Name: "卢长河", Titles: []string{"副市长"}, Rank: 5},
	}
	c := checker(t, Options{
		Roster: roster,
		Lists:  []ListEntry{{Text: "农民工", Kind: Preferred, Instead: "务工人员", Except: []string{"农民工工资"}}, {Text: "最佳", Kind: Careful}},
		Places: []Place{{Name: "芦湾镇", In: "青屏市"}, {Name: "上坪村", In: "芦湾镇"}},
	})
	for _, tt := range []struct{ rule, text string }{
		{"PN-01", "3月10日下午‹,→，›会议召开‹.→。›"},
		{"PN-01", "总投资达22.3亿元，PM2.5为21微克，8:30开始，网址www.qp.gov.cn/a,b，比分65:61，1,200元。"},
		{"PN-01", "公告‹(→（›2020‹)→）›5号"},
		{"PN-01", "他说‹:→：›‹\"→“›好‹!→！›‹\"→”›"},
		{"PN-01", "AGV‹(→（›自动导引车‹)→）›往来穿梭。"},
		{"PN-02", "他说：‹“好→“好”›，我来。"},
		{"PN-02", "他说：“好。”她说：“行。”（完）"},
		{"PN-02", "“第一段。\n“第二段。”"},
		{"PN-03", "他说：‹”→“›好。”她笑了。"},
		{"PN-04", "会议要求，各部门要抓好落实，确保完成年度目标任务‹→。›"},
		{"PN-04", "会议要求，各部门要抓好落实，确保完成年度目标任务。"},
		{"PN-05", "会议要求，‹，→›各部门要抓好落实。‹。→›"},
		{"PN-05", "太好了！！！真的？！"},
		{"PN-06", "《三体》‹、→›《雨巷》等书。"},
		{"PN-07", "会议要求各部‹ →›门抓好落实。"},
		{"PN-07", "本报讯 今天上午，本报记者 张三 李四"},
		{"PN-08", "他想了想‹...→……›走了‹。。。→……›"},
		{"PN-08", "苹果、梨、桃等‹……→›都有。"},
		{"PN-09", "他说：“这就是‹“红船精神”→‘红船精神’›。”"},
		{"PN-10", "一是领导。（一）‹、→›组织有力。第一‹、→，›抓好落实。"},
		{"PN-10", "第一、第二小学，5、6月份。"},
		{"NU-01", "投入‹３．２→3.2›亿元，‹９→9›所"},
		{"NU-02", "增长‹百分之9.5→9.5%›，‹4千→4000›多人"},
		{"NU-02", "每千克5千米百分之九，第7百货，3千克"},
		{"NU-03", "‹10几→十几›个人，‹几10→几十›户"},
		{"NU-03", "三‹、→›四天，两‹、→›三个"},
		{"NU-03", "五、六年级，一、二、三年级，第三、四名，五、六月份，一、二审，四、五版"},
		{"NU-04", "‹约→›1200余户，‹近→›百余人"},
		{"NU-04", "节约20多元，附近30多户，最近10余年，近期200多人"},
		{"NU-05", "产值‹9～16亿→9亿～16亿›元"},
		{"NU-06", "到‹23→2023›年度，‹24→2024›年10月8日，‹05→2005›年"},
		{"NU-06", "用了20年，20年来，第15年，历时18年，近30年的努力，年均12年"},
		{"NU-06", "‹二零二四→2024›年"},
		{"NU-06", "二〇二四年"},
		{"NU-07", "‹13›月5日，2月‹30›日，4月‹31›日"},
		{"NU-07", "2月29日，12月31日，24时"},
		{"NU-07", "上午‹9.30→9时30分›开始"},
		{"NU-07", "单价9.30元，第13个月"},
		{"NU-08", "100‹平米→平方米›，5‹KG→千克›，30‹度C→℃›"},
		{"NU-09", "成本‹降低了3倍›"},
		{"DT-01", "3月12日（星期‹三→二›）"},
		{"DT-01", "3月12日（星期二）、2024年9月15日，星期日"},
		{"DT-01", "星期‹三→二›（3月12日）上午，每周一次，3月12日每周三开放"},
		{"NM-03", "市长‹温如石、市委书记褚怀瑾›出席，市委书记褚怀瑾、市长温如石出席"},
		{"DT-02", "记者从市气象台了解到，‹昨天（3月9日›）我市多云到晴。"},
		{"DT-02", "记者从市气象台了解到，昨天（3月7日）我市多云到晴。"},
		{"DU-03", "会议强调，要抓好落实‹，要抓好落实→›，确保成效。"},
		{"DU-03", "五年传承，五年坚守，首战首胜、首战首成。"},
		{"DU-04", "今年全市计划投入三亿元。‹今年全市计划投入三亿元。→›"},
		{"PA-04", "‹紧而又紧。›要高度重视防控工作。措施要抓得严而又严。责任要压得实而又实。"},
		{"NM-01", "市委书记‹褚瑾怀→褚怀瑾›和‹温如实→温如石›"},
		{"NM-01", "褚怀瑾、温如石出席。"},
		{"NM-02", "‹市长褚怀瑾→市委书记褚怀瑾›出席"},
		{"NM-02", "市委副书记、市长温如石，副市长卢长河，市委书记褚怀瑾"},
		{"NM-03", "‹温如石、褚怀瑾→褚怀瑾、温如石›出席"},
		{"NM-05", "‹平湖市芦湾镇›"},
		{"NM-05", "青屏市芦湾镇"},
		{"SP-01", "各地要作出‹布署→部署›，‹截止→截至›6月末，‹名符其实→名副其实›"},
		{"SP-01", "反复盖章，绿色采购，报名截止6月末，既使企业受益又使群众满意，化身分明"},
		{"SP-02", "他‹川留不息→川流不息›"},
		{"ST-01", "关心‹农民工→务工人员›，‹最佳›方案"},
		{"ST-01", "农民工工资"},
	} {
		plain, want := unmark(tt.text)
		one := c.alone(tt.rule)
		if one == nil {
			t.Fatalf("no rule %s", tt.rule)
		}
		if tt.rule == "NM-05" { // a second city that the list knows
			o := *one
			o.places = placeIndex([]Place{{Name: "芦湾镇", In: "青屏市"}, {Name: "新仓镇", In: "平湖市"}})
			one = &o
		}
		if got := mark(plain, one.Text(plain, "2024-03-08")); got != want {
			t.Errorf("%s\n got %s\nwant %s", tt.rule, got, want)
		}
	}
}

// unmark answers the text as written and the marked form.
func unmark(s string) (string, string) {
	var b strings.Builder
	for rest := s; rest != ""; {
		i := strings.Index(rest, "‹")
		if i < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:i])
		in, after, _ := strings.Cut(rest[i+len("‹"):], "›")
		got, _, _ := strings.Cut(in, "→")
		b.WriteString(got)
		rest = after
	}
	return b.String(), s
}

// mark writes findings into their text.
func mark(text string, found []finding.Finding) string {
	r := []rune(text)
	var b strings.Builder
	at := 0
	for _, f := range found {
		if f.Place.From < at {
			continue
		}
		b.WriteString(string(r[at:f.Place.From]) + "‹" + string(r[f.Place.From:f.Place.To]))
		if len(f.Suggestions) > 0 {
			b.WriteString("→" + f.Suggestions[0].Text)
		}
		b.WriteString("›")
		at = f.Place.To
	}
	return b.String() + string(r[at:])
}

func para(id string, role edition.Role, text string) *edition.Para {
	return &edition.Para{ID: id, Role: role, Text: text}
}

const newsText = "本报讯 3月7日下午，青屏市召开重点项目推进会，市委书记褚怀瑾强调，要紧盯节点、倒排工期，一个项目一个项目地过堂，一个难题一个难题地破解，确保首季实现良好开局。会议由市长温如石主持。"

// TestPageChecks holds what only an issue can show.
func TestPageChecks(t *testing.T) {
	a := &edition.Story{ID: "a", Slug: "推进会", Kind: edition.News, Paras: []*edition.Para{
		para("h", edition.Headline, "青屏市召开重点项目推进会 26个项目开工"), para("1", edition.Body, newsText), para("2", edition.JumpLine, "（下转第2版）")}}
	b := &edition.Story{ID: "b", Slug: "推进会二", Kind: edition.News, Paras: []*edition.Para{
		para("h", edition.Headline, "青屏市召开重点项目推进会"), para("1", edition.Body, newsText)},
		Pictures: []edition.PictureUse{{Picture: "x"}}}
	long := &edition.Story{ID: "c", Slug: "无署名", Kind: edition.News, Paras: []*edition.Para{
		para("h", edition.Headline, "无人署名的稿件"), para("1", edition.Body, strings.Repeat("青屏湖畔的秋天格外安静，芦花开得正好，候鸟一群一群地飞来。", 1)+strings.Repeat("远处的山色一天一个样子，游客们举着相机四处张望，谁也不愿意先走，", 8)+"天黑了。")},
		Pictures: []edition.PictureUse{{Picture: "x", Caption: para("c", edition.Caption, "候鸟飞来。"), Credit: para("d", edition.Credit, "张三 摄")}}}
	ed := &edition.Edition{
		Head:    edition.Head{Date: "2024-03-08"},
		Stories: []*edition.Story{a, b, long},
		Pages: []*edition.Page{
			{ID: "p1", Number: 1, Frames: []*edition.Frame{
				{ID: "f1", Kind: edition.StoryFrame, Story: "a"},
				{ID: "f0", Kind: edition.FurnitureFrame, Furniture: &edition.Furniture{Kind: edition.Folio, Paras: []*edition.Para{para("1", edition.Label, "2024年3月8日 星期四")}}},
				{ID: "f3", Kind: edition.FurnitureFrame, Furniture: &edition.Furniture{Kind: edition.Folio, Paras: []*edition.Para{para("1", edition.Label, "2024年3月7日 星期四")}}},
			}},
			{ID: "p2", Number: 2, Frames: []*edition.Frame{{ID: "f2", Kind: edition.StoryFrame, Story: "b"}, {ID: "f4", Kind: edition.StoryFrame, Story: "c"}}},
		},
	}
	c := checker(t, Options{Earlier: []Earlier{{Issue: "3月5日", Headline: "别的标题别的事", Text: newsText}}})
	got := map[string][]string{}
	for _, f := range c.Edition(ed) {
		got[f.Category] = append(got[f.Category], f.Place.Story+"/"+f.Place.Para+"/"+f.Place.Frame)
	}
	for cat, want := range map[string]string{
		"dup_story":       "a/h/ b/h/ b/h/",
		"dup_headline":    "b/h/",
		"dup_picture":     "c//",
		"head_body":       "a/h/",
		"jump":            "a/2/",
		"caption_missing": "b/h/",
		"credit_missing":  "b/h/",
		"byline_missing":  "c/h/",
		"weekday":         "/1/f0",
		"folio_date":      "/1/f3",
	} {
		if s := strings.Join(got[cat], " "); s != want {
			t.Errorf("%s: %q, want %q", cat, s, want)
		}
	}
}

// TestHouseDecides turns rules off, changes their level and silences texts.
func TestHouseDecides(t *testing.T) {
	h := &edition.House{Checks: map[string]string{"PN-05": "off", "SP-01": "hint"}, Ignore: []string{"布署"}}
	c := checker(t, Options{House: h})
	for _, f := range c.Text("会议要求，，作出布署，共同渡假。", "") {
		if f.Rule != "SP-01" || f.Text != "渡假" || f.Level != finding.Hint {
			t.Errorf("%s %s %q", f.Rule, f.Level, f.Text)
		}
	}
}

// TestParaAgreesWithStory holds the re-check of one paragraph to what the whole story says of it.
func TestParaAgreesWithStory(t *testing.T) {
	s := &edition.Story{ID: "s", Paras: []*edition.Para{
		para("h", edition.Headline, "一个标题"),
		para("1", edition.Body, "本报讯 3月7日下午,青屏市召开的的会议要求，各部门要进一"),
		para("2", edition.Body, "步抓好落实，确保完成全年任务。今年全市计划投入三亿元。"),
		para("3", edition.Body, "今年全市计划投入三亿元。会议作出布署，“要抓落实"),
	}}
	c := checker(t, Options{})
	all := map[string]string{}
	for _, f := range c.Story(s) {
		all[f.Place.Para] += f.Rule + f.Text + ";"
	}
	for _, p := range s.Paras {
		one := ""
		for _, f := range c.Para(s, p.ID) {
			one += f.Rule + f.Text + ";"
		}
		if one != all[p.ID] {
			t.Errorf("paragraph %s: %q alone, %q in its story", p.ID, one, all[p.ID])
		}
	}
}

// TestRate counts as the newspapers' rule does.
func TestRate(t *testing.T) {
	s := &edition.Story{ID: "s", Paras: []*edition.Para{para("h", edition.Headline, strings.Repeat("题", 100)), para("1", edition.Body, strings.Repeat("字", 900))}}
	at := func(rule, p string, n int) finding.Finding {
		return finding.Finding{Rule: rule, Level: finding.Error, Text: rule + p, Place: finding.Place{Story: "s", Para: p, From: 0, To: n}}
	}
	for _, tt := range []struct {
		what  string
		found []finding.Finding
		want  float64
	}{
		{"a mark is a tenth", []finding.Finding{at("PN-01", "1", 1)}, 0.1},
		{"two characters too many are 2", []finding.Finding{at("DU-02", "1", 2)}, 2},
		{"a headline counts double", []finding.Finding{at("DU-02", "h", 2)}, 4},
		{"the same fault counts three times", []finding.Finding{at("DU-01", "1", 1), at("DU-01", "1", 1), at("DU-01", "1", 1), at("DU-01", "1", 1)}, 3},
		{"number forms are at most 1", []finding.Finding{at("NU-01", "h", 9), at("NU-02", "h", 9), at("NU-03", "h", 9), at("NU-04", "h", 9), at("NU-05", "h", 9), at("NU-06", "h", 9)}, 1},
		{"a hint counts nothing", []finding.Finding{{Rule: "SP-03", Level: finding.Hint}}, 0},
	} {
		r := StoryRate(s, tt.found)
		if d := r.Faults - tt.want; d > 1e-9 || d < -1e-9 {
			t.Errorf("%s: %g, want %g", tt.what, r.Faults, tt.want)
		}
		if r.Characters != 1000 || r.Per10000-r.Faults*10 > 1e-9 {
			t.Errorf("%s: %d characters, %g per 10,000", tt.what, r.Characters, r.Per10000)
		}
	}
}

// TestJSONL reads every form of line and says which line it cannot read.
func TestJSONL(t *testing.T) {
	c := checker(t, Options{})
	var out strings.Builder
	in := `{"id":"1","text":"会议要求，，抓好落实。"}

{"id":"2","fragments":["甲","乙"]}
{"id":"3","a":["` + newsText + `"],"b":"` + newsText + `"}
`
	err := c.JSONL(strings.NewReader(in), &out, Others{Successors: func(f []string) []int { return []int{1, -1} }})
	if err != nil {
		t.Fatalf("read the lines: %v", err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], `{"id":"1","findings":[{"start":5,"end":6,"cat":"repeat_punct","rule":"PN-05","level":"error","fix":""}],"ms":`) ||
		lines[1] != `{"id":"2","successor":[1,-1]}` || !strings.HasPrefix(lines[2], `{"id":"3","label":"same","score":1`) {
		t.Errorf("answered %s", out.String())
	}
	var le *LineError
	if err := c.JSONL(strings.NewReader("{\"id\":\"1\",\"text\":\"甲\"}\n{"), &out, Others{}); !asLine(err, &le) || le.Line != 2 {
		t.Errorf("a broken line 2 gives %v", err)
	}
}

func asLine(err error, to **LineError) bool { return errors.As(err, to) && errors.Is(err, ErrLine) }

// TestRateByPlace counts one set of findings for a story, a page and the issue.
func TestRateByPlace(t *testing.T) {
	story := func(id string, n int) *edition.Story {
		return &edition.Story{ID: id, Paras: []*edition.Para{para("h", edition.Headline, strings.Repeat("题", 10)), para("1", edition.Body, strings.Repeat("字", n))}}
	}
	ed := &edition.Edition{
		Stories: []*edition.Story{story("a", 490), story("b", 990), story("c", 1990)},
		Pages: []*edition.Page{
			{ID: "1", Frames: []*edition.Frame{{ID: "f", Kind: edition.StoryFrame, Story: "a"}, {ID: "g", Kind: edition.StoryFrame, Story: "b"}, {ID: "n", Furniture: &edition.Furniture{Paras: []*edition.Para{para("x", edition.Label, strings.Repeat("眉", 20))}}}}},
			{ID: "2", Frames: []*edition.Frame{{ID: "h", Kind: edition.StoryFrame, Story: "b"}, {ID: "i", Kind: edition.StoryFrame, Story: "c"}, {ID: "j", Kind: edition.TextFrame, Story: "a", Link: 1}}},
		},
	}
	at := func(p finding.Place) finding.Finding {
		return finding.Finding{Rule: "DU-02", Level: finding.Error, Text: p.Story + p.Frame + p.Para, Place: p}
	}
	found := []finding.Finding{
		at(finding.Place{Story: "a", Para: "1", To: 1}), at(finding.Place{Story: "b", Para: "h", To: 1}), at(finding.Place{Story: "c", Para: "1", To: 3}),
		at(finding.Place{Page: "1", Frame: "n", Para: "x", To: 1}),
	}
	for _, tt := range []struct {
		what    string
		r       ErrorRate
		n       int
		faults  float64
		limited bool
	}{
		{"story c", StoryRate(ed.Stories[2], found[2:3]), 2000, 2, false},
		{"page 1", PageRate(ed, "1", found), 1520, 1 + 2 + 2, false},
		{"page 2", PageRate(ed, "2", found), 3000, 2 + 2, false},
		{"no page", PageRate(ed, "9", found), 0, 0, true},
		{"the issue", Rate(ed, found), 3520, 1 + 2 + 2 + 2, false},
	} {
		if tt.r.Characters != tt.n || tt.r.Faults != tt.faults || tt.r.Passes() != tt.limited || tt.r.Limit != 3 {
			t.Errorf("%s: %+v, want %d characters and %g faults", tt.what, tt.r, tt.n, tt.faults)
		}
	}
}

// TestLetStand holds what an editor has let stand: that remark, on that text, in that paragraph.
func TestLetStand(t *testing.T) {
	s := &edition.Story{ID: "s", Paras: []*edition.Para{para("1", edition.Body, "全市养老服务服务中心建成。"), para("2", edition.Body, "各地养老服务服务中心开放。")}}
	c := checker(t, Options{})
	if n := len(c.Story(s)); n != 2 {
		t.Fatalf("%d findings", n)
	}
	s.Passed = []edition.Passed{{Rule: "DU-02", Para: "1", Text: "服务"}}
	left := c.Story(s)
	if len(left) != 1 || left[0].Place.Para != "2" || len(c.Para(s, "1")) != 0 {
		t.Errorf("left: %v", left)
	}
	s.Paras[0] = para("1", edition.Body, "全市养老中心中心建成。")
	if n := len(c.Para(s, "1")); n != 1 {
		t.Errorf("%d findings on other text", n)
	}
}
