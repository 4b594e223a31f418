package main

import (
	"context"
	"errors"
	"fmt"

	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/words"
)

var sayWatch = struct{ start, coming, gone, back, full, failed, end words.Text }{
	start:  words.Text{ZH: "看着“%s”，来稿收进 %s。Ctrl+C 停止。", EN: "Watching %q; its manuscripts go into %s. Ctrl+C stops."},
	coming: words.Text{ZH: "正在来 %d 个文件……", EN: "%d files are coming…"},
	gone:   words.Text{ZH: "文件夹看不到了（%s），等它回来。", EN: "The folder cannot be looked at (%s); waiting for it."},
	back:   words.Text{ZH: "文件夹回来了。", EN: "The folder is back."},
	full:   words.Text{ZH: "文件夹里文件太多，只看前 %d 个。", EN: "The folder holds too many files; only the first %d are looked at."},
	failed: words.Text{ZH: "没有收进去：%s。有下一篇来时再试。", EN: "Not taken in: %s. They are tried again with the next."},
	end:    words.Text{ZH: "不再看着“%s”。", EN: "No longer watching %q."},
}

// watchFolder takes the manuscripts that come into a folder until it is interrupted.
func watchFolder(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "watch")
	sub := f.Bool("sub", false, "")
	take := f.Bool("take", false, "")
	changes := f.String("changes", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 2 {
		return usageError{"watch", "DIR F.dayang"}
	}
	o, err := changesOption(*changes)
	if err != nil {
		return err
	}
	how := flow.KeepEdited
	if *take {
		how = flow.TakeManuscript
	}
	file, err := c.take(paths[1])
	if err != nil {
		return err
	}
	defer file.Close()
	c.say(sayWatch.start, paths[0], paths[1])
	err = c.shop.Watch(ctx, flow.WatchOptions{Dir: paths[0], Sub: *sub, Read: o, Memory: flow.WatchMemory(paths[1])},
		func(r importer.Result) (flow.Updated, error) { return flow.Admit(file, r, how) },
		func(e flow.WatchEvent) { c.watched(e, *take) })
	if errors.Is(err, context.Canceled) {
		c.say(sayWatch.end, paths[0])
		return nil
	}
	return err
}

// watched says what happened in the folder.
func (c *console) watched(e flow.WatchEvent, take bool) {
	switch e.Kind {
	case flow.WatchComing:
		c.say(sayWatch.coming, e.Total)
	case flow.WatchReading: // a line for each file would drown what they said
	case flow.WatchTaken:
		for _, n := range e.Files {
			fmt.Fprintln(c.out, "  "+n)
		}
		c.updated(e.Updated, take)
	case flow.WatchFailed:
		c.say(sayWatch.failed, explain(e.Err))
	case flow.WatchGone:
		c.say(sayWatch.gone, importer.Why(e.Err))
	case flow.WatchBack:
		c.say(sayWatch.back)
	case flow.WatchFull:
		c.say(sayWatch.full, e.Total)
	}
}

// updated says what manuscripts did to an edition.
func (c *console) updated(u flow.Updated, take bool) {
	kept := words.Text{ZH: "编辑改过而未动", EN: "edited and left"}
	if take {
		kept = words.Text{ZH: "编辑改过而以来稿为准", EN: "edited and replaced"}
	}
	c.say(words.Text{ZH: "来稿更新：更新 %d 篇，新增 %d 篇，相同 %d 篇，%s %d 篇，来稿已无 %d 篇", EN: "manuscripts: %d updated, %d added, %d the same, %s %d, %d gone from them"},
		u.States[importer.Changed], u.States[importer.Additional], u.States[importer.Same], kept, u.States[importer.Conflict], u.States[importer.Gone])
	c.notes(u.Notes)
}
