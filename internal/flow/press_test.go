package flow

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/pdf"
	"dayang/internal/preflight"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// TestPagesMadeUpPassPreflight makes the sample and a development edition up and prints them in both standards; make
// press does so with all of them. Nothing is found but that pictures are converted; the development editions come without
// their pictures, whose absence the notes of the composition tell, which are not passed on here.
func TestPagesMadeUpPassPreflight(t *testing.T) {
	s := NewShop()
	taken := map[string]func() (Taken, error){"sample": s.Sample}
	dev, _ := filepath.Glob(filepath.Join(shared, "pages-dev", "*.json"))
	for _, path := range dev[:min(len(dev), 1)] {
		taken[filepath.Base(path)] = func() (Taken, error) { return s.TakeIn([]string{path}, "") }
	}
	if len(dev) == 0 {
		t.Log("no development editions here: the sample alone")
	}
	if testing.Short() {
		t.Skip("makes up whole pages")
	}
	for name, take := range taken {
		tk, err := take()
		if err != nil {
			t.Fatal(err)
		}
		p := madeUp(t, s, tk, 1)
		cache := pdf.NewCache(64 << 20)
		for _, std := range []pdf.Standard{pdf.X4, pdf.X1a} {
			press, err := PressFor(p.Edition.House, "", "")
			if err != nil {
				t.Fatal(err)
			}
			o := press.Options
			o.Standard, o.Cache, o.Marks = std, cache, std == pdf.X1a
			out, err := s.Preflight(context.Background(), Job{Edition: p.Edition, Pages: []display.Page{p.Page}, Pictures: tk.Pictures, Press: press.Press, Options: o})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range out.File.Findings {
				t.Errorf("%s, %v: %v %s %s", name, std, f.Level, f.Rule, f.Message.EN)
			}
			for _, f := range out.Found {
				if f.Rule != preflight.RuleConverted {
					t.Errorf("%s, %v: %v %s %s", name, std, f.Level, f.Rule, f.Message.EN)
				}
			}
			if out.File.Pages != 1 || out.File.Standard != std.String() {
				t.Errorf("%s: %+v", name, out.File)
			}
		}
	}
}

// TestErrorsStopAPrint: a page with far too much ink is not written, the file that stood there stays, and an override
// writes it and says so.
func TestErrorsStopAPrint(t *testing.T) {
	s := NewShop()
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{Title: "大样", Date: "2026-11-23"}}
	page := display.Page{ID: "p1", Number: 1, Trim: geom.Size{W: 100 * geom.MM, H: 100 * geom.MM}, Bleed: 3 * geom.MM, Items: []display.Item{
		display.Mark{Frame: "f7"},
		display.Fill{Areas: []geom.Rect{{X: 20 * geom.MM, Y: 20 * geom.MM, W: 40 * geom.MM, H: 40 * geom.MM}}, Paint: display.Paint{Colour: display.Colour{C: 1000, M: 1000, Y: 500}}},
	}}
	path := filepath.Join(t.TempDir(), "p.pdf")
	if err := os.WriteFile(path, []byte("yesterday's"), 0o644); err != nil {
		t.Fatal(err)
	}
	job := Job{Edition: ed, Pages: []display.Page{page}, Options: pdf.Options{Standard: pdf.X4}}
	_, err := s.Print(context.Background(), path, job)
	var stopped *StoppedError
	if !errors.As(err, &stopped) || len(preflight.Errors(stopped.Found)) != 1 || stopped.Found[0].Place.Frame != "f7" {
		t.Fatalf("%v", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "yesterday's" {
		t.Errorf("a stopped print left %q", b[:min(len(b), 20)])
	}
	if w := stopped.Words(); !strings.Contains(w.ZH, "1 处错误") || !strings.Contains(w.EN, preflight.RuleInk) {
		t.Errorf("it says %q / %q", w.ZH, w.EN)
	}
	if err := stopped.Anyway(context.Background()); err != nil {
		t.Error(err)
	}
	if b, _ := os.ReadFile(path); !bytes.HasPrefix(b, []byte("%PDF-1.6")) {
		t.Errorf("anyway wrote %q", b[:min(len(b), 20)])
	}
	job.Override = true
	if out, err := s.Print(context.Background(), path, job); err != nil || !out.Override || len(out.Found) != 1 {
		t.Errorf("override: %v, %+v", err, out.Found)
	}
	if b, _ := os.ReadFile(path); !bytes.HasPrefix(b, []byte("%PDF-1.6")) {
		t.Errorf("an override wrote %q", b[:min(len(b), 20)])
	}
	// 250 per cent is an error for 220 and a warning for 240.
	press, err := PressFor(ed.House, edition.NewsprintB, "")
	if err != nil {
		t.Fatal(err)
	}
	job.Override, job.Press, job.Options = false, press.Press, press.Options
	if out, err := s.Print(context.Background(), path, job); err != nil || out.Override || len(out.Found) != 1 {
		t.Errorf("newsprint 240: %v, %+v", err, out.Found)
	}
}

func TestPressConditions(t *testing.T) {
	dir := t.TempDir()
	h := edition.DefaultHouse()
	own := edition.Presses()[0]
	own.Name, own.Profile, own.Standard, own.Identifier, own.PictureDPI, own.Marks = "本报印厂", "own.icc", "x1a", "FOGRA42", 180, true
	h.Presses, h.Press = []edition.Press{own}, own.Name
	var profile *ProfileError
	if _, err := PressFor(h, "", dir); !errors.As(err, &profile) || profile.File != "own.icc" {
		t.Errorf("a profile that is not there: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "own.icc"), []byte("icc"), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := PressFor(h, "", dir)
	if o := p.Options; err != nil || p.Name != own.Name || o.Standard != pdf.X1a || string(o.Profile) != "icc" || o.ProfileName != "FOGRA42" || o.PictureDPI != 180 || !o.Marks {
		t.Errorf("%v %+v", err, p)
	}
	if p, err := PressFor(h, edition.NewsprintB, dir); err != nil || p.InkError != 260 || p.Options.Standard != pdf.X4 || len(p.Options.Profile) < 1000 {
		t.Errorf("%v %+v", err, p.Press)
	}
	if _, err := PressFor(h, "nowhere", dir); !errors.Is(err, ErrNoPress) {
		t.Errorf("%v", err)
	}
}
