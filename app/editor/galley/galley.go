// Package galley is the text under the story editor (小样): a story's paragraphs with caret and selection, what keys do
// to them, and their lines at the column's measure, drawn as an image. It knows no window, so that all of it is tested
// without one.
//
// Start with Galley: New takes nothing, Take hands it a story, the methods named for keys change it, Steps answers
// what the document does not know yet. Every change is made by the constructors of package edit on the galley's own
// copy of the story, so what is typed and what the document becomes cannot differ. Offsets are runes. Lines come from
// layout/para; a change lays only its own paragraphs anew. Lengths on the paper are geom.Length, on the image pixels.
// The package never writes a document: whoever owns it applies the steps.
package galley

import (
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/segment"
	"dayang/internal/words"
)

// Place is a place between two runes: a paragraph of those that are shown, and a rune offset in it.
type Place struct{ Para, At int }

// Before reports whether p stands before q.
func (p Place) Before(q Place) bool { return p.Para < q.Para || p.Para == q.Para && p.At < q.At }

// Step is one undoable step that the document does not know yet. From and To are the story before and after it.
type Step struct {
	Label    words.Text
	Merge    string
	From, To *edition.Story
}

// Mark is a finding's place in the text.
type Mark struct {
	Para     string
	From, To int
	Level    int // 0 hint, 1 warning, 2 error
	Finding  int // whose it is; the owner's business
}

// paragraph is one paragraph on the galley with its lines; lines are nil until they are asked for.
type paragraph struct {
	p     *edition.Para
	runes []rune
	fixed bool // a caption or credit: it is neither split nor joined
	lines []line
	start []int // rune offset of each cluster, and of the end
	cell  []cell
	top   float64 // em from the top of the galley
	cuts  []int   // where words begin, and the end; nil until asked for

	told    bool       // revised is true
	revised []Revision // against the origin, without the paragraph's number
}

// Galley is a story's text under the caret. Its methods are for one goroutine. The zero Galley is not ready; use New.
type Galley struct {
	base  *edition.Story // as the document has it
	story *edition.Story // as it is here
	steps []Step
	paras []*paragraph

	caret, anchor Place
	upstream      bool    // a caret at a line break stands at the end of the upper line
	goal          float64 // em that Up and Down keep to; below 0: where the caret is

	origin  *edition.Story  // what revisions are told against
	was     []*edition.Para // what of it is shown, and where, by id
	wasAt   map[string]int
	marks   []Mark
	found   []Range
	matchAt int

	words segment.Segmenter
	look  Look
	tops  bool // the paragraphs' tops are true
	high  float64
}

// New answers an empty galley.
func New() *Galley { return &Galley{goal: -1} }

// SetWords hands over a dictionary; without one a word is a run of Latin letters or one Chinese character.
func (g *Galley) SetWords(s segment.Segmenter) {
	g.words = s
	for _, p := range g.paras {
		p.cuts = nil
	}
}

// Shown answers the paragraphs of a story that a galley holds: the text, then captions and credits. Kicker, headline,
// deck and byline have fields of their own.
func Shown(s *edition.Story) []*edition.Para {
	return slices.DeleteFunc(s.All(), func(p *edition.Para) bool {
		return p.Role == edition.Kicker || p.Role == edition.Headline || p.Role == edition.Deck || p.Role == edition.Byline
	})
}

// Story answers the story as it is here, or nil.
func (g *Galley) Story() *edition.Story { return g.story }

// Steps answers what the document does not know yet, oldest first.
func (g *Galley) Steps() []Step { return g.steps }

// Told drops the oldest n steps: the document has them.
func (g *Galley) Told(n int) {
	if n > 0 {
		g.base = g.steps[n-1].To
		g.steps = slices.Clone(g.steps[n:])
	}
}

