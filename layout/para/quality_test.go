package para

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// sampleParagraphs answers the body paragraphs of the sample edition and of the editions beside it, with their
// marks made full-width, or skips.
func sampleParagraphs(t testing.TB) (sample, all []string) {
	add := func(list []string, s string) []string {
		s = Normalise(strings.ReplaceAll(strings.TrimSpace(s), "**", ""))
		if han := strings.Count(s, "的") + strings.Count(s, "，"); len([]rune(s)) < 60 || han == 0 || strings.HasPrefix(s, "#") {
			return list
		}
		return append(list, s)
	}
	data, err := os.ReadFile("../../../shared/sample/pinghu-front-page.md")
	if err != nil {
		t.Skipf("no sample texts: %v", err)
	}
	for line := range strings.Lines(string(data)) {
		sample = add(sample, line)
	}
	all = slices.Clone(sample)
	editions, _ := filepath.Glob("../../../shared/pages-dev/edition-*.json")
	for _, path := range editions {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		var walk func(v any)
		walk = func(v any) {
			switch v := v.(type) {
			case string:
				for line := range strings.Lines(v) {
					all = add(all, line)
				}
			case []any:
				for _, e := range v {
					walk(e)
				}
			case map[string]any:
				for _, k := range sortedKeys(v) {
					walk(v[k])
				}
			}
		}
		walk(doc)
	}
	return sample, all
}

func sortedKeys(m map[string]any) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// quality sums up how lines came out; shares are per cent of the justified lines.
type quality struct {
	paragraphs, lines, justified, forced, runts       int
	stretched, over05, over10, shrunk, stops, longest float64
	pitch95                                           float64 // tracking that 95 % of the lines stay within
}

func qualityOf(paragraphs []string, measure float64, policy Policy, even bool) quality {
	return qualityStyle(paragraphs, measure, Style{Policy: policy, EvenPitch: even})
}

func qualityStyle(paragraphs []string, measure float64, st Style) quality {
	q := quality{paragraphs: len(paragraphs)}
	st.Level, st.Indent = LevelGB, ems(2)
	var tracks []float64
	for _, s := range paragraphs {
		p := prepared(s, st)
		r := p.Set(Measure{Rest: ems(measure)})
		for i := range r.Lines {
			l := &r.Lines[i]
			q.lines++
			if l.Forced {
				q.forced++
			}
			if l.Last {
				if i > 0 && p.runt(*l) {
					q.runts++
				}
				continue
			}
			t := float64(l.Tracking) / 1000
			tracks = append(tracks, t)
			q.longest = max(q.longest, t)
			if t > 0 {
				q.stretched++
			}
			if t > 0.05 {
				q.over05++
			}
			if t > 0.1 {
				q.over10++
			}
			if l.Shrunk > 0 {
				q.shrunk++
				f := p.line(l.From, l.To, i, Measure{Rest: ems(measure)})
				if l.Shrunk > f.easy {
					q.stops++
				}
			}
		}
	}
	q.justified = len(tracks)
	slices.Sort(tracks)
	if n := len(tracks); n > 0 {
		q.pitch95 = tracks[n*95/100]
		for _, v := range []*float64{&q.stretched, &q.over05, &q.over10, &q.shrunk, &q.stops} {
			*v *= 100 / float64(n)
		}
	}
	return q
}

// TestFlexibility counts the paragraphs that can be set a line longer or shorter than best: what copyfitting by
// setting is worth.
func TestFlexibility(t *testing.T) {
	_, all := sampleParagraphs(t)
	for _, measure := range []float64{11, 13, 20, 27} {
		m := Measure{Rest: ems(measure)}
		longer, shorter, lines := 0, 0, 0
		for _, s := range all {
			p := prepared(s, Style{Level: LevelGB, Indent: ems(2)})
			n := len(p.Set(m).Lines)
			lines += n
			if r, ok := p.SetIn(m, n+1); ok && len(r.Lines) == n+1 {
				longer++
			}
			if r, ok := p.SetIn(m, n-1); ok && len(r.Lines) == n-1 {
				shorter++
			}
		}
		t.Logf("at %g: of %d paragraphs, %d lines, %d can be a line longer, %d shorter", measure, len(all), lines, longer, shorter)
		if longer+shorter < len(all)/20 {
			t.Errorf("at %g hardly a paragraph can be copyfitted", measure)
		}
	}
}

// floorOver10 answers the share of lines over 0.1 em, in per cent, that no lawful setting of the paragraphs avoids: what
// remains when nothing else costs anything.
func floorOver10(paragraphs []string, measure float64) float64 {
	kept := balanced
	balanced = weights{}
	defer func() { balanced = kept }()
	return qualityStyle(paragraphs, measure, Style{TrackingMax: testEm / 10}).over10
}

