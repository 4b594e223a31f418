package edit

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/geom"
)

// This file has what a compositor does to frames by hand. Frames of one group are one thing: naming one of them names
// all. Locked frames stay where they are.

// ErrLocked is returned when all that was to be moved is locked.
var ErrLocked = errors.New("locked")

// ErrImpossible is returned for what cannot be done to such a frame.
var ErrImpossible = errors.New("not possible here")

// onPage builds the change that replaces a page by what change makes of a copy of it. The copy shares the page's
// frames: change puts others in their place and alters none.
func onPage(ed *edition.Edition, page string, change func(p *edition.Page) error) ([]Op, error) {
	i, err := pageAt(ed, page)
	if err != nil {
		return nil, err
	}
	p := *ed.Pages[i]
	p.Frames = slices.Clone(p.Frames)
	if err := change(&p); err != nil {
		return nil, err
	}
	if same(ed.Pages[i], &p) {
		return nil, nil
	}
	return []Op{{At: i, Page: &Swap[edition.Page]{ed.Pages[i], &p}}}, nil
}

// pick answers the places of frames in a page's list, in its order, with all frames of their groups.
func pick(p *edition.Page, ids []string) ([]int, error) {
	want, groups := map[string]bool{}, map[string]bool{}
	for _, id := range ids {
		f := p.Frame(id)
		if f == nil {
			return nil, fmt.Errorf("frame %q on page %q: %w", id, p.ID, ErrNotFound)
		}
		want[id] = true
		if f.Group != "" {
			groups[f.Group] = true
		}
	}
	var out []int
	for i, f := range p.Frames {
		if want[f.ID] || groups[f.Group] {
			out = append(out, i)
		}
	}
	return out, nil
}

// unit is one thing that is moved as a whole: a frame, or all frames of a group.
type unit struct {
	at     []int // in the page's list
	rect   geom.Rect
	locked bool
}

func units(p *edition.Page, at []int) []unit {
	var out []unit
	of := map[string]int{}
	for _, i := range at {
		f := p.Frames[i]
		k, ok := of[f.Group]
		if !ok || f.Group == "" {
			k = len(out)
			of[f.Group] = k
			out = append(out, unit{rect: f.Rect})
		}
		u := &out[k]
		u.at = append(u.at, i)
		x, y := min(u.rect.X, f.Rect.X), min(u.rect.Y, f.Rect.Y)
		u.rect = geom.Rect{X: x, Y: y, W: max(u.rect.Right(), f.Rect.Right()) - x, H: max(u.rect.Bottom(), f.Rect.Bottom()) - y}
		u.locked = u.locked || f.Locked
	}
	return out
}

// shift moves a unit's frames on a page; a locked one stays.
func (u unit) shift(p *edition.Page, by geom.Point) {
	if u.locked || by == (geom.Point{}) {
		return
	}
	for _, i := range u.at {
		f := *p.Frames[i]
		f.Rect = f.Rect.Move(by)
		p.Frames[i] = &f
	}
}

// moving answers the units of frames to move; ErrLocked if none of them may be.
func moving(p *edition.Page, ids []string) ([]unit, error) {
	at, err := pick(p, ids)
	if err != nil {
		return nil, err
	}
	us := units(p, at)
	if len(us) > 0 && !slices.ContainsFunc(us, func(u unit) bool { return !u.locked }) {
		return nil, fmt.Errorf("frames on page %q: %w", p.ID, ErrLocked)
	}
	return us, nil
}

// MoveFrames moves frames on their page by the same way (移动, 微移). Neighbouring moves of the same frames are one step.
func MoveFrames(ed *edition.Edition, page string, frames []string, by geom.Point) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		us, err := moving(p, frames)
		for _, u := range us {
			u.shift(p, by)
		}
		return err
	})
	return Change{Label: words.Text{ZH: "移动", EN: "Move"}, Merge: fmt.Sprint("move ", page, " ", frames), Ops: ops}, err
}

// Alignment is to what edge or middle frames are brought.
type Alignment uint8

// The ways to align frames.
const (
	AlignLeft   Alignment = iota // 左齐
	AlignCentre                  // 水平居中
	AlignRight                   // 右齐
	AlignTop                     // 顶齐
	AlignMiddle                  // 垂直居中
	AlignBottom                  // 底齐
)

