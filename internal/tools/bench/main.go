// Command bench measures what no benchmark of a single package can: keystrokes from change to display list and to
// painted tile, and whole processes side by side. It prints Markdown; PERFORMANCE.md beside it holds what it printed.
//
//	bench keys [-n 1000]               types into the middle of editions of 1 and of 100 pages
//	bench whole [-rounds 5] NAME=CMD…  runs commands in turn, every one once a round
//	bench edition -pages N -pictures MB -o DIR
//
// edition writes an edition file of N pages of the sample's text, with pictures that together have so many megabytes.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dayang/assets"
	"dayang/fonts"
	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/raster"
	"dayang/internal/store"
	"dayang/layout/display"
	"dayang/layout/geom"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("bench keys|whole|edition"))
	}
	var err error
	switch args := os.Args[2:]; os.Args[1] {
	case "keys":
		err = keys(args)
	case "whole":
		err = whole(args)
	case "edition":
		err = editionFile(args)
	default:
		err = fmt.Errorf("no such measurement: %s", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

// pageStories is where a page's stories stand: column, line, columns, lines of 对开·八栏.
var pageStories = [][4]int{{0, 1, 4, 40}, {4, 1, 4, 40}, {0, 42, 3, 40}, {3, 42, 5, 40}, {0, 83, 4, 39}, {4, 83, 4, 39}}

// storyRunes is about how many characters of text a story has: six of them are a page of 7,000.
const storyRunes = 1170

// sampleText answers the paragraphs of the sample edition that are text.
func sampleText() ([]string, error) {
	data, err := fs.ReadFile(assets.Sample(), "front-page.md")
	if err != nil {
		return nil, err
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(strings.ReplaceAll(line, "**", ""))
		if len([]rune(line)) > 60 && !strings.ContainsAny(line[:1], "#!<|>") {
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("the sample edition has no text")
	}
	return out, nil
}

// editionOf makes an edition of so many pages.
func editionOf(pages int) (*edition.Edition, error) {
	text, err := sampleText()
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(1, 2))
	f, _ := edition.FormatNamed("对开·八栏·小五")
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{Title: "大样", Date: "2026-11-24"}}
	for n := 1; n <= pages; n++ {
		p := &edition.Page{ID: fmt.Sprintf("page-%d", n), Number: n, Format: f}
		for i, at := range pageStories {
			s := &edition.Story{ID: fmt.Sprintf("s%d-%d", n, i+1), Kind: edition.News, Priority: 5 - i%4}
			add := func(role edition.Role, text string) {
				s.Paras = append(s.Paras, &edition.Para{ID: fmt.Sprintf("p%d", len(s.Paras)+1), Role: role, Text: text})
			}
			head := []rune(text[r.IntN(len(text))])
			add(edition.Headline, string(head[:12]))
			s.Slug = string(head[:12])
			for got := 0; got < storyRunes; {
				q := text[r.IntN(len(text))]
				add(edition.Body, q)
				got += len([]rune(q))
			}
			ed.Stories = append(ed.Stories, s)
			p.Frames = append(p.Frames, &edition.Frame{ID: "f-" + s.ID, Kind: edition.StoryFrame, Story: s.ID, Rect: f.Cells(at[0], at[1], at[2], at[3])})
		}
		ed.Pages = append(ed.Pages, p)
	}
	return ed, edition.Validate(ed)
}

// The window's tiles: their side, and the resolution of a page shown at its size.
const (
	tileSide = 512
	tileDPI  = 96
)

// keys types into the middle of the middle story.
func keys(args []string) error {
	f := flag.NewFlagSet("keys", flag.ExitOnError)
	n := f.Int("n", 1000, "characters to type")
	f.Parse(args)
	fmt.Printf("%s, %s/%s, %d processors, %s; %d keys. Processor time is of the thread that typed: what the key costs on a machine that does nothing else.\n\n",
		time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), *n)
	fmt.Println("| pages | from the key to | clock | median ms | p99 ms | max ms |\n| --- | --- | --- | --- | --- | --- |")
	runtime.LockOSThread()
	for _, pages := range []int{1, 100} {
		list, tile, err := typeInto(pages, *n)
		if err != nil {
			return err
		}
		for _, row := range []struct {
			to string
			m  []moment
		}{{"display list", list}, {"painted tile", tile}} {
			var wall, cpu []time.Duration
			for _, m := range row.m {
				wall, cpu = append(wall, m.wall), append(cpu, m.cpu)
			}
			fmt.Printf("| %d | %s | wall | %s |\n| %d | %s | processor | %s |\n", pages, row.to, spread(wall), pages, row.to, spread(cpu))
		}
	}
	return nil
}

