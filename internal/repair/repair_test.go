package repair

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"sort"
	"strings"
	"sync"
	"testing"
	"unicode"

	"dayang/assets"
	"dayang/internal/edition"
	"dayang/internal/manuscript"
	"dayang/internal/segment"
)

const realPage = "../../../shared/sample/pinghu-front-page.md"

var openDictionary = sync.OnceValues(segment.Open)

func dictionary(t testing.TB) segment.Segmenter {
	t.Helper()
	d, err := openDictionary()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func page(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(realPage)
	if err != nil {
		t.Skip("the real page is not here: ", err)
	}
	text, _, err := manuscript.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRealPage: what research found wrong with the page by hand is what repair finds.
func TestRealPage(t *testing.T) {
	src := page(t)
	out, rep := Text(src, dictionary(t))
	for kind, want := range map[string]int{Mark: 161, Join: 7, Move: 1, Break: 1} {
		if got := rep.Made[kind]; got != want {
			t.Errorf("%d of kind %s made, want %d", got, kind, want)
		}
	}
	for kind, want := range map[string]int{Duplicate: 2, Headless: 1, Join: 0, Move: 0, Open: 0} {
		if got := rep.Asked[kind]; got != want {
			t.Errorf("%d of kind %s asked, want %d", got, kind, want)
		}
	}
	// The last feature's paragraphs in reading order, by how each begins.
	at := 0
	for _, begin := range []string{
		"悠悠万事", "#### 加强基础设施", "**新闻回放：**2018年", "**亮点综述：**新建的", "民生要发展", "除了医疗",
		"#### 深化便民", "**新闻回放：**2020年", "**亮点综述：**以前",
	} {
		i := strings.Index(out[at:], "\n\n"+begin)
		if i < 0 {
			t.Fatalf("no paragraph %q after the one before it", begin)
		}
		at += i + 2
	}
	for _, joined := range []string{"要抓好重点", "各部门要根据", "、提升市民", "管理任务，", "有序堆放", "疾控中心、血站）", "新馆建设项目、"} {
		if !strings.Contains(out, joined) {
			t.Errorf("%q is not joined", joined)
		}
	}
	if !strings.Contains(out, "22.3亿元") || !strings.Contains(out, "2018中国·平湖") || strings.Contains(out, ",") {
		t.Error("a number or a name was touched, or a comma was not")
	}
	rs := []rune(src)
	for _, e := range rep.Edits {
		if e.Kind == Mark || e.Kind == Duplicate || e.Kind == Headless {
			if got := string(rs[e.From:e.To]); got != e.Before {
				t.Fatalf("%s at %d says %q, there stands %q", e.Kind, e.From, e.Before, got)
			}
		}
		if e.Sure <= 0 || e.Sure > 1 || e.Message.ZH == "" || e.Message.EN == "" || strings.Contains(e.Message.ZH+e.Message.EN, "%!") {
			t.Errorf("edit %+v is not fit to show", e)
		}
	}
	again, second := Text(out, dictionary(t))
	if again != out || len(second.Made) != 0 {
		t.Errorf("a mended page is mended again: %v", second.Made)
	}
}

func TestMarks(t *testing.T) {
	for _, c := range []string{
		"下午,我市 → 下午，我市",
		"达22.3亿元 → 达22.3亿元",
		"15:30举行 → 15:30举行",
		"共1,234人 → 共1,234人",
		"比分3:2,主队胜 → 比分3:2，主队胜",
		"其中,2020年 → 其中，2020年",
		"网址:http://a.b/c?d=1,2 → 网址：http://a.b/c?d=1,2",
		"邮箱 a.b@c.cn → 邮箱 a.b@c.cn",
		"医院(疾控中心、血站)新建 → 医院（疾控中心、血站）新建",
		"通知(2021)12号 → 通知（2021）12号",
		"f(x)是函数 → f(x)是函数",
		"他说:\"好。\"又说 → 他说：“好。”又说",
		"Hello, world! → Hello, world!",
		"it's 'fine' here → it's 'fine' here",
		"1.加强领导 → 1.加强领导",
		"完成了. → 完成了。",
		"还有很多... → 还有很多……",
		"PM2.5浓度(μg/m3)下降 → PM2.5浓度（μg/m3）下降",
		"增长8%;同比 → 增长8%；同比",
		"真的?真的! → 真的？真的！",
		"U+20BB7 𠮷,好 → U+20BB7 𠮷，好",
		"尺寸3\"屏 → 尺寸3\"屏",
	} {
		in, want, _ := strings.Cut(c, " → ")
		p := &edition.Para{Text: in}
		if got := mendPara(p).Text; got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestTwice(t *testing.T) {
	seg := dictionary(t)
	// The repetitions that are meant, and those that are not: research, duplicates.
	for _, s := range []string{"纷纷", "好好学习天天向上", "一个个高高兴兴", "谢谢谢谢", "“研究研究”再说", "一步一步", "三三两两", "守土有责、守土负责、守土尽责",
		"首战首胜、首战首成", "细之又细、慎之又慎", "五年传承，五年坚守", "看山是山", "上海海关", "关税税率", "部部长", "俄罗斯罗斯托夫", "迎来越来越多", "目的的", "不了了之", "说着说着", "越来越好"} {
		if got := twice([]rune(s), seg); len(got) != 0 {
			t.Errorf("%s: %v", s, got)
		}
	}
	for _, s := range []string{"7家养老服务服务中心的改造", "正在进行进行改造", "外交部发言人发言人表示"} {
		if got := twice([]rune(s), seg); len(got) != 1 {
			t.Errorf("%s: %v", s, got)
		}
	}
}

// TestSample: the sample edition's page with faults put in as machines make them, half-width marks, paragraphs cut in
// mid-word, the feature's first section at the end and its rest before its beginning, comes back as it was.
func TestSample(t *testing.T) {
	data, err := fs.ReadFile(assets.Sample(), "front-page.md")
	if err != nil {
		t.Fatal(err)
	}
	seg := dictionary(t)
	clean, _ := Text(string(data), seg) // the sample has planted faults of its own
	blocks := strings.Split(strings.TrimSpace(clean), "\n\n")
	var out, feature []string
	cuts := 0
	for _, b := range blocks {
		rs := []rune(b)
		if strings.HasPrefix(b, "#### ") && len(feature) < 2 || len(feature) == 1 {
			feature = append(feature, b)
			continue
		}
		if len(feature) == 2 { // the rest of the cut paragraph, glued to the next
			half := []rune(feature[1])
			for !han(half[len(half)/2]) {
				half = half[:len(half)-1]
			}
			full := []rune(feature[1])
			feature[1] = string(full[:len(half)/2])
			b = string(full[len(half)/2:]) + b
			feature = append(feature, "")
			cuts++
		} else if len(rs) > 110 && !strings.HasPrefix(b, "#") && !strings.HasPrefix(b, "**") {
			k := 70
			for !han(rs[k-1]) || !han(rs[k]) {
				k++
			}
			out = append(out, string(rs[:k]))
			b = string(rs[k:])
			cuts++
		}
		out = append(out, b)
	}
	if len(feature) != 3 || cuts < 6 {
		t.Fatalf("the sample page is of another form: %d cuts", cuts)
	}
	broken := strings.Join(append(out, feature[:2]...), "\n\n")
	broken = strings.NewReplacer("，", ",", "：", ":", "；", ";", "？", "?").Replace(broken)
	got, rep := Text(broken, seg)
	if got != clean {
		t.Errorf("made %v, asked %v; the page is not as it was:\n%s", rep.Made, rep.Asked, got)
	}
	if rep.Made[Join] != cuts || rep.Asked[Join] != 0 {
		t.Errorf("%d joins made, %d asked, of %d", rep.Made[Join], rep.Asked[Join], cuts)
	}
}

// plain answers the characters that mending must keep, in the order that does not matter.
func plain(s string) string {
	turn := strings.NewReplacer("，", ",", "：", ":", "；", ";", "！", "!", "？", "?", "（", "(", "）", ")", "。", ".", "“", "\"", "”", "\"", "‘", "'", "’", "'", "……", "...", "---", "")
	var rs []rune
	for _, r := range turn.Replace(s) {
		if !unicode.IsSpace(r) && r != '*' && r != '-' && r != '_' {
			rs = append(rs, r)
		}
	}
	sort.Slice(rs, func(i, j int) bool { return rs[i] < rs[j] })
	return string(rs)
}

// TestNothingLost: whatever is cut and shuffled, mending keeps every character of the page.
func TestNothingLost(t *testing.T) {
	src := page(t)
	seg := dictionary(t)
	blocks := strings.Split(src, "\n\n")
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(1, seed))
		shuffled := append([]string(nil), blocks...)
		for range int(seed) {
			i, j := rng.IntN(len(shuffled)), rng.IntN(len(shuffled))
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		}
		in := strings.Join(shuffled, "\n\n")
		out, _ := Text(in, seg)
		if plain(in) != plain(out) {
			t.Fatalf("seed %d: characters were lost or made\n%s", seed, out)
		}
	}
}

// TestMoved: a feature of another town, its second section at the wrong place, its paragraphs cut.
func TestMoved(t *testing.T) {
	in := "### 一座城的清晨\n\n■记者 林见鹿\n\n城市醒来之前，早点铺的灯先亮了。\n\n" +
		"的笑脸越来越多，排队的人从巷口一直站到桥头。**记者手记：**一碗豆浆里有一座城市的温度。\n\n" +
		"### 下一条新闻\n\n本报讯 昨天，市图书馆延长开放时间。\n"
	out, rep := Text(in, dictionary(t))
	if rep.Made[Break] != 1 || !strings.Contains(out, "桥头。\n\n**记者手记：**") {
		t.Errorf("the break was not restored:\n%s", out)
	}
}

func TestStories(t *testing.T) {
	seg := dictionary(t)
	para := func(id string, r edition.Role, text string, spans ...edition.Span) *edition.Para {
		return &edition.Para{ID: id, Role: r, Text: text, Spans: spans}
	}
	bold := edition.Span{From: 0, To: 5, Style: edition.Bold}
	s := &edition.Story{ID: "s1", Paras: []*edition.Para{
		para("p1", edition.Headline, "民生:新事"),
		para("p2", edition.Lead, "本报讯 昨天,市里开会,研究如何进一步完善文明管理机制、提"),
		para("p3", edition.Body, "升市民文明意识。**"),
		para("p4", edition.Body, "开头的话。亮点综述:新建的学校。", edition.Span{From: 5, To: 10, Style: edition.Bold}),
		para("p5", edition.Body, "亮点综述:旧的。", bold),
	}}
	keep := &edition.Story{ID: "s2", Paras: []*edition.Para{para("p1", edition.Headline, "没有毛病"), para("p2", edition.Lead, "一切都好。")}}
	out, rep := Stories([]*edition.Story{s, keep}, seg)
	if out[1] != keep {
		t.Error("a sound story was copied")
	}
	if s.Paras[1].Text != "本报讯 昨天,市里开会,研究如何进一步完善文明管理机制、提" {
		t.Error("the story given was changed")
	}
	got := out[0]
	if len(got.Paras) != 5 || got.Paras[1].Text != "本报讯 昨天，市里开会，研究如何进一步完善文明管理机制、提升市民文明意识。**" {
		t.Fatalf("not joined: %+v", got.Paras[1])
	}
	if p := got.Paras[3]; p.Text != "亮点综述：新建的学校。" || len(p.Spans) != 1 || p.Spans[0] != bold || p.ID != "p4-2" {
		t.Errorf("not split: %+v", p)
	}
	if rep.Made[Join] != 1 || rep.Made[Break] != 1 || rep.Made[Mark] != 5 {
		t.Errorf("report: %v", rep.Made)
	}
}

// TestNumbered holds paragraphs that count to their order, and those that do not count through to the file's.
func TestNumbered(t *testing.T) {
	seg := dictionary(t)
	for _, c := range []struct{ in, want string }{
		{"会议指出三点。|一是抓好生产。|三是抓好安全。|二是抓好服务。|会议由他主持。", "会议指出三点。|一是抓好生产。|二是抓好服务。|三是抓好安全。|会议由他主持。"},
		{"要求如下。|（二）加强巡查。|（一）摸清底数。|（三）落实责任。", "要求如下。|（一）摸清底数。|（二）加强巡查。|（三）落实责任。"},
		{"要求如下。|2.加强巡查。|1.摸清底数。", "要求如下。|1.摸清底数。|2.加强巡查。"},
		{"要求如下。|一是抓好生产。|四是抓好安全。|二是抓好服务。", "要求如下。|一是抓好生产。|四是抓好安全。|二是抓好服务。"},
		{"数据如下。|2.5万人到场。|1.5万人离开。", "数据如下。|2.5万人到场。|1.5万人离开。"},
		{"十一、其他。|十、附则。", "十、附则。|十一、其他。"},
	} {
		s := &edition.Story{ID: "s1", Paras: []*edition.Para{{ID: "h", Role: edition.Headline, Text: "部署"}}}
		for i, p := range strings.Split(c.in, "|") {
			s.Paras = append(s.Paras, &edition.Para{ID: "p" + itoa(i), Role: edition.Body, Text: p})
		}
		out, rep := Stories([]*edition.Story{s}, seg)
		var got []string
		for _, p := range out[0].Paras[1:] {
			got = append(got, p.Text)
		}
		if strings.Join(got, "|") != c.want || (rep.Made[Move] > 0) != (c.in != c.want) {
			t.Errorf("%s\n got %s (%v)\nwant %s", c.in, strings.Join(got, "|"), rep.Made, c.want)
		}
	}
}

// TestStoriesAs refuses what is sure and takes what is doubtful, each by itself.
func TestStoriesAs(t *testing.T) {
	seg := dictionary(t)
	s := &edition.Story{ID: "s1", Paras: []*edition.Para{
		{ID: "h", Role: edition.Headline, Text: "部署"},
		{ID: "p1", Role: edition.Body, Text: "昨天,市里开会,研究如何进一步完善文明管理机制、提"},
		{ID: "p2", Role: edition.Body, Text: "升市民文明意识。"},
		{ID: "p3", Role: edition.Body, Text: "开头的话。亮点综述：新建的学校。", Spans: []edition.Span{{From: 5, To: 10, Style: edition.Bold}}},
		{ID: "p4", Role: edition.Body, Text: "会议提出要求。"},
		{ID: "p5", Role: edition.Body, Text: "二是抓好服务。"},
		{ID: "p6", Role: edition.Body, Text: "一是抓好生产。"},
	}}
	lines := func(s *edition.Story) string {
		var out []string
		for _, p := range s.Paras[1:] {
			out = append(out, p.Text)
		}
		return strings.Join(out, "|")
	}
	was := lines(s)
	all, rep := Stories([]*edition.Story{s}, seg)
	for _, k := range []string{Mark, Join, Break, Move} {
		if rep.Made[k] == 0 {
			t.Fatalf("nothing of %s was made: %v", k, rep.Made)
		}
	}
	none, rep := StoriesAs([]*edition.Story{s}, seg, func(Edit) bool { return false })
	if none[0] != s || len(rep.Made) != 0 {
		t.Errorf("all refused, and made %v:\n%s", rep.Made, lines(none[0]))
	}
	some, _ := StoriesAs([]*edition.Story{s}, seg, func(e Edit) bool { return !e.Ask })
	if lines(some[0]) != lines(all[0]) {
		t.Errorf("what is sure alone: %s", lines(some[0]))
	}
	for kind, want := range map[string]string{
		Mark:  "昨天，市里开会，研究如何进一步完善文明管理机制、提|升市民文明意识。|开头的话。亮点综述：新建的学校。|会议提出要求。|二是抓好服务。|一是抓好生产。",
		Join:  "昨天,市里开会,研究如何进一步完善文明管理机制、提升市民文明意识。|开头的话。亮点综述：新建的学校。|会议提出要求。|二是抓好服务。|一是抓好生产。",
		Break: "昨天,市里开会,研究如何进一步完善文明管理机制、提|升市民文明意识。|开头的话。|亮点综述：新建的学校。|会议提出要求。|二是抓好服务。|一是抓好生产。",
		Move:  "昨天,市里开会,研究如何进一步完善文明管理机制、提|升市民文明意识。|开头的话。亮点综述：新建的学校。|会议提出要求。|一是抓好生产。|二是抓好服务。",
	} {
		out, rep := StoriesAs([]*edition.Story{s}, seg, func(e Edit) bool { return e.Kind == kind })
		if got := lines(out[0]); got != want || len(rep.Made) != 1 {
			t.Errorf("%s alone, made %v\n got %s\nwant %s", kind, rep.Made, got, want)
		}
	}
	if lines(s) != was {
		t.Error("the story given was changed")
	}
}

func FuzzText(f *testing.F) {
	f.Add("### 甲\n\n乙,丙(丁\n\n戊)**己:**庚\n\n#### 辛\n\n壬")
	f.Add("**a:**\n\n**b**：c。**d:**e\n\n- x\n- y\n\n1. z")
	f.Add("![图](a.jpg)\n\n“甲\n乙”\n---\n*")
	f.Fuzz(func(t *testing.T, s string) {
		text, _, err := manuscript.Decode([]byte(s))
		if err != nil {
			return
		}
		out, rep := Text(text, nil)
		n := len([]rune(text))
		for _, e := range rep.Edits {
			if e.From < 0 || e.To < e.From || e.To > n || e.Next > n {
				t.Fatalf("%q: edit out of the text: %+v", text, e)
			}
		}
		_ = out
	})
}

func BenchmarkText(b *testing.B) {
	src := page(b)
	seg := dictionary(b)
	for b.Loop() {
		Text(src, seg)
	}
}
