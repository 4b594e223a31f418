// Command mkdict makes the dictionary that ships with the program from gse's own module.
//
//	go run ./internal/segment/mkdict -o assets/dict
//
// words.txt.gz is its word list: simplified Chinese only, words seen more than -over times, sorted, one "word count
// tag" a line. tags.txt.gz is which part of speech follows which, from the tables of its tagger: "before after log",
// where a class is a tag with 1 for words of one character or 2 for longer ones, and ^ is the start of a sentence.
// The output is the same bytes for the same module. Licences are beside it.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

func main() {
	out := flag.String("o", "assets/dict", "where to write the dictionary")
	module := flag.String("module", "", "the folder of the gse module; empty takes the one in use")
	over := flag.Int("over", 3, "keep words seen more often than this")
	flag.Parse()
	if err := run(*module, *out, *over); err != nil {
		fmt.Fprintln(os.Stderr, "mkdict:", err)
		os.Exit(2)
	}
}

func run(module, out string, over int) error {
	if module == "" {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-ego/gse").Output()
		if err != nil {
			return fmt.Errorf("find the gse module: %w", err)
		}
		module = strings.TrimSpace(string(dir))
	}
	list := filepath.Join(module, "data", "dict", "zh", "s_1.txt")
	data, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	lines, total, err := trim(data, over)
	if err != nil {
		return fmt.Errorf("read %s: %w", list, err)
	}
	fmt.Printf("%d of %d words\n", len(lines), total)
	if err := pack(filepath.Join(out, "words.txt.gz"), lines); err != nil {
		return err
	}
	tagger := filepath.Join(module, "hmm", "pos")
	lines, err = follow(tagger)
	if err != nil {
		return fmt.Errorf("read %s: %w", tagger, err)
	}
	fmt.Printf("%d steps between parts of speech\n", len(lines))
	return pack(filepath.Join(out, "tags.txt.gz"), lines)
}

// pack writes lines as gzip.
func pack(name string, lines []string) error {
	var buf bytes.Buffer
	zw, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if _, err := zw.Write([]byte(l + "\n")); err != nil {
			return err
		}
	}
	if err := zw.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, buf.Bytes(), 0o644)
}

var (
	rowForm  = regexp.MustCompile(`(?m)^\s*(\d+):\s*\{(.*)\}`)
	cellForm = regexp.MustCompile(`(\d+): (-?[\d.]+(?:e[+-]?\d+)?)`)
	tagForm  = regexp.MustCompile(`"([a-z]+)"`)
)

// follow reads the tagger's tables: a state is a hundred times the place in a word (1 its first character, 2 its
// last, 3 between, 4 a word of one character) and the number of a tag. Steps from the end of a word to the start of
// the next are those between words.
func follow(dir string) ([]string, error) {
	read := func(name string) (string, error) {
		data, err := os.ReadFile(filepath.Join(dir, name))
		return string(data), err
	}
	states, err := read("char_state_tab.go")
	if err != nil {
		return nil, err
	}
	at := strings.Index(states, "poss ")
	if at < 0 {
		return nil, fmt.Errorf("no list of tags in char_state_tab.go")
	}
	var tags []string
	for _, m := range tagForm.FindAllStringSubmatch(states[at:], -1) {
		tags = append(tags, m[1])
	}
	class := func(state int) string {
		if state%100 >= len(tags) {
			return ""
		}
		switch state / 100 {
		case 1, 2:
			return tags[state%100] + "2"
		case 4:
			return tags[state%100] + "1"
		}
		return ""
	}
	trans, err := read("prob_trans.go")
	if err != nil {
		return nil, err
	}
	start, err := read("prob_start.go")
	if err != nil {
		return nil, err
	}
	var lines []string
	row := func(from, cells string) error {
		for _, c := range cellForm.FindAllStringSubmatch(cells, -1) {
			n, err := strconv.Atoi(c[1])
			if err != nil {
				return err
			}
			v, err := strconv.ParseFloat(c[2], 64)
			if err != nil {
				return err
			}
			if to := class(n); to != "" && n/100 != 2 && v > -30 {
				lines = append(lines, fmt.Sprintf("%s %s %.2f", from, to, v))
			}
		}
		return nil
	}
	if err := row("^", start); err != nil {
		return nil, err
	}
	for _, m := range rowForm.FindAllStringSubmatch(trans, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return nil, err
		}
		if from := class(n); from != "" && n/100 != 1 {
			if err := row(from, m[2]); err != nil {
				return nil, err
			}
		}
	}
	if len(lines) < 1000 {
		return nil, fmt.Errorf("only %d steps found", len(lines))
	}
	sort.Strings(lines)
	return lines, nil
}

// trim answers the lines to keep, sorted, and how many there were. The first of two equal words stays.
func trim(data []byte, over int) (kept []string, total int, err error) {
	seen := map[string]bool{}
	sc := bufio.NewScanner(bytes.NewReader(data))
	for sc.Scan() {
		f := strings.Fields(sc.Text())
		if len(f) < 2 {
			continue
		}
		total++
		n, err := strconv.Atoi(f[1])
		if err != nil {
			return nil, 0, fmt.Errorf("line %q: %w", sc.Text(), err)
		}
		if n <= over || seen[f[0]] {
			continue
		}
		seen[f[0]] = true
		tag := ""
		if len(f) > 2 {
			tag = " " + f[2]
		}
		kept = append(kept, f[0]+" "+f[1]+tag)
	}
	sort.Strings(kept)
	return kept, total, sc.Err()
}