// moment is a time by two clocks: the wall's, and the thread's own processor time.
type moment struct{ wall, cpu time.Duration }

// watch starts both clocks and answers how to read them.
func watch() func() moment {
	start, used := time.Now(), threadTime()
	return func() moment { return moment{time.Since(start), threadTime() - used} }
}

// threadTime is the processor time of this thread.
func threadTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		fail(err)
	}
	return time.Duration(t.Nano())
}

func spread(d []time.Duration) string {
	slices.Sort(d)
	ms := func(d time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()*1000) }
	return ms(d[len(d)/2]) + " | " + ms(d[len(d)*99/100]) + " | " + ms(d[len(d)-1])
}

// typeInto types n characters and answers, for each, the time from the key to the page's display list, and to the
// tile with the new character painted.
func typeInto(pages, n int) (list, tile []moment, err error) {
	ed, err := editionOf(pages)
	if err != nil {
		return nil, nil, err
	}
	reg := fonts.Builtin()
	c := compose.New(reg, nil)
	c.Compose(ed)
	page := ed.Pages[pages/2]
	story := ed.Story(page.Frames[2].Story)
	para := story.Paras[len(story.Paras)/2].ID
	paint := raster.New(reg, nil)
	at := len([]rune(story.Para(para).Text)) / 2
	words := []rune("市民代表昨日走进新建成的社区服务中心，逐项查看办事流程并提出意见。")
	for i := range n {
		key := string(words[i%len(words)])
		read := watch()
		ch, err := edit.ReplaceText(ed, story.ID, para, at, at, key)
		if err != nil {
			return nil, nil, err
		}
		if ed, err = ch.Apply(ed); err != nil {
			return nil, nil, err
		}
		res := c.Compose(ed)
		list = append(list, read())
		pg := res.Pages[pages/2]
		spot := find(pg, story.ID, para, at)
		x, y := int(spot.X.Pt()*tileDPI/72), int(spot.Y.Pt()*tileDPI/72)
		px := image.Rect(x/tileSide*tileSide, y/tileSide*tileSide, (x/tileSide+1)*tileSide, (y/tileSide+1)*tileSide)
		if img := paint.Tile(pg, tileDPI, px); img == nil {
			return nil, nil, fmt.Errorf("no tile at %v", px)
		}
		tile = append(tile, read())
		if at++; (i+1)%len(words) == 0 { // the text grows by a sentence; then that is taken out again, or it would overflow
			if ch, err = edit.ReplaceText(ed, story.ID, para, at-len(words), at, ""); err != nil {
				return nil, nil, err
			}
			if ed, err = ch.Apply(ed); err != nil {
				return nil, nil, err
			}
			at -= len(words)
			c.Compose(ed)
		}
	}
	return list, tile, nil
}

// find answers where a character stands on a page.
func find(p display.Page, story, para string, at int) geom.Point {
	var out geom.Point
	display.Walk(p, func(it display.Item, shift geom.Point) {
		if m, ok := it.(display.Mark); ok && m.Story == story && m.Para == para && m.From <= at && at < m.To {
			out = m.Bounds.Min().Add(shift)
			out.X = m.Edges[at-m.From] + shift.X
		}
	})
	return out
}

