package edit

import (
	"errors"
	"fmt"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// NextFlagID answers the id the next new flag gets.
func NextFlagID(ed *edition.Edition) string {
	return next("n", func(yield func(string)) {
		for _, f := range ed.Flags {
			yield(f.ID)
		}
	})
}

// AddFlag adds a flag behind the others. One without an id, or with one that is taken, gets NextFlagID.
func AddFlag(ed *edition.Edition, flag edition.Flag) Change {
	if flag.ID == "" || ed.Flag(flag.ID) != nil {
		flag.ID = NextFlagID(ed)
	}
	return Change{Label: words.Text{ZH: "加批注", EN: "Add Flag"},
		Ops: []Op{{At: len(ed.Flags), Flag: &Swap[edition.Flag]{After: &flag}}}}
}

// SetFlag replaces the flag of the same id.
func SetFlag(ed *edition.Edition, flag edition.Flag) (Change, error) {
	c := Change{Label: words.Text{ZH: "修改批注", EN: "Edit Flag"}}
	i, err := flagAt(ed, flag.ID)
	if err == nil && !same(ed.Flags[i], &flag) {
		c.Ops = []Op{{At: i, Flag: &Swap[edition.Flag]{ed.Flags[i], &flag}}}
	}
	return c, err
}

// AnswerFlag brings a flag into a state, with what is said to it; the reply's State is that state.
func AnswerFlag(ed *edition.Edition, id string, reply edition.Reply) (Change, error) {
	i, err := flagAt(ed, id)
	if err != nil {
		return Change{}, err
	}
	f := *ed.Flags[i]
	f.Replies = append(slices.Clone(f.Replies), reply)
	f.State = reply.State
	c, err := SetFlag(ed, f)
	switch {
	case reply.State == edition.FlagDone:
		c.Label = words.Text{ZH: "批注已办", EN: "Flag Done"}
	case reply.State == edition.FlagRefused:
		c.Label = words.Text{ZH: "批注不改", EN: "Flag Refused"}
	case ed.Flags[i].State != edition.FlagOpen:
		c.Label = words.Text{ZH: "重开批注", EN: "Reopen Flag"}
	default:
		c.Label = words.Text{ZH: "答复批注", EN: "Answer Flag"}
	}
	return c, err
}

// DeleteFlag takes a flag out.
func DeleteFlag(ed *edition.Edition, id string) (Change, error) {
	i, err := flagAt(ed, id)
	if err != nil {
		return Change{}, err
	}
	return Change{Label: words.Text{ZH: "删除批注", EN: "Delete Flag"},
		Ops: []Op{{At: i, Flag: &Swap[edition.Flag]{Before: ed.Flags[i]}}}}, nil
}

func flagAt(ed *edition.Edition, id string) (int, error) {
	i := slices.IndexFunc(ed.Flags, func(f *edition.Flag) bool { return f.ID == id })
	if i < 0 {
		return 0, fmt.Errorf("flag %q: %w", id, ErrNotFound)
	}
	return i, nil
}

// dropFlags answers the operations that take out the flags that gone names, from the end.
func dropFlags(ed *edition.Edition, gone func(*edition.Flag) bool) []Op {
	var ops []Op
	for i := len(ed.Flags) - 1; i >= 0; i-- {
		if gone(ed.Flags[i]) {
			ops = append(ops, Op{At: i, Flag: &Swap[edition.Flag]{Before: ed.Flags[i]}})
		}
	}
	return ops
}

// followFlags answers the operations that bring the flags of a story to where their words are in after.
func followFlags(ed *edition.Edition, before, after *edition.Story) []Op {
	var ops []Op
	var way *textWay
	for i, f := range ed.Flags {
		if f.Story != after.ID {
			continue
		}
		if way == nil {
			way = newTextWay(before.All(), after.All())
		}
		if para, from, to := way.follow(f.Para, f.From, f.To); para != f.Para || from != f.From || to != f.To {
			g := *f
			g.Para, g.From, g.To = para, from, to
			ops = append(ops, Op{At: i, Flag: &Swap[edition.Flag]{f, &g}})
		}
	}
	return ops
}

// Enter adds an entry to the record. One without an id, or with one that is taken, gets the next number. No undo
// takes it back.
func Enter(ed *edition.Edition, entry edition.Entry) Change {
	if entry.ID == "" || slices.ContainsFunc(ed.Record, func(e *edition.Entry) bool { return e.ID == entry.ID }) {
		entry.ID = next("r", func(yield func(string)) {
			for _, e := range ed.Record {
				yield(e.ID)
			}
		})
	}
	label := words.Text{ZH: "记入流程", EN: "Record"}
	switch entry.Act {
	case edition.ActReview:
		label = words.Text{ZH: "审稿", EN: "Review"}
	case edition.ActProof:
		label = words.Text{ZH: "打样", EN: "Draw a Proof"}
	case edition.ActRead:
		label = words.Text{ZH: "校样", EN: "Read a Proof"}
	case edition.ActCheck:
		label = words.Text{ZH: "核红", EN: "Compare Proofs"}
	case edition.ActSign:
		label = words.Text{ZH: "签样", EN: "Sign Off"}
	case edition.ActRelease:
		label = words.Text{ZH: "付印", EN: "Release to Print"}
	case edition.ActWithdraw:
		label = words.Text{ZH: "撤销签样", EN: "Withdraw Sign-off"}
	case edition.ActExport:
		label = words.Text{ZH: "出片", EN: "Export"}
	}
	return Change{Label: label, Who: entry.Who, At: entry.At,
		Ops: []Op{{At: len(ed.Record), Entry: &Swap[edition.Entry]{After: &entry}}}}
}

var (
	// ErrByHand is returned for a flag whose mark does not say in full what shall be done.
	ErrByHand = errors.New("this mark is carried out by hand")
	// ErrChanged is returned for a flag whose words are no longer what was marked.
	ErrChanged = errors.New("the marked text has been changed since")
)

// ByItself reports whether CarryOut can do what a flag asks for: 改正 删除 增补 对调 接排 另起段 代替, where the flag
// says all there is to know.
func ByItself(f *edition.Flag) bool {
	if f.Story == "" {
		return false
	}
	switch f.Mark {
	case edition.MarkCorrect, edition.MarkReplace:
		return f.Text != "" && f.From < f.To
	case edition.MarkInsert:
		return f.Text != ""
	case edition.MarkDelete:
		return f.From < f.To
	case edition.MarkTranspose:
		return f.Text != "" || (f.To-f.From)%2 == 0 && f.From < f.To
	case edition.MarkRunOn, edition.MarkBreak:
		return true
	}
	return false
}

// CarryOut does what a flag asks for and marks it done, as one step. 对调 without a Text swaps the two halves of what is
// marked; 代替 replaces its Quote wherever it stands in the story.
func CarryOut(ed *edition.Edition, id string, reply edition.Reply) (Change, error) {
	i, err := flagAt(ed, id)
	if err != nil {
		return Change{}, err
	}
	f := ed.Flags[i]
	if !ByItself(f) {
		return Change{}, fmt.Errorf("flag %q, %s: %w", id, f.Mark, ErrByHand)
	}
	s := ed.Story(f.Story)
	p := s.Para(f.Para)
	if p == nil {
		return Change{}, fmt.Errorf("flag %q: %w", id, ErrChanged)
	}
	text := []rune(p.Text)
	if f.To > len(text) || f.From < f.To && f.Quote != "" && string(text[f.From:f.To]) != f.Quote {
		return Change{}, fmt.Errorf("flag %q: %w", id, ErrChanged)
	}
	marked := text[f.From:f.To]
	var steps []func(*edition.Edition) (Change, error)
	write := func(para string, from, to int, with string) {
		steps = append(steps, func(ed *edition.Edition) (Change, error) { return ReplaceText(ed, f.Story, para, from, to, with) })
	}
	switch f.Mark {
	case edition.MarkCorrect:
		write(f.Para, f.From, f.To, f.Text)
	case edition.MarkDelete:
		write(f.Para, f.From, f.To, "")
	case edition.MarkInsert:
		write(f.Para, f.To, f.To, f.Text)
	case edition.MarkTranspose:
		with := f.Text
		if with == "" {
			with = string(marked[len(marked)/2:]) + string(marked[:len(marked)/2])
		}
		write(f.Para, f.From, f.To, with)
	case edition.MarkReplace:
		for _, q := range s.All() {
			rs := []rune(q.Text)
			for at := len(rs) - len(marked); at >= 0; at-- { // from the back, so that what is still to come stays where it is
				if slices.Equal(rs[at:at+len(marked)], marked) {
					write(q.ID, at, at+len(marked), f.Text)
					at -= len(marked) - 1
				}
			}
		}
	case edition.MarkRunOn:
		steps = append(steps, func(ed *edition.Edition) (Change, error) { return JoinParas(ed, f.Story, f.Para) })
	case edition.MarkBreak:
		steps = append(steps, func(ed *edition.Edition) (Change, error) { return SplitPara(ed, f.Story, f.Para, f.From) })
	}
	reply.State = edition.FlagDone
	steps = append(steps, func(ed *edition.Edition) (Change, error) { return AnswerFlag(ed, id, reply) })
	return Sequence(ed, words.Text{ZH: "按批注改", EN: "Carry out Flag"}, steps...)
}
