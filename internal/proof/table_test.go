package proof

import (
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/finding"
)

// promised is every rule that the desk promises, with its level and how its fix is applied: A for all in one go, C
// after a look, - by the editor's own hand.
const promised = `
PN-01 error A|PN-02 error C|PN-03 error A|PN-04 error C|PN-05 error A|PN-06 warning A|PN-07 error A|PN-08 warning A|PN-09 warning C|PN-10 warning A|PN-11 hint -|PN-12 hint A
NU-01 error A|NU-02 error C|NU-03 error A|NU-04 warning C|NU-05 warning C|NU-06 warning A|NU-07 error -|NU-08 warning A|NU-09 hint -
DT-01 error C|DT-02 warning -
DU-01 error A|DU-02 error A|DU-03 error C|DU-04 error C|DU-05 error C|DU-06 warning -|DU-07 warning -
PA-01 error C|PA-02 error C|PA-03 warning C|PA-04 hint -|PA-05 error -
NM-01 error C|NM-02 error -|NM-03 warning C|NM-04 warning -|NM-05 warning -
SP-01 error C|SP-02 warning C|SP-03 hint C|SP-04 hint C|SP-05 warning C
ST-01 warning C|ST-02 warning -|ST-03 warning -`

// TestEveryRuleStands holds the table: every rule is there, with its level, a name, a reason that says its source, and
// its way to fix; a title turns each off and gives it another level.
func TestEveryRuleStands(t *testing.T) {
	letter := map[finding.Fix]string{finding.Apply: "A", finding.Confirm: "C", finding.None: "-"}
	want := map[string]string{}
	for _, line := range strings.FieldsFunc(promised, func(r rune) bool { return r == '|' || r == '\n' }) {
		id, rest, _ := strings.Cut(line, " ")
		want[id] = rest
	}
	for _, r := range Rules() {
		i, ok := Describe(r.ID())
		if !ok {
			t.Errorf("%s is not described", r.ID())
			continue
		}
		w, ok := want[i.Rule]
		if !ok {
			continue // beyond the table
		}
		delete(want, i.Rule)
		if got := i.Level.String() + " " + letter[i.Fix]; got != w {
			t.Errorf("%s is %q, the table says %q", i.Rule, got, w)
		}
		if i.Category == "" || i.Name.ZH == "" || i.Name.EN == "" || i.Reason.ZH == "" || i.Reason.EN == "" {
			t.Errorf("%s lacks words: %+v", i.Rule, i)
		}
		off := checker(t, Options{House: &edition.House{Checks: map[string]string{i.Rule: "off"}}})
		for _, r := range off.rules {
			if r.Rule == i.Rule {
				t.Errorf("%s cannot be turned off", i.Rule)
			}
		}
		for _, l := range []finding.Level{finding.Hint, finding.Warning, finding.Error} {
			if got := checker(t, Options{House: &edition.House{Checks: map[string]string{i.Rule: l.String()}}}).level[i.Rule]; got != l {
				t.Errorf("%s as %s is %s", i.Rule, l, got)
			}
		}
	}
	for id := range want {
		t.Errorf("%s is missing", id)
	}
}

// TestSpellingHints holds wrong, look-alike and exchanged characters in text made for it, and that text when clean.
func TestSpellingHints(t *testing.T) {
	c := checker(t, Options{})
	for _, tt := range []struct{ text, bad, good string }{
		{"全市经济运行总体平稳，工业生产持续回升。", "持续", "持叙"},
		{"工作人员仔细核对每一份登记表。", "登记", "登计"},
		{"道路两侧的绿化带焕然一新。", "绿化", "绿华"},
		{"消防部门提醒居民注意用电安全。", "提醒", "题醒"},
		{"这次培训邀请了农业专家现场授课。", "邀请", "遨请"},
		{"学校组织学生参观了科技馆。", "参观", "参现"},
		{"医院的门诊大楼下个月投入使用。", "使用", "用使"},
		{"孩子们在操场上开心地踢足球。", "操场", "场操"},
		{"合作社今年的收入比去年翻了一番。", "收入", "收人"},
	} {
		if f := c.Text(tt.text, ""); len(f) != 0 {
			t.Errorf("clean: %s: %s", tt.text, rulesOf(c, tt.text, ""))
		}
		wrong := strings.Replace(tt.text, tt.bad, tt.good, 1)
		found := false
		for _, f := range c.Text(wrong, "") {
			if f.Rule[:2] != "SP" || len(f.Suggestions) == 0 {
				continue
			}
			r := []rune(wrong)
			found = found || string(r[:f.Place.From])+f.Suggestions[0].Text+string(r[f.Place.To:]) == tt.text
		}
		if !found {
			t.Errorf("%s: %s", wrong, rulesOf(c, wrong, ""))
		}
	}
}