// editionFile writes an edition of so many pages and pictures.
func editionFile(args []string) error {
	f := flag.NewFlagSet("edition", flag.ExitOnError)
	pages := f.Int("pages", 100, "pages")
	mb := f.Int("pictures", 0, "megabytes of pictures")
	out := f.String("o", "edition.dayang", "file")
	f.Parse(args)
	ed, err := editionOf(*pages)
	if err != nil {
		return err
	}
	kept := store.Pictures{}
	r := rand.New(rand.NewPCG(3, 4))
	for total, n := 0, 0; total < *mb<<20; n++ {
		data, err := photo(r)
		if err != nil {
			return err
		}
		pic, err := kept.Add(fmt.Sprintf("photo-%03d.jpg", n+1), data)
		if err != nil {
			return err
		}
		total += len(data)
		ed.Pictures = append(ed.Pictures, &pic)
		p := ed.Pages[n%len(ed.Pages)]
		last := p.Frames[len(p.Frames)-1]
		if n < len(ed.Pages) { // one stands on every page, in the place of its last story
			p.Frames[len(p.Frames)-1] = &edition.Frame{ID: "f-photo", Kind: edition.PictureFrame, Rect: last.Rect, Picture: pic.ID}
		}
	}
	if err := os.MkdirAll(filepath.Dir(*out), 0o755); err != nil {
		return err
	}
	file, err := store.CreateWith(*out, ed, store.Options{Replace: true, Pictures: kept})
	if err != nil {
		return err
	}
	return file.Close()
}

// photo is a picture of 2400 by 1600 pixels and about two megabytes.
func photo(r *rand.Rand) ([]byte, error) {
	img := image.NewYCbCr(image.Rect(0, 0, 2400, 1600), image.YCbCrSubsampleRatio420)
	a, b := r.IntN(97)+31, r.IntN(89)+37
	for i := range img.Y {
		img.Y[i] = uint8(110 + (i%2400)/a + (i/2400)/b + r.IntN(60))
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(118+(i/1200)/b), uint8(132-(i%1200)/a)
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 88})
	return out.Bytes(), err
}

// took is what one run of a command took.
type took struct {
	wall, cpu time.Duration
	mb        float64
}

// whole runs commands in turn: every one once a round, the round's order rotating, so that a drift of the machine
// meets all of them alike.
func whole(args []string) error {
	f := flag.NewFlagSet("whole", flag.ExitOnError)
	rounds := f.Int("rounds", 5, "rounds after one that warms up")
	f.Parse(args)
	type one struct {
		name string
		argv []string
		runs []took
	}
	var all []*one
	for _, a := range f.Args() {
		name, command, ok := strings.Cut(a, "=")
		if !ok {
			return fmt.Errorf("%q is not NAME=COMMAND", a)
		}
		all = append(all, &one{name: name, argv: strings.Fields(command)})
	}
	if len(all) == 0 {
		return fmt.Errorf("whole: no command")
	}
	for round := -1; round < *rounds; round++ {
		for i := range all {
			o := all[(i+max(round, 0))%len(all)]
			cmd := exec.Command(o.argv[0], o.argv[1:]...)
			start := time.Now()
			if text, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w: %s", o.name, err, text)
			}
			t := took{wall: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
			if ru, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
				t.mb = float64(ru.Maxrss) / 1024 // Linux counts in kilobytes
			}
			if round >= 0 {
				o.runs = append(o.runs, t)
			}
		}
	}
	first := all[0]
	fmt.Printf("%s, %s/%s, %d processors, %s; %d rounds; median (least to most). Ratios are of medians to the first row.\n\n", time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), *rounds)
	fmt.Println("| what | wall s | processor s | MB | wall ratio | processor ratio |\n| --- | --- | --- | --- | --- | --- |")
	for _, o := range all {
		wall, cpu, mb := columns(o.runs)
		fw, fc, _ := columns(first.runs)
		fmt.Printf("| %s | %s | %s | %.0f | %.2f | %.2f |\n", o.name, between(wall), between(cpu), median(mb), median(wall)/median(fw), median(cpu)/median(fc))
	}
	return nil
}

func columns(runs []took) (wall, cpu, mb []float64) {
	for _, r := range runs {
		wall, cpu, mb = append(wall, r.wall.Seconds()), append(cpu, r.cpu.Seconds()), append(mb, r.mb)
	}
	return wall, cpu, mb
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}

func between(v []float64) string {
	return fmt.Sprintf("%.2f (%.2f to %.2f)", median(v), slices.Min(v), slices.Max(v))
}
