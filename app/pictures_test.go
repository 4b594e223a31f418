package app

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/importer"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// withPicture adds a picture frame of 60 × 40 mm whose picture is twice as wide as it is high, and has it shown.
func (s *stage) withPicture() {
	s.t.Helper()
	if _, err := s.d.store.AddPicture("灯.png", []byte("png")); err != nil {
		s.t.Fatal(err)
	}
	s.d.adopt(s.store.Edition())
	if !s.d.do(edit.AddFrame(s.d.ed, "page-1", &edition.Frame{ID: "pic", Kind: edition.PictureFrame, Picture: "kept-灯.png", Rect: at(30, 250, 60, 40)})) {
		s.t.Fatal("no picture frame")
	}
	s.settled()
}

// pictured composes as compositor does, and shows pictures as their frames crop them.
func pictured(ed *edition.Edition) Composed {
	c := compositor(ed)
	for i, p := range ed.Pages {
		for _, f := range p.Frames {
			if f.Kind != edition.PictureFrame || f.Picture == "" {
				continue
			}
			crop := display.Crop{X: 1250, W: 7500, H: 10000}
			if f.Crop != nil {
				crop = display.Crop{X: f.Crop.X, Y: f.Crop.Y, W: f.Crop.W, H: f.Crop.H}
			}
			c.Pages[i].Items = append(c.Pages[i].Items, display.Mark{Bounds: f.Rect, Frame: f.ID}, display.Picture{Box: f.Rect, ID: f.Picture, Crop: crop})
		}
	}
	return c
}

func picturing(d *Deps) { d.Compose = func() func(*edition.Edition) Composed { return pictured } }

func TestPictureMovesInItsFrame(t *testing.T) {
	s := newStage(t, picturing).open()
	s.withPicture()
	p := middle(s.frame("pic").Rect)
	s.release(s.press(p))
	s.now = s.now.Add(100 * time.Millisecond)
	s.release(s.press(p))
	s.pump()
	if s.d.view.InPicture() != "pic" {
		t.Fatal("a double click does not go into the picture")
	}
	from := s.press(p)
	z := float32(s.d.view.Zoom())
	s.drag(from, 6*z, 0)
	s.until("the picture under the hand", func() bool { q, _ := s.d.shownPicture("pic"); return q.Crop.X != 1250 })
	if s.frame("pic").Crop != nil {
		t.Error("the document changed while the hand still held the picture")
	}
	s.drag(from, 6*z, 8*z)
	s.d.view.DragEnd()
	s.settled()
	// Six millimetres of sixty, where three quarters of the picture show: 750 of its 10 000. It cannot go down.
	if c := s.frame("pic").Crop; c == nil || c.X < 480 || c.X > 520 || c.Y != 0 || c.W != 7500 || c.H != 10000 {
		t.Fatalf("the crop is %+v", c)
	}
	from = s.press(p)
	s.drag(from, 90*z, 0)
	s.d.view.DragEnd()
	s.settled()
	if c := s.frame("pic").Crop; c.X != 0 {
		t.Errorf("pushed too far it leaves white: %+v", c)
	}
	s.d.Do("undo")
	s.settled()
	if c := s.frame("pic").Crop; c == nil || c.X == 0 {
		t.Errorf("undo of one push leaves %+v", c)
	}
	s.d.view.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: from}, Scrolled: fyne.NewDelta(0, 50)})
	s.settled()
	if c := s.frame("pic").Crop; c.W >= 7500 || c.H >= 10000 {
		t.Errorf("the wheel leaves %+v", c)
	}
	s.undone("picture-fit", func() {
		if s.frame("pic").Crop != nil {
			t.Error("it is still cropped by hand")
		}
	})
	was := s.frame("pic").Crop.W
	s.wait(2 * time.Second)
	s.undone("picture-larger", func() {
		if now := s.frame("pic").Crop.W; now >= was {
			t.Errorf("larger shows %d of the picture, before %d", now, was)
		}
	})
	s.key(fyne.KeyEscape)
	if s.d.view.InPicture() != "" || !s.d.Do("picture-inside") || s.d.view.InPicture() != "pic" {
		t.Error("the key does not go in")
	}
}

