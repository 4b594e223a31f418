package house

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"dayang/assets"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/dummy"
	"dayang/layout/geom"
	"dayang/layout/para"
)

// same fails unless two houses are the same document.
func same(t *testing.T, got, want *edition.House) {
	t.Helper()
	if what := differs(canonical(got), canonical(want)); what != "" {
		a, _ := json.MarshalIndent(got, "", " ")
		b, _ := json.MarshalIndent(want, "", " ")
		t.Fatalf("houses differ in %s:\n%s\nwant\n%s", what, a, b)
	}
}

// The file that ships says the whole default: read over nothing it is DefaultHouse, to the last field.
func TestTheShippedFileIsTheDefault(t *testing.T) {
	h, err := load(&node{}, assets.House(), "default.toml")
	if err != nil {
		t.Fatal(err)
	}
	if want := edition.DefaultHouse(); !reflect.DeepEqual(h, want) {
		same(t, h, want)
		t.Fatalf("equal as documents, not as values:\n%#v\n%#v", h, want)
	}
	h, err = Load(nil, "empty.toml")
	if err != nil {
		t.Fatal(err)
	}
	same(t, h, Default())
}

// What stands behind #= is what the program does anyway: switched on, it changes nothing.
func TestRemarksOfTheShippedFileAreTrue(t *testing.T) {
	text := strings.ReplaceAll(string(assets.House()), "\n#= ", "\n")
	h, err := load(&node{}, []byte(text), "default.toml")
	if err != nil {
		t.Fatal(err)
	}
	want := edition.DefaultHouse()
	if len(h.Sizes) != len(edition.TypeSizes()) || !reflect.DeepEqual(h.TypeSizes(), want.TypeSizes()) {
		t.Errorf("sizes %v", h.Sizes)
	}
	for _, w := range weights {
		if !strings.Contains(text, "\n#   "+w.key+" ") {
			t.Errorf("the shipped file does not name the weight %s", w.key)
		}
	}
	if h.Press != edition.NewsprintA {
		t.Errorf("press %q", h.Press)
	}
	h.Sizes, h.Press, h.Fit.Steps = nil, "", nil
	same(t, h, want)
	for _, s := range styleSettings {
		if n := strings.Count(text, "\n"+s.key+" = "); n == 0 {
			t.Errorf("the shipped file does not show %s", s.key)
		}
	}
	// The examples of pages and presses read, too.
	for _, example := range []string{"formats", "presses", "masters", "plans"} {
		_, rest, ok := strings.Cut(text, "\n# ["+example+".")
		if !ok {
			t.Fatalf("no example of %s", example)
		}
		toml := "[" + example + "." + strings.ReplaceAll(rest, "\n# ", "\n")
		toml, _, _ = strings.Cut(toml, "\n\n")
		h, err := Load([]byte(toml), "example.toml")
		if err != nil {
			t.Fatal(err)
		}
		switch example {
		case "masters":
			m := h.MasterNamed("本报内页")
			if len(h.Masters) != 1 || m.Format != "四开·五栏·小五" || len(m.Frames) != 1 || m.Frames[0].Furniture.Kind != edition.Folio || m.Frames[0].Rect.Y != 24*geom.MM || m.Guides[0].At != 195*geom.MM {
				t.Errorf("master %+v", h.Masters)
			}
			continue
		case "plans":
			if p := h.PlanNamed("平日八版"); len(h.Plans) != 1 || len(p.Pages) != 2 || p.Pages[1] != (edition.PlanPage{Name: "本市", Master: "四开·内页"}) {
				t.Errorf("plan %+v", h.Plans)
			}
			continue
		}
		if example == "formats" {
			want, _ := edition.FormatNamed("四开·五栏·小五")
			want.Name = "本报四开"
			if len(h.Formats) != 1 || h.Formats[0] != want {
				t.Errorf("page %+v, want %+v", h.Formats, want)
			}
		} else {
			want := edition.Presses()[0]
			want.Name, want.Based, want.Profile = "本报印厂", edition.NewsprintA, "newspaper.icc"
			if len(h.Presses) != 1 || h.Presses[0] != want {
				t.Errorf("press %+v, want %+v", h.Presses, want)
			}
		}
	}
}

