package main

import (
	"context"
	"path/filepath"
	"strings"

	"dayang/internal/words"
)

// learntFile is where what the paper's archive taught is kept; "" if the machine has no place for it.
func learntFile() string {
	dir := stateFolder()
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "learnt.gz")
}

// learn reads the paper's own archive.
func learn(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "learn")
	forget := f.Bool("forget", false, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *forget {
		if len(paths) > 0 {
			return usageError{"learn", "--forget"}
		}
		if err := c.shop.Forget(); err != nil {
			return err
		}
		c.say(words.Text{ZH: "学到的都删掉了。", EN: "What was learnt is gone."})
		return nil
	}
	if len(paths) == 0 {
		return usageError{"learn", "FOLDER|F.dayang|FILE…"}
	}
	l, err := c.shop.Learn(ctx, paths, nil)
	if err != nil {
		return err
	}
	if l.Stories == 0 {
		c.say(words.Text{ZH: "没有找到可以读的报纸文件或稿件，原来学到的没有动。", EN: "no editions or manuscripts that can be read were found; what was learnt before stays."})
	} else {
		c.say(words.Text{ZH: "读了 %d 个文件、%d 篇稿件、%d 字，学到 %d 个人名、地名和用语。", EN: "%d files, %d stories, %d characters read; %d names and terms learnt."}, l.Files, l.Stories, l.Runes, len(l.Names))
	}
	if len(l.Names) > 0 {
		c.say(words.Text{ZH: "  如：%s", EN: "  such as %s"}, strings.Join(l.Names[:min(len(l.Names), 12)], "、"))
	}
	for _, p := range l.Skipped {
		c.say(words.Text{ZH: "  没有读成：%s", EN: "  could not be read: %s"}, p)
	}
	if l.Stories == 0 {
		return nil
	}
	c.say(words.Text{ZH: "只存在本机 %s：词和词频，没有原文，不外传。dayang learn --forget 删掉。", EN: "Kept on this machine only, in %s: words and how often they stand, no text; nothing is sent. dayang learn --forget removes it."}, l.Path)
	return nil
}
