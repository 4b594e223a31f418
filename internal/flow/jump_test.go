package flow

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"dayang/internal/edition"
)

// TestRunOnToAChosenPage has a story with too little room run on to a page that is chosen for it by hand.
func TestRunOnToAChosenPage(t *testing.T) {
	s := NewShop()
	ed := *developmentEdition(t, s, "93")
	one, two := *ed.Pages[0], *ed.Pages[0]
	story := ed.Stories[0].ID
	one.ID, one.Number = "one", 1
	one.Frames = []*edition.Frame{{ID: "f", Kind: edition.StoryFrame, Story: story, Rect: one.Format.Cells(0, 20, 3, 40)}}
	two.ID, two.Number, two.Frames = "two", 2, nil
	ed.Pages = []*edition.Page{&one, &two}
	c, err := s.Composer()
	if err != nil {
		t.Fatal(err)
	}
	if c.Compose(&ed).Fits[story].OverLines == 0 {
		t.Fatal("the story is not over")
	}
	ch, ok, err := s.RunOn(context.Background(), c, &ed, story, 2)
	if err != nil || !ok {
		t.Fatalf("run on: %v, %v", ok, err)
	}
	after, err := ch.Apply(&ed)
	if err != nil {
		t.Fatal(err)
	}
	res := c.Compose(after)
	if n := res.Fits[story].OverLines; n != 0 {
		t.Errorf("%d lines over", n)
	}
	if !strings.Contains(pageText(res.Pages[0]), "下转第2版") || !strings.Contains(pageText(res.Pages[1]), "上接第1版") {
		t.Error("the pages do not say where the story goes on")
	}
	back, err := ch.Inverse().Apply(after)
	if err != nil || !reflect.DeepEqual(back.Pages, ed.Pages) || !reflect.DeepEqual(back.Stories, ed.Stories) {
		t.Errorf("undone is not the edition before (%v)", err)
	}

	full := ed // no room on the other page
	filled := two
	filled.Frames = []*edition.Frame{{ID: "all", Kind: edition.BoxFrame, Rect: two.Format.Cells(0, 0, two.Format.Columns, two.Format.Lines)}}
	full.Pages = []*edition.Page{&one, &filled}
	if ch, ok, err := s.RunOn(context.Background(), c, &full, story, 2); ok || err != nil || len(ch.Ops) != 0 {
		t.Errorf("a full page: %v, %v, %d operations", ok, err, len(ch.Ops))
	}
	for _, n := range []int{1, 7} { // its own page, and one that is not there
		if _, _, err := s.RunOn(context.Background(), c, &ed, story, n); !errors.Is(err, ErrNoPage) {
			t.Errorf("to page %d: %v", n, err)
		}
	}
}
