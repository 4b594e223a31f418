package repair

import (
	"math"

	"dayang/internal/segment"
)

// scorer tells how likely one stretch of text goes on in another.
type scorer struct {
	seg segment.Segmenter
}

func newScorer(seg segment.Segmenter) *scorer { return &scorer{seg: seg} }

// reach is how many runes on either side of a join are looked at.
const reach = 12

// link answers, in nats, how much likelier h goes on from t than that h begins a paragraph of its own.
func (s *scorer) link(t, h []rune) float64 {
	if len(t) == 0 || len(h) == 0 {
		return 0
	}
	if len(t) > reach {
		t = t[len(t)-reach:]
	}
	if len(h) > reach {
		h = h[:reach]
	}
	if s.seg == nil {
		return 0
	}
	both := append(append([]rune(nil), t...), h...)
	return s.cost(t) + s.cost(h) - s.cost(both)
}

// cost answers the least cost in nats of text as words of the dictionary.
func (s *scorer) cost(rs []rune) float64 {
	best := make([]float64, len(rs)+1)
	total := math.Log(max(s.seg.Total(), 1))
	for i := range rs {
		best[i+1] = math.Inf(1)
	}
	for i := range rs {
		step := func(n int, c float64) {
			if c += best[i]; c < best[i+n] {
				best[i+n] = c
			}
		}
		step(1, 14)
		for n := 1; n <= 8 && i+n <= len(rs); n++ {
			if f := s.seg.Freq(string(rs[i : i+n])); f > 0 {
				step(n, total-math.Log(f))
			}
		}
	}
	return best[len(rs)]
}
