// Package repair mends broken manuscripts: half-width marks between Chinese, paragraphs cut at column ends, pieces
// out of order, paragraph breaks that were lost. It proposes and reports; what it is not sure of it asks about and
// leaves as it was, and it never writes a word of its own.
//
// Start with Text, for a Markdown manuscript, and Stories, for an imported edition. Successors and Pair answer the
// same questions for loose pieces. Offsets are runes of the input.
package repair

import (
	"sort"
	"strings"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/manuscript"
	"dayang/internal/segment"
	"dayang/internal/words"
)

// The kinds of edits.
const (
	Mark      = "mark"      // a half-width mark made full-width, a straight quote turned
	Join      = "join"      // two pieces of one paragraph joined
	Move      = "move"      // paragraphs put where they belong
	Break     = "break"     // a lost paragraph break restored before a run-in head
	Duplicate = "duplicate" // a word that stands twice: asked
	Headless  = "headless"  // a sentence that seems to have lost its beginning: asked
	Open      = "open"      // a paragraph that stops in mid-sentence and no piece goes on: asked
)

// Edit is one change, made or asked about.
type Edit struct {
	Kind string `json:"kind"`
	// Story and Para name the place in an edition; Para alone is the number of the block in a manuscript, from 0.
	Story string `json:"story,omitempty"`
	Para  string `json:"para"`
	// From and To are runes of the input: of the manuscript, or of the paragraph in an edition. A join's are the gap
	// that goes, or the end of the first piece.
	From int `json:"from"`
	To   int `json:"to"`
	// Next is where a join goes on and where moved text now stands before: a rune of the manuscript, or the
	// paragraph NextPara of an edition. -1 says nothing.
	Next     int        `json:"next"`
	NextPara string     `json:"next_para,omitempty"`
	Before   string     `json:"before"`
	After    string     `json:"after"`
	Sure     float64    `json:"sure"` // 0 to 1
	Ask      bool       `json:"ask"`  // not made: a person must decide
	Message  words.Text `json:"message"`
}

// Report is everything that repair changed or asks about, in the order of the input.
type Report struct {
	Edits []Edit         `json:"edits"`
	Made  map[string]int `json:"made"`  // by kind
	Asked map[string]int `json:"asked"` // by kind
}

func (r *Report) add(e Edit) {
	r.Edits = append(r.Edits, e)
}

func (r *Report) close() {
	sort.SliceStable(r.Edits, func(i, j int) bool { return r.Edits[i].From < r.Edits[j].From })
	r.count()
}

func (r *Report) count() {
	r.Made, r.Asked = map[string]int{}, map[string]int{}
	for _, e := range r.Edits {
		if e.Ask {
			r.Asked[e.Kind]++
		} else {
			r.Made[e.Kind]++
		}
	}
}

var say = struct {
	mark, quote, join, far, maybe, open, move, mayMove, lost, twice, headless words.Text
}{
	mark:     words.Text{ZH: "中文里的半角标点“%s”改为“%s”。", EN: "The half-width mark %q between Chinese became %q."},
	quote:    words.Text{ZH: "直引号改为“%s”。", EN: "A straight quote became %q."},
	join:     words.Text{ZH: "段落在句中断开，与下一段接排：“%s｜%s”。", EN: "A paragraph cut in mid-sentence was joined to the next: %q."},
	far:      words.Text{ZH: "段落在句中断开，与别处的段落接排：“%s｜%s”。", EN: "A paragraph cut in mid-sentence was joined to a piece that stood elsewhere: %q."},
	maybe:    words.Text{ZH: "段落在句中断开，可能接“%s”，请核对。", EN: "The paragraph stops in mid-sentence and may go on with %q; check it."},
	open:     words.Text{ZH: "段落在句中断开，没有找到下文。", EN: "The paragraph stops in mid-sentence and nothing found goes on from it."},
	move:     words.Text{ZH: "段落次序错乱，移到“%s”之前。", EN: "Paragraphs out of order were moved before %q."},
	mayMove:  words.Text{ZH: "段落次序可能错乱，应在“%s”之前，请核对。", EN: "These paragraphs may be out of order and belong before %q; check it."},
	lost:     words.Text{ZH: "“%s”之前补上分段。", EN: "The lost paragraph break before %q was restored."},
	twice:    words.Text{ZH: "“%s”重复，是否删去一个？", EN: "%q stands twice; delete one?"},
	headless: words.Text{ZH: "“%s”像是丢了前半句，请查原稿。", EN: "%q seems to have lost its beginning; look at the source."},
}

// Text mends a Markdown manuscript.
func Text(md string, seg segment.Segmenter) (string, Report) {
	return mend(manuscript.Markdown(md), seg, "\n\n")
}

// Lines mends a plain-text manuscript, where every line is a paragraph.
func Lines(text string, seg segment.Segmenter) (string, Report) {
	return mend(manuscript.Text(text), seg, "\n")
}

