// Command dayang lays out, proofs and prints newspaper pages. Without a command it opens the window; every command
// does without one what the window can do to a file.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"dayang/internal/flow"
	"dayang/internal/words"
)

// version is set by the build.
var version = "dev"

// Exit codes: done; findings at or above --fail-on; could not.
const (
	exitDone     = 0
	exitFindings = 1
	exitFailed   = 2
)

// errFindings ends a command that did its work and found what --fail-on names.
var errFindings = errors.New("findings at or above the level asked for")

// console is where a command speaks.
type console struct {
	out, err io.Writer
	lang     words.Lang
	shop     *flow.Shop
}

// say prints a line for the user.
func (c *console) say(t words.Text, args ...any) { fmt.Fprintln(c.out, t.F(args...).In(c.lang)) }

// command is one thing the program does without a window.
type command struct {
	name  string
	usage string
	about words.Text
	run   func(ctx context.Context, c *console, args []string) error
}

func commands() []command {
	return []command{
		{"demo", "demo -o DIR", words.Text{ZH: "样报从头走到尾：版面、PDF、图片、校对结果", EN: "the sample edition end to end: edition, PDF, picture, findings"}, demo},
		{"import", "import PATH… -o F.dayang [--preset NAME] [--changes take|refuse]", words.Text{ZH: "来稿（Word、文本、网页、ninjs、NITF、NewsML-G2）、文件夹、版面 JSON 或报纸包收进一期报纸", EN: "manuscripts (Word, text, web, ninjs, NITF, NewsML-G2), folders, edition JSON or a package into an edition"}, importPaths},
		{"repair", "repair IN.md -o OUT.md [--report R.json]", words.Text{ZH: "修复机读稿：接断段、理顺序、正标点", EN: "repair a machine-read manuscript: joins, order, marks"}, repairFile},
		{"makeup", "makeup F.dayang|EDITION.json -o F.dayang [--page N] [--proposals N] [--seed S] [--report R.json]", words.Text{ZH: "自动组版", EN: "automatic make-up"}, makeup},
		{"proof", "proof F.dayang|FILE… [--json] [--rate] [--roster R.csv|R.json] [--lists DIR] [--date D] [--archive DIR] [--fail-on LEVEL] | proof --jsonl IN -o OUT [--roster R] [--lists DIR] [--date D]", words.Text{ZH: "校对", EN: "proofread"}, proofFiles},
		{"learn", "learn FOLDER|F.dayang|FILE… | learn --forget", words.Text{ZH: "从本报旧报学用词和人名地名（只存在本机，不存原文，不外传）", EN: "learn the paper's words and names from its archive (kept on this machine only, no text is kept or sent)"}, learn},
		{"export", "export F.dayang -o OUT.pdf|DIR [--page N] [--split] [--press PRESET] [--standard x4|x1a|proof] [--marks] [--override] [--unsigned WORD] [--who NAME] | --marked-proof [--list OUT.csv] [--round N] [--least LEVEL]", words.Text{ZH: "输出 PDF：先做印前检查，有错误则不输出，除非 --override；没签样的版不付印，除非 --unsigned 写明缘由（清样则加“未签样”水印）；每次输出记入流程。--split 每版一个文件，--marked-proof 出带校对符号的红样和校对单；文件名可含 {title} {date} {ymd} {issue} {page} {name} {standard} {press}", EN: "pages to PDF, preflighted first: errors stop it unless --override; pages not signed off do not go to press unless --unsigned says why (a proof says that it is not signed off); every export is recorded. --split: one file a page; --marked-proof: the page with proof marks, and the list; names may hold {title} {date} {ymd} {issue} {page} {name} {standard} {press}"}, export},
		{"ad", "ad F.dayang AD.pdf --page N [--frame ID | --at X,Y,W,H] [--turn DEGREES] [--press PRESET] [--override]", words.Text{ZH: "检查广告 PDF（或图片），放进版上的广告位；--at 按毫米新开一个", EN: "check an advertiser's PDF (or picture) and put it into the page's advertising space; --at makes one, in mm"}, placeAd},
		{"preflight", "preflight FILE.pdf|F.dayang [--press PRESET] [--json] [--fail-on LEVEL]", words.Text{ZH: "印前检查：任何人的 PDF，或一期报纸", EN: "press checks, on anyone's PDF or an edition"}, preflightFiles},
		{"update", "update F.dayang PATH… [--take] [--changes take|refuse]", words.Text{ZH: "同名来稿再来：更新没改过的稿件，编辑改过的只提示（--take 以来稿为准）", EN: "manuscripts that came again: update what nobody touched, tell of the rest (--take lets them win)"}, updateStories},
		{"watch", "watch DIR F.dayang [--sub] [--take] [--changes take|refuse]", words.Text{ZH: "看着一个文件夹，来稿写完就收进这期报纸（--sub 连同下面的文件夹）", EN: "watch a folder and take in its manuscripts once they are whole (--sub: the folders below too)"}, watchFolder},
		{"stories", "stories F.dayang -o DIR [--format docx|md|txt|ninjs] [--story ID] [--encoding utf-8|gb18030]", words.Text{ZH: "稿件各写成一个文件", EN: "every story as a file of its own"}, storyFiles},
		{"package", "package F.dayang -o X.zip", words.Text{ZH: "整期打成报纸包：文档、图片、字体单", EN: "the edition as a package: document, pictures, list of fonts"}, packEdition},
		{"render", "render F.dayang -o OUT.png [--page N] [--dpi 144]", words.Text{ZH: "把版面画成图片", EN: "the preview as a picture"}, render},
		{"epaper", "epaper F.dayang -o DIR [--page N] [--pdf] [--width 1600]", words.Text{ZH: "数字报：版面图、热区、文章页、目录，XML 与 JSON，静态文件，浏览器直接打开", EN: "the digital paper: pictures of the pages with hot areas, article pages, contents, XML and JSON, as static files"}, makeEpaper},
		{"dump", "dump F.dayang [--page N]", words.Text{ZH: "把显示列表写成文字", EN: "the display list as text"}, dump},
		{"sign", "sign F.dayang --who NAME [--role ROLE] [--do review|draw|read|check|sign|release|withdraw|note] --page N | --story ID [--stage S] [--round N] [--words W] [--over CODE,…|all]", words.Text{ZH: "审稿、打样、校样、核红、签样、付印、撤签，记入流程；同时存快照", EN: "enter a review, a proof drawn, read or compared, a sign-off, a release or its withdrawal, and keep the state"}, sign},
		{"record", "record F.dayang [--page N] [--json]", words.Text{ZH: "流程记录：谁在何时做了什么，各版到了哪一步", EN: "the record: who did what when, and where each page stands"}, record},
		{"flags", "flags F.dayang [--page N] [--json] | --carry-out ID | --do ID | --refuse ID --words W --who NAME", words.Text{ZH: "批注：列出，照改，记为已办或不改", EN: "flags made by hand: list them, carry one out, mark it done or refuse it"}, flagsByHand},
		{"compare", "compare F.dayang --page N --from N|sN [--to N|sN|now] [--json] | --with EARLIER.dayang", words.Text{ZH: "核红：比较一个版的两次样，改了哪里、谁也没要求的改动、没落实的批注", EN: "compare two proofs of a page: what changed, what nobody asked for, what was not carried out"}, compare},
		{"history", "history F.dayang [-n N] | --at N|sN -o G.dayang | --restore N|sN | --snapshot NAME", words.Text{ZH: "每一步改动：列出，取出当时的版面，恢复（作为新的一步），存快照", EN: "every step: list them, take out an earlier state, restore it as a new step, keep a snapshot"}, history},
		{"recover", "recover F.dayang [-o G.dayang] [--report R.json]", words.Text{ZH: "修复损坏的报纸文件：用还能读的部分和最近的备份；损坏的文件改名留着", EN: "repair a damaged edition from what can be read and the newest backup; the damaged file is kept"}, recoverFile},
		{"compact", "compact F.dayang -o G.dayang [--steps]", words.Text{ZH: "压紧：去掉不再用到的图片，--steps 连同已作废的历史", EN: "a copy without pictures that nothing shows, --steps: nor dropped steps"}, compact},
	}
}

