package edit

import "dayang/internal/words"

// MergeWindowMS is how long after a change its neighbour with the same Merge key still belongs to the same step.
const MergeWindowMS = 1000

// History is what can be undone and redone. It is a value: each method answers a new one and the old one stays as
// it was, so a snapshot of it costs nothing. The zero History is empty. It reads no clock: the changes say when
// they were made.
type History struct {
	done, undone *step
}

// step is one link of a stack that shares its tail with older histories.
type step struct {
	change Change
	below  *step
	depth  int
}

func (s *step) push(c Change) *step {
	depth := 1
	if s != nil {
		depth = s.depth + 1
	}
	return &step{change: c, below: s, depth: depth}
}

// Push answers the history after a new change: what was undone can no longer be redone, and a neighbour of the same
// Merge key joins the change before it. An empty change leaves the history as it is, and so does an entry of the
// record, which cannot be undone.
func (h History) Push(c Change) History {
	if recorded, _ := c.Recorded(); recorded || c.Empty() {
		return h
	}
	if h.done != nil && h.undone == nil {
		if m, ok := Join(h.done.change, c); ok {
			return History{done: h.done.below.push(m)}
		}
	}
	return History{done: h.done.push(c)}
}

// Undo answers the change that takes the last step back, and the history after it.
func (h History) Undo() (inverse Change, after History, ok bool) {
	if h.done == nil {
		return Change{}, h, false
	}
	c := h.done.change
	return c.Inverse(), History{done: h.done.below, undone: h.undone.push(c)}, true
}

// Redo answers the change that was last undone, and the history after it is done again.
func (h History) Redo() (c Change, after History, ok bool) {
	if h.undone == nil {
		return Change{}, h, false
	}
	c = h.undone.change
	return c, History{done: h.done.push(c), undone: h.undone.below}, true
}

// CanUndo answers what the undo menu says.
func (h History) CanUndo() (words.Text, bool) { return h.done.label() }

// CanRedo answers what the redo menu says.
func (h History) CanRedo() (words.Text, bool) { return h.undone.label() }

// Len answers how many steps can be undone and redone.
func (h History) Len() (done, undone int) {
	if h.done != nil {
		done = h.done.depth
	}
	if h.undone != nil {
		undone = h.undone.depth
	}
	return done, undone
}

func (s *step) label() (words.Text, bool) {
	if s == nil {
		return words.Text{}, false
	}
	return s.change.Label, true
}

// Join answers a and the change b made right after it as one step, if they belong together: the same Merge key, the
// same person, and no more than MergeWindowMS between them. The joined change carries b's time, so a hand that keeps
// moving keeps one step however long it moves.
func Join(a, b Change) (Change, bool) {
	if a.Merge == "" || a.Merge != b.Merge || a.Who != b.Who || b.At < a.At || b.At-a.At > MergeWindowMS {
		return a, false
	}
	ops := append(append([]Op(nil), a.Ops...), b.Ops...)
	return Change{Label: b.Label, Who: b.Who, At: b.At, Merge: b.Merge, Ops: fold(ops)}, true
}

// fold shortens a run of operations without changing what it does: a node that is replaced twice, with no insertion
// or deletion among its kind between, is replaced once.
func fold(ops []Op) []Op {
	type node struct{ kind, id string }
	var out []Op
	at := map[node]int{}
	for _, o := range ops {
		kind, id, replaces := o.node()
		if replaces {
			if i, ok := at[node{kind, id}]; ok {
				out[i] = out[i].then(o)
				continue
			}
		} else {
			for n := range at {
				if n.kind == kind {
					delete(at, n)
				}
			}
		}
		if o.hasAfter() {
			at[node{kind, id}] = len(out)
		}
		out = append(out, o)
	}
	return out
}

// node answers what kind of node the operation is about, which one, and whether it stands both before and after.
func (o Op) node() (kind, id string, replaces bool) {
	switch {
	case o.Head != nil:
		return "head", "", true
	case o.House != nil:
		return "house", "", o.House.Before != nil && o.House.After != nil
	case o.Page != nil:
		return "page", either(o.Page).ID, o.Page.Before != nil && o.Page.After != nil
	case o.Story != nil:
		return "story", either(o.Story).ID, o.Story.Before != nil && o.Story.After != nil
	case o.Picture != nil:
		return "picture", either(o.Picture).ID, o.Picture.Before != nil && o.Picture.After != nil
	case o.Flag != nil:
		return "flag", either(o.Flag).ID, o.Flag.Before != nil && o.Flag.After != nil
	case o.Entry != nil:
		return "entry", either(o.Entry).ID, o.Entry.Before != nil && o.Entry.After != nil
	}
	panic("edit: an operation without a node")
}

func (o Op) hasAfter() bool {
	return o.Head != nil || o.House != nil && o.House.After != nil || o.Page != nil && o.Page.After != nil ||
		o.Story != nil && o.Story.After != nil || o.Picture != nil && o.Picture.After != nil ||
		o.Flag != nil && o.Flag.After != nil || o.Entry != nil && o.Entry.After != nil
}

// then answers the operation that does o and next, which are about the same node.
func (o Op) then(next Op) Op {
	return Op{At: o.At, Head: o.Head.then(next.Head), House: o.House.then(next.House), Page: o.Page.then(next.Page),
		Story: o.Story.then(next.Story), Picture: o.Picture.then(next.Picture), Flag: o.Flag.then(next.Flag), Entry: o.Entry.then(next.Entry)}
}

func (s *Swap[T]) then(next *Swap[T]) *Swap[T] {
	if s == nil || next == nil {
		return nil
	}
	return &Swap[T]{Before: s.Before, After: next.After}
}

func either[T any](s *Swap[T]) *T {
	if s.Before != nil {
		return s.Before
	}
	if s.After != nil {
		return s.After
	}
	panic("edit: a swap of nothing")
}
