package app

import (
	"fyne.io/fyne/v2"
)

// Every control of the window is reached by Tab and Shift+Tab; areas are the longer strides: the keyboard goes from
// toolbar to page to docks and round again.

// area is a part of the window, and what takes the keyboard when it is come to.
type area struct {
	object fyne.CanvasObject
	enter  func() fyne.Focusable // nil: nothing there can hold the keyboard
}

// areas answers the parts of the window that are shown, in reading order.
func (f *frame) areas() []area {
	first := func(of map[*command]*tool) func() fyne.Focusable {
		return func() fyne.Focusable {
			for _, c := range f.commands {
				if t := of[c]; t != nil && t.lively && t.Visible() {
					return t
				}
			}
			return nil
		}
	}
	leaves := func(b *book) func() fyne.Focusable {
		return func() fyne.Focusable {
			if len(b.leaves) > 1 {
				return b.row.tabs[b.at]
			}
			if f.findings != nil && b == f.bottomBook {
				return f.findings.list
			}
			return nil
		}
	}
	out := []area{{f.bar, first(f.tools)}}
	if f.leftOn {
		out = append(out, area{f.leftBook.content, leaves(f.leftBook)})
	}
	if f.pages.content.Visible() && f.pages.row.at >= 0 {
		out = append(out, area{f.pages.content, func() fyne.Focusable { return f.pages.row.tabs[f.pages.row.at] }})
	}
	if f.welcomed {
		out = append(out, area{f.centre, func() fyne.Focusable { return f.welcome.first }})
	} else {
		out = append(out, area{f.centre, func() fyne.Focusable { return f.d.view }})
	}
	if f.rightOn {
		out = append(out, area{f.rightTabs.content, leaves(f.rightTabs)})
	}
	if f.bottomOn {
		out = append(out, area{f.bottomBook.content, leaves(f.bottomBook)})
	}
	return out
}

// stride moves the keyboard to the next area, or back.
func (d *Desk) stride(by int) {
	c := d.win.Canvas()
	drv := d.app.Driver()
	list := d.frame.areas()
	at := -1
	if held, ok := c.Focused().(fyne.CanvasObject); ok {
		p := drv.AbsolutePositionForObject(held)
		for i, a := range list {
			q, s := drv.AbsolutePositionForObject(a.object), a.object.Size()
			if p.X >= q.X && p.Y >= q.Y && p.X < q.X+s.Width && p.Y < q.Y+s.Height {
				at = i
			}
		}
	}
	if at < 0 && by < 0 {
		at = 0
	}
	for range list {
		at = (at + by + len(list)) % len(list)
		if o := list[at].enter(); o != nil {
			c.Focus(o)
			return
		}
	}
}
