package app

import (
	"context"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/lists"
	"dayang/internal/words"
)

var (
	wLists        = w("校对用表…", "Proof Lists…")
	wListsTitle   = w("校对用表", "Proof Lists")
	wListNew      = w("新的一条", "New Entry")
	wListKeep     = w("存入", "Keep")
	wListRemove   = w("删除", "Remove")
	wListPaste    = w("粘贴表格", "Paste Rows")
	wListFile     = w("导入文件…", "Import File…")
	wListFileIt   = w("导入", "Import")
	wListSearch   = w("查找", "Search")
	wListEmpty    = w("还没有条目。逐条填写，或从表格软件复制后粘贴。", "No entries yet. Fill them in one by one, or copy them in a spreadsheet and paste.")
	wListCount    = w("%d 条", "Entries: %d")
	wListCame     = w("新增 %d 条，更新 %d 条。", "Added: %d, updated: %d.")
	wListBad      = w("%d 条没有收：%s", "Not taken (%d): %s")
	wListLine     = w("第 %d 行 %s", "line %d: %s")
	wListNoPaste  = w("剪贴板里没有表格。", "There are no rows on the clipboard.")
	wListKept     = w("已存入“%s”。", "“%s” is kept.")
	wListGone     = w("已删除“%s”。", "“%s” is removed.")
	wJobLists     = w("写校对用表", "Writing the proof lists")
	wListsAreHere = w("用表是报纸文件旁边 lists 文件夹里的 CSV，也可以用表格软件改。", "The lists are CSV files in the folder lists beside the edition; a spreadsheet can change them too.")
)

// listsBox is the editor of the lists that the title's proof desk keeps.
type listsBox struct {
	d       *Desk
	path    string // of the edition the lists stand beside
	table   lists.Table
	shown   []int // rows of table that the search lets through
	current int   // row of table that the form shows; −1 is a new one
	columns []lists.Column
	fields  []*field
	list    *rowList
	search  *field
	tabs    *fyne.Container
	form    *fyne.Container
	side    *fyne.Container // form, its buttons and what is said
	body    *fyne.Container
	count   *ink
	said    *widget.Label
	remove  *widget.Button
	box     *dialog.CustomDialog
	due     []lists.Table // to be written, oldest first
	saving  bool
}

// showLists opens the editor of the lists beside the edition.
func (d *Desk) showLists() *listsBox {
	if d.path == "" || d.deps.List == nil || d.deps.SaveList == nil {
		return nil
	}
	d.flush()
	b := &listsBox{d: d, path: d.path, current: -1}
	b.tabs = container.NewStack()
	b.form = container.New(formLayout{})
	b.count = newInk("", colourFaint, theme.SizeNameCaptionText, false)
	b.said = widget.NewLabel("")
	b.said.Wrapping = d.wrap()
	b.search = newField(d.deps.After, d.key)
	b.search.SetPlaceHolder(d.say(wListSearch))
	b.search.OnChanged = func(string) { b.sieve() }
	b.list = newRowList(d, func() int { return len(b.shown) }, func() fyne.CanvasObject {
		name, rest := newInk("", theme.ColorNameForeground, theme.SizeNameText, false), newInk("", colourFaint, theme.SizeNameText, false)
		rest.least = 60
		return container.NewBorder(nil, nil, container.New(fixedWidth(130), name), nil, rest)
	}, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(b.shown) {
			cells := b.table.Rows[b.shown[i]].Cells
			row := o.(*fyne.Container).Objects
			row[1].(*fyne.Container).Objects[0].(*ink).set(cells[0], theme.ColorNameForeground)
			row[0].(*ink).set(strings.Join(slices.DeleteFunc(slices.Clone(cells[1:]), func(s string) bool { return s == "" }), "　"), colourFaint)
		}
	})
	b.list.OnSelected = func(i widget.ListItemID) {
		if i < len(b.shown) {
			b.pick(b.shown[i])
		}
	}
	b.list.move = func(by int) {
		if at := slices.Index(b.shown, b.current); len(b.shown) > 0 {
			b.list.Select(min(max(at+by, 0), len(b.shown)-1))
		}
	}
	size := d.win.Canvas().Size()
	size = fyne.NewSize(min(820, size.Width-60), min(560, size.Height-60))
	left := container.NewBorder(b.search, b.count, nil, nil, container.NewStack(newPaint(theme.ColorNameInputBackground), b.list))
	keep := widget.NewButton(d.say(wListKeep), b.keep)
	keep.Importance = widget.HighImportance
	b.remove = widget.NewButton(d.say(wListRemove), b.drop)
	right := container.NewBorder(container.NewVBox(b.form, container.NewHBox(keep, b.remove, widget.NewButton(d.say(wListNew), func() { b.fresh() }))), nil, nil, nil, b.said)
	hint := widget.NewLabel(d.say(wListsAreHere))
	hint.Wrapping = d.wrap()
	b.body = container.NewBorder(b.tabs, hint, nil, container.New(fixedWidth(404), container.New(fynelayout.NewCustomPaddedLayout(0, 0, 12, 0), right)), left)
	b.side = right
	b.turn(0)
	b.box = dialog.NewCustomWithoutButtons(d.say(wListsTitle), b.body, d.win)
	b.box.SetButtons([]fyne.CanvasObject{
		widget.NewButton(d.say(wListFile), b.askFile), widget.NewButton(d.say(wListPaste), b.paste), widget.NewButton(d.say(wClose), func() { b.box.Hide() }),
	})
	d.presentWith(b.box, size, nil)
	d.win.Canvas().Focus(b.fields[0])
	return b
}

