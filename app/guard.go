package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// composition is the composition guard. Under X11 and macOS the window receives the keys that an input method has
// already used: Backspace in the middle of pinyin would delete text that was committed long ago, Return that picks a
// candidate would break the line. A letter key that is not followed by its own character is the sign of pinyin being
// typed; while such letters are pending, editing keys belong to the input method.
//
// Traces of fcitx5 showed it: "zhongg", Backspace, Space arrive as the keys Z H O N G G BackSpace Space, and only then
// the characters come, many at once.
type composition struct {
	pending int
}

// Key tells whether a typed key may act on the text.
func (c *composition) Key(k fyne.KeyName) bool {
	switch {
	case len(k) == 1 && k[0] >= 'A' && k[0] <= 'Z' || k == fyne.KeyApostrophe:
		c.pending++
		return true
	case c.pending == 0:
		return true
	}
	switch k {
	case fyne.KeyBackspace:
		c.pending--
		return false
	case fyne.KeyEscape:
		c.pending = 0
		return false
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown,
		fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown:
		return false
	}
	return true
}

// Settled ends the composition: a character came, or the field lost the keyboard.
func (c *composition) Settled() { c.pending = 0 }

// commitPause is how long a field waits after the last character before the page is set anew: long enough for a run
// of typing to be one change, short enough to feel at once.
const commitPause = 150 * time.Millisecond

// field is a text field of the window: an Entry behind the composition guard, which hands over its text when typing
// pauses, when it loses the keyboard, and when asked to. Every text field of the program is one.
type field struct {
	widget.Entry
	guard  composition
	after  func(time.Duration, func()) func()
	keys   func(*fyne.KeyEvent) bool // the window's keys: F7 and their like; true when it took the key
	commit func(text string)
	focus  func(on bool)
	arrows func(by int) // of a field above a list: Up and Down go through the list; of a number: one more, one less

	patient bool // hands over at Return and when it loses the keyboard only, not when typing pauses: 12字 begins with 1

	told string // what the owner knows
	stop func()
}

func newField(after func(time.Duration, func()) func(), keys func(*fyne.KeyEvent) bool) *field {
	f := &field{after: after, keys: keys}
	f.ExtendBaseWidget(f)
	f.OnChanged = func(string) { f.touched() }
	f.Scroll = fyne.ScrollNone
	return f
}

func newMultiField(after func(time.Duration, func()) func(), keys func(*fyne.KeyEvent) bool) *field {
	f := newField(after, keys)
	f.MultiLine = true
	f.Wrapping = fyne.TextWrapBreak
	return f
}

// TypedKey implements fyne.Focusable.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	if !f.guard.Key(e.Name) {
		return
	}
	if (isCommandKey(e.Name) || e.Name == fyne.KeyEscape) && f.keys != nil && f.keys(e) {
		return
	}
	if f.patient {
		switch e.Name {
		case fyne.KeyReturn, fyne.KeyEnter:
			f.flush()
			f.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
			return
		case fyne.KeyEscape:
			f.SetText(f.told)
			return
		}
	}
	if f.arrows != nil && (e.Name == fyne.KeyUp || e.Name == fyne.KeyDown) {
		by := 1
		if e.Name == fyne.KeyUp {
			by = -1
		}
		f.arrows(by)
		return
	}
	f.Entry.TypedKey(e)
}

// TypedRune implements fyne.Focusable.
func (f *field) TypedRune(r rune) {
	f.guard.Settled()
	f.Entry.TypedRune(r)
}

// FocusGained implements fyne.Focusable.
func (f *field) FocusGained() {
	f.Entry.FocusGained()
	if f.focus != nil {
		f.focus(true)
	}
}

// FocusLost implements fyne.Focusable.
func (f *field) FocusLost() {
	f.guard.Settled()
	f.Entry.FocusLost()
	f.flush()
	if f.focus != nil {
		f.focus(false)
	}
}

// show sets the field to what the document says, without handing it back. The caret stays where it was if it can.
func (f *field) show(text string) {
	if text == f.told && f.Text != f.told {
		return // the page was set while more was typed: that is still to come
	}
	if f.stop != nil {
		f.stop()
		f.stop = nil
	}
	f.told = text
	if f.Text == text {
		return
	}
	row, col := f.CursorRow, f.CursorColumn
	changed := f.OnChanged
	f.OnChanged = nil
	f.SetText(text)
	f.OnChanged = changed
	f.CursorRow, f.CursorColumn = row, col
	f.Refresh()
}

func (f *field) touched() {
	if f.stop != nil {
		f.stop()
		f.stop = nil
	}
	if f.Text != f.told && f.commit != nil && !f.patient {
		f.stop = f.after(commitPause, func() {
			f.stop = nil
			f.flush()
		})
	}
}

// flush hands over what was typed and not yet told.
func (f *field) flush() {
	if f.stop != nil {
		f.stop()
		f.stop = nil
	}
	if f.Text == f.told || f.commit == nil {
		return
	}
	f.told = f.Text
	f.commit(f.Text)
}

func isCommandKey(k fyne.KeyName) bool {
	return len(k) > 1 && k[0] == 'F' && k[1] >= '1' && k[1] <= '9'
}

// setCaret puts the caret at a rune of the text. An Entry counts its rows as they are wrapped, which it does not tell:
// the caret is walked there from the start.
func (f *field) setCaret(offset int) {
	if !f.MultiLine {
		f.CursorRow, f.CursorColumn = 0, min(offset, len([]rune(f.Text)))
		f.Refresh()
		return
	}
	f.CursorRow, f.CursorColumn = 0, 0
	for range min(offset, len([]rune(f.Text))) {
		f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	f.Refresh()
}