// Take shows a story as the document has it. Caret and selection stay at their text; what is not yet told to the
// document stays, over paragraphs that both changed it wins. Another story is shown from its start.
func (g *Galley) Take(s *edition.Story) {
	switch {
	case s == g.base || s != nil && g.base != nil && reflect.DeepEqual(s, g.base):
		g.base = s
		return
	case s == nil || g.story == nil || s.ID != g.story.ID:
		g.base, g.story, g.steps, g.marks = s, s, nil, nil
		g.caret, g.anchor, g.upstream, g.goal = Place{}, Place{}, false, -1
		g.paras, g.found = nil, nil
		g.rebuild(nil)
		return
	}
	shown := s
	if len(g.steps) > 0 {
		shown = merge(g.base, g.story, s)
		last := g.steps[len(g.steps)-1]
		g.steps = []Step{{Label: last.Label, From: s, To: shown}}
	}
	g.base = s
	g.become(shown)
}

// merge answers theirs with what mine changed since base.
func merge(base, mine, theirs *edition.Story) *edition.Story {
	out := *theirs
	keep := func(p *edition.Para) *edition.Para {
		if p == nil {
			return nil
		}
		if m := mine.Para(p.ID); m != nil && !reflect.DeepEqual(m, base.Para(p.ID)) {
			return m
		}
		return p
	}
	out.Paras = nil
	for _, p := range theirs.Paras {
		if base.Para(p.ID) != nil && mine.Para(p.ID) == nil {
			continue // deleted here
		}
		out.Paras = append(out.Paras, keep(p))
	}
	for i, p := range mine.Paras { // new here: behind the one it follows
		if base.Para(p.ID) != nil || theirs.Para(p.ID) != nil {
			continue
		}
		at := len(out.Paras)
		if i > 0 {
			if j := slices.IndexFunc(out.Paras, func(q *edition.Para) bool { return q.ID == mine.Paras[i-1].ID }); j >= 0 {
				at = j + 1
			}
		}
		out.Paras = slices.Insert(out.Paras, at, p)
	}
	out.Pictures = slices.Clone(theirs.Pictures)
	for i := range out.Pictures {
		out.Pictures[i].Caption, out.Pictures[i].Credit = keep(out.Pictures[i].Caption), keep(out.Pictures[i].Credit)
	}
	return &out
}

// become shows another state of the same story and keeps caret, selection and marks at their text.
func (g *Galley) become(s *edition.Story) {
	was := g.paras
	type named struct {
		id string
		at int
	}
	name := func(p Place) named {
		if p.Para < len(was) {
			return named{was[p.Para].p.ID, p.At}
		}
		return named{}
	}
	caret, anchor := name(g.caret), name(g.anchor)
	for _, p := range was {
		q := s.Para(p.p.ID)
		if q == nil || q == p.p || q.Text == p.p.Text {
			continue
		}
		from, to, middle := Difference(p.runes, []rune(q.Text))
		for _, n := range []*named{&caret, &anchor} {
			if n.id != q.ID {
				continue
			}
			switch {
			case n.at >= to:
				n.at += len(middle) - (to - from)
			case n.at > from:
				n.at = from + len(middle)
			}
		}
	}
	g.story = s
	g.rebuild(was)
	find := func(n named, old Place) Place {
		for i, p := range g.paras {
			if p.p.ID == n.id {
				return g.clamp(Place{i, n.at})
			}
		}
		return g.clamp(Place{old.Para - 1, 1 << 30})
	}
	g.caret, g.anchor = find(caret, g.caret), find(anchor, g.anchor)
}

// Follow shows a story as Take does and puts the caret where it differs, as undo and redo do.
func (g *Galley) Follow(s *edition.Story) {
	was := g.story
	g.Take(s)
	if was == nil || s == nil || was.ID != s.ID {
		return
	}
	before := Shown(was)
	for i, p := range g.paras {
		if i < len(before) && before[i].ID == p.p.ID && before[i].Text == p.p.Text {
			continue
		}
		at := len(p.runes)
		if q := was.Para(p.p.ID); q != nil {
			from, _, middle := Difference([]rune(q.Text), p.runes)
			at = from + len(middle)
		}
		g.caret = Place{i, at}
		g.anchor, g.upstream, g.goal = g.caret, false, -1
		return
	}
}

