package edit_test

import (
	"errors"
	"testing"

	"dayang/internal/edit"
	"dayang/internal/edition"
)

func TestChangeFrames(t *testing.T) {
	ed := &edition.Edition{House: edition.DefaultHouse(), Pages: []*edition.Page{{ID: "p1", Number: 1, Frames: []*edition.Frame{
		{ID: "f1", Kind: edition.BoxFrame}, {ID: "f2", Kind: edition.BoxFrame}, {ID: "f3", Kind: edition.BoxFrame, Boxed: true}}}}}
	box := func(f *edition.Frame) { f.Boxed = true }
	c, err := edit.ChangeFrames(ed, "p1", []string{"f1", "f3"}, box)
	if err != nil || len(c.Ops) != 1 {
		t.Fatalf("%d operations, %v", len(c.Ops), err)
	}
	after, err := c.Apply(ed)
	if err != nil {
		t.Fatal(err)
	}
	f := after.Pages[0].Frames
	if !f[0].Boxed || f[1].Boxed || f[2] != ed.Pages[0].Frames[2] || ed.Pages[0].Frames[0].Boxed {
		t.Errorf("changed to %v %v, the third shared: %v", f[0].Boxed, f[1].Boxed, f[2] == ed.Pages[0].Frames[2])
	}
	if back, err := c.Inverse().Apply(after); err != nil || back.Pages[0].Frames[0].Boxed {
		t.Errorf("the inverse: %v", err)
	}
	if c, err := edit.ChangeFrames(ed, "p1", []string{"f3"}, box); err != nil || !c.Empty() {
		t.Errorf("a frame that is so already: %d operations, %v", len(c.Ops), err)
	}
	if _, err := edit.ChangeFrames(ed, "p1", []string{"f1", "f9"}, box); !errors.Is(err, edit.ErrNotFound) {
		t.Errorf("a frame that is not there: %v", err)
	}
}
