package golden

import (
	"image"
	"image/color"
	"os"
	"testing"
)

// recorder is a testing.TB that remembers failures instead of failing.
type recorder struct {
	testing.TB
	failures int
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failures++ }

func TestText(t *testing.T) {
	t.Chdir(t.TempDir())
	check := func(got string, failures int) {
		t.Helper()
		r := &recorder{TB: t}
		Text(r, "page", got)
		if r.failures != failures {
			t.Errorf("%q: %d failures, want %d", got, r.failures, failures)
		}
	}
	t.Setenv("UPDATE_GOLDEN", "")
	check("一版\n", 1) // there is no golden yet
	t.Setenv("UPDATE_GOLDEN", "1")
	check("一版\n", 0)
	t.Setenv("UPDATE_GOLDEN", "")
	check("一版\n", 0)
	check("二版\n", 1)
	if got, err := os.ReadFile("testdata/page.golden.new"); err != nil || string(got) != "二版\n" {
		t.Errorf("beside the golden: %q %v", got, err)
	}
	check("一版\n", 0)
	if _, err := os.Stat("testdata/page.golden.new"); err == nil {
		t.Error("a passing test leaves the new text of an earlier failure")
	}
}

func TestImage(t *testing.T) {
	t.Chdir(t.TempDir())
	img := image.NewRGBA(image.Rect(0, 0, 3, 2))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	t.Setenv("UPDATE_GOLDEN", "1")
	Image(t, "dot", img, 0)
	t.Setenv("UPDATE_GOLDEN", "")
	Image(t, "dot", img, 0)

	img.SetRGBA(1, 1, color.RGBA{250, 255, 255, 255})
	Image(t, "dot", img, 5)
	for _, bad := range []image.Image{img, image.NewRGBA(image.Rect(0, 0, 2, 2))} {
		r := &recorder{TB: t}
		Image(r, "dot", bad, 4)
		if r.failures != 1 {
			t.Errorf("%v: %d failures", bad.Bounds(), r.failures)
		}
	}
	if _, err := os.Stat("testdata/dot.diff.png"); err != nil {
		t.Error(err)
	}
}

func TestFirstDifference(t *testing.T) {
	if got, want := firstDifference("a\nb\n", "a\nc\n"), "line 2\nwant b\ngot  c"; got != want {
		t.Errorf("%q", got)
	}
	if got, want := firstDifference("a", "a\nb"), "line 2\nwant (nothing)\ngot  b"; got != want {
		t.Errorf("%q", got)
	}
}
