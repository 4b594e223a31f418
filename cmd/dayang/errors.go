package main

import (
	"errors"
	"strings"

	"dayang/app"
	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/pdf"
	"dayang/internal/words"
)

// explain says an error in words: what happened, what is safe, what to do.
func explain(err error) words.Text {
	var usage usageError
	var file *importer.FileError
	var pic *pdf.PictureError
	var font *pdf.FontError
	switch {
	case errors.As(err, &usage):
		return words.Text{ZH: "用法：dayang %s %s。dayang help 列出所有命令。", EN: "usage: dayang %s %s. dayang help lists the commands."}.F(usage.command, usage.what)
	case errors.As(err, &file):
		return words.Text{ZH: "读不了“%s”：%s", EN: "cannot read %q: %s"}.F(file.Name, importer.Why(err))
	case errors.Is(err, importer.ErrNothing):
		return words.Text{ZH: "那里没有可读的稿件（.md .txt .json）。", EN: "no manuscript was found there (.md .txt .json)."}
	case errors.Is(err, flow.ErrNoPreset):
		return words.Text{ZH: "没有这个版式。现有：%[1]s。", EN: "there is no such page preset. There are: %[1]s."}.F(presets())
	case errors.Is(err, flow.ErrNoPage):
		return words.Text{ZH: "这期报纸里没有这个版。", EN: "the edition has no such page."}
	case errors.Is(err, flow.ErrNoStories):
		return words.Text{ZH: "没有可上版的稿件，先用 dayang import 收稿。", EN: "there is no story to place; take manuscripts in with dayang import first."}
	case errors.Is(err, flow.ErrNoProposal):
		return words.Text{ZH: "没有找到合规的排法：换大一号版式，或减少稿件。", EN: "no lawful page was found: take a larger page preset or fewer stories."}
	case errors.As(err, &pic):
		return words.Text{ZH: "第%d版有图片读不出来（%v），没有输出 PDF。请换图后再输出。", EN: "a picture on page %d cannot be read (%v); no PDF was written. Replace it and export again."}.F(pic.Page, pic.Err)
	case errors.As(err, &font):
		return words.Text{ZH: "第%d版的字体“%s”不能嵌入（%v），没有输出 PDF。", EN: "the font %[2]q of page %[1]d cannot be embedded (%[3]v); no PDF was written."}.F(font.Page, font.Font, font.Err)
	}
	t := app.Explain(err)
	return join(t.What, t.Safe, t.Next)
}

func join(parts ...words.Text) words.Text {
	var zh, en []string
	for _, p := range parts {
		if p != (words.Text{}) {
			zh, en = append(zh, p.ZH), append(en, p.EN)
		}
	}
	return words.Text{ZH: strings.Join(zh, ""), EN: strings.Join(en, " ")}
}

// presets names the page presets that ship.
func presets() string {
	var names []string
	for _, f := range edition.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}
