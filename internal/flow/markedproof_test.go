package flow

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// TestMarkOf: what a finding asks for is marked as a corrector would mark it.
func TestMarkOf(t *testing.T) {
	says := func(text string, s ...string) finding.Finding {
		f := finding.Finding{Rule: "SP-01", Text: text, Place: finding.Place{To: len([]rune(text))}}
		for _, x := range s {
			f.Suggestions = append(f.Suggestions, finding.Suggestion{Text: x})
		}
		return f
	}
	rule := func(id string) finding.Finding { f := says("断开"); f.Rule = id; return f }
	for _, c := range []struct {
		f    finding.Finding
		mark edition.Mark
		text string
	}{
		{says("布署", "部署"), edition.MarkCorrect, "部署"},
		{says("的", ""), edition.MarkDelete, ""},
		{says("", "。"), edition.MarkInsert, "。"},
		{says("波军", "军波"), edition.MarkTranspose, "军波"},
		{says("军军", "军军"), edition.MarkCorrect, "军军"},
		{says("养老服务"), edition.MarkExplain, ""},
		{rule("PA-01"), edition.MarkRunOn, ""},
		{rule("PA-02"), edition.MarkMove, ""},
		{rule("PA-03"), edition.MarkBreak, ""},
	} {
		if mark, text := MarkOf(c.f); mark != c.mark || text != c.text {
			t.Errorf("%s %q: %s %q, not %s %q", c.f.Rule, c.f.Text, mark, text, c.mark, c.text)
		}
	}
}

// TestMarkedProof: every finding and flag of the sample's page is in the list once; what a person has flagged is not
// marked twice; the PDF and the CSV are written whole.
func TestMarkedProof(t *testing.T) {
	shop := NewShop()
	in, err := shop.Sample()
	if err != nil {
		t.Fatal(err)
	}
	c, err := shop.Composer()
	if err != nil {
		t.Fatal(err)
	}
	r, err := shop.Makeup(context.Background(), c, in.Edition, MakeupOptions{Page: in.Edition.Pages[0].ID, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	ed := r.Proposals[0].Edition
	res := c.Compose(ed)
	found, err := shop.Proof(context.Background(), ed, res.Notes, ProofOptions{})
	if err != nil {
		t.Fatal(err)
	}
	plain := shop.MarkedProof(ed, res.Pages[:1], found, MarkedOptions{Least: finding.Warning})
	rules := map[string]int{}
	for _, row := range plain.Table.Rows {
		rules[row.Rule]++
	}
	if rules["DU-02"] != 1 || rules["PN-01"] != 1 || rules["PA-01"] != 1 { // the sample is seeded with these
		t.Errorf("marked: %v", rules)
	}
	var double finding.Finding
	for _, f := range found {
		if f.Rule == "DU-02" {
			double = f
		}
	}
	flags := []edition.Flag{
		{Story: double.Place.Story, Para: double.Place.Para, From: double.Place.From, To: double.Place.To, Mark: edition.MarkDelete, Quote: double.Text, Rule: "DU-02", Round: 2, Who: "王校对", For: "editor"},
		{Page: ed.Pages[0].ID, Pin: &edition.Pin{At: geom.Point{X: 90 * geom.MM, Y: 200 * geom.MM}}, Mark: edition.MarkExplain, Note: "这里空一行", State: edition.FlagRefused, Replies: []edition.Reply{{Who: "李编辑", Text: "版面不够", State: edition.FlagRefused}}},
	}
	for _, f := range flags {
		if ed, err = edit.AddFlag(ed, f).Apply(ed); err != nil {
			t.Fatal(err)
		}
	}
	m := shop.MarkedProof(ed, res.Pages[:1], found, MarkedOptions{Least: finding.Warning, List: true})
	if len(m.Table.Rows) != len(plain.Table.Rows)+1 {
		t.Errorf("%d rows with two flags, one of them of a finding; %d without", len(m.Table.Rows), len(plain.Table.Rows))
	}
	states := ""
	for _, row := range m.Table.Rows {
		if row.Who != "" || row.Replies != "" {
			states += row.State.ZH + row.Round.ZH + row.Note.ZH + row.Replies + "|"
		}
	}
	if !strings.Contains(states, "未办二校［责任编辑］|") || !strings.Contains(states, "不改这里空一行李编辑：版面不够|") {
		t.Errorf("flags read %s", states)
	}
	if sum := m.Table.Sum[0].ZH; !strings.Contains(sum, "/万字") || !strings.Contains(sum, "批注 未办 1、已办 0、不改 1") {
		t.Errorf("its sum: %s", sum)
	}
	if len(m.Sheets) < 2 {
		t.Fatalf("%d sheets with the list", len(m.Sheets))
	}
	dir := t.TempDir()
	if err := shop.ExportMarked(context.Background(), filepath.Join(dir, "m.pdf"), ed, m, in.Pictures, nil); err != nil {
		t.Fatal(err)
	}
	if err := ExportList(filepath.Join(dir, "m.csv"), m, words.ZH); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"m.pdf": "%PDF-", "m.csv": "\uFEFF序,版,稿件"} {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.HasPrefix(data, []byte(want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
