package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"dayang/app/pageview"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// proofPause is how long the desk waits after the last change before it reads again: the list must not jump while
// someone types.
const proofPause = 900 * time.Millisecond

// proofSoon has the edition read again once the hands rest.
func (d *Desk) proofSoon() {
	if d.deps.Proof == nil || d.ed == nil {
		return
	}
	if d.proofAt != nil {
		d.proofAt()
	}
	d.proofAt = d.deps.After(proofPause, func() {
		d.proofAt = nil
		d.read(nil)
	})
}

// proofNow reads at once and shows the list.
func (d *Desk) proofNow() {
	d.flush()
	if d.proofAt != nil {
		d.proofAt()
		d.proofAt = nil
	}
	d.frame.showBottom()
	d.read(func() {
		if d.current < 0 && len(d.findings) > 0 {
			d.step(1)
		}
	})
}

// read has the edition proofread on a worker. A reading that an edit has overtaken is dropped; another is due then.
func (d *Desk) read(then func()) {
	if d.ed == nil || d.deps.Proof == nil || d.closed {
		return
	}
	ed, gen := d.ed, d.gen
	d.proofGen++
	mine := d.proofGen
	var found []finding.Finding
	var pages []display.Page
	if d.setGen == gen { // the composition is of this edition
		pages = d.composed.Pages
	}
	dir := filepath.Dir(d.path)
	d.run(wJobProof, func(ctx context.Context, _ func(int, int)) (err error) {
		found, err = d.deps.Proof(ctx, ed)
		if err == nil && d.deps.Preflight != nil && pages != nil {
			found = append(found, d.deps.Preflight(ctx, ed, pages, dir)...)
		}
		return err
	}, func(err error) {
		if mine != d.proofGen || gen != d.gen {
			return
		}
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				d.fail(err)
			}
			return
		}
		d.proofed = found
		if found == nil {
			d.proofed = []finding.Finding{}
		}
		d.tellLearnt()
		d.collect()
		d.changed()
		if then != nil {
			then()
		}
	})
}

// key of a finding, for passing it over in this sitting and for finding it again after the next reading.
type findingKey struct{ rule, story, para, frame, text string }

func keyOf(f finding.Finding) findingKey {
	return findingKey{f.Rule, f.Place.Story, f.Place.Para, f.Place.Frame, f.Text}
}

func (k findingKey) String() string {
	return k.rule + "\x00" + k.story + "\x00" + k.para + "\x00" + k.frame + "\x00" + k.text
}

// collect makes the list: what composing noted and what proofing found, in the order of the pages and stories.
func (d *Desk) collect() {
	var was *findingKey
	if f, ok := d.finding(); ok {
		k := keyOf(f)
		was = &k
	}
	var kept []finding.Finding
	for _, list := range [][]finding.Finding{d.composed.Notes, d.arrived, d.proofed} {
		for i := range list {
			f := &list[i]
			if f.Rule == "" && f.Message == (words.Text{}) {
				continue // an importer with nothing to say
			}
			if len(d.ignored) > 0 && d.ignored[keyOf(*f).String()] || d.letStand(f) || d.ignoredAlways(f) {
				continue
			}
			kept = append(kept, *f)
		}
	}
	d.findings = d.inOrder(kept)
	d.current = -1
	if was != nil {
		for i, f := range d.findings {
			if keyOf(f) == *was {
				d.current = i
				break
			}
		}
	}
	d.flags()
}

// letStand reports whether an editor has passed over a finding in its story.
func (d *Desk) letStand(f *finding.Finding) bool {
	if d.ed == nil || f.Place.Story == "" {
		return false
	}
	_, st := d.storyAt(f.Place.Story)
	return st != nil && len(st.Passed) > 0 && slices.Contains(st.Passed, edition.Passed{Rule: f.Rule, Para: f.Place.Para, Text: f.Text})
}

func (d *Desk) ignoredAlways(f *finding.Finding) bool {
	return f.Text != "" && d.ed != nil && d.ed.House != nil && slices.Contains(d.ed.House.Ignore, f.Text)
}

// rank is where a finding stands in reading order.
type rank [4]int

func (a rank) compare(b rank) int { return slices.Compare(a[:], b[:]) }

// inOrder answers findings in reading order; those of one place stay as they are.
func (d *Desk) inOrder(list []finding.Finding) []finding.Finding {
	type ranked struct {
		rank rank
		at   int
	}
	order := make([]ranked, len(list))
	for i := range list {
		order[i] = ranked{d.rank(&list[i].Place), i}
	}
	slices.SortStableFunc(order, func(a, b ranked) int { return a.rank.compare(b.rank) })
	out := make([]finding.Finding, len(list))
	for i, o := range order {
		out[i] = list[o.at]
	}
	return out
}