// AlignFrames brings frames to a common edge or middle: of the rectangle to, such as the type area or one of the
// frames, or if that is empty of the rectangle around them all.
func AlignFrames(ed *edition.Edition, page string, frames []string, how Alignment, to geom.Rect) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		us, err := moving(p, frames)
		if err != nil || len(us) == 0 {
			return err
		}
		if to.Empty() {
			to = around(us)
		}
		for _, u := range us {
			var by geom.Point
			switch how {
			case AlignLeft:
				by.X = to.X - u.rect.X
			case AlignCentre:
				by.X = to.X + (to.W-u.rect.W)/2 - u.rect.X
			case AlignRight:
				by.X = to.Right() - u.rect.Right()
			case AlignTop:
				by.Y = to.Y - u.rect.Y
			case AlignMiddle:
				by.Y = to.Y + (to.H-u.rect.H)/2 - u.rect.Y
			case AlignBottom:
				by.Y = to.Bottom() - u.rect.Bottom()
			}
			u.shift(p, by)
		}
		return nil
	})
	return Change{Label: words.Text{ZH: "对齐", EN: "Align"}, Ops: ops}, err
}

// around answers the rectangle around units, of which there is one at least.
func around(us []unit) geom.Rect {
	x, y, right, bottom := us[0].rect.X, us[0].rect.Y, us[0].rect.Right(), us[0].rect.Bottom()
	for _, u := range us[1:] {
		x, y, right, bottom = min(x, u.rect.X), min(y, u.rect.Y), max(right, u.rect.Right()), max(bottom, u.rect.Bottom())
	}
	return geom.Rect{X: x, Y: y, W: right - x, H: bottom - y}
}

// DistributeFrames puts frames at even distances, from left to right or from top to bottom (等距分布). gap is the white
// between them and the first stays; nil keeps the outermost where they are and shares the white there is.
func DistributeFrames(ed *edition.Edition, page string, frames []string, down bool, gap *geom.Length) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		us, err := moving(p, frames)
		if err != nil || len(us) < 2 {
			return err
		}
		start := func(u unit) geom.Length {
			if down {
				return u.rect.Y
			}
			return u.rect.X
		}
		size := func(u unit) geom.Length {
			if down {
				return u.rect.H
			}
			return u.rect.W
		}
		slices.SortStableFunc(us, func(a, b unit) int { return cmp.Compare(start(a), start(b)) })
		n := int64(len(us) - 1)
		var white geom.Length // all of it
		if gap != nil {
			white = *gap * geom.Length(n)
		} else {
			last := us[n]
			white = start(last) + size(last) - start(us[0])
			for _, u := range us {
				white -= size(u)
			}
		}
		at := start(us[0])
		for i, u := range us {
			by := at + white.Times(int64(i), n) - start(u)
			at += size(u)
			if down {
				u.shift(p, geom.Point{Y: by})
			} else {
				u.shift(p, geom.Point{X: by})
			}
		}
		return nil
	})
	return Change{Label: words.Text{ZH: "等距分布", EN: "Distribute"}, Ops: ops}, err
}

// change builds the change that puts what each makes of a copy of a frame in its place.
func change(ed *edition.Edition, page string, frames []string, each func(f *edition.Frame)) ([]Op, error) {
	return onPage(ed, page, func(p *edition.Page) error {
		at, err := pick(p, frames)
		for _, i := range at {
			f := *p.Frames[i]
			each(&f)
			p.Frames[i] = &f
		}
		return err
	})
}

// GroupFrames makes frames one group (编组); groups among them are part of it.
func GroupFrames(ed *edition.Edition, page string, frames []string) (Change, error) {
	group := next("g", func(yield func(string)) {
		for _, p := range ed.Pages {
			for _, f := range p.Frames {
				yield(f.Group)
			}
		}
	})
	c := Change{Label: words.Text{ZH: "编组", EN: "Group"}}
	if len(frames) < 2 {
		return c, nil
	}
	var err error
	c.Ops, err = change(ed, page, frames, func(f *edition.Frame) { f.Group = group })
	return c, err
}

// UngroupFrames takes the groups of frames apart (解组).
func UngroupFrames(ed *edition.Edition, page string, frames []string) (Change, error) {
	ops, err := change(ed, page, frames, func(f *edition.Frame) { f.Group = "" })
	return Change{Label: words.Text{ZH: "解组", EN: "Ungroup"}, Ops: ops}, err
}

// LockFrames locks frames to their places, or frees them.
func LockFrames(ed *edition.Edition, page string, frames []string, lock bool) (Change, error) {
	label := words.Text{ZH: "锁定", EN: "Lock"}
	if !lock {
		label = words.Text{ZH: "解锁", EN: "Unlock"}
	}
	ops, err := change(ed, page, frames, func(f *edition.Frame) { f.Locked = lock })
	return Change{Label: label, Ops: ops}, err
}

