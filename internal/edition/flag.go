package edition

import "dayang/layout/geom"

// Flag is what a proofreader marked by hand (批注): a passage of a story or a spot on a page, what should be done
// there, and what became of it.
type Flag struct {
	ID string `json:"id"`

	// A passage: the runes [From, To) of a paragraph of a story. Empty: between two characters.
	// The range follows later edits of the text; Quote is what it said when it was marked.
	Story string `json:"story,omitempty"`
	Para  string `json:"para,omitempty"`
	From  int    `json:"from,omitempty"`
	To    int    `json:"to,omitempty"`
	Quote string `json:"quote,omitempty"`

	// A spot: a place on a page.
	Page string `json:"page,omitempty"`
	Pin  *Pin   `json:"pin,omitempty"`

	Mark  Mark      `json:"mark"`
	Text  string    `json:"text,omitempty"`  // of Correct, Insert and Replace: what shall stand there
	Note  string    `json:"note,omitempty"`  // in words
	For   string    `json:"for,omitempty"`   // the role that shall do it; "" is whoever comes first
	Who   string    `json:"who,omitempty"`   // who marked it
	Role  string    `json:"role,omitempty"`  // and as what
	At    int64     `json:"at,omitempty"`    // Unix milliseconds
	Round int       `json:"round,omitempty"` // 校次, from 1; 0 outside of a round
	Rule  string    `json:"rule,omitempty"`  // of a finding made into a flag: its rule
	State FlagState `json:"state,omitempty"`
	// Replies is what was said since, oldest first; the last that changes the state says why it is what it is.
	Replies []Reply `json:"replies,omitempty"`
}

// Pin is a spot on a page: At is from the trim's top-left. Where it was set on a frame it goes with the frame:
// FrameAt is the frame's corner at the time.
type Pin struct {
	At      geom.Point `json:"at"`
	Frame   string     `json:"frame,omitempty"`
	FrameAt geom.Point `json:"frame_at,omitzero"`
}

// On answers where the spot is on the page as it is now.
func (s Pin) On(p *Page) geom.Point {
	if f := p.Frame(s.Frame); f != nil {
		return geom.Point{X: s.At.X + f.Rect.X - s.FrameAt.X, Y: s.At.Y + f.Rect.Y - s.FrameAt.Y}
	}
	return s.At
}

// FlagState is what became of a flag.
type FlagState string

// The states of a flag.
const (
	FlagOpen    FlagState = ""
	FlagDone    FlagState = "done"    // it was carried out
	FlagRefused FlagState = "refused" // it will not be
)

// Reply is what somebody said to a flag, and the state it was brought into.
type Reply struct {
	At    int64     `json:"at,omitempty"` // Unix milliseconds
	Who   string    `json:"who,omitempty"`
	Role  string    `json:"role,omitempty"`
	Text  string    `json:"text,omitempty"`
	State FlagState `json:"state,omitempty"`
}

// Mark is a proof mark (校对符号). GB/T 14706-1993 has these twenty-one, by their numbers there.
type Mark string

// The proof marks.
const (
	MarkCorrect   Mark = "correct"    // 1 改正
	MarkDelete    Mark = "delete"     // 2 删除
	MarkInsert    Mark = "insert"     // 3 增补
	MarkScript    Mark = "script"     // 4 改正上下角
	MarkUpright   Mark = "upright"    // 5 转正
	MarkTranspose Mark = "transpose"  // 6 对调
	MarkRunOn     Mark = "run-on"     // 7 接排
	MarkBreak     Mark = "break"      // 8 另起段
	MarkMove      Mark = "move"       // 9 转移
	MarkVertical  Mark = "vertical"   // 10 上下移
	MarkSideways  Mark = "sideways"   // 11 左右移
	MarkAlign     Mark = "align"      // 12 排齐
	MarkStagger   Mark = "stagger"    // 13 排阶梯形
	MarkPicture   Mark = "picture"    // 14 正图
	MarkMoreSpace Mark = "more-space" // 15 加大空距
	MarkLessSpace Mark = "less-space" // 16 减小空距
	MarkSpace     Mark = "space"      // 17 空字距
	MarkPart      Mark = "part"       // 18 分开
	MarkStet      Mark = "stet"       // 19 保留
	MarkReplace   Mark = "replace"    // 20 代替: the same fault wherever it stands
	MarkExplain   Mark = "explain"    // 21 说明: a note
)

// marks are those of the standard, in its order.
var marks = [...]Mark{MarkCorrect, MarkDelete, MarkInsert, MarkScript, MarkUpright, MarkTranspose, MarkRunOn, MarkBreak,
	MarkMove, MarkVertical, MarkSideways, MarkAlign, MarkStagger, MarkPicture, MarkMoreSpace, MarkLessSpace, MarkSpace,
	MarkPart, MarkStet, MarkReplace, MarkExplain}

// Marks answers the proof marks in the order of the standard.
func Marks() []Mark { return append([]Mark(nil), marks[:]...) }

// Number answers the mark's number in GB/T 14706-1993, or 0 for none of them.
func (m Mark) Number() int {
	for i, k := range marks {
		if k == m {
			return i + 1
		}
	}
	return 0
}

// Flag answers the flag with an id, or nil.
func (e *Edition) Flag(id string) *Flag {
	for _, f := range e.Flags {
		if f.ID == id {
			return f
		}
	}
	return nil
}
