package edit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// ErrNotFound is returned for a page, frame, story, paragraph or picture that the edition does not hold.
var ErrNotFound = errors.New("not in the edition")

// NextStoryID answers the id the next new story gets: one above the highest in use, so that it depends on nothing
// but the edition.
func NextStoryID(ed *edition.Edition) string {
	return next("s", func(yield func(string)) {
		for _, e := range ed.Record { // what was signed must never seem to be of another
			yield(e.Story)
		}
		for _, s := range ed.Stories {
			yield(s.ID)
		}
		for _, p := range ed.Pages { // a frame may still name a story that was deleted
			for _, f := range p.Frames {
				yield(f.Story)
			}
		}
	})
}

// NextPageID answers the id the next new page gets.
func NextPageID(ed *edition.Edition) string {
	return next("p", func(yield func(string)) {
		for _, e := range ed.Record {
			yield(e.Page)
		}
		for _, p := range ed.Pages {
			yield(p.ID)
		}
	})
}

// NextFrameID answers the id the next new frame gets, on whatever page.
func NextFrameID(ed *edition.Edition) string {
	return next("f", func(yield func(string)) {
		for _, p := range ed.Pages {
			for _, f := range p.Frames {
				yield(f.ID)
			}
		}
	})
}

// NextParaID answers the id the next new paragraph of a story gets, captions and credits among them.
func NextParaID(s *edition.Story) string {
	return next("p", func(yield func(string)) {
		for _, p := range s.All() {
			yield(p.ID)
		}
	})
}

// next answers prefix and one more than the highest number that follows it among the ids in use.
func next(prefix string, each func(yield func(string))) string {
	highest := 0
	each(func(id string) {
		if n, err := strconv.Atoi(strings.TrimPrefix(id, prefix)); err == nil && strings.HasPrefix(id, prefix) {
			highest = max(highest, n)
		}
	})
	return prefix + strconv.Itoa(highest+1)
}

// Compound is several changes as one step. Each must start from what the one before it leaves; Sequence builds such.
func Compound(label words.Text, changes ...Change) Change {
	c := Change{Label: label}
	for _, one := range changes {
		c.Ops = append(c.Ops, one.Ops...)
	}
	c.Ops = fold(c.Ops)
	return c
}

// Sequence makes one step of several, each built on the edition that the ones before it leave.
func Sequence(ed *edition.Edition, label words.Text, steps ...func(*edition.Edition) (Change, error)) (Change, error) {
	changes := make([]Change, 0, len(steps))
	for _, step := range steps {
		c, err := step(ed)
		if err != nil {
			return Change{}, err
		}
		if ed, err = c.Apply(ed); err != nil {
			return Change{}, err
		}
		changes = append(changes, c)
	}
	return Compound(label, changes...), nil
}

// SetHead replaces what the nameplate and the folio lines say.
func SetHead(ed *edition.Edition, head edition.Head) Change {
	before := ed.Head
	c := Change{Label: words.Text{ZH: "修改报头", EN: "Edit Nameplate"}, Merge: "head"}
	if before != head {
		c.Ops = []Op{{Head: &Swap[edition.Head]{&before, &head}}}
	}
	return c
}

// SetHouse replaces the house style.
func SetHouse(ed *edition.Edition, house *edition.House) Change {
	c := Change{Label: words.Text{ZH: "修改社内体例", EN: "Change House Style"}, Merge: "house"}
	if !same(ed.House, house) {
		c.Ops = []Op{{House: &Swap[edition.House]{ed.House, house}}}
	}
	return c
}

// LetStand keeps with a story that a remark of the proof desk was looked at and let stand. What the story has already
// is no change.
func LetStand(ed *edition.Edition, story string, p edition.Passed) (Change, error) {
	s := ed.Story(story)
	if s == nil {
		return Change{}, fmt.Errorf("story %q: %w", story, ErrNotFound)
	}
	c := Change{Label: words.Text{ZH: "忽略一处提示", EN: "Ignore a Remark"}}
	if slices.Contains(s.Passed, p) {
		return c, nil
	}
	next := *s
	next.Passed = append(slices.Clone(s.Passed), p)
	op, err := storyOp(ed, &next)
	c.Ops = op
	return c, err
}