// Two packages keep a table of 字号; neither may import the other.
func TestTypeSizesAgreeWithTheEngine(t *testing.T) {
	var of []edition.TypeSize
	for _, s := range para.TypeSizes() {
		of = append(of, edition.TypeSize{Name: s.Name, Pt: s.Pt})
	}
	if got := edition.TypeSizes(); !reflect.DeepEqual(got, of) {
		t.Errorf("edition has %v, para %v", got, of)
	}
}

// covers fails unless the settings reach every field of a T but some.
func covers[T any](t *testing.T, settings []setting[T], but ...string) {
	t.Helper()
	var zero T
	v := reflect.ValueOf(&zero).Elem()
	reached := map[uintptr]string{}
	for _, s := range settings {
		p := reflect.ValueOf(s.at(&zero)).Pointer()
		if other, twice := reached[p]; twice {
			t.Errorf("%s and %s are one field", s.key, other)
		}
		reached[p] = s.key
	}
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		_, ok := reached[v.Field(i).Addr().Pointer()]
		left := false
		for _, b := range but {
			left = left || b == name
		}
		if ok == left {
			t.Errorf("%s.%s: reached %v", v.Type(), name, ok)
		}
	}
}

func TestEveryFieldHasAKey(t *testing.T) {
	covers(t, styleSettings, "Based", "Character")
	covers(t, headlineSettings, "Priority")
	covers(t, fitSettings)
	covers(t, pressSettings, "Name", "Based")
}

func TestAPapersFile(t *testing.T) {
	h, err := Load([]byte("\ufeff"+`
name = "清江日报"
press = "印厂"
ignore = ["清江读书会"]
sizes = { "三号" = 15.75, "报宋" = 9.2 }

[styles.body]
size = "报宋"
indent = 1
kinsoku = "严格"
gap_max = "0.5字"

[styles.kicker]
size = "三号"        # 只改字号
[styles.deck]
based = "kicker"     # 一切从引题
colour = "报红"
[styles."花絮"]
based = "deck"
mark = "dot"
[characters.kai]
font = "hei"
[characters.kai2]
based = "kai"
scale = "90%"

[headlines]
5.max = "60磅"
[colours]
"报红" = { spot = "PANTONE 485 C", tint = "50%", cmyk = [0, 95, 100, 0.5] }
[make_up]
butting = 150
[checks]
DU-02 = "关"
[presses."印厂"]
based = "newsprint 240"
ink_error = 250
[fit]
steps = ["小初", 30, "一号"]
scale_min = "85%"
`), "清江.toml")
	if err != nil {
		t.Fatal(err)
	}
	d := Default()
	lead := d.Styles["lead"]
	lead.Size, lead.Indent, lead.Kinsoku, lead.GapMax = 9.2, 1000, "strict", 500
	if h.Styles["lead"] != lead {
		t.Errorf("lead does not follow body: %+v", h.Styles["lead"])
	}
	kicker := d.Styles["kicker"]
	kicker.Size, kicker.Kinsoku, kicker.GapMax = 15.75, "strict", 500
	if h.Styles["kicker"] != kicker {
		t.Errorf("kicker: %+v", h.Styles["kicker"])
	}
	deck := kicker
	deck.Based, deck.Colour = "kicker", "报红"
	if h.Styles["deck"] != deck {
		t.Errorf("deck: %+v", h.Styles["deck"])
	}
	deck.Based, deck.Mark = "deck", "dot"
	if h.Styles["花絮"] != deck {
		t.Errorf("花絮: %+v", h.Styles["花絮"])
	}
	if want := (edition.TextStyle{Character: true, Based: "kai", Font: "hei", Scale: 900}); h.Styles["kai2"] != want {
		t.Errorf("kai2: %+v", h.Styles["kai2"])
	}
	if got := h.Headlines[0]; got != (edition.HeadlineRange{Priority: 5, MinPt: 28, MaxPt: 60, MaxRows: 2}) {
		t.Errorf("headline: %+v", got)
	}
	if h.Colours["报红"] != [4]int{0, 950, 1000, 5} || h.Spots["报红"] != (edition.Spot{Ink: "PANTONE 485 C", Tint: 500}) {
		t.Errorf("red: %v %v", h.Colours["报红"], h.Spots["报红"])
	}
	if w := Weights(h); w.Butting != 150 || w.Overset != dummy.DefaultWeights().Overset {
		t.Errorf("weights: %+v", w)
	}
	if h.Checks["DU-02"] != "off" || len(h.Ignore) != 1 {
		t.Errorf("checks %v, ignore %v", h.Checks, h.Ignore)
	}
	if p, ok := h.PressNamed(h.Press); !ok || p.InkError != 250 || p.InkWarning != 240 || p.PictureDPI != 220 {
		t.Errorf("press: %+v", p)
	}
	if !reflect.DeepEqual(h.Fit.Steps, []float64{36, 30, 26}) || h.Fit.ScaleMin != 850 {
		t.Errorf("fit: %+v", h.Fit)
	}
	saved, err := Save(h)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", saved)
	back, err := Load(saved, "back.toml")
	if err != nil {
		t.Fatal(err)
	}
	same(t, back, h)
	if n := strings.Count(string(saved), "\n"); n > 75 {
		t.Errorf("the saved file has %d lines; it says more than what differs", n)
	}
	for _, s := range []string{"[styles.lead]", "overset", "bold_font"} {
		if strings.Contains(string(saved), s) {
			t.Errorf("the saved file says %s, which does not differ", s)
		}
	}
}

