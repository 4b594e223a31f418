package preflight

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dayang/internal/pdf"
	"dayang/layout/display"
)

// TestInkAgreesWithGhostscript measures the same page on our plates and on Ghostscript's: tints, overprint, a picture,
// type over a tint. Means over squares of a millimetre and a half agree: 1.08 per cent in the mean, 13 at most, when
// this was written. Ghostscript inks every pixel that a shape touches, which makes its edges fatter.
func TestInkAgreesWithGhostscript(t *testing.T) {
	gs, err := exec.LookPath("gs")
	if err != nil {
		t.Skip("Ghostscript is not installed")
	}
	p := good(t)
	p.Items = append(p.Items,
		fillOf(box(2, 24, 30, 14), display.Colour{C: 1000, M: 900}),
		text(t, 30, 4*mm, 36*mm, "叠印", over))
	data := file(t, pdf.X1a, p)
	dir := t.TempDir()
	path, out := filepath.Join(dir, "p.pdf"), filepath.Join(dir, "p.pam")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	const up = 4 // Ghostscript draws unsmoothed: four times finer, averaged
	if msg, err := exec.Command(gs, "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pamcmyk32", fmt.Sprint("-r", 72*up), "-o", out, path).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, msg)
	}
	pam, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var w, h int
	end := bytes.Index(pam, []byte("ENDHDR\n")) + 7
	for _, ln := range bytes.Split(pam[:end], []byte("\n")) {
		fmt.Sscanf(string(ln), "WIDTH %d", &w)
		fmt.Sscanf(string(ln), "HEIGHT %d", &h)
	}
	pam = pam[end:]
	r := &run{ctx: context.Background(), o: &FileOptions{Press: press()}, fonts: map[int]*font{}, contents: map[int][]byte{}, std: X1a}
	var d *doc
	if d, err = open(r.ctx, sourceOf(data)); err != nil {
		t.Fatal(err)
	}
	r.doc = d
	page := r.pages(d.Dict(*d.Root)["Pages"], nil, map[int]bool{}, 0, nil)[0]
	var first [4]float64
	boxes := r.sheet(page, 0, &first)
	r.plate = newPlate(boxes[0], nil)
	content, _, err := d.decode(d.Stream(page["Contents"]))
	if err != nil {
		t.Fatal(err)
	}
	r.content(content, d.Dict(page["Resources"]), r.start(), 0)
	pl := r.plate
	const square = 4
	worst, sum, count := 0.0, 0.0, 0
	for y := 0; y+square <= min(pl.h, h/up); y += square {
		for x := 0; x+square <= min(pl.w, w/up); x += square {
			ours, theirs := 0.0, 0.0
			for i := range square * square {
				ours += float64(pl.total(x+i%square, y+i/square))
			}
			for j := range square * up * square * up {
				at := ((y*up+j/(square*up))*w + x*up + j%(square*up)) * 4
				for k := range 4 {
					theirs += float64(pam[at+k])
				}
			}
			diff := math.Abs(ours-theirs/up/up) / square / square / 2.55
			worst, sum, count = max(worst, diff), sum+diff, count+1
		}
	}
	t.Logf("total ink differs by %.2f %% in the mean, %.1f %% at most, over %d squares", sum/float64(count), worst, count)
	if sum/float64(count) > 2 || worst > 20 {
		t.Errorf("ours and Ghostscript's ink differ by %.2f %% in the mean, %.1f %% at most", sum/float64(count), worst)
	}
}
