// Package edittest makes editions and random changes for tests: of the edit package, of the store, of whoever keeps
// an edition and must answer for any run of changes.
//
// Start with Edition and Random. The same arguments give the same edition and the same changes, so that a process
// that was killed can be asked what it should have done. Nothing here belongs into a newspaper.
package edittest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// chars are what random text is made of: Han, marks, Latin, figures, an emoji and a character above U+FFFF.
var chars = []rune("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏，。、：“”（）—…AaZz019%😀𠮷\u2028")

// Text answers n random characters.
func Text(r *rand.Rand, n int) string {
	var out strings.Builder
	for range n {
		out.WriteRune(chars[r.IntN(len(chars))])
	}
	return out.String()
}

// Edition answers a valid edition with as many pages, each with five stories of about 1,400 characters together with
// the rest of what a page can hold. It has no pictures; places for them it has.
func Edition(pages int) *edition.Edition {
	r := rand.New(rand.NewPCG(20261124, uint64(pages)))
	ed := &edition.Edition{
		Head:  edition.Head{ID: "h1", Title: "大样日报", Latin: "DAYANG DAILY", Date: "2026-11-24", Issue: 1234},
		House: edition.DefaultHouse(),
	}
	frame := 0
	for n := range pages {
		p := &edition.Page{ID: fmt.Sprint("p", n+1), Number: n + 1, Name: "要闻", Format: edition.Formats()[0]}
		put := func(f edition.Frame) {
			frame++
			f.ID = fmt.Sprint("f", frame)
			p.Frames = append(p.Frames, &f)
		}
		put(edition.Frame{Kind: edition.FurnitureFrame, Rect: p.Format.Cells(0, 0, 5, 4),
			Furniture: &edition.Furniture{Kind: edition.Banner, Paras: []*edition.Para{{ID: "p1", Role: edition.Label, Text: "综合新闻"}}}})
		for i := range 5 {
			s := &edition.Story{ID: fmt.Sprint("s", 5*n+i+1), Slug: Text(r, 4), Kind: edition.News, Priority: 5 - i}
			add := func(role edition.Role, text string) *edition.Para {
				q := &edition.Para{ID: fmt.Sprint("p", len(s.Paras)+1), Role: role, Text: text}
				s.Paras = append(s.Paras, q)
				return q
			}
			add(edition.Kicker, Text(r, 12))
			add(edition.Headline, Text(r, 14))
			add(edition.Byline, "■记者 "+Text(r, 3))
			for range 12 {
				add(edition.Body, Text(r, 115)).Spans = []edition.Span{{From: 0, To: 6, Style: edition.Bold}}
			}
			if i%2 == 0 {
				s.Pictures = []edition.PictureUse{{AspectW: 3, AspectH: 2,
					Caption: &edition.Para{ID: "p90", Role: edition.Caption, Text: Text(r, 30)},
					Credit:  &edition.Para{ID: "p91", Role: edition.Credit, Text: "■摄影 " + Text(r, 3)}}}
			}
			ed.Stories = append(ed.Stories, s)
			put(edition.Frame{Kind: edition.StoryFrame, Story: s.ID, Rect: p.Format.Cells(i, 4, 1, 70)})
		}
		ed.Pages = append(ed.Pages, p)
	}
	return ed
}

// Random answers a random change that can be made to the edition, of every kind that needs no picture. It is never
// one that fails to apply; it may be empty.
func Random(ed *edition.Edition, r *rand.Rand) edit.Change {
	for {
		if c, ok := random(ed, r); ok {
			return c
		}
	}
}