func (d *Desk) rank(at *finding.Place) rank {
	r := rank{1 << 20, 1 << 20, 1 << 20, at.From}
	if d.ed == nil {
		return r
	}
	if i, ok := d.standing().page[d.pageOfPlace(at)]; ok {
		r[0] = i
	}
	if i, s := d.storyAt(at.Story); s != nil {
		r[1] = i
		for j, p := range s.All() {
			if p.ID == at.Para {
				r[2] = j
			}
		}
	}
	return r
}

// areas answers where a finding stands on the page of the view; the frame it is in, if nothing finer is known.
func (d *Desk) areas(f *finding.Finding) []geom.Rect {
	if exact := d.exactly(f); len(exact) > 0 {
		return exact
	}
	return d.around(f.Place)
}

// exactly answers the text or the spot that a finding is about.
func (d *Desk) exactly(f *finding.Finding) []geom.Rect {
	sheet := d.view.Sheet()
	var out []geom.Rect
	for i := -1; i < len(f.Also); i++ {
		p := &f.Place
		if i >= 0 {
			p = &f.Also[i]
		}
		var at []geom.Rect
		if p.Para != "" {
			at = pageview.TextAreas(sheet.Page, p.Story, p.Para, p.From, p.To)
		}
		if len(at) == 0 && !p.Spot.Empty() && (p.Page == "" || p.Page == d.page) {
			at = []geom.Rect{p.Spot}
		}
		out = append(out, at...)
	}
	return out
}

// around answers the frame a place is in, when nothing finer is known: what is overset stands nowhere.
func (d *Desk) around(p finding.Place) []geom.Rect {
	pg := d.pageNow()
	if pg == nil {
		return nil
	}
	for _, f := range pg.Frames {
		if p.Frame != "" && f.ID == p.Frame || p.Frame == "" && p.Story != "" && f.Story == p.Story && f.Kind != edition.FurnitureFrame {
			return []geom.Rect{f.Rect}
		}
	}
	return nil
}

// flags marks the findings on the page.
func (d *Desk) flags() {
	var out []pageview.Flag
	here := map[string]bool{} // the stories on the page of the view
	sheet := d.view.Sheet().Page
	pageview.Marks(sheet, func(m display.Mark) { here[m.Story] = true })
	for i := range d.findings {
		f := &d.findings[i]
		if i != d.current && !d.mayStand(f, here) {
			continue
		}
		a := d.exactly(f)
		if i == d.current {
			a = d.areas(f) // a whole frame is marked only while it is looked at
		}
		if len(a) > 0 {
			out = append(out, pageview.Flag{Areas: a, Level: pageview.Level(f.Level), Current: i == d.current})
		}
	}
	if marks, ok := d.compareMarks(); ok {
		out = marks
	} else {
		out = append(out, d.flagMarks()...)
	}
	d.view.SetFlags(out)
}

// mayStand reports whether any place of a finding can be on the page of the view, whose stories are here.
func (d *Desk) mayStand(f *finding.Finding, here map[string]bool) bool {
	for i := -1; i < len(f.Also); i++ {
		p := &f.Place
		if i >= 0 {
			p = &f.Also[i]
		}
		if p.Para != "" && here[p.Story] || !p.Spot.Empty() && (p.Page == "" || p.Page == d.page) {
			return true
		}
	}
	return false
}

func (d *Desk) finding() (finding.Finding, bool) {
	if d.current < 0 || d.current >= len(d.findings) {
		return finding.Finding{}, false
	}
	return d.findings[d.current], true
}

func (d *Desk) hasFinding() bool { _, ok := d.finding(); return ok }

// goTo makes a finding the current one: its page is turned to, its place is brought into sight and marked.
func (d *Desk) goTo(i int) {
	if i < 0 || i >= len(d.findings) {
		return
	}
	d.current = i
	f := d.findings[i]
	if p := d.pageOf(f); p != "" && p != d.page {
		d.turnTo(p)
	}
	d.flags()
	if f.Place.Story != "" && f.Place.Story != d.story {
		d.flush()
		d.story, d.caret = f.Place.Story, pageview.Hit{}
		d.selected = ""
		if p := d.pageNow(); p != nil {
			for _, fr := range p.Frames {
				if fr.Story == d.story && fr.Kind != edition.FurnitureFrame && (d.selected == "" || fr.Link == 0) {
					d.selected = fr.ID
				}
			}
		}
		d.view.SetSelected(d.selected)
	}
	if a := d.areas(&f); len(a) > 0 {
		d.view.Reveal(a[0])
	}
	d.frame.findings.reveal(i)
	d.frame.text.showPlace(f.Place)
	d.changed()
}

