package edit

import "dayang/internal/edition"

// textWay tells where the places of a story's text went in a later form of it. Paragraphs that read as before keep
// their places whatever was moved around them. Of the others, what stands before and behind the stretch that changed,
// taken over all of them as one text, is found by counting from both ends, so that a paragraph that is split or joined
// hands its places on; what stood within the stretch and is gone stands at its edge.
type textWay struct {
	before, after []*edition.Para
	same          map[string]bool // paragraphs that read as before
	text, next    []rune          // of the others, each with an end
	head, tail    int             // runes that both begin and end with
	startOf       map[string]int  // where each of the others begins in text
	nextStart     []place         // where each of the others begins in next
}

type place struct {
	para string
	at   int
}

func newTextWay(before, after []*edition.Para) *textWay {
	w := &textWay{before: before, after: after, same: map[string]bool{}, startOf: map[string]int{}}
	texts := make(map[string]string, len(before))
	for _, p := range before {
		texts[p.ID] = p.Text
	}
	for _, p := range after {
		if was, has := texts[p.ID]; has && was == p.Text {
			w.same[p.ID] = true
		}
	}
	for _, p := range before {
		if !w.same[p.ID] {
			w.startOf[p.ID] = len(w.text)
			w.text = append(append(w.text, []rune(p.Text)...), '\n')
		}
	}
	for _, p := range after {
		if !w.same[p.ID] {
			w.nextStart = append(w.nextStart, place{p.ID, len(w.next)})
			w.next = append(append(w.next, []rune(p.Text)...), '\n')
		}
	}
	least := min(len(w.text), len(w.next))
	for w.head < least && w.text[w.head] == w.next[w.head] {
		w.head++
	}
	for w.tail < least-w.head && w.text[len(w.text)-1-w.tail] == w.next[len(w.next)-1-w.tail] {
		w.tail++
	}
	return w
}

// follow answers where the runes [from, to) of a paragraph are. A range that ends in another paragraph than it begins
// is cut at the end of the first; a paragraph of which nothing is left keeps its name.
func (w *textWay) follow(para string, from, to int) (string, int, int) {
	start, has := w.startOf[para]
	if !has || len(w.nextStart) == 0 {
		return para, from, to
	}
	// What is typed at the edge of a range stays outside of it; what is typed at an empty one too, before it.
	a, b := w.shift(start+from, true), w.shift(start+to, false)
	if from == to {
		a = w.shift(start+from, false)
		b = a
	}
	b = max(a, b)
	for i := len(w.nextStart) - 1; i >= 0; i-- {
		p := w.nextStart[i]
		if a < p.at {
			continue
		}
		end := len(w.next)
		if i+1 < len(w.nextStart) {
			end = w.nextStart[i+1].at
		}
		// A flag may come from a paragraph that was longer when it was set: it then stands at the end.
		return p.para, min(a, end-1) - p.at, min(b, end-1) - p.at
	}
	return para, from, to
}

// shift answers where a place went. One within what changed goes to the end of it, if it begins a range, and to its
// start if it ends one, unless the whole range changed: then it spans what stands there now.
func (w *textWay) shift(at int, begins bool) int {
	end := len(w.text) - w.tail
	switch {
	case at < w.head, at == w.head && !begins:
		return at
	case at > end, at == end && begins:
		return at + len(w.next) - len(w.text)
	case begins:
		return w.head
	}
	return len(w.next) - w.tail
}
