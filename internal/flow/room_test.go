package flow

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"dayang/internal/edition"
	"dayang/layout/geom"
)

// roomPage answers a development edition made up.
func roomPage(t testing.TB, name string) (*Shop, *edition.Edition) {
	t.Helper()
	s := NewShop()
	ed := developmentEdition(t, s, name)
	c, err := s.Composer()
	if err != nil {
		t.Fatal(err)
	}
	res, err := s.Makeup(context.Background(), c, ed, MakeupOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s, res.Proposals[0].Edition
}

func TestRoomIsMade(t *testing.T) {
	for _, name := range []string{"91", "92", "93", "94"} {
		t.Run(name, func(t *testing.T) {
			s, ed := roomPage(t, name)
			c, err := s.Composer()
			if err != nil {
				t.Fatal(err)
			}
			page := ed.Pages[0]
			f := page.Format
			move := func(what string, frame *edition.Frame, a [4]int) {
				moved := *frame
				moved.Rect = f.Cells(a[0], a[1], a[2], a[3])
				ch, k, err := s.MakeRoom(context.Background(), c, ed, page.ID, &moved)
				if err != nil {
					t.Fatal(err)
				}
				after, err := ch.Apply(ed)
				if err != nil {
					t.Fatal(err)
				}
				if got := after.Page(page.ID).Frame(frame.ID); !reflect.DeepEqual(*got, moved) {
					t.Errorf("%s %s: the hand's frame became %+v", what, frame.Story, got)
				}
				onFixed := false
				for _, g := range page.Frames {
					onFixed = onFixed || g.Kind == edition.FurnitureFrame && g.Rect.Overlaps(moved.Rect)
				}
				if k.Overlaps != 0 && !onFixed {
					t.Errorf("%s %s: %d overlaps", what, frame.Story, k.Overlaps)
				}
				again, kk, err := s.MakeRoom(context.Background(), c, ed, page.ID, &moved)
				if err != nil || !reflect.DeepEqual(k, kk) || !reflect.DeepEqual(ch, again) {
					t.Errorf("%s %s: a second answer differs (%v)", what, frame.Story, err)
				}
				if len(k.Missing) != 0 || len(after.Page(page.ID).Frames) != len(page.Frames) {
					t.Errorf("%s %s: missing %v", what, frame.Story, k.Missing)
				}
				n := 0
				for _, g := range after.Page(page.ID).Frames {
					if old := page.Frame(g.ID); g.ID != frame.ID && old != g && (old.Rect.X != g.Rect.X || old.Rect.W != g.Rect.W || abs(int((old.Rect.Y-g.Rect.Y)/f.Leading)) > 3) {
						n++
					}
				}
				t.Logf("%-12s %s: %d displaced, over %d, overlaps %d, empty %d", what, frame.Story, n, k.OversetLines, k.Overlaps, k.UnfilledCells)
				back, err := ch.Inverse().Apply(after)
				if err != nil || !reflect.DeepEqual(back.Page(page.ID), page) {
					t.Errorf("%s %s: undone is not the page before (%v)", what, frame.Story, err)
				}
			}
			var frames []*edition.Frame
			for _, fr := range page.Frames {
				if fr.Kind == edition.StoryFrame {
					frames = append(frames, fr)
				}
			}
			for i, fr := range frames {
				if !thorough() && i%3 != 0 {
					continue
				}
				a := cells(f, fr.Rect)
				w, h := a[2]-a[0], a[3]-a[1]
				move("3 lines more", fr, [4]int{a[0], a[1], w, min(h+3, f.Lines-a[1])})
				if h > 8 {
					move("3 lines less", fr, [4]int{a[0], a[1], w, h - 3})
				}
				if a[2] < f.Columns {
					move("column more", fr, [4]int{a[0], a[1], w + 1, h})
				}
				to := cells(f, frames[(i+2)%len(frames)].Rect)
				move("onto another", fr, [4]int{min(to[0], f.Columns-w), min(to[1], f.Lines-h), w, h})
			}
		})
	}
}

func TestRoomCanBeStopped(t *testing.T) {
	s, ed := roomPage(t, "91")
	c, err := s.Composer()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	page := ed.Pages[0]
	for _, f := range page.Frames {
		if f.Kind == edition.StoryFrame {
			g := *f
			g.Rect.H -= 6 * page.Format.Leading
			if _, _, err := s.MakeRoom(ctx, c, ed, page.ID, &g); !errors.Is(err, context.Canceled) {
				t.Errorf("stopped: %v", err)
			}
			return
		}
	}
}

// BenchmarkMakeRoom drags the stories of the fullest development page about.
func BenchmarkMakeRoom(b *testing.B) {
	s, ed := roomPage(b, "93")
	c, err := s.Composer()
	if err != nil {
		b.Fatal(err)
	}
	page := ed.Pages[0]
	var frames []*edition.Frame
	for _, f := range page.Frames {
		if f.Kind == edition.StoryFrame {
			frames = append(frames, f)
		}
	}
	for i := 0; b.Loop(); i++ {
		g := *frames[i%len(frames)]
		to := frames[(i+2)%len(frames)].Rect
		g.Rect.X, g.Rect.Y = min(to.X, page.Format.TypeArea.Right()-g.Rect.W), min(to.Y, page.Format.TypeArea.Bottom()-g.Rect.H)
		if _, _, err := s.MakeRoom(context.Background(), c, ed, page.ID, &g); err != nil {
			b.Fatal(err)
		}
	}
}

func TestRoomOnNoPage(t *testing.T) {
	s := NewShop()
	c, err := s.Composer()
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.MakeRoom(context.Background(), c, &edition.Edition{}, "none", &edition.Frame{Rect: geom.Rect{W: 1, H: 1}})
	if !errors.Is(err, ErrNoPage) {
		t.Errorf("no page: %v", err)
	}
}