// step goes to the next or the previous finding of those that the list shows, and around.
func (d *Desk) step(by int) {
	shown := d.findingsShown()
	n := len(shown)
	if n == 0 {
		return
	}
	d.frame.showBottom()
	i := slices.Index(shown, d.current) + by
	if by < 0 && i < 0 || i >= n {
		i = (i + n) % n
	}
	d.goTo(shown[max(i, 0)])
}

// afterIt answers how many of the findings shown stand before the current one: where to go on when it has gone.
func (d *Desk) afterIt() int { return max(slices.Index(d.findingsShown(), d.current), 0) }

// goOn goes to the finding that now stands at a place of the list, or to the last.
func (d *Desk) goOn(at int) {
	if shown := d.findingsShown(); len(shown) > 0 {
		d.goTo(shown[min(at, len(shown)-1)])
	}
}

// canFix reports whether the current finding can be mended by its suggestion.
func (d *Desk) canFix() bool {
	f, ok := d.finding()
	return ok && f.Fix != finding.None && len(f.Suggestions) > 0 && f.Place.Story != "" && f.Place.Para != ""
}

// errMoved is met when the text of a finding is no longer where it was.
var errMoved = errors.New("the text has changed since it was read")

// applyFix writes the current finding's first suggestion and goes on to the next.
func (d *Desk) applyFix() {
	f, ok := d.finding()
	if !ok || len(f.Suggestions) == 0 {
		return
	}
	d.fix(f, f.Suggestions[0].Text)
}

// fix writes a suggestion over what a finding is about and goes on to the next finding.
func (d *Desk) fix(f finding.Finding, text string) {
	next := d.afterIt()
	if d.mend(f, text) {
		d.goOn(next)
	}
}

// mend writes a suggestion over what a finding is about.
func (d *Desk) mend(f finding.Finding, text string) bool {
	d.flush()
	para := paraOf(d.ed, f.Place)
	if para == nil {
		d.fail(errMoved)
		return false
	}
	rs := []rune(para.Text)
	if f.Place.From < 0 || f.Place.To > len(rs) || f.Place.From > f.Place.To || f.Text != "" && string(rs[f.Place.From:f.Place.To]) != f.Text {
		d.fail(errMoved)
		d.proofSoon()
		return false
	}
	c, err := edit.ReplaceText(d.ed, f.Place.Story, f.Place.Para, f.Place.From, f.Place.To, text)
	c.Label, c.Merge = wApplyFix, ""
	// The list is kept true until the next reading: the mended finding goes, those behind it in the paragraph move.
	by := len([]rune(text)) - (f.Place.To - f.Place.From)
	mended := make([]finding.Finding, 0, len(d.proofed))
	for _, g := range d.proofed {
		if keyOf(g) == keyOf(f) && g.Place.From == f.Place.From {
			continue
		}
		if g.Place.Story == f.Place.Story && g.Place.Para == f.Place.Para {
			if g.Place.From < f.Place.To && g.Place.To > f.Place.From {
				continue // said about text that is no more
			}
			if g.Place.From >= f.Place.To {
				g.Place.From += by
				g.Place.To += by
			}
		}
		mended = append(mended, g)
	}
	if !d.do(c, err) {
		return false
	}
	d.proofed = mended
	d.collect()
	return true
}

func paraOf(ed *edition.Edition, p finding.Place) *edition.Para {
	if ed == nil {
		return nil
	}
	if s := ed.Story(p.Story); s != nil {
		return s.Para(p.Para)
	}
	return nil
}

// shiftFindings keeps the list true while text is written: findings in a paragraph that changed move with their text,
// and those about text that is no more go, until the paragraph has been read again.
func (d *Desk) shiftFindings(before, after *edition.Story) {
	kept := make([]finding.Finding, 0, len(d.proofed))
	for _, f := range d.proofed {
		if f.Place.Story != after.ID || f.Place.Para == "" {
			kept = append(kept, f)
			continue
		}
		was, is := before.Para(f.Place.Para), after.Para(f.Place.Para)
		switch {
		case is == nil:
			continue
		case was != nil && was.Text != is.Text:
			from, to, middle := difference(was.Text, is.Text)
			if f.Place.From < to && f.Place.To > from {
				continue
			}
			if f.Place.From >= to {
				f.Place.From += len([]rune(middle)) - (to - from)
				f.Place.To += len([]rune(middle)) - (to - from)
			}
		}
		kept = append(kept, f)
	}
	d.proofed = kept
}

