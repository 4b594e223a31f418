package flow

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/pdf"
	"dayang/internal/workflow"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// outgoing is two small pages for the press, the first signed.
func outgoing(t testing.TB) (*Shop, Outgoing) {
	t.Helper()
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{Title: "云岫日报", Date: "2026-11-23", Issue: 7}}
	var pages []display.Page
	for i, name := range []string{"要闻", "副刊/周末"} {
		id := []string{"p1", "p2"}[i]
		ed.Pages = append(ed.Pages, &edition.Page{ID: id, Number: i + 1, Name: name, Format: edition.Formats()[0]})
		pages = append(pages, display.Page{ID: id, Number: i + 1, Trim: geom.Size{W: 100 * geom.MM, H: 100 * geom.MM}, Bleed: 3 * geom.MM, Items: []display.Item{
			display.Fill{Areas: []geom.Rect{{X: 20 * geom.MM, Y: 20 * geom.MM, W: 40 * geom.MM, H: 40 * geom.MM}}, Paint: display.Paint{Colour: display.Colour{C: 1000}}}}})
	}
	by := workflow.By{Who: "王编辑", Role: "chief", At: 1}
	e, err := workflow.Sign(ed, "p1", by, workflow.Found{}, workflow.Sure{Words: "急稿", Over: []string{workflow.OverRounds}})
	if err != nil {
		t.Fatal(err)
	}
	if ed, err = edit.Enter(ed, e).Apply(ed); err != nil {
		t.Fatal(err)
	}
	press, err := PressFor(ed.House, "", "")
	if err != nil {
		t.Fatal(err)
	}
	return NewShop(), Outgoing{Edition: ed, Pages: pages, Press: press, By: by, Path: filepath.Join(t.TempDir(), "out.pdf")}
}

func TestUnsignedPagesDoNotGoToPress(t *testing.T) {
	s, o := outgoing(t)
	var no *UnsignedError
	if _, err := s.Send(context.Background(), o); !errors.As(err, &no) || len(no.Pages) != 1 || no.Pages[0].ID != "p2" || !strings.Contains(no.Words().ZH, "第02版") {
		t.Fatalf("%v", err)
	}
	if _, err := os.Stat(o.Path); err == nil {
		t.Error("a file was written")
	}
	// The signed page alone goes; with a word both do; a proof always does, and says so across the page that is not signed.
	o.Only = []string{"p1"}
	if _, err := s.Send(context.Background(), o); err != nil {
		t.Error(err)
	}
	o.Only = nil
	var entries []edition.Entry
	o.Record = func(e edition.Entry) error { entries = append(entries, e); return nil }
	o.Unsigned = "总编电话同意"
	sent, err := s.Send(context.Background(), o)
	if err != nil || len(sent) != 1 || len(entries) != 1 {
		t.Fatalf("%v %v", sent, err)
	}
	data, err := os.ReadFile(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	x := entries[0].Export
	if entries[0].Who != "王编辑" || x.Hash != hex.EncodeToString(sum[:]) || x.Standard != "PDF/X-4" || x.Preset != edition.NewsprintA || len(x.Pages) != 2 || !strings.Contains(entries[0].Words, "总编电话同意") {
		t.Errorf("record %+v %+v", entries[0], x)
	}
	proof := func(unsigned string) []byte {
		t.Helper()
		o.Press.Options.Standard, o.Unsigned = pdf.Proof, unsigned
		if _, err := s.Send(context.Background(), o); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(o.Path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	marked, plain := proof(""), proof("字样")
	if bytes.Equal(marked, plain) || len(marked) < len(plain)+500 {
		t.Errorf("the proof has no watermark: %d and %d bytes", len(marked), len(plain))
	}
	o.Only = []string{"p1"}
	if signed := proof(""); !bytes.Equal(signed, proof("字样")) {
		t.Error("a signed page is marked")
	}
}

func TestOneFileAPage(t *testing.T) {
	s, o := outgoing(t)
	o.Split, o.Unsigned = true, "试"
	o.Path = filepath.Join(filepath.Dir(o.Path), "{ymd}-{page}{name}-{standard}.pdf")
	done := []int{}
	o.Progress = func(n, total int) { done = append(done, n) }
	sent, err := s.Send(context.Background(), o)
	if err != nil || len(sent) != 2 {
		t.Fatal(sent, err)
	}
	for i, want := range []string{"20261123-01要闻-X4.pdf", "20261123-02副刊-周末-X4.pdf"} {
		if got := filepath.Base(sent[i].Path); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if sent[i].File.Pages != 1 {
			t.Errorf("%d pages in %s", sent[i].File.Pages, want)
		}
	}
	if len(done) != 2 || done[1] != 2 {
		t.Errorf("progress %v", done)
	}
	for pattern, want := range map[string]string{"{title}{nonsense}.pdf": "nonsense", "{title}.pdf": "{page}"} {
		o.Path = filepath.Join(t.TempDir(), pattern)
		var bad *PatternError
		if _, err := s.Send(context.Background(), o); !errors.As(err, &bad) || !strings.Contains(bad.Words().ZH, want) || !strings.Contains(bad.Words().EN, want) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}

// TestAnOverrideIsWrittenDown: errors stop a file; all the same it leaves, and the record says so.
func TestAnOverrideIsWrittenDown(t *testing.T) {
	s, o := outgoing(t)
	o.Only = []string{"p1"}
	o.Pages[0].Items = append(o.Pages[0].Items, display.Fill{Areas: []geom.Rect{{X: 20 * geom.MM, Y: 70 * geom.MM, W: 40 * geom.MM, H: 20 * geom.MM}}, Paint: display.Paint{Colour: display.Colour{C: 1000, M: 1000, Y: 500}}})
	var entries []edition.Entry
	o.Record = func(e edition.Entry) error { entries = append(entries, e); return nil }
	var stopped *StoppedError
	if _, err := s.Send(context.Background(), o); !errors.As(err, &stopped) || len(entries) != 0 {
		t.Fatalf("%v, %d entries", err, len(entries))
	}
	if err := stopped.Anyway(context.Background()); err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Export.Errors == 0 || !strings.Contains(entries[0].Words, "照样输出") {
		t.Errorf("%+v", entries)
	}
	if _, err := os.Stat(o.Path); err != nil {
		t.Error(err)
	}
}
