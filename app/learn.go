package app

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"dayang/internal/flow"
	"dayang/internal/words"
)

var (
	wLearn        = w("从往期学习…", "Learn from Past Issues…")
	wLearnTitle   = w("从往期学习", "Learn from Past Issues")
	wLearnWhat    = w("读往期的报纸文件和稿件，记下本报常用的词、人名、地名和前后搭配：校对少误报本报自己的名字，来稿断开的段落接得更准。", "Past editions and manuscripts are read for the words, names and places of this paper and for what follows what: proofreading then doubts the paper's own names less, and broken manuscripts are joined better.")
	wLearnWhere   = w("只存词和词频，没有原文，只存在本机，不外传。再学一次，前一次的就换掉。", "Only words and how often they stand are kept, no text, on this machine; nothing is sent. Learning again replaces what was learnt before.")
	wLearnHas     = w("现在有学到的：%s", "Learnt and in use: %s")
	wLearnHasNone = w("还没有学过。", "Nothing has been learnt yet.")
	wLearnChoose  = w("选择文件夹或文件…", "Choose Folders or Files…")
	wLearnPick    = w("往期在哪里", "Where the Past Issues Are")
	wLearnIt      = w("学习", "Learn")
	wForget       = w("忘掉", "Forget")
	wForgetAsk    = w("删掉从往期学到的词和词频？往期的文件不动。", "Remove the words learnt from past issues? The issues themselves stay as they are.")
	wForgotten    = w("学到的都删掉了。", "What was learnt is gone.")
	wJobLearn     = w("从往期学习", "Learning from past issues")
	wLearnt       = w("学完了", "Learnt")
	wLearntIs     = w("读了 %d 个文件、%d 篇稿件、%d 字，学到 %d 个人名、地名和用语。", "Files read: %d, stories: %d, characters: %d. Names and terms learnt: %d.")
	wLearntSuchAs = w("如：%s", "Such as %s")
	wLearntNot    = w("没有读成 %d 个：%s", "Not read (%d): %s")
	wLearntNone   = w("没有找到可以读的报纸文件或稿件，原来学到的没有动。", "No editions or manuscripts that can be read were found. What was learnt before stays.")
	wLearnAgain   = w("重新学习…", "Learn Again…")
)

// Learnt is what the program knows of what it learnt from past issues.
type Learnt struct {
	Has     bool
	Path    string     // the file it is or would be kept in; "" is nowhere
	Trouble words.Text // what was wrong with the file; empty is nothing
}

// askLearn says what learning does, and offers to learn and to forget.
func (d *Desk) askLearn() {
	now := d.deps.Learnt()
	line := func(t words.Text) *widget.Label {
		l := widget.NewLabel(d.say(t))
		l.Wrapping = d.wrap()
		return l
	}
	state := wLearnHasNone
	switch {
	case now.Has:
		state = wLearnHas.F(now.Path)
	case now.Trouble != (words.Text{}):
		state = now.Trouble
	}
	body := container.NewVBox(line(wLearnWhat), line(wLearnWhere), line(state))
	box := dialog.NewCustomWithoutButtons(d.say(wLearnTitle), body, d.win)
	choose := widget.NewButton(d.say(wLearnChoose), func() {
		box.Hide()
		d.askFiles(pastIssues, wLearnPick, wLearnIt, nil, "", d.LearnFrom)
	})
	choose.Importance = widget.HighImportance
	forget := widget.NewButton(d.say(wForget), func() {
		ask := dialog.NewConfirm(d.say(wForget), d.say(wForgetAsk), func(yes bool) {
			if yes {
				box.Hide()
				d.Forget()
			}
		}, d.win)
		ask.SetConfirmText(d.say(wForget))
		ask.SetDismissText(d.say(wCancel))
		d.present(ask, fyne.Size{})
	})
	if !now.Has {
		forget.Disable()
	}
	box.SetButtons([]fyne.CanvasObject{widget.NewButton(d.say(wClose), box.Hide), forget, choose})
	d.presentWith(box, fyne.NewSize(520, 0), nil)
}

// LearnFrom learns from editions, manuscripts and folders of them on a worker, and says what came of it.
func (d *Desk) LearnFrom(paths []string) {
	if d.deps.Learn == nil || d.busy(wJobLearn) {
		return
	}
	d.flush()
	var l flow.Learning
	box := d.progress(wJobLearn)
	j := d.run(wJobLearn, func(ctx context.Context, tell func(int, int)) (err error) {
		l, err = d.deps.Learn(ctx, paths, func(done, total int) {
			tell(done, total)
			d.post(func() { box.tell(done, total) })
		})
		return err
	}, func(err error) {
		box.hide()
		if err != nil {
			d.fail(err)
			return
		}
		if l.Stories == 0 {
			text := wLearntNone
			if len(l.Skipped) > 0 {
				text = words.Text{ZH: text.ZH + "\n" + notRead(l).ZH, EN: text.EN + "\n" + notRead(l).EN}
			}
			d.info(wLearnTitle, text)
			return
		}
		d.withdraw(learntNotice)
		text := []words.Text{wLearntIs.F(l.Files, l.Stories, l.Runes, len(l.Names))}
		if len(l.Names) > 0 {
			text = append(text, wLearntSuchAs.F(strings.Join(l.Names[:min(len(l.Names), 12)], "、")))
		}
		if len(l.Skipped) > 0 {
			text = append(text, notRead(l))
		}
		all := text[0]
		for _, t := range text[1:] {
			all = words.Text{ZH: all.ZH + "\n" + t.ZH, EN: all.EN + "\n" + t.EN}
		}
		d.info(wLearnt, all)
		d.proofSoon()
	})
	box.cancel = j.cancel
}

// notRead says which files could not be read, the first few.
func notRead(l flow.Learning) words.Text {
	var names []string
	for _, p := range l.Skipped[:min(len(l.Skipped), 5)] {
		names = append(names, filepath.Base(p))
	}
	return wLearntNot.F(len(l.Skipped), strings.Join(names, "、"))
}

// Forget removes what was learnt.
func (d *Desk) Forget() {
	if d.deps.Forget == nil {
		return
	}
	d.run(wForget, func(context.Context, func(int, int)) error { return d.deps.Forget() }, func(err error) {
		if err != nil {
			d.fail(err)
			return
		}
		d.withdraw(learntNotice)
		d.note(wForgotten)
		d.proofSoon()
	})
}

// learntNotice names the notice that what was learnt could not be read.
const learntNotice = "learnt"

// tellLearnt says above the page that what was learnt could not be read, once the dictionary has been opened.
func (d *Desk) tellLearnt() {
	if d.deps.Learnt == nil || d.learntTold {
		return
	}
	if t := d.deps.Learnt().Trouble; t != (words.Text{}) {
		d.learntTold = true
		d.announce(notice{id: learntNotice, text: t, action: wLearnAgain, run: d.askLearn})
	}
}

// learnCommands are the commands of this part.
func learnCommands() []*command {
	return []*command{
		{id: "learn", menu: &wProof, group: 3, title: wLearn, run: (*Desk).askLearn,
			enabled: func(d *Desk) bool {
				return d.deps.Learn != nil && d.deps.Forget != nil && d.deps.Learnt != nil && !d.busy(wJobLearn)
			}},
	}
}
