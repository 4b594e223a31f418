package main

import (
	"context"
	"path/filepath"

	"dayang/internal/exporter"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/words"
)

// storyFiles writes every story of an edition as a file of its own.
func storyFiles(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "stories")
	dir := f.String("o", "", "")
	format := f.String("format", "docx", "")
	encoding := f.String("encoding", "utf-8", "")
	only := f.String("story", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *dir == "" || len(paths) != 1 {
		return usageError{"stories", "F.dayang -o DIR"}
	}
	kind, err := exporter.ParseFormat(*format)
	if err != nil {
		return usageError{"stories", "--format docx|md|txt|ninjs"}
	}
	o := flow.StoriesOut{Format: kind, Only: *only}
	switch *encoding {
	case "utf-8":
	case "gb18030":
		o.GB18030 = true
	default:
		return usageError{"stories", "--encoding utf-8|gb18030"}
	}
	file, err := c.look(paths[0])
	if err != nil {
		return err
	}
	defer file.Close()
	names, media, err := flow.WriteStories(ctx, *dir, file.Edition(), file, o)
	if err != nil {
		return err
	}
	for _, n := range names {
		c.say(words.Text{ZH: "  %s", EN: "  %s"}, n)
	}
	if media > 0 {
		c.say(words.Text{ZH: "图片 %d 张 → %s", EN: "%d pictures → %s"}, media, filepath.Join(*dir, "media"))
	}
	c.say(words.Text{ZH: "稿件 %d 篇 → %s", EN: "%d stories → %s"}, len(names), *dir)
	return nil
}

// packEdition packs an edition into one archive: the document, its pictures, the list of its fonts.
func packEdition(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "package")
	out := f.String("o", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *out == "" || len(paths) != 1 {
		return usageError{"package", "F.dayang -o X.zip"}
	}
	file, err := c.look(paths[0])
	if err != nil {
		return err
	}
	defer file.Close()
	ed := file.Edition()
	if err := ctx.Err(); err != nil {
		return err
	}
	fonts, err := c.shop.Pack(*out, ed, file)
	if err != nil {
		return err
	}
	c.say(words.Text{ZH: "%d 个版、%d 篇稿件、%d 张图片、%d 种字体（只列名）→ %s", EN: "%d pages, %d stories, %d pictures, %d fonts (named only) → %s"},
		len(ed.Pages), len(ed.Stories), len(ed.Pictures), len(fonts), *out)
	return nil
}

// changesOption reads what --changes says of a Word file's tracked changes.
func changesOption(s string) (importer.Options, error) {
	switch s {
	case "", "take":
		return importer.Options{Changes: importer.TakeChanges}, nil
	case "refuse":
		return importer.Options{Changes: importer.RefuseChanges}, nil
	}
	return importer.Options{}, usageError{"import", "--changes take|refuse"}
}

// updateStories brings the stories of manuscripts that came again up to date.
func updateStories(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "update")
	take := f.Bool("take", false, "")
	changes := f.String("changes", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) < 2 {
		return usageError{"update", "F.dayang PATH…"}
	}
	o, err := changesOption(*changes)
	if err != nil {
		return err
	}
	how := flow.KeepEdited
	if *take {
		how = flow.TakeManuscript
	}
	file, err := c.take(paths[0])
	if err != nil {
		return err
	}
	defer file.Close()
	if err := ctx.Err(); err != nil {
		return err
	}
	u, err := c.shop.Update(file, o, paths[1:], how)
	if err != nil {
		return err
	}
	c.updated(u, *take)
	return nil
}