// Difference answers the runes of a that b replaces, and by what.
func Difference(a, b []rune) (from, to int, middle []rune) {
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	end := 0
	for end < len(a)-from && end < len(b)-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return from, len(a) - end, b[from : len(b)-end]
}

// rebuild makes the paragraphs of the story, keeping the lines of those that did not change, and moves the marks.
func (g *Galley) rebuild(was []*paragraph) {
	g.paras = nil
	g.tops = false
	if g.story == nil {
		g.marks = nil
		return
	}
	old := make(map[string]*paragraph, len(was))
	for _, p := range was {
		old[p.p.ID] = p
	}
	for _, p := range Shown(g.story) {
		o := old[p.ID]
		if o != nil && (o.p == p || o.p.Role == p.Role && o.p.Text == p.Text && slices.Equal(o.p.Spans, p.Spans)) {
			o.p = p
			g.paras = append(g.paras, o)
			continue
		}
		n := &paragraph{p: p, runes: []rune(p.Text), fixed: !slices.Contains(g.story.Paras, p)}
		g.paras = append(g.paras, n)
		if o != nil && len(g.marks) > 0 {
			from, to, middle := Difference(o.runes, n.runes)
			g.moveMarks(p.ID, from, to, len(middle))
		}
	}
	if len(g.found) > 0 {
		g.found = slices.DeleteFunc(g.found, func(r Range) bool { return r.Para >= len(g.paras) || r.To > len(g.paras[r.Para].runes) })
		g.matchAt = min(g.matchAt, len(g.found)-1)
	}
}

// moveMarks keeps the marks of a paragraph at their text: those that the change touched go.
func (g *Galley) moveMarks(id string, from, to, by int) {
	g.marks = slices.DeleteFunc(g.marks, func(m Mark) bool { return m.Para == id && m.From < to && m.To > from })
	for i, m := range g.marks {
		if m.Para == id && m.From >= to {
			g.marks[i].From += by - (to - from)
			g.marks[i].To += by - (to - from)
		}
	}
}

// SetMarks sets the findings to be underlined.
func (g *Galley) SetMarks(m []Mark) { g.marks = slices.Clone(m) }

// MarkAt answers the mark at a place; of several the shortest.
func (g *Galley) MarkAt(p Place) (Mark, bool) {
	best, ok := Mark{}, false
	if p.Para >= len(g.paras) {
		return best, false
	}
	for _, m := range g.marks {
		if m.Para == g.paras[p.Para].p.ID && m.From <= p.At && p.At <= max(m.To, m.From+1) && (!ok || m.To-m.From < best.To-best.From) {
			best, ok = m, true
		}
	}
	return best, ok
}

// Len answers how many paragraphs there are.
func (g *Galley) Len() int { return len(g.paras) }

// Para answers a paragraph.
func (g *Galley) Para(i int) *edition.Para { return g.paras[i].p }

// Caret answers where the caret is.
func (g *Galley) Caret() Place { return g.caret }

// CaretPara answers the paragraph that the caret is in, and the offset; nil in an empty galley.
func (g *Galley) CaretPara() (*edition.Para, int) {
	if len(g.paras) == 0 {
		return nil, 0
	}
	return g.paras[g.caret.Para].p, g.caret.At
}

// Selection answers the selected stretch in order; both ends are the caret when nothing is.
func (g *Galley) Selection() (from, to Place) {
	if g.anchor.Before(g.caret) {
		return g.anchor, g.caret
	}
	return g.caret, g.anchor
}

// Selected reports whether anything is.
func (g *Galley) Selected() bool { return g.caret != g.anchor }

// Selecting answers the selected text; paragraphs are parted by line ends, manual line breaks too.
func (g *Galley) Selecting() string {
	var b strings.Builder
	from, to := g.Selection()
	g.pieces(from, to, func(i, a, z int) {
		if i > from.Para {
			b.WriteByte('\n')
		}
		b.WriteString(string(g.paras[i].runes[a:z]))
	})
	return strings.ReplaceAll(b.String(), lineBreak, "\n")
}

