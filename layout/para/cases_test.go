package para

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"dayang/layout/geom"
)

// defaultCases are the development cases; TYPESET_CASES names another file of the same form.
const defaultCases = "../../../shared/typeset-dev/cases.jsonl"

// typesetCase is one line of the file; its README.md tells what each field means.
type typesetCase struct {
	ID, Group, Kind, Text, Level, Style, Policy, Mode, Method, Strength, Char, VO, Treatment, Name, Why string

	Forbid, Allow   []int
	Em              float64
	TrimStart       *bool `json:"trim_start"`
	TrimEnd         *bool `json:"trim_end"`
	Gaps            [][2]float64
	LineEdges       []string `json:"line_edges"`
	Measure, Indent float64
	HangIndent      float64 `json:"hang_indent"`
	OrphanControl   bool    `json:"orphan_control"`
	Hanging         bool
	ShrinkEm        *float64        `json:"shrink_em"`
	Lines           json.RawMessage // texts, or a number for columns-balance
	Expect          json.RawMessage
	ParagraphLines  []int `json:"paragraph_lines"`
	ColumnHeight    int   `json:"column_height"`
	Preferred       [][]int
	Violating       [][]int
	Emphasis        []int
	DotsOn          []int `json:"dots_on"`
	Cells           int
	Span            int
	CharsPerColumn  float64   `json:"chars_per_column"`
	GapChars        *float64  `json:"gap_chars"`
	BrokenInto      int       `json:"broken_into"`
	Remainder       *float64  `json:"remainder"`
	BodyPt          float64   `json:"body_pt"`
	LeadingRatio    float64   `json:"leading_ratio"`
	LinePts         []float64 `json:"line_pts"`
	WhiteLines      float64   `json:"white_lines"`
	ExpectLines     int       `json:"expect_lines"`
	HeadlinePt      float64   `json:"headline_pt"`
	FrameChars      float64   `json:"frame_chars"`
	Columns         int
	ExpectColumns   []float64 `json:"expect_columns"`
	ExpectGap       float64   `json:"expect_gap"`
	Pt, MM          float64
	Require         struct {
		NoForbidden bool      `json:"no_forbidden_breaks"`
		Within      float64   `json:"justified_within_em"`
		NoOrphan    bool      `json:"no_orphan"`
		MaxTracking float64   `json:"max_tracking_em"`
		Lines       []float64 `json:"lines"`
	}

	all map[string]any
}

func (c *typesetCase) style() (Style, error) {
	st := Style{Em: testEm, Indent: ems(c.Indent), HangIndent: ems(c.HangIndent), Hang: c.Hanging, AllowRunt: !c.OrphanControl}
	levels := map[string]Level{"": LevelBasic, "none": LevelNone, "basic": LevelBasic, "gb": LevelGB, "strict": LevelStrict,
		"uax14": LevelUnicode, "css-loose": LevelCSSLoose, "css-normal": LevelCSSNormal, "css-strict": LevelCSSStrict}
	marks := map[string]Marks{"": Quanjiao, "quanjiao": Quanjiao, "kaiming": Kaiming, "banjiao": Banjiao, "plain": Plain,
		"css-normal": WebNormal, "gb-exclam": PairedExclaims}
	policies := map[string]Policy{"": PushInFirst, "push-in-first": PushInFirst, "push-out-first": PushOutFirst,
		"push-out-only": PushOutOnly, "total-fit": LeastAdjustment, "least-adjustment": LeastAdjustment}
	var ok1, ok2, ok3 bool
	st.Level, ok1 = levels[c.Level]
	st.Marks, ok2 = marks[c.Style]
	st.Policy, ok3 = policies[c.Policy]
	if !ok1 || !ok2 || !ok3 {
		return st, fmt.Errorf("level %q, style %q or policy %q is none of ours", c.Level, c.Style, c.Policy)
	}
	return st, nil
}

func (c *typesetCase) gap() float64 {
	if c.GapChars == nil {
		return 1
	}
	return *c.GapChars
}

// near answers an error unless got is want within a thousandth.
func nearly(what string, got, want float64) error {
	if math.Abs(got-want) > 0.001 {
		return fmt.Errorf("%s: %.4f, want %.4f", what, got, want)
	}
	return nil
}

