package flow

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/edition"
)

// pageJob is an edition of one page in the form that page jobs come in.
type pageJob map[string]any

// words of the filler that generated editions are written in.
var (
	fillSubjects = []string{"市气象台", "青禾镇", "区政务服务中心", "记者从现场", "白茅镇敬老院", "志愿者们", "市图书馆", "东湖新区", "老支书沈秋实", "企业负责人林佳琪", "项目组", "街道社区", "“板凳会”的居民", "家庭医生团队", "县农技站"}
	fillVerbs    = []string{"昨天启用了", "连日来走访了", "今年改造了", "免费开放了", "预计完成", "登记并回应了", "集中发布了", "反复核对了", "带来了", "首次引进", "正在验收"}
	fillObjects  = []string{"24栋厂房的屋顶光伏", "一处口袋公园和健身步道", "11.6公里的环城北路", "惠及865户居民的电梯", "二十多个课后社团", "PM2.5监测点", "“智慧停车”泊位536个", "三座新桥的桩基", "一批种植示范田", "夜间门诊", "馆藏扇面52幅", "GB/T 14706标准的培训"}
	fillTails    = []string{"，大家都说方便多了", "，比去年同期增长21.1%", "，预计工期18天", "，线路可以网上预约", "，“过去想都不敢想”", "，三年来没有间断", "，每月公布一次结果", "", "", "，明年将继续扩大范围"}
	fillTitles   = []string{"老粮仓变身图书馆", "环城北路改造工程提前通车", "屋顶上的“发电站”", "夜间门诊开到晚上九点", "一只白鹭的新家", "午休能躺下 书包轻下来", "大棚里种出“甜蜜事业”", "万人健步走进春天", "临江街道三座新桥年内贯通", "国庆假期消费两旺", "26位网格员的一天", "检验结果全市互认", "小螺丝撬动大产业", "共享厨房飘出年味", "夜间施工不扰民 封闭路段分时开", "本地鸡蛋价格小幅回落", "垃圾分类进入“智能时代”"}
	fillKickers  = []string{"民生小事", "守护城市记忆", "缓堵保畅再出实招", "走进“专精特新”", "打通“最后一公里”", "稳产保供在行动", ""}
	fillDecks    = []string{"惠及居民865户", "全程机械化率达74%", "课后服务参与率78%", "", "", "一年调解纠纷520起"}
)

func pick(r *rand.Rand, of []string) string { return of[r.IntN(len(of))] }

// filler answers paragraphs of about so many characters.
func filler(r *rand.Rand, chars int) []string {
	var out []string
	for chars > 0 {
		var b strings.Builder
		most := 40 + r.IntN(130)
		for n := 0; n < most; {
			s := pick(r, fillSubjects) + pick(r, fillVerbs) + pick(r, fillObjects) + pick(r, fillTails) + "。"
			b.WriteString(s)
			n += len([]rune(s))
		}
		out = append(out, b.String())
		chars -= len([]rune(b.String()))
	}
	return out
}

// sheets are the pages that generated editions stand on.
var sheets = []struct {
	name         string
	sheet        [2]float64
	columns      int
	chars, gap   float64
	body, lead   float64
	lines        int
	tabloid      bool
	typeW, typeH float64
}{
	{"四开·六栏·小五", [2]float64{275, 390}, 6, 11, 1, 9, 11.25, 87, true, 225.4, 344.5},
	{"四开·五栏·五号", [2]float64{275, 390}, 5, 11.5, 1.5, 10.5, 13.5, 72, true, 233, 343},
	{"对开·八栏·小五", [2]float64{390, 550}, 8, 13, 1, 9, 11.25, 123, false, 352.4, 487.4},
	{"对开·六栏·五号", [2]float64{390, 550}, 6, 15, 1.5, 10.5, 13.5, 103, false, 361.2, 489.5},
	{"对开·七栏·小五", [2]float64{390, 550}, 7, 15, 1, 9, 11.5, 120, false, 352.4, 487},
	{"对开·五栏·五号", [2]float64{390, 550}, 5, 18, 1.5, 10.5, 13.5, 103, false, 355, 489.5},
}

