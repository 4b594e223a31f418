package edition_test

import (
	"errors"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/layout/geom"
)

// small answers a valid edition with one of everything.
func small() *edition.Edition {
	pic := &edition.Picture{ID: strings.Repeat("0f", 32), Format: "jpeg", Width: 3, Height: 2}
	return &edition.Edition{
		House:    edition.DefaultHouse(),
		Pictures: []*edition.Picture{pic},
		Stories: []*edition.Story{{ID: "s1", Paras: []*edition.Para{
			{ID: "p1", Role: edition.Headline, Text: "桥通了\u2028今天"},
			{ID: "p2", Role: edition.Body, Text: "本报讯𠮷日", Spans: []edition.Span{{From: 0, To: 3, Style: edition.Bold}, {From: 3, To: 5, Style: edition.Kai}}},
		}, Pictures: []edition.PictureUse{{Picture: pic.ID, Caption: &edition.Para{ID: "p3", Role: edition.Caption}}, {}}}},
		Pages: []*edition.Page{{ID: "p1", Number: 1, Format: edition.Formats()[0], Frames: []*edition.Frame{
			{ID: "f1", Kind: edition.StoryFrame, Story: "s1"},
			{ID: "f2", Kind: edition.PictureFrame, Picture: pic.ID, Crop: &edition.Crop{X: 5000, W: 5000, H: 10000}},
			{ID: "f3", Kind: edition.FurnitureFrame, Furniture: &edition.Furniture{Kind: edition.Ear, Paras: []*edition.Para{{ID: "p1"}}}},
			{ID: "f4", Kind: edition.TextFrame, Story: "s1", Link: 1, Rect: geom.Rect{W: 100, H: 100},
				Notch:   &edition.Notch{Corner: edition.TopLeft, W: 10, H: 10},
				Split:   &edition.Split{Mode: edition.SplitFree, Measures: []geom.Length{30, 40}},
				Wrap:    &edition.Wrap{Kind: edition.WrapShape, Outline: []edition.OutlinePoint{{X: 0, Y: 0}, {X: 10000, Y: 0}, {X: 0, Y: 10000}}},
				Shade:   &edition.Shade{Kind: edition.ShadeDots, Share: 100},
				Caption: &edition.Para{ID: "p1"}, Credit: &edition.Para{ID: "p2"}},
			{ID: "f5", Kind: edition.FurnitureFrame, Furniture: &edition.Furniture{Kind: edition.Advert, Ad: pic.ID}, Turn: 18000},
		}}},
		Flags: []*edition.Flag{
			{ID: "n1", Story: "s1", Para: "p2", To: 3, Mark: edition.MarkCorrect, Text: "本报电"},
			{ID: "n2", Page: "p1", Pin: &edition.Pin{}, Mark: edition.MarkExplain, State: edition.FlagRefused, Replies: []edition.Reply{{Text: "照原样"}}},
		},
		Record: []*edition.Entry{
			{ID: "r1", Who: "王编辑", Act: edition.ActSign, Page: "gone"},
			{ID: "r2", Who: "王编辑", Act: edition.ActExport, Export: &edition.Export{File: "1.pdf"}},
		},
	}
}

