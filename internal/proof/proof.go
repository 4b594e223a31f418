// Package proof reads a newspaper's text as a proofreader does and says what is doubtful: marks, numbers, dates,
// repeated words and paragraphs, broken paragraphs, names and titles, known slips of the pen, and what only a page
// can show, such as the same story twice.
//
// Start with Checker: New makes one from a segmenter, the roster of names and the title's house style; Edition,
// Story, Para and Text answer findings. A Checker never changes after New and may be used from several goroutines.
// Every rule is a small value with an id, a level, a reason with its source, and a way to fix; Rules lists them.
// Block roles come first: a headline needs no full stop, a byline may hold blanks. Offsets are runes, as in
// package finding. The package changes no text and decides nothing.
package proof

import (
	"slices"
	"sort"
	"strings"
	"time"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/ngram"
	"dayang/internal/segment"
	"dayang/internal/words"
)

// Rule is one check.
type Rule interface {
	// ID answers the rule's id, such as "DU-02"; a house turns rules on and off by it.
	ID() string
	// Check answers the findings of the rule in a context.
	Check(*Context) []finding.Finding
}

// Info says what a rule is to a person.
type Info struct {
	Rule     string        // the id
	Category string        // the kind of fault, as the proofreading sets name it
	Level    finding.Level // unless the house says otherwise
	Fix      finding.Fix
	Name     words.Text // what it looks for
	Reason   words.Text // why, with the source
}

// Person is one entry of the roster: a name with the titles that belong to it.
type Person struct {
	Name   string   `json:"name"`
	Titles []string `json:"titles"`
	Rank   int      `json:"rank"`           // 1 stands first in a list; 0 has no rank
	From   string   `json:"from,omitempty"` // first day of these titles, 2006-01-02; "" is always
	To     string   `json:"to,omitempty"`   // last day; "" is still
}

// Options is what a title and an issue bring to the checks.
type Options struct {
	Roster  []Person
	Date    string         // the date, 2006-01-02; an edition's own date goes before it
	House   *edition.House // rules on and off, levels, texts never to be flagged; nil is the rules' own choice
	Lists   []ListEntry    // the house's forbidden, careful and preferred forms
	Slips   []Slip         // the house's own slips of the pen, beside those that ship
	Places  []Place        // places and what they belong to
	Earlier []Earlier      // stories of the last issues, for the same story twice
	// Join answers how well head follows tail without a break, in nats against a full stop between them; above 0
	// joins. nil judges by words alone.
	Join func(tail, head string) float64
	// Successors answers which piece goes on with which, -1 for none, as internal/repair does; nil judges by words
	// that lie across a join.
	Successors func(pieces []string) []int
}

// Checker holds the rules with everything they need to know.
type Checker struct {
	seg     segment.Segmenter
	grammar segment.Grammar // nil: words only
	model   *ngram.Model    // nil: nothing is known of words in turn
	o       Options
	rules   []*rule
	level   map[string]finding.Level
	ignore  map[string]bool
	logT    float64
	places  map[string][]string
	lists   *matcher[ListEntry]
	slips   *matcher[slip]
}

// New makes a checker; it takes some tens of milliseconds the first time. seg may be nil: the rules that need words
// are then silent.
func New(seg segment.Segmenter, o Options) *Checker {
	c := &Checker{seg: seg, o: o, level: map[string]finding.Level{}, ignore: map[string]bool{}}
	if seg == nil {
		c.seg = noWords{}
	}
	c.grammar, _ = c.seg.(segment.Grammar)
	c.model = segment.ModelOf(c.seg)
	c.logT = logOf(c.seg.Total())
	if l := theLikeness(); c.model != nil { // read here, not at the first key a person types
		l.share(c.model, '一')
	}
	off := map[string]bool{}
	if o.House != nil {
		for id, s := range o.House.Checks {
			if s == "off" {
				off[id] = true
			} else if l, ok := finding.ParseLevel(s); ok {
				c.level[id] = l
			}
		}
		for _, s := range o.House.Ignore {
			c.ignore[s] = true
		}
	}
	for _, r := range allRules() {
		if !off[r.Rule] {
			c.rules = append(c.rules, r)
		}
	}
	c.lists = newMatcher(o.Lists, func(e ListEntry) string { return e.Text })
	c.places = placeIndex(o.Places)
	c.slips = ownSlips(o.Slips)
	return c
}

// Rules answers every rule that ships, in the order of their ids.
func Rules() []Rule {
	var out []Rule
	for _, r := range allRules() {
		out = append(out, r)
	}
	return out
}

// Describe answers what a rule is.
func Describe(id string) (Info, bool) {
	for _, r := range allRules() {
		if r.Rule == id {
			return r.Info, true
		}
	}
	return Info{}, false
}

