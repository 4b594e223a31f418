// Command mkdict makes assets/dict/words.txt.gz, the dictionary that ships with the program, from the word list of
// gse's own module: simplified Chinese only, words seen more than -over times, sorted, one "word count tag" a line.
//
//	go run ./internal/segment/mkdict -o assets/dict/words.txt.gz
//
// The output is the same bytes for the same list. Licences of the list are in assets/dict/LICENSE.
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
	"sort"
	"strconv"
	"strings"
)

func main() {
	out := flag.String("o", "assets/dict/words.txt.gz", "where to write the dictionary")
	list := flag.String("list", "", "the word list; empty takes data/dict/zh/s_1.txt of the gse module in use")
	over := flag.Int("over", 3, "keep words seen more often than this")
	flag.Parse()
	if err := run(*list, *out, *over); err != nil {
		fmt.Fprintln(os.Stderr, "mkdict:", err)
		os.Exit(2)
	}
}

func run(list, out string, over int) error {
	if list == "" {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-ego/gse").Output()
		if err != nil {
			return fmt.Errorf("find the gse module: %w", err)
		}
		list = filepath.Join(strings.TrimSpace(string(dir)), "data", "dict", "zh", "s_1.txt")
	}
	data, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	lines, total, err := trim(data, over)
	if err != nil {
		return fmt.Errorf("read %s: %w", list, err)
	}
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
	fmt.Printf("%d of %d words, %d bytes\n", len(lines), total, buf.Len())
	return os.WriteFile(out, buf.Bytes(), 0o644)
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
