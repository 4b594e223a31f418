package app

import (
	"cmp"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"dayang/app/editor"
	"dayang/app/pageview"
	"dayang/internal/words"
)

// command is one thing the desk can do. Menus, toolbar, keys and the shortcut sheet are all made from the table of
// commands, so that nothing is in one and missing in another.
type command struct {
	id      string
	menu    *words.Text // the menu it stands in
	group   int         // within the menu; a line stands between groups
	title   words.Text
	short   words.Text // on the toolbar, when it has a word there
	key     fyne.KeyName
	mod     fyne.KeyModifier
	icon    fyne.Resource // on the toolbar; nil keeps it off
	bar     int           // group on the toolbar, from 1; 0 keeps it off
	context int           // group on the context bar, from 1, where it stands while it can run; 0 keeps it off
	enabled func(*Desk) bool
	on      func(*Desk) bool       // of a switch
	name    func(*Desk) words.Text // a title that says more, such as what undo takes back
	run     func(*Desk)
}

const (
	ctrl  = fyne.KeyModifierShortcutDefault
	shift = fyne.KeyModifierShift
	alt   = fyne.KeyModifierAlt
)

func open(d *Desk) bool     { return d.store != nil }
func hasPage(d *Desk) bool  { return d.pageNow() != nil }
func hasFrame(d *Desk) bool { return len(d.looseNow()) > 0 }
func hasStory(d *Desk) bool { return d.storyNow() != nil }

// tables are the parts of the command table, each beside what its commands do.
func tables() [][]*command {
	return [][]*command{
		deskCommands(),
		pageCommands(),
		workspaceCommands(),
		revisionCommands(),
		paperCommands(),
		upkeepCommands(),
		flowCommands(),
		listCommands(),
		learnCommands(),
		mendCommands(),
		fontCommands(),
	}
}

// commands is the table, in the order of the menus and of the groups within them.
func commands() []*command {
	all := slices.Concat(tables()...)
	slices.SortStableFunc(all, func(a, b *command) int {
		return cmp.Or(cmp.Compare(slices.Index(menuOrder, a.menu), slices.Index(menuOrder, b.menu)), cmp.Compare(a.group, b.group))
	})
	return all
}

