package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestProofFlags asks for each flag of proof what it is for.
func TestProofFlags(t *testing.T) {
	dir := t.TempDir()
	in := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	story := in("a.md", "# 褚怀谨调研青屏湖\n\n本报讯 11月24日（星期三），市委书记褚怀谨到青屏湖调研，看望残废人代表，走访养老服务服务中心。\n")
	rules := func(args ...string) string {
		t.Helper()
		said := must(t, exitDone, append([]string{"proof", story, "--json"}, args...)...)
		var found []findingJSON
		if err := json.Unmarshal([]byte(said), &found); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		var out []string
		for _, f := range found {
			if f.File != story || f.Level == "" || f.Message == "" || f.English == "" || f.To < f.From {
				t.Errorf("a finding lacks something: %+v", f)
			}
			out = append(out, f.Rule)
		}
		return strings.Join(out, " ")
	}
	has := func(got, want string, is bool) {
		t.Helper()
		if strings.Contains(got, want) != is {
			t.Errorf("%s in %q: %v", want, got, !is)
		}
	}
	bare := rules()
	has(bare, "DU-02", true)
	has(bare, "NM-01", false)
	has(bare, "ST-01", false)
	var rates []rateJSON
	if err := json.Unmarshal([]byte(must(t, exitDone, "proof", story, "--rate", "--json")), &rates); err != nil {
		t.Fatal(err)
	}
	if len(rates) < 2 || rates[0].Of != "edition" || rates[0].Characters < 40 || rates[0].Faults < 2 || rates[0].Passes || rates[0].Limit != 3 || rates[len(rates)-1].Of != "story" || rates[len(rates)-1].File != story {
		t.Errorf("rates %+v", rates)
	}
	if said := must(t, exitDone, "proof", story, "--rate"); !strings.Contains(said, "每万字") && !strings.Contains(said, "per 10,000") {
		t.Errorf("rates in words: %s", said)
	}
	roster := in("people.csv", "姓名,职务,次序\n褚怀瑾,市委书记,1\n")
	has(rules("--roster", roster), "NM-01", true)
	has(rules("--roster", in("people.json", `[{"name":"褚怀瑾","titles":["市委书记"],"rank":1}]`)), "NM-01", true)
	in("desk/words.csv", "残废人,禁用,残疾人\n")
	in("desk/roster.csv", "褚怀瑾,市委书记,1\n")
	both := rules("--lists", filepath.Join(dir, "desk"))
	has(both, "ST-01", true)
	has(both, "NM-01", true)
	// 24 November 2026 is a Tuesday, of 2027 a Wednesday.
	has(rules("--date", "2026-11-25"), "DT-01", true)
	has(rules("--date", "2027-11-25"), "DT-01", false)

	must(t, exitFindings, "proof", story, "--fail-on", "error")
	must(t, exitFindings, "proof", story, "--fail-on", "hint")
	clean := in("b.md", "# 花会明天开幕\n\n本报记者 冉清和\n\n花会明天上午开幕，市民可以前往观赏。\n")
	must(t, exitDone, "proof", clean, "--fail-on", "error")

	bad := in("bad.csv", "姓名,职务,次序\n褚怀瑾,市委书记,第一\n")
	if said := must(t, exitFailed, "--lang", "en", "proof", story, "--roster", bad); !strings.Contains(said, "line 2") || !strings.Contains(said, "Rank") {
		t.Errorf("a bad roster: %s", said)
	}
	if said := must(t, exitFailed, "proof", story, "--roster", bad); !strings.Contains(said, "第 2 行") {
		t.Errorf("a bad roster: %s", said)
	}
	must(t, exitFailed, "proof", story, "--lists", bad)
	must(t, exitFailed, "proof", story, "--lists", filepath.Join(dir, "none"))
	must(t, exitFailed, "proof", "--jsonl", story)
	must(t, exitFailed, "proof", "--jsonl", story, "-o", filepath.Join(dir, "x"), story)
}

// TestProofLinesTakeLists reads lines with a roster, lists and a date.
func TestProofLinesTakeLists(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "slips.csv"), []byte("青平湖,青屏湖\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	roster := write(t, "r.csv", "褚怀瑾,市委书记,1\n")
	in := write(t, "in.jsonl", `{"id":"a","text":"市委书记褚怀谨来到青平湖。"}

{"id":"b","text":"11月24日（星期三）开幕。"}
{"id":"c","text":"11月24日（星期三）开幕。","pub":"2027-11-25"}
{"id":"d","fragments":["会议由市委副书","花开了。","记主持。"]}
{"id":"e","a":["第一段说的是春天的花开得很好，人们都来看。","第二段说的是秋天的粮食丰收了，粮仓满满。"],"b":["另一篇完全不同的稿件，讲的是地铁通车的消息。"]}
`)
	out := filepath.Join(t.TempDir(), "out.jsonl")
	must(t, exitDone, "proof", "--jsonl", in, "-o", out, "--roster", roster, "--lists", dir, "--date", "2026-11-25")
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines: %s", len(lines), data)
	}
	for i, want := range [][]string{{`"rule":"NM-01"`, `"fix":"青屏湖"`, `"ms":`}, {`"rule":"DT-01"`}, {`"id":"c"`}, {`"successor":[2,-1,-1]`}, {`"label":"different"`, `"score":`}} {
		for _, w := range want {
			if !strings.Contains(lines[i], w) {
				t.Errorf("line %d: %s has no %s", i+1, lines[i], w)
			}
		}
	}
	if strings.Contains(lines[2], "DT-01") {
		t.Errorf("the line's own date is not taken: %s", lines[2])
	}
	for text, said := range map[string]string{"{\"id\":\"a\"}\n": "1", "\n{no\n": "2"} {
		if got := must(t, exitFailed, "proof", "--jsonl", write(t, "bad.jsonl", text), "-o", out); !strings.Contains(got, said) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// TestLearnCommand learns an archive, says so, and forgets it.
func TestLearnCommand(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	shop.KeepLearnt(learntFile())
	t.Cleanup(func() { shop.KeepLearnt("") })
	dir := t.TempDir()
	for i, s := range []string{"昨天，冉墨桢来到粽匠巷。", "冉墨桢说，粽匠巷要修好。", "会议由冉墨桢主持，商议粽匠巷改造。", "“粽匠巷热闹了。”冉墨桢说。", "老人们在粽匠巷遇到了冉墨桢。"} {
		if err := os.WriteFile(filepath.Join(dir, string(rune('a'+i))+".md"), []byte("# 消息\n\n"+s+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	said := must(t, exitDone, "learn", dir)
	if !strings.Contains(said, "冉墨桢") || !strings.Contains(said, learntFile()) {
		t.Errorf("it says %s", said)
	}
	if _, err := os.Stat(learntFile()); err != nil {
		t.Error(err)
	}
	must(t, exitDone, "learn", "--forget")
	if _, err := os.Stat(learntFile()); err == nil {
		t.Error("it is still there")
	}
	must(t, exitFailed, "learn")
	must(t, exitFailed, "learn", filepath.Join(dir, "none"))
}