// TestValidate: each way an edition can be wrong is named, and says where.
func TestValidate(t *testing.T) {
	if err := edition.Validate(small()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		where string // in the message
		spoil func(*edition.Edition)
	}{
		{"house", func(e *edition.Edition) { e.House = nil }},
		{"story 1", func(e *edition.Edition) { e.Stories = append(e.Stories, nil) }},
		{"page 0", func(e *edition.Edition) { e.Pages[0] = nil }},
		{"picture 0", func(e *edition.Edition) { e.Pictures[0] = nil }},
		{"without an id", func(e *edition.Edition) { e.Stories[0].ID = "" }},
		{"two of story", func(e *edition.Edition) { e.Stories = append(e.Stories, &edition.Story{ID: "s1"}) }},
		{"two of page", func(e *edition.Edition) { e.Pages = append(e.Pages, e.Pages[0]) }},
		{"no SHA-256", func(e *edition.Edition) {
			e.Pictures = append(e.Pictures, &edition.Picture{ID: "photo.jpg", Width: 1, Height: 1})
		}},
		{"0 by 2 pixels", func(e *edition.Edition) { e.Pictures[0].Width = 0 }},
		{"orientation 9", func(e *edition.Edition) { e.Pictures[0].Turn = 9 }},
		{`"s1": paragraph 0`, func(e *edition.Edition) { e.Stories[0].Paras[0] = nil }},
		{"taken", func(e *edition.Edition) { e.Stories[0].Paras[1].ID = "p1" }},
		{"taken", func(e *edition.Edition) { e.Stories[0].Pictures[0].Caption.ID = "p1" }},
		{"UTF-8", func(e *edition.Edition) { e.Stories[0].Paras[0].Text = "\xff" }},
		{`"\n" at byte 6`, func(e *edition.Edition) { e.Stories[0].Paras[0].Text = "两段\n" }},
		{"span 3 to 6", func(e *edition.Edition) { e.Stories[0].Paras[1].Spans[1].To = 6 }},
		{"span 2 to 5", func(e *edition.Edition) { e.Stories[0].Paras[1].Spans[1].From = 2 }},
		{"span 0 to 0", func(e *edition.Edition) { e.Stories[0].Paras[1].Spans[0].To = 0 }},
		{"holds story", func(e *edition.Edition) { e.Pages[0].Frames[0].Story = "s2" }},
		{"shows picture", func(e *edition.Edition) { e.Pages[0].Frames[1].Picture = "x" }},
		{`"s1" shows picture`, func(e *edition.Edition) { e.Stories[0].Pictures[1].Picture = "x" }},
		{"format", func(e *edition.Edition) { e.Pages[0].Format.Columns = 0 }},
		{"frame 1 is missing", func(e *edition.Edition) { e.Pages[0].Frames[1] = nil }},
		{"inside out", func(e *edition.Edition) { e.Pages[0].Frames[0].Rect = geom.Rect{W: -1} }},
		{"says nothing", func(e *edition.Edition) { e.Pages[0].Frames[2].Furniture = nil }},
		{"below zero", func(e *edition.Edition) { e.Pages[0].Frames[0].Link = -1 }},
		{"outside its picture", func(e *edition.Edition) { e.Pages[0].Frames[1].Crop.X = 5001 }},
		{"no corner", func(e *edition.Edition) { e.Pages[0].Frames[3].Notch.Corner = "left" }},
		{"leaves nothing", func(e *edition.Edition) { e.Pages[0].Frames[3].Notch.W = 100 }},
		{"cuts nothing", func(e *edition.Edition) { e.Pages[0].Frames[3].Notch.H = 0 }},
		{"cannot be made with 0 measures", func(e *edition.Edition) { e.Pages[0].Frames[3].Split.Measures = nil }},
		{"cannot be made with 2 measures", func(e *edition.Edition) { e.Pages[0].Frames[3].Split.Mode = edition.SplitAbsolute }},
		{"without a measure", func(e *edition.Edition) { e.Pages[0].Frames[3].Split.Measures[1] = 0 }},
		{"unknown wrap", func(e *edition.Edition) { e.Pages[0].Frames[3].Wrap.Kind = "" }},
		{"unknown side", func(e *edition.Edition) { e.Pages[0].Frames[3].Wrap.Side = "up" }},
		{"wraps inside itself", func(e *edition.Edition) { e.Pages[0].Frames[3].Wrap.Left = -1 }},
		{"outline of 2 corners", func(e *edition.Edition) {
			e.Pages[0].Frames[3].Wrap.Outline = e.Pages[0].Frames[3].Wrap.Outline[:2]
		}},
		{"outline outside", func(e *edition.Edition) { e.Pages[0].Frames[3].Wrap.Outline[1].X = 10001 }},
		{"unknown shade", func(e *edition.Edition) { e.Pages[0].Frames[3].Shade.Kind = "" }},
		{"cannot be printed", func(e *edition.Edition) { e.Pages[0].Frames[3].Shade.Share = 1001 }},
		{"below zero", func(e *edition.Edition) { e.Pages[0].Frames[3].Leading = -1 }},
		{`"f4": paragraph id "p1" is empty or taken`, func(e *edition.Edition) { e.Pages[0].Frames[3].Credit.ID = "p1" }},
		{"shows ad", func(e *edition.Edition) { e.Pages[0].Frames[4].Furniture.Ad = "x" }},
		{"turned by -18000", func(e *edition.Edition) { e.Pages[0].Frames[4].Turn = -18000 }},
		{"two of master page", func(e *edition.Edition) { e.House.Masters = []edition.Master{{Name: "a"}, {Name: "a"}} }},
		{"matter of one edition", func(e *edition.Edition) {
			e.House.Masters = []edition.Master{{Name: "a", Frames: []*edition.Frame{{ID: "f1", Story: "s1"}}}}
		}},
		{"two of plan", func(e *edition.Edition) { e.House.Plans = []edition.Plan{{Name: "a"}, {Name: "a"}} }},
		{`"f3": paragraph "p1" holds`, func(e *edition.Edition) { e.Pages[0].Frames[2].Furniture.Paras[0].Text = "\r" }},
		{"flag 1", func(e *edition.Edition) { e.Flags[1] = nil }},
		{"two of flag", func(e *edition.Edition) { e.Flags[1].ID = "n1" }},
		{"3 to 2", func(e *edition.Edition) { e.Flags[0].From, e.Flags[0].To = 3, 2 }},
		{"or on both", func(e *edition.Edition) { e.Flags[0].Page = "p1" }},
		{"where", func(e *edition.Edition) { e.Flags[0].Para = "" }},
		{"where", func(e *edition.Edition) { e.Flags[1].Pin = nil }},
		{"none of the standard's", func(e *edition.Edition) { e.Flags[0].Mark = "circle" }},
		{`"maybe"`, func(e *edition.Edition) { e.Flags[0].State = "maybe" }},
		{`on story "s9"`, func(e *edition.Edition) { e.Flags[0].Story = "s9" }},
		{`on page "p9"`, func(e *edition.Edition) { e.Flags[1].Page = "p9" }},
		{"flag n2", func(e *edition.Edition) { e.Flags[1].Replies[0].Text = "\xff" }},
		{"entry 0", func(e *edition.Edition) { e.Record[0] = nil }},
		{"two of entry", func(e *edition.Edition) { e.Record[1].ID = "r1" }},
		{"nothing that was done", func(e *edition.Edition) { e.Record[0].Act = "" }},
		{"the other of a file", func(e *edition.Edition) { e.Record[1].Export = nil }},
		{"entry r1", func(e *edition.Edition) { e.Record[0].Words = "\xff" }},
	} {
		ed := small()
		c.spoil(ed)
		err := edition.Validate(ed)
		if !errors.Is(err, edition.ErrInvalid) || !strings.Contains(err.Error(), c.where) {
			t.Errorf("%s: %v", c.where, err)
		}
	}
	if err := edition.Validate(nil); !errors.Is(err, edition.ErrInvalid) {
		t.Errorf("no edition: %v", err)
	}
}