func same[T any](what string, got, want T) error {
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		return fmt.Errorf("%s: %s, want %s", what, g, w)
	}
	return nil
}

// whole sets the whole text as one line that does not end the paragraph.
func whole(text string, st Style, measure geom.Length) (*Prepared, Line) {
	p := Prepare(Input{Clusters: clusters(text + "字"), Style: st})
	r := p.build([]int32{int32(len(p.items) - 1), int32(len(p.items))}, Measure{Rest: measure})
	return p, r.Lines[0]
}

func (c *typesetCase) run() error {
	st, err := c.style()
	if err != nil {
		return err
	}
	runes := []rune(c.Text)
	switch c.Kind {
	case "break":
		b := Prepare(Input{Clusters: clusters(c.Text), Style: st}).Breaks()
		for _, i := range c.Forbid {
			if b[i] {
				return fmt.Errorf("a line may begin at %d: %s|%s", i, string(runes[:i]), string(runes[i:]))
			}
		}
		for _, i := range c.Allow {
			if !b[i] {
				return fmt.Errorf("no line may begin at %d: %s|%s", i, string(runes[:i]), string(runes[i:]))
			}
		}
		return nil
	case "width":
		return nearly("width", inEms(Prepare(Input{Clusters: clusters(c.Text), Style: st}).Natural()), c.Em)
	case "linewidth":
		st.KeepStart = c.TrimStart != nil && !*c.TrimStart
		st.KeepEnd = c.TrimEnd != nil && !*c.TrimEnd
		_, l := whole(c.Text, st, ems(100))
		return nearly("width", inEms(l.Natural), c.Em)
	case "autospace":
		return c.autospace(st)
	case "justify":
		return c.justify(st)
	case "wrap", "paragraph":
		return c.wrap(st)
	case "paragraph-quality":
		return c.quality(st)
	case "colbreak":
		h := ColumnBreak(c.ParagraphLines, c.ColumnHeight)
		first, second := ColumnLines(c.ParagraphLines, h)
		got := fmt.Sprint([][]int{first, second})
		if len(c.Violating) > 0 && got == fmt.Sprint(trimZeros(c.Violating)) {
			return fmt.Errorf("columns %s break the rule", got)
		}
		return same("columns", got, fmt.Sprint(trimZeros(c.Preferred)))
	case "vertical":
		return same("orientation", OrientationOf([]rune(c.Char)[0]).String(), c.VO)
	case "vertical-subst":
		want := c.first("replacement", "expect", "subst", "to", "form", "vertical")
		got := []rune(c.Char)
		if len(got) == 0 {
			got = runes
		}
		for i, r := range got {
			got[i], _ = VerticalForm(r)
		}
		forms := []rune(want)
		for i, r := range forms { // 『 with its vert glyph is ﹃
			forms[i], _ = VerticalForm(r)
		}
		return same("form", string(got), string(forms))
	case "tcy":
		return same("treatment", Verticalise(runes).String(), c.Treatment)
	case "interlinear":
		if len(c.Emphasis) == 2 {
			return same("dots", EmphasisDots(clusters(c.Text), c.Emphasis[0], c.Emphasis[1]), c.DotsOn)
		}
		return c.limits()
	case "grid":
		return same("cells", Prepare(Input{Clusters: clusters(c.Text), Style: st}).GridCells(), c.Cells)
	case "columns":
		return nearly("measure", SpanMeasure(c.Span, c.CharsPerColumn, c.gap()), c.number())
	case "columns-break":
		m, rest := BreakSpan(c.Span, c.CharsPerColumn, c.gap(), c.BrokenInto)
		if c.Remainder != nil {
			if err := nearly("remainder", rest, *c.Remainder); err != nil {
				return err
			}
		}
		return nearly("measure", float64(m), c.number())
	case "columns-split":
		modes := map[string]Split{"绝对": SplitAbsolute, "自由": SplitFree, "相对": SplitRelative, "自动": SplitGrid}
		how, ok := modes[c.Mode]
		if !ok {
			return fmt.Errorf("mode %q", c.Mode)
		}
		cols, gap := SplitFrame(c.FrameChars, c.Columns, c.gap(), how, c.CharsPerColumn)
		if err := same("columns", cols, c.ExpectColumns); err != nil {
			return err
		}
		return nearly("gap", gap, c.ExpectGap)
	case "columns-balance":
		var n int
		var want []int
		if err := json.Unmarshal(c.Lines, &n); err != nil {
			return err
		}
		if err := json.Unmarshal(c.Expect, &want); err != nil {
			return err
		}
		return same("lines", Balance(n, c.Columns), want)
	case "headline-height":
		var sizes []geom.Length
		for _, pt := range c.LinePts {
			sizes = append(sizes, geom.FromPt(pt))
		}
		return same("lines", HeadlineLines(sizes, c.WhiteLines, geom.FromPt(c.BodyPt*(1+c.LeadingRatio))), c.ExpectLines)
	case "headline-capacity":
		m := geom.FromPt(SpanMeasure(c.Span, c.CharsPerColumn, c.gap()) * c.BodyPt)
		return nearly("characters", float64(HeadlineCapacity(m, geom.FromPt(c.HeadlinePt))), c.number())
	case "hao":
		s, ok := TypeSizeOf(c.Name)
		if !ok {
			return fmt.Errorf("no size %q", c.Name)
		}
		if err := nearly("points", s.Pt, c.Pt); err != nil {
			return err
		}
		return nearly("mm", s.MM(), c.MM)
	case "normalise":
		var want string
		if err := json.Unmarshal(c.Expect, &want); err != nil {
			return err
		}
		return same("text", Normalise(c.Text), want)
	case "limits", "note":
		return c.limits()
	}
	return fmt.Errorf("unknown kind %q", c.Kind)
}