// TestQualityReport writes the table of QUALITY.md to the file that QUALITY names; make quality does.
func TestQualityReport(t *testing.T) {
	path := os.Getenv("QUALITY")
	if path == "" {
		t.Skip("QUALITY names no file")
	}
	sample, all := sampleParagraphs(t)
	var b strings.Builder
	fmt.Fprintf(&b, `# How lines come out

Written by %s on %s, %s/%s, %d processors, %s. Indent 2 em, level gb, full-width marks, no hanging stops. Shares are per cent of the justified lines; "over" is the tracking of a line, in em a place; "floor" is the share over 0.1 em that no lawful setting avoids (a first line of eleven characters without a mark to squeeze before a word and its comma has no other place to break). "least" and "even" are total fit; "even" also wants 95 %% of the lines at 14 characters within 0.02 em and squeezes more marks for it; the others break line by line.

The goals of "least" at 13: forbidden 0, 孤字 0, over 0.05 ≤ 3, over 0.1 ≤ 0.5 or the floor, shrunk ≤ 20; at 11 over 0.1 ≤ 2.5.
`, "`make quality`", time.Now().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	for _, text := range []struct {
		name string
		list []string
	}{{"The sample edition", sample}, {"The sample and the editions beside it", all}} {
		runes := 0
		for _, s := range text.list {
			runes += len([]rune(s))
		}
		fmt.Fprintf(&b, "\n## %s: %d paragraphs, %d characters\n\n| measure | policy | lines | opened | over 0.05 | over 0.1 | floor | shrunk | 。？！ touched | widest | 95 %% within | 孤字 | forbidden |\n|%s\n",
			text.name, len(text.list), runes, strings.Repeat(" --- |", 13))
		for _, measure := range []float64{11, 13, 20, 27} {
			floor := floorOver10(text.list, measure)
			for i, policy := range []Policy{PushOutOnly, PushOutFirst, PushInFirst, LeastAdjustment, LeastAdjustment} {
				q := qualityOf(text.list, measure, policy, i == 4)
				fmt.Fprintf(&b, "| %g | %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.3f | %.3f | %d | %d |\n", measure,
					[...]string{"push out only", "push out first", "push in first", "least", "even"}[i], q.lines, q.stretched, q.over05, q.over10, floor, q.shrunk, q.stops, q.longest, q.pitch95, q.runts, q.forced)
			}
		}
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestQuality holds the looks of total fit to what research/typesetting.md, section 13, found possible.
func TestQuality(t *testing.T) {
	sample, all := sampleParagraphs(t)
	for _, text := range []struct {
		name string
		list []string
	}{{"sample", sample}, {"all", all}} {
		runes := 0
		for _, s := range text.list {
			runes += len([]rune(s))
		}
		t.Logf("%s: %d paragraphs, %d characters", text.name, len(text.list), runes)
		t.Logf("%7s %-9s %6s %9s %7s %7s %7s %6s %6s %6s %7s %6s", "measure", "policy", "lines", "stretch%", ">.05%", ">.1%", "shrunk%", "stops%", "max", "p95", "孤字", "forced")
		for _, measure := range []float64{11, 13, 14, 20, 27} {
			for i, policy := range []Policy{PushOutOnly, PushOutFirst, PushInFirst, LeastAdjustment, LeastAdjustment} {
				even := i == 4
				q := qualityOf(text.list, measure, policy, even)
				name := [...]string{"out only", "out", "in", "least", "even"}[i]
				t.Logf("%7g %-9s %6d %9.1f %7.1f %7.1f %7.1f %6.1f %6.3f %6.3f %7d %6d", measure,
					name, q.lines, q.stretched, q.over05, q.over10, q.shrunk, q.stops, q.longest, q.pitch95, q.runts, q.forced)
				if policy != LeastAdjustment {
					continue
				}
				if q.forced > 0 || q.runts > 0 {
					t.Errorf("%s at %g: %d forbidden breaks, %d runts", text.name, measure, q.forced, q.runts)
				}
				switch {
				case even && measure == 14:
					if q.pitch95 > 0.02 || q.over10 > 0.4 {
						t.Errorf("%s at 14, even pitch: 95 %% within %.3f em, %.1f %% over 0.1 em", text.name, q.pitch95, q.over10)
					}
				case even:
				case measure == 13:
					// A first line of eleven characters without a mark to squeeze, before a word and its comma, is
					// loose whatever one does; the editions beside the sample open a paragraph in 15 that way.
					most := max(0.5, floorOver10(text.list, measure))
					if q.over05 > 3 || q.over10 > most+0.05 || q.shrunk > 20 {
						t.Errorf("%s at 13: %.1f %% over 0.05 em, %.1f %% over 0.1 em, %.1f %% shrunk", text.name, q.over05, q.over10, q.shrunk)
					}
				case measure == 11:
					if q.over10 > 2.5 {
						t.Errorf("%s at 11: %.1f %% over 0.1 em", text.name, q.over10)
					}
				}
			}
		}
	}
}
