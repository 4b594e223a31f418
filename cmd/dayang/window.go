package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	fyneapp "fyne.io/fyne/v2/app"

	"dayang/app"
	"dayang/app/pageview"
	"dayang/internal/clipboard"
	"dayang/internal/compose"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/importer"
	"dayang/internal/lists"
	"dayang/internal/pdf"
	"dayang/internal/raster"
	"dayang/internal/store"
	"dayang/internal/words"
	"dayang/layout/display"
)

// window opens the desk: on a file if one is named, on the edition that was open when the program last went down, or
// on the one that was open last if the preferences say so.
func window(c *console, file string) (err error) {
	if err := canShow(); err != nil {
		return err
	}
	// A desk holds about 110 MB that lives; at Go's usual pace it would grow to twice that before it is tidied.
	debug.SetGCPercent(50)
	defer crashed(c, stateFolder(), &err)
	desk := app.New(fyneapp.NewWithID(appID), deps(c))
	if file != "" {
		if file, err = filepath.Abs(file); err != nil {
			return err
		}
	}
	desk.Begin(file)
	desk.ShowAndRun()
	desk.End() // a signal ends the loop without asking the desk
	return nil
}

// appID names the program to the system: its preferences stand under it.
const appID = "cn.dayang.desk"

// deps wires the desk to the line.
func deps(c *console) app.Deps {
	shop := c.shop
	var caches pictureCaches
	var at atomic.Value // the path of the edition that was opened last: its folder is its archive
	return app.Deps{
		Version: version,
		Open: func(path string) (app.Store, error) {
			at.Store(path)
			return asStore(store.Open(path))
		},
		OpenReadOnly: func(path string) (app.Store, error) {
			f, err := store.OpenReadOnly(path)
			if err != nil {
				return nil, err
			}
			return f, nil
		},
		Pack: func(path string, ed *edition.Edition, pics display.PictureSource) error {
			_, err := shop.Pack(path, ed, pics)
			return err
		},
		Read: func(_ context.Context, o importer.Options, paths []string) (importer.Result, error) {
			return importer.PathWith(o, paths...)
		},
		Watch:   shop.Watch,
		Recover: store.Recover,
		Usable:  usable(c.err),
		Painted: painted(c.err),
		Screen:  screenRoom,
		AddFont: addFont(shop),
		State:   stateFolder(),
		Create: func(path string, ed *edition.Edition, pictures []app.PictureFile) (app.Store, error) {
			at.Store(path)
			kept := store.Pictures{}
			for _, p := range pictures {
				kept[p.ID] = p.Data
			}
			return asStore(store.CreateWith(path, ed, store.Options{Pictures: kept}))
		},
		Sample:  func(path string) error { return writeSample(shop, path) },
		Compose: func() func(*edition.Edition) app.Composed { return composing(shop) },
		Renderer: func(pics display.PictureSource) pageview.Renderer {
			return raster.New(shop.Fonts, flow.NewAdPictures(pics))
		},
		Import: func(ctx context.Context, paths []string) (app.Imported, error) {
			t, err := shop.TakeIn(paths, "")
			if err != nil {
				return app.Imported{}, err
			}
			in := app.Imported{Edition: t.Edition, Notes: append([]finding.Finding{t.Preset}, t.Notes...)}
			for _, p := range t.Edition.Pictures {
				data, err := t.Pictures.PictureBytes(p.ID)
				if err != nil {
					return app.Imported{}, err
				}
				in.Pictures = append(in.Pictures, app.PictureFile{ID: p.ID, Name: p.Name, Data: data})
			}
			return in, ctx.Err()
		},
		Makeup: func(ctx context.Context, ed *edition.Edition, page string, n int, seed uint64) ([]app.Proposal, error) {
			composer, err := shop.Composer()
			if err != nil {
				return nil, err
			}
			res, err := shop.Makeup(ctx, composer, ed, flow.MakeupOptions{Page: page, Proposals: n, Seed: seed})
			if err != nil {
				return nil, err
			}
			var out []app.Proposal
			for _, p := range res.Proposals {
				out = append(out, app.Proposal{Frames: p.Edition.Page(res.Page).Frames, Change: p.Change, Over: p.Counts.OversetLines,
					Empty: p.Counts.UnfilledCells, Left: len(p.Counts.Missing), Out: p.Counts.Missing})
			}
			return out, nil
		},
		RunOn: func(ctx context.Context, ed *edition.Edition, story string, page int) (edit.Change, bool, error) {
			composer, err := shop.Composer()
			if err != nil {
				return edit.Change{}, false, err
			}
			return shop.RunOn(ctx, composer, ed, story, page)
		},
		MakeRoom: roomMaking(shop),
		List: func(path string, k lists.Kind) (lists.Table, error) {
			return flow.List(flow.ListsFolder(filepath.Dir(path)), k)
		},
		SaveList: func(path string, t lists.Table) error { return flow.SaveList(flow.ListsFolder(filepath.Dir(path)), t) },
		Words:    shop.Words,
		Learn:    shop.Learn,
		Forget:   shop.Forget,
		Learnt: func() app.Learnt {
			l := app.Learnt{}
			if l.Path, l.Has = shop.HasLearnt(); shop.LearntTrouble() != nil {
				l.Trouble = shop.LearntTrouble().Words()
			}
			return l
		},
		ClipboardHTML: clipboard.HTML,
		ProofPara: func(_ context.Context, ed *edition.Edition, story, para string) ([]finding.Finding, error) {
			path, _ := at.Load().(string)
			return shop.ProofPara(ed, story, para, flow.ProofOptions{Lists: shop.TitleLists(path)})
		},
		Proof: func(ctx context.Context, ed *edition.Edition) ([]finding.Finding, error) {
			path, _ := at.Load().(string)
			return shop.Proof(ctx, ed, nil, flow.ProofOptions{Past: shop.Archive(filepath.Dir(path), path), Lists: shop.TitleLists(path)})
		},
		Epaper: func(ctx context.Context, ed *edition.Edition, pics display.PictureSource, dir string, lang words.Lang, progress func(done, total int)) error {
			composer, err := shop.Composer()
			if err != nil {
				return err
			}
			return shop.Epaper(ctx, dir, ed, composer.Compose(ed).Pages, pics, flow.EpaperOptions{Lang: lang, PDF: true, Progress: progress})
		},
		MarkedProof: func(ctx context.Context, ed *edition.Edition, pics display.PictureSource, passed func(finding.Finding) bool, path, list string, lang words.Lang, progress func(done, total int)) error {
			composer, err := shop.Composer()
			if err != nil {
				return err
			}
			res := composer.Compose(ed)
			opened, _ := at.Load().(string)
			found, err := shop.Proof(ctx, ed, append(res.Notes, flow.PageFindings(ed, res.Pages)...), flow.ProofOptions{Past: shop.Archive(filepath.Dir(opened), opened), Lists: shop.TitleLists(opened)})
			if err != nil {
				return err
			}
			m := shop.MarkedProof(ed, res.Pages, found, flow.MarkedOptions{Lang: lang, List: true, Ignored: passed})
			if err := shop.ExportMarked(ctx, path, ed, m, pics, progress); err != nil {
				return err
			}
			return flow.ExportList(list, m, lang)
		},
		Send: func(ctx context.Context, o flow.Outgoing) ([]flow.Sent, error) {
			composer, err := shop.Composer()
			if err != nil {
				return nil, err
			}
			res := composer.Compose(o.Edition)
			o.Pages, o.Notes = res.Pages, res.Notes
			o.Press.Options.Cache = caches.of(o.Pictures)
			return shop.Send(ctx, o)
		},
		CheckAd: func(ctx context.Context, name string, data []byte, ed *edition.Edition, dir string) (flow.AdReport, error) {
			press, err := flow.PressFor(ed.House, "", dir)
			if err != nil {
				return flow.AdReport{}, err
			}
			return flow.CheckAd(ctx, name, data, press, ed.House)
		},
		Plates: func(pics display.PictureSource, press flow.Press) (*flow.Plates, error) {
			return shop.Plates(flow.NewAdPictures(pics), press)
		},
		Preflight: func(_ context.Context, ed *edition.Edition, pages []display.Page, dir string) []finding.Finding {
			return flow.PressCheck(ed, pages, dir)
		},
		Export: func(ctx context.Context, ed *edition.Edition, pics display.PictureSource, path string, progress func(done, total int)) error {
			composer, err := shop.Composer()
			if err != nil {
				return err
			}
			from, _ := at.Load().(string)
			press, err := flow.PressFor(ed.House, "", filepath.Dir(from))
			if err != nil {
				return err
			}
			o := press.Options
			o.Progress, o.Cache = progress, caches.of(pics)
			res := composer.Compose(ed)
			_, err = shop.Print(ctx, path, flow.Job{Edition: ed, Pages: res.Pages, Pictures: pics, Press: press.Press, Options: o, Notes: res.Notes})
			return err
		},
	}
}