// Edition answers the findings of a whole issue: its stories, its furniture, and the pages between them.
func (c *Checker) Edition(ed *edition.Edition) []finding.Finding {
	ctx := c.context(ed.Head.Date)
	ctx.Edition = ed
	pageOf := map[string]string{}
	for _, p := range ed.Pages {
		for _, f := range p.Frames {
			if f.Story != "" && pageOf[f.Story] == "" {
				pageOf[f.Story] = p.ID
			}
		}
	}
	for _, s := range ed.Stories {
		ctx.addStory(s, pageOf[s.ID])
	}
	for _, p := range ed.Pages {
		for _, f := range p.Frames {
			if f.Furniture == nil {
				continue
			}
			for _, para := range f.Furniture.Paras {
				b := newBlock(para.Role, para.Text)
				if b.Role == "" {
					b.Role = edition.Label
				}
				b.Para, b.Page, b.Frame = para, p.ID, f.ID
				ctx.Blocks = append(ctx.Blocks, b)
			}
		}
	}
	return ctx.run(c.rules)
}

// Story answers the findings of one story.
func (c *Checker) Story(s *edition.Story) []finding.Finding {
	ctx := c.context("")
	ctx.addStory(s, "")
	return ctx.run(c.rules)
}

// Para answers the findings of one paragraph as it stands in its story. It is quick enough to run while a person
// types: only the paragraph and its neighbours are read.
func (c *Checker) Para(s *edition.Story, id string) []finding.Finding {
	ctx := c.context("")
	ctx.addStory(s, "")
	for _, b := range ctx.Blocks {
		if b.Para.ID == id {
			ctx.only = b
		}
	}
	if ctx.only == nil {
		return nil
	}
	var out []finding.Finding
	for _, f := range ctx.run(c.rules) {
		if f.Place.Para == id {
			out = append(out, f)
		}
	}
	return out
}

// Text answers the findings of free text whose paragraphs are lines; offsets count from the start of text. pub is
// the day of publication, 2006-01-02, or "".
func (c *Checker) Text(text, pub string) []finding.Finding {
	ctx := c.context(pub)
	ctx.free = true
	ctx.addText(text)
	return ctx.run(c.rules)
}

func (c *Checker) context(date string) *Context {
	if date == "" {
		date = c.o.Date
	}
	ctx := &Context{c: c}
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		ctx.date, ctx.dated = t, true
	}
	return ctx
}

// Context is what rules look at: blocks in reading order, and the issue around them.
type Context struct {
	Blocks  []*Block
	Edition *edition.Edition // nil outside an edition
	c       *Checker
	date    time.Time
	dated   bool
	free    bool   // free text: offsets count from its start
	only    *Block // check just this one
	groups  []group
	found   []finding.Finding
}

// Block is one paragraph with its role.
type Block struct {
	Story  *edition.Story // nil in free text and furniture
	Para   *edition.Para  // nil in free text
	Page   string
	Frame  string
	Role   edition.Role
	Text   string
	Runes  []rune
	base   int  // where it begins in free text
	more   bool // its paragraph goes on behind it: see longestBlock
	words  []segment.Word
	cut    bool
	edge   []bool // edge[i]: a word begins at i; one more for the end
	skip   []bool // inside an address, a link, a markup
	deep   []bool // inside quotation marks
	likely *ngram.Text
}

// longestBlock is the most of one paragraph that is read as one, in runes. No paper's paragraph comes near it; it
// keeps a machine's line of megabytes from taking the time of its square. Of a story's longer paragraph the rest is
// not checked; free text goes on in the next block.
const longestBlock = 20000

func newBlock(role edition.Role, text string) *Block {
	return &Block{Role: role, Text: text, Runes: []rune(text)}
}

func (c *Context) addStory(s *edition.Story, page string) {
	for _, p := range s.All() {
		b := newBlock(p.Role, p.Text)
		if len(b.Runes) > longestBlock {
			b = newBlock(p.Role, string(b.Runes[:longestBlock]))
			b.more = true
		}
		b.Story, b.Para, b.Page = s, p, page
		c.Blocks = append(c.Blocks, b)
	}
}

// addText splits free text into lines and guesses their roles; a manuscript that needs better goes through the
// importer.
func (c *Context) addText(text string) {
	r := []rune(text)
	for i := 0; i < len(r); {
		j := i
		for j < len(r) && r[j] != '\n' && r[j] != '\r' {
			j++
		}
		from, to := i, j
		for from < to && isBlank(r[from]) {
			from++
		}
		for to > from && isBlank(r[to-1]) {
			to--
		}
		for ; to > from; from = min(from+longestBlock, to) {
			end := min(from+longestBlock, to)
			b := &Block{Runes: r[from:end], base: from, more: end < to}
			b.Text = string(b.Runes)
			c.Blocks = append(c.Blocks, b)
		}
		i = j + 1
	}
	for i, b := range c.Blocks {
		var before *Block
		if i > 0 {
			before = c.Blocks[i-1]
		}
		b.Role = guessRole(b, before)
	}
}

