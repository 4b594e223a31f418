package flow

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
	"dayang/internal/store"
)

// ErrNoStory is wrapped for a story that an edition does not have.
var ErrNoStory = errors.New("the edition has no such story")

// mediaFolder is where stories that name their pictures find them, below the stories.
const mediaFolder = "media"

// StoriesOut is which stories are written as files, and how.
type StoriesOut struct {
	Format  exporter.Format
	GB18030 bool   // text files, instead of UTF-8
	Only    string // the id of the one story; "" is all
	Tell    func(done, total int)
}

// WriteStories writes stories as files of their own into a folder, which is made if it is not there, and for formats that
// name their pictures those too, in the folder "media" below. It answers the names of the files and how many pictures.
func WriteStories(ctx context.Context, dir string, ed *edition.Edition, pictures store.PictureSource, how StoriesOut) (names []string, media int, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, 0, err
	}
	o := exporter.Options{Media: mediaFolder, Edition: ed, Pictures: pictures, GB18030: how.GB18030}
	for i, st := range ed.Stories {
		if how.Only != "" && st.ID != how.Only {
			continue
		}
		if err := ctx.Err(); err != nil {
			return names, 0, err
		}
		if how.Tell != nil {
			how.Tell(i, len(ed.Stories))
		}
		var buf bytes.Buffer
		if err := exporter.Write(&buf, how.Format, st, o); err != nil {
			return names, 0, fmt.Errorf("write story %q: %w", st.ID, err)
		}
		name := fmt.Sprintf("%02d-%s%s", i+1, exporter.SafeName(st.Slug), how.Format.Ending())
		if err := replaceWith(filepath.Join(dir, name), buf.Bytes()); err != nil {
			return names, 0, err
		}
		names = append(names, name)
	}
	if len(names) == 0 && how.Only != "" {
		return nil, 0, fmt.Errorf("story %q: %w", how.Only, ErrNoStory)
	}
	if how.Format == exporter.Markdown || how.Format == exporter.Ninjs {
		media, err = writeMedia(ctx, dir, ed, pictures, how.Only)
	}
	return names, media, err
}

// writeMedia writes the pictures that stories use beside them, and answers how many.
func writeMedia(ctx context.Context, dir string, ed *edition.Edition, pictures store.PictureSource, only string) (int, error) {
	done := map[string]bool{}
	for _, st := range ed.Stories {
		for _, u := range st.Pictures {
			if only != "" && st.ID != only || u.Picture == "" || done[u.Picture] || ed.Picture(u.Picture) == nil {
				continue
			}
			err := ctx.Err()
			var data []byte
			if err == nil {
				data, err = pictures.PictureBytes(u.Picture)
			}
			if err == nil {
				err = os.MkdirAll(filepath.Join(dir, mediaFolder), 0o755)
			}
			if err == nil {
				err = replaceWith(filepath.Join(dir, mediaFolder, exporter.MediaName(ed, u.Picture)), data)
			}
			if err != nil {
				return len(done), err
			}
			done[u.Picture] = true
		}
	}
	return len(done), nil
}

// Pack packs an edition into one archive: the document, its pictures, the list of its fonts, which it answers.
func (s *Shop) Pack(path string, ed *edition.Edition, pictures store.PictureSource) ([]bundle.Font, error) {
	fonts := bundle.Fonts(ed, func(f *bundle.Font) {
		if face, ok := s.Fonts.Face(f.ID); ok {
			f.Family, f.PostScript = face.Family(), face.PostScriptName()
		}
	})
	return fonts, ReplaceFile(path, func(w *os.File) error { return bundle.Write(w, ed, pictures, fonts) })
}
