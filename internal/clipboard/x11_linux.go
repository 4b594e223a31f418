package clipboard

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// The connection's own log would stand among the program's; what matters comes back as an error.
func init() { xgb.Logger.SetOutput(io.Discard) }

// HTML answers the clipboard's text/html, as its owner wrote it. It waits for the owner until ctx is done, so it must
// not be called where the owner itself would have to answer.
func HTML(ctx context.Context) ([]byte, error) {
	if os.Getenv("DISPLAY") == "" {
		return nil, ErrNone
	}
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, fmt.Errorf("ask the display for its clipboard: %w", err)
	}
	stop := context.AfterFunc(ctx, conn.Close) // ends a wait for an owner that does not answer
	defer func() {
		if stop() {
			conn.Close()
		}
	}()
	atom := func(name string) xproto.Atom {
		r, err := xproto.InternAtom(conn, false, uint16(len(name)), name).Reply()
		if err != nil {
			return 0
		}
		return r.Atom
	}
	selection, target, property := atom("CLIPBOARD"), atom("text/html"), atom("DAYANG_PASTE")
	if selection == 0 || target == 0 || property == 0 {
		return nil, ErrNone
	}
	win, err := xproto.NewWindowId(conn)
	if err != nil {
		return nil, fmt.Errorf("ask the display for its clipboard: %w", err)
	}
	screen := xproto.Setup(conn).DefaultScreen(conn)
	err = xproto.CreateWindowChecked(conn, 0, win, screen.Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0, xproto.CwEventMask, []uint32{0}).Check()
	if err != nil {
		return nil, fmt.Errorf("ask the display for its clipboard: %w", err)
	}
	if err := xproto.ConvertSelectionChecked(conn, win, selection, target, property, xproto.TimeCurrentTime).Check(); err != nil {
		return nil, fmt.Errorf("ask for the clipboard: %w", err)
	}
	for {
		ev, _ := conn.WaitForEvent()
		if ev == nil { // the connection is closed
			return nil, ErrNone
		}
		note, ok := ev.(xproto.SelectionNotifyEvent)
		if !ok || note.Requestor != win {
			continue
		}
		if note.Property == 0 {
			return nil, ErrNone
		}
		got, err := xproto.GetProperty(conn, true, win, property, xproto.GetPropertyTypeAny, 0, mostBytes/4).Reply()
		if err != nil {
			return nil, fmt.Errorf("read the clipboard: %w", err)
		}
		// What comes in pieces (INCR) is of another type, a length. It is let be: the text beside it is all there.
		if got.Type != target || got.BytesAfter > 0 {
			return nil, ErrNone
		}
		return got.Value, nil
	}
}
