package main

import (
	"fmt"
	"path/filepath"

	"dayang/app"
	"dayang/internal/store"
	"dayang/internal/words"
)

// look opens an edition to read, and tells on stderr what the window would tell: steps that are not in the file, and that
// someone is at work on it. Neither changes the exit code.
func (c *console) look(path string) (*store.File, error) {
	f, err := store.OpenReadOnly(path)
	if err == nil {
		c.tellState(f)
	}
	return f, err
}

// take opens an edition to change, and tells likewise.
func (c *console) take(path string) (*store.File, error) {
	f, err := store.Open(path)
	if err == nil {
		c.tellState(f)
	}
	return f, err
}

func (c *console) tellState(f *store.File) {
	name := filepath.Base(f.Path())
	if t, ok := app.Unkept(f); ok {
		fmt.Fprintf(c.err, "dayang: ED-03 %s: %s\n", name, t.In(c.lang))
	}
	if who := f.Writer(); who != (store.Holder{}) {
		fmt.Fprintf(c.err, "dayang: %s: %s\n", name, words.Text{ZH: "%s（%s）正开着这个文件；这里用的是那边已经存下的。", EN: "%s on %s has this file open; what is used here is what has been saved there."}.F(who.User, who.Host).In(c.lang))
	}
}