// EachFrame changes several frames of a page alike, as a panel does whose field stands for all of them; merge joins
// neighbouring changes of one field into a step, "" joins none. each is given a copy and must keep its id and alter
// nothing it points to.
func EachFrame(ed *edition.Edition, page string, frames []string, label words.Text, merge string, each func(f *edition.Frame)) (Change, error) {
	ops, err := change(ed, page, frames, each)
	if merge != "" {
		merge = fmt.Sprint(merge, " ", page, " ", frames)
	}
	return Change{Label: label, Merge: merge, Ops: ops}, err
}

// Stacking is where frames go between back and front.
type Stacking uint8

// The ways to stack.
const (
	ToFront  Stacking = iota // 置于最前
	Forward                  // 前移一层
	Backward                 // 后移一层
	ToBack                   // 置于最后
)

// OrderFrames moves frames between back and front; among themselves they keep their order.
func OrderFrames(ed *edition.Edition, page string, frames []string, how Stacking) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		at, err := pick(p, frames)
		if err != nil || len(at) == 0 {
			return err
		}
		var moved, rest []*edition.Frame
		for i, f := range p.Frames {
			if slices.Contains(at, i) {
				moved = append(moved, f)
			} else {
				rest = append(rest, f)
			}
		}
		to := 0 // how many of the rest stay behind
		switch how {
		case ToFront:
			to = len(rest)
		case Forward:
			to = min(len(rest), at[len(at)-1]-len(at)+2)
		case Backward:
			to = max(0, at[0]-1)
		}
		p.Frames = slices.Concat(rest[:to], moved, rest[to:])
		return nil
	})
	return Change{Label: words.Text{ZH: "调整层次", EN: "Change Stacking"}, Ops: ops}, err
}

// reshape gives a frame another rectangle. Its notch keeps its size while the rectangle is larger than it.
func reshape(f *edition.Frame, r geom.Rect) {
	f.Rect = r
	n := f.Notch
	if n == nil || n.W < r.W && n.H < r.H {
		return
	}
	m := *n
	if m.W >= r.W {
		m.W = r.W / 2
	}
	if m.H >= r.H {
		m.H = r.H / 2
	}
	f.Notch = &m
	if m.W <= 0 || m.H <= 0 {
		f.Notch = nil
	}
}

// SetRects gives several frames of a page other rectangles in one step, by their ids.
func SetRects(ed *edition.Edition, page string, rects map[string]geom.Rect) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		for id := range rects {
			if p.Frame(id) == nil {
				return fmt.Errorf("frame %q on page %q: %w", id, p.ID, ErrNotFound)
			}
		}
		for i, f := range p.Frames {
			if r, ok := rects[f.ID]; ok && r != f.Rect {
				g := *f
				reshape(&g, r)
				p.Frames[i] = &g
			}
		}
		return nil
	})
	return Change{Label: words.Text{ZH: "改变大小", EN: "Resize"}, Ops: ops}, err
}

// SwapFrames puts two frames in each other's places, also on two pages: they exchange rectangle, notch and columns.
func SwapFrames(ed *edition.Edition, page, frame, otherPage, other string) (Change, error) {
	c := Change{Label: words.Text{ZH: "互换位置", EN: "Swap Places"}}
	i, j, err := frameAt(ed, page, frame)
	if err != nil {
		return c, err
	}
	k, l, err := frameAt(ed, otherPage, other)
	if err != nil {
		return c, err
	}
	if i == k && j == l {
		return c, nil
	}
	a, b := *ed.Pages[i].Frames[j], *ed.Pages[k].Frames[l]
	if a.Locked || b.Locked {
		return c, fmt.Errorf("frame %q or %q: %w", frame, other, ErrLocked)
	}
	a.Rect, b.Rect = b.Rect, a.Rect
	a.Notch, b.Notch = b.Notch, a.Notch
	a.Columns, b.Columns = b.Columns, a.Columns
	a.Split, b.Split = b.Split, a.Split
	if i == k {
		frames := slices.Clone(ed.Pages[i].Frames)
		frames[j], frames[l] = &a, &b
		c.Ops = []Op{pageOp(ed, i, frames)}
		return c, nil
	}
	a.Group, b.Group = "", "" // a group stays on its page
	if g := ed.Pages[k].Frame(a.ID); g != nil && g.ID != other {
		a.ID = NextFrameID(ed)
	}
	if g := ed.Pages[i].Frame(b.ID); g != nil && g.ID != frame {
		b.ID = NextFrameID(ed)
	}
	here, there := slices.Clone(ed.Pages[i].Frames), slices.Clone(ed.Pages[k].Frames)
	here[j], there[l] = &b, &a
	c.Ops = []Op{pageOp(ed, i, here), pageOp(ed, k, there)}
	return c, nil
}

