package compose

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"dayang/fonts"
	changes "dayang/internal/edit"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/golden"
	"dayang/internal/segment"
	"dayang/layout"
	"dayang/layout/display"
	"dayang/layout/dummy"
	"dayang/layout/geom"
)

var reg = fonts.Builtin()

// fewWords is a segmenter that knows a few words, and else cuts characters.
type fewWords []string

func (w fewWords) Cut(text string) []segment.Word {
	var out []segment.Word
	rs := []rune(text)
next:
	for i := 0; i < len(rs); {
		for _, one := range w {
			if n := len([]rune(one)); i+n <= len(rs) && string(rs[i:i+n]) == one {
				out = append(out, segment.Word{Text: one, From: i, To: i + n, Freq: 1})
				i += n
				continue next
			}
		}
		out = append(out, segment.Word{Text: string(rs[i]), From: i, To: i + 1})
		i++
	}
	return out
}
func (fewWords) Freq(string) float64 { return 0 }
func (fewWords) Tag(string) string   { return "" }
func (fewWords) Total() float64      { return 1 }

// newsText is n characters of a news paragraph, in sentences.
func newsText(r *rand.Rand, n int) string {
	parts := []string{"全市重点项目推进会昨日召开", "记者从市住建局获悉", "今年计划加装电梯200部", "目前已完工163部", "“再也不用为一袋米发愁了”", "市民王先生说",
		"总投资22.3亿元", "清溪港二期工程进展顺利", "IoT传感器已接入平台", "据统计，前三季度增长4.9%", "社区干部挨家挨户上门", "让老房子住出新感觉"}
	var b strings.Builder
	count := 0
	for count < n {
		s := parts[r.IntN(len(parts))]
		b.WriteString(s)
		count += len([]rune(s)) + 1
		if count >= n || r.IntN(3) == 0 {
			b.WriteString("。")
		} else {
			b.WriteString("，")
		}
	}
	return b.String()
}

func newsStory(r *rand.Rand, id string, priority, chars int) *edition.Story {
	s := &edition.Story{ID: id, Slug: id, Kind: edition.News, Priority: priority}
	add := func(role edition.Role, text string) {
		s.Paras = append(s.Paras, &edition.Para{ID: fmt.Sprintf("p%d", len(s.Paras)+1), Role: role, Text: text})
	}
	add(edition.Kicker, "民生小事")
	add(edition.Headline, "两百部电梯年底前进楼入户")
	add(edition.Byline, "■记者 程小满")
	for left := chars; left > 0; {
		n := min(left, 80+r.IntN(160))
		add(edition.Body, newsText(r, n))
		left -= n
	}
	return s
}

// newsPage is a page of 四开·五栏 with a nameplate and four stories of about 1,500 characters each.
func newsPage(r *rand.Rand) *edition.Edition {
	f, _ := edition.FormatNamed("四开·五栏·小五")
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{ID: "e", Title: "云岫日报", Latin: "YUNXIU DAILY", Date: "2026-11-24", Issue: 10286, Sheets: 8}}
	p := &edition.Page{ID: "page-1", Number: 1, Name: "要闻", Format: f}
	p.Frames = append(p.Frames, &edition.Frame{ID: "np", Kind: edition.FurnitureFrame, Rect: f.Cells(0, 0, 5, 11), Furniture: &edition.Furniture{Kind: edition.Nameplate}})
	for i, a := range [][4]int{{0, 12, 3, 34}, {3, 12, 2, 34}, {0, 47, 2, 34}, {2, 47, 3, 34}} {
		id := fmt.Sprintf("s%d", i+1)
		ed.Stories = append(ed.Stories, newsStory(r, id, 5-i, a[2]*(a[3]-8)*13*9/10))
		p.Frames = append(p.Frames, &edition.Frame{ID: "f" + id, Kind: edition.StoryFrame, Story: id, Rect: f.Cells(a[0], a[1], a[2], a[3])})
	}
	ed.Pages = []*edition.Page{p}
	return ed
}

// edited answers ed with one paragraph's text replaced: new nodes for the paragraph and its story, all else shared.
func edited(ed *edition.Edition, story, para int, text string) *edition.Edition {
	out := *ed
	out.Stories = append([]*edition.Story(nil), ed.Stories...)
	s := *out.Stories[story]
	s.Paras = append([]*edition.Para(nil), s.Paras...)
	p := *s.Paras[para]
	p.Text = text
	s.Paras[para] = &p
	out.Stories[story] = &s
	return &out
}

// moved answers ed with one frame of its first page elsewhere.
func moved(ed *edition.Edition, frame int, by geom.Point) *edition.Edition {
	out := *ed
	p := *ed.Pages[0]
	p.Frames = append([]*edition.Frame(nil), p.Frames...)
	f := *p.Frames[frame]
	f.Rect = f.Rect.Move(by)
	p.Frames[frame] = &f
	out.Pages = append([]*edition.Page{&p}, ed.Pages[1:]...)
	return &out
}

