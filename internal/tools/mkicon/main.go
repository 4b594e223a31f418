// Mkicon draws the program's icon: a newspaper sheet with columns and the character 样. Run it from the repository's
// root: go run ./internal/tools/mkicon > assets/icon.png
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"

	"golang.org/x/image/vector"

	"dayang/fonts"
)

const side = 512

func main() {
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	var (
		ground = color.NRGBA{0x1d, 0x3b, 0x63, 255}
		shade  = color.NRGBA{0, 0, 0, 70}
		paper  = color.NRGBA{0xfd, 0xfc, 0xf8, 255}
		red    = color.NRGBA{0xc2, 0x2a, 0x23, 255}
		ink    = color.NRGBA{0x2a, 0x2f, 0x38, 255}
		text   = color.NRGBA{0xa9, 0xb0, 0xba, 255}
	)
	box(img, 16, 16, 480, 480, 96, ground)
	box(img, 112, 84, 300, 372, 10, shade)
	box(img, 104, 74, 300, 372, 10, paper)
	// The nameplate's line over the sheet, the character as its headline, and three columns of text.
	box(img, 128, 98, 252, 12, 2, red)
	if err := glyph(img, '样', 128, 128, 154, red); err != nil {
		fmt.Fprintln(os.Stderr, "mkicon:", err)
		os.Exit(2)
	}
	for i := range 6 {
		box(img, 300, 134+float32(i)*25, 80, 9, 2, text)
	}
	box(img, 128, 296, 252, 5, 1, ink)
	for col := range 3 {
		x := 128 + float32(col)*88
		for line := range 5 {
			w := float32(76)
			if line == 4 && col == 2 {
				w = 44
			}
			box(img, x, 316+float32(line)*22, w, 9, 2, text)
		}
	}
	if err := png.Encode(os.Stdout, img); err != nil {
		fmt.Fprintln(os.Stderr, "mkicon:", err)
		os.Exit(2)
	}
}

// box fills a rectangle with round corners.
func box(dst draw.Image, x, y, w, h, r float32, c color.Color) {
	const k = 0.5523 // of the radius: the control points of a quarter circle
	v := vector.NewRasterizer(side, side)
	v.MoveTo(x+r, y)
	v.LineTo(x+w-r, y)
	v.CubeTo(x+w-r+k*r, y, x+w, y+r-k*r, x+w, y+r)
	v.LineTo(x+w, y+h-r)
	v.CubeTo(x+w, y+h-r+k*r, x+w-r+k*r, y+h, x+w-r, y+h)
	v.LineTo(x+r, y+h)
	v.CubeTo(x+r-k*r, y+h, x, y+h-r+k*r, x, y+h-r)
	v.LineTo(x, y+r)
	v.CubeTo(x, y+r-k*r, x+r-k*r, y, x+r, y)
	v.ClosePath()
	v.Draw(dst, dst.Bounds(), image.NewUniform(c), image.Point{})
}

// glyph fills a character of the headline face, its em square at x, y.
func glyph(dst draw.Image, ru rune, x, y, em float32, c color.Color) error {
	face, ok := fonts.Builtin().Face("song-black")
	if !ok {
		return fmt.Errorf("no headline face")
	}
	id, ok := face.Glyph(ru)
	if !ok {
		return fmt.Errorf("no glyph for %q", ru)
	}
	s := em / float32(face.UnitsPerEm())
	base := y + em*0.88 // the ideographic baseline of a Han face
	v := vector.NewRasterizer(side, side)
	at := func(p fonts.Point) (float32, float32) { return x + p.X*s, base - p.Y*s }
	for _, seg := range face.Outline(id).Segments {
		ax, ay := at(seg.P[0])
		bx, by := at(seg.P[1])
		cx, cy := at(seg.P[2])
		switch seg.Op {
		case fonts.MoveTo:
			v.ClosePath()
			v.MoveTo(ax, ay)
		case fonts.LineTo:
			v.LineTo(ax, ay)
		case fonts.QuadTo:
			v.QuadTo(ax, ay, bx, by)
		case fonts.CubeTo:
			v.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	v.ClosePath()
	v.Draw(dst, dst.Bounds(), image.NewUniform(c), image.Point{})
	return nil
}
