// Command score writes predictions for the proofreading development sets and runs their scorer on them.
//
// It is what "make proof-score" runs: score [-keep DIR] [DIR], where DIR holds *.clean.jsonl, *.faults.jsonl,
// own.docs.jsonl, roster.json and score.mjs (../shared/proof-dev unless told). It needs Node for the scorer, and
// counts false alarms of errors and warnings apart from hints, and judges the order of loose pieces and pairs of
// stories, which the scorer does not. All stands in one table, with what is aimed at beside each number. -show CAT
// prints the missed faults of a category, -alarms the false alarms.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"dayang/internal/proof"
	"dayang/internal/segment"
)

func main() {
	keep := flag.String("keep", "", "keep the predictions in this folder")
	show := flag.String("show", "", "print the missed faults of this category")
	alarms := flag.Bool("alarms", false, "print the false alarms on clean text")
	flag.Parse()
	dir := "../shared/proof-dev"
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	if err := run(dir, *keep, *show, *alarms); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(2)
	}
}

type row struct {
	ID     string `json:"id"`
	Src    any    `json:"src"`
	Cat    string `json:"cat"`
	Pub    string `json:"pub,omitempty"`
	Text   string `json:"text"`
	Faults []struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Got   string `json:"got"`
		Want  string `json:"want"`
		Cat   string `json:"cat"`
	} `json:"faults"`
}

func read(path string) ([]row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the set: %w", err)
	}
	defer f.Close()
	var out []row
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var r row
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		out = append(out, r)
	}
	return out, sc.Err()
}

func run(dir, keep, show string, alarms bool) error {
	var roster []proof.Person
	data, err := os.ReadFile(filepath.Join(dir, "roster.json"))
	if err != nil {
		return fmt.Errorf("read the roster: %w", err)
	}
	if err := json.Unmarshal(data, &roster); err != nil {
		return fmt.Errorf("read the roster: %w", err)
	}
	began := time.Now()
	seg, err := segment.Open()
	if err != nil {
		return fmt.Errorf("open the dictionary: %w", err)
	}
	c := proof.New(seg, proof.Options{Roster: roster})
	fmt.Printf("dictionary %d ms\n", time.Since(began).Milliseconds())
	if keep == "" {
		keep, err = os.MkdirTemp("", "proof-score")
		if err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
		defer os.RemoveAll(keep)
	}
	clean, err := filepath.Glob(filepath.Join(dir, "*.clean.jsonl"))
	if err != nil {
		return fmt.Errorf("list the sets: %w", err)
	}
	var sums []summary
	for _, cf := range clean {
		name := strings.TrimSuffix(filepath.Base(cf), ".clean.jsonl")
		for _, kind := range []string{"faults", "docs"} {
			ff := filepath.Join(dir, name+"."+kind+".jsonl")
			if _, err := os.Stat(ff); err != nil {
				continue
			}
			sum, err := one(c, dir, cf, ff, filepath.Join(keep, name+"."+kind+".pred.jsonl"), show, alarms && kind == "faults")
			if err != nil {
				return err
			}
			sum.name = name
			if kind == "docs" {
				sum.name += "." + kind
			}
			sums = append(sums, sum)
		}
	}
	order, err := pieces(seg, dir)
	if err != nil {
		return err
	}
	table(os.Stdout, sums, order)
	return csc(c, filepath.Join(dir, "csc.odw.dev.tsv"))
}