// MoveFramesToPage takes frames to another page, in front of what is there, each moved by the same way. They keep
// their ids unless those are taken; a group goes whole.
func MoveFramesToPage(ed *edition.Edition, page string, frames []string, to string, by geom.Point) (Change, error) {
	if page == to {
		return MoveFrames(ed, page, frames, by)
	}
	c := Change{Label: words.Text{ZH: "移到另一版", EN: "Move to Another Page"}}
	i, err := pageAt(ed, page)
	if err != nil {
		return c, err
	}
	k, err := pageAt(ed, to)
	if err != nil {
		return c, err
	}
	us, err := moving(ed.Pages[i], frames)
	if err != nil {
		return c, err
	}
	leaves := map[int]bool{}
	for _, u := range us {
		for _, at := range u.at {
			leaves[at] = !u.locked
		}
	}
	var here []*edition.Frame
	there := slices.Clone(ed.Pages[k].Frames)
	ids := newIDs(ed)
	for at, f := range ed.Pages[i].Frames {
		if !leaves[at] {
			here = append(here, f)
			continue
		}
		g := *f
		g.Rect, g.Master = f.Rect.Move(by), ""
		if ed.Pages[k].Frame(g.ID) != nil {
			g.ID = ids()
		}
		there = append(there, &g)
	}
	c.Ops = []Op{pageOp(ed, i, here), pageOp(ed, k, there)}
	return c, nil
}

// newIDs answers new frame ids, one after the other.
func newIDs(ed *edition.Edition) func() string {
	n := 0
	fmt.Sscanf(NextFrameID(ed), "f%d", &n)
	n--
	return func() string { n++; return fmt.Sprint("f", n) }
}

// DeleteFrames takes frames off their page, each as DeleteFrame does.
func DeleteFrames(ed *edition.Edition, page string, frames []string) (Change, error) {
	label := words.Text{ZH: "删除框", EN: "Delete Frame"}
	i, err := pageAt(ed, page)
	if err != nil {
		return Change{Label: label}, err
	}
	at, err := pick(ed.Pages[i], frames)
	if err != nil {
		return Change{Label: label}, err
	}
	var steps []func(*edition.Edition) (Change, error)
	for _, k := range at {
		id := ed.Pages[i].Frames[k].ID
		steps = append(steps, func(now *edition.Edition) (Change, error) {
			if now.Page(page).Frame(id) == nil { // it went with the beginning of its story
				return Change{}, nil
			}
			return DeleteFrame(now, page, id)
		})
	}
	return Sequence(ed, label, steps...)
}

// AddGuide puts a guide on a page.
func AddGuide(ed *edition.Edition, page string, g edition.Guide) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		p.Guides = append(slices.Clone(p.Guides), g)
		return nil
	})
	return Change{Label: words.Text{ZH: "加辅助线", EN: "Add Guide"}, Ops: ops}, err
}

// MoveGuide puts the i-th guide of a page elsewhere.
func MoveGuide(ed *edition.Edition, page string, i int, at geom.Length) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		if i < 0 || i >= len(p.Guides) {
			return fmt.Errorf("guide %d of page %q: %w", i, page, ErrNotFound)
		}
		p.Guides = slices.Clone(p.Guides)
		p.Guides[i].At = at
		return nil
	})
	return Change{Label: words.Text{ZH: "移动辅助线", EN: "Move Guide"}, Merge: fmt.Sprint("guide ", page, " ", i), Ops: ops}, err
}

// DeleteGuide takes the i-th guide off a page.
func DeleteGuide(ed *edition.Edition, page string, i int) (Change, error) {
	ops, err := onPage(ed, page, func(p *edition.Page) error {
		if i < 0 || i >= len(p.Guides) {
			return fmt.Errorf("guide %d of page %q: %w", i, page, ErrNotFound)
		}
		p.Guides = slices.Delete(slices.Clone(p.Guides), i, i+1)
		if len(p.Guides) == 0 {
			p.Guides = nil
		}
		return nil
	})
	return Change{Label: words.Text{ZH: "删除辅助线", EN: "Delete Guide"}, Ops: ops}, err
}

// SetCrop chooses what of its picture a frame shows; nil is the middle, filling the frame.
func SetCrop(ed *edition.Edition, page, frame string, crop *edition.Crop) (Change, error) {
	ops, err := setFrame(ed, page, frame, func(f *edition.Frame) { f.Crop = crop })
	return Change{Label: words.Text{ZH: "裁切图片", EN: "Crop Picture"}, Merge: "crop " + page + " " + frame, Ops: ops}, err
}