// SetStory replaces the story of the same id.
func SetStory(ed *edition.Edition, story *edition.Story) (Change, error) {
	op, err := storyOp(ed, story)
	return Change{Label: words.Text{ZH: "修改稿件", EN: "Edit Story"}, Ops: op}, err
}

// storyOp answers the operation that replaces the story of the same id, or none if nothing differs.
func storyOp(ed *edition.Edition, story *edition.Story) ([]Op, error) {
	i := slices.IndexFunc(ed.Stories, func(s *edition.Story) bool { return s.ID == story.ID })
	if i < 0 {
		return nil, fmt.Errorf("story %q: %w", story.ID, ErrNotFound)
	}
	if same(ed.Stories[i], story) {
		return nil, nil
	}
	return append([]Op{{At: i, Story: &Swap[edition.Story]{ed.Stories[i], story}}}, followFlags(ed, ed.Stories[i], story)...), nil
}

// AddStory adds a story after the others. One without an id, or with an id that is taken, gets NextStoryID; so do
// its paragraphs that have none.
func AddStory(ed *edition.Edition, story *edition.Story) Change {
	s := *story
	if s.ID == "" || ed.Story(s.ID) != nil {
		s.ID = NextStoryID(ed)
	}
	named(&s)
	return Change{Label: words.Text{ZH: "加入稿件", EN: "Add Story"},
		Ops: []Op{{At: len(ed.Stories), Story: &Swap[edition.Story]{nil, &s}}}}
}

// named gives ids to the paragraphs of s that have none or one that is taken; the paragraphs it was made from stay.
func named(s *edition.Story) {
	taken, n := map[string]bool{}, 0
	for _, p := range s.All() {
		if v, err := strconv.Atoi(strings.TrimPrefix(p.ID, "p")); err == nil {
			n = max(n, v)
		}
	}
	name := func(p *edition.Para) *edition.Para {
		if p == nil || p.ID != "" && !taken[p.ID] {
			if p != nil {
				taken[p.ID] = true
			}
			return p
		}
		q := *p
		n++
		q.ID = "p" + strconv.Itoa(n)
		taken[q.ID] = true
		return &q
	}
	s.Paras, s.Pictures = slices.Clone(s.Paras), slices.Clone(s.Pictures)
	for i, p := range s.Paras {
		s.Paras[i] = name(p)
	}
	for i := range s.Pictures {
		u := &s.Pictures[i]
		u.Caption, u.Credit = name(u.Caption), name(u.Credit)
	}
}

// DeleteStory takes a story out, its frames off their pages and the flags on it, in one step.
func DeleteStory(ed *edition.Edition, id string) (Change, error) {
	i := slices.IndexFunc(ed.Stories, func(s *edition.Story) bool { return s.ID == id })
	if i < 0 {
		return Change{}, fmt.Errorf("story %q: %w", id, ErrNotFound)
	}
	ops := frameOps(ed, func(f *edition.Frame) bool { return f.Story != id })
	ops = append(ops, dropFlags(ed, func(f *edition.Flag) bool { return f.Story == id })...)
	return Change{Label: words.Text{ZH: "删除稿件", EN: "Delete Story"},
		Ops: append(ops, Op{At: i, Story: &Swap[edition.Story]{ed.Stories[i], nil}})}, nil
}

// UnplaceStory takes a story's frames off their pages and keeps the story.
func UnplaceStory(ed *edition.Edition, id string) (Change, error) {
	if ed.Story(id) == nil {
		return Change{}, fmt.Errorf("story %q: %w", id, ErrNotFound)
	}
	return Change{Label: words.Text{ZH: "稿件下版", EN: "Take Story off the Page"},
		Ops: frameOps(ed, func(f *edition.Frame) bool { return f.Story != id })}, nil
}

// frameOps answers the operations that leave only the frames to keep.
func frameOps(ed *edition.Edition, keep func(*edition.Frame) bool) []Op {
	var ops []Op
	for i, p := range ed.Pages {
		var frames []*edition.Frame
		for _, f := range p.Frames {
			if keep(f) {
				frames = append(frames, f)
			}
		}
		if len(frames) < len(p.Frames) {
			ops = append(ops, pageOp(ed, i, frames))
		}
	}
	return ops
}

