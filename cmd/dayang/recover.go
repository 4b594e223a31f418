package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"dayang/app"
	"dayang/internal/edition"
	"dayang/internal/store"
	"dayang/internal/words"
)

// recoverFile puts an edition together from a damaged file and its backups.
func recoverFile(_ context.Context, c *console, args []string) error {
	f := newFlags(c, "recover")
	out := f.String("o", "", "")
	report := f.String("report", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 {
		return usageError{"recover", "F.dayang [-o G.dayang]"}
	}
	var r store.Report
	if *out == "" {
		r, err = store.Recover(paths[0])
	} else {
		r, err = store.RecoverTo(paths[0], *out)
	}
	if *report != "" && r.Path != "" {
		if err := writeJSON(*report, r); err != nil {
			return err
		}
	}
	if err != nil {
		return app.About(paths[0], err)
	}
	if r.Sound {
		if t, ok := app.Unkept(r); ok {
			fmt.Fprintln(c.err, "dayang: ED-03 "+t.In(c.lang))
		}
		if r.New == "" {
			c.say(words.Text{ZH: "%s 没有损坏，没有改动。", EN: "%s is not damaged; nothing was changed."}, paths[0])
		} else {
			c.say(words.Text{ZH: "%s 没有损坏，照样复制 → %s", EN: "%s is not damaged; a plain copy → %s"}, paths[0], r.New)
		}
		return nil
	}
	c.say(words.Text{ZH: "损坏：%s", EN: "damaged: %s"}, r.Cause)
	c.say(words.Text{ZH: "修复 → %s：%d 个版，%d 篇稿件，%d 张图片，%d 步历史，%d 个快照", EN: "repaired → %s: %d pages, %d stories, %d pictures, %d steps of history, %d snapshots"},
		r.New, r.Pages, r.Stories, r.Pictures, r.Steps, r.Snapshots)
	if r.Backup != "" {
		c.say(words.Text{ZH: "用到的备份：%s", EN: "with the backup: %s"}, r.Backup)
	}
	c.say(words.Text{ZH: "损坏的文件留在：%s", EN: "the damaged file is kept as: %s"}, r.Damaged)
	if r.Exact {
		c.say(words.Text{ZH: "内容已核实：与最后存盘的一致。", EN: "Proven: the edition is exactly what was saved last."})
	} else {
		c.say(words.Text{ZH: "内容未能核实，付印前请核对下列各项：", EN: "Not proven. Look through the following before going to press:"})
	}
	for _, l := range r.Losses {
		fmt.Fprintf(c.out, "  - %s\n", l.Text.In(c.lang))
	}
	return nil
}

// compact writes an edition again without what nothing shows any more.
func compact(_ context.Context, c *console, args []string) error {
	f := newFlags(c, "compact")
	out := f.String("o", "", "")
	steps := f.Bool("steps", false, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if *out == "" || len(paths) != 1 || sameFile(paths[0], *out) {
		return usageError{"compact", "F.dayang -o G.dayang [--steps]"}
	}
	file, err := c.look(paths[0])
	if err != nil {
		return app.About(paths[0], err)
	}
	defer file.Close()
	left, err := file.SaveAsWith(*out, store.SaveOptions{ForgetDropped: *steps})
	if err != nil {
		return app.About(paths[0], err)
	}
	c.say(words.Text{ZH: "%s（%s）→ %s（%s）：去掉 %d 张不再用到的图片（%s），%d 步已作废的历史", EN: "%s (%s) → %s (%s): %d pictures that nothing shows (%s) and %d dropped steps left out"},
		paths[0], size(paths[0]), *out, size(*out), left.Pictures, megabytes(left.PictureBytes), left.Steps)
	return nil
}

func size(path string) string {
	st, err := os.Stat(path)
	if err != nil {
		return "?"
	}
	return megabytes(st.Size())
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }

// history lists the steps of an edition, and looks at an earlier state or brings it back.
func history(_ context.Context, c *console, args []string) error {
	f := newFlags(c, "history")
	at := f.String("at", "", "")
	restore := f.String("restore", "", "")
	snapshot := f.String("snapshot", "", "")
	out := f.String("o", "", "")
	n := f.Int("n", 0, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 || (*at != "") != (*out != "") || *at != "" && *restore != "" {
		return usageError{"history", "F.dayang [-n N] | --at N|sN -o G.dayang | --restore N|sN | --snapshot NAME"}
	}
	open := c.look
	if *restore != "" || *snapshot != "" {
		open = c.take
	}
	file, err := open(paths[0])
	if err != nil {
		return app.About(paths[0], err)
	}
	defer file.Close()
	switch {
	case *snapshot != "":
		s, err := file.Snapshot(*snapshot)
		if err != nil {
			return app.About(paths[0], err)
		}
		c.say(words.Text{ZH: "快照 s%d“%s”已存。", EN: "snapshot s%d %q kept."}, s.ID, s.Name)
	case *at != "":
		return c.lookBack(file, *at, *out)
	case *restore != "":
		ed, err := stateAt(file, *restore)
		if err != nil {
			return app.About(paths[0], err)
		}
		if _, err := file.Restore(ed, *restore); err != nil {
			return app.About(paths[0], err)
		}
		c.say(words.Text{ZH: "%s 已恢复到 %s，作为新的一步，可以撤销。", EN: "%s is as it was at %s, as a new step that can be undone."}, paths[0], *restore)
	default:
		return c.listHistory(file, *n)
	}
	return nil
}

// lookBack writes an earlier state into a new edition file.
func (c *console) lookBack(file *store.File, at, out string) error {
	ed, err := stateAt(file, at)
	if err != nil {
		return app.About(file.Path(), err)
	}
	if sameFile(file.Path(), out) {
		return usageError{"history", "--at N -o G.dayang"}
	}
	g, err := store.CreateWith(out, ed, store.Options{Replace: true, Pictures: file})
	if err != nil {
		return app.About(out, err)
	}
	c.say(words.Text{ZH: "%s 时的版面 → %s：%d 个版，%d 篇稿件", EN: "the edition at %s → %s: %d pages, %d stories"}, at, out, len(ed.Pages), len(ed.Stories))
	return g.Close()
}

func (c *console) listHistory(file *store.File, n int) error {
	steps, err := file.History(n)
	if err != nil {
		return app.About(file.Path(), err)
	}
	snaps, err := file.Snapshots()
	if err != nil {
		return app.About(file.Path(), err)
	}
	if len(steps)+len(snaps) == 0 {
		c.say(words.Text{ZH: "还没有历史。", EN: "there is no history yet."})
	}
	for _, s := range steps {
		fmt.Fprintf(c.out, "%6d  %s  %-10s  %s%s\n", s.Seq, clock(s.At), s.Who, s.Label.In(c.lang), c.befell(s))
	}
	for _, s := range snaps {
		c.say(words.Text{ZH: "%6s  %s  %-10s  快照“%s”（第 %d 步之后）", EN: "%6s  %s  %-10s  snapshot %q (after step %d)"}, "s"+strconv.FormatInt(s.ID, 10), clock(s.At), s.Who, s.Name, s.Step)
	}
	return nil
}

// befell says who undid or dropped a step that is no longer done.
func (c *console) befell(s store.Step) string {
	if s.State == store.Done {
		return ""
	}
	what := words.Text{ZH: "已撤销", EN: "undone"}
	if s.State == store.Dropped {
		what = words.Text{ZH: "已作废", EN: "dropped"}
	}
	who := ""
	for _, m := range s.Moves {
		if m.State == store.Undone {
			who = m.Who
		}
	}
	if who == "" {
		return "  [" + what.In(c.lang) + "]"
	}
	return "  [" + words.Text{ZH: "%[1]s：%[2]s", EN: "%[1]s by %[2]s"}.F(what.In(c.lang), who).In(c.lang) + "]"
}

// stateAt answers the edition after a step, or of a snapshot ("s3").
func stateAt(file *store.File, at string) (*edition.Edition, error) {
	number, isSnapshot := strings.CutPrefix(at, "s")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 {
		return nil, usageError{"history", "--at N|sN, --restore N|sN"}
	}
	if isSnapshot {
		return file.SnapshotAt(n)
	}
	return file.At(n)
}

func clock(ms int64) string { return time.UnixMilli(ms).Format(time.DateTime) }