// deskCommands are the commands of the frame itself.
func deskCommands() []*command {
	return []*command{
		{id: "new", menu: &wFile, title: wNew, key: fyne.KeyN, mod: ctrl, icon: iconNew, bar: 1, run: (*Desk).askNew, enabled: func(d *Desk) bool { return d.deps.Create != nil }},
		{id: "open", menu: &wFile, title: wOpen, key: fyne.KeyO, mod: ctrl, icon: theme.FolderOpenIcon(), bar: 1, run: (*Desk).askOpen},
		{id: "sample", menu: &wFile, title: wNewSample, run: (*Desk).openSample, enabled: func(d *Desk) bool { return d.deps.Sample != nil }},
		{id: "save-as", menu: &wFile, title: wSaveAs, key: fyne.KeyS, mod: ctrl | shift, icon: theme.DocumentSaveIcon(), bar: 1, enabled: open, run: (*Desk).askSaveAs},
		{id: "import", menu: &wFile, group: 1, title: wImportFiles, short: wShortImport, key: fyne.KeyD, mod: ctrl, icon: iconImport, bar: 1, run: (*Desk).askImport, enabled: func(d *Desk) bool { return d.deps.Import != nil }},
		{id: "export", menu: &wFile, group: 2, title: wExport, short: wShortExport, key: fyne.KeyE, mod: ctrl, icon: iconPDF, bar: 6, enabled: hasPage, run: (*Desk).askExport},
		{id: "epaper", menu: &wFile, group: 2, title: wEpaper, enabled: func(d *Desk) bool { return hasPage(d) && d.deps.Epaper != nil }, run: (*Desk).askEpaper},
		{id: "close-edition", menu: &wFile, group: 8, title: wCloseEdition, key: fyne.KeyW, mod: ctrl, enabled: open, run: (*Desk).CloseEdition},
		{id: "settings", menu: &wEdit, group: 9, title: wSettings, key: fyne.KeyComma, mod: ctrl, run: (*Desk).showSettings},
		{id: "quit", menu: &wFile, group: 9, title: wQuit, key: fyne.KeyQ, mod: ctrl, run: (*Desk).Close},

		{id: "undo", menu: &wEdit, title: wUndo, key: fyne.KeyZ, mod: ctrl, icon: theme.ContentUndoIcon(), bar: 2, run: (*Desk).undo,
			enabled: func(d *Desk) bool { return d.canTravel(Store.CanUndo) || d.typed() },
			name:    func(d *Desk) words.Text { return d.travelName(Store.CanUndo, wUndo, wUndoWhat) }},
		{id: "redo", menu: &wEdit, title: wRedo, key: fyne.KeyY, mod: ctrl, icon: theme.ContentRedoIcon(), bar: 2, run: (*Desk).redo,
			enabled: func(d *Desk) bool { return d.canTravel(Store.CanRedo) },
			name:    func(d *Desk) words.Text { return d.travelName(Store.CanRedo, wRedo, wRedoWhat) }},
		{id: "edit-text", menu: &wEdit, group: 1, title: wEditText, short: wShortText, context: 1, key: fyne.KeyReturn, mod: ctrl, enabled: hasStory, run: (*Desk).toText},
		{id: "find", menu: &wEdit, group: 1, title: wFind, key: fyne.KeyF, mod: ctrl, enabled: hasStory, run: func(d *Desk) { d.findText(false) }},
		{id: "replace", menu: &wEdit, group: 1, title: wReplaceText, key: fyne.KeyH, mod: ctrl, enabled: hasStory, run: func(d *Desk) { d.findText(true) }},
		{id: "bold", menu: &wEdit, group: 1, title: wBold, key: fyne.KeyB, mod: ctrl, enabled: func(d *Desk) bool { return hasStory(d) && d.frame.text.visible() },
			on: func(d *Desk) bool { return d.frame.text.visible() && d.frame.text.ed.G.Bolded() }, run: func(d *Desk) { d.frame.text.bold() }},
		{id: "delete-frame", menu: &wEdit, group: 2, title: wDeleteFrame, short: wShortDelete, context: 2, key: fyne.KeyDelete, enabled: hasFrame, run: (*Desk).deleteFrame},

		{id: "makeup", menu: &wLayout, title: wMakeup, short: wShortMakeup, key: fyne.KeyF7, icon: iconMakeup, bar: 5, enabled: func(d *Desk) bool { return hasPage(d) && d.deps.Makeup != nil && !d.busy(wJobMakeup) }, run: (*Desk).makeup},
		{id: "place", menu: &wLayout, group: 1, title: wPlace, short: wShortPlace, context: 2, enabled: func(d *Desk) bool { return hasStory(d) && hasPage(d) && !d.isPlaced(d.story) }, run: (*Desk).placeStory},
		{id: "unplace", menu: &wLayout, group: 1, title: wUnplace, short: wShortUnplace, context: 2, enabled: func(d *Desk) bool { return hasStory(d) && d.isPlaced(d.story) }, run: (*Desk).unplaceStory},
		{id: "lock", menu: &wFrame, group: 4, title: wLock, short: wShortLock, context: 2, key: fyne.KeyL, mod: ctrl, enabled: func(d *Desk) bool { return len(d.framesNow()) > 0 && writes(d) }, on: func(d *Desk) bool { f := d.frameNow(); return f != nil && f.Locked }, run: (*Desk).toggleLock},
		{id: "page-back", menu: &wLayout, group: 2, title: wPrevPage, key: fyne.KeyPageUp, mod: ctrl, enabled: func(d *Desk) bool { return d.pageIndex() > 0 }, run: func(d *Desk) { d.turn(-1) }},
		{id: "page-on", menu: &wLayout, group: 2, title: wNextPage, key: fyne.KeyPageDown, mod: ctrl, enabled: func(d *Desk) bool { return open(d) && d.pageIndex() < len(d.ed.Pages)-1 }, run: func(d *Desk) { d.turn(1) }},

		{id: "proof", menu: &wProof, title: wProofNow, short: wShortProof, key: fyne.KeyF8, icon: iconProof, bar: 5, enabled: func(d *Desk) bool { return open(d) && d.deps.Proof != nil }, run: (*Desk).proofNow},
		{id: "next-finding", menu: &wProof, group: 1, title: wNextFinding, key: fyne.KeyF4, enabled: hasFindings, run: func(d *Desk) { d.step(1) }},
		{id: "previous-finding", menu: &wProof, group: 1, title: wPrevFinding, key: fyne.KeyF4, mod: shift, enabled: hasFindings, run: func(d *Desk) { d.step(-1) }},
		{id: "apply", menu: &wProof, group: 2, title: wApplyFix, key: fyne.KeyReturn, mod: ctrl | shift, enabled: (*Desk).canFix, run: (*Desk).applyFix},
		{id: "apply-all", menu: &wProof, group: 2, title: wApplyAll, enabled: func(d *Desk) bool { return len(d.alike()) > 1 }, run: (*Desk).applyAll},
		{id: "ignore", menu: &wProof, group: 2, title: wIgnore, key: fyne.KeyI, mod: ctrl, enabled: (*Desk).hasFinding, run: (*Desk).ignore},
		{id: "ignore-always", menu: &wProof, group: 2, title: wIgnoreAll, key: fyne.KeyI, mod: ctrl | shift, enabled: func(d *Desk) bool { f, ok := d.finding(); return ok && f.Text != "" }, run: (*Desk).ignoreAlways},

		{id: "select", menu: &wView, title: wSelectTool, key: fyne.KeyV, icon: iconSelect, bar: 3, on: func(d *Desk) bool { return d.view.Tool() == pageview.Select }, run: func(d *Desk) { d.useTool(pageview.Select) }},
		{id: "hand", menu: &wView, title: wHandTool, key: fyne.KeyH, icon: iconHand, bar: 3, on: func(d *Desk) bool { return d.view.Tool() == pageview.Hand }, run: func(d *Desk) { d.useTool(pageview.Hand) }},
		{id: "zoom-out", menu: &wView, group: 1, title: wZoomOut, key: fyne.KeyMinus, mod: ctrl, icon: theme.ZoomOutIcon(), bar: 4, enabled: hasPage, run: func(d *Desk) { d.view.ZoomBy(1 / 1.25) }},
		{id: "zoom-in", menu: &wView, group: 1, title: wZoomIn, key: fyne.KeyEqual, mod: ctrl, icon: theme.ZoomInIcon(), bar: 4, enabled: hasPage, run: func(d *Desk) { d.view.ZoomBy(1.25) }},
		{id: "fit-page", menu: &wView, group: 1, title: wFitPage, key: fyne.Key0, mod: ctrl, icon: iconFitPage, bar: 4, enabled: hasPage, run: func(d *Desk) { d.view.FitPage() }},
		{id: "fit-width", menu: &wView, group: 1, title: wFitWidth, key: fyne.Key9, mod: ctrl, icon: iconFitWidth, bar: 4, enabled: hasPage, run: func(d *Desk) { d.view.FitWidth() }},
		{id: "full-size", menu: &wView, group: 1, title: wFullSize, key: fyne.Key1, mod: ctrl, enabled: hasPage, run: func(d *Desk) { d.view.ZoomFull() }},
		{id: "grid", menu: &wView, group: 2, title: wGrid, key: fyne.KeyApostrophe, mod: ctrl, icon: iconGrid, bar: 4, enabled: hasPage, on: func(d *Desk) bool { return d.view.GridShown() }, run: func(d *Desk) { d.view.ShowGrid(!d.view.GridShown()) }},
		{id: "rulers", menu: &wView, group: 2, title: wRulers, key: fyne.KeyR, mod: ctrl, enabled: hasPage, on: func(d *Desk) bool { return d.view.RulersShown() }, run: func(d *Desk) { d.showRulers(!d.view.RulersShown()) }},
		{id: "preview", menu: &wView, group: 2, title: wPreview, key: fyne.KeyW, enabled: hasPage, on: func(d *Desk) bool { return !d.view.AidsShown() }, run: func(d *Desk) { d.view.ShowAids(!d.view.AidsShown()) }},
		{id: "left-dock", menu: &wView, group: 3, title: wLeftDock, key: fyne.KeyF5, on: func(d *Desk) bool { return d.frame.leftOn }, run: func(d *Desk) { d.frame.fold(&d.frame.leftOn) }},
		{id: "right-dock", menu: &wView, group: 3, title: wRightDock, key: fyne.KeyF6, on: func(d *Desk) bool { return d.frame.rightOn }, run: func(d *Desk) { d.frame.fold(&d.frame.rightOn) }},
		{id: "bottom-dock", menu: &wView, group: 3, title: wBottomDock, key: fyne.KeyF9, on: func(d *Desk) bool { return d.frame.bottomOn }, run: func(d *Desk) { d.frame.fold(&d.frame.bottomOn) }},
		{id: "context-bar", menu: &wView, group: 3, title: wContextBar, on: func(d *Desk) bool { return d.frame.contextOn }, run: func(d *Desk) { d.frame.foldContext() }},
		{id: "dark", menu: &wView, group: 4, title: wDark, on: func(d *Desk) bool { return d.look.dark }, run: func(d *Desk) { d.SetDark(!d.look.dark) }},
		{id: "language", menu: &wView, group: 4, title: wLanguage, run: func(d *Desk) { d.SetLanguage(1 - d.lang) }},
		{id: "full-screen", menu: &wWindow, group: 3, title: wFullScreen, key: fyne.KeyF11, on: func(d *Desk) bool { return d.win.FullScreen() }, run: func(d *Desk) { d.win.SetFullScreen(!d.win.FullScreen()) }},

		{id: "next-area", menu: &wWindow, group: 2, title: wNextArea, key: fyne.KeyF6, mod: ctrl, run: func(d *Desk) { d.stride(1) }},
		{id: "previous-area", menu: &wWindow, group: 2, title: wPrevArea, key: fyne.KeyF6, mod: ctrl | shift, run: func(d *Desk) { d.stride(-1) }},
		{id: "guide", menu: &wHelp, title: wGuide, key: fyne.KeyF1, mod: shift, run: (*Desk).showGuide},
		{id: "palette", menu: &wHelp, title: wPalette, key: fyne.KeyK, mod: ctrl | shift, run: (*Desk).showPalette},
		{id: "shortcuts", menu: &wHelp, title: wShortcuts, key: fyne.KeyF1, run: (*Desk).showShortcuts},
		{id: "about", menu: &wHelp, title: wAbout, run: (*Desk).showAbout},
	}
}

