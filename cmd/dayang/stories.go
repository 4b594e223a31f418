package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"dayang/internal/bundle"
	"dayang/internal/edition"
	"dayang/internal/exporter"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/store"
	"dayang/internal/words"
)

// mediaFolder is where stories that name their pictures find them, below the stories.
const mediaFolder = "media"

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
	o := exporter.Options{Media: mediaFolder}
	switch *encoding {
	case "utf-8":
	case "gb18030":
		o.GB18030 = true
	default:
		return usageError{"stories", "--encoding utf-8|gb18030"}
	}
	file, err := store.OpenReadOnly(paths[0])
	if err != nil {
		return err
	}
	defer file.Close()
	ed := file.Edition()
	o.Edition, o.Pictures = ed, file
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		return err
	}
	written := 0
	for i, st := range ed.Stories {
		if *only != "" && st.ID != *only {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		var buf bytes.Buffer
		if err := exporter.Write(&buf, kind, st, o); err != nil {
			return err
		}
		name := fmt.Sprintf("%02d-%s%s", i+1, exporter.SafeName(st.Slug), kind.Ending())
		if err := flow.ReplaceFile(filepath.Join(*dir, name), func(w *os.File) error { _, err := buf.WriteTo(w); return err }); err != nil {
			return err
		}
		c.say(words.Text{ZH: "  %s", EN: "  %s"}, name)
		written++
	}
	if written == 0 {
		return fmt.Errorf("story %q: %w", *only, errNoStory)
	}
	if kind == exporter.Markdown || kind == exporter.Ninjs {
		media, err := writeMedia(*dir, ed, file, *only)
		if err != nil {
			return err
		}
		c.say(words.Text{ZH: "图片 %d 张 → %s", EN: "%d pictures → %s"}, media, filepath.Join(*dir, mediaFolder))
	}
	c.say(words.Text{ZH: "稿件 %d 篇 → %s", EN: "%d stories → %s"}, written, *dir)
	return nil
}

// errNoStory is for a story that the edition does not have.
var errNoStory = errors.New("the edition has no such story")

// writeMedia writes the pictures that stories use beside them, and answers how many.
func writeMedia(dir string, ed *edition.Edition, file *store.File, only string) (int, error) {
	done := map[string]bool{}
	for _, st := range ed.Stories {
		for _, u := range st.Pictures {
			if only != "" && st.ID != only || u.Picture == "" || done[u.Picture] || ed.Picture(u.Picture) == nil {
				continue
			}
			data, err := file.PictureBytes(u.Picture)
			if err == nil {
				err = os.MkdirAll(filepath.Join(dir, mediaFolder), 0o755)
			}
			if err == nil {
				err = flow.ReplaceFile(filepath.Join(dir, mediaFolder, exporter.MediaName(ed, u.Picture)), func(w *os.File) error { _, err := w.Write(data); return err })
			}
			if err != nil {
				return len(done), err
			}
			done[u.Picture] = true
		}
	}
	return len(done), nil
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
	file, err := store.OpenReadOnly(paths[0])
	if err != nil {
		return err
	}
	defer file.Close()
	ed := file.Edition()
	fonts := bundle.Fonts(ed, func(f *bundle.Font) {
		if face, ok := c.shop.Fonts.Face(f.ID); ok {
			f.Family, f.PostScript = face.Family(), face.PostScriptName()
		}
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := flow.ReplaceFile(*out, func(w *os.File) error { return bundle.Write(w, ed, file, fonts) }); err != nil {
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
	file, err := store.Open(paths[0])
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
