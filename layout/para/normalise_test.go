package para

import "testing"

func TestNormalise(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"时间:15:30开始", "时间：15:30开始"},
		{"售价1,234元,可议", "售价1,234元，可议"},
		{"升级到v1.2版;请更新", "升级到v1.2版；请更新"},
		{"真的?!他不信.", "真的？！他不信。"},
		{"他说:\"好!\"", "他说：“好！”"},
		{"GDP(国内生产总值)增长", "GDP（国内生产总值）增长"},
		{"见https://example.org/a?b=1,谢谢", "见https://example.org/a?b=1，谢谢"},
		{"He said: \"no\", (twice).", "He said: \"no\", (twice)."},
		{"等等...后来--再说。。。", "等等……后来——再说……"},
		{"气温22.3℃,湿度50%,风力3-4级", "气温22.3℃，湿度50%，风力3-4级"},
		{"马克•吐温", "马克·吐温"},
		{"２０２４年ＡＩ", "2024年AI"},
		{"(一)压实责任;(二)补齐短板", "（一）压实责任；（二）补齐短板"},
		{"比分3:2,全场比赛", "比分3:2，全场比赛"},
		{"共5人:张三,李四", "共5人：张三，李四"},
		{"新华社北京12月10日电(记者 张三)", "新华社北京12月10日电（记者 张三）"},
		{"1.加强领导", "1.加强领导"},
		{"参见[1]和Apple's手机", "参见[1]和Apple's手机"},
		{"时间10:30,地点", "时间10:30，地点"},
		{"“AI,大数据”", "“AI，大数据”"},
	} {
		if got := Normalise(c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
		if once := Normalise(c.text); Normalise(once) != once {
			t.Errorf("%s: twice is not once", c.text)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	f.Add("他说:\"好!\"(3:2)...")
	f.Fuzz(func(t *testing.T, text string) {
		Normalise(text) // any text at all
	})
}