func TestFaultsAreNamed(t *testing.T) {
	for _, c := range []struct {
		name, file string
		line       int
		key        string
		zh         string // part of the message
	}{
		{"unknown key", "[styles.body]\nindnt = \"2字\"", 2, "styles.body.indnt", "“indent”"},
		{"unknown section", "\n[style.body]\n", 2, "style", "“styles”"},
		{"unknown parent", "[styles.deck]\nfont = \"kai\"\nbased = \"bodi\"", 3, "styles.deck.based", "“bodi”不存在，是不是“body”"},
		{"circle", "[styles.a]\nbased = \"b\"\n[styles.b]\nbased = \"a\"", 4, "styles.b.based", "a → b → a"},
		{"circle of one", "[styles.body]\nbased = \"body\"", 2, "styles.body.based", "body → body"},
		{"new style", "[styles.headlin]\nsize = 9", 1, "styles.headlin", "“headline”"},
		{"other kind", "[characters.x]\nbased = \"body\"", 2, "characters.x.based", "同类"},
		{"both kinds", "[characters.body]\nfont = \"kai\"", 1, "characters.body", "段落样式"},
		{"not for characters", "[characters.x]\nindent = 2", 2, "characters.x.indent", "字符样式"},
		{"size", "[styles.body]\nsize = \"小五子\"", 2, "styles.body.size", "“小五”"},
		{"size range", "[styles.body]\nsize = 0.5", 2, "styles.body.size", "超出范围"},
		{"nan", "[styles.body]\nsize = nan", 2, "styles.body.size", "超出范围"},
		{"indent unit", "[styles.body]\nindent = \"2pt\"", 2, "styles.body.indent", "1字"},
		{"indent range", "[styles.body]\nindent = \"21字\"", 2, "styles.body.indent", "0字 与 20字"},
		{"zero gap", "[styles.body]\ngap = 0", 2, "styles.body.gap", "no_autospace"},
		{"gap order", "[styles.body]\n\ngap_min = \"0.3字\"", 3, "styles.body.gap_min", "0.3、0.25、0.333"},
		{"kinsoku", "[styles.body]\nkinsoku = \"bg\"", 2, "styles.body.kinsoku", "strict"},
		{"truth", "[styles.body]\nhang = \"yes\"", 2, "styles.body.hang", "true"},
		{"colour", "[styles.body]\ncolour = \"rde\"", 2, "styles.body.colour", "“red”"},
		{"inks", "[colours]\nred = [0, 101, 0, 0]", 2, "colours.red", "0 到 100"},
		{"spot without stand-in", "[colours]\nx = { spot = \"PANTONE 1\" }", 2, "colours.x", "cmyk"},
		{"headline", "[headlines]\n10 = { min = 9, max = 10 }", 2, "headlines.10", "等级"},
		{"headline order", "[headlines.5]\nmin = 50", 1, "headlines.5", "50pt 大于最大值 48pt"},
		{"page", "[formats.p]\ntrim = [100, 100]\ncolumns = 5\ncharacters = 13\nbody = 9\nleading = 12\nlines = 10", 1, "formats.p", "100×100"},
		{"page lacks", "[formats.p]\ntrim = [100, 100]", 1, "formats.p", "columns"},
		{"weight", "[make_up]\nbuting = 3", 2, "make_up.buting", "“butting”"},
		{"level", "[checks]\nDU-02 = \"loud\"", 2, "checks.DU-02", "warning"},
		{"rule", "[checks]\n\"重复\" = \"off\"", 2, "checks.重复", "规则编号"},
		{"press parent", "[presses.x]\nbased = \"newsprint 230\"", 2, "presses.x.based", "newsprint 220"},
		{"press circle", "[presses.x]\nbased = \"y\"\n[presses.y]\nbased = \"x\"", 4, "presses.y.based", "x → y → x"},
		{"press choice", "press = \"nowhere\"", 1, "press", "newsprint 240"},
		{"ink", "[presses.x]\nink_error = 500", 2, "presses.x.ink_error", "0 与 400"},
		{"table", "styles = 3", 1, "styles", "一个表"},
		{"body", "[remove]\nstyles = [\"body\"]", 1, "", "body 不能没有"},
		{"remove", "[remove]\nstyles = [\"leed\"]", 2, "remove.styles", "“leed”"},
		{"size name", "[sizes]\n\"9pt\" = 9", 2, "sizes.9pt", "字号名"},
		{"steps", "[fit]\nsteps = [20, 30]", 2, "fit.steps", "从大到小"},
		{"bare Chinese key", "[sizes]\n\n小五 = 9", 3, "", "引号"},
		{"bare Chinese table", "[styles.花絮]\n", 1, "", "引号"},
		{"syntax", "name = \"a\"\nname = \"b\"", 2, "name", "TOML"},
		{"not UTF-8", "name = \"\xb1\xa8\"", 0, "", "UTF-8"},
		{"inline", "[styles]\nbody = { font = \"song\",\n indnt = 2 }", 3, "styles.body.indnt", "“indent”"},
	} {
		h, err := Load([]byte(c.file), "f.toml")
		var e *Error
		if h != nil || !errors.As(err, &e) {
			t.Errorf("%s: no error of the kind: %v", c.name, err)
			continue
		}
		if e.File != "f.toml" || e.Line != c.line || e.Key != c.key || !strings.Contains(e.Message.ZH, c.zh) {
			t.Errorf("%s: line %d, key %q, %s\nwant line %d, key %q, …%s…", c.name, e.Line, e.Key, e.Message.ZH, c.line, c.key, c.zh)
		}
		if strings.Contains(e.Error()+e.In(words.ZH), "%!") || e.Message.EN == "" {
			t.Errorf("%s: %s / %s", c.name, e.Error(), e.Message.ZH)
		}
	}
}