// trimZeros drops the paragraphs that have no line in a column.
func trimZeros(columns [][]int) [][]int {
	out := make([][]int, len(columns))
	for i, col := range columns {
		for _, n := range col {
			if n > 0 {
				out[i] = append(out[i], n)
			}
		}
	}
	return out
}

// first answers the first of the named fields that is a text.
func (c *typesetCase) first(names ...string) string {
	for _, n := range names {
		if s, ok := c.all[n].(string); ok {
			return s
		}
	}
	return ""
}

func (c *typesetCase) number() float64 {
	var f float64
	if err := json.Unmarshal(c.Expect, &f); err != nil {
		return math.NaN()
	}
	return f
}

// autospace compares the gaps at places of the text, set as one line or as those named.
func (c *typesetCase) autospace(st Style) error {
	p := Prepare(Input{Clusters: clusters(c.Text), Style: st})
	ends := []int32{int32(len(p.items))}
	if len(c.LineEdges) > 0 {
		ends = ends[:0]
		at := 0
		for _, l := range c.LineEdges {
			at += len([]rune(l))
			ends = append(ends, int32(at))
		}
		if at != len(p.items) {
			return fmt.Errorf("the lines %q are not the text", c.LineEdges)
		}
	}
	p.in.Style.Align = Left
	r := p.build(ends, Measure{Rest: ems(1000)})
	for _, g := range c.Gaps {
		at := int(g[0])
		got := 0.0
		for _, l := range r.Lines {
			a, b := at-1, at
			for a > l.From && p.items[a].class == space {
				a--
			}
			for b < l.To-1 && p.items[b].class == space {
				b++
			}
			if a < l.From || b >= l.To {
				continue // at an edge nothing is seen
			}
			got = inEms(l.Edge[b-l.From] - l.Edge[a-l.From] - p.items[a].cell)
		}
		if err := nearly(fmt.Sprintf("gap at %d", at), got, g[1]); err != nil {
			return err
		}
	}
	if len(c.LineEdges) > 0 {
		for _, l := range r.Lines {
			if l.Width != l.Natural {
				return fmt.Errorf("line %s: width %v, natural %v", p.text(l), l.Width, l.Natural)
			}
		}
	}
	return nil
}

