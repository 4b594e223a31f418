package preflight

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// run is the check of one file: what it knows of the file, and the page it is at.
type run struct {
	collector
	doc   *doc
	ctx   context.Context
	o     *FileOptions
	std   Standard
	fonts map[int]*font
	all   []*font

	page     string // id for findings
	trim     [4]float64
	plate    *plate
	spare    *plate // of the page before
	glyphs   glyphs
	seen     seenPictures
	imageRef int // of the picture that is shown, 0 for one without a number
	painted  bool
	unseen   map[string]words.Text
	ops      int
	depth    int    // of q, for the limit
	intent   []byte // the output profile
	contents map[int][]byte
	held     int
	stopped  bool            // enough has been run, or the context has ended
	forms    int             // forms run so far
	inside   map[int]bool    // forms being run
	defaults map[string]bool // Default spaces of the resources in use
}

// mostOps and mostForms bound what is run of one file: forms that show forms can make a few bytes last for ever.
const (
	mostOps   = 30_000_000
	mostForms = 100_000
)

// add enters a finding of the page the run is at; spot is in page space, nil for the page itself.
func (r *run) add(id string, level finding.Level, spot *[4]float64, key string, args ...any) {
	at := finding.Place{Page: r.page}
	if spot != nil {
		pt := func(v float64) geom.Length { return geom.FromPt(bound(v)) }
		at.Spot = geom.Rect{X: pt(spot[0] - r.trim[0]), Y: pt(r.trim[3] - spot[3]), W: pt(spot[2] - spot[0]), H: pt(spot[3] - spot[1])}
	}
	r.collector.add(id, level, at, key, args...)
}

func (r *run) press() *edition.Press { return &r.o.Press }

// paint is a current colour.
type paint struct {
	space *space
	ink   inks
	other bool // a pattern or shading
}

// state is the graphics state.
type state struct {
	ctm          matrix
	clip         clip
	fill, stroke paint
	width        float64
	font         *font
	size, hscale float64
	char, word   float64
	leading      float64
	rise         float64
	mode         int
	over, overS  bool // op, OP
	opm          int
	alpha        float64
	alphaS       float64
}

func (r *run) start() state {
	k := paint{space: spaceGray, ink: spaceGray.inks([]float64{0})}
	s := state{ctm: unity, fill: k, stroke: k, width: 1, hscale: 1, alpha: 1, alphaS: 1}
	if r.plate != nil {
		s.clip = clip{rect: image.Rect(0, 0, r.plate.w, r.plate.h)}
	}
	return s
}

func (s *state) how(stroke bool) how {
	if stroke {
		return how{s.overS, s.opm, s.alphaS, s.clip}
	}
	return how{s.over, s.opm, s.alpha, s.clip}
}