// All faults of a file are told at once, by line.
func TestAllFaultsAreTold(t *testing.T) {
	_, err := Load([]byte("[styles.body]\nsize = \"小舞\"\nfoo = 1\n[colours]\nred = 3"), "f.toml")
	var all Errors
	if !errors.As(err, &all) || len(all) != 3 || all[0].Line != 2 || all[2].Line != 5 {
		t.Fatalf("%v", err)
	}
}

func TestSaveRefusesWhatNoFileSays(t *testing.T) {
	for name, spoil := range map[string]func(*edition.House){
		"parent":   func(h *edition.House) { s := h.Styles["lead"]; s.Based = "x"; h.Styles["lead"] = s },
		"circle":   func(h *edition.House) { s := h.Styles["body"]; s.Based = "lead"; h.Styles["body"] = s },
		"range":    func(h *edition.House) { s := h.Styles["body"]; s.Indent = -1; h.Styles["body"] = s },
		"no body":  func(h *edition.House) { delete(h.Styles, "body") },
		"priority": func(h *edition.House) { h.Headlines = append(h.Headlines, h.Headlines[0]) },
		"weight":   func(h *edition.House) { h.MakeUp = map[string]float64{"Nothing": 1} },
		"spot":     func(h *edition.House) { h.Spots = map[string]edition.Spot{"x": {Ink: "X"}} },
		"name":     func(h *edition.House) { h.Name = "" },
		"page":     func(h *edition.House) { f := edition.Formats()[0]; h.Formats = []edition.Format{f, f} },
	} {
		h := edition.DefaultHouse()
		spoil(h)
		if data, err := Save(h); !errors.Is(err, ErrCannotSave) {
			t.Errorf("%s: %v\n%s", name, err, data)
		}
	}
}