// justify compares what each kind of place took or gave with what the case says.
func (c *typesetCase) justify(st Style) error {
	var want map[string]float64
	if err := json.Unmarshal(c.Expect, &want); err != nil {
		return err
	}
	_, before := whole(c.Text, st, ems(1000)-0)
	p, after := whole(c.Text, st, ems(c.Measure))
	left := *p
	left.in.Style.Align = Left
	before = left.build([]int32{int32(len(p.items) - 1), int32(len(p.items))}, Measure{Rest: ems(1000)}).Lines[0]
	sign := 1.0
	if c.Mode == "shrink" {
		sign = -1
	}
	if d := math.Abs(inEms(after.Width) - c.Measure); d > 0.01 {
		return fmt.Errorf("width %.4f, want %.4f", inEms(after.Width), c.Measure)
	}
	got := map[string][]float64{}
	n := after.To - after.From
	for i := range n {
		d := sign * inEms((after.Edge[i+1]-after.Edge[i])-(before.Edge[i+1]-before.Edge[i]))
		it := &p.items[i]
		add := func(k string) { got[k] = append(got[k], d) }
		if sign < 0 { // what gave
			switch {
			case it.flags&gapped != 0 && i < n-1 || it.flags&gapSpace != 0:
				add("cjk_latin")
			case it.class == space:
				add("space")
			case it.class == opener || it.class == closer:
				// a bracket at the line's edge, or squeezed against its neighbour, has nothing to give
				if i > 0 && it.left > 0 || i < n-1 && it.right > 0 {
					add("bracket")
				}
			case it.class == pause:
				if i < n-1 && it.right > 0 {
					add("comma")
				}
			case it.class == stop:
				if i < n-1 && it.right > 0 {
					add("stop")
				}
			case it.class == kanaDot:
				add("middot")
			default:
				add("han")
			}
			continue
		}
		if i == n-1 {
			continue
		}
		next := &p.items[i+1]
		switch {
		case it.class == dash && next.class == dash:
			add("dash_inner")
		case it.class == ellipsis && next.class == ellipsis:
			add("ellipsis_inner")
		case it.class == digit && next.class == digit:
			add("digit_inner")
			add("word_inner")
		case p.sticks(i):
			add("word_inner")
		case it.flags&gapped != 0 || it.flags&gapSpace != 0:
			add("cjk_latin")
		case it.class == space:
			add("space")
		case it.flags&expands == 0:
			add("fixed")
		default:
			if it.class == han && next.class == han {
				add("han")
			}
			add("others")
		}
	}
	aliases := map[string]string{"brackets": "bracket", "pause": "comma", "commas": "comma", "word_space": "space", "wordspace": "space",
		"gap": "cjk_latin", "ellipsis": "ellipsis_inner", "dash": "dash_inner", "latin_inner": "word_inner", "letters": "word_inner",
		"latin": "word_inner", "digits": "digit_inner", "number_inner": "digit_inner", "digits_inner": "digit_inner", "western_inner": "word_inner", "period": "stop", "stops": "stop",
		"han_han": "han", "other": "others", "rest": "others", "connector": "fixed", "solidus": "fixed"}
	for k, w := range want {
		name, each := strings.CutSuffix(k, "_each")
		if a, ok := aliases[name]; ok {
			name = a
		}
		list := got[name]
		if len(list) == 0 {
			if w == 0 {
				continue
			}
			return fmt.Errorf("%s: no such place", k)
		}
		if each {
			for _, g := range list {
				if err := nearly(k, g, w); err != nil {
					return err
				}
			}
			continue
		}
		total := 0.0
		for _, g := range list {
			total += g
		}
		if err := nearly(k, total, w); err != nil {
			return err
		}
	}
	return nil
}

func (c *typesetCase) wrap(st Style) error {
	var want []string
	if err := json.Unmarshal(c.Lines, &want); err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	p := Prepare(Input{Clusters: clusters(c.Text), Style: st})
	r := p.Set(Measure{Rest: ems(c.Measure)})
	if err := same("lines", bars(p, r), strings.Join(want, "|")); err != nil {
		return err
	}
	var shrunk geom.Length
	for _, l := range r.Lines {
		shrunk += l.Shrunk
	}
	if c.ShrinkEm != nil {
		return nearly("shrunk", inEms(shrunk), *c.ShrinkEm)
	}
	return nil
}

