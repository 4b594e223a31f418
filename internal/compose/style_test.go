package compose

import (
	"reflect"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// lackedByKai is a character that 楷 lacks and both 宋 and 黑 have: the first there is.
func lackedByKai(t *testing.T) rune {
	kai, _ := reg.Face(edition.KaiFont)
	song, _ := reg.Face(edition.Song)
	hei, _ := reg.Face(edition.HeiBold)
	for r := rune(0x2000); r < 0x9fff; r++ {
		_, k := kai.Glyph(r)
		_, s := song.Glyph(r)
		_, h := hei.Glyph(r)
		if !k && s && h {
			return r
		}
	}
	t.Skip("楷 lacks nothing")
	return 0
}

// styleText holds something for every setting to work on.
const styleText = "《诗经》是总集，（另有“风”、“雅”、“颂”三部分）记者程小满从IoT大会获悉，全市产值12亿元，惠及3万人、36家企业，历时10天；今年international communication有进展，同比增长85%：“盼了好多年……”——这句话也是许多人的心声。𠮷祥村的孩子们在滑梯旁排起了长长的队伍来。"

// bodyPage lays styleText out in one column of 13 characters, in three paragraphs of the style.
func bodyPage(style edition.TextStyle, text string) string {
	para := func(id string, spans ...edition.Span) *edition.Para {
		return &edition.Para{ID: id, Role: edition.Body, Text: text, Spans: spans}
	}
	ed := goldenEdition([]*edition.Frame{{ID: "f", Kind: edition.StoryFrame, Story: "s", Rect: geom.Rect{W: 1, H: 40}}},
		&edition.Story{ID: "s", Kind: edition.News, Priority: 3, Paras: []*edition.Para{para("a", edition.Span{From: 10, To: 14, Style: edition.Bold}, edition.Span{From: 18, To: 36, Style: edition.Bold}), para("b"), para("c")}})
	house := *ed.House
	house.Styles = map[string]edition.TextStyle{}
	for k, v := range ed.House.Styles {
		house.Styles[k] = v
	}
	house.Styles[string(edition.Body)] = style
	ed.House = &house
	ed.Pages[0].Format.Lines = 40
	return display.Format(New(reg, nil).Compose(ed).Pages[0])
}

// TestEverySettingCounts changes each setting of a style, and sees the page change. A new setting has to come here.
func TestEverySettingCounts(t *testing.T) {
	body := edition.DefaultHouse().StyleOf(edition.Body)
	text := styleText + string(lackedByKai(t))
	push := func(s *edition.TextStyle) { s.Policy = "push-out-first" }
	only := func(s *edition.TextStyle) { s.Policy, s.Indent = "push-out-only", 0 }
	changes := map[string]struct{ base, change func(*edition.TextStyle) }{
		"Font":        {change: func(s *edition.TextStyle) { s.Font = edition.KaiFont }},
		"Latin":       {change: func(s *edition.TextStyle) { s.Latin = edition.Hei }},
		"BoldFont":    {change: func(s *edition.TextStyle) { s.BoldFont = edition.Hei }},
		"LatinBold":   {change: func(s *edition.TextStyle) { s.LatinBold = edition.KaiFont }},
		"Size":        {change: func(s *edition.TextStyle) { s.Size = 8 }},
		"LatinSize":   {change: func(s *edition.TextStyle) { s.LatinSize = 900 }},
		"LatinDrop":   {change: func(s *edition.TextStyle) { s.LatinDrop = 30 }},
		"Align":       {change: func(s *edition.TextStyle) { s.Align = edition.Right }},
		"Indent":      {change: func(s *edition.TextStyle) { s.Indent = 1000 }},
		"Hanging":     {change: func(s *edition.TextStyle) { s.Hanging = 1000 }},
		"Before":      {change: func(s *edition.TextStyle) { s.Before = 1000 }},
		"After":       {change: func(s *edition.TextStyle) { s.After = 1000 }},
		"Tracking":    {change: func(s *edition.TextStyle) { s.Tracking = 50 }},
		"Colour":      {change: func(s *edition.TextStyle) { s.Colour = "red" }},
		"Kinsoku":     {change: func(s *edition.TextStyle) { s.Kinsoku = "none" }},
		"Marks":       {change: func(s *edition.TextStyle) { s.Marks = "kaiming" }},
		"Policy":      {change: func(s *edition.TextStyle) { s.Policy = "push-out-only" }},
		"Hang":        {base: push, change: func(s *edition.TextStyle) { s.Hang = true; s.Policy = "push-in-first" }},
		"Fallback":    {change: func(s *edition.TextStyle) { s.Font, s.Fallback = edition.KaiFont, edition.HeiBold }, base: func(s *edition.TextStyle) { s.Font = edition.KaiFont }},
		"Drop":        {change: func(s *edition.TextStyle) { s.Drop = 40 }},
		"Scale":       {change: func(s *edition.TextStyle) { s.Scale = 900 }},
		"Gap":         {change: func(s *edition.TextStyle) { s.Gap = 160 }},
		"GapMin":      {change: func(s *edition.TextStyle) { s.GapMin = 240 }},
		"GapMax":      {change: func(s *edition.TextStyle) { s.GapMax = 260 }},
		"NoAutospace": {change: func(s *edition.TextStyle) { s.NoAutospace = true }},
		"KeepStart":   {change: func(s *edition.TextStyle) { s.KeepStart = true }},
		"KeepEnd":     {base: only, change: func(s *edition.TextStyle) { only(s); s.KeepEnd = true }},
		"KeepIndent":  {change: func(s *edition.TextStyle) { s.KeepIndent = true }},
		"KeepUnits":   {base: only, change: func(s *edition.TextStyle) { only(s); s.KeepUnits = true }},
		"AnyPitch":    {change: func(s *edition.TextStyle) { s.AnyPitch = true }},
		"NoHyphen":    {change: func(s *edition.TextStyle) { s.NoHyphen = true }},
		"DropCap":     {change: func(s *edition.TextStyle) { s.DropCap = 2 }},
		"DropCapFont": {base: func(s *edition.TextStyle) { s.DropCap = 2 }, change: func(s *edition.TextStyle) { s.DropCap, s.DropCapFont = 2, edition.HeiBold }},
		"Vertical":    {change: func(s *edition.TextStyle) { s.Vertical = true }},
		"Mark":        {change: func(s *edition.TextStyle) { s.Mark = "wave" }},
	}
	// What is seen elsewhere, and where.
	elsewhere := map[string]string{
		"Leading":     "package makeup, TestLeading; text keeps the grid",
		"AllowRunt":   "package para, TestQuality",
		"AllowWidow":  "package makeup, TestWidow",
		"TrackingMin": "package para, TestTrackingLimits",
		"TrackingMax": "package para, TestTrackingLimits",
		"Based":       "package house",
		"Character":   "TestCharacterStyles",
	}
	for f := range reflect.TypeFor[edition.TextStyle]().Fields() {
		c, ok := changes[f.Name]
		if !ok {
			if elsewhere[f.Name] == "" {
				t.Errorf("%s is not looked at", f.Name)
			}
			continue
		}
		base, changed := body, body
		if c.base != nil {
			c.base(&base)
		}
		c.change(&changed)
		same := true
		for indent := base.Indent; same && indent < 9000; indent += 1000 { // some settings need their place in a line
			if f.Name != "Indent" {
				base.Indent, changed.Indent = indent, indent
			}
			same = bodyPage(base, text) == bodyPage(changed, text)
		}
		if same {
			t.Errorf("%s changes nothing", f.Name)
		}
	}
}

// TestCharacterStyles draws a span as its character style says.
func TestCharacterStyles(t *testing.T) {
	ed := goldenEdition([]*edition.Frame{{ID: "f", Kind: edition.StoryFrame, Story: "s", Rect: geom.Rect{W: 1, H: 8}}},
		&edition.Story{ID: "s", Kind: edition.News, Priority: 3, Paras: []*edition.Para{{ID: "a", Role: edition.Body, Text: "前甲乙AB后", Spans: []edition.Span{{From: 1, To: 5, Style: "loud"}}}}})
	ed.House.Styles["loud"] = edition.TextStyle{Character: true, Font: edition.HeiBold, Latin: edition.KaiFont, Size: 12, Scale: 800, Drop: 50, LatinSize: 900, LatinDrop: -50, Tracking: 100, Colour: "red", Mark: "line"}
	page := display.Format(New(reg, nil).Compose(ed).Pages[0])
	for _, want := range []string{`hei-bold 12.000 hscale=800  "甲乙" +0 +10.8 `, `kai 10.800 hscale=800  "AB"`, "M100 Y100", "rule "} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}
