package workflow

import (
	"slices"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// State is where a page stands.
type State struct {
	Page  string
	Proof Stage // the last proof that was drawn or read; "" is none
	Round int   // the last reading; 0 is none
	Reads []*edition.Entry

	Signed    *edition.Entry // the sign-off that holds for the page as it is; nil: it is not signed
	Released  *edition.Entry // the release that holds; nil: it is not released
	Lapsed    *edition.Entry // the sign-off that a later change has undone
	Withdrawn *edition.Entry // what took the last sign-off back
	Exports   []*edition.Entry

	Flags Count
}

// Locked reports whether a change to the page would undo its sign-off.
func (s State) Locked() bool { return s.Signed != nil }

// Name answers in a word where the page stands.
func (s State) Name() words.Text {
	switch {
	case s.Released != nil:
		return words.Text{ZH: "已付印", EN: "released"}
	case s.Signed != nil:
		return words.Text{ZH: "已签样", EN: "signed off"}
	case s.Lapsed != nil:
		return words.Text{ZH: "签后有改动", EN: "changed since signed"}
	case s.Round > 0:
		return words.Text{ZH: s.Proof.Name().ZH + " " + RoundName(s.Round).ZH, EN: s.Proof.Name().EN + ", " + RoundName(s.Round).EN}
	case s.Proof != "":
		return s.Proof.Name()
	}
	return words.Text{ZH: "组版中", EN: "in make-up"}
}

// PageState answers where a page stands.
func PageState(ed *edition.Edition, page string) State {
	out := State{Page: page, Flags: PageFlags(ed, page)}
	var signed, released *edition.Entry
	for _, e := range ed.Record {
		if e.Act == edition.ActExport && e.Export != nil && slices.Contains(e.Export.Pages, page) {
			out.Exports = append(out.Exports, e)
		}
		if e.Page != page {
			continue
		}
		switch e.Act {
		case edition.ActProof:
			out.Proof = Stage(e.Stage)
		case edition.ActRead:
			out.Proof, out.Round = Stage(e.Stage), e.Round
			out.Reads = append(out.Reads, e)
		case edition.ActSign:
			signed, released, out.Withdrawn = e, nil, nil
		case edition.ActRelease:
			released = e
		case edition.ActWithdraw:
			signed, released, out.Withdrawn = nil, nil, e
		}
	}
	if signed == nil {
		return out
	}
	now := PagePrint(ed, page)
	if signed.Print != now {
		out.Lapsed = signed
		return out
	}
	out.Signed = signed
	if released != nil && released.Print == now {
		out.Released = released
	}
	return out
}

// StoryStanding is where a story stands.
type StoryStanding struct {
	Reviews [3]*edition.Entry // the last of each, in the order of Reviews; nil: not yet
	Changed [3]bool           // the story reads differently now
	Flags   Count
}

// Passed answers how many reviews the story has passed as it reads now, counted from the first.
func (s StoryStanding) Passed() int {
	n := 0
	for i, r := range s.Reviews {
		if r != nil && !s.Changed[i] {
			n = i + 1
		}
	}
	return n
}

// Name answers in a word where the story stands.
func (s StoryStanding) Name() words.Text {
	for i := len(s.Reviews) - 1; i >= 0; i-- {
		if s.Reviews[i] == nil {
			continue
		}
		n := Reviews()[i].Name()
		if s.Changed[i] {
			return words.Text{ZH: n.ZH + "后有改动", EN: "changed since " + n.EN}
		}
		return words.Text{ZH: "已" + n.ZH, EN: n.EN + " done"}
	}
	return words.Text{ZH: "未审", EN: "not reviewed"}
}

// StoryState answers where a story stands.
func StoryState(ed *edition.Edition, story string) StoryStanding {
	out := StoryStanding{Flags: StoryFlags(ed, story)}
	for _, e := range ed.Record {
		if e.Act != edition.ActReview || e.Story != story {
			continue
		}
		if i := slices.Index(Reviews(), Stage(e.Stage)); i >= 0 {
			out.Reviews[i] = e
		}
	}
	if s := ed.Story(story); s != nil && out.Reviews != [3]*edition.Entry{} {
		print := StoryPrint(s)
		for i, e := range out.Reviews {
			out.Changed[i] = e != nil && e.Print != print
		}
	}
	return out
}

// Breaks answers the pages whose sign-off holds in before and would no longer hold in after.
func Breaks(before, after *edition.Edition) []string {
	var out []string
	for _, p := range before.Pages {
		if !mayBreak(before, p.ID) || untouched(before, after, p) {
			continue
		}
		if PageState(before, p.ID).Signed != nil && (after.Page(p.ID) == nil || PageState(after, p.ID).Signed == nil) {
			out = append(out, p.ID)
		}
	}
	return out
}

// mayBreak reports whether the page was ever signed: most were not, and their fingerprints need not be taken.
func mayBreak(ed *edition.Edition, page string) bool {
	return slices.ContainsFunc(ed.Record, func(e *edition.Entry) bool { return e.Act == edition.ActSign && e.Page == page })
}

// Count counts flags by what became of them.
type Count struct{ Open, Done, Refused int }

func (c *Count) add(f *edition.Flag) {
	switch f.State {
	case edition.FlagDone:
		c.Done++
	case edition.FlagRefused:
		c.Refused++
	default:
		c.Open++
	}
}

// OnPage reports whether a flag concerns a page: it is on a spot of it, or on a story that stands there.
func OnPage(f *edition.Flag, p *edition.Page) bool {
	if f.Page != "" {
		return f.Page == p.ID
	}
	return slices.ContainsFunc(p.Frames, func(g *edition.Frame) bool { return g.Story == f.Story })
}

// PageFlags counts the flags of a page and of the stories on it.
func PageFlags(ed *edition.Edition, page string) Count {
	var c Count
	if p := ed.Page(page); p != nil && len(ed.Flags) > 0 {
		for _, f := range ed.Flags {
			if OnPage(f, p) {
				c.add(f)
			}
		}
	}
	return c
}

// StoryFlags counts the flags of a story.
func StoryFlags(ed *edition.Edition, story string) Count {
	var c Count
	for _, f := range ed.Flags {
		if f.Story == story {
			c.add(f)
		}
	}
	return c
}

// Found is what the checks found on a page: a caller that has not looked gives the zero value.
type Found struct{ Errors, Warnings int }

// Obstacle is something that stands against a sign-off.
type Obstacle struct {
	Code string // for Sure.Over and the record
	N    int
	Text words.Text
}

// The codes of obstacles.
const (
	OverFlags   = "open-flags"    // flags that nobody has answered
	OverReviews = "reviews"       // stories without their final review
	OverChanged = "changed-story" // stories that were changed since
	OverRounds  = "readings"      // fewer than Rounds readings
	OverUnread  = "changed-page"  // the page was changed since it was last read or compared
	OverErrors  = "errors"        // errors of the checks
)

// ObstacleName answers what a code of the record means.
func ObstacleName(code string) words.Text {
	switch code {
	case OverFlags:
		return words.Text{ZH: "有未办批注", EN: "open flags"}
	case OverReviews:
		return words.Text{ZH: "有稿件未终审", EN: "stories without final review"}
	case OverChanged:
		return words.Text{ZH: "有稿件审后改动", EN: "stories changed since their review"}
	case OverRounds:
		return words.Text{ZH: "未满三校", EN: "fewer than three readings"}
	case OverUnread:
		return words.Text{ZH: "校后版面有改动", EN: "page changed since it was read"}
	case OverErrors:
		return words.Text{ZH: "有检查错误", EN: "errors of the checks"}
	}
	return words.Text{ZH: code, EN: code}
}

// Obstacles answers what stands against signing off a page.
func Obstacles(ed *edition.Edition, page string, found Found) []Obstacle {
	p := ed.Page(page)
	if p == nil {
		return nil
	}
	state := PageState(ed, page)
	var out []Obstacle
	put := func(code string, n int, zh, en string) {
		if n > 0 {
			out = append(out, Obstacle{code, n, words.Text{ZH: zh, EN: en}.F(n)})
		}
	}
	unpassed, changed := 0, 0
	for _, id := range storiesOn(p) {
		switch s := StoryState(ed, id); {
		case s.Reviews[2] == nil:
			unpassed++
		case s.Changed[2]:
			changed++
		}
	}
	put(OverFlags, state.Flags.Open, "%d 条批注未办", "open flags: %d")
	put(OverErrors, found.Errors, "检查出 %d 处错误", "errors found: %d")
	put(OverReviews, unpassed, "%d 篇稿件未终审", "stories without final review: %d")
	put(OverChanged, changed, "%d 篇稿件终审后有改动", "stories changed since their final review: %d")
	put(OverRounds, Rounds-state.Round, "还差 %d 个校次", "readings wanting: %d")
	if last := lastLooked(ed, page); last != nil && last.Print != PagePrint(ed, page) {
		out = append(out, Obstacle{OverUnread, 1, words.Text{ZH: "校后版面有改动，尚未核红", EN: "the page was changed since it was read, and not compared"}})
	}
	return out
}

// lastLooked answers the last reading or comparison of a page.
func lastLooked(ed *edition.Edition, page string) *edition.Entry {
	for i := len(ed.Record) - 1; i >= 0; i-- {
		if e := ed.Record[i]; e.Page == page && (e.Act == edition.ActRead || e.Act == edition.ActCheck) {
			return e
		}
	}
	return nil
}

// storiesOn answers the stories of a page, each once, in the order of its frames.
func storiesOn(p *edition.Page) []string {
	var out []string
	for _, f := range p.Frames {
		if f.Story != "" && !slices.Contains(out, f.Story) {
			out = append(out, f.Story)
		}
	}
	return out
}