// turn shows the i-th list.
func (b *listsBox) turn(i int) {
	d := b.d
	k := lists.Kinds[i]
	var names []string
	for _, x := range lists.Kinds {
		names = append(names, d.say(x.Name()))
	}
	b.tabs.Objects = []fyne.CanvasObject{d.chips(b.turn, i, names...)}
	b.tabs.Refresh()
	t, err := d.deps.List(b.path, k)
	if err != nil {
		d.fail(err)
		t = lists.Table{Kind: k}
	}
	b.table, b.columns, b.shown = t, k.Columns(), nil
	b.fields, b.form.Objects = nil, nil
	for _, c := range b.columns {
		f := newField(d.deps.After, d.key)
		f.SetPlaceHolder(d.say(c.Hint))
		f.OnSubmitted = func(string) { b.keep() }
		b.fields = append(b.fields, f)
		b.form.Add(newFormLabel(d.say(c.Name)))
		b.form.Add(f)
	}
	for _, c := range []*fyne.Container{b.form, b.side, b.body} { // lists have fields of different number
		c.Refresh()
	}
	b.search.SetText("")
	b.sieve()
	b.fresh()
	b.say(b.faults(t.Check()))
	if len(t.Rows) == 0 {
		b.say(d.say(wListEmpty))
	}
}

func (b *listsBox) say(s string) { b.said.SetText(s) }

// faults says what is wrong with entries of a file, the first few.
func (b *listsBox) faults(list []lists.Fault) string {
	if len(list) == 0 {
		return ""
	}
	var out []string
	rows := map[int]bool{}
	for _, f := range list {
		rows[f.Row] = true
		if len(out) < 4 {
			if f.Line > 0 {
				out = append(out, b.d.say(wListLine.F(f.Line, f.Text)))
			} else {
				out = append(out, b.d.say(f.Text))
			}
		}
	}
	return b.d.say(wListBad.F(len(rows), strings.Join(out, " ")))
}

// sieve lists the rows that hold what is searched for.
func (b *listsBox) sieve() {
	b.shown = b.shown[:0]
	for i, r := range b.table.Rows {
		if strings.Contains(strings.Join(r.Cells, "\t"), strings.TrimSpace(b.search.Text)) {
			b.shown = append(b.shown, i)
		}
	}
	b.count.set(b.d.say(wListCount.F(len(b.shown))), colourFaint)
	b.list.UnselectAll()
	b.list.Refresh()
}

