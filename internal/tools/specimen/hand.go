package main

import (
	"fmt"
	"strings"

	"dayang/internal/edition"
	"dayang/layout/geom"
)

// newsText is what the blocks of the pages made by hand are filled with.
const newsText = "本报讯　昨日，记者从市重点项目推进会上获悉，今年全市计划加装电梯200部，目前已完工163部，其余将在年底前全部投入使用。“再也不用为一袋米发愁了。”市民王先生说。" +
	"据介绍，清溪港二期工程进展顺利，主体结构已经封顶，预计明年汛期前通水。届时，沿岸三个街道的积水问题有望得到缓解。" +
	"市住建局有关负责人表示，下一步将把老旧小区改造与完整社区建设结合起来，让老房子住出新感觉。社区干部挨家挨户上门征求意见，居民的建议被一条条写进方案。"

// block is one story on a page made by hand.
type block struct {
	name  string // its headline, which says what it shows
	cols  [4]int // column, line, columns, lines of the format
	chars int    // of its text
	frame edition.Frame
	kind  edition.StoryKind
	uses  []edition.PictureUse
	plain bool // no headline of its own
}

// handFormat is 四开 with six basic columns of 11 characters of 小五.
func handFormat() edition.Format {
	f, _ := edition.FormatNamed("四开·六栏·小五")
	f.TypeArea.Y = 15 * geom.MM
	return f
}

// text answers n characters of news.
func text(n int) string {
	rs := []rune(strings.Repeat(newsText, n/len([]rune(newsText))+1))
	return string(rs[:n]) + "。"
}

