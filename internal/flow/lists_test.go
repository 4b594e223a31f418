package flow

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/lists"
	"dayang/internal/segment"
)

// TestListsServeTheProof puts lists beside an edition and proofreads with them.
func TestListsServeTheProof(t *testing.T) {
	dir := t.TempDir()
	s := NewShop()
	path := filepath.Join(dir, "a.dayang")
	write := func(k lists.Kind, text string) {
		t.Helper()
		tab, err := lists.Read(k, strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := SaveList(ListsFolder(dir), tab); err != nil {
			t.Fatal(err)
		}
	}
	write(lists.Roster, "褚怀瑾,市委书记,1\n温如石,市长,2\n")
	write(lists.Words, "残废人,禁用,残疾人\n")
	write(lists.Slips, "青平湖,青屏湖\n")
	write(lists.Places, "芦湾镇,青屏市\n")
	c, err := s.Checker(ProofOptions{Lists: s.TitleLists(path)})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, f := range c.Text("市委书记褚怀谨来到青平湖，看望残废人代表。", "") {
		got += f.Rule + " " + f.Suggestions[0].Text + "; "
	}
	if want := "NM-01 褚怀瑾; SP-01 青屏湖; ST-01 残疾人; "; got != want {
		t.Errorf("found %q, want %q", got, want)
	}
	write(lists.Slips, "")
	if set := s.TitleLists(path); len(set.Slips) != 0 || len(set.Roster) != 2 {
		t.Errorf("after a change: %+v", set)
	}
	if err := os.WriteFile(filepath.Join(ListsFolder(dir), "words.csv"), []byte("残废人,禁用\n帐户,规范\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	set, err := Lists(ListsFolder(dir))
	var bad *ListError
	if !errors.As(err, &bad) || bad.Faults[0].Line != 2 || len(set.Words) != 1 || len(set.Roster) != 2 {
		t.Errorf("a bad line: %v, %+v", err, set)
	}
	if set := s.TitleLists(filepath.Join(t.TempDir(), "x.dayang")); len(set.Roster) != 0 {
		t.Errorf("no lists: %+v", set)
	}
}

// TestLearn learns a made archive and holds what it is for: names it has are doubted less, its own words stand in the
// order that its texts have, and nothing of a text can be read in the file.
func TestLearn(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "archive")
	if err := os.MkdirAll(filepath.Join(archive, "2023"), 0o755); err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"# 澜溪花会开幕\n\n昨天，澜溪街道的花会开幕。冉墨桢宣布开幕。\n\n居民说，今年的花会办得好。\n",
		"# 冉墨桢到澜溪调研\n\n冉墨桢一行在澜溪街道调研，走访了粽匠巷。\n\n随后，冉墨桢听取了汇报。\n",
		"# 粽匠巷修好了\n\n记者从澜溪街道获悉，粽匠巷修好了。老人们说，粽匠巷平整多了。\n",
		"# 会议召开\n\n会议由冉墨桢主持，澜溪街道、粽匠巷社区负责人参加。\n",
		"# 端午\n\n在粽匠巷，澜溪街道办起了集市。“粽匠巷很热闹。”冉墨桢说。\n",
	}
	for i, s := range texts {
		if err := os.WriteFile(filepath.Join(archive, "2023", string(rune('a'+i))+".md"), []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(archive, "bad.docx"), []byte("PK\x03\x04 no"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := NewShop()
	if _, err := s.Learn(context.Background(), []string{archive}, nil); !errors.Is(err, ErrNoLearnt) {
		t.Errorf("learnt without a file: %v", err)
	}
	kept := filepath.Join(dir, "own", "learnt.gz")
	s.KeepLearnt(kept)
	text := []rune("冉墨桢走访粽匠巷")
	cost := func() float64 {
		w, err := s.Words()
		if err != nil {
			t.Fatal(err)
		}
		return segment.ModelOf(w).Read(text).Cost()
	}
	was := cost()
	before := hints(t, s, "冉墨桢来到粽匠巷，同粽匠们交谈。")
	l, err := s.Learn(context.Background(), []string{archive}, nil)
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Join(l.Names, " ")
	if l.Stories != len(texts) || len(l.Skipped) != 1 || !strings.Contains(names, "冉墨桢") || !strings.Contains(names, "粽匠巷") {
		t.Errorf("learnt %+v", l)
	}
	if after := hints(t, s, "冉墨桢来到粽匠巷，同粽匠们交谈。"); after > before {
		t.Errorf("%d hints before, %d after", before, after)
	}
	if now := cost(); now > was-15 {
		t.Errorf("the paper's own words cost %.1f before and %.1f after", was, now)
	}
	if st, err := os.Stat(kept); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v %v", st, err)
	}
	// Another shop on this machine reads it; Forget ends it.
	other := NewShop()
	other.KeepLearnt(kept)
	if _, err := other.Words(); err != nil {
		t.Error(err)
	}
	if err := s.Forget(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(kept); err == nil {
		t.Error("the file is still there")
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := s.Learn(ctx, []string{archive}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped run: %v", err)
	}
}

// TestDamagedLearnt opens the dictionary beside files that are no learnt ones, cut short or of another form.
func TestDamagedLearnt(t *testing.T) {
	whole := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	good := whole("dayang learnt 1\nr 100\n1 冉墨桢 40\n2 - 冉墨桢 40\n")
	bare := NewShop()
	plain, err := bare.Words()
	if err != nil {
		t.Fatal(err)
	}
	text := []rune("冉墨桢走访")
	for what, data := range map[string][]byte{
		"empty": {}, "noise": []byte("no gzip at all"), "cut short": good[:len(good)-12], "another form": whole("dayang learnt 9\n"),
		"a bad line": whole("dayang learnt 1\n1 冉墨桢 many\n"), "a bad count": whole("dayang learnt 1\n1 冉墨桢 -4\n"),
	} {
		path := filepath.Join(t.TempDir(), "learnt.gz")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s := &Shop{Fonts: bare.Fonts, open: bare.open}
		s.KeepLearnt(path)
		w, err := s.Words()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got, want := segment.ModelOf(w).Read(text).Cost(), segment.ModelOf(plain).Read(text).Cost(); got != want {
			t.Errorf("%s: costs %.2f, and %.2f without it", what, got, want)
		}
		bad := s.LearntTrouble()
		if bad == nil || bad.Kept == "" || !strings.Contains(bad.Words().ZH, bad.Kept) || !strings.Contains(bad.Words().EN, bad.Kept) {
			t.Fatalf("%s: told of it as %v", what, bad)
		}
		if kept, err := os.ReadFile(bad.Kept); err != nil || !bytes.Equal(kept, data) {
			t.Errorf("%s: what was set aside is another file: %v", what, err)
		}
		if _, has := s.HasLearnt(); has {
			t.Errorf("%s: it is still in its place", what)
		}
		again := &Shop{Fonts: bare.Fonts, open: bare.open}
		again.KeepLearnt(path)
		if _, err := again.Words(); err != nil || again.LearntTrouble() != nil {
			t.Errorf("%s: the next start: %v, %v", what, err, again.LearntTrouble())
		}
	}
	path := filepath.Join(t.TempDir(), "learnt.gz")
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	s := &Shop{Fonts: bare.Fonts, open: bare.open}
	s.KeepLearnt(path)
	w, err := s.Words()
	if err != nil || s.LearntTrouble() != nil {
		t.Fatal(err, s.LearntTrouble())
	}
	if got, want := segment.ModelOf(w).Read(text).Cost(), segment.ModelOf(plain).Read(text).Cost(); got >= want {
		t.Errorf("a sound file changes nothing: %.2f, %.2f", got, want)
	}
}

// FuzzLearnt reads any file as what was learnt.
func FuzzLearnt(f *testing.F) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte("dayang learnt 1\nr 9\nn 粽匠巷 4\n1 粽匠巷 4\n2 - 粽匠巷 4\n")); err != nil {
		f.Fatal(err)
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:20])
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := readCounts(bytes.NewReader(data)); (c == nil) != (err != nil) {
			t.Fatalf("counts %v and error %v", c, err)
		}
	})
}

func hints(t *testing.T, s *Shop, text string) int {
	t.Helper()
	c, err := s.Checker(ProofOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return len(c.Text(text, ""))
}
