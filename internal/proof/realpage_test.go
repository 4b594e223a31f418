package proof

import (
	"os"
	"testing"

	"dayang/internal/finding"
	"dayang/internal/importer"
	"dayang/internal/repair"
)

const realPage = "../../../shared/sample/pinghu-front-page.md"

// count proofs a Markdown page as the importer reads it and counts the findings of each rule.
func count(t *testing.T, c *Checker, name string, data []byte) (map[string]int, []finding.Finding) {
	t.Helper()
	res, err := importer.Markdown(name, data)
	if err != nil {
		t.Fatalf("read the page: %v", err)
	}
	found := c.Edition(importer.Edition(res, ""))
	n := map[string]int{}
	for _, f := range found {
		n[f.Rule]++
	}
	return n, found
}

// TestRealPage holds the checks to a front page as a machine read it: every fault that its gold lists and that a
// rule can see, and none of its legitimate parallels.
func TestRealPage(t *testing.T) {
	data, err := os.ReadFile(realPage)
	if err != nil {
		t.Skipf("the real page is not beside the repository: %v", err)
	}
	seg, err := dictionary()
	if err != nil {
		t.Fatalf("open the dictionary: %v", err)
	}
	c := checker(t, Options{Successors: func(p []string) []int { return repair.Successors(p, seg) }})
	n, found := count(t, c, "page.md", data)
	for _, f := range found {
		if f.Rule == "PA-02" {
			t.Logf("%s %s", f.Place.Para, f.Message.ZH)
		}
	}
	for rule, want := range map[string]int{"PN-01": 161, "DU-02": 2, "PA-01": 6, "PN-04": 1, "PA-03": 1, "PA-04": 1} {
		if n[rule] != want {
			t.Errorf("%s: %d findings, want %d", rule, n[rule], want)
		}
	}
	for _, f := range found {
		switch f.Rule {
		case "PN-01", "DU-02", "PA-01", "PN-04", "PA-03", "PA-04", "PA-02":
		case "ST-03": // the manuscript names a picture that did not come with it
		default:
			t.Errorf("%s %q %s", f.Rule, f.Text, f.Message.ZH)
		}
	}
}

// TestRepairedPage holds the checks to the same page mended: at most one false alarm.
func TestRepairedPage(t *testing.T) {
	data, err := os.ReadFile(realPage)
	if err != nil {
		t.Skipf("the real page is not beside the repository: %v", err)
	}
	seg, err := dictionary()
	if err != nil {
		t.Fatalf("open the dictionary: %v", err)
	}
	mended, _ := repair.Text(string(data), seg)
	c := checker(t, Options{})
	_, found := count(t, c, "page.md", []byte(mended))
	alarms := 0
	for _, f := range found {
		switch f.Rule {
		case "DU-02", "ST-03", "PA-04": // left for a person: the doubled words, the missing picture, the lost head
		default:
			alarms++
			t.Logf("%s %s %q %s", f.Rule, f.Level, f.Text, f.Message.ZH)
		}
	}
	if alarms > 1 {
		t.Errorf("%d false alarms on the mended page", alarms)
	}
}
