package main

import "dayang/internal/edition"

// shown is one paragraph of a rule.
type shown struct {
	label  string
	text   string
	change func(*edition.TextStyle)
	spans  []edition.Span
}

// rule is one rule of setting and what shows it.
type rule struct {
	name     string
	shown    []shown
	head     []*edition.Para // of a story that shows its own head
	mode     edition.HeadMode
	columns  int
	lines    int // height of a frame that is not measured
	priority int
}

type style = edition.TextStyle

// spanStyles are the character styles that the rules use.
var spanStyles = map[string]edition.TextStyle{
	"name":   {Mark: "line"},
	"book":   {Mark: "wave"},
	"narrow": {Scale: 800},
	"wide":   {Scale: 1250},
	"open":   {Tracking: 300},
	"large":  {Size: 14, Font: edition.HeiBold},
	"red":    {Colour: "red"},
}

const (
	kinsokuText = "记者从会上获悉，今年的目标（含新建和改造）已经完成；市民说：“盼了好多年……”——这句话也是许多人的心声。《日报》和／或《晚报》都作了报道。"
	marksText   = "他说：“好！”（笑）《诗经》、《论语》，都读过？是的。“‘开卷有益’”，古人说得对。"
	mixedText   = "路口装上了AI摄像头，GPS定位精确到0.5米；系统由IoT传感器、GIS地图和Web端三部分组成，已通过ISO 9001认证。"
	plainText   = "在东湖新区小学的“开心农场”里，五年级的孩子正在给萝卜间苗。科学老师谈晓棠说，从播种到收获，学生要写满一本观察日记。"
)

