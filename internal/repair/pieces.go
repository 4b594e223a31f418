package repair

import (
	"math"
	"strings"
	"unicode"

	"dayang/internal/manuscript"
	"dayang/internal/segment"
)

// inOrder is the weight, in nats a link, for a page on which all pieces but one stand in their order: most broken
// pages are so. 2 to 3 parts such pages from shuffled ones on the development set; beyond, shuffled ones suffer.
const inOrder = 2.5

// Successors answers, for fragments of columns in the order they were found, which one goes on from each: its index,
// or -1 when a fragment ends its paragraph. It tries two readings: all fragments in order but one that was moved,
// and any order at all, each fragment followed by one and following one.
func Successors(fragments []string, seg segment.Segmenter) []int {
	n := len(fragments)
	out := make([]int, n)
	text := make([][]rune, n)
	two := make([]map[string]bool, n)
	seen := map[string]int{}
	var opens []int
	for i, f := range fragments {
		out[i] = -1
		text[i] = []rune(strings.TrimSpace(f))
		two[i] = twos(text[i])
		for b := range two[i] {
			seen[b]++
		}
		if len(text[i]) > 0 && !manuscript.Ends(text[i]) {
			opens = append(opens, i)
		}
	}
	if len(opens) == 0 || n < 2 {
		return out
	}
	if n > maxFragments { // too many for a table: the next is the likeliest
		for _, i := range opens {
			if i+1 < n {
				out[i] = i + 1
			}
		}
		return out
	}
	sc := newScorer(seg)
	row := make([]int, n)
	score := make([][]float64, len(opens))
	for r, i := range opens {
		row[i] = r
		score[r] = make([]float64, n)
		for j := range n {
			if i == j || len(text[j]) == 0 {
				score[r][j] = -1e6
				continue
			}
			score[r][j] = sc.link(text[i], text[j]) + topicWeight*topic(two[i], two[j], seen)
		}
	}
	open := make([]bool, n)
	for _, i := range opens {
		open[i] = true
	}
	free := assignment(score)
	sum := 0.0
	for r := range opens {
		sum += score[r][free[r]]
	}
	best, order := math.Inf(-1), []int(nil)
	if n <= maxOneMoved {
		for k := range n {
			for p := range n {
				if k == p && k > 0 {
					continue
				}
				o := moved(n, k, p)
				if open[o[n-1]] {
					continue
				}
				s := 0.0
				for x := 0; x+1 < n; x++ {
					if open[o[x]] {
						s += score[row[o[x]]][o[x+1]]
					}
				}
				if s > best {
					best, order = s, o
				}
			}
		}
	}
	if order != nil && best+inOrder*float64(len(opens)) >= sum {
		for x := 0; x+1 < n; x++ {
			if open[order[x]] {
				out[order[x]] = order[x+1]
			}
		}
		return out
	}
	for r, i := range opens {
		out[i] = free[r]
	}
	unring(out, func(i, j int) float64 { return score[row[i]][j] })
	return out
}

// Bounds of Successors: a page has some tens of fragments.
const (
	maxFragments = 400
	maxOneMoved  = 120
)

// moved answers the order 0…n−1 with k taken out and put in at p.
func moved(n, k, p int) []int {
	o := make([]int, 0, n)
	for i := range n {
		if i != k {
			o = append(o, i)
		}
	}
	o = append(o, 0)
	copy(o[p+1:], o[p:])
	o[p] = k
	return o
}

// unring breaks rings: a paragraph has an end. Two rings, or a ring and a chain, become one where exchanging two
// steps costs least.
func unring(next []int, score func(i, j int) float64) {
	for range next {
		ring := findRing(next)
		if ring == nil {
			return
		}
		in := map[int]bool{}
		for _, i := range ring {
			in[i] = true
		}
		loss, bi, bk := math.Inf(1), -1, -1
		for _, i := range ring {
			for k, j := range next {
				if j < 0 || in[k] || j == i || next[i] == k {
					continue
				}
				// i takes k's successor and k takes i's.
				if l := score(i, next[i]) + score(k, j) - score(i, j) - score(k, next[i]); l < loss {
					loss, bi, bk = l, i, k
				}
			}
		}
		if bi < 0 {
			next[ring[0]] = -1
			continue
		}
		next[bi], next[bk] = next[bk], next[bi]
	}
}

func findRing(next []int) []int {
	state := make([]int, len(next))
	for s := range next {
		var path []int
		i := s
		for i >= 0 && state[i] == 0 {
			state[i] = s + 1
			path = append(path, i)
			i = next[i]
		}
		if i >= 0 && state[i] == s+1 {
			for k, x := range path {
				if x == i {
					return path[k:]
				}
			}
		}
	}
	return nil
}

// The labels of Pair.
const (
	Same               = "same"
	Reordered          = "reordered"
	Cut                = "cut"
	OneParagraphShared = "one_paragraph_shared"
	Different          = "different"
)

// gram is the length of the stretches that Pair compares.
const gram = 4

// Pair tells how two stories are related and how much of the shorter one the longer holds, 0 to 1: the share of its
// stretches of four characters. Stories of different days share next to none; from 0.6 on one is the other reworked.
func Pair(a, b string) (label string, score float64) {
	x, y := squeeze(a), squeeze(b)
	ga, gb := grams(x), grams(y)
	small, large := ga, gb
	if len(gb) < len(ga) {
		small, large = gb, ga
	}
	if len(small) == 0 {
		if string(x) == string(y) {
			return Same, 1
		}
		return Different, 0
	}
	common := 0
	for g := range small {
		if large[g] {
			common++
		}
	}
	score = float64(common) / float64(len(small))
	switch {
	case string(x) == string(y):
		return Same, 1
	case score < 0.12:
		return Different, score
	case score < 0.6:
		return OneParagraphShared, score
	}
	// The same sentences: in another order, or fewer of them?
	if ratio := float64(min(len(x), len(y))) / float64(max(len(x), len(y))); ratio < 0.97 {
		return Cut, score
	}
	if risingShare(x, y) > 0.98 {
		return Same, score
	}
	return Reordered, score
}

// risingShare answers how much of x's stretches that stand once in y stand there in x's order.
func risingShare(x, y []rune) float64 {
	at := map[string]int{}
	for i := 0; i+gram <= len(y); i++ {
		g := string(y[i : i+gram])
		if _, twice := at[g]; twice {
			at[g] = -1
			continue
		}
		at[g] = i
	}
	var places []int
	for i := 0; i+gram <= len(x); i++ {
		if p, ok := at[string(x[i:i+gram])]; ok && p >= 0 {
			places = append(places, p)
		}
	}
	if len(places) == 0 {
		return 1
	}
	n := 0
	for _, k := range longestRising(places) {
		if k {
			n++
		}
	}
	return float64(n) / float64(len(places))
}

// squeeze keeps letters and digits only: marks and blanks are no difference.
func squeeze(s string) []rune {
	var out []rune
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, r)
		}
	}
	return out
}

func grams(rs []rune) map[string]bool {
	out := map[string]bool{}
	for i := 0; i+gram <= len(rs); i++ {
		out[string(rs[i:i+gram])] = true
	}
	return out
}