// edit answers ed after a change.
func edit(t *testing.T, ed *edition.Edition, c changes.Change) *edition.Edition {
	t.Helper()
	out, err := c.Apply(ed)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// reframed answers ed with one thing about one frame, its page or the house otherwise, of all that a hand may set.
func reframed(r *rand.Rand, ed *edition.Edition) *edition.Edition {
	out := *ed
	out.Pages = append([]*edition.Page(nil), ed.Pages...)
	i := r.IntN(len(out.Pages))
	p := *out.Pages[i]
	out.Pages[i] = &p
	if len(p.Frames) == 0 {
		return &out
	}
	p.Frames = append([]*edition.Frame(nil), p.Frames...)
	k := r.IntN(len(p.Frames))
	f := *p.Frames[k]
	p.Frames[k] = &f
	em := p.Format.Body
	lines := edition.LineKinds()
	line := lines[r.IntN(len(lines))]
	switch r.IntN(17) {
	case 0:
		if f.Rect.W > 0 && f.Rect.H > 0 {
			f.Notch = &edition.Notch{Corner: edition.Corner([]edition.Corner{edition.TopLeft, edition.TopRight, edition.BottomLeft, edition.BottomRight}[r.IntN(4)]), W: 1 + f.Rect.W/3, H: 1 + f.Rect.H/3}
		}
	case 1:
		f.Split = &edition.Split{Mode: edition.SplitFree, Measures: []geom.Length{12 * em, 8 * em, 20 * em}}
	case 2:
		f.Split = &edition.Split{Mode: []edition.SplitMode{edition.SplitRelative, edition.SplitAuto}[r.IntN(2)], Gap: em}
	case 3:
		f.Leading = 980 + r.IntN(41)
	case 4:
		f.NoBalance = !f.NoBalance
	case 5:
		f.ColumnRule = line
	case 6:
		p.ColumnRule, p.BlockRule = line, []string{"", edition.NoLine, line}[r.IntN(3)]
	case 7:
		h := *ed.House
		h.ColumnRule, h.BlockRule = line, []string{"", edition.NoLine, line}[r.IntN(3)]
		out.House = &h
	case 8:
		f.Shade = &edition.Shade{Kind: []edition.ShadeKind{edition.ShadeTint, edition.ShadeDots, edition.ShadeSlant}[r.IntN(3)], Share: 50 + r.IntN(100), Colour: "red"}
	case 9:
		f.Boxed, f.Line, f.LineColour = !f.Boxed, line, []string{"", "red"}[r.IntN(2)]
	case 10:
		f.Head = []edition.HeadMode{edition.HeadTop, edition.HeadPicture, edition.HeadSide, edition.HeadVertical, edition.HeadBetween, edition.HeadWithin}[r.IntN(6)]
		f.HeadRight, f.HeadCols = r.IntN(2) == 0, r.IntN(3)
	case 11, 12: // a picture, or a box, that text runs around
		o := &edition.Frame{ID: fmt.Sprint("w", r.IntN(1<<30)), Kind: []edition.FrameKind{edition.PictureFrame, edition.BoxFrame}[r.IntN(2)],
			Rect: geom.Rect{X: f.Rect.X + 9*em, Y: f.Rect.Y + f.Rect.H/2, W: 12 * em, H: 12 * em},
			Wrap: &edition.Wrap{Kind: []edition.WrapKind{edition.WrapNone, edition.WrapColumns, edition.WrapBox, edition.WrapShape}[r.IntN(4)], Left: em / 2}}
		if r.IntN(2) == 0 {
			o.Wrap.Outline = []edition.OutlinePoint{{X: 5000}, {X: 10000, Y: 5000}, {X: 5000, Y: 10000}, {Y: 5000}}
		}
		if o.Kind == edition.PictureFrame && r.IntN(2) == 0 {
			o.Caption = &edition.Para{ID: "p1", Role: edition.Caption, Text: newsText(r, 20)}
		} else if o.Kind == edition.PictureFrame {
			o.Story = ed.Stories[r.IntN(len(ed.Stories))].ID // one of its pictures, if it has any
		}
		p.Frames = append(p.Frames, o)
	case 13:
		out.Stories = append([]*edition.Story(nil), ed.Stories...)
		s := *out.Stories[r.IntN(len(out.Stories))]
		s.Pictures = append([]edition.PictureUse{{AspectW: 3, AspectH: 2, Caption: &edition.Para{ID: fmt.Sprint("c", r.IntN(1<<30)), Role: edition.Caption, Text: newsText(r, 12)}}}, s.Pictures...)
		for j := range out.Stories {
			if out.Stories[j].ID == s.ID {
				out.Stories[j] = &s
			}
		}
	case 14:
		out.Stories = append([]*edition.Story(nil), ed.Stories...)
		j := r.IntN(len(out.Stories))
		s := *out.Stories[j]
		s.Jump = r.IntN(4)
		out.Stories[j] = &s
	case 15:
		if k+1 < len(p.Frames) {
			p.Frames = append(p.Frames[:k], p.Frames[k+1:]...)
		}
	case 16:
		q := edition.Page{ID: fmt.Sprint("page-", r.IntN(1<<30)), Number: len(out.Pages) + 1, Format: p.Format}
		s := ed.Stories[r.IntN(len(ed.Stories))].ID
		q.Frames = []*edition.Frame{{ID: "rest", Kind: edition.TextFrame, Story: s, Link: 1 + r.IntN(3), Rect: p.Format.Cells(0, 3, 2, 40)}}
		if len(out.Pages) < 4 {
			out.Pages = append(out.Pages, &q)
		}
	}
	return &out
}

// difference says where two results first differ.
func difference(a, b Result) string {
	for i := range a.Pages {
		if i < len(b.Pages) && !reflect.DeepEqual(a.Pages[i], b.Pages[i]) {
			x, y := strings.Split(display.Format(a.Pages[i]), "\n"), strings.Split(display.Format(b.Pages[i]), "\n")
			for k := range x {
				if k >= len(y) || x[k] != y[k] {
					return fmt.Sprintf("page %d: %s", i, x[k])
				}
			}
			return fmt.Sprintf("page %d is shorter", i)
		}
	}
	for i := range a.Notes {
		if i >= len(b.Notes) || !reflect.DeepEqual(a.Notes[i], b.Notes[i]) {
			return fmt.Sprintf("note %+v", a.Notes[i])
		}
	}
	if len(a.Notes) != len(b.Notes) {
		return fmt.Sprintf("notes %+v", b.Notes[len(a.Notes):])
	}
	for id, f := range b.Fits {
		if a.Fits[id] != f {
			return fmt.Sprintf("fit of %s: %+v and %+v", id, a.Fits[id], f)
		}
	}
	return "in what is not compared here"
}

// What a composer answers after any run of edits is what a new one answers for the same edition, and what the engine
// answers for the edition's plain input.
func TestIncrementalEqualsFromScratch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	ed := newsPage(r)
	// Drop caps and vertical heads are shaped twice, and remembered as two.
	body := ed.House.StyleOf(edition.Body)
	body.DropCap, body.TrackingMin = 2, -20
	ed.House.Styles[string(edition.Body)] = body
	ed.House.Fit = edition.HeadFit{TrackingMax: 200, ScaleMin: 900}
	ed.Pages[0].Frames[2].Head = edition.HeadVertical
	c := New(reg, nil)
	for step := range 90 {
		switch r.IntN(6) {
		case 4:
			ed = reframed(r, ed)
		case 5:
			ed = edit(t, ed, edittest.Hand(ed, r))
		case 0:
			if len(ed.Pages[0].Frames) < 5 {
				continue
			}
			ed = moved(ed, 1+r.IntN(4), geom.Point{X: geom.Length(r.IntN(60)-30) * geom.Pt, Y: geom.Length(r.IntN(60)-30) * geom.Pt})
		case 1:
			s := r.IntN(len(ed.Stories))
			ed = edited(ed, s, 1, newsText(r, 4+r.IntN(14)))
		default:
			s := r.IntN(len(ed.Stories))
			k := 3 + r.IntN(len(ed.Stories[s].Paras)-3)
			ed = edited(ed, s, k, ed.Stories[s].Paras[k].Text+"又一句。")
		}
		if step%5 == 0 { // a page asked for by itself takes nothing from what Compose answers next
			c.Page(ed, ed.Pages[0].ID)
		}
		got, want := c.Compose(ed), New(reg, nil).Compose(ed)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("step %d: composing on from the last result differs from composing anew: %s", step, difference(got, want))
		}
		pages, _ := layout.Pages(New(reg, nil).Input(ed))
		if !reflect.DeepEqual(pages, want.Pages) {
			t.Fatalf("step %d: the composer's pages differ from the engine's", step)
		}
	}
}