// menuOrder is the menu bar.
var menuOrder = []*words.Text{&wFile, &wEdit, &wLayout, &wInsert, &wFrame, &wProof, &wFlow, &wView, &wWindow, &wHelp}

// plain reports whether the command's key is a single key: Fyne has no shortcuts without Control, Alt or Super, so
// these come through the window's key handler and through every widget of ours that can hold the keyboard.
func (c *command) plain() bool { return c.key != "" && c.mod&^shift == 0 }

// shortcut answers the command's key combination as Fyne knows it. Some combinations arrive as types of their own.
func (c *command) shortcut() fyne.Shortcut {
	switch {
	case c.key == "":
		return nil
	case c.key == fyne.KeyZ && c.mod == ctrl:
		return &fyne.ShortcutUndo{}
	case c.key == fyne.KeyY && c.mod == ctrl:
		return &fyne.ShortcutRedo{}
	case c.key == fyne.KeyA && c.mod == ctrl:
		return &fyne.ShortcutSelectAll{}
	case c.key == fyne.KeyX && c.mod == ctrl:
		return &fyne.ShortcutCut{}
	case c.key == fyne.KeyC && c.mod == ctrl:
		return &fyne.ShortcutCopy{}
	case c.key == fyne.KeyV && c.mod == ctrl:
		return &fyne.ShortcutPaste{}
	}
	return &desktop.CustomShortcut{KeyName: c.key, Modifier: c.mod}
}

