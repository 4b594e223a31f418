package raster

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"dayang/internal/golden"
	"dayang/internal/pdf"
	"dayang/layout/display"
)

// TestPreviewIsThePDF draws the sample page here and, through the press's file, with another renderer, and compares
// them in squares of 4 pixels, over which the two antialias alike. Letters and rules were seen to differ by up to 60 of
// 255: half a pixel of a rule that stands on whole pixels here, and small letters that are drawn darker than they cover.
// Nine squares on the hard edges of shrunken pictures, which poppler samples coarsely, differ by up to 94.
func TestPreviewIsThePDF(t *testing.T) {
	poppler, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm, the other renderer, is not installed")
	}
	const (
		dpi       = 144
		tolerance = 100
	)
	p := samplePage()
	p.Items = slices.DeleteFunc(p.Items, func(it display.Item) bool { // the press refuses what is crossed out here
		g, text := it.(display.Glyphs)
		pic, picture := it.(display.Picture)
		return text && g.Font == "not registered" || picture && pic.ID == "broken"
	})
	var file bytes.Buffer
	if err := pdf.Write(context.Background(), &file, []display.Page{p}, reg, pictureFiles(), pdf.Options{}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "page")
	if err := os.WriteFile(name+".pdf", file.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(poppler, "-r", "144", "-png", "-singlefile", name+".pdf", name).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	data, err := os.ReadFile(name + ".png")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	ours := New(reg, pictureFiles()).Draw(p, Options{DPI: dpi, Bleed: true})
	if theirs.Bounds().Size() != ours.Rect.Size() {
		t.Fatalf("the PDF shows %v, the preview %v", theirs.Bounds().Size(), ours.Rect.Size())
	}
	a, b := halve(halve(rgba(theirs))), halve(halve(ours))
	worst, count, where := golden.Difference(a, b, tolerance)
	sum := 0
	for i := range a.Pix {
		sum += max(int(a.Pix[i])-int(b.Pix[i]), int(b.Pix[i])-int(a.Pix[i]))
	}
	mean := float64(sum) / float64(len(a.Pix))
	t.Logf("worst square %d, mean %.2f", worst, mean)
	if count > 0 || mean > 2 {
		show(t, "press-theirs", theirs)
		show(t, "press-ours", ours)
		show(t, "press-where", where)
		t.Errorf("%d squares differ by more than %d, the worst by %d; the mean is %.2f", count, tolerance, worst, mean)
	}
}

// show writes a picture to the folder that DAYANG_LOOK names, if any, for eyes.
func show(t *testing.T, name string, img image.Image) {
	dir := os.Getenv("DAYANG_LOOK")
	if dir == "" {
		return
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}
