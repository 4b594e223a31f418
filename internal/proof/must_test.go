package proof

import (
	"strings"
	"sync"
	"testing"

	"dayang/internal/segment"
)

var dictionary = sync.OnceValues(func() (segment.Segmenter, error) { return segment.Open() })

// checker answers a checker with the dictionary that ships.
func checker(t testing.TB, o Options) *Checker {
	t.Helper()
	seg, err := dictionary()
	if err != nil {
		t.Fatalf("open the dictionary: %v", err)
	}
	return New(seg, o)
}

// rulesOf answers the ids of the findings in a text, with what they are about, in order.
func rulesOf(c *Checker, text, pub string) string {
	var out []string
	r := []rune(text)
	for _, f := range c.Text(text, pub) {
		out = append(out, f.Rule+" "+string(r[f.Place.From:f.Place.To]))
	}
	return strings.Join(out, "; ")
}

// TestDoublesLetPass holds doubled characters and words that are good Chinese.
func TestDoublesLetPass(t *testing.T) {
	c := checker(t, Options{})
	for _, s := range strings.Fields(`纷纷 常常 好好学习 天天向上 一个个 高高兴兴 谢谢 谢谢谢谢 研究研究 一步一步 三三两两
		守土有责、守土负责、守土尽责 首战首胜、首战首成 细之又细、慎之又慎 五年传承，五年坚守 看山是山 上海海关 关税税率 部部长
		市市场监督管理局 俄罗斯罗斯托夫 迎来越来越 目的的 的的确确 不了了之 说着说着 越来越 手把手把
		一个问题一个问题 爷爷奶奶 家家户户 一桩桩 大块大块 说来说去 严而又严、实而又实 居家养老服务照料中心 派出所所长 总书记记者会
		抓紧抓实抓细 一遍又一遍 人民日报报道 中国国际进口博览会 为了了解情况 参与者的的士 国务院院长 教育部部长 和平和谐 现在在家`) {
		for _, f := range c.Text(s, "") {
			if f.Rule[:2] == "DU" {
				t.Errorf("%s: %s %s", s, f.Rule, f.Message.ZH)
			}
		}
		in := "记者了解到，" + s + "，这是当地的情况。"
		for _, f := range c.Text(in, "") {
			if f.Rule[:2] == "DU" && f.Level > 0 {
				t.Errorf("%s: %s %s", in, f.Rule, f.Message.ZH)
			}
		}
	}
}

// TestDoublesFound holds slips; the bar stands where the second copy begins.
func TestDoublesFound(t *testing.T) {
	c := checker(t, Options{})
	for _, s := range []string{
		"养老服务|服务中心", "服务|服务", "美丽的|的城市", "完成了|了任务", "进行|进行改造", "7家养老服务|服务中心的改造", "发言人|发言人表示",
		"监狱|监狱长", "电影|电影节开幕", "四中全会|全会的大幕", "在|在会上指出", "将|将于明天举行", "市委市政府|市委市政府高度重视", "进一步推进|进一步推进改革",
	} {
		text := strings.ReplaceAll(s, "|", "")
		at := len([]rune(s[:strings.Index(s, "|")]))
		found := false
		for _, f := range c.Text(text, "") {
			found = found || f.Rule[:2] == "DU" && f.Place.From == at && f.Fix > 0 && f.Suggestions[0].Text == ""
		}
		if !found {
			t.Errorf("%s: not found; %s", s, rulesOf(c, text, ""))
		}
	}
}
