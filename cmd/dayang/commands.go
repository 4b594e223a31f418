package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/user"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"dayang/app"
	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/manuscript"
	"dayang/internal/pdf"
	"dayang/internal/raster"
	"dayang/internal/repair"
	"dayang/internal/segment"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/internal/workflow"
	"dayang/layout/display"
)

// demo makes the sample edition and everything that comes of it.
func demo(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "demo")
	dir := f.String("o", "", "")
	if _, err := f.parse(args); err != nil {
		return err
	}
	if *dir == "" {
		return usageError{"demo", "-o DIR"}
	}
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		return err
	}
	t, err := c.shop.Sample()
	if err != nil {
		return err
	}
	path := filepath.Join(*dir, "edition.dayang")
	file, err := c.create(path, t)
	if err != nil {
		return err
	}
	defer file.Close()
	c.say(words.Text{ZH: "样报《%s》：%d 篇稿件 → %s", EN: "sample edition %s: %d stories → %s"}, t.Edition.Head.Title, len(t.Edition.Stories), path)
	composer, err := c.shop.Composer()
	if err != nil {
		return err
	}
	for _, pg := range file.Edition().Pages {
		res, err := c.shop.Makeup(ctx, composer, file.Edition(), flow.MakeupOptions{Page: pg.ID, Seed: 1})
		if err != nil {
			return err
		}
		best := res.Proposals[0]
		if _, err := file.Do(best.Change); err != nil {
			return err
		}
		c.say(words.Text{ZH: "自动组版：第%d版，溢出 %d 行，空 %d 格，%.2f 秒", EN: "make-up: page %d, %d lines over, %d cells empty, %.2f s"}, pg.Number, best.Counts.OversetLines, best.Counts.UnfilledCells, res.SecondsAll)
	}
	composed := composer.Compose(file.Edition())
	found, err := c.shop.Proof(ctx, file.Edition(), composed.Notes, flow.ProofOptions{})
	if err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(*dir, "findings.json"), findingsJSON(file.Edition(), found)); err != nil {
		return err
	}
	c.say(words.Text{ZH: "校对：%s → %s", EN: "proofread: %s → %s"}, tally(found), filepath.Join(*dir, "findings.json"))
	cache := pdf.NewCache(pictureCache)
	for i, pg := range composed.Pages {
		name := filepath.Join(*dir, fmt.Sprintf("page-%02d", pg.Number))
		job := flow.Job{Edition: file.Edition(), Pages: composed.Pages[i : i+1], Pictures: file, Options: pdf.Options{Standard: pdf.X4, Cache: cache}}
		if _, err := c.writePDF(ctx, name+".pdf", job); err != nil {
			return err
		}
		if err := c.writePNG(name+".png", pg, file, 144); err != nil {
			return err
		}
		c.say(words.Text{ZH: "第%d版 → %s.pdf，%s.png", EN: "page %d → %s.pdf, %s.png"}, pg.Number, name, name)
	}
	return nil
}

// create writes a new edition file of what was taken in, over one of the same name.
func (c *console) create(path string, t flow.Taken) (*store.File, error) {
	return store.CreateWith(path, t.Edition, store.Options{Replace: true, Pictures: t.Pictures})
}

// importPaths takes manuscripts into a new edition file.
func importPaths(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "import")
	out := f.String("o", "", "")
	preset := f.String("preset", "", "")
	changes := f.String("changes", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *out == "" || len(paths) == 0 {
		return usageError{"import", "PATH… -o F.dayang"}
	}
	if len(paths) == 1 && importer.IsJobFile(paths[0]) {
		return importJob(c, paths[0], *out)
	}
	o, err := changesOption(*changes)
	if err != nil {
		return err
	}
	t, err := c.shop.TakeInWith(o, paths, *preset)
	if err != nil {
		return err
	}
	if len(t.Edition.Stories) == 0 && len(t.Edition.Pictures) == 0 {
		c.notes(t.Notes)
		return importer.ErrNothing
	}
	file, err := c.create(*out, t)
	if err != nil {
		return err
	}
	defer file.Close()
	ed := file.Edition()
	c.say(words.Text{ZH: "收进 %d 篇稿件、%d 张图片 → %s", EN: "%d stories, %d pictures → %s"}, len(ed.Stories), len(ed.Pictures), *out)
	for _, st := range ed.Stories {
		c.say(words.Text{ZH: "  %s（%d 字）", EN: "  %s (%d characters)"}, st.Slug, characters(st))
	}
	c.notes(append([]finding.Finding{t.Preset}, t.Notes...))
	return ctx.Err()
}