// Every character of every placed story is on the page, in order, or counted as over.
func TestNothingIsLost(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	for range 12 {
		ed := newsPage(r)
		res := New(reg, nil).Compose(ed)
		text := map[string]*strings.Builder{}
		var on *strings.Builder
		for _, it := range res.Pages[0].Items {
			switch it := it.(type) {
			case display.Mark:
				on = nil
				if it.Para != "" {
					k := it.Story + "/" + it.Para
					if text[k] == nil {
						text[k] = &strings.Builder{}
					}
					on = text[k]
				}
			case display.Glyphs:
				if on != nil {
					on.WriteString(it.Text)
				}
			}
		}
		for _, s := range ed.Stories {
			lost := 0
			for _, p := range s.Paras {
				got := ""
				if b := text[s.ID+"/"+p.ID]; b != nil {
					got = b.String()
				}
				if !strings.HasPrefix(p.Text, got) {
					t.Fatalf("%s/%s: the page says %q for %q", s.ID, p.ID, got, p.Text)
				}
				lost += len([]rune(p.Text)) - len([]rune(got))
			}
			if f := res.Fits[s.ID]; lost != f.OverRunes {
				t.Errorf("%s: %d characters are not on the page, the fit says %d", s.ID, lost, f.OverRunes)
			}
		}
	}
}

// shapeLine shapes a text in the body style and writes its clusters: | between them, the font in brackets where it
// changes.
func shapeLine(t *testing.T, text string, role edition.Role, spans ...edition.Span) (string, *shaped) {
	t.Helper()
	c := New(reg, fewWords{"重大", "项目", "开工"})
	h := edition.DefaultHouse()
	f := edition.Formats()[0]
	s := c.shape(&edition.Para{ID: "p", Text: text, Spans: spans}, "s", role, h.StyleOf(role), h, f.Body, f.Leading, asText)
	var b strings.Builder
	font := ""
	cs := s.p.Prepared.Clusters()
	for i, cl := range cs {
		if i > 0 {
			b.WriteByte('|')
		}
		if len(s.p.Faces) > 0 && s.p.Faces[cl.Face].Font != font {
			font = s.p.Faces[cl.Face].Font
			b.WriteString("[" + font + "]")
		}
		b.WriteString(text[s.p.Bytes[i]:s.p.Bytes[i+1]])
	}
	return b.String(), &s
}