func random(ed *edition.Edition, r *rand.Rand) (edit.Change, bool) {
	answer := func(c edit.Change, err error) (edit.Change, bool) { return c, err == nil }
	rect := geom.Rect{X: geom.Length(r.IntN(100)) * geom.MM, Y: geom.Length(r.IntN(100)) * geom.MM, W: geom.Length(1+r.IntN(100)) * geom.MM, H: geom.Length(1+r.IntN(100)) * geom.MM}
	kind := r.IntN(35)
	if kind < 14 { // text is what changes most
		if len(ed.Stories) == 0 {
			return edit.AddStory(ed, &edition.Story{Kind: edition.News, Paras: []*edition.Para{{Role: edition.Headline, Text: Text(r, 9)}, {Role: edition.Body, Text: Text(r, 90)}}}), true
		}
		s := ed.Stories[r.IntN(len(ed.Stories))]
		all := s.All()
		if len(all) == 0 {
			return answer(edit.AddPara(ed, s.ID, 0, edition.Para{Role: edition.Body, Text: Text(r, 20)}))
		}
		p := all[r.IntN(len(all))]
		n := len([]rune(p.Text))
		from := r.IntN(n + 1)
		to := min(n, from+r.IntN(8))
		switch kind {
		case 0, 1, 2:
			return answer(edit.ReplaceText(ed, s.ID, p.ID, from, from, Text(r, 1+r.IntN(3))))
		case 3, 4:
			return answer(edit.ReplaceText(ed, s.ID, p.ID, from, to, Text(r, r.IntN(6))))
		case 5:
			return answer(edit.ReplaceText(ed, s.ID, p.ID, from, to, Text(r, 3)+"\n"+Text(r, 3)))
		case 6:
			return answer(edit.SplitPara(ed, s.ID, p.ID, from))
		case 7:
			return answer(edit.JoinParas(ed, s.ID, p.ID))
		case 8:
			return answer(edit.SetRole(ed, s.ID, p.ID, []edition.Role{edition.Body, edition.Lead, edition.Subhead, edition.Deck}[r.IntN(4)]))
		case 9, 10:
			return answer(edit.SetSpanStyle(ed, s.ID, p.ID, from, to, []string{"", edition.Bold, edition.Kai}[r.IntN(3)]))
		case 11:
			return answer(edit.MovePara(ed, s.ID, p.ID, r.IntN(len(all))))
		case 12:
			return answer(edit.DeletePara(ed, s.ID, p.ID))
		default:
			return answer(edit.AddPictureUse(ed, s.ID, edition.PictureUse{AspectW: 1, AspectH: 1, Caption: &edition.Para{Role: edition.Caption, Text: Text(r, 8)}}))
		}
	}
	switch kind {
	case 14:
		return edit.AddStory(ed, &edition.Story{Kind: edition.News, Paras: []*edition.Para{{Role: edition.Headline, Text: Text(r, 9)}, {Role: edition.Body, Text: Text(r, 90)}}}), true
	case 15:
		if len(ed.Stories) > 2 {
			return answer(edit.DeleteStory(ed, ed.Stories[r.IntN(len(ed.Stories))].ID))
		}
	case 16:
		if len(ed.Stories) > 0 {
			return answer(edit.MoveStory(ed, ed.Stories[r.IntN(len(ed.Stories))].ID, r.IntN(len(ed.Stories))))
		}
	case 17:
		head := ed.Head
		head.Issue++
		return edit.SetHead(ed, head), true
	case 18:
		house := *ed.House
		house.Ignore = append([]string{Text(r, 4)}, house.Ignore[:min(3, len(house.Ignore))]...)
		return edit.SetHouse(ed, &house), true
	case 19:
		return edit.AddPage(ed, &edition.Page{Name: Text(r, 2), Format: edition.Formats()[r.IntN(3)]}, r.IntN(len(ed.Pages)+1)), true
	}
	if kind >= 28 && kind < 30 && len(ed.Flags) > 0 {
		f := ed.Flags[r.IntN(len(ed.Flags))]
		if kind == 28 {
			return answer(edit.AnswerFlag(ed, f.ID, edition.Reply{Who: Text(r, 2), Text: Text(r, 5), State: []edition.FlagState{edition.FlagDone, edition.FlagRefused, edition.FlagOpen}[r.IntN(3)]}))
		}
		if r.IntN(3) == 0 {
			return answer(edit.DeleteFlag(ed, f.ID))
		}
	}
	if kind >= 28 && kind < 30 && len(ed.Stories) > 0 {
		s := ed.Stories[r.IntN(len(ed.Stories))]
		if all := s.All(); len(all) > 0 {
			p := all[r.IntN(len(all))]
			n := len([]rune(p.Text))
			from := r.IntN(n + 1)
			return edit.AddFlag(ed, edition.Flag{Story: s.ID, Para: p.ID, From: from, To: min(n, from+r.IntN(5)), Mark: edition.Marks()[r.IntN(21)], Note: Text(r, 4)}), true
		}
	}
	if kind >= 30 {
		return hand(ed, r)
	}
	if len(ed.Pages) == 0 {
		return edit.Change{}, false
	}
	p := ed.Pages[r.IntN(len(ed.Pages))]
	switch kind {
	case 20:
		if len(ed.Pages) > 1 {
			return answer(edit.DeletePage(ed, p.ID))
		}
	case 21:
		return answer(edit.MovePage(ed, p.ID, r.IntN(len(ed.Pages))))
	case 22:
		f := &edition.Frame{Kind: edition.BoxFrame, Rect: rect}
		if len(ed.Stories) > 0 && r.IntN(2) == 0 {
			f.Kind, f.Story = edition.TextFrame, ed.Stories[r.IntN(len(ed.Stories))].ID
		}
		return answer(edit.AddFrame(ed, p.ID, f))
	}
	if len(p.Frames) == 0 {
		return edit.Change{}, false
	}
	f := p.Frames[r.IntN(len(p.Frames))]
	switch kind {
	case 23:
		return answer(edit.DeleteFrame(ed, p.ID, f.ID))
	case 24:
		return answer(edit.OrderFrame(ed, p.ID, f.ID, r.IntN(len(p.Frames))))
	case 25:
		return answer(edit.MoveFrameToPage(ed, p.ID, f.ID, ed.Pages[r.IntN(len(ed.Pages))].ID, rect))
	case 27:
		return edit.AddFlag(ed, edition.Flag{Page: p.ID, Pin: &edition.Pin{At: geom.Point{X: rect.X, Y: rect.Y}, Frame: f.ID, FrameAt: geom.Point{X: f.Rect.X, Y: f.Rect.Y}}, Mark: edition.MarkExplain, Note: Text(r, 4)}), true
	case 26:
		return answer(edit.Sequence(ed, words.Text{ZH: "移动并改稿", EN: "Move and Edit"},
			func(ed *edition.Edition) (edit.Change, error) { return edit.MoveFrame(ed, p.ID, f.ID, rect) },
			func(ed *edition.Edition) (edit.Change, error) {
				g := *ed.Page(p.ID).Frame(f.ID)
				g.Boxed = !g.Boxed
				return edit.SetFrame(ed, p.ID, &g)
			}))
	}
	return answer(edit.ResizeFrame(ed, p.ID, f.ID, rect))
}

