package app

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"dayang/internal/words"
)

// workspace is a way to arrange the window for one kind of work. What a hand changes in one is remembered for it.
type workspace struct {
	id    string
	title words.Text
	key   fyne.KeyName
	bars  []int // groups of the toolbar that are shown
	first arrangement
}

// arrangement is how the window is arranged: which docks are open, on which leaf, how wide, and what the page shows.
type arrangement struct {
	Left, Right, Bottom             bool
	LeftAt, RightAt, BottomAt       string // leaf
	LeftSize, RightSize, BottomSize float64
	Context                         bool // the context bar
	Bare                            bool // the page without frames and flags
}

// workspaces is the table of workspaces, in the order of the menu.
var workspaces = []workspace{
	{"makeup", w("组版", "Layout"), fyne.Key1, nil,
		arrangement{Left: true, Right: true, Bottom: true, LeftAt: "stories", RightAt: "properties", BottomAt: "findings", LeftSize: .18, RightSize: .74, BottomSize: .8, Context: true}},
	{"proof", w("校对", "Proofing"), fyne.Key2, []int{1, 2, 4, 5, 6},
		arrangement{Right: true, Bottom: true, LeftAt: "stories", RightAt: "text", BottomAt: "findings", LeftSize: .18, RightSize: .6, BottomSize: .66}},
	{"press", w("印前", "Prepress"), fyne.Key3, []int{1, 2, 3, 4, 6},
		arrangement{Left: true, Right: true, Bottom: true, LeftAt: "pages", RightAt: "press", BottomAt: "findings", LeftSize: .15, RightSize: .76, BottomSize: .72}},
	{"sign", w("签样", "Sign-off"), fyne.Key4, []int{3, 4, 6},
		arrangement{Left: true, Right: true, LeftAt: "pages", RightAt: "workflow", BottomAt: "compare", LeftSize: .15, RightSize: .74, BottomSize: .74, Bare: true}},
}

const (
	prefWorkspace  = "workspace"
	prefArranged   = "workspace." // and the id: the arrangement as JSON
	smallestShare  = .05
	greatestShare  = .95
	firstWorkspace = "makeup"
)

// workspaceOf answers a workspace by its id; the first for an id nobody knows.
func workspaceOf(id string) workspace {
	if i := slices.IndexFunc(workspaces, func(s workspace) bool { return s.id == id }); i >= 0 {
		return workspaces[i]
	}
	return workspaces[0]
}

// arranged answers how a workspace was left.
func (d *Desk) arranged(id string) arrangement {
	s := workspaceOf(id)
	a := s.first
	if text := d.app.Preferences().String(prefArranged + s.id); text != "" {
		var kept arrangement
		if json.Unmarshal([]byte(text), &kept) == nil {
			a = kept
		}
	}
	share := func(v *float64, first float64) {
		if *v < smallestShare || *v > greatestShare {
			*v = first
		}
	}
	share(&a.LeftSize, s.first.LeftSize)
	share(&a.RightSize, s.first.RightSize)
	share(&a.BottomSize, s.first.BottomSize)
	return a
}

// arrangement answers how the window is arranged now.
func (f *frame) arrangement() arrangement {
	a := f.kept
	a.Left, a.Right, a.Bottom = f.leftOn, f.rightOn, f.bottomOn
	a.LeftAt, a.RightAt, a.BottomAt = f.leftBook.now(), f.rightTabs.now(), f.bottomBook.now()
	a.Context, a.Bare = f.contextOn, !f.d.view.AidsShown()
	if f.outer != nil {
		a.LeftSize = f.outer.Offset
	}
	if f.middle != nil {
		a.RightSize = f.middle.Offset
	}
	if f.inner != nil {
		a.BottomSize = f.inner.Offset
	}
	return a
}

// keep remembers the arrangement of the workspace.
func (f *frame) keep() {
	if f.body == nil || f.leftBook == nil {
		return
	}
	f.kept = f.arrangement()
	if b, err := json.Marshal(f.kept); err == nil {
		f.d.app.Preferences().SetString(prefArranged+f.workspace, string(b))
	}
}

// arrange arranges the window.
func (f *frame) arrange(a arrangement) {
	f.kept = a
	f.leftOn, f.rightOn, f.bottomOn, f.contextOn = a.Left, a.Right, a.Bottom, a.Context
	f.leftBook.open(a.LeftAt)
	f.rightTabs.open(a.RightAt)
	f.bottomBook.open(a.BottomAt)
}

// SetWorkspace arranges the window for another kind of work.
func (d *Desk) SetWorkspace(id string) {
	f := d.frame
	if f.workspace == id {
		return
	}
	d.flush()
	f.keep()
	f.workspace = workspaceOf(id).id
	d.app.Preferences().SetString(prefWorkspace, f.workspace)
	a := d.arranged(f.workspace)
	f.arrange(a)
	d.view.ShowAids(!a.Bare)
	f.outer, f.middle, f.inner = nil, nil, nil // their sizes belong to the workspace that was left
	f.bars()
	f.dock()
	f.refresh()
	d.view.FitPage()
}

// workspaceCommands are the commands that choose a workspace.
func workspaceCommands() []*command {
	var out []*command
	for _, s := range workspaces {
		out = append(out, &command{id: "workspace-" + s.id, menu: &wWindow, group: 0, title: wWorkspace.F(s.title), key: s.key, mod: ctrl | alt,
			on: func(d *Desk) bool { return d.frame.workspace == s.id }, run: func(d *Desk) { d.SetWorkspace(s.id) }})
	}
	return out
}
