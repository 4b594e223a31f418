package app

import (
	"strings"

	"dayang/internal/words"
)

var (
	wAddFont   = w("添加本报字体…", "Add Fonts…")
	wAddFontIt = w("添加", "Add")
	wFontAdded = w("字体可以用了：%s。\n\n在样式文件里这样写：%s", "The font can be used: %s.\n\nIn the style file write: %s")
)

func fontCommands() []*command {
	return []*command{
		{id: "add-font", menu: &wFile, group: 4, title: wAddFont, run: (*Desk).askFont, enabled: func(d *Desk) bool { return d.deps.AddFont != nil }},
	}
}

// askFont takes font files of the title's own.
func (d *Desk) askFont() {
	d.askFiles(anyFiles, wAddFont, wAddFontIt, []string{".ttf", ".otf", ".ttc", ".otc"}, "", d.addFonts)
}

// addFonts takes fonts and says by what names styles call them; of what is refused, why.
func (d *Desk) addFonts(paths []string) {
	var ids []string
	for _, path := range paths {
		got, err := d.deps.AddFont(path)
		if err != nil {
			d.fail(err)
			continue
		}
		ids = append(ids, got...)
	}
	if len(ids) == 0 {
		return
	}
	d.changed()     // a style may have been waiting for it
	const most = 12 // a collection of CJK has ten faces
	shown := ids
	more := words.Text{}
	if len(ids) > most {
		shown, more = ids[:most], w(" 等", " and others")
	}
	d.info(wAddFont, wFontAdded.F(words.Text{ZH: strings.Join(shown, "、") + more.ZH, EN: strings.Join(shown, ", ") + more.EN}, `font = "`+ids[0]+`"`))
}