// importJob takes a page job into a new edition file, every frame where the job has it.
func importJob(c *console, path, out string) error {
	d, err := importer.Job(path)
	if err != nil {
		return err
	}
	file, err := store.CreateWith(out, d.Edition, store.Options{Replace: true, Pictures: d.Pictures})
	if err != nil {
		return app.About(out, err)
	}
	c.say(words.Text{ZH: "收进 %d 个画好的版、%d 篇稿件、%d 张图片 → %s", EN: "%d drawn pages, %d stories, %d pictures → %s"}, len(d.Edition.Pages), len(d.Edition.Stories), len(d.Edition.Pictures), out)
	c.notes(d.Notes)
	return file.Close()
}

func characters(st *edition.Story) int {
	n := 0
	for _, p := range st.All() {
		n += len([]rune(p.Text))
	}
	return n
}

// notes prints findings in words, one a line.
func (c *console) notes(found []finding.Finding) {
	for _, f := range found {
		if f.Rule == "" {
			continue
		}
		text := f.Message.In(c.lang)
		if f.Text != "" && !strings.Contains(text, f.Text) {
			text += "（" + clip(f.Text, 24) + "）"
		}
		fmt.Fprintf(c.out, "  [%s] %s\n", f.Rule, text)
	}
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// repairFile repairs a machine-read manuscript.
func repairFile(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "repair")
	out := f.String("o", "", "")
	report := f.String("report", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *out == "" || len(paths) != 1 {
		return usageError{"repair", "IN.md -o OUT.md"}
	}
	data, err := os.ReadFile(paths[0])
	if err != nil {
		return err
	}
	text, _, err := manuscript.Decode(data)
	if err != nil {
		return err
	}
	seg, err := c.shop.Words()
	if err != nil {
		return err
	}
	mend := repair.Text
	if strings.EqualFold(filepath.Ext(paths[0]), ".txt") {
		mend = repair.Lines
	}
	fixed, rep := mend(text, seg)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := flow.ReplaceFile(*out, func(w *os.File) error { _, err := w.WriteString(fixed); return err }); err != nil {
		return err
	}
	if *report != "" {
		if err := writeJSON(*report, rep); err != nil {
			return err
		}
	}
	c.say(words.Text{ZH: "%s → %s：改了 %d 处，待问 %d 处", EN: "%s → %s: %d changes made, %d to ask about"}, paths[0], *out, total(rep.Made), total(rep.Asked))
	for _, e := range rep.Edits {
		if e.Ask {
			fmt.Fprintf(c.out, "  [?] %s\n", e.Message.In(c.lang))
		}
	}
	return nil
}

func total(byKind map[string]int) int {
	n := 0
	for _, k := range byKind {
		n += k
	}
	return n
}

// makeup makes a page of an edition up.
func makeup(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "makeup")
	out := f.String("o", "", "")
	number := f.Int("page", 0, "")
	n := f.Int("proposals", 1, "")
	seed := f.Uint64("seed", 1, "")
	report := f.String("report", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 || *out == "" && *report == "" {
		return usageError{"makeup", "F.dayang|EDITION.json -o F.dayang"}
	}
	var ed *edition.Edition
	var pics display.PictureSource
	switch strings.ToLower(filepath.Ext(paths[0])) {
	case ".json", ".md", ".txt", ".docx", ".html", ".htm", ".xml", ".ninjs", ".zip":
		t, err := c.shop.TakeIn(paths, "")
		if err != nil {
			return err
		}
		ed, pics = t.Edition, t.Pictures
	default:
		file, err := c.look(paths[0])
		if err != nil {
			return app.About(paths[0], err)
		}
		defer file.Close()
		ed, pics = file.Edition(), file
	}
	composer, err := c.shop.Composer()
	if err != nil {
		return err
	}
	var results []flow.MakeupResult
	start := ed
	if *number == 0 && len(ed.Pages) > 1 { // the whole edition: its stories are given to its pages
		res, err := c.shop.MakeupEdition(ctx, composer, ed, flow.EditionOptions{Seed: *seed, Proposals: *n, Progress: func(n, total int, pg *edition.Page, made *flow.MakeupResult) {
			if made != nil {
				c.madeUp(pg, *made)
			}
		}})
		if err != nil {
			return err
		}
		results, start = res.Pages, res.Edition
	}
	for _, pg := range ed.Pages {
		if results != nil && *number == 0 || *number != 0 && pg.Number != *number {
			continue
		}
		res, err := c.shop.Makeup(ctx, composer, start, flow.MakeupOptions{Page: pg.ID, Proposals: *n, Seed: *seed})
		if err != nil {
			return err
		}
		results = append(results, res)
		start = res.Proposals[0].Edition
		c.madeUp(pg, res)
	}
	if len(results) == 0 {
		return fmt.Errorf("page %d: %w", *number, flow.ErrNoPage)
	}
	if *out != "" {
		if err := commit(paths[0], *out, ed, pics, results); err != nil {
			return err
		}
	}
	if *report == "" {
		return nil
	}
	if len(results) == 1 {
		return writeJSON(*report, flow.ReportOf(ed, results[0]))
	}
	all := make([]flow.Report, 0, len(results))
	for _, r := range results {
		all = append(all, flow.ReportOf(ed, r))
	}
	return writeJSON(*report, all)
}

// madeUp says how a page came out, and what did not fit on it.
func (c *console) madeUp(pg *edition.Page, res flow.MakeupResult) {
	best := res.Proposals[0].Counts
	c.say(words.Text{ZH: "第%d版：%d 个方案，溢出 %d 行，空 %d 格，碰题 %d，首个 %.2f 秒", EN: "page %d: %d proposals, %d lines over, %d cells empty, %d butting heads, first in %.2f s"},
		pg.Number, len(res.Proposals), best.OversetLines, best.UnfilledCells, best.ButtingHeadlines, res.SecondsFirst)
	for _, cut := range best.Cut {
		c.say(words.Text{ZH: "  排不下：%s 多 %d 行（可转版、删减或撤稿）", EN: "  does not fit: %s by %d lines (jump, cut or drop)"}, title(res.Proposals[0].Edition, cut.ID), cut.Lines)
	}
}

// commit writes the best proposals into the file at out: the same file, a copy of it, or a new one.
func commit(in, out string, ed *edition.Edition, pics display.PictureSource, results []flow.MakeupResult) error {
	var file *store.File
	var err error
	switch {
	case sameFile(in, out):
		file, err = store.Open(out)
	case strings.EqualFold(filepath.Ext(in), ".dayang"):
		err = copyEdition(in, out)
		if err == nil {
			file, err = store.Open(out)
		}
	default:
		file, err = store.CreateWith(out, ed, store.Options{Replace: true, Pictures: pics})
	}
	if err != nil {
		return app.About(out, err)
	}
	defer file.Close()
	for _, r := range results {
		if _, err := file.Do(r.Proposals[0].Change); err != nil {
			return err
		}
	}
	return nil
}

func copyEdition(in, out string) error {
	file, err := store.OpenReadOnly(in)
	if err != nil {
		return err
	}
	return errors.Join(file.SaveAs(out), file.Close())
}

func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

func title(ed *edition.Edition, id string) string {
	if st := ed.Story(id); st != nil {
		return st.Slug
	}
	return id
}

// opened is an edition file, laid out.
type opened struct {
	ed    *edition.Edition
	pics  display.PictureSource
	file  *store.File // nil for a page job
	notes []finding.Finding
	pages []display.Page
}

// close lets go of the file.
func (o *opened) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}

