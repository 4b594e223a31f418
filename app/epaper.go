package app

import (
	"context"
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"
)

var (
	wEpaper       = w("制作数字报…", "Digital Paper…")
	wEpaperTitle  = w("数字报写到哪个文件夹", "Folder for the Digital Paper")
	wEpaperIt     = w("制作", "Make")
	wEpaperName   = w("%s 数字报", "%s digital paper")
	wJobEpaper    = w("制作数字报", "Making the digital paper")
	wEpaperMade   = w("数字报做好了", "The Digital Paper Is Ready")
	wEpaperWhere  = w("版面图、热区、文章页和目录都在\n%s\n整个文件夹放到网站上，或直接用浏览器打开 index.html。", "Pages, areas, articles and contents are in\n%s\nPut the whole folder on a web site, or open index.html in a browser.")
	wOpenInReader = w("在浏览器里打开", "Open in Browser")
)

// askEpaper asks for the folder of the digital paper.
func (d *Desk) askEpaper() {
	d.flush()
	d.askFiles(newFile, wEpaperTitle, wEpaperIt, nil, d.say(wEpaperName.F(d.baseName())), func(paths []string) { d.EpaperTo(paths[0]) })
}

// EpaperTo makes the digital paper of the whole edition in a folder.
func (d *Desk) EpaperTo(dir string) {
	if d.ed == nil || d.deps.Epaper == nil {
		d.fail(errNoEdition)
		return
	}
	d.flush()
	ed, st, lang := d.ed, d.store, d.lang
	box := d.progress(wJobEpaper)
	j := d.run(wJobEpaper, func(ctx context.Context, tell func(int, int)) error {
		return d.deps.Epaper(ctx, ed, st, dir, lang, func(done, total int) {
			tell(done, total)
			d.post(func() { box.tell(done, total) })
		})
	}, func(err error) {
		box.hide()
		if err != nil {
			d.fail(about{dir, err})
			return
		}
		d.note(wDone.F(dir))
		l := widget.NewLabel(d.say(wEpaperWhere.F(dir)))
		l.Wrapping = d.wrap()
		said := dialog.NewCustomConfirm(d.say(wEpaperMade), d.say(wOpenInReader), d.say(wClose), l, func(open bool) {
			if open {
				d.openInBrowser(filepath.Join(dir, "index.html"))
			}
		}, d.win)
		d.presentWith(said, fyne.NewSize(460, 0), onReturn(said.Hide))
	})
	box.cancel = j.cancel
}

// openInBrowser shows a file in the browser of the person at the desk.
func (d *Desk) openInBrowser(path string) {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if err := d.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}); err != nil {
		d.fail(about{path, err})
	}
}
