package edit

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// Clip is frames taken from a page with the stories and pictures they show: what the clipboard carries from page to
// page and from edition to edition. As JSON it is text. It does not hold the bytes of pictures; who pastes into another
// edition brings those whose ids that one's store does not have.
type Clip struct {
	Kind     string             `json:"kind"` // clipKind
	Frames   []*edition.Frame   `json:"frames"`
	Stories  []*edition.Story   `json:"stories,omitempty"`
	Pictures []*edition.Picture `json:"pictures,omitempty"`
}

// clipKind tells a clip from any other text of a clipboard.
const clipKind = "dayang frames 1"

// ErrNoClip is returned for text that is not a Clip.
var ErrNoClip = errors.New("no frames of a page")

// Text answers the clip as the clipboard holds it.
func (c Clip) Text() string {
	c.Kind = clipKind
	data, err := json.Marshal(c)
	if err != nil { // nothing in it can fail
		panic(err)
	}
	return string(data)
}

// ReadClip reads a clip from the clipboard's text. What it holds is a stranger's: it is checked as an edition is.
func ReadClip(text string) (Clip, error) {
	var c Clip
	if err := json.Unmarshal([]byte(text), &c); err != nil || c.Kind != clipKind {
		return Clip{}, ErrNoClip
	}
	f, _ := edition.FormatNamed(edition.Formats()[0].Name)
	ed := &edition.Edition{House: edition.DefaultHouse(), Stories: c.Stories, Pictures: c.Pictures,
		Pages: []*edition.Page{{ID: "p1", Format: f, Frames: c.Frames}}}
	if err := edition.Validate(ed); err != nil {
		return Clip{}, fmt.Errorf("%w: %w", ErrNoClip, err)
	}
	return c, nil
}

// Bounds answers the rectangle around the clip's frames.
func (c Clip) Bounds() geom.Rect {
	var r geom.Rect
	for i, f := range c.Frames {
		if i == 0 {
			r = f.Rect
			continue
		}
		x, y := min(r.X, f.Rect.X), min(r.Y, f.Rect.Y)
		r = geom.Rect{X: x, Y: y, W: max(r.Right(), f.Rect.Right()) - x, H: max(r.Bottom(), f.Rect.Bottom()) - y}
	}
	return r
}

// CopyFrames answers frames of a page, whole groups, with all they show. The clip shares the edition's nodes.
func CopyFrames(ed *edition.Edition, page string, frames []string) (Clip, error) {
	c := Clip{Kind: clipKind}
	i, err := pageAt(ed, page)
	if err != nil {
		return c, err
	}
	at, err := pick(ed.Pages[i], frames)
	if err != nil {
		return c, err
	}
	story := func(id string) {
		if s := ed.Story(id); s != nil && !slices.Contains(c.Stories, s) {
			c.Stories = append(c.Stories, s)
		}
	}
	picture := func(id string) {
		if p := ed.Picture(id); p != nil && !slices.Contains(c.Pictures, p) {
			c.Pictures = append(c.Pictures, p)
		}
	}
	for _, k := range at {
		f := ed.Pages[i].Frames[k]
		c.Frames = append(c.Frames, f)
		story(f.Story)
		picture(f.Picture)
		if f.Furniture != nil {
			picture(f.Furniture.Ad)
		}
	}
	for _, s := range c.Stories {
		for _, u := range s.Pictures {
			picture(u.Picture)
		}
	}
	return c, nil
}

// PasteFrames puts a clip's frames on a page, in front of what is there, each moved by the same way. A story of the
// clip that the edition has word for word and shows on no page comes back into its place; any other comes as a new
// story. A text frame without the beginning of its story goes to the end of that story's thread, or begins it where
// the edition shows none.
func PasteFrames(ed *edition.Edition, page string, clip Clip, by geom.Point) (Change, error) {
	label := words.Text{ZH: "粘贴框", EN: "Paste Frames"}
	k, err := pageAt(ed, page)
	if err != nil {
		return Change{Label: label}, err
	}
	var steps []func(*edition.Edition) (Change, error)
	for _, p := range clip.Pictures {
		steps = append(steps, func(now *edition.Edition) (Change, error) { return AddPicture(now, *p), nil })
	}
	starts := map[string]bool{} // stories of which the clip has the beginning, or a picture's place
	for _, f := range clip.Frames {
		if f.Kind == edition.StoryFrame {
			starts[f.Story] = true
		}
	}
	becomes := map[string]string{}
	for _, s := range clip.Stories {
		have := ed.Story(s.ID)
		shown := have != nil && len(thread(ed, s.ID)) > 0
		switch {
		case have != nil && same(have, s) && (!shown || !starts[s.ID]):
			becomes[s.ID] = s.ID
		default:
			steps = append(steps, func(now *edition.Edition) (Change, error) {
				c := AddStory(now, s)
				becomes[s.ID] = c.Ops[0].Story.After.ID
				return c, nil
			})
		}
	}
	steps = append(steps, func(now *edition.Edition) (Change, error) {
		ids, groups := newIDs(now), map[string]string{}
		group := 0
		fmt.Sscanf(next("g", func(yield func(string)) {
			for _, p := range now.Pages {
				for _, f := range p.Frames {
					yield(f.Group)
				}
			}
		}), "g%d", &group)
		links := map[string]int{} // the next free place in each story's thread
		ends := func(story string) int {
			n, ok := links[story]
			if !ok {
				if list := thread(now, story); len(list) > 0 {
					n = list[len(list)-1].f.Link + 1
				}
			}
			links[story] = n + 1
			return n
		}
		list := slices.Clone(now.Pages[k].Frames)
		place := make([]*edition.Frame, len(clip.Frames))
		order := make([]int, len(clip.Frames)) // threads are numbered in their own order
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return clip.Frames[a].Link - clip.Frames[b].Link })
		for _, i := range order {
			f := *clip.Frames[i]
			f.ID, f.Rect, f.Master = ids(), f.Rect.Move(by), ""
			if f.Group != "" {
				g, ok := groups[f.Group]
				if !ok {
					g = fmt.Sprint("g", group)
					group++
					groups[f.Group] = g
				}
				f.Group = g
			}
			if f.Story != "" {
				f.Story = becomes[f.Story] // a story that neither the clip nor the edition has leaves an empty frame
				if f.Story == "" {
					f.Link = 0
				} else if f.Kind == edition.StoryFrame || f.Kind == edition.TextFrame {
					f.Link = ends(f.Story)
					if f.Link == 0 {
						f.Kind = edition.StoryFrame
					}
				}
			}
			place[i] = &f
		}
		return Change{Ops: []Op{pageOp(now, k, append(list, place...))}}, nil
	})
	return Sequence(ed, label, steps...)
}

// DuplicateFrames puts copies of frames on the same page, moved by a way (再制). Their stories are copied with them.
func DuplicateFrames(ed *edition.Edition, page string, frames []string, by geom.Point) (Change, error) {
	clip, err := CopyFrames(ed, page, frames)
	if err != nil {
		return Change{}, err
	}
	c, err := PasteFrames(ed, page, clip, by)
	c.Label = words.Text{ZH: "再制", EN: "Duplicate"}
	return c, err
}

// CutFrames takes frames off their page and answers them; their stories stay in the edition, unplaced.
func CutFrames(ed *edition.Edition, page string, frames []string) (Clip, Change, error) {
	clip, err := CopyFrames(ed, page, frames)
	if err != nil {
		return clip, Change{}, err
	}
	c, err := DeleteFrames(ed, page, frames)
	c.Label = words.Text{ZH: "剪切框", EN: "Cut Frames"}
	return clip, c, err
}