func TestShape(t *testing.T) {
	for _, c := range []struct {
		text, want string
		spans      []edition.Span
	}{
		{"他——来了……", "[song]他|——|来|了|……", nil},
		{"新闻：好", "[hei-bold]新|闻|：|[song]好", []edition.Span{{From: 0, To: 3, Style: edition.Bold}}},
		{"楷体字", "[song]楷|[kai]体|[song]字", []edition.Span{{From: 1, To: 2, Style: edition.Kai}}},
		{"第2版", "[song]第|2|版", nil},
		{"𠮷日", "[song]𠮷|日", nil},
		{"e\u0301t", "[song]e\u0301|t", nil},
		{"", "", nil},
	} {
		got, s := shapeLine(t, c.text, edition.Body, c.spans...)
		// A face that lends a rare character is as good.
		if c.text == "𠮷日" {
			if len(s.miss) == 1 && s.miss[0].lent != "" {
				continue
			}
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
}

// A character that no font has is drawn as a box with a finding, never as nothing; what is invisible by nature is not.
func TestMissingGlyph(t *testing.T) {
	_, s := shapeLine(t, "甲\U0001F9FF乙\u200D", edition.Body)
	if len(s.miss) != 1 || s.miss[0].lent != "" || s.miss[0].at != 1 {
		t.Fatalf("got %+v, want one missing character at 1", s.miss)
	}
	cs := s.p.Prepared.Clusters()
	face, _ := reg.Face(s.p.Faces[cs[1].Face].Font)
	if cs[1].Glyph != 0 || len(face.Outline(0).Segments) == 0 {
		t.Error("the box is not visible")
	}
	fs := s.findings(finding.Place{})
	if len(fs) != 1 || fs[0].Rule != RuleNoGlyph || fs[0].Level != finding.Error || fs[0].Place.From != 1 || fs[0].Place.To != 2 {
		t.Errorf("got %+v", fs)
	}
}

// goldenEdition is a small sheet for pages that show one thing each.
func goldenEdition(frames []*edition.Frame, stories ...*edition.Story) *edition.Edition {
	f := edition.Formats()[0]
	f.Trim = geom.Size{W: 120 * geom.MM, H: 100 * geom.MM}
	f.Columns, f.Lines = 2, 20
	f.TypeArea = geom.Rect{X: 20 * geom.Pt, Y: 20 * geom.Pt, W: 28 * f.Body, H: 20 * f.Leading}
	for _, fr := range frames {
		if fr.Rect.W < 100 { // cells: column, line, columns, lines
			fr.Rect = f.Cells(int(fr.Rect.X), int(fr.Rect.Y), int(fr.Rect.W), int(fr.Rect.H))
		}
	}
	return &edition.Edition{House: edition.DefaultHouse(), Stories: stories, Head: edition.Head{Title: "云岫日报", Latin: "YUNXIU DAILY", Brand: "云岫发布", Date: "2026-11-24", Issue: 8, Sheets: 4},
		Pages: []*edition.Page{{ID: "p1", Number: 2, Name: "要闻", Editor: "程小满", Format: f, Frames: frames}}}
}

func TestGoldenPages(t *testing.T) {
	para := func(id string, role edition.Role, text string, spans ...edition.Span) *edition.Para {
		return &edition.Para{ID: id, Role: role, Text: text, Spans: spans}
	}
	body := "本报讯 11月23日下午，我市召开重点项目推进会，晾晒前十月项目建设进度，部署岁末年初攻坚任务。"
	story := func(paras ...*edition.Para) *edition.Story {
		return &edition.Story{ID: "s", Kind: edition.News, Priority: 3, Paras: paras}
	}
	frame := func(col, line, cols, lines geom.Length) *edition.Frame {
		return &edition.Frame{ID: "f", Kind: edition.StoryFrame, Story: "s", Rect: geom.Rect{X: col, Y: line, W: cols, H: lines}}
	}
	furniture := func(k edition.FurnitureKind, lines geom.Length, paras ...*edition.Para) []*edition.Frame {
		return []*edition.Frame{{ID: "f", Kind: edition.FurnitureFrame, Rect: geom.Rect{W: 2, H: lines}, Furniture: &edition.Furniture{Kind: k, Paras: paras, Data: "https://example.com"}}}
	}
	boxed := frame(0, 0, 2, 16)
	boxed.Boxed, boxed.Line = true, "文武线"
	side := frame(0, 0, 2, 12)
	side.Head = edition.HeadSide
	photo := story(para("h", edition.Headline, "桥韵"))
	photo.Kind = edition.Photo
	photo.Pictures = []edition.PictureUse{{AspectW: 3, AspectH: 1, Caption: para("c", edition.Caption, "初冬时节，碧空云天。"), Credit: para("x", edition.Credit, "■摄影 赵云其")}}
	vertical := frame(0, 0, 2, 16)
	vertical.Head = edition.HeadVertical
	mark := func(ed *edition.Edition, change func(*edition.TextStyle)) *edition.Edition {
		st := ed.House.StyleOf(edition.Body)
		change(&st)
		ed.House.Styles[string(edition.Body)] = st
		for _, m := range []string{"line", "wave"} {
			ed.House.Styles[m] = edition.TextStyle{Character: true, Mark: m}
		}
		return ed
	}
	by := func(col, line, cols, lines geom.Length, change func(f *edition.Frame)) *edition.Frame {
		f := frame(col, line, cols, lines)
		change(f)
		return f
	}
	em, long := 9*geom.Pt, story(para("h", edition.Headline, "一只白鹭的新家"), para("p", edition.Body, body+body+body))
	small := geom.Rect{X: 30 * geom.Pt, Y: 30 * geom.Pt, W: 40 * geom.Pt, H: 30 * geom.Pt}
	front := func(change func(f *edition.Frame)) *edition.Frame {
		f := &edition.Frame{ID: "g", Kind: edition.PictureFrame, Rect: geom.Rect{X: 100 * geom.Pt, Y: 80 * geom.Pt, W: 70 * geom.Pt, H: 60 * geom.Pt}}
		change(f)
		return f
	}
	for name, ed := range map[string]*edition.Edition{
		"head-between":    goldenEdition([]*edition.Frame{by(0, 0, 2, 20, func(f *edition.Frame) { f.Head = edition.HeadBetween })}, long),
		"head-within":     goldenEdition([]*edition.Frame{by(0, 0, 2, 20, func(f *edition.Frame) { f.Head, f.Columns = edition.HeadWithin, 4 })}, long),
		"head-side-right": goldenEdition([]*edition.Frame{by(0, 0, 2, 14, func(f *edition.Frame) { f.Head, f.HeadRight = edition.HeadSide, true })}, long),
		"notch": goldenEdition([]*edition.Frame{by(0, 0, 2, 18, func(f *edition.Frame) {
			f.Notch, f.Boxed = &edition.Notch{Corner: edition.BottomRight, W: 8 * em, H: 5 * 12 * geom.Pt}, true
		})}, long),
		"split-free": goldenEdition([]*edition.Frame{by(0, 0, 2, 16, func(f *edition.Frame) {
			f.Split, f.ColumnRule = &edition.Split{Mode: edition.SplitFree, Measures: []geom.Length{9 * em, 17 * em}}, edition.LineThin
		})}, long),
		"leading": goldenEdition([]*edition.Frame{by(0, 0, 1, 16, func(f *edition.Frame) { f.Leading, f.NoBalance = 980, true })}, story(para("p", edition.Body, body))),
		"wrap-box": goldenEdition([]*edition.Frame{by(0, 0, 2, 18, func(f *edition.Frame) { f.Columns = 1 }),
			front(func(f *edition.Frame) {
				f.Wrap = &edition.Wrap{Kind: edition.WrapBox, Left: 5 * geom.Pt, Right: 5 * geom.Pt}
			})}, long),
		"wrap-outline": goldenEdition([]*edition.Frame{by(0, 0, 2, 18, func(f *edition.Frame) {}),
			front(func(f *edition.Frame) {
				f.Kind, f.Wrap = edition.BoxFrame, &edition.Wrap{Kind: edition.WrapShape, Outline: []edition.OutlinePoint{{X: 5000}, {X: 10000, Y: 5000}, {X: 5000, Y: 10000}, {Y: 5000}}}
			})}, long),
		"picture-captioned": goldenEdition([]*edition.Frame{front(func(f *edition.Frame) {
			f.Caption, f.Credit = para("c", edition.Caption, "白鹭在湖心岛上筑巢。"), para("x", edition.Credit, "■摄影 赵云其")
		})}),
		"border": goldenEdition([]*edition.Frame{{ID: "f", Kind: edition.BoxFrame, Rect: small, Line: edition.EdgeDiamonds, LineColour: "red"}}),
		"shade":  goldenEdition([]*edition.Frame{{ID: "f", Kind: edition.BoxFrame, Rect: small, Shade: &edition.Shade{Kind: edition.ShadeSlant, Share: 100}}, {ID: "g", Kind: edition.BoxFrame, Rect: small.Move(geom.Point{X: 60 * geom.Pt}), Shade: &edition.Shade{Kind: edition.ShadeTint, Colour: "red", Share: 300}}}),
		"jump":   jumpEdition(),
		"head-vertical": goldenEdition([]*edition.Frame{vertical}, story(para("k", edition.Kicker, "“十四五”回眸（上）"), para("h", edition.Headline, "12月：老城新颜！"),
			para("d", edition.Deck, "GDP增长5.2%——第3"), para("b", edition.Byline, "■记者 苏砚秋"), para("p", edition.Body, body))),
		"vertical-block": mark(goldenEdition([]*edition.Frame{frame(0, 0, 1, 12)}, story(para("p", edition.Body, "春眠不觉晓，\u2028处处闻啼鸟。"))),
			func(s *edition.TextStyle) { s.Vertical, s.Indent, s.Align = true, 0, edition.Left }),
		"drop-cap": mark(goldenEdition([]*edition.Frame{frame(0, 0, 1, 12)}, story(para("p", edition.Body, "“跑步让我认识了一座城。”"+body))),
			func(s *edition.TextStyle) { s.DropCap = 3 }),
		"marks-beside": mark(goldenEdition([]*edition.Frame{frame(0, 0, 1, 6)}, story(para("p", edition.Body, "屈原左丘赋离骚，此处要紧。",
			edition.Span{From: 0, To: 2, Style: "line"}, edition.Span{From: 2, To: 4, Style: "line"}, edition.Span{From: 5, To: 7, Style: "wave"}, edition.Span{From: 10, To: 12, Style: edition.Emphasis}))),
			func(s *edition.TextStyle) {}),
		"divided-word": goldenEdition([]*edition.Frame{frame(0, 0, 1, 6)}, story(para("p", edition.Body, "会议通过了international communication文件。"))),
		"head-over-two-columns": goldenEdition([]*edition.Frame{frame(0, 0, 2, 12)}, story(
			para("k", edition.Kicker, "全市重点项目推进会强调"), para("h", edition.Headline, "起步就冲刺 开局即决战"), para("b", edition.Byline, "■记者 苏砚秋"), para("p", edition.Body, body))),
		"subhead-and-run-in": goldenEdition([]*edition.Frame{frame(0, 0, 1, 14)}, story(
			para("p1", edition.Body, "新闻回放：四十年前，云岫因水而兴。", edition.Span{From: 0, To: 5, Style: edition.Bold}),
			para("u", edition.Subhead, "退一步 把岸线还给百姓"), para("p2", edition.Body, "岸线还给百姓之后，一江清水穿城过。", edition.Span{From: 0, To: 2, Style: edition.Emphasis}))),
		"box":           goldenEdition([]*edition.Frame{boxed}, story(para("h", edition.Headline, "一只白鹭的新家"), para("p", edition.Body, body))),
		"head-at-side":  goldenEdition([]*edition.Frame{side}, story(para("h", edition.Headline, "一只白鹭的新家"), para("p", edition.Body, body+body))),
		"photo-missing": goldenEdition([]*edition.Frame{frame(0, 0, 2, 14)}, photo),
		"overset":       goldenEdition([]*edition.Frame{frame(0, 0, 1, 5)}, story(para("p", edition.Body, body+body))),
		"nameplate":     goldenEdition(furniture(edition.Nameplate, 9)),
		"folio":         goldenEdition(furniture(edition.Folio, 3)),
		"banner":        goldenEdition(furniture(edition.Banner, 4, para("t", edition.Label, "建市四十周年"))),
		"ear":           goldenEdition(furniture(edition.Ear, 7, para("t", edition.Label, "今日天气"), para("w", edition.Body, "晴到多云，北风三到四级。"))),
		"qr":            goldenEdition(furniture(edition.QRCode, 8, para("t", edition.Label, "扫一扫 看视频"))),
	} {
		t.Run(name, func(t *testing.T) {
			res := New(reg, fewWords{"起步", "冲刺", "开局", "决战", "白鹭", "新家"}).Compose(ed)
			var b strings.Builder
			for _, p := range res.Pages {
				b.WriteString(display.Format(p))
			}
			for _, n := range res.Notes {
				fmt.Fprintf(&b, "note %s %s %s %d..%d %s\n", n.Rule, n.Place.Frame, n.Place.Para, n.Place.From, n.Place.To, n.Message.ZH)
			}
			golden.Text(t, name, b.String())
		})
	}
}

// A frame whose story is gone, a QR code of nothing, a house without styles: a finding or a page, never a panic.
func TestOddEditions(t *testing.T) {
	fs := []*edition.Frame{
		{ID: "a", Kind: edition.StoryFrame, Story: "gone", Rect: geom.Rect{W: 1, H: 5}},
		{ID: "b", Kind: edition.PictureFrame, Picture: "gone", Rect: geom.Rect{X: 1, W: 1, H: 5}},
		{ID: "c", Kind: edition.FurnitureFrame, Furniture: &edition.Furniture{Kind: edition.QRCode}, Rect: geom.Rect{Y: 6, W: 1, H: 5}},
		{ID: "d", Kind: edition.FurnitureFrame, Rect: geom.Rect{Y: 6, W: 1, H: 5}},
		{ID: "e", Kind: edition.RuleFrame, Line: "波线", Rect: geom.Rect{Y: 12, W: 2, H: 1}},
		{ID: "g", Kind: edition.StoryFrame, Story: "s", Rect: geom.Rect{Y: 14, W: 1, H: 0}},
		{ID: "h", Kind: edition.BoxFrame, Tint: "tint", Rect: geom.Rect{Y: 14, X: 1, W: 1, H: 3}},
	}
	ed := goldenEdition(fs, &edition.Story{ID: "s", Paras: []*edition.Para{{ID: "p", Role: edition.Body, Text: "字"}, {ID: "h", Role: "unknown", Text: "又"}}})
	res := New(reg, nil).Compose(ed)
	rules := map[string]int{}
	for _, n := range res.Notes {
		rules[n.Rule]++
	}
	if rules[RuleNoStory] != 2 || rules[RuleQRCode] != 1 || res.Fits["s"].OverRunes != 2 {
		t.Errorf("findings %v, fit %+v", rules, res.Fits["s"])
	}
	ed.House = &edition.House{}
	New(reg, nil).Compose(ed)
	ed.House = nil
	New(reg, nil).Compose(ed)
	ed.Pages[0].Format = edition.Format{}
	New(reg, nil).Compose(ed)
}

// A file that was no manuscript, one line of a million characters, is counted in full and set as far as pages go.
func TestEndlessParagraph(t *testing.T) {
	for _, wrap := range []*edition.Wrap{nil, {Kind: edition.WrapBox}} {
		fs := []*edition.Frame{{ID: "f", Kind: edition.StoryFrame, Story: "s", Rect: geom.Rect{W: 2, H: 18}},
			{ID: "w", Kind: edition.BoxFrame, Wrap: wrap, Rect: geom.Rect{X: 100 * geom.Pt, Y: 80 * geom.Pt, W: 70 * geom.Pt, H: 60 * geom.Pt}}}
		const n = 1_000_000
		ed := goldenEdition(fs, &edition.Story{ID: "s", Paras: []*edition.Para{
			{ID: "a", Role: edition.Body, Text: strings.Repeat("字", n)}, {ID: "b", Role: edition.Body, Text: "再来"}}})
		res := New(reg, nil).Compose(ed)
		set := 0
		for _, it := range res.Pages[0].Items {
			if m, ok := it.(display.Mark); ok {
				set += m.To - m.From
			}
		}
		if over := res.Fits["s"].OverRunes; set == 0 || set+over != n+2 {
			t.Errorf("%d set and %d over of %d", set, over, n+2)
		}
	}
}

// jumpEdition is a story that goes on on another page.
func jumpEdition() *edition.Edition {
	one := &edition.Frame{ID: "f", Kind: edition.StoryFrame, Story: "s", Rect: geom.Rect{X: 0, Y: 0, W: 1, H: 9}}
	ed := goldenEdition([]*edition.Frame{one}, &edition.Story{ID: "s", Kind: edition.News, Priority: 2, Paras: []*edition.Para{
		{ID: "h", Role: edition.Headline, Text: "一只白鹭的新家"},
		{ID: "p", Role: edition.Body, Text: "冬至前后，一只白鹭在湖心岛安了家。护鸟的人说，它去年也来过，只是那时候岛上还没有树。"},
		{ID: "q", Role: edition.Body, Text: "今年春天，岛上种下了三百棵水杉。到了秋天，鸟就多起来了，早晚都能听见。"},
	}})
	two := *ed.Pages[0]
	two.ID, two.Number = "p2", 3
	two.Frames = []*edition.Frame{{ID: "g", Kind: edition.TextFrame, Story: "s", Link: 1, Rect: two.Format.Cells(0, 0, 2, 12)}}
	ed.Pages = append(ed.Pages, &two)
	return ed
}

// said answers what the lines of a page say, from top to bottom as they were set.
func said(p display.Page) string {
	var b strings.Builder
	for _, it := range p.Items {
		if g, ok := it.(display.Glyphs); ok {
			b.WriteString(g.Text)
		}
	}
	return b.String()
}

// The words of a jump follow the pages: they are the program's, whatever page comes before them.
func TestJumpFollowsItsPages(t *testing.T) {
	ed := jumpEdition()
	c := New(reg, nil)
	check := func(first, rest int) {
		t.Helper()
		var one, two string
		res := c.Compose(ed)
		for i, p := range ed.Pages {
			for _, f := range p.Frames {
				if f.ID == "f" {
					one = said(res.Pages[i])
				} else if f.ID == "g" {
					two = said(res.Pages[i])
				}
			}
		}
		if !strings.Contains(one, fmt.Sprintf("（下转第%d版）", rest)) {
			t.Errorf("the first part says %q, not that it goes on on %d", one, rest)
		}
		if !strings.HasPrefix(two, "一只白鹭的新家") || !strings.Contains(two, fmt.Sprintf("（上接第%d版）", first)) {
			t.Errorf("the rest says %q, not that it comes from %d", two, first)
		}
		// The reader who turns the page does so in mid sentence.
		text, _, _ := strings.Cut(one, "（下转")
		if last := []rune(text); strings.ContainsRune("。！？”", last[len(last)-1]) {
			t.Errorf("the first part ends with a sentence: %q", text)
		}
	}
	check(2, 3)
	ed = edit(t, ed, changes.AddPage(ed, &edition.Page{Format: ed.Pages[0].Format}, 0))
	check(3, 4)
	move, err := changes.MovePage(ed, "p2", 0)
	if err != nil {
		t.Fatal(err)
	}
	ed = edit(t, ed, move)
	check(4, 2)
}

// What does not meet is found: a jump to nowhere, to another page than was said, words typed by hand that are wrong,
// a frame that no text reaches, a frame without a story.
func TestJumpFindings(t *testing.T) {
	rules := func(change func(ed *edition.Edition)) string {
		ed := jumpEdition()
		change(ed)
		var out []string
		for _, n := range New(reg, nil).Compose(ed).Notes {
			switch n.Rule {
			case RuleJump, RuleEmptyFrame, "MK-12":
				if n.Message.EN == "" || n.Reason.ZH == "" || n.Place.Page == "" {
					t.Errorf("%+v lacks words or a place", n)
				}
				out = append(out, fmt.Sprintf("%s %s %d-%d", n.Rule, n.Level, n.Place.From, n.Place.To))
			}
		}
		return strings.Join(out, "; ")
	}
	for _, c := range []struct {
		name   string
		change func(ed *edition.Edition)
		want   string
	}{
		{"all well", func(ed *edition.Edition) { ed.Stories[0].Jump = 3 }, ""},
		{"no frame there", func(ed *edition.Edition) { ed.Stories[0].Jump, ed.Pages[1].Frames = 3, nil }, "MK-11 error 0-0"},
		{"no such page", func(ed *edition.Edition) { ed.Stories[0].Jump, ed.Pages[1].Frames = 7, nil }, "MK-11 error 0-0"},
		{"elsewhere", func(ed *edition.Edition) { ed.Stories[0].Jump = 7 }, "MK-11 warning 0-0"},
		{"typed rightly", func(ed *edition.Edition) { ed.Stories[0].Paras[2].Text += "下转第三版" }, ""},
		{"typed wrongly", func(ed *edition.Edition) {
			ed.Stories[0].Paras[2].Text = "下转第 12 版" + ed.Stories[0].Paras[2].Text
		}, "MK-11 warning 0-8"},
		{"typed wrongly in figures of another kind", func(ed *edition.Edition) {
			ed.Stories[0].Paras[2].Text = "（上接第十二版）" + ed.Stories[0].Paras[2].Text
		}, "MK-11 warning 1-7"},
		{"nothing comes", func(ed *edition.Edition) { ed.Stories[0].Paras = ed.Stories[0].Paras[:1] }, "MK-12 warning 0-0"},
		{"no story", func(ed *edition.Edition) {
			ed.Pages[1].Frames[0].Kind, ed.Pages[1].Frames[0].Story = edition.StoryFrame, ""
		}, "MK-10 warning 0-0"},
	} {
		if got := rules(c.change); got != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}

// A picture of a story that stands in a frame of its own is not in the story's block as well; its words go with it.
func TestPictureApart(t *testing.T) {
	ed := jumpEdition()
	id := strings.Repeat("ab", 32)
	ed.Pictures = []*edition.Picture{{ID: id, Width: 300, Height: 200}}
	ed.Stories[0].Pictures = []edition.PictureUse{{Picture: id, Caption: &edition.Para{ID: "c", Role: edition.Caption, Text: "白鹭归来"}}}
	count := func() (pictures int, frames []string) {
		for _, p := range New(reg, nil).Compose(ed).Pages {
			on := ""
			for _, it := range p.Items {
				switch it := it.(type) {
				case display.Picture:
					pictures++
				case display.Mark:
					on = it.Frame
					if it.Para == "c" {
						frames = append(frames, on+"/"+it.Story)
					}
				}
			}
		}
		return pictures, frames
	}
	ed.Pages[0].Frames[0].Rect.H *= 2
	if n, at := count(); n != 1 || fmt.Sprint(at) != "[f/s]" {
		t.Errorf("in its story: %d pictures, caption in %v", n, at)
	}
	ed.Pages[1].Frames = append(ed.Pages[1].Frames, &edition.Frame{ID: "pic", Kind: edition.PictureFrame, Picture: id, Story: "s", Rect: ed.Pages[1].Format.Cells(0, 12, 1, 8)})
	if n, at := count(); n != 1 || fmt.Sprint(at) != "[pic/s]" {
		t.Errorf("apart: %d pictures, caption in %v", n, at)
	}
}

// What one page remembers of others is forgotten when they change: a picture taken out of its story's block on another
// page, its caption edited, a page that a story may run on to.
func TestRememberedAcrossPages(t *testing.T) {
	ed := jumpEdition()
	ed.Stories[0].Pictures = []edition.PictureUse{{AspectW: 3, AspectH: 2, Caption: &edition.Para{ID: "c", Role: edition.Caption, Text: "白鹭归来"}}}
	ed.Pages[0].Frames[0].Rect.H *= 2
	ed.Pages[1].Frames = nil
	ed.Stories[0].Jump = 4
	c := New(reg, nil)
	step := func(what string, change func(ed *edition.Edition)) {
		t.Helper()
		next := *ed // its lists stay the same ones unless change puts others in their place
		change(&next)
		ed = &next
		got, want := c.Compose(ed), New(reg, nil).Compose(ed)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: composing on differs from composing anew: %s", what, difference(got, want))
		}
	}
	framed := func(frames ...*edition.Frame) func(ed *edition.Edition) {
		return func(ed *edition.Edition) {
			p := *ed.Pages[1]
			p.Frames = frames
			ed.Pages = []*edition.Page{ed.Pages[0], &p}
		}
	}
	apart := &edition.Frame{ID: "pic", Kind: edition.PictureFrame, Story: "s", Rect: ed.Pages[1].Format.Cells(0, 0, 1, 8)}
	step("at first", func(*edition.Edition) {})
	step("the picture elsewhere", framed(apart))
	step("its caption", func(ed *edition.Edition) {
		s := *ed.Stories[0]
		u := s.Pictures[0]
		u.Caption = &edition.Para{ID: "c", Role: edition.Caption, Text: "白鹭又归来了"}
		s.Pictures = []edition.PictureUse{u}
		ed.Stories = []*edition.Story{&s}
	})
	step("its caption, and another story", func(ed *edition.Edition) {
		s := *ed.Stories[0]
		u := s.Pictures[0]
		u.Caption = &edition.Para{ID: "c", Role: edition.Caption, Text: "白鹭真的归来了"}
		s.Pictures = []edition.PictureUse{u}
		ed.Stories = []*edition.Story{&s, {ID: "t"}}
	})
	step("a second frame for it", func(ed *edition.Edition) {
		q := edition.Page{ID: "p0", Number: 9, Format: ed.Pages[0].Format, Frames: []*edition.Frame{{ID: "pic", Kind: edition.PictureFrame, Story: "s", Rect: apart.Rect}}}
		ed.Pages = append([]*edition.Page{&q}, ed.Pages...)
	})
	step("and not", func(ed *edition.Edition) { ed.Pages = ed.Pages[1:] })
	step("the picture back", framed())
	step("less room", func(ed *edition.Edition) {
		p := *ed.Pages[0]
		f := *p.Frames[0]
		f.Rect.H /= 3
		p.Frames = []*edition.Frame{&f}
		ed.Pages = []*edition.Page{&p, ed.Pages[1]}
	})
	step("a page to run on to", func(ed *edition.Edition) {
		ed.Pages = append(ed.Pages[:2:2], &edition.Page{ID: "p4", Number: 4, Format: ed.Pages[0].Format})
	})
	step("no such page", func(ed *edition.Edition) { ed.Pages = ed.Pages[:2] })
}

// A story on two pages says where it goes on and where it came from.
func TestJumpLines(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	ed := newsPage(r)
	p2 := *ed.Pages[0]
	f := p2.Format
	p2.ID, p2.Number = "page-4", 4
	p2.Frames = []*edition.Frame{{ID: "rest", Kind: edition.TextFrame, Story: "s1", Link: 1, Rect: f.Cells(0, 3, 2, 60)}}
	ed.Pages = append(ed.Pages, &p2)
	ed.Stories[0] = newsStory(r, "s1", 5, 1900)
	res := New(reg, nil).Compose(ed)
	all := func(p display.Page) string {
		var b strings.Builder
		for _, it := range p.Items {
			if g, ok := it.(display.Glyphs); ok {
				b.WriteString(g.Text)
			}
		}
		return b.String()
	}
	if s := all(res.Pages[0]); !strings.Contains(s, "（下转第4版）") {
		t.Error("the first page does not say where the story goes on")
	}
	if s := all(res.Pages[1]); !strings.Contains(s, "（上接第1版）") {
		t.Error("the second page does not say where the story came from")
	}
	if f := res.Fits["s1"]; f.OverRunes != 0 {
		t.Errorf("%d characters over", f.OverRunes)
	}
}

// Job measures, the search places, Frames puts on the grid: no frame overlaps another or leaves the type area.
func TestJobToFrames(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	ed := newsPage(r)
	c := New(reg, nil)
	job := c.Job(ed, "page-1", nil)
	if len(job.Items) != 4 || len(job.Fixed) != 1 {
		t.Fatalf("%d items, %d fixed", len(job.Items), len(job.Fixed))
	}
	ps := dummy.Search(&job, 1, dummy.Effort{Steps: 8000, Keep: 1})
	if len(ps) == 0 {
		t.Fatal("no proposal")
	}
	p := *ed.Pages[0]
	p.Frames = c.Frames(ed, "page-1", ps[0])
	area := p.Format.TypeArea
	for i, a := range p.Frames {
		if !area.Contains(a.Rect) {
			t.Errorf("%s leaves the type area", a.ID)
		}
		for _, b := range p.Frames[:i] {
			if a.Rect.Overlaps(b.Rect) {
				t.Errorf("%s overlaps %s", a.ID, b.ID)
			}
		}
	}
	out := *ed
	out.Pages = []*edition.Page{&p}
	res := c.Compose(&out)
	for _, s := range ed.Stories {
		if !res.Fits[s.ID].Placed {
			t.Errorf("%s is not placed", s.ID)
		}
	}
}

// bigPage is a page of 对开·八栏 with 7,000 characters and more.
func bigPage() *edition.Edition {
	r := rand.New(rand.NewPCG(5, 5))
	f, _ := edition.FormatNamed("对开·八栏·小五")
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{Title: "云岫日报"}}
	p := &edition.Page{ID: "page-1", Number: 1, Format: f}
	for i, a := range [][4]int{{0, 1, 4, 40}, {4, 1, 4, 40}, {0, 42, 3, 40}, {3, 42, 5, 40}, {0, 83, 4, 39}, {4, 83, 4, 39}} {
		id := fmt.Sprintf("s%d", i+1)
		ed.Stories = append(ed.Stories, newsStory(r, id, 5-i%4, 1170))
		p.Frames = append(p.Frames, &edition.Frame{ID: "f" + id, Kind: edition.StoryFrame, Story: id, Rect: f.Cells(a[0], a[1], a[2], a[3])})
	}
	ed.Pages = []*edition.Page{p}
	return ed
}

// BenchmarkCompose measures a page of 7,000 characters: from scratch with warm fonts, after a keystroke, and after a
// keystroke when the edition has a hundred such pages.
func BenchmarkCompose(b *testing.B) {
	ed := bigPage()
	b.Run("scratch", func(b *testing.B) {
		New(reg, nil).Compose(ed)
		for b.Loop() {
			New(reg, nil).Compose(ed)
		}
	})
	keystroke := func(ed *edition.Edition) func(b *testing.B) {
		return func(b *testing.B) {
			c := New(reg, nil)
			c.Compose(ed)
			text := ed.Stories[2].Paras[4].Text
			for i := 0; b.Loop(); i++ {
				ed = edited(ed, 2, 4, text+string(rune('一'+i%2000)))
				c.Compose(ed)
			}
		}
	}
	b.Run("keystroke", keystroke(ed))
	ragged := *ed
	ragged.Pages = append([]*edition.Page(nil), ed.Pages...)
	page := *ed.Pages[0]
	r := ed.Pages[0].Frames[2].Rect
	page.Frames = append(append([]*edition.Frame(nil), page.Frames...), &edition.Frame{ID: "w", Kind: edition.PictureFrame,
		Rect: geom.Rect{X: r.X + r.W/3, Y: r.Y + r.H/2, W: r.W / 4, H: r.H / 4}, Wrap: &edition.Wrap{Kind: edition.WrapBox, Left: 5 * geom.Pt, Right: 5 * geom.Pt}})
	ragged.Pages[0] = &page
	b.Run("keystroke beside a picture", keystroke(&ragged))
	many := *ed
	for n := 2; n <= 100; n++ {
		p := *ed.Pages[0]
		p.ID, p.Number, p.Frames = fmt.Sprintf("page-%d", n), n, nil
		for i, fr := range ed.Pages[0].Frames {
			s := *ed.Stories[i]
			s.ID = fmt.Sprintf("s%d-%d", i+1, n)
			f := *fr
			f.Story = s.ID
			many.Stories = append(many.Stories[:len(many.Stories):len(many.Stories)], &s)
			p.Frames = append(p.Frames, &f)
		}
		many.Pages = append(many.Pages[:len(many.Pages):len(many.Pages)], &p)
	}
	b.Run("keystroke-100-pages", keystroke(&many))
	b.Run("job", func(b *testing.B) {
		for b.Loop() {
			New(reg, nil).Job(ed, "page-1", nil)
		}
	})
}

// TestWordsThatLeanBack: a row of a headline begins with no word that belongs to the one before it.
func TestWordsThatLeanBack(t *testing.T) {
	for _, c := range []struct {
		text string
		at   int
		want bool
	}{
		{"两百部电梯年底前进楼入户", 7, true},
		{"前三季度增长", 0, false},
		{"节前5天", 1, false},
		{"孩子们回家", 2, true},
		{"老区新貌", 2, false},
		{"三年内", 2, true},
	} {
		if got := leans([]rune(c.text), c.at); got != c.want {
			t.Errorf("%s at %d: %v", c.text, c.at, got)
		}
	}
}
