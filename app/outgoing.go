package app

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/exporter"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/layout/display"
)

// formats are what stories are written as, in the order of the box.
var formats = []struct {
	format exporter.Format
	gb     bool
	name   words.Text
}{
	{exporter.DOCX, false, w("Word（.docx）", "Word (.docx)")},
	{exporter.Text, false, w("纯文本，UTF-8（.txt）", "Plain text, UTF-8 (.txt)")},
	{exporter.Text, true, w("纯文本，GB18030（.txt）", "Plain text, GB18030 (.txt)")},
	{exporter.Markdown, false, w("Markdown（.md），图片在旁", "Markdown (.md), pictures beside")},
	{exporter.Ninjs, false, w("ninjs（.json），图片在旁", "ninjs (.json), pictures beside")},
}

// askStoriesOut writes stories as files of their own.
func (d *Desk) askStoriesOut() {
	if d.ed == nil || len(d.ed.Stories) == 0 {
		return
	}
	d.flush()
	var names []string
	for _, f := range formats {
		names = append(names, d.say(f.name))
	}
	kind := widget.NewRadioGroup(names, nil)
	kind.SetSelected(names[0])
	kind.Required = true
	which := widget.NewRadioGroup(nil, nil)
	which.Required = true
	all, this := d.say(wAllStories.F(len(d.ed.Stories))), ""
	if st := d.storyNow(); st != nil {
		this = d.say(wThisStoryOnly.F(d.title(st)))
		which.Options = []string{this}
	}
	which.Options = append(which.Options, all)
	which.Selected = which.Options[0]
	var box *dialog.CustomDialog
	next := func() {
		at := 0
		for i, n := range names {
			if n == kind.Selected {
				at = i
			}
		}
		o := flow.StoriesOut{Format: formats[at].format, GB18030: formats[at].gb}
		if which.Selected == this && this != "" {
			o.Only = d.story
		}
		box.Hide()
		d.askFiles(oneFolder, wStoriesWhere, wSaveHere, nil, "", func(paths []string) { d.StoriesTo(paths[0], o) })
	}
	ok := widget.NewButton(d.say(wChooseFolder), next)
	ok.Importance = widget.HighImportance
	body := container.NewVBox(section(d.say(wWhichStories)), which, section(d.say(wWhichFormat)), kind)
	box = dialog.NewCustomWithoutButtons(d.say(wStoriesOut), body, d.win)
	box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wCancel), func() { box.Hide() }), ok})
	d.presentWith(box, fyne.NewSize(420, 0), onReturn(next))
}

// StoriesTo writes stories into a folder, on a worker.
func (d *Desk) StoriesTo(dir string, o flow.StoriesOut) {
	if d.ed == nil {
		d.fail(errNoEdition)
		return
	}
	ed, st := d.ed, d.store
	var files []string
	d.run(wJobStories, func(ctx context.Context, tell func(int, int)) (err error) {
		o.Tell = tell
		files, _, err = flow.WriteStories(ctx, dir, ed, st, o)
		return err
	}, func(err error) {
		if err != nil {
			d.fail(about{dir, err})
			return
		}
		d.note(wStoriesDone.F(len(files), dir))
	})
}

// askPackage packs the edition into one archive.
func (d *Desk) askPackage() {
	d.flush()
	d.askFiles(newFile, wPackTitle, wSaveIt, []string{packageExtension}, d.baseName(), func(paths []string) { d.PackTo(paths[0]) })
}

// PackTo writes the edition as a package, on a worker.
func (d *Desk) PackTo(path string) {
	if d.ed == nil || d.deps.Pack == nil {
		d.fail(errNoEdition)
		return
	}
	ed, st := d.ed, d.store
	d.run(wJobPack, func(context.Context, func(int, int)) error { return d.deps.Pack(path, ed, st) }, func(err error) {
		if err != nil {
			d.fail(about{path, err})
			return
		}
		d.note(wDone.F(path))
	})
}

// askUnpack opens a package as an edition of its own.
func (d *Desk) askUnpack() {
	d.askFiles(oneFile, wUnpackTitle, wOpenIt, []string{packageExtension}, "", d.importNew)
}

// Preferences of backups: minutes between two, and the numbers of store.Rotation.
const (
	prefBackupEvery  = "backup.minutes"
	prefBackupNewest = "backup.newest"
	prefBackupHours  = "backup.hours"
	prefBackupDays   = "backup.days"
)

// backupMinutes are the choices of how often.
var backupMinutes = []int{2, 5, 10, 20, 30, 60}

