package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/flow"
	"dayang/internal/words"
)

// brain is what a program learns, without a file.
type brain struct {
	mu     sync.Mutex
	from   []string
	result flow.Learning
	err    error
	now    Learnt
	wait   bool // until it is stopped
}

func (m *brain) learn(ctx context.Context, paths []string, progress func(done, total int)) (flow.Learning, error) {
	m.mu.Lock()
	wait := m.wait
	m.from = paths
	m.mu.Unlock()
	progress(1, 2)
	if wait {
		<-ctx.Done()
		return flow.Learning{}, ctx.Err()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil && m.result.Stories > 0 {
		m.now = Learnt{Has: true, Path: m.result.Path}
	}
	return m.result, m.err
}

func (m *brain) forget() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.Has = false
	return m.err
}

func (m *brain) learnt() Learnt {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// TestLearn learns through the file panel, says what was learnt, stops half way, forgets, and tells what goes wrong, in
// both languages.
func TestLearn(t *testing.T) {
	m := &brain{now: Learnt{Path: "/state/learnt.gz", Trouble: words.Text{ZH: "学到的文件坏了", EN: "the learnt file is damaged"}}}
	var reads atomic.Int32
	s := newStage(t, func(d *Deps) {
		d.Learn, d.Forget, d.Learnt = m.learn, m.forget, m.learnt
		d.Proof = func(context.Context, *edition.Edition) ([]finding.Finding, error) { reads.Add(1); return nil, nil }
	}).open()
	dir := t.TempDir()
	for _, n := range []string{"2025", "a" + extension, "b.md"} {
		path := filepath.Join(dir, n)
		if filepath.Ext(n) == "" {
			if err := os.Mkdir(path, 0o755); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") } // lines are broken as they fit
	shown := func(want string) bool {
		return strings.Contains(bare(strings.Join(texts(s.d.win.Canvas().Overlays().Top()), "")), bare(want))
	}
	s.d.proofNow()
	s.until("the notice", func() bool {
		return slices.ContainsFunc(s.d.frame.notices.list, func(n notice) bool { return n.id == learntNotice })
	})
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		name := map[words.Lang]string{words.ZH: "zh", words.EN: "en"}[lang]
		s.d.SetLanguage(lang)
		s.pump()
		m.result, m.err, m.wait = flow.Learning{Files: 3, Stories: 40, Runes: 21000, Names: []string{"粽匠巷", "冉墨桢"}, Skipped: []string{"/x/bad.docx"}, Path: "/state/learnt.gz"}, nil, false
		if !s.d.Do("learn") {
			t.Fatal("the command is off")
		}
		s.pump()
		if !shown(s.d.say(wLearnWhere)) || lang == words.ZH && !shown(m.now.Trouble.ZH) {
			t.Error("the box does not say where it is kept, or what went wrong")
		}
		s.capture("learn-ask-" + name)
		s.d.dismiss()
		s.pump()
		p := s.d.askFiles(pastIssues, wLearnPick, wLearnIt, nil, "", s.d.LearnFrom)
		p.enter(dir)
		if len(p.entries) != 3 {
			t.Errorf("the panel lists %+v", p.entries)
		}
		s.capture("learn-files-" + name)
		before := reads.Load()
		for _, e := range p.entries {
			p.chosen[e.path] = true
		}
		p.accept()
		s.until("what was learnt", func() bool { return len(s.d.jobs) == 0 && shown("粽匠巷") })
		if !shown("21000") || !shown("bad.docx") || len(m.from) != 3 {
			t.Errorf("learnt from %q, or not told so", m.from)
		}
		if slices.ContainsFunc(s.d.frame.notices.list, func(n notice) bool { return n.id == learntNotice }) {
			t.Error("the notice of the damaged file stays")
		}
		s.capture("learn-done-" + name)
		s.d.dismiss()
		s.wait(proofPause)
		s.until("another reading", func() bool { return reads.Load() > before })
		s.d.askLearn()
		s.pump()
		if !shown(s.d.say(wLearnHas.F("/state/learnt.gz"))) {
			t.Error("the box does not say what is in use")
		}
		s.d.dismiss()
		s.d.Forget()
		s.until("forgotten", func() bool { return !m.learnt().Has && len(s.d.jobs) == 0 })
		m.result = flow.Learning{Skipped: []string{"/x/bad.docx"}}
		s.d.LearnFrom([]string{dir})
		s.until("nothing to learn", func() bool {
			return shown(s.d.say(wLearntNone)) && shown("bad.docx")
		})
		s.d.dismiss()
		m.err = errors.New("the disk went away")
		s.d.LearnFrom([]string{dir})
		s.until("the trouble", func() bool { return shown("the disk went away") })
		s.d.dismiss()
		m.mu.Lock()
		m.wait = true
		m.mu.Unlock()
		s.d.LearnFrom([]string{dir})
		s.until("the work", func() bool { return s.d.busy(wJobLearn) })
		s.pump()
		if s.d.Do("learn") {
			t.Error("it learns twice at once")
		}
		s.d.dismiss() // stops it
		s.until("the end", func() bool { return len(s.d.jobs) == 0 })
	}
}