// generated answers an edition by its number: its page, furniture, stories and relations, and how full it is by a rough
// estimate, from 0.85 to 1.05. The same number gives the same edition.
func generated(seed uint64) (pageJob, float64) {
	r := rand.New(rand.NewPCG(seed, 0x70616765))
	sh := sheets[int(seed)%len(sheets)]
	front := r.IntN(3) != 0
	var furniture []map[string]any
	fixed := func(kind string, col, line, cols, lines int, content string) {
		furniture = append(furniture, map[string]any{"kind": kind, "cols": cols, "lines": lines, "x_col": col, "y_line": line, "fixed": true, "content": content})
	}
	cells := sh.columns * sh.lines
	if front {
		h := 12 + r.IntN(3)
		w := sh.columns * 2 / 3
		fixed("报头", 0, 0, w, h, "")
		fixed("报眼", w, 0, sh.columns-w, h, []string{"天气", "导读"}[r.IntN(2)])
		cells -= h * sh.columns
	} else {
		fixed("报眉", 0, 0, sh.columns, 3, "")
		cells -= 3 * sh.columns
	}
	ad := ""
	switch r.IntN(5) { // an advertisement in a corner or across the foot
	case 0, 1:
		w, h := 2+r.IntN(2), sh.lines/5+r.IntN(10)
		col := sh.columns - w
		if r.IntN(2) == 0 {
			col = 0
		}
		fixed("广告", col, sh.lines-h, w, h, "本地商场")
		cells -= w * h
		ad = fmt.Sprintf("corner %dx%d", w, h)
	case 2:
		h := 12 + r.IntN(12)
		fixed("广告", 0, sh.lines-h, sh.columns, h, "家电城")
		cells -= h * sh.columns
		ad = fmt.Sprintf("foot %d", h)
	}
	n := 4 + r.IntN(11)
	if sh.tabloid {
		n = 4 + r.IntN(6)
	}
	fill := 0.85 + 0.2*r.Float64()
	priorities := make([]int, n)
	for i := range priorities {
		priorities[i] = max(1, 4-i/2+r.IntN(2)-r.IntN(2))
		priorities[i] = min(4, priorities[i])
	}
	priorities[0] = 5
	double := n > 5 && r.IntN(5) == 0
	weights, total := make([]float64, n), 0.0
	for i := range weights {
		weights[i] = (0.4 + 0.25*float64(priorities[i])) * (0.7 + 0.6*r.Float64())
		total += weights[i]
	}
	titles := r.Perm(len(fillTitles))
	var articles []map[string]any
	for i := 0; i < n; i++ {
		share := fill * float64(cells) * weights[i] / total // cells of this story
		kind := "news"
		switch k := r.IntN(12); {
		case i == n-1 && n > 4:
			kind = "briefs"
		case k == 0 && i > 0 && n > 5:
			kind = "photo"
		case k == 1:
			kind = "feature"
		}
		a := map[string]any{"id": fmt.Sprintf("a%02d", i+1), "kind": kind, "priority": priorities[i], "title": fillTitles[titles[i%len(titles)]], "topic": "社区"}
		head := 6.0
		if priorities[i] >= 3 {
			a["kicker"], a["deck"] = pick(r, fillKickers), pick(r, fillDecks)
			head = 14 + float64(priorities[i]*2)
		}
		var photos []map[string]any
		pictures := 0
		if kind == "photo" || i == 0 || r.IntN(3) == 0 && kind != "briefs" {
			pictures = 1
		}
		if kind == "feature" && r.IntN(2) == 0 {
			pictures = 2
		}
		for p := 0; p < pictures; p++ {
			aspect := [][2]int{{3, 2}, {4, 3}, {16, 9}, {1, 1}, {2, 3}}[r.IntN(5)]
			pref := 2
			if !sh.tabloid && r.IntN(2) == 0 {
				pref = 3
			}
			if aspect[0] <= aspect[1] {
				pref = max(1, pref-1)
			}
			w := float64(pref) * (sh.chars + sh.gap) * sh.body
			area := float64(pref) * (w*float64(aspect[1])/float64(aspect[0])/sh.lead + 2)
			photos = append(photos, map[string]any{"id": fmt.Sprintf("p%d", p+1), "aspect": aspect, "pixels": [2]int{aspect[0] * 640, aspect[1] * 640},
				"caption": pick(r, fillSubjects) + "在" + pick(r, fillObjects) + "旁。", "credit": "本报记者 施明轩 摄", "min_cols": 1, "pref_cols": pref})
			share -= area
		}
		if photos != nil {
			a["photos"] = photos
		}
		chars := int((share - head) * sh.chars * 0.9)
		switch kind {
		case "photo":
			a["body"] = filler(r, 60+r.IntN(60))
		case "briefs":
			var items []string
			for chars = max(chars, 150); chars > 0; chars -= len([]rune(items[len(items)-1])) {
				items = append(items, pick(r, fillSubjects)+pick(r, fillVerbs)+pick(r, fillObjects)+pick(r, fillTails)+"。")
			}
			a["body"] = items
		default:
			body := filler(r, max(chars, 180))
			a["body"] = body
			if kind == "feature" && len(body) > 4 {
				a["subheads"] = []map[string]any{{"before_paragraph": len(body) / 2, "text": "半程马拉松周日鸣枪"}}
				a["byline"] = "本报记者 阮雨桐"
			}
		}
		articles = append(articles, a)
	}
	var relations []map[string]any
	id := func(i int) string { return fmt.Sprintf("a%02d", i+1) }
	if double {
		relations = append(relations, map[string]any{"kind": "双头条", "articles": []string{id(0), id(1)}})
	}
	if n > 6 && r.IntN(4) == 0 {
		k := 2 + r.IntN(n-4)
		relations = append(relations, map[string]any{"kind": "package", "articles": []string{id(k), id(k + 1)}})
	}
	if r.IntN(5) == 0 {
		relations = append(relations, map[string]any{"kind": "jump-allowed", "articles": []string{id(r.IntN(2))}, "to_page": 3})
	}
	role := "inside"
	if front {
		role = "front"
	}
	return pageJob{"id": fmt.Sprintf("generated-%d", seed), "newspaper": "澄江日报", "date": "2031-09-20", "page_title": "要闻", "page_role": role,
		"page": map[string]any{"name": sh.name, "sheet_mm": sh.sheet, "type_area_mm": [2]float64{sh.typeW, sh.typeH}, "columns": sh.columns, "chars_per_column": sh.chars,
			"gap_chars": sh.gap, "body_pt": sh.body, "leading_pt": sh.lead, "lines": sh.lines},
		"furniture": furniture, "articles": articles, "relations": relations,
		"notes": fmt.Sprintf("%s, front %v, ad %q, double %v", sh.name, front, ad, double)}, fill
}

// generatedEdition takes a generated edition in.
func generatedEdition(t testing.TB, s *Shop, seed uint64) (*edition.Edition, string) {
	t.Helper()
	return related(t, s, seed, nil)
}

// related takes a generated edition in with other relations between its stories; nil is its own.
func related(t testing.TB, s *Shop, seed uint64, relations []map[string]any) (*edition.Edition, string) {
	t.Helper()
	job, fill := generated(seed)
	if relations != nil {
		job["relations"] = relations
	}
	data, err := json.Marshal(job)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), fmt.Sprintf("edition-%d.json", seed))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	taken, err := s.TakeIn([]string{path}, "")
	if err != nil {
		t.Fatal(err)
	}
	return taken.Edition, fmt.Sprintf("%s, %d stories, load %.2f", job["notes"], len(taken.Edition.Stories), fill)
}