func TestRestyleCarriesHeirsAlong(t *testing.T) {
	h := Default()
	s := h.Styles["body"]
	s.Kinsoku, s.Font = "strict", "fangsong"
	got := Restyle(h, "body", s)
	if x := got.Styles["kicker"]; x.Kinsoku != "strict" || x.Font != edition.KaiFont {
		t.Errorf("kicker: %+v", x)
	}
	if x := got.Styles["lead"]; x.Kinsoku != "strict" || x.Font != "fangsong" {
		t.Errorf("lead: %+v", x)
	}
	if h.Styles["body"].Kinsoku != "gb" || h.Styles["lead"].Font != edition.Song {
		t.Error("the house that was given has changed")
	}
	data, err := Save(got)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "[styles."); n != 1 {
		t.Errorf("%d styles saved:\n%s", n, data)
	}
}

func TestPresetsRead(t *testing.T) {
	all := Presets()
	if len(all) != 2 {
		t.Fatalf("%d presets", len(all))
	}
	for i, p := range all {
		h, err := Load(p.Data, p.Name.EN)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			same(t, h, Default())
			continue
		}
		if h.Headlines[0].MaxPt != 60 || h.Styles["deck"].Size != 16 || h.Styles["body"] != Default().Styles["body"] {
			t.Errorf("%s: %+v", p.Name.EN, h)
		}
	}
}

// TestMasterFaults: what a master page or a plan cannot say is told by its line and key.
func TestMasterFaults(t *testing.T) {
	for _, c := range []struct{ toml, key, zh string }{
		{"[masters.a]\nfrm = 1", "masters.a.frm", "没有这一项"},
		{"[masters.a]\nformat = \"十六开\"", "masters.a.format", "没有名为"},
		{"[masters.a.frames.f]\nkind = \"box\"\ncolour = 3", "masters.a.frames.f.colour", "没有这一项"},
		{"[masters.a.frames.f]\nrect = [1, 2, 3]", "masters.a.frames.f.rect", "列表"},
		{"[masters.a.frames.f]\nboxed = \"yes\"", "masters.a.frames.f.boxed", "true"},
		{"[masters.a.frames.f]\nnotch = { corner = \"top-left\", w = \"x\", h = \"1mm\" }", "masters.a.frames.f.notch.w", "数"},
		{"[masters.a.frames.f]\nkind = \"furniture\"", "masters.a", "主版有误"},
		{"[masters.a.frames.f]\nkind = \"story\"\nstory = \"s1\"", "masters.a", "主版有误"},
		{"[plans.p]", "plans.p", "还缺"},
		{"[plans.p]\npages = [{ master = \"没有\" }]", "plans.p.pages", "没有名为"},
		{"column_rule = \"虚线\"", "column_rule", "不在可选之列"},
	} {
		_, err := Load([]byte(c.toml), "f.toml")
		var all Errors
		if !errors.As(err, &all) || all[0].Key != c.key || !strings.Contains(all[0].Message.ZH, c.zh) || all[0].Line == 0 {
			t.Errorf("%q: %v", c.toml, err)
		}
	}
}