const lineBreak = "\u2028"

// SelectedRunes counts the characters that are selected, without blanks and breaks.
func (g *Galley) SelectedRunes() int {
	n := 0
	from, to := g.Selection()
	g.pieces(from, to, func(i, a, z int) {
		for _, r := range g.paras[i].runes[a:z] {
			if r != ' ' && r != '\u3000' && r != '\u2028' {
				n++
			}
		}
	})
	return n
}

// pieces visits the parts of a stretch, paragraph by paragraph.
func (g *Galley) pieces(from, to Place, do func(i, a, z int)) {
	for i := from.Para; i <= to.Para && i < len(g.paras); i++ {
		a, z := 0, len(g.paras[i].runes)
		if i == from.Para {
			a = from.At
		}
		if i == to.Para {
			z = to.At
		}
		do(i, a, z)
	}
}

func (g *Galley) clamp(p Place) Place {
	if len(g.paras) == 0 {
		return Place{}
	}
	p.Para = min(max(p.Para, 0), len(g.paras)-1)
	p.At = min(max(p.At, 0), len(g.paras[p.Para].runes))
	return p
}

// apply makes one step of changes that constructors of package edit make, each on what the ones before it left.
func (g *Galley) apply(label *words.Text, makers ...func(*edition.Edition) (edit.Change, error)) error {
	now := g.story
	var first edit.Change
	for i, m := range makers {
		c, err := m(&edition.Edition{Stories: []*edition.Story{now}})
		if err != nil {
			return err
		}
		if i == 0 {
			first = c
		}
		for _, o := range c.Ops {
			now = o.Story.After
		}
	}
	if now == g.story {
		return nil
	}
	st := Step{Label: first.Label, Merge: first.Merge, From: g.story, To: now}
	if len(makers) > 1 {
		st.Merge = ""
	}
	if label != nil {
		st.Label, st.Merge = *label, ""
	}
	if n := len(g.steps); n > 0 && st.Merge != "" && g.steps[n-1].Merge == st.Merge {
		g.steps[n-1].To, g.steps[n-1].Label = now, st.Label
	} else {
		g.steps = append(g.steps, st)
	}
	g.story = now
	g.rebuild(g.paras)
	return nil
}

// neighbours reports whether two shown paragraphs stand one behind the other in the story's text.
func (g *Galley) neighbours(i, j int) bool {
	if g.paras[i].fixed || g.paras[j].fixed {
		return false
	}
	a := slices.Index(g.story.Paras, g.paras[i].p)
	return a >= 0 && a+1 < len(g.story.Paras) && g.story.Paras[a+1] == g.paras[j].p
}

// Insert puts text in the place of what is selected: typing and pasting. Line ends make paragraphs.
func (g *Galley) Insert(text string) error {
	return g.replace(text, nil)
}

// Cut words of the steps.
var (
	labelPaste   = words.Text{ZH: "粘贴", EN: "Paste"}
	labelCut     = words.Text{ZH: "剪切", EN: "Cut"}
	labelBold    = words.Text{ZH: "加粗", EN: "Bold"}
	labelReplace = words.Text{ZH: "替换", EN: "Replace"}
)

// Paste puts in text that another program, or Copy, gave: a step of its own. Where styles are known they come along.
func (g *Galley) Paste(c Clip) error {
	text := edit.Clean(c.Text)
	from, _ := g.Selection()
	ids := map[int]string{}
	if err := g.replace(text, &labelPaste); err != nil || len(c.Spans) == 0 || text != c.Text {
		return err
	}
	if g.paras[from.Para].fixed {
		return nil // its lines did not become paragraphs
	}
	for k := range strings.Count(text, "\n") + 1 {
		ids[k] = g.paras[from.Para+k].p.ID
	}
	var makers []func(*edition.Edition) (edit.Change, error)
	for _, s := range c.Spans {
		shift := 0
		if s.Line == 0 {
			shift = from.At
		}
		makers = append(makers, func(ed *edition.Edition) (edit.Change, error) {
			return edit.SetSpanStyle(ed, g.story.ID, ids[s.Line], s.From+shift, s.To+shift, s.Style)
		})
	}
	n := len(g.steps)
	if err := g.apply(&labelPaste, makers...); err != nil {
		return err
	}
	if len(g.steps) > n { // one step with the text
		g.steps[n-1].To = g.steps[n].To
		g.steps = g.steps[:n]
	}
	return nil
}

