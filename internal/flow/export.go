package flow

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"time"

	"dayang/assets"
	"dayang/internal/edition"
	"dayang/internal/pdf"
	"dayang/layout/display"
)

// Export writes pages to a PDF file, whole or not at all. Title, author, date and press profile come from the
// edition and the program where o leaves them open; the file's date is the edition's, so that the same edition
// gives the same bytes.
func (s *Shop) Export(ctx context.Context, path string, ed *edition.Edition, pages []display.Page, pics display.PictureSource, o pdf.Options) error {
	if o.Title == "" {
		o.Title = ed.Head.Title
		if ed.Head.Date != "" {
			o.Title += " " + ed.Head.Date
		}
		if len(pages) == 1 {
			o.Title += fmt.Sprintf(" 第%02d版", pages[0].Number)
		}
	}
	if o.Author == "" {
		o.Author = ed.Head.Title
	}
	if o.Created.IsZero() {
		if day, err := time.Parse(time.DateOnly, ed.Head.Date); err == nil {
			o.Created = day
		}
	}
	if o.Profile == nil && o.Standard != pdf.Proof {
		o.Profile = assets.PressProfile()
	}
	return ReplaceFile(path, func(f *os.File) error {
		w := bufio.NewWriterSize(f, 1<<20)
		if err := pdf.Write(ctx, w, pages, s.Fonts, pics, o); err != nil {
			return err
		}
		return w.Flush()
	})
}