// readParas has single paragraphs of a story read on a worker, as soon as their text is committed. The whole edition is
// read once the hands rest; this only keeps the underlines beside the caret true until then.
func (d *Desk) readParas(story string, ids []string) {
	if d.deps.ProofPara == nil || len(ids) == 0 || d.closed {
		return
	}
	ed := d.ed
	d.working.Add(1)
	go func() {
		defer d.working.Done()
		found := map[string][]finding.Finding{}
		err := d.guarded("read paragraph", func() error {
			for _, id := range ids {
				fs, err := d.deps.ProofPara(context.Background(), ed, story, id)
				if err != nil {
					return err
				}
				found[id] = fs
			}
			return nil
		})
		d.post(func() {
			if err != nil {
				d.log.Warn("read paragraph", "story", story, "err", err)
				return
			}
			now := d.ed.Story(story)
			if d.closed || now == nil {
				return
			}
			for id, fs := range found {
				p, was := now.Para(id), ed.Story(story).Para(id)
				if p == nil || was == nil || p.Text != was.Text {
					continue // written on meanwhile: it is being read again
				}
				d.proofed = slices.DeleteFunc(slices.Clone(d.proofed), func(f finding.Finding) bool {
					// What points to further places was found by reading more than the paragraph.
					return f.Place.Story == story && f.Place.Para == id && len(f.Also) == 0
				})
				d.proofed = append(d.proofed, fs...)
			}
			d.collect()
			d.changed()
		})
	}()
}

// alike answers the findings that can be mended in one step with the current one: of its rule, safe together, and
// shown by the list.
func (d *Desk) alike() []finding.Finding {
	f, ok := d.finding()
	if !ok || f.Fix != finding.Apply {
		return nil
	}
	var out []finding.Finding
	for _, i := range d.findingsShown() {
		g := d.findings[i]
		if g.Rule == f.Rule && g.Fix == finding.Apply && len(g.Suggestions) > 0 && paraOf(d.ed, g.Place) != nil {
			out = append(out, g)
		}
	}
	return out
}

// applyAll mends everything of the current finding's kind, as one step. What has changed since it was read is left.
func (d *Desk) applyAll() {
	d.flush()
	all := d.alike()
	// From the back, so that what is still to be mended does not move.
	slices.SortStableFunc(all, func(a, b finding.Finding) int { return b.Place.From - a.Place.From })
	ed := d.ed
	var changes []edit.Change
	for _, f := range all {
		p := paraOf(ed, f.Place)
		rs := []rune(p.Text)
		if f.Place.From < 0 || f.Place.From > f.Place.To || f.Place.To > len(rs) || f.Text != "" && string(rs[f.Place.From:f.Place.To]) != f.Text {
			continue
		}
		c, err := edit.ReplaceText(ed, f.Place.Story, f.Place.Para, f.Place.From, f.Place.To, f.Suggestions[0].Text)
		if err != nil {
			d.fail(err)
			return
		}
		next, err := c.Apply(ed)
		if err != nil {
			d.fail(err)
			return
		}
		ed = next
		changes = append(changes, c)
	}
	if len(changes) == 0 || !d.do(edit.Compound(wApplyAll, changes...), nil) {
		return
	}
	d.note(wAppliedAll.F(len(changes)))
	mended := map[findingKey]bool{}
	for _, f := range all {
		mended[keyOf(f)] = true
	}
	d.proofed = slices.DeleteFunc(slices.Clone(d.proofed), func(f finding.Finding) bool { return mended[keyOf(f)] })
	d.collect()
	d.read(nil) // the others' places have moved
}

// ignore passes over the current finding: the edition keeps that, and it can be undone. One that belongs to no story is
// passed over for this sitting.
func (d *Desk) ignore() {
	f, ok := d.finding()
	if !ok {
		return
	}
	next := d.afterIt()
	if d.ed.Story(f.Place.Story) != nil && f.Rule != "" {
		if !d.do(edit.LetStand(d.ed, f.Place.Story, edition.Passed{Rule: f.Rule, Para: f.Place.Para, Text: f.Text})) {
			return
		}
	} else {
		d.ignored[keyOf(f).String()] = true
	}
	d.collect()
	d.goOn(next)
	d.changed()
}

// ignoreAlways adds the current finding's text to what this title never flags.
func (d *Desk) ignoreAlways() {
	f, ok := d.finding()
	if !ok || f.Text == "" || d.ed.House == nil || slices.Contains(d.ed.House.Ignore, f.Text) {
		return
	}
	next := d.afterIt()
	house := *d.ed.House
	house.Ignore = append(slices.Clone(house.Ignore), f.Text)
	c := edit.SetHouse(d.ed, &house)
	c.Label, c.Merge = wIgnoreAll, ""
	if d.do(c, nil) {
		d.note(wIgnored.F(f.Text))
		d.collect()
		d.goOn(next)
	}
}