// handPages shows what is done to a page by hand: pages of the specimen behind its rules.
func handPages(house *edition.House) ([]*edition.Page, []*edition.Story) {
	f := handFormat()
	em := f.Body
	var pages []*edition.Page
	var stories []*edition.Story
	page := func(name string, blocks []block, more ...*edition.Frame) {
		p := &edition.Page{ID: fmt.Sprint("hand-", len(pages)+1), Number: len(pages) + 1, Name: name, Format: f, BlockRule: edition.NoLine}
		for i, b := range blocks {
			s := &edition.Story{ID: fmt.Sprintf("hand-%d-%d", len(pages)+1, i+1), Slug: b.name, Kind: edition.News, Priority: 5, Pictures: b.uses}
			if b.kind != "" {
				s.Kind = b.kind
			}
			if !b.plain {
				s.Paras = append(s.Paras, &edition.Para{ID: "h", Role: edition.Headline, Text: b.name})
			} else {
				s.Paras = append(s.Paras, &edition.Para{ID: "h", Role: "rule-name", Text: b.name})
			}
			for k, left := 0, b.chars; left > 0; k++ {
				n := min(left, 110+30*(k%3))
				s.Paras = append(s.Paras, &edition.Para{ID: fmt.Sprint("p", k), Role: edition.Body, Text: text(n)})
				left -= n
			}
			stories = append(stories, s)
			fr := b.frame
			fr.ID, fr.Kind, fr.Story = fmt.Sprint("h", i+1), edition.StoryFrame, s.ID
			fr.Rect = f.Cells(b.cols[0], b.cols[1], b.cols[2], b.cols[3])
			p.Frames = append(p.Frames, &fr)
		}
		p.Frames = append(p.Frames, more...)
		pages = append(pages, p)
	}
	at := func(col, line, cols, lines int) geom.Rect { return f.Cells(col, line, cols, lines) }
	pic := func(w, h int) []edition.PictureUse {
		return []edition.PictureUse{{AspectW: w, AspectH: h, PrefCols: 2, Caption: &edition.Para{ID: "c", Role: edition.Caption, Text: "施工人员正在安装轿厢。"}, Credit: &edition.Para{ID: "x", Role: edition.Credit, Text: "■摄影 赵云其"}}}
	}

	page("题文关系", []block{
		{name: "盖文题：题压全文", cols: [4]int{0, 0, 3, 20}, chars: 400},
		{name: "图上题下", cols: [4]int{3, 0, 3, 20}, chars: 100, frame: edition.Frame{Head: edition.HeadPicture}, uses: pic(5, 2)},
		{name: "串文题 题在左边", cols: [4]int{0, 21, 3, 14}, chars: 340, frame: edition.Frame{Head: edition.HeadSide}},
		{name: "串文题 题在右边", cols: [4]int{3, 21, 3, 14}, chars: 340, frame: edition.Frame{Head: edition.HeadSide, HeadRight: true, HeadCols: 1}},
		{name: "文夹题：文在题的上下", cols: [4]int{0, 36, 3, 20}, chars: 430, frame: edition.Frame{Head: edition.HeadBetween}},
		{name: "加框的题文", cols: [4]int{3, 36, 3, 20}, chars: 330, frame: edition.Frame{Boxed: true, Line: edition.LineWenwu}},
		{name: "文包题 三面是文", cols: [4]int{0, 57, 4, 29}, chars: 1120, frame: edition.Frame{Head: edition.HeadWithin}},
		{name: "竖题题在右", cols: [4]int{4, 57, 2, 29}, chars: 330, frame: edition.Frame{Head: edition.HeadVertical, HeadRight: true}},
	})

	span := func(m edition.SplitMode, gap geom.Length, ms ...geom.Length) *edition.Split {
		return &edition.Split{Mode: m, Measures: ms, Gap: gap}
	}
	page("破栏与六角形", []block{
		{name: "绝对：每栏十六字", cols: [4]int{0, 0, 3, 13}, chars: 340, plain: true, frame: edition.Frame{Split: span(edition.SplitAbsolute, 0, 16*em), ColumnRule: edition.LineThin}},
		{name: "自由：十五字、八字、九字", cols: [4]int{3, 0, 3, 13}, chars: 320, plain: true, frame: edition.Frame{Split: span(edition.SplitFree, 0, 15*em, 8*em, 9*em), ColumnRule: edition.LineThin}},
		{name: "相对：六破五，三栏十三字，两栏十四字", cols: [4]int{0, 14, 6, 6}, chars: 420, plain: true, frame: edition.Frame{Columns: 5, Split: span(edition.SplitRelative, 0)}},
		{name: "自动：随版面的栏", cols: [4]int{0, 21, 6, 4}, chars: 290, plain: true, frame: edition.Frame{Split: span(edition.SplitAuto, 0)}},
		{name: "六角形：右下让出两栏", cols: [4]int{0, 26, 6, 26}, chars: 1040, frame: edition.Frame{Notch: &edition.Notch{Corner: edition.BottomRight, W: f.Span(2) + f.ColumnGap, H: 13 * f.Leading}}},
		{name: "咬在六角形里", cols: [4]int{4, 40, 2, 12}, chars: 130, frame: edition.Frame{Boxed: true}},
		{name: "六角形：左上让出", cols: [4]int{0, 53, 3, 33}, chars: 830, frame: edition.Frame{ColumnRule: edition.LineThin, Notch: &edition.Notch{Corner: edition.TopLeft, W: f.Span(1) + f.ColumnGap, H: 12 * f.Leading}}},
		{name: "六角形切开栏", cols: [4]int{3, 53, 3, 33}, chars: 690, frame: edition.Frame{Boxed: true, Notch: &edition.Notch{Corner: edition.BottomLeft, W: 8 * em, H: 10 * f.Leading}}},
	})

	inside := func(col, line, cols, lines int, dx, dw geom.Length) geom.Rect {
		r := at(col, line, cols, lines)
		r.X, r.W = r.X+dx, r.W+dw
		return r
	}
	wrap := func(k edition.WrapKind, side edition.WrapSide) *edition.Wrap {
		return &edition.Wrap{Kind: k, Side: side, Left: em / 2, Right: em / 2, Top: f.Leading / 3, Bottom: f.Leading / 3}
	}
	round := wrap(edition.WrapShape, "")
	for _, q := range [][2]int{{5000, 0}, {8500, 1500}, {10000, 5000}, {8500, 8500}, {5000, 10000}, {1500, 8500}, {0, 5000}, {1500, 1500}} {
		round.Outline = append(round.Outline, edition.OutlinePoint{X: q[0], Y: q[1]})
	}
	caption := &edition.Para{ID: "c", Role: edition.Caption, Text: "图片自带说明与署名，随图走。"}
	credit := &edition.Para{ID: "x", Role: edition.Credit, Text: "■摄影 赵云其"}
	page("绕排", []block{
		{name: "图占半栏，文绕图边", cols: [4]int{0, 0, 3, 30}, chars: 680, frame: edition.Frame{Columns: 2}},
		{name: "图在两栏之间，左右都有文", cols: [4]int{3, 0, 3, 30}, chars: 620, frame: edition.Frame{Columns: 2}},
		{name: "随形绕排", cols: [4]int{0, 31, 3, 30}, chars: 690, frame: edition.Frame{Columns: 2}},
		{name: "只许一边有文", cols: [4]int{3, 31, 3, 30}, chars: 650, frame: edition.Frame{Columns: 1}},
		{name: "图框压在文上，整栏让开", cols: [4]int{0, 62, 6, 24}, chars: 1180, frame: edition.Frame{}},
	},
		&edition.Frame{ID: "w1", Kind: edition.PictureFrame, Rect: inside(0, 12, 1, 12, 0, -3*em), Wrap: wrap(edition.WrapBox, "")},
		&edition.Frame{ID: "w2", Kind: edition.PictureFrame, Rect: inside(4, 10, 1, 14, -em, 2*em), Wrap: wrap(edition.WrapBox, ""), Caption: caption, Credit: credit},
		&edition.Frame{ID: "w3", Kind: edition.BoxFrame, Rect: inside(1, 42, 1, 13, 0, 0), Wrap: round, Line: edition.LineDotted},
		&edition.Frame{ID: "w4", Kind: edition.FurnitureFrame, Rect: inside(4, 40, 1, 12, 0, 0), Wrap: wrap(edition.WrapBox, edition.WrapLeft),
			Furniture: &edition.Furniture{Kind: edition.QRCode, Data: "https://example.com", Paras: []*edition.Para{{ID: "p1", Text: "扫一扫"}}}},
		&edition.Frame{ID: "w5", Kind: edition.PictureFrame, Rect: at(2, 70, 2, 10)},
	)

	house.Colours["blue"] = [4]int{800, 400, 0, 0}
	var edges []block
	for i, kind := range edition.LineKinds() {
		edges = append(edges, block{name: kind, cols: [4]int{i % 3 * 2, i / 3 * 11, 2, 10}, chars: 120, frame: edition.Frame{Boxed: true, Line: kind}})
	}
	edges[7].frame.LineColour = "red"
	edges[8].frame.LineColour = "blue"
	shades := []edition.Shade{
		{Kind: edition.ShadeTint, Share: 120}, {Kind: edition.ShadeDots, Share: 40}, {Kind: edition.ShadeLines, Share: 45},
		{Kind: edition.ShadeSlant, Share: 45}, {Kind: edition.ShadeCross, Share: 60}, {Kind: edition.ShadeTint, Colour: "blue", Share: 200},
	}
	for i, s := range shades {
		names := []string{"平网", "点纹", "横线纹", "斜线纹", "网格纹", "套色平网"}
		b := block{name: names[i], cols: [4]int{i % 3 * 2, 44 + i/3*12, 2, 11}, chars: 120, frame: edition.Frame{Shade: &shades[i]}}
		if s.Kind == edition.ShadeSlant {
			b.frame.Boxed, b.frame.Notch = true, &edition.Notch{Corner: edition.TopRight, W: 7 * em, H: 3 * f.Leading}
		}
		if s.Kind == edition.ShadeCross {
			b.frame.Boxed, b.frame.Line = true, edition.EdgeMeander
		}
		edges = append(edges, b)
	}
	edges = append(edges, block{name: "栏线：点线", cols: [4]int{0, 68, 3, 18}, chars: 440, frame: edition.Frame{ColumnRule: edition.LineDotted}},
		block{name: "六角花边", cols: [4]int{3, 68, 3, 18}, chars: 270, frame: edition.Frame{Boxed: true, Line: edition.EdgeRope, Notch: &edition.Notch{Corner: edition.BottomRight, W: f.Span(1), H: 7 * f.Leading}}})
	page("花边与底纹", edges)

	page("转版", []block{
		{name: "转版的题 印在两头", cols: [4]int{0, 0, 3, 24}, chars: 1150},
		{name: "行距九成八", cols: [4]int{0, 50, 2, 30}, chars: 480, frame: edition.Frame{Leading: 980}},
		{name: "行距原样", cols: [4]int{2, 50, 2, 30}, chars: 480},
		{name: "题让开压在框头的图", cols: [4]int{0, 26, 6, 22}, chars: 900},
		{name: "栏末不求平齐", cols: [4]int{4, 50, 2, 30}, chars: 330, frame: edition.Frame{NoBalance: true}},
	}, &edition.Frame{ID: "top", Kind: edition.PictureFrame, Rect: at(4, 26, 2, 11)}, &edition.Frame{ID: "apart", Kind: edition.PictureFrame, Rect: at(3, 0, 3, 24), Boxed: true,
		Caption: &edition.Para{ID: "c", Role: edition.Caption, Text: "不属于任何稿件的图片，框里带着自己的说明；图随框的大小裁切，说明在框内。"}, Credit: credit})
	from := stories[len(stories)-5].ID
	pages = append(pages, &edition.Page{ID: "hand-rest", Number: len(pages) + 1, Name: "接排", Format: f, BlockRule: edition.NoLine, Frames: []*edition.Frame{
		{ID: "rest", Kind: edition.TextFrame, Story: from, Link: 1, Rect: at(0, 0, 4, 20)}}})
	return pages, stories
}
