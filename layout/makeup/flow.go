package makeup

// This file pours line counts. No text, no lengths: a paragraph is so many lines, a column (leg) holds so many, and
// the question is which lines stand where. The block layout asks it many times while it fits a story.

// run is one paragraph as the flow sees it.
type run struct {
	lines   int  // as set
	white   int  // whole lines of white above, dropped at the top of a leg
	subhead bool // stays with at least keepAfterSubhead lines of what follows
	fixed   bool // its line count cannot be changed
	whole   bool // is not split: a block of vertical lines
	keep    int  // first lines that stay in one leg: those beside a drop cap
	widow   bool // its last line may stand alone at a leg's top
}

// keepAfterSubhead is how many lines of text must stand under a subhead in its column. House practice: a subhead
// never closes a column; 印刷排版禁则 wants two lines.
const keepAfterSubhead = 2

// slot is where the lines of a run stand: n lines of run from its line first, in a leg from line at.
type slot struct {
	run, first, n int
	leg, at       int
}

// flowed is the answer of pour.
type flowed struct {
	slots  []slot
	ends   []int // the first free line of each leg
	waste  int   // lines left empty at the foot of legs that are not the last used
	widows int   // last lines alone at a leg's top
	orphan int   // first lines alone at a leg's foot
	over   int   // lines that found no place, white included
	run    int   // where the overset begins: run and its line; len(runs) when all is placed
	line   int
	last   int // the last leg used, −1 for none
}

// leg is a free stretch of a column, in lines from the block's first slot.
type leg struct{ from, to, col int }

// pour fills legs with runs in order, keeping every rule. buf is reused for the slots when it is large enough.
func pour(runs []run, legs []leg, buf []slot) flowed { return pourBy(runs, legs, buf, strict) }

// manners is whether a pour keeps the rules for the last and first lines of paragraphs.
type manners uint8

const (
	strict manners = iota
	lax            // a last line may stand alone at a top: better than text that is not printed
)

func pourBy(runs []run, legs []leg, buf []slot, how manners) flowed {
	f := flowed{slots: buf[:0], ends: make([]int, len(legs)), run: len(runs), last: -1}
	for i, l := range legs {
		f.ends[i] = l.from
	}
	k := 0
	for k < len(legs) && legs[k].to <= legs[k].from {
		k++
	}
	at := 0
	if k < len(legs) {
		at = legs[k].from
	}
	// next goes to the next leg that has room; what stays empty here is waste.
	next := func() {
		f.waste += legs[k].to - at
		f.ends[k] = at
		for k++; k < len(legs) && legs[k].to <= legs[k].from; k++ {
		}
		if k < len(legs) {
			at = legs[k].from
		}
	}
	stop := func(i, line int) {
		f.run, f.line = i, line
		for j := i; j < len(runs); j++ {
			f.over += runs[j].lines + runs[j].white
		}
		if line > 0 {
			f.over -= line + runs[i].white
		}
	}
	for i := 0; i < len(runs); i++ {
		r := runs[i]
		if k < len(legs) && at >= legs[k].to {
			next()
		}
		// A subhead takes its white, itself and the first lines of what follows, or goes on to the next leg.
		if r.subhead && k < len(legs) {
			need := r.lines
			if at > legs[k].from {
				need += r.white
			}
			for j := i + 1; j < len(runs); j++ {
				if runs[j].subhead {
					need += runs[j].lines + runs[j].white
					continue
				}
				n := min(runs[j].lines, keepAfterSubhead)
				if runs[j].lines == keepAfterSubhead+1 {
					n = runs[j].lines // else its last line would be a widow
				}
				need += n
				break
			}
			if at+need > legs[k].to && at > legs[k].from {
				next()
			}
		}
		if k >= len(legs) {
			stop(i, 0)
			return f
		}
		if at > legs[k].from && r.white > 0 {
			at += min(r.white, legs[k].to-at)
			if at >= legs[k].to {
				next()
				if k >= len(legs) {
					stop(i, 0)
					return f
				}
			}
		}
		done := 0
		for done < r.lines {
			if k >= len(legs) {
				stop(i, done)
				return f
			}
			room, left := legs[k].to-at, r.lines-done
			n := min(room, left)
			more := k+1 < len(legs)
			if (r.subhead || r.whole) && n < left {
				n = 0 // a subhead of several rows is not split
			} else if done == 0 && n < min(r.keep, left) && more && at > legs[k].from {
				n = 0 // the lines beside a drop cap stay together
			} else if left-n == 1 && more && !r.widow {
				// The last line would stand alone at the next top: send one more over. A first line left alone
				// here is the lesser evil against two lines of white.
				switch {
				case n == 1 && done > 0, how == lax:
					f.widows++
				case n == 2 && done == 0:
					f.orphan++
					n--
				default:
					n--
				}
				if n == 0 && at == legs[k].from {
					n = min(room, left) // a leg too short for any rule
				}
			} else if n == 1 && left > 1 && done == 0 && room == 1 {
				f.orphan++
			}
			if n > 0 {
				f.slots = append(f.slots, slot{run: i, first: done, n: n, leg: k, at: at})
				f.last = k
				at += n
				done += n
				f.ends[k] = at
			}
			if done < r.lines {
				next()
			}
		}
	}
	return f
}

// free answers the lines left white in all legs.
func (f *flowed) free(legs []leg) int {
	n := 0
	for i, l := range legs {
		n += max(0, l.to-f.ends[i])
	}
	return n
}
