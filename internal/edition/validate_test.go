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
		}}},
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
		{`"f3": paragraph "p1" holds`, func(e *edition.Edition) { e.Pages[0].Frames[2].Furniture.Paras[0].Text = "\r" }},
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