// keyText is the key combination as a person reads it.
func (c *command) keyText() string {
	if c.key == "" {
		return ""
	}
	s := ""
	if c.mod&ctrl != 0 {
		s += "Ctrl+"
	}
	if c.mod&alt != 0 {
		s += "Alt+"
	}
	if c.mod&shift != 0 {
		s += "Shift+"
	}
	names := map[fyne.KeyName]string{fyne.KeyEqual: "=", fyne.KeyMinus: "-", fyne.KeyReturn: "Enter", fyne.KeyPageUp: "PgUp", fyne.KeyPageDown: "PgDn", fyne.KeyDelete: "Del", fyne.KeyLeft: "←", fyne.KeyRight: "→", fyne.KeyUp: "↑", fyne.KeyDown: "↓"}
	if n, ok := names[c.key]; ok {
		return s + n
	}
	return s + string(c.key)
}

// can reports whether the command can run now.
func (c *command) can(d *Desk) bool { return c.enabled == nil || c.enabled(d) }

// titleNow answers the title to show.
func (c *command) titleNow(d *Desk) string {
	if c.name != nil {
		return d.say(c.name(d))
	}
	return d.say(c.title)
}

// Do runs a command by its id, if it can run now.
func (d *Desk) Do(id string) bool {
	for _, c := range d.frame.commands {
		if c.id == id {
			return d.perform(c)
		}
	}
	return false
}

