package house

import (
	"reflect"
	"strings"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/dummy"
)

// levels are what a check may be set to.
var levels = choice(option{"off", "关"}, option{"hint", "提示"}, option{"warning", "警告"}, option{"error", "错误"})

// styleSettings are the keys of a paragraph style; those marked so, of a character style too.
var styleSettings = []setting[edition.TextStyle]{
	{"font", "汉字字体", font(true), func(s *edition.TextStyle) any { return &s.Font }, true},
	{"latin", "西文字体，空为同汉字", font(true), func(s *edition.TextStyle) any { return &s.Latin }, true},
	{"bold_font", "加粗处的汉字字体", font(true), func(s *edition.TextStyle) any { return &s.BoldFont }, true},
	{"latin_bold", "加粗处的西文字体", font(true), func(s *edition.TextStyle) any { return &s.LatinBold }, true},
	{"fallback", "缺字时依次借用的字体", fonts, func(s *edition.TextStyle) any { return &s.Fallback }, true},
	{"size", "字号", size(true), func(s *edition.TextStyle) any { return &s.Size }, true},
	{"latin_size", "西文大小，对汉字", percentOrAuto(300, 2000), func(s *edition.TextStyle) any { return &s.LatinSize }, true},
	{"drop", "汉字基线下移，对字号", percent(-1000, 1000), func(s *edition.TextStyle) any { return &s.Drop }, true},
	{"latin_drop", "西文基线下移，对字号", percent(-1000, 1000), func(s *edition.TextStyle) any { return &s.LatinDrop }, true},
	{"scale", "长扁：字宽对字高", percentOrAuto(500, 2000), func(s *edition.TextStyle) any { return &s.Scale }, true},
	{"colour", "颜色，空为黑", text(true), func(s *edition.TextStyle) any { return &s.Colour }, true},
	{"mark", "加于每字", choice(option{"", "无"}, option{"dot", "着重号"}, option{"line", "专名号"}, option{"wave", "书名号"}), func(s *edition.TextStyle) any { return &s.Mark }, true},
	{"leading", "行距", size(true), func(s *edition.TextStyle) any { return &s.Leading }, false},
	{"align", "对齐", choice(option{"justify", "两端齐"}, option{"left", "居左"}, option{"centre", "居中"}, option{"right", "居右"}), func(s *edition.TextStyle) any { return (*string)(&s.Align) }, false},
	{"indent", "段首空", ems(0, 20000), func(s *edition.TextStyle) any { return &s.Indent }, false},
	{"hanging", "以后各行缩进", ems(0, 20000), func(s *edition.TextStyle) any { return &s.Hanging }, false},
	{"before", "段前空", bodyLines(0, 50000), func(s *edition.TextStyle) any { return &s.Before }, false},
	{"after", "段后空", bodyLines(0, 50000), func(s *edition.TextStyle) any { return &s.After }, false},
	{"tracking", "字距", ems(-500, 5000), func(s *edition.TextStyle) any { return &s.Tracking }, true},
	{"tracking_min", "凑行时最紧字距", ems(-200, 0), func(s *edition.TextStyle) any { return &s.TrackingMin }, false},
	{"tracking_max", "齐行时最松字距", emsOrAuto(1, 1000, words.Text{}), func(s *edition.TextStyle) any { return &s.TrackingMax }, false},
	{"kinsoku", "避头尾", choice(option{"none", "无"}, option{"basic", "基本"}, option{"gb", "国标"}, option{"strict", "严格"}), func(s *edition.TextStyle) any { return &s.Kinsoku }, false},
	{"marks", "标点风格", choice(option{"quanjiao", "全角"}, option{"kaiming", "开明"}, option{"banjiao", "半角"}, option{"plain", "原样"}), func(s *edition.TextStyle) any { return &s.Marks }, false},
	{"policy", "调整次序", choice(option{"least", "调整最少"}, option{"push-in-first", "先挤进"}, option{"push-out-first", "先推出"}, option{"push-out-only", "只推出"}), func(s *edition.TextStyle) any { return &s.Policy }, false},
	{"hang", "行尾点号悬挂", yesNo, func(s *edition.TextStyle) any { return &s.Hang }, false},
	{"allow_runt", "容许孤字", yesNo, func(s *edition.TextStyle) any { return &s.AllowRunt }, false},
	{"allow_widow", "容许孤行", yesNo, func(s *edition.TextStyle) any { return &s.AllowWidow }, false},
	{"gap", "中西文间空", emsOrAuto(1, 1000, noAutospace), func(s *edition.TextStyle) any { return &s.Gap }, false},
	{"gap_min", "间空最紧", emsOrAuto(1, 1000, noAutospace), func(s *edition.TextStyle) any { return &s.GapMin }, false},
	{"gap_max", "间空最松", emsOrAuto(1, 1000, noAutospace), func(s *edition.TextStyle) any { return &s.GapMax }, false},
	{"no_autospace", "中西文间不空", yesNo, func(s *edition.TextStyle) any { return &s.NoAutospace }, false},
	{"keep_start", "行首开括号不缩", yesNo, func(s *edition.TextStyle) any { return &s.KeepStart }, false},
	{"keep_end", "行尾标点不缩", yesNo, func(s *edition.TextStyle) any { return &s.KeepEnd }, false},
	{"keep_indent", "段首开括号不缩", yesNo, func(s *edition.TextStyle) any { return &s.KeepIndent }, false},
	{"keep_units", "数字与单位不分", yesNo, func(s *edition.TextStyle) any { return &s.KeepUnits }, false},
	{"any_pitch", "按通例次序调整，不求字距匀", yesNo, func(s *edition.TextStyle) any { return &s.AnyPitch }, false},
	{"no_hyphen", "西文不断词", yesNo, func(s *edition.TextStyle) any { return &s.NoHyphen }, false},
	{"drop_cap", "首字下沉行数", whole(0, 20), func(s *edition.TextStyle) any { return &s.DropCap }, false},
	{"drop_cap_font", "首字字体，空为同汉字", font(true), func(s *edition.TextStyle) any { return &s.DropCapFont }, false},
	{"vertical", "竖排", yesNo, func(s *edition.TextStyle) any { return &s.Vertical }, false},
}

