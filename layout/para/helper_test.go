package para

import (
	"strings"

	"dayang/layout/geom"
)

// testEm is the body size of the tests: divisible by all that the rules divide by.
const testEm = 9 * geom.Pt

// testAdvance is the metrics of ../shared/typeset-dev/README.md, which needs no font.
func testAdvance(r rune) geom.Length {
	switch {
	case r == ' ':
		return testEm / 4
	case r < 0x80, r == '·', r == '–', r == '／', r >= 0xC0 && r < 0x250:
		return testEm / 2
	case r == '⸺':
		return 2 * testEm
	}
	return testEm
}

// clusters makes clusters of a text: one a rune, so that places are rune places.
func clusters(text string) []Cluster {
	var out []Cluster
	for _, r := range text {
		out = append(out, Cluster{Rune: r, Runes: 1, Em: testEm, Advance: testAdvance(r)})
	}
	return out
}

func ems(n float64) geom.Length { return geom.Length(n*float64(testEm) + 0.5) }

func inEms(l geom.Length) float64 { return float64(l) / float64(testEm) }

func (p *Prepared) text(l Line) string {
	var b strings.Builder
	for _, c := range p.in.Clusters[l.From:l.To] {
		b.WriteRune(c.Rune)
	}
	return b.String()
}

// bars writes the lines of a result with a bar between them.
func bars(p *Prepared, r Result) string {
	var s []string
	for _, l := range r.Lines {
		s = append(s, p.text(l))
	}
	return strings.Join(s, "|")
}

func prepared(text string, st Style) *Prepared {
	st.Em = testEm
	return Prepare(Input{Clusters: clusters(text), Style: st})
}