// painted answers where the times of painted pictures go: to the file that DAYANG_FRAMES names, "pan 12.345" in
// milliseconds a line; nil when nobody asks.
func painted(w io.Writer) func(string, time.Duration) {
	name := os.Getenv("DAYANG_FRAMES")
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		fmt.Fprintln(w, "times of frames are not kept:", err)
		return nil
	}
	return func(what string, took time.Duration) {
		fmt.Fprintf(f, "%s %.3f\n", what, float64(took)/float64(time.Millisecond))
	}
}

// usable answers who is told that the window can be used: with DAYANG_STARTED, the moment of the start in nanoseconds
// since 1970, a line with the milliseconds since is written. internal/tools/bench/window.sh reads it.
func usable(w io.Writer) func() {
	from, err := strconv.ParseInt(os.Getenv("DAYANG_STARTED"), 10, 64)
	if err != nil {
		return nil
	}
	return func() { fmt.Fprintf(w, "usable %d ms\n", (time.Now().UnixNano()-from)/1e6) }
}

// pictureCaches keeps the converted pictures of the edition that was exported last.
type pictureCaches struct {
	mu    sync.Mutex
	pics  display.PictureSource
	cache *pdf.Cache
}

// of answers the cache for an edition's pictures.
func (c *pictureCaches) of(pics display.PictureSource) *pdf.Cache {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cache == nil || c.pics != pics {
		c.pics, c.cache = pics, pdf.NewCache(pictureCache)
	}
	return c.cache
}