// MoveStory puts a story at another place in the list of stories.
func MoveStory(ed *edition.Edition, id string, to int) (Change, error) {
	i := slices.IndexFunc(ed.Stories, func(s *edition.Story) bool { return s.ID == id })
	if i < 0 {
		return Change{}, fmt.Errorf("story %q: %w", id, ErrNotFound)
	}
	c := Change{Label: words.Text{ZH: "调整稿件次序", EN: "Reorder Stories"}}
	if to = min(max(to, 0), len(ed.Stories)-1); to != i {
		c.Ops = []Op{{At: i, Story: &Swap[edition.Story]{ed.Stories[i], nil}}, {At: to, Story: &Swap[edition.Story]{nil, ed.Stories[i]}}}
	}
	return c, nil
}

// SetPage replaces the page of the same id.
func SetPage(ed *edition.Edition, page *edition.Page) (Change, error) {
	c := Change{Label: words.Text{ZH: "修改版面", EN: "Edit Page"}}
	i, err := pageAt(ed, page.ID)
	if err == nil && !same(ed.Pages[i], page) {
		c.Ops = []Op{{At: i, Page: &Swap[edition.Page]{ed.Pages[i], page}}}
	}
	return c, err
}

// SetFrames replaces all frames of a page, as make-up does. Frames without an id, or with one that came before, get
// new ones.
func SetFrames(ed *edition.Edition, page string, frames []*edition.Frame) (Change, error) {
	c := Change{Label: words.Text{ZH: "组版", EN: "Make up Page"}}
	i, err := pageAt(ed, page)
	if err != nil {
		return c, err
	}
	id, taken := NextFrameID(ed), map[string]bool{}
	n, _ := strconv.Atoi(strings.TrimPrefix(id, "f"))
	for _, f := range frames {
		if v, err := strconv.Atoi(strings.TrimPrefix(f.ID, "f")); err == nil {
			n = max(n, v+1)
		}
	}
	frames = slices.Clone(frames)
	for j, f := range frames {
		if f.ID == "" || taken[f.ID] {
			g := *f
			g.ID = "f" + strconv.Itoa(n)
			n++
			frames[j] = &g
		}
		taken[frames[j].ID] = true
	}
	if op := pageOp(ed, i, frames); !same(op.Page.Before, op.Page.After) {
		c.Ops = []Op{op}
	}
	return c, nil
}

func pageAt(ed *edition.Edition, id string) (int, error) {
	i := slices.IndexFunc(ed.Pages, func(p *edition.Page) bool { return p.ID == id })
	if i < 0 {
		return 0, fmt.Errorf("page %q: %w", id, ErrNotFound)
	}
	return i, nil
}

// pageOp gives page i other frames.
func pageOp(ed *edition.Edition, i int, frames []*edition.Frame) Op {
	p := *ed.Pages[i]
	p.Frames = frames
	return Op{At: i, Page: &Swap[edition.Page]{ed.Pages[i], &p}}
}

// AddPage adds a page at a place among the pages; those behind it count one further, and the stories that run on to
// them follow. A page without an id, or with one that is taken, gets NextPageID.
func AddPage(ed *edition.Edition, page *edition.Page, at int) Change {
	p := *page
	if p.ID == "" || ed.Page(p.ID) != nil {
		p.ID = NextPageID(ed)
	}
	at = min(max(at, 0), len(ed.Pages))
	first := firstNumber(ed)
	if len(ed.Pages) == 0 {
		first = max(p.Number, 1)
	}
	p.Number = first + at
	pages := slices.Insert(slices.Clone(ed.Pages), at, &p)
	return Change{Label: words.Text{ZH: "加版", EN: "Add Page"},
		Ops: append([]Op{{At: at, Page: &Swap[edition.Page]{nil, &p}}}, renumber(ed, pages, first)...)}
}

// DeletePage takes a page out with its frames and the flags on spots of it; its stories stay in the edition, unplaced. The pages behind it count
// one less, and a story that was to run on to it must fit where it is.
func DeletePage(ed *edition.Edition, id string) (Change, error) {
	i, err := pageAt(ed, id)
	if err != nil {
		return Change{}, err
	}
	pages := slices.Delete(slices.Clone(ed.Pages), i, i+1)
	return Change{Label: words.Text{ZH: "删版", EN: "Delete Page"},
		Ops: slices.Concat(dropFlags(ed, func(f *edition.Flag) bool { return f.Page == id }),
			[]Op{{At: i, Page: &Swap[edition.Page]{ed.Pages[i], nil}}}, renumber(ed, pages, firstNumber(ed)))}, nil
}

