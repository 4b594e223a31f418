package app

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/manuscript"
)

// paperCommands are what manuscripts, history, backups and files going out add to the table.
func paperCommands() []*command {
	return []*command{
		{id: "watch", menu: &wFile, group: 1, title: wWatch, run: (*Desk).askWatch,
			enabled: func(d *Desk) bool { return writes(d) && d.deps.Watch != nil },
			on:      func(d *Desk) bool { return d.watch != nil }},
		{id: "doubts", menu: &wFile, group: 1, title: wDoubts, run: (*Desk).showDoubts, enabled: open},
		{id: "unpack", menu: &wFile, title: wUnpack, run: (*Desk).askUnpack, enabled: func(d *Desk) bool { return d.deps.Import != nil }},
		{id: "stories-out", menu: &wFile, group: 2, title: wStoriesMenu, run: (*Desk).askStoriesOut, enabled: func(d *Desk) bool { return open(d) && len(d.ed.Stories) > 0 }},
		{id: "pack", menu: &wFile, group: 2, title: wPack, run: (*Desk).askPackage, enabled: func(d *Desk) bool { return open(d) && d.deps.Pack != nil }},
		{id: "history", menu: &wEdit, group: 3, title: wHistoryMenu, key: fyne.KeyH, mod: ctrl | shift, run: func(d *Desk) { d.showHistory() }, enabled: open},
		{id: "snapshot", menu: &wEdit, group: 3, title: wSnapshotMenu, run: (*Desk).askSnapshot, enabled: writes},
		{id: "backups", menu: &wEdit, group: 3, title: wBackupsMenu, run: (*Desk).askBackups, enabled: open},
	}
}

// chips is a row of small buttons of which one may be the present state.
func (d *Desk) chips(pick func(i int), now int, names ...string) *fyne.Container {
	row := container.New(tightRow{gap: 2})
	for i, n := range names {
		t := d.newTool(nil, n, "", func() { pick(i) })
		t.on = i == now
		row.Add(t)
	}
	return row
}

// castRoles are what a doubtful paragraph is likely to be, in the order of the page.
var castRoles = []edition.Role{edition.Kicker, edition.Headline, edition.Deck, edition.Byline, edition.Lead, edition.Body,
	edition.Subhead, edition.Caption, edition.Credit, edition.EditorsNote, edition.JumpLine}

// askDoubts shows what is doubtful in what came in, if anything is: an encoding that is as good as certain is no reason,
// though it can be switched there.
func (d *Desk) askDoubts() {
	if slices.ContainsFunc(d.doubts(), func(b doubt) bool { return b.kind != encodingDoubt || b.note.Score < 0.9 }) {
		d.showDoubts()
	}
}

// showDoubts shows what is doubtful in what came in, each with its answers to click.
func (d *Desk) showDoubts() {
	list := d.doubts()
	if len(list) == 0 {
		d.info(wDoubtsBox, wDoubtsNone)
		return
	}
	readings := map[string][]legible{}
	st := d.store
	d.run(wJobImport, func(context.Context, func(int, int)) error {
		for _, b := range list {
			if b.kind == encodingDoubt {
				readings[b.file] = readingsOf(b.file)
			}
		}
		return nil
	}, func(err error) {
		if err == nil && d.store == st {
			d.doubtBox(readings)
		}
	})
}

// legible is how the start of a file reads in one encoding.
type legible struct{ encoding, text string }

// previewRunes is how much of a file is shown in each encoding.
const previewRunes = 34

// readingsOf answers how a file's first line with more than Latin in it reads in each encoding; "" where it is no text.
func readingsOf(file string) []legible {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return nil
	}
	var out []legible
	for _, name := range manuscript.Encodings {
		text, _, err := manuscript.DecodeAs(data, name)
		if err != nil {
			text = ""
		}
		out = append(out, legible{name, telling(text)})
	}
	return out
}

// telling answers the stretch of a text that shows best whether it reads right: its first line that is not all Latin.
func telling(text string) string {
	best := ""
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if best == "" {
			best = line
		}
		if strings.IndexFunc(line, func(r rune) bool { return r > 0x7f }) >= 0 {
			best = line
			break
		}
	}
	return cutRunes(best, previewRunes)
}