func main() {
	c := &console{out: os.Stdout, err: os.Stderr, lang: systemLang(), shop: flow.NewShop()}
	c.shop.KeepLearnt(learntFile())
	c.ownFonts()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, c, os.Args[1:]))
}

// ownFonts takes in the fonts of whoever is at the machine, from the folder fonts beside the program's settings.
func (c *console) ownFonts() {
	if stateFolder() == "" {
		return
	}
	_, faults := flow.AddFonts(c.shop.Fonts, filepath.Join(stateFolder(), "fonts"))
	for _, err := range faults {
		fmt.Fprintln(c.err, "dayang:", words.Text{ZH: "字体没有采用或不能嵌入：%v", EN: "a font was not taken, or cannot be embedded: %v"}.F(err).In(c.lang))
	}
}

// run does what the arguments ask for and answers the exit code.
func run(ctx context.Context, c *console, args []string) int {
	args = c.takeLang(args)
	if len(args) > 0 {
		switch args[0] {
		case "help", "-h", "--help":
			c.help()
			return exitDone
		case "version", "--version":
			fmt.Fprintln(c.out, "dayang", version)
			return exitDone
		}
		for _, cmd := range commands() {
			if cmd.name != args[0] {
				continue
			}
			err := cmd.run(ctx, c, args[1:])
			if bad := c.shop.LearntTrouble(); bad != nil {
				fmt.Fprintln(c.err, "dayang: "+bad.Words().In(c.lang))
			}
			switch {
			case err == nil, errors.Is(err, flag.ErrHelp):
				return exitDone
			case errors.Is(err, errFindings):
				return exitFindings
			}
			fmt.Fprintln(c.err, "dayang: "+explain(err).In(c.lang))
			return exitFailed
		}
		if strings.HasPrefix(args[0], "-") || len(args) > 1 || !isFile(args[0]) {
			fmt.Fprintln(c.err, "dayang: "+words.Text{ZH: "没有“%s”这个命令，也没有这个文件。dayang help 列出所有命令。", EN: "%q is neither a command nor a file. dayang help lists the commands."}.F(args[0]).In(c.lang))
			return exitFailed
		}
	}
	file := ""
	if len(args) > 0 {
		file = args[0]
	}
	if err := window(c, file); err != nil {
		fmt.Fprintln(c.err, "dayang: "+explain(err).In(c.lang))
		return exitFailed
	}
	return exitDone
}