// firstPage picks the first page of an edition, whatever its number: pages may begin with 5.
const firstPage = -1

// open opens an edition for looking, and lays it out; number picks one page, 0 is all.
func (c *console) open(path string, number int) (*opened, error) {
	var o *opened
	var words segment.Segmenter
	if importer.IsJobFile(path) { // its headlines stand as they are drawn: no dictionary is asked where they break
		d, err := importer.Job(path)
		if err != nil {
			return nil, err
		}
		o = &opened{ed: d.Edition, pics: d.Pictures, notes: d.Notes}
	} else {
		file, err := c.look(path)
		if err != nil {
			return nil, app.About(path, err)
		}
		o = &opened{ed: file.Edition(), pics: file, file: file}
		if words, err = c.shop.Words(); err != nil {
			return nil, errors.Join(err, o.close())
		}
	}
	res := compose.Some(c.shop.Fonts, words, o.ed, func(p *edition.Page) bool {
		return number == 0 || p.Number == number || number == firstPage && p == o.ed.Pages[0]
	})
	o.notes, o.pages = append(o.notes, res.Notes...), res.Pages
	if len(o.pages) == 0 {
		return nil, errors.Join(fmt.Errorf("page %d of %q: %w", number, path, flow.ErrNoPage), o.close())
	}
	return o, nil
}