func mend(d *manuscript.Document, seg segment.Segmenter, gap string) (string, Report) {
	var rep Report
	var flow []*piece
	for i, b := range d.Blocks {
		flow = append(flow, pieces(b.Text, b.Spans, edition.Role(b.Role), b.List, b.Story, i, b.Sure)...)
	}
	name := func(i int) string { return itoa(i) }
	raw := func(i, k int) int { return rawAt(d, i, k) }
	swaps := map[int]Edit{} // by place in the source
	for i, b := range d.Blocks {
		if b.Kind == manuscript.Rule {
			continue
		}
		for _, m := range marks(b.Text) {
			e := Edit{Kind: Mark, Para: name(i), From: b.At[m.from], To: b.At[m.to-1] + 1, Next: -1,
				Before: string(b.Text[m.from:m.to]), After: m.after, Sure: m.sure, Message: m.say()}
			if e.To-e.From != m.to-m.from {
				continue // markup stands between: leave it to the proofreader
			}
			swaps[e.From] = e
			rep.add(e)
		}
		if running(edition.Role(b.Role)) || b.Role == manuscript.Role(edition.Caption) {
			for _, u := range twice(b.Text, seg) {
				rep.add(Edit{Kind: Duplicate, Para: name(i), From: raw(i, u[0]), To: raw(i, u[1]), Next: -1, Ask: true, Sure: 0.95,
					Before: string(b.Text[u[0]:u[1]]), Message: say.twice.F(string(b.Text[u[0]:u[1]]))})
			}
		}
	}
	p := arrange(flow, newScorer(seg), will{})
	for _, s := range p.splits {
		at := raw(s.block, s.at)
		rep.add(Edit{Kind: Break, Para: name(s.block), From: at, To: at, Next: -1, After: gap, Sure: 0.97, Message: say.lost.F(s.label)})
	}
	for _, l := range p.links {
		a, b := flow[l.from], flow[l.to]
		e := Edit{Kind: Join, Para: name(a.block), From: raw(a.block, a.at+len(a.text)), Next: raw(b.block, b.at), Sure: l.sure, Ask: l.ask}
		e.To = e.From
		if l.near {
			e.To = max(e.Next, e.From)
			e.Before = string(d.Source[e.From:e.To])
		}
		e.Message = l.say(a, b)
		rep.add(e)
	}
	for _, i := range p.open {
		a := flow[i]
		at := raw(a.block, a.at+len(a.text))
		rep.add(Edit{Kind: Open, Para: name(a.block), From: at, To: at, Next: -1, Ask: true, Sure: 0.9, Message: say.open})
	}
	for _, m := range p.moves {
		a, z, next := flow[m.first], flow[m.last], flow[m.before]
		e := Edit{Kind: Move, Para: name(a.block), From: d.Blocks[a.block].From, To: d.Blocks[z.block].To, Next: raw(next.block, next.at), Sure: m.sure, Ask: m.ask,
			Before: excerpt(a.text), Message: say.move.F(excerpt(next.text))}
		if m.ask {
			e.Message = say.mayMove.F(excerpt(next.text))
		}
		if e.To < e.From {
			e.To = e.From
		}
		rep.add(e)
	}
	for _, i := range headless(flow) {
		a := flow[i.piece]
		rep.add(Edit{Kind: Headless, Para: name(a.block), From: raw(a.block, a.at), To: raw(a.block, a.at+i.n), Next: -1, Ask: true, Sure: i.sure,
			Before: string(a.text[:i.n]), Message: say.headless.F(string(a.text[:i.n]))})
	}
	rep.close()
	return write(d, flow, p, swaps, gap), rep
}

// rawAt answers the place in the source of a rune of a block's text; the end is just behind the last rune.
func rawAt(d *manuscript.Document, block, k int) int {
	b := d.Blocks[block]
	if k > 0 && k >= len(b.Text) {
		return b.At[len(b.Text)-1] + 1
	}
	return b.At[k]
}

// write answers the manuscript with its paragraphs in their new order, joined, split, its marks swapped.
func write(d *manuscript.Document, flow []*piece, p plan, swaps map[int]Edit, gap string) string {
	var out strings.Builder
	put := func(from, to int) {
		for i := from; i < to; {
			if e, ok := swaps[i]; ok && e.To <= to {
				out.WriteString(e.After)
				i = e.To
				continue
			}
			out.WriteRune(d.Source[i])
			i++
		}
	}
	// The source range of every piece: its block's, cut where the block splits.
	from, to := make([]int, len(flow)), make([]int, len(flow))
	first := map[int]int{} // block → its first piece
	for i, a := range flow {
		b := d.Blocks[a.block]
		from[i], to[i] = b.From, b.To
		if a.at > 0 {
			from[i] = before(d.Source, rawAt(d, a.block, a.at))
			to[i-1] = from[i]
		} else {
			first[a.block] = i
		}
	}
	started := false
	sep := func() {
		if started {
			out.WriteString(gap)
		}
		started = true
	}
	fixed := func(block int) {
		b := d.Blocks[block]
		if b.Kind == manuscript.Rule {
			sep()
			out.WriteString("---")
			return
		}
		sep()
		put(b.From, b.To)
	}
	done := map[int]bool{} // stories whose flow has been written
	attached := map[int]bool{}
	for _, bs := range p.attached {
		for _, b := range bs {
			attached[b] = true
		}
	}
	for i, b := range d.Blocks {
		k, ok := first[i]
		switch {
		case attached[i]:
		case !ok:
			fixed(i)
		case !done[flow[k].story]:
			done[flow[k].story] = true
			for _, group := range p.order[flow[k].story] {
				sep()
				for _, g := range group {
					put(from[g], to[g])
				}
				for _, g := range group {
					for _, a := range p.attached[g] {
						fixed(a)
					}
				}
			}
		}
		_ = b
	}
	if started {
		out.WriteString("\n")
	}
	return out.String()
}

// before answers the place in front of the markup that opens at a rune of text.
func before(src []rune, at int) int {
	for at > 0 && src[at-1] == '*' {
		at--
	}
	return at
}

func excerpt(rs []rune) string {
	if len(rs) > 10 {
		return string(rs[:10]) + "…"
	}
	return string(rs)
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// running reports whether paragraphs of a role are running text.
func running(r edition.Role) bool {
	switch r {
	case edition.Lead, edition.Body, edition.EditorsNote:
		return true
	}
	return false
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }
