package repair

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

const devSets = "../../../shared/proof-dev/"

func rows(t testing.TB, name string, each func(line []byte)) {
	t.Helper()
	data, err := os.ReadFile(devSets + name)
	if err != nil {
		t.Skip("the development set is not here: ", err)
	}
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		each(sc.Bytes())
	}
}

// TestSuccessors holds the order of loose pieces to what it reached on the development pages, less a little.
func TestSuccessors(t *testing.T) {
	seg := dictionary(t)
	right, all := map[string]int{}, map[string]int{}
	rows(t, "own.pages.jsonl", func(line []byte) {
		var r struct {
			Mode      string   `json:"mode"`
			Fragments []string `json:"fragments"`
			Successor []int    `json:"successor"`
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		for i, j := range Successors(r.Fragments, seg) {
			if r.Successor[i] < 0 {
				if j >= 0 {
					t.Errorf("fragment %q ends its paragraph, but %d follows", r.Fragments[i], j)
				}
				continue
			}
			all[r.Mode]++
			if j == r.Successor[i] {
				right[r.Mode]++
			}
		}
	})
	for mode, least := range map[string]float64{"one_moved": 0.95, "shuffled": 0.75} {
		got := float64(right[mode]) / float64(all[mode])
		t.Logf("%s: %d of %d, %.3f", mode, right[mode], all[mode], got)
		if got < least {
			t.Errorf("%s: %.3f, was at least %.2f", mode, got, least)
		}
	}
}

func TestPairs(t *testing.T) {
	right, all := 0, 0
	rows(t, "own.pairs.jsonl", func(line []byte) {
		var r struct {
			ID, Label string
			A, B      []string
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		label, score := Pair(strings.Join(r.A, "\n"), strings.Join(r.B, "\n"))
		all++
		if label == r.Label {
			right++
		} else {
			t.Logf("%s: %s taken for %s (%.2f)", r.ID, r.Label, label, score)
		}
		found := score >= 0.6
		if want := r.Label == Same || r.Label == Reordered || r.Label == Cut; found != want {
			t.Errorf("%s: %s scores %.2f", r.ID, r.Label, score)
		}
	})
	t.Logf("labels: %d of %d", right, all)
	if right*20 < all*19 {
		t.Errorf("labels: only %d of %d right", right, all)
	}
}