// pictureCache is how many bytes of converted pictures are kept from one export to the next: some twenty press photos.
const pictureCache = 64 << 20

// exportGC is how much the heap may grow, in per cent, while pages become a file. By then all pages are laid out and
// stay; writing them allocates little else, so a lean heap costs a few collections and saves 40 MB in 100 pages.
const exportGC = 25

// export writes pages to PDF, once preflight has passed them and somebody has signed them.
func export(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "export")
	out := f.String("o", "", "")
	number := f.Int("page", 0, "")
	standard := f.String("standard", "", "")
	press := f.String("press", "", "")
	marks := f.Bool("marks", false, "")
	override := f.Bool("override", false, "")
	marked := f.Bool("marked-proof", false, "")
	list := f.String("list", "", "")
	round := f.Int("round", 0, "")
	least := f.String("least", "", "")
	split := f.Bool("split", false, "")
	unsigned := f.String("unsigned", "", "")
	by := f.String("who", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *out == "" || len(paths) != 1 {
		return usageError{"export", "F.dayang -o OUT.pdf"}
	}
	op, err := c.open(paths[0], *number)
	if err != nil {
		return err
	}
	defer op.close()
	debug.SetGCPercent(exportGC)
	if *marked {
		return c.markedProof(ctx, paths[0], op, *out, *list, *round, *least)
	}
	ed := op.ed
	p, err := flow.PressFor(ed.House, *press, filepath.Dir(paths[0]))
	if err != nil {
		return err
	}
	p.Options.Marks = p.Options.Marks || *marks
	if *standard != "" {
		std, ok := flow.ParseStandard(*standard)
		if !ok {
			return usageError{"export", "--standard x4|x1a|proof"}
		}
		p.Options.Standard = std
	}
	path := *out
	if st, err := os.Stat(path); err == nil && st.IsDir() || strings.HasSuffix(path, string(filepath.Separator)) {
		path = filepath.Join(path, flow.DefaultPattern)
	}
	if *split && !strings.Contains(filepath.Base(path), "{") {
		path = strings.TrimSuffix(path, filepath.Ext(path)) + "-{page}.pdf"
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	o := flow.Outgoing{
		Edition: ed, Pages: op.pages, Notes: op.notes, Pictures: op.pics, Press: p, Split: *split, Path: path,
		Unsigned: *unsigned, Exempt: op.file == nil, Override: *override, Progress: newProgress().step,
		By: workflow.By{Who: whoami(*by), At: time.Now().UnixMilli()},
	}
	var entries []edition.Entry
	o.Record = func(e edition.Entry) error { entries = append(entries, e); return nil }
	sent, err := c.shop.Send(ctx, o)
	for _, s := range sent {
		if p.Options.Standard != pdf.Proof {
			c.pressNotes(pressFindings(ed, s.Found), s.Found)
		}
	}
	if len(entries) > 0 {
		op.close() // the record is written by one who holds the file alone
		op.file = nil
		if e := enterAll(paths[0], entries); e != nil {
			c.say(words.Text{ZH: "PDF 已输出，但流程记录没有写上（%v）。", EN: "the PDF was written, but the record was not (%v)."}, e)
		}
	}
	if err != nil {
		return err
	}
	for _, s := range sent {
		if s.Override {
			c.say(words.Text{ZH: "印前检查有错误，按 --override 照样输出。", EN: "preflight found errors; the file was written all the same, as --override asks."})
		}
		c.say(words.Text{ZH: "%d 个版 → %s（%s，%s；%s）", EN: "%d pages → %s (%s, %s; %s)"}, len(s.Pages), s.Path, p.Options.Standard, p.Name, tally(s.Found))
	}
	return nil
}

// whoami answers who is at the keyboard: as named, else as the system calls the user.
func whoami(name string) string {
	if name = strings.TrimSpace(name); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		if u.Name != "" {
			return u.Name
		}
		return u.Username
	}
	return "?"
}