// TestCleanText reads clean news made for it, with names, places and words that no list has.
func TestCleanText(t *testing.T) {
	c := checker(t, Options{})
	n, hard, hints := 0, 0, 0
	for _, s := range strings.Split(strings.TrimSpace(cleanNews), "\n") {
		n += runeLen(s)
		for _, f := range c.Text(s, "2025-04-18") {
			if f.Level == finding.Hint {
				hints++
			} else {
				hard++
			}
			t.Logf("%s %s “%s” in %s", f.Rule, f.Level, f.Text, cutShort(s, 20))
		}
	}
	if hard > 0 || hints > 1 {
		t.Errorf("%d errors and warnings, %d hints on %d clean characters", hard, hints, n)
	}
}

const cleanNews = `
本报讯 4月17日，云岭市委常委会召开扩大会议，传达学习上级有关会议精神，研究部署一季度经济运行、安全生产和生态环境保护等工作。市委书记秦望舒主持会议。
会议指出，一季度全市地区生产总值同比增长5.8%，规模以上工业增加值增长7.2%，社会消费品零售总额增长6.1%，实现了良好开局。但外部环境仍然复杂严峻，部分企业订单不足、成本上升，必须高度重视，采取有力措施加以解决。
昨天一早，家住枫桥弄的许阿婆拎着菜篮子，在家门口的便民服务点买到了新鲜的豌豆和鲫鱼。“以前买菜要走二十多分钟，现在下楼就有，价钱也公道。”她笑着说。
记者从市农业农村局了解到，眼下正是早稻育秧的关键时期，全市已落实早稻面积12.6万亩，集中育秧点达到83个。农技人员分成六个小组，进村入户指导农户晒种、浸种、催芽。
今年以来，梧溪镇以集镇改造为抓手，拆除违章建筑1.3万平方米，新增停车位260个，打通断头路3条，昔日杂乱的老街变得整洁有序。
“孩子放学后有人管，我们上班也安心。”在城南小学门口，家长沈女士对学校开设的课后服务赞不绝口。目前，全市义务教育阶段学校课后服务实现全覆盖，参与学生超过九成。
市气象台预计，未来三天以多云天气为主，气温逐步回升，最高气温将达26℃，早晚温差较大，市民要注意增减衣物。周末有一次降水过程，出行请带好雨具。
4月15日晚，市中级人民法院法官走进石马社区，围绕邻里纠纷、物业收费、赡养老人等问题，为居民上了一堂生动的法治课。
在青创园的一间办公室里，返乡青年骆一帆正忙着调试设备。两年前，他辞去深圳的工作，带着三个伙伴回乡创业，如今公司研发的传感器已经用到了十几家工厂的生产线上。
全市女子排球邀请赛昨天落下帷幕，东道主云岭队在先失一局的情况下连扳三局，以3∶1战胜清河队，捧起冠军奖杯。
近日，市交通运输局联合公安交警部门开展货车超限超载专项整治，共检查车辆430辆次，查处违法行为27起，卸载货物180余吨。
老茶农蒋伯站在坡上，掐下一芽一叶，放在手心里端详。清明前后这半个月，是他一年里最忙的日子，天不亮就上山，太阳落山才回家。
市图书馆“悦读夜”活动每周五晚举行，馆内灯火通明，读者围坐在一起，听作家讲述创作背后的故事。馆长阮青禾介绍，活动已举办四十多场，吸引了上万人次参加。
为方便群众办事，市行政服务中心推出“午间不断档、周末不打烊”服务，安排工作人员轮流值守，一季度共办理业务3.4万件。
`