// pick shows a row in the form.
func (b *listsBox) pick(row int) {
	b.current = row
	for i, f := range b.fields {
		f.SetText(b.table.Rows[row].Cells[i])
	}
	b.remove.Enable()
	b.say("")
}

// fresh clears the form for a new row.
func (b *listsBox) fresh() {
	b.current = -1
	for _, f := range b.fields {
		f.SetText("")
	}
	b.remove.Disable()
	b.list.UnselectAll()
	b.say("")
	if b.box != nil {
		b.d.win.Canvas().Focus(b.fields[0])
	}
}

// keep takes what the form says into the list and writes it.
func (b *listsBox) keep() {
	var cells []string
	for _, f := range b.fields {
		cells = append(cells, strings.TrimSpace(f.Text))
	}
	next := b.table.With(b.current, cells)
	at := b.current
	if at < 0 {
		at = len(next.Rows) - 1
	}
	for _, f := range next.Check() {
		if f.Row == at {
			b.say(b.d.say(f.Text))
			if f.Column >= 0 {
				b.d.win.Canvas().Focus(b.fields[f.Column])
			}
			return
		}
	}
	b.write(next, wListKept.F(cells[0]))
}

// drop removes the row in the form.
func (b *listsBox) drop() {
	if b.current >= 0 {
		b.write(b.table.Without(b.current), wListGone.F(b.table.Rows[b.current].Cells[0]))
	}
}

// write takes a changed list and writes it; the edition is read anew once it stands in its file.
func (b *listsBox) write(t lists.Table, done words.Text, more ...string) {
	b.table, b.shown = t, nil
	b.sieve()
	b.fresh()
	b.say(strings.TrimSpace(b.d.say(done) + " " + strings.Join(more, " ")))
	b.due = append(b.due, t)
	b.save()
}

// save writes what is due, one list after another. One that cannot be written is shown again as its file has it.
func (b *listsBox) save() {
	if b.saving || len(b.due) == 0 {
		return
	}
	t, put, path := b.due[0], b.d.deps.SaveList, b.path
	b.due, b.saving = b.due[1:], true
	b.d.run(wJobLists, func(context.Context, func(int, int)) error { return put(path, t) }, func(err error) {
		b.saving = false
		if err != nil {
			b.d.fail(err)
			b.due = nil
			b.turn(slices.Index(lists.Kinds, b.table.Kind))
			return
		}
		b.d.proofSoon()
		b.save()
	})
}

// paste takes rows from the clipboard, as a spreadsheet copies them.
func (b *listsBox) paste() { b.take(b.d.app.Clipboard().Content()) }

func (b *listsBox) take(text string) {
	in, err := lists.Read(b.table.Kind, strings.NewReader(text))
	switch {
	case err != nil:
		b.d.fail(err)
		return
	case len(in.Rows) == 0:
		b.say(b.d.say(wListNoPaste))
		return
	}
	next, added, changed, faults := b.table.Import(in)
	if added+changed == 0 && len(faults) > 0 {
		b.say(b.faults(faults))
		return
	}
	b.write(next, wListCame.F(added, changed), b.faults(faults))
}

// askFile asks for a file of rows.
func (b *listsBox) askFile() {
	b.d.askFiles(oneFile, wListsTitle, wListFileIt, []string{".csv", ".txt", ".tsv"}, "", func(paths []string) {
		data, err := os.ReadFile(paths[0])
		if err != nil {
			b.d.fail(about{paths[0], err})
			return
		}
		b.take(string(data))
	})
}

// listCommands are the commands of this part.
func listCommands() []*command {
	return []*command{
		{id: "lists", menu: &wProof, group: 3, title: wLists, run: func(d *Desk) { d.showLists() },
			enabled: func(d *Desk) bool { return open(d) && d.deps.List != nil && d.deps.SaveList != nil }},
	}
}