// Entry answers a random entry for the record. Random answers none: undo passes over them.
func Entry(ed *edition.Edition, r *rand.Rand) edit.Change {
	e := edition.Entry{At: r.Int64N(1 << 40), Who: Text(r, 3), Act: []edition.Act{edition.ActReview, edition.ActSign, edition.ActWithdraw}[r.IntN(3)], Words: Text(r, 6)}
	if len(ed.Pages) > 0 {
		e.Page = ed.Pages[r.IntN(len(ed.Pages))].ID
	}
	return edit.Enter(ed, e)
}

// Hand answers a random change that a compositor makes by hand, as Random does.
func Hand(ed *edition.Edition, r *rand.Rand) edit.Change {
	for {
		if c, ok := hand(ed, r); ok {
			return c
		}
	}
}

func hand(ed *edition.Edition, r *rand.Rand) (edit.Change, bool) {
	answer := func(c edit.Change, err error) (edit.Change, bool) { return c, err == nil }
	way := func() geom.Point {
		return geom.Point{X: geom.Length(r.IntN(40)-20) * geom.MM, Y: geom.Length(r.IntN(40)-20) * geom.MM}
	}
	var pages []*edition.Page
	for _, p := range ed.Pages {
		if len(p.Frames) > 0 {
			pages = append(pages, p)
		}
	}
	if len(pages) == 0 {
		return edit.AddPage(ed, &edition.Page{Format: edition.Formats()[0], Frames: []*edition.Frame{
			{ID: edit.NextFrameID(ed), Kind: edition.RuleFrame, Rect: geom.Rect{W: 50 * geom.MM, H: geom.MM}}}}, 0), true
	}
	p := pages[r.IntN(len(pages))]
	var some []string
	for range 1 + r.IntN(4) {
		some = append(some, p.Frames[r.IntN(len(p.Frames))].ID)
	}
	one := p.Frame(some[0])
	q := ed.Pages[r.IntN(len(ed.Pages))]
	switch r.IntN(29) {
	case 0, 1:
		return answer(edit.MoveFrames(ed, p.ID, some, way()))
	case 2:
		return answer(edit.AlignFrames(ed, p.ID, some, edit.Alignment(r.IntN(6)), []geom.Rect{{}, p.Format.TypeArea}[r.IntN(2)]))
	case 3:
		gap := geom.Length(r.IntN(9)) * geom.MM
		return answer(edit.DistributeFrames(ed, p.ID, some, r.IntN(2) == 0, []*geom.Length{nil, &gap}[r.IntN(2)]))
	case 4:
		return answer(edit.GroupFrames(ed, p.ID, some))
	case 5:
		return answer(edit.UngroupFrames(ed, p.ID, some))
	case 6:
		return answer(edit.LockFrames(ed, p.ID, some, r.IntN(2) == 0))
	case 7:
		return answer(edit.OrderFrames(ed, p.ID, some, edit.Stacking(r.IntN(4))))
	case 8:
		return answer(edit.SetRects(ed, p.ID, map[string]geom.Rect{some[0]: {X: geom.Length(r.IntN(90)) * geom.MM, W: geom.Length(r.IntN(99)) * geom.MM, H: geom.Length(r.IntN(99)) * geom.MM}}))
	case 9:
		return answer(edit.SwapFrames(ed, p.ID, some[0], q.ID, one.ID))
	case 10:
		o := pages[r.IntN(len(pages))]
		return answer(edit.SwapFrames(ed, p.ID, some[0], o.ID, o.Frames[r.IntN(len(o.Frames))].ID))
	case 11:
		return answer(edit.MoveFramesToPage(ed, p.ID, some, q.ID, way()))
	case 12:
		return answer(edit.DeleteFrames(ed, p.ID, some))
	case 13:
		return answer(edit.DuplicateFrames(ed, p.ID, some, way()))
	case 14:
		_, c, err := edit.CutFrames(ed, p.ID, some)
		return answer(c, err)
	case 15:
		clip, err := edit.CopyFrames(ed, p.ID, some)
		if err == nil {
			clip, err = edit.ReadClip(clip.Text())
		}
		if err != nil {
			panic(err) // a clip always reads back
		}
		return answer(edit.PasteFrames(ed, q.ID, clip, way()))
	case 16:
		return answer(edit.AddGuide(ed, p.ID, edition.Guide{Vertical: r.IntN(2) == 0, At: geom.Length(r.IntN(200)) * geom.MM}))
	case 17:
		return answer(edit.MoveGuide(ed, p.ID, r.IntN(3), geom.Length(r.IntN(200))*geom.MM))
	case 18:
		return answer(edit.DeleteGuide(ed, p.ID, r.IntN(3)))
	case 19:
		return edit.SetMaster(ed, edit.MasterOf(p, []string{"要闻", "副刊"}[r.IntN(2)])), true
	case 20:
		return answer(edit.ApplyMaster(ed, p.ID, []string{"要闻", "副刊"}[r.IntN(2)]))
	case 21:
		return answer(edit.ReapplyMaster(ed, "要闻"))
	case 22:
		return answer(edit.FreeFrame(ed, p.ID, some[0]))
	case 23:
		switch r.IntN(3) {
		case 0:
			return answer(edit.DetachMaster(ed, p.ID))
		case 1:
			return answer(edit.DeleteMaster(ed, "副刊"))
		}
		return edit.SetPlan(ed, edit.PlanOf(ed, "平日")), true
	case 24:
		if len(ed.Pages) < 6 {
			return answer(edit.AddPlan(ed, "平日"))
		}
	case 25:
		o := pages[r.IntN(len(pages))]
		return answer(edit.LinkFrame(ed, p.ID, some[0], o.ID, o.Frames[r.IntN(len(o.Frames))].ID))
	case 26:
		return answer(edit.UnlinkFrame(ed, p.ID, some[0]))
	case 27:
		if one.Story != "" {
			return answer(edit.JumpStory(ed, one.Story, q.ID, geom.Rect{W: 50 * geom.MM, H: 50 * geom.MM}))
		}
	case 28:
		return answer(edit.EachFrame(ed, p.ID, some, words.Text{ZH: "改框", EN: "Change Frames"}, "", func(f *edition.Frame) {
			if w, h := f.Rect.W/3, f.Rect.H/4; w > 0 && h > 0 {
				f.Notch = &edition.Notch{Corner: []edition.Corner{edition.TopLeft, edition.TopRight, edition.BottomLeft, edition.BottomRight}[r.IntN(4)], W: w, H: h}
			}
			f.Split = &edition.Split{Mode: edition.SplitFree, Measures: []geom.Length{20 * geom.MM, 30 * geom.MM}}
			f.Wrap = &edition.Wrap{Kind: edition.WrapBox, Left: geom.MM}
		}))
	}
	return edit.Change{}, false
}