// doubtBox is the box of doubts; it is built anew after each answer.
func (d *Desk) doubtBox(readings map[string][]legible) {
	rows := container.NewVBox()
	scroll := container.NewVScroll(rows)
	var box *dialog.CustomDialog
	title := newInk("", theme.ColorNameForeground, theme.SizeNameText, true)
	rest := widget.NewButton(d.say(wDoubtsAllGood), func() {
		for _, b := range d.doubts() {
			d.settle(b)
		}
		box.Hide()
		d.note(wDoubtsDone)
	})
	box = dialog.NewCustomWithoutButtons(d.say(wDoubtsBox), container.NewBorder(container.New(fynelayout.NewCustomPaddedLayout(0, 6, 2, 2), title), nil, nil, nil,
		container.NewStack(newPaint(theme.ColorNameInputBackground), scroll)), d.win)
	ok := widget.NewButton(d.say(wClose), func() { box.Hide() })
	ok.Importance = widget.HighImportance
	box.SetButtons([]fyne.CanvasObject{rest, ok})
	gone := map[string]bool{} // that this box has dealt with: reading again takes a moment
	var show func()
	show = func() {
		rows.RemoveAll()
		n := 0
		for _, b := range d.doubts() {
			if gone[b.key()] {
				continue
			}
			n++
			rows.Add(d.doubtRow(b, readings[b.file], func(do func()) {
				gone[b.key()] = true
				do()
				show()
			}))
			rows.Add(newLine())
		}
		title.set(d.say(wDoubtsTitle.F(n)), theme.ColorNameForeground)
		if n == 0 {
			box.Hide()
			d.note(wDoubtsDone)
			return
		}
		rows.Refresh()
	}
	s := d.win.Canvas().Size()
	show()
	d.presentWith(box, fyne.NewSize(min(760, s.Width-60), min(520, s.Height-80)), onReturn(func() { box.Hide() }))
}

// doubtRow shows one doubt; a click on an answer is handed to settled.
func (d *Desk) doubtRow(b doubt, readings []legible, settled func(do func())) fyne.CanvasObject {
	head := newInk("", colourFaint, theme.SizeNameCaptionText, false)
	head.least = 1
	lines := container.New(fynelayout.NewCustomPaddedVBoxLayout(1), head)
	text := func(s string) {
		t := newInk(s, theme.ColorNameForeground, theme.SizeNameText, true)
		t.least = 1
		lines.Add(t)
	}
	slug := ""
	if st := d.ed.Story(b.story); st != nil {
		slug = d.title(st)
	}
	switch b.kind {
	case roleDoubt:
		p := d.ed.Story(b.story).Para(b.para)
		head.set(slug+" · "+d.say(wDoubtRole.F(roleNames[p.Role], percent(b.note.Score))), colourFaint)
		text(p.Text)
		var names []string
		for _, r := range castRoles {
			names = append(names, d.say(roleNames[r]))
		}
		lines.Add(d.chips(func(i int) { settled(func() { d.recast(b, castRoles[i]) }) }, slices.Index(castRoles, p.Role), names...))
	case encodingDoubt:
		now := d.say(b.note.Message)
		for _, r := range readings {
			if strings.Contains(b.note.Message.EN, r.encoding) {
				now = r.encoding
			}
		}
		head.set(d.say(wDoubtEncoding.F(filepath.Base(b.file), now, percent(b.note.Score))), colourFaint)
		for _, r := range readings {
			name := d.newTool(nil, r.encoding, "", func() {
				settled(func() {
					if r.encoding == now {
						d.settle(b)
						return
					}
					d.readAgain(b, importer.Options{Encoding: r.encoding})
				})
			})
			name.on = r.encoding == now
			sample := newInk(r.text, theme.ColorNameForeground, theme.SizeNameText, false)
			if r.text == "" {
				name.lively = false
				sample.set(d.say(wDoubtUnread), colourFaint)
			}
			sample.least = 1
			lines.Add(container.New(columnsLayout{widths: []float32{96, 0}, gap: 8, height: 28}, name, sample))
		}
	case changesDoubt:
		head.set(slug+" · "+d.say(b.note.Message), colourFaint)
		text(d.say(wDoubtChanges.F(filepath.Base(b.file))))
		now := 0
		if b.note.Message.ZH != "" && strings.Contains(b.note.Message.ZH, "拒绝") {
			now = 1
		}
		lines.Add(d.chips(func(i int) {
			settled(func() {
				if i == now {
					d.settle(b)
					return
				}
				d.readAgain(b, importer.Options{Changes: importer.TrackedChanges(i)})
			})
		}, now, d.say(wTakeChanges), d.say(wRefuseChanges)))
	case heldDoubt:
		head.set(slug, colourFaint)
		text(d.say(b.note.Message))
		lines.Add(d.chips(func(i int) {
			settled(func() {
				d.held = slices.DeleteFunc(d.held, func(id string) bool { return id == b.story })
				if i == 1 {
					d.readAgain(b, importer.Options{})
				}
			})
		}, 0, d.say(wKeepOurs), d.say(wTakeTheirs)))
	}
	return container.New(fynelayout.NewCustomPaddedLayout(7, 6, 10, 10), lines)
}

