package flow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"dayang/internal/edition"
	"dayang/internal/epaper"
	"dayang/internal/pdf"
	"dayang/internal/raster"
	"dayang/internal/words"
	"dayang/layout/display"
)

// EpaperOptions tell how Epaper makes a digital paper.
type EpaperOptions struct {
	Lang     words.Lang
	Width    int  // of a page's picture, pixels; 0 is epaper's own choice
	PDF      bool // each page as PDF for download, too
	Progress func(done, total int)
}

// NotEpaperError says that a digital paper would have to replace a folder that holds something else.
type NotEpaperError struct{ Dir string }

func (e *NotEpaperError) Error() string {
	return e.Dir + ": the folder holds something else than a digital paper"
}

// Words answers the error for the person at the desk.
func (e *NotEpaperError) Words() words.Text {
	return words.Text{ZH: "“%s”里放着别的东西，数字报没有写。请换一个新文件夹。", EN: "“%s” holds something else; the digital paper was not written. Please choose a new folder."}.F(e.Dir)
}

// Epaper makes the digital paper of composed pages in the folder dir, whole or not at all: what is there is replaced
// once everything is written, if it is a digital paper; a folder that holds something else is a *NotEpaperError.
func (s *Shop) Epaper(ctx context.Context, dir string, ed *edition.Edition, pages []display.Page, pics display.PictureSource, o EpaperOptions) (err error) {
	dir = filepath.Clean(dir)
	if err := mayReplace(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp) //nolint:errcheck // nothing is there once it has been renamed
	opt := epaper.Options{Lang: o.Lang, Width: o.Width, Workers: runtime.GOMAXPROCS(0), Progress: o.Progress}
	if o.PDF {
		cache := pdf.NewCache(64 << 20)
		opt.PDF = func(ctx context.Context, page display.Page) ([]byte, error) {
			j := Job{Edition: ed, Pages: []display.Page{page}, Options: pdf.Options{Standard: pdf.Proof, Cache: cache}}
			j.complete()
			var b bytes.Buffer
			err := pdf.Write(ctx, &b, j.Pages, s.Fonts, pics, j.Options)
			return b.Bytes(), err
		}
	}
	err = epaper.Write(ctx, ed, pages, raster.New(s.Fonts, pics), opt, func(f epaper.File) error {
		path := filepath.Join(tmp, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, f.Data, 0o644)
	})
	if err != nil {
		return fmt.Errorf("digital paper %s: %w", dir, err)
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	old := tmp + ".old"
	switch err := os.Rename(dir, old); {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(tmp, dir)
	case err != nil:
		return err
	}
	if err := os.Rename(tmp, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}

// mayReplace answers nil where there is nothing, an empty folder, or a digital paper.
func mayReplace(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) == 0:
		return nil
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == epaper.IssueFile }) {
		return nil
	}
	return &NotEpaperError{dir}
}