// content runs a stream of operators.
func (r *run) content(b []byte, res types.Dict, st state, depth int) {
	if depth > mostDepth {
		r.add(RuleContent, fault, nil, "deep", say.deep)
		return
	}
	if r.stopped {
		return
	}
	lx := &lexer{b: b}
	var args []any
	var saved []state
	var pa path
	var cx, cy float64 // current point, page space
	clipping := false
	tm, lm := unity, unity
	text := false
	num := func(i int) float64 {
		if i < len(args) {
			if f, ok := args[i].(float64); ok {
				return f
			}
		}
		return 0
	}
	nums := func() []float64 {
		var out []float64
		for i := range args {
			if f, ok := args[i].(float64); ok {
				out = append(out, f)
			}
		}
		return out
	}
	nameAt := func(i int) string {
		if i < 0 || i >= len(args) {
			return ""
		}
		n, _ := args[i].(nameOp)
		return string(n)
	}
	m6 := func() matrix { return matrix{num(0), num(1), num(2), num(3), num(4), num(5)} }
	endPath := func() {
		if clipping && r.plate != nil {
			st.clip = r.plate.narrow(st.clip, &pa)
		}
		clipping = false
		pa.ops, pa.pts = pa.ops[:0], pa.pts[:0]
	}
	for {
		v, ok, err := lx.next(0)
		if err != nil {
			r.add(RuleContent, fault, nil, "syntax", say.syntax)
			continue
		}
		if !ok {
			break
		}
		op, isOp := v.(word)
		if !isOp {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		if r.ops++; r.ops > mostOps {
			r.add(RuleLimits, fault, nil, "ops", say.tooMuch)
			r.stopped = true
		}
		if r.stopped = r.stopped || r.ops%4096 == 0 && r.ctx.Err() != nil; r.stopped {
			return
		}
		switch op {
		case "q":
			if len(saved) < 1024 {
				saved = append(saved, st)
			}
			r.depth = max(r.depth, len(saved)+depth)
		case "Q":
			if len(saved) == 0 {
				r.add(RuleContent, fault, nil, "Q", say.extraQ)
				break
			}
			st, saved = saved[len(saved)-1], saved[:len(saved)-1]
		case "cm":
			st.ctm = m6().times(st.ctm)
		case "w":
			st.width = num(0)
		case "J", "j", "M", "d", "i", "BMC", "MP", "DP", "EMC", "BX", "EX", "d0", "d1":
		case "BDC":
			r.layer(res, args)
		case "ri":
			r.renderingIntent(nameAt(0))
		case "gs":
			r.state(&st, d2(r.doc, res, "ExtGState", nameAt(0)), res, depth)
		case "m":
			cx, cy = st.ctm.apply(num(0), num(1))
			pa.move(cx, cy)
		case "l":
			cx, cy = st.ctm.apply(num(0), num(1))
			pa.line(cx, cy)
		case "c":
			ax, ay := st.ctm.apply(num(0), num(1))
			bx, by := st.ctm.apply(num(2), num(3))
			cx, cy = st.ctm.apply(num(4), num(5))
			pa.curve(ax, ay, bx, by, cx, cy)
		case "v":
			ax, ay := cx, cy
			bx, by := st.ctm.apply(num(0), num(1))
			cx, cy = st.ctm.apply(num(2), num(3))
			pa.curve(ax, ay, bx, by, cx, cy)
		case "y":
			ax, ay := st.ctm.apply(num(0), num(1))
			cx, cy = st.ctm.apply(num(2), num(3))
			pa.curve(ax, ay, cx, cy, cx, cy)
		case "h":
			pa.close()
		case "re":
			x, y, w, h := num(0), num(1), num(2), num(3)
			pa.move(st.ctm.apply(x, y))
			pa.line(st.ctm.apply(x+w, y))
			pa.line(st.ctm.apply(x+w, y+h))
			pa.line(st.ctm.apply(x, y+h))
			pa.close()
			cx, cy = st.ctm.apply(x, y)
		case "W", "W*":
			clipping = true
		case "n":
			endPath()
		case "f", "F", "f*":
			r.fillPath(&st, &pa)
			endPath()
		case "S", "s":
			if op == "s" {
				pa.close()
			}
			r.strokePath(&st, &pa)
			endPath()
		case "B", "B*", "b", "b*":
			if op[0] == 'b' {
				pa.close()
			}
			r.fillPath(&st, &pa)
			r.strokePath(&st, &pa)
			endPath()
		case "g", "rg", "k":
			st.fill = r.device(string(op), nums(), res)
		case "G", "RG", "K":
			st.stroke = r.device(string(lower(op)), nums(), res)
		case "cs", "CS":
			s := r.doc.space(types.Name(nameAt(0)), res, 0)
			if s == spaceNone {
				r.add(RuleContent, fault, nil, "cs "+nameAt(0), say.noResource.F(nameAt(0)))
			}
			r.useSpace(s, res)
			p := paint{space: s, ink: s.inks(s.start()), other: s.kind == pattern}
			if op == "cs" {
				st.fill = p
			} else {
				st.stroke = p
			}
		case "sc", "scn", "SC", "SCN":
			p := &st.fill
			if op[0] == 'S' {
				p = &st.stroke
			}
			if n := nameAt(len(args) - 1); n != "" {
				p.other = true
				r.pattern(res, n, depth)
				break
			}
			p.ink = p.space.inks(nums())
		case "sh":
			r.unsee("shading", say.shading)
			sh := d2(r.doc, res, "Shading", nameAt(0))
			if sh == nil {
				r.add(RuleContent, fault, nil, "sh "+nameAt(0), say.noResource.F(nameAt(0)))
				break
			}
			r.painted = true
			r.useSpace(r.doc.space(r.doc.Dict(sh)["ColorSpace"], res, 0), res)
		case "BT":
			text, tm, lm = true, unity, unity
		case "ET":
			text = false
		case "Tc":
			st.char = num(0)
		case "Tw":
			st.word = num(0)
		case "Tz":
			st.hscale = num(0) / 100
		case "TL":
			st.leading = num(0)
		case "Tf":
			obj, found := find(r.doc.Dict(res["Font"]), nameAt(0))
			st.size = num(1)
			if st.font = nil; found {
				st.font = r.font(obj)
			} else {
				r.add(RuleContent, fault, nil, "Tf "+nameAt(0), say.noResource.F(nameAt(0)))
			}
		case "Tr":
			st.mode = int(bound(num(0)))
		case "Ts":
			st.rise = num(0)
		case "Td", "TD":
			if op == "TD" {
				st.leading = -num(1)
			}
			lm = matrix{1, 0, 0, 1, num(0), num(1)}.times(lm)
			tm = lm
		case "Tm":
			tm, lm = m6(), m6()
		case "T*":
			lm = matrix{1, 0, 0, 1, 0, -st.leading}.times(lm)
			tm = lm
		case "Tj", "TJ", "'", "\"":
			if !text {
				r.add(RuleContent, fault, nil, "BT", say.outsideText)
			}
			if op == "'" || op == "\"" {
				if op == "\"" {
					st.word, st.char = num(0), num(1)
				}
				lm = matrix{1, 0, 0, 1, 0, -st.leading}.times(lm)
				tm = lm
			}
			if len(args) > 0 {
				r.show(&st, &tm, args[len(args)-1], res, depth)
			}
		case "Do":
			r.xobject(&st, res, nameAt(0), depth)
		case "BI":
			dict := dictOp{}
			for {
				k, ok, err := lx.next(0)
				if err != nil || !ok || k == word("ID") {
					break
				}
				v, ok, err := lx.next(0)
				if err != nil || !ok || v == word("ID") {
					break
				}
				if n, isName := k.(nameOp); isName {
					dict[string(n)] = v
				}
			}
			lx.inlineData()
			r.inline(&st, dict, res)
		case "PS":
			r.add(RuleXObject, fault, nil, "PS", "PostScript")
		default:
			r.add(RuleContent, fault, nil, "op "+string(op), say.noOperator.F(clipped(string(op))))
		}
		args = args[:0]
	}
	if len(saved) > 0 {
		r.add(RuleContent, fault, nil, "q", say.extraq.F(len(saved)))
	}
	if text {
		r.add(RuleContent, fault, nil, "ET", say.openText)
	}
}

func clipped(s string) string {
	if len(s) > 12 {
		s = s[:12]
	}
	return fmt.Sprintf("%q", s)
}

func lower(w word) word { return word(bytes.ToLower([]byte(w))) }

// d2 looks a resource up.
func d2(d *doc, res types.Dict, kind, name string) types.Object {
	o, _ := find(d.Dict(res[kind]), name)
	return d.Get(o)
}

func (r *run) unsee(key string, what words.Text) {
	if r.unseen != nil {
		r.unseen[key] = what
	}
}

func (r *run) device(op string, v []float64, res types.Dict) paint {
	s := spaceGray
	switch op {
	case "rg":
		s = spaceRGB
	case "k":
		s = spaceCMYK
	}
	r.useSpace(s, res)
	return paint{space: s, ink: s.inks(v)}
}

// checkInk judges the inks of something painted.
func (r *run) checkInk(k inks, box [4]float64) {
	for _, n := range k.spot {
		if !r.o.planned(n) {
			r.add(RuleSpot, warning, &box, n, n)
		}
	}
}

// inSheet reports whether a box (page space) touches the bleed: marks lie outside.
func (r *run) inSheet(b [4]float64) bool {
	const out = 8.6 // 3 mm
	return b[0] < r.trim[2]+out && b[2] > r.trim[0]-out && b[1] < r.trim[3]+out && b[3] > r.trim[1]-out
}

func (r *run) fillPath(st *state, pa *path) {
	b, ok := pa.bounds()
	if !ok {
		return
	}
	r.painted = r.painted || !st.fill.ink.white()
	if st.fill.other {
		r.unsee("pattern", say.pattern)
	}
	if r.plate != nil && st.fill.ink.known && !st.fill.other {
		r.plate.fill(pa, st.fill.ink, st.how(false))
	} else if !st.fill.ink.known {
		r.unsee("rgb", say.rgb)
	}
	if !r.inSheet(b) {
		return
	}
	r.checkInk(st.fill.ink, b)
	if st.fill.ink.all {
		r.add(RuleRichBlack, warning, &b, "fill all", say.fill, "All")
	}
	if st.over && st.fill.ink.white() && !st.fill.other {
		r.add(RuleWhiteOver, fault, &b, "fill")
	}
	if bs, ok := pa.boxes(); ok {
		for _, q := range bs {
			if w, h := q[2]-q[0], q[3]-q[1]; max(w, h) > 10*min(w, h) && max(w, h) > 10 {
				r.checkLine(st.fill.ink, min(w, h), q, false, st.over)
			}
		}
	}
}

func (r *run) strokePath(st *state, pa *path) {
	b, ok := pa.bounds()
	if !ok {
		return
	}
	w := st.width * st.ctm.scale()
	r.painted = r.painted || !st.stroke.ink.white()
	if st.stroke.other {
		r.unsee("pattern", say.pattern)
	}
	if r.plate != nil && st.stroke.ink.known && !st.stroke.other {
		r.plate.fill(stroked(pa, max(w, 0.1)), st.stroke.ink, st.how(true))
	} else if !st.stroke.ink.known {
		r.unsee("rgb", say.rgb)
	}
	if !r.inSheet(b) {
		return
	}
	r.checkInk(st.stroke.ink, b)
	if st.overS && st.stroke.ink.white() {
		r.add(RuleWhiteOver, fault, &b, "stroke")
	}
	r.checkLine(st.stroke.ink, w, b, true, st.overS && st.opm == 1 || st.overS && !st.stroke.ink.cmyk)
}

// checkLine judges a line's weight.
func (r *run) checkLine(k inks, w float64, b [4]float64, strokeOp, over bool) {
	if k.white() || k.all || !k.known {
		return
	}
	p := r.press()
	const slack = 0.005 // what writing and scaling round
	switch {
	case p.LineError > 0 && w+slack < p.LineError:
		r.add(RuleLine, fault, &b, "", w, p.LineError)
	case p.LineWarning > 0 && w+slack < p.LineWarning:
		r.add(RuleLine, warning, &b, "", w, p.LineWarning)
	}
	if p.TintLine > 0 && w+slack < p.TintLine && !k.solid() {
		r.add(RuleTintLine, warning, &b, "", w, p.TintLine)
	}
	if strokeOp && p.Overprint > 0 && p.TintLine > 0 && w < p.TintLine && k.onlyBlack() && !over {
		r.add(RuleBlackKnock, warning, &b, "line", say.line, w)
	}
}

// stroked answers the outline of a path's lines: every segment a bar, without joins. Curves are cut into eight.
func stroked(pa *path, w float64) *path {
	out := &path{}
	bar := func(x0, y0, x1, y1 float64) {
		dx, dy := x1-x0, y1-y0
		n := math.Hypot(dx, dy)
		if n == 0 {
			return
		}
		ux, uy := -dy/n*w/2, dx/n*w/2
		out.move(x0+ux, y0+uy)
		out.line(x1+ux, y1+uy)
		out.line(x1-ux, y1-uy)
		out.line(x0-ux, y0-uy)
		out.close()
	}
	at := 0
	var x, y, sx, sy float64
	for _, op := range pa.ops {
		switch op {
		case moveTo:
			x, y = pa.pts[at][0], pa.pts[at][1]
			sx, sy = x, y
			at++
		case lineTo:
			bar(x, y, pa.pts[at][0], pa.pts[at][1])
			x, y = pa.pts[at][0], pa.pts[at][1]
			at++
		case curveTo:
			a, b, c := pa.pts[at], pa.pts[at+1], pa.pts[at+2]
			x0, y0 := x, y
			for i := 1; i <= 8; i++ {
				t := float64(i) / 8
				u := 1 - t
				nx := u*u*u*x0 + 3*u*u*t*a[0] + 3*u*t*t*b[0] + t*t*t*c[0]
				ny := u*u*u*y0 + 3*u*u*t*a[1] + 3*u*t*t*b[1] + t*t*t*c[1]
				bar(x, y, nx, ny)
				x, y = nx, ny
			}
			at += 3
		case closePath:
			bar(x, y, sx, sy)
			x, y = sx, sy
		}
	}
	return out
}

// show sets the strings of one text operator.
func (r *run) show(st *state, tm *matrix, arg any, res types.Dict, depth int) {
	f := st.font
	if f == nil {
		return
	}
	parts, ok := arg.(arrayOp)
	if !ok {
		parts = arrayOp{arg}
	}
	k, over := st.fill, st.over
	if st.mode == 1 {
		k, over = st.stroke, st.overS
	}
	shown, under := false, 0
	var box [4]float64
	first := true
	for _, part := range parts {
		switch v := part.(type) {
		case float64:
			*tm = matrix{1, 0, 0, 1, -v / 1000 * st.size * st.hscale, 0}.times(*tm)
		case stringOp:
			for i := 0; i < len(v); i++ {
				code := int(v[i])
				if f.wide {
					if i+1 >= len(v) {
						break
					}
					code = code<<8 | int(v[i+1])
					i++
				}
				if len(f.used) < 1<<16 {
					f.used[code] = true
				}
				m := matrix{st.size * st.hscale, 0, 0, st.size, 0, st.rise}.times(*tm).times(st.ctm)
				w := f.widthOf(code) / 1000
				if st.mode != 3 && st.mode != 7 {
					x, y := m.apply(0, 0)
					x1, y1 := m.apply(w, 1)
					g := [4]float64{min(x, x1), min(y, y1), max(x, x1), max(y, y1)}
					if first {
						box, first = g, false
					} else {
						box = [4]float64{min(box[0], g[0]), min(box[1], g[1]), max(box[2], g[2]), max(box[3], g[3])}
					}
					if r.plate != nil && k.ink.known && k.ink.white() && !k.other {
						under = max(under, r.plate.inksAt((g[0]+g[2])/2, (g[1]+g[3])/2))
					}
					shown = r.glyph(st, f, code, m, k, over, res, depth) || shown
				}
				adv := w*st.size + st.char
				if f.kind == "Type3" {
					adv = f.widthOf(code)*f.matrix[0]*st.size + st.char
				}
				if !f.wide && code == 32 {
					adv += st.word
				}
				*tm = matrix{1, 0, 0, 1, adv * st.hscale, 0}.times(*tm)
			}
		}
	}
	if !shown {
		return
	}
	r.painted = r.painted || !k.ink.white()
	if r.inSheet(box) {
		m := tm.times(st.ctm)
		r.checkText(k, over, st.opm, math.Abs(st.size)*math.Hypot(m[2], m[3]), under, box)
	}
}

// glyph draws one glyph, and reports whether it shows anything.
func (r *run) glyph(st *state, f *font, code int, m matrix, k paint, over bool, res types.Dict, depth int) bool {
	if f.kind == "Type3" {
		r.unsee("type3", say.type3)
		if proc := f.procs[code]; proc != nil && depth < mostDepth {
			delete(f.procs, code) // once
			own := res
			if f.dict["Resources"] != nil {
				own = r.doc.Dict(f.dict["Resources"])
				r.resources(own)
			}
			r.filters(proc)
			if b, _, err := r.doc.decode(proc); err == nil {
				r.unplated(func() { r.content(b, own, r.start(), depth+1) })
			} else {
				r.add(RuleContent, fault, nil, "type3", say.noContent)
			}
		}
		return true
	}
	if !f.direct {
		r.unsee("font", say.otherFonts)
		return true
	}
	o := f.prog.outline(code)
	if o == nil {
		return false
	}
	if r.plate == nil || !k.ink.known || k.other {
		return true
	}
	h := st.how(st.mode == 1)
	h.over = over
	r.plate.glyph(f.prog, code, o, m, k.ink, h, &r.glyphs)
	return true
}

// checkText judges a run of text; under is how many inks a white one is reversed out of.
func (r *run) checkText(k paint, over bool, opm int, size float64, under int, b [4]float64) {
	p, ink := r.press(), k.ink
	const slack = 0.01
	size += slack
	small := func(limit float64) bool { return limit > 0 && size < limit }
	r.checkInk(ink, b)
	if !ink.known || k.other {
		return
	}
	switch {
	case ink.all:
		r.add(RuleRichBlack, warning, &b, "all", say.text, "All")
	case ink.white():
		if over {
			r.add(RuleWhiteOver, fault, &b, "text")
		}
		if small(p.ReversedText) {
			r.add(RuleReversed, warning, &b, "", size-slack, p.ReversedText)
		} else if under > 1 && small(p.ReversedMany) {
			r.add(RuleReversed, warning, &b, "many", size-slack, p.ReversedMany)
		}
	case ink.count() > 1:
		if ink.amount[black] >= 0.9 && ink.total()-100*ink.amount[black] > 10 {
			r.add(RuleRichBlack, warning, &b, "rich", say.text, ink.String())
		}
		if small(p.ManyInkText) {
			r.add(RuleInksText, warning, &b, "", size-slack, p.ManyInkText)
		}
	case !ink.solid():
		if small(p.TintText) {
			r.add(RuleTintText, warning, &b, "", size-slack, p.TintText)
		}
	}
	if !ink.white() && !ink.all {
		if small(p.TextError) {
			r.add(RuleText, fault, &b, "", size-slack, p.TextError)
		} else if small(p.TextWarning) {
			r.add(RuleText, warning, &b, "", size-slack, p.TextWarning)
		}
	}
	if ink.onlyBlack() && small(p.Overprint) && !(over && (opm == 1 || !ink.cmyk)) {
		r.add(RuleBlackKnock, warning, &b, "text", say.small, size-slack)
	}
}

// String says inks as printers do.
func (k inks) String() string {
	s := ""
	for i, n := range [spots]string{"C", "M", "Y", "K"} {
		if k.amount[i] > 0.0005 {
			s += fmt.Sprintf("%s%.0f ", n, k.amount[i]*100)
		}
	}
	for _, n := range k.spot {
		s += n + " "
	}
	if s == "" {
		return "0"
	}
	return s[:len(s)-1]
}