// guessRole tells headings, bylines and labels of free text from its body.
func guessRole(b, before *Block) edition.Role {
	r := b.Runes
	switch {
	case r[0] == '#':
		return edition.Headline
	case strings.HasPrefix(b.Text, "■") && len(r) < 40 && !strings.ContainsAny(b.Text, "。，"):
		return edition.Byline
	case strings.HasPrefix(b.Text, "扫一扫") && len(r) < 20:
		return edition.Label
	}
	if strings.ContainsAny(b.Text, "。！？；，…：.,!?") || len(r) >= 14 {
		return edition.Body
	}
	if before != nil && before.body() && openEnd(before) {
		return edition.Body
	}
	return edition.Subhead
}

// body reports whether the block is running text, where sentences have ends.
func (b *Block) body() bool {
	return b.Role == edition.Body || b.Role == edition.Lead || b.Role == edition.EditorsNote
}

// heading reports whether the block is a line of a story's head or a subhead.
func (b *Block) heading() bool {
	switch b.Role {
	case edition.Headline, edition.Kicker, edition.Deck, edition.Subhead:
		return true
	}
	return false
}

// prose reports whether rules about sentences and words apply: everything but names under a text and labels.
func (b *Block) prose() bool {
	switch b.Role {
	case edition.Byline, edition.Credit, edition.Label, edition.JumpLine:
		return false
	}
	return true
}

func (b *Block) at(i int) rune {
	if i < 0 || i >= len(b.Runes) {
		return 0
	}
	return b.Runes[i]
}

func (b *Block) slice(from, to int) string {
	from, to = max(from, 0), min(to, len(b.Runes))
	if from >= to {
		return ""
	}
	return string(b.Runes[from:to])
}

// has reports whether s stands at i.
func (b *Block) has(i int, s string) bool {
	if i < 0 {
		return false
	}
	for _, r := range s {
		if i >= len(b.Runes) || b.Runes[i] != r {
			return false
		}
		i++
	}
	return true
}

// ends reports whether one of the strings ends at i.
func (b *Block) ends(i int, ss ...string) bool {
	for _, s := range ss {
		if b.has(i-runeLen(s), s) {
			return true
		}
	}
	return false
}

// begins reports whether one of the strings begins at i.
func (b *Block) begins(i int, ss ...string) bool {
	for _, s := range ss {
		if b.has(i, s) {
			return true
		}
	}
	return false
}

// cutWords answers the block's words, cut once.
func (c *Context) cutWords(b *Block) []segment.Word {
	if !b.cut {
		b.cut = true
		b.words = c.c.seg.Cut(b.Text)
		b.edge = make([]bool, len(b.Runes)+1)
		b.edge[0], b.edge[len(b.Runes)] = true, true
		for _, w := range b.words {
			if w.From >= 0 && w.From < len(b.edge) {
				b.edge[w.From] = true
			}
		}
	}
	return b.words
}

// edges answers where words begin in the block.
func (c *Context) edges(b *Block) []bool {
	c.cutWords(b)
	return b.edge
}

func (c *Context) word(s string) bool { return c.c.seg.Freq(s) > 0 }

// each runs over the blocks that are to be checked.
func (c *Context) each(f func(b *Block)) {
	if c.only != nil {
		f(c.only)
		return
	}
	for _, b := range c.Blocks {
		f(b)
	}
}

// rule is how every rule is kept.
type rule struct {
	Info
	run func(*Context, *rule)
}

// ID answers the rule's id.
func (r *rule) ID() string { return r.Rule }

// Check answers the rule's findings.
func (r *rule) Check(c *Context) []finding.Finding {
	c.found = nil
	r.run(c, r)
	out := c.found
	c.found = nil
	return out
}

// say adds a finding about [from, to) of a block. The pointer is good until the next call.
func (c *Context) say(r *rule, b *Block, from, to int, msg words.Text, fixes ...string) *finding.Finding {
	f := finding.Finding{
		Rule: r.Rule, Category: r.Category, Level: r.Level, Message: msg, Reason: r.Reason, Score: 1,
		Place: c.place(b, from, to), Text: b.slice(from, to),
	}
	for _, s := range fixes {
		f.Suggestions = append(f.Suggestions, finding.Suggestion{Text: s})
	}
	if len(fixes) > 0 {
		f.Fix = r.Fix
	}
	c.found = append(c.found, f)
	return &c.found[len(c.found)-1]
}