func percent(score float64) int { return int(score*100 + 0.5) }

func isFile(path string) bool {
	i, err := os.Stat(path)
	return err == nil && i.Mode().IsRegular()
}

// watchPref is what is kept of an edition's folder.
type watchPref struct {
	Dir string `json:"dir"`
	Sub bool   `json:"sub"`
	On  bool   `json:"on"`
}

// prefWatch is the name of the preference for an edition's folder.
func (d *Desk) prefWatch() string { return "watch." + d.path }

// carryWatch gives the file that the edition is saved as the folder that it watches, and what has come from there.
func (d *Desk) carryWatch(path string) {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if d.watchPref().Dir == "" || path == d.path {
		return
	}
	if err := flow.CarryWatchMemory(d.path, path); err != nil {
		d.log.Warn("watched folder", "of", path, "err", err)
		return // rather not watched than everything taken in a second time
	}
	p := d.app.Preferences()
	p.SetString("watch."+path, p.String(d.prefWatch()))
}

func (d *Desk) watchPref() watchPref {
	var p watchPref
	if text := d.app.Preferences().String(d.prefWatch()); text != "" {
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			d.log.Warn("preference", "name", d.prefWatch(), "err", err)
		}
	}
	return p
}

func (d *Desk) keepWatch(p watchPref) {
	text, err := json.Marshal(p)
	if err != nil {
		panic("app: a folder's name that cannot be written as JSON: " + err.Error()) // a string always can
	}
	d.app.Preferences().SetString(d.prefWatch(), string(text))
}

// resumeWatch watches the folder that the edition on the desk had been watching.
func (d *Desk) resumeWatch() {
	if p := d.watchPref(); p.On && p.Dir != "" {
		d.watchFolder(p.Dir, p.Sub)
	}
}

// askWatch chooses the folder that manuscripts come from.
func (d *Desk) askWatch() {
	p := d.watchPref()
	where := newInk("", theme.ColorNameForeground, theme.SizeNameText, true)
	where.least = 1
	help := widget.NewLabel(d.say(wWatchHelp))
	help.Wrapping = d.wrap()
	sub := widget.NewCheck(d.say(wWatchSub), nil)
	sub.Checked = p.Sub
	var box *dialog.CustomDialog
	start := widget.NewButton(d.say(wWatchStart), func() {
		box.Hide()
		p.Sub, p.On = sub.Checked, true
		d.keepWatch(p)
		d.watchFolder(p.Dir, p.Sub)
	})
	start.Importance = widget.HighImportance
	stop := widget.NewButton(d.say(wWatchStop), func() {
		box.Hide()
		p.On = false
		d.keepWatch(p)
		d.unwatch()
	})
	show := func() {
		if p.Dir == "" {
			where.set(d.say(wNoFolder), colourFaint)
			start.Disable()
			return
		}
		where.set(p.Dir, theme.ColorNameForeground)
		start.Enable()
	}
	if d.watch == nil {
		stop.Hide()
	}
	choose := widget.NewButtonWithIcon(d.say(wChooseFolder), theme.FolderOpenIcon(), func() {
		d.askFiles(oneFolder, wFolderTitle, wFolderIt, nil, "", func(paths []string) {
			p.Dir = paths[0]
			show()
		})
	})
	show()
	body := container.NewVBox(help, container.NewBorder(nil, nil, widget.NewIcon(theme.FolderIcon()), choose, where), sub)
	box = dialog.NewCustomWithoutButtons(d.say(wWatchTitle), body, d.win)
	box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), func() { box.Hide() }), stop, start})
	d.present(box, fyne.NewSize(540, 0))
}

// watchLine is what the status bar says of the watched folder.
func (d *Desk) watchLine() (text string, bad bool) {
	if d.watch == nil {
		return "", false
	}
	return d.say(d.watch.state), d.watch.bad
}