func (c *typesetCase) quality(st Style) error {
	st.Policy = LeastAdjustment
	st.AllowRunt = false
	p := Prepare(Input{Clusters: clusters(c.Text), Style: st})
	r := p.Set(Measure{Rest: ems(c.Measure)})
	lawful := p.Breaks()
	worst := 0.0
	for _, l := range r.Lines {
		if c.Require.NoForbidden && (l.Forced || !lawful[l.To]) {
			return fmt.Errorf("forbidden break: %s", bars(p, r))
		}
		if l.Last {
			if c.Require.NoOrphan && len(r.Lines) > 1 && p.runt(l) {
				return fmt.Errorf("a runt: %s", bars(p, r))
			}
			continue
		}
		if d := math.Abs(inEms(l.Width - l.Measure)); d > c.Require.Within {
			return fmt.Errorf("%s is off by %.3f em", p.text(l), d)
		}
		worst = max(worst, float64(l.Tracking)/1000)
	}
	if worst > c.Require.MaxTracking+0.0005 {
		return fmt.Errorf("tracking %.3f em, at most %.3f: %s", worst, c.Require.MaxTracking, bars(p, r))
	}
	if n, w := float64(len(r.Lines)), c.Require.Lines; len(w) == 2 && (n < w[0] || n > w[1]) {
		return fmt.Errorf("%d lines, want %v", len(r.Lines), w)
	}
	return nil
}

// limits compares every number the case names with the limit of that name.
func (c *typesetCase) limits() error {
	l := LimitsOf()
	known := map[string]float64{
		"gap": l.Gap, "gap_em": l.Gap, "natural": l.Gap, "default": l.Gap, "min": l.GapMin, "max": l.GapMax, "gap_min": l.GapMin, "gap_max": l.GapMax,
		"cjk_latin": l.Gap, "cjk_latin_min": l.GapMin, "cjk_latin_max": l.GapMax, "cjk_latin_natural": l.Gap,
		"word_space_min": l.SpaceMin, "word_space_max": l.SpaceMax, "mark_min": l.MarkMin, "hang": l.Hang, "hang_em": l.Hang,
		"single": l.InterlinearOneSide, "double": l.InterlinearBothSides, "line_gap_min_em": l.InterlinearOneSide,
		"line_gap_min": l.InterlinearOneSide, "min_line_gap": l.InterlinearOneSide, "min_line_gap_em": l.InterlinearOneSide,
		"min_line_gap_double": l.InterlinearBothSides, "line_gap_double": l.InterlinearBothSides,
	}
	checked := 0
	for _, k := range slices.Sorted(maps.Keys(c.all)) {
		v := c.all[k]
		f, ok := v.(float64)
		if !ok {
			continue
		}
		w, ok := known[k]
		if !ok {
			return fmt.Errorf("no limit is called %q (%v)", k, c.all)
		}
		if math.Abs(f-w) > 0.01 {
			return fmt.Errorf("%s: %.3f, want %.3f", k, w, f)
		}
		checked++
	}
	if checked == 0 {
		return fmt.Errorf("nothing to compare: %v", c.all)
	}
	return nil
}

// TestTypesetCases runs the table of ../shared/typeset-dev, or the one that TYPESET_CASES names.
func TestTypesetCases(t *testing.T) {
	path := os.Getenv("TYPESET_CASES")
	if path == "" {
		path = defaultCases
	}
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no typesetting cases: %v", err)
	}
	defer f.Close()
	type tally struct{ must, mustAll, should, shouldAll int }
	groups := map[string]*tally{}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		var c typesetCase
		err := json.Unmarshal(sc.Bytes(), &c.all)
		if err == nil {
			err = json.Unmarshal(sc.Bytes(), &c)
		}
		g := groups[c.Group]
		if g == nil {
			g = &tally{}
			groups[c.Group] = g
		}
		if err == nil {
			err = c.run()
		}
		if c.Strength == "should" {
			g.shouldAll++
			if err == nil {
				g.should++
			} else {
				t.Logf("should: %s %s: %v (%s)", c.ID, c.Kind, err, c.Why)
			}
			continue
		}
		g.mustAll++
		if err == nil {
			g.must++
		} else {
			t.Errorf("must: %s %s %s: %v (%s)", c.ID, c.Kind, c.Text, err, c.Why)
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	var sum tally
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		g := groups[name]
		t.Logf("%-16s must %3d/%-3d should %3d/%-3d", name, g.must, g.mustAll, g.should, g.shouldAll)
		sum.must += g.must
		sum.mustAll += g.mustAll
		sum.should += g.should
		sum.shouldAll += g.shouldAll
	}
	t.Logf("%-16s must %3d/%-3d should %3d/%-3d", "all", sum.must, sum.mustAll, sum.should, sum.shouldAll)
	if sum.mustAll+sum.shouldAll == 0 {
		t.Fatal("the file holds no case")
	}
}
