package workflow

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"dayang/internal/edition"
)

// pageContent is everything that decides what a page prints: the page itself, the stories on it with all the frames
// they run through, what the nameplate and the folio say, and how the house sets it. What is only for the desk is left
// out: a new entry in the list of words never to be flagged unsigns nothing.
type pageContent struct {
	Head    edition.Head
	House   *edition.House
	Page    *edition.Page
	Stories []storyContent
	Threads []threadPlace
}

// storyContent is what of a story is printed.
type storyContent struct {
	ID       string
	Kind     edition.StoryKind
	Section  string
	Jump     int
	Paras    []*edition.Para
	Pictures []edition.PictureUse
}

// threadPlace is a frame on another page that a story of this one runs through.
type threadPlace struct {
	Number int
	Name   string
	Frame  *edition.Frame
}

// PagePrint answers the fingerprint of a page: equal as long as the page prints the same.
func PagePrint(ed *edition.Edition, page string) string {
	p := ed.Page(page)
	if p == nil {
		return ""
	}
	bare := *p
	bare.Guides = nil // lines for the hand
	c := pageContent{Head: ed.Head, House: printed(ed.House), Page: &bare}
	on := storiesOn(p)
	for _, id := range on {
		if s := ed.Story(id); s != nil {
			c.Stories = append(c.Stories, contentOf(s))
		}
	}
	for _, q := range ed.Pages {
		if q.ID == page {
			continue
		}
		for _, f := range q.Frames {
			if f.Story != "" && slices.Contains(on, f.Story) {
				c.Threads = append(c.Threads, threadPlace{q.Number, q.Name, f})
			}
		}
	}
	return fingerprint(c)
}

// StoryPrint answers the fingerprint of a story: equal as long as it reads the same.
func StoryPrint(s *edition.Story) string { return fingerprint(contentOf(s)) }

func contentOf(s *edition.Story) storyContent {
	return storyContent{s.ID, s.Kind, s.Section, s.Jump, s.Paras, s.Pictures}
}

// printed answers the house style without what does not show on paper.
func printed(h *edition.House) *edition.House {
	if h == nil {
		return nil
	}
	out := *h
	out.Name, out.Checks, out.Ignore, out.Formats, out.MakeUp, out.Press, out.Presses, out.Plans = "", nil, nil, nil, nil, "", nil, nil
	return &out
}

func fingerprint(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("workflow: an edition that is no JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]) // 128 bits: enough to tell states of a page apart
}

// untouched reports whether a page prints the same by the nodes it shares in both: most changes are elsewhere.
func untouched(before, after *edition.Edition, p *edition.Page) bool {
	if before.Head != after.Head || before.House != after.House || after.Page(p.ID) != p {
		return false
	}
	for _, id := range storiesOn(p) {
		if before.Story(id) != after.Story(id) {
			return false
		}
	}
	if len(before.Pages) != len(after.Pages) {
		return false
	}
	for i, q := range before.Pages {
		if r := after.Pages[i]; q != r && (threads(q, p) || threads(r, p)) {
			return false
		}
	}
	return true
}

// threads reports whether a story of p runs through q.
func threads(q, p *edition.Page) bool {
	on := storiesOn(p)
	return slices.ContainsFunc(q.Frames, func(f *edition.Frame) bool { return f.Story != "" && slices.Contains(on, f.Story) })
}