// enterAll adds entries to an edition's record.
func enterAll(path string, entries []edition.Entry) error {
	file, err := store.Open(path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, err := file.Do(edit.Enter(file.Edition(), e)); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return file.Close()
}

// writePDF writes pages to a file, whole or not at all.
func (c *console) writePDF(ctx context.Context, path string, j flow.Job) (flow.Printed, error) {
	j.Options.Progress = newProgress().step
	return c.shop.Print(ctx, path, j)
}

func (c *console) writePNG(path string, pg display.Page, pics display.PictureSource, dpi float64) error {
	img := raster.New(c.shop.Fonts, flow.NewAdPictures(pics)).Page(pg, dpi)
	return flow.ReplaceFile(path, func(w *os.File) error { return png.Encode(w, img) })
}

// render draws one page as a picture.
func render(_ context.Context, c *console, args []string) error {
	f := newFlags(c, "render")
	out := f.String("o", "", "")
	number := f.Int("page", firstPage, "")
	dpi := f.Float64("dpi", 144, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *out == "" || len(paths) != 1 || *dpi < 10 || *dpi > 1200 {
		return usageError{"render", "F.dayang -o OUT.png [--dpi 10…1200]"}
	}
	op, err := c.open(paths[0], *number)
	if err != nil {
		return err
	}
	defer op.close()
	if err := c.writePNG(*out, op.pages[0], op.pics, *dpi); err != nil {
		return err
	}
	c.say(words.Text{ZH: "第%d版 → %s", EN: "page %d → %s"}, op.pages[0].Number, *out)
	return nil
}

// dump prints the display list.
func dump(_ context.Context, c *console, args []string) error {
	f := newFlags(c, "dump")
	number := f.Int("page", 0, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 {
		return usageError{"dump", "F.dayang"}
	}
	op, err := c.open(paths[0], *number)
	if err != nil {
		return err
	}
	defer op.close()
	for _, pg := range op.pages {
		if _, err := fmt.Fprint(c.out, display.Format(pg)); err != nil {
			return err
		}
	}
	return nil
}

// writeJSON writes a value as indented JSON, whole or not at all.
func writeJSON(path string, v any) error {
	return flow.ReplaceFile(path, func(w *os.File) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(v)
	})
}