// fromMenu runs a command of the menu bar. Fyne gives its shortcuts to the menu before whoever holds the keyboard: where
// that is text, cutting, copying, pasting and selecting all are the text's, and in a box so are undo and redo.
func (d *Desk) fromMenu(c *command) {
	held, text := d.win.Canvas().Focused().(fyne.Shortcutable)
	switch held.(type) {
	case *field, *editor.Editor:
	default:
		text = false
	}
	_, boxed := d.boxUp()
	clip := d.app.Clipboard()
	if text {
		switch s := c.shortcut().(type) {
		case *fyne.ShortcutCut:
			held.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
			return
		case *fyne.ShortcutCopy:
			held.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
			return
		case *fyne.ShortcutPaste:
			held.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
			return
		case *fyne.ShortcutSelectAll:
			held.TypedShortcut(s)
			return
		case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
			if boxed {
				held.TypedShortcut(s)
				return
			}
		}
	}
	d.perform(c)
}

func (d *Desk) perform(c *command) bool {
	if _, up := d.boxUp(); up && c.id != "quit" || d.closed || !c.can(d) {
		return false
	}
	c.run(d)
	if !d.closed {
		d.changed()
	}
	return true
}

// key runs the command of a single key; it reports whether there is one that can run.
func (d *Desk) key(e *fyne.KeyEvent) bool {
	if box, up := d.boxUp(); up {
		switch {
		case e.Name == fyne.KeyEscape:
			d.dismiss()
		case box.keys != nil:
			box.keys(e)
		}
		return true
	}
	held := d.mods() & (ctrl | alt | shift)
	name := e.Name
	if name == fyne.KeyBackspace {
		name = fyne.KeyDelete
	}
	for _, c := range d.frame.commands {
		if c.plain() && c.key == name && c.mod == held {
			return d.perform(c)
		}
	}
	return false
}

