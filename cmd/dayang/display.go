package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"path/filepath"

	"dayang/internal/words"
)

// noWindowError is a machine that cannot show the window: no display, or a display without OpenGL.
type noWindowError struct {
	what words.Text
	err  error
}

func (e noWindowError) Error() string {
	return fmt.Sprintf("show the window: %s: %v", e.what.EN, e.err)
}
func (e noWindowError) Unwrap() error { return e.err }

var (
	noDisplay = words.Text{ZH: "这里没有可用的图形显示", EN: "there is no display here"}
	noOpenGL  = words.Text{ZH: "这里的图形显示不能用 OpenGL 2.1", EN: "the display has no OpenGL 2.1"}
)

// canShow tries what Fyne will do, since Fyne itself only logs that it could not and goes down: a display, and on it a
// window with OpenGL. What it opens it leaves to Fyne, or closes.
func canShow() error {
	if os.Getenv("WAYLAND_DISPLAY") == "" || os.Getenv("DISPLAY") != "" { // the build tag x11 has X11 alone
		glfw.InitHint(glfw.PlatformHint, int(glfw.AnyPlatform))
	}
	if err := glfw.Init(); err != nil {
		return noWindowError{noDisplay, err}
	}
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	w, err := glfw.CreateWindow(16, 16, "", nil, nil)
	if err != nil {
		glfw.Terminate()
		return noWindowError{noOpenGL, err}
	}
	w.Destroy()
	glfw.DefaultWindowHints()
	return nil
}

// screenRoom is the room for the window on the first screen, in Fyne's units: the work area less the window's own
// frame.
func screenRoom() fyne.Size {
	m := glfw.GetPrimaryMonitor()
	if m == nil {
		return fyne.Size{}
	}
	_, _, w, h := m.GetWorkarea()
	scale := float32(1)
	if v, err := strconv.ParseFloat(os.Getenv("FYNE_SCALE"), 32); err == nil && v > 0 {
		scale = float32(v)
	} else if s := fyne.CurrentApp().Settings().Scale(); s > 0 {
		scale = s
	}
	if mm, _ := m.GetPhysicalSize(); mm > 0 { // Fyne's own measure: 120 dots to the inch are 1
		if mode := m.GetVideoMode(); mode != nil {
			if dpi := float32(mode.Width) / (float32(mm) / 25.4); dpi > 120 && dpi < 1000 {
				scale *= dpi / 120
			}
		}
	}
	const frame, title = 4, 32
	return fyne.NewSize((float32(w)-frame)/scale, (float32(h)-title)/scale)
}

// stateFolder is where the program keeps what is neither preference nor edition; "" if the machine has no such place.
func stateFolder() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "dayang")
}

// crashError is a fault that took the window down, told in plain words.
type crashError struct {
	log string
	err error
}

func (e crashError) Error() string {
	return fmt.Sprintf("the window went down: %v; log %s", e.err, e.log)
}
func (e crashError) Unwrap() error { return e.err }

// crashed turns a panic on the UI goroutine into a log in the state folder and an error that names it. The edition's
// file is whole: every step was in it before it was shown.
func crashed(c *console, folder string, err *error) {
	p := recover()
	if p == nil {
		return
	}
	now := time.Now()
	text := fmt.Sprintf("%s dayang %s\n%v\n\n%s", now.Format(time.RFC3339), version, p, debug.Stack())
	log := filepath.Join(folder, "crash-"+now.Format("20060102-150405")+".log")
	if folder == "" {
		log = filepath.Join(os.TempDir(), filepath.Base(log))
	}
	e := errors.Join(os.MkdirAll(filepath.Dir(log), 0o700), os.WriteFile(log, []byte(text), 0o600))
	if e != nil {
		log = ""
		fmt.Fprintln(c.err, text)
	}
	*err = crashError{log, fmt.Errorf("%v", p)}
}
