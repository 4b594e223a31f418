// Package clipboard reads what other programs put on the desktop's clipboard beside plain text, which is all that the
// window's toolkit hands over.
//
// Start with HTML. It is for X11, where the toolkit's windows live; elsewhere the answer is that there is none.
package clipboard

import "errors"

// ErrNone is returned where the clipboard holds nothing of the kind asked for, or cannot be asked.
var ErrNone = errors.New("the clipboard holds no such thing")

// mostBytes is how much is taken: HTML of a whole newspaper page is a tenth of it.
const mostBytes = 8 << 20
