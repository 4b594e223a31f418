package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dayang/app"
	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/redcheck"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/internal/workflow"
)

// deeds are what dayang sign can enter, by the words of the command line.
var deeds = []string{"review", "draw", "read", "check", "sign", "release", "withdraw", "note"}

// sign enters a review, a reading, a sign-off or a release into an edition's record.
func sign(ctx context.Context, c *console, args []string) error {
	f := newFlags(c, "sign")
	who := f.String("who", "", "")
	role := f.String("role", "", "")
	do := f.String("do", "sign", "")
	number := f.Int("page", 0, "")
	story := f.String("story", "", "")
	stage := f.String("stage", "", "")
	round := f.Int("round", 0, "")
	say := f.String("words", "", "")
	over := f.String("over", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 || !slices.Contains(deeds, *do) || (*do == "review") != (*story != "") {
		return usageError{"sign", "F.dayang --who NAME [--do " + strings.Join(deeds, "|") + "] --page N | --story ID"}
	}
	file, err := c.take(paths[0])
	if err != nil {
		return app.About(paths[0], err)
	}
	defer file.Close()
	ed := file.Edition()
	page := ""
	for _, p := range ed.Pages {
		if p.Number == *number {
			page = p.ID
		}
	}
	if page == "" && *story == "" && !(*do == "note" && *number == 0) {
		return fmt.Errorf("page %d of %q: %w", *number, paths[0], flow.ErrNoPage)
	}
	by := workflow.By{Who: *who, Role: *role, At: time.Now().UnixMilli()}
	proof := workflow.Stage(*stage)
	if proof == "" {
		proof = workflow.FinalProof
	}
	var codes []string
	for _, code := range strings.Split(*over, ",") {
		if code != "" {
			codes = append(codes, code)
		}
	}
	if *over == "all" {
		codes = allObstacles
	}
	if by.Role == "" {
		by.Role = workflow.UsualRole(edition.Act(*do), workflow.Stage(*stage))
	}
	enter := func(snapshot int64) (edition.Entry, error) {
		switch *do {
		case "review":
			return workflow.Review(ed, *story, reviewStage(ed, *story, *stage), by, *say)
		case "draw":
			return workflow.Draw(ed, page, proof, by, snapshot)
		case "read":
			return workflow.Read(ed, page, proof, *round, by, *say)
		case "check":
			return workflow.Check(ed, page, by, *say)
		case "release":
			return workflow.Release(ed, page, by, workflow.Sure{Words: *say, Snapshot: snapshot})
		case "withdraw":
			return workflow.Withdraw(ed, page, by, *say)
		case "note":
			return workflow.Note(ed, page, by, *say)
		}
		found, err := c.errorsOn(ctx, paths[0], file, page)
		if err != nil {
			return edition.Entry{}, err
		}
		return workflow.Sign(ed, page, by, found, workflow.Sure{Words: *say, Over: codes, Snapshot: snapshot})
	}
	e, err := enter(0) // that it may be done is known before a state is kept for it
	if err != nil {
		return err
	}
	if *do == "sign" || *do == "release" || *do == "draw" {
		s, err := file.Snapshot(strings.TrimSpace(e.Name + " " + workflow.ActName(&e).ZH))
		if err != nil {
			return app.About(paths[0], err)
		}
		e.Snapshot = s.ID
	}
	ed, err = file.Do(edit.Enter(ed, e))
	if err != nil {
		return app.About(paths[0], err)
	}
	c.say(words.Text{ZH: "记下：%s", EN: "entered: %s"}, c.entryLine(ed.Record[len(ed.Record)-1]))
	if page != "" {
		c.say(words.Text{ZH: "第%d版：%s", EN: "page %d: %s"}, *number, workflow.PageState(ed, page).Name())
	}
	return nil
}

// allObstacles is what --over all says.
var allObstacles = []string{workflow.OverFlags, workflow.OverErrors, workflow.OverReviews, workflow.OverChanged, workflow.OverRounds, workflow.OverUnread}

// reviewStage answers the review that is meant: by name, or the one after the last.
func reviewStage(ed *edition.Edition, story, name string) workflow.Stage {
	if name != "" {
		return workflow.Stage(name)
	}
	state := workflow.StoryState(ed, story)
	for i, r := range state.Reviews {
		if r == nil || state.Changed[i] {
			return workflow.Reviews()[i]
		}
	}
	return workflow.FinalReview
}

// errorsOn counts what the checks find on a page.
func (c *console) errorsOn(ctx context.Context, path string, file *store.File, page string) (workflow.Found, error) {
	ed := file.Edition()
	seg, err := c.shop.Words()
	if err != nil {
		return workflow.Found{}, err
	}
	res := compose.All(c.shop.Fonts, seg, ed)
	notes := append(res.Notes, flow.PageFindings(ed, res.Pages)...)
	found, err := c.shop.Proof(ctx, ed, notes, flow.ProofOptions{Past: c.shop.Archive(filepath.Dir(path), path)})
	return flow.FoundOn(ed, page, found), err
}

func (c *console) entryLine(e *edition.Entry) string {
	out := fmt.Sprintf("%s  %s", clock(e.At), e.Who)
	if e.Role != "" {
		out += "（" + workflow.RoleName(e.Role).In(c.lang) + "）"
	}
	out += "  " + workflow.ActName(e).In(c.lang)
	if e.Name != "" {
		out += "  " + e.Name
	}
	if d := workflow.Details(e).In(c.lang); d != "" {
		out += "  " + d
	}
	return out
}

// record lists who did what, and where pages and stories stand.
func record(_ context.Context, c *console, args []string) error {
	f := newFlags(c, "record")
	number := f.Int("page", 0, "")
	asJSON := f.Bool("json", false, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 {
		return usageError{"record", "F.dayang [--page N] [--json]"}
	}
	file, err := c.look(paths[0])
	if err != nil {
		return app.About(paths[0], err)
	}
	defer file.Close()
	ed := file.Edition()
	entries := ed.Record
	var pages []*edition.Page
	for _, p := range ed.Pages {
		if *number == 0 || p.Number == *number {
			pages = append(pages, p)
		}
	}
	if *number > 0 {
		if len(pages) == 0 {
			return fmt.Errorf("page %d of %q: %w", *number, paths[0], flow.ErrNoPage)
		}
		entries = workflow.Of(ed, pages[0].ID)
	}
	if *asJSON {
		if entries == nil {
			entries = []*edition.Entry{}
		}
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(entries)
	}
	for _, p := range pages {
		s := workflow.PageState(ed, p.ID)
		c.say(words.Text{ZH: "第%d版 %s：%s；批注 未办 %d、已办 %d、不改 %d", EN: "page %d %s: %s; flags: %d open, %d done, %d refused"}, p.Number, p.Name, s.Name(), s.Flags.Open, s.Flags.Done, s.Flags.Refused)
	}
	for _, e := range entries {
		fmt.Fprintln(c.out, "  "+c.entryLine(e))
	}
	return nil
}

// flagsByHand lists the flags made by hand, and adds, answers or carries one out.
func flagsByHand(_ context.Context, c *console, args []string) error {
	f := newFlags(c, "flags")
	number := f.Int("page", 0, "")
	asJSON := f.Bool("json", false, "")
	do := f.String("do", "", "")
	refuse := f.String("refuse", "", "")
	carry := f.String("carry-out", "", "")
	say := f.String("words", "", "")
	who := f.String("who", "", "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 {
		return usageError{"flags", "F.dayang [--page N] [--json] | --carry-out ID | --do ID | --refuse ID --words W --who NAME"}
	}
	open := c.look
	if *do+*refuse+*carry != "" {
		open = c.take
	}
	file, err := open(paths[0])
	if err != nil {
		return app.About(paths[0], err)
	}
	defer file.Close()
	ed := file.Edition()
	reply := edition.Reply{At: time.Now().UnixMilli(), Who: *who, Text: *say}
	var change edit.Change
	switch {
	case *carry != "":
		change, err = edit.CarryOut(ed, *carry, reply)
	case *do != "":
		reply.State = edition.FlagDone
		change, err = edit.AnswerFlag(ed, *do, reply)
	case *refuse != "":
		reply.State = edition.FlagRefused
		change, err = edit.AnswerFlag(ed, *refuse, reply)
	}
	if err != nil {
		return err
	}
	if *do+*refuse+*carry != "" {
		next, err := change.Apply(ed)
		if err != nil {
			return app.About(paths[0], err)
		}
		for _, id := range workflow.Breaks(ed, next) {
			c.say(words.Text{ZH: "注意：第%d版已签样，这一改签样失效。", EN: "Note: page %d was signed off; this change undoes it."}, ed.Page(id).Number)
		}
		if ed, err = file.Do(change); err != nil {
			return app.About(paths[0], err)
		}
	}
	list := []*edition.Flag{}
	for _, g := range ed.Flags {
		for _, p := range ed.Pages {
			if *number == 0 || p.Number == *number && workflow.OnPage(g, p) {
				list = append(list, g)
				break
			}
		}
	}
	if *asJSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(list)
	}
	for _, g := range list {
		where := ""
		if s := ed.Story(g.Story); s != nil {
			where = s.Slug
		} else if p := ed.Page(g.Page); p != nil {
			where = words.Text{ZH: "第%d版", EN: "page %d"}.F(p.Number).In(c.lang)
		}
		text := g.Quote
		if g.Text != "" {
			text += " → " + g.Text
		}
		fmt.Fprintf(c.out, "%4s  %-4s  %s  %s  %s  %s\n", g.ID, workflow.FlagStateName(g.State).In(c.lang), workflow.MarkName(g.Mark).In(c.lang), where, strings.TrimSpace(text), g.Note)
		for _, r := range g.Replies {
			if r.Text != "" {
				fmt.Fprintf(c.out, "        %s：%s\n", r.Who, r.Text)
			}
		}
	}
	return nil
}

// compare compares two states of a page (核红).
func compare(_ context.Context, c *console, args []string) error {
	f := newFlags(c, "compare")
	number := f.Int("page", 1, "")
	from := f.String("from", "", "")
	to := f.String("to", "now", "")
	other := f.String("with", "", "")
	asJSON := f.Bool("json", false, "")
	paths, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 || (*from == "") == (*other == "") {
		return usageError{"compare", "F.dayang --page N --from N|sN [--to N|sN|now] [--json] | --with EARLIER.dayang"}
	}
	file, err := c.look(paths[0])
	if err != nil {
		return app.About(paths[0], err)
	}
	defer file.Close()
	seg, err := c.shop.Words()
	if err != nil {
		return err
	}
	proof := func(f *store.File, at string) (redcheck.Proof, error) {
		ed := f.Edition()
		if at != "now" && at != "" {
			if ed, err = stateAt(f, at); err != nil {
				return redcheck.Proof{}, app.About(f.Path(), err)
			}
		}
		for _, pg := range compose.All(c.shop.Fonts, seg, ed).Pages {
			if pg.Number == *number {
				return redcheck.Proof{Edition: ed, Page: pg}, nil
			}
		}
		return redcheck.Proof{}, fmt.Errorf("page %d of %q: %w", *number, f.Path(), flow.ErrNoPage)
	}
	earlier := file
	if *other != "" {
		if earlier, err = c.look(*other); err != nil {
			return app.About(*other, err)
		}
		defer earlier.Close()
	}
	before, err := proof(earlier, *from)
	if err != nil {
		return err
	}
	after, err := proof(file, *to)
	if err != nil {
		return err
	}
	r := redcheck.Compare(before, after)
	if *asJSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	c.say(words.Text{ZH: "第%d版：改动 %d 处，其中无人要求 %d 处；批注未落实 %d 条", EN: "page %d: %d changes, %d that nobody asked for; %d flags not carried out"}, *number, len(r.Changes), r.Unasked(), len(r.Undone))
	for _, ch := range r.Changes {
		sign := "  "
		if len(ch.Asked) == 0 {
			sign = "! "
		}
		where := ""
		if s := after.Edition.Story(ch.Story); s != nil {
			where = s.Slug + "："
		}
		fmt.Fprintln(c.out, sign+where+ch.Message.In(c.lang))
	}
	for _, u := range r.Undone {
		said := words.Text{}
		if u.Said {
			said = words.Text{ZH: "（说已办，文字未改）", EN: " (said to be done, the text is as it was)"}
		}
		what := u.Flag.Quote
		if u.Flag.Text != "" {
			what = strings.TrimSpace(what + " → " + u.Flag.Text)
		}
		c.say(words.Text{ZH: "? 未落实 %s %s“%s”%s%s", EN: "? not carried out: %s %s “%s”%s%s"}, u.Flag.ID, workflow.MarkName(u.Flag.Mark), what, u.Flag.Note, said)
	}
	return nil
}

// markedProof writes the marked proof and its list.
func (c *console) markedProof(ctx context.Context, path string, op *opened, out, list string, round int, least string) error {
	o := flow.MarkedOptions{Lang: c.lang, Round: round, List: true, Least: finding.Hint}
	if least != "" {
		l, ok := finding.ParseLevel(least)
		if !ok {
			return usageError{"export", "--least hint|warning|error"}
		}
		o.Least = l
	}
	notes := append(op.notes, flow.PageFindings(op.ed, op.pages)...)
	found, err := c.shop.Proof(ctx, op.ed, notes, flow.ProofOptions{Past: c.shop.Archive(filepath.Dir(path), path)})
	if err != nil {
		return err
	}
	m := c.shop.MarkedProof(op.ed, op.pages, found, o)
	if err := c.shop.ExportMarked(ctx, out, op.ed, m, op.pics, newProgress().step); err != nil {
		return err
	}
	if list != "" {
		if err := flow.ExportList(list, m, c.lang); err != nil {
			return err
		}
	}
	c.say(words.Text{ZH: "红样：%d 个版，标出 %d 处 → %s", EN: "marked proof: %d pages, %d remarks → %s"}, len(op.pages), len(m.Table.Rows), out)
	for _, s := range m.Table.Sum {
		fmt.Fprintln(c.out, "  "+s.In(c.lang))
	}
	return nil
}
