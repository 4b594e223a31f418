package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dayang/fonts"
	"dayang/internal/compose"
	"dayang/internal/edition"
	"dayang/internal/pdf"
	"dayang/internal/segment"
)

// TestSpecimen sets every rule with nothing left over, and its PDF, read by another program, says all of it: upright,
// turned and divided matter among it.
func TestSpecimen(t *testing.T) {
	dict, err := segment.Open()
	if err != nil {
		t.Fatal(err)
	}
	reg := fonts.Builtin()
	c := compose.New(reg, dict)
	ed := specimen(c)
	r := c.Compose(ed)
	for _, n := range r.Notes {
		switch n.Rule {
		case "FT-01", "FT-02", "MK-02", "MK-04": // the emoji that no font has, 𠮷, white beside vertical heads, pictures still to come
		default:
			t.Errorf("%s %s %s: %s", n.Rule, n.Place.Story, n.Place.Para, n.Message.EN)
		}
	}
	for id, f := range r.Fits {
		if !f.Placed || f.OverRunes > 0 {
			t.Errorf("%s: placed %v, %d characters over", id, f.Placed, f.OverRunes)
		}
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not here")
	}
	var buf bytes.Buffer
	if err := pdf.Write(context.Background(), &buf, r.Pages, reg, nil, pdf.Options{Created: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "specimen.pdf")
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-raw", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \n\f\u3000\u2028\u00a0\u0301é", r) {
				return -1
			}
			return r
		}, s)
	}
	said := bare(string(out))
	for _, s := range ed.Stories {
		for _, p := range s.Paras {
			text := bare(p.Text)
			if strings.ContainsRune(text, '😀') {
				text, _, _ = strings.Cut(text, "😀") // drawn as a box
			}
			if p.Role == edition.Headline && s.Slug == "竖题之二" {
				text, _, _ = strings.Cut(text, "向海") // the rows of a head are read one by one
			}
			if !strings.Contains(said, text) {
				t.Errorf("the PDF does not say %q", p.Text)
			}
		}
	}
}