// Clip is text on its way: paragraphs parted by line ends, with their character styles.
type Clip struct {
	Text  string
	Spans []ClipSpan
}

// ClipSpan is a styled stretch of one line of a Clip.
type ClipSpan struct {
	Line, From, To int
	Style          string
}

// Copy answers what is selected.
func (g *Galley) Copy() Clip {
	c := Clip{Text: g.Selecting()}
	from, to := g.Selection()
	g.pieces(from, to, func(i, a, z int) {
		for _, s := range g.paras[i].p.Spans {
			if f, t := max(s.From, a), min(s.To, z); f < t && !slices.Contains(g.paras[i].runes[a:z], '\u2028') {
				c.Spans = append(c.Spans, ClipSpan{i - from.Para, f - a, t - a, s.Style})
			}
		}
	})
	return c
}

// Cut takes out what is selected and answers it.
func (g *Galley) Cut() (Clip, error) {
	c := g.Copy()
	return c, g.replace("", &labelCut)
}

// replace puts text in the place of the selection.
func (g *Galley) replace(text string, label *words.Text) error {
	if g.story == nil {
		return nil
	}
	from, to := g.Selection()
	if len(g.paras) == 0 {
		if text == "" {
			return nil
		}
		lines := strings.Split(edit.Clean(text), "\n")
		var makers []func(*edition.Edition) (edit.Change, error)
		for _, l := range lines {
			makers = append(makers, func(ed *edition.Edition) (edit.Change, error) {
				return edit.AddPara(ed, ed.Stories[0].ID, len(ed.Stories[0].Paras), edition.Para{Role: edition.Body, Text: l})
			})
		}
		if err := g.apply(label, makers...); err != nil {
			return err
		}
		g.put(Place{len(g.paras) - 1, 1 << 30})
		return nil
	}
	if from == to && text == "" {
		return nil
	}
	story := g.story.ID
	var makers []func(*edition.Edition) (edit.Change, error)
	for i := from.Para; i <= to.Para; {
		j := i
		for j < to.Para && g.neighbours(j, j+1) {
			j++
		}
		first, last := g.paras[i].p.ID, g.paras[j].p.ID
		a, z, what := 0, len(g.paras[j].runes), ""
		if i == from.Para {
			a, what = from.At, text
		}
		if j == to.Para {
			z = to.At
		}
		makers = append(makers, func(ed *edition.Edition) (edit.Change, error) {
			return edit.ReplaceRange(ed, story, first, a, last, z, what)
		})
		if i > from.Para && !g.paras[i].fixed && z == len(g.paras[j].runes) {
			makers = append(makers, func(ed *edition.Edition) (edit.Change, error) { return edit.DeletePara(ed, story, first) })
		}
		i = j + 1
	}
	text = edit.Clean(text)
	at := Place{from.Para, from.At + utf8.RuneCountInString(text)}
	if n := strings.Count(text, "\n"); n > 0 && !g.paras[from.Para].fixed {
		at = Place{from.Para + n, utf8.RuneCountInString(text[strings.LastIndexByte(text, '\n')+1:])}
	}
	if err := g.apply(label, makers...); err != nil {
		return err
	}
	g.put(at)
	return nil
}

// put sets the caret and selects nothing.
func (g *Galley) put(p Place) {
	g.caret = g.clamp(p)
	g.anchor, g.upstream, g.goal = g.caret, false, -1
}

// Break splits the paragraph, or breaks the line in a caption: the Return key.
func (g *Galley) Break() error { return g.replace("\n", nil) }