// headlineSettings are the keys of a priority's headlines.
var headlineSettings = []setting[edition.HeadlineRange]{
	{key: "min", zh: "最小", kind: size(false), at: func(h *edition.HeadlineRange) any { return &h.MinPt }},
	{key: "max", zh: "最大", kind: size(false), at: func(h *edition.HeadlineRange) any { return &h.MaxPt }},
	{key: "rows", zh: "最多行数", kind: whole(1, 9), at: func(h *edition.HeadlineRange) any { return &h.MaxRows }},
}

// fitSettings are the keys of [fit]. Headlines were usually narrowed or widened by 10 to 30 per cent: research of the
// trade, "字的变形".
var fitSettings = []setting[edition.HeadFit]{
	{key: "steps", zh: "可用字号，从大到小", kind: sizesFalling, at: func(f *edition.HeadFit) any { return &f.Steps }},
	{key: "tracking_min", zh: "最紧字距", kind: ems(-200, 0), at: func(f *edition.HeadFit) any { return &f.TrackingMin }},
	{key: "tracking_max", zh: "最松字距", kind: ems(0, 2000), at: func(f *edition.HeadFit) any { return &f.TrackingMax }},
	{key: "scale_min", zh: "长体最窄", kind: percentOrAuto(500, 1000), at: func(f *edition.HeadFit) any { return &f.ScaleMin }},
	{key: "scale_max", zh: "扁体最宽", kind: percentOrAuto(1000, 2000), at: func(f *edition.HeadFit) any { return &f.ScaleMax }},
}