// TestAreas: each notch leaves two rectangles that share an edge, cover the frame but for the notch, and nothing else.
func TestAreas(t *testing.T) {
	r := geom.Rect{X: 5, Y: 7, W: 100, H: 60}
	for corner, cut := range map[edition.Corner]geom.Rect{
		edition.TopLeft:     {X: 5, Y: 7, W: 30, H: 20},
		edition.TopRight:    {X: 75, Y: 7, W: 30, H: 20},
		edition.BottomLeft:  {X: 5, Y: 47, W: 30, H: 20},
		edition.BottomRight: {X: 75, Y: 47, W: 30, H: 20},
	} {
		f := &edition.Frame{Rect: r, Notch: &edition.Notch{Corner: corner, W: 30, H: 20}}
		for y := r.Y - 2; y < r.Bottom()+2; y++ {
			for x := r.X - 2; x < r.Right()+2; x++ {
				p := geom.Point{X: x, Y: y}
				if got, want := f.Covers(p), p.In(r) && !p.In(cut); got != want {
					t.Fatalf("%s: %v is covered: %v", corner, p, got)
				}
			}
		}
		if a := f.Areas(); len(a) != 2 || a[0].Bottom() != a[1].Y || a[0].Overlaps(a[1]) {
			t.Errorf("%s: %v", corner, a)
		}
	}
}

// TestValidateSince: what is shared is taken on trust, what is new is read, and references are followed all the same.
func TestValidateSince(t *testing.T) {
	before := small()
	next := *before
	bad := *before.Stories[0]
	bad.Paras = append([]*edition.Para{{ID: "p2"}}, bad.Paras...)
	next.Stories = []*edition.Story{&bad}
	if err := edition.ValidateSince(before, &next); !errors.Is(err, edition.ErrInvalid) {
		t.Errorf("a new story that is wrong: %v", err)
	}
	next.Stories = nil
	if err := edition.ValidateSince(before, &next); !errors.Is(err, edition.ErrInvalid) {
		t.Errorf("a page that shows what is gone: %v", err)
	}
	if err := edition.ValidateSince(before, before); err != nil {
		t.Error(err)
	}
}