func (c *Context) place(b *Block, from, to int) finding.Place {
	p := finding.Place{Page: b.Page, Frame: b.Frame, From: from, To: to}
	if b.Story != nil {
		p.Story = b.Story.ID
	}
	if b.Para != nil {
		p.Para = b.Para.ID
	}
	if c.free {
		p.From, p.To = from+b.base, to+b.base
	}
	return p
}

// run runs the rules and puts their findings in reading order, the house's levels and silences applied.
func (c *Context) run(rules []*rule) []finding.Finding {
	c.groups = c.joinGroups()
	order := map[[3]string]int{}
	for i, b := range c.Blocks {
		p := c.place(b, 0, 0)
		k := [3]string{p.Story, p.Para, p.Frame}
		if _, ok := order[k]; !ok {
			order[k] = i
		}
	}
	var out []finding.Finding
	for _, r := range rules {
		for _, f := range r.Check(c) {
			if l, ok := c.c.level[f.Rule]; ok {
				f.Level = l
			}
			if c.passed(f) {
				continue
			}
			if f.Text != "" && (c.c.ignore[f.Text] || c.insideIgnored(f, order)) {
				continue
			}
			out = append(out, f)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].Place, out[j].Place
		x, y := order[[3]string{a.Story, a.Para, a.Frame}], order[[3]string{b.Story, b.Para, b.Frame}]
		if x != y {
			return x < y
		}
		if a.From != b.From {
			return a.From < b.From
		}
		return a.To > b.To
	})
	return settle(out)
}

// passed reports whether an editor has let a remark stand.
func (c *Context) passed(f finding.Finding) bool {
	if f.Place.Story == "" {
		return false
	}
	for _, b := range c.Blocks {
		if b.Story != nil && b.Story.ID == f.Place.Story {
			return slices.Contains(b.Story.Passed, edition.Passed{Rule: f.Rule, Para: f.Place.Para, Text: f.Text})
		}
	}
	return false
}

// insideIgnored reports whether a finding about spelling lies inside a text that the house ignores: who lets a form
// stand lets its characters stand.
func (c *Context) insideIgnored(f finding.Finding, order map[[3]string]int) bool {
	if f.Rule[:2] != "SP" || len(c.c.ignore) == 0 || c.free && len(c.Blocks) > 1 {
		return false
	}
	i, ok := order[[3]string{f.Place.Story, f.Place.Para, f.Place.Frame}]
	if !ok {
		return false
	}
	b := c.Blocks[i]
	from, to := f.Place.From-b.base, f.Place.To-b.base
	for s := range c.c.ignore {
		n := runeLen(s)
		if n <= to-from || !strings.Contains(s, f.Text) {
			continue
		}
		for k := max(0, to-n); k <= from; k++ {
			if b.has(k, s) {
				return true
			}
		}
	}
	return false
}

// settle drops what a weightier finding at the same spot already says: hints under errors and warnings, and a
// second finding of one family on the same characters.
func settle(in []finding.Finding) []finding.Finding {
	out := in[:0]
	gone := make([]bool, len(in))
	for i := range in {
		for j := i + 1; j < len(in); j++ {
			a, b := in[i], in[j]
			if a.Place.Story != b.Place.Story || a.Place.Para != b.Place.Para || a.Place.Frame != b.Place.Frame || b.Place.From >= max(a.Place.To, a.Place.From+1) {
				break
			}
			if gone[i] || gone[j] || a.Place.To <= a.Place.From || b.Place.To <= b.Place.From {
				continue
			}
			if a.Rule == b.Rule && a.Place == b.Place && a.Message == b.Message {
				gone[j] = true
				continue
			}
			same := a.Rule[:2] == b.Rule[:2]
			switch {
			case pageWide(a) || pageWide(b):
			case a.Level > b.Level && (same || b.Level == finding.Hint):
				gone[j] = true
			case b.Level > a.Level && (same || a.Level == finding.Hint):
				gone[i] = true
			case same && a.Rule[:2] == "DU":
				gone[j] = true // the longer or earlier one stands
			case same && a.Rule == b.Rule && a.Rule[:2] == "SP":
				gone[j] = true
			}
		}
	}
	for i, f := range in {
		if !gone[i] {
			out = append(out, f)
		}
	}
	return out
}

// pageWide reports whether a finding is about a whole story or headline and only hangs on a paragraph.
func pageWide(f finding.Finding) bool {
	return f.Rule == "DU-06" || f.Rule == "DU-07" || f.Rule == "ST-03"
}

// noWords is a segmenter that knows no word: every rune is its own.
type noWords struct{}

func (noWords) Cut(text string) []segment.Word {
	var out []segment.Word
	i := 0
	for _, r := range text {
		out = append(out, segment.Word{Text: string(r), From: i, To: i + 1})
		i++
	}
	return out
}
func (noWords) Freq(string) float64 { return 0 }
func (noWords) Tag(string) string   { return "" }
func (noWords) Total() float64      { return 1 }
