// Package edit is the only way an edition changes: one kind of value, which has an inverse.
//
// Start with Change. A Change replaces, inserts and deletes whole nodes of the edition (head, house, page, story,
// picture, flag, entry of the record), each operation with what was there before and what is there after, so its inverse is itself read
// backwards, it can be written to a file as JSON, and undo is complete by construction. The functions named for
// what an editor does (MoveFrame, ReplaceText, …) build Changes from an edition; they never alter it.
package edit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// ErrConflict is returned by Apply when the edition is not in the state the change starts from.
var ErrConflict = errors.New("the edition is not in the state this change starts from")

// Change is one undoable step.
type Change struct {
	Label words.Text `json:"label"`           // what the undo menu says
	Who   string     `json:"who,omitempty"`   // the person at the desk
	At    int64      `json:"at,omitempty"`    // Unix milliseconds, set by whoever commits it
	Merge string     `json:"merge,omitempty"` // neighbours with the same key within a second are one step; "" never merges
	Ops   []Op       `json:"ops"`
}

// Empty reports whether the change changes nothing. The functions of this package answer an empty change when what
// they were asked for is already so; nobody need store it.
func (c Change) Empty() bool { return len(c.Ops) == 0 }

// Op replaces one node. Exactly one kind of node is set. Before nil inserts at At, After nil deletes at At; the head
// is only ever replaced, the house may be set for the first time.
type Op struct {
	At      int                    `json:"at,omitempty"` // index in the edition's list of that kind
	Head    *Swap[edition.Head]    `json:"head,omitempty"`
	House   *Swap[edition.House]   `json:"house,omitempty"`
	Page    *Swap[edition.Page]    `json:"page,omitempty"`
	Story   *Swap[edition.Story]   `json:"story,omitempty"`
	Picture *Swap[edition.Picture] `json:"picture,omitempty"`
	Flag    *Swap[edition.Flag]    `json:"flag,omitempty"`
	Entry   *Swap[edition.Entry]   `json:"entry,omitempty"` // see Recorded
}

// Swap is a node before and after.
type Swap[T any] struct {
	Before *T `json:"before,omitempty"`
	After  *T `json:"after,omitempty"`
}

// ErrRecord is returned for a change that would take an entry out of the record, alter one, or do so much as mix an
// entry with something that can be undone.
var ErrRecord = errors.New("the record only grows")

// Recorded reports whether the change does nothing but add to the record. Undo passes over such a step: what was done
// is not undone. It answers ErrRecord where a change touches the record in any other way.
func (c Change) Recorded() (bool, error) {
	adds, others := 0, 0
	for _, o := range c.Ops {
		switch {
		case o.Entry == nil:
			others++
		case o.Entry.Before != nil || o.Entry.After == nil:
			return false, fmt.Errorf("%q: %w", c.Label.EN, ErrRecord)
		default:
			adds++
		}
	}
	if adds > 0 && others > 0 {
		return false, fmt.Errorf("%q: %w", c.Label.EN, ErrRecord)
	}
	return adds > 0, nil
}

// Inverse answers the change that takes c back.
func (c Change) Inverse() Change {
	inv := Change{Label: c.Label, Who: c.Who, At: c.At, Ops: make([]Op, 0, len(c.Ops))}
	for i := len(c.Ops) - 1; i >= 0; i-- {
		inv.Ops = append(inv.Ops, c.Ops[i].inverse())
	}
	return inv
}

func (o Op) inverse() Op {
	return Op{At: o.At, Head: o.Head.turn(), House: o.House.turn(), Page: o.Page.turn(), Story: o.Story.turn(), Picture: o.Picture.turn(),
		Flag: o.Flag.turn(), Entry: o.Entry.turn()}
}

func (s *Swap[T]) turn() *Swap[T] {
	if s == nil {
		return nil
	}
	return &Swap[T]{Before: s.After, After: s.Before}
}

// kinds counts the nodes that the operation names.
func (o Op) kinds() int {
	n := 0
	for _, set := range []bool{o.Head != nil, o.House != nil, o.Page != nil, o.Story != nil, o.Picture != nil, o.Flag != nil, o.Entry != nil} {
		if set {
			n++
		}
	}
	return n
}

// Apply answers the edition after the change; ed itself stays as it is and shares what did not change. Every node
// that is replaced or deleted must read as the change remembers it, otherwise the answer is ErrConflict: a change
// never overwrites what it has not seen.
func (c Change) Apply(ed *edition.Edition) (*edition.Edition, error) {
	out := *ed
	for i, o := range c.Ops {
		var err error
		switch {
		case o.kinds() != 1:
			err = fmt.Errorf("%d nodes in one operation", o.kinds())
		case o.Head != nil && (o.Head.Before == nil || o.Head.After == nil):
			err = errors.New("the head can only be replaced")
		case o.Head != nil:
			if !same(&out.Head, o.Head.Before) {
				err = fmt.Errorf("head: %w", ErrConflict)
			}
			out.Head = *o.Head.After
		case o.House != nil:
			if !same(out.House, o.House.Before) {
				err = fmt.Errorf("house: %w", ErrConflict)
			}
			out.House = o.House.After
		case o.Page != nil:
			out.Pages, err = swap(out.Pages, o.At, o.Page, func(p *edition.Page) string { return p.ID })
		case o.Story != nil:
			out.Stories, err = swap(out.Stories, o.At, o.Story, func(s *edition.Story) string { return s.ID })
		case o.Picture != nil:
			out.Pictures, err = swap(out.Pictures, o.At, o.Picture, func(p *edition.Picture) string { return p.ID })
		case o.Flag != nil:
			out.Flags, err = swap(out.Flags, o.At, o.Flag, func(f *edition.Flag) string { return f.ID })
		case o.Entry != nil:
			out.Record, err = swap(out.Record, o.At, o.Entry, func(e *edition.Entry) string { return e.ID })
		}
		if err != nil {
			return nil, fmt.Errorf("operation %d of %q: %w", i, c.Label.EN, err)
		}
	}
	return &out, nil
}

// swap replaces, inserts or deletes one node of a list, in a new list.
func swap[T any](list []*T, at int, s *Swap[T], id func(*T) string) ([]*T, error) {
	switch {
	case s.Before == nil && s.After == nil:
		return nil, errors.New("a swap of nothing")
	case s.Before == nil:
		if at < 0 || at > len(list) {
			return nil, fmt.Errorf("insert at %d of %d: %w", at, len(list), ErrConflict)
		}
		out := make([]*T, 0, len(list)+1)
		out = append(append(out, list[:at]...), s.After)
		return append(out, list[at:]...), nil
	case at < 0 || at >= len(list) || !same(list[at], s.Before):
		return nil, fmt.Errorf("%q at %d: %w", id(s.Before), at, ErrConflict)
	case s.After != nil && id(s.After) != id(s.Before):
		return nil, fmt.Errorf("%q becomes %q: a node keeps its id", id(s.Before), id(s.After))
	case s.After == nil && len(list) == 1:
		return nil, nil // as it is where there never was one
	case s.After == nil:
		out := make([]*T, 0, len(list)-1)
		return append(append(out, list[:at]...), list[at+1:]...), nil
	}
	out := append([]*T(nil), list...)
	out[at] = s.After
	return out, nil
}

// same reports whether two nodes read alike. Shared nodes are told by address; a node that has been through a file
// may hold nil where there was an empty list, so what counts in the end is the JSON.
func same[T any](a, b *T) bool {
	if a == b || a == nil || b == nil {
		return a == b
	}
	if reflect.DeepEqual(a, b) {
		return true
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