// one scores one set.
func one(c *proof.Checker, dir, cf, ff, pf, show string, alarms bool) (sum summary, err error) {
	cleanRows, err := read(cf)
	if err != nil {
		return sum, err
	}
	faultRows, err := read(ff)
	if err != nil {
		return sum, err
	}
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	enc.SetEscapeHTML(false)
	runes := 0
	for _, r := range append(append([]row(nil), cleanRows...), faultRows...) {
		if err := enc.Encode(struct {
			ID   string `json:"id"`
			Text string `json:"text"`
			Pub  string `json:"pub,omitempty"`
		}{r.ID, r.Text, r.Pub}); err != nil {
			return sum, fmt.Errorf("write the questions: %w", err)
		}
		runes += len([]rune(r.Text))
	}
	var out bytes.Buffer
	began := time.Now()
	if err := c.JSONL(&in, &out, proof.Others{}); err != nil {
		return sum, fmt.Errorf("proof %s: %w", ff, err)
	}
	took := time.Since(began)
	if err := os.WriteFile(pf, out.Bytes(), 0o644); err != nil {
		return sum, fmt.Errorf("keep the predictions: %w", err)
	}
	type pred struct {
		ID       string
		Findings []struct {
			Start, End       int
			Cat, Rule, Level string
			Fix              *string
		}
	}
	preds := map[string]pred{}
	sc := bufio.NewScanner(bytes.NewReader(out.Bytes()))
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var p pred
		if err := json.Unmarshal(sc.Bytes(), &p); err != nil {
			return sum, fmt.Errorf("read back the predictions: %w", err)
		}
		preds[p.ID] = p
	}
	chars, hints, hard := 0, 0, 0
	for _, r := range cleanRows {
		t := []rune(r.Text)
		chars += len(t)
		for _, f := range preds[r.ID].Findings {
			if f.Level == "hint" {
				hints++
			} else {
				hard++
			}
			if alarms {
				fix := "-"
				if f.Fix != nil {
					fix = *f.Fix
				}
				fmt.Printf("alarm %s %s %s %s %s‹%s›%s → %s\n", r.ID, f.Rule, f.Level, f.Cat, cut(t, f.Start-12, f.Start), cut(t, f.Start, f.End), cut(t, f.End, f.End+12), fix)
			}
		}
	}
	fmt.Printf("%s: %d characters clean, %d errors and warnings, %d hints; %d characters/s\n", filepath.Base(ff), chars, hard, hints, int(float64(runes)/took.Seconds()))
	if show != "" {
		for _, r := range faultRows {
			for _, g := range r.Faults {
				if g.Cat != show {
					continue
				}
				hit := false
				for _, f := range preds[r.ID].Findings {
					hit = hit || f.Start < g.End+2 && f.End > g.Start-2
				}
				if !hit {
					t := []rune(r.Text)
					fmt.Printf("missed %s %s‹%s›%s → %s\n", r.ID, cut(t, g.Start-14, g.Start), g.Got, cut(t, g.End, g.End+14), g.Want)
				}
			}
		}
	}
	cmd := exec.Command("node", filepath.Join(dir, "score.mjs"), cf, ff, pf, "--json")
	cmd.Stderr = os.Stderr
	said, err := cmd.Output()
	if err != nil {
		return sum, fmt.Errorf("run the scorer: %w", err)
	}
	if err := json.Unmarshal(said, &sum); err != nil {
		return sum, fmt.Errorf("read what the scorer says: %w", err)
	}
	sum.hard, sum.hints = float64(hard)*1e4/float64(chars), float64(hints)*1e4/float64(chars)
	return sum, nil
}

func cut(t []rune, from, to int) string {
	from, to = max(from, 0), min(to, len(t))
	if from >= to {
		return ""
	}
	return strings.ReplaceAll(string(t[from:to]), "\n", "⏎")
}

// csc scores the sentences with wrong characters: by sentence, found and mended.
func csc(c *proof.Checker, path string) error {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the set: %w", err)
	}
	defer f.Close()
	var wrong, found, right, alarm, good int
	r := bufio.NewReader(f)
	for {
		line, err := r.ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			p := strings.Split(line, "\t")
			if len(p) == 3 {
				got := []rune(p[1])
				n := 0
				for _, f := range c.Text(p[1], "") {
					if f.Rule[:2] != "SP" || len(f.Suggestions) == 0 {
						continue
					}
					n++
					got = append(append(append([]rune(nil), got[:f.Place.From]...), []rune(f.Suggestions[0].Text)...), got[f.Place.To:]...)
				}
				if p[1] == p[2] {
					good++
					if n > 0 {
						alarm++
					}
				} else {
					wrong++
					if n > 0 {
						found++
					}
					if string(got) == p[2] {
						right++
					}
				}
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
	}
	fmt.Printf("\n== csc.odw: %d faulty sentences, %d noticed, %d mended; %d clean, %d with alarms\n", wrong, found, right, good, alarm)
	return nil
}