// pressSettings are the keys of a press condition.
var pressSettings = []setting[edition.Press]{
	{key: "profile", zh: "ICC 文件，空为程序自带", kind: text(true), at: func(p *edition.Press) any { return &p.Profile }},
	{key: "identifier", zh: "印刷条件登记名", kind: text(true), at: func(p *edition.Press) any { return &p.Identifier }},
	{key: "standard", zh: "PDF 标准", kind: choice(option{"x4", "PDF/X-4"}, option{"x1a", "PDF/X-1a"}, option{"proof", "校样"}), at: func(p *edition.Press) any { return &p.Standard }},
	{key: "marks", zh: "裁切线与色标", kind: yesNo, at: func(p *edition.Press) any { return &p.Marks }},
	{key: "ink_error", zh: "墨量超此报错，%", kind: decimalOf(0, 400, "%"), at: func(p *edition.Press) any { return &p.InkError }},
	{key: "ink_warning", zh: "墨量超此警告，%", kind: decimalOf(0, 400, "%"), at: func(p *edition.Press) any { return &p.InkWarning }},
	{key: "black_max", zh: "暗部黑版上限，%", kind: decimalOf(0, 100, "%"), at: func(p *edition.Press) any { return &p.BlackMax }},
	{key: "picture_error", zh: "图片低于此报错，dpi", kind: whole(0, 5000), at: func(p *edition.Press) any { return &p.PictureError }},
	{key: "picture_warning", zh: "图片低于此警告，dpi", kind: whole(0, 5000), at: func(p *edition.Press) any { return &p.PictureWarning }},
	{key: "picture_dpi", zh: "图片高于此则降，dpi", kind: whole(0, 5000), at: func(p *edition.Press) any { return &p.PictureDPI }},
	{key: "line_art_error", zh: "线条稿低于此报错，dpi", kind: whole(0, 10000), at: func(p *edition.Press) any { return &p.LineArtError }},
	{key: "line_art_warning", zh: "线条稿低于此警告，dpi", kind: whole(0, 10000), at: func(p *edition.Press) any { return &p.LineArtWarning }},
	{key: "text_error", zh: "字小于此报错，pt", kind: decimalOf(0, 100, "pt"), at: func(p *edition.Press) any { return &p.TextError }},
	{key: "text_warning", zh: "字小于此警告，pt", kind: decimalOf(0, 100, "pt"), at: func(p *edition.Press) any { return &p.TextWarning }},
	{key: "tint_text", zh: "网点字小于此警告，pt", kind: decimalOf(0, 100, "pt"), at: func(p *edition.Press) any { return &p.TintText }},
	{key: "many_ink_text", zh: "多色字小于此警告，pt", kind: decimalOf(0, 100, "pt"), at: func(p *edition.Press) any { return &p.ManyInkText }},
	{key: "reversed_text", zh: "反白字小于此警告，pt", kind: decimalOf(0, 100, "pt"), at: func(p *edition.Press) any { return &p.ReversedText }},
	{key: "reversed_many", zh: "多色上反白字小于此警告，pt", kind: decimalOf(0, 100, "pt"), at: func(p *edition.Press) any { return &p.ReversedMany }},
	{key: "line_error", zh: "线细于此报错，pt", kind: decimalOf(0, 10, "pt"), at: func(p *edition.Press) any { return &p.LineError }},
	{key: "line_warning", zh: "线细于此警告，pt", kind: decimalOf(0, 10, "pt"), at: func(p *edition.Press) any { return &p.LineWarning }},
	{key: "tint_line", zh: "网点线、多色线细于此警告，pt", kind: decimalOf(0, 10, "pt"), at: func(p *edition.Press) any { return &p.TintLine }},
	{key: "overprint", zh: "黑字小于此叠印，pt", kind: decimalOf(0, 200, "pt"), at: func(p *edition.Press) any { return &p.Overprint }},
}

// weight is one make-up weight: its key in the file and its field.
type weight struct{ key, field string }

// weights are the weights of package dummy, in its order.
var weights = func() []weight {
	t := reflect.TypeFor[dummy.Weights]()
	out := make([]weight, t.NumField())
	for i := range out {
		name := t.Field(i).Name
		var key strings.Builder
		for j, r := range name {
			if unicode.IsUpper(r) && j > 0 {
				key.WriteByte('_')
			}
			key.WriteRune(unicode.ToLower(r))
		}
		out[i] = weight{key.String(), name}
	}
	return out
}()

// weightKind is a make-up weight: points of cost.
var weightKind = decimalOf(0, 100000, "")
