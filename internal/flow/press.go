package flow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dayang/assets"
	"dayang/internal/colour"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/pdf"
	"dayang/internal/preflight"
	"dayang/internal/words"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// ErrNoPress is a press condition that neither the title nor the program has.
var ErrNoPress = errors.New("no such press condition")

// ProfileError is a press condition's profile that cannot be read.
type ProfileError struct {
	Press, File string
	Err         error
}

func (e *ProfileError) Error() string {
	return fmt.Sprintf("press condition %q: profile %q: %v", e.Press, e.File, e.Err)
}

// Unwrap answers the cause.
func (e *ProfileError) Unwrap() error { return e.Err }

// StoppedError is an export that preflight stopped: nothing was written. Found is all that was found.
type StoppedError struct {
	Found  []finding.Finding
	Path   string // of the file
	anyway func(context.Context) error
}

func (e *StoppedError) Error() string {
	bad := preflight.Errors(e.Found)
	if len(bad) == 0 {
		return "preflight stopped the export"
	}
	return fmt.Sprintf("preflight stopped the export: %d errors, the first %s: %s", len(bad), bad[0].Rule, bad[0].Message.EN)
}

// Words says what stopped the export: how many errors, and the first of them.
func (e *StoppedError) Words() words.Text {
	bad := preflight.Errors(e.Found)
	var lines words.Text
	for i, f := range bad {
		if i == 3 {
			lines.ZH, lines.EN = lines.ZH+"\n…", lines.EN+"\n…"
			break
		}
		lines.ZH += "\n" + f.Rule + "　" + f.Message.ZH
		lines.EN += "\n" + f.Rule + "  " + f.Message.EN
	}
	return words.Text{ZH: "印前检查有 %d 处错误，没有输出 PDF：%s", EN: "Preflight found %d errors; no PDF was written:%s"}.F(len(bad), lines)
}

// Anyway makes the file that was stopped once more, and writes it.
func (e *StoppedError) Anyway(ctx context.Context) error { return e.anyway(ctx) }

// place puts a file in its place, whole or not at all.
func place(path string, data []byte) error {
	return ReplaceFile(path, func(f *os.File) error {
		_, err := f.Write(data)
		return err
	})
}

// Press is a press condition ready to print for.
type Press struct {
	edition.Press
	Options pdf.Options // standard, profile, identifier, resolution and marks are set
}

// PressFor answers the press condition of a name, "" being the one the title uses. A profile with a relative name is
// looked for in dir, where the edition file is.
func PressFor(h *edition.House, name, dir string) (Press, error) {
	if h == nil {
		h = &edition.House{}
	}
	if name == "" {
		name = h.Press
	}
	p, ok := h.PressNamed(name)
	if !ok {
		return Press{}, fmt.Errorf("%q: %w", name, ErrNoPress)
	}
	out := Press{Press: p, Options: pdf.Options{
		Standard: standards[p.Standard], Profile: assets.PressProfile(), ProfileName: p.Identifier, PictureDPI: p.PictureDPI, Marks: p.Marks,
	}}
	if p.Profile != "" {
		path := p.Profile
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return Press{}, &ProfileError{p.Name, p.Profile, err}
		}
		out.Options.Profile = data
	}
	return out, nil
}

var standards = map[string]pdf.Standard{"x4": pdf.X4, "x1a": pdf.X1a, "proof": pdf.Proof}

// IsPressProfile reports whether bytes are an ICC profile of a four-ink press.
func IsPressProfile(data []byte) bool {
	p, err := colour.ParseProfile(data)
	return err == nil && p.IsPress()
}

// PressCheck checks composed pages against the title's press condition, for the list beside the page: what stops a page
// or wants a look. That pictures are converted, which all are, is not said here, nor what composing has told already.
func PressCheck(ed *edition.Edition, pages []display.Page, dir string) []finding.Finding {
	p, err := PressFor(ed.House, "", dir)
	if err != nil {
		return nil // the panel of the press says so
	}
	return preflight.Pages(pages, preflight.PageOptions{Press: p.Press, Edition: ed})
}

// ParseStandard answers the standard that house styles and commands call x4, x1a or proof.
func ParseStandard(name string) (pdf.Standard, bool) {
	s, ok := standards[name]
	return s, ok
}

// heldTo is what preflight holds a file of a standard to.
var heldTo = map[pdf.Standard]preflight.Standard{pdf.X4: preflight.X4, pdf.X1a: preflight.X1a}