// MovePage puts a page at another place; the numbers stay in order and the stories' jumps follow their pages.
func MovePage(ed *edition.Edition, id string, to int) (Change, error) {
	i, err := pageAt(ed, id)
	if err != nil {
		return Change{}, err
	}
	c := Change{Label: words.Text{ZH: "调版", EN: "Move Page"}}
	if to = min(max(to, 0), len(ed.Pages)-1); to == i {
		return c, nil
	}
	p := ed.Pages[i]
	pages := slices.Insert(slices.Delete(slices.Clone(ed.Pages), i, i+1), to, p)
	c.Ops = append([]Op{{At: i, Page: &Swap[edition.Page]{p, nil}}, {At: to, Page: &Swap[edition.Page]{nil, p}}},
		renumber(ed, pages, firstNumber(ed))...)
	return c, nil
}

func firstNumber(ed *edition.Edition) int {
	if len(ed.Pages) == 0 {
		return 1
	}
	return max(ed.Pages[0].Number, 1)
}

// renumber answers the operations that number pages, as they stand after the operations before these, from first,
// and point the stories' jumps to where their pages went.
func renumber(ed *edition.Edition, pages []*edition.Page, first int) []Op {
	var ops []Op
	went := map[int]int{}
	for i, p := range pages {
		if ed.Page(p.ID) != nil { // not the new one
			went[p.Number] = first + i
		}
		if p.Number != first+i {
			q := *p
			q.Number = first + i
			ops = append(ops, Op{At: i, Page: &Swap[edition.Page]{p, &q}})
		}
	}
	was := map[int]bool{}
	for _, p := range ed.Pages {
		was[p.Number] = true
	}
	for i, s := range ed.Stories {
		if to := went[s.Jump]; was[s.Jump] && to != s.Jump {
			t := *s
			t.Jump = to
			ops = append(ops, Op{At: i, Story: &Swap[edition.Story]{s, &t}})
		}
	}
	return ops
}

// frameAt answers where a page and a frame on it are.
func frameAt(ed *edition.Edition, page, frame string) (p, f int, err error) {
	if p, err = pageAt(ed, page); err != nil {
		return 0, 0, err
	}
	f = slices.IndexFunc(ed.Pages[p].Frames, func(f *edition.Frame) bool { return f.ID == frame })
	if f < 0 {
		return 0, 0, fmt.Errorf("frame %q on page %q: %w", frame, page, ErrNotFound)
	}
	return p, f, nil
}

// setFrame replaces one frame by what change makes of a copy of it.
func setFrame(ed *edition.Edition, page, frame string, change func(*edition.Frame)) ([]Op, error) {
	i, j, err := frameAt(ed, page, frame)
	if err != nil {
		return nil, err
	}
	frames := slices.Clone(ed.Pages[i].Frames)
	f := *frames[j]
	change(&f)
	if same(frames[j], &f) {
		return nil, nil
	}
	frames[j] = &f
	return []Op{pageOp(ed, i, frames)}, nil
}

// MoveFrame puts a frame elsewhere on its page; its size is rect's as well.
func MoveFrame(ed *edition.Edition, page, frame string, rect geom.Rect) (Change, error) {
	ops, err := setFrame(ed, page, frame, func(f *edition.Frame) { reshape(f, rect) })
	return Change{Label: words.Text{ZH: "移动", EN: "Move"}, Merge: "move " + page + " " + frame, Ops: ops}, err
}

// ResizeFrame gives a frame another rectangle.
func ResizeFrame(ed *edition.Edition, page, frame string, rect geom.Rect) (Change, error) {
	ops, err := setFrame(ed, page, frame, func(f *edition.Frame) { reshape(f, rect) })
	return Change{Label: words.Text{ZH: "改变大小", EN: "Resize"}, Merge: "resize " + page + " " + frame, Ops: ops}, err
}