func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && !st.IsDir()
}

func (c *console) help() {
	c.say(words.Text{ZH: "dayang 大样：报纸的排版、校对与印前。", EN: "dayang: newspaper pages laid out, proofed and made ready for press."})
	c.say(words.Text{ZH: "\n  dayang [文件]    打开窗口", EN: "\n  dayang [FILE]    opens the window"})
	for _, cmd := range commands() {
		fmt.Fprintf(c.out, "  dayang %s\n      %s\n", cmd.usage, cmd.about.In(c.lang))
	}
	c.say(words.Text{ZH: "\n退出码：0 完成，1 有 --fail-on 所指的问题，2 没有做成。要留意而不碍事的（如 ED-03 有改动没存下、别人正开着文件）写在标准错误，退出码不变。--lang zh|en 选语言。", EN: "\nExit code: 0 done, 1 findings at or above --fail-on, 2 could not. What is worth knowing and stops nothing (ED-03: steps that were not kept; a file that someone has open) goes to stderr and leaves the exit code. --lang zh|en picks the language."})
}

// takeLang takes --lang out of the arguments.
func (c *console) takeLang(args []string) []string {
	var rest []string
	for i := 0; i < len(args); i++ {
		if args[i] == "--lang" && i+1 < len(args) {
			c.lang = words.ParseLang(args[i+1])
			i++
			continue
		}
		if v, ok := strings.CutPrefix(args[i], "--lang="); ok {
			c.lang = words.ParseLang(v)
			continue
		}
		rest = append(rest, args[i])
	}
	return rest
}

// systemLang answers the language of the environment; Chinese unless it says English.
func systemLang() words.Lang {
	for _, v := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if s := os.Getenv(v); s != "" {
			return words.ParseLang(s)
		}
	}
	return words.ZH
}

// flags makes a flag set that lets flags stand before and after the paths, and speaks through the console.
type flags struct {
	*flag.FlagSet
	c *console
}

func newFlags(c *console, name string) flags {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return flags{f, c}
}

// parse answers the paths among the arguments.
func (f flags) parse(args []string) ([]string, error) {
	var paths []string
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				for _, cmd := range commands() {
					if cmd.name == f.Name() {
						fmt.Fprintf(f.c.out, "dayang %s\n  %s\n", cmd.usage, cmd.about.In(f.c.lang))
					}
				}
				return nil, err
			}
			return nil, usageError{f.Name(), err.Error()}
		}
		rest := f.Args()
		if len(rest) == 0 {
			return paths, nil
		}
		paths = append(paths, rest[0])
		args = rest[1:]
	}
}

// usageError is a command called in a way it does not understand.
type usageError struct{ command, what string }

func (e usageError) Error() string { return e.command + ": " + e.what }