// Job is pages on their way to a PDF file.
type Job struct {
	Edition  *edition.Edition
	Pages    []display.Page
	Pictures display.PictureSource
	Press    edition.Press // limits; the zero Press is the title's own
	Options  pdf.Options
	Notes    []finding.Finding // of the composition; what is overset or missing is told with the rest
	Override bool              // write the file although preflight finds errors in it
}

// Printed is what came of a job.
type Printed struct {
	Found    []finding.Finding // of the pages and of the file, heaviest first
	File     preflight.Report  // of the file alone; its zero value for a proof
	SHA256   string            // of the file's bytes, in hex
	Override bool              // errors were found in the file and it was written all the same
}

// complete fills in what the edition knows.
func (j *Job) complete() {
	ed, o := j.Edition, &j.Options
	if o.Title == "" {
		// An edition may have no name yet, a PDF/X must; no blank stands at an end, which XMP would not keep.
		parts := strings.Fields(ed.Head.Title + " " + ed.Head.Date)
		if len(j.Pages) == 1 {
			parts = append(parts, fmt.Sprintf("第%02d版", j.Pages[0].Number))
		}
		if o.Title = strings.Join(parts, " "); o.Title == "" {
			o.Title = "大样"
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
	if j.Press == (edition.Press{}) {
		j.Press, _ = ed.House.PressNamed(ed.House.Press)
	}
}

// Preflight makes the file aside and checks pages and file; nothing is written in its place.
func (s *Shop) Preflight(ctx context.Context, j Job) (Printed, error) {
	f, err := os.CreateTemp("", "dayang-preflight-*.pdf")
	if err != nil {
		return Printed{}, fmt.Errorf("make a file to check: %w", err)
	}
	defer func() {
		f.Close()
		os.Remove(f.Name())
	}()
	return s.make(ctx, f, &j)
}

// make writes the file and checks it.
func (s *Shop) make(ctx context.Context, f *os.File, j *Job) (Printed, error) {
	j.complete()
	sum := sha256.New()
	if err := pdf.Write(ctx, io.MultiWriter(f, sum), j.Pages, s.Fonts, j.Pictures, j.Options); err != nil {
		return Printed{}, err
	}
	out := Printed{SHA256: hex.EncodeToString(sum.Sum(nil))}
	found := preflight.Pages(j.Pages, preflight.PageOptions{Press: j.Press, Edition: j.Edition, Pictures: j.Pictures, Notes: onPages(j.Notes, j.Pages)})
	if j.Options.Standard == pdf.Proof {
		out.Found = found
		return out, ctx.Err()
	}
	o := preflight.FileOptions{Press: j.Press, House: j.Edition.House, Standard: heldTo[j.Options.Standard]}
	for _, p := range j.Pages {
		o.PageIDs = append(o.PageIDs, p.ID)
		o.Trims = append(o.Trims, geom.Size{W: p.Trim.W, H: p.Trim.H})
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return out, err
	}
	out.File = preflight.FileAt(ctx, f, size, o)
	out.Found = preflight.Merge(found, out.File.Findings)
	return out, ctx.Err()
}

// onPages keeps the notes of the pages that are printed.
func onPages(notes []finding.Finding, pages []display.Page) []finding.Finding {
	on := map[string]bool{"": true}
	for _, p := range pages {
		on[p.ID] = true
	}
	var out []finding.Finding
	for _, n := range notes {
		if on[n.Place.Page] {
			out = append(out, n)
		}
	}
	return out
}

// Print writes pages to a PDF file, whole or not at all, once preflight has read its bytes. Title, author, date and
// press profile come from the edition and the program where the options leave them open; the file's date is the
// edition's, so that the same edition gives the same bytes. Errors in the bytes answer a StoppedError, and path is
// left as it was, unless the job overrides them.
func (s *Shop) Print(ctx context.Context, path string, j Job) (out Printed, err error) {
	err = ReplaceFile(path, func(f *os.File) error {
		if out, err = s.make(ctx, f, &j); err != nil {
			return err
		}
		if len(preflight.Errors(out.File.Findings)) == 0 {
			return nil
		}
		if !j.Override {
			again := j
			again.Override = true
			return &StoppedError{out.Found, path, func(ctx context.Context) error {
				_, err := s.Print(ctx, path, again)
				return err
			}}
		}
		out.Override = true
		return nil
	})
	return out, err
}