// MoveFrameToPage takes a frame to another page, in front of what is there. It keeps its id unless that is taken.
func MoveFrameToPage(ed *edition.Edition, page, frame, to string, rect geom.Rect) (Change, error) {
	c := Change{Label: words.Text{ZH: "移到另一版", EN: "Move to Another Page"}}
	if page == to {
		return MoveFrame(ed, page, frame, rect)
	}
	i, j, err := frameAt(ed, page, frame)
	if err != nil {
		return c, err
	}
	k, err := pageAt(ed, to)
	if err != nil {
		return c, err
	}
	f := *ed.Pages[i].Frames[j]
	reshape(&f, rect)
	f.Master, f.Group = "", "" // both are of the page it leaves
	if ed.Pages[k].Frame(f.ID) != nil {
		f.ID = NextFrameID(ed)
	}
	c.Ops = []Op{
		pageOp(ed, i, slices.Delete(slices.Clone(ed.Pages[i].Frames), j, j+1)),
		pageOp(ed, k, append(slices.Clone(ed.Pages[k].Frames), &f)),
	}
	return c, nil
}

// SetFrame replaces the frame of the same id on a page.
func SetFrame(ed *edition.Edition, page string, frame *edition.Frame) (Change, error) {
	ops, err := setFrame(ed, page, frame.ID, func(f *edition.Frame) { *f = *frame })
	return Change{Label: words.Text{ZH: "修改框", EN: "Edit Frame"}, Ops: ops}, err
}

// AddFrame puts a frame in front of the others on a page. Without an id, or with one that is taken there, it gets
// NextFrameID. A text frame without a place in its story's thread goes to the thread's end.
func AddFrame(ed *edition.Edition, page string, frame *edition.Frame) (Change, error) {
	c := Change{Label: words.Text{ZH: "加框", EN: "Add Frame"}}
	i, err := pageAt(ed, page)
	if err != nil {
		return c, err
	}
	f := *frame
	if f.ID == "" || ed.Pages[i].Frame(f.ID) != nil {
		f.ID = NextFrameID(ed)
	}
	if f.Kind == edition.TextFrame && f.Link == 0 && f.Story != "" {
		f.Link = 1
		for _, p := range ed.Pages {
			for _, g := range p.Frames {
				if g.Story == f.Story && g.Kind != edition.PictureFrame {
					f.Link = max(f.Link, g.Link+1)
				}
			}
		}
	}
	c.Ops = []Op{pageOp(ed, i, append(slices.Clone(ed.Pages[i].Frames), &f))}
	return c, nil
}

// DeleteFrame takes a frame off its page. The frame that begins a story takes the rest of the thread with it; one
// further down leaves a thread without a gap.
func DeleteFrame(ed *edition.Edition, page, frame string) (Change, error) {
	c := Change{Label: words.Text{ZH: "删除框", EN: "Delete Frame"}}
	i, j, err := frameAt(ed, page, frame)
	if err != nil {
		return c, err
	}
	gone := ed.Pages[i].Frames[j]
	if gone.Kind == edition.StoryFrame && gone.Link == 0 && gone.Story != "" {
		c.Ops = frameOps(ed, func(f *edition.Frame) bool { return f != gone && (f.Story != gone.Story || f.Link == 0) })
		return c, nil
	}
	for k, p := range ed.Pages {
		var frames []*edition.Frame
		touched := false
		for _, f := range p.Frames {
			switch {
			case f == gone:
				touched = true
				continue
			case gone.Kind == edition.TextFrame && gone.Story != "" && f.Kind == edition.TextFrame && f.Story == gone.Story && f.Link > gone.Link:
				g := *f
				g.Link--
				f, touched = &g, true
			}
			frames = append(frames, f)
		}
		if touched {
			op := pageOp(ed, k, frames)
			if k == i && gone.Master != "" { // the page does without it from now on
				op.Page.After.Freed = append(slices.Clone(p.Freed), gone.Master)
			}
			c.Ops = append(c.Ops, op)
		}
	}
	return c, nil
}

// OrderFrame puts a frame at another place between back (0) and front.
func OrderFrame(ed *edition.Edition, page, frame string, to int) (Change, error) {
	c := Change{Label: words.Text{ZH: "调整层次", EN: "Change Stacking"}}
	i, j, err := frameAt(ed, page, frame)
	if err != nil {
		return c, err
	}
	frames := slices.Clone(ed.Pages[i].Frames)
	if to = min(max(to, 0), len(frames)-1); to != j {
		f := frames[j]
		c.Ops = []Op{pageOp(ed, i, slices.Insert(slices.Delete(frames, j, j+1), to, f))}
	}
	return c, nil
}