// menus builds the main menu.
func (d *Desk) menus() *fyne.MainMenu {
	m := &fyne.MainMenu{}
	d.frame.items, d.frame.keysAt = map[*command]*fyne.MenuItem{}, map[*command]float32{}
	d.frame.labels = map[*command][2]string{}
	for _, title := range menuOrder {
		menu := fyne.NewMenu(d.say(*title))
		group := -1
		widest := float32(0)
		inMenu := slices.DeleteFunc(slices.Clone(d.frame.commands), func(c *command) bool { return c.menu != title })
		slices.SortStableFunc(inMenu, func(a, b *command) int { return a.group - b.group })
		for _, c := range inMenu {
			if group >= 0 && c.group != group {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			group = c.group
			item := fyne.NewMenuItem(c.titleNow(d), func() { d.fromMenu(c) })
			widest = max(widest, menuWidth(item.Label))
			item.IsQuit = c.id == "quit"
			item.Shortcut = c.shortcut()
			item.Disabled = !c.can(d)
			item.Checked = c.on != nil && c.on(d)
			d.frame.items[c] = item
			menu.Items = append(menu.Items, item)
		}
		for _, c := range inMenu {
			d.frame.keysAt[c] = widest
			showKeys(d.frame.items[c], c.keyText(), widest)
		}
		m.Items = append(m.Items, menu)
	}
	return m
}

// Fyne writes the keys of a menu's item in a fifth of the ink of its words, too pale to be read. They are a part of the
// item's words here, set off by spaces; the shortcut that works stays, unseen.

// unseen is a shortcut that a menu's item answers to and does not show.
type unseen struct{ fyne.Shortcut }

func menuWidth(s string) float32 {
	return fyne.MeasureText(s, theme.Size(theme.SizeNameText), fyne.TextStyle{}).Width
}

// withKeys answers an item's words with its keys behind them; the words of its menu are at most widest wide.
func withKeys(title, keys string, widest float32) string {
	if keys == "" || runtime.GOOS == "darwin" { // the system's own menus show them well
		return title
	}
	space := menuWidth("a  a") - menuWidth("a a")
	n := 2
	if space > 0 {
		n = max(n, int((widest+24-menuWidth(title))/space+0.5))
	}
	return title + strings.Repeat(" ", n) + keys
}

func showKeys(item *fyne.MenuItem, keys string, widest float32) {
	item.Label = withKeys(item.Label, keys, widest)
	if item.Shortcut != nil && runtime.GOOS != "darwin" {
		item.Shortcut = unseen{item.Shortcut}
	}
}

// menuLabel is a command's words in its menu as they are now. Measuring them each time would cost every keystroke.
func (d *Desk) menuLabel(c *command) string {
	title := c.titleNow(d)
	at := d.frame.labels[c]
	if at[0] != title {
		at = [2]string{title, withKeys(title, c.keyText(), d.frame.keysAt[c])}
		d.frame.labels[c] = at
	}
	return at[1]
}

// refreshCommands shows in menus and toolbar what can be done now. The menu is rebuilt only when something differs:
// that costs a layout of the bar.
func (d *Desk) refreshCommands() {
	differs := false
	for c, item := range d.frame.items {
		can, on, title := c.can(d), c.on != nil && c.on(d), d.menuLabel(c)
		if item.Disabled == can || item.Checked != on || item.Label != title {
			item.Disabled, item.Checked, item.Label = !can, on, title
			differs = true
		}
		if t := d.frame.tools[c]; t != nil {
			t.state(can, on)
		}
	}
	if differs && d.frame.menu != nil {
		d.frame.menu.Refresh()
	}
}

func (d *Desk) canTravel(can func(Store) (words.Text, bool)) bool {
	if d.store == nil {
		return false
	}
	_, ok := can(d.store)
	return ok
}

// typed reports whether a field holds what the document does not know yet.
func (d *Desk) typed() bool {
	for _, f := range d.fields {
		if f.Text != f.told {
			return true
		}
	}
	return d.frame.text.ed.Pending()
}

func (d *Desk) travelName(can func(Store) (words.Text, bool), bare, what words.Text) words.Text {
	if d.store != nil {
		if l, ok := can(d.store); ok {
			return what.F(l)
		}
	}
	return bare
}

func (d *Desk) pageIndex() int {
	if d.ed != nil {
		for i, p := range d.ed.Pages {
			if p.ID == d.page {
				return i
			}
		}
	}
	return -1
}

func (d *Desk) useTool(t pageview.Tool) { d.view.SetTool(t) }
