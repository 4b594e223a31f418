package pdf

import "github.com/signintech/gopdf"

// raw puts operators into the page's content. gopdf writes a rectangle as "q x y w h re STYLE Q" with its public
// PaintStyle as it is given: "n Q" ends the rectangle unpainted and closes gopdf's own save, and "q" gives its last
// Q something to restore, so the operators stand at page level and what they set lasts. TestRawOperators fails when
// a new gopdf writes anything else.
func raw(g *gopdf.GoPdf, operators []byte) error {
	return g.RectFromUpperLeftWithOpts(gopdf.DrawableRectOptions{PaintStyle: gopdf.PaintStyle("n Q\n" + string(operators) + "q")})
}