// rules are shown in this order, which is that of the research report.
var rules = []rule{
	{name: "避头尾：四级", shown: []shown{
		{"无 none", kinsokuText, func(s *style) { s.Kinsoku = "none" }, nil},
		{"基本 basic", kinsokuText, func(s *style) { s.Kinsoku = "basic" }, nil},
		{"国标 gb", kinsokuText, nil, nil},
		{"严格 strict", kinsokuText, func(s *style) { s.Kinsoku = "strict" }, nil},
	}},
	{name: "标点风格", shown: []shown{
		{"全角 quanjiao", marksText, nil, nil},
		{"开明 kaiming", marksText, func(s *style) { s.Marks = "kaiming" }, nil},
		{"半角 banjiao", marksText, func(s *style) { s.Marks = "banjiao" }, nil},
		{"原样 plain", marksText, func(s *style) { s.Marks = "plain" }, nil},
	}},
	{name: "行首行尾的标点", shown: []shown{
		{"行首开括号缩、行尾标点缩", "《诗经》是我国最早的诗歌总集，“风”、“雅”、“颂”三部分，共三百零五篇。（另有六篇有目无辞。）", nil, nil},
		{"都不缩 keep_start keep_end keep_indent", "《诗经》是我国最早的诗歌总集，“风”、“雅”、“颂”三部分，共三百零五篇。（另有六篇有目无辞。）", func(s *style) { s.KeepStart, s.KeepEnd, s.KeepIndent = true, true, true }, nil},
	}},
	{name: "行尾点号悬挂", shown: []shown{{"", "春江潮水连海平，海上明月共潮生，滟滟随波千万里，何处春江无月明。江流宛转绕芳甸，月照花林皆似霰，空里流霜不觉飞，汀上白沙看不见。", func(s *style) { s.Hang, s.Policy, s.Indent = true, "push-in-first", 0 }, nil}}},
	{name: "中西文间空", shown: []shown{
		{"四分 gap 0.25", mixedText, nil, nil},
		{"二分 gap 0.5", mixedText, func(s *style) { s.Gap, s.GapMin, s.GapMax = 500, 400, 600 }, nil},
		{"不空 no_autospace", mixedText, func(s *style) { s.NoAutospace = true }, nil},
	}},
	{name: "不可分：——、……、数字、单位、西文", shown: []shown{
		{"", "全年产值12,345.67万元，同比增长85%——这在全市是第一……气温降到-3℃，比分是3:2，时间为15:30，他说：“真没想到……”", nil, nil},
		{"数字与单位不分 keep_units", "全年产值比上年增加了12亿元，惠及全市3万人，共5个镇、36家企业参加，历时10天。", func(s *style) { s.KeepUnits = true }, nil},
	}},
	{name: "西文断词", shown: []shown{
		{"断 hyphen", "会议通过了international communication与sustainable development两份文件，representatives来自各地。", nil, nil},
		{"不断 no_hyphen", "会议通过了international communication与sustainable development两份文件，representatives来自各地。", func(s *style) { s.NoHyphen = true }, nil},
	}},
	{name: "调整次序：五种", shown: []shown{
		{"调整最少，求字距匀", plainText, nil, nil},
		{"调整最少，按通例 any_pitch", plainText, func(s *style) { s.AnyPitch = true }, nil},
		{"先挤进 push-in-first", plainText, func(s *style) { s.Policy = "push-in-first" }, nil},
		{"先推出 push-out-first", plainText, func(s *style) { s.Policy = "push-out-first" }, nil},
		{"只推出 push-out-only", plainText, func(s *style) { s.Policy = "push-out-only" }, nil},
	}},
	{name: "孤字", shown: []shown{
		{"不许", "新建成的口袋公园里，孩子们在滑梯旁早早地排起了队来。", nil, nil},
		{"容许 allow_runt", "新建成的口袋公园里，孩子们在滑梯旁早早地排起了队来。", func(s *style) { s.AllowRunt, s.Policy = true, "push-out-only" }, nil},
	}},
	{name: "着重号、专名号、书名号", shown: []shown{
		{"", "屈原放逐，乃赋离骚；左丘失明，厥有国语；孙膑、庞涓同学兵法。此处要紧：不得遗漏。", nil, []edition.Span{
			{From: 0, To: 2, Style: "name"}, {From: 7, To: 9, Style: "book"}, {From: 10, To: 12, Style: "name"}, {From: 17, To: 19, Style: "book"},
			{From: 20, To: 22, Style: "name"}, {From: 23, To: 25, Style: "name"}, {From: 35, To: 39, Style: edition.Emphasis},
		}},
		{"相邻的专名各有一线", "北京上海广州深圳四市代表发言。", nil, []edition.Span{{From: 0, To: 2, Style: "name"}, {From: 2, To: 4, Style: "name"}, {From: 4, To: 6, Style: "name"}, {From: 6, To: 8, Style: "name"}}},
		{"全段着重 mark = dot", "本办法自公布之日起施行。", func(s *style) { s.Mark = "dot" }, nil},
	}},
	{name: "首字下沉：二行", shown: []shown{
		{"", plainText + "课桌椅经过改造，椅背可以放倒。", func(s *style) { s.DropCap, s.DropCapFont = 2, edition.HeiBold }, nil},
	}},
	{name: "首字下沉：三行", shown: []shown{
		{"", "“跑步让我认识了一座城，也认识了一群朋友。”跑友闻景行说，赛道两旁的加油声此起彼伏，最后5公里几乎是被大家“推”着跑完的。", func(s *style) { s.DropCap, s.DropCapFont = 3, edition.SongBlack }, nil},
	}},
	{name: "凸排", shown: []shown{
		{"hanging = 3字", "记者：请问这项工程什么时候开工，什么时候能够让居民用上？", func(s *style) { s.Indent, s.Hanging = 0, 3000 }, nil},
		{"", "市长：年内开工，明年国庆节前完工，届时全市居民都能用上。", func(s *style) { s.Indent, s.Hanging, s.Font = 0, 3000, edition.KaiFont }, nil},
	}},
	{name: "字符样式", shown: []shown{
		{"长体、扁体、疏排、大字、色字", "这里长体八成，那里扁体一又四分之一；疏排几字，大字几个，红字几个。", nil, []edition.Span{
			{From: 2, To: 6, Style: "narrow"}, {From: 9, To: 17, Style: "wide"}, {From: 18, To: 22, Style: "open"}, {From: 23, To: 27, Style: "large"}, {From: 28, To: 32, Style: "red"}}},
		{"西文另用字体，大小与基线自有", mixedText, func(s *style) { s.Latin, s.LatinSize, s.LatinDrop = edition.Hei, 920, -20 }, nil},
	}},
	{name: "生僻字与杂字", shown: []shown{
		{"", "姓名有𠮷田、㙍、䶮，度量有㎡与℃，表情有😀；　全角空格　保留；é与e\u0301同形；半角标点(ABC, 123)照样排。", nil, nil},
	}},
	{name: "引号：中文与西文", shown: []shown{
		{"", "他说“你好”，又说“OK”；书名是“The Old Man and the Sea”，她用the “best” way做成，don’t worry。", nil, nil},
	}},
	{name: "竖排 vertical", shown: []shown{
		{"行右起；引号作﹃﹄；二三位数字纵中横；长数与西文转向", "春眠不觉晓，\u2028处处闻啼鸟。\u2028夜来风雨声，\u2028花落知多少？", func(s *style) { s.Vertical, s.Indent, s.Align, s.Font = true, 0, edition.Left, edition.KaiFont }, nil},
		{"", "“十四五”开局：2026年11月24日，5G进村，GDP增长5.2%……（据《平湖日报》）", func(s *style) { s.Vertical = true }, nil},
		{"着重号在右，专名号与浪线在左", "屈原放逐，乃赋离骚，不得不听。", func(s *style) { s.Vertical, s.Indent = true, 0 }, []edition.Span{{From: 0, To: 2, Style: "name"}, {From: 7, To: 9, Style: "book"}, {From: 10, To: 14, Style: edition.Emphasis}}},
	}},
	{name: "标题按意思分行", columns: 2, lines: 9, priority: 5, head: []*edition.Para{
		{ID: "k", Role: edition.Kicker, Text: "全市推进高质量发展大会召开"},
		{ID: "h", Role: edition.Headline, Text: "紧张起来严格起来 坚决打赢疫情防控这场硬仗"},
		{ID: "d", Role: edition.Deck, Text: "程晓明讲话 韩立新主持"},
	}},
	{name: "标题撑满：字号、字距、长扁", columns: 2, lines: 7, priority: 5, head: []*edition.Para{
		{ID: "h", Role: edition.Headline, Text: "桥韵悠长连古今"},
		{ID: "d", Role: edition.Deck, Text: "本例容许字距加两成、扁体到一成半"},
	}},
	{name: "竖题", mode: edition.HeadVertical, columns: 2, lines: 22, priority: 5, head: []*edition.Para{
		{ID: "k", Role: edition.Kicker, Text: "“十四五”规划回眸（上）"},
		{ID: "h", Role: edition.Headline, Text: "12月：老城换了新颜，生活更有味道！"},
		{ID: "d", Role: edition.Deck, Text: "GDP增长5.2%——全省第3位"},
		{ID: "b", Role: edition.Byline, Text: "■记者 程小满"},
	}, shown: []shown{{"", plainText + kinsokuText, nil, nil}, {"", mixedText + plainText, nil, nil}}},
	{name: "竖题之二", mode: edition.HeadVertical, columns: 2, lines: 20, priority: 5, head: []*edition.Para{
		{ID: "h", Role: edition.Headline, Text: "《平湖派》：向海而生，逐浪前行"},
		{ID: "d", Role: edition.Deck, Text: "AI助农、5G进村、CPI平稳，2026年ChinaJoy开幕……"},
	}, shown: []shown{{"", plainText + plainText, nil, nil}, {"", mixedText, nil, nil}}},
}
