package colour

import (
	"math"
	"testing"

	"dayang/assets"
)

// TestProofGoesBackThroughTheSeparation: a colour the press can print looks on the proof as it did before it was separated.
func TestProofGoesBackThroughTheSeparation(t *testing.T) {
	press, err := ParseProfile(assets.PressProfile())
	if err != nil {
		t.Fatal(err)
	}
	proof, err := press.Proof(false)
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b := proof.Screen(0, 0, 0, 0); r < 253 || g < 253 || b < 253 {
		t.Errorf("paper is %d %d %d", r, g, b)
	}
	sep, err := Separate(nil, press, Relative)
	if err != nil {
		t.Fatal(err)
	}
	// Black point compensation lifts everything by the press's black.
	_, lift, _ := proof.Screen(sep.Ink(0, 0, 0))
	want := func(v byte) int {
		b := srgbTone(float64(lift) / 255)
		l := srgbTone(float64(v)/255)*(1-b) + b
		return int((1.055*math.Pow(l, 1/2.4)-0.055)*255 + 0.5)
	}
	for _, c := range [][3]byte{{190, 150, 140}, {150, 170, 150}, {140, 150, 180}, {200, 200, 200}, {170, 160, 120}} {
		r, g, b := proof.Screen(sep.Ink(c[0], c[1], c[2]))
		for i, v := range [3]byte{r, g, b} {
			if d := int(v) - want(c[i]); d > 8 || d < -8 {
				t.Errorf("%v comes back as %d %d %d, where %d %d %d is meant", c, r, g, b, want(c[0]), want(c[1]), want(c[2]))
				break
			}
		}
	}
	paper, err := press.Proof(true)
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b := paper.Screen(0, 0, 0, 0); r > 245 || g > 245 || b > 240 || b > r {
		t.Errorf("newsprint is %d %d %d", r, g, b)
	}
}