// keeping answers how backups are made, by the preferences.
func (d *Desk) keeping() store.Keeping {
	p, usual := d.app.Preferences(), store.UsualRotation
	return store.Keeping{
		Every: time.Duration(p.IntWithFallback(prefBackupEvery, 10)) * time.Minute,
		Stay: store.Rotation{Newest: p.IntWithFallback(prefBackupNewest, usual.Newest), Hours: p.IntWithFallback(prefBackupHours, usual.Hours),
			Days: p.IntWithFallback(prefBackupDays, usual.Days)},
	}
}

// backupKeeper is a store that makes backups of itself.
type backupKeeper interface{ KeepBackups(store.Keeping) }

// keepBackups has backups made of the edition on the desk.
func (d *Desk) keepBackups() {
	st, ok := d.store.(backupKeeper)
	if !ok || d.readOnly() {
		return
	}
	k, mine := d.keeping(), d.store
	k.Told = func(b store.Backup, err error) {
		d.post(func() {
			if d.closed || d.store != mine {
				if err != nil {
					d.log.Error("backup", "err", err)
				}
				return
			}
			d.backedUp(b, err)
		})
	}
	st.KeepBackups(k)
}

// The codes of what the edition's file has to say.
const (
	noteBackup  = "ED-01" // a backup that could not be made
	noteDamaged = "ED-02" // something in the file that no longer reads as it was written
	noteLost    = "ED-03" // steps at the end that are not in the file, or not whole
)

// Unkept says of an edition that was opened what had been done to it and is not in the file: its last writing had not come
// to its end, or steps that were acknowledged are gone. The command line says it too.
func Unkept(st any) (words.Text, bool) {
	if f, ok := st.(interface{ Lost() (int, int64) }); ok {
		if n, at := f.Lost(); n > 0 {
			when := time.UnixMilli(at)
			return wLostKnown.F(n, words.Text{ZH: when.Format("1月2日 15:04"), EN: when.Format("2 January, 15:04")}), true
		}
	}
	if f, ok := st.(interface{ Torn() bool }); ok && f.Torn() {
		return wLostSteps, true
	}
	return words.Text{}, false
}

// tornNote tells the editor of what is not in the file.
func (d *Desk) tornNote() {
	if said, ok := Unkept(d.store); ok {
		d.arrive([]finding.Finding{{Rule: noteLost, Category: "edition", Level: finding.Warning, Score: 1, Text: filepath.Base(d.path), Message: said}}, nil)
		d.note(said)
	}
}

// backedUp hears of a backup that was made, or could not be, or of damage found on the way.
func (d *Desk) backedUp(b store.Backup, err error) {
	if err == nil {
		d.backup = b
		d.arrived = without(d.arrived, noteBackup)
		d.collect()
		d.changed()
		return
	}
	d.log.Error("backup", "path", d.path, "err", err)
	t := Explain(err)
	rule, level := noteBackup, finding.Warning
	if damaged(err) {
		rule, level = noteDamaged, finding.Error
	}
	d.arrived = append(without(d.arrived, rule), finding.Finding{Rule: rule, Category: "edition", Level: level, Score: 1, Text: filepath.Base(d.path),
		Message: words.Text{ZH: wBackupFailed.ZH + t.What.ZH + t.Next.ZH, EN: wBackupFailed.EN + t.What.EN + " " + t.Next.EN}, Reason: words.Text{ZH: err.Error(), EN: err.Error()}})
	d.collect()
	d.changed()
	d.note(words.Text{ZH: wBackupFailed.ZH + t.What.ZH, EN: wBackupFailed.EN + t.What.EN})
}

// without answers findings less those of a rule.
func without(list []finding.Finding, rule string) []finding.Finding {
	var out []finding.Finding
	for _, f := range list {
		if f.Rule != rule {
			out = append(out, f)
		}
	}
	return out
}

