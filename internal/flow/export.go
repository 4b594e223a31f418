package flow

import (
	"context"

	"dayang/internal/edition"
	"dayang/internal/pdf"
	"dayang/layout/display"
)

// Export prints pages for the title's own press condition; see Print.
func (s *Shop) Export(ctx context.Context, path string, ed *edition.Edition, pages []display.Page, pics display.PictureSource, o pdf.Options) error {
	_, err := s.Print(ctx, path, Job{Edition: ed, Pages: pages, Pictures: pics, Options: o})
	return err
}
