package repair

import (
	"strings"
	"testing"
	"time"
)

// TestLarge: hostile sizes end in time.
func TestLarge(t *testing.T) {
	seg := dictionary(t)
	start := time.Now()
	for name, text := range map[string]string{
		"one line":   "本报讯 " + strings.Repeat("民生服务,惠及(全市)百姓", 30_000),
		"open ends":  strings.Repeat("这一段在句中断开了没有标点\n\n", 5_000),
		"open ends2": strings.Repeat("这一段在句中断开了没有标点\n\n", 90),
		"headless":   "### 题\n\n■记者 甲乙\n\n" + strings.Repeat("紧而又紧。抓得严而又严。\n\n", 3_000),
		"quotes":     strings.Repeat("\"甲'(", 50_000),
	} {
		out, _ := Text(text, seg)
		if plain(out) != plain(text) {
			t.Errorf("%s: characters were lost", name)
		}
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("took %v", d)
	}
}
