package colour

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dayang/assets"
)

// TestAgainstLittleCMS separates a cube of colours by lcms2's transicc and by our own tables: 0.25 of a 255th of ink in
// the mean and 3.8 at most were measured, for photographs and for the colorimetric table with black point compensation.
func TestAgainstLittleCMS(t *testing.T) {
	if _, err := exec.LookPath("transicc"); err != nil {
		t.Skip("transicc (liblcms2-utils) is not installed")
	}
	press, err := ParseProfile(assets.PressProfile())
	if err != nil {
		t.Fatal(err)
	}
	profile := filepath.Join(t.TempDir(), "press.icc")
	if err := os.WriteFile(profile, assets.PressProfile(), 0o644); err != nil {
		t.Fatal(err)
	}
	var colours [][3]byte
	for r := 0; r <= 255; r += 51 {
		for g := 0; g <= 255; g += 51 {
			for b := 0; b <= 255; b += 51 {
				colours = append(colours, [3]byte{byte(r), byte(g), byte(b)})
			}
		}
	}
	var in bytes.Buffer
	for _, c := range colours {
		fmt.Fprintf(&in, "%d\n%d\n%d\n", c[0], c[1], c[2])
	}
	in.WriteString("q\n")
	for _, c := range []struct {
		name       string
		intent     Intent
		args       []string
		mean, most float64 // of the difference, in 255ths of an ink
	}{
		{"perceptual", Perceptual, []string{"-t0"}, 0.5, 6},
		{"relative with black point compensation", Relative, []string{"-t1", "-b"}, 0.5, 6},
	} {
		cmd := exec.Command("transicc", append([]string{"-i*sRGB", "-o" + profile, "-n", "-c0"}, c.args...)...)
		cmd.Stdin = bytes.NewReader(in.Bytes())
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		sep, err := Separate(nil, press, c.intent)
		if err != nil {
			t.Fatal(err)
		}
		var theirs [][4]float64
		for _, ln := range strings.Split(string(out), "\n") {
			f := strings.Fields(ln)
			if len(f) != 4 {
				continue
			}
			var v [4]float64
			ok := true
			for i := range v {
				x, err := strconv.ParseFloat(f[i], 64)
				v[i], ok = x, ok && err == nil
			}
			if ok {
				theirs = append(theirs, v)
			}
		}
		if len(theirs) != len(colours) {
			t.Fatalf("%s: %d answers to %d colours:\n%.300s", c.name, len(theirs), len(colours), out)
		}
		sum, most := 0.0, 0.0
		for i, q := range colours {
			a, b, d, e := sep.Ink(q[0], q[1], q[2])
			for k, v := range [4]byte{a, b, d, e} {
				diff := math.Abs(float64(v) - theirs[i][k]*255/100)
				sum += diff
				most = max(most, diff)
			}
		}
		mean := sum / float64(4*len(colours))
		if mean > c.mean || most > c.most {
			t.Errorf("%s: mean %.2f of %.1f, most %.1f of %.0f", c.name, mean, c.mean, most, c.most)
		}
	}
}