// SoftBreak breaks the line within the paragraph: Shift and Return.
func (g *Galley) SoftBreak() error { return g.replace(lineBreak, nil) }

// Unit is how far a key reaches.
type Unit uint8

// The units.
const (
	Character Unit = iota
	Word
	Sentence
	Paragraph
	Whole
)

// Erase takes out what is selected, else one unit before or behind the caret: Backspace and Delete.
func (g *Galley) Erase(u Unit, back bool) error {
	if g.story == nil || len(g.paras) == 0 {
		return nil
	}
	if g.Selected() {
		return g.replace("", nil)
	}
	c := g.caret
	switch {
	case back && c.At == 0:
		return g.join(c.Para - 1)
	case !back && c.At == len(g.paras[c.Para].runes):
		return g.join(c.Para)
	}
	g.anchor = g.step(c, u, back)
	if g.anchor.Para != c.Para {
		g.anchor = c
		return nil
	}
	return g.replace("", nil)
}

// join joins a paragraph with the one behind it; an empty one of another kind goes.
func (g *Galley) join(i int) error {
	if i < 0 || i+1 >= len(g.paras) {
		return nil
	}
	a, b := g.paras[i], g.paras[i+1]
	story := g.story.ID
	at := Place{i, len(a.runes)}
	switch {
	case g.neighbours(i, i+1) && len(a.runes) == 0 && a.p.Role != b.p.Role:
		at = Place{i, 0} // the empty one goes, the other keeps its role
		if err := g.apply(nil, func(ed *edition.Edition) (edit.Change, error) { return edit.DeletePara(ed, story, a.p.ID) }); err != nil {
			return err
		}
	case g.neighbours(i, i+1) && (len(b.runes) == 0 || a.p.Role.InBody() && b.p.Role.InBody()):
		if err := g.apply(nil, func(ed *edition.Edition) (edit.Change, error) { return edit.JoinParas(ed, story, a.p.ID) }); err != nil {
			return err
		}
	default:
		return nil
	}
	g.put(at)
	return nil
}

// Bold turns the bold of what is selected on or off; of the word at the caret if nothing is.
func (g *Galley) Bold() error {
	if g.story == nil || len(g.paras) == 0 {
		return nil
	}
	from, to := g.Selection()
	if from == to {
		from, to = g.around(g.caret, Word)
	}
	on := false
	g.pieces(from, to, func(i, a, z int) {
		if a < z && !edit.HasStyle(g.paras[i].p, a, z, edition.Bold) {
			on = true
		}
	})
	style := ""
	if on {
		style = edition.Bold
	}
	story := g.story.ID
	var makers []func(*edition.Edition) (edit.Change, error)
	g.pieces(from, to, func(i, a, z int) {
		id := g.paras[i].p.ID
		makers = append(makers, func(ed *edition.Edition) (edit.Change, error) {
			return edit.SetSpanStyle(ed, story, id, a, z, style)
		})
	})
	return g.apply(&labelBold, makers...)
}

// Bolded reports whether all that is selected is bold.
func (g *Galley) Bolded() bool {
	from, to := g.Selection()
	all := from != to
	g.pieces(from, to, func(i, a, z int) {
		if a < z && !edit.HasStyle(g.paras[i].p, a, z, edition.Bold) {
			all = false
		}
	})
	return all
}

// SetRole changes the role of the paragraphs that are selected; captions stay what they are.
func (g *Galley) SetRole(r edition.Role) error {
	if g.story == nil {
		return nil
	}
	from, to := g.Selection()
	story := g.story.ID
	var makers []func(*edition.Edition) (edit.Change, error)
	for i := from.Para; i <= to.Para && i < len(g.paras); i++ {
		if p := g.paras[i]; !p.fixed {
			makers = append(makers, func(ed *edition.Edition) (edit.Change, error) { return edit.SetRole(ed, story, p.p.ID, r) })
		}
	}
	if len(makers) == 0 {
		return nil
	}
	return g.apply(nil, makers...)
}
