package main

import (
	"context"
	"path/filepath"

	"dayang/internal/flow"
	"dayang/internal/words"
)

// makeEpaper makes the digital paper.
func makeEpaper(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "epaper")
	out := f.String("o", "", "")
	number := f.Int("page", 0, "")
	withPDF := f.Bool("pdf", false, "")
	width := f.Int("width", 0, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *out == "" || len(paths) != 1 || *width != 0 && (*width < 400 || *width > 6000) {
		return usageError{"epaper", "F.dayang -o DIR [--width 400…6000]"}
	}
	op, err := c.open(paths[0], *number)
	if err != nil {
		return err
	}
	defer op.close()
	err = c.shop.Epaper(ctx, *out, op.ed, op.pages, op.pics, flow.EpaperOptions{Lang: c.lang, Width: *width, PDF: *withPDF, Progress: newProgress().step})
	if err != nil {
		return err
	}
	c.say(words.Text{ZH: "数字报：%d 个版 → %s", EN: "digital paper: %d pages → %s"}, len(op.pages), filepath.Join(*out, "index.html"))
	return nil
}
