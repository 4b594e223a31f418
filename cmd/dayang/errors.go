package main

import (
	"errors"
	"strings"

	"dayang/app"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/exporter"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/lists"
	"dayang/internal/pdf"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/internal/workflow"
)

func inWorkflow(err error) bool { _, ok := workflow.Explain(err); return ok }

// explain says an error in words: what happened, what is safe, what to do.
func explain(err error) words.Text {
	var usage usageError
	var file *importer.FileError
	var pic *pdf.PictureError
	var font *pdf.FontError
	var profile *flow.ProfileError
	var stopped *flow.StoppedError
	var unsigned *flow.UnsignedError
	var pattern *flow.PatternError
	ad, isAd := flow.AdWords(err)
	var notEpaper *flow.NotEpaperError
	var blind noWindowError
	var crash crashError
	var list *flow.ListError
	switch {
	case errors.As(err, &blind):
		return words.Text{ZH: "打不开窗口：%s（%v）。窗口能做的，命令行都能做，不需要图形显示：dayang help 列出所有命令，例如 dayang export F.dayang -o F.pdf。",
			EN: "The window cannot be shown: %s (%v). The command line does without a display whatever the window does: dayang help lists the commands, for one dayang export F.dayang -o F.pdf."}.F(blind.what, blind.err)
	case errors.As(err, &crash):
		return words.Text{ZH: "程序内部出错，窗口已关闭。做过的修改都在报纸文件里，再打开就回到原处。日志：%[1]s。请把它转给维护的人。",
			EN: "A fault inside the program closed the window. Everything you did is in the edition's file; open it again and you are back where you were. The log, for whoever maintains the program: %[1]s."}.F(crash.log)
	case errors.As(err, &notEpaper):
		return notEpaper.Words()
	case inWorkflow(err):
		t, _ := workflow.Explain(err)
		var unsaid *workflow.Unsaid
		if errors.As(err, &unsaid) {
			t = join(t, words.Text{ZH: "\n确要签样，用 --over 逐项说明或 --over all，可加 --words。", EN: "\nTo sign all the same, name them with --over, or --over all, and say why with --words."})
		}
		return t
	case errors.Is(err, edit.ErrByHand):
		return words.Text{ZH: "这种批注要手工改，改完用 --do 记为已办。", EN: "This flag is carried out by hand; mark it done with --do then."}
	case errors.Is(err, edit.ErrChanged):
		return words.Text{ZH: "标过的文字后来改动了，请看过再定。", EN: "The marked text has been changed since; look at it first."}
	case errors.Is(err, edit.ErrNotFound):
		return words.Text{ZH: "这期报纸里没有这一条。", EN: "The edition has no such thing."}
	case errors.As(err, &usage):
		return words.Text{ZH: "用法：dayang %s %s。dayang help 列出所有命令。", EN: "usage: dayang %s %s. dayang help lists the commands."}.F(usage.command, usage.what)
	case errors.As(err, &file):
		return words.Text{ZH: "读不了“%s”：%s", EN: "cannot read %q: %s"}.F(file.Name, importer.Why(err))
	case errors.As(err, &list):
		text := words.Text{ZH: "用表“%[1]s”", EN: "the list %[1]q"}.F(list.Path)
		for i, f := range list.Faults {
			if i == 5 {
				text.ZH, text.EN = text.ZH+"……", text.EN+" …"
				break
			}
			t := words.Text{ZH: "第 %d 行：%s", EN: "line %d: %s"}.F(f.Line, f.Text)
			text.ZH, text.EN = text.ZH+" "+t.ZH, text.EN+" "+t.EN
		}
		return text
	case errors.Is(err, lists.ErrColumns):
		return words.Text{ZH: "用表的第一行有不认识的栏名：%v", EN: "the first line of a list names a column it does not have: %v"}.F(err)
	case errors.Is(err, flow.ErrNoLearnt):
		return words.Text{ZH: "这台机器没有存放设置的地方，学到的无处可存。", EN: "this machine has no place for settings, so what is learnt cannot be kept."}
	case errors.Is(err, importer.ErrNothing):
		return words.Text{ZH: "那里没有可读的稿件（.docx .txt .md .html .json .xml）。", EN: "no manuscript was found there (.docx .txt .md .html .json .xml)."}
	case errors.Is(err, flow.ErrNoStory):
		return words.Text{ZH: "这期报纸里没有这篇稿件。", EN: "the edition has no such story."}
	case errors.Is(err, exporter.ErrUnmappable):
		return words.Text{ZH: "稿件里有 GB18030 写不出的字符，没有写出。改用 --encoding utf-8。", EN: "a story holds a character that GB18030 cannot write; nothing was written. Use --encoding utf-8."}
	case errors.Is(err, flow.ErrNoPreset):
		return words.Text{ZH: "没有这个版式。现有：%[1]s。", EN: "there is no such page preset. There are: %[1]s."}.F(presets())
	case errors.Is(err, flow.ErrNoPage):
		return words.Text{ZH: "这期报纸里没有这个版。", EN: "the edition has no such page."}
	case errors.Is(err, flow.ErrNoStories):
		return words.Text{ZH: "没有可上版的稿件，先用 dayang import 收稿。", EN: "there is no story to place; take manuscripts in with dayang import first."}
	case errors.Is(err, flow.ErrNoProposal):
		return words.Text{ZH: "没有找到合规的排法：换大一号版式，或减少稿件。", EN: "no lawful page was found: take a larger page preset or fewer stories."}
	case errors.Is(err, flow.ErrNoPress):
		return words.Text{ZH: "没有这个印刷条件。程序自带：%[1]s；本报的写在体例文件里。", EN: "there is no such press condition. The program has: %[1]s; a title's own are in its house-style file."}.F(presses())
	case errors.As(err, &profile):
		return words.Text{ZH: "印刷条件“%s”的特性文件“%s”读不出来（%v），没有输出。请把它放在报纸文件旁边，或改写体例文件。", EN: "the profile %[2]q of the press condition %[1]q cannot be read (%[3]v); nothing was written. Put it beside the edition file, or change the house-style file."}.F(profile.Press, profile.File, profile.Err)
	case errors.As(err, &unsigned):
		return join(unsigned.Words(), words.Text{ZH: "\n命令行：--unsigned 缘由。", EN: "\nOn the command line: --unsigned WORD."})
	case errors.As(err, &pattern):
		return pattern.Words()
	case errors.Is(err, errAdFaults):
		return words.Text{ZH: "广告有错误，没有放进去。请广告方改好再来；确要照样放入，加 --override。", EN: "the ad has errors and was not placed. Ask for a corrected one, or add --override."}
	case errors.Is(err, flow.ErrNotAdSpace):
		return words.Text{ZH: "版上没有空着的广告位（或 --frame 指的不是广告位）。用 --at X,Y,W,H 按毫米新开一个。", EN: "the page has no empty advertising space (or --frame names another kind); make one with --at X,Y,W,H in mm."}
	case isAd:
		return ad
	case errors.As(err, &stopped):
		return join(stopped.Words(), words.Text{ZH: "\n改好再输出；确要照样输出，加 --override。", EN: "\nMend them and export again, or add --override to write it all the same."})
	case errors.As(err, &pic):
		return words.Text{ZH: "第%d版有图片读不出来（%v），没有输出 PDF。请换图后再输出。", EN: "a picture on page %d cannot be read (%v); no PDF was written. Replace it and export again."}.F(pic.Page, pic.Err)
	case errors.As(err, &font):
		return words.Text{ZH: "第%d版的字体“%s”不能嵌入（%v），没有输出 PDF。", EN: "the font %[2]q of page %[1]d cannot be embedded (%[3]v); no PDF was written."}.F(font.Page, font.Font, font.Err)
	}
	if errors.Is(err, store.ErrNothing) {
		return words.Text{ZH: "历史里没有这一步，也没有这个快照；dayang history F.dayang 列出所有的。", EN: "the history has no such step or snapshot; dayang history F.dayang lists them."}
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

// presses names the press conditions that ship.
func presses() string {
	var names []string
	for _, p := range edition.Presses() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}
