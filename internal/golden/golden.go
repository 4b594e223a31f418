// Package golden compares what a test got with what was once looked at and found good. For tests only.
//
// Start with Text. A golden file lies in the testdata folder of the package under test. A failing comparison leaves
// what it got beside the golden file, to be looked at; running the tests with UPDATE_GOLDEN=1 makes it the golden file.
// The package judges nothing by itself: whoever updates a golden looks at it first.
package golden

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// updating reports whether goldens are to be rewritten.
func updating() bool { return os.Getenv("UPDATE_GOLDEN") == "1" }

// Text compares got with testdata/NAME.golden, byte for byte. On failure it shows the first line that differs and
// leaves the new text in testdata/NAME.golden.new.
func Text(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if updating() {
		write(t, path, []byte(got))
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		write(t, path+".new", []byte(got))
		t.Errorf("golden: %v; the new text is in %s.new, UPDATE_GOLDEN=1 keeps it", err, path)
		return
	}
	if string(want) == got {
		os.Remove(path + ".new")
		return
	}
	write(t, path+".new", []byte(got))
	t.Errorf("golden: %s differs in %s\nthe new text is in %s.new", path, firstDifference(string(want), got), path)
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "(nothing)", "(nothing)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\nwant %s\ngot  %s", i+1, a, b)
		}
	}
	return "nothing"
}

// Image compares got with testdata/NAME.png. No channel of any pixel may differ by more than tolerance, of 255: 0 for
// the same pixels, some 8 for antialiasing, which processors round differently. On failure it leaves
// testdata/NAME.new.png and, where the sizes agree, testdata/NAME.diff.png with the differing pixels in red.
func Image(t testing.TB, name string, got image.Image, tolerance uint8) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if updating() {
		write(t, path+".png", encode(t, got))
		return
	}
	want, err := load(path + ".png")
	if err != nil {
		write(t, path+".new.png", encode(t, got))
		t.Errorf("golden: %v; the new picture is %s.new.png, UPDATE_GOLDEN=1 keeps it", err, path)
		return
	}
	worst, count, diff := Difference(want, got, tolerance)
	if count == 0 {
		os.Remove(path + ".new.png")
		os.Remove(path + ".diff.png")
		return
	}
	write(t, path+".new.png", encode(t, got))
	if diff == nil {
		t.Errorf("golden: %s.png is %v, got %v", path, want.Bounds().Size(), got.Bounds().Size())
		return
	}
	write(t, path+".diff.png", encode(t, diff))
	t.Errorf("golden: %d pixels of %s.png differ by more than %d, the worst by %d; see %s.diff.png", count, path, tolerance, worst, path)
}

// Difference compares two images of one size: the greatest difference of any channel, how many pixels differ by more
// than tolerance, and a picture of them, red on a pale print of want. Images of different size have no such picture,
// and count 1.
func Difference(want, got image.Image, tolerance uint8) (worst, count int, picture *image.RGBA) {
	a, b := rgba(want), rgba(got)
	if a.Rect != b.Rect {
		return 255, 1, nil
	}
	picture = image.NewRGBA(a.Rect)
	for i := 0; i < len(a.Pix); i += 4 {
		d := 0
		for c := range 4 {
			d = max(d, int(a.Pix[i+c])-int(b.Pix[i+c]), int(b.Pix[i+c])-int(a.Pix[i+c]))
		}
		worst = max(worst, d)
		pale := 255 - (255-(a.Pix[i]/3+a.Pix[i+1]/3+a.Pix[i+2]/3))/3
		dot := color.RGBA{pale, pale, pale, 255}
		if d > int(tolerance) {
			count++
			dot = color.RGBA{220, 0, 0, 255}
		}
		copy(picture.Pix[i:], []uint8{dot.R, dot.G, dot.B, dot.A})
	}
	return worst, count, picture
}

// rgba answers img as a packed RGBA image from 0,0.
func rgba(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

func load(path string) (image.Image, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(data))
}

func encode(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
