package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestBothReadmesSayTheSame compares what can be compared: the commands, the pictures, the files they lead to.
func TestBothReadmesSayTheSame(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	en, zh := read("README.md"), read("README.zh.md")
	commands := func(s string) []string {
		var out []string
		for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(s, -1) {
			for _, line := range strings.Split(strings.TrimSpace(block[1]), "\n") {
				line, _, _ = strings.Cut(line, "#")
				out = append(out, strings.TrimSpace(line))
			}
		}
		return out
	}
	a, b := commands(en), commands(zh)
	if !slices.Equal(a, b) {
		t.Errorf("commands differ:\n%q\n%q", a, b)
	}
	if len(a) < 3 || a[0] != "make run" || a[1] != "make test" {
		t.Errorf("they begin with %q", a[:min(len(a), 2)])
	}
	links := func(s string) []string {
		var out []string
		for _, m := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(s, -1) {
			if m[1] != "README.zh.md" {
				out = append(out, m[1])
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	if a, b := links(en), links(zh); !slices.Equal(a, b) {
		t.Errorf("they lead to\n%q\n%q", a, b)
	}
	for _, l := range links(en) {
		if strings.Contains(l, "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", "..", l)); err != nil {
			t.Errorf("a link leads nowhere: %v", err)
		}
	}
}