// asStore keeps a nil file from becoming a store that is not nil.
func asStore(f *store.File, err error) (app.Store, error) {
	if err != nil {
		return nil, err
	}
	return f, nil
}

// composing answers a function that composes with caches of its own, made on its first call: the dictionary is
// read then, off the UI goroutine.
func composing(shop *flow.Shop) func(*edition.Edition) app.Composed {
	var c *compose.Composer
	var checks flow.PageChecks
	return func(ed *edition.Edition) app.Composed {
		if c == nil {
			var err error
			if c, err = shop.Composer(); err != nil { // the dictionary is part of the program: headlines break by class without it
				c = compose.New(shop.Fonts, nil)
			}
		}
		res := c.Compose(ed)
		out := app.Composed{Pages: res.Pages, Notes: append(slices.Clip(res.Notes), checks.Findings(ed, res.Pages)...), Fits: map[string]app.Fit{}}
		for id, f := range res.Fits {
			out.Fits[id] = app.Fit{Placed: f.Placed, OverRunes: f.OverRunes, OverLines: f.OverLines, ShortLines: f.ShortLines}
		}
		return out
	}
}

// writeSample makes the sample edition in a new file, its pages made up.
func writeSample(shop *flow.Shop, path string) error {
	t, err := shop.Sample()
	if err != nil {
		return err
	}
	composer, err := shop.Composer()
	if err != nil {
		return err
	}
	ed := t.Edition
	for _, pg := range t.Edition.Pages {
		res, err := shop.Makeup(context.Background(), composer, ed, flow.MakeupOptions{Page: pg.ID, Seed: 1})
		if err != nil {
			return err
		}
		ed = res.Proposals[0].Edition
	}
	f, err := store.CreateWith(path, ed, store.Options{Pictures: t.Pictures})
	if err != nil {
		return err
	}
	return f.Close()
}

// roomMaking has others give way to what a hand has put on a page. It keeps its composer: what it composed for one drop
// it need not for the next.
func roomMaking(shop *flow.Shop) func(context.Context, *edition.Edition, string, []*edition.Frame) (app.Room, error) {
	var mu sync.Mutex
	var composer *compose.Composer
	return func(ctx context.Context, ed *edition.Edition, page string, hand []*edition.Frame) (app.Room, error) {
		mu.Lock()
		defer mu.Unlock()
		if composer == nil {
			var err error
			if composer, err = shop.Composer(); err != nil {
				return app.Room{}, err
			}
		}
		c, counts, err := shop.MakeRoom(ctx, composer, ed, page, hand...)
		if err != nil {
			return app.Room{}, err
		}
		room := app.Room{Change: c, Overlaps: counts.Overlaps}
		for _, cut := range counts.Cut {
			room.Over = append(room.Over, app.StoryOver{Story: cut.ID, Lines: cut.Lines})
		}
		return room, nil
	}
}

// addFont keeps fonts where ownFonts finds them; nil on a machine without a place for them.
func addFont(shop *flow.Shop) func(path string) ([]string, error) {
	if stateFolder() == "" {
		return nil
	}
	return func(path string) ([]string, error) {
		return flow.TakeFont(shop.Fonts, filepath.Join(stateFolder(), "fonts"), path)
	}
}