// Whatever the hand does, a picture fills its frame and keeps its shape.
func TestPicturesNeverLeaveWhite(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	box := at(0, 0, 60, 40)
	c := display.Crop{X: 1250, W: 7500, H: 10000}
	for range 3000 {
		var got *edition.Crop
		if rng.IntN(2) == 0 {
			got = zoomed(c, box, .3+3*rng.Float64(), geom.Point{X: geom.Length(rng.Int64N(int64(box.W))), Y: geom.Length(rng.Int64N(int64(box.H)))})
		} else {
			got = inPicture(display.Crop{X: rng.IntN(40000) - 20000, Y: rng.IntN(40000) - 20000, W: c.W, H: c.H})
		}
		if got.X < 0 || got.Y < 0 || got.W <= 0 || got.H <= 0 || got.X+got.W > 10000 || got.Y+got.H > 10000 {
			t.Fatalf("%+v of %+v", got, c)
		}
		if ratio := float64(got.W) / float64(got.H); got.H > 300 && (ratio < .72 || ratio > .78) {
			t.Fatalf("%+v has another shape", got)
		}
		c = display.Crop{X: got.X, Y: got.Y, W: got.W, H: got.H}
		if c.H < 700 {
			c = display.Crop{X: 1250, W: 7500, H: 10000}
		}
	}
}

func TestFilesDroppedOnThePage(t *testing.T) {
	var imported []string
	s := newStage(t, func(d *Deps) {
		picturing(d)
		d.Read = importing(&imported)
	}).open()
	s.withPicture()
	dir := t.TempDir()
	var uris []fyne.URI
	for _, name := range []string{"新.png", "来稿.txt"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		uris = append(uris, storage.NewFileURI(path))
	}
	onPage := func(p geom.Point) fyne.Position {
		return s.at(p).Add(fyne.CurrentApp().Driver().AbsolutePositionForObject(s.d.view))
	}
	done := func() bool { return len(s.d.jobs) == 0 }
	// Onto a picture frame: its picture is another; what is no picture is imported.
	s.d.DropAt(onPage(middle(s.frame("pic").Rect)), uris)
	s.until("the picture", func() bool { return done() && s.frame("pic").Picture == "kept-新.png" && len(imported) == 1 })
	s.settled()
	// Onto the bare page: a frame of its own, in the cell under the pointer.
	f := s.d.ed.Pages[0].Format
	n := len(s.d.ed.Pages[0].Frames)
	cell := f.Cells(2, 60, 1, 1)
	s.d.DropAt(onPage(geom.Point{X: cell.X + geom.MM, Y: cell.Y + geom.MM}), uris[:1])
	s.until("a frame", func() bool { return done() && len(s.d.ed.Pages[0].Frames) == n+1 })
	s.settled()
	got := s.d.framesNow()
	if len(got) != 1 || got[0].Kind != edition.PictureFrame || got[0].Rect.Min() != cell.Min() || got[0].Rect.W != f.Span(2) {
		t.Fatalf("dropped: %+v", got)
	}
	s.d.Do("undo")
	s.settled()
	// Onto a story: one of its pictures.
	s.d.DropAt(onPage(middle(s.frame("f2").Rect)), uris[:1])
	s.until("the story's picture", func() bool { return done() && len(s.d.ed.Story("s2").Pictures) == 1 })
	// Beside the page: imported with all else.
	s.d.DropAt(fyne.NewPos(5, 300), uris)
	s.until("the import", func() bool { return done() && len(imported) == 3 })
}

// importing takes note of the files that would be imported.
func importing(paths *[]string) func(context.Context, importer.Options, []string) (importer.Result, error) {
	var mu sync.Mutex
	return func(_ context.Context, _ importer.Options, p []string) (importer.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		*paths = append(*paths, p...)
		return importer.Result{}, nil
	}
}
