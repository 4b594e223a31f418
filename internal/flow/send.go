package flow

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/pdf"
	"dayang/internal/preflight"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/display"
)

// Outgoing is pages on their way out of the house (出片): to the press, or to the office printer.
type Outgoing struct {
	Edition  *edition.Edition
	Pages    []display.Page // all that were composed
	Notes    []finding.Finding
	Pictures display.PictureSource
	Press    Press    // with the standard and the marks that are wanted
	Only     []string // ids of the pages that leave; nil is all
	Split    bool     // a file for each page
	Path     string   // a file's name; its last part may be a pattern, see FileName

	// Unsigned are the words with which pages that nobody signed leave all the same, to be kept in the record. Without
	// them such a page does not go to press, and a proof of it says across the page that it is not signed.
	Unsigned string
	// Exempt leaves sign-off and record out: a page job, which has neither.
	Exempt   bool
	Override bool // files leave although preflight finds errors in them
	By       workflow.By
	// Record keeps an entry with the edition; nil keeps none.
	Record   func(edition.Entry) error
	Progress func(done, total int) // pages
}

// Sent is a file that left.
type Sent struct {
	Path  string
	Pages []string // ids
	Printed
	Recorded error // why the record does not have it, nil if it has
}

// UnsignedError is pages that nobody signed and that were to go to press without a word.
type UnsignedError struct{ Pages []*edition.Page }

func (e *UnsignedError) Error() string {
	return fmt.Sprintf("%d pages are not signed off, the first %s", len(e.Pages), pageCalled(e.Pages[0]).EN)
}

