package flow

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

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

// TestFontsWithCFFOutlinesAndCollections: a font is taken into the folder, sets a headline, and goes to press in both
// standards; outside tools, where they are installed, see it embedded and read its text back, U+20BB7 and a combining mark too.
func TestFontsWithCFFOutlinesAndCollections(t *testing.T) {
	for file, face := range map[string]string{"noto-serif.otf": "noto-serif", "noto.ttc": "noto#1"} {
		t.Run(file, func(t *testing.T) {
			s, dir := NewShop(), filepath.Join(t.TempDir(), "fonts")
			src := filepath.Join("testdata", "fonts", file)
			for range 2 { // taking it again changes nothing
				ids, err := TakeFont(s.Fonts, dir, src)
				if err != nil || ids[len(ids)-1] != face {
					t.Fatalf("%v, %v", ids, err)
				}
			}
			again := NewShop() // as the program starts the next time
			if ids, faults := AddFonts(again.Fonts, dir); len(faults) > 0 || ids[len(ids)-1] != face {
				t.Fatalf("%v, %v", ids, faults)
			}
			const says = "春到江城𠮷Dayange\u0301"
			house := edition.DefaultHouse()
			style := house.StyleOf(edition.Headline)
			style.Font, style.BoldFont, style.Latin = face, "", face
			house.Styles[string(edition.Headline)] = style
			format := edition.Formats()[0]
			ed := &edition.Edition{House: house, Head: edition.Head{Title: "甲", Date: "2026-11-23"},
				Stories: []*edition.Story{{ID: "s1", Kind: edition.News, Paras: []*edition.Para{{ID: "a", Role: edition.Headline, Text: says}}}},
				Pages:   []*edition.Page{{ID: "p1", Number: 1, Format: format, Frames: []*edition.Frame{{ID: "f1", Kind: edition.StoryFrame, Story: "s1", Rect: format.Cells(0, 0, 4, 20)}}}}}
			res := compose.All(again.Fonts, nil, ed)
			for _, p := range res.Pages {
				display.Walk(p, func(it display.Item, _ geom.Point) {
					if g, ok := it.(display.Glyphs); ok && g.Font != face {
						t.Errorf("%q is set in %s", g.Text, g.Font)
					}
				})
			}
			press, err := PressFor(house, "", "")
			if err != nil {
				t.Fatal(err)
			}
			for _, std := range []pdf.Standard{pdf.X4, pdf.X1a} {
				o := press.Options
				o.Standard = std
				out, err := again.Preflight(context.Background(), Job{Edition: ed, Pages: res.Pages, Press: press.Press, Options: o})
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range preflight.Errors(out.File.Findings) {
					t.Errorf("%v: %s %s", std, f.Rule, f.Message.EN)
				}
				path := filepath.Join(t.TempDir(), "p.pdf")
				var b bytes.Buffer
				if err := pdf.Write(context.Background(), &b, res.Pages, again.Fonts, nil, o); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
				if text := outside(t, "pdftotext", "-raw", path, "-"); text != "" && norm.NFC.String(strings.Join(strings.Fields(text), "")) != norm.NFC.String(says) {
					t.Errorf("%v: the text reads %q", std, text)
				}
				if list := outside(t, "pdffonts", path); list != "" && !regexp.MustCompile(`(?m)^[A-Z]{6}\+\S+ .*Identity-H +yes yes yes`).MatchString(list) {
					t.Errorf("%v: fonts:\n%s", std, list)
				}
				if said := outside(t, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", path); said != "" {
					t.Errorf("%v: Ghostscript says %s", std, said)
				}
			}
		})
	}
}

// outside answers what a program says, "" where it is not installed.
func outside(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v: %s", name, err, out)
	}
	return string(out)
}

// TestFontsAreRefusedInWords: what cannot be used is told in both languages, and nothing is left in the folder.
func TestFontsAreRefusedInWords(t *testing.T) {
	from, dir := t.TempDir(), filepath.Join(t.TempDir(), "fonts")
	good, err := os.ReadFile(filepath.Join("testdata", "fonts", "noto-serif.otf"))
	if err != nil {
		t.Fatal(err)
	}
	closed := bytes.Clone(good) // OS/2.fsType: restricted licence embedding
	for e := 12; string(closed[e:e+4]) != "head"; e += 16 {
		if string(closed[e:e+4]) == "OS/2" {
			at := binary.BigEndian.Uint32(closed[e+8:])
			binary.BigEndian.PutUint16(closed[at+8:], 2)
		}
	}
	s := NewShop()
	for name, data := range map[string][]byte{
		"a.woff2": []byte("wOF2"), "broken.otf": []byte("OTTO and nothing"), "song.otf": good, "cut.otf": good[:len(good)/2], "closed.otf": closed,
	} {
		path := filepath.Join(from, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		ids, err := TakeFont(s.Fonts, dir, path)
		var fe *FontError
		if !errors.As(err, &fe) || ids != nil || fe.Words().ZH == "" || fe.Words().EN == "" || !strings.Contains(fe.Words().ZH, name) {
			t.Errorf("%s: %v, %v", name, ids, err)
		}
	}
	one, other := filepath.Join(from, "x.otf"), filepath.Join(from, "sub", "x.otf")
	if err := os.MkdirAll(filepath.Dir(other), 0o755); err != nil {
		t.Fatal(err)
	}
	kai, err := os.ReadFile(filepath.Join("..", "..", "fonts", "data", "LXGWWenKai-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	for path, data := range map[string][]byte{one: good, other: kai} {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := TakeFont(s.Fonts, dir, one); err != nil {
		t.Fatal(err)
	}
	if _, err := TakeFont(s.Fonts, dir, other); err == nil {
		t.Error("another font of the same name was taken")
	}
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 {
		t.Errorf("the folder has %v, %v", list, err)
	}
}