// AddPicture makes a picture known to the edition; one that is known already changes nothing. The store keeps its
// bytes.
func AddPicture(ed *edition.Edition, p edition.Picture) Change {
	c := Change{Label: words.Text{ZH: "加入图片", EN: "Add Picture"}}
	if ed.Picture(p.ID) == nil {
		c.Ops = []Op{{At: len(ed.Pictures), Picture: &Swap[edition.Picture]{nil, &p}}}
	}
	return c
}

// DeletePicture takes a picture out of the edition. Picture frames that show it go; where it stood in a story or
// furniture its place is kept, as for a picture still missing.
func DeletePicture(ed *edition.Edition, id string) (Change, error) {
	i := slices.IndexFunc(ed.Pictures, func(p *edition.Picture) bool { return p.ID == id })
	if i < 0 {
		return Change{}, fmt.Errorf("picture %q: %w", id, ErrNotFound)
	}
	pic := ed.Pictures[i]
	var ops []Op
	for k, p := range ed.Pages {
		var frames []*edition.Frame
		for _, f := range p.Frames {
			if f.Picture == id {
				continue
			}
			if f.Furniture != nil && f.Furniture.Ad == id {
				g, fu := *f, *f.Furniture
				fu.Ad = ""
				g.Furniture = &fu
				f = &g
			}
			frames = append(frames, f)
		}
		if !slices.Equal(frames, p.Frames) {
			ops = append(ops, pageOp(ed, k, frames))
		}
	}
	for j, s := range ed.Stories {
		if !slices.ContainsFunc(s.Pictures, func(u edition.PictureUse) bool { return u.Picture == id }) {
			continue
		}
		t := *s
		t.Pictures = slices.Clone(s.Pictures)
		for k := range t.Pictures {
			if u := &t.Pictures[k]; u.Picture == id {
				u.Picture = ""
				if u.AspectW == 0 || u.AspectH == 0 {
					u.AspectW, u.AspectH = pic.Width, pic.Height
				}
			}
		}
		ops = append(ops, Op{At: j, Story: &Swap[edition.Story]{s, &t}})
	}
	return Change{Label: words.Text{ZH: "删除图片", EN: "Delete Picture"},
		Ops: append(ops, Op{At: i, Picture: &Swap[edition.Picture]{pic, nil}})}, nil
}

// AddPictureUse puts a picture into a story, behind its others.
func AddPictureUse(ed *edition.Edition, story string, use edition.PictureUse) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		s.Pictures = append(slices.Clone(s.Pictures), use)
		named(s)
		return nil
	})
	c.Label = words.Text{ZH: "配图", EN: "Add Picture to Story"}
	return c, err
}

// SetPictureUse replaces the i-th picture of a story: another picture, its sizes, its caption and credit.
func SetPictureUse(ed *edition.Edition, story string, i int, use edition.PictureUse) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		if i < 0 || i >= len(s.Pictures) {
			return fmt.Errorf("picture %d of story %q: %w", i, story, ErrNotFound)
		}
		s.Pictures = slices.Clone(s.Pictures)
		s.Pictures[i] = use
		named(s)
		return nil
	})
	c.Label = words.Text{ZH: "修改配图", EN: "Edit Picture of Story"}
	return c, err
}

// RemovePictureUse takes the i-th picture out of a story with its caption and credit.
func RemovePictureUse(ed *edition.Edition, story string, i int) (Change, error) {
	c, err := withStory(ed, story, func(s *edition.Story) error {
		if i < 0 || i >= len(s.Pictures) {
			return fmt.Errorf("picture %d of story %q: %w", i, story, ErrNotFound)
		}
		s.Pictures = slices.Delete(slices.Clone(s.Pictures), i, i+1)
		return nil
	})
	c.Label = words.Text{ZH: "撤图", EN: "Remove Picture from Story"}
	return c, err
}

// withStory builds the change that replaces a story by what change makes of a copy of it. The copy shares its
// slices with the story: change clones what it writes to.
func withStory(ed *edition.Edition, id string, change func(*edition.Story) error) (Change, error) {
	s := ed.Story(id)
	if s == nil {
		return Change{}, fmt.Errorf("story %q: %w", id, ErrNotFound)
	}
	t := *s
	if err := change(&t); err != nil {
		return Change{}, err
	}
	return SetStory(ed, &t)
}