// Words names the pages.
func (e *UnsignedError) Words() words.Text {
	var zh, en []string
	for _, p := range e.Pages {
		n := pageCalled(p)
		zh, en = append(zh, n.ZH), append(en, n.EN)
	}
	return words.Text{ZH: "还没有签样，不能付印：%s。请先签样；确要付印，须写明缘由。", EN: "Not signed off, so not to go to press: %s. Sign them off first, or say in words why they go all the same."}.F(
		words.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")})
}

func pageCalled(p *edition.Page) words.Text {
	return words.Text{ZH: "第%02d版", EN: "page %02d"}.F(p.Number)
}

// UnsignedMark is printed across a proof of a page that nobody signed.
const UnsignedMark = "未签样"

// UnsignedPages answers the pages of a list, or of the edition when it is nil, that no sign-off holds for.
func UnsignedPages(ed *edition.Edition, only []string) []*edition.Page {
	var out []*edition.Page
	for _, p := range ed.Pages {
		if (only == nil || slices.Contains(only, p.ID)) && workflow.PageState(ed, p.ID).Signed == nil {
			out = append(out, p)
		}
	}
	return out
}

// Send writes the files, each whole or not at all, and has each written down: who, when, its hash, the press condition,
// what was found, and the words that overrode it. It stops at the first file that fails and answers what left.
func (s *Shop) Send(ctx context.Context, o Outgoing) ([]Sent, error) {
	pages := o.Pages
	if o.Only != nil {
		pages = nil
		for _, p := range o.Pages {
			if slices.Contains(o.Only, p.ID) {
				pages = append(pages, p)
			}
		}
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("export: %w", ErrNoPage)
	}
	var ids []string
	for _, p := range pages {
		ids = append(ids, p.ID)
	}
	var unsigned []*edition.Page
	if !o.Exempt {
		unsigned = UnsignedPages(o.Edition, ids)
	}
	said := strings.TrimSpace(o.Unsigned)
	if len(unsigned) > 0 && said == "" && o.Press.Options.Standard != pdf.Proof {
		return nil, &UnsignedError{unsigned}
	}
	groups := [][]display.Page{pages}
	if o.Split {
		groups = nil
		for _, p := range pages {
			groups = append(groups, []display.Page{p})
		}
	}
	paths := make([]string, len(groups))
	for i, g := range groups {
		name, err := FileName(filepath.Base(o.Path), o.Edition, g, o.Press)
		if err != nil {
			return nil, err
		}
		paths[i] = filepath.Join(filepath.Dir(o.Path), name)
		if k := slices.Index(paths[:i], paths[i]); k >= 0 {
			return nil, &PatternError{Pattern: filepath.Base(o.Path), Twice: name}
		}
	}
	var out []Sent
	done := 0
	for i, g := range groups {
		j := Job{Edition: o.Edition, Pages: g, Pictures: o.Pictures, Press: o.Press.Press, Options: o.Press.Options, Notes: o.Notes, Override: o.Override}
		j.Options.Watermarks = nil
		if said == "" {
			for _, p := range g {
				mark := ""
				if slices.ContainsFunc(unsigned, func(u *edition.Page) bool { return u.ID == p.ID }) {
					mark = UnsignedMark
				}
				j.Options.Watermarks = append(j.Options.Watermarks, mark)
			}
		}
		if o.Progress != nil {
			j.Options.Progress = func(n, _ int) { o.Progress(done+n, len(pages)) }
		}
		printed, err := s.Print(ctx, paths[i], j)
		if err != nil {
			var stopped *StoppedError
			if errors.As(err, &stopped) {
				stopped.Path = paths[i]
				again := o
				again.Override = true
				stopped.anyway = func(ctx context.Context) error { _, err := s.Send(ctx, again); return err }
			}
			return append(out, Sent{Path: paths[i], Printed: printed}), err
		}
		done += len(g)
		sent := Sent{Path: paths[i], Printed: printed}
		for _, p := range g {
			sent.Pages = append(sent.Pages, p.ID)
		}
		if !o.Exempt && o.Record != nil {
			sent.Recorded = o.record(&sent, unsigned)
		}
		out = append(out, sent)
	}
	return out, nil
}

// record writes a file down.
func (o *Outgoing) record(f *Sent, unsigned []*edition.Page) error {
	x := edition.Export{File: filepath.Base(f.Path), Hash: f.SHA256, Pages: f.Pages, Preset: o.Press.Name, Standard: o.Press.Options.Standard.String()}
	for _, g := range f.Found {
		switch g.Level {
		case finding.Error:
			x.Errors++
		case finding.Warning:
			x.Warnings++
		default:
			continue
		}
		if !slices.Contains(x.Rules, g.Rule) {
			x.Rules = append(x.Rules, g.Rule)
		}
	}
	slices.Sort(x.Rules)
	var say []string
	if slices.ContainsFunc(unsigned, func(p *edition.Page) bool { return slices.Contains(f.Pages, p.ID) }) && strings.TrimSpace(o.Unsigned) != "" {
		say = append(say, "未签样："+strings.TrimSpace(o.Unsigned))
	}
	if f.Override {
		say = append(say, fmt.Sprintf("印前检查有 %d 处错误，照样输出", len(preflight.Errors(f.File.Findings))))
	}
	e, err := workflow.Exported(o.Edition, o.By, x, strings.Join(say, "；"))
	if err != nil {
		return err
	}
	return o.Record(e)
}

// DefaultPattern is how files of single pages are called.
const DefaultPattern = "{title}{date}-{page}{name}.pdf"

// PatternError is a pattern of file names that cannot be used.
type PatternError struct {
	Pattern string
	Unknown string // the word in braces that stands for nothing
	Twice   string // the name that two files would have
}

func (e *PatternError) Error() string {
	if e.Unknown != "" {
		return fmt.Sprintf("file names %q: {%s} stands for nothing", e.Pattern, e.Unknown)
	}
	return fmt.Sprintf("file names %q: two files would be called %q", e.Pattern, e.Twice)
}

// Words says what may stand in a pattern.
func (e *PatternError) Words() words.Text {
	if e.Unknown != "" {
		return words.Text{ZH: "文件名“%s”里的 {%s} 没有意思。可以用：%s", EN: "{%[2]s} in the file name %[1]q stands for nothing. There are: %[3]s"}.F(e.Pattern, e.Unknown, strings.Join(PatternWords(), " "))
	}
	return words.Text{ZH: "按“%s”会有两个文件都叫“%s”；请加上 {page}。", EN: "after %q two files would be called %q; add {page}."}.F(e.Pattern, e.Twice)
}

// PatternWords answers what may stand in a pattern.
func PatternWords() []string {
	return []string{"{title}", "{date}", "{ymd}", "{issue}", "{page}", "{name}", "{standard}", "{press}"}
}

// FileName answers the name that a pattern gives a file of some pages: {title} of the paper, {date} of the edition as
// 2026-11-23 and {ymd} as 20261123, {issue} number, {page} as 01 or of several pages 01-04, {name} of the page or of
// the first, {standard} as X4, X1a or proof, {press} condition. What a file's name cannot hold becomes a hyphen.
func FileName(pattern string, ed *edition.Edition, pages []display.Page, press Press) (string, error) {
	first, last := pages[0], pages[len(pages)-1]
	page := fmt.Sprintf("%02d", first.Number)
	if len(pages) > 1 {
		page += fmt.Sprintf("-%02d", last.Number)
	}
	name := ""
	if p := ed.Page(first.ID); p != nil && len(pages) == 1 {
		name = p.Name
	}
	std := map[pdf.Standard]string{pdf.X4: "X4", pdf.X1a: "X1a", pdf.Proof: "proof"}[press.Options.Standard]
	issue := ""
	if ed.Head.Issue > 0 {
		issue = fmt.Sprint(ed.Head.Issue)
	}
	say := map[string]string{
		"title": ed.Head.Title, "date": ed.Head.Date, "ymd": strings.ReplaceAll(ed.Head.Date, "-", ""), "issue": issue,
		"page": page, "name": name, "standard": std, "press": press.Name,
	}
	var b strings.Builder
	for rest := pattern; ; {
		text, tail, ok := strings.Cut(rest, "{")
		b.WriteString(text)
		if !ok {
			break
		}
		word, after, ok := strings.Cut(tail, "}")
		v, known := say[word]
		if !ok || !known {
			return "", &PatternError{Pattern: pattern, Unknown: word}
		}
		b.WriteString(v)
		rest = after
	}
	out := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, b.String())
	out = strings.Trim(out, " .　")
	if base := strings.TrimSuffix(out, ".pdf"); strings.Trim(base, " -") == "" {
		out = "dayang.pdf"
	}
	if !strings.EqualFold(filepath.Ext(out), ".pdf") {
		out += ".pdf"
	}
	const most = 200 // bytes; file systems take 255
	for len(out) > most {
		rs := []rune(strings.TrimSuffix(out, filepath.Ext(out)))
		out = string(rs[:len(rs)-1]) + ".pdf"
	}
	return out, nil
}
