package flow

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"dayang/internal/compose"
	"dayang/internal/edition"
	"dayang/internal/pdf"
	"dayang/internal/preflight"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// TestATitlesOwnFont: a font put into the folder sets the heads whose style names it, and is embedded in the file for the
// press; a broken one is told and left out.
func TestATitlesOwnFont(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile(filepath.Join("..", "..", "fonts", "data", "LXGWWenKai-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"本报题字.ttf": data, "broken.otf": []byte("OTTO and nothing"), "readme.txt": []byte("x")} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := NewShop()
	ids, faults := AddFonts(s.Fonts, dir)
	if len(ids) != 1 || ids[0] != "本报题字" || len(faults) != 1 {
		t.Fatalf("%v, %v", ids, faults)
	}
	if ids, faults := AddFonts(s.Fonts, filepath.Join(dir, "nowhere")); ids != nil || faults != nil {
		t.Errorf("a folder that is not there: %v %v", ids, faults)
	}
	house := edition.DefaultHouse()
	style := house.StyleOf(edition.Headline)
	style.Font, style.BoldFont = "本报题字", ""
	house.Styles[string(edition.Headline)] = style
	format := edition.Formats()[0]
	ed := &edition.Edition{House: house, Head: edition.Head{Title: "甲", Date: "2026-11-23"},
		Stories: []*edition.Story{{ID: "s1", Kind: edition.News, Paras: []*edition.Para{{ID: "a", Role: edition.Headline, Text: "春到江城"}, {ID: "b", Role: edition.Body, Text: "本报讯　今天天气晴好。"}}}},
		Pages:   []*edition.Page{{ID: "p1", Number: 1, Format: format, Frames: []*edition.Frame{{ID: "f1", Kind: edition.StoryFrame, Story: "s1", Rect: format.Cells(0, 0, 3, 20)}}}}}
	res := compose.All(s.Fonts, nil, ed)
	found := false
	for _, p := range res.Pages {
		display.Walk(p, func(it display.Item, _ geom.Point) {
			if g, ok := it.(display.Glyphs); ok && g.Font == "本报题字" {
				found = true
			}
		})
	}
	if !found {
		t.Fatal("the headline is not set in it")
	}
	press, err := PressFor(house, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, std := range []pdf.Standard{pdf.X4, pdf.X1a} {
		o := press.Options
		o.Standard = std
		out, err := s.Preflight(context.Background(), Job{Edition: ed, Pages: res.Pages, Press: press.Press, Options: o})
		if err != nil {
			t.Fatal(err)
		}
		if bad := preflight.Errors(out.File.Findings); len(bad) > 0 {
			t.Errorf("%v: %s %s", std, bad[0].Rule, bad[0].Message.EN)
		}
	}
}