// askBackups shows the backups there are and how they are made.
func (d *Desk) askBackups() {
	if d.store == nil {
		return
	}
	list, err := store.Backups(d.path)
	if err != nil {
		d.fail(about{store.BackupFolder(d.path), err})
		return
	}
	k := d.keeping()
	number := func(now int, among []int, unit words.Text) *widget.Select {
		var names []string
		at := 0
		for i, n := range among {
			names = append(names, d.say(unit.F(n)))
			if n <= now {
				at = i
			}
		}
		s := widget.NewSelect(names, nil)
		s.SetSelectedIndex(at)
		return s
	}
	stay := []int{1, 3, 6, 8, 12, 24, 48}
	every := number(int(k.Every/time.Minute), backupMinutes, wBackupMinutes)
	newest, hours, days := number(k.Stay.Newest, stay, wBackupNewest), number(k.Stay.Hours, stay, wBackupHours), number(k.Stay.Days, stay, wBackupDays)
	current := -1
	rows := newRowList(d, func() int { return len(list) }, func() fyne.CanvasObject { return newMomentRow() }, func(i widget.ListItemID, o fyne.CanvasObject) {
		r := o.(*momentRow)
		if i >= len(list) {
			return
		}
		r.when.set(clockText(list[i].At.UnixMilli()), theme.ColorNameForeground)
		r.what.set(filepath.Base(list[i].Path), colourFaint)
		r.state.set(sizeText(fileSize(list[i].Path)), colourFaint)
	})
	look := widget.NewButton(d.say(wBackupLook), nil)
	look.Disable()
	rows.OnSelected = func(i widget.ListItemID) {
		current = i
		if d.deps.OpenReadOnly != nil {
			look.Enable()
		}
	}
	rows.move = func(by int) { rows.Select(min(max(current+by, 0), len(list)-1)) }
	var box *dialog.CustomDialog
	look.OnTapped = func() {
		path := list[current].Path
		box.Hide()
		st, err := d.deps.OpenReadOnly(path)
		if err != nil {
			d.fail(about{path, err})
			return
		}
		d.take(st, path)
		d.note(wBackupShown)
	}
	save := func() {
		p := d.app.Preferences()
		p.SetInt(prefBackupEvery, backupMinutes[every.SelectedIndex()])
		p.SetInt(prefBackupNewest, stay[newest.SelectedIndex()])
		p.SetInt(prefBackupHours, stay[hours.SelectedIndex()])
		p.SetInt(prefBackupDays, stay[days.SelectedIndex()])
		box.Hide()
		d.keepBackups()
	}
	ok := widget.NewButton(d.say(wOK), save)
	ok.Importance = widget.HighImportance
	form := container.New(columnsLayout{widths: []float32{96, 150, 96, 0}, gap: 8, height: 38}, newFormLabel(d.say(wBackupEvery)), every, newFormLabel(d.say(wBackupKeep)), newest)
	form2 := container.New(columnsLayout{widths: []float32{96, 150, 96, 0}, gap: 8, height: 38}, newFormLabel(d.say(wBackupPerHour)), hours, newFormLabel(d.say(wBackupPerDay)), days)
	empty := newInk("", colourFaint, theme.SizeNameText, false)
	if len(list) == 0 {
		empty.set(d.say(wBackupNone), colourFaint)
	}
	body := container.NewBorder(container.NewVBox(form, form2, section(d.say(wBackupList.F(len(list))))), nil, nil, nil,
		container.NewStack(newPaint(theme.ColorNameInputBackground), rows, container.NewCenter(empty)))
	box = dialog.NewCustomWithoutButtons(d.say(wBackups), body, d.win)
	box.SetButtons([]fyne.CanvasObject{look, widget.NewButton(d.say(wCancel), func() { box.Hide() }), ok})
	s := d.win.Canvas().Size()
	d.presentWith(box, fyne.NewSize(min(640, s.Width-60), min(460, s.Height-60)), onReturn(save))
}

// seenPictures are an edition's pictures as the view asks for them; one that cannot be had is told of.
type seenPictures struct {
	Store
	lost func(id string, err error) // called on the view's goroutines
}

// PictureBytes answers a picture's file.
func (s seenPictures) PictureBytes(id string) ([]byte, error) {
	data, err := s.Store.PictureBytes(id)
	if err != nil {
		s.lost(id, err)
	}
	return data, err
}

// AdPicture answers the picture of an ad, of a store that has such.
func (s seenPictures) AdPicture(id string) ([]byte, error) {
	from, ok := s.Store.(display.AdSource)
	if !ok {
		return nil, store.ErrNoPicture
	}
	return from.AdPicture(id)
}

// shownPictures answers the pictures of a store for the view.
func (d *Desk) shownPictures(st Store) display.PictureSource {
	return seenPictures{st, func(id string, err error) {
		d.post(func() {
			if d.store == st && !d.closed {
				d.lostPicture(id, err)
			}
		})
	}}
}

// lostPicture makes a finding of a picture that cannot be had, once.
func (d *Desk) lostPicture(id string, err error) {
	p := d.ed.Picture(id)
	if p == nil {
		return
	}
	d.log.Error("picture", "path", d.path, "id", id, "err", err)
	said := len(d.arrived)
	d.arrive([]finding.Finding{{Rule: noteDamaged, Category: "edition", Level: finding.Error, Score: 1, Text: p.Name, Message: wPictureLost.F(p.Name),
		Reason: words.Text{ZH: err.Error(), EN: err.Error()}}}, nil)
	if len(d.arrived) > said {
		d.note(wPictureLost.F(p.Name))
	}
}
