package app

import (
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/layout/geom"
)

// rowNamed answers the row of the panel with a label.
func (s *stage) rowNamed(label string) *blockRow {
	s.t.Helper()
	for _, sec := range s.d.frame.props.block.sections {
		for _, r := range sec.rows {
			if r.name.ZH == label {
				return r
			}
		}
	}
	s.t.Fatalf("the panel has no row %q", label)
	return nil
}

// selectAlone selects a block and shows its properties.
func (s *stage) selectAlone(id string) {
	s.d.selectFrames(id)
	s.d.frame.refresh()
}

// say uses a row as a hand would: text into a field, an option of a choice, a tick.
func (s *stage) use(label, what string) {
	s.t.Helper()
	switch c := s.rowNamed(label).control.(type) {
	case *choice:
		for i, o := range c.Options {
			if o == what {
				c.SetSelectedIndex(i)
				s.settled()
				return
			}
		}
		s.t.Fatalf("%s has no option %q: %v", label, what, c.Options)
	case *toggle:
		c.SetChecked(what == "on")
		s.settled()
	case *field:
		if c.MultiLine {
			c.SetText(what)
		} else {
			s.enter(c, what)
		}
		c.flush()
		s.settled()
	}
}

func TestEveryFieldOfABlock(t *testing.T) {
	s := newStage(t, nil).open()
	f := s.d.ed.Pages[0].Format
	ids := s.boxes(at(20, 250, 60, 40))
	add := func(fr edition.Frame) {
		if !s.d.do(edit.AddFrame(s.d.ed, "page-1", &fr)) {
			t.Fatal("no block")
		}
		s.settled()
	}
	add(edition.Frame{ID: "rule", Kind: edition.RuleFrame, Rect: at(20, 300, 60, 2)})
	add(edition.Frame{ID: "pic", Kind: edition.PictureFrame, Rect: at(100, 250, 60, 40)})
	add(edition.Frame{ID: "qr", Kind: edition.FurnitureFrame, Rect: at(100, 300, 20, 20), Furniture: &edition.Furniture{Kind: edition.QRCode, Data: "https://"}})
	add(edition.Frame{ID: "ad", Kind: edition.FurnitureFrame, Rect: at(140, 300, 40, 20), Furniture: &edition.Furniture{Kind: edition.Advert}})
	for _, c := range []struct {
		frame, label, what string
		is                 func(f *edition.Frame) bool
	}{
		{"f1", "标题大小 %", "90", func(f *edition.Frame) bool { return f.HeadScale == 900 }},
		{"f1", "标题大小 %", "100", func(f *edition.Frame) bool { return f.HeadScale == 0 }},
		{"f1", "破栏", "绝对：同一栏宽", func(f *edition.Frame) bool {
			return f.Split != nil && f.Split.Mode == edition.SplitAbsolute && len(f.Split.Measures) == 1
		}},
		{"f1", "栏宽", "12字", func(fr *edition.Frame) bool { return fr.Split.Measures[0] == 12*f.Body }},
		{"f1", "栏间空", "2字", func(fr *edition.Frame) bool { return fr.Split.Gap == 2*f.Body }},
		{"f1", "破栏", "自由：各栏自定", func(f *edition.Frame) bool { return f.Split.Mode == edition.SplitFree && len(f.Split.Measures) >= 2 }},
		{"f1", "栏宽", "20字 12字", func(fr *edition.Frame) bool { return len(fr.Split.Measures) == 2 && fr.Split.Measures[1] == 12*f.Body }},
		{"f1", "破栏", "按版面栏", func(f *edition.Frame) bool { return f.Split == nil }},
		{"f1", "行距 %", "105", func(f *edition.Frame) bool { return f.Leading == 1050 }},
		{"f1", "对齐基线网格", "off", func(f *edition.Frame) bool { return f.OffGrid }},
		{"f1", "栏末平齐", "off", func(f *edition.Frame) bool { return f.NoBalance }},
		{"f1", "栏线", "点线", func(f *edition.Frame) bool { return f.ColumnRule == edition.LineDotted }},
		{"f1", "栏线", "无", func(f *edition.Frame) bool { return f.ColumnRule == edition.NoLine }},
		{"f1", "加框", "on", func(f *edition.Frame) bool { return f.Boxed }},
		{"f1", "线型花边", "回纹边", func(f *edition.Frame) bool { return f.Line == edition.EdgeMeander }},
		{"f1", "底纹", "平网", func(f *edition.Frame) bool { return f.Shade != nil && f.Shade.Kind == edition.ShadeTint }},
		{"f1", "底纹浓度 %", "12.5", func(f *edition.Frame) bool { return f.Shade.Share == 125 }},
		{"f1", "底纹", "斜线", func(f *edition.Frame) bool { return f.Shade.Kind == edition.ShadeSlant && f.Shade.Share == 125 }},
		{"f1", "底纹间距", "3mm", func(f *edition.Frame) bool { return f.Shade.Pitch == 3*geom.MM }},
		{"f1", "缺角", "右下", func(f *edition.Frame) bool {
			return f.Notch != nil && f.Notch.Corner == edition.BottomRight && len(f.Areas()) == 2
		}},
		{"f1", "缺口宽", "13字", func(fr *edition.Frame) bool { return fr.Notch.W == 13*f.Body }},
		{"f1", "缺口高", "4行", func(fr *edition.Frame) bool { return fr.Notch.H == 4*f.Leading }},
		{ids[0], "缺角", "左上", func(f *edition.Frame) bool { return f.Notch != nil && f.Notch.Corner == edition.TopLeft }},
		{"rule", "线型花边", "文武线", func(f *edition.Frame) bool { return f.Line == edition.LineWenwu }},
		{"rule", "线粗", "2pt", func(f *edition.Frame) bool { return f.Weight == 2*geom.Pt }},
		{"pic", "绕排", "绕外框", func(f *edition.Frame) bool { return f.Wrap != nil && f.Wrap.Kind == edition.WrapBox }},
		{"pic", "文字在", "宽的一边", func(f *edition.Frame) bool { return f.Wrap.Side == edition.WrapLarger }},
		{"pic", "四边空", "3mm", func(f *edition.Frame) bool { return f.Wrap.Top == 3*geom.MM && f.Wrap.Left == 3*geom.MM }},
		{"pic", "四边空", "1mm 2mm 3mm 4mm", func(f *edition.Frame) bool { return f.Wrap.Right == 2*geom.MM && f.Wrap.Left == 4*geom.MM }},
		{"pic", "图片说明", "江滩夜景。", func(f *edition.Frame) bool { return f.Caption != nil && f.Caption.Text == "江滩夜景。" }},
		{"pic", "图片署名", "林晓 摄", func(f *edition.Frame) bool { return f.Credit != nil && f.Credit.Role == edition.Credit }},
		{"pic", "图片说明", "", func(f *edition.Frame) bool { return f.Caption == nil }},
		{"ad", "旋转 度", "-7.5", func(f *edition.Frame) bool { return f.Turn == -750 }},
		{"qr", "码的内容", "https://example.cn/a", func(f *edition.Frame) bool { return f.Furniture.Data == "https://example.cn/a" }},
		{"qr", "文字", "扫一扫\n看视频", func(f *edition.Frame) bool {
			return len(f.Furniture.Paras) == 2 && f.Furniture.Paras[1].Text == "看视频"
		}},
	} {
		s.selectAlone(c.frame)
		if !s.rowNamed(c.label).box.Visible() {
			t.Errorf("%s has no %s", c.frame, c.label)
			continue
		}
		s.use(c.label, c.what)
		if !c.is(s.frame(c.frame)) {
			t.Errorf("%s of %s at %q: %+v", c.label, c.frame, c.what, s.frame(c.frame))
		}
		if err := edition.Validate(s.d.ed); err != nil {
			t.Fatalf("%s of %s at %q: %v", c.label, c.frame, c.what, err)
		}
	}
	// The page's own lines.
	s.d.selectFrames()
	s.d.story = ""
	s.d.frame.refresh()
	rules := s.d.frame.props.pageRules
	rules[0].SetSelectedIndex(2)
	rules[1].SetSelectedIndex(1)
	s.settled()
	if p := s.d.ed.Pages[0]; p.ColumnRule != edition.LineThin || p.BlockRule != edition.NoLine {
		t.Errorf("the page's lines are %q and %q", p.ColumnRule, p.BlockRule)
	}
	// What has no meaning for a block is not shown; what makes no sense changes nothing.
	s.selectAlone("rule")
	for _, label := range []string{"破栏", "绕排", "底纹", "文字", "图片说明"} {
		if s.rowNamed(label).box.Visible() {
			t.Errorf("a rule has %s", label)
		}
	}
	s.selectAlone("f1")
	was := s.d.ed
	s.use("行距 %", "九十")
	s.use("行距 %", "1000")
	s.use("缺口宽", "十尺")
	s.use("底纹浓度 %", "120")
	if s.d.ed != was {
		t.Error("nonsense changed the page")
	}
	// Several blocks at once, in one step.
	s.d.selectFrames("f1", ids[0])
	s.d.frame.refresh()
	s.use("线型花边", "双线")
	if s.frame("f1").Line != edition.LineDouble || s.frame(ids[0]).Line != edition.LineDouble {
		t.Error("not both have it")
	}
	s.d.Do("undo")
	s.settled()
	if s.frame("f1").Line != edition.EdgeMeander || s.frame(ids[0]).Line != "" {
		t.Error("one undo does not take both back")
	}
}
